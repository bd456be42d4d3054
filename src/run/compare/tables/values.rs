//! Values of every home and place: before, after, and the difference.

use super::Summed;
use crate::axes::PurposeId;
use crate::diagnostics::Error;
use crate::measures::compare::Change;
use crate::measures::equity::Spread;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};
use crate::run::study::Results;
use crate::run::study::tables::{READING, amount};

pub(super) const CHANGES: Declared = Declared {
    files: &[
        ("changes.parquet", Format::Parquet),
        ("changes.csv", Format::Csv),
    ],
    row: field::ROW_OF_CHANGES,
    parts: &[
        Part::Once(&[field::SCENARIO, field::HOME]),
        READING,
        Part::Once(&[
            field::UNIT,
            field::BEFORE,
            field::AFTER,
            field::DIFFERENCE,
            field::MISSED_BEFORE,
            field::MISSED_AFTER,
            field::STATUS_BEFORE,
            field::STATUS_AFTER,
        ]),
    ],
};

/// How many people a scenario moves across the norm, makes worse or better off, and moves house.
pub(super) const CHANGE: Part = Part::Once(&[
    field::PEOPLE_STAY,
    field::FELL_BELOW,
    field::ROSE_ABOVE,
    field::BELOW_BEFORE,
    field::BELOW_AFTER,
    field::WORSE_OFF,
    field::BETTER_OFF,
    field::UNCHANGED,
    field::MOVED_IN,
    field::MOVED_IN_BELOW,
    field::MOVED_OUT,
    field::MOVED_OUT_BELOW,
    field::PEOPLE_UNKNOWN,
]);

/// Level before and after.
pub(super) const LEVELS: Part = Part::Once(&[
    field::UNIT,
    field::MEAN_BEFORE,
    field::MEAN_AFTER,
    field::P10_BEFORE,
    field::P10_AFTER,
    field::P50_BEFORE,
    field::P50_AFTER,
    field::P90_BEFORE,
    field::P90_AFTER,
]);

/// A level as tables show it: minutes or an amount; empty where not reached or unknown.
pub(super) fn shown<'a>(time: bool, level: Option<f64>) -> Value<'a> {
    let level = level.filter(|v| v.is_finite());
    amount(level.map(|v| if time { v / 60.0 } else { v }))
}

pub(super) fn unit(results: &Results, service: PurposeId) -> (&'static str, bool) {
    let reading = &results.access.readings[results.access.main[service]];
    match reading.is_time() {
        true => ("minutes", true),
        false if reading.measure == "2sfca" => ("opportunities per head", false),
        false => ("opportunities", false),
    }
}

/// One row a home and reading: in the CSV those that differ, in the Parquet file all.
pub(super) fn homes(summed: &Summed, format: Format, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = out.table(&CHANGES, format, &CHANGES.schema())?;
    for (_, outcome, _) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        let study = &outcome.study;
        for (home, id) in after.inputs.home_ids().zip(&after.inputs.homes.ids) {
            for (p, persona) in study.personas.by_id() {
                for (s, slot) in study.slots.by_id() {
                    let (x, y) = (&before.access.slices[(s, p)], &after.access.slices[(s, p)]);
                    for (r, reading) in before.access.readings.by_id() {
                        let service = &study.services[reading.service];
                        let (a, b) = (x.level(r, home), y.level(r, home));
                        let same = a == b;
                        if !service.slots.contains(&s) || (same && format == Format::Csv) {
                            continue;
                        }
                        let time = reading.is_time();
                        let finite = a.zip(b).filter(|(a, b)| a.is_finite() && b.is_finite());
                        let missed = |level: Option<f64>| {
                            let missed = reading.missed(level);
                            missed.map_or(Value::Empty, |m| Value::Int(i64::from(m)))
                        };
                        t.row(&[
                            Value::Text(&outcome.scenario.name),
                            Value::Text(id),
                            Value::Text(&persona.name),
                            Value::Text(&slot.name),
                            Value::Text(&service.name),
                            Value::Text(reading.measure),
                            Value::Text(&reading.cutoff),
                            Value::Text(unit(before, reading.service).0),
                            shown(time, a),
                            shown(time, b),
                            shown(time, finite.map(|(a, b)| b - a)),
                            missed(a),
                            missed(b),
                            Value::Text(x.status[(reading.service.into(), home)].word()),
                            Value::Text(y.status[(reading.service.into(), home)].word()),
                        ])?;
                    }
                }
            }
        }
    }
    out.end(t)
}

pub(super) fn change_values<'a>(c: &Change, norm: bool) -> Vec<Value<'a>> {
    let with_norm = |v: f64| match norm {
        true => Value::Number(v),
        false => Value::Empty,
    };
    vec![
        Value::Number(c.people),
        with_norm(c.fell_below),
        with_norm(c.rose_above),
        with_norm(c.below_before),
        with_norm(c.below_after),
        Value::Number(c.losers),
        Value::Number(c.winners),
        Value::Number(c.unchanged),
        Value::Number(c.arrived),
        with_norm(c.arrived_below),
        Value::Number(c.left),
        with_norm(c.left_below),
        Value::Number(c.unknown.weight_without_value),
    ]
}

pub(super) fn level_values<'a>(
    (unit, time): (&'a str, bool),
    before: Option<&Spread>,
    after: Option<&Spread>,
) -> Vec<Value<'a>> {
    let four = |s: Option<&Spread>| {
        let [p10, p50, p90] = s.map_or([None; 3], |s| s.quantiles);
        [s.and_then(|s| s.mean), p10, p50, p90]
    };
    let mut out = vec![Value::Text(unit)];
    for (b, a) in four(before).into_iter().zip(four(after)) {
        out.extend([shown(time, b), shown(time, a)]);
    }
    out
}

pub(super) fn norm_of(results: &Results, service: PurposeId) -> bool {
    results.access.readings[results.access.main[service]]
        .norm
        .is_some()
}
