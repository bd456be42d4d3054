//! Which vehicles a selector means. Trips of which it means some days or some vehicles of their
//! frequencies only are split, so that what is selected are whole trips.

use super::days::{Days, date_text, describe};
use super::draft::{Draft, Trip, is_public};
use super::names::{mode_of, mode_word, route_names, routes_named, stops_in, stops_named, unknown};
use crate::diagnostics::{Error, InputError};
use crate::ids::{Id, StopId};
use crate::input::scenario::{Edit, Selector};
use crate::network::timetable::{Frequency, NONE};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// One condition on trips.
enum Test {
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
struct Condition {
    key: &'static str,
    test: Test,
}

fn marked(marks: &[bool], index: usize) -> bool {
    marks.get(index).copied().unwrap_or(false)
}

impl Test {
    fn holds(&self, draft: &Draft, trip: &Trip) -> bool {
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
fn rows_within(trip: &Trip, from: i32, to: i32) -> (Vec<Frequency>, Vec<Frequency>) {
    let lead = i64::from(trip.lead());
    let (mut within, mut others) = (Vec::new(), Vec::new());
    for row in trip.rows.iter() {
        let (start, end) = (i64::from(row.start), i64::from(row.end));
        let headway = i64::from(row.headway.max(1));
        // Where a row is cut: of scheduled vehicles at the first that is on the other side.
        let cut = |at: i32| {
            let at = (i64::from(at) - lead).clamp(start, end);
            if row.exact == 0 {
                return at;
            }
            (start + (at - start + headway - 1) / headway * headway).min(end)
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
    /// The trips that a selector means, split off where it means a part of them only.
    ///
    /// `key` is where the selector stands in the edit. Only trips for which `matters` holds are
    /// taken, and split; `otherwise` says what none of those selected does.
    ///
    /// # Errors
    /// When a value of the selector matches nothing, when nothing meets all conditions, and when
    /// what meets them was removed by an edit before.
    pub fn select(
        &mut self,
        edit: &Edit,
        key: &str,
        select: &Selector,
        matters: impl Fn(&Trip) -> bool,
        otherwise: &str,
    ) -> Result<Vec<usize>, Error> {
        let days = Days::of(select);
        let conditions = self.conditions(edit, key, select, days.as_ref())?;
        let meets = |trip: &Trip| {
            !trip.calls.is_empty() && conditions.iter().all(|c| c.test.holds(self, trip))
        };
        let all = self.alive().filter(|(_, t)| meets(t));
        let all: Vec<usize> = all.map(|(n, _)| n).collect();
        if all.is_empty() {
            return Err(self.nothing(edit, key, &conditions, days.as_ref()).into());
        }
        self.each_date(edit, key, select, &all)?;
        let chosen: Vec<usize> = all
            .iter()
            .copied()
            .filter(|n| matters(&self.trips[*n]))
            .collect();
        if chosen.is_empty() {
            let problem = format!("{}: {otherwise}", count(all.len(), "trip is", "trips are"));
            return Err(edit.problem(key, problem).into());
        }
        let chosen = chosen
            .into_iter()
            .map(|n| self.part(n, days.as_ref(), select.departs));
        Ok(chosen.collect())
    }

    /// The part of a trip that runs on some days and leaves within a band: the trip itself, or
    /// what is split off. Some part must.
    fn part(&mut self, trip: usize, days: Option<&Days>, band: Option<(i32, i32)>) -> usize {
        let mut part = trip;
        if let Some(days) = days {
            let service = self.trips[part].service;
            if let (Some(within), Some(without)) = self.halves(service, days) {
                part = self.split(part, |rest, part| {
                    rest.service = without;
                    part.service = within;
                });
            }
        }
        if let Some((from, to)) = band
            && !self.trips[part].rows.is_empty()
        {
            let (within, others) = rows_within(&self.trips[part], from, to);
            if !within.is_empty() && !others.is_empty() {
                part = self.split(part, |rest, part| {
                    rest.rows = others.into();
                    part.rows = within.into();
                });
            }
        }
        part
    }

    /// The conditions of a selector, with all values looked up.
    fn conditions(
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
            for value in &select.agency {
                if !t.agency_name.iter().any(|n| n == value) {
                    let known = t.agency_name.iter();
                    problems.push(unknown(edit, &full("agency"), value, "operator", known));
                }
            }
            let named = |r| operator(r).is_some_and(|n| select.agency.iter().any(|v| v == n));
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
            let there: BTreeSet<_> = t.route_kind.iter().filter_map(|k| mode_of(*k)).collect();
            for mode in select.mode.iter().filter(|m| !there.contains(m)) {
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
            let of_kind =
                |r: usize| mode_of(t.route_kind[r]).is_some_and(|m| select.mode.contains(&m));
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

    /// Each date must be one on which a selected trip runs.
    fn each_date(
        &self,
        edit: &Edit,
        at: &str,
        select: &Selector,
        found: &[usize],
    ) -> Result<(), Error> {
        if select.dates.is_empty() {
            return Ok(());
        }
        let services: BTreeSet<_> = found.iter().map(|n| self.trips[*n].service).collect();
        let mut problems = Vec::new();
        for date in &select.dates {
            let in_days = select.days.is_none_or(|days| days.contains(*date));
            if !in_days || !services.iter().any(|s| self.t.runs_on(*s, *date)) {
                let runs = describe(&self.dates_of(services.iter().copied()));
                problems.push(
                    edit.problem(
                        &format!("{at}.dates"),
                        "none of the selected trips runs on that date, or it is none of the days",
                    )
                    .value(date.to_string())
                    .hint(format!("they run on {runs}")),
                );
            }
        }
        Error::all(problems)
    }

    /// Why nothing is selected.
    fn nothing(
        &self,
        edit: &Edit,
        at: &str,
        conditions: &[Condition],
        days: Option<&Days>,
    ) -> InputError {
        let meets = |trip: &Trip, but: Option<&str>| {
            let others = conditions.iter().filter(|c| Some(c.key) != but);
            !trip.calls.is_empty() && others.into_iter().all(|c| c.test.holds(self, trip))
        };
        let mut removed: BTreeMap<u32, usize> = BTreeMap::new();
        for trip in self.trips.iter().filter(|t| meets(t, None)) {
            *removed.entry(trip.gone.unwrap_or(self.now)).or_default() += 1;
        }
        if !removed.is_empty() {
            let by = removed.iter().map(|(by, trips)| {
                let name = self.edits.get(*by as usize).map_or("", String::as_str);
                format!(
                    "edit {name:?} removed or replaced {}",
                    count(*trips, "trip", "trips")
                )
            });
            let by: Vec<String> = by.collect();
            return edit
                .problem(
                    at,
                    format!("nothing that this selects is left: {}", by.join(", ")),
                )
                .hint("edits are made in their order; put this one first, or leave one out");
        }
        if let Some(c) = conditions
            .iter()
            .find(|c| matches!(c.test, Test::Service(_)))
        {
            let rest = self.alive().filter(|(_, t)| meets(t, Some(c.key)));
            let services: BTreeSet<_> = rest.map(|(_, t)| t.service).collect();
            if !services.is_empty() {
                let runs = describe(&self.dates_of(services));
                let wanted = days.and_then(|d| d.dates()).map(|d| date_text(d[0]));
                let error = edit
                    .problem(
                        &format!("{at}.{}", c.key),
                        format!("the selected trips never run then; they run on {runs}"),
                    )
                    .hint("service days are those of the feed's calendar: a trip at 25:10 belongs to the day before");
                return match wanted {
                    Some(date) => error.value(date),
                    None => error,
                };
            }
        }
        let each: Vec<String> = conditions
            .iter()
            .map(|c| {
                let trips = self.alive().filter(|(_, t)| c.test.holds(self, t)).count();
                format!("{} alone selects {}", c.key, count(trips, "trip", "trips"))
            })
            .collect();
        if each.is_empty() {
            return edit.problem(at, "the timetables have no trip left");
        }
        edit.problem(
            at,
            format!("no trip meets all conditions: {}", each.join(", ")),
        )
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

/// A number with its noun.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
