//! Linking points and stops to the nearest place on the nearest usable street edge.

use super::street_index::{Near, StreetIndex};
use super::streets::Streets;
use super::walk::wheelable;
use crate::ids::{EdgeId, Id};
use crate::input::osm::flag;
use crate::units::LonLat;
use crate::units::degrees;
use bytemuck::{Pod, Zeroable};

/// Where a point or stop is tied to the streets.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct StreetLink {
    /// What is linked: the point, the stop, or the entrance one gets to the stop through; degrees
    /// `(lon, lat)`.
    pub at: [f64; 2],
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
    /// The straight line that a walker has to the street, millimetres: `off_mm` without `beyond_mm`, but for
    /// a wheelchair.
    pub foot_off_mm: u32,
    /// What of `off_mm` lies beyond what is linked: from an entrance straight on to its platform, millimetres.
    pub beyond_mm: u32,
    /// Fills up to a whole number of words.
    pub unused: u32,
}

/// Longest straight line that joins two points or stops, millimetres.
pub const LONGEST_JOIN_MM: u32 = 100_000;

impl StreetLink {
    /// What is linked.
    pub fn position(&self) -> LonLat {
        let [lon, lat] = self.at;
        LonLat { lon, lat }
    }

    /// Longest straight line that may join what two links belong to, millimetres: no longer than
    /// both links together.
    fn longest_join(&self, other: &StreetLink) -> u32 {
        let own = |l: &Self| l.off_mm.saturating_sub(l.beyond_mm);
        let own = own(self).saturating_add(own(other));
        let on_foot = self.foot_off_mm.saturating_add(other.foot_off_mm);
        own.min(on_foot).min(LONGEST_JOIN_MM)
    }

    /// Length of the straight line that joins what two links belong to, and of what lies beyond it at
    /// either end, millimetres; none where the line is longer than both links together, or than
    /// [`LONGEST_JOIN_MM`]. The same from either end.
    pub fn join_mm(&self, other: &StreetLink) -> Option<u32> {
        let beyond = self.beyond_mm.saturating_add(other.beyond_mm);
        if self.at == other.at {
            return Some(beyond);
        }
        let (a, b) = (self.position(), other.position());
        let (a, b) = if (a.lon, a.lat) < (b.lon, b.lat) {
            (a, b)
        } else {
            (b, a)
        };
        let mm = (a.distance_m(b) * 1000.0).round();
        (mm <= f64::from(self.longest_join(other))).then(|| (mm as u32).saturating_add(beyond))
    }
}

/// A place on an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The street edge.
    pub edge: EdgeId,
    /// It lies between this point of the edge's shape and the next.
    pub piece: usize,
    /// Where, 1e-7 degrees `(lon, lat)`.
    pub at: [i32; 2],
    /// Straight line from the point that was linked, millimetres.
    pub off_mm: u32,
}

/// What a part of the streets (a walking component) catches.
pub mod part {
    /// Nothing: it is left out.
    pub const LEFT_OUT: u8 = 0;
    /// Points and stops.
    pub const OPEN: u8 = 1;
    /// Points and stops near which there is no open part.
    pub const SMALL: u8 = 2;
}

/// Finds nearest streets. Costs nothing to make.
///
/// Edges catch a point in ranks: one of a lower rank does, however far within the limit, before any of a
/// higher one. Where something can be entered from above (no tunnel) goes first, then the size of the
/// part. The lines of ferries catch nothing.
pub struct Linker<'a> {
    streets: &'a Streets,
    index: &'a StreetIndex,
    wheelchair: bool,
    /// What each walking component catches, of [`part`]; all are open where it isn't known.
    parts: Option<&'a [u8]>,
    /// Whether whatever one walks on is meant, ferries and tunnels like the rest.
    any: bool,
}

/// Ranks of edges.
const RANKS: usize = 4;

/// Metres per 1e-7 degree of longitude and latitude at a latitude, on WGS 84 (radii of
/// curvature in the prime vertical and the meridian).
pub(super) fn metres_per_unit(lat: f64) -> [f64; 2] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 6.694_379_990_141_316e-3;
    let (sin, cos) = lat.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    let prime_vertical = A / w2.sqrt();
    let meridian = A * (1.0 - E2) / (w2 * w2.sqrt());
    let unit = 1e-7_f64.to_radians();
    [prime_vertical * cos * unit, meridian * unit]
}

/// The nearest place on an edge.
#[derive(Clone, Copy)]
pub(super) struct Foot {
    /// Metres in the plane at the point.
    pub(super) distance: f64,
    edge: EdgeId,
    /// Straight piece of the edge, and how far along it (0 to 1).
    piece: u32,
    part: f64,
}

impl<'a> Linker<'a> {
    /// Links to the walkable edges of an index, for a wheelchair to those it can use; `parts` says what
    /// each walking component catches ([`part`]).
    pub fn new(
        streets: &'a Streets,
        index: &'a StreetIndex,
        wheelchair: bool,
        parts: Option<&'a [u8]>,
    ) -> Self {
        Self {
            streets,
            index,
            wheelchair,
            parts,
            any: false,
        }
    }

    /// Finds whatever one may walk on, for who points at it: ferries and tunnels like the rest.
    pub fn pointing(streets: &'a Streets, index: &'a StreetIndex) -> Self {
        Self {
            any: true,
            ..Self::new(streets, index, false, None)
        }
    }

    /// The rank in which an edge catches a point; none where it doesn't.
    fn rank(&self, edge: EdgeId) -> Option<usize> {
        let (s, e) = (self.streets, edge.index());
        let flags = s.flags[e];
        let passable = if self.wheelchair {
            wheelable(flags)
        } else {
            flags & flag::FOOT != 0
        };
        if !passable || (flags & flag::FERRY != 0 && !self.any) {
            return None;
        }
        let part = self.parts.map_or(part::OPEN, |parts| {
            let component = s.component[s.from[e].index()] as usize;
            parts.get(component).copied().unwrap_or(part::LEFT_OUT)
        });
        let tunnel = flags & flag::TUNNEL != 0 && !self.any;
        match part {
            part::OPEN => Some(2 * usize::from(tunnel)),
            part::SMALL => Some(2 * usize::from(tunnel) + 1),
            _ => None,
        }
    }

    /// The nearest place on an edge of the lowest rank there is within `max_m` metres; none when there is
    /// none. Ties go to the edge with the lowest id, then to the piece nearest its `from` end.
    pub fn link(&self, point: LonLat, max_m: f64) -> Option<StreetLink> {
        let mut link = self.tie(point, self.nearest(point, max_m)?, max_m)?;
        if self.wheelchair {
            let on_foot = Linker {
                wheelchair: false,
                ..*self
            };
            link.foot_off_mm = on_foot.link(point, max_m)?.off_mm;
        }
        Some(link)
    }

    /// The place that [`Linker::link`] links to, as a place on the shape of its edge.
    pub fn joint(&self, point: LonLat, max_m: f64) -> Option<Joint> {
        let foot = self.nearest(point, max_m)?;
        let link = self.tie(point, foot, max_m)?;
        let shape = &self.streets.shape[foot.edge];
        let piece = foot.piece as usize;
        let (a, b) = (*shape.get(piece)?, *shape.get(piece + 1)?);
        let along = |k: usize| {
            let (a, b) = (f64::from(a[k]), f64::from(b[k]));
            (a + (b - a) * foot.part).round() as i32
        };
        Some(Joint {
            edge: foot.edge,
            piece,
            at: [along(0), along(1)],
            off_mm: link.off_mm,
        })
    }

    fn nearest(&self, point: LonLat, max_m: f64) -> Option<Foot> {
        let near = Near {
            centre: [point.lon * 1e7, point.lat * 1e7],
            scale: metres_per_unit(point.lat),
        };
        let mut best: [Option<Foot>; RANKS] = [None; RANKS];
        self.index.visit(&near, max_m, |edge| {
            // Beyond the best of the lowest rank nothing matters any more.
            let limit = best[0].map_or(max_m, |b| b.distance);
            if let Some(foot) = nearest_on(&self.streets.shape[edge], edge, &near)
                && foot.distance <= limit
                && let Some(rank) = self.rank(edge)
                && best[rank].is_none_or(|b| (foot.distance, edge) < (b.distance, b.edge))
            {
                best[rank] = Some(foot);
            }
            best[0].map_or(max_m, |b| b.distance)
        });
        best.into_iter().flatten().next()
    }

    /// The link by way of a place on an edge, if it is near enough on WGS 84.
    fn tie(&self, point: LonLat, foot: Foot, max_m: f64) -> Option<StreetLink> {
        let Foot {
            edge, piece, part, ..
        } = foot;
        let shape = &self.streets.shape[edge];
        let (a, b) = (*shape.get(piece as usize)?, *shape.get(piece as usize + 1)?);
        let mix = |k: usize| f64::from(a[k]) + (f64::from(b[k]) - f64::from(a[k])) * part;
        let place = LonLat {
            lon: mix(0) * 1e-7,
            lat: mix(1) * 1e-7,
        };
        let off_m = point.distance_m(place);
        if off_m > max_m {
            return None;
        }
        let before: f64 = shape[..=piece as usize]
            .windows(2)
            .map(|w| degrees(w[0]).distance_m(degrees(w[1])))
            .sum();
        let within = degrees(a).distance_m(degrees(b)) * part;
        let along_mm = ((before + within) * 1000.0).round() as u32;
        let off_mm = (off_m * 1000.0).round() as u32;
        Some(StreetLink {
            at: [point.lon, point.lat],
            edge,
            along_mm: along_mm.min(self.streets.length_mm[edge.index()]),
            off_mm,
            fixed_s: 0,
            ways: 3,
            foot_off_mm: off_mm,
            beyond_mm: 0,
            unused: 0,
        })
    }
}

/// The nearest place on a line; ties go to the first piece.
pub(super) fn nearest_on(shape: &[[i32; 2]], edge: EdgeId, near: &Near) -> Option<Foot> {
    let local = |p: [i32; 2]| [0, 1].map(|k| (f64::from(p[k]) - near.centre[k]) * near.scale[k]);
    let mut best: Option<Foot> = None;
    for (piece, ends) in shape.windows(2).enumerate() {
        let (a, b) = (local(ends[0]), local(ends[1]));
        let d = [b[0] - a[0], b[1] - a[1]];
        let len2 = d[0] * d[0] + d[1] * d[1];
        let part = if len2 > 0.0 {
            (-(a[0] * d[0] + a[1] * d[1]) / len2).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let (x, y) = (a[0] + part * d[0], a[1] + part * d[1]);
        let distance = (x * x + y * y).sqrt();
        if best.is_none_or(|b| distance < b.distance) {
            best = Some(Foot {
                distance,
                edge,
                piece: piece as u32,
                part,
            });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::NodeId;
    use proptest::prelude::*;

    /// Streets as `(points, flags, walking component)`, with no more than links need.
    type Drawn = Vec<(Vec<[i32; 2]>, u16, u32)>;

    fn streets(drawn: &Drawn) -> Streets {
        let mut s = Streets::default();
        for (e, (points, flags, component)) in drawn.iter().enumerate() {
            // Each edge has a junction of its own, whose component is its.
            s.component.push(*component);
            s.node_position.push(points[0]);
            s.from.push(NodeId::new(e));
            s.to.push(NodeId::new(e));
            s.length_mm.push(u32::MAX);
            s.flags.push(*flags);
            s.shape.push(points.iter().copied());
        }
        s
    }

    /// Looks at every piece of every edge that catches points, lowest rank first.
    fn nearest(linker: &Linker, point: LonLat, max_m: f64) -> Option<(EdgeId, u32)> {
        let near = Near {
            centre: [point.lon * 1e7, point.lat * 1e7],
            scale: metres_per_unit(point.lat),
        };
        let edges = (0..linker.streets.edges()).map(EdgeId::new);
        let ranked = edges.filter_map(|e| linker.rank(e).map(|rank| (rank, e)));
        let pieces = ranked.flat_map(|(rank, edge)| {
            let shape = linker.streets.shape[edge].windows(2).enumerate();
            shape.map(move |(piece, ends)| (rank, edge, piece as u32, ends))
        });
        let feet = pieces.filter_map(|(rank, edge, piece, ends)| {
            let foot = nearest_on(ends, edge, &near)?;
            (foot.distance <= max_m).then_some((rank, foot.distance, edge, piece))
        });
        let least = |a: &(usize, f64, EdgeId, u32), b: &(usize, f64, EdgeId, u32)| {
            a.partial_cmp(b).expect("no distance is NaN")
        };
        feet.min_by(least).map(|(_, _, edge, piece)| (edge, piece))
    }

    /// The place a link stands for is on that piece, at that distance.
    fn check(linker: &Linker, point: LonLat, max_m: f64) -> Result<(), TestCaseError> {
        let got = linker.link(point, max_m);
        let due = nearest(linker, point, max_m);
        let Some((edge, piece)) = due else {
            prop_assert_eq!(got, None);
            return Ok(());
        };
        let near = Near {
            centre: [point.lon * 1e7, point.lat * 1e7],
            scale: metres_per_unit(point.lat),
        };
        let ends = &linker.streets.shape[edge][piece as usize..][..2];
        let mut foot = nearest_on(ends, edge, &near).expect("a piece");
        foot.piece = piece;
        let own = got.map(|l| StreetLink {
            foot_off_mm: l.off_mm,
            ..l
        });
        prop_assert_eq!(own, linker.tie(point, foot, max_m));
        if let Some(got) = got {
            let on_foot = Linker {
                wheelchair: false,
                ..*linker
            };
            let on_foot = on_foot.link(point, max_m).map(|l| l.off_mm);
            prop_assert_eq!(Some(got.foot_off_mm), on_foot);
        }
        Ok(())
    }

    /// On a grid of some 10 m, so that many are equally near.
    fn town() -> impl Strategy<Value = Drawn> {
        let at = || {
            (0..40i32, 0..40i32).prop_map(|(x, y)| [50_000_000 + x * 1300, 520_000_000 + y * 900])
        };
        let points = prop_oneof![
            8 => prop::collection::vec(at(), 2..4),
            1 => prop::collection::vec(at(), 2..30),
            // A ferry across all of it and far beyond.
            1 => (at(), -9_000_000..9_000_000i32).prop_map(|(a, d)| vec![a, [a[0] + d, a[1] - d]]),
        ];
        let flags = prop_oneof![
            4 => Just(flag::FOOT),
            1 => Just(flag::FOOT | flag::STEPS),
            1 => Just(flag::FOOT | flag::TUNNEL),
            1 => Just(flag::FOOT | flag::FERRY),
            1 => Just(flag::BIKE_FORWARD),
        ];
        prop::collection::vec((points, flags, 0..3u32), 0..400)
    }

    proptest! {
        #[test]
        fn the_index_finds_what_looking_everywhere_finds(
            drawn in town(),
            parts in prop::option::of(prop::collection::vec(0..3u8, 3)),
            wheelchair: bool,
            points in prop::collection::vec((-20.0..60.0f64, -20.0..60.0f64, 0..3u8), 20),
            max_m in prop_oneof![Just(500.0), 0.1..30.0f64, Just(1e5)],
        ) {
            let streets = streets(&drawn);
            let index = StreetIndex::new(&streets);
            prop_assert!(index.fits(streets.edges()));
            let linker = Linker::new(&streets, &index, wheelchair, parts.as_deref());
            for (x, y, on_grid) in points {
                // On the grid itself, in the middle between lines of it, anywhere.
                let snap = |v: f64| match on_grid {
                    0 => v.round(),
                    1 => (v * 2.0).round() / 2.0,
                    _ => v,
                };
                let point = LonLat {
                    lon: (50_000_000.0 + snap(x) * 1300.0) * 1e-7,
                    lat: (520_000_000.0 + snap(y) * 900.0) * 1e-7,
                };
                check(&linker, point, max_m)?;
            }
        }

        #[test]
        fn the_nearest_of_other_parts_is_found_past_ones_own(
            drawn in town(),
            own in 0..3u32,
            points in prop::collection::vec((-20.0..60.0f64, -20.0..60.0f64), 20),
        ) {
            let streets = streets(&drawn);
            let index = StreetIndex::new(&streets);
            let part = |e: EdgeId| streets.component[e.index()];
            let labels = index.labels(part);
            for (x, y) in points {
                let near = Near {
                    centre: [50_000_000.0 + x * 1300.0, 520_000_000.0 + y * 900.0],
                    scale: metres_per_unit(52.0),
                };
                let distance = |e| nearest_on(&streets.shape[e], e, &near).map(|f| f.distance);
                let mut got = f64::INFINITY;
                index.visit_others(&near, got, Some((&labels, own)), |e| {
                    if let Some(d) = distance(e).filter(|_| part(e) != own) {
                        got = got.min(d);
                    }
                    got
                });
                let others = (0..streets.edges()).map(EdgeId::new);
                let others = others.filter(|e| streets.flags[e.index()] & flag::FOOT != 0 && part(*e) != own);
                let due = others.filter_map(distance).fold(f64::INFINITY, f64::min);
                prop_assert_eq!(got, due);
            }
        }
    }

    /// A street at 30 m, a tunnel at 10, a ferry at 5 and a small part at 20.
    #[test]
    fn who_is_caught_by_what() {
        // At 52° north a unit of latitude is 11.1 mm.
        let line = |metres: i32, flags, component| {
            let y = 520_000_000 + metres * 90;
            (vec![[50_000_000, y], [50_001_000, y]], flags, component)
        };
        let drawn = vec![
            line(30, flag::FOOT, 0),
            line(10, flag::FOOT | flag::TUNNEL, 0),
            line(5, flag::FOOT | flag::FERRY, 0),
            line(20, flag::FOOT, 1),
        ];
        let streets = streets(&drawn);
        let index = StreetIndex::new(&streets);
        let point = degrees([50_000_500, 520_000_000]);
        let edge = |linker: &Linker, max_m| linker.link(point, max_m).map(|l| l.edge.0);
        let parts = [part::OPEN, part::SMALL];
        let linker = Linker::new(&streets, &index, false, Some(&parts));
        // The street within 40 m, the small part within 25, the tunnel within 15, within 7 nothing.
        let caught = [40.0, 25.0, 15.0, 7.0].map(|max_m| edge(&linker, max_m));
        assert_eq!(caught, [Some(0), Some(3), Some(1), None]);
        // Where parts are all alike the nearest that can be entered.
        let plain = Linker::new(&streets, &index, false, None);
        assert_eq!(
            [40.0, 15.0].map(|max_m| edge(&plain, max_m)),
            [Some(3), Some(1)]
        );
        // Who points at something means the nearest of all.
        assert_eq!(edge(&Linker::pointing(&streets, &index), 40.0), Some(2));
    }

    #[test]
    fn streets_all_over_the_world_are_found() {
        // From the poles to the antimeridian; every point's nearest is its own.
        let lon = |k: i64| (-1_799_000_000 + k * 35_900_000) as i32;
        let lat = |k: i64| (-890_000_000 + (k * 7 % 100) * 17_800_000) as i32;
        let drawn: Drawn = (0..100)
            .map(|k| {
                let at = [lon(k), lat(k)];
                (vec![at, [at[0] + 500, at[1] + 500]], flag::FOOT, 0)
            })
            .collect();
        let streets = streets(&drawn);
        let index = StreetIndex::new(&streets);
        let linker = Linker::new(&streets, &index, false, None);
        for (e, (points, _, _)) in drawn.iter().enumerate() {
            let link = linker.link(degrees(points[0]), 10.0).expect("a link");
            assert_eq!((link.edge, link.off_mm), (EdgeId::new(e), 0));
        }
    }

    #[test]
    fn no_streets_no_link() {
        let (streets, index) = (Streets::default(), StreetIndex::default());
        let linker = Linker::new(&streets, &index, false, None);
        assert_eq!(
            linker.link(
                LonLat {
                    lon: 5.0,
                    lat: 52.0
                },
                1e6
            ),
            None
        );
        assert!(StreetIndex::new(&streets).fits(0));
    }
}
