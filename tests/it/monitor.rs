//! The monitor's dataset: the same bytes on any number of threads, after any number of kills, from any
//! number of shards and after a full disk; and what is refused, by name.

use crate::common::dice;
use bereik::axes::{HomeId, PersonaId};
use bereik::ids::Id;
#[path = "monitor_common/readers.rs"]
mod readers;

use bereik::input::columns::Table;
use bereik::input::study::read_study;
use bereik::run::study;
use bereik::synth::{self, Size};
use bereik::units::LonLat;
use bereik::watch::Progress;
use dice::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const MONITOR: &str = r#"
[monitor]
title = "A town"
output = "out"
region = "wijk"
[[edition]]
name = "2024"
study = "less.toml"
[[edition]]
name = "2026"
study = "less.toml"
[edition.change]
homes.file = "homes-2026.csv"
"#;

/// A generated town with a small study, a later table of homes, and a monitor of both.
fn make(folder: &Path) {
    synth::generate(Size::Town, 1, folder).expect("a town");
    let whole = fs::read_to_string(folder.join("study.toml")).unwrap();
    let gone = [
        "with a bicycle",
        "weekday midday",
        "late evening",
        "late",
        "pharmacy",
        "supermarket",
        "secondary school",
    ];
    let tables = whole.split("\n[[").filter(|table| {
        !gone
            .iter()
            .any(|name| table.contains(&format!("]]\nname = \"{name}\"")))
    });
    let mut less = tables.collect::<Vec<_>>().join("\n[[");
    less += "\n[[service]]\nname = \"seats\"\nfile = \"services.csv\"\nwhere = { kind = \"primary_school\" }\nmeasure = \"2sfca\"\n";
    fs::write(folder.join("less.toml"), less).unwrap();
    let homes = fs::read_to_string(folder.join("homes.csv")).unwrap();
    let later = homes.lines().enumerate().filter(|(i, _)| i % 17 != 5);
    let later: Vec<&str> = later.map(|(_, line)| line).collect();
    fs::write(folder.join("homes-2026.csv"), later.join("\n") + "\n").unwrap();
    fs::write(folder.join("monitor.toml"), MONITOR).unwrap();
}

/// The town, made once, and its dataset by an undisturbed run on one thread.
struct Town {
    folder: PathBuf,
    whole: BTreeMap<String, Vec<u8>>,
    /// How long that run took.
    took: Duration,
}

fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        make(&folder);
        let begun = Instant::now();
        done(&folder, "whole", &["--threads", "1"]);
        let took = begun.elapsed();
        let whole = tree(&folder.join("whole"));
        Town {
            folder,
            whole,
            took,
        }
    })
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn command(folder: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bereik"));
    command.args([
        "monitor",
        "run",
        text(&folder.join("monitor.toml")),
        "-o",
        text(out),
    ]);
    command
        .args(more)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(folder: &Path, out: &str, more: &[&str]) -> Output {
    command(folder, &folder.join(out), more)
        .output()
        .expect("the program runs")
}

/// Runs to the end; gives what was said aside.
fn done(folder: &Path, out: &str, more: &[&str]) -> String {
    let output = run(folder, out, more);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{aside}");
    aside
}

/// Runs and is refused; gives the message.
fn refused(folder: &Path, out: &str, more: &[&str]) -> String {
    let output = run(folder, out, more);
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn tool(arguments: &[&str]) -> (bool, String, String) {
    let program = env!("CARGO_BIN_EXE_bereik");
    let output = Command::new(program)
        .arg("monitor")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// Every file of a dataset but the locks.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, inside: &str, out: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let name = format!("{inside}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), out);
            } else if !name.starts_with("run.lock") {
                out.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(folder, "", &mut out);
    out
}

#[track_caller]
fn same(folder: &Path, whole: &BTreeMap<String, Vec<u8>>) {
    let found = tree(folder);
    let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(whole));
    for (name, bytes) in whole {
        assert!(found[name] == *bytes, "{name} differs");
    }
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in tree(from) {
        let at = to.join(name);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::write(at, bytes).unwrap();
    }
}

/// The files a monitor reads, in a folder of their own.
fn another() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&town().folder).unwrap().flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    folder
}

/// A path of a dataset that begins so, the n-th.
fn path(tree: &BTreeMap<String, Vec<u8>>, start: &str, n: usize) -> String {
    tree.keys()
        .filter(|p| p.starts_with(start))
        .nth(n)
        .unwrap()
        .clone()
}

#[test]
fn the_dataset_has_the_studys_values() {
    let town = town();
    let study = read_study(&town.folder.join("less.toml")).unwrap();
    let results = study::compute(&study, &Progress::silent()).unwrap();
    let ids = &results.inputs.homes.ids;
    let at = |id: &str| HomeId::new(ids.iter().position(|i| i == id).unwrap());
    let mut rows = 0;
    for (path, _) in town
        .whole
        .iter()
        .filter(|(p, _)| p.starts_with("values/edition=2024/"))
    {
        let slot = study
            .slots
            .find(|s| path.contains(&format!("slot={}", s.name.replace(' ', "%20"))))
            .unwrap();
        let persona = PersonaId(
            path.trim_end_matches(".parquet")
                .rsplit('-')
                .next()
                .unwrap()
                .parse()
                .unwrap(),
        );
        let table = Table::read(&town.folder.join("whole").join(path), &[]).unwrap();
        let (homes, service) = (
            table.texts("home").unwrap(),
            table.texts("service").unwrap(),
        );
        let (measure, cutoff) = (
            table.texts("measure").unwrap(),
            table.texts("cutoff").unwrap(),
        );
        let (value, below) = (
            table.numbers("value").unwrap(),
            table.truths("below_norm").unwrap(),
        );
        let (status, persona_name) = (
            table.texts("status").unwrap(),
            table.texts("persona").unwrap(),
        );
        let slice = &results.access.slices[(slot, persona)];
        for row in 0..table.rows {
            let (r, reading) = (results.access.readings.by_id())
                .find(|(_, r)| {
                    study.services[r.service].name == service[row]
                        && r.measure == measure[row]
                        && r.cutoff == cutoff[row]
                })
                .unwrap();
            let home = at(homes[row]);
            let level = slice.values[(r, home)];
            let shown = if reading.is_time() {
                level / 60.0
            } else {
                level
            };
            assert_eq!(
                value[row],
                Some(shown).filter(|v| v.is_finite()),
                "{path} row {row}"
            );
            let missed = reading
                .norm
                .filter(|_| !level.is_nan())
                .map(|n| n.missed(level));
            assert_eq!(below[row], missed);
            assert_eq!(status[row], slice.status[(reading.status, home)].word());
            assert_eq!(persona_name[row], study.personas[persona].name);
            rows += 1;
        }
    }
    let readings: usize = results.access.readings.len();
    assert_eq!(
        rows,
        ids.len() * study.slots.len() * study.personas.len() * readings
    );
    // Shifts.
    let mut rows = 0;
    for (path, _) in town
        .whole
        .iter()
        .filter(|(p, _)| p.starts_with("shifts/edition=2024/"))
    {
        let persona = PersonaId(
            path.trim_end_matches(".parquet")
                .rsplit('-')
                .next()
                .unwrap()
                .parse()
                .unwrap(),
        );
        let table = Table::read(&town.folder.join("whole").join(path), &[]).unwrap();
        let (homes, shift) = (table.texts("home").unwrap(), table.texts("shift").unwrap());
        let (jobs, day) = (
            table.numbers("jobs").unwrap(),
            table.numbers("jobs_by_day").unwrap(),
        );
        for row in 0..table.rows {
            let s = study.shifts.find(|s| s.name == shift[row]).unwrap();
            let expected = &results.shifts[(s, persona)];
            let home = at(homes[row]);
            assert_eq!(jobs[row], expected.access[home].map(|a| a.both));
            assert_eq!(day[row], expected.by_day[home].map(|a| a.both));
            rows += 1;
        }
    }
    assert_eq!(rows, ids.len() * study.personas.len() * study.shifts.len());
    // Homes, with weights and codes.
    let first = path(&town.whole, "homes/edition=2024/", 0);
    let table = Table::read(&town.folder.join("whole").join(&first), &[]).unwrap();
    let codes = table.texts("area_wijk").unwrap();
    assert!(
        codes
            .iter()
            .all(|code| first.contains(&format!("region={code}.parquet"))),
        "{first}"
    );
    assert!(table.texts("geometry").is_ok());
}

#[test]
fn threads_memory_and_place_change_no_byte() {
    let town = town();
    done(&town.folder, "two", &["--threads", "2", "--memory", "4GiB"]);
    same(&town.folder.join("two"), &town.whole);
    let folder = another();
    done(folder.path(), "out", &["--threads", "3"]);
    same(&folder.path().join("out"), &town.whole);
    // Once more does nothing.
    let output = run(folder.path(), "out", &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("0 computed"), "{said}");
    same(&folder.path().join("out"), &town.whole);
    let message = refused(folder.path(), "small", &["--memory", "20MiB"]);
    assert!(message.contains("one thread needs about"), "{message}");
}

#[test]
fn killed_at_any_moment_it_goes_on_to_the_same_bytes() {
    let town = town();
    let mut dice = Dice::new(5);
    let mut kills = 0;
    let mut rounds = 0;
    let most = town.took.as_millis() as usize + 50;
    while kills < 24 {
        rounds += 1;
        let out = town.folder.join(format!("killed-{rounds}"));
        loop {
            let mut child = command(&town.folder, &out, &["--threads", "2"])
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(dice.below(most) as u64));
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        same(&out, &town.whole);
        fs::remove_dir_all(&out).unwrap();
    }
    eprintln!("{kills} kills in {rounds} rounds");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_a_clear_error_and_the_same_command_goes_on() {
    let town = town();
    let at = town.folder.join("small-disk");
    fs::create_dir_all(&at).unwrap();
    let pages: usize = town
        .whole
        .values()
        .map(|bytes| bytes.len().div_ceil(4096) * 4)
        .sum();
    let mount = |options: String| {
        Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs", text(&at)])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !mount(format!("size={}k", pages * 6 / 10)) {
        eprintln!(
            "SKIPPED: no tmpfs can be mounted here (needs root): the full disk is not tested"
        );
        return;
    }
    let _unmount = Unmount(at.clone());
    let message = refused(&town.folder, "small-disk/out", &["--threads", "2"]);
    assert!(message.contains("No space left on device"), "{message}");
    assert!(message.contains("the same command"), "{message}");
    assert!(message.contains("small-disk/out"), "{message}");
    // What is there is whole, and nothing has half a file's name.
    for (name, bytes) in tree(&at.join("out")) {
        assert_eq!(town.whole.get(&name), Some(&bytes), "{name}");
    }
    assert!(mount("remount,size=256m".to_owned()));
    done(&town.folder, "small-disk/out", &["--threads", "2"]);
    same(&at.join("out"), &town.whole);
}

struct Unmount(PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn shards_at_once_are_one_run() {
    let town = town();
    let out = town.folder.join("shards");
    let start = |i: usize| -> Child {
        command(
            &town.folder,
            &out,
            &["--threads", "1", "--shard", &format!("{i}/4")],
        )
        .spawn()
        .unwrap()
    };
    let mut running: Vec<Child> = (1..=4).map(start).collect();
    std::thread::sleep(town.took / 2);
    let mut second = running.remove(1);
    let _ = second.kill();
    second.wait().unwrap();
    // A plain run keeps off while shards work.
    if running[0].try_wait().unwrap().is_none() {
        let output = run(&town.folder, "shards", &[]);
        let aside = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success() || aside.contains("another process"),
            "{aside}"
        );
    }
    running.push(start(2));
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    same(&out, &town.whole);
}

#[test]
fn separate_folders_are_joined_and_parts_of_other_runs_refused() {
    let town = town();
    let folder = another();
    let part = |i: usize| folder.path().join(format!("part-{i}"));
    for i in 1..=3 {
        done(
            folder.path(),
            &format!("part-{i}"),
            &["--shard", &format!("{i}/3")],
        );
    }
    let (ok, said, _) = tool(&["status", text(&part(1))]);
    assert!(
        ok && said.starts_with("edition,files_done,files_missing,rows,bytes\n"),
        "{said}"
    );
    let whole = folder.path().join("whole");
    let (parts, out) = ([part(1), part(2), part(3)], text(&whole));
    // Without one of them it is not complete, and with it it is.
    let (ok, said, aside) = tool(&["join", text(&parts[0]), text(&parts[2]), "-o", out]);
    assert!(ok && said.contains("not complete yet"), "{said}{aside}");
    let (ok, said, aside) = tool(&[
        "join",
        text(&parts[0]),
        text(&parts[1]),
        text(&parts[2]),
        "-o",
        out,
    ]);
    assert!(ok && said.contains("dataset: "), "{said}{aside}");
    same(&whole, &town.whole);

    // What is damaged or missing there is taken from a part that has it, though its homes had another name.
    let record = part(2).join("ledger/editions/2024.json");
    let before = fs::read_to_string(&record).unwrap();
    assert!(before.contains("\"homes.csv\""));
    fs::write(&record, before.replace("\"homes.csv\"", "\"people.csv\"")).unwrap();
    fs::write(whole.join(path(&town.whole, "values/", 2)), "x").unwrap();
    fs::remove_file(whole.join(path(&town.whole, "shifts/", 0))).unwrap();
    fs::write(whole.join(path(&town.whole, "ledger/homes/", 0)), "{").unwrap();
    fs::remove_file(whole.join("networks/2024.bereik")).unwrap();
    let again = ["join", text(&parts[0]), text(&parts[1]), text(&parts[2])];
    let (ok, said, aside) = tool(&[&again[..], &["-o", out]].concat());
    assert!(ok && said.contains("dataset: "), "{said}{aside}");
    same(&whole, &town.whole);
    fs::write(&record, before).unwrap();

    // A part with other settings.
    let study = folder.path().join("less.toml");
    let text_of = fs::read_to_string(&study).unwrap();
    fs::write(
        &study,
        text_of.replace("within_min = 20", "within_min = 21"),
    )
    .unwrap();
    done(folder.path(), "other", &["--shard", "2/3"]);
    let other = folder.path().join("other");
    let (ok, _, aside) = tool(&[
        "join",
        text(&parts[0]),
        text(&other),
        "-o",
        text(&folder.path().join("mixed")),
    ]);
    assert!(
        !ok && aside.contains("is of another run than in"),
        "{aside}"
    );
    assert!(aside.contains("norm.within_min"), "{aside}");
    // A part of it slipped into the dataset: its entry says so.
    let slipped = path(&tree(&other), "values/", 0);
    for name in [slipped.clone(), format!("ledger/{slipped}.json")] {
        fs::copy(other.join(&name), whole.join(&name)).unwrap();
    }
    fs::write(&study, text_of).unwrap();
    let message = refused(folder.path(), "whole", &[]);
    assert!(
        message.contains("belongs to another run") && message.contains(&slipped),
        "{message}"
    );
    let (ok, _, aside) = tool(&["verify", out]);
    assert!(!ok && aside.contains("belongs to another run"), "{aside}");
    let (ok, _, aside) = tool(&["diff", out, "2024", "2026"]);
    assert!(!ok && aside.contains("belongs to another run"), "{aside}");
}

/// Leaves out of a feed the calls at some stops; gives the places of the calls that stay.
fn only(keeps: impl Fn(LonLat) -> bool, from: &Path, to: &Path) -> Vec<LonLat> {
    let mut archive = zip::ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut tables = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        tables.insert(name, text);
    }
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_reader(tables[name].as_bytes());
        let heads = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.unwrap()).collect();
        (heads, rows)
    };
    let column = |heads: &csv::StringRecord, name| heads.iter().position(|h| h == name).unwrap();
    let (heads, stops) = rows("stops.txt");
    let at = ["stop_id", "stop_lon", "stop_lat"].map(|name| column(&heads, name));
    let mut places = BTreeMap::new();
    for row in &stops {
        let place = LonLat {
            lon: row[at[1]].parse().unwrap(),
            lat: row[at[2]].parse().unwrap(),
        };
        places.insert(row[at[0]].to_owned(), place);
    }
    let (heads, calls) = rows("stop_times.txt");
    let stop = column(&heads, "stop_id");
    let mut stay = Vec::new();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&heads).unwrap();
    for row in &calls {
        let place = places[&row[stop]];
        if keeps(place) {
            stay.push(place);
            out.write_record(row).unwrap();
        }
    }
    let calls = String::from_utf8(out.into_inner().unwrap()).unwrap();
    tables.insert("stop_times.txt".into(), calls);
    let mut zip = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for (name, text) in tables {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    stay
}

#[test]
fn a_feed_for_a_part_of_the_region_is_told_by_name() {
    let folder = another();
    let file = folder.path().join("monitor.toml");
    let study = read_study(&folder.path().join("less.toml")).unwrap();
    let bereik::input::study::NetworkInput::Sources { gtfs, .. } = &study.network else {
        panic!("a town is built from sources");
    };
    let level = study.areas.find(|a| a.level == "wijk").unwrap();
    let inputs = study::inputs::read(&study, &Progress::silent()).unwrap();
    let layer = &inputs.areas[level].layer;
    let code = |place: &LonLat| layer.locate(*place).map(|a| layer.areas[a].code.clone());
    // Buses no longer call in a region where no train does.
    let (buses, trains) = (&gtfs[0], &gtfs[1]);
    let copy = folder.path().join("cut.zip");
    let by_train: BTreeSet<String> = (only(|_| true, trains, &copy).iter())
        .filter_map(code)
        .collect();
    let by_bus: BTreeSet<String> = (only(|_| true, buses, &copy).iter())
        .filter_map(code)
        .collect();
    let lost = by_bus.difference(&by_train).next().expect("a region");
    let rest = only(|place| code(&place).as_ref() != Some(lost), buses, &copy);
    assert!(!rest.is_empty());
    let text_of = fs::read_to_string(&file).unwrap();
    let change = "[edition.change]\nnetwork.gtfs = [\"cut.zip\", \"train.gtfs.zip\"]\n";
    fs::write(&file, text_of.replace("[edition.change]\n", change)).unwrap();
    let aside = done(folder.path(), "out", &[]);
    assert!(aside.contains("region-lost-its-service"), "{aside}");
    let record = |edition: &str| -> serde_json::Value {
        let at = format!("out/ledger/editions/{edition}.json");
        serde_json::from_slice(&fs::read(folder.path().join(at)).unwrap()).unwrap()
    };
    let (before, after) = (record("2024"), record("2026"));
    let stops = |record: &serde_json::Value| -> BTreeMap<String, u64> {
        let regions = record["regions"].as_array().unwrap().clone();
        (regions.iter())
            .filter_map(|r| Some((r["code"].as_str()?.to_owned(), r["stops"].as_u64()?)))
            .collect()
    };
    let (before, after) = (stops(&before), stops(&after));
    let gone = |code: &&String| before[*code] > 0 && after[*code] == 0;
    let found: Vec<&String> = before.keys().filter(gone).collect();
    assert_eq!(found, [lost]);
    let named = format!("edition \"2026\": region {lost}");
    assert!(aside.contains(&named), "{aside}");
    assert!(!aside.contains("edition \"2024\": region"), "{aside}");
}

#[test]
fn what_was_changed_or_damaged_is_named() {
    let town = town();
    let folder = another();
    let out = folder.path().join("out");
    copy(&town.folder.join("whole"), &out);
    let (ok, said, aside) = tool(&["verify", text(&out)]);
    assert!(ok && said.contains("all as written"), "{said}{aside}");

    // A damaged file, one that is missing, a damaged entry, and one nobody knows.
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let (damaged, missing) = (
        path(&town.whole, "values/", 3),
        path(&town.whole, "homes/", 1),
    );
    let entry = path(&town.whole, "ledger/shifts/", 1);
    flip(&out.join(&damaged));
    fs::remove_file(out.join(&missing)).unwrap();
    fs::write(out.join(&entry), "{").unwrap();
    fs::write(out.join("values/stray.parquet"), "x").unwrap();
    for part in ["values", "homes", "findings", "networks", "ledger"] {
        fs::write(out.join(part).join(".bereik-left.tmp"), "x").unwrap();
    }
    let (ok, _, aside) = tool(&["verify", text(&out)]);
    assert!(!ok);
    for (name, problem) in [
        (damaged.as_str(), "its checksum differs"),
        (missing.as_str(), "there is no such file"),
        (entry.as_str(), "is damaged"),
        ("values/stray.parquet", "is not in the ledger"),
    ] {
        assert!(
            aside.contains(&format!("{name}: ")) && aside.contains(problem),
            "{name}: {aside}"
        );
    }
    fs::remove_file(out.join("values/stray.parquet")).unwrap();
    let aside = done(folder.path(), "out", &[]);
    assert!(aside.contains("computed anew"), "{aside}");
    same(&out, &town.whole);

    // While something is missing the dataset is not closed.
    fs::remove_file(out.join(path(&town.whole, "ledger/homes/", 0))).unwrap();
    done(folder.path(), "out", &["--shard", "2/2"]);
    assert!(!out.join("dataset.json").exists());
    done(folder.path(), "out", &[]);
    same(&out, &town.whole);

    // What stands in the ledger and in dataset.json.
    let dataset = out.join("dataset.json");
    let before = fs::read_to_string(&dataset).unwrap();
    fs::write(
        &dataset,
        before.replacen("\"within_s\": ", "\"within_s\": 1", 1),
    )
    .unwrap();
    let (ok, _, aside) = tool(&["verify", text(&out)]);
    assert!(!ok && aside.contains("tells of something else"), "{aside}");
    fs::write(&dataset, before).unwrap();
    let record = out.join("ledger/editions/2026.json");
    let before = fs::read_to_string(&record).unwrap();
    fs::write(
        &record,
        before.replacen("\"walk_kmh\": ", "\"walk_kmh\": 1", 1),
    )
    .unwrap();
    let (ok, _, aside) = tool(&["verify", text(&out)]);
    assert!(
        !ok && aside.contains("2026.json: has been edited"),
        "{aside}"
    );
    fs::write(&record, before).unwrap();

    // The network.
    let network = out.join("networks/2024.bereik");
    flip(&network);
    let message = refused(folder.path(), "out", &[]);
    assert!(
        message.contains("2024.bereik: has been changed since edition \"2024\""),
        "{message}"
    );
    fs::remove_file(&network).unwrap();
    done(folder.path(), "out", &[]);
    same(&out, &town.whole);

    // An input, a setting, and words that change nothing.
    let jobs = folder.path().join("jobs.csv");
    let before = fs::read_to_string(&jobs).unwrap();
    fs::write(&jobs, before.replacen(",1", ",2", 1)).unwrap();
    let message = refused(folder.path(), "out", &[]);
    assert!(
        message.contains("edition \"2024\" was begun with something else"),
        "{message}"
    );
    assert!(message.contains("the file jobs.csv (jobs)"), "{message}");
    assert!(
        message.contains("give it a new name, or remove"),
        "{message}"
    );
    fs::write(&jobs, before).unwrap();
    let study = folder.path().join("less.toml");
    let before = fs::read_to_string(&study).unwrap();
    fs::write(&study, before.replace("walk_kmh = 3.5", "walk_kmh = 3.6")).unwrap();
    let message = refused(folder.path(), "out", &[]);
    assert!(message.contains("the key persona 2.walk_kmh"), "{message}");
    fs::write(&study, format!("# a remark\n{before}")).unwrap();
    done(folder.path(), "out", &[]);
    same(&out, &town.whole);
}

#[test]
fn a_second_process_is_refused() {
    let folder = another();
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let lock = fs::File::create(out.join("run.lock")).unwrap();
    lock.lock().unwrap();
    let message = refused(folder.path(), "out", &[]);
    assert!(
        message.contains("another process is working on this dataset"),
        "{message}"
    );
    let message = refused(folder.path(), "out", &["--shard", "1/2"]);
    assert!(message.contains("without --shard"), "{message}");
    lock.unlock().unwrap();
    let shard = fs::File::create(out.join("run.lock.1-of-2")).unwrap();
    shard.lock().unwrap();
    let message = refused(folder.path(), "out", &["--shard", "1/2"]);
    assert!(
        message.contains("another process is computing shard 1/2"),
        "{message}"
    );
    assert!(tree(&out).is_empty());
}

#[test]
fn status_and_diff_as_they_are_shown() {
    let town = town();
    let folder = another();
    let file = folder.path().join("monitor.toml");
    let shown = |at: &Path| {
        let (ok, said, aside) = tool(&["status", text(at)]);
        assert!(ok, "{aside}");
        // Bytes are left out: they depend on the compressor.
        let rows = said
            .lines()
            .map(|l| l.rsplit_once(',').unwrap().0.to_owned());
        (rows.collect::<Vec<_>>().join("\n"), aside)
    };
    let (said, aside) = shown(&file);
    assert_eq!(
        said,
        "edition,files_done,files_missing,rows\n2024,0,,0\n2026,0,,0"
    );
    assert_eq!(
        aside,
        "2024: not begun\n2026: not begun\nnot complete: there is no dataset.json yet\n"
    );
    done(folder.path(), "out", &["--shard", "1/2"]);
    let (said, aside) = shown(&file);
    let counts: Vec<Vec<usize>> = (said.lines().skip(1))
        .map(|l| l.split(',').map(|n| n.parse().unwrap()).collect())
        .collect();
    assert!(
        counts.iter().all(|c| c[1] > 0 && c[2] > 0 && c[3] > 0),
        "{said}"
    );
    assert!(
        aside.contains("2026: something is missing of regions "),
        "{aside}"
    );
    done(folder.path(), "out", &[]);
    same(&folder.path().join("out"), &town.whole);
    let (said, aside) = shown(&file);
    let files = |edition: &str| {
        let of = format!("/edition={edition}/");
        town.whole
            .keys()
            .filter(|p| p.contains(&of) && p.ends_with(".parquet"))
            .count()
    };
    let start = format!(
        "edition,files_done,files_missing,rows\n2024,{},0,",
        files("2024")
    );
    assert!(said.starts_with(&start), "{said}");
    assert_eq!(aside, "");

    let (ok, said, aside) = tool(&["diff", text(&file), "2024", "2026"]);
    assert!(ok, "{aside}");
    let mut lines = said.lines();
    assert_eq!(
        lines.next(),
        Some(
            "slot,persona,service,measure,cutoff,unit,homes_better,homes_worse,homes_same,homes_unknown,homes_new,homes_gone,mean_change"
        )
    );
    let homes = |name: &str| {
        fs::read_to_string(folder.path().join(name))
            .unwrap()
            .lines()
            .count()
    };
    let gone = homes("homes.csv") - homes("homes-2026.csv");
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[11], gone.to_string(), "{line}");
        // Only where people compete does it matter that some have left.
        let others = cells[6] == "0" && cells[7] == "0" && matches!(cells[12], "0" | "");
        assert!(others || cells[2] == "seats", "{line}");
    }
    let (ok, _, aside) = tool(&["diff", text(&file), "2024", "2025"]);
    assert!(
        !ok && aside.contains("there is no edition \"2025\""),
        "{aside}"
    );
}
