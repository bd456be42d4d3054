//! Scenarios: edits made on a study and on what it has read. Every edit is applied here, and the base is never changed;
//! the base is the empty scenario through the same code.

pub(crate) mod called;
mod homes;
pub mod inputs;
mod personas;
mod places;
mod snap;
pub mod streets;
pub mod timetable;

use crate::diagnostics::Error;
use crate::ids::{Id, StopId};
use crate::input::scenario::{Change, Edit};
use crate::input::study::Study;
use chrono::NaiveDate;
use homes::People;
use inputs::Inputs;
use places::Destinations;
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
    /// Names of the destinations touched; ids of those without.
    pub places: Vec<String>,
    /// Homes touched.
    pub homes: u64,
    /// People (of the study's main group) added (positive), removed or moved (counted once).
    pub people: f64,
}

impl Touched {
    /// What one edit touched here and elsewhere.
    pub fn and(mut self, other: Touched) -> Touched {
        self.lines.extend(other.lines);
        self.places.extend(other.places);
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
            places: self.places,
            homes: self.homes + other.homes,
            people: self.people + other.people,
        }
    }
}

/// A study after the edits of a scenario.
pub struct Edited {
    /// The study, with edited personas.
    pub study: Study,
    /// What it has read, with edited network, homes and destinations. Homes of the base come first, in their order.
    pub inputs: Inputs,
    /// What each edit touched, one entry per edit.
    pub touched: Vec<Touched>,
    /// What the edits of timetables and streets, taken together, can do to travel times.
    pub effect: Effect,
    /// Whether streets differ from those of the base.
    pub streets: bool,
}

/// Applies edits to a study and its inputs, which stay as they are: streets first, then timetables, then destinations,
/// homes and personas; those of one kind in the order given.
///
/// # Errors
/// An edit that selects nothing, that contradicts an earlier one, or that puts something where no street is: with its
/// name and line.
pub fn apply(study: &Study, inputs: &Inputs, edits: &[&Edit]) -> Result<Edited, Error> {
    let base = &inputs.network;
    let (paved, by_streets) = streets::apply(base, edits)?;
    let streets = paved.is_some();
    let network = paved.unwrap_or_else(|| base.clone());
    snap::check(&network, edits)?;
    let on_map: Vec<bool> = (0..base.timetable.stops())
        .map(|s| !base.stop_links[StopId::new(s)].is_empty())
        .collect();
    let (table, by_table) = timetable::apply_on(&base.timetable, &on_map, study.date, edits)?;
    let network = match table {
        Some(table) => network.with_timetable(table),
        None => network,
    };
    let (study, mut inputs, by_land) = land(study, inputs, edits)?;
    inputs.network = network;
    let effect = (by_table.iter().chain(&by_streets)).fold(Effect::Nothing, |e, t| e.and(t.effect));
    let touched = (by_table.into_iter().zip(by_streets).zip(by_land))
        .map(|((a, b), c)| a.and(b).and(c))
        .collect();
    Ok(Edited {
        study,
        inputs,
        touched,
        effect,
        streets,
    })
}

/// Applies the edits of destinations, homes and personas. What each edit touched comes with one entry per edit, empty
/// for edits of something else.
///
/// # Errors
/// An edit that can't be made, with its file, line and name.
pub fn land(
    study: &Study,
    inputs: &Inputs,
    edits: &[&Edit],
) -> Result<(Study, Inputs, Vec<Touched>), Error> {
    let (mut study, mut inputs) = (study.clone(), inputs.clone());
    let mut destinations: Option<Destinations> = None;
    let mut people = People::default();
    let mut touched = Vec::with_capacity(edits.len());
    for &edit in edits {
        touched.push(match &edit.change {
            Change::Places(change) => destinations
                .get_or_insert_with(|| Destinations::of(&study, &inputs))
                .apply(edit, change)?,
            Change::Homes(change) => people.apply(&study, &mut inputs, edit, change)?,
            Change::Persona(change) => personas::apply(&mut study, edit, change)?,
            Change::Timetable(_) | Change::Streets(_) => Touched::default(),
        });
    }
    if let Some(destinations) = destinations {
        destinations.put(&mut inputs);
    }
    Ok((study, inputs, touched))
}

/// An edit as another one's message names it.
fn named(edit: &Edit) -> String {
    match edit.place.lines.get("") {
        Some(line) => format!("edit {:?} (line {line})", edit.name),
        None => format!("edit {:?}", edit.name),
    }
}
