//! Files whose ways say where their nodes lie (`LocationsOnWays`), and files that have lost their nodes.

use std::path::Path;

use crate::common::pbf::{Block, Town, header, raw_block};
use bereik::diagnostics::{Findings, Severity};
use bereik::input::osm::pbf::Source;
use bereik::input::osm::places::{TagFilter, read_places_from};
use bereik::input::osm::{StreetRecords, read_streets_from};

fn file(block: &Block) -> Vec<u8> {
    [header(&["OsmSchema-V0.6", "DenseNodes"]), raw_block(block)].concat()
}

fn read(block: &Block) -> Result<(StreetRecords, Findings), String> {
    let bytes = file(block);
    let source = Source::bytes(Path::new("town.osm.pbf"), &bytes);
    read_streets_from(source).map_err(|e| e.to_string())
}

/// Two streets that meet, a square as a relation, and a school as a closed way.
fn town() -> Town {
    let mut t = Town::new();
    for (id, x, y) in [
        (1, 0, 0),
        (2, 1, 0),
        (3, 2, 0),
        (4, 1, 1),
        (5, 3, 3),
        (6, 4, 3),
        (7, 4, 4),
        (8, 1, 2),
    ] {
        t.node(
            id,
            [5.0 + f64::from(x) * 0.001, 52.0 + f64::from(y) * 0.001],
            &[],
        );
    }
    t.node(9, [5.01, 52.01], &[("amenity", "school")])
        .way(10, &[1, 2, 3], &[("highway", "residential")])
        .way(11, &[2, 4, 8], &[("highway", "path")])
        .way(12, &[5, 6, 7, 5], &[("amenity", "school")])
        .way(13, &[4, 8, 3, 4], &[])
        .relation(
            20,
            &[(1, 13, "outer")],
            &[("type", "multipolygon"), ("highway", "pedestrian")],
        );
    t
}

#[test]
fn streets_are_the_same_whether_nodes_or_ways_say_where_they_lie() {
    let (nodes, said) = read(&town().dense()).unwrap();
    let (ways, also) = read(&town().on_ways()).unwrap();
    assert_eq!(nodes, ways);
    assert!(said.is_empty() && also.is_empty());
    // Where both say it, the node holds.
    let mut both = town().on_ways();
    both.groups.remove(0);
    both.groups.insert(0, town().dense().groups[0].clone());
    let lat = both
        .groups
        .iter_mut()
        .flat_map(|g| &mut g.ways)
        .next()
        .unwrap();
    lat.lat[0] += 1000;
    assert_eq!(read(&both).unwrap().0, nodes);
}

#[test]
fn places_are_the_same_too() {
    let school = [TagFilter::of(&[("amenity", "school")])];
    let places = |block: &Block| {
        let bytes = file(block);
        read_places_from(Source::bytes(Path::new("town"), &bytes), &school).unwrap()
    };
    let (found, said) = places(&town().on_ways());
    assert_eq!(found[0].len(), 2);
    assert_eq!((found, said), places(&town().dense()));
}

#[test]
fn ways_that_place_a_node_differently_are_named_and_the_first_holds() {
    let mut block = town().on_ways();
    // Node 2 is the second of way 10 and the first of way 11.
    let mut ways = block.groups.iter_mut().flat_map(|g| &mut g.ways);
    let path = ways.find(|w| w.id == 11).unwrap();
    path.lat[0] += 1000;
    let (records, findings) = read(&block).unwrap();
    let codes: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.record.as_str()))
        .collect();
    assert!(
        codes.contains(&("street-node-twice", "node/2")),
        "{codes:?}"
    );
    let at = records.node_ids.iter().position(|id| *id == 2).unwrap();
    assert_eq!(records.node_positions[at], [50_010_000, 520_000_000]);
}

#[test]
fn places_in_ways_are_checked_like_those_of_nodes() {
    let refused = |edit: &dyn Fn(&mut Block), part: &str| {
        let mut block = town().on_ways();
        edit(&mut block);
        let fault = read(&block)
            .err()
            .unwrap_or_else(|| panic!("{part} was read"));
        assert!(fault.contains(part), "{part} is not in {fault}");
    };
    let way = |b: &mut Block, edit: &dyn Fn(&mut crate::common::pbf::Way)| {
        edit(
            b.groups
                .iter_mut()
                .flat_map(|g| &mut g.ways)
                .next()
                .unwrap(),
        );
    };
    refused(
        &|b| way(b, &|w| w.lat.truncate(2)),
        "a way of 3 nodes has 2 latitudes and 3 longitudes",
    );
    refused(
        &|b| way(b, &|w| w.lon.clear()),
        "a way of 3 nodes has 3 latitudes and 0 longitudes",
    );
    refused(&|b| way(b, &|w| w.lat[1] = i64::MAX), "latitudes overflow");
    refused(
        &|b| way(b, &|w| w.lon[0] = i64::MAX / 50),
        "coordinate overflows",
    );
}

#[test]
fn a_file_without_most_of_its_street_nodes_is_refused_with_the_cause() {
    // 9 nodes of streets; so many of them are there.
    let with = |there: i64| {
        let mut t = Town::new();
        for id in 1..=there {
            t.node(id, [5.0 + id as f64 * 0.001, 52.0], &[]);
        }
        t.way(
            10,
            &[1, 2, 3, 4, 5, 6, 7, 8, 9],
            &[("highway", "residential")],
        );
        read(&t.dense())
    };
    let fault = with(4).err().unwrap();
    for part in [
        "5 of the 9 nodes of its streets are not in the file",
        "add-locations-to-ways",
        "tags-filter",
    ] {
        assert!(fault.contains(part), "{fault}");
    }
    let serious = |there: i64| {
        let findings = with(there).unwrap().1;
        findings
            .iter()
            .any(|f| f.severity == Severity::Serious && f.code == "street-nodes-missing")
    };
    assert!(serious(5));
    assert!(!serious(6));
}
