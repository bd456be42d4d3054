//! Searching from the points of one end: a plan, its events, the legs at both ends, and the memory of
//! a thread.

use super::Prune;
use super::events::Events;
use super::job::{Question, UNREACHED};
use super::kernel::{Ask, Scratch};
use super::lanes::{LANES, MOST_RIDES, Word};
use super::legs::{End, LegScratch, Legs, Reach};
use super::plan::{Plan, PlanInput, Tick};
use super::rows::{NodeRows, Stairs, Steps};
use super::sweep::{Scale, SweepAsk, SweepScratch};
use super::times::{Buffers, Groups, PointIndex, Times, View};
use crate::ids::{Jagged, StopId};
use crate::network::Network;
use crate::network::calendar::Axis;
use crate::network::links::StreetLink;
use crate::network::timetable::NONE;
use crate::travel::{Direction, Traveller};
use crate::units::LonLat;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// Departures that one search of the window kernel takes at most, so that rows stay in cache.
const LONGEST_ROW: usize = 120;

/// Fewer points of the other end are not put in groups.
const UNGROUPED: usize = 256;

/// From so many sources on it pays to look for changes that can't matter.
const MANY: usize = 200;

/// With no more rides than this, layers are the first choice: labels with more would often win.
const FEW_RIDES: u32 = 3;

enum AnyPlan {
    Short(Plan<u16>),
    Long(Plan<u32>),
}

/// What depends on the plan: events, steps of the window, scale of labels, first and last calls.
type Parts = (Option<Events>, Steps, Scale, (Vec<u32>, Vec<u32>));

/// What a search needs of the streets; the same for all timetables that call at no other stops.
#[derive(Clone)]
pub(super) struct Approaches {
    /// Legs of the sources.
    legs: Arc<Legs>,
    /// Stops within a leg of each point of the other end.
    reach: Arc<Vec<Vec<(StopId, u32)>>>,
    /// Walks between stops, where those of the network don't serve.
    walks: Option<Arc<Jagged<StopId, [u32; 2]>>>,
}

/// One end of all trips, ready to be searched from.
pub(super) struct Search {
    legs: Arc<Legs>,
    plan: AnyPlan,
    /// None where the window kernel searches.
    events: Option<Events>,
    scale: Scale,
    steps: Steps,
    reversed: bool,
    question: Question,
    /// Longest trip, seconds.
    max_trip: u32,
    /// Nodes of each point of the other end, and seconds to (or from) there.
    pub sinks: Jagged<PointIndex, (u32, u32)>,
    groups: Groups,
    /// Latest tick of a boarding at each boarding node; [`NONE`] without.
    last_board: Vec<u32>,
    /// Earliest tick of an alighting at each alighting node; [`NONE`] without.
    first_alight: Vec<u32>,
}

/// What a search is made of.
pub(super) struct Given<'a> {
    pub network: &'a Network,
    pub question: &'a Question,
    /// Longest trip looked for, seconds.
    pub longest_s: u32,
    /// Earliest start and latest end of the trips looked for, seconds on the axis of the date.
    pub between_s: Option<(i32, i32)>,
    /// The end that is searched from.
    pub from: End,
    /// Number of points to search from.
    pub sources: usize,
    /// Links and positions of the points of the other end.
    pub sinks: &'a [Option<StreetLink>],
    pub positions: &'a [LonLat],
}

impl Given<'_> {
    /// The tick after which nothing serves a trip that is looked for.
    fn until<T: Tick>(&self, plan: &Plan<T>, steps: &Steps) -> u32 {
        let last = steps.tick(steps.count.saturating_sub(1));
        let until = last.saturating_add(self.longest_s);
        let Some((first_s, last_s)) = self.between_s else {
            return until;
        };
        let end_s = match plan.direction {
            Direction::Depart => last_s,
            Direction::Arrive => first_s,
        };
        let end = plan.tick(i64::from(end_s));
        until.min(end.clamp(0, i64::from(u32::MAX)) as u32)
    }
}

/// The points that are searched from.
pub(super) struct Sources<'a> {
    /// Their links.
    pub links: &'a [Option<StreetLink>],
    /// The stops they are; empty where they are points.
    pub stops: &'a [Vec<StopId>],
    /// Their legs, as far as found; empty where none are kept.
    pub kept: &'a [Arc<OnceLock<Reach>>],
}

impl Approaches {
    /// Finds the legs at both ends and the walks in between.
    pub fn new(given: &Given) -> Self {
        let (network, question) = (given.network, given.question);
        let traveller = &question.traveller;
        let other = match given.from {
            End::Origin => End::Destination,
            End::Destination => End::Origin,
        };
        let legs = Legs::new(network, traveller, given.from, given.sinks);
        let reach = reach_of_all(&Legs::new(network, traveller, other, &[]), given.sinks);
        let wheelchair = traveller.wheelchair.is_some();
        let stored = question.tuning.stored_walks
            && !wheelchair
            && network.covers(traveller.walk, traveller.transfer());
        let walks = (!stored)
            .then(|| network.walks_between_stops(traveller.walk, traveller.transfer(), wheelchair));
        Self {
            legs: Arc::new(legs),
            reach: Arc::new(reach),
            walks: walks.map(Arc::new),
        }
    }
}

/// Why the window kernel searches instead of a sweep; for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slow {
    /// [`super::Tuning::lanes`] is off.
    Asked,
    /// Trips by headway without a timetable can be boarded at any second.
    Headways,
    /// More rides than lanes can count.
    Rides,
    /// A stop with more changes, a plan with more calls, or more seconds than sweeps can count.
    Size,
}

impl Slow {
    fn words(self) -> &'static str {
        match self {
            Slow::Asked => "sweeps are switched off",
            Slow::Headways => "trips by headway (frequencies.txt, exact_times=0) run in the window",
            Slow::Rides => "more than 15 rides are allowed",
            Slow::Size => "the timetable, the window or the longest trip is too large",
        }
    }
}

/// Whether sweeps can be made at all for a question.
pub(super) fn sweeps(question: &Question) -> Result<(), Slow> {
    if !question.tuning.lanes {
        Err(Slow::Asked)
    } else if question.traveller.max_rides as usize >= LANES {
        Err(Slow::Rides)
    } else {
        Ok(())
    }
}

impl Search {
    /// Prepares to search from one end.
    pub fn new(given: &Given, approaches: &Approaches) -> Self {
        let (network, question) = (given.network, given.question);
        let traveller = &question.traveller;
        let window = &question.window;
        let orientation = match given.from {
            End::Origin => Direction::Depart,
            End::Destination => Direction::Arrive,
        };
        let legs = approaches.legs.clone();
        let reach = &approaches.reach[..];
        let walks = approaches.walks.as_deref();
        let walks = walks.unwrap_or(&network.stop_walks);
        let count = super::job::steps(window);
        let step = window.step_s.max(1);
        let max_trip = traveller.max_trip.0.min(i32::MAX as u32 / 4) as i32;
        let last_s = window.start_s + (count.saturating_sub(1) as u32 * step) as i32;
        let (from_s, to_s) = match window.direction {
            Direction::Depart => (window.start_s, last_s.saturating_add(max_trip)),
            Direction::Arrive => (window.start_s.saturating_sub(max_trip), last_s),
        };
        let axis = Axis::new(&network.timetable, question.date);
        let input = PlanInput {
            network,
            walks,
            axis: &axis,
            traveller,
            direction: orientation,
            from_s,
            to_s,
            prune_walks: question.tuning.prune_walks,
        };
        let span = (i64::from(to_s) - i64::from(from_s)) as u64;
        let prune = question.tuning.prune_walks;
        if span + u64::from(step) < u64::from(u16::MAX) - 2 {
            let plan = Plan::<u16>::new(&input);
            let sinks = sink_nodes(&plan, traveller, reach, prune);
            let parts = Self::parts(&plan, given, span as u32);
            Self::joined(AnyPlan::Short(plan), legs, given, sinks, parts)
        } else {
            let plan = Plan::<u32>::new(&input);
            let sinks = sink_nodes(&plan, traveller, reach, prune);
            let parts = Self::parts(&plan, given, span as u32);
            Self::joined(AnyPlan::Long(plan), legs, given, sinks, parts)
        }
    }

    fn joined(
        plan: AnyPlan,
        legs: Arc<Legs>,
        given: &Given,
        sinks: Jagged<PointIndex, (u32, u32)>,
        (events, steps, scale, (last_board, first_alight)): Parts,
    ) -> Self {
        let groups = if given.positions.len() < UNGROUPED {
            Groups::default()
        } else {
            Groups::new(given.positions, &sinks)
        };
        Self {
            legs,
            plan,
            events,
            scale,
            steps,
            reversed: given.from == End::Destination,
            max_trip: given.longest_s,
            question: given.question.clone(),
            sinks,
            groups,
            last_board,
            first_alight,
        }
    }

    fn parts<T: Tick>(plan: &Plan<T>, given: &Given, span: u32) -> Parts {
        let question = given.question;
        let window = &question.window;
        let count = super::job::steps(window);
        let step = window.step_s.max(1);
        let first_s = match plan.direction {
            Direction::Depart => window.start_s,
            // Backwards the last deadline comes first.
            Direction::Arrive => window.start_s + (count.saturating_sub(1) as u32 * step) as i32,
        };
        // Not before tick 1: the window lies within the plan.
        let first = plan.tick(i64::from(first_s)).max(1) as u32;
        let steps = Steps { first, step, count };
        let scale = if plan.direction == window.direction {
            Scale::Steps {
                first,
                step,
                departures: count as u32,
            }
        } else {
            Scale::Ticks
        };
        let slow = sweeps(question).and_then(|()| match plan {
            p if !p.flows.is_empty() => Err(Slow::Headways),
            p if !Events::fits(p) || span >= <u32 as Word>::MOST => Err(Slow::Size),
            _ => Ok(()),
        });
        let last = span.saturating_add(1);
        let events = match slow {
            Ok(()) => {
                let reduce = match question.tuning.prune_changes {
                    Prune::Never => false,
                    Prune::ForMany => given.sources >= MANY,
                    Prune::Always => true,
                };
                Some(Events::new(
                    plan,
                    given.until(plan, &steps).min(last),
                    reduce,
                ))
            }
            Err(slow) => {
                tracing::info!(
                    "one search for each point and stretch of the window instead of a sweep: {}",
                    slow.words()
                );
                None
            }
        };
        (events, steps, scale, extremes(plan, last))
    }

    /// The steps of the window.
    pub fn steps(&self) -> Steps {
        self.steps
    }

    /// Whether this search sweeps.
    pub fn sweeps(&self) -> bool {
        self.events.is_some()
    }

    /// Sources that are best searched from together.
    pub fn together(&self) -> usize {
        if self.sweeps() {
            LANES / self.layers()
        } else {
            1
        }
    }

    /// Lanes for a search at the first try.
    fn layers(&self) -> usize {
        if self.question.tuning.layers && self.question.traveller.max_rides <= FEW_RIDES {
            self.exact_layers()
        } else {
            1
        }
    }

    /// Lanes for a search in which no ride too many is counted.
    fn exact_layers(&self) -> usize {
        (self.question.traveller.max_rides as usize + 1).next_power_of_two()
    }

    fn boards_of(&self, stop: StopId) -> &[u32] {
        match &self.plan {
            AnyPlan::Short(p) => &p.boards_of[stop],
            AnyPlan::Long(p) => &p.boards_of[stop],
        }
    }

    fn slack(&self) -> u32 {
        match &self.plan {
            AnyPlan::Short(p) => p.slacks(&self.question.traveller).0,
            AnyPlan::Long(p) => p.slacks(&self.question.traveller).0,
        }
    }

    /// Whether somebody who leaves at the first step can board a vehicle at one of some stops.
    /// Where deadlines are asked for: whether any vehicle stops there in time for them.
    fn boards(&self, stops: &[(StopId, u32)]) -> bool {
        let slack = self.slack();
        stops.iter().any(|&(stop, seconds)| {
            self.boards_of(stop).iter().any(|&node| match self.scale {
                Scale::Ticks => true,
                Scale::Steps { first, .. } => {
                    let last = self.last_board[node as usize];
                    last != NONE && first.saturating_add(seconds + slack) <= last
                }
            })
        })
    }

    /// The same for a point of the other end, when searching from destinations.
    pub fn boards_at_sink(&self, point: usize) -> bool {
        let last = self.steps.tick(self.steps.count.saturating_sub(1));
        self.sinks[PointIndex(point as u32)]
            .iter()
            .any(|&(node, seconds)| match self.scale {
                Scale::Steps { .. } => true,
                Scale::Ticks => {
                    let first = self.first_alight[node as usize];
                    first != NONE && first.saturating_add(seconds) <= last
                }
            })
    }

    /// Searches from some sources of this end (none: not linked) and hands their travel times to
    /// `each`, in any order.
    pub fn run(
        &self,
        worker: &mut Worker,
        sources: &Sources,
        which: &[u32],
        mut each: impl FnMut(usize, &mut Times),
    ) {
        if worker.reach.len() < which.len() {
            worker.reach.resize_with(which.len(), Reach::default);
        }
        for (source, reach) in which.iter().zip(&mut worker.reach) {
            match (
                &sources.links[*source as usize],
                sources.kept.get(*source as usize),
            ) {
                (Some(link), None) => self.legs.reach(&mut worker.legs, link, reach),
                (Some(link), Some(kept)) => {
                    let found = kept.get_or_init(|| {
                        let mut found = Reach::default();
                        self.legs.reach(&mut worker.legs, link, &mut found);
                        found
                    });
                    reach.stops.clone_from(&found.stops);
                    reach.direct.clone_from(&found.direct);
                }
                (None, _) => reach.clear(),
            }
            // At the stop itself there is no way to the street and back.
            for stop in sources.stops.get(*source as usize).into_iter().flatten() {
                match reach.stops.binary_search_by_key(stop, |(s, _)| *s) {
                    Ok(at) => reach.stops[at].1 = 0,
                    Err(at) => reach.stops.insert(at, (*stop, 0)),
                }
            }
        }
        worker.direct.resize(self.sinks.len(), UNREACHED);
        match &self.events {
            Some(events) => self.sweep(worker, events, which, &mut each),
            None => {
                for (i, &source) in which.iter().enumerate() {
                    self.kernel(worker, i);
                    self.hand(worker, i, source as usize, &mut each);
                }
            }
        }
    }

    /// Sweeps for all sources together, and again in layers for those that turn out suspect.
    fn sweep(
        &self,
        worker: &mut Worker,
        events: &Events,
        which: &[u32],
        each: &mut impl FnMut(usize, &mut Times),
    ) {
        let layers = self.layers();
        self.sweep_some(worker, events, 0..which.len(), layers);
        let mut suspects = std::mem::take(&mut worker.suspects);
        suspects.clear();
        for (i, &source) in which.iter().enumerate() {
            if self.expand(worker, events, i, layers) {
                suspects.push(i as u32);
            } else {
                self.hand(worker, i, source as usize, each);
            }
        }
        let layers = self.exact_layers();
        for some in suspects.chunks(LANES / layers) {
            // Put their reaches together; they grow, so no swap undoes another.
            for (k, &i) in some.iter().enumerate() {
                worker.reach.swap(k, i as usize);
            }
            self.sweep_some(worker, events, 0..some.len(), layers);
            for (k, &i) in some.iter().enumerate() {
                self.expand(worker, events, k, layers);
                self.hand(worker, k, which[i as usize] as usize, each);
            }
            for (k, &i) in some.iter().enumerate().rev() {
                worker.reach.swap(k, i as usize);
            }
        }
        worker.suspects = suspects;
    }

    fn sweep_some(
        &self,
        worker: &mut Worker,
        events: &Events,
        which: std::ops::Range<usize>,
        layers: usize,
    ) {
        // Groups of lanes are powers of two: those above the most rides are only there for that.
        let counted = (0..LANES)
            .filter(|l| layers == 1 || l % layers <= self.question.traveller.max_rides as usize)
            .fold(0, |bits, l| bits | 1 << l);
        let ask = SweepAsk {
            counted,
            scale: self.scale,
            max_trip: self.max_trip,
            layers,
            prune_long: self.question.tuning.prune_long,
            wide: self.question.tuning.wide,
        };
        let slack = self.slack();
        let stops = worker.reach[which].iter().map(|r| &r.stops[..]);
        match (&self.plan, self.wide_labels()) {
            (AnyPlan::Short(p), false) => worker.narrow.sweep(p, events, &ask, stops, slack),
            (AnyPlan::Long(p), false) => worker.narrow.sweep(p, events, &ask, stops, slack),
            (AnyPlan::Short(p), true) => worker.broad.sweep(p, events, &ask, stops, slack),
            (AnyPlan::Long(p), true) => worker.broad.sweep(p, events, &ask, stops, slack),
        }
    }

    /// Whether labels need 32 bits.
    fn wide_labels(&self) -> bool {
        match self.scale {
            Scale::Ticks => true,
            Scale::Steps { departures, .. } => departures > u16::MOST,
        }
    }

    /// From the log of a sweep to rows (or stairs) of one search; gives whether it is suspect.
    fn expand(&self, worker: &mut Worker, events: &Events, i: usize, layers: usize) -> bool {
        let max_rides = if layers > 1 {
            MOST_RIDES
        } else {
            self.question.traveller.max_rides
        };
        let (nodes, max_trip) = (events.alights, self.max_trip);
        if self.scale == Scale::Ticks {
            let log = worker.broad.log(i);
            return worker.stairs.expand(log, nodes, max_rides);
        }
        macro_rules! rows {
            ($rows:expr, $log:expr) => {{
                let wide = self.question.tuning.wide;
                $rows.expand($log.log(i), nodes, &self.steps, (max_trip, max_rides), wide)
            }};
        }
        match (self.short_rows(), self.wide_labels()) {
            (true, false) => rows!(worker.short_rows, worker.narrow),
            (true, true) => rows!(worker.short_rows, worker.broad),
            (false, false) => rows!(worker.long_rows, worker.narrow),
            (false, true) => rows!(worker.long_rows, worker.broad),
        }
    }

    /// Whether travel times fit in 16 bits.
    fn short_rows(&self) -> bool {
        self.max_trip < u32::from(u16::MAX)
    }

    /// Searches with the window kernel, stretch by stretch.
    fn kernel(&self, worker: &mut Worker, i: usize) {
        let Worker {
            reach,
            sources,
            short,
            long,
            short_rows,
            long_rows,
            ..
        } = worker;
        let slack = self.slack();
        sources.clear();
        sources.extend(reach[i].stops.iter().map(|(s, t)| (*s, t + slack)));
        match (&self.plan, self.short_rows()) {
            (AnyPlan::Short(p), true) => self.stretches(p, short, sources, short_rows),
            (AnyPlan::Short(p), false) => self.stretches(p, short, sources, long_rows),
            (AnyPlan::Long(p), true) => self.stretches(p, long, sources, short_rows),
            (AnyPlan::Long(p), false) => self.stretches(p, long, sources, long_rows),
        }
    }

    fn stretches<T: Tick, R: Tick>(
        &self,
        plan: &Plan<T>,
        scratch: &mut Scratch<T>,
        sources: &[(StopId, u32)],
        rows: &mut NodeRows<R>,
    ) {
        let tuning = &self.question.tuning;
        let longest = if tuning.whole_window { LONGEST_ROW } else { 1 };
        let max_trip = self.max_trip;
        for first in (0..self.steps.count).step_by(longest) {
            let part = first..self.steps.count.min(first + longest);
            let ask = Ask {
                departures: part.len(),
                first_tick: self.steps.first + self.steps.step * first as u32,
                step: self.steps.step,
                max_rides: self.question.traveller.max_rides,
                max_trip,
                mark: tuning.mark,
                prune_long: tuning.prune_long,
                wide: tuning.wide,
            };
            scratch.search(plan, &ask, sources);
            rows.add(scratch, plan.alight_stop.len(), &self.steps, part, max_trip);
        }
    }

    fn hand(
        &self,
        worker: &mut Worker,
        i: usize,
        source: usize,
        each: &mut impl FnMut(usize, &mut Times),
    ) {
        let Worker {
            reach,
            direct,
            short_rows,
            long_rows,
            stairs,
            buffers,
            ..
        } = worker;
        for &(point, seconds) in &reach[i].direct {
            direct[point as usize] = seconds;
        }
        let view = match (self.scale == Scale::Ticks, self.short_rows()) {
            (true, _) => View::Stairs(stairs),
            (false, true) => View::Short(short_rows),
            (false, false) => View::Long(long_rows),
        };
        each(
            source,
            &mut Times {
                view,
                links: &self.sinks,
                groups: &self.groups,
                direct: &direct[..self.sinks.len()],
                on_foot: &reach[i].direct,
                steps: self.steps,
                reversed: self.reversed,
                max_trip: self.max_trip,
                wide: self.question.tuning.wide,
                buffers,
                rode: self.boards(&reach[i].stops),
            },
        );
        for &(point, _) in &reach[i].direct {
            direct[point as usize] = UNREACHED;
        }
    }
}

/// What a thread needs; kept to be used again.
#[derive(Default)]
pub(super) struct Worker {
    legs: LegScratch,
    reach: Vec<Reach>,
    suspects: Vec<u32>,
    sources: Vec<(StopId, u32)>,
    narrow: SweepScratch<u16>,
    broad: SweepScratch<u32>,
    short: Scratch<u16>,
    long: Scratch<u32>,
    short_rows: NodeRows<u16>,
    long_rows: NodeRows<u32>,
    stairs: Stairs,
    /// Seconds without a vehicle by point; all [`UNREACHED`] between searches.
    direct: Vec<u32>,
    pub buffers: Buffers,
}

/// Latest tick of a boarding at each boarding node, and earliest of an alighting at each alighting
/// node, up to tick `until`; [`NONE`] where there is none.
fn extremes<T: Tick>(plan: &Plan<T>, until: u32) -> (Vec<u32>, Vec<u32>) {
    let mut last = vec![NONE; plan.board_stop.len()];
    let mut first = vec![NONE; plan.alight_stop.len()];
    let mut boarding = |node: u32, tick: u32| {
        if let Some(l) = last.get_mut(node as usize) {
            *l = if *l == NONE { tick } else { tick.max(*l) };
        }
    };
    let mut alighting = |node: u32, tick: u32| {
        if let Some(f) = first.get_mut(node as usize) {
            *f = tick.min(*f);
        }
    };
    for p in 0..plan.patterns() {
        let runs = (plan.run_start[p + 1] - plan.run_start[p]) as usize;
        for (i, pos) in (plan.pos_start[p]..plan.pos_start[p + 1]).enumerate() {
            let times = plan.time_start[p] + i * runs..plan.time_start[p] + (i + 1) * runs;
            let within = |t: &&T| (1..=until).contains(&t.get());
            for d in plan.dep[times.clone()].iter().filter(within) {
                boarding(plan.pos_board[pos as usize], d.get());
            }
            for a in plan.arr[times].iter().filter(within) {
                alighting(plan.pos_alight[pos as usize], a.get());
            }
        }
    }
    for call in plan.flows.iter().flat_map(|f| &f.calls) {
        let end = call.board_window.1.clamp(0, i64::from(until)) as u32;
        boarding(call.board, end);
        alighting(call.alight, 1);
    }
    (last, first)
}

/// Legs of all points of one end.
pub(super) fn reach_of_all(legs: &Legs, links: &[Option<StreetLink>]) -> Vec<Vec<(StopId, u32)>> {
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
pub(super) fn sink_nodes<T: Tick>(
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
            // Nearest first: the others then matter the less.
            row.sort_unstable_by_key(|(node, seconds)| (*seconds, *node));
            row
        })
        .collect();
    let mut sinks = Jagged::new();
    for row in rows {
        sinks.push(row);
    }
    sinks
}
