//! Trams, buses and trains of Polderland. Points as in [`Grids::points`].

use super::super::geom::*;
use super::super::hours;
use super::super::plan::*;
use super::{Grids, table};

/// Number, vehicle, timetable (see `hours`), headsigns there and back, points passed.
pub const LINES: &str = "
1   | tram    | tram         | Zuiderveld             | Noord             | 150,2480 110,1260 R640@87 20,85 R652@285 400,-800 -40,-1000 -90,-1500 -60,-2250
2   | tram    | tram         | Tuindorp Veldzicht     | Westerpark        | -2080,70 -1372,120 R652@170 20,85 R652@314 400,-800 960,-980 1700,-1300 2420,-1490
3   | tram    | tram         | Oudestad Zuid          | Oosterpark        | R1372@28 R1372@0 R652@-8 20,85 R652@270 R652@240 R1372@240 -1700,-1250 -1420,-1700 -1500,-2000
50  | express | regional     | Nieuwstad Centrum      | Oudestad Centraal | 400,-800 R660@-8 1900,60 3650,780 7400,1650 10900,3000 N0,3 N3,3
60  | bus     | airport      | Luchthaven             | Oudestad Centraal | 400,-800 R652@270 R652@212 -1700,-1250 -2500,-1850 -4400,-3050 -7000,-5050 -7600,-5500
11  | bus     | city         | Oosterpark             | Westerpark        | -1750,-700 -1372,120 R1000@170 R652@138 R652@90 R652@40 R1100@40 R1372@25
12  | bus     | city         | Havenkwartier          | Zuidpoort         | -2000,-2450 -1500,-2700 -60,-2300 -90,-1500 -40,-1000 400,-800 R652@0 R652@62 110,1100 -420,950
13  | bus     | city         | Ringlijn Oost          | Ringlijn West     | R1372@153 R1372@200 R1372@250 R1372@300 R1372@345 R1372@397
15  | bus     | city         | Havenkwartier Oost     | Zuiderveld Oost   | 1150,-1700 R1372@300 R1372@325 R652@325 R652@-14 R1000@-14 R1372@20 R1000@40 R652@62 R900@70
16  | bus     | city         | Oudestad Centraal      | Westerpark Zuid   | -1850,-500 R1372@200 R1000@188 R652@212 R652@270 400,-800
14  | bus     | town         | Aaoever                | Bosrijk           | -4000,-640 -3000,-330 -1372,120 R652@170 R652@240 400,-800 R652@325 R652@40 R652@90 110,1260 130,1850 1500,2050 2900,1800
17  | bus     | town         | Noord Oost             | Noord West        | O0,2 O1,2 O1,1 O2,1 O3,1 O3,2 O4,2
5   | bus     | town         | Hofwijk                | Werven            | N5,0 N5,1 N5,2 N4,2 N4,3 N3,3 N2,3 N2,4 N1,4 N1,5 N1,6 N2,6
6   | bus     | town         | Gaarden                | Donken            | N0,1 N1,1 N2,1 N2,2 N3,2 N3,3 N3,4 N4,4 N4,5 N5,5 N5,6
7   | bus     | town         | Gaarden via Ziekenhuis | De Wending        | 10400,3300 10650,3480 N0,4 N0,3 N1,3 N3,3 N5,3 N5,4 N6,4 N6,5
9   | bus     | town         | Ringlijn Nieuwstad     | Ringlijn Nieuwstad | N1,1 N1,2 N0,2 N0,4 N1,4 N1,5 N3,5 N3,6 N5,5 N6,5 N6,3 N6,2 N5,1 N4,1 N3,1
8   | bus     | until_eight  | De Horsten             | Nieuwstad Centrum | N3,3 N3,2 N4,2 N4,3 N6,3 H0,2 H1,2 H2,2 H2,1 H3,1
61  | express | day_link     | Luchthaven             | Nieuwstad Centrum | N3,3 N0,3 7400,1650 3650,780 R1372@-20 R1372@270 R1372@218 -2500,-1850 -4400,-3050 -7000,-5050 -7600,-5500
51  | country | half_hour    | Lindenhove             | Oudestad Centraal | 400,-800 R652@314 960,-980 1700,-1300 2420,-1490 3700,-2300 5000,-2950 L1,2 L1,1 L2,1 L2,2 L2.9,2
52  | country | village      | Nieuwstad via Dijkerveen | Oudestad Centraal | 400,-800 R652@325 R652@40 R652@89 110,1260 150,2560 2900,3500 4500,3950 8500,5270 11300,4500 N1,6 N3,6 N3,3
53  | country | village      | Nieuwstad via Ossendam | Oudestad Centraal | 400,-800 -40,-1000 -60,-2300 2750,-5480 8650,-4350 12300,-4700 12800,-1500 N3,0 N3,3
54  | country | village      | Zwaluwdorp             | Nieuwstad Centrum | N3,3 N3,0 12900,900 12800,-1500 14500,-2000 16900,-1500 16900,-1150
55  | country | work_days    | Glasveld               | Oudestad Zuid     | -1420,-1800 -1500,-2700 -60,-2300 1800,-4700 -500,-5500 -2500,-5150
56  | country | school_hours | Sint Odulf             | Wetering          | 7440,1150 7400,1650 7700,3200 8550,5250
B31 | minibus | minibus      | Donken                 | Hofwijk           | N1,5 N1,4 N1,3 N1,2 N1,1 N1,0
N1  | express | night        | Nieuwstad Centrum      | Oudestad Centraal | 400,-800 R660@-8 1900,60 3650,780 7400,1650 N0,3 N3,3 N6,3 H1,2
";

fn vehicle(word: &str) -> Vehicle {
    match word {
        "tram" => Vehicle::Tram,
        "bus" => Vehicle::Bus,
        "express" => Vehicle::Express,
        "country" => Vehicle::Country,
        "minibus" => Vehicle::Minibus,
        _ => panic!("plan: {word:?} is not a vehicle"),
    }
}

/// Lines of a table like [`LINES`].
pub fn lines(grids: &Grids, text: &'static str) -> Vec<LinePlan> {
    table(text)
        .map(|[number, kind, hours, there, back, via]| LinePlan {
            number,
            vehicle: vehicle(kind),
            towards: [there, back],
            via: grids.points(via),
            hours: hours::named(hours),
        })
        .collect()
}

/// Stations on the track.
pub fn stations(rail: &[P]) -> Vec<Station> {
    let station = |id, name, near: P, platforms| Station {
        id,
        name,
        at: rail
            .windows(2)
            .map(|w| nearest(near, w[0], w[1]).1)
            .min_by(|a, b| dist(*a, near).total_cmp(&dist(*b, near)))
            .unwrap_or(near),
        platforms,
    };
    vec![
        station("luchthaven", "Luchthaven", [-7_150.0, -5_250.0], 2),
        station("oudestad-zuid", "Oudestad Zuid", [-1_500.0, -1_980.0], 2),
        station("oudestad-centraal", "Oudestad Centraal", [460.0, -900.0], 4),
        station("wetering", "Wetering", [7_480.0, 940.0], 2),
        station("nieuwstad", "Nieuwstad Centrum", [12_620.0, 2_900.0], 2),
    ]
}

/// The regional train and the airport shuttle.
pub fn trains() -> Vec<TrainPlan> {
    vec![
        TrainPlan {
            number: "RE 4",
            calls: vec![0, 1, 2, 3, 4],
            hours: [hours::train(8), hours::train(3)],
        },
        TrainPlan {
            number: "S 1",
            calls: vec![0, 1, 2],
            hours: [hours::shuttle(23), hours::shuttle(17)],
        },
    ]
}
