//! What work costs: processor time on Linux, elsewhere time on the clock.

use bereik::diagnostics::Error;
use std::time::Instant;

/// Processor seconds of this process so far, of Linux's hundredths; none elsewhere.
fn processor_s() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold anything: user and system time are numbers 12 and 13.
    let rest = stat.rsplit(')').next()?;
    let times = rest.split_whitespace().skip(11).take(2);
    Some(times.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0)
}

/// Does some work; gives its seconds as well.
///
/// # Errors
/// Those of the work.
pub fn timed<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<(T, f64), Error> {
    let (clock, before) = (Instant::now(), processor_s());
    let done = work()?;
    let took = processor_s().zip(before).map(|(b, a)| b - a);
    Ok((done, took.unwrap_or_else(|| clock.elapsed().as_secs_f64())))
}
