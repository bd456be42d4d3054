//! A point guaranteed inside a polygon.

use geo::{Coord, MultiPolygon, Polygon};

/// A point inside the polygons, in their own coordinates: the middle of the widest part inside
/// (even–odd rule) of a level line near the middle of a polygon's height. It is on no edge
/// unless all polygons are without area; then it is a corner. None where there is no corner.
pub fn inside(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let mut best: Option<(f64, Coord<f64>)> = None;
    for polygon in &shape.0 {
        if let Some((width, point)) = widest(polygon)
            && best.is_none_or(|(w, _)| width > w)
        {
            best = Some((width, point));
        }
    }
    best.map(|(_, point)| point)
        .or_else(|| shape.0.iter().find_map(|p| p.exterior().0.first().copied()))
}

/// Width and middle of the widest part inside of a level line that meets no corner.
fn widest(polygon: &Polygon<f64>) -> Option<(f64, Coord<f64>)> {
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for c in &polygon.exterior().0 {
        low = low.min(c.y);
        high = high.max(c.y);
    }
    let middle = low + (high - low) / 2.0;
    // Between the corners next below and next above the middle no edge begins or ends.
    let (mut below, mut above) = (low, high);
    for c in rings().flat_map(|r| &r.0) {
        if c.y <= middle {
            below = below.max(c.y);
        } else {
            above = above.min(c.y);
        }
    }
    let y = below + (above - below) / 2.0;
    if !(y > below && y < above) {
        return None;
    }
    let mut crossings: Vec<f64> = rings()
        .flat_map(|r| r.0.windows(2))
        .filter_map(|edge| match edge {
            [a, b] if (a.y > y) != (b.y > y) => Some(a.x + (b.x - a.x) * ((y - a.y) / (b.y - a.y))),
            _ => None,
        })
        .collect();
    crossings.sort_by(f64::total_cmp);
    let mut best: Option<(f64, Coord<f64>)> = None;
    for pair in crossings.chunks_exact(2) {
        if let [from, to] = *pair {
            let x = from + (to - from) / 2.0;
            if x > from && x < to && best.is_none_or(|(w, _)| to - from > w) {
                best = Some((to - from, Coord { x, y }));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, LineString, polygon};

    #[test]
    fn the_point_is_strictly_inside() {
        let u = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 6., y: 9.),
            (x: 6., y: 2.), (x: 2., y: 2.), (x: 2., y: 9.), (x: 0., y: 9.)];
        let ring = Polygon::new(
            LineString::from(vec![(0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)]),
            vec![LineString::from(vec![
                (1., 1.),
                (8., 1.),
                (8., 9.),
                (1., 9.),
                (1., 1.),
            ])],
        );
        let diamond = polygon![(x: 0., y: 5.), (x: 5., y: 0.), (x: 10., y: 5.), (x: 5., y: 10.)];
        for p in [u, ring, diamond] {
            let shape = MultiPolygon(vec![p]);
            let c = inside(&shape).unwrap();
            assert!(shape.contains(&geo::Point::from(c)), "{shape:?} {c:?}");
        }
    }

    #[test]
    fn without_area_it_is_a_corner() {
        let flat = polygon![(x: 1., y: 1.), (x: 2., y: 1.), (x: 3., y: 1.)];
        assert_eq!(
            inside(&MultiPolygon(vec![flat])),
            Some(Coord { x: 1., y: 1. })
        );
        assert_eq!(inside(&MultiPolygon(vec![])), None);
        let none = Polygon::new(LineString(vec![]), vec![]);
        assert_eq!(inside(&MultiPolygon(vec![none])), None);
    }
}
