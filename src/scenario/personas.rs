//! Edits of personas: how people travel.

use super::{Effect, Touched};
use crate::diagnostics::Error;
use crate::input::scenario::{Edit, PersonaEdit};
use crate::input::study::{Measure, Service, Study};
use crate::travel::Traveller;
use crate::units::Seconds;

/// Makes one edit.
///
/// # Errors
/// When a service of the study asks for longer trips than the persona then makes.
pub(super) fn apply(
    study: &mut Study,
    edit: &Edit,
    change: &PersonaEdit,
) -> Result<Touched, Error> {
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
