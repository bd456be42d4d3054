//! Network files: the same bytes as from the inputs, and refused when damaged, made otherwise, or
//! made of inputs that have changed since.

use crate::cli::tool::{Line, case, edit, file, folder, matrix, timetable};
use bereik::network::Network;
use bereik::network::columns::checksum;
use bereik::routing::job::Question;
use bereik::routing::{Tuning, journey, travel_times};
use bereik::travel::{Direction, Traveller, Window};
use bereik::units::LonLat;
use std::path::{Path, PathBuf};

fn build(town: &str, gtfs: &Path, to: &Path, more: &[&str]) {
    Line(vec!["build".into()])
        .and([
            "--osm".as_ref(),
            case(town).join("network.osm.pbf").as_os_str(),
        ])
        .and([
            "--gtfs".as_ref(),
            gtfs.as_os_str(),
            "-o".as_ref(),
            to.as_os_str(),
        ])
        .and(more.iter().copied())
        .run()
        .code(0)
        .without_result();
}

fn on_file(town: &str, file: &Path) -> Line {
    matrix(town)
        .without("--osm")
        .without("--gtfs")
        .and(["--network".as_ref(), file.as_os_str()])
}

fn with_options(line: &Line, set: &[(&str, &str)]) -> Line {
    set.iter().fold(line.clone(), |line, (option, value)| {
        if line.0.iter().any(|w| w == option) {
            line.with(option, *value)
        } else if value.is_empty() {
            line.and([*option])
        } else {
            line.and([*option, *value])
        }
    })
}

#[test]
fn a_network_file_gives_the_bytes_of_its_inputs_whatever_the_options() {
    let sets: [&[(&str, &str)]; 12] = [
        &[],
        &[("--walk-speed", "3.1")],
        &[("--walk-speed", "7")],
        &[("--max-walk", "3")],
        &[("--max-walk", "45")],
        &[("--walk-speed", "6.5"), ("--max-walk", "40")],
        &[("--wheelchair", "")],
        &[("--wheelchair", ""), ("--unknown-not-accessible", "")],
        &[("--bicycle", "access")],
        &[("--bicycle", "egress"), ("--max-bike", "5")],
        &[("--bicycle", "both"), ("--bike-speed", "20")],
        &[("--max-snap", "500"), ("--max-rides", "1")],
    ];
    for town in ["random_1", "random_2", "type2_longer"] {
        let dir = folder();
        let path = dir.path().join("town.bereik");
        build(town, &case(town).join("gtfs.zip"), &path, &[]);
        let (inputs, network) = (matrix(town), on_file(town, &path));
        for set in sets {
            let due = with_options(&inputs, set).result();
            assert_eq!(with_options(&network, set).result(), due, "{town} {set:?}");
        }
        let arrive = |l: &Line| {
            l.clone()
                .without("--depart")
                .and(["--arrive", "08:30-08:40"])
                .result()
        };
        assert_eq!(arrive(&network), arrive(&inputs), "{town} arriving");
    }
}

#[test]
fn what_is_stored_never_shows() {
    let dir = folder();
    let gtfs = case("random_1").join("gtfs.zip");
    let due = matrix("random_1").result();
    for more in [
        &["--max-walk", "0"][..],
        &["--max-walk", "60"],
        &["--walk-speed", "2", "--max-walk", "2"],
        &["--threads", "1"],
    ] {
        let path = dir.path().join("town.bereik");
        build("random_1", &gtfs, &path, more);
        assert_eq!(on_file("random_1", &path).result(), due, "{more:?}");
    }
    // The same inputs give the same file.
    let (a, b) = (dir.path().join("a.bereik"), dir.path().join("b.bereik"));
    build("random_1", &gtfs, &a, &["--threads", "1"]);
    build("random_1", &gtfs, &b, &["--threads", "4"]);
    assert_eq!(
        std::fs::read(a).expect("a network"),
        std::fs::read(b).expect("a network")
    );
}

#[test]
fn the_snapping_distance_is_that_of_the_file_unless_asked_otherwise() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    build(
        "random_1",
        &case("random_1").join("gtfs.zip"),
        &path,
        &["--max-snap", "60"],
    );
    let due = matrix("random_1").and(["--max-snap", "60"]).result();
    let line = on_file("random_1", &path);
    assert_eq!(line.result(), due);
    assert_eq!(line.clone().and(["--max-snap", "60"]).result(), due);
    line.and(["--max-snap", "500"])
        .run()
        .code(2)
        .says(&["--max-snap", "60", "bereik build"]);
}

#[test]
fn damaged_files_are_refused_at_every_byte() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    build("random_1", &case("random_1").join("gtfs.zip"), &path, &[]);
    let whole = std::fs::read(&path).expect("a network");
    assert!(Network::from_bytes("n", &whole).is_ok());
    let points = (0..256).chain((256..whole.len()).step_by(whole.len() / 400 + 1));
    for at in points {
        let e = Network::from_bytes("n.bereik", &whole[..at]).expect_err("cut short");
        assert!(
            e.to_string().contains("n.bereik") && e.hint.is_some(),
            "{e}"
        );
        for bit in [0, 3, 7] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            assert!(
                Network::from_bytes("n", &bytes).is_err(),
                "bit {bit} of byte {at}"
            );
        }
    }
    let mut longer = whole.clone();
    longer.push(0);
    assert!(Network::from_bytes("n", &longer).is_err());
    // On the command line too, with what to do.
    file(dir.path(), "town.bereik", &whole[..whole.len() / 2]);
    on_file("random_1", &path)
        .run()
        .code(1)
        .says(&["town.bereik", "cut short", "bereik build"]);
    let mut other = whole.clone();
    other[8] = 99;
    file(dir.path(), "town.bereik", &other);
    on_file("random_1", &path)
        .run()
        .code(1)
        .says(&["another version", "99", "bereik build"]);
    file(
        dir.path(),
        "town.bereik",
        std::fs::read(case("random_1").join("gtfs.zip")).expect("a zip"),
    );
    on_file("random_1", &path)
        .run()
        .code(1)
        .says(&["not a bereik network file"]);
    on_file("random_1", dir.path()).run().code(1);
    on_file("random_1", &dir.path().join("none.bereik"))
        .run()
        .code(1)
        .says(&["none.bereik"]);
}

#[test]
fn bytes_with_a_right_checksum_and_wrong_columns_never_crash_the_reader() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    build("random_1", &case("random_1").join("gtfs.zip"), &path, &[]);
    let whole = std::fs::read(&path).expect("a network");
    let columns = (24 + env!("CARGO_PKG_VERSION").len()).next_multiple_of(8) + 8;
    let end = whole.len() - 8;
    let question = |direction| Question {
        date: chrono::NaiveDate::from_ymd_opt(2025, 3, 12).expect("a date"),
        window: Window {
            direction,
            start_s: 8 * 3600,
            end_s: 8 * 3600 + 600,
            step_s: 60,
        },
        traveller: Traveller::default(),
        tuning: Tuning::default(),
    };
    let at = |lon, lat| LonLat::new(lon, lat).expect("a place");
    let points = [at(5.0848377, 52.1191628), at(5.0950872, 52.1013834)];
    let flips: usize =
        std::env::var("BEREIK_CASES").map_or(600, |v| v.parse().expect("a whole number"));
    let mut read = 0;
    for i in 0..flips {
        let mut bytes = whole.clone();
        let at = columns + i * (end - columns) / flips;
        bytes[at] ^= 1 << (i % 8);
        let sum = checksum(&bytes[..end]).to_le_bytes();
        bytes[end..].copy_from_slice(&sum);
        let Ok(network) = Network::from_bytes("n", &bytes) else {
            continue;
        };
        read += 1;
        for direction in [Direction::Depart, Direction::Arrive] {
            let q = question(direction);
            let _ = travel_times(
                &network,
                q.date,
                q.window,
                &q.traveller,
                &points,
                &points,
                q.tuning,
            );
            let _ = journey::find(&network, &q, points[0], points[1]);
        }
    }
    println!("{read} of {flips} read");
}

#[test]
fn changed_inputs_are_refused_and_missing_ones_are_not() {
    let dir = folder();
    let gtfs = timetable("random_1", dir.path());
    let path = dir.path().join("town.bereik");
    build("random_1", &gtfs, &path, &[]);
    let due = matrix("random_1").result();
    let line = on_file("random_1", &path);
    assert_eq!(line.result(), due);
    let later = |path: &PathBuf| {
        let file = std::fs::File::options()
            .append(true)
            .open(path)
            .expect("a table");
        file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_secs(5))
            .expect("touched");
    };
    // Touched only: the same contents are the same input.
    let stops = gtfs.join("stops.txt");
    later(&stops);
    assert_eq!(line.result(), due);
    // Another size; then the same size with another letter, new or with an old date.
    let text = std::fs::read_to_string(&stops).expect("stops");
    edit(&stops, |t| t + "\n");
    line.run()
        .code(1)
        .says(&["town.bereik", "changed", "gtfs", "bereik build"])
        .without_result();
    let other = text.replacen("5.", "6.", 1);
    assert!(other.len() == text.len() && other != text);
    std::fs::write(&stops, &other).expect("written");
    later(&stops);
    line.run().code(1).says(&["changed"]);
    let old = std::fs::File::options()
        .append(true)
        .open(&stops)
        .expect("a table");
    old.set_modified(
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000),
    )
    .expect("dated back");
    if cfg!(unix) {
        line.run().code(1).says(&["changed"]);
    }
    std::fs::write(&stops, text).expect("written");
    assert_eq!(line.result(), due);
    // A table more or less is a change; other files in the folder are not.
    file(&gtfs, "notes.md", "mine");
    assert_eq!(line.result(), due);
    file(&gtfs, "levels.txt", "level_id\n");
    line.run().code(1).says(&["changed"]);
    // Inputs that are gone are no reason to refuse.
    std::fs::remove_dir_all(&gtfs).expect("removed");
    assert_eq!(line.result(), due);
    // Built into the timetable's own folder, it is no part of it.
    let gtfs = timetable("random_1", dir.path());
    let inside = gtfs.join("town.bereik");
    build("random_1", &gtfs, &inside, &[]);
    assert_eq!(on_file("random_1", &inside).result(), due);
}

#[test]
fn a_file_is_found_with_its_inputs_from_anywhere() {
    let dir = folder();
    for f in [
        "network.osm.pbf",
        "gtfs.zip",
        "origins.csv",
        "destinations.csv",
    ] {
        std::fs::copy(case("random_1").join(f), dir.path().join(f)).expect("a copy");
    }
    let build = Line(vec!["build".into()]).and([
        "--osm",
        "network.osm.pbf",
        "--gtfs",
        "gtfs.zip",
        "-o",
        "n.bereik",
    ]);
    let done = build
        .command()
        .current_dir(dir.path())
        .output()
        .expect("runs");
    assert!(done.status.success());
    // Moved together, the inputs are still looked at: changed there, it is refused.
    let moved = folder();
    for f in ["network.osm.pbf", "gtfs.zip", "n.bereik"] {
        std::fs::rename(dir.path().join(f), moved.path().join(f)).expect("moved");
    }
    let line = on_file("random_1", &moved.path().join("n.bereik"));
    assert_eq!(line.result(), matrix("random_1").result());
    std::fs::copy(
        case("random_2").join("gtfs.zip"),
        moved.path().join("gtfs.zip"),
    )
    .expect("a copy");
    line.run().code(1).says(&["gtfs.zip", "changed"]);
}

#[test]
fn info_describes_the_network_for_people() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    build("random_1", &case("random_1").join("gtfs.zip"), &path, &[]);
    let done = Line(vec!["info".into()])
        .and(["--network".as_ref(), path.as_os_str()])
        .run()
        .code(0);
    assert!(done.err.is_empty(), "{}", done.err);
    let text = String::from_utf8(done.out).expect("UTF-8");
    for part in [
        "sha256",
        "junctions",
        "stops with service",
        "feed gtfs.zip",
        "service from",
        "Wednesday",
        "--date 20",
        "findings",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let days =
        Line(vec!["info".into()]).and(["--network".as_ref(), path.as_os_str(), "--dates".as_ref()]);
    assert!(days.result().contains("2025-03-12 Wed"));
}

#[test]
fn a_mapped_file_may_be_replaced_while_it_is_used() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    let gtfs = |town| case(town).join("gtfs.zip");
    build("random_1", &gtfs("random_1"), &path, &[]);
    let network = Network::open(&path).expect("a network");
    assert!(network.streets.from.is_mapped());
    let before = network.to_bytes();
    assert_eq!(before, std::fs::read(&path).expect("the file"));
    // Built again in its place, from other inputs, and then removed: ours is as it was.
    build("random_2", &gtfs("random_2"), &path, &[]);
    let other = Network::open(&path).expect("a network");
    assert_ne!(other.to_bytes(), before);
    std::fs::remove_file(&path).expect("removed");
    assert_eq!(network.to_bytes(), before);
}

#[test]
fn a_file_of_the_other_byte_order_is_refused_by_name() {
    let dir = folder();
    let path = dir.path().join("town.bereik");
    build("random_1", &case("random_1").join("gtfs.zip"), &path, &[]);
    let mut bytes = std::fs::read(&path).expect("a network");
    bytes[8..12].reverse();
    bytes[12..16].reverse();
    let error = Network::from_bytes("n", &bytes).expect_err("another machine's");
    assert!(error.to_string().contains("byte order"), "{error}");
}
