//! Travel times on Porto Alegre against those of another engine, R5 7.6.
//!
//! R5 is no truth: `docs/r5.md` says where the two differ and why. What is held here is how
//! the differences are distributed: as they are, and with R5's rules taken over one by one,
//! which accounts for nearly all of them. `cargo test --test r5_reference -- --nocapture` prints
//! the distribution.

use bereik::input::gtfs::{self, Feed};
use bereik::input::osm::tags::WayUse;
use bereik::input::osm::{StreetRecords, read_streets};
use bereik::input::points::{PointSet, read_points};
use bereik::measures::travel_time::{Percentile, percentiles_into};
use bereik::network::streets::{Streets, flag};
use bereik::network::{BuildOptions, Network};
use bereik::routing::job::{Job, Kept, Question, UNREACHED};
use bereik::routing::{Direction, Traveller, Tuning, Window};
use bereik::units::Seconds;
use osmpbf::{Element, ElementReader};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

const PERCENTILES: [u8; 3] = [25, 50, 75];

/// Travel times in minutes at the percentiles, of the pairs reached at all.
type Times = BTreeMap<(String, String), [Option<f64>; 3]>;

/// The folder with Porto Alegre and the file of R5's answers.
fn inputs() -> Option<(PathBuf, PathBuf)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data =
        std::env::var_os("BEREIK_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    let answers = data.join("../reference/porto-alegre-r5.csv.gz");
    let town = data.join("porto-alegre");
    for path in [&answers, &town] {
        if !path.exists() {
            println!("SKIPPED: {} is not there", path.display());
            return None;
        }
    }
    Some((town, answers))
}

fn r5_times(path: &Path) -> Times {
    let file = std::fs::File::open(path).unwrap();
    let mut rows = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let number = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
    rows.records()
        .map(|row| {
            let row = row.unwrap();
            let times = [2, 3, 4].map(|k| number(&row[k]));
            ((row[0].to_owned(), row[1].to_owned()), times)
        })
        .collect()
}

/// The same question as R5 was asked.
fn our_times(network: &Network, points: &PointSet) -> Times {
    let question = Question {
        date: "2019-05-13".parse().unwrap(),
        window: Window {
            direction: Direction::Depart,
            start_s: 14 * 3600,
            end_s: 16 * 3600,
            step_s: 60,
        },
        traveller: Traveller {
            max_walk: Seconds(20 * 60),
            ..Traveller::default()
        },
        tuning: Tuning::default(),
    };
    let every_20th: Vec<usize> = (0..points.len()).step_by(20).collect();
    let origins: Vec<_> = every_20th.iter().map(|&i| points.positions[i]).collect();
    let job = Job::new(network, question, &origins, &points.positions).unwrap();
    let percentiles = PERCENTILES.map(|p| Percentile::new(p).unwrap());
    let mut out = Times::new();
    job.for_each_origin(
        Kept::PerPair,
        |_, times| {
            let (mut row, mut values) = (Vec::new(), Vec::new());
            let mut rows = Vec::new();
            for d in 0..points.len() {
                if times.to(d).iter().all(|t| *t == UNREACHED) {
                    continue;
                }
                row.clear();
                row.extend_from_slice(times.to(d));
                percentiles_into(&mut row, &percentiles, &mut values);
                let minutes = |k: usize| values[k].map(|s| f64::from(s) / 60.0);
                rows.push((d, [minutes(0), minutes(1), minutes(2)]));
            }
            rows
        },
        |o, rows| {
            for (d, times) in rows {
                let pair = (points.ids[every_20th[o]].clone(), points.ids[d].clone());
                out.insert(pair, times);
            }
            Ok::<(), ()>(())
        },
    )
    .unwrap();
    out
}

/// Rules of R5 to take over.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// Missing times in proportion to the straight lines between stops, not evenly.
    straight_line_times: bool,
    /// `access=destination` and the like close streets for walkers; a sidewalk opens them
    /// whatever `foot=*` says.
    tags: bool,
    /// Parts of the street network of fewer than 40 junctions go, also where a stop lies there.
    no_islands: bool,
}

fn network(town: &Path, rules: Rules) -> Network {
    let osm = town.join("poa.osm.pbf");
    let (mut records, findings) = read_streets(&osm).unwrap();
    if rules.tags {
        take_over_tags(&mut records, &osm);
    }
    if rules.no_islands {
        drop_islands(&mut records);
    }
    let (streets, _) = Streets::build(records);
    let (mut bus, _) = gtfs::read(&town.join("poa_eptc_midday.gtfs.zip")).unwrap();
    let (train, _) = gtfs::read(&town.join("poa_trensurb.gtfs.zip")).unwrap();
    if rules.straight_line_times {
        space_by_straight_lines(&mut bus);
    }
    let options = BuildOptions {
        max_snap_m: 1600.0,
        max_walk: Some(Seconds(20 * 60)),
        ..BuildOptions::default()
    };
    Network::build(streets, &[bus, train], findings, &options)
}

/// In this feed only the first and last call of each trip have times; those between are placed
/// anew, rounded down.
fn space_by_straight_lines(feed: &mut Feed) {
    for trip in &feed.trips {
        let calls = &mut feed.calls[trip.calls.clone()];
        let mut along = vec![0.0];
        for pair in calls.windows(2) {
            let at = |c: &gtfs::Call| feed.stops[c.stop as usize].position.unwrap();
            along.push(along[along.len() - 1] + at(&pair[0]).distance_m(at(&pair[1])));
        }
        let (Some(&length), Some(last)) = (along.last(), calls.last()) else {
            continue;
        };
        let (start, end) = (calls[0].departure, last.arrival);
        let inner = calls.len() - 1;
        for (call, metres) in calls.iter_mut().zip(&along).take(inner).skip(1) {
            let time = start + (f64::from(end - start) * metres / length) as i32;
            (call.arrival, call.departure) = (time, time);
        }
    }
}

fn take_over_tags(records: &mut StreetRecords, osm: &Path) {
    let mut foot: HashMap<i64, bool> = HashMap::new();
    let mut with_sidewalk: HashMap<i64, Vec<i64>> = HashMap::new();
    let limited = |value: Option<&str>| {
        let closed = [
            "destination",
            "customers",
            "delivery",
            "forestry",
            "agricultural",
            "residents",
            "private",
        ];
        value.is_some_and(|v| closed.contains(&v))
    };
    let mut nodes: Vec<(i64, [i32; 2])> = Vec::new();
    let reader = ElementReader::from_path(osm).unwrap();
    reader
        .for_each(|element| match element {
            Element::Way(way) => {
                let tags: HashMap<&str, &str> = way.tags().collect();
                let Some(highway) = tags.get("highway") else {
                    return;
                };
                let own = tags.get("foot").copied();
                let for_walkers =
                    ["footway", "path", "pedestrian", "steps", "cycleway"].contains(highway);
                let access = tags.get("access").copied().filter(|_| !for_walkers);
                if limited(own) || own.is_none() && limited(access) {
                    foot.insert(way.id(), false);
                }
                if matches!(tags.get("sidewalk"), Some(&("both" | "left" | "right"))) {
                    foot.insert(way.id(), true);
                    with_sidewalk.insert(way.id(), way.refs().collect());
                }
            }
            Element::Node(n) => nodes.push((n.id(), [n.decimicro_lon(), n.decimicro_lat()])),
            Element::DenseNode(n) => nodes.push((n.id(), [n.decimicro_lon(), n.decimicro_lat()])),
            Element::Relation(_) => {}
        })
        .unwrap();
    for way in &mut records.ways {
        match foot.get(&way.id) {
            Some(true) => way.flags |= flag::FOOT,
            Some(false) => way.flags &= !flag::FOOT,
            None => {}
        }
        with_sidewalk.remove(&way.id);
    }
    let walkable = WayUse {
        flags: flag::FOOT,
        ..WayUse::default()
    };
    let mut ids: Vec<&i64> = with_sidewalk.keys().collect();
    ids.sort_unstable();
    for id in ids {
        records.add_way(*id, &walkable, &with_sidewalk[id]);
    }
    let mut known: HashSet<i64> = records.node_ids.iter().copied().collect();
    for (id, position) in nodes {
        if known.insert(id) {
            records.add_node(id, position);
        }
    }
}

/// R5 never looks at nodes with barriers either, so walkers pass those too.
fn drop_islands(records: &mut StreetRecords) {
    records.closed_nodes.clear();
    let (streets, _) = Streets::build(records.clone());
    let mut small = HashSet::new();
    for edge in 0..streets.edges() {
        let component = streets.component[streets.from[edge].0 as usize];
        let size = streets.component_size.get(component as usize);
        if streets.flags[edge] & flag::FOOT != 0 && size.is_some_and(|s| *s < 40) {
            small.insert(streets.way[edge]);
        }
    }
    for way in records.ways.iter_mut().filter(|w| small.contains(&w.id)) {
        way.flags &= !flag::FOOT;
    }
}

/// How the differences (ours − R5's) are distributed, minutes, at one percentile.
struct Spread {
    sorted: Vec<f64>,
    only_r5: usize,
    only_ours: usize,
}

impl Spread {
    fn new(r5: &Times, ours: &Times, k: usize) -> Self {
        let value = |times: &Times, pair| times.get(pair).and_then(|t| t[k]);
        let (mut sorted, mut only_r5, mut only_ours) = (Vec::new(), 0, 0);
        let pairs: HashSet<_> = r5.keys().chain(ours.keys()).collect();
        for pair in pairs {
            match (value(r5, pair), value(ours, pair)) {
                (Some(a), Some(b)) => sorted.push(b - a),
                (Some(_), None) => only_r5 += 1,
                (None, Some(_)) => only_ours += 1,
                (None, None) => {}
            }
        }
        sorted.sort_by(f64::total_cmp);
        Self {
            sorted,
            only_r5,
            only_ours,
        }
    }
    fn within(&self, minutes: f64) -> f64 {
        let n = self.sorted.iter().filter(|d| d.abs() <= minutes).count();
        n as f64 / self.sorted.len() as f64
    }
    fn quantile(&self, share: f64) -> f64 {
        self.sorted[((self.sorted.len() - 1) as f64 * share).round() as usize]
    }
    fn print(&self, name: &str) {
        let quantiles = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1.0]
            .map(|q| format!("{:.2}", self.quantile(q)));
        println!(
            "{name}: {} pairs; within 1 min {:.2} %, 2 min {:.2} %, 5 min {:.2} %; only R5 {}, only bereik {}; \
             min, 1, 5, 25, 50, 75, 95, 99 %, max: {}",
            self.sorted.len(),
            100.0 * self.within(1.0),
            100.0 * self.within(2.0),
            100.0 * self.within(5.0),
            self.only_r5,
            self.only_ours,
            quantiles.join(" ")
        );
    }
    fn histogram(&self) {
        let mut bars: BTreeMap<i64, usize> = BTreeMap::new();
        for d in &self.sorted {
            *bars.entry((d.floor() as i64).clamp(-15, 15)).or_default() += 1;
        }
        for (minute, n) in bars {
            let share = 100.0 * n as f64 / self.sorted.len() as f64;
            println!(
                "  {minute:>4} … {:>3} min {n:>6} {share:>6.2} %",
                minute + 1
            );
        }
    }
}

fn by_distance(r5: &Times, ours: &Times, points: &PointSet) {
    let place: HashMap<&String, _> = points.ids.iter().zip(&points.positions).collect();
    let mut classes: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for (pair, times) in ours {
        if let (Some(b), Some(a)) = (times[1], r5.get(pair).and_then(|t| t[1])) {
            let km = place[&pair.0].distance_m(*place[&pair.1]) / 1000.0;
            classes.entry(km as u32 / 2 * 2).or_default().push(b - a);
        }
    }
    for (km, mut d) in classes {
        d.sort_by(f64::total_cmp);
        let near = d.iter().filter(|d| d.abs() <= 2.0).count() as f64 / d.len() as f64;
        let at = |share: f64| d[((d.len() - 1) as f64 * share) as usize];
        println!(
            "  {km:>2} to {:>2} km {:>6} pairs, 5 % {:>6.2}, median {:>6.2}, 95 % {:>6.2}, within 2 min {:>6.2} %",
            km + 2,
            d.len(),
            at(0.05),
            at(0.5),
            at(0.95),
            100.0 * near
        );
    }
}

/// What must hold of the median travel times, and nearly so of the other percentiles.
struct Bounds {
    name: &'static str,
    rules: Rules,
    within_2: f64,
    within_5: f64,
    median: (f64, f64),
    only_r5: usize,
    only_ours: usize,
}

#[test]
fn differences_from_r5_stay_as_they_are_explained() {
    let Some((town, answers)) = inputs() else {
        return;
    };
    let r5 = r5_times(&answers);
    let (points, _) = read_points(&town.join("poa_hexgrid.csv"), &Default::default()).unwrap();
    let all = Rules {
        straight_line_times: true,
        tags: true,
        no_islands: true,
    };
    for bounds in [
        Bounds {
            name: "as it is",
            rules: Rules::default(),
            within_2: 0.51,
            within_5: 0.82,
            median: (-1.4, -0.9),
            only_r5: 700,
            only_ours: 800,
        },
        Bounds {
            name: "missing times by straight lines",
            rules: Rules {
                straight_line_times: true,
                ..Rules::default()
            },
            within_2: 0.94,
            within_5: 0.98,
            median: (0.35, 0.55),
            only_r5: 480,
            only_ours: 240,
        },
        Bounds {
            name: "and R5's reading of tags",
            rules: Rules {
                no_islands: false,
                ..all
            },
            within_2: 0.97,
            within_5: 0.985,
            median: (0.35, 0.55),
            only_r5: 700,
            only_ours: 240,
        },
        Bounds {
            name: "and no islands",
            rules: all,
            within_2: 0.985,
            within_5: 0.994,
            median: (0.35, 0.55),
            only_r5: 240,
            only_ours: 240,
        },
    ] {
        let ours = our_times(&network(&town, bounds.rules), &points);
        for (k, p) in PERCENTILES.iter().enumerate() {
            let spread = Spread::new(&r5, &ours, k);
            spread.print(&format!("{}, p{p}", bounds.name));
            if *p == 50 {
                spread.histogram();
                by_distance(&r5, &ours, &points);
            }
            let name = format!("{}, p{p}", bounds.name);
            assert!(spread.sorted.len() > 65_000, "{name}");
            assert!(spread.within(2.0) >= bounds.within_2 - 0.01, "{name}");
            assert!(spread.within(5.0) >= bounds.within_5 - 0.01, "{name}");
            let median = spread.quantile(0.5);
            assert!(
                bounds.median.0 < median && median < bounds.median.1,
                "{name}: {median}"
            );
            assert!(
                spread.only_r5 <= bounds.only_r5,
                "{name}: {}",
                spread.only_r5
            );
            assert!(
                spread.only_ours <= bounds.only_ours,
                "{name}: {}",
                spread.only_ours
            );
        }
    }
}
