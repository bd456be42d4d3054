//! Sites for new homes: against `run` on a generated town, against a network without the line, by hand
//! on three places and four lines, and what is refused.

use crate::common;
use bereik::axes::{Grid, GroupId, IdVec, PersonaId, PurposeId, ReadingId, ShiftId, SlotId};

use bereik::access::open::Hours;
use bereik::diagnostics::Findings;
use bereik::ids::Id;
use bereik::input::points::{PointOptions, read_points};
use bereik::input::study::{PointFile, Site, Study, parse_study, read_study};
use bereik::network::Network;
use bereik::run::site::candidates;
use bereik::run::site::lines::Lines;
use bereik::run::site::survival::{self, Losses};
use bereik::run::study::inputs::{Inputs, Places, ServiceData};
use bereik::run::study::{self, access, shifts};
use bereik::watch::Progress;
use common::builder::TownBuilder;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const RESULTS: [&str; 11] = [
    "chosen.csv",
    "findings.csv",
    "manifest.json",
    "report.html",
    "report.json",
    "results.xlsx",
    "site_access.csv",
    "site_shifts.csv",
    "sites.csv",
    "sites.geojson",
    "sites.gpkg",
];

type Row = BTreeMap<String, String>;

fn rows(path: &Path) -> Vec<Row> {
    let mut table = csv::Reader::from_path(path).unwrap();
    table.deserialize().map(|r| r.unwrap()).collect()
}

fn bereik(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_bereik");
    Command::new(program)
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn done(arguments: &[&str]) -> String {
    let output = bereik(arguments);
    let aside = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {aside}");
    String::from_utf8(output.stdout).unwrap()
}

// ---------------------------------------------------------------- a generated town

/// Homes of the town that stand for candidates.
const PLOTS: usize = 7;

struct Town {
    folder: PathBuf,
    study: PathBuf,
    plots: PathBuf,
}

/// A generated town with one traveller, two slots and a service for which homes compete, and a
/// table of candidates where some homes are. Made once, and left to the system's own cleaning.
fn town() -> &'static Town {
    static TOWN: OnceLock<Town> = OnceLock::new();
    TOWN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        done(&["synth", "--size", "town", "-o", text(&folder)]);
        let whole = fs::read_to_string(folder.join("study.toml")).unwrap();
        let gone = ["with a bicycle", "wheelchair", "weekday midday", "late evening", "late"];
        let tables = whole.split("\n[[").filter(|table| {
            !gone.iter().any(|name| table.contains(&format!("]]\nname = \"{name}\"")))
        });
        let mut less = tables.collect::<Vec<_>>().join("\n[[");
        less += "\n[[service]]\nname = \"seats\"\nfile = \"services.csv\"\nwhere = { kind = \"primary_school\" }\nmeasure = \"2sfca\"\n";
        let study = folder.join("less.toml");
        fs::write(&study, less).unwrap();
        let homes = rows(&folder.join("homes.csv"));
        let mut table = String::from("id,name,x,y,units,few,wrong\n");
        for (i, home) in homes.iter().step_by(homes.len() / (PLOTS - 1)).take(PLOTS).enumerate() {
            table += &format!("{},Plot {i},{},{},{},1,-3\n", home["id"], home["x"], home["y"], 10 + i);
        }
        let plots = folder.join("plots.csv");
        fs::write(&plots, table).unwrap();
        Town { folder, study, plots }
    })
}

fn site<'a>(town: &'a Town, out: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let first = [
        "site",
        text(&town.study),
        "--crs",
        "EPSG:28992",
        "--candidates",
    ];
    let mut all = [&first[..], &[text(&town.plots), "-o", text(out), "--quiet"]].concat();
    all.extend(more);
    all
}

#[test]
fn a_site_where_a_home_is_has_the_homes_values_on_any_number_of_threads() {
    let town = town();
    let (one, two, run) = (
        town.folder.join("one"),
        town.folder.join("two"),
        town.folder.join("run"),
    );
    let more = [
        "--dwellings",
        "units",
        "--choose",
        "2",
        "--lang",
        "nl",
        "--threads",
    ];
    let said = done(&[&site(town, &one, &more)[..], &["1"]].concat());
    let again = done(&[&site(town, &two, &more)[..], &["2"]].concat());
    assert_eq!(said.replace(text(&one), ""), again.replace(text(&two), ""));
    assert_eq!(
        said.lines().filter(|l| l.contains(". Plot ")).count(),
        5,
        "{said}"
    );
    let mut names: Vec<String> = fs::read_dir(&one)
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, RESULTS);
    for name in RESULTS.into_iter().filter(|n| *n != "manifest.json") {
        let same = fs::read(one.join(name)).unwrap() == fs::read(two.join(name)).unwrap();
        assert!(same, "{name} differs between 1 and 2 threads");
    }
    assert!(
        fs::read_to_string(one.join("report.html"))
            .unwrap()
            .contains("lang=\"nl\"")
    );

    done(&["run", text(&town.study), "-o", text(&run), "--quiet"]);
    let key = |r: &Row, id: &str| {
        ["persona", "slot", "service", "measure", "cutoff"]
            .map(|c| r[c].clone())
            .join("|")
            + &r[id]
    };
    let of_homes: BTreeMap<String, Row> = rows(&run.join("access.csv"))
        .into_iter()
        .map(|r| (key(&r, "home"), r))
        .collect();
    let of_sites = rows(&one.join("site_access.csv"));
    // Two slots, and each service in at least one row.
    assert!(of_sites.len() >= PLOTS * 2 * 8, "{}", of_sites.len());
    for row in &of_sites {
        let home = &of_homes[&key(row, "id")];
        for column in ["access", "minutes", "norm_missed", "status"] {
            assert_eq!(row[column], home[column], "{column} of {row:?}");
        }
    }
    assert!(
        of_sites
            .iter()
            .any(|r| r["measure"] == "2sfca" && r["access"] != "0")
    );

    // Ranked by norms missed, then by the position in the region.
    let sites = rows(&one.join("sites.csv"));
    let number = |r: &Row, c: &str| r[c].parse::<f64>().unwrap();
    for pair in sites.windows(2) {
        let rank = |r: &Row| (number(r, "norms_missed"), -number(r, "in_region"));
        assert!(rank(&pair[0]) <= rank(&pair[1]), "{pair:?}");
    }
    for r in &sites {
        let missed = of_sites
            .iter()
            .filter(|a| a["id"] == r["id"] && a["norm_missed"] == "1");
        assert_eq!(missed.count() as f64, number(r, "norms_missed"));
    }

    // Households below the norm are those of the study's social housing.
    let first = "weekday morning";
    let mut below = 0.0;
    for home in rows(&town.folder.join("homes.csv")) {
        let here = of_homes
            .values()
            .filter(|r| r["home"] == home["id"] && r["slot"] == first);
        if here.clone().any(|r| r["norm_missed"] == "1") {
            below += number(&home, "aantal_huurwoningen_woningcorporatie").max(0.0);
        }
    }
    let chosen = rows(&one.join("chosen.csv"));
    let all = chosen.last().unwrap();
    assert_eq!(number(all, "households_below"), below);
    assert!(chosen.iter().all(|r| r["persona"] == "on foot"));
    // Who is worse off is at most as many as in the position, which halves those equally well off.
    for r in &sites {
        assert!(
            number(r, "stock_worse_off") <= number(r, "among_stock"),
            "{r:?}"
        );
        assert!(
            number(r, "region_worse_off") <= number(r, "in_region"),
            "{r:?}"
        );
    }
    // Any plot that misses nothing takes as many as it has dwellings: the two largest of them.
    let meets = |r: &&Row| r["missed_on_foot_weekday_morning"] == "0";
    let mut room: Vec<f64> = sites
        .iter()
        .filter(meets)
        .map(|r| number(r, "dwellings"))
        .collect();
    room.sort_by(|a, b| b.total_cmp(a));
    let best = room.iter().take(2).sum::<f64>().min(below);
    assert_eq!(number(all, "lifted"), best);
    assert_eq!(number(all, "at_most"), best);
}

/// Values per home and jobs per home, computed by `run`'s own code on a network without some routes.
fn without(
    study: &Study,
    inputs: &mut Inputs,
    routes: &str,
) -> (access::Access, Grid<ShiftId, PersonaId, shifts::ShiftJobs>) {
    let gone: Vec<&str> = routes.split(' ').collect();
    let t = &inputs.network.timetable;
    let left = t.without(|trip| {
        let route = t.trip_route[trip.index()];
        gone.contains(&t.route_id.get(route.index()))
    });
    assert!(left.trips() < t.trips());
    let network = inputs.network.with_timetable(left);
    let whole = std::mem::replace(&mut inputs.network, network);
    let silent = Progress::silent();
    let access = access::compute(study, inputs, None, &mut Findings::default(), &silent).unwrap();
    let jobs = shifts::compute(study, inputs, None, &silent).unwrap();
    inputs.network = whole;
    (access, jobs)
}

#[test]
fn what_survives_is_what_a_study_without_the_line_computes() {
    let town = town();
    let out = town.folder.join("cuts");
    done(&site(town, &out, &[]));
    let study = read_study(&town.study).unwrap();
    let mut inputs = study::inputs::read(&study, &Progress::silent()).unwrap();
    let home = |inputs: &Inputs, id: &str| {
        let mut all = inputs.home_ids().zip(&inputs.homes.ids);
        all.find(|(_, h)| *h == id).unwrap().0
    };
    let of_sites = rows(&out.join("site_access.csv"));
    let of_shifts = rows(&out.join("site_shifts.csv"));
    let mut lost: Vec<String> = (of_sites.iter().chain(&of_shifts))
        .map(|r| r["lost_routes"].clone())
        .filter(|r| !r.is_empty())
        .collect();
    lost.sort();
    lost.dedup();
    assert!(lost.len() >= 2, "{lost:?}");
    let mut changed = 0;
    for routes in &lost {
        let (access, jobs) = without(&study, &mut inputs, routes);
        for row in of_sites.iter().filter(|r| r["lost_routes"] == *routes) {
            let at = home(&inputs, &row["id"]);
            let slot = study.slots.find(|s| s.name == row["slot"]).unwrap();
            let reading = (access.readings)
                .find(|r| {
                    study.services[r.service].name == row["service"]
                        && (r.measure, &r.cutoff) == (row["measure"].as_str(), &row["cutoff"])
                })
                .unwrap();
            let time = access.readings[reading].is_time();
            let value = access.slices[(slot, PersonaId(0))].values[(reading, at)];
            let told = &row[if time {
                "minutes_after"
            } else {
                "access_after"
            }];
            if told.is_empty() {
                assert!(value.is_infinite(), "{row:?}");
            } else {
                let told: f64 = told.parse().unwrap();
                let value = if time { value / 60.0 } else { value };
                // Tables have six digits, times two decimals.
                assert!(
                    (told - value).abs() <= 0.005 + value * 1e-5,
                    "{value} {row:?}"
                );
            }
            let before = &row[if time { "minutes" } else { "access" }];
            changed += usize::from(before != told);
        }
        for row in of_shifts.iter().filter(|r| r["lost_routes"] == *routes) {
            let at = home(&inputs, &row["id"]);
            let shift = study.shifts.find(|s| s.name == row["shift"]).unwrap();
            let value = jobs[(shift, PersonaId(0))].access[at].unwrap().both;
            assert_eq!(row["jobs_after"].parse::<f64>().unwrap(), value, "{row:?}");
        }
    }
    assert!(changed > 0, "no line made any difference");
}

#[test]
fn a_grid_lies_within_its_area_and_plots_count_inside_them() {
    let town = town();
    let homes = rows(&town.plots);
    assert_eq!(homes.len(), PLOTS);
    // A square of 800 m around the town's first candidate, in the system of the table.
    let (x, y): (f64, f64) = (
        homes[3]["x"].parse().unwrap(),
        homes[3]["y"].parse().unwrap(),
    );
    let corners: Vec<String> = [(-1., -1.), (1., -1.), (1., 1.), (-1., 1.), (-1., -1.)]
        .map(|(a, b)| format!("[{},{}]", x + 400.0 * a, y + 400.0 * b))
        .to_vec();
    let square = format!(
        r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:EPSG::28992"}}}},"features":[{{"type":"Feature","properties":{{"id":"square"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}]}}"#,
        corners.join(",")
    );
    let area = town.folder.join("square.geojson");
    fs::write(&area, square).unwrap();
    let out = town.folder.join("grid");
    let common = ["site", text(&town.study), "--quiet"];
    let grid = [
        "--grid",
        "200",
        "--within",
        text(&area),
        "--survive",
        "12",
        "-o",
        text(&out),
    ];
    done(&[&common[..], &grid].concat());
    let sites = rows(&out.join("sites.csv"));
    assert!((9..=25).contains(&sites.len()), "{}", sites.len());
    for site in &sites {
        assert_eq!(site["id"], format!("{} {}", site["lon"], site["lat"]));
        assert_eq!(site["status"], "ok");
        assert_eq!(site["weakest_line_on_foot"], "12");
    }
    let plot = town.folder.join("plot");
    done(
        &[
            &common[..],
            &["--candidates", text(&area), "-o", text(&plot)],
        ]
        .concat(),
    );
    let one = rows(&plot.join("sites.csv"));
    assert_eq!((one.len(), one[0]["id"].as_str()), (1, "square"));
    let number = |r: &Row, c: &str| r[c].parse::<f64>().unwrap();
    let span = |c: &str| {
        let all = sites.iter().map(|r| number(r, c));
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
            (a.min(v), b.max(v))
        })
    };
    for column in ["lon", "lat"] {
        let (low, high) = span(column);
        assert!((low..=high).contains(&number(&one[0], column)), "{column}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused_and_nothing_is_written() {
    let town = town();
    let far = town.folder.join("far.csv");
    fs::write(&far, "id,lon,lat\na,13.4,52.5\nb,13.5,52.6\n").unwrap();
    let nobody = town.folder.join("nobody.csv");
    fs::write(&nobody, "id,lon,lat\n").unwrap();
    let wide = town.folder.join("wide.geojson");
    let country = "[[5,52],[6,52],[6,53],[5,53],[5,52]]";
    let shape = format!(r#"{{"type":"Polygon","coordinates":[{country}]}}"#);
    let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{shape}}}"#);
    let all = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
    fs::write(&wide, all).unwrap();
    let plots = ["--candidates", text(&town.plots), "--crs", "EPSG:28992"];
    let cases: [(Vec<&str>, i32, &[&str]); 9] = [
        (
            vec!["--candidates", text(&far)],
            1,
            &[
                "far.csv",
                "none of its 2 candidates",
                "km away",
                "coordinate system",
            ],
        ),
        (
            vec![],
            1,
            &["no candidates are given", "--candidates", "less.toml"],
        ),
        (
            vec!["--candidates", text(&nobody)],
            1,
            &["nobody.csv", "has no points"],
        ),
        (
            [&plots[..], &["--dwellings", "unit"]].concat(),
            1,
            &["no column \"unit\"", "did you mean \"units\""],
        ),
        (
            [&plots[..], &["--dwellings", "wrong"]].concat(),
            1,
            &["line 2", "wrong", "below zero", "-3"],
        ),
        (
            [&plots[..], &["--choose", "8"]].concat(),
            1,
            &["more sites", "8", "plots.csv has 7"],
        ),
        (
            [&plots[..], &["--survive", "RE4x"]].concat(),
            1,
            &["RE4x", "no timetable", "did you mean \"RE4\""],
        ),
        (
            vec!["--grid", "25", "--within", text(&wide)],
            1,
            &["grid", "wider grid"],
        ),
        (
            vec!["--grid", "300", "--dwellings", "units"],
            2,
            &["a grid has no columns"],
        ),
    ];
    for (i, (arguments, code, words)) in cases.into_iter().enumerate() {
        let out = town.folder.join(format!("refused{i}"));
        let fixed = ["site", text(&town.study), "-o", text(&out), "--quiet"];
        let output = bereik(&[&fixed[..], &arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        for word in words {
            assert!(
                said.contains(word),
                "{arguments:?}: {word:?} is not in {said}"
            );
        }
        assert!(!out.exists(), "{arguments:?} left {}", out.display());
    }
}

#[test]
fn the_study_file_says_what_the_command_line_does() {
    let base = "[study]\ndate = 2026-03-10\n[network]\nfile = \"n\"\n[homes]\nfile = \"h.csv\"\n[homes.groups]\nall = \"a\"\nSocial_Housing = \"s\"\n[[slot]]\nname = \"m\"\ndepart = \"07:00-08:00\"\n[[service]]\nname = \"GP\"\nfile = \"g.csv\"\n";
    let read = |more: &str| parse_study(format!("{base}{more}").as_bytes(), Path::new("/d/s.toml"));
    let study = read("[site]\nchoose = 3\nsurvive = \"4\"\nmove_within_km = 2.3\n[site.candidates]\nfile = \"c.gpkg\"\ndwellings = \"units\"\n").unwrap();
    let site = study.site.clone().unwrap();
    assert_eq!(
        (site.group, site.choose, site.survive_top),
        (GroupId(1), Some(3), 50)
    );
    assert_eq!(
        (site.survive, site.slots),
        (vec!["4".to_owned()], vec![SlotId(0)])
    );
    assert!(study.inputs().contains(&PathBuf::from("/d/c.gpkg")));
    let written = bereik::input::study::effective(&study).to_string();
    let mut again = parse_study(written.as_bytes(), Path::new("/d/s.json")).unwrap();
    again.file = study.file.clone();
    assert_eq!(again, study);
    for (more, words) in [
        (
            "[site]\ngroup = \"socialhousing\"\n",
            "did you mean \"Social_Housing\"",
        ),
        (
            "[site]\nwithin = \"a.geojson\"\n",
            "no meaning without a grid",
        ),
        (
            "[site]\ngrid_m = 500\n[site.candidates]\nfile = \"c.csv\"\n",
            "given together with grid_m",
        ),
        ("[site]\n[site.candidates]\ndwellings = \"u\"\n", "file"),
        (
            "[site]\ngroup = \"all\"\n[site.compare_with]\nfile = \"c.csv\"\n",
            "given together with compare_with",
        ),
    ] {
        let said = read(more).unwrap_err().to_string();
        assert!(said.contains(words) && said.contains("line "), "{said}");
    }
}

// ---------------------------------------------------------------- by hand

/// A plot with two lines to the doctor, one that a feeder leads to, and one without any.
fn by_hand(survive: &[&str]) -> (Losses, Vec<Vec<Vec<usize>>>) {
    let places = [(0.0, 0.0), (0.0, 20_000.0), (20_000.0, 20_000.0)];
    let doctor = (20_000.0, 0.0);
    let mut town = TownBuilder::new();
    for (x, y) in places.into_iter().chain([doctor]) {
        town = town.street(&[(x, y), (x + 100.0, y)]);
    }
    let town = town
        .stop("p", places[0])
        .stop("r", places[1])
        .stop("d", doctor)
        .line("fast", &[("p", 0), ("d", 600)], &["08:05"])
        .line("slow", &[("p", 0), ("d", 1800)], &["08:10"])
        .line("early", &[("p", 0), ("d", 600)], &["07:00"])
        .line("feeder", &[("r", 0), ("p", 60)], &["08:02"])
        .build();
    let network: Network = common::compare::network(&town);
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, points: &[(f64, f64)]| {
        let mut table = String::from("id,lon,lat\n");
        for (i, (x, y)) in points.iter().enumerate() {
            let [lon, lat] = common::town::at_metres(*x, *y).map(|v| f64::from(v) / 1e7);
            table += &format!("{i},{lon:.7},{lat:.7}\n");
        }
        fs::write(folder.path().join(name), table).unwrap();
        read_points(&folder.path().join(name), &PointOptions::default())
            .unwrap()
            .0
    };
    let homes = write("homes.csv", &places);
    let doctors = write("doctors.csv", &[doctor]);
    let study = parse_study(
        b"[study]\ndate = 2025-03-12\n[network]\nfile = \"n\"\n[homes]\nfile = \"homes.csv\"\n[[slot]]\nname = \"m\"\ndepart = \"08:00-08:01\"\n[[service]]\nname = \"GP\"\nfile = \"doctors.csv\"\nmeasure = \"nearest\"\nnorm = { within_min = 30 }\n",
        &folder.path().join("study.toml"),
    )
    .unwrap();
    let inputs = Inputs {
        network,
        weights: [IdVec::filled(Some(1.0), homes.len())].into(),
        homes,
        ranks: Vec::new(),
        areas: IdVec::new(),
        places: Places {
            ids: doctors.ids.clone(),
            names: doctors.ids,
            positions: doctors.positions,
        },
        services: vec![ServiceData {
            places: 0..1,
            supply: vec![1.0],
            hours: vec![Hours::Always],
        }]
        .into(),
        shift_jobs: IdVec::new(),
        findings: Findings::default(),
        files: Vec::new(),
    };
    let silent = Progress::silent();
    let access = access::compute(&study, &inputs, None, &mut Findings::default(), &silent).unwrap();
    let lines = Lines::new(&inputs.network.timetable);
    let near = lines.boardable(
        &inputs.network,
        &study.personas[PersonaId(0)],
        &study.slots[SlotId(0)],
        &inputs.homes.positions,
    );
    let site = Site {
        candidates: Some(PointFile {
            path: folder.path().join("homes.csv"),
            layer: None,
            crs: None,
            id: None,
        }),
        survive: survive.iter().map(|s| (*s).to_owned()).collect(),
        ..Site::of(&study.homes, GroupId(0))
    };
    let mut findings = Findings::default();
    let candidates = candidates::read(&study, &site, &mut findings)
        .unwrap()
        .unwrap();
    let linked = candidates.linked(&inputs.network, &mut findings).unwrap();
    let named = survival::named(&study, &site, &inputs.network).unwrap();
    let slices = access.slices.clone();
    let results = study::Results {
        inputs,
        access,
        shifts: Grid::default(),
        profiles: Vec::new(),
        findings,
    };
    let question = survival::Question {
        study: &study,
        site: &site,
        results: &results,
        candidates: &candidates,
        access: &slices,
        counted: &vec![vec![PurposeId(0)]].into(),
        order: &[0, 1, 2],
        linked: &linked,
    };
    (
        survival::compute(&question, named, &silent).unwrap(),
        vec![near],
    )
}

#[test]
fn three_places_and_four_lines_by_hand() {
    let (losses, near) = by_hand(&[]);
    // At the first place the early line has gone; the feeder only stops to let people off.
    let names: Vec<&str> = losses.cuts.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["fast", "slow", "feeder"]);
    assert_eq!(near[0], [vec![0, 1], vec![3], vec![]]);
    let at = |place: usize| losses.by_slot[(SlotId(0), PersonaId(0))][place].as_ref();
    // 08:00 to 08:40 instead of 08:15: the norm of 30 minutes is missed.
    let fast = at(0).unwrap();
    assert_eq!(
        (fast.cut, fast.missed, fast.values[ReadingId(0)]),
        (0, Some(1), 2400.0)
    );
    assert_eq!(fast.share, 1.0 - 900.0 / 2400.0);
    let feeder = at(1).unwrap();
    assert_eq!((feeder.cut, feeder.missed), (2, Some(1)));
    assert!(feeder.values[ReadingId(0)].is_infinite());
    assert!(at(2).is_none(), "nothing leaves there");
    let weakest = losses.weakest[PersonaId(0)][0].as_ref().unwrap();
    assert_eq!((weakest.cut, &weakest.missed), (0, &[Some(1)].into()));
}

#[test]
fn a_named_line_is_cut_for_every_place() {
    let (losses, _) = by_hand(&["fast"]);
    assert_eq!(losses.cuts.len(), 1);
    let at = |place: usize| {
        losses.by_slot[(SlotId(0), PersonaId(0))][place]
            .as_ref()
            .unwrap()
    };
    // One can't board it at the second place, but changes to it: the slow line comes as well.
    assert_eq!(
        (at(0).values[ReadingId(0)], at(1).values[ReadingId(0)]),
        (2400.0, 2400.0)
    );
    // Without any line nothing is lost: the norm was missed before.
    assert_eq!((at(2).missed, at(2).share), (Some(1), 0.0));
}
