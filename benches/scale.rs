//! Origins a second, the day in one go, and how time and memory grow: tables in Markdown.
//!
//! `cargo bench -p bereik-benches --bench scale` prints all of them (some minutes); `-- origins`, `-- day`, `-- grow`
//! one. Real places need the data folder (`BEREIK_DATA`, by default `../shared/data`);
//! the country needs `BEREIK_COUNTRY`, a folder made by `bereik synth --size country`, with a network
//! built there: `bereik build --max-walk 20 -o country.bereik`. What is missing is said and skipped.
//!
//! An origin is measured as users ask for it: the median travel time over the window to every
//! destination. Times are on the clock after one run to warm up; the machine should be quiet.

use bereik::diagnostics::{Error, Findings};
use bereik::ids::{Id, StopId, TripId};
use bereik::input::gtfs;
use bereik::input::osm::read_streets;
use bereik::input::points::{PointOptions, read_points};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::routing::Tuning;
use bereik::routing::job::{Job, Kept, Question, UNREACHED, steps};
use bereik::synth::{self, Share, Size};
use bereik::travel::{Direction, Traveller, Window};
use bereik::units::{LonLat, Seconds};
use bereik_benches::{data, from_the_top};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A network with points and a question.
struct Place {
    name: String,
    network: Network,
    origins: Vec<LonLat>,
    destinations: Vec<LonLat>,
    date: &'static str,
    /// Start of the two hours.
    hour: i32,
    walk: u32,
    trip: u32,
}

/// Makes a place where its data are there.
type Maker = fn() -> Result<Option<Place>, Error>;
/// Prints a table.
type Part = fn() -> Result<(), Error>;

/// What a run took.
struct Took {
    prepare_s: f64,
    an_origin_s: f64,
    /// Reached pairs, so that nothing is left out.
    pairs: u64,
    peak_mb: u64,
}

impl Place {
    fn question(&self, seconds: Range<i32>, tuning: Tuning) -> Question {
        Question {
            date: self.date.parse().expect("a date"),
            window: Window {
                direction: Direction::Depart,
                start_s: seconds.start,
                end_s: seconds.end,
                step_s: 60,
            },
            traveller: Traveller {
                max_walk: Seconds(self.walk * 60),
                max_trip: Seconds(self.trip * 60),
                ..Traveller::default()
            },
            tuning,
        }
    }

    fn hours(&self, hours: i32) -> Range<i32> {
        self.hour * 3600..(self.hour + hours) * 3600
    }

    /// Searches from all origins on some threads; each part of the window has its own median.
    fn run(&self, seconds: Range<i32>, parts: usize, threads: usize) -> Result<Took, Error> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| {
            forget_peak();
            let begin = Instant::now();
            let question = self.question(seconds, Tuning::default());
            let each = steps(&question.window) / parts;
            let job = Job::new(&self.network, question, &self.origins, &self.destinations)?;
            let mut pairs = 0;
            let mut prepared = begin.elapsed();
            // A plan is made for the first origin; its time is told apart by asking for few first.
            let once = |pairs: &mut u64| {
                job.for_each_origin(
                    Kept::PerOrigin,
                    |_, times| {
                        let (mut near, mut out, mut reached) = (Vec::new(), [0], 0);
                        times.nearby(&mut near);
                        for d in near {
                            if parts == 1 {
                                times.ranks(d as usize, &[each.div_ceil(2) - 1], &mut out);
                                reached += u64::from(out[0] != UNREACHED);
                            } else {
                                for part in 0..parts {
                                    let row =
                                        times.part(d as usize, part * each..(part + 1) * each);
                                    reached += u64::from(row.iter().any(|t| *t != UNREACHED));
                                }
                            }
                        }
                        reached
                    },
                    |_, n| {
                        *pairs += n;
                        Ok::<(), Error>(())
                    },
                )
            };
            let first = Instant::now();
            once(&mut pairs)?;
            let first = first.elapsed();
            pairs = 0;
            let second = Instant::now();
            once(&mut pairs)?;
            let second = second.elapsed();
            prepared += first.saturating_sub(second);
            Ok(Took {
                prepare_s: prepared.as_secs_f64(),
                an_origin_s: second.as_secs_f64() / self.origins.len() as f64,
                pairs,
                peak_mb: peak_mb(),
            })
        })
    }
}

/// Resets the peak of resident memory (Linux).
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").ok();
}

/// Peak of resident memory, MB; 0 where the system doesn't say.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let kb = line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kb.unwrap_or(0) / 1000
}

fn evenly(points: &[LonLat], n: usize) -> Vec<LonLat> {
    let n = n.min(points.len());
    (0..n).map(|i| points[i * points.len() / n]).collect()
}

/// Groups of neighbours, evenly over the whole.
fn clusters(points: &[LonLat], groups: usize, of: usize) -> Vec<LonLat> {
    let mut sorted = points.to_vec();
    let cell = |p: &LonLat| ((p.lon * 30.0) as i64, (p.lat * 50.0) as i64);
    sorted.sort_by(|a, b| {
        (cell(a), a.lon)
            .partial_cmp(&(cell(b), b.lon))
            .expect("numbers")
    });
    let groups = groups.min(sorted.len() / of).max(1);
    let start = |g: usize| (2 * g + 1) * sorted.len() / (2 * groups);
    (0..groups)
        .flat_map(|g| sorted[start(g)..].iter().take(of).copied())
        .collect()
}

fn built(osm: &Path, gtfs: &[PathBuf], walk: u32) -> Result<Network, Error> {
    let feeds: Result<Vec<_>, Error> = gtfs.iter().map(|f| Ok(gtfs::read(f)?.0)).collect();
    let options = BuildOptions {
        max_walk: Some(Seconds(walk * 60)),
        ..BuildOptions::default()
    };
    let streets = Streets::build(read_streets(osm)?.0).0;
    Ok(Network::build(
        streets,
        &feeds?,
        Findings::default(),
        &options,
    ))
}

fn points(path: &Path, crs: Option<&str>) -> Result<Vec<LonLat>, Error> {
    let options = PointOptions {
        crs: crs.map(str::to_owned),
        ..PointOptions::default()
    };
    Ok(read_points(path, &options)?.0.positions)
}

fn porto_alegre(walk: u32) -> Result<Option<Place>, Error> {
    let folder = data().join("porto-alegre");
    if !folder.is_dir() {
        println!("SKIPPED: Porto Alegre, no {}", folder.display());
        return Ok(None);
    }
    let gtfs = ["poa_eptc_midday", "poa_trensurb"].map(|f| folder.join(format!("{f}.gtfs.zip")));
    let all = points(&folder.join("poa_hexgrid.csv"), None)?;
    Ok(Some(Place {
        name: format!("Porto Alegre, walks to {walk} min"),
        network: built(&folder.join("poa.osm.pbf"), &gtfs, walk)?,
        origins: all.clone(),
        destinations: all,
        date: "2019-05-13",
        hour: 14,
        walk,
        trip: 120,
    }))
}

fn rhein_neckar() -> Result<Option<Place>, Error> {
    let folder = data().join("rhein-neckar");
    if !folder.is_dir() {
        println!("SKIPPED: Rhein-Neckar, no {}", folder.display());
        return Ok(None);
    }
    let gtfs = [folder.join("rnv_2016-10_12.gtfs.zip")];
    let network = built(&folder.join("rnv.osm.pbf"), &gtfs, 20)?;
    let t = &network.timetable;
    let stops = (0..t.stops()).filter_map(|s| t.position(StopId::new(s)));
    let all = evenly(&stops.collect::<Vec<_>>(), 1000);
    Ok(Some(Place {
        name: "Rhein-Neckar, 1,000 stops, walks to 20 min".into(),
        network,
        origins: all.clone(),
        destinations: all,
        date: "2016-11-08",
        hour: 7,
        walk: 20,
        trip: 120,
    }))
}

/// A share of the generated country; `sample` origins.
fn country(share: f64, sample: usize) -> Result<Place, Error> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    synth::generate(Size::Country(Share::new(share)?), 1, folder.path())?;
    let at = |name: &str| folder.path().join(name);
    let all = points(&at("homes.csv"), Some("EPSG:28992"))?;
    Ok(Place {
        name: format!("generated country, share {share}"),
        network: built(&at("laagland.osm.pbf"), &[at("laagland.gtfs.zip")], 20)?,
        origins: clusters(&all, sample / 64, 64),
        destinations: all,
        date: "2026-03-10",
        hour: 7,
        walk: 20,
        trip: 90,
    })
}

/// The whole country, where somebody has made it.
fn whole_country(sample: usize) -> Result<Option<Place>, Error> {
    let Some(folder) = std::env::var_os("BEREIK_COUNTRY").map(PathBuf::from) else {
        println!("SKIPPED: the whole generated country, BEREIK_COUNTRY is not set");
        return Ok(None);
    };
    let all = points(&folder.join("homes.csv"), Some("EPSG:28992"))?;
    let begin = Instant::now();
    forget_peak();
    let network = Network::open(&folder.join("country.bereik"))?;
    println!(
        "Network file of the country opened in {:.2} s; {} stops, {} trips",
        begin.elapsed().as_secs_f64(),
        network.timetable.stops(),
        network.timetable.trips(),
    );
    Ok(Some(Place {
        name: format!("generated country, {} cells to all", all.len()),
        network,
        origins: clusters(&all, sample / 64, 64),
        destinations: all,
        date: "2026-03-10",
        hour: 7,
        walk: 20,
        trip: 90,
    }))
}

fn row(cells: &[String]) {
    println!("| {} |", cells.join(" | "));
}

fn head(cells: &[&str]) {
    println!(
        "\n| {} |\n|{}",
        cells.join(" | "),
        "---|".repeat(cells.len())
    );
}

fn ms(s: f64) -> String {
    format!("{:.2} ms", s * 1e3)
}

fn origins() -> Result<(), Error> {
    head(&[
        "2 h, median to every destination",
        "threads",
        "origins",
        "destinations",
        "preparing",
        "an origin and core",
        "origins/s/core",
        "pairs reached",
        "most memory",
    ]);
    let places: [Maker; 5] = [
        || porto_alegre(20),
        || porto_alegre(30),
        rhein_neckar,
        || country(0.1, 1920).map(Some),
        || whole_country(1920),
    ];
    // One after the other, so that memory is that of one.
    for place in places {
        let Some(place) = place()? else { continue };
        for threads in [1, 2] {
            let took = place.run(place.hours(2), 1, threads)?;
            let core_s = took.an_origin_s * threads as f64;
            row(&[
                place.name.clone(),
                threads.to_string(),
                place.origins.len().to_string(),
                place.destinations.len().to_string(),
                format!("{:.2} s", took.prepare_s),
                ms(core_s),
                format!("{:.0}", 1.0 / core_s),
                took.pairs.to_string(),
                format!("{} MB", took.peak_mb),
            ]);
        }
    }
    Ok(())
}

fn day() -> Result<(), Error> {
    head(&[
        "24 h, each hour to every destination",
        "an origin",
        "most memory",
    ]);
    let places: [Maker; 3] = [
        || porto_alegre(20),
        rhein_neckar,
        || country(0.02, 640).map(Some),
    ];
    for place in places {
        let Some(place) = place()? else { continue };
        let took = place.run(0..24 * 3600, 24, 1)?;
        row(&[
            place.name.clone(),
            ms(took.an_origin_s),
            format!("{} MB", took.peak_mb),
        ]);
    }
    Ok(())
}

fn grow() -> Result<(), Error> {
    head(&[
        "grows",
        "by",
        "size",
        "preparing",
        "an origin",
        "most memory",
    ]);
    let show = |what: &str, by: u32, size: String, took: &Took| {
        row(&[
            what.to_owned(),
            format!("×{by}"),
            size,
            format!("{:.2} s", took.prepare_s),
            ms(took.an_origin_s),
            format!("{} MB", took.peak_mb),
        ]);
    };
    // Stops, with their streets and trips; as many destinations each time.
    for by in [1, 2, 4, 8] {
        let mut place = country(0.01 * f64::from(by), 640)?;
        place.destinations = evenly(&place.destinations, 3000);
        let size = format!("{} stops", place.network.timetable.stops());
        show("stops", by, size, &place.run(place.hours(2), 1, 1)?);
    }
    let mut place = country(0.04, 640)?;
    let (all, timetable) = (place.destinations.clone(), place.network.timetable.clone());
    place.destinations = evenly(&all, 3000);
    for by in [1, 2, 4, 8] {
        // Every 8th trip, every 4th, every other, all.
        let leave_out = |t: TripId| !(t.0).is_multiple_of(8 / by);
        place.network = place.network.with_timetable(timetable.without(leave_out));
        let trips = place.network.timetable.trips();
        let took = place.run(place.hours(2), 1, 1)?;
        show("connections", by, format!("{trips} trips"), &took);
    }
    for by in [1, 2, 4, 8] {
        place.destinations = evenly(&all, all.len() * by as usize / 8);
        let size = format!("{} destinations", place.destinations.len());
        show("destinations", by, size, &place.run(place.hours(2), 1, 1)?);
    }
    place.destinations = evenly(&all, 3000);
    for by in [1, 2, 4, 8] {
        let seconds = place.hour * 3600..place.hour * 3600 + by as i32 * 1800;
        let size = format!("{} departures", by * 30);
        show("window", by, size, &place.run(seconds, 1, 1)?);
    }
    Ok(())
}

fn main() {
    from_the_top();
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|a| a == name);
    let parts: [(&str, Part); 3] = [("origins", origins), ("day", day), ("grow", grow)];
    for (name, part) in parts {
        if wanted(name)
            && let Err(error) = part()
        {
            eprintln!("{name}: {error}");
            std::process::exit(1);
        }
    }
}
