//! Linking points and stops to the nearest place on the nearest usable street edge.

use super::streets::{Streets, degrees};
use crate::ids::{EdgeId, Id};
use crate::units::LonLat;
use bytemuck::{Pod, Zeroable};
use rstar::{AABB, RTree, RTreeObject};

/// Where a point or stop is tied to the streets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct StreetLink {
    /// The street edge.
    pub edge: EdgeId,
    /// Distance along the edge from its `from` end, millimetres.
    pub along_mm: u32,
    /// Straight line between the point and that place, millimetres, walked.
    pub off_mm: u32,
    /// Fixed time on top (a station's pathways), seconds.
    pub fixed_s: u32,
    /// Bit 0: usable from the street to the point; bit 1: from the point to the street.
    pub ways: u32,
}

/// A straight piece of an edge, in the index.
struct Segment {
    edge: EdgeId,
    piece: u32,
    a: [i32; 2],
    b: [i32; 2],
}

impl RTreeObject for Segment {
    type Envelope = AABB<[i32; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.a, self.b)
    }
}

/// Finds nearest streets.
pub struct Linker<'a> {
    streets: &'a Streets,
    tree: RTree<Segment>,
}

/// Metres per 1e-7 degree of longitude and latitude at a latitude, on WGS 84 (radii of
/// curvature in the prime vertical and the meridian).
fn metres_per_unit(lat: f64) -> [f64; 2] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 6.694_379_990_141_316e-3;
    let (sin, cos) = lat.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    let prime_vertical = A / w2.sqrt();
    let meridian = A * (1.0 - E2) / (w2 * w2.sqrt());
    let unit = 1e-7_f64.to_radians();
    [prime_vertical * cos * unit, meridian * unit]
}

impl<'a> Linker<'a> {
    /// Indexes the edges that `usable` lets through.
    pub fn new(streets: &'a Streets, usable: impl Fn(EdgeId) -> bool) -> Self {
        let mut segments = Vec::new();
        for edge in (0..streets.edges()).map(EdgeId::new).filter(|&e| usable(e)) {
            for (piece, ends) in streets.shape[edge].windows(2).enumerate() {
                segments.push(Segment {
                    edge,
                    piece: piece as u32,
                    a: ends[0],
                    b: ends[1],
                });
            }
        }
        Self {
            streets,
            tree: RTree::bulk_load(segments),
        }
    }

    /// The nearest place on an indexed edge within `max_m` metres; none when there is none.
    /// Ties go to the edge with the lowest id, then to the piece nearest its `from` end.
    pub fn link(&self, point: LonLat, max_m: f64) -> Option<StreetLink> {
        let scale = metres_per_unit(point.lat);
        let centre = [point.lon * 1e7, point.lat * 1e7];
        let mut radius = max_m.min(40.0);
        loop {
            if let Some(link) = self.nearest_within(point, centre, scale, radius, max_m) {
                return Some(link);
            }
            if radius >= max_m {
                return None;
            }
            radius = (radius * 4.0).min(max_m);
        }
    }

    fn nearest_within(
        &self,
        point: LonLat,
        centre: [f64; 2],
        scale: [f64; 2],
        radius: f64,
        max_m: f64,
    ) -> Option<StreetLink> {
        // The box is a little wider than the radius: the plane is exact at its centre only.
        let reach = |k: usize| radius * 1.01 / scale[k].max(1e-6) + 2.0;
        let corner =
            |sign: f64| [0, 1].map(|k| (centre[k] + sign * reach(k)).clamp(-2e9, 2e9) as i32);
        let mut best: Option<(f64, EdgeId, u32, f64)> = None;
        for s in self
            .tree
            .locate_in_envelope_intersecting(AABB::from_corners(corner(-1.0), corner(1.0)))
        {
            let local = |p: [i32; 2]| [0, 1].map(|k| (f64::from(p[k]) - centre[k]) * scale[k]);
            let (a, b) = (local(s.a), local(s.b));
            let d = [b[0] - a[0], b[1] - a[1]];
            let len2 = d[0] * d[0] + d[1] * d[1];
            let t = if len2 > 0.0 {
                (-(a[0] * d[0] + a[1] * d[1]) / len2).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let (x, y) = (a[0] + t * d[0], a[1] + t * d[1]);
            let found = ((x * x + y * y).sqrt(), s.edge, s.piece, t);
            let better = best.is_none_or(|b| (found.0, found.1, found.2) < (b.0, b.1, b.2));
            if found.0 <= radius && better {
                best = Some(found);
            }
        }
        let (_, edge, piece, t) = best?;
        let shape = &self.streets.shape[edge];
        let mix = |k: usize| {
            let (a, b) = (
                f64::from(shape[piece as usize][k]),
                f64::from(shape[piece as usize + 1][k]),
            );
            a + (b - a) * t
        };
        let foot = LonLat {
            lon: mix(0) * 1e-7,
            lat: mix(1) * 1e-7,
        };
        let off_m = point.distance_m(foot);
        if off_m > max_m {
            return None;
        }
        let before: f64 = shape[..=piece as usize]
            .windows(2)
            .map(|w| degrees(w[0]).distance_m(degrees(w[1])))
            .sum();
        let within =
            degrees(shape[piece as usize]).distance_m(degrees(shape[piece as usize + 1])) * t;
        let along_mm = ((before + within) * 1000.0).round() as u32;
        Some(StreetLink {
            edge,
            along_mm: along_mm.min(self.streets.length_mm[edge.index()]),
            off_mm: (off_m * 1000.0).round() as u32,
            fixed_s: 0,
            ways: 3,
        })
    }
}
