//! `merge-lines`: a vehicle that ends where another begins goes on as that.

use super::draft::{Draft, Trip};
use super::names::same_station;
use super::tally::Tally;
use crate::diagnostics::Error;
use crate::ids::ServiceId;
use crate::input::gtfs::Access;
use crate::input::scenario::{Edit, Selector};
use crate::network::timetable::{Call, NONE};
use crate::units::{ClockTime, Seconds};
use std::collections::{BTreeMap, BTreeSet};

impl Draft<'_> {
    pub fn merge_lines(
        &mut self,
        edit: &Edit,
        (first, second): (&Selector, &Selector),
        max_wait: Seconds,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        // What is selected as second may be a part of what is selected as first: asked again, each
        // gives whole trips.
        self.select(edit, "select", first, |_| true, "")?;
        let seconds = self.select(edit, "onto", second, |_| true, "")?;
        let firsts = self.select(edit, "select", first, |_| true, "")?;
        for (key, chosen) in [("select", &firsts), ("onto", &seconds)] {
            if let Some(n) = chosen.iter().find(|n| !self.trips[**n].rows.is_empty()) {
                let problem = format!(
                    "{} comes by headway; only vehicles with a timetable of their own can be merged",
                    self.describe(&self.trips[*n])
                );
                return Err(edit.problem(key, problem).into());
            }
        }
        // Second parts by calendar, in the order of departure.
        let mut waiting: BTreeMap<ServiceId, BTreeSet<(i32, u32, usize)>> = BTreeMap::new();
        for &n in &seconds {
            let trip = &self.trips[n];
            let key = (trip.departs(), trip.key, n);
            waiting.entry(trip.service).or_default().insert(key);
        }
        let end = |t: &Trip| t.last().map_or(0, |c| c.arrival);
        let mut firsts: Vec<(i32, u32, usize)> = (firsts.iter())
            .map(|&n| (end(&self.trips[n]), self.trips[n].key, n))
            .collect();
        firsts.sort_unstable();
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut pairs = Vec::new();
        for (arrives, _, n) in firsts {
            let trip = &self.trips[n];
            let Some(at) = trip.last().map(|c| c.stop).filter(|_| !used.contains(&n)) else {
                continue;
            };
            let Some(candidates) = waiting.get(&trip.service) else {
                continue;
            };
            let until = i64::from(arrives) + i64::from(max_wait.0);
            let next = candidates
                .range((arrives, 0, 0)..)
                .take_while(|(departs, ..)| i64::from(*departs) <= until)
                .find(|(_, _, m)| {
                    let begins = self.trips[*m].first().map(|c| c.stop);
                    let here = begins.is_some_and(|b| same_station(&self.t, at, b));
                    *m != n && here && !used.contains(m)
                });
            if let Some(&(_, _, m)) = next {
                used.extend([n, m]);
                pairs.push((n, m));
            }
        }
        if pairs.is_empty() {
            return Err(self.nothing_to_merge(edit, &seconds, max_wait).into());
        }
        for (n, m) in pairs {
            let calls = joined(&self.trips[n], &self.trips[m]);
            let second = &self.trips[m];
            let (block, wheelchair) = (second.block, second.wheelchair);
            let absorbed = (second.key as usize) < self.base.trips();
            let absorbed = absorbed.then_some(second.key);
            let headsign = self.headsign(second).to_owned();
            // The joint keeps its stop; both ends of it stay called at.
            let stops = tally.stops.clone();
            self.remove(m, tally);
            tally.stops = stops;
            self.set_calls(edit, "", n, calls, tally)?;
            let trip = &mut self.trips[n];
            if trip.block == NONE {
                trip.block = block;
            }
            trip.wheelchair = both(trip.wheelchair, wheelchair);
            trip.own().headsign = Some(headsign);
            trip.own().absorbed = absorbed;
            self.absorbed.insert(m);
        }
        Ok(())
    }

    /// Why no vehicle goes on as another.
    fn nothing_to_merge(
        &self,
        edit: &Edit,
        seconds: &[usize],
        max_wait: Seconds,
    ) -> crate::diagnostics::InputError {
        let starts: BTreeSet<&str> = (seconds.iter())
            .filter_map(|n| self.trips[*n].first())
            .map(|c| self.t.stop_label(c.stop))
            .take(5)
            .collect();
        let starts: Vec<&str> = starts.into_iter().collect();
        let problem = format!(
            "no vehicle of the first line ends where one of the second begins (at {}) within {} of its departure, on the same calendar",
            starts.join(", "),
            ClockTime(i32::try_from(max_wait.0).unwrap_or(i32::MAX)),
        );
        edit.problem("", problem)
            .hint("choose a longer wait (max_wait_min), or another order of the lines")
    }
}

/// The calls of two trips as one.
fn joined(first: &Trip, second: &Trip) -> Vec<Call> {
    let mut calls = first.calls.to_vec();
    let mut rest = second.calls.iter();
    let (Some(end), Some(begin)) = (calls.last_mut(), rest.next()) else {
        return calls;
    };
    let (alight, board) = (end.flags & 2, begin.flags & 1);
    if end.stop == begin.stop {
        end.departure = begin.departure;
        end.flags = alight | board;
    } else {
        // Two platforms of a station: one gets off at the first and on at the second, as before.
        end.departure = end.departure.min(begin.departure).max(end.arrival);
        end.flags = alight;
        calls.push(Call {
            arrival: begin.arrival.max(calls[calls.len() - 1].departure),
            flags: board,
            ..*begin
        });
    }
    calls.extend(rest);
    calls
}

/// Whether a wheelchair can go all the way.
fn both(a: u8, b: u8) -> u8 {
    let no = Access::No as u8;
    match (a, b) {
        _ if a == b => a,
        _ if a == no || b == no => no,
        _ => Access::Unknown as u8,
    }
}
