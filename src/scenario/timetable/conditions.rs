//! The conditions of a selector, with what its values stand for, and whether trips meet them.

use super::super::called::folded;
use super::days::Days;
use super::draft::{Draft, Trip, is_public};
use super::names::{mode_word, route_names, routes_named, stops_in, stops_named, unknown};
use crate::diagnostics::{Error, InputError};
use crate::ids::{Id, StopId};
use crate::input::scenario::{Edit, Selector};
use crate::network::mode::VehicleKind;
use crate::network::timetable::{Frequency, NONE};
use std::collections::{BTreeSet, HashSet};

/// One condition on trips.
pub(super) enum Test {
    Feed(Vec<bool>),
    Route(Vec<bool>),
    Direction(Vec<u8>),
    Headsign(HashSet<String>),
    Trip(HashSet<String>),
    Stop(Vec<bool>),
    First(Vec<bool>),
    Last(Vec<bool>),
    Band(i32, i32),
    Service(Vec<bool>),
}

/// A condition by the name of its key.
pub(super) struct Condition {
    pub key: &'static str,
    pub test: Test,
}

fn marked(marks: &[bool], index: usize) -> bool {
    marks.get(index).copied().unwrap_or(false)
}

impl Test {
    pub fn holds(&self, draft: &Draft, trip: &Trip) -> bool {
        let at = |marks: &[bool], stop: StopId| marked(marks, stop.index());
        match self {
            Test::Feed(marks) => {
                let feed = draft.t.service_feed.get(trip.service.index());
                feed.is_some_and(|f| marked(marks, f.index()))
            }
            Test::Route(marks) => marked(marks, trip.route.index()),
            Test::Direction(list) => list.contains(&trip.direction),
            Test::Headsign(set) => set.contains(draft.headsign(trip)),
            // A part of a trip goes by the whole's id too.
            Test::Trip(set) => {
                set.contains(draft.id(trip))
                    || draft.base_id(trip).is_some_and(|id| set.contains(id))
            }
            Test::Stop(marks) => trip.calls.iter().any(|c| is_public(c) && at(marks, c.stop)),
            Test::First(marks) => trip.first().is_some_and(|c| at(marks, c.stop)),
            Test::Last(marks) => trip.last().is_some_and(|c| at(marks, c.stop)),
            Test::Band(from, to) => {
                if trip.rows.is_empty() {
                    (*from..*to).contains(&trip.departs())
                } else {
                    !rows_within(trip, *from, *to).0.is_empty()
                }
            }
            Test::Service(marks) => marked(marks, trip.service.index()),
        }
    }
}

/// The vehicles of a trip's frequencies that leave the first call in `[from, to)`, and the others.
pub(super) fn rows_within(trip: &Trip, from: i32, to: i32) -> (Vec<Frequency>, Vec<Frequency>) {
    let lead = i64::from(trip.lead());
    let (mut within, mut others) = (Vec::new(), Vec::new());
    for row in trip.rows.iter() {
        let (start, end) = (i64::from(row.start), i64::from(row.end));
        let headway = i64::from(row.headway.max(1));
        // Where a row is cut: of scheduled vehicles at the first that is on the other side.
        let cut = |at: i32| {
            let at = (i64::from(at) - lead).clamp(start, end);
            match row.is_exact() {
                true => (start + row.starts_before(at) * headway).min(end),
                false => at,
            }
        };
        let (a, b) = (cut(from), cut(to));
        let part = |from: i64, to: i64| {
            // Times between those of the row fit where they do.
            (from < to).then_some(Frequency {
                start: from as i32,
                end: to as i32,
                ..*row
            })
        };
        within.extend(part(a, b.max(a)));
        others.extend(part(start, a));
        others.extend(part(b.max(a), end));
    }
    (within, others)
}

impl Draft<'_> {
    /// The conditions of a selector, with all values looked up.
    pub fn conditions(
        &self,
        edit: &Edit,
        at: &str,
        select: &Selector,
        days: Option<&Days>,
    ) -> Result<Vec<Condition>, Error> {
        let t = &self.t;
        let mut problems: Vec<InputError> = Vec::new();
        let mut out = Vec::new();
        let mut add = |key, test| out.push(Condition { key, test });
        let full = |key: &str| format!("{at}.{key}");
        if !select.feed.is_empty() {
            let mut marks = vec![false; t.feed_name.len()];
            for value in &select.feed {
                let mut found = false;
                for (f, _) in t.feed_name.iter().enumerate().filter(|(_, n)| n == value) {
                    (marks[f], found) = (true, true);
                }
                if !found {
                    let known = t.feed_name.iter();
                    problems.push(unknown(edit, &full("feed"), value, "feed", known));
                }
            }
            add("feed", Test::Feed(marks));
        }
        let of_routes = |holds: &dyn Fn(usize) -> bool| -> Vec<bool> {
            (0..t.route_id.len()).map(holds).collect()
        };
        let operator = |r: usize| match t.route_agency[r] {
            NONE => None,
            row => Some(t.agency_name.get(row as usize)),
        };
        if !select.agency.is_empty() {
            let mut wanted: BTreeSet<&str> = BTreeSet::new();
            for value in &select.agency {
                let exact = t.agency_name.iter().any(|n| n == value);
                let called = |n: &&str| match exact {
                    true => n == value,
                    false => !n.is_empty() && folded(n) == folded(value),
                };
                let named: Vec<&str> = t.agency_name.iter().filter(called).collect();
                if named.is_empty() {
                    let known = t.agency_name.iter();
                    problems.push(unknown(edit, &full("agency"), value, "operator", known));
                }
                wanted.extend(named);
            }
            let named = |r| operator(r).is_some_and(|n| wanted.contains(n));
            add("agency", Test::Route(of_routes(&named)));
        }
        if !select.route.is_empty() {
            let mut marks = vec![false; t.route_id.len()];
            for value in &select.route {
                let found = routes_named(t, value);
                if found.is_empty() {
                    problems.push(unknown(edit, &full("route"), value, "line", route_names(t)));
                }
                found.iter().for_each(|r| marks[r.index()] = true);
            }
            add("route", Test::Route(marks));
        }
        if !select.mode.is_empty() {
            let there: BTreeSet<_> = t
                .route_kind
                .iter()
                .filter_map(|k| VehicleKind::of(*k).mode())
                .collect();
            // Of a list one is enough: "all kinds" may name kinds that this region hasn't.
            let none = !select.mode.iter().any(|m| there.contains(m));
            for mode in select.mode.iter().filter(|_| none) {
                let words: Vec<&str> = there.iter().map(|m| mode_word(*m)).collect();
                problems.push(
                    edit.problem(
                        full("mode").as_str(),
                        "no line in the timetables is of that kind",
                    )
                    .value(mode_word(*mode))
                    .hint(format!("there are {}", words.join(", "))),
                );
            }
            let of_kind = |r: usize| {
                VehicleKind::of(t.route_kind[r])
                    .mode()
                    .is_some_and(|m| select.mode.contains(&m))
            };
            add("mode", Test::Route(of_routes(&of_kind)));
        }
        if !select.direction.is_empty() {
            let there: BTreeSet<u8> = self.trips.iter().map(|t| t.direction).collect();
            for value in select.direction.iter().filter(|d| !there.contains(d)) {
                let known: Vec<String> = there
                    .iter()
                    .filter(|d| **d < 2)
                    .map(u8::to_string)
                    .collect();
                let error = edit
                    .problem(
                        full("direction").as_str(),
                        "no trip in the timetables has that direction",
                    )
                    .value(value.to_string());
                problems.push(if known.is_empty() {
                    error.hint("the timetables give no directions; select by headsign, first_stop or last_stop")
                } else {
                    error.hint(format!("there are {}", known.join(", ")))
                });
            }
            add("direction", Test::Direction(select.direction.clone()));
        }
        if !select.headsign.is_empty() {
            let known = || self.trips.iter().map(|t| self.headsign(t));
            problems.extend(strangers(
                edit,
                &full("headsign"),
                &select.headsign,
                "headsign",
                known,
            ));
            add(
                "headsign",
                Test::Headsign(select.headsign.iter().cloned().collect()),
            );
        }
        if !select.trip.is_empty() {
            let ids = |t| [Some(self.id(t)), self.base_id(t)].into_iter().flatten();
            let known = || self.trips.iter().flat_map(ids);
            problems.extend(strangers(edit, &full("trip"), &select.trip, "trip", known));
            add("trip", Test::Trip(select.trip.iter().cloned().collect()));
        }
        for (key, values, test) in [
            ("stop", &select.stop, Test::Stop as fn(Vec<bool>) -> Test),
            ("first_stop", &select.first_stop, Test::First),
            ("last_stop", &select.last_stop, Test::Last),
        ] {
            if values.is_empty() {
                continue;
            }
            let mut marks = vec![false; t.stops()];
            for value in values {
                match stops_named(t, edit, &full(key), value) {
                    Ok(stops) => stops.iter().for_each(|s| marks[s.index()] = true),
                    Err(error) => problems.push(error),
                }
            }
            add(key, test(marks));
        }
        if let Some(area) = &select.area {
            let mut marks = vec![false; t.stops()];
            match stops_in(t, edit, &full("area"), area) {
                Ok(stops) => stops.iter().for_each(|s| marks[s.index()] = true),
                Err(error) => problems.push(error),
            }
            add("area", Test::Stop(marks));
        }
        if let Some((from, to)) = select.departs {
            add("departs", Test::Band(from, to));
        }
        if let Some(days) = days {
            let key = if select.dates.is_empty() {
                "days"
            } else {
                "dates"
            };
            let services = (0..t.service_id.len()).map(Id::new);
            let marks = services.map(|s| self.runs_within(s, days)).collect();
            add(key, Test::Service(marks));
        }
        Error::all(problems)?;
        Ok(out)
    }
}

/// Values that are none of those known.
fn strangers<'v, I: Iterator<Item = &'v str>>(
    edit: &Edit,
    key: &str,
    values: &[String],
    what: &str,
    known: impl Fn() -> I,
) -> Vec<InputError> {
    let wanted: HashSet<&str> = values.iter().map(String::as_str).collect();
    let there: HashSet<&str> = known().filter(|k| wanted.contains(k)).collect();
    let missing = values.iter().filter(|v| !there.contains(v.as_str()));
    missing
        .map(|v| unknown(edit, key, v, what, known()))
        .collect()
}
