//! When all of a kind is lost, or much of it: errors with a likely cause, and serious findings.

use std::path::Path;

use crate::cli::tool::{Done, Line, case, file, folder, matrix};

use bereik::diagnostics::{Findings, Severity};
use bereik::input::areas::{AreaLayer, AreaOptions, note_overlaps, read_areas};
use bereik::input::points::{PointOptions, PointSet, read_points};
use bereik::units::LonLat;

fn points(name: &str, text: &str) -> Result<(PointSet, Findings), String> {
    let dir = folder();
    read_points(&file(dir.path(), name, text), &PointOptions::default()).map_err(|e| e.to_string())
}

fn areas(text: &str) -> (AreaLayer, Findings) {
    let dir = folder();
    let options = AreaOptions {
        level: "buurt".into(),
        code: "code".into(),
        ..AreaOptions::default()
    };
    read_areas(&file(dir.path(), "a.geojson", text), &options).unwrap()
}

fn codes(findings: &Findings) -> Vec<(&str, Severity)> {
    findings
        .iter()
        .map(|f| (f.code.as_ref(), f.severity))
        .collect()
}

fn collection(features: &[String]) -> String {
    format!(
        "{{\"type\": \"FeatureCollection\", \"features\": [{}]}}",
        features.join(",")
    )
}

/// A square by its south-west corner and side, degrees.
fn square(code: &str, x: f64, y: f64, side: f64) -> String {
    let (e, n) = (x + side, y + side);
    let ring = format!("[[{x},{y}],[{e},{y}],[{e},{n}],[{x},{n}],[{x},{y}]]");
    let geometry = format!("{{\"type\": \"Polygon\", \"coordinates\": [{ring}]}}");
    format!(
        "{{\"type\": \"Feature\", \"properties\": {{\"code\": \"{code}\", \"id\": \"{code}\"}}, \"geometry\": {geometry}}}"
    )
}

#[test]
fn rows_that_are_all_lost_are_an_error_and_many_a_serious_finding() {
    let lost = points("p.csv", "id,lon,lat\na,,\nb,x,52\nc,5,152\n").unwrap_err();
    assert!(
        lost.contains("line 2") && lost.contains("none of the 3 points has a usable place"),
        "{lost}"
    );
    // Two of five; one of three is not above a third.
    let (set, findings) =
        points("p.csv", "id,lon,lat\na,,\nb,x,52\nc,5,52\nd,5,52\ne,5,52\n").unwrap();
    assert_eq!(set.len(), 3);
    let last = *codes(&findings).last().unwrap();
    assert_eq!(last, ("points-many-without-position", Severity::Serious));
    let (_, findings) = points("p.csv", "id,lon,lat\na,,\nc,5,52\nd,5,52\n").unwrap();
    assert_eq!(
        codes(&findings),
        [("point-without-position", Severity::Warning)]
    );
}

#[test]
fn decimal_commas_without_quotation_marks_are_suspected() {
    let comma = points("p.csv", "id,lon,lat\na,4,85,52,37\n").unwrap_err();
    assert!(comma.contains("decimal commas"), "{comma}");
    let other = points("p.csv", "id,lon,lat,name\na,4.85,52.37,x,y\n").unwrap_err();
    assert!(
        !other.contains("decimal commas") && other.contains("quotation marks"),
        "{other}"
    );
    assert!(points("p.csv", "id;lon;lat\na;4,85;52,37\n").is_ok());
}

#[test]
fn points_none_of_which_is_near_a_street_are_an_error_with_both_boxes() {
    let dir = folder();
    let far = file(
        dir.path(),
        "far.csv",
        "id,lon,lat\na,15.0,10.0\nb,15.5,10.5\n",
    );
    for option in ["--origins", "--destinations"] {
        let done = matrix("random_1")
            .with(option, &far)
            .run()
            .code(1)
            .without_result();
        done.says(&[
            "far.csv",
            "all of its",
            "(2) lie farther than 500 m from any walkable street",
        ])
        .says(&[
            "do not touch",
            "longitude 15.0000 to 15.5000, latitude 10.0000 to 10.5000",
            "the streets in longitude 5.",
        ]);
    }
    // In the access command too; and more than a third is serious.
    let mut line = matrix("random_1");
    line.0[0] = "access".into();
    line = line.and(["--cutoffs", "30"]);
    line.clone()
        .with("--origins", &far)
        .run()
        .code(1)
        .says(&["do not touch"]);
    let some = std::fs::read_to_string(case("random_1").join("origins.csv")).unwrap();
    let one = file(dir.path(), "one.csv", format!("{some}far,15.0,10.0\n"));
    let done = line.clone().with("--origins", one).run().code(0);
    assert!(!done.err.contains("serious"), "{}", done.err);
    let two = file(
        dir.path(),
        "two.csv",
        some + &(0..6)
            .map(|k| format!("far{k},1{k}.0,10.0\n"))
            .collect::<String>(),
    );
    line.with("--origins", two)
        .run()
        .code(0)
        .says(&["serious", "6 of 16 origins"]);
}

/// A study of the town `random_1`, with something put in.
fn study(dir: &Path, homes: &str, rest: &str) -> Done {
    let from = |name: &str| case("random_1").join(name).display().to_string();
    let options = crate::cli::tool::options("random_1");
    let at = |name: &str| {
        let k = options.iter().position(|o| o == name).expect("an option");
        options[k + 1].to_string_lossy().into_owned()
    };
    let text = format!(
        "[study]\ndate = {}\n[network]\nosm = {:?}\ngtfs = {:?}\n[homes]\nfile = {homes:?}\n[[slot]]\nname = \"s\"\ndepart = {:?}\n{rest}",
        at("--date"),
        from("network.osm.pbf"),
        from("gtfs.zip"),
        at("--depart")
    );
    let study = file(dir, "study.toml", text);
    let line = Line(vec!["run".into(), study.into()]);
    line.and([std::ffi::OsString::from("-o"), dir.join("results").into()])
        .run()
}

fn jobs() -> String {
    let file = case("random_1").join("destinations.csv");
    format!(
        "[[service]]\nname = \"jobs\"\nfile = {:?}\n",
        file.display().to_string()
    )
}

#[test]
fn a_study_says_what_is_lost_altogether() {
    let dir = folder();
    let near = case("random_1").join("origins.csv").display().to_string();
    let far = file(
        dir.path(),
        "far.csv",
        "id,lon,lat\na,52.115,5.095\nb,52.11,5.09\n",
    )
    .display()
    .to_string();
    study(dir.path(), &far, &jobs())
        .code(1)
        .says(&["far.csv", "homes (2)", "swapped"]);
    // Tags of which nothing in the file has any.
    let tags = "[[service]]\nname = \"gp\"\nosm = { amenity = \"doktor\" }\n";
    let done = study(dir.path(), &near, tags).code(1);
    done.says(&[
        "network.osm.pbf",
        "service \"gp\" osm",
        "amenity=doktor",
        "nothing in this file has these tags",
    ]);
    // Areas that hold no home.
    let elsewhere = file(
        dir.path(),
        "areas.geojson",
        collection(&[square("a", 6.0, 50.0, 0.1)]),
    );
    let level = |f: &Path| {
        format!(
            "[[areas]]\nlevel = \"buurt\"\nfile = {:?}\ncode = \"code\"\n",
            f.display().to_string()
        )
    };
    let done = study(dir.path(), &near, &(level(&elsewhere) + &jobs())).code(1);
    done.says(&[
        "homes (10) lie in none of the areas of level",
        "do not touch",
        "the areas in longitude 6.0000 to 6.1000",
    ]);
    // A service of which no place lies near a street, elsewhere in the world.
    let file = file(dir.path(), "elsewhere.csv", "id,lon,lat\na,15.0,10.0\n");
    let other = format!(
        "[[service]]\nname = \"jobs\"\nfile = {:?}\n",
        file.display().to_string()
    );
    study(dir.path(), &near, &other)
        .code(1)
        .says(&["service \"jobs\"", "do not touch"]);
}

#[test]
fn areas_that_overlap_are_named_and_count_as_the_first() {
    // b lies within a; c touches a only.
    let (layer, findings) = areas(&collection(&[
        square("a", 5.0, 52.0, 0.1),
        square("b", 5.02, 52.02, 0.01),
        square("c", 5.1, 52.0, 0.1),
    ]));
    assert!(findings.is_empty());
    let mut findings = Findings::default();
    note_overlaps(&layer, &mut findings);
    assert_eq!(codes(&findings), [("areas-overlap", Severity::Warning)]);
    let found = findings.iter().next().unwrap();
    assert_eq!(found.record, "b");
    assert!(found.action.contains("\"a\""), "{found:?}");
    let at = |lon, lat| LonLat { lon, lat };
    assert_eq!(layer.locate(at(5.025, 52.025)), Some(0));
    assert_eq!(layer.overlap_at(at(5.025, 52.025)), Some([0, 1]));
    // On the border of two is no overlap.
    assert_eq!(layer.locate(at(5.1, 52.05)), Some(0));
    assert_eq!(layer.overlap_at(at(5.1, 52.05)), None);
}

#[test]
fn homes_wider_than_a_walk_are_named() {
    let dir = folder();
    // 0.001 degrees are some hundred metres; 0.1 degrees of latitude are 11.1 km, wider than a walk of 8 minutes.
    let own = |wide: f64| {
        let text = collection(&[
            square("small", 5.0848, 52.1191, 0.0001),
            square("large", 5.05, 52.05, wide),
        ]);
        file(dir.path(), "homes.geojson", text)
    };
    let line = |homes: &Path| matrix("random_1").with("--origins", homes).run().code(0);
    let done = line(&own(0.1));
    done.says(&[
        "1 of 2 origins are areas wider than the longest walk of 640 m",
        "11.1 km",
        "large",
    ]);
    let done = line(&own(0.001));
    assert!(!done.err.contains("wider than"), "{}", done.err);
}
