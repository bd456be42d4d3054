//! The street graph: junctions, edges with geodesic lengths and who may use them.
//!
//! Flat columns, made from OpenStreetMap records once and never changed by routing.

use super::closed::ClosedWays;
use super::landscape::Landscape;
use crate::ids::{EdgeId, Jagged, NodeId};
use crate::storage::Column;
use crate::units::{LonLat, degrees};

/// A junction-to-junction graph. Edge `e` runs `from[e]`–`to[e]`; walking goes both ways.
/// An edge may be a loop (`from == to`), and two junctions may have several edges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streets {
    /// Junction positions, `[NodeId]`, in 1e-7 degrees `(lon, lat)` as OpenStreetMap has them.
    pub node_position: Column<[i32; 2]>,
    /// Edge ends, `[EdgeId]`.
    pub from: Column<NodeId>,
    /// Edge ends, `[EdgeId]`.
    pub to: Column<NodeId>,
    /// Geodesic length, millimetres, `[EdgeId]`.
    pub length_mm: Column<u32>,
    /// Fixed crossing time in seconds for ferries with a duration, else 0, `[EdgeId]`.
    pub duration_s: Column<u32>,
    /// Bits of [`flag`](crate::input::osm::flag), `[EdgeId]`.
    pub flags: Column<u16>,
    /// OpenStreetMap way of the edge, `[EdgeId]`, for explanations.
    pub way: Column<i64>,
    /// Class for drawing only: 0 path/footway, 1 minor street, 2 main street, 3 ferry, `[EdgeId]`.
    pub class: Column<u8>,
    /// All points of the edge from `from` to `to`, ends included, 1e-7 degrees `(lon, lat)`.
    pub shape: Jagged<EdgeId, [i32; 2]>,
    /// Walking component of each junction, `[NodeId]`; numbered by size, largest first
    /// (ties by lowest junction). Junctions without a walkable edge have `u32::MAX`.
    pub component: Column<u32>,
    /// Junctions per walking component.
    pub component_size: Column<u32>,
    /// Ways that walkers may not use.
    pub closed: ClosedWays,
    /// What else the street file has for maps.
    pub landscape: Landscape,
}

impl Streets {
    /// Number of junctions.
    pub fn nodes(&self) -> usize {
        self.node_position.len()
    }
    /// Number of edges.
    pub fn edges(&self) -> usize {
        self.from.len()
    }
    /// Position of a junction, degrees.
    pub fn position(&self, node: NodeId) -> LonLat {
        degrees(self.node_position[node.0 as usize])
    }
}

crate::network::columns::stored!(Streets {
    node_position,
    from,
    to,
    length_mm,
    duration_s,
    flags,
    way,
    class,
    shape,
    component,
    component_size,
    closed,
    landscape,
});

/// Length of a line from point to point in whole millimetres, WGS 84; none beyond what an edge can hold.
pub fn length_mm(shape: &[[i32; 2]]) -> Option<u32> {
    let pairs = shape.iter().zip(shape.iter().skip(1));
    let metres: f64 = pairs
        .map(|(a, b)| degrees(*a).distance_m(degrees(*b)))
        .sum();
    let mm = (metres * 1000.0).round();
    (0.0..=f64::from(u32::MAX))
        .contains(&mm)
        .then_some(mm as u32)
}
