//! Areas with their shapes and main figures, for a map program.

use super::super::Results;
use super::super::summary::{Key, Summary};
use super::groups::share_stacked;
use crate::axes::{HomeId, IdVec, PersonaId, PurposeId, SlotId};
use crate::diagnostics::Error;
use crate::input::study::{Group, Study};
use crate::measures::sample::Sample;
use crate::output::GeoPackage;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Field, Part};
use crate::output::style::Style;
use crate::output::table::{Format, GeometryKind, Shape, Value};
use std::collections::BTreeSet;

/// A column name GIS programs take without quoting: letters, digits and `_`.
fn column_name(parts: &[&str]) -> String {
    let mut name = String::new();
    for c in parts.join("_").chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.extend(c.to_lowercase()),
            '&' => name.push_str("and"),
            _ if !name.ends_with('_') => name.push('_'),
            _ => {}
        }
    }
    name.trim_matches('_').to_owned()
}

/// Names of columns, no two the same.
#[derive(Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// Those that are taken already.
    pub(crate) fn taken(names: &[&str]) -> Self {
        Names(names.iter().map(|n| (*n).to_owned()).collect())
    }

    /// A field of each of these groups.
    pub(crate) fn of_groups<'a>(
        &mut self,
        field: &Field,
        groups: impl IntoIterator<Item = &'a Group>,
    ) -> Vec<Field> {
        let groups = groups.into_iter();
        groups
            .map(|g| self.field(field, &[("GROUP", &g.name)]))
            .collect()
    }

    /// A field of this study: its name with these in the place of those in capitals.
    pub(crate) fn field(&mut self, field: &Field, names: &[(&str, &str)]) -> Field {
        let parts: Vec<&str> = (field.name.split('_'))
            .map(|part| names.iter().find(|n| n.0 == part).map_or(part, |n| n.1))
            .collect();
        let base = column_name(&parts);
        let mut name = base.clone();
        let mut n = 1;
        while !self.0.insert(name.clone()) {
            n += 1;
            name = format!("{base}_{n}");
        }
        field.named(name)
    }
}

pub(super) const AREAS_MAP: Declared = Declared {
    files: &[("areas.gpkg", Format::GeoPackage)],
    row: field::ROW_OF_AREAS_MAP,
    parts: &[
        Part::Once(&[field::CODE, field::NAME_AS_WRITTEN]),
        Part::Each(&[
            field::N_GROUP,
            field::UNKNOWN_GROUP,
            field::MISSED2_SLOT_PERSONA,
            field::BELOW_SERVICE_SLOT_PERSONA,
        ]),
    ],
};

/// Slot, persona and service of a column; none for the norms together.
type Of = (SlotId, PersonaId, Option<PurposeId>);

/// The columns whose names depend on the study, and of what the shares among them are.
fn columns(study: &Study, summary: &Summary) -> (Vec<Field>, Vec<Of>, Vec<Style>) {
    let mut names = Names::taken(&["fid", "geom", "code", "name"]);
    let mut fields = Vec::new();
    for field in [&field::N_GROUP, &field::UNKNOWN_GROUP] {
        fields.extend(names.of_groups(field, &study.homes.groups));
    }
    let (mut keys, mut styles) = (Vec::new(), Vec::new());
    let mut style = |field: &Field, of: &[&str]| {
        let name = format!("{}: {}", field.heading(study.language), of.join(", "));
        styles.push(Style::shares(name, field.name.to_string()));
    };
    for (s, slot) in study.slots.by_id() {
        for (p, persona) in study.personas.by_id() {
            let at = [("SLOT", slot.name.as_str()), ("PERSONA", &persona.name)];
            let missed = names.field(&field::MISSED2_SLOT_PERSONA, &at);
            style(&missed, &[&slot.name, &persona.name]);
            fields.push(missed);
            keys.push((s, p, None));
            for &service in &summary.stacked[s] {
                let name = study.services[service].name.as_str();
                let of = [at[0], at[1], ("SERVICE", name)];
                let below = names.field(&field::BELOW_SERVICE_SLOT_PERSONA, &of);
                style(&below, &[name, &slot.name, &persona.name]);
                fields.push(below);
                keys.push((s, p, Some(service)));
            }
        }
    }
    (fields, keys, styles)
}

/// A layer per level: people by group, and for the main group and each slot and persona the share
/// below each norm and the share that misses two norms or more.
pub(super) fn geopackage(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut package = GeoPackage::create(&out.path(AREAS_MAP.file(Format::GeoPackage)))?;
    let group = study.report.group;
    for (l, level) in study.areas.by_id() {
        let areas = &results.inputs.areas[l];
        let (mut keys, mut styles) = (Vec::new(), Vec::new());
        let mut schema = AREAS_MAP.schema_with(|_| {
            let (fields, of, ways) = columns(study, summary);
            (keys, styles) = (of, ways);
            fields
        });
        schema.styles = styles;
        schema.geometry = Some(GeometryKind::MultiPolygon);
        let mut layer = package.layer(&level.level, &schema)?;
        for (a, area) in areas.layer.areas.iter().enumerate() {
            let mut values = vec![Value::Text(&area.code), Value::Text(&area.name)];
            let of_group = |weights: &IdVec<HomeId, Option<f64>>| {
                let all = areas.of_home.iter().zip(weights);
                let inside = all.filter(|(x, _)| **x == Some(a));
                Sample::new(inside.map(|(_, w)| (Some(0.0), *w)))
            };
            let samples: Vec<Sample> = results.inputs.weights.iter().map(of_group).collect();
            values.extend(samples.iter().map(|s| Value::Number(s.weight())));
            let unknown = samples.iter().map(|s| s.unknown().rows_without_weight);
            values.extend(unknown.map(|n| Value::Int(n as i64)));
            for &(slot, persona, service) in &keys {
                values.push(match service {
                    None => share_stacked(summary, Some((l, a)), slot, persona, group).into(),
                    Some(service) => {
                        let key = Key {
                            slot,
                            persona,
                            group,
                            service,
                        };
                        summary
                            .area(l, a, key)
                            .and_then(|r| r.fgt)
                            .and_then(|f| f.headcount())
                            .into()
                    }
                });
            }
            package.row(&mut layer, &values, Some(Shape::Area(&area.shape)))?;
        }
        package.close(layer)?;
    }
    out.add(package.ready()?);
    Ok(())
}
