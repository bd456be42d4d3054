//! Plane geometry for the generator: metres, x east, y north.

use crate::diagnostics::{Error, Fault};
use crate::units::LonLat;
use proj4rs::Proj;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// A point in metres from the plan's origin.
pub type P = [f64; 2];

/// `a + b`.
pub fn add(a: P, b: P) -> P {
    [a[0] + b[0], a[1] + b[1]]
}

/// `a - b`.
pub fn sub(a: P, b: P) -> P {
    [a[0] - b[0], a[1] - b[1]]
}

/// `a * k`.
pub fn scale(a: P, k: f64) -> P {
    [a[0] * k, a[1] * k]
}

/// Length of a vector.
pub fn norm(a: P) -> f64 {
    (a[0] * a[0] + a[1] * a[1]).sqrt()
}

/// Distance in metres.
pub fn dist(a: P, b: P) -> f64 {
    norm(sub(a, b))
}

/// Direction of length 1; zero stays zero.
pub fn unit(a: P) -> P {
    let n = norm(a);
    if n > 0.0 { scale(a, 1.0 / n) } else { a }
}

/// Dot product.
pub fn dot(a: P, b: P) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// Cross product (positive: `b` is left of `a`).
pub fn cross(a: P, b: P) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

/// `a` at 0, `b` at 1.
pub fn mix(a: P, b: P, t: f64) -> P {
    [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}

/// Turned by an angle in degrees, counter-clockwise.
pub fn turn(a: P, degrees: f64) -> P {
    let (s, c) = degrees.to_radians().sin_cos();
    [a[0] * c - a[1] * s, a[0] * s + a[1] * c]
}

/// Polar to plane; degrees counter-clockwise from east.
pub fn polar(centre: P, radius: f64, degrees: f64) -> P {
    add(centre, turn([radius, 0.0], degrees))
}

/// Nearest point of segment `a`–`b` to `p`: (its share of the way, the point).
pub fn nearest(p: P, a: P, b: P) -> (f64, P) {
    let d = sub(b, a);
    let l2 = dot(d, d);
    let t = if l2 > 0.0 {
        (dot(sub(p, a), d) / l2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (t, mix(a, b, t))
}

/// Distance from a point to a polyline, metres.
pub fn distance_to_line(p: P, line: &[P]) -> f64 {
    line.windows(2)
        .map(|w| dist(p, nearest(p, w[0], w[1]).1))
        .fold(f64::INFINITY, f64::min)
}

/// Where segments cross: shares of the way along each; parallel ones do not.
pub fn crossing(a: P, b: P, c: P, d: P) -> Option<(f64, f64)> {
    let (r, s) = (sub(b, a), sub(d, c));
    let den = cross(r, s);
    if den.abs() < 1e-9 {
        return None;
    }
    let t = cross(sub(c, a), s) / den;
    let u = cross(sub(c, a), r) / den;
    ((0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u)).then_some((t, u))
}

/// Even-odd test; the ring need not repeat its first point.
pub fn inside(p: P, ring: &[P]) -> bool {
    let mut odd = false;
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        if (a[1] > p[1]) != (b[1] > p[1])
            && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]
        {
            odd = !odd;
        }
    }
    odd
}

/// Area of a ring in m², positive when counter-clockwise.
pub fn area(ring: &[P]) -> f64 {
    (0..ring.len())
        .map(|i| cross(ring[i], ring[(i + 1) % ring.len()]))
        .sum::<f64>()
        / 2.0
}

/// Smallest x, smallest y, largest x, largest y.
pub fn bounds(points: &[P]) -> [f64; 4] {
    points.iter().fold(
        [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
        |b, p| {
            [
                b[0].min(p[0]),
                b[1].min(p[1]),
                b[2].max(p[0]),
                b[3].max(p[1]),
            ]
        },
    )
}

/// Length of a polyline, metres.
pub fn length(line: &[P]) -> f64 {
    line.windows(2).map(|w| dist(w[0], w[1])).sum()
}

/// A smooth curve through the points (Catmull–Rom), a point about every `step` metres.
pub fn smooth(points: &[P], step: f64) -> Vec<P> {
    let n = points.len();
    if n < 3 {
        return resample(points, step);
    }
    let mut out = Vec::new();
    for i in 0..n - 1 {
        let (p1, p2) = (points[i], points[i + 1]);
        let p0 = if i > 0 { points[i - 1] } else { p1 };
        let p3 = if i + 2 < n { points[i + 2] } else { p2 };
        let parts = (dist(p1, p2) / step).ceil().max(1.0) as usize;
        for k in 0..parts {
            let t = k as f64 / parts as f64;
            let f = |a: f64, b: f64, c: f64, d: f64| {
                0.5 * (2.0 * b
                    + (c - a) * t
                    + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t
                    + (3.0 * b - a - 3.0 * c + d) * t * t * t)
            };
            out.push([f(p0[0], p1[0], p2[0], p3[0]), f(p0[1], p1[1], p2[1], p3[1])]);
        }
    }
    out.push(points[n - 1]);
    out
}

/// The same line with a point at least every `step` metres; its own points stay.
pub fn resample(points: &[P], step: f64) -> Vec<P> {
    let mut out = Vec::new();
    for w in points.windows(2) {
        let parts = (dist(w[0], w[1]) / step).ceil().max(1.0) as usize;
        out.extend((0..parts).map(|k| mix(w[0], w[1], k as f64 / parts as f64)));
    }
    out.extend(points.last());
    out
}

/// The line moved sideways by `d` metres, positive to the left.
pub fn offset(line: &[P], d: f64) -> Vec<P> {
    (0..line.len())
        .map(|i| {
            let before = line[i.saturating_sub(1)];
            let after = line[(i + 1).min(line.len() - 1)];
            let u = unit(sub(after, before));
            add(line[i], scale([-u[1], u[0]], d))
        })
        .collect()
}

/// A band of the given width around a line, as a ring.
pub fn band(line: &[P], width: f64) -> Vec<P> {
    let mut ring = offset(line, width / 2.0);
    let mut back = offset(line, -width / 2.0);
    back.reverse();
    ring.extend(back);
    ring
}

/// The part of a convex or star-shaped ring nearer to `own` than to `other`.
pub fn nearer_half(ring: &[P], own: P, other: P) -> Vec<P> {
    let middle = mix(own, other, 0.5);
    let normal = sub(other, own);
    let side = |p: P| dot(sub(p, middle), normal);
    let mut out = Vec::with_capacity(ring.len() + 2);
    for i in 0..ring.len() {
        let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
        let (sa, sb) = (side(a), side(b));
        if sa <= 0.0 {
            out.push(a);
        }
        if (sa < 0.0 && sb > 0.0) || (sa > 0.0 && sb < 0.0) {
            out.push(mix(a, b, sa / (sa - sb)));
        }
    }
    out
}

/// A number in 0..1 that depends only on its arguments.
pub fn hash01(seed: u64, x: i64, y: i64) -> f64 {
    let mut bytes = [0u8; 24];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..16].copy_from_slice(&x.to_le_bytes());
    bytes[16..].copy_from_slice(&y.to_le_bytes());
    (xxhash_rust::xxh3::xxh3_64(&bytes) >> 11) as f64 / (1u64 << 53) as f64
}

/// Smooth noise in −1..1 with bumps of about `size` metres.
pub fn noise(seed: u64, p: P, size: f64) -> f64 {
    let (x, y) = (p[0] / size, p[1] / size);
    let (ix, iy) = (x.floor(), y.floor());
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (ease(x - ix), ease(y - iy));
    let v = |dx: i64, dy: i64| hash01(seed, ix as i64 + dx, iy as i64 + dy) * 2.0 - 1.0;
    let low = v(0, 0) + (v(1, 0) - v(0, 0)) * fx;
    let high = v(0, 1) + (v(1, 1) - v(0, 1)) * fx;
    low + (high - low) * fy
}

/// A seed of its own for a part of the region: parts can be made in any order or alone.
pub fn sub_seed(seed: u64, label: &str, index: u64) -> u64 {
    let mut bytes = seed.to_le_bytes().to_vec();
    bytes.extend_from_slice(&index.to_le_bytes());
    bytes.extend_from_slice(label.as_bytes());
    xxhash_rust::xxh3::xxh3_64(&bytes)
}

/// A random generator of its own for a part of the region.
pub fn rng_for(seed: u64, label: &str, index: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(sub_seed(seed, label, index))
}

/// Plan metres to RD New metres and WGS 84 degrees.
pub struct Frame {
    rd: Proj,
    wgs84: Proj,
    origin: P,
}

impl Frame {
    /// A plan whose origin lies at these RD New coordinates, metres.
    ///
    /// # Errors
    /// When the projection library refuses its own definitions.
    pub fn new(origin: P) -> Result<Self, Error> {
        let proj = |text: &str| {
            Proj::from_proj_string(text).map_err(|e| {
                Error::from(Fault::CrsUnknown.at(
                    "EPSG:28992",
                    format!("the projection cannot be set up: {e}"),
                ))
            })
        };
        Ok(Self {
            rd: proj(crs_definitions::EPSG_28992.proj4)?,
            wgs84: proj(crs_definitions::EPSG_4326.proj4)?,
            origin,
        })
    }
    /// RD New coordinates, metres.
    pub fn rd(&self, p: P) -> P {
        add(p, self.origin)
    }
    /// Degrees.
    ///
    /// # Errors
    /// When the point lies outside the area of the projection.
    pub fn lonlat(&self, p: P) -> Result<LonLat, Error> {
        let [x, y] = self.rd(p);
        let mut point = (x, y, 0.0);
        let failed = |e: String| {
            Error::from(Fault::PositionInvalid.at(
                "EPSG:28992",
                format!("({x}, {y}) has no longitude and latitude: {e}"),
            ))
        };
        proj4rs::transform::transform(&self.rd, &self.wgs84, &mut point)
            .map_err(|e| failed(e.to_string()))?;
        LonLat::new(point.0.to_degrees(), point.1.to_degrees())
            .ok_or_else(|| failed("out of range".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amersfoort_is_where_it_is() {
        // The RD origin (155 000, 463 000) is the tower of Amersfoort.
        let frame = Frame::new([155_000.0, 463_000.0]).unwrap();
        let p = frame.lonlat([0.0, 0.0]).unwrap();
        assert!((p.lon - 5.387_206).abs() < 1e-5, "{p:?}");
        assert!((p.lat - 52.155_172).abs() < 1e-5, "{p:?}");
    }

    #[test]
    fn halves_share_the_middle_and_add_up() {
        let ring = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]];
        let (a, b) = ([1.0, 1.0], [3.0, 2.0]);
        let (ra, rb) = (nearer_half(&ring, a, b), nearer_half(&ring, b, a));
        assert!((area(&ra) + area(&rb) - 16.0).abs() < 1e-9);
        assert!(inside(a, &ra) && !inside(b, &ra) && inside(b, &rb));
    }
}
