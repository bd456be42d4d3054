//! What the ledger says: the record of an edition, an entry for every finished unit, and the summary
//! of a complete dataset. JSON with keys in a fixed order; nothing in it depends on time or machine.

use super::layout::{self, DATASET, Spelt};
use crate::axes::{IdVec, PersonaId, ShiftId, SlotId};
use crate::diagnostics::{Error, Fault};
use crate::measures::norm::Norm;
use crate::output::atomic::AtomicFile;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Version of the dataset's form; raised with every change of paths, columns or ledger.
pub const SCHEMA: u32 = 4;

/// Bytes of a file of the ledger, at most; of a country's record some megabytes.
const LONGEST: u64 = 1 << 28;

/// Bytes of `dataset.json`, at most, which tells of every file once more.
const LONGEST_DATASET: u64 = 1 << 31;

/// Files of an edition, at most: a country by neighbourhoods, with twenty slots and five travellers, has 1.4 million.
const MOST_UNITS: usize = 1 << 22;

/// The program that computed, so that no two versions are mixed.
pub fn program() -> String {
    format!("bereik {}", env!("CARGO_PKG_VERSION"))
}

/// An edition as it was begun: what it is computed from, and what units it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditionRecord {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Name and version of the program.
    pub program: String,
    /// Name.
    pub edition: String,
    /// SHA-256 over schema, program and `effective`: what makes two runs the same.
    pub settings: String,
    /// Files read.
    pub inputs: Vec<InputRecord>,
    /// The study's settings that the values depend on, with each file's SHA-256 in the place of its path.
    pub effective: Value,
    /// The network file in the dataset; none where the study names one built before.
    pub network: Option<FileRecord>,
    /// The table of everything odd in what the edition reads.
    pub findings: Option<FileRecord>,
    /// The level of areas that regions are of.
    pub level: String,
    /// Levels of areas, fine to coarse, and the year of each.
    pub levels: Vec<LevelRecord>,
    /// Names of the slots, in the order of the study.
    pub slots: IdVec<SlotId, String>,
    /// Names of the personas, in the order of the study; a file's `persona-0` is the first.
    pub personas: IdVec<PersonaId, String>,
    /// Names of the shifts, in the order of the study. May be empty.
    pub shifts: IdVec<ShiftId, String>,
    /// What is measured, sorted by service, measure and cutoff: the order of rows.
    pub readings: Vec<ReadingRecord>,
    /// Regions with homes, sorted by code; homes in no region come first.
    pub regions: Vec<RegionRecord>,
    /// How regions and slots are spelt in paths; no part of the record.
    #[serde(skip)]
    pub spelt: Spelt,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputRecord {
    /// What it is to the study: `osm`, `gtfs`, `homes`, a service …
    pub role: String,
    /// Its name without folders.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A file of the dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Path in the dataset, with `/`.
    pub path: String,
    /// Rows, for tables.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<u64>,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// A level of areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelRecord {
    /// Name.
    pub level: String,
    /// Year of the division, if stated.
    pub year: Option<u16>,
}

/// One number per home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRecord {
    /// Name of the service.
    pub service: String,
    /// Name of the measure.
    pub measure: String,
    /// Cutoff or parameter.
    pub cutoff: String,
    /// `minutes` for travel times, else `amount`.
    pub unit: String,
    /// Names of the slots it is measured in.
    pub slots: Vec<String>,
    /// The norm, in the unit; none where it has none.
    pub norm: Option<NormRecord>,
}

impl ReadingRecord {
    /// Whether values are travel times.
    pub fn is_time(&self) -> bool {
        self.unit == "minutes"
    }
}

/// What is enough.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NormRecord {
    /// Access of at least this.
    AtLeast(f64),
    /// A travel time within so many seconds.
    WithinS(u32),
}

impl From<Norm> for NormRecord {
    fn from(norm: Norm) -> Self {
        match norm {
            Norm::AtLeast(value) => NormRecord::AtLeast(value),
            Norm::Within(s) => NormRecord::WithinS(s),
        }
    }
}

impl NormRecord {
    /// Whether a value of a table (minutes or an amount) misses the norm; none is not reached.
    pub fn missed(self, value: Option<f64>) -> bool {
        match self {
            NormRecord::AtLeast(least) => value.is_none_or(|v| v < least),
            // Values are whole seconds as minutes.
            NormRecord::WithinS(s) => value.is_none_or(|v| (v * 60.0).round() > f64::from(s)),
        }
    }
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionRecord {
    /// Its code; none for homes that lie in no area.
    pub code: Option<String>,
    /// Homes in it.
    pub homes: usize,
    /// Stops in it at which anything can be boarded on a day that is looked at.
    pub stops: usize,
}

/// A finished unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// [`SCHEMA`].
    pub schema: u32,
    /// [`EditionRecord::settings`] of the edition it belongs to.
    pub settings: String,
    /// Its file.
    pub file: FileRecord,
}

/// A complete dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The editions, by name.
    pub editions: Vec<EditionRecord>,
    /// All tables and networks, by path.
    pub files: Vec<FileRecord>,
}

impl EditionRecord {
    /// What is measured in a slot, in the order of rows.
    pub fn measured(&self, slot: SlotId) -> impl Iterator<Item = &ReadingRecord> {
        let name = self.slots.get(slot);
        (self.readings.iter()).filter(move |m| name.is_some_and(|n| m.slots.contains(n)))
    }

    /// Files of the edition that are no unit of work.
    pub fn beside(&self) -> impl Iterator<Item = &FileRecord> {
        self.network.iter().chain(&self.findings)
    }

    /// Refuses a record that nobody can have written: files elsewhere than where they lie in a dataset, or more of them
    /// than can be told.
    fn could_be(&self, folder: &Path, path: &str) -> Result<(), Error> {
        let elsewhere = |file: &Option<FileRecord>, due: String| {
            (file.as_ref()).is_some_and(|file| file.path != due)
        };
        let files = [self.slots.len().saturating_add(1), self.personas.len()];
        let files = files
            .iter()
            .fold(self.regions.len(), |n, of| n.saturating_mul(*of));
        let problem = if layout::record_of(&self.edition) != path {
            format!(
                "is damaged: it tells of edition {:?}, which has another file",
                self.edition
            )
        } else if elsewhere(&self.network, layout::network_of(&self.edition))
            || elsewhere(&self.findings, layout::findings_of(&self.edition))
        {
            "is damaged: it names a file that lies elsewhere in a dataset".to_owned()
        } else if files > MOST_UNITS {
            format!("is damaged: it tells of more than {MOST_UNITS} files")
        } else {
            return Ok(());
        };
        let at = layout::place(folder, path).display().to_string();
        Err(Fault::DatasetDamaged.at(at, problem).hint(ANEW).into())
    }

    /// What differs in a record made anew, in words that name files and keys; empty where nothing does.
    pub fn differences(&self, now: &EditionRecord) -> Vec<String> {
        let mut out = Vec::new();
        if self.schema != now.schema {
            out.push(format!(
                "the form of the dataset (was {}, is {})",
                self.schema, now.schema
            ));
        }
        if self.program != now.program {
            out.push(format!(
                "the program (was {}, is {})",
                self.program, now.program
            ));
        }
        for (i, input) in now.inputs.iter().enumerate() {
            match self.inputs.get(i) {
                Some(old) if old.role == input.role && old.sha256 != input.sha256 => {
                    let was = if old.name == input.name {
                        String::new()
                    } else {
                        format!(", was {}", old.name)
                    };
                    out.push(format!("the file {} ({}{was})", input.name, input.role));
                }
                Some(old) if old.role == input.role => {}
                _ => out.push(format!(
                    "which files are read ({}: {})",
                    input.role, input.name
                )),
            }
        }
        if self.inputs.len() > now.inputs.len() {
            out.push("which files are read (there are fewer)".to_owned());
        }
        if out.is_empty() && self.level != now.level {
            out.push(format!(
                "the level of regions (was {:?}, is {:?})",
                self.level, now.level
            ));
        }
        if out.is_empty() && self.settings != now.settings {
            differing(&self.effective, &now.effective, "", &mut out);
        }
        if out.is_empty() && self.settings != now.settings {
            out.push("the settings".to_owned());
        }
        if out.is_empty() && self.regions != now.regions {
            out.push("the regions".to_owned());
        }
        if out.is_empty() && self.network != now.network {
            out.push("the network file".to_owned());
        }
        let words = |r: &EditionRecord| {
            let names = (r.slots.clone(), r.personas.clone(), r.shifts.clone());
            (r.level.clone(), r.levels.clone(), names, r.readings.clone())
        };
        if out.is_empty() && (words(self) != words(now) || self.findings != now.findings) {
            out.push("what the ledger says of the edition".to_owned());
        }
        out
    }
}

/// Keys that differ, such as `persona 1 walk_kmh`.
fn differing(a: &Value, b: &Value, at: &str, out: &mut Vec<String>) {
    const MOST: usize = 5;
    let key = |part: &str| match at {
        "" => part.to_owned(),
        at => format!("{at}.{part}"),
    };
    match (a, b) {
        _ if out.len() >= MOST || a == b => {}
        (Value::Object(x), Value::Object(y)) => {
            let null = Value::Null;
            for (k, v) in x {
                differing(v, y.get(k).unwrap_or(&null), &key(k), out);
            }
            for (k, _) in y.iter().filter(|(k, _)| !x.contains_key(*k)) {
                out.push(format!("the key {}", key(k)));
            }
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            for (i, (v, w)) in x.iter().zip(y).enumerate() {
                differing(v, w, &format!("{at} {}", i + 1), out);
            }
        }
        _ => out.push(format!("the key {at}")),
    }
}

/// Bytes of a JSON file of the dataset.
pub fn bytes_of(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// Writes a JSON file of the dataset, whole and on disk, with the folders above it.
///
/// # Errors
/// What can't be written.
pub fn write(folder: &Path, path: &str, value: &impl Serialize) -> Result<(), Error> {
    let at = layout::place(folder, path);
    make_room(folder, &at)?;
    AtomicFile::write(&at, &bytes_of(value))
}

/// Reads a JSON file of the dataset; none where it isn't there.
///
/// # Errors
/// When it can't be read or isn't what it should be.
pub fn read<T: DeserializeOwned>(folder: &Path, path: &str) -> Result<Option<T>, Error> {
    let Some(bytes) = bytes(folder, path)? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|e| {
        let at = layout::place(folder, path).display().to_string();
        Fault::DatasetDamaged
            .at(at, format!("is damaged: {e}"))
            .hint(ANEW)
            .into()
    })
}

const ANEW: &str = "remove it; what it told of is computed anew";

/// The bytes of a JSON file of the dataset; none where it isn't there. A dataset may come from anybody: what is no ordinary
/// file (a link to a device, a pipe) may never end, and what is far too long isn't read either.
///
/// # Errors
/// When it can't be read, or is no file that could be ours.
pub fn bytes(folder: &Path, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let at = layout::place(folder, path);
    let failed = |e| Error::io(&at, "read", e);
    let meta = match fs::metadata(&at) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(failed(e)),
    };
    let most = if path == DATASET {
        LONGEST_DATASET
    } else {
        LONGEST
    };
    let problem = match (meta.is_file(), meta.len()) {
        (false, _) => "is damaged: it is no ordinary file".to_owned(),
        (true, n) if n > most => format!("is damaged: it has {n} bytes, more than any of its kind"),
        _ => return fs::read(&at).map(Some).map_err(failed),
    };
    Err(Fault::DatasetDamaged
        .at(at.display().to_string(), problem)
        .hint(ANEW)
        .into())
}

/// Makes the folders above a file of the dataset; each is on disk before anything is put in it.
///
/// # Errors
/// What can't be made.
pub fn make_room(folder: &Path, file: &Path) -> Result<(), Error> {
    let Some(parent) = file.parent() else {
        return Ok(());
    };
    if parent.is_dir() {
        return Ok(());
    }
    if parent != folder {
        make_room(folder, parent)?;
    }
    match fs::create_dir_all(parent) {
        Ok(()) => {}
        Err(e) => return Err(Error::io(parent, "create", e)),
    }
    if let Some(above) = parent.parent()
        && let Ok(above) = fs::File::open(above)
    {
        // Some file systems can't, which does no harm.
        let _ = above.sync_all();
    }
    Ok(())
}

/// The records of all editions begun in a dataset, by name.
///
/// # Errors
/// When one can't be read, or is of another schema.
pub fn editions(folder: &Path) -> Result<Vec<EditionRecord>, Error> {
    let at = folder.join("ledger").join("editions");
    let mut names: Vec<String> = match fs::read_dir(&at) {
        Ok(list) => list
            .filter_map(|e| e.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".json"))
            .collect(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(e) => return Err(Error::io(&at, "read", e)),
    };
    names.sort();
    let mut out: Vec<EditionRecord> = Vec::new();
    for name in names {
        let path = format!("ledger/editions/{name}");
        let Some(record) = read::<EditionRecord>(folder, &path)? else {
            continue;
        };
        if record.schema != SCHEMA {
            let file = layout::place(folder, &path).display().to_string();
            let problem = format!(
                "of another form of dataset ({}, this program has {SCHEMA})",
                record.schema
            );
            return Err(Fault::FormatUnknown
                .at(file, problem)
                .hint("use the version of bereik that made it, or another output folder")
                .into());
        }
        record.could_be(folder, &path)?;
        out.push(record);
    }
    out.sort_by(|a, b| a.edition.cmp(&b.edition));
    Ok(out)
}
