//! Jobs by shift: there in time, and home again.

use super::inputs::Inputs;
use crate::diagnostics::Error;
use crate::input::study::{Persona, Shift, Study};
use crate::measures::shift::{Served as Ways, Shift as Hours, ShiftAccess, Trip};
use crate::measures::travel_time::reached;
use crate::network::Network;
use crate::routing::job::{Job, Kept, Question};
use crate::routing::{Direction, Tuning, Window};
use crate::run::progress::Progress;
use crate::units::LonLat;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Jobs of one shift and persona.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShiftJobs {
    /// `[home]`; none where the home isn't linked.
    pub access: Vec<Option<ShiftAccess>>,
    /// The same jobs during the hours by day they are compared with, `[home]`.
    pub by_day: Vec<Option<ShiftAccess>>,
}

const DAY_S: i32 = 24 * 3600;

/// Jobs computed before, and which of them no longer hold.
pub struct Reuse<'a> {
    /// `[shift][persona]`, of the same homes, shifts and personas.
    pub jobs: &'a [Vec<ShiftJobs>],
    /// Whether work at some hours must be looked at anew, for all homes.
    pub anew: &'a dyn Fn(&Hiring) -> bool,
}

/// Work at some hours, and who goes there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hiring {
    /// Index into the study's services.
    pub service: usize,
    /// Index into the study's personas.
    pub persona: usize,
    /// Service day.
    pub date: chrono::NaiveDate,
    /// First and last moment of any trip there or home, seconds on the clock of the date.
    pub between_s: (i32, i32),
}

/// `[shift][persona]`; with `reuse`, only what must be computed anew.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    reuse: Option<&Reuse>,
    progress: &Progress,
) -> Result<Vec<Vec<ShiftJobs>>, Error> {
    let homes = &inputs.homes.positions;
    compute_some(study, inputs, (&inputs.network, homes), reuse, progress)
}

/// As [`compute`] for some points in the place of the homes, on any network with the study's streets:
/// `[home]` is `[point]` in what comes out.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute_at(
    study: &Study,
    inputs: &Inputs,
    network: &Network,
    points: &[LonLat],
    progress: &Progress,
) -> Result<Vec<Vec<ShiftJobs>>, Error> {
    compute_some(study, inputs, (network, points), None, progress)
}

fn compute_some(
    study: &Study,
    inputs: &Inputs,
    (network, points): (&Network, &[LonLat]),
    reuse: Option<&Reuse>,
    progress: &Progress,
) -> Result<Vec<Vec<ShiftJobs>>, Error> {
    let mut out = vec![Vec::new(); study.shifts.len()];
    // Hours asked more than once (the day that shifts are compared with) are searched once.
    let distinct: BTreeSet<_> = study
        .shifts
        .iter()
        .flat_map(|s| [of_shift(s), of_day(s)])
        .collect();
    let searches = distinct.len() * study.personas.len() * 2 * points.len();
    let phase = progress.phase("jobs by shift", searches);
    for (p, persona) in study.personas.iter().enumerate() {
        let mut known: BTreeMap<Asked, Served> = BTreeMap::new();
        for (s, shift) in study.shifts.iter().enumerate() {
            let mut jobs = ShiftJobs::default();
            for (asked, to, before) in [
                (
                    of_shift(shift),
                    &mut jobs.access,
                    reuse.map(|r| &r.jobs[s][p].access),
                ),
                (
                    of_day(shift),
                    &mut jobs.by_day,
                    reuse.map(|r| &r.jobs[s][p].by_day),
                ),
            ] {
                if let Some((reuse, before)) = reuse.zip(before)
                    && !(reuse.anew)(&hiring(asked, p))
                {
                    to.clone_from(before);
                    continue;
                }
                let served = match known.entry(asked) {
                    Entry::Occupied(e) => e.into_mut(),
                    Entry::Vacant(e) => {
                        let on = (network, points);
                        e.insert(served(study, inputs, on, persona, shift, asked, &|| {
                            phase.advance(1)
                        })?)
                    }
                };
                *to = (served.0.iter())
                    .map(|home| {
                        home.as_ref()
                            .map(|places| sum(places, &inputs.shift_jobs[s]))
                    })
                    .collect();
            }
            out[s].push(jobs);
        }
    }
    Ok(out)
}

/// What is asked of the timetable: service, date, clock times of start and end, and limits.
type Asked = (usize, chrono::NaiveDate, i32, i32, [u32; 4]);

fn of_shift(s: &Shift) -> Asked {
    asked(s, s.start.0, s.end.0)
}

fn of_day(s: &Shift) -> Asked {
    asked(s, s.compare.0.0, s.compare.1.0)
}

fn asked(s: &Shift, start: i32, end: i32) -> Asked {
    let limits = [
        s.arrive_within.0,
        s.leave_after.0,
        s.leave_within.0,
        s.max_trip.0,
    ];
    (s.service, s.date, start, end, limits)
}

/// When trips there and home can run, generously: shifts end at most a day after they start.
fn hiring((service, date, start, end, limits): Asked, persona: usize) -> Hiring {
    let [arrive, after, within, trip] = limits.map(|s| s as i32);
    let home = if end <= start { end + DAY_S } else { end };
    Hiring {
        service,
        persona,
        date,
        between_s: (
            start - arrive - trip - 60,
            home + after + within + trip + 60,
        ),
    }
}

/// For every home (none where it isn't linked) and place of the service: which ways work.
struct Served(Vec<Option<Vec<Ways>>>);

/// The jobs of a shift at places that can be got to and home from.
fn sum(places: &[Ways], jobs: &[f64]) -> ShiftAccess {
    let mut access = ShiftAccess::default();
    for (ways, jobs) in places.iter().zip(jobs) {
        access.add(*jobs, *ways);
    }
    access
}

/// Ways there and home between every home and every place with jobs on some shift.
fn served(
    study: &Study,
    inputs: &Inputs,
    (network, points): (&Network, &[LonLat]),
    persona: &Persona,
    shift: &Shift,
    (service, date, start, end, _): Asked,
    done: &(impl Fn() + Sync),
) -> Result<Served, Error> {
    let end = if end > DAY_S { end - DAY_S } else { end };
    let max_trip = shift.max_trip.min(persona.traveller.max_trip);
    let (arrive, after, within) = (
        shift.arrive_within.0,
        shift.leave_after.0,
        shift.leave_within.0,
    );
    let Some(hours) = Hours::new(start, end, arrive, after, Some(within), max_trip.0) else {
        return Ok(Served(vec![None; points.len()]));
    };
    let data = &inputs.services[service];
    // Places without a job on any shift can't matter.
    let offers = |place: &usize| {
        let of_service = (0..study.shifts.len()).filter(|s| study.shifts[*s].service == service);
        of_service.into_iter().any(|s| {
            inputs.shift_jobs[s]
                .get(*place)
                .is_some_and(|jobs| *jobs > 0.0)
        })
    };
    let wanted: Vec<usize> = (0..data.places.len()).filter(offers).collect();
    let places: Vec<LonLat> = wanted
        .iter()
        .map(|i| inputs.places.positions[data.places.start + i])
        .collect();
    let mut traveller = persona.traveller.clone();
    traveller.max_trip = max_trip;
    let question = |direction, start_s, end_s| Question {
        date,
        window: Window {
            direction,
            start_s,
            end_s,
            step_s: 60,
        },
        traveller: traveller.clone(),
        tuning: Tuning::default(),
    };
    // To work: every departure that can still arrive in the interval before the start.
    let (first, last) = hours.arrival_s();
    let leave_first = minute_below(first.saturating_sub_unsigned(max_trip.0));
    let there = question(Direction::Depart, leave_first, last.saturating_add(1));
    let job = Job::new(network, there, points, &places)?;
    let mut reach: Vec<Vec<bool>> = Vec::with_capacity(points.len());
    let none = std::iter::empty::<Trip>;
    job.for_each_origin(
        Kept::PerOrigin,
        |_, times| {
            let goes = |j| {
                let row: Vec<Option<u32>> = times.to(j).iter().map(|t| reached(*t)).collect();
                hours
                    .served(Trip::by_departures(leave_first, 60, &row), none())
                    .there
            };
            (0..places.len()).map(goes).collect()
        },
        |_, row| {
            reach.push(row);
            done();
            Ok::<(), Error>(())
        },
    )?;
    // Home: every deadline by which one can be home after leaving in the interval after the end.
    let (leave, until) = hours.leaving_s();
    let home_by = until.saturating_add_unsigned(max_trip.0);
    let back = question(
        Direction::Arrive,
        minute_below(leave),
        home_by.saturating_add(1),
    );
    let deadlines_from = back.window.start_s;
    let job = Job::new(network, back, &places, points)?;
    let mut out = Vec::with_capacity(points.len());
    job.for_each_source(
        Kept::PerOrigin,
        |home, times| {
            job.destination_links()[home].as_ref()?;
            let mut ways = vec![
                Ways {
                    there: false,
                    back: false
                };
                data.places.len()
            ];
            for (j, &place) in wanted.iter().enumerate() {
                let row: Vec<Option<u32>> = times.to(j).iter().map(|t| reached(*t)).collect();
                let back = hours
                    .served(none(), Trip::by_deadlines(deadlines_from, 60, &row))
                    .back;
                ways[place] = Ways {
                    there: reach[home][j],
                    back,
                };
            }
            Some(ways)
        },
        |_, ways| {
            out.push(ways);
            done();
            Ok::<(), Error>(())
        },
    )?;
    Ok(Served(out))
}

/// The whole minute at or before a time.
fn minute_below(s: i32) -> i32 {
    s.div_euclid(60) * 60
}
