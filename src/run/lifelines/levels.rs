//! Levels of access of some homes on some network, as the study computes them.

use super::Case;
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::network::Network;
use crate::routing::job::{Job, Kept};
use crate::run::study::access::{question, shares};
use crate::run::study::inputs::Inputs;
use crate::run::study::readings::{
    Kind, Lens, Open, Reading, Steps, View, open_during, readings, rows_of,
};

/// A study with its inputs and readings.
pub struct Context<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its inputs.
    pub inputs: &'a Inputs,
    /// All readings.
    pub readings: Vec<Reading>,
    /// Per service, the reading of its norm.
    pub main: Vec<usize>,
}

impl<'a> Context<'a> {
    /// What a study measures.
    pub fn new(study: &'a Study, inputs: &'a Inputs) -> Self {
        let (readings, main) = readings(study);
        Self {
            study,
            inputs,
            readings,
            main,
        }
    }

    /// The reading of a service's norm.
    pub fn reading(&self, service: usize) -> &Reading {
        &self.readings[self.main[service]]
    }

    /// Whether a level of a service misses its norm; an unknown level doesn't.
    pub fn missed(&self, service: usize, level: f64) -> bool {
        let norm = self.reading(service).norm;
        !level.is_nan() && norm.is_some_and(|n| n.missed(level))
    }

    /// Whether what others do matters to a service's levels.
    pub fn competes(&self, service: usize) -> bool {
        matches!(self.reading(service).kind, Kind::TwoStep(..))
    }

    /// When each place of some services is open, in their order.
    pub fn open(&self, case: &Case, services: &[usize]) -> Vec<Vec<Open>> {
        let slot = &self.study.slots[case.slot];
        let longest = self.study.personas[case.persona].traveller.max_trip.0;
        let open =
            |x: &usize| open_during(&self.inputs.services[*x], slot.date, &slot.window, longest);
        services.iter().map(open).collect()
    }

    /// Levels, `[service][home]`, of some services (ascending) and homes; not a number where a home
    /// isn't linked.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn levels(
        &self,
        network: &Network,
        case: &Case,
        services: &[usize],
        homes: &[usize],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let (study, inputs) = (self.study, self.inputs);
        let (slot, persona) = (&study.slots[case.slot], &study.personas[case.persona]);
        let (rows, first_row) = rows_of(inputs, services);
        let at: Vec<_> = homes.iter().map(|h| inputs.homes.positions[*h]).collect();
        let asked = || question(persona, slot);
        let job = Job::new(network, asked(), &at, &rows)?;
        let all = Steps {
            first: 0,
            len: job.steps(),
        };
        let open = self.open(case, services);
        let lens = |x: usize| Lens {
            usual: study.usual,
            service: &study.services[x],
            data: &inputs.services[x],
            first_row: first_row[x],
            open: services
                .iter()
                .position(|s| *s == x)
                .map_or(&[][..], |i| &open[i]),
            window: &slot.window,
        };
        // Everybody competes, not these homes alone.
        let compete = services.iter().any(|x| self.competes(*x));
        let shares = if !compete {
            self.readings.iter().map(|_| None).collect()
        } else if homes.len() == inputs.homes.len() {
            shares(inputs, &job, &self.readings, services, &lens, all)?
        } else {
            let everybody = Job::new(network, asked(), &inputs.homes.positions, &rows)?;
            shares(inputs, &everybody, &self.readings, services, &lens, all)?
        };
        let mut levels = vec![Vec::with_capacity(homes.len()); services.len()];
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let mut view = View::default();
                let linked = job.origin_links()[home].is_some();
                let level = |x: &usize| {
                    if !linked {
                        return f64::NAN;
                    }
                    let (lens, r) = (lens(*x), self.main[*x]);
                    lens.look(times, all, &mut view);
                    lens.value(&view, &self.readings[r].kind, all, shares[r].as_ref())
                };
                services.iter().map(level).collect::<Vec<f64>>()
            },
            |_, each| {
                for (level, to) in each.into_iter().zip(&mut levels) {
                    to.push(level);
                }
                Ok::<(), Error>(())
            },
        )?;
        Ok(levels)
    }
}
