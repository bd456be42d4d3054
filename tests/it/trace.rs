//! Traced trips on random towns: they take as long as the engine says, and what they use is enough
//! for them. `BEREIK_CASES` sets how many towns each test draws (default 150), `BEREIK_SEED` the first.

use crate::common;

use bereik::ids::{Id, TripId};
use bereik::network::Network;
use bereik::routing::job::Question;
use bereik::routing::trace::{NO_RIDE, TraceScratch, Tracer, Use};
use bereik::routing::{Tuning, travel_times};
use bereik::run::lifelines::cut::without_calls;
use bereik::travel::Direction;
use bereik::units::LonLat;
use common::compare::{engine, network, traveller, window};
use common::describe::describe;
use common::random::{Flavour, town};
use common::town::Town;
use std::collections::BTreeSet;

fn seeds() -> std::ops::Range<u64> {
    let set = |name: &str, default| {
        std::env::var(name).map_or(default, |v| v.parse::<u64>().expect("a whole number"))
    };
    let first = set("BEREIK_SEED", 1);
    first..first + set("BEREIK_CASES", 150)
}

fn at(town: &Town, nodes: &[usize]) -> Vec<LonLat> {
    nodes.iter().map(|&n| town.position(n)).collect()
}

/// Travel times `[origin][destination][step]` as traced, with what each trip uses.
type Trips = Vec<Vec<Vec<(Option<u32>, Vec<Use>)>>>;

fn traced(town: &Town, network: &Network, direction: Direction) -> Trips {
    let question = Question {
        date: town.date,
        window: window(town, direction),
        traveller: traveller(&town.person),
        tuning: Tuning::default(),
    };
    let (origins, destinations) = (at(town, &town.origins), at(town, &town.destinations));
    let tracer = Tracer::new(network, question, &origins, &destinations).expect("a date");
    let steps = town.count as usize;
    let mut out = vec![vec![vec![(None, Vec::new()); steps]; destinations.len()]; origins.len()];
    let (mut scratch, mut row) = (TraceScratch::default(), Vec::new());
    for source in 0..tracer.sources() {
        let Some(mut trips) = tracer.trace(&mut scratch, source) else {
            continue;
        };
        let sinks = match direction {
            Direction::Depart => destinations.len(),
            Direction::Arrive => origins.len(),
        };
        for sink in 0..sinks {
            trips.to(sink, &mut row);
            let (o, d) = match direction {
                Direction::Depart => (source, sink),
                Direction::Arrive => (sink, source),
            };
            for (m, (time, part)) in row.iter().enumerate() {
                let uses = trips.uses(*part).to_vec();
                assert_eq!(uses.is_empty(), *part == NO_RIDE);
                out[o][d][m] = ((*time != u32::MAX).then_some(*time), uses);
            }
        }
    }
    out
}

/// Each trip again on a network with nothing but what it uses.
fn check(seed: u64, flavour: Flavour, rides: &mut usize) {
    let town = town(seed, flavour);
    let network = network(&town);
    for direction in [Direction::Depart, Direction::Arrive] {
        let due = engine(&town, &network, direction, Tuning::default()).expect("travel times");
        let trips = traced(&town, &network, direction);
        let mut seen = BTreeSet::new();
        for (o, row) in trips.iter().enumerate() {
            for (d, row) in row.iter().enumerate() {
                for (m, (time, uses)) in row.iter().enumerate() {
                    let place = format!("seed {seed} {direction:?} {o} {d} {m}");
                    assert_eq!(*time, due[o][d][m], "{place}\n{}", describe(&town));
                    if uses.is_empty() || !seen.insert((o, d, uses.clone())) {
                        continue;
                    }
                    *rides += 1;
                    let kept = |t: TripId| uses.contains(&Use::Trip(t));
                    let calls = without_calls(&network.timetable, |t, c| {
                        !kept(t) || !uses.contains(&Use::Stop(c.stop))
                    });
                    let least = network.with_timetable(calls);
                    let got = travel_times(
                        &least,
                        town.date,
                        window(&town, direction),
                        &traveller(&town.person),
                        &[town.position(town.origins[o])],
                        &[town.position(town.destinations[d])],
                        Tuning::default(),
                    )
                    .expect("travel times");
                    let got = got[0][0][m];
                    // Fewer trips in a block may go on as each other, which helps.
                    let blocks = uses.iter().any(|u| match u {
                        Use::Trip(t) => network.timetable.trip_block[t.index()] != u32::MAX,
                        Use::Stop(_) => false,
                    });
                    let fits = if blocks {
                        got <= *time && got.is_some()
                    } else {
                        got == *time
                    };
                    assert!(
                        fits,
                        "{place}: {time:?}, with {uses:?} alone {got:?}\n{}",
                        describe(&town)
                    );
                }
            }
        }
    }
}

fn all(flavour: Flavour) {
    let mut rides = 0;
    for seed in seeds() {
        check(seed, flavour, &mut rides);
    }
    assert!(rides > 100, "{rides} trips with rides");
}

#[test]
fn traced_trips_take_as_long_as_the_engine_says_and_need_only_what_they_use() {
    all(Flavour::OnFoot);
}

#[test]
fn so_do_those_of_cyclists() {
    all(Flavour::Bicycle);
}

#[test]
fn so_do_those_in_a_wheelchair() {
    all(Flavour::Wheelchair);
}
