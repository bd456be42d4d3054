//! Progress of anything that takes longer than two seconds, on standard error.

use crate::diagnostics::one_line;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work is done in silence for this long.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows phases with done/total and time left; silent when not at a terminal or when told so.
#[derive(Default)]
pub struct Progress {
    quiet: bool,
    timings: Mutex<Vec<(String, Duration)>>,
    notes: Mutex<Vec<String>>,
}

/// One phase, shown while it lasts.
pub struct Phase<'a> {
    owner: &'a Progress,
    name: String,
    total: u64,
    begun: Instant,
    bar: Mutex<(u64, Option<ProgressBar>)>,
}

impl Progress {
    /// Quiet on demand, and when standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self {
            quiet: quiet || !std::io::stderr().is_terminal(),
            ..Self::default()
        }
    }
    /// Shows nothing, but still keeps time.
    pub fn silent() -> Self {
        Self {
            quiet: true,
            ..Self::default()
        }
    }
    /// Begins a phase of `total` steps (0: unknown).
    pub fn phase(&self, name: impl Into<String>, total: usize) -> Phase<'_> {
        // Names of slots, editions and the like come out of files.
        let name = one_line(&name.into());
        tracing::info!(phase = %name, total, "begin");
        Phase {
            owner: self,
            name,
            total: total as u64,
            begun: Instant::now(),
            bar: Mutex::new((0, None)),
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
    pub fn advance(&self, steps: u64) {
        let Ok(mut bar) = self.bar.lock() else { return };
        bar.0 += steps;
        if self.owner.quiet || self.begun.elapsed() < PATIENCE {
            return;
        }
        let done = bar.0;
        let shown = bar.1.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(Some(self.total), ProgressDrawTarget::stderr());
            let style = if self.total > 0 {
                "{msg}: {pos}/{len} {wide_bar} {eta} left"
            } else {
                "{msg}: {pos} {spinner}"
            };
            bar.set_style(
                ProgressStyle::with_template(style)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.set_message(self.name.clone());
            bar
        });
        shown.set_position(done);
    }
}

impl Drop for Phase<'_> {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        tracing::info!(phase = %self.name, seconds = took.as_secs_f64(), "end");
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.1.take()
        {
            bar.finish_and_clear();
        }
        if let Ok(mut t) = self.owner.timings.lock() {
            t.push((std::mem::take(&mut self.name), took));
        }
    }
}
