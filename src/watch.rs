//! Watching work that takes long: how far it is, and whether it is still wanted.
//!
//! The library shows nothing itself. Who calls it hands it a [`Watch`] (the program a bar on the terminal) inside a
//! [`Progress`], which also keeps what is to be said when the work is done.

use crate::diagnostics::{Error, one_line};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Somebody who watches. May be called from several threads at once.
pub trait Watch: Send + Sync {
    /// A phase of `total` steps begins (0: nobody knows how many); it ends when what is given back is dropped. None
    /// where steps are not shown.
    fn begin(&self, phase: &str, total: u64) -> Option<Box<dyn Steps>> {
        let _ = (phase, total);
        None
    }
    /// Whether the work is no longer wanted. It then ends with [`Error::Cancelled`] when steps are next counted: in
    /// access after some thousand origins at most, in `lifelines` between the things that may go, in `compare` between slots,
    /// travellers and scenarios. Reading and building a network are not cut short.
    fn cancelled(&self) -> bool {
        false
    }
}

/// A question that is asked now and then: whether the work is no longer wanted.
impl<F: Fn() -> bool + Send + Sync> Watch for F {
    fn cancelled(&self) -> bool {
        self()
    }
}

/// One phase, as it is watched.
pub trait Steps: Send + Sync {
    /// So many steps more are done.
    fn advance(&self, steps: u64);
}

/// What is watched of one piece of work, and what it leaves to be said.
#[derive(Default)]
pub struct Progress {
    watch: Option<Arc<dyn Watch>>,
    timings: Mutex<Vec<(String, Duration)>>,
    notes: Mutex<Vec<String>>,
}

/// One phase of the work; it ends when dropped.
pub struct Phase<'a> {
    owner: &'a Progress,
    name: String,
    begun: Instant,
    shown: Option<Box<dyn Steps>>,
}

impl Progress {
    /// Watched by somebody.
    pub fn new(watch: impl Watch + 'static) -> Self {
        Self {
            watch: Some(Arc::new(watch)),
            ..Self::default()
        }
    }
    /// For a part of the work that shows no steps of its own, and is called off with the whole.
    pub fn hushed(&self) -> Self {
        let watch = self.watch.clone();
        Self::new(move || watch.as_ref().is_some_and(|w| w.cancelled()))
    }
    /// Watched by nobody; keeps time all the same.
    pub fn silent() -> Self {
        Self::default()
    }
    /// Begins a phase of `total` steps (0: unknown).
    pub fn phase(&self, name: impl Into<String>, total: usize) -> Phase<'_> {
        // Names of slots, editions and the like come out of files.
        let name = one_line(&name.into());
        tracing::info!(phase = %name, total, "begin");
        let watch = self.watch.as_ref();
        Phase {
            shown: watch.and_then(|w| w.begin(&name, total as u64)),
            owner: self,
            name,
            begun: Instant::now(),
        }
    }
    /// # Errors
    /// [`Error::Cancelled`] when the work is no longer wanted.
    pub fn wanted(&self) -> Result<(), Error> {
        match self.watch.as_ref().is_some_and(|w| w.cancelled()) {
            true => Err(Error::Cancelled),
            false => Ok(()),
        }
    }
    /// Keeps the names of files of older results that stayed because somebody changed them.
    pub fn stayed(&self, files: Vec<PathBuf>) {
        let say = |file: PathBuf| {
            format!(
                "{}: is of older results, but was changed since; it was left there and is no part of these",
                file.display()
            )
        };
        if let Ok(mut notes) = self.notes.lock() {
            notes.extend(files.into_iter().map(say));
        }
    }
    /// What must be said when the work is done.
    pub fn notes(&self) -> Vec<String> {
        self.notes.lock().map(|n| n.clone()).unwrap_or_default()
    }
    /// How long each phase took so far, in the order they ended.
    pub fn timings(&self) -> Vec<(String, Duration)> {
        self.timings.lock().map(|t| t.clone()).unwrap_or_default()
    }
}

impl Phase<'_> {
    /// So many steps more are done.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when the work is no longer wanted.
    pub fn advance(&self, steps: u64) -> Result<(), Error> {
        if let Some(shown) = &self.shown {
            shown.advance(steps);
        }
        self.owner.wanted()
    }
}

impl Drop for Phase<'_> {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        tracing::info!(phase = %self.name, seconds = took.as_secs_f64(), "end");
        self.shown = None;
        if let Ok(mut t) = self.owner.timings.lock() {
            t.push((std::mem::take(&mut self.name), took));
        }
    }
}
