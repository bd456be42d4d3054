//! Polderland: the fictional region, and a small town of the same make for tests.
//!
//! An old city with good transit; suburbs; a new town of the 1970s thirteen kilometres away
//! with most of the social housing; villages; an airport that works round the clock. Distances
//! are metres from the market of Oudestad.

use super::geom::*;
use super::hours::*;
use super::names;
use super::plan::*;

const fn residents(
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

const fn work(
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

const NOBODY: Residents = residents(0.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0);
const INNER_CITY: Residents = residents(112.0, 1.55, 0.15, 0.09, 0.58, 38_500.0, 398.0);
const OLD_RING: Residents = residents(128.0, 1.75, 0.20, 0.10, 0.47, 36_500.0, 345.0);
const POST_WAR: Residents = residents(108.0, 1.95, 0.34, 0.15, 0.38, 31_000.0, 262.0);
const NEW_TOWN: Residents = residents(112.0, 2.25, 0.62, 0.22, 0.33, 28_000.0, 238.0);
const HIGH_RISE: Residents = residents(205.0, 1.95, 0.86, 0.34, 0.52, 22_800.0, 168.0);
const SUBURB: Residents = residents(62.0, 2.45, 0.08, 0.04, 0.09, 49_500.0, 452.0);
const VILLAGE: Residents = residents(42.0, 2.40, 0.16, 0.07, 0.08, 39_500.0, 348.0);

const MIXED: [f64; 3] = [0.10, 0.08, 0.02];

/// A quarter with what most have; the rest is set after.
fn quarter(
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

fn road(name: &str, class: Class, points: Vec<P>) -> Stroke {
    Stroke {
        points,
        class,
        name: name.to_owned(),
        bridges: true,
    }
}

/// A winding road through these points.
fn curve(name: &str, class: Class, points: &[P]) -> Stroke {
    road(name, class, smooth(points, 90.0))
}

fn rows(long: f64, deep: f64, keep: f64, warp: f64) -> Style {
    Style::Rows {
        long,
        deep,
        keep,
        warp,
    }
}

const OUDESTAD: [&str; 2] = ["Oudestad", "Oudestad"];

/// The region: some 1 500 home cells, 160 000 people.
pub fn region(seed: u64) -> Plan {
    let o = [0.0, 0.0];
    let new_town = Blocks {
        origin: [11_500.0, 1_850.0],
        angle: 4.0,
        side: 366.0,
        warp: 34.0,
        seed: sub_seed(seed, "new town", 0),
    };
    let horst = Blocks {
        origin: [14_250.0, 2_450.0],
        angle: -8.0,
        side: 262.0,
        warp: 14.0,
        seed: sub_seed(seed, "horst", 0),
    };
    let lindenhove = Blocks {
        origin: [4_800.0, -3_550.0],
        angle: -32.0,
        side: 345.0,
        warp: 40.0,
        seed: sub_seed(seed, "lindenhove", 0),
    };
    let noord = Blocks {
        origin: [-560.0, 1_500.0],
        angle: 3.0,
        side: 330.0,
        warp: 20.0,
        seed: sub_seed(seed, "noord", 0),
    };

    let river = smooth(
        &[
            [22_000.0, -7_900.0],
            [16_000.0, -5_700.0],
            [11_000.0, -3_900.0],
            [7_000.0, -1_500.0],
            [3_700.0, 650.0],
            [1_300.0, 1_190.0],
            [-1_500.0, 1_330.0],
            [-4_200.0, 2_700.0],
            [-6_600.0, 5_200.0],
            [-8_300.0, 7_700.0],
        ],
        150.0,
    );
    let rail = smooth(
        &[
            [-7_900.0, -5_850.0],
            [-6_800.0, -5_000.0],
            [-4_300.0, -3_500.0],
            [-1_450.0, -1_950.0],
            [-500.0, -1_300.0],
            [460.0, -900.0],
            [1_800.0, -560.0],
            [4_600.0, -60.0],
            [7_500.0, 950.0],
            [10_000.0, 2_150.0],
            [11_600.0, 2_780.0],
            [12_620.0, 2_900.0],
            [13_700.0, 2_920.0],
            [14_150.0, 2_900.0],
        ],
        120.0,
    );

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
            sector(o, 0.0, 610.0, 0.0, 360.0),
            Style::Old,
        ),
        &|q| {
            q.theme = &names::OLD;
            q.residents = INNER_CITY;
            q.work = work("shops and offices", 16_500, 46, 0.38, [0.05, 0.12, 0.02]);
        },
    );
    let ring = |a0: f64, a1: f64| sector(o, 672.0, 1_335.0, a0, a1);
    put(
        quarter(
            "Havenkwartier",
            ["Oudestad", "Centrum"],
            0,
            ring(62.0, 128.0),
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
                social: 0.27,
                low_income: 0.13,
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
            sector(o, 1_410.0, 2_230.0, 238.0, 306.0),
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
            sector(o, 1_410.0, 2_100.0, 160.0, 208.0),
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
            "Noord",
            ["Oudestad", "Noord"],
            0,
            noord.outline([0, 4, 0, 3]),
            Style::Blocks {
                grid: noord,
                range: [0, 4, 0, 3],
                without: None,
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
            new_town.outline([2, 4, 2, 4]),
            Style::Blocks {
                grid: new_town,
                range: [2, 4, 2, 4],
                without: None,
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
                new_town.outline(range),
                Style::Blocks {
                    grid: new_town,
                    range,
                    without: Some([2, 4, 2, 4]),
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
            horst.outline([0, 3, 0, 3]),
            Style::Blocks {
                grid: horst,
                range: [0, 3, 0, 3],
                without: None,
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
            lindenhove.outline([0, 3, 0, 3]),
            Style::Blocks {
                grid: lindenhove,
                range: [0, 3, 0, 3],
                without: None,
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

    let nt = |i: f64, j: f64| new_town.place(i, j);
    let mut roads = vec![
        road("Singelring", Class::Secondary, arc(o, 652.0, 0.0, 360.0)),
        road(
            "Buitenring",
            Class::Secondary,
            arc(o, 1_372.0, 152.0, 398.0),
        ),
        curve(
            "Nieuwstadweg",
            Class::Primary,
            &[
                [652.0, 60.0],
                [1_100.0, 140.0],
                [1_900.0, 60.0],
                [3_000.0, 120.0],
                [3_650.0, 780.0],
                [4_200.0, 1_500.0],
                [5_700.0, 1_650.0],
                [7_400.0, 1_650.0],
                [9_300.0, 2_500.0],
                [10_900.0, 3_000.0],
                nt(0.0, 3.0),
                nt(0.06, 3.0),
            ],
        ),
        curve(
            "Noorderweg",
            Class::Secondary,
            &[
                [30.0, 560.0],
                [60.0, 760.0],
                [110.0, 1_260.0],
                [130.0, 1_560.0],
                [150.0, 2_560.0],
                [900.0, 3_300.0],
                [2_900.0, 3_500.0],
                [4_500.0, 3_950.0],
                [6_400.0, 4_750.0],
                [8_500.0, 5_270.0],
                [10_300.0, 5_000.0],
                [11_300.0, 4_500.0],
                nt(0.0, 6.0),
                nt(0.06, 6.0),
            ],
        ),
        curve(
            "Zuiderweg",
            Class::Secondary,
            &[
                [0.0, -560.0],
                [-40.0, -1_000.0],
                [-90.0, -1_500.0],
                [-60.0, -2_300.0],
                [500.0, -3_500.0],
                [1_800.0, -4_700.0],
                [2_750.0, -5_480.0],
                [4_300.0, -5_300.0],
                [6_600.0, -4_800.0],
                [8_650.0, -4_350.0],
                [10_700.0, -4_900.0],
                [12_300.0, -4_700.0],
                [12_750.0, -3_800.0],
                [12_800.0, -1_500.0],
                [12_900.0, 900.0],
                nt(3.0, 0.0),
                nt(3.0, 0.06),
            ],
        ),
        curve(
            "Luchthavenweg",
            Class::Primary,
            &[
                [-560.0, -330.0],
                [-1_050.0, -720.0],
                [-1_700.0, -1_250.0],
                [-2_500.0, -1_850.0],
                [-4_400.0, -3_050.0],
                [-6_500.0, -4_500.0],
                [-7_000.0, -5_050.0],
                [-7_600.0, -5_500.0],
                [-7_850.0, -5_700.0],
            ],
        ),
        curve(
            "Zuidpoortlaan",
            Class::Tertiary,
            &[
                [-2_500.0, -1_850.0],
                [-2_000.0, -2_450.0],
                [-1_500.0, -2_700.0],
                [-900.0, -2_350.0],
                [-60.0, -2_300.0],
            ],
        ),
        curve(
            "Bosrijklaan",
            Class::Tertiary,
            &[
                [-640.0, 110.0],
                [-1_372.0, 120.0],
                [-2_200.0, 60.0],
                [-3_000.0, -330.0],
                [-3_600.0, -520.0],
                [-4_300.0, -700.0],
                [-4_400.0, -3_050.0],
            ],
        ),
        curve(
            "Lindenhoofseweg",
            Class::Secondary,
            &[
                [450.0, -470.0],
                [960.0, -980.0],
                [1_700.0, -1_300.0],
                [2_400.0, -1_480.0],
                [3_700.0, -2_300.0],
                [5_000.0, -2_950.0],
                [5_650.0, -3_180.0],
                [6_500.0, -3_300.0],
                [7_700.0, -3_900.0],
                [8_650.0, -4_350.0],
            ],
        ),
        curve(
            "Noorderdwarsweg",
            Class::Tertiary,
            &[
                [-560.0, 1_830.0],
                [130.0, 1_850.0],
                [800.0, 1_900.0],
                [1_500.0, 2_050.0],
                [2_500.0, 1_880.0],
                [3_400.0, 1_720.0],
                [4_200.0, 1_500.0],
            ],
        ),
        curve(
            "Achterweg",
            Class::Tertiary,
            &[
                [-7_000.0, -5_050.0],
                [-5_400.0, -5_600.0],
                [-3_600.0, -5_350.0],
                [-2_500.0, -5_150.0],
                [-1_500.0, -5_400.0],
                [-500.0, -5_500.0],
                [1_000.0, -5_300.0],
                [1_800.0, -4_700.0],
            ],
        ),
        curve(
            "Horstendreef",
            Class::Secondary,
            &[
                nt(5.94, 3.0),
                nt(6.0, 3.0),
                [14_000.0, 3_150.0],
                horst.place(0.0, 2.0),
                horst.place(0.06, 2.0),
            ],
        ),
        curve(
            "Wendingweg",
            Class::Tertiary,
            &[
                [9_900.0, 2_700.0],
                [10_150.0, 3_100.0],
                [10_650.0, 3_480.0],
                [11_100.0, 3_600.0],
                nt(0.0, 4.0),
                nt(0.06, 4.0),
            ],
        ),
        curve(
            "Zwaluwdorperweg",
            Class::Unclassified,
            &[
                horst.place(2.94, 1.0),
                horst.place(3.0, 1.0),
                [15_600.0, 2_250.0],
                [16_280.0, 1_900.0],
                [16_800.0, 900.0],
                [16_900.0, -600.0],
                [16_900.0, -1_500.0],
                [16_300.0, -2_500.0],
                [14_500.0, -2_000.0],
                [12_800.0, -1_500.0],
            ],
        ),
        curve(
            "Oude Weteringseweg",
            Class::Unclassified,
            &[
                [7_150.0, 1_650.0],
                [7_400.0, 1_330.0],
                [7_480.0, 900.0],
                [7_300.0, -200.0],
                [8_200.0, -900.0],
                [10_500.0, 200.0],
                [12_850.0, 300.0],
            ],
        ),
        curve(
            "Odulfseweg",
            Class::Unclassified,
            &[
                [7_400.0, 1_650.0],
                [7_700.0, 3_200.0],
                [8_400.0, 4_500.0],
                [8_550.0, 5_250.0],
            ],
        ),
        curve(
            "Stationsweg",
            Class::Tertiary,
            &[
                [255.0, -570.0],
                [330.0, -680.0],
                [400.0, -800.0],
                [600.0, -780.0],
                [770.0, -760.0],
            ],
        ),
        curve(
            "Stationstunnel",
            Class::Footway,
            &[[400.0, -800.0], [440.0, -900.0], [500.0, -1_020.0]],
        ),
        // Long-distance cycle routes.
        curve(
            "Fietsroute Oudestad–Nieuwstad",
            Class::Cycleway,
            &[
                [1_250.0, -560.0],
                [1_900.0, -450.0],
                [3_000.0, -270.0],
                [4_600.0, 30.0],
                [7_400.0, 1_020.0],
                [9_950.0, 2_240.0],
                [11_300.0, 2_790.0],
                nt(0.0, 2.5),
                nt(0.06, 2.5),
            ],
        ),
        road(
            "Zuiderdijk",
            Class::Cycleway,
            offset(&river[..], 125.0)
                .into_iter()
                .filter(|p| {
                    p[0] > -6_500.0 && p[0] < 19_500.0 && !(p[0] > -1_200.0 && p[0] < 2_300.0)
                })
                .collect(),
        ),
        road(
            "Noorderdijk",
            Class::Cycleway,
            offset(&river[..], -125.0)
                .into_iter()
                .filter(|p| p[0] > -6_300.0 && p[0] < 19_500.0)
                .collect(),
        ),
    ];
    // Spokes of the old city over the canal.
    for (a, name) in [
        (-8.0, "Oosterpoort"),
        (40.0, "Havenpoort"),
        (138.0, "Vispoort"),
        (165.0, "Westerpoort"),
        (238.0, "Zuidwestpoort"),
        (325.0, "Veldpoort"),
    ] {
        roads.push(road(
            name,
            Class::Tertiary,
            vec![polar(o, 470.0, a), polar(o, 1_400.0, a)],
        ));
    }
    for (name, axis) in [("Middendreef", 0), ("Polderdreef", 1)] {
        let points = (0..=24)
            .map(|k| {
                let t = f64::from(k) / 4.0;
                if axis == 0 { nt(t, 3.0) } else { nt(3.0, t) }
            })
            .collect();
        roads.push(road(name, Class::Secondary, points));
    }
    for (name, [a, b]) in [
        ("Zuiderdreef", [[0, 0], [6, 0]]),
        ("Noorderdreef", [[0, 6], [6, 6]]),
        ("Westerdreef", [[0, 0], [0, 6]]),
        ("Oosterdreef", [[6, 0], [6, 6]]),
    ] {
        let points = (0..=24)
            .map(|k| {
                let t = f64::from(k) / 24.0;
                nt(
                    f64::from(a[0]) + f64::from(b[0] - a[0]) * t,
                    f64::from(a[1]) + f64::from(b[1] - a[1]) * t,
                )
            })
            .collect();
        roads.push(road(name, Class::Tertiary, points));
    }

    let canal = |a0: f64, a1: f64| sector(o, 600.0, 630.0, a0, a1);
    let surfaces = vec![
        Surface {
            tag: ("natural", "water"),
            name: "Aa",
            ring: band(&river, 170.0),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Zuidermeer",
            ring: smooth(
                &[
                    [-11_200.0, 9_600.0],
                    [-10_900.0, 6_300.0],
                    [-9_200.0, 5_700.0],
                    [-8_200.0, 6_900.0],
                    [-6_900.0, 7_300.0],
                    [-5_500.0, 6_600.0],
                    [-3_000.0, 7_500.0],
                    [-500.0, 7_600.0],
                    [1_500.0, 8_700.0],
                    [2_200.0, 9_600.0],
                ],
                300.0,
            ),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Singel",
            ring: canal(0.0, 180.0),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Singel",
            ring: canal(180.0, 360.0),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Westervaart",
            ring: band(
                &smooth(
                    &[
                        polar(o, 620.0, 176.0),
                        [-1_400.0, 330.0],
                        [-2_400.0, 520.0],
                        [-3_300.0, 1_100.0],
                        [-4_000.0, 2_550.0],
                    ],
                    80.0,
                ),
                26.0,
            ),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Stadswater",
            ring: blob([13_950.0, 4_600.0], 520.0, 280.0, 30.0, seed ^ 9),
            barrier: true,
        },
        Surface {
            tag: ("natural", "water"),
            name: "Horsterplas",
            ring: blob([14_050.0, 2_050.0], 170.0, 260.0, 10.0, seed ^ 10),
            barrier: true,
        },
        Surface {
            tag: ("leisure", "park"),
            name: "Stadspark",
            ring: blob([-1_020.0, -160.0], 200.0, 130.0, 70.0, seed ^ 11),
            barrier: true,
        },
        Surface {
            tag: ("leisure", "park"),
            name: "Oosterpark",
            ring: blob([960.0, 420.0], 190.0, 120.0, 115.0, seed ^ 12),
            barrier: true,
        },
        Surface {
            tag: ("leisure", "park"),
            name: "Zuiderpark",
            ring: blob([-420.0, -1_850.0], 230.0, 140.0, 20.0, seed ^ 13),
            barrier: true,
        },
        Surface {
            tag: ("natural", "wood"),
            name: "Bosrijker Bos",
            ring: blob([-4_600.0, 260.0], 900.0, 620.0, 30.0, seed ^ 14),
            barrier: false,
        },
        Surface {
            tag: ("natural", "wood"),
            name: "Horstenbos",
            ring: blob([15_900.0, 4_300.0], 1_100.0, 650.0, -20.0, seed ^ 15),
            barrier: false,
        },
        Surface {
            tag: ("aeroway", "runway"),
            name: "06-24",
            ring: band(&[[-10_000.0, -5_700.0], [-7_600.0, -7_900.0]], 60.0),
            barrier: true,
        },
        Surface {
            tag: ("aeroway", "runway"),
            name: "18-36",
            ring: band(&[[-9_300.0, -3_400.0], [-9_000.0, -6_100.0]], 60.0),
            barrier: true,
        },
    ];

    let station = |id, name, at, platforms| Station {
        id,
        name,
        at,
        platforms,
    };
    let on_rail = |p: P| {
        rail.windows(2)
            .map(|w| nearest(p, w[0], w[1]).1)
            .min_by(|a, b| dist(*a, p).total_cmp(&dist(*b, p)))
            .unwrap_or(p)
    };
    let stations = vec![
        station("luchthaven", "Luchthaven", on_rail([-7_150.0, -5_250.0]), 2),
        station(
            "oudestad-zuid",
            "Oudestad Zuid",
            on_rail([-1_500.0, -1_980.0]),
            2,
        ),
        station(
            "oudestad-centraal",
            "Oudestad Centraal",
            on_rail([460.0, -900.0]),
            4,
        ),
        station("wetering", "Wetering", on_rail([7_480.0, 940.0]), 2),
        station(
            "nieuwstad",
            "Nieuwstad Centrum",
            on_rail([12_620.0, 2_900.0]),
            2,
        ),
    ];
    let trains = vec![
        TrainPlan {
            number: "RE 4",
            calls: vec![0, 1, 2, 3, 4],
            hours: [train_hours(8), train_hours(3)],
        },
        TrainPlan {
            number: "S 1",
            calls: vec![0, 1, 2],
            hours: [shuttle_hours(23), shuttle_hours(17)],
        },
    ];

    let h = |i: f64, j: f64| horst.place(i, j);
    let lh = |i: f64, j: f64| lindenhove.place(i, j);
    let market = [20.0, 85.0];
    let centraal = [400.0, -800.0];
    let hub = nt(3.0, 3.0);
    let line = |number, vehicle, towards, hours, via: &[P]| LinePlan {
        number,
        vehicle,
        towards,
        via: via.to_vec(),
        hours,
    };
    let lines = vec![
        line(
            "1",
            Vehicle::Tram,
            ["Zuiderveld", "Noord"],
            tram(),
            &[
                [150.0, 2_480.0],
                [110.0, 1_260.0],
                [50.0, 640.0],
                market,
                [255.0, -570.0],
                centraal,
                [-40.0, -1_000.0],
                [-90.0, -1_500.0],
                [-60.0, -2_250.0],
            ],
        ),
        line(
            "2",
            Vehicle::Tram,
            ["Tuindorp Veldzicht", "Westerpark"],
            tram(),
            &[
                [-2_080.0, 70.0],
                [-1_372.0, 120.0],
                polar(o, 652.0, 165.0),
                market,
                polar(o, 652.0, 325.0),
                centraal,
                [960.0, -980.0],
                [1_700.0, -1_300.0],
                [2_420.0, -1_490.0],
            ],
        ),
        line(
            "50",
            Vehicle::Express,
            ["Nieuwstad Centrum", "Oudestad Centraal"],
            regional(),
            &[
                centraal,
                polar(o, 660.0, -8.0),
                [1_900.0, 60.0],
                [3_650.0, 780.0],
                [7_400.0, 1_650.0],
                [10_900.0, 3_000.0],
                nt(0.0, 3.0),
                hub,
            ],
        ),
        line(
            "60",
            Vehicle::Bus,
            ["Luchthaven", "Oudestad Centraal"],
            airport(),
            &[
                centraal,
                polar(o, 652.0, 270.0),
                [-560.0, -330.0],
                [-1_700.0, -1_250.0],
                [-2_500.0, -1_850.0],
                [-4_400.0, -3_050.0],
                [-7_000.0, -5_050.0],
                [-7_600.0, -5_500.0],
            ],
        ),
        line(
            "11",
            Vehicle::Bus,
            ["Oosterpark", "Westerpark"],
            city(),
            &[
                [-1_750.0, -700.0],
                [-1_372.0, 120.0],
                polar(o, 1_000.0, 165.0),
                polar(o, 652.0, 138.0),
                polar(o, 652.0, 90.0),
                polar(o, 652.0, 40.0),
                polar(o, 1_100.0, 40.0),
                polar(o, 1_372.0, 25.0),
            ],
        ),
        line(
            "12",
            Vehicle::Bus,
            ["Havenkwartier", "Zuidpoort"],
            city(),
            &[
                [-2_000.0, -2_450.0],
                [-1_500.0, -2_700.0],
                [-60.0, -2_300.0],
                [-90.0, -1_500.0],
                [-40.0, -1_000.0],
                centraal,
                polar(o, 652.0, 0.0),
                polar(o, 652.0, 62.0),
                [110.0, 1_100.0],
                [-420.0, 950.0],
            ],
        ),
        line(
            "13",
            Vehicle::Bus,
            ["Ringlijn Oost", "Ringlijn West"],
            city(),
            &[
                polar(o, 1_372.0, 153.0),
                polar(o, 1_372.0, 200.0),
                polar(o, 1_372.0, 250.0),
                polar(o, 1_372.0, 300.0),
                polar(o, 1_372.0, 345.0),
                polar(o, 1_372.0, 397.0),
            ],
        ),
        line(
            "14",
            Vehicle::Bus,
            ["Aaoever", "Bosrijk"],
            town(),
            &[
                [-4_000.0, -640.0],
                [-3_000.0, -330.0],
                [-1_372.0, 120.0],
                polar(o, 652.0, 165.0),
                polar(o, 652.0, 238.0),
                centraal,
                polar(o, 652.0, 325.0),
                polar(o, 652.0, 40.0),
                polar(o, 652.0, 90.0),
                [110.0, 1_260.0],
                [130.0, 1_850.0],
                [1_500.0, 2_050.0],
                [2_900.0, 1_800.0],
            ],
        ),
        line(
            "5",
            Vehicle::Bus,
            ["Hofwijk", "Werven"],
            town(),
            &[
                nt(5.0, 0.0),
                nt(5.0, 1.0),
                nt(5.0, 2.0),
                nt(4.0, 2.0),
                nt(4.0, 3.0),
                hub,
                nt(2.0, 3.0),
                nt(2.0, 4.0),
                nt(1.0, 4.0),
                nt(1.0, 5.0),
                nt(1.0, 6.0),
                nt(2.0, 6.0),
            ],
        ),
        line(
            "6",
            Vehicle::Bus,
            ["Gaarden", "Donken"],
            town(),
            &[
                nt(0.0, 1.0),
                nt(1.0, 1.0),
                nt(2.0, 1.0),
                nt(2.0, 2.0),
                nt(3.0, 2.0),
                hub,
                nt(3.0, 4.0),
                nt(4.0, 4.0),
                nt(4.0, 5.0),
                nt(5.0, 5.0),
                nt(5.0, 6.0),
            ],
        ),
        line(
            "7",
            Vehicle::Bus,
            ["Gaarden via Ziekenhuis", "De Wending"],
            town(),
            &[
                [10_400.0, 3_300.0],
                [10_650.0, 3_480.0],
                nt(0.0, 4.0),
                nt(0.0, 3.0),
                nt(1.0, 3.0),
                hub,
                nt(5.0, 3.0),
                nt(5.0, 4.0),
                nt(6.0, 4.0),
                nt(6.0, 6.0),
            ],
        ),
        line(
            "8",
            Vehicle::Bus,
            ["De Horsten", "Nieuwstad Centrum"],
            until_eight(),
            &[
                hub,
                nt(3.0, 2.0),
                nt(4.0, 2.0),
                nt(4.0, 3.0),
                nt(6.0, 3.0),
                h(0.0, 2.0),
                h(1.0, 2.0),
                h(2.0, 2.0),
                h(2.0, 1.0),
                h(3.0, 1.0),
            ],
        ),
        line(
            "61",
            Vehicle::Express,
            ["Luchthaven", "Nieuwstad Centrum"],
            day_link(),
            &[
                hub,
                nt(0.0, 3.0),
                [7_400.0, 1_650.0],
                [3_650.0, 780.0],
                polar(o, 1_372.0, -20.0),
                polar(o, 1_372.0, 270.0),
                polar(o, 1_372.0, 218.0),
                [-2_500.0, -1_850.0],
                [-4_400.0, -3_050.0],
                [-7_000.0, -5_050.0],
                [-7_600.0, -5_500.0],
            ],
        ),
        line(
            "51",
            Vehicle::Country,
            ["Lindenhove", "Oudestad Centraal"],
            half_hour(),
            &[
                centraal,
                polar(o, 652.0, 325.0),
                [960.0, -980.0],
                [1_700.0, -1_300.0],
                [2_420.0, -1_490.0],
                [3_700.0, -2_300.0],
                [5_000.0, -2_950.0],
                lh(1.0, 2.0),
                lh(1.0, 1.0),
                lh(2.0, 1.0),
                lh(2.0, 2.0),
                lh(2.9, 2.0),
            ],
        ),
        line(
            "52",
            Vehicle::Country,
            ["Nieuwstad via Dijkerveen", "Oudestad Centraal"],
            village(),
            &[
                centraal,
                polar(o, 652.0, 325.0),
                polar(o, 652.0, 40.0),
                polar(o, 652.0, 89.0),
                [110.0, 1_260.0],
                [150.0, 2_560.0],
                [2_900.0, 3_500.0],
                [4_500.0, 3_950.0],
                [8_500.0, 5_270.0],
                [11_300.0, 4_500.0],
                nt(0.0, 6.0),
                nt(3.0, 6.0),
                hub,
            ],
        ),
        line(
            "53",
            Vehicle::Country,
            ["Nieuwstad via Ossendam", "Oudestad Centraal"],
            village(),
            &[
                centraal,
                [-40.0, -1_000.0],
                [-60.0, -2_300.0],
                [2_750.0, -5_480.0],
                [8_650.0, -4_350.0],
                [12_300.0, -4_700.0],
                [12_800.0, -1_500.0],
                nt(3.0, 0.0),
                hub,
            ],
        ),
        line(
            "54",
            Vehicle::Country,
            ["Zwaluwdorp", "Nieuwstad Centrum"],
            village(),
            &[
                hub,
                nt(3.0, 0.0),
                [12_900.0, 900.0],
                [12_800.0, -1_500.0],
                [14_500.0, -2_000.0],
                [16_900.0, -1_500.0],
                [16_900.0, -1_150.0],
            ],
        ),
        line(
            "55",
            Vehicle::Country,
            ["Glasveld", "Oudestad Zuid"],
            work_days(),
            &[
                [-1_500.0, -2_700.0],
                [-60.0, -2_300.0],
                [1_800.0, -4_700.0],
                [-500.0, -5_500.0],
                [-2_500.0, -5_150.0],
            ],
        ),
        line(
            "56",
            Vehicle::Country,
            ["Sint Odulf", "Wetering"],
            school_hours(),
            &[
                [7_440.0, 1_150.0],
                [7_400.0, 1_650.0],
                [7_700.0, 3_200.0],
                [8_550.0, 5_250.0],
            ],
        ),
        line(
            "B31",
            Vehicle::Minibus,
            ["Donken", "Hofwijk"],
            minibus(),
            &[
                nt(1.0, 5.0),
                nt(1.0, 4.0),
                nt(1.0, 3.0),
                nt(1.0, 2.0),
                nt(1.0, 1.0),
                nt(1.0, 0.0),
            ],
        ),
        line(
            "N1",
            Vehicle::Express,
            ["Nieuwstad Centrum", "Oudestad Centraal"],
            night(),
            &[
                centraal,
                polar(o, 660.0, -8.0),
                [1_900.0, 60.0],
                [3_650.0, 780.0],
                [7_400.0, 1_650.0],
                nt(0.0, 3.0),
                hub,
                nt(6.0, 3.0),
                h(1.0, 2.0),
            ],
        ),
    ];

    Plan {
        name: "Polderland",
        origin: [170_000.0, 500_000.0],
        edge: vec![
            [-10_800.0, -8_300.0],
            [8_000.0, -8_900.0],
            [19_800.0, -8_300.0],
            [20_400.0, 2_000.0],
            [18_800.0, 7_400.0],
            [9_000.0, 8_600.0],
            [-4_000.0, 8_800.0],
            [-10_900.0, 7_600.0],
        ],
        municipalities: vec![
            ("GM0991", "Oudestad"),
            ("GM0992", "Nieuwstad"),
            ("GM0993", "Noorderwaard"),
            ("GM0994", "Zuiderwaard"),
        ],
        quarters,
        roads,
        surfaces,
        motorways: vec![(
            "A99",
            smooth(
                &[
                    [-10_700.0, -2_700.0],
                    [-6_000.0, -2_900.0],
                    [-2_900.0, -3_000.0],
                    [900.0, -2_950.0],
                    [4_000.0, -1_250.0],
                    [7_600.0, 300.0],
                    [10_700.0, 1_100.0],
                    [14_500.0, 1_150.0],
                    [20_000.0, 2_600.0],
                ],
                200.0,
            ),
        )],
        rails: vec![rail],
        stations,
        trains,
        lines,
        hospitals: vec![
            Hospital {
                id: "hospital-oudestad",
                name: "Sint Jansgasthuis",
                at: [1_250.0, -640.0],
                emergency: true,
                open: "24/7",
                jobs: 3_400,
            },
            Hospital {
                id: "hospital-nieuwstad",
                name: "Polderziekenhuis",
                at: nt(1.05, 3.1),
                emergency: true,
                open: "24/7",
                jobs: 1_900,
            },
            Hospital {
                id: "clinic-lindenhove",
                name: "Polikliniek Lindenhove",
                at: [5_300.0, -3_060.0],
                emergency: false,
                open: "Mo-Fr 08:00-17:00",
                jobs: 120,
            },
        ],
        polders: vec![
            (
                8.0,
                [1_900.0, 1_350.0],
                vec![
                    [-6_000.0, 5_600.0],
                    [-4_000.0, 3_100.0],
                    [-1_500.0, 3_000.0],
                    [1_400.0, 2_900.0],
                    [3_900.0, 2_000.0],
                    [7_400.0, -1_000.0],
                    [11_200.0, -3_300.0],
                    [16_200.0, -5_100.0],
                    [20_000.0, -6_300.0],
                    [20_400.0, 2_000.0],
                    [18_800.0, 7_400.0],
                    [9_000.0, 8_400.0],
                    [2_600.0, 8_400.0],
                    [-2_000.0, 7_000.0],
                ],
            ),
            (
                -14.0,
                [1_700.0, 1_150.0],
                vec![
                    [-10_600.0, -8_100.0],
                    [8_000.0, -8_700.0],
                    [19_600.0, -8_100.0],
                    [16_000.0, -6_300.0],
                    [11_000.0, -4_600.0],
                    [6_800.0, -2_300.0],
                    [3_500.0, -200.0],
                    [2_600.0, -2_400.0],
                    [0.0, -3_000.0],
                    [-2_800.0, -2_800.0],
                    [-4_200.0, -1_600.0],
                    [-5_600.0, 400.0],
                    [-4_600.0, 1_900.0],
                    [-7_200.0, 4_600.0],
                    [-9_400.0, 4_900.0],
                ],
            ),
        ],
        farms: 70,
        countryside: vec![
            ([-2_600.0, 4_600.0], "Noordpolder", 2),
            ([1_800.0, 5_600.0], "Meerpolder", 2),
            ([5_500.0, 7_000.0], "Odulfpolder", 2),
            ([10_300.0, 6_900.0], "Wendingpolder", 2),
            ([5_700.0, 2_700.0], "Weteringpolder", 2),
            ([9_400.0, -700.0], "Middenpolder", 2),
            ([15_000.0, 6_300.0], "Horstenbos", 1),
            ([18_000.0, 3_800.0], "Oosterpolder", 1),
            ([12_700.0, -1_900.0], "Zuidwaard", 3),
            ([17_600.0, -4_300.0], "Zwaluwpolder", 3),
            ([13_500.0, -6_900.0], "Benedenwaard", 3),
            ([6_200.0, -6_900.0], "Ossenpolder", 3),
            ([-300.0, -7_600.0], "Klaverpolder", 3),
            ([-5_000.0, -7_400.0], "Achterwerf", 3),
            ([1_700.0, -3_300.0], "Tussenveld", 0),
            ([-7_800.0, -900.0], "Westpolder", 0),
            ([-6_900.0, 2_700.0], "Dijkland", 0),
            ([-4_100.0, -4_600.0], "Luchthavenpolder", 0),
            ([-8_600.0, 7_300.0], "Zuidermeer", 0),
            ([4_600.0, -400.0], "Aawaard", 0),
        ],
    }
}

/// A town for tests: some 150 cells, 60 stops, the same contrasts.
pub fn small_town(seed: u64) -> Plan {
    let o = [0.0, 0.0];
    let new_town = Blocks {
        origin: [3_600.0, 250.0],
        angle: 6.0,
        side: 350.0,
        warp: 30.0,
        seed: sub_seed(seed, "new town", 0),
    };
    let nt = |i: f64, j: f64| new_town.place(i, j);
    let mut old = quarter(
        "Binnenstad",
        OUDESTAD,
        0,
        sector(o, 0.0, 320.0, 0.0, 360.0),
        Style::Old,
    );
    old.theme = &names::OLD;
    old.residents = INNER_CITY;
    old.work = work("shops and offices", 2_400, 12, 0.4, [0.05, 0.12, 0.02]);
    let mut west = quarter(
        "Westwijk",
        OUDESTAD,
        0,
        sector(o, 380.0, 720.0, 110.0, 250.0),
        rows(120.0, 70.0, 0.7, 8.0),
    );
    west.residents = OLD_RING;
    west.work = work("services", 500, 6, 0.4, MIXED);
    let mut yard = quarter(
        "Werkhaven",
        OUDESTAD,
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
        new_town.outline([0, 2, 0, 2]),
        Style::Blocks {
            grid: new_town,
            range: [0, 2, 0, 2],
            without: None,
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
        new_town.outline([2, 3, 0, 1]),
        Style::Blocks {
            grid: new_town,
            range: [2, 3, 0, 1],
            without: None,
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

    let rail = smooth(
        &[
            [-900.0, -560.0],
            [0.0, -500.0],
            [500.0, -420.0],
            [2_300.0, -100.0],
            [3_550.0, 330.0],
            [4_000.0, 480.0],
        ],
        100.0,
    );
    let roads = vec![
        road("Singelring", Class::Secondary, arc(o, 350.0, 0.0, 360.0)),
        curve(
            "Nieuwstadweg",
            Class::Primary,
            &[
                [0.0, 0.0],
                [350.0, 10.0],
                [1_200.0, 60.0],
                [2_600.0, 420.0],
                nt(0.0, 1.0),
                nt(1.0, 1.0),
                nt(2.0, 1.0),
                nt(2.1, 1.0),
            ],
        ),
        curve(
            "Zuiderweg",
            Class::Tertiary,
            &[
                [0.0, -200.0],
                [60.0, -560.0],
                [280.0, -880.0],
                [420.0, -1_000.0],
            ],
        ),
        curve(
            "Dijkerveenseweg",
            Class::Unclassified,
            &[
                [1_200.0, 60.0],
                [1_250.0, 1_200.0],
                [1_450.0, 2_350.0],
                [1_950.0, 2_600.0],
            ],
        ),
    ];
    let centre = [0.0, 60.0];
    let line = |number, vehicle, towards, hours, via: &[P]| LinePlan {
        number,
        vehicle,
        towards,
        via: via.to_vec(),
        hours,
    };
    let lines = vec![
        line(
            "1",
            Vehicle::Bus,
            ["Nieuwstad", "Westwijk"],
            town(),
            &[
                polar(o, 600.0, 180.0),
                polar(o, 350.0, 180.0),
                centre,
                [350.0, 10.0],
                [1_200.0, 60.0],
                nt(0.0, 1.0),
                nt(1.0, 1.0),
            ],
        ),
        line(
            "8",
            Vehicle::Bus,
            ["De Horsten", "Hofwijk"],
            until_eight(),
            &[
                nt(0.0, 2.0),
                nt(1.0, 2.0),
                nt(1.0, 1.0),
                nt(1.0, 0.0),
                nt(2.0, 0.0),
                nt(3.0, 0.0),
                nt(3.0, 1.0),
            ],
        ),
        line(
            "12",
            Vehicle::Bus,
            ["Werkhaven", "Binnenstad"],
            city(),
            &[centre, [60.0, -560.0], [280.0, -880.0]],
        ),
        line(
            "52",
            Vehicle::Country,
            ["Dijkerveen", "Binnenstad"],
            village(),
            &[
                centre,
                [1_200.0, 60.0],
                [1_450.0, 2_350.0],
                [1_900.0, 2_580.0],
            ],
        ),
        line(
            "B31",
            Vehicle::Minibus,
            ["De Horsten", "Hofwijk"],
            minibus(),
            &[nt(0.0, 0.0), nt(0.0, 1.0), nt(1.0, 1.0), nt(2.0, 1.0)],
        ),
    ];
    Plan {
        name: "Polderstadje",
        origin: [170_000.0, 500_000.0],
        edge: vec![
            [-1_500.0, -1_800.0],
            [5_600.0, -1_800.0],
            [5_600.0, 3_600.0],
            [-1_500.0, 3_600.0],
        ],
        municipalities: vec![("GM0991", "Oudestad"), ("GM0992", "Nieuwstad")],
        quarters: vec![old, west, yard, courts, slabs, dorp],
        roads,
        surfaces: vec![Surface {
            tag: ("natural", "water"),
            name: "Plas",
            ring: blob([2_400.0, 1_300.0], 300.0, 200.0, 20.0, seed ^ 6),
            barrier: true,
        }],
        motorways: Vec::new(),
        stations: vec![
            Station {
                id: "oudestad",
                name: "Oudestad",
                at: [60.0, -495.0],
                platforms: 2,
            },
            Station {
                id: "nieuwstad",
                name: "Nieuwstad",
                at: [3_640.0, 358.0],
                platforms: 2,
            },
        ],
        rails: vec![rail],
        trains: vec![TrainPlan {
            number: "RE 4",
            calls: vec![0, 1],
            hours: [train_hours(8), train_hours(3)],
        }],
        lines,
        hospitals: vec![
            Hospital {
                id: "hospital-oudestad",
                name: "Sint Jansgasthuis",
                at: polar(o, 500.0, 120.0),
                emergency: true,
                open: "24/7",
                jobs: 500,
            },
            Hospital {
                id: "hospital-nieuwstad",
                name: "Polderziekenhuis",
                at: nt(0.1, 1.1),
                emergency: true,
                open: "24/7",
                jobs: 300,
            },
        ],
        polders: Vec::new(),
        farms: 4,
        countryside: vec![
            ([2_200.0, -1_000.0], "Zuidpolder", 0),
            ([4_300.0, 2_400.0], "Noordpolder", 1),
        ],
    }
}
