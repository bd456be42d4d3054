//! What lies where in a dataset: paths of partitions, units of work.

use super::record::EditionRecord;
use crate::axes::{PersonaId, SlotId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What Hive, DuckDB and Arrow take for "no value" in the name of a partition: homes in no area.
pub const NOWHERE: &str = "__HIVE_DEFAULT_PARTITION__";

/// The file that says a dataset is complete.
pub const DATASET: &str = "dataset.json";

/// A part of the work whose result is one file, complete or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Homes of a region: index into [`EditionRecord::regions`].
    Homes(usize),
    /// Values of a slot, persona and region.
    Values {
        /// Of [`EditionRecord::slots`].
        slot: SlotId,
        /// Of [`EditionRecord::personas`].
        persona: PersonaId,
        /// Index into [`EditionRecord::regions`].
        region: usize,
    },
    /// Jobs by shift of a persona and region.
    Shifts {
        /// Of [`EditionRecord::personas`].
        persona: PersonaId,
        /// Index into [`EditionRecord::regions`].
        region: usize,
    },
}

impl Unit {
    /// All units of an edition, region by region within a slot and persona.
    pub fn all(record: &EditionRecord) -> Vec<Unit> {
        let regions = || 0..record.regions.len();
        let personas = || record.personas.ids();
        let mut units: Vec<Unit> = regions().map(Unit::Homes).collect();
        for slot in record.slots.ids() {
            for persona in personas() {
                units.extend(regions().map(|region| Unit::Values {
                    slot,
                    persona,
                    region,
                }));
            }
        }
        if !record.shifts.is_empty() {
            for persona in personas() {
                units.extend(regions().map(|region| Unit::Shifts { persona, region }));
            }
        }
        units
    }

    /// Its region, an index into [`EditionRecord::regions`].
    pub fn region(self) -> usize {
        match self {
            Unit::Homes(region) | Unit::Values { region, .. } | Unit::Shifts { region, .. } => {
                region
            }
        }
    }

    /// The rows of its table: every home once, for everything that is measured.
    pub fn rows(self, record: &EditionRecord) -> u64 {
        let homes = record.regions.get(self.region()).map_or(0, |r| r.homes);
        let each = match self {
            Unit::Homes(_) => 1,
            Unit::Values { slot, .. } => record.measured(slot).count(),
            Unit::Shifts { .. } => record.shifts.len(),
        };
        (homes as u64).saturating_mul(each as u64)
    }

    /// Its file in the dataset, with `/` between folders.
    pub fn path(self, record: &EditionRecord) -> String {
        let edition = encode(&record.edition);
        let region = record
            .regions
            .get(self.region())
            .and_then(|r| r.code.as_deref())
            .map_or(NOWHERE.to_owned(), |code| record.spelt.region(record, code));
        match self {
            Unit::Homes(_) => format!("homes/edition={edition}/region={region}.parquet"),
            Unit::Values {
                slot,
                persona: PersonaId(persona),
                ..
            } => {
                let slot = record
                    .slots
                    .get(slot)
                    .map(|s| record.spelt.slot(record, s))
                    .unwrap_or_default();
                format!(
                    "values/edition={edition}/slot={slot}/region={region}/persona-{persona}.parquet"
                )
            }
            Unit::Shifts {
                persona: PersonaId(persona),
                ..
            } => {
                format!("shifts/edition={edition}/region={region}/persona-{persona}.parquet")
            }
        }
    }
}

/// The ledger's entry for a file of the dataset.
pub fn entry_of(path: &str) -> String {
    format!("ledger/{path}.json")
}

/// The record of an edition.
pub fn record_of(edition: &str) -> String {
    format!("ledger/editions/{}.json", encode(edition))
}

/// The network of an edition.
pub fn network_of(edition: &str) -> String {
    format!("networks/{}.bereik", encode(edition))
}

/// The findings of an edition.
pub fn findings_of(edition: &str) -> String {
    format!("findings/edition={}.csv", encode(edition))
}

/// A path of the dataset in a folder.
pub fn place(folder: &Path, path: &str) -> PathBuf {
    path.split('/')
        .fold(folder.to_owned(), |at, part| at.join(part))
}

/// Names that Windows keeps for devices, whatever stands behind a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Whether Windows takes a name for that of a device: `CON`, `com1`, `NUL.csv` …
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        let rest = stem
            .strip_prefix(port)
            .map(|rest| rest.chars().collect::<Vec<_>>());
        matches!(rest.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    });
    DEVICES.contains(&stem.as_str()) || numbered
}

/// A name as a part of a path: letters, digits, `-`, `_` and `.` (not in front, nor at the end) stay, all else is
/// percent-encoded, as Hive has it; so is the first letter of what Windows takes for a device.
pub fn encode(name: &str) -> String {
    let device = is_device(name);
    spell(name, |i, c| {
        let stays = c.is_alphanumeric() && !(device && i == 0);
        let inside = i > 0 && i + 1 < name.len();
        stays || c == '-' || c == '_' || (c == '.' && inside)
    })
}

/// A name with everything percent-encoded but what may stay.
fn spell(name: &str, stays: impl Fn(usize, char) -> bool) -> String {
    let mut out = String::new();
    for (i, c) in name.char_indices() {
        if stays(i, c) {
            out.push(c);
        } else {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out += &format!("%{byte:02X}");
            }
        }
    }
    out
}

/// Names that differ from one before them in capitals only. Windows and macOS take both for one file, so they are
/// percent-encoded letter by letter.
fn twins<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    names
        .filter(|name| *first.entry(name.to_lowercase()).or_insert(name) != *name)
        .map(str::to_owned)
        .collect()
}

/// How regions and slots of an edition are spelt in paths: found from the record when first asked for.
#[derive(Clone, Debug, Default)]
pub struct Spelt {
    regions: OnceLock<BTreeSet<String>>,
    slots: OnceLock<BTreeSet<String>>,
}

/// It says nothing that the record doesn't.
impl PartialEq for Spelt {
    fn eq(&self, _: &Spelt) -> bool {
        true
    }
}

impl Spelt {
    /// A region's code in a path.
    pub fn region(&self, record: &EditionRecord, code: &str) -> String {
        let codes = || twins(record.regions.iter().filter_map(|r| r.code.as_deref()));
        Self::one(self.regions.get_or_init(codes), code)
    }

    /// A slot's name in a path.
    pub fn slot(&self, record: &EditionRecord, name: &str) -> String {
        let names = || twins(record.slots.iter().map(String::as_str));
        Self::one(self.slots.get_or_init(names), name)
    }

    fn one(twins: &BTreeSet<String>, name: &str) -> String {
        match twins.contains(name) {
            true => spell(name, |_, _| false),
            false => encode(name),
        }
    }
}

/// A part of the work: regions whose number leaves `index - 1` when divided by `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `of`.
    pub index: usize,
    /// How many parts there are.
    pub of: usize,
}

impl Shard {
    /// Reads `i/n`.
    ///
    /// # Errors
    /// What is wrong, for a message.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let wanted =
            || "write i/n, such as 2/8: the second of eight parts, n at most 10000".to_owned();
        let (index, of) = text.split_once('/').ok_or_else(wanted)?;
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| wanted());
        let shard = Shard {
            index: number(index)?,
            of: number(of)?,
        };
        if (1..=10_000).contains(&shard.of) && (1..=shard.of).contains(&shard.index) {
            Ok(shard)
        } else {
            Err(wanted())
        }
    }

    /// Whether a region is this part's.
    pub fn has(self, region: usize) -> bool {
        region % self.of == self.index - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_parts_of_paths() {
        assert_eq!(encode("GM0363"), "GM0363");
        assert_eq!(encode("0007.5"), "0007.5");
        assert_eq!(encode("late evening/é"), "late%20evening%2Fé");
        assert_eq!(encode("../x=%"), "%2E.%2Fx%3D%25");
    }

    #[test]
    fn names_are_such_as_every_system_can_hold() {
        // Windows drops a dot at the end, and keeps some names for devices.
        assert_eq!(encode("A."), "A%2E");
        assert_eq!(encode("CON"), "%43ON");
        assert_eq!(encode("nul.2024"), "%6Eul.2024");
        assert_eq!(encode("COM7"), "%43OM7");
        assert_eq!(encode("lpt²"), "%6Cpt²");
        assert_eq!(encode("CONE"), "CONE");
        assert_eq!(encode("COM12"), "COM12");
        // Of names that differ in capitals only, the first stays as it is.
        let all = twins(["A1", "B", "Éa", "a1", "éA"].into_iter());
        assert_eq!(all.iter().collect::<Vec<_>>(), ["a1", "éA"]);
        assert_eq!(Spelt::one(&all, "A1"), "A1");
        assert_eq!(Spelt::one(&all, "a1"), "%61%31");
        assert_eq!(Spelt::one(&all, "éA"), "%C3%A9%41");
    }

    #[test]
    fn shards_share_the_regions() {
        let parts: Vec<Shard> = (1..=3).map(|i| Shard { index: i, of: 3 }).collect();
        for region in 0..10 {
            assert_eq!(parts.iter().filter(|s| s.has(region)).count(), 1);
        }
        assert_eq!(Shard::parse("2/8"), Ok(Shard { index: 2, of: 8 }));
        for wrong in ["", "2", "0/4", "5/4", "1/0", "a/b", "1/20000"] {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
    }
}
