//! Walks and bicycles as they went wrong in use: inputs in `fixtures/faults`, by the program.

use crate::cli::tool::{Line, folder};

use std::ffi::OsString;
use std::path::{Path, PathBuf};

fn input(case: &str, file: &str) -> OsString {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults");
    folder.join(case).join(file).into_os_string()
}

/// `bereik matrix` of a town without a timetable.
fn matrix(case: &str, options: &[&str]) -> Line {
    Line(vec!["matrix".into()])
        .and([OsString::from("--osm"), input(case, "town.osm.pbf")])
        .and([OsString::from("--origins"), input(case, "home.csv")])
        .and([OsString::from("--destinations"), input(case, "to.csv")])
        .and(["--date", "2026-03-10", "--depart", "08:00-08:01"])
        .and(["--keep-unreached", "--threads", "1"])
        .and(options.iter().copied())
}

#[test]
fn stairs_are_walked_after_leaving_the_bicycle() {
    // 5,065 m of street at 14 km/h (1,302.5 s), and 44.5 m of steps on foot (33.4 s), rounded up once; all the way on
    // foot takes 64 minutes.
    let case = "40-bicycle-left-at-steps";
    let options = ["--max-rides", "0", "--max-walk", "120"];
    let line = matrix(case, &options);
    assert_eq!(
        line.clone().result(),
        "from_id,to_id,travel_time_p50\nhome,foot_of_steps,63.32\nhome,square,63.88\n"
    );
    let ridden = line.and(["--bicycle", "access", "--max-bike", "60"]);
    assert_eq!(
        ridden.result(),
        "from_id,to_id,travel_time_p50\nhome,foot_of_steps,21.72\nhome,square,22.27\n"
    );
}

#[test]
fn neighbours_off_the_street_are_as_near_as_they_are() {
    // 20.6 m straight, 15.4 s; 445 m to the street each.
    let line = matrix("42-off-street-neighbours", &["--max-rides", "0"]);
    assert_eq!(
        line.result(),
        "from_id,to_id,travel_time_p50\nhome,home_itself,0.00\nhome,neighbour_20_m,0.27\n"
    );
}

/// The first line of what `bereik route` tells: when, how long, rides.
fn told(gtfs: &[&str], options: &[&str]) -> String {
    let case = "36-split-feeds";
    let feeds = gtfs
        .iter()
        .flat_map(|f| [OsString::from("--gtfs"), input(case, f)]);
    let line = Line(vec!["route".into()])
        .and([OsString::from("--osm"), input(case, "net.osm.pbf")])
        .and(feeds)
        .and(["--date", "2026-03-10", "--depart", "08:00"])
        .and([
            "--from",
            "5.1003,52.0929",
            "--to",
            "5.1443,52.0929",
            "--max-walk",
            "10",
        ])
        .and(options.iter().copied());
    let text = line.result();
    text.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_stop_told_twice_by_two_feeds_is_changed_at_without_a_walk() {
    let one = told(&["one.zip"], &[]);
    assert_eq!(told(&["fa.zip", "fb.zip"], &[]), one);
    assert_eq!(told(&["fb.zip", "fa.zip"], &[]), one);
}

#[test]
fn no_rides_means_no_vehicle_in_every_command() {
    let case = "36-split-feeds";
    let folder = folder();
    let at = |name: &str, text: &str| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let from = at("from.csv", "id,lon,lat\na,5.1003,52.0929\n");
    let to = at("to.csv", "id,lon,lat,jobs\nb,5.1443,52.0929,10\n");
    let line = |command: &str, rides: &str| {
        Line(vec![command.into()])
            .and([OsString::from("--osm"), input(case, "net.osm.pbf")])
            .and([OsString::from("--gtfs"), input(case, "one.zip")])
            .and([OsString::from("--origins"), from.clone().into()])
            .and([OsString::from("--destinations"), to.clone().into()])
            .and(["--date", "2026-03-10", "--depart", "08:00-08:05"])
            .and(["--max-walk", "10", "--max-rides", rides])
    };
    let matrix = |rides| line("matrix", rides).result();
    assert!(matrix("8").lines().count() > 1);
    assert_eq!(matrix("0").lines().count(), 1, "{}", matrix("0"));
    let access = |rides| {
        let line = line("access", rides).and(["--opportunities", "jobs", "--cutoffs", "90"]);
        let text = line.result();
        text.lines().last().unwrap_or_default().to_owned()
    };
    assert_eq!(access("8"), "a,jobs,cumulative,50,90,10,ok");
    assert_eq!(access("0"), "a,jobs,cumulative,50,90,0,ok");
    assert!(told(&["one.zip"], &["--max-rides", "0"]).starts_with("No trip"));
}

#[test]
fn the_new_limits_are_options_of_every_command_that_routes() {
    let case = "42-off-street-neighbours";
    // Walking all the way takes 16 s.
    let with = |options: &[&str]| matrix(case, options).result();
    assert!(with(&["--max-walk", "0", "--max-walk-only", "1"]).contains("neighbour_20_m,0.27"));
    assert!(with(&["--max-walk-only", "0"]).ends_with("neighbour_20_m,\n"));
    for command in ["matrix", "access", "route"] {
        let help = Line(vec![command.into()]).and(["--help"]).result();
        for option in ["--max-walk-only", "--max-transfer"] {
            assert!(help.contains(option), "{command} {option}");
        }
    }
}
