//! Tables by hour and by shift.

use super::Summed;
use super::values::{LEVELS, level_values, norm_of, unit};
use crate::axes::{GroupId, PurposeId};
use crate::diagnostics::Error;
use crate::measures::equity::Spread;
use crate::measures::sample::Sample;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};
use crate::run::study::tables::{amount, shift_rows, table};
use crate::run::study::{Results, tables as study_tables};
use crate::units::ClockTime;

pub(super) const HOURS: Declared = Declared {
    files: &[("hours.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_HOURS,
    parts: &[
        Part::Once(&[
            field::SCENARIO,
            field::DATE,
            field::TIME,
            field::PERSONA,
            field::GROUP,
            field::SERVICE,
            field::PEOPLE_AFTERWARDS,
            field::BELOW_BEFORE,
            field::BELOW_AFTER,
        ]),
        LEVELS,
    ],
};

pub(super) const SHIFTS: Declared = Declared {
    files: &[("shifts.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_SHIFTS,
    parts: &[Part::Once(&[
        field::SCENARIO,
        field::LEVEL,
        field::CODE,
        field::GROUP,
        field::PERSONA,
        field::SHIFT,
        field::PEOPLE_AFTERWARDS,
        field::JOBS_MEDIAN_BEFORE,
        field::JOBS_MEDIAN_AFTER,
        field::NO_JOB_BEFORE,
        field::NO_JOB_AFTER,
    ])],
};

/// Access of a group at one hour: people counted, median, people below the norm.
pub fn at_hour(
    results: &Results,
    [date, column, step]: [usize; 3],
    (service, group): (PurposeId, GroupId),
) -> (Sample, f64) {
    let row = &results.profiles[date].values[column][step];
    let values = row.iter().map(|v| Some(*v).filter(|v| !v.is_nan()));
    let sample = Sample::new(values.zip(results.inputs.weights[group].iter().copied()));
    let reading = &results.access.readings[results.access.main[service]];
    let below = |v: f64| reading.missed(Some(v)) == Some(true);
    let people = (sample.rows().iter())
        .filter(|r| below(r.value))
        .fold(0.0, |sum, r| sum + r.weight);
    (sample, people)
}

pub(super) fn hours(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let Some(profile) = &summed.study.profile else {
        return Ok(());
    };
    let mut t = table(out, &HOURS)?;
    for (_, outcome, _) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        for (d, day) in after.profiles.iter().enumerate() {
            let date = day.date.to_string();
            for (i, &service) in profile.services.iter().enumerate() {
                for (g, group) in outcome.study.homes.groups.by_id() {
                    for (step, start) in day.starts_s.iter().enumerate() {
                        let (was, below) = at_hour(before, [d, i, step], (service, g));
                        let (is, below_now) = at_hour(after, [d, i, step], (service, g));
                        let norm = norm_of(before, service);
                        let with_norm = |v: f64| match norm {
                            true => Value::Number(v),
                            false => Value::Empty,
                        };
                        let clock = ClockTime(*start).to_string();
                        let mut row = vec![
                            Value::Text(&outcome.scenario.name),
                            Value::Text(&date),
                            Value::Text(&clock),
                            Value::Text(&outcome.study.personas[profile.persona].name),
                            Value::Text(&group.name),
                            Value::Text(&outcome.study.services[service].name),
                            Value::Number(is.weight()),
                            with_norm(below),
                            with_norm(below_now),
                        ];
                        let (b, a) = (Spread::of(&was), Spread::of(&is));
                        row.extend(level_values(unit(before, service), Some(&b), Some(&a)));
                        t.row(&row)?;
                    }
                }
            }
        }
    }
    out.end(t)
}

pub(super) fn shifts(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    if summed.study.shifts.is_empty() {
        return Ok(());
    }
    let mut t = table(out, &SHIFTS)?;
    for (_, outcome, _) in summed.each() {
        let study = &outcome.study;
        let key = |r: &study_tables::ShiftSummary| (r.area, r.shift, r.persona, r.group);
        let before: std::collections::BTreeMap<_, _> =
            (shift_rows(outcome.before(summed.comparison)))
                .into_iter()
                .map(|r| (key(&r), r))
                .collect();
        for row in shift_rows(&outcome.results) {
            let was = before.get(&key(&row));
            let (level, code) = match row.area {
                None => ("region", ""),
                Some((l, a)) => (
                    study.areas[l].level.as_str(),
                    outcome.results.inputs.areas[l].layer.areas[a].code.as_str(),
                ),
            };
            t.row(&[
                Value::Text(&outcome.scenario.name),
                Value::Text(level),
                Value::Text(code),
                Value::Text(&study.homes.groups[row.group].name),
                Value::Text(&study.personas[row.persona].name),
                Value::Text(&study.shifts[row.shift].name),
                Value::Number(row.people),
                amount(was.and_then(|r| r.jobs)),
                amount(row.jobs),
                was.map(|r| r.none).into(),
                Value::Number(row.none),
            ])?;
        }
    }
    out.end(t)
}
