//! Writes the timetables as GTFS archives, with fixed time stamps: same plan, same bytes.

use super::geom::*;
use super::lines::{Transit, departures, slower};
use super::plan::{Hours, Plan, Spell, Vehicle};
use crate::diagnostics::Error;
use std::io::{Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// First and last day of the timetable.
const DATES: [&str; 2] = ["20260105", "20260705"];
/// Holidays with Sunday service: Easter Monday, King's Day, Ascension, Whit Monday.
const HOLIDAYS: [&str; 4] = ["20260406", "20260427", "20260514", "20260525"];

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of `stops.txt`.
    pub stops: usize,
    /// Rows of `trips.txt`.
    pub trips: usize,
    /// Vehicle trips of an ordinary weekday (one of each trip given by headway).
    pub weekday_trips: usize,
}

/// A GTFS archive under way: one table after another, row by row.
struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    path: std::path::PathBuf,
}

impl<W: Write + Seek> Archive<W> {
    fn new(out: W, path: &Path) -> Self {
        Self {
            zip: ZipWriter::new(out),
            path: path.to_owned(),
        }
    }
    /// Writes a table from rows that the closure hands over.
    fn table(
        &mut self,
        name: &str,
        header: &[&str],
        rows: impl FnOnce(&mut dyn FnMut(&[&str]) -> Result<(), csv::Error>) -> Result<(), csv::Error>,
    ) -> Result<(), Error> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let fail = |e: std::io::Error| Error::io(&self.path, "write", e);
        self.zip
            .start_file(name, options)
            .map_err(|e| fail(std::io::Error::other(e)))?;
        let mut table = csv::Writer::from_writer(&mut self.zip);
        let done = table
            .write_record(header)
            .and_then(|()| rows(&mut |row| table.write_record(row)))
            .and_then(|()| table.flush().map_err(csv::Error::from));
        done.map_err(|e| fail(std::io::Error::other(e)))
    }
    fn finish(self) -> Result<(), Error> {
        let path = self.path;
        let fail = |e| Error::io(&path, "write", e);
        let mut out = self
            .zip
            .finish()
            .map_err(|e| fail(std::io::Error::other(e)))?;
        out.flush().map_err(fail)
    }
}

fn clock(seconds: u32) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

fn degree(d: f64) -> String {
    format!("{d:.6}")
}

/// Day types with their service ids.
fn day_types(hours: &Hours) -> [(&'static str, &[Spell]); 4] {
    [
        ("weekday", &hours.weekday),
        ("saturday", &hours.saturday),
        ("sunday", &hours.sunday),
        ("weekend-night", &hours.weekend_night),
    ]
}

fn calendars<W: Write + Seek>(archive: &mut Archive<W>) -> Result<(), Error> {
    let header = [
        "service_id",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "start_date",
        "end_date",
    ];
    archive.table("calendar.txt", &header, |row| {
        for (id, days) in [
            ("weekday", "1111100"),
            ("saturday", "0000010"),
            ("sunday", "0000001"),
            ("weekend-night", "0000110"),
        ] {
            let mut record = vec![id];
            record.extend((0..7).map(|d| &days[d..=d]));
            record.extend(DATES);
            row(&record)?;
        }
        Ok(())
    })?;
    archive.table(
        "calendar_dates.txt",
        &["service_id", "date", "exception_type"],
        |row| {
            for date in HOLIDAYS {
                row(&["sunday", date, "1"])?;
                row(&["weekday", date, "2"])?;
            }
            Ok(())
        },
    )
}

fn feed_info<W: Write + Seek>(archive: &mut Archive<W>) -> Result<(), Error> {
    let header = [
        "feed_publisher_name",
        "feed_publisher_url",
        "feed_lang",
        "feed_start_date",
        "feed_end_date",
        "feed_version",
    ];
    archive.table("feed_info.txt", &header, |row| {
        row(&[
            "bereik synth (fictional data)",
            "https://example.org/bereik",
            "nl",
            DATES[0],
            DATES[1],
            "fictional",
        ])
    })
}

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
    let each_trip = |take: &mut dyn FnMut(
        &super::lines::Line,
        &str,
        usize,
        usize,
        u32,
    ) -> Result<(), csv::Error>| {
        for line in &transit.lines {
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
                        take(line, service, direction, n, start)?;
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
        each_trip(&mut |line, service, direction, n, _| {
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
            each_trip(&mut |line, service, direction, n, start| {
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
                                "0",
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
    let runs: Vec<[Vec<(usize, u32, u32, u32)>; 2]> = plan
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
    let each_trip =
        |take: &mut dyn FnMut(usize, &str, usize, usize, u32) -> Result<(), csv::Error>| {
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
    let side = if k % 2 == 0 { 1.0 } else { -1.0 };
    let off = side * (7.0 + 9.0 * f64::from(k / 2));
    add(station, scale([-along[1], along[0]], off))
}

/// Direction of the track at a point.
pub fn track_direction(plan: &Plan, p: P) -> P {
    on_track(plan, p).2
}
