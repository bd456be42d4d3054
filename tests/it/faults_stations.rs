//! Stations, transfers and trips that are there twice, as found in use: the cases of `fixtures/faults`
//! by the program itself. Each folder's `expected.txt` says how the value was worked out.

use crate::cli::tool::{Done, Line};
use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/faults")
        .join(name)
}

fn network(name: &str, command: &str) -> Line {
    let f = |file: &str| case(name).join(file).into_os_string();
    Line(vec![command.into()])
        .and(["--osm".into(), f("net.osm.pbf")])
        .and(["--gtfs".into(), f("gtfs.zip")])
}

fn matrix(name: &str) -> Line {
    let f = |file: &str| case(name).join(file).into_os_string();
    network(name, "matrix")
        .and(["--origins".into(), f("o.csv")])
        .and(["--destinations".into(), f("d.csv")])
        .and(["--date", "2026-03-10", "--depart", "08:00-08:01"])
        .and(["--threads", "1", "--keep-unreached"])
}

/// The only travel time there is, in minutes; empty where there is none.
fn only(done: &Done) -> String {
    let text = String::from_utf8_lossy(&done.out).into_owned();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 1, "{text}");
    rows[0].rsplit(',').next().unwrap_or_default().to_owned()
}

#[test]
fn pathways_of_a_boarding_area_are_its_platforms() {
    // 20 m, 240 s of pathway, 60 s: ready 08:05:15; the metro of 08:20 arrives 08:30.
    let done = matrix("03-boarding-areas").run().code(0);
    assert_eq!(only(&done), "30.00");
}

#[test]
fn stop_access_1_is_reached_from_the_street_though_pathways_lead_there() {
    // 5 m of street and 60 s: the bus of 08:02 arrives 08:12.
    let done = matrix("04-stop-access-1").run().code(0);
    assert_eq!(only(&done), "12.00");
}

#[test]
fn a_call_at_a_station_counts_as_one_at_a_stop_and_is_named_once() {
    // The bus of 08:05 arrives 08:15.
    let done = matrix("08a-calls-at-station").run().code(0);
    assert_eq!(only(&done), "15.00");
    let done = done.says(&[
        "stop_id A is called at but is a station (location_type 1); counts as a stop there",
    ]);
    assert!(!done.err.contains("stop-not-linked"), "{}", done.err);
}

#[test]
fn a_timed_transfer_is_caught_in_the_same_second() {
    // There 08:15, on at 08:15, there 08:25.
    let done = matrix("12a-timed-transfer-type-1").run().code(0);
    assert_eq!(only(&done), "25.00");
}

#[test]
fn no_wheelchair_passes_an_entrance_marked_as_not_accessible() {
    // Through E2: 300 s, 30 s and 60 s: ready 08:06:30; the metro of 08:20 arrives 08:30.
    let name = "18a-entrance-not-accessible";
    let done = matrix(name).and(["--wheelchair"]).run().code(0);
    assert_eq!(only(&done), "30.00");
    // On foot through E1: 30 s and 60 s, the metro of 08:03 arrives 08:13.
    assert_eq!(only(&matrix(name).run().code(0)), "13.00");
}

#[test]
fn a_platform_with_ways_out_and_none_in_is_named() {
    let name = "24-pathways-exit-only";
    let done = matrix(name).run().code(0);
    assert_eq!(only(&done), "", "nobody can get in");
    let says = "P \"Halte P\" its pathways lead out to an entrance, and none leads in";
    done.says(&[says, "platform-one-way"]);
    let info = network(name, "info").and(["--findings"]).run().code(0);
    let text = String::from_utf8_lossy(&info.out).into_owned();
    assert!(
        text.contains("its pathways lead out to an entrance"),
        "{text}"
    );
}

#[test]
fn a_line_that_is_there_twice_is_named_with_the_number_of_its_trips() {
    let name = "25-line-twice-lifelines";
    let f = |file: &str| case(name).join(file).into_os_string();
    let info = |feed: &str| {
        let line = Line(vec!["info".into()]).and([
            "--osm".into(),
            f("net.osm.pbf"),
            "--gtfs".into(),
            f(feed),
        ]);
        line.and(["--findings"]).run().code(0)
    };
    let twice = info("twice.zip");
    let text = String::from_utf8_lossy(&twice.out).into_owned();
    // Twelve trips of L1x by AG2 (Vervoer GmbH) as those of L1 by AG (Vervoer).
    let says = "12 of its trips have the same stops and times, on the same days, as trips of line L1 (Vervoer) (trip X0 as trip T0)";
    assert!(text.contains(says), "{text}");
    assert!(text.contains("line L1 (Vervoer GmbH)"), "{text}");
    let once = String::from_utf8_lossy(&info("once.zip").out).into_owned();
    assert!(!once.contains("trips-twice"), "{once}");
}

#[test]
fn a_station_of_500_nodes_takes_no_time_to_speak_of() {
    // 500 nodes at one point: 176 platforms, 167 entrances, 4,000 pathways. It took 8.8 s, optimised;
    // tests aren't, so the bound is wide. That the work grows as it must is tested where it is done.
    let name = "39-pathways-500-nodes";
    let f = |file: &str| case(name).join(file).into_os_string();
    let begun = std::time::Instant::now();
    Line(vec!["matrix".into()])
        .and([
            "--osm".into(),
            f("net.osm.pbf"),
            "--gtfs".into(),
            f("station500.zip"),
        ])
        .and([
            "--origins".into(),
            f("o.csv"),
            "--destinations".into(),
            f("d.csv"),
        ])
        .and([
            "--date",
            "2026-03-10",
            "--depart",
            "08:00-08:10",
            "--threads",
            "1",
        ])
        .run()
        .code(0);
    let seconds = begun.elapsed().as_secs_f64();
    assert!(seconds < 20.0, "{seconds} s");
}
