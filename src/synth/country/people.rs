//! Who lives and works where, and the services of towns and villages.

use super::houses::Use;
use super::land::{Land, SIDE, STEP_M, Spot, TILE_M, Town};
use super::lattice::{mixed, share_of};
use super::roads::Roads;
use crate::synth::geom::*;
use crate::synth::names;
use crate::synth::people::{self, Cell, grid, middle};
use crate::synth::places::{Kind, Places, Workplace, service};
use crate::synth::plan::Residents;
use rand::RngExt;
use std::collections::BTreeSet;

/// A hospital.
pub struct Hospital {
    /// Id in `hospitals.csv`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where.
    pub at: P,
    /// Whether it has an accident and emergency department.
    pub emergency: bool,
}

/// Inhabited cells, sorted by place, and their towns' work.
pub fn settle(land: &Land, frame: &Frame) -> (Vec<Cell>, Vec<Workplace>) {
    let [x0, y0, x1, y1] = land.bounds();
    let (first, last) = (grid(frame, [x0, y0]), grid(frame, [x1 - 1.0, y1 - 1.0]));
    let mut cells = Vec::new();
    let mut work = Vec::new();
    let mut taken = BTreeSet::new();
    for gx in first.0..=last.0 {
        for gy in first.1..=last.1 {
            let at = middle(frame, (gx, gy));
            let Some(spot) = land.spot(at).filter(|s| s.depth > 0.0) else {
                continue;
            };
            taken.insert((gx, gy));
            let town = &land.towns[spot.town as usize];
            let ground = land.use_at(at, spot);
            work.extend(jobs(land, town, at, (gx, gy), ground, spot.depth));
            if ground == Use::Homes {
                let who = residents(land, town, at, spot);
                cells.push(people::people(&who, at, None, 1.0, land.seed, (gx, gy)));
            }
        }
    }
    let farm = Residents {
        per_cell: 5.0,
        household: 2.6,
        social: 0.02,
        low_income: 0.05,
        no_car: 0.03,
        income: 44_000.0,
        woz: 560.0,
    };
    // Farms along the roads on the borders of tiles, which are everywhere.
    for ty in 0..land.tiles[1] {
        for tx in 0..land.tiles[0] {
            for k in 1..SIDE {
                for (i, j) in [(k, 0), (0, k)] {
                    let (i, j) = (tx * SIDE + i, ty * SIDE + j);
                    let bits = mixed(land.seed ^ 0xC1, i.into(), j.into());
                    if share_of(bits) < 0.085 {
                        let at = land.vertex(i, j);
                        let square = grid(frame, at);
                        if land.spot(at).is_none_or(|s| s.depth <= 0.0) && taken.insert(square) {
                            let at = middle(frame, square);
                            cells.push(people::people(&farm, at, None, 1.0, land.seed, square));
                        }
                    }
                }
            }
        }
    }
    cells.sort_by_key(|c| grid(frame, c.at));
    (cells, work)
}

fn residents(land: &Land, town: &Town, at: P, spot: Spot) -> Residents {
    let city = (town.people / 2_000.0).max(1.0).log10().clamp(0.0, 2.7) / 2.7;
    let poor = 0.5 + 0.5 * noise(land.seed ^ 0xC2, at, 1_300.0);
    let social = (0.1 + 0.3 * city * (0.4 + 1.2 * poor) + 0.15 * poor).clamp(0.03, 0.85);
    Residents {
        per_cell: land.inhabitants_at(spot),
        household: 2.5 - 0.55 * city,
        social,
        low_income: 0.05 + 0.32 * social * poor,
        no_car: 0.07 + 0.38 * city * spot.depth.clamp(0.2, 1.0) + 0.12 * poor,
        income: 42_000.0 - 14_000.0 * poor,
        woz: 330.0 + 150.0 * city - 190.0 * poor + 60.0 * spot.depth,
    }
}

/// The work of one cell, if there is some.
fn jobs(
    land: &Land,
    town: &Town,
    at: P,
    square: (i64, i64),
    ground: Use,
    depth: f64,
) -> Option<Workplace> {
    let bits = mixed(land.seed ^ 0xC3, square.0, square.1);
    let (chance, size) = (share_of(bits), share_of(mixed(bits, 1, 0)));
    // A few large employers, many small ones.
    let size = 0.4 + 0.6 / (0.12 + size) / 2.2;
    let jobs = match ground {
        Use::Work => 62.0 * size,
        Use::Green => return None,
        Use::Homes if chance < 0.3 + 0.4 * depth => {
            let centre = depth.powi(3) * (town.people / 600.0).powf(0.55);
            (5.0 + 5.2 * centre) * size
        }
        Use::Homes => return None,
    };
    let jobs = jobs.round().max(1.0) as u32;
    let (sector, practical, shifts) = match (ground, mixed(bits, 2, 0) % 4) {
        (Use::Work, 0 | 1) => ("logistics", 0.72, [0.4, 0.3, 0.12]),
        (Use::Work, _) => ("industry", 0.6, [0.32, 0.22, 0.06]),
        (_, 0) => ("retail", 0.6, [0.12, 0.2, 0.0]),
        (_, 1) => ("health care", 0.46, [0.3, 0.22, 0.1]),
        (_, 2) => ("offices", 0.15, [0.03, 0.02, 0.0]),
        _ => ("services", 0.4, [0.14, 0.12, 0.03]),
    };
    let part = |share: f64| (f64::from(jobs) * share).round() as u32;
    let family = names::FAMILIES[(bits >> 20) as usize % names::FAMILIES.len()];
    let firm = names::FIRMS[(bits >> 40) as usize % names::FIRMS.len()];
    Some(Workplace {
        at,
        name: format!("{family} {firm}, {}", town.name),
        sector,
        jobs,
        practical: part(practical),
        shifts: shifts.map(part),
    })
}

/// A front door in a street that is there for certain, as near to a place as the lattice allows.
fn front_door(land: &Land, roads: &Roads, wish: P) -> P {
    let u = scale(sub(wish, land.origin), 1.0 / STEP_M);
    let (i, j) = ((u[0] / 8.0).round() as i32 * 8, u[1].round() as i32);
    if land.within(i, j) && land.within(i, j + 1) {
        let ends = [land.vertex(i, j), land.vertex(i, j + 1)];
        let built = |p: P| land.spot(p).is_some_and(|s| s.depth > 0.0);
        if i % SIDE == 0 || ends.iter().all(|p| built(*p)) {
            let d = unit(sub(ends[1], ends[0]));
            let at = land.middle(i, j, 1, ends[0], ends[1]);
            return add(at, scale([d[1], -d[0]], 13.0));
        }
    }
    add(roads.at(roads.nearest(wish)), [9.0, 12.0])
}

/// Practices, shops and schools by town.
pub fn services(land: &Land, roads: &Roads) -> Places {
    let mut places = Places::default();
    for (k, town) in land.towns.iter().enumerate() {
        let mut rng = rng_for(land.seed, "services", k as u64);
        for kind in Kind::ALL {
            let each = match kind {
                Kind::Gp => 3_600.0,
                Kind::Pharmacy => 8_600.0,
                Kind::Supermarket => 4_100.0,
                Kind::Primary => 2_700.0,
                Kind::Secondary => 12_500.0,
            };
            let wish: f64 = town.people / each + rng.random_range(0.0..1.0);
            let floor = matches!(kind, Kind::Primary) && town.people > 700.0;
            let n = (wish as usize).max(usize::from(floor));
            for _ in 0..n {
                let far: f64 = rng.random_range(0.0f64..0.85).sqrt() * town.radius;
                let wish = polar(town.at, far, rng.random_range(0.0..360.0));
                let at = front_door(land, roads, wish);
                let new = service(kind, at, &town.name, town.people as u32, &mut rng);
                places.services.push(new);
            }
        }
    }
    places
}

/// Hospitals: more in larger towns, two of three with an emergency department.
pub fn hospitals(land: &Land, roads: &Roads) -> Vec<Hospital> {
    let area = f64::from(land.tiles[0]) * f64::from(land.tiles[1]) * TILE_M * TILE_M;
    // 120 in the whole country.
    let wanted = (area / 3.024e8).round().max(2.0) as usize;
    let mut seats = vec![0u32; land.towns.len()];
    let mut out: Vec<Hospital> = Vec::new();
    let mut rng = rng_for(land.seed, "hospitals", 0);
    for k in 0..wanted {
        // Highest averages, of a power of the size that favours smaller towns.
        let claim = |t: usize| land.towns[t].people.powf(0.8) / f64::from(seats[t] + 1);
        let Some(t) = (0..seats.len()).max_by(|&a, &b| claim(a).total_cmp(&claim(b))) else {
            break;
        };
        seats[t] += 1;
        let town = &land.towns[t];
        let far = if seats[t] == 1 { 0.35 } else { 0.7 } * town.radius;
        let wish = polar(town.at, far, rng.random_range(0.0..360.0));
        let name = match seats[t] {
            1 => format!("Ziekenhuis {}", town.name),
            n => format!("Ziekenhuis {} {n}", town.name),
        };
        out.push(Hospital {
            id: format!("hospital-{:03}", k + 1),
            name,
            at: front_door(land, roads, wish),
            emergency: k % 3 != 2,
        });
    }
    out
}
