//! Neighbourhoods, districts and municipalities of the country: what lies nearest to their middles.

use super::land::Land;
use super::lattice::{Dice, mixed};
use crate::synth::areas::{Area, cell_of_near};
use crate::synth::geom::*;

/// Inhabitants a neighbourhood, about.
const BUURT: f64 = 1_900.0;
/// Neighbourhoods of a town that make a district.
const WIJK: usize = 5;
/// Municipalities of 2 300 settlements, of which 1 in so many is the main one.
const TOWNS_EACH: usize = 7;

/// Divides the land.
pub fn divide(land: &Land) -> Vec<Area> {
    let [x0, y0, x1, y1] = land.bounds();
    let edge = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    let seats = (land.towns.len() / TOWNS_EACH).max(1);
    // (town, number within it, middle)
    let mut seeds: Vec<(usize, usize, P)> = Vec::new();
    for (t, town) in land.towns.iter().enumerate() {
        let n = ((town.people / BUURT).round() as usize).max(1);
        let mut dice = Dice::new(land.seed ^ 0xD1, t as i64, 0);
        for k in 0..n {
            // Evenly over the disc, as seeds of a sunflower.
            let far = ((k as f64 + 0.5) / n as f64).sqrt() * town.radius;
            let turn = k as f64 * 137.507_764 + dice.share() * 12.0;
            let at = if n == 1 {
                town.at
            } else {
                polar(town.at, far, turn)
            };
            seeds.push((t, k, at));
        }
    }
    let middles: Vec<P> = seeds.iter().map(|s| s.2).collect();
    let near = Near::new(&middles, [x0, y0, x1, y1]);
    let municipality: Vec<usize> = (land.towns.iter())
        .map(|t| {
            (0..seats)
                .min_by(|&a, &b| {
                    let d = |k: usize| dist(land.towns[k].at, t.at) / land.towns[k].radius.sqrt();
                    d(a).total_cmp(&d(b))
                })
                .unwrap_or(0)
        })
        .collect();
    // Districts are numbered within their municipality, town by town.
    let mut first = vec![0usize; land.towns.len()];
    let mut count = vec![0usize; seats];
    for (t, town) in land.towns.iter().enumerate() {
        let buurten = ((town.people / BUURT).round() as usize).max(1);
        first[t] = count[municipality[t]];
        count[municipality[t]] += buurten.div_ceil(WIJK);
    }
    let mut areas: Vec<Area> = seeds
        .iter()
        .enumerate()
        .map(|(s, &(t, k, at))| {
            let town = &land.towns[t];
            let m = municipality[t];
            let (wijk, number) = (first[t] + k / WIJK, 1_001 + m);
            let several = town.people / BUURT >= 1.5;
            Area {
                rings: vec![cell_of_near(&edge, at, near.around(at, s))],
                name: if several {
                    format!("{} {}", land.quarter_name(at), town.name)
                } else {
                    town.name.clone()
                },
                code: format!("BU{number}{wijk:03}{:02}", k % WIJK + 1),
                district: (
                    if several {
                        format!("{} wijk {}", town.name, k / WIJK + 1)
                    } else {
                        town.name.clone()
                    },
                    format!("WK{number}{wijk:03}"),
                ),
                municipality: (land.towns[m].name.clone(), format!("GM{number}")),
            }
        })
        .collect();
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    areas
}

impl Land {
    /// A name for a quarter, after one of its streets.
    fn quarter_name(&self, at: P) -> String {
        let u = scale(sub(at, self.origin), 1.0 / super::land::STEP_M);
        let [i, j] = u.map(|c| c as i32);
        let axis = (mixed(self.seed, i.into(), j.into()) & 1) as usize;
        let street = self.street_name(axis, i, j);
        let stem = [
            "straat", "laan", "plein", "weg", "pad", "hof", "kade", "steeg", "gang",
        ]
        .iter()
        .find_map(|end| street.strip_suffix(end))
        .unwrap_or(&street);
        format!("{}buurt", stem.trim_end())
    }
}

/// Points by square, to find those around a place in order of distance.
struct Near<'a> {
    points: &'a [P],
    squares: Vec<Vec<u32>>,
    size: [i32; 2],
    origin: P,
}

const SQUARE_M: f64 = 2_500.0;

impl<'a> Near<'a> {
    fn new(points: &'a [P], [x0, y0, x1, y1]: [f64; 4]) -> Self {
        let size = [x1 - x0, y1 - y0].map(|d| (d / SQUARE_M).ceil() as i32);
        let mut near = Near {
            points,
            squares: vec![Vec::new(); (size[0] * size[1]) as usize],
            size,
            origin: [x0, y0],
        };
        for (k, p) in points.iter().enumerate() {
            let [x, y] = near.square(*p);
            near.squares[(y * size[0] + x) as usize].push(k as u32);
        }
        near
    }
    fn square(&self, p: P) -> [i32; 2] {
        let at = |k: usize| {
            (((p[k] - self.origin[k]) / SQUARE_M).floor() as i32).clamp(0, self.size[k] - 1)
        };
        [at(0), at(1)]
    }
    /// All other points, ring of squares by ring, each with a distance nearer than which none is.
    fn around(&self, p: P, own: usize) -> impl Iterator<Item = (f64, Vec<P>)> {
        let [cx, cy] = self.square(p);
        let rings = self.size[0].max(self.size[1]);
        (0..=rings).map(move |r| {
            let mut found = Vec::new();
            for y in cy - r..=cy + r {
                for x in cx - r..=cx + r {
                    let on_ring = (x - cx).abs() == r || (y - cy).abs() == r;
                    let inside = (0..self.size[0]).contains(&x) && (0..self.size[1]).contains(&y);
                    if on_ring && inside {
                        let list = &self.squares[(y * self.size[0] + x) as usize];
                        let others = list.iter().filter(|k| **k as usize != own);
                        found.extend(others.map(|k| self.points[*k as usize]));
                    }
                }
            }
            (f64::from((r - 1).max(0)) * SQUARE_M, found)
        })
    }
}
