//! Regions that a timetable doesn't serve: a feed that covers only a part of what an edition is about
//! is told by name, as nothing else in the dataset would.

use super::layout;
use super::record::{self, EditionRecord, RegionRecord};
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::monitor::Monitor;
use std::path::Path;

/// Notes regions of each edition with homes where nothing can be boarded: serious where the base edition
/// has service there, else a remark.
///
/// # Errors
/// Records that can't be read.
pub fn note(monitor: &Monitor, folder: &Path, findings: &mut Findings) -> Result<(), Error> {
    let mut records: Vec<Option<EditionRecord>> = Vec::new();
    for edition in &monitor.editions {
        records.push(record::read(folder, &layout::record_of(&edition.name))?);
    }
    let base = records.get(monitor.base_edition).and_then(Option::as_ref);
    for (edition, record) in monitor.editions.iter().zip(&records) {
        let Some(record) = record else { continue };
        let file = edition.study.file.display().to_string();
        for region in unserved(record) {
            let was = base
                .filter(|base| base.edition != record.edition && base.level == record.level)
                .and_then(|base| base.regions.iter().find(|r| r.code == region.code))
                .map_or(0, |r| r.stops);
            let of_base = base.map_or("", |b| &b.edition);
            findings.push(finding(&file, record, region, (was, of_base)));
        }
    }
    Ok(())
}

/// Regions with homes where nothing can be boarded. Homes in no area lie in no region that a feed could be meant to
/// cover.
fn unserved(record: &EditionRecord) -> impl Iterator<Item = &RegionRecord> {
    (record.regions.iter()).filter(|r| r.code.is_some() && r.stops == 0)
}

/// Notes the regions of one edition, whatever others have.
pub fn note_own(record: &EditionRecord, findings: &mut Findings) {
    for region in unserved(record) {
        findings.push(finding("timetable", record, region, (0, "")));
    }
}

fn finding(
    file: &str,
    record: &EditionRecord,
    region: &RegionRecord,
    (was, base): (usize, &str),
) -> Finding {
    let code = region.code.as_deref().unwrap_or_default();
    let about = format!("edition {:?}: region {code}", record.edition);
    let (homes, nothing) = (region.homes, "nothing can be boarded on any day looked at");
    match was {
        0 => Finding {
            severity: Severity::Note,
            code: "region-without-service".into(),
            file: file.to_owned(),
            line: None,
            record: about,
            message: format!("{homes} homes, and {nothing}"),
            action: "computed as it is".into(),
        },
        was => Finding {
            severity: Severity::Serious,
            code: "region-lost-its-service".into(),
            file: file.to_owned(),
            line: None,
            record: about,
            message: format!("{homes} homes, and {nothing}; in edition {base:?} at {was} stops"),
            action: "computed as it is; see whether the feeds cover the whole region".into(),
        },
    }
}
