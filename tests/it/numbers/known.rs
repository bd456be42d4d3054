//! What is not known, asked for or open is counted and said; people are written as they are.

use super::town::*;
use std::process::Command;

/// One home without `kids` and one without income: found, and counted per group and area.
#[test]
fn what_is_not_disclosed_is_counted() {
    let run = Run::of(&ASKED);
    let weights = run.found("home-weight-unknown");
    assert_eq!(weights, [
        "o8: 1 of 11 homes have no value in column \"kids\", the weight of group \"kids\"; left out of that group and counted"
            .replace('"', ""),
    ]);
    let ranks = run.found("home-rank-unknown");
    assert_eq!(ranks.len(), 1);
    assert!(
        ranks[0].starts_with("o10: 1 of 11 homes have no value in column inc"),
        "{ranks:?}"
    );
    let groups = run.table("groups.csv");
    for (group, weight, rank) in [("people", "0", "1"), ("kids", "1", "1")] {
        let of = groups.only(&[("group", group)]);
        assert!(
            of.values("homes_weight_unknown")
                .iter()
                .all(|v| *v == weight),
            "{group}"
        );
        assert!(
            of.values("homes_rank_unknown").iter().all(|v| *v == rank),
            "{group}"
        );
    }
    // Each area's count adds up to the region's, in all tables that have areas.
    for (name, wanted) in [
        (
            "areas.csv",
            vec![("group", "kids"), ("slot", "dep"), ("service", "grav")],
        ),
        (
            "poverty.csv",
            vec![
                ("level", "half"),
                ("group", "kids"),
                ("slot", "dep"),
                ("service", "grav"),
                ("indicator", "headcount"),
            ],
        ),
    ] {
        let rows = run.table(name).only(&wanted);
        let counts: Vec<u32> = rows
            .values("homes_weight_unknown")
            .iter()
            .map(|v| v.parse().unwrap())
            .collect();
        assert_eq!(counts.iter().sum::<u32>(), 1, "{name}: {counts:?}");
    }
}

/// An area in which nobody's number is known has a row that says so.
#[test]
fn an_area_of_undisclosed_homes_is_not_left_out() {
    let text = std::fs::read_to_string(fixture("homes.csv")).expect("homes");
    let undisclosed: String = (text.lines())
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if fields[0] != "id" {
                fields[4] = "-99997";
            }
            fields.join(",") + "\n"
        })
        .collect();
    let (_folder, homes) = written("h.csv", &undisclosed);
    let run = Run::of(&Asked {
        homes: &homes,
        ..ASKED
    });
    let rows = run.table("areas.csv");
    let rows = rows.only(&[("group", "kids"), ("slot", "dep"), ("service", "grav")]);
    assert_eq!(rows.values("people"), ["0", "0"]);
    let counts: Vec<u32> = rows
        .values("homes_weight_unknown")
        .iter()
        .map(|v| v.parse().unwrap())
        .collect();
    // One home lies in no area.
    assert_eq!(counts.iter().sum::<u32>(), 10);
    assert_eq!(
        run.table("findings.csv")
            .only(&[("code", "home-weight-unknown")])
            .one("severity"),
        "serious"
    );
}

/// Supply nobody asks for gives nothing and is said: by `access` and by `run`.
#[test]
fn supply_nobody_asks_for_is_reported() {
    let text = std::fs::read_to_string(fixture("homes.csv")).expect("homes");
    let nobody: String = (text.lines())
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            if fields[0] != "id" {
                (fields[3], fields[4]) = ("0", "0");
            }
            fields.join(",") + "\n"
        })
        .collect();
    let (_folder, homes) = written("h.csv", &nobody);
    // Eight of ten places have jobs: 19, 20, 6, 2, 2, 7, 49 and 9, together 114.
    for usual in ["travel-time", "access"] {
        let out = access(
            &homes,
            &format!("--cutoffs 20 --demand pop --usual {usual}"),
        );
        let said = String::from_utf8(out.stderr).expect("text");
        assert!(
            said.contains("nobody asks for 8 of 8 destinations with jobs (114 of 114 in all)"),
            "{said}"
        );
        let run = Run::of(&Asked {
            homes: &homes,
            usual,
            ..ASKED
        });
        let found = run.found("supply-unclaimed");
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[0],
            "fca: in slot dep, for persona p, nobody of group kids asks for 8 of 8 places: 114 of 114 in all; unclaimed: gives nothing to anybody"
        );
    }
    // With the children as they are, a Gaussian asks for all that can be reached at all.
    let reached = Run::of(&ASKED);
    let found = reached.found("supply-unclaimed");
    let all: Vec<&String> = found.iter().filter(|f| f.contains("8 of 8")).collect();
    assert!(all.is_empty(), "{found:?}");
}

/// Places that are closed all through a slot, and places that conditions leave out, are said.
#[test]
fn what_hours_and_conditions_leave_out_is_said() {
    let more = format!(
        "[[service]]\nname = \"few\"\nfile = {:?}\nwhere = {{ hours = \"24/7\" }}\nmeasure = \"nearest\"\n",
        fixture("dest.csv")
    );
    let run = Run::of(&Asked {
        more: &more,
        ..ASKED
    });
    // Two of the eight with hours are "off"; two of ten have none and count as closed as asked.
    let closed = run.found("places-never-open");
    assert_eq!(closed.len(), 2, "{closed:?}");
    assert!(
        closed[0].starts_with(
            "grav: 2 of the 8 places with opening hours are closed all through slot dep"
        ),
        "{closed:?}"
    );
    let left_out = run.found("places-left-out-by-where");
    assert_eq!(
        left_out,
        ["few: 8 of 10 places don't meet the conditions under `where`; left out, as asked"]
    );
    let out = access(
        &fixture("homes.csv"),
        "--cutoffs 20 --open hours --hours-unknown closed",
    );
    let said = String::from_utf8(out.stderr).expect("text");
    assert!(
        said.contains("2 of 10 destinations are closed all through the window"),
        "{said}"
    );
}

/// People are written as they are: children in hundredths, whole people without a point.
#[test]
fn people_are_written_exactly() {
    let run = Run::of(&ASKED);
    let groups = run
        .table("groups.csv")
        .only(&[("slot", "dep"), ("service", "grav")]);
    // 1.63 + 4.94 + 1.59 + 4.35 + 1.96 + 2.19 + 1.86 + 0.53 + 2.39 = 21.44; far away 1.21 are not linked.
    assert_eq!(groups.only(&[("group", "kids")]).one("people"), "21.44");
    assert_eq!(
        groups.only(&[("group", "kids")]).one("people_unknown"),
        "1.21"
    );
    // 0 + 32 + 0 + 32 + 18 + 20 + 25 + 11 + 39 + 2 = 179.
    assert_eq!(groups.only(&[("group", "people")]).one("people"), "179");
    // In poverty.csv people and shares stand in one column.
    let poverty = run.table("poverty.csv");
    let poverty = poverty.only(&[
        ("level", "region"),
        ("group", "kids"),
        ("slot", "dep"),
        ("service", "fca"),
    ]);
    let value = |name: &str| poverty.only(&[("indicator", name)]).one("value").to_owned();
    let (below, share): (f64, f64) = (
        value("below_norm").parse().unwrap(),
        value("headcount").parse().unwrap(),
    );
    assert!((below / 21.44 - share).abs() < 5e-5, "{below} {share}");
    assert_eq!(value("headcount").len(), "0.1234".len());
}

/// Shares in percent are found where they are counted as people, and counted right where they are given as shares.
#[test]
fn shares_are_no_people() {
    let text = std::fs::read_to_string(fixture("homes.csv")).expect("homes");
    // A quarter of the people everywhere; the last home's share is not known.
    let with = |share: &str| -> String {
        let lines = text.lines().enumerate();
        lines
            .map(|(i, line)| match i {
                0 => format!("{line},P_OLD,P_PART\n"),
                _ if line.starts_with("far") => format!("{line},-99997,0.2\n"),
                _ => format!("{line},{share},0.2\n"),
            })
            .collect()
    };
    let (_folder, homes) = written("h.csv", &with("25"));
    let groups = "everyone = \"pop\"\nwrong = \"P_OLD\"\nold = { share = \"P_OLD\", of = \"pop\" }\nkids = \"kids\"\npart = { share = \"P_PART\", of = \"pop\" }";
    let run = Run::of(&Asked {
        homes: &homes,
        groups,
        ..ASKED
    });
    let found = run.found("shares-as-people");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("group wrong"), "{found:?}");
    let below_one = run.found("shares-below-one");
    assert!(
        below_one.len() == 1 && below_one[0].starts_with("P_PART: no share is above 0.2"),
        "{below_one:?}"
    );
    let rows = run
        .table("groups.csv")
        .only(&[("slot", "dep"), ("service", "grav")]);
    // 179 / 4 people of the ten linked homes; ten times 25 as people.
    assert_eq!(rows.only(&[("group", "old")]).one("people"), "44.75");
    assert_eq!(rows.only(&[("group", "wrong")]).one("people"), "250");
    assert_eq!(
        rows.only(&[("group", "old")]).one("homes_weight_unknown"),
        "1"
    );
    // The settings that were used are again a study with the same share.
    let manifest: serde_json::Value =
        serde_json::from_slice(&run.bytes("manifest.json")).expect("json");
    let old = &manifest["settings"]["homes"]["groups"]["old"];
    assert_eq!(*old, serde_json::json!({"share": "P_OLD", "of": "pop"}));
    // Counts are no shares.
    let (_folder, homes) = written("h.csv", &with("125"));
    let study = Run::study(&Asked {
        homes: &homes,
        groups,
        ..ASKED
    });
    let (folder, study) = written("s.toml", &study);
    let out = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args([
            "run",
            &study,
            "-o",
            &folder.path().join("r").display().to_string(),
        ])
        .output()
        .expect("the program runs");
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8(out.stderr).expect("text");
    assert!(
        said.contains("h.csv, line 2, P_OLD = \"125\": is more than 100 %"),
        "{said}"
    );
}
