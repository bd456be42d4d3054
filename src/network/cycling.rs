//! Leaving the bicycle: a leg is ridden up to any junction and walked from there, or the reverse at
//! the end of a trip where the bicycle waits.
//!
//! Pushing costs as much as walking, and riding less, so leaving the bicycle pays only before a street that
//! is closed to it: steps. Labels without it are kept only where they beat those with it.

use super::links::StreetLink;
use super::walk::{Arc, CLOSED, Heading, Places, Profile, WalkScratch, adjacency};
use crate::ids::{EdgeId, Id, Jagged, NodeId};
use crate::units::Seconds;
use std::cmp::Reverse;

/// Which end of a leg the bicycle is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Where the search begins: ridden from (or to) there, and walked at the places.
    AtSource,
    /// At the places: ridden from (or to) them, and walked where the search begins.
    AtPlaces,
}

/// The streets of somebody who has left the bicycle.
pub(super) struct OnFoot {
    /// Cost of each edge, either way, at the speed of the profile; [`CLOSED`] where not allowed.
    cost: Vec<u32>,
    arcs: Jagged<NodeId, Arc>,
    /// Those that a bicycle can't take in some direction.
    without: Jagged<NodeId, Arc>,
}

impl OnFoot {
    /// From what each edge costs with the bicycle, forward and back, and without; none where leaving it opens
    /// nothing.
    pub fn new(
        nodes: usize,
        ends: &[[NodeId; 2]],
        with: &[[u32; 2]],
        walked: impl Fn(usize) -> u32,
    ) -> Option<Self> {
        let cost: Vec<u32> = (0..ends.len()).map(walked).collect();
        let opened: Vec<[u32; 2]> = (with.iter().zip(&cost))
            .map(|(with, on_foot)| match with.contains(&CLOSED) {
                true => [*on_foot; 2],
                false => [CLOSED; 2],
            })
            .collect();
        if opened.iter().all(|c| c[0] == CLOSED) {
            return None;
        }
        let both: Vec<[u32; 2]> = cost.iter().map(|c| [*c; 2]).collect();
        Some(Self {
            arcs: adjacency(nodes, ends, &both, false),
            without: adjacency(nodes, ends, &opened, false),
            cost,
        })
    }

    /// Cost of an edge forward and back.
    pub fn cost(&self, edge: EdgeId) -> [u32; 2] {
        [self.cost[edge.index()]; 2]
    }
}

impl WalkScratch {
    /// As [`WalkScratch::search`], by bicycle, which may be left once.
    #[allow(clippy::too_many_arguments)]
    pub fn search_cycling(
        &mut self,
        profile: &Profile,
        places: &Places,
        source: &[StreetLink],
        budget: Seconds,
        heading: Heading,
        stands: Stands,
        out: &mut Vec<(u32, u32)>,
    ) {
        let (Some(on_foot), Some(walked)) = (&profile.on_foot, &places.walked) else {
            return self.search(profile, places, source, budget, heading, out);
        };
        let limit = profile.speed().reach_mm(budget);
        let leaving = heading == Heading::Out;
        let nodes = profile.arcs(heading).len();
        // Labels of junctions with the bicycle, and behind them those without.
        self.begin(2 * nodes, places);
        for link in source.iter().filter(|l| l.ways & heading.needed() != 0) {
            for (node, mm) in profile.to_ends(link, leaving).into_iter().flatten() {
                self.reach(node.0, mm, limit);
            }
            if stands == Stands::AtPlaces {
                let ends = profile.to_ends_at(on_foot.cost(link.edge), link, leaving);
                for (node, mm) in ends.into_iter().flatten() {
                    self.reach(node.0 + nodes as u32, mm, limit);
                }
            }
            self.meet_along(profile, places, link, limit, heading);
        }
        self.arrive_at_spots(profile, places, source, limit, heading);
        match stands {
            Stands::AtSource => self.ride_first(profile, on_foot, places, walked, limit, heading),
            Stands::AtPlaces => self.walk_first(profile, on_foot, places, limit, heading),
        }
        self.end(out);
    }

    fn ride_first(
        &mut self,
        profile: &Profile,
        on_foot: &OnFoot,
        places: &Places,
        walked: &Jagged<NodeId, (u32, u32)>,
        limit: u32,
        heading: Heading,
    ) {
        let arcs = profile.arcs(heading);
        let nodes = arcs.len() as u32;
        while let Some(Reverse((d, label))) = self.heap.pop() {
            if d > self.dist[label as usize] {
                continue;
            }
            let after = |mm: u32| u64::from(d) + u64::from(mm);
            let without = match label.checked_sub(nodes) {
                None => {
                    for &(place, mm) in &places.at_node[NodeId(label)] {
                        self.arrive(place, after(mm), limit);
                    }
                    for arc in &arcs[NodeId(label)] {
                        self.reach(arc.to.0, after(arc.mm), limit);
                    }
                    &on_foot.without[NodeId(label)]
                }
                // With the bicycle no later: it can be left here.
                Some(node) if self.dist[node as usize] <= d => continue,
                Some(node) => &on_foot.arcs[NodeId(node)],
            };
            for &(place, mm) in &walked[NodeId(label % nodes)] {
                self.arrive(place, after(mm), limit);
            }
            for arc in without {
                if after(arc.mm) < u64::from(self.dist[arc.to.index()]) {
                    self.reach(arc.to.0 + nodes, after(arc.mm), limit);
                }
            }
        }
    }

    fn walk_first(
        &mut self,
        profile: &Profile,
        on_foot: &OnFoot,
        places: &Places,
        limit: u32,
        heading: Heading,
    ) {
        let arcs = profile.arcs(heading);
        let nodes = arcs.len() as u32;
        while let Some(Reverse((d, label))) = self.heap.pop() {
            if d > self.dist[label as usize] {
                continue;
            }
            let after = |mm: u32| u64::from(d) + u64::from(mm);
            match label.checked_sub(nodes) {
                None => {
                    for &(place, mm) in &places.at_node[NodeId(label)] {
                        self.arrive(place, after(mm), limit);
                    }
                    for arc in &arcs[NodeId(label)] {
                        self.reach(arc.to.0, after(arc.mm), limit);
                    }
                }
                Some(node) => {
                    // The bicycle may wait here.
                    self.reach(node, u64::from(d), limit);
                    for arc in &on_foot.arcs[NodeId(node)] {
                        self.reach(arc.to.0 + nodes, after(arc.mm), limit);
                    }
                }
            }
        }
    }
}
