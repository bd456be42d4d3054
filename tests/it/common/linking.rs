//! The reference's own linking: the nearest place on the nearest usable street, in a local plane
//! around the point. Within a few millimetres of an exact answer.

use super::walking::{Link, Place, Street};
use bereik::network::streets::degrees;
use bereik::units::LonLat;

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

/// The nearest place on the nearest street that `usable` lets through, at most `max_m` metres
/// off; of two as near the one of the street named first. `nodes` are the junctions' positions.
fn nearest(
    nodes: &[LonLat],
    streets: &[Street],
    p: LonLat,
    max_m: f64,
    usable: impl Fn(&Street) -> bool,
) -> Option<Link> {
    let mut best: Option<(f64, Link)> = None;
    for (off, _, link) in feet(nodes, streets, p, usable) {
        if off <= max_m && best.is_none_or(|(d, _)| off < d) {
            best = Some((off, link));
        }
    }
    best.map(|(_, link)| link)
}

/// Whether there is no doubt, by 2 cm, which place a walker is linked to, and whether at all.
pub fn is_clear(nodes: &[LonLat], streets: &[Street], p: LonLat, max_m: f64) -> bool {
    let feet = feet(nodes, streets, p, |s| s.foot);
    let Some((off, foot, _)) = feet.iter().min_by(|a, b| a.0.total_cmp(&b.0)) else {
        return true;
    };
    let apart = |q: &[f64; 2]| (q[0] - foot[0]).hypot(q[1] - foot[1]) > 0.02;
    (off - max_m).abs() > 0.02 && !feet.iter().any(|(o, q, _)| o - off < 0.02 && apart(q))
}

/// Links a point for every way of travelling.
pub fn link(nodes: &[LonLat], streets: &[Street], p: LonLat, max_m: f64) -> Place {
    let foot = nearest(nodes, streets, p, max_m, |s| s.foot);
    Place {
        at: Some(p),
        foot,
        wheels: nearest(nodes, streets, p, max_m, |s| s.foot && s.wheels),
        bike: foot,
        beyond: 0,
    }
}
