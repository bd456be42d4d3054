//! Ways that walkers may not use. Nobody is routed over them: they tell what cuts a part of the streets
//! off from the rest, and which points lie on a road that is closed to all but those who live there.

use super::columns::stored;
use super::links::{metres_per_unit, nearest_on};
use super::street_index::{Near, StreetIndex};
use super::streets::Streets;
use super::walk::wheelable;
use crate::ids::{EdgeId, Id, Jagged, NodeId};
use crate::input::osm::flag;
use crate::input::osm::tags::Closure;
use crate::input::osm::{Finder, StreetRecords};
use crate::storage::Column;
use crate::units::LonLat;
use crate::units::degrees;
use std::collections::BTreeMap;

/// Points are told of a closed way that is nearer to them than the street they are linked to by more than
/// this, metres.
pub const NEARER_BY_M: f64 = 100.0;

/// What is kept of the ways closed to walkers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClosedWays {
    /// Lines of ways that some may use, numbered on their own: not the edges of the streets.
    shape: Jagged<EdgeId, [i32; 2]>,
    /// OpenStreetMap way of each line.
    way: Column<i64>,
    index: StreetIndex,
    /// Where a closed way of any kind touches a part of the streets other than the largest: a junction of
    /// that part, the place, and the way. By junction.
    touch_node: Column<NodeId>,
    touch_at: Column<[i32; 2]>,
    touch_way: Column<i64>,
}

stored!(ClosedWays {
    shape,
    way,
    index,
    touch_node,
    touch_at,
    touch_way,
});

/// Where a closed way touches the streets: the place and the way.
pub type Touch = ([i32; 2], i64);

impl ClosedWays {
    /// Whether columns belong together, for streets of so many junctions.
    pub(super) fn fits(&self, nodes: usize) -> bool {
        let (points, _) = self.shape.parts();
        self.way.len() == self.shape.len()
            && self.index.fits(self.shape.len())
            && points.windows(2).all(|w| w[1] - w[0] >= 2)
            && self.touch_at.len() == self.touch_node.len()
            && self.touch_way.len() == self.touch_node.len()
            && self.touch_node.iter().all(|n| n.index() < nodes)
    }

    /// The nearest way that is open to some within `max_m` metres, and how far it is.
    pub fn nearest(&self, point: LonLat, max_m: f64) -> Option<(i64, f64)> {
        let near = Near {
            centre: [point.lon * 1e7, point.lat * 1e7],
            scale: metres_per_unit(point.lat),
        };
        let mut best: Option<(f64, EdgeId)> = None;
        self.index.visit(&near, max_m, |line| {
            let foot = nearest_on(&self.shape[line], line, &near).map(|f| (f.distance, line));
            let is_nearer = |f: &(f64, EdgeId)| f.0 <= max_m && best.is_none_or(|b| *f < b);
            best = foot.filter(is_nearer).or(best);
            best.map_or(max_m, |b| b.0)
        });
        best.map(|(metres, line)| (self.way[line.index()], metres))
    }

    /// Where closed ways touch parts other than the largest, by part; `component` is that of each junction.
    pub(super) fn touches(&self, component: &[u32]) -> BTreeMap<u32, Vec<Touch>> {
        let mut out: BTreeMap<u32, Vec<Touch>> = BTreeMap::new();
        for (i, node) in self.touch_node.iter().enumerate() {
            let touch = (self.touch_at[i], self.touch_way[i]);
            out.entry(component[node.index()]).or_default().push(touch);
        }
        out
    }
}

/// Closed ways while the graph is made: nodes are indices among those of the records.
#[derive(Default)]
pub(super) struct Draft {
    /// Lines open to some: way, and the end of its points.
    lines: Vec<(i64, usize)>,
    nodes: Vec<u32>,
    points: Vec<[i32; 2]>,
    /// Nodes of closed ways of any kind, and the way.
    claims: Vec<(u32, i64)>,
    /// Whether a node has a claim, by node.
    claimed: Vec<bool>,
    /// Nodes of edges that closed ways have too, and the junction the edge begins at.
    met: Vec<(u32, NodeId)>,
    /// Those of them at which anybody can enter the street.
    entered: Vec<(u32, NodeId)>,
}

impl Draft {
    /// The closed ways of records whose nodes are in order.
    pub(super) fn new(records: &StreetRecords) -> Self {
        let mut draft = Draft::default();
        let mut finder = Finder::new(&records.node_ids);
        for way in &records.closed {
            let is_line = way.closure == Closure::OpenToSome;
            let mut from = draft.points.len();
            for id in records.nodes_of_closed(way) {
                let Some(i) = finder.find(*id) else {
                    draft.end_line(way.id, &mut from);
                    continue;
                };
                let node = i as u32;
                draft.claims.push((node, way.id));
                if is_line {
                    draft.nodes.push(node);
                    draft.points.push(records.node_positions[i]);
                }
            }
            draft.end_line(way.id, &mut from);
        }
        draft.claims.sort_unstable();
        draft.claims.dedup();
        draft.claimed = vec![false; records.node_ids.len()];
        for (node, _) in &draft.claims {
            draft.claimed[*node as usize] = true;
        }
        draft
    }

    fn end_line(&mut self, way: i64, from: &mut usize) {
        if self.points.len() - *from > 1 {
            self.lines.push((way, self.points.len()));
        } else {
            self.points.truncate(*from);
            self.nodes.truncate(*from);
        }
        *from = self.points.len();
    }

    /// Takes note of an edge of the graph: its nodes, the junction it begins at, its flags.
    pub(super) fn meet(&mut self, nodes: &[u32], from: NodeId, flags: u16) {
        if flags & flag::FOOT == 0 {
            return;
        }
        let enters = wheelable(flags) && flags & (flag::FERRY | flag::TUNNEL) == 0;
        for &node in nodes.iter().filter(|n| self.claimed[**n as usize]) {
            self.met.push((node, from));
            if enters {
                self.entered.push((node, from));
            }
        }
    }

    fn ways_at(&self, node: u32) -> &[(u32, i64)] {
        let from = self.claims.partition_point(|c| c.0 < node);
        let rest = self.claims.get(from..).unwrap_or_default();
        &rest[..rest.partition_point(|c| c.0 == node)]
    }

    /// What is kept, once walking components are known.
    pub(super) fn finish(mut self, streets: &Streets, positions: &[[i32; 2]]) -> ClosedWays {
        let component = |node: NodeId| streets.component[node.index()];
        self.met.sort_unstable();
        self.met.dedup();
        let mut touches: Vec<(NodeId, [i32; 2], i64)> = Vec::new();
        for &(node, junction) in self.met.iter().filter(|(_, j)| component(*j) > 0) {
            let ways = self.ways_at(node).iter();
            touches.extend(ways.map(|(_, way)| (junction, positions[node as usize], *way)));
        }
        touches.sort_unstable();
        self.entered.retain(|(_, j)| component(*j) == 0);
        let mut main: Vec<u32> = self.entered.iter().map(|(node, _)| *node).collect();
        main.sort_unstable();
        main.dedup();
        let mut closed = ClosedWays::default();
        let mut from = 0;
        for &(way, to) in &self.lines {
            let (nodes, points) = (&self.nodes[from..to], &self.points[from..to]);
            from = to;
            if !is_short_drive(nodes, points, &main) {
                closed.way.push(way);
                closed.shape.push(points.iter().copied());
            }
        }
        closed.index = StreetIndex::of(&closed.shape, |_| true);
        closed.touch_node = touches.iter().map(|t| t.0).collect();
        closed.touch_at = touches.iter().map(|t| t.1).collect();
        closed.touch_way = touches.iter().map(|t| t.2).collect();
        closed
    }
}

/// Whether all of a line lies so near a place where everybody can enter the largest part of the streets that no
/// point is nearer to it by [`NEARER_BY_M`]. Most drives are so short; they need not be kept.
fn is_short_drive(nodes: &[u32], points: &[[i32; 2]], main: &[u32]) -> bool {
    let Some(first) = points.first() else {
        return true;
    };
    let scale = metres_per_unit(degrees(*first).lat);
    let metres = |a: &[i32; 2], b: &[i32; 2]| {
        let d = [0, 1].map(|k| (f64::from(a[k]) - f64::from(b[k])) * scale[k]);
        d[0].hypot(d[1])
    };
    // Two metres for the rounding of a plane.
    let near = |p: &[i32; 2]| points.iter().all(|q| metres(p, q) < NEARER_BY_M - 2.0);
    let mut ends = nodes.iter().zip(points);
    ends.any(|(node, p)| main.binary_search(node).is_ok() && near(p))
}
