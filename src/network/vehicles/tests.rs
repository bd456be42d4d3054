//! Vehicles against a slow walk through the calendar, and a few by hand.

use super::*;
use crate::input::gtfs::{self, Feed, Service, Stop, TransferKind, TransferRule, Trip};
use chrono::{Days, TimeZone};
use proptest::prelude::*;

/// The night to the 29th the clocks of Europe go forward.
fn date() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 29).unwrap()
}

const ZONES: [chrono_tz::Tz; 4] = [
    chrono_tz::Europe::Amsterdam,
    chrono_tz::America::Los_Angeles,
    chrono_tz::Pacific::Kiritimati,
    chrono_tz::Etc::GMTPlus12,
];

/// A trip: service, first departure and the seconds from call to call (none: it calls once).
type Drawn = (u32, i32, Vec<i32>);
/// A row of frequencies: trip, start, how long, headway, exact or not.
type Row = (u32, i32, i32, u32, bool);

fn feed(zone: usize, trips: &[Drawn], rows: &[Row]) -> Feed {
    let near = |n: u64| date() + Days::new(n) - Days::new(3);
    let mut feed = Feed {
        timezone: ZONES[zone],
        stops: vec![Stop::default(); 8],
        routes: vec![gtfs::Route::default()],
        services: vec![
            Service {
                weekly: Some((
                    [true, false, true, true, false, false, true],
                    near(0),
                    near(9),
                )),
                added: vec![near(2)],
                removed: vec![near(4)],
                ..Service::default()
            },
            Service {
                added: vec![near(1), near(5)],
                ..Service::default()
            },
        ],
        ..Feed::default()
    };
    for (service, first, hops) in trips {
        let begin = feed.calls.len();
        let mut at = *first;
        for (stop, hop) in std::iter::once(&0).chain(hops).enumerate() {
            feed.calls.push(gtfs::Call {
                stop: stop as u32,
                arrival: at + hop,
                departure: at + hop + 30,
                boards: true,
                alights: true,
            });
            at += hop + 30;
        }
        feed.trips.push(Trip {
            service: *service,
            calls: begin..feed.calls.len(),
            ..Trip::default()
        });
    }
    for &(trip, start, lasts, headway, exact) in rows {
        feed.frequencies.push(gtfs::Frequency {
            trip: trip % trips.len() as u32,
            start,
            end: start + lasts,
            headway,
            exact,
        });
    }
    feed
}

fn noon_less_12_h(zone: chrono_tz::Tz, day: NaiveDate) -> i64 {
    let noon = zone.from_local_datetime(&day.and_hms_opt(12, 0, 0).unwrap());
    noon.unwrap().timestamp() - 43_200
}

/// Each day about the date, each trip, each row and each of its starts, one after the other.
fn walked(feeds: &[Feed], from: i64, to: i64) -> Vec<Vehicle> {
    let zero = noon_less_12_h(feeds[0].timezone, date());
    let mut out = Vec::new();
    let mut first_trip = 0;
    for feed in feeds {
        for day in (date() - Days::new(9)).iter_days().take(20) {
            let offset = noon_less_12_h(feed.timezone, day) - zero;
            for (n, trip) in feed.trips.iter().enumerate() {
                let calls = &feed.calls[trip.calls.clone()];
                if calls.len() < 2 || !feed.services[trip.service as usize].runs_on(day) {
                    continue;
                }
                let leaves = i64::from(calls[0].departure);
                let lasts = i64::from(calls[calls.len() - 1].arrival) - leaves;
                let mut add = |shift: i64, first: i64, last: i64, how| {
                    let run = Run {
                        trip: TripId::new(first_trip + n),
                        offset_s: shift as i32,
                    };
                    if first <= to && last >= from {
                        out.push(Vehicle { run, how });
                    }
                };
                let rows = feed.frequencies.iter().filter(|f| f.trip as usize == n);
                let mut own = true;
                for row in rows {
                    own = false;
                    let (start, end) = (i64::from(row.start) + offset, i64::from(row.end) + offset);
                    if !row.exact {
                        let stream = Stream {
                            start_s: start as i32,
                            end_s: end as i32,
                            headway_s: row.headway,
                        };
                        add(offset, start, end + lasts, How::Stream(stream));
                        continue;
                    }
                    let mut at = start;
                    while at < end {
                        add(at - leaves, at, at + lasts, How::Exact);
                        at += i64::from(row.headway);
                    }
                }
                if own {
                    add(
                        offset,
                        leaves + offset,
                        leaves + offset + lasts,
                        How::Timetabled,
                    );
                }
            }
        }
        first_trip += feed.trips.len();
    }
    out
}

fn in_order(mut all: Vec<Vehicle>) -> Vec<Vehicle> {
    all.sort_by_key(|v| (v.run.trip, v.run.offset_s, format!("{:?}", v.how)));
    all
}

fn trips() -> impl Strategy<Value = Vec<Drawn>> {
    let hops = prop::collection::vec(0i32..40_000, 0..4);
    prop::collection::vec((0u32..2, -86_400i32..200_000, hops), 1..5)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0u32..5,
        -86_400i32..150_000,
        1i32..40_000,
        1000u32..30_000,
        any::<bool>(),
    );
    prop::collection::vec(row, 0..5)
}

proptest! {
    #[test]
    fn those_asked_for_are_those_met_on_a_walk_through_the_calendar(
        first in (0usize..4, trips(), rows()),
        second in (0usize..4, trips(), rows()),
        from in -100_000i32..200_000,
        lasts in 0i32..100_000,
    ) {
        let feeds = [&first, &second].map(|(zone, trips, rows)| feed(*zone, trips, rows));
        let t = Timetable::merge(&feeds);
        let axis = Axis::new(&t, date());
        let all = Vehicles::new(&t);
        let days = || all.days(&axis, from, from + lasts);
        let due = in_order(walked(&feeds, from.into(), (from + lasts).into()));
        let found: Vec<Vehicle> = days().flat_map(|d| d.vehicles().collect::<Vec<_>>()).collect();
        prop_assert_eq!(&in_order(found), &due);
        let by_trip = days().flat_map(|day| {
            let of_trips = (0..t.trips()).flat_map(|x| day.of_trip(TripId::new(x)).collect::<Vec<_>>());
            of_trips.collect::<Vec<_>>()
        });
        prop_assert_eq!(&in_order(by_trip.collect()), &due);
    }

    #[test]
    fn starts_are_counted_as_they_are_listed(
        (_, start, lasts, headway, exact) in (0u32..5, -9000i32..9000, -100i32..9000, 1u32..2000, any::<bool>()),
        at in -10_000i64..20_000,
    ) {
        let row = Frequency { trip: TripId(0), start, end: start + lasts, headway, exact: exact.into() };
        let before = row.starts().filter(|s| i64::from(*s) < at).count();
        prop_assert_eq!(row.starts_before(at), before as i64);
        prop_assert_eq!(vehicles_a_day(&[row, row]), 2 * row.starts().count() as i64);
    }
}

/// The service day of the axis's own date.
fn today<'a>(all: &'a Vehicles<'a>, axis: &'a Axis) -> ServiceDay<'a> {
    let mut days = all.days(axis, 0, 86_400);
    days.find(|day| day.offset_s[0] == 0).unwrap()
}

#[test]
fn who_leaves_when() {
    // Two minutes to the second stop; by frequency the first vehicles leave the first stop at 10:00.
    let row = (0, 36_000, 1500, 600, true);
    let of = |rows: &[Row]| -> Vec<(i32, i32)> {
        let t = Timetable::merge(&[feed(0, &[(1, 28_770, vec![90])], rows)]);
        let (all, axis) = (Vehicles::new(&t), Axis::new(&t, date() + Days::new(2)));
        let calls = &t.calls[TripId(0)];
        today(&all, &axis)
            .vehicles()
            .map(|v| v.departs(calls, 1))
            .map(|moments| (moments.start, moments.end))
            .collect()
    };
    assert_eq!(of(&[]), [(28_920, 28_921)]);
    let starts = [(36_120, 36_121), (36_720, 36_721), (37_320, 37_321)];
    assert_eq!(of(&[row]), starts);
    assert_eq!(of(&[(0, 36_000, 1500, 600, false)]), [(36_120, 37_620)]);
}

#[test]
fn rows_of_the_day_before_are_found_across_the_date_line() {
    // Islands 26 hours ahead of the first feed; on their day three days on vehicles leave 24 hours before it begins.
    let trip = [(0, 28_770, vec![90])];
    let ahead = feed(2, &trip, &[(0, -86_400, 3600, 3600, true)]);
    let t = Timetable::merge(&[feed(3, &trip, &[]), ahead]);
    let (all, axis) = (Vehicles::new(&t), Axis::new(&t, date()));
    let days = all.days(&axis, 79_200, 86_399);
    let found: Vec<Vehicle> = days
        .flat_map(|d| d.vehicles().collect::<Vec<_>>())
        .collect();
    let leaves = found
        .iter()
        .map(|v| (v.run.trip.0, v.departs(&t.calls[v.run.trip], 0).start));
    assert_eq!(leaves.collect::<Vec<_>>(), [(1, 79_200)]);
}

#[test]
fn blocks_and_rows_of_type_4_and_5_join_trips_of_one_day() {
    // In one block, in the order of departure: 0, 2, 1 (from where 2 doesn't end), 3 (by frequency).
    // Trip 4 runs on other days. The stops of all are 0 and 1.
    let hop = vec![570];
    let trips = [
        (0, 0, hop.clone()),
        (0, 7200, hop.clone()),
        (0, 3600, hop.clone()),
        (0, 9000, hop.clone()),
        (1, 3600, hop),
    ];
    let mut feed = feed(0, &trips, &[(3, 9000, 600, 600, true)]);
    for trip in &mut feed.trips {
        trip.block = Some(7);
    }
    // Trip 2 goes back from stop 1, where 0 ends, to stop 0, and trip 1 begins at 1.
    (feed.calls[4].stop, feed.calls[5].stop) = (1, 0);
    feed.calls[2].stop = 1;
    let joins = |rules: &[(u32, u32, TransferKind)]| {
        let mut feed = feed.clone();
        feed.transfers = (rules.iter())
            .map(|&(from, to, kind)| TransferRule {
                from_stop: None,
                to_stop: None,
                from_route: None,
                to_route: None,
                from_trip: Some(from),
                to_trip: Some(to),
                kind,
                min_time: 0,
            })
            .collect();
        let t = Timetable::merge(&[feed]);
        let (all, axis) = (Vehicles::new(&t), Axis::new(&t, date()));
        let pairs = today(&all, &axis).joins().into_iter();
        pairs.map(|(a, b)| (a.trip.0, b.trip.0)).collect::<Vec<_>>()
    };
    use TransferKind::{InSeat, NotInSeat};
    assert_eq!(joins(&[]), [(0, 2)]);
    assert_eq!(joins(&[(2, 1, InSeat)]), [(0, 2), (2, 1)]);
    assert_eq!(joins(&[(2, 1, InSeat), (0, 2, NotInSeat)]), [(2, 1)]);
    // Backwards in time, to a trip by frequency, to a trip of another day.
    assert_eq!(
        joins(&[(1, 2, InSeat), (1, 3, InSeat), (0, 4, InSeat)]),
        [(0, 2)]
    );
}
