//! The feed of the trains.

use super::super::geom::*;
use super::super::lines::departures;
use super::super::plan::Plan;
use super::{Archive, TakeTrip, Written, calendars, clock, day_types, degree, feed_info};
use crate::diagnostics::Error;
use std::io::{Seek, Write};
use std::path::Path;

/// A call of a train: station, platform, seconds of arrival and departure since the start.
type Call = (usize, u32, u32, u32);

/// Writes the trains.
///
/// # Errors
/// When the file cannot be written.
pub fn write_trains(
    plan: &Plan,
    frame: &Frame,
    out: impl Write + Seek,
    path: &Path,
) -> Result<Written, Error> {
    let mut archive = Archive::new(out, path);
    let mut written = Written::default();
    archive.table(
        "agency.txt",
        &[
            "agency_id",
            "agency_name",
            "agency_url",
            "agency_timezone",
            "agency_lang",
        ],
        |row| {
            row(&[
                "PolderSpoor",
                "PolderSpoor (fictional)",
                "https://example.org/polderspoor",
                "Europe/Amsterdam",
                "nl",
            ])
        },
    )?;
    feed_info(&mut archive)?;
    let mut positions = Vec::new();
    for s in &plan.stations {
        let mut list = vec![frame.lonlat(s.at)?];
        for k in 0..s.platforms {
            list.push(frame.lonlat(platform(plan, s.at, k))?);
        }
        positions.push(list);
    }
    let header = [
        "stop_id",
        "stop_name",
        "stop_lat",
        "stop_lon",
        "location_type",
        "parent_station",
        "platform_code",
        "wheelchair_boarding",
    ];
    archive.table("stops.txt", &header, |row| {
        for (s, list) in plan.stations.iter().zip(&positions) {
            for (k, at) in list.iter().enumerate() {
                written.stops += 1;
                let station = k == 0;
                let own = if station {
                    format!("station-{}", s.id)
                } else {
                    format!("{}-{k}", s.id)
                };
                let parent = if station {
                    String::new()
                } else {
                    format!("station-{}", s.id)
                };
                let code = if station {
                    String::new()
                } else {
                    k.to_string()
                };
                row(&[
                    &own,
                    s.name,
                    &degree(at.lat),
                    &degree(at.lon),
                    if station { "1" } else { "0" },
                    &parent,
                    &code,
                    "1",
                ])?;
            }
        }
        Ok(())
    })?;
    let header = [
        "route_id",
        "agency_id",
        "route_short_name",
        "route_long_name",
        "route_type",
        "route_color",
        "route_text_color",
    ];
    archive.table("routes.txt", &header, |row| {
        for t in &plan.trains {
            let name =
                |k: Option<&usize>| k.and_then(|&k| plan.stations.get(k)).map_or("", |s| s.name);
            row(&[
                &t.number.replace(' ', ""),
                "PolderSpoor",
                t.number,
                &format!("{} – {}", name(t.calls.first()), name(t.calls.last())),
                "2",
                "FFC917",
                "003082",
            ])?;
        }
        Ok(())
    })?;
    calendars(&mut archive)?;
    // Calls of a train per direction: (station, platform, arrival, departure).
    let runs: Vec<[Vec<Call>; 2]> = plan
        .trains
        .iter()
        .enumerate()
        .map(|(n, t)| {
            [false, true].map(|back| {
                let calls: Vec<usize> = if back {
                    t.calls.iter().rev().copied().collect()
                } else {
                    t.calls.clone()
                };
                let mut clock = 0;
                let mut run = Vec::new();
                for (k, &c) in calls.iter().enumerate() {
                    let s = &plan.stations[c];
                    if k > 0 {
                        let metres = along_track(plan, plan.stations[calls[k - 1]].at, s.at);
                        // 100 km/h, and a little over a minute to get going and to brake.
                        clock += (metres / 27.8 + 65.0).round() as u32;
                    }
                    let wait = if k == 0 || k + 1 == calls.len() {
                        0
                    } else if s.platforms > 2 {
                        120
                    } else {
                        48
                    };
                    let wish = u32::from(back) + 2 * n as u32;
                    run.push((c, wish % s.platforms + 1, clock, clock + wait));
                    clock += wait;
                }
                run
            })
        })
        .collect();
    let each_trip = |take: TakeTrip<'_>| {
        for (n, t) in plan.trains.iter().enumerate() {
            for direction in 0..2 {
                for (service, spells) in day_types(&t.hours[direction]) {
                    for (k, start) in departures(spells, 0).into_iter().enumerate() {
                        take(n, service, direction, k, start)?;
                    }
                }
            }
        }
        Ok(())
    };
    let trip_id = |n: usize, service: &str, direction: usize, k: usize| {
        format!(
            "{}-{service}-{direction}-{:03}",
            plan.trains[n].number.replace(' ', ""),
            k + 1
        )
    };
    let header = [
        "route_id",
        "service_id",
        "trip_id",
        "trip_headsign",
        "direction_id",
        "wheelchair_accessible",
    ];
    archive.table("trips.txt", &header, |row| {
        each_trip(&mut |n, service, direction, k, _| {
            written.trips += 1;
            written.weekday_trips += usize::from(service == "weekday");
            let headsign = runs[n][direction]
                .last()
                .map_or("", |c| plan.stations[c.0].name);
            row(&[
                &plan.trains[n].number.replace(' ', ""),
                service,
                &trip_id(n, service, direction, k),
                headsign,
                &direction.to_string(),
                "1",
            ])
        })
    })?;
    archive.table(
        "stop_times.txt",
        &[
            "trip_id",
            "arrival_time",
            "departure_time",
            "stop_id",
            "stop_sequence",
        ],
        |row| {
            each_trip(&mut |n, service, direction, k, start| {
                let id = trip_id(n, service, direction, k);
                for (seq, &(station, platform, arrival, departure)) in
                    runs[n][direction].iter().enumerate()
                {
                    let stop = format!("{}-{platform}", plan.stations[station].id);
                    row(&[
                        &id,
                        &clock(start + arrival),
                        &clock(start + departure),
                        &stop,
                        &(seq + 1).to_string(),
                    ])?;
                }
                Ok(())
            })
        },
    )?;
    archive.table(
        "transfers.txt",
        &[
            "from_stop_id",
            "to_stop_id",
            "transfer_type",
            "min_transfer_time",
        ],
        |row| {
            for s in &plan.stations {
                let time = if s.platforms > 2 { "210" } else { "150" };
                for a in 1..=s.platforms {
                    for b in (1..=s.platforms).filter(|b| *b != a) {
                        row(&[
                            &format!("{}-{a}", s.id),
                            &format!("{}-{b}", s.id),
                            "2",
                            time,
                        ])?;
                    }
                }
            }
            Ok(())
        },
    )?;
    archive.finish()?;
    Ok(written)
}

/// The track nearest to a point, with the place on it: (line, metres from its start, direction).
fn on_track(plan: &Plan, p: P) -> (usize, f64, P) {
    let mut best = (f64::INFINITY, 0, 0.0, [1.0, 0.0]);
    for (r, rail) in plan.rails.iter().enumerate() {
        let mut before = 0.0;
        for w in rail.windows(2) {
            let (t, q) = nearest(p, w[0], w[1]);
            let l = dist(w[0], w[1]);
            if dist(p, q) < best.0 {
                best = (dist(p, q), r, before + t * l, unit(sub(w[1], w[0])));
            }
            before += l;
        }
    }
    (best.1, best.2, best.3)
}

/// Metres of track between two stations.
fn along_track(plan: &Plan, a: P, b: P) -> f64 {
    let (ra, sa, _) = on_track(plan, a);
    let (rb, sb, _) = on_track(plan, b);
    if ra == rb {
        (sa - sb).abs()
    } else {
        dist(a, b)
    }
}

/// Where a platform is: beside the track, even ones left of it.
pub fn platform(plan: &Plan, station: P, k: u32) -> P {
    let along = on_track(plan, station).2;
    let side = if k.is_multiple_of(2) { 1.0 } else { -1.0 };
    let off = side * (7.0 + 9.0 * f64::from(k / 2));
    add(station, scale([-along[1], along[0]], off))
}

/// Direction of the track at a point.
pub fn track_direction(plan: &Plan, p: P) -> P {
    on_track(plan, p).2
}
