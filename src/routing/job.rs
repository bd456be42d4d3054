//! A routing job: one network, date, window and traveller; many origins and destinations.
//!
//! Departing, every origin is searched from once for the whole window. Arriving, every
//! destination is searched from once, backwards. Either way results come origin by origin.

use super::kernel::{Ask, Scratch, collect};
use super::legs::{End, LegScratch, Legs, Reach};
use super::plan::{Plan, PlanInput, Tick};
use super::{Direction, Traveller, Tuning, Window};
use crate::diagnostics::Error;
use crate::ids::{Id, Jagged, StopId};
use crate::network::Network;
use crate::network::calendar::{self, Axis};
use crate::network::links::StreetLink;
use crate::units::LonLat;
use chrono::NaiveDate;
use rayon::prelude::*;
use std::sync::Mutex;

/// Not reached, in rows of travel times.
pub const UNREACHED: u32 = u32::MAX;

/// Departures that one search takes at most; longer windows are cut, so that rows stay in cache.
const LONGEST_ROW: usize = 120;

/// Bytes of rows held at once when searching backwards.
const BLOCK_BYTES: usize = 256 << 20;

/// The largest walking component: components are numbered by size.
const MAIN_COMPONENT: u32 = 0;

/// Origins worked on between two hand-overs of results.
const BATCH: usize = 64;

/// What is asked of a job.
#[derive(Clone, Debug)]
pub struct Question {
    /// Service day.
    pub date: NaiveDate,
    /// Departure or arrival window.
    pub window: Window,
    /// The traveller.
    pub traveller: Traveller,
    /// Speed-ups.
    pub tuning: Tuning,
}

/// Why a pair or an origin has no value; in `status` columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// There is a value.
    Ok,
    /// The point is too far from any walkable street.
    NotLinked,
    /// The point lies on a part of the street network that connects to nothing.
    Island,
    /// No vehicle can be boarded (or alighted from) within walking reach in the window.
    NoService,
    /// Reached, but not within the limits.
    BeyondLimit,
    /// Reached, but closed on arrival.
    Closed,
}

impl Status {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::NotLinked => "not_linked",
            Status::Island => "island",
            Status::NoService => "no_service",
            Status::BeyondLimit => "beyond_limit",
            Status::Closed => "closed",
        }
    }
}

enum AnyPlan {
    Short(Plan<u16>),
    Long(Plan<u32>),
}

/// A stretch of the window with its plan and, per sink point, the nodes one alights at for it.
struct Chunk {
    first: usize,
    len: usize,
    plan: AnyPlan,
    sinks: Jagged<PointIndex, (u32, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PointIndex(u32);
impl Id for PointIndex {
    fn new(i: usize) -> Self {
        PointIndex(i as u32)
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// One traveller, date and window on a network, ready for origins.
pub struct Job<'n> {
    network: &'n Network,
    question: Question,
    /// Feeds that don't run that day and the like.
    pub warnings: Vec<String>,
    origins: Vec<Option<StreetLink>>,
    destinations: Vec<Option<StreetLink>>,
    source_legs: Legs,
    chunks: Vec<Chunk>,
    steps: usize,
}

/// Travel times of one point: a row over the window for every point of the other end.
pub struct Times<'a> {
    steps: usize,
    rows: &'a [u32],
    /// Whether any vehicle could be boarded within reach of the origin.
    pub rode: bool,
}

impl Times<'_> {
    /// Travel times to (or from) another point in seconds, one per departure (or deadline) of the
    /// window in order; [`UNREACHED`] where not reached within the limits.
    pub fn to(&self, other: usize) -> &[u32] {
        &self.rows[other * self.steps..][..self.steps]
    }
}

/// Number of steps of a window.
pub fn steps(window: &Window) -> usize {
    let span = i64::from(window.end_s) - i64::from(window.start_s);
    (span.max(0) as u64).div_ceil(u64::from(window.step_s.max(1))) as usize
}

impl<'n> Job<'n> {
    /// Prepares a job.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn new(
        network: &'n Network,
        question: Question,
        origins: &[LonLat],
        destinations: &[LonLat],
    ) -> Result<Self, Error> {
        let dates = calendar::service_dates(&network.timetable);
        let coverage = calendar::check_date(&network.timetable, &dates, question.date)?;
        let wheelchair = question.traveller.wheelchair.is_some();
        let linker = network.linker(wheelchair);
        let origins = network.link_points(&linker, origins);
        let destinations = network.link_points(&linker, destinations);
        let departing = question.window.direction == Direction::Depart;
        let (source_end, sinks) = if departing {
            (End::Origin, &destinations)
        } else {
            (End::Destination, &origins)
        };
        let source_legs = Legs::new(network, &question.traveller, source_end, sinks);
        let sink_end = if departing {
            End::Destination
        } else {
            End::Origin
        };
        let sink_reach = reach_of_all(
            &Legs::new(network, &question.traveller, sink_end, &[]),
            sinks,
        );
        let axis = Axis::new(&network.timetable, question.date);
        let computed;
        let traveller = &question.traveller;
        let stored = question.tuning.stored_walks
            && !wheelchair
            && network.covers(traveller.walk, traveller.max_walk);
        let walks = if stored {
            &network.stop_walks
        } else {
            computed = network.walks_between_stops(traveller.walk, traveller.max_walk, wheelchair);
            &computed
        };
        let steps = steps(&question.window);
        let mut chunks = Vec::new();
        let step = question.window.step_s.max(1);
        for first in (0..steps).step_by(LONGEST_ROW) {
            let len = LONGEST_ROW.min(steps - first);
            let at = |m: usize| question.window.start_s + (m as u32 * step) as i32;
            let input = PlanInput {
                network,
                walks,
                axis: &axis,
                traveller,
                direction: question.window.direction,
                first_s: at(first),
                last_s: at(first + len - 1),
                prune_walks: question.tuning.prune_walks,
            };
            let span = u64::from(step) * len as u64 + u64::from(traveller.max_trip.0);
            let (plan, sinks) = if span < u64::from(u16::MAX) - 2 {
                let plan = Plan::<u16>::new(&input);
                let sinks = sink_nodes(&plan, traveller, &sink_reach, question.tuning.prune_walks);
                (AnyPlan::Short(plan), sinks)
            } else {
                let plan = Plan::<u32>::new(&input);
                let sinks = sink_nodes(&plan, traveller, &sink_reach, question.tuning.prune_walks);
                (AnyPlan::Long(plan), sinks)
            };
            chunks.push(Chunk {
                first,
                len,
                plan,
                sinks,
            });
        }
        let warnings = coverage.warnings;
        Ok(Self {
            network,
            question,
            warnings,
            origins,
            destinations,
            source_legs,
            chunks,
            steps,
        })
    }

    /// Steps of the window.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Links of the origins.
    pub fn origin_links(&self) -> &[Option<StreetLink>] {
        &self.origins
    }

    /// Links of the destinations.
    pub fn destination_links(&self) -> &[Option<StreetLink>] {
        &self.destinations
    }

    /// Why there is no value between two points that were not reached in any step.
    pub fn why(&self, origin: usize, destination: usize, rode: bool) -> Status {
        match (&self.origins[origin], &self.destinations[destination]) {
            (Some(o), Some(d)) => {
                let (a, b) = (self.network.component_of(o), self.network.component_of(d));
                if a != b && !rode && (a != MAIN_COMPONENT || b != MAIN_COMPONENT) {
                    Status::Island
                } else {
                    self.without_value(rode)
                }
            }
            _ => Status::NotLinked,
        }
    }

    /// Why an origin reaches nothing of what it looks for.
    pub fn why_origin(&self, origin: usize, rode: bool) -> Status {
        match &self.origins[origin] {
            None => Status::NotLinked,
            Some(o) if !rode && self.network.component_of(o) != MAIN_COMPONENT => Status::Island,
            Some(_) => self.without_value(rode),
        }
    }

    fn without_value(&self, rode: bool) -> Status {
        if rode {
            Status::BeyondLimit
        } else {
            Status::NoService
        }
    }

    /// Works through all origins on the threads of the current pool: `measure` makes something of
    /// each origin's travel times, `take` gets the results in the order of the origins.
    ///
    /// # Errors
    /// Those of `take`, which stops the work.
    pub fn for_each_origin<R: Send, E>(
        &self,
        measure: impl Fn(usize, &Times) -> R + Sync,
        take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.question.window.direction {
            Direction::Depart => self.for_each_source(measure, take),
            Direction::Arrive => self.backwards(measure, take),
        }
    }

    /// As [`Job::for_each_origin`], by the points that are searched from, once each: the origins
    /// when departing, with rows by destination; the destinations when arriving, with rows by origin.
    ///
    /// # Errors
    /// Those of `take`, which stops the work.
    pub fn for_each_source<R: Send, E>(
        &self,
        measure: impl Fn(usize, &Times) -> R + Sync,
        mut take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let (sources, sinks) = match self.question.window.direction {
            Direction::Depart => (&self.origins, self.destinations.len()),
            Direction::Arrive => (&self.destinations, self.origins.len()),
        };
        let pool = Mutex::new(Vec::new());
        for start in (0..sources.len()).step_by(BATCH) {
            let end = (start + BATCH).min(sources.len());
            let results: Vec<R> = (start..end)
                .into_par_iter()
                .map(|source| {
                    let mut worker = take_one(&pool);
                    let rode = self.search(&mut worker, sources[source].as_ref(), sinks);
                    let times = Times {
                        steps: self.steps,
                        rows: &worker.rows,
                        rode,
                    };
                    let result = measure(source, &times);
                    give_back(&pool, worker);
                    result
                })
                .collect();
            for (i, r) in results.into_iter().enumerate() {
                take(start + i, r)?;
            }
        }
        Ok(())
    }

    /// Arriving: whether some vehicle in time for the window can be boarded within reach of an origin.
    fn boards(&self, origin: usize) -> bool {
        self.chunks
            .iter()
            .any(|c| !c.sinks[PointIndex(origin as u32)].is_empty())
    }

    /// Arriving: one backward search per destination and block of origins.
    fn backwards<R: Send, E>(
        &self,
        measure: impl Fn(usize, &Times) -> R + Sync,
        mut take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let (steps, destinations) = (self.steps, self.destinations.len());
        let per_origin = (steps * destinations * size_of::<u32>()).max(1);
        let block = (BLOCK_BYTES / per_origin).clamp(1, self.origins.len().max(1));
        let pool = Mutex::new(Vec::new());
        for start in (0..self.origins.len()).step_by(block) {
            let end = (start + block).min(self.origins.len());
            let columns: Vec<Vec<u32>> = (0..destinations)
                .into_par_iter()
                .map(|d| {
                    let mut worker = take_one(&pool);
                    self.search(
                        &mut worker,
                        self.destinations[d].as_ref(),
                        self.origins.len(),
                    );
                    let column = worker.rows[start * steps..end * steps].to_vec();
                    give_back(&pool, worker);
                    column
                })
                .collect();
            let results: Vec<R> = (start..end)
                .into_par_iter()
                .map(|origin| {
                    let at = (origin - start) * steps;
                    let rows: Vec<u32> = columns
                        .iter()
                        .flat_map(|c| &c[at..at + steps])
                        .copied()
                        .collect();
                    measure(
                        origin,
                        &Times {
                            steps,
                            rows: &rows,
                            rode: self.boards(origin),
                        },
                    )
                })
                .collect();
            for (i, r) in results.into_iter().enumerate() {
                take(start + i, r)?;
            }
        }
        Ok(())
    }

    /// Fills `worker.rows`, `[sink][step]` in seconds of travel; gives whether any vehicle was used.
    fn search(&self, worker: &mut Worker, source: Option<&StreetLink>, sinks: usize) -> bool {
        worker.rows.clear();
        worker.rows.resize(sinks * self.steps, UNREACHED);
        let Some(link) = source else { return false };
        self.source_legs
            .reach(&mut worker.legs, link, &mut worker.reach);
        let mut rode = false;
        for chunk in &self.chunks {
            rode |= match &chunk.plan {
                AnyPlan::Short(plan) => self.run(
                    plan,
                    chunk,
                    &mut worker.short,
                    &worker.reach,
                    &mut worker.rows,
                ),
                AnyPlan::Long(plan) => self.run(
                    plan,
                    chunk,
                    &mut worker.long,
                    &worker.reach,
                    &mut worker.rows,
                ),
            };
        }
        let max_trip = self.question.traveller.max_trip.0;
        for &(sink, seconds) in worker.reach.direct.iter().filter(|(_, s)| *s <= max_trip) {
            for t in &mut worker.rows[sink as usize * self.steps..][..self.steps] {
                *t = seconds.min(*t);
            }
        }
        rode
    }

    fn run<T: Tick>(
        &self,
        plan: &Plan<T>,
        chunk: &Chunk,
        scratch: &mut Scratch<T>,
        reach: &Reach,
        rows: &mut [u32],
    ) -> bool {
        let (traveller, tuning) = (&self.question.traveller, &self.question.tuning);
        let slack = plan.slacks(traveller).0;
        let sources: Vec<(StopId, u32)> =
            reach.stops.iter().map(|(s, t)| (*s, t + slack)).collect();
        let step = self.question.window.step_s.max(1);
        let whole = if tuning.whole_window { chunk.len } else { 1 };
        let mut rode = false;
        for first in (0..chunk.len).step_by(whole) {
            let ask = Ask {
                departures: whole,
                first_tick: 1 + step * first as u32,
                step,
                max_rides: traveller.max_rides,
                max_trip: traveller.max_trip.0,
                mark: tuning.mark,
                prune_long: tuning.prune_long,
                wide: tuning.wide,
            };
            scratch.search(plan, &ask, &sources);
            rode |= scratch.rode();
            if !scratch.rode() {
                continue;
            }
            let mut best = vec![T::NEVER; scratch.row_len()];
            for sink in 0..chunk.sinks.len() {
                best.fill(T::NEVER);
                let nodes = &chunk.sinks[PointIndex(sink as u32)];
                collect(scratch, nodes, tuning.wide, &mut best);
                for (m, b) in best.iter().enumerate().filter(|(_, b)| **b < T::NEVER) {
                    let travel = b.get() - ask.tick(m);
                    if travel <= ask.max_trip {
                        // Backwards the last deadline comes first.
                        let step = match plan.direction {
                            Direction::Depart => chunk.first + first + m,
                            Direction::Arrive => chunk.first + chunk.len - 1 - first - m,
                        };
                        let t = &mut rows[sink * self.steps + step];
                        *t = travel.min(*t);
                    }
                }
            }
        }
        rode
    }
}

/// What a thread needs for a search.
#[derive(Default)]
struct Worker {
    legs: LegScratch,
    reach: Reach,
    short: Scratch<u16>,
    long: Scratch<u32>,
    rows: Vec<u32>,
}

fn take_one(pool: &Mutex<Vec<Worker>>) -> Worker {
    pool.lock()
        .map(|mut p| p.pop())
        .ok()
        .flatten()
        .unwrap_or_default()
}

fn give_back(pool: &Mutex<Vec<Worker>>, worker: Worker) {
    if let Ok(mut p) = pool.lock() {
        p.push(worker);
    }
}

/// Legs of all points of one end.
fn reach_of_all(legs: &Legs, links: &[Option<StreetLink>]) -> Vec<Vec<(StopId, u32)>> {
    links
        .par_iter()
        .map_init(
            || (LegScratch::default(), Reach::default()),
            |(scratch, reach), link| match link {
                Some(link) => {
                    legs.reach(scratch, link, reach);
                    reach.stops.clone()
                }
                None => Vec::new(),
            },
        )
        .collect()
}

/// Legs of sinks in terms of the plan's alighting nodes, slack included where it counts there.
fn sink_nodes<T: Tick>(
    plan: &Plan<T>,
    traveller: &Traveller,
    reach: &[Vec<(StopId, u32)>],
    prune: bool,
) -> Jagged<PointIndex, (u32, u32)> {
    let slack = plan.slacks(traveller).1;
    let calls = plan.alight_calls();
    let rows: Vec<Vec<(u32, u32)>> = reach
        .par_iter()
        .map(|row| {
            let nodes = |(stop, s): &(StopId, u32)| {
                let seconds = s + slack;
                plan.alights_of[*stop].iter().map(move |n| (*n, seconds))
            };
            let mut row: Vec<(u32, u32)> = row.iter().flat_map(nodes).collect();
            if prune {
                plan.prune_alighting(&calls, &mut row);
            }
            row
        })
        .collect();
    let mut sinks = Jagged::new();
    for row in rows {
        sinks.push(row);
    }
    sinks
}
