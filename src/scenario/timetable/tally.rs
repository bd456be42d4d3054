//! What an edit touched, counted as it works.

use super::days::dates;
use super::draft::{Draft, Trip, is_public};
use crate::ids::{Id, RouteId, ServiceId, StopId};
use crate::network::timetable::Call;
use crate::scenario::{Effect, Touched};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Counts of one edit. Vehicles of one week, after less before.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub lines: BTreeSet<RouteId>,
    pub trips: BTreeSet<usize>,
    pub stops: BTreeSet<StopId>,
    /// Calendars of the trips, with first departure and last arrival.
    services: BTreeMap<ServiceId, (i32, i32)>,
    departures: i64,
    seconds: i64,
    metres: f64,
    /// Of these, those beyond the street map.
    beyond: (i64, f64),
}

impl Tally {
    /// Counts the vehicles of a trip in the week, once more (1) or less (-1). Trips that are the same are one vehicle.
    pub fn count(&mut self, draft: &mut Draft, number: usize, sign: i64) {
        let Some(trip) = draft.trips.get(number) else {
            return;
        };
        self.lines.insert(trip.route);
        self.trips.insert(number);
        let (first, last) = span(trip);
        let known = self.services.entry(trip.service).or_insert((first, last));
        *known = (known.0.min(first), known.1.max(last));
        if draft.on_demand.contains(&trip.route) {
            return;
        }
        let days = draft.fleet.change(&draft.t, trip, sign, draft.week);
        let trip = &draft.trips[number];
        let vehicles = sign * trip.vehicles() * days;
        if vehicles == 0 {
            return;
        }
        let ends = trip.first().zip(trip.last());
        let seconds = ends.map_or(0, |(a, b)| i64::from(b.arrival) - i64::from(a.departure));
        self.departures += vehicles;
        self.seconds += vehicles * seconds;
        let way = way(draft, number);
        self.metres += vehicles as f64 * way.metres;
        self.beyond.0 += vehicles * way.beyond.0;
        self.beyond.1 += vehicles as f64 * way.beyond.1;
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
        let mut days: BTreeMap<NaiveDate, (i32, i32)> = BTreeMap::new();
        for (service, (first, last)) in &self.services {
            let dates = dates(&draft.t, *service, draft.week).into_iter();
            for date in dates.filter_map(NaiveDate::from_num_days_from_ce_opt) {
                let span = days.entry(date).or_insert((*first, *last));
                *span = (span.0.min(*first), span.1.max(*last));
            }
        }
        let line = |route: &RouteId| draft.t.line_name(*route).to_owned();
        Touched {
            effect,
            lines: self.lines.iter().map(line).collect(),
            trips: self.trips.len() as u64,
            days,
            stops: self.stops.len() as u64,
            departures_week: self.departures as f64,
            vehicle_hours_week: self.seconds as f64 / 3600.0,
            vehicle_km_week: self.metres / 1000.0,
            beyond_map_week: [self.beyond.0 as f64 / 3600.0, self.beyond.1 / 1000.0],
            ..Touched::default()
        }
    }
}

/// First departure and last arrival of the vehicles of a trip.
fn span(trip: &Trip) -> (i32, i32) {
    let (first, last) = match trip.first().zip(trip.last()) {
        Some((a, b)) => (a.departure, b.arrival),
        None => (0, 0),
    };
    let begins = trip.calls.first().map_or(0, |c| c.departure);
    let start = trip.rows.iter().map(|r| r.start).min();
    let end = trip.rows.iter().map(|r| r.end).max();
    match start.zip(end) {
        Some((start, end)) => (
            first.saturating_add(start.saturating_sub(begins)),
            last.saturating_add(end.saturating_sub(begins)),
        ),
        None => (first, last),
    }
}

/// The way of a vehicle.
#[derive(Default)]
struct Way {
    /// Straight lines between the calls, metres; hops to stops without position count nothing.
    metres: f64,
    /// Seconds and metres from and to calls that are at no stop of the street map.
    beyond: (i64, f64),
}

fn way(draft: &mut Draft, number: usize) -> Way {
    let on_map = draft.on_map;
    let there = |c: &Call| on_map.get(c.stop.index()) != Some(&false);
    let mut way = Way::default();
    // The call before, and when the vehicle is on its way from there: with the halt where that is beyond the map.
    let mut last: Option<(Call, i32)> = None;
    for n in 0..draft.trips[number].calls.len() {
        let call = draft.trips[number].calls[n];
        if !is_public(&call) {
            continue;
        }
        if let Some((last, from)) = last {
            let metres = draft.hop_m(last.stop, call.stop).unwrap_or(0.0);
            way.metres += metres;
            if !there(&last) || !there(&call) {
                way.beyond.0 += i64::from(call.arrival) - i64::from(from);
                way.beyond.1 += metres;
            }
        }
        let halts = last.is_some() && !there(&call);
        last = Some((call, if halts { call.arrival } else { call.departure }));
    }
    way
}
