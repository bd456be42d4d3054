//! Tables by hour and by shift.

use super::super::Results;
use super::groups::{spread_columns, spread_values};
use super::{done, table};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::equity::Spread;
use crate::measures::sample::Sample;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, Schema, Value};

/// Jobs of a shift for one group, in the region or an area.
pub struct ShiftSummary {
    /// Level and area; none for the region.
    pub area: Option<(usize, usize)>,
    /// Index into [`Study::shifts`].
    pub shift: usize,
    /// Index into [`Study::personas`].
    pub persona: usize,
    /// Index into the groups.
    pub group: usize,
    /// Weight counted.
    pub people: f64,
    /// Median jobs with a way there and home.
    pub jobs: Option<f64>,
    /// Median of the ratio to the same jobs by day.
    pub ratio: Option<f64>,
    /// Weight that can hold no job of the shift.
    pub none: f64,
    /// Median jobs one gets to, but not home from.
    pub there_only: Option<f64>,
}

/// Shift summaries of the region and of the areas of every level.
pub fn shift_rows(results: &Results) -> Vec<ShiftSummary> {
    let mut rows = Vec::new();
    let everybody: Vec<usize> = (0..results.inputs.homes.len()).collect();
    let mut places = vec![(None, everybody)];
    for (l, areas) in results.inputs.areas.iter().enumerate() {
        let mut members = vec![Vec::new(); areas.layer.areas.len()];
        for (home, area) in areas.of_home.iter().enumerate() {
            area.map(|a| members[a].push(home)).unwrap_or_default();
        }
        places.extend(
            members
                .into_iter()
                .enumerate()
                .map(|(a, homes)| (Some((l, a)), homes)),
        );
    }
    for (shift, by_persona) in results.shifts.iter().enumerate() {
        for (persona, jobs) in by_persona.iter().enumerate() {
            for (group, weights) in results.inputs.weights.iter().enumerate() {
                for (area, homes) in &places {
                    let sample = |f: &dyn Fn(usize) -> Option<f64>| {
                        Sample::new(homes.iter().map(|&h| (f(h), weights[h])))
                    };
                    let both = sample(&|h| jobs.access[h].map(|a| a.both));
                    if both.weight() <= 0.0 {
                        continue;
                    }
                    let median =
                        |s: &Sample| s.quantile(crate::measures::travel_time::Percentile::MEDIAN);
                    rows.push(ShiftSummary {
                        area: *area,
                        shift,
                        persona,
                        group,
                        people: both.weight(),
                        jobs: median(&both),
                        ratio: median(&sample(&|h| {
                            jobs.access[h]
                                .zip(jobs.by_day[h])
                                .and_then(|(a, day)| a.ratio_to(&day))
                        })),
                        none: both
                            .rows()
                            .iter()
                            .filter(|r| r.value <= 0.0)
                            .fold(0.0, |s, r| s + r.weight),
                        there_only: median(&sample(&|h| jobs.access[h].map(|a| a.there_only))),
                    });
                }
            }
        }
    }
    rows
}

pub(super) fn profile(
    study: &Study,
    results: &Results,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let Some(profile) = &study.profile else {
        return Ok(());
    };
    let schema = Schema::new()
        .text("date")
        .text("time")
        .label("persona")
        .label("group")
        .label("service");
    let mut t = table(out, "profile.csv", Format::Csv, &spread_columns(schema))?;
    for day in &results.profiles {
        let date = day.date.to_string();
        for (i, &service) in profile.services.iter().enumerate() {
            for (g, group) in study.homes.groups.iter().enumerate() {
                for (step, start) in day.starts_s.iter().enumerate() {
                    let values = day.values[i][step]
                        .iter()
                        .map(|v| Some(*v).filter(|v| !v.is_nan()));
                    let sample = Sample::new(values.zip(results.inputs.weights[g].iter().copied()));
                    let clock = crate::units::ClockTime(*start).to_string();
                    let mut row = vec![
                        Value::Text(&date),
                        Value::Text(&clock),
                        Value::Text(&study.personas[profile.persona].name),
                        Value::Text(&group.name),
                        Value::Text(&study.services[service].name),
                    ];
                    row.extend(spread_values(results, service, &Spread::of(&sample)));
                    t.row(&row)?;
                }
            }
        }
    }
    done(t, out)
}
