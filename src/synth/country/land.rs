//! Where the towns and villages of the country lie, and what is built up.
//!
//! Positions are RD New metres. The land is a grid of square tiles of 1.2 km; whatever is drawn
//! is drawn tile by tile, each from its number and the seed alone.

use crate::synth::geom::*;
use rand::RngExt;
use std::collections::BTreeSet;

/// Step of the lattice that streets follow, metres.
pub const STEP_M: f64 = 75.0;
/// Lattice steps along a side of a tile.
pub const SIDE: i32 = 16;
/// Side of a tile, metres.
pub const TILE_M: f64 = STEP_M * SIDE as f64;
/// Tiles of the whole country, west–east and south–north: 134 by 270 km.
pub const WHOLE: [i32; 2] = [112, 225];
/// Settlements of the whole country.
const TOWNS: usize = 2_300;
/// Inhabitants of the whole country in towns and villages.
const PEOPLE: f64 = 17.2e6;
/// Middle of the country, RD New metres.
const MIDDLE: P = [137_200.0, 465_000.0];
/// How far a town can reach beyond its radius, as a share of it.
const REACH: f64 = 1.45;

/// A town or village.
#[derive(Clone, Debug)]
pub struct Town {
    /// Its name, unique.
    pub name: String,
    /// Its centre.
    pub at: P,
    /// Inhabitants it is planned for.
    pub people: f64,
    /// Radius of a disc as large as its built-up part, metres.
    pub radius: f64,
}

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Town it belongs to.
    pub town: u32,
    /// 0 at the edge of the town, towards 1 at its centre; negative outside.
    pub depth: f64,
}

/// The land: its size and its towns, the largest first.
pub struct Land {
    /// Seed of everything.
    pub seed: u64,
    /// Tiles west–east and south–north.
    pub tiles: [i32; 2],
    /// South-west corner.
    pub origin: P,
    /// Towns and villages, the largest first.
    pub towns: Vec<Town>,
    /// Towns that can reach into each tile.
    near: Vec<Vec<u32>>,
}

impl Land {
    /// Settles a land of this share (0 to 1) of the whole country's surface.
    pub fn new(seed: u64, share: f64) -> Self {
        let side = |n: i32| ((f64::from(n) * share.sqrt()).round() as i32).clamp(4, n);
        let tiles = WHOLE.map(side);
        let half = tiles.map(|n| f64::from(n) * TILE_M / 2.0);
        let origin = sub(MIDDLE, half);
        let real =
            f64::from(tiles[0]) * f64::from(tiles[1]) / (f64::from(WHOLE[0]) * f64::from(WHOLE[1]));
        let mut land = Land {
            seed,
            tiles,
            origin,
            towns: Vec::new(),
            near: Vec::new(),
        };
        land.towns = settle(&land, &sizes(real));
        land.near = vec![Vec::new(); (tiles[0] * tiles[1]) as usize];
        for (k, t) in land.towns.iter().enumerate() {
            // Vertices of a tile are moved by up to 400 m.
            let reach = t.radius * REACH + 500.0;
            let low = land.tile_of(sub(t.at, [reach; 2]));
            let high = land.tile_of(add(t.at, [reach; 2]));
            for y in low[1]..=high[1] {
                for x in low[0]..=high[0] {
                    land.near[(y * tiles[0] + x) as usize].push(k as u32);
                }
            }
        }
        land
    }
    /// The tile a place lies in; the nearest one for places outside.
    fn tile_of(&self, p: P) -> [i32; 2] {
        let at = |k: usize| {
            (((p[k] - self.origin[k]) / TILE_M).floor() as i32).clamp(0, self.tiles[k] - 1)
        };
        [at(0), at(1)]
    }
    /// West, south, east, north, metres.
    pub fn bounds(&self) -> [f64; 4] {
        let [x, y] = self.origin;
        let size = self.tiles.map(|n| f64::from(n) * TILE_M);
        [x, y, x + size[0], y + size[1]]
    }
    /// The town a place belongs to, or comes nearest to belong to, if one is near at all.
    pub fn spot(&self, p: P) -> Option<Spot> {
        let [x, y] = self.tile_of(p);
        let near = self.near.get((y * self.tiles[0] + x) as usize)?;
        let mut best: Option<Spot> = None;
        for &k in near {
            let t = &self.towns[k as usize];
            let far = dist(p, t.at) / t.radius;
            if far > REACH {
                continue;
            }
            // Towns are not round: fingers and bays.
            let bump = noise(self.seed ^ u64::from(k), p, (t.radius * 0.7).max(320.0));
            let depth = 1.0 - far * (1.0 + 0.3 * bump);
            if best.is_none_or(|b| depth > b.depth) {
                best = Some(Spot { town: k, depth });
            }
        }
        best
    }
    /// Inhabitants of a full hectare in the built-up part of a town, on average.
    pub fn density(people: f64) -> f64 {
        28.5 * (people / 1_000.0).max(0.2).powf(0.177)
    }
}

/// Sizes by rank: a rank-size rule with a flattened head.
fn sizes(share: f64) -> Vec<f64> {
    let rule = |rank: f64| (rank + 1.5).powf(-0.97);
    let n = ((TOWNS as f64 * share).round() as usize).max(3);
    // A part of the country has every so manieth town, so none of the very largest.
    let mut list: Vec<f64> = (0..n)
        .map(|k| rule(1.0 + (k as f64 + 0.5) / share - 0.5))
        .collect();
    let scale = PEOPLE * share / list.iter().sum::<f64>();
    for size in &mut list {
        *size = (*size * scale).max(450.0);
    }
    list
}

/// Puts the towns on the land, the largest first, where people like to live.
fn settle(land: &Land, sizes: &[f64]) -> Vec<Town> {
    let mut rng = rng_for(land.seed, "towns", 0);
    let mut names = Names::default();
    let [x0, y0, x1, y1] = land.bounds();
    let (width, height) = (x1 - x0, y1 - y0);
    let mut towns: Vec<Town> = Vec::with_capacity(sizes.len());
    for &people in sizes {
        // A sixth of the ground within a town is green, water or work.
        let hectares = people / Land::density(people) / 0.83;
        let radius = (hectares * 10_000.0 / std::f64::consts::PI).sqrt();
        let mut found = None;
        for attempt in 0..4_000 {
            let u = [rng.random_range(0.0..1.0), rng.random_range(0.0..1.0)];
            let at = [x0 + u[0] * width, y0 + u[1] * height];
            let edge = (radius * 1.1).min(width / 4.0);
            if at[0] < x0 + edge || at[0] > x1 - edge || at[1] < y0 + edge || at[1] > y1 - edge {
                continue;
            }
            // A crowded west, a quieter north, and unevenness everywhere.
            let west = (-(((u[0] - 0.3) / 0.22).powi(2) + ((u[1] - 0.48) / 0.16).powi(2))).exp();
            let like = 0.28 + 0.62 * west + 0.22 * noise(land.seed ^ 21, at, 24_000.0)
                - 0.12 * (u[1] - 0.5);
            // Later attempts are less choosy, also about neighbours.
            let room = 1.12 - 0.4 * f64::from(attempt) / 4_000.0;
            if rng.random_range(0.0..1.0) > like.max(0.06) {
                continue;
            }
            let free = towns
                .iter()
                .all(|t| dist(t.at, at) > (t.radius + radius) * room + 350.0);
            if free {
                found = Some(at);
                break;
            }
        }
        if let Some(at) = found {
            towns.push(Town {
                name: names.next(&mut rng),
                at,
                people,
                radius,
            });
        }
    }
    towns
}

#[derive(Default)]
struct Names {
    used: BTreeSet<String>,
}

impl Names {
    fn next(&mut self, rng: &mut impl rand::Rng) -> String {
        const HEADS: [&str; 56] = [
            "Aal", "Anker", "Baren", "Berg", "Biezen", "Bolder", "Braam", "Brons", "Dorre", "Duin",
            "Eek", "Elde", "Esk", "Fenne", "Gaster", "Geest", "Gorre", "Grin", "Haver", "Heide",
            "Holte", "Horn", "IJsel", "Kaal", "Kolder", "Kraai", "Kreek", "Laar", "Lis", "Lorre",
            "Maal", "Meer", "Mol", "Noorder", "Oever", "Olm", "Ooster", "Peel", "Quil", "Ravel",
            "Riet", "Rog", "Schal", "Sloter", "Snip", "Steen", "Tarwe", "Tol", "Turf", "Uiter",
            "Veld", "Vlas", "Wad", "Wester", "Zand", "Zilt",
        ];
        const TAILS: [&str; 34] = [
            "aarde", "berg", "beek", "bosch", "broek", "brugge", "dam", "dijk", "dorp", "donk",
            "drecht", "gast", "geest", "haven", "hem", "heuvel", "hoek", "horst", "hout", "huizen",
            "kerke", "kwartier", "lo", "loo", "mond", "oord", "rade", "rode", "stede", "veen",
            "voort", "wijk", "woude", "zijl",
        ];
        const BEFORE: [&str; 5] = ["", "Nieuw-", "Oud-", "Klein ", "Groot "];
        for round in 0..64 {
            let name = format!(
                "{}{}{}",
                BEFORE[(round / 12).min(4)],
                HEADS[rng.random_range(0..HEADS.len())],
                TAILS[rng.random_range(0..TAILS.len())]
            );
            if self.used.insert(name.clone()) {
                return name;
            }
        }
        let name = format!("Plaats {}", self.used.len() + 1);
        self.used.insert(name.clone());
        name
    }
}
