//! Edits that can't be made: the message says which edit, where, what is wrong and what was meant.

use super::*;
use bereik::input::scenario::{Area, Mode, NewLine, OnDemand, Pace, StopRef, StopSelector};
use bereik::units::{Seconds, Speed};
use std::sync::Arc;

fn remove(select: Selector) -> TimetableEdit {
    TimetableEdit::RemoveTrips { select }
}

fn named(f: impl FnOnce(&mut Selector)) -> TimetableEdit {
    let mut select = Selector::default();
    f(&mut select);
    remove(select)
}

fn stops(names: &[&str]) -> StopSelector {
    StopSelector {
        stop: names.iter().map(|n| (*n).to_owned()).collect(),
        area: None,
    }
}

fn known(name: &str) -> StopRef {
    StopRef::Known(name.into())
}

/// A square of a hundredth of a degree.
fn square(lon: f64, lat: f64) -> Area {
    let square = geo::Rect::new((lon, lat), (lon + 0.01, lat + 0.01)).to_polygon();
    Area {
        name: "plot".into(),
        shape: Arc::new(geo::MultiPolygon(vec![square])),
    }
}

/// The message of edits that can't be made.
fn message(timetable: &Timetable, edits: &[Edit]) -> String {
    let edits: Vec<&Edit> = edits.iter().collect();
    match timetable::apply(timetable, date(DATES[0]), &edits) {
        Ok(_) => "no error".into(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn refused(timetable: &Timetable, what: TimetableEdit, parts: &[&str]) {
    let text = message(timetable, &[edit("wrong", what.clone())]);
    let place = "what-if.toml, line 1";
    for part in [place, "edit \"wrong\""].iter().chain(parts) {
        assert!(text.contains(part), "{part:?} not in {text:?} of {what:?}");
    }
}

#[test]
fn values_that_nothing_is_called_by_are_told_with_the_nearest() {
    let t = Timetable::merge(&[base().feed()]);
    let of = |s: &str| vec![s.to_owned()];
    refused(
        &t,
        named(|s| s.route = of("long-5")),
        &[
            "line 13",
            "select.route = \"long-5\"",
            "did you mean \"long-1\"?",
        ],
    );
    refused(
        &t,
        named(|s| s.route = of("99")),
        &["no line", "there are \"1\""],
    );
    refused(
        &t,
        named(|s| s.agency = of("townbuses")),
        &["did you mean \"TownBus\"?"],
    );
    refused(
        &t,
        named(|s| s.feed = of("twon.zip")),
        &["select.feed", "did you mean \"town.zip\"?"],
    );
    refused(
        &t,
        named(|s| s.headsign = of("stop-X")),
        &["headsign", "did you mean"],
    );
    refused(
        &t,
        named(|s| s.trip = of("1-WK-0-4500")),
        &["select.trip", "did you mean \"1-WK-0-450\"?"],
    );
    refused(
        &t,
        named(|s| s.first_stop = of("Centrall")),
        &["select.first_stop", "did you mean \"Central\"?"],
    );
    refused(
        &t,
        named(|s| s.mode = vec![Mode::Ferry]),
        &["ferry", "there are tram, bus"],
    );
    // Of a list one is enough: "all kinds" is no mistake where there are no ferries.
    let all = named(|s| s.mode = vec![Mode::Ferry, Mode::Bus, Mode::Tram]);
    assert_eq!(message(&t, &[edit("all", all)]), "no error");
    refused(
        &t,
        named(|s| s.direction = vec![7]),
        &["select.direction", "there are 0, 1"],
    );
    // Several at once.
    let both = named(|s| (s.route, s.stop) = (of("l-1"), of("Q")));
    refused(&t, both, &["2 problems", "select.route", "select.stop"]);
}

/// Numbers and names as people write them select what the exact ones do.
#[test]
fn lines_stops_and_operators_are_found_however_they_are_written() {
    let t = Timetable::merge(&[base().feed()]);
    let of = |s: &str| vec![s.to_owned()];
    let done = |what: TimetableEdit| {
        let edit = edit("written", what);
        let (after, _) = timetable::apply(&t, date(DATES[0]), &[&edit]).expect("an edit");
        let after = after.expect("a timetable");
        let trips: Vec<&str> = after.trip_id.iter().collect();
        trips.join(" ")
    };
    for (written, exact) in [
        (
            named(|s| s.route = of("Line 1")),
            named(|s| s.route = of("1")),
        ),
        (
            named(|s| s.route = of("lijn 1 ")),
            named(|s| s.route = of("1")),
        ),
        (
            named(|s| s.route = of("LONG 1")),
            named(|s| s.route = of("long-1")),
        ),
        (
            named(|s| s.agency = of("townbus")),
            named(|s| s.agency = of("TownBus")),
        ),
        (
            named(|s| s.stop = of(" central")),
            named(|s| s.stop = of("Central")),
        ),
    ] {
        assert_eq!(done(written.clone()), done(exact), "{written:?}");
    }
    // What is called exactly so goes before what is called nearly so.
    assert_ne!(
        done(named(|s| s.route = of("1"))),
        done(named(|s| s.route = of("2")))
    );
}

#[test]
fn conditions_that_nothing_meets_together_are_told_with_what_each_selects() {
    let t = Timetable::merge(&[base().feed()]);
    let select = Selector {
        first_stop: vec!["G".into()],
        ..line("1", 0)
    };
    refused(
        &t,
        remove(select),
        &[
            "no trip meets all",
            "route alone selects 55 trips",
            "first_stop alone selects 8 trips",
        ],
    );
    let select = Selector {
        days: days("sa,su"),
        trip: vec!["1-WK-0-450".into()],
        ..Selector::default()
    };
    refused(
        &t,
        remove(select),
        &[
            "select.days",
            "never run then",
            "from 2025-01-01 to 2025-12-31 (mo, tu, we, th, fr)",
        ],
    );
    let select = Selector {
        dates: vec![date((2025, 3, 16)), date((2025, 3, 17))],
        ..line("2", 1)
    };
    refused(
        &t,
        remove(select),
        &["select.dates = \"2025-03-16\"", "they run on 364 dates"],
    );
    let select = Selector {
        dates: vec![date((2027, 3, 16))],
        ..line("2", 1)
    };
    refused(
        &t,
        remove(select),
        &["select.dates = \"2027-03-16\"", "never run then"],
    );
}

#[test]
fn areas_without_a_stop_are_told_with_the_way_to_the_nearest() {
    let t = Timetable::merge(&[base().feed()]);
    refused(
        &t,
        named(|s| s.area = Some(square(5.0, 52.1))),
        &[
            "select.area",
            "no stop in the area \"plot\"",
            "\"stop-A\", is 6",
            "crs",
        ],
    );
    refused(
        &t,
        named(|s| s.area = Some(square(52.1, 5.1))),
        &["km away", "longitude comes first"],
    );
    let area = Some(square(5.1, 52.3));
    refused(
        &t,
        TimetableEdit::CloseStop {
            stops: StopSelector { stop: vec![], area },
        },
        &["stops.area"],
    );
}

#[test]
fn stops_that_can_not_be_closed_or_moved() {
    let mut text = base();
    let [lon, lat] = degrees("M");
    text.push(
        "stops.txt",
        &format!("stop_id=m stop_name=unserved stop_lon={lon} stop_lat={lat} location_type=0"),
    );
    let t = Timetable::merge(&[text.feed()]);
    refused(
        &t,
        TimetableEdit::CloseStop {
            stops: stops(&["A", "unserved"]),
        },
        &["stops = \"unserved\"", "no vehicle calls there"],
    );
    let moved = |name: &str| TimetableEdit::MoveStop {
        stops: stops(&[name]),
        to: place("N"),
    };
    refused(&t, moved("Central"), &["selects 2: C1, C2", "by its id"]);
    refused(&t, moved("unserved"), &["no vehicle calls there"]);
    let select = line("2", 0);
    refused(
        &t,
        TimetableEdit::RemoveStops {
            select,
            stops: stops(&["A"]),
        },
        &["27 trips are selected, but none calls"],
    );
}

#[test]
fn an_edit_of_what_an_earlier_one_removed_names_that() {
    let t = Timetable::merge(&[base().feed()]);
    let evening = Selector {
        departs: Some((clock("09:00"), i32::MAX)),
        ..line("1", 0)
    };
    let first = edit("evening", remove(evening.clone()));
    let headway = TimetableEdit::SetHeadway {
        select: evening.clone(),
        headway: Seconds(600),
        first: None,
    };
    let text = message(&t, &[first.clone(), edit("denser", headway)]);
    // Six weekday trips and the late one, three of the weekend.
    for part in [
        "edit \"denser\" select",
        "edit \"evening\" removed or replaced 10 trips",
        "order",
    ] {
        assert!(text.contains(part), "{part:?} not in {text:?}");
    }
    // Other days of the same trips are left.
    let sundays = edit(
        "evening",
        remove(Selector {
            days: days("su"),
            ..evening.clone()
        }),
    );
    let again = |d: &str| {
        edit(
            "again",
            remove(Selector {
                days: days(d),
                ..evening.clone()
            }),
        )
    };
    assert!(message(&t, &[sundays.clone(), again("su")]).contains("edit \"evening\" removed"));
    assert_eq!(message(&t, &[sundays, again("sa-su")]), "no error");
}

#[test]
fn times_that_can_not_be_are_refused() {
    let t = Timetable::merge(&[base().feed()]);
    let shift = |by_s| TimetableEdit::ShiftTimes {
        select: line("1", 0),
        by_s,
    };
    for by in [-40 * 3600, i32::MIN, i32::MAX, 1 << 28] {
        refused(&t, shift(by), &["shift_min", "trip 1-W", "service day"]);
    }
    let slow = |factor| TimetableEdit::AdjustSpeed {
        select: line("1", 0),
        factor,
        from: None,
        to: None,
    };
    for factor in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        refused(&t, slow(factor), &["factor"]);
    }
    let between = TimetableEdit::AdjustSpeed {
        select: line("1", 0),
        factor: 2.0,
        from: Some(known("D")),
        to: Some(known("B")),
    };
    refused(
        &t,
        between,
        &["28 trips are selected, but none calls at these stops in this order"],
    );
    let headway = |first| TimetableEdit::SetHeadway {
        select: Selector {
            departs: Some((clock("08:00"), clock("09:00"))),
            ..line("1", 0)
        },
        headway: Seconds(0),
        first,
    };
    refused(&t, headway(None), &["headway_min"]);
}

#[test]
fn lines_that_can_not_be_made_are_refused() {
    let t = Timetable::merge(&[base().feed()]);
    let line = |stops: Vec<StopRef>, hops: usize| NewLine {
        line: "9".into(),
        mode: Mode::Bus,
        agency: String::new(),
        stops,
        both_ways: false,
        pace: Pace::Each(vec![Seconds(60); hops]),
        dwell: Seconds(0),
        days: Weekdays::ALL,
        departures: vec![clock("08:00")],
    };
    let ab = || vec![known("A"), known("B")];
    let add = |l: NewLine| TimetableEdit::AddLine(l);
    refused(
        &t,
        add(line(ab(), 2)),
        &["hop_min", "2 times are given for 1 hops"],
    );
    refused(&t, add(line(vec![known("A")], 0)), &["two stops"]);
    refused(
        &t,
        add(line(vec![known("A"), known("stop-A")], 1)),
        &["twice"],
    );
    refused(
        &t,
        add(line(vec![known("A"), known("stop-Bee")], 1)),
        &["did you mean \"stop-B\"?"],
    );
    let twice = [
        edit("one", add(line(ab(), 1))),
        edit("two", add(line(ab(), 1))),
    ];
    assert!(message(&t, &twice).contains("another edit adds a line of that name"));
    let demand = TimetableEdit::OnDemand(OnDemand {
        line: "d".into(),
        area: square(5.0995, 52.0995),
        hubs: vec![],
        pick_up: Seconds(60),
        speed: Speed::from_kmh(20.0).expect("a speed"),
        hours: (0, 3600),
        days: Weekdays::ALL,
    });
    refused(&t, demand, &["only one stop in the area"]);
    let merge = TimetableEdit::MergeLines {
        first: super::line("2", 1),
        second: super::line("2", 1),
        max_wait: Seconds(60),
    };
    refused(
        &t,
        merge,
        &["no vehicle of the first line ends where one of the second begins"],
    );
    let stream = TimetableEdit::MergeLines {
        first: super::line("3", 0),
        second: super::line("2", 0),
        max_wait: Seconds(60),
    };
    refused(&t, stream, &["select", "comes by headway"]);
}
