//! A small town, what is asked of it, and what a folder of results holds.

use bereik::output::atomic::ResultsFolder;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

pub const MARKER: &str = "UNFINISHED.txt";
pub const HIDDEN: &str = ".bereik-unfinished";

/// A file in the results folder that is nobody's but the user's.
pub const NOTES: (&str, &[u8]) = ("notes.txt", b"mine\n");

pub const STUDY: &str = r#"
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
pub const OTHER: &str = r#"
[[areas]]
level = "half"
file = "areas.geojson"
code = "code"
[profile]
services = ["jobs"]
window = "08:00-08:30"
step_min = 30
"#;

pub const AREAS: &str = r#"{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Polygon", "coordinates": [[[5, 52], [5.08, 52], [5.08, 52.2], [5, 52.2], [5, 52]]]}},
{"type": "Feature", "properties": {"code": "2"}, "geometry": {"type": "Polygon", "coordinates": [[[5.08, 52], [5.2, 52], [5.2, 52.2], [5.08, 52.2], [5.08, 52]]]}}]}"#;

pub const CUT: &str = r#"
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

pub const MONITOR: &str = r#"[monitor]
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
pub fn town() -> &'static Path {
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

pub const RUN: &[&str] = &["run", "study.toml"];
pub const OTHER_RUN: &[&str] = &["run", "other.toml"];
pub const COMPARE: &[&str] = &["compare", "study.toml", "cut.toml"];
pub const OTHER_COMPARE: &[&str] = &["compare", "other.toml", "cut.toml", "--factorial"];
pub const LIFELINES: &[&str] = &["lifelines", "study.toml"];
pub const SITE: &[&str] = &["site", "study.toml", "--candidates", "homes.csv"];
pub const EXPLAIN: &[&str] = &[
    "monitor",
    "explain",
    "monitor.toml",
    "--from",
    "a",
    "--to",
    "b",
];

/// The program on a folder of results.
pub fn bereik(arguments: &[&str], out: &Path) -> Command {
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

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs and wants exit 0.
pub fn done(arguments: &[&str], out: &Path) {
    let output = bereik(arguments, out).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

pub type Files = BTreeMap<String, Vec<u8>>;

/// Files by name; of the hidden folder nothing but its name.
pub fn files(folder: &Path) -> Files {
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
pub fn settled(mut files: Files) -> Files {
    if let Some(text) = files.get_mut("manifest.json") {
        let mut manifest: serde_json::Value = serde_json::from_slice(text).expect("JSON");
        manifest["seconds"] = serde_json::Value::Null;
        *text = manifest.to_string().into_bytes();
    }
    files
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Older,
    New,
    Unfinished,
}

/// A command over older results: those, and what it makes of them undisturbed.
pub struct Over {
    pub command: &'static [&'static str],
    pub older: Files,
    pub new: Files,
    pub took: Duration,
    pub kept: tempfile::TempDir,
}

impl Over {
    pub fn new(command: &'static [&'static str], before: &[&str]) -> Over {
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
    pub fn reset(&self) -> PathBuf {
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
    pub fn state(&self, at: &Path, when: &str) -> State {
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
pub fn next_run_is_whole(at: &Path, when: &str) {
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
