//! Rules of stations and of timed transfers, one by one. The answers are worked out on paper; engine and
//! reference must both give them.
//!
//! A street of 480 m; the origin and platform P are at its beginning, entrance E is 240 m (180 s) on, F 120 m
//! (90 s) on. Line 1 leaves P at 08:05 for R, there 08:15, and at 08:25, there 08:35; the destination is at R.
//! One leaves at 08:00, the slack is a minute. So who is at P by 08:04 is there in 900 s, who is later in 2100 s.

use crate::common;

use bereik::ids::{Id, StopId};
use bereik::input::gtfs::{
    Access, Pathway, Stop, StopAccess, StopKind, TransferKind, TransferRule,
};
use bereik::routing::Tuning;
use bereik::travel::Direction;
use bereik::units::LonLat;
use common::builder::{TownBuilder, clock};
use common::compare::{engine, network, reference};
use common::town::{TODAY, Town, add_trip};

const EARLY: Option<u32> = Some(900);
const LATE: Option<u32> = Some(2100);
const NONE: Option<u32> = None;

// Stops of the town, by index; two stops of its ghost line stand between.
const P: u32 = 0;
const R: u32 = 1;
const STATION: u32 = 4;
const E: u32 = 5;
const F: u32 = 6;
const AREA: u32 = 7;

fn town() -> Town {
    let mut town = TownBuilder::new()
        .street(&[(0.0, 0.0), (120.0, 0.0), (240.0, 0.0), (480.0, 0.0)])
        .street(&[(0.0, 8000.0), (240.0, 8000.0)])
        .stop("P", (0.0, 0.0))
        .stop("R", (0.0, 8000.0))
        .line("1", &[("P", 0), ("R", 600)], &["08:05", "08:25"])
        .origin((0.0, 0.0))
        .destination((0.0, 8000.0))
        .build();
    let at = |node: usize| Some(town.position(node));
    let (e, f) = (at(2), at(1));
    let feed = &mut town.feeds[0];
    let row = |id: &str, kind, position, parent| Stop {
        id: id.into(),
        kind,
        position,
        parent,
        ..Stop::default()
    };
    feed.stops.extend([
        row("station", StopKind::Station, e, None),
        row("E", StopKind::Entrance, e, Some(STATION)),
        row("F", StopKind::Entrance, f, None),
        row("area", StopKind::BoardingArea, None, Some(P)),
    ]);
    feed.stops[P as usize].parent = Some(STATION);
    town
}

/// A pathway of so many seconds.
fn way(from_stop: u32, to_stop: u32, seconds: u32) -> Pathway {
    Pathway {
        from_stop,
        to_stop,
        mode: 1,
        both_ways: true,
        time: Some(seconds),
        length_m: None,
    }
}

/// Travel time of the first departure. The engine and the reference must agree on it, and on
/// arriving by twenty to nine.
fn time(town: &Town) -> Option<u32> {
    let mut by_deadline = town.clone();
    by_deadline.start += 2400;
    for (town, direction) in [(town, Direction::Depart), (&by_deadline, Direction::Arrive)] {
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

fn with_ways(ways: &[Pathway]) -> Option<u32> {
    let mut town = town();
    town.feeds[0].pathways = ways.to_vec();
    time(&town)
}

#[test]
fn a_platform_with_pathways_is_reached_through_its_entrances() {
    assert_eq!(time(&town()), EARLY, "without pathways from the street");
    // 180 s to E, 60 s of pathway, 60 s: just in time.
    assert_eq!(with_ways(&[way(E, P, 60)]), EARLY);
    assert_eq!(with_ways(&[way(E, P, 61)]), LATE);
    // Through F: 90 s and 150 s.
    assert_eq!(with_ways(&[way(E, P, 61), way(F, P, 150)]), EARLY);
    assert_eq!(with_ways(&[way(E, P, 61), way(F, P, 151)]), LATE);
    // By way of the other entrance, indoors: 90 + 75 + 75.
    assert_eq!(with_ways(&[way(E, P, 75), way(F, E, 75)]), EARLY);
    // Out only: nobody gets in, though the street passes by.
    let out = Pathway {
        both_ways: false,
        ..way(P, E, 0)
    };
    assert_eq!(with_ways(&[out]), NONE);
}

#[test]
fn pathways_of_a_boarding_area_are_its_platforms() {
    assert_eq!(with_ways(&[way(E, AREA, 60)]), EARLY);
    assert_eq!(with_ways(&[way(E, AREA, 61)]), LATE);
    // From the area on to another entrance: one place.
    assert_eq!(with_ways(&[way(E, AREA, 61), way(AREA, F, 150)]), EARLY);
    // A length, at 80 m a minute: 80 m are 60 s.
    let long = |m| Pathway {
        time: None,
        length_m: Some(m),
        ..way(E, AREA, 0)
    };
    assert_eq!(with_ways(&[long(80.0)]), EARLY);
    assert_eq!(with_ways(&[long(80.001)]), LATE);
    // Neither: straight from E to the platform, since the area has no position: 240 m, 180 s.
    let straight = Pathway {
        length_m: None,
        ..long(0.0)
    };
    assert_eq!(with_ways(&[straight]), LATE);
    let mut town = town();
    town.feeds[0].pathways = vec![straight];
    // An area at E is there at once: 180 s and the slack.
    town.feeds[0].stops[AREA as usize].position = town.feeds[0].stops[E as usize].position;
    assert_eq!(time(&town), EARLY);
}

#[test]
fn stop_access_says_whether_the_street_leads_to_the_platform() {
    let with = |access, ways: &[Pathway], entrances: &[u32]| {
        let mut town = town();
        let feed = &mut town.feeds[0];
        feed.stops[P as usize].access = access;
        for e in [E, F] {
            let here = entrances.contains(&e);
            feed.stops[e as usize].parent = here.then_some(STATION);
        }
        feed.pathways = ways.to_vec();
        time(&town)
    };
    // 1: from the street, whatever the pathways take, and through them.
    assert_eq!(with(StopAccess::Street, &[way(E, P, 61)], &[E]), EARLY);
    // 0: by pathways where there are any.
    assert_eq!(
        with(StopAccess::Entrances, &[way(E, P, 60)], &[E, F]),
        EARLY
    );
    assert_eq!(with(StopAccess::Entrances, &[way(E, P, 61)], &[E, F]), LATE);
    // 0 without pathways: straight from the entrances of its station. Through E 180 s and 240 m straight (180 s);
    // through F 90 s and 120 m straight (90 s).
    assert_eq!(with(StopAccess::Entrances, &[], &[E]), LATE);
    assert_eq!(with(StopAccess::Entrances, &[], &[E, F]), EARLY);
    // Without entrances from the station's position, which is E's.
    assert_eq!(with(StopAccess::Entrances, &[], &[]), LATE);
    let mut town = town();
    let f = town.feeds[0].stops[F as usize].position;
    town.feeds[0].stops[P as usize].access = StopAccess::Entrances;
    town.feeds[0].stops[E as usize].parent = None;
    town.feeds[0].stops[STATION as usize].position = f;
    assert_eq!(time(&town), EARLY);
    // Nothing said, no pathways: from the street.
    assert_eq!(with(StopAccess::Unsaid, &[], &[E]), EARLY);
}

#[test]
fn no_wheelchair_passes_an_entrance_that_is_not_accessible() {
    let with = |marks: [Access; 2], wheelchair| {
        let mut town = town();
        town.person.wheelchair = wheelchair;
        town.feeds[0].pathways = vec![way(E, P, 70), way(F, P, 60)];
        for (stop, mark) in [E, F].into_iter().zip(marks) {
            town.feeds[0].stops[stop as usize].wheelchair = mark;
        }
        for s in [P, R] {
            town.feeds[0].stops[s as usize].wheelchair = Access::Yes;
        }
        for trip in &mut town.feeds[0].trips {
            trip.wheelchair = Access::Yes;
        }
        time(&town)
    };
    let (yes, no, unknown) = (Access::Yes, Access::No, Access::Unknown);
    // Through F 90 + 60 s, through E 180 + 70 s.
    assert_eq!(with([yes, yes], Some(true)), EARLY);
    assert_eq!(with([yes, no], Some(true)), LATE);
    assert_eq!(with([no, unknown], Some(true)), EARLY);
    assert_eq!(with([no, no], Some(true)), NONE);
    assert_eq!(with([no, no], None), EARLY, "who walks passes them all");
    // Straight from an entrance it is the same.
    let mut town = town();
    town.person.wheelchair = Some(true);
    let feed = &mut town.feeds[0];
    feed.stops[P as usize].access = StopAccess::Entrances;
    feed.stops[F as usize].parent = Some(STATION);
    assert_eq!(time(&town), EARLY);
    town.feeds[0].stops[F as usize].wheelchair = no;
    assert_eq!(time(&town), LATE);
    town.feeds[0].stops[E as usize].wheelchair = no;
    assert_eq!(
        time(&town),
        NONE,
        "the station has entrances, so not from its position"
    );
}

#[test]
fn a_station_or_entrance_that_is_called_at_is_a_stop() {
    for called in [STATION, E] {
        let mut town = town();
        for call in town.feeds[0].calls.iter_mut().filter(|c| c.stop == P) {
            call.stop = called;
        }
        // 180 s to its position, and the slack.
        assert_eq!(time(&town), EARLY);
        town.person.slack = 121;
        assert_eq!(time(&town), LATE);
        // Its station's row holds for it: nothing to change from here, so nothing else is different.
        town.feeds[0].transfers = vec![at(STATION, TransferKind::Forbidden)];
        assert_eq!(time(&town), LATE);
    }
}

/// The town with a station of `n` nodes 4 m off its street, an entrance, a platform and a plain node in turn, with pathways
/// from each to the next eight. From each platform there is a trip to R, and one from P to the platform in the middle.
fn spread(n: u32, slow: bool) -> Town {
    let mut town = town();
    let feed = &mut town.feeds[0];
    let first = feed.stops.len() as u32;
    for i in 0..n {
        let [lon, lat] = common::town::at_metres(f64::from(i) * 480.0 / f64::from(n), 4.0);
        feed.stops.push(Stop {
            id: format!("N{i}"),
            kind: [StopKind::Stop, StopKind::Entrance, StopKind::Node][i as usize % 3],
            position: LonLat::new(f64::from(lon) * 1e-7, f64::from(lat) * 1e-7),
            ..Stop::default()
        });
        let seconds = |k: u32| if slow { 7 * k + i % 5 } else { 1 };
        let on = |k: u32| way(first + i, first + (i + k) % n, seconds(k));
        feed.pathways.extend((1..=8).map(on));
    }
    // One changes here from P's only trip, to what leaves in a while from any platform.
    for trip in &mut feed.trips {
        trip.service = common::town::NEVER;
    }
    let mut run = |calls: [(u32, i32); 2]| {
        let calls = calls.map(|(stop, at)| (stop, at, at, true, true));
        add_trip(feed, 0, TODAY, None, &calls)
    };
    run([(P, clock("08:01")), (first + n / 2 / 3 * 3, clock("08:02"))]);
    for (k, i) in (0..n as i32).step_by(3).enumerate() {
        let leaves = clock("08:03") + 7 * ((5 * k as i32) % 40);
        run([(first + i as u32, leaves), (R, leaves + 600)]);
    }
    town
}

#[test]
fn a_station_along_a_street_is_walked_through_as_by_looking_at_every_pair() {
    // Twenty entrances: links are sorted out and shared. The reference does neither.
    for slow in [false, true] {
        assert!(time(&spread(60, slow)).is_some());
    }
}

#[test]
fn a_station_of_a_thousand_nodes_along_a_street_takes_no_time_to_speak_of() {
    let town = spread(1000, true);
    let begun = std::time::Instant::now();
    let network = network(&town);
    let seconds = begun.elapsed().as_secs_f64();
    // It took minutes; what grows is counted where it is done.
    assert!(seconds < 25.0, "{seconds} s");
    let walks: usize = (0..network.stop_walks.len())
        .map(|s| network.stop_walks[StopId::new(s)].len())
        .sum();
    assert!(walks >= 334 * 333, "{walks}");
}

/// A row that names one stop on both sides.
fn at(stop: u32, kind: TransferKind) -> TransferRule {
    TransferRule {
        from_stop: Some(stop),
        to_stop: Some(stop),
        from_route: None,
        to_route: None,
        from_trip: None,
        to_trip: None,
        kind,
        min_time: 0,
    }
}

/// Line 1 from P at 08:05 to Q, there 08:10; line 2 from Q, or from V 80 m on, at the times asked for,
/// ten minutes to R.
fn changing(from: &str, departures: [&str; 2]) -> Town {
    TownBuilder::new()
        .street(&[(0.0, 0.0), (80.0, 0.0)])
        .street(&[(0.0, 4000.0), (80.0, 4000.0)])
        .street(&[(0.0, 8000.0), (80.0, 8000.0)])
        .stop("P", (0.0, 0.0))
        .stop("Q", (0.0, 4000.0))
        .stop("V", (80.0, 4000.0))
        .stop("R", (0.0, 8000.0))
        .line("1", &[("P", 0), ("Q", 300)], &["08:05"])
        .line("2", &[(from, 0), ("R", 600)], &departures)
        .origin((0.0, 0.0))
        .destination((0.0, 8000.0))
        .build()
}

#[test]
fn a_timed_transfer_needs_the_walk_and_no_slack() {
    use TransferKind::{Forbidden, MinTime, Recommended, Timed};
    let (q, v) = (1, 2);
    let between = |to, kind, min_time| TransferRule {
        to_stop: Some(to),
        min_time,
        ..at(q, kind)
    };
    // Line 2 leaves in the second in which line 1 arrives, and half an hour later.
    let with = |from: &str, first: &str, rules: &[TransferRule]| {
        let mut town = changing(from, [first, "08:40"]);
        town.feeds[0].transfers = rules.to_vec();
        time(&town)
    };
    let (at_0820, at_0850) = (Some(1200), Some(3000));
    assert_eq!(with("Q", "08:10", &[]), at_0850);
    assert_eq!(with("Q", "08:10", &[between(q, Timed, 0)]), at_0820);
    assert_eq!(
        with("Q", "08:10", &[between(q, Timed, 500)]),
        at_0820,
        "the time isn't read"
    );
    assert_eq!(
        with("Q", "08:09:59", &[between(q, Timed, 0)]),
        at_0850,
        "nothing waits"
    );
    // 80 m are walked in 60 s.
    assert_eq!(with("V", "08:11", &[]), at_0850);
    assert_eq!(with("V", "08:11", &[between(v, Timed, 0)]), Some(1260));
    assert_eq!(with("V", "08:10:59", &[between(v, Timed, 0)]), at_0850);
    // It takes its place in the order.
    let line_2 = |kind, min_time| TransferRule {
        to_route: Some(1),
        ..between(q, kind, min_time)
    };
    assert_eq!(
        with("Q", "08:10", &[between(q, Forbidden, 0), line_2(Timed, 0)]),
        at_0820
    );
    assert_eq!(
        with("Q", "08:10", &[between(q, Timed, 0), line_2(MinTime, 1)]),
        at_0850
    );
    // So does type 0, which says what holds without any row: 08:10 and the slack.
    let lifted = [between(q, Forbidden, 0), line_2(Recommended, 0)];
    assert_eq!(with("Q", "08:11", &lifted), Some(1260));
    assert_eq!(with("Q", "08:10:59", &lifted), at_0850);
    assert_eq!(
        with(
            "Q",
            "08:11",
            &[between(q, Recommended, 0), line_2(Forbidden, 0)]
        ),
        NONE
    );
    assert_eq!(
        with(
            "Q",
            "08:11",
            &[between(q, Recommended, 0), between(q, Forbidden, 0)]
        ),
        Some(1260)
    );
    // Where none can be walked there is no connection.
    let mut town = changing("V", ["08:11", "08:40"]);
    town.feeds[0].transfers = vec![between(v, Timed, 0)];
    town.person.max_walk = 59;
    assert_eq!(time(&town), NONE);
}
