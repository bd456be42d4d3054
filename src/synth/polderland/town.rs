//! A town for tests: the contrasts of the region in 150 cells.

use super::super::geom::*;
use super::super::hours;
use super::super::names;
use super::super::plan::*;
use super::quarters::*;
use super::roads::{ring_road, winding};
use super::{Grids, service};

const ROADS: &str = "
primary      | Nieuwstadweg     | 0,0 350,10 1200,60 2600,420 N0,1 N1,1 N2,1 N2.1,1
tertiary     | Zuiderweg        | 0,-200 60,-560 280,-880 420,-1000
unclassified | Dijkerveenseweg  | 1200,60 1250,1200 1450,2350 1950,2600
";

const LINES: &str = "
1   | bus     | town        | Nieuwstad  | Westwijk   | R600@180 R350@180 0,60 350,10 1200,60 N0,1 N1,1
8   | bus     | until_eight | De Horsten | Hofwijk    | N0,2 N1,2 N1,1 N1,0 N2,0 N3,0 N3,1
12  | bus     | city        | Werkhaven  | Binnenstad | 0,60 60,-560 280,-880
52  | country | village     | Dijkerveen | Binnenstad | 0,60 1200,60 1450,2350 1900,2580
B31 | minibus | minibus     | De Horsten | Hofwijk    | N0,0 N0,1 N1,1 N2,1
";

/// Some 150 cells, 60 stops.
pub fn small_town(seed: u64) -> Plan {
    let mut grids = Grids::new(seed);
    grids.new_town.origin = [3_600.0, 250.0];
    grids.new_town.side = 350.0;
    grids.new_town.warp = 18.0;
    let rail = smooth(
        &grids.points("-900,-560 0,-500 500,-420 2300,-100 3550,330 3800,400"),
        100.0,
    );
    let mut roads = vec![ring_road("Singelring", 350.0, 0.0, 360.0)];
    roads.extend(winding(&grids, ROADS));
    let station = |id, name, at| Station {
        id,
        name,
        at,
        platforms: 2,
    };
    let hospital = |id, name, at: &str, jobs| Hospital {
        id,
        name,
        at: grids.points(at)[0],
        emergency: true,
        open: "24/7",
        jobs,
    };
    Plan {
        name: "Polderstadje",
        origin: [170_000.0, 500_000.0],
        edge: grids.points("-1500,-1800 5600,-1800 5600,3600 -1500,3600"),
        municipalities: vec![("GM0991", "Oudestad"), ("GM0992", "Nieuwstad")],
        quarters: town_quarters(&grids, seed),
        roads,
        surfaces: vec![Surface {
            tag: ("natural", "water"),
            name: "Plas",
            ring: blob([2_400.0, 1_300.0], 300.0, 200.0, 20.0, seed ^ 6),
            barrier: true,
        }],
        motorways: Vec::new(),
        stations: vec![
            station("oudestad", "Oudestad", [60.0, -495.0]),
            station("nieuwstad", "Nieuwstad", [3_640.0, 356.0]),
        ],
        rails: vec![rail],
        trains: vec![TrainPlan {
            number: "RE 4",
            calls: vec![0, 1],
            hours: [hours::train(8), hours::train(3)],
        }],
        lines: service::lines(&grids, LINES),
        hospitals: vec![
            hospital("hospital-oudestad", "Sint Jansgasthuis", "R500@120", 500),
            hospital("hospital-nieuwstad", "Polderziekenhuis", "N0.1,1.1", 300),
        ],
        polders: Vec::new(),
        farms: 4,
        countryside: vec![
            ([2_200.0, -1_000.0], "Zuidpolder", 0),
            ([4_300.0, 2_400.0], "Noordpolder", 1),
        ],
    }
}

fn town_quarters(grids: &Grids, seed: u64) -> Vec<Quarter> {
    let o = [0.0, 0.0];
    let mut old = quarter(
        "Binnenstad",
        ["Oudestad", "Oudestad"],
        0,
        sector(o, 0.0, 320.0, 0.0, 360.0),
        Style::Old,
    );
    old.theme = &names::OLD;
    old.residents = INNER_CITY;
    old.work = work("shops and offices", 2_400, 12, 0.4, [0.05, 0.12, 0.02]);
    let mut west = quarter(
        "Westwijk",
        ["Oudestad", "Oudestad"],
        0,
        sector(o, 380.0, 720.0, 110.0, 250.0),
        rows(120.0, 70.0, 0.7, 8.0),
    );
    west.residents = OLD_RING;
    west.work = work("services", 500, 6, 0.4, MIXED);
    let mut yard = quarter(
        "Werkhaven",
        ["Oudestad", "Oudestad"],
        0,
        rectangle([300.0, -900.0], 700.0, 400.0, 0.0),
        rows(220.0, 150.0, 0.8, 4.0),
    );
    yard.class = Class::Unclassified;
    yard.theme = &names::WORK;
    yard.work = work("industry", 1_300, 8, 0.85, [0.36, 0.25, 0.12]);
    yard.landuse = "industrial";
    let mut courts = quarter(
        "Hofwijk",
        ["Nieuwstad", "Nieuwstad"],
        1,
        grids.new_town.outline([0, 2, 0, 2]),
        Style::Blocks {
            grid: grids.new_town,
            range: [0, 2, 0, 2],
            without: Vec::new(),
            inside: Inside::Courts,
        },
    );
    courts.theme = &names::HOF;
    courts.residents = NEW_TOWN;
    courts.work = work("services", 300, 5, 0.5, MIXED);
    let mut slabs = quarter(
        "De Horsten",
        ["Nieuwstad", "Nieuwstad"],
        1,
        grids.new_town.outline([2, 3, 0, 1]),
        Style::Blocks {
            grid: grids.new_town,
            range: [2, 3, 0, 1],
            without: Vec::new(),
            inside: Inside::Slabs,
        },
    );
    slabs.theme = &names::HORST;
    slabs.residents = HIGH_RISE;
    let mut dorp = quarter(
        "Dijkerveen",
        ["Dijkerveen", "Dijkerveen"],
        1,
        blob([1_700.0, 2_500.0], 300.0, 160.0, 20.0, seed ^ 2),
        rows(110.0, 80.0, 0.6, 16.0),
    );
    dorp.angle = 20.0;
    dorp.theme = &names::VILLAGE;
    dorp.residents = VILLAGE;
    dorp.work = work("services", 90, 3, 0.5, MIXED);

    vec![old, west, yard, courts, slabs, dorp]
}
