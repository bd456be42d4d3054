//! Legs between places off the street, by bicycle with steps, and their limits. The answers are worked out on paper;
//! engine and reference must both give them.
//!
//! Walking 4.8 km/h is 4 m in 3 s. Towns are drawn 0.025 % too small (`at_metres`), which never makes
//! another second of the walks below.

use crate::common;

use bereik::input::gtfs::TransferKind;
use bereik::routing::{SearchFrom, Tuning};
use bereik::travel::Direction;
use common::builder::TownBuilder;
use common::compare::{engine, network, reference};
use common::reference::Cycling;
use common::town::Town;

/// Seconds of the first departure, `[origin][destination]`; engine and reference agree on them and on arriving
/// half an hour later, from either end.
fn times(town: &Town) -> Vec<Vec<Option<u32>>> {
    let mut later = town.clone();
    later.start += 1800;
    for (town, direction) in [(town, Direction::Depart), (&later, Direction::Arrive)] {
        let due = reference(town, direction);
        for from in [SearchFrom::Fixed, SearchFrom::Other] {
            let tuning = Tuning {
                from,
                ..Tuning::default()
            };
            let got = engine(town, &network(town), direction, tuning);
            assert_eq!(got, Ok(due.clone()), "{direction:?} {from:?}");
        }
    }
    let first = |row: Vec<Vec<Option<u32>>>| row.into_iter().map(|times| times[0]).collect();
    let rows = reference(town, Direction::Depart);
    rows.into_iter().map(first).collect()
}

/// The times of the only origin.
fn row(town: &Town) -> Vec<Option<u32>> {
    times(town).remove(0)
}

/// A street of 800 m; people live up to some hundred metres north of it.
fn off_the_street(origin: (f64, f64), destinations: &[(f64, f64)]) -> Town {
    let mut town = TownBuilder::new().street(&[(0.0, 0.0), (800.0, 0.0)]);
    town = town.origin(origin);
    for at in destinations {
        town = town.destination(*at);
    }
    town.build()
}

#[test]
fn neighbours_off_the_street_walk_straight() {
    let at = [
        (400.0, 200.0), // the very place: 0 s
        (421.0, 200.0), // 21 m: 15.75 s; by the street it would be 421 m
        (400.0, 300.0), // 99.975 m: 74.98 s
        (400.0, 90.0),  // 110 m is too far: 200 m and 90 m to the street and back, 217.5 s
        (400.0, 600.0), // not linked
    ];
    let mut town = off_the_street((400.0, 200.0), &at);
    assert_eq!(row(&town), [Some(0), Some(16), Some(75), Some(218), None]);
    // An ordinary walking leg: no longer than the longest; not walked on from.
    town.person.max_walk = 74;
    assert_eq!(row(&town), [Some(0), Some(16), None, None, None]);
    town.person.max_walk_only = Some(75);
    assert_eq!(row(&town), [Some(0), Some(16), Some(75), None, None]);
    town.person.max_walk_only = Some(0);
    assert_eq!(row(&town), [Some(0), None, None, None, None]);
    let lonely = off_the_street((400.0, 600.0), &[(400.0, 600.0), (401.0, 600.0)]);
    assert_eq!(
        row(&lonely),
        [None, None],
        "what isn't linked reaches nothing"
    );
}

#[test]
fn a_straight_line_longer_than_both_links_joins_nobody() {
    // 5 m off the street each: 9 m apart straight (6.75 s), 12 m apart over it: 22 m (16.5 s).
    let town = off_the_street((300.0, 5.0), &[(309.0, 5.0), (312.0, 5.0)]);
    assert_eq!(row(&town), [Some(7), Some(17)]);
}

#[test]
fn a_wheelchair_is_joined_by_its_own_links_and_those_on_foot() {
    // Wheelchairs can't use the street nearby; theirs lies 100 m north of it.
    let mut town = TownBuilder::new()
        .street(&[(0.0, 0.0), (800.0, 0.0)])
        .street(&[(0.0, 100.0), (800.0, 100.0)])
        .origin((100.0, 10.0))
        .origin((200.0, 40.0))
        .destination((130.0, 10.0))
        .destination((230.0, 40.0))
        .build();
    town.streets[0].wheels = false;
    // 10 m off: 10 + 30 + 10 m on foot (37.5 s). 40 m off: 30 m straight (22.5 s).
    let on_foot = times(&town);
    assert_eq!((on_foot[0][0], on_foot[1][1]), (Some(38), Some(23)));
    // 90 + 30 + 90 m (157.5 s), as on foot there is no straight line; the other has both.
    town.person.wheelchair = Some(true);
    let wheels = times(&town);
    assert_eq!((wheels[0][0], wheels[1][1]), (Some(158), Some(23)));
}

#[test]
fn stops_off_the_street_are_joined_as_points_are() {
    let lines = |second: &str| {
        let mut town = TownBuilder::new()
            .street(&[(0.0, 0.0), (800.0, 0.0)])
            .street(&[(0.0, 8000.0), (80.0, 8000.0)])
            .stop("A", (0.0, 0.0))
            .stop("B", (400.0, 200.0))
            .stop("C", (421.0, 200.0))
            .stop("D", (0.0, 8000.0))
            .line("1", &[("A", 0), ("B", 300)], &["08:05"])
            .line("2", &[("C", 0), ("D", 600)], &[second])
            .origin((0.0, 0.0))
            .destination((0.0, 8000.0))
            .build();
        // Straight to line 2, and nothing but that in reach.
        town.person.max_walk = 60;
        town
    };
    // At B 08:10; 16 s to C and a minute's slack.
    assert_eq!(row(&lines("08:11:16")), [Some(21 * 60 + 16)]);
    assert_eq!(row(&lines("08:11:15")), [None]);
    let mut short = lines("08:11:16");
    short.person.max_transfer = Some(16);
    assert_eq!(row(&short), [Some(21 * 60 + 16)]);
    short.person.max_transfer = Some(15);
    assert_eq!(row(&short), [None]);
}

#[test]
fn at_one_position_one_changes_without_a_walk_linked_or_not() {
    let town = |y: f64, second: &str| {
        let mut town = TownBuilder::new()
            .street(&[(0.0, 0.0), (800.0, 0.0)])
            .street(&[(0.0, 8000.0), (80.0, 8000.0)])
            .stop("A", (0.0, 0.0))
            .stop("B", (400.0, y))
            .stop("C", (400.0, y))
            .stop("D", (0.0, 8000.0))
            .line("1", &[("A", 0), ("B", 300)], &["08:05"])
            .line("2", &[("C", 0), ("D", 600)], &[second])
            .origin((0.0, 0.0))
            .destination((0.0, 8000.0))
            .build();
        town.person.max_walk = 0;
        town
    };
    // On the street, 100 m off it, and 600 m off it, where neither is linked.
    for y in [0.0, 100.0, 600.0] {
        assert_eq!(row(&town(y, "08:11")), [Some(1260)], "{y} m off");
        assert_eq!(row(&town(y, "08:10:59")), [None], "{y} m off");
    }
    // A type 2 row sets the time of that change too.
    let mut ruled = town(600.0, "08:10:20");
    let rule = |b, c| bereik::input::gtfs::TransferRule {
        from_stop: Some(b),
        to_stop: Some(c),
        from_route: None,
        to_route: None,
        from_trip: None,
        to_trip: None,
        kind: TransferKind::MinTime,
        min_time: 20,
    };
    ruled.feeds[0].transfers = vec![rule(1, 2)];
    assert_eq!(row(&ruled), [Some(20 * 60 + 20)]);
}

/// 3 km of street, then 48 m of stairs.
fn stairs() -> TownBuilder {
    TownBuilder::new()
        .street(&[(0.0, 0.0), (3000.0, 0.0)])
        .street(&[(3000.0, 0.0), (3000.0, 48.0)])
        .street(&[(0.0, 8000.0), (80.0, 8000.0)])
}

/// No bicycle on the stairs; 4 m/s elsewhere, at most `max` seconds a leg.
fn by_bicycle(mut town: Town, access: bool, max: i64) -> Town {
    let steps = &mut town.streets[1];
    (steps.wheels, steps.push, steps.bike) = (false, false, [false, false]);
    town.person.bicycle = Some(Cycling {
        access,
        egress: !access,
        speed: 14_400_000,
        max,
    });
    town
}

#[test]
fn a_bicycle_is_left_at_the_foot_of_the_stairs() {
    let town = stairs()
        .origin((0.0, 0.0))
        .destination((3000.0, 48.0))
        .destination((3000.0, 0.0))
        .build();
    // 3,000 m ridden, 750 s, and 48 m walked, 36 s: rounded up once.
    let ridden = by_bicycle(town.clone(), true, 786);
    assert_eq!(row(&ridden), [Some(786), Some(750)]);
    // The whole leg obeys the longest by bicycle; walking takes 2,286 s.
    let short = by_bicycle(town.clone(), true, 785);
    assert_eq!(row(&short), [None, Some(750)]);
    // With a ramp it is pushed up, which takes as long.
    let mut ramp = ridden;
    ramp.streets[1].push = true;
    assert_eq!(row(&ramp), [Some(786), Some(750)]);
}

#[test]
fn it_is_not_taken_along_after_the_stairs_nor_left_twice() {
    // Behind the stairs 400 m more, on foot: 750 + 36 + 300 s; with a second bicycle it would be 886.
    let town = stairs()
        .street(&[(3000.0, 48.0), (3400.0, 48.0)])
        .origin((0.0, 0.0))
        .destination((3400.0, 48.0))
        .build();
    assert_eq!(row(&by_bicycle(town, true, 1800)), [Some(1086)]);
    // A home at the top of the stairs: the bicycle stands there and doesn't get down.
    let town = stairs()
        .origin((3000.0, 48.0))
        .destination((0.0, 0.0))
        .build();
    assert_eq!(row(&by_bicycle(town, true, 1800)), [None]);
}

#[test]
fn at_the_other_end_one_walks_to_where_the_bicycle_waits() {
    let town = stairs()
        .stop("A", (0.0, 8000.0))
        .stop("B", (3000.0, 48.0))
        .line("1", &[("A", 0), ("B", 300)], &["08:05"])
        .origin((0.0, 8000.0))
        .destination((0.0, 0.0))
        .build();
    // At B 08:10; down the stairs and 3,000 m by bicycle: 786 s.
    assert_eq!(row(&by_bicycle(town.clone(), false, 786)), [Some(1386)]);
    assert_eq!(row(&by_bicycle(town, false, 785)), [None]);
}

#[test]
fn a_bicycle_is_pushed_to_a_neighbour_off_the_street() {
    let town = off_the_street((400.0, 200.0), &[(421.0, 200.0)]);
    let ridden = |max| {
        let mut town = town.clone();
        town.person.max_walk = 0;
        town.person.bicycle = Some(Cycling {
            access: true,
            egress: false,
            speed: 14_400_000,
            max,
        });
        town
    };
    assert_eq!(row(&ridden(16)), [Some(16)]);
    assert_eq!(row(&ridden(15)), [None]);
}

#[test]
fn walks_between_rides_and_all_the_way_have_limits_of_their_own() {
    // At Q 08:10, 240 m (180 s) to Q2, a minute's slack: 08:14.
    let mut town = TownBuilder::new()
        .street(&[(0.0, 0.0), (240.0, 0.0)])
        .street(&[(0.0, 4000.0), (240.0, 4000.0)])
        .street(&[(0.0, 8000.0), (80.0, 8000.0)])
        .stop("P", (0.0, 0.0))
        .stop("Q", (0.0, 4000.0))
        .stop("Q2", (240.0, 4000.0))
        .stop("R", (0.0, 8000.0))
        .line("1", &[("P", 0), ("Q", 300)], &["08:05"])
        .line("2", &[("Q2", 0), ("R", 360)], &["08:14"])
        .origin((0.0, 0.0))
        .destination((0.0, 8000.0))
        .destination((240.0, 0.0))
        .build();
    assert_eq!(row(&town), [Some(1200), Some(180)]);
    town.person.max_transfer = Some(180);
    assert_eq!(row(&town), [Some(1200), Some(180)]);
    town.person.max_transfer = Some(179);
    assert_eq!(row(&town), [None, Some(180)]);
    // It counts as the longest walk where it is larger.
    town.person.max_transfer = Some(600);
    town.person.max_walk = 179;
    assert_eq!(row(&town), [None, None]);
    town.person.max_walk_only = Some(180);
    assert_eq!(row(&town), [None, Some(180)]);
    // A row of type 2 makes no connection that can't be walked.
    town.person.max_walk = 600;
    town.person.max_transfer = Some(179);
    town.feeds[0].transfers = vec![bereik::input::gtfs::TransferRule {
        from_stop: Some(1),
        to_stop: Some(2),
        from_route: None,
        to_route: None,
        from_trip: None,
        to_trip: None,
        kind: TransferKind::MinTime,
        min_time: 0,
    }];
    assert_eq!(row(&town), [None, Some(180)]);
    // Without a vehicle.
    town.person.max_transfer = None;
    assert_eq!(row(&town), [Some(1200), Some(180)]);
    town.person.max_rides = 0;
    assert_eq!(row(&town), [None, Some(180)]);
}
