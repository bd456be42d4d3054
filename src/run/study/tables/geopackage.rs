//! Areas with their shapes and main figures, for a map program.

use super::super::Results;
use super::super::summary::{Key, Summary};
use super::groups::share_stacked;
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::sample::Sample;
use crate::output::GeoPackage;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{GeometryKind, Schema, Shape, Value};

/// A column name GIS programs take without quoting: letters, digits and `_`.
pub(crate) fn column_name(parts: &[&str]) -> String {
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

/// A layer per level: people by group, and for the main group and each slot and persona the share
/// below each norm and the share that misses two norms or more.
pub(super) fn geopackage(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut package = GeoPackage::create(&out.path("areas.gpkg"))?;
    let group = study.report.group;
    for (l, level) in study.areas.iter().enumerate() {
        let areas = &results.inputs.areas[l];
        let mut taken = std::collections::BTreeSet::from([
            "fid".to_owned(),
            "geom".into(),
            "code".into(),
            "name".into(),
        ]);
        let mut unique = |parts: &[&str]| {
            let base = column_name(parts);
            let name = (1..)
                .map(|n| {
                    if n == 1 {
                        base.clone()
                    } else {
                        format!("{base}_{n}")
                    }
                })
                .find(|n| !taken.contains(n));
            let name = name.unwrap_or(base);
            taken.insert(name.clone());
            name
        };
        let mut schema = Schema::new()
            .text("code")
            .text("name")
            .geometry(GeometryKind::MultiPolygon);
        for g in &study.homes.groups {
            schema = schema.people(unique(&["n", &g.name]));
        }
        for g in &study.homes.groups {
            schema = schema.int(unique(&["homes_weight_unknown", &g.name]));
        }
        let mut keys = Vec::new();
        for slot in 0..study.slots.len() {
            for persona in 0..study.personas.len() {
                let names = [
                    study.slots[slot].name.as_str(),
                    study.personas[persona].name.as_str(),
                ];
                schema = schema.number(unique(&["missed2", names[0], names[1]]), 4);
                keys.push((slot, persona, None));
                for &service in &summary.stacked[slot] {
                    schema = schema.number(
                        unique(&["below", &study.services[service].name, names[0], names[1]]),
                        4,
                    );
                    keys.push((slot, persona, Some(service)));
                }
            }
        }
        let mut layer = package.layer(&level.level, &schema)?;
        for (a, area) in areas.layer.areas.iter().enumerate() {
            let mut values = vec![Value::Text(&area.code), Value::Text(&area.name)];
            let of_group = |weights: &Vec<Option<f64>>| {
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
