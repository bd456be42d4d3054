//! Faults that were met with other people's street files and tables (`fixtures/faults`), by the program.

use std::path::{Path, PathBuf};

use crate::cli::tool::{Done, bereik};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/faults")
        .join(name)
}

/// A matrix over one minute, with the files of a case.
fn matrix(case: &Path, osm: &str, points: [&str; 2], more: &[&str]) -> Done {
    let file = |name: &str| case.join(name).into_os_string();
    let mut words: Vec<std::ffi::OsString> = vec!["matrix".into(), "--osm".into(), file(osm)];
    for (option, value) in [("--origins", points[0]), ("--destinations", points[1])] {
        words.extend([option.into(), file(value)]);
    }
    let rest = [
        "--date",
        "2026-03-10",
        "--depart",
        "08:00-08:01",
        "--threads",
        "1",
    ];
    words.extend(rest.iter().chain(more).map(Into::into));
    bereik(&words)
}

/// The one travel time of a matrix, minutes.
fn minutes(done: &Done) -> f64 {
    let text = String::from_utf8_lossy(&done.out);
    let row = text
        .lines()
        .nth(1)
        .unwrap_or_else(|| panic!("no row: {text}{}", done.err));
    row.rsplit(',')
        .next()
        .and_then(|t| t.parse().ok())
        .unwrap_or_else(|| panic!("{row}"))
}

#[track_caller]
fn about(got: f64, expected: f64) {
    assert!((got - expected).abs() < 0.05, "{got} is not {expected}");
}

/// 2,000 m of a street whose nodes are in the way only, at 4.8 km/h: 25 minutes.
#[test]
fn streets_lie_where_their_ways_say() {
    let done = matrix(
        &case("06a-locations-on-ways"),
        "net.osm.pbf",
        ["o.csv", "d.csv"],
        &[],
    )
    .code(0);
    about(minutes(&done), 25.0);
    assert!(!done.err.contains("not in the file"), "{}", done.err);
}

/// Origin and destination are one place, by PROJ: 0 to 2 seconds.
#[test]
fn coordinates_of_romania_and_the_netherlands_are_those_of_proj() {
    for code in ["3844", "28992"] {
        let points = [format!("o_{code}.csv"), format!("d_{code}.geojson")];
        let done = matrix(
            &case("07-crs-datum"),
            &format!("net_{code}.osm.pbf"),
            [&points[0], &points[1]],
            &["--crs", &format!("EPSG:{code}")],
        );
        let minutes = minutes(&done.code(0));
        assert!((0.0..=0.03).contains(&minutes), "EPSG:{code}: {minutes}");
    }
    let done = matrix(
        &case("07-crs-datum"),
        "net_28992.osm.pbf",
        ["o_28992.csv", "d_28992.geojson"],
        &["--crs", "EPSG:2097"],
    );
    done.code(2).says(&["EPSG:2097", "PROJ", "ogr2ogr"]);
}

/// 500 m, 20 minutes, 500 m: 750 s + 1,200 s.
#[test]
fn a_ferry_takes_as_long_as_its_relation_says() {
    let case = case("09a-ferry-relation-duration");
    let done = matrix(
        &case,
        "net.osm.pbf",
        ["o.csv", "d.csv"],
        &["--max-walk", "60", "--keep-unreached"],
    )
    .code(0);
    about(minutes(&done), 32.5);
    assert!(!done.err.contains("without a duration"), "{}", done.err);
}

/// 1,000 m along the through street; by the letter the gate would mean a detour of 9 km.
#[test]
fn the_gate_of_a_drive_leaves_the_through_street_open() {
    let case = case("19a-gate-on-junction");
    let done = matrix(
        &case,
        "net.osm.pbf",
        ["o.csv", "d.csv"],
        &["--max-walk", "120", "--max-trip", "180"],
    )
    .code(0);
    about(minutes(&done), 12.5);
    done.says(&["node/1004", "way/101", "way/100 runs through"]);
}
