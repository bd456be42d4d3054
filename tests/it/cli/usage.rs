//! Options: what is refused before any data is looked at, what is accepted, what help teaches.

use crate::cli::tool::{Line, bereik, folder, matrix, options};

/// A whole command line whose files do not exist: that options are checked before files shows in
/// exit 2 instead of 1.
fn typed() -> Line {
    Line(vec!["matrix".into()]).and([
        "--osm",
        "/nowhere/a.osm.pbf",
        "--gtfs",
        "/nowhere/a.zip",
        "--origins",
        "/nowhere/o.csv",
        "--destinations",
        "/nowhere/d.csv",
        "--date",
        "2025-03-12",
        "--depart",
        "08:00-09:00",
    ])
}

#[test]
fn without_arguments_help_comes_on_standard_error() {
    let done = bereik(&[""; 0]).code(2).without_result();
    done.says(&["Usage", "matrix", "demo"]);
    bereik(&["frobnicate"]).code(2).without_result();
}

#[test]
fn help_teaches_units_defaults_and_an_example() {
    let general = bereik(&["--help"]).code(0);
    assert!(general.err.is_empty());
    let text = String::from_utf8(general.out).expect("UTF-8");
    for part in [
        "bereik demo",
        "build",
        "info",
        "matrix",
        "route",
        "access",
        "run",
        "Exit codes",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let lessons: [(&str, &[&str]); 4] = [
        (
            "build",
            &[
                "Example",
                "metres",
                "km/h",
                "[default: 30]",
                "-o city.bereik",
            ],
        ),
        ("info", &["Example", "--findings", "--dates"]),
        (
            "matrix",
            &[
                "Example",
                "[default: 120]",
                "[default: 4.8]",
                "minutes",
                "seconds",
                "inclusive",
                "--percentiles 25,50,75",
                "24:00",
            ],
        ),
        (
            "route",
            &["Example", "longitude", "--json", "[default: 60]", "headway"],
        ),
    ];
    for (command, parts) in lessons {
        let done = bereik(&[command, "--help"]).code(0);
        let text = String::from_utf8(done.out).expect("UTF-8");
        for part in parts {
            assert!(text.contains(part), "{command}: {part}");
        }
        // Every line fits a usual terminal, save the usage line.
        assert!(
            text.lines()
                .all(|l| l.chars().count() <= 100 || l.starts_with("Usage"))
        );
    }
    let version = bereik(&["--version"]).code(0);
    assert!(version.out.starts_with(b"bereik "));
}

#[test]
fn options_out_of_range_are_wrong_usage_and_name_the_range() {
    // Without a file: exit 1; so what follows shows that options are looked at first.
    typed().run().code(1);
    for (option, values, says) in [
        (
            "--max-trip",
            &[
                "-1", "2881", "NaN", "inf", "-inf", "1e400", "", " ", "12,5", "ten", "0x10",
            ][..],
            "from 0 to 2880",
        ),
        (
            "--max-walk",
            &["-0.1", "1441", "nan", "infinity", "", "1e9"],
            "from 0 to 1440",
        ),
        (
            "--walk-speed",
            &["0", "-4", "0.09", "31", "NaN", "inf", ""],
            "from 0.1 to 30",
        ),
        ("--max-snap", &["-1", "20001", "NaN", ""], "from 0 to 20000"),
        ("--bike-speed", &["0", "61", "NaN"], "from 1 to 60"),
        ("--max-bike", &["-1", "NaN", "1441"], "from 0 to 1440"),
        (
            "--max-rides",
            &["-1", "65", "1.5", "", "99999999999999999999", "NaN"],
            "--max-rides",
        ),
        ("--board-slack", &["-1", "7201", "1.5", ""], "--board-slack"),
        ("--threads", &["0", "-1", "1025", "many", ""], "--threads"),
        (
            "--percentiles",
            &[
                "0",
                "101",
                "50.5",
                "-5",
                "",
                "50,",
                ",50",
                "50,50",
                "25,50,25",
                "p50",
                "300",
                "4294967346",
            ],
            "ercentile",
        ),
        ("--crs", &[""], "--crs"),
        ("--bicycle", &["", "all"], "access"),
        ("--log", &["loud"], "debug"),
    ] {
        for value in values {
            let done = typed().and([format!("{option}={value}")]).run();
            assert_eq!(done.code, Some(2), "{option}={value:?}: {}", done.err);
            done.says(&[says]).without_result();
        }
    }
}

#[test]
fn dates_and_windows_that_make_no_sense_are_wrong_usage() {
    for date in [
        "",
        "12-03-2025",
        "2025-02-29",
        "2025-13-01",
        "today",
        "1066-10-14",
        "20250312",
        "2025-03-12T08:00",
    ] {
        typed()
            .with("--date", date)
            .run()
            .code(2)
            .says(&["--date"])
            .without_result();
    }
    for window in [
        "",
        "08:00",
        "09:00-08:00",
        "08:00-08:00",
        "8-9",
        "08:00-09:60",
        "08:00:00-09:00:00",
        "-01:00-09:00",
        "71:00-72:01",
        "00:00-99:00",
        "NaN-inf",
        "00:00-100000:00",
        "08:00-09:00-10:00",
    ] {
        let done = typed().with("--depart", window).run();
        assert_eq!(done.code, Some(2), "{window}: {}", done.err);
        done.says(&["--depart"]).without_result();
    }
    typed()
        .with("--depart", "22:00-02:00")
        .run()
        .code(2)
        .says(&["22:00-26:00"]);
}

#[test]
fn contradictions_are_wrong_usage() {
    typed()
        .and(["--arrive", "08:00-09:00"])
        .run()
        .code(2)
        .says(&["--depart", "--arrive"]);
    typed()
        .without("--depart")
        .run()
        .code(2)
        .says(&["--depart"]);
    typed()
        .and(["--network", "/nowhere/n.bereik"])
        .run()
        .code(2)
        .says(&["--network", "--osm"]);
    let with_gtfs = typed()
        .without("--osm")
        .and(["--network", "/nowhere/n.bereik"]);
    with_gtfs.run().code(2).says(&["--network", "--gtfs"]);
    typed().without("--osm").run().code(2).says(&["--osm"]);
    typed().without("--date").run().code(2).says(&["--date"]);
    typed()
        .and(["--date", "2025-03-13"])
        .run()
        .code(2)
        .says(&["--date"]);
    typed()
        .and(["--bicycle", "both", "--wheelchair"])
        .run()
        .code(2)
        .says(&["--bicycle", "--wheelchair"]);
    typed()
        .and(["--unknown-not-accessible"])
        .run()
        .code(2)
        .says(&["--wheelchair"]);
    typed()
        .and(["--max-wlak", "3"])
        .run()
        .code(2)
        .says(&["--max-walk"]);
    for (from, to) in [
        ("5.1", "5.1,52.1"),
        ("NaN,52", "5.1,52.1"),
        ("5.1,52.1", "5.1,95"),
        ("5.1,52.1", "181,5"),
        ("", "5,5"),
        ("5,5,5", "5,5"),
    ] {
        let line = Line(vec!["route".into()]).and([
            "--osm",
            "/nowhere/a.osm.pbf",
            "--date",
            "2025-03-12",
            "--depart",
            "08:00",
            "--from",
            from,
            "--to",
            to,
        ]);
        let done = line.run();
        assert_eq!(done.code, Some(2), "{from} {to}: {}", done.err);
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_not_utf8_are_refused_or_used_as_paths() {
    use std::os::unix::ffi::OsStringExt;
    let odd = std::ffi::OsString::from_vec(b"\xff\xfe\x1b[31m".to_vec());
    for option in ["--date", "--depart"] {
        let done = typed().with(option, odd.clone()).run().code(2);
        assert!(!done.err.contains('\x1b'));
    }
    typed()
        .and([std::ffi::OsString::from("--crs"), odd.clone()])
        .run()
        .code(2);
    // As a path it is one: here of no file.
    let done = typed().with("--origins", odd.clone()).run().code(1);
    assert!(!done.err.contains('\x1b'), "{}", done.err);
    let dir = folder();
    let points = dir.path().join(&odd);
    std::fs::copy(
        crate::cli::tool::case("random_1").join("origins.csv"),
        &points,
    )
    .expect("a copy");
    let plain = matrix("random_1");
    assert_eq!(
        plain.clone().with("--origins", points).result(),
        plain.result()
    );
}

#[test]
fn limits_at_their_ends_are_accepted() {
    let line = matrix("random_1");
    let plain = line.result();
    // Walking only is the town without its timetable.
    let walking = line.clone().with("--max-rides", "0").result();
    assert_eq!(walking, line.clone().without("--gtfs").result());
    assert_ne!(walking, plain);
    assert_eq!(
        line.clone().with("--max-rides", "64").result(),
        line.clone().with("--max-rides", "20").result()
    );
    let header = "from_id,to_id,travel_time_p50\n";
    assert_eq!(line.clone().with("--max-trip", "0").result(), header);
    assert_eq!(line.clone().with("--max-walk", "0").result(), header);
    line.clone().with("--max-trip", "2880").run().code(0);
    line.clone().and(["--board-slack", "7200"]).run().code(2); // given twice
    line.clone().with("--board-slack", "7200").run().code(0);
    line.clone().and(["--threads", "1024"]).run().code(0);
    let ends = line.clone().with("--percentiles", "1,99,100").result();
    assert!(
        ends.starts_with("from_id,to_id,travel_time_p1,travel_time_p99,travel_time_p100\n"),
        "{ends}"
    );
    // The order asked is the order given.
    let turned = line.clone().with("--percentiles", "100,1").result();
    assert!(turned.starts_with("from_id,to_id,travel_time_p100,travel_time_p1\n"));
    // The longest window there is, in bounded time and memory.
    let long = line.with("--depart", "00:00-72:00").run().code(0);
    assert!(long.out.len() > header.len());
    assert!(options("random_1").len() > 4);
}
