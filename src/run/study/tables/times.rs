//! Tables by hour and by shift.

use super::super::Results;
use super::super::profile::columns;
use super::groups::{CLOSING, SPREAD, closing_values, spread_values};
use super::table;
use crate::axes::{GroupId, HomeId, LevelId, PersonaId, PurposeId, ReadingId, ShiftId};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::equity::Spread;
use crate::measures::sample::{Sample, Unknown};
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};

pub(super) const PROFILE: Declared = Declared {
    files: &[("profile.csv", Format::Csv)],
    row: field::ROW_OF_PROFILE,
    parts: &[
        Part::Once(&[
            field::DATE,
            field::TIME,
            field::PERSONA,
            field::GROUP,
            field::SERVICE,
        ]),
        SPREAD,
        CLOSING,
    ],
};

/// Jobs of a shift for one group, in the region or an area.
pub struct ShiftSummary {
    /// Level and area; none for the region.
    pub area: Option<(LevelId, usize)>,
    /// Which shift.
    pub shift: ShiftId,
    /// Who travels.
    pub persona: PersonaId,
    /// Of whom.
    pub group: GroupId,
    /// Weight counted.
    pub people: f64,
    /// What was left out.
    pub unknown: Unknown,
    /// Median jobs with a way there and home.
    pub jobs: Option<f64>,
    /// Median of the ratio to the same jobs by day, of those who have any by day.
    pub ratio: Option<f64>,
    /// Weight that has none by day: left out of the ratio.
    pub no_day: f64,
    /// Weight that can hold no job of the shift.
    pub none: f64,
    /// Median jobs one gets to, but not home from.
    pub there_only: Option<f64>,
}

/// Shift summaries of the region and of the areas of every level.
pub fn shift_rows(results: &Results) -> Vec<ShiftSummary> {
    let mut rows = Vec::new();
    let everybody: Vec<HomeId> = results.inputs.home_ids().collect();
    let mut places = vec![(None, everybody)];
    for (l, areas) in results.inputs.areas.by_id() {
        let mut members = vec![Vec::new(); areas.layer.areas.len()];
        for (home, area) in areas.of_home.by_id() {
            area.map(|a| members[a].push(home)).unwrap_or_default();
        }
        places.extend(
            members
                .into_iter()
                .enumerate()
                .map(|(a, homes)| (Some((l, a)), homes)),
        );
    }
    for ((shift, persona), jobs) in results.shifts.iter() {
        for (group, weights) in results.inputs.weights.by_id() {
            for (area, homes) in &places {
                let sample = |f: &dyn Fn(HomeId) -> Option<f64>| {
                    Sample::new(homes.iter().map(|&h| (f(h), weights[h])))
                };
                let both = sample(&|h| jobs.access[h].map(|a| a.both));
                if both.weight() <= 0.0 && both.unknown().is_empty() {
                    continue;
                }
                let median =
                    |s: &Sample| s.quantile(crate::measures::travel_time::Percentile::MEDIAN);
                let ratio = sample(&|h| {
                    let (there, day) = jobs.access[h].zip(jobs.by_day[h])?;
                    there.ratio_to(&day)
                });
                rows.push(ShiftSummary {
                    area: *area,
                    shift,
                    persona,
                    group,
                    people: both.weight(),
                    unknown: both.unknown(),
                    jobs: median(&both),
                    ratio: median(&ratio),
                    no_day: both.weight() - ratio.weight(),
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
    let mut t = table(out, &PROFILE)?;
    let columns = columns(profile, &results.access);
    // Service by service, each percentile by percentile.
    let of_service = |service: PurposeId| {
        let of = move |r: &ReadingId| results.access.readings[*r].service == service;
        (columns.iter().enumerate()).filter(move |(_, r)| of(r))
    };
    for day in &results.profiles {
        let date = day.date.to_string();
        for &service in &profile.services {
            for (g, group) in study.homes.groups.by_id() {
                for (step, start) in day.starts_s.iter().enumerate() {
                    let clock = crate::units::ClockTime(*start).to_string();
                    for (i, &reading) in of_service(service) {
                        let values =
                            (day.values[i][step].iter()).map(|v| Some(*v).filter(|v| !v.is_nan()));
                        let weights = results.inputs.weights[g].iter().copied();
                        let spread = Spread::of(&Sample::new(values.zip(weights)));
                        let mut row = vec![
                            Value::Text(&date),
                            Value::Text(&clock),
                            Value::Text(&study.personas[profile.persona].name),
                            Value::Text(&group.name),
                            Value::Text(&study.services[service].name),
                        ];
                        row.extend(spread_values(results, reading, &spread));
                        row.extend(closing_values(results, reading, &spread.unknown));
                        t.row(&row)?;
                    }
                }
            }
        }
    }
    out.end(t)
}
