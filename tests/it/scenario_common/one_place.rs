//! Stops of one name in several towns: an edit by that name is refused, with the stops to choose from.

use super::*;
use bereik::input::scenario::{Area, Mode, NewLine, OnDemand, Pace, StopRef, StopSelector};
use bereik::units::{Seconds, Speed};
use std::sync::Arc;

/// The town with two pairs of stops of one name: B and F far apart, C1 and C2 beside one another.
fn towns() -> Timetable {
    let mut text = base();
    for row in text.rows("stops.txt") {
        let name = match row["stop_id"].as_str() {
            "B" | "F" => "Market",
            "C1" | "C2" => "Square",
            _ => continue,
        };
        row.insert("stop_name".into(), name.into());
    }
    Timetable::merge(&[text.feed()])
}

fn told(t: &Timetable, what: TimetableEdit) -> String {
    let edit = edit("by name", what);
    match timetable::apply(t, date(DATES[0]), &[&edit]) {
        Ok(_) => "made".into(),
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn refused(t: &Timetable, what: TimetableEdit, key: &str) {
    let text = told(t, what);
    let place = format!("edit \"by name\" {key} = \"Market\"");
    for part in [
        "what-if.toml, line 1",
        &place,
        "stops of that name lie far apart",
        "B at ",
        "F at ",
        "name those that are meant by id",
    ] {
        assert!(text.contains(part), "{part:?} not in {text:?}");
    }
}

#[track_caller]
fn made(t: &Timetable, what: TimetableEdit) {
    assert_eq!(told(t, what), "made");
}

fn around(name: &str) -> Area {
    let p = place(name);
    let square =
        geo::Rect::new((p.lon - 1e-3, p.lat - 1e-3), (p.lon + 1e-3, p.lat + 1e-3)).to_polygon();
    Area {
        name: "quarter".into(),
        shape: Arc::new(geo::MultiPolygon(vec![square])),
    }
}

fn named(stop: &str, area: Option<Area>) -> StopSelector {
    StopSelector {
        stop: vec![stop.into()],
        area,
    }
}

fn route(number: &str) -> Selector {
    Selector {
        route: vec![number.into()],
        ..Selector::default()
    }
}

#[test]
fn stops_to_close_are_those_of_one_place() {
    let t = towns();
    let close = |stop: &str, area| TimetableEdit::CloseStop {
        stops: named(stop, area),
    };
    refused(&t, close("Market", None), "stops");
    made(&t, close("Market", Some(around("B"))));
    made(&t, close("B", None));
    made(&t, close("Square", None));
    let pass = |number: &str| TimetableEdit::RemoveStops {
        select: route(number),
        stops: named("Market", None),
    };
    // Line 1 calls at one of the two only.
    made(&t, pass("1"));
    let both = TimetableEdit::RemoveStops {
        select: Selector {
            route: vec!["1".into(), "2".into()],
            ..Selector::default()
        },
        stops: named("Market", None),
    };
    refused(&t, both, "stops");
}

#[test]
fn trips_by_a_stop_are_those_of_one_place() {
    let t = towns();
    let by = |select: Selector| TimetableEdit::RemoveTrips {
        select: Selector {
            stop: vec!["Market".into()],
            ..select
        },
    };
    refused(&t, by(Selector::default()), "select.stop");
    made(&t, by(route("2")));
    let near = Selector {
        area: Some(around("F")),
        ..Selector::default()
    };
    made(&t, by(near));
}

#[test]
fn calls_to_come_are_at_one_place() {
    let t = towns();
    let known = |name: &str| StopRef::Known(name.into());
    let line = |stop: &str| {
        TimetableEdit::AddLine(NewLine {
            line: "77".into(),
            mode: Mode::Bus,
            agency: String::new(),
            stops: vec![known("A"), known(stop)],
            both_ways: false,
            pace: Pace::Each(vec![Seconds(300)]),
            dwell: Seconds(0),
            days: bereik::input::clock::Weekdays::parse("mo-su").unwrap(),
            departures: vec![8 * 3600],
        })
    };
    refused(&t, line("Market"), "stops");
    for stop in ["F", "Square", "Central"] {
        made(&t, line(stop));
    }
    let reroute = |number: &str, from: &str| TimetableEdit::Reroute {
        select: Selector {
            direction: vec![0],
            ..route(number)
        },
        from: Some(known(from)),
        to: None,
        via: vec![known("Market"), known("G")],
        pace: Pace::Each(vec![Seconds(300); 2]),
        dwell: Seconds(0),
    };
    // Line 2 calls at one of them: that one is meant.
    made(&t, reroute("2", "E"));
    refused(&t, reroute("3", "H"), "via");
    let hub = TimetableEdit::OnDemand(OnDemand {
        line: "ring".into(),
        area: around("G"),
        hubs: vec![known("Market")],
        pick_up: Seconds(600),
        speed: Speed::from_kmh(30.0).unwrap(),
        hours: (7 * 3600, 8 * 3600),
        days: bereik::input::clock::Weekdays::parse("mo-su").unwrap(),
    });
    refused(&t, hub, "hubs");
}
