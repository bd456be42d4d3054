//! Edits of personas: how people travel.

use super::{Effect, Touched};
use crate::diagnostics::Error;
use crate::input::scenario::{Edit, PersonaEdit};
use crate::input::study::{Measure, Service, Study};
use crate::travel::{SETTINGS, Traveller};
use crate::units::Seconds;
use std::cmp::Ordering;

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
    for (setting, held) in &change.settings {
        setting.set(traveller, *held);
    }
    let effect = effect(&before, traveller);
    let limit = traveller.max_trip;
    // The study's own rule: nobody is asked for more than the longest trip.
    let asks = |service: &&Service| longest(service) > limit;
    if limit < before.max_trip
        && let Some(service) = study.services.iter().find(asks)
    {
        let minutes = longest(service).minutes();
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
    SETTINGS
        .iter()
        .map(|setting| {
            let more = (setting.in_force(after)).cmp(&setting.in_force(before));
            match if setting.less_helps {
                more.reverse()
            } else {
                more
            } {
                Ordering::Less => Effect::Removes,
                Ordering::Equal => Effect::Nothing,
                Ordering::Greater => Effect::Adds,
            }
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
