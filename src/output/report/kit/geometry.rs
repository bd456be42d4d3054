//! From metres to short SVG paths: one view, whole numbers, relative steps.

use super::html::Piece;
use std::fmt::Write as _;

/// A position in metres in any local metric projection: east, north.
pub type Xy = (f64, f64);

/// The part of the plane a map shows, and how it is scaled.
pub struct View {
    west: f64,
    north: f64,
    scale: f64,
    /// Width in view units, always 2,000.
    pub width: f64,
    /// Height in view units.
    pub height: f64,
    /// Width in metres.
    pub metres: f64,
}

const WIDTH: f64 = 2000.0;

impl View {
    /// The view of all that has to be seen, with a margin. None when there is nothing to show.
    pub fn of<'a>(points: impl Iterator<Item = &'a Xy>) -> Option<Self> {
        let all = points.filter(|p| p.0.is_finite() && p.1.is_finite());
        let [w, s, e, n] = all.fold(None::<[f64; 4]>, |b, p| {
            let b = b.unwrap_or([p.0, p.1, p.0, p.1]);
            Some([b[0].min(p.0), b[1].min(p.1), b[2].max(p.0), b[3].max(p.1)])
        })?;
        let margin = 0.03 * (e - w).max(n - s).max(100.0);
        let [w, s, e, n] = [w - margin, s - margin, e + margin, n + margin];
        // Long thin regions are given air, so that a map is neither a ribbon nor a tower.
        let (mut dx, mut dy) = (e - w, n - s);
        dx = dx.max(dy / 1.25);
        dy = dy.max(dx / 2.2);
        let (west, north) = ((w + e - dx) / 2.0, (s + n + dy) / 2.0);
        let scale = WIDTH / dx;
        (scale.is_finite() && dx > 0.0).then_some(Self {
            west,
            north,
            scale,
            width: WIDTH,
            height: (dy * scale).round(),
            metres: dx,
        })
    }

    /// A position in view units; none when it is nowhere near the view.
    pub fn point(&self, at: Xy) -> Option<(i32, i32)> {
        let x = ((at.0 - self.west) * self.scale).round();
        let y = ((self.north - at.1) * self.scale).round();
        // Far outside is cut off by the frame; absurdly far would only make long numbers.
        let near = x.abs() < 20_000.0 && y.abs() < 20_000.0;
        near.then_some((x as i32, y as i32))
    }

    fn inside(&self, p: (i32, i32)) -> bool {
        let (x, y) = (f64::from(p.0), f64::from(p.1));
        (-40.0..=self.width + 40.0).contains(&x) && (-40.0..=self.height + 40.0).contains(&y)
    }
}

/// What an SVG says as its `viewBox`.
impl Piece for View {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "0 0 {} {}", self.width, self.height);
    }
}

/// Points as one path of lines without length, whose round ends make dots.
pub fn path_of_dots<'a>(view: &View, points: impl Iterator<Item = &'a Xy>) -> String {
    let mut d = String::new();
    for (x, y) in points.filter_map(|p| view.point(*p)) {
        let _ = write!(d, "M{x} {y}h0");
    }
    d
}

/// Open lines as one path. Lines that lie outside the view are left out; a line that starts
/// where the one before ended goes on.
pub fn path_of_lines<'a>(
    view: &View,
    lines: impl Iterator<Item = &'a [Xy]>,
    tolerance: f64,
) -> String {
    let mut d = String::new();
    let mut at: Option<(i32, i32)> = None;
    for line in lines {
        let points: Vec<(i32, i32)> = line.iter().filter_map(|p| view.point(*p)).collect();
        if !points.iter().any(|p| view.inside(*p)) {
            continue;
        }
        let points = simplify(&points, tolerance);
        let [first, rest @ ..] = points.as_slice() else {
            continue;
        };
        if at != Some(*first) {
            let _ = write!(d, "M{} {}", first.0, first.1);
        }
        at = Some(steps(&mut d, *first, rest));
    }
    d
}

/// Closed rings as one path (even-odd).
pub fn path_of_rings(view: &View, rings: &[Vec<Xy>]) -> String {
    let mut d = String::new();
    for ring in rings {
        let points: Vec<(i32, i32)> = ring.iter().filter_map(|p| view.point(*p)).collect();
        let points = simplify(&points, 0.7);
        if let [first, rest @ ..] = points.as_slice()
            && rest.len() >= 2
        {
            let rest = match rest.split_last() {
                Some((last, head)) if last == first => head,
                _ => rest,
            };
            let _ = write!(d, "M{} {}", first.0, first.1);
            steps(&mut d, *first, rest);
            d.push('z');
        }
    }
    d
}

/// Writes relative steps and gives where they end.
fn steps(d: &mut String, mut at: (i32, i32), points: &[(i32, i32)]) -> (i32, i32) {
    let mut sep = "l";
    for p in points {
        let (dx, dy) = (p.0 - at.0, p.1 - at.1);
        let space = if dx < 0 || sep == "l" { "" } else { " " };
        if sep == "l" {
            d.push('l');
        }
        let comma = if dy < 0 { "" } else { " " };
        let _ = write!(d, "{space}{dx}{comma}{dy}");
        sep = "";
        at = *p;
    }
    at
}

/// A line is cut where it is farthest from the chord this often; then in the middle, so that lines made
/// to be slow (thousands of spikes, each cut off at the end of what is left) take no square of time.
const DEEPEST: u8 = 64;

/// Douglas and Peucker's line simplification with an explicit stack; repeated points go first.
fn simplify(points: &[(i32, i32)], tolerance: f64) -> Vec<(i32, i32)> {
    let mut points = points.to_vec();
    points.dedup();
    let n = points.len();
    if n < 3 {
        return points;
    }
    let mut keep = vec![false; n];
    let mut stack = vec![(0, n - 1, 0u8)];
    keep[0] = true;
    keep[n - 1] = true;
    while let Some((a, b, depth)) = stack.pop() {
        let far = farthest(&points, a, b);
        if let Some((i, distance)) = far
            && distance > tolerance
        {
            let i = if depth < DEEPEST { i } else { (a + b) / 2 };
            keep[i] = true;
            let depth = depth.saturating_add(1);
            stack.push((a, i, depth));
            stack.push((i, b, depth));
        }
    }
    let mut kept = keep.iter();
    points.retain(|_| kept.next().copied().unwrap_or(false));
    points
}

/// The point between two that lies farthest from the line between them, and how far; of several as far the last.
fn farthest(points: &[(i32, i32)], a: usize, b: usize) -> Option<(usize, f64)> {
    let (mut best, mut best_square) = (None, 0.0);
    for i in a + 1..b {
        let (x, y) = away(points[i], points[a], points[b]);
        let square = x * x + y * y;
        // Roots take time: none is taken of what is clearly nearer.
        if square < best_square * (1.0 - 1e-9) {
            continue;
        }
        let distance = x.hypot(y);
        if best.is_none_or(|(_, far)| distance >= far) {
            best = Some((i, distance));
            best_square = square;
        }
    }
    best
}

/// The way from `p` to the nearest place on the segment `a`–`b`, turned about.
fn away(p: (i32, i32), a: (i32, i32), b: (i32, i32)) -> (f64, f64) {
    let v = |q: (i32, i32)| (f64::from(q.0 - a.0), f64::from(q.1 - a.1));
    let ((px, py), (bx, by)) = (v(p), v(b));
    let length = bx * bx + by * by;
    let t = if length > 0.0 {
        ((px * bx + py * by) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (px - t * bx, py - t * by)
}

/// A place to put a number in an outline: the centroid of its largest ring.
pub fn centre(rings: &[Vec<Xy>]) -> Option<Xy> {
    let mut best: Option<(f64, Xy)> = None;
    for ring in rings {
        let first = ring.first()?;
        let (mut area, mut cx, mut cy) = (0.0, 0.0, 0.0);
        for (p, q) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (px, py) = (p.0 - first.0, p.1 - first.1);
            let (qx, qy) = (q.0 - first.0, q.1 - first.1);
            let cross = px * qy - qx * py;
            area += cross;
            cx += (px + qx) * cross;
            cy += (py + qy) * cross;
        }
        if area != 0.0 && best.is_none_or(|(a, _)| area.abs() > a) {
            let at = (first.0 + cx / (3.0 * area), first.1 + cy / (3.0 * area));
            best = Some((area.abs(), at));
        }
    }
    best.map(|b| b.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A view unit is a metre; the lower left corner is at the origin.
    fn view() -> View {
        View {
            west: 0.0,
            north: 1000.0,
            scale: 1.0,
            width: WIDTH,
            height: 1000.0,
            metres: WIDTH,
        }
    }

    #[test]
    fn north_is_up_and_lines_join() {
        let view = view();
        assert_eq!(view.point((10.0, 990.0)), Some((10, 10)));
        let lines: [&[Xy]; 3] = [
            &[(0.0, 1000.0), (50.0, 1000.0), (100.0, 1000.0)],
            &[(100.0, 1000.0), (90.0, 980.0)],
            &[(9000.0, 0.0), (9100.0, 0.0)],
        ];
        assert_eq!(
            path_of_lines(&view, lines.into_iter(), 1.0),
            "M0 0l100 0l-10 20"
        );
    }

    #[test]
    fn rings_close_and_have_a_centre() {
        let ring = vec![
            (0.0, 0.0),
            (20.0, 0.0),
            (20.0, 10.0),
            (0.0, 10.0),
            (0.0, 0.0),
        ];
        assert_eq!(
            path_of_rings(&view(), std::slice::from_ref(&ring)),
            "M0 1000l20 0 0-10-20 0z"
        );
        assert_eq!(centre(&[ring]), Some((10.0, 5.0)));
        assert_eq!(centre(&[vec![]]), None);
    }

    #[test]
    fn the_farthest_point_is_that_of_measuring_all() {
        // On a small grid, where many are as far.
        let mut seed = 1u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as i32 % 12
        };
        for _ in 0..300 {
            let points: Vec<(i32, i32)> = (0..40).map(|_| (next(), next() / 3)).collect();
            let distance = |i: usize| {
                let (x, y) = away(points[i], points[0], points[39]);
                x.hypot(y)
            };
            let all = (1..39).map(|i| (i, distance(i)));
            let due = all.max_by(|x, y| x.1.total_cmp(&y.1));
            assert_eq!(farthest(&points, 0, 39), due);
        }
    }

    #[test]
    fn nonsense_positions_are_left_out() {
        let view = view();
        assert_eq!(view.point((f64::NAN, 0.0)), None);
        assert_eq!(view.point((1e300, 0.0)), None);
        assert!(View::of([(f64::NAN, 1.0)].iter()).is_none());
    }

    #[test]
    fn a_hundred_thousand_spikes_take_no_square_of_time() {
        let begun = std::time::Instant::now();
        // Equal ones, and ones that grow.
        for height in [|_: i32| 500, |k: i32| k / 100] {
            let spikes: Vec<(i32, i32)> = (0..200_000)
                .map(|k| (k, if k % 2 == 0 { 0 } else { height(k) }))
                .collect();
            assert!(simplify(&spikes, 0.7).len() > 100_000);
        }
        let took = begun.elapsed();
        assert!(took.as_secs() < 5, "{took:?}");
    }

    #[test]
    fn a_bend_stays_and_a_wobble_goes() {
        let line = [(0, 0), (50, 1), (100, 0), (100, 50)];
        assert_eq!(simplify(&line, 1.5), [(0, 0), (100, 0), (100, 50)]);
    }
}
