//! Files that are given where a settings file is meant: what they are instead, said in one line.

use super::Document;
use crate::diagnostics::{Error, Fault, InputError};
use crate::storage::MAGIC;

/// A kind of settings file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settings {
    /// What is asked.
    Study,
    /// Edits of it.
    Scenario,
    /// Editions of it.
    Monitor,
}

impl Settings {
    const ALL: [Settings; 3] = [Settings::Study, Settings::Scenario, Settings::Monitor];

    fn words(self) -> &'static str {
        match self {
            Settings::Study => "a study",
            Settings::Scenario => "a scenario",
            Settings::Monitor => "a monitor",
        }
    }

    /// Keys that only this kind has at its top.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Settings::Study => &["study", "network", "homes", "slot", "service"],
            Settings::Scenario => &["scenario", "edit", "event"],
            Settings::Monitor => &["monitor", "edition", "crosswalk"],
        }
    }
}

/// Refuses a document that is of another kind than the one wanted. Where it has a key of the wanted kind, or of none, the
/// check of its keys says more.
///
/// # Errors
/// One, which says what the file is.
pub(crate) fn expect(document: &Document, wanted: Settings) -> Result<(), Error> {
    let has = |kind: Settings| {
        kind.keys()
            .iter()
            .any(|key| document.root.get(key).is_some())
    };
    let refuse = |found: &str, hint: String| -> Result<(), Error> {
        let problem = format!("is {found}, not {}", wanted.words());
        Err(Fault::FormatUnknown
            .at(&document.file, problem)
            .hint(hint)
            .into())
    };
    if has(wanted) {
        return Ok(());
    }
    if let Some(other) = Settings::ALL.into_iter().find(|kind| has(*kind)) {
        let given = (other.keys().iter()).filter(|key| document.root.get(key).is_some());
        let hint = format!(
            "it has {}; {} has {}",
            tables(given),
            wanted.words(),
            tables(wanted.keys().iter())
        );
        return refuse(other.words(), hint);
    }
    Ok(())
}

fn tables<'a>(keys: impl Iterator<Item = &'a &'a str>) -> String {
    let each: Vec<String> = keys.map(|key| format!("[{key}]")).collect();
    each.join(", ")
}

/// What a file is that is no settings file, by how it begins or what its name ends in; none where that says nothing.
pub(super) fn foreign(bytes: &[u8], file: &str) -> Option<InputError> {
    const HINT: &str = "give the text file (.toml or .json) with the settings; it names data files under file = \"…\"";
    let is = |mark: &[u8]| bytes.starts_with(mark);
    let ends = |ending: &str| file.to_ascii_lowercase().ends_with(ending);
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    let what = if is(b"PK\x03\x04") {
        if holds(b"xl/workbook.xml") || holds(b"[Content_Types].xml") {
            "a workbook or document of an office program"
        } else if holds(b"opendocument") {
            "a document of an office program"
        } else if holds(b"stop_times.txt") {
            "a timetable (GTFS)"
        } else {
            "a zip archive"
        }
    } else if is(b"SQLite format 3\0") {
        "a GeoPackage or another database"
    } else if is(b"PAR1") {
        "a Parquet table"
    } else if is(b"%PDF") {
        "a PDF document"
    } else if is(b"\xd0\xcf\x11\xe0") {
        "a document of an office program"
    } else if bytes
        .get(4..)
        .is_some_and(|rest| rest.starts_with(b"\x0a\x09OSMHeader"))
    {
        "a street file (.osm.pbf)"
    } else if is(b"{\"version\":") && holds(b"\"beware\":[") {
        "a page of results as data (report.json)"
    } else if is(MAGIC) {
        "a built network"
    } else if ends(".csv") || ends(".tsv") {
        "a table"
    } else if ends(".geojson") {
        "GeoJSON"
    } else {
        return None;
    };
    Some(
        Fault::FormatUnknown
            .at(file, format!("is {what}, not a settings file"))
            .hint(HINT),
    )
}
