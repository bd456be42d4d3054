//! What an edition is computed from: settings and files, by hash and without paths of the machine.

use super::record::{EditionRecord, InputRecord, LevelRecord, ReadingRecord, SCHEMA, program};
use crate::diagnostics::Error;
use crate::input::monitor::Edition;
use crate::input::study::{Study, effective};
use crate::network::file::fingerprint;
use crate::run::study::inputs::FileRead;
use crate::run::study::readings::readings;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

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
    let program = program();
    let whole = json!({
        "schema": SCHEMA,
        "program": program,
        "edition": edition.name,
        "region": study.areas.get(edition.region).map(|a| &a.level),
        "effective": settings,
    });
    Ok(EditionRecord {
        schema: SCHEMA,
        program,
        edition: edition.name.clone(),
        settings: sha256(whole.to_string().as_bytes()),
        inputs,
        effective: settings,
        network: None,
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
    })
}

/// What is measured, as an index into [`readings`] and its record, in the order of rows.
pub fn sorted_readings(study: &Study) -> Vec<(usize, ReadingRecord)> {
    let (readings, _) = readings(study);
    let mut out: Vec<(usize, ReadingRecord)> = (readings.iter().enumerate())
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
    let hash = Sha256::digest(bytes);
    hash.iter().map(|b| format!("{b:02x}")).collect()
}

/// Whether files just read are those that were recorded; else the role of one that is not.
pub fn read_as_recorded(record: &EditionRecord, files: &[FileRead]) -> Option<String> {
    let known = |role: &str, hash: &str| {
        (record.inputs.iter()).any(|input| input.role == role && input.sha256 == hash)
    };
    (files.iter())
        .filter(|file| file.role != "study" && file.role != "network")
        .find(|file| !known(&file.role, &file.sha256))
        .map(|file| file.path.display().to_string())
}
