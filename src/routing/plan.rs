//! The timetable of one query: only the trips its window can touch, as patterns that never
//! overtake, with times relative to the window. Made for one direction: an arrive-by query is a
//! departing query on the reversed timetable, so the kernel knows one direction only.
//!
//! *Direction time* is seconds on the query's axis when departing, and minus that when arriving.
//! A *tick* is direction time less that of the earliest moment of any trip, plus one, so that tick 0
//! can mean "gone before".

use crate::ids::{Id, Jagged, RouteId, StopId, TripId};
use crate::network::Network;
use crate::network::calendar::Axis;
use crate::network::piles::Piles;
use crate::network::rules::{Order, Rules, Side};
use crate::network::timetable::{NONE, Timetable};
use crate::network::vehicles::{How, Run, Stream, Vehicle, Vehicles};
use crate::routing::prune::Slowest;
use crate::travel::{Direction, Traveller};
use crate::units::Speed;
use rayon::prelude::*;
use std::collections::HashMap;

/// A number that holds ticks.
pub trait Tick: Copy + Ord + Default + Send + Sync + 'static {
    /// Not reached.
    const NEVER: Self;
    /// A tick, clamped to 0 below and to `NEVER` above.
    fn of(tick: i64) -> Self;
    /// Sum, saturating at `NEVER`.
    fn plus(self, seconds: Self) -> Self;
    /// The number.
    fn get(self) -> u32;
    /// Not the default if this isn't, or if two numbers differ.
    fn or_differs(self, a: Self, b: Self) -> Self;
    /// The low bits of a number known to fit.
    fn cut(number: u32) -> Self;
    /// The low bits of a difference known to fit.
    fn less(self, other: Self) -> Self;
    /// How many of a row are at most `limit`.
    fn count_within(row: &[Self], limit: Self) -> usize;
}

macro_rules! ticks {
    ($($t:ty),*) => {$(
        impl Tick for $t {
            const NEVER: Self = <$t>::MAX;
            #[inline(always)]
            fn of(tick: i64) -> Self {
                tick.clamp(0, i64::from(<$t>::MAX)) as $t
            }
            #[inline(always)]
            fn plus(self, seconds: Self) -> Self {
                self.saturating_add(seconds)
            }
            #[inline(always)]
            fn get(self) -> u32 {
                u32::from(self)
            }
            #[inline(always)]
            fn or_differs(self, a: Self, b: Self) -> Self {
                self | (a ^ b)
            }
            #[inline(always)]
            fn cut(number: u32) -> Self {
                number as $t
            }
            #[inline(always)]
            fn less(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn count_within(row: &[Self], limit: Self) -> usize {
                // Counted in numbers of the row's own width, so that whole vectors are added up;
                // by pieces that such a number can count.
                let pieces = row.chunks(usize::from(u16::MAX) / 2);
                pieces
                    .map(|piece| {
                        let mut n: $t = 0;
                        for t in piece {
                            n = n.wrapping_add((*t <= limit) as $t);
                        }
                        n as usize
                    })
                    .sum()
            }
        }
    )*};
}
ticks!(u16, u32);

/// `(pattern, position)` at which each alighting node is called at, and whether a stream calls there.
pub type AlightCalls = (Vec<Vec<(u32, u32)>>, Vec<bool>);

/// A stream of vehicles by headway (`exact_times=0`), along one trip.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Template and shift.
    pub run: Run,
    /// Calls in direction order.
    pub calls: Vec<FlowCall>,
}

/// A call of a [`Flow`]; times are ticks (may be negative).
#[derive(Clone, Copy, Debug)]
pub struct FlowCall {
    /// Boarding node or [`NONE`].
    pub board: u32,
    /// Alighting node or [`NONE`].
    pub alight: u32,
    /// Who boards leaves at the earliest at `board_window.0`, and not when later than `.1`.
    pub board_window: (i64, i64),
    /// What boarding costs on top: template time here is subtracted, half a headway added.
    pub board_shift: i64,
    /// Arrivals are at the earliest `.0`, and void when later than `.1`.
    pub alight_window: (i64, i64),
    /// Template time here.
    pub alight_shift: i64,
}

/// Patterns and changes of one query in one direction.
pub struct Plan<T> {
    /// Direction time of tick 0.
    pub zero_s: i64,
    /// Which way.
    pub direction: Direction,
    /// First position of each pattern; one more than patterns.
    pub pos_start: Vec<u32>,
    /// Boarding node per position or [`NONE`].
    pub pos_board: Vec<u32>,
    /// Alighting node per position or [`NONE`].
    pub pos_alight: Vec<u32>,
    /// First run of each pattern; one more than patterns.
    pub run_start: Vec<u32>,
    /// Runs, pattern by pattern, in an order that never overtakes.
    pub runs: Vec<Run>,
    /// Pattern of each run.
    pub run_pattern: Vec<u32>,
    /// Where the times of each pattern begin.
    pub time_start: Vec<usize>,
    /// Departures, `[pattern][position][run]`.
    pub dep: Vec<T>,
    /// Arrivals, `[pattern][position][run]`.
    pub arr: Vec<T>,
    /// Runs that a run goes on as, staying seated, in direction order; none where nothing does.
    pub joins: Jagged<RunIndex, u32>,
    /// Whether any run of a pattern is gone on as from another.
    pub joined_into: Vec<bool>,
    /// Whether any run of a pattern goes on as another.
    pub goes_on: Vec<bool>,
    /// Headway streams.
    pub flows: Vec<Flow>,
    /// Stop of each boarding node; the first of a pile.
    pub board_stop: Vec<StopId>,
    /// Stop of each alighting node; the first of a pile.
    pub alight_stop: Vec<StopId>,
    /// Boarding nodes of each stop.
    pub boards_of: Jagged<StopId, u32>,
    /// Alighting nodes of each stop.
    pub alights_of: Jagged<StopId, u32>,
    /// `(pattern, position)` where one boards from a boarding node.
    pub board_at: Jagged<BoardNode, (u32, u32)>,
    /// Streams boarded from a boarding node.
    pub flow_at: Jagged<BoardNode, u32>,
    /// Changes from an alighting node: `(boarding node, seconds)`, walk and slack included.
    pub transfers: Jagged<AlightNode, (u32, T)>,
    /// Most runs of any pattern.
    pub most_runs: usize,
    /// Slowest rides along patterns, for leaving out useless walks.
    slowest: Slowest,
}

/// Index of a run in [`Plan::runs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunIndex(pub u32);
/// A stop as a place to board, apart per class of transfer rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoardNode(pub u32);
/// A stop as a place where one alighted, apart per class of transfer rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlightNode(pub u32);

macro_rules! plan_ids {
    ($($t:ident),*) => {$(
        impl Id for $t {
            fn new(i: usize) -> Self {
                $t(i as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
plan_ids!(RunIndex, BoardNode, AlightNode);

/// What a plan is made for.
pub struct PlanInput<'a> {
    /// The network.
    pub network: &'a Network,
    /// Walks between stops, `(stop, millimetres)`, at most the longest leg.
    pub walks: &'a Jagged<StopId, [u32; 2]>,
    /// The axis of the query's date.
    pub axis: &'a Axis,
    /// The traveller.
    pub traveller: &'a Traveller,
    /// Which way.
    pub direction: Direction,
    /// The earliest moment of any trip of the window, seconds on the axis.
    pub from_s: i32,
    /// The latest, inclusive.
    pub to_s: i32,
    /// Leave out walks that can't be part of a best trip.
    pub prune_walks: bool,
}

/// One vehicle's calls in direction order: nodes and direction times.
pub(super) struct Sequence {
    pub nodes: Vec<(u32, u32)>,
    pub dep: Vec<i64>,
    pub arr: Vec<i64>,
}

/// Numbers the nodes of one side as they are met.
#[derive(Default)]
struct Nodes {
    ids: HashMap<(StopId, u32), u32>,
    stop: Vec<(StopId, u32)>,
}

impl Nodes {
    fn id(&mut self, stop: StopId, class: u32) -> u32 {
        *self.ids.entry((stop, class)).or_insert_with(|| {
            self.stop.push((stop, class));
            self.stop.len() as u32 - 1
        })
    }
    fn by_stop(&self, stops: usize, piles: &Piles) -> Jagged<StopId, u32> {
        let mut rows = vec![Vec::new(); stops];
        for (node, (stop, _)) in self.stop.iter().enumerate() {
            rows[stop.index()].push(node as u32);
        }
        let mut out = Jagged::new();
        for stop in (0..stops).map(StopId::new) {
            out.push(rows[piles.first(stop).index()].iter().copied());
        }
        out
    }
}

struct Builder<'a> {
    input: &'a PlanInput<'a>,
    t: &'a Timetable,
    rules: Rules,
    /// Stops that are one place.
    piles: Piles,
    /// Where forward boarding and alighting happen; swapped at the end when arriving.
    boarding: Nodes,
    alighting: Nodes,
}

impl<T: Tick> Plan<T> {
    /// Makes the plan of a query.
    pub fn new(input: &PlanInput) -> Self {
        let t = &input.network.timetable;
        let mut b = Builder {
            input,
            t,
            rules: Rules::new(t),
            piles: input.network.piles(),
            boarding: Nodes::default(),
            alighting: Nodes::default(),
        };
        let (active, streams, joins) = b.active();
        let sequences: Vec<Sequence> = active.iter().map(|a| b.sequence(a.run)).collect();
        let flows: Vec<Flow> = streams.iter().map(|(run, s)| b.flow(*run, *s)).collect();
        let patterns = patterns(&sequences);
        b.assemble(&active, &sequences, &patterns, &joins, flows)
    }

    /// Number of patterns.
    pub fn patterns(&self) -> usize {
        self.pos_start.len() - 1
    }
    /// Tick of a time on the axis.
    pub fn tick(&self, axis_s: i64) -> i64 {
        let direction_s = if self.direction == Direction::Depart {
            axis_s
        } else {
            -axis_s
        };
        direction_s - self.zero_s
    }
    /// Time on the axis of a tick.
    pub fn axis_s(&self, tick: i64) -> i64 {
        let direction_s = tick + self.zero_s;
        if self.direction == Direction::Depart {
            direction_s
        } else {
            -direction_s
        }
    }
    /// Leaves out of `(boarding node, seconds)` what is never better than another of them.
    fn prune_boarding(&self, row: &mut Vec<(u32, u32)>) {
        let calls = |node: u32| &self.board_at[BoardNode(node)];
        let flows = |node: u32| !self.flow_at[BoardNode(node)].is_empty();
        let mut keep = self.slowest.keep_boarding(row, calls, flows).into_iter();
        row.retain(|_| keep.next() == Some(true));
    }

    /// Where each alighting node is called at, `(pattern, position)`, and whether a stream calls.
    pub fn alight_calls(&self) -> AlightCalls {
        let mut calls = vec![Vec::new(); self.alight_stop.len()];
        for p in 0..self.patterns() {
            for (i, pos) in (self.pos_start[p]..self.pos_start[p + 1]).enumerate() {
                if let Some(at) = calls.get_mut(self.pos_alight[pos as usize] as usize) {
                    at.push((p as u32, i as u32));
                }
            }
        }
        let mut streams = vec![false; self.alight_stop.len()];
        for call in self.flows.iter().flat_map(|f| &f.calls) {
            if let Some(s) = streams.get_mut(call.alight as usize) {
                *s = true;
            }
        }
        (calls, streams)
    }

    /// Leaves out of `(alighting node, seconds)` what is never better than another of them.
    pub fn prune_alighting(&self, (calls, streams): &AlightCalls, row: &mut Vec<(u32, u32)>) {
        let at = |node: u32| &calls[node as usize][..];
        let mut keep = self
            .slowest
            .keep_alighting(row, at, |node| streams[node as usize])
            .into_iter();
        row.retain(|_| keep.next() == Some(true));
    }

    /// Slack counted when a source reaches a boarding node, and when a sink is reached from an
    /// alighting node (arriving, the sink's side is where one boards).
    pub fn slacks(&self, traveller: &Traveller) -> (u32, u32) {
        match self.direction {
            Direction::Depart => (traveller.board_slack.0, 0),
            Direction::Arrive => (0, traveller.board_slack.0),
        }
    }
}

type Joins = Vec<(Run, Run)>;

impl Builder<'_> {
    /// The vehicles within reach of the window that the traveller can use, streams apart; and who
    /// goes on as whom.
    fn active(&self) -> (Vec<Vehicle>, Vec<(Run, Stream)>, Joins) {
        let (mut active, mut streams, mut joins) = Default::default();
        let input = self.input;
        if input.traveller.max_rides == 0 {
            return (active, streams, joins);
        }
        let vehicles = Vehicles::new(self.t);
        for day in vehicles.days(input.axis, input.from_s, input.to_s) {
            for vehicle in day.vehicles() {
                if !self.open(self.t.trip_wheelchair[vehicle.run.trip.index()]) {
                    continue;
                }
                match vehicle.how {
                    How::Stream(stream) => streams.push((vehicle.run, stream)),
                    How::Timetabled | How::Exact => active.push(vehicle),
                }
            }
            joins.extend(day.joins());
        }
        (active, streams, joins)
    }

    /// Whether the traveller can use what has this mark for wheelchairs.
    fn open(&self, mark: u8) -> bool {
        Timetable::open_to(self.input.traveller.wheelchair, mark)
    }

    /// Boarding and alighting nodes of a forward call; [`NONE`] where not allowed.
    fn nodes_at(&mut self, trip: TripId, position: usize) -> (u32, u32) {
        let calls = &self.t.calls[trip];
        let call = calls[position];
        let open = self.open(self.t.stop_wheelchair[call.stop.index()]);
        let route: RouteId = self.t.trip_route[trip.index()];
        let mut board = NONE;
        let mut alight = NONE;
        if open && call.boards() && position + 1 < calls.len() {
            let class = self.rules.class(Side::To, call.stop, route, trip);
            board = self.boarding.id(self.piles.first(call.stop), class);
        }
        if open && call.alights() && position > 0 {
            let class = self.rules.class(Side::From, call.stop, route, trip);
            alight = self.alighting.id(self.piles.first(call.stop), class);
        }
        (board, alight)
    }

    fn sequence(&mut self, run: Run) -> Sequence {
        let calls = &self.t.calls[run.trip];
        let n = calls.len();
        let mut s = Sequence {
            nodes: Vec::with_capacity(n),
            dep: Vec::with_capacity(n),
            arr: Vec::with_capacity(n),
        };
        for (i, call) in calls.iter().enumerate() {
            let arrival = i64::from(call.arrival) + i64::from(run.offset_s);
            let departure = i64::from(call.departure) + i64::from(run.offset_s);
            s.nodes.push(self.nodes_at(run.trip, i));
            s.arr.push(arrival);
            s.dep.push(departure);
        }
        if self.input.direction == Direction::Arrive {
            // Reversed: what was alighting is boarding, and time runs backwards.
            s.nodes = s
                .nodes
                .iter()
                .rev()
                .map(|&(board, alight)| (alight, board))
                .collect();
            let (arr, dep) = (s.arr, s.dep);
            s.arr = dep.iter().rev().map(|x| -x).collect();
            s.dep = arr.iter().rev().map(|x| -x).collect();
        }
        s
    }

    /// A headway stream after the contract: ready at r one leaves s at
    /// max(r, start + offset) + headway/2, provided max(…) < end + offset.
    fn flow(&mut self, run: Run, stream: Stream) -> Flow {
        let calls = &self.t.calls[run.trip];
        let origin = i64::from(calls[0].departure);
        // Half a headway in whole seconds, never too early.
        let wait = i64::from(stream.headway_s.div_ceil(2));
        let (start, end) = (i64::from(stream.start_s), i64::from(stream.end_s));
        let zero = self.zero_s();
        const ALWAYS: (i64, i64) = (i64::MIN / 4, i64::MAX / 4);
        let mut list: Vec<FlowCall> = Vec::with_capacity(calls.len());
        for (i, call) in calls.iter().enumerate() {
            let (board, alight) = self.nodes_at(run.trip, i);
            let (dep, arr) = (
                i64::from(call.departure) - origin,
                i64::from(call.arrival) - origin,
            );
            let (lo, hi) = (start + dep, end + dep - 1);
            list.push(match self.input.direction {
                Direction::Depart => FlowCall {
                    board,
                    alight,
                    board_window: (lo - zero, hi - zero),
                    board_shift: wait - dep,
                    alight_window: ALWAYS,
                    alight_shift: arr,
                },
                // Reversed: from a wished arrival at u back to the latest moment to be ready at s.
                Direction::Arrive => FlowCall {
                    board: alight,
                    alight: board,
                    board_window: ALWAYS,
                    board_shift: arr,
                    alight_window: (-hi - zero, -lo - zero),
                    alight_shift: wait - dep,
                },
            });
        }
        if self.input.direction == Direction::Arrive {
            list.reverse();
        }
        Flow { run, calls: list }
    }

    /// Direction time of tick 0: one second before anybody is under way.
    fn zero_s(&self) -> i64 {
        match self.input.direction {
            Direction::Depart => i64::from(self.input.from_s) - 1,
            Direction::Arrive => -i64::from(self.input.to_s) - 1,
        }
    }

    fn assemble<T: Tick>(
        mut self,
        active: &[Vehicle],
        sequences: &[Sequence],
        patterns: &[Vec<u32>],
        joins: &Joins,
        flows: Vec<Flow>,
    ) -> Plan<T> {
        let zero = self.zero_s();
        let departing = self.input.direction == Direction::Depart;
        let mut plan = Plan {
            zero_s: zero,
            direction: self.input.direction,
            pos_start: vec![0],
            pos_board: Vec::new(),
            pos_alight: Vec::new(),
            run_start: vec![0],
            runs: Vec::new(),
            run_pattern: Vec::new(),
            time_start: Vec::new(),
            dep: Vec::new(),
            arr: Vec::new(),
            joins: Jagged::new(),
            joined_into: vec![false; patterns.len()],
            goes_on: vec![false; patterns.len()],
            flows,
            board_stop: Vec::new(),
            alight_stop: Vec::new(),
            boards_of: Jagged::new(),
            alights_of: Jagged::new(),
            board_at: Jagged::new(),
            flow_at: Jagged::new(),
            transfers: Jagged::new(),
            most_runs: 0,
            slowest: Slowest::new(patterns, sequences),
        };
        let mut run_of: HashMap<Run, u32> = HashMap::new();
        for (p, members) in patterns.iter().enumerate() {
            let nodes = &sequences[members[0] as usize].nodes;
            plan.pos_board.extend(nodes.iter().map(|n| n.0));
            plan.pos_alight.extend(nodes.iter().map(|n| n.1));
            plan.pos_start.push(plan.pos_board.len() as u32);
            plan.time_start.push(plan.dep.len());
            for i in 0..nodes.len() {
                for &m in members {
                    let s = &sequences[m as usize];
                    // A departure too late to matter stays below NEVER, so that "not reached"
                    // never catches it; an arrival too late is NEVER.
                    plan.dep
                        .push(T::of((s.dep[i] - zero).min(i64::from(T::NEVER.get()) - 1)));
                    plan.arr.push(T::of(s.arr[i] - zero));
                }
            }
            for &m in members {
                let a = &active[m as usize];
                if a.how == How::Timetabled {
                    run_of.insert(a.run, plan.runs.len() as u32);
                }
                plan.runs.push(a.run);
                plan.run_pattern.push(p as u32);
            }
            plan.run_start.push(plan.runs.len() as u32);
            plan.most_runs = plan.most_runs.max(members.len());
        }
        let mut goes_on: Vec<Vec<u32>> = vec![Vec::new(); plan.runs.len()];
        for (a, b) in joins {
            if let (Some(&a), Some(&b)) = (run_of.get(a), run_of.get(b)) {
                let (from, to) = if departing { (a, b) } else { (b, a) };
                goes_on[from as usize].push(to);
                plan.joined_into[plan.run_pattern[to as usize] as usize] = true;
                plan.goes_on[plan.run_pattern[from as usize] as usize] = true;
            }
        }
        for mut row in goes_on {
            row.sort_unstable();
            row.dedup();
            plan.joins.push(row);
        }
        let transfers = self.transfers();
        let (boards, alights) = if departing {
            (&self.boarding, &self.alighting)
        } else {
            (&self.alighting, &self.boarding)
        };
        plan.board_stop = boards.stop.iter().map(|s| s.0).collect();
        plan.alight_stop = alights.stop.iter().map(|s| s.0).collect();
        plan.boards_of = boards.by_stop(self.t.stops(), &self.piles);
        plan.alights_of = alights.by_stop(self.t.stops(), &self.piles);
        let mut board_at = vec![Vec::new(); plan.board_stop.len()];
        for p in 0..patterns.len() {
            for (i, pos) in (plan.pos_start[p]..plan.pos_start[p + 1]).enumerate() {
                if let Some(at) = board_at.get_mut(plan.pos_board[pos as usize] as usize) {
                    at.push((p as u32, i as u32));
                }
            }
        }
        let mut flow_at = vec![Vec::new(); plan.board_stop.len()];
        for (f, flow) in plan.flows.iter().enumerate() {
            for call in &flow.calls {
                if let Some(at) = flow_at.get_mut(call.board as usize) {
                    at.push(f as u32);
                }
            }
        }
        for row in board_at {
            plan.board_at.push(row);
        }
        for mut row in flow_at {
            row.dedup();
            plan.flow_at.push(row);
        }
        // Changes were made forward, from where one alights to where one boards.
        let mut rows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); plan.alight_stop.len()];
        for (alight, board, seconds) in transfers {
            let (from, to) = if departing {
                (alight, board)
            } else {
                (board, alight)
            };
            rows[from as usize].push((to, seconds));
        }
        if self.input.prune_walks {
            rows.par_iter_mut().for_each(|row| plan.prune_boarding(row));
        }
        for row in rows {
            let ticks = row
                .into_iter()
                .map(|(to, seconds)| (to, T::of(i64::from(seconds))));
            plan.transfers.push(ticks);
        }
        plan
    }

    /// All changes, forward: `(alighting node, boarding node, seconds)`.
    fn transfers(&mut self) -> Vec<(u32, u32, u32)> {
        let boards_of = self.boarding.by_stop(self.t.stops(), &self.piles);
        let slack = self.input.traveller.board_slack.0;
        let (walk, limit): (Speed, u32) =
            (self.input.traveller.walk, self.input.traveller.transfer().0);
        let mut out = Vec::new();
        for (node, &(stop, leaving)) in self.alighting.stop.iter().enumerate() {
            let same = [[stop.0, 0]];
            for &[to, mm] in same.iter().chain(&self.input.walks[stop]) {
                let seconds = walk.time_for(mm).0;
                if seconds > limit && to != stop.0 {
                    continue;
                }
                for &board in &boards_of[StopId(to)] {
                    let class = self.boarding.stop[board as usize].1;
                    let takes = match self.rules.order(stop, leaving, StopId(to), class) {
                        Order::Default => seconds + slack,
                        Order::Timed => seconds,
                        Order::MinTime(least) => least.max(seconds),
                        Order::Forbidden => continue,
                    };
                    out.push((node as u32, board, takes));
                }
            }
        }
        out
    }
}

/// Groups vehicles by their nodes, and splits each group until no vehicle overtakes another.
fn patterns(sequences: &[Sequence]) -> Vec<Vec<u32>> {
    let mut group_of: HashMap<&[(u32, u32)], usize> = HashMap::new();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for (i, s) in sequences.iter().enumerate() {
        let g = *group_of.entry(&s.nodes).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[g].push(i as u32);
    }
    let mut out = Vec::new();
    for mut group in groups {
        group.sort_by_key(|&i| {
            let s = &sequences[i as usize];
            (s.dep.first().copied(), s.arr.last().copied(), i)
        });
        let mut chains: Vec<Vec<u32>> = Vec::new();
        for i in group {
            let s = &sequences[i as usize];
            let follows = |chain: &&mut Vec<u32>| {
                let Some(&last) = chain.last() else {
                    return true;
                };
                let l = &sequences[last as usize];
                l.dep.iter().zip(&s.dep).all(|(a, b)| a <= b)
                    && l.arr.iter().zip(&s.arr).all(|(a, b)| a <= b)
            };
            match chains.iter_mut().find(follows) {
                Some(chain) => chain.push(i),
                None => chains.push(vec![i]),
            }
        }
        out.append(&mut chains);
    }
    out
}
