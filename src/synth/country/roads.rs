//! The main roads as a coarse graph, for lines to be laid on.
//!
//! Its nodes are every eighth vertex of the lattice; its edges are the roads on the borders of
//! tiles, which are always there, and in towns those halfway between.

use super::land::{Land, SIDE};
use super::lattice::{mixed, share_of};
use crate::synth::geom::*;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Lattice steps along an edge.
pub const LEG: i32 = SIDE / 2;

/// What an edge runs through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// Fields.
    Country,
    /// A village or the edge of a town.
    Village,
    /// A town.
    Town,
    /// A city.
    City,
}

/// The coarse graph.
pub struct Roads<'a> {
    land: &'a Land,
    size: [i32; 2],
    edges: [Vec<Option<Along>>; 2],
    cost: Vec<u32>,
    from: Vec<u32>,
    touched: Vec<u32>,
}

/// A step of a path: axis, node at which the edge starts, and whether it is passed against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Axis of the edge.
    pub axis: usize,
    /// Node at its western or southern end.
    pub node: u32,
    /// Passed from its eastern or northern end.
    pub back: bool,
}

impl<'a> Roads<'a> {
    /// The roads of a land.
    pub fn new(land: &'a Land) -> Self {
        let size = land.tiles.map(|n| n * SIDE / LEG);
        let n = (size[0] * size[1]) as usize;
        let mut roads = Roads {
            land,
            size,
            edges: [vec![None; n], vec![None; n]],
            cost: vec![u32::MAX; n],
            from: vec![u32::MAX; n],
            touched: Vec::new(),
        };
        for axis in 0..2 {
            for node in 0..n as u32 {
                roads.edges[axis][node as usize] = roads.find(axis, node);
            }
        }
        roads
    }
    fn find(&self, axis: usize, node: u32) -> Option<Along> {
        let c = self.coordinates(node);
        if c[axis] + 1 >= self.size[axis] {
            return None;
        }
        let spots = (0..=LEG).map(|k| {
            let (i, j) = self.vertex_on(axis, node, k);
            let p = self.land.vertex(i, j);
            self.land.spot(p).filter(|s| s.depth > 0.0)
        });
        let (mut built, mut best) = (0, None);
        for spot in spots.flatten() {
            built += 1;
            best = best.max(Some(self.land.towns[spot.town as usize].people as u32));
        }
        let through = (c[1 - axis] * LEG) % SIDE == 0;
        match (built, best) {
            (9, Some(people)) if people > 90_000 => Some(Along::City),
            (9, Some(people)) if people > 9_000 => Some(Along::Town),
            (9, _) => Some(Along::Village),
            (3.., _) if through => Some(Along::Village),
            _ if through => Some(Along::Country),
            _ => None,
        }
    }
    /// Nodes west–east and south–north of a node.
    fn coordinates(&self, node: u32) -> [i32; 2] {
        [node as i32 % self.size[0], node as i32 / self.size[0]]
    }
    /// Lattice vertex `k` of an edge.
    pub fn vertex_on(&self, axis: usize, node: u32, k: i32) -> (i32, i32) {
        let [x, y] = self.coordinates(node).map(|c| c * LEG);
        if axis == 0 { (x + k, y) } else { (x, y + k) }
    }
    /// Where a node lies.
    pub fn at(&self, node: u32) -> P {
        let (i, j) = self.vertex_on(0, node, 0);
        self.land.vertex(i, j)
    }
    /// What an edge runs through.
    pub fn along(&self, step: Step) -> Along {
        self.edges[step.axis][step.node as usize].unwrap_or(Along::Country)
    }
    /// The node with a road that is nearest to a place.
    pub fn nearest(&self, p: P) -> u32 {
        let leg = super::land::STEP_M * f64::from(LEG);
        let u = scale(sub(p, self.land.origin), 1.0 / leg);
        let [cx, cy] = u.map(|c| c.round() as i32);
        let mut best = (f64::INFINITY, 0);
        for y in cy - 2..=cy + 2 {
            for x in cx - 2..=cx + 2 {
                if x < 0 || y < 0 || x >= self.size[0] || y >= self.size[1] {
                    continue;
                }
                let node = (y * self.size[0] + x) as u32;
                let far = dist(self.at(node), p);
                if far < best.0 && self.around(node).next().is_some() {
                    best = (far, node);
                }
            }
        }
        best.1
    }
    /// Edges at a node, with the node at the other end.
    pub fn around(&self, node: u32) -> impl Iterator<Item = (Step, u32)> {
        let row = self.size[0] as u32;
        let c = self.coordinates(node);
        (0..4).filter_map(move |k| {
            let (axis, back) = (k / 2, k % 2 == 1);
            let stride = if axis == 0 { 1 } else { row };
            if back && c[axis] == 0 {
                return None;
            }
            let start = if back { node - stride } else { node };
            self.edges[axis][start as usize]?;
            let end = if back { start } else { node + stride };
            let step = Step {
                axis,
                node: start,
                back,
            };
            Some((step, end))
        })
    }
    /// A good way between two nodes; `taste` makes lines differ in what they like.
    pub fn way(&mut self, from: u32, to: u32, taste: u64) -> Vec<Step> {
        for &n in &self.touched {
            self.cost[n as usize] = u32::MAX;
        }
        self.touched.clear();
        let mut heap = BinaryHeap::new();
        self.cost[to as usize] = 0;
        self.touched.push(to);
        heap.push(Reverse((0u32, to)));
        // From the end, so that the steps come out in order.
        while let Some(Reverse((cost, node))) = heap.pop() {
            if node == from {
                break;
            }
            if cost > self.cost[node as usize] {
                continue;
            }
            let next: Vec<(Step, u32)> = self.around(node).collect();
            for (step, end) in next {
                let like = share_of(mixed(taste ^ step.axis as u64, step.node.into(), 0));
                let base = match self.along(step) {
                    Along::Country => 100.0,
                    _ => 82.0,
                };
                let total = cost + (base * (1.0 + 0.55 * like)) as u32;
                if total < self.cost[end as usize] {
                    if self.cost[end as usize] == u32::MAX {
                        self.touched.push(end);
                    }
                    self.cost[end as usize] = total;
                    self.from[end as usize] = node;
                    heap.push(Reverse((total, end)));
                }
            }
        }
        let mut steps = Vec::new();
        let mut at = from;
        while at != to && self.cost[at as usize] != u32::MAX {
            let onward = self.from[at as usize];
            let Some((step, _)) = self.around(at).find(|(_, end)| *end == onward) else {
                break;
            };
            steps.push(step);
            at = onward;
        }
        steps
    }
}
