//! A town whose answers are worked out on paper. Destinations hold 1, 2, 4, 8 … opportunities, so
//! that a sum tells which of them were reached. Engine and reference must both say what is here.
//!
//! Walking 4.8 km/h is 80 m a minute; junctions of the town are 80 m apart.
//!
//! ```text
//!   (0,80) ------------------------- (400,80) ------------- (800,80)
//!     |                                  |
//!   O(0,0) - A(80,0) - ... ----------- (400,0) ---- ... - (800,0)
//!
//!   far away, by vehicle only:  F1(0,4000) - ... - F2(400,4000)     G(8000,0) - (8000,80)
//!                               H(0,8000) - (80,8000)
//! ```
//!
//! Line 1: A 08:05, F1 08:15, F2 08:17; again 30 minutes later.
//! Line 2: F2 08:18, G 08:30; again 30 minutes later.
//! Line 3: A to H in 5 minutes, every 601 seconds between 08:00 and 09:00 (half: 301 s, rounded up).

use crate::common;

use bereik::input::gtfs::TransferKind;
use bereik::routing::Tuning;
use bereik::travel::Direction;
use common::builder::TownBuilder;
use common::compare::{Times, engine, network, reference};
use common::town::Town;

/// Places of the destinations; number `i` holds `2^i` opportunities.
const PLACES: [(f64, f64); 11] = [
    (400.0, 0.0),    // 1: 400 m, 5 min
    (0.0, 80.0),     // 2: 80 m, 1 min
    (400.0, 80.0),   // 4: 480 m, 6 min
    (800.0, 0.0),    // 8: 800 m, 10 min, just within the longest walk
    (0.0, 4000.0),   // 16: F1, 08:15
    (160.0, 4000.0), // 32: F1 + 160 m = 08:17 (F2 - 240 m would be 08:20)
    (320.0, 4000.0), // 64: F2 + 80 m = 08:18 (F1 + 320 m would be 08:19)
    (8000.0, 0.0),   // 128: G, 08:30; at F2 one is ready at 08:18:00, just in time
    (8000.0, 80.0),  // 256: G + 80 m = 08:31
    (800.0, 80.0),   // 512: 880 m, over the longest walk, and no line goes there
    (0.0, 8000.0),   // 1024: H; ready at A 08:02:00, leaves 08:07:01, there 08:12:01
];

fn town() -> TownBuilder {
    let along = |y: f64, to: i32| -> Vec<(f64, f64)> {
        (0..=to / 80).map(|i| (f64::from(i * 80), y)).collect()
    };
    let mut town = TownBuilder::new()
        .street(&along(0.0, 800))
        .street(&[(0.0, 0.0), (0.0, 80.0), (400.0, 80.0), (800.0, 80.0)])
        .street(&[(400.0, 0.0), (400.0, 80.0)])
        .street(&along(4000.0, 400))
        .street(&[(8000.0, 0.0), (8000.0, 80.0)])
        .street(&[(0.0, 8000.0), (80.0, 8000.0)])
        .stop("A", (80.0, 0.0))
        .stop("F1", (0.0, 4000.0))
        .stop("F2", (400.0, 4000.0))
        .stop("G", (8000.0, 0.0))
        .stop("H", (0.0, 8000.0))
        .line(
            "1",
            &[("A", 0), ("F1", 600), ("F2", 720)],
            &["08:05", "08:35"],
        )
        .line("2", &[("F2", 0), ("G", 720)], &["08:18", "08:48"])
        .frequent("3", &[("A", 0), ("H", 300)], "08:00", "09:00", 601)
        .window("08:00", 1)
        .person(|p| p.max_walk = 600)
        .origin((0.0, 0.0));
    for place in PLACES {
        town = town.destination(place);
    }
    town
}

/// The engine's answer, after making sure that the reference's is the same.
fn answer(town: &Town, direction: Direction) -> Times {
    let due = reference(town, direction);
    let got = engine(town, &network(town), direction, Tuning::default());
    assert_eq!(got, Ok(due.clone()), "the engine against the reference");
    due
}

/// Seconds to each destination at the first departure.
fn seconds(town: &Town) -> Vec<Option<u32>> {
    let times = answer(town, Direction::Depart);
    times[0].iter().map(|d| d[0]).collect()
}

/// Opportunities within so many minutes of the first departure.
fn within(town: &Town, minutes: u32) -> u32 {
    let reached = |t: &Option<u32>| t.is_some_and(|t| t <= minutes * 60);
    let times = seconds(town);
    (0..times.len())
        .filter(|&i| reached(&times[i]))
        .map(|i| 1 << i)
        .sum()
}

const NONE: Option<u32> = None;

#[test]
fn travel_times_are_those_on_paper() {
    let paper = [300, 60, 360, 600, 900, 1020, 1080, 1800, 1860, 0, 721];
    let paper: Vec<Option<u32>> = paper.into_iter().map(|s| (s > 0).then_some(s)).collect();
    assert_eq!(seconds(&town().build()), paper);
}

#[test]
fn opportunities_within_a_cutoff_add_up_to_the_places_reached() {
    let town = town().build();
    for (minutes, sum) in [
        (0, 0),
        (1, 2),
        (5, 2 + 1),
        (6, 2 + 1 + 4),
        (10, 15),
        (12, 15), // H is reached one second too late
        (13, 15 + 1024),
        (15, 15 + 1024 + 16),
        (17, 15 + 1024 + 16 + 32),
        (18, 15 + 1024 + 16 + 32 + 64),
        (30, 15 + 1024 + 16 + 32 + 64 + 128),
        (31, 15 + 1024 + 16 + 32 + 64 + 128 + 256),
        (120, 15 + 1024 + 16 + 32 + 64 + 128 + 256), // never 512
    ] {
        assert_eq!(within(&town, minutes), sum, "within {minutes} minutes");
    }
}

#[test]
fn one_ride_reaches_neither_g_nor_beyond() {
    let town = town().person(|p| p.max_rides = 1).build();
    assert_eq!(within(&town, 120), 15 + 16 + 32 + 64 + 1024);
}

#[test]
fn shorter_walks_lose_what_is_farther_than_five_minutes() {
    let town = town().person(|p| p.max_walk = 300).build();
    assert_eq!(within(&town, 120), 1 + 2 + 16 + 32 + 64 + 128 + 256 + 1024);
}

#[test]
fn a_limit_of_travel_time_includes_its_last_second() {
    assert_eq!(
        within(&town().person(|p| p.max_trip = 1800).build(), 120),
        1279
    );
    assert_eq!(
        within(&town().person(|p| p.max_trip = 1799).build(), 120),
        1151
    );
}

#[test]
fn one_second_more_of_slack_misses_the_change() {
    // At F2 08:17:00 + 61 s: the 08:18 is gone, the 08:48 is at G 09:00. H a second later.
    let times = seconds(&town().person(|p| p.slack = 61).build());
    assert_eq!(times[7..], [Some(3600), Some(3660), NONE, Some(722)]);
}

#[test]
fn a_rule_at_f2_sets_the_change_there() {
    let forbidden = town().rule("F2", "F2", TransferKind::Forbidden, 0).build();
    // Who gets off at F1 instead walks 400 m to F2: ready 08:21, the 08:48. No rule forbids that.
    assert_eq!(
        seconds(&forbidden)[6..9],
        [Some(1080), Some(3600), Some(3660)]
    );
    // Unless five minutes are too long a walk.
    let no_way_round = town()
        .rule("F2", "F2", TransferKind::Forbidden, 0)
        .person(|p| p.max_walk = 299)
        .build();
    assert_eq!(seconds(&no_way_round)[6..9], [Some(1080), NONE, NONE]);
    // Two minutes: ready 08:19, so the 08:48. One minute or less: the 08:18, whatever the slack.
    let longer = town().rule("F2", "F2", TransferKind::MinTime, 120).build();
    assert_eq!(seconds(&longer)[7..9], [Some(3600), Some(3660)]);
    let shorter = town()
        .rule("F2", "F2", TransferKind::MinTime, 60)
        .person(|p| p.slack = 180)
        .build();
    assert_eq!(seconds(&shorter)[7..9], [Some(1800), Some(1860)]);
}

#[test]
fn every_departure_of_a_window_has_its_own_time() {
    // To F1: ready at A two minutes after leaving. 08:00 to 08:03 catch the 08:05, at F1 08:15.
    // 08:04 is ready 08:06 and waits for the 08:35, at F1 08:45.
    let times = answer(&town().window("08:00", 5).build(), Direction::Depart);
    assert_eq!(
        times[0][4],
        [900, 840, 780, 720, 2460].map(Some),
        "to F1, minute by minute"
    );
}

#[test]
fn deadlines_count_back_to_the_latest_departure() {
    // F1 by 08:15 or soon after: leave 08:03:00 sharp. By 08:14: no vehicle yet.
    // H: two minutes to be ready, 301 s of waiting, 300 s of riding, at whatever second one leaves.
    let times = answer(&town().window("08:14", 4).build(), Direction::Arrive);
    assert_eq!(times[0][4], [NONE, Some(720), Some(780), Some(840)]);
    assert_eq!(times[0][10], [721; 4].map(Some), "H is always 721 s away");
    assert_eq!(times[0][0], [300; 4].map(Some), "on foot");
}
