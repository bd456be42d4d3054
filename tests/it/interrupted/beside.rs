//! What is in a results folder already and whose it is; two runs at once; links, errors and small disks.

use super::town::*;
use bereik::output::atomic::ResultsFolder;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

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
fn a_full_or_closed_disk_leaves_the_older_results_and_no_scraps() {
    let dir = folder();
    let script = r#"mount -t tmpfs -o size="$2" none "$1" && cp "$3"/* "$1" || exit 99
        [ "$2" != 8m ] || mount -o remount,ro "$1" || exit 99
        shift 3
        "$@"; code=$?; ls -A "$OUT"; cd "$OUT" && sha256sum -- *; exit $code"#;
    let over = Over::new(RUN, OTHER_RUN);
    let before = over.reset();
    let pages: usize = over
        .older
        .values()
        .map(|bytes| bytes.len().div_ceil(4096))
        .sum();
    let small = [1, 4, 16, 40].map(|more| (format!("{}k", 4 * (pages + more)), "No space left"));
    let closed = ("8m".to_owned(), "Read-only");
    let mut refused = Vec::new();
    for (size, why) in small.into_iter().chain([closed]) {
        let done = Command::new("unshare")
            .current_dir(town())
            .args(["-m", "sh", "-c", script, "sh"])
            .arg(dir.path())
            .arg(&size)
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
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        // SQLite has words of its own for it.
        let said = said(&done).replace("database or disk is full", "No space left");
        assert!(said.contains(why), "{said}");
        refused.push(why);
        let sums = Command::new("sh")
            .current_dir(&before)
            .args(["-c", "ls -A; sha256sum -- *"])
            .output();
        assert_eq!(listed.as_bytes(), sums.expect("sums").stdout);
    }
    assert!(
        refused.len() > 1 && refused.contains(&"Read-only"),
        "{refused:?}"
    );
}
