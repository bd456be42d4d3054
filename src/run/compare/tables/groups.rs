//! Tables by group, area and number of norms missed.

use super::Summed;
use super::values::{CHANGE, LEVELS, change_values, level_values, norm_of, unit};
use crate::diagnostics::Error;
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};
use crate::run::study::tables::{KEY, key_values, table};

pub(super) const GROUPS: Declared = Declared {
    files: &[("groups.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_GROUPS,
    parts: &[
        Part::Once(&[field::SCENARIO]),
        KEY,
        CHANGE,
        LEVELS,
        Part::Once(&[
            field::GAP_BEFORE,
            field::GAP_AFTER,
            field::SEVERITY_BEFORE,
            field::SEVERITY_AFTER,
            field::GINI_BEFORE,
            field::GINI_AFTER,
            field::PALMA_BEFORE,
            field::PALMA_AFTER,
            field::THEIL_BEFORE,
            field::THEIL_AFTER,
            field::RANK,
            field::HOMES_WEIGHT_UNKNOWN,
        ]),
    ],
};

pub(super) const AREAS: Declared = Declared {
    files: &[("areas.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_AREAS,
    parts: &[
        Part::Once(&[
            field::SCENARIO,
            field::LEVEL,
            field::CODE,
            field::NAME,
            field::YEAR,
        ]),
        KEY,
        CHANGE,
        LEVELS,
        Part::Once(&[field::HOMES_WEIGHT_UNKNOWN]),
    ],
};

pub(super) const STACKING: Declared = Declared {
    files: &[("stacking.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_STACKING,
    parts: &[Part::Once(&[
        field::SCENARIO,
        field::LEVEL,
        field::CODE,
        field::GROUP,
        field::PERSONA,
        field::SLOT,
        field::NORMS_MISSED_AT_ONCE,
        field::PEOPLE_BEFORE,
        field::PEOPLE_AFTER,
    ])],
};

pub(super) fn groups(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &GROUPS)?;
    for (_, outcome, changes) in summed.each() {
        let base = outcome.before(summed.comparison);
        for row in &changes.groups {
            let service = row.key.service;
            let (b, a) = (changes.before.group(row.key), changes.after.group(row.key));
            let mut values = vec![Value::Text(&outcome.scenario.name)];
            values.extend(key_values(&outcome.study, row.key));
            values.extend(change_values(&row.change, norm_of(base, service)));
            let (x, y) = (b.map(|r| &r.spread), a.map(|r| &r.spread));
            values.extend(level_values(unit(base, service), x, y));
            let pairs = [
                [b, a].map(|r| r.and_then(|r| r.fgt.as_ref()).and_then(Fgt::gap)),
                [b, a].map(|r| r.and_then(|r| r.fgt.as_ref()).and_then(Fgt::severity)),
                [b, a].map(|r| r.and_then(|r| r.spread.gini)),
                [b, a].map(|r| r.and_then(|r| r.by_main_rank(&outcome.study)?.palma)),
                [b, a].map(|r| r.and_then(|r| r.theil.map(|t| t.0))),
            ];
            values.extend(pairs.into_iter().flatten().map(Value::from));
            let rank = outcome.study.homes.main_rank();
            values.push(rank.map_or(Value::Empty, |r| {
                Value::Text(&outcome.study.homes.ranks[r].0)
            }));
            values.push(unknown(y));
            t.row(&values)?;
        }
    }
    out.end(t)
}

/// Homes of the scenario whose weight is not known.
fn unknown<'a>(after: Option<&Spread>) -> Value<'a> {
    after.map_or(Value::Empty, |s| {
        Value::Int(s.unknown.rows_without_weight as i64)
    })
}

pub(super) fn areas(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &AREAS)?;
    for (_, outcome, changes) in summed.each() {
        let base = outcome.before(summed.comparison);
        for row in &changes.areas {
            let level = &outcome.study.areas[row.level];
            let area = &outcome.results.inputs.areas[row.level].layer.areas[row.area];
            let year = level
                .year
                .map_or(Value::Empty, |y| Value::Int(i64::from(y)));
            let mut values = vec![
                Value::Text(&outcome.scenario.name),
                Value::Text(&level.level),
                Value::Text(&area.code),
                Value::Text(&area.name),
                year,
            ];
            let service = row.key.service;
            values.extend(key_values(&outcome.study, row.key));
            values.extend(change_values(&row.change, norm_of(base, service)));
            let spread = |s: &'_ crate::run::study::summary::Summary| {
                s.area(row.level, row.area, row.key).map(|r| r.spread)
            };
            let (b, a) = (spread(&changes.before), spread(&changes.after));
            values.extend(level_values(unit(base, service), b.as_ref(), a.as_ref()));
            values.push(unknown(a.as_ref()));
            t.row(&values)?;
        }
    }
    out.end(t)
}

pub(super) fn stacking(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &STACKING)?;
    for (_, outcome, changes) in summed.each() {
        let study = &outcome.study;
        for row in &changes.after.stacks {
            let (level, code) = match row.area {
                None => ("region", ""),
                Some((l, a)) => (
                    study.areas[l].level.as_str(),
                    outcome.results.inputs.areas[l].layer.areas[a].code.as_str(),
                ),
            };
            let before = (changes.before).stacking(row.area, row.slot, row.persona, row.group);
            for (n, people) in row.stacking.by_count.iter().enumerate() {
                t.row(&[
                    Value::Text(&outcome.scenario.name),
                    Value::Text(level),
                    Value::Text(code),
                    Value::Text(&study.homes.groups[row.group].name),
                    Value::Text(&study.personas[row.persona].name),
                    Value::Text(&study.slots[row.slot].name),
                    Value::Int(n as i64),
                    before.and_then(|s| s.by_count.get(n).copied()).into(),
                    Value::Number(*people),
                ])?;
            }
        }
    }
    out.end(t)
}
