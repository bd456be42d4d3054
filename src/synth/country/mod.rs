//! A whole country in the proportions of the Netherlands, for measuring at scale.
//!
//! Little is held: the towns, the stops and lines, the cells. Streets and buildings are made tile
//! by tile and trips line by line, each from its number and the seed, and written at once; so
//! memory does not grow with them. `docs/country.md` says what it has and how it differs from a
//! real country.

mod areas;
mod ground;
mod houses;
mod land;
mod lattice;
mod lines;
mod map;
mod people;
mod rails;
mod roads;
mod sheet;
mod timetable;

use super::geom::{Frame, P, smooth};
use super::places::{HospitalRow, write_hospitals, write_jobs, write_services};
use super::{Summary, areas::Level, areas::write_areas, people::write_homes, study, write};
use crate::diagnostics::Error;
use land::Land;
use std::io::Write;
use std::path::Path;

/// Its name.
const NAME: &str = "Laagland";
/// The street file.
const STREETS: &str = "laagland.osm.pbf";
/// The timetable.
const TIMETABLE: &str = "laagland.gtfs.zip";

/// Makes the country, or a part of `share` of its surface, and writes it into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn generate(share: f64, seed: u64, folder: &Path) -> Result<Summary, Error> {
    let land = Land::new(seed, share);
    let chart = sheet::Chart::new(&land)?;
    let frame = Frame::new([0.0, 0.0])?;
    let roads = roads::Roads::new(&land);
    let mut places = people::services(&land, &roads);
    let hospitals = people::hospitals(&land, &roads);
    drop(roads);

    let mut made = Summary {
        name: NAME.to_owned(),
        ..Summary::default()
    };
    let (cells, work) = people::settle(&land, &frame);
    places.work = work;
    write(folder, "homes.csv", |out, path| {
        write_homes(&cells, &frame, out, path)
    })?;
    made.cells = cells.len();
    made.inhabitants = cells.iter().map(|c| u64::from(c.inhabitants)).sum();
    made.social_dwellings = cells.iter().map(|c| u64::from(c.social)).sum();
    drop(cells);
    write(folder, "jobs.csv", |out, path| {
        write_jobs(&places, &frame, out, path)
    })?;
    made.jobs = places.work.iter().map(|w| u64::from(w.jobs)).sum();
    made.destinations = places.work.len() + places.services.len() + hospitals.len();
    places.work = Vec::new();
    write(folder, "services.csv", |out, path| {
        write_services(&places, &frame, out, path)
    })?;
    write(folder, "hospitals.csv", |out, path| {
        let rows = hospitals.iter().map(|h| HospitalRow {
            id: &h.id,
            at: h.at,
            name: &h.name,
            emergency: h.emergency,
            open: if h.emergency {
                "24/7"
            } else {
                "Mo-Fr 08:00-17:00"
            },
        });
        write_hospitals(rows, &frame, out, path)
    })?;

    let divided = areas::divide(&land);
    made.neighbourhoods = divided.len();
    for (name, level) in [
        ("buurten.geojson", Level::Buurt),
        ("wijken.geojson", Level::Wijk),
        ("gemeenten.geojson", Level::Gemeente),
    ] {
        write(folder, name, |out, path| {
            write_areas(&divided, level, &frame, out, path)
        })?;
    }
    drop(divided);

    let transit = lines::lay_out(&land);
    made.stops = transit.stops.len() + transit.stations.len();
    made.lines = transit.lines.len();
    let trips = write(folder, TIMETABLE, |out, path| {
        timetable::write_timetable(&land, &transit, &chart, out, path)
    })?;
    made.weekday_trips = usize::try_from(trips.weekday_trips).unwrap_or(usize::MAX);
    made.stop_times = trips.stop_times;
    made.weekday_stop_times = trips.weekday_stop_times;

    let extras = extras(&land, &places, &hospitals, &transit);
    drop(places);
    let drawn = write(folder, STREETS, |out, path| {
        map::write_map(&land, &chart, &extras, out, path)
    })?;
    made.street_edges = usize::try_from(drawn.street_edges).unwrap_or(usize::MAX);
    made.street_nodes = drawn.street_nodes;
    made.map_nodes = drawn.nodes;
    made.map_ways = drawn.ways;

    let norm = u32::try_from((made.jobs / 100).clamp(1_000, 50_000)).unwrap_or(50_000);
    for (name, text) in [
        (
            "study.toml",
            study::study(NAME, STREETS, &format!("\"{TIMETABLE}\""), norm),
        ),
        ("README.txt", readme(seed, share)),
    ] {
        write(folder, name, |out, path| {
            out.write_all(text.as_bytes())
                .map_err(|e| Error::io(path, "write", e))
        })?;
    }
    Ok(made)
}

/// Shops and practices, stations, tracks and motorways, as the street file has them.
fn extras(
    land: &Land,
    places: &super::places::Places,
    hospitals: &[people::Hospital],
    transit: &lines::Transit,
) -> map::Extras {
    let mut extras = map::Extras::default();
    for s in &places.services {
        let (key, value) = s.kind.tag();
        let mut tags = vec![(key, value.into()), ("name", s.name.clone().into())];
        if !s.open.is_empty() {
            tags.push(("opening_hours", s.open.clone().into()));
        }
        extras.points.push((s.at, tags));
    }
    for h in hospitals {
        let emergency = if h.emergency { "yes" } else { "no" };
        let tags = vec![
            ("amenity", "hospital".into()),
            ("name", h.name.clone().into()),
            ("emergency", emergency.into()),
        ];
        extras.points.push((h.at, tags));
    }
    for s in &transit.stations {
        let tags = vec![
            ("railway", "station".into()),
            ("name", s.name.clone().into()),
        ];
        extras.points.push((s.at, tags));
    }
    for s in transit.stops.iter().filter(|s| s.station.is_none()) {
        let tags = vec![
            ("highway", "bus_stop".into()),
            ("name", s.name.clone().into()),
        ];
        extras.points.push((s.at, tags));
    }
    for t in &transit.tracks {
        let tags = vec![
            ("railway", "rail".into()),
            ("electrified", "contact_line".into()),
        ];
        extras.lines.push((t.clone(), tags));
    }
    // Motorways beside the tracks between the largest towns.
    for (k, a) in land.towns.iter().take(land.towns.len() / 60).enumerate() {
        for b in land.towns.iter().take(k) {
            if super::geom::dist(a.at, b.at) < 45_000.0 {
                let line: Vec<P> = smooth(&[a.at, b.at], 250.0);
                let aside = super::geom::offset(&line, a.radius * 0.9);
                extras
                    .lines
                    .push((aside, sheet::marks(&[("highway", "motorway")])));
            }
        }
    }
    extras
}

fn readme(seed: u64, share: f64) -> String {
    format!(
        "{NAME}: a country that does not exist
=======================================

Everything in this folder is FICTIONAL and made by `bereik synth --size country` (seed {seed}, share
{share}): the streets, the timetables, the people, the dwellings, the companies and their names.
Nothing is taken from OpenStreetMap, CBS or any operator; only the file formats and the rough
proportions are theirs. Some names may exist somewhere by chance. The country lies over real
coordinates in the Netherlands (RD New) so that tools can place it; what is really there has
nothing to do with it. It is made for measuring speed and memory, not for conclusions.

To the extent that there are any rights in these files, they are waived (CC0 1.0). The Open
Database Licence of OpenStreetMap does not apply.

{STREETS}      streets, paths, buildings, addresses, fields, services (OpenStreetMap PBF)
{TIMETABLE}     trains, metros, trams and buses (GTFS), 2026-01-05 to 2026-07-05
homes.csv             cells of 100 m, middle in RD New metres (EPSG:28992); columns named as CBS
                      does; -99997 where CBS would not publish
buurten.geojson       neighbourhoods, codes as text
wijken.geojson        districts
gemeenten.geojson     municipalities
jobs.csv              cells with work: jobs, practical jobs, jobs in early, late and night shifts
hospitals.csv         hospitals; emergency = yes where there is an A&E
services.csv          GPs, pharmacies, supermarkets, primary and secondary schools
study.toml            a whole study: bereik run study.toml
"
    )
}
