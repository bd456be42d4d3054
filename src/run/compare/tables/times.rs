//! Tables by hour and by shift.

use super::Summed;
use super::values::{level_columns, level_values, norm_of, unit};
use crate::diagnostics::Error;
use crate::measures::equity::Spread;
use crate::measures::sample::Sample;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, Schema, Value};
use crate::run::study::tables::{amount, done, shift_rows, table};
use crate::run::study::{Results, tables as study_tables};
use crate::units::ClockTime;

/// Access of a group at one hour: people counted, median, people below the norm.
pub fn at_hour(
    results: &Results,
    [date, service, step]: [usize; 3],
    (which, group): (usize, usize),
) -> (Sample, f64) {
    let row = &results.profiles[date].values[service][step];
    let values = row.iter().map(|v| Some(*v).filter(|v| !v.is_nan()));
    let sample = Sample::new(values.zip(results.inputs.weights[group].iter().copied()));
    let norm = results.access.readings[results.access.main[which]].norm;
    let below = |v: f64| norm.is_some_and(|n| n.missed(v));
    let people = (sample.rows().iter())
        .filter(|r| below(r.value))
        .fold(0.0, |sum, r| sum + r.weight);
    (sample, people)
}

pub(super) fn hours(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let Some(profile) = &summed.study.profile else {
        return Ok(());
    };
    let schema = Schema::new()
        .label("scenario")
        .text("date")
        .text("time")
        .label("persona")
        .label("group")
        .label("service")
        .people("people")
        .people("below_before")
        .people("below_after");
    let mut t = table(out, "hours.csv", Format::Csv, &level_columns(schema))?;
    for (_, outcome, _) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        for (d, day) in after.profiles.iter().enumerate() {
            let date = day.date.to_string();
            for (i, &service) in profile.services.iter().enumerate() {
                for (g, group) in outcome.study.homes.groups.iter().enumerate() {
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
    done(t, out)
}

pub(super) fn shifts(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    if summed.study.shifts.is_empty() {
        return Ok(());
    }
    let schema = Schema::new()
        .label("scenario")
        .label("level")
        .text("code")
        .label("group")
        .label("persona")
        .label("shift")
        .people("people")
        .mixed("jobs_median_before")
        .mixed("jobs_median_after")
        .people("without_any_job_before")
        .people("without_any_job_after");
    let mut t = table(out, "shifts.csv", Format::Csv, &schema)?;
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
    done(t, out)
}
