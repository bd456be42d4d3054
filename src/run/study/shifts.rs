//! Jobs by shift: there in time, and home again.

use super::access::{MOST_KEPT, Marks};
use super::inputs::Inputs;
use crate::axes::{Grid, HomeId, IdVec, PersonaId, PurposeId, ShiftId, first};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::{Persona, Shift, Study};
use crate::measures::shift::{Served as Ways, Shift as Hours, ShiftAccess, Trip};
use crate::network::Network;
use crate::routing::Tuning;
use crate::routing::job::{Job, Kept, Question, Times};
use crate::routing::legs::End;
use crate::travel::{Direction, Window};
use crate::units::{LonLat, Seconds};
use crate::watch::Progress;
use chrono::NaiveDate;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Jobs of one shift and persona.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShiftJobs {
    /// By home; none where the home isn't linked.
    pub access: IdVec<HomeId, Option<ShiftAccess>>,
    /// The same jobs during the hours by day they are compared with.
    pub by_day: IdVec<HomeId, Option<ShiftAccess>>,
}

const DAY_S: i32 = 24 * 3600;

/// Jobs computed before, and which of them no longer hold.
pub struct Reuse<'a> {
    /// Of the same homes, shifts and personas.
    pub jobs: &'a Grid<ShiftId, PersonaId, ShiftJobs>,
    /// Homes whose way to or from work at some hours must be looked at anew.
    pub invalidated: &'a dyn Fn(&Hiring) -> Result<Marks, Error>,
}

/// Work at some hours, and who goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hiring {
    /// With the jobs.
    pub service: PurposeId,
    /// Who goes there.
    pub persona: PersonaId,
    /// Service day.
    pub date: NaiveDate,
    /// Departures with which one can be at work in time, on the clock of the date.
    pub there: Window,
    /// Deadlines for being at home.
    pub back: Window,
    /// Longest trip.
    pub max_trip: Seconds,
}

/// Jobs by shift and persona; with `reuse`, only what must be computed anew.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    reuse: Option<&Reuse>,
    progress: &Progress,
) -> Result<Grid<ShiftId, PersonaId, ShiftJobs>, Error> {
    let homes = &inputs.homes.positions;
    compute_some(study, inputs, (&inputs.network, homes), reuse, progress)
}

/// As [`compute`] for some points in the place of the homes, on any network with the study's streets:
/// homes are those points in what comes out.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute_at(
    study: &Study,
    inputs: &Inputs,
    network: &Network,
    points: &[LonLat],
    progress: &Progress,
) -> Result<Grid<ShiftId, PersonaId, ShiftJobs>, Error> {
    compute_some(study, inputs, (network, points), None, progress)
}

fn compute_some(
    study: &Study,
    inputs: &Inputs,
    (network, points): (&Network, &[LonLat]),
    reuse: Option<&Reuse>,
    progress: &Progress,
) -> Result<Grid<ShiftId, PersonaId, ShiftJobs>, Error> {
    let mut out = Grid::filled(
        ShiftJobs::default(),
        study.shifts.len(),
        study.personas.len(),
    );
    // Hours asked more than once (the day that shifts are compared with) are searched once.
    let distinct: BTreeSet<_> = study
        .shifts
        .iter()
        .flat_map(|s| [of_shift(s), of_day(s)])
        .collect();
    let searches = distinct.len() * study.personas.len() * 2 * points.len();
    let phase = progress.phase("jobs by shift", searches);
    for (p, persona) in study.personas.by_id() {
        let mut commutes = Commutes {
            study,
            inputs,
            on: (network, points),
            persona,
            known: BTreeMap::new(),
        };
        let mut known: BTreeMap<Workday, (Vec<HomeId>, Served)> = BTreeMap::new();
        for (s, shift) in study.shifts.by_id() {
            let mut jobs = ShiftJobs::default();
            for (asked, to, before) in [
                (
                    of_shift(shift),
                    &mut jobs.access,
                    reuse.map(|r| &r.jobs[(s, p)].access),
                ),
                (
                    of_day(shift),
                    &mut jobs.by_day,
                    reuse.map(|r| &r.jobs[(s, p)].by_day),
                ),
            ] {
                let (homes, served) = match known.entry(asked) {
                    Entry::Occupied(e) => e.into_mut(),
                    Entry::Vacant(e) => {
                        let max_trip = max_trip(persona, asked);
                        let hours = hours(asked, max_trip);
                        let homes: Vec<HomeId> = match (reuse, &hours) {
                            (None, _) | (_, None) => first(points.len()).collect(),
                            (Some(reuse), Some(hours)) => {
                                let anew = (reuse.invalidated)(&hiring(asked, p, hours, max_trip))?;
                                first(points.len()).filter(|h| anew[*h]).collect()
                            }
                        };
                        let served = match hours {
                            Some(hours) => {
                                commutes.served(asked, hours, &homes, &|| phase.advance(1))?
                            }
                            None => Served(vec![None; points.len()]),
                        };
                        e.insert((homes, served))
                    }
                };
                match before {
                    Some(before) => to.clone_from(before),
                    None => to.resize(points.len(), None),
                }
                for (home, places) in homes.iter().zip(&served.0) {
                    to[*home] = (places.as_ref()).map(|p| sum(p, &inputs.shift_jobs[s]));
                }
            }
            out[(s, p)] = jobs;
        }
    }
    Ok(out)
}

/// What is asked of the timetable: service, date, clock times of start and end, and limits.
type Workday = (PurposeId, NaiveDate, i32, i32, [u32; 4]);

fn of_shift(s: &Shift) -> Workday {
    asked(s, s.start.0, s.end.0)
}

fn of_day(s: &Shift) -> Workday {
    asked(s, s.compare.0.0, s.compare.1.0)
}

fn asked(s: &Shift, start: i32, end: i32) -> Workday {
    let limits = [
        s.arrive_within.0,
        s.leave_after.0,
        s.leave_within.0,
        s.max_trip.0,
    ];
    (s.service, s.date, start, end, limits)
}

fn max_trip(persona: &Persona, (.., [_, _, _, most]): Workday) -> Seconds {
    Seconds(most).min(persona.traveller.max_trip)
}

/// The hours asked for; none outside those of a day.
fn hours((_, _, start, end, limits): Workday, max_trip: Seconds) -> Option<Hours> {
    let [arrive, after, within, _] = limits;
    let end = if end > DAY_S { end - DAY_S } else { end };
    Hours::new(start, end, arrive, after, Some(within), max_trip.0)
}

fn hiring(
    (service, date, ..): Workday,
    persona: PersonaId,
    hours: &Hours,
    max_trip: Seconds,
) -> Hiring {
    let window = |direction, (first, last): (i32, i32)| Window {
        direction,
        start_s: first.div_euclid(60) * 60,
        end_s: last.saturating_add(1),
        step_s: 60,
    };
    // To work: every departure that can still arrive in the interval before the start.
    let (first, last) = hours.arrival_s();
    let there = (first.saturating_sub_unsigned(max_trip.0), last);
    // Home: every deadline by which one can be home after leaving in the interval after the end.
    let (leave, until) = hours.leaving_s();
    let back = (leave, until.saturating_add_unsigned(max_trip.0));
    Hiring {
        service,
        persona,
        date,
        there: window(Direction::Depart, there),
        back: window(Direction::Arrive, back),
        max_trip,
    }
}

/// For each of some homes (none where it isn't linked): the places of the service, ascending, to or from which some way
/// works, and which.
struct Served(Vec<Option<Vec<(u32, Ways)>>>);

/// The jobs of a shift at places that can be got to and home from.
fn sum(places: &[(u32, Ways)], jobs: &[f64]) -> ShiftAccess {
    let mut access = ShiftAccess::default();
    for (place, ways) in places {
        access.add(
            jobs.get(*place as usize).copied().unwrap_or_default(),
            *ways,
        );
    }
    access
}

/// Two ascending lists of places, to which one way works and from which the other.
fn both_ways(there: &[u32], back: &[u32], wanted: &[usize]) -> Vec<(u32, Ways)> {
    let mut out = Vec::with_capacity(there.len().max(back.len()));
    let (mut t, mut b) = (there.iter().peekable(), back.iter().peekable());
    while let Some(next) = t.peek().into_iter().chain(b.peek()).map(|j| **j).min() {
        let ways = Ways {
            there: t.next_if(|j| **j == next).is_some(),
            back: b.next_if(|j| **j == next).is_some(),
        };
        out.push((wanted[next as usize] as u32, ways));
    }
    out
}

/// Ways to work and home of one persona.
struct Commutes<'a> {
    study: &'a Study,
    inputs: &'a Inputs,
    on: (&'a Network, &'a [LonLat]),
    persona: &'a Persona,
    /// By service: the places with jobs on any of its shifts, and the jobs there and back for all homes, at
    /// whatever time was asked first.
    known: BTreeMap<PurposeId, (Vec<usize>, [Job<'a>; 2])>,
}

impl<'a> Commutes<'a> {
    fn jobs(&mut self, hiring: &Hiring) -> Result<&(Vec<usize>, [Job<'a>; 2]), Error> {
        let free = match self.known.entry(hiring.service) {
            Entry::Occupied(known) => return Ok(known.into_mut()),
            Entry::Vacant(free) => free,
        };
        let (study, inputs, (network, homes)) = (self.study, self.inputs, self.on);
        let data = &inputs.services[hiring.service];
        // Places without a job on any shift can't matter.
        let offers = |place: &usize| {
            let shifts = study.shifts.iter().zip(&inputs.shift_jobs);
            shifts
                .filter(|(shift, _)| shift.service == hiring.service)
                .any(|(_, jobs)| jobs.get(*place).is_some_and(|jobs| *jobs > 0.0))
        };
        let wanted: Vec<usize> = (0..data.places.len()).filter(offers).collect();
        let places: Vec<LonLat> = wanted
            .iter()
            .map(|i| inputs.places.positions[data.places.start + i])
            .collect();
        let question = |window| Question {
            date: hiring.date,
            window,
            traveller: self.persona.traveller.clone(),
            tuning: Tuning::default(),
        };
        let there = Job::new(network, question(hiring.there), homes, &places)?;
        let back = Job::new(network, question(hiring.back), &places, homes)?;
        let jobs = match homes.len() <= MOST_KEPT {
            true => [
                there.keeping_legs(End::Origin),
                back.keeping_legs(End::Destination),
            ],
            false => [there, back],
        };
        Ok(free.insert((wanted, jobs)))
    }

    /// Ways there and home between some homes and every place with jobs on some shift.
    fn served(
        &mut self,
        asked: Workday,
        hours: Hours,
        homes: &[HomeId],
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<Served, Error> {
        if homes.is_empty() {
            return Ok(Served(Vec::new()));
        }
        let max_trip = max_trip(self.persona, asked);
        let hiring = hiring(asked, PersonaId(0), &hours, max_trip);
        let everybody = homes.len() == self.on.1.len();
        let rows: Vec<usize> = homes.iter().map(|h| h.index()).collect();
        let (wanted, [there, back]) = self.jobs(&hiring)?;
        let at = |job: &Job<'a>, window, end| {
            let some = (!everybody).then_some((end, &rows[..]));
            job.at(hiring.date, window, max_trip, some)
        };
        // One may be at work until it starts, and leave when it has ended.
        let (first_s, last_s) = (hiring.there.start_s, hours.arrival_s().1);
        let job = at(there, hiring.there, End::Origin)?.between_s(first_s, last_s);
        let none = std::iter::empty::<Trip>;
        // By place with jobs, of those that may be reached at all.
        let mut there: Vec<Vec<u32>> = Vec::with_capacity(homes.len());
        job.for_each_origin(
            Kept::PerOrigin,
            |_, times| {
                ways(times, max_trip, |row| {
                    let trips = Trip::by_departures(hiring.there.start_s, 60, row);
                    hours.served(trips, none()).there
                })
            },
            |_, row| {
                there.push(row);
                done()?;
                Ok::<(), Error>(())
            },
        )?;
        let (first_s, last_s) = (hours.leaving_s().0, hiring.back.end_s);
        let job = at(back, hiring.back, End::Destination)?.between_s(first_s, last_s);
        let mut out = Vec::with_capacity(homes.len());
        job.for_each_source(
            Kept::PerOrigin,
            |home, times| {
                job.destination_links()[home].as_ref()?;
                let back = ways(times, max_trip, |row| {
                    let trips = Trip::by_deadlines(hiring.back.start_s, 60, row);
                    hours.served(none(), trips).back
                });
                Some(both_ways(&there[home], &back, wanted))
            },
            |_, places| {
                out.push(places);
                done()?;
                Ok::<(), Error>(())
            },
        )?;
        Ok(Served(out))
    }
}

/// The points of the other end, ascending, whose row of travel times shows a way that works.
fn ways(times: &mut Times, max_trip: Seconds, mut works: impl FnMut(&[u32]) -> bool) -> Vec<u32> {
    let mut near = Vec::new();
    times.nearby(&mut near);
    near.retain(|j| times.may_reach(*j as usize, max_trip.0) && works(times.to(*j as usize)));
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_brought_together_by_place() {
        let ways = |there, back| Ways { there, back };
        let found = both_ways(&[0, 2], &[1, 2, 3], &[4, 7, 9, 12]);
        let due = [
            (4, ways(true, false)),
            (7, ways(false, true)),
            (9, ways(true, true)),
            (12, ways(false, true)),
        ];
        assert_eq!(found, due);
        let jobs: Vec<f64> = (0..13).map(f64::from).collect();
        let access = sum(&found, &jobs);
        assert_eq!(
            (access.both, access.there_only, access.back_only),
            (9.0, 4.0, 19.0)
        );
    }
}
