//! Which homes an edit of the timetable can matter to.
//!
//! Take the first ride on a trip that differs, of any way from a home. It can be left out if all who catch it
//! could as well have left the vehicle of another trip, the same in base and scenario, at the same stop by
//! the same time, after no more rides: so for one ride after the other. So only homes matter for which there
//! is a ride without such another, and that soon enough to count: within the largest cutoff, or the time in which the
//! nearest destination is reached anyway. All other homes keep their values. This is a bound: some homes that pass don't
//! change. Of ways home the same holds the other way round.

use super::changed::Difference;
use super::rides::{Event, Runs, Trips};
use crate::diagnostics::Error;
use crate::ids::{Id, StopId, TripId};
use crate::network::Network;
use crate::routing::job::{Job, Kept, Question, UNREACHED};
use crate::routing::{Direction, Traveller, Window};
use crate::run::study::readings::Kind;
use crate::units::{LonLat, Seconds};
use rayon::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Most moments by home that are held at once, else all homes are computed anew.
const MOST_MOMENTS: usize = 1 << 27;

/// Rides of the alternatives to a trip that is not boarded first.
const RIDES: u32 = 2;

/// Never, of moments that can be met until then; and from when on.
const NEVER: (i32, i32) = (i32::MIN, i32::MAX);

/// One side of a difference, ready to be asked.
pub struct Side<'n> {
    network: &'n Network,
    /// The network without the trips that differ.
    common: &'n Network,
    trips: Trips<'n>,
    /// Jobs between homes and stops, by persona, stops and direction, for what they share.
    known: RefCell<Known<'n>>,
}

type Known<'n> = BTreeMap<(usize, Vec<StopId>, bool), Rc<Job<'n>>>;

/// What is asked of a side.
pub struct Ask<'a> {
    /// Index of the persona.
    pub persona: usize,
    /// Date, window and traveller.
    pub question: Question,
    /// Only rides between these moments count, seconds on the clock of the date.
    pub between: (i32, i32),
    /// The homes.
    pub homes: &'a [LonLat],
}

/// Base and scenario without the trips that differ; none when everything must be computed anew.
pub fn commons(
    base: &Network,
    scenario: &Network,
    difference: &Difference,
) -> Option<[Network; 2]> {
    let without = |network: &Network, marks: &[bool]| {
        if !marks.contains(&true) {
            return network.clone();
        }
        let gone = |t: TripId| marks.get(t.index()) == Some(&true);
        network.with_timetable(network.timetable.without(gone))
    };
    match difference {
        Difference::All => None,
        Difference::Trips(old, new) => Some([without(base, old), without(scenario, new)]),
    }
}

/// The sides of a difference between two networks, given [`commons`].
pub fn sides<'n>(
    networks: [&'n Network; 2],
    difference: &Difference,
    commons: Option<&'n [Network; 2]>,
) -> Option<[Side<'n>; 2]> {
    let (Difference::Trips(old, new), Some([before, after])) = (difference, commons) else {
        return None;
    };
    let side = |network, common, marks: &[bool]| Side {
        network,
        common,
        trips: Trips::new(network, marks),
        known: RefCell::default(),
    };
    Some([
        side(networks[0], before, old),
        side(networks[1], after, new),
    ])
}

impl<'n> Side<'n> {
    /// Marks the homes to which the trips that differ can matter. `horizons_s` gives the longest trips that count,
    /// `[home]` (none where no trip does); it is asked for only where a trip that differs runs.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn mark(
        &self,
        ask: &Ask,
        horizons_s: impl Fn() -> Vec<Option<u32>>,
        marks: &mut [bool],
    ) -> Result<(), Error> {
        let runs = self.trips.on(ask.question.date, ask.between);
        if !self.worth_it(&runs, ask, marks) {
            return Ok(());
        }
        let horizons_s = horizons_s();
        let job = &*self.job(ask, &runs.stops, true)?;
        let window = ask.question.window;
        let latest = |events: &[Event], rides, alone| self.latest(job, ask, events, rides, alone);
        let most = ask.question.traveller.max_rides;
        let boards = latest(&runs.boardings, most, false)?;
        // A trip boarded first, on foot, may be replaced by one ride; others by two.
        let one = latest(&runs.alightings, 1.min(most), true)?;
        let two = latest(&runs.alightings, RIDES.min(most), true)?;
        let last_step = window.end_s - window.step_s.min(i32::MAX as u32) as i32;
        let step = i64::from(window.step_s.max(1));
        // With departures, only whole steps of the window; what comes later boards as well from the last.
        let leaving = |at_s: i32| match window.direction {
            _ if at_s == NEVER.0 => i64::MIN,
            Direction::Arrive => i64::from(at_s),
            Direction::Depart => {
                let since = i64::from(at_s.min(last_step)) - i64::from(window.start_s);
                i64::from(window.start_s) + since.div_euclid(step) * step
            }
        };
        let counts = |left: i64, alight_s: i32, horizon: u32| {
            let takes = match window.direction {
                Direction::Depart if left < i64::from(window.start_s) => return false,
                Direction::Depart => i64::from(alight_s) - left,
                Direction::Arrive if alight_s > last_step => return false,
                Direction::Arrive => i64::from(alight_s.max(window.start_s)) - left,
            };
            takes <= i64::from(horizon)
        };
        let needed = |home: usize| {
            let Some(horizon) = horizons_s[home] else {
                return false;
            };
            let near = job.stops_near(home);
            runs.runs.iter().any(|(halts, tied)| {
                // The latest moments one can leave to be on the trip: having walked there, or at all.
                let (mut walked, mut any) = (i64::MIN, i64::MIN);
                halts.iter().any(|halt| {
                    let alights = halt.alight.is_some_and(|a| {
                        let other = |moments: &Moments| match tied {
                            true => i64::MIN,
                            false => leaving(moments.of(home, a)),
                        };
                        let at_s = runs.alightings[a].at_s;
                        (walked > other(&one) && counts(walked, at_s, horizon))
                            || (most > 1 && any > other(&two) && counts(any, at_s, horizon))
                    });
                    if let Some(b) = halt.board {
                        let Event { stop, at_s } = runs.boardings[b];
                        any = any.max(leaving(boards.of(home, b)));
                        let walk = near.binary_search_by_key(&runs.stops[stop], |n| n.0);
                        if let Ok(walk) = walk {
                            walked =
                                walked.max(leaving(at_s.saturating_sub_unsigned(near[walk].1)));
                        }
                    }
                    alights
                })
            })
        };
        (marks.par_iter_mut().enumerate()).for_each(|(home, mark)| *mark = *mark || needed(home));
        Ok(())
    }

    /// Marks the homes that a trip that differs can be a way to, of trips of at most the traveller's longest. The
    /// question is that of an arrive-by window.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn mark_ways_home(&self, ask: &Ask, marks: &mut [bool]) -> Result<(), Error> {
        let runs = self.trips.on(ask.question.date, ask.between);
        if !self.worth_it(&runs, ask, marks) {
            return Ok(());
        }
        let job = &*self.job(ask, &runs.stops, false)?;
        let most = ask.question.traveller.max_rides;
        let longest_s = i64::from(ask.question.traveller.max_trip.0);
        let earliest =
            |events: &[Event], rides, alone| self.earliest(job, ask, events, rides, alone);
        let alights = earliest(&runs.alightings, most, false)?;
        let one = earliest(&runs.boardings, 1.min(most), true)?;
        let two = earliest(&runs.boardings, RIDES.min(most), true)?;
        let (_, home_by) = ask.between;
        let needed = |home: usize| {
            let near = job.stops_near(home);
            runs.runs.iter().any(|(halts, tied)| {
                let (mut walked, mut any) = (NEVER.1, NEVER.1);
                halts.iter().rev().any(|halt| {
                    let boards = halt.board.is_some_and(|b| {
                        let other = |moments: &Moments| match tied {
                            true => NEVER.1,
                            false => moments.of(home, b),
                        };
                        let leave = i64::from(runs.boardings[b].at_s);
                        let counts =
                            |there: i32| there <= home_by && i64::from(there) - leave <= longest_s;
                        (walked < other(&one) && counts(walked))
                            || (most > 1 && any < other(&two) && counts(any))
                    });
                    if let Some(a) = halt.alight {
                        let Event { stop, at_s } = runs.alightings[a];
                        any = any.min(alights.of(home, a));
                        let walk = near.binary_search_by_key(&runs.stops[stop], |n| n.0);
                        if let Ok(walk) = walk {
                            walked = walked.min(at_s.saturating_add_unsigned(near[walk].1));
                        }
                    }
                    boards
                })
            })
        };
        (marks.par_iter_mut().enumerate()).for_each(|(home, mark)| *mark = *mark || needed(home));
        Ok(())
    }

    /// Whether to look at single homes; marks all where that would be no cheaper than to compute them.
    fn worth_it(&self, runs: &Runs, ask: &Ask, marks: &mut [bool]) -> bool {
        let homes = ask.homes.len();
        let moments = runs.boardings.len() + 2 * runs.alightings.len();
        // A search for each stop; from so many stops the homes themselves cost no more.
        if runs.stops.len() * 2 > homes || moments.saturating_mul(homes) > MOST_MOMENTS {
            let any = !runs.is_empty();
            marks.iter_mut().for_each(|mark| *mark |= any);
        }
        !runs.is_empty() && marks.contains(&false)
    }

    /// A job between the homes and some stops, at whatever time was asked first: to the stops or from there.
    fn job(&self, ask: &Ask, stops: &[StopId], to_stops: bool) -> Result<Rc<Job<'n>>, Error> {
        let key = (ask.persona, stops.to_vec(), to_stops);
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(known.clone());
        }
        let question = ask.question.clone();
        let job = Rc::new(match to_stops {
            true => Job::to_stops(self.network, question, ask.homes, stops)?,
            false => Job::from_stops(self.network, question, stops, ask.homes)?,
        });
        self.known.borrow_mut().insert(key, job.clone());
        Ok(job)
    }

    /// When one must leave home at the latest to be at stops by some moments; `alone`: by a vehicle that stops there.
    fn latest(
        &self,
        job: &Job,
        ask: &Ask,
        events: &[Event],
        max_rides: u32,
        alone: bool,
    ) -> Result<Moments, Error> {
        let (first, last) = span(events);
        let start_s = first.div_euclid(60) * 60;
        let window = Window {
            direction: Direction::Arrive,
            start_s,
            end_s: last.saturating_add(61),
            step_s: 60,
        };
        let job = self.asked(job, ask, (window, max_rides), alone)?;
        let mut out = Moments::new(events.len());
        job.for_each_origin(
            Kept::PerPair,
            |_, times| {
                let of = |event: &Event| {
                    // Deadlines are whole minutes: later than the moment, or for an alternative earlier.
                    let step = (event.at_s - start_s + if alone { 0 } else { 59 }).div_euclid(60);
                    let time = times.to(event.stop).get(step as usize).copied();
                    match time.unwrap_or(UNREACHED) {
                        UNREACHED => NEVER.0,
                        time => (start_s + step * 60).saturating_sub_unsigned(time),
                    }
                };
                events.iter().map(of).collect::<Vec<i32>>()
            },
            |_, row| out.take(&row),
        )?;
        Ok(out)
    }

    /// When one is home at the earliest, having left a vehicle at some moments; `alone`: boarding one there.
    fn earliest(
        &self,
        job: &Job,
        ask: &Ask,
        events: &[Event],
        max_rides: u32,
        alone: bool,
    ) -> Result<Moments, Error> {
        let (first, last) = span(events);
        let start_s = first.div_euclid(60) * 60;
        let window = Window {
            direction: Direction::Depart,
            start_s,
            end_s: last.saturating_add(61),
            step_s: 60,
        };
        let job = self.asked(job, ask, (window, max_rides), alone)?;
        let homes = ask.homes.len();
        let mut by_stop: Vec<Vec<(usize, i32)>> = vec![Vec::new(); job.origin_links().len()];
        for (i, event) in events.iter().enumerate() {
            let step = (event.at_s - start_s + if alone { 59 } else { 0 }).div_euclid(60);
            by_stop[event.stop].push((i, step));
        }
        let mut out = Moments {
            events: events.len(),
            moments: vec![NEVER.1; events.len() * homes],
        };
        job.for_each_origin(
            Kept::PerPair,
            |stop, times| {
                let mut row = Vec::with_capacity(homes * by_stop[stop].len());
                for home in 0..homes {
                    let times = times.to(home);
                    row.extend(by_stop[stop].iter().map(|(_, step)| {
                        match times.get(*step as usize).copied().unwrap_or(UNREACHED) {
                            UNREACHED => NEVER.1,
                            time => (start_s + step * 60).saturating_add_unsigned(time),
                        }
                    }));
                }
                row
            },
            |stop, row: Vec<i32>| {
                let events = &by_stop[stop];
                for (home, moments) in row.chunks(events.len().max(1)).enumerate() {
                    for ((event, _), moment) in events.iter().zip(moments) {
                        out.moments[home * out.events + event] = *moment;
                    }
                }
                Ok::<(), Error>(())
            },
        )?;
        Ok(out)
    }

    /// The job on trips that don't differ. A minute is added to the longest trip, as moments are rounded to minutes.
    fn asked<'s>(
        &'s self,
        job: &Job,
        ask: &Ask,
        (window, max_rides): (Window, u32),
        alone: bool,
    ) -> Result<Job<'s>, Error> {
        let mut question = ask.question.clone();
        question.window = window;
        question.traveller.max_rides = max_rides;
        question.traveller.max_trip = Seconds(question.traveller.max_trip.0.saturating_add(60));
        let job = job.on(self.common, question, None)?;
        Ok(match alone {
            true => job.by_vehicle_alone(),
            false => job,
        })
    }
}

fn span(events: &[Event]) -> (i32, i32) {
    let times = || events.iter().map(|e| e.at_s);
    (times().min().unwrap_or(0), times().max().unwrap_or(0))
}

/// Moments by home and event, seconds on the clock of the date.
struct Moments {
    events: usize,
    /// `[home][event]`.
    moments: Vec<i32>,
}

impl Moments {
    fn new(events: usize) -> Self {
        Self {
            events,
            moments: Vec::new(),
        }
    }

    fn take(&mut self, row: &[i32]) -> Result<(), Error> {
        self.moments.extend_from_slice(row);
        Ok(())
    }

    fn of(&self, home: usize, event: usize) -> i32 {
        self.moments[home * self.events + event]
    }
}

/// First and last moment of any ride of a window's trips, seconds on its clock.
pub fn trips_between(window: &Window, traveller: &Traveller) -> (i32, i32) {
    let max_trip = traveller.max_trip.0;
    match window.direction {
        Direction::Depart => (
            window.start_s,
            window.end_s.saturating_add_unsigned(max_trip),
        ),
        Direction::Arrive => (
            window.start_s.saturating_sub_unsigned(max_trip),
            window.end_s,
        ),
    }
}

/// The longest travel time that can matter to a value, seconds, at most `max_trip`; none where no
/// trip can. `value` is that of the base (seconds, `+∞` for not reached, for times).
///
/// With opening hours a slower trip may be the one that arrives when it is open: then every trip can.
pub fn horizon(
    kind: &Kind,
    value: f64,
    opens: bool,
    only_removes: bool,
    max_trip: Seconds,
) -> Option<u32> {
    let most = max_trip.0;
    if opens {
        return Some(most);
    }
    let within = match kind {
        Kind::Sum(decay) | Kind::TwoStep(decay, _) => decay.longest_s(),
        // Not linked.
        Kind::Nearest(_) if value.is_nan() => return None,
        // What is not reached with everything that runs isn't with less.
        Kind::Nearest(_) if value.is_infinite() => {
            return if only_removes { None } else { Some(most) };
        }
        Kind::Nearest(_) => value as u32,
    };
    Some(within.min(most))
}
