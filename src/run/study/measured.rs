//! Values of the origins of a job, in one slot and for one persona.
//!
//! Most origins find what they look for within the times that cutoffs and norms ask about; those that don't are
//! searched from again, as far as trips may go. What homes ask of places they compete for is taken along where all homes are
//! origins anyway.

use super::access::At;
use super::inputs::Inputs;
use super::readings::{
    Kind, Lens, Matters, Open, Reading, Steps, Unclaimed, View, open_during, rows_of,
};
use crate::diagnostics::Error;
use crate::input::study::{Norm, Persona, Slot, Study};
use crate::measures::competition::Shares;
use crate::measures::decay::Decay;
use crate::routing::job::{Job, Kept, Status, Times, steps};
use crate::routing::legs::End;

/// Weights of homes and places that are kept, at most, 16 bytes each.
const MOST_WEIGHTS: usize = 1 << 23;

/// Points on which something is tried out.
const TRIED: usize = 32;

/// Values by reading, statuses by [`Reading::status`], and whether any vehicle can be boarded within reach.
pub(super) type Found = (Vec<f64>, Vec<Status>, bool);

/// `(place, weight)` of the places that an origin competes for, by reading that measures competition.
type Weights = Vec<Vec<(u32, f64)>>;

/// A reading that measures competition: its index, how places weigh, and the group that competes.
type Competing<'a> = (usize, &'a Decay, usize);

/// What some services are measured with.
pub(super) struct Measuring<'a> {
    at: &'a At<'a>,
    services: &'a [usize],
    slot: &'a Slot,
    persona: &'a Persona,
    all: Steps,
    /// When places are open, `[service][place]`.
    open: Vec<Vec<Open>>,
    /// First row of each service in the job.
    first_row: Vec<usize>,
    /// In the order of the services.
    competing: Vec<Competing<'a>>,
}

impl<'a> Measuring<'a> {
    /// For jobs to the places of these services.
    pub fn new(at: &'a At<'a>, services: &'a [usize]) -> Self {
        let (slot, persona) = (&at.study.slots[at.slot], &at.study.personas[at.persona]);
        let max_trip_s = persona.traveller.max_trip.0;
        let open = (at.inputs.services.iter())
            .map(|data| open_during(data, slot.date, &slot.window, max_trip_s))
            .collect();
        let competing = (services.iter())
            .flat_map(|x| of_service(at.readings, *x))
            .filter_map(|(r, reading)| match &reading.kind {
                Kind::TwoStep(decay, group) => Some((r, decay, *group)),
                _ => None,
            })
            .collect();
        Self {
            at,
            services,
            slot,
            persona,
            all: Steps {
                first: 0,
                len: steps(&slot.window),
            },
            open,
            first_row: rows_of(at.inputs, services).1,
            competing,
        }
    }

    fn lens(&self, x: usize) -> Lens<'_> {
        let kinds = of_service(self.at.readings, x).map(|(_, reading)| &reading.kind);
        Lens {
            usual: self.at.study.usual,
            percentile: self.at.study.services[x].percentile(),
            data: &self.at.inputs.services[x],
            first_row: self.first_row[x],
            open: &self.open[x],
            window: &self.slot.window,
            matters: Matters::to(kinds),
        }
    }

    /// What a reading is measured with.
    fn lens_of(&self, reading: &Reading) -> Lens<'_> {
        Lens {
            percentile: reading.percentile,
            ..self.lens(reading.service)
        }
    }

    /// Supply nobody asks for, by reading that measures competition, given what everybody asks.
    pub fn unclaimed(&self, shares: &[Option<Shares>]) -> Vec<Option<Unclaimed>> {
        let of = |(shares, reading): (&Option<Shares>, &Reading)| {
            let shares = shares.as_ref()?;
            Some(self.lens_of(reading).unclaimed(shares, self.all))
        };
        shares.iter().zip(self.at.readings).map(of).collect()
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
    ) -> Result<Vec<Option<Shares>>, Error> {
        let here = self.again(job, None)?;
        if std::ptr::eq(job, everybody) && self.weights(job) <= MOST_WEIGHTS {
            return self.in_order(&here, self.no_shares(), !self.competing.is_empty(), take);
        }
        self.in_order(&here, self.shares(everybody)?, false, take)
    }

    /// What everybody together asks of the places, by reading; `everybody` is a job for all homes at any slot.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn shares(&self, everybody: &Job) -> Result<Vec<Option<Shares>>, Error> {
        let longest = self.competing.iter().map(|(_, decay, _)| decay.longest_s());
        let Some(longest_s) = longest.max() else {
            return Ok(self.no_shares());
        };
        let job = self.again(everybody, None)?.within(longest_s);
        let lens = |x| self.lens(x);
        let At {
            inputs, readings, ..
        } = *self.at;
        shares_of(inputs, &job, readings, self.services, &lens, self.all)
    }

    /// As [`Measuring::each`], when what everybody asks is known; the job is at any slot of the persona.
    ///
    /// # Errors
    /// A date outside every feed's calendar; those of `take`, which stops the work.
    pub fn those_of(
        &self,
        job: &Job,
        shares: &[Option<Shares>],
        take: impl FnMut(usize, Found) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.in_order(&self.again(job, None)?, shares.to_vec(), false, take)?;
        Ok(())
    }

    /// Works through the origins of a job in this slot. Where results wait for what all ask, the origins are
    /// everybody.
    fn in_order(
        &self,
        job: &Job,
        mut shares: Vec<Option<Shares>>,
        waits: bool,
        mut take: impl FnMut(usize, Found) -> Result<(), Error>,
    ) -> Result<Vec<Option<Shares>>, Error> {
        let near = self.near(job)?;
        // From the first that must look farther on, or waits for what others ask, results wait.
        let mut waiting: Vec<(Found, Weights)> = Vec::new();
        let mut far: Vec<usize> = Vec::new();
        let settled = |found: &Found| near.longest_s() == job.longest_s() || self.settled(found);
        near.for_each_origin(
            Kept::PerOrigin,
            |origin, times| self.measure(&near, origin, times, &shares),
            |origin, (found, weights)| {
                if !settled(&found) {
                    far.push(origin);
                }
                if far.is_empty() && !waits {
                    return take(origin, found);
                }
                waiting.push((found, weights));
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
        let At {
            study, readings, ..
        } = *self.at;
        let measured = readings
            .iter()
            .filter(|r| self.services.contains(&r.service));
        let asked_s = measured.map(|r| asked_s(r, study)).max().unwrap_or(0);
        let again = self.again(job, None)?;
        let nearest = |x: &usize| {
            let mut all = of_service(readings, *x);
            all.any(|(_, reading)| matches!(reading.kind, Kind::Nearest(_)))
        };
        if asked_s >= job.longest_s() || !self.services.iter().any(nearest) {
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
        !all.any(|(v, r)| matches!(r.kind, Kind::Nearest(_)) && *v == f64::INFINITY)
    }

    /// One origin's values, and what it competes for where that isn't known of all yet.
    fn measure(
        &self,
        job: &Job,
        origin: usize,
        times: &mut Times,
        shares: &[Option<Shares>],
    ) -> (Found, Weights) {
        let At {
            study,
            readings,
            main,
            ..
        } = *self.at;
        let linked = job.origin_links()[origin].is_some();
        let missing = if linked {
            Status::Ok
        } else {
            Status::NotLinked
        };
        let mut view = View::default();
        let mut values = vec![f64::NAN; readings.len()];
        let mut status = vec![missing; statuses(study, readings)];
        let mut weights = Vec::with_capacity(self.competing.len());
        for &x in self.services {
            let mut lens = self.lens(x);
            let mut looked = None;
            for (r, reading) in of_service(readings, x) {
                // Readings of a service stand percentile by percentile.
                if looked.replace(reading.percentile) != Some(reading.percentile) {
                    lens.percentile = reading.percentile;
                    lens.look(times, self.all, &mut view);
                }
                if let (Kind::TwoStep(decay, _), None) = (&reading.kind, &shares[r]) {
                    weights.push(lens.weights(&view, decay, self.all));
                }
                if !linked {
                    continue;
                }
                values[r] = lens.value(&view, &reading.kind, self.all, shares[r].as_ref());
                if r == main[x] || reading.status >= study.services.len() {
                    let why = job.why_origin(origin, times.rode);
                    status[reading.status] = lens.status(&view, values[r], why);
                }
            }
        }
        ((values, status, times.rode), weights)
    }

    /// Weights of all origins and places, at most.
    fn weights(&self, job: &Job) -> usize {
        let places = |(r, ..): &Competing| {
            let service = self.at.readings[*r].service;
            self.at.inputs.services[service].supply.len() * self.lens(service).layers(self.all)
        };
        self.competing.iter().map(places).sum::<usize>() * job.origin_links().len()
    }

    fn no_shares(&self) -> Vec<Option<Shares>> {
        self.at.readings.iter().map(|_| None).collect()
    }

    /// Both steps of the 2SFCA, given what every home asks.
    fn share_out(&self, homes: &mut [(Found, Weights)], shares: &mut [Option<Shares>]) {
        let At {
            inputs, readings, ..
        } = *self.at;
        for (k, (r, _, group)) in self.competing.iter().enumerate() {
            let lens = self.lens_of(&readings[*r]);
            let mut demand = lens.no_demand(self.all);
            for ((_, weights), people) in homes.iter().zip(&inputs.weights[*group]) {
                demand.add(*people, &weights[k]);
            }
            let of_all = lens.against(demand, self.all);
            for ((values, ..), weights) in homes.iter_mut() {
                if !values[*r].is_nan() {
                    values[*r] = lens.handed_out(&weights[k], &of_all, self.all);
                }
            }
            shares[*r] = Some(of_all);
        }
    }
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
    let rows = readings.iter().map(|r| r.status + 1);
    rows.max().unwrap_or(0).max(study.services.len())
}

fn of_service(readings: &[Reading], x: usize) -> impl Iterator<Item = (usize, &Reading)> {
    let all = readings.iter().enumerate();
    all.filter(move |(_, reading)| reading.service == x)
}

/// The longest travel time a reading asks about, seconds: its last cutoff, or its service's norm; further than that
/// only the nearest of what is far away is looked for.
pub(super) fn asked_s(reading: &Reading, study: &Study) -> u32 {
    match &reading.kind {
        Kind::Sum(decay) | Kind::TwoStep(decay, _) => decay.longest_s(),
        Kind::Nearest(_) => match study.services[reading.service].norm {
            Some(Norm::Within { time }) => time.0,
            _ => 0,
        },
    }
}

/// First step of the 2SFCA: what everybody together asks of each destination.
pub(in crate::run) fn shares_of<'a>(
    inputs: &Inputs,
    job: &Job,
    readings: &[Reading],
    services: &[usize],
    lens: &(impl Fn(usize) -> Lens<'a> + Sync),
    all: Steps,
) -> Result<Vec<Option<Shares>>, Error> {
    let mut out: Vec<Option<Shares>> = readings.iter().map(|_| None).collect();
    for (r, reading) in readings.iter().enumerate() {
        let Kind::TwoStep(decay, group) = &reading.kind else {
            continue;
        };
        if !services.contains(&reading.service) {
            continue;
        }
        let lens = || Lens {
            percentile: reading.percentile,
            ..lens(reading.service)
        };
        let mut demand = lens().no_demand(all);
        job.for_each_origin(
            Kept::PerPair,
            |_, times| {
                let (lens, mut view) = (lens(), View::default());
                lens.look(times, all, &mut view);
                lens.weights(&view, decay, all)
            },
            |home, row| {
                demand.add(inputs.weights[*group][home], &row);
                Ok::<(), Error>(())
            },
        )?;
        out[r] = Some(lens().against(demand, all));
    }
    Ok(out)
}
