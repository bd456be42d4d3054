//! What an edition is computed from: settings and files, by hash and without paths of the machine.

use super::layout::{self, Spelt};
use super::record::{EditionRecord, InputRecord, LevelRecord, ReadingRecord, SCHEMA, program};
use crate::access::reading::readings;
use crate::axes::ReadingId;
use crate::diagnostics::{Error, Fault};
use crate::input::monitor::Edition;
use crate::input::study::{Study, effective};
use crate::network::file::fingerprint;
use crate::run::study::inputs::FileRead;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Hashes of files, each taken once.
#[derive(Default)]
pub struct Hashes(BTreeMap<PathBuf, (u64, String)>);

impl Hashes {
    /// Size and SHA-256 of a file, or of a folder of tables.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn of(&mut self, path: &PathBuf) -> Result<(u64, String), Error> {
        if let Some(known) = self.0.get(path) {
            return Ok(known.clone());
        }
        let print = fingerprint(path).map_err(|e| Error::io(path, "read", e))?;
        self.0.insert(path.clone(), print.clone());
        Ok(print)
    }
}

/// Parts of a study's settings that change no value of the dataset.
const WORDS_ONLY: [&str; 4] = ["profile", "report", "site", "$schema"];

/// The record of an edition without what only its inputs tell: network and regions.
///
/// # Errors
/// When a file can't be read.
pub fn record(edition: &Edition, hashes: &mut Hashes) -> Result<EditionRecord, Error> {
    let study = &edition.study;
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut inputs = Vec::new();
    for (role, path) in crate::run::study::inputs::roles(study) {
        // The settings themselves are compared, not how they are written.
        if role == "study" {
            continue;
        }
        let (bytes, sha256) = hashes.of(&path)?;
        files.insert(path.to_string_lossy().into_owned(), sha256.clone());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        inputs.push(InputRecord {
            role,
            name: name.into_owned(),
            bytes,
            sha256,
        });
    }
    let mut settings = effective(study);
    if let Value::Object(table) = &mut settings {
        WORDS_ONLY.iter().for_each(|key| {
            table.shift_remove(*key);
        });
        if let Some(Value::Object(study)) = table.get_mut("study") {
            for key in ["title", "language", "fictional"] {
                study.shift_remove(key);
            }
        }
    }
    by_hash(&mut settings, &files);
    let mut record = EditionRecord {
        schema: SCHEMA,
        program: program(),
        edition: edition.name.clone(),
        settings: String::new(),
        inputs,
        effective: settings,
        network: None,
        findings: None,
        level: (study.areas.get(edition.region)).map_or(String::new(), |a| a.level.clone()),
        levels: (study.areas.iter())
            .map(|a| LevelRecord {
                level: a.level.clone(),
                year: a.year,
            })
            .collect(),
        slots: study.slots.iter().map(|s| s.name.clone()).collect(),
        personas: study.personas.iter().map(|p| p.name.clone()).collect(),
        shifts: study.shifts.iter().map(|s| s.name.clone()).collect(),
        readings: sorted_readings(study).into_iter().map(|(_, r)| r).collect(),
        regions: Vec::new(),
        spelt: Spelt::default(),
    };
    record.settings = hash(&record);
    Ok(record)
}

/// SHA-256 over what makes two runs the same: form, program, edition, level of regions and settings.
pub fn hash(record: &EditionRecord) -> String {
    let whole = json!({
        "schema": record.schema,
        "program": record.program,
        "edition": record.edition,
        "region": Some(&record.level).filter(|level| !level.is_empty()),
        "effective": record.effective,
    });
    sha256(whole.to_string().as_bytes())
}

/// Refuses a record that was edited: its settings are not those of its own checksum.
///
/// # Errors
/// That, by name.
pub fn unedited(folder: &Path, record: &EditionRecord) -> Result<(), Error> {
    if hash(record) == record.settings {
        return Ok(());
    }
    let at = layout::place(folder, &layout::record_of(&record.edition));
    Err(Fault::DatasetDamaged
        .at(at.display().to_string(), EDITED)
        .hint(RESTORE)
        .into())
}

/// What is wrong with an edited record.
pub const EDITED: &str = "has been edited: its settings are not those of its own checksum";
/// What to do about it.
pub const RESTORE: &str = "restore it, or begin the edition anew in another folder";

/// Keys of a service that say where its places come from and what is enough, not what is measured.
const NOT_MEASURED: [&str; 8] = [
    "file",
    "osm",
    "column",
    "where",
    "norm",
    "essential",
    "slots",
    "cutoffs_min",
];

/// What has the same name in two editions and means something else, such as `persona "wheelchair"`; days of slots
/// aside. Empty where values can be compared.
pub fn unlike(a: &EditionRecord, b: &EditionRecord) -> Vec<String> {
    let mut out = Vec::new();
    for (key, aside) in [
        ("study", &["date"][..]),
        ("persona", &[]),
        ("slot", &["date"]),
        ("service", &NOT_MEASURED),
    ] {
        let without = |value: &Value| {
            let mut value = value.clone();
            if let Value::Object(table) = &mut value {
                aside.iter().for_each(|k| drop(table.shift_remove(*k)));
            }
            value
        };
        let (Some(x), Some(y)) = (a.effective.get(key), b.effective.get(key)) else {
            continue;
        };
        match (x.as_array(), y.as_array()) {
            (Some(x), Some(y)) => {
                for one in x {
                    let name = one.get("name").and_then(Value::as_str).unwrap_or_default();
                    let other = y.iter().find(|o| o.get("name") == one.get("name"));
                    if other.is_some_and(|o| without(o) != without(one)) {
                        out.push(format!("{key} {name:?}"));
                    }
                }
            }
            _ if without(x) != without(y) => out.push("settings of the whole study".to_owned()),
            _ => {}
        }
    }
    out
}

/// What is measured, of [`readings`] and as its record, in the order of rows.
pub fn sorted_readings(study: &Study) -> Vec<(ReadingId, ReadingRecord)> {
    let (readings, _) = readings(study);
    let mut out: Vec<(ReadingId, ReadingRecord)> = readings
        .by_id()
        .map(|(r, reading)| {
            let service = &study.services[reading.service];
            let unit = if reading.is_time() {
                "minutes"
            } else {
                "amount"
            };
            let record = ReadingRecord {
                service: service.name.clone(),
                measure: reading.measure.to_owned(),
                cutoff: reading.cutoff.clone(),
                unit: unit.to_owned(),
                slots: (service.slots.iter())
                    .filter_map(|s| study.slots.get(*s))
                    .map(|s| s.name.clone())
                    .collect(),
                norm: reading.norm.map(Into::into),
            };
            (r, record)
        })
        .collect();
    out.sort_by(|(_, a), (_, b)| {
        (&a.service, &a.measure, &a.cutoff).cmp(&(&b.service, &b.measure, &b.cutoff))
    });
    out
}

/// Puts each file's hash in the place of its path.
fn by_hash(value: &mut Value, files: &BTreeMap<String, String>) {
    let replace = |value: &mut Value| {
        if let Some(hash) = value.as_str().and_then(|path| files.get(path)) {
            *value = Value::from(format!("sha256:{hash}"));
        }
    };
    match value {
        Value::Object(table) => {
            for (key, value) in table {
                match (key.as_str(), &mut *value) {
                    ("file" | "osm", Value::String(_)) => replace(value),
                    ("gtfs", Value::Array(list)) => list.iter_mut().for_each(replace),
                    _ => by_hash(value, files),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| by_hash(value, files)),
        _ => {}
    }
}

/// SHA-256 of bytes, hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether files just read are those that were recorded; else the role of one that is not.
pub fn read_as_recorded(record: &EditionRecord, files: &[FileRead]) -> Option<String> {
    let known = |role: &str, hash: &str| {
        (record.inputs.iter()).any(|input| input.role == role && input.sha256 == hash)
    };
    // The dataset's own network is no input of the study; one that the study names is.
    let recorded = |file: &FileRead| match &record.network {
        Some(network) if file.role == "network" => network.sha256 == file.sha256,
        _ => file.role == "study" || known(&file.role, &file.sha256),
    };
    (files.iter())
        .find(|file| !recorded(file))
        .map(|file| file.path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::axes::IdVec;
    use crate::run::monitor::record::FileRecord;

    fn record(network: Option<FileRecord>) -> EditionRecord {
        let input = |role: &str, sha256: &str| InputRecord {
            role: role.into(),
            name: role.into(),
            bytes: 1,
            sha256: sha256.into(),
        };
        EditionRecord {
            schema: SCHEMA,
            program: program(),
            edition: "2024".into(),
            settings: String::new(),
            inputs: vec![input("network", "n1"), input("homes", "h1")],
            effective: json!({"norm": 0.1}),
            network,
            findings: None,
            level: String::new(),
            levels: Vec::new(),
            slots: IdVec::new(),
            personas: IdVec::new(),
            shifts: IdVec::new(),
            readings: Vec::new(),
            regions: Vec::new(),
            spelt: Spelt::default(),
        }
    }

    /// A network that the study names is an input like any other; the dataset's own is held against the ledger.
    #[test]
    fn files_are_those_that_were_recorded() {
        let read = |role: &str, sha256: &str| FileRead {
            role: role.into(),
            path: role.into(),
            bytes: 1,
            sha256: sha256.into(),
        };
        let named = record(None);
        let files = |network: &str| vec![read("study", "s9"), read("network", network)];
        assert_eq!(read_as_recorded(&named, &files("n1")), None);
        assert_eq!(
            read_as_recorded(&named, &files("n2")),
            Some("network".into())
        );
        assert_eq!(
            read_as_recorded(&named, &[read("homes", "h2")]),
            Some("homes".into())
        );
        let own = record(Some(FileRecord {
            path: "networks/2024.bereik".into(),
            rows: None,
            bytes: 1,
            sha256: "own".into(),
        }));
        assert_eq!(read_as_recorded(&own, &files("own")), None);
        assert_eq!(read_as_recorded(&own, &files("n1")), Some("network".into()));
    }

    /// What is written is read back to the last digit: else an edition could not be gone on with.
    #[test]
    fn numbers_of_settings_come_back_as_they_were() {
        let mut x = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..20_000 {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = (x >> 11) as f64 / 1e12;
            let text = json!(number).to_string();
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!(number));
        }
        let known = record(None);
        let text = serde_json::to_string(&known).unwrap();
        let read: EditionRecord = serde_json::from_str(&text).unwrap();
        assert_eq!(hash(&read), hash(&known));
    }
}
