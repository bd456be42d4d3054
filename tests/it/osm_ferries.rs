//! How long ferries take: by their relations, and where a duration stands in several ways.

use std::path::Path;

use crate::common::pbf::{TagList, Town};
use bereik::diagnostics::Findings;
use bereik::input::osm::pbf::Source;
use bereik::input::osm::{StreetRecords, read_streets_from};

const FERRY: (&str, &str) = ("route", "ferry");

/// Nodes 1…9 at equal steps along a parallel, a street at either end, and what is added.
fn read(add: impl Fn(&mut Town)) -> (StreetRecords, Findings) {
    let mut t = Town::new();
    for id in 1..=9 {
        t.node(id, [5.0 + id as f64 * 0.01, 52.0], &[]);
    }
    t.way(1, &[1, 2], &[("highway", "residential")])
        .way(2, &[8, 9], &[("highway", "residential")]);
    add(&mut t);
    let bytes = t.file();
    read_streets_from(Source::bytes(Path::new("town"), &bytes)).unwrap()
}

/// Durations of the ferries by way, seconds, and the codes of what was found.
fn durations(add: impl Fn(&mut Town)) -> (Vec<u32>, Vec<String>) {
    let (records, findings) = read(add);
    let ferries = records.ways.iter().filter(|w| w.id >= 10);
    (
        ferries.map(|w| w.duration_s).collect(),
        findings.iter().map(|f| f.code.to_string()).collect(),
    )
}

fn route(duration: &str) -> [(&'static str, &str); 3] {
    [("type", "route"), FERRY, ("duration", duration)]
}

const ONE: TagList<'_> = &[FERRY];

#[test]
fn a_relations_duration_is_that_of_all_its_ways_together_by_length() {
    // One way: 20 minutes.
    let (seconds, said) = durations(|t| {
        t.way(10, &[2, 5, 8], ONE)
            .relation(50, &[(1, 10, "")], &route("00:20"));
    });
    assert_eq!((seconds, said.len()), (vec![1200], 0));
    // One step and five: 200 s and 1,000 s. A landing with a role of its own is no part of it.
    let (seconds, said) = durations(|t| {
        t.way(10, &[2, 3], ONE).way(11, &[8, 3], ONE);
        t.relation(
            50,
            &[
                (1, 11, "forward"),
                (1, 10, ""),
                (1, 2, "platform"),
                (0, 2, "stop"),
            ],
            &route("20"),
        );
    });
    assert_eq!((seconds, said.len()), (vec![200, 1000], 0));
}

#[test]
fn a_ways_own_duration_holds_and_the_rest_is_shared() {
    let own: TagList<'_> = &[FERRY, ("duration", "00:08")];
    let (seconds, said) = durations(|t| {
        t.way(10, &[2, 5], own)
            .relation(50, &[(1, 10, "")], &route("00:20"));
    });
    assert_eq!((seconds, said.len()), (vec![480], 0));
    // 1,200 s − 480 s over one step and two.
    let (seconds, _) = durations(|t| {
        t.way(10, &[2, 5], own)
            .way(11, &[5, 6], ONE)
            .way(12, &[6, 8], ONE);
        t.relation(
            50,
            &[(1, 10, ""), (1, 11, ""), (1, 12, "")],
            &route("00:20"),
        );
    });
    assert_eq!(seconds, [480, 240, 480]);
}

#[test]
fn a_relations_duration_repeated_on_its_ways_counts_once() {
    let own: TagList<'_> = &[FERRY, ("duration", "00:20")];
    // A pier at 4 makes no difference: the relation says that all takes 20 minutes.
    let (seconds, _) = durations(|t| {
        t.way(10, &[2, 4], own)
            .way(11, &[4, 8], own)
            .way(5, &[4, 3], &[("man_made", "pier")]);
        t.relation(50, &[(1, 10, ""), (1, 11, "")], &route("00:20"));
        t.relation(51, &[(1, 11, ""), (1, 10, "")], &route("00:20"));
    });
    assert_eq!(seconds, [400, 800]);
}

#[test]
fn a_duration_repeated_on_the_parts_of_one_crossing_counts_once() {
    let own: TagList<'_> = &[FERRY, ("duration", "00:18")];
    let (seconds, said) = durations(|t| {
        t.way(10, &[2, 3], own)
            .way(11, &[3, 5], own)
            .way(12, &[8, 5], own);
    });
    assert_eq!(seconds, [180, 360, 540]);
    assert_eq!(said, ["ferry-duration-repeated"]);
    // A landing between two makes crossings of them, and so do durations that differ.
    let (seconds, said) = durations(|t| {
        t.way(10, &[2, 4], own)
            .way(11, &[4, 8], own)
            .way(5, &[4, 3], &[("highway", "path")]);
    });
    assert_eq!((seconds, said.len()), (vec![1080, 1080], 0));
    let (seconds, _) = durations(|t| {
        t.way(10, &[2, 4], own)
            .way(11, &[4, 8], &[FERRY, ("duration", "00:19")]);
    });
    assert_eq!(seconds, [1080, 1140]);
    // Three that meet on the water: nobody knows.
    let (seconds, _) = durations(|t| {
        t.way(10, &[2, 4], own)
            .way(11, &[4, 8], own)
            .way(12, &[4, 6], own);
    });
    assert_eq!(seconds, [1080; 3]);
}

#[test]
fn what_cannot_be_used_is_named() {
    let said = |duration: &str, ways: &[i64]| {
        let members: Vec<(i32, i64, &str)> = ways.iter().map(|w| (1, *w, "")).collect();
        let (seconds, said) = durations(|t| {
            t.way(10, &[2, 4], ONE).way(11, &[6, 8], ONE);
            t.relation(50, &members, &route(duration));
        });
        (seconds, said)
    };
    let plain = ["ferry-without-duration", "ferry-without-duration"];
    let named = ["ferry-relation-duration", plain[0], plain[1]];
    // Can't be read; a way that isn't there; two lines apart.
    for (duration, ways) in [("soon", &[10][..]), ("20", &[10, 99]), ("20", &[10, 11])] {
        let (seconds, said) = said(duration, ways);
        assert_eq!(seconds, [0, 0]);
        assert_eq!(said, named, "{duration}");
    }
    // Relations of other things, and of no ferry that may be used.
    assert_eq!(said("20", &[1]).1, plain);
    let (_, said) = durations(|t| {
        t.way(10, &[2, 4], ONE).relation(
            50,
            &[(1, 10, "")],
            &[("type", "route"), ("route", "road"), ("duration", "5")],
        );
    });
    assert_eq!(said, [plain[0]]);
}
