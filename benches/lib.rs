//! What benches share. They are a package of their own, so that tests compile nothing for them.

use bereik::diagnostics::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Cargo starts a bench in the folder of its package; what is asked of it (`BEREIK_STUDY`,
/// `BEREIK_COUNTRY`, the examples) is named from the top of the project.
///
/// # Panics
/// When the project has moved since the bench was compiled.
pub fn from_the_top() {
    std::env::set_current_dir(top()).unwrap_or_else(|e| panic!("{}: {e}", top().display()));
}

/// The folder of real data, which need not be there: `BEREIK_DATA`, or `../shared/data` beside the project.
pub fn data() -> PathBuf {
    std::env::var_os("BEREIK_DATA").map_or_else(|| top().join("../shared/data"), PathBuf::from)
}

/// Processor seconds of this process so far, of Linux's hundredths; none elsewhere.
fn processor_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything: user and system time are numbers 12 and 13.
    let rest = stat.rsplit(')').next()?;
    let times = rest.split_whitespace().skip(11).take(2);
    Some(times.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0)
}

/// Does some work; gives its seconds as well: processor time on Linux, elsewhere time on the clock.
///
/// # Errors
/// Those of the work.
pub fn timed<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<(T, f64), Error> {
    let (clock, before) = (Instant::now(), processor_s());
    let done = work()?;
    let took = processor_s().zip(before).map(|(b, a)| b - a);
    Ok((done, took.unwrap_or_else(|| clock.elapsed().as_secs_f64())))
}
