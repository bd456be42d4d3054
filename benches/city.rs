//! What the engine takes on whole towns: building a network, linking points, loading a network file,
//! swapping its timetable, searching one origin and many, a whole day; and the search of a whole
//! window against one search per departure minute.
//!
//! `cargo bench -p bereik-benches --bench city` takes some three minutes. Polderland is generated; the real places
//! need the data folder (`BEREIK_DATA`, by default `../shared/data`) and are skipped without it.
//! Searches run on one thread, so that times are per core. What was measured is in
//! docs/performance.md.

use bereik::diagnostics::{Error, Findings};
use bereik::ids::{Id, StopId};
use bereik::input::gtfs::{self, Feed};
use bereik::input::osm::read_streets;
use bereik::input::points::{PointOptions, read_points};
use bereik::network::streets::Streets;
use bereik::network::{BuildOptions, Network};
use bereik::routing::Tuning;
use bereik::routing::job::{Job, Kept, Question};
use bereik::synth::{self, Size};
use bereik::travel::{Direction, Traveller, Window};
use bereik::units::{LonLat, Seconds};
use bereik_benches::{data, from_the_top};
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Origins of the measurement over many.
const MANY: usize = 100;

struct Town {
    name: &'static str,
    osm: PathBuf,
    gtfs: Vec<PathBuf>,
    points: Points,
    date: &'static str,
    /// Start of the two hours.
    hour: i32,
    /// Longest walks, minutes.
    walks: &'static [u32],
}

enum Points {
    File(PathBuf, PointOptions),
    /// So many of the stops, evenly drawn.
    Stops(usize),
}

fn towns(polderland: &Path) -> Vec<Town> {
    let metres = PointOptions {
        crs: Some("EPSG:28992".into()),
        ..PointOptions::default()
    };
    let (alegre, neckar) = (data().join("porto-alegre"), data().join("rhein-neckar"));
    let all = vec![
        Town {
            name: "polderland",
            osm: polderland.join("polderland.osm.pbf"),
            gtfs: ["bus-tram.gtfs.zip", "train.gtfs.zip"]
                .map(|f| polderland.join(f))
                .into(),
            points: Points::File(polderland.join("homes.csv"), metres),
            date: "2026-03-10",
            hour: 7,
            walks: &[20],
        },
        Town {
            name: "porto-alegre",
            osm: alegre.join("poa.osm.pbf"),
            gtfs: vec![alegre.join("poa_eptc_midday.gtfs.zip")],
            points: Points::File(alegre.join("poa_hexgrid.csv"), PointOptions::default()),
            date: "2019-05-13",
            hour: 14,
            walks: &[20, 30],
        },
        Town {
            name: "rhein-neckar",
            osm: neckar.join("rnv.osm.pbf"),
            gtfs: vec![neckar.join("rnv_2016-10_12.gtfs.zip")],
            points: Points::Stops(1000),
            date: "2016-11-08",
            hour: 7,
            walks: &[20],
        },
    ];
    let there = |town: &Town| {
        let there = town.osm.is_file() && town.gtfs.iter().all(|f| f.is_file());
        if !there {
            println!("SKIPPED: {}, no {}", town.name, town.osm.display());
        }
        there
    };
    all.into_iter().filter(there).collect()
}

impl Town {
    fn streets(&self) -> Result<(Streets, Findings), Error> {
        Ok(Streets::build(read_streets(&self.osm)?.0))
    }

    fn feeds(&self) -> Result<Vec<Feed>, Error> {
        self.gtfs.iter().map(|f| Ok(gtfs::read(f)?.0)).collect()
    }

    fn points(&self, network: &Network) -> Result<Vec<LonLat>, Error> {
        match &self.points {
            Points::File(path, options) => Ok(read_points(path, options)?.0.positions),
            Points::Stops(n) => {
                let t = &network.timetable;
                let stops = (0..t.stops()).filter_map(|s| t.position(StopId::new(s)));
                Ok(evenly(&stops.collect::<Vec<_>>(), *n))
            }
        }
    }

    fn options(&self, walk: u32) -> BuildOptions {
        BuildOptions {
            max_walk: Some(Seconds(walk * 60)),
            ..BuildOptions::default()
        }
    }

    fn question(&self, walk: u32, hours: std::ops::Range<i32>, tuning: Tuning) -> Question {
        Question {
            date: self.date.parse().expect("a date"),
            window: Window {
                direction: Direction::Depart,
                start_s: hours.start * 3600,
                end_s: hours.end * 3600,
                step_s: 60,
            },
            traveller: Traveller {
                max_walk: Seconds(walk * 60),
                ..Traveller::default()
            },
            tuning,
        }
    }
}

/// `n` of the points, evenly drawn from their order.
fn evenly(points: &[LonLat], n: usize) -> Vec<LonLat> {
    let n = n.min(points.len());
    (0..n).map(|i| points[i * points.len() / n]).collect()
}

/// The point nearest to the middle of all: where most is in reach.
fn central(points: &[LonLat]) -> LonLat {
    let n = points.len() as f64;
    let middle = LonLat {
        lon: points.iter().map(|p| p.lon).sum::<f64>() / n,
        lat: points.iter().map(|p| p.lat).sum::<f64>() / n,
    };
    let near = |a: &&LonLat, b: &&LonLat| middle.distance_m(**a).total_cmp(&middle.distance_m(**b));
    *points.iter().min_by(near).expect("points")
}

/// Searches from all origins; the sum keeps the work from being left out.
fn search(job: &Job) -> u64 {
    let mut sum = 0u64;
    let done = job.for_each_origin(
        Kept::PerOrigin,
        |_, times| u64::from(times.to(0).first().copied().unwrap_or(0)),
        |_, first| {
            sum += first;
            Ok::<(), ()>(())
        },
    );
    done.expect("nothing fails");
    sum
}

type Group<'a> = BenchmarkGroup<'a, criterion::measurement::WallTime>;

fn build(group: &mut Group, town: &Town) -> Result<(), Error> {
    group.bench_function("read streets", |b| b.iter(|| town.streets()));
    group.bench_function("read timetable", |b| b.iter(|| town.feeds()));
    let (streets, feeds) = (town.streets()?.0, town.feeds()?);
    let options = town.options(town.walks[0]);
    group.bench_function("build network", |b| {
        b.iter_batched(
            || streets.clone(),
            |streets| Network::build(streets, &feeds, Findings::default(), &options),
            BatchSize::PerIteration,
        )
    });
    Ok(())
}

fn file(group: &mut Group, network: &Network, folder: &Path) -> Result<(), Error> {
    let path = folder.join("town.bereik");
    let bytes = network.to_bytes();
    println!("network file: {} bytes", bytes.len());
    std::fs::write(&path, bytes).map_err(|e| Error::io(&path, "write", e))?;
    group.bench_function("load network file", |b| b.iter(|| Network::open(&path)));
    Ok(())
}

/// The same network with another timetable: without a line, with one stop moved, with the stops of
/// another feed (every twentieth moved); streets stay.
fn swap(group: &mut Group, town: &Town, network: &Network) -> Result<(), Error> {
    let feeds = town.feeds()?;
    let t = &network.timetable;
    let line = t.trip_route.first().copied();
    let less = t.without(|trip| Some(t.trip_route[trip.index()]) == line);
    group.bench_function("swap: a line less", |b| {
        b.iter_batched(
            || less.clone(),
            |less| network.with_timetable(less),
            BatchSize::PerIteration,
        )
    });
    group.bench_function("leave out a line", |b| {
        b.iter(|| t.without(|trip| Some(t.trip_route[trip.index()]) == line))
    });
    for (name, every) in [("one stop moved", usize::MAX), ("a stop in 20 moved", 20)] {
        let mut moved = feeds.clone();
        let stops = moved.iter_mut().flat_map(|f| &mut f.stops);
        for stop in stops.skip(1).step_by(every) {
            stop.position = stop
                .position
                .and_then(|p| LonLat::new(p.lon + 0.001, p.lat));
        }
        group.bench_function(format!("swap: {name}"), |b| {
            b.iter(|| network.with_feeds(&moved, Findings::default()))
        });
    }
    Ok(())
}

/// 100,000 points drawn evenly over the box around the stops.
fn scattered(network: &Network) -> Vec<LonLat> {
    let stops: Vec<LonLat> = (0..network.timetable.stops())
        .filter_map(|s| network.timetable.position(StopId::new(s)))
        .collect();
    let range = |of: fn(&LonLat) -> f64| {
        let all = || stops.iter().map(of);
        (
            all().fold(f64::MAX, f64::min),
            all().fold(f64::MIN, f64::max),
        )
    };
    let ((west, east), (south, north)) = (range(|p| p.lon), range(|p| p.lat));
    // Two irrational steps fill a square evenly.
    let part = |i: usize, step: f64| (i as f64 * step).fract();
    (0..100_000)
        .map(|i| LonLat {
            lon: west + part(i, 0.754_877_666_246_693) * (east - west),
            lat: south + part(i, 0.569_840_290_998_053) * (north - south),
        })
        .collect()
}

fn route(group: &mut Group, town: &Town, network: &Network, walk: u32) -> Result<(), Error> {
    let points = town.points(network)?;
    let two_hours = || town.hour..town.hour + 2;
    let job = |origins: &[LonLat], hours, tuning| {
        Job::new(
            network,
            town.question(walk, hours, tuning),
            origins,
            &points,
        )
    };
    let one = [central(&points)];
    let many = evenly(&points, MANY);

    group.bench_function(format!("prepare, walk {walk} min"), |b| {
        b.iter(|| job(&one, two_hours(), Tuning::default()).map(|j| black_box(j.steps())))
    });
    let whole = job(&one, two_hours(), Tuning::default())?;
    group.bench_function(format!("central origin, 2 h, walk {walk} min"), |b| {
        b.iter(|| search(&whole))
    });
    let minutes = Tuning {
        lanes: false,
        whole_window: false,
        ..Tuning::default()
    };
    let single = job(&one, two_hours(), minutes)?;
    group.bench_function(
        format!("central origin, 2 h minute by minute, walk {walk} min"),
        |b| b.iter(|| search(&single)),
    );
    let day = job(&one, 0..24, Tuning::default())?;
    group.bench_function(format!("central origin, 24 h, walk {walk} min"), |b| {
        b.iter(|| search(&day))
    });
    let all = job(&many, two_hours(), Tuning::default())?;
    group.throughput(Throughput::Elements(many.len() as u64));
    group.bench_function(
        format!("{} origins, 2 h, walk {walk} min", many.len()),
        |b| b.iter(|| search(&all)),
    );
    Ok(())
}

fn measure(c: &mut Criterion, town: &Town, folder: &Path) -> Result<(), Error> {
    let mut group = c.benchmark_group(town.name);
    group
        .sample_size(10)
        .sampling_mode(SamplingMode::Flat)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    build(&mut group, town)?;
    for (i, &walk) in town.walks.iter().enumerate() {
        let network = Network::build(
            town.streets()?.0,
            &town.feeds()?,
            Findings::default(),
            &town.options(walk),
        );
        if i == 0 {
            let points = town.points(&network)?;
            group.bench_function(format!("link {} points", points.len()), |b| {
                b.iter(|| network.link_points(&network.linker(false), &points))
            });
            let far = scattered(&network);
            group.bench_function(format!("link {} scattered points", far.len()), |b| {
                b.iter(|| network.link_points(&network.linker(false), &far))
            });
            file(&mut group, &network, folder)?;
            swap(&mut group, town, &network)?;
        }
        route(&mut group, town, &network, walk)?;
    }
    group.finish();
    Ok(())
}

fn cities(c: &mut Criterion) {
    from_the_top();
    let folder = tempfile::tempdir().expect("a temporary folder");
    synth::generate(Size::Region, 1, folder.path()).expect("Polderland");
    let one = rayon::ThreadPoolBuilder::new().num_threads(1);
    one.build_global().expect("the first pool");
    for town in towns(folder.path()) {
        if let Err(error) = measure(c, &town, folder.path()) {
            panic!("{}: {error}", town.name);
        }
    }
}

criterion_group!(benches, cities);
criterion_main!(benches);
