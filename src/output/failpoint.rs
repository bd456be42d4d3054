//! For tests of what interruptions and errors leave: after its n-th file operation the program ends as if it were killed,
//! or the n-th move of results fails.
//!
//! Programs built without debug assertions (releases) don't have it.

use std::io;

#[cfg(debug_assertions)]
mod asked {
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Exit code of a program that was ended so.
    pub(super) const STOPPED: i32 = 86;

    /// Counts down from the number in a variable of the environment.
    pub(super) struct Countdown(LazyLock<Option<AtomicUsize>>);

    pub(super) static STOP_AFTER: Countdown =
        Countdown(LazyLock::new(|| number("BEREIK_TEST_STOP_AFTER")));
    pub(super) static FAIL_AT: Countdown =
        Countdown(LazyLock::new(|| number("BEREIK_TEST_FAIL_AT")));

    fn number(name: &str) -> Option<AtomicUsize> {
        let number = std::env::var(name).ok()?.parse().ok()?;
        Some(AtomicUsize::new(number))
    }

    impl Countdown {
        /// Whether this is the one.
        pub(super) fn is_now(&self) -> bool {
            let left = self.0.as_ref();
            left.is_some_and(|left| left.fetch_sub(1, Ordering::SeqCst) == 1)
        }
    }
}

/// A file operation was done.
#[cfg(debug_assertions)]
pub(super) fn step() {
    if asked::STOP_AFTER.is_now() {
        // Nothing is unwound and nothing removed.
        std::process::exit(asked::STOPPED);
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn step() {}

/// A file is about to be moved.
#[cfg(debug_assertions)]
pub(super) fn may_move() -> io::Result<()> {
    match asked::FAIL_AT.is_now() {
        true => Err(io::ErrorKind::ResourceBusy.into()),
        false => Ok(()),
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn may_move() -> io::Result<()> {
    Ok(())
}
