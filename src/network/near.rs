//! Finding what lies straight beside a point: places in cells of about a hundred metres.

use super::links::{LONGEST_JOIN_MM, StreetLink, metres_per_unit};

/// Cells a degree: one is at least as high as the longest join, 110.5 m.
const CELLS: f64 = 1000.0;

/// Cells around the globe.
const ROUND: i64 = 360_000;

/// The plane of one point serves up to here; nearer to a pole lines are measured exactly at once.
const FLAT_UP_TO: f64 = 89.0;

/// What the plane may be wrong by over a hundred metres.
const DOUBT_MM: f64 = 200.0;

/// Something that may be joined, as far as needed to rule that out.
#[derive(Clone, Copy)]
struct Spot {
    cell: u64,
    at: [f64; 2],
    off_mm: u32,
    foot_off_mm: u32,
    /// Number in the list that the index was made of.
    number: u32,
}

/// Links by the place of what they belong to.
#[derive(Default)]
pub(super) struct NearBy {
    /// By cell, then by number.
    spots: Vec<Spot>,
    /// The farthest that any of them lies off the street.
    farthest_off_mm: u32,
}

fn row(lat: f64) -> i64 {
    ((lat + 90.0) * CELLS).floor() as i64
}

fn column(lon: f64) -> i64 {
    ((lon + 180.0) * CELLS).floor() as i64
}

fn cell(row: i64, column: i64) -> u64 {
    (row.max(0) as u64) << 32 | column.max(0) as u64
}

impl NearBy {
    /// An index of some links, which are told by their number.
    pub fn new<'a>(links: impl Iterator<Item = &'a StreetLink>) -> Self {
        let spot = |(number, link): (usize, &StreetLink)| Spot {
            cell: cell(row(link.at[1]), column(link.at[0])),
            at: link.at,
            off_mm: link.off_mm,
            foot_off_mm: link.foot_off_mm,
            number: number as u32,
        };
        let mut spots: Vec<Spot> = links.enumerate().map(spot).collect();
        spots.sort_unstable_by_key(|s| (s.cell, s.number));
        Self {
            farthest_off_mm: spots.iter().map(|s| s.off_mm).max().unwrap_or(0),
            spots,
        }
    }

    /// Calls `found` with the number of every link that [`StreetLink::join_mm`] may join to this one,
    /// and of few others.
    pub fn each(&self, link: &StreetLink, mut found: impl FnMut(u32)) {
        let [lon, lat] = link.at;
        let reach_mm = link
            .off_mm
            .saturating_add(self.farthest_off_mm)
            .min(LONGEST_JOIN_MM);
        let reach_m = (f64::from(reach_mm) + DOUBT_MM) / 1000.0;
        let [_, high] = metres_per_unit(0.0);
        let up = reach_m / (high * 1e7);
        let scale = metres_per_unit(lat);
        // Narrower towards the pole: as many degrees as it takes there.
        let [wide, _] = metres_per_unit((lat.abs() + up).min(90.0));
        let across = if wide * 1e7 * 180.0 > reach_m {
            reach_m / (wide * 1e7)
        } else {
            180.0
        };
        let flat = lat.abs() < FLAT_UP_TO;
        let (west, east) = (column(lon - across), column(lon + across));
        // Once more from either side of the antimeridian, unless that is all around already.
        let turns: &[i64] = if east - west < ROUND {
            &[0, -ROUND, ROUND]
        } else {
            &[0]
        };
        for row in row(lat - up).max(0)..=row(lat + up).max(0) {
            for &turn in turns {
                let (west, east) = ((west + turn).max(0), (east + turn).min(ROUND));
                if west > east {
                    continue;
                }
                let last = cell(row, east);
                let first = cell(row, west);
                let start = self.spots.partition_point(|s| s.cell < first);
                for s in self.spots[start..].iter().take_while(|s| s.cell <= last) {
                    let own = link.off_mm.saturating_add(s.off_mm);
                    let on_foot = link.foot_off_mm.saturating_add(s.foot_off_mm);
                    let most = f64::from(own.min(on_foot).min(LONGEST_JOIN_MM)) + DOUBT_MM;
                    let turned = f64::from(turn as i32) / CELLS;
                    let x = (s.at[0] - lon - turned) * 1e10 * scale[0];
                    let y = (s.at[1] - lat) * 1e10 * scale[1];
                    if !flat || x * x + y * y <= most * most {
                        found(s.number);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::EdgeId;
    use proptest::prelude::*;

    fn link(at: [f64; 2], off_mm: u32) -> StreetLink {
        StreetLink {
            at,
            edge: EdgeId(0),
            along_mm: 0,
            off_mm,
            fixed_s: 0,
            ways: 3,
            foot_off_mm: off_mm,
            beyond_mm: 0,
            unused: 0,
        }
    }

    /// What looking at every pair finds.
    fn looked_up(links: &[StreetLink], from: &StreetLink) -> Vec<(u32, u32)> {
        let all = links.iter().enumerate();
        all.filter_map(|(n, to)| Some((n as u32, from.join_mm(to)?)))
            .collect()
    }

    fn found(links: &[StreetLink], from: &StreetLink) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        NearBy::new(links.iter()).each(from, |n| {
            out.extend(from.join_mm(&links[n as usize]).map(|mm| (n, mm)));
        });
        out.sort_unstable();
        out
    }

    proptest! {
        #[test]
        fn the_cells_miss_nothing(
            corner in prop::sample::select(vec![
                [5.1, 52.1], [0.0, 0.0], [-180.0, -16.5], [179.9995, 71.0], [20.0, 88.999], [20.0, 89.9995], [-70.0, -89.9999],
            ]),
            spots in prop::collection::vec((0.0..0.004f64, 0.0..0.003f64, 0u32..130_000), 1..60),
        ) {
            let links: Vec<StreetLink> = (spots.iter())
                .map(|&(x, y, off)| {
                    let lon = corner[0] + x - 0.002;
                    let lon = if lon > 180.0 { lon - 360.0 } else if lon < -180.0 { lon + 360.0 } else { lon };
                    link([lon, (corner[1] + y).clamp(-90.0, 90.0)], off)
                })
                .collect();
            for from in &links {
                prop_assert_eq!(found(&links, from), looked_up(&links, from));
            }
        }
    }

    #[test]
    fn a_join_is_no_longer_than_both_links_and_a_hundred_metres() {
        // On the equator 0.0001 degrees of longitude are 11.131949 m.
        let at = |k: f64| [5.0 + k * 1e-4, 0.0];
        let a = link(at(0.0), 6_000);
        assert_eq!(a.join_mm(&link(at(1.0), 5_131)), None);
        assert_eq!(a.join_mm(&link(at(1.0), 5_132)), Some(11_132));
        assert_eq!(link(at(1.0), 5_132).join_mm(&a), Some(11_132));
        let far = |k| link(at(0.0), 400_000).join_mm(&link(at(k), 400_000));
        assert_eq!(far(8.983), Some(99_998));
        assert_eq!(far(8.984), None, "100.009 m");
        // A wheelchair's links are longer; those on foot count as well.
        let wheels = |k, foot_off_mm| StreetLink {
            foot_off_mm,
            ..link(at(k), 50_000)
        };
        assert_eq!(wheels(0.0, 5_000).join_mm(&wheels(1.0, 5_000)), None);
        assert_eq!(
            wheels(0.0, 5_000).join_mm(&wheels(1.0, 7_000)),
            Some(11_132)
        );
        assert_eq!(link(at(3.0), 0).join_mm(&link(at(3.0), 0)), Some(0));
    }

    #[test]
    fn a_town_on_its_streets_is_not_looked_at_pair_by_pair() {
        // 40,000 addresses at their doors, 2 m off, every metre: each looks at few.
        let links: Vec<StreetLink> = (0..40_000)
            .map(|k| {
                link(
                    [
                        5.0 + f64::from(k % 200) * 1.4e-5,
                        52.0 + f64::from(k / 200) * 9e-6,
                    ],
                    2_000,
                )
            })
            .collect();
        let near = NearBy::new(links.iter());
        let mut looked = 0;
        for from in links.iter().step_by(100) {
            near.each(from, |_| looked += 1);
        }
        assert!(looked < 400 * 80, "{looked}");
    }
}
