//! Trips that differ, as a date has them: where and when one can board and alight.

use super::changed::rows_of;
use crate::ids::{Id, StopId, TripId};
use crate::network::Network;
use crate::network::calendar::Axis;
use crate::network::timetable::{NONE, Timetable, TransferRule, transfer_kind};
use chrono::NaiveDate;
use std::ops::Range;

/// The trips of one side that differ.
pub struct Trips<'n> {
    network: &'n Network,
    changed: Vec<TripId>,
    rows: Vec<Range<usize>>,
    /// Earliest and latest time of any call on its own service day, seconds.
    extent: (i32, i32),
    /// Whether transfer rules tell trips or lines apart at some stop.
    told_apart: bool,
}

/// A place and a moment: an index into [`Runs::stops`], and seconds on the clock of the query's date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// Index into the stops.
    pub stop: usize,
    /// When: at the latest for boarding, at the earliest for alighting.
    pub at_s: i32,
}

/// Where one run of a trip stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halt {
    /// Index into [`Runs::alightings`].
    pub alight: Option<usize>,
    /// Index into [`Runs::boardings`].
    pub board: Option<usize>,
}

/// Runs of the trips that differ between two moments.
#[derive(Debug, Default)]
pub struct Runs {
    /// Every stop one can board or alight at, in order of id.
    pub stops: Vec<StopId>,
    /// Boardings.
    pub boardings: Vec<Event>,
    /// Alightings.
    pub alightings: Vec<Event>,
    /// Stops of each run in order, and whether it is tied to other trips, so that there is no saying what else
    /// would do as well.
    pub runs: Vec<(Vec<Halt>, bool)>,
}

impl<'n> Trips<'n> {
    /// The trips of a network that are marked, `[TripId]`.
    pub fn new(network: &'n Network, marks: &[bool]) -> Self {
        let t = &network.timetable;
        let changed: Vec<TripId> = (0..t.trips().min(marks.len()))
            .filter(|i| marks[*i])
            .map(TripId::new)
            .collect();
        let rows = rows_of(t);
        let mut extent = (i32::MAX, i32::MIN);
        for trip in &changed {
            let calls = &t.calls[*trip];
            let (Some(first), Some(last)) = (calls.first(), calls.last()) else {
                continue;
            };
            let lasts = last.arrival - first.departure;
            let streams = &t.frequencies[rows[trip.index()].clone()];
            let whole = (first.arrival, last.departure);
            let streams = streams
                .iter()
                .map(|f| (f.start, f.end + lasts + f.headway as i32));
            for (from, to) in streams.chain([whole]) {
                extent = (extent.0.min(from), extent.1.max(to));
            }
        }
        let apart = |r: &TransferRule| {
            let joins = [transfer_kind::IN_SEAT, transfer_kind::NOT_IN_SEAT];
            let names = [r.from_trip, r.to_trip, r.from_route, r.to_route];
            !joins.contains(&r.kind) && names.iter().any(|n| *n != NONE)
        };
        Self {
            network,
            changed,
            rows,
            extent,
            told_apart: t.transfers.iter().any(apart),
        }
    }

    /// All runs on a date that have some ride between two moments: only boardings after the first and
    /// alightings before the second count.
    pub fn on(&self, date: NaiveDate, (from, to): (i32, i32)) -> Runs {
        let mut found: Vec<(Vec<Call>, bool)> = Vec::new();
        if !self.changed.is_empty() {
            let t = &self.network.timetable;
            let axis = Axis::new(t, date);
            let days: Vec<NaiveDate> = axis.days(from, to, self.extent.0, self.extent.1).collect();
            for trip in &self.changed {
                let service = t.trip_service[trip.index()];
                for day in days.iter().filter(|d| t.runs_on(service, **d)) {
                    let offset = axis.offset(t.feed_of(*trip), *day);
                    self.of_trip(t, (*trip, offset), (from, to), &mut found);
                }
            }
        }
        Runs::of(found)
    }

    fn of_trip(
        &self,
        t: &Timetable,
        (trip, offset): (TripId, i32),
        (from, to): (i32, i32),
        out: &mut Vec<(Vec<Call>, bool)>,
    ) {
        let calls = &t.calls[trip];
        let streams = &t.frequencies[self.rows[trip.index()].clone()];
        let first = calls.first().map_or(0, |c| c.departure);
        let names = |r: &TransferRule| r.from_trip == trip.0 || r.to_trip == trip.0;
        let tied =
            self.told_apart || t.trip_block[trip.index()] != NONE || t.transfers.iter().any(names);
        let mut add = |shift: i32, earlier_s: i32| {
            let halts: Vec<Call> = calls
                .iter()
                .map(|c| Call {
                    stop: c.stop,
                    alight: Some(c.arrival + shift - earlier_s).filter(|s| c.alights() && *s <= to),
                    board: Some(c.departure + shift).filter(|s| c.boards() && *s >= from),
                })
                .collect();
            let boards = halts.iter().position(|h| h.board.is_some());
            let alights = halts.iter().rposition(|h| h.alight.is_some());
            if boards.zip(alights).is_some_and(|(b, a)| b < a) {
                out.push((halts, tied));
            }
        };
        if streams.is_empty() {
            add(offset, 0);
        }
        for f in streams {
            // Without exact times one may be ready at any second: every minute stands for those before it.
            let (every, earlier_s, until) = match f.exact {
                1 => (f.headway.max(1), 0, f.end),
                _ => (60, 60, f.end.saturating_add(60)),
            };
            let mut start = f.start;
            while start < until {
                add(start - first + offset, earlier_s);
                start = start.saturating_add_unsigned(every);
            }
        }
    }
}

/// A stop of a run.
struct Call {
    stop: StopId,
    alight: Option<i32>,
    board: Option<i32>,
}

impl Runs {
    fn of(found: Vec<(Vec<Call>, bool)>) -> Self {
        let counts = |c: &&Call| c.alight.is_some() || c.board.is_some();
        let calls = found.iter().flat_map(|(calls, _)| calls).filter(counts);
        let mut stops: Vec<StopId> = calls.map(|c| c.stop).collect();
        stops.sort_unstable();
        stops.dedup();
        let mut out = Self {
            stops,
            ..Self::default()
        };
        for (calls, tied) in found {
            let mut halts = Vec::with_capacity(calls.len());
            for call in calls.iter().filter(counts) {
                let Ok(stop) = out.stops.binary_search(&call.stop) else {
                    continue;
                };
                let event = |list: &mut Vec<Event>, at_s: Option<i32>| {
                    at_s.map(|at_s| {
                        list.push(Event { stop, at_s });
                        list.len() - 1
                    })
                };
                halts.push(Halt {
                    alight: event(&mut out.alightings, call.alight),
                    board: event(&mut out.boardings, call.board),
                });
            }
            out.runs.push((halts, tied));
        }
        out
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }
}
