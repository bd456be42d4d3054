//! The reference's own linking: the nearest place on the nearest street that catches points, in a local plane
//! around the point. Within a few millimetres of an exact answer.

use super::walking::{Link, Place, Street};
use bereik::units::LonLat;
use bereik::units::degrees;

/// Metres east and north of `origin`, good near it (WGS 84 radii of curvature at its latitude).
pub fn plane(origin: LonLat, p: LonLat) -> [f64; 2] {
    const A: f64 = 6_378_137.0;
    const E2: f64 = 0.006_694_379_990_141_3;
    let lat = origin.lat.to_radians();
    let w = (1.0 - E2 * lat.sin().powi(2)).sqrt();
    let (north, east) = (A * (1.0 - E2) / w.powi(3), A / w * lat.cos());
    [
        (p.lon - origin.lon).to_radians() * east,
        (p.lat - origin.lat).to_radians() * north,
    ]
}

/// The place nearest to a point on each piece of each street that `usable` lets through: metres
/// off, the place as metres east and north of the point, and the link.
fn feet(
    nodes: &[LonLat],
    streets: &[Street],
    p: LonLat,
    usable: impl Fn(&Street) -> bool,
) -> Vec<(f64, [f64; 2], Link)> {
    let mut out = Vec::new();
    for (street, s) in streets.iter().enumerate().filter(|(_, s)| usable(s)) {
        let shape: Vec<LonLat> = [nodes[s.ends[0]]]
            .into_iter()
            .chain(s.bend.map(degrees))
            .chain([nodes[s.ends[1]]])
            .collect();
        let mut before = 0.0;
        for piece in shape.windows(2) {
            let (a, b) = (plane(p, piece[0]), plane(p, piece[1]));
            let ab = [b[0] - a[0], b[1] - a[1]];
            let long = ab[0] * ab[0] + ab[1] * ab[1];
            let share = if long > 0.0 {
                (-(a[0] * ab[0] + a[1] * ab[1]) / long).clamp(0.0, 1.0)
            } else {
                0.0
            };
            let foot = [a[0] + share * ab[0], a[1] + share * ab[1]];
            let off = foot[0].hypot(foot[1]);
            let length = piece[0].distance_m(piece[1]);
            let along = ((before + share * length) * 1000.0).round() as u32;
            let link = Link {
                street,
                along: along.min(s.mm),
                off: (off * 1000.0).round() as u32,
            };
            out.push((off, foot, link));
            before += length;
        }
    }
    out
}

/// The nearest place on the nearest street within `max_m` metres of those that come first: `rank` says who does,
/// none of what catches nothing. Of two as near the one of the street named first.
fn nearest(
    nodes: &[LonLat],
    streets: &[Street],
    p: LonLat,
    max_m: f64,
    rank: impl Fn(usize) -> Option<usize>,
) -> Option<Link> {
    let mut best: Option<((usize, f64), Link)> = None;
    for (off, _, link) in feet(nodes, streets, p, |_| true) {
        if let Some(rank) = rank(link.street)
            && off <= max_m
            && best.is_none_or(|(b, _)| (rank, off) < b)
        {
            best = Some(((rank, off), link));
        }
    }
    best.map(|(_, link)| link)
}

/// Streets that catch points, as people know them.
pub struct Ground<'a> {
    nodes: &'a [LonLat],
    streets: &'a [Street],
    max_m: f64,
    /// For each street whether it is on a small part; none on a part that is left out.
    small: Vec<Option<bool>>,
}

impl<'a> Ground<'a> {
    /// `nodes` are the junctions' positions. Parts of fewer than `least` junctions are small; without a
    /// stop they are left out.
    pub fn new(
        nodes: &'a [LonLat],
        streets: &'a [Street],
        stops: &[LonLat],
        least: usize,
        max_m: f64,
    ) -> Self {
        let mut ground = Ground {
            nodes,
            streets,
            max_m,
            small: vec![Some(false); streets.len()],
        };
        let part = parts(nodes.len(), streets);
        let junctions: Vec<usize> = (0..nodes.len())
            .filter(|n| streets.iter().any(|s| s.foot && s.ends.contains(n)))
            .collect();
        let size = |p: usize| junctions.iter().filter(|n| part[**n] == p).count();
        let all = junctions.iter().map(|n| part[*n]);
        // The largest, of equals the one with the lowest junction.
        let largest = all.max_by_key(|p| (size(*p), std::cmp::Reverse(*p)));
        let of = |street: usize| part[streets[street].ends[0]];
        let held: Vec<usize> = (stops.iter())
            .filter_map(|p| ground.caught(*p, |_| true))
            .map(|link| of(link.street))
            .collect();
        ground.small = (0..streets.len())
            .map(|s| {
                let is_small = size(of(s)) < least && Some(of(s)) != largest;
                (!is_small || held.contains(&of(s))).then_some(is_small)
            })
            .collect();
        ground
    }

    /// In which rank a street catches points: ferries catch none, tunnels where there is nothing else, small
    /// parts where there is no larger one.
    fn rank(&self, street: usize) -> Option<usize> {
        let s = &self.streets[street];
        let small = self.small[street].filter(|_| s.foot && !s.ferry)?;
        Some(2 * usize::from(s.tunnel) + usize::from(small))
    }

    fn caught(&self, p: LonLat, usable: impl Fn(&Street) -> bool) -> Option<Link> {
        let rank = |s: usize| self.rank(s).filter(|_| usable(&self.streets[s]));
        nearest(self.nodes, self.streets, p, self.max_m, rank)
    }

    /// Links a point for every way of travelling.
    pub fn link(&self, p: LonLat) -> Place {
        let foot = self.caught(p, |_| true);
        Place {
            at: Some(p),
            foot,
            wheels: self.caught(p, |s| s.wheels),
            bike: foot,
            beyond: 0,
        }
    }

    /// Whether there is no doubt, by 2 cm, which place one is linked to, and whether at all; whatever part
    /// holds a stop.
    pub fn is_clear(&self, p: LonLat, usable: impl Fn(&Street) -> bool) -> bool {
        let as_large = Ground {
            small: vec![Some(false); self.streets.len()],
            ..*self
        };
        as_large.is_clear_as_it_is(p, &usable) && self.is_clear_as_it_is(p, &usable)
    }

    fn is_clear_as_it_is(&self, p: LonLat, usable: impl Fn(&Street) -> bool) -> bool {
        let mut feet = feet(self.nodes, self.streets, p, |s| s.foot && usable(s));
        feet.retain(|(_, _, link)| self.rank(link.street).is_some());
        if feet.iter().any(|f| (f.0 - self.max_m).abs() <= 0.02) {
            return false;
        }
        feet.retain(|f| f.0 < self.max_m);
        let rank = |f: &(f64, [f64; 2], Link)| self.rank(f.2.street);
        let first = feet.iter().filter_map(rank).min();
        feet.retain(|f| rank(f) == first);
        let Some((off, foot, best)) = feet.iter().min_by(|a, b| a.0.total_cmp(&b.0)) else {
            return true;
        };
        // A street may run back over itself: one place on the map, two along it.
        let twice = |l: &Link| l.street == best.street && l.along.abs_diff(best.along) > 20;
        let apart = |q: &[f64; 2]| (q[0] - foot[0]).hypot(q[1] - foot[1]) > 0.02;
        !feet
            .iter()
            .any(|(o, q, l)| o - off < 0.02 && (apart(q) || twice(l)))
    }
}

/// For each junction the lowest one that can be walked to over the streets, ferries included.
fn parts(nodes: usize, streets: &[Street]) -> Vec<usize> {
    let mut part: Vec<usize> = (0..nodes).collect();
    let mut changed = true;
    while changed {
        changed = false;
        for s in streets.iter().filter(|s| s.foot) {
            let [a, b] = s.ends;
            let least = part[a].min(part[b]);
            changed |= part[a] != part[b];
            (part[a], part[b]) = (least, least);
        }
    }
    part
}
