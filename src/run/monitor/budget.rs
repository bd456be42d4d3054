//! How much memory the work takes, and how many threads a budget allows.
//!
//! An estimate from what is known before computing, on the generous side. It bounds the computing of
//! units; reading and building a network take what their inputs take (see `docs/monitor.md`).

use super::values::GROUP;
use crate::axes::SlotId;
use crate::diagnostics::{Error, Fault, Term, Text};
use crate::input::monitor::memory::words;
use crate::input::study::{Study, Usual};
use crate::routing::job::steps;
use crate::run::study::inputs::Inputs;

/// What the work takes, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Whatever the number of threads.
    pub fixed: u64,
    /// For each thread.
    pub per_thread: u64,
}

const MIB: u64 = 1 << 20;

/// The program, its stacks and what the allocator holds back.
const PROGRAM: u64 = 48 * MIB;

/// Origins whose results are held at once.
const HELD: u64 = 4096;

/// Rows of travel times held at once when searching from few destinations.
const BLOCK: u64 = 256 * MIB;

/// Legs of a point.
const LEGS: u64 = 4 << 10;

/// How many destinations are few.
const FEW: u64 = 128;

/// Estimates what an edition takes; `largest` is the number of homes of its largest region.
pub fn need(study: &Study, inputs: &Inputs, network_bytes: u64, largest: usize) -> Need {
    let count = |n: usize| n as u64;
    let homes = count(inputs.homes.len());
    let columns = count(inputs.homes.columns.len() + inputs.weights.len() + inputs.ranks.len());
    let places = count(inputs.places.ids.len());
    let readings = count(study.services.len()) * 4;
    let longest = (study.slots.iter().map(|s| steps(&s.window)))
        .max()
        .unwrap_or(0) as u64;
    let table = homes * (160 + 40 * columns + 16 * count(inputs.areas.len()));
    // Links, and what is offered where.
    let ends = homes * 96 + places * 240;
    let at_once = count(largest.max(GROUP));
    // Results wait for those that are looked for farther away.
    let rows = HELD * (readings * 12 + 128) + at_once * (readings * 64 + 128);
    // Legs, and how the places are reached from stops.
    let legs = count(2 * GROUP) * LEGS + places * LEGS / 8;
    // Where a slot asks for few destinations, it is they that are searched from.
    let of_slot = |slot: SlotId| -> u64 {
        (study.services.iter().zip(&inputs.services))
            .filter(|(service, _)| service.slots.contains(&slot))
            .map(|(_, data)| count(data.places.len()))
            .sum()
    };
    let few = study
        .slots
        .ids()
        .map(of_slot)
        .filter(|n| *n <= FEW && 4 * n <= homes);
    let block = (homes * few.max().unwrap_or(0) * longest * 4).min(BLOCK);
    let stops = count(inputs.network.timetable.stops());
    let junctions = count(inputs.network.streets.node_position.len());
    // Boarding and alighting nodes of a window are a few a stop.
    let nodes = stops * 4;
    let laid_out = study.usual == Usual::Access || study.services.iter().any(|s| s.open.is_some());
    let view = places * if laid_out { longest * 4 } else { 12 };
    Need {
        // The plan of a window is made out of the timetable, and is smaller.
        fixed: PROGRAM + network_bytes + network_bytes / 2 + table + ends + rows + legs + block,
        per_thread: 8 * MIB + nodes * (4 * 32 + longest * 2) + junctions * 16 + view,
    }
}

/// The number of threads that fit in a budget, at most those wanted.
///
/// # Errors
/// When not even one fits, with the estimate.
pub fn threads(need: Need, budget: Option<u64>, wanted: usize) -> Result<usize, Error> {
    let Some(budget) = budget else {
        return Ok(wanted.max(1));
    };
    let left = budget.saturating_sub(need.fixed);
    match left / need.per_thread.max(1) {
        0 => Err(Error::usage(Fault::OptionInvalid, Text::from(Term::Memory).and(format!(
            " {}: one thread needs about {} ({} whatever the threads, {} for each); give at least that, or make the regions, services or windows smaller",
            words(budget),
            words(need.fixed + need.per_thread),
            words(need.fixed),
            words(need.per_thread),
        )))),
        fit => Ok(wanted.clamp(1, usize::try_from(fit).unwrap_or(usize::MAX))),
    }
}

/// Homes whose shifts are computed at once: every home takes a dozen bytes for each place of work within the longest trip, taken for a
/// quarter of all.
pub fn homes_at_once(need: Need, budget: Option<u64>, threads: usize, places: usize) -> usize {
    const WITHOUT_LIMIT: u64 = 1 << 30;
    let room = match budget {
        Some(budget) => budget.saturating_sub(need.fixed + need.per_thread * threads as u64) / 2,
        None => WITHOUT_LIMIT,
    };
    let room = room.clamp(16 * MIB, WITHOUT_LIMIT);
    // Legs are kept from one shift to the next, both ways.
    (room / (3 * places as u64 + 64 + 2 * LEGS)).clamp(64, 20_000) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_bounds_the_threads() {
        let need = Need {
            fixed: 1000 * MIB,
            per_thread: 100 * MIB,
        };
        assert_eq!(threads(need, None, 8).ok(), Some(8));
        assert_eq!(threads(need, Some(1450 * MIB), 8).ok(), Some(4));
        assert_eq!(threads(need, Some(9000 * MIB), 8).ok(), Some(8));
        let error = threads(need, Some(1050 * MIB), 8).unwrap_err();
        assert_eq!(error.code(), Fault::OptionInvalid);
        assert!(error.to_string().contains("about 1.1 GiB"), "{error}");
        assert_eq!(homes_at_once(need, None, 8, 1_000_000), 356);
        assert_eq!(homes_at_once(need, Some(1), 8, 10), 2024);
        assert_eq!(homes_at_once(need, None, 8, 10), 20_000);
    }
}
