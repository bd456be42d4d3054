//! Random towns: the engine gives what the reference gives, to the second; and laws that hold
//! whatever the town. `BEREIK_CASES` sets how many towns each test draws (default 200),
//! `BEREIK_SEED` the first seed (default 1). Each town is asked with some of the speed-ups on and off, in turn;
//! with all of their combinations where `BEREIK_ALL_SWITCHES` is set.

use crate::common;

use bereik::input::gtfs::{Access, StopKind};
use bereik::routing::Tuning;
use bereik::routing::job::{Job, Kept, Question, UNREACHED};
use bereik::travel::Direction;
use common::compare::{self, Times, differences, engine, network, tunings, wrong};
use common::describe::describe;
use common::random::{Flavour, town};
use common::shrink::{shrink, without_trip};
use common::town::Town;

const BOTH: [Direction; 2] = [Direction::Depart, Direction::Arrive];

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
}

fn seeds() -> std::ops::Range<u64> {
    let first = setting("BEREIK_SEED", 1);
    first..first + setting("BEREIK_CASES", 200)
}

/// Says what is wrong with the smallest town that still fails like this one, and ends the test.
fn fail(seed: u64, first: &Town, why: &[String], check: impl Fn(&Town) -> Vec<String>) -> ! {
    // Not to end with another kind of failure, of a town that is no town any more.
    let kind = |why: &[String]| {
        let word = |w: &String| w.split(' ').next().map(str::to_owned);
        why.first().and_then(word)
    };
    let small = shrink(first, |t| {
        let now = check(t);
        !now.is_empty() && kind(&now) == kind(why)
    });
    let what = check(&small);
    panic!(
        "seed {seed}: {}\nsmallest town that fails:\n{}{}",
        why.join("\n"),
        describe(&small),
        what.join("\n")
    );
}

/// Each town with some of the ways to set the speed-ups, in turn.
fn agrees(flavour: Flavour) {
    for seed in seeds() {
        let town = town(seed, flavour);
        let network = network(&town);
        for direction in BOTH {
            let due = compare::reference(&town, direction);
            for tuning in compare::rotating(seed, direction, 4) {
                let why = match engine(&town, &network, direction, tuning) {
                    Ok(got) => differences(&town, &got, &due),
                    Err(message) => vec![message],
                };
                if !why.is_empty() {
                    println!("{direction:?} {tuning:?}");
                    fail(seed, &town, &why, |t| wrong(t, direction, tuning));
                }
            }
        }
    }
}

#[test]
fn the_engine_agrees_with_the_reference_with_every_speed_up_on_and_off() {
    agrees(Flavour::OnFoot);
}

#[test]
fn the_engine_agrees_with_the_reference_off_the_streets() {
    agrees(Flavour::OffStreet);
}

#[test]
fn the_engine_agrees_with_the_reference_where_streets_fall_apart() {
    agrees(Flavour::Parts);
}

#[test]
fn the_engine_agrees_with_the_reference_for_wheelchair_users() {
    agrees(Flavour::Wheelchair);
}

#[test]
fn the_engine_agrees_with_the_reference_for_cyclists() {
    agrees(Flavour::Bicycle);
}

/// The engine's answer, which must be one.
fn answer(town: &Town, direction: Direction) -> Times {
    let answer = engine(town, &network(town), direction, Tuning::default());
    answer.unwrap_or_else(|why| panic!("{why}\n{}", describe(town)))
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for seed in seeds().take(10) {
        let town = town(seed, Flavour::OnFoot);
        for direction in BOTH {
            let on = |threads: usize| {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
                let pool = pool.build().expect("a pool of threads");
                pool.install(|| answer(&town, direction))
            };
            let one = on(1);
            for threads in [2, 3, 8] {
                assert_eq!(one, on(threads), "seed {seed}, {threads} threads");
            }
        }
    }
}

/// The turns that the speed-ups take leave none out.
#[test]
fn some_dozens_of_towns_meet_every_combination_of_speed_ups() {
    let mut left = tunings();
    let met = (1..=60).flat_map(|seed| BOTH.map(|d| compare::rotating(seed, d, 4)));
    for tuning in met.flatten() {
        left.retain(|t| *t != tuning);
    }
    assert_eq!(left, []);
}

/// Whether nothing got slower from `before` to `after`.
fn no_slower(before: &Times, after: &Times) -> bool {
    let flat = |t: &Times| -> Vec<u32> {
        let all = t.iter().flatten().flatten();
        all.map(|s| s.unwrap_or(u32::MAX)).collect()
    };
    flat(before).iter().zip(flat(after)).all(|(b, a)| a <= *b)
}

/// A trip that takes no part in blocks or joins: without it nothing else changes.
fn stands_alone(town: &Town, f: usize, t: usize) -> bool {
    let feed = &town.feeds[f];
    let joined = feed
        .transfers
        .iter()
        .any(|r| r.from_trip == Some(t as u32) || r.to_trip == Some(t as u32));
    feed.trips[t].block.is_none() && !joined
}

#[test]
fn a_trip_more_never_hurts_and_one_less_never_helps() {
    let mut changed = 0;
    for seed in seeds().take(30) {
        let town = town(seed, Flavour::OnFoot);
        for direction in BOTH {
            let with = answer(&town, direction);
            for t in (0..town.feeds[0].trips.len()).step_by(3) {
                if !stands_alone(&town, 0, t) {
                    continue;
                }
                let mut less = town.clone();
                less.feeds[0] = without_trip(&town.feeds[0], t);
                let without = answer(&less, direction);
                changed += usize::from(without != with);
                assert!(
                    no_slower(&without, &with),
                    "seed {seed}: trip {t} makes it worse {direction:?}\n{}",
                    describe(&town)
                );
            }
        }
    }
    assert!(changed > 0, "no trip mattered in any town");
}

#[test]
fn what_nobody_can_use_changes_nothing() {
    for seed in seeds().take(30) {
        let town = town(seed, Flavour::OnFoot);
        // A second feed far from everything, and a trip that never runs.
        let mut more = town.clone();
        let mut feed = common::town::empty_feed("far", chrono_tz::Europe::Amsterdam, town.date);
        feed.routes.push(town.feeds[0].routes[0].clone());
        for (i, lon) in [4.0, 4.1].into_iter().enumerate() {
            feed.stops.push(bereik::input::gtfs::Stop {
                id: format!("s{i}"),
                position: bereik::units::LonLat::new(lon, 51.0),
                ..Default::default()
            });
        }
        let at = i32::try_from(town.start).expect("a time");
        let calls = [(0, at, at, true, true), (1, at + 60, at + 60, true, true)];
        common::town::add_trip(&mut feed, 0, common::town::EVERY_DAY, None, &calls);
        more.feeds.push(feed);
        common::town::add_trip(&mut more.feeds[0], 0, common::town::NEVER, None, &calls);
        for direction in BOTH {
            let (before, after) = (answer(&town, direction), answer(&more, direction));
            assert_eq!(before, after, "seed {seed} {direction:?}");
        }
    }
}

#[test]
fn looser_limits_never_hurt() {
    for seed in seeds().take(30) {
        let tight = town(seed, Flavour::OnFoot);
        let loosened: [fn(&mut Town); 4] = [
            |t| t.person.max_walk += 120,
            |t| t.person.max_trip += 600,
            |t| t.person.max_rides += 1,
            |t| t.person.slack = 0,
        ];
        for (i, loosen) in loosened.into_iter().enumerate() {
            // A longer walk can bring a stop's rule into reach only for itself; times never rise.
            let mut loose = tight.clone();
            loosen(&mut loose);
            for direction in BOTH {
                assert!(
                    no_slower(&answer(&tight, direction), &answer(&loose, direction)),
                    "seed {seed}, limit {i}, {direction:?}\n{}",
                    describe(&tight)
                );
            }
        }
    }
}

/// The reference's own footing: deadlines found by halving are those found by trying every second.
/// Travel times of a job, and whether anything can be boarded, by origin.
fn all_of(job: Job) -> (Vec<Vec<Vec<u32>>>, Vec<bool>) {
    let (mut rows, mut rode) = (Vec::new(), Vec::new());
    job.for_each_origin(
        Kept::PerPair,
        |_, times| {
            let destinations = 0..times.points();
            let row = |d| times.to(d).to_vec();
            (destinations.map(row).collect::<Vec<_>>(), times.rode)
        },
        |_, (row, any)| {
            rows.push(row);
            rode.push(any);
            Ok::<(), ()>(())
        },
    )
    .expect("no error");
    (rows, rode)
}

#[test]
fn looking_less_far_finds_the_same_within_that() {
    let (mut cut, mut kept) = (0, 0);
    for (seed, flavour) in seeds().flat_map(|s| [(s, Flavour::OnFoot), (s, Flavour::Bicycle)]) {
        let town = town(seed, flavour);
        let network = network(&town);
        let at = |nodes: &[usize]| -> Vec<_> { nodes.iter().map(|&n| town.position(n)).collect() };
        let (origins, destinations) = (at(&town.origins), at(&town.destinations));
        for (direction, tuning) in BOTH.into_iter().flat_map(|d| {
            compare::rotating(seed, d, 2)
                .into_iter()
                .map(move |t| (d, t))
        }) {
            let question = Question {
                date: town.date,
                window: compare::window(&town, direction),
                traveller: compare::traveller(&town.person),
                tuning,
            };
            let window = question.window;
            let Ok(job) = Job::new(&network, question, &origins, &destinations) else {
                continue;
            };
            let again = || {
                let max_trip = bereik::units::Seconds(town.person.max_trip as u32);
                job.at(town.date, window, max_trip, None).expect("a job")
            };
            let (all, rode) = all_of(again());
            let at = |step: usize| i64::from(window.start_s) + step as i64 * town.step;
            for limit_s in [town.person.max_trip as u32 / 3, town.person.max_trip as u32] {
                let (near, any) = all_of(again().within(limit_s));
                assert_eq!(rode, any, "seed {seed} {direction:?} {tuning:?}");
                for (due, got) in all
                    .iter()
                    .flatten()
                    .flatten()
                    .zip(near.iter().flatten().flatten())
                {
                    let due = if *due <= limit_s { *due } else { UNREACHED };
                    assert_eq!(due, *got, "seed {seed} {direction:?} {tuning:?}");
                    cut += u32::from(due == UNREACHED);
                    kept += u32::from(due != UNREACHED);
                }
            }
            let span = window.end_s - window.start_s;
            let (first_s, last_s) = (window.start_s - span / 3, window.end_s + span / 3);
            let (near, any) = all_of(again().between_s(first_s, last_s));
            assert_eq!(rode, any, "seed {seed} {direction:?} {tuning:?}");
            for (due, got) in all.iter().flatten().zip(near.iter().flatten()) {
                for (step, (due, got)) in due.iter().zip(got).enumerate() {
                    let (leave, arrive) = match direction {
                        Direction::Depart => (at(step), at(step) + i64::from(*due)),
                        Direction::Arrive => (at(step) - i64::from(*due), at(step)),
                    };
                    let inside = leave >= i64::from(first_s) && arrive <= i64::from(last_s);
                    let fits = if inside { due == got } else { due <= got };
                    assert!(fits, "seed {seed} {direction:?} {tuning:?}: {due} {got}");
                }
            }
        }
    }
    assert!(cut > 1000 && kept > 1000, "{cut} {kept}");
}

#[test]
fn halving_finds_the_latest_departure_that_trying_every_second_finds() {
    use common::reference::Reference;
    for seed in 1..=6 {
        let mut town = town(seed, Flavour::OnFoot);
        town.person.max_trip = 900;
        let laid_out = town.reference();
        let judge = Reference::new(
            &laid_out,
            &town.person,
            town.date,
            town.start - 2000,
            town.start + 2000,
        );
        let deadline = town.start + 300;
        for o in 0..town.origins.len() {
            let mut latest = vec![None; town.destinations.len()];
            for t in deadline - 900..=deadline {
                for (l, a) in latest.iter_mut().zip(judge.arrivals(o, t, deadline)) {
                    if a.is_some() {
                        *l = Some((deadline - t) as u32);
                    }
                }
            }
            assert_eq!(judge.arrive(o, deadline), latest, "seed {seed}");
        }
    }
}

/// The towns are worth asking: each of these matters to some answer.
#[test]
fn what_the_towns_draw_matters_to_the_answers() {
    type Change = (&'static str, fn(&mut Town));
    /// A change that mattered in so many towns is not tried in others.
    const OFTEN_ENOUGH: usize = 8;
    let changes: [Change; 22] = [
        ("longest walk", |t| t.person.max_walk *= 2),
        ("longest walk all the way", |t| {
            t.person.max_walk_only = None
        }),
        ("longest walk between rides", |t| {
            t.person.max_transfer = None
        }),
        ("longest trip", |t| t.person.max_trip *= 2),
        ("most rides", |t| t.person.max_rides += 1),
        ("slack", |t| t.person.slack += 1),
        ("walking speed", |t| t.person.walk -= 100_000),
        ("transfer rules", |t| each_feed(t, |f| f.transfers.clear())),
        ("line and trip rules", |t| {
            each_feed(t, |f| {
                f.transfers.retain(|r| {
                    r.from_route
                        .or(r.to_route)
                        .or(r.from_trip)
                        .or(r.to_trip)
                        .is_none()
                });
            });
        }),
        ("station rules", |t| {
            each_feed(t, |f| f.stops.iter_mut().for_each(|s| s.parent = None));
        }),
        ("timed transfers", |t| {
            each_feed(t, |f| {
                for r in f.transfers.iter_mut().filter(|r| r.kind as u8 == 1) {
                    r.kind = bereik::input::gtfs::TransferKind::Recommended;
                }
            });
        }),
        ("rows of type 0", |t| {
            each_feed(t, |f| f.transfers.retain(|r| r.kind as u8 != 0));
        }),
        ("pathways", |t| each_feed(t, |f| f.pathways.clear())),
        ("boarding areas", |t| {
            each_feed(t, |f| {
                let area = |s: u32| f.stops[s as usize].kind == StopKind::BoardingArea;
                f.pathways
                    .retain(|p| !area(p.from_stop) && !area(p.to_stop));
            });
        }),
        ("stop_access", |t| {
            each_feed(t, |f| {
                f.stops
                    .iter_mut()
                    .for_each(|s| s.access = Default::default())
            });
        }),
        ("calls at stations and entrances", |t| {
            each_feed(t, |f| {
                for c in &mut f.calls {
                    if f.stops[c.stop as usize].kind != StopKind::Stop {
                        (c.boards, c.alights) = (false, false);
                    }
                }
            });
        }),
        ("staying seated", |t| {
            each_feed(t, |f| {
                f.trips.iter_mut().for_each(|trip| trip.block = None);
                f.transfers.retain(|r| (r.kind as u8) < 4);
            });
        }),
        ("get-off rules", |t| {
            each_feed(t, |f| f.transfers.retain(|r| r.kind as u8 != 5));
        }),
        ("calls without boarding or alighting", |t| {
            each_feed(t, |f| {
                for c in &mut f.calls {
                    (c.boards, c.alights) = (true, true);
                }
            });
        }),
        ("half-headway waits", |t| {
            each_feed(t, |f| f.frequencies.iter_mut().for_each(|q| q.exact = true));
        }),
        ("odd headways", |t| {
            each_feed(t, |f| {
                for q in &mut f.frequencies {
                    q.headway -= q.headway % 2;
                }
            });
        }),
        ("other days' trips", |t| {
            each_feed(t, |f| {
                for trip in &mut f.trips {
                    if trip.service != common::town::TODAY {
                        trip.service = common::town::NEVER;
                    }
                }
            });
        }),
    ];
    // How often each mattered, and in how many towns it was tried.
    let mut mattered = [(0, 0); 22];
    let mut reached = (0, 0);
    for seed in 1..=400 {
        let town = town(seed, Flavour::OnFoot);
        let plain = compare::reference(&town, Direction::Depart);
        for t in plain.iter().flatten().flatten() {
            reached.0 += usize::from(t.is_some());
            reached.1 += 1;
        }
        for ((_, change), (count, tried)) in changes.iter().zip(&mut mattered) {
            if *count == OFTEN_ENOUGH {
                continue;
            }
            let mut other = town.clone();
            change(&mut other);
            *count += usize::from(compare::reference(&other, Direction::Depart) != plain);
            *tried += 1;
        }
    }
    println!("{} of {} reached", reached.0, reached.1);
    for ((name, _), (count, tried)) in changes.iter().zip(mattered) {
        println!("{name}: matters in {count} of {tried} towns");
    }
    assert!(reached.0 * 4 > reached.1 && reached.0 < reached.1);
    for ((name, _), (count, _)) in changes.iter().zip(mattered) {
        assert!(count > 0, "{name} never matters");
    }
}

/// A town in which the calls at its first stop are at any of seventy at that place.
fn piled(town: &Town, seed: u64) -> Town {
    let mut town = town.clone();
    let dice = &mut common::dice::Dice::new(seed);
    let feed = &mut town.feeds[0];
    let first = feed.stops.len() as u32;
    for i in 0..70 {
        let stop = bereik::input::gtfs::Stop {
            id: format!("pile{i}"),
            position: feed.stops[0].position,
            wheelchair: feed.stops[0].wheelchair,
            ..Default::default()
        };
        feed.stops.push(stop);
    }
    for call in feed.calls.iter_mut().filter(|c| c.stop == 0) {
        if dice.chance(90) {
            call.stop = first + dice.below(70) as u32;
        }
    }
    town
}

#[test]
fn many_stops_at_one_point_share_their_walks_and_change_no_time() {
    let mut shared = 0;
    for seed in seeds().take(25) {
        let town = piled(&town(seed, Flavour::OnFoot), seed);
        let network = network(&town);
        shared += usize::from(!network.piles().is_empty());
        let (stops, walks) = (
            town.feeds[0].stops.len(),
            network.stop_walks.parts().1.len(),
        );
        assert!(
            walks < 20 * stops,
            "seed {seed}: {walks} walks of {stops} stops"
        );
        for direction in BOTH {
            let due = compare::reference(&town, direction);
            for tuning in compare::rotating(seed, direction, 4) {
                let got = engine(&town, &network, direction, tuning);
                let why = got.map_or_else(|e| vec![e], |got| differences(&town, &got, &due));
                assert!(
                    why.is_empty(),
                    "seed {seed} {direction:?} {tuning:?}: {why:?}"
                );
            }
        }
    }
    assert!(shared > 10, "piles in {shared} towns");
}

/// Entrances closed to wheelchairs matter in some towns.
#[test]
fn closed_entrances_matter_to_wheelchair_users() {
    let matters = |seed: &u64| {
        let town = town(*seed, Flavour::Wheelchair);
        let mut open = town.clone();
        each_feed(&mut open, |f| {
            for s in f.stops.iter_mut().filter(|s| s.kind == StopKind::Entrance) {
                s.wheelchair = Access::Yes;
            }
        });
        let answer = |t| compare::reference(t, Direction::Depart);
        answer(&town) != answer(&open)
    };
    let count = (1..=400).filter(matters).count();
    println!("closed entrances: matter in {count} of 400 towns");
    assert!(count > 0);
}

fn each_feed(town: &mut Town, change: impl Fn(&mut bereik::input::gtfs::Feed)) {
    town.feeds.iter_mut().for_each(change);
}

/// Without any limit of time sweeps and rounds still agree, and nothing overflows.
#[test]
fn a_longest_trip_beyond_all_measure_is_no_limit() {
    for seed in seeds().take(20) {
        let town = town(seed, Flavour::OnFoot);
        let network = network(&town);
        let at = |nodes: &[usize]| -> Vec<_> { nodes.iter().map(|&n| town.position(n)).collect() };
        let (origins, destinations) = (at(&town.origins), at(&town.destinations));
        for direction in BOTH {
            let mut who = compare::traveller(&town.person);
            let mut with = |seconds, lanes| {
                who.max_trip = bereik::units::Seconds(seconds);
                let tuning = Tuning {
                    lanes,
                    ..Tuning::default()
                };
                let window = compare::window(&town, direction);
                bereik::routing::travel_times(
                    &network,
                    town.date,
                    window,
                    &who,
                    &origins,
                    &destinations,
                    tuning,
                )
                .expect("travel times")
            };
            for seconds in [40_000, 70_000, 200_000, u32::MAX] {
                assert!(
                    with(seconds, true) == with(seconds, false),
                    "seed {seed}, {seconds} s"
                );
            }
        }
    }
}
