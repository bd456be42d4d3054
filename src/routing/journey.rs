//! One trip at one time, with its legs: slow and plain, for `bereik route` and for reports.
//!
//! The same rounds as the kernel, for one departure (or deadline), keeping for every label how it
//! came about. Among trips that arrive at the same time, the one with the fewest rides is given.

use super::job::Question;
use super::legs::{End, LegScratch, Legs, Reach};
use super::plan::{AlightNode, Plan, PlanInput, RunIndex};
use crate::diagnostics::Error;
use crate::ids::{Jagged, StopId};
use crate::network::Network;
use crate::network::calendar::{self, Axis};
use crate::network::links::StreetLink;
use crate::network::timetable::NONE;
use crate::network::vehicles::Run;
use crate::travel::{Direction, Traveller};
use crate::units::LonLat;

/// One trip. Times are seconds on the clock of the query's date.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// When one leaves (the moment asked for, or the latest that makes the deadline).
    pub start_s: i64,
    /// When one is there.
    pub end_s: i64,
    /// Travel time as `matrix` counts it, seconds: with the wait at the start when departing,
    /// at the end when arriving.
    pub travel_s: u32,
    /// Legs in order of time.
    pub legs: Vec<Leg>,
}

/// A part of a trip.
#[derive(Clone, Debug, PartialEq)]
pub enum Leg {
    /// Over the streets (or inside a station), on foot or by bicycle; from or to no stop means the
    /// trip's own end.
    Walk {
        /// Stop it starts at.
        from: Option<StopId>,
        /// Stop it ends at.
        to: Option<StopId>,
        /// Clock, seconds.
        start_s: i64,
        /// Clock, seconds.
        end_s: i64,
        /// By bicycle, as that is faster here than on foot.
        by_bicycle: bool,
    },
    /// In a vehicle; staying seated into another trip makes another leg with `seated`.
    Ride {
        /// Trip and shift onto the clock of the query.
        run: Run,
        /// Boarding call.
        board: usize,
        /// Alighting call.
        alight: usize,
        /// Clock, seconds.
        start_s: i64,
        /// Clock, seconds.
        end_s: i64,
        /// One is already in the vehicle when this trip begins.
        seated: bool,
        /// Runs by headway, not by timetable: times are expectations.
        by_headway: bool,
    },
}

/// How a label came about; in the direction of the search.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// Reached a stop from the source.
    Access { stop: StopId, seconds: u32 },
    /// Changed from one stop to another (or at the same).
    Change {
        from: usize,
        from_stop: StopId,
        to_stop: StopId,
    },
    /// Sat down in a vehicle at a position; the tick one was ready.
    Seat {
        from: usize,
        vehicle: Vehicle,
        position: usize,
        tick: u32,
    },
    /// Stayed in a vehicle that goes on as another.
    Stay { from: usize, run: u32 },
    /// Got off at a position.
    Alight {
        from: usize,
        position: usize,
        tick: u32,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vehicle {
    Run(u32),
    Flow(u32),
}

/// How the best trip ends: its last step, and the leg of so many seconds from that stop.
type Way = (usize, StopId, u32);

pub(super) struct Search<'a> {
    network: &'a Network,
    walks: &'a Jagged<StopId, [u32; 2]>,
    traveller: &'a Traveller,
    plan: &'a Plan<u32>,
    pub(super) steps: Vec<Step>,
    /// `(tick, step)` per node.
    ready: Vec<Option<(u32, usize)>>,
    pub(super) arrived: Vec<Option<(u32, usize)>>,
    /// Step by which one sits in a run from its start.
    seated: Vec<Option<usize>>,
}

/// The best trip for one origin and destination at the first step of the question's window; none
/// when there is none within the limits.
///
/// # Errors
/// When the date is outside every feed's calendar.
pub fn find(
    network: &Network,
    question: &Question,
    from: LonLat,
    to: LonLat,
) -> Result<Option<Journey>, Error> {
    let traveller = &question.traveller;
    let dates = calendar::service_dates(&network.timetable);
    calendar::check_date(&network.timetable, &dates, question.date)?;
    let linker = network.linker(traveller.wheelchair.is_some());
    let links = network.link_points(&linker, &[from, to]);
    let (Some(origin), Some(destination)) = (links[0], links[1]) else {
        return Ok(None);
    };
    let departing = question.window.direction == Direction::Depart;
    let (source, sink) = if departing {
        (origin, destination)
    } else {
        (destination, origin)
    };
    let (near, far) = if departing {
        (End::Origin, End::Destination)
    } else {
        (End::Destination, End::Origin)
    };
    let (mut scratch, mut source_reach, mut sink_reach) =
        (LegScratch::default(), Reach::default(), Reach::default());
    Legs::new(network, traveller, near, &[Some(sink)]).reach(
        &mut scratch,
        &source,
        &mut source_reach,
    );
    Legs::new(network, traveller, far, &[]).reach(&mut scratch, &sink, &mut sink_reach);
    let wheelchair = traveller.wheelchair.is_some();
    let computed;
    let walks = if !wheelchair && network.covers(traveller.walk, traveller.transfer()) {
        &network.stop_walks
    } else {
        computed = network.walks_between_stops(traveller.walk, traveller.transfer(), wheelchair);
        &computed
    };
    let at = question.window.start_s;
    let axis = Axis::new(&network.timetable, question.date);
    let direction = question.window.direction;
    let max_trip = traveller.max_trip.0.min(i32::MAX as u32 / 4) as i32;
    let (from_s, to_s) = match direction {
        Direction::Depart => (at, at.saturating_add(max_trip)),
        Direction::Arrive => (at.saturating_sub(max_trip), at),
    };
    let plan = Plan::<u32>::new(&PlanInput {
        network,
        walks,
        axis: &axis,
        traveller,
        direction,
        from_s,
        to_s,
        prune_walks: question.tuning.prune_walks,
    });
    let (access_slack, egress_slack) = plan.slacks(traveller);
    let mut search = Search::new(network, walks, traveller, &plan);
    // Going all the way over the streets counts as no ride.
    let mut best: Option<(u32, Option<Way>)> =
        source_reach.direct.first().map(|(_, s)| (1 + s, None));
    search.start(&source_reach.stops, 1 + access_slack);
    for _ in 0..traveller.max_rides {
        if !search.round() {
            break;
        }
        for &(stop, seconds) in &sink_reach.stops {
            for &node in &plan.alights_of[stop] {
                if let Some((tick, step)) = search.arrived[node as usize] {
                    let there = tick.saturating_add(seconds + egress_slack);
                    if best.is_none_or(|b| there < b.0) {
                        best = Some((there, Some((step, stop, seconds))));
                    }
                }
            }
        }
        search.change();
    }
    Ok(best
        .filter(|(tick, _)| tick - 1 <= traveller.max_trip.0)
        .map(|(tick, way)| {
            let (asked, other) = (i64::from(at), plan.axis_s(i64::from(tick)));
            let (start_s, limit_s) = if departing {
                (asked, other)
            } else {
                (other, asked)
            };
            let mut legs = match way {
                None => {
                    let end_s = start_s + i64::from(tick - 1);
                    vec![Leg::Walk {
                        from: None,
                        to: None,
                        start_s,
                        end_s,
                        by_bicycle: false,
                    }]
                }
                Some((step, stop, seconds)) => search.legs(start_s, step, (stop, seconds)),
            };
            mark_bicycle(network, traveller, &origin, &destination, &mut legs);
            let end_s = legs.last().map_or(limit_s, Leg::end_s);
            Journey {
                start_s,
                end_s,
                travel_s: tick - 1,
                legs,
            }
        }))
}

/// Marks the first and last legs that take less time than walking would: those are by bicycle.
fn mark_bicycle(
    network: &Network,
    traveller: &Traveller,
    origin: &StreetLink,
    destination: &StreetLink,
    legs: &mut [Leg],
) {
    if traveller.bicycle.is_none() {
        return;
    }
    let on_foot = Traveller {
        bicycle: None,
        ..traveller.clone()
    };
    let reach = |end, link, other: &StreetLink| {
        let mut reach = Reach::default();
        Legs::new(network, &on_foot, end, &[Some(*other)]).reach(
            &mut LegScratch::default(),
            link,
            &mut reach,
        );
        reach
    };
    let away = reach(End::Origin, origin, destination);
    let home = reach(End::Destination, destination, origin);
    let walk_to = |reach: &Reach, stop| reach.stops.iter().find(|s| s.0 == stop).map(|s| s.1);
    for leg in legs {
        if let Leg::Walk {
            from,
            to,
            start_s,
            end_s,
            by_bicycle,
        } = leg
        {
            let walked = match (*from, *to) {
                (None, None) => away.direct.first().map(|d| d.1),
                (None, Some(stop)) => walk_to(&away, stop),
                (Some(stop), None) => walk_to(&home, stop),
                (Some(_), Some(_)) => continue,
            };
            *by_bicycle = walked.is_none_or(|s| i64::from(s) > *end_s - *start_s);
        }
    }
}

impl Leg {
    /// Clock time it ends, seconds.
    pub fn end_s(&self) -> i64 {
        match self {
            Leg::Walk { end_s, .. } | Leg::Ride { end_s, .. } => *end_s,
        }
    }
}

impl Search<'_> {
    /// Nothing reached yet.
    pub(super) fn new<'a>(
        network: &'a Network,
        walks: &'a Jagged<StopId, [u32; 2]>,
        traveller: &'a Traveller,
        plan: &'a Plan<u32>,
    ) -> Search<'a> {
        Search {
            network,
            walks,
            traveller,
            plan,
            steps: Vec::new(),
            ready: vec![None; plan.board_stop.len()],
            arrived: vec![None; plan.alight_stop.len()],
            seated: vec![None; plan.runs.len()],
        }
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Leaves the source at the tick `from`, which has the slack in it.
    pub(super) fn start(&mut self, sources: &[(StopId, u32)], from: u32) {
        for &(stop, seconds) in sources {
            let step = self.push(Step::Access { stop, seconds });
            for &node in &self.plan.boards_of[stop] {
                let tick = from + seconds;
                if self.ready[node as usize].is_none_or(|r| tick < r.0) {
                    self.ready[node as usize] = Some((tick, step));
                }
            }
        }
    }

    /// One ride more; false when nothing gets better.
    pub(super) fn round(&mut self) -> bool {
        let plan = self.plan;
        let mut better = false;
        // Runs gone on as are scanned again until nothing changes.
        let mut again = true;
        while again {
            again = false;
            for p in 0..plan.patterns() {
                let (b, a) = self.scan(p);
                better |= b;
                again |= a;
            }
        }
        for f in 0..plan.flows.len() {
            better |= self.scan_flow(f);
        }
        better
    }

    fn scan(&mut self, p: usize) -> (bool, bool) {
        let plan = self.plan;
        let first = plan.run_start[p] as usize;
        let runs = plan.run_start[p + 1] as usize - first;
        let mut sits: Vec<Option<usize>> = (0..runs).map(|j| self.seated[first + j]).collect();
        let (mut better, mut again) = (false, false);
        for (i, pos) in (plan.pos_start[p] as usize..plan.pos_start[p + 1] as usize).enumerate() {
            let times = plan.time_start[p] + i * runs;
            let alight = plan.pos_alight[pos];
            if alight != NONE {
                for (j, sit) in sits.iter().enumerate() {
                    let tick = plan.arr[times + j];
                    if let Some(from) = *sit
                        && tick < u32::MAX
                        && self.arrived[alight as usize].is_none_or(|a| tick < a.0)
                    {
                        let step = self.push(Step::Alight {
                            from,
                            position: i,
                            tick,
                        });
                        self.arrived[alight as usize] = Some((tick, step));
                        better = true;
                    }
                }
            }
            let board = plan.pos_board[pos];
            if board == NONE {
                continue;
            }
            let Some((ready, from)) = self.ready[board as usize] else {
                continue;
            };
            for (j, sit) in sits.iter_mut().enumerate() {
                let tick = plan.dep[times + j];
                if sit.is_none() && ready <= tick {
                    let vehicle = Vehicle::Run((first + j) as u32);
                    self.steps.push(Step::Seat {
                        from,
                        vehicle,
                        position: i,
                        tick: ready,
                    });
                    *sit = Some(self.steps.len() - 1);
                }
            }
        }
        for (j, sit) in sits.iter().enumerate() {
            let Some(from) = *sit else { continue };
            for &run in &plan.joins[RunIndex((first + j) as u32)] {
                if self.seated[run as usize].is_none() {
                    let step = self.push(Step::Stay { from, run });
                    self.seated[run as usize] = Some(step);
                    again = true;
                }
            }
        }
        (better, again)
    }

    fn scan_flow(&mut self, f: usize) -> bool {
        let plan = self.plan;
        let mut shift: Option<(i64, usize)> = None;
        let mut better = false;
        for (i, call) in plan.flows[f].calls.iter().enumerate() {
            if let (Some((s, from)), true) = (shift, call.alight != NONE) {
                let tick = (s + call.alight_shift).max(call.alight_window.0);
                let known = self.arrived[call.alight as usize];
                if tick <= call.alight_window.1 && known.is_none_or(|a| tick < i64::from(a.0)) {
                    let tick = tick.clamp(0, i64::from(u32::MAX) - 1) as u32;
                    let step = self.push(Step::Alight {
                        from,
                        position: i,
                        tick,
                    });
                    self.arrived[call.alight as usize] = Some((tick, step));
                    better = true;
                }
            }
            if call.board == NONE {
                continue;
            }
            let Some((ready, from)) = self.ready[call.board as usize] else {
                continue;
            };
            let leaves = i64::from(ready).max(call.board_window.0);
            if leaves <= call.board_window.1
                && shift.is_none_or(|s| leaves + call.board_shift < s.0)
            {
                let step = self.push(Step::Seat {
                    from,
                    vehicle: Vehicle::Flow(f as u32),
                    position: i,
                    tick: ready,
                });
                shift = Some((leaves + call.board_shift, step));
            }
        }
        better
    }

    pub(super) fn change(&mut self) {
        let plan = self.plan;
        for node in 0..self.arrived.len() {
            let Some((tick, from)) = self.arrived[node] else {
                continue;
            };
            for &(to, seconds) in &plan.transfers[AlightNode(node as u32)] {
                let there = tick.saturating_add(seconds);
                if self.ready[to as usize].is_none_or(|r| there < r.0) {
                    let (from_stop, to_stop) =
                        (plan.alight_stop[node], plan.board_stop[to as usize]);
                    let step = self.push(Step::Change {
                        from,
                        from_stop,
                        to_stop,
                    });
                    self.ready[to as usize] = Some((there, step));
                }
            }
        }
    }

    /// Follows the steps back to the source; gives legs on the clock, in order of time.
    fn legs(&self, start_s: i64, last: usize, (stop, seconds): (StopId, u32)) -> Vec<Leg> {
        let departing = self.plan.direction == Direction::Depart;
        let mut walks = vec![(Some(stop), None, seconds)];
        let mut rides: Vec<Vec<Leg>> = Vec::new();
        let mut at = last;
        let mut off = (0, 0);
        loop {
            match self.steps[at] {
                Step::Alight {
                    from,
                    position,
                    tick,
                } => {
                    off = (position, tick);
                    rides.push(Vec::new());
                    at = from;
                }
                Step::Stay { from, run } => {
                    let leg = self.ride(Vehicle::Run(run), (0, 0), off, departing);
                    rides
                        .last_mut()
                        .into_iter()
                        .for_each(|r| r.push(leg.clone()));
                    off = (usize::MAX, 0);
                    at = from;
                }
                Step::Seat {
                    from,
                    vehicle,
                    position,
                    tick,
                } => {
                    let leg = self.ride(vehicle, (position, tick), off, false);
                    rides
                        .last_mut()
                        .into_iter()
                        .for_each(|r| r.push(leg.clone()));
                    at = from;
                }
                Step::Change {
                    from,
                    from_stop,
                    to_stop,
                } => {
                    walks.push((
                        Some(from_stop),
                        Some(to_stop),
                        self.walk_s(from_stop, to_stop),
                    ));
                    at = from;
                }
                Step::Access { stop, seconds } => {
                    walks.push((None, Some(stop), seconds));
                    break;
                }
            }
        }
        // Walks and rides were met from the far end; on the clock they go the other way when departing.
        if departing {
            walks.reverse();
            rides.reverse();
            rides.iter_mut().for_each(|r| r.reverse());
        } else {
            walks.iter_mut().for_each(|w| *w = (w.1, w.0, w.2));
        }
        let mut legs = Vec::new();
        let mut now = start_s;
        let mut rides = rides.into_iter();
        for (from, to, seconds) in walks {
            if from != to {
                legs.push(Leg::Walk {
                    from,
                    to,
                    start_s: now,
                    end_s: now + i64::from(seconds),
                    by_bicycle: false,
                });
            }
            for (i, mut leg) in rides.next().into_iter().flatten().enumerate() {
                now = leg.end_s();
                if let Leg::Ride { seated, .. } = &mut leg {
                    *seated = i > 0;
                }
                legs.push(leg);
            }
        }
        legs
    }

    /// Walking time between two stops, seconds.
    fn walk_s(&self, from: StopId, to: StopId) -> u32 {
        let (from, to) = if self.plan.direction == Direction::Depart {
            (from, to)
        } else {
            (to, from)
        };
        let row = &self.walks[from];
        let mm = row.iter().find(|w| w[0] == to.0).map_or(0, |w| w[1]);
        self.traveller.walk.time_for(mm).0
    }

    /// A ride from one position to another (`usize::MAX`: the last), with clock times.
    fn ride(
        &self,
        vehicle: Vehicle,
        board: (usize, u32),
        alight: (usize, u32),
        seated: bool,
    ) -> Leg {
        let plan = self.plan;
        let departing = plan.direction == Direction::Depart;
        let run = match vehicle {
            Vehicle::Run(r) => plan.runs[r as usize],
            Vehicle::Flow(f) => plan.flows[f as usize].run,
        };
        let calls = &self.network.timetable.calls[run.trip];
        let last = calls.len() - 1;
        let (a, b) = (board.0, alight.0.min(last));
        let (on, off) = if departing {
            (a, b)
        } else {
            (last - b, last - a)
        };
        let by_headway = matches!(vehicle, Vehicle::Flow(_));
        let (start_s, end_s) = match vehicle {
            Vehicle::Flow(f) => {
                let lasts = i64::from(calls[off].arrival) - i64::from(calls[on].departure);
                if departing {
                    // The tick of getting off is the expected arrival.
                    let there = plan.axis_s(i64::from(alight.1));
                    (there - lasts, there)
                } else {
                    // The tick of getting off backwards is the latest moment to be ready; it has
                    // the wait of half a headway in it.
                    let since = i64::from(calls[on].departure) - i64::from(calls[0].departure);
                    let call = &plan.flows[f as usize].calls[alight.0];
                    let wait = call.alight_shift + since;
                    let leaves = plan.axis_s(i64::from(alight.1)) + wait;
                    (leaves, leaves + lasts)
                }
            }
            Vehicle::Run(_) => {
                let on_axis = |s: i32| i64::from(s) + i64::from(run.offset_s);
                (on_axis(calls[on].departure), on_axis(calls[off].arrival))
            }
        };
        Leg::Ride {
            run,
            board: on,
            alight: off,
            start_s,
            end_s,
            seated,
            by_headway,
        }
    }
}
