//! Beginning an edition: its settings against those it was begun with, its network, its regions.

use super::coverage;
use super::layout::{self, Spelt};
use super::ledger::{self, There};
use super::lock;
use super::record::{self, EditionRecord, FileRecord, RegionRecord};
use super::settings::{self, Hashes};
use crate::axes::{HomeId, LevelId};
use crate::diagnostics::{Error, Fault, Findings};
use crate::ids::Id;
use crate::input::monitor::Edition;
use crate::input::study::{NetworkInput, Study};
use crate::network::file::fingerprint;
use crate::output::atomic::AtomicFile;
use crate::output::table::{Format, TableWriter, Target};
use crate::run::study::access::note_warnings;
use crate::run::study::coverage::stops_by_area;
use crate::run::study::inputs::{self, Inputs};
use crate::run::study::tables::{FINDINGS, findings_rows};
use crate::watch::Progress;
use std::collections::BTreeMap;
use std::path::Path;

/// Longest name of a partition, bytes: file systems end at 255.
const LONGEST: usize = 200;

/// An edition ready to be worked on.
pub struct Begun {
    /// Its record, as it stands in the dataset.
    pub record: EditionRecord,
    /// The study on the dataset's own network.
    pub study: Study,
    /// What it reads, where that was needed already.
    pub inputs: Option<Inputs>,
}

/// Compares an edition with its record, or makes the record: builds the network and finds the regions.
/// Other shards wait meanwhile.
///
/// # Errors
/// An input or a setting that has changed since, by name; an edited network file; what readers refuse.
pub fn begin(
    edition: &Edition,
    folder: &Path,
    hashes: &mut Hashes,
    progress: &Progress,
) -> Result<Begun, Error> {
    let mut record = {
        let _phase = progress.phase("looking for changed files", 0);
        settings::record(edition, hashes)?
    };
    let _alone = lock::wait(folder, "network")?;
    let path = layout::record_of(&edition.name);
    let known: Option<EditionRecord> = record::read(folder, &path)?;
    if let Some(known) = &known {
        settings::unedited(folder, known)?;
        record.network.clone_from(&known.network);
        record.findings.clone_from(&known.findings);
        record.regions.clone_from(&known.regions);
        refuse(folder, known, &record)?;
    }
    let network = network(edition, folder, &record, known.is_some(), progress)?;
    let mut study = edition.study.clone();
    if network.is_some() {
        let at = layout::place(folder, &layout::network_of(&edition.name));
        study.network = NetworkInput::Built(at);
    }
    if let Some(known) = known {
        let told = match &known.findings {
            Some(file) => ledger::look(folder, file)? == There::Whole,
            None => true,
        };
        let mut inputs = None;
        if !told {
            let read = read(&known, &study, progress)?;
            tell(folder, &known, &study, &read)?;
            inputs = Some(read);
        }
        return Ok(Begun {
            record: known,
            study,
            inputs,
        });
    }
    record.network = network;
    let inputs = read(&record, &study, progress)?;
    let (regions, _) = regions(&study, &inputs, edition.region);
    record.regions = regions;
    record.spelt = Spelt::default();
    let codes = record.regions.iter().filter_map(|r| r.code.as_ref());
    let codes = codes.map(|code| (code, record.spelt.region(&record, code)));
    let slots = record.slots.iter();
    let slots = slots.map(|slot| (slot, record.spelt.slot(&record, slot)));
    for (name, in_path) in codes.chain(slots) {
        if in_path.len() > LONGEST {
            return Err(Fault::NameUnusable
                .at(
                    edition.study.file.display().to_string(),
                    "too long for a part of file names",
                )
                .value(name.as_str())
                .hint("shorten the name or code")
                .into());
        }
    }
    record.findings = Some(tell(folder, &record, &study, &inputs)?);
    record::write(folder, &path, &record)?;
    Ok(Begun {
        record,
        study,
        inputs: Some(inputs),
    })
}

/// Reads what an edition's study needs, and makes sure that it is what was recorded.
///
/// # Errors
/// What readers refuse; a file that changed while it was read.
pub fn read(record: &EditionRecord, study: &Study, progress: &Progress) -> Result<Inputs, Error> {
    let inputs = inputs::read(study, progress)?;
    match settings::read_as_recorded(record, &inputs.files) {
        None => Ok(inputs),
        Some(file) => Err(changed_meanwhile(&file)),
    }
}

/// What is odd in what an edition reads, and on its days.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn odd(study: &Study, inputs: &Inputs) -> Result<Findings, Error> {
    let mut findings = inputs.findings.clone();
    for slot in &study.slots {
        note_warnings(inputs, slot, &mut findings)?;
    }
    Ok(findings)
}

/// Writes the findings of an edition as a table; where its files lie on this machine is no part of it.
fn tell(
    folder: &Path,
    record: &EditionRecord,
    study: &Study,
    inputs: &Inputs,
) -> Result<FileRecord, Error> {
    let path = layout::findings_of(&record.edition);
    let at = layout::place(folder, &path);
    record::make_room(folder, &at)?;
    let mut table =
        TableWriter::create(&Target::File(at.clone(), Format::Csv), &FINDINGS.schema())?;
    let name = |file: &str| {
        let name = Path::new(file).file_name();
        name.map_or(file.to_owned(), |n| n.to_string_lossy().into_owned())
    };
    let mut findings = odd(study, inputs)?;
    coverage::note_own(record, &mut findings);
    findings_rows(&findings, &name, &mut table)?;
    table.finish()?;
    let (bytes, sha256) = fingerprint(&at).map_err(|e| Error::io(&at, "read", e))?;
    Ok(FileRecord {
        path,
        rows: None,
        bytes,
        sha256,
    })
}

fn changed_meanwhile(file: &str) -> Error {
    Fault::FileChanged
        .at(file, "changed while it was read")
        .hint("run again when nobody writes to it")
        .into()
}

/// The regions with homes, and the homes of each, by id.
pub fn regions(
    study: &Study,
    inputs: &Inputs,
    level: LevelId,
) -> (Vec<RegionRecord>, Vec<Vec<HomeId>>) {
    let areas = inputs.areas.get(level);
    let code_of = |area: usize| {
        let area = areas.and_then(|areas| areas.layer.areas.get(area));
        area.map(|area| area.code.as_str())
    };
    let mut by_code: BTreeMap<Option<&str>, Vec<HomeId>> = BTreeMap::new();
    for home in inputs.home_ids() {
        let area = areas.and_then(|areas| areas.of_home.get(home).copied().flatten());
        by_code
            .entry(area.and_then(code_of))
            .or_default()
            .push(home);
    }
    let (in_areas, outside) = stops_by_area(study, inputs, level);
    let mut stops: BTreeMap<Option<&str>, usize> = BTreeMap::from([(None, outside)]);
    for (area, n) in in_areas.into_iter().enumerate() {
        *stops.entry(code_of(area)).or_default() += n;
    }
    let mut records = Vec::new();
    let mut members = Vec::new();
    for (code, mut homes) in by_code {
        let id = |home: &HomeId| &inputs.homes.ids[home.index()];
        homes.sort_by(|a, b| id(a).cmp(id(b)));
        records.push(RegionRecord {
            code: code.map(str::to_owned),
            homes: homes.len(),
            stops: stops.get(&code).copied().unwrap_or(0),
        });
        members.push(homes);
    }
    (records, members)
}

fn refuse(folder: &Path, known: &EditionRecord, now: &EditionRecord) -> Result<(), Error> {
    let changed = known.differences(now);
    if changed.is_empty() {
        return Ok(());
    }
    let (values, name) = (folder.display(), &known.edition);
    let encoded = layout::encode(name);
    Err(Fault::EditionChanged.at(folder.display().to_string(),
        format!("edition {name:?} was begun with something else; changed since: {}", changed.join("; ")),
    )
    .hint(format!(
        "a changed input makes a new edition: give it a new name, or remove {values}/*/edition={encoded}, {values}/ledger/*/edition={encoded}, {values}/{} and {values}/{}",
        layout::record_of(name),
        layout::network_of(name),
    ))
    .into())
}

/// The edition's network file in the dataset, built where it isn't there; none where the study names one
/// built before.
fn network(
    edition: &Edition,
    folder: &Path,
    record: &EditionRecord,
    begun: bool,
    progress: &Progress,
) -> Result<Option<FileRecord>, Error> {
    if matches!(edition.study.network, NetworkInput::Built(_)) {
        return Ok(None);
    }
    let path = layout::network_of(&edition.name);
    let at = layout::place(folder, &path);
    let recorded = record.network.as_ref().filter(|_| begun);
    let hash = || fingerprint(&at).map_err(|e| Error::io(&at, "read", e));
    if let Some(recorded) = recorded
        && at.exists()
    {
        let _phase = progress.phase("checking the network file", 0);
        if hash()?.1 != recorded.sha256 {
            return Err(Fault::EditionChanged
                .at(
                    at.display().to_string(),
                    format!(
                        "has been changed since edition {:?} was begun",
                        edition.name
                    ),
                )
                .hint("remove the file: it is then built again from the same inputs")
                .into());
        }
        return Ok(Some(recorded.clone()));
    }
    let mut network = inputs::network(&edition.study, progress)?;
    // Where the inputs lie on this machine is no part of the dataset; their hashes are.
    for input in &mut network.inputs {
        if !(record.inputs.iter()).any(|known| known.sha256 == input.sha256) {
            return Err(changed_meanwhile(&input.path));
        }
        let name = Path::new(&input.path).file_name().unwrap_or_default();
        input.path = name.to_string_lossy().into_owned();
    }
    record::make_room(folder, &at)?;
    {
        let _phase = progress.phase("writing the network file", 0);
        let mut file = AtomicFile::create(&at)?;
        network
            .write(&mut file)
            .map_err(|e| Error::io(&at, "write", e))?;
        file.finish()?;
    }
    drop(network);
    let (bytes, sha256) = hash()?;
    match recorded {
        Some(recorded) if recorded.sha256 != sha256 => Err(Fault::EditionChanged.at(at.display().to_string(),
            "built again from the same inputs it is another file than before",
        )
        .hint("another machine or build of bereik made the first part; finish it there, or begin the edition anew")
        .into()),
        _ => Ok(Some(FileRecord {
            path,
            rows: None,
            bytes,
            sha256,
        })),
    }
}
