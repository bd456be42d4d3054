//! A small timetable loader for clean folders, sharing no code with the engine's reader, so that
//! the reference stays independent of it. Anything unexpected is a panic: the fixtures are ours.

use bereik::input::gtfs::{
    Access, Call, Feed, Frequency, Pathway, Route, Service, Stop, StopAccess, StopKind,
    TransferKind, TransferRule, Trip,
};
use bereik::units::LonLat;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

type Row = HashMap<String, String>;

fn table(folder: &Path, name: &str) -> Vec<Row> {
    let path = folder.join(name);
    if !path.exists() {
        return Vec::new();
    }
    let mut reader = csv::Reader::from_path(&path).expect("a readable table");
    reader.deserialize().map(|r| r.expect("a row")).collect()
}

fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn number<T: std::str::FromStr>(row: &Row, column: &str) -> Option<T> {
    let value = text(row, column);
    (!value.is_empty()).then(|| value.parse().ok().expect("a number"))
}

/// Seconds of `H:MM:SS`; a minus in front turns the whole negative.
fn clock(value: &str) -> i32 {
    let (sign, rest) = match value.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, value),
    };
    let parts: Vec<i32> = rest.split(':').map(|p| p.parse().expect("time")).collect();
    assert_eq!(parts.len(), 3, "time {value}");
    sign * (parts[0] * 3600 + parts[1] * 60 + parts[2])
}

fn date(value: &str) -> NaiveDate {
    NaiveDate::parse_from_str(value, "%Y%m%d").expect("a date")
}

fn access(value: &str) -> Access {
    match value {
        "1" => Access::Yes,
        "2" => Access::No,
        _ => Access::Unknown,
    }
}

/// Reads a clean, unpacked timetable.
pub fn load(folder: &Path) -> Feed {
    let mut feed = Feed {
        name: folder.display().to_string(),
        ..Feed::default()
    };
    let agencies = table(folder, "agency.txt");
    feed.timezone = text(&agencies[0], "agency_timezone").parse().expect("zone");

    let rows = table(folder, "stops.txt");
    let stop_of = index(&rows, "stop_id");
    for row in &rows {
        feed.stops.push(Stop {
            id: text(row, "stop_id").into(),
            name: text(row, "stop_name").into(),
            position: number(row, "stop_lon")
                .zip(number(row, "stop_lat"))
                .and_then(|(lon, lat)| LonLat::new(lon, lat)),
            kind: match text(row, "location_type") {
                "" | "0" => StopKind::Stop,
                "1" => StopKind::Station,
                "2" => StopKind::Entrance,
                "3" => StopKind::Node,
                "4" => StopKind::BoardingArea,
                other => panic!("location_type {other} is not in the fixtures"),
            },
            access: match text(row, "stop_access") {
                "0" => StopAccess::Entrances,
                "1" => StopAccess::Street,
                _ => StopAccess::Unsaid,
            },
            parent: stop_of.get(text(row, "parent_station")).copied(),
            wheelchair: access(text(row, "wheelchair_boarding")),
            ..Stop::default()
        });
    }
    // Who says nothing of wheelchairs takes the station's mark; a boarding area its platform's.
    for _ in 0..2 {
        for s in 0..feed.stops.len() {
            let parent = feed.stops[s].parent;
            if let Some(p) = parent.filter(|_| feed.stops[s].wheelchair == Access::Unknown) {
                feed.stops[s].wheelchair = feed.stops[p as usize].wheelchair;
            }
        }
    }
    let rows = table(folder, "routes.txt");
    let route_of = index(&rows, "route_id");
    for row in &rows {
        feed.routes.push(Route {
            id: text(row, "route_id").into(),
            short_name: text(row, "route_short_name").into(),
            kind: number(row, "route_type").expect("route_type"),
            ..Route::default()
        });
    }
    let mut service_of: HashMap<String, u32> = HashMap::new();
    services(folder, &mut feed, &mut service_of);

    let rows = table(folder, "trips.txt");
    let trip_of = index(&rows, "trip_id");
    let mut calls: Vec<Vec<(i64, Row)>> = vec![Vec::new(); rows.len()];
    for row in table(folder, "stop_times.txt") {
        let sequence = number(&row, "stop_sequence").expect("stop_sequence");
        calls[trip_of[text(&row, "trip_id")] as usize].push((sequence, row));
    }
    let mut blocks: BTreeMap<String, u32> = BTreeMap::new();
    for (row, mut calls) in rows.iter().zip(calls) {
        calls.sort_by_key(|(sequence, _)| *sequence);
        let block = text(row, "block_id");
        let fresh = blocks.len() as u32;
        let start = feed.calls.len();
        feed.calls.extend(filled_in(&calls, &stop_of, &feed.stops));
        feed.trips.push(Trip {
            id: text(row, "trip_id").into(),
            route: route_of[text(row, "route_id")],
            service: service_of[text(row, "service_id")],
            block: (!block.is_empty()).then(|| *blocks.entry(block.into()).or_insert(fresh)),
            wheelchair: access(text(row, "wheelchair_accessible")),
            calls: start..feed.calls.len(),
            ..Trip::default()
        });
    }
    for row in table(folder, "frequencies.txt") {
        feed.frequencies.push(Frequency {
            trip: trip_of[text(&row, "trip_id")],
            start: clock(text(&row, "start_time")),
            end: clock(text(&row, "end_time")),
            headway: number(&row, "headway_secs").expect("headway_secs"),
            exact: text(&row, "exact_times") == "1",
        });
    }
    for row in table(folder, "transfers.txt") {
        let kind = match text(&row, "transfer_type") {
            "2" => TransferKind::MinTime,
            "3" => TransferKind::Forbidden,
            "4" => TransferKind::InSeat,
            "5" => TransferKind::NotInSeat,
            "1" => TransferKind::Timed,
            _ => TransferKind::Recommended,
        };
        let named = |ids: &HashMap<String, u32>, column: &str| {
            let id = text(&row, column);
            (!id.is_empty()).then(|| ids[id])
        };
        feed.transfers.push(TransferRule {
            from_stop: named(&stop_of, "from_stop_id"),
            to_stop: named(&stop_of, "to_stop_id"),
            from_route: named(&route_of, "from_route_id"),
            to_route: named(&route_of, "to_route_id"),
            from_trip: named(&trip_of, "from_trip_id"),
            to_trip: named(&trip_of, "to_trip_id"),
            kind,
            min_time: match kind {
                TransferKind::MinTime => number(&row, "min_transfer_time").unwrap_or(0),
                _ => 0,
            },
        });
    }
    for row in table(folder, "pathways.txt") {
        feed.pathways.push(Pathway {
            from_stop: stop_of[text(&row, "from_stop_id")],
            to_stop: stop_of[text(&row, "to_stop_id")],
            mode: number(&row, "pathway_mode").expect("pathway_mode"),
            both_ways: text(&row, "is_bidirectional") == "1",
            time: number(&row, "traversal_time"),
            length_m: number(&row, "length"),
        });
    }
    feed
}

fn index(rows: &[Row], column: &str) -> HashMap<String, u32> {
    rows.iter()
        .enumerate()
        .map(|(i, row)| (text(row, column).to_owned(), i as u32))
        .collect()
}

fn services(folder: &Path, feed: &mut Feed, of: &mut HashMap<String, u32>) {
    let mut at = |feed: &mut Feed, id: &str| -> usize {
        let fresh = feed.services.len();
        let i = *of.entry(id.to_owned()).or_insert(fresh as u32) as usize;
        if i == fresh {
            feed.services.push(Service {
                id: id.into(),
                ..Service::default()
            });
        }
        i
    };
    let days = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    for row in table(folder, "calendar.txt") {
        let i = at(feed, text(&row, "service_id"));
        feed.services[i].weekly = Some((
            days.map(|d| text(&row, d) == "1"),
            date(text(&row, "start_date")),
            date(text(&row, "end_date")),
        ));
    }
    for row in table(folder, "calendar_dates.txt") {
        let i = at(feed, text(&row, "service_id"));
        let day = date(text(&row, "date"));
        match text(&row, "exception_type") {
            "1" => feed.services[i].added.push(day),
            _ => feed.services[i].removed.push(day),
        }
    }
    for s in &mut feed.services {
        s.added.sort_unstable();
        s.removed.sort_unstable();
    }
}

/// The calls of a trip, missing times in proportion to the way between the departure before and the
/// arrival after: by distance where all these calls have one, which never falls and grows; else by
/// straight lines from stop to stop, where all have a position and there is any way; else evenly.
fn filled_in(rows: &[(i64, Row)], stop_of: &HashMap<String, u32>, stops: &[Stop]) -> Vec<Call> {
    let given: Vec<Option<(i32, i32)>> = rows
        .iter()
        .map(
            |(_, r)| match (text(r, "arrival_time"), text(r, "departure_time")) {
                ("", "") => None,
                ("", d) => Some((clock(d), clock(d))),
                (a, "") => Some((clock(a), clock(a))),
                (a, d) => Some((clock(a), clock(d))),
            },
        )
        .collect();
    let at: Vec<u32> = rows
        .iter()
        .map(|(_, r)| stop_of[text(r, "stop_id")])
        .collect();
    let distance: Vec<Option<f64>> = rows
        .iter()
        .map(|(_, r)| number(r, "shape_dist_traveled"))
        .collect();
    // The share of the way from `before` to `after` that lies before call `i`, by something measured.
    let share = |before: usize, i: usize, after: usize| -> f64 {
        let known: Option<Vec<f64>> = distance[before..=after].iter().copied().collect();
        if let Some(d) = known
            && d.windows(2).all(|w| w[0] <= w[1])
            && d[after - before] > d[0]
        {
            return (d[i - before] - d[0]) / (d[after - before] - d[0]);
        }
        let hop = |w: &[u32]| {
            let ends = stops[w[0] as usize]
                .position
                .zip(stops[w[1] as usize].position);
            ends.map(|(a, b)| a.distance_m(b))
        };
        let hops: Option<Vec<f64>> = at[before..=after].windows(2).map(hop).collect();
        let way = |hops: &[f64]| hops.iter().sum::<f64>();
        match hops {
            Some(h) if way(&h) > 0.0 => way(&h[..i - before]) / way(&h),
            _ => (i - before) as f64 / (after - before) as f64,
        }
    };
    (0..rows.len())
        .map(|i| {
            let (arrival, departure) = given[i].unwrap_or_else(|| {
                let before = (0..i).rev().find(|&b| given[b].is_some()).expect("a start");
                let after = (i..rows.len())
                    .find(|&a| given[a].is_some())
                    .expect("an end");
                let (leaves, reaches) = (
                    f64::from(given[before].expect("given").1),
                    f64::from(given[after].expect("given").0),
                );
                // Halves are rounded up.
                let rides = (share(before, i, after) * (reaches - leaves) + 0.5).floor();
                let time = (leaves + rides) as i32;
                (time, time)
            });
            let row = &rows[i].1;
            Call {
                stop: at[i],
                arrival,
                departure,
                boards: text(row, "pickup_type") != "1",
                alights: text(row, "drop_off_type") != "1",
            }
        })
        .collect()
}
