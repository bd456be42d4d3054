//! Jobs by shift: there in time, and home again.

use super::inputs::Inputs;
use crate::diagnostics::Error;
use crate::input::study::{Persona, Shift, Study};
use crate::measures::shift::{Served, Shift as Hours, ShiftAccess, Trip};
use crate::measures::travel_time::reached;
use crate::routing::job::{Job, Question};
use crate::routing::{Direction, Tuning, Window};
use crate::run::progress::Progress;
use crate::units::{LonLat, Seconds};

/// Jobs of one shift and persona.
#[derive(Clone, Debug, Default)]
pub struct ShiftJobs {
    /// `[home]`; none where the home isn't linked.
    pub access: Vec<Option<ShiftAccess>>,
    /// The same jobs during the hours by day they are compared with, `[home]`.
    pub by_day: Vec<Option<ShiftAccess>>,
}

const DAY_S: i32 = 24 * 3600;

/// `[shift][persona]`.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    progress: &Progress,
) -> Result<Vec<Vec<ShiftJobs>>, Error> {
    let searches = study.shifts.len() * study.personas.len() * 4 * inputs.homes.len();
    let phase = progress.phase("jobs by shift", searches);
    let mut out = Vec::new();
    for (s, shift) in study.shifts.iter().enumerate() {
        let data = &inputs.services[shift.service];
        // Only places with jobs on this shift.
        let offers: Vec<(usize, f64)> =
            inputs.shift_jobs[s].iter().copied().enumerate().filter(|(_, jobs)| *jobs > 0.0).collect();
        let places: Vec<LonLat> =
            offers.iter().map(|(i, _)| inputs.places.positions[data.places.start + i]).collect();
        let mut row = Vec::new();
        for persona in &study.personas {
            let max_trip = shift.max_trip.min(persona.traveller.max_trip);
            let during = |start: i32, end: i32| {
                let end = if end > DAY_S { end - DAY_S } else { end };
                Hours::new(
                    start,
                    end,
                    shift.arrive_within.0,
                    shift.leave_after.0,
                    Some(shift.leave_within.0),
                    max_trip.0,
                )
            };
            let one = |hours: Option<Hours>| match hours {
                Some(hours) => reachable(inputs, persona, shift, &hours, max_trip, &places, &offers, &|| phase.advance(1)),
                None => Ok(vec![None; inputs.homes.len()]),
            };
            let access = one(during(shift.start.0, shift.end.0))?;
            let by_day = one(during(shift.compare.0.0, shift.compare.1.0))?;
            row.push(ShiftJobs { access, by_day });
        }
        out.push(row);
    }
    Ok(out)
}

/// Jobs with a way there and a way home, for every home.
#[allow(clippy::too_many_arguments)]
fn reachable(
    inputs: &Inputs,
    persona: &Persona,
    shift: &Shift,
    hours: &Hours,
    max_trip: Seconds,
    places: &[LonLat],
    offers: &[(usize, f64)],
    done: &(impl Fn() + Sync),
) -> Result<Vec<Option<ShiftAccess>>, Error> {
    let mut traveller = persona.traveller.clone();
    traveller.max_trip = max_trip;
    let question = |direction, start_s, end_s| Question {
        date: shift.date,
        window: Window { direction, start_s, end_s, step_s: 60 },
        traveller: traveller.clone(),
        tuning: Tuning::default(),
    };
    // To work: every departure that can still arrive in the interval before the start.
    let (first, last) = hours.arrival_s();
    let leave_first = minute_below(first.saturating_sub_unsigned(max_trip.0));
    let there = question(Direction::Depart, leave_first, last.saturating_add(1));
    let job = Job::new(&inputs.network, there, &inputs.homes.positions, places)?;
    let mut reach: Vec<Vec<bool>> = Vec::with_capacity(inputs.homes.len());
    let none = std::iter::empty::<Trip>;
    job.for_each_origin(
        |_, times| {
            let goes = |j| {
                let row: Vec<Option<u32>> = times.to(j).iter().map(|t| reached(*t)).collect();
                hours.served(Trip::by_departures(leave_first, 60, &row), none()).there
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
    let back = question(Direction::Arrive, minute_below(leave), home_by.saturating_add(1));
    let deadlines_from = back.window.start_s;
    let job = Job::new(&inputs.network, back, places, &inputs.homes.positions)?;
    let mut out = Vec::with_capacity(inputs.homes.len());
    job.for_each_source(
        |home, times| {
            job.destination_links()[home].as_ref()?;
            let mut access = ShiftAccess::default();
            for (j, (_, jobs)) in offers.iter().enumerate() {
                let row: Vec<Option<u32>> = times.to(j).iter().map(|t| reached(*t)).collect();
                let back = hours.served(none(), Trip::by_deadlines(deadlines_from, 60, &row)).back;
                access.add(*jobs, Served { there: reach[home][j], back });
            }
            Some(access)
        },
        |_, access| {
            out.push(access);
            done();
            Ok::<(), Error>(())
        },
    )?;
    Ok(out)
}

/// The whole minute at or before a time.
fn minute_below(s: i32) -> i32 {
    s.div_euclid(60) * 60
}
