//! Homes as points with what a scenario changes there, for a map program.

use super::Summed;
use crate::axes::{HomeId, PersonaId, PurposeId, SlotId};
use crate::diagnostics::Error;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Field, Part};
use crate::output::style::Style;
use crate::output::table::{Format, GeometryKind, Schema, Shape, Value};
use crate::run::study::Results;
use crate::run::study::summary::missed;
use crate::run::study::tables::{Names, amount, minutes};

pub(super) const HOMES_MAP: Declared = Declared {
    files: &[("homes.gpkg", Format::GeoPackage)],
    row: field::ROW_OF_CHANGES_MAP,
    parts: &[
        Part::Once(&[field::SCENARIO, field::HOME]),
        Part::Each(&[
            field::PEOPLE_GROUP,
            field::MORE_MISSED_SLOT_PERSONA,
            field::CHANGE_SERVICE_SLOT_PERSONA,
        ]),
    ],
};

/// What a column says of a home in a slot, for a persona.
type Of = (SlotId, PersonaId, Option<PurposeId>);

/// The columns whose names depend on the study, what they are of (all norms together, or a service), and how a map may
/// show them.
fn columns(summed: &Summed) -> (Vec<Field>, Vec<Of>, Vec<Style>) {
    let study = summed.study;
    let mut names = Names::taken(&["fid", "geom", "scenario", "home"]);
    let mut fields = names.of_groups(&field::PEOPLE_GROUP, &study.homes.groups);
    let (mut columns, mut styles) = (Vec::new(), Vec::new());
    for (slot, s) in study.slots.by_id() {
        for (persona, p) in study.personas.by_id() {
            let at = [("SLOT", s.name.as_str()), ("PERSONA", p.name.as_str())];
            if (summed.changes.iter()).any(|c| !c.before.stacked[slot].is_empty()) {
                let norms = names.field(&field::MORE_MISSED_SLOT_PERSONA, &at);
                let heading = norms.heading(study.language);
                let name = format!("{heading}: {}, {}", s.name, p.name);
                styles.push(Style::norms_changed(name, norms.name.to_string()));
                fields.push(norms);
                columns.push((slot, persona, None));
            }
            for service in study.measured_in(slot) {
                let of = [
                    at[0],
                    at[1],
                    ("SERVICE", study.services[service].name.as_str()),
                ];
                fields.push(names.field(&field::CHANGE_SERVICE_SLOT_PERSONA, &of));
                columns.push((slot, persona, Some(service)));
            }
        }
    }
    (fields, columns, styles)
}

/// Norms missed at a home; none where one of them is not known.
fn norms(results: &Results, services: &[PurposeId], of: Of, home: HomeId) -> Option<i64> {
    let slice = &results.access.slices[(of.0, of.1)];
    let known: Option<Vec<bool>> = missed(results, slice, services, home).into_iter().collect();
    known.map(|all| all.into_iter().filter(|m| *m).count() as i64)
}

/// The level of a service at a home, in seconds or places; none where it is not reached or not known.
fn level(results: &Results, service: PurposeId, of: Of, home: HomeId) -> Option<f64> {
    let reading = results.access.main[service];
    let level = results.access.slices[(of.0, of.1)].level(reading, home);
    level.filter(|level| level.is_finite())
}

/// A row for each scenario and home of the base, as in the file of homes.
pub(super) fn homes_map(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let (fields, columns, styles) = columns(summed);
    let schema = Schema {
        geometry: Some(GeometryKind::Point),
        styles,
        ..HOMES_MAP.schema_with(|_| fields.clone())
    };
    let mut t = out.table(&HOMES_MAP, Format::GeoPackage, &schema)?;
    let inputs = &summed.comparison.base.inputs;
    for (_, outcome, changes) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        for home in inputs.home_ids() {
            let at = crate::ids::Id::index(home);
            let mut values = vec![
                Value::Text(&outcome.scenario.name),
                Value::Text(&inputs.homes.ids[at]),
            ];
            for weights in &inputs.weights {
                values.push(weights[home].into());
            }
            values.extend(columns.iter().map(|&of| match of.2 {
                None => {
                    let [b, a] = [(before, &changes.before), (after, &changes.after)]
                        .map(|(results, summary)| norms(results, &summary.stacked[of.0], of, home));
                    b.zip(a).map_or(Value::Empty, |(b, a)| Value::Int(a - b))
                }
                Some(service) => {
                    let [b, a] = [before, after].map(|results| level(results, service, of, home));
                    let change = b.zip(a).map(|(b, a)| a - b);
                    match before.access.readings[before.access.main[service]].is_time() {
                        true => minutes(change),
                        false => amount(change),
                    }
                }
            }));
            t.row_with(&values, Some(Shape::Point(inputs.homes.positions[at])))?;
        }
    }
    out.end(t)
}
