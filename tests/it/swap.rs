//! Another timetable on the same streets gives, byte for byte, the network that building gives; and
//! a timetable edited in memory gives the travel times of one read without those trips.
//! `BEREIK_CASES` sets how many random towns are drawn (default 200), `BEREIK_SEED` the first seed.

use crate::common;

use bereik::diagnostics::Findings;
use bereik::ids::{Id, TripId};
use bereik::input::gtfs::{Feed, Pathway, Stop, StopAccess, StopKind};
use bereik::network::edit::Edit;
use bereik::network::{BuildOptions, Network};
use bereik::routing::Tuning;
use bereik::run::load;
use bereik::travel::Direction;
use bereik::units::Seconds;
use bereik::watch::Progress;
use common::compare::{engine, network};
use common::describe::describe;
use common::dice::Dice;
use common::random::{Flavour, town};
use common::shrink::without_trip;
use common::town::{EVERY_DAY, Town, add_trip};
use std::path::{Path, PathBuf};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |v| v.parse().expect("a whole number"))
}

fn seeds() -> std::ops::Range<u64> {
    let first = setting("BEREIK_SEED", 1);
    first..first + setting("BEREIK_CASES", 200)
}

/// The feed with its stops in the opposite order.
fn reversed(feed: &mut Feed) {
    let n = feed.stops.len() as u32;
    let other = |s: &mut u32| *s = n - 1 - *s;
    feed.stops.reverse();
    feed.stops
        .iter_mut()
        .filter_map(|s| s.parent.as_mut())
        .for_each(other);
    feed.calls.iter_mut().for_each(|c| other(&mut c.stop));
    for r in &mut feed.transfers {
        [&mut r.from_stop, &mut r.to_stop]
            .into_iter()
            .flatten()
            .for_each(other);
    }
    for p in &mut feed.pathways {
        other(&mut p.from_stop);
        other(&mut p.to_stop);
    }
}

fn anywhere(town: &Town, dice: &mut Dice) -> Option<bereik::units::LonLat> {
    Some(town.position(dice.below(town.nodes.len())))
}

/// An entrance somewhere, and ways from it to a stop or between two stops.
fn add_pathways(town: &mut Town, dice: &mut Dice) {
    let position = anywhere(town, dice);
    let f = dice.below(town.feeds.len());
    let feed = &mut town.feeds[f];
    let stops = feed.stops.len();
    let entrance = dice.chance(70);
    if entrance {
        feed.stops.push(Stop {
            id: format!("entrance {stops}"),
            kind: StopKind::Entrance,
            position,
            ..Stop::default()
        });
    }
    for _ in 0..dice.between(1, 3) {
        let from = if entrance { stops } else { dice.below(stops) };
        feed.pathways.push(Pathway {
            from_stop: from as u32,
            to_stop: dice.below(stops) as u32,
            mode: dice.pick(&[1, 2, 4, 5]),
            both_ways: dice.chance(60),
            time: dice.chance(70).then(|| dice.below(200) as u32),
            length_m: None,
        });
    }
}

fn stations(feed: &Feed) -> Vec<u32> {
    let stops = (0u32..).zip(&feed.stops);
    let stations = stops.filter(|(_, s)| s.kind == StopKind::Station);
    stations.map(|(i, _)| i).collect()
}

/// One change of the timetable.
fn change(town: &mut Town, dice: &mut Dice, other: u64) {
    let position = anywhere(town, dice);
    let f = dice.below(town.feeds.len());
    let feed = &mut town.feeds[f];
    let stop = dice.below(feed.stops.len());
    match dice.below(15) {
        0 | 1 => {
            let route = dice.below(feed.routes.len()) as u32;
            for trip in (0..feed.trips.len()).rev() {
                if feed.trips[trip].route == route {
                    *feed = without_trip(feed, trip);
                }
            }
        }
        2 | 3 => feed.stops[stop].position = position,
        4 | 5 => {
            let new = feed.stops.len() as u32;
            feed.stops.push(Stop {
                id: format!("new {new}"),
                position,
                ..Stop::default()
            });
            let calls = [
                (new, 30_000, 30_000, true, true),
                (stop as u32, 30_300, 30_300, true, true),
            ];
            add_trip(feed, 0, EVERY_DAY, None, &calls);
        }
        6 => reversed(feed),
        7 => feed.stops[stop].position = None,
        8 => {
            feed.stops[stop].kind = dice.pick(&[StopKind::Station, StopKind::Node, StopKind::Stop])
        }
        9 => add_pathways(town, dice),
        10 => feed.pathways.clear(),
        11 => feed.stops[stop].access = dice.pick(&[StopAccess::Entrances, StopAccess::Street]),
        12 => feed.stops[stop].parent = stations(feed).last().copied(),
        13 => {
            // A way of a boarding area, which is a way of its platform.
            let area = feed.stops.len() as u32;
            feed.stops.push(Stop {
                id: format!("area {area}"),
                kind: StopKind::BoardingArea,
                parent: Some(stop as u32),
                ..Stop::default()
            });
            feed.pathways.push(Pathway {
                from_stop: dice.below(area as usize) as u32,
                to_stop: area,
                mode: 1,
                both_ways: true,
                time: Some(36),
                length_m: None,
            });
        }
        _ => {
            // Another town's timetable, of stops elsewhere.
            let strange = self::town(other, Flavour::OnFoot);
            town.feeds.extend(strange.feeds);
            town.feeds.reverse();
            if dice.chance(50) {
                town.feeds.pop();
            }
        }
    }
}

#[test]
fn a_swapped_timetable_gives_the_bytes_of_a_build() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shared = (0, 0);
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let mut before = town(seed, Flavour::OnFoot);
        if dice.chance(40) {
            add_pathways(&mut before, &mut dice);
        }
        let built = network(&before);
        let path = folder.path().join("town.bereik");
        std::fs::write(&path, built.to_bytes()).expect("written");
        let opened = Network::open(&path).expect("a network");
        std::fs::remove_file(&path).expect("removed");
        let mut after = before.clone();
        for _ in 0..dice.between(0, 3) {
            change(&mut after, &mut dice, seed + 1000);
        }
        let other = network(&after);
        let (due, was) = (other.to_bytes(), built.to_bytes());
        // And the other way round, from more trips to fewer or the reverse.
        let back = other.with_feeds(&before.feeds, Findings::default());
        assert_eq!(back.stop_walks, built.stop_walks, "walks back, seed {seed}");
        assert!(back.to_bytes() == was, "seed {seed}, back");
        for (from, base) in [("memory", &built), ("a file", &opened)] {
            let got = base.with_feeds(&after.feeds, Findings::default());
            assert!(got.streets.from.shares_with(&base.streets.from));
            shared.0 += usize::from(got.stop_walks.shares_with(&base.stop_walks));
            shared.1 += 1;
            // Before the long comparison, what is easier to read.
            assert_eq!(got.stop_links, other.stop_links, "links, seed {seed}");
            assert_eq!(got.stop_walks, other.stop_walks, "walks, seed {seed}");
            assert!(
                got.to_bytes() == due,
                "seed {seed}, from {from}:\n{}",
                describe(&after)
            );
        }
    }
    println!("{} of {} share their walks", shared.0, shared.1);
    assert!(shared.0 > 0 && shared.0 < shared.1);
}

#[test]
fn trips_left_out_and_shifted_in_memory_give_the_times_of_feeds_without_them() {
    let mut changed = 0;
    for seed in seeds() {
        let mut dice = Dice::new(seed);
        let town = town(seed, dice.pick(&[Flavour::OnFoot, Flavour::Wheelchair]));
        let base = network(&town);
        // By feed and trip, in the order of the merged timetable.
        let edits: Vec<Vec<Edit>> = (town.feeds.iter())
            .map(|feed| {
                let draw = |_| match dice.below(4) {
                    0 => Edit::Remove,
                    1 => Edit::Shift(dice.between(-900, 900) as i32),
                    _ => Edit::Keep,
                };
                (0..feed.trips.len()).map(draw).collect()
            })
            .collect();
        let mut after = town.clone();
        for (feed, edits) in after.feeds.iter_mut().zip(&edits) {
            for (trip, edit) in edits.iter().enumerate().rev() {
                match *edit {
                    Edit::Keep => {}
                    Edit::Remove => *feed = without_trip(feed, trip),
                    Edit::Shift(by) => {
                        for c in &mut feed.calls[feed.trips[trip].calls.clone()] {
                            c.arrival += by;
                            c.departure += by;
                        }
                        for f in feed
                            .frequencies
                            .iter_mut()
                            .filter(|f| f.trip == trip as u32)
                        {
                            f.start += by;
                            f.end += by;
                        }
                    }
                }
            }
        }
        let flat = edits.concat();
        let edited = (base.timetable)
            .edited(|t| flat[t.index()])
            .expect("possible times");
        assert!(edited.stop_id == base.timetable.stop_id && edited.trips() < flat.len() + 1);
        let swapped = base.with_timetable(edited);
        for direction in [Direction::Depart, Direction::Arrive] {
            let times = |town, n: &Network| engine(town, n, direction, Tuning::default());
            let due = times(&after, &network(&after));
            assert_eq!(
                times(&after, &swapped),
                due,
                "seed {seed} {direction:?}\n{}",
                describe(&after)
            );
            changed += usize::from(due != times(&town, &base));
        }
    }
    println!("{changed} answers changed");
    assert!(changed > 0);
}

#[test]
fn an_edit_shares_what_it_does_not_touch() {
    let town = (1..)
        .map(|seed| town(seed, Flavour::OnFoot))
        .find(|t| t.feeds[0].trips.len() > 5)
        .expect("a town with trips");
    let base = network(&town);
    let t = &base.timetable;
    let less = t.without(|trip| trip == TripId(2));
    assert_eq!(less.trips(), t.trips() - 1);
    assert_eq!(less.trip_id.get(2), t.trip_id.get(3));
    assert!(less.stop_position.shares_with(&t.stop_position));
    assert!(less.service_weekly.shares_with(&t.service_weekly));
    let later = t.edited(|_| Edit::Shift(60)).expect("possible times");
    assert!(later.trip_route.shares_with(&t.trip_route));
    assert_eq!(
        later.calls.parts().1[0].arrival,
        t.calls.parts().1[0].arrival + 60
    );
    let same = t.edited(|_| Edit::Keep).expect("the same");
    assert!(same.calls.shares_with(&t.calls));
    for far in [i32::MAX, i32::MIN, 1 << 28] {
        let error = t.edited(|_| Edit::Shift(far)).expect_err("years away");
        assert!(error.to_string().contains("trip"), "{error}");
    }
    // Scenarios: the streets are there once.
    let scenarios: Vec<Network> = (0..20)
        .map(|k| base.with_timetable(t.without(|trip| trip.index() % 20 == k)))
        .collect();
    for s in &scenarios {
        assert!(s.streets.shape.shares_with(&base.streets.shape));
        assert!(s.street_index == base.street_index);
        assert!(s.timetable.stop_position.shares_with(&t.stop_position));
    }
}

fn data(folder: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all =
        std::env::var_os("BEREIK_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    let folder = all.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no real data in {}", folder.display());
    None
}

/// Builds with one set of timetables, swaps to another, and compares with a build of that.
fn real(folder: &str, osm: &str, before: &[&str], after: &[&str]) {
    let Some(folder) = data(folder) else { return };
    let paths = |names: &[&str]| names.iter().map(|n| folder.join(n)).collect::<Vec<_>>();
    let (osm, progress) = (folder.join(osm), Progress::silent());
    let options = BuildOptions {
        max_walk: Some(Seconds(20 * 60)),
        ..BuildOptions::default()
    };
    let build =
        |gtfs: &[&str]| load::build(&osm, &paths(gtfs), &options, &progress).expect("a network");
    let (base, due) = (build(before), build(after));
    let got = load::with_timetables(&base, &paths(after), &progress).expect("a network");
    assert_eq!(got.inputs, due.inputs);
    assert!(got.to_bytes() == due.to_bytes(), "{after:?}");
    // And back.
    let back = load::with_timetables(&got, &paths(before), &progress).expect("a network");
    assert!(back.to_bytes() == base.to_bytes(), "{before:?}");
}

#[test]
fn rhein_neckar_before_and_after_the_change() {
    let feeds = ["rnv_2016-09_10.gtfs.zip", "rnv_2016-10_12.gtfs.zip"];
    real("rhein-neckar", "rnv.osm.pbf", &feeds[..1], &feeds[1..]);
}

#[test]
fn porto_alegre_with_and_without_rail() {
    let feeds = ["poa_eptc_midday.gtfs.zip", "poa_trensurb.gtfs.zip"];
    real("porto-alegre", "poa.osm.pbf", &feeds[..1], &feeds);
}

#[test]
fn newport_from_one_bus_timetable_to_another_with_trains() {
    real(
        "newport-uk",
        "newport.osm.pbf",
        &["newport_bus_2023.gtfs.zip"],
        &[
            "southeast_wales_bus_2024.gtfs.zip",
            "south_wales_rail_2024.gtfs.zip",
        ],
    );
}
