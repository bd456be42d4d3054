//! A folder of results: whole, or said to be unfinished.
//!
//! All files are written into a hidden folder in it, `.bereik-unfinished`, and are on disk before anything older is touched.
//! [`ResultsFolder::publish`] then puts `UNFINISHED.txt` beside the older results, moves these away (the manifest
//! first), moves the new files in (the manifest last) and takes `UNFINISHED.txt` away again. What fails on the way is undone;
//! Ctrl-C waits for the end of it. So a folder holds the older results or the new, or, after a hard kill in
//! those milliseconds, says that it doesn't.
//!
//! The hidden folder is locked: a second run into the same folder is refused, and what a killed one left in it is removed
//! by the next. The lock is the system's and goes with the process.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::atomic::{AtomicFile, Ready, Unfinished, sync_folder, unfinished};
use super::failpoint::{may_move, step};
use super::fields::Declared;
use super::older::{Listed, MANIFEST, MARKER, Older};
use super::report::kit::page::{self, Page};
use super::table::{Format, Schema, TableWriter, Target};
use super::workbook::{self, Sheet, WORKBOOK};
use crate::diagnostics::{Error, Fault, Term, Text};
use crate::input::study::Language;

/// The hidden folder.
const STAGING: &str = ".bereik-unfinished";

/// The file in it that is locked.
const LOCK: &str = "lock";

/// The folder in it for older results.
const OLDER: &str = "older";

/// A folder of results whose files appear together, at the very end. Other files in it are left alone. Dropped before,
/// it leaves older results untouched, and a folder it made itself is taken away again.
#[derive(Debug)]
pub struct ResultsFolder {
    folder: PathBuf,
    /// The names that its files may have; any where there are none.
    names: Vec<&'static str>,
    /// Rows of its tables, for the workbook.
    sheets: Vec<Sheet>,
    // Dropped in this order.
    ready: Vec<Ready>,
    staging: Staging,
    made: Made,
}

/// Folders that were made; those that are empty when this is dropped are removed.
#[derive(Debug, Default)]
struct Made(Vec<PathBuf>);

/// The hidden folder, which is this process's as long as it holds the lock; removed when dropped.
#[derive(Debug)]
struct Staging {
    path: PathBuf,
    /// None where the file system has no locks.
    _lock: Option<File>,
}

impl ResultsFolder {
    /// Makes the folder, with those above it, where missing.
    ///
    /// # Errors
    /// What can't be made; when another run is writing results into it.
    pub fn create(folder: &Path) -> Result<Self, Error> {
        let made = Made::with_those_above(folder)?;
        if !folder.is_dir() {
            let what = match fs::metadata(folder) {
                Ok(_) => "is a file; results go into a folder",
                Err(_) => "is a link that leads nowhere; results go into a folder",
            };
            return Err(super::atomic::refused(folder, what));
        }
        Ok(ResultsFolder {
            folder: folder.to_owned(),
            names: Vec::new(),
            sheets: Vec::new(),
            ready: Vec::new(),
            staging: Staging::take(folder)?,
            made,
        })
    }

    /// As [`ResultsFolder::create`], for the results of a command: files of these names and no others. The same list is
    /// what an older file of the user's own is refused by before any work.
    ///
    /// # Errors
    /// As [`ResultsFolder::create`].
    pub fn of(folder: &Path, names: Vec<&'static str>) -> Result<Self, Error> {
        let made = Self::create(folder)?;
        Ok(Self { names, ..made })
    }

    /// The path of a file until it appears, for [`AtomicFile::create`] and the table writers.
    pub fn path(&self, name: &str) -> PathBuf {
        debug_assert!(
            self.names.is_empty() || self.names.contains(&name),
            "{name} is in no list of results"
        );
        self.staging.path.join(name)
    }

    /// Begins a table in a format, with these columns. As CSV its rows go into the workbook too.
    ///
    /// # Errors
    /// What can't be written.
    pub fn table(
        &self,
        declared: &Declared,
        format: Format,
        schema: &Schema,
    ) -> Result<TableWriter, Error> {
        let name = declared.file(format);
        let table = TableWriter::create(&Target::File(self.path(name), format), schema)?;
        Ok(match format {
            Format::Csv => table.with_sheet(Sheet::new(declared, name, schema.columns.clone())),
            _ => table,
        })
    }

    /// Ends a table: it appears with the others.
    ///
    /// # Errors
    /// What can't be written.
    pub fn end(&mut self, mut table: TableWriter) -> Result<(), Error> {
        self.sheets.extend(table.take_sheet());
        if let Some(ready) = table.ready()? {
            self.add(ready);
        }
        Ok(())
    }

    /// Writes the workbook of all tables that have ended.
    ///
    /// # Errors
    /// What can't be written.
    pub fn add_workbook(&mut self, title: &str, language: Language) -> Result<(), Error> {
        let sheets = std::mem::take(&mut self.sheets);
        let ready = workbook::write(&self.path(WORKBOOK), title, &sheets, language)?;
        self.add(ready);
        Ok(())
    }

    /// Adds a file that is written: it appears with the others.
    pub fn add(&mut self, ready: Ready) {
        self.ready.push(ready);
    }

    /// Writes and adds a whole file.
    ///
    /// # Errors
    /// What can't be written.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path(name);
        let mut file = AtomicFile::create(&path)?;
        file.write_all(bytes)
            .map_err(|e| Error::io(&path, "write", e))?;
        self.add(file.ready()?);
        Ok(())
    }

    /// Writes and adds a page, as HTML for people and as JSON for programs; where asked for with its council annex.
    ///
    /// # Errors
    /// What can't be written.
    pub fn add_page(&mut self, page: &Page, annex: bool) -> Result<(), Error> {
        if annex {
            self.add_bytes(page::ANNEX, page.annex().as_bytes())?;
        }
        self.add_bytes(page::HTML, page.html().as_bytes())?;
        self.add_bytes(page::JSON, page.json().as_bytes())
    }

    /// Lets all files appear, with `manifest.json`, which lists them. Files of older results that these don't have go.
    /// Gives the paths of those that stayed, for somebody has changed them.
    ///
    /// # Errors
    /// What can't be written, renamed or removed; the older results are then as they were. A file that would be
    /// replaced and isn't bereik's.
    pub fn publish(mut self, mut manifest: Value) -> Result<Vec<PathBuf>, Error> {
        let (folder, staging) = (&self.folder, &self.staging.path);
        let mut names = Vec::new();
        for ready in self.ready.drain(..) {
            let placed = ready.place()?;
            let name = placed.as_deref().and_then(Path::file_name);
            names.extend(name.map(|n| n.to_string_lossy().into_owned()));
        }
        let older = Older::read(folder)?;
        older.refuse_own(folder, names.iter().map(String::as_str))?;
        let new = (names.iter())
            .map(|name| Listed::of(staging, name))
            .collect::<Result<Vec<_>, _>>()?;
        let (stale, changed) = older.besides(folder, &names)?;
        manifest["files"] = new.iter().map(Listed::json).collect();
        let mut text = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
        text.push(b'\n');
        AtomicFile::write(&staging.join(MANIFEST), &text)?;
        let marker = older.marker(folder, &new)?;
        AtomicFile::write(&staging.join(MARKER), marker.as_bytes())?;
        let mut swap = Swap {
            folder,
            staging,
            marked: older.marked,
            moved: Vec::new(),
        };
        // An interrupt waits until this is done.
        let held = unfinished();
        let done = swap.run(&names, &stale);
        if done.is_err() {
            swap.undo();
        }
        drop(held);
        done?;
        self.made.keep();
        Ok(changed.iter().map(|name| self.folder.join(name)).collect())
    }
}

impl Made {
    fn with_those_above(folder: &Path) -> Result<Made, Error> {
        let mut missing = Vec::new();
        let mut at = folder;
        while !at.as_os_str().is_empty() && fs::symlink_metadata(at).is_err() {
            missing.push(at.to_owned());
            match at.parent() {
                Some(parent) => at = parent,
                None => break,
            }
        }
        let mut made = Made::default();
        for one in missing.into_iter().rev() {
            let mut known = unfinished();
            let tried = fs::create_dir(&one);
            if tried.is_ok() {
                known.insert(one.clone(), Unfinished::Folder);
                step();
            }
            drop(known);
            match tried {
                Ok(()) => made.0.push(one),
                // Another run made it in the meantime.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(Error::io(&one, "create", e)),
            }
        }
        Ok(made)
    }

    /// They hold results and stay.
    fn keep(&mut self) {
        let mut known = unfinished();
        for folder in self.0.drain(..) {
            known.remove(&folder);
        }
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let mut known = unfinished();
        for folder in self.0.iter().rev() {
            // Only ever an empty folder.
            let _ = fs::remove_dir(folder);
            known.remove(folder);
        }
    }
}

/// Puts new results in the place of older ones, all or, where something fails, none.
struct Swap<'a> {
    folder: &'a Path,
    staging: &'a Path,
    /// The folder said that it is unfinished before.
    marked: bool,
    /// From where, to where.
    moved: Vec<(PathBuf, PathBuf)>,
}

impl Swap<'_> {
    fn run(&mut self, names: &[String], stale: &[String]) -> Result<(), Error> {
        let (marker, away) = (self.folder.join(MARKER), self.staging.join(OLDER));
        fs::create_dir(&away).map_err(|e| Error::io(&away, "create", e))?;
        step();
        rename(&self.staging.join(MARKER), &marker)?;
        if !self.marked {
            // An older marker is not put back: this one says the same, and of more files.
            self.moved.push((self.staging.join(MARKER), marker.clone()));
        }
        sync_folder(self.folder);
        let replaced = std::iter::once(MANIFEST).chain(names.iter().map(String::as_str));
        for name in replaced.chain(stale.iter().map(String::as_str)) {
            let at = self.folder.join(name);
            if fs::symlink_metadata(&at).is_ok() {
                self.shift(at, away.join(name))?;
            }
        }
        for name in names {
            self.shift(self.staging.join(name), self.folder.join(name))?;
        }
        // The manifest comes when all it lists is on disk, and the marker goes when it is.
        sync_folder(self.folder);
        self.shift(self.staging.join(MANIFEST), self.folder.join(MANIFEST))?;
        sync_folder(self.folder);
        (may_move().and_then(|()| fs::remove_file(&marker)))
            .map_err(|e| Error::io(&marker, "remove", e))?;
        step();
        sync_folder(self.folder);
        Ok(())
    }

    fn shift(&mut self, from: PathBuf, to: PathBuf) -> Result<(), Error> {
        rename(&from, &to)?;
        self.moved.push((from, to));
        Ok(())
    }

    /// Puts everything back; the marker, which came first, goes last, and stays where something can't be put back.
    fn undo(&mut self) {
        while let Some((from, to)) = self.moved.pop() {
            if fs::rename(&to, &from).is_err() {
                break;
            }
            step();
        }
        sync_folder(self.folder);
    }
}

/// Renames a file to a path in a results folder or out of it.
fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    (may_move().and_then(|()| fs::rename(from, to))).map_err(|e| Error::io(to, "replace", e))?;
    step();
    Ok(())
}

impl Staging {
    /// Takes the hidden folder of a results folder, emptied of what a killed run left.
    fn take(folder: &Path) -> Result<Staging, Error> {
        /// Another run may be taking its own away meanwhile.
        const TRIES: usize = 100;
        let path = folder.join(STAGING);
        let failed = |e| Error::io(&path, "create", e);
        let mut known = unfinished();
        for _ in 0..TRIES {
            match fs::create_dir(&path) {
                Ok(()) => step(),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(failed(e)),
            }
            if !fs::symlink_metadata(&path).is_ok_and(|m| m.is_dir()) {
                return Err(failed(io::ErrorKind::NotADirectory.into()));
            }
            let at = path.join(LOCK);
            let opened = File::options()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&at);
            let lock = match opened {
                Ok(lock) => lock,
                Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
                Err(e) => {
                    let _ = fs::remove_dir(&path);
                    return Err(Error::io(&at, "create", e));
                }
            };
            step();
            let lock = match lock.try_lock() {
                // Locked, but another run took the file away before.
                Ok(()) if !is_at(&lock, &at) => continue,
                Ok(()) => Some(lock),
                Err(TryLockError::WouldBlock) => {
                    let name = folder.display().to_string();
                    return Err(Fault::FolderInUse
                        .at(
                            name,
                            "another run of bereik is writing results into this folder",
                        )
                        .hint(
                            Text::from("wait until it has ended, or choose another folder with ")
                                .and(Term::Output),
                        )
                        .into());
                }
                // No locks on this file system: two runs at once are then the user's to avoid.
                Err(TryLockError::Error(_)) => None,
            };
            empty(&path).map_err(|e| Error::io(&path, "empty", e))?;
            known.insert(path.clone(), Unfinished::Staging);
            return Ok(Staging { path, _lock: lock });
        }
        Err(failed(io::ErrorKind::ResourceBusy.into()))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let mut known = unfinished();
        // What can't be removed does no harm: the next run tries again.
        let _ = remove_staging(&self.path);
        known.remove(&self.path);
    }
}

/// Whether a path still leads to this open file.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes everything in a hidden folder but its lock.
fn empty(staging: &Path) -> io::Result<()> {
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        if entry.file_name() == LOCK {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
        step();
    }
    Ok(())
}

/// Removes a hidden folder, the lock last: from then on it may be another run's.
pub(super) fn remove_staging(staging: &Path) -> io::Result<()> {
    empty(staging)?;
    fs::remove_file(staging.join(LOCK))?;
    step();
    fs::remove_dir(staging)?;
    step();
    Ok(())
}

/// Refuses names of results that are there and aren't bereik's; see [`super::atomic::refuse_taken`].
pub(super) fn refuse_own(folder: &Path, names: &[&str]) -> Result<(), Error> {
    Older::read(folder)?.refuse_own(folder, names.iter().copied())
}
