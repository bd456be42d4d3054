//! A believable Dutch region that does not exist, made from a size and a seed.
//!
//! [`generate`] writes only what a user would bring: a street file, timetables, tables, areas
//! and a study. The order is: `plan` (what is where, `polderland`) → `streets` (strokes) →
//! `weave` (one graph) → `lines`, `people`, `places`, `areas` → files. Every part draws from a
//! random generator of its own, seeded by region seed and the part's name, and the writers stream.
//! A whole country is made tile by tile instead, in `country`.
//!
//! Same size and seed: same bytes.

mod areas;
mod country;
mod geom;
mod gtfs;
mod hours;
mod lines;
mod map;
mod names;
#[doc(hidden)]
pub mod pbf;
mod people;
mod places;
mod plan;
mod polderland;
mod streets;
mod study;
mod weave;

use crate::diagnostics::{Error, Fault};
use crate::output::atomic::Scratch;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// How large a region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// A town with a new town beside it: some 150 home cells. For tests.
    Town,
    /// Polderland: some 1 500 home cells, 160 000 people.
    Region,
    /// Laagland, or a part of it: in the proportions of the Netherlands.
    Country(Share),
}

/// How much of the country: a part of its surface, with the same density of everything.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share(f64);

impl Share {
    /// All of it.
    pub const WHOLE: Share = Share(1.0);
    /// A part between 0.001 and 1.
    ///
    /// # Errors
    /// When it is not between these.
    pub fn new(share: f64) -> Result<Self, Error> {
        if (0.001..=1.0).contains(&share) {
            return Ok(Share(share));
        }
        Err(Error::usage(
            Fault::OptionInvalid,
            format!("share {share} is not between 0.001 and 1"),
        ))
    }
}

impl std::str::FromStr for Size {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "town" => Ok(Size::Town),
            "region" => Ok(Size::Region),
            "country" => Ok(Size::Country(Share::WHOLE)),
            _ => Err(Error::usage(
                Fault::OptionInvalid,
                format!("size {text:?} is not one of: town, region, country"),
            )),
        }
    }
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Name of the region.
    pub name: String,
    /// Street pieces between junctions.
    pub street_edges: usize,
    /// Populated cells.
    pub cells: usize,
    /// Inhabitants.
    pub inhabitants: u64,
    /// Dwellings of housing corporations.
    pub social_dwellings: u64,
    /// Neighbourhoods.
    pub neighbourhoods: usize,
    /// Stops and platforms of both timetables.
    pub stops: usize,
    /// Lines, trains included.
    pub lines: usize,
    /// Trips of an ordinary weekday.
    pub weekday_trips: usize,
    /// Destinations: work places, services, hospitals.
    pub destinations: usize,
    /// Jobs.
    pub jobs: u64,
    /// Rows of `stop_times.txt`; counted for a country only, as what follows.
    pub stop_times: u64,
    /// Rows of `stop_times.txt` of an ordinary working day.
    pub weekday_stop_times: u64,
    /// Nodes of streets and paths.
    pub street_nodes: u64,
    /// Nodes of the street file.
    pub map_nodes: u64,
    /// Ways of the street file.
    pub map_ways: u64,
}

/// Makes a region and writes it into `folder`, which is created if need be. Files of the same
/// name are replaced, each whole or not at all; other files stay.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn generate(size: Size, seed: u64, folder: &Path) -> Result<Summary, Error> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, "create", e))?;
    let plan = match size {
        Size::Town => polderland::small_town(seed),
        Size::Region => polderland::region(seed),
        Size::Country(share) => return country::generate(share.0, seed, folder),
    };
    let frame = geom::Frame::new(plan.origin)?;
    let web = weave::weave(&plan, streets::strokes(&plan, seed));
    let transit = lines::lay_out(&plan, &web);
    let cells = people::settle(&plan, &web, &frame, seed);
    let areas = areas::divide(&plan, &cells);
    let places = places::fill(&plan, &web, &cells, seed);

    write(folder, "polderland.osm.pbf", |out, path| {
        map::write_map(&plan, &web, &places, &frame, out, path)
    })?;
    let bus = write(folder, "bus-tram.gtfs.zip", |out, path| {
        gtfs::write_streets(&plan, &transit, &frame, out, path)
    })?;
    let train = write(folder, "train.gtfs.zip", |out, path| {
        gtfs::write_trains(&plan, &frame, out, path)
    })?;
    write(folder, "homes.csv", |out, path| {
        people::write_homes(&cells, &frame, out, path)
    })?;
    for (name, level) in [
        ("buurten.geojson", areas::Level::Buurt),
        ("wijken.geojson", areas::Level::Wijk),
        ("gemeenten.geojson", areas::Level::Gemeente),
    ] {
        write(folder, name, |out, path| {
            areas::write_areas(&areas, level, &frame, out, path)
        })?;
    }
    write(folder, "jobs.csv", |out, path| {
        places::write_jobs(&places, &frame, out, path)
    })?;
    write(folder, "services.csv", |out, path| {
        places::write_services(&places, &frame, out, path)
    })?;
    write(folder, "hospitals.csv", |out, path| {
        let rows = places.hospitals.iter().map(|(k, at)| {
            let h = &plan.hospitals[*k];
            places::HospitalRow {
                id: h.id,
                at: *at,
                name: h.name,
                emergency: h.emergency,
                open: h.open,
            }
        });
        places::write_hospitals(rows, &frame, out, path)
    })?;
    let jobs: u64 = places.work.iter().map(|w| u64::from(w.jobs)).sum();
    // A third of the region's jobs, in round figures.
    let norm = u32::try_from(jobs / 3 / 500 * 500).unwrap_or(u32::MAX);
    for (name, text) in [
        (
            "study.toml",
            study::study(
                plan.name,
                "polderland.osm.pbf",
                "\"bus-tram.gtfs.zip\", \"train.gtfs.zip\"",
                norm,
            ),
        ),
        ("README.txt", study::readme(&plan, seed)),
    ] {
        write(folder, name, |out, path| {
            out.write_all(text.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|e| Error::io(path, "write", e))
        })?;
    }
    Ok(Summary {
        name: plan.name.to_owned(),
        street_edges: web.edges(),
        cells: cells.len(),
        inhabitants: cells.iter().map(|c| u64::from(c.inhabitants)).sum(),
        social_dwellings: cells.iter().map(|c| u64::from(c.social)).sum(),
        neighbourhoods: areas.len(),
        stops: bus.stops + train.stops,
        lines: transit.lines.len() + plan.trains.len(),
        weekday_trips: bus.weekday_trips + train.weekday_trips,
        destinations: places.work.len() + places.services.len() + places.hospitals.len(),
        jobs,
        ..Summary::default()
    })
}

/// Writes a file beside its place and moves it there when it is whole.
fn write<T>(
    folder: &Path,
    name: &str,
    fill: impl FnOnce(&mut BufWriter<&File>, &Path) -> Result<T, Error>,
) -> Result<T, Error> {
    let path = folder.join(name);
    let scratch = Scratch::for_path(&path)?;
    let failed = |e| Error::io(&path, "write", e);
    let file = (File::options().read(true).write(true))
        .open(scratch.path())
        .map_err(failed)?;
    let mut out = BufWriter::new(&file);
    let done = fill(&mut out, &path)?;
    out.flush().map_err(failed)?;
    scratch.ready()?.publish()?;
    Ok(done)
}
