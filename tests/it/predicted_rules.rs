//! Rules of the timetable, one by one, in a town of three stops. The answers are worked out on
//! paper; engine and reference must both give them.
//!
//! Line 1: P 08:05, Q 08:10. Line 2: Q 08:12, R 08:20, and again at 08:32. P, Q and R are far
//! apart; the origin is at P, the destination at R, one leaves at 08:00, the slack is a minute.
//! So R is reached at 08:20 (1200 s); who misses the 08:12 is there at 08:40 (2400 s).

use crate::common;

use bereik::input::gtfs::{Access, Call, Frequency, Stop, StopKind, TransferKind, TransferRule};
use bereik::routing::Tuning;
use bereik::travel::Direction;
use common::builder::{TownBuilder, clock};
use common::compare::{engine, network, reference};
use common::reference::Cycling;
use common::town::{EVERY_DAY, TODAY, Town, YESTERDAY, add_ghost, add_trip, empty_feed};

const EARLY: Option<u32> = Some(1200);
const LATE: Option<u32> = Some(2400);
const NONE: Option<u32> = None;

// Stops, routes and trips of the town, by index.
const P: u32 = 0;
const Q: u32 = 1;
const R: u32 = 2;
const LINE_1: Option<u32> = Some(0);
const LINE_2: Option<u32> = Some(1);
const TO_Q: u32 = 0;
const AT_0812: u32 = 1;

fn town() -> Town {
    TownBuilder::new()
        .street(&[(0.0, 0.0), (80.0, 0.0)])
        .street(&[(0.0, 4000.0), (240.0, 4000.0)])
        .street(&[(0.0, 8000.0), (80.0, 8000.0)])
        .stop("P", (0.0, 0.0))
        .stop("Q", (0.0, 4000.0))
        .stop("R", (0.0, 8000.0))
        .line("1", &[("P", 0), ("Q", 300)], &["08:05"])
        .line("2", &[("Q", 0), ("R", 480)], &["08:12", "08:32"])
        .origin((0.0, 0.0))
        .destination((0.0, 8000.0))
        .build()
}

/// Travel time of the first departure. The engine and the reference must agree on it, and on
/// arriving by half past.
fn time(town: &Town) -> Option<u32> {
    let mut by_half_past = town.clone();
    by_half_past.start += 1800;
    for (town, direction) in [
        (town, Direction::Depart),
        (&by_half_past, Direction::Arrive),
    ] {
        let due = reference(town, direction);
        let got = engine(town, &network(town), direction, Tuning::default());
        assert_eq!(
            got,
            Ok(due),
            "the engine against the reference, {direction:?}"
        );
    }
    reference(town, Direction::Depart)[0][0][0]
}

/// A row of transfers.txt from Q to Q that holds for all.
fn at_q(kind: TransferKind, min_time: u32) -> TransferRule {
    TransferRule {
        from_stop: Some(Q),
        to_stop: Some(Q),
        from_route: None,
        to_route: None,
        from_trip: None,
        to_trip: None,
        kind,
        min_time,
    }
}

fn with_rules(rules: &[TransferRule]) -> Option<u32> {
    let mut town = town();
    town.feeds[0].transfers = rules.to_vec();
    let forward = time(&town);
    // The order of rows of different rank is of no account.
    town.feeds[0].transfers.reverse();
    assert_eq!(time(&town), forward, "rows in reverse");
    forward
}

use TransferKind::{Forbidden, InSeat, MinTime, NotInSeat};

#[test]
fn without_rules_the_slack_is_kept() {
    assert_eq!(time(&town()), EARLY);
    let mut hurried = town();
    hurried.person.slack = 120; // 08:10 + 2 min: just in time
    assert_eq!(time(&hurried), EARLY);
    hurried.person.slack = 121;
    assert_eq!(time(&hurried), LATE);
}

#[test]
fn rows_that_name_more_go_before_those_that_name_less() {
    // Each row in turn is overruled by the next.
    let stops = at_q(Forbidden, 0);
    let one_route = TransferRule {
        from_route: LINE_1,
        ..at_q(MinTime, 120)
    };
    let both_routes = TransferRule {
        from_route: LINE_1,
        to_route: LINE_2,
        ..at_q(MinTime, 121)
    };
    let one_trip = TransferRule {
        to_trip: Some(AT_0812),
        ..at_q(MinTime, 0)
    };
    let trip_and_route = TransferRule {
        from_trip: Some(TO_Q),
        to_route: LINE_2,
        ..at_q(Forbidden, 0)
    };
    let both_trips = TransferRule {
        from_trip: Some(TO_Q),
        to_trip: Some(AT_0812),
        ..at_q(MinTime, 60)
    };
    assert_eq!(with_rules(&[stops]), NONE);
    assert_eq!(with_rules(&[stops, one_route]), EARLY);
    assert_eq!(with_rules(&[stops, one_route, both_routes]), LATE);
    assert_eq!(
        with_rules(&[stops, one_route, both_routes, one_trip]),
        EARLY
    );
    let five = [stops, one_route, both_routes, one_trip, trip_and_route];
    assert_eq!(with_rules(&five), NONE);
    let six = [
        stops,
        one_route,
        both_routes,
        one_trip,
        trip_and_route,
        both_trips,
    ];
    assert_eq!(with_rules(&six), EARLY);
}

#[test]
fn a_row_for_another_line_or_trip_is_of_no_account() {
    let other_route = TransferRule {
        to_route: LINE_1,
        ..at_q(Forbidden, 0)
    };
    let other_trip = TransferRule {
        to_trip: Some(2),
        ..at_q(Forbidden, 0)
    };
    let half = TransferRule {
        from_trip: Some(TO_Q),
        to_route: LINE_1,
        ..at_q(Forbidden, 0)
    };
    assert_eq!(with_rules(&[other_route, other_trip, half]), EARLY);
}

#[test]
fn of_two_rows_alike_the_first_holds() {
    let mut town = town();
    town.feeds[0].transfers = vec![at_q(Forbidden, 0), at_q(MinTime, 0)];
    assert_eq!(time(&town), NONE);
    town.feeds[0].transfers.reverse();
    assert_eq!(time(&town), EARLY);
}

#[test]
fn a_stops_own_row_goes_before_its_stations_and_names_go_before_both() {
    let mut town = town();
    let feed = &mut town.feeds[0];
    let station = feed.stops.len() as u32;
    feed.stops.push(Stop {
        id: "station".into(),
        kind: StopKind::Station,
        position: feed.stops[Q as usize].position,
        ..Stop::default()
    });
    feed.stops[Q as usize].parent = Some(station);
    let rule = |from, to, kind| TransferRule {
        from_stop: Some(from),
        to_stop: Some(to),
        ..at_q(kind, 0)
    };
    let mut with = |rules: &[TransferRule]| {
        town.feeds[0].transfers = rules.to_vec();
        time(&town)
    };
    let whole = rule(station, station, Forbidden);
    assert_eq!(with(&[whole]), NONE);
    assert_eq!(with(&[whole, rule(Q, Q, MinTime)]), EARLY);
    assert_eq!(with(&[whole, rule(station, Q, MinTime)]), EARLY);
    // The stop one comes from counts first.
    assert_eq!(
        with(&[rule(station, Q, MinTime), rule(Q, station, Forbidden)]),
        NONE
    );
    let line = TransferRule {
        to_route: LINE_2,
        ..whole
    };
    assert_eq!(with(&[rule(Q, Q, MinTime), line]), NONE);
}

/// Line 1's trip and the 08:12 in one block, in a hurry: at most one ride, and no time to change.
fn in_one_block() -> Town {
    let mut town = town();
    town.person.max_rides = 1;
    town.person.slack = 240;
    for t in [TO_Q, AT_0812] {
        town.feeds[0].trips[t as usize].block = Some(7);
    }
    town
}

#[test]
fn trips_of_a_block_are_one_vehicle_unless_a_row_says_otherwise() {
    let mut town = in_one_block();
    assert_eq!(time(&town), EARLY);
    // Whatever may be done at the joint.
    let joint = town.feeds[0].trips[TO_Q as usize].calls.end;
    town.feeds[0].calls[joint - 1].alights = false;
    town.feeds[0].calls[joint].boards = false;
    assert_eq!(time(&town), EARLY);
    // Type 3 is for changes; this is none.
    town.feeds[0].transfers = vec![at_q(Forbidden, 0)];
    assert_eq!(time(&town), EARLY);
    let off = TransferRule {
        from_trip: Some(TO_Q),
        to_trip: Some(AT_0812),
        ..at_q(NotInSeat, 0)
    };
    let mut town = in_one_block();
    town.feeds[0].transfers = vec![off];
    assert_eq!(time(&town), NONE);
    town.person.max_rides = 2;
    assert_eq!(time(&town), LATE, "an ordinary change, with the slack");
}

#[test]
fn a_block_joins_only_to_its_next_trip_from_the_same_stop_in_time_on_the_same_day() {
    // Another trip of the block starts in between, elsewhere: the vehicle is not at Q at 08:12.
    let mut town = in_one_block();
    let calls = [
        (R, 29_460, 29_460, true, true),
        (Q, 29_480, 29_480, true, true),
    ];
    let between = add_trip(&mut town.feeds[0], 1, TODAY, Some(7), &calls);
    assert_eq!(clock("08:11"), 29_460);
    assert_eq!(time(&town), NONE);
    // On another day it is of no account.
    town.feeds[0].trips[between as usize].service = YESTERDAY;
    assert_eq!(time(&town), EARLY);
    // Trips of different days are never joined, though the second would come at the right time.
    let mut town = in_one_block();
    town.feeds[0].trips[AT_0812 as usize].service = YESTERDAY;
    let range = town.feeds[0].trips[AT_0812 as usize].calls.clone();
    for call in &mut town.feeds[0].calls[range] {
        (call.arrival, call.departure) = (call.arrival + 86_400, call.departure + 86_400);
    }
    assert_eq!(time(&town), NONE);
    town.person.max_rides = 2;
    town.person.slack = 60;
    assert_eq!(time(&town), EARLY, "it does run");
    // Leaving before the other arrives.
    let mut town = in_one_block();
    let last = town.feeds[0].trips[TO_Q as usize].calls.end - 1;
    let soon = Call {
        arrival: 29_521,
        departure: 29_521,
        ..town.feeds[0].calls[last]
    };
    town.feeds[0].calls[last] = soon;
    assert_eq!(time(&town), NONE);
}

#[test]
fn type_4_joins_trips_wherever_they_stop() {
    let mut town = in_one_block();
    for trip in &mut town.feeds[0].trips {
        trip.block = None;
    }
    assert_eq!(time(&town), NONE);
    let seated = TransferRule {
        from_trip: Some(TO_Q),
        to_trip: Some(AT_0812),
        ..at_q(InSeat, 0)
    };
    town.feeds[0].transfers = vec![seated];
    assert_eq!(time(&town), EARLY);
    let first = town.feeds[0].trips[AT_0812 as usize].calls.start;
    town.feeds[0].calls[first].stop = R;
    assert_eq!(time(&town), EARLY, "from another stop");
    (
        town.feeds[0].calls[first].arrival,
        town.feeds[0].calls[first].departure,
    ) = (29_399, 29_399);
    assert_eq!(
        time(&town),
        NONE,
        "leaving a second before the other arrives"
    );
}

#[test]
fn frequency_trips_take_no_part_in_blocks() {
    let mut town = in_one_block();
    town.feeds[0].frequencies.push(Frequency {
        trip: AT_0812,
        start: clock("08:12"),
        end: clock("08:13"),
        headway: 600,
        exact: true,
    });
    assert_eq!(time(&town), NONE);
    town.person.max_rides = 2;
    town.person.slack = 60;
    assert_eq!(time(&town), EARLY, "it does run");
}

#[test]
fn pickup_and_drop_off_types_hold_at_each_call() {
    let mut town = town();
    let start = town.feeds[0].trips[AT_0812 as usize].calls.start;
    town.feeds[0].calls[start].boards = false;
    assert_eq!(time(&town), LATE);
    town.feeds[0].calls[start].boards = true;
    town.feeds[0].calls[start + 1].alights = false;
    assert_eq!(time(&town), LATE);
}

#[test]
fn on_the_night_the_clocks_go_forward_the_day_before_ends_an_hour_sooner() {
    // Noon of 30 March 2025 comes 23 hours after that of the 29th: 25:30 of the 29th, counted
    // from its noon less 12 h, is 02:30 counted from the 30th's.
    let mut town = town();
    town.date = chrono::NaiveDate::from_ymd_opt(2025, 3, 30).expect("a date");
    town.feeds[0].services = common::town::services(town.date);
    town.feeds[0].trips.clear();
    town.feeds[0].calls.clear();
    let calls = [
        (P, 91_800, 91_800, true, true),
        (R, 92_400, 92_400, true, true),
    ];
    add_trip(&mut town.feeds[0], 0, YESTERDAY, None, &calls);
    add_ghost(&mut town.feeds[0]);
    assert_eq!(clock("25:30"), 91_800);
    town.start = i64::from(clock("02:29"));
    assert_eq!(time(&town), Some(11 * 60)); // ready 02:30:00, there 02:40
    town.start += 1;
    assert_eq!(time(&town), NONE);
    // When they go back, an hour later: 24:30 of 25 October 2025 is 23:30 less 24 h, plus an hour.
    town.date = chrono::NaiveDate::from_ymd_opt(2025, 10, 26).expect("a date");
    town.feeds[0].services = common::town::services(town.date);
    town.start = i64::from(clock("00:29"));
    assert_eq!(time(&town), Some(11 * 60)); // noon to noon is 25 h: 25:30 is 00:30
}

#[test]
fn feeds_in_other_time_zones_are_brought_to_that_of_the_first() {
    // London's 07:05 is Amsterdam's 08:05. Stops of two feeds are two stops: one walks, 0 s.
    let mut town = town();
    let mut other = empty_feed("other", chrono_tz::Europe::London, town.date);
    other.routes = town.feeds[0].routes.clone();
    other.stops = town.feeds[0].stops.clone();
    let calls = [
        (Q, 25_500, 25_500, true, true),
        (R, 25_800, 25_800, true, true),
    ];
    assert_eq!(clock("07:05"), 25_500);
    add_trip(&mut other, 0, EVERY_DAY, None, &calls);
    let shifted: Vec<Call> = other
        .calls
        .iter()
        .map(|c| Call {
            arrival: c.arrival + 360,
            departure: c.departure + 360,
            ..*c
        })
        .collect();
    other.calls = shifted; // 07:11 in London, at R 08:16 in Amsterdam
    town.feeds.push(other);
    assert_eq!(time(&town), Some(16 * 60));
    // A rule of one feed is none for changes to the other.
    town.feeds[0].transfers = vec![at_q(Forbidden, 0)];
    assert_eq!(time(&town), Some(16 * 60));
}

#[test]
fn an_unlinked_stop_serves_for_changing_only() {
    let mut town = town();
    town.feeds[0].stops[Q as usize].position = None;
    assert_eq!(time(&town), EARLY);
    town.feeds[0].stops[R as usize].position = None;
    assert_eq!(time(&town), NONE);
}

#[test]
fn wheelchair_users_keep_to_what_is_accessible() {
    let mut town = town();
    town.person.wheelchair = Some(true);
    assert_eq!(time(&town), EARLY, "what is unknown counts as accessible");
    town.person.wheelchair = Some(false);
    assert_eq!(time(&town), NONE, "what is unknown does not");
    for stop in &mut town.feeds[0].stops {
        stop.wheelchair = Access::Yes;
    }
    for trip in &mut town.feeds[0].trips {
        trip.wheelchair = Access::Yes;
    }
    assert_eq!(time(&town), EARLY);
    town.feeds[0].trips[AT_0812 as usize].wheelchair = Access::No;
    assert_eq!(time(&town), LATE);
    town.feeds[0].stops[Q as usize].wheelchair = Access::No;
    assert_eq!(time(&town), NONE);
}

/// A square: 800 m of plain street, or 100 m of steps, to the destination.
fn round_the_corner() -> Town {
    let mut town = TownBuilder::new()
        .street(&[(0.0, 0.0), (0.0, 350.0), (100.0, 350.0), (100.0, 0.0)])
        .street(&[(0.0, 0.0), (100.0, 0.0)])
        .origin((0.0, 0.0))
        .destination((100.0, 0.0))
        .build();
    let steps = &mut town.streets[3];
    (steps.wheels, steps.push, steps.bike) = (false, false, [false, false]);
    town
}

#[test]
fn steps_are_for_walkers_only() {
    let mut town = round_the_corner();
    assert_eq!(time(&town), Some(75)); // 100 m
    town.person.wheelchair = Some(true);
    assert_eq!(time(&town), Some(600)); // 800 m
}

#[test]
fn a_bicycle_goes_its_own_speed_where_one_may_cycle() {
    let mut town = round_the_corner();
    town.streets[3].foot = false; // no shortcut
    town.person.bicycle = Some(Cycling {
        access: true,
        egress: false,
        speed: 14_400_000, // 4 m/s
        max: 600,
    });
    assert_eq!(time(&town), Some(200)); // 800 m
    // One-way the other way: pushed there, 350 m at 80 m a minute; 450 m ridden.
    town.streets[0].bike = [false, true];
    assert_eq!(time(&town), Some(375)); // 262.5 s + 112.5 s
    town.person.bicycle = town.person.bicycle.map(|b| Cycling {
        access: false,
        egress: true,
        ..b
    });
    assert_eq!(
        time(&town),
        Some(600),
        "by bicycle from the last stop only: on foot"
    );
}
