//! Results that replace older ones: stopped after any file operation or by a signal at any moment, a folder holds the older
//! results, or the new, or says that it is unfinished; the next run puts it right. What is the user's own stays.

use bereik::output::atomic::{self, ResultsFolder};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const MARKER: &str = "UNFINISHED.txt";
const HIDDEN: &str = ".bereik-unfinished";

/// A file in the results folder that is nobody's but the user's.
const NOTES: (&str, &[u8]) = ("notes.txt", b"mine\n");

/// What a program ended after a file operation exits with.
const STOPPED: i32 = 86;

// ---------------------------------------------------------------- a small town, and what is asked of it

const STUDY: &str = r#"
[study]
date = 2025-03-12
[network]
osm = "network.osm.pbf"
gtfs = "gtfs.zip"
[homes]
file = "homes.csv"
[homes.groups]
everyone = "people"
[[persona]]
name = "on foot"
max_walk_min = 8
max_trip_min = 45
[[slot]]
name = "morning"
depart = "08:00-08:02"
[[service]]
name = "jobs"
file = "jobs.csv"
column = "jobs"
cutoffs_min = [20]
norm = { cutoff_min = 20, at_least = 5 }
"#;

/// More than the other asks, so that there are files the other has not.
const OTHER: &str = r#"
[[areas]]
level = "half"
file = "areas.geojson"
code = "code"
[profile]
services = ["jobs"]
window = "08:00-08:30"
step_min = 30
"#;

const AREAS: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Polygon", "coordinates": [[[5, 52], [5.08, 52], [5.08, 52.2], [5, 52.2], [5, 52]]]}},
{"type": "Feature", "properties": {"code": "2"}, "geometry": {"type": "Polygon", "coordinates": [[[5.08, 52], [5.2, 52], [5.2, 52.2], [5.08, 52.2], [5.08, 52]]]}}]}"#;

const CUT: &str = r#"
[[edit]]
name = "offices close"
kind = "close"
service = "jobs"
id = ["FIRST"]
[[edit]]
name = "a line goes"
kind = "remove-trips"
select = { route = "L0" }
"#;

const MONITOR: &str = r#"[monitor]
region = "half"
[[edition]]
name = "a"
study = "other.toml"
[[edition]]
name = "b"
study = "other.toml"
[edition.change]
homes.file = "homes-later.csv"
"#;

/// The town's folder, made once and left to the system's own cleaning.
fn town() -> &'static Path {
    static TOWN: OnceLock<PathBuf> = OnceLock::new();
    TOWN.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance/random_1");
        for name in ["network.osm.pbf", "gtfs.zip"] {
            fs::copy(case.join(name), folder.join(name)).expect("a copy");
        }
        let table = |name: &str, column: &str, each: usize| {
            let text = fs::read_to_string(case.join(name)).expect("points");
            let rows = text.lines().enumerate().map(|(i, line)| match i {
                0 => format!("{line},{column}\n"),
                i => format!("{line},{}\n", i * each),
            });
            rows.collect::<String>()
        };
        let jobs = table("destinations.csv", "jobs", 3);
        let first = jobs.lines().nth(1).and_then(|l| l.split(',').next());
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
        write("homes.csv", &table("origins.csv", "people", 10));
        write("homes-later.csv", &table("origins.csv", "people", 13));
        write("study.toml", STUDY);
        write(
            "other.toml",
            &(STUDY.replace("at_least = 5", "at_least = 50") + OTHER),
        );
        write("areas.geojson", AREAS);
        write("cut.toml", &CUT.replace("FIRST", first.expect("a place")));
        write("monitor.toml", MONITOR);
        write("jobs.csv", &jobs);
        folder
    })
}

const RUN: &[&str] = &["run", "study.toml"];
const OTHER_RUN: &[&str] = &["run", "other.toml"];
const COMPARE: &[&str] = &["compare", "study.toml", "cut.toml"];
const OTHER_COMPARE: &[&str] = &["compare", "other.toml", "cut.toml", "--factorial"];
const LIFELINES: &[&str] = &["lifelines", "study.toml"];
const SITE: &[&str] = &["site", "study.toml", "--candidates", "homes.csv"];
const EXPLAIN: &[&str] = &[
    "monitor",
    "explain",
    "monitor.toml",
    "--from",
    "a",
    "--to",
    "b",
];

/// The program on a folder of results.
fn bereik(arguments: &[&str], out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bereik"));
    command
        .current_dir(town())
        .args(arguments)
        .args(["--quiet", "--threads", "1", "-o"])
        .arg(out)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs and wants exit 0.
fn done(arguments: &[&str], out: &Path) {
    let output = bereik(arguments, out).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

// ---------------------------------------------------------------- what a folder holds

type Files = BTreeMap<String, Vec<u8>>;

/// Files by name; of the hidden folder nothing but its name.
fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).expect("a folder").map(|e| {
        let path = e.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let bytes = match path.is_dir() {
            true => Vec::new(),
            false => fs::read(&path).expect("a file"),
        };
        (name.into_owned(), bytes)
    });
    entries.collect()
}

/// Without what differs from run to run.
fn settled(mut files: Files) -> Files {
    if let Some(text) = files.get_mut("manifest.json") {
        let mut manifest: serde_json::Value = serde_json::from_slice(text).expect("JSON");
        manifest["seconds"] = serde_json::Value::Null;
        *text = manifest.to_string().into_bytes();
    }
    files
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Older,
    New,
    Unfinished,
}

/// A command over older results: those, and what it makes of them undisturbed.
struct Over {
    command: &'static [&'static str],
    older: Files,
    new: Files,
    took: Duration,
    kept: tempfile::TempDir,
}

impl Over {
    fn new(command: &'static [&'static str], before: &[&str]) -> Over {
        let kept = tempfile::tempdir().expect("a folder");
        let at = kept.path().join("out");
        done(before, &at);
        fs::write(at.join(NOTES.0), NOTES.1).expect("written");
        let older = settled(files(&at));
        let begun = Instant::now();
        done(command, &at);
        let took = begun.elapsed();
        let new = settled(files(&at));
        assert_ne!(older, new);
        // The older results had files that these don't have.
        assert!(older.keys().any(|name| !new.contains_key(name)));
        done(before, &kept.path().join("before"));
        Over {
            command,
            older,
            new,
            took,
            kept,
        }
    }

    /// The folder with the older results in it, as after the run that made them.
    fn reset(&self) -> PathBuf {
        let (at, before) = (
            self.kept.path().join("out"),
            self.kept.path().join("before"),
        );
        fs::remove_dir_all(&at).expect("removed");
        fs::create_dir(&at).expect("a folder");
        for (name, bytes) in files(&before) {
            fs::write(at.join(name), bytes).expect("written");
        }
        fs::write(at.join(NOTES.0), NOTES.1).expect("written");
        at
    }

    /// What the folder holds; a mix is none of it.
    fn state(&self, at: &Path, when: &str) -> State {
        let mut now = files(at);
        let name = format!("{:?} stopped {when}", self.command);
        now.remove(HIDDEN);
        assert_eq!(now.get(NOTES.0).map(Vec::as_slice), Some(NOTES.1), "{name}");
        if let Some(text) = now.get(MARKER) {
            let text = String::from_utf8_lossy(text);
            assert!(
                text.starts_with("The results in this folder are unfinished"),
                "{name}"
            );
            return State::Unfinished;
        }
        let now = settled(now);
        let differ = |than: &Files| -> Vec<String> {
            let names = now.keys().chain(than.keys());
            let mut names: Vec<_> = names
                .filter(|n| now.get(*n) != than.get(*n))
                .cloned()
                .collect();
            names.sort();
            names.dedup();
            names
        };
        match (differ(&self.older), differ(&self.new)) {
            (older, _) if older.is_empty() => State::Older,
            (_, new) if new.is_empty() => State::New,
            (older, new) => panic!(
                "{name}: a mix: not as before are {older:?}, not as they should become {new:?}"
            ),
        }
    }
}

/// Whatever a stopped run left, the next results are whole and alone.
fn next_run_is_whole(at: &Path, when: &str) {
    let mut next = ResultsFolder::create(at).expect("a folder");
    next.add_bytes("next.csv", b"1\n").expect("written");
    let manifest = serde_json::json!({"program": "bereik test"});
    assert!(
        next.publish(manifest).expect("published").is_empty(),
        "{when}"
    );
    let names: Vec<String> = files(at).into_keys().collect();
    assert_eq!(names, ["manifest.json", "next.csv", NOTES.0], "{when}");
}

// ---------------------------------------------------------------- stopped

/// Ends the program after its first file operation, its second, and so on until it comes through.
fn stopped_after_every_file_operation(command: &'static [&'static str], before: &[&str]) {
    if !cfg!(debug_assertions) {
        return;
    }
    let over = Over::new(command, before);
    let mut seen = Vec::new();
    for n in 1.. {
        let at = over.reset();
        let output = bereik(command, &at)
            .env("BEREIK_TEST_STOP_AFTER", n.to_string())
            .output()
            .expect("the program runs");
        let when = format!("after file operation {n}");
        let state = over.state(&at, &when);
        if output.status.success() {
            assert_eq!(state, State::New);
            assert!(!at.join(HIDDEN).exists());
            break;
        }
        assert_eq!(output.status.code(), Some(STOPPED), "{}", said(&output));
        seen.push(state);
        next_run_is_whole(&at, &when);
    }
    let count = |state: State| seen.iter().filter(|s| **s == state).count();
    let all = [State::Older, State::Unfinished, State::New].map(count);
    println!(
        "{command:?}: stopped {} times, older, unfinished, new: {all:?}",
        seen.len()
    );
    // First the older results, then the folder says that it is unfinished, then the new.
    assert!(
        seen.is_sorted_by_key(|s| [State::Older, State::Unfinished, State::New]
            .iter()
            .position(|x| x == s)),
        "{seen:?}"
    );
    // Every file is written, put in its place and moved in; the older ones are moved away.
    assert!(
        seen.len() > 3 * over.new.len() && all.iter().all(|n| *n > 0),
        "{all:?}"
    );
}

/// Ends the program by fifty signals at moments of its whole duration, more of them towards the end.
#[cfg(unix)]
fn stopped_by_signals(command: &'static [&'static str], before: &[&str]) {
    const SIGNALS: u32 = 50;
    let over = Over::new(command, before);
    let mut counts = BTreeMap::new();
    for n in 0..SIGNALS {
        let at = over.reset();
        let signal = ["-INT", "-TERM", "-KILL"][n as usize % 3];
        // Results are put in their place in the last part of a run.
        let share = match n % 5 {
            0 => f64::from(n) / f64::from(SIGNALS),
            _ => 0.75 + 0.3 * f64::from(n) / f64::from(SIGNALS),
        };
        let mut child = bereik(command, &at).spawn().expect("the program runs");
        std::thread::sleep(over.took.mul_f64(share));
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        sent.expect("kill");
        let status = child.wait().expect("ends");
        let when = format!("by {signal} after {share:.2} of its time ({status:?})");
        let state = over.state(&at, &when);
        if signal != "-KILL" {
            assert_ne!(state, State::Unfinished, "{when}");
            let ours = |name: &&String| name.starts_with(".bereik");
            assert_eq!(files(&at).keys().find(ours), None, "{when}");
        }
        match status.code() {
            Some(0) => assert_eq!(state, State::New, "{when}"),
            code => assert!(matches!(code, Some(atomic::INTERRUPTED) | None), "{when}"),
        }
        *counts
            .entry(format!("{:?} {state:?}", status.code()))
            .or_insert(0) += 1;
        next_run_is_whole(&at, &when);
    }
    println!("{command:?}: {counts:?}");
}

macro_rules! stopped {
    ($($name:ident: $command:expr, over $before:expr;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn after_every_file_operation() {
                stopped_after_every_file_operation($command, $before);
            }

            #[cfg(unix)]
            #[test]
            fn by_fifty_signals() {
                stopped_by_signals($command, $before);
            }
        }
    )*};
}

stopped! {
    run: RUN, over OTHER_RUN;
    compare: COMPARE, over OTHER_COMPARE;
    lifelines: LIFELINES, over OTHER_COMPARE;
    site: SITE, over OTHER_COMPARE;
    explain: EXPLAIN, over OTHER_RUN;
}

// ---------------------------------------------------------------- what is in the folder already

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn refused(arguments: &[&str], out: &Path, code: i32, parts: &[&str]) {
    let output = bereik(arguments, out).output().expect("the program runs");
    let said = said(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

#[test]
fn the_manifest_lists_what_is_in_the_folder() {
    let dir = folder();
    for (n, command) in [RUN, COMPARE, LIFELINES, SITE, EXPLAIN]
        .into_iter()
        .enumerate()
    {
        let at = dir.path().join(n.to_string());
        done(command, &at);
        let mut there = files(&at);
        let manifest = there.remove("manifest.json").expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
        let listed: BTreeMap<&str, u64> = (manifest["files"].as_array().expect("a list").iter())
            .map(|f| {
                (
                    f["name"].as_str().expect("a name"),
                    f["bytes"].as_u64().expect("a size"),
                )
            })
            .collect();
        let there: BTreeMap<&str, u64> = there
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.len() as u64))
            .collect();
        assert_eq!(listed, there, "{command:?}");
    }
}

#[test]
fn files_named_like_ours_that_are_the_users_stay() {
    let dir = folder();
    let at = dir.path().join("out");
    done(RUN, &at);
    let before = settled(files(&at));
    // Neither `run` nor its older results have a ranking: it stays, and `lifelines`, which would replace it, is refused
    // before any work.
    fs::write(at.join("ranking.csv"), "of a football club").expect("written");
    done(RUN, &at);
    refused(LIFELINES, &at, 2, &["ranking.csv", "choose another folder"]);
    let mut now = settled(files(&at));
    assert_eq!(
        now.remove("ranking.csv").as_deref(),
        Some(&b"of a football club"[..])
    );
    assert_eq!(now, before);
    // A folder that holds no results.
    for name in ["groups.csv", "manifest.json", MARKER] {
        let other = folder();
        fs::write(other.path().join(name), "{}").expect("written");
        refused(RUN, other.path(), 2, &[name]);
        assert_eq!(
            files(other.path()),
            Files::from([(name.to_owned(), b"{}".to_vec())])
        );
    }
    // A folder can't be replaced.
    let other = folder();
    done(RUN, other.path());
    fs::remove_file(other.path().join("groups.csv")).expect("removed");
    fs::create_dir(other.path().join("groups.csv")).expect("a folder");
    refused(RUN, other.path(), 2, &["groups.csv"]);
}

#[test]
fn an_older_file_that_was_changed_stays_and_is_named() {
    let dir = folder();
    let at = dir.path();
    done(OTHER_COMPARE, at);
    fs::write(at.join("stacking.csv"), "with my remarks").expect("written");
    // What is replaced is replaced, changed or not.
    fs::write(at.join("report.html"), "with my remarks").expect("written");
    let mut command = bereik(LIFELINES, at);
    let output = command.output().expect("the program runs");
    assert!(output.status.success());
    let names: Vec<String> = files(at).into_keys().collect();
    let due = [
        "lifelines.csv",
        "manifest.json",
        "ranking.csv",
        "report.html",
        "stacking.csv",
    ];
    assert!(
        due.iter().all(|n| names.contains(&(*n).to_owned())),
        "{names:?}"
    );
    assert!(
        !names
            .iter()
            .any(|n| ["changes.csv", "areas.gpkg", "edits.csv"].contains(&n.as_str())),
        "{names:?}"
    );
    assert!(
        fs::read_to_string(at.join("report.html"))
            .expect("a page")
            .contains("<html")
    );
    assert_eq!(
        fs::read_to_string(at.join("stacking.csv")).expect("remarks"),
        "with my remarks"
    );
    // Once more, and nothing remembers it.
    done(LIFELINES, at);
    assert!(at.join("stacking.csv").exists());
    // It is said.
    let folder = ResultsFolder::create(at).expect("a folder");
    fs::write(at.join("ranking.csv"), "too").expect("written");
    let left = folder
        .publish(serde_json::json!({"program": "bereik test"}))
        .expect("published");
    assert_eq!(left, [at.join("ranking.csv")]);
}

#[test]
fn results_of_a_version_that_listed_no_files_are_replaced() {
    let dir = folder();
    let at = dir.path();
    fs::write(at.join("manifest.json"), r#"{"program": "bereik 0.0.1"}"#).expect("written");
    fs::write(at.join("groups.csv"), "older").expect("written");
    fs::write(at.join("shares.csv"), "may be the user's").expect("written");
    done(RUN, at);
    assert_ne!(fs::read(at.join("groups.csv")).expect("a table"), b"older");
    assert!(at.join("shares.csv").exists());
}

// ---------------------------------------------------------------- two at once, and where they go

#[test]
fn a_second_run_into_a_folder_is_refused() {
    let dir = folder();
    let at = dir.path().join("out");
    done(RUN, &at);
    let before = settled(files(&at));
    let first = ResultsFolder::create(&at).expect("a folder");
    refused(RUN, &at, 1, &["another run", "hint"]);
    assert!(ResultsFolder::create(&at).is_err());
    drop(first);
    assert_eq!(settled(files(&at)), before);
    // Two really at once: one of them at least succeeds, and the folder is one of theirs.
    for _ in 0..3 {
        let started: Vec<_> = [RUN, OTHER_RUN]
            .map(|c| bereik(c, &at).spawn().expect("runs"))
            .into();
        let ended = started
            .into_iter()
            .map(|c| c.wait_with_output().expect("ends"));
        let ended: Vec<Output> = ended.collect();
        assert!(ended.iter().any(|o| o.status.success()));
        for output in ended.iter().filter(|o| !o.status.success()) {
            assert!(said(output).contains("another run"), "{}", said(output));
        }
        let (last, _) = (files(&at), done(RUN, &at));
        assert_eq!(settled(files(&at)), before);
        done(OTHER_RUN, &at);
        let other = settled(files(&at));
        let last = settled(last);
        assert!(last == before || last == other);
        done(RUN, &at);
    }
}

#[cfg(unix)]
#[test]
fn folders_and_files_that_are_links() {
    use std::os::unix::fs::symlink;
    let dir = folder();
    let (real, link) = (dir.path().join("real"), dir.path().join("link"));
    fs::create_dir(&real).expect("a folder");
    symlink(&real, &link).expect("a link");
    done(RUN, &link);
    let before = settled(files(&real));
    assert!(
        before.contains_key("groups.csv") && fs::symlink_metadata(&link).expect("it").is_symlink()
    );
    // A result that somebody put elsewhere and linked: the link is replaced, and what it leads to stays as it is.
    let elsewhere = dir.path().join("elsewhere.csv");
    fs::rename(real.join("groups.csv"), &elsewhere).expect("moved");
    symlink(&elsewhere, real.join("groups.csv")).expect("a link");
    let kept = fs::read(&elsewhere).expect("a table");
    done(OTHER_RUN, &link);
    assert!(
        !fs::symlink_metadata(real.join("groups.csv"))
            .expect("it")
            .is_symlink()
    );
    assert_eq!(fs::read(&elsewhere).expect("a table"), kept);
    // Links that lead nowhere, or to the hidden folder of somebody else.
    symlink(dir.path().join("none"), dir.path().join("nowhere")).expect("a link");
    refused(RUN, &dir.path().join("nowhere"), 2, &["link"]);
    let other = folder();
    symlink(&real, other.path().join(HIDDEN)).expect("a link");
    let before = files(&real);
    refused(RUN, other.path(), 1, &[HIDDEN]);
    assert_eq!(files(&real), before);
}

/// As where a program holds a file open and the system minds.
#[test]
fn an_error_at_any_file_leaves_the_older_results() {
    if !cfg!(debug_assertions) {
        return;
    }
    let over = Over::new(RUN, OTHER_RUN);
    for n in 1.. {
        let at = over.reset();
        let output = bereik(RUN, &at)
            .env("BEREIK_TEST_FAIL_AT", n.to_string())
            .output()
            .expect("the program runs");
        let state = over.state(&at, &format!("by an error at move {n}"));
        assert!(!at.join(HIDDEN).exists());
        if output.status.success() {
            assert_eq!(state, State::New);
            // Each older file is moved away, each new one in; the marker comes and goes.
            assert!(n > over.older.len() + over.new.len() - 2, "{n}");
            break;
        }
        assert_eq!(
            (output.status.code(), state),
            (Some(1), State::Older),
            "{}",
            said(&output)
        );
        assert!(said(&output).contains("cannot"), "{}", said(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_older_results_and_no_scraps() {
    let dir = folder();
    let script = r#"mount -t tmpfs -o size="$2" none "$1" && cp "$3"/* "$1" && shift 3 || exit 99
        "$@"; code=$?; ls -A "$OUT"; cd "$OUT" && sha256sum -- *; exit $code"#;
    let over = Over::new(RUN, OTHER_RUN);
    let before = over.reset();
    let pages: usize = over
        .older
        .values()
        .map(|bytes| bytes.len().div_ceil(4096))
        .sum();
    let mut full = 0;
    for more in [1, 4, 16, 40] {
        let done = Command::new("unshare")
            .current_dir(town())
            .args(["-m", "sh", "-c", script, "sh"])
            .arg(dir.path())
            .arg(format!("{}k", 4 * (pages + more)))
            .arg(&before)
            .arg(env!("CARGO_BIN_EXE_bereik"))
            .args(RUN)
            .args(["--quiet", "--threads", "1", "-o"])
            .arg(dir.path())
            .env("OUT", dir.path())
            .output();
        let done = match done {
            Ok(done) if done.status.code() != Some(99) && !done.stdout.is_empty() => done,
            _ => {
                println!("SKIPPED: may not mount a small disk here");
                return;
            }
        };
        let listed = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            !listed.contains(HIDDEN) && !listed.contains(MARKER),
            "{listed}"
        );
        if done.status.success() {
            continue;
        }
        full += 1;
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(said(&done).contains("No space left"), "{}", said(&done));
        let sums = Command::new("sh")
            .current_dir(&before)
            .args(["-c", "ls -A; sha256sum -- *"])
            .output();
        assert_eq!(listed.as_bytes(), sums.expect("sums").stdout);
    }
    println!("{full} of 4 disks were too small");
    assert!(full > 0);
}
