//! What there is of a unit: its entry in the ledger, and whether its file is the one that was written.
//! Everything that reads a dataset asks here, so that nothing trusts what another would refuse.

use super::layout::{self, Unit};
use super::record::{self, EditionRecord, Entry, FileRecord};
use crate::diagnostics::{Error, Fault, InputError, Term, Text};
use crate::network::file::fingerprint;
use std::path::Path;

/// What there is of a file of the dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// As it was written.
    Whole,
    /// Nothing.
    Missing,
    /// Another file.
    Changed,
}

/// What the ledger says of a unit.
#[derive(Clone, Debug)]
pub enum Known {
    /// It is finished.
    Finished(Entry),
    /// Nothing.
    Not,
    /// What can't be read.
    Damaged(InputError),
    /// It was computed from other settings or inputs.
    Foreign(InputError),
}

impl Known {
    /// The entry of a finished unit.
    pub fn entry(self) -> Option<Entry> {
        match self {
            Known::Finished(entry) => Some(entry),
            _ => None,
        }
    }

    /// The entry of a finished unit, none where it isn't.
    ///
    /// # Errors
    /// An entry that is damaged or of another run.
    pub fn sound(self) -> Result<Option<Entry>, Error> {
        match self {
            Known::Damaged(problem) | Known::Foreign(problem) => Err(problem.into()),
            other => Ok(other.entry()),
        }
    }
}

/// What the ledger says of a unit.
///
/// # Errors
/// When the system can't read it.
pub fn known(folder: &Path, record: &EditionRecord, unit: Unit) -> Result<Known, Error> {
    let path = unit.path(record);
    let at = layout::entry_of(&path);
    let entry = match record::read::<Entry>(folder, &at) {
        Ok(Some(entry)) => entry,
        Ok(None) => return Ok(Known::Not),
        Err(Error::Input(problem)) => return Ok(Known::Damaged(*problem)),
        Err(other) => return Err(other),
    };
    let same_run = entry.settings == record.settings && entry.file.path == path;
    let rows = unit.rows(record);
    if same_run && entry.file.rows == Some(rows) {
        return Ok(Known::Finished(entry));
    }
    let at = layout::place(folder, &at).display().to_string();
    if same_run {
        let said = entry.file.rows.unwrap_or(0);
        let problem = format!("is damaged: it says {said} rows, and there must be {rows}");
        let hint = Text::from(Term::Monitor).and(" computes anew what it told of");
        return Ok(Known::Damaged(
            Fault::DatasetDamaged.at(at, problem).hint(hint),
        ));
    }
    let problem = "belongs to another run: its settings are not those of this edition";
    let hint = format!("remove it and {path}; they are computed anew");
    Ok(Known::Foreign(
        Fault::EditionChanged.at(at, problem).hint(hint),
    ))
}

/// Whether a file is there and as long as a record tells; quick, and enough for saying how far a run is.
pub fn is_there(folder: &Path, file: &FileRecord) -> bool {
    let at = layout::place(folder, &file.path);
    std::fs::metadata(at).is_ok_and(|m| m.is_file() && m.len() == file.bytes)
}

/// Whether a file is the one that a record tells of, by checksum.
///
/// # Errors
/// What can't be read.
pub fn look(folder: &Path, file: &FileRecord) -> Result<There, Error> {
    let at = layout::place(folder, &file.path);
    match std::fs::metadata(&at) {
        Ok(meta) if meta.is_file() && meta.len() == file.bytes => {}
        // Of another length, it needn't be read.
        Ok(meta) if meta.is_file() => return Ok(There::Changed),
        _ => return Ok(There::Missing),
    }
    let (bytes, sha256) = fingerprint(&at).map_err(|e| Error::io(&at, "read", e))?;
    Ok(match (bytes, &sha256) == (file.bytes, &file.sha256) {
        true => There::Whole,
        false => There::Changed,
    })
}
