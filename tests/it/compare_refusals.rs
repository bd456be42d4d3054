//! What `bereik compare` refuses, and what it says of edits that go well: by the command, on a made-up town.

use bereik::axes::GroupId;
use bereik::input::study::read_study;
use bereik::run::study::inputs::{self, Inputs};
use bereik::synth::{self, Size};
use bereik::units::LonLat;
use bereik::watch::Progress;
use std::path::PathBuf;
use std::process::Command;

struct Town {
    folder: tempfile::TempDir,
    inputs: Inputs,
}

/// Exit code and all that was said.
type Said = (Option<i32>, String);

impl Town {
    fn new() -> Town {
        let folder = tempfile::tempdir().expect("a folder");
        synth::generate(Size::Town, 1, folder.path()).expect("a town");
        let study = read_study(&folder.path().join("study.toml")).expect("a study");
        let inputs = inputs::read(&study, &Progress::silent()).expect("inputs");
        Town { folder, inputs }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn compare(&self, scenarios: &[(&str, &str)], options: &[&str]) -> Said {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bereik"));
        command.arg("compare").arg(self.path("study.toml"));
        for (name, text) in scenarios {
            std::fs::write(self.path(name), text).expect("written");
            command.arg(self.path(name));
        }
        let done = command.args(options).arg("-o").arg(self.path("out"));
        let done = done.output().expect("the program runs");
        let said = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8_lossy(&said).into())
    }

    /// A home: there is a street.
    fn home(&self) -> LonLat {
        self.inputs.homes.positions[0]
    }

    fn stop(&self) -> &str {
        self.inputs.network.timetable.stop_id.get(0)
    }

    fn route(&self) -> &str {
        let t = &self.inputs.network.timetable;
        t.route_id.get(t.trip_route[0].0 as usize)
    }
}

/// One edit of a file, given its keys behind its name, which stands in line 2.
fn edit(name: &str, keys: &str) -> String {
    format!("[[edit]]\nname = {name:?}\n{keys}\n")
}

#[track_caller]
fn says((code, text): &Said, due: i32, parts: &[&str]) {
    assert_eq!(*code, Some(due), "{text}");
    for part in parts {
        assert!(text.contains(part), "{part:?} not in {text}");
    }
}

#[test]
fn places_off_the_network_are_refused() {
    let town = Town::new();
    let LonLat { lon, lat } = town.home();
    let swapped = format!("lon = {lat}\nlat = {lon}");
    let places = [
        (swapped.as_str(), "lon", "seem swapped"),
        ("lon = 3.7\nlat = 54.5", "lon", "lead a path there"),
        (
            "x = 178000\ny = 502500\ncrs = \"EPSG:32631\"",
            "x",
            "is crs the coordinate system",
        ),
    ];
    let stop = town.stop();
    let edits = [
        format!("kind = \"move-stop\"\nstops = {stop:?}\n"),
        "kind = \"open\"\nservice = \"GP\"\nid = \"new\"\n".to_owned(),
        "kind = \"add-homes\"\nid = \"new\"\ngroups = { everyone = 5 }\n".to_owned(),
    ];
    for keys in &edits {
        for (place, key, hint) in places {
            let text = edit("far", &format!("{keys}{place}"));
            let line = text
                .lines()
                .position(|l| l.starts_with(key))
                .expect("a line")
                + 1;
            let said = town.compare(&[("far.toml", &text)], &[]);
            let at = format!("far.toml, line {line}, edit \"far\" {key}: longitude ");
            let m = "is farther than 500 m from any walkable street: ";
            says(&said, 1, &[&at, m, hint]);
        }
    }
    // Stops of a new line stand in a list; both are told.
    let line = format!(
        "kind = \"add-line\"\nline = \"77\"\nmode = \"bus\"\nhop_min = 5\ndepartures = [\"08:00\"]\nstops = [{stop:?},\n {{ lon = {lat}, lat = {lon} }},\n {{ lon = 3.0, lat = 54.0 }}]"
    );
    let said = town.compare(&[("far.toml", &edit("line", &line))], &[]);
    says(
        &said,
        1,
        &[
            "2 problems",
            "line 9, edit \"line\" stops.1.lon",
            "line 10, edit \"line\" stops.2.lon",
        ],
    );
    // A path of the same scenario may lead there.
    let east = lon + 0.15;
    let away = format!("lon = {east}\nlat = {lat}");
    let open = edit(
        "open",
        &format!("kind = \"open\"\nservice = \"GP\"\nid = \"new\"\n{away}"),
    );
    let inputs = &town.inputs;
    let last = inputs.homes.positions[inputs.homes.len() - 1];
    let path = format!(
        "kind = \"add-path\"\npoints = [[{lon}, {lat}], [{east}, {lat}], [{}, {}]]",
        last.lon, last.lat
    );
    let made = |text: &str| {
        let study = read_study(&town.path("study.toml")).expect("a study");
        let file = town.path("path.toml");
        let read = bereik::input::scenario::parse_scenario(text.as_bytes(), &file, &study);
        let scenario = read.expect("a scenario");
        let edits: Vec<_> = scenario.edits.iter().collect();
        match bereik::scenario::apply(&study, inputs, &edits) {
            Ok(_) => "made".to_owned(),
            Err(error) => error.to_string(),
        }
    };
    assert!(made(&open).contains("edit \"open\" lon"), "{}", made(&open));
    assert_eq!(made(&format!("{open}{}", edit("path", &path))), "made");
}

#[test]
fn scenarios_that_tables_would_not_tell_apart_are_refused() {
    let town = Town::new();
    let cut = edit(
        "cut",
        "kind = \"remove-trips\"\nselect = { mode = \"bus\" }",
    );
    let named = |name: &str| format!("[scenario]\nname = {name:?}\n{cut}");
    let same = [("a.toml", &*named("cut")), ("b.toml", &*named(" cut"))];
    says(
        &town.compare(&same, &[]),
        2,
        &["a.toml", "b.toml", "called \"cut\""],
    );
    let twice = [("a.toml", &*named("cut")), ("a.toml", &*named("cut"))];
    says(&town.compare(&twice, &[]), 2, &["a.toml", "given twice"]);
    // Names that tables give to combinations.
    let two = |a: &str, b: &str| {
        let close = "kind = \"add-homes\"\nid = \"n\"\ngroups = { everyone = 5 }";
        let LonLat { lon, lat } = town.home();
        let close = format!("{close}\nlon = {lon}\nlat = {lat}");
        edit(a, "kind = \"remove-trips\"\nselect = { mode = \"bus\" }") + &edit(b, &close)
    };
    for name in ["base", "x + y"] {
        let said = town.compare(&[("a.toml", &two("cut", name))], &["--factorial"]);
        says(&said, 1, &["a.toml, line 6", name, "choose another name"]);
        let events = "[[event]]\nname = \"e\"\nedits = [\"a\"]\n[[event]]\nname = \"".to_owned();
        let events = format!("{}{events}{name}\"\nedits = [\"b\"]\n", two("a", "b"));
        let said = town.compare(&[("a.toml", &events)], &["--factorial"]);
        says(&said, 1, &["a.toml", name, "choose another name"]);
    }
}

#[test]
fn events_that_need_one_another_are_told_which_combination_fails() {
    let town = Town::new();
    let LonLat { lon, lat } = town.home();
    let homes = format!(
        "kind = \"add-homes\"\nid = \"n1\"\nlon = {lon}\nlat = {lat}\ngroups = {{ everyone = 50 }}"
    );
    let people = &town.inputs.weights[GroupId(0)];
    let lived_in = people.iter().position(|w| w.is_some_and(|w| w > 0.0));
    let id = &town.inputs.homes.ids[lived_in.expect("a home")];
    let moved = format!(
        "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = {{ id = {id:?} }}\nto = {{ id = \"n1\" }}\nshare = 0.5"
    );
    let cut = edit(
        "cut",
        "kind = \"remove-trips\"\nselect = { mode = \"bus\" }",
    );
    let text = cut + &edit("new homes", &homes) + &edit("who moves", &moved);
    let said = town.compare(&[("f.toml", &text)], &["--factorial"]);
    says(
        &said,
        1,
        &[
            "edit \"who moves\" to",
            "in the combination without event \"new homes\": ",
            "put edits that need one another into one [[event]]",
        ],
    );
}

#[test]
fn edits_on_no_day_of_the_study_and_vehicles_on_demand_are_told() {
    let town = Town::new();
    let route = town.route();
    // No slot is on a Friday.
    let friday =
        format!("kind = \"remove-trips\"\nselect = {{ route = {route:?}, days = \"fr\" }}");
    let area = format!(
        "area = {{ polygon = [[{0}, {1}], [{2}, {1}], [{2}, {3}], [{0}, {3}]] }}",
        town.home().lon - 0.01,
        town.home().lat - 0.01,
        town.home().lon + 0.01,
        town.home().lat + 0.01
    );
    let demand = format!(
        "kind = \"on-demand\"\nline = \"call\"\n{area}\npick_up_min = 20\nspeed_kmh = 30\nhours = \"08:00-10:00\""
    );
    let text = edit("friday", &friday) + &edit("minibus", &demand);
    let both = town.compare(&[("a.toml", &text)], &["--factorial"]);
    says(
        &both,
        0,
        &[
            "serious: ",
            "edit \"friday\" its trips run on",
            "[edit-on-no-study-day]",
            "edit \"minibus\" the vehicles of \"call\" come on demand",
            "[on-demand-not-counted]",
        ],
    );
    let found = std::fs::read_to_string(town.path("out/findings.csv")).expect("findings");
    assert_eq!(found.matches("edit-on-no-study-day").count(), 1, "{found}");
    assert!(town.path("out/factorial.csv").is_file() && town.path("out/shares.csv").is_file());
    // What another run left, and this one does not make, goes.
    std::fs::write(town.path("out/notes.txt"), "mine").expect("written");
    let all = "mode = [\"tram\", \"metro\", \"rail\", \"bus\", \"ferry\", \"cable\"]";
    let all = format!("kind = \"remove-trips\"\nselect = {{ {all} }}");
    let said = town.compare(&[("b.toml", &edit("all", &all))], &[]);
    says(&said, 0, &["report: "]);
    assert!(!said.1.contains("edit-on-no-study-day"), "{}", said.1);
    assert!(!town.path("out/factorial.csv").exists() && !town.path("out/shares.csv").exists());
    assert!(town.path("out/notes.txt").exists() && town.path("out/edits.csv").exists());
}
