//! How far a part of the streets is from the others: the gap that nothing bridges.

use super::Network;
use super::links::{metres_per_unit, part};
use super::street_index::Near;
use crate::ids::{EdgeId, Id};
use crate::input::osm::flag;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Farther than this nothing is looked for, metres.
const FARTHEST_M: f64 = 20_000.0;

/// Distance to the nearest open part, metres; none where there is none near.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Gap(Option<f64>);

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.0 {
            None => write!(f, "no other is within {:.0} km", FARTHEST_M / 1000.0),
            Some(m) if m < 0.05 => write!(
                f,
                "the nearest gap is 0 m (a barrier closed to walkers, or a crossing without a common node)"
            ),
            Some(m) if m < 9.95 => write!(f, "the nearest gap is {m:.1} m"),
            Some(m) => write!(f, "the nearest gap is {m:.0} m"),
        }
    }
}

/// For each part wanted one of its edges (the first) and its distance from the nearest other open part.
pub(super) fn gaps(network: &Network, wanted: &BTreeSet<u32>) -> BTreeMap<u32, (EdgeId, Gap)> {
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    let s = &network.streets;
    let part_of = |edge: EdgeId| s.component[s.from[edge.index()].index()];
    // Nobody joins a ferry on its way.
    let walked = |edge: EdgeId| s.flags[edge.index()] & (flag::FOOT | flag::FERRY) == flag::FOOT;
    let mut edges: BTreeMap<u32, Vec<EdgeId>> = BTreeMap::new();
    for edge in (0..s.edges()).map(EdgeId::new).filter(|e| walked(*e)) {
        let part = part_of(edge);
        if part != 0 && wanted.contains(&part) {
            edges.entry(part).or_default().push(edge);
        }
    }
    let labels = network.street_index.labels(part_of);
    let gap = |part: u32, edges: &[EdgeId]| {
        let is_other = |edge: EdgeId| {
            let other = part_of(edge);
            other != part && network.component_open.get(other as usize) == Some(&part::OPEN)
        };
        let mut least = FARTHEST_M;
        let mut found = None;
        for edge in edges {
            let own = &s.shape[*edge];
            let (near, radius) = around(own);
            let skip = Some((&labels[..], part));
            network
                .street_index
                .visit_others(&near, least + radius, skip, |e| {
                    if is_other(e) && walked(e) {
                        let metres = apart(own, &s.shape[e], &near);
                        if metres < least {
                            (least, found) = (metres, Some(metres));
                        }
                    }
                    least + radius
                });
        }
        Gap(found)
    };
    let parts: Vec<(u32, Vec<EdgeId>)> = edges.into_iter().collect();
    let gaps = parts
        .par_iter()
        .map(|(part, edges)| (*part, (edges[0], gap(*part, edges))));
    gaps.collect()
}

/// The middle of a line's box, and the distance from there to its corners, metres.
fn around(line: &[[i32; 2]]) -> (Near, f64) {
    let ends = |k: usize| {
        let values = line.iter().map(|p| p[k]);
        let (low, high) = values.fold((i32::MAX, i32::MIN), |(a, b), v| (a.min(v), b.max(v)));
        (f64::from(low), f64::from(high))
    };
    let [(west, east), (south, north)] = [ends(0), ends(1)];
    let centre = [(west + east) / 2.0, (south + north) / 2.0];
    let scale = metres_per_unit(centre[1] * 1e-7);
    let radius = ((east - west) / 2.0 * scale[0]).hypot((north - south) / 2.0 * scale[1]);
    (Near { centre, scale }, radius)
}

/// Least distance between two lines, metres in a plane.
fn apart(a: &[[i32; 2]], b: &[[i32; 2]], near: &Near) -> f64 {
    let local = |p: &[i32; 2]| [0, 1].map(|k| (f64::from(p[k]) - near.centre[k]) * near.scale[k]);
    let points = |line: &[[i32; 2]]| line.iter().map(local).collect::<Vec<[f64; 2]>>();
    let (a, b) = (points(a), points(b));
    let mut least = f64::INFINITY;
    for p in a.windows(2) {
        for q in b.windows(2) {
            least = least.min(pieces_apart([p[0], p[1]], [q[0], q[1]]));
        }
    }
    least
}

fn pieces_apart(p: [[f64; 2]; 2], q: [[f64; 2]; 2]) -> f64 {
    // On which side of a line a point lies.
    let side = |line: [[f64; 2]; 2], at: [f64; 2]| {
        let d = [line[1][0] - line[0][0], line[1][1] - line[0][1]];
        d[0] * (at[1] - line[0][1]) - d[1] * (at[0] - line[0][0])
    };
    let across = |line, ends: [[f64; 2]; 2]| side(line, ends[0]) * side(line, ends[1]) < 0.0;
    if across(p, q) && across(q, p) {
        return 0.0;
    }
    let ends = [(p[0], q), (p[1], q), (q[0], p), (q[1], p)];
    let least = ends.into_iter().map(|(at, piece)| from_piece(at, piece));
    least.fold(f64::INFINITY, f64::min)
}

/// Distance of a place from a straight piece.
fn from_piece(at: [f64; 2], [a, b]: [[f64; 2]; 2]) -> f64 {
    let d = [b[0] - a[0], b[1] - a[1]];
    let long = d[0] * d[0] + d[1] * d[1];
    let share = if long > 0.0 {
        (((at[0] - a[0]) * d[0] + (at[1] - a[1]) * d[1]) / long).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (at[0] - a[0] - share * d[0]).hypot(at[1] - a[1] - share * d[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_cross_are_not_apart_and_others_by_their_nearest_ends() {
        let level = [[0.0, 0.0], [10.0, 0.0]];
        // Across it, beside its middle, off its end by 3 and 4, along it.
        assert_eq!(pieces_apart(level, [[5.0, -1.0], [5.0, 1.0]]), 0.0);
        assert_eq!(pieces_apart(level, [[5.0, 2.0], [5.0, 9.0]]), 2.0);
        assert_eq!(pieces_apart(level, [[13.0, 4.0], [20.0, 4.0]]), 5.0);
        assert_eq!(pieces_apart(level, [[-5.0, 1.0], [15.0, 1.0]]), 1.0);
    }
}
