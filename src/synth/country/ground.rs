//! Draws the streets and paths of a tile.

use super::land::{Land, SIDE};
use super::lattice::{Dice, Lattice, Road, beyond, local, mixed};
use super::sheet::{Marks, Sheet, Text, marks};
use crate::synth::geom::*;

const N: usize = SIDE as usize;

/// Draws all streets and paths of a tile.
pub fn streets(land: &Land, tile: &Lattice, sheet: &mut Sheet) {
    let [x, y] = tile.first.map(i64::from);
    let mut dice = Dice::new(land.seed ^ 0x51, x, y);
    corners(land, tile, sheet);
    for axis in 0..2 {
        for row in 0..N {
            rows(land, tile, axis, row, sheet, &mut dice);
        }
        cycleway(land, tile, axis, sheet);
    }
    for j in 0..N {
        for i in 0..N {
            path(land, tile, i, j, sheet, &mut dice);
            for axis in 0..2 {
                driveway(land, tile, axis, i, j, sheet, &mut dice);
            }
        }
    }
}

/// Vertices with a street, then the middles of the pieces.
fn corners(land: &Land, tile: &Lattice, sheet: &mut Sheet) {
    for j in 0..N {
        for i in 0..N {
            // Those on the border always have one; all streets of the others are in the tile.
            let used = i == 0
                || j == 0
                || tile.road(0, i, j).is_some()
                || tile.road(1, i, j).is_some()
                || tile.road(0, i - 1, j).is_some()
                || tile.road(1, i, j - 1).is_some();
            if used {
                let id = sheet.vertex(i, j);
                sheet.put(id, tile.at[local(i, j)]);
            }
        }
    }
    for axis in 0..2 {
        for j in 0..N {
            for i in 0..N {
                if tile.road(axis, i, j).is_some() {
                    let id = sheet.middle(axis, i, j);
                    sheet.put(id, tile.middle(land, axis, i, j));
                }
            }
        }
    }
}

/// The streets along one line of the lattice.
fn rows(land: &Land, tile: &Lattice, axis: usize, row: usize, sheet: &mut Sheet, dice: &mut Dice) {
    let mut refs: Vec<i64> = Vec::new();
    let mut now: Option<(Road, String)> = None;
    for along in 0..N {
        let (i, j) = if axis == 0 {
            (along, row)
        } else {
            (row, along)
        };
        let road = tile.road(axis, i, j);
        let next = road.map(|road| {
            let (gi, gj) = (tile.first[0] + i as i32, tile.first[1] + j as i32);
            let (line, at) = if axis == 0 { (gj, gi) } else { (gi, gj) };
            let name = if road == Road::Track {
                String::new()
            } else {
                land.street_name(axis, line, at)
            };
            (road, name)
        });
        // Ways are split where something changes, and now and then where nothing does.
        if next != now || dice.share() < 0.22 {
            end(&mut refs, &now, sheet, dice);
        }
        now = next;
        let Some(road) = road else { continue };
        let (i2, j2) = beyond(axis, i, j);
        let (a, b) = (tile.at[local(i, j)], tile.at[local(i2, j2)]);
        let m = tile.middle(land, axis, i, j);
        if refs.is_empty() {
            refs.push(sheet.vertex(i, j));
        }
        let curvy = if road <= Road::Unclassified {
            0.3
        } else {
            0.45
        };
        if dice.share() < curvy {
            refs.push(sheet.node(between(a, m, dice)));
        }
        refs.push(sheet.middle(axis, i, j));
        if dice.share() < curvy {
            refs.push(sheet.node(between(m, b, dice)));
        }
        refs.push(sheet.vertex(i2, j2));
    }
    end(&mut refs, &now, sheet, dice);
}

/// A point about halfway, a little off the straight line.
fn between(a: P, b: P, dice: &mut Dice) -> P {
    let d = sub(b, a);
    add(
        mix(a, b, 0.4 + 0.2 * dice.share()),
        scale([-d[1], d[0]], (dice.share() - 0.5) * 0.08),
    )
}

fn end(refs: &mut Vec<i64>, now: &Option<(Road, String)>, sheet: &mut Sheet, dice: &mut Dice) {
    let refs = std::mem::take(refs);
    let Some((road, name)) = now.as_ref().filter(|_| refs.len() >= 2) else {
        return;
    };
    let mut tags: Marks = vec![("highway", road.tag().into())];
    if !name.is_empty() {
        tags.push(("name", name.clone().into()));
    }
    let (speed, surface) = match road {
        Road::Primary => ("80", "asphalt"),
        Road::Secondary | Road::Tertiary => ("50", "asphalt"),
        Road::Unclassified => ("60", "asphalt"),
        Road::Residential => ("30", "paving_stones"),
        Road::Living => ("15", "paving_stones"),
        Road::Track => ("", "unpaved"),
    };
    if !speed.is_empty() {
        tags.push(("maxspeed", speed.into()));
    }
    tags.push(("surface", surface.into()));
    if *road == Road::Residential && dice.share() < 0.12 {
        tags.extend(marks(&[("oneway", "yes"), ("oneway:bicycle", "no")]));
    }
    if *road == Road::Primary {
        tags.push(("bicycle", "use_sidepath".into()));
    }
    if matches!(road, Road::Secondary | Road::Residential) {
        tags.push(("lit", "yes".into()));
    }
    sheet.way(refs, tags);
}

/// A cycleway beside a main road on the border of the tile, and a crossing halfway.
fn cycleway(land: &Land, tile: &Lattice, axis: usize, sheet: &mut Sheet) {
    let line = tile.first[1 - axis];
    if (line / SIDE).rem_euclid(4) != 0 {
        return;
    }
    let spot = |k: usize| if axis == 0 { (k, 0) } else { (0, k) };
    let mut refs = vec![sheet.vertex(0, 0)];
    let mut crossing = None;
    let mut last = 0;
    for k in 0..N {
        let (i, j) = spot(k);
        if tile.road(axis, i, j).is_none() {
            break;
        }
        let (i2, j2) = beyond(axis, i, j);
        let (a, b) = (tile.at[local(i, j)], tile.at[local(i2, j2)]);
        let u = unit(sub(b, a));
        let aside = scale([u[1], -u[0]], 8.0);
        if k > 0 {
            let id = sheet.node(add(a, aside));
            refs.push(id);
            if k == N / 2 {
                crossing = Some(vec![sheet.vertex(i, j), id]);
            }
        }
        refs.push(sheet.node(add(tile.middle(land, axis, i, j), aside)));
        last = k + 1;
    }
    if last == 0 {
        return;
    }
    let (i, j) = spot(last);
    refs.push(sheet.vertex(i, j));
    sheet.way(
        refs,
        marks(&[
            ("highway", "cycleway"),
            ("foot", "yes"),
            ("surface", "asphalt"),
            ("oneway", "no"),
        ]),
    );
    if let Some(refs) = crossing {
        sheet.way(
            refs,
            marks(&[("highway", "footway"), ("footway", "crossing")]),
        );
    }
}

/// The corners of a block, along its rows of houses first: `[u = 0 or 1][v = 0 or 1]`.
pub fn block(tile: &Lattice, rows: usize, i: usize, j: usize) -> [[P; 2]; 2] {
    let at = |di: usize, dj: usize| tile.at[local(i + di, j + dj)];
    if rows == 0 {
        [[at(0, 0), at(0, 1)], [at(1, 0), at(1, 1)]]
    } else {
        [[at(0, 0), at(1, 0)], [at(0, 1), at(1, 1)]]
    }
}

/// A place in a block.
pub fn in_block(c: &[[P; 2]; 2], u: f64, v: f64) -> P {
    mix(mix(c[0][0], c[0][1], v), mix(c[1][0], c[1][1], v), u)
}

/// A footpath through a block, from street to street or into it.
fn path(land: &Land, tile: &Lattice, i: usize, j: usize, sheet: &mut Sheet, dice: &mut Dice) {
    let (chance, salt) = (dice.share(), dice.bits());
    if tile.spot[local(i, j)].is_none() || tile.spot[local(i + 1, j + 1)].is_none() {
        return;
    }
    let (gi, gj) = (tile.first[0] + i as i32, tile.first[1] + j as i32);
    let rows = land.district(gi, gj).rows;
    let far = beyond(1 - rows, i, j);
    let near_there = tile.road(rows, i, j).is_some();
    let far_there = tile.road(rows, far.0, far.1).is_some();
    let c = block(tile, rows, i, j);
    let wobble = |k: u64| (super::lattice::share_of(mixed(salt, k as i64, 0)) - 0.5) * 0.16;
    let tags = if salt & 7 == 0 {
        marks(&[
            ("highway", "cycleway"),
            ("foot", "yes"),
            ("surface", "paved"),
        ])
    } else if salt & 3 == 0 {
        marks(&[("highway", "path")])
    } else {
        marks(&[("highway", "footway"), ("surface", "paving_stones")])
    };
    match (near_there, far_there) {
        (true, true) if chance < 0.42 => {
            let inner: Vec<P> = [0.3, 0.5, 0.7]
                .iter()
                .enumerate()
                .map(|(k, v)| in_block(&c, 0.5 + wobble(k as u64), *v))
                .collect();
            let mut refs = vec![sheet.middle(rows, i, j)];
            refs.extend(inner.iter().map(|p| sheet.node(*p)));
            // An alley behind the gardens goes off from the middle.
            let middle = refs[2];
            refs.push(sheet.middle(rows, far.0, far.1));
            sheet.way(refs, tags);
            if salt >> 5 & 1 == 0 {
                let ends = [0.14, 0.3].map(|u| sheet.node(in_block(&c, u, 0.5)));
                sheet.way(
                    vec![middle, ends[1], ends[0]],
                    marks(&[("highway", "footway"), ("surface", "paving_stones")]),
                );
            }
        }
        (true, _) if chance < 0.6 => {
            let inner = [0.28, 0.46].map(|v| sheet.node(in_block(&c, 0.5 + wobble(9), v)));
            sheet.way(vec![sheet.middle(rows, i, j), inner[0], inner[1]], tags);
        }
        _ => {}
    }
}

/// A farm at the end of its drive, off a country road.
fn driveway(
    land: &Land,
    tile: &Lattice,
    axis: usize,
    i: usize,
    j: usize,
    sheet: &mut Sheet,
    dice: &mut Dice,
) {
    let (chance, side, depth) = (dice.share(), dice.share(), dice.share());
    let (i2, j2) = beyond(axis, i, j);
    let empty = tile.spot[local(i, j)].is_none() && tile.spot[local(i2, j2)].is_none();
    if !empty || chance > 0.16 || tile.road(axis, i, j).is_none() {
        return;
    }
    let (a, b) = (tile.at[local(i, j)], tile.at[local(i2, j2)]);
    let u = unit(sub(b, a));
    let aside = if side < 0.5 {
        [-u[1], u[0]]
    } else {
        [u[1], -u[0]]
    };
    let from = tile.middle(land, axis, i, j);
    let yard = add(from, scale(aside, 24.0 + depth * 40.0));
    let refs = vec![
        sheet.middle(axis, i, j),
        sheet.node(add(mix(from, yard, 0.5), scale(u, 2.0))),
        sheet.node(yard),
    ];
    sheet.way(
        refs,
        marks(&[("highway", "service"), ("service", "driveway")]),
    );
    let (gi, gj) = (tile.first[0] + i as i32, tile.first[1] + j as i32);
    let (line, along) = if axis == 0 { (gj, gi) } else { (gi, gj) };
    let street: Text = land.street_name(axis, line, along).into();
    for (k, size) in [[16.0, 11.0], [30.0, 18.0]].into_iter().enumerate() {
        let centre = add(
            yard,
            add(scale(aside, 16.0), scale(u, -20.0 + 40.0 * k as f64)),
        );
        let half = [scale(u, size[0] / 2.0), scale(aside, size[1] / 2.0)];
        let corner = |s: f64, t: f64| add(centre, add(scale(half[0], s), scale(half[1], t)));
        sheet.ring(
            &[
                corner(-1.0, -1.0),
                corner(1.0, -1.0),
                corner(1.0, 1.0),
                corner(-1.0, 1.0),
            ],
            marks(&[("building", if k == 0 { "farm" } else { "barn" })]),
        );
        if k == 0 {
            let number = (along.rem_euclid(99) + 1).to_string();
            sheet.tagged(
                centre,
                vec![
                    ("addr:housenumber", number.into()),
                    ("addr:street", street.clone()),
                ],
            );
        }
    }
}
