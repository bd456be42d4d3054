//! Buildings, addresses, fields and ditches: what a street file has besides streets.

use super::ground::{block, in_block};
use super::land::{Land, SIDE, Spot};
use super::lattice::{Dice, Lattice, local, mixed};
use super::sheet::{Marks, Sheet, Text, marks};
use crate::synth::geom::*;

const N: usize = SIDE as usize;

/// What built-up ground is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Homes, with shops and offices between them.
    Homes,
    /// Park, sports, water.
    Green,
    /// Industry and offices.
    Work,
}

impl Land {
    /// What the ground of a town is used for at a place.
    pub fn use_at(&self, p: P, spot: Spot) -> Use {
        let large = self.towns[spot.town as usize].people > 3_000.0;
        if large && spot.depth < 0.4 && noise(self.seed ^ 31, p, 900.0) > 0.42 {
            return Use::Work;
        }
        if spot.depth < 0.9 && noise(self.seed ^ 32, p, 430.0) > 0.5 {
            return Use::Green;
        }
        Use::Homes
    }
    /// Inhabitants of a hectare with homes, before chance.
    pub fn inhabitants_at(&self, spot: Spot) -> f64 {
        let far = (1.0 - spot.depth).clamp(0.0, 1.0);
        let town = &self.towns[spot.town as usize];
        Land::density(town.people) * (1.6 - 1.2 * far * far)
    }
}

/// Draws what stands on the blocks of a tile and lies on its land.
pub fn buildings(land: &Land, tile: &Lattice, sheet: &mut Sheet) {
    let [x, y] = tile.first.map(i64::from);
    let mut dice = Dice::new(land.seed ^ 0x52, x, y);
    let numbers: Vec<Text> = (1..=120).map(|n: u32| n.to_string().into()).collect();
    for j in 0..N {
        for i in 0..N {
            let built = [(0, 0), (1, 0), (0, 1), (1, 1)]
                .iter()
                .all(|(di, dj)| tile.spot[local(i + di, j + dj)].is_some());
            if built {
                on_block(land, tile, i, j, &numbers, sheet, &mut dice);
            } else if i % 4 == 1 && j % 4 == 1 {
                fields(tile, i, j, sheet, &mut dice);
            }
        }
    }
}

fn on_block(
    land: &Land,
    tile: &Lattice,
    i: usize,
    j: usize,
    numbers: &[Text],
    sheet: &mut Sheet,
    dice: &mut Dice,
) {
    let (gi, gj) = (tile.first[0] + i as i32, tile.first[1] + j as i32);
    let district = land.district(gi, gj);
    let rows = district.rows;
    let c = block(tile, rows, i, j);
    let centre = in_block(&c, 0.5, 0.5);
    let Some(spot) = land.spot(centre).filter(|s| s.depth > 0.0) else {
        return;
    };
    match land.use_at(centre, spot) {
        Use::Green => {
            let ring: Vec<P> = [(0.1, 0.1), (0.9, 0.1), (0.92, 0.6), (0.85, 0.9), (0.1, 0.9)]
                .map(|(u, v)| in_block(&c, u, v))
                .to_vec();
            sheet.ring(&ring, marks(&[("leisure", "park")]));
            for _ in 0..5 {
                let at = in_block(&c, dice.share(), dice.share());
                sheet.tagged(at, marks(&[("natural", "tree")]));
            }
            return;
        }
        Use::Work => {
            for half in 0..2 {
                let u0 = 0.14 + 0.4 * f64::from(half);
                let u1 = u0 + 0.2 + 0.12 * dice.share();
                let v1 = 0.45 + 0.4 * dice.share();
                let ring = [(u0, 0.18), (u1, 0.18), (u1, v1), (u0, v1)];
                sheet.ring(
                    &ring.map(|(u, v)| in_block(&c, u, v)),
                    building("industrial", 1_960 + dice.below(60), dice),
                );
            }
            return;
        }
        Use::Homes => {}
    }
    let homes = (land.inhabitants_at(spot) * 0.5625 / 2.15 * (0.8 + 0.4 * dice.share())) as usize;
    let town = &land.towns[spot.town as usize];
    let city: Text = town.name.clone().into();
    let code: Text = format!(
        "{:04} {}{}",
        1_000 + mixed(land.seed, i64::from(spot.town), i64::from(gi / 12)) % 9_000,
        char::from(b'A' + (gi.rem_euclid(24)) as u8),
        char::from(b'A' + (gj.rem_euclid(24)) as u8)
    )
    .into();
    let flats = homes > 20 && district.dice >> 8 & 3 != 0;
    for side in 0..2 {
        // The far row has the street of the next line of the lattice.
        let (line, along) = if rows == 0 {
            (gj + side, gi)
        } else {
            (gi + side, gj)
        };
        let street: Text = land.street_name(rows, line, along).into();
        let v = |depth: f64| if side == 0 { depth } else { 1.0 - depth };
        let first = along.rem_euclid(12) as usize * 8 + 1 + side as usize;
        let address = |sheet: &mut Sheet, at: P, n: usize| {
            let number = numbers[(first + 2 * n - 1) % numbers.len()].clone();
            sheet.tagged(
                at,
                vec![
                    ("addr:city", city.clone()),
                    ("addr:housenumber", number),
                    ("addr:postcode", code.clone()),
                    ("addr:street", street.clone()),
                ],
            );
        };
        if flats {
            let ring = [(0.12, 0.13), (0.88, 0.13), (0.88, 0.3), (0.12, 0.3)];
            sheet.ring(
                &ring.map(|(u, d)| in_block(&c, u, v(d))),
                marks(&[("building", "apartments")]),
            );
            for n in 0..homes / 2 {
                let u = 0.14 + 0.72 * (n as f64 + 0.5) / (homes / 2).max(1) as f64;
                address(sheet, in_block(&c, u, v(0.2)), n);
            }
            continue;
        }
        let k = (homes / 2).clamp(2, 10);
        terrace(&c, k, &v, homes < 12, sheet, dice);
        for n in 0..k {
            let u = 0.1 + 0.8 * (n as f64 + 0.5) / k as f64;
            address(sheet, in_block(&c, u, v(0.19)), n);
        }
    }
}

/// A row of `k` houses; neighbours share their walls unless they stand apart.
fn terrace(
    c: &[[P; 2]; 2],
    k: usize,
    v: &dyn Fn(f64) -> f64,
    apart: bool,
    sheet: &mut Sheet,
    dice: &mut Dice,
) {
    let step = 0.8 / k as f64;
    let mut wall: Option<i64> = None;
    let year = 1_905 + dice.below(118);
    let depth = 0.24 + 0.04 * dice.share();
    for n in 0..k {
        let (u0, mut u1) = (0.1 + step * n as f64, 0.1 + step * (n + 1) as f64);
        if apart {
            u1 -= step * 0.3;
        }
        let front = match wall.filter(|_| !apart) {
            Some(shared) => shared,
            None => sheet.node(in_block(c, u0, v(0.14))),
        };
        let depth = depth + 0.015 * dice.share();
        let mut refs = vec![front, sheet.node(in_block(c, u0, v(depth)))];
        if dice.share() < 0.6 {
            // Built out at the back.
            for (u, d) in [(0.3, 0.0), (0.3, 0.045), (0.8, 0.045), (0.8, 0.0)] {
                let at = in_block(c, u0 + (u1 - u0) * u, v(depth + d));
                refs.push(sheet.node(at));
            }
        }
        let back = sheet.node(in_block(c, u1, v(depth)));
        let next = sheet.node(in_block(c, u1, v(0.14)));
        refs.extend([back, next, front]);
        sheet.way(
            refs,
            building(if apart { "detached" } else { "house" }, year, dice),
        );
        wall = Some(next);
        if dice.share() < 0.7 {
            let (s0, s1) = (u0 + (u1 - u0) * 0.1, u0 + (u1 - u0) * 0.6);
            let d = 0.40 + 0.03 * dice.share();
            let ring = [(s0, d), (s1, d), (s1, d + 0.05), (s0, d + 0.05)];
            sheet.ring(
                &ring.map(|(u, d)| in_block(c, u, v(d))),
                building("shed", year, dice),
            );
        }
    }
}

/// Tags of a building from a register, as an import leaves them.
fn building(kind: &'static str, year: usize, dice: &mut Dice) -> Marks {
    let number = format!("9{:015}", dice.bits() % 1_000_000_000_000_000);
    vec![
        ("building", kind.into()),
        ("ref:register", number.into()),
        ("source", "register (fictional)".into()),
        ("start_date", year.to_string().into()),
    ]
}

/// A field of 300 m with ditches beside and in it.
fn fields(tile: &Lattice, i: usize, j: usize, sheet: &mut Sheet, dice: &mut Dice) {
    let at = |di: usize, dj: usize| tile.at[local((i - 1 + di).min(N), (j - 1 + dj).min(N))];
    let c = [[at(0, 0), at(0, 4)], [at(4, 0), at(4, 4)]];
    let kind = [
        ("landuse", "meadow"),
        ("landuse", "farmland"),
        ("landuse", "grass"),
        ("natural", "wood"),
    ][dice.below(4)];
    let mut ring = Vec::with_capacity(24);
    for (a, b) in [
        ([0.05, 0.05], [0.95, 0.05]),
        ([0.95, 0.05], [0.95, 0.95]),
        ([0.95, 0.95], [0.05, 0.95]),
        ([0.05, 0.95], [0.05, 0.05]),
    ] {
        for t in [0.0, 0.17, 0.35, 0.52, 0.7, 0.86] {
            let p: P = mix(a, b, t);
            let off = 0.02 * (dice.share() - 0.5);
            ring.push(in_block(&c, p[0] + off, p[1] - off));
        }
    }
    sheet.ring(&ring, marks(&[kind]));
    let ditches = 3 + dice.below(5);
    for k in 0..ditches {
        let u = (k as f64 + 0.5) / ditches as f64;
        let line: Vec<P> = (0..9)
            .map(|n| {
                let v = 0.06 + 0.11 * f64::from(n);
                in_block(&c, u + 0.006 * (dice.share() - 0.5), v)
            })
            .collect();
        sheet.line(&line, marks(&[("waterway", "ditch")]));
    }
}
