//! `poverty.csv`: one indicator a row, of the region and of areas.

use super::super::Results;
use super::super::summary::{AreaRow, GroupRow, StackRow, Summary};
use super::groups::{CLOSING, key_values};
use super::times::{ShiftSummary, shift_rows};
use super::{KEY, table};
use crate::axes::{LevelId, ReadingId};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::fgt::Fgt;
use crate::measures::sample::Unknown;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, TableWriter, Value};

pub(super) const POVERTY: Declared = Declared {
    files: &[("poverty.csv", Format::Csv)],
    row: field::ROW_OF_POVERTY,
    parts: &[
        Part::Once(&[field::LEVEL, field::CODE, field::NAME]),
        KEY,
        Part::Once(&[field::INDICATOR, field::VALUE_OF_INDICATOR, field::PEOPLE]),
        CLOSING,
    ],
};

pub(super) fn poverty(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut rows = Indicators {
        study,
        results,
        summary,
        table: table(out, &POVERTY)?,
    };
    for row in &summary.groups {
        rows.of_group(row)?;
    }
    for row in &summary.areas {
        rows.of_area(row)?;
    }
    for row in &summary.stacks {
        rows.of_stack(row)?;
    }
    for row in &shift_rows(results) {
        rows.of_shift(row)?;
    }
    out.end(rows.table)
}

struct Indicators<'a> {
    study: &'a Study,
    results: &'a Results,
    summary: &'a Summary,
    table: TableWriter,
}

/// What stands in all rows about some people.
struct About<'a> {
    area: Option<(LevelId, usize)>,
    key: [Value<'a>; 4],
    people: f64,
    unknown: Unknown,
    /// Of the services that the indicator is about; none where they differ.
    percentile: Option<u8>,
}

/// A share, an index or a median: four decimals.
fn rounded<'a>(v: Option<f64>) -> Value<'a> {
    match v.map(|v| (v * 1e4).round()) {
        Some(units) if units.abs() < 9e15 => Value::Scaled(units as i64, 4),
        _ => v.map_or(Value::Empty, Value::Number),
    }
}

fn three(f: &Fgt) -> [(&'static str, Value<'static>); 4] {
    [
        ("below_norm", Value::exact(f.sums[0])),
        ("headcount", rounded(f.headcount())),
        ("gap", rounded(f.gap())),
        ("severity", rounded(f.severity())),
    ]
}

impl<'a> Indicators<'a> {
    fn put(&mut self, about: &About, indicator: &str, value: Value) -> Result<(), Error> {
        let [level, code, name] = match about.area {
            None => [Value::Text("region"), Value::Empty, Value::Empty],
            Some((l, a)) => {
                let area = &self.results.inputs.areas[l].layer.areas[a];
                [
                    Value::Text(&self.study.areas[l].level),
                    Value::Text(&area.code),
                    Value::Text(&area.name),
                ]
            }
        };
        let [group, persona, slot, service] = about.key;
        self.table.row(&[
            level,
            code,
            name,
            group,
            persona,
            slot,
            service,
            Value::Text(indicator),
            value,
            Value::Number(about.people),
            Value::Int(about.unknown.rows_without_weight as i64),
            (about.percentile).map_or(Value::Empty, |p| Value::Int(p.into())),
        ])
    }

    fn percentile(&self, reading: ReadingId) -> Option<u8> {
        Some(self.results.access.readings[reading].percentile)
    }

    fn of_group(&mut self, row: &GroupRow) -> Result<(), Error> {
        let Some(f) = &row.fgt else { return Ok(()) };
        let about = About {
            area: None,
            key: key_values(self.study, row.key),
            people: f.people,
            unknown: row.spread.unknown,
            percentile: self.percentile(row.reading),
        };
        for (name, value) in three(f) {
            self.put(&about, name, value)?;
        }
        for (l, level) in self.study.areas.by_id() {
            let there = (self.summary.areas.iter()).filter(|r| r.level == l && r.key == row.key);
            let hidden = there.fold(0.0, |s, r| s + r.hidden_poor);
            let name = format!("hidden_poor_{}", level.level);
            self.put(&about, &name, Value::exact(hidden))?;
        }
        Ok(())
    }

    fn of_area(&mut self, row: &AreaRow) -> Result<(), Error> {
        let Some(f) = &row.fgt else { return Ok(()) };
        let about = About {
            area: Some((row.level, row.area)),
            key: key_values(self.study, row.key),
            people: f.people,
            unknown: row.spread.unknown,
            percentile: self.percentile(row.reading),
        };
        for (name, value) in three(f) {
            self.put(&about, name, value)?;
        }
        let whole = self.summary.group(row.key).and_then(|g| g.fgt);
        let share = whole.and_then(|w| f.share_of(&w)[0]);
        self.put(&about, "share_of_all_below", rounded(share))?;
        self.put(&about, "hidden_poor", Value::exact(row.hidden_poor))
    }

    fn of_stack(&mut self, row: &StackRow) -> Result<(), Error> {
        let services = self.summary.stacked[row.slot].iter();
        let mut percentiles = services.map(|x| self.study.services[*x].percentile());
        let first = percentiles.next();
        let about = About {
            area: row.area,
            key: [
                Value::Text(&self.study.homes.groups[row.group].name),
                Value::Text(&self.study.personas[row.persona].name),
                Value::Text(&self.study.slots[row.slot].name),
                Value::Text("all essential services"),
            ],
            people: row.stacking.people(),
            unknown: row.stacking.unknown,
            percentile: first.filter(|first| percentiles.all(|p| p == *first)),
        };
        for (n, people) in row.stacking.by_count.iter().enumerate() {
            let name = format!("misses_{n}_norms");
            self.put(&about, &name, Value::exact(*people))?;
        }
        let mean = rounded(row.stacking.mean_count());
        self.put(&about, "mean_norms_missed", mean)
    }

    fn of_shift(&mut self, row: &ShiftSummary) -> Result<(), Error> {
        let shift = &self.study.shifts[row.shift];
        let about = About {
            area: row.area,
            key: [
                Value::Text(&self.study.homes.groups[row.group].name),
                Value::Text(&self.study.personas[row.persona].name),
                Value::Text(&shift.name),
                Value::Text(&self.study.services[shift.service].name),
            ],
            people: row.people,
            unknown: row.unknown,
            percentile: None,
        };
        for (name, value) in [
            ("shift_jobs_median", rounded(row.jobs)),
            ("shift_ratio_to_day_median", rounded(row.ratio)),
            ("shift_without_any_job", Value::exact(row.none)),
            ("shift_there_but_not_home_median", rounded(row.there_only)),
            ("shift_without_jobs_by_day", Value::exact(row.no_day)),
        ] {
            self.put(&about, name, value)?;
        }
        Ok(())
    }
}
