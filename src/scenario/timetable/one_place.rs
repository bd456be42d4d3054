//! Names that mean one place. Towns have stops of the same name; an edit by name must not reach those
//! of another town unseen.

use super::draft::{Draft, Trip};
use super::names::{same_station, stops_named};
use crate::diagnostics::{Error, InputError};
use crate::ids::{Id, StopId};
use crate::input::scenario::{Edit, Selector, StopRef, StopSelector};
use std::collections::BTreeSet;

/// Stops of one name farther apart than this are not one place, metres.
const ONE_PLACE_M: f64 = 1000.0;

/// Most stops named in a message.
const SHOWN: usize = 12;

impl Draft<'_> {
    /// The problem with a name of which some stops lie far from the first, platforms of one station
    /// apart; none of an id. `stops` are those of the name that matter.
    pub fn far_apart(
        &self,
        edit: &Edit,
        key: &str,
        value: &str,
        stops: &[StopId],
    ) -> Option<InputError> {
        let t = &self.t;
        let at = |s: &StopId| Some((*s, t.position(*s)?));
        let placed: Vec<_> = stops.iter().filter_map(at).collect();
        let (first, place) = *placed.first()?;
        let far = |(s, p): &(StopId, _)| {
            place.distance_m(*p) > ONE_PLACE_M && !same_station(t, first, *s)
        };
        if !placed.iter().any(far) || t.stop_id.iter().any(|id| id == value) {
            return None;
        }
        let shown = placed.iter().take(SHOWN).map(|(s, p)| {
            let id = t.stop_id.get(s.index());
            format!("{id} at {:.4}, {:.4}", p.lon, p.lat)
        });
        let shown: Vec<String> = shown.collect();
        let more = match placed.len().saturating_sub(SHOWN) {
            0 => String::new(),
            n => format!("; and {n} more"),
        };
        let problem = format!(
            "stops of that name lie far apart (id at lon, lat): {}{more}",
            shown.join("; ")
        );
        let error = edit.problem(key, problem).value(value);
        Some(error.hint("name those that are meant by id"))
    }

    /// The same for a stop where a line is to call.
    pub fn far_apart_of(
        &self,
        edit: &Edit,
        key: &str,
        stop: &StopRef,
        stops: &[StopId],
    ) -> Option<InputError> {
        match stop {
            StopRef::Known(name) => self.far_apart(edit, key, name, stops),
            StopRef::New { .. } => None,
        }
    }

    /// Refuses a selector of stops by names of which the stops that matter lie far apart. Who gives
    /// an area has said where.
    pub fn each_one_place(
        &self,
        edit: &Edit,
        which: &StopSelector,
        matters: &BTreeSet<StopId>,
    ) -> Result<(), Error> {
        if which.area.is_some() {
            return Ok(());
        }
        let mut problems = Vec::new();
        for value in &which.stop {
            let mut stops = stops_named(&self.t, edit, "stops", value)?;
            stops.retain(|s| matters.contains(s));
            let problem = self.far_apart(edit, "stops", value, &stops);
            problems.extend(problem.map(or_area));
        }
        Error::all(problems)
    }

    /// The same for the stops by which trips are selected: those at which the trips selected call.
    pub fn selected_in_one_place(
        &self,
        edit: &Edit,
        key: &str,
        select: &Selector,
        trips: &[usize],
    ) -> Result<(), Error> {
        type Calls = fn(&Trip) -> Vec<StopId>;
        let lists: [(&str, &[String], Calls); 3] = [
            ("stop", &select.stop, |t| {
                t.public().map(|c| c.stop).collect()
            }),
            ("first_stop", &select.first_stop, |t| {
                t.first().map(|c| c.stop).into_iter().collect()
            }),
            ("last_stop", &select.last_stop, |t| {
                t.last().map(|c| c.stop).into_iter().collect()
            }),
        ];
        if select.area.is_some() {
            return Ok(());
        }
        let mut problems = Vec::new();
        for (name, values, calls) in lists {
            if values.is_empty() {
                continue;
            }
            let called = trips.iter().filter_map(|n| self.trips.get(*n));
            let called: BTreeSet<StopId> = called.flat_map(calls).collect();
            let key = format!("{key}.{name}");
            for value in values {
                let mut stops = stops_named(&self.t, edit, &key, value)?;
                stops.retain(|s| called.contains(s));
                let problem = self.far_apart(edit, &key, value, &stops);
                problems.extend(problem.map(or_area));
            }
        }
        Error::all(problems)
    }

    /// The stops at which some trips call.
    pub fn called_by(&self, trips: &[usize]) -> BTreeSet<StopId> {
        let trips = trips.iter().filter_map(|n| self.trips.get(*n));
        trips.flat_map(|t| t.public().map(|c| c.stop)).collect()
    }
}

fn or_area(error: InputError) -> InputError {
    error.hint("name those that are meant by id, or give an area with them as well")
}
