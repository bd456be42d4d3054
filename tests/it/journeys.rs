//! Trips with their legs (`bereik route`): as long as the travel times of `bereik matrix` for the
//! same minute, and made of legs that fit together. On towns drawn by chance, and on real networks
//! where they are at hand. `BEREIK_CASES` sets how many towns (default 60), `BEREIK_SEED` the
//! first, `BEREIK_PAIRS` how many pairs of each real network (default 8).

use crate::common;

use bereik::ids::{Id, StopId};
use bereik::network::rules::{Order, Rules, Side};
use bereik::network::timetable::Timetable;
use bereik::network::vehicles::Run;
use bereik::network::{BuildOptions, Network};
use bereik::routing::job::Question;
use bereik::routing::journey::{self, Journey, Leg};
use bereik::routing::{Tuning, travel_times};
use bereik::run::load;
use bereik::travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
use bereik::units::{LonLat, Seconds, Speed};
use bereik::watch::Progress;
use common::compare;
use common::random::{Flavour, town};
use std::path::{Path, PathBuf};

const BOTH: [Direction; 2] = [Direction::Depart, Direction::Arrive];

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
}

/// Numbers drawn by chance, the same on every machine (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// A ride with everything the checks ask of it.
struct Ride {
    run: Run,
    board: usize,
    alight: usize,
    start_s: i64,
    end_s: i64,
    by_headway: bool,
}

/// What is wrong with a trip; nothing when all fits.
fn faults(network: &Network, question: &Question, j: &Journey) -> Vec<String> {
    let mut out = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            out.push(what.to_owned());
        }
    };
    let (t, who) = (&network.timetable, &question.traveller);
    let asked = i64::from(question.window.start_s);
    let travel = i64::from(j.travel_s);
    match question.window.direction {
        Direction::Depart => {
            must(j.start_s == asked, "leaves at another moment than asked");
            must(
                travel == j.end_s - j.start_s,
                "travel time is not the time between the ends",
            );
        }
        Direction::Arrive => {
            must(j.end_s <= asked, "is late");
            must(
                travel == asked - j.start_s,
                "travel time does not count to the deadline",
            );
        }
    }
    must(
        j.travel_s <= who.max_trip.0,
        "is longer than the longest trip",
    );
    must(
        j.legs.last().is_some_and(|l| l.end_s() == j.end_s),
        "does not end with its last leg",
    );
    let by = |used: fn(&Bicycle) -> bool, walk: Seconds| {
        who.bicycle.filter(used).map_or(walk, |b| b.max.max(walk))
    };
    let all_the_way = by(|b| b.access, who.walk_only());
    let first_legs = by(|b| b.access, who.max_walk);
    let last_legs = by(|b| b.egress, who.max_walk);
    let mut rules = Rules::new(t);
    // Where one is (none: at the start), since when, and on foot from which stop.
    let mut at: Option<StopId> = None;
    let mut now = j.start_s;
    let mut walked = 0;
    let mut last: Option<Ride> = None;
    let mut rides = 0;
    let count = j.legs.len();
    for (i, leg) in j.legs.iter().enumerate() {
        match *leg {
            Leg::Walk {
                from,
                to,
                start_s,
                end_s,
                by_bicycle,
            } => {
                let cycles = match (from, to) {
                    (None, _) => who.bicycle.is_some_and(|b| b.access),
                    (_, None) => who.bicycle.is_some_and(|b| b.egress),
                    _ => false,
                };
                must(!by_bicycle || cycles, "a bicycle is where none may be");
                must(from == at, "a walk starts elsewhere than where one is");
                must(start_s == now, "a walk does not start when one is there");
                must(end_s >= start_s, "a walk ends before it starts");
                must(
                    walked == 0 && (i == 0 || matches!(j.legs[i - 1], Leg::Ride { .. })),
                    "two walks in a row",
                );
                must(
                    to.is_some() || i + 1 == count,
                    "the destination is reached half-way",
                );
                let limit = match (from, to) {
                    (None, None) => all_the_way,
                    (None, _) => first_legs,
                    (_, None) => last_legs,
                    _ => who.transfer(),
                };
                must(
                    end_s - start_s <= i64::from(limit.0),
                    "a walk is longer than the longest",
                );
                walked = end_s - start_s;
                (at, now) = (to, end_s);
            }
            Leg::Ride {
                run,
                board,
                alight,
                start_s,
                end_s,
                seated,
                by_headway,
            } => {
                let calls = &t.calls[run.trip];
                must(
                    board < alight && alight < calls.len(),
                    "a ride goes backwards",
                );
                let (on, off) = (calls[board], calls[alight]);
                let o = i64::from(run.offset_s);
                if by_headway {
                    must(
                        end_s - start_s == i64::from(off.arrival - on.departure),
                        "a ride by headway lasts otherwise than its template",
                    );
                } else if !t
                    .frequencies
                    .iter()
                    .any(|f| f.trip == run.trip && f.exact == 1)
                {
                    must(
                        start_s == i64::from(on.departure) + o,
                        "a ride starts off its timetable",
                    );
                    must(
                        end_s == i64::from(off.arrival) + o,
                        "a ride ends off its timetable",
                    );
                } else {
                    must(
                        end_s - start_s == i64::from(off.arrival - on.departure),
                        "a ride lasts otherwise than its template",
                    );
                }
                let ends_here = !matches!(j.legs.get(i + 1), Some(Leg::Ride { seated: true, .. }));
                if seated {
                    let before = last.as_ref().expect("a ride before staying seated");
                    let calls = &t.calls[before.run.trip];
                    must(
                        before.alight + 1 == calls.len() && board == 0,
                        "stays seated half-way",
                    );
                    must(start_s >= before.end_s, "stays seated into the past");
                    let of_day = t.trip_service.len() > run.trip.index()
                        && before.run.offset_s == run.offset_s;
                    must(of_day, "stays seated into another service day");
                } else {
                    rides += 1;
                    must(
                        on.boards() && board + 1 < calls.len(),
                        "boards where it may not",
                    );
                    let route = t.trip_route[run.trip.index()];
                    let to_class = rules.class(Side::To, on.stop, route, run.trip);
                    let slack = i64::from(who.board_slack.0);
                    let least = match &last {
                        None => slack,
                        Some(before) => {
                            let calls = &t.calls[before.run.trip];
                            let from = calls[before.alight].stop;
                            let route = t.trip_route[before.run.trip.index()];
                            let class = rules.class(Side::From, from, route, before.run.trip);
                            must(at == Some(on.stop), "boards elsewhere than where one is");
                            match rules.order(from, class, on.stop, to_class) {
                                Order::Default => slack,
                                Order::Timed => 0,
                                Order::MinTime(least) => i64::from(least) - walked,
                                Order::Forbidden => {
                                    must(false, "makes a forbidden change");
                                    0
                                }
                            }
                        }
                    };
                    must(at == Some(on.stop), "boards elsewhere than where one is");
                    let ready = now + least.max(0);
                    if by_headway {
                        let fits = t
                            .frequencies
                            .iter()
                            .filter(|f| f.trip == run.trip && f.exact == 0)
                            .any(|f| {
                                let since = i64::from(on.departure - calls[0].departure) + o;
                                let half = i64::from(f.headway.div_ceil(2));
                                let leaves = start_s - half;
                                leaves >= ready.max(i64::from(f.start) + since)
                                    && leaves < i64::from(f.end) + since
                            });
                        must(
                            fits,
                            "boards a vehicle by headway when none runs, or too soon",
                        );
                    } else {
                        must(ready <= start_s, "boards before one is ready");
                    }
                }
                if ends_here {
                    must(off.alights(), "alights where it may not");
                }
                if let Some(w) = who.wheelchair {
                    let open = |a: u8| Timetable::accessible(a, w.unknown_is_accessible);
                    must(
                        open(t.trip_wheelchair[run.trip.index()]),
                        "rides what a wheelchair cannot",
                    );
                    must(
                        seated || open(t.stop_wheelchair[on.stop.index()]),
                        "boards where a wheelchair cannot",
                    );
                    must(
                        !ends_here || open(t.stop_wheelchair[off.stop.index()]),
                        "alights where a wheelchair cannot",
                    );
                }
                (at, now, walked) = (Some(off.stop), end_s, 0);
                last = Some(Ride {
                    run,
                    board,
                    alight,
                    start_s,
                    end_s,
                    by_headway,
                });
            }
        }
    }
    must(
        matches!(j.legs.last(), Some(Leg::Walk { to: None, .. })),
        "does not end at the destination",
    );
    must(rides <= who.max_rides, "has more rides than allowed");
    if let Some(r) = &last {
        must(
            r.board < r.alight && (r.by_headway || r.start_s <= r.end_s),
            "the last ride goes backwards",
        );
    }
    out
}

/// Asks one pair at one minute both ways; says what differs.
fn differs(
    network: &Network,
    q: &Question,
    from: LonLat,
    to: LonLat,
    due: Option<u32>,
) -> Vec<String> {
    let found = journey::find(network, q, from, to).expect("a date with service");
    let mut wrong = match &found {
        Some(j) => faults(network, q, j),
        None => Vec::new(),
    };
    let got = found.as_ref().map(|j| j.travel_s);
    if got != due {
        wrong.push(format!("{got:?} s, travel times say {due:?} s"));
    }
    if !wrong.is_empty() {
        wrong.push(format!("{found:#?}"));
    }
    wrong
}

fn towns(flavour: Flavour) {
    let (mut compared, mut rides) = (0, 0);
    let first = setting("BEREIK_SEED", 1);
    for seed in first..first + setting("BEREIK_CASES", 60) {
        let town = town(seed, flavour);
        let network = compare::network(&town);
        for direction in BOTH {
            let due =
                compare::engine(&town, &network, direction, Tuning::default()).expect("times");
            for (o, row) in due.iter().enumerate() {
                for (d, times) in row.iter().enumerate() {
                    for (due, at) in times.iter().zip(town.times()) {
                        let at = i32::try_from(at).expect("a clock time");
                        let question = Question {
                            date: town.date,
                            window: Window {
                                direction,
                                start_s: at,
                                end_s: at + 60,
                                step_s: 60,
                            },
                            traveller: compare::traveller(&town.person),
                            tuning: Tuning::default(),
                        };
                        let (from, to) = (
                            town.position(town.origins[o]),
                            town.position(town.destinations[d]),
                        );
                        let wrong = differs(&network, &question, from, to, *due);
                        assert!(
                            wrong.is_empty(),
                            "seed {seed} {flavour:?} {direction:?}, {o} to {d} at {at}: {}\n{}",
                            wrong.join("\n"),
                            common::describe::describe(&town)
                        );
                        compared += 1;
                        rides += usize::from(due.is_some());
                    }
                }
            }
        }
    }
    println!("{compared} trips compared, {rides} of them found");
    assert!(
        rides * 5 > compared,
        "too few trips are found to mean anything"
    );
}

#[test]
fn on_foot_every_trip_is_as_long_as_its_travel_time_and_its_legs_fit() {
    towns(Flavour::OnFoot);
}

#[test]
fn in_a_wheelchair_every_trip_is_as_long_as_its_travel_time_and_its_legs_fit() {
    towns(Flavour::Wheelchair);
}

#[test]
fn by_bicycle_every_trip_is_as_long_as_its_travel_time_and_its_legs_fit() {
    towns(Flavour::Bicycle);
}

fn data() -> PathBuf {
    std::env::var_os("BEREIK_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    )
}

/// Pairs drawn by chance from the points of a real network, each at a minute drawn by chance.
fn real(folder: &str, osm: &str, gtfs: &[&str], points: &str, date: (i32, u32, u32)) {
    let folder = data().join(folder);
    if !folder.join(osm).exists() {
        println!("SKIPPED: {} is not here", folder.display());
        return;
    }
    let gtfs: Vec<PathBuf> = gtfs.iter().map(|f| folder.join(f)).collect();
    let network = load::build(
        &folder.join(osm),
        &gtfs,
        &BuildOptions::default(),
        &Progress::silent(),
    )
    .expect("a network");
    let (points, _) = bereik::input::points::read_points(&folder.join(points), &Default::default())
        .expect("points");
    let mut dice = Chance(7);
    let (mut found, pairs) = (0, setting("BEREIK_PAIRS", 8));
    for n in 0..pairs {
        let mut traveller = Traveller::default();
        match n % 4 {
            1 => {
                traveller.bicycle = Some(Bicycle {
                    access: dice.below(10) < 7,
                    egress: dice.below(2) == 0,
                    speed: Speed {
                        mm_per_hour: 14_000_000,
                    },
                    max: Seconds(20 * 60),
                })
            }
            2 => {
                traveller.wheelchair = Some(Wheelchair {
                    unknown_is_accessible: true,
                })
            }
            3 => (traveller.max_rides, traveller.max_walk) = (2, Seconds(10 * 60)),
            _ => {}
        }
        let direction = BOTH[dice.below(2)];
        let at = (6 * 60 + dice.below(16 * 60) as i32) * 60;
        let question = Question {
            date: chrono::NaiveDate::from_ymd_opt(date.0, date.1, date.2).expect("a date"),
            window: Window {
                direction,
                start_s: at,
                end_s: at + 60,
                step_s: 60,
            },
            traveller,
            tuning: Tuning::default(),
        };
        let (from, to) = (
            points.positions[dice.below(points.len())],
            points.positions[dice.below(points.len())],
        );
        let due = travel_times(
            &network,
            question.date,
            question.window,
            &question.traveller,
            &[from],
            &[to],
            question.tuning,
        )
        .expect("times")[0][0][0];
        let wrong = differs(&network, &question, from, to, due);
        assert!(
            wrong.is_empty(),
            "pair {n} {from:?} {to:?} {question:?}: {}",
            wrong.join("\n")
        );
        found += u64::from(due.is_some());
    }
    println!("{found} of {pairs} trips found");
    assert!(found * 6 > pairs);
}

#[test]
fn porto_alegre() {
    let gtfs = ["poa_eptc_full.gtfs.zip", "poa_trensurb.gtfs.zip"];
    real(
        "porto-alegre",
        "poa.osm.pbf",
        &gtfs,
        "poa_hexgrid.csv",
        (2019, 5, 14),
    );
}

#[test]
fn sao_paulo() {
    real(
        "sao-paulo-centro",
        "spo.osm.pbf",
        &["spo.gtfs.zip"],
        "spo_hexgrid.csv",
        (2019, 5, 13),
    );
}

#[test]
fn newport() {
    real(
        "newport-uk",
        "newport.osm.pbf",
        &["newport_bus_2023.gtfs.zip"],
        "newport_oa_centroids.csv",
        (2023, 6, 13),
    );
}
