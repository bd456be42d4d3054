//! Leaving out walks that can't be part of any best trip.
//!
//! *Before boarding*: of all places where one can board a pattern, a later call x is useless when
//! an earlier call y is reached so early that riding from y to x, with the slowest vehicle of the
//! pattern, takes no longer than getting to x: `ready(y) + ride(y, x) ≤ ready(x)`. Whatever is
//! caught at x was caught at y, with the same number of rides, and each walk is one that was
//! allowed before. *After alighting*: a call x is useless when staying on to a later call y is no
//! slower: `ride(x, y) + walk(y) ≤ walk(x)`.
//!
//! The bounds hold for every vehicle of the pattern, so no result changes by a second; other
//! prunings (walking instead of riding, riding back) may break the limits and are not made.

use super::plan::Sequence;
use crate::network::timetable::NONE;

/// Slowest rides along each pattern, as sums: the ride from position i to k takes at most
/// `sums[k] - sums[i]` seconds. `[pattern][position]`, flat.
pub struct Slowest {
    pos_start: Vec<u32>,
    by_departure: Vec<i64>,
    by_arrival: Vec<i64>,
}

impl Slowest {
    /// Of patterns given by their members among `sequences`.
    pub(super) fn new(patterns: &[Vec<u32>], sequences: &[Sequence]) -> Self {
        let mut s = Self {
            pos_start: vec![0],
            by_departure: Vec::new(),
            by_arrival: Vec::new(),
        };
        for members in patterns {
            let (mut dep, mut arr) = (0, 0);
            let positions = members
                .first()
                .map_or(0, |m| sequences[*m as usize].nodes.len());
            for i in 0..positions {
                if i > 0 {
                    let hop = |times: fn(&Sequence) -> &[i64]| {
                        let hops = members.iter().map(|m| {
                            let t = times(&sequences[*m as usize]);
                            t[i] - t[i - 1]
                        });
                        hops.max().unwrap_or(0)
                    };
                    dep += hop(|s| &s.dep);
                    arr += hop(|s| &s.arr);
                }
                s.by_departure.push(dep);
                s.by_arrival.push(arr);
            }
            s.pos_start.push(s.by_departure.len() as u32);
        }
        s
    }

    fn at(&self, sums: &[i64], pattern: u32, position: u32) -> i64 {
        sums[(self.pos_start[pattern as usize] + position) as usize]
    }

    /// Which of some `(node, seconds)` to keep for boarding. `calls(node)` are the
    /// `(pattern, position)` boarded there; nodes for which `always(node)` holds are kept.
    pub fn keep_boarding<'a>(
        &self,
        edges: &[(u32, u32)],
        calls: impl Fn(u32) -> &'a [(u32, u32)],
        always: impl Fn(u32) -> bool,
    ) -> Vec<bool> {
        let mut entries = Vec::new();
        for (e, &(node, seconds)) in edges.iter().enumerate() {
            for &(pattern, position) in calls(node) {
                let early = i64::from(seconds) - self.at(&self.by_departure, pattern, position);
                entries.push((pattern, position, early, e));
            }
        }
        entries.sort_unstable();
        Self::keep(edges, entries, always)
    }

    /// Which of some `(node, seconds)` to keep after alighting, likewise.
    pub fn keep_alighting<'a>(
        &self,
        edges: &[(u32, u32)],
        calls: impl Fn(u32) -> &'a [(u32, u32)],
        always: impl Fn(u32) -> bool,
    ) -> Vec<bool> {
        let mut entries = Vec::new();
        for (e, &(node, seconds)) in edges.iter().enumerate() {
            for &(pattern, position) in calls(node) {
                let late = i64::from(seconds) + self.at(&self.by_arrival, pattern, position);
                // From the last call to the first: a later call may make an earlier one useless.
                entries.push((pattern, NONE - position, late, e));
            }
        }
        entries.sort_unstable();
        Self::keep(edges, entries, always)
    }

    /// Along each pattern in order, an entry is useful when it beats all before it.
    fn keep(
        edges: &[(u32, u32)],
        entries: Vec<(u32, u32, i64, usize)>,
        always: impl Fn(u32) -> bool,
    ) -> Vec<bool> {
        let mut keep: Vec<bool> = edges.iter().map(|(node, _)| always(*node)).collect();
        let mut best: Option<(u32, u32, i64, i64)> = None;
        for (pattern, order, value, edge) in entries {
            // Entries of the same call don't judge one another: keep them against those before.
            let (before, here) = match best {
                Some((p, o, before, here)) if p == pattern && o == order => (before, here),
                Some((p, _, before, here)) if p == pattern => (before.min(here), i64::MAX),
                _ => (i64::MAX, i64::MAX),
            };
            if value < before {
                keep[edge] = true;
            }
            best = Some((pattern, order, before, here.min(value)));
        }
        keep
    }
}
