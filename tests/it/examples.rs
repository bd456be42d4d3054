//! The studies in `examples/`, on real data where it is there (`BEREIK_DATA`, else `../shared/data`),
//! and studies that must be refused.
//!
//! The studies are cut down first: every so many homes, short slots, one hour of the profile. What
//! is asserted holds for the whole study too, and doesn't hang on one value.

use crate::common::thinned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use toml::{Table, Value};

const PROGRAM: &str = env!("CARGO_BIN_EXE_bereik");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a region, if the data are here.
fn region(name: &str) -> Option<PathBuf> {
    let data = std::env::var_os("BEREIK_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let folder = data.join(name);
    if folder.is_dir() {
        return Some(folder.canonicalize().expect("a path"));
    }
    eprintln!("SKIPPED: no folder {} (set BEREIK_DATA)", folder.display());
    None
}

fn run(study: &Path, out: &Path, threads: &str) -> Output {
    Command::new(PROGRAM)
        .arg("run")
        .arg(study)
        .arg("-o")
        .arg(out)
        .args(["--threads", threads])
        .output()
        .expect("the program runs")
}

fn succeeds(study: &Path, out: &Path, threads: &str) {
    let done = run(study, out, threads);
    let error = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{error}");
}

/// Rows of a CSV file by column name.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header = reader.headers().expect("a header").clone();
    (reader.records())
        .map(|r| {
            let r = r.expect("a row");
            header
                .iter()
                .zip(&r)
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .collect()
        })
        .collect()
}

/// The study with the data's folder filled in, fewer homes, short slots and a short profile.
fn reduced(study: &Path, data: &Path, folder: &Path, every: usize, minutes: u8) -> PathBuf {
    let text = std::fs::read_to_string(study).expect("the study");
    let name = data.file_name().expect("a name").to_string_lossy();
    let shared = format!("../../../shared/data/{name}");
    assert!(text.contains(&shared), "the example reads {shared}");
    let text = text.replace(&shared, &data.to_string_lossy().replace('\\', "/"));
    let mut table: Table = text.parse().expect("TOML");

    let homes = table["homes"].as_table_mut().expect("a table");
    let file = study
        .parent()
        .expect("a folder")
        .join(homes["file"].as_str().expect("a path"));
    thinned(&file, &folder.join("homes.csv"), every);
    homes.insert("file".into(), "homes.csv".into());
    table["persona"]
        .as_array_mut()
        .expect("personas")
        .truncate(1);
    for slot in table["slot"].as_array_mut().expect("slots") {
        let start = slot["depart"].as_str().expect("a window")[..5].to_owned();
        let window = format!("{start}-{}:{minutes}", &start[..2]);
        slot.as_table_mut()
            .expect("a table")
            .insert("depart".into(), window.into());
    }
    let profile = table["profile"].as_table_mut().expect("a profile");
    profile.insert("window".into(), "08:00-09:00".into());
    let path = folder.join("study.toml");
    std::fs::write(&path, toml::to_string(&table).expect("TOML")).expect("written");
    path
}

/// What holds for every results folder.
fn sound(study: &Path, out: &Path, areas: bool) {
    let mut files: BTreeSet<&str> = [
        "access.csv",
        "access.parquet",
        "areas.csv",
        "findings.csv",
        "groups.csv",
        "homes.gpkg",
        "manifest.json",
        "poverty.csv",
        "profile.csv",
        "report.html",
        "report.json",
        "results.xlsx",
    ]
    .into();
    if areas {
        files.insert("areas.gpkg");
    }
    let found: Vec<String> = (std::fs::read_dir(out).expect("results"))
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        files
    );

    let access = rows(&out.join("access.csv"));
    let homes = rows(&study.with_file_name("homes.csv"));
    let per_home = access.len() / homes.len();
    assert!(per_home > 0 && access.len() == per_home * homes.len());
    for (home, rows) in homes.iter().zip(access.chunks(per_home)) {
        for row in rows {
            assert_eq!(row["home"], home["id"]);
            assert!(!row["status"].is_empty(), "{row:?}");
            let valued = !row["access"].is_empty() || !row["minutes"].is_empty();
            assert!(valued || row["status"] != "ok", "{row:?}");
            assert!(
                row["access"].is_empty() || row["minutes"].is_empty(),
                "{row:?}"
            );
        }
    }

    use parquet::file::reader::{FileReader, SerializedFileReader};
    let file = std::fs::File::open(out.join("access.parquet")).expect("parquet");
    let parquet = SerializedFileReader::new(file).expect("parquet");
    let written = parquet.metadata().file_metadata().num_rows();
    assert_eq!(written, access.len() as i64);

    // Every file the study reads, with its hash.
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("manifest.json")).expect("a manifest"))
            .expect("JSON");
    let inputs = manifest["inputs"].as_array().expect("inputs");
    for role in ["study", "osm", "gtfs", "homes"] {
        let of_role = inputs.iter().find(|i| i["role"] == role).expect(role);
        let hash = of_role["sha256"].as_str().expect("a hash");
        assert!(
            hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()),
            "{hash}"
        );
    }

    // Homes that aren't linked are named.
    let unlinked: BTreeSet<&String> = (access.iter())
        .filter(|r| r["status"] == "not_linked")
        .map(|r| &r["home"])
        .collect();
    let findings = rows(&out.join("findings.csv"));
    let named: BTreeSet<&String> = findings
        .iter()
        .filter(|f| f["code"] == "home-not-linked")
        .map(|f| &f["record"])
        .collect();
    assert_eq!(unlinked, named);

    let page = std::fs::read_to_string(out.join("report.html")).expect("a report");
    assert!(page.ends_with("</html>\n") || page.ends_with("</html>"));
    assert!(!page.contains("src=\"http"), "the page needs no network");
}

/// A number of `groups.csv`.
fn figure(out: &Path, slot: &str, service: &str, group: &str, column: &str) -> f64 {
    let row = rows(&out.join("groups.csv"))
        .into_iter()
        .find(|r| r["slot"] == slot && r["service"] == service && r["group"] == group)
        .unwrap_or_else(|| panic!("no row for {slot}, {service}, {group}"));
    row[column]
        .parse()
        .unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn same_tables(a: &Path, b: &Path) {
    for table in [
        "access.csv",
        "groups.csv",
        "poverty.csv",
        "areas.csv",
        "findings.csv",
    ] {
        let read = |f: &Path| std::fs::read(f.join(table)).expect(table);
        assert!(
            read(a) == read(b),
            "{table} differs between 1 and 2 threads"
        );
    }
}

#[test]
fn newport() {
    let Some(data) = region("newport-uk") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let study = reduced(
        &root().join("examples/newport/study.toml"),
        &data,
        folder,
        8,
        59,
    );
    let out = folder.join("one");
    succeeds(&study, &out, "1");
    sound(&study, &out, false);
    succeeds(&study, &folder.join("two"), "2");
    same_tables(&out, &folder.join("two"));

    // Homes north of the extract: known to be unknown, in no share.
    let unknown = figure(&out, "weekday morning", "A&E", "homes", "people_unknown");
    let known = figure(&out, "weekday morning", "A&E", "homes", "people");
    assert!(unknown > 0.0 && known > unknown, "{known} {unknown}");
    assert_eq!(
        unknown + known,
        rows(&folder.join("homes.csv")).len() as f64
    );

    let share = |slot: &str| figure(&out, slot, "A&E", "homes", "headcount");
    let [morning, evening, sunday] =
        ["weekday morning", "weekday evening", "Sunday morning"].map(share);
    assert!(
        morning < evening && evening < sunday,
        "{morning} {evening} {sunday}"
    );
    let middle = figure(&out, "weekday morning", "A&E", "homes", "p50");
    assert!((10.0..90.0).contains(&middle), "{middle} minutes to A&E");
    // Supermarkets are shut or far at no hour for everybody.
    let reach = |slot: &str| figure(&out, slot, "choice of supermarkets", "homes", "mean");
    assert!(reach("weekday morning") > reach("Sunday morning"));
    // Three hospitals, one of them with A&E.
    let page = std::fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    assert!(page.contains("emergency"));
}

#[test]
fn porto_alegre() {
    let Some(data) = region("porto-alegre") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let study = reduced(
        &root().join("examples/porto-alegre/study.toml"),
        &data,
        folder,
        40,
        15,
    );
    let out = folder.join("one");
    succeeds(&study, &out, "1");
    sound(&study, &out, false);
    succeeds(&study, &folder.join("two"), "2");
    same_tables(&out, &folder.join("two"));

    let jobs = |slot: &str| figure(&out, slot, "jobs", "everyone", "mean");
    let (morning, evening) = (jobs("weekday morning"), jobs("weekday evening"));
    // The buses of the feed leave until 20 h: what is left is the train and walking.
    assert!(
        morning > 3.0 * evening && evening > 0.0,
        "{morning} {evening}"
    );
    assert!(morning < 337_921.0, "no more jobs than there are");
    let below = |slot: &str| figure(&out, slot, "jobs", "everyone", "headcount");
    assert!(below("weekday morning") < below("weekday evening"));
    let school = figure(&out, "weekday morning", "school", "everyone", "p50");
    assert!((0.1..30.0).contains(&school), "{school} minutes to school");
    // Health care per head is a small number; it must not be rounded away.
    let per_head = figure(
        &out,
        "weekday morning",
        "choice of health care",
        "everyone",
        "mean",
    );
    assert!(per_head > 0.0 && per_head < 0.1, "{per_head}");
    let text = std::fs::read_to_string(out.join("groups.csv")).expect("groups");
    assert!(text.contains("opportunities per head"));
}

/// The groups and squares that `prepare.py` makes, where there is a Python to run it.
#[test]
fn porto_alegre_by_group() {
    let Some(data) = region("porto-alegre") else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let prepared = folder.path().join("prepared");
    let made = Command::new("python3")
        .arg(root().join("examples/porto-alegre/prepare.py"))
        .args([data.join("poa_hexgrid.csv"), prepared.clone()])
        .output();
    let Ok(made) = made else {
        eprintln!("SKIPPED: no python3");
        return;
    };
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let homes = rows(&prepared.join("homes.csv"));
    let sum = |column: &str| -> f64 {
        homes
            .iter()
            .filter_map(|r| r[column].parse::<f64>().ok())
            .sum()
    };
    let thirds = ["job_poor_third", "middle_third", "job_rich_third"].map(sum);
    assert_eq!(thirds.iter().sum::<f64>(), sum("population"));
    for third in thirds {
        assert!(
            (third / sum("population") - 1.0 / 3.0).abs() < 0.01,
            "{third}"
        );
    }

    thinned(&prepared.join("homes.csv"), &prepared.join("few.csv"), 40);
    std::fs::rename(prepared.join("few.csv"), prepared.join("homes.csv")).expect("renamed");
    let study = prepared.join("study.toml");
    let text = std::fs::read_to_string(&study).expect("the study");
    let mut table: Table = text.parse().expect("TOML");
    table["persona"]
        .as_array_mut()
        .expect("personas")
        .truncate(1);
    let slots = table["slot"].as_array_mut().expect("slots");
    slots.truncate(1);
    let slot = slots[0].as_table_mut().expect("a slot");
    slot.insert("depart".into(), "07:00-07:10".into());
    let name = slot["name"].clone();
    for service in table["service"].as_array_mut().expect("services") {
        let all = Value::Array(vec![name.clone()]);
        service
            .as_table_mut()
            .expect("a service")
            .insert("slots".into(), all);
    }
    table.remove("shift");
    table["profile"]
        .as_table_mut()
        .expect("a profile")
        .insert("window".into(), "08:00-09:00".into());
    std::fs::write(&study, toml::to_string(&table).expect("TOML")).expect("written");
    let out = folder.path().join("out");
    succeeds(&study, &out, "2");
    sound(&study, &out, true);

    let slot = name.as_str().expect("a name");
    let [poor, _, rich] = ["job_poor_third", "middle_third", "job_rich_third"]
        .map(|g| figure(&out, slot, "jobs", g, "mean"));
    assert!(poor < rich, "{poor} {rich}");
    // People in all squares together are the people of the region.
    let areas = rows(&out.join("areas.csv"));
    let people: f64 = (areas.iter())
        .filter(|r| r["group"] == "everyone" && r["service"] == "jobs" && r["slot"] == slot)
        .filter_map(|r| r["people"].parse::<f64>().ok())
        .sum();
    assert_eq!(people, figure(&out, slot, "jobs", "everyone", "people"));
}

/// A small study on a conformance town, to be broken.
const SMALL: &str = r#"[study]
date = 2025-03-12
[network]
osm = "TOWN/network.osm.pbf"
gtfs = "TOWN/gtfs.zip"
[homes]
file = "TOWN/origins.csv"
[[slot]]
name = "morning"
depart = "08:00-08:05"
[[service]]
name = "places"
file = "TOWN/destinations.csv"
"#;

#[test]
fn a_study_that_cannot_be_done_leaves_nothing_behind() {
    let town = root().join("fixtures/conformance/walk_transfer");
    let small = SMALL.replace("TOWN", &town.to_string_lossy().replace('\\', "/"));
    type Change = fn(&str) -> String;
    let cases: [(&str, Change, &[&str]); 6] = [
        (
            "a column that isn't there",
            |s| {
                s.replace(
                    "[[slot]]",
                    "[homes.groups]\neveryone = \"people\"\n[[slot]]",
                )
            },
            &["origins.csv", "\"people\""],
        ),
        (
            "a key that isn't known",
            |s| s.replace("depart", "departs"),
            &["study.toml, line 10", "did you mean \"depart\"?"],
        ),
        (
            "a date without timetable",
            |s| s.replace("2025-03-12", "2031-01-01"),
            &["2031-01-01", "2025-01-01", "2025-12-31"],
        ),
        (
            "a file that isn't there",
            |s| s.replace("origins.csv", "nowhere.csv"),
            &["nowhere.csv"],
        ),
        (
            "a slot of a service that isn't there",
            |s| format!("{s}slots = [\"evening\"]\n"),
            &["\"evening\"", "no such slot"],
        ),
        (
            "not TOML",
            |s| s.replace("[homes]", "[homes"),
            &["study.toml, line 6"],
        ),
    ];
    for (what, change, says) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let study = folder.path().join("study.toml");
        std::fs::write(&study, change(&small)).expect("written");
        let done = run(&study, &folder.path().join("results"), "1");
        let error = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{what}: {error}");
        for part in says {
            assert!(error.contains(part), "{what}: {part:?} is not in: {error}");
        }
        assert!(!error.contains("panicked"), "{what}: {error}");
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .collect();
        assert_eq!(left.len(), 1, "{what} left something behind: {left:?}");
    }
}

#[test]
fn results_never_replace_an_input() {
    let town = root().join("fixtures/conformance/walk_transfer");
    let small = SMALL.replace("TOWN", &town.to_string_lossy().replace('\\', "/"));
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("study.toml");
    std::fs::write(&study, &small).expect("written");
    // A folder with other files is not emptied; one where a result would replace an input is refused.
    let homes = folder.path().join("access.csv");
    std::fs::copy(town.join("origins.csv"), &homes).expect("a copy");
    let own = small.replace(
        &*town
            .join("origins.csv")
            .to_string_lossy()
            .replace('\\', "/"),
        "access.csv",
    );
    let small = own;
    std::fs::write(&study, &small).expect("written");
    for out in [study.clone(), folder.path().to_owned()] {
        let done = run(&study, &out, "1");
        let error = String::from_utf8_lossy(&done.stderr);
        assert!(
            matches!(done.status.code(), Some(1 | 2)),
            "{}: {error}",
            out.display()
        );
        assert_eq!(std::fs::read_to_string(&study).expect("still there"), small);
        assert_eq!(
            std::fs::read(&homes).expect("still there"),
            std::fs::read(town.join("origins.csv")).expect("the origins")
        );
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("a folder").count(),
            2
        );
    }
    // The same study as it is works, twice into the same folder.
    for _ in 0..2 {
        succeeds(&study, &folder.path().join("results"), "1");
    }
    assert!(folder.path().join("results/report.html").is_file());
}

/// The scenario files beside a study are read, and select what they say, on the real data.
#[test]
fn example_scenarios_fit_their_studies() {
    use bereik::input::scenario::{Edit, read_scenario};
    use bereik::run::study::inputs;
    use bereik::watch::Progress;
    for (place, files) in [
        ("porto-alegre", ["line-cut", "evening-cut", "thinner"]),
        ("newport", ["evening-cut", "a-and-e", "new-line"]),
    ] {
        if region(match place {
            "newport" => "newport-uk",
            other => other,
        })
        .is_none()
        {
            continue;
        }
        let folder = root().join("examples").join(place);
        // Their paths lead to the usual place of the data.
        let Ok(study) = bereik::input::study::read_study(&folder.join("study.toml")) else {
            eprintln!("SKIPPED: {place}: the data are in another folder than the study says");
            continue;
        };
        let inputs = inputs::read(&study, &Progress::silent()).expect("inputs");
        for file in files {
            let scenario = read_scenario(&folder.join(format!("{file}.toml")), &study);
            let scenario = scenario.unwrap_or_else(|e| panic!("{place}/{file}: {e}"));
            let edits: Vec<&Edit> = scenario.edits.iter().collect();
            if let Err(e) = bereik::scenario::apply(&study, &inputs, &edits) {
                panic!("{place}/{file}: {e}");
            }
        }
    }
}

/// The scenarios of Polderland on Polderland, and the whole command with combinations on real data.
#[test]
fn example_scenarios_are_compared() {
    use bereik::input::scenario::{Edit, read_scenario};
    use bereik::run::study::inputs;
    use bereik::watch::Progress;
    let folder = tempfile::tempdir().expect("a folder");
    bereik::synth::generate(bereik::synth::Size::Region, 1, folder.path()).expect("Polderland");
    let study =
        bereik::input::study::read_study(&folder.path().join("study.toml")).expect("a study");
    let inputs = inputs::read(&study, &Progress::silent()).expect("inputs");
    let examples = root().join("examples/polderland");
    let mut read = 0;
    for entry in std::fs::read_dir(&examples).expect("examples") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let scenario = read_scenario(&path, &study).unwrap_or_else(|e| panic!("{path:?}: {e}"));
        let edits: Vec<&Edit> = scenario.edits.iter().collect();
        if let Err(e) = bereik::scenario::apply(&study, &inputs, &edits) {
            panic!("{path:?}: {e}");
        }
        read += 1;
    }
    assert!(read >= 6);
    if region("newport-uk").is_none() {
        return;
    }
    let newport = root().join("examples/newport");
    if bereik::input::study::read_study(&newport.join("study.toml")).is_err() {
        return;
    }
    let out = folder.path().join("out");
    let done = Command::new(PROGRAM)
        .arg("compare")
        .arg(newport.join("study.toml"))
        .arg(newport.join("both.toml"))
        .args(["--factorial", "--verify", "--lang", "nl", "-o"])
        .arg(&out)
        .output()
        .expect("the program runs");
    let error = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{error}");
    // What the events do alone adds up, with what they do to each other, to what they do together.
    let table = rows(&out.join("shares.csv"));
    assert!(!table.is_empty());
    let mut sums: BTreeMap<Vec<String>, (f64, f64)> = BTreeMap::new();
    for row in &table {
        let key = ["group", "persona", "slot", "service", "indicator"].map(|k| row[k].clone());
        let number = |k: &str| row[k].parse::<f64>().expect("a number");
        let sum = sums.entry(key.to_vec()).or_default();
        *sum = (sum.0 + number("shapley_share"), number("all_together"));
    }
    for (key, (shares, all)) in sums {
        assert!((shares - all).abs() < 1e-3, "{key:?}: {shares} and {all}");
    }
    for check in rows(&out.join("checks.csv")) {
        assert_eq!(check["broken"], "0", "{check:?}");
    }
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("lang=\"nl\""));
}
