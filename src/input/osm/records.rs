//! Street records as read, before they become a graph. Plain data: tests make them by hand.

use super::landscape::LandscapeRecords;
use super::tags::{Closure, Rank, WayUse};
use crate::diagnostics::Findings;

/// Ways that may be used, and the nodes they need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreetRecords {
    /// Name of the file, for findings.
    pub file: String,
    /// OpenStreetMap ids of the nodes known.
    pub node_ids: Vec<i64>,
    /// Their positions, 1e-7 degrees `(lon, lat)`.
    pub node_positions: Vec<[i32; 2]>,
    /// Nodes no walker may pass: ways are cut there.
    pub closed_nodes: Vec<i64>,
    /// Nodes walkers pass and wheelchairs can't.
    pub no_wheelchair_nodes: Vec<i64>,
    /// Nodes of these two lists, each with a way that runs through all the same: the barrier
    /// stands in another way there.
    pub through: Vec<(i64, i64)>,
    /// The ways.
    pub ways: Vec<WayRecord>,
    /// Node references of all ways; see [`WayRecord::refs`].
    pub refs: Vec<i64>,
    /// Ways that walkers may not use: they tell what cuts a part of the streets off, and who lives there.
    pub closed: Vec<ClosedRecord>,
    /// Node references of those; see [`ClosedRecord::refs`].
    pub closed_refs: Vec<i64>,
    /// Water, railways and names, for maps.
    pub landscape: LandscapeRecords,
}

/// A way closed to walkers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedRecord {
    /// OpenStreetMap id.
    pub id: i64,
    /// Why it is closed.
    pub closure: Closure,
    /// First of its node references in [`StreetRecords::closed_refs`].
    pub first_ref: usize,
    /// Number of its node references.
    pub refs: u32,
}

/// A way that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayRecord {
    /// OpenStreetMap id.
    pub id: i64,
    /// Bits of [`crate::input::osm::flag`].
    pub flags: u16,
    /// Class for drawing.
    pub class: u8,
    /// Ferries: crossing time of the whole way in seconds, 0 when unknown.
    pub duration_s: u32,
    /// See [`WayUse::needs_street`].
    pub needs_street: bool,
    /// See [`WayUse::rank`].
    pub rank: Rank,
    /// First of its node references in [`StreetRecords::refs`].
    pub first_ref: usize,
    /// Number of its node references.
    pub refs: u32,
}

impl StreetRecords {
    /// Records of a file, still empty.
    pub fn new(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }
    /// Adds a node; degrees times 10⁷.
    pub fn add_node(&mut self, id: i64, position: [i32; 2]) {
        self.node_ids.push(id);
        self.node_positions.push(position);
    }
    /// Adds a way over the given nodes.
    pub fn add_way(&mut self, id: i64, may: &WayUse, nodes: &[i64]) {
        self.ways.push(WayRecord {
            id,
            flags: may.flags,
            class: may.class,
            duration_s: may.duration_s,
            needs_street: may.needs_street,
            rank: may.rank,
            first_ref: self.refs.len(),
            refs: u32::try_from(nodes.len()).unwrap_or(u32::MAX),
        });
        self.refs.extend_from_slice(nodes);
    }
    /// Adds a way closed to walkers over the given nodes.
    pub fn add_closed(&mut self, id: i64, closure: Closure, nodes: &[i64]) {
        self.closed.push(ClosedRecord {
            id,
            closure,
            first_ref: self.closed_refs.len(),
            refs: u32::try_from(nodes.len()).unwrap_or(u32::MAX),
        });
        self.closed_refs.extend_from_slice(nodes);
    }
    /// The node references of a way closed to walkers.
    pub fn nodes_of_closed(&self, way: &ClosedRecord) -> &[i64] {
        self.closed_refs
            .get(way.first_ref..)
            .and_then(|r| r.get(..way.refs as usize))
            .unwrap_or_default()
    }
    /// The node references of a way.
    pub fn nodes_of(&self, way: &WayRecord) -> &[i64] {
        self.refs
            .get(way.first_ref..)
            .and_then(|r| r.get(..way.refs as usize))
            .unwrap_or_default()
    }
    /// The way of an id; once they are [sorted](StreetRecords::sort).
    pub(crate) fn way(&self, id: i64) -> Option<&WayRecord> {
        let at = self.ways.binary_search_by_key(&id, |w| w.id).ok()?;
        self.ways.get(at)
    }
    /// Where a node lies, once they are sorted.
    pub(crate) fn position(&self, node: i64) -> Option<[i32; 2]> {
        let at = self.node_ids.binary_search(&node).ok()?;
        self.node_positions.get(at).copied()
    }
    /// Puts ways and nodes in order of their ids. Of several with one id the first is kept,
    /// and the others are named unless they are alike.
    pub fn sort(&mut self, findings: &mut Findings) {
        let ascending = self
            .node_ids
            .windows(2)
            .all(|w| matches!(w, [a, b] if a < b));
        if !ascending {
            let mut nodes: Vec<(i64, [i32; 2])> = (self.node_ids.iter().copied())
                .zip(self.node_positions.iter().copied())
                .collect();
            // Stable, so that the first in the file stays first.
            nodes.sort_by_key(|n| n.0);
            nodes.dedup_by(|later, first| {
                if later.0 != first.0 {
                    return false;
                }
                if later.1 != first.1 {
                    node_twice(&self.file, later.0, findings);
                }
                true
            });
            (self.node_ids, self.node_positions) = nodes.into_iter().unzip();
        }
        self.closed_nodes.sort_unstable();
        self.closed_nodes.dedup();
        self.no_wheelchair_nodes.sort_unstable();
        self.no_wheelchair_nodes.dedup();
        self.closed.sort_by_key(|w| w.id);
        self.closed.dedup_by_key(|w| w.id);
        self.through.sort_unstable();
        self.through.dedup();
        if self
            .ways
            .windows(2)
            .all(|w| matches!(w, [a, b] if a.id < b.id))
        {
            return;
        }
        let mut ways = std::mem::take(&mut self.ways);
        ways.sort_by_key(|w| w.id);
        ways.dedup_by(|later, first| {
            if later.id != first.id {
                return false;
            }
            let alike = (later.flags, later.duration_s) == (first.flags, first.duration_s)
                && self.nodes_of(later) == self.nodes_of(first);
            if !alike {
                findings.warn(
                    "street-way-twice",
                    self.file.clone(),
                    None,
                    format!("way/{}", later.id),
                    "stands in the file twice, in different versions",
                    "the first was used",
                );
            }
            true
        });
        let mut refs = Vec::with_capacity(self.refs.len());
        for way in &mut ways {
            let first = refs.len();
            refs.extend_from_slice(self.nodes_of(way));
            way.first_ref = first;
        }
        self.refs = refs;
        self.ways = ways;
    }
}

/// Names a node that stands in the file twice, at different places.
pub(super) fn node_twice(file: &str, id: i64, findings: &mut Findings) {
    findings.warn(
        "street-node-twice",
        file,
        None,
        format!("node/{id}"),
        "stands in the file twice, at different places",
        "the first was used",
    );
}

/// Finds ids in an ascending list, the faster the nearer each is to the one before.
pub(crate) struct Finder<'a> {
    ids: &'a [i64],
    at: usize,
}

impl<'a> Finder<'a> {
    /// A finder in `ids`, which must ascend.
    pub(crate) fn new(ids: &'a [i64]) -> Self {
        Self { ids, at: 0 }
    }
    /// Where `id` is.
    pub(crate) fn find(&mut self, id: i64) -> Option<usize> {
        let here = *self.ids.get(self.at)?;
        // Steps of doubling length away from the last place, then halving between two of them.
        let (from, to) = if here <= id {
            let mut step = 1;
            let mut low = self.at;
            loop {
                match self.ids.get(low.saturating_add(step)) {
                    Some(&next) if next <= id => {
                        low += step;
                        step *= 2;
                    }
                    _ => break (low, self.ids.len().min(low.saturating_add(step))),
                }
            }
        } else {
            let mut step = 1;
            let mut high = self.at;
            loop {
                let low = high.saturating_sub(step);
                match self.ids.get(low) {
                    Some(&before) if before > id && low > 0 => {
                        high = low;
                        step *= 2;
                    }
                    _ => break (low, high),
                }
            }
        };
        let found = self.ids.get(from..to)?.binary_search(&id);
        let at = from + found.unwrap_or_else(|next| next);
        self.at = at.min(self.ids.len().saturating_sub(1));
        found.ok().map(|i| from + i)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_from_wherever_the_last_one_was() {
        for n in 0..40i64 {
            let ids: Vec<i64> = (0..n).map(|i| i * i - 7).collect();
            for a in -10..(n * n) {
                let mut finder = Finder::new(&ids);
                for b in [a, -8, a + 3, n * n, a - 20, a * 2, a] {
                    assert_eq!(finder.find(b), ids.binary_search(&b).ok(), "{n} {a} {b}");
                }
            }
        }
    }
}
