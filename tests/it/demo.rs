//! A study from beginning to end through the program: generate a town, run its study, open
//! everything that came out with other readers than the writers'.

use parquet::file::reader::{FileReader, SerializedFileReader};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const RESULTS: [&str; 13] = [
    "access.csv",
    "access.parquet",
    "areas.csv",
    "areas.gpkg",
    "findings.csv",
    "groups.csv",
    "homes.gpkg",
    "manifest.json",
    "poverty.csv",
    "profile.csv",
    "report.html",
    "report.json",
    "results.xlsx",
];

fn bereik(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Runs and wants exit 0; what it said on standard output and standard error.
fn done(arguments: &[&str]) -> (String, String) {
    let output = bereik(arguments);
    let (said, aside) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {aside}");
    (said, aside)
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// The study without the tables of some kinds that have one of these names.
fn without(study: &str, names: &[&str]) -> String {
    let mut out = Vec::new();
    for block in study.split("\n[[") {
        let named = |name: &&str| block.contains(&format!("]]\nname = \"{name}\""));
        if !names.iter().any(named) {
            out.push(block);
        }
    }
    out.join("\n[[")
}

struct Study {
    _folder: tempfile::TempDir,
    study: PathBuf,
    folder: PathBuf,
}

/// A generated town with fewer travellers, times and shifts than its study has.
fn town() -> Study {
    let temp = tempfile::tempdir().unwrap();
    let folder = temp.path().to_owned();
    let (said, _) = done(&["synth", "--size", "town", "-o", path(&folder.join("town"))]);
    assert!(said.contains("(fictional)"), "{said}");
    let study = folder.join("town/study.toml");
    let whole = fs::read_to_string(&study).unwrap();
    let less = without(&whole, &["with a bicycle", "weekday midday", "late"]);
    let tables = |text: &str| text.matches("\n[[").count();
    assert_eq!(
        tables(&less) + 3,
        tables(&whole),
        "the generated study is worded otherwise"
    );
    let less = less.replace("step_min = 60", "step_min = 180");
    fs::write(&study, less).unwrap();
    Study {
        _folder: temp,
        study,
        folder,
    }
}

fn csv_rows(path: &Path) -> (Vec<String>, usize) {
    let mut table = csv::Reader::from_path(path).unwrap();
    let head = table.headers().unwrap().iter().map(String::from).collect();
    (head, table.records().filter(|r| r.is_ok()).count())
}

#[test]
fn a_study_from_beginning_to_end() {
    let town = town();
    let (one, two) = (town.folder.join("one"), town.folder.join("two"));
    let run = |folder: &Path, threads: &str, quiet: &[&str]| {
        let arguments = ["run", path(&town.study), "-o", path(folder)];
        let threads = ["--threads", threads];
        done(&[&arguments[..], &threads, quiet].concat())
    };
    let (said, aside) = run(&one, "1", &["--quiet"]);
    headlines(&said);
    assert_eq!(aside, "", "--quiet keeps standard error clean");
    let (said_two, aside) = run(&two, "2", &[]);
    assert_eq!(
        said.replace(path(&one), ""),
        said_two.replace(path(&two), "")
    );
    for line in said.lines().filter(|l| !l.starts_with("report:")) {
        assert!(
            !aside.contains(line),
            "a headline on standard error: {line}"
        );
    }

    let mut names: Vec<String> = fs::read_dir(&one)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, RESULTS, "all results and nothing half-written");
    for name in RESULTS {
        let (a, b) = (
            fs::read(one.join(name)).unwrap(),
            fs::read(two.join(name)).unwrap(),
        );
        assert!(!a.is_empty(), "{name} is empty");
        if name != "manifest.json" {
            assert!(a == b, "{name} differs between 1 and 2 threads");
        }
    }

    tables(&one);
    report(&one);
    geopackage(&one);
    manifest(&one, &town.study);
}

/// What is said on standard output: the title, who is worse off when, where the report is.
fn headlines(said: &str) {
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].starts_with("Who can get where in "), "{said}");
    for group in ["everyone", "social housing", "low income", "no car"] {
        let line = lines.iter().find(|l| l.trim().starts_with(group));
        let line = line.unwrap_or_else(|| panic!("nothing on {group}: {said}"));
        assert!(line.contains("weekday morning"), "{line}");
        assert!(line.contains("Sunday") && line.contains('%'), "{line}");
    }
    for shift in ["early (06:00", "night (22:00"] {
        assert!(lines.iter().any(|l| l.trim().starts_with(shift)), "{said}");
    }
    let last = lines.last().unwrap();
    assert!(
        last.starts_with("report: ") && last.ends_with("report.html"),
        "{said}"
    );
}

/// Tables have rows of as many fields as their heads; Parquet holds what CSV holds.
fn tables(folder: &Path) {
    for name in ["areas", "groups", "poverty", "profile"] {
        let (head, rows) = csv_rows(&folder.join(format!("{name}.csv")));
        assert!(head.len() > 3 && rows > 0, "{name}: {head:?}, {rows} rows");
    }
    let (head, rows) = csv_rows(&folder.join("access.csv"));
    let file = fs::File::open(folder.join("access.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let meta = reader.metadata().file_metadata();
    assert_eq!(meta.num_rows(), rows as i64);
    let columns: Vec<&str> = meta
        .schema_descr()
        .columns()
        .iter()
        .map(|c| c.name())
        .collect();
    assert_eq!(columns, head);
    // The first and the last row say the same.
    let mut csv = csv::Reader::from_path(folder.join("access.csv")).unwrap();
    let homes: Vec<String> = csv.records().map(|r| r.unwrap()[0].to_owned()).collect();
    let parquet: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            let row = row.unwrap();
            row.get_column_iter().next().unwrap().1.to_string()
        })
        .collect();
    let bare: Vec<&str> = parquet.iter().map(|s| s.trim_matches('"')).collect();
    assert_eq!(bare, homes);
}

/// The report loads nothing from elsewhere, runs no script from elsewhere and says what it is.
fn report(folder: &Path) {
    let html = fs::read_to_string(folder.join("report.html")).unwrap();
    let low = html.to_lowercase();
    assert!(low.starts_with("<!doctype html>") && low.trim_end().ends_with("</html>"));
    for load in [
        "src=\"http",
        "src='http",
        "src=\"//",
        "<link",
        "<iframe",
        "<object",
        "@import",
        "url(",
        "fetch(",
        "xmlhttprequest",
    ] {
        assert!(!low.contains(load), "the report loads: {load}");
    }
    assert!(low.contains("default-src 'none'"));
    assert!(low.contains("fictional") || low.contains("polderstad"));
    assert!(low.contains("<svg") && low.contains("<table"));
}

/// The GeoPackage as SQLite sees it.
fn geopackage(folder: &Path) {
    let readonly = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = rusqlite::Connection::open_with_flags(folder.join("areas.gpkg"), readonly).unwrap();
    let id: i64 = db
        .query_row("PRAGMA application_id", [], |r| r.get(0))
        .unwrap();
    assert_eq!(id, 0x4750_4B47, "GPKG");
    let sound: String = db
        .query_row("PRAGMA integrity_check", [], |r| r.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    let mut contents = db
        .prepare(
            "SELECT c.table_name, c.data_type, c.srs_id, g.column_name, g.srs_id
             FROM gpkg_contents c JOIN gpkg_geometry_columns g USING (table_name)
             JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id ORDER BY 1",
        )
        .unwrap();
    let layers: Vec<(String, String, i64, String, i64)> = contents
        .query_map([], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let names: Vec<&str> = layers.iter().map(|l| l.0.as_str()).collect();
    assert_eq!(names, ["buurt", "gemeente", "wijk"]);
    let mut table = csv::Reader::from_path(folder.join("areas.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    let mut areas = 0;
    for (layer, kind, srs, column, geometry_srs) in &layers {
        assert_eq!(
            (kind.as_str(), *srs, *geometry_srs),
            ("features", 4326, 4326)
        );
        // "GP", version 0 and a geometry in every row.
        let (count, good): (i64, i64) = db
            .query_row(
                &format!("SELECT count(*), count(CASE WHEN hex(substr({column},1,3)) = '475000' THEN 1 END) FROM {layer}"),
                [],
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .unwrap();
        assert!(count > 0 && count == good, "{layer}: {good} of {count}");
        areas += count;
    }
    let mut listed = BTreeMap::new();
    for row in &rows {
        *listed
            .entry((row[1].to_owned(), row[4].to_owned()))
            .or_insert(0) += 1;
    }
    // An area of which nobody belongs to a group has no rows of that group.
    let often: BTreeSet<i32> = listed.values().copied().collect();
    assert_eq!(
        often.len(),
        1,
        "areas.csv has every area and group as often"
    );
    let codes: BTreeSet<_> = listed.keys().map(|(code, _)| code).collect();
    // Nor has an area without people any.
    assert!((1..=areas).contains(&(codes.len() as i64)), "{codes:?}");
}

/// The manifest names what went in, with its checksum.
fn manifest(folder: &Path, study: &Path) {
    let text = fs::read(folder.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_slice(&text).unwrap();
    assert_eq!(manifest["threads"], 1);
    let inputs = manifest["inputs"].as_array().unwrap();
    let roles: Vec<&str> = inputs.iter().filter_map(|i| i["role"].as_str()).collect();
    for role in ["study", "osm", "gtfs", "homes", "jobs"] {
        assert!(roles.contains(&role), "{roles:?}");
    }
    let (bytes, sha256) = bereik::network::file::fingerprint(study).unwrap();
    assert_eq!(inputs[0]["bytes"], bytes);
    assert_eq!(inputs[0]["sha256"], sha256);
}

#[test]
fn help_of_the_demo_teaches() {
    let (help, _) = done(&["demo", "--help"]);
    for word in [
        "fictional",
        "report",
        "browser",
        "--output",
        "bereik-demo",
        "--threads",
    ] {
        assert!(help.contains(word), "no {word:?} in:\n{help}");
    }
    let (help, _) = done(&["--help"]);
    assert!(help.contains("bereik demo"), "{help}");
}

#[test]
fn a_study_that_is_not_there_is_one_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    let study = folder.path().join("none.toml");
    let output = bereik(&["run", path(&study)]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "", "results only on standard output");
    let said = text(&output.stderr);
    assert!(said.contains("none.toml"), "{said}");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, 0, "nothing is left behind");
}

#[test]
fn dates_without_service_are_told_with_the_study_and_its_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    bereik::synth::generate(bereik::synth::Size::Town, 3, folder.path()).expect("a town");
    let file = fs::read_dir(folder.path())
        .expect("files")
        .filter_map(|f| f.ok().map(|f| f.path()))
        .find(|f| f.extension().is_some_and(|e| e == "toml"))
        .expect("a study");
    let study = fs::read_to_string(&file).expect("the study");
    // Another year for the study's own day and for one of a slot of its own.
    let wrong = study
        .replace("2026-03-10", "2031-03-11")
        .replace("2026-03-15", "2032-03-14");
    assert_ne!(wrong, study);
    fs::write(&file, wrong).expect("written");
    let out = folder.path().join("results");
    let output = bereik(&["run", path(&file), "-o", path(&out)]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in [
        "study.date = \"2031-03-11\"",
        "date = \"2032-03-14\"",
        ".toml",
        "service from",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("--date"), "{said}");
    assert!(!out.exists());
}
