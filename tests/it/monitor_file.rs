//! The monitor file: what a change does to a study, what is refused and how, and its schema.

use bereik::axes::{GroupId, LevelId, SlotId};
use bereik::input::monitor::{Monitor, json_schema, read_monitor};
use bereik::input::study::{NetworkInput, read_study};
use std::fs;
use std::path::Path;

const STUDY: &str = r#"
[study]
title = "Who can get where"
date = 2024-03-12
[network]
osm = "streets.osm.pbf"
gtfs = ["bus.zip"]
[homes]
file = "homes.csv"
groups = { everyone = "people" }
[[areas]]
level = "wijk"
file = "wijk.geojson"
code = "code"
[[areas]]
level = "gemeente"
file = "gemeente.geojson"
code = "code"
year = 2024
[[slot]]
name = "morning"
depart = "07:00-09:00"
[[service]]
name = "jobs"
file = "jobs.csv"
cutoffs_min = [30]
"#;

/// A folder with a study in `base/`, and files that are there but never read.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base");
    fs::create_dir(&base).unwrap();
    fs::write(base.join("study.toml"), STUDY).unwrap();
    let files = "streets.osm.pbf bus.zip homes.csv wijk.geojson gemeente.geojson jobs.csv";
    for file in files.split(' ') {
        fs::write(base.join(file), "").unwrap();
    }
    for file in ["bus-2026.zip", "homes-2026.csv", "walk.csv", "built.bereik"] {
        fs::write(folder.path().join(file), "").unwrap();
    }
    folder
}

fn read(folder: &Path, text: &str) -> Result<Monitor, String> {
    let file = folder.join("monitor.toml");
    fs::write(&file, text).unwrap();
    read_monitor(&file).map_err(|e| e.to_string().replace(&folder.display().to_string(), "…"))
}

const MONITOR: &str = r#"
[monitor]
title = "Every two years"
output = "out"
base_edition = "2026"
region = "gemeente"
memory = "6GiB"
[[edition]]
name = "2024"
study = "base/study.toml"
[[edition]]
name = "2026"
study = "base/study.toml"
[edition.change]
study.date = 2026-03-10
network.gtfs = ["bus-2026.zip"]
homes.file = "homes-2026.csv"
homes.groups = { low = "low" }
[[edition.change.areas]]
level = "gemeente"
file = "base/gemeente.geojson"
code = "code26"
[[crosswalk]]
level = "gemeente"
from = "2024"
to = "2026"
file = "walk.csv"
"#;

#[test]
fn an_edition_is_the_study_with_its_change() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let monitor = read(folder.path(), MONITOR).unwrap();
    assert_eq!(monitor.title, "Every two years");
    assert_eq!(monitor.output, at("out"));
    assert_eq!((monitor.base_edition, monitor.memory), (1, Some(6 << 30)));
    let [first, second] = &monitor.editions[..] else {
        panic!("two editions")
    };
    let study = read_study(&at("base/study.toml")).unwrap();
    assert_eq!(first.study, study);
    assert_eq!((first.region, second.region), (LevelId(1), LevelId(0)));
    let mut changed = study;
    changed.date = "2026-03-10".parse().unwrap();
    changed.slots[SlotId(0)].date = changed.date;
    changed.network = NetworkInput::Sources {
        osm: at("base/streets.osm.pbf"),
        gtfs: vec![at("bus-2026.zip")],
    };
    changed.homes.file.path = at("homes-2026.csv");
    changed.homes.groups = second.study.homes.groups.clone();
    let groups = changed.homes.groups.iter().map(|g| g.name.as_str());
    assert_eq!(groups.collect::<Vec<_>>(), ["everyone", "low"]);
    changed.areas.remove(0);
    changed.areas[LevelId(0)].code = "code26".into();
    changed.areas[LevelId(0)].year = None;
    changed.report.level = Some(LevelId(0));
    assert_eq!(second.study, changed);
    let walk = &monitor.crosswalks[0];
    assert_eq!((walk.from, walk.to), (0, 1));
    assert_eq!(walk.file, at("walk.csv"));
}

#[test]
fn a_built_network_goes_before_sources_and_the_other_way_round() {
    let folder = folder();
    let text = "monitor.region = \"wijk\"\n[[edition]]\nname = \"a\"\nstudy = \"base/study.toml\"\nchange.network.file = \"built.bereik\"\n";
    let monitor = read(folder.path(), text).unwrap();
    let built = NetworkInput::Built(folder.path().join("built.bereik"));
    assert_eq!(monitor.editions[0].study.network, built);
    assert_eq!(monitor.output, folder.path().join("monitor"));
    assert_eq!(monitor.base_edition, 0);
}

#[test]
fn all_problems_are_told_at_once_and_name_the_file_they_stand_in() {
    let folder = folder();
    let text = MONITOR
        .replace(
            "base_edition = \"2026\"",
            "base_edition = \"2062\"\nregoin = \"x\"",
        )
        .replace(
            "network.gtfs = [\"bus-2026.zip\"]",
            "network.gtfs = [\"bus-2062.zip\"]",
        )
        .replace("from = \"2024\"", "from = \"2023\"")
        .replace("6GiB", "6 apples");
    let message = read(folder.path(), &text).unwrap_err();
    let expected = r#"5 problems
…/monitor.toml, line 5, monitor.base_edition = "2062": there is no such edition
hint: did you mean "2026"?
…/monitor.toml, line 6, monitor.regoin = "x": unknown key
hint: did you mean "region"?
…/monitor.toml, line 8, monitor.memory = "6 apples": not an amount of memory
hint: Memory the work may take, such as "6GiB" or "800MiB". Default: no limit. `--memory` goes before it.
…/monitor.toml, line 26, crosswalk "gemeente" from = "2023": there is no such edition
hint: did you mean "2024"?
…/monitor.toml, line 17, edition "2026" change.network.gtfs number 1 = "bus-2062.zip": there is no such file
hint: did you mean "bus-2026.zip"?"#;
    assert_eq!(message, expected);
}

#[test]
fn unknown_keys_of_a_change_and_faults_of_a_study_are_named() {
    let folder = folder();
    let text = MONITOR.replace("study.date = 2026", "study.dat = 2026");
    let message = read(folder.path(), &text).unwrap_err();
    assert!(
        message.contains("line 15, edition \"2026\" change.study.dat"),
        "{message}"
    );
    assert!(message.contains("did you mean \"date\"?"), "{message}");
    assert!(!message.contains("study.toml"), "{message}");

    // A fault that both editions share is told once, by the study file's name.
    let study = folder.path().join("base/study.toml");
    fs::write(&study, STUDY.replace("[30]", "[30, 30]")).unwrap();
    let message = read(folder.path(), MONITOR).unwrap_err();
    assert_eq!(
        message.matches("base/study.toml, line").count(),
        1,
        "{message}"
    );
    assert!(!message.contains("monitor.toml"), "{message}");

    fs::write(&study, STUDY).unwrap();
    let text = MONITOR.replace(
        "level = \"gemeente\"\nfile = \"base",
        "level = \"wijk\"\nfile = \"base",
    );
    let message = read(folder.path(), &text).unwrap_err();
    assert!(
        message.contains("monitor.region = \"gemeente\": edition \"2026\" has no such level"),
        "{message}"
    );

    for (from, to, expected) in [
        (
            "[[edition]]\nname = \"2026\"",
            "[[edition]]\nname = \"2024\"",
            "another one has this name",
        ),
        ("region = \"gemeente\"", "", "monitor.region: is missing"),
        (
            "study = \"base/study.toml\"\n[edition",
            "[edition",
            "study: is missing",
        ),
        (
            "file = \"walk.csv\"",
            "file = \"walks.csv\"",
            "there is no such file",
        ),
    ] {
        let message = read(folder.path(), &MONITOR.replace(from, to)).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn json_reads_the_same_and_null_takes_a_key_out() {
    let folder = folder();
    let file = folder.path().join("monitor.json");
    fs::write(
        &file,
        r#"{"monitor": {"region": "gemeente"}, "edition": [
            {"name": "a", "study": "base/study.toml"},
            {"name": "b", "study": "base/study.toml", "change": {"homes": {"groups": null}}}]}"#,
    )
    .unwrap();
    let monitor = read_monitor(&file).unwrap();
    assert_eq!(
        monitor.editions[1].study.homes.groups[GroupId(0)].name,
        "homes"
    );
}

#[test]
fn the_published_schema_is_current() {
    crate::common::schema_is_published("monitor.schema.json", &json_schema());
}
