//! The scenario file: what it accepts, what it refuses and in which words.

use crate::common::setting;
use bereik::axes::{GroupId, PersonaId, PurposeId};
use bereik::input::scenario::*;
use bereik::input::study::{Study, parse_study};
use bereik::units::{LonLat, Seconds, Speed};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const STUDY: &str = r#"
[study]
date = 2026-03-10
[network]
osm = "a.osm.pbf"
gtfs = "bus.zip"
[homes]
file = "homes.csv"
[homes.groups]
everyone = "inhabitants"
social_housing = "dwellings"
[[areas]]
level = "buurt"
file = "buurten.geojson"
code = "code"
name = "naam"
[[persona]]
name = "on foot"
[[persona]]
name = "wheelchair"
wheelchair = true
[[slot]]
name = "morning"
depart = "07:00-09:00"
[[service]]
name = "jobs"
file = "jobs.csv"
column = "jobs"
[[service]]
name = "A&E"
file = "hospitals.csv"
open = "opening_hours"
"#;

/// Two squares side by side, one degree wide.
const AREAS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"BU01","naam":"West"},"geometry":{"type":"Polygon","coordinates":[[[5,52],[6,52],[6,53],[5,53],[5,52]]]}},
{"type":"Feature","properties":{"code":"BU02","naam":"East"},"geometry":{"type":"Polygon","coordinates":[[[6,52],[7,52],[7,53],[6,53],[6,52]]]}}
]}"#;

/// A folder with the study's areas; scenario files are read as if they lay there.
struct World {
    folder: tempfile::TempDir,
    study: Study,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("buurten.geojson"), AREAS).unwrap();
        let study = parse_study(STUDY.as_bytes(), &folder.path().join("study.toml")).unwrap();
        World { folder, study }
    }
    fn try_read(&self, text: &str, name: &str) -> Result<Scenario, String> {
        parse_scenario(text.as_bytes(), &self.folder.path().join(name), &self.study).map_err(|e| {
            assert!(!e.problems().is_empty(), "{e}");
            let folder = format!("{}/", self.folder.path().display());
            e.to_string().replace(&folder, "")
        })
    }
    fn read(&self, text: &str) -> Scenario {
        self.try_read(text, "cut.toml")
            .unwrap_or_else(|e| panic!("{e}\n{text}"))
    }
    fn refuse(&self, text: &str) -> String {
        match self.try_read(text, "cut.toml") {
            Ok(scenario) => panic!("accepted: {scenario:#?}\n{text}"),
            Err(error) => error,
        }
    }
    /// The change of the only edit, given its kind and keys.
    fn change(&self, body: &str) -> Change {
        let scenario = self.read(&edit(body));
        assert_eq!(scenario.edits.len(), 1);
        scenario.edits[0].change.clone()
    }
}

fn edit(body: &str) -> String {
    format!("[[edit]]\nname = \"e\"\n{body}\n")
}

const SAMPLE: &str = r#"[scenario]
name   = "Line 7 stops at eight, the A&E moves to the city"
reason = "Concession 2027, option B"
feeds  = { "bus-tram.gtfs.zip" = "sha256:00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff" }

[[edit]]
name   = "evening"
kind   = "remove-trips"
select = { agency = "PolderBus", route = "7", direction = 0, departs_after = "20:00", days = "mo-su" }
why    = "few riders"

[[edit]]
name   = "a-and-e"
kind   = "close"
service = "A&E"
id     = "hospital-nieuwstad"

[[edit]]
name   = "thinner"
kind   = "set-headway"
select = { route = "12", between = "09:00-15:00" }
headway_min = 30

[[event]]
name  = "bus"
edits = ["thinner", "evening"]
[[event]]
name  = "hospital"
edits = ["a-and-e"]
"#;

#[test]
fn the_sample_of_the_design_is_a_scenario() {
    let world = World::new();
    let scenario = world.read(SAMPLE);
    assert_eq!(
        scenario.name,
        "Line 7 stops at eight, the A&E moves to the city"
    );
    assert_eq!(scenario.reason, "Concession 2027, option B");
    assert_eq!(scenario.file, world.folder.path().join("cut.toml"));
    let [feed] = scenario.feeds.as_slice() else {
        panic!()
    };
    assert_eq!(feed.name, "bus-tram.gtfs.zip");
    assert_eq!(feed.sha256, "00112233445566778899aabbccddeeff".repeat(2));
    assert_eq!(feed.line, Some(4));
    assert_eq!(
        scenario.edits[0].change,
        Change::Timetable(TimetableEdit::RemoveTrips {
            select: Selector {
                agency: vec!["PolderBus".into()],
                route: vec!["7".into()],
                direction: vec![0],
                departs: Some((20 * 3600, i32::MAX)),
                days: Some(bereik::input::clock::Weekdays::ALL),
                ..Selector::default()
            }
        })
    );
    assert_eq!(scenario.edits[0].why, "few riders");
    assert_eq!(
        scenario.edits[1].change,
        Change::Places(PlaceEdit::Close {
            service: PurposeId(1),
            which: PlaceSelector {
                id: vec!["hospital-nieuwstad".into()],
                area: None
            }
        })
    );
    assert_eq!(
        scenario.edits[2].change,
        Change::Timetable(TimetableEdit::SetHeadway {
            select: Selector {
                route: vec!["12".into()],
                departs: Some((9 * 3600, 15 * 3600)),
                ..Selector::default()
            },
            headway: Seconds(1800),
            first: None,
        })
    );
    let events: Vec<_> = scenario
        .events
        .iter()
        .map(|e| (e.name.as_str(), e.edits.clone()))
        .collect();
    assert_eq!(events, [("bus", vec![0, 2]), ("hospital", vec![1])]);
}

#[test]
fn an_edit_knows_its_lines() {
    let scenario = World::new().read(SAMPLE);
    let edit = &scenario.edits[0];
    let line = |key: &str| edit.problem(key, "x").line;
    assert_eq!(line("select.route"), Some(9));
    assert_eq!(line("select.no_such"), Some(9));
    assert_eq!(line("why"), Some(10));
    assert_eq!(line("nothing"), Some(6));
    assert_eq!(line(""), Some(6));
    let told = edit.problem("select.route", "no such line").to_string();
    assert!(
        told.ends_with("cut.toml, line 9, edit \"evening\" select.route: no such line"),
        "{told}"
    );
}

#[test]
fn a_scenario_without_edits_is_the_study_as_it_is() {
    let world = World::new();
    let scenario = world.read("[scenario]\n");
    assert_eq!(scenario.name, "cut");
    // A file without a word is one that was not written to its end.
    for text in ["", "# later\n"] {
        let told = world.refuse(text);
        assert!(told.contains("cut.toml: the file is empty"), "{told}");
    }
    assert!(scenario.edits.is_empty() && scenario.events.is_empty() && scenario.feeds.is_empty());
}

#[test]
fn json_with_the_same_keys_is_the_same_scenario() {
    let world = World::new();
    let value: toml::Value = toml::from_str(SAMPLE).unwrap();
    let text = serde_json::to_string_pretty(&value).unwrap();
    let mut from_json = world.try_read(&text, "cut.json").unwrap();
    let mut from_toml = world.read(SAMPLE);
    for scenario in [&mut from_json, &mut from_toml] {
        scenario.file = Default::default();
        for edit in &mut scenario.edits {
            assert!(edit.place.lines.contains_key("kind"));
            edit.place = Stands::default();
        }
        for feed in &mut scenario.feeds {
            feed.line = None;
        }
    }
    assert_eq!(from_json, from_toml);
}

fn known(text: &str) -> StopRef {
    StopRef::Known(text.to_owned())
}

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat { lon, lat }
}

fn stops(list: &[&str]) -> StopSelector {
    StopSelector {
        stop: list.iter().map(|s| (*s).to_owned()).collect(),
        area: None,
    }
}

fn line_7() -> Selector {
    Selector {
        route: vec!["7".into()],
        ..Selector::default()
    }
}

const SEL: &str = "select = { route = \"7\" }\n";

#[test]
fn every_kind_of_timetable_edit_is_read() {
    let world = World::new();
    let select = line_7;
    let speed = |kmh: f64| Speed {
        mm_per_hour: (kmh * 1e6) as u32,
    };
    let cases: Vec<(&str, TimetableEdit)> = vec![
        (
            "kind = \"remove-stops\"\n+stops = [\"a\", \"b\"]",
            TimetableEdit::RemoveStops {
                select: select(),
                stops: stops(&["a", "b"]),
            },
        ),
        (
            "kind = \"close-stop\"\nstops = \"a\"",
            TimetableEdit::CloseStop {
                stops: stops(&["a"]),
            },
        ),
        (
            "kind = \"move-stop\"\nstops = { stop = \"a\" }\nlon = 5.1\nlat = 52",
            TimetableEdit::MoveStop {
                stops: stops(&["a"]),
                to: at(5.1, 52.0),
            },
        ),
        (
            "kind = \"thin-out\"\n+keep_every = 2",
            TimetableEdit::ThinOut {
                select: select(),
                keep_every: 2,
            },
        ),
        (
            "kind = \"set-headway\"\n+headway_min = 7.5\nfirst = \"25:10\"",
            TimetableEdit::SetHeadway {
                select: select(),
                headway: Seconds(450),
                first: Some(25 * 3600 + 600),
            },
        ),
        (
            "kind = \"adjust-speed\"\n+factor = 1.2\nfrom = \"a\"",
            TimetableEdit::AdjustSpeed {
                select: select(),
                factor: 1.2,
                from: Some(known("a")),
                to: None,
            },
        ),
        (
            "kind = \"adjust-dwell\"\n+dwell_s = 0",
            TimetableEdit::AdjustDwell {
                select: select(),
                stops: None,
                dwell: Dwell::Set(Seconds(0)),
            },
        ),
        (
            "kind = \"adjust-dwell\"\n+factor = 0.5\nstops = \"a\"",
            TimetableEdit::AdjustDwell {
                select: select(),
                stops: Some(stops(&["a"])),
                dwell: Dwell::Times(0.5),
            },
        ),
        (
            "kind = \"shift-times\"\n+shift_min = -2.5",
            TimetableEdit::ShiftTimes {
                select: select(),
                by_s: -150,
            },
        ),
        (
            "kind = \"reroute\"\n+from = \"a\"\nto = \"b\"\nvia = [\"c\", { name = \"New\", lon = 5, lat = 52 }]\nhop_min = [1, 2, 1.5]\ndwell_s = 20",
            TimetableEdit::Reroute {
                select: select(),
                from: Some(known("a")),
                to: Some(known("b")),
                via: vec![
                    known("c"),
                    StopRef::New {
                        name: "New".into(),
                        at: at(5.0, 52.0),
                    },
                ],
                pace: Pace::Each(vec![Seconds(60), Seconds(120), Seconds(90)]),
                dwell: Seconds(20),
            },
        ),
        // Made shorter: no hop, no pace.
        (
            "kind = \"reroute\"\n+from = \"a\"",
            TimetableEdit::Reroute {
                select: select(),
                from: Some(known("a")),
                to: None,
                via: vec![],
                pace: Pace::Each(vec![]),
                dwell: Seconds(0),
            },
        ),
        // Made longer by two stops: two hops.
        (
            "kind = \"reroute\"\n+from = \"a\"\nvia = [\"c\", \"d\"]\nhop_min = 2",
            TimetableEdit::Reroute {
                select: select(),
                from: Some(known("a")),
                to: None,
                via: vec![known("c"), known("d")],
                pace: Pace::Each(vec![Seconds(120), Seconds(120)]),
                dwell: Seconds(0),
            },
        ),
        (
            "kind = \"add-line\"\nline = \"99\"\nmode = \"train\"\nstops = [\"a\", \"b\", { lon = 5, lat = 52 }]\nspeed_kmh = 130\ndays = \"mo-fr\"\ndepartures = [\"06:10\"]\nbands = [{ between = \"05:00-06:00\", headway_min = 20 }, { between = \"23:30-24:30\", headway_min = 45 }]",
            TimetableEdit::AddLine(NewLine {
                line: "99".into(),
                mode: Mode::Rail,
                agency: String::new(),
                stops: vec![
                    known("a"),
                    known("b"),
                    StopRef::New {
                        name: String::new(),
                        at: at(5.0, 52.0),
                    },
                ],
                both_ways: true,
                pace: Pace::Speed(speed(130.0)),
                dwell: Seconds(0),
                days: bereik::input::clock::Weekdays::parse("mo-fr").unwrap(),
                departures: [300, 320, 340, 370, 1410, 1455].map(|m| m * 60).to_vec(),
            }),
        ),
        (
            "kind = \"merge-lines\"\n+onto = { route = \"8\", first_stop = \"s\" }",
            TimetableEdit::MergeLines {
                first: select(),
                second: Selector {
                    route: vec!["8".into()],
                    first_stop: vec!["s".into()],
                    ..Selector::default()
                },
                max_wait: Seconds(600),
            },
        ),
    ];
    for (body, wanted) in cases {
        let body = body.replace('+', SEL);
        assert_eq!(world.change(&body), Change::Timetable(wanted), "{body}");
    }
    let on_demand = world.change(
        "kind = \"on-demand\"\nline = \"flex\"\narea = { level = \"buurt\", code = [\"BU01\", \"BU02\"] }\nhubs = [\"Station\"]\npick_up_min = 15\nspeed_kmh = 25\nhours = \"06:00-25:00\"\ndays = \"sa,su\"",
    );
    let Change::Timetable(TimetableEdit::OnDemand(flex)) = on_demand else {
        panic!("{on_demand:?}")
    };
    assert_eq!(flex.area.name, "buurt BU01, BU02");
    assert!(flex.area.contains(at(5.5, 52.5)) && flex.area.contains(at(6.5, 52.5)));
    assert!(!flex.area.contains(at(7.5, 52.5)));
    assert_eq!(flex.hubs, [known("Station")]);
    assert_eq!((flex.pick_up, flex.speed), (Seconds(900), speed(25.0)));
    assert_eq!(flex.hours, (6 * 3600, 25 * 3600));
}

#[test]
fn a_selector_has_all_its_conditions() {
    let world = World::new();
    let change = world.change(
        r#"kind = "remove-trips"
[edit.select]
feed = "bus.zip"
mode = ["bus", "tram"]
direction = [0, 1]
headsign = "Oost"
trip = ["t1", "t2"]
stop = "s"
first_stop = "a"
last_stop = ["b"]
area = { polygon = [[5, 52], [6, 52], [6, 53]] }
departs_after = "06:00"
departs_before = "24:30"
days = "sa,su"
dates = [2026-03-14, "2026-03-15"]"#,
    );
    let Change::Timetable(TimetableEdit::RemoveTrips { select }) = change else {
        panic!()
    };
    assert_eq!(select.mode, [Mode::Bus, Mode::Tram]);
    assert_eq!(select.departs, Some((6 * 3600, 24 * 3600 + 1800)));
    assert_eq!(select.dates.len(), 2);
    assert_eq!(select.trip, ["t1", "t2"]);
    assert_eq!(select.last_stop, ["b"]);
    let area = select.area.unwrap();
    assert!(area.contains(at(5.9, 52.1)) && !area.contains(at(5.1, 52.9)));
}

#[test]
fn every_kind_of_other_edit_is_read() {
    let world = World::new();
    let which = |id: &str| PlaceSelector {
        id: vec![id.into()],
        area: None,
    };
    let home = |id: &str| HomeSelector {
        id: vec![id.into()],
        area: None,
    };
    let cases: Vec<(&str, Change)> = vec![
        (
            "kind = \"add-path\"\npoints = [[5, 52], [5.1, 52.1]]\nbicycle = true",
            Change::Streets(StreetEdit::AddPath {
                points: vec![at(5.0, 52.0), at(5.1, 52.1)],
                bicycle: true,
                wheelchair: None,
            }),
        ),
        (
            "kind = \"close-street\"\nways = [1, 2]\nat = [[5, 52]]",
            Change::Streets(StreetEdit::CloseStreet {
                ways: vec![1, 2],
                at: vec![at(5.0, 52.0)],
                area: None,
            }),
        ),
        (
            "kind = \"open\"\nservice = \"A&E\"\nid = \"h\"\nplace_name = \"Oost\"\nlon = 5\nlat = 52\nopening_hours = \"Mo-Fr 08:00-17:00\"",
            Change::Places(PlaceEdit::Open {
                service: PurposeId(1),
                id: "h".into(),
                name: "Oost".into(),
                at: at(5.0, 52.0),
                supply: 1.0,
                hours: Some("Mo-Fr 08:00-17:00".into()),
            }),
        ),
        (
            "kind = \"move\"\nservice = \"jobs\"\nid = \"j\"\nlon = 5\nlat = 52",
            Change::Places(PlaceEdit::Move {
                service: PurposeId(0),
                which: which("j"),
                to: at(5.0, 52.0),
            }),
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"j\"\nadd = -20",
            Change::Places(PlaceEdit::Resize {
                service: PurposeId(0),
                which: which("j"),
                by: Amount::Add(-20.0),
            }),
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"j\"\nset = 0",
            Change::Places(PlaceEdit::Resize {
                service: PurposeId(0),
                which: which("j"),
                by: Amount::Set(0.0),
            }),
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"j\"\nfactor = 2",
            Change::Places(PlaceEdit::Resize {
                service: PurposeId(0),
                which: which("j"),
                by: Amount::Times(2.0),
            }),
        ),
        (
            "kind = \"set-hours\"\nservice = \"A&E\"\nid = \"h\"\nopening_hours = \"24/7\"",
            Change::Places(PlaceEdit::SetHours {
                service: PurposeId(1),
                which: which("h"),
                hours: "24/7".into(),
            }),
        ),
        (
            "kind = \"merge\"\nservice = \"A&E\"\nid = \"h\"\ninto = \"g\"",
            Change::Places(PlaceEdit::Merge {
                service: PurposeId(1),
                which: which("h"),
                into: "g".into(),
            }),
        ),
        (
            "kind = \"add-homes\"\nid = \"new\"\nlon = 5\nlat = 52\ngroups = { social_housing = 120, everyone = 0 }",
            Change::Homes(HomeEdit::Add {
                id: "new".into(),
                at: at(5.0, 52.0),
                weights: vec![(GroupId(0), 0.0), (GroupId(1), 120.0)],
            }),
        ),
        (
            "kind = \"remove-homes\"\nid = \"h\"\ngroups = \"social_housing\"",
            Change::Homes(HomeEdit::Remove {
                which: home("h"),
                groups: vec![GroupId(1)],
                share: 1.0,
            }),
        ),
        (
            "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = { id = \"h\" }\nto = { id = \"g\" }\ncount = 12.5",
            Change::Homes(HomeEdit::MoveGroup {
                group: GroupId(0),
                from: home("h"),
                to: home("g"),
                how_many: HowMany::Count(12.5),
            }),
        ),
        (
            "kind = \"set-persona\"\npersona = \"wheelchair\"\nwalk_kmh = 3\nmax_rides = 1",
            Change::Persona(PersonaEdit {
                persona: PersonaId(1),
                settings: vec![(setting("walk_kmh"), 3_000_000), (setting("max_rides"), 1)],
            }),
        ),
    ];
    for (body, wanted) in cases {
        assert_eq!(world.change(body), wanted, "{body}");
    }
}

/// The tower of Amersfoort is the origin of RD New.
#[test]
fn places_in_metres_become_degrees() {
    let world = World::new();
    let rd = "x = 155000\ny = 463000\ncrs = \"EPSG:28992\"";
    let body = format!("kind = \"move-stop\"\nstops = \"a\"\n{rd}");
    let Change::Timetable(TimetableEdit::MoveStop { to, .. }) = world.change(&body) else {
        panic!()
    };
    assert!(to.distance_m(at(5.387_206_21, 52.155_174_40)) < 1.0);
    let body =
        "kind = \"add-path\"\npoints = [[155000, 463000], [155100, 463000]]\ncrs = \"EPSG:28992\"";
    let Change::Streets(StreetEdit::AddPath { points, .. }) = world.change(body) else {
        panic!()
    };
    assert!((points[0].distance_m(points[1]) - 100.0).abs() < 0.1);
    let body = "kind = \"close-street\"\narea = { polygon = [[155000, 463000], [155100, 463000], [155100, 463100]], crs = \"EPSG:28992\" }";
    let Change::Streets(StreetEdit::CloseStreet { area, .. }) = world.change(body) else {
        panic!()
    };
    assert!(area.unwrap().contains(to));
}

#[test]
fn areas_come_out_of_files_too() {
    let world = World::new();
    let area = |table: &str| {
        let body = format!("kind = \"remove-homes\"\narea = {table}");
        match world.change(&body) {
            Change::Homes(HomeEdit::Remove { which, .. }) => which.area.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let all = area("{ file = \"buurten.geojson\" }");
    assert!(all.contains(at(5.5, 52.5)) && all.contains(at(6.5, 52.5)));
    let east = area("{ file = \"buurten.geojson\", code_column = \"code\", code = \"BU02\" }");
    assert!(!east.contains(at(5.5, 52.5)) && east.contains(at(6.5, 52.5)));
    assert_eq!(
        area("{ level = \"buurt\", code = \"BU02\" }").shape,
        east.shape
    );
}

#[test]
fn faults_are_told_with_line_edit_key_and_what_to_do() {
    let world = World::new();
    // The keys of an edit (lines 3 and on), and what is said.
    let cases: &[(&str, &str)] = &[
        (
            "kind = \"remove-trip\"\nselect = { route = \"7\" }",
            "cut.toml, line 3, edit \"e\" kind = \"remove-trip\": must be one of: remove-trips, ",
        ),
        (
            "select = { route = \"7\" }",
            "line 1, edit \"e\" kind: is missing",
        ),
        (
            "kind = \"remove-trips\"",
            "line 1, edit \"e\" select: is missing\nhint: Which vehicles",
        ),
        (
            "kind = \"remove-trips\"\nselect = { rout = \"7\" }",
            "line 4, edit \"e\" select.rout = \"7\": unknown key\nhint: did you mean \"route\"?",
        ),
        (
            "kind = \"remove-trips\"\nselect = {}",
            "line 4, edit \"e\" select: has no condition\nhint: if all vehicles are meant",
        ),
        (
            "kind = \"remove-trips\"\nselect = { route = \"\" }",
            "line 4, edit \"e\" select.route = \"\": is empty",
        ),
        (
            "kind = \"remove-trips\"\nselect = { route = 7 }",
            "select.route = \"7\": must be text in quotes or a list, but is a number",
        ),
        (
            "kind = \"remove-trips\"\nselect = { route = \"7\" }\nheadway_min = 5",
            "line 5, edit \"e\" headway_min = \"5\": is no key of remove-trips\nhint: keys of remove-trips: select",
        ),
        (
            "kind = \"remove-trips\"\nselect = { departs_after = \"21:00\", departs_before = \"20:00\" }",
            "select.departs_before = \"20:00\": is not after departs_after",
        ),
        (
            "kind = \"remove-trips\"\nselect = { between = \"20:00-20:00\" }",
            "select.between = \"20:00-20:00\": the window is empty",
        ),
        (
            "kind = \"remove-trips\"\nselect = { between = \"20:00-21:00\", departs_after = \"20:00\" }",
            "given together with departs_after",
        ),
        (
            "kind = \"remove-trips\"\nselect = { days = \"mo-fr\", dates = 2026-03-14 }",
            "2026-03-14 is a Saturday, which days leaves out",
        ),
        (
            "kind = \"remove-trips\"\nselect = { direction = 2 }",
            "select.direction = \"2\": must be at least 0 and at most 1",
        ),
        (
            "kind = \"remove-trips\"\nselect = { area = { level = \"buurt\", code = \"BU011\" } }",
            "line 4, edit \"e\" select.area.code = \"BU011\": there is no area with code \"BU011\" in buurten.geojson\nhint: did you mean \"BU0",
        ),
        (
            "kind = \"remove-trips\"\nselect = { area = { level = \"buurt\", code = \"West\" } }",
            "hint: give its code: \"BU01\"",
        ),
        (
            "kind = \"remove-trips\"\nselect = { area = { level = \"burt\", code = \"BU01\" } }",
            "there is no such level of areas\nhint: did you mean \"buurt\"?",
        ),
        (
            "kind = \"remove-trips\"\nselect = { area = { code = \"BU01\" } }",
            "select.area: names no area",
        ),
        (
            "kind = \"remove-trips\"\nselect = { area = { level = \"buurt\" } }",
            "select.area.code: is missing",
        ),
        (
            "kind = \"close-street\"\narea = { file = \"buurten.geojso\" }",
            "area.file = \"buurten.geojso\": there is no such file\nhint: did you mean \"buurten.geojson\"?",
        ),
        (
            "kind = \"close-street\"\narea = { file = \"buurten.geojson\", code = \"BU01\" }",
            "area.code_column: is missing",
        ),
        (
            "kind = \"close-street\"\narea = { file = \"buurten.geojson\", code_column = \"cod\", code = \"BU01\" }",
            "did you mean \"code\"?",
        ),
        (
            "kind = \"close-street\"\narea = { file = \"buurten.geojson\", polygon = [[5, 52], [6, 52], [6, 53]] }",
            "given together with another way",
        ),
        (
            "kind = \"close-street\"\narea = { polygon = [[155000, 463000], [155100, 463000], [155100, 463100]] }",
            "155000, 463000 is not a position in WGS 84\nhint: these look like Dutch RD New metres",
        ),
        (
            "kind = \"close-street\"\narea = { polygon = [[5, 52], [6, 53], [6, 52], [5, 53]] }",
            "area.polygon: its edges cross each other",
        ),
        (
            "kind = \"close-street\"\narea = { polygon = [[5, 52], [6, 52], [5, 52]] }",
            "fewer than three different corners",
        ),
        (
            "kind = \"close-street\"\narea = { polygon = [[5, 52, 1], [6, 52], [5, 52]] }",
            "at most 2 allowed, has 3",
        ),
        (
            "kind = \"close-street\"",
            "ways: is missing\nhint: close-street needs one of: ways, at, area",
        ),
        (
            "kind = \"close-street\"\nways = 1\ncrs = \"EPSG:28992\"",
            "crs = \"EPSG:28992\": has no meaning without at",
        ),
        (
            "kind = \"add-path\"\npoints = [[5, 52]]",
            "points: needs at least 2 values, has 1",
        ),
        (
            "kind = \"add-path\"\npoints = [[5, 52], [5, 52]]",
            "the same corner twice in a row",
        ),
        (
            "kind = \"close-stop\"\nstops = {}",
            "stops: selects nothing\nhint: give stop or area",
        ),
        (
            "kind = \"close-stop\"\nstops = [\"a\", { lon = 5, lat = 52 }]",
            "stops number 2: is a new stop",
        ),
        ("kind = \"move-stop\"\nstops = \"a\"", "lon: is missing"),
        (
            "kind = \"move-stop\"\nstops = \"a\"\nlon = 5\ny = 52",
            "line 6, edit \"e\" y = \"52\": given together with degrees",
        ),
        (
            "kind = \"move-stop\"\nstops = \"a\"\nx = 5\ny = 52",
            "crs: is missing",
        ),
        (
            "kind = \"move-stop\"\nstops = \"a\"\nlon = 5\nlat = 152",
            "5, 152 is not a position in WGS 84",
        ),
        (
            "kind = \"thin-out\"\nselect = { route = \"7\" }\nkeep_every = 1",
            "keep_every = \"1\": must be at least 2",
        ),
        (
            "kind = \"set-headway\"\nselect = { route = \"7\" }\nheadway_min = 0",
            "headway_min = \"0\": must be more than 0",
        ),
        (
            "kind = \"set-headway\"\nselect = { route = \"7\" }\nheadway_min = -5",
            "headway_min = \"-5\": must be more than 0",
        ),
        (
            "kind = \"set-headway\"\nselect = { route = \"7\" }\nheadway_min = 0.333",
            "comes to no whole number of seconds",
        ),
        (
            "kind = \"adjust-speed\"\nselect = { route = \"7\" }\nfactor = 0",
            "factor = \"0\": must be more than 0",
        ),
        (
            "kind = \"adjust-speed\"\nselect = { route = \"7\" }\nfactor = 2\nfrom = { id = \"h\" }",
            "from: is a table, not a stop",
        ),
        (
            "kind = \"adjust-dwell\"\nselect = { route = \"7\" }",
            "dwell_s: is missing\nhint: adjust-dwell needs one of: dwell_s, factor",
        ),
        (
            "kind = \"adjust-dwell\"\nselect = { route = \"7\" }\ndwell_s = 5\nfactor = 1",
            "factor = \"1\": given together with dwell_s",
        ),
        (
            "kind = \"shift-times\"\nselect = { route = \"7\" }\nshift_min = 0",
            "shift_min = \"0\": shifts nothing",
        ),
        (
            "kind = \"reroute\"\nselect = { route = \"7\" }\nvia = [\"a\"]\nhop_min = 2",
            "from: is missing",
        ),
        (
            "kind = \"reroute\"\nselect = { route = \"7\" }\nfrom = \"a\"\nto = \"b\"",
            "hop_min: is missing",
        ),
        (
            "kind = \"reroute\"\nselect = { route = \"7\" }\nfrom = \"a\"\nhop_min = 2",
            "hop_min = \"2\": there is no new hop",
        ),
        (
            "kind = \"reroute\"\nselect = { route = \"7\" }\nfrom = \"a\"\nto = \"a\"\nhop_min = 2",
            "is the same stop as from",
        ),
        (
            "kind = \"reroute\"\nselect = { route = \"7\" }\nfrom = \"a\"\nto = \"b\"\nhop_min = [2, 2]",
            "hop_min: has 2 values for 1 hops",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\"]\nhop_min = 2\ndepartures = [\"06:10\"]",
            "stops: a line needs at least two stops",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"a\"]\nhop_min = 2\ndepartures = [\"06:10\"]",
            "the same stop twice in a row",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"b\"]\nhop_min = 2",
            "departures: is missing\nhint: add-line needs one of: departures, bands",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"b\"]\nhop_min = 2\ndepartures = [\"06:10\"]\nbands = [{ between = \"06:00-07:00\", headway_min = 10 }]",
            "a second departure at 06:10",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"b\"]\nhop_min = 2\nbands = [{ between = \"00:00-70:00\", headway_min = 0.5 }]",
            "more than 5000 departures a day",
        ),
        (
            "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"b\"]\nhop_min = 2\nbands = [{ between = \"06:00-07:00\" }]",
            "bands number 1 headway_min: is missing",
        ),
        (
            "kind = \"on-demand\"\nline = \"9\"\narea = { level = \"buurt\", code = \"BU01\" }\npick_up_min = 10\nspeed_kmh = 25\nhours = \"23:00-06:00\"",
            "the window ends before it starts; a window past midnight is written 23:00-30:00",
        ),
        (
            "kind = \"close\"\nservice = \"A&EE\"\nid = \"h\"",
            "line 4, edit \"e\" service = \"A&EE\": there is no such service\nhint: did you mean \"A&E\"?",
        ),
        (
            "kind = \"close\"\nservice = \"A&E\"",
            "id: is missing\nhint: close needs one of: id, area",
        ),
        (
            "kind = \"open\"\nservice = \"A&E\"\nid = [\"a\", \"b\"]\nlon = 5\nlat = 52",
            "id: must be one id",
        ),
        (
            "kind = \"open\"\nservice = \"A&E\"\nid = \"a\"\nlon = 5\nlat = 52\nsupply = -1",
            "supply = \"-1\": must be at least 0",
        ),
        (
            "kind = \"set-hours\"\nservice = \"A&E\"\nid = \"a\"\nopening_hours = \"all day long\"",
            "opening_hours = \"all day long\": can't be read",
        ),
        (
            "kind = \"set-hours\"\nservice = \"jobs\"\nid = \"a\"\nopening_hours = \"24/7\"",
            "the study asks for no opening hours of \"jobs\"",
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"a\"\nset = 1\nadd = 1",
            "add = \"1\": given together with set",
        ),
        (
            "kind = \"add-homes\"\nid = \"n\"\nlon = 5\nlat = 52\ngroups = { social = 12 }",
            "groups.social = \"12\": there is no such group\nhint: did you mean \"social_housing\"?",
        ),
        (
            "kind = \"add-homes\"\nid = \"n\"\nlon = 5\nlat = 52\ngroups = [\"everyone\"]",
            "groups: must be groups with their weights",
        ),
        (
            "kind = \"add-homes\"\nid = \"n\"\nlon = 5\nlat = 52\ngroups = { everyone = 0 }",
            "groups: nobody comes to live there",
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"a\"\nadd = 0",
            "add = \"0\": changes nothing",
        ),
        (
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"a\"\nfactor = 1",
            "factor = \"1\": changes nothing",
        ),
        (
            "kind = \"adjust-speed\"\nselect = { route = \"7\" }\nfactor = 1.0",
            "changes nothing",
        ),
        (
            "kind = \"adjust-dwell\"\nselect = { route = \"7\" }\nfactor = 1",
            "factor = \"1\": changes nothing",
        ),
        (
            "kind = \"remove-homes\"\nid = \"n\"\nshare = 1.5",
            "share = \"1.5\": must be more than 0 and at most 1",
        ),
        (
            "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = \"a\"\nto = { id = \"b\" }\nshare = 1",
            "from = \"a\": must be a table of homes",
        ),
        (
            "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = {}\nto = { id = \"b\" }\nshare = 1",
            "from: selects nothing\nhint: give id or area",
        ),
        (
            "kind = \"set-persona\"\npersona = \"on fot\"\nwalk_kmh = 3",
            "there is no such persona\nhint: did you mean \"on foot\"?",
        ),
        (
            "kind = \"set-persona\"\npersona = \"on foot\"",
            "walk_kmh: is missing\nhint: set-persona needs one of: walk_kmh, ",
        ),
    ];
    let mut wrong = String::new();
    for (body, part) in cases {
        let told = world.refuse(&edit(body));
        // One fault is told once.
        if !told.contains(part) || told.matches("cut.toml").count() != 1 {
            wrong += &format!("{body}\n--- says:\n{told}\n--- not:\n{part}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn names_and_events_are_checked() {
    let world = World::new();
    let e = |name: &str| format!("[[edit]]\nname = {name}\nkind = \"close-stop\"\nstops = \"s\"\n");
    let cases = [
        (
            e("\"a\"") + &e("\"a\""),
            "line 6, edit \"a\" name = \"a\": another one has this name",
        ),
        (e("\"\""), "name = \"\": is empty"),
        (
            e("\"evening\"") + "[[event]]\nname = \"x\"\nedits = [\"evning\"]",
            "line 7, event \"x\" edits number 1 = \"evning\": there is no such edit\nhint: did you mean \"evening\"?",
        ),
        (
            e("\"a\"") + "[[event]]\nname = \"x\"\nedits = [\"a\", \"a\"]",
            "named twice",
        ),
        (
            e("\"a\"") + "[[event]]\nname = \"x\"\nedits = []",
            "event \"x\" edits: the list is empty",
        ),
        (
            e("\"a\"")
                + "[[event]]\nname = \"x\"\nedits = [\"a\"]\n[[event]]\nname = \"x\"\nedits = [\"a\"]",
            "event \"x\" name = \"x\": another one has this name",
        ),
        (
            e("\"a\"").replace("[[edit]]", "[[edits]]"),
            "edits: unknown key\nhint: did you mean \"edit\"?",
        ),
        (
            "[scenario]\nfeeds = { \"a.zip\" = \"sha256:12\" }".to_owned(),
            "line 2, scenario.feeds.a.zip = \"sha256:12\": is no SHA-256 checksum",
        ),
    ];
    for (text, part) in cases {
        let told = world.refuse(&text);
        assert!(told.contains(part), "{text}\n--- says:\n{told}");
    }
    let line = "kind = \"add-line\"\nline = \"9\"\nmode = \"bus\"\nstops = [\"a\", \"b\"]\nhop_min = 2\ndepartures = [\"06:10\"]";
    let twice = format!("{}[[edit]]\nname = \"f\"\n{line}", edit(line));
    assert!(
        world
            .refuse(&twice)
            .contains("edit \"f\" line = \"9\": another new line has this number")
    );
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let told = World::new().refuse(
        "[[edit]]\nname = \"a\"\nkind = \"thin-out\"\nselect = { rout = \"7\" }\nkeep_every = 0\n[[edit]]\nname = \"b\"\nkind = \"close\"\nservice = \"x\"\nid = \"h\"\n",
    );
    let lines: Vec<&str> = told
        .lines()
        .filter_map(|l| l.split("cut.toml, line ").nth(1)?.split(',').next())
        .collect();
    assert_eq!(lines, ["4", "5", "9"], "{told}");
}

#[test]
fn damaged_files_do_no_harm() {
    let world = World::new();
    let mut dice = 12345u64;
    for _ in 0..400 {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for _ in 0..4 {
            dice = dice
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let at = (dice >> 33) as usize % bytes.len();
            bytes[at] = (dice >> 20) as u8;
        }
        let _ = parse_scenario(&bytes, &world.folder.path().join("x.toml"), &world.study);
    }
}

/// Every key in the schema by the table it stands in; tables with the same keys have one name.
fn keys_of_the_schema() -> BTreeMap<String, BTreeSet<String>> {
    fn walk(schema: &Value, table: &str, keys: &mut BTreeMap<String, BTreeSet<String>>) {
        for branch in schema["anyOf"].as_array().into_iter().flatten() {
            walk(branch, table, keys);
        }
        if schema["items"].is_object() {
            walk(&schema["items"], table, keys);
        }
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            let about = inner["description"].as_str().unwrap_or_default();
            assert!(
                about.contains("equired") || about.contains("Default"),
                "{table}.{key} says neither default nor that it is required: {about}"
            );
            for (unit, word) in [("_min", "minutes"), ("_kmh", "km/h"), ("_s", "seconds")] {
                assert!(
                    !key.ends_with(unit) || about.contains(word),
                    "{table}.{key}: {about}"
                );
            }
            keys.entry(table.to_owned())
                .or_default()
                .insert(key.clone());
            let inner_table = match key.as_str() {
                "onto" => "select",
                "to" => "from",
                "via" | "hubs" => "stops",
                other => other,
            };
            walk(inner, inner_table, keys);
        }
    }
    let mut keys = BTreeMap::new();
    walk(&json_schema(), "", &mut keys);
    keys
}

#[test]
fn the_published_schema_is_current() {
    crate::common::schema_is_published("scenario.schema.json", &json_schema());
}

/// The keys the kinds have are those of the schema, no more and no fewer.
#[test]
fn every_key_of_an_edit_belongs_to_a_kind() {
    let mut of_kinds: BTreeSet<String> = COMMON.iter().map(|k| (*k).to_owned()).collect();
    for kind in KindWord::ALL {
        let keys = kind.keys().all();
        let once: BTreeSet<_> = keys.iter().collect();
        assert_eq!(once.len(), keys.len(), "{}: a key twice", kind.word());
        of_kinds.extend(keys.iter().map(|k| (*k).to_owned()));
    }
    assert_eq!(of_kinds, keys_of_the_schema()["edit"]);
}

/// `docs/scenario-file.md` has a section for each table and each kind, with a row for each of its keys.
#[test]
fn every_key_is_documented() {
    let text = include_str!("../../docs/scenario-file.md");
    let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut place = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            place = heading
                .split('`')
                .nth(1)
                .map(|table| table.trim_matches(['[', ']']).to_owned());
        } else if line.starts_with("## ") {
            place = None;
        } else if let (Some(place), Some(row)) = (&place, line.strip_prefix("| `")) {
            let key = row.split('`').next().unwrap().to_owned();
            let new = documented
                .entry(place.clone())
                .or_default()
                .insert(key.clone());
            assert!(new, "{place}: {key} twice");
        }
    }
    let mut wanted = keys_of_the_schema();
    wanted.remove("");
    wanted.insert("edit".into(), COMMON.map(str::to_owned).into());
    for kind in KindWord::ALL {
        let keys = kind.keys().all().into_iter().map(str::to_owned).collect();
        wanted.insert(kind.word().to_owned(), keys);
    }
    for (table, keys) in &wanted {
        assert_eq!(documented.get(table), Some(keys), "{table}");
    }
    let more: Vec<_> = documented
        .keys()
        .filter(|t| !wanted.contains_key(*t))
        .collect();
    assert!(more.is_empty(), "{more:?}");
}

/// All examples in the documentation are read: each block has whole edits.
#[test]
fn the_documented_examples_are_scenarios() {
    let world = World::new();
    let text = include_str!("../../docs/scenario-file.md");
    let mut kinds = BTreeSet::new();
    for block in text.split("```toml\n").skip(1) {
        let example = block.split("```").next().unwrap();
        let edits = world.read(example).edits.len();
        assert_eq!(edits, example.matches("[[edit]]").count(), "{example}");
        for kind in KindWord::ALL {
            if example.contains(&format!("\"{}\"", kind.word())) {
                kinds.insert(kind.word());
            }
        }
    }
    assert_eq!(kinds.len(), KindWord::ALL.len(), "{kinds:?}");
}
