//! Each edit of timetables against a feed edited by hand, as text: the same travel times to the
//! second, on four dates, leaving and arriving.

use crate::common;
use crate::scenario_common;

use bereik::input::scenario::{
    Area, Dwell, Mode, NewLine, OnDemand, Pace, Selector, StopRef, StopSelector, TimetableEdit,
};
use bereik::scenario::Effect;
use bereik::units::{Seconds, Speed};
use common::builder::clock;
use scenario_common::*;
use std::sync::Arc;

fn stops(names: &[&str]) -> StopSelector {
    StopSelector {
        stop: names.iter().map(|n| (*n).to_owned()).collect(),
        area: None,
    }
}

fn known(name: &str) -> StopRef {
    StopRef::Known(name.into())
}

fn new(name: &str) -> StopRef {
    StopRef::New {
        name: format!("new {name}"),
        at: place(name),
    }
}

/// An area around some places.
fn around(names: &[&str]) -> Area {
    let boxes = names.iter().map(|n| {
        let p = place(n);
        geo::Rect::new((p.lon - 1e-4, p.lat - 1e-4), (p.lon + 1e-4, p.lat + 1e-4)).to_polygon()
    });
    Area {
        name: "quarter".into(),
        shape: Arc::new(geo::MultiPolygon(boxes.collect())),
    }
}

#[test]
fn trips_are_removed_by_line_direction_and_band() {
    let select = Selector {
        departs: Some((clock("08:00"), i32::MAX)),
        ..line("1", 0)
    };
    let touched = same(&[edit("cut", TimetableEdit::RemoveTrips { select })], |t| {
        let gone = t.trips(|r| r["route_id"] == "r1" && r["direction_id"] == "0");
        let gone: Vec<String> = gone
            .into_iter()
            .filter(|g| t.leaves(g) >= clock("08:00"))
            .collect();
        t.drop_trips(&gone);
        // Line 2 does not become one with an earlier vehicle of line 1: each has a block of its own.
    });
    let it = &touched[0];
    // Twelve a weekday from 8 to 10 and the late one; on Thursday the weekend's six, as on Saturday and Sunday.
    assert_eq!(it.trips, 12 + 6 + 1);
    assert_eq!(it.departures_week, -f64::from(13 * 4 + 6 * 3));
    let hours = -(f64::from(12 * 4 + 6 * 3) * 990.0 + 4.0 * 900.0) / 3600.0;
    assert!((it.vehicle_hours_week - hours).abs() < 1e-9, "{it:?}");
    let km = 6.0 * f64::from(13 * 4 + 6 * 3);
    assert!((it.vehicle_km_week + km).abs() < km * 0.001, "{it:?}");
    assert_eq!((it.stops, it.effect), (5, Effect::Removes));
    assert_eq!(it.lines.iter().collect::<Vec<_>>(), ["1"]);
}

#[test]
fn days_and_dates_split_trips_and_leave_other_days() {
    let sunday_and_wednesday = Selector {
        mode: vec![Mode::Tram],
        days: days("we,su"),
        ..Selector::default()
    };
    same(
        &[edit(
            "days",
            TimetableEdit::RemoveTrips {
                select: sunday_and_wednesday,
            },
        )],
        |t| {
            for r in t.rows("calendar.txt").clone() {
                let mut rest = r.clone();
                rest.insert("service_id".into(), format!("{}-rest", r["service_id"]));
                rest.insert("wednesday".into(), "0".into());
                rest.insert("sunday".into(), "0".into());
                t.rows("calendar.txt").push(rest);
            }
            t.push(
                "calendar_dates.txt",
                "service_id=WK-rest date=20250313 exception_type=2",
            );
            t.push(
                "calendar_dates.txt",
                "service_id=WE-rest date=20250313 exception_type=1",
            );
            for r in t
                .rows("trips.txt")
                .iter_mut()
                .filter(|r| r["route_id"] == "r2")
            {
                let rest = format!("{}-rest", r["service_id"]);
                r.insert("service_id".into(), rest);
            }
        },
    );
    // Dates: one of an exception, one of the pattern.
    let dates = Selector {
        dates: vec![date(DATES[1]), date(DATES[2])],
        ..line("1", 0)
    };
    same(
        &[edit("dates", TimetableEdit::RemoveTrips { select: dates })],
        |t| {
            let mut rest = t
                .rows("calendar.txt")
                .iter()
                .find(|r| r["service_id"] == "WE")
                .unwrap()
                .clone();
            rest.insert("service_id".into(), "rest".into());
            t.rows("calendar.txt").push(rest);
            t.push(
                "calendar_dates.txt",
                "service_id=rest date=20250315 exception_type=2",
            );
            for r in t.rows("trips.txt").iter_mut() {
                if r["service_id"] == "WE" && r["route_id"] == "r1" && r["direction_id"] == "0" {
                    r.insert("service_id".into(), "rest".into());
                }
            }
        },
    );
}

#[test]
fn of_frequencies_the_vehicles_in_the_band_are_meant() {
    // Template 4 leaves at 1:00; its vehicles at 7:03, 7:12 …
    let band = |route: &str| Selector {
        route: vec![route.into()],
        departs: Some((clock("07:50"), clock("08:20"))),
        ..Selector::default()
    };
    for route in ["3", "4"] {
        let touched = same(
            &[edit(
                "band",
                TimetableEdit::RemoveTrips {
                    select: band(route),
                },
            )],
            |t| {
                let rows = t.rows("frequencies.txt");
                let old = std::mem::take(rows);
                for r in old {
                    let (start, end) = (clock(&r["start_time"]), clock(&r["end_time"]));
                    if r["trip_id"] != route {
                        rows.push(r);
                    } else if route == "3" {
                        for (a, b) in [
                            (start, end.min(clock("07:50"))),
                            (start.max(clock("08:20")), end),
                        ] {
                            if a < b {
                                let mut part = r.clone();
                                part.insert("start_time".into(), time(a));
                                part.insert("end_time".into(), time(b));
                                rows.push(part);
                            }
                        }
                    } else {
                        let mut at = start;
                        while at < end {
                            if !(clock("07:50")..clock("08:20")).contains(&at) {
                                let mut one = r.clone();
                                one.insert("start_time".into(), time(at));
                                one.insert("end_time".into(), time(at + 1));
                                rows.push(one);
                            }
                            at += 540;
                        }
                    }
                }
            },
        );
        // 7:50 to 8:00 every 14 minutes, 8:00 to 8:20 every 21, rounded up, six days (not Sunday);
        // 7:57, 8:06, 8:15 on four.
        // Two trips on six days, or three on four.
        let due = -12;
        assert_eq!(touched[0].departures_week, f64::from(due), "{route}");
    }
}

#[test]
fn vehicles_pass_stops_without_calling() {
    let select = line("1", 0);
    let touched = same(
        &[edit(
            "skip",
            TimetableEdit::RemoveStops {
                select,
                stops: stops(&["stop-B", "D"]),
            },
        )],
        |t| {
            let trips = t.trips(|r| r["route_id"] == "r1" && r["direction_id"] == "0");
            t.rows("stop_times.txt").retain(|r| {
                !(trips.contains(&r["trip_id"]) && (r["stop_id"] == "B" || r["stop_id"] == "D"))
            });
        },
    );
    assert_eq!((touched[0].stops, touched[0].departures_week), (2, 0.0));
    assert_eq!(touched[0].trips, 18 + 9, "the late one passes anyhow");
    // The first and the last stop as well: what keeps one call does not run.
    let select = line("2", 1);
    let touched = same(
        &[edit(
            "skip",
            TimetableEdit::RemoveStops {
                select,
                stops: stops(&["F", "G"]),
            },
        )],
        |t| {
            let gone = t.trips(|r| r["route_id"] == "r2" && r["direction_id"] == "1");
            t.drop_trips(&gone);
        },
    );
    assert_eq!(touched[0].departures_week, -8.0 * 6.0);
}

#[test]
fn a_closed_stop_is_passed_by_all_lines() {
    for (which, gone) in [
        (stops(&["Central"]), vec!["C1", "C2"]),
        (stops(&["C1"]), vec!["C1"]),
        (
            StopSelector {
                stop: vec![],
                area: Some(around(&["F", "A"])),
            },
            vec!["F", "A"],
        ),
    ] {
        let touched = same(
            &[edit("closed", TimetableEdit::CloseStop { stops: which })],
            |t| {
                t.rows("stop_times.txt")
                    .retain(|r| !gone.contains(&r["stop_id"].as_str()));
                let all = t.trips(|_| true);
                let alone: Vec<String> =
                    all.into_iter().filter(|id| t.calls(id).len() < 2).collect();
                t.drop_trips(&alone);
                if gone.contains(&"A") {
                    // Frequencies count from the first call: what leaves A at 6:00 leaves H 520 s later.
                    for r in t
                        .rows("frequencies.txt")
                        .iter_mut()
                        .filter(|r| r["trip_id"] == "3")
                    {
                        for column in ["start_time", "end_time"] {
                            let later = time(clock(&r[column]) + 520);
                            r.insert(column.into(), later);
                        }
                    }
                }
                if gone.contains(&"C2") {
                    assert_eq!(
                        t.trips(|r| r["trip_id"] == "4").len(),
                        0,
                        "line 4 keeps one stop"
                    );
                }
            },
        );
        assert_eq!(touched[0].stops, gone.len() as u64);
    }
}

#[test]
fn a_stop_is_moved() {
    let what = TimetableEdit::MoveStop {
        stops: stops(&["stop-H"]),
        to: place("M"),
    };
    let touched = same(&[edit("moved", what)], |t| {
        let [lon, lat] = degrees("M");
        let row = t
            .rows("stops.txt")
            .iter_mut()
            .find(|r| r["stop_id"] == "H")
            .unwrap();
        row.insert("stop_lon".into(), lon);
        row.insert("stop_lat".into(), lat);
    });
    let it = &touched[0];
    assert_eq!(
        (
            it.stops,
            it.trips,
            it.departures_week,
            it.vehicle_hours_week
        ),
        (1, 0, 0.0, 0.0)
    );
    assert!(it.vehicle_km_week > 0.0 && it.effect == Effect::Changes);
}

#[test]
fn every_second_vehicle_runs() {
    let select = Selector {
        route: vec!["1".into(), "long-3".into(), "r4".into()],
        ..Selector::default()
    };
    let touched = same(
        &[edit(
            "thin",
            TimetableEdit::ThinOut {
                select,
                keep_every: 2,
            },
        )],
        |t| {
            for service in ["WK", "WE"] {
                for direction in ["0", "1"] {
                    let mut trips = t.trips(|r| {
                        r["route_id"] == "r1"
                            && r["service_id"] == service
                            && r["direction_id"] == direction
                    });
                    trips.sort_by_key(|id| t.leaves(id));
                    let gone: Vec<String> = trips.into_iter().skip(1).step_by(2).collect();
                    t.drop_trips(&gone);
                }
            }
            for r in t.rows("frequencies.txt") {
                let twice = r["headway_secs"].parse::<u32>().unwrap() * 2;
                r.insert("headway_secs".into(), twice.to_string());
            }
        },
    );
    assert_eq!(touched[0].effect, Effect::Removes);
    // Of 19 forward and 18 back on four days 9 and 9 go, of 9 and 9 on three days 4 and 4; of 15 of line 4
    // 7 on four; line 3: 9 and 6 become 5 and 3, on six.
    let due = -((9 + 9 + 7) * 4 + (4 + 4) * 3 + (4 + 3) * 6);
    assert_eq!(touched[0].departures_week, f64::from(due));
}

#[test]
fn a_headway_replaces_the_vehicles_of_each_calendar() {
    let select = Selector {
        departs: Some((clock("07:30"), clock("09:00"))),
        ..line("1", 0)
    };
    let what = TimetableEdit::SetHeadway {
        select: select.clone(),
        headway: Seconds(25 * 60),
        first: Some(clock("07:35")),
    };
    let replace = |t: &mut Text, first: Option<i32>, to: Option<i32>, every: i32| {
        for service in ["WK", "WE"] {
            let gone = t.trips(|r| {
                r["route_id"] == "r1"
                    && r["service_id"] == service
                    && r["direction_id"] == "0"
                    && r["trip_id"] != "1-late"
            });
            let band = clock("07:30")..to.unwrap_or(i32::MAX);
            let gone: Vec<String> = gone
                .into_iter()
                .filter(|g| band.contains(&t.leaves(g)))
                .collect();
            let last = gone.iter().map(|g| t.leaves(g)).max().unwrap();
            let (mut at, calls) = (first.unwrap_or(t.leaves(&gone[0])), t.calls(&gone[0]));
            t.drop_trips(&gone);
            let by = calls[0].2;
            while at < to.unwrap_or(last + 1) {
                let moved: Vec<_> = calls
                    .iter()
                    .map(|(s, a, d)| (s.as_str(), a - by + at, d - by + at))
                    .collect();
                let words = format!("route_id=r1 service_id={service} direction_id=0");
                t.add_trip(&words, &format!("new-{service}-{at}"), &moved);
                at += every;
            }
        }
    };
    let touched = same(&[edit("headway", what)], |t| {
        replace(t, Some(clock("07:35")), Some(clock("09:00")), 1500);
    });
    assert_eq!(touched[0].effect, Effect::Changes);
    // Nine on four days become four, five (4.5) on three as well.
    assert_eq!(
        touched[0].departures_week,
        f64::from((4 - 9) * 4 + (4 - 5) * 3 + 3)
    );
    // Without an end: up to the last that is replaced. The late one stays, by its stops.
    let select = Selector {
        stop: vec!["B".into()],
        departs: Some((clock("07:30"), i32::MAX)),
        ..line("1", 0)
    };
    let what = TimetableEdit::SetHeadway {
        select,
        headway: Seconds(900),
        first: None,
    };
    same(&[edit("headway", what)], |t| replace(t, None, None, 900));
}

#[test]
fn a_stream_without_a_timetable_stays_one() {
    let what = TimetableEdit::SetHeadway {
        select: line("3", 0),
        headway: Seconds(300),
        first: None,
    };
    same(&[edit("headway", what)], |t| {
        t.rows("frequencies.txt").retain(|r| r["trip_id"] != "3");
        t.push(
            "frequencies.txt",
            "trip_id=3 start_time=06:00:00 end_time=10:00:00 headway_secs=300 exact_times=0",
        );
    });
}

#[test]
fn run_times_are_divided_and_time_at_stops_stays() {
    for (from, to) in [
        (None, None),
        (Some("stop-B"), Some("D")),
        (Some("Central"), None),
    ] {
        let what = TimetableEdit::AdjustSpeed {
            select: line("1", 0),
            factor: 1.7,
            from: from.map(known),
            to: to.map(known),
        };
        same(&[edit("faster", what)], |t| {
            for id in t.trips(|r| r["route_id"] == "r1" && r["direction_id"] == "0") {
                let mut calls = t.calls(&id);
                if id == "1-late" {
                    if from.is_none() {
                        calls[1] = ("E".into(), clock("25:00") + 529, clock("25:00") + 529);
                    }
                } else {
                    // 240 / 1.7 = 141.2: A, B, C1 (30 s), D, E.
                    let hops = match from {
                        None => [141; 4],
                        Some("stop-B") => [240, 141, 141, 240],
                        _ => [240, 240, 141, 141],
                    };
                    let mut at = calls[0].2;
                    for (n, hop) in hops.into_iter().enumerate() {
                        let stands = if n == 1 { 30 } else { 0 };
                        (calls[n + 1].1, calls[n + 1].2) = (at + hop, at + hop + stands);
                        at += hop + stands;
                    }
                }
                t.set_calls(&id, &calls);
            }
        });
    }
}

#[test]
fn time_at_stops_between_is_set_or_multiplied() {
    for (dwell, at_c, others, which) in [
        (Dwell::Set(Seconds(75)), 75, 75, None),
        (Dwell::Times(2.5), 75, 0, None),
        (Dwell::Set(Seconds(0)), 0, 0, Some(stops(&["C"]))),
    ] {
        let what = TimetableEdit::AdjustDwell {
            select: line("1", 1),
            stops: which,
            dwell,
        };
        same(&[edit("dwell", what)], |t| {
            for id in t.trips(|r| r["route_id"] == "r1" && r["direction_id"] == "1") {
                let mut calls = t.calls(&id);
                let mut at = calls[0].2;
                for n in 1..5 {
                    let stands = [0, others, at_c, others, 0][n];
                    (calls[n].1, calls[n].2) = (at + 240, at + 240 + stands);
                    at += 240 + stands;
                }
                t.set_calls(&id, &calls);
            }
        });
    }
}

#[test]
fn all_times_are_shifted() {
    let select = Selector {
        agency: vec!["TownBus".into()],
        days: days("mo-fr"),
        ..Selector::default()
    };
    // Line 3 runs on all days: split.
    same(
        &[edit(
            "later",
            TimetableEdit::ShiftTimes { select, by_s: -420 },
        )],
        |t| {
            let mut rest = t
                .rows("calendar.txt")
                .iter()
                .find(|r| r["service_id"] == "ALL")
                .unwrap()
                .clone();
            rest.insert("service_id".into(), "ALL-we".into());
            for day in ["monday", "tuesday", "wednesday", "thursday", "friday"] {
                rest.insert(day.into(), "0".into());
            }
            let mut week = rest.clone();
            week.insert("service_id".into(), "ALL-wk".into());
            for (day, on) in [
                ("monday", "1"),
                ("tuesday", "1"),
                ("wednesday", "1"),
                ("thursday", "1"),
                ("friday", "1"),
                ("saturday", "0"),
                ("sunday", "0"),
            ] {
                week.insert(day.into(), on.into());
            }
            t.rows("calendar.txt").extend([rest, week]);
            t.push(
                "calendar_dates.txt",
                "service_id=ALL-we date=20250316 exception_type=2",
            );
            // Line 3: the vehicles of weekdays are a trip of their own.
            t.rows("trips.txt")
                .iter_mut()
                .find(|r| r["trip_id"] == "3")
                .unwrap()
                .insert("service_id".into(), "ALL-we".into());
            t.add_trip(
                "route_id=r3 service_id=ALL-wk direction_id=0",
                "3-wk",
                &[("A", 0, 0), ("H", 500, 520), ("E", 1100, 1100)],
            );
            t.push(
                "frequencies.txt",
                "trip_id=3-wk start_time=05:53:00 end_time=07:53:00 headway_secs=840 exact_times=0",
            );
            t.push("frequencies.txt", "trip_id=3-wk start_time=07:53:00 end_time=09:53:00 headway_secs=1260 exact_times=0");
            let row = t
                .rows("frequencies.txt")
                .iter_mut()
                .find(|r| r["trip_id"] == "4")
                .unwrap();
            row.insert("start_time".into(), "06:56:00".into());
            row.insert("end_time".into(), "09:03:00".into());
            for id in t.trips(|r| r["route_id"] == "r1" && r["service_id"] == "WK") {
                let moved: Vec<_> = t
                    .calls(&id)
                    .into_iter()
                    .map(|(s, a, d)| (s, a - 420, d - 420))
                    .collect();
                t.set_calls(&id, &moved);
            }
            // Thursday 13 March: the weekend's trips of line 1 run, a service day of mo-fr.
            t.push(
                "calendar_dates.txt",
                "service_id=WE-thu date=20250313 exception_type=1",
            );
            t.rows("calendar_dates.txt")
                .retain(|r| !(r["service_id"] == "WE" && r["date"] == "20250313"));
            for r in t
                .rows("trips.txt")
                .clone()
                .into_iter()
                .filter(|r| r["service_id"] == "WE")
            {
                let id = format!("{}-thu", r["trip_id"]);
                let by = if r["route_id"] == "r1" { -420 } else { 0 };
                let calls: Vec<_> = t
                    .calls(&r["trip_id"])
                    .into_iter()
                    .map(|(s, a, d)| (s, a + by, d + by))
                    .collect();
                let mut copy = r.clone();
                copy.insert("trip_id".into(), id.clone());
                copy.insert("service_id".into(), "WE-thu".into());
                t.rows("trips.txt").push(copy);
                t.set_calls(&id, &calls);
            }
        },
    );
}

/// A call as text: stop, arrival, departure.
type Hop = (String, i32, i32);

#[test]
fn a_line_takes_another_way_or_ends_elsewhere() {
    let reroute = |from: Option<&str>, to: Option<&str>, via: Vec<StopRef>, pace: Pace| {
        edit(
            "way",
            TimetableEdit::Reroute {
                select: line("1", 0),
                from: from.map(known),
                to: to.map(known),
                via,
                pace,
                dwell: Seconds(20),
            },
        )
    };
    let by_hand = |t: &mut Text, change: &dyn Fn(&mut Vec<Hop>)| {
        for (id, name) in [("m", "M"), ("n", "N")] {
            let [lon, lat] = degrees(name);
            t.push(
                "stops.txt",
                &format!(
                    "stop_id={id} stop_name={id} stop_lon={lon} stop_lat={lat} location_type=0"
                ),
            );
        }
        for id in t.trips(|r| {
            r["route_id"] == "r1" && r["direction_id"] == "0" && r["trip_id"] != "1-late"
        }) {
            let mut calls = t.calls(&id);
            change(&mut calls);
            t.set_calls(&id, &calls);
        }
    };
    let each = |s: &[u32]| Pace::Each(s.iter().map(|s| Seconds(*s)).collect());
    // In between, by way of a new stop and a known one, instead of C1; 510 s become 100 + 20 + 150 + 20 + 180.
    let touched = same(
        &[reroute(
            Some("B"),
            Some("stop-D"),
            vec![new("M"), known("stop-H")],
            each(&[100, 150, 180]),
        )],
        |t| {
            by_hand(t, &|c| {
                let at = c[1].2;
                let mut tail: Vec<_> = c.split_off(3);
                c.truncate(2);
                c.push(("m".into(), at + 100, at + 120));
                c.push(("H".into(), at + 270, at + 290));
                tail.iter_mut()
                    .for_each(|x| (x.1, x.2) = (x.1 - 40, x.2 - 40));
                c.extend(tail);
            });
        },
    );
    assert_eq!(touched[0].stops, 3, "C1 no more; M and H new");
    // Longer at the end; the bus that went on as line 2 there does not any more.
    same(
        &[reroute(Some("E"), None, vec![new("N")], each(&[300]))],
        |t| {
            by_hand(t, &|c| {
                let at = c[4].2;
                c.push(("n".into(), at + 300, at + 300));
            });
            let late = clock("25:15");
            t.set_calls(
                "1-late",
                &[
                    ("A".into(), clock("25:00"), clock("25:00")),
                    ("E".into(), late, late),
                    ("n".into(), late + 300, late + 300),
                ],
            );
        },
    );
    // Longer at the beginning, at a speed: 1500 m at 30 km/h are 180 s (drawn a little shorter).
    let speed = Pace::Speed(Speed::from_kmh(30.0).unwrap());
    same(&[reroute(None, Some("B"), vec![new("M")], speed)], |t| {
        by_hand(t, &|c| {
            let at = c[1].1 - 180;
            c[0] = ("m".into(), at, at);
        });
    });
    // Shorter at both ends.
    let both = [
        reroute(None, Some("B"), vec![], each(&[])),
        reroute(Some("D"), None, vec![], each(&[])),
    ];
    same(&both, |t| {
        by_hand(t, &|c| {
            c.pop();
            c.remove(0);
        })
    });
}

#[test]
fn a_line_is_added() {
    let what = TimetableEdit::AddLine(NewLine {
        line: "9".into(),
        mode: Mode::Metro,
        agency: "Rails".into(),
        stops: vec![known("stop-A"), new("M"), known("Central"), known("G")],
        both_ways: true,
        pace: Pace::Each(vec![Seconds(150), Seconds(140), Seconds(400)]),
        dwell: Seconds(25),
        days: days("we-sa").unwrap(),
        departures: vec![clock("07:40"), clock("07:55"), clock("08:10")],
    });
    let touched = same(&[edit("line", what)], |t| {
        let [lon, lat] = degrees("M");
        t.push(
            "stops.txt",
            &format!("stop_id=m stop_name=m stop_lon={lon} stop_lat={lat} location_type=0"),
        );
        t.push(
            "routes.txt",
            "route_id=r9 agency_id=Y route_short_name=9 route_type=1",
        );
        t.push("calendar.txt", "service_id=NEW monday=0 tuesday=0 wednesday=1 thursday=1 friday=1 saturday=1 sunday=0 start_date=20250101 end_date=20251231");
        for at in ["07:40", "07:55", "08:10"].map(clock) {
            // Of the platforms of Central C2 is nearer to M (and then the way to G).
            let there = [
                ("A", at, at),
                ("m", at + 150, at + 175),
                ("C2", at + 315, at + 340),
                ("G", at + 740, at + 740),
            ];
            t.add_trip("route_id=r9 service_id=NEW", &format!("9-{at}"), &there);
            let back = [
                ("G", at, at),
                ("C2", at + 400, at + 425),
                ("m", at + 565, at + 590),
                ("A", at + 740, at + 740),
            ];
            t.add_trip("route_id=r9 service_id=NEW", &format!("9-back-{at}"), &back);
        }
    });
    let it = &touched[0];
    assert_eq!((it.trips, it.stops, it.departures_week), (6, 4, 24.0));
    assert!(
        (it.vehicle_hours_week - 24.0 * 740.0 / 3600.0).abs() < 1e-9 && it.effect == Effect::Adds
    );
}

#[test]
fn two_lines_become_one() {
    let second = Selector {
        trip: vec!["2-WK-460".into(), "2-WK-470".into(), "2-WK-480".into()],
        ..Selector::default()
    };
    let what = TimetableEdit::MergeLines {
        first: line("1", 0),
        second,
        max_wait: Seconds(300),
    };
    // With blocks one stays seated already: without them it matters.
    let mut plain = base();
    plain
        .rows("trips.txt")
        .iter_mut()
        .for_each(|r| drop(r.remove("block_id")));
    let (got, timetable, touched) = by_scenario(&plain, &[edit("one", what)]);
    let mut hand = plain.clone();
    // The rule on the change from 1-WK-0-450 to 2-WK-470 is one to the merged trip.
    for r in hand
        .rows("transfers.txt")
        .iter_mut()
        .filter(|r| r["to_trip_id"] == "2-WK-470")
    {
        r.insert("to_trip_id".into(), "1-WK-0-470".into());
    }
    for minute in [460, 470, 480] {
        let (first, second) = (format!("1-WK-0-{minute}"), format!("2-WK-{minute}"));
        let (mut calls, mut rest) = (hand.calls(&first), hand.calls(&second));
        calls[4].2 = rest[0].2;
        calls.extend(rest.drain(1..));
        hand.set_calls(&first, &calls);
        hand.drop_trips(&[second]);
    }
    assert!(got == by_hand(&hand));
    assert!(got != by_hand(&plain));
    let id = timetable
        .trip_id
        .iter()
        .position(|id| id == "1-WK-0-460")
        .unwrap();
    assert_eq!(
        (
            timetable.trip_headsign.get(id),
            timetable.calls[bereik::ids::Id::new(id)].len()
        ),
        ("stop-G", 7)
    );
    assert_eq!((touched[0].trips, touched[0].departures_week), (6, -12.0));
    assert!(
        (touched[0].vehicle_hours_week - 12.0 * 60.0 / 3600.0).abs() < 1e-9,
        "the wait at E"
    );
}

#[test]
fn on_demand_comes_and_drives_straight() {
    let what = TimetableEdit::OnDemand(OnDemand {
        line: "ring".into(),
        area: around(&["F", "G", "H"]),
        hubs: vec![known("Central"), new("N")],
        pick_up: Seconds(600),
        speed: Speed::from_kmh(30.0).unwrap(),
        hours: (clock("07:00"), clock("08:15")),
        days: days("mo-we,sa").unwrap(),
    });
    let touched = same(&[edit("demand", what)], |t| {
        let [lon, lat] = degrees("N");
        t.push(
            "stops.txt",
            &format!("stop_id=n stop_name=n stop_lon={lon} stop_lat={lat} location_type=0"),
        );
        t.push(
            "routes.txt",
            "route_id=rd agency_id=Y route_short_name=ring route_type=715",
        );
        t.push("calendar.txt", "service_id=NEW monday=1 tuesday=1 wednesday=1 thursday=0 friday=0 saturday=1 sunday=0 start_date=20250101 end_date=20251231");
        let all = ["F", "G", "H", "C1", "C2", "N"];
        for (n, from) in all.iter().enumerate() {
            for (m, to) in all.iter().enumerate() {
                if n == m || n > 2 && m > 2 {
                    continue;
                }
                // 30 km/h are 25 m in three seconds.
                let ride = (place(from).distance_m(place(to)) * 3.0 / 25.0).ceil() as i32;
                let (id, from, to) = (
                    format!("d{n}{m}"),
                    from.replace('N', "n"),
                    to.replace('N', "n"),
                );
                t.add_trip(
                    "route_id=rd service_id=NEW",
                    &id,
                    &[(&from, 0, 0), (&to, ride, ride)],
                );
                t.push("frequencies.txt", &format!("trip_id={id} start_time=07:00:00 end_time=08:15:00 headway_secs=1200 exact_times=0"));
            }
        }
    });
    let it = &touched[0];
    assert_eq!(
        (it.trips, it.departures_week, it.vehicle_hours_week),
        (24, 0.0, 0.0)
    );
    assert_eq!(it.effect, Effect::Adds);
}

/// Each trip of a route there once more, on a route of another id and the same calendar, without its block.
fn twice(t: &mut Text, route: &str, other: &str) {
    if route != other {
        let mut line = t
            .rows("routes.txt")
            .iter()
            .find(|r| r["route_id"] == route)
            .cloned();
        let line = line.as_mut().expect("a route");
        line.insert("route_id".into(), other.into());
        t.rows("routes.txt").push(line.clone());
    }
    let trips = t.rows("trips.txt").clone();
    for mut trip in trips.into_iter().filter(|r| r["route_id"] == route) {
        let id = trip["trip_id"].clone();
        let copy = format!("{id}-copy");
        trip.insert("route_id".into(), other.into());
        trip.insert("trip_id".into(), copy.clone());
        trip.insert("block_id".into(), String::new());
        t.rows("trips.txt").push(trip);
        let calls = t.calls(&id);
        t.set_calls(&copy, &calls);
    }
}

/// Trips that are there twice are one vehicle: it is spared when both go, and once.
#[test]
fn the_same_trips_twice_are_saved_once() {
    let remove = |routes: &[&str]| {
        let select = Selector {
            route: routes.iter().map(|r| (*r).to_owned()).collect(),
            ..Selector::default()
        };
        edit(routes[0], TimetableEdit::RemoveTrips { select })
    };
    let touched = |text: &Text, edits: &[bereik::input::scenario::Edit]| {
        let (_, _, touched) = by_scenario(text, edits);
        let all = touched.into_iter().map(|t| {
            (
                t.trips,
                t.departures_week,
                (t.vehicle_hours_week * 3600.0).round(),
                t.vehicle_km_week.round(),
            )
        });
        all.collect::<Vec<_>>()
    };
    let mut two = base();
    twice(&mut two, "r2", "r2x");
    let once = touched(&base(), &[remove(&["r2"])]);
    let (trips, departures, seconds, km) = once[0];
    assert!(departures < 0.0 && seconds < 0.0 && km < 0.0);
    let both = touched(&two, &[remove(&["r2", "r2x"])]);
    assert_eq!(both, [(2 * trips, departures, seconds, km)]);
    // One after the other: the last to go takes the vehicle with it.
    let in_turn = touched(&two, &[remove(&["r2"]), remove(&["r2x"])]);
    assert_eq!(in_turn, [(trips, 0.0, 0.0, 0.0), once[0]]);
    // Half an hour later, one of the two runs as well.
    let shift = edit(
        "later",
        TimetableEdit::ShiftTimes {
            select: Selector {
                route: vec!["r2x".into()],
                ..Selector::default()
            },
            by_s: 77,
        },
    );
    let (_, more, longer, farther) = touched(&two, &[shift])[0];
    assert_eq!((more, longer, farther), (-departures, -seconds, -km));
}

/// Thinning out counts a vehicle once: of trips there twice, every second vehicle goes, not every second row.
#[test]
fn the_same_trips_twice_are_thinned_out_as_one() {
    let mut two = base();
    twice(&mut two, "r1", "r1");
    let thin = [edit(
        "thin",
        TimetableEdit::ThinOut {
            select: line("1", 1),
            keep_every: 2,
        },
    )];
    let (due, _, once) = by_scenario(&base(), &thin);
    let (got, _, both) = by_scenario(&two, &thin);
    assert_eq!(got, due);
    assert_eq!(both[0].trips, 2 * once[0].trips);
    assert_eq!(both[0].departures_week, once[0].departures_week);
}

/// Of a vehicle's way, what lies beyond the street map is told apart: here all from the third stop of line 1 on. On
/// Wednesday's week its eighteen departures on four days and nine on three run C1 to E, two of four hops of 240 s.
#[test]
fn ways_beyond_the_street_map_are_told_apart() {
    let town = base().town();
    let built = common::compare::network(&town);
    let t = &built.timetable;
    let on_map: Vec<bool> = (0..t.stops())
        .map(|s| !["D", "E"].contains(&t.stop_id.get(s)))
        .collect();
    let cut = edit(
        "cut",
        TimetableEdit::RemoveTrips {
            select: line("1", 1),
        },
    );
    let day = date(DATES[0]);
    let (_, touched) =
        bereik::scenario::timetable::apply_on(t, &on_map, day, &[&cut]).expect("possible");
    let runs = f64::from(18 * 4 + 9 * 3);
    let [hours, km] = touched[0].beyond_map_week;
    // E to D and D to C1: 480 s and 3 km each.
    assert!((hours + runs * 480.0 / 3600.0).abs() < 1e-9, "{hours}");
    assert!((km + runs * 3.0).abs() < 0.01 * runs, "{km}");
    assert!(touched[0].vehicle_km_week < km);
    let (_, all) = bereik::scenario::timetable::apply(t, day, &[&cut]).expect("possible");
    assert_eq!(all[0].beyond_map_week, [0.0; 2]);
}
