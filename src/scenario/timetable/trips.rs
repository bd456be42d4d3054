//! Trips left out and shifted: `remove-trips`, `thin-out`, `shift-times`.

use super::draft::{Draft, Trip};
use super::tally::Tally;
use crate::diagnostics::Error;
use crate::ids::{RouteId, ServiceId};
use crate::input::scenario::{Edit, Selector};
use crate::network::timetable::{Call, Frequency};
use std::collections::BTreeMap;

/// Vehicles that are taken together: of one line, direction and calendar.
pub(super) type Group = (RouteId, u8, ServiceId);

impl Draft<'_> {
    /// Selected trips by line, direction and calendar.
    pub fn groups(&self, chosen: &[usize]) -> BTreeMap<Group, Vec<usize>> {
        let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
        for &n in chosen {
            let trip = &self.trips[n];
            let group = (trip.route, trip.direction, trip.service);
            groups.entry(group).or_default().push(n);
        }
        groups
    }

    pub fn remove_trips(
        &mut self,
        edit: &Edit,
        select: &Selector,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        for trip in self.select(edit, "select", select, |_| true, "")? {
            self.remove(trip, tally);
        }
        Ok(())
    }

    pub fn shift_times(
        &mut self,
        edit: &Edit,
        select: &Selector,
        by_s: i32,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        for trip in self.select(edit, "select", select, |_| true, "")? {
            let calls = later(&self.trips[trip].calls, i64::from(by_s));
            self.set_calls(edit, "shift_min", trip, calls, tally)?;
        }
        Ok(())
    }

    pub fn thin_out(
        &mut self,
        edit: &Edit,
        select: &Selector,
        keep_every: u32,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let every = keep_every.max(1) as usize;
        let chosen = self.select(edit, "select", select, |_| true, "")?;
        let mut any = false;
        for trips in self.groups(&chosen).into_values() {
            // Of streams without a timetable only the headway is known.
            let mut kept: BTreeMap<usize, Vec<i32>> = BTreeMap::new();
            // Trips that are the same are one vehicle: they stay or go together.
            let alike = self.alike(&self.scheduled(&trips));
            for (turn, alike) in alike.into_iter().enumerate() {
                if turn % every == 0 {
                    for vehicle in alike {
                        kept.entry(vehicle.trip).or_default().push(vehicle.departs);
                    }
                }
            }
            for n in trips {
                let trip = &self.trips[n];
                let times = kept.remove(&n).unwrap_or_default();
                if trip.rows.is_empty() {
                    if times.is_empty() {
                        self.remove(n, tally);
                        any = true;
                    }
                    continue;
                }
                let lead = trip.lead();
                let mut rows = Vec::new();
                for row in trip.rows.iter().filter(|r| !r.is_exact()) {
                    let headway = row.headway.checked_mul(keep_every.max(1)).ok_or_else(|| {
                        edit.problem(
                            "keep_every",
                            format!(
                                "{} would come too seldom to be counted",
                                self.describe(trip)
                            ),
                        )
                    })?;
                    rows.push(Frequency { headway, ..*row });
                }
                let pattern = trip.rows.first().copied();
                rows.extend(
                    pattern
                        .into_iter()
                        .flat_map(|row| exact_rows(&times, lead, row)),
                );
                if rows[..] == trip.rows[..] {
                    continue;
                }
                any = true;
                if rows.is_empty() {
                    self.remove(n, tally);
                } else {
                    rows.sort_by_key(|r| (r.start, r.end, r.headway, r.exact));
                    self.set_rows(n, rows, tally);
                }
            }
        }
        if any {
            return Ok(());
        }
        let problem =
            "there is nothing to thin out: no line has a second vehicle among those selected";
        Err(edit.problem("select", problem).into())
    }

    /// Vehicles in the order of departure, those together that are the same.
    fn alike(&self, vehicles: &[Vehicle]) -> Vec<Vec<Vehicle>> {
        let mut out = Vec::new();
        for at_once in vehicles.chunk_by(|a, b| a.departs == b.departs) {
            let mut known: Vec<(u128, usize)> = Vec::new();
            for vehicle in at_once {
                let trip = &self.trips[vehicle.trip];
                let key = (trip.rows.is_empty()).then(|| self.fleet.key(&self.t, trip));
                let same = known
                    .iter()
                    .find(|(k, _)| Some(*k) == key)
                    .map(|(_, at)| *at);
                match (same, key) {
                    (Some(at), _) => {
                        let alike: &mut Vec<Vehicle> = &mut out[at];
                        alike.push(*vehicle);
                    }
                    (None, key) => {
                        known.extend(key.map(|k| (k, out.len())));
                        out.push(vec![*vehicle]);
                    }
                }
            }
        }
        out
    }

    /// The vehicles of some trips that have a timetable, in the order of their departure.
    pub fn scheduled(&self, trips: &[usize]) -> Vec<Vehicle> {
        let mut out = Vec::new();
        for &n in trips {
            let trip = &self.trips[n];
            if trip.rows.is_empty() {
                out.push(Vehicle {
                    departs: trip.departs(),
                    key: trip.key,
                    trip: n,
                });
            }
            for row in trip.rows.iter().filter(|r| r.is_exact()) {
                out.extend(departures(trip, row).map(|departs| Vehicle {
                    departs,
                    key: trip.key,
                    trip: n,
                }));
            }
        }
        out.sort_unstable();
        out
    }
}

/// One vehicle; in the order of departure, then of the timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Vehicle {
    /// From the first call.
    pub departs: i32,
    pub key: u32,
    pub trip: usize,
}

/// Departures of a row of frequencies from the first call of its trip.
pub(super) fn departures(trip: &Trip, row: &Frequency) -> impl Iterator<Item = i32> + use<> {
    let lead = trip.lead();
    row.starts().map(move |s| s.saturating_add(lead))
}

/// Rows with exact times for some departures, ascending; as few as run evenly.
fn exact_rows(times: &[i32], lead: i32, like: Frequency) -> Vec<Frequency> {
    let mut rows: Vec<Frequency> = Vec::new();
    for time in times.iter().map(|t| t.saturating_sub(lead)) {
        if let Some(row) = rows.last_mut() {
            let alone = row.end == row.start.saturating_add(1);
            let step = time.saturating_sub(row.end - 1) as u32;
            if step > 0 && (alone || row.headway == step) {
                (row.headway, row.end) = (step, time.saturating_add(1));
                continue;
            }
        }
        rows.push(Frequency {
            start: time,
            end: time.saturating_add(1),
            headway: 1,
            exact: 1,
            ..like
        });
    }
    rows
}

/// Calls some seconds later; times that no clock can show become the last that it can.
pub(super) fn later(calls: &[Call], by: i64) -> Vec<Call> {
    let add = |time: i32| clock(i64::from(time) + by);
    let moved = calls.iter().map(|c| Call {
        arrival: add(c.arrival),
        departure: add(c.departure),
        ..*c
    });
    moved.collect()
}

/// A clock time; what lies beyond all clocks is found by the check of times.
pub(super) fn clock(time: i64) -> i32 {
    time.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}
