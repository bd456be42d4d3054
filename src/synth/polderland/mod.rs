//! Polderland: the fictional region, and a small town of the same make for tests.
//!
//! An old city with good transit; suburbs; a new town of the 1970s thirteen kilometres away
//! with most of the social housing; villages; an airport that works round the clock. Distances
//! are metres from the market of Oudestad. Roads and lines are tables in `roads` and `service`.

mod quarters;
mod roads;
mod service;
mod town;

use super::geom::*;
use super::plan::*;
pub use town::small_town;

/// The block grids of the newer parts.
pub struct Grids {
    new_town: Blocks,
    horst: Blocks,
    lindenhove: Blocks,
    noord: Blocks,
}

impl Grids {
    fn new(seed: u64) -> Self {
        let grid = |name: &str, origin: P, angle: f64, side: f64, warp: f64| Blocks {
            origin,
            angle,
            side,
            warp,
            seed: sub_seed(seed, name, 0),
        };
        Self {
            new_town: grid("new town", [11_500.0, 1_850.0], 4.0, 366.0, 34.0),
            horst: grid("horst", [14_250.0, 2_450.0], -8.0, 262.0, 12.0),
            lindenhove: grid("lindenhove", [4_800.0, -3_550.0], -32.0, 345.0, 36.0),
            noord: grid("noord", [-560.0, 1_500.0], 3.0, 330.0, 17.0),
        }
    }

    /// Points from a table: `x,y` in metres; `R652@90` by radius and degrees around the market;
    /// `N3,2` in blocks of the new town, `H` of De Horsten, `L` of Lindenhove, `O` of Noord.
    ///
    /// # Panics
    /// On anything else: the tables are part of the program, and a test reads them all.
    fn points(&self, text: &str) -> Vec<P> {
        text.split_whitespace()
            .map(|word| {
                let (kind, rest) = match word.chars().next() {
                    Some(c) if c.is_ascii_uppercase() => (c, &word[1..]),
                    _ => (' ', word),
                };
                let numbers: Vec<f64> = rest
                    .split([',', '@'])
                    .filter_map(|n| n.parse().ok())
                    .collect();
                let &[a, b] = numbers.as_slice() else {
                    panic!("plan: {word:?} is not a point")
                };
                match kind {
                    ' ' => [a, b],
                    'R' => uneven(polar([0.0, 0.0], a, b)),
                    'N' => self.new_town.place(a, b),
                    'H' => self.horst.place(a, b),
                    'L' => self.lindenhove.place(a, b),
                    'O' => self.noord.place(a, b),
                    _ => panic!("plan: {word:?} is not a point"),
                }
            })
            .collect()
    }
}

/// Rows of a table: columns between bars, blank lines left out.
fn table<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|l| !l.trim().is_empty()).map(|line| {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        columns
            .try_into()
            .unwrap_or_else(|_| panic!("plan: {line:?} does not have {N} columns"))
    })
}

/// The region: some 1 700 home cells, 170 000 people.
pub fn region(seed: u64) -> Plan {
    let grids = Grids::new(seed);
    let river = smooth(&grids.points(roads::RIVER), 150.0);
    let rail = smooth(&grids.points(roads::RAIL), 120.0);
    let stations = service::stations(&rail);
    let hospital = |id, name, at: &str, emergency, open, jobs| Hospital {
        id,
        name,
        at: grids.points(at)[0],
        emergency,
        open,
        jobs,
    };
    Plan {
        name: "Polderland",
        origin: [170_000.0, 500_000.0],
        edge: grids.points(roads::EDGE),
        municipalities: vec![
            ("GM0991", "Oudestad"),
            ("GM0992", "Nieuwstad"),
            ("GM0993", "Noorderwaard"),
            ("GM0994", "Zuiderwaard"),
        ],
        quarters: quarters::quarters(&grids, seed),
        roads: roads::roads(&grids, &river),
        surfaces: roads::surfaces(&grids, &river, seed),
        motorways: vec![("A99", smooth(&grids.points(roads::MOTORWAY), 200.0))],
        rails: vec![rail],
        stations,
        trains: service::trains(),
        lines: service::lines(&grids, service::LINES),
        hospitals: vec![
            hospital(
                "hospital-oudestad",
                "Sint Jansgasthuis",
                "1250,-640",
                true,
                "24/7",
                3_400,
            ),
            hospital(
                "hospital-nieuwstad",
                "Polderziekenhuis",
                "N1.05,3.1",
                true,
                "24/7",
                1_900,
            ),
            hospital(
                "clinic-lindenhove",
                "Polikliniek Lindenhove",
                "5300,-3060",
                false,
                "Mo-Fr 08:00-17:00",
                120,
            ),
        ],
        polders: vec![
            (8.0, [1_900.0, 1_350.0], grids.points(roads::NORTH_POLDER)),
            (-14.0, [1_700.0, 1_150.0], grids.points(roads::SOUTH_POLDER)),
        ],
        farms: 55,
        countryside: table(roads::COUNTRYSIDE)
            .map(|[municipality, name, at]: [&str; 3]| {
                (
                    grids.points(at)[0],
                    name,
                    municipality.parse().unwrap_or_default(),
                )
            })
            .collect(),
    }
}
