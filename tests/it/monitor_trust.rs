//! What a monitor does not take at its word: edited records, networks written into while they are in use, names that
//! mean two things, outputs that lie in the dataset; and what it says where something is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

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

/// A generated town of few homes with one slot and traveller.
fn make() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    bereik::synth::generate(bereik::synth::Size::Town, 1, folder.path()).expect("a town");
    let study = fs::read_to_string(at("study.toml")).expect("a study");
    let kept = |table: &&str| {
        let named = |name: &str| table.contains(&format!("name = \"{name}\""));
        let list = ["persona]]", "slot]]", "shift]]", "service]]"];
        let listed = list.iter().any(|l| table.starts_with(l));
        !table.starts_with("profile]")
            && (!listed
                || ["on foot", "weekday morning", "jobs", "GP"]
                    .iter()
                    .any(|n| named(n)))
            && !table.starts_with("shift]]")
    };
    let tables: Vec<&str> = study.split("\n[").collect();
    let mut less = tables[0].to_owned();
    for table in &tables[1..] {
        let inner = table.strip_prefix('[').unwrap_or(table);
        if kept(&inner) {
            less += &format!("\n[{table}");
        }
    }
    fs::write(at("less.toml"), less).expect("written");
    let homes = fs::read_to_string(at("homes.csv")).expect("homes");
    let later: Vec<&str> = homes.lines().step_by(2).collect();
    let head = homes.lines().next().unwrap_or_default();
    fs::write(
        at("homes-2026.csv"),
        format!("{head}\n{}\n", later[1..].join("\n")),
    )
    .expect("written");
    fs::write(at("monitor.toml"), MONITOR).expect("written");
    folder
}

fn bereik(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bereik"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program runs")
}

/// Exit code, standard output, standard error.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = bereik(folder, arguments);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

#[track_caller]
fn well(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, aside) = said(folder, arguments);
    assert_eq!(code, Some(0), "{arguments:?}: {aside}");
    out
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], with: i32, words: &[&str]) {
    let (code, _, aside) = said(folder, arguments);
    assert_eq!(code, Some(with), "{arguments:?}: {aside}");
    for word in words {
        assert!(aside.contains(word), "{word:?} in {aside}");
    }
    assert!(!aside.contains("panicked"), "{aside}");
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn edit(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).expect("text");
    assert!(text.contains(old), "{old:?} in {text}");
    fs::write(path, text.replacen(old, new, 1)).expect("written");
}

#[test]
fn what_the_ledger_says_is_not_taken_at_its_word() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let dataset = fs::read(at("out/dataset.json")).expect("whole");
    // Everything odd in an edition is a part of the dataset.
    let findings = fs::read_to_string(at("out/findings/edition=2024.csv")).expect("findings");
    assert!(findings.starts_with("severity,code,file,"), "{findings}");
    assert!(!findings.contains(&*town.path().to_string_lossy()));
    assert!(String::from_utf8_lossy(&dataset).contains("findings/edition=2024.csv"));

    // An entry of other rows: computed anew, and everything as it was.
    let entry = &files(&at("out/ledger/values"), ".json")[0];
    let whole = fs::read_to_string(entry).expect("an entry");
    let rows = whole
        .split("\"rows\": ")
        .nth(1)
        .and_then(|r| r.split(',').next());
    edit(
        entry,
        &format!("\"rows\": {}", rows.expect("rows")),
        "\"rows\": 5",
    );
    refused(
        town.path(),
        &["monitor", "verify", "monitor.toml"],
        1,
        &["it says 5 rows"],
    );
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    assert_eq!(fs::read_to_string(entry).expect("an entry"), whole);
    assert_eq!(fs::read(at("out/dataset.json")).expect("whole"), dataset);

    // Findings that are gone are written again, the same.
    fs::remove_file(at("out/findings/edition=2024.csv")).expect("removed");
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let again = fs::read_to_string(at("out/findings/edition=2024.csv")).expect("findings");
    assert_eq!(again, findings);

    // An edited record is refused by everything that would build on it.
    let record = at("out/ledger/editions/2026.json");
    edit(&record, "45.0", "44.0");
    let edited = ["has been edited", "2026.json"];
    refused(town.path(), &["monitor", "run", "monitor.toml"], 1, &edited);
    refused(
        town.path(),
        &["monitor", "join", "out", "-o", "joined"],
        1,
        &edited,
    );
    refused(
        town.path(),
        &["monitor", "verify", "monitor.toml"],
        1,
        &edited,
    );
    assert!(!at("joined/dataset.json").exists());
}

#[test]
fn what_is_missing_is_told() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
    fs::remove_file(at("out/dataset.json")).expect("removed");
    let open = ["not complete", "dataset.json"];
    refused(
        town.path(),
        &["monitor", "verify", "monitor.toml"],
        1,
        &open,
    );
    // A folder may hold a part.
    let part = well(town.path(), &["monitor", "verify", "out"]);
    assert!(
        part.contains("all as written") && part.contains("not complete"),
        "{part}"
    );
    // Status looks whether files are there.
    let gone = files(&at("out/values/edition=2026"), ".parquet").len();
    fs::remove_dir_all(at("out/values/edition=2026")).expect("removed");
    let status = well(town.path(), &["monitor", "status", "monitor.toml"]);
    let missing = |edition: &str| -> usize {
        let line = status
            .lines()
            .find(|l| l.starts_with(edition))
            .expect("an edition");
        line.split(',')
            .nth(2)
            .and_then(|n| n.parse().ok())
            .expect("a number")
    };
    assert_eq!(missing("2024"), 0, "{status}");
    assert!(gone > 0 && missing("2026") == gone, "{status}");
    // An edition that is wanted and was never begun.
    let third = format!("{MONITOR}[[edition]]\nname = \"2028\"\nstudy = \"less.toml\"\n");
    fs::write(at("monitor.toml"), third).expect("written");
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
    fs::remove_file(at("out/ledger/editions/2028.json")).expect("removed");
    for part in ["homes", "values", "ledger/homes", "ledger/values"] {
        fs::remove_dir_all(at(&format!("out/{part}/edition=2028"))).expect("removed");
    }
    for file in ["networks/2028.bereik", "findings/edition=2028.csv"] {
        fs::remove_file(at(&format!("out/{file}"))).expect("removed");
    }
    fs::remove_file(at("out/dataset.json")).expect("removed");
    let lacks = ["editions not begun: 2028"];
    refused(
        town.path(),
        &["monitor", "verify", "monitor.toml"],
        1,
        &lacks,
    );
}

#[test]
fn a_fault_of_a_later_edition_is_told_before_the_first_is_computed() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    fs::write(at("homes-2026.csv"), "id,x\n1,2\n").expect("written");
    refused(
        town.path(),
        &["monitor", "run", "monitor.toml"],
        1,
        &["homes-2026.csv"],
    );
    assert!(files(&at("out"), ".parquet").is_empty());
}

#[test]
fn diff_refuses_what_means_two_things_and_outputs_among_its_inputs() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let parquet = files(&at("out/values"), ".parquet").remove(0);
    let (parquet, diff) = (
        parquet.to_string_lossy(),
        ["monitor", "diff", "monitor.toml", "2024", "2026", "-o"],
    );
    let before = fs::read(&*parquet).expect("values");
    for (output, words) in [
        (&*parquet, "lies in the dataset"),
        ("out/new.csv", "lies in the dataset"),
        ("homes.csv", "is an input"),
    ] {
        refused(town.path(), &[&diff[..], &[output]].concat(), 2, &[words]);
    }
    assert_eq!(fs::read(&*parquet).expect("values"), before);
    let explain = [
        "monitor",
        "explain",
        "monitor.toml",
        "--from",
        "2024",
        "--to",
        "2026",
        "-o",
        "out",
    ];
    refused(town.path(), &explain, 2, &["lies in the dataset"]);
    well(town.path(), &[&diff[..], &["fine.csv"]].concat());

    let other = MONITOR.replace(
        "homes.file = \"homes-2026.csv\"",
        "slot = [{ name = \"weekday morning\", depart = \"06:00-09:00\" }]",
    );
    fs::write(at("other.toml"), other.replace("\"out\"", "\"other\"")).expect("written");
    well(town.path(), &["monitor", "run", "other.toml"]);
    let unlike = ["mean different things", "slot \"weekday morning\""];
    refused(
        town.path(),
        &["monitor", "diff", "other.toml", "2024", "2026"],
        1,
        &unlike,
    );
}

/// Copying over a file that is mapped changes what is computed; nothing of it may be kept.
#[test]
fn a_network_that_is_written_into_while_it_is_in_use_ends_the_run() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    let map = files(town.path(), ".osm.pbf").remove(0);
    let feeds: Vec<String> = (files(town.path(), ".gtfs.zip").iter())
        .flat_map(|f| ["--gtfs".to_owned(), f.to_string_lossy().into_owned()])
        .collect();
    let mut arguments = vec!["build", "--osm", map.to_str().expect("UTF-8")];
    arguments.extend(feeds.iter().map(String::as_str));
    arguments.extend(["-o", "town.bereik"]);
    well(town.path(), &arguments);
    let network = bereik::network::Network::open(&at("town.bereik")).expect("a network");
    network.check_intact().expect("as it was");
    let copy = fs::read(at("town.bereik")).expect("bytes");
    // Replacing by renaming leaves the mapping what it was.
    fs::write(at("beside.bereik"), &copy).expect("written");
    fs::rename(at("beside.bereik"), at("town.bereik")).expect("renamed");
    network.check_intact().expect("still as it was");
    let again = bereik::network::Network::open(&at("town.bereik")).expect("a network");
    std::thread::sleep(std::time::Duration::from_millis(20));
    fs::write(at("town.bereik"), &copy).expect("written");
    let problem = again.check_intact().expect_err("written into").to_string();
    assert!(
        problem.contains("written into") && problem.contains("town.bereik"),
        "{problem}"
    );
    // What is made of it shares its columns.
    assert!(again.clone().check_intact().is_err());
}

/// `… | head`: the reader has gone, and the results are there.
#[test]
fn a_reader_that_has_gone_is_no_crash() {
    let town = make();
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    for arguments in [
        &["monitor", "status", "monitor.toml"][..],
        &["monitor", "verify", "monitor.toml"],
        &["monitor", "run", "monitor.toml"],
        &["run", "less.toml", "-o", "results"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bereik"))
            .current_dir(town.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("ended");
        let aside = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {aside}");
        assert!(!aside.contains("panicked"), "{aside}");
    }
    #[cfg(target_os = "linux")]
    {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("a full disk");
        let done = Command::new(env!("CARGO_BIN_EXE_bereik"))
            .current_dir(town.path())
            .args(["monitor", "status", "monitor.toml"])
            .stdout(full)
            .output()
            .expect("the program runs");
        let aside = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{aside}");
        assert!(aside.contains("standard output"), "{aside}");
    }
}

/// The program's exit code and what it says aside; it must end within a minute.
#[cfg(unix)]
fn ended(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let aside = folder.join("aside.txt");
    let mut child = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .current_dir(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(fs::File::create(&aside).expect("a file"))
        .spawn()
        .expect("the program runs");
    for _ in 0..600 {
        if let Some(status) = child.try_wait().expect("a status") {
            let text = fs::read_to_string(&aside).expect("text");
            assert!(!text.contains("panicked"), "{arguments:?}: {text}");
            return (status.code(), text);
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    panic!("{arguments:?} does not end");
}

/// A dataset may come from anybody: links to devices and pipes never end, and are not read.
#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_not_read() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let pipe = at("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let first = |folder: &str, ending: &str| files(&at(folder), ending).remove(0);
    for path in [
        at("out/dataset.json"),
        at("out/ledger/editions/2024.json"),
        first("out/ledger/values/edition=2024", ".json"),
        first("out/values/edition=2024", ".parquet"),
        first("out/homes/edition=2024", ".parquet"),
        at("out/findings/edition=2024.csv"),
    ] {
        for device in [Path::new("/dev/zero"), &pipe] {
            let kept = at("kept");
            fs::rename(&path, &kept).expect("renamed");
            std::os::unix::fs::symlink(device, &path).expect("a link");
            let (code, aside) = ended(town.path(), &["monitor", "verify", "monitor.toml"]);
            assert_eq!(code, Some(1), "{path:?}: {aside}");
            let diff = ["monitor", "diff", "monitor.toml", "2024", "2026"];
            let (code, aside) = ended(town.path(), &diff);
            assert!(matches!(code, Some(0 | 1)), "{path:?}: {aside}");
            let join = ["monitor", "join", "out", "-o", "joined"];
            let (code, aside) = ended(town.path(), &join);
            assert!(matches!(code, Some(0 | 1)), "{path:?}: {aside}");
            let _ = fs::remove_dir_all(at("joined"));
            fs::remove_file(&path).expect("removed");
            fs::rename(&kept, &path).expect("renamed");
        }
    }
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
}

/// A Parquet file whose footer claims other rows than its columns have, with the checksum in the ledger that fits.
#[test]
fn claims_of_a_parquet_file_are_not_believed() {
    use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataWriter};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let about = |path: &Path| {
        let file = fs::File::open(path).expect("a file");
        let known = SerializedFileReader::new(file).expect("Parquet");
        known.metadata().clone()
    };
    let rows = |path: &PathBuf| about(path).file_metadata().num_rows();
    let mut all = files(&at("out/values/edition=2024"), ".parquet");
    all.sort_by_key(rows);
    let (small, large) = (&all[0], &all[all.len() - 1]);
    assert!(rows(small) < rows(large));
    for (target, source, claimed, words) in [
        (
            large,
            small,
            rows(large),
            "has fewer values than the file has rows",
        ),
        (
            small,
            large,
            rows(small),
            "has more values than the file has rows",
        ),
        (small, small, 1 << 60, "too short for"),
        (small, small, -1, "too short for"),
    ] {
        let inside = target.strip_prefix(at("out")).expect("inside");
        let entry = at("out/ledger").join(format!("{}.json", inside.display()));
        let (whole, told) = (
            fs::read(target).expect("bytes"),
            fs::read_to_string(&entry).expect("an entry"),
        );
        let known = about(source);
        let groups = known.row_groups().iter().cloned().map(|group| {
            let group = group.into_builder().set_num_rows(claimed);
            group.build().expect("a group")
        });
        let claims = ParquetMetaData::new(known.file_metadata().clone(), groups.collect());
        let mut bytes = fs::read(source).expect("bytes");
        ParquetMetaDataWriter::new(&mut bytes, &claims)
            .finish()
            .expect("written");
        fs::write(target, &bytes).expect("written");
        let (length, sha256) = bereik::network::file::fingerprint(target).expect("a checksum");
        let mut json: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        json["file"]["bytes"] = length.into();
        json["file"]["sha256"] = sha256.into();
        fs::write(&entry, json.to_string()).expect("written");
        for asked in [
            &["monitor", "verify", "monitor.toml"][..],
            &["monitor", "diff", "monitor.toml", "2024", "2026"],
        ] {
            refused(town.path(), asked, 1, &[words]);
        }
        fs::write(target, &whole).expect("written");
        fs::write(&entry, &told).expect("written");
    }
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
}

/// A record that names files elsewhere than in the dataset, or more of them than anybody has.
#[test]
fn a_record_leads_nowhere_outside_its_dataset() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    let record = at("out/ledger/editions/2024.json");
    let told = fs::read_to_string(&record).expect("a record");
    let json: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let elsewhere = |change: &dyn Fn(&mut serde_json::Value), words: &str| {
        let mut json = json.clone();
        change(&mut json);
        fs::write(&record, json.to_string()).expect("written");
        for asked in [
            &["monitor", "verify", "out"][..],
            &["monitor", "status", "out"],
            &["monitor", "join", "out", "-o", "joined"],
            &["monitor", "diff", "monitor.toml", "2024", "2026"],
        ] {
            refused(town.path(), asked, 1, &["2024.json", words]);
        }
    };
    elsewhere(
        &|json| json["findings"]["path"] = "../homes.csv".into(),
        "lies elsewhere",
    );
    elsewhere(
        &|json| json["network"]["path"] = "/dev/zero".into(),
        "lies elsewhere",
    );
    elsewhere(&|json| json["edition"] = "2023".into(), "another file");
    elsewhere(
        &|json| {
            let many: Vec<String> = (0..3000).map(|n| n.to_string()).collect();
            json["slots"] = many.clone().into();
            json["personas"] = many.into();
        },
        "more than",
    );
    // What is claimed of homes is no number to calculate with.
    let mut huge = json.clone();
    huge["regions"][0]["homes"] = u64::MAX.into();
    fs::write(&record, huge.to_string()).expect("written");
    refused(town.path(), &["monitor", "verify", "monitor.toml"], 1, &[]);
    fs::write(&record, told).expect("written");
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
}

/// Windows and macOS take `A1` and `a1` for one file, and Windows keeps some names for devices.
#[test]
fn partitions_have_names_that_every_system_can_hold() {
    let town = make();
    let at = |name: &str| town.path().join(name);
    let map = files(town.path(), "wijken.geojson").remove(0);
    let mut map_json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&map).expect("areas")).expect("JSON");
    let areas = map_json["features"].as_array_mut().expect("features");
    for (area, code) in areas.iter_mut().zip(["NUL", "A1", "a1", "B."]) {
        area["properties"]["wijkcode"] = code.into();
    }
    fs::write(&map, map_json.to_string()).expect("written");
    well(town.path(), &["monitor", "run", "monitor.toml"]);
    well(town.path(), &["monitor", "verify", "monitor.toml"]);
    let mut seen = std::collections::BTreeSet::new();
    let mut regions = std::collections::BTreeSet::new();
    for file in files(&at("out/homes"), ".parquet") {
        let inside = file.strip_prefix(at("out")).expect("inside").to_owned();
        let text = inside.to_str().expect("UTF-8").to_owned();
        assert!(
            seen.insert(text.to_lowercase()),
            "{text} is there in other capitals"
        );
        let name = inside
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        regions.insert(name.replace("region=", "").replace(".parquet", ""));
    }
    for code in ["%4EUL", "A1", "%61%31", "B%2E"] {
        assert!(regions.contains(code), "{code}: {regions:?}");
    }
    let twins = MONITOR
        .replace("\"2024\"", "\"Now\"")
        .replace("\"2026\"", "\"now\"");
    fs::write(at("twins.toml"), twins).expect("written");
    let words = ["in capitals only", "another name"];
    refused(town.path(), &["monitor", "run", "twins.toml"], 1, &words);
    let device = MONITOR
        .replace("\"2024\"", "\"CON\"")
        .replace("\"out\"", "\"con\"");
    fs::write(at("device.toml"), device).expect("written");
    well(town.path(), &["monitor", "run", "device.toml"]);
    assert!(at("con/networks/%43ON.bereik").is_file());
}
