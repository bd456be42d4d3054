//! Barriers where ways meet: in which of them they stand.

use std::path::Path;

use crate::common::pbf::{TagList, Town};
use bereik::diagnostics::{Findings, Severity};
use bereik::input::osm::flag::NO_WHEELCHAIR;
use bereik::input::osm::pbf::Source;
use bereik::input::osm::read_streets_from;
use bereik::network::streets::Streets;

const STREET: TagList<'_> = &[("highway", "residential")];
const SERVICE: TagList<'_> = &[("highway", "service")];
const DRIVE: TagList<'_> = &[("highway", "service"), ("service", "driveway")];
const PRIVATE: TagList<'_> = &[("highway", "service"), ("access", "private")];
const PATH: TagList<'_> = &[("highway", "footway")];
const GATE: TagList<'_> = &[("barrier", "gate"), ("access", "private")];
const STILE: TagList<'_> = &[("barrier", "stile")];

/// Nodes 1 to 9 in a row, 5 with tags, and ways over them.
fn read(five: TagList<'_>, ways: &[(&[i64], TagList<'_>)]) -> (Streets, Findings) {
    let mut t = Town::new();
    for id in 1..=9 {
        let tags = if id == 5 { five } else { &[] };
        t.node(
            id,
            [5.0 + id as f64 * 0.001, 52.0 + (id % 3) as f64 * 0.001],
            tags,
        );
    }
    for (k, (nodes, tags)) in ways.iter().enumerate() {
        t.way(10 + k as i64, nodes, tags);
    }
    let bytes = t.file();
    let (records, mut findings) =
        read_streets_from(Source::bytes(Path::new("town"), &bytes)).unwrap();
    let (streets, more) = Streets::build(records);
    findings.append(more);
    (streets, findings)
}

/// Sizes of the parts one can walk within, and what was found.
fn parts(five: TagList<'_>, ways: &[(&[i64], TagList<'_>)]) -> (Vec<u32>, Option<Severity>) {
    let (streets, findings) = read(five, ways);
    let found: Vec<_> = findings.iter().collect();
    assert!(
        found.len() < 2
            && found
                .iter()
                .all(|f| f.code == "barrier-where-ways-meet" && f.record == "node/5")
    );
    (
        streets.component_size.to_vec(),
        found.first().map(|f| f.severity),
    )
}

#[test]
fn the_barrier_stands_in_the_lesser_way_and_the_others_run_through() {
    let named = Some(Severity::Note);
    // The through street has junctions 4, 5, 6; a drive has its own end and the house.
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], STREET), (&[5, 8], PRIVATE)]),
        (vec![3], named)
    );
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], STREET), (&[5, 8], DRIVE)]),
        (vec![3, 2], named)
    );
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], SERVICE), (&[5, 8], DRIVE)]),
        (vec![3, 2], named)
    );
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], PATH), (&[5, 8], PRIVATE)]),
        (vec![3], named)
    );
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], STREET), (&[5, 8], PATH)]),
        (vec![3, 2], named)
    );
    // A street in two ways is one street.
    assert_eq!(
        parts(
            GATE,
            &[(&[4, 5], STREET), (&[5, 6], STREET), (&[5, 8], SERVICE)]
        ),
        (vec![3, 2], named)
    );
    // A service road that crosses is cut on both sides.
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], STREET), (&[2, 5, 8], SERVICE)]),
        (vec![3, 2, 2], named)
    );
}

#[test]
fn where_no_way_is_the_lesser_one_all_end_there_and_it_is_named() {
    let named = Some(Severity::Warning);
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], STREET), (&[5, 8], STREET)]),
        (vec![2, 2, 2], named)
    );
    // A street that ends at a through path: the gate is across the path.
    assert_eq!(
        parts(GATE, &[(&[4, 5, 6], PATH), (&[5, 8], STREET)]),
        (vec![2, 2, 2], named)
    );
}

#[test]
fn a_barrier_on_one_way_closes_it_without_a_word() {
    assert_eq!(parts(GATE, &[(&[4, 5, 6], STREET)]), (vec![2, 2], None));
    assert_eq!(
        parts(GATE, &[(&[4, 5], STREET), (&[5, 6], SERVICE)]),
        (vec![2, 2], None)
    );
    // One that lets walkers pass closes nothing.
    assert_eq!(
        parts(
            &[("barrier", "bollard")],
            &[(&[4, 5, 6], STREET), (&[5, 8], PRIVATE)]
        ),
        (vec![2], None)
    );
    // foot=no on a crossing is no barrier.
    assert_eq!(
        parts(
            &[("highway", "crossing"), ("foot", "no")],
            &[(&[4, 5, 6], STREET), (&[5, 8], PATH)]
        ),
        (vec![4], None)
    );
}

#[test]
fn a_stile_stops_wheelchairs_on_the_path_and_not_on_the_street() {
    let (streets, findings) = read(STILE, &[(&[4, 5, 6], STREET), (&[5, 8], PATH)]);
    assert_eq!(
        findings.iter().map(|f| f.severity).collect::<Vec<_>>(),
        [Severity::Note]
    );
    // Junctions 4, 5, 6, 8 and the path's own end at 5, joined by an edge closed to wheelchairs.
    assert_eq!(streets.component_size.to_vec(), [5]);
    let joints: Vec<i64> = (0..streets.edges())
        .filter(|e| streets.flags[*e] & NO_WHEELCHAIR != 0)
        .map(|e| streets.way[e])
        .collect();
    assert_eq!(joints, [11]);
}
