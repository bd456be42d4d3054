//! The calls of a plan in the order of time: what a sweep goes through.
//!
//! Every boarding and alighting within reach of the window is one event. From an alighting, each
//! change leads to one boarding: the first at that node for which there is time. Whoever is there by
//! then is also there for all later ones, so one entry a change is enough (the timeline of a node
//! does the rest). This is the time-expanded graph (Pallottino & Scutellà 1998) in the order of the
//! Connection Scan Algorithm (Dibbelt, Pajor, Strasser & Wagner 2018), made once for all searches.

use super::plan::{AlightNode, BoardNode, Plan, RunIndex, Tick};
use crate::ids::Jagged;
use crate::network::timetable::NONE;
use rayon::prelude::*;

/// What happens at an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `node` is an alighting node; changes lead to `targets[at..at + len]`.
    Alight,
    /// As [`Kind::Alight`], and some change leads back, to a boarding at the same second that
    /// comes before in the list.
    AlightBack,
    /// `node` is a boarding node; `at` is the boarding's number.
    Board,
    /// Those on board stay seated in run `node`.
    Stay,
    /// As [`Kind::Stay`], when that run's calls at the same second come before; the first is event `at`.
    StayBack,
}

/// A vehicle calls.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Tick.
    pub time: u32,
    /// Which run.
    pub run: u32,
    /// What it concerns.
    pub node: u32,
    /// Meaning after the kind.
    pub at: u32,
    /// Meaning after the kind.
    pub len: u16,
    /// What happens.
    pub kind: Kind,
    /// Whether some event of this second leads back, so that it may be gone through again.
    pub again: bool,
}

/// All events of a plan up to some tick, in the order of time.
pub struct Events {
    /// The events.
    pub list: Vec<Event>,
    /// Numbers of boardings that changes lead to.
    pub targets: Vec<u32>,
    /// Event of each boarding.
    pub event_of: Vec<u32>,
    /// `(tick, number)` of the boardings at each node, in order.
    pub timeline: Jagged<BoardNode, (u32, u32)>,
    /// Number of runs.
    pub runs: usize,
    /// Number of alighting nodes.
    pub alights: usize,
}

impl Events {
    /// The events of a plan up to `last` (a tick, inclusive). Streams by headway have none.
    /// `reduce` leaves out changes that can't matter: worth its time for many searches.
    pub fn new<T: Tick>(plan: &Plan<T>, last: u32, reduce: bool) -> Self {
        let list = in_order(plan, last);
        let boards = plan.board_stop.len();
        let mut event_of = Vec::new();
        let mut rows: Vec<Vec<(u32, u32)>> = vec![Vec::new(); boards];
        for (i, e) in list.iter().enumerate() {
            if e.kind == Kind::Board {
                rows[e.node as usize].push((e.time, event_of.len() as u32));
                event_of.push(i as u32);
            }
        }
        let mut timeline = Jagged::new();
        for row in rows {
            timeline.push(row);
        }
        let mut events = Self {
            list,
            targets: Vec::new(),
            event_of,
            timeline,
            runs: plan.runs.len(),
            alights: plan.alight_stop.len(),
        };
        events.number();
        let mut changes = events.changes(plan, last, reduce);
        if reduce {
            events.leave_to_later_calls(plan, &mut changes);
        }
        events.connect(&changes);
        events
    }

    /// Numbers the boardings, and finds joints that lead back.
    fn number(&mut self) {
        let mut board = 0;
        // The first event of each run within the second that was at hand when it was last met.
        let mut first = vec![NONE; self.runs];
        for i in 0..self.list.len() {
            let e = self.list[i];
            let in_this_second = |k: u32| k != NONE && self.list[k as usize].time == e.time;
            let known = first[e.run as usize];
            if !in_this_second(known) {
                first[e.run as usize] = i as u32;
            }
            match e.kind {
                Kind::Board => {
                    self.list[i].at = board;
                    board += 1;
                }
                Kind::Stay | Kind::StayBack => {
                    // Calls of the run gone on as that come before at the same second.
                    let k = first[e.node as usize];
                    if in_this_second(k) && k < i as u32 {
                        self.list[i].kind = Kind::StayBack;
                        self.list[i].at = k;
                    }
                }
                Kind::Alight | Kind::AlightBack => {}
            }
        }
    }

    /// For every event the boardings that changes lead to. With `reduce` without those by which nothing
    /// is caught that is not caught by another change of the same event.
    fn changes<T: Tick>(&self, plan: &Plan<T>, last: u32, reduce: bool) -> Changes {
        let mut events_at: Vec<Vec<u32>> = vec![Vec::new(); self.alights];
        for (i, e) in self.list.iter().enumerate() {
            if e.kind == Kind::Alight {
                events_at[e.node as usize].push(i as u32);
            }
        }
        let by_node: Vec<OfNode> = events_at
            .par_iter()
            .enumerate()
            .map(|(node, events)| {
                let node = AlightNode(node as u32);
                let mut catches = match reduce {
                    true => Catches::new(plan, node),
                    false => Catches::default(),
                };
                let row = &plan.transfers[node];
                // Times only grow, so where each change led before is where to go on looking.
                let mut reached = vec![0usize; row.len()];
                let mut useful = vec![!reduce; row.len()];
                let (mut targets, mut lens) = (Vec::new(), Vec::with_capacity(events.len()));
                for &event in events {
                    let time = self.list[event as usize].time;
                    if reduce {
                        useful.fill(false);
                        catches.mark(plan, time, last, &mut useful);
                    }
                    let before = targets.len();
                    let changes = row.iter().zip(&mut reached).zip(&useful);
                    for ((&(to, seconds), k), _) in changes.filter(|(_, useful)| **useful) {
                        let line = &self.timeline[BoardNode(to)];
                        let ready = time.saturating_add(seconds.get());
                        while line.get(*k).is_some_and(|(t, _)| *t < ready) {
                            *k += 1;
                        }
                        if let Some(&(_, number)) = line.get(*k) {
                            targets.push((number, seconds.get()));
                        }
                    }
                    // `fits` has made sure of that.
                    lens.push((targets.len() - before).min(usize::from(u16::MAX)) as u16);
                }
                (targets, lens)
            })
            .collect();
        let mut changes = Changes {
            of: vec![(0, 0); self.list.len()],
            targets: Vec::new(),
        };
        for (events, (targets, lens)) in events_at.iter().zip(by_node) {
            let mut at = changes.targets.len();
            for (&event, len) in events.iter().zip(lens) {
                changes.of[event as usize] = (at, len);
                at += usize::from(len);
            }
            changes.targets.extend(targets);
        }
        changes
    }

    /// Leaves out changes to a boarding that is reached sooner, or with a shorter walk, by staying on
    /// board and changing from a later call: the ride is the same one.
    ///
    /// A sweep passes over alightings that nobody reaches better than before, so what stands in for a
    /// change may itself be passed over for an earlier arrival at its node. That never goes in circles:
    /// here the boarding gets earlier or the walk shorter, there both stay and time goes back, and in
    /// [`Catches::mark`] the boarding moves up along its vehicle's way.
    fn leave_to_later_calls<T: Tick>(&self, plan: &Plan<T>, changes: &mut Changes) {
        let mut of_run: Vec<Vec<u32>> = vec![Vec::new(); self.runs];
        for (i, e) in self.list.iter().enumerate() {
            if e.kind == Kind::Alight {
                of_run[e.run as usize].push(i as u32);
            }
        }
        // Per boarding node the earliest boarding that later calls lead to.
        const NEVER: (u32, u32) = (u32::MAX, u32::MAX);
        let mut earliest = vec![NEVER; plan.board_stop.len()];
        let mut touched = Vec::new();
        for events in &of_run {
            for &event in events.iter().rev() {
                let (at, len) = changes.of[event as usize];
                let mut kept = 0;
                for k in at..at + usize::from(len) {
                    let target = changes.targets[k];
                    let node = self.list[self.event_of[target.0 as usize] as usize].node;
                    let best = &mut earliest[node as usize];
                    if target <= *best {
                        if *best == NEVER {
                            touched.push(node);
                        }
                        *best = target;
                        changes.targets[at + kept] = target;
                        kept += 1;
                    }
                }
                changes.of[event as usize] = (at, kept as u16);
            }
            for node in touched.drain(..) {
                earliest[node as usize] = NEVER;
            }
        }
    }

    /// Writes the changes into the events, in the order of these, and finds those that lead back.
    fn connect(&mut self, changes: &Changes) {
        for (i, &(at, len)) in changes.of.iter().enumerate() {
            if self.list[i].kind != Kind::Alight {
                continue;
            }
            let targets = &changes.targets[at..at + usize::from(len)];
            let back = |(board, _): &(u32, u32)| self.event_of[*board as usize] < i as u32;
            if targets.iter().any(back) {
                self.list[i].kind = Kind::AlightBack;
            }
            self.list[i].at = self.targets.len() as u32;
            self.list[i].len = len;
            self.targets.extend(targets.iter().map(|(board, _)| *board));
        }
        for second in self.list.chunk_by_mut(|a, b| a.time == b.time) {
            let back = |e: &Event| matches!(e.kind, Kind::AlightBack | Kind::StayBack);
            if second.iter().any(back) {
                second.iter_mut().for_each(|e| e.again = true);
            }
        }
    }

    /// Whether a plan can be swept: its changes are counted in 16 bits, events and changes in 32.
    pub fn fits<T: Tick>(plan: &Plan<T>) -> bool {
        let changes = |n: u32| plan.transfers[AlightNode(n)].len();
        let most = (0..plan.alight_stop.len() as u32).map(changes).max();
        // Each vehicle that somebody can alight from somewhere has the changes of that node.
        let mut targets = 0u64;
        for p in 0..plan.patterns() {
            let runs = u64::from(plan.run_start[p + 1] - plan.run_start[p]);
            for pos in plan.pos_start[p]..plan.pos_start[p + 1] {
                let node = plan.pos_alight[pos as usize];
                if node != NONE {
                    targets += runs * changes(node) as u64;
                }
            }
        }
        most.unwrap_or(0) <= usize::from(u16::MAX)
            && (plan.dep.len() as u64 * 3) < u64::from(NONE)
            && targets < u64::from(NONE)
    }
}

/// Targets of the events at one node, one event after another, and how many each has.
type OfNode = (Vec<(u32, u32)>, Vec<u16>);

/// Boardings that changes lead to, while they are worked out.
struct Changes {
    /// Per event: where its targets begin, and how many.
    of: Vec<(usize, u16)>,
    /// Number of the boarding, and seconds of the change.
    targets: Vec<(u32, u32)>,
}

/// What can be caught by the changes from one alighting node, as time goes on.
#[derive(Default)]
struct Catches {
    entries: Vec<Catch>,
}

/// One call of a pattern that a change leads to.
struct Catch {
    pattern: u32,
    position: u32,
    /// Which change.
    change: u32,
    seconds: u32,
    /// The first run there is time for, at the event looked at last.
    run: u32,
}

impl Catches {
    fn new<T: Tick>(plan: &Plan<T>, node: AlightNode) -> Self {
        let mut entries = Vec::new();
        for (change, &(to, seconds)) in plan.transfers[node].iter().enumerate() {
            entries.extend(
                plan.board_at[BoardNode(to)]
                    .iter()
                    .map(|&(pattern, position)| Catch {
                        pattern,
                        position,
                        change: change as u32,
                        seconds: seconds.get(),
                        run: 0,
                    }),
            );
        }
        entries.sort_unstable_by_key(|c| (c.pattern, c.position, c.seconds, c.change));
        Self { entries }
    }

    /// Marks the changes by which some vehicle is caught, at a time not before those asked so far, that
    /// isn't caught earlier on its way by another change. Whoever catches a vehicle can also wait for
    /// the next of its pattern, so the first one tells.
    fn mark<T: Tick>(&mut self, plan: &Plan<T>, time: u32, last: u32, useful: &mut [bool]) {
        let (mut pattern, mut best) = (NONE, 0);
        for c in &mut self.entries {
            let p = c.pattern as usize;
            let runs = plan.run_start[p + 1] - plan.run_start[p];
            if c.pattern != pattern {
                (pattern, best) = (c.pattern, runs);
            }
            let first = plan.time_start[p] + c.position as usize * runs as usize;
            let dep = &plan.dep[first..first + runs as usize];
            let ready = time.saturating_add(c.seconds);
            while dep.get(c.run as usize).is_some_and(|d| d.get() < ready) {
                c.run += 1;
            }
            let caught = c.run < best && dep[c.run as usize].get() <= last;
            if caught {
                best = c.run;
                useful[c.change as usize] = true;
            }
        }
    }
}

/// All events up to a tick; those of one run in the order of its calls.
fn in_order<T: Tick>(plan: &Plan<T>, last: u32) -> Vec<Event> {
    // (time, order within a second) first, so that sorting sorts by them.
    let mut keyed: Vec<(u64, Event)> = Vec::new();
    let mut push = |order: usize, event: Event| {
        if event.time <= last {
            let key = u64::from(event.time) << 32 | order.min(u32::MAX as usize) as u64;
            keyed.push((key, event));
        }
    };
    for p in 0..plan.patterns() {
        let first_run = plan.run_start[p] as usize;
        let runs = plan.run_start[p + 1] as usize - first_run;
        let positions = plan.pos_start[p] as usize..plan.pos_start[p + 1] as usize;
        let calls = positions.len();
        for (i, pos) in positions.enumerate() {
            let times = plan.time_start[p] + i * runs;
            for j in 0..runs {
                let run = (first_run + j) as u32;
                let event = |time: T, kind, node| Event {
                    time: time.get(),
                    run,
                    node,
                    at: 0,
                    len: 0,
                    kind,
                    again: false,
                };
                let (arr, dep) = (plan.arr[times + j], plan.dep[times + j]);
                // At tick 0 a vehicle is gone before anybody leaves.
                if plan.pos_alight[pos] != NONE && arr.get() > 0 && arr < T::NEVER {
                    push(3 * i, event(arr, Kind::Alight, plan.pos_alight[pos]));
                }
                if plan.pos_board[pos] != NONE && dep.get() > 0 {
                    push(3 * i + 1, event(dep, Kind::Board, plan.pos_board[pos]));
                }
                if i + 1 == calls && arr < T::NEVER {
                    for &next in &plan.joins[RunIndex(run)] {
                        push(3 * i + 2, event(arr, Kind::Stay, next));
                    }
                }
            }
        }
    }
    // Equal keys stay in the order of patterns and runs.
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, e)| e).collect()
}

const _: () = assert!(size_of::<Event>() <= 20);
