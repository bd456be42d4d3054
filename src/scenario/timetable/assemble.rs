//! The finished timetable. Columns that don't change stay shared with the base.

use super::days::dates;
use super::draft::Draft;
use crate::diagnostics::{Error, Fault};
use crate::ids::{Id, Jagged, ServiceId, TripId};
use crate::network::timetable::{Frequency, NONE, Timetable, TransferRule, transfer_kind};
use crate::network::vehicles::goes_on;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

impl Draft<'_> {
    /// Puts the timetable together: trips in the order of the base, the parts of one behind one
    /// another, new ones last.
    ///
    /// # Errors
    /// When there are more calls than a timetable holds.
    pub fn finish(mut self, file: &str) -> Result<Timetable, Error> {
        let mut order: Vec<usize> = self.alive().map(|(n, _)| n).collect();
        order.sort_by_key(|n| self.trips[*n].key);
        let calls: usize = order.iter().map(|n| self.trips[*n].calls.len()).sum();
        if u32::try_from(calls).is_err() || u32::try_from(order.len()).is_err() {
            let problem =
                format!("the edits make {calls} calls of vehicles, more than a timetable holds");
            return Err(Fault::TooLarge.at(file, problem).into());
        }
        let parted = self.parted();
        let mut t = std::mem::take(&mut self.t);
        let base = self.base;
        let alive = || order.iter().map(|n| &self.trips[*n]);
        let same_trips =
            order.len() == base.trips() && alive().enumerate().all(|(n, x)| x.key as usize == n);
        let same_columns = same_trips
            && alive().all(|x| x.own.is_none() && x.service == base.trip_service[x.key as usize]);
        if same_columns {
            t.trip_id = base.trip_id.clone();
            t.trip_headsign = base.trip_headsign.clone();
            t.trip_route = base.trip_route.clone();
            t.trip_service = base.trip_service.clone();
            t.trip_direction = base.trip_direction.clone();
            t.trip_block = base.trip_block.clone();
            t.trip_wheelchair = base.trip_wheelchair.clone();
        } else {
            t.trip_id = alive().map(|x| self.id(x)).collect();
            t.trip_headsign = alive().map(|x| self.headsign(x)).collect();
            t.trip_route = alive().map(|x| x.route).collect();
            t.trip_service = alive().map(|x| x.service).collect();
            t.trip_direction = alive().map(|x| x.direction).collect();
            t.trip_block = alive().map(|x| x.block).collect();
            t.trip_wheelchair = alive().map(|x| x.wheelchair).collect();
        }
        t.calls = if same_trips && alive().all(|x| matches!(x.calls, Cow::Borrowed(_))) {
            base.calls.clone()
        } else {
            let (mut starts, mut items) = (vec![0], Vec::with_capacity(calls));
            for trip in alive() {
                items.extend_from_slice(&trip.calls);
                starts.push(items.len() as u32);
            }
            Jagged::from_parts(starts, items).unwrap_or_default()
        };
        t.frequencies = if same_trips && alive().all(|x| matches!(x.rows, Cow::Borrowed(_))) {
            base.frequencies.clone()
        } else {
            let rows = alive().enumerate().flat_map(|(n, x)| {
                let of = move |row: &Frequency| Frequency {
                    trip: TripId::new(n),
                    ..*row
                };
                x.rows.iter().map(of)
            });
            let mut rows: Vec<Frequency> = rows.collect();
            rows.sort_by_key(|f| (f.trip, f.start, f.end, f.headway, f.exact));
            rows.into()
        };
        t.transfers = if same_trips && parted.is_empty() {
            base.transfers.clone()
        } else {
            self.rules(&order, parted)
        };
        Ok(t)
    }

    /// Transfer rules: repeated for the parts of a split trip, without those that name a trip left out.
    fn rules(
        &self,
        order: &[usize],
        parted: Vec<(usize, usize)>,
    ) -> crate::storage::Column<TransferRule> {
        // Parts of one of the base's trips lie side by side.
        let begins: Vec<u32> = (0..=self.base.trips())
            .scan(0, |at, key| {
                let before = |n: &usize| (self.trips[*n].key as usize) < key;
                *at += order[*at..].partition_point(before);
                Some(*at as u32)
            })
            .collect();
        let mut number = vec![NONE; self.trips.len()];
        for (p, n) in order.iter().enumerate() {
            number[*n] = p as u32;
        }
        let mut absorbed: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let mut ends: BTreeSet<u32> = BTreeSet::new();
        for (p, n) in order.iter().enumerate() {
            if let Some(second) = self.trips[*n].own.as_ref().and_then(|own| own.absorbed) {
                absorbed.entry(second).or_default().push(p as u32);
                ends.insert(p as u32);
            }
        }
        let parts = |trip: u32| -> Vec<u32> {
            let key = trip as usize;
            match (begins.get(key), begins.get(key + 1)) {
                (Some(a), Some(b)) => (*a..*b).collect(),
                _ => Vec::new(),
            }
        };
        let merged = |trip: u32| absorbed.get(&trip).map_or(&[][..], |m| m);
        let mut out = Vec::with_capacity(self.base.transfers.len());
        for rule in &self.base.transfers {
            let seated = rule.is_about_seats();
            let (mut from, mut to) = (vec![NONE], vec![NONE]);
            if rule.from_trip != NONE {
                from = parts(rule.from_trip);
                if seated {
                    // A trip that goes on as another now is not left at its old end.
                    from.retain(|p| !ends.contains(p));
                }
                from.extend(merged(rule.from_trip));
            }
            if rule.to_trip != NONE {
                to = parts(rule.to_trip);
                if !seated {
                    to.extend(merged(rule.to_trip));
                }
            }
            for &from_trip in &from {
                out.extend(to.iter().map(|&to_trip| TransferRule {
                    from_trip,
                    to_trip,
                    ..*rule
                }));
            }
        }
        out.extend(parted.into_iter().map(|(from, to)| TransferRule {
            from_stop: NONE,
            to_stop: NONE,
            from_route: NONE,
            to_route: NONE,
            from_trip: number[from],
            to_trip: number[to],
            kind: transfer_kind::NOT_IN_SEAT,
            min_time: 0,
        }));
        out.into()
    }

    /// Trips of one block that would become neighbours, and so one vehicle, only because one between
    /// them was left out. Leaving out a trip must not make a change easier than it was.
    fn parted(&self) -> Vec<(usize, usize)> {
        let gone = self
            .trips
            .iter()
            .filter(|t| t.gone.is_some() && t.block != NONE);
        let hit: BTreeSet<u32> = gone.map(|t| t.block).collect();
        if hit.is_empty() {
            return Vec::new();
        }
        let mut blocks: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (n, trip) in self.trips.iter().enumerate() {
            let own = !self.absorbed.contains(&n);
            if hit.contains(&trip.block) && trip.rows.is_empty() && own {
                blocks.entry(trip.block).or_default().push(n);
            }
        }
        let apart = self.base.seat_rules().filter(|(_, _, seated)| !seated);
        let apart: BTreeSet<(u32, u32)> = apart.map(|(a, b, _)| (a.0, b.0)).collect();
        let seated = |pair: &[usize]| {
            let keys = (self.trips[pair[0]].key, self.trips[pair[1]].key);
            self.one_vehicle(pair[0], pair[1]) && !apart.contains(&keys)
        };
        let mut days: BTreeMap<ServiceId, BTreeSet<i32>> = BTreeMap::new();
        let mut out = BTreeSet::new();
        for trips in blocks.values_mut() {
            let leaves = |n: usize| self.trips[n].calls.first().map(|c| c.departure);
            trips.sort_by_key(|n| (leaves(*n), self.trips[*n].key, *n));
            let mut by_day: BTreeMap<i32, Vec<ServiceId>> = BTreeMap::new();
            let services: BTreeSet<ServiceId> =
                trips.iter().map(|n| self.trips[*n].service).collect();
            for service in services {
                let dates = days
                    .entry(service)
                    .or_insert_with(|| dates(&self.t, service, self.week));
                for day in dates.iter() {
                    by_day.entry(*day).or_default().push(service);
                }
            }
            // Days with the same calendars are the same.
            let kinds: BTreeSet<Vec<ServiceId>> = by_day.into_values().collect();
            for kind in kinds {
                let on = |n: &&usize| kind.contains(&self.trips[**n].service);
                let all: Vec<usize> = trips.iter().filter(on).copied().collect();
                let kept = |n: &&usize| self.trips[**n].gone.is_none();
                let left: Vec<usize> = all.iter().filter(kept).copied().collect();
                for pair in left.windows(2).filter(|p| self.one_vehicle(p[0], p[1])) {
                    let place = |n| all.iter().position(|m| *m == n).unwrap_or(0);
                    let (a, b) = (place(pair[0]), place(pair[1]));
                    // Who could stay seated all the way before may still.
                    if !all[a..=b].windows(2).all(seated) {
                        out.insert((pair[0], pair[1]));
                    }
                }
            }
        }
        out.into_iter().collect()
    }

    /// Whether one stays seated from a trip to the next of its block.
    fn one_vehicle(&self, a: usize, b: usize) -> bool {
        goes_on(&self.trips[a].calls, &self.trips[b].calls)
    }
}
