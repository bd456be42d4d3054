//! What changed between two editions, home by home: who has it better, who has it worse.

use super::layout::{self, Unit};
use super::ledger::{self, There};
use super::record::{self, EditionRecord, ReadingRecord};
use super::settings;
use crate::axes::{PersonaId, SlotId};
use crate::diagnostics::{Error, Fault, Term, Text};
use crate::input::columns::Table;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::{TableWriter, Target, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One row: a slot, persona and reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Name of the slot.
    pub slot: String,
    /// Name of the persona.
    pub persona: String,
    /// Name of the service.
    pub service: String,
    /// Name of the measure.
    pub measure: String,
    /// Cutoff or parameter.
    pub cutoff: String,
    /// `minutes` (less is better) or `amount` (more is better).
    pub unit: String,
    /// Homes in both that are better off.
    pub better: usize,
    /// Homes in both that are worse off.
    pub worse: usize,
    /// Homes in both with the same value, or reached in neither.
    pub same: usize,
    /// Homes in both of which a value isn't known (not linked), in one or in both.
    pub unknown: usize,
    /// Homes only in the second.
    pub new: usize,
    /// Homes only in the first.
    pub gone: usize,
    /// Mean of second minus first, over homes with a number in both; none without any.
    pub mean: Option<f64>,
}

/// An edition in a dataset.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Folder of the dataset.
    pub folder: &'a Path,
    /// Name of the edition.
    pub edition: &'a str,
}

impl Side<'_> {
    fn record(&self) -> Result<EditionRecord, Error> {
        let all = record::editions(self.folder)?;
        let names: Vec<String> = all.iter().map(|r| format!("{:?}", r.edition)).collect();
        let found = all.into_iter().find(|r| r.edition == self.edition);
        found.ok_or_else(|| {
            let hint = match names.is_empty() {
                true => "no edition was begun there".to_owned(),
                false => format!("there are: {}", names.join(", ")),
            };
            let name = self.folder.display().to_string();
            let problem = format!("there is no edition {:?}", self.edition);
            Fault::EditionMissing.at(name, problem).hint(hint).into()
        })
    }

    /// The file of a unit, as it was written.
    fn file(&self, record: &EditionRecord, unit: Unit) -> Result<PathBuf, Error> {
        let path = unit.path(record);
        let there = match ledger::known(self.folder, record, unit)?.sound()? {
            Some(entry) => ledger::look(self.folder, &entry.file)?,
            None => There::Missing,
        };
        let problem = match there {
            There::Whole => return Ok(layout::place(self.folder, &path)),
            There::Missing => "is missing",
            There::Changed => "is not the file that was written: its checksum differs",
        };
        let name = self.folder.display().to_string();
        Err(Fault::DatasetIncomplete
            .at(name, format!("{path} {problem}"))
            .hint(Text::from("finish it first with ").and(Term::Monitor))
            .into())
    }

    /// A slot and persona's values of all regions: home to level by reading, in the order asked.
    fn levels(
        &self,
        record: &EditionRecord,
        slot: SlotId,
        persona: PersonaId,
        readings: &[&ReadingRecord],
    ) -> Result<BTreeMap<String, Vec<f64>>, Error> {
        let mut out: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for region in 0..record.regions.len() {
            let unit = Unit::Values {
                slot,
                persona,
                region,
            };
            let at = self.file(record, unit)?;
            let columns = ["home", "service", "measure", "cutoff", "value", "status"];
            let table = Table::read(&at, &columns)?;
            let (homes, values) = (table.texts("home")?, table.numbers("value")?);
            let (service, measure) = (table.texts("service")?, table.texts("measure")?);
            let (cutoff, status) = (table.texts("cutoff")?, table.texts("status")?);
            let mut r = 0;
            for row in 0..table.rows {
                let is = |m: &&ReadingRecord| {
                    m.service == service[row]
                        && m.measure == measure[row]
                        && m.cutoff == cutoff[row]
                };
                // Rows of one reading stand together.
                if !readings.get(r).is_some_and(is) {
                    match readings.iter().position(is) {
                        Some(found) => r = found,
                        None => continue,
                    }
                }
                let level = match values[row] {
                    Some(value) => value,
                    None if status[row] != "not_linked" && readings[r].is_time() => f64::INFINITY,
                    None => f64::NAN,
                };
                out.entry(homes[row].to_owned())
                    .or_insert_with(|| vec![f64::NAN; readings.len()])[r] = level;
            }
        }
        Ok(out)
    }
}

/// Compares what two editions both measure, by names of slots, personas and services.
///
/// # Errors
/// An edition that isn't there or isn't finished; names that mean something else in both; nothing that both measure.
pub fn diff(from: Side, to: Side) -> Result<Vec<Change>, Error> {
    let (a, b) = (from.record()?, to.record()?);
    let unlike = settings::unlike(&a, &b);
    if !unlike.is_empty() {
        let problem = format!(
            "editions {:?} and {:?} mean different things by the same names: {}",
            a.edition,
            b.edition,
            unlike.join(", ")
        );
        return Err(Fault::EditionsDiffer
            .at(to.folder.display().to_string(), problem)
            .hint("compare editions that measure alike; what differs on purpose needs another name")
            .into());
    }
    let mut out = Vec::new();
    for (s, slot) in a.slots.by_id() {
        for (p, persona) in a.personas.by_id() {
            let same = (
                b.slots.find(|n| n == slot),
                b.personas.find(|n| n == persona),
            );
            let (Some(s2), Some(p2)) = same else {
                continue;
            };
            let both = |m: &&ReadingRecord| {
                m.slots.contains(slot)
                    && b.readings.iter().any(|n| {
                        (&n.service, &n.measure, &n.cutoff) == (&m.service, &m.measure, &m.cutoff)
                            && n.slots.contains(slot)
                    })
            };
            let readings: Vec<&ReadingRecord> = a.readings.iter().filter(both).collect();
            if readings.is_empty() {
                continue;
            }
            let before = from.levels(&a, s, p, &readings)?;
            let after = to.levels(&b, s2, p2, &readings)?;
            for (r, reading) in readings.iter().enumerate() {
                let mut change = Change {
                    slot: slot.clone(),
                    persona: persona.clone(),
                    service: reading.service.clone(),
                    measure: reading.measure.clone(),
                    cutoff: reading.cutoff.clone(),
                    unit: reading.unit.clone(),
                    better: 0,
                    worse: 0,
                    same: 0,
                    unknown: 0,
                    new: after
                        .keys()
                        .filter(|home| !before.contains_key(*home))
                        .count(),
                    gone: 0,
                    mean: None,
                };
                let (mut sum, mut n) = (0.0, 0usize);
                for (home, was) in &before {
                    let Some(is) = after.get(home) else {
                        change.gone += 1;
                        continue;
                    };
                    let (was, is) = (was[r], is[r]);
                    if was.is_finite() && is.is_finite() {
                        sum += is - was;
                        n += 1;
                    }
                    if was.is_nan() || is.is_nan() {
                        change.unknown += 1;
                    } else if was == is {
                        change.same += 1;
                    } else if (is < was) == reading.is_time() {
                        change.better += 1;
                    } else {
                        change.worse += 1;
                    }
                }
                change.mean = (n > 0).then(|| sum / n as f64);
                out.push(change);
            }
        }
    }
    if out.is_empty() {
        let problem = format!(
            "editions {:?} and {:?} measure nothing in common: no slot, persona and service has the same name in both",
            a.edition, b.edition
        );
        return Err(Fault::EditionsDiffer
            .at(to.folder.display().to_string(), problem)
            .hint("name slots, personas and services alike in both studies")
            .into());
    }
    Ok(out)
}

/// The table of `bereik monitor diff`.
pub const DIFF: Declared = Declared {
    files: &[],
    row: field::ROW_OF_DIFF,
    parts: &[Part::Once(&[
        field::SLOT,
        field::PERSONA,
        field::SERVICE,
        field::MEASURE,
        field::CUTOFF,
        field::UNIT,
        field::HOMES_BETTER,
        field::HOMES_WORSE,
        field::HOMES_SAME,
        field::HOMES_UNKNOWN,
        field::HOMES_NEW,
        field::HOMES_GONE,
        field::MEAN_CHANGE_OF_HOMES,
    ])],
};

/// Writes the changes as a table.
///
/// # Errors
/// What can't be written.
pub fn write(changes: &[Change], target: &Target) -> Result<(), Error> {
    let mut table = TableWriter::create(target, &DIFF.schema())?;
    for c in changes {
        let count = |n: usize| Value::Int(n as i64);
        table.row(&[
            Value::Text(&c.slot),
            Value::Text(&c.persona),
            Value::Text(&c.service),
            Value::Text(&c.measure),
            Value::Text(&c.cutoff),
            Value::Text(&c.unit),
            count(c.better),
            count(c.worse),
            count(c.same),
            count(c.unknown),
            count(c.new),
            count(c.gone),
            crate::run::study::tables::amount(c.mean),
        ])?;
    }
    table.finish()
}
