//! Who lives where: 100 m cells of the RD grid along the streets with homes.

use super::geom::*;
use super::plan::{Class, Inside, Plan, Quarter, Residents, Style};
use super::weave::Web;
use crate::diagnostics::Error;
use rand::RngExt;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A populated cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its middle, plan metres.
    pub at: P,
    /// The quarter, index into [`Plan::quarters`]; none for farms.
    pub quarter: Option<usize>,
    /// Inhabitants.
    pub inhabitants: u32,
    /// Private households.
    pub households: u32,
    /// Dwellings.
    pub dwellings: u32,
    /// Dwellings owned by housing corporations.
    pub social: u32,
    /// Households with a low income.
    pub low_income: u32,
    /// Households without a car.
    pub no_car: u32,
    /// Median household income, euro a year.
    pub income: u32,
    /// Mean value of a dwelling, thousands of euro.
    pub woz: u32,
}

/// The CBS code for a value that is not published.
pub const HIDDEN: i64 = -99_997;
/// Side of a cell.
pub const CELL_M: f64 = 100.0;

/// Square numbers of a plan point on the RD grid.
pub fn grid(frame: &Frame, p: P) -> (i64, i64) {
    let rd = frame.rd(p);
    (
        (rd[0] / CELL_M).floor() as i64,
        (rd[1] / CELL_M).floor() as i64,
    )
}

/// Middle of a square, plan metres.
pub fn middle(frame: &Frame, (x, y): (i64, i64)) -> P {
    let zero = frame.rd([0.0, 0.0]);
    [
        (x as f64 + 0.5) * CELL_M - zero[0],
        (y as f64 + 0.5) * CELL_M - zero[1],
    ]
}

/// Name of a cell as CBS has it, by its south-west corner in hectometres.
pub fn code(frame: &Frame, cell: &Cell) -> String {
    let (x, y) = grid(frame, cell.at);
    format!("E{x:04}N{y:04}")
}

/// Settles the region.
pub fn settle(plan: &Plan, web: &Web, frame: &Frame, seed: u64) -> Vec<Cell> {
    // Metres of street with front doors per square and quarter.
    let mut doors: BTreeMap<(i64, i64), BTreeMap<usize, f64>> = BTreeMap::new();
    for way in &web.ways {
        let Some(q) = way.quarter.map(|q| q as usize) else {
            continue;
        };
        let quarter = &plan.quarters[q];
        if quarter.residents.per_cell <= 0.0 || !has_doors(quarter, way.class) {
            continue;
        }
        let line: Vec<P> = way.nodes.iter().map(|&n| web.nodes[n as usize]).collect();
        for w in resample(&line, 10.0).windows(2) {
            let square = grid(frame, mix(w[0], w[1], 0.5));
            *doors.entry(square).or_default().entry(q).or_default() += dist(w[0], w[1]);
        }
    }
    let mut cells = Vec::new();
    for (square, by_quarter) in &doors {
        let most = by_quarter
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
        let Some((&q, _)) = most else { continue };
        let metres: f64 = by_quarter.values().sum();
        let at = middle(frame, *square);
        let unfit = plan
            .surfaces
            .iter()
            .any(|s| s.barrier && inside(at, &s.ring));
        if metres >= 78.0 && !unfit {
            let full = (metres / 165.0).clamp(0.4, 1.25);
            cells.push(people(
                &plan.quarters[q].residents,
                at,
                Some(q),
                full,
                seed,
                *square,
            ));
        }
    }
    farms(plan, web, frame, seed, &mut cells);
    cells.sort_by_key(|c| grid(frame, c.at));
    cells
}

fn has_doors(quarter: &Quarter, class: Class) -> bool {
    match class {
        Class::Residential | Class::Living | Class::Pedestrian => true,
        Class::Tertiary => !matches!(quarter.style, Style::Blocks { .. }),
        Class::Footway => matches!(
            quarter.style,
            Style::Blocks {
                inside: Inside::Slabs,
                ..
            }
        ),
        _ => false,
    }
}

/// The people of one cell: the quarter's figures, uneven from block to block.
pub fn people(
    r: &Residents,
    at: P,
    quarter: Option<usize>,
    full: f64,
    seed: u64,
    square: (i64, i64),
) -> Cell {
    let luck = |label: u64| hash01(seed ^ label, square.0, square.1);
    let inhabitants = r.per_cell * full * (0.75 + 0.5 * luck(1));
    let households = inhabitants / (r.household * (0.92 + 0.16 * luck(2)));
    let dwellings = (households * (1.01 + 0.04 * luck(3))).round().max(1.0);
    // Corporations own whole blocks: neighbours are alike.
    let bump = noise(sub_seed(seed, "blocks", 0), at, 330.0) * 0.9 + (luck(4) - 0.5) * 0.25;
    let room = r.social.min(1.0 - r.social) * 1.15;
    let social = (r.social + bump * room).clamp(0.0, 0.98);
    let above = social - r.social;
    let low = (r.low_income * (1.0 + 0.9 * above) + 0.10 * above + (luck(5) - 0.5) * 0.04)
        .clamp(0.01, 0.75);
    let no_car = (r.no_car + 0.16 * above + (luck(6) - 0.5) * 0.08).clamp(0.02, 0.85);
    let income = r.income * (1.0 - 0.30 * above) * (0.92 + 0.16 * luck(7));
    let woz = r.woz * (1.0 - 0.35 * above) * (0.90 + 0.20 * luck(8));
    let of = |total: f64, share: f64| (total * share).round() as u32;
    Cell {
        at,
        quarter,
        inhabitants: inhabitants.round().max(1.0) as u32,
        households: households.round().max(1.0) as u32,
        dwellings: dwellings as u32,
        social: of(dwellings, social),
        low_income: of(households, low),
        no_car: of(households, no_car),
        income: (income / 100.0).round() as u32 * 100,
        woz: woz.round() as u32,
    }
}

/// Lonely farms along the roads of the polders.
fn farms(plan: &Plan, web: &Web, frame: &Frame, seed: u64, cells: &mut Vec<Cell>) {
    let roads: Vec<P> = web
        .ways
        .iter()
        .filter(|w| w.quarter.is_none() && w.class == Class::Unclassified)
        .flat_map(|w| w.nodes.iter().map(|&n| web.nodes[n as usize]))
        .collect();
    let mut rng = rng_for(seed, "farms", 0);
    let mut taken: BTreeMap<(i64, i64), ()> =
        cells.iter().map(|c| (grid(frame, c.at), ())).collect();
    let country = Residents {
        per_cell: 9.0,
        household: 2.6,
        social: 0.02,
        low_income: 0.05,
        no_car: 0.03,
        income: 44_000.0,
        woz: 560.0,
    };
    for _ in 0..plan.farms {
        if roads.is_empty() {
            return;
        }
        let at = roads[rng.random_range(0..roads.len())];
        let square = grid(frame, at);
        if taken.insert(square, ()).is_none() {
            let size = if rng.random_range(0..4) == 0 {
                0.35
            } else {
                1.0
            };
            cells.push(people(
                &country,
                middle(frame, square),
                None,
                size,
                seed,
                square,
            ));
        }
    }
}

/// Writes `homes.csv`, with CBS column names and its code for what is not published.
///
/// # Errors
/// When the file cannot be written.
pub fn write_homes(
    cells: &[Cell],
    frame: &Frame,
    out: impl Write,
    path: &Path,
) -> Result<(), Error> {
    let mut table = csv::Writer::from_writer(out);
    let fail = |e: csv::Error| Error::io(path, "write", std::io::Error::other(e));
    let header = [
        "id",
        "x",
        "y",
        "aantal_inwoners",
        "aantal_part_huishoudens",
        "aantal_woningen",
        "aantal_huurwoningen_woningcorporatie",
        "aantal_huishoudens_laag_inkomen",
        "aantal_huishoudens_zonder_auto",
        "mediaan_inkomen_huishouden",
        "gemiddelde_woz_waarde_woning",
    ];
    table.write_record(header).map_err(fail)?;
    for c in cells {
        let rd = frame.rd(c.at);
        let shown =
            |value: u32, enough: bool| if enough { i64::from(value) } else { HIDDEN }.to_string();
        // As CBS does: no counts under five inhabitants, no income under ten households.
        let some = c.inhabitants >= 5;
        let many = c.households >= 10;
        table
            .write_record([
                code(frame, c),
                format!("{:.0}", rd[0]),
                format!("{:.0}", rd[1]),
                shown(c.inhabitants, some),
                shown(c.households, some),
                shown(c.dwellings, some),
                shown(c.social, some),
                shown(c.low_income, many),
                shown(c.no_car, many),
                shown(c.income, many),
                shown(c.woz, c.dwellings >= 5),
            ])
            .map_err(fail)?;
    }
    table.flush().map_err(|e| Error::io(path, "write", e))
}
