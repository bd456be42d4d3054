//! A packed tree of boxes around the walkable streets: the nearest edge without building anything
//! when a network is opened.
//!
//! Edges lie in the order of a Hilbert curve through the middles of their boxes, long ones apart
//! behind the others. Each sixteen make a group with a box around it, each sixteen groups one of
//! the next level, up to one. (Kamel, Faloutsos 1993, "On Packing R-trees", CIKM.) The boxes of
//! edges are kept as 255ths of their group's, rounded outwards: four bytes.

use super::columns::stored;
use super::streets::Streets;
use crate::ids::{EdgeId, Id, Jagged};
use crate::input::osm::flag;
use crate::storage::Column;
use rayon::prelude::*;

/// Members of a group.
const GROUP: usize = 16;

/// The label of a box whose edges have several.
const MIXED: u32 = u32::MAX - 1;

/// West, south, east, north in 1e-7 degrees.
type Bounds = [i32; 4];

/// Holds nothing.
const NOWHERE: Bounds = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];

/// The walkable edges, by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreetIndex {
    /// Boxes of the groups of edges, then of the groups of groups, level by level.
    boxes: Column<Bounds>,
    /// Edges, group by group.
    edges: Column<EdgeId>,
    /// Their boxes: west, south, east, north in 255ths of the group's box from its south-west.
    insets: Column<[u8; 4]>,
}

stored!(StreetIndex {
    boxes,
    edges,
    insets,
});

/// Where something is looked for, and how far.
pub struct Near {
    /// Longitude and latitude, 1e-7 degrees.
    pub centre: [f64; 2],
    /// Metres per 1e-7 degree of longitude and latitude there.
    pub scale: [f64; 2],
}

impl Near {
    /// Least distance to anything in a box, metres: never more than that to an edge in it, however
    /// the two are rounded.
    fn distance(&self, [west, south, east, north]: [f64; 4]) -> f64 {
        let x = (west - self.centre[0]).max(self.centre[0] - east).max(0.0) * self.scale[0];
        let y = (south - self.centre[1])
            .max(self.centre[1] - north)
            .max(0.0)
            * self.scale[1];
        (x * x + y * y).sqrt() * (1.0 - 1e-9) - 1e-6
    }
}

/// A box around two.
fn join(a: Bounds, b: Bounds) -> Bounds {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

fn bounds(points: &[[i32; 2]]) -> Bounds {
    let of = |p: &[i32; 2]| [p[0], p[1], p[0], p[1]];
    points.iter().map(of).fold(NOWHERE, join)
}

/// Long edges would make large boxes for the short ones beside them: under 2 km, under 20 km, more.
fn class([west, south, east, north]: Bounds) -> u64 {
    let longest = (i64::from(east) - i64::from(west)).max(i64::from(north) - i64::from(south));
    u64::from(longest > 200_000) + u64::from(longest > 2_000_000)
}

/// Place of a box's middle on the Hilbert curve through all positions (31 bits an axis).
fn curve([west, south, east, north]: Bounds) -> u64 {
    let middle = |a: i32, b: i32| ((i64::from(a) + i64::from(b) + (1 << 32)) >> 2) as u64;
    let (mut x, mut y) = (middle(west, east), middle(south, north));
    let mut place = 0;
    for bit in (0..31).rev() {
        let (rx, ry) = (x >> bit & 1, y >> bit & 1);
        place = place << 2 | ((3 * rx) ^ ry);
        if ry == 0 {
            if rx == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    place
}

/// A part of a range in 255ths, rounded down or up.
fn part(at: i32, from: i32, to: i32, up: bool) -> u8 {
    let (at, range) = (
        i64::from(at) - i64::from(from),
        i64::from(to) - i64::from(from),
    );
    if range == 0 {
        return 0;
    }
    let part = if up {
        (at * 255 + range - 1) / range
    } else {
        at * 255 / range
    };
    part.clamp(0, 255) as u8
}

impl StreetIndex {
    /// Indexes the edges one may walk on.
    pub fn new(streets: &Streets) -> Self {
        Self::of(&streets.shape, |e| {
            streets.flags[e.index()] & flag::FOOT != 0
        })
    }

    /// Indexes some of these lines.
    pub(super) fn of(
        shapes: &Jagged<EdgeId, [i32; 2]>,
        wanted: impl Fn(EdgeId) -> bool + Sync,
    ) -> Self {
        let mut order: Vec<(u64, u64, EdgeId)> = (0..shapes.len())
            .into_par_iter()
            .map(EdgeId::new)
            .filter(|edge| wanted(*edge))
            .map(|edge| {
                let bounds = bounds(&shapes[edge]);
                (class(bounds), curve(bounds), edge)
            })
            .collect();
        order.par_sort_unstable();
        let edges: Vec<EdgeId> = order.into_iter().map(|(_, _, edge)| edge).collect();
        let mut level: Vec<Bounds> = edges
            .par_chunks(GROUP)
            .map(|group| {
                let each = group.iter().map(|e| bounds(&shapes[*e]));
                each.fold(NOWHERE, join)
            })
            .collect();
        let insets = edges
            .par_iter()
            .enumerate()
            .map(|(i, e)| {
                let ([w, s, east, north], own) = (level[i / GROUP], bounds(&shapes[*e]));
                [
                    part(own[0], w, east, false),
                    part(own[1], s, north, false),
                    part(own[2], w, east, true),
                    part(own[3], s, north, true),
                ]
            })
            .collect::<Vec<_>>();
        let mut boxes = level.clone();
        while level.len() > 1 {
            let above = level
                .chunks(GROUP)
                .map(|g| g.iter().copied().fold(NOWHERE, join));
            level = above.collect();
            boxes.extend(&level);
        }
        Self {
            boxes: boxes.into(),
            edges: edges.into(),
            insets: insets.into(),
        }
    }

    /// Whether columns belong together, for streets of so many edges.
    pub(super) fn fits(&self, edges: usize) -> bool {
        let levels = levels(self.edges.len());
        self.insets.len() == self.edges.len()
            && self.boxes.len() == levels.last().map_or(0, |(first, n)| first + n)
            && (self.edges.par_chunks(1 << 16)).all(|e| e.iter().all(|e| (e.0 as usize) < edges))
    }

    /// Hands out edges that may come nearer than a limit, the likeliest first. `look` looks at an
    /// edge and gives the limit from then on, metres; the first is `limit`. Every edge that comes
    /// within the last limit is handed out.
    pub fn visit(&self, near: &Near, limit: f64, look: impl FnMut(EdgeId) -> f64) {
        self.visit_others(near, limit, None, look);
    }

    /// For each box the label that all edges in it share; [`MIXED`] where they don't.
    pub(super) fn labels(&self, label: impl Fn(EdgeId) -> u32) -> Vec<u32> {
        let of_edges = |group: &[EdgeId]| shared(group.iter().map(|e| label(*e)));
        let of_groups = |group: &[u32]| shared(group.iter().copied());
        let mut level: Vec<u32> = self.edges.chunks(GROUP).map(of_edges).collect();
        let mut all = level.clone();
        while level.len() > 1 {
            level = level.chunks(GROUP).map(of_groups).collect();
            all.extend(&level);
        }
        all
    }

    /// As [`Self::visit`], but passes over groups of which all edges have one label: those of
    /// [`Self::labels`], and the one not wanted.
    pub(super) fn visit_others(
        &self,
        near: &Near,
        limit: f64,
        skip: Option<(&[u32], u32)>,
        mut look: impl FnMut(EdgeId) -> f64,
    ) {
        let search = Search {
            levels: levels(self.edges.len()),
            boxes: &self.boxes,
            edges: &self.edges,
            insets: &self.insets,
            near,
            skip,
        };
        if let Some(top) = search.levels.len().checked_sub(1) {
            search.group(top, 0, limit, &mut look);
        }
    }
}

/// The label that all have; [`MIXED`] where they don't.
fn shared(mut labels: impl Iterator<Item = u32>) -> u32 {
    let first = labels.next().unwrap_or(MIXED);
    if labels.all(|l| l == first) {
        first
    } else {
        MIXED
    }
}

/// First box and number of boxes of each level, groups of edges first.
fn levels(edges: usize) -> Vec<(usize, usize)> {
    let mut levels = Vec::new();
    let (mut first, mut n) = (0, edges);
    while n > 1 || (n == 1 && levels.is_empty()) {
        n = n.div_ceil(GROUP);
        levels.push((first, n));
        first += n;
    }
    levels
}

struct Search<'a> {
    levels: Vec<(usize, usize)>,
    boxes: &'a [Bounds],
    edges: &'a [EdgeId],
    insets: &'a [[u8; 4]],
    near: &'a Near,
    /// Labels of boxes, and the label of those not looked into.
    skip: Option<(&'a [u32], u32)>,
}

impl Search<'_> {
    /// Looks through the members of a group, nearest boxes first; gives the limit from then on.
    fn group(
        &self,
        level: usize,
        group: usize,
        mut limit: f64,
        look: &mut impl FnMut(EdgeId) -> f64,
    ) -> f64 {
        let below = level.checked_sub(1).and_then(|l| self.levels.get(l));
        let n = below.map_or(self.edges.len(), |(_, n)| *n);
        let members = group * GROUP..n.min((group + 1) * GROUP);
        let first = members.start;
        let mut queue = [(f64::INFINITY, 0usize); GROUP];
        let mut queued = 0;
        for member in members {
            if let (Some((first, _)), Some((labels, skipped))) = (below, self.skip)
                && labels.get(first + member) == Some(&skipped)
            {
                continue;
            }
            let bounds = match below {
                Some((first, _)) => self.boxes[first + member].map(f64::from),
                None => self.edge_box(group, member),
            };
            let distance = self.near.distance(bounds);
            if distance <= limit {
                // Sorted as they come: there are few.
                let mut at = queued;
                while at > 0 && queue[at - 1].0 > distance {
                    queue[at] = queue[at - 1];
                    at -= 1;
                }
                queue[at] = (distance, member - first);
                queued += 1;
            }
        }
        for &(distance, member) in &queue[..queued] {
            if distance > limit {
                break;
            }
            limit = match level.checked_sub(1) {
                Some(below) => self.group(below, first + member, limit, look),
                None => look(self.edges[first + member]).min(limit),
            };
        }
        limit
    }

    fn edge_box(&self, group: usize, edge: usize) -> [f64; 4] {
        let [west, south, east, north] = self.boxes[group].map(f64::from);
        let parts = self.insets[edge].map(f64::from);
        let (width, height) = (east - west, north - south);
        [
            west + parts[0] * width / 255.0,
            south + parts[1] * height / 255.0,
            west + parts[2] * width / 255.0,
            south + parts[3] * height / 255.0,
        ]
    }
}
