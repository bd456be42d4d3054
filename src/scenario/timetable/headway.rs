//! `set-headway`: vehicles of each line, direction and calendar replaced by one every so often.

use super::draft::{Draft, NO_BLOCK, Own, Trip, is_public};
use super::tally::Tally;
use super::trips::{Vehicle, departures, later};
use crate::diagnostics::Error;
use crate::ids::{Id, StopId};
use crate::input::clock::LATEST_HOUR;
use crate::input::scenario::{Edit, Selector};
use crate::network::timetable::Frequency;
use crate::units::{ClockTime, Seconds};
use std::collections::BTreeMap;

/// Most trips that one edit may make.
pub(super) const MOST_TRIPS: usize = 1_000_000;

/// A band that ends here or later ends nowhere.
const OPEN_S: i32 = LATEST_HOUR as i32 * 3600;

impl Draft<'_> {
    pub fn set_headway(
        &mut self,
        edit: &Edit,
        select: &Selector,
        headway: Seconds,
        first: Option<i32>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        if headway.0 == 0 {
            return Err(edit
                .problem("headway_min", "must be above 0")
                .value("0")
                .into());
        }
        let band_end = select.departs.map(|(_, to)| to).filter(|to| *to < OPEN_S);
        if let (Some(first), Some((from, to))) = (first, select.departs)
            && !(from..to).contains(&first)
        {
            let problem =
                "the first departure does not lie in the hours of departure that are selected";
            return Err(edit
                .problem("first", problem)
                .value(ClockTime(first).to_string())
                .into());
        }
        let chosen = self.select(edit, "select", select, |_| true, "")?;
        let mut made = 0;
        for trips in self.groups(&chosen).into_values() {
            let all = self.vehicles(&trips);
            let (Some(earliest), Some(latest)) = (all.first(), all.last()) else {
                continue;
            };
            let Some(template) = self.template(&all) else {
                continue;
            };
            let start = first.unwrap_or(earliest.departs);
            let streams = trips.iter().all(|n| {
                let rows = &self.trips[*n].rows;
                !rows.is_empty() && rows.iter().all(|r| !r.is_exact())
            });
            // The end is exclusive.
            let end = band_end.unwrap_or(if streams {
                self.stream_end(&trips)
            } else {
                latest.departs.saturating_add(1)
            });
            if start >= end {
                let problem = format!(
                    "line {} has no departure to replace from then on: the last is at {}",
                    self.t.line_name(self.trips[template].route),
                    ClockTime(latest.departs)
                );
                return Err(edit
                    .problem("first", problem)
                    .value(ClockTime(start).to_string())
                    .into());
            }
            let step = headway.0 as usize;
            made += if streams {
                1
            } else {
                (start..end).step_by(step).len()
            };
            if made > MOST_TRIPS {
                let problem = format!("this makes more than {MOST_TRIPS} trips");
                return Err(edit.problem("headway_min", problem).into());
            }
            // Those replaced go first, so that they are not met again.
            for n in trips {
                self.remove(n, tally);
            }
            if streams {
                let lead = self.trips[template].lead();
                let row = Frequency {
                    trip: Id::new(0),
                    start: start.saturating_sub(lead),
                    end: end.saturating_sub(lead),
                    headway: headway.0,
                    exact: 0,
                };
                let trip = self.like(template, 0, vec![row]);
                self.check(edit, "select", &trip, &trip.calls)?;
                self.add(trip, tally);
                continue;
            }
            for departs in (start..end).step_by(step) {
                let by = i64::from(departs) - i64::from(self.trips[template].departs());
                let trip = self.like(template, by, Vec::new());
                self.check(edit, "headway_min", &trip, &trip.calls)?;
                self.add(trip, tally);
            }
        }
        Ok(())
    }

    /// All vehicles of some trips; of streams without a timetable one every headway.
    fn vehicles(&self, trips: &[usize]) -> Vec<Vehicle> {
        let mut all = self.scheduled(trips);
        for &n in trips {
            let trip = &self.trips[n];
            for row in trip.rows.iter().filter(|r| !r.is_exact()) {
                let key = trip.key;
                all.extend(departures(trip, row).map(|departs| Vehicle {
                    departs,
                    key,
                    trip: n,
                }));
            }
        }
        all.sort_unstable();
        all
    }

    /// The first vehicle's trip of the stops that most vehicles call at; of equals, the earliest.
    fn template(&self, all: &[Vehicle]) -> Option<usize> {
        let mut patterns: BTreeMap<Vec<StopId>, (usize, usize)> = BTreeMap::new();
        let mut known: BTreeMap<usize, usize> = BTreeMap::new();
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for vehicle in all {
            let pattern = *known.entry(vehicle.trip).or_insert_with(|| {
                let calls = self.trips[vehicle.trip].calls.iter();
                let stops = calls.filter(|c| is_public(c)).map(|c| c.stop).collect();
                let fresh = counts.len();
                let pattern = patterns.entry(stops).or_insert((fresh, vehicle.trip)).0;
                if pattern == fresh {
                    counts.push((0, vehicle.trip));
                }
                pattern
            });
            counts[pattern].0 += 1;
        }
        // Vehicles come in order, so the first of equals is the earliest.
        let most = counts.iter().map(|(n, _)| *n).max()?;
        counts
            .iter()
            .find(|(n, _)| *n == most)
            .map(|(_, trip)| *trip)
    }

    /// Where the last of some streams ends, as a departure from the first call.
    fn stream_end(&self, trips: &[usize]) -> i32 {
        let ends = trips.iter().flat_map(|n| {
            let trip = &self.trips[*n];
            trip.rows.iter().map(|r| r.end.saturating_add(trip.lead()))
        });
        ends.max().unwrap_or(i32::MIN)
    }

    /// A new trip like another, so many seconds later.
    fn like<'d>(&mut self, template: usize, by: i64, rows: Vec<Frequency>) -> Trip<'d> {
        let stem = format!("{}~set-headway~", self.id(&self.trips[template]));
        let id = self.fresh_id(&stem, 1);
        let key = self.next_key();
        let like = &self.trips[template];
        Trip {
            key,
            calls: later(&like.calls, by).into(),
            rows: rows.into(),
            route: like.route,
            service: like.service,
            direction: like.direction,
            block: NO_BLOCK,
            wheelchair: like.wheelchair,
            gone: None,
            own: Some(Box::new(Own {
                id: Some(id),
                headsign: Some(self.headsign(like).to_owned()),
                absorbed: None,
            })),
        }
    }
}
