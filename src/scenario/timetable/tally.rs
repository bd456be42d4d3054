//! What an edit touched, counted as it works.

use super::draft::{Draft, Trip, is_public};
use crate::ids::{Id, RouteId, StopId};
use crate::network::timetable::Call;
use crate::scenario::{Effect, Touched};
use std::collections::{BTreeMap, BTreeSet};

/// Counts of one edit. Vehicles of one week, after less before.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub lines: BTreeSet<RouteId>,
    pub trips: BTreeSet<usize>,
    pub stops: BTreeSet<StopId>,
    departures: i64,
    seconds: i64,
    metres: f64,
}

impl Tally {
    /// Counts the vehicles of a trip in the week, once more (1) or less (-1).
    pub fn count(&mut self, draft: &mut Draft, number: usize, sign: i64) {
        let Some(trip) = draft.trips.get(number) else {
            return;
        };
        self.lines.insert(trip.route);
        self.trips.insert(number);
        if draft.on_demand.contains(&trip.route) {
            return;
        }
        let vehicles = sign * trip.vehicles() * draft.week.days(&draft.t, trip.service);
        if vehicles == 0 {
            return;
        }
        let ends = trip.first().zip(trip.last());
        let seconds = ends.map_or(0, |(a, b)| i64::from(b.arrival) - i64::from(a.departure));
        self.departures += vehicles;
        self.seconds += vehicles * seconds;
        self.metres += vehicles as f64 * length_m(draft, number);
    }
    /// Marks all stops that a trip calls at.
    pub fn stops_of(&mut self, trip: &Trip) {
        self.stops.extend(trip.public().map(|c| c.stop));
    }
    /// Marks the stops that are called at more or less often.
    pub fn changed_stops(&mut self, before: &[Call], after: &[Call]) {
        let mut calls: BTreeMap<StopId, i32> = BTreeMap::new();
        for (list, sign) in [(before, -1), (after, 1)] {
            for call in list.iter().filter(|c| is_public(c)) {
                *calls.entry(call.stop).or_default() += sign;
            }
        }
        let changed = calls.into_iter().filter(|(_, n)| *n != 0);
        self.stops.extend(changed.map(|(stop, _)| stop));
    }
    /// The counts for the report.
    pub fn touched(self, draft: &Draft, effect: Effect) -> Touched {
        let line = |route: &RouteId| draft.t.line_name(*route).to_owned();
        Touched {
            effect,
            lines: self.lines.iter().map(line).collect(),
            trips: self.trips.len() as u64,
            stops: self.stops.len() as u64,
            departures_week: self.departures as f64,
            vehicle_hours_week: self.seconds as f64 / 3600.0,
            vehicle_km_week: self.metres / 1000.0,
            ..Touched::default()
        }
    }
}

/// Straight lines between the calls of a trip; hops to stops without position count nothing.
fn length_m(draft: &mut Draft, number: usize) -> f64 {
    let mut metres = 0.0;
    let mut last: Option<StopId> = None;
    for n in 0..draft.trips[number].calls.len() {
        let call = draft.trips[number].calls[n];
        if !is_public(&call) {
            continue;
        }
        if let Some(last) = last {
            metres += draft.hop_m(last, call.stop).unwrap_or(0.0);
        }
        last = Some(call.stop);
    }
    debug_assert!(draft.t.stops() > last.map_or(0, StopId::index));
    metres
}
