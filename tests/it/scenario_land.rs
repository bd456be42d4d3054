//! Edits of destinations, homes and personas against the same done by hand on small inputs.

use bereik::access::open::Hours;
use bereik::axes::{GroupId, HomeId, LevelId, PersonaId, PurposeId, ShiftId};
use bereik::input::areas::{Area as NamedArea, AreaLayer};
use bereik::input::points::{PointSet, read_points};
use bereik::input::scenario::{Edit, parse_scenario};
use bereik::input::study::{Study, parse_study};
use bereik::network::Network;
use bereik::scenario::inputs::{Areas, Inputs, Places, ServiceData};
use bereik::scenario::{Effect, Touched, land};
use bereik::units::{LonLat, Seconds};
use geo::{MultiPolygon, polygon};
use std::path::Path;
use std::sync::Arc;

const STUDY: &str = r#"
[study]
date = 2026-03-10
[network]
file = "a.bereik"
[homes]
file = "homes.csv"
[homes.groups]
everyone = "people"
social = "dwellings"
[homes.ranks]
income = "income"
[[persona]]
name = "on foot"
[[slot]]
name = "morning"
depart = "07:00-09:00"
[[service]]
name = "shops"
file = "shops.csv"
[[service]]
name = "jobs"
file = "jobs.csv"
column = "jobs"
cutoffs_min = [30, 45]
open = "hours"
[[shift]]
name = "night"
start = "22:00"
end = "06:00"
jobs = { service = "jobs", column = "night" }
[[shift]]
name = "all"
start = "08:00"
end = "16:00"
jobs = { service = "jobs" }
"#;

/// One row of a service: id, name, longitude, supply, jobs at night.
type Row = (&'static str, &'static str, f64, f64, f64);

const SHOPS: [Row; 2] = [("s1", "Shop", 5.0, 1.0, 0.0), ("s2", "Shop", 5.2, 1.0, 0.0)];
const JOBS: [Row; 4] = [
    ("j1", "Works", 5.0, 100.0, 10.0),
    ("j2", "Hospital", 5.1, 50.0, 25.0),
    ("j3", "", 5.2, 0.0, 0.0),
    ("j4", "Port", 5.3, 10.0, 10.0),
];

fn study() -> Study {
    parse_study(STUDY.as_bytes(), Path::new("/data/study.toml")).unwrap()
}

fn at(lon: f64) -> LonLat {
    LonLat { lon, lat: 52.0 }
}

/// Inputs with these destinations, as a study reads them.
fn with_rows(shops: &[Row], jobs: &[Row]) -> Inputs {
    let mut places = Places::default();
    let mut services = Vec::new();
    for rows in [shops, jobs] {
        let first = places.ids.len();
        for row in rows {
            places.ids.push(row.0.to_owned());
            places.names.push(row.1.to_owned());
            places.positions.push(at(row.2));
        }
        services.push(ServiceData {
            places: first..places.ids.len(),
            supply: rows.iter().map(|row| row.3).collect(),
            hours: rows.iter().map(|_| Hours::Always).collect(),
        });
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("homes.csv");
    std::fs::write(
        &file,
        "id,lon,lat,people,income\nh1,5.0,52,10,1\nh2,5.1,52,20,2\nh3,5.9,52,30,3\n",
    )
    .unwrap();
    let (homes, _): (PointSet, _) = read_points(&file, &Default::default()).unwrap();
    let west = polygon![(x: 4.9, y: 51.), (x: 5.5, y: 51.), (x: 5.5, y: 53.), (x: 4.9, y: 53.)];
    let layer = AreaLayer::new(
        "buurt".into(),
        "f".into(),
        vec![NamedArea {
            code: "W".into(),
            name: "West".into(),
            shape: MultiPolygon(vec![west]),
        }],
    );
    Inputs {
        network: Network::default(),
        homes,
        weights: vec![
            vec![Some(10.0), Some(20.0), Some(30.0)].into(),
            vec![Some(1.0), None, Some(3.0)].into(),
        ]
        .into(),
        ranks: vec![[Some(1.0), Some(2.0), Some(3.0)].into()],
        areas: vec![Areas {
            layer: Arc::new(layer),
            of_home: [Some(0), Some(0), None].into(),
        }]
        .into(),
        places,
        services: services.into(),
        shift_jobs: vec![
            jobs.iter().map(|row| row.4).collect(),
            jobs.iter().map(|row| row.3).collect(),
        ]
        .into(),
        findings: Default::default(),
        files: Vec::new(),
    }
}

fn inputs() -> Inputs {
    with_rows(&SHOPS, &JOBS)
}

/// Edits out of the text of a scenario.
fn try_edits(text: &str) -> Result<(Study, Inputs, Vec<Touched>), String> {
    let study = study();
    let scenario = parse_scenario(text.as_bytes(), Path::new("/data/cut.toml"), &study)
        .unwrap_or_else(|e| panic!("{e}"));
    let edits: Vec<&Edit> = scenario.edits.iter().collect();
    land(&study, &inputs(), &edits).map_err(|e| e.to_string())
}

fn edits(bodies: &[&str]) -> String {
    let each = bodies.iter().enumerate();
    each.map(|(i, body)| format!("[[edit]]\nname = \"e{i}\"\n{body}\n"))
        .collect()
}

fn made(bodies: &[&str]) -> (Study, Inputs, Vec<Touched>) {
    try_edits(&edits(bodies)).unwrap_or_else(|e| panic!("{e}"))
}

fn refused(bodies: &[&str]) -> String {
    match try_edits(&edits(bodies)) {
        Ok(_) => panic!("accepted: {bodies:?}"),
        Err(error) => error,
    }
}

/// All that is known of destinations, to be compared.
fn told(inputs: &Inputs) -> String {
    let services: Vec<_> = inputs
        .services
        .iter()
        .map(|s| (&s.places, &s.supply, &s.hours))
        .collect();
    let p = &inputs.places;
    format!(
        "{:?} {:?} {:?} {services:?} {:?}",
        p.ids, p.names, p.positions, inputs.shift_jobs
    )
}

const CLOSE: &str = "kind = \"close\"\nservice = \"jobs\"\n";

#[test]
fn closed_destinations_are_as_if_their_rows_were_not_in_the_file() {
    let (_, got, touched) = made(&[
        &format!("{CLOSE}id = \"j2\""),
        "kind = \"close\"\nservice = \"shops\"\nid = \"s1\"",
        &format!("{CLOSE}id = [\"Port\"]"),
    ]);
    let by_hand = with_rows(&SHOPS[1..], &[JOBS[0], JOBS[2]]);
    assert_eq!(told(&got), told(&by_hand));
    assert!(
        touched
            .iter()
            .all(|t| t.places.len() == 1 && t.effect == Effect::Removes)
    );
}

#[test]
fn opened_moved_resized_and_merged_ones_are_as_if_the_file_said_so() {
    let (_, got, touched) = made(&[
        "kind = \"open\"\nservice = \"shops\"\nid = \"s3\"\nplace_name = \"New\"\nlon = 5.4\nlat = 52\nsupply = 2",
        "kind = \"open\"\nservice = \"jobs\"\nid = \"j5\"\nlon = 5.5\nlat = 52\nsupply = 7",
        "kind = \"move\"\nservice = \"jobs\"\nid = \"j1\"\nlon = 5.6\nlat = 52",
        "kind = \"resize\"\nservice = \"jobs\"\nid = \"j1\"\nadd = -50",
        "kind = \"resize\"\nservice = \"jobs\"\nid = [\"j3\"]\nset = 8",
        "kind = \"merge\"\nservice = \"jobs\"\nid = [\"j2\", \"j4\"]\ninto = \"j3\"",
    ]);
    let shops = [SHOPS[0], SHOPS[1], ("s3", "New", 5.4, 2.0, 0.0)];
    let jobs = [
        ("j1", "Works", 5.6, 50.0, 5.0),
        ("j3", "", 5.2, 68.0, 8.0 + 25.0 + 10.0),
        ("j5", "", 5.5, 7.0, 7.0),
    ];
    assert_eq!(told(&got), told(&with_rows(&shops, &jobs)));
    let effects: Vec<Effect> = touched.iter().map(|t| t.effect).collect();
    use Effect::*;
    assert_eq!(effects, [Adds, Adds, Changes, Removes, Adds, Changes]);
    assert_eq!(touched[5].places.len(), 3);
}

#[test]
fn sizes_never_fall_below_nothing_and_shifts_follow() {
    let jobs_of = |by: &str| {
        let (_, got, _) = made(&[&format!(
            "kind = \"resize\"\nservice = \"jobs\"\nid = \"j2\"\n{by}"
        )]);
        let night = got.shift_jobs[ShiftId(0)][1];
        (
            got.services[PurposeId(1)].supply[1],
            night,
            got.shift_jobs[ShiftId(1)][1],
        )
    };
    assert_eq!(jobs_of("add = -80"), (0.0, 0.0, 0.0));
    assert_eq!(jobs_of("factor = 3"), (150.0, 75.0, 150.0));
    assert_eq!(jobs_of("set = 20"), (20.0, 10.0, 20.0));
    assert_eq!(jobs_of("add = 50"), (100.0, 50.0, 100.0));
}

#[test]
fn an_area_and_ids_must_both_hold() {
    let area = "area = { polygon = [[5.05, 51], [5.25, 51], [5.25, 53], [5.05, 53]] }";
    let (_, got, touched) = made(&[&format!("{CLOSE}{area}")]);
    assert_eq!(got.places.ids, ["s1", "s2", "j1", "j4"]);
    assert_eq!(touched[0].places.len(), 2);
    let (_, got, _) = made(&[&format!("{CLOSE}{area}\nid = [\"j1\", \"j2\"]")]);
    assert_eq!(got.places.ids, ["s1", "s2", "j1", "j3", "j4"]);
}

#[test]
fn hours_are_set() {
    let (_, got, _) = made(&[
        "kind = \"set-hours\"\nservice = \"jobs\"\nid = \"j1\"\nopening_hours = \"Mo-Fr 08:00-17:00\"",
    ]);
    assert!(matches!(
        got.services[PurposeId(1)].hours[0],
        Hours::Known(_)
    ));
    assert_eq!(got.services[PurposeId(1)].hours[1], Hours::Always);
}

#[test]
fn destinations_that_are_not_there_or_in_use_are_errors_that_name_the_edit() {
    let close = |id: &str| format!("{CLOSE}id = \"{id}\"");
    let open =
        |id: &str| format!("kind = \"open\"\nservice = \"jobs\"\nid = \"{id}\"\nlon = 5\nlat = 52");
    for (bodies, part) in [
        (
            vec![close("Hospitl")],
            "cut.toml, line 5, edit \"e0\" id = \"Hospitl\": service \"jobs\" has no such destination\nhint: did you mean \"Hospital\"?",
        ),
        (
            vec![close("j2"), close("Hospital")],
            "edit \"e1\" id = \"Hospital\": edit \"e0\" (line 1) closed it before",
        ),
        (
            vec![open("j1")],
            "edit \"e0\" id = \"j1\": service \"jobs\" has one with this id",
        ),
        (
            vec![open("n"), open("n")],
            "edit \"e1\" id = \"n\": edit \"e0\" (line 1) opened one with this id",
        ),
        (
            vec![format!(
                "{CLOSE}area = {{ polygon = [[6, 51], [7, 51], [7, 53]] }}"
            )],
            "edit \"e0\" area: no such destination of service \"jobs\" lies in the polygon",
        ),
        (
            vec!["kind = \"move\"\nservice = \"shops\"\nid = \"Shop\"\nlon = 5\nlat = 52".into()],
            "edit \"e0\" id: 2 destinations, but only one is meant here\nhint: give an id: s1, s2",
        ),
        (
            vec!["kind = \"merge\"\nservice = \"jobs\"\nid = \"j1\"\ninto = \"j1\"".into()],
            "selects none but the one that stays",
        ),
        (
            vec!["kind = \"set-persona\"\npersona = \"on foot\"\nmax_trip_min = 40".into()],
            "edit \"e0\" max_trip_min: service \"shops\" asks for 60 minutes, more than that",
        ),
        (
            vec!["kind = \"remove-homes\"\nid = \"h11\"".into()],
            "edit \"e0\" id = \"h11\": there is no such home\nhint: did you mean \"h1\"?",
        ),
        (
            vec!["kind = \"add-homes\"\nid = \"h1\"\nlon = 5\nlat = 52\ngroups = { social = 1 }".into()],
            "edit \"e0\" id = \"h1\": there is a home with this id",
        ),
        (
            vec![
                "kind = \"remove-homes\"\nid = \"h1\"".into(),
                "kind = \"remove-homes\"\nid = \"h1\"\ngroups = \"social\"".into(),
            ],
            "edit \"e1\": nobody of these groups lives there any more: edit \"e0\" (line 1)",
        ),
        (
            vec!["kind = \"remove-homes\"\nid = \"h2\"\ngroups = \"social\"".into()],
            "edit \"e0\": nobody of these groups lives there",
        ),
        (
            vec!["kind = \"move-group\"\ngroup = \"everyone\"\nfrom = { id = \"h1\" }\nto = { id = \"h2\" }\ncount = 10.5".into()],
            "edit \"e0\" count = \"10.5\": there are only 10",
        ),
        (
            vec!["kind = \"move-group\"\ngroup = \"everyone\"\nfrom = { id = \"h1\" }\nto = { id = \"h1\" }\nshare = 1".into()],
            "edit \"e0\" to: they go to the very homes they leave",
        ),
    ] {
        let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
        let told = refused(&bodies);
        assert!(told.contains(part), "{bodies:?}\n--- says:\n{told}");
    }
}

#[test]
fn added_homes_are_appended_and_all_columns_stay_lined_up() {
    let (_, got, touched) = made(&[
        "kind = \"add-homes\"\nid = \"n1\"\nlon = 5.4\nlat = 52\ngroups = { social = 40 }",
        "kind = \"add-homes\"\nid = \"n2\"\nlon = 7\nlat = 52\ngroups = { everyone = 5 }",
    ]);
    assert_eq!(got.homes.ids, ["h1", "h2", "h3", "n1", "n2"]);
    assert_eq!(got.homes.lines, [2, 3, 4, 0, 0]);
    assert_eq!(got.homes.texts("income").unwrap(), ["1", "2", "3", "", ""]);
    assert_eq!(
        got.weights[GroupId(0)].as_slice()[3..],
        [Some(0.0), Some(5.0)]
    );
    assert_eq!(
        got.weights[GroupId(1)].as_slice()[3..],
        [Some(40.0), Some(0.0)]
    );
    assert_eq!(got.ranks[0].as_slice()[3..], [None, None]);
    assert_eq!(
        got.areas[LevelId(0)].of_home,
        [Some(0), Some(0), None, Some(0), None]
    );
    let people: Vec<f64> = touched.iter().map(|t| t.people).collect();
    assert_eq!(people, [0.0, 5.0]);
}

#[test]
fn removed_homes_stay_with_nobody_in_them() {
    let (_, got, touched) = made(&[
        "kind = \"remove-homes\"\nid = [\"h2\", \"h3\"]",
        "kind = \"remove-homes\"\nid = \"h1\"\ngroups = \"everyone\"\nshare = 0.25",
    ]);
    assert_eq!(got.homes.ids.len(), 3);
    assert_eq!(got.weights[GroupId(0)], [Some(7.5), Some(0.0), Some(0.0)]);
    assert_eq!(got.weights[GroupId(1)], [Some(1.0), None, Some(0.0)]);
    assert_eq!((touched[0].homes, touched[0].people), (2, -50.0));
    assert_eq!((touched[1].homes, touched[1].people), (1, -2.5));
}

#[test]
fn people_who_move_are_neither_lost_nor_made() {
    let share = |how: &str| {
        let (_, got, touched) = made(&[&format!(
            "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = {{ id = \"h3\" }}\nto = {{ id = [\"h1\", \"h2\"] }}\n{how}"
        )]);
        assert_eq!(got.weights[GroupId(1)], [Some(1.0), None, Some(3.0)]);
        (got.weights[GroupId(0)].clone(), touched[0].people)
    };
    assert_eq!(
        share("share = 1"),
        ([Some(20.0), Some(40.0), Some(0.0)].into(), 30.0)
    );
    assert_eq!(
        share("count = 15"),
        ([Some(15.0), Some(30.0), Some(15.0)].into(), 15.0)
    );
    // Nobody of the group is known there: evenly.
    let (_, got, _) = made(&[
        "kind = \"add-homes\"\nid = \"n\"\nlon = 5\nlat = 52\ngroups = { everyone = 0 }",
        "kind = \"move-group\"\ngroup = \"social\"\nfrom = { id = \"h3\" }\nto = { id = [\"h2\", \"n\"] }\ncount = 1",
    ]);
    assert_eq!(
        got.weights[GroupId(1)],
        [Some(1.0), Some(0.5), Some(2.0), Some(0.5)]
    );
    // Who lives where the others go stays there.
    let (_, got, touched) = made(&[
        "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = { area = { polygon = [[4, 51], [7, 51], [7, 53], [4, 53]] } }\nto = { id = \"h1\" }\nshare = 0.5",
    ]);
    assert_eq!(
        got.weights[GroupId(0)],
        [Some(35.0), Some(10.0), Some(15.0)]
    );
    assert_eq!((touched[0].homes, touched[0].people), (3, 25.0));
}

proptest::proptest! {
    #[test]
    fn totals_hold_for_any_weights_and_share(
        weights in proptest::collection::vec(proptest::option::of(0.0..1e4f64), 3),
        share in 0.01..1.0f64,
    ) {
        let study = study();
        let mut before = inputs();
        before.weights[GroupId(0)] = weights.into();
        let text = edits(&[&format!(
            "kind = \"move-group\"\ngroup = \"everyone\"\nfrom = {{ id = [\"h1\"] }}\nto = {{ id = [\"h2\", \"h3\"] }}\nshare = {share}"
        )]);
        let scenario = parse_scenario(text.as_bytes(), Path::new("/data/cut.toml"), &study).unwrap();
        let total = |inputs: &Inputs| inputs.weights[GroupId(0)].iter().flatten().sum::<f64>();
        match land(&study, &before, &[&scenario.edits[0]]) {
            Ok((_, after, _)) => {
                proptest::prop_assert!((total(&after) - total(&before)).abs() <= 1e-9 * total(&before));
                proptest::prop_assert!(after.weights[GroupId(0)].iter().flatten().all(|w| *w >= 0.0));
            }
            Err(_) => proptest::prop_assert_eq!(before.weights[GroupId(0)][HomeId(0)].unwrap_or(0.0), 0.0),
        }
    }
}

#[test]
fn a_persona_travels_otherwise_and_the_base_stays() {
    let (got, _, touched) = made(&[
        "kind = \"set-persona\"\npersona = \"on foot\"\nwalk_kmh = 3.6",
        "kind = \"set-persona\"\npersona = \"on foot\"\nmax_rides = 9\nmax_walk_min = 40",
        "kind = \"set-persona\"\npersona = \"on foot\"\nmax_rides = 1\nboard_slack_s = 0",
    ]);
    let t = &got.personas[PersonaId(0)].traveller;
    assert_eq!(t.walk.mm_per_hour, 3_600_000);
    assert_eq!(
        (t.max_walk, t.max_rides, t.board_slack),
        (Seconds(2400), 1, Seconds(0))
    );
    let effects: Vec<Effect> = touched.iter().map(|t| t.effect).collect();
    assert_eq!(effects, [Effect::Removes, Effect::Adds, Effect::Changes]);
    assert_ne!(got.personas, study().personas);
}

#[test]
fn no_edit_changes_nothing_and_each_edit_is_answered() {
    let (study_after, got, touched) = made(&["kind = \"close-stop\"\nstops = \"a\""]);
    assert_eq!(study_after, study());
    assert_eq!(told(&got), told(&inputs()));
    assert_eq!(got.weights, inputs().weights);
    assert_eq!(touched, [Touched::default()]);
}
