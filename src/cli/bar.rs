//! Progress of anything that takes longer than two seconds, on standard error.

use bereik::watch::{Steps, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work is done in silence for this long.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shows phases with done/total and time left.
pub struct Bars {
    quiet: bool,
}

impl Bars {
    /// Quiet on demand, and when standard error is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self {
            quiet: quiet || !std::io::stderr().is_terminal(),
        }
    }
}

impl Watch for Bars {
    fn begin(&self, phase: &str, total: u64) -> Option<Box<dyn Steps>> {
        Some(Box::new(Bar {
            quiet: self.quiet,
            name: phase.to_owned(),
            total,
            begun: Instant::now(),
            shown: Mutex::new((0, None)),
        }))
    }
}

/// One phase: steps done, and the bar once it is shown.
struct Bar {
    quiet: bool,
    name: String,
    total: u64,
    begun: Instant,
    shown: Mutex<(u64, Option<ProgressBar>)>,
}

impl Steps for Bar {
    fn advance(&self, steps: u64) {
        let Ok(mut shown) = self.shown.lock() else {
            return;
        };
        shown.0 += steps;
        if self.quiet || self.begun.elapsed() < PATIENCE {
            return;
        }
        let done = shown.0;
        let bar = shown.1.get_or_insert_with(|| {
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
        bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Ok(mut shown) = self.shown.lock()
            && let Some(bar) = shown.1.take()
        {
            bar.finish_and_clear();
        }
    }
}
