//! The study file: what the user asks, checked and with every default filled in.
//!
//! Reading goes in stages: text to a tree with lines ([`super::document`]), the tree against the schema
//! of the file [as typed](typed), and that to a [`Study`], in which nothing is left open: paths are
//! absolute, references are indexes, times and speeds have their types. Problems of all stages
//! are told together.

mod effective;
mod resolve;
pub(crate) mod schema;
mod service;
mod site;
mod timing;
pub mod typed;

pub use effective::effective;
pub use schema::json_schema;
pub use site::{Site, Stock};
pub use typed::{HoursUnknown, Language, Usual};

use super::clock::Weekdays;
use super::document::{Document, Overlay, Place};
use super::resolver::{Names, Resolver};
use crate::axes::{GroupId, IdVec, LevelId, PersonaId, PurposeId, ShiftId, SlotId};
use crate::diagnostics::Error;
use crate::measures::decay::Decay;
use crate::measures::norm::Norm as Level;
use crate::travel::{Traveller, Window};
use crate::units::{ClockTime, Seconds};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// A study with everything decided. Lists are never empty unless their description says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// The study file, absolute.
    pub file: PathBuf,
    /// The question.
    pub title: String,
    /// The usual service day.
    pub date: NaiveDate,
    /// Language of the report.
    pub language: Language,
    /// Percentiles of travel time, 1 to 99, in the order asked; norms use the first.
    pub percentiles: Vec<u8>,
    /// What "usually" means.
    pub usual: Usual,
    /// Whether the region is made up.
    pub fictional: bool,
    /// Streets and timetables.
    pub network: NetworkInput,
    /// Points not linked beyond this, metres.
    pub max_snap_m: f64,
    /// Islands of fewer junctions are left out.
    pub island_junctions: usize,
    /// Default for personas in a wheelchair.
    pub wheelchair_unknown_is_accessible: bool,
    /// Where people live.
    pub homes: Homes,
    /// Area levels, fine to coarse. May be empty.
    pub areas: IdVec<LevelId, AreaLevel>,
    /// Who travels; the first is the main one.
    pub personas: IdVec<PersonaId, Persona>,
    /// When; the first is the main one.
    pub slots: IdVec<SlotId, Slot>,
    /// Where to.
    pub services: IdVec<PurposeId, Service>,
    /// Working hours. May be empty.
    pub shifts: IdVec<ShiftId, Shift>,
    /// The 24-hour picture, if asked for.
    pub profile: Option<Profile>,
    /// The report.
    pub report: Report,
    /// Places compared for new homes, if asked for.
    pub site: Option<Site>,
}

/// Where streets and timetables come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkInput {
    /// Built on the fly.
    Sources {
        /// Street data.
        osm: PathBuf,
        /// GTFS archives or folders.
        gtfs: Vec<PathBuf>,
    },
    /// Built before.
    Built(PathBuf),
}

/// A table of points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointFile {
    /// The file.
    pub path: PathBuf,
    /// Layer of a GeoPackage; none: its only one.
    pub layer: Option<String>,
    /// `EPSG:n`; none: the file's own, else WGS 84.
    pub crs: Option<String>,
    /// Column with the id; none: `id`, else the feature's own.
    pub id: Option<String>,
}

/// Where people live.
#[derive(Clone, Debug, PartialEq)]
pub struct Homes {
    /// The table.
    pub file: PointFile,
    /// Numbers that mean "no value". May be empty.
    pub missing: Vec<f64>,
    /// Groups in the order of the file.
    pub groups: IdVec<GroupId, Group>,
    /// Rankings as name and column, in the order of the file. May be empty.
    pub ranks: Vec<(String, String)>,
}

impl Homes {
    /// The rank that the Palma ratio and the concentration index of pages and their plain columns are by, an index into
    /// the ranks: "income", else the first.
    pub fn main_rank(&self) -> Option<usize> {
        let income = self.ranks.iter().position(|(name, _)| name == "income");
        income.or((!self.ranks.is_empty()).then_some(0))
    }
}

/// A group of people, households or dwellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Name.
    pub name: String,
    /// Column with the weight; none: each home counts as 1.
    pub column: Option<String>,
    /// Column with the share of that weight that counts, percent; none: all of it.
    pub share: Option<String>,
}

/// A level of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaLevel {
    /// What the areas are called.
    pub level: String,
    /// The polygons.
    pub path: PathBuf,
    /// Layer of a GeoPackage; none: its only one.
    pub layer: Option<String>,
    /// `EPSG:n`; none: the file's own, else WGS 84.
    pub crs: Option<String>,
    /// Column with the code.
    pub code: String,
    /// Column with the name; none: the code is shown.
    pub name: Option<String>,
    /// Year of the division, if stated.
    pub year: Option<u16>,
}

/// Someone who travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    /// Name.
    pub name: String,
    /// Speeds and limits.
    pub traveller: Traveller,
}

/// A part of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Name.
    pub name: String,
    /// Service day.
    pub date: NaiveDate,
    /// Departures or deadlines, one every minute.
    pub window: Window,
}

/// A service people need to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// Name.
    pub name: String,
    /// Where its destinations come from.
    pub source: Source,
    /// Conditions a destination must all meet. May be empty.
    pub conditions: Vec<Condition>,
    /// Column with the supply; none: 1 each.
    pub column: Option<String>,
    /// How access is measured.
    pub measure: Measure,
    /// Percentiles of travel time, in the order asked: its own, else the study's; norms use the first.
    pub percentiles: Vec<u8>,
    /// What is enough.
    pub norm: Option<Norm>,
    /// Opening hours; none: always open.
    pub open: Option<Open>,
    /// Whether missing the norm counts in the stacking; false without a norm.
    pub essential: bool,
    /// Slots it is measured in, ascending.
    pub slots: Vec<SlotId>,
}

/// Where destinations come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A table.
    Table(PointFile),
    /// Objects of a street file with all of these tags.
    Osm {
        /// The street file.
        path: PathBuf,
        /// The tags.
        tags: Vec<Condition>,
    },
}

/// A column or tag and the values that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Column or tag.
    pub column: String,
    /// Values, as text; `*` is any value but the empty one.
    pub values: Vec<String>,
}

impl Condition {
    /// Whether a cell meets the condition.
    pub fn meets(&self, cell: Option<&str>) -> bool {
        let cell = cell.map(str::trim).unwrap_or_default();
        self.values
            .iter()
            .any(|value| value == cell || (value == "*" && !cell.is_empty()))
    }
    /// Whether a tag of OpenStreetMap does: one of its values between `;`.
    pub fn meets_tag(&self, tag: Option<&str>) -> bool {
        tag.is_some_and(|tag| tag.split(';').any(|value| self.meets(Some(value))))
    }
}

/// How access is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    /// What is reached within each cutoff.
    Cumulative {
        /// In the order asked, the norm's included.
        cutoffs: Vec<Seconds>,
    },
    /// The mean over whole-minute cutoffs.
    Interval {
        /// First cutoff.
        first: Seconds,
        /// Last cutoff, included.
        last: Seconds,
    },
    /// Weighted by travel time.
    Gravity {
        /// The weight.
        decay: Decay,
    },
    /// Time until enough is reached.
    Nearest {
        /// How much is enough; positive.
        n: f64,
    },
    /// Two-step floating catchment area.
    TwoStep {
        /// The weight.
        decay: Decay,
        /// Who competes.
        demand: GroupId,
    },
}

/// What is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Norm {
    /// The level that must be met, in the unit of the measure.
    pub level: Level,
    /// For a cumulative measure: within this time.
    pub cutoff: Option<Seconds>,
}

impl Norm {
    /// The longest travel time it asks about; none where it asks about no time.
    pub fn asks(&self) -> Option<Seconds> {
        match self.level {
            Level::Within(seconds) => Some(Seconds(seconds)),
            Level::AtLeast(_) => self.cutoff,
        }
    }
}

/// Opening hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Column, or tag for destinations from a street file.
    pub column: String,
    /// What holds where they are missing or can't be read.
    pub unknown: HoursUnknown,
}

/// Working hours. One gets there if a trip arrives in `[start − arrive_within, start]` and another leaves
/// in `[end + leave_after, end + leave_after + leave_within]`, neither longer than `max_trip`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Name.
    pub name: String,
    /// Service day on which it starts.
    pub date: NaiveDate,
    /// Days of the week on which it starts; `date` is one of them.
    pub days: Weekdays,
    /// Start, on the clock of `date`.
    pub start: ClockTime,
    /// End, on the clock of `date`: past 24:00 when it is the next day. After start.
    pub end: ClockTime,
    /// The service with the jobs.
    pub service: PurposeId,
    /// Column with the jobs of this shift; none: the service's own.
    pub column: Option<String>,
    /// How long before the start one may arrive.
    pub arrive_within: Seconds,
    /// Time needed after the end.
    pub leave_after: Seconds,
    /// How long after that one leaves at the latest.
    pub leave_within: Seconds,
    /// Longest travel time of either trip; the persona's own limit holds as well.
    pub max_trip: Seconds,
    /// The working hours by day it is compared with, start and end.
    pub compare: (ClockTime, ClockTime),
}

impl Shift {
    /// Start and end as people read them on the clock, the end on the day it falls on.
    pub fn hours(&self) -> String {
        let end = ClockTime(self.end.0 % (24 * 3600));
        format!("{}-{end}", self.start)
    }
}

/// The 24-hour picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Services it shows.
    pub services: Vec<PurposeId>,
    /// Length of a step.
    pub step: Seconds,
    /// First and last moment (excluded); a whole number of steps.
    pub window: (ClockTime, ClockTime),
    /// Who travels.
    pub persona: PersonaId,
    /// Service days.
    pub dates: Vec<NaiveDate>,
}

/// The report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Title.
    pub title: String,
    /// How many pockets are named.
    pub top_pockets: usize,
    /// Areas with less of the group aren't named.
    pub min_people: f64,
    /// Level of the pockets; none without areas.
    pub level: Option<LevelId>,
    /// Group of the headlines.
    pub group: GroupId,
    /// Whether a council annex is written beside the page. Not in the file: who runs the study asks for it.
    pub annex: bool,
}

impl Service {
    /// The percentile that norms and pages use.
    pub fn percentile(&self) -> u8 {
        self.percentiles.first().copied().unwrap_or(50)
    }
}

impl Study {
    /// The services that are measured in a slot.
    pub fn measured_in(&self, slot: SlotId) -> Vec<PurposeId> {
        self.services
            .ids()
            .filter(|&service| self.services[service].slots.contains(&slot))
            .collect()
    }

    /// Every file the study reads, each once, sorted: for hashes, and so that no output overwrites one.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let mut files = vec![self.file.clone(), self.homes.file.path.clone()];
        match &self.network {
            NetworkInput::Sources { osm, gtfs } => {
                files.push(osm.clone());
                files.extend(gtfs.iter().cloned());
            }
            NetworkInput::Built(path) => files.push(path.clone()),
        }
        files.extend(self.areas.iter().map(|area| area.path.clone()));
        for service in &self.services {
            files.push(match &service.source {
                Source::Table(file) => file.path.clone(),
                Source::Osm { path, .. } => path.clone(),
            });
        }
        files.extend(self.site.iter().flat_map(Site::inputs).cloned());
        files.sort();
        files.dedup();
        files
    }
}

/// Reads and checks a study file, and that the files it names are there.
///
/// # Errors
/// Every problem found, together: file, line, key, value and what to do.
pub fn read_study(path: &Path) -> Result<Study, Error> {
    let bytes = Document::read(path)?;
    understand(&bytes, path, true)
}

/// The same for bytes already read; touches no file. `path` says in which syntax the bytes are
/// and what paths are relative to.
///
/// # Errors
/// As [`read_study`], files that are missing apart.
pub fn parse_study(bytes: &[u8], path: &Path) -> Result<Study, Error> {
    understand(bytes, path, false)
}

/// Reads a study file, puts a change in, and then checks it like any study. Where the network comes
/// from is one choice: a built file in the change goes before sources in the study, and the other way round.
///
/// # Errors
/// As [`read_study`]; what is wrong with the change names the change's file.
pub(crate) fn read_changed(path: &Path, change: &Overlay) -> Result<Study, Error> {
    let bytes = Document::read(path)?;
    let mut document = Document::of(&bytes, path)?;
    let network = Place::root().to("network");
    let sources = [network.to("osm"), network.to("gtfs")];
    let built = network.to("file");
    if change.has(&built) {
        sources.iter().for_each(|place| document.remove(place));
    } else if sources.iter().any(|place| change.has(place)) {
        document.remove(&built);
    }
    document.overlay(change);
    resolve::resolve(&document, path, true)
}

fn understand(bytes: &[u8], path: &Path, look_for_files: bool) -> Result<Study, Error> {
    resolve::resolve(&Document::of(bytes, path)?, path, look_for_files)
}
