//! Levels of access of some homes on some network, as the study computes them.

use super::Case;
use crate::access::evaluator::{Evaluator, Scratch, shares};
use crate::access::form::Form;
use crate::access::open::{self, Open};
use crate::access::reading::{Reading, readings};
use crate::axes::{GroupId, HomeId, IdVec, PurposeId, ReadingId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm;
use crate::network::Network;
use crate::routing::job::{Job, Kept};
use crate::run::study::access::question;
use crate::run::study::inputs::{Inputs, rows_of};
use crate::run::study::measured::evaluator;
use crate::units::Seconds;

/// A study with its inputs and readings.
pub struct Context<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its inputs.
    pub inputs: &'a Inputs,
    /// All readings.
    pub readings: IdVec<ReadingId, Reading>,
    /// Per service, the reading of its norm.
    pub main: IdVec<PurposeId, ReadingId>,
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
    pub fn reading(&self, service: PurposeId) -> &Reading {
        &self.readings[self.main[service]]
    }

    /// Whether a level of a service misses its norm; an unknown level doesn't.
    pub fn missed(&self, service: PurposeId, level: f64) -> bool {
        self.reading(service).missed(Some(level)) == Some(true)
    }

    /// Whether what others do matters to a service's levels.
    pub fn competes(&self, service: PurposeId) -> bool {
        self.reading(service).form.competes()
    }

    /// When each place of some services is open, in their order.
    pub fn open(&self, case: &Case, services: &[PurposeId]) -> Vec<Vec<Open>> {
        let slot = &self.study.slots[case.slot];
        let longest = self.study.personas[case.persona].traveller.max_trip;
        let hours = |x: &PurposeId| &self.inputs.services[*x].hours;
        let open = |x| open::during(hours(x), slot.date, &slot.window, longest);
        services.iter().map(open).collect()
    }

    /// The longest trip that can matter to whether norms of a case are met. Longer ones take most of
    /// a search.
    pub fn longest(&self, case: &Case) -> Seconds {
        let max_trip = self.study.personas[case.persona].traveller.max_trip;
        let of_norm = |x: &PurposeId| {
            let reading = self.reading(*x);
            match (&reading.form, reading.norm) {
                (Form::Nearest(_), Some(Norm::Within(limit_s))) => Seconds(limit_s).min(max_trip),
                (Form::Sum(Decay::Step { cutoff_s }), Some(Norm::AtLeast(_))) => {
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
        services: &[PurposeId],
        homes: &[HomeId],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let rows: Vec<usize> = homes.iter().map(|h| h.index()).collect();
        let job = today.again(network, &rows)?;
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
        services: &[PurposeId],
    ) -> Result<Vec<Vec<f64>>, Error> {
        let (study, inputs) = (self.study, self.inputs);
        let slot = &study.slots[case.slot];
        let (_, first_row) = rows_of(inputs, &case.services);
        let all = 0..job.steps();
        let max_trip = study.personas[case.persona].traveller.max_trip;
        let of = |x: &PurposeId| {
            let when = (slot.date, slot.window, max_trip);
            let percentile = study.services[*x].percentile();
            evaluator((study, inputs), (*x, first_row[*x]), when, &[percentile])
                .measuring(vec![self.reading(*x).form.clone()])
        };
        let evaluators: Vec<Evaluator> = services.iter().map(of).collect();
        let everybody = everybody.unwrap_or(job);
        let people = |group: GroupId, home: usize| inputs.weights[group][HomeId::new(home)];
        let each: Vec<&Evaluator> = evaluators.iter().collect();
        let shares = shares(everybody, &each, &all, people, || Ok::<(), Error>(()))?;
        let mut levels = vec![Vec::with_capacity(job.origin_links().len()); services.len()];
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let mut s = Scratch::default();
                let linked = job.origin_links()[home].is_some();
                let mut level = |(evaluator, shares): (&Evaluator, &Vec<_>)| {
                    if !linked {
                        return f64::NAN;
                    }
                    evaluator.measure(times, &all, shares, &mut s);
                    s.values[0].level
                };
                let each = evaluators.iter().zip(&shares);
                each.map(&mut level).collect::<Vec<f64>>()
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
