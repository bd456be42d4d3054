//! The generated country: same seed, same bytes; a small part of it reads back through our own
//! readers into one connected network, with the density and the night gap of the whole.

use bereik::input::{gtfs, osm};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::synth::{Share, Size, Summary, generate};
use bereik::units::Seconds;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use tempfile::TempDir;

const SHARE: f64 = 0.006;

fn made(seed: u64) -> (TempDir, Summary) {
    let folder = tempfile::tempdir().unwrap();
    let size = Size::Country(Share::new(SHARE).unwrap());
    let summary = generate(size, seed, folder.path()).unwrap();
    (folder, summary)
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let (a, first) = made(3);
    let one = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let (b, second) = one.install(|| made(3));
    let (c, _) = made(4);
    assert_eq!(first, second);
    let mut names: Vec<String> = fs::read_dir(a.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "README.txt",
            "buurten.geojson",
            "gemeenten.geojson",
            "homes.csv",
            "hospitals.csv",
            "jobs.csv",
            "laagland.gtfs.zip",
            "laagland.osm.pbf",
            "services.csv",
            "study.toml",
            "wijken.geojson"
        ]
    );
    for name in &names {
        let read = |d: &TempDir| fs::read(d.path().join(name)).unwrap();
        assert!(read(&a) == read(&b), "{name}");
        if name != "study.toml" {
            assert!(read(&a) != read(&c), "{name} depends on the seed");
        }
    }
}

#[test]
fn a_share_out_of_range_is_refused() {
    for share in [0.0, -1.0, 1.01, f64::NAN] {
        let error = Share::new(share).unwrap_err().to_string();
        assert!(error.contains("between 0.001 and 1"), "{error}");
    }
}

#[test]
fn a_part_of_the_country_reads_back_as_one_connected_network() {
    let (folder, made) = made(1);
    let path = |name: &str| folder.path().join(name);
    let (feed, mut findings) = gtfs::read(&path("laagland.gtfs.zip")).unwrap();
    let (records, found) = osm::read_streets(&path("laagland.osm.pbf")).unwrap();
    findings.append(found);
    let (streets, found) = Streets::build(records);
    findings.append(found);

    // Of one piece, and as large as was said.
    assert_eq!(
        streets.component_size.len(),
        1,
        "parts: {:?}",
        streets.component_size
    );
    let edges = made.street_edges as f64;
    let built = streets.edges() as f64;
    // Where one way ends and another goes on there is a junction to our reader.
    assert!((1.0..1.2).contains(&(built / edges)), "{built} of {edges}");

    // In proportion to the whole: per inhabitant and per square kilometre.
    let within = |what: &str, n: f64, whole: f64, low: f64, high: f64| {
        let part = n / (whole * SHARE);
        assert!((low..high).contains(&part), "{what}: {n}, {part:.2} times");
    };
    within("people", made.inhabitants as f64, 17.4e6, 0.85, 1.2);
    within("cells", made.cells as f64, 400_000.0, 0.75, 1.35);
    within("stops", made.stops as f64, 45_000.0, 0.5, 1.7);
    within("stop times", made.stop_times as f64, 16e6, 0.4, 1.8);
    within("street edges", edges, 2.27e6, 0.75, 1.35);
    within("street nodes", made.street_nodes as f64, 7.3e6, 0.75, 1.35);
    within("nodes", made.map_nodes as f64, 90e6, 0.75, 1.35);
    assert_eq!(
        feed.calls.len() as u64,
        made.stop_times,
        "no row is left out"
    );

    let ids: BTreeSet<&str> = feed.stops.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids.len(), feed.stops.len(), "stop ids are unique");
    assert_eq!(ids.len(), made.stops);

    // The day: nothing at four at night, the rush, a thin evening, a thinner Sunday.
    let departures = |date: NaiveDate| -> BTreeMap<i32, usize> {
        let mut by_hour = BTreeMap::new();
        for trip in &feed.trips {
            if feed.services[trip.service as usize].runs_on(date) {
                for call in &feed.calls[trip.calls.clone()] {
                    *by_hour.entry(call.departure / 3600).or_default() += 1;
                }
            }
        }
        by_hour
    };
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let tuesday = departures(day(2026, 3, 10));
    let at = |hours: &BTreeMap<i32, usize>, h: i32| hours.get(&h).copied().unwrap_or(0);
    for hour in [0, 1, 2, 3, 4] {
        assert_eq!(at(&tuesday, hour), 0, "{hour} o'clock: {tuesday:?}");
    }
    for hour in 27..=30 {
        let night = at(&tuesday, hour);
        assert!(night * 100 < at(&tuesday, 8), "{hour} o'clock: {tuesday:?}");
    }
    assert!(at(&tuesday, 7) > at(&tuesday, 21) * 3 / 2, "{tuesday:?}");
    assert!(at(&tuesday, 23) > 0 && at(&tuesday, 6) > 0);
    let total = |d: NaiveDate| departures(d).values().sum::<usize>();
    let (weekday, sunday) = (total(day(2026, 3, 10)), total(day(2026, 3, 15)));
    let (saturday, holiday) = (total(day(2026, 3, 14)), total(day(2026, 2, 18)));
    assert_eq!(weekday as u64, made.weekday_stop_times);
    assert!(sunday < saturday && saturday < holiday && holiday < weekday);
    assert!(sunday * 5 > weekday);
    // Easter Monday has a Sunday's service.
    assert_eq!(total(day(2026, 4, 6)), sunday);
    for d in [day(2026, 1, 6), day(2026, 6, 2)] {
        let other = total(d) as f64 / weekday as f64;
        assert!((0.97..1.03).contains(&other), "{d}: {other}");
    }

    let options = BuildOptions {
        max_walk: Some(Seconds(600)),
        ..BuildOptions::default()
    };
    let stops = feed.stops.len();
    let network = Network::build(streets, &[feed], findings, &options);
    let far = |s: usize| {
        let stop = bereik::ids::StopId(s as u32);
        network.stop_links[stop].iter().map(|l| l.off_mm).min()
    };
    let served = network.timetable.served();
    for s in (0..stops).filter(|&s| served[s]) {
        let off = far(s).expect("every stop is linked");
        assert!(off < 60_000, "stop {s} is {off} mm off the street");
    }
    let codes: Vec<(&str, &str)> = network
        .findings
        .iter()
        .map(|f| (f.severity.word(), f.code.as_ref()))
        .collect();
    assert!(codes.is_empty(), "findings: {codes:?}");
}
