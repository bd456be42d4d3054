//! What is odd or broken in the data: harmless things change no byte of the result, broken things
//! are refused with file, line, field, value and what to do; no input ends in a crash.

use crate::cli::tool::{case, edit, file, folder, matrix, timetable};
use std::path::Path;

/// Rows of a table in another order, the header staying first.
fn shuffled(text: &str) -> String {
    let (header, rows) = text.split_once('\n').expect("a header");
    let rows: Vec<&str> = rows.lines().collect();
    let n = rows.len();
    // A step that shares no factor with the number of rows visits each once.
    let gcd = |mut a: usize, mut b: usize| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let step = (n / 2 + 1..).find(|s| gcd(*s, n) == 1).unwrap_or(1);
    let mixed: Vec<&str> = (0..n)
        .map(|i| rows[(i * step + n / 3) % n.max(1)])
        .collect();
    format!("{header}\n{}\n", mixed.join("\n"))
}

#[test]
fn harmless_oddities_of_a_timetable_change_no_byte() {
    type Change = fn(&Path);
    fn each(folder: &Path, change: impl Fn(&str, String) -> String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            edit(&path, |t| change(&name, t));
        }
    }
    let changes: [(&str, Change); 7] = [
        ("byte order marks", |f| {
            each(f, |_, t| format!("\u{feff}{t}"))
        }),
        ("CRLF", |f| each(f, |_, t| t.replace('\n', "\r\n"))),
        ("no newline at the end", |f| {
            each(f, |_, t| t.trim_end().to_owned())
        }),
        ("blank lines at the end", |f| {
            each(f, |_, t| format!("{t}\n\n"))
        }),
        ("shuffled rows", |f| {
            each(f, |name, t| match name {
                // The order of transfer rules has a meaning.
                "transfers.txt" => t,
                _ => shuffled(&t),
            });
        }),
        ("unknown columns", |f| {
            each(f, |_, t| {
                let mut lines = t.lines();
                let header = lines.next().expect("a header");
                let rows: String = lines.map(|l| format!("\"x, \"\"y\"\"\",{l},7\n")).collect();
                format!("my_column,{header},tts_other\n{rows}")
            });
        }),
        ("unknown files", |f| {
            file(f, "fare_magic.txt", "not,a table\n\"\n");
            file(f, "readme.pdf", b"%PDF\0\xff");
            std::fs::create_dir(f.join("more")).expect("a folder");
            file(&f.join("more"), "stops.txt", "broken");
        }),
    ];
    for town in ["random_1", "random_3"] {
        let due = matrix(town).result();
        for (what, change) in changes {
            let dir = folder();
            let gtfs = timetable(town, dir.path());
            change(&gtfs);
            let got = matrix(town).with("--gtfs", &gtfs).result();
            assert_eq!(got, due, "{town}: {what}");
        }
        // Packed or not, on one thread or more.
        assert_eq!(
            matrix(town)
                .with("--gtfs", case(town).join("gtfs"))
                .result(),
            due
        );
        for threads in ["1", "2", "4"] {
            assert_eq!(
                matrix(town).and(["--threads", threads]).result(),
                due,
                "{threads}"
            );
        }
    }
}

#[test]
fn harmless_oddities_of_points_change_no_byte() {
    let line = matrix("random_1");
    let due = line.result();
    let dir = folder();
    let text = std::fs::read_to_string(case("random_1").join("origins.csv")).expect("points");
    let rows = || text.lines().map(|l| l.split(',').collect::<Vec<_>>());
    let turned: String = rows()
        .map(|r| format!("{},x,{},{}\n", r[2], r[0], r[1]))
        .collect();
    for (what, text) in [
        (
            "BOM and CRLF",
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
        ),
        ("no newline at the end", text.trim_end().to_owned()),
        ("another order of columns, and one more", turned),
        ("semicolons", text.replace(',', ";")),
        ("tabs", text.replace(',', "\t")),
        ("decimal commas", text.replace(',', ";").replace('.', ",")),
        (
            "quotation marks",
            rows()
                .map(|r| format!("\"{}\",\"{}\",\"{}\"\n", r[0], r[1], r[2]))
                .collect(),
        ),
    ] {
        let points = file(dir.path(), "o.csv", text);
        let done = line.clone().with("--origins", points).run();
        assert_eq!(
            String::from_utf8_lossy(&done.out),
            due,
            "{what}: {}",
            done.err
        );
    }
}

#[test]
fn ids_come_back_exactly_and_never_reach_the_terminal_raw() {
    let ids = [
        "a\"b",
        "a,b",
        "two\nlines",
        "=1+1",
        "+31",
        "-5",
        "@x",
        "007",
        "1.50",
        "1e5",
        "naïve",
        "東京 🚲",
        "tab\there",
        "\u{1b}[31mred",
        "\u{202e}back",
        "bell\u{7}",
        "''",
        "NULL",
        "a;b",
        " led",
        "end ",
    ];
    let dir = folder();
    let point = std::fs::read_to_string(case("random_1").join("origins.csv")).expect("points");
    let at: Vec<&str> = point.lines().nth(1).expect("a point").split(',').collect();
    let mut w = csv::Writer::from_path(dir.path().join("o.csv")).expect("a table");
    w.write_record(["id", "lon", "lat"]).expect("written");
    for id in ids {
        w.write_record([id, at[1], at[2]]).expect("written");
    }
    w.flush().expect("written");
    let line = matrix("random_1")
        .with("--origins", dir.path().join("o.csv"))
        .and(["--keep-unreached"]);
    let done = line.run();
    let done = done.code(0);
    let mut back: Vec<String> = csv::Reader::from_reader(&done.out[..])
        .records()
        .map(|r| r.expect("a row")[0].to_owned())
        .collect();
    back.dedup();
    assert_eq!(back, ids);
    // Now none is near a street: all would be named.
    for (n, id) in ids.iter().enumerate() {
        let mut w = csv::Writer::from_path(dir.path().join("far.csv")).expect("a table");
        w.write_record(["id", "lon", "lat"]).expect("written");
        w.write_record([id, "15.0", "10.0"]).expect("written");
        w.write_record(["near", at[1], at[2]]).expect("written");
        w.flush().expect("written");
        let done = matrix("random_1")
            .with("--origins", dir.path().join("far.csv"))
            .run()
            .code(0);
        let raw: Vec<char> = done
            .err
            .chars()
            .filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}')
            .collect();
        assert!(raw.is_empty(), "id {n}: {raw:?}");
        assert!(done.err.contains("not linked"), "{}", done.err);
    }
    // In an error too.
    let twice = format!(
        "id,lon,lat\n\"\u{1b}]0;x\u{7}\",{0},{1}\n\"\u{1b}]0;x\u{7}\",{0},{1}\n",
        at[1], at[2]
    );
    let twice = file(dir.path(), "twice.csv", twice);
    let done = matrix("random_1").with("--origins", twice).run().code(1);
    assert!(!done.err.contains(['\u{1b}', '\u{7}']), "{:?}", done.err);
    done.says(&["twice.csv", "line 3", "id", "hint"]);
}

#[test]
fn names_from_a_timetable_never_reach_the_terminal_raw() {
    let dir = folder();
    let gtfs = timetable("random_1", dir.path());
    edit(&gtfs.join("stops.txt"), |t| {
        format!("{t}\u{1b}[31mbad,\u{1b}]0;title\u{7},95.0,200.0\n")
    });
    let done = matrix("random_1").with("--gtfs", &gtfs).run();
    assert!(!done.err.contains(['\u{1b}', '\u{7}']), "{:?}", done.err);
}

/// What a terminal would obey, or show as nothing.
fn obeyed(text: &str) -> Vec<char> {
    let bad = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(*c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(bad).collect()
}

#[test]
fn hostile_names_are_tame_and_short_in_words_and_in_json() {
    let dir = folder();
    let gtfs = timetable("random_1", dir.path());
    let evil = format!(
        "\u{202e}\u{9b}2J\u{61c}\u{2066}\u{200f}\u{ad}\u{e0041}evil{}",
        "x".repeat(20_000)
    );
    edit(&gtfs.join("stops.txt"), |t| t.replace("Stop s", &evil));
    let place = |file: &str, row: usize| {
        let text = std::fs::read_to_string(case("random_1").join(file)).expect("points");
        let row = text
            .lines()
            .nth(row)
            .expect("a point")
            .split_once(',')
            .expect("an id")
            .1;
        row.split_once(',')
            .map(|(lon, lat)| format!("{lon},{lat}"))
            .expect("a place")
    };
    let line = crate::cli::tool::Line(vec!["route".into()])
        .and([
            std::ffi::OsString::from("--osm"),
            case("random_1").join("network.osm.pbf").into(),
        ])
        .and([std::ffi::OsString::from("--gtfs"), gtfs.into()])
        .and([
            "--from",
            &place("origins.csv", 1),
            "--to",
            &place("destinations.csv", 2),
        ])
        .and([
            "--date",
            "2025-03-12",
            "--depart",
            "08:00",
            "--max-walk",
            "8",
            "--board-slack",
            "180",
        ]);
    let words = line.result();
    assert!(words.contains("evil"), "{words}");
    assert_eq!(obeyed(&words), []);
    assert!(words.lines().all(|l| l.chars().count() <= 2000));
    let json = line.and(["--json"]).result();
    assert_eq!(obeyed(&json), []);
    // The name itself comes back as it is.
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(value.to_string().contains("\u{202e}"), "{json}");
}

#[test]
fn a_date_without_service_says_which_dates_have_it() {
    let done = matrix("random_1")
        .with("--date", "2031-01-01")
        .run()
        .code(1)
        .without_result();
    done.says(&[
        "2031-01-01",
        "--date",
        "service from 20",
        "hint",
        "gtfs.zip",
    ]);
}

#[test]
fn a_date_that_only_some_feeds_cover_is_a_warning_that_names_the_others() {
    let dir = folder();
    let other = timetable("random_1", dir.path());
    for table in ["calendar.txt", "calendar_dates.txt"] {
        edit(&other.join(table), |t| {
            t.replace("2024", "2021")
                .replace("2025", "2022")
                .replace("2026", "2023")
        });
    }
    let old = dir.path().join("old-feed");
    std::fs::rename(&other, &old).expect("renamed");
    let line = matrix("random_1").and(["--gtfs".as_ref(), old.as_os_str()]);
    let done =
        line.run()
            .code(0)
            .says(&["warning", "old-feed", "gtfs.zip", "outside the calendar"]);
    assert_eq!(
        String::from_utf8_lossy(&done.out),
        matrix("random_1").result()
    );
}

#[test]
fn swapped_coordinates_are_suspected_aloud() {
    let dir = folder();
    let text = std::fs::read_to_string(case("random_1").join("origins.csv")).expect("points");
    let swapped = file(
        dir.path(),
        "o.csv",
        text.replace("id,lon,lat", "id,lat,lon"),
    );
    let done = matrix("random_1").with("--origins", swapped).run().code(1);
    done.without_result().says(&["o.csv", "swapped"]);
    let fine = matrix("random_1").run().code(0);
    assert!(!fine.err.contains("swapped"));
    let line = crate::cli::tool::Line(vec!["route".into()]).and([
        "--osm".into(),
        case("random_1").join("network.osm.pbf").into_os_string(),
    ]);
    let line = line.and([
        "--from",
        "52.1191628,5.0848377",
        "--to",
        "5.0812116,52.1172851",
        "--depart",
        "08:00",
        "--date",
        "2025-03-12",
    ]);
    line.run()
        .code(1)
        .says(&["--from", "5.0848377,52.1191628", "hint"]);
}

#[test]
fn broken_points_are_refused_with_file_line_field_and_what_to_do() {
    let dir = folder();
    for (what, text, says) in [
        ("empty", "", &["o.csv"][..]),
        ("header only", "id,lon,lat\n", &["o.csv", "no points"]),
        (
            "no id",
            "name,lon,lat\na,5,52\n",
            &["o.csv", "\"id\"", "hint"],
        ),
        ("no lat", "id,lon,latt\na,5,52\n", &["o.csv", "lat", "hint"]),
        (
            "id twice",
            "id,lon,lat\na,5,52\na,5,52\n",
            &["o.csv", "line 3", "twice"],
        ),
        (
            "id empty",
            "id,lon,lat\n,5,52\n",
            &["o.csv", "line 2", "id"],
        ),
        ("short row", "id,lon,lat\na,5\n", &["o.csv", "line 2"]),
        (
            "no number",
            "id,lon,lat\na,5,52\nb,five,52\n",
            &["o.csv", "line 3", "lon", "five"],
        ),
        (
            "not UTF-8",
            "id,lon,lat\n\u{0}\u{1},NaN,inf\n",
            &["o.csv", "line 2"],
        ),
    ] {
        let points = file(dir.path(), "o.csv", text);
        let done = matrix("random_1").with("--origins", points).run();
        // A point without a usable place is named and left out; here it may be the only one.
        assert_eq!(
            done.code,
            Some(if what == "no number" && done.code == Some(0) {
                0
            } else {
                1
            }),
            "{what}: {}",
            done.err
        );
        done.says(says);
    }
    let bytes = file(dir.path(), "o.csv", b"id,lon,lat\n\xff\xfe,5,52\n");
    matrix("random_1")
        .with("--origins", bytes)
        .run()
        .code(1)
        .says(&["o.csv"]);
    matrix("random_1")
        .with("--origins", dir.path())
        .run()
        .code(1);
}

#[test]
fn broken_timetables_and_streets_are_refused_by_name() {
    let dir = folder();
    let gtfs = timetable("random_1", dir.path());
    let line = matrix("random_1");
    for table in [
        "stops.txt",
        "stop_times.txt",
        "trips.txt",
        "routes.txt",
        "agency.txt",
    ] {
        let text = std::fs::read_to_string(gtfs.join(table)).expect("a table");
        for (what, broken) in [
            ("missing", None),
            ("empty", Some("")),
            ("without columns", Some("a;b;c\n1;2;3\n")),
        ] {
            match broken {
                None => std::fs::remove_file(gtfs.join(table)).expect("removed"),
                Some(broken) => std::fs::write(gtfs.join(table), broken).expect("written"),
            }
            let done = line.clone().with("--gtfs", &gtfs).run();
            assert_eq!(done.code, Some(1), "{table} {what}: {}", done.err);
            done.says(&[table]).without_result();
        }
        std::fs::write(gtfs.join(table), text).expect("written");
    }
    assert_eq!(line.clone().with("--gtfs", &gtfs).result(), line.result());
    for option in ["--gtfs", "--osm", "--origins"] {
        let missing = dir.path().join("missing.file");
        line.clone()
            .with(option, &missing)
            .run()
            .code(1)
            .says(&["missing.file"])
            .without_result();
        let empty = file(dir.path(), "empty.file", "");
        line.clone()
            .with(option, &empty)
            .run()
            .code(1)
            .says(&["empty.file"])
            .without_result();
        let noise: Vec<u8> = (0..5000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        let noise = file(dir.path(), "noise.file", noise);
        line.clone()
            .with(option, &noise)
            .run()
            .code(1)
            .says(&["noise.file"])
            .without_result();
    }
    line.clone().with("--osm", dir.path()).run().code(1);
    // Street data and timetable mixed up.
    line.clone()
        .with("--osm", case("random_1").join("gtfs.zip"))
        .run()
        .code(1)
        .says(&["gtfs.zip"]);
    line.with("--gtfs", case("random_1").join("network.osm.pbf"))
        .run()
        .code(1)
        .says(&["network.osm.pbf"]);
}

#[test]
fn inputs_cut_short_or_with_flipped_bits_never_crash() {
    let dir = folder();
    for (option, name, samples) in [
        ("--gtfs", "gtfs.zip", 40),
        ("--osm", "network.osm.pbf", 60),
        ("--origins", "origins.csv", 30),
    ] {
        let whole = std::fs::read(case("random_1").join(name)).expect("an input");
        let path = dir.path().join(name);
        let line = matrix("random_1").with(option, &path);
        for i in 0..samples {
            let at = i * whole.len() / samples;
            let mut cut_ok = false;
            for flip in [false, true] {
                let mut bytes = whole.clone();
                if flip {
                    bytes[at] ^= 1 << (i % 8);
                } else {
                    bytes.truncate(at);
                }
                std::fs::write(&path, bytes).expect("written");
                let done = line.run();
                assert!(
                    matches!(done.code, Some(0 | 1)),
                    "{name} at {at} flip {flip}: {:?} {}",
                    done.code,
                    done.err
                );
                if done.code == Some(1) {
                    assert!(done.err.contains("error: "), "{}", done.err);
                }
                cut_ok |= !flip && done.code == Some(0);
            }
            // Archives and street files cut short are always noticed; a table of points may end anywhere.
            assert!(
                !cut_ok || option == "--origins",
                "{name} cut at {at} is taken for whole"
            );
        }
    }
}
