//! Checking a dataset: files against the ledger, rows against what a study promises.

use super::layout::{self, DATASET, Unit};
use super::ledger::{self, Known, There};
use super::lock::{self, LOCK};
use super::record::{self, Dataset, EditionRecord, FileRecord, ReadingRecord};
use super::settings;
use crate::axes::PersonaId;
use crate::diagnostics::{Error, Fault, InputError, Term, Text};
use crate::input::columns::Table;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What was looked at, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checked {
    /// Files looked at.
    pub files: usize,
    /// Rows looked at.
    pub rows: u64,
    /// Units that are not there (yet).
    pub missing: usize,
    /// Editions asked about of which nothing is there.
    pub not_begun: Vec<String>,
    /// Whether there is no `dataset.json`, the sign that all is there.
    pub open: bool,
    /// What is wrong, by file.
    pub problems: Vec<InputError>,
}

impl Checked {
    fn add(&mut self, other: Checked) {
        self.files += other.files;
        self.rows += other.rows;
        self.missing += other.missing;
        self.problems.extend(other.problems);
    }
}

/// Checks everything in a dataset; `asked` are editions that must be there.
///
/// # Errors
/// When the ledger can't be read at all.
pub fn verify(folder: &Path, asked: &[&str]) -> Result<Checked, Error> {
    let records = record::editions(folder)?;
    if records.is_empty() {
        let name = folder.display().to_string();
        return Err(Fault::EditionMissing
            .at(name, "no edition was begun here")
            .hint("give the folder of a dataset, or its monitor file")
            .into());
    }
    let begun = |name: &&&str| records.iter().any(|r| r.edition == **name);
    let not_begun = asked.iter().filter(|name| !begun(name));
    let mut checked = Checked {
        not_begun: not_begun.map(|name| (*name).to_owned()).collect(),
        open: !folder.join(DATASET).is_file(),
        ..Checked::default()
    };
    let mut known: BTreeSet<String> = BTreeSet::from([DATASET.to_owned()]);
    let mut files = Vec::new();
    for record in &records {
        let path = layout::record_of(&record.edition);
        if settings::hash(record) != record.settings {
            let problem = Fault::DatasetDamaged.at(path.clone(), settings::EDITED);
            checked.problems.push(problem.hint(settings::RESTORE));
        }
        known.insert(path);
        for file in record.beside() {
            known.insert(file.path.clone());
            files.push(file.clone());
            checked.add(one(folder, &file.path, || {
                same(folder, file, inputs_anew())
            })?);
        }
        let units = Unit::all(record);
        let looked: Vec<Result<(Checked, Option<FileRecord>), Error>> = (units.par_iter())
            .map(|unit| look(folder, record, *unit))
            .collect();
        for (unit, looked) in units.iter().zip(looked) {
            let (more, file) = looked?;
            checked.add(more);
            files.extend(file);
            let path = unit.path(record);
            known.insert(layout::entry_of(&path));
            known.insert(path);
        }
    }
    for path in lock::files(folder)? {
        if known.contains(&path) || path.starts_with(LOCK) {
            continue;
        }
        // Beside our folders anybody may keep files.
        if path.contains('/') {
            checked.problems.push(
                Fault::DatasetDamaged
                    .at(path, "is not in the ledger")
                    .hint("left by a run that was stopped, or put there by somebody: remove it"),
            );
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    checked.add(one(folder, DATASET, || {
        let Some(dataset) = record::read::<Dataset>(folder, DATASET)? else {
            return Ok(Vec::new());
        };
        let stale = dataset.files != files || dataset.editions != records;
        let problem = || {
            Fault::DatasetDamaged
                .at(DATASET, "tells of something else than the ledger")
                .hint(Text::from(Term::Monitor).and(" writes it anew when everything is there"))
        };
        Ok(stale.then(problem).into_iter().collect())
    })?);
    Ok(checked)
}

/// The problems of one file; an error about its contents is a problem, one of the system is not.
fn one(
    folder: &Path,
    path: &str,
    check: impl FnOnce() -> Result<Vec<InputError>, Error>,
) -> Result<Checked, Error> {
    let mut checked = Checked {
        files: usize::from(layout::place(folder, path).is_file()),
        ..Checked::default()
    };
    match check() {
        Ok(problems) => checked.problems = problems,
        Err(Error::Input(error)) => {
            let mut error = *error;
            path.clone_into(&mut error.file);
            checked.problems.push(error);
        }
        Err(other) => return Err(other),
    }
    Ok(checked)
}

fn anew() -> Text {
    Text::from(Term::Monitor).and(" computes it anew")
}

fn inputs_anew() -> Text {
    Text::from("remove it: ")
        .and(Term::Monitor)
        .and(" makes it again from the same inputs")
}

/// Whether a file is the one that was written.
fn same(folder: &Path, file: &FileRecord, hint: Text) -> Result<Vec<InputError>, Error> {
    let problem = match ledger::look(folder, file)? {
        There::Whole => return Ok(Vec::new()),
        There::Missing => "is in the ledger, but there is no such file",
        There::Changed => "is not the file that was written: its checksum differs",
    };
    Ok(vec![
        Fault::DatasetDamaged.at(&file.path, problem).hint(hint),
    ])
}

fn look(
    folder: &Path,
    record: &EditionRecord,
    unit: Unit,
) -> Result<(Checked, Option<FileRecord>), Error> {
    let path = unit.path(record);
    let entry_path = layout::entry_of(&path);
    let mut checked = Checked {
        files: usize::from(layout::place(folder, &entry_path).is_file()),
        ..Checked::default()
    };
    let entry = match ledger::known(folder, record, unit)? {
        Known::Finished(entry) => entry,
        Known::Foreign(mut problem) => {
            problem.file = entry_path;
            checked.problems.push(problem);
            return Ok((checked, None));
        }
        Known::Damaged(mut problem) => {
            problem.file = entry_path;
            checked.problems.push(problem);
            checked.missing += 1;
            return Ok((checked, None));
        }
        Known::Not => {
            checked.missing += 1;
            if layout::place(folder, &path).exists() {
                let problem = Fault::DatasetDamaged
                    .at(path, "is not in the ledger")
                    .hint(anew());
                checked.problems.push(problem);
            }
            return Ok((checked, None));
        }
    };
    let mut more = one(folder, &path, || {
        let problems = same(folder, &entry.file, anew())?;
        if problems.is_empty() {
            contents(folder, record, unit, entry.file.rows.unwrap_or(0))?;
        }
        Ok(problems)
    })?;
    if more.problems.is_empty() {
        more.rows += entry.file.rows.unwrap_or(0);
    }
    checked.add(more);
    Ok((checked, Some(entry.file)))
}

/// Ids of the homes of a region, in order, once each.
fn homes_of(folder: &Path, record: &EditionRecord, region: usize) -> Result<Vec<String>, Error> {
    let path = Unit::Homes(region).path(record);
    let table = Table::read(&layout::place(folder, &path), &["id"])?;
    Ok(table.texts("id")?.into_iter().map(str::to_owned).collect())
}

fn contents(folder: &Path, record: &EditionRecord, unit: Unit, rows: u64) -> Result<(), Error> {
    let at = layout::place(folder, &unit.path(record));
    let wrong = |problem: String| {
        Fault::DatasetDamaged
            .at(at.display().to_string(), problem)
            .hint(anew())
    };
    let table = Table::read(&at, &[])?;
    if table.rows as u64 != rows {
        let problem = format!("has {} rows, the ledger says {rows}", table.rows);
        return Err(wrong(problem).into());
    }
    // Without the homes of its region (named on their own) rows can't be judged.
    let Ok(homes) = homes_of(folder, record, unit.region()) else {
        return Ok(());
    };
    let expected: Vec<[&str; 4]> = match unit {
        Unit::Homes(region) => {
            let sorted = homes.windows(2).all(|pair| pair[0] < pair[1]);
            let as_recorded = record.regions.get(region).map(|r| r.homes) == Some(homes.len());
            return if sorted && as_recorded {
                Ok(())
            } else {
                Err(wrong("the homes are not those of the region, once each".to_owned()).into())
            };
        }
        Unit::Values { slot, .. } => (record.measured(slot))
            .map(|m| {
                [
                    "",
                    m.service.as_str(),
                    m.measure.as_str(),
                    m.cutoff.as_str(),
                ]
            })
            .collect(),
        Unit::Shifts { .. } => {
            let mut shifts: Vec<&str> = record.shifts.iter().map(String::as_str).collect();
            shifts.sort_unstable();
            shifts
                .into_iter()
                .map(|shift| [shift, "", "", ""])
                .collect()
        }
    };
    let key_columns: &[&str] = match unit {
        Unit::Values { .. } => &["service", "measure", "cutoff"],
        _ => &["shift"],
    };
    let keys = (key_columns.iter().map(|c| table.texts(c))).collect::<Result<Vec<_>, _>>()?;
    let (found, persona) = (table.texts("home")?, table.texts("persona")?);
    let of = match unit {
        Unit::Values { persona, .. } | Unit::Shifts { persona, .. } => persona,
        Unit::Homes(_) => PersonaId(0),
    };
    let named = record.personas.get(of).map_or("", String::as_str);
    if table.rows != expected.len() * homes.len() {
        return Err(wrong("not every home has one row for everything measured".to_owned()).into());
    }
    for (row, (key, home)) in (expected.iter())
        .flat_map(|key| homes.iter().map(move |home| (key, home)))
        .enumerate()
    {
        let key = if key_columns.len() == 3 {
            &key[1..]
        } else {
            &key[..1]
        };
        let right = keys
            .iter()
            .zip(key)
            .all(|(column, word)| column[row] == *word);
        if !right || found[row] != home || persona[row] != named {
            let problem = format!(
                "row {} is not what stands there in order: {home:?}",
                row + 1
            );
            return Err(wrong(problem).into());
        }
    }
    match unit {
        Unit::Values { slot, .. } => {
            let readings: Vec<&ReadingRecord> = record.measured(slot).collect();
            values(&table, &readings, homes.len(), &wrong)
        }
        _ => {
            for column in ["jobs", "jobs_there_only", "jobs_back_only", "jobs_by_day"] {
                if table
                    .numbers(column)?
                    .iter()
                    .flatten()
                    .any(|v| v.is_nan() || *v < 0.0)
                {
                    return Err(wrong(format!("column {column:?} has a value below 0")).into());
                }
            }
            Ok(())
        }
    }
}

fn values(
    table: &Table,
    readings: &[&ReadingRecord],
    homes: usize,
    wrong: &impl Fn(String) -> InputError,
) -> Result<(), Error> {
    let (values, below) = (table.numbers("value")?, table.truths("below_norm")?);
    let status = table.texts("status")?;
    for row in 0..table.rows {
        let reading = readings[row / homes.max(1)];
        let (value, below) = (values[row], below[row]);
        if value.is_some_and(|v| v.is_nan() || v < 0.0) {
            return Err(wrong(format!("row {}: the value is below 0", row + 1)).into());
        }
        let agrees = match (reading.norm, below) {
            (None, below) => below.is_none(),
            // A home that can't be linked has no value and misses nothing.
            (Some(_), None) => value.is_none() && status[row] == "not_linked",
            (Some(norm), Some(below)) => norm.missed(value) == below,
        };
        if !agrees {
            let problem = format!("row {}: below_norm is not what value and norm say", row + 1);
            return Err(wrong(problem).into());
        }
    }
    Ok(())
}
