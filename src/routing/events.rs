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
    pub fn new<T: Tick>(plan: &Plan<T>, last: u32) -> Self {
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
        events.connect(plan);
        events
    }

    /// Numbers the boardings and finds where each change leads.
    fn connect<T: Tick>(&mut self, plan: &Plan<T>) {
        let mut board = 0;
        // Times only grow, so where each change led before is where to go on looking.
        let (starts, _) = plan.transfers.parts();
        let mut reached = vec![0u32; plan.transfers.parts().1.len()];
        for i in 0..self.list.len() {
            let e = self.list[i];
            match e.kind {
                Kind::Board => {
                    self.list[i].at = board;
                    board += 1;
                }
                Kind::Alight | Kind::AlightBack => {
                    let first = self.targets.len();
                    let from = starts[e.node as usize] as usize;
                    let mut back = false;
                    for (j, &(to, seconds)) in plan.transfers[AlightNode(e.node)].iter().enumerate()
                    {
                        let line = &self.timeline[BoardNode(to)];
                        let ready = e.time.saturating_add(seconds.get());
                        let k = &mut reached[from + j];
                        while line.get(*k as usize).is_some_and(|(t, _)| *t < ready) {
                            *k += 1;
                        }
                        if let Some(&(_, number)) = line.get(*k as usize) {
                            back |= self.event_of[number as usize] < i as u32;
                            self.targets.push(number);
                        }
                    }
                    self.split(i, first, back);
                }
                Kind::Stay | Kind::StayBack => {
                    // Calls of the run gone on as that come before at the same second.
                    let before = (0..i)
                        .rev()
                        .take_while(|k| self.list[*k].time == e.time)
                        .filter(|k| {
                            let b = &self.list[*k];
                            b.run == e.node
                        })
                        .last();
                    if let Some(k) = before {
                        self.list[i].kind = Kind::StayBack;
                        self.list[i].at = k as u32;
                    }
                }
            }
        }
        for second in self.list.chunk_by_mut(|a, b| a.time == b.time) {
            let back = |e: &Event| matches!(e.kind, Kind::AlightBack | Kind::StayBack);
            if second.iter().any(back) {
                second.iter_mut().for_each(|e| e.again = true);
            }
        }
    }

    /// Writes the changes of an alighting into its event.
    fn split(&mut self, i: usize, first: usize, back: bool) {
        let e = &mut self.list[i];
        e.at = first as u32;
        // A stop with more than 65,535 changes does not fit; see `fits`.
        e.len = (self.targets.len() - first).min(usize::from(u16::MAX)) as u16;
        e.kind = if back { Kind::AlightBack } else { Kind::Alight };
    }

    /// Whether a plan can be swept: its changes are counted in 16 bits, events and changes in 32.
    pub fn fits<T: Tick>(plan: &Plan<T>) -> bool {
        let most = (0..plan.alight_stop.len())
            .map(|n| plan.transfers[AlightNode(n as u32)].len())
            .max()
            .unwrap_or(0);
        // Upper bounds.
        let calls = plan.dep.len();
        most <= usize::from(u16::MAX)
            && (calls as u64 * 3) < u64::from(NONE)
            && (calls as u64 * most.max(1) as u64) < (1 << 40)
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
