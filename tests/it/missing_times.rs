//! Missing times of random timetables, as the reader fills them in, against the tests' own loader, which
//! shares no code with it.

use crate::common::dice::Dice;
use crate::common::mini_gtfs;
use bereik::input::gtfs;
use std::fmt::Write;
use std::path::Path;

/// Trips of up to eight calls; most times are missing, some distances are, or fall, or stand still.
fn stop_times(dice: &mut Dice, trips: usize, stops: usize) -> String {
    let mut text =
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\n"
            .to_owned();
    for t in 0..trips {
        let calls = dice.between(2, 8);
        let distances = dice.below(4);
        let (mut time, mut way) = (3600 * dice.between(5, 25), dice.below(5) as f64);
        for c in 0..calls {
            let stay = dice.pick(&[0, 0, 30, 61]);
            let given = c == 0 || c + 1 == calls || dice.chance(25);
            let clock = |s: i64| format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
            let (arrival, departure) = match (given, dice.below(4)) {
                (false, _) => (String::new(), String::new()),
                (true, 0) => (clock(time), String::new()),
                (true, 1) => (String::new(), clock(time)),
                (true, _) => (clock(time), clock(time + stay)),
            };
            let distance = match distances {
                0 => String::new(),
                1 if dice.chance(10) => String::new(),
                _ => way.to_string(),
            };
            let stop = dice.below(stops);
            let _ = writeln!(text, "t{t:03},{arrival},{departure},s{stop},{c},{distance}");
            time += stay + dice.pick(&[0, 59, 120, 601]);
            way += dice.pick(&[0.0, 0.0, 1.0, 2.5, 0.125]);
            if distances == 2 && dice.chance(10) {
                way -= 1.0;
            }
        }
    }
    text
}

fn write(folder: &Path, dice: &mut Dice) {
    let (stops, trips) = (6, 40);
    let mut rows = "stop_id,stop_name,stop_lat,stop_lon\n".to_owned();
    for s in 0..stops {
        // Some at one place; in some timetables one without a position.
        let (lat, lon) = (
            dice.pick(&[52.0, 52.01, 52.3]),
            dice.pick(&[5.0, 5.02, 5.5]),
        );
        if s == 0 && dice.chance(30) {
            rows += "s0,,,\n";
        } else {
            let _ = writeln!(rows, "s{s},,{lat},{lon}");
        }
    }
    let mut trip_rows = "route_id,service_id,trip_id\n".to_owned();
    for t in 0..trips {
        let _ = writeln!(trip_rows, "R,W,t{t:03}");
    }
    for (name, text) in [
        ("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nA,A,https://example.org,Europe/Amsterdam\n".to_owned()),
        ("stops.txt", rows),
        ("routes.txt", "route_id,agency_id,route_short_name,route_type\nR,A,1,3\n".to_owned()),
        ("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,1,1,20260101,20261231\n".to_owned()),
        ("trips.txt", trip_rows),
        ("stop_times.txt", stop_times(dice, trips, stops)),
    ] {
        std::fs::write(folder.join(name), text).expect("a table");
    }
}

#[test]
fn missing_times_are_those_of_the_contract() {
    let mut compared = 0;
    for seed in 1..=60 {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &mut Dice::new(seed));
        let due = mini_gtfs::load(folder.path());
        let (got, _) = gtfs::read(folder.path()).expect("a timetable");
        for (t, (a, b)) in got.trips.iter().zip(&due.trips).enumerate() {
            assert_eq!(a.id, b.id);
            assert_eq!(
                got.calls[a.calls.clone()],
                due.calls[b.calls.clone()],
                "seed {seed}, trip {t}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 60 * 40);
}
