//! Faults in the tables of a feed, one by one: what is named, what is left, what is refused.

use crate::gtfs_common;

use gtfs_common::*;
use proptest::prelude::*;

const T: &str = "stop_times.txt";
/// Without trip t1 nobody calls at S2, and the rule for it is without effect.
const NO_S2: &str = "transfer-without-effect 0";

#[test]
fn wrong_rows_are_left_out_and_named() {
    // Rows that are there twice: the first stays.
    check(
        &[(
            "agency.txt",
            "Y,Other",
            "X,Again,,Europe/Amsterdam\nY,Other",
        )],
        &[],
        &["duplicate-id 3"],
    );
    check(
        &[("stops.txt", "\nC,", "\nS2,Again,1,1,,,,\nC,")],
        &[],
        &["duplicate-id 10"],
    );
    check(
        &[("routes.txt", "\nR2", "\nR1,X,again,,3\nR2")],
        &[],
        &["duplicate-id 3"],
    );
    check(
        &[(
            "calendar.txt",
            "\nSA",
            "\nWK,0,0,0,0,0,0,0,20260101,20260102\nSA",
        )],
        &[],
        &["duplicate-id 3"],
    );
    check(
        &[("calendar_dates.txt", "\nEX", "\nWK,20260427,1\nEX")],
        &[],
        &["duplicate-date 4"],
    );
    check(
        &[("trips.txt", "\nf,", "\nt1,R2,SA,,,,\nf,")],
        &[],
        &["duplicate-id 6"],
    );
    check(
        &[(T, "\nt4,00:10", "\nt1,08:03:00,08:03:00,C,2,,,\nt4,00:10")],
        &[],
        &["duplicate-stop-sequence 13"],
    );
    check(
        &[(
            "frequencies.txt",
            "\nf,10",
            "\nf,06:00:00,10:00:00,600,0\nf,10",
        )],
        &[],
        &["duplicate-row 3"],
    );
    check(
        &[("transfers.txt", "\nS,S", "\nS1,S2,3,,,,,\nS,S")],
        &[],
        &["duplicate-transfer 3"],
    );
    check(
        &[("pathways.txt", "\np2", "\np1,N,S1,5,0,,\np2")],
        &[],
        &["bad-pathway 3"],
    );
    // References to nothing.
    check(
        &[("trips.txt", "t1,R1", "t1,R9")],
        &[("trips.txt", "t1,R1,WK,Market,0,,1\n", "")],
        &["unknown-route 2", NO_S2],
    );
    check(
        &[("trips.txt", "t1,R1,WK", "t1,R1,ZZ")],
        &[("trips.txt", "t1,R1,WK,Market,0,,1\n", "")],
        &["unknown-service 2", NO_S2],
    );
    check(
        &[("trips.txt", "t1,R1,WK,Market,0,,1\n", "")],
        &[("trips.txt", "t1,R1,WK", "t1,R1,ZZ")],
        &["unknown-trip 2", NO_S2],
    );
    check(
        &[(
            "frequencies.txt",
            "\nf,10",
            "\nzz,06:00:00,10:00:00,600,\nf,10",
        )],
        &[],
        &["unknown-trip 3"],
    );
    check(
        &[(
            "transfers.txt",
            "\nS,S",
            "\nS1,ZZ,3,,,,,\nS1,S2,3,,ZZ,,,\n,,4,,,,t1,zz\nS,S",
        )],
        &[],
        &["bad-transfer 3", "bad-transfer 4", "bad-transfer 5"],
    );
    check(
        &[("pathways.txt", "\np2", "\np9,N,ZZ,5,0,,\np2")],
        &[],
        &["bad-pathway 3"],
    );
    check(
        &[("routes.txt", "R1,X", "R1,ZZ")],
        &[("routes.txt", "R1,X", "R1,")],
        &["unknown-agency 2"],
    );
    // Rows that don't fit.
    check(
        &[("stops.txt", "\nC,", "\nZ,Z\nC,")],
        &[],
        &["wrong-number-of-fields 10"],
    );
    check(
        &[("stops.txt", "\nC,", "\nZ,Z,1,1,,,,,x\nC,")],
        &[],
        &["wrong-number-of-fields 10"],
    );
    check(
        &[(
            T,
            "\nt3,24:20:00,24:21:00,B,2,,,",
            "\nt3,24:20:00,24:21:00,B",
        )],
        &[
            ("trips.txt", "t3,R2", "t3,ZZ"),
            ("transfers.txt", ",,4,,,,t2,t3\n", ""),
        ],
        &[
            "wrong-number-of-fields 10",
            "trip-in-doubt 4",
            "bad-transfer 4",
        ],
    );
    // Values.
    check(
        &[(
            "calendar_dates.txt",
            "\nEX",
            "\nWK,20260230,1\nWK,2026-02-03,1\nWK,202623,1\nWK,20260203,3\n,20260203,1\nEX",
        )],
        &[],
        &[
            "unreadable-value 4",
            "unreadable-value 5",
            "unreadable-value 6",
            "unreadable-value 7",
            "unreadable-value 8",
            "large-share-lost 0",
        ],
    );
    check(
        &[(
            "calendar.txt",
            "SA,0,0,0,0,0,1,0,20260101",
            "SA,0,0,0,0,0,1,0,20270101",
        )],
        &[(
            "calendar.txt",
            "SA,0,0,0,0,0,1,0,20260101",
            "SA,0,0,0,0,0,1,0,20270101",
        )],
        &["calendar-ends-before-it-starts 3", "service-never-runs 0"],
    );
    check(
        &[(
            "calendar.txt",
            "\nSA",
            "\nZZ,1,1,2,1,1,1,1,20260101,20261231\nSA",
        )],
        &[],
        &["unreadable-value 3"],
    );
    check(
        &[(
            "frequencies.txt",
            "\nf,10",
            "\nf,10:00:00,10:00:00,600,\nf,09:00:00,10:00:00,-5,\nf,09:00:00,10:00:00,0,\nf,9am,10:00:00,600,\nf,09:00:00,10:00:00,0x10,\nf,09:00:00,10:00:00,600,2\nf,09:00:00,19:00:00,1,1\nf,10",
        )],
        &[],
        &[
            "bad-frequency 3",
            "unreadable-value 4",
            "bad-frequency 5",
            "bad-frequency 6",
            "unreadable-value 7",
            "unreadable-value 8",
            "bad-frequency 9",
            "large-share-lost 0",
        ],
    );
    check(
        &[(
            "transfers.txt",
            "\nS,S",
            "\nS1,S2,2,-5,,,,\nS2,S1,7,,,,,\nE,S1,2,5,,,,\nS1,,2,5,,,,\nS1,S2,4,,,,,\n,,5,,,,t1,t1\nS2,S1,2,9000000,,,,\nS,S",
        )],
        &[],
        &[
            "unreadable-value 3",
            "unreadable-value 4",
            "bad-transfer 5",
            "bad-transfer 6",
            "bad-transfer 7",
            "bad-transfer 8",
            "bad-transfer 9",
            "large-share-lost 0",
        ],
    );
    check(
        &[(
            "pathways.txt",
            "\np2",
            "\np3,N,S1,8,0,,\np4,N,S1,1,2,,\np5,N,S1,1,0,-1,\np6,N,S1,1,0,,NaN\np2",
        )],
        &[],
        &[
            "unreadable-value 3",
            "unreadable-value 4",
            "unreadable-value 5",
            "bad-pathway 6",
            "large-share-lost 0",
        ],
    );
    check(
        &[("routes.txt", "Line 2,704", "Line 2,-3")],
        &[("routes.txt", "Line 2,704", "Line 2,32767")],
        &["unknown-value 3"],
    );
    check(
        &[(
            "stops.txt",
            "B,\"Market\nsquare\",52.2,5.2,0,",
            "B,\"Market\nsquare\",52.2,5.2,5,",
        )],
        &[("stops.txt", "B,\"Market\nsquare\",52.2,5.2,0,,0,\n", "")],
        // The rows of transfers.txt that name it (types 0 and none) are left out as well.
        &[
            "unknown-value 8",
            "unknown-stop 3",
            "bad-transfer 5",
            "bad-transfer 7",
        ],
    );
    check(
        &[("trips.txt", "Market,0,,1", "Market,7,,9")],
        &[("trips.txt", "Market,0,,1", "Market,,,")],
        &["unknown-value 2", "unknown-value 2"],
    );
    check(&[(T, "S2,9,1,0", "S2,9,1,8")], &[], &["unknown-value 5"]);
}

#[test]
fn positions_that_are_none_cost_the_position_only() {
    for (lat, lon) in [
        ("0", "0.0"),
        ("", ""),
        ("NaN", "5.3"),
        ("inf", "5.3"),
        ("91", "5.3"),
        ("52.3", "-180.5"),
        ("52,3", "5.3"),
        ("1e999", "5.3"),
        ("abc", "5.3"),
        ("52.3", ""),
    ] {
        let mut tables = clean();
        tables[1].1 = tables[1].1.replace("52.3,5.3", &format!("\"{lat}\",{lon}"));
        let (feed, findings) = read(&tables).unwrap();
        assert_eq!(stop(&feed, "C").position, None, "{lat} {lon}");
        assert_eq!(
            findings.counts().collect::<Vec<_>>(),
            [("stop-without-position", "feed.zip/stops.txt", 1)]
        );
        // Without a straight line the missing times of t1 are spread evenly: 540 s in three.
        let mut due = expected();
        let t1 = due.trips[1].calls.clone();
        for (call, time) in due.calls[t1][1..3].iter_mut().zip([29_010, 29_190]) {
            (call.arrival, call.departure) = (time, time);
        }
        assert_eq!(feed.calls, due.calls);
    }
}

#[test]
fn parents_never_make_a_circle() {
    const WITHOUT: Edits = &[("stops.txt", "0,S,,1", "0,,1,1")];
    check(
        &[("stops.txt", "0,S,,1", "0,ZZ,1,1")],
        WITHOUT,
        &["bad-parent-station 3", "transfer-without-effect 0"], // line 2 calls at S1 alone
    );
    check(
        &[("stops.txt", "0,S,,1", "0,S1,1,1")],
        WITHOUT,
        &["bad-parent-station 3", "transfer-without-effect 0"], // line 2 calls at S1 alone
    );
    check(
        &[("stops.txt", "5.1,1,,1", "5.1,1,S,1")],
        &[],
        &["bad-parent-station 2"],
    );
    check(
        &[("stops.txt", "5.1,1,,1", "5.1,1,S1,1")],
        &[],
        &["bad-parent-station 2"],
    );
}

#[test]
fn calls_and_trips_that_cannot_be_are_left_out() {
    const NO_T3: Edits = &[
        ("trips.txt", "t3,R2", "t3,ZZ"),
        ("transfers.txt", ",,4,,,,t2,t3\n", ""),
    ];
    const NO_T1: Edits = &[("trips.txt", "t1,R1", "t1,ZZ")];
    // Times that go back, within a call and between calls.
    check(
        &[(T, "t3,24:20:00,24:21:00", "t3,24:21:00,24:20:00")],
        NO_T3,
        &["times-go-back 4", "bad-transfer 4"],
    );
    check(
        &[(T, "t3,24:20:00,24:21:00", "t3,24:20:00,24:31:00")],
        NO_T3,
        &["times-go-back 4", "bad-transfer 4"],
    );
    check(
        &[(T, "t1,8:09:30", "t1,07:09:30")],
        NO_T1,
        &["times-go-back 2", NO_S2],
    );
    // No time at an end; one call; none; no place in the order.
    check(
        &[(T, "t1,8:09:30", "t1,")],
        NO_T1,
        &["trip-without-end 2", NO_S2],
    );
    check(
        &[(T, "t1,08:00:00,08:00:30", "t1,,")],
        NO_T1,
        &["trip-without-end 2", NO_S2],
    );
    check(
        &[(T, "t1,8:09:30", "t1,8:60:30")],
        NO_T1,
        &["impossible-time 5", "trip-without-end 2", NO_S2],
    );
    check(
        &[(T, "t4,00:10:00,00:10:00,C,2,,,\n", "")],
        &[("trips.txt", "t4,R2", "t4,ZZ")],
        &["trip-too-short 5"],
    );
    check(
        &[("trips.txt", "\nf,", "\nt9,R1,WK,,,,\nf,")],
        &[],
        &["trip-without-calls 6"],
    );
    for bad in ["-1", "1.5", "x", "", "99999999999"] {
        let mut tables = clean();
        tables[6].1 = tables[6].1.replace("C,5,", &format!("C,{bad},"));
        let (feed, findings) = read(&tables).unwrap();
        assert_eq!(feed, read(&edited(NO_T1)).unwrap().0);
        assert_eq!(
            findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
            [
                "unreadable-value",
                "trip-in-doubt",
                "transfer-without-effect"
            ]
        );
    }
    // A time that can't be read costs its call, and those whose time hangs on it.
    check(
        &[(T, "t3,24:20:00,24:21:00", "t3,24:20:00,99:99:99")],
        &[(T, "t3,24:20:00,24:21:00,B,2,,,\n", "")],
        &["impossible-time 10"],
    );
    check(
        &[(T, "t1,,,B", "t1,8:03,,B")],
        &[(T, "t1,,,B,2,,,\nt1,,,C,5,,,\n", "")],
        &["impossible-time 3", "times-in-doubt 0"],
    );
    check(
        &[(T, "24:21:00,B,2", "24:21:00,,2")],
        &[(T, "t3,24:20:00,24:21:00,B,2,,,\n", "")],
        &["call-without-stop 10"],
    );
    // Distances of no use: by straight lines (13,056 and 13,051 m in twenty minutes).
    check(
        &[(T, "1,0.25", "1,NaN")],
        &[(T, "1,0.25", "1,")],
        &["bad-distance 7"],
    );
    check(
        &[(T, "1,0.25", "1,1.25")],
        &[(T, "1,0.25", "1,")],
        &["bad-distance 0"],
    );
    let (feed, _) = read(&edited(&[(T, "1,0.25", "1,")])).unwrap();
    assert_eq!(times(&feed, "t2")[1], call("B", 86_400, 86_400));
    // A template whose frequencies are lost must not run as a plain trip.
    check(
        &[(
            "frequencies.txt",
            "f,06:00:00,10:00:00,600,\nf,10:00:00,12:00:00,900,1",
            "f,06:00:00,05:00:00,600,",
        )],
        &[("trips.txt", "f,R2", "f,ZZ"), ("frequencies.txt", "", "")],
        &[
            "bad-frequency 2",
            "large-share-lost 0",
            "template-without-frequency 6",
        ],
    );
}

/// No row of `transfers.txt` may name a stop that isn't there, or an entrance.
const NO_TRANSFERS_AT_C: (&str, &str, &str) = ("transfers.txt", "C,C,1,,,,,\nC,B,,,,,,\n", "");

#[test]
fn at_unknown_stops_vehicles_only_pass() {
    let clean = expected();
    let edits: Edits = &[
        ("stops.txt", "C,Café,52.3,5.3,0,,,\n", ""),
        NO_TRANSFERS_AT_C,
    ];
    let (feed, findings) = read(&edited(edits)).unwrap();
    let found: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.line)).collect();
    assert_eq!(found, [("unknown-stop", Some(4))]); // once, at the first call
    for (trip, was) in feed.trips.iter().zip(&clean.trips) {
        assert_eq!(trip.id, was.id);
        if trip.id == "t1" {
            // No straight line to a stop without a position: evenly, 540 s in three.
            let at: Vec<i32> = times(&feed, "t1").iter().map(|c| c.1).collect();
            assert_eq!(at, [28_800, 29_010, 29_190, 29_370]);
        } else {
            assert_eq!(times(&feed, &trip.id), times(&clean, &was.id));
        }
        for (now, was) in feed.calls[trip.calls.clone()]
            .iter()
            .zip(&clean.calls[was.calls.clone()])
        {
            let at_c = feed.stops[now.stop as usize].id == "C";
            assert_eq!(
                (now.boards, now.alights),
                (was.boards && !at_c, was.alights && !at_c)
            );
        }
    }
}

#[test]
fn stations_and_entrances_that_are_called_at_count_as_stops() {
    let clean = expected();
    for (edits, what) in [
        (
            &[("stops.txt", "5.3,0,,", "5.3,1,,")] as Edits,
            "is called at but is a station (location_type 1)",
        ),
        (
            &[("stops.txt", "5.3,0,,", "5.3,2,S,"), NO_TRANSFERS_AT_C] as Edits,
            "is called at but is an entrance (location_type 2)",
        ),
    ] {
        let (feed, findings) = read(&edited(edits)).unwrap();
        let found: Vec<_> = (findings.iter())
            .map(|f| {
                (
                    f.code.as_ref(),
                    f.line,
                    f.message.as_str(),
                    f.action.as_str(),
                )
            })
            .collect();
        let due = ("call-at-no-stop", Some(4), what, "counts as a stop there");
        assert_eq!(found, [due]); // once, at the first call
        assert_eq!(feed.calls, clean.calls);
    }
    // A node is none: vehicles pass.
    let (feed, findings) = read(&edited(&[
        ("stops.txt", "5.3,0,,", "5.3,3,S,"),
        NO_TRANSFERS_AT_C,
    ]))
    .unwrap();
    assert_eq!(findings.iter().next().unwrap().code, "call-at-no-stop");
    let c = feed.stops.iter().position(|s| s.id == "C").unwrap() as u32;
    let mut calls = feed.calls.iter().filter(|call| call.stop == c);
    assert!(calls.all(|call| !call.boards && !call.alights));
}

#[test]
fn stop_access_is_read_of_platforms_of_stations() {
    let with = |s1: &str, b: &str| {
        let edits = [
            (
                "stops.txt",
                "platform_code\n",
                "platform_code,stop_access\n".to_owned(),
            ),
            ("stops.txt", ",,1\n", format!(",,1,{s1}\n")),
            ("stops.txt", "5.2,0,,0,\n", format!("5.2,0,,0,,{b}\n")),
        ];
        let mut tables = clean();
        for (table, from, to) in edits {
            let at = tables.iter().position(|(n, _)| *n == table).unwrap();
            assert!(tables[at].1.contains(from), "{from:?}");
            tables[at].1 = tables[at].1.replace(from, &to);
        }
        // Rows without the new column have none.
        let stops = tables.iter().position(|(n, _)| *n == "stops.txt").unwrap();
        for row in [
            "S,Station,52.1,5.1,1,,1,",
            "S,2,2",
            "S1,,a",
            "2,S,0,",
            "N,,,,3,S,,",
            "5.3,0,,,",
        ] {
            tables[stops].1 = tables[stops]
                .1
                .replace(&format!("{row}\n"), &format!("{row},\n"));
        }
        let (feed, findings) = read(&tables).unwrap();
        let found: Vec<String> = findings.iter().map(|f| f.code.to_string()).collect();
        (stop(&feed, "S1").access, stop(&feed, "B").access, found)
    };
    use bereik::input::gtfs::StopAccess::{Entrances, Street, Unsaid};
    assert_eq!(with("0", ""), (Entrances, Unsaid, vec![]));
    assert_eq!(
        with("1", "1"),
        (Street, Unsaid, vec![]),
        "1 is what holds of a stop anyway"
    );
    assert_eq!(
        with("", "0"),
        (Unsaid, Unsaid, vec!["bad-stop-access".into()])
    );
    assert_eq!(
        with("2", ""),
        (Unsaid, Unsaid, vec!["unknown-value".into()])
    );
}

#[test]
fn ids_that_are_not_utf_8_are_never_merged_and_names_are_kept() {
    let change = |table: &str, from: &str, to: &[u8]| {
        let tables: Vec<(&str, Vec<u8>)> = clean()
            .into_iter()
            .map(|(name, text)| {
                let mut bytes = Vec::new();
                for (i, piece) in text.split(from).enumerate() {
                    if i > 0 {
                        bytes.extend_from_slice(if name == table { to } else { from.as_bytes() });
                    }
                    bytes.extend_from_slice(piece.as_bytes());
                }
                (name, bytes)
            })
            .collect();
        read_bytes(&tables).unwrap()
    };
    let (feed, findings) = change("stops.txt", "Café", b"Caf\xe9");
    assert_eq!(
        findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
        ["text-not-utf-8"]
    );
    assert_eq!(stop(&feed, "C").name, "Caf\u{fffd}");
    // Two stops whose ids differ in a byte that is no UTF-8: both are there, and called at by their bytes.
    let (feed, findings) = change("stops.txt", "\nC,Café", b"\nC\xe9,Caf,52,5,,,,\nC\xe8,Caf");
    let codes: Vec<_> = findings.iter().map(|f| f.code.as_ref()).collect();
    assert_eq!(
        codes,
        [
            "id-not-utf-8",
            "id-not-utf-8",
            "unknown-stop",
            "bad-transfer",
            "bad-transfer"
        ]
    );
    assert!(stop(&feed, "C").position.is_none());
    let at = |id| stop(&feed, id).position.map(|p| p.lat);
    assert_eq!((at("C\\xe9"), at("C\\xe8")), (Some(52.0), Some(52.3)));
    // The same bytes everywhere are the same trip, line, calendar and stop.
    let tables = clean().into_iter().map(|(name, text)| {
        let bytes = text
            .replace("t2", "t\u{1}")
            .replace("R1", "R\u{1}")
            .replace("WK", "W\u{1}");
        let bytes = bytes
            .replace(",B,", ",B\u{1},")
            .replace("\nB,", "\nB\u{1},");
        let bytes = bytes.into_bytes().into_iter();
        (
            name,
            bytes
                .map(|b| if b == 1 { 0xe9 } else { b })
                .collect::<Vec<u8>>(),
        )
    });
    let (feed, findings) = read_bytes(&tables.collect::<Vec<_>>()).unwrap();
    let clean = expected();
    assert!(
        findings.iter().all(|f| f.code == "id-not-utf-8"),
        "{:?}",
        findings.summary()
    );
    assert_eq!(feed.trips.len(), clean.trips.len());
    assert_eq!(feed.transfers.len(), clean.transfers.len());
    let trip = times(&feed, "t\\xe9");
    assert_eq!(
        trip,
        [
            call("C", 85_800, 85_800),
            call("B\\xe9", 86_100, 86_100),
            call("S1", 87_000, 87_060)
        ]
    );
    assert_eq!(
        feed.calls.iter().filter(|c| c.boards).count(),
        clean.calls.iter().filter(|c| c.boards).count()
    );
    let (feed, findings) = change(T, ",B,2,,,\nt1", b",C\xe9,2,,,\nt1");
    assert_eq!(
        findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
        ["unknown-stop"]
    );
    assert_eq!(times(&feed, "t1")[1].0, "C\\xe9");
    let (feed, _) = change("trips.txt", "t1,", b"t\xff,");
    assert!(feed.trips.iter().all(|t| t.id != "t1"));
    assert_eq!(feed.trips.len(), clean.trips.len() - 1);
}

#[test]
fn feeds_that_mean_nothing_are_refused_by_name() {
    for table in ["agency.txt", "stops.txt", "routes.txt", "trips.txt", T] {
        let without: Tables = clean().into_iter().filter(|(n, _)| *n != table).collect();
        let e = read(&without).unwrap_err();
        assert!(e.contains(&format!("feed.zip/{table}: is missing")), "{e}");
        for text in ["", "\n", "header"] {
            let mut tables = clean();
            let at = tables.iter().position(|(n, _)| *n == table).unwrap();
            let header = tables[at].1.lines().next().unwrap().to_owned();
            tables[at].1 = if text == "header" {
                header
            } else {
                text.to_owned()
            };
            let e = read(&tables).unwrap_err();
            assert!(
                e.contains(&format!("feed.zip/{table}")) && e.contains("is empty"),
                "{e}"
            );
        }
    }
    refuse(
        &[("calendar.txt", "", ""), ("calendar_dates.txt", "", "")],
        &["feed.zip", "calendar"],
    );
    for (table, column) in [
        ("agency.txt", "agency_timezone"),
        ("stops.txt", "stop_id"),
        ("stops.txt", "stop_lat"),
        ("routes.txt", "route_type"),
        ("calendar.txt", "friday"),
        ("calendar.txt", "end_date"),
        ("calendar_dates.txt", "exception_type"),
        ("trips.txt", "service_id"),
        (T, "stop_sequence"),
        (T, "arrival_time"),
        (T, "trip_id"),
        ("frequencies.txt", "headway_secs"),
        ("transfers.txt", "transfer_type"),
        ("pathways.txt", "pathway_mode"),
    ] {
        let mut tables = clean();
        let at = tables.iter().position(|(n, _)| *n == table).unwrap();
        tables[at].1 = tables[at].1.replacen(column, "other", 1);
        let e = read(&tables).unwrap_err();
        assert!(
            e.contains(&format!(
                "feed.zip/{table}, line 1, {column}: this column is missing"
            )),
            "{e}"
        );
    }
    refuse(
        &[("agency.txt", "Europe/Amsterdam", "Europe/Utrecht")],
        &[
            "feed.zip/agency.txt, line 2, agency_timezone = \"Europe/Utrecht\"",
            "hint",
        ],
    );
    check(
        &[(
            "agency.txt",
            "Y,Other,https://example.org,Europe/Amsterdam",
            "Y,Other,,Europe/London",
        )],
        &[],
        &["agency-timezone-differs 3"],
    );
    refuse(
        &[(T, "24:30:00,C,3,,,\n", "24:30:00,\"C,3,,,\n")],
        &["feed.zip/stop_times.txt, line 11", "never closed"],
    );
    // Nothing usable left: says what was left out.
    refuse(
        &[("trips.txt", ",R1,", ",Q,"), ("trips.txt", ",R2,", ",Q,")],
        &["no usable trip", "unknown-route"],
    );
    let semicolons: Tables = clean()
        .into_iter()
        .map(|(n, t)| (n, t.replace(',', ";")))
        .collect();
    let e = read(&semicolons).unwrap_err();
    assert!(
        e.contains("feed.zip/agency.txt, line 1") && e.contains("';'"),
        "{e}"
    );
    let wide: Vec<(&str, Vec<u8>)> = clean()
        .into_iter()
        .map(|(n, t)| {
            (
                n,
                [0xfeffu16]
                    .into_iter()
                    .chain(t.encode_utf16())
                    .flat_map(u16::to_le_bytes)
                    .collect(),
            )
        })
        .collect();
    assert!(read_bytes(&wide).unwrap_err().contains("UTF-16"));
}

/// Pieces that break tables.
const PIECES: [&[u8]; 28] = [
    b"",
    b",",
    b"\"",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"-",
    b"0",
    b"9",
    b"99999999999999999999",
    b":",
    b"-24:00:00",
    b"240:00:00",
    b"596523:00:00",
    b"NaN",
    b"1e308",
    b"-1e308",
    b"0x10",
    b"t1",
    b"t2",
    b"S",
    b"S1",
    b"B",
    b" ",
    b";",
    b"\x01end of table\x02",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is put into the tables, the answer is a sound feed or a refusal with its name.
    #[test]
    fn tables_broken_at_random_give_a_sound_feed_or_a_refusal(
        breaks in proptest::collection::vec((0usize..10, any::<prop::sample::Index>(), 0usize..12, 0..PIECES.len()), 1..8)
    ) {
        let mut tables: Vec<(&str, Vec<u8>)> =
            clean().into_iter().map(|(n, t)| (n, t.into_bytes())).collect();
        for (table, at, cut, piece) in breaks {
            let bytes = &mut tables[table].1;
            let at = at.index(bytes.len() + 1);
            let until = (at + cut).min(bytes.len());
            bytes.splice(at..until, PIECES[piece].iter().copied());
        }
        match read_bytes(&tables) {
            Ok((feed, _)) => sound(&feed),
            Err(e) => prop_assert!(e.starts_with("feed.zip"), "{}", e),
        }
    }
}
