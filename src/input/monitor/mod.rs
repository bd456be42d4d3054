//! The monitor file: a study in several editions (years), each a study file and what differs from it.
//!
//! A change is put into the study file before that is checked, so an edition is a [`Study`] like any other
//! and every check of studies holds for it.

pub mod memory;
mod resolve;
mod schema;
pub mod typed;

pub use schema::json_schema;

use super::document::Document;
use super::study::Study;
use crate::axes::LevelId;
use crate::diagnostics::{Error, Fault, InputError};
use std::path::{Path, PathBuf};

/// A monitor with everything decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// The monitor file, absolute.
    pub file: PathBuf,
    /// What is monitored.
    pub title: String,
    /// Folder of the dataset, absolute. It need not exist.
    pub output: PathBuf,
    /// The edition whose norms and ranks hold where editions are compared, an index into [`Monitor::editions`].
    pub base_edition: usize,
    /// The level of areas by which the dataset is partitioned; every edition's study has it.
    pub region: String,
    /// Memory budget, bytes; none: no limit.
    pub memory: Option<u64>,
    /// In the order of the file, at least one; names differ.
    pub editions: Vec<Edition>,
    /// Which area codes became which. May be empty.
    pub crosswalks: Vec<Crosswalk>,
}

/// One state of the region: a year, a timetable period.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Name.
    pub name: String,
    /// The study with the edition's changes in it. Its `file` is the study file.
    pub study: Study,
    /// The level of the monitor's regions.
    pub region: LevelId,
}

/// A table that says which area codes of one edition became which of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crosswalk {
    /// The level of areas.
    pub level: String,
    /// The edition with the codes in column `from`, an index into [`Monitor::editions`].
    pub from: usize,
    /// The edition with the codes in column `to`, an index into [`Monitor::editions`].
    pub to: usize,
    /// The table, absolute: columns `from`, `to` and, where areas were split, `share`.
    pub file: PathBuf,
}

impl Monitor {
    /// An edition by name, as an index.
    pub fn edition(&self, name: &str) -> Option<usize> {
        self.editions.iter().position(|e| e.name == name)
    }
}

/// Reads and checks a monitor file and the studies it names, and that all files named are there.
///
/// # Errors
/// Every problem found, together: file (the monitor's or a study's), line, key, value and what to do.
pub fn read_monitor(path: &Path) -> Result<Monitor, Error> {
    let bytes = Document::read(path)?;
    resolve::resolve(&Document::of(&bytes, path)?, path)
}
