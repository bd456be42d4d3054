//! Files that appear whole or not at all.
//!
//! A file is written beside its target under a name of its own, `.bereik-….tmp`, synced and then
//! renamed. On an error it is removed; on Ctrl-C too (`install_interrupt_handler`). An older file
//! stays until the rename. Two runs at once never share a temporary file; the later rename wins.
//! After a hard kill a `.bereik-….tmp` may stay behind; nothing ever reads it. Folders of several
//! files are in [`results`](super::results).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::failpoint::step;
pub use super::results::ResultsFolder;
#[cfg(feature = "cli")]
use super::results::remove_staging;
use crate::diagnostics::{Error, Fault, Term, Text};

/// What an interrupt takes away.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unfinished {
    /// A temporary file.
    File,
    /// A folder this process made, as long as it holds no result: removed where it is empty.
    Folder,
    /// A folder of files that are about to be results, with what is in it.
    Staging,
}

/// Temporary files and folders of this process. Creating, renaming and removing one holds the lock; the
/// interrupt handler takes it for good, so that nothing is created behind its back.
static UNFINISHED: Mutex<BTreeMap<PathBuf, Unfinished>> = Mutex::new(BTreeMap::new());

pub(super) fn unfinished() -> MutexGuard<'static, BTreeMap<PathBuf, Unfinished>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Exit code after Ctrl-C or a request to end: 128 + SIGINT, as shells have it.
pub const INTERRUPTED: i32 = 130;

/// From now on Ctrl-C (and SIGTERM, SIGHUP) removes unfinished files and exits with
/// [`INTERRUPTED`]. Call it once, early; where the system refuses, nothing changes. Only a program of its own may:
/// with the feature `cli`.
#[cfg(feature = "cli")]
pub fn install_interrupt_handler() {
    let _ = ctrlc::set_handler(|| {
        let files = unfinished();
        // What lies in a folder comes behind it: the other way round folders are empty by then.
        for (path, what) in files.iter().rev() {
            let _ = match what {
                Unfinished::File => fs::remove_file(path),
                Unfinished::Folder => fs::remove_dir(path),
                Unfinished::Staging => remove_staging(path),
            };
        }
        // The lock is held until the process is gone.
        std::process::exit(INTERRUPTED);
    });
}

/// A temporary file's path: registered, and removed when dropped unless renamed.
#[derive(Debug)]
pub(crate) struct Scratch {
    path: tempfile::TempPath,
    /// Where it is to appear.
    target: PathBuf,
}

impl Scratch {
    fn create(target: &Path) -> Result<(File, Scratch), Error> {
        let target = resolve(target)?;
        let folder = folder_of(&target);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".bereik-").suffix(".tmp");
        #[cfg(unix)]
        {
            // The rights a newly created file has; the process's umask still applies.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut files = unfinished();
        let made = builder
            .tempfile_in(folder)
            .map_err(|e| Error::io(&target, "create", e))?;
        files.insert(made.path().to_owned(), Unfinished::File);
        step();
        drop(files);
        let (file, path) = made.into_parts();
        Ok((file, Scratch { path, target }))
    }

    /// For a writer that opens the file by its path (SQLite).
    pub(crate) fn for_path(target: &Path) -> Result<Scratch, Error> {
        Self::create(target).map(|(_, scratch)| scratch)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// Brings the contents to disk, so that only the rename is missing.
    pub(crate) fn ready(self) -> Result<Ready, Error> {
        let file = File::options()
            .write(true)
            .open(&self.path)
            .map_err(|e| Error::io(&self.target, "write", e))?;
        self.ready_with(&file)
    }

    fn ready_with(self, file: &File) -> Result<Ready, Error> {
        file.sync_all()
            .map_err(|e| Error::io(&self.target, "write", e))?;
        Ok(Ready {
            scratch: Some(self),
        })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut files = unfinished();
        let _ = fs::remove_file(&self.path);
        files.remove(&*self.path);
    }
}

/// A file that is written and synced; only its rename is missing. Dropped, it leaves no trace.
#[derive(Debug)]
#[must_use = "the file appears only with `publish`"]
pub struct Ready {
    /// None where the output went straight to its target (a pipe or device).
    scratch: Option<Scratch>,
}

impl Ready {
    /// Lets the file appear under its name.
    pub fn publish(self) -> Result<(), Error> {
        if let Some(target) = self.place()? {
            sync_folder(folder_of(&target));
        }
        Ok(())
    }

    /// The same, but the name itself may not be on disk yet. Gives the file's path.
    pub(super) fn place(self) -> Result<Option<PathBuf>, Error> {
        let Some(scratch) = self.scratch else {
            return Ok(None);
        };
        let mut files = unfinished();
        fs::rename(&scratch.path, &scratch.target)
            .map_err(|e| Error::io(&scratch.target, "write", e))?;
        files.remove(&*scratch.path);
        step();
        drop(files);
        Ok(Some(scratch.target.clone()))
    }
}

/// Brings the names in a folder to disk; some file systems can't, which does no harm.
pub(super) fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// A file of plain bytes (a report, JSON, CSV) that appears whole or not at all.
#[derive(Debug)]
pub struct AtomicFile {
    out: BufWriter<File>,
    scratch: Option<Scratch>,
    path: PathBuf,
}

impl AtomicFile {
    /// Begins the file. A target that exists and is a pipe or device is written to directly.
    pub fn create(path: &Path) -> Result<Self, Error> {
        if is_stream(path) {
            let file = File::options()
                .write(true)
                .open(path)
                .map_err(|e| Error::io(path, "write", e))?;
            return Ok(AtomicFile {
                out: BufWriter::with_capacity(1 << 16, file),
                scratch: None,
                path: path.to_owned(),
            });
        }
        let (file, scratch) = Scratch::create(path)?;
        Ok(AtomicFile {
            out: BufWriter::with_capacity(1 << 16, file),
            scratch: Some(scratch),
            path: path.to_owned(),
        })
    }

    /// Writes a whole file at once.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
        let mut file = Self::create(path)?;
        file.write_all(bytes)
            .map_err(|e| Error::io(path, "write", e))?;
        file.finish()
    }

    /// Brings everything to disk without letting the file appear yet.
    pub fn ready(self) -> Result<Ready, Error> {
        let AtomicFile { out, scratch, path } = self;
        let file = out
            .into_inner()
            .map_err(|e| Error::io(&path, "write", e.into_error()))?;
        match scratch {
            Some(scratch) => scratch.ready_with(&file),
            None => Ok(Ready { scratch: None }),
        }
    }

    /// Brings everything to disk and lets the file appear.
    pub fn finish(self) -> Result<(), Error> {
        self.ready()?.publish()
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Whether a failed write only means that the reader has gone (`bereik … | head`): time to end
/// without a word.
pub fn reader_gone(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// The error for an output that cannot stand where it is wanted.
pub fn refused(output: &Path, problem: &str) -> Error {
    let text = Text::from(Term::Output).and(format!(" {}: {problem}", output.display()));
    Error::usage(Fault::OutputRefused, text)
}

/// Refuses files of a results folder that are inputs, and those that are there and aren't bereik's.
///
/// # Errors
/// The first such file.
pub fn refuse_taken(folder: &Path, names: &[&str], inputs: &[&Path]) -> Result<(), Error> {
    for name in names {
        refuse_inputs(&folder.join(name), inputs)?;
    }
    super::results::refuse_own(folder, names)
}

/// Refuses an output that is one of the inputs, also by another name (links).
/// An input folder is protected with the files in it.
pub fn refuse_inputs(output: &Path, inputs: &[&Path]) -> Result<(), Error> {
    let Ok(out) = output.canonicalize() else {
        // What does not exist is no input.
        return Ok(());
    };
    if is_stream(&out) {
        return Ok(());
    }
    for input in inputs {
        let Ok(same) = input.canonicalize() else {
            continue;
        };
        let inside = same.is_dir() && out.is_file() && out.parent() == Some(&same);
        if out == same || inside || same_file(&out, &same) {
            let problem = format!(
                "is an input ({}); choose another name for the output",
                input.display()
            );
            return Err(refused(output, &problem));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::metadata(a), fs::metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn same_file(_: &Path, _: &Path) -> bool {
    false
}

/// A cheap check before any computing that an output file can be written.
pub fn check_writable(output: &Path) -> Result<(), Error> {
    if is_stream(output) {
        return Ok(());
    }
    Scratch::create(output).map(|_| ())
}

/// The path with a link followed, so that the link stays and its target is replaced.
fn resolve(target: &Path) -> Result<PathBuf, Error> {
    if target.file_name().is_none() || target.is_dir() {
        return Err(refused(target, "is a folder; give the name of a file"));
    }
    let folder = folder_of(target);
    if !folder.is_dir() {
        return Err(Fault::FileNotFound
            .at(
                target.display().to_string(),
                format!("cannot be written: there is no folder {}", folder.display()),
            )
            .hint("make the folder first")
            .into());
    }
    let is_link = fs::symlink_metadata(target).is_ok_and(|m| m.file_type().is_symlink());
    match target.canonicalize() {
        Ok(path) if is_link => Ok(path),
        _ => Ok(target.to_owned()),
    }
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether a path is there but neither a file nor a folder: `/dev/stdout`, a named pipe.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}
