//! Values of the origins of a job, in one slot and for one persona.
//!
//! Most origins find what they look for within the times that cutoffs and norms ask about; those that don't are
//! searched from again, as far as trips may go. What homes ask of places they compete for is taken along where all homes are
//! origins anyway.

use super::access::At;
use super::inputs::{Inputs, rows_of};
use crate::access::evaluator::{Evaluator, OfForm, Scratch, Unclaimed, shares};
use crate::access::form::Form;
use crate::access::open;
use crate::access::reading::Reading;
use crate::axes::{GroupId, HomeId, IdVec, PurposeId, ReadingId, StatusId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::{Persona, Slot, Study};
use crate::measures::travel_time::Percentile;
use crate::routing::job::{Job, Kept, Status, Times, steps};
use crate::routing::legs::End;
use crate::travel::Window;
use crate::units::Seconds;
use chrono::NaiveDate;
use std::ops::Range;

/// Weights of homes and places that are kept, at most, 16 bytes each.
const MOST_WEIGHTS: usize = 1 << 23;

/// Points on which something is tried out.
const TRIED: usize = 32;

/// Values by reading, statuses by [`Reading::status`], and whether any vehicle can be boarded within reach.
pub(super) type Found = (IdVec<ReadingId, f64>, IdVec<StatusId, Status>, bool);

/// What all homes together ask of the places they compete for, by service measured and form.
pub(in crate::run) type Shared = Vec<Vec<OfForm>>;

/// What an origin asks of the places it competes for, by service and form, see [`Scratch::asked`].
type Asked = Vec<Vec<Vec<(u32, f64)>>>;

/// One service, and what is measured of it.
struct Service<'a> {
    id: PurposeId,
    evaluator: Evaluator<'a>,
    /// Its readings, `[percentile][form]`.
    readings: Vec<ReadingId>,
}

impl Service<'_> {
    /// Form and percentile of the k-th of its readings.
    fn form_and_percentile(&self, k: usize) -> (usize, usize) {
        let forms = self.evaluator.forms().len();
        (k % forms, k / forms)
    }
}

/// What some services are measured with.
pub(super) struct Measuring<'a> {
    at: &'a At<'a>,
    slot: &'a Slot,
    persona: &'a Persona,
    all: Range<usize>,
    services: Vec<Service<'a>>,
}

impl<'a> Measuring<'a> {
    /// For jobs to the places of these services.
    pub fn new(at: &'a At<'a>, services: &[PurposeId]) -> Self {
        let (slot, persona) = (&at.study.slots[at.slot], &at.study.personas[at.persona]);
        let first_row = rows_of(at.inputs, services).1;
        let of = |x: &PurposeId| {
            let readings: Vec<ReadingId> = (at.readings.ids())
                .filter(|r| at.readings[*r].service == *x)
                .collect();
            let mut percentiles: Vec<u8> = readings
                .iter()
                .map(|r| at.readings[*r].percentile)
                .collect();
            percentiles.dedup();
            let forms = readings
                .iter()
                .take(readings.len() / percentiles.len().max(1));
            let when = (slot.date, slot.window, persona.traveller.max_trip);
            let evaluator = evaluator(
                (at.study, at.inputs),
                (*x, first_row[*x]),
                when,
                &percentiles,
            )
            .measuring(forms.map(|r| at.readings[*r].form.clone()).collect());
            Service {
                id: *x,
                evaluator,
                readings,
            }
        };
        Self {
            at,
            slot,
            persona,
            all: 0..steps(&slot.window),
            services: services.iter().map(of).collect(),
        }
    }

    /// Supply nobody asks for, by reading that measures competition, given what everybody asks.
    pub fn unclaimed(&self, shares: &Shared) -> IdVec<ReadingId, Option<Unclaimed>> {
        let mut out = IdVec::filled(None, self.at.readings.len());
        for (service, shares) in self.services.iter().zip(shares) {
            for (k, r) in service.readings.iter().enumerate() {
                let (form, percentile) = service.form_and_percentile(k);
                out[*r] = (shares[form].first())
                    .map(|s| service.evaluator.unclaimed(s, (0, percentile), &self.all));
            }
        }
        out
    }

    /// Works through the origins of a job; `everybody` is the same job for all homes. `take` gets the values in
    /// the order of the origins. What everybody asks of the places comes back, by reading.
    ///
    /// # Errors
    /// A date outside every feed's calendar; those of `take`, which stops the work.
    pub fn each<'n>(
        &self,
        job: &Job<'n>,
        everybody: &Job<'n>,
        take: impl FnMut(usize, Found) -> Result<(), Error>,
    ) -> Result<Shared, Error> {
        let here = self.again(job, None)?;
        let asked = self.competing().count();
        if asked > 0 && std::ptr::eq(job, everybody) && self.weights(job) <= MOST_WEIGHTS {
            return self.in_order(&here, self.no_shares(), true, take);
        }
        self.in_order(&here, self.shares(everybody)?, false, take)
    }

    /// What everybody together asks of the places; `everybody` is a job for all homes at any slot.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn shares(&self, everybody: &Job) -> Result<Shared, Error> {
        let longest = self.competing().filter_map(|(s, f, _)| {
            let decay = self.services[s].evaluator.forms()[f].decay();
            decay.map(|d| d.longest_s())
        });
        let Some(longest_s) = longest.max() else {
            return Ok(self.no_shares());
        };
        let job = self.again(everybody, None)?.within(longest_s);
        let evaluators: Vec<&Evaluator> = self.services.iter().map(|s| &s.evaluator).collect();
        let people = |group: GroupId, home: usize| self.at.inputs.weights[group][HomeId::new(home)];
        shares(&job, &evaluators, &self.all, people, || Ok(()))
    }

    /// As [`Measuring::each`], when what everybody asks is known; the job is at any slot of the persona.
    ///
    /// # Errors
    /// A date outside every feed's calendar; those of `take`, which stops the work.
    pub fn those_of(
        &self,
        job: &Job,
        shares: &Shared,
        take: impl FnMut(usize, Found) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.in_order(&self.again(job, None)?, shares.clone(), false, take)?;
        Ok(())
    }

    /// Works through the origins of a job in this slot. Where results wait for what all ask, the origins are
    /// everybody.
    fn in_order(
        &self,
        job: &Job,
        mut shares: Shared,
        waits: bool,
        mut take: impl FnMut(usize, Found) -> Result<(), Error>,
    ) -> Result<Shared, Error> {
        let near = self.near(job)?;
        // From the first that must look farther on, or waits for what others ask, results wait.
        let mut waiting: Vec<(Found, Asked)> = Vec::new();
        let mut far: Vec<usize> = Vec::new();
        let settled = |found: &Found| near.longest_s() == job.longest_s() || self.settled(found);
        near.for_each_origin(
            Kept::PerOrigin,
            |origin, times| self.measure(&near, origin, times, &shares),
            |origin, (found, asked)| {
                if !settled(&found) {
                    far.push(origin);
                }
                if far.is_empty() && !waits {
                    return take(origin, found);
                }
                waiting.push((found, asked));
                Ok(())
            },
        )?;
        if waits {
            self.share_out(&mut waiting, &mut shares);
        }
        let first = match far.first() {
            _ if waits => 0,
            Some(first) => *first,
            None => return Ok(shares),
        };
        if !far.is_empty() {
            let job = self.again(job, Some((End::Origin, &far)))?;
            job.for_each_origin(
                Kept::PerOrigin,
                |origin, times| self.measure(&job, origin, times, &shares),
                |origin, (found, _)| {
                    waiting[far[origin] - first].0 = found;
                    Ok::<(), Error>(())
                },
            )?;
        }
        let mut results = waiting.into_iter().enumerate();
        results.try_for_each(|(i, (found, _))| take(first + i, found))?;
        Ok(shares)
    }

    /// The same job, or for some of one end.
    fn again<'n>(&self, job: &Job<'n>, some: Option<(End, &[usize])>) -> Result<Job<'n>, Error> {
        let max_trip = self.persona.traveller.max_trip;
        job.at(self.slot.date, self.slot.window, max_trip, some)
    }

    /// The job that looks as far as cutoffs and norms ask; the whole one where too many would have to be searched
    /// from again.
    fn near<'n>(&self, job: &Job<'n>) -> Result<Job<'n>, Error> {
        let of = |s: &Service| {
            s.readings
                .iter()
                .map(|r| asked_s(&self.at.readings[*r], self.at.study))
                .max()
        };
        let asked_s = self.services.iter().filter_map(of).max().unwrap_or(0);
        let again = self.again(job, None)?;
        let mut forms = self.services.iter().flat_map(|s| s.evaluator.forms());
        if asked_s >= job.longest_s() || !forms.any(Form::is_time) {
            return Ok(again.within(asked_s));
        }
        let few = tried(job.origin_links().len());
        // From few destinations it costs little to look as far as trips may go.
        if few.is_empty() || job.searches_from() == End::Destination {
            return Ok(again);
        }
        let (mut far, none) = (0, self.no_shares());
        let try_out = self.again(job, Some((End::Origin, &few)))?.within(asked_s);
        try_out.for_each_origin(
            Kept::PerOrigin,
            |origin, times| self.measure(&try_out, origin, times, &none).0,
            |_, found| {
                far += usize::from(!self.settled(&found));
                Ok::<(), Error>(())
            },
        )?;
        Ok(match worth_it(far, few.len()) {
            true => again.within(asked_s),
            false => again,
        })
    }

    /// Whether looking farther finds nothing else that counts.
    fn settled(&self, (values, ..): &Found) -> bool {
        let mut all = values.iter().zip(self.at.readings);
        !all.any(|(v, r)| r.is_time() && *v == f64::INFINITY)
    }

    /// One origin's values, and what it asks of places it competes for where that isn't known of all yet.
    fn measure(
        &self,
        job: &Job,
        origin: usize,
        times: &mut Times,
        shares: &Shared,
    ) -> (Found, Asked) {
        let (study, readings) = (self.at.study, self.at.readings);
        let linked = job.origin_links()[origin].is_some();
        let missing = match linked {
            true => Status::Ok,
            false => Status::NotLinked,
        };
        let mut s = Scratch::default();
        let mut values = IdVec::filled(f64::NAN, readings.len());
        let mut status = IdVec::filled(missing, statuses(study, readings));
        let mut asked = Vec::new();
        for (service, shares) in self.services.iter().zip(shares) {
            (service.evaluator).measure(times, &self.all, shares, &mut s);
            asked.push(std::mem::take(&mut s.asked));
            if !linked {
                continue;
            }
            for (k, r) in service.readings.iter().enumerate() {
                let (form, percentile) = service.form_and_percentile(k);
                let value = s.values[service.evaluator.at(0, form, percentile)];
                values[*r] = value.level;
                let row = readings[*r].status;
                if *r == self.at.main[service.id] || row.index() >= study.services.len() {
                    status[row] = value.status(job.why_origin(origin, times.rode));
                }
            }
        }
        ((values, status, times.rode), asked)
    }

    /// What homes compete for: the service, its form, and the group that competes.
    fn competing(&self) -> impl Iterator<Item = (usize, usize, GroupId)> {
        self.services.iter().enumerate().flat_map(|(s, service)| {
            let forms = service.evaluator.forms().iter().enumerate();
            forms.filter_map(move |(f, form)| match form {
                Form::TwoStep(_, group) => Some((s, f, *group)),
                Form::Sum(_) | Form::Nearest(_) => None,
            })
        })
    }

    /// Weights of all origins and places, at most.
    fn weights(&self, job: &Job) -> usize {
        let each =
            |(s, ..): (usize, usize, GroupId)| self.services[s].evaluator.asked_of(&self.all);
        self.competing().map(each).sum::<usize>() * job.origin_links().len()
    }

    fn no_shares(&self) -> Shared {
        let none = |s: &Service| vec![OfForm::new(); s.evaluator.forms().len()];
        self.services.iter().map(none).collect()
    }

    /// Both steps of the 2SFCA, given what every home asks.
    fn share_out(&self, homes: &mut [(Found, Asked)], shares: &mut Shared) {
        for (s, f, group) in self.competing() {
            let service = &self.services[s];
            let evaluator = &service.evaluator;
            let mut demand = evaluator.no_demand(&self.all);
            for ((_, asked), people) in homes.iter().zip(&self.at.inputs.weights[group]) {
                demand.add(*people, &asked[s][f]);
            }
            let of_all = evaluator.shares_of(demand, 0, &self.all);
            for ((values, ..), asked) in homes.iter_mut() {
                let handed_out = evaluator.handed_out((f, &asked[s][f]), &of_all, &self.all);
                for (k, r) in service.readings.iter().enumerate() {
                    let (form, percentile) = service.form_and_percentile(k);
                    if form == f && !values[*r].is_nan() {
                        values[*r] = handed_out[percentile];
                    }
                }
            }
            shares[s][f] = vec![of_all];
        }
    }
}

/// What measures the places of a service, whose rows begin at one of a job, in a window of a study, at some
/// percentiles; nothing is measured yet.
pub(in crate::run) fn evaluator<'a>(
    (study, inputs): (&Study, &'a Inputs),
    (service, first_row): (PurposeId, usize),
    (date, window, max_trip): (NaiveDate, Window, Seconds),
    percentiles: &[u8],
) -> Evaluator<'a> {
    let data = &inputs.services[service];
    let open = open::during(&data.hours, date, &window, max_trip);
    let percentiles = percentiles.iter().map(|p| percentile(*p)).collect();
    let usual = (study.usual, percentiles);
    Evaluator::new(usual, window, first_row, vec![&data.supply], open)
}

/// A percentile of a study as measures take it.
pub(in crate::run) fn percentile(p: u8) -> Percentile {
    Percentile::new(p).unwrap_or(Percentile::MEDIAN)
}

/// Some of many points, to try something out on; none of few points.
pub(in crate::run) fn tried(of: usize) -> Vec<usize> {
    let some = if of >= 4 * TRIED { TRIED } else { 0 };
    (0..some).map(|i| i * of / TRIED).collect()
}

/// Whether looking near first spares more than it costs when so many of those tried must look farther as well:
/// the first look is about half of the second.
pub(super) fn worth_it(far: usize, tried: usize) -> bool {
    far * 5 <= tried * 2
}

/// Rows of statuses: one a service, and one for each reading at a further percentile.
pub(super) fn statuses(study: &Study, readings: &[Reading]) -> usize {
    let rows = readings.iter().map(|r| r.status.index() + 1);
    rows.max().unwrap_or(0).max(study.services.len())
}

/// The longest travel time a reading asks about, seconds: its last cutoff, or its service's norm; further than that
/// only the nearest of what is far away is looked for.
pub(super) fn asked_s(reading: &Reading, study: &Study) -> u32 {
    match &reading.form {
        Form::Sum(decay) | Form::TwoStep(decay, _) => decay.longest_s(),
        Form::Nearest(_) => {
            let norm = study.services[reading.service].norm;
            norm.and_then(|norm| norm.asks()).map_or(0, |time| time.0)
        }
    }
}
