//! One sweep over the events of a window for several searches at once.
//!
//! A label is how late one can have left and still be there; the greatest wins. Going through the
//! events in the order of time, each boarding takes the best label that is at its node by then, each
//! vehicle the best of its boardings, each alighting hands it on along its changes. Nothing else
//! depends on the label, so [`LANES`] searches share the whole flow of control, and a step for all of
//! them is one vector instruction. Every event is gone through once (again only where vehicles meet
//! at the same second without any slack).
//!
//! What a lane is:
//! - *lexicographic*: one search a lane; among equal departures the fewest rides win. Where a label
//!   with more rides than allowed wins, that search is *suspect*: with fewer rides something worse may be
//!   best, so it has to be done again in
//! - *layers*: a lane for each number of rides. Exact by itself.

use super::events::{Events, Kind};
use super::lanes::{LANES, Lanes, Word};
use super::plan::{BoardNode, Plan};
use crate::ids::StopId;

/// What a sweep is asked.
#[derive(Clone, Copy, Debug)]
pub struct SweepAsk {
    /// What labels count.
    pub scale: Scale,
    /// Longest trip, seconds.
    pub max_trip: u32,
    /// Lanes a search takes: 1, or more than the most rides (a power of two).
    pub layers: usize,
    /// Lanes whose arrivals count, a bit each.
    pub counted: u32,
    /// Drop labels older than the longest trip.
    pub prune_long: bool,
    /// Use wide vector instructions where there are any.
    pub wide: bool,
}

/// What a label's departure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The number, from 1, of one of `departures`, the first at tick `first`, each `step` after the one before.
    Steps {
        /// Tick of departure number 1.
        first: u32,
        /// Ticks between departures.
        step: u32,
        /// How many.
        departures: u32,
    },
    /// The tick itself.
    Ticks,
}

impl Scale {
    /// The latest departure from which a place `seconds` away is reached by a tick; 0 for none.
    #[inline(always)]
    fn left(self, tick: u32, seconds: u32) -> u32 {
        match (self, tick.checked_sub(seconds)) {
            (_, None) => 0,
            (Scale::Ticks, Some(t)) => t,
            (
                Scale::Steps {
                    first,
                    step,
                    departures,
                },
                Some(t),
            ) => match t.checked_sub(first) {
                None => 0,
                Some(after) => departures.min(after / step + 1),
            },
        }
    }

    /// The earliest departure not older than some tick.
    #[inline(always)]
    fn since(self, tick: u32) -> u32 {
        match self {
            Scale::Ticks => tick,
            Scale::Steps { first, step, .. } => tick.saturating_sub(first).div_ceil(step) + 1,
        }
    }
}

/// A search arrives somewhere having left later than all that arrived there before.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<W> {
    /// Tick.
    pub time: u32,
    /// Alighting node.
    pub node: u32,
    /// Its label.
    pub label: W,
}

/// State of a sweep, kept to be used again.
#[derive(Default)]
pub struct SweepScratch<W> {
    /// Best label at each boarding node by now.
    ready: Vec<Lanes<W>>,
    /// On board of each run.
    aboard: Vec<Lanes<W>>,
    /// Best label that has alighted at each node.
    best: Vec<Lanes<W>>,
    /// What changes and access legs lead to each boarding.
    pending: Vec<Lanes<W>>,
    /// Within a second that may be gone through again: event, run, and who was on board before.
    undo: Vec<(u32, u32, Lanes<W>)>,
    /// Per search, all arrivals that are better than those before, in the order of time.
    logs: [Vec<Arrival<W>>; LANES],
}

impl<W: Word> SweepScratch<W> {
    fn prepare(&mut self, events: &Events) {
        fn zero<W: Word>(v: &mut Vec<Lanes<W>>, n: usize) {
            v.clear();
            v.resize(n, Lanes::default());
        }
        zero(&mut self.ready, events.timeline.len());
        zero(&mut self.aboard, events.runs);
        zero(&mut self.best, events.alights);
        // Left empty by every sweep.
        if self.pending.len() != events.event_of.len() {
            zero(&mut self.pending, events.event_of.len());
        }
        self.logs.iter_mut().for_each(Vec::clear);
        self.undo.clear();
    }

    /// The arrivals of a search, in the order of time.
    pub fn log(&self, search: usize) -> &[Arrival<W>] {
        &self.logs[search]
    }

    /// Goes back to an event of the same second: nobody is on board who boarded since.
    fn back_to(&mut self, event: usize) -> usize {
        while let Some((_, run, before)) = self.undo.pop_if(|(at, ..)| *at as usize >= event) {
            self.aboard[run as usize] = before;
        }
        event
    }

    /// Sweeps from up to `LANES / layers` sources: stops and seconds to get there, slack included.
    pub fn sweep<'a, T: super::plan::Tick>(
        &mut self,
        plan: &Plan<T>,
        events: &Events,
        ask: &SweepAsk,
        sources: impl Iterator<Item = &'a [(StopId, u32)]>,
        slack: u32,
    ) {
        self.prepare(events);
        for (i, stops) in sources.take(LANES / ask.layers).enumerate() {
            for &(stop, seconds) in stops {
                for &node in &plan.boards_of[stop] {
                    self.seed(events, ask, i * ask.layers, node, seconds + slack);
                }
            }
        }
        #[cfg(target_arch = "x86_64")]
        if ask.wide && std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just been asked for AVX2.
            return unsafe { self.run_avx2(events, ask) };
        }
        self.run(events, ask);
    }

    /// A search reaches a boarding node some seconds after it left.
    fn seed(&mut self, events: &Events, ask: &SweepAsk, lane: usize, node: u32, seconds: u32) {
        let most = match ask.scale {
            Scale::Steps { departures, .. } => departures,
            Scale::Ticks => u32::MAX,
        };
        for &(time, board) in &events.timeline[BoardNode(node)] {
            let left = ask.scale.left(time, seconds);
            if left == 0 {
                continue;
            }
            let label = &mut self.pending[board as usize].0[lane];
            *label = W::pack(left).max(*label);
            if left == most {
                break;
            }
        }
    }

    /// The same code, compiled for processors with AVX2.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn run_avx2(&mut self, events: &Events, ask: &SweepAsk) {
        self.run(events, ask);
    }

    #[inline(always)]
    fn run(&mut self, events: &Events, ask: &SweepAsk) {
        if ask.layers == 1 {
            self.go(events, ask, Lanes::ride);
        } else {
            let layers = ask.layers;
            self.go(events, ask, |lanes| lanes.ride_up(layers));
        }
    }

    #[inline(always)]
    fn go(&mut self, events: &Events, ask: &SweepAsk, ride: impl Fn(Lanes<W>) -> Lanes<W>) {
        // The oldest label that is young enough at the event at hand, and until when it holds.
        let (mut least, mut holds) = (W::default(), 0);
        let mut i = 0;
        let mut second = 0;
        while let Some(e) = events.list.get(i) {
            if e.again && e.time != second {
                second = e.time;
                self.undo.clear();
            }
            i += 1;
            match e.kind {
                Kind::Board => {
                    let pending = &mut self.pending[e.at as usize];
                    let ready = &mut self.ready[e.node as usize];
                    let now = ready.max(*pending);
                    if !now.any() {
                        continue;
                    }
                    *pending = Lanes::default();
                    *ready = now;
                    let aboard = &mut self.aboard[e.run as usize];
                    if e.again {
                        self.undo.push((i as u32 - 1, e.run, *aboard));
                    }
                    *aboard = aboard.max(ride(now));
                }
                Kind::Alight | Kind::AlightBack => {
                    let aboard = &mut self.aboard[e.run as usize];
                    if !aboard.any() {
                        continue;
                    }
                    if ask.prune_long {
                        if e.time > holds {
                            let left = ask.scale.since(e.time.saturating_sub(ask.max_trip));
                            least = W::floor(left.min(W::MOST));
                            holds = match ask.scale {
                                Scale::Ticks => e.time,
                                Scale::Steps { first, step, .. } => first
                                    .saturating_add(step.saturating_mul(left - 1))
                                    .saturating_add(ask.max_trip),
                            };
                        }
                        *aboard = aboard.since(least);
                    }
                    let lanes = *aboard;
                    let best = &mut self.best[e.node as usize];
                    let mut better = lanes.better(*best);
                    if better == 0 {
                        continue;
                    }
                    *best = best.max(lanes);
                    better &= ask.counted;
                    while better != 0 {
                        let lane = better.trailing_zeros() as usize;
                        better &= better - 1;
                        self.logs[lane / ask.layers].push(Arrival {
                            time: e.time,
                            node: e.node,
                            label: lanes.0[lane],
                        });
                    }
                    let targets = &events.targets[e.at as usize..][..usize::from(e.len)];
                    if e.kind == Kind::Alight {
                        for &board in targets {
                            let pending = &mut self.pending[board as usize];
                            *pending = pending.max(lanes);
                        }
                    } else {
                        // Back to the first boarding passed that gets better.
                        let mut back = i;
                        for &board in targets {
                            let event = events.event_of[board as usize] as usize;
                            let node = events.list[event].node;
                            if event >= i || lanes.beats(self.ready[node as usize]) {
                                let pending = &mut self.pending[board as usize];
                                *pending = pending.max(lanes);
                                back = back.min(event);
                            }
                        }
                        if back < i {
                            i = self.back_to(back);
                        }
                    }
                }
                Kind::Stay | Kind::StayBack => {
                    let lanes = self.aboard[e.run as usize];
                    if lanes.beats(self.aboard[e.node as usize]) {
                        if e.kind == Kind::StayBack {
                            i = self.back_to(e.at as usize);
                        }
                        // They were on board before whatever that run does in this second.
                        let next = &mut self.aboard[e.node as usize];
                        *next = next.max(lanes);
                    }
                }
            }
        }
    }
}
