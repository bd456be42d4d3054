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

    /// The view of where people live, and of what else must be seen. One home far outside does not make everybody else
    /// small: the middle 90 % of people, by west and east and by south and north, count as the core; of what lies within
    /// a core's width around it the middle 99 % are taken, and all that lies within a third of their width of those. Areas and homes beyond are cut
    /// off. `people` are those of each home, and with none every home counts alike; `areas` are corners of areas. None
    /// when there is nothing to show.
    pub fn of_people<'a>(
        homes: &'a [Xy],
        people: &[f64],
        areas: impl Iterator<Item = &'a Xy>,
        must: impl Iterator<Item = &'a Xy>,
    ) -> Option<Self> {
        let weight = |i: usize| people.get(i).copied().filter(|w| w.is_finite() && *w > 0.0);
        let known = (0..homes.len()).any(|i| weight(i).is_some());
        let all = homes.iter().enumerate();
        let living: Vec<(Xy, f64)> = all
            .filter(|(_, p)| p.0.is_finite() && p.1.is_finite())
            .filter_map(|(i, p)| Some((*p, if known { weight(i)? } else { 1.0 })))
            .collect();
        if living.is_empty() {
            return Self::of(areas.chain(must));
        }
        let core = grown(middle(&living, 0.90), 1.0);
        let around: Vec<(Xy, f64)> = living.into_iter().filter(|h| within(core, h.0)).collect();
        let near = grown(middle(&around, 0.99), 0.35);
        let seen = homes.iter().chain(areas).filter(|p| within(near, **p));
        Self::of(seen.chain(must))
    }

    /// How many of some positions lie outside of the view.
    pub fn outside(&self, points: &[Xy]) -> usize {
        let inside = |p: &&Xy| {
            self.point(**p).is_some_and(|(x, y)| {
                (0.0..=self.width).contains(&f64::from(x))
                    && (0.0..=self.height).contains(&f64::from(y))
            })
        };
        points.len() - points.iter().filter(inside).count()
    }

    /// A position in view units, however far away.
    fn exact(&self, at: Xy) -> Xy {
        (
            (at.0 - self.west) * self.scale,
            (self.north - at.1) * self.scale,
        )
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

/// The box around the middle part of weighted positions, by each of the two directions: west, south, east, north.
fn middle(points: &[(Xy, f64)], part: f64) -> [f64; 4] {
    let ends = |value: fn(&Xy) -> f64| {
        let mut sorted: Vec<(f64, f64)> = points.iter().map(|(p, w)| (value(p), *w)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let left_out = (1.0 - part) / 2.0 * sorted.iter().map(|s| s.1).sum::<f64>();
        let first_beyond = |from: &mut dyn Iterator<Item = &(f64, f64)>| {
            let mut sum = 0.0;
            let mut beyond = from.skip_while(|(_, w)| {
                sum += w;
                sum <= left_out
            });
            beyond.next().map_or(0.0, |s| s.0)
        };
        let low = first_beyond(&mut sorted.iter());
        (low, first_beyond(&mut sorted.iter().rev()))
    };
    let ((w, e), (s, n)) = (ends(|p| p.0), ends(|p| p.1));
    [w, s, e, n]
}

/// A box with a part of its longer side added on each side; at least 500 m.
fn grown([w, s, e, n]: [f64; 4], part: f64) -> [f64; 4] {
    let more = (part * (e - w).max(n - s)).max(500.0);
    [w - more, s - more, e + more, n + more]
}

fn within([w, s, e, n]: [f64; 4], p: Xy) -> bool {
    (w..=e).contains(&p.0) && (s..=n).contains(&p.1)
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

/// Rings of water as one path, to be filled where rings go round a point more often against the clock than with it.
/// Cut off a little outside of the view; those smaller than `least` square units there are left out.
pub fn path_of_water(view: &View, rings: &[Vec<Xy>], tolerance: f64, least: f64) -> String {
    const EDGE: f64 = 50.0;
    let frame = [-EDGE, -EDGE, view.width + EDGE, view.height + EDGE];
    let mut d = String::new();
    for ring in rings {
        let ring: Vec<Xy> = ring.iter().map(|p| view.exact(*p)).collect();
        let ring = clip(ring, frame);
        if doubled_area(&ring).abs() < 2.0 * least {
            continue;
        }
        let whole = |p: &Xy| (p.0.round() as i32, p.1.round() as i32);
        let mut points: Vec<(i32, i32)> = ring.iter().map(whole).collect();
        points.extend(points.first().copied());
        let points = simplify(&points, tolerance);
        if let [first, rest @ .., _] = points.as_slice()
            && rest.len() >= 2
        {
            let _ = write!(d, "M{} {}", first.0, first.1);
            steps(&mut d, *first, rest);
            d.push('z');
        }
    }
    d
}

/// Twice the area of a ring that may be closed or not; negative one way round.
fn doubled_area(ring: &[Xy]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// The part of a ring within a frame (Sutherland and Hodgman): cut along one side of the frame after the other. Where
/// several parts are left they hang together along the frame.
fn clip(mut ring: Vec<Xy>, [west, north, east, south]: [f64; 4]) -> Vec<Xy> {
    type Side = fn(&Xy) -> f64;
    let (x, y): (Side, Side) = (|p| p.0, |p| p.1);
    for (value, limit, sign) in [
        (x, west, 1.0),
        (x, east, -1.0),
        (y, north, 1.0),
        (y, south, -1.0),
    ] {
        let depth = |p: &Xy| sign * (value(p) - limit);
        if ring.iter().all(|p| depth(p) >= 0.0) {
            continue;
        }
        let mut kept = Vec::with_capacity(ring.len());
        for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            let (da, db) = (depth(a), depth(b));
            if da >= 0.0 {
                kept.push(*a);
            }
            if (da >= 0.0) != (db >= 0.0) {
                let t = da / (da - db);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
        }
        ring = kept;
    }
    ring
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
    fn a_home_far_outside_does_not_shrink_the_region() {
        // A town of 30 by 20 homes, 100 m apart.
        let mut homes: Vec<Xy> = (0..600)
            .map(|i| (f64::from(i % 30) * 100.0, f64::from(i / 30) * 100.0))
            .collect();
        let view = |homes: &[Xy], people: &[f64]| {
            let none = [].iter();
            View::of_people(homes, people, none.clone(), none).unwrap()
        };
        let town = view(&homes, &[]);
        assert_eq!(town.outside(&homes), 0);
        // One 80 km away; then a farm 3 km off, which still belongs to it.
        homes.push((80_000.0, 5_000.0));
        let with_one = view(&homes, &[]);
        assert_eq!(with_one.metres, town.metres);
        assert_eq!(with_one.outside(&homes), 1);
        homes.push((3_200.0, -100.0));
        assert_eq!(view(&homes, &[]).outside(&homes), 1);
        // Where most people live far away, that is no outlier.
        let mut people = vec![1.0; homes.len()];
        people[600] = 5_000.0;
        assert_eq!(view(&homes, &people).outside(&homes[600..601]), 0);
        // A place that must be seen is; so are areas near by, but not those far away.
        let sites = [(9_000.0, 0.0)];
        let areas = [(-300.0, -200.0), (500_000.0, 0.0)];
        let seen = View::of_people(&homes, &[], areas.iter(), sites.iter()).unwrap();
        assert_eq!((seen.outside(&sites), seen.outside(&areas)), (0, 1));
        // No homes at all: the areas.
        let areas_only = View::of_people(&[], &[], areas.iter(), [].iter()).unwrap();
        assert_eq!(areas_only.outside(&areas), 0);
        assert!(View::of_people(&[], &[], [].iter(), [].iter()).is_none());
    }

    #[test]
    fn what_is_cut_at_the_frame_covers_the_same_inside_it() {
        // Whether a point lies inside, by the even-odd rule.
        let inside = |ring: &[Xy], (x, y): Xy| {
            let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
            let crossed = pairs.filter(|(a, b)| {
                (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
            });
            crossed.count() % 2 == 1
        };
        let mut seed = 3u32;
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from((seed >> 16) % 200) - 50.0
        };
        let frame = [0.0, 0.0, 100.0, 100.0];
        for _ in 0..200 {
            let ring: Vec<Xy> = (0..9).map(|_| (next(), next())).collect();
            let cut = clip(ring.clone(), frame);
            assert!(cut.iter().all(|p| within(grown(frame, 0.0), *p)));
            for i in 0..400 {
                let at = (
                    f64::from(i % 20) * 5.0 + 2.53,
                    f64::from(i / 20) * 5.0 + 2.47,
                );
                assert_eq!(inside(&ring, at), inside(&cut, at), "{ring:?} {at:?}");
            }
        }
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
