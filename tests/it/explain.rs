//! `monitor explain`: causes add up, one kind of change is put down to itself, values are those of `run`, and the quick
//! way equals sixteen studies that were really made.

mod areas;
use crate::common::dice;
use bereik::axes::{GroupId, HomeId, LevelId, PersonaId, PurposeId, SlotId};
use bereik::ids::Id;
use bereik::output::report::kit::head::Language;
mod editions;

use bereik::diagnostics::Error;
use bereik::input::crosswalk::{Crosswalk, Recoded};
use bereik::input::study::{Study, read_study};
use bereik::measures::shapley::Factorial;
use bereik::run::monitor::explain::region::{Diverging, NewPocket};
use bereik::run::monitor::explain::values::{About, Indicator, Row};
use bereik::run::monitor::explain::{Edition, Explained, Options, PUBLISHED, compute, run};
use bereik::run::study::summary::{Key, Summary};
use bereik::run::study::tables::shift_rows;
use bereik::run::study::{self, Results};
use bereik::synth::{self, Size};
use bereik::watch::Progress;
use dice::Dice;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Kinds of change: timetable, facilities, people, boundaries.
const KINDS: usize = 4;

const STUDY: &str = r#"
[study]
title = "Town"
date = 2026-03-10
[network]
osm = "polderland.osm.pbf"
gtfs = ["bus-T", "train.gtfs.zip"]
[homes]
file = "homes-P.csv"
crs = "EPSG:28992"
missing = [-99997]
[homes.groups]
everyone = "aantal_inwoners"
low_income = "aantal_huishoudens_laag_inkomen"
[homes.ranks]
income = "mediaan_inkomen_huishouden"
[[areas]]
level = "buurt"
file = "buurten-W.geojson"
code = "buurtcode"
name = "buurtnaam"
year = 2026
[[areas]]
level = "gemeente"
file = "gemeenten-W.geojson"
code = "gemeentecode"
name = "gemeentenaam"
year = 2026
[[persona]]
name = "on foot"
max_walk_min = 20
[[slot]]
name = "morning"
depart = "07:30-08:00"
[[slot]]
name = "evening"
depart = "21:30-22:00"
[[service]]
name = "jobs"
file = "jobs-F.csv"
column = "jobs"
cutoffs_min = [30]
norm = { cutoff_min = 30, at_least = 900 }
[[service]]
name = "hospital"
file = "hospitals-F.csv"
measure = "nearest"
norm = { within_min = 30 }
[[service]]
name = "school"
file = "services-F.csv"
where = { kind = "primary_school" }
measure = "nearest"
norm = { within_min = 15 }
slots = ["morning"]
[[service]]
name = "seats"
file = "services-F.csv"
where = { kind = "primary_school" }
measure = "2sfca"
norm = { at_least = 0.001 }
slots = ["morning"]
[[shift]]
name = "early"
start = "06:00"
end = "14:00"
jobs = { service = "jobs", column = "jobs_early" }
max_trip_min = 60
[report]
min_people = 10
"#;

struct Town {
    folder: PathBuf,
    _kept: Option<tempfile::TempDir>,
}

/// A town with every file in the variants `a` and `b`; what differs is drawn by chance.
fn town(seed: u64) -> Town {
    let kept = tempfile::tempdir().expect("a folder");
    let folder = kept.path().to_owned();
    synth::generate(Size::Town, 3, &folder).expect("a town");
    let mut dice = Dice::new(seed);
    for name in ["homes", "jobs", "hospitals", "services"] {
        let text = fs::read_to_string(folder.join(format!("{name}.csv"))).expect("a table");
        fs::write(folder.join(format!("{name}-a.csv")), &text).expect("written");
        let changed = match name {
            "homes" => homes(&text, &mut dice),
            "hospitals" => text.lines().take(2).map(|l| format!("{l}\n")).collect(),
            _ => places(&text, &mut dice),
        };
        fs::write(folder.join(format!("{name}-b.csv")), changed).expect("written");
    }
    for name in ["buurten", "gemeenten"] {
        let text = fs::read_to_string(folder.join(format!("{name}.geojson"))).expect("areas");
        fs::write(folder.join(format!("{name}-a.geojson")), &text).expect("written");
        let mut map: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        east(&mut map["features"], 0.003 + dice.below(3) as f64 * 0.001);
        fs::write(folder.join(format!("{name}-b.geojson")), map.to_string()).expect("written");
    }
    timetable(&folder, "bus-a", |_| true);
    let every = 2 + dice.below(2);
    timetable(&folder, "bus-b", |i| i % every == 0);
    Town {
        folder,
        _kept: Some(kept),
    }
}

/// Unpacks the bus timetable, with some trips only.
fn timetable(folder: &Path, name: &str, keep: impl Fn(usize) -> bool) {
    let out = folder.join(name);
    fs::create_dir_all(&out).expect("a folder");
    let file = fs::File::open(folder.join("bus-tram.gtfs.zip")).expect("a feed");
    let mut zip = zip::ZipArchive::new(file).expect("a zip");
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).expect("an entry");
        let file = entry.name().expect("a name").to_string();
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("text");
        if file == "frequencies.txt" {
            continue;
        }
        if file == "trips.txt" {
            let mut lines = text.lines();
            let head = lines.next().unwrap_or_default().to_owned();
            let kept = lines.enumerate().filter(|(i, _)| keep(*i)).map(|(_, l)| l);
            text = std::iter::once(head.as_str())
                .chain(kept)
                .map(|l| format!("{l}\n"))
                .collect();
        }
        fs::write(out.join(file), text).expect("written");
    }
}

/// Moves positions of a map to the east.
fn east(value: &mut serde_json::Value, by: f64) {
    match value {
        serde_json::Value::Array(list) => match list.as_mut_slice() {
            [serde_json::Value::Number(x), serde_json::Value::Number(_)] => {
                let moved = x.as_f64().expect("a number") + by;
                list[0] = serde_json::json!(moved);
            }
            list => list.iter_mut().for_each(|v| east(v, by)),
        },
        serde_json::Value::Object(map) => map.values_mut().for_each(|v| east(v, by)),
        _ => {}
    }
}

/// Homes with other numbers, some gone, some new, in another order.
fn homes(text: &str, dice: &mut Dice) -> String {
    let mut lines = text.lines();
    let mut out = vec![lines.next().expect("a header").to_owned()];
    for (i, line) in lines.enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if dice.chance(8) {
            continue;
        }
        for k in [3, 7] {
            let people: i64 = cells[k].parse().expect("a number");
            if people >= 0 {
                cells[k] = (people * dice.between(0, 3) / 2).to_string();
            }
        }
        if dice.chance(5) {
            cells[7] = "-99997".into();
        }
        out.push(cells.join(","));
        if dice.chance(10) {
            let x: f64 = cells[1].parse().expect("a number");
            (cells[0], cells[1]) = (format!("new-{i}"), (x + 130.0).to_string());
            out.insert(1, cells.join(","));
        }
    }
    out.into_iter().map(|l| l + "\n").collect()
}

/// Destinations with some gone, and other numbers of jobs.
fn places(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for (i, line) in text.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if i > 1 && dice.chance(25) {
            continue;
        }
        if cells.len() == 10 && i > 0 {
            for k in [5, 7] {
                let jobs: i64 = cells[k].parse().expect("a number");
                cells[k] = (jobs * dice.between(1, 5) / 3).to_string();
            }
        }
        out += &(cells.join(",") + "\n");
    }
    out
}

impl Town {
    fn write(&self, name: &str, text: &str) -> Study {
        let path = self.folder.join(format!("study-{name}.toml"));
        fs::write(&path, text).expect("written");
        read_study(&path).unwrap_or_else(|e| panic!("{e}"))
    }

    /// The study with the later variant of the kinds of a combination.
    fn text(combination: usize) -> String {
        let mut text = STUDY.to_owned();
        for (k, letter) in ["T", "F", "P", "W"].into_iter().enumerate() {
            let variant = if combination >> k & 1 == 1 {
                "-b"
            } else {
                "-a"
            };
            text = text.replace(&format!("-{letter}.geojson"), &format!("{variant}.geojson"));
            text = text.replace(&format!("-{letter}.csv"), &format!("{variant}.csv"));
            text = text.replace(&format!("-{letter}\""), &format!("{variant}\""));
        }
        text
    }

    fn edition(&self, name: &str, combination: usize) -> Edition {
        Edition {
            name: name.into(),
            study: self.write(&combination.to_string(), &Self::text(combination)),
        }
    }

    /// Tables of homes in which the number of a group that one edition keeps to itself is unknown in both: `homes-ma.csv`
    /// and `homes-mb.csv`.
    fn mask(&self) {
        const UNKNOWN: &str = "-99997";
        let read = |v: &str| -> Vec<Vec<String>> {
            let text = fs::read_to_string(self.folder.join(format!("homes-{v}.csv")));
            let rows = text.expect("a table");
            rows.lines()
                .map(|l| l.split(',').map(str::to_owned).collect())
                .collect()
        };
        let both = ["a", "b"].map(read);
        let unknown: std::collections::BTreeSet<String> = (both.iter().flatten())
            .filter(|row| row[7] == UNKNOWN)
            .map(|row| row[0].clone())
            .collect();
        for (v, rows) in ["ma", "mb"].into_iter().zip(both) {
            let text: String = (rows.into_iter())
                .map(|mut row| {
                    if unknown.contains(&row[0]) {
                        row[7] = UNKNOWN.into();
                    }
                    row.join(",") + "\n"
                })
                .collect();
            fs::write(self.folder.join(format!("homes-{v}.csv")), text).expect("written");
        }
    }

    /// The same of the homes that both editions tell of.
    fn masked(&self, combination: usize) -> (Study, Results) {
        let text = Self::text(combination).replace("\"homes-", "\"homes-m");
        let study = self.write(&format!("m{combination}"), &text);
        let results = study::compute(&study, &Progress::silent()).unwrap_or_else(|e| panic!("{e}"));
        (study, results)
    }

    fn results(&self, combination: usize) -> (Study, Results) {
        let study = self.edition("", combination).study;
        let results = study::compute(&study, &Progress::silent()).unwrap_or_else(|e| panic!("{e}"));
        (study, results)
    }
}

fn explained(from: &Edition, to: &Edition, asked: &Options) -> Explained {
    compute(from, to, &[], asked, &Progress::silent()).unwrap_or_else(|e| panic!("{e}"))
}

/// The page of two small editions that differ in everything, in either language.
pub fn pages(languages: [Language; 2]) -> [String; 2] {
    let town = town(41);
    let (from, to) = (town.edition("2025", 0), town.edition("2026", 15));
    let e = explained(&from, &to, &Options::default());
    let mut data = bereik::run::monitor::explain::page::data(&e, &Options::default());
    languages.map(|language| {
        data.head.language = language;
        bereik::output::report::explain::page(&data).html()
    })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Where a row belongs: level, code and everything else.
type Place = (Option<LevelId>, String, Indicator, About, SlotId, GroupId);

fn place(e: &Explained, row: &Row) -> Place {
    let unit = &e.units[row.unit];
    let level = unit.area.map(|a| a.0);
    (
        level,
        unit.code.clone(),
        row.indicator,
        row.about,
        row.slot,
        row.group,
    )
}

/// What `bereik run` says, in the words of `explain`.
fn said(study: &Study, results: &Results) -> BTreeMap<Place, f64> {
    let summary = Summary::new(study, results);
    let mut out = BTreeMap::new();
    let per = |key: Key| {
        let reading = &results.access.readings[results.access.main[key.service]];
        if reading.is_time() { 60.0 } else { 1.0 }
    };
    let code = |at: Option<(LevelId, usize)>| {
        at.map_or(String::new(), |(l, a)| {
            results.inputs.areas[l].layer.areas[a].code.clone()
        })
    };
    let mut add = |at: Option<(LevelId, usize)>,
                   key: Key,
                   spread: &bereik::measures::equity::Spread,
                   fgt: Option<bereik::measures::fgt::Fgt>| {
        let mut put = |i, v: Option<f64>| {
            if let Some(v) = v.filter(|v| v.is_finite()) {
                out.insert(
                    (
                        at.map(|a| a.0),
                        code(at),
                        i,
                        About::Service(key.service),
                        key.slot,
                        key.group,
                    ),
                    v,
                );
            }
        };
        put(Indicator::BelowNorm, fgt.map(|f| f.sums[0]));
        put(Indicator::ShareBelow, fgt.and_then(|f| f.headcount()));
        put(Indicator::Mean, spread.mean.map(|v| v / per(key)));
        put(Indicator::Median, spread.quantiles[1].map(|v| v / per(key)));
    };
    for r in &summary.groups {
        add(None, r.key, &r.spread, r.fgt);
    }
    for r in &summary.areas {
        add(Some((r.level, r.area)), r.key, &r.spread, r.fgt);
    }
    for r in &summary.stacks {
        for n in 1..=2 {
            let at = (
                r.area.map(|a| a.0),
                code(r.area),
                Indicator::MissesAtLeast(n),
                About::Stacking,
                r.slot,
                r.group,
            );
            out.insert(at, r.stacking.at_least(n));
        }
    }
    for r in shift_rows(results) {
        let at = |i| {
            (
                r.area.map(|a| a.0),
                code(r.area),
                i,
                About::Shift(r.shift),
                SlotId(0),
                r.group,
            )
        };
        out.insert(at(Indicator::ShiftNone), r.none);
        if let Some(jobs) = r.jobs {
            out.insert(at(Indicator::ShiftJobsMedian), jobs);
        }
    }
    out
}

#[test]
fn the_quick_way_equals_sixteen_studies_really_made() {
    let town = town(1);
    let (from, to) = (town.edition("2025", 0), town.edition("2026", 15));
    let e = explained(&from, &to, &Options::default());
    assert_eq!(e.runs.results.len(), 8, "four, and four for who competes");
    // Causes are of the homes whose number both editions tell.
    town.mask();
    let made: Vec<BTreeMap<Place, f64>> = (0..16)
        .map(|c| {
            let (study, results) = town.masked(c);
            said(&study, &results)
        })
        .collect();
    let ends = [0, 15].map(|c| {
        let (study, results) = town.results(c);
        said(&study, &results)
    });
    let (mut checked, mut split, mut moved, mut published) = (0, 0, [0; KINDS], 0);
    for row in &e.rows {
        let at = place(&e, row);
        let lowest = e.study.homes.groups.ids().last().expect("a group");
        if row.group == lowest || row.indicator == Indicator::ShiftJobsMean {
            continue;
        }
        // Nobody there in one of the sixteen: `run` has no row, and people are none.
        let people = matches!(row.unit_of, "people");
        let of = |all: &BTreeMap<Place, f64>| all.get(&at).copied().or(people.then_some(0.0));
        let value = |c: usize| of(&made[c]);
        // Means of times leave people out where somebody doesn't get there.
        if row.indicator == Indicator::Mean && row.left_out > 0.0 {
            continue;
        }
        for e in [0, 1] {
            match (row.value[e], of(&ends[e])) {
                (Some(a), Some(b)) => assert!(close(a, b), "{at:?}: {a} is {b} by run"),
                (None, None) => {}
                other => panic!("{at:?}: {other:?}"),
            }
            checked += 1;
        }
        let Some(causes) = row.causes else { continue };
        let all: Option<Vec<f64>> = (0..16).map(value).collect();
        let expected = Factorial::new(all.expect("a value in each"))
            .expect("finite")
            .shapley();
        for k in 0..KINDS {
            assert!(
                close(causes[k], expected[k]),
                "{at:?}: {causes:?} {expected:?}"
            );
            moved[k] += usize::from(causes[k].abs() > 1e-6);
        }
        let change = row.change().expect("both values");
        let rest = change - (value(15).expect("a value") - value(0).expect("a value"));
        assert!(
            (causes[PUBLISHED] - rest).abs() < 1e-9 * change.abs().max(1.0),
            "{at:?}"
        );
        published += usize::from(causes[PUBLISHED] != 0.0);
        split += 1;
    }
    assert!(checked > 1000 && split > 500, "{checked} {split}");
    assert!(moved.iter().all(|n| *n > 50), "{moved:?}");
    assert!(published > 20, "{published}");
}

#[test]
fn causes_add_up_to_the_change() {
    for seed in 2..5 {
        let town = town(seed);
        let (from, to) = (town.edition("2025", 0), town.edition("2026", 15));
        for (from, to, base) in [(&from, &to, 0), (&to, &from, 1)] {
            let e = explained(
                from,
                to,
                &Options {
                    base,
                    ..Options::default()
                },
            );
            let mut changed = 0;
            for row in &e.rows {
                if let Some(causes) = row.causes {
                    let change = row.change().expect("both values");
                    assert!(
                        (causes.iter().sum::<f64>() - change).abs() < 1e-9 * change.abs().max(1.0),
                        "{row:?}"
                    );
                    changed += usize::from(change != 0.0);
                    if row.unit == 0 {
                        assert_eq!(causes[3], 0.0, "the region has no boundaries");
                    }
                }
            }
            assert!(changed > 300, "{changed}");
            let data = bereik::run::monitor::explain::page::data(&e, &Options::default());
            assert_eq!(data.shifts.len(), e.study.homes.groups.len());
            for shift in &data.shifts {
                let change = shift.mean[1] - shift.mean[0];
                assert!(close(shift.causes.iter().sum(), change), "{shift:?}");
                assert!(shift.none.is_some(), "{shift:?}");
            }
        }
    }
}

#[test]
fn a_change_of_one_kind_is_put_down_to_it_wholly() {
    let town = town(5);
    let from = town.edition("2025", 0);
    for kind in 0..KINDS {
        let e = explained(&from, &town.edition("2026", 1 << kind), &Options::default());
        let mut changed = 0;
        for row in &e.rows {
            let Some(causes) = row.causes else { continue };
            let change = row.change().expect("both values");
            for (k, cause) in causes.into_iter().enumerate() {
                match k {
                    // Some of the later homes have no known number.
                    PUBLISHED if kind == 2 => {}
                    k if k == kind && kind == 2 => {
                        let both = cause + causes[PUBLISHED];
                        assert!(close(both, change), "{kind}: {row:?}");
                    }
                    k if k == kind => assert!(close(cause, change), "{kind}: {row:?}"),
                    _ => assert_eq!(cause, 0.0, "{kind}: {row:?}"),
                }
            }
            changed += usize::from(change != 0.0);
        }
        assert!(changed > 20, "kind {kind}: {changed}");
    }
}

/// Of every fourth home the later edition keeps the number of a group to itself. Nobody moved: the whole change is of
/// what only one edition publishes, for that group, and nothing for the other.
#[test]
fn what_one_edition_alone_publishes_is_no_move() {
    let town = town(41);
    let from = town.edition("2025", 0);
    let text = fs::read_to_string(town.folder.join("homes-a.csv")).expect("a table");
    let kept: String = (text.lines().enumerate())
        .map(|(i, line)| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if i % 4 == 1 {
                cells[7] = "-99997".into();
            }
            cells.join(",") + "\n"
        })
        .collect();
    fs::write(town.folder.join("homes-k.csv"), kept).expect("written");
    let to = with(&town, "2026", 0, &[("homes-a.csv", "homes-k.csv")]);
    let e = explained(&from, &to, &Options::default());
    let mut moved = 0;
    for row in e.rows.iter().filter(|r| r.causes.is_some()) {
        let (causes, change) = (row.causes.expect("parts"), row.change().expect("values"));
        assert_eq!(causes[..PUBLISHED], [0.0; 4], "{row:?}");
        assert!(close(causes[PUBLISHED], change), "{row:?}");
        assert!(row.group == GroupId(1) || change == 0.0, "{row:?}");
        moved += usize::from(change != 0.0);
    }
    assert!(moved > 20, "{moved}");
    assert!(e.displacement.is_empty());
    let told: Vec<_> = e
        .findings
        .iter()
        .filter(|f| f.code == "published-in-one-edition")
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].record.contains("low_income") && told[0].message.contains("\"2025\" only"));
    let data = bereik::run::monitor::explain::page::data(&e, &Options::default());
    let page = bereik::output::report::explain::page(&data).html();
    assert!(
        page.contains("published in one edition only") || page.contains("alleen in één editie")
    );
    // A page on which there is nothing of it doesn't have its columns.
    let e = explained(&from, &town.edition("2026", 1), &Options::default());
    let data = bereik::run::monitor::explain::page::data(&e, &Options::default());
    let page = bereik::output::report::explain::page(&data)
        .html()
        .to_lowercase();
    assert!(
        !page.contains("published in one edition only") && !page.contains("alleen in één editie")
    );
}

#[test]
fn two_equal_editions_differ_in_nothing() {
    let town = town(6);
    let from = town.edition("2025", 0);
    let e = explained(
        &from,
        &Edition {
            name: "2026".into(),
            ..from.clone()
        },
        &Options::default(),
    );
    assert_eq!((e.runs.results.len(), e.runs.active), (1, 0));
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );
    assert!(e.rows.iter().all(|r| r.value[0] == r.value[1]));
    assert!(e.displacement.is_empty() && e.pockets.is_empty() && e.diverging.is_empty());
    assert!(e.incomparable.is_empty());
    // Every run has the homes: not with the text of their table.
    let runs = e.runs.results.iter().map(|r| &r.inputs.homes);
    assert!(
        runs.chain([&e.union.homes])
            .all(|h| h.columns.is_empty() && !h.is_empty())
    );
}

fn with(town: &Town, name: &str, combination: usize, edits: &[(&str, &str)]) -> Edition {
    let mut text = Town::text(combination);
    for (old, new) in edits {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    Edition {
        name: name.into(),
        study: town.write(name, &text),
    }
}

#[test]
fn what_only_one_edition_has_is_left_out_by_name() {
    let town = town(7);
    let from = town.edition("2025", 0);
    let later = [
        ("name = \"hospital\"", "name = \"emergency\""),
        ("name = \"evening\"", "name = \"night\""),
        ("low_income = ", "poor = "),
        ("level = \"buurt\"", "level = \"quarter\""),
    ];
    let e = explained(&from, &with(&town, "2026", 15, &later), &Options::default());
    let named: Vec<(&str, &str, &str)> = (e.incomparable.iter())
        .map(|x| (x.kind, x.name.as_str(), x.edition.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("slot", "evening", "2025"),
            ("slot", "night", "2026"),
            ("group", "low_income", "2025"),
            ("group", "poor", "2026"),
            ("level", "buurt", "2025"),
            ("level", "quarter", "2026"),
            ("service", "hospital", "2025"),
            ("service", "emergency", "2026"),
        ]
    );
    let names: Vec<&str> = e.study.services.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["jobs", "school", "seats"]);
    assert_eq!(
        e.findings
            .iter()
            .filter(|f| f.code == "not-comparable")
            .count(),
        8
    );
    assert_eq!(e.study.slots.len(), 1);
}

fn refused(from: &Edition, to: &Edition) -> String {
    let result = compute(from, to, &[], &Options::default(), &Progress::silent());
    match result {
        Ok(_) => panic!("not refused"),
        Err(Error::Usage { message, .. }) => message.to_string(),
        Err(e) => e.to_string(),
    }
}

#[test]
fn settings_that_differ_are_refused_by_name() {
    let town = town(8);
    let from = town.edition("2025", 0);
    for (edit, named) in [
        (
            ("max_walk_min = 20", "max_walk_min = 15"),
            "persona \"on foot\"",
        ),
        (("07:30-08:00", "07:30-08:30"), "slot \"morning\""),
        (
            (
                "measure = \"2sfca\"",
                "measure = \"2sfca\"\ndecay = { kind = \"step\", cutoff_min = 20 }",
            ),
            "service \"seats\"",
        ),
        (
            ("max_trip_min = 60", "max_trip_min = 50"),
            "shift \"early\"",
        ),
    ] {
        let to = with(&town, "2026", 15, &[edit]);
        let error = refused(&from, &to);
        assert!(
            error.contains(named) && error.contains("\"2026\""),
            "{error}"
        );
    }
}

#[test]
fn norms_and_ranks_are_frozen_in_the_base() {
    let town = town(9);
    let from = town.edition("2025", 0);
    let norm = ("at_least = 900", "at_least = 2000");
    let to = with(&town, "2026", 15, &[norm]);
    for base in 0..2 {
        let e = explained(
            &from,
            &to,
            &Options {
                base,
                ..Options::default()
            },
        );
        assert!(
            e.findings
                .iter()
                .any(|f| f.code == "norm-frozen" && f.record.contains("jobs"))
        );
        // Both are held against the base's norm, as if both files had it.
        let same = match base {
            0 => explained(&from, &town.edition("2026", 15), &Options::default()),
            _ => explained(
                &with(&town, "2025", 0, &[norm]),
                &to,
                &Options {
                    base,
                    ..Options::default()
                },
            ),
        };
        assert_eq!(e.rows, same.rows, "base {base}");
    }
    // The lowest fifth is the base's fifth: about a fifth of its people, whatever became of incomes.
    let homes = fs::read_to_string(town.folder.join("homes-a.csv")).expect("a table");
    let richer: String = homes
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if i > 0 {
                let income: i64 = cells[9].parse().expect("a number");
                if income > 0 {
                    cells[9] = (income * 2).to_string();
                }
            }
            cells.join(",") + "\n"
        })
        .collect();
    fs::write(town.folder.join("homes-r.csv"), richer).expect("written");
    let to = with(&town, "2026", 0, &[("homes-a.csv", "homes-r.csv")]);
    let e = explained(&from, &to, &Options::default());
    assert_eq!(
        e.study.homes.groups[GroupId(2)].name,
        "everyone: lowest fifth by income"
    );
    let sum = |g: u32| e.union.weights[1][GroupId(g)].iter().flatten().sum::<f64>();
    assert!(
        (0.1..0.35).contains(&(sum(2) / sum(0))),
        "{} of {}",
        sum(2),
        sum(0)
    );
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );
}

// ---------------------------------------------------------------- area codes

fn crosswalk(level: &str, rows: &[(&str, &str, Option<f64>)]) -> Crosswalk {
    Crosswalk {
        level: level.into(),
        file: "crosswalk.csv".into(),
        rows: (rows.iter())
            .map(|(from, to, share)| Recoded {
                from: (*from).into(),
                to: (*to).into(),
                share: *share,
            })
            .collect(),
    }
}

/// The later edition with other codes of quarters and another year.
fn recoded(town: &Town, codes: &[(&str, &str)]) -> Edition {
    let mut map = fs::read_to_string(town.folder.join("buurten-a.geojson")).expect("areas");
    for (old, new) in codes {
        map = map.replace(old, new);
    }
    fs::write(town.folder.join("buurten-c.geojson"), map).expect("written");
    let later = [(
        "buurten-a.geojson\"\ncode = \"buurtcode\"\nname = \"buurtnaam\"\nyear = 2026",
        "buurten-c.geojson\"\ncode = \"buurtcode\"\nname = \"buurtnaam\"\nyear = 2027",
    )];
    with(town, "2027", 0, &later)
}

fn codes(e: &Explained) -> Vec<&str> {
    let quarters = e
        .units
        .iter()
        .filter(|u| u.area.is_some_and(|a| a.0 == LevelId(0)));
    quarters.map(|u| u.code.as_str()).collect()
}

#[test]
fn codes_of_other_years_need_a_crosswalk() {
    let town = town(10);
    let from = town.edition("2026", 0);
    let layer = fs::read_to_string(town.folder.join("buurten-a.geojson")).expect("areas");
    let map: serde_json::Value = serde_json::from_str(&layer).expect("JSON");
    let known: Vec<String> = (map["features"].as_array().expect("features").iter())
        .map(|f| {
            f["properties"]["buurtcode"]
                .as_str()
                .expect("text")
                .to_owned()
        })
        .collect();
    let (one, two) = (known[0].as_str(), known[1].as_str());
    let asked = |crosswalks| Options {
        crosswalks,
        ..Options::default()
    };

    // Another year and no crosswalk: nothing of that level.
    let same = recoded(&town, &[]);
    let e = explained(&from, &same, &asked(Vec::new()));
    assert!(codes(&e).is_empty());
    assert_eq!(e.incomparable.len(), known.len() * 2);
    assert!(e.incomparable[0].why.contains("2026") && e.incomparable[0].why.contains("crosswalk"));

    // A crosswalk that mentions nothing: nothing changed.
    let e = explained(&from, &same, &asked(vec![crosswalk("buurt", &[])]));
    assert_eq!(codes(&e), known);
    assert!(e.incomparable.is_empty());

    // A new code, with and without its row.
    let renamed = recoded(&town, &[(one, "BUNEW")]);
    let e = explained(
        &from,
        &renamed,
        &asked(vec![crosswalk("buurt", &[(one, "BUNEW", None)])]),
    );
    assert_eq!(codes(&e)[0], "BUNEW");
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );
    let e = explained(&from, &renamed, &asked(vec![crosswalk("buurt", &[])]));
    assert_eq!(codes(&e), known[1..]);
    let left: Vec<(&str, &str)> = e
        .incomparable
        .iter()
        .map(|x| (x.name.as_str(), x.edition.as_str()))
        .collect();
    assert_eq!(left, [("BUNEW", "2027"), (one, "2026")]);

    // Two that became one: features of one code are one area.
    let merged = recoded(&town, &[(two, one)]);
    let rows = [(one, one, None), (two, one, None)];
    let e = explained(&from, &merged, &asked(vec![crosswalk("buurt", &rows)]));
    assert_eq!(codes(&e).len(), known.len() - 1);
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );

    // One that became two: only with shares, and then said.
    let back = |rows: &[(&str, &str, Option<f64>)]| {
        let from = Edition {
            name: "2026".into(),
            ..merged.clone()
        };
        let to = Edition {
            name: "2027".into(),
            ..town.edition("2027", 0)
        };
        explained(&from, &to, &asked(vec![crosswalk("buurt", rows)]))
    };
    let e = back(&[(one, one, None), (one, two, None)]);
    assert!(!codes(&e).contains(&one) && !codes(&e).contains(&two));
    assert!(
        e.incomparable
            .iter()
            .any(|x| x.name == two && x.why.contains("shares"))
    );
    let e = back(&[(one, one, Some(0.75)), (one, two, Some(0.25))]);
    let (a, b) = (unit(&e, one), unit(&e, two));
    assert!(e.units[a].by_share && e.units[b].by_share);
    let people = |unit: usize| {
        let members = &e.units[unit].members[0];
        members
            .iter()
            .filter_map(|(h, s)| Some(e.union.weights[0][GroupId(0)][*h]? * s))
            .sum::<f64>()
    };
    assert!(people(a) > 0.0 && close(people(a), 3.0 * people(b)));
}

fn unit(e: &Explained, code: &str) -> usize {
    e.units
        .iter()
        .position(|u| u.code == code)
        .expect("an area")
}

// ---------------------------------------------------------------- the regional view

#[test]
fn people_moved_to_the_edge_make_a_pocket_and_a_diverging_town() {
    let town = town(11);
    let (study, results) = town.results(0);
    let summary = Summary::new(&study, &results);
    let (level, town_level, morning) = (LevelId(0), LevelId(1), SlotId(0));
    let layer = &results.inputs.areas[level].layer;
    let of_home = &results.inputs.areas[level].of_home;
    let town_of = |area: usize| {
        let home = of_home.find(|a| *a == Some(area))?;
        results.inputs.areas[town_level].of_home[home]
    };
    let mean = |area: usize| {
        let slice = &results.access.slices[(morning, PersonaId(0))];
        let homes = of_home.ids().filter(|h| of_home[*h] == Some(area));
        let jobs = |h: HomeId| slice.level(results.access.main[PurposeId(0)], h);
        let levels: Vec<f64> = homes.filter_map(jobs).collect();
        levels.iter().sum::<f64>() / levels.len() as f64
    };
    let share = |area: usize| {
        let s = summary.stacking(Some((level, area)), morning, PersonaId(0), GroupId(0));
        s.map_or(0.0, |s| s.at_least(2) / s.people())
    };
    // Two quarters of one town: in the one most miss norms, and the other reaches far more jobs.
    let lived_in: Vec<usize> = (0..layer.areas.len())
        .filter(|a| town_of(*a).is_some())
        .collect();
    let (good, bad) = (lived_in.iter())
        .flat_map(|a| lived_in.iter().map(move |b| (*a, *b)))
        .filter(|(a, b)| town_of(*a) == town_of(*b) && share(*b) > 0.6)
        .max_by(|x, y| (mean(x.0) - mean(x.1)).total_cmp(&(mean(y.0) - mean(y.1))))
        .expect("such quarters");
    assert!(mean(good) > 1.1 * mean(bad), "{good} {bad}");
    // The poor live in the better quarter, and then in the other; everyone else goes the other way.
    let text = fs::read_to_string(town.folder.join("homes-a.csv")).expect("a table");
    let homes = |poor: usize, rich: usize| -> String {
        let lines = text.lines().enumerate();
        lines
            .map(|(i, line)| {
                let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
                if i > 0 {
                    let area = of_home[HomeId::new(i - 1)];
                    cells[3] = if area == Some(rich) {
                        "100".into()
                    } else {
                        "1".into()
                    };
                    cells[7] = if area == Some(poor) {
                        "20".into()
                    } else {
                        "0".into()
                    };
                }
                cells.join(",") + "\n"
            })
            .collect()
    };
    fs::write(town.folder.join("homes-x.csv"), homes(good, bad)).expect("written");
    fs::write(town.folder.join("homes-y.csv"), homes(bad, good)).expect("written");
    let from = with(&town, "2025", 0, &[("homes-a.csv", "homes-x.csv")]);
    let to = with(&town, "2026", 0, &[("homes-a.csv", "homes-y.csv")]);
    let e = explained(&from, &to, &Options::default());

    let cells = |area: usize| of_home.iter().filter(|a| **a == Some(area)).count() as f64;
    let poor = |p: &&NewPocket| {
        p.group == GroupId(1) && e.units[p.unit].area.is_some_and(|a| a.0 == level)
    };
    let pockets: Vec<_> = e.pockets.iter().filter(poor).collect();
    assert_eq!(pockets.len(), 1, "{pockets:?}");
    assert_eq!(e.units[pockets[0].unit].area, Some((level, bad)));
    assert_eq!(pockets[0].people, [0.0, 20.0 * cells(bad)]);

    // Who left and who arrived, by hand, for the whole region.
    let d = e
        .displacement
        .iter()
        .find(|d| d.group == GroupId(1) && d.area.is_none());
    let d = d.expect("the poor moved");
    assert_eq!((d.left, d.arrived), (20.0 * cells(good), 20.0 * cells(bad)));
    let jobs = d
        .access
        .iter()
        .find(|m| m.slot == morning && m.service == PurposeId(0))
        .expect("jobs");
    assert!(close(jobs.there.mean.expect("a mean"), mean(good)));
    assert!(close(jobs.here.mean.expect("a mean"), mean(bad)));

    // The town's average improved while its poor lost.
    let at = (town_level, town_of(bad).expect("a town"));
    let found = |d: &&Diverging| {
        e.units[d.unit].area == Some(at)
            && (d.group, d.service, d.slot) == (GroupId(1), PurposeId(0), morning)
    };
    let d = e.diverging.iter().find(found).expect("a diverging town");
    assert!(d.mean[1] > d.mean[0], "{d:?}");
    assert!(close(d.group_mean[0].expect("a mean"), mean(good)), "{d:?}");
    assert!(close(d.group_mean[1].expect("a mean"), mean(bad)), "{d:?}");
}

// ---------------------------------------------------------------- files

#[test]
fn the_same_bytes_on_any_number_of_threads_and_a_series() {
    let town = town(12);
    let all = [
        town.edition("2024", 1),
        town.edition("2025", 0),
        town.edition("2026", 15),
    ];
    let mut made = Vec::new();
    for threads in [1, 2] {
        let out = town.folder.join(format!("out-{threads}"));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        let e = pool.install(|| {
            run(
                &all[1],
                &all[2],
                &all,
                &Options::default(),
                &out,
                &Progress::silent(),
            )
        });
        let (e, headlines) = e.unwrap_or_else(|e| panic!("{e}"));
        assert!(
            headlines.iter().any(|l| l.contains("below the norm")),
            "{headlines:?}"
        );
        // The series holds what `run` says of the edition that isn't compared.
        let (study, results) = town.results(1);
        let said = said(&study, &results);
        let of_2024 = |p: &&bereik::run::monitor::explain::series::Point| {
            p.edition == "2024" && p.indicator == Indicator::BelowNorm && p.group == "low_income"
        };
        let points: Vec<_> = e.series.iter().filter(of_2024).collect();
        assert_eq!(points.len(), 6);
        for p in points {
            let service = study
                .services
                .find(|s| s.name == p.service)
                .expect("a service");
            let slot = study.slots.find(|s| s.name == p.slot).expect("a slot");
            let at = (
                None,
                String::new(),
                p.indicator,
                About::Service(service),
                slot,
                GroupId(1),
            );
            assert_eq!(p.value, said.get(&at).copied());
        }
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .expect("a folder")
            .map(|f| f.expect("a file"))
            .filter(|f| f.file_name() != "manifest.json")
            .map(|f| {
                (
                    f.file_name().into_string().expect("UTF-8"),
                    fs::read(f.path()).expect("read"),
                )
            })
            .collect();
        files.sort();
        assert!(
            files
                .iter()
                .any(|f| f.0 == "explain.csv" && f.1.len() > 10_000)
        );
        made.push(files);
    }
    assert!(made[0] == made[1], "bytes differ between 1 and 2 threads");
}

#[test]
fn the_command_explains_a_monitor() {
    let town = town(13);
    fs::write(town.folder.join("study.toml"), Town::text(0)).expect("written");
    let monitor = r#"
[monitor]
title = "Town over time"
output = "monitor"
base_edition = "2025"
region = "gemeente"
[[edition]]
name = "2025"
study = "study.toml"
[[edition]]
name = "2026"
study = "study.toml"
[edition.change]
network.gtfs = ["bus-b", "train.gtfs.zip"]
homes.file = "homes-b.csv"
"#;
    fs::write(town.folder.join("monitor.toml"), monitor).expect("written");
    let explain = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_bereik"))
            .current_dir(&town.folder)
            .args(["monitor", "explain", "monitor.toml", "--from", "2025"])
            .args(more)
            .output()
            .expect("the program runs")
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let done = explain(&[
        "--to", "2026", "--level", "gemeente", "--lang", "nl", "-o", "out",
    ]);
    let (said, aside) = (text(&done.stdout), text(&done.stderr));
    assert!(done.status.success(), "{aside}");
    assert!(
        said.contains("onder de norm") && said.contains("waar mensen wonen"),
        "{said}"
    );
    let mut names: Vec<String> = fs::read_dir(town.folder.join("out"))
        .expect("a folder")
        .map(|f| f.expect("a file").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    let mut expected = bereik::run::monitor::explain::results();
    // Its annex was not asked for.
    expected.retain(|name| *name != "annex.html");
    expected.sort_unstable();
    assert_eq!(names, expected);
    let page = fs::read_to_string(town.folder.join("out/report.html")).expect("a page");
    assert!(page.contains("lang=\"nl\"") && page.contains("<svg") && !page.contains("http://"));
    assert!(page.contains("Werk op vaste tijden") && page.contains(">early<"));
    let table = fs::read_to_string(town.folder.join("out/explain.csv")).expect("a table");
    assert!(table.contains(",gemeente,") && !table.contains(",buurt,"));
    // By CBS's letters; and without any area.
    let level = |name: &str, folder: &str| {
        let done = explain(&["--to", "2026", "--level", name, "--quiet", "-o", folder]);
        assert!(done.status.success(), "{}", text(&done.stderr));
        let read = |file: &str| fs::read_to_string(town.folder.join(folder).join(file));
        (
            read("explain.csv").expect("a table"),
            read("report.html").expect("a page"),
        )
    };
    assert_eq!(level("gm", "by-letters").0, table);
    let (region, page) = level("region", "region");
    assert!(!region.contains(",gemeente,") && !region.contains(",buurt,"));
    assert!(region.lines().skip(1).all(|line| table.contains(line)) && region.lines().count() > 20);
    assert!(page.contains("<svg"));
    // What isn't there is refused by name, and what is there is told.
    for (more, named) in [
        (vec!["--to", "2027"], "2026"),
        (vec!["--to", "2025"], "same edition"),
        (vec!["--to", "2026", "--level", "wijk"], "gemeente"),
    ] {
        let refused = explain(&[more, vec!["-o", "none"]].concat());
        assert_eq!(refused.status.code(), Some(2), "{}", text(&refused.stderr));
        assert!(
            text(&refused.stderr).contains(named),
            "{}",
            text(&refused.stderr)
        );
        assert!(!town.folder.join("none").exists());
    }
}
