//! Who works on a dataset. Locks are the system's: they go with the process, however it ends.
//!
//! A plain run holds `run.lock` alone. Shards hold it together, and each its own `run.lock.2-of-8`
//! alone; what only one of them may do at a time has locks of its own that the others wait for.

use super::layout::Shard;
use crate::diagnostics::{Error, Fault, Term, Text};
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// How the names of all locks begin.
pub const LOCK: &str = "run.lock";

/// The dataset is held until this is dropped.
#[derive(Debug)]
pub struct Held {
    folder: File,
    /// Dropped with the rest.
    _shard: Option<File>,
}

fn open(folder: &Path, name: &str) -> Result<File, Error> {
    let path = folder.join(name);
    // A pipe would wait for a reader for ever.
    if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
        return Err(Fault::NotAFile
            .at(path.display().to_string(), "is no ordinary file")
            .hint("remove it: it should be a lock, an empty file")
            .into());
    }
    File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|e| Error::io(&path, "create", e))
}

/// Whether a lock was got; an error where the system has none (some network drives).
fn got(folder: &Path, tried: Result<(), TryLockError>) -> Result<bool, Error> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(e)) => Err(Error::io(&folder.join(LOCK), "lock", e)),
    }
}

/// Takes a dataset, alone or for a shard, and removes what a killed run left half-written.
///
/// # Errors
/// When another process has it.
pub fn take(folder: &Path, shard: Option<Shard>) -> Result<Held, Error> {
    let busy = |problem: Text, hint: Text| {
        let name = folder.display().to_string();
        Err(Fault::FolderInUse.at(name, problem).hint(hint).into())
    };
    let whole = open(folder, LOCK)?;
    let Some(shard) = shard else {
        if !got(folder, whole.try_lock())? {
            return busy(
                "another process is working on this dataset".into(),
                Text::from("wait until it has ended, or share the work with `")
                    .and(Term::Shard)
                    .and(" i/n` in every process"),
            );
        }
        tidy(folder)?;
        return Ok(Held {
            folder: whole,
            _shard: None,
        });
    };
    let own = open(folder, &format!("{LOCK}.{}-of-{}", shard.index, shard.of))?;
    if !got(folder, own.try_lock())? {
        return busy(
            format!("another process is computing shard {shard}").into(),
            "wait until it has ended, or compute another shard".into(),
        );
    }
    // One after the other: the first tidies up before the others begin.
    let start = wait(folder, "start")?;
    if got(folder, whole.try_lock())? {
        tidy(folder)?;
        whole
            .unlock()
            .map_err(|e| Error::io(&folder.join(LOCK), "unlock", e))?;
    }
    if !got(folder, whole.try_lock_shared())? {
        return busy(
            Text::from("another process is working on this dataset without ").and(Term::Shard),
            "wait until it has ended".into(),
        );
    }
    drop(start);
    Ok(Held {
        folder: whole,
        _shard: Some(own),
    })
}

impl Held {
    /// Gives the dataset up; the last shard to do so removes what killed shards left half-written.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn give_up(self, folder: &Path) -> Result<(), Error> {
        let failed = |e| Error::io(&folder.join(LOCK), "unlock", e);
        self.folder.unlock().map_err(failed)?;
        // A shard that starts meanwhile must not take the tidying for a run without shards.
        let _start = wait(folder, "start")?;
        if got(folder, self.folder.try_lock())? {
            tidy(folder)?;
        }
        Ok(())
    }
}

/// Waits for a lock that is held for a short piece of work; it goes when the file is dropped.
///
/// # Errors
/// When the system has no locks.
pub fn wait(folder: &Path, what: &str) -> Result<File, Error> {
    let name = format!("{LOCK}.{what}");
    let file = open(folder, &name)?;
    file.lock()
        .map_err(|e| Error::io(&folder.join(&name), "lock", e))?;
    Ok(file)
}

/// Removes temporary files.
fn tidy(folder: &Path) -> Result<(), Error> {
    for file in files(folder)? {
        let name = file.rsplit('/').next().unwrap_or_default();
        if name.starts_with(".bereik-") && name.ends_with(".tmp") {
            let path = super::layout::place(folder, &file);
            match fs::remove_file(&path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io(&path, "remove", e));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// All files in the folders of a dataset, and those beside them, as paths in it, sorted.
///
/// # Errors
/// When a folder can't be read.
pub fn files(folder: &Path) -> Result<Vec<String>, Error> {
    const OURS: [&str; 6] = [
        "values", "shifts", "homes", "findings", "networks", "ledger",
    ];
    let mut out = Vec::new();
    let mut open = vec![String::new()];
    while let Some(inside) = open.pop() {
        let at = super::layout::place(folder, inside.trim_end_matches('/'));
        let list = match fs::read_dir(&at) {
            Ok(list) => list,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Error::io(&at, "read", e)),
        };
        for entry in list {
            let entry = entry.map_err(|e| Error::io(&at, "read", e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if folder && (!inside.is_empty() || OURS.contains(&name.as_str())) {
                open.push(format!("{inside}{name}/"));
            } else if !folder {
                out.push(format!("{inside}{name}"));
            }
        }
    }
    out.sort();
    Ok(out)
}
