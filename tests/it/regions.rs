//! Every real region end to end: `bereik build`, then `bereik matrix` on the network file and on
//! the inputs themselves gives the same bytes on one and on two threads, and times make sense.

use bereik::input::gtfs;
use bereik::input::osm::read_streets;
use bereik::input::points::read_points;
use bereik::network::streets::Streets;
use bereik::units::LonLat;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Where the points of a sample come from.
enum Points {
    File(&'static str),
    /// The stops of the first timetable.
    Stops,
    /// Junctions of the streets.
    Junctions,
}

struct Region {
    folder: &'static str,
    osm: &'static str,
    gtfs: &'static [&'static str],
    points: Points,
    /// Date and window option.
    when: &'static [(&'static str, [&'static str; 2])],
    /// Least share of the pairs that is reached in the first window.
    reached: f64,
}

const MORNING: [&str; 2] = ["--depart", "08:00-09:00"];

fn data() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        std::env::var_os("BEREIK_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: no real data in {}", folder.display());
    None
}

fn bereik(arguments: &[&str]) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args(arguments)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {said}");
    done.stdout
}

/// Up to `n` of the points, evenly drawn from their order.
fn sample(all: &[(String, LonLat)], n: usize) -> Vec<(String, LonLat)> {
    let n = n.min(all.len());
    (0..n).map(|i| all[i * all.len() / n].clone()).collect()
}

fn points(folder: &Path, region: &Region) -> Vec<(String, LonLat)> {
    match region.points {
        Points::File(file) => {
            let (set, _) = read_points(&folder.join(file), &Default::default()).unwrap();
            set.ids.iter().cloned().zip(set.positions).collect()
        }
        Points::Stops => {
            let (feed, _) = gtfs::read(&folder.join(region.gtfs[0])).unwrap();
            let stops = feed.stops.iter();
            stops
                .filter_map(|s| s.position.map(|p| (s.id.clone(), p)))
                .collect()
        }
        Points::Junctions => {
            let (records, _) = read_streets(&folder.join(region.osm)).unwrap();
            let (streets, _) = Streets::build(records);
            // Only of the largest part: every one of these can be walked to.
            let main = (0..streets.nodes()).filter(|&n| streets.component[n] == 0);
            main.map(|n| (format!("junction {n}"), n))
                .map(|(id, n)| (id, streets.position(bereik::ids::NodeId(n as u32))))
                .collect()
        }
    }
}

fn write_points(path: &Path, points: &[(String, LonLat)]) {
    let mut file = csv::Writer::from_path(path).unwrap();
    file.write_record(["id", "lon", "lat"]).unwrap();
    for (id, p) in points {
        let row = [id.clone(), p.lon.to_string(), p.lat.to_string()];
        file.write_record(row).unwrap();
    }
    file.flush().unwrap();
}

/// Checks a matrix for sense; gives the number of pairs reached.
fn check(name: &str, matrix: &[u8], place: &HashMap<String, LonLat>) -> usize {
    let mut rows = csv::Reader::from_reader(matrix);
    let mut reached = 0;
    for row in rows.records() {
        let row = row.unwrap();
        reached += 1;
        let metres = place[&row[0]].distance_m(place[&row[1]]);
        let times: Vec<f64> = (2..5)
            .map(|k| row[k].parse().unwrap_or(f64::INFINITY))
            .collect();
        assert!(times.is_sorted(), "{name}: {row:?}");
        // Nobody is faster than 120 km/h from door to door.
        let fastest = metres / 2000.0;
        assert!(times[0] >= fastest, "{name}: {metres:.0} m in {row:?}");
        assert!(
            times.iter().all(|t| *t <= 120.0 + 1e-9 || t.is_infinite()),
            "{name}: {row:?}"
        );
        if metres == 0.0 {
            assert!(times[2] < 15.0, "{name}: from itself {row:?}");
        }
    }
    reached
}

fn run(region: &Region) {
    let Some(data) = data() else { return };
    let folder = data.join(region.folder);
    let work = tempfile::tempdir().unwrap();
    let path = |name: &str| work.path().join(name).to_str().unwrap().to_owned();
    let all = points(&folder, region);
    write_points(Path::new(&path("origins.csv")), &sample(&all, 40));
    write_points(Path::new(&path("destinations.csv")), &sample(&all, 200));
    let place: HashMap<String, LonLat> = all.iter().cloned().collect();

    let mut inputs = vec!["--osm".to_owned()];
    inputs.push(folder.join(region.osm).to_str().unwrap().to_owned());
    for feed in region.gtfs {
        inputs.push("--gtfs".to_owned());
        inputs.push(folder.join(feed).to_str().unwrap().to_owned());
    }
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let network = path("network.bereik");
    let start = Instant::now();
    bereik(&[&["build"], &inputs[..], &["-o", &network]].concat());
    let built = start.elapsed();
    let start = Instant::now();
    let info = bereik(&["info", "--network", &network]);
    let loaded = start.elapsed();
    let bytes = std::fs::metadata(&network).unwrap().len();
    println!(
        "{}: built in {built:.2?}, {bytes} bytes, loaded and described in {loaded:.2?}",
        region.folder
    );
    println!("{}", String::from_utf8_lossy(&info));

    for (k, (date, window)) in region.when.iter().enumerate() {
        let name = format!("{} {date} {}", region.folder, window[1]);
        let mut first: Option<Vec<u8>> = None;
        // The network file was built on all threads, so that the inputs themselves need only one.
        for (source, threads) in [
            (&["--network", network.as_str()][..], &["1", "2"][..]),
            (&inputs, &["1"]),
        ] {
            for threads in threads {
                let (from, to) = (path("origins.csv"), path("destinations.csv"));
                let rest = [
                    "--date",
                    date,
                    window[0],
                    window[1],
                    "--threads",
                    threads,
                    "--percentiles",
                    "25,50,75",
                    "--origins",
                    &from,
                    "--destinations",
                    &to,
                ];
                let start = Instant::now();
                let matrix = bereik(&[&["matrix"], source, &rest[..]].concat());
                println!(
                    "  {date} {} {} {threads}: {:.2?}",
                    window[1],
                    source[0],
                    start.elapsed()
                );
                match &first {
                    None => first = Some(matrix),
                    Some(first) => assert!(
                        *first == matrix,
                        "{name}: {} on {threads} threads differs",
                        source[0]
                    ),
                }
            }
        }
        let reached = check(&name, &first.unwrap_or_default(), &place);
        let pairs = all.len().min(40) * all.len().min(200);
        let share = reached as f64 / pairs as f64;
        println!("  {name}: {reached} of {pairs} pairs reached");
        assert!(
            share >= region.reached || k > 0,
            "{name}: only {share} of the pairs are reached"
        );
    }
}

#[test]
fn porto_alegre() {
    run(&Region {
        folder: "porto-alegre",
        osm: "poa.osm.pbf",
        gtfs: &["poa_eptc_full.gtfs.zip", "poa_trensurb.gtfs.zip"],
        points: Points::File("poa_hexgrid.csv"),
        when: &[("2019-05-14", MORNING)],
        reached: 0.9,
    });
}

#[test]
fn porto_alegre_midday() {
    run(&Region {
        folder: "porto-alegre",
        osm: "poa.osm.pbf",
        gtfs: &["poa_eptc_midday.gtfs.zip", "poa_trensurb.gtfs.zip"],
        points: Points::File("poa_hexgrid.csv"),
        when: &[("2019-05-13", ["--depart", "14:00-15:00"])],
        reached: 0.9,
    });
}

#[test]
fn sao_paulo() {
    run(&Region {
        folder: "sao-paulo-centro",
        osm: "spo.osm.pbf",
        gtfs: &["spo.gtfs.zip"],
        points: Points::File("spo_hexgrid.csv"),
        when: &[("2019-05-13", MORNING)],
        reached: 0.9,
    });
}

#[test]
fn newport_by_bus() {
    run(&Region {
        folder: "newport-uk",
        osm: "newport.osm.pbf",
        gtfs: &["newport_bus_2023.gtfs.zip"],
        points: Points::File("newport_oa_centroids.csv"),
        when: &[
            ("2023-06-13", MORNING),
            ("2023-06-18", ["--arrive", "20:00-21:00"]),
        ],
        // The streets end before the town's north does: a quarter of the points is not linked.
        reached: 0.5,
    });
}

#[test]
fn newport_by_bus_and_train() {
    run(&Region {
        folder: "newport-uk",
        osm: "newport.osm.pbf",
        gtfs: &[
            "southeast_wales_bus_2024.gtfs.zip",
            "south_wales_rail_2024.gtfs.zip",
        ],
        points: Points::File("newport_oa_centroids.csv"),
        when: &[("2024-03-05", MORNING)],
        reached: 0.5,
    });
}

#[test]
fn rhein_neckar_before_the_change() {
    run(&Region {
        folder: "rhein-neckar",
        osm: "rnv.osm.pbf",
        gtfs: &["rnv_2016-09_10.gtfs.zip"],
        points: Points::Stops,
        when: &[("2016-09-20", MORNING)],
        reached: 0.9,
    });
}

#[test]
fn rhein_neckar_after_the_change() {
    run(&Region {
        folder: "rhein-neckar",
        osm: "rnv.osm.pbf",
        gtfs: &["rnv_2016-10_12.gtfs.zip"],
        points: Points::Stops,
        when: &[("2016-11-08", MORNING)],
        reached: 0.9,
    });
}

#[test]
fn addison() {
    run(&Region {
        folder: "addison-vt",
        osm: "addison.osm.pbf",
        gtfs: &["addison.gtfs.zip"],
        points: Points::Stops,
        when: &[("2016-03-03", MORNING)],
        reached: 0.35,
    });
}

#[test]
fn kampen_on_foot() {
    run(&Region {
        folder: "kampen-nl",
        osm: "kampen.osm.pbf",
        gtfs: &[],
        points: Points::Junctions,
        when: &[("2023-01-30", MORNING)],
        reached: 0.3,
    });
}

/// Sweeps from either end, with changes pruned and not, and rounds give the same seconds on a real
/// city, departing and arriving, with many and with few rides.
#[test]
fn every_way_of_searching_gives_the_same_times_in_porto_alegre() {
    use bereik::diagnostics::Findings;
    use bereik::network::{BuildOptions, Network};
    use bereik::routing::{Prune, SearchFrom, Tuning, travel_times};
    use bereik::travel::{Direction, Traveller, Window};
    use bereik::units::Seconds;

    let Some(data) = data() else { return };
    let folder = data.join("porto-alegre");
    let feeds = ["poa_eptc_midday.gtfs.zip", "poa_trensurb.gtfs.zip"]
        .map(|f| gtfs::read(&folder.join(f)).expect("a feed").0);
    let records = read_streets(&folder.join("poa.osm.pbf"))
        .expect("streets")
        .0;
    let streets = Streets::build(records).0;
    let options = BuildOptions::default();
    let network = Network::build(streets, &feeds, Findings::default(), &options);
    let all = read_points(&folder.join("poa_hexgrid.csv"), &Default::default())
        .expect("points")
        .0
        .positions;
    let some = |n: usize| -> Vec<LonLat> { (0..n).map(|i| all[i * all.len() / n]).collect() };
    let (origins, destinations) = (some(4), some(30));
    for (direction, max_rides) in [
        (Direction::Depart, 8),
        (Direction::Depart, 2),
        (Direction::Arrive, 4),
    ] {
        let window = Window {
            direction,
            start_s: 14 * 3600,
            end_s: 14 * 3600 + 1800,
            step_s: 60,
        };
        let traveller = Traveller {
            max_rides,
            max_walk: Seconds(20 * 60),
            ..Traveller::default()
        };
        let with = |tuning| {
            let date = "2019-05-13".parse().expect("a date");
            travel_times(
                &network,
                date,
                window,
                &traveller,
                &origins,
                &destinations,
                tuning,
            )
            .expect("travel times")
        };
        let rounds = with(Tuning {
            lanes: false,
            ..Tuning::default()
        });
        let reached = rounds.iter().flatten().flatten().flatten().count();
        assert!(reached > 1_200, "{reached} departures get there");
        for from in [SearchFrom::Fixed, SearchFrom::Other] {
            for prune_changes in [Prune::Always, Prune::Never] {
                for layers in [true, false] {
                    let sweeps = with(Tuning {
                        from,
                        prune_changes,
                        layers,
                        ..Tuning::default()
                    });
                    assert!(
                        sweeps == rounds,
                        "{direction:?}, {max_rides} rides, {from:?}, {prune_changes:?}, layers {layers}"
                    );
                }
            }
        }
    }
}
