//! The GTFS reader: what a clean feed means, forms in which it reads the same, and real feeds.

use crate::gtfs_common;

use bereik::diagnostics::Severity;
use bereik::input::gtfs::{self, Access, StopKind};
use gtfs_common::*;
use std::path::{Path, PathBuf};

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
    // By straight lines of 13,051, 13,056 and 26,094 m, from the departure 8:00:30 to the arrival 8:09:30: of 540 s
    // 135.01 and 270.07. (Distances don't count: not all calls have one.)
    assert_eq!(
        times(&feed, "t1"),
        [
            call("S1", 28_800, 28_830),
            call("B", 28_965, 28_965),
            call("C", 29_100, 29_100),
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
    assert_eq!(times(&feed, "t4")[0], call("B", 60, 120));
    let t2 = &feed.trips[2];
    let flags: Vec<_> = feed.calls[t2.calls.clone()]
        .iter()
        .map(|c| (c.boards, c.alights))
        .collect();
    assert_eq!(flags, [(true, true), (true, false), (true, true)]);
    assert!(!feed.calls[feed.trips[1].calls.end - 1].boards);
    assert_eq!(feed.frequencies.len(), 2);
    assert!(feed.frequencies.iter().all(|f| f.trip == 0));
    assert_eq!(feed.transfers.len(), 6); // an empty type is 0
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
        ["unknown-service", "service-never-runs"] // WK is but removed dates
    );
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn conformance_feeds_read_the_same_packed_and_unpacked() {
    let mut cases = 0;
    for case in std::fs::read_dir(root().join("fixtures/conformance")).unwrap() {
        let case = case.unwrap().path();
        if !case.join("gtfs.zip").exists() {
            continue;
        }
        let (zip, in_zip) = gtfs::read(&case.join("gtfs.zip")).unwrap();
        let (mut folder, in_folder) = gtfs::read(&case.join("gtfs")).unwrap();
        assert_eq!(folder.name, "gtfs");
        folder.name = zip.name.clone();
        assert_eq!(zip, folder, "{}", case.display());
        // Notes say what is read in a way of its own; nothing is left out.
        assert!(
            (in_zip.iter().chain(in_folder.iter())).all(|f| f.severity == Severity::Note),
            "{:?}",
            in_zip.summary()
        );
        cases += 1;
    }
    assert!(cases > 15);
}

#[test]
fn real_feeds_read_with_the_counts_their_publishers_give() {
    let data = std::env::var_os("BEREIK_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    // Stops, routes, trips, calls, frequencies; findings.
    for (feed, counts, findings) in [
        (
            "porto-alegre/poa_eptc_full",
            [4207, 150, 8520, 454_501, 0],
            0,
        ),
        (
            "porto-alegre/poa_eptc_midday",
            [3986, 115, 2374, 130_019, 0],
            0,
        ),
        ("porto-alegre/poa_trensurb", [24, 2, 1248, 14_855, 0], 0),
        // Seven doubles, and that half a calendar is so.
        ("sao-paulo-centro/spo", [654, 19, 36, 860, 704], 8),
        (
            "newport-uk/newport_bus_2023",
            [3601, 85, 1343, 43_199, 0],
            0,
        ),
        (
            "newport-uk/southeast_wales_bus_2024",
            [5377, 220, 5426, 204_361, 0],
            0,
        ),
        (
            "newport-uk/south_wales_rail_2024",
            [253, 141, 939, 12_082, 0],
            1, // calls by appointment
        ),
        (
            "rhein-neckar/rnv_2016-10_12",
            [2057, 100, 20_636, 424_266, 0],
            0,
        ),
        (
            "rhein-neckar/rnv_2016-09_10",
            [2070, 122, 12_176, 245_430, 0],
            0,
        ),
        ("addison-vt/addison", [114, 11, 330, 4712, 0], 1), // calls by appointment
        (
            "netherlands/htm_tram_20180301",
            [286, 6, 1455, 34_780, 0],
            0,
        ),
        (
            "netherlands/dutch_ferries_2018",
            [567, 336, 550, 1150, 550],
            1,
        ),
    ] {
        let path = data.join(format!("{feed}.gtfs.zip"));
        if !path.exists() {
            println!("skipped: {} is not there", path.display());
            continue;
        }
        let (f, found) = gtfs::read(&path).unwrap();
        let got = [
            f.stops.len(),
            f.routes.len(),
            f.trips.len(),
            f.calls.len(),
            f.frequencies.len(),
        ];
        assert_eq!(got, counts, "{feed}");
        assert_eq!(
            found.counts().map(|(_, _, n)| n).sum::<u64>(),
            findings,
            "{feed}"
        );
        sound(&f);
    }
}
