//! Every setting is obeyed by every measure and table.

use super::town::*;
use std::collections::BTreeMap;
use std::path::Path;

/// `usual = "access"` is the percentile over departures of access, for 2SFCA too: o0 6.65469 and so on by own
/// sums (numpy over the travel times of each departure), and as `bereik access` says.
#[test]
fn the_usual_access_of_2sfca_is_taken_over_departures() {
    let homes = std::fs::read_to_string(fixture("homes.csv")).expect("homes");
    let (_folder, homes) = written("h.csv", &homes.replace("-99997.0", ""));
    for (usual, due) in [
        ("access", ["6.65469", "5.87048", "10.1901", "11.5276"]),
        ("travel-time", ["7.54839", "6.03237", "11.7083", "12.3048"]),
    ] {
        let run = Run::of(&Asked { usual, ..ASKED });
        let rows = run.table("access.csv");
        let rows = rows.only(&[("service", "fca"), ("slot", "dep")]);
        let of = |home: &str| rows.only(&[("home", home)]).one("access").to_owned();
        assert_eq!(["o0", "o5", "o8", "o16"].map(of), due, "{usual}");
        let other = access(
            &homes,
            &format!("--decay gaussian --decay-param 15 --demand kids --usual {usual}"),
        );
        let other = Table::read(&other.stdout);
        assert_eq!(rows.values("access"), other.values("value"), "{usual}");
    }
    // Who is below the norm follows: 179 people departing and 108 arriving, by the same sums.
    let run = Run::of(&Asked {
        usual: "access",
        ..ASKED
    });
    let below = run.table("poverty.csv").only(&[
        ("level", "region"),
        ("group", "people"),
        ("service", "fca"),
        ("indicator", "below_norm"),
    ]);
    assert_eq!(below.values("value"), ["179", "108"]);
}

/// What all homes ask is kept or computed apart, and is the same on any number of threads, for departures and deadlines
/// and several percentiles.
#[test]
fn competition_by_departure_is_the_same_on_any_number_of_threads() {
    let asked = Asked {
        usual: "access",
        percentiles: "[90, 50]",
        ..ASKED
    };
    let run = Run::of(&asked);
    let (study, out) = (run.path("s.toml"), run.path("again"));
    let text = |p: &Path| p.display().to_string();
    program(&[
        "run",
        &text(&study),
        "-o",
        &text(&out),
        "--threads",
        "3",
        "--quiet",
    ]);
    for name in [
        "access.csv",
        "groups.csv",
        "areas.csv",
        "poverty.csv",
        "findings.csv",
    ] {
        assert_eq!(
            std::fs::read(out.join(name)).expect(name),
            run.bytes(name),
            "{name}"
        );
    }
}

/// A list of percentiles gives the rows of each, and what norms say is of the first.
#[test]
fn each_percentile_of_a_list_has_its_rows() {
    let profile =
        "[profile]\nservices = [\"near60\", \"grav\"]\nwindow = \"07:00-09:00\"\nstep_min = 30";
    for usual in ["travel-time", "access"] {
        let run = |percentiles| {
            Run::of(&Asked {
                percentiles,
                usual,
                more: profile,
                ..ASKED
            })
        };
        let (both, first, second) = (run("[50, 90]"), run("[50]"), run("[90]"));
        let norms = [
            "norm_missed",
            "below_norm",
            "headcount",
            "gap",
            "severity",
            "hidden_poor",
        ];
        for name in ["access.csv", "groups.csv", "areas.csv", "profile.csv"] {
            let all = both.table(name);
            assert_eq!(
                all.0.last().map(String::as_str),
                Some("percentile"),
                "{name}"
            );
            let of = |p| all.only(&[("percentile", p)]);
            assert_eq!(
                of("50").without(&[]),
                first.table(name).without(&[]),
                "{name}"
            );
            assert_eq!(
                of("90").without(&norms),
                second.table(name).without(&norms),
                "{name}"
            );
            assert_ne!(
                of("90").without(&["percentile"]),
                of("50").without(&["percentile"])
            );
            for norm in norms.iter().filter(|n| all.0.iter().any(|c| c == *n)) {
                assert!(
                    of("90").values(norm).iter().all(|v| v.is_empty()),
                    "{name} {norm}"
                );
            }
            // Rows of one home and service stand together, percentile by percentile.
            assert_eq!(all.values("percentile")[..2], ["50", "90"], "{name}");
        }
        assert_eq!(both.bytes("poverty.csv"), first.bytes("poverty.csv"));
    }
}

/// A service's own percentile stands in the place of the study's list.
#[test]
fn a_service_with_its_own_percentile_has_rows_of_that_alone() {
    let more = format!(
        "[[service]]\nname = \"own\"\nfile = {:?}\ncolumn = \"jobs\"\ncutoffs_min = [20]\npercentile = 75\n",
        fixture("dest.csv")
    );
    let run = Run::of(&Asked {
        percentiles: "[50, 90]",
        more: &more,
        ..ASKED
    });
    let own = run.table("groups.csv").only(&[("service", "own")]);
    assert!(own.values("percentile").iter().all(|p| *p == "75"));
    let others = run.table("groups.csv").only(&[("service", "grav")]);
    assert_eq!(others.values("percentile")[..2], ["50", "90"]);
}

/// Palma and concentration are by the rank named "income"; others stand beside it under their names.
#[test]
fn the_rank_named_income_goes_first() {
    let (wealth, income) = ("wealth = \"lonx\"", "income = \"inc\"");
    let both = format!("{wealth}\n{income}");
    let run = |ranks| Run::of(&Asked { ranks, ..ASKED });
    let (a, b, c) = (run(income), run(&both), run(wealth));
    let row = |run: &Run, name: &str| {
        let rows = run.table("groups.csv");
        let rows = rows.only(&[("group", "people"), ("slot", "dep"), ("service", "intv")]);
        rows.one(name).to_owned()
    };
    for (run, palma, concentration, rank) in [
        (&a, "0.5550", "-0.0866", "income"),
        (&b, "0.5550", "-0.0866", "income"),
        (&c, "0.6533", "-0.2409", "wealth"),
    ] {
        assert_eq!(row(run, "palma"), palma);
        assert_eq!(row(run, "concentration"), concentration);
        assert_eq!(row(run, "rank"), rank);
    }
    assert_eq!(row(&b, "palma_wealth"), "0.6533");
    assert_eq!(row(&b, "concentration_wealth"), "-0.2409");
    // o10, with 18 people, has no income; every home has its wealth. The page says by what it is.
    assert_eq!(row(&b, "homes_rank_unknown"), "1");
    assert_eq!(row(&b, "homes_rank_unknown_wealth"), "0");
    for (run, rank) in [(&b, "income"), (&c, "wealth")] {
        let page = String::from_utf8(run.bytes("report.html")).expect("text");
        assert!(
            page.contains(&format!("concentration index are by ‘{rank}’")),
            "{rank}"
        );
    }
}

/// Every column of the tables by group and area recomputed from the values per home, one way for all measures,
/// readings of "usual" and percentiles.
#[test]
fn tables_are_what_values_per_home_add_up_to() {
    for usual in ["travel-time", "access"] {
        let run = Run::of(&Asked {
            usual,
            percentiles: "[50, 90]",
            ..ASKED
        });
        let homes = Table::read(&std::fs::read(fixture("homes.csv")).expect("homes"));
        let access = run.table("access.csv");
        for row in &run.table("groups.csv").1 {
            let [group, _, slot, service] = [&row[0], &row[1], &row[2], &row[3]];
            let percentile = row.last().expect("a column");
            let column = if group == "people" { "pop" } else { "kids" };
            let weight: BTreeMap<&str, f64> = (homes.values("id").into_iter())
                .zip(homes.values(column))
                .map(|(id, w)| (id, w.parse().expect("a number")))
                .filter(|(_, w)| *w > 0.0)
                .collect();
            let levels = access.only(&[
                ("slot", slot),
                ("service", service),
                ("percentile", percentile),
            ]);
            let time = service == "near60";
            let mut known: Vec<(f64, f64)> = Vec::new();
            for level in &levels.1 {
                let text = if time { &level[7] } else { &level[6] };
                let linked = level[9] != "not_linked";
                let v = text.parse().unwrap_or(f64::INFINITY);
                if let (true, Some(w)) = (linked, weight.get(level[0].as_str())) {
                    known.push((v, *w));
                }
            }
            let all: f64 = known.iter().map(|k| k.1).sum();
            let number = |i: usize| row[i].parse::<f64>().ok();
            let close = |a: Option<f64>, b: f64, what: &str| {
                let ok = match a {
                    Some(a) => (a - b).abs() <= if time { 6e-3 } else { 2e-4 * b.abs().max(1.0) },
                    None => !b.is_finite(),
                };
                assert!(ok, "{usual} {row:?}: {what} {a:?}, by hand {b}");
            };
            close(number(5), all, "people");
            close(
                number(7),
                known.iter().map(|k| k.0 * k.1).sum::<f64>() / all,
                "mean",
            );
            known.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (i, p) in [(8, 10.0), (9, 50.0), (10, 90.0)] {
                let mut sum = 0.0;
                let at = known.iter().find(|k| {
                    sum += k.1;
                    100.0 * sum >= p * all * (1.0 - 1e-9)
                });
                close(number(i), at.expect("somebody").0, "a quantile");
            }
            let nothing = |v: f64| if time { v.is_infinite() } else { v <= 0.0 };
            let none: f64 = known.iter().filter(|k| nothing(k.0)).map(|k| k.1).sum();
            close(number(11), none, "not reached");
            if percentile == "50" {
                let below = |v: f64| match service.as_str() {
                    "grav" => v < 15.0,
                    "intv" => v < 28.0,
                    "fca" => v < 12.0,
                    _ => v > 18.0,
                };
                let below: f64 = known.iter().filter(|k| below(k.0)).map(|k| k.1).sum();
                close(number(12), below, "below the norm");
                close(number(13), below / all, "headcount");
            }
        }
    }
}
