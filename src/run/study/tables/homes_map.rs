//! Homes as points with their main figures, for a map program.

use super::super::Results;
use super::super::summary::{Summary, missed};
use super::geopackage::Names;
use crate::axes::{HomeId, PersonaId, PurposeId, SlotId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Field, Part};
use crate::output::style::Style;
use crate::output::table::{Format, GeometryKind, Schema, Shape, Value};
use crate::run::study::tables::{amount, minutes};

pub(super) const HOMES_MAP: Declared = Declared {
    files: &[("homes.gpkg", Format::GeoPackage)],
    row: field::ROW_OF_HOMES_MAP,
    parts: &[
        Part::Once(&[field::HOME]),
        Part::Each(&[
            field::PEOPLE_GROUP,
            field::NORMS_MISSED_SLOT_PERSONA,
            field::LEVEL_SERVICE_SLOT_PERSONA,
        ]),
    ],
};

/// What a column says of a home in a slot, for a persona.
enum Of {
    /// How many of the norms that count in the slot are missed.
    Norms { slot: SlotId, persona: PersonaId },
    /// The level of a service: minutes, or what is reached.
    Level {
        slot: SlotId,
        persona: PersonaId,
        service: PurposeId,
    },
}

/// The columns whose names depend on the study, what is in them, and how a map may show them.
fn columns(study: &Study, summary: &Summary) -> (Vec<Field>, Vec<Of>, Vec<Style>) {
    let mut names = Names::taken(&["fid", "geom", "home"]);
    let mut fields = names.of_groups(&field::PEOPLE_GROUP, &study.homes.groups);
    let (mut columns, mut styles) = (Vec::new(), Vec::new());
    for (slot, s) in study.slots.by_id() {
        for (persona, p) in study.personas.by_id() {
            let at = [("SLOT", s.name.as_str()), ("PERSONA", p.name.as_str())];
            if !summary.stacked[slot].is_empty() {
                let norms = names.field(&field::NORMS_MISSED_SLOT_PERSONA, &at);
                let heading = norms.heading(study.language);
                let name = format!("{heading}: {}, {}", s.name, p.name);
                styles.push(Style::norms_missed(name, norms.name.to_string()));
                fields.push(norms);
                columns.push(Of::Norms { slot, persona });
            }
            for service in study.measured_in(slot) {
                let called = study.services[service].name.as_str();
                let of = [at[0], at[1], ("SERVICE", called)];
                fields.push(names.field(&field::LEVEL_SERVICE_SLOT_PERSONA, &of));
                columns.push(Of::Level {
                    slot,
                    persona,
                    service,
                });
            }
        }
    }
    (fields, columns, styles)
}

/// A row for each home, as in the file of homes.
pub(super) fn homes_map(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let (fields, columns, styles) = columns(study, summary);
    let schema = Schema {
        geometry: Some(GeometryKind::Point),
        styles,
        ..HOMES_MAP.schema_with(|_| fields.clone())
    };
    let mut t = out.table(&HOMES_MAP, Format::GeoPackage, &schema)?;
    let homes = &results.inputs.homes;
    for (home, id) in (homes.ids.iter().enumerate()).map(|(i, id)| (HomeId::new(i), id)) {
        let mut values = vec![Value::Text(id)];
        for weights in &results.inputs.weights {
            values.push(weights[home].into());
        }
        values.extend(columns.iter().map(|of| match *of {
            Of::Norms { slot, persona } => {
                let slice = &results.access.slices[(slot, persona)];
                let missed = missed(results, slice, &summary.stacked[slot], home);
                let known: Option<Vec<bool>> = missed.into_iter().collect();
                known.map_or(Value::Empty, |all| {
                    Value::Int(all.into_iter().filter(|m| *m).count() as i64)
                })
            }
            Of::Level {
                slot,
                persona,
                service,
            } => {
                let reading = results.access.main[service];
                let level = results.access.slices[(slot, persona)].level(reading, home);
                let level = level.filter(|level| level.is_finite());
                match results.access.readings[reading].is_time() {
                    true => minutes(level),
                    false => amount(level),
                }
            }
        }));
        t.row_with(&values, Some(Shape::Point(homes.positions[home.index()])))?;
    }
    out.end(t)
}
