//! Scenarios: edits applied to a network. The base network is never changed; the base is the empty
//! scenario through the same code.

pub mod ground;
pub mod streets;
pub mod timetable;

use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What an edit can do to travel times, for the check of what must hold between base and scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    #[default]
    Nothing,
    /// Takes something away: no trip can become shorter.
    Removes,
    /// Adds something: no trip can become longer.
    Adds,
    /// May do both.
    Changes,
}

impl Effect {
    /// The effect of two edits together.
    pub fn and(self, other: Effect) -> Effect {
        match (self, other) {
            (Effect::Nothing, e) | (e, Effect::Nothing) => e,
            (a, b) if a == b => a,
            _ => Effect::Changes,
        }
    }
}

/// What an edit touched, for the report: what it saves or costs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// What it can do to travel times.
    pub effect: Effect,
    /// Lines touched, as people call them.
    pub lines: BTreeSet<String>,
    /// Trips (rows of the timetable) removed, changed or added.
    pub trips: u64,
    /// Service days of these trips, with the first departure and the last arrival, seconds.
    pub days: BTreeMap<NaiveDate, (i32, i32)>,
    /// Stops that are closed, moved or added, or at which calls were removed or added.
    pub stops: u64,
    /// Vehicle departures a week, after less before.
    pub departures_week: f64,
    /// Hours of vehicles between first departure and last arrival a week, after less before.
    pub vehicle_hours_week: f64,
    /// Straight lines between calls, kilometres a week, after less before.
    pub vehicle_km_week: f64,
    /// Of these hours and kilometres, those between calls of which one is at no stop of the street map.
    pub beyond_map_week: [f64; 2],
    /// Street edges closed or added.
    pub street_edges: u64,
    /// Destinations touched.
    pub places: u64,
    /// Homes touched.
    pub homes: u64,
    /// People (of the study's main group) added (positive), removed or moved (counted once).
    pub people: f64,
}

impl Touched {
    /// What one edit touched here and elsewhere.
    pub fn and(mut self, other: Touched) -> Touched {
        self.lines.extend(other.lines);
        for (day, (first, last)) in other.days {
            let span = self.days.entry(day).or_insert((first, last));
            *span = (span.0.min(first), span.1.max(last));
        }
        Touched {
            effect: self.effect.and(other.effect),
            lines: self.lines,
            days: self.days,
            trips: self.trips + other.trips,
            stops: self.stops + other.stops,
            departures_week: self.departures_week + other.departures_week,
            vehicle_hours_week: self.vehicle_hours_week + other.vehicle_hours_week,
            vehicle_km_week: self.vehicle_km_week + other.vehicle_km_week,
            beyond_map_week: [0, 1].map(|i| self.beyond_map_week[i] + other.beyond_map_week[i]),
            street_edges: self.street_edges + other.street_edges,
            places: self.places + other.places,
            homes: self.homes + other.homes,
            people: self.people + other.people,
        }
    }
}
