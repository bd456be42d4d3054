//! Which street catches which stop and point: ferries, tunnels, parts of the streets that nothing joins to the
//! rest, roads that only some may use. The towns are so small that all is worked out on paper.

use crate::cli::tool::bereik;
use crate::common::pbf;
use crate::common::town::{EVERY_DAY, add_trip, at_metres, empty_feed};
use bereik::diagnostics::Findings;
use bereik::input::gtfs::{Feed, Route, Stop};
use bereik::input::osm::read_streets;
use bereik::network::links::{StreetLink, part};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::units::LonLat;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A place, in metres.
type At = (f64, f64);

fn lonlat((x, y): At) -> LonLat {
    bereik::units::degrees(at_metres(x, y))
}

/// Number, nodes and tags.
type Way = (i64, Vec<i64>, Vec<(&'static str, &'static str)>);

/// A map: nodes by place, ways through them.
#[derive(Default)]
struct Map {
    nodes: Vec<At>,
    closed: Vec<At>,
    ways: Vec<Way>,
}

impl Map {
    /// A street along the x axis with a junction each 100 metres, ways 1 to 4: five junctions.
    fn new() -> Self {
        (1..=4).fold(Map::default(), |map, n| {
            let x = 100.0 * n as f64;
            map.way(n, &[(x - 100.0, 0.0), (x, 0.0)], &[])
        })
    }
    /// Adds a way; `residential` unless the tags say otherwise.
    fn way(mut self, id: i64, through: &[At], tags: &[(&'static str, &'static str)]) -> Self {
        let mut refs = Vec::new();
        for at in through {
            let known = self.nodes.iter().position(|n| n == at);
            let n = known.unwrap_or_else(|| {
                self.nodes.push(*at);
                self.nodes.len() - 1
            });
            refs.push(100 + n as i64);
        }
        let mut tags = tags.to_vec();
        if !tags.iter().any(|t| ["highway", "route"].contains(&t.0)) {
            tags.push(("highway", "residential"));
        }
        self.ways.push((id, refs, tags));
        self
    }
    /// Puts a locked gate on a node.
    fn gate(mut self, at: At) -> Self {
        self.closed.push(at);
        self
    }
    fn streets(&self) -> Streets {
        let mut town = pbf::Town::new();
        for (n, at) in self.nodes.iter().enumerate() {
            let p = lonlat(*at);
            let gate: pbf::TagList = &[("barrier", "gate"), ("locked", "yes")];
            let tags = if self.closed.contains(at) { gate } else { &[] };
            town.node(100 + n as i64, [p.lon, p.lat], tags);
        }
        for (id, refs, tags) in &self.ways {
            town.way(*id, refs, tags);
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("map.osm.pbf");
        std::fs::write(&path, town.file()).expect("written");
        Streets::build(read_streets(&path).expect("streets").0).0
    }
    /// With parts of fewer than four junctions as small ones, stops at places, and links of at most so many metres.
    fn network(&self, stops: &[At], max_snap_m: f64) -> Network {
        let options = BuildOptions {
            island_junctions: 4,
            max_snap_m,
            ..BuildOptions::default()
        };
        let feeds = [feed(stops)];
        Network::build(self.streets(), &feeds, Findings::default(), &options)
    }
}

/// A line that calls at stops at these places.
fn feed(stops: &[At]) -> Feed {
    let date = chrono::NaiveDate::from_ymd_opt(2025, 3, 12).expect("a date");
    let mut feed = empty_feed("town", chrono_tz::Europe::Amsterdam, date);
    feed.routes.push(Route {
        id: "1".into(),
        agency: Some(0),
        kind: 3,
        ..Route::default()
    });
    let mut calls = Vec::new();
    for (n, at) in (0u32..).zip(stops) {
        feed.stops.push(Stop {
            id: format!("s{n}"),
            position: Some(lonlat(*at)),
            ..Stop::default()
        });
        let time = 36_000 + 60 * n as i32;
        calls.push((n, time, time, true, true));
    }
    if !calls.is_empty() {
        // And back to the first.
        calls.push((0, 39_600, 39_600, true, true));
        add_trip(&mut feed, 0, EVERY_DAY, None, &calls);
    }
    feed
}

/// The way a link is on and how far away that is, whole metres.
fn way(network: &Network, link: &StreetLink) -> (i64, u32) {
    let way = network.streets.way[link.edge.0 as usize];
    (way, (link.off_mm + 500) / 1000)
}

fn caught(network: &Network, at: At, wheelchair: bool) -> Option<(i64, u32)> {
    let link = (network.linker(wheelchair)).link(lonlat(at), network.max_snap_m())?;
    Some(way(network, &link))
}

fn stop(network: &Network, n: u32) -> Vec<(i64, u32)> {
    let links = network.stop_links[bereik::ids::StopId(n)].iter();
    links.map(|link| way(network, link)).collect()
}

/// Messages of findings of a kind, with what was done.
fn told(network: &Network, code: &str) -> Vec<String> {
    let all = network.findings.iter().filter(|f| f.code == code);
    all.map(|f| format!("{} {}; {}", f.record, f.message, f.action))
        .collect()
}

/// What is said of points that may be linked to the wrong street: near closed ways, and apart.
fn doubts(network: &Network, at: &[At]) -> (Vec<String>, Vec<String>) {
    let points: Vec<LonLat> = at.iter().map(|p| lonlat(*p)).collect();
    let links = network.link_points(&network.linker(false), &points);
    let doubts = network.doubts(&points, &links);
    let near = doubts.near_closed.iter().map(|d| d.words()).collect();
    (near, doubts.apart.iter().map(|d| d.words()).collect())
}

/// A close of two junctions 80 m north of the street, with a stop beside it.
const CLOSE: [At; 2] = [(100.0, 80.0), (200.0, 80.0)];
const AT_CLOSE: At = (150.0, 79.0);

#[test]
fn a_ferry_catches_nothing_and_is_entered_where_it_meets_a_way() {
    // From the street's third junction a ferry north by way of a pier at 300 m, where a footway is.
    let map = Map::new()
        .way(
            50,
            &[(200.0, 0.0), (200.0, 300.0), (200.0, 600.0)],
            &[("route", "ferry")],
        )
        .way(
            51,
            &[(200.0, 300.0), (260.0, 300.0)],
            &[("highway", "footway")],
        );
    let near_line = (199.0, 100.0);
    let network = map.network(&[near_line], 500.0);
    // One metre from the line: a hundred from the street.
    assert_eq!(caught(&network, near_line, false), Some((2, 100)));
    assert_eq!(stop(&network, 0), [(2, 100)]);
    assert_eq!(caught(&network, near_line, true), Some((2, 100)));
    // At the pier the footway; beyond, the pier's end.
    assert_eq!(caught(&network, (199.0, 290.0), false), Some((51, 10)));
    assert_eq!(caught(&network, (200.0, 550.0), false), Some((51, 250)));
    // Farther from anything else than the longest link: not at all.
    assert_eq!(caught(&map.network(&[], 80.0), near_line, false), None);
}

#[test]
fn a_tunnel_catches_where_there_is_nothing_else_and_a_bridge_like_any_way() {
    let below = |tags: &[(&'static str, &'static str)]| {
        let line = [(100.0, 0.0), (100.0, 400.0)];
        let map = Map::new().way(50, &line, tags);
        let at = |snap| caught(&map.network(&[], snap), (110.0, 90.0), false);
        [at(500.0), at(80.0)]
    };
    // Ten metres from it, 90 from the street.
    assert_eq!(below(&[("tunnel", "yes")]), [Some((2, 90)), Some((50, 10))]);
    assert_eq!(
        below(&[("tunnel", "covered")]),
        [Some((2, 90)), Some((50, 10))]
    );
    for open in [
        ("tunnel", "no"),
        ("tunnel", "building_passage"),
        ("bridge", "yes"),
    ] {
        assert_eq!(below(&[open]), [Some((50, 10)); 2], "{open:?}");
    }
}

#[test]
fn a_small_part_with_a_stop_catches_where_no_larger_one_is_near() {
    let map = Map::new().way(20, &CLOSE, &[]);
    let point = (160.0, 70.0);
    // The street is 79 m from the stop and 70 from the point: both go there.
    let network = map.network(&[AT_CLOSE], 500.0);
    assert_eq!(&network.component_open[..], [part::OPEN, part::SMALL]);
    assert_eq!(stop(&network, 0), [(2, 79)]);
    assert_eq!(caught(&network, point, false), Some((2, 70)));
    assert_eq!(caught(&network, point, true), Some((2, 70)));
    assert_eq!(doubts(&network, &[point]), (vec![], vec![]));
    let due = "s0 \"\" the nearest walkable street is part of 2 junctions that no street joins to the rest: the nearest gap is 80 m; linked to a larger part instead, 79 m away; check the position of the stop and the streets there";
    assert_eq!(told(&network, "stop-on-island"), [due]);
    // Out of reach of the street both stay, and are told.
    let network = map.network(&[AT_CLOSE], 60.0);
    assert_eq!(stop(&network, 0), [(20, 1)]);
    assert_eq!(caught(&network, point, false), Some((20, 10)));
    let apart = vec!["2 junctions, the nearest gap is 80 m".to_owned()];
    assert_eq!(doubts(&network, &[point]), (vec![], apart));
    assert!(told(&network, "stop-on-island")[0].contains("; reached on foot from that part only"));
    // Without a stop it catches nothing.
    let network = map.network(&[(50.0, 1.0)], 60.0);
    assert_eq!(&network.component_open[..], [part::OPEN, part::LEFT_OUT]);
    assert_eq!(caught(&network, point, false), None);
    assert!(told(&network, "stop-on-island").is_empty());
    assert_eq!(told(&network, "street-island").len(), 1);
}

#[test]
fn where_all_parts_are_small_the_largest_counts_as_large() {
    let map = Map::default().way(1, &[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)], &[]);
    let map = map
        .way(2, &[(100.0, 0.0), (100.0, -50.0)], &[])
        .way(20, &CLOSE, &[]);
    // 4 junctions against 2; with 40 as the least both are small.
    let options = BuildOptions::default();
    let feeds = [feed(&[AT_CLOSE])];
    let network = Network::build(map.streets(), &feeds, Findings::default(), &options);
    assert_eq!(&network.component_open[..], [part::OPEN, part::SMALL]);
    assert_eq!(stop(&network, 0), [(1, 79)]);
}

#[test]
fn a_stop_that_is_cut_off_is_named_with_the_way_that_does_it() {
    // Two drives lead to the close, one of them nearer to the stop; a path for nobody is nearer still.
    let map = Map::new()
        .way(20, &[CLOSE[0], (140.0, 80.0), CLOSE[1]], &[])
        .way(30, &[(100.0, 0.0), CLOSE[0]], &[("access", "private")])
        .way(31, &[(200.0, 0.0), CLOSE[1]], &[("foot", "no")]);
    let cut = |map: &Map, stop: At| {
        let told = told(&map.network(&[stop], 500.0), "stop-on-island");
        let [one] = &told[..] else { panic!("{told:?}") };
        let (_, rest) = one.split_once("2 junctions ").expect("junctions");
        rest.split(';').next().expect("a reason").to_owned()
    };
    let by = |way: i64| format!("cut off by way/{way}, which is closed to walkers");
    assert_eq!(cut(&map, (120.0, 79.0)), by(30));
    assert_eq!(cut(&map, (190.0, 79.0)), by(31));
    // A closed way that touches it in the middle, where no junction is.
    let map = map.way(
        32,
        &[(140.0, 0.0), (140.0, 80.0)],
        &[("highway", "footway"), ("foot", "private")],
    );
    assert_eq!(cut(&map, (150.0, 79.0)), by(32));
    // A gate: the drive is open, and nothing is between.
    let map = Map::new().way(20, &CLOSE, &[]).gate((100.0, 0.0));
    let map = map.way(30, &[(100.0, 0.0), CLOSE[0]], &[]);
    let network = map.network(&[AT_CLOSE], 500.0);
    assert!(told(&network, "stop-on-island")[0].contains(
        "3 junctions that no street joins to the rest: the nearest gap is 0 m (a barrier"
    ));
}

#[test]
fn a_larger_island_stays_and_is_named() {
    // Four ways in a row, 14 m north of the street: five junctions against six.
    let mut map = Map::new().way(5, &[(400.0, 0.0), (500.0, 0.0)], &[]);
    for n in 1..=4 {
        let x = 50.0 * n as f64;
        map = map.way(20 + n, &[(x - 50.0, 14.0), (x, 14.0)], &[]);
    }
    let network = map.network(&[(10.0, 10.0)], 500.0);
    assert_eq!(&network.component_open[..], [part::OPEN; 2]);
    assert_eq!(stop(&network, 0), [(21, 4)]);
    assert!(told(&network, "stop-on-island").is_empty());
    let kept = told(&network, "street-island-kept");
    assert_eq!(kept.len(), 1);
    assert!(kept[0].starts_with("way/21 at 5.1"), "{kept:?}");
    let due = "is on a part of 5 junctions that no street joins to the largest: the nearest gap is 14 m; kept";
    assert!(kept[0].contains(due), "{kept:?}");
    let apart = vec!["5 junctions, the nearest gap is 14 m".to_owned()];
    assert_eq!(
        doubts(&network, &[(60.0, 12.0), (60.0, 2.0)]),
        (vec![], apart)
    );
    // A ferry to it makes one part of both.
    let joined = map.way(60, &[(0.0, 14.0), (0.0, 0.0)], &[("route", "ferry")]);
    assert!(told(&joined.network(&[], 500.0), "street-island-kept").is_empty());
}

#[test]
fn points_on_roads_for_some_are_told() {
    let lane = [(200.0, 0.0), (200.0, 90.0), (200.0, 160.0)];
    let of = |tags: &[(&'static str, &'static str)], points: &[At]| {
        let network = Map::new().way(30, &lane, tags).network(&[], 500.0);
        doubts(&network, points).0
    };
    // 5 m from the lane and 150 from the street; the second 5 and 104; the third 96 and 130.
    let points = [(205.0, 150.0), (205.0, 104.0), (296.0, 130.0)];
    let due = "way/30 5 m away, the street 150 m".to_owned();
    for value in [
        "private",
        "permit",
        "residents",
        "members",
        "agricultural",
        "no;private",
    ] {
        assert_eq!(
            of(&[("access", value)], &points),
            std::slice::from_ref(&due),
            "{value}"
        );
        assert_eq!(
            of(&[("foot", value)], &points),
            std::slice::from_ref(&due),
            "{value}"
        );
    }
    // Ways for nobody, ways for all, classes that are not for walkers.
    for tags in [
        &[("foot", "no"), ("access", "private")][..],
        &[("foot", "use_sidepath")],
        &[("access", "no")],
        &[("access", "private"), ("foot", "yes")],
        &[("highway", "motorway"), ("access", "private")],
        &[("highway", "construction"), ("access", "private")],
        &[
            ("highway", "pedestrian"),
            ("area", "yes"),
            ("access", "private"),
        ],
    ] {
        assert!(of(tags, &points).is_empty(), "{tags:?}");
    }
}

#[test]
fn points_at_a_gated_close_are_told() {
    // 165 m north of the street a close, and its drive, which has a locked gate 20 m behind the street: three junctions
    // behind that, left out as no stop lies there.
    let map = Map::new()
        .way(20, &[(100.0, 165.0), (200.0, 165.0)], &[])
        .way(30, &[(200.0, 0.0), (200.0, 20.0), (200.0, 165.0)], &[])
        .gate((200.0, 20.0));
    // The first point is 5 m from the close and 160 from the street; the second 50 m from the drive and 90 from the
    // gate.
    let network = map.network(&[], 500.0);
    let points = [(105.0, 160.0), (150.0, 95.0)].map(lonlat);
    let links = network.link_points(&network.linker(false), &points);
    let doubts = network.doubts(&points, &links);
    let said: Vec<String> = doubts.passed_over.iter().map(|d| d.words()).collect();
    assert_eq!(said, ["way/20 on 3 junctions 5 m away, the street 160 m"]);
    assert_eq!(doubts.passed_over[0].point, 0);
    assert!(doubts.apart.is_empty() && doubts.near_closed.is_empty());
}

/// Another timetable on the same streets: a small part comes to hold a stop, and loses it.
#[test]
fn links_are_those_of_a_build_whichever_stops_come_and_go() {
    let map = Map::new().way(20, &CLOSE, &[]);
    // The second stop is out of reach of the street, the third of the close.
    let stops = [(150.0, 61.0), (150.0, 95.0), (350.0, 10.0)];
    for snap in [500.0, 70.0, 62.0, 60.0] {
        let all: Vec<Network> = [&stops[..], &stops[..1], &stops[2..], &[]]
            .iter()
            .map(|some| map.network(some, snap))
            .collect();
        for from in &all {
            for to in &all {
                let swapped = from.with_timetable(to.timetable.clone());
                assert!(swapped.to_bytes() == to.to_bytes(), "{snap}");
            }
        }
    }
}

fn fault(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fixtures/faults").join(name)
}

#[test]
fn nobody_embarks_in_mid_water() {
    // 140 m along the quay (and some mm, for positions are rounded: 106 s); the control 82.5 s; by ferry 1740 m on
    // foot and 600 s across.
    let at = |file: &str| fault("01-ferry-snap").join(file).into_os_string();
    let words = [
        "--date",
        "2026-03-10",
        "--depart",
        "08:00-08:01",
        "--max-walk",
        "60",
    ];
    let mut line: Vec<OsString> = vec!["matrix".into(), "--osm".into(), at("net.osm.pbf")];
    line.extend([
        "--origins".into(),
        at("o.csv"),
        "--destinations".into(),
        at("d.csv"),
    ]);
    line.extend(words.map(OsString::from));
    let done = bereik(&line).code(0);
    let text = String::from_utf8(done.out).expect("text");
    for row in [
        "quay_house,shop,1.77",
        "control,shop,1.38",
        "quay_house,other_bank,31.75",
    ] {
        assert!(text.lines().any(|l| l == row), "{row} in {text}");
    }
}

const SAYS: &str = "nearer by more than 100 m to a way closed by private, permit, residents or the like than to the street linked to: ";
const WHERE: &str = "way/2 3 m away, the street 111 m";

#[test]
fn a_home_on_a_private_road_is_named_by_every_command() {
    let at = |file: &str| fault("41-private-road-end").join(file).into_os_string();
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("to.csv");
    std::fs::write(&to, "id,lon,lat,count\nschool,5.0,52.0,1\n").expect("written");
    let run = |command: &str, words: &[&str]| {
        let when = "--date 2026-03-10 --max-rides 0 --max-walk 300 --max-trip 600";
        let mut line: Vec<OsString> = vec![command.into(), "--osm".into(), at("town.osm.pbf")];
        line.extend(when.split(' ').map(OsString::from));
        line.extend(words.iter().map(OsString::from));
        if command != "route" {
            line.extend(["--origins".into(), at("home.csv"), "--destinations".into()]);
            line.push(to.clone().into_os_string());
        }
        bereik(&line).code(0)
    };
    let home = format!("home.csv: 1 origins {SAYS}home_on_estate_road ({WHERE})");
    let window = ["--depart", "08:00-08:01"];
    run("matrix", &window).says(&[&home]);
    let more = ["--cutoffs", "30", "--opportunities", "count"];
    run(
        "access",
        &[window, [more[0], more[1]], [more[2], more[3]]].concat(),
    )
    .says(&[&home]);
    let ends = [
        "--from",
        "5.00005,52.0040",
        "--to",
        "5.0,52.0",
        "--depart",
        "08:00",
    ];
    run("route", &ends).says(&[&format!("the start is {SAYS}{WHERE}")]);
}

#[test]
fn a_home_on_a_private_road_is_a_finding_of_a_study() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    for name in ["town.osm.pbf", "home.csv", "to.csv"] {
        let from = fault("41-private-road-end").join(name);
        std::fs::copy(from, folder.path().join(name)).expect("a copy");
    }
    write(
        "gtfs/agency.txt",
        "agency_id,agency_name,agency_url,agency_timezone\na,A,https://example.org,Europe/Amsterdam\n",
    );
    write(
        "gtfs/routes.txt",
        "route_id,route_short_name,route_type\n1,1,3\n",
    );
    write("gtfs/trips.txt", "route_id,service_id,trip_id\n1,d,t\n");
    write(
        "gtfs/stops.txt",
        "stop_id,stop_name,stop_lat,stop_lon\ns,S,52.0,5.0\nr,R,52.0001,5.0\n",
    );
    write(
        "gtfs/stop_times.txt",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,20:00:00,20:00:00,s,1\nt,20:30:00,20:30:00,r,2\n",
    );
    write(
        "gtfs/calendar.txt",
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nd,1,1,1,1,1,1,1,20260101,20261231\n",
    );
    write(
        "study.toml",
        "[study]\ntitle = \"A road of one's own\"\ndate = 2026-03-10\n[network]\nosm = \"town.osm.pbf\"\ngtfs = \"gtfs\"\n[homes]\nfile = \"home.csv\"\n[[persona]]\nname = \"p\"\n[[slot]]\nname = \"s\"\ndepart = \"08:00-08:02\"\n[[service]]\nname = \"school\"\nfile = \"to.csv\"\nmeasure = \"nearest\"\nnorm = { within_min = 15 }\n",
    );
    let study = folder.path().join("study.toml").into_os_string();
    let out = folder.path().join("out");
    let code = "home-on-private-road";
    bereik(&[
        "run".into(),
        study,
        "-o".into(),
        out.clone().into_os_string(),
    ])
    .code(0)
    .says(&[code, WHERE]);
    let findings = std::fs::read_to_string(out.join("findings.csv")).expect("findings");
    let row = findings.lines().find(|l| l.contains(code));
    assert!(
        row.is_some_and(|l| l.contains(WHERE) && l.contains("home_on_estate_road")),
        "{findings}"
    );
}
