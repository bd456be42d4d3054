//! What is offered and reaches nobody: places nobody asks for, and places that are closed all through a slot.

use super::access::Access;
use super::inputs::Inputs;
use crate::access::form::Form;
use crate::access::open;
use crate::axes::SlotId;
use crate::diagnostics::{Finding, Findings, Severity};
use crate::ids::Id;
use crate::input::study::Study;
use crate::output::table::plain;
use crate::units::Seconds;

/// Places with opening hours that are closed from the start of a slot until the last arrival in it.
pub(super) fn note_closed(study: &Study, inputs: &Inputs, slot: SlotId, findings: &mut Findings) {
    let longest = study.personas.iter().map(|p| p.traveller.max_trip).max();
    let window = &study.slots[slot].window;
    let (name, date) = (&study.slots[slot].name, study.slots[slot].date);
    for service in study.measured_in(slot) {
        let data = &inputs.services[service];
        let open = open::during(&data.hours, date, window, longest.unwrap_or(Seconds(0)));
        let (known, closed) = open::known_and_closed(&data.hours, &open);
        if closed == 0 {
            continue;
        }
        findings.push(Finding {
            // At night it is as it should be; that nothing at all is open is worth a look.
            severity: match closed == data.places.len() {
                true => Severity::Warning,
                false => Severity::Note,
            },
            code: "places-never-open".into(),
            file: "destinations".into(),
            line: None,
            record: study.services[service].name.clone(),
            message: format!(
                "{closed} of the {known} places with opening hours are closed all through slot {name:?}, until the last arrival"
            ),
            action: "reached by nobody in that slot".into(),
        });
    }
}

/// Supply that homes compete for and that nobody asks for.
pub(super) fn note_unclaimed(study: &Study, access: &Access, findings: &mut Findings) {
    for ((s, p), slice) in access.slices.iter() {
        for (reading, unclaimed) in access.readings.iter().zip(&slice.unclaimed) {
            let (Form::TwoStep(_, group), Some(u)) = (&reading.form, unclaimed) else {
                continue;
            };
            // Norms and pages use the first percentile.
            if u.places == 0 || reading.status.index() >= study.services.len() {
                continue;
            }
            findings.warn(
                    "supply-unclaimed",
                    "destinations",
                    None,
                    &study.services[reading.service].name,
                    format!(
                        "in slot {:?}, for persona {:?}, nobody of group {:?} asks for {} of {} places: {} of {} in all",
                        study.slots[s].name,
                        study.personas[p].name,
                        study.homes.groups[*group].name,
                        u.places,
                        u.places_in_all,
                        plain(u.supply),
                        plain(u.supply_in_all),
                    ),
                    "unclaimed: gives nothing to anybody",
                );
        }
    }
}
