//! `bereik monitor`: editions of a study as one partitioned dataset that survives any end of the
//! process. A unit of work (one file) is complete or absent; the ledger says which are complete; the
//! same command goes on where it was, and the final bytes are those of an undisturbed run.

mod begin;
pub mod budget;
mod coverage;
pub mod diff;
pub mod explain;
pub mod join;
pub mod layout;
mod ledger;
pub mod lock;
mod parts;
pub mod record;
pub mod settings;
pub mod status;
mod values;
pub mod verify;
mod work;

pub use layout::Shard;

use crate::diagnostics::{Error, Findings};
use crate::input::monitor::Monitor;
use crate::watch::Progress;
use layout::{DATASET, Unit};
use ledger::Known;
use record::{Dataset, EditionRecord, FileRecord, SCHEMA};
use std::path::Path;

/// How a monitor is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Worker threads at most; none: one a core.
    pub threads: Option<usize>,
    /// Memory budget, bytes; none: no limit.
    pub memory: Option<u64>,
    /// Only a part of the regions.
    pub shard: Option<Shard>,
}

/// What became of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Name.
    pub edition: String,
    /// Units that were there.
    pub found: usize,
    /// Units computed now.
    pub computed: usize,
    /// Threads used; 0 where nothing was computed.
    pub threads: usize,
}

/// What became of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Edition by edition.
    pub editions: Vec<Done>,
    /// Whether the whole dataset is there, and `dataset.json` with it.
    pub complete: bool,
    /// What was odd.
    pub findings: Findings,
}

/// Computes what is not there yet of a monitor's dataset.
///
/// # Errors
/// Another process on the dataset; a changed input, by name; too little memory; what can't be read or
/// written.
pub fn run(monitor: &Monitor, options: &Options, progress: &Progress) -> Result<Outcome, Error> {
    let folder = monitor.output.as_path();
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))?;
    let held = lock::take(folder, options.shard).map_err(|e| goes_on(folder, e))?;
    let mut outcome = Outcome::default();
    let worked = editions(monitor, options, progress, &mut outcome);
    let given_up = held.give_up(folder);
    worked.and(given_up).map_err(|e| goes_on(folder, e))?;
    Ok(outcome)
}

fn editions(
    monitor: &Monitor,
    options: &Options,
    progress: &Progress,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    let folder = monitor.output.as_path();
    let begun = work::begin_all(&monitor.editions, folder, options, progress)?;
    for (edition, begun) in monitor.editions.iter().zip(begun) {
        let done = work::edition(
            edition,
            begun,
            folder,
            options,
            progress,
            &mut outcome.findings,
        )?;
        outcome.editions.push(done);
    }
    coverage::note(monitor, folder, &mut outcome.findings)?;
    let _alone = lock::wait(folder, "finish")?;
    let names: Vec<&str> = monitor.editions.iter().map(|e| e.name.as_str()).collect();
    outcome.complete = finish(folder, &names)?;
    Ok(())
}

/// Writes `dataset.json` when all units of some editions are there; other editions are in it where they
/// are complete. Says whether it did.
fn finish(folder: &Path, needed: &[&str]) -> Result<bool, Error> {
    let mut dataset = Dataset {
        schema: SCHEMA,
        editions: Vec::new(),
        files: Vec::new(),
    };
    for record in record::editions(folder)? {
        settings::unedited(folder, &record)?;
        match all_files(folder, &record)? {
            Some(files) => {
                dataset.files.extend(files);
                dataset.editions.push(record);
            }
            None if needed.contains(&record.edition.as_str()) => {
                reopen(folder)?;
                return Ok(false);
            }
            None => {}
        }
    }
    let there = |name: &&str| dataset.editions.iter().any(|e| e.edition == **name);
    if !needed.iter().all(there) {
        reopen(folder)?;
        return Ok(false);
    }
    dataset.files.sort_by(|a, b| a.path.cmp(&b.path));
    if record::bytes(folder, DATASET).ok().flatten() != Some(record::bytes_of(&dataset)) {
        record::write(folder, DATASET, &dataset)?;
    }
    Ok(true)
}

/// Takes `dataset.json` away while something of the dataset is missing.
fn reopen(folder: &Path) -> Result<(), Error> {
    let at = folder.join(DATASET);
    match std::fs::remove_file(&at) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io(&at, "remove", e)),
        _ => Ok(()),
    }
}

/// The files of an edition by its ledger; none while one is missing.
fn all_files(folder: &Path, record: &EditionRecord) -> Result<Option<Vec<FileRecord>>, Error> {
    let mut files: Vec<FileRecord> = record.beside().cloned().collect();
    for unit in Unit::all(record) {
        match ledger::known(folder, record, unit)? {
            Known::Finished(entry) => files.push(entry.file),
            Known::Damaged(problem) => return Err(problem.into()),
            Known::Not | Known::Foreign(_) => return Ok(None),
        }
    }
    Ok(Some(files))
}

/// What can't be written stops the run; what is finished stays.
fn goes_on(folder: &Path, error: Error) -> Error {
    let code = error.code();
    match error {
        Error::Io {
            path,
            action: action @ ("write" | "create"),
            source,
        } if path.starts_with(folder) => {
            let inside = path.strip_prefix(folder).unwrap_or(&path).display();
            code.at(folder.display().to_string(),
                format!("cannot {action} {inside}: {source}"),
            )
            .hint("nothing finished is lost: make room (or mend what is wrong there) and give the same command; it goes on from here")
            .into()
        }
        other => other,
    }
}
