//! The street reader on real extracts.

use std::path::{Path, PathBuf};

use bereik::input::osm::flag;
use bereik::input::osm::places::{TagFilter, read_places};
use bereik::input::osm::read_streets;
use bereik::network::streets::Streets;

fn data() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        std::env::var_os("BEREIK_DATA").map_or_else(|| here.join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real data in {}", folder.display());
    None
}

#[test]
fn real_extracts_are_one_piece_for_the_most_part() {
    let Some(data) = data() else { return };
    for (file, least_edges) in [
        ("porto-alegre/poa.osm.pbf", 15_000),
        ("sao-paulo-centro/spo.osm.pbf", 5_000),
        ("newport-uk/newport.osm.pbf", 8_000),
        ("kampen-nl/kampen.osm.pbf", 5_000),
        ("addison-vt/addison.osm.pbf", 10_000),
        ("rhein-neckar/rnv.osm.pbf", 30_000),
    ] {
        let start = std::time::Instant::now();
        let (records, read) = read_streets(&data.join(file)).unwrap();
        let took = start.elapsed();
        let (ways, nodes) = (records.ways.len(), records.node_ids.len());
        let (streets, built) = Streets::build(records);
        println!(
            "{file}: {ways} ways, {nodes} nodes; {} junctions, {} edges, {} components, largest {:.2} %; \
             read {took:.2?}, all {:.2?}",
            streets.nodes(),
            streets.edges(),
            streets.component_size.len(),
            100.0 * f64::from(streets.component_size[0])
                / f64::from(streets.component_size.iter().sum::<u32>()),
            start.elapsed()
        );
        for line in read.summary().iter().chain(&built.summary()) {
            println!("  {line}");
        }
        assert!(streets.edges() > least_edges);
        let walked = streets.component.iter().filter(|c| **c != u32::MAX).count();
        assert!(streets.component_size[0] as usize * 100 > walked * 90);
        for e in 0..streets.edges() {
            let ferry = streets.flags[e] & flag::FERRY != 0;
            assert!(
                streets.length_mm[e] < 20_000_000 || ferry,
                "way {}",
                streets.way[e]
            );
        }
    }
}

#[test]
fn places_of_real_towns_are_as_many_as_their_readme_says() {
    let Some(data) = data() else { return };
    let kinds = [
        TagFilter::of(&[("amenity", "hospital")]),
        TagFilter::of(&[("amenity", "hospital"), ("emergency", "yes")]),
        TagFilter::of(&[("amenity", "school")]),
        TagFilter::of(&[("shop", "supermarket")]),
        TagFilter::of(&[("amenity", "pharmacy")]),
    ];
    for (file, count) in [
        ("newport-uk/newport.osm.pbf", [3, 1, 49, 23, 12]),
        ("kampen-nl/kampen.osm.pbf", [1, 0, 22, 14, 3]),
    ] {
        let start = std::time::Instant::now();
        let (places, findings) = read_places(&data.join(file), &kinds).unwrap();
        println!("{file}: {:.2?} {:?}", start.elapsed(), findings.summary());
        for list in &places {
            println!(
                "  {:?}",
                list.iter()
                    .take(3)
                    .map(|p| (&p.id, &p.name, p.position))
                    .collect::<Vec<_>>()
            );
        }
        let found: Vec<usize> = places.iter().map(Vec::len).collect();
        assert_eq!(found, count, "{file}");
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let Some(data) = data() else { return };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let (records, read) = read_streets(&data.join("newport-uk/newport.osm.pbf")).unwrap();
            (Streets::build(records), read)
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn every_conformance_town_is_read_without_a_word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/conformance");
    let mut towns = 0;
    for entry in folder.read_dir().unwrap() {
        let file = entry.unwrap().path().join("network.osm.pbf");
        if !file.is_file() {
            continue;
        }
        let (records, read) = read_streets(&file).unwrap();
        let (streets, built) = Streets::build(records);
        let said = (read.summary(), built.summary());
        assert!(read.is_empty() && built.is_empty(), "{said:?}");
        println!("{}: {:?}", file.display(), streets.component_size);
        towns += 1;
    }
    assert!(towns >= 20);
}
