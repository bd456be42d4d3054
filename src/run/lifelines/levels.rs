//! Levels of access of some homes on some network, as the study computes them.

use super::Case;
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;
use crate::network::Network;
use crate::routing::job::{Job, Kept};
use crate::run::study::access::question;
use crate::run::study::inputs::Inputs;
use crate::run::study::measured::shares_of;
use crate::run::study::readings::{
    Kind, Lens, Matters, Open, Reading, Steps, View, open_during, readings, rows_of,
};
use crate::units::Seconds;

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

    /// The longest trip that can matter to whether norms of a case are met. Longer ones take most of
    /// a search.
    pub fn longest(&self, case: &Case) -> Seconds {
        let max_trip = self.study.personas[case.persona].traveller.max_trip;
        let of_norm = |x: &usize| {
            let reading = self.reading(*x);
            match (&reading.kind, reading.norm) {
                (Kind::Nearest(_), Some(Norm::Within(limit_s))) => Seconds(limit_s).min(max_trip),
                (Kind::Sum(Decay::Step { cutoff_s }), Some(Norm::AtLeast(_))) => {
                    Seconds(*cutoff_s).min(max_trip)
                }
                _ => max_trip,
            }
        };
        case.services.iter().map(of_norm).max().unwrap_or(max_trip)
    }

    /// As [`Context::job`], for trips up to [`Context::longest`] only: levels that meet a norm are the
    /// same, the others miss it.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn job_for_norms<'n>(&self, network: &'n Network, case: &Case) -> Result<Job<'n>, Error> {
        let slot = &self.study.slots[case.slot];
        let mut question = question(&self.study.personas[case.persona], slot);
        question.traveller.max_trip = self.longest(case);
        let (rows, _) = rows_of(self.inputs, &case.services);
        Job::new(network, question, &self.inputs.homes.positions, &rows)
    }

    /// The job of a case on some network: all homes, and the places of all its services.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn job<'n>(&self, network: &'n Network, case: &Case) -> Result<Job<'n>, Error> {
        let slot = &self.study.slots[case.slot];
        let persona = &self.study.personas[case.persona];
        let (rows, _) = rows_of(self.inputs, &case.services);
        let homes = &self.inputs.homes.positions;
        Job::new(network, question(persona, slot), homes, &rows)
    }

    /// Levels, `[service][home]`, of some of a case's services (ascending) and homes; not a number
    /// where a home isn't linked. `network` is without something, `today` the [`Context::job`] of the
    /// case on today's network.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn levels_without(
        &self,
        network: &Network,
        (today, case): (&Job, &Case),
        services: &[usize],
        homes: &[usize],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let job = today.again(network, homes)?;
        if services.iter().any(|x| self.competes(*x)) && homes.len() < self.inputs.homes.len() {
            // Everybody competes, not these homes alone.
            let everybody: Vec<usize> = (0..self.inputs.homes.len()).collect();
            let everybody = today.again(network, &everybody)?;
            return self.levels(&job, Some(&everybody), case, services);
        }
        self.levels(&job, None, case, services)
    }

    /// Levels, `[service][origin of the job]`, of some of a case's services (ascending). Where some
    /// compete, `everybody` is a job for all homes, unless the job is one itself.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn levels(
        &self,
        job: &Job,
        everybody: Option<&Job>,
        case: &Case,
        services: &[usize],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let (study, inputs) = (self.study, self.inputs);
        let slot = &study.slots[case.slot];
        let (_, first_row) = rows_of(inputs, &case.services);
        let all = Steps {
            first: 0,
            len: job.steps(),
        };
        let open = self.open(case, services);
        let lens = |x: usize| Lens {
            usual: study.usual,
            percentile: study.services[x].percentile(),
            data: &inputs.services[x],
            first_row: first_row[x],
            open: services
                .iter()
                .position(|s| *s == x)
                .map_or(&[][..], |i| &open[i]),
            window: &slot.window,
            matters: Matters::to([&self.readings[self.main[x]].kind]),
        };
        let everybody = everybody.unwrap_or(job);
        let shares = shares_of(inputs, everybody, &self.readings, services, &lens, all)?;
        let mut levels = vec![Vec::with_capacity(job.origin_links().len()); services.len()];
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
