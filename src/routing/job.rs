//! A routing job: one network, date, window and traveller; many origins and destinations.
//!
//! Results come origin by origin, whichever end is searched from.

use super::legs::{End, Reach};
use super::search::{Approaches, Given, Search, Sources, Worker, sweeps};
pub use super::times::Times;
use super::times::{Groups, View, along_a_curve};
use super::{SearchFrom, Tuning};
use crate::diagnostics::Error;
use crate::ids::{Id, Jagged, StopId};
use crate::network::Network;
use crate::network::calendar;
use crate::network::links::{Linker, StreetLink};
use crate::network::together::Together;
use crate::travel::{Direction, Traveller, Window};
use crate::units::{LonLat, Seconds};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::sync::{Arc, Mutex, OnceLock};

/// Not reached, in rows of travel times.
pub const UNREACHED: u32 = u32::MAX;

/// Bytes of rows held at once when searching from the other end.
const BLOCK_BYTES: usize = 256 << 20;

/// The largest walking component: components are numbered by size.
const MAIN_COMPONENT: u32 = 0;

/// Bytes of results held at once, where each origin's grows with the points of the other end.
const HELD_BYTES: usize = 64 << 20;

/// Origins worked on between two hand-overs of results, at most.
const MOST_HELD: usize = 4096;

/// Destinations from which it pays to search instead of from many more origins.
const FEW: usize = 128;

impl Question {
    /// A day, a window and a traveller; the engine works as it does best.
    pub fn new(date: NaiveDate, window: Window, traveller: Traveller) -> Self {
        Self {
            date,
            window,
            traveller,
            tuning: Tuning::default(),
        }
    }
}

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

/// The network of a job: somebody else's, or shared with it.
#[derive(Clone)]
enum Held<'n> {
    Lent(&'n Network),
    Shared(Arc<Network>),
}

impl std::ops::Deref for Held<'_> {
    type Target = Network;
    fn deref(&self) -> &Network {
        match self {
            Held::Lent(network) => network,
            Held::Shared(network) => network,
        }
    }
}

/// One traveller, date and window on a network, ready for origins.
pub struct Job<'n> {
    network: Held<'n>,
    question: Question,
    /// Feeds that don't run that day and the like.
    pub warnings: Vec<String>,
    origins: Ends,
    destinations: Ends,
    from_origins: OnceLock<Search>,
    from_destinations: OnceLock<Search>,
    /// What searches from the origins and from the destinations need of the streets: shared with the jobs
    /// made of this one.
    approaches: [Arc<OnceLock<Approaches>>; 2],
    /// Longest trip looked for, seconds.
    longest_s: u32,
    /// Earliest start and latest end of the trips looked for, seconds on the axis of the date.
    between_s: Option<(i32, i32)>,
    steps: usize,
}

/// The points of one end.
#[derive(Clone)]
struct Ends {
    positions: Vec<LonLat>,
    links: Vec<Option<StreetLink>>,
    /// The stops each of them is, others at the same position included; empty where they are points.
    stops: Vec<Vec<StopId>>,
    /// Legs found so far, for the jobs made of this one; empty where none are kept.
    kept: Vec<Arc<OnceLock<Reach>>>,
}

impl Ends {
    fn points(network: &Network, linker: &Linker, positions: &[LonLat]) -> Self {
        Self {
            positions: positions.to_vec(),
            links: network.link_points(linker, positions),
            stops: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn stops(network: &Network, wheelchair: bool, stops: &[StopId]) -> Self {
        let links = network.stop_links_for(wheelchair);
        let t = &network.timetable;
        let together = Together::new(t, &network.doors(), &t.served());
        // Where a stop without a position lies matters for the order of work only.
        let place = |s: &StopId| {
            network
                .timetable
                .position(*s)
                .unwrap_or(LonLat { lon: 0.0, lat: 0.0 })
        };
        Self {
            positions: stops.iter().map(place).collect(),
            links: (stops.iter())
                .map(|s| links[s.index()].first().copied())
                .collect(),
            stops: (stops.iter())
                .map(|s| std::iter::once(*s).chain(together.with(*s)).collect())
                .collect(),
            kept: Vec::new(),
        }
    }

    /// Some of the points; all together where none are named.
    fn some(&self, which: Option<&[usize]>) -> Self {
        let Some(which) = which else {
            return self.clone();
        };
        Self {
            positions: which.iter().map(|i| self.positions[*i]).collect(),
            links: which.iter().map(|i| self.links[*i]).collect(),
            stops: (which.iter())
                .filter_map(|i| self.stops.get(*i).cloned())
                .collect(),
            kept: (which.iter())
                .filter_map(|i| self.kept.get(*i).cloned())
                .collect(),
        }
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            links: &self.links,
            stops: &self.stops,
            kept: &self.kept,
        }
    }
}

/// How the size of what is kept of an origin grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Some numbers for each origin.
    PerOrigin,
    /// Some numbers for each pair of points.
    PerPair,
}

/// Whether it pays to search from the destinations: they are few, and the origins many more.
pub fn from_destinations(origins: usize, destinations: usize) -> bool {
    destinations <= FEW && destinations.saturating_mul(4) <= origins
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
        let linker = network.linker(question.traveller.wheelchair.is_some());
        let ends = |positions| Ends::points(network, &linker, positions);
        let (origins, destinations) = (ends(origins), ends(destinations));
        Self::between(Held::Lent(network), question, origins, destinations)
    }

    /// As [`Job::new`], sharing the network: a job that can be kept, and handed from thread to thread.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn shared(
        network: Arc<Network>,
        question: Question,
        origins: &[LonLat],
        destinations: &[LonLat],
    ) -> Result<Job<'static>, Error> {
        let linker = network.linker(question.traveller.wheelchair.is_some());
        let ends = |positions| Ends::points(&network, &linker, positions);
        let (origins, destinations) = (ends(origins), ends(destinations));
        Job::between(Held::Shared(network), question, origins, destinations)
    }

    /// Keeps the legs of the points of one end, so that [jobs made of this one](Self::at) needn't search
    /// them again: some kilobytes a point. Only that end must be searched from.
    #[must_use]
    pub fn keeping_legs(mut self, end: End) -> Self {
        let ends = match end {
            End::Origin => &mut self.origins,
            End::Destination => &mut self.destinations,
        };
        ends.kept.resize_with(ends.links.len(), Arc::default);
        self
    }

    /// The same at another time, with another longest trip: the same points, or some of one end. Takes over
    /// what the streets alone decide.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn at(
        &self,
        date: NaiveDate,
        window: Window,
        max_trip: Seconds,
        some: Option<(End, &[usize])>,
    ) -> Result<Job<'n>, Error> {
        let mut question = self.question.clone();
        (question.date, question.window) = (date, window);
        question.traveller.max_trip = max_trip;
        self.derived(self.network.clone(), question, some)
    }

    /// A job that asks until when one can leave to be at some stops by the deadlines of an arrive-by
    /// window, ready to board but for the slack: by a vehicle that stops there, or on foot from another stop or all the
    /// way. In a network without pathways, whose stops have one link each.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn to_stops(
        network: &'n Network,
        mut question: Question,
        origins: &[LonLat],
        stops: &[StopId],
    ) -> Result<Self, Error> {
        let wheelchair = question.traveller.wheelchair.is_some();
        let linker = network.linker(wheelchair);
        // Only a search from the stops knows that they are stops.
        question.window.direction = Direction::Arrive;
        question.tuning.from = SearchFrom::Fixed;
        // On foot to a stop is a leg like others.
        question.traveller.max_walk_only = None;
        let origins = Ends::points(network, &linker, origins);
        let stops = Ends::stops(network, wheelchair, stops);
        Self::between(Held::Lent(network), question, origins, stops)
    }

    /// The mirror of [`Job::to_stops`]: when one can be where, leaving a vehicle at some stops at the
    /// moments of a departure window.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn from_stops(
        network: &'n Network,
        mut question: Question,
        stops: &[StopId],
        destinations: &[LonLat],
    ) -> Result<Self, Error> {
        let wheelchair = question.traveller.wheelchair.is_some();
        let linker = network.linker(wheelchair);
        question.window.direction = Direction::Depart;
        question.tuning.from = SearchFrom::Fixed;
        question.traveller.max_walk_only = None;
        let destinations = Ends::points(network, &linker, destinations);
        let stops = Ends::stops(network, wheelchair, stops);
        Self::between(Held::Lent(network), question, stops, destinations)
    }

    fn between(
        network: Held<'n>,
        question: Question,
        origins: Ends,
        destinations: Ends,
    ) -> Result<Self, Error> {
        let dates = calendar::service_dates(&network.timetable);
        let coverage = calendar::check_date(&network.timetable, &dates, question.date)?;
        let steps = steps(&question.window);
        Ok(Self {
            network,
            longest_s: question.traveller.max_trip.0,
            between_s: None,
            question,
            warnings: coverage.warnings,
            origins,
            destinations,
            from_origins: OnceLock::new(),
            from_destinations: OnceLock::new(),
            approaches: Default::default(),
            steps,
        })
    }

    /// Looks only for trips of at most so many seconds: longer ones count as not reached. What can be boarded
    /// is told as without this.
    #[must_use]
    pub fn within(mut self, limit_s: u32) -> Self {
        self.longest_s = self.longest_s.min(limit_s);
        self
    }

    /// Looks only for trips that begin and end between two moments, seconds on the axis of the date: others may
    /// be found or not. What can be boarded is told as without this.
    #[must_use]
    pub fn between_s(mut self, first_s: i32, last_s: i32) -> Self {
        self.between_s = Some((first_s, last_s));
        self
    }

    /// Seconds of the longest trip looked for.
    pub fn longest_s(&self) -> u32 {
        self.longest_s
    }

    /// The same question for some of the origins on a network that differs from this one's by its
    /// timetable alone, has the same stops, and calls at none that this one's doesn't call at. Takes
    /// over what the streets alone decide.
    ///
    /// # Errors
    /// When the date is outside every feed's calendar.
    pub fn again<'m>(&self, network: &'m Network, origins: &[usize]) -> Result<Job<'m>, Error> {
        // Made here, so that not every one of many jobs makes it.
        self.approaches(End::Origin);
        self.derived(
            Held::Lent(network),
            self.question.clone(),
            Some((End::Origin, origins)),
        )
    }

    fn derived<'m>(
        &self,
        network: Held<'m>,
        question: Question,
        some: Option<(End, &[usize])>,
    ) -> Result<Job<'m>, Error> {
        let dates = calendar::service_dates(&network.timetable);
        let coverage = calendar::check_date(&network.timetable, &dates, question.date)?;
        let of = |end| some.filter(|s| s.0 == end).map(|s| s.1);
        // What a search needs of the streets hangs on the points of the other end.
        let shared = |from: End| match some {
            Some((end, _)) if end != from => Arc::default(),
            _ => self.approaches[from as usize].clone(),
        };
        Ok(Job {
            network,
            steps: steps(&question.window),
            longest_s: question.traveller.max_trip.0,
            between_s: None,
            question,
            warnings: coverage.warnings,
            origins: self.origins.some(of(End::Origin)),
            destinations: self.destinations.some(of(End::Destination)),
            from_origins: OnceLock::new(),
            from_destinations: OnceLock::new(),
            approaches: [shared(End::Origin), shared(End::Destination)],
        })
    }

    fn approaches(&self, from: End) -> &Approaches {
        self.approaches[from as usize].get_or_init(|| Approaches::new(&self.given(from)))
    }

    fn given(&self, from: End) -> Given<'_> {
        let (sources, sinks) = match from {
            End::Origin => (&self.origins, &self.destinations),
            End::Destination => (&self.destinations, &self.origins),
        };
        Given {
            network: &self.network,
            question: &self.question,
            longest_s: self.longest_s,
            between_s: self.between_s,
            from,
            sources: sources.links.len(),
            sinks: &sinks.links,
            positions: &sinks.positions,
        }
    }

    /// The window of departures or deadlines.
    pub fn window(&self) -> Window {
        self.question.window
    }

    /// Number of steps of the window.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Links of the origins.
    pub fn origin_links(&self) -> &[Option<StreetLink>] {
        &self.origins.links
    }

    /// Links of the destinations.
    pub fn destination_links(&self) -> &[Option<StreetLink>] {
        &self.destinations.links
    }

    /// Why there is no value between two points that were not reached in any step.
    pub fn why(&self, origin: usize, destination: usize, rode: bool) -> Status {
        match (
            &self.origins.links[origin],
            &self.destinations.links[destination],
        ) {
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
        match &self.origins.links[origin] {
            None => Status::NotLinked,
            Some(o) if !rode && self.network.component_of(o) != MAIN_COMPONENT => Status::Island,
            Some(_) => self.without_value(rode),
        }
    }

    fn without_value(&self, rode: bool) -> Status {
        // Who may ride nowhere lacks no vehicle.
        if rode || self.question.traveller.max_rides == 0 {
            Status::BeyondLimit
        } else {
            Status::NoService
        }
    }

    /// The search from one end, made when it is first needed.
    fn search(&self, from: End) -> &Search {
        let search = match from {
            End::Origin => &self.from_origins,
            End::Destination => &self.from_destinations,
        };
        search.get_or_init(|| Search::new(&self.given(from), self.approaches(from)))
    }

    /// The end that the window fixes.
    fn natural(&self) -> End {
        match self.question.window.direction {
            Direction::Depart => End::Origin,
            Direction::Arrive => End::Destination,
        }
    }

    /// The end that [`Job::for_each_origin`] searches from.
    pub fn searches_from(&self) -> End {
        self.best_end()
    }

    /// The end to search from so that results come origin by origin.
    fn best_end(&self) -> End {
        let natural = self.natural();
        if sweeps(&self.question).is_err() {
            return natural;
        }
        let (o, d) = (self.origins.links.len(), self.destinations.links.len());
        let best = match (self.question.tuning.from, natural) {
            (SearchFrom::Fixed, natural) => natural,
            (SearchFrom::Other, End::Origin) => End::Destination,
            (SearchFrom::Other, End::Destination) => End::Origin,
            (SearchFrom::Cheapest, _) if from_destinations(o, d) => End::Destination,
            (SearchFrom::Cheapest, _) => End::Origin,
        };
        // What keeps the window's own end from being swept keeps the other from it as well. Where that
        // is likely, ask the one that is needed then.
        let headways = self
            .network
            .timetable
            .frequencies
            .iter()
            .any(|f| !f.is_exact());
        let asked = if headways { natural } else { best };
        if best != natural && !self.search(asked).sweeps() {
            return natural;
        }
        best
    }

    /// Works through all origins on the threads of the current pool: `measure` makes something of
    /// each origin's travel times, `take` gets the results in the order of the origins.
    ///
    /// # Errors
    /// Those of `take`, which stops the work.
    pub fn for_each_origin<R: Send, E>(
        &self,
        kept: Kept,
        measure: impl Fn(usize, &mut Times) -> R + Sync,
        take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.best_end() {
            End::Origin => self.forwards(End::Origin, kept, measure, take),
            End::Destination => self.backwards(kept, measure, take),
        }
    }

    /// As [`Job::for_each_origin`], by the points that the window fixes: the origins
    /// when departing, with rows by destination; the destinations when arriving, with rows by origin.
    ///
    /// # Errors
    /// Those of `take`, which stops the work.
    pub fn for_each_source<R: Send, E>(
        &self,
        kept: Kept,
        measure: impl Fn(usize, &mut Times) -> R + Sync,
        take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        self.forwards(self.natural(), kept, measure, take)
    }

    fn end(&self, end: End) -> &Ends {
        match end {
            End::Origin => &self.origins,
            End::Destination => &self.destinations,
        }
    }

    /// Sources between two hand-overs.
    fn held(&self, kept: Kept, others: usize) -> usize {
        let least = 4 * super::lanes::LANES * rayon::current_num_threads();
        let most = match kept {
            Kept::PerOrigin => MOST_HELD,
            Kept::PerPair => HELD_BYTES / (24 * others.max(1)),
        };
        most.clamp(64, MOST_HELD).max(least.min(MOST_HELD))
    }

    /// Searches from each point of one end; results in the order of those.
    fn forwards<R: Send, E>(
        &self,
        from: End,
        kept: Kept,
        measure: impl Fn(usize, &mut Times) -> R + Sync,
        mut take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let search = self.search(from);
        let sources = self.end(from);
        let held = self.held(kept, search.sinks.len());
        let pool = Mutex::new(Vec::new());
        let mut results: Vec<Option<R>> = Vec::new();
        for start in (0..sources.links.len()).step_by(held) {
            let end = (start + held).min(sources.links.len());
            // Neighbours together: they share the caches, and the way of a sweep.
            let mut order = along_a_curve(&sources.positions[start..end]);
            order.iter_mut().for_each(|i| *i += start as u32);
            results.clear();
            results.resize_with(end - start, || None);
            let slots = Mutex::new(&mut results);
            order.par_chunks(search.together()).for_each(|which| {
                let mut worker = take_one(&pool);
                search.run(&mut worker, &sources.sources(), which, |source, times| {
                    let result = measure(source, times);
                    if let Ok(mut slots) = slots.lock() {
                        slots[source - start] = Some(result);
                    }
                });
                give_back(&pool, worker);
            });
            for (i, r) in results.drain(..).enumerate() {
                if let Some(r) = r {
                    take(start + i, r)?;
                }
            }
        }
        Ok(())
    }

    /// Searches from the destinations, once for each block of origins whose rows fit in
    /// [`BLOCK_BYTES`]; results in the order of the origins.
    fn backwards<R: Send, E>(
        &self,
        kept: Kept,
        measure: impl Fn(usize, &mut Times) -> R + Sync,
        mut take: impl FnMut(usize, R) -> Result<(), E>,
    ) -> Result<(), E> {
        let search = self.search(End::Destination);
        let (steps, destinations) = (self.steps, self.destinations.links.len());
        let origins = self.origins.links.len();
        let per_origin = (steps * destinations * size_of::<u32>()).max(1);
        let block = (BLOCK_BYTES / per_origin).clamp(1, origins.max(1));
        let order = along_a_curve(&self.destinations.positions);
        let (no_links, no_groups) = (Jagged::new(), Groups::default());
        let pool = Mutex::new(Vec::new());
        for start in (0..origins).step_by(block) {
            let end = (start + block).min(origins);
            let mut columns: Vec<Vec<u32>> = vec![Vec::new(); destinations];
            let slots = Mutex::new(&mut columns);
            order.par_chunks(search.together()).for_each(|which| {
                let mut worker = take_one(&pool);
                let sources = self.destinations.sources();
                search.run(&mut worker, &sources, which, |destination, times| {
                    let mut column = Vec::with_capacity((end - start) * steps);
                    for origin in start..end {
                        column.extend_from_slice(times.to(origin));
                    }
                    if let Ok(mut slots) = slots.lock() {
                        slots[destination] = column;
                    }
                });
                give_back(&pool, worker);
            });
            let held = self.held(kept, destinations);
            for first in (start..end).step_by(held) {
                let last = (first + held).min(end);
                let results: Vec<R> = (first..last)
                    .into_par_iter()
                    .map(|origin| {
                        let mut worker: Worker = take_one(&pool);
                        let result = measure(
                            origin,
                            &mut Times {
                                view: View::Rows(&columns, origin - start),
                                links: &no_links,
                                groups: &no_groups,
                                direct: &[],
                                on_foot: &[],
                                steps: search.steps(),
                                reversed: false,
                                max_trip: self.longest_s,
                                wide: self.question.tuning.wide,
                                buffers: &mut worker.buffers,
                                rode: search.boards_at_sink(origin),
                            },
                        );
                        give_back(&pool, worker);
                        result
                    })
                    .collect();
                for (i, r) in results.into_iter().enumerate() {
                    take(first + i, r)?;
                }
            }
        }
        Ok(())
    }
}

// A lock is poisoned by a panic alone, which rayon raises again at the end of the loop: results that
// could not be handed over are never missed.
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
