//! Whether a place lies in a polygon, fast also for polygons of many corners.
//!
//! A polygon with many corners is cut into strips, each with the edges that reach into it: only those of the place's own
//! strip are looked at. Strips run along the axis on which edges are shorter, so that the teeth of a comb fall apart
//! whichever way it lies.

use crate::units::LonLat;
use geo::coordinate_position::CoordPos;
use geo::{
    Coord, CoordinatePosition, GeoNum, Kernel, LineString, MultiPolygon, Orientation, Polygon,
};

/// Polygons of fewer edges are gone through as they are.
const FEW_EDGES: usize = 64;
/// Most entries in all strips together, for each edge.
const ENTRIES: usize = 8;

/// A polygon, ready to be asked.
#[derive(Clone, Debug)]
pub struct Strips {
    /// Whether the strips run along y: then x and y are exchanged.
    turned: bool,
    low: f64,
    width: f64,
    /// Edges of the strips one after the other, and where each strip's end.
    edges: Vec<Edge>,
    ends: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    ring: u32,
    from: Coord<f64>,
    to: Coord<f64>,
}

impl Strips {
    /// Of a polygon with many edges; none of one with few.
    pub fn new(polygon: &Polygon<f64>) -> Option<Self> {
        let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let n: usize = rings().map(|r| r.0.len().saturating_sub(1)).sum();
        if n < FEW_EDGES {
            return None;
        }
        let edges = |turned: bool| -> Vec<Edge> {
            let at = |c: Coord<f64>| if turned { Coord { x: c.y, y: c.x } } else { c };
            let of = |(ring, line): (usize, &LineString<f64>)| {
                line.lines()
                    .map(|l| Edge {
                        ring: ring as u32,
                        from: at(l.start),
                        to: at(l.end),
                    })
                    .collect::<Vec<_>>()
            };
            rings().enumerate().flat_map(of).collect()
        };
        [false, true]
            .into_iter()
            .filter_map(|turned| Self::cut(turned, edges(turned)))
            .min_by_key(|s| (s.edges.len().div_ceil(s.ends.len()), s.turned))
    }

    /// Cuts into as many strips across y as the bound on entries allows.
    fn cut(turned: bool, edges: Vec<Edge>) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for e in &edges {
            low = low.min(e.from.y.min(e.to.y));
            high = high.max(e.from.y.max(e.to.y));
        }
        if !(low.is_finite() && high > low) {
            return None;
        }
        let mut strips = edges.len();
        loop {
            let mut cut = Strips {
                turned,
                low,
                width: (high - low) / strips as f64,
                edges: Vec::new(),
                ends: vec![0; strips],
            };
            let spans: Vec<(usize, usize)> = edges.iter().map(|e| cut.span(e)).collect();
            let entries: usize = spans.iter().map(|(a, b)| b - a + 1).sum();
            if strips > 1 && entries > ENTRIES * edges.len() {
                // The fewer strips, the fewer entries; but no fewer than there are edges.
                let share = ENTRIES as f64 * edges.len() as f64 / entries as f64;
                strips = ((strips as f64 * share) as usize).clamp(1, strips - 1);
                continue;
            }
            for (a, b) in &spans {
                cut.ends[*a..=*b].iter_mut().for_each(|n| *n += 1);
            }
            let mut next = 0;
            for n in &mut cut.ends {
                next += std::mem::replace(n, next);
            }
            cut.edges = vec![*edges.first()?; entries];
            // In the order of the rings within each strip.
            for (edge, (a, b)) in edges.iter().zip(&spans) {
                for at in &mut cut.ends[*a..=*b] {
                    cut.edges[*at as usize] = *edge;
                    *at += 1;
                }
            }
            return Some(cut);
        }
    }

    fn strip(&self, y: f64) -> usize {
        // A float that is too large or below zero becomes the nearest whole number.
        (((y - self.low) / self.width) as usize).min(self.ends.len() - 1)
    }

    fn span(&self, e: &Edge) -> (usize, usize) {
        (
            self.strip(e.from.y.min(e.to.y)),
            self.strip(e.from.y.max(e.to.y)),
        )
    }

    /// Where a place lies: what `geo` says of the polygon.
    pub fn position(&self, place: Coord<f64>) -> CoordPos {
        let p = match self.turned {
            true => Coord {
                x: place.y,
                y: place.x,
            },
            false => place,
        };
        let strip = self.strip(p.y);
        let start = strip.checked_sub(1).map_or(0, |s| self.ends[s] as usize);
        let own = &self.edges[start..self.ends[strip] as usize];
        let mut inside = false;
        for ring in own.chunk_by(|a, b| a.ring == b.ring) {
            let outer = ring.first().is_some_and(|e| e.ring == 0);
            match winding(ring, p) {
                None => return CoordPos::OnBoundary,
                Some(0) if outer => return CoordPos::Outside,
                Some(0) => {}
                Some(_) if outer => inside = true,
                Some(_) => return CoordPos::Outside,
            }
        }
        if inside {
            CoordPos::Inside
        } else {
            CoordPos::Outside
        }
    }
}

/// How often edges of a ring go round a place; none when it lies on one.
fn winding(edges: &[Edge], p: Coord<f64>) -> Option<i32> {
    let mut turns = 0;
    for Edge { from, to, .. } in edges {
        let up = from.y <= p.y && p.y <= to.y;
        let down = to.y <= p.y && p.y <= from.y;
        // An edge to the left neither holds the place nor crosses the line from there to the right.
        if !up && !down || from.x.max(to.x) < p.x {
            continue;
        }
        if from.x.min(to.x) > p.x {
            turns += i32::from(up && p.y < to.y) - i32::from(down && p.y < from.y);
            continue;
        }
        match <f64 as GeoNum>::Ker::orient2d(*from, *to, p) {
            Orientation::Collinear if (from.x.min(to.x)..=from.x.max(to.x)).contains(&p.x) => {
                return None;
            }
            // An edge has its lower end, and not its upper one.
            Orientation::CounterClockwise if up && p.y < to.y => turns += 1,
            Orientation::Clockwise if down && p.y < from.y => turns -= 1,
            _ => {}
        }
    }
    Some(turns)
}

/// Polygons, ready to be asked many times.
pub struct Ready<'a>(Vec<(&'a Polygon<f64>, Option<Strips>)>);

impl<'a> Ready<'a> {
    /// Of some polygons.
    pub fn new(shape: &'a MultiPolygon<f64>) -> Self {
        Ready(shape.iter().map(|p| (p, Strips::new(p))).collect())
    }

    /// Whether a place lies in one of them or on its edge.
    pub fn contains(&self, place: LonLat) -> bool {
        let at = Coord {
            x: place.lon,
            y: place.lat,
        };
        let mut all = self.0.iter();
        all.any(|(p, s)| position(p, s.as_ref(), at) != CoordPos::Outside)
    }
}

/// Where a place lies, by strips where there are some.
pub fn position(polygon: &Polygon<f64>, strips: Option<&Strips>, place: Coord<f64>) -> CoordPos {
    match strips {
        Some(strips) => strips.position(place),
        None => polygon.coordinate_position(&place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// Teeth of a comb, upright or lying.
    fn comb(teeth: usize, lying: bool) -> Polygon<f64> {
        let mut ring = vec![(0.0, 0.0)];
        for k in 0..teeth {
            let x = k as f64;
            ring.extend([(x, 10.0), (x + 0.5, 1.0)]);
        }
        ring.extend([(teeth as f64, 0.0), (0.0, 0.0)]);
        if lying {
            ring.iter_mut().for_each(|p| *p = (p.1, p.0));
        }
        Polygon::new(LineString::from(ring), vec![])
    }

    fn star(spikes: usize) -> Polygon<f64> {
        let ring = (0..=2 * spikes).map(|k| {
            let angle = (k % (2 * spikes)) as f64 / spikes as f64 * std::f64::consts::PI;
            let r = if k % 2 == 0 { 10.0 } else { 1.0 };
            (5.0 + r * angle.cos(), 5.0 + r * angle.sin())
        });
        Polygon::new(ring.collect(), vec![])
    }

    #[test]
    fn strips_say_what_going_through_all_edges_says() {
        let hole =
            |x: f64, y: f64| LineString::from(vec![(x, y), (x + 1.0, y), (x, y + 0.5), (x, y)]);
        let holed = Polygon::new(
            star(40).exterior().clone(),
            vec![hole(4.5, 4.5), hole(5.5, 5.5)],
        );
        // It crosses itself.
        let knot: Vec<(f64, f64)> = (0..=90)
            .map(|k| f64::from(k % 90) * 7.0 * std::f64::consts::TAU / 90.0)
            .map(|a| (5.0 + 5.0 * a.cos(), 5.0 + 5.0 * (a * 2.0).sin()))
            .collect();
        let knot = Polygon::new(LineString::from(knot), vec![]);
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(5);
        for polygon in [comb(50, false), comb(50, true), star(60), holed, knot] {
            let strips = Strips::new(&polygon).unwrap();
            let corners = polygon.exterior().0.clone();
            let mut places: Vec<Coord<f64>> = (0..2000)
                .map(|_| Coord {
                    x: rng.random_range(-1.0..51.0),
                    y: rng.random_range(-1.0..12.0),
                })
                .collect();
            // On corners, and level with them.
            places.extend(&corners);
            places.extend(corners.iter().map(|c| Coord {
                x: c.x + 0.25,
                y: c.y,
            }));
            places.extend(corners.iter().map(|c| Coord {
                x: c.x,
                y: c.y - 0.25,
            }));
            for place in places {
                let (fast, slow) = (strips.position(place), polygon.coordinate_position(&place));
                assert_eq!(fast, slow, "{place:?}");
            }
        }
    }

    #[test]
    fn few_edges_are_looked_at_of_a_hundred_thousand_spikes() {
        for polygon in [comb(100_000, false), comb(100_000, true)] {
            let strips = Strips::new(&polygon).unwrap();
            assert!(strips.edges.len() <= ENTRIES * 200_003);
            let most = strips.ends.windows(2).map(|w| w[1] - w[0]).max();
            assert!(most.is_some_and(|n| n < 20), "{most:?}");
        }
        // Long spikes all round reach into every strip; their entries are bounded.
        let strips = Strips::new(&star(100_000)).unwrap();
        assert!(strips.edges.len() <= ENTRIES * 200_000);
    }
}
