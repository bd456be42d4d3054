//! Lifelines are what computing every home without each line, stop and trip gives, on random towns
//! and on a small region. `BEREIK_CASES` sets how many towns are drawn (default 60), `BEREIK_SEED` the
//! first seed.

use crate::common;
use bereik::axes::{HomeId, IdVec, PersonaId, PurposeId, SlotId};
use bereik::ids::Id;

use bereik::access::open::Hours;
use bereik::diagnostics::Findings;
use bereik::input::opening::OpeningHours;
use bereik::input::points::PointSet;
use bereik::input::study::{Study, Usual, parse_study, read_study};
use bereik::run::lifelines::cut::{Cut, Kind};
use bereik::run::lifelines::{self, CaseId, Lifelines, NormId, Options, Scope};
use bereik::run::study::inputs::{self, Inputs, Places, ServiceData};
use bereik::synth::{self, Size};
use bereik::travel::Direction;
use bereik::watch::Progress;
use common::compare::{network, traveller, window};
use common::describe::describe;
use common::dice::Dice;
use common::random::{Flavour, town};
use common::town::Town;
use std::path::Path;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
}

const SERVICES: usize = 4;

/// A study of a town: people at every junction, four services with norms drawn by chance.
fn study(town: &Town, dice: &mut Dice, direction: Direction) -> (Study, Inputs) {
    let minutes = |dice: &mut Dice| dice.pick(&[3, 5, 8, 12, 20]);
    let text = format!(
        r#"[study]
date = {}
usual = "{}"
percentiles = [{}]
[network]
osm = "a.osm.pbf"
gtfs = "a.zip"
[homes]
file = "homes.csv"
[homes.groups]
everyone = "a"
some = "b"
[[slot]]
name = "then"
depart = "07:00-09:00"
[[service]]
name = "jobs"
file = "x.csv"
measure = "cumulative"
cutoffs_min = [{c}]
norm = {{ cutoff_min = {c}, at_least = {} }}
[[service]]
name = "shop"
file = "x.csv"
measure = "nearest"
n = {}
norm = {{ within_min = {} }}
[[service]]
name = "park"
file = "x.csv"
measure = "gravity"
decay = {{ kind = "linear", zero_min = {} }}
norm = {{ at_least = {} }}
[[service]]
name = "doctor"
file = "x.csv"
measure = "2sfca"
decay = {{ kind = "step", cutoff_min = {} }}
norm = {{ at_least = {} }}
"#,
        town.date,
        dice.pick(&["travel-time", "access"]),
        dice.pick(&[10, 50, 50, 85]),
        dice.pick(&["1", "2.5", "4"]),
        dice.pick(&[1, 1, 2]),
        minutes(dice),
        minutes(dice),
        dice.pick(&["0.4", "1.3"]),
        minutes(dice),
        dice.pick(&["0.02", "0.1"]),
        c = minutes(dice),
    );
    let mut study = parse_study(text.as_bytes(), Path::new("/data/study.toml"))
        .unwrap_or_else(|e| panic!("{e}\n{text}"));
    study.slots[SlotId(0)].window = window(town, direction);
    study.personas[PersonaId(0)].traveller = traveller(&town.person);
    let mut homes = PointSet::default();
    homes.positions = (0..town.nodes.len()).map(|n| town.position(n)).collect();
    homes.ids = (0..town.nodes.len()).map(|n| n.to_string()).collect();
    homes.lines = vec![1; town.nodes.len()];
    let weight = |dice: &mut Dice| (!dice.chance(5)).then(|| dice.below(50) as f64);
    let weights = (0..2)
        .map(|_| (0..homes.len()).map(|_| weight(dice)).collect())
        .collect();
    let mut places = Places::default();
    let mut services = IdVec::new();
    for _ in 0..SERVICES {
        let first = places.ids.len();
        let (mut supply, mut hours) = (Vec::new(), Vec::new());
        for &n in &town.destinations {
            places.ids.push(format!("{n}"));
            places.names.push(String::new());
            places.positions.push(town.position(n));
            supply.push(dice.pick(&[0.0, 0.7, 1.0, 3.0]));
            // Most are open; some open or close in the midst of the window.
            let opens = (town.start / 60 + dice.between(0, 12)) % 1440;
            hours.push(match dice.below(10) {
                0 => Hours::Never,
                1..4 => {
                    let text = format!("{:02}:{:02}-23:59", opens / 60, opens % 60);
                    Hours::Known(std::sync::Arc::new(
                        OpeningHours::parse(&text).expect("hours"),
                    ))
                }
                _ => Hours::Always,
            });
        }
        services.push(ServiceData {
            places: first..places.ids.len(),
            supply,
            hours,
        });
    }
    let inputs = Inputs {
        network: network(town),
        homes,
        weights,
        ranks: Vec::new(),
        areas: IdVec::new(),
        places,
        services,
        shift_jobs: IdVec::new(),
        findings: Findings::default(),
        files: Vec::new(),
    };
    (study, inputs)
}

fn find(study: &Study, inputs: &Inputs) -> (Lifelines, lifelines::Work) {
    let options = Options {
        kinds: Kind::ALL.to_vec(),
        ..Options::default()
    };
    let asked = Scope::new(study, &options).expect("norms");
    lifelines::find(study, inputs, asked, &Progress::silent()).expect("lifelines")
}

#[test]
fn lifelines_are_what_computing_every_home_without_each_gives() {
    let first = setting("BEREIK_SEED", 1);
    let (mut falls, mut spared, mut usual) = (0, 0, [0, 0]);
    for seed in first..first + setting("BEREIK_CASES", 60) {
        let flavours = [
            Flavour::OnFoot,
            Flavour::OnFoot,
            Flavour::Bicycle,
            Flavour::Wheelchair,
        ];
        let town = town(seed, flavours[seed as usize % 4]);
        let mut dice = Dice::new(seed ^ 77);
        for direction in [Direction::Depart, Direction::Arrive] {
            let (study, inputs) = study(&town, &mut dice, direction);
            usual[usize::from(study.usual == Usual::Access)] += 1;
            let (found, work) = find(&study, &inputs);
            let cuts = Cut::all(&inputs.network.timetable, &Kind::ALL);
            assert!(
                cuts.iter().eq(found.outcomes.keys()),
                "every line, stop and trip"
            );
            for (cut, outcome) in &found.outcomes {
                let due = lifelines::naive(&study, &inputs, &found, *cut).expect("a run");
                assert_eq!(
                    outcome.fallen,
                    due,
                    "seed {seed} {direction:?} {cut:?}\n{}",
                    describe(&town)
                );
                falls += due.values().map(Vec::len).sum::<usize>();
            }
            spared += work.pairs - work.in_doubt;
        }
    }
    assert!(
        falls > 300 && spared > 3000,
        "{falls} falls, {spared} pairs not in doubt"
    );
    assert!(
        usual.iter().all(|n| *n > 0),
        "both readings of usual are met"
    );
}

#[test]
fn a_wrong_finding_is_told() {
    let town = town(3, Flavour::OnFoot);
    let (study, inputs) = study(&town, &mut Dice::new(5), Direction::Depart);
    let (mut found, _) = find(&study, &inputs);
    let n = lifelines::verify(&study, &inputs, &found, &Progress::silent()).expect("equal");
    assert_eq!(n, found.outcomes.len());
    let outcome = found.outcomes.values_mut().next().expect("a line");
    let homes = [0, 1, 2, 3].map(HomeId).to_vec();
    outcome.fallen.insert((CaseId(0), NormId(3)), homes);
    let error = lifelines::verify(&study, &inputs, &found, &Progress::silent());
    let error = error.expect_err("not equal");
    assert_eq!(error.code(), bereik::Fault::VerificationFailed);
    let text = error.to_string();
    assert!(text.contains("verify: without line"), "{text}");
}

#[test]
fn unknown_names_and_services_without_a_norm_are_refused() {
    let town = town(3, Flavour::OnFoot);
    let (mut study, _) = study(&town, &mut Dice::new(5), Direction::Depart);
    study.services[PurposeId(1)].norm = None;
    let refused = |change: &dyn Fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        Scope::new(&study, &options)
            .expect_err("refused")
            .to_string()
    };
    let text = refused(&|o| o.slots = vec!["them".into()]);
    assert!(text.contains("did you mean \"then\"?"), "{text}");
    let text = refused(&|o| o.services = vec!["shop".into()]);
    assert!(text.contains("service \"shop\" has no norm"), "{text}");
    let text = refused(&|o| o.groups = vec!["nobody".into()]);
    assert!(text.contains("no group of this name"), "{text}");
    let all = Scope::new(&study, &Options::default()).expect("the others");
    assert_eq!(all.cases[CaseId(0)].services, [0, 2, 3].map(PurposeId));
}

/// A generated town with its study: one slot of half an hour, who walks, and some of the homes.
fn generated(folder: &Path) -> (Study, Inputs) {
    synth::generate(Size::Town, 1, folder).expect("a town");
    let mut study = read_study(&folder.join("study.toml")).expect("its study");
    study.slots.truncate(1);
    study.personas.truncate(1);
    study.shifts.clear();
    let window = &mut study.slots[SlotId(0)].window;
    window.end_s = window.start_s + 1800;
    for service in &mut study.services {
        service.slots.retain(|s| *s == SlotId(0));
    }
    let mut inputs = inputs::read(&study, &Progress::silent()).expect("its inputs");
    let some = |n: &usize| n.is_multiple_of(12);
    let kept: Vec<usize> = (0..inputs.homes.len()).filter(some).collect();
    let homes = &mut inputs.homes;
    homes.positions = kept.iter().map(|h| homes.positions[*h]).collect();
    homes.ids = kept.iter().map(|h| homes.ids[*h].clone()).collect();
    homes.lines = kept.iter().map(|h| homes.lines[*h]).collect();
    for weights in &mut inputs.weights {
        *weights = kept.iter().map(|h| weights[HomeId::new(*h)]).collect();
    }
    (study, inputs)
}

#[test]
fn in_a_small_region_every_line_stop_and_trip_is_as_computed_in_full() {
    let folder = tempfile::tempdir().expect("a folder");
    let (study, inputs) = generated(folder.path());
    let (found, work) = find(&study, &inputs);
    let n = lifelines::verify(&study, &inputs, &found, &Progress::silent()).expect("equal");
    println!("{n} in full; {work:?}");
    assert!(n > 100, "{n} lines, stops and trips");
    let fall = found.outcomes.values().any(|o| !o.fallen.is_empty());
    assert!(fall, "somebody falls");
    assert!(work.in_doubt * 5 < work.pairs, "{work:?}");
}

fn bereik(arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_program_ranks_lines_in_words_and_tables() {
    let folder = tempfile::tempdir().expect("a folder");
    synth::generate(Size::Town, 1, folder.path()).expect("a town");
    let study = folder.path().join("study.toml");
    let (study, out) = (study.to_str().expect("UTF-8"), folder.path().join("out"));
    let out_text = out.to_str().expect("UTF-8");
    let (code, _, error) = bereik(&[
        "lifelines",
        study,
        "-o",
        out_text,
        "--slot",
        "weekday mornin",
    ]);
    assert_eq!(code, Some(1), "{error}");
    assert!(
        error.contains("did you mean \"weekday morning\"?"),
        "{error}"
    );
    assert!(!out.exists(), "nothing is left");
    let asked = ["--slot", "weekday morning", "--top", "3", "--by", "line"];
    let (code, said, error) = bereik(&[&["lifelines", study, "-o", out_text], &asked[..]].concat());
    assert_eq!(code, Some(0), "{error}");
    let mut table = csv::Reader::from_path(out.join("ranking.csv")).expect("a table");
    let rows: Vec<csv::StringRecord> = table.records().map(|r| r.expect("a row")).collect();
    let people = |r: &csv::StringRecord| r[6].parse::<f64>().expect("people");
    assert!(rows.is_sorted_by(|a, b| people(a) >= people(b)));
    assert!(people(&rows[0]) > 0.0, "{said}");
    let mode = |row: &csv::StringRecord| row[4].replace("rail", "train");
    let first = format!("  1. {} {} ({})", mode(&rows[0]), &rows[0][3], &rows[0][2]);
    assert!(said.contains(&first), "{said}");
    assert!(
        rows.iter()
            .all(|r| r[10].parse::<f64>().expect("hours") > 0.0)
    );
    let mut table = csv::Reader::from_path(out.join("lifelines.csv")).expect("a table");
    let details: Vec<csv::StringRecord> = table.records().map(|r| r.expect("a row")).collect();
    let lines: std::collections::BTreeSet<&str> = details.iter().map(|r| &r[1]).collect();
    assert_eq!(lines.len(), rows.len(), "every line in both tables");
    assert!(out.join("manifest.json").exists());
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    for (row, rank) in rows.iter().zip(1..).filter(|(r, _)| people(r) > 0.0) {
        let named = format!("<b>{rank}. {} {}</b>", mode(row), &row[3]);
        assert!(rank > 6 || page.contains(&named), "{named}");
    }
    let again = [&["lifelines", study, "-o", out_text], &asked[..]].concat();
    let (code, said, error) = bereik(&[&again[..], &["--lang", "nl"]].concat());
    assert_eq!(code, Some(0), "{error}");
    assert!(said.contains("lijnen; zonder"), "{said}");
}

/// A line that runs under two operators: cutting one of them costs nobody anything, and cutting both what cutting the line
/// costs where it is there once: 150 people. The twelve trips of ten minutes on seven days are 14 hours, spared with both.
#[test]
fn lines_that_run_the_same_trips_are_told_and_left_out_together() {
    let case =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/faults/25-line-twice-lifelines");
    let folder = tempfile::tempdir().expect("a folder");
    // By id: people who fall, hours a week.
    let ranking = |name: &str| -> Vec<(String, f64, f64)> {
        let (study, out) = (case.join(format!("{name}.toml")), folder.path().join(name));
        let path = |p: &Path| p.to_str().expect("UTF-8").to_owned();
        let asked = ["lifelines", &path(&study), "-o", &path(&out), "--verify"];
        let (code, said, error) = bereik(&asked);
        assert_eq!(code, Some(0), "{error}");
        assert_eq!(name == "twice", error.contains("trips-twice"), "{error}");
        if name == "twice" {
            assert!(said.contains("2 lines; somebody falls without 0"), "{said}");
        }
        let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
        let hang = page.contains("<b>150</b>");
        assert_eq!(hang, name == "once", "nobody hangs on a single one of two");
        let mut table = csv::Reader::from_path(out.join("ranking.csv")).expect("a table");
        let rows = table.records().map(|r| r.expect("a row"));
        let number = |v: &str| v.parse::<f64>().expect("a number");
        rows.map(|r| {
            assert_eq!(number(&r[12]), 150.0, "all people are counted");
            (r[2].to_owned(), number(&r[6]), number(&r[10]))
        })
        .collect()
    };
    assert_eq!(ranking("once"), [("L1".to_owned(), 150.0, 14.0)]);
    let due = [
        ("L1 + L1x", 150.0, 14.0),
        ("L1", 0.0, 0.0),
        ("L1x", 0.0, 0.0),
    ];
    let due = due.map(|(id, people, hours)| (id.to_owned(), people, hours));
    assert_eq!(ranking("twice"), due);
}

/// Shares are of those whom `bereik run` counts: homes that aren't linked are in none.
#[test]
fn who_is_not_linked_is_in_no_share() {
    let town = town(3, Flavour::OnFoot);
    let (study, mut inputs) = study(&town, &mut Dice::new(5), Direction::Depart);
    let linked = |inputs: &Inputs| {
        let (found, _) = find(&study, inputs);
        let known = |h: &HomeId| {
            let base = &found.base[CaseId(0)];
            base.meets.iter().chain(&base.misses).any(|row| row[*h])
        };
        inputs.home_ids().filter(known).count()
    };
    let all = linked(&inputs);
    assert_eq!(all, inputs.homes.len());
    // A home in the sea, with people.
    let far = bereik::units::LonLat::new(100.0, -40.0).expect("a place");
    inputs.homes.push("sea".to_owned(), far);
    for weights in &mut inputs.weights {
        weights.push(Some(1000.0));
    }
    assert_eq!(linked(&inputs), all);
}
