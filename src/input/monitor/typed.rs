//! The monitor file as typed: what the keys are called, what each may hold, and what it means.

use crate::input::study::typed::StudyFile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A bereik monitor: a study in several editions, computed into one dataset. Paths are relative to the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "bereik monitor")]
pub struct MonitorFile {
    /// Where an editor finds the schema of this file; has no effect. Default: none.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// The monitor as a whole. Required.
    pub monitor: Option<MonitorTable>,
    /// The editions, such as years, in order of time. Required.
    #[schemars(length(min = 1, max = 100))]
    pub edition: Option<Vec<EditionTable>>,
    /// Which area codes of one edition became which of another. Default: none.
    #[schemars(length(max = 100))]
    pub crosswalk: Option<Vec<CrosswalkTable>>,
}

/// The monitor as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonitorTable {
    /// What is monitored, in one line. Default: the name of the file.
    #[schemars(length(min = 1, max = 200))]
    pub title: Option<String>,
    /// Folder of the dataset. Default: monitor.
    #[schemars(length(min = 1))]
    pub output: Option<String>,
    /// The edition whose norms and ranks hold where editions are compared. Default: the first.
    pub base_edition: Option<String>,
    /// The level of areas by which the dataset is partitioned, such as "gemeente"; every edition has it. Required.
    #[schemars(length(min = 1))]
    pub region: Option<String>,
    /// Memory the work may take, such as "6GiB" or "800MiB". Default: no limit. `--memory` goes before it.
    pub memory: Option<String>,
}

/// An edition.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionTable {
    /// Name, such as a year; it is part of file names. Required.
    #[schemars(length(min = 1, max = 60))]
    pub name: Option<String>,
    /// The study file. Required.
    pub study: Option<String>,
    /// What differs from the study file, in its own keys: tables are merged, lists and values replaced. Paths are
    /// relative to this file. Default: nothing.
    pub change: Option<StudyFile>,
}

/// A table of area codes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkTable {
    /// The level of areas. Required.
    pub level: Option<String>,
    /// The edition whose codes stand in column `from`. Required.
    pub from: Option<String>,
    /// The edition whose codes stand in column `to`. Required.
    pub to: Option<String>,
    /// The table (CSV): columns from, to and, where areas were split, share (0 to 1 of the people of `from`). Required.
    pub file: Option<String>,
}
