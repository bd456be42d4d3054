//! Feeds beside streets and beside other feeds: what does not touch, other time zones, dates, vehicles slower than feet.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A street of 9 km with stops A, B and C on it, and a bus at 08:05, 08:10 and 08:15 (fixture `05a`).
fn town() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults/05a-pandas-pickup-floats")
}

/// Its feed as a folder, with edits `(table, text there, text instead)`; a table that isn't there is made of the last.
fn feed(at: &Path, name: &str, edits: &[(&str, &str, &str)]) -> PathBuf {
    let folder = at.join(name);
    std::fs::create_dir(&folder).unwrap();
    let file = std::fs::File::open(town().join("gtfs.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(file).unwrap();
    for n in 0..zip.len() {
        let mut entry = zip.by_index(n).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        for (_, from, to) in edits.iter().filter(|(table, _, _)| *table == name) {
            assert!(text.contains(from), "{name} has no {from:?}");
            text = text.replace(from, to);
        }
        std::fs::write(folder.join(name), text).unwrap();
    }
    for (table, _, text) in edits.iter().filter(|(_, from, _)| from.is_empty()) {
        std::fs::write(folder.join(table), text).unwrap();
    }
    folder
}

struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn bereik(command: &str, feeds: &[&PathBuf], more: &[&str]) -> Said {
    let town = town();
    let done = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .arg(command)
        .arg("--osm")
        .arg(town.join("net.osm.pbf"))
        .args(
            feeds
                .iter()
                .flat_map(|f| [Path::new("--gtfs"), f.as_path()]),
        )
        .args(more)
        .current_dir(town)
        .output()
        .unwrap();
    Said {
        code: done.status.code(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

const QUESTION: [&str; 8] = [
    "--date",
    "2026-03-10",
    "--depart",
    "08:00-08:01",
    "--origins",
    "o.csv",
    "--destinations",
    "d.csv",
];

/// Findings of `bereik info` of a kind.
fn found(said: &Said, code: &str) -> Vec<String> {
    assert_eq!(said.code, Some(0), "{}", said.err);
    let of_kind = |line: &&str| line.ends_with(&format!("[{code}]"));
    said.out
        .lines()
        .filter(of_kind)
        .map(str::to_owned)
        .collect()
}

#[test]
fn streets_and_timetables_that_do_not_touch_are_refused_with_both_places() {
    let folder = tempfile::tempdir().unwrap();
    let swapped = feed(
        folder.path(),
        "swapped",
        &[("stops.txt", "stop_lat,stop_lon", "stop_lon,stop_lat")],
    );
    let far = feed(folder.path(), "far", &[("stops.txt", ",52.1", ",48.1")]);
    for (feed, hint, place) in [
        (&swapped, "look exchanged", "latitude 5.1000 to 5.1876"),
        (&far, "of the same place", "latitude 48.1000 to 48.1000"),
    ] {
        let said = bereik("matrix", &[feed], &QUESTION);
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert!(said.out.is_empty());
        // Stations have no service; A, B and C do.
        for part in [
            hint,
            place,
            "none of its 3 stops with service",
            "the streets at longitude",
        ] {
            assert!(said.err.contains(part), "{part:?} is not in {}", said.err);
        }
        // To be looked at it need not touch.
        let said = bereik("info", &[feed], &[]);
        let loud = found(&said, "many-stops-not-linked");
        assert!(
            loud[0].contains("3 of 3 stops") && loud[0].contains(place),
            "{loud:?}"
        );
    }
    // Beside a feed that touches it is loud, and the result stands.
    let good = feed(folder.path(), "good", &[]);
    let said = bereik("matrix", &[&good, &far], &QUESTION);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(
        said.out.contains(",15.00") && said.err.contains("many-stops-not-linked"),
        "{}",
        said.err
    );
}

#[test]
fn feeds_of_other_time_zones_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let here = feed(folder.path(), "here", &[]);
    let zone = |name: &str, zone: &str| {
        feed(
            folder.path(),
            name,
            &[("agency.txt", "Europe/Amsterdam", zone)],
        )
    };
    let (berlin, london) = (
        zone("berlin", "Europe/Berlin"),
        zone("london", "Europe/London"),
    );
    let said = bereik("info", &[&here, &berlin, &london], &[]);
    let zones = found(&said, "feeds-in-different-time-zones");
    assert_eq!(zones.len(), 2, "{zones:?}");
    assert!(
        zones
            .iter()
            .any(|z| z.contains("note: berlin") && z.contains("show the same")),
        "{zones:?}"
    );
    assert!(
        zones
            .iter()
            .any(|z| z.contains("serious: london") && z.contains("brought to Europe/Amsterdam")),
        "{zones:?}"
    );
}

#[test]
fn a_date_proposed_is_covered_by_every_feed_and_vouched_for() {
    let folder = tempfile::tempdir().unwrap();
    let year = feed(folder.path(), "year", &[]);
    let info = "feed_publisher_name,feed_start_date,feed_end_date\nX,20260601,20260630\n";
    let june = feed(folder.path(), "june", &[("feed_info.txt", "", info)]);
    let next = feed(
        folder.path(),
        "next",
        &[("calendar.txt", "20260101,20261231", "20270101,99991231")],
    );
    // The first Tuesday of June 2026 is the 2nd.
    let said = bereik("info", &[&year, &june], &[]);
    assert!(
        said.out
            .contains("--date 2026-06-02 (Tuesday, 2 trips, 2 of 2 feeds run)"),
        "{}",
        said.out
    );
    assert!(
        said.out
            .contains("feed_info.txt vouches for 2026-06-01 to 2026-06-30")
    );
    let mut question = QUESTION;
    question[1] = "2025-01-01";
    let said = bereik("matrix", &[&year, &june], &question);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("for example 2026-06-01"), "{}", said.err);
    // Outside the period it is computed, and said.
    let said = bereik("matrix", &[&june], &QUESTION);
    assert_eq!(said.code, Some(0));
    assert!(
        said.err
            .contains("outside the period that june vouches for"),
        "{}",
        said.err
    );
    // Calendars that never meet.
    let said = bereik("info", &[&year, &next], &[]);
    assert!(
        said.out
            .contains("none: no date is covered by all timetables"),
        "{}",
        said.out
    );
    let said = bereik("matrix", &[&year, &next], &question);
    assert!(
        said.err.contains("no date is covered by all timetables"),
        "{}",
        said.err
    );
}

#[test]
fn calendars_of_all_years_are_read_and_listed_in_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let always = feed(
        folder.path(),
        "always",
        &[("calendar.txt", "20260101,20261231", "00010101,99991231")],
    );
    let said = bereik("matrix", &[&always], &QUESTION);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains(",15.00"), "{}", said.out);
    let said = bereik("info", &[&always], &["--dates"]);
    // 3,652,059 dates, of which 20,000 are listed.
    assert!(
        said.out
            .contains("service from 0001-01-01 to 9999-12-31, on 3652059 dates"),
        "{}",
        &said.out[..900]
    );
    assert!(said.out.contains("and 3632059 dates more") && said.out.lines().count() < 20_100);
}

#[test]
fn hours_slower_than_on_foot_are_named() {
    // 3 km from B at 08:10 to C at 20:15, meant to be 08:15.
    let folder = tempfile::tempdir().unwrap();
    let late = feed(
        folder.path(),
        "late",
        &[("stop_times.txt", "08:15:00,08:15:00", "20:15:00,20:15:00")],
    );
    let said = bereik("info", &[&late], &[]);
    let slow = found(&said, "trip-too-slow");
    assert_eq!(slow.len(), 1, "{}", said.out);
    assert!(
        slow[0].contains("08:10") && slow[0].contains("20:15") && slow[0].contains("a.m. for p.m."),
        "{slow:?}"
    );
}
