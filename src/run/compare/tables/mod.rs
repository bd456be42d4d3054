//! The tables of a comparison.

mod edits;
mod groups;
mod homes_map;
mod times;
mod values;
mod worst;

pub use times::at_hour;
pub use worst::in_words;

use super::changes::{Changes, Pocket};
use super::journeys::Pair;
use super::{Comparison, Outcome};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::Declared;
use crate::output::table::Format;
use crate::run::study::tables as study_tables;
use edits::{checks, combinations, edits, shares};
use groups::{areas, groups, stacking};
use times::{hours, shifts};
use values::homes;
use worst::{journeys, pockets};

/// The tables of a results folder.
pub const TABLES: [&Declared; 14] = [
    &values::CHANGES,
    &homes_map::HOMES_MAP,
    &groups::GROUPS,
    &groups::AREAS,
    &times::HOURS,
    &times::SHIFTS,
    &groups::STACKING,
    &worst::POCKETS,
    &worst::JOURNEYS,
    &edits::EDITS,
    &edits::CHECKS,
    &edits::FACTORIAL,
    &edits::SHARES,
    &study_tables::FINDINGS,
];

/// A comparison, summed up.
pub struct Summed<'a> {
    /// The study as it is.
    pub study: &'a Study,
    /// Base and scenarios.
    pub comparison: &'a Comparison,
    /// What each scenario changes.
    pub changes: Vec<Changes>,
    /// The pockets it hits worst, all of them, worst first.
    pub pockets: Vec<Vec<Pocket>>,
    /// Journeys of the worst.
    pub journeys: Vec<Vec<Pair>>,
}

impl Summed<'_> {
    fn each(&self) -> impl Iterator<Item = (usize, &Outcome, &Changes)> {
        let both = self.comparison.scenarios.iter().zip(&self.changes);
        both.enumerate().map(|(i, (o, c))| (i, o, c))
    }
}

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    homes(summed, Format::Parquet, out)?;
    homes(summed, Format::Csv, out)?;
    homes_map::homes_map(summed, out)?;
    groups(summed, out)?;
    areas(summed, out)?;
    hours(summed, out)?;
    shifts(summed, out)?;
    stacking(summed, out)?;
    pockets(summed, out)?;
    journeys(summed, out)?;
    edits(summed, out)?;
    checks(summed, out)?;
    if let Some(stacked) = &summed.comparison.stacked {
        combinations(summed.study, stacked, out)?;
        shares(summed.study, stacked, out)?;
    }
    study_tables::findings(&summed.comparison.base, out)?;
    out.add_workbook(&summed.study.title, summed.study.language)
}
