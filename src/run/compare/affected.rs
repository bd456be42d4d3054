//! Which homes an edit of the timetable can matter to.
//!
//! A trip that is not the same in base and scenario matters to a home only if one can board it,
//! coming from there on trips that are the same in both, and be at its next stop before everything that the
//! study counts is over: within the largest cutoff, or the time in which the nearest destination is reached anyway. All other
//! homes keep their values. This is a bound: some homes that pass don't change. Of ways home the same holds the other way round.

use super::changed::Difference;
use crate::access::form::Form;
use crate::axes::{HomeId, IdVec, PersonaId};
use crate::diagnostics::Error;
use crate::ids::{Id, StopId, TripId};
use crate::network::Network;
use crate::network::calendar::Axis;
use crate::network::timetable::Call;
use crate::network::vehicles::{How, Vehicle, Vehicles};
use crate::routing::job::{Job, Kept, Question, UNREACHED};
use crate::routing::legs::End;
use crate::run::study::access::Marks;
use crate::travel::{Direction, Traveller, Window};
use crate::units::{LonLat, Seconds};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex};

/// A ride on a trip that differs, from one stop to the next: when one can board at the latest, and alight
/// at the earliest; seconds on the clock of the query's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ride {
    board_s: i32,
    alight_s: i32,
}

/// Rides by headway from or to a stop, with how long the shortest lasts, seconds.
type Streams = BTreeMap<Stream, i32>;

/// When rides of a stream begin, each minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stream {
    stop: StopId,
    start_s: i32,
    /// Exclusive.
    until_s: i32,
}

/// At which end of a ride.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Boarding,
    Alighting,
}

/// One side of a difference, ready to be asked.
pub struct Side<'n> {
    network: &'n Network,
    vehicles: Vehicles<'n>,
    changed: Vec<TripId>,
    /// Stops where a changed trip can be boarded or left.
    stops: Vec<StopId>,
    homes: &'n [LonLat],
    /// Between the homes and those stops, by persona and direction, at the time asked about first: what the
    /// streets decide is found once.
    jobs: Mutex<BTreeMap<(PersonaId, bool), Arc<Job<'n>>>>,
}

impl<'n> Side<'n> {
    /// The trips of a network that are marked, `[TripId]`, and the homes of a study.
    pub fn new(network: &'n Network, marks: &[bool], homes: &'n [LonLat]) -> Self {
        let t = &network.timetable;
        let changed: Vec<TripId> = (0..t.trips().min(marks.len()))
            .filter(|i| marks[*i])
            .map(TripId::new)
            .collect();
        let mut stops: Vec<StopId> = (changed.iter())
            .flat_map(|trip| t.calls[*trip].iter().map(|call| call.stop))
            .collect();
        stops.sort_unstable();
        stops.dedup();
        Self {
            network,
            vehicles: Vehicles::new(t),
            changed,
            stops,
            homes,
            jobs: Mutex::default(),
        }
    }

    /// The rides of changed trips between two moments, by the stop at one end.
    fn rides(
        &self,
        date: NaiveDate,
        (from, to): (i32, i32),
        end: At,
    ) -> BTreeMap<StopId, Vec<Ride>> {
        let mut out: BTreeMap<StopId, Vec<Ride>> = BTreeMap::new();
        if self.changed.is_empty() {
            return out;
        }
        let t = &self.network.timetable;
        let axis = Axis::new(t, date);
        let mut streams = Streams::new();
        let mut add = |stop: StopId, board_s: i32, lasts_s: i32| {
            let alight_s = board_s.saturating_add(lasts_s);
            if board_s >= from && alight_s <= to {
                let ride = Ride { board_s, alight_s };
                out.entry(stop).or_default().push(ride);
            }
        };
        for day in self.vehicles.days(&axis, from, to) {
            for vehicle in self.changed.iter().flat_map(|trip| day.of_trip(*trip)) {
                rides_of(
                    vehicle,
                    &t.calls[vehicle.run.trip],
                    end,
                    &mut add,
                    &mut streams,
                );
            }
        }
        for (stream, lasts_s) in streams {
            let mut start_s = stream.start_s;
            while start_s < stream.until_s {
                add(stream.stop, start_s, lasts_s);
                start_s = start_s.saturating_add(60);
            }
        }
        for list in out.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        out
    }

    /// First and last moment at which a changed trip can be boarded, of those that run between two moments on a
    /// date; none where none does.
    pub fn boarded(&self, date: NaiveDate, between: (i32, i32)) -> Option<(i32, i32)> {
        let rides = self.rides(date, between, At::Boarding);
        let times = || rides.values().flatten().map(|r| r.board_s);
        times().min().zip(times().max())
    }

    /// Stops where changed trips can be boarded for rides between two moments on a date.
    pub fn boarded_at(&self, date: NaiveDate, between: (i32, i32)) -> usize {
        self.rides(date, between, At::Boarding).len()
    }

    /// A job between the homes (or some) and some of the stops, of trips of at most so many seconds.
    fn job(
        &self,
        (persona, question): (PersonaId, &Question),
        stops: &[StopId],
        some: Option<&[HomeId]>,
        within_s: u32,
    ) -> Result<Job<'n>, Error> {
        let to_stops = question.window.direction == Direction::Arrive;
        let (end, other) = match to_stops {
            true => (End::Destination, End::Origin),
            false => (End::Origin, End::Destination),
        };
        // What holds the lock panics only where memory runs out.
        let mut jobs = self.jobs.lock().unwrap_or_else(|e| e.into_inner());
        let job = match jobs.entry((persona, to_stops)) {
            Entry::Occupied(job) => job.get().clone(),
            Entry::Vacant(free) => {
                let (all, question) = (&self.stops, question.clone());
                let job = match to_stops {
                    true => Job::to_stops(self.network, question, self.homes, all)?,
                    false => Job::from_stops(self.network, question, all, self.homes)?,
                };
                free.insert(Arc::new(job.keeping_legs(end))).clone()
            }
        };
        drop(jobs);
        let stops: Vec<usize> = (stops.iter())
            .filter_map(|stop| self.stops.binary_search(stop).ok())
            .collect();
        let max_trip = question.traveller.max_trip;
        let at = |job: &Job<'n>, some| job.at(question.date, question.window, max_trip, Some(some));
        let mut job = at(&job, (end, &stops[..]))?;
        if let Some(homes) = some {
            let homes: Vec<usize> = homes.iter().map(|h| h.index()).collect();
            job = at(&job, (other, &homes))?;
        }
        Ok(job.within(within_s))
    }

    /// Marks the homes to which the changed trips can matter that run wholly between two moments. `horizons_s`
    /// are the longest trips that count; none where no trip does. The question is that of a persona, by
    /// number. With `some`, looks at those homes only.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn mark(
        &self,
        (persona, question, between): (PersonaId, &Question, (i32, i32)),
        horizons_s: &IdVec<HomeId, Option<u32>>,
        some: Option<&[HomeId]>,
        marks: &mut Marks,
    ) -> Result<(), Error> {
        let rides = self.rides(question.date, between, At::Boarding);
        let stops: Vec<StopId> = rides.keys().copied().collect();
        let all = || rides.values().flatten().map(|r| r.board_s);
        let (Some(first), Some(last)) = (all().min(), all().max()) else {
            return Ok(());
        };
        let lists: Vec<&Vec<Ride>> = rides.values().collect();
        let longest_s = horizons_s.iter().flatten().max().copied().unwrap_or(0);
        // Rides farther from the window than that are part of no trip that counts.
        let window = &question.window;
        let (first, last) = match window.direction {
            Direction::Depart => {
                let end_s = window.end_s.saturating_add_unsigned(longest_s);
                (first, last.min(end_s).max(first))
            }
            Direction::Arrive => {
                let begin_s = window.start_s.saturating_sub_unsigned(longest_s);
                (first.max(begin_s).min(last), last)
            }
        };
        let start_s = first.div_euclid(60) * 60;
        let mut asked = question.clone();
        asked.window = Window {
            direction: Direction::Arrive,
            start_s,
            end_s: last.saturating_add(61),
            step_s: 60,
        };
        // A deadline may lie up to a minute behind the departure it stands for.
        asked.traveller.max_trip = Seconds(question.traveller.max_trip.0.saturating_add(60));
        let leg_s = longest_leg(&question.traveller);
        let within_s = longest_s.max(leg_s).saturating_add(60);
        let job = self.job((persona, &asked), &stops, some, within_s)?;
        let all_of = |i: usize| some.map_or(HomeId::new(i), |some| some[i]);
        let last_step = window.end_s - window.step_s.min(i32::MAX as u32) as i32;
        job.for_each_origin(
            Kept::PerOrigin,
            |home, times| {
                let reach = |stop: usize, times: &mut crate::routing::job::Times| {
                    let row = times.to(stop);
                    // Within one leg of the stop: whether anything can be boarded there may change.
                    if row.iter().any(|t| *t <= leg_s.saturating_add(60)) {
                        return true;
                    }
                    let Some(horizon) = horizons_s[all_of(home)] else {
                        return false;
                    };
                    lists[stop].iter().any(|b| {
                        let step = (b.board_s - start_s + 59).div_euclid(60);
                        let time = usize::try_from(step)
                            .ok()
                            .and_then(|step| row.get(step))
                            .copied()
                            .unwrap_or(UNREACHED);
                        if time == UNREACHED {
                            return false;
                        }
                        let leave = i64::from(start_s + step * 60) - i64::from(time);
                        let takes = match window.direction {
                            Direction::Depart if leave < i64::from(window.start_s) => return false,
                            Direction::Depart => {
                                i64::from(b.alight_s) - leave.min(i64::from(last_step))
                            }
                            Direction::Arrive if b.alight_s > last_step => return false,
                            Direction::Arrive => i64::from(b.alight_s.max(window.start_s)) - leave,
                        };
                        takes <= i64::from(horizon)
                    })
                };
                (0..stops.len()).any(|stop| reach(stop, times))
            },
            |home, matters| {
                marks[all_of(home)] |= matters;
                Ok::<(), Error>(())
            },
        )
    }

    /// Marks the homes that a changed trip can be a way to, all of it between two moments, of trips of at most the
    /// traveller's longest. The question is that of an arrive-by window. With `some`, looks at those homes only.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn mark_ways_home(
        &self,
        (persona, question, between): (PersonaId, &Question, (i32, i32)),
        some: Option<&[HomeId]>,
        marks: &mut Marks,
    ) -> Result<(), Error> {
        let rides = self.rides(question.date, between, At::Alighting);
        let stops: Vec<StopId> = rides.keys().copied().collect();
        let all = || rides.values().flatten().map(|r| r.alight_s);
        let (Some(first), Some(last)) = (all().min(), all().max()) else {
            return Ok(());
        };
        let lists: Vec<&Vec<Ride>> = rides.values().collect();
        let start_s = first.div_euclid(60) * 60;
        let mut asked = question.clone();
        asked.window = Window {
            direction: Direction::Depart,
            start_s,
            end_s: last.saturating_add(1),
            step_s: 60,
        };
        // A departure may lie up to a minute before the arrival it stands for.
        let most_s = question.traveller.max_trip.0;
        asked.traveller.max_trip = Seconds(most_s.saturating_add(60));
        let within_s = asked.traveller.max_trip.0;
        let job = self.job((persona, &asked), &stops, some, within_s)?;
        let homes = some.map_or(self.homes.len(), <[HomeId]>::len);
        let (_, home_by) = between;
        job.for_each_origin(
            Kept::PerPair,
            |stop, times| {
                let mut reached = |home: usize| {
                    let row = times.to(home);
                    lists[stop].iter().any(|ride| {
                        let step = (ride.alight_s - start_s).div_euclid(60);
                        let time = row.get(step as usize).copied().unwrap_or(UNREACHED);
                        if time == UNREACHED {
                            return false;
                        }
                        let there = i64::from(start_s + step * 60) + i64::from(time);
                        let takes = there - i64::from(ride.board_s);
                        there <= i64::from(home_by) && takes <= i64::from(most_s)
                    })
                };
                (0..homes).filter(|h| reached(*h)).collect::<Vec<_>>()
            },
            |_, reached| {
                let all_of = |i: usize| some.map_or(HomeId::new(i), |some| some[i]);
                reached.into_iter().for_each(|i| marks[all_of(i)] = true);
                Ok::<(), Error>(())
            },
        )
    }
}

/// The rides of a vehicle from call to call; those of streams apart.
fn rides_of(
    vehicle: Vehicle,
    calls: &[Call],
    end: At,
    add: &mut impl FnMut(StopId, i32, i32),
    streams: &mut Streams,
) {
    for (at, pair) in calls.windows(2).enumerate() {
        let (call, next) = (&pair[0], &pair[1]);
        let stop = match end {
            At::Boarding if call.boards() => call.stop,
            At::Alighting if next.alights() => next.stop,
            _ => continue,
        };
        let lasts_s = next.arrival - call.departure;
        let departs = vehicle.departs(calls, at);
        match vehicle.how {
            How::Timetabled | How::Exact => add(stop, departs.start, lasts_s),
            How::Stream(_) => {
                // Without exact times one may be ready at any second: every minute stands for those before it.
                let stream = Stream {
                    stop,
                    start_s: departs.start,
                    until_s: departs.end.saturating_add(60),
                };
                // Of rides that begin together the shortest is no worse than any. (Transport on demand has thousands.)
                let lasts_s = lasts_s - 60;
                let known = streams.entry(stream).or_insert(lasts_s);
                *known = lasts_s.min(*known);
            }
        }
    }
}

/// First and last moment of any ride of a window's trips, seconds on its clock.
pub fn trips_between(window: &Window, max_trip: Seconds) -> (i32, i32) {
    match window.direction {
        Direction::Depart => (
            window.start_s,
            window.end_s.saturating_add_unsigned(max_trip.0),
        ),
        Direction::Arrive => (
            window.start_s.saturating_sub_unsigned(max_trip.0),
            window.end_s,
        ),
    }
}

fn longest_leg(traveller: &Traveller) -> u32 {
    let bicycle = traveller.bicycle.map_or(0, |b| b.max.0);
    traveller.max_walk.0.max(bicycle)
}

/// The longest travel time that can matter to a value, seconds, at most `max_trip`; none where no
/// trip can. `value` is that of the base (seconds, `+∞` for not reached, for times).
///
/// With opening hours a slower trip may be the one that arrives when it is open: then every trip can.
pub fn horizon(
    form: &Form,
    value: f64,
    opens: bool,
    only_removes: bool,
    max_trip: Seconds,
) -> Option<u32> {
    let most = max_trip.0;
    if opens {
        return Some(most);
    }
    let within = match form {
        Form::Sum(decay) | Form::TwoStep(decay, _) => decay.longest_s(),
        // Not linked.
        Form::Nearest(_) if value.is_nan() => return None,
        // What is not reached with everything that runs isn't with less.
        Form::Nearest(_) if value.is_infinite() => {
            return if only_removes { None } else { Some(most) };
        }
        Form::Nearest(_) => value as u32,
    };
    Some(within.min(most))
}

/// The sides of a difference between two networks; none when everything must be computed anew.
pub fn sides<'n>(
    base: &'n Network,
    scenario: &'n Network,
    difference: &Difference,
    homes: &'n [LonLat],
) -> Option<[Side<'n>; 2]> {
    match difference {
        Difference::All => None,
        Difference::Trips(old, new) => {
            let pair: Vec<Side> = [(base, old), (scenario, new)]
                .into_par_iter()
                .map(|(network, marks)| Side::new(network, marks, homes))
                .collect();
            pair.try_into().ok()
        }
    }
}
