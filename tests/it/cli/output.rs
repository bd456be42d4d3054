//! Where results go: standard output or a file that appears whole or not at all; everything else
//! on standard error.

use crate::cli::tool::{Done, Line, PROGRAM, case, edit, file, folder, matrix, names, timetable};
use std::path::Path;
use std::process::{Command, Stdio};

fn to(line: &Line, path: &Path) -> Line {
    line.clone().and(["-o".into(), path.as_os_str().to_owned()])
}

#[test]
fn results_are_on_standard_output_and_all_else_on_standard_error() {
    let dir = folder();
    // A town with something to warn of: a point far from everything.
    let far = file(
        dir.path(),
        "far.csv",
        "id,lon,lat\nhere,5.0848377,52.1191628\nfar,5.5,52.6\n",
    );
    let line = matrix("random_1").with("--origins", far);
    let loud = line.run().code(0).says(&["warning", "far"]);
    let text = String::from_utf8(loud.out.clone()).expect("UTF-8");
    assert!(text.starts_with("from_id,to_id,travel_time_p50\n"));
    assert!(text.lines().all(|l| l.split(',').count() == 3));
    assert!(loud.err.lines().all(|l| !l.contains(",d")));
    let quiet = line.clone().and(["--quiet"]).run().code(0);
    assert_eq!((quiet.err.as_str(), &quiet.out), ("", &loud.out));
    // Errors still show.
    let wrong = line
        .clone()
        .with("--date", "1999-01-01")
        .and(["--quiet"])
        .run()
        .code(1);
    wrong.says(&["error"]).without_result();
    let path = dir.path().join("out.csv");
    let done = to(&line, &path).run().code(0).without_result();
    assert!(done.err.contains("far"));
    assert_eq!(std::fs::read(&path).expect("the table"), loud.out);
    // More words about the work change nothing about the result.
    let talks = line.and(["--log", "debug"]).run().code(0);
    assert_eq!(talks.out, loud.out);
}

#[test]
fn endings_pick_the_format_and_unknown_ones_are_wrong_usage() {
    let dir = folder();
    let line = matrix("random_1");
    for name in [
        "t.xlsx",
        "t",
        "t.csv.gz",
        "t.CSVX",
        ".csv",
        "t.geojson",
        "t.gpkg",
    ] {
        let done = to(&line, &dir.path().join(name)).run();
        assert_eq!(done.code, Some(2), "{name}: {}", done.err);
        done.says(&["-o"]);
    }
    assert!(names(dir.path()).is_empty(), "{:?}", names(dir.path()));
    to(&line, &dir.path().join("t.parquet")).run().code(0);
    let bytes = std::fs::read(dir.path().join("t.parquet")).expect("the table");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn an_output_that_is_an_input_is_refused_also_by_another_name() {
    let dir = folder();
    let gtfs = timetable("random_1", dir.path());
    let origins = dir.path().join("origins.csv");
    std::fs::copy(case("random_1").join("origins.csv"), &origins).expect("a copy");
    let line = matrix("random_1")
        .with("--gtfs", &gtfs)
        .with("--origins", &origins);
    let before = std::fs::read(&origins).expect("points");
    let mut targets = vec![
        origins.clone(),
        dir.path().join("gtfs/../origins.csv"),
        gtfs.join("stops.txt"),
        gtfs.clone(),
    ];
    #[cfg(unix)]
    {
        let (soft, hard) = (dir.path().join("soft.csv"), dir.path().join("hard.csv"));
        std::os::unix::fs::symlink(&origins, &soft).expect("a link");
        std::fs::hard_link(&origins, &hard).expect("a link");
        targets.extend([soft, hard]);
    }
    let files = (names(dir.path()), names(&gtfs));
    for target in targets {
        let done = to(&line, &target).run();
        assert_eq!(done.code, Some(2), "{}: {}", target.display(), done.err);
    }
    assert_eq!(std::fs::read(&origins).expect("points"), before);
    assert_eq!((names(dir.path()), names(&gtfs)), files);
    // Of `build` too.
    let osm = dir.path().join("a.osm.pbf");
    std::fs::copy(case("random_1").join("network.osm.pbf"), &osm).expect("a copy");
    let build = Line(vec!["build".into()]).and([
        "--osm".as_ref(),
        osm.as_os_str(),
        "-o".as_ref(),
        osm.as_os_str(),
    ]);
    build.run().code(2).says(&["input"]);
}

#[test]
fn places_that_cannot_be_written_are_told_before_any_work() {
    let dir = folder();
    // The date is wrong too, which is found out later.
    let line = matrix("random_1").with("--date", "1999-01-01");
    let missing = to(&line, &dir.path().join("none/t.csv")).run().code(1);
    missing.says(&["none", "folder", "hint"]);
    to(&line, dir.path()).run().code(2).says(&["folder"]);
    assert!(names(dir.path()).is_empty());
}

#[test]
fn an_older_file_stays_on_failure_and_nothing_else_is_left() {
    let dir = folder();
    let old = file(dir.path(), "t.csv", "older\n");
    let gtfs = timetable("random_1", dir.path());
    let line = to(&matrix("random_1"), &old);
    line.clone().with("--date", "1999-01-01").run().code(1);
    line.clone()
        .with("--origins", dir.path().join("none.csv"))
        .run()
        .code(1);
    line.clone().and(["--threads", "0"]).run().code(2);
    edit(&gtfs.join("stops.txt"), |_| "nonsense".into());
    line.with("--gtfs", &gtfs).run().code(1);
    assert_eq!(std::fs::read_to_string(&old).expect("the old"), "older\n");
    assert_eq!(names(dir.path()), ["gtfs", "t.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_the_older_file() {
    let full = Path::new("/dev/full");
    to(&matrix("random_1"), full).run().code(2); // no known ending
    let out = std::fs::File::create(full).expect("/dev/full");
    let done: Done = matrix("random_1")
        .command()
        .stdout(out)
        .output()
        .expect("runs")
        .into();
    done.code(1).says(&["standard output", "cannot write"]);
    // A standard error that takes nothing is no reason to fail.
    let err = std::fs::File::create(full).expect("/dev/full");
    let done = matrix("random_1")
        .and(["--log", "debug"])
        .command()
        .stderr(err)
        .output()
        .expect("runs");
    assert_eq!(done.status.code(), Some(0));
    // A disk of a few kilobytes, in a mount namespace of its own.
    let dir = folder();
    let script = r#"mount -t tmpfs -o size=8k none "$1" && echo older > "$1/net.bereik" || exit 99
        cd "$1"; "$2" build --quiet --osm "$3/network.osm.pbf" --gtfs "$3/gtfs.zip" -o net.bereik; code=$?
        ls -A; cat net.bereik; exit $code"#;
    let small = Command::new("unshare")
        .args(["-m", "sh", "-c", script, "sh"])
        .args([dir.path(), Path::new(PROGRAM), &case("random_1")])
        .output();
    match small {
        Ok(done) if done.status.code() != Some(99) && !done.stdout.is_empty() => {
            let done = Done::from(done).code(1);
            assert_eq!(done.out, b"net.bereik\nolder\n", "{}", done.err);
            done.says(&["cannot write"]);
        }
        _ => println!("SKIPPED: may not mount a small disk here"),
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_is_gone_ends_the_run_quietly() {
    let lines = [
        matrix("random_1"),
        Line(vec!["--help".into()]),
        Line(vec!["info".into()]).and([
            "--osm".as_ref(),
            case("random_1").join("network.osm.pbf").as_os_str(),
        ]),
    ];
    for line in lines {
        let mut child = line
            .command()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        drop(child.stdout.take());
        let done: Done = child.wait_with_output().expect("ends").into();
        assert!(!done.err.contains("error"), "{}", done.err);
        assert_eq!(done.code, Some(0));
    }
    // Closed from the start, and standard input as well.
    let script = r#"exec "$0" "$@" <&- >&-"#;
    let done = Command::new("sh")
        .args(["-c", script, PROGRAM])
        .args(&matrix("random_1").0)
        .output();
    let done: Done = done.expect("runs").into();
    assert!(done.code.is_some());
}

#[cfg(unix)]
#[test]
fn a_signal_at_any_moment_leaves_the_older_file_or_the_whole_new_one() {
    let dir = folder();
    let path = dir.path().join("net.bereik");
    let line = Line(vec!["build".into()]).and([
        "--quiet".as_ref(),
        "--osm".as_ref(),
        case("random_1").join("network.osm.pbf").as_os_str(),
        "--gtfs".as_ref(),
        case("random_1").join("gtfs.zip").as_os_str(),
        "-o".as_ref(),
        path.as_os_str(),
    ]);
    line.run().code(0);
    let whole = std::fs::read(&path).expect("the network");
    let mut stopped = 0;
    for n in 0..60u64 {
        std::fs::write(&path, "older").expect("written");
        let mut child = line.command().stderr(Stdio::null()).spawn().expect("runs");
        std::thread::sleep(std::time::Duration::from_micros(n * 700));
        let signal = if n % 2 == 0 { "-INT" } else { "-TERM" };
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        sent.expect("kill");
        let status = child.wait().expect("ends");
        let now = std::fs::read(&path).expect("a file");
        assert!(
            now == b"older" || now == whole,
            "{} bytes after {status:?}",
            now.len()
        );
        assert_eq!(names(dir.path()), ["net.bereik"], "{status:?}");
        if status.code() == Some(0) {
            assert!(now == whole, "done, but not written");
        } else {
            // 130, or ended by the signal itself before the program listened.
            assert!(matches!(status.code(), Some(130) | None), "{status:?}");
            stopped += 1;
        }
    }
    println!("{stopped} of 60 runs stopped");
    assert!(stopped > 5);
}

#[test]
fn two_runs_at_once_to_one_output_leave_a_whole_file() {
    let dir = folder();
    let path = dir.path().join("t.csv");
    let line = matrix("random_1");
    let due = line.result();
    let writes = to(&line, &path);
    for _ in 0..5 {
        let mut runs: Vec<_> = (0..4)
            .map(|_| writes.command().spawn().expect("runs"))
            .collect();
        assert!(runs.iter_mut().all(|r| r.wait().expect("ends").success()));
        assert_eq!(std::fs::read_to_string(&path).expect("the table"), due);
        assert_eq!(names(dir.path()), ["t.csv"]);
    }
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_is_replaced_where_it_lies() {
    let dir = folder();
    let real = file(dir.path(), "real.csv", "older");
    let link = dir.path().join("link.csv");
    std::os::unix::fs::symlink(&real, &link).expect("a link");
    to(&matrix("random_1"), &link).run().code(0);
    assert!(
        std::fs::symlink_metadata(&link)
            .expect("the link")
            .is_symlink()
    );
    assert_eq!(
        std::fs::read_to_string(&real).expect("the table"),
        matrix("random_1").result()
    );
}

#[cfg(unix)]
#[test]
fn surroundings_have_no_influence() {
    let dir = folder();
    let line = matrix("random_2");
    let due = line.run().code(0);
    let with = |vars: &[(&str, &str)], script: &str| {
        let mut c = Command::new("sh");
        c.args(["-c", script, PROGRAM]).args(&line.0).env_clear();
        c.env("PATH", "/usr/bin:/bin")
            .envs(vars.iter().copied())
            .current_dir(dir.path());
        let done: Done = c.output().expect("runs").into();
        let done = done.code(0);
        assert_eq!(
            (&done.out, &done.err),
            (&due.out, &due.err),
            "{vars:?} {script}"
        );
    };
    let plain = r#"exec "$0" "$@""#;
    with(&[], plain);
    with(
        &[("TMPDIR", "/nowhere/tmp"), ("HOME", "/nowhere/home")],
        plain,
    );
    with(
        &[
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "tr_TR.UTF-8"),
        ],
        plain,
    );
    with(
        &[
            ("TZ", "nonsense"),
            ("LANG", "\u{fffd}"),
            ("LC_NUMERIC", "nl_NL"),
        ],
        plain,
    );
    with(
        &[
            ("RUST_LOG", "trace"),
            ("NO_COLOR", "1"),
            ("TERM", "dumb"),
            ("COLUMNS", "5"),
        ],
        plain,
    );
    with(&[], r#"exec "$0" "$@" <&-"#);
    with(&[], r#"ulimit -n 16; exec "$0" "$@""#);
    assert!(names(dir.path()).is_empty());
}
