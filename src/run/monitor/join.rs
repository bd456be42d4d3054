//! Putting shards together that were computed into separate folders.

use super::layout::{self, Unit};
use super::record::{self, EditionRecord, Entry, FileRecord};
use super::{Outcome, finish, lock, work};
use crate::diagnostics::{Error, InputError};
use crate::network::file::fingerprint;
use crate::output::atomic::AtomicFile;
use crate::run::progress::Progress;
use std::path::{Path, PathBuf};

/// Copies what is finished in some folders into one; each file is checked on its way. Parts already there
/// stay. Byte for byte what one run would have made.
///
/// # Errors
/// Parts of other runs, by name; damaged files; what can't be read or written.
pub fn join(parts: &[PathBuf], folder: &Path, progress: &Progress) -> Result<Outcome, Error> {
    for part in parts {
        let same = (part.canonicalize().ok()).zip(folder.canonicalize().ok());
        if same.is_some_and(|(a, b)| a == b) {
            let problem = format!("-o {}: is one of the folders to join", folder.display());
            return Err(Error::usage(problem));
        }
    }
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))?;
    let held = lock::take(folder, None)?;
    let mut outcome = Outcome::default();
    let joined = all(parts, folder, progress, &mut outcome);
    let given_up = held.give_up(folder);
    joined
        .and(given_up)
        .map_err(|e| super::goes_on(folder, e))?;
    Ok(outcome)
}

fn all(
    parts: &[PathBuf],
    folder: &Path,
    progress: &Progress,
    outcome: &mut Outcome,
) -> Result<(), Error> {
    // What belongs to each edition is settled before anything is copied.
    let mut agreed: Vec<(EditionRecord, PathBuf)> = (record::editions(folder)?.into_iter())
        .map(|record| (record, folder.to_owned()))
        .collect();
    for part in parts {
        let records = record::editions(part)?;
        if records.is_empty() {
            let name = part.display().to_string();
            return Err(InputError::new(name, "no edition was begun here")
                .hint("give folders that `bereik monitor run --shard` wrote into")
                .into());
        }
        for record in records {
            match agreed.iter().find(|(r, _)| r.edition == record.edition) {
                Some((known, _)) if *known == record => {}
                Some((known, from)) => return Err(differ(known, from, &record, part)),
                None => agreed.push((record, part.clone())),
            }
        }
    }
    let phase = progress.phase("putting together", 0);
    for (record, from) in &agreed {
        if let Some(network) = &record.network {
            let here = layout::place(folder, &network.path);
            let there = fingerprint(&here).is_ok_and(|print| print.1 == network.sha256);
            if !there {
                copy(from, folder, network)?;
            }
        }
        let path = layout::record_of(&record.edition);
        if record::read::<EditionRecord>(folder, &path)?.is_none() {
            record::write(folder, &path, record)?;
        }
        let mut done = super::Done {
            edition: record.edition.clone(),
            found: 0,
            computed: 0,
            threads: 0,
        };
        for unit in Unit::all(record) {
            phase.advance(1);
            let path = unit.path(record);
            let entry = layout::entry_of(&path);
            let mut known: Option<(Entry, &Path)> = None;
            for at in std::iter::once(folder).chain(parts.iter().map(PathBuf::as_path)) {
                let Some(found) = record::read::<Entry>(at, &entry)? else {
                    continue;
                };
                if found.settings != record.settings || found.file.path != path {
                    return Err(work::of_another_run(at, &path));
                }
                match &known {
                    None => known = Some((found, at)),
                    Some((first, _)) if *first == found => {}
                    Some((_, other)) => {
                        let name = layout::place(at, &path).display().to_string();
                        let problem = format!("is not the same as in {}", other.display());
                        return Err(InputError::new(name, problem)
                            .hint("one of them was made by another program or machine: compute it anew")
                            .into());
                    }
                }
            }
            match known {
                Some((_, at)) if at == folder => done.found += 1,
                Some((found, at)) => {
                    copy(at, folder, &found.file)?;
                    record::write(folder, &entry, &found)?;
                    done.computed += 1;
                }
                None => {}
            }
        }
        outcome.editions.push(done);
    }
    let names: Vec<&str> = agreed.iter().map(|(r, _)| r.edition.as_str()).collect();
    outcome.complete = finish(folder, &names)?;
    Ok(())
}

fn differ(known: &EditionRecord, from: &Path, other: &EditionRecord, part: &Path) -> Error {
    let mut differences = known.differences(other);
    if differences.is_empty() {
        differences.push("the network file".to_owned());
    }
    InputError::new(
        part.display().to_string(),
        format!(
            "edition {:?} is of another run than in {}; these differ: {}",
            known.edition,
            from.display(),
            differences.join("; ")
        ),
    )
    .hint("join only shards of one monitor file on the same inputs")
    .into()
}

/// Copies a file that must be what the ledger says.
fn copy(from: &Path, to: &Path, file: &FileRecord) -> Result<(), Error> {
    let (source, target) = (
        layout::place(from, &file.path),
        layout::place(to, &file.path),
    );
    record::make_room(to, &target)?;
    let mut input = std::fs::File::open(&source).map_err(|e| Error::io(&source, "read", e))?;
    let mut out = AtomicFile::create(&target)?;
    std::io::copy(&mut input, &mut out).map_err(|e| Error::io(&target, "write", e))?;
    let print = fingerprint(&source).map_err(|e| Error::io(&source, "read", e))?;
    if print != (file.bytes, file.sha256.clone()) {
        let name = source.display().to_string();
        return Err(InputError::new(
            name,
            "is not the file that was written: its checksum differs",
        )
        .hint("run that shard again: it computes the file anew")
        .into());
    }
    out.finish()
}
