//! The generated region: same seed, same bytes; files that hold together; the story it tells.

use crate::common::read_pbf::{Element, for_each};
use bereik::synth::{Size, Summary, generate};
use geo::{Contains, Coord, LineString, MultiPolygon, Point, Polygon};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const FILES: [&str; 12] = [
    "README.txt",
    "bus-tram.gtfs.zip",
    "buurten.geojson",
    "gemeenten.geojson",
    "homes.csv",
    "hospitals.csv",
    "jobs.csv",
    "polderland.osm.pbf",
    "services.csv",
    "study.toml",
    "train.gtfs.zip",
    "wijken.geojson",
];

fn made(size: Size, seed: u64) -> (TempDir, Summary) {
    let folder = tempfile::tempdir().unwrap();
    let summary = generate(size, seed, folder.path()).unwrap();
    (folder, summary)
}

type Row = BTreeMap<String, String>;

fn rows(reader: impl std::io::Read) -> Vec<Row> {
    let mut table = csv::Reader::from_reader(reader);
    table.deserialize().map(|r| r.unwrap()).collect()
}

fn file(folder: &Path, name: &str) -> Vec<Row> {
    rows(fs::File::open(folder.join(name)).unwrap())
}

fn gtfs(folder: &Path, archive: &str, table: &str) -> Vec<Row> {
    let mut zip = zip::ZipArchive::new(fs::File::open(folder.join(archive)).unwrap()).unwrap();
    rows(zip.by_name(table).unwrap())
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

fn seconds(clock: &str) -> u32 {
    let n: Vec<u32> = clock.split(':').map(|p| p.parse().unwrap()).collect();
    n[0] * 3600 + n[1] * 60 + n[2]
}

/// Local metres, good enough for "near".
fn metres(lon: f64, lat: f64) -> [f64; 2] {
    let (lon, lat) = (lon - 5.6, lat - 52.5);
    [
        lon * 111_320.0 * 52.5_f64.to_radians().cos(),
        lat * 111_260.0,
    ]
}

#[derive(Default)]
struct Map {
    nodes: BTreeMap<i64, [f64; 2]>,
    points: Vec<(String, String)>,
    ways: Vec<(Vec<i64>, BTreeMap<String, String>)>,
}

fn map(folder: &Path) -> Map {
    let mut map = Map::default();
    let mut last = (0, 0);
    let owned = |tags: Vec<(&str, &str)>| {
        let tags = tags.into_iter();
        tags.map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect::<Vec<_>>()
    };
    for_each(&folder.join("polderland.osm.pbf"), |e| match e {
        Element::DenseNode(n) => {
            assert!(n.id > last.0, "node ids ascend");
            last.0 = n.id;
            map.nodes.insert(n.id, metres(n.lon(), n.lat()));
            map.points.extend(owned(n.tags));
        }
        Element::Way(w) => {
            assert!(w.id > last.1, "way ids ascend");
            last.1 = w.id;
            map.ways.push((w.refs, owned(w.tags).into_iter().collect()));
        }
        _ => panic!("only dense nodes and ways are written"),
    });
    map
}

impl Map {
    /// Distance to the nearest street one can walk on.
    fn off_street(&self, p: [f64; 2]) -> f64 {
        let mut best = f64::INFINITY;
        for (refs, tags) in &self.ways {
            if tags.get("highway").is_none_or(|h| h == "motorway") {
                continue;
            }
            for w in refs.windows(2) {
                let (a, b) = (self.nodes[&w[0]], self.nodes[&w[1]]);
                let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
                let t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy);
                let t = t.clamp(0.0, 1.0);
                let (x, y) = (a[0] + t * dx - p[0], a[1] + t * dy - p[1]);
                best = best.min(x.hypot(y));
            }
        }
        best
    }
}

fn areas(folder: &Path, level: &str) -> Vec<(Row, MultiPolygon)> {
    let text = fs::read_to_string(folder.join(format!("{level}.geojson"))).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let ring = |r: &serde_json::Value| -> LineString {
        let points = r.as_array().unwrap().iter();
        points
            .map(|p| Coord {
                x: p[0].as_f64().unwrap(),
                y: p[1].as_f64().unwrap(),
            })
            .collect()
    };
    json["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            let properties = f["properties"].as_object().unwrap();
            let row = properties
                .iter()
                .map(|(k, v)| (k.clone(), v.as_str().expect("codes are text").to_owned()))
                .collect();
            let polygons = f["geometry"]["coordinates"].as_array().unwrap().iter();
            let polygons = polygons.map(|p| {
                let rings: Vec<LineString> = p.as_array().unwrap().iter().map(ring).collect();
                Polygon::new(rings[0].clone(), rings[1..].to_vec())
            });
            (row, polygons.collect())
        })
        .collect()
}

/// Homes with longitude and latitude.
fn homes(folder: &Path) -> Vec<(Row, f64, f64)> {
    let rd = proj4rs::Proj::from_proj_string(crs_definitions::EPSG_28992.proj4).unwrap();
    let wgs = proj4rs::Proj::from_proj_string(crs_definitions::EPSG_4326.proj4).unwrap();
    file(folder, "homes.csv")
        .into_iter()
        .map(|row| {
            let mut p = (number(&row, "x"), number(&row, "y"), 0.0);
            proj4rs::transform::transform(&rd, &wgs, &mut p).unwrap();
            (row, p.0.to_degrees(), p.1.to_degrees())
        })
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
    let (a, first) = made(Size::Town, 7);
    let (b, second) = made(Size::Town, 7);
    let (c, _) = made(Size::Town, 8);
    assert_eq!(first, second);
    let names: BTreeSet<String> = fs::read_dir(a.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, FILES.iter().map(|f| f.to_string()).collect());
    for name in FILES {
        let read = |d: &TempDir| fs::read(d.path().join(name)).unwrap();
        assert_eq!(read(&a), read(&b), "{name}");
        if !["study.toml", "hospitals.csv", "train.gtfs.zip"].contains(&name) {
            assert_ne!(read(&a), read(&c), "{name} depends on the seed");
        }
    }
    // Again into the same folder: replaced, nothing left over.
    generate(Size::Town, 8, a.path()).unwrap();
    assert_eq!(fs::read_dir(a.path()).unwrap().count(), FILES.len());
    let homes = |d: &TempDir| fs::read(d.path().join("homes.csv")).unwrap();
    assert_eq!(homes(&a), homes(&c));
}

#[test]
fn streets_are_one_connected_map_with_water_and_services() {
    let (folder, summary) = made(Size::Town, 1);
    let map = map(folder.path());
    let mut joined: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (refs, tags) in &map.ways {
        assert!(refs.len() >= 2 && refs.iter().all(|r| map.nodes.contains_key(r)));
        assert!(!tags.is_empty());
        if tags.contains_key("highway") {
            for w in refs.windows(2) {
                assert_ne!(w[0], w[1]);
                joined.entry(w[0]).or_default().insert(w[1]);
                joined.entry(w[1]).or_default().insert(w[0]);
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![*joined.keys().next().unwrap()];
    while let Some(n) = open.pop() {
        if seen.insert(n) {
            open.extend(&joined[&n]);
        }
    }
    assert_eq!(seen.len(), joined.len(), "every street can be reached");
    let junction_ends: usize = joined.values().map(BTreeSet::len).filter(|&n| n != 2).sum();
    assert_eq!(junction_ends / 2, summary.street_edges);
    let classes: BTreeSet<&str> = map
        .ways
        .iter()
        .filter_map(|(_, t)| t.get("highway").map(String::as_str))
        .collect();
    for class in [
        "primary",
        "secondary",
        "residential",
        "living_street",
        "footway",
    ] {
        assert!(classes.contains(class), "{class} in {classes:?}");
    }
    let water = |t: &BTreeMap<String, String>| t.get("natural").is_some_and(|v| v == "water");
    assert!(
        map.ways
            .iter()
            .any(|(r, t)| water(t) && r.first() == r.last())
    );
    for (key, value) in [
        ("amenity", "doctors"),
        ("amenity", "pharmacy"),
        ("shop", "supermarket"),
        ("amenity", "hospital"),
    ] {
        let wanted = (key.to_owned(), value.to_owned());
        assert!(map.points.contains(&wanted), "{wanted:?}");
    }
}

/// Checks a feed; gives the names of the lines' trips by (line, service) with first departures.
fn check_feed(folder: &Path, archive: &str) -> BTreeMap<(String, String), Vec<u32>> {
    let table = |name: &str| gtfs(folder, archive, name);
    let ids = |rows: &[Row], column: &str| -> BTreeSet<String> {
        let set: BTreeSet<String> = rows.iter().map(|r| r[column].clone()).collect();
        assert_eq!(set.len(), rows.len(), "{archive}: {column} is unique");
        set
    };
    let (stops, routes, trips) = (table("stops.txt"), table("routes.txt"), table("trips.txt"));
    let stop_ids = ids(&stops, "stop_id");
    let route_ids = ids(&routes, "route_id");
    let trip_ids = ids(&trips, "trip_id");
    let services = ids(&table("calendar.txt"), "service_id");
    assert!(
        table("agency.txt")
            .iter()
            .all(|a| a["agency_timezone"] == "Europe/Amsterdam")
    );
    for t in &trips {
        assert!(route_ids.contains(&t["route_id"]) && services.contains(&t["service_id"]));
        assert!(!t["trip_headsign"].is_empty());
    }
    for d in table("calendar_dates.txt") {
        assert!(services.contains(&d["service_id"]));
    }
    for t in table("transfers.txt") {
        assert!(stop_ids.contains(&t["from_stop_id"]) && stop_ids.contains(&t["to_stop_id"]));
    }
    let mut calls: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for c in table("stop_times.txt") {
        assert!(trip_ids.contains(&c["trip_id"]) && stop_ids.contains(&c["stop_id"]));
        used.insert(c["stop_id"].clone());
        calls.entry(c["trip_id"].clone()).or_default().push(c);
    }
    assert_eq!(calls.len(), trips.len(), "every trip has calls");
    for list in calls.values() {
        assert!(list.len() >= 2);
        let mut before = 0;
        for (k, c) in list.iter().enumerate() {
            let (arrival, departure) = (seconds(&c["arrival_time"]), seconds(&c["departure_time"]));
            assert_eq!(c["stop_sequence"], (k + 1).to_string());
            assert!(arrival <= departure);
            assert!(k == 0 || arrival > before, "no teleporting: {c:?}");
            before = departure;
        }
    }
    for s in &stops {
        let station = s["location_type"] == "1";
        assert!(station || used.contains(&s["stop_id"]) || s.contains_key("platform_code"));
        if let Some(parent) = s.get("parent_station").filter(|p| !p.is_empty()) {
            assert!(stop_ids.contains(parent) && !station);
        }
    }
    let mut first = BTreeMap::new();
    for t in &trips {
        let key = (t["route_id"].clone(), t["service_id"].clone());
        let start = seconds(&calls[&t["trip_id"]][0]["departure_time"]);
        first.entry(key).or_insert_with(Vec::new).push(start);
    }
    first
}

#[test]
fn timetables_hold_together_and_all_stops_are_at_a_street() {
    let (folder, summary) = made(Size::Town, 1);
    let folder = folder.path();
    let map = map(folder);
    let mut stops = 0;
    for archive in ["bus-tram.gtfs.zip", "train.gtfs.zip"] {
        check_feed(folder, archive);
        for s in gtfs(folder, archive, "stops.txt") {
            let off = map.off_street(metres(number(&s, "stop_lon"), number(&s, "stop_lat")));
            assert!(
                off < 30.0,
                "{} is {off:.0} m off the street",
                s["stop_name"]
            );
            stops += 1;
        }
    }
    assert_eq!(stops, summary.stops);
    let headways = gtfs(folder, "bus-tram.gtfs.zip", "frequencies.txt");
    assert!(!headways.is_empty() && headways.iter().all(|f| f["exact_times"] == "1"));
    let day = "2026-03-10".replace('-', "");
    for c in gtfs(folder, "bus-tram.gtfs.zip", "calendar.txt") {
        assert!(c["start_date"] <= day && day <= c["end_date"]);
    }
}

#[test]
fn homes_and_destinations_are_at_streets_and_areas_cover_them_once() {
    let (folder, summary) = made(Size::Town, 1);
    let folder = folder.path();
    let map = map(folder);
    let levels = ["buurten", "wijken", "gemeenten"].map(|l| areas(folder, l));
    assert_eq!(levels[0].len(), summary.neighbourhoods);
    let homes = homes(folder);
    assert_eq!(homes.len(), summary.cells);
    for (row, lon, lat) in &homes {
        let off = map.off_street(metres(*lon, *lat));
        assert!(off < 75.0, "{}: {off:.0} m", row["id"]);
        let codes: Vec<&Row> = levels
            .iter()
            .map(|areas| {
                let holds: Vec<&Row> = areas
                    .iter()
                    .filter(|(_, shape)| shape.contains(&Point::new(*lon, *lat)))
                    .map(|(row, _)| row)
                    .collect();
                assert_eq!(holds.len(), 1, "{}", row["id"]);
                holds[0]
            })
            .collect();
        assert_eq!(codes[0]["wijkcode"], codes[1]["wijkcode"]);
        assert_eq!(codes[0]["gemeentecode"], codes[2]["gemeentecode"]);
        assert_eq!(codes[0]["buurtcode"][2..8], codes[0]["wijkcode"][2..]);
    }
    for name in ["jobs.csv", "services.csv", "hospitals.csv"] {
        for row in file(folder, name) {
            let off = map.off_street(metres(number(&row, "lon"), number(&row, "lat")));
            assert!(off < 40.0, "{name} {}: {off:.0} m", row["id"]);
        }
    }
    for row in file(folder, "jobs.csv") {
        for part in ["jobs_practical", "jobs_early", "jobs_late", "jobs_night"] {
            assert!(number(&row, part) <= number(&row, "jobs"));
        }
    }
}

#[test]
fn polderland_tells_its_story() {
    let (folder, made) = made(Size::Region, 1);
    let folder = folder.path();
    let within = |what: &str, value: usize, low: usize, high: usize| {
        assert!((low..=high).contains(&value), "{what}: {value}");
    };
    within("cells", made.cells, 1_200, 1_850);
    within("inhabitants", made.inhabitants as usize, 150_000, 200_000);
    within("street edges", made.street_edges, 5_500, 9_000);
    within("stops", made.stops, 450, 700);
    within("weekday trips", made.weekday_trips, 3_000, 5_000);
    within("destinations", made.destinations, 400, 600);

    // Most social housing is in the new town, though fewer people live there.
    let towns = areas(folder, "gemeenten");
    let new_town = towns
        .iter()
        .find(|(row, _)| row["gemeentenaam"] == "Nieuwstad");
    let new_town = &new_town.unwrap().1;
    let mut sums: BTreeMap<(&str, bool), f64> = BTreeMap::new();
    let mut hidden = 0;
    for (row, lon, lat) in homes(folder) {
        let there = new_town.contains(&Point::new(lon, lat));
        for column in [
            "aantal_inwoners",
            "aantal_woningen",
            "aantal_huurwoningen_woningcorporatie",
            "aantal_part_huishoudens",
            "aantal_huishoudens_laag_inkomen",
        ] {
            let value = number(&row, column);
            if value < 0.0 {
                assert_eq!(value, -99_997.0);
                hidden += 1;
            } else {
                *sums.entry((column, there)).or_default() += value;
            }
        }
    }
    assert!(hidden > 10, "some values are not published");
    let share = |c: &'static str| sums[&(c, true)] / (sums[&(c, true)] + sums[&(c, false)]);
    let social = share("aantal_huurwoningen_woningcorporatie");
    assert!(social > 0.52, "{social}");
    assert!(share("aantal_inwoners") < 0.45);
    let low = |there| {
        sums[&("aantal_huishoudens_laag_inkomen", there)]
            / sums[&("aantal_part_huishoudens", there)]
    };
    assert!(low(true) > 1.5 * low(false), "low income is at the edge");

    // The bus to the high-rise stops at eight; villages have none on Sunday.
    let starts = check_feed(folder, "bus-tram.gtfs.zip");
    let of = |line: &str, day: &str| {
        let key = (format!("L{line}"), day.to_owned());
        starts.get(&key).cloned().unwrap_or_default()
    };
    for line in ["8", "52", "53", "54"] {
        assert!(
            of(line, "weekday").iter().all(|&t| t < 20 * 3600 + 600),
            "{line}"
        );
    }
    assert!(!of("8", "sunday").is_empty());
    for line in ["52", "53", "54", "55", "56"] {
        assert!(
            !of(line, "weekday").is_empty() && of(line, "sunday").is_empty(),
            "{line}"
        );
    }
    for line in ["1", "2", "7", "12", "50"] {
        assert!(of(line, "weekday").iter().any(|&t| t > 23 * 3600), "{line}");
        assert!(!of(line, "sunday").is_empty(), "{line}");
    }
    let airport = of("60", "weekday");
    assert!(
        airport.iter().all(|&t| t < 24 * 3600 + 1800),
        "nothing at night"
    );
    let morning = airport
        .iter()
        .filter(|t| (7 * 3600..8 * 3600).contains(*t))
        .count();
    assert!(morning >= 10, "often by day: {morning}");
    // The regional train: twice an hour each way.
    let trains = check_feed(folder, "train.gtfs.zip");
    let trains = &trains[&("RE4".to_owned(), "weekday".to_owned())];
    let noon = trains
        .iter()
        .filter(|t| (12 * 3600..13 * 3600).contains(*t))
        .count();
    assert_eq!(noon, 4);
    // The night shift is at the airport.
    let jobs = file(folder, "jobs.csv");
    let night = |pick: &dyn Fn(&Row) -> bool| -> f64 {
        jobs.iter()
            .filter(|r| pick(r))
            .map(|r| number(r, "jobs_night"))
            .sum()
    };
    assert!(night(&|r| r["sector"] == "airport and logistics") > 0.4 * night(&|_| true));
    let emergency: Vec<Row> = file(folder, "hospitals.csv");
    assert_eq!(
        emergency.iter().filter(|h| h["emergency"] == "yes").count(),
        2
    );

    let map = map(folder);
    for archive in ["bus-tram.gtfs.zip", "train.gtfs.zip"] {
        for s in gtfs(folder, archive, "stops.txt") {
            let off = map.off_street(metres(number(&s, "stop_lon"), number(&s, "stop_lat")));
            assert!(
                off < 30.0,
                "{} is {off:.0} m off the street",
                s["stop_name"]
            );
        }
    }
}

#[test]
fn every_line_finds_its_way_whatever_the_seed() {
    let planned = made(Size::Region, 1).1;
    for seed in [2, 3, 20_260_310] {
        let summary = made(Size::Region, seed).1;
        assert_eq!(summary.lines, planned.lines, "seed {seed}");
        assert_eq!(summary.weekday_trips, planned.weekday_trips, "seed {seed}");
    }
    assert_eq!(planned.lines, 28);
}

#[test]
fn the_study_names_files_and_columns_that_exist() {
    let (folder, _) = made(Size::Town, 3);
    let folder = folder.path();
    let study: toml::Table = fs::read_to_string(folder.join("study.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let columns = |name: &str| -> Vec<String> {
        let mut table = csv::Reader::from_path(folder.join(name)).unwrap();
        table.headers().unwrap().iter().map(str::to_owned).collect()
    };
    let home = columns(study["homes"]["file"].as_str().unwrap());
    for part in ["groups", "ranks"] {
        for (_, column) in study["homes"][part].as_table().unwrap() {
            assert!(
                home.contains(&column.as_str().unwrap().to_owned()),
                "{column}"
            );
        }
    }
    for a in study["areas"].as_array().unwrap() {
        let level = areas(
            folder,
            a["file"].as_str().unwrap().trim_end_matches(".geojson"),
        );
        for key in ["code", "name"] {
            assert!(level[0].0.contains_key(a[key].as_str().unwrap()));
        }
    }
    let map = map(folder);
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for s in study["service"].as_array().unwrap() {
        if let Some(osm) = s.get("osm") {
            for (key, value) in osm.as_table().unwrap() {
                let tag = (key.clone(), value.as_str().unwrap().to_owned());
                assert!(map.points.contains(&tag), "{tag:?}");
            }
            continue;
        }
        let name = s["file"].as_str().unwrap();
        let have = columns(name);
        for key in ["column", "open"] {
            if let Some(column) = s.get(key) {
                assert!(
                    have.contains(&column.as_str().unwrap().to_owned()),
                    "{column}"
                );
            }
        }
        for (column, value) in s
            .get("where")
            .and_then(|w| w.as_table())
            .into_iter()
            .flatten()
        {
            let rows = file(folder, name);
            let value = value.as_str().unwrap();
            assert!(
                rows.iter().any(|r| r[column] == value),
                "{name}: {column} = {value}"
            );
        }
        tables.insert(s["name"].as_str().unwrap().to_owned(), have);
    }
    for s in study["shift"].as_array().unwrap() {
        let jobs = &s["jobs"];
        let have = &tables[jobs["service"].as_str().unwrap()];
        assert!(have.contains(&jobs["column"].as_str().unwrap().to_owned()));
    }
    assert_eq!(
        study["study"]["date"].as_datetime().unwrap().to_string(),
        "2026-03-10"
    );
    for text in ["README.txt", "study.toml"] {
        let text = fs::read_to_string(folder.join(text))
            .unwrap()
            .to_lowercase();
        assert!(text.contains("fictional") || text.contains("made-up"));
    }
}
