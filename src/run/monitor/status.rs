//! What of a dataset is there, by its ledger and the lengths of the files.

use super::layout::{DATASET, Unit};
use super::ledger;
use super::record::{self, EditionRecord};
use crate::diagnostics::Error;
use std::path::Path;

/// How far an edition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionStatus {
    /// Name.
    pub edition: String,
    /// Units finished.
    pub done: usize,
    /// Units there are in all; none before the edition is begun.
    pub of: Option<usize>,
    /// Rows of finished units.
    pub rows: u64,
    /// Bytes of finished units.
    pub bytes: u64,
    /// Regions of which something is missing, by code; homes in no area as `-`.
    pub missing: Vec<String>,
}

/// How far a dataset is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Edition by edition.
    pub editions: Vec<EditionStatus>,
    /// Whether it has been closed with `dataset.json`.
    pub closed: bool,
}

/// Looks at a dataset; `asked` are editions that must be in the answer, begun or not.
///
/// # Errors
/// When the ledger can't be read.
pub fn status(folder: &Path, asked: &[&str]) -> Result<Status, Error> {
    let records = record::editions(folder)?;
    let mut editions = Vec::new();
    for name in asked {
        match records.iter().find(|r| r.edition == **name) {
            Some(record) => editions.push(of(folder, record)?),
            None => editions.push(EditionStatus {
                edition: (*name).to_owned(),
                done: 0,
                of: None,
                rows: 0,
                bytes: 0,
                missing: Vec::new(),
            }),
        }
    }
    for record in records {
        if !asked.contains(&record.edition.as_str()) {
            editions.push(of(folder, &record)?);
        }
    }
    Ok(Status {
        editions,
        closed: folder.join(DATASET).is_file(),
    })
}

fn of(folder: &Path, record: &EditionRecord) -> Result<EditionStatus, Error> {
    let units = Unit::all(record);
    let mut status = EditionStatus {
        edition: record.edition.clone(),
        done: 0,
        of: Some(units.len()),
        rows: 0,
        bytes: 0,
        missing: Vec::new(),
    };
    let mut missing = vec![false; record.regions.len()];
    for unit in units {
        let known = ledger::known(folder, record, unit)?.entry();
        match known.filter(|entry| ledger::is_there(folder, &entry.file)) {
            Some(entry) => {
                status.done += 1;
                status.rows += entry.file.rows.unwrap_or(0);
                status.bytes += entry.file.bytes;
            }
            None => missing[unit.region()] = true,
        }
    }
    let named = record.regions.iter().zip(missing).filter(|(_, m)| *m);
    status.missing = named
        .map(|(region, _)| region.code.clone().unwrap_or_else(|| "-".to_owned()))
        .collect();
    Ok(status)
}
