//! Routing: travel times of one origin to every destination, for every departure of a window.

pub mod events;
pub mod job;
pub mod journey;
pub mod kernel;
pub mod lanes;
pub mod legs;
pub mod plan;
pub mod prune;
pub mod rows;
mod search;
pub mod sweep;
pub mod times;
pub mod trace;

use crate::network::Network;
use crate::travel::{Traveller, Window};
use crate::units::LonLat;

/// Which end is searched from. Results come origin by origin in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFrom {
    /// Whichever end is reckoned to take less work.
    Cheapest,
    /// The end that the window fixes: origins when departing, destinations when arriving.
    Fixed,
    /// The other one.
    Other,
}

/// When to leave out changes between vehicles that can't matter, which takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// Not at all.
    Never,
    /// When there are many points to search from.
    ForMany,
    /// In any case.
    Always,
}

/// Speed-ups that may be switched off; the result never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tuning {
    /// Sweep once over the events of the window for several points together, instead of rounds for
    /// each point. `from`, `layers`, `prune_changes` matter with it alone, `whole_window` and `mark` without it.
    pub lanes: bool,
    /// Sweeping, which end to search from.
    pub from: SearchFrom,
    /// Sweeping with few rides allowed, keep a lane for each number of rides from the start.
    pub layers: bool,
    /// Sweeping, leave out changes at a second by which nothing is caught that isn't caught otherwise.
    pub prune_changes: Prune,
    /// One search for the whole window instead of one per departure.
    pub whole_window: bool,
    /// Scan only patterns at stops reached anew in the round before.
    pub mark: bool,
    /// Drop what can't arrive within the longest trip.
    pub prune_long: bool,
    /// Use the stop-to-stop walks stored in the network where they cover the query.
    pub stored_walks: bool,
    /// Leave out walks that staying on a vehicle or boarding it earlier makes useless.
    pub prune_walks: bool,
    /// Use the processor's wide vector instructions where it has them.
    pub wide: bool,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            lanes: true,
            from: SearchFrom::Cheapest,
            layers: true,
            prune_changes: Prune::ForMany,
            whole_window: true,
            mark: true,
            prune_long: true,
            stored_walks: true,
            prune_walks: true,
            wide: true,
        }
    }
}

/// Travel times in seconds, `[origin][destination][departure]`; none where not reached within the
/// limits. A convenience for tests and small studies: it materialises everything.
///
/// # Errors
/// When `date` is outside every feed's calendar.
pub fn travel_times(
    network: &Network,
    date: chrono::NaiveDate,
    window: Window,
    traveller: &Traveller,
    origins: &[LonLat],
    destinations: &[LonLat],
    tuning: Tuning,
) -> Result<Vec<Vec<Vec<Option<u32>>>>, crate::diagnostics::Error> {
    let question = job::Question {
        date,
        window,
        traveller: traveller.clone(),
        tuning,
    };
    let job = job::Job::new(network, question, origins, destinations)?;
    let mut out = Vec::new();
    job.for_each_origin(
        job::Kept::PerPair,
        |_, times| {
            let row = |d| {
                times
                    .to(d)
                    .iter()
                    .map(|t| (*t != job::UNREACHED).then_some(*t))
                    .collect()
            };
            (0..destinations.len()).map(row).collect()
        },
        |_, rows: Vec<Vec<Option<u32>>>| {
            out.push(rows);
            Ok::<(), crate::diagnostics::Error>(())
        },
    )?;
    Ok(out)
}
