//! The vehicles of a timetable in the making. Trips that are the same (same stops, times and day, as
//! [`crate::network::copies`] has it) are one vehicle: it comes with the first of them and goes with the last.

use super::days::Week;
use super::draft::Trip;
use crate::ids::{Id, ServiceId, StopId};
use crate::network::copies::places;
use crate::network::timetable::Timetable;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_128;

/// How often each vehicle is there on the days of the week that counts.
#[derive(Default)]
pub(super) struct Fleet {
    /// The first stop that is the same place, of the base's stops.
    place: Vec<StopId>,
    /// By what the trip is: how many trips are the same, Monday to Sunday.
    there: HashMap<u128, [u32; 7]>,
    /// Days that calendars run, Monday to Sunday.
    days: HashMap<ServiceId, [bool; 7]>,
}

impl Fleet {
    pub fn new(base: &Timetable, trips: &[Trip], week: Week) -> Self {
        let mut fleet = Fleet {
            place: places(base),
            ..Fleet::default()
        };
        for trip in trips {
            fleet.change(base, trip, 1, week);
        }
        fleet
    }

    /// A trip more (1) or less (-1): the number of days of the week on which there is a vehicle more, or less, by it.
    /// Trips by headway are each a vehicle of their own.
    pub fn change(&mut self, t: &Timetable, trip: &Trip, sign: i64, week: Week) -> i64 {
        let days = *self
            .days
            .entry(trip.service)
            .or_insert_with(|| week.on(t, trip.service));
        if !trip.rows.is_empty() {
            return days.iter().filter(|on| **on).count() as i64;
        }
        let key = self.key(t, trip);
        let there = self.there.entry(key).or_default();
        let mut changed = 0;
        for (n, _) in there.iter_mut().zip(days).filter(|(_, on)| *on) {
            let (one, now) = match sign > 0 {
                true => (*n == 0, n.saturating_add(1)),
                false => (*n <= 1, n.saturating_sub(1)),
            };
            changed += i64::from(one);
            *n = now;
        }
        changed
    }

    /// What a trip with a timetable is: where and when its vehicle calls, and what one may do there.
    pub fn key(&self, t: &Timetable, trip: &Trip) -> u128 {
        let feed = t.service_feed[trip.service.index()];
        let mut bytes = t.feed_zone.get(feed.index()).as_bytes().to_vec();
        let last = trip.calls.len().saturating_sub(1);
        for (i, call) in trip.calls.iter().enumerate() {
            let place = self.place.get(call.stop.index()).copied();
            let place = place.unwrap_or(call.stop);
            // Nobody gets off at the first call or on at the last, and when is of no account.
            let first = i == 0;
            let arrival = if first { call.departure } else { call.arrival };
            let departure = if i == last {
                call.arrival
            } else {
                call.departure
            };
            bytes.extend(place.0.to_le_bytes());
            bytes.extend(arrival.to_le_bytes());
            bytes.extend(departure.to_le_bytes());
            bytes.push(
                u8::from(call.boards() && i != last) | u8::from(call.alights() && !first) << 1,
            );
        }
        xxh3_128(&bytes)
    }
}
