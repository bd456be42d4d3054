//! The reference router against the conformance cases, before it judges the engine. Streets and
//! timetable are read by small loaders of the tests' own.

use crate::common;

use common::linking::Ground;
use common::reference::{Person, RefTown, Reference};
use common::{mini_gtfs, mini_osm};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

struct Args {
    date: chrono::NaiveDate,
    arrive: bool,
    window: (i64, i64),
    person: Person,
    percentiles: Vec<usize>,
}

fn args(case: &Path) -> Args {
    let text = std::fs::read_to_string(case.join("args.txt")).expect("args.txt");
    let mut options: HashMap<&str, &str> = HashMap::new();
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        options.insert(key, value);
    }
    let known = [
        "--date",
        "--depart",
        "--arrive",
        "--max-walk",
        "--max-trip",
        "--max-rides",
        "--board-slack",
        "--percentiles",
        "--keep-unreached",
        "--walk-speed",
    ];
    for key in options.keys() {
        assert!(known.contains(key), "{key} is not known here");
    }
    let int = |key: &str, default: i64| options.get(key).map_or(default, |v| v.parse().expect(key));
    let arrive = options.contains_key("--arrive");
    let range = options[if arrive { "--arrive" } else { "--depart" }];
    let clock = |t: &str| {
        let (h, m) = t.split_once(':').expect("HH:MM");
        h.parse::<i64>().expect("hour") * 3600 + m.parse::<i64>().expect("minute") * 60
    };
    let (start, end) = range.split_once('-').expect("a range");
    let speed: f64 = options
        .get("--walk-speed")
        .map_or(4.8, |v| v.parse().expect("km/h"));
    Args {
        date: options["--date"].parse().expect("a date"),
        arrive,
        window: (clock(start), clock(end)),
        person: Person {
            walk: (speed * 1e6).round() as u32,
            max_walk: int("--max-walk", 30) * 60,
            max_walk_only: options
                .get("--max-walk-only")
                .map(|_| int("--max-walk-only", 0) * 60),
            max_transfer: options
                .get("--max-transfer")
                .map(|_| int("--max-transfer", 0) * 60),
            max_trip: int("--max-trip", 120) * 60,
            max_rides: int("--max-rides", 8) as u32,
            slack: int("--board-slack", 60),
            bicycle: None,
            wheelchair: None,
        },
        percentiles: options
            .get("--percentiles")
            .unwrap_or(&"50")
            .split(',')
            .map(|p| p.parse().expect("a percentile"))
            .collect(),
    }
}

fn points(path: &Path) -> Vec<(String, bereik::units::LonLat)> {
    csv::Reader::from_path(path)
        .expect("points")
        .deserialize()
        .map(|row| {
            let row: HashMap<String, String> = row.expect("a point");
            let number = |c: &str| row[c].parse::<f64>().expect("degrees");
            let at = bereik::units::LonLat::new(number("lon"), number("lat")).expect("a position");
            (row["id"].clone(), at)
        })
        .collect()
}

/// Percentile by nearest rank, none counted as longest; minutes.
fn percentile(times: &[Option<u32>], p: usize) -> Option<f64> {
    let mut sorted: Vec<u32> = times.iter().map(|t| t.unwrap_or(u32::MAX)).collect();
    sorted.sort_unstable();
    let rank = (p * sorted.len()).div_ceil(100);
    let value = sorted[rank - 1];
    (value != u32::MAX).then_some(f64::from(value) / 60.0)
}

/// What does not match, and how many values were compared.
fn check(case: &Path) -> (Vec<String>, usize) {
    let a = args(case);
    let (nodes, streets) = mini_osm::load(&case.join("network.osm.pbf"));
    let feed = mini_gtfs::load(&case.join("gtfs"));
    let (from, to) = (
        points(&case.join("origins.csv")),
        points(&case.join("destinations.csv")),
    );
    let ground = Ground::new(&nodes, &streets, &[], 0, 500.0);
    let place = |p| ground.link(p);
    let town = RefTown {
        stops: feed
            .stops
            .iter()
            .map(|s| s.position.map(place).unwrap_or_default())
            .collect(),
        origins: from.iter().map(|(_, p)| place(*p)).collect(),
        destinations: to.iter().map(|(_, p)| place(*p)).collect(),
        streets: streets.clone(),
        feeds: vec![feed],
    };
    let longest = a.person.max_trip;
    let reference = Reference::new(
        &town,
        &a.person,
        a.date,
        a.window.0 - longest,
        a.window.1 + longest,
    );
    let mut bounds: HashMap<(String, String), HashMap<String, String>> = HashMap::new();
    for row in csv::Reader::from_path(case.join("bounds.csv"))
        .expect("bounds")
        .deserialize()
    {
        let row: HashMap<String, String> = row.expect("bounds");
        bounds.insert((row["from_id"].clone(), row["to_id"].clone()), row);
    }
    let mut wrong = Vec::new();
    let mut compared = 0;
    for (o, (from_id, _)) in from.iter().enumerate() {
        let rows: Vec<Vec<Option<u32>>> = (a.window.0..a.window.1)
            .step_by(60)
            .map(|t| {
                if a.arrive {
                    reference.arrive(o, t)
                } else {
                    reference.depart(o, t)
                }
            })
            .collect();
        for (d, (to_id, _)) in to.iter().enumerate() {
            let times: Vec<Option<u32>> = rows.iter().map(|r| r[d]).collect();
            let reached = times.iter().any(Option::is_some);
            let Some(bound) = bounds.get(&(from_id.clone(), to_id.clone())) else {
                if reached {
                    wrong.push(format!("{from_id} -> {to_id}: reached, but no row is due"));
                }
                continue;
            };
            if !reached && bound["row"] == "must" {
                wrong.push(format!("{from_id} -> {to_id}: never reached"));
            }
            for &p in &a.percentiles {
                let limit = |end: &str| bound[&format!("p{p}_{end}")].parse::<f64>().ok();
                let (low, high) = (limit("low"), limit("high"));
                compared += 1;
                let fits = match percentile(&times, p) {
                    None => high.is_none(),
                    Some(m) => low.is_some_and(|l| m >= l) && high.is_none_or(|h| m <= h),
                };
                if !fits {
                    let got = percentile(&times, p);
                    wrong.push(format!(
                        "{from_id} -> {to_id} p{p}: {got:?}, due {low:?} to {high:?}"
                    ));
                }
            }
        }
    }
    (wrong, compared)
}

#[test]
fn the_reference_gives_the_expected_tables() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.join("expected.csv").exists())
        .collect();
    cases.sort();
    assert!(cases.len() >= 20, "only {} cases found", cases.len());
    let mut failed = 0;
    for case in &cases {
        let (wrong, compared) = check(case);
        let name = case
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        println!("{name}: {compared} values, {} wrong", wrong.len());
        for w in wrong.iter().take(8) {
            println!("    {w}");
        }
        failed += usize::from(!wrong.is_empty());
        assert!(compared > 0, "{name}: nothing to compare");
    }
    assert_eq!(failed, 0, "cases that don't match");
}
