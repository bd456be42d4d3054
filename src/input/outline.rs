//! Lines against polygons: whether a line touches one, and where the edge of one is nearest, fast also for polygons of
//! many corners.
//!
//! Edges that follow one another along a ring lie beside one another on the map. So boxes around each sixteen, around
//! sixteen of these and so on up to one are small without any sorting, and of most edges only a box far up is looked at.
//! (Ballard 1981, "Strip trees", CACM 24.)

use super::inside::{self, Strips};
use geo::coordinate_position::CoordPos;
use geo::{BoundingRect, Coord, Intersects, Line, LineString, MultiPolygon, Polygon, Rect};

/// Members of a group.
const GROUP: usize = 16;

/// What rounding may make of the distance to a box, as a part of it.
const DOUBT: f64 = 1e-9;

/// Polygons, ready to be asked many times.
pub struct Outlines<'a>(Vec<Part<'a>>);

struct Part<'a> {
    polygon: &'a Polygon<f64>,
    bounds: Option<Rect<f64>>,
    strips: Option<Strips>,
    edges: Edges,
}

/// The nearest place on an outline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// From the place that was asked for, on the plane around it.
    pub off: (f64, f64),
    /// Length of that.
    pub distance: f64,
}

impl<'a> Outlines<'a> {
    /// Of some polygons.
    pub fn new(shape: &'a MultiPolygon<f64>) -> Self {
        let part = |polygon: &'a Polygon<f64>| Part {
            polygon,
            bounds: polygon.bounding_rect(),
            strips: Strips::new(polygon),
            edges: Edges::new(polygon),
        };
        Outlines(shape.iter().map(part).collect())
    }

    /// Whether any place of a line lies in one of them or on its edge: what `geo` says of them.
    pub fn touches(&self, line: &LineString<f64>) -> bool {
        let (Some(first), Some(own)) = (line.0.first(), line.bounding_rect()) else {
            return false;
        };
        // Where no edge is met all of the line lies where its first place does.
        self.0.iter().any(|part| {
            part.bounds.is_none_or(|b| b.intersects(&own))
                && (part.holds(*first) || line.lines().any(|l| part.edges.meet(&l)))
        })
    }

    /// The nearest place on an edge, on the plane around a place where a degree of longitude is so `narrow`;
    /// none where there is no edge. Of several as near the first.
    pub fn nearest(&self, from: Coord<f64>, narrow: f64) -> Option<Nearest> {
        let plane = Plane { from, narrow };
        let mut best: Option<(Nearest, usize)> = None;
        for part in &self.0 {
            let mut own = best.map(|(n, _)| (n, 0));
            part.edges.nearest(&plane, &mut own);
            best = own;
        }
        best.map(|(nearest, _)| nearest)
    }
}

impl Part<'_> {
    fn holds(&self, place: Coord<f64>) -> bool {
        inside::position(self.polygon, self.strips.as_ref(), place) != CoordPos::Outside
    }
}

/// The edges of a polygon, in their order.
struct Edges {
    lines: Vec<Line<f64>>,
    /// Boxes of each [`GROUP`] edges, then of each so many of these, up to one.
    levels: Vec<Vec<Rect<f64>>>,
}

impl Edges {
    fn new(polygon: &Polygon<f64>) -> Self {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let lines: Vec<Line<f64>> = rings.flat_map(|r| r.lines()).collect();
        let boxes: Vec<Rect<f64>> = lines.iter().map(|l| l.bounding_rect()).collect();
        let mut levels = vec![grouped(&boxes)];
        while let Some(last) = levels.last().filter(|l| l.len() > 1) {
            let next = grouped(last);
            levels.push(next);
        }
        Self { lines, levels }
    }

    /// Whether a line meets any of them.
    fn meet(&self, line: &Line<f64>) -> bool {
        self.any_near(&line.bounding_rect(), |edge| edge.intersects(line))
    }

    /// Whether something holds of an edge whose box meets a box.
    fn any_near(&self, near: &Rect<f64>, mut holds: impl FnMut(&Line<f64>) -> bool) -> bool {
        let mut open: Vec<(usize, usize)> = self.top();
        while let Some((level, at)) = open.pop() {
            if !self.levels[level][at].intersects(near) {
                continue;
            }
            if level > 0 {
                open.extend(members(at, self.levels[level - 1].len()).map(|m| (level - 1, m)));
                continue;
            }
            let mut edges = members(at, self.lines.len()).map(|m| &self.lines[m]);
            if edges.any(|e| e.bounding_rect().intersects(near) && holds(e)) {
                return true;
            }
        }
        false
    }

    /// Puts the nearest place on an edge in for `best`, with the edge's number, where it is nearer.
    fn nearest(&self, plane: &Plane, best: &mut Option<(Nearest, usize)>) {
        let mut open: Vec<(f64, usize, usize)> = Vec::new();
        open.extend(self.top().into_iter().map(|(level, at)| (0.0, level, at)));
        // Of one box those in it are looked at from near to far.
        while let Some((least, level, at)) = open.pop() {
            if best.is_some_and(|(b, _)| least * (1.0 - DOUBT) > b.distance) {
                continue;
            }
            if level > 0 {
                let first = open.len();
                let below = &self.levels[level - 1];
                let members = members(at, below.len());
                open.extend(members.map(|m| (plane.to_box(&below[m]), level - 1, m)));
                open[first..].sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
                continue;
            }
            for number in members(at, self.lines.len()) {
                let found = plane.to_edge(&self.lines[number]);
                let nearer = |(b, other): &(Nearest, usize)| {
                    let by_distance = found.distance.total_cmp(&b.distance);
                    by_distance.then(number.cmp(other)).is_lt()
                };
                if best.as_ref().is_none_or(nearer) {
                    *best = Some((found, number));
                }
            }
        }
    }

    fn top(&self) -> Vec<(usize, usize)> {
        let last = self.levels.len() - 1;
        (0..self.levels[last].len()).map(|at| (last, at)).collect()
    }
}

/// The members of a group, of so many.
fn members(group: usize, of: usize) -> std::ops::Range<usize> {
    group * GROUP..((group + 1) * GROUP).min(of)
}

fn grouped(boxes: &[Rect<f64>]) -> Vec<Rect<f64>> {
    let join = |a: Rect<f64>, b: &Rect<f64>| {
        let low = (a.min().x.min(b.min().x), a.min().y.min(b.min().y));
        let high = (a.max().x.max(b.max().x), a.max().y.max(b.max().y));
        Rect::new(low, high)
    };
    let around = |group: &[Rect<f64>]| group.iter().skip(1).fold(group[0], join);
    boxes.chunks(GROUP).map(around).collect()
}

/// The plane around a place, in degrees of latitude.
struct Plane {
    from: Coord<f64>,
    narrow: f64,
}

impl Plane {
    fn flat(&self, c: Coord<f64>) -> (f64, f64) {
        ((c.x - self.from.x) * self.narrow, c.y - self.from.y)
    }

    /// Least distance to anything in a box.
    fn to_box(&self, b: &Rect<f64>) -> f64 {
        let (low, high) = (self.flat(b.min()), self.flat(b.max()));
        let away = |low: f64, high: f64| low.max(-high).max(0.0);
        away(low.0, high.0).hypot(away(low.1, high.1))
    }

    fn to_edge(&self, edge: &Line<f64>) -> Nearest {
        let ((ax, ay), (bx, by)) = (self.flat(edge.start), self.flat(edge.end));
        let (dx, dy) = (bx - ax, by - ay);
        let long = dx * dx + dy * dy;
        let along = if long > 0.0 {
            (-(ax * dx + ay * dy) / long).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let off = (ax + along * dx, ay + along * dy);
        Nearest {
            off,
            distance: off.0.hypot(off.1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// On a grid, so that lines often meet at corners or lie along edges; or anywhere.
    fn corner() -> impl Strategy<Value = (f64, f64)> {
        prop_oneof![
            3 => (0..12i32, 0..12i32).prop_map(|(x, y)| (f64::from(x), f64::from(y))),
            1 => (-1.0..13.0f64, -1.0..13.0f64),
        ]
    }

    fn ring(longest: usize) -> impl Strategy<Value = LineString<f64>> {
        prop::collection::vec(corner(), 3..longest).prop_map(LineString::from)
    }

    /// Rings may cross themselves and each other; holes may lie outside.
    fn polygons() -> impl Strategy<Value = MultiPolygon<f64>> {
        let polygon = (ring(150), prop::collection::vec(ring(30), 0..3));
        let polygon = polygon.prop_map(|(outer, inner)| Polygon::new(outer, inner));
        prop::collection::vec(polygon, 0..3).prop_map(MultiPolygon)
    }

    proptest! {
        #[test]
        fn lines_touch_what_geo_says_they_touch(
            shape in polygons(),
            lines in prop::collection::vec(prop::collection::vec(corner(), 0..4), 20),
            // Far off in one direction, so that not all is met at once.
            apart in prop::sample::select(vec![0.0, 6.0, 11.0, 12.0, 13.0]),
        ) {
            let outlines = Outlines::new(&shape);
            for line in lines {
                let line: LineString<f64> = line.into_iter().map(|(x, y)| (x + apart, y / 4.0)).collect();
                prop_assert_eq!(outlines.touches(&line), shape.intersects(&line), "{:?}", line);
            }
        }

        #[test]
        fn the_nearest_edge_is_that_of_looking_at_all(
            shape in polygons(),
            places in prop::collection::vec((-30.0..40.0f64, -30.0..40.0f64), 10),
            corners in prop::collection::vec(corner(), 10),
            narrow in 0.1..1.0f64,
        ) {
            let outlines = Outlines::new(&shape);
            for (x, y) in places.into_iter().chain(corners) {
                let plane = Plane { from: Coord { x, y }, narrow };
                let rings = shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
                let all = rings.flat_map(|r| r.lines()).map(|l| plane.to_edge(&l));
                let due = all.min_by(|a, b| a.distance.total_cmp(&b.distance));
                prop_assert_eq!(outlines.nearest(plane.from, narrow), due);
            }
        }
    }

    /// A comb of spikes on a bar, or spikes all round a middle.
    fn spikes(n: usize, round: bool) -> MultiPolygon<f64> {
        let comb = (0..n).flat_map(|k| [(k as f64, 10.0), (k as f64 + 0.5, 1.0)]);
        let star = (0..2 * n).map(|k| {
            let angle = k as f64 * std::f64::consts::PI / n as f64;
            let r = if k % 2 == 0 { 10.0 } else { 9.0 };
            (r * angle.cos(), r * angle.sin())
        });
        let ring: LineString<f64> = match round {
            true => star.collect(),
            false => comb.chain([(n as f64, 0.0), (0.0, 0.0)]).collect(),
        };
        MultiPolygon(vec![Polygon::new(ring, vec![])])
    }

    #[test]
    fn few_edges_are_looked_at_of_a_hundred_thousand_spikes() {
        for (shape, height) in [(spikes(100_000, false), 5.0), (spikes(100_000, true), 9.5)] {
            let edges = Edges::new(&shape.0[0]);
            let mut looked = 0;
            for k in 0..100 {
                let x = f64::from(k) / 100.0;
                let line = Line::new((x, height), (x + 0.001, height));
                edges.any_near(&line.bounding_rect(), |_| {
                    looked += 1;
                    false
                });
            }
            assert!(looked > 0 && looked < 100 * 200, "{looked}");
        }
    }
}
