//! What each origin reaches, against sums written out by hand over travel times from elsewhere: the
//! program's own matrix, and the router's times of every departure.

use crate::common;
use bereik::axes::GroupId;

use bereik::access::form::{Form, Measure};
use bereik::access::open;
use bereik::access::query::{AccessQuery, Answer, Opportunity, for_each_origin};
use bereik::diagnostics::{Error, Findings};
use bereik::input::points::PointSet;
use bereik::input::study::{HoursUnknown, Usual};
use bereik::measures::decay::Decay;
use bereik::measures::travel_time::Percentile;
use bereik::network::Network;
use bereik::routing::Tuning;
use bereik::routing::job::{Job, Question, Status};
use bereik::travel::Direction;
use bereik::units::{LonLat, Seconds};
use bereik::watch::Progress;
use common::builder::TownBuilder;
use common::compare::{engine, network, traveller, window};
use common::random::{Flavour, town};
use common::town::Town;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

// ---------------------------------------------------------------- naive measures

/// What is within a time.
fn within(times: &[Option<u32>], supply: &[f64], seconds: f64) -> f64 {
    let mut sum = 0.0;
    for (t, o) in times.iter().zip(supply) {
        if t.is_some_and(|t| f64::from(t) <= seconds) {
            sum += o;
        }
    }
    sum
}

/// The weight of a time, from the formulas of the methods.
fn weight(decay: &Decay, t: Option<u32>) -> f64 {
    let Some(t) = t.map(f64::from) else {
        return 0.0;
    };
    let below = |limit: u32| if t <= f64::from(limit) { 1.0 } else { 0.0 };
    match *decay {
        Decay::Step { cutoff_s } => below(cutoff_s),
        Decay::Linear { zero_at_s } => (1.0 - t / f64::from(zero_at_s)).max(0.0),
        Decay::Exponential { half_life_s } => 0.5f64.powf(t / f64::from(half_life_s)),
        Decay::Power {
            full_s,
            exponent_thousandths,
        } => {
            let (full, exponent) = (f64::from(full_s), f64::from(exponent_thousandths) / 1000.0);
            if t <= full {
                1.0
            } else {
                (full / t).powf(exponent)
            }
        }
        Decay::Gaussian { sd_s } => (-(t * t) / (2.0 * f64::from(sd_s).powi(2))).exp(),
        Decay::Logistic { inflection_s, sd_s } => {
            let g = |t: f64| {
                let z = (t - f64::from(inflection_s)) / f64::from(sd_s);
                1.0 + (std::f64::consts::PI / 3f64.sqrt() * z).exp()
            };
            g(0.0) / g(t)
        }
        Decay::Interval { from_min, to_min } => {
            let all: Vec<f64> = (from_min..=to_min)
                .map(|m| below(u32::from(m) * 60))
                .collect();
            all.iter().sum::<f64>() / all.len() as f64
        }
        Decay::Rings(_) => unreachable!("not asked for"),
    }
}

/// Values of all origins, `[origin]`, out of one travel time a pair; none where not reached.
fn naive(
    form: &Form,
    times: &[Vec<Option<u32>>],
    supply: &[f64],
    people: &[Option<f64>],
) -> Vec<Option<f64>> {
    let each = |of: &dyn Fn(&Vec<Option<u32>>) -> Option<f64>| times.iter().map(of).collect();
    match form {
        Form::Sum(decay) => each(&|row| {
            let products = row.iter().zip(supply).map(|(t, o)| o * weight(decay, *t));
            Some(products.sum())
        }),
        Form::Nearest(n) => each(&|row| {
            let mut all: Vec<u32> = row.iter().flatten().copied().collect();
            all.sort_unstable();
            let enough = |t: &u32| within(row, supply, f64::from(*t)) >= *n;
            all.into_iter().find(enough).map(f64::from)
        }),
        Form::TwoStep(decay, _) => {
            let ratio: Vec<f64> = (0..supply.len())
                .map(|j| {
                    let asked: f64 = (times.iter().zip(people))
                        .map(|(row, p)| p.unwrap_or(0.0) * weight(decay, row[j]))
                        .sum();
                    if asked > 0.0 { supply[j] / asked } else { 0.0 }
                })
                .collect();
            each(&|row| {
                let products = row.iter().zip(&ratio).map(|(t, r)| r * weight(decay, *t));
                Some(products.sum())
            })
        }
    }
}

/// Nearest rank: the smallest rank with 100 · rank ≥ p · n, of a list from best to worst.
fn ranked<T: Copy>(sorted: &[T], p: u8) -> T {
    let rank = (1..=sorted.len()).find(|r| 100 * r >= usize::from(p) * sorted.len());
    sorted[rank.expect("a percentile") - 1]
}

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * a.abs().max(b.abs()) + 1e-12
}

// ---------------------------------------------------------------- the library on random towns

fn all_measures() -> Vec<Measure> {
    let step = |s| Decay::Step { cutoff_s: s };
    vec![
        Measure::nearest(&[1.0, 7.0, 1000.0]),
        Measure::cumulative(&[Seconds(900), Seconds(1800), Seconds(2400)]),
        Measure::two_step(
            vec![step(1200), Decay::Exponential { half_life_s: 600 }],
            GroupId(0),
        ),
        Measure::interval(15, 30),
        Measure::gravity(vec![
            Decay::Linear { zero_at_s: 2400 },
            Decay::Exponential { half_life_s: 500 },
            Decay::Gaussian { sd_s: 900 },
            Decay::Power {
                full_s: 300,
                exponent_thousandths: 1500,
            },
            Decay::Logistic {
                inflection_s: 1200,
                sd_s: 300,
            },
        ]),
    ]
}

fn percentiles(list: &[u8]) -> Vec<Percentile> {
    list.iter()
        .map(|p| Percentile::new(*p).expect("a percentile"))
        .collect()
}

/// Answers of all origins.
fn answers(
    town: &Town,
    network: &Network,
    direction: Direction,
    query: &AccessQuery,
) -> Vec<Vec<Answer>> {
    let at = |nodes: &[usize]| -> Vec<LonLat> { nodes.iter().map(|&n| town.position(n)).collect() };
    answers_between(
        town,
        network,
        direction,
        query,
        &at(&town.origins),
        &at(&town.destinations),
    )
}

fn answers_between(
    town: &Town,
    network: &Network,
    direction: Direction,
    query: &AccessQuery,
    origins: &[LonLat],
    destinations: &[LonLat],
) -> Vec<Vec<Answer>> {
    let question = Question {
        date: town.date,
        window: window(town, direction),
        traveller: traveller(&town.person),
        tuning: Tuning::default(),
    };
    let job = Job::new(network, question, origins, destinations).expect("a job");
    let mut all = Vec::new();
    for_each_origin(&job, query, &Progress::silent(), |o, answers| {
        assert_eq!(o, all.len(), "in the order of the origins");
        all.push(answers.to_vec());
        Ok::<(), Error>(())
    })
    .expect("access");
    all
}

#[test]
fn both_readings_of_usual_are_their_definitions_for_every_measure() {
    let mut reached = 0;
    let mut differ = 0;
    for seed in 1..=12 {
        let mut town = town(seed, Flavour::OnFoot);
        (town.count, town.step) = (37, 60);
        let network = network(&town);
        let (n, from) = (town.destinations.len(), town.origins.len());
        let offers: Vec<Vec<f64>> = vec![
            (0..n).map(|d| (d * 7 % 5) as f64).collect(),
            vec![1.0; n],
            (0..n).map(|d| d as f64 * 0.1).collect(),
        ];
        let people: Vec<Option<f64>> = (0..from)
            .map(|o| (o % 4 != 3).then_some((o % 3) as f64 * 10.5))
            .collect();
        let asked = [50, 1, 100, 90];
        for direction in [Direction::Depart, Direction::Arrive] {
            let times = engine(&town, &network, direction, Tuning::default()).expect("times");
            let mut both = Vec::new();
            for usual in [Usual::TravelTime, Usual::Access] {
                let query = AccessQuery {
                    opportunities: offers
                        .iter()
                        .map(|supply| Opportunity {
                            name: String::new(),
                            supply: supply.clone(),
                        })
                        .collect(),
                    measures: all_measures(),
                    percentiles: percentiles(&asked),
                    usual,
                    demand: Some(&people),
                    open: None,
                };
                let got = answers(&town, &network, direction, &query);
                for (k, key) in query.keys().iter().enumerate() {
                    let form = &query.measures[key.measure].forms[key.form];
                    let supply = &offers[key.opportunity];
                    let p = asked[key.percentile];
                    let due = expected(form, &times, supply, &people, p, usual);
                    for o in 0..from {
                        let (answer, due) = (got[o][k], due[o]);
                        let same = match (answer.value, due) {
                            (Some(a), Some(b)) => close(a, b, 1e-9),
                            (a, b) => a == b,
                        };
                        assert!(
                            same,
                            "seed {seed} {direction:?} {usual:?} origin {o} {key:?} {form:?}: {answer:?}, {due:?} is due"
                        );
                        assert_eq!(answer.value.is_some(), answer.status == Status::Ok);
                        reached += usize::from(due.is_some_and(|v| v > 0.0));
                    }
                }
                both.push(got);
            }
            differ += usize::from(both[0] != both[1]);
        }
    }
    assert!(
        reached > 5_000 && differ > 12,
        "{reached} values, {differ} that differ: too easy"
    );
}

/// A measure in one reading of usual, from the times `[origin][destination][departure]`.
fn expected(
    form: &Form,
    times: &[Vec<Vec<Option<u32>>>],
    supply: &[f64],
    people: &[Option<f64>],
    p: u8,
    usual: Usual,
) -> Vec<Option<f64>> {
    let late = |t: &Option<u32>| t.map_or(u32::MAX, |t| t);
    match usual {
        Usual::TravelTime => {
            let at_percentile = |row: &Vec<Option<u32>>| {
                let mut sorted = row.clone();
                sorted.sort_by_key(late);
                ranked(&sorted, p)
            };
            let usual: Vec<Vec<Option<u32>>> = times
                .iter()
                .map(|rows| rows.iter().map(at_percentile).collect())
                .collect();
            naive(form, &usual, supply, people)
        }
        Usual::Access => {
            let departures = times[0][0].len();
            let each: Vec<Vec<Option<f64>>> = (0..departures)
                .map(|m| {
                    let now: Vec<Vec<Option<u32>>> = times
                        .iter()
                        .map(|rows| rows.iter().map(|row| row[m]).collect())
                        .collect();
                    naive(form, &now, supply, people)
                })
                .collect();
            (0..times.len())
                .map(|o| {
                    let mut sorted: Vec<Option<f64>> = each.iter().map(|v| v[o]).collect();
                    let infinite = |v: &Option<f64>| v.unwrap_or(f64::INFINITY);
                    sorted.sort_by(|a, b| infinite(a).total_cmp(&infinite(b)));
                    if !matches!(form, Form::Nearest(_)) {
                        sorted.reverse();
                    }
                    ranked(&sorted, p)
                })
                .collect()
        }
    }
}

// ---------------------------------------------------------------- opening hours and reasons

/// A street with a home at 0 m and shops at 400 m (300 s) and 800 m (600 s).
fn street() -> Town {
    TownBuilder::new()
        .street(&[(0.0, 0.0), (400.0, 0.0), (800.0, 0.0), (9000.0, 0.0)])
        .stop("far away", (9000.0, 0.0))
        .line("1", &[("far away", 0)], &["08:00"])
        .origin((0.0, 0.0))
        .destination((400.0, 0.0))
        .destination((800.0, 0.0))
        .window("08:00", 20)
        .build()
}

fn shops(texts: &[&str]) -> (PointSet, Vec<String>) {
    let mut set = PointSet::default();
    set.file = "shops.csv".into();
    set.ids = (0..texts.len()).map(|i| format!("shop{i}")).collect();
    set.lines = (0..texts.len() as u64).map(|i| i + 2).collect();
    (set, texts.iter().map(|t| (*t).to_owned()).collect())
}

fn with_hours(
    texts: &[&str],
    direction: Direction,
    unknown: HoursUnknown,
    (usual, p): (Usual, u8),
) -> (Vec<Answer>, Findings) {
    let town = street();
    let (set, texts) = shops(texts);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut findings = Findings::default();
    let hours = open::read(&set, &texts, unknown, &mut findings);
    let hours = open::during(&hours, town.date, &window(&town, direction), Seconds(7200));
    let query = AccessQuery {
        opportunities: vec![Opportunity {
            name: "shops".into(),
            supply: vec![1.0, 2.0],
        }],
        measures: vec![
            Measure::cumulative(&[Seconds(600)]),
            Measure::nearest(&[1.0, 4.0]),
        ],
        percentiles: percentiles(&[p]),
        usual,
        demand: None,
        open: Some(&hours),
    };
    let got = answers(&town, &network(&town), direction, &query);
    (got[0].clone(), findings)
}

#[test]
fn a_shop_counts_only_when_it_is_open_on_arrival() {
    // The first is 300 s away. Departures 08:00 to 08:19 arrive 08:05 to 08:24; open 08:15 to 08:24
    // (the last second excluded): those of 08:10 to 08:18, 9 of 20. The second is always open.
    let hours = ["We 08:15-08:24", "24/7"];
    for (direction, p, value, nearest) in [
        (Direction::Depart, 45, 3.0, 300.0),
        (Direction::Depart, 46, 2.0, 600.0),
        // Deadlines 08:00 to 08:19: open at those from 08:15 on, 5 of 20.
        (Direction::Arrive, 25, 3.0, 300.0),
        (Direction::Arrive, 26, 2.0, 600.0),
    ] {
        for usual in [Usual::TravelTime, Usual::Access] {
            let (got, findings) = with_hours(&hours, direction, HoursUnknown::Open, (usual, p));
            assert!(findings.is_empty());
            let case = format!("{direction:?} {usual:?} p{p}");
            assert_eq!(got[0].value, Some(value), "{case}");
            assert_eq!(got[1].value, Some(nearest), "{case}");
            // Four shops there are not, open or not.
            assert!(got[2].value.is_none() && got[2].status != Status::Closed);
        }
    }
}

#[test]
fn closed_is_the_reason_only_where_it_is() {
    let closed = ["Th 08:00-18:00", "We off"];
    for direction in [Direction::Depart, Direction::Arrive] {
        let (got, _) = with_hours(
            &closed,
            direction,
            HoursUnknown::Open,
            (Usual::TravelTime, 50),
        );
        let words: Vec<&str> = got.iter().map(|a| a.status.word()).collect();
        // Access to what is closed is nothing, and that is a value.
        assert_eq!(got[0].value, Some(0.0));
        assert_eq!(words[..2], ["ok", "closed"], "{direction:?}");
        assert_ne!(words[2], "closed", "there never are four");
    }
}

#[test]
fn unknown_hours_are_named_and_count_as_asked() {
    let hours = ["on request", "on request"];
    for (unknown, value, action) in [
        (HoursUnknown::Open, 3.0, "counts as open at all hours"),
        (HoursUnknown::Closed, 0.0, "counts as closed"),
    ] {
        let (got, findings) =
            with_hours(&hours, Direction::Depart, unknown, (Usual::TravelTime, 50));
        assert_eq!(got[0].value, Some(value));
        let list: Vec<_> = findings.iter().collect();
        assert_eq!(list.len(), 2);
        assert_eq!((list[1].record.as_str(), list[1].line), ("shop1", Some(3)));
        assert_eq!(list[1].action, action);
    }
}

#[test]
fn an_origin_off_the_streets_has_no_values() {
    let town = street();
    let query = AccessQuery {
        opportunities: vec![Opportunity {
            name: "shops".into(),
            supply: vec![1.0, 2.0],
        }],
        measures: all_measures(),
        percentiles: percentiles(&[50]),
        usual: Usual::TravelTime,
        demand: None,
        open: None,
    };
    let home = town.position(town.origins[0]);
    let off = LonLat::new(home.lon, home.lat + 0.1).expect("a place");
    let far = LonLat::new(home.lon + 0.0875, home.lat).expect("a place");
    let shops: Vec<LonLat> = (town.destinations.iter())
        .map(|&n| town.position(n))
        .collect();
    for direction in [Direction::Depart, Direction::Arrive] {
        let origins = [home, off, far];
        let got = answers_between(&town, &network(&town), direction, &query, &origins, &shops);
        assert!(
            (got[1].iter()).all(|a| a.value.is_none() && a.status == Status::NotLinked),
            "{:?}",
            got[1]
        );
        // Five kilometres out, nothing is reached: no access is a value, no nearest is none.
        for (key, answer) in query.keys().iter().zip(&got[2]) {
            if query.measures[key.measure].name == "nearest" {
                assert_eq!(answer.value, None);
                assert!([Status::NoService, Status::BeyondLimit].contains(&answer.status));
            } else {
                assert_eq!((answer.value, answer.status), (Some(0.0), Status::Ok));
            }
        }
    }
}

// ---------------------------------------------------------------- the program

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/conformance")
        .join(name)
}

/// A folder with the points of a case, jobs, doctors and hours at the destinations, people at the
/// origins.
struct Case {
    folder: tempfile::TempDir,
    name: &'static str,
    people: Vec<Option<f64>>,
    jobs: Vec<f64>,
    doctors: Vec<f64>,
    from: Vec<String>,
    to: Vec<String>,
}

impl Case {
    fn new(name: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let read = |file: &str| -> Vec<String> {
            let text = fs::read_to_string(case(name).join(file)).expect("points");
            text.lines().skip(1).map(str::to_owned).collect()
        };
        let id = |line: &String| line.split(',').next().unwrap_or_default().to_owned();
        let (origins, destinations) = (read("origins.csv"), read("destinations.csv"));
        let people: Vec<Option<f64>> = (0..origins.len())
            .map(|o| (o != 2).then_some((o * 13 % 7) as f64))
            .collect();
        let jobs: Vec<f64> = (0..destinations.len())
            .map(|d| (d * 37 % 11) as f64)
            .collect();
        let doctors: Vec<f64> = (0..destinations.len()).map(|d| d as f64 * 0.2).collect();
        let mut text = "id,lon,lat,people\n".to_owned();
        for (line, p) in origins.iter().zip(&people) {
            text += &format!("{line},{}\n", p.map_or(String::new(), |p| p.to_string()));
        }
        fs::write(folder.path().join("from.csv"), text).expect("written");
        let mut text = "id,lon,lat,jobs,doctors,hours,name\n".to_owned();
        for (d, line) in destinations.iter().enumerate() {
            text += &format!("{line},{},{},Mo-Su 00:00-24:00,x\n", jobs[d], doctors[d]);
        }
        fs::write(folder.path().join("to.csv"), text).expect("written");
        Self {
            folder,
            name,
            people,
            jobs,
            doctors,
            from: origins.iter().map(id).collect(),
            to: destinations.iter().map(id).collect(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command on the case; `arrive` turns its departures into deadlines.
    fn run(&self, command: &str, arrive: bool, options: &[&str]) -> Output {
        let at = case(self.name);
        let args = fs::read_to_string(at.join("args.txt")).expect("args");
        let mut all: Vec<String> = args
            .split_whitespace()
            .map(|a| match a {
                "--depart" if arrive => "--arrive".to_owned(),
                other => other.to_owned(),
            })
            .filter(|a| a != "--keep-unreached")
            .collect();
        // Options given here go before those of the case.
        for option in options.iter().filter(|o| o.starts_with("--")) {
            if let Some(p) = all.iter().position(|a| a == option) {
                all.drain(p..p + 2);
            }
        }
        Command::new(env!("CARGO_BIN_EXE_bereik"))
            .arg(command)
            .arg("--osm")
            .arg(at.join("network.osm.pbf"))
            .arg("--gtfs")
            .arg(at.join("gtfs.zip"))
            .arg("--origins")
            .arg(self.path("from.csv"))
            .arg("--destinations")
            .arg(self.path("to.csv"))
            .args(all)
            .args(options)
            .output()
            .expect("it runs")
    }

    /// Rows of a command that must succeed, by column.
    fn rows(&self, command: &str, arrive: bool, options: &[&str]) -> Vec<HashMap<String, String>> {
        let done = self.run(command, arrive, options);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}");
        let mut reader = csv::Reader::from_reader(&done.stdout[..]);
        reader.deserialize().map(|r| r.expect("a row")).collect()
    }
}

/// Percentile → `[origin][destination]` in seconds, out of the matrix. Two decimals of a minute
/// tell every second apart.
fn matrix(case: &Case, arrive: bool, asked: &[u8]) -> BTreeMap<u8, Vec<Vec<Option<u32>>>> {
    let list: Vec<String> = asked.iter().map(u8::to_string).collect();
    let rows = case.rows("matrix", arrive, &["--percentiles", &list.join(",")]);
    assert!(rows.len() > 10);
    let none = vec![vec![None; case.to.len()]; case.from.len()];
    let mut all: BTreeMap<u8, _> = asked.iter().map(|p| (*p, none.clone())).collect();
    for row in rows {
        let o = case.from.iter().position(|f| *f == row["from_id"]);
        let d = case.to.iter().position(|t| *t == row["to_id"]);
        for (p, times) in &mut all {
            let text = &row[&format!("travel_time_p{p}")];
            let minutes: Option<f64> = text.parse().ok();
            times[o.expect("an origin")][d.expect("a destination")] =
                minutes.map(|m| (m * 60.0).round() as u32);
        }
    }
    all
}

#[test]
fn the_table_equals_sums_over_the_matrix() {
    for (name, arrive) in [("random_2", false), ("random_3", false), ("random_3", true)] {
        let case = Case::new(name);
        let asked = [66, 1, 100];
        let times = matrix(&case, arrive, &asked);
        for (decay, param, function, label) in [
            ("linear", "40", Decay::Linear { zero_at_s: 2400 }, "40"),
            (
                "exponential",
                "12.5",
                Decay::Exponential { half_life_s: 750 },
                "12.5",
            ),
            ("gaussian", "15", Decay::Gaussian { sd_s: 900 }, "15"),
            (
                "logistic",
                "20,5",
                Decay::Logistic {
                    inflection_s: 1200,
                    sd_s: 300,
                },
                "20/5",
            ),
        ] {
            let mut due = Vec::new();
            let step = |min: u32| Decay::Step { cutoff_s: min * 60 };
            let interval = Decay::Interval {
                from_min: 10,
                to_min: 35,
            };
            let measures: Vec<(&str, Vec<(&str, Form)>)> = vec![
                ("gravity", vec![(label, Form::Sum(function.clone()))]),
                (
                    "cumulative",
                    vec![("40", Form::Sum(step(40))), ("20", Form::Sum(step(20)))],
                ),
                (
                    "nearest",
                    vec![("3", Form::Nearest(3.0)), ("0.5", Form::Nearest(0.5))],
                ),
                ("2sfca", vec![(label, Form::TwoStep(function, GroupId(0)))]),
                ("interval", vec![("10-35", Form::Sum(interval))]),
            ];
            let offers = [("doctors", &case.doctors), ("jobs", &case.jobs)];
            for (o, id) in case.from.iter().enumerate() {
                for (opportunity, supply) in offers {
                    for (measure, cutoffs) in &measures {
                        for p in asked {
                            for (cutoff, form) in cutoffs {
                                let values = naive(form, &times[&p], supply, &case.people);
                                due.push((id, opportunity, *measure, p, *cutoff, values[o]));
                            }
                        }
                    }
                }
            }
            let options = [
                "--opportunities",
                "doctors,jobs",
                "--measure",
                "gravity,cumulative,nearest,2sfca,interval",
                "--cutoffs",
                "40,20",
                "--interval",
                "10,35",
                "--n",
                "3,0.5",
                "--demand",
                "people",
                "--percentiles",
                "66,1,100",
                "--decay",
                decay,
                "--decay-param",
                param,
                "--open",
                "hours",
            ];
            let rows = case.rows("access", arrive, &options);
            assert_eq!(rows.len(), due.len());
            for (row, (id, opportunity, measure, p, cutoff, value)) in rows.iter().zip(due) {
                let key = [
                    ("id", id.as_str()),
                    ("opportunity", opportunity),
                    ("measure", measure),
                    ("percentile", &p.to_string()),
                    ("cutoff", cutoff),
                ];
                assert!(key.iter().all(|(c, v)| row[*c] == *v), "{row:?} {key:?}");
                let got: Option<f64> = row["value"].parse().ok();
                match (measure, value) {
                    (_, None) => assert!(got.is_none() && row["status"] != "ok", "{row:?}"),
                    ("nearest", Some(s)) => {
                        assert_eq!(row["value"], format!("{:.2}", s / 60.0), "{row:?}");
                    }
                    ("cumulative", Some(v)) if opportunity == "jobs" => {
                        assert_eq!(row["value"], format!("{v}"), "{row:?}");
                    }
                    (_, Some(v)) => {
                        assert!(close(got.expect("a value"), v, 5.1e-6), "{row:?}: {v}");
                        assert_eq!(row["status"], "ok");
                    }
                }
            }
        }
    }
}

#[test]
fn steps_places_and_demand_have_their_defaults() {
    let case = Case::new("random_2");
    let measures = ["--measure", "2sfca,gravity,cumulative", "--decay", "step"];
    let rows = case.rows(
        "access",
        false,
        &[&measures[..], &["--cutoffs", "30"]].concat(),
    );
    let times = &matrix(&case, false, &[50])[&50];
    let ones = vec![1.0; case.to.len()];
    let people = vec![Some(1.0); case.from.len()];
    let step = Decay::Step { cutoff_s: 1800 };
    let two = naive(
        &Form::TwoStep(step.clone(), GroupId(0)),
        times,
        &ones,
        &people,
    );
    let sums = naive(&Form::Sum(step), times, &ones, &people);
    for (o, id) in case.from.iter().enumerate() {
        let value = |measure: &str| -> f64 {
            let row = rows
                .iter()
                .find(|r| r["id"] == *id && r["measure"] == measure && r["percentile"] == "50");
            let row = row.expect("a row");
            assert_eq!(
                (row["opportunity"].as_str(), row["cutoff"].as_str()),
                ("places", "30")
            );
            row["value"].parse().expect("a value")
        };
        assert_eq!(Some(value("cumulative")), sums[o]);
        assert_eq!(Some(value("gravity")), sums[o]);
        assert!(close(value("2sfca"), two[o].expect("a value"), 5.1e-6));
    }
    // Without --cutoffs: 30, 45 and 60, where trips may be that long.
    let rows = case.rows(
        "access",
        false,
        &["--percentiles", "50", "--max-trip", "60"],
    );
    let cutoffs: Vec<&str> = rows.iter().take(4).map(|r| r["cutoff"].as_str()).collect();
    assert_eq!(cutoffs, ["30", "45", "60", "30"]);
}

#[test]
fn one_thread_and_two_give_the_same_bytes_in_all_formats() {
    let case = Case::new("random_3");
    let options = [
        "--measure",
        "gravity,2sfca,nearest,cumulative",
        "--decay",
        "exponential",
        "--decay-param",
        "10",
        "--cutoffs",
        "30",
        "--usual",
        "access",
        "--opportunities",
        "jobs,doctors",
        "--demand",
        "people",
    ];
    for arrive in [false, true] {
        let one = case.run(
            "access",
            arrive,
            &[&options[..], &["--threads", "1"]].concat(),
        );
        let two = case.run(
            "access",
            arrive,
            &[&options[..], &["--threads", "2"]].concat(),
        );
        assert!(one.status.success() && one.stdout.len() > 1000);
        assert_eq!(one.stdout, two.stdout);
        for format in ["csv", "parquet", "geojson", "gpkg"] {
            let bytes = ["1", "2"].map(|threads| {
                let path = case.path(&format!("out{threads}.{format}"));
                // The layer of a GeoPackage is called like its file.
                let out = case.path(&format!("out.{format}"));
                let o = out.to_str().expect("a path");
                let more = ["--threads", threads, "-o", o];
                let done = case.run("access", arrive, &[&options[..], &more].concat());
                assert!(done.status.success() && done.stdout.is_empty());
                fs::rename(out, &path).expect("renamed");
                fs::read(path).expect("written")
            });
            assert!(bytes[0] == bytes[1], "{format}");
            if format == "csv" {
                assert!(bytes[0] == one.stdout);
            }
        }
    }
    let text = fs::read_to_string(case.path("out1.geojson")).expect("written");
    let json: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    let origins = fs::read_to_string(case.path("from.csv")).expect("points");
    let first: Vec<&str> = origins
        .lines()
        .nth(1)
        .expect("a point")
        .split(',')
        .collect();
    let feature = &json["features"][0];
    assert_eq!(feature["properties"]["id"], first[0]);
    assert_eq!(
        feature["geometry"]["coordinates"][0].to_string(),
        first[1].trim_end_matches('0')
    );
}

#[test]
fn what_is_wrong_is_said_with_its_exit_code() {
    let case = Case::new("random_2");
    for (options, code, words) in [
        (
            &["--opportunities", "job"][..],
            1,
            &["to.csv", "\"job\"", "did you mean \"jobs\""][..],
        ),
        (
            &["--opportunities", "name"],
            1,
            &["to.csv, line 2", "name", "x"],
        ),
        (
            &["--measure", "2sfca", "--demand", "peeple"],
            1,
            &["did you mean \"people\""],
        ),
        (&["--open", "our"], 1, &["to.csv", "\"hours\""]),
        (&["--date", "2031-01-01"], 1, &["2031-01-01"]),
        (
            &["--opportunities", "jobs,jobs"],
            2,
            &["--opportunities", "jobs", "twice"],
        ),
        (
            &["--measure", "nearest,nearest"],
            2,
            &["--measure", "nearest", "twice"],
        ),
        (
            &["--measure", "nearest", "--n", "1,1"],
            2,
            &["--n", "twice"],
        ),
        (
            &["--measure", "nearest", "--n", "0"],
            2,
            &["--n", "above 0"],
        ),
        (&["--cutoffs", "20,20.001"], 2, &["--cutoffs", "twice"]),
        (&["--cutoffs", "20,50"], 2, &["--cutoffs 50", "--max-trip"]),
        (
            &["--percentiles", "50"],
            2,
            &["--cutoffs (not given): 60", "--max-trip 60"],
        ),
        (&["--cutoffs=-5"], 2, &["--cutoffs"]),
        (
            &["--percentiles", "101"],
            2,
            &["percentiles are whole numbers"],
        ),
        (&["--measure", "gravity"], 2, &["--decay"]),
        (&["--measure", "interval"], 2, &["--interval FROM,TO"]),
        (
            &["--measure", "interval", "--interval", "30,20"],
            2,
            &["--interval FROM,TO"],
        ),
        (
            &["--measure", "interval", "--interval", "30,70"],
            2,
            &["--interval 70", "--max-trip"],
        ),
        (
            &["--interval", "15,45"],
            2,
            &["--interval is for the measure interval"],
        ),
        (&["--n", "2"], 2, &["--n is for the measure nearest"]),
        (
            &["--demand", "people"],
            2,
            &["--demand is for the measure 2sfca"],
        ),
        (
            &["--decay", "step"],
            2,
            &["--decay is for the measures gravity and 2sfca"],
        ),
        (
            &["--measure", "nearest", "--cutoffs", "30"],
            2,
            &["--cutoffs is for"],
        ),
        (
            &["--measure", "2sfca", "--decay-param", "5"],
            2,
            &["which --decay"],
        ),
        (
            &[
                "--measure",
                "gravity",
                "--decay",
                "step",
                "--decay-param",
                "5",
            ],
            2,
            &["--cutoffs"],
        ),
        (
            &["--measure", "gravity", "--decay", "gaussian"],
            2,
            &["standard deviation"],
        ),
        (
            &[
                "--measure",
                "gravity",
                "--decay",
                "logistic",
                "--decay-param",
                "40",
            ],
            2,
            &["takes two"],
        ),
        (
            &[
                "--measure",
                "gravity",
                "--decay",
                "linear",
                "--decay-param",
                "0",
            ],
            2,
            &["more than 0"],
        ),
        (&["--hours-unknown", "closed"], 2, &["--open"]),
        (
            &["-o", "access.xlsx"],
            2,
            &[".csv, .parquet, .geojson or .gpkg"],
        ),
    ] {
        let mut more = options.to_vec();
        if code == 1 || options[0] == "-o" {
            // Cutoffs that fit the longest trip of the case.
            more.extend(["--cutoffs", "30"]);
        }
        let done = case.run("access", false, &more);
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(code), "{options:?}: {said}");
        assert!(done.stdout.is_empty(), "{options:?}");
        for word in words {
            assert!(said.contains(word), "{options:?}: no {word:?} in\n{said}");
        }
    }
    let from = case.path("from.csv");
    let over = from.to_str().expect("a path");
    let done = case.run("access", false, &["--cutoffs", "30", "-o", over]);
    assert!(!done.status.success(), "an input is never written over");
    assert!(
        fs::read_to_string(&from)
            .expect("there")
            .starts_with("id,lon,lat,people")
    );
}

#[test]
fn missing_amounts_and_too_few_are_warned_of() {
    let case = Case::new("random_2");
    let options = [
        "--measure",
        "2sfca,nearest",
        "--demand",
        "people",
        "--n",
        "500",
    ];
    let done = case.run(
        "access",
        false,
        &[&options[..], &["--cutoffs", "30"]].concat(),
    );
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    for word in [
        "1 of 10 points have no value in column people; they ask for nothing",
        "--n 500: the destinations have only 10 of places in all",
    ] {
        assert!(said.contains(word), "no {word:?} in\n{said}");
    }
    let quiet = case.run(
        "access",
        false,
        &[&options[..], &["--cutoffs", "30", "--quiet"]].concat(),
    );
    assert!(quiet.status.success() && quiet.stderr.is_empty());
    assert_eq!(quiet.stdout, done.stdout);
}
