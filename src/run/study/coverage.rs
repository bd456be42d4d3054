//! Where a timetable serves anybody on the days of a study: what tells a feed that covers only a part of
//! the region.

use super::inputs::Inputs;
use crate::axes::LevelId;
use crate::ids::{Id, StopId, TripId};
use crate::input::study::Study;
use crate::network::timetable::Timetable;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The days of a study's slots and shifts, ascending.
pub fn days(study: &Study) -> BTreeSet<NaiveDate> {
    let slots = study.slots.iter().map(|slot| slot.date);
    slots
        .chain(study.shifts.iter().map(|shift| shift.date))
        .collect()
}

/// The stops at which a trip can be boarded that runs on one of some days.
pub fn boarded(t: &Timetable, days: &BTreeSet<NaiveDate>) -> Vec<bool> {
    let runs = t.services_on(days);
    let mut boarded = vec![false; t.stops()];
    for trip in 0..t.trips() {
        if !runs[t.trip_service[trip].index()] {
            continue;
        }
        // Where a trip ends nobody boards it.
        if let [calls @ .., _] = &t.calls[TripId::new(trip)] {
            for call in calls.iter().filter(|call| call.boards()) {
                boarded[call.stop.index()] = true;
            }
        }
    }
    boarded
}

/// Stops of [`boarded`] by area of a level, and those in none of its areas.
pub fn stops_by_area(study: &Study, inputs: &Inputs, level: LevelId) -> (Vec<usize>, usize) {
    let t = &inputs.network.timetable;
    let layer = inputs.areas.get(level).map(|areas| &areas.layer);
    let mut counts = vec![0; layer.map_or(0, |layer| layer.areas.len())];
    let mut outside = 0;
    let boarded = boarded(t, &days(study));
    for stop in (0..t.stops()).filter(|stop| boarded[*stop]) {
        let Some(place) = t.position(StopId::new(stop)) else {
            continue;
        };
        match layer.and_then(|layer| layer.locate(place)) {
            Some(area) => counts[area] += 1,
            None => outside += 1,
        }
    }
    (counts, outside)
}
