//! Whose norms hold, what is said of the editions of a series, and what counts as the same.

use super::*;
use bereik::axes::PurposeId;
use bereik::diagnostics::{Finding, Findings, KEPT_PER_KIND};
use bereik::run::monitor::explain::norms::take_norms;
use bereik::run::monitor::explain::{TIMETABLE, page, say};

const JOBS: &str = "norm = { cutoff_min = 30, at_least = 900 }";

fn records<'a>(e: &'a Explained, code: &str) -> Vec<&'a str> {
    let of = |f: &&Finding| f.code == code;
    e.findings
        .iter()
        .filter(of)
        .map(|f| f.record.as_str())
        .collect()
}

fn manifest(folder: &Path) -> serde_json::Value {
    let text = fs::read(folder.join("manifest.json")).expect("a manifest");
    serde_json::from_slice(&text).expect("JSON")
}

#[test]
fn norms_of_a_third_edition_hold_on_its_own_cutoff() {
    let town = town(30);
    let norm = [(JOBS, "norm = { cutoff_min = 40, at_least = 1500 }")];
    let mut all = [
        with(&town, "2024", 0, &norm),
        town.edition("2025", 0),
        town.edition("2026", 15),
    ];
    let base = all[0].clone();
    let norms = take_norms(&mut all, [1, 2], &base).unwrap_or_else(|e| panic!("{e}"));
    let asked = Options {
        norms: Some(norms),
        ..Options::default()
    };
    let out = town.folder.join("out");
    let made = run(&all[1], &all[2], &all, &asked, &out, &Progress::silent());
    let (e, _) = made.unwrap_or_else(|e| panic!("{e}"));
    // As if both files had that norm.
    let both = [
        with(&town, "2025-n", 0, &norm),
        with(&town, "2026-n", 15, &norm),
    ];
    let same = explained(&both[0], &both[1], &Options::default());
    assert!(e.rows == same.rows, "another norm or another reading");
    // And it is said, with the name of the edition.
    let frozen: Vec<&Finding> = (e.findings.iter())
        .filter(|f| f.code == "norm-frozen")
        .collect();
    assert_eq!(frozen[0].record, "service \"jobs\"");
    assert!(
        frozen.iter().all(|f| f.action.contains("\"2024\"")),
        "{frozen:?}"
    );
    assert!(
        records(&e, "norm-frozen")
            .iter()
            .all(|r| r.contains("jobs"))
    );
    let data = page::data(&e, &asked);
    assert_eq!((data.base.as_str(), data.ranks.as_str()), ("2024", "2025"));
    let manifest = manifest(&out);
    assert_eq!(manifest["base_edition"], "2024");
    assert_eq!(manifest["ranks_edition"], "2025");
    let page = fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("Income ranks of") && page.contains("Norms are those of 2024"));
}

#[test]
fn a_norm_is_only_taken_where_the_same_is_measured() {
    let town = town(31);
    let hospital = "measure = \"nearest\"\nnorm = { within_min = 30 }";
    let counted = (hospital, "cutoffs_min = [30]\nnorm = { at_least = 1 }");
    let far = (JOBS, "norm = { cutoff_min = 90, at_least = 900 }");
    let short = ("max_walk_min = 20", "max_walk_min = 20\nmax_trip_min = 60");
    let take = |base: &[(&str, &str)], pair: &[(&str, &str)], other: &[(&str, &str)]| {
        let mut all = [
            with(&town, "2024", 0, base),
            with(&town, "2025", 0, pair),
            with(&town, "2026", 0, pair),
            with(&town, "2027", 0, other),
        ];
        let base = all[0].clone();
        let taken = take_norms(&mut all, [1, 2], &base).map_err(|e| e.to_string());
        taken.map(|n| (n, all))
    };
    let error = take(&[counted], &[], &[]).expect_err("a count is no time");
    for part in [
        "service \"hospital\" norm",
        "\"2025\"",
        "\"2024\"",
        "base_edition",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let error = take(&[far], &[short], &[]).expect_err("never reached");
    assert!(
        error.contains("service \"jobs\" norm") && error.contains("60 minutes"),
        "{error}"
    );
    // An edition of the series that measures otherwise keeps its own: it is left out for that.
    let stricter = (
        hospital,
        "measure = \"nearest\"\nnorm = { within_min = 20 }",
    );
    let (norms, all) = take(&[stricter], &[], &[counted]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(norms.replaced.len(), 2);
    assert_eq!(
        all[1].study.services[PurposeId(1)].norm,
        all[0].study.services[PurposeId(1)].norm
    );
    assert_eq!(all[3].study, with(&town, "2027", 0, &[counted]).study);
}

#[test]
fn other_cutoffs_are_another_reading_of_the_same() {
    let town = town(32);
    let (from, to) = (town.edition("2025", 0), town.edition("2026", 15));
    let same = explained(&from, &to, &Options::default());
    let more = ("cutoffs_min = [30]", "cutoffs_min = [45, 30]");
    let e = explained(
        &from,
        &with(&town, "2026", 15, &[more]),
        &Options::default(),
    );
    assert!(e.rows == same.rows);
    assert!(records(&e, "norm-frozen").is_empty() && records(&e, "cutoff-frozen").is_empty());
    let norm = (JOBS, "norm = { cutoff_min = 45, at_least = 2000 }");
    let e = explained(
        &from,
        &with(&town, "2026", 15, &[norm]),
        &Options::default(),
    );
    assert!(e.rows == same.rows);
    assert_eq!(records(&e, "norm-frozen"), ["service \"jobs\""]);
    // Without a norm the first is read.
    let from = with(&town, "2025", 0, &[(JOBS, "")]);
    let to = with(&town, "2026", 0, &[(JOBS, ""), ("[30]", "[45]")]);
    let e = explained(&from, &to, &Options::default());
    assert_eq!(records(&e, "cutoff-frozen"), ["service \"jobs\""]);
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );
}

#[test]
fn what_is_odd_about_an_edition_of_the_series_is_said() {
    let town = town(33);
    let slow = "[[persona]]\nname = \"slowly\"\nmax_walk_min = 10\n";
    let two = (
        "[[slot]]\nname = \"morning\"",
        &*format!("{slow}[[slot]]\nname = \"morning\""),
    );
    let from = with(&town, "2025", 0, &[two]);
    let to = with(&town, "2026", 0, &[two]);
    let other = with(
        &town,
        "2024",
        5,
        &[
            ("date = 2026-03-10", "date = 2026-03-11"),
            ("at_least = 900", "at_least = 2000"),
            ("name = \"hospital\"", "name = \"clinic\""),
            (
                "file = \"hospitals-a.csv\"",
                "file = \"services-a.csv\"\nwhere = { kind = \"none\" }",
            ),
        ],
    );
    let without = with(
        &town,
        "2023",
        0,
        &[(
            "name = \"on foot\"\nmax_walk_min = 20",
            "name = \"slowly\"\nmax_walk_min = 10",
        )],
    );
    let all = [without, other, from.clone(), to.clone()];
    let out = town.folder.join("out");
    let made = run(
        &from,
        &to,
        &all,
        &Options::default(),
        &out,
        &Progress::silent(),
    );
    let (e, _) = made.unwrap_or_else(|e| panic!("{e}"));
    let said = |code: &str| records(&e, code);
    assert_eq!(said("norm-frozen"), ["edition \"2024\": service \"jobs\""]);
    let days: Vec<&str> = said("other-weekday");
    let expected = ["slot \"morning\"", "slot \"evening\"", "shift \"early\""];
    assert_eq!(days, expected.map(|x| format!("edition \"2024\": {x}")));
    let expected = ["hospital", "clinic"].map(|x| format!("edition \"2024\": service {x:?}"));
    let expected: Vec<String> = ["edition \"2024\": persona \"slowly\"".to_owned()]
        .into_iter()
        .chain(expected)
        .collect();
    let mut missing = said("not-comparable");
    missing.sort_unstable_by_key(|r| expected.iter().position(|x| x == r));
    assert_eq!(missing, expected);
    let of_2024 = |x: &&str| x.starts_with("edition \"2024\": ");
    assert_eq!(
        said("weight-unknown").into_iter().filter(of_2024).count(),
        1
    );
    // What readers found.
    assert_eq!(said("service-without-places"), ["edition \"2024\": clinic"]);
    // An edition that lacks the first persona would be of somebody else.
    assert_eq!(said("edition-not-comparable"), ["edition \"2023\""]);
    assert!(e.series.iter().all(|p| p.edition != "2023"));
    let named: Vec<(&str, &str)> = (e.incomparable.iter())
        .map(|x| (x.kind, x.name.as_str()))
        .collect();
    for what in [
        ("service", "hospital"),
        ("service", "clinic"),
        ("persona", "slowly"),
    ] {
        assert!(named.contains(&what), "{named:?}");
    }
    let series = &manifest(&out)["series_editions"];
    assert_eq!(series[0]["name"], "2024");
    assert_eq!(series[0]["date"], "2026-03-11");
    let roles = series[0]["inputs"].as_array().expect("files");
    assert!(roles.iter().any(|f| f["role"] == "homes"));
    // Means of what is reached make a series; means in minutes are of other people each time.
    let units = |edition: &str| -> Vec<&str> {
        let means = e.series.iter().filter(|p| p.indicator == Indicator::Mean);
        means
            .filter(|p| p.edition == edition)
            .map(|p| p.unit_of)
            .collect()
    };
    for edition in ["2024", "2025", "2026"] {
        let units = units(edition);
        assert!(
            !units.is_empty() && units.iter().all(|u| *u == "opportunities"),
            "{units:?}"
        );
    }
}

#[test]
fn a_shift_on_another_day_of_the_week_is_said() {
    let town = town(34);
    let day = ("max_trip_min = 60", "max_trip_min = 60\ndate = 2026-03-11");
    let to = with(&town, "2026", 0, &[day]);
    let e = explained(&town.edition("2025", 0), &to, &Options::default());
    assert_eq!(records(&e, "other-weekday"), ["shift \"early\""]);
}

#[test]
fn networks_built_in_other_ways_are_two() {
    let town = town(35);
    let sources = "osm = \"polderland.osm.pbf\"\ngtfs = [\"bus-a\", \"train.gtfs.zip\"]";
    let built = |name: &str, snap: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_bereik"))
            .current_dir(&town.folder)
            .args(["build", "--osm", "polderland.osm.pbf", "--gtfs", "bus-a"])
            .args(["--gtfs", "train.gtfs.zip", "--max-snap", snap, "-o", name])
            .output()
            .expect("the program runs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        with(&town, name, 0, &[(sources, &format!("file = \"{name}\""))])
    };
    let (near, far) = (built("near.bereik", "500"), built("far.bereik", "1000"));
    let e = explained(&near, &far, &Options::default());
    assert_eq!(e.runs.active, TIMETABLE);
    assert_eq!(records(&e, "other-network-settings"), ["networks"]);
    assert!(e.streets_differ);
    let e = explained(&near, &built("again.bereik", "500"), &Options::default());
    assert_eq!(e.runs.active, 0);
    assert!(records(&e, "other-network-settings").is_empty() && !e.streets_differ);
}

#[test]
fn a_fifth_that_is_not_known_and_a_group_that_is_lost_are_said() {
    let town = town(36);
    let text = fs::read_to_string(town.folder.join("homes-a.csv")).expect("a table");
    let poor: String = (text.lines().enumerate())
        .map(|(i, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if i > 0 {
                cells[9] = "-99997";
            }
            cells.join(",") + "\n"
        })
        .collect();
    fs::write(town.folder.join("homes-n.csv"), poor).expect("written");
    let report = ("[report]", "[report]\ngroup = \"low_income\"");
    let from = with(&town, "2025", 0, &[("homes-a.csv", "homes-n.csv"), report]);
    let to = with(&town, "2026", 0, &[("low_income = ", "poor = ")]);
    let e = explained(&from, &to, &Options::default());
    assert_eq!(records(&e, "rank-unknown"), ["rank \"income\""]);
    assert_eq!(e.study.homes.groups.len(), 1);
    let lost = e
        .findings
        .iter()
        .find(|f| f.code == "report-group")
        .expect("said");
    assert_eq!(lost.record, "group \"low_income\"");
    assert!(lost.action.contains("\"everyone\""));
}

#[test]
fn what_was_only_counted_is_still_counted() {
    let mut found = Findings::default();
    for i in 0..KEPT_PER_KIND + 7 {
        found.warn("odd", "homes.csv", Some(i), "x", "", "");
    }
    let mut all = Findings::default();
    say::tell("2024", &found, &mut all);
    let counts: Vec<_> = all.counts().collect();
    assert_eq!(counts, [("odd", "homes.csv", KEPT_PER_KIND + 7)]);
    let first = all.iter().next().expect("one");
    assert_eq!(first.record, "edition \"2024\": x");
}

#[test]
fn a_feed_for_a_part_of_the_region_is_told_by_area() {
    let town = town(38);
    let start = STUDY.find("[[areas]]\nlevel = \"gemeente\"").unwrap();
    let end = STUDY.find("[[persona]]").unwrap();
    let towns = STUDY[start..end].replace("-W", "-a");
    let quarters_only = (towns.as_str(), "");
    let buses = ("\"bus-a\", ", "");
    let whole = with(&town, "2025", 0, &[quarters_only]);
    let trains = with(&town, "2026", 0, &[quarters_only, buses]);
    let lost = |from: &Edition, to: &Edition| -> Vec<String> {
        let e = explained(from, to, &Options::default());
        let records = records(&e, "region-lost-its-service");
        records.into_iter().map(str::to_owned).collect()
    };
    let after = lost(&whole, &trains);
    assert!(!after.is_empty());
    assert!(
        after
            .iter()
            .all(|r| r.starts_with("edition \"2026\": area "))
    );
    assert_eq!(lost(&trains, &whole), after);
    assert!(lost(&whole, &whole).is_empty());
}

/// What has one name and is two things is compared, and told: else the change of a file passes for one of the world.
#[test]
fn what_is_read_in_another_way_is_told() {
    let town = town(11);
    let same = explained(
        &town.edition("2025", 0),
        &town.edition("2026", 15),
        &Options::default(),
    );
    let told = |e: &Explained| -> Vec<(String, String)> {
        let codes = [
            "definition-differs",
            "no-such-vehicles",
            "homes-not-found-again",
        ];
        (e.findings.iter())
            .filter(|f| codes.contains(&&*f.code))
            .map(|f| (f.code.to_string(), f.record.clone()))
            .collect()
    };
    assert_eq!(told(&same), []);

    let renamed = fs::read_to_string(town.folder.join("homes-b.csv")).expect("homes");
    let renamed: Vec<String> = (renamed.lines().enumerate())
        .map(|(i, l)| {
            if i == 0 {
                l.to_owned()
            } else {
                format!("x{l}")
            }
        })
        .collect();
    fs::write(town.folder.join("homes-x.csv"), renamed.join("\n") + "\n").expect("written");
    let edits = [
        ("homes-b.csv", "homes-x.csv"),
        ("\"bus-b\", \"train.gtfs.zip\"", "\"bus-b\""),
        (
            "low_income = \"aantal_huishoudens_laag_inkomen\"",
            "low_income = \"aantal_inwoners\"",
        ),
        ("column = \"jobs\"\n", "column = \"jobs_early\"\n"),
        (
            "{ kind = \"primary_school\" }\nmeasure = \"nearest\"",
            "{ kind = \"secondary_school\" }\nmeasure = \"nearest\"",
        ),
        ("column = \"jobs_early\" }", "column = \"jobs_late\" }"),
    ];
    let later = with(&town, "2026", 15, &edits);
    let e = explained(&town.edition("2025", 0), &later, &Options::default());
    let expected = [
        ("definition-differs", "group \"low_income\""),
        ("definition-differs", "service \"jobs\""),
        ("definition-differs", "service \"school\""),
        ("definition-differs", "shift \"early\""),
        ("no-such-vehicles", "edition \"2026\": rail"),
        ("homes-not-found-again", "homes"),
    ];
    let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(told(&e), expected);
}
