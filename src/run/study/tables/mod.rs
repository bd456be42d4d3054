//! The tables of a results folder.

mod account;
mod geopackage;
mod groups;
mod homes_map;
mod poverty;
mod times;

pub use account::manifest;
pub(crate) use account::{FINDINGS, findings, findings_rows, write_findings};
pub(crate) use geopackage::Names;
pub(crate) use groups::key_values;
pub use groups::share_stacked;
pub use times::{ShiftSummary, shift_rows};

use super::Results;
use super::summary::Summary;
use crate::axes::ReadingId;
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, TableWriter, Value};
use geopackage::{AREAS_MAP, geopackage};
use groups::{AREAS, GROUPS, areas, groups};
use homes_map::{HOMES_MAP, homes_map};
use poverty::{POVERTY, poverty};
use times::{PROFILE, profile};

/// The tables of a results folder.
pub const TABLES: [&Declared; 8] = [
    &ACCESS, &HOMES_MAP, &GROUPS, &AREAS, &AREAS_MAP, &POVERTY, &PROFILE, &FINDINGS,
];

/// Of whom and when, in tables of groups.
pub(crate) const KEY: Part =
    Part::Once(&[field::GROUP, field::PERSONA, field::SLOT, field::SERVICE]);

/// What is measured, for whom and when, in tables of homes and sites.
pub(crate) const READING: Part = Part::Once(&[
    field::PERSONA,
    field::SLOT,
    field::SERVICE,
    field::MEASURE,
    field::CUTOFF,
]);

/// What came out of it.
pub(crate) const LEVEL: Part = Part::Once(&[
    field::ACCESS,
    field::MINUTES,
    field::NORM_MISSED,
    field::STATUS,
]);

const ACCESS: Declared = Declared {
    files: &[
        ("access.parquet", Format::Parquet),
        ("access.csv", Format::Csv),
    ],
    row: field::ROW_OF_ACCESS,
    parts: &[
        Part::Once(&[field::HOME]),
        READING,
        LEVEL,
        Part::Once(&[field::PERCENTILE]),
    ],
};

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    access(study, results, Format::Parquet, out)?;
    access(study, results, Format::Csv, out)?;
    homes_map(study, results, summary, out)?;
    groups(study, results, summary, out)?;
    areas(study, results, summary, out)?;
    if !results.inputs.areas.is_empty() {
        geopackage(study, results, summary, out)?;
    }
    poverty(study, results, summary, out)?;
    profile(study, results, out)?;
    findings(results, out)?;
    out.add_workbook(&study.title, study.language)
}

/// Begins a table of a results folder as CSV.
pub(crate) fn table(out: &ResultsFolder, declared: &Declared) -> Result<TableWriter, Error> {
    out.table(declared, Format::Csv, &declared.schema())
}

fn access(
    study: &Study,
    results: &Results,
    format: Format,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut t = out.table(&ACCESS, format, &ACCESS.schema())?;
    let a = &results.access;
    // Service by service, each percentile by percentile.
    let mut readings: Vec<ReadingId> = a.readings.ids().collect();
    readings.sort_by_key(|r| a.readings[*r].service);
    for (home, id) in results.inputs.home_ids().zip(&results.inputs.homes.ids) {
        for (p, persona) in study.personas.by_id() {
            for (s, slot) in study.slots.by_id() {
                let slice = &a.slices[(s, p)];
                for &r in &readings {
                    let reading = &a.readings[r];
                    let service = &study.services[reading.service];
                    if !service.slots.contains(&s) {
                        continue;
                    }
                    let level = slice.level(r, home);
                    let value = level.filter(|v| v.is_finite());
                    let (sum, time) = if reading.is_time() {
                        (None, value)
                    } else {
                        (value, None)
                    };
                    let missed = reading.missed(level);
                    t.row(&[
                        Value::Text(id),
                        Value::Text(&persona.name),
                        Value::Text(&slot.name),
                        Value::Text(&service.name),
                        Value::Text(reading.measure),
                        Value::Text(&reading.cutoff),
                        amount(sum),
                        time.map(|s| s / 60.0).into(),
                        missed.map_or(Value::Empty, |m| Value::Int(i64::from(m))),
                        Value::Text(slice.status[(reading.status, home)].word()),
                        Value::Int(reading.percentile.into()),
                    ])?;
                }
            }
        }
    }
    out.end(t)
}

/// Seconds as minutes with two decimals.
pub(crate) fn minutes<'a>(seconds: Option<f64>) -> Value<'a> {
    seconds.map_or(Value::Empty, |s| Value::Scaled((s / 0.6).round() as i64, 2))
}

/// An amount of access: 6 significant digits, as `bereik access` gives it. Decimals would not do,
/// for jobs run into the hundred thousands and doctors per head (2SFCA) into the thousandths.
pub(crate) fn amount<'a>(v: Option<f64>) -> Value<'a> {
    v.map_or(Value::Empty, |v| Value::significant(v, 6))
}
