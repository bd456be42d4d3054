//! The edits of a scenario to destinations, homes and personas, made on what a study has read. The
//! study and its inputs are copied, never changed.

mod homes;
mod places;
#[cfg(test)]
mod tests;

use super::inputs::Inputs;
use crate::diagnostics::{Error, InputError};
use crate::input::document::nearest;
use crate::input::scenario::{Change, Edit, PersonaEdit};
use crate::input::study::{Measure, Service, Study};
use crate::scenario::{Effect, Touched};
use crate::travel::Traveller;
use crate::units::Seconds;
use homes::People;
use places::Destinations;

/// Makes the edits of destinations, homes and personas, in their order; others are left to their
/// own modules. Gives the study and inputs as they are afterwards and what each edit touched, one
/// entry per edit.
///
/// # Errors
/// An edit that selects nothing, or that contradicts an earlier one, with its name and line.
pub fn apply(
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
            Change::Persona(change) => persona(&mut study, edit, change)?,
            Change::Timetable(_) | Change::Streets(_) => Touched::default(),
        });
    }
    if let Some(destinations) = destinations {
        destinations.put(&mut inputs);
    }
    Ok((study, inputs, touched))
}

/// "did you mean" for an id or name that is not there.
fn meant(error: InputError, text: &str, known: &[&str]) -> InputError {
    match nearest(text, known) {
        Some(near) => error.hint(format!("did you mean {near:?}?")),
        None if known.is_empty() => error.hint("there are none"),
        None => {
            let first: Vec<String> = known.iter().take(5).map(|k| format!("{k:?}")).collect();
            error.hint(format!("there are: {}", first.join(", ")))
        }
    }
}

/// An edit as another one's message names it.
fn named(edit: &Edit) -> String {
    match edit.place.lines.get("") {
        Some(line) => format!("edit {:?} (line {line})", edit.name),
        None => format!("edit {:?}", edit.name),
    }
}

fn persona(study: &mut Study, edit: &Edit, change: &PersonaEdit) -> Result<Touched, Error> {
    let Some(persona) = study.personas.get_mut(change.persona) else {
        return Err(edit.problem("persona", "there is no such persona").into());
    };
    let before = persona.traveller.clone();
    let traveller = &mut persona.traveller;
    traveller.walk = change.walk.unwrap_or(before.walk);
    traveller.max_walk = change.max_walk.unwrap_or(before.max_walk);
    traveller.max_walk_only = change.max_walk_only.or(before.max_walk_only);
    traveller.max_transfer = change.max_transfer.or(before.max_transfer);
    traveller.max_trip = change.max_trip.unwrap_or(before.max_trip);
    traveller.max_rides = change.max_rides.unwrap_or(before.max_rides);
    traveller.board_slack = change.board_slack.unwrap_or(before.board_slack);
    let effect = effect(&before, traveller);
    let limit = traveller.max_trip;
    // The study's own rule: nobody is asked for more than the longest trip.
    let asks = |service: &&Service| longest(service) > limit;
    if limit < before.max_trip
        && let Some(service) = study.services.iter().find(asks)
    {
        let minutes = f64::from(longest(service).0) / 60.0;
        let problem = format!(
            "service {:?} asks for {minutes} minutes, more than that",
            service.name
        );
        return Err(edit.problem("max_trip_min", problem).into());
    }
    Ok(Touched {
        effect,
        ..Touched::default()
    })
}

/// What a change of a traveller can do to travel times.
fn effect(before: &Traveller, after: &Traveller) -> Effect {
    // Each so that more is better.
    let each = |t: &Traveller| {
        [
            t.walk.mm_per_hour,
            t.max_walk.0,
            t.walk_only().0,
            t.transfer().0,
            t.max_trip.0,
            t.max_rides,
            u32::MAX - t.board_slack.0,
        ]
    };
    each(before)
        .into_iter()
        .zip(each(after))
        .map(|(before, after)| match after.cmp(&before) {
            std::cmp::Ordering::Less => Effect::Removes,
            std::cmp::Ordering::Equal => Effect::Nothing,
            std::cmp::Ordering::Greater => Effect::Adds,
        })
        .fold(Effect::Nothing, Effect::and)
}

/// The longest travel time a service asks about.
fn longest(service: &Service) -> Seconds {
    let measured = match &service.measure {
        Measure::Cumulative { cutoffs } => cutoffs.iter().copied().max().unwrap_or_default(),
        Measure::Interval { last, .. } => *last,
        Measure::Gravity { .. } | Measure::Nearest { .. } | Measure::TwoStep { .. } => Seconds(0),
    };
    let norm = service.norm.and_then(|norm| norm.asks());
    measured.max(norm.unwrap_or_default())
}
