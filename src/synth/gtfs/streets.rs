//! The feed of trams and buses.

use super::super::geom::*;
use super::super::lines::{Transit, departures, slower};
use super::super::plan::{Plan, Vehicle};
use super::{Archive, TakeTrip, Written, calendars, clock, day_types, degree, feed_info};
use crate::diagnostics::Error;
use std::io::{Seek, Write};
use std::path::Path;

/// Minutes by which a line's pattern is moved, so that lines do not all leave at once.
fn shift(line: usize, direction: usize) -> u32 {
    ((line * 7 + direction * 4) % 6) as u32
}

/// Writes the trams and buses.
///
/// # Errors
/// When the file cannot be written.
pub fn write_streets(
    plan: &Plan,
    transit: &Transit,
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
                "PolderBus",
                "PolderBus (fictional)",
                "https://example.org/polderbus",
                "Europe/Amsterdam",
                "nl",
            ])
        },
    )?;
    feed_info(&mut archive)?;
    let mut positions = Vec::new();
    for place in &transit.places {
        for side in place.stops {
            positions.push(side.map(|p| frame.lonlat(p)).transpose()?);
        }
    }
    let stop_id = |place: u32, side: usize| format!("S{:04}{}", place + 1, ["a", "b"][side]);
    archive.table(
        "stops.txt",
        &[
            "stop_id",
            "stop_name",
            "stop_lat",
            "stop_lon",
            "location_type",
            "wheelchair_boarding",
        ],
        |row| {
            for (k, place) in transit.places.iter().enumerate() {
                for side in 0..2 {
                    if let Some(at) = positions[k * 2 + side] {
                        written.stops += 1;
                        row(&[
                            &stop_id(k as u32, side),
                            &place.name,
                            &degree(at.lat),
                            &degree(at.lon),
                            "0",
                            &place.wheelchair.to_string(),
                        ])?;
                    }
                }
            }
            Ok(())
        },
    )?;
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
        for line in &transit.lines {
            let p = &plan.lines[line.plan];
            let (kind, colour) = match p.vehicle {
                Vehicle::Tram => ("0", "C8102E"),
                Vehicle::Express => ("3", "E4002B"),
                Vehicle::Country => ("3", "4B7F2F"),
                Vehicle::Minibus => ("3", "8A6D3B"),
                Vehicle::Bus => ("3", "0B5CAD"),
            };
            row(&[
                &format!("L{}", p.number),
                "PolderBus",
                p.number,
                &format!("{} – {}", p.towards[1], p.towards[0]),
                kind,
                colour,
                "FFFFFF",
            ])?;
        }
        Ok(())
    })?;
    calendars(&mut archive)?;
    let shape_id = |number: &str, direction: usize| format!("L{number}-{direction}");
    let trip_id = |number: &str, service: &str, direction: usize, n: usize| {
        format!("L{number}-{service}-{direction}-{:03}", n + 1)
    };
    // Every trip of the feed in a fixed order; made twice, so that no list of all is kept.
    let each_trip = |take: TakeTrip<'_>| {
        for (l, line) in transit.lines.iter().enumerate() {
            let hours = &plan.lines[line.plan].hours;
            for (service, spells) in day_types(hours) {
                for direction in 0..2 {
                    let mut starts = departures(
                        spells,
                        if hours.by_headway {
                            0
                        } else {
                            shift(line.plan, direction)
                        },
                    );
                    if hours.by_headway {
                        starts.truncate(1);
                    }
                    for (n, start) in starts.into_iter().enumerate() {
                        take(l, service, direction, n, start)?;
                    }
                }
            }
        }
        Ok(())
    };
    let header = [
        "route_id",
        "service_id",
        "trip_id",
        "trip_headsign",
        "direction_id",
        "shape_id",
        "wheelchair_accessible",
    ];
    archive.table("trips.txt", &header, |row| {
        each_trip(&mut |l, service, direction, n, _| {
            let line = &transit.lines[l];
            let p = &plan.lines[line.plan];
            written.trips += 1;
            written.weekday_trips += usize::from(service == "weekday");
            let wheelchair = match p.vehicle {
                Vehicle::Minibus => "2",
                Vehicle::Country => "0",
                _ => "1",
            };
            row(&[
                &format!("L{}", p.number),
                service,
                &trip_id(p.number, service, direction, n),
                p.towards[direction],
                &direction.to_string(),
                &shape_id(p.number, direction),
                wheelchair,
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
            "timepoint",
        ],
        |row| {
            each_trip(&mut |l, service, direction, n, start| {
                let line = &transit.lines[l];
                let p = &plan.lines[line.plan];
                let id = trip_id(p.number, service, direction, n);
                let run = &line.runs[direction];
                let more = if p.hours.by_headway || service != "weekday" {
                    0
                } else {
                    slower(p.vehicle, start)
                };
                for (k, (&(place, side), &(arrival, departure))) in
                    run.calls.iter().zip(&run.times).enumerate()
                {
                    let at = |offset: u32| clock(start + offset * (100 + more) / 100);
                    row(&[
                        &id,
                        &at(arrival),
                        &at(departure),
                        &stop_id(place, side),
                        &(k + 1).to_string(),
                        "1",
                    ])?;
                }
                Ok(())
            })
        },
    )?;
    archive.table(
        "frequencies.txt",
        &[
            "trip_id",
            "start_time",
            "end_time",
            "headway_secs",
            "exact_times",
        ],
        |row| {
            for line in &transit.lines {
                let p = &plan.lines[line.plan];
                if !p.hours.by_headway {
                    continue;
                }
                for (service, spells) in day_types(&p.hours) {
                    for s in spells {
                        for direction in 0..2 {
                            row(&[
                                &trip_id(p.number, service, direction, 0),
                                &clock(s.from * 60),
                                &clock(s.to * 60),
                                &(s.every * 60).to_string(),
                                "1",
                            ])?;
                        }
                    }
                }
            }
            Ok(())
        },
    )?;
    // At the stations the buses stand in bays; crossing over takes a moment.
    archive.table(
        "transfers.txt",
        &[
            "from_stop_id",
            "to_stop_id",
            "transfer_type",
            "min_transfer_time",
        ],
        |row| {
            for (k, place) in transit.places.iter().enumerate() {
                if place.name.contains("Station") && place.stops.iter().all(Option::is_some) {
                    let (a, b) = (stop_id(k as u32, 0), stop_id(k as u32, 1));
                    row(&[&a, &b, "2", "90"])?;
                    row(&[&b, &a, "2", "90"])?;
                }
            }
            Ok(())
        },
    )?;
    let mut shapes = Vec::new();
    for line in &transit.lines {
        for (direction, run) in line.runs.iter().enumerate() {
            for (k, p) in run.shape.iter().enumerate() {
                shapes.push((line.plan, direction, k + 1, frame.lonlat(*p)?));
            }
        }
    }
    archive.table(
        "shapes.txt",
        &[
            "shape_id",
            "shape_pt_lat",
            "shape_pt_lon",
            "shape_pt_sequence",
        ],
        |row| {
            for (line, direction, k, at) in &shapes {
                row(&[
                    &shape_id(plan.lines[*line].number, *direction),
                    &degree(at.lat),
                    &degree(at.lon),
                    &k.to_string(),
                ])?;
            }
            Ok(())
        },
    )?;
    archive.finish()?;
    Ok(written)
}
