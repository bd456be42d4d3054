//! The routing kernel: earliest arrivals of one source everywhere, for every departure of a
//! window at once.
//!
//! Rounds as in RAPTOR (Delling, Pajor, Werneck 2012), one round per ride, but each label is a
//! row over the departures of the window. Who leaves earlier can wait, so rows never fall along
//! the window, and a vehicle is caught by exactly the departures up to some latest one. A pattern
//! is therefore scanned once a round for the whole window, carrying one number per vehicle: how
//! many of the departures catch it.

use super::plan::{AlightNode, BoardNode, FlowCall, Plan, RunIndex, Tick};
use crate::ids::StopId;
use crate::network::timetable::NONE;
use std::ops::Range;

/// What a search is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Number of departures.
    pub departures: usize,
    /// Tick of the first departure.
    pub first_tick: u32,
    /// Ticks between departures.
    pub step: u32,
    /// Most rides.
    pub max_rides: u32,
    /// Longest trip, seconds.
    pub max_trip: u32,
    /// Scan only what changed in the round before.
    pub mark: bool,
    /// Skip vehicles that arrive too late for every departure that catches them.
    pub prune_long: bool,
    /// Use wide vector instructions where there are any.
    pub wide: bool,
}

impl Ask {
    /// Tick of departure `m`.
    #[inline(always)]
    pub fn tick(&self, m: usize) -> u32 {
        self.first_tick + self.step * m as u32
    }
}

/// Rows and marks of a search, kept to be used again: after the first search of a shape no
/// memory is allocated.
#[derive(Default)]
pub struct Scratch<T> {
    departures: usize,
    /// Length of a row: the departures, filled up to whole blocks with [`Tick::NEVER`].
    stride: usize,
    /// When one is ready to board, `[boarding node][departure]`.
    ready: Vec<T>,
    /// When one has alighted, `[alighting node][departure]`.
    arrived: Vec<T>,
    touched_board: Vec<u32>,
    touched_alight: Vec<u32>,
    board_state: Vec<State>,
    alight_state: Vec<State>,
    /// Boarding nodes improved in the round before, and now.
    marked: Vec<u32>,
    next: Vec<u32>,
    improved: Vec<u32>,
    /// Departures that catch each vehicle of the pattern being scanned.
    catch: Vec<u32>,
    /// Departures that sit in each run from its start, coming from the run before.
    seated: Vec<u32>,
    touched_seated: Vec<u32>,
    queue: Vec<u32>,
    queued_from: Vec<u32>,
    flow_queue: Vec<u32>,
    flow_queued: Vec<bool>,
    flow_row: Vec<i64>,
}

/// Entries gone through at once: a 256-bit vector of 16-bit ticks.
const BLOCK: usize = 16;

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct State {
    touched: bool,
    marked: bool,
    /// While marked: the departures that may have improved, the end exclusive.
    from: u32,
    to: u32,
}

impl State {
    /// Marks some departures; gives whether the node was touched and marked before.
    #[inline(always)]
    fn mark(&mut self, from: usize, to: usize) -> (bool, bool) {
        let (touched, marked) = (self.touched, self.marked);
        let (from, to) = (from as u32, to as u32);
        *self = State {
            touched: true,
            marked: true,
            from: if marked { self.from.min(from) } else { from },
            to: if marked { self.to.max(to) } else { to },
        };
        (touched, marked)
    }
}

impl<T: Tick> Scratch<T> {
    fn prepare(&mut self, plan: &Plan<T>, departures: usize) {
        let (boards, alights) = (plan.board_stop.len(), plan.alight_stop.len());
        // A short row is no block.
        let stride = if departures < BLOCK {
            departures
        } else {
            departures.next_multiple_of(BLOCK)
        };
        let fits = self.departures == departures
            && self.ready.len() == boards * stride
            && self.arrived.len() == alights * stride
            && self.seated.len() == plan.runs.len()
            && self.queued_from.len() == plan.patterns()
            && self.flow_queued.len() == plan.flows.len();
        if fits {
            for n in self.touched_board.drain(..) {
                let at = n as usize * stride;
                self.ready[at..at + departures].fill(T::NEVER);
                self.board_state[n as usize] = State::default();
            }
            for n in self.touched_alight.drain(..) {
                let at = n as usize * stride;
                self.arrived[at..at + departures].fill(T::NEVER);
                self.alight_state[n as usize] = State::default();
            }
            for r in self.touched_seated.drain(..) {
                self.seated[r as usize] = 0;
            }
            self.marked.clear();
            self.next.clear();
            return;
        }
        *self = Scratch {
            departures,
            stride,
            ready: vec![T::NEVER; boards * stride],
            arrived: vec![T::NEVER; alights * stride],
            board_state: vec![State::default(); boards],
            alight_state: vec![State::default(); alights],
            catch: vec![0; plan.most_runs],
            seated: vec![0; plan.runs.len()],
            queued_from: vec![NONE; plan.patterns()],
            flow_queued: vec![false; plan.flows.len()],
            flow_row: vec![0; departures],
            ..Scratch::default()
        };
    }

    /// When one has alighted at a node, per departure, ticks; [`Tick::NEVER`] where never, and
    /// behind the last departure.
    pub fn arrivals(&self, node: u32) -> &[T] {
        &self.arrived[node as usize * self.stride..][..self.stride]
    }

    /// When one is ready to board at a node, per departure, ticks; as [`Scratch::arrivals`].
    pub fn ready(&self, node: u32) -> &[T] {
        &self.ready[node as usize * self.stride..][..self.stride]
    }

    /// The nodes where any departure arrives.
    pub fn touched(&self) -> &[u32] {
        &self.touched_alight
    }

    /// Searches from stops reached `seconds` after each departure (slack included).
    pub fn search(&mut self, plan: &Plan<T>, ask: &Ask, sources: &[(StopId, u32)]) {
        #[cfg(target_arch = "x86_64")]
        if ask.wide && std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just been asked for AVX2.
            return unsafe { self.search_avx2(plan, ask, sources) };
        }
        self.search_any(plan, ask, sources);
    }

    /// The same code, compiled for processors with AVX2: rows are gone through 16 at a time.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn search_avx2(&mut self, plan: &Plan<T>, ask: &Ask, sources: &[(StopId, u32)]) {
        self.search_any(plan, ask, sources);
    }

    #[inline(always)]
    fn search_any(&mut self, plan: &Plan<T>, ask: &Ask, sources: &[(StopId, u32)]) {
        self.prepare(plan, ask.departures);
        let departures = ask.departures;
        for &(stop, seconds) in sources {
            for &node in &plan.boards_of[stop] {
                let row = &mut self.ready[node as usize * self.stride..][..departures];
                let mut better = false;
                for (m, r) in row.iter_mut().enumerate() {
                    let t = T::of(i64::from(ask.tick(m)) + i64::from(seconds));
                    if t < *r {
                        *r = t;
                        better = true;
                    }
                }
                if better {
                    self.mark(node, 0, departures);
                }
            }
        }
        std::mem::swap(&mut self.marked, &mut self.next);
        for round in 1..=ask.max_rides {
            if self.marked.is_empty() {
                break;
            }
            self.enqueue(plan, ask);
            self.scan_all(plan, ask);
            self.unmark();
            if round < ask.max_rides {
                self.change(plan, ask);
                std::mem::swap(&mut self.marked, &mut self.next);
            } else {
                for &n in &self.improved {
                    self.alight_state[n as usize].marked = false;
                }
                self.improved.clear();
            }
        }
        self.unmark();
    }

    /// Takes the marks off the boarding nodes of the round before.
    fn unmark(&mut self) {
        for &n in &self.marked {
            self.board_state[n as usize].marked = false;
        }
        self.marked.clear();
    }

    /// Notes that some departures are ready earlier at a boarding node.
    #[inline(always)]
    fn mark(&mut self, node: u32, from: usize, to: usize) {
        let (touched, marked) = self.board_state[node as usize].mark(from, to);
        if !touched {
            self.touched_board.push(node);
        }
        if !marked {
            self.next.push(node);
        }
    }

    /// Queues the patterns and streams at marked nodes, each from its first such position.
    #[inline(always)]
    fn enqueue(&mut self, plan: &Plan<T>, ask: &Ask) {
        for i in 0..self.marked.len() {
            let node = BoardNode(self.marked[i]);
            for &(pattern, position) in &plan.board_at[node] {
                let from = &mut self.queued_from[pattern as usize];
                if *from == NONE {
                    self.queue.push(pattern);
                }
                *from = if ask.mark { (*from).min(position) } else { 0 };
            }
            for &flow in &plan.flow_at[node] {
                if !std::mem::replace(&mut self.flow_queued[flow as usize], true) {
                    self.flow_queue.push(flow);
                }
            }
        }
    }

    #[inline(always)]
    fn scan_all(&mut self, plan: &Plan<T>, ask: &Ask) {
        for i in 0..self.flow_queue.len() {
            let flow = self.flow_queue[i];
            self.flow_queued[flow as usize] = false;
            self.scan_flow(plan, flow);
        }
        self.flow_queue.clear();
        let mut next = 0;
        // Staying seated adds to the queue while it is worked off.
        while next < self.queue.len() {
            let pattern = self.queue[next];
            next += 1;
            let from = std::mem::replace(&mut self.queued_from[pattern as usize], NONE);
            self.scan(plan, ask, pattern as usize, from as usize);
        }
        self.queue.clear();
    }

    /// Goes along one pattern: alight, then board, position by position.
    #[inline(always)]
    fn scan(&mut self, plan: &Plan<T>, ask: &Ask, pattern: usize, from: usize) {
        let departures = self.departures;
        let positions = plan.pos_start[pattern] as usize..plan.pos_start[pattern + 1] as usize;
        let first_run = plan.run_start[pattern] as usize;
        let runs = plan.run_start[pattern + 1] as usize - first_run;
        // Vehicles that anybody sits in are among `lowest..highest`.
        let (mut lowest, mut highest) = (runs, 0);
        // Of vehicles that all departures catch the first is the best: those behind it never
        // overtake it. But one of them may go on elsewhere, staying seated.
        let mut end = runs;
        let goes_on = plan.goes_on[pattern];
        let catch = &mut self.catch[..runs];
        catch.fill(0);
        if from == 0 && plan.joined_into[pattern] {
            for (j, c) in catch.iter_mut().enumerate() {
                *c = self.seated[first_run + j];
                if *c > 0 {
                    lowest = lowest.min(j);
                    highest = j + 1;
                }
            }
        }
        for (i, pos) in positions.enumerate().skip(from) {
            let alight = plan.pos_alight[pos];
            if alight != NONE && lowest < highest {
                let arr = &plan.arr[plan.time_start[pattern] + i * runs..][..highest];
                let row = &mut self.arrived[alight as usize * self.stride..][..departures];
                let (mut better_from, mut better_to) = (departures, 0);
                for (&arr, &c) in arr[lowest..].iter().zip(&catch[lowest..highest]) {
                    let c = c as usize;
                    // The latest departure that sits in it; earlier ones are no worse off already.
                    if c == 0 || arr >= row[c - 1] {
                        continue;
                    }
                    if ask.prune_long && arr.get() > ask.tick(c - 1).saturating_add(ask.max_trip) {
                        continue;
                    }
                    let mut m = c;
                    while m > 0 && arr < row[m - 1] {
                        m -= 1;
                        row[m] = arr;
                    }
                    better_from = better_from.min(m);
                    better_to = better_to.max(c);
                }
                if better_from < better_to {
                    let state = &mut self.alight_state[alight as usize];
                    let (touched, marked) = state.mark(better_from, better_to);
                    if !touched {
                        self.touched_alight.push(alight);
                    }
                    if !marked {
                        self.improved.push(alight);
                    }
                }
            }
            let board = plan.pos_board[pos];
            if board == NONE {
                continue;
            }
            let (m, n) = match self.board_state[board as usize] {
                _ if !ask.mark => (0, departures),
                s if s.marked => (s.from as usize, s.to as usize),
                _ => continue,
            };
            let dep = &plan.dep[plan.time_start[pattern] + i * runs..][..end];
            let row = &self.ready[board as usize * self.stride..][..departures];
            let first = dep.partition_point(|d| *d < row[m]);
            // Departures ready in time for a vehicle; no fewer are for the next.
            let mut ready = m + 1;
            for (j, &dep) in dep.iter().enumerate().skip(first) {
                // All that improved catch an earlier vehicle; who catches this one did before.
                if n < departures && row[n] <= dep {
                    break;
                }
                let known = ready.max(catch[j] as usize);
                let mut c = known;
                while c < departures && row[c] <= dep {
                    c += 1;
                }
                if c > known {
                    ready = c;
                }
                catch[j] = c as u32;
                lowest = lowest.min(j);
                highest = highest.max(j + 1);
                if c == departures && !goes_on {
                    end = j + 1;
                    highest = end;
                    break;
                }
            }
        }
        if goes_on {
            self.stay_seated(plan, first_run, lowest..highest);
        }
    }

    /// Hands those still on board to the runs their vehicles go on as.
    #[inline(always)]
    fn stay_seated(&mut self, plan: &Plan<T>, first_run: usize, on_board: Range<usize>) {
        for j in on_board {
            if self.catch[j] == 0 {
                continue;
            }
            for &run in &plan.joins[RunIndex((first_run + j) as u32)] {
                let seated = &mut self.seated[run as usize];
                if self.catch[j] <= *seated {
                    continue;
                }
                if *seated == 0 {
                    self.touched_seated.push(run);
                }
                *seated = self.catch[j];
                let pattern = plan.run_pattern[run as usize];
                let from = &mut self.queued_from[pattern as usize];
                if *from == NONE {
                    self.queue.push(pattern);
                }
                *from = 0;
            }
        }
    }

    /// Goes along one headway stream; `flow_row` carries, per departure, the shift of the
    /// vehicle sat in against the template.
    #[inline(always)]
    fn scan_flow(&mut self, plan: &Plan<T>, flow: u32) {
        if let [from, to] = plan.flows[flow as usize].calls[..]
            && from.board_shift + to.alight_shift >= 0
        {
            return self.scan_hop(from, to);
        }
        let departures = self.departures;
        const NEVER: i64 = i64::MAX / 2;
        self.flow_row.fill(NEVER);
        for call in &plan.flows[flow as usize].calls {
            if call.alight != NONE {
                let row = &mut self.arrived[call.alight as usize * self.stride..][..departures];
                let mut better = false;
                for (shift, a) in self.flow_row.iter().zip(row) {
                    let t = (shift + call.alight_shift).max(call.alight_window.0);
                    if *shift < NEVER && t <= call.alight_window.1 && T::of(t) < *a {
                        *a = T::of(t);
                        better = true;
                    }
                }
                if better {
                    let state = &mut self.alight_state[call.alight as usize];
                    let (touched, marked) = state.mark(0, departures);
                    if !touched {
                        self.touched_alight.push(call.alight);
                    }
                    if !marked {
                        self.improved.push(call.alight);
                    }
                }
            }
            if call.board != NONE {
                let row = &self.ready[call.board as usize * self.stride..][..departures];
                for (shift, r) in self.flow_row.iter_mut().zip(row) {
                    let t = i64::from(r.get()).max(call.board_window.0);
                    if *r < T::NEVER && t <= call.board_window.1 {
                        *shift = (*shift).min(t + call.board_shift);
                    }
                }
            }
        }
    }

    /// A stream of one hop: what [`Scratch::scan_flow`] does, a vector of departures at once. Transport on demand is thousands
    /// of these, from each stop of an area to each other.
    #[inline(always)]
    fn scan_hop(&mut self, from: FlowCall, to: FlowCall) {
        if from.board == NONE || to.alight == NONE {
            return;
        }
        // Ticks are never below 0, and `NEVER` is later than any limit.
        let limit = |tick: i64| {
            let most = i64::from(T::NEVER.get()) - 1;
            (tick >= 0).then(|| T::of(tick.min(most)))
        };
        let ends = (limit(from.board_window.1), limit(to.alight_window.1));
        let (Some(last), Some(latest)) = ends else {
            return;
        };
        let (begins, earliest) = (T::of(from.board_window.0), T::of(to.alight_window.0));
        let takes = T::of(from.board_shift + to.alight_shift);
        let ready = &self.ready[from.board as usize * self.stride..][..self.departures];
        let row = &mut self.arrived[to.alight as usize * self.stride..][..self.departures];
        let mut changed = T::default();
        for (a, r) in row.iter_mut().zip(ready) {
            let leaves = (*r).max(begins);
            let there = leaves.plus(takes).max(earliest);
            let new = match (leaves <= last) & (there <= latest) {
                true => there.min(*a),
                false => *a,
            };
            changed = changed.or_differs(new, *a);
            *a = new;
        }
        if changed == T::default() {
            return;
        }
        let state = &mut self.alight_state[to.alight as usize];
        let (touched, marked) = state.mark(0, self.departures);
        if !touched {
            self.touched_alight.push(to.alight);
        }
        if !marked {
            self.improved.push(to.alight);
        }
    }

    /// Walks (or waits) from every improved alighting node to the nodes one can board at.
    #[inline(always)]
    fn change(&mut self, plan: &Plan<T>, ask: &Ask) {
        let improved = std::mem::take(&mut self.improved);
        for &from in &improved {
            let state = &mut self.alight_state[from as usize];
            state.marked = false;
            // Whole blocks around the departures that improved; the others were walked from before.
            let (m, n) = if ask.mark {
                let n = (state.to as usize).next_multiple_of(BLOCK);
                (state.from as usize / BLOCK * BLOCK, n.min(self.stride))
            } else {
                (0, self.stride)
            };
            let source = &self.arrived[from as usize * self.stride..][m..n];
            for &(to, seconds) in &plan.transfers[AlightNode(from)] {
                let target = &mut self.ready[to as usize * self.stride..][m..n];
                if relax(source, target, seconds) {
                    let state = &mut self.board_state[to as usize];
                    let (touched, marked) = state.mark(m, n.min(ask.departures));
                    if !touched {
                        self.touched_board.push(to);
                    }
                    if !marked {
                        self.next.push(to);
                    }
                }
            }
        }
        self.improved = improved;
        self.improved.clear();
    }
}

/// Lowers a target row to a source row plus some seconds; gives whether anything fell.
#[inline(always)]
fn relax<T: Tick>(source: &[T], target: &mut [T], seconds: T) -> bool {
    let mut changed = T::default();
    for (t, s) in target.iter_mut().zip(source) {
        let new = s.plus(seconds).min(*t);
        changed = changed.or_differs(new, *t);
        *t = new;
    }
    changed != T::default()
}
