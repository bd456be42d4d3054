//! The scenario file: an ordered list of edits to a study's timetables, streets, destinations and
//! homes, each with a name and a reason, checked and with every default filled in.
//!
//! Reading goes the way of the study file ([`super::study`]): text to a tree with lines, the tree
//! against the schema of the file as typed, and that to a [`Scenario`]. What an edit selects is
//! looked up when it is applied ([`crate::scenario`]); an [`Edit`] keeps the lines of its keys for the
//! messages of that step.

mod change;
pub mod given;
mod ground;
mod kinds;
mod land;
mod resolve;
mod schema;
mod timetable;
pub mod typed;
mod values;

pub use change::{
    Amount, Area, Change, Dwell, HomeEdit, HomeSelector, HowMany, Mode, NewLine, OnDemand, Pace,
    PersonaEdit, PlaceEdit, PlaceSelector, Selector, StopRef, StopSelector, StreetEdit,
    TimetableEdit,
};
pub use kinds::{COMMON, EditTable, Keys, KindWord};
pub use schema::json_schema;

use super::document::Document;
use super::study::Study;
use crate::diagnostics::{self, Error, Fault, InputError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A scenario with everything decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The scenario file, absolute; empty for the base.
    pub file: PathBuf,
    /// What it is called in tables and reports.
    pub name: String,
    /// Why it is looked at; may be empty.
    pub reason: String,
    /// Feeds it was made for: file name and SHA-256 in hexadecimal. May be empty.
    pub feeds: Vec<Feed>,
    /// Edits in the order in which they are made.
    pub edits: Vec<Edit>,
    /// Named groups of edits, for factorial runs. May be empty.
    pub events: Vec<Event>,
}

/// Reads and checks the scenario file of a study, with the areas it names.
///
/// # Errors
/// Every problem found, together: file, line, edit, key, value and what to do.
pub fn read_scenario(path: &Path, study: &Study) -> Result<Scenario, Error> {
    let bytes = Document::read(path)?;
    parse_scenario(&bytes, path, study)
}

/// The same for bytes already read. `path` says in which syntax they are and what paths are
/// relative to.
///
/// # Errors
/// As [`read_scenario`].
pub fn parse_scenario(bytes: &[u8], path: &Path, study: &Study) -> Result<Scenario, Error> {
    resolve::resolve(&Document::of(bytes, path)?, path, study)
}

/// A feed that a scenario was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// File name, as in the study.
    pub name: String,
    /// SHA-256 in hexadecimal, lower case, without `sha256:`.
    pub sha256: String,
    /// Line in the scenario file.
    pub line: Option<u64>,
}

/// A named group of edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Name, unique.
    pub name: String,
    /// Indexes into [`Scenario::edits`], ascending.
    pub edits: Vec<usize>,
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Name, unique within the scenario.
    pub name: String,
    /// The reason; may be empty.
    pub why: String,
    /// What is done.
    pub change: Change,
    /// Where it stands.
    pub place: Stands,
}

/// Where an edit and its keys stand in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stands {
    /// The scenario file as the user named it.
    pub file: String,
    /// Lines of the edit's keys, by path within the edit: `""` the edit itself, `"select.route"`.
    pub lines: BTreeMap<String, u64>,
    /// The edit's own keys as written.
    pub given: Vec<(String, given::Given)>,
}

impl Edit {
    /// A problem with a key of this edit (`"select.route"`; `""`: with the edit as a whole), with
    /// file, line and the edit's name.
    pub fn problem(&self, key: &str, problem: impl Into<diagnostics::Text>) -> InputError {
        let mut field = format!("edit {:?}", self.name);
        if !key.is_empty() {
            field = format!("{field} {key}");
        }
        let error = Fault::EditImpossible
            .at(&self.place.file, problem)
            .field(field);
        let outer = key.rsplit_once('.').map_or("", |(outer, _)| outer);
        let line = [key, outer, ""]
            .into_iter()
            .find_map(|k| self.place.lines.get(k));
        match line {
            Some(line) => error.line(*line),
            None => error,
        }
    }
}
