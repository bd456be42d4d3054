//! Who lives and works where in Polderland.

use super::super::geom::*;
use super::super::names;
use super::super::plan::*;
use super::Grids;

pub const fn residents(
    per_cell: f64,
    household: f64,
    social: f64,
    low_income: f64,
    no_car: f64,
    income: f64,
    woz: f64,
) -> Residents {
    Residents {
        per_cell,
        household,
        social,
        low_income,
        no_car,
        income,
        woz,
    }
}

pub const fn work(
    sector: &'static str,
    jobs: u32,
    places: u32,
    practical: f64,
    shifts: [f64; 3],
) -> Work {
    Work {
        jobs,
        places,
        practical,
        shifts,
        sector,
    }
}

pub const NOBODY: Residents = residents(0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0);
pub const INNER_CITY: Residents = residents(108.0, 1.60, 0.09, 0.08, 0.58, 38_500.0, 398.0);
pub const OLD_RING: Residents = residents(122.0, 1.85, 0.12, 0.09, 0.47, 36_500.0, 345.0);
pub const POST_WAR: Residents = residents(108.0, 2.00, 0.23, 0.12, 0.38, 31_000.0, 262.0);
pub const NEW_TOWN: Residents = residents(116.0, 2.20, 0.66, 0.22, 0.33, 28_000.0, 238.0);
pub const HIGH_RISE: Residents = residents(205.0, 1.95, 0.86, 0.34, 0.52, 22_800.0, 168.0);
pub const SUBURB: Residents = residents(62.0, 2.45, 0.08, 0.04, 0.09, 49_500.0, 452.0);
pub const VILLAGE: Residents = residents(42.0, 2.40, 0.16, 0.07, 0.08, 39_500.0, 348.0);

pub const MIXED: [f64; 3] = [0.10, 0.08, 0.02];

/// A quarter with what most have; the rest is set after.
pub fn quarter(
    name: &'static str,
    [town, district]: [&'static str; 2],
    municipality: usize,
    outline: Vec<P>,
    style: Style,
) -> Quarter {
    let [x0, y0, x1, y1] = bounds(&outline);
    Quarter {
        name,
        town,
        district,
        municipality,
        outline,
        centre: [(x0 + x1) / 2.0, (y0 + y1) / 2.0],
        angle: 0.0,
        style,
        class: Class::Residential,
        theme: &names::TREES,
        residents: NOBODY,
        work: work("services", 0, 0, 0.4, MIXED),
        landuse: "residential",
    }
}

pub fn rows(long: f64, deep: f64, keep: f64, warp: f64) -> Style {
    Style::Rows {
        long,
        deep,
        keep,
        warp,
    }
}

/// Part of a ring of the old city, as uneven as the city is.
fn city(r0: f64, r1: f64, a0: f64, a1: f64) -> Vec<P> {
    sector([0.0, 0.0], r0, r1, a0, a1)
        .into_iter()
        .map(uneven)
        .collect()
}

/// All quarters of the region.
pub fn quarters(grids: &Grids, seed: u64) -> Vec<Quarter> {
    let o = [0.0, 0.0];
    let mut quarters = Vec::new();
    let mut put = |q: Quarter, f: &dyn Fn(&mut Quarter)| {
        let mut q = q;
        f(&mut q);
        quarters.push(q);
    };
    // Oudestad.
    put(
        quarter(
            "Binnenstad",
            ["Oudestad", "Centrum"],
            0,
            city(0.0, 610.0, 0.0, 360.0),
            Style::Old,
        ),
        &|q| {
            q.theme = &names::OLD;
            q.residents = INNER_CITY;
            q.work = work("shops and offices", 16_500, 46, 0.38, [0.05, 0.12, 0.02]);
        },
    );
    let ring = |a0: f64, a1: f64| city(672.0, 1_335.0, a0, a1);
    put(
        quarter(
            "Havenkwartier",
            ["Oudestad", "Centrum"],
            0,
            // As far as the quay.
            ring(62.0, 128.0)
                .into_iter()
                .map(|p| [p[0], p[1].min(1_100.0)])
                .collect(),
            rows(118.0, 62.0, 0.8, 8.0),
        ),
        &|q| {
            q.angle = 4.0;
            q.theme = &names::RIVERS;
            q.residents = OLD_RING;
            q.work = work("services", 3_000, 10, 0.35, MIXED);
        },
    );
    put(
        quarter(
            "Westerkwartier",
            ["Oudestad", "West"],
            0,
            ring(128.0, 212.0),
            Style::Polar {
                centre: o,
                long: 104.0,
                deep: 68.0,
                keep: 0.7,
            },
        ),
        &|q| {
            q.theme = &names::FLOWERS;
            q.residents = OLD_RING;
            q.work = work("services", 1_500, 8, 0.4, MIXED);
        },
    );
    put(
        quarter(
            "Spoorbuurt",
            ["Oudestad", "Zuid"],
            0,
            ring(212.0, 308.0),
            rows(110.0, 64.0, 0.8, 10.0),
        ),
        &|q| {
            q.angle = 24.0;
            q.theme = &names::TREES;
            q.residents = Residents {
                social: 0.18,
                low_income: 0.12,
                income: 33_500.0,
                ..OLD_RING
            };
            q.work = work("offices", 6_500, 14, 0.2, MIXED);
        },
    );
    put(
        quarter(
            "Oosterkwartier",
            ["Oudestad", "Oost"],
            0,
            ring(-52.0, 62.0),
            Style::Polar {
                centre: o,
                long: 112.0,
                deep: 66.0,
                keep: 0.75,
            },
        ),
        &|q| {
            q.theme = &names::BIRDS;
            q.residents = OLD_RING;
            q.work = work("services", 1_900, 10, 0.4, MIXED);
        },
    );
    put(
        quarter(
            "Zuiderveld",
            ["Oudestad", "Zuid"],
            0,
            city(1_410.0, 2_230.0, 238.0, 306.0),
            rows(150.0, 78.0, 0.62, 12.0),
        ),
        &|q| {
            q.angle = -4.0;
            q.theme = &names::COMPOSERS;
            q.residents = POST_WAR;
            q.work = work("services", 1_600, 10, 0.5, MIXED);
        },
    );
    put(
        quarter(
            "Westerpark",
            ["Oudestad", "West"],
            0,
            city(1_410.0, 2_100.0, 160.0, 208.0),
            rows(140.0, 82.0, 0.6, 12.0),
        ),
        &|q| {
            q.angle = 96.0;
            q.theme = &names::FLOWERS;
            q.residents = POST_WAR;
            q.work = work("services", 700, 5, 0.5, MIXED);
        },
    );
    put(
        quarter(
            "Noorderoever",
            ["Oudestad", "Noord"],
            0,
            grids.noord.outline([0, 4, 0, 3]),
            Style::Blocks {
                grid: grids.noord,
                range: [0, 4, 0, 3],
                without: Vec::new(),
                inside: Inside::Courts,
            },
        ),
        &|q| {
            q.theme = &names::RIVERS;
            q.residents = Residents {
                per_cell: 92.0,
                ..POST_WAR
            };
            q.work = work("services", 800, 6, 0.5, MIXED);
        },
    );
    put(
        quarter(
            "Tuindorp Veldzicht",
            ["Oudestad", "Oost"],
            0,
            blob([2_420.0, -1_500.0], 430.0, 330.0, -30.0, seed ^ 3),
            rows(96.0, 62.0, 0.75, 22.0),
        ),
        &|q| {
            q.angle = -34.0;
            q.theme = &names::FLOWERS;
            q.residents = Residents {
                per_cell: 84.0,
                household: 2.1,
                social: 0.74,
                low_income: 0.21,
                no_car: 0.36,
                income: 28_500.0,
                woz: 246.0,
            };
            q.work = work("services", 250, 3, 0.5, MIXED);
        },
    );
    put(
        quarter(
            "Bosrijk",
            ["Oudestad", "West"],
            0,
            blob([-3_500.0, -520.0], 620.0, 420.0, 12.0, seed ^ 4),
            rows(170.0, 105.0, 0.6, 48.0),
        ),
        &|q| {
            q.angle = 18.0;
            q.theme = &names::TREES;
            q.residents = Residents {
                per_cell: 34.0,
                social: 0.02,
                low_income: 0.03,
                income: 71_000.0,
                woz: 815.0,
                ..SUBURB
            };
            q.work = work("services", 350, 3, 0.3, MIXED);
        },
    );
    put(
        quarter(
            "Zuidpoort",
            ["Oudestad", "Zuid"],
            0,
            rectangle([-1_900.0, -2_550.0], 900.0, 560.0, 33.0),
            rows(180.0, 120.0, 0.7, 4.0),
        ),
        &|q| {
            q.angle = 33.0;
            q.class = Class::Unclassified;
            q.theme = &names::WORK;
            q.work = work("offices", 9_500, 24, 0.15, [0.03, 0.03, 0.01]);
            q.landuse = "commercial";
        },
    );
    put(
        quarter(
            "Aaoever",
            ["Oudestad", "Noord"],
            0,
            rectangle([2_450.0, 1_900.0], 1_150.0, 620.0, -8.0),
            rows(240.0, 170.0, 0.8, 6.0),
        ),
        &|q| {
            q.angle = -8.0;
            q.class = Class::Unclassified;
            q.theme = &names::WORK;
            q.work = work("industry", 5_200, 22, 0.82, [0.34, 0.22, 0.08]);
            q.landuse = "industrial";
        },
    );
    put(
        quarter(
            "Luchthaven",
            ["Luchthaven", "Luchthaven"],
            0,
            rectangle([-7_450.0, -5_150.0], 1_300.0, 620.0, 36.0),
            rows(230.0, 150.0, 0.75, 5.0),
        ),
        &|q| {
            q.angle = 36.0;
            q.class = Class::Unclassified;
            q.theme = &names::WORK;
            q.work = work(
                "airport and logistics",
                14_500,
                34,
                0.72,
                [0.38, 0.30, 0.16],
            );
            q.landuse = "commercial";
        },
    );
    put(
        quarter(
            "Glasveld",
            ["Glasveld", "Luchthaven"],
            0,
            rectangle([-1_500.0, -5_350.0], 2_100.0, 1_000.0, -12.0),
            rows(420.0, 250.0, 0.8, 4.0),
        ),
        &|q| {
            q.angle = -12.0;
            q.class = Class::Unclassified;
            q.theme = &names::FLOWERS;
            q.work = work("greenhouses", 3_600, 18, 0.93, [0.62, 0.12, 0.04]);
            q.landuse = "greenhouse_horticulture";
        },
    );
    // Nieuwstad.
    put(
        quarter(
            "Stadshart",
            ["Nieuwstad", "Stadshart"],
            1,
            grids.new_town.outline([2, 4, 2, 4]),
            Style::Blocks {
                grid: grids.new_town,
                range: [2, 4, 2, 4],
                without: Vec::new(),
                inside: Inside::Centre,
            },
        ),
        &|q| {
            q.theme = &names::WERF;
            q.class = Class::Pedestrian;
            q.residents = Residents {
                per_cell: 118.0,
                household: 1.6,
                social: 0.50,
                no_car: 0.50,
                ..NEW_TOWN
            };
            q.work = work("shops and offices", 5_800, 26, 0.45, [0.06, 0.10, 0.02]);
        },
    );
    let corners: [(&str, [i32; 4], &names::Theme); 4] = [
        ("Hofwijk", [0, 3, 3, 6], &names::HOF),
        ("Gaarden", [3, 6, 3, 6], &names::GAARDE),
        ("Donken", [0, 3, 0, 3], &names::DONK),
        ("Werven", [3, 6, 0, 3], &names::WERF),
    ];
    for (name, range, theme) in corners {
        put(
            quarter(
                name,
                ["Nieuwstad", name],
                1,
                grids.new_town.outline(range),
                Style::Blocks {
                    grid: grids.new_town,
                    range,
                    without: vec![
                        [2, 4, 2, 4],
                        [5, 6, 0, 1],
                        [0, 1, 5, 6],
                        [0, 1, 0, 1],
                        [5, 6, 5, 6],
                    ],
                    inside: Inside::Courts,
                },
            ),
            &|q| {
                q.theme = theme;
                q.residents = NEW_TOWN;
                q.work = work("services", 650, 8, 0.5, MIXED);
            },
        );
    }
    put(
        quarter(
            "De Horsten",
            ["Nieuwstad", "De Horsten"],
            1,
            grids.horst.outline([0, 3, 0, 3]),
            Style::Blocks {
                grid: grids.horst,
                range: [0, 3, 0, 3],
                without: Vec::new(),
                inside: Inside::Slabs,
            },
        ),
        &|q| {
            q.theme = &names::HORST;
            q.residents = HIGH_RISE;
            q.work = work("services", 180, 4, 0.6, MIXED);
        },
    );
    put(
        quarter(
            "De Wending",
            ["Nieuwstad", "De Wending"],
            1,
            rectangle([10_650.0, 3_500.0], 1_050.0, 800.0, 5.0),
            rows(250.0, 180.0, 0.8, 5.0),
        ),
        &|q| {
            q.angle = 5.0;
            q.class = Class::Unclassified;
            q.theme = &names::WORK;
            q.work = work("industry", 4_100, 22, 0.85, [0.36, 0.22, 0.10]);
            q.landuse = "industrial";
        },
    );
    put(
        quarter(
            "De Rietkraag",
            ["Nieuwstad", "De Horsten"],
            1,
            rectangle([16_300.0, 1_960.0], 250.0, 200.0, -30.0),
            Style::Lane,
        ),
        &|q| {
            q.theme = &names::VILLAGE;
            q.angle = -30.0;
            q.residents = Residents {
                per_cell: 58.0,
                household: 2.3,
                social: 0.90,
                low_income: 0.46,
                no_car: 0.34,
                income: 19_800.0,
                woz: 96.0,
            };
        },
    );
    // Suburb and villages.
    put(
        quarter(
            "Lindenhove",
            ["Lindenhove", "Lindenhove"],
            3,
            grids.lindenhove.outline([0, 3, 0, 3]),
            Style::Blocks {
                grid: grids.lindenhove,
                range: [0, 3, 0, 3],
                without: Vec::new(),
                inside: Inside::Courts,
            },
        ),
        &|q| {
            q.theme = &names::KAMP;
            q.residents = SUBURB;
            q.work = work("services", 900, 8, 0.4, MIXED);
        },
    );
    let villages: [(&'static str, usize, P, [f64; 2], f64); 6] = [
        ("Wetering", 2, [7_500.0, 1_330.0], [420.0, 250.0], 22.0),
        ("Dijkerveen", 2, [4_550.0, 3_950.0], [480.0, 190.0], 24.0),
        ("Sint Odulf", 2, [8_550.0, 5_250.0], [430.0, 210.0], 8.0),
        ("Ossendam", 3, [8_650.0, -4_350.0], [440.0, 220.0], -28.0),
        ("Klaverbroek", 3, [2_750.0, -5_500.0], [420.0, 220.0], -14.0),
        ("Zwaluwdorp", 3, [16_900.0, -1_500.0], [420.0, 200.0], 75.0),
    ];
    for (k, (name, municipality, at, [rx, ry], angle)) in villages.into_iter().enumerate() {
        put(
            quarter(
                name,
                [name, name],
                municipality,
                blob(at, rx, ry, angle, seed ^ (20 + k as u64)),
                rows(118.0, 82.0, 0.62, 20.0),
            ),
            &|q| {
                q.centre = at;
                q.angle = angle;
                q.theme = &names::VILLAGE;
                q.residents = VILLAGE;
                q.work = work("services", 260, 4, 0.55, MIXED);
            },
        );
    }

    quarters
}
