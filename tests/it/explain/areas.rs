//! Codes of areas: annexed, of another column of one file, left out with the right reason.

use super::*;
use bereik::input::monitor::read_monitor;
use bereik::run::monitor::explain::codes::Origins;

/// Codes of the quarters.
fn quarters(town: &Town) -> Vec<String> {
    let layer = fs::read_to_string(town.folder.join("buurten-a.geojson")).expect("areas");
    let map: serde_json::Value = serde_json::from_str(&layer).expect("JSON");
    let code = |f: &serde_json::Value| f["properties"]["buurtcode"].as_str().map(str::to_owned);
    (map["features"].as_array().expect("features").iter())
        .map(|f| code(f).expect("text"))
        .collect()
}

fn explained_by(from: &Edition, to: &Edition, rows: &[(&str, &str, Option<f64>)]) -> Explained {
    let asked = Options {
        crosswalks: vec![crosswalk("buurt", rows)],
        ..Options::default()
    };
    explained(from, to, &asked)
}

/// Why a code of an edition is left out.
fn why<'a>(e: &'a Explained, edition: &str, code: &str) -> &'a str {
    let of = |x: &&bereik::run::monitor::explain::align::Incomparable| {
        (x.edition.as_str(), x.name.as_str()) == (edition, code)
    };
    e.incomparable.iter().find(of).map_or("", |x| &x.why)
}

#[test]
fn an_area_that_others_go_into_is_compared_with_all_of_it() {
    let town = town(20);
    let known = quarters(&town);
    let (one, two) = (known[0].as_str(), known[1].as_str());
    let from = town.edition("2026", 0);
    let merged = recoded(&town, &[(two, one)]);

    // The one row of an annexation: the area that keeps its code is not mentioned itself.
    let e = explained_by(&from, &merged, &[(two, one, None)]);
    let u = &e.units[unit(&e, one)];
    assert_eq!(u.members[0], u.members[1]);
    assert!(
        e.rows
            .iter()
            .all(|r| r.causes.is_none_or(|c| c == [0.0; 5]))
    );
    assert!(e.incomparable.is_empty(), "{:?}", e.incomparable);

    // A part of it that the earlier edition doesn't have: not compared with the rest alone.
    let rows = [(two, one, None), ("BUELSEWHERE", one, None)];
    let e = explained_by(&from, &merged, &rows);
    assert!(!codes(&e).contains(&one));
    assert!(why(&e, "2027", one).contains("BUELSEWHERE"));
    for code in [one, two] {
        assert!(
            why(&e, "2026", code).contains("can't be compared"),
            "{code}"
        );
    }

    // Split without shares: said of the area that was split too.
    let before = Edition {
        name: "2026".into(),
        ..merged
    };
    let after = town.edition("2027", 0);
    let e = explained_by(&before, &after, &[(one, one, None), (one, two, None)]);
    assert!(why(&e, "2026", one).contains("shares"));
}

#[test]
fn one_file_with_the_codes_of_two_years_needs_a_crosswalk() {
    let town = town(21);
    let known = quarters(&town);
    let text = fs::read_to_string(town.folder.join("buurten-a.geojson")).expect("areas");
    let mut map: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let features = map["features"].as_array_mut().expect("features");
    for (i, feature) in features.iter_mut().enumerate() {
        let next = known[(i + 1) % known.len()].as_str();
        feature["properties"]["code_2027"] = serde_json::json!(next);
    }
    fs::write(town.folder.join("buurten-a.geojson"), map.to_string()).expect("written");
    let from = town.edition("2026", 0);
    let level = "code = \"buurtcode\"\nname = \"buurtnaam\"\nyear = 2026";
    let later = level
        .replace("buurtcode", "code_2027")
        .replace("2026", "2027");
    let to = with(&town, "2027", 0, &[(level, &later)]);
    let e = explained(&from, &to, &Options::default());
    assert!(codes(&e).is_empty());
    assert!(why(&e, "2027", &known[0]).contains("crosswalk"));
    // The same column of the same file is the same areas, whatever year is stated.
    let to = with(&town, "2027", 0, &[(level, &level.replace("2026", "2027"))]);
    assert_eq!(codes(&explained(&from, &to, &Options::default())), known);
}

#[test]
fn a_second_crosswalk_of_the_same_editions_is_refused() {
    let town = town(22);
    fs::write(town.folder.join("study.toml"), Town::text(0)).expect("written");
    let walk = |level: &str, file: &str| {
        fs::write(town.folder.join(file), "from,to\n").expect("written");
        format!(
            "[[crosswalk]]\nlevel = \"{level}\"\nfrom = \"2025\"\nto = \"2026\"\nfile = \"{file}\"\n"
        )
    };
    let read = |walks: &[String]| {
        let mut text = "[monitor]\nregion = \"gemeente\"\n".to_owned();
        for name in ["2025", "2026"] {
            text += &format!("[[edition]]\nname = \"{name}\"\nstudy = \"study.toml\"\n");
        }
        let file = town.folder.join("monitor.toml");
        fs::write(&file, text + &walks.concat()).expect("written");
        read_monitor(&file).map_err(|e| e.to_string())
    };
    let (a, b) = (walk("buurt", "a.csv"), walk("gemeente", "b.csv"));
    let monitor = read(&[a.clone(), b.clone()]).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(monitor.crosswalks.len(), 2);
    let error = read(&[a, b, walk("buurt", "c.csv")]).expect_err("refused");
    for part in [
        "monitor.toml",
        "file",
        "c.csv",
        "a.csv",
        "\"buurt\"",
        "join the two tables",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

fn origins<'a>(before: &[&'a str], after: &[&'a str], c: &'a Crosswalk) -> Origins<'a> {
    Origins::new([before, after], Some(c), true, ["2024", "2026"])
}

#[test]
fn an_area_that_keeps_its_code_holds_what_it_held() {
    let annexed = crosswalk("gemeente", &[("A", "C", None)]);
    let o = origins(&["A", "C"], &["C"], &annexed);
    assert_eq!(o.made_of["C"], [("A", 1.0), ("C", 1.0)]);
    assert!(o.unclear.is_empty() && o.why_left_out("C", "2026").is_none());
    // A part of A, whose rest stays A.
    let part = crosswalk("gemeente", &[("A", "A", Some(0.7)), ("A", "C", Some(0.3))]);
    let o = origins(&["A", "C"], &["A", "C"], &part);
    assert_eq!(o.made_of["C"], [("A", 0.3), ("C", 1.0)]);
    assert_eq!(o.made_of["A"], [("A", 0.7)]);
    // C itself became another, and its code went to A.
    let handed_on = crosswalk("gemeente", &[("A", "C", None), ("C", "D", None)]);
    let o = origins(&["A", "C"], &["C", "D"], &handed_on);
    assert_eq!(o.made_of["C"], [("A", 1.0)]);
    assert_eq!(o.made_of["D"], [("C", 1.0)]);
}

#[test]
fn what_is_left_out_says_why() {
    let unknown = crosswalk("gemeente", &[("X", "C", None), ("X", "Y", None)]);
    let o = origins(&["C"], &["C"], &unknown);
    assert!(o.unclear["C"].contains("X went into it") && o.unclear["C"].contains("\"2024\""));
    let why = o.why_left_out("C", "2026").expect("a reason");
    assert_eq!(why, "C, which it went into, can't be compared");
    let split = crosswalk(
        "gemeente",
        &[("A", "B", None), ("A", "C", None), ("D", "E", None)],
    );
    let o = origins(&["A", "C", "D", "F"], &["B", "C"], &split);
    assert!(o.unclear["B"].contains("shares") && o.unclear["C"].contains("shares"));
    let why = |code: &str| o.why_left_out(code, "2026").unwrap_or_default();
    assert!(why("A").contains("shares"));
    assert!(why("C").contains("can't be compared"));
    assert!(why("D").contains("became E"));
    assert_eq!(why("F"), "");
}
