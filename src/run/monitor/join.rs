//! Putting shards together that were computed into separate folders.

use super::layout::{self, Unit};
use super::ledger::{self, Known, There};
use super::record::{self, EditionRecord, Entry, FileRecord};
use super::settings::{self, hex};
use super::{Outcome, finish, lock};
use crate::diagnostics::{Error, Fault, Term, Text};
use crate::output::atomic::{self, AtomicFile};
use crate::watch::Progress;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
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
            return Err(atomic::refused(folder, "is one of the folders to join"));
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
            return Err(Fault::EditionMissing
                .at(name, "no edition was begun here")
                .hint(
                    Text::from("give folders that ")
                        .and(Term::MonitorShard)
                        .and(" wrote into"),
                )
                .into());
        }
        for record in records {
            settings::unedited(part, &record)?;
            match agreed.iter().find(|(r, _)| r.edition == record.edition) {
                Some((known, from)) => alike((known, from), (&record, part))?,
                None => agreed.push((record, part.clone())),
            }
        }
    }
    let phase = progress.phase("putting together", 0);
    for (record, _) in &agreed {
        for file in record.beside() {
            if ledger::look(folder, file)? != There::Whole {
                let holds = |part: &&PathBuf| layout::place(part, &file.path).is_file();
                first_sound(parts.iter().filter(holds), folder, file)?;
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
            phase.advance(1)?;
            let Some((entry, holders)) = holders(record, unit, parts, folder)? else {
                continue;
            };
            let here = ledger::known(folder, record, unit)?.entry();
            if here.is_some() && ledger::look(folder, &entry.file)? == There::Whole {
                done.found += 1;
                continue;
            }
            first_sound(holders.into_iter(), folder, &entry.file)?;
            record::write(folder, &layout::entry_of(&entry.file.path), &entry)?;
            done.computed += 1;
        }
        outcome.editions.push(done);
    }
    let names: Vec<&str> = agreed.iter().map(|(r, _)| r.edition.as_str()).collect();
    outcome.complete = finish(folder, &names)?;
    Ok(())
}

/// Refuses editions of one name that are of different runs.
fn alike(
    (known, from): (&EditionRecord, &Path),
    (other, part): (&EditionRecord, &Path),
) -> Result<(), Error> {
    let differences = known.differences(other);
    if differences.is_empty() {
        return Ok(());
    }
    Err(Fault::EditionChanged
        .at(
            part.display().to_string(),
            format!(
                "edition {:?} is of another run than in {}; these differ: {}",
                known.edition,
                from.display(),
                differences.join("; ")
            ),
        )
        .hint("join only shards of one monitor file on the same inputs")
        .into())
}

/// The entry of a unit and the parts that have it; none where nobody has. All that have it must agree.
fn holders<'a>(
    record: &EditionRecord,
    unit: Unit,
    parts: &'a [PathBuf],
    folder: &Path,
) -> Result<Option<(Entry, Vec<&'a PathBuf>)>, Error> {
    // A damaged entry of the whole is taken anew from a part; one of a part must be mended there.
    let own = match ledger::known(folder, record, unit)? {
        Known::Damaged(_) => None,
        other => other.sound()?,
    };
    let mut agreed: Option<(Entry, &Path)> = own.map(|entry| (entry, folder));
    let mut holders = Vec::new();
    for part in parts {
        let Some(entry) = ledger::known(part, record, unit)?.sound()? else {
            continue;
        };
        match &agreed {
            Some((known, other)) if *known != entry => {
                let name = layout::place(part, &entry.file.path).display().to_string();
                let problem = format!("is not the same as in {}", other.display());
                return Err(Fault::DatasetDamaged
                    .at(name, problem)
                    .hint("one of them was made by another program or machine: compute it anew")
                    .into());
            }
            Some(_) => {}
            None => agreed = Some((entry, part)),
        }
        holders.push(part);
    }
    Ok(agreed.map(|(entry, _)| (entry, holders)))
}

/// Copies a file from the first part that has it as it was written.
fn first_sound<'a>(
    parts: impl Iterator<Item = &'a PathBuf>,
    folder: &Path,
    file: &FileRecord,
) -> Result<(), Error> {
    let mut problem = None;
    for part in parts {
        match copy(part, folder, file) {
            Err(Error::Input(found)) => problem = problem.or(Some(found)),
            other => return other,
        }
    }
    Err(match problem {
        Some(problem) => Error::Input(problem),
        None => Fault::DatasetDamaged
            .at(
                layout::place(folder, &file.path).display().to_string(),
                "is missing or damaged, and no part given has it",
            )
            .hint("give the folder of the shard that made it too, or run it again")
            .into(),
    })
}

/// Copies a file that must be what the ledger says.
fn copy(from: &Path, to: &Path, file: &FileRecord) -> Result<(), Error> {
    let (source, target) = (
        layout::place(from, &file.path),
        layout::place(to, &file.path),
    );
    record::make_room(to, &target)?;
    let changed = || {
        let name = source.display().to_string();
        Fault::DatasetDamaged
            .at(
                name,
                "is not the file that was written: its checksum differs",
            )
            .hint("run that shard again: it computes the file anew")
    };
    let failed = |e| Error::io(&source, "read", e);
    let meta = match std::fs::metadata(&source) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            let name = source.display().to_string();
            return Err(Fault::DatasetDamaged
                .at(name, "is in the ledger, but there is no such file")
                .hint("run that shard again: it computes the file anew")
                .into());
        }
        other => other.map_err(failed)?,
    };
    // What is no ordinary file may never end.
    if !meta.is_file() || meta.len() != file.bytes {
        return Err(changed().into());
    }
    let input = std::fs::File::open(&source).map_err(failed)?;
    let mut input = input.take(file.bytes.saturating_add(1));
    let mut out = AtomicFile::create(&target)?;
    // The bytes that are written are those that are checked.
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = input.read(&mut buffer).map_err(failed)?;
        if n == 0 {
            break;
        }
        out.write_all(&buffer[..n])
            .map_err(|e| Error::io(&target, "write", e))?;
        hash.update(&buffer[..n]);
        bytes += n as u64;
    }
    if (bytes, &hex(&hash.finalize())) != (file.bytes, &file.sha256) {
        return Err(changed().into());
    }
    out.finish()
}
