//! Roads, rails, water and fields of Polderland. Points as in [`Grids::points`].

use super::super::geom::*;
use super::super::plan::*;
use super::{Grids, table};

/// The river Aa, from east to west.
pub const RIVER: &str = "22000,-7900 16000,-5700 11000,-3900 7000,-1500 3700,650 1300,1190 \
    -1500,1330 -4200,2700 -6600,5200 -8300,7700";
/// The railway, from the airport to the new town.
pub const RAIL: &str = "-7900,-5850 -6800,-5000 -4300,-3500 -1450,-1950 -500,-1300 460,-900 \
    1800,-560 4600,-60 7500,950 10000,2150 11600,2780 12620,2900 13150,2915";
/// The motorway, south of everything.
pub const MOTORWAY: &str = "-10700,-2700 -6000,-2900 -2900,-3000 900,-2950 4000,-1250 7600,300 \
    10700,1100 14500,1150 20000,2600";
/// The edge of the region.
pub const EDGE: &str = "-10800,-8300 8000,-8900 19800,-8300 20400,2000 18800,7400 9000,8600 \
    -4000,8800 -10900,7600";
/// Where the polder roads north of the river lie.
pub const NORTH_POLDER: &str = "-6000,5600 -4000,3100 -1500,3000 1400,2900 3900,2000 7400,-1000 \
    11200,-3300 16200,-5100 20000,-6300 20400,2000 18800,7400 9000,8400 2600,8400 -2000,7000";
/// Where the polder roads south of the river lie.
pub const SOUTH_POLDER: &str = "-10600,-8100 8000,-8700 19600,-8100 16000,-6300 11000,-4600 \
    6800,-2300 3500,-200 2600,-2400 0,-3000 -2800,-2800 -4200,-1600 -5600,400 -4600,1900 \
    -7200,4600 -9400,4900";
/// Country areas: municipality, name, middle.
pub const COUNTRYSIDE: &str = "
2 | Noordpolder      | -2600,4600
2 | Meerpolder       | 1800,5600
2 | Odulfpolder      | 5500,7000
2 | Wendingpolder    | 10300,6900
2 | Weteringpolder   | 5700,2700
2 | Middenpolder     | 9400,-700
1 | Horstenbos       | 15000,6300
1 | Oosterpolder     | 18000,3800
3 | Zuidwaard        | 12700,-1900
3 | Zwaluwpolder     | 17600,-4300
3 | Benedenwaard     | 13500,-6900
3 | Ossenpolder      | 6200,-6900
3 | Klaverpolder     | -300,-7600
3 | Achterwerf       | -5000,-7400
0 | Tussenveld       | 1700,-3300
0 | Westpolder       | -7800,-900
0 | Dijkland         | -6900,2700
0 | Luchthavenpolder | -4100,-4600
0 | Zuidermeer       | -8600,7300
0 | Aawaard          | 4600,-400
";

/// Class, name, points of the winding roads, main ones first.
const ROADS: &str = "
primary      | Nieuwstadweg       | R652@5 1100,140 1900,60 3000,120 3650,780 4200,1500 5700,1650 7400,1650 9300,2500 10900,3000 N0,3 N0.06,3
secondary    | Noorderweg         | R560@87 60,760 110,1260 130,1560 150,2560 900,3300 2900,3500 4500,3950 6400,4750 8500,5270 10300,5000 11300,4500 N1,6 N1.05,6
secondary    | Zuiderweg          | R560@270 -40,-1000 -90,-1500 -60,-2300 500,-3500 1800,-4700 2750,-5480 4300,-5300 6600,-4800 8650,-4350 10700,-4900 12300,-4700 12750,-3800 12800,-1500 12900,900 N3,0 N3,0.06
primary      | Luchthavenweg      | R652@212 -1050,-720 -1700,-1250 -2500,-1850 -4400,-3050 -6500,-4500 -7000,-5050 -7600,-5500 -7850,-5700
tertiary     | Zuidpoortlaan      | -2500,-1850 -2000,-2450 -1500,-2700 -900,-2350 -60,-2300
tertiary     | Zuiderstationsweg  | -1700,-1250 -1420,-1700 -1560,-2100 -1500,-2700
tertiary     | Bosrijklaan        | R652@170 -1372,120 -2200,60 -3000,-330 -3600,-520 -4300,-700 -4400,-3050
secondary    | Lindenhoofseweg    | R652@314 960,-980 1700,-1300 2400,-1480 3700,-2300 5000,-2950 5650,-3180 6500,-3300 7700,-3900 8650,-4350
tertiary     | Noorderdwarsweg    | -560,1830 130,1850 800,1900 1500,2050 2500,1880 3400,1720 4200,1500
tertiary     | Achterweg          | -7000,-5050 -5400,-5600 -3600,-5350 -2500,-5150 -1500,-5400 -500,-5500 1000,-5300 1800,-4700
secondary    | Horstendreef       | N5.94,3 N6,3 14000,3150 H0,2 H0.06,2
tertiary     | Wendingweg         | 9900,2700 10150,3100 10650,3480 11100,3600 N0,4 N0.06,4
unclassified | Zwaluwdorperweg    | H2.94,1 H3,1 15600,2250 16280,1900 16800,900 16900,-600 16900,-1500 16300,-2500 14500,-2000 12800,-1500
unclassified | Oude Weteringseweg | 7150,1650 7400,1330 7480,900 7300,-200 8200,-900 10500,200 12850,300
unclassified | Odulfseweg         | 7400,1650 7700,3200 8400,4500 8550,5250
tertiary     | Stationsweg        | R652@296 330,-680 400,-800 600,-780 770,-760
footway      | Stationstunnel     | 400,-800 440,-900 500,-1020
cycleway     | Fietsroute Oudestad–Nieuwstad | 1250,-560 1900,-450 3000,-270 4600,30 7400,1020 9950,2240 11300,2790 N0,2.5 N0.06,2.5
";

/// Degrees and names of the streets over the canal that are not in [`ROADS`].
const GATES: [(f64, &str); 6] = [
    (-14.0, "Oosterpoort"),
    (40.0, "Havenpoort"),
    (138.0, "Vispoort"),
    (188.0, "Westerpoort"),
    (240.0, "Zuidwestpoort"),
    (338.0, "Veldpoort"),
];

fn class(word: &str) -> Class {
    match word {
        "primary" => Class::Primary,
        "secondary" => Class::Secondary,
        "tertiary" => Class::Tertiary,
        "unclassified" => Class::Unclassified,
        "cycleway" => Class::Cycleway,
        "footway" => Class::Footway,
        _ => panic!("plan: {word:?} is not a class of road"),
    }
}

/// A road that bridges and passes under what it crosses.
pub fn road(name: &str, class: Class, points: Vec<P>) -> Stroke {
    Stroke {
        points,
        class,
        name: name.to_owned(),
        bridges: true,
    }
}

/// The roads of a table like [`ROADS`].
pub fn winding(grids: &Grids, text: &'static str) -> Vec<Stroke> {
    table(text)
        .map(|[kind, name, points]| road(name, class(kind), smooth(&grids.points(points), 90.0)))
        .collect()
}

/// A ring road around the market, or part of one.
pub fn ring_road(name: &str, radius: f64, from: f64, to: f64) -> Stroke {
    let line = arc([0.0, 0.0], radius, from, to);
    road(
        name,
        Class::Secondary,
        line.into_iter().map(uneven).collect(),
    )
}

/// All roads between and through the quarters.
pub fn roads(grids: &Grids, river: &[P]) -> Vec<Stroke> {
    let o = [0.0, 0.0];
    let mut roads = vec![
        ring_road("Singelring", 652.0, 0.0, 360.0),
        ring_road("Buitenring", 1_372.0, 152.0, 398.0),
    ];
    roads.extend(winding(grids, ROADS));
    for (degrees, name) in GATES {
        let line = (0..=9)
            .map(|k| uneven(polar(o, 470.0 + f64::from(k) * 104.0, degrees)))
            .collect();
        roads.push(road(name, Class::Tertiary, line));
    }
    for (name, across) in [("Middendreef", false), ("Polderdreef", true)] {
        let line = (0..=24)
            .map(|k| {
                let t = f64::from(k) / 4.0;
                let (u, v) = if across { (3.0, t) } else { (t, 3.0) };
                grids.new_town.place(u, v)
            })
            .collect();
        roads.push(road(name, Class::Secondary, line));
    }
    // Cycle paths on the dikes; not through the city on its side.
    let dike = |side: f64, keep: &dyn Fn(f64) -> bool| -> Vec<Vec<P>> {
        offset(river, side * 125.0)
            .split(|p| !(keep(p[0]) && p[0] > -6_400.0 && p[0] < 19_500.0))
            .filter(|line| line.len() > 1)
            .map(<[P]>::to_vec)
            .collect()
    };
    for line in dike(1.0, &|x| !(-1_200.0..2_300.0).contains(&x)) {
        roads.push(road("Zuiderdijk", Class::Cycleway, line));
    }
    for line in dike(-1.0, &|_| true) {
        roads.push(road("Noorderdijk", Class::Cycleway, line));
    }
    roads
}

/// Water, parks, woods, runways.
pub fn surfaces(grids: &Grids, river: &[P], seed: u64) -> Vec<Surface> {
    let surface = |tag, name, ring, barrier| Surface {
        tag,
        name,
        ring,
        barrier,
    };
    let water = ("natural", "water");
    let park = ("leisure", "park");
    let wood = ("natural", "wood");
    let runway = ("aeroway", "runway");
    let canal = |a0: f64, a1: f64| -> Vec<P> {
        let outer = arc([0.0, 0.0], 630.0, a0, a1);
        let inner = arc([0.0, 0.0], 602.0, a1, a0);
        outer.into_iter().chain(inner).map(uneven).collect()
    };
    let line = |text: &str, step: f64| smooth(&grids.points(text), step);
    let round = |x: f64, y: f64, rx: f64, ry: f64, angle: f64| {
        blob([x, y], rx, ry, angle, seed ^ (x as i64 as u64))
    };
    vec![
        surface(water, "Aa", band(river, 170.0), true),
        surface(
            water,
            "Zuidermeer",
            line(
                "-11200,9600 -10900,6300 -9200,5700 -8200,6900 -6900,7300 -5500,6600 -3000,7500 -500,7600 1500,8700 2200,9600",
                300.0,
            ),
            true,
        ),
        surface(water, "Singel", canal(0.0, 180.0), true),
        surface(water, "Singel", canal(180.0, 360.0), true),
        surface(
            water,
            "Westervaart",
            band(
                &line("R620@176 -1400,330 -2400,520 -3300,1100 -4000,2550", 80.0),
                26.0,
            ),
            true,
        ),
        surface(
            water,
            "Stadswater",
            round(13_950.0, 4_750.0, 520.0, 280.0, 30.0),
            true,
        ),
        surface(
            water,
            "Horsterplas",
            round(14_050.0, 1_950.0, 170.0, 260.0, 10.0),
            true,
        ),
        surface(
            park,
            "Stadspark",
            round(-1_020.0, -160.0, 200.0, 130.0, 70.0),
            true,
        ),
        surface(
            park,
            "Oosterpark",
            round(960.0, 420.0, 190.0, 120.0, 115.0),
            true,
        ),
        surface(
            park,
            "Zuiderpark",
            round(-420.0, -1_850.0, 230.0, 140.0, 20.0),
            true,
        ),
        surface(
            wood,
            "Bosrijker Bos",
            round(-4_600.0, 260.0, 900.0, 620.0, 30.0),
            false,
        ),
        surface(
            wood,
            "Horstenbos",
            round(15_900.0, 4_300.0, 1_100.0, 650.0, -20.0),
            false,
        ),
        surface(
            runway,
            "06-24",
            band(&line("-10000,-5700 -7600,-7900", 5_000.0), 60.0),
            true,
        ),
        surface(
            runway,
            "18-36",
            band(&line("-9300,-3400 -9000,-6100", 5_000.0), 60.0),
            true,
        ),
    ]
}
