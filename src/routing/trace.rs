//! What trips are made of: for one point, every point of the other end and every step of a window,
//! the vehicles and stops that one best trip uses. What a trip doesn't use can be taken away
//! without making it longer.
//!
//! The window kernel searches; a trip is then followed back from its last stop, each time to a
//! vehicle that arrives there then, to where one is ready in time for it, and to the stop that one
//! walked from. Labels of the kernel don't tell the number of rides. Where what is found has too
//! many, the plain search of [`super::journey`] is asked, for that step alone.

use super::job::{Question, UNREACHED, steps};
use super::journey::{Search, Step, Vehicle};
use super::kernel::{Ask, Scratch};
use super::legs::{End, LegScratch, Legs, Reach};
use super::plan::{AlightNode, Plan, PlanInput, RunIndex};
use super::rows::Steps;
use super::search::{reach_of_all, sink_nodes};
use super::times::PointIndex;
use crate::diagnostics::Error;
use crate::ids::{Id, Jagged, StopId, TripId};
use crate::network::Network;
use crate::network::calendar::{self, Axis};
use crate::network::links::StreetLink;
use crate::network::piles::Piles;
use crate::network::timetable::NONE;
use crate::travel::Direction;
use crate::units::LonLat;
use std::collections::{BTreeMap, HashMap};

/// Something that a trip can't do without, as it is traced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A ride on this trip of the timetable, on whatever day.
    Trip(TripId),
    /// Boarding or alighting here; for who stays seated from one trip to the next, also every stop
    /// at which a trip of the block begins or ends, as those say which trip goes on as which.
    Stop(StopId),
}

/// All the way over the streets: uses nothing.
pub const NO_RIDE: u32 = u32::MAX;

/// A network, date, window and traveller, ready to trace trips from the end that the window fixes:
/// the origins when departing, the destinations when arriving.
pub struct Tracer<'n> {
    network: &'n Network,
    question: Question,
    plan: Plan<u32>,
    legs: Legs,
    /// Walks between stops where those of the network don't serve.
    walks: Option<Jagged<StopId, [u32; 2]>>,
    sources: Vec<Option<StreetLink>>,
    sinks: Jagged<PointIndex, (u32, u32)>,
    steps: Steps,
    /// `(pattern, position)` by alighting node.
    calls: Vec<Vec<(u32, u32)>>,
    /// `(stream, call)` by alighting node.
    flow_calls: Vec<Vec<(u32, u32)>>,
    /// `(alighting node, seconds)` by boarding node.
    into: Vec<Vec<(u32, u32)>>,
    /// By run, those that go on as it.
    came_from: Vec<Vec<u32>>,
    /// By block, where its trips begin and end.
    block_ends: HashMap<u32, Vec<StopId>>,
    /// Stops that are one place in the plan.
    piles: Piles,
}

/// One or more rides up to alighting somewhere.
#[derive(Clone, Copy)]
struct Part {
    rides: u32,
    /// Its uses, sorted, those of the parts before included.
    uses: (u32, u32),
}

/// Memory of tracing, kept to be used again.
#[derive(Default)]
pub struct TraceScratch {
    legs: LegScratch,
    reach: Reach,
    kernel: Scratch<u32>,
    starts: Vec<(StopId, u32)>,
    /// Seconds to each boarding node from the source, slack included; [`NONE`] without.
    access: Vec<u32>,
    /// Seconds all the way to each sink; [`UNREACHED`] without.
    direct: Vec<u32>,
    /// Part by alighting node and tick; none where it would have too many rides.
    known: HashMap<(u32, u32), Option<u32>>,
    /// Earliest arrival at a sink by step, ticks, and the node one comes from.
    bests: Vec<(u32, u32)>,
    /// By step, the part by which each sink is reached.
    exact: BTreeMap<usize, Vec<u32>>,
    parts: Vec<Part>,
    uses: Vec<Use>,
}

/// A vehicle caught at a boarding node.
struct Boarding {
    node: u32,
    /// One must be ready by then.
    by: u32,
    uses: Vec<Use>,
}

/// The trips of one source.
pub struct Traced<'s> {
    tracer: &'s Tracer<'s>,
    scratch: &'s mut TraceScratch,
}

impl<'n> Tracer<'n> {
    /// Prepares to trace.
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
        calendar::check_date(&network.timetable, &dates, question.date)?;
        let traveller = &question.traveller;
        let window = question.window;
        let wheelchair = traveller.wheelchair.is_some();
        let linker = network.linker(wheelchair);
        let origins = network.link_points(&linker, origins);
        let destinations = network.link_points(&linker, destinations);
        let (near, far, sources, sinks) = match window.direction {
            Direction::Depart => (End::Origin, End::Destination, origins, destinations),
            Direction::Arrive => (End::Destination, End::Origin, destinations, origins),
        };
        let legs = Legs::new(network, traveller, near, &sinks);
        let reach = reach_of_all(&Legs::new(network, traveller, far, &[]), &sinks);
        let stored = !wheelchair && network.covers(traveller.walk, traveller.transfer());
        let walks = (!stored)
            .then(|| network.walks_between_stops(traveller.walk, traveller.transfer(), wheelchair));
        let (count, step) = (steps(&window), window.step_s.max(1));
        let max_trip = traveller.max_trip.0.min(i32::MAX as u32 / 4) as i32;
        let last_s = window.start_s + (count.saturating_sub(1) as u32 * step) as i32;
        let (from_s, to_s, first_s) = match window.direction {
            Direction::Depart => (
                window.start_s,
                last_s.saturating_add(max_trip),
                window.start_s,
            ),
            // Backwards the last deadline comes first.
            Direction::Arrive => (window.start_s.saturating_sub(max_trip), last_s, last_s),
        };
        let axis = Axis::new(&network.timetable, question.date);
        let plan = Plan::<u32>::new(&PlanInput {
            network,
            walks: walks.as_ref().unwrap_or(&network.stop_walks),
            axis: &axis,
            traveller,
            direction: window.direction,
            from_s,
            to_s,
            prune_walks: question.tuning.prune_walks,
        });
        let sinks = sink_nodes(&plan, traveller, &reach, question.tuning.prune_walks);
        let first = plan.tick(i64::from(first_s)).max(1) as u32;
        let (calls, _) = plan.alight_calls();
        let mut flow_calls = vec![Vec::new(); plan.alight_stop.len()];
        for (f, flow) in plan.flows.iter().enumerate() {
            for (i, call) in flow.calls.iter().enumerate() {
                if let Some(at) = flow_calls.get_mut(call.alight as usize) {
                    at.push((f as u32, i as u32));
                }
            }
        }
        let mut into = vec![Vec::new(); plan.board_stop.len()];
        for node in 0..plan.alight_stop.len() {
            for &(to, seconds) in &plan.transfers[AlightNode::new(node)] {
                into[to as usize].push((node as u32, seconds));
            }
        }
        let mut came_from = vec![Vec::new(); plan.runs.len()];
        for run in 0..plan.runs.len() {
            for &next in &plan.joins[RunIndex::new(run)] {
                came_from[next as usize].push(run as u32);
            }
        }
        Ok(Self {
            block_ends: block_ends(network),
            piles: network.piles(),
            steps: Steps { first, step, count },
            network,
            question,
            plan,
            legs,
            walks,
            sources,
            sinks,
            calls,
            flow_calls,
            into,
            came_from,
        })
    }

    /// Points to trace from.
    pub fn sources(&self) -> usize {
        self.sources.len()
    }

    /// Searches from one point; none where it isn't linked.
    pub fn trace<'s>(&'s self, scratch: &'s mut TraceScratch, source: usize) -> Option<Traced<'s>> {
        let link = self.sources.get(source)?.as_ref()?;
        let traveller = &self.question.traveller;
        self.legs.reach(&mut scratch.legs, link, &mut scratch.reach);
        let slack = self.plan.slacks(traveller).0;
        scratch.access.clear();
        scratch.access.resize(self.plan.board_stop.len(), NONE);
        scratch.starts.clear();
        for &(stop, seconds) in &scratch.reach.stops {
            let takes = seconds + slack;
            scratch.starts.push((stop, takes));
            for &node in &self.plan.boards_of[stop] {
                let known = &mut scratch.access[node as usize];
                *known = takes.min(*known);
            }
        }
        scratch.direct.clear();
        scratch.direct.resize(self.sinks.len(), UNREACHED);
        for &(sink, seconds) in &scratch.reach.direct {
            scratch.direct[sink as usize] = seconds;
        }
        let tuning = &self.question.tuning;
        let ask = Ask {
            departures: self.steps.count,
            first_tick: self.steps.first,
            step: self.steps.step,
            max_rides: traveller.max_rides,
            max_trip: traveller.max_trip.0,
            mark: tuning.mark,
            prune_long: tuning.prune_long,
            wide: tuning.wide,
        };
        scratch.kernel.search(&self.plan, &ask, &scratch.starts);
        scratch.known.clear();
        scratch.exact.clear();
        scratch.parts.clear();
        scratch.uses.clear();
        Some(Traced {
            tracer: self,
            scratch,
        })
    }

    /// Rides on some runs, the first one last; and what staying seated from one to the next takes.
    fn rides(&self, runs: &[u32]) -> Vec<Use> {
        let t = &self.network.timetable;
        let mut uses = Vec::new();
        for run in runs {
            let trip = self.plan.runs[*run as usize].trip;
            uses.push(Use::Trip(trip));
            if runs.len() > 1 {
                let calls = &t.calls[trip];
                uses.extend(calls.first().map(|c| Use::Stop(c.stop)));
                uses.extend(calls.last().map(|c| Use::Stop(c.stop)));
                let block = self.block_ends.get(&t.trip_block[trip.index()]);
                uses.extend(block.into_iter().flatten().map(|s| Use::Stop(*s)));
            }
        }
        uses
    }
}

/// Where the trips of each block begin and end.
fn block_ends(network: &Network) -> HashMap<u32, Vec<StopId>> {
    let t = &network.timetable;
    let mut ends: HashMap<u32, Vec<StopId>> = HashMap::new();
    for (trip, &block) in t.trip_block.iter().enumerate().filter(|(_, b)| **b != NONE) {
        let calls = &t.calls[TripId::new(trip)];
        let of_block = ends.entry(block).or_default();
        of_block.extend(calls.first().map(|c| c.stop));
        of_block.extend(calls.last().map(|c| c.stop));
    }
    for list in ends.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    ends
}

impl Traced<'_> {
    /// Travel times to (or from) a point of the other end in seconds, [`UNREACHED`] where not
    /// reached within the limits, one per step of the window in order; and by which part of the
    /// search, [`NO_RIDE`] without any ride or where not reached.
    pub fn to(&mut self, sink: usize, out: &mut Vec<(u32, u32)>) {
        out.clear();
        let tracer = self.tracer;
        let links = &tracer.sinks[PointIndex::new(sink)];
        let direct = self.scratch.direct[sink];
        let max_trip = tracer.question.traveller.max_trip.0;
        // Node by node, along its row: columns would jump through memory.
        let mut bests = std::mem::take(&mut self.scratch.bests);
        bests.clear();
        bests.resize(tracer.steps.count, (u32::MAX, NONE));
        for &(node, seconds) in links {
            let row = &self.scratch.kernel.arrivals(node)[..tracer.steps.count];
            for (best, arrives) in bests.iter_mut().zip(row) {
                let at = arrives.saturating_add(seconds);
                if at < best.0 {
                    *best = (at, node);
                }
            }
        }
        for (m, (at, node)) in bests.iter().copied().enumerate() {
            let time = at.saturating_sub(tracer.steps.tick(m));
            let best = (node != NONE).then_some((time, node));
            let ridden = best.filter(|(time, _)| *time < direct && *time <= max_trip);
            out.push(match ridden {
                None if direct <= max_trip => (direct, NO_RIDE),
                None => (UNREACHED, NO_RIDE),
                Some((time, node)) => {
                    let part = self
                        .part(node, m, 0)
                        .unwrap_or_else(|| self.exactly(m, sink));
                    (time, part)
                }
            });
        }
        self.scratch.bests = bests;
        if tracer.plan.direction == Direction::Arrive {
            out.reverse();
        }
    }

    /// What a part uses, sorted.
    pub fn uses(&self, part: u32) -> &[Use] {
        let part = self.scratch.parts.get(part as usize);
        part.map_or(&[], |p| {
            &self.scratch.uses[p.uses.0 as usize..p.uses.1 as usize]
        })
    }

    fn push(&mut self, rides: u32, mut uses: Vec<Use>) -> u32 {
        // Of a pile of stops it isn't known which is used: it may be any.
        let piles = &self.tracer.piles;
        if !piles.is_empty() {
            let stops = uses.iter().filter_map(|u| match u {
                Use::Stop(stop) => Some(piles.members(*stop)),
                _ => None,
            });
            let others: Vec<Use> = stops.flatten().map(|s| Use::Stop(*s)).collect();
            uses.extend(others);
        }
        uses.sort_unstable();
        uses.dedup();
        let start = self.scratch.uses.len() as u32;
        self.scratch.uses.extend(uses);
        let uses = (start, self.scratch.uses.len() as u32);
        self.scratch.parts.push(Part { rides, uses });
        self.scratch.parts.len() as u32 - 1
    }

    /// How one comes to alight at a node when the kernel says for a step; none where the way that
    /// is found has too many rides.
    fn part(&mut self, node: u32, m: usize, behind: u32) -> Option<u32> {
        let row = &self.scratch.kernel.arrivals(node)[..self.tracer.steps.count];
        let tick = row[m];
        // Whoever leaves earlier and arrives at the same moment can wait for the last to do so.
        let m = m + row[m..].iter().take_while(|t| **t == tick).count() - 1;
        if let Some(known) = self.scratch.known.get(&(node, tick)) {
            return *known;
        }
        let most = self.tracer.question.traveller.max_rides;
        if behind >= most {
            return None;
        }
        // Not to come back here in a circle that takes no time.
        self.scratch.known.insert((node, tick), None);
        let alight = Use::Stop(self.tracer.plan.alight_stop[node as usize]);
        let boardings = self.boardings(node, tick, m);
        let mut found = None;
        let departure = self.tracer.steps.tick(m);
        for b in &boardings {
            let access = self.scratch.access[b.node as usize];
            if access != NONE && departure.saturating_add(access) <= b.by {
                found = Some((b, 1, (0, 0)));
                break;
            }
        }
        if found.is_none() {
            'all: for b in &boardings {
                for &(from, seconds) in &self.tracer.into[b.node as usize] {
                    let arrived = self.scratch.kernel.arrivals(from)[m];
                    if arrived.saturating_add(seconds) > b.by {
                        continue;
                    }
                    let Some(before) = self.part(from, m, behind + 1) else {
                        continue;
                    };
                    let before = self.scratch.parts[before as usize];
                    if before.rides < most {
                        found = Some((b, before.rides + 1, before.uses));
                        break 'all;
                    }
                }
            }
        }
        let (b, rides, before) = found?;
        let mut uses = self.scratch.uses[before.0 as usize..before.1 as usize].to_vec();
        uses.extend(&b.uses);
        uses.push(alight);
        let part = self.push(rides, uses);
        self.scratch.known.insert((node, tick), Some(part));
        Some(part)
    }

    /// Where one can have boarded, at step `m`, what arrives at an alighting node at a tick.
    fn boardings(&self, node: u32, tick: u32, m: usize) -> Vec<Boarding> {
        let (tracer, kernel) = (self.tracer, &self.scratch.kernel);
        let plan = &tracer.plan;
        let mut out = Vec::new();
        let mut add = |node: u32, by: u32, uses: &dyn Fn() -> Vec<Use>| {
            if node != NONE && kernel.ready(node)[m] <= by {
                let mut uses = uses();
                uses.push(Use::Stop(plan.board_stop[node as usize]));
                out.push(Boarding { node, by, uses });
            }
        };
        for &(f, i) in &tracer.flow_calls[node as usize] {
            let flow = &plan.flows[f as usize];
            let last = &flow.calls[i as usize];
            for call in flow.calls[..i as usize].iter().filter(|c| c.board != NONE) {
                let ready = kernel.ready(call.board)[m];
                let leaves = i64::from(ready).max(call.board_window.0);
                let shift = leaves + call.board_shift;
                let there = (shift + last.alight_shift).max(last.alight_window.0);
                if ready < NONE
                    && leaves <= call.board_window.1
                    && there <= last.alight_window.1
                    && there.clamp(0, i64::from(u32::MAX)) == i64::from(tick)
                {
                    add(call.board, ready, &|| vec![Use::Trip(flow.run.trip)]);
                }
            }
        }
        for &(p, i) in &tracer.calls[node as usize] {
            let p = p as usize;
            let first = plan.run_start[p];
            let runs = (plan.run_start[p + 1] - first) as usize;
            let arr = &plan.arr[plan.time_start[p] + i as usize * runs..][..runs];
            let from = arr.partition_point(|a| *a < tick);
            let same = arr[from..].iter().take_while(|a| **a == tick).count();
            for j in from..from + same {
                // Back along the run, and those that go on as it.
                let mut chains = vec![(vec![first + j as u32], i as usize)];
                while let Some((chain, before)) = chains.pop() {
                    let run = chain[chain.len() - 1];
                    let p = plan.run_pattern[run as usize] as usize;
                    let runs = (plan.run_start[p + 1] - plan.run_start[p]) as usize;
                    let j = (run - plan.run_start[p]) as usize;
                    for i in (0..before).rev() {
                        let board = plan.pos_board[plan.pos_start[p] as usize + i];
                        let by = plan.dep[plan.time_start[p] + i * runs + j];
                        add(board, by, &|| tracer.rides(&chain));
                    }
                    for &r in &tracer.came_from[run as usize] {
                        if !chain.contains(&r) {
                            let q = plan.run_pattern[r as usize] as usize;
                            let calls = plan.pos_start[q + 1] - plan.pos_start[q];
                            let mut longer = chain.clone();
                            longer.push(r);
                            chains.push((longer, calls as usize));
                        }
                    }
                }
            }
        }
        out
    }

    /// The part by which a sink is reached at a step, by the plain search. That searches for all
    /// sinks at once.
    fn exactly(&mut self, m: usize, sink: usize) -> u32 {
        if !self.scratch.exact.contains_key(&m) {
            let parts = self.search_plainly(m);
            self.scratch.exact.insert(m, parts);
        }
        self.scratch.exact[&m][sink]
    }

    fn search_plainly(&mut self, m: usize) -> Vec<u32> {
        let tracer = self.tracer;
        let (plan, traveller) = (&tracer.plan, &tracer.question.traveller);
        let walks = (tracer.walks.as_ref()).unwrap_or(&tracer.network.stop_walks);
        let mut search = Search::new(tracer.network, walks, traveller, plan);
        // Starts have the slack in them.
        search.start(&self.scratch.starts, tracer.steps.tick(m));
        let mut best = vec![(u32::MAX, usize::MAX); tracer.sinks.len()];
        for _ in 0..traveller.max_rides {
            if !search.round() {
                break;
            }
            for (sink, best) in best.iter_mut().enumerate() {
                for &(node, seconds) in &tracer.sinks[PointIndex::new(sink)] {
                    if let Some((tick, step)) = search.arrived[node as usize] {
                        *best = (tick.saturating_add(seconds), step).min(*best);
                    }
                }
            }
            search.change();
        }
        let parts = best.into_iter().map(|(_, step)| {
            if step == usize::MAX {
                return NO_RIDE;
            }
            let uses = self.uses_of(&search, step);
            self.push(traveller.max_rides, uses)
        });
        parts.collect()
    }

    fn uses_of(&self, search: &Search, last: usize) -> Vec<Use> {
        let (tracer, plan) = (self.tracer, &self.tracer.plan);
        let (mut uses, mut runs, mut off) = (Vec::new(), Vec::new(), None);
        let mut at = last;
        loop {
            match search.steps[at] {
                Step::Alight { from, position, .. } => {
                    off = Some(position);
                    at = from;
                }
                Step::Stay { from, run } => {
                    uses.extend(off.take().map(|i| self.alighting(run, i)));
                    runs.push(run);
                    at = from;
                }
                Step::Seat {
                    from,
                    vehicle: Vehicle::Run(run),
                    position,
                    ..
                } => {
                    uses.extend(off.take().map(|i| self.alighting(run, i)));
                    runs.push(run);
                    uses.extend(tracer.rides(&runs));
                    runs.clear();
                    let pos = plan.pos_start[plan.run_pattern[run as usize] as usize] as usize;
                    let board = plan.pos_board[pos + position];
                    uses.push(Use::Stop(plan.board_stop[board as usize]));
                    at = from;
                }
                Step::Seat {
                    from,
                    vehicle: Vehicle::Flow(f),
                    position,
                    ..
                } => {
                    let flow = &plan.flows[f as usize];
                    let alight = off.take().map(|i| flow.calls[i].alight);
                    uses.extend(alight.map(|n| Use::Stop(plan.alight_stop[n as usize])));
                    let board = flow.calls[position].board;
                    uses.push(Use::Stop(plan.board_stop[board as usize]));
                    uses.push(Use::Trip(flow.run.trip));
                    at = from;
                }
                Step::Change { from, .. } => at = from,
                Step::Access { .. } => return uses,
            }
        }
    }

    fn alighting(&self, run: u32, position: usize) -> Use {
        let plan = &self.tracer.plan;
        let pos = plan.pos_start[plan.run_pattern[run as usize] as usize] as usize;
        let node = plan.pos_alight[pos + position];
        Use::Stop(plan.alight_stop[node as usize])
    }
}
