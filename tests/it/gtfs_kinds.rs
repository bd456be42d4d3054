//! What publishers do to feeds beyond single wrong rows: tables saved by a data frame, service on demand, calendars
//! without end, whole tables lost.

use crate::gtfs_common;

use gtfs_common::*;
use std::path::{Path, PathBuf};
use std::process::Command;

const T: &str = "stop_times.txt";

fn codes(findings: &bereik::diagnostics::Findings) -> Vec<&str> {
    findings.iter().map(|f| f.code.as_ref()).collect()
}

fn fault(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/faults")
        .join(case)
}

/// What the program says and how it ends.
fn program(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// Columns of whole numbers and codes.
const NUMBERS: [&str; 23] = [
    "location_type",
    "wheelchair_boarding",
    "route_type",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "start_date",
    "end_date",
    "date",
    "exception_type",
    "direction_id",
    "wheelchair_accessible",
    "stop_sequence",
    "pickup_type",
    "drop_off_type",
    "headway_secs",
    "exact_times",
    "transfer_type",
    "min_transfer_time",
];

/// A table as a data frame saves it: whole numbers with decimals.
fn floats(text: &str, decimals: &str) -> String {
    let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = rows.headers().unwrap().clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    let more = ["pathway_mode", "is_bidirectional", "traversal_time"];
    for row in rows.records() {
        let row = row.unwrap();
        let fields = header.iter().zip(&row).map(|(name, value)| {
            let number = NUMBERS.contains(&name) || more.contains(&name);
            if number && !value.is_empty() {
                format!("{value}{decimals}")
            } else {
                value.to_owned()
            }
        });
        out.write_record(fields).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

#[test]
fn whole_numbers_with_decimals_are_whole_numbers() {
    for decimals in [".0", ".00"] {
        let tables: Tables = (clean().into_iter())
            .map(|(name, text)| (name, floats(&text, decimals)))
            .collect();
        let (feed, findings) = read(&tables).unwrap();
        assert_eq!(feed, expected());
        let codes = codes(&findings);
        assert!(
            codes.len() > 8 && codes.iter().all(|c| *c == "whole-number-with-decimals"),
            "{codes:?}"
        );
    }
    // Ids are text: 1 and 1.0 are two, and it is said why a stop is not found.
    let (_, findings) = read(&edited(&[
        ("stops.txt", "\nC,", "\n7,"),
        (T, ",C,5", ",7.0,5"),
    ]))
    .unwrap();
    let found = findings.iter().find(|f| f.record.contains("7.0")).unwrap();
    assert!(found.message.contains("without the decimals"), "{found:?}");
}

#[test]
fn other_decimals_are_no_code_and_an_unknown_code_takes_no_boarding_away() {
    for bad in ["0.5", "1.5", "1.", "-1.0", "1,0", "4", "x"] {
        let mut tables = clean();
        tables[6].1 = tables[6]
            .1
            .replace("S2,9,1,0,", &format!("S2,9,1,\"{bad}\","));
        let (feed, findings) = read(&tables).unwrap();
        // As if nothing stood there, which is what the clean feed says in other words (0).
        assert_eq!(feed, expected(), "{bad}");
        assert_eq!(codes(&findings), ["unknown-value"], "{bad}");
    }
}

#[test]
fn a_feed_saved_by_a_data_frame_keeps_its_boardings() {
    // Home 500 m from stop A; the bus leaves A at 08:05 and is at C at 08:15, where the destination is: 15 minutes.
    let args = [
        "matrix",
        "--osm",
        "net.osm.pbf",
        "--gtfs",
        "gtfs.zip",
        "--date",
        "2026-03-10",
        "--depart",
        "08:00-08:01",
        "--origins",
        "o.csv",
        "--destinations",
        "d.csv",
        "--threads",
        "1",
    ];
    let (code, out, err) = program(&fault("05a-pandas-pickup-floats"), &args);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(
        out.lines().nth(1).unwrap().rsplit(',').next(),
        Some("15.00"),
        "{out}"
    );
}

#[test]
fn rows_may_end_before_optional_fields() {
    // Behind the last field that every row needs; nodes need no position either.
    let cut = |text: &str| -> String {
        let lines = text.lines().map(|line| line.trim_end_matches(','));
        lines.collect::<Vec<_>>().join("\n")
    };
    let tables: Tables = (clean().into_iter()).map(|(n, t)| (n, cut(&t))).collect();
    let (feed, findings) = read(&tables).unwrap();
    assert_eq!(feed, expected());
    assert!(findings.is_empty(), "{:?}", findings.summary());
    // Columns in an order in which a node ends before its position, and a stop may not.
    let stops = "stop_id,location_type,parent_station,stop_name,stop_lat,stop_lon\n\
        S,1,,Station,52.1,5.1\nS1,0,S,One,52.1001,5.1001\nS2,0,S,Two,52.1002,5.1002\nS1a,4,S1\nE,2,S,In,52.1003,5.1003\nN,3,S\n\
        B,,,Market,52.2,5.2\nC,,,Café,52.3,5.3\nZ,0\n";
    let mut tables = clean();
    tables[1].1 = stops.to_owned();
    let (feed, findings) = read(&tables).unwrap();
    assert_eq!(feed.stops.len(), 8);
    let found: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.line)).collect();
    assert_eq!(found, [("wrong-number-of-fields", Some(10))]);
    // A row that ends before its times is a call without times.
    let (feed, _) = read(&edited(&[(T, "t1,,,B,2,,,\n", "")])).unwrap();
    let short = "trip_id,stop_id,stop_sequence,arrival_time,departure_time\n\
        t1,S1,1,08:00:00,08:00:30\nt1,C,5\nt1,S2,9,8:09:30\n";
    let mut tables = clean();
    tables[6].1 = short.to_owned();
    let (read_short, _) = read(&tables).unwrap();
    assert_eq!(times(&read_short, "t1"), times(&feed, "t1"));
}

#[test]
fn negative_times_are_no_times() {
    // A call: left out, and its trip where it is an end.
    check(
        &[(T, "t4,00:01:00,00:02:00", "t4,-01:00:00,-00:59:00")],
        &[("trips.txt", "t4,R2", "t4,ZZ")],
        &[
            "impossible-time 12",
            "impossible-time 12",
            "trip-without-end 5",
        ],
    );
    // A row of frequencies: left out; the other one stays.
    check(
        &[(
            "frequencies.txt",
            "f,06:00:00,10:00:00,600,",
            "f,-01:00:00,10:00:00,600,",
        )],
        &[("frequencies.txt", "f,06:00:00,10:00:00,600,\n", "")],
        &["bad-frequency 2", "large-share-lost 0"],
    );
    // All rows: the trip does not run, neither the evening before nor as a plain one.
    check(
        &[(
            "frequencies.txt",
            "f,06:00:00,10:00:00,600,\nf,10:00:00,12:00:00,900,1",
            "f,-01:00:00,-00:10:00,600,\nf,-02:00:00,-01:00:00,900,1",
        )],
        &[("trips.txt", "f,R2", "f,ZZ"), ("frequencies.txt", "", "")],
        &[
            "bad-frequency 2",
            "bad-frequency 3",
            "large-share-lost 0",
            "template-without-frequency 6",
        ],
    );
    let (code, out, err) = program(
        &fault("33-negative-time"),
        &["info", "--osm", "n.osm.pbf", "--gtfs", "g0.zip"],
    );
    assert_eq!((code, out.as_str()), (Some(1), ""));
    for part in [
        "no usable trip",
        "g0.zip/frequencies.txt line 2: trip_id t",
        "-01:00:00",
        "negative",
        "row left out",
    ] {
        assert!(err.contains(part), "{part:?} is not in {err}");
    }
}

#[test]
fn trips_on_demand_are_named_and_not_modelled() {
    let (feed, findings) =
        bereik::input::gtfs::read(&fault("43-flex-trip").join("flex.gtfs.zip")).unwrap();
    let ids: Vec<&str> = feed.trips.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids, ["T1", "U1"]);
    let found = findings
        .iter()
        .find(|f| f.code == "trip-on-demand")
        .unwrap();
    assert!(
        found.record.contains("T2") && found.message.contains("start_pickup_drop_off_window"),
        "{found:?}"
    );
    assert_eq!(codes(&findings), ["trip-on-demand"]);

    // A line that leaves its way on demand runs between its stops, as without the call in the area.
    let flex = |rows: &str| {
        let mut tables = clean();
        let header = tables[6].1.lines().next().unwrap().to_owned();
        tables[6].1 = tables[6].1.replace(
            &header,
            &format!("{header},location_id,start_pickup_drop_off_window"),
        );
        tables[6].1 += rows;
        tables.push(("locations.geojson", "{}".into()));
        read(&tables).unwrap()
    };
    let (feed, findings) = flex("t1,,,,3,,,,area,08:02:00\n");
    assert_eq!(feed, expected());
    assert_eq!(
        codes(&findings),
        ["on-demand-not-modelled", "call-on-demand"]
    );
}

#[test]
fn calls_by_appointment_and_between_stops_are_said() {
    let (feed, findings) = read(&edited(&[
        (T, "t1,8:09:30,,S2,9,1,0,", "t1,8:09:30,,S2,9,1,3,"),
        (
            T,
            "t2,23:50:00,23:50:00,C,0,0,",
            "t2,23:50:00,23:50:00,C,0,2,",
        ),
    ]))
    .unwrap();
    assert_eq!(feed, expected()); // they count like others
    let found: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.line, f.message.as_str()))
        .collect();
    assert!(
        matches!(found[..], [("call-by-appointment", Some(5), m)] if m.starts_with("2 calls")),
        "{found:?}"
    );
    let (feed, findings) = read(&edited(&[
        ("routes.txt", "route_type", "route_type,continuous_pickup"),
        ("routes.txt", "Line 1,3", "Line 1,3,0"),
        (
            T,
            "shape_dist_traveled",
            "shape_dist_traveled,continuous_drop_off",
        ),
        (
            T,
            "t1,08:00:00,08:00:30,S1,1,,,",
            "t1,08:00:00,08:00:30,S1,1,,,,3",
        ),
    ]))
    .unwrap();
    assert_eq!(feed, expected());
    assert_eq!(
        codes(&findings),
        ["continuous-stopping", "continuous-stopping"]
    );
}

#[test]
fn when_nothing_of_a_kind_is_left_the_likely_cause_is_said() {
    let stops = |change: &dyn Fn(&str, &str) -> String| {
        let mut tables = clean();
        let text = std::mem::take(&mut tables[1].1);
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(rows.headers().unwrap()).unwrap();
        for row in rows.records() {
            let mut fields: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            let (lat, lon) = (fields[2].clone(), fields[3].clone());
            if !lat.is_empty() {
                fields[2] = change(&lat, &lon);
                fields[3] = change(&lon, &lat);
            }
            out.write_record(fields).unwrap();
        }
        tables[1].1 = String::from_utf8(out.into_inner().unwrap()).unwrap();
        read(&tables).unwrap_err()
    };
    for (what, e, hint) in [
        (
            "commas",
            stops(&|own, _| own.replace('.', ",")),
            "write 52.1 instead of 52,1",
        ),
        ("none", stops(&|_, _| "0".into()), "in degrees"),
        ("metres", stops(&|own, _| own.replace('.', "000")), "metres"),
    ] {
        assert!(
            e.contains("feed.zip/stops.txt, line 2")
                && e.contains("no stop has a usable position")
                && e.contains(hint),
            "{what}: {e}"
        );
    }
    // Latitude beyond 90 in every row, as where it holds the longitudes of America.
    let e = stops(&|own, _| {
        if own.starts_with("52") {
            "-95.4".into()
        } else {
            "29.7".into()
        }
    });
    assert!(e.contains("stop_lat and stop_lon look exchanged"), "{e}");
    // Unquoted decimal commas make two fields of one.
    let mut tables = clean();
    tables[1].1 = tables[1]
        .1
        .replace("52.", "52,")
        .replace("5.", "5,")
        .replace(",,,,4", ",1,1,1,1,4")
        .replace("N,,,,3,S,,", "N,1,1,1,1,3,1,1,1")
        .replace("\"Market\nsquare\"", "Market");
    let e = read(&tables).unwrap_err();
    assert!(
        e.contains("has no usable stop: all 8 rows were left out") && e.contains("commas"),
        "{e}"
    );
    // All rows of other tables.
    refuse(
        &[("trips.txt", ",R1,", ",Q,"), ("trips.txt", ",R2,", ",Q,")],
        &["feed.zip/trips.txt", "all 5 rows", "unknown-route"],
    );
    refuse(
        &[("routes.txt", "R1,", ","), ("routes.txt", "R2,", ",")],
        &["feed.zip/routes.txt", "no usable line", "all 2 rows"],
    );
    refuse(
        &[
            (T, "t1,", "x1,"),
            (T, "t2,", "x1,"),
            (T, "t3,", "x1,"),
            (T, "t4,", "x1,"),
            (T, "f,", "x1,"),
        ],
        &["feed.zip/stop_times.txt", "no usable call", "unknown-trip"],
    );
    // Nobody can board: no stop of stop_times.txt is known.
    let mut tables = clean();
    tables[1].1 = tables[1]
        .1
        .replace("\nS", "\nX")
        .replace("\nB", "\nXB")
        .replace("\nC", "\nXC");
    let e = read(&tables).unwrap_err();
    assert!(
        e.contains("no trip on which one can board") && e.contains("unknown-stop"),
        "{e}"
    );
}

#[test]
fn more_than_a_third_lost_is_loud() {
    let serious = |edits: Edits| -> Vec<String> {
        let (_, findings) = read(&edited(edits)).unwrap();
        let loud = findings
            .iter()
            .filter(|f| f.severity == bereik::diagnostics::Severity::Serious);
        loud.map(|f| format!("{}: {}", f.file, f.message)).collect()
    };
    // One of three is not more than a third; two are.
    assert_eq!(
        serious(&[("calendar_dates.txt", "WK,20260406,2", "WK,20260499,2")]),
        [""; 0]
    );
    assert_eq!(
        serious(&[
            ("calendar_dates.txt", "WK,20260406,2", "WK,20260499,2"),
            ("calendar_dates.txt", "EX,20260427,1", "EX,20260427,9"),
            ("trips.txt", "EX", "WK")
        ]),
        ["feed.zip/calendar_dates.txt: 2 of 3 rows were left out"]
    );
    // Two trips of five can't run.
    assert_eq!(
        serious(&[
            (T, "t3,24:12:00,24:12:00", "t3,,"),
            (T, "t4,00:01:00,00:02:00", "t4,,")
        ]),
        ["feed.zip/trips.txt: 2 of 5 trips were left out"]
    );
}

#[test]
fn what_makes_no_sense_together_is_said() {
    // A calendar without a date.
    check(
        &[("calendar_dates.txt", "EX,20260427,1", "EX,20260427,2")],
        &[("calendar_dates.txt", "EX,20260427,1", "EX,20260427,2")],
        &["service-never-runs 0"],
    );
    // 06:00-10:00 and 09:30-12:00 overlap; 10:00 after 10:00 does not.
    check(
        &[("frequencies.txt", "f,10:00:00", "f,09:30:00")],
        &[("frequencies.txt", "f,10:00:00", "f,09:30:00")],
        &["frequencies-overlap 0"],
    );
    // t3 starts at 24:12, t2 of the same block is at its end at 24:10; at 24:13 it is one minute late.
    check(
        &[(T, "t2,24:10:00,24:11:00", "t2,24:13:00,24:13:00")],
        &[(T, "t2,24:10:00,24:11:00", "t2,24:13:00,24:13:00")],
        &["block-overlaps 0", "transfer-without-effect 0"],
    );
    // A rule for a stop no vehicle calls at.
    check(
        &[
            ("stops.txt", "\nC,", "\nD,Idle,52.4,5.4,0,,,\nC,"),
            ("transfers.txt", "S1,S2,2,180", "S1,D,2,180"),
        ],
        &[
            ("stops.txt", "\nC,", "\nD,Idle,52.4,5.4,0,,,\nC,"),
            ("transfers.txt", "S1,S2,2,180", "S1,D,2,180"),
        ],
        &["transfer-without-effect 0"],
    );
    // Numbers that are no kind of vehicle; 11 (trolleybus), 12 (monorail) and the hundreds are.
    for (kind, known) in [
        ("8", false),
        ("13", false),
        ("99", false),
        ("1800", false),
        ("11", true),
        ("12", true),
        ("109", true),
        ("1501", true),
    ] {
        let mut tables = clean();
        tables[2].1 = tables[2].1.replace("Line 2,704", &format!("Line 2,{kind}"));
        let (feed, findings) = read(&tables).unwrap();
        assert_eq!(feed.routes[1].kind.to_string(), kind);
        assert_eq!(
            findings.is_empty(),
            known,
            "{kind}: {:?}",
            findings.summary()
        );
    }
}
