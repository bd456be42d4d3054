//! The streets of a tile, from its number alone.
//!
//! Streets follow a bent lattice. Those on the borders of tiles are always there; they join
//! everything. Within a tile some of the others are there, more where it is built up; and what
//! is there is joined to the border, so that the whole country is one connected graph although
//! no tile knows of another.

use super::land::{Land, SIDE, STEP_M, Spot};
use crate::synth::geom::*;
use crate::synth::names::{self, Theme};

/// Vertices along a side of a tile, both borders included.
pub const ROW: usize = SIDE as usize + 1;

/// What a street is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Road {
    /// Main road outside towns.
    Primary,
    /// Main road of a town.
    Secondary,
    /// Collector, road between villages.
    Tertiary,
    /// Country road.
    Unclassified,
    /// Street with homes.
    Residential,
    /// Home zone.
    Living,
    /// Farm track.
    Track,
}

impl Road {
    /// The value of `highway=*`.
    pub fn tag(self) -> &'static str {
        match self {
            Road::Primary => "primary",
            Road::Secondary => "secondary",
            Road::Tertiary => "tertiary",
            Road::Unclassified => "unclassified",
            Road::Residential => "residential",
            Road::Living => "living_street",
            Road::Track => "track",
        }
    }
}

/// How the streets of a district of 600 m lie.
#[derive(Clone, Copy, Debug)]
pub struct District {
    /// Axis along which the rows of houses stand.
    pub rows: usize,
    /// Every so manieth line across the rows is a street.
    pub cross: i32,
    /// Share of the pieces across that are there.
    pub keep: f64,
    /// Its streets.
    pub road: Road,
    /// A number for choices of its own.
    pub dice: u64,
}

/// Well-mixed bits of a few numbers (the finaliser of SplitMix64).
pub fn mixed(seed: u64, a: i64, b: i64) -> u64 {
    let mut z = seed
        .wrapping_add((a as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_add((b as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A number in 0..1 from bits.
pub fn share_of(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

/// A small random generator for the many small choices of a tile.
pub struct Dice(u64);

impl Dice {
    /// A generator for a part of the land.
    pub fn new(seed: u64, a: i64, b: i64) -> Self {
        Self(mixed(seed, a, b))
    }
    /// The next bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0, 0, 0)
    }
    /// The next number in 0..1.
    pub fn share(&mut self) -> f64 {
        share_of(self.bits())
    }
    /// The next number below `n`; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }
}

impl Land {
    /// Where a vertex of the lattice lies.
    pub fn vertex(&self, i: i32, j: i32) -> P {
        let base = add(self.origin, [f64::from(i) * STEP_M, f64::from(j) * STEP_M]);
        let sway = |salt: u64| {
            noise(self.seed ^ salt, base, 6_000.0) * 300.0
                + noise(self.seed ^ salt ^ 0x55, base, 1_100.0) * 65.0
                + (share_of(mixed(self.seed ^ salt, i.into(), j.into())) - 0.5) * 16.0
        };
        add(base, [sway(0x1001), sway(0x2002)])
    }
    /// The middle of the piece of street from `a` to `b` whose first vertex is `(i, j)`.
    pub fn middle(&self, i: i32, j: i32, axis: usize, a: P, b: P) -> P {
        let d = sub(b, a);
        let bow = share_of(mixed(self.seed ^ 0x3003 ^ axis as u64, i.into(), j.into())) - 0.5;
        add(mix(a, b, 0.5), scale([-d[1], d[0]], bow * 0.13))
    }
    /// How the streets around a vertex lie.
    pub fn district(&self, i: i32, j: i32) -> District {
        let (a, b) = (i.div_euclid(8), j.div_euclid(8));
        let dice = mixed(self.seed ^ 0x4004, a.into(), b.into());
        District {
            rows: (dice & 1) as usize,
            cross: 2 + (dice >> 1 & 1) as i32,
            keep: 0.55 + 0.4 * share_of(mixed(dice, 1, 0)),
            road: if dice >> 2 & 3 == 0 {
                Road::Living
            } else {
                Road::Residential
            },
            dice,
        }
    }
    /// The name of the street on a line: axis along which it runs, its line, and where.
    pub fn street_name(&self, axis: usize, line: i32, along: i32) -> String {
        const THEMES: [&Theme; 9] = [
            &names::OLD,
            &names::TREES,
            &names::BIRDS,
            &names::FLOWERS,
            &names::RIVERS,
            &names::COMPOSERS,
            &names::VILLAGE,
            &names::HOF,
            &names::KAMP,
        ];
        // Neighbouring streets share a theme, a main road keeps its name for longer.
        let part = along.div_euclid(if line % SIDE == 0 { 32 } else { 12 });
        let quarter = mixed(
            self.seed ^ 0x5005,
            i64::from(line.div_euclid(20)),
            i64::from(along.div_euclid(24)),
        );
        let n = mixed(
            self.seed ^ 0x6006 ^ axis as u64,
            i64::from(line),
            i64::from(part),
        );
        THEMES[(quarter % 9) as usize].name((n % 100) as usize)
    }
    /// Whether a vertex is one of the land; the last row and column are no more.
    pub fn within(&self, i: i32, j: i32) -> bool {
        (0..self.tiles[0] * SIDE).contains(&i) && (0..self.tiles[1] * SIDE).contains(&j)
    }
    /// Class of the roads on the borders of tiles; `line` counts lattice lines.
    fn border(&self, line: i32, built: bool) -> Road {
        match ((line / SIDE).rem_euclid(4), built) {
            (0, true) => Road::Secondary,
            (0, false) => Road::Primary,
            (2, _) | (_, true) => Road::Tertiary,
            _ => Road::Unclassified,
        }
    }
    /// Street of the piece from `(i, j)` onwards along `axis`, before the tile is joined up.
    fn piece(&self, i: i32, j: i32, axis: usize, built: [bool; 2]) -> Option<Road> {
        let (line, along) = if axis == 0 { (j, i) } else { (i, j) };
        let both = built[0] && built[1];
        if line % SIDE == 0 {
            return Some(self.border(line, both));
        }
        if line % 8 == 0 {
            if both {
                return Some(Road::Tertiary);
            }
            let bits = mixed(
                self.seed ^ 0x7007 ^ axis as u64,
                i64::from(line),
                i64::from(along.div_euclid(SIDE)),
            );
            let road = if bits & 1 == 0 {
                Road::Unclassified
            } else {
                Road::Track
            };
            let chance = share_of(mixed(bits, 3, 0));
            // All the way, half of it, or nothing.
            let there = chance < 0.32 || (chance < 0.52 && along.rem_euclid(SIDE) < 8);
            return there.then_some(road);
        }
        if !both {
            return None;
        }
        let d = self.district(i, j);
        let chance = share_of(mixed(d.dice ^ 0x8008 ^ axis as u64, i.into(), j.into()));
        let there = if axis == d.rows {
            chance < 0.93
        } else {
            line % d.cross == 0 && chance < d.keep
        };
        there.then_some(d.road)
    }
}

/// The streets of a tile, with those on all four of its borders.
pub struct Lattice {
    /// First vertex, counted over the whole land.
    pub first: [i32; 2],
    /// Where the vertices lie, rows of [`ROW`] from the south.
    pub at: Vec<P>,
    /// Town and depth of each vertex.
    pub spot: Vec<Option<Spot>>,
    /// Streets by axis and first vertex.
    pub roads: [Vec<Option<Road>>; 2],
}

/// Number of a vertex within a tile.
pub fn local(i: usize, j: usize) -> usize {
    j * ROW + i
}

impl Lattice {
    /// The streets of tile `(x, y)`.
    pub fn new(land: &Land, x: i32, y: i32) -> Self {
        let first = [x * SIDE, y * SIDE];
        let mut at = Vec::with_capacity(ROW * ROW);
        let mut spot = Vec::with_capacity(ROW * ROW);
        for j in 0..ROW as i32 {
            for i in 0..ROW as i32 {
                let p = land.vertex(first[0] + i, first[1] + j);
                at.push(p);
                spot.push(land.spot(p).filter(|s| s.depth > 0.0));
            }
        }
        let mut tile = Lattice {
            first,
            at,
            spot,
            roads: [vec![None; ROW * ROW], vec![None; ROW * ROW]],
        };
        for axis in 0..2 {
            for (i, j) in pieces(axis) {
                let (i2, j2) = beyond(axis, i, j);
                let (gi, gj) = (first[0] + i as i32, first[1] + j as i32);
                let (hi, hj) = (first[0] + i2 as i32, first[1] + j2 as i32);
                if land.within(gi, gj) && land.within(hi, hj) {
                    let built = [local(i, j), local(i2, j2)].map(|v| tile.spot[v].is_some());
                    tile.roads[axis][local(i, j)] = land.piece(gi, gj, axis, built);
                }
            }
        }
        tile.join(land);
        tile
    }

    /// Joins every street to those on the borders; what cannot be joined goes.
    fn join(&mut self, land: &Land) {
        let mut parts = Parts::new(ROW * ROW);
        let mut used = vec![false; ROW * ROW];
        for axis in 0..2 {
            for (i, j) in pieces(axis) {
                if self.roads[axis][local(i, j)].is_some() {
                    let (i2, j2) = beyond(axis, i, j);
                    let (a, b) = (local(i, j), local(i2, j2));
                    parts.join(a, b);
                    (used[a], used[b]) = (true, true);
                }
            }
        }
        loop {
            let mut changed = false;
            for axis in 0..2 {
                for (i, j) in pieces(axis) {
                    let (i2, j2) = beyond(axis, i, j);
                    let (a, b) = (local(i, j), local(i2, j2));
                    let inside = land.within(self.first[0] + i2 as i32, self.first[1] + j2 as i32)
                        && land.within(self.first[0] + i as i32, self.first[1] + j as i32);
                    if !inside || !used[a] || !used[b] {
                        continue;
                    }
                    let main = parts.root(0);
                    let (ra, rb) = (parts.root(a), parts.root(b));
                    if (ra == main) != (rb == main) && self.roads[axis][a].is_none() {
                        let (gi, gj) = (self.first[0] + i as i32, self.first[1] + j as i32);
                        self.roads[axis][a] = Some(land.district(gi, gj).road);
                        parts.join(a, b);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let main = parts.root(0);
        for axis in 0..2 {
            for (i, j) in pieces(axis) {
                let a = local(i, j);
                if self.roads[axis][a].is_some() && parts.root(a) != main {
                    self.roads[axis][a] = None;
                }
            }
        }
    }

    /// The street from a vertex along an axis.
    pub fn road(&self, axis: usize, i: usize, j: usize) -> Option<Road> {
        self.roads[axis].get(local(i, j)).copied().flatten()
    }
    /// Middle of a piece of street.
    pub fn middle(&self, land: &Land, axis: usize, i: usize, j: usize) -> P {
        let (i2, j2) = beyond(axis, i, j);
        land.middle(
            self.first[0] + i as i32,
            self.first[1] + j as i32,
            axis,
            self.at[local(i, j)],
            self.at[local(i2, j2)],
        )
    }
}

/// The vertex after `(i, j)` along an axis.
pub fn beyond(axis: usize, i: usize, j: usize) -> (usize, usize) {
    if axis == 0 { (i + 1, j) } else { (i, j + 1) }
}

/// First vertices of all pieces along an axis, both borders included.
fn pieces(axis: usize) -> impl Iterator<Item = (usize, usize)> {
    let n = [ROW - usize::from(axis == 0), ROW - usize::from(axis == 1)];
    (0..n[1]).flat_map(move |j| (0..n[0]).map(move |i| (i, j)))
}

/// Disjoint sets.
struct Parts(Vec<usize>);

impl Parts {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }
    fn root(&mut self, mut a: usize) -> usize {
        while self.0[a] != a {
            self.0[a] = self.0[self.0[a]];
            a = self.0[a];
        }
        a
    }
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
