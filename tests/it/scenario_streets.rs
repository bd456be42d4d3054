//! Streets edited by a scenario are those of a map in which the path was drawn, or the street left out, by
//! hand. `BEREIK_CASES` sets how many random maps are drawn (default 60), `BEREIK_SEED` the first seed.

use crate::common;
use crate::common::pbf;

use bereik::diagnostics::Findings;
use bereik::input::gtfs::{Feed, Route, Stop};
use bereik::input::osm::flag;
use bereik::input::osm::read_streets;
use bereik::input::scenario::{Edit, Scenario, parse_scenario};
use bereik::input::study::{Study, parse_study};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::routing::{Tuning, travel_times};
use bereik::scenario::{Effect, Touched, streets::apply};
use bereik::travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
use bereik::units::{LonLat, Seconds, Speed};
use chrono::NaiveDate;
use common::dice::Dice;
use common::town::{EVERY_DAY, add_trip, empty_feed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const STUDY: &str = "[study]\ndate = 2026-03-10\n[network]\nfile = \"a.bereik\"\n[homes]\nfile = \"h.csv\"\n[[slot]]\nname = \"m\"\ndepart = \"08:00-08:10\"\n[[service]]\nname = \"jobs\"\nfile = \"j.csv\"\n";

fn study() -> Study {
    parse_study(STUDY.as_bytes(), Path::new("/data/study.toml")).unwrap()
}

fn scenario(text: &str) -> Scenario {
    parse_scenario(text.as_bytes(), Path::new("/data/cut.toml"), &study())
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// 1e-7 degrees.
type At = [i64; 2];

fn degrees(p: At) -> [f64; 2] {
    [p[0] as f64 / 1e7, p[1] as f64 / 1e7]
}

fn lonlat(p: At) -> LonLat {
    let [lon, lat] = degrees(p);
    LonLat { lon, lat }
}

/// Junctions lie about 82 m apart from west to east and 78 m from south to north.
const STEP: At = [12_000, 7_000];
const CORNER: At = [51_000_000, 521_000_000];

/// Tags of a way.
type Tags = Vec<(&'static str, &'static str)>;

/// A map of straight streets from junction to junction, each a way with one more point in its middle.
#[derive(Clone)]
struct Map {
    nodes: BTreeMap<i64, At>,
    ways: BTreeMap<i64, (Vec<i64>, Tags)>,
}

impl Map {
    /// A grid of `n` by `n` junctions without some of its streets.
    fn draw(n: i64, dice: &mut Dice, gaps: usize) -> Map {
        let mut map = Map {
            nodes: BTreeMap::new(),
            ways: BTreeMap::new(),
        };
        let id = |x: i64, y: i64| 1 + x + y * n;
        for y in 0..n {
            for x in 0..n {
                let at = [CORNER[0] + x * STEP[0], CORNER[1] + y * STEP[1]];
                map.nodes.insert(id(x, y), at);
            }
        }
        for y in 0..n {
            for x in 0..n {
                for (dx, dy) in [(1, 0), (0, 1)] {
                    if x + dx == n || y + dy == n || dice.chance(gaps) {
                        continue;
                    }
                    let (a, b) = (id(x, y), id(x + dx, y + dy));
                    let way = 1000 + 2 * a + dy;
                    let (p, q) = (map.nodes[&a], map.nodes[&b]);
                    let middle = [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
                    map.nodes.insert(10_000 + way, middle);
                    map.ways.insert(
                        way,
                        (vec![a, 10_000 + way, b], vec![("highway", "residential")]),
                    );
                }
            }
        }
        map
    }

    fn streets(&self) -> Streets {
        let mut town = pbf::Town::new();
        for (id, at) in &self.nodes {
            town.node(*id, degrees(*at), &[]);
        }
        for (id, (nodes, tags)) in &self.ways {
            town.way(*id, nodes, tags);
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.osm.pbf");
        std::fs::write(&path, town.file()).unwrap();
        let (records, _) = read_streets(&path).unwrap();
        Streets::build(records).0
    }

    fn network(&self, feed: &Feed, island_junctions: u32, max_snap_m: f64) -> Network {
        let options = BuildOptions {
            island_junctions,
            max_snap_m,
            ..BuildOptions::default()
        };
        let feeds = std::slice::from_ref(feed);
        Network::build(self.streets(), feeds, Findings::default(), &options)
    }

    /// A place for the end of a path, and the node on the street that it is joined to, which is put into
    /// the street where it isn't there yet.
    fn end(&mut self, dice: &mut Dice, new: i64) -> (At, i64) {
        let all: Vec<i64> = self.ways.keys().copied().filter(|w| *w < 5000).collect();
        let way = dice.pick(&all);
        let nodes = self.ways[&way].0.clone();
        let (a, b) = (self.nodes[&nodes[0]], self.nodes[nodes.last().unwrap()]);
        // At a point of the street.
        if dice.chance(30) {
            let node = dice.pick(&nodes);
            return (self.nodes[&node], node);
        }
        // Somewhere along it, on it or beside it by less than to the next street.
        let k = usize::from(a[0] == b[0]);
        let mut foot = a;
        foot[k] = a[k] + dice.between(STEP[k] / 4, STEP[k] * 3 / 4);
        if self.nodes.values().any(|p| *p == foot) {
            let taken = self.nodes.iter().find(|(_, p)| **p == foot).unwrap();
            return (foot, *taken.0);
        }
        let mut end = foot;
        if dice.chance(50) {
            end[1 - k] += dice.between(-900, 900);
        }
        self.nodes.insert(new, foot);
        let place = nodes
            .iter()
            .position(|n| self.nodes[n][k] > foot[k])
            .unwrap();
        self.ways.get_mut(&way).unwrap().0.insert(place, new);
        (end, new)
    }
}

/// One line over some junctions, every ten minutes.
fn feed(map: &Map, dice: &mut Dice) -> Feed {
    let date = day();
    let mut feed = empty_feed("bus", chrono_tz::Europe::Amsterdam, date);
    feed.routes.push(Route {
        id: "1".into(),
        agency: Some(0),
        short_name: "1".into(),
        kind: 3,
        ..Route::default()
    });
    let junctions: Vec<At> = map
        .nodes
        .iter()
        .filter(|(id, _)| **id < 1000)
        .map(|(_, p)| *p)
        .collect();
    for s in 0..4 {
        let mut at = dice.pick(&junctions);
        at[0] += dice.between(-2000, 2000);
        feed.stops.push(Stop {
            id: format!("s{s}"),
            position: Some(lonlat(at)),
            ..Stop::default()
        });
    }
    for k in 0..6 {
        let start = 8 * 3600 + k * 600;
        let calls: Vec<_> = (0..4)
            .map(|s| (s as u32, start + s * 45, start + s * 45, true, true))
            .collect();
        add_trip(&mut feed, 0, EVERY_DAY, None, &calls);
    }
    feed
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
}

fn times(network: &Network, points: &[LonLat], kind: usize) -> Vec<Vec<Vec<Option<u32>>>> {
    let bicycle = Bicycle {
        access: true,
        egress: true,
        speed: Speed::from_kmh(14.0).unwrap(),
        max: Seconds(1200),
    };
    let wheelchair = Wheelchair {
        unknown_is_accessible: true,
    };
    let traveller = Traveller {
        bicycle: (kind == 1).then_some(bicycle),
        wheelchair: (kind == 2).then_some(wheelchair),
        ..Traveller::default()
    };
    let window = Window {
        direction: Direction::Depart,
        start_s: 8 * 3600,
        end_s: 8 * 3600 + 300,
        step_s: 60,
    };
    travel_times(
        network,
        day(),
        window,
        &traveller,
        points,
        points,
        Tuning::default(),
    )
    .unwrap()
}

/// Edges one may pass, whatever their numbers: shape, length, who.
fn edges(streets: &Streets) -> BTreeMap<(Vec<[i32; 2]>, u32, u16), usize> {
    let mut all = BTreeMap::new();
    for e in 0..streets.edges() {
        let passable = flag::FOOT | flag::BIKE_FORWARD | flag::BIKE_BACK;
        if streets.flags[e] & passable == 0 {
            continue;
        }
        let shape = streets.shape[bereik::ids::EdgeId(e as u32)].to_vec();
        let back: Vec<_> = shape.iter().rev().copied().collect();
        let key = (shape.min(back), streets.length_mm[e], streets.flags[e]);
        *all.entry(key).or_default() += 1;
    }
    all
}

/// Junctions by walking component, in whichever order.
fn parts(streets: &Streets) -> BTreeSet<Vec<[i32; 2]>> {
    let mut parts: BTreeMap<u32, Vec<[i32; 2]>> = BTreeMap::new();
    for (at, part) in streets.node_position.iter().zip(&streets.component[..]) {
        if *part != u32::MAX {
            parts.entry(*part).or_default().push(*at);
        }
    }
    for (k, (part, nodes)) in parts.iter_mut().enumerate() {
        assert_eq!(k as u32, *part, "components are numbered without gaps");
        assert_eq!(streets.component_size[k] as usize, nodes.len());
        nodes.sort_unstable();
    }
    assert!(streets.component_size.is_sorted_by(|a, b| a >= b));
    parts.into_values().collect()
}

fn edited(network: &Network, text: &str) -> (Network, Vec<Touched>) {
    let scenario = scenario(text);
    let list: Vec<&Edit> = scenario.edits.iter().collect();
    let (got, touched) = apply(network, &list).unwrap_or_else(|e| panic!("{e}\n{text}"));
    (got.expect("a network"), touched)
}

fn refused(network: &Network, text: &str) -> String {
    let scenario = scenario(text);
    let list: Vec<&Edit> = scenario.edits.iter().collect();
    match apply(network, &list) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}

fn seeds(default: u64) -> std::ops::Range<u64> {
    let setting = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
    };
    let first = setting("BEREIK_SEED", 1);
    first..first + setting("BEREIK_CASES", default)
}

/// Points all over the map, most of them off the streets.
fn points(dice: &mut Dice, n: i64) -> Vec<LonLat> {
    (0..12)
        .map(|_| {
            let along = |k: usize, dice: &mut Dice| {
                CORNER[k] + dice.between(-1000, STEP[k] * (n - 1) + 1000)
            };
            lonlat([along(0, dice), along(1, dice)])
        })
        .collect()
}

fn same(got: &Network, by_hand: &Network, points: &[LonLat], about: &str) {
    assert_eq!(edges(&got.streets), edges(&by_hand.streets), "{about}");
    assert_eq!(parts(&got.streets), parts(&by_hand.streets), "{about}");
    for kind in 0..3 {
        let (got, due) = (times(got, points, kind), times(by_hand, points, kind));
        assert_eq!(got, due, "traveller {kind}: {about}");
    }
}

#[test]
fn a_path_is_as_good_as_one_drawn_in_the_map() {
    let (mut split, mut changed) = (0, 0);
    for seed in seeds(60) {
        let mut dice = Dice::new(seed);
        let n = dice.between(3, 6);
        let map = Map::draw(n, &mut dice, 25);
        if map.ways.len() < 4 {
            continue;
        }
        let feed = feed(&map, &mut dice);
        let network = map.network(&feed, 0, 120.0);
        let mut drawn = map.clone();
        let mut text = String::new();
        for k in 0..1 {
            let (a, from) = drawn.end(&mut dice, 50_000 + 10 * k);
            let (b, to) = drawn.end(&mut dice, 50_001 + 10 * k);
            if from == to {
                continue;
            }
            let corner = [
                (a[0] + b[0]) / 2 + dice.between(-3000, 3000),
                (a[1] + b[1]) / 2 + dice.between(-3000, 3000),
            ];
            let bicycle = dice.chance(50);
            let [p, c, q] = [a, corner, b].map(degrees);
            text += &format!(
                "[[edit]]\nname = \"p{k}\"\nkind = \"add-path\"\npoints = [{p:?}, {c:?}, {q:?}]\nbicycle = {bicycle}\n"
            );
            // By hand: a way over the nodes on the streets and the ends beside them.
            let mut nodes = vec![from];
            for (i, at) in [a, corner, b].into_iter().enumerate() {
                let id = 60_000 + 10 * k + i as i64;
                drawn.nodes.insert(id, at);
                nodes.push(id);
            }
            nodes.push(to);
            nodes.dedup_by_key(|id| drawn.nodes[id]);
            // The node on the street stays, not a second one in its place.
            if nodes.last() != Some(&to) {
                nodes.pop();
                nodes.push(to);
            }
            let cycling = if bicycle { "yes" } else { "no" };
            drawn.ways.insert(
                70_000 + k,
                (nodes, vec![("highway", "footway"), ("bicycle", cycling)]),
            );
        }
        if text.is_empty() {
            continue;
        }
        let (got, touched) = edited(&network, &text);
        let by_hand = drawn.network(&feed, 0, 120.0);
        let points = points(&mut dice, n);
        same(&got, &by_hand, &points, &format!("seed {seed}\n{text}"));
        split += usize::from(got.streets.edges() > network.streets.edges() + touched.len());
        changed += usize::from(times(&got, &points, 0) != times(&network, &points, 0));
        for t in &touched {
            assert_eq!((t.street_edges, t.effect), (1, Effect::Changes));
        }
    }
    assert!(
        split > 10 && changed > 10,
        "{split} split, {changed} changed times"
    );
}

#[test]
fn a_closed_street_is_as_if_it_were_not_in_the_map() {
    let mut changed = 0;
    for seed in seeds(60) {
        let mut dice = Dice::new(seed);
        let n = dice.between(3, 6);
        let map = Map::draw(n, &mut dice, 15);
        let feed = feed(&map, &mut dice);
        let network = map.network(&feed, 0, 120.0);
        let mut drawn = map.clone();
        let all: Vec<i64> = map.ways.keys().copied().collect();
        let (by_number, by_place) = (dice.pick(&all), dice.pick(&all));
        let middle = degrees(map.nodes[&(10_000 + by_place)]);
        let text = format!(
            "[[edit]]\nname = \"a\"\nkind = \"close-street\"\nways = {by_number}\nat = [{middle:?}]\n"
        );
        drawn
            .ways
            .retain(|way, _| *way != by_number && *way != by_place);
        let (got, touched) = edited(&network, &text);
        let due = if by_number == by_place { 1 } else { 2 };
        assert_eq!(touched[0].street_edges, due);
        let points = points(&mut dice, n);
        let by_hand = drawn.network(&feed, 0, 120.0);
        same(&got, &by_hand, &points, &format!("seed {seed}\n{text}"));
        changed += usize::from(times(&got, &points, 0) != times(&network, &points, 0));
    }
    assert!(changed > 10, "{changed}");
}

#[test]
fn an_area_closes_every_street_that_reaches_into_it() {
    let mut dice = Dice::new(1);
    let map = Map::draw(4, &mut dice, 0);
    let feed = feed(&map, &mut dice);
    let network = map.network(&feed, 0, 120.0);
    // Around the second junction of the second row: four streets. No point of them lies in it but
    // the junction itself; and a square in the middle of a street that holds none of its points.
    let corner = |x: i64, y: i64| degrees([CORNER[0] + x, CORNER[1] + y]);
    let square = |x: i64, y: i64, r: i64| {
        [
            corner(x - r, y - r),
            corner(x + r, y - r),
            corner(x + r, y + r),
            corner(x - r, y + r),
        ]
    };
    for (around, due) in [
        (square(STEP[0], STEP[1], 500), 4),
        (square(STEP[0] / 4, 0, 500), 1),
    ] {
        let text = format!(
            "[[edit]]\nname = \"a\"\nkind = \"close-street\"\narea = {{ polygon = {around:?} }}\n"
        );
        assert_eq!(edited(&network, &text).1[0].street_edges, due);
    }
}

/// A comb of rectangular teeth along all of a map of `n` by `n` junctions, from under the first row to between rows `row`
/// and `row + 1`; one tooth west of the map is as high as the map. Corners, 1e-7 degrees from [`CORNER`].
fn comb(n: i64, row: i64, tooth: i64) -> Vec<At> {
    let (base, low, high) = (-3000, -2000, row * STEP[1] + STEP[1] / 2);
    let (west, east) = (-2 * tooth, n * STEP[0]);
    let mut ring = vec![[west, base]];
    // Each has a junction's column in its middle, or none; gaps are a sixth of it.
    for x in (west..east).step_by(tooth as usize) {
        let top = if x == west { n * STEP[1] } else { high };
        let (from, to) = (x - tooth * 5 / 12, x + tooth * 5 / 12);
        ring.extend([[from, low], [from, top], [to, top], [to, low]]);
    }
    ring.extend([[east, base], [west, base]]);
    ring
}

#[test]
fn an_outline_of_two_hundred_thousand_corners_is_not_gone_through_for_each_street() {
    let n = 45;
    let mut dice = Dice::new(1);
    let map = Map::draw(n, &mut dice, 0);
    let feed = feed(&map, &mut dice);
    let network = map.network(&feed, 0, 120.0);
    let folder = tempfile::tempdir().unwrap();
    for (tooth, row) in [(6000, 20), (12, 20), (12, 3)] {
        let ring = comb(n, row, tooth).into_iter();
        let ring: Vec<[f64; 2]> =
            (ring.map(|p| degrees([CORNER[0] + p[0], CORNER[1] + p[1]]))).collect();
        assert!(tooth > 12 || ring.len() > 180_000);
        let path = folder.path().join("comb.geojson");
        let text = format!(
            "{{\"type\": \"Feature\", \"properties\": {{}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [{ring:?}]}}}}"
        );
        std::fs::write(&path, text).unwrap();
        let edit = format!(
            "[[edit]]\nname = \"a\"\nkind = \"close-street\"\narea = {{ file = {path:?} }}\n"
        );
        let begun = std::time::Instant::now();
        // All along the lowest rows, and up from there.
        let due = (row + 1) * (n - 1) + (row + 1) * n;
        assert_eq!(edited(&network, &edit).1[0].street_edges, due as u64);
        let seconds = begun.elapsed().as_secs_f64();
        assert!(seconds < 15.0, "{seconds} s");
    }
}

/// Two towns of different size, a bridge between them, a home in the small one.
#[test]
fn who_is_cut_off_is_not_put_across_the_water() {
    let mut dice = Dice::new(3);
    let mut map = Map::draw(8, &mut dice, 0);
    // Columns 0 to 4 and 6 to 7 are land; on the bridge nothing but the way from 4 to 6.
    let column = |at: At| (at[0] - CORNER[0]) / STEP[0];
    let nodes = map.nodes.clone();
    map.ways.retain(|_, (list, _)| {
        list.iter().all(|n| {
            column(nodes[n]) != 5
                && !(column(nodes[n]) == 4 && (nodes[n][0] - CORNER[0]) % STEP[0] != 0)
        })
    });
    let (west, east) = (1 + 4 + 3 * 8, 1 + 6 + 3 * 8);
    map.ways
        .insert(9_000, (vec![west, east], vec![("highway", "residential")]));
    let mut stops = feed(&map, &mut dice);
    stops
        .stops
        .iter_mut()
        .for_each(|s| s.position = Some(lonlat(CORNER)));
    let network = map.network(&stops, 40, 500.0);
    let home = lonlat([CORNER[0] + 6 * STEP[0] + 300, CORNER[1] + 3 * STEP[1]]);
    let shop = lonlat([CORNER[0] + 4 * STEP[0] - 300, CORNER[1] + 3 * STEP[1]]);
    let ask = |network: &Network| times(network, &[home, shop], 0)[0][1][0];
    assert!(ask(&network).is_some_and(|t| t < 300));
    let text = "[[edit]]\nname = \"b\"\nkind = \"close-street\"\nways = 9000\n";
    let (got, _) = edited(&network, text);
    assert_eq!(ask(&got), None, "no way across");
    // Left out of the map, the small town is an island that is left out as a whole, and the home is
    // linked to the other one.
    let mut drawn = map.clone();
    drawn.ways.remove(&9_000);
    let by_hand = drawn.network(&stops, 40, 500.0);
    assert!(ask(&by_hand).is_some());
    assert_eq!(
        by_hand.component_open.iter().filter(|o| **o == 1).count(),
        1
    );
    assert_eq!(got.component_open.iter().filter(|o| **o == 1).count(), 2);
    // Another timetable on these streets changes nothing about that.
    let again = got.with_timetable(got.timetable.clone());
    assert_eq!(again.component_open, got.component_open);
    assert_eq!(ask(&again), None);
    // And a path joins it again.
    let (a, b) = (degrees(map.nodes[&west]), degrees(map.nodes[&east]));
    let text =
        format!("{text}[[edit]]\nname = \"c\"\nkind = \"add-path\"\npoints = [{a:?}, {b:?}]\n");
    let (mended, touched) = edited(&network, &text);
    assert_eq!(ask(&mended), ask(&network));
    assert_eq!(touched.len(), 2);
}

#[test]
fn edits_that_find_no_street_are_errors_that_name_the_edit() {
    let mut dice = Dice::new(1);
    let map = Map::draw(3, &mut dice, 0);
    let feed = feed(&map, &mut dice);
    let network = map.network(&feed, 0, 120.0);
    let [lon, lat] = degrees(CORNER);
    let close = |name: &str, what: &str| {
        format!("[[edit]]\nname = \"{name}\"\nkind = \"close-street\"\n{what}\n")
    };
    let way = *map.ways.keys().next().unwrap();
    for (text, part) in [
        (
            format!(
                "[[edit]]\nname = \"p\"\nkind = \"add-path\"\npoints = [[{lon}, {lat}], [5.2, 52.1]]\n"
            ),
            "cut.toml, line 4, edit \"p\" points: 5.2, 52.1 is farther than 120 m from any walkable street",
        ),
        (
            close("a", "ways = [12]"),
            "line 4, edit \"a\" ways: there is no street that is way 12",
        ),
        (
            close("a", &format!("ways = {way}")) + &close("b", &format!("ways = [{way}]")),
            "line 8, edit \"b\" ways: way ",
        ),
        (
            close(
                "a",
                "area = { polygon = [[6, 52], [6.1, 52], [6.1, 52.1]] }",
            ),
            "line 4, edit \"a\" area: there is no open street in the polygon",
        ),
        (
            close("a", "at = [[6, 52]]"),
            "edit \"a\" at: 6, 52 is farther than 120 m",
        ),
        (
            format!(
                "[[edit]]\nname = \"p\"\nkind = \"add-path\"\npoints = [[{lon}, {lat}], [{}, {lat}]]\n",
                lon - 1e-5
            ),
            "",
        ),
    ] {
        if part.is_empty() {
            // Beside the corner and back to it: a path, if a short one.
            assert_eq!(edited(&network, &text).1[0].street_edges, 1);
            continue;
        }
        let told = refused(&network, &text);
        assert!(told.contains(part), "{told}");
    }
    let told = refused(
        &network,
        &(close("a", &format!("ways = {way}")) + &close("b", &format!("ways = [{way}]"))),
    );
    assert!(told.contains("is closed already, by edit \"a\""), "{told}");
}

#[test]
fn no_edit_of_streets_no_new_network() {
    let mut dice = Dice::new(1);
    let map = Map::draw(3, &mut dice, 0);
    let network = map.network(&feed(&map, &mut dice), 0, 120.0);
    let other = scenario("[[edit]]\nname = \"s\"\nkind = \"close-stop\"\nstops = \"a\"\n");
    let list: Vec<&Edit> = other.edits.iter().collect();
    let (none, touched) = apply(&network, &list).unwrap();
    assert!(none.is_none());
    assert_eq!(touched, [Touched::default()]);
}
