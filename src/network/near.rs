//! Which street edges lie near some of many points: a coarse grid, never a miss.
//!
//! Linking a few thousand stops to millions of edges needs an index of the edges around the
//! stops only. The grid errs on the side of too many edges.

use crate::units::LonLat;

/// Least metres a unit of 1e-7 degrees spans along a meridian, and along the equator.
const METRES_PER_UNIT: f64 = 0.011_05;
/// Cells a point or an edge may touch; with more of them a grid of this size is no use.
const MOST_CELLS: i64 = 4096;

/// Cells of a grid that lie near points.
pub struct Near {
    /// Logarithm (base 2) of the side of a cell, 1e-7 degrees.
    side: u32,
    /// Cells near a point, sorted; none when all places count as near.
    cells: Option<Vec<(i32, i32)>>,
}

impl Near {
    /// The surroundings of points, `metres` wide.
    pub fn new(points: impl IntoIterator<Item = LonLat>, metres: f64) -> Self {
        let reach = (metres * 1.02 / METRES_PER_UNIT).max(0.0) + 8.0;
        let side = (reach.min(1e9) as u64).next_power_of_two().ilog2();
        let mut near = Self {
            side,
            cells: Some(Vec::new()),
        };
        for p in points {
            let across = reach / p.lat.to_radians().cos().max(1e-9);
            let (x, y) = (p.lon * 1e7, p.lat * 1e7);
            // Casts stop at the ends of the range.
            let corner = |sign: f64| [(x + sign * across) as i32, (y + sign * reach) as i32];
            near.add(corner(-1.0), corner(1.0));
        }
        if let Some(cells) = &mut near.cells {
            cells.sort_unstable();
            cells.dedup();
        }
        near
    }

    /// The cells of a box; none when they are too many.
    fn span(
        &self,
        low: [i32; 2],
        high: [i32; 2],
    ) -> Option<impl Iterator<Item = (i32, i32)> + use<>> {
        let [x0, y0] = low.map(|v| v >> self.side);
        let [x1, y1] = high.map(|v| v >> self.side);
        let long = |a: i32, b: i32| i64::from(b) - i64::from(a) + 1;
        let few = long(x0, x1).checked_mul(long(y0, y1))? <= MOST_CELLS;
        few.then(|| (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y))))
    }

    fn add(&mut self, low: [i32; 2], high: [i32; 2]) {
        let span = self.span(low, high);
        match (span, &mut self.cells) {
            (Some(span), Some(cells)) => cells.extend(span),
            _ => self.cells = None,
        }
    }

    /// Whether a line may come near a point: always true when it does, sometimes when not.
    pub fn touches(&self, line: &[[i32; 2]]) -> bool {
        if line.is_empty() {
            return false;
        }
        let Some(cells) = &self.cells else {
            return true;
        };
        let (mut low, mut high) = ([i32::MAX; 2], [i32::MIN; 2]);
        for p in line {
            for k in [0, 1] {
                low[k] = low[k].min(p[k]);
                high[k] = high[k].max(p[k]);
            }
        }
        match self.span(low, high) {
            Some(mut span) => span.any(|c| cells.binary_search(&c).is_ok()),
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_the_distance_is_never_missed() {
        for lat in [-89.9, -60.0, -0.001, 0.0, 12.3, 52.0, 78.0, 89.999] {
            for metres in [0.0, 1.0, 40.0, 500.0, 20_000.0] {
                let at = LonLat { lon: 4.9, lat };
                let near = Near::new([at], metres);
                for k in 0..64 {
                    let angle = f64::from(k) / 64.0 * std::f64::consts::TAU;
                    let north = lat + metres * angle.sin() / 111_700.0;
                    let east = metres * angle.cos() / (111_330.0 * lat.to_radians().cos());
                    let spot = LonLat {
                        lon: at.lon + east,
                        lat: north.clamp(-90.0, 90.0),
                    };
                    if spot.lon.abs() > 180.0 || spot.distance_m(at) > metres {
                        continue;
                    }
                    let spot = [(spot.lon * 1e7) as i32, (spot.lat * 1e7) as i32];
                    assert!(near.touches(&[spot]), "{lat} {metres} {k}");
                    // A line through it, from far away.
                    assert!(near.touches(&[spot, [spot[0] + 90_000, spot[1] - 70_000]]));
                }
                assert!(lat.abs() > 80.0 || !near.touches(&[[1_000_000_000, 0]]));
                assert!(!near.touches(&[]));
            }
        }
    }
}
