//! The GTFS reader: a tiny feed as text, faults in it one by one, forms in which it must read the
//! same, damaged archives, and real feeds.

use bereik::diagnostics::Findings;
use bereik::input::gtfs::{self, Access, Feed, StopKind};
use std::io::{Cursor, Write};

/// Tables by name.
type Tables = Vec<(&'static str, String)>;

/// `(table, text there, text instead)`; each must occur.
type Edits = &'static [(&'static str, &'static str, &'static str)];

/// The clean feed: a station with two platforms, a boarding area, an entrance and a node, two stops beside it; plain trips
/// with missing times, a block, a template with frequencies.
fn clean() -> Tables {
    [
        (
            "agency.txt",
            "agency_id,agency_name,agency_url,agency_timezone\n\
             X,Example,https://example.org,Europe/Amsterdam\n\
             Y,Other,https://example.org,Europe/Amsterdam\n",
        ),
        (
            "stops.txt",
            "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding,platform_code\n\
             S,Station,52.1,5.1,1,,1,\n\
             S1,\"Station, 1\",52.1001,5.1001,0,S,,1\n\
             S2,Station,52.1002,5.1002,,S,2,2\n\
             S1a,,,,4,S1,,a\n\
             E,Entrance,52.1003,5.1003,2,S,0,\n\
             N,,,,3,S,,\n\
             B,\"Market\nsquare\",52.2,5.2,0,,0,\n\
             C,Café,52.3,5.3,0,,,\n",
        ),
        (
            "routes.txt",
            "route_id,agency_id,route_short_name,route_long_name,route_type\n\
             R1,X,1,Line 1,3\n\
             R2,Y,2,Line 2,704\n",
        ),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n\
             WK,1,1,1,1,1,0,0,20260101,20261231\n\
             SA,0,0,0,0,0,1,0,20260101,20261231\n",
        ),
        (
            "calendar_dates.txt",
            "service_id,date,exception_type\n\
             WK,20260427,2\nWK,20260406,2\nEX,20260427,1\n",
        ),
        (
            "trips.txt",
            "trip_id,route_id,service_id,trip_headsign,direction_id,block_id,wheelchair_accessible\n\
             t1,R1,WK,Market,0,,1\n\
             t2,R1,WK,,1,b2,\n\
             t3,R2,WK,,,b2,2\n\
             t4,R2,EX,,,b1,0\n\
             f,R2,SA,,,,\n",
        ),
        (
            "stop_times.txt",
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type,shape_dist_traveled\n\
             t1,08:00:00,08:00:30,S1,1,,,\n\
             t1,,,B,2,,,\n\
             t1,,,C,5,,,\n\
             t1,8:09:30,,S2,9,1,3,\n\
             t2,23:50:00,23:50:00,C,0,2,0,0\n\
             t2,,,B,1,0,1,0.25\n\
             t2,24:10:00,24:11:00,S1a,2,,,1.0\n\
             t3,24:12:00,24:12:00,S1,1,,,\n\
             t3,24:20:00,24:21:00,B,2,,,\n\
             t3,24:30:00,24:30:00,C,3,,,\n\
             t4,-01:00:00,-00:59:00,B,1,,,\n\
             t4,00:10:00,00:10:00,C,2,,,\n\
             f,06:00:00,06:00:00,B,1,,,\n\
             f,06:05:00,06:06:00,S1,2,,,\n\
             f,06:10:00,06:10:00,C,3,,,\n",
        ),
        (
            "frequencies.txt",
            "trip_id,start_time,end_time,headway_secs,exact_times\n\
             f,06:00:00,10:00:00,600,\nf,10:00:00,12:00:00,900,1\n",
        ),
        (
            "transfers.txt",
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_route_id,to_route_id,from_trip_id,to_trip_id\n\
             S1,S2,2,180,,,,\n\
             S,S,3,,R1,R2,,\n\
             ,,4,,,,t2,t3\n\
             B,B,0,,,,,\n\
             C,C,1,,,,,\n\
             C,B,,,,,,\n",
        ),
        (
            "pathways.txt",
            "pathway_id,from_stop_id,to_stop_id,pathway_mode,is_bidirectional,traversal_time,length\n\
             p1,E,N,1,1,30,\n\
             p2,N,S1,5,0,,12.5\n",
        ),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

fn edited(edits: Edits) -> Tables {
    let mut tables = clean();
    for (table, from, to) in edits {
        let at = tables.iter().position(|(n, _)| n == table).unwrap();
        if from.is_empty() {
            tables.remove(at);
            continue;
        }
        assert!(tables[at].1.contains(from), "{table} has no {from:?}");
        tables[at].1 = tables[at].1.replace(from, to);
    }
    tables
}

fn zip_of<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(name.as_ref(), options).unwrap();
        zip.write_all(bytes.as_ref()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read_bytes<B: AsRef<[u8]>>(tables: &[(&str, B)]) -> Result<(Feed, Findings), String> {
    gtfs::read_zip_bytes("feed.zip", &zip_of(tables)).map_err(|e| e.to_string())
}

fn read(tables: &Tables) -> Result<(Feed, Findings), String> {
    read_bytes(tables)
}

/// The clean feed, which has no findings.
fn expected() -> Feed {
    let (feed, findings) = read(&clean()).unwrap();
    assert!(findings.is_empty(), "{:?}", findings.summary());
    feed
}

/// A fault gives just these findings (`code line`), and what is left is what `same_as` gives.
#[track_caller]
fn check(fault: Edits, same_as: Edits, codes: &[&str]) {
    let (feed, findings) = read(&edited(fault)).unwrap_or_else(|e| panic!("{fault:?}: {e}"));
    let mut found: Vec<String> = findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.line.unwrap_or(0)))
        .collect();
    found.sort();
    let mut codes = codes.to_vec();
    codes.sort_unstable();
    assert_eq!(found, codes, "{fault:?}: {:?}", findings.summary());
    for f in findings.iter() {
        assert!(f.file.starts_with("feed.zip/"), "{f:?}");
        assert!(!f.message.is_empty() && !f.action.is_empty(), "{f:?}");
    }
    let (same, _) = read(&edited(same_as)).unwrap();
    assert_eq!(feed, same, "{fault:?}");
}

/// A fault refuses the feed with a message that holds these parts.
#[track_caller]
fn refuse(fault: Edits, parts: &[&str]) {
    let e = read(&edited(fault)).err().unwrap_or_default();
    for part in parts {
        assert!(e.contains(part), "{fault:?}: {part:?} not in {e:?}");
    }
}

fn stop<'f>(feed: &'f Feed, id: &str) -> &'f gtfs::Stop {
    feed.stops.iter().find(|s| s.id == id).unwrap()
}

fn times(feed: &Feed, trip: &str) -> Vec<(String, i32, i32)> {
    let trip = feed.trips.iter().find(|t| t.id == trip).unwrap();
    feed.calls[trip.calls.clone()]
        .iter()
        .map(|c| {
            (
                feed.stops[c.stop as usize].id.clone(),
                c.arrival,
                c.departure,
            )
        })
        .collect()
}

fn call(stop: &str, arrival: i32, departure: i32) -> (String, i32, i32) {
    (stop.to_owned(), arrival, departure)
}

#[test]
fn the_clean_feed_reads_as_it_says() {
    let feed = expected();
    assert_eq!(feed.name, "feed.zip");
    assert_eq!(feed.timezone, chrono_tz::Europe::Amsterdam);
    assert_eq!(stop(&feed, "B").name, "Market\nsquare");
    assert_eq!(stop(&feed, "S1").name, "Station, 1");
    assert_eq!(stop(&feed, "N").kind, StopKind::Node);
    let s = feed.stops.iter().position(|s| s.id == "S").unwrap() as u32;
    assert_eq!(stop(&feed, "S1").parent, Some(s));
    // The station says accessible; platform 2 says no; the boarding area has it from its platform.
    for (id, access) in [
        ("S1", Access::Yes),
        ("S1a", Access::Yes),
        ("S2", Access::No),
        ("E", Access::Yes),
        ("B", Access::Unknown),
    ] {
        assert_eq!(stop(&feed, id).wheelchair, access, "{id}");
    }
    assert_eq!(feed.routes[1].kind, 704);
    let ids: Vec<&str> = feed.trips.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids, ["f", "t1", "t2", "t3", "t4"]);
    let blocks: Vec<Option<u32>> = feed.trips.iter().map(|t| t.block).collect();
    assert_eq!(blocks, [None, None, Some(1), Some(1), Some(0)]);
    // Evenly from the departure 8:00:30 to the arrival 8:09:30.
    assert_eq!(
        times(&feed, "t1"),
        [
            call("S1", 28_800, 28_830),
            call("B", 29_010, 29_010),
            call("C", 29_190, 29_190),
            call("S2", 29_370, 29_370)
        ]
    );
    // By distance: a quarter of twenty minutes; the boarding area is its platform.
    assert_eq!(
        times(&feed, "t2"),
        [
            call("C", 85_800, 85_800),
            call("B", 86_100, 86_100),
            call("S1", 87_000, 87_060)
        ]
    );
    assert_eq!(times(&feed, "t4")[0], call("B", -3600, -3540));
    let t2 = &feed.trips[2];
    let flags: Vec<_> = feed.calls[t2.calls.clone()]
        .iter()
        .map(|c| (c.boards, c.alights))
        .collect();
    assert_eq!(flags, [(true, true), (true, false), (true, true)]);
    assert!(!feed.calls[feed.trips[1].calls.end - 1].boards);
    assert_eq!(feed.frequencies.len(), 2);
    assert!(feed.frequencies.iter().all(|f| f.trip == 0));
    assert_eq!(feed.transfers.len(), 3); // types 0, 1 and empty are no rules
    assert_eq!(feed.pathways.len(), 2);
    let day = |d| chrono::NaiveDate::from_ymd_opt(2026, 4, d).unwrap();
    let service = |id: &str| feed.services.iter().find(|s| s.id == id).unwrap();
    assert!(service("WK").runs_on(day(28)) && !service("WK").runs_on(day(27)));
    assert!(service("EX").runs_on(day(27)) && !service("EX").runs_on(day(28)));
}

#[test]
fn harmless_forms_read_the_same() {
    let want = expected();
    let same = |what: &str, tables: &Tables| {
        let (feed, findings) = read(tables).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert_eq!(feed, want, "{what}");
        assert!(findings.is_empty(), "{what}: {:?}", findings.summary());
    };
    let every = |change: &dyn Fn(&str) -> String| -> Tables {
        clean().into_iter().map(|(n, t)| (n, change(&t))).collect()
    };
    same("byte order mark", &every(&|t| format!("\u{feff}{t}")));
    same("CRLF", &every(&|t| t.replace('\n', "\r\n")));
    same("CR", &every(&|t| t.replace('\n', "\r")));
    same("no last line end", &every(&|t| t.trim_end().to_owned()));
    same("blank lines", &every(&|t| format!("\n{t}\n\n,,\n \n")));
    same(
        "unknown column",
        &every(&|t| widen(t, "zz_extra", "\"q\nr, s\"", ",")),
    );
    same("spaces", &every(&|t| spaced(t)));
    same("trailing commas", &every(&|t| widen(t, "", "", ",")));
    let mut more = clean();
    more.push(("shapes.txt", "no table; at all \"".to_owned()));
    same("unknown table", &more);
    // Rows in other orders: back to front, and dealt out like cards.
    for step in [0, 2, 3, 5, 7] {
        same("shuffled", &every(&|t| shuffled(t, step)));
    }
    // Columns in another order.
    same("columns turned round", &every(&|t| turned(t)));
}

/// Rows of a table as fields, quotes and all.
fn rows(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

fn text_of(rows: Vec<Vec<String>>) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    for row in rows {
        out.write_record(row).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn turned(text: &str) -> String {
    let mut rows = rows(text);
    rows.iter_mut().for_each(|r| r.reverse());
    text_of(rows)
}

fn spaced(text: &str) -> String {
    let mut rows = rows(text);
    for field in rows.iter_mut().flatten() {
        *field = format!("  {field}\t ");
    }
    text_of(rows)
}

fn shuffled(text: &str, step: usize) -> String {
    let mut rows = rows(text);
    let header = rows.remove(0);
    if step == 0 {
        rows.reverse();
    } else {
        let dealt = (0..step).flat_map(|k| rows.iter().skip(k).step_by(step).cloned());
        rows = dealt.collect();
    }
    rows.insert(0, header);
    text_of(rows)
}

fn widen(text: &str, name: &str, value: &str, comma: &str) -> String {
    let mut out = String::new();
    for (i, row) in rows(text).into_iter().enumerate() {
        let line = text_of(vec![row]);
        let extra = if i == 0 { name } else { value };
        out += &format!("{}{comma}{extra}\n", line.trim_end_matches('\n'));
    }
    out
}

const T: &str = "stop_times.txt";

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
        &[(T, "\nt4,00", "\nt1,08:03:00,08:03:00,C,2,,,\nt4,00")],
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
        &["unknown-route 2"],
    );
    check(
        &[("trips.txt", "t1,R1,WK", "t1,R1,ZZ")],
        &[("trips.txt", "t1,R1,WK,Market,0,,1\n", "")],
        &["unknown-service 2"],
    );
    check(
        &[("trips.txt", "t1,R1,WK,Market,0,,1\n", "")],
        &[("trips.txt", "t1,R1,WK", "t1,R1,ZZ")],
        &["unknown-trip 2"],
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
        &["calendar-ends-before-it-starts 3"],
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
            "\nf,10:00:00,10:00:00,600,\nf,09:00:00,10:00:00,-5,\nf,09:00:00,10:00:00,0,\nf,9am,10:00:00,600,\nf,09:00:00,10:00:00,0x10,\nf,09:00:00,10:00:00,600,2\nf,10",
        )],
        &[],
        &[
            "bad-frequency 3",
            "unreadable-value 4",
            "bad-frequency 5",
            "bad-frequency 6",
            "unreadable-value 7",
            "unreadable-value 8",
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
        &["unknown-value 8", "unknown-stop 3"],
    );
    check(
        &[("trips.txt", "Market,0,,1", "Market,7,,9")],
        &[("trips.txt", "Market,0,,1", "Market,,,")],
        &["unknown-value 2", "unknown-value 2"],
    );
    check(
        &[(T, "S2,9,1,3", "S2,9,1,8")],
        &[(T, "S2,9,1,3", "S2,9,1,1")],
        &["unknown-value 5"],
    );
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
        assert_eq!(feed.calls, expected().calls);
    }
}

#[test]
fn parents_never_make_a_circle() {
    const WITHOUT: Edits = &[("stops.txt", "0,S,,1", "0,,1,1")];
    check(
        &[("stops.txt", "0,S,,1", "0,ZZ,1,1")],
        WITHOUT,
        &["bad-parent-station 3"],
    );
    check(
        &[("stops.txt", "0,S,,1", "0,S1,1,1")],
        WITHOUT,
        &["bad-parent-station 3"],
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
        &["times-go-back 2"],
    );
    // No time at an end; one call; none; no place in the order.
    check(&[(T, "t1,8:09:30", "t1,")], NO_T1, &["trip-without-end 2"]);
    check(
        &[(T, "t1,08:00:00,08:00:30", "t1,,")],
        NO_T1,
        &["trip-without-end 2"],
    );
    check(
        &[(T, "t1,8:09:30", "t1,8:60:30")],
        NO_T1,
        &["impossible-time 5", "trip-without-end 2"],
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
            ["unreadable-value", "trip-in-doubt"]
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
    // Distances of no use: evenly (twenty minutes in two halves).
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
        &["bad-frequency 2", "template-without-frequency 6"],
    );
}

#[test]
fn at_unknown_stops_and_stations_vehicles_only_pass() {
    let clean = expected();
    for (edits, code) in [
        (
            &[
                ("stops.txt", "C,Café,52.3,5.3,0,,,\n", ""),
                ("transfers.txt", "C,C,1,,,,,\nC,B,,,,,,\n", ""),
            ] as Edits,
            "unknown-stop",
        ),
        (
            &[("stops.txt", "5.3,0,,", "5.3,1,,")] as Edits,
            "call-at-no-stop",
        ),
        (
            &[("stops.txt", "5.3,0,,", "5.3,2,S,")] as Edits,
            "call-at-no-stop",
        ),
    ] {
        let (feed, findings) = read(&edited(edits)).unwrap();
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_ref(), f.line)).collect();
        assert_eq!(found, [(code, Some(4))]); // once, at the first call
        for (trip, was) in feed.trips.iter().zip(&clean.trips) {
            assert_eq!(trip.id, was.id);
            assert_eq!(times(&feed, &trip.id), times(&clean, &was.id));
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
    // Two stops whose ids differ in a byte that is no UTF-8.
    let (feed, findings) = change("stops.txt", "\nC,Café", b"\nC\xe9,Caf,52,5,,,,\nC\xe8,Caf");
    let codes: Vec<_> = findings.iter().map(|f| f.code.as_ref()).collect();
    assert_eq!(
        codes,
        ["unreadable-value", "unreadable-value", "unknown-stop"]
    );
    assert!(stop(&feed, "C").position.is_none());
    let (feed, findings) = change(T, ",B,2,,,\nt1", b",C\xe9,2,,,\nt1");
    assert_eq!(
        findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
        ["unknown-stop"]
    );
    assert_eq!(times(&feed, "t1")[1].0, "C\\xe9");
    let (feed, _) = change("trips.txt", "t1,", b"t\xff,");
    assert!(feed.trips.iter().all(|t| t.id != "t1"));
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

#[test]
fn optional_tables_may_be_missing_or_empty() {
    for text in ["", "\n", "trip_id,start_time,end_time,headway_secs\n"] {
        let mut tables = clean();
        tables[7].1 = text.to_owned();
        let (feed, findings) = read(&tables).unwrap();
        assert!(feed.frequencies.is_empty() && findings.is_empty());
    }
    let without: Tables = clean()
        .into_iter()
        .filter(|(n, _)| {
            !matches!(
                *n,
                "calendar.txt" | "transfers.txt" | "pathways.txt" | "frequencies.txt"
            )
        })
        .collect();
    let (feed, findings) = read(&without).unwrap();
    let left: Vec<&str> = feed.trips.iter().map(|t| t.id.as_str()).collect();
    assert_eq!(left, ["t1", "t2", "t3", "t4"]); // SA is in no calendar any more
    assert_eq!(
        findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
        ["unknown-service"]
    );
}
