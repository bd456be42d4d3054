//! Who may use a way, and the graph made of it.

use crate::common::pbf;

use std::path::Path;

use bereik::input::osm::flag::*;
use bereik::input::osm::pbf::Source;
use bereik::input::osm::tags::{
    Oddity, Tags, WayUse, duration, node_blocks, node_stops_wheelchair, way_use,
};
use bereik::input::osm::{StreetRecords, read_streets, read_streets_from};
use bereik::network::streets::Streets;
use pbf::Town;

const BIKE: u16 = BIKE_FORWARD | BIKE_BACK;

/// `highway=path foot=no` as pairs.
fn tags(text: &str) -> Vec<(&str, &str)> {
    text.split_whitespace()
        .map(|t| t.split_once('=').unwrap())
        .collect()
}

fn flags(text: &str) -> u16 {
    way_use(Tags(&tags(text)), &mut Vec::new()).map_or(0, |u| u.flags)
}

#[test]
fn who_may_walk() {
    for open in [
        "highway=residential",
        "highway=residential oneway=yes",
        "highway=residential sidewalk=no",
        "highway=residential sidewalk=separate",
        "highway=residential access=destination",
        "highway=service access=customers",
        "highway=service access=permissive",
        "highway=service access=private foot=yes",
        "highway=service access=no foot=permissive",
        "highway=service access=private foot=designated",
        "highway=primary",
        "highway=trunk",
        "highway=trunk motorroad=no",
        "highway=motorway foot=yes",
        "highway=trunk motorroad=yes foot=yes",
        "highway=footway",
        "highway=path",
        "highway=steps",
        "highway=pedestrian area=yes",
        "highway=cycleway",
        "highway=bridleway",
        "highway=track",
        "highway=living_street",
        "highway=corridor",
        "highway=platform",
        "highway=elevator",
        "highway=busway foot=yes",
        "highway=residential vehicle=no",
        "highway=residential motor_vehicle=private",
        "highway=footway tunnel=yes layer=-1",
        "highway=footway bridge=yes",
        "indoor=corridor",
        "railway=platform",
        "public_transport=platform",
        "man_made=pier",
        "route=ferry",
        "highway=cart-track foot=yes",
        "highway=residential railway=tram",
        "highway=path foot=no;yes",
    ] {
        assert_ne!(flags(open) & FOOT, 0, "{open}");
    }
    for closed in [
        "highway=residential foot=no",
        "highway=residential foot=private",
        "highway=residential foot=use_sidepath",
        "highway=residential foot=no access=yes",
        "highway=service access=private",
        "highway=service access=no",
        "highway=service access=military",
        "highway=footway access=private",
        "highway=cycleway foot=no",
        "highway=motorway",
        "highway=motorway access=yes",
        "highway=motorway_link",
        "highway=trunk motorroad=yes",
        "highway=primary motorroad=yes",
        "highway=busway",
        "highway=bus_guideway",
        "highway=raceway",
        "highway=escape",
        "highway=proposed",
        "highway=proposed foot=yes",
        "highway=construction foot=yes",
        "highway=abandoned",
        "highway=track abandoned=yes",
        "highway=via_ferrata",
        "highway=cart-track",
        "railway=rail",
        "railway=platform access=no",
        "route=ferry foot=no",
        "route=ferry access=private",
        "route=bus",
        "waterway=river",
        "building=yes",
        "",
    ] {
        assert_eq!(flags(closed) & FOOT, 0, "{closed}");
    }
}

#[test]
fn who_may_cycle_and_which_way() {
    for (text, may) in [
        ("highway=residential", BIKE),
        ("highway=cycleway", BIKE),
        ("highway=cycleway oneway=yes", BIKE_FORWARD),
        ("highway=path", BIKE),
        ("highway=path foot=designated", 0),
        ("highway=path foot=designated bicycle=designated", BIKE),
        ("highway=footway", 0),
        ("highway=footway bicycle=yes", BIKE),
        ("highway=pedestrian", 0),
        ("highway=steps bicycle=yes", 0),
        ("highway=motorway", 0),
        ("highway=trunk", BIKE),
        ("highway=trunk motorroad=yes", 0),
        ("highway=primary bicycle=use_sidepath", 0),
        ("highway=primary bicycle=dismount", 0),
        ("highway=primary bicycle=no", 0),
        ("highway=primary vehicle=no", 0),
        ("highway=primary vehicle=no bicycle=yes", BIKE),
        ("highway=service access=private", 0),
        ("highway=service access=private bicycle=permissive", BIKE),
        ("highway=residential oneway=yes", BIKE_FORWARD),
        ("highway=residential oneway=-1", BIKE_BACK),
        ("highway=residential oneway=yes oneway:bicycle=no", BIKE),
        ("highway=residential oneway=yes cycleway=opposite", BIKE),
        (
            "highway=residential oneway=yes cycleway:left=opposite_lane",
            BIKE,
        ),
        (
            "highway=residential oneway=yes cycleway:left=lane cycleway:left:oneway=-1",
            BIKE,
        ),
        ("highway=residential oneway=reversible", 0),
        ("highway=residential junction=roundabout", BIKE_FORWARD),
        ("highway=residential junction=roundabout oneway=no", BIKE),
        ("highway=residential bicycle:backward=no", BIKE_FORWARD),
        ("highway=residential oneway:bicycle=yes", BIKE_FORWARD),
        ("route=ferry", BIKE),
        ("railway=platform", 0),
    ] {
        assert_eq!(flags(text) & BIKE, may, "{text}");
    }
}

#[test]
fn wheelchairs_steps_and_ferries() {
    assert_eq!(flags("highway=steps"), FOOT | STEPS);
    assert_eq!(
        flags("highway=steps ramp:wheelchair=yes") & STEPS,
        0,
        "a ramp makes steps passable"
    );
    for ramp in ["yes", "automatic"] {
        assert_eq!(
            flags(&format!("highway=steps ramp:bicycle={ramp}")),
            FOOT | NO_WHEELCHAIR,
            "a bicycle is pushed up, a wheelchair is not"
        );
    }
    assert_eq!(flags("highway=steps ramp:bicycle=no"), FOOT | STEPS);
    assert_eq!(flags("highway=footway wheelchair=no"), FOOT | NO_WHEELCHAIR);
    assert_eq!(
        flags("highway=footway wheelchair=limited"),
        FOOT | WHEELCHAIR
    );
    let ferry = |text: &str| {
        let mut odd = Vec::new();
        (way_use(Tags(&tags(text)), &mut odd), odd)
    };
    let (may, odd) = ferry("route=ferry duration=00:20");
    let may = may.unwrap();
    assert_eq!(
        (may.duration_s, may.class, may.flags & FERRY),
        (1200, 3, FERRY)
    );
    assert!(odd.is_empty());
    assert_eq!(ferry("route=ferry").1, [Oddity::FerryDuration("".into())]);
    assert_eq!(
        ferry("route=ferry duration=soon").1,
        [Oddity::FerryDuration("soon".into())]
    );
    let (may, odd) = ferry("route=ferry seasonal=summer");
    assert_eq!(
        (may, odd),
        (None, vec![Oddity::SeasonalFerry("summer".into())])
    );
    let (may, odd) = ferry("highway=path seasonal=dry_season access:conditional=no@night");
    assert!(may.is_some());
    assert_eq!(odd.len(), 2);
    assert_eq!(
        ferry("highway=trail").1,
        [Oddity::UnknownClass("trail".into())]
    );
}

#[test]
fn durations_in_every_notation() {
    for (text, s) in [
        ("00:20", Some(1200)),
        ("1:05", Some(3900)),
        ("01:02:03", Some(3723)),
        ("20", Some(1200)),
        (" 20 min", Some(1200)),
        ("PT20M", Some(1200)),
        ("PT1H30M", Some(5400)),
        ("P1DT1S", Some(86_401)),
        ("pt45s", Some(45)),
        ("0", None),
        ("00:00", None),
        ("00:60", None),
        ("-5", None),
        ("", None),
        ("P", None),
        ("PT", None),
        ("PT5", None),
        ("PTM", None),
        ("P1M", None),
        ("1.5", None),
        ("99999999999999999999", None),
        ("PT99999999999999999999H", None),
        ("999999999", None),
        ("1:2:3:4", None),
        ("169:00", None),
    ] {
        assert_eq!(duration(text), s, "{text:?}");
    }
}

#[test]
fn barriers_that_close_a_way() {
    let blocks = |text: &str| node_blocks(Tags(&tags(text)));
    for open in [
        "barrier=bollard",
        "barrier=gate",
        "barrier=stile",
        "barrier=kissing_gate",
        "barrier=cycle_barrier",
        "barrier=gate access=private foot=yes",
        "barrier=gate locked=yes foot=designated",
        "barrier=wall foot=yes",
        "barrier=lift_gate access=customers",
        "highway=crossing foot=no",
        "entrance=yes access=private",
    ] {
        assert!(!blocks(open), "{open}");
    }
    for closed in [
        "barrier=gate access=private",
        "barrier=gate access=no",
        "barrier=gate foot=no",
        "barrier=gate locked=yes",
        "barrier=gate locked=yes access=yes",
        "barrier=bollard foot=private access=yes",
        "barrier=wall",
        "barrier=fence",
    ] {
        assert!(blocks(closed), "{closed}");
    }
    assert!(node_stops_wheelchair(Tags(&tags("barrier=stile"))));
    assert!(node_stops_wheelchair(Tags(&tags(
        "barrier=gate wheelchair=no"
    ))));
    assert!(!node_stops_wheelchair(Tags(&tags(
        "barrier=kissing_gate wheelchair=yes"
    ))));
    assert!(!node_stops_wheelchair(Tags(&tags("barrier=bollard"))));
}

/// Nodes 1… at steps of 0.001° to the east.
fn records(nodes: i64, ways: &[(i64, &[i64], &str)]) -> StreetRecords {
    let mut records = StreetRecords::new("town");
    for id in 1..=nodes {
        records.add_node(id, [50_000_000 + 10_000 * id as i32, 520_000_000]);
    }
    for (id, refs, text) in ways {
        let may = way_use(Tags(&tags(text)), &mut Vec::new()).unwrap();
        records.add_way(*id, &may, refs);
    }
    records
}

fn ends(s: &Streets) -> Vec<(u32, u32)> {
    (0..s.edges()).map(|e| (s.from[e].0, s.to[e].0)).collect()
}

#[test]
fn junctions_are_shared_nodes_and_ends() {
    // 2 is inside way 10 only, 3 is where 11 ends, 6 is used twice by 12.
    let (s, findings) = Streets::build(records(
        8,
        &[
            (10, &[1, 2, 3, 4], "highway=residential"),
            (11, &[3, 5], "highway=path"),
            (12, &[5, 6, 7, 8, 6], "highway=footway"),
        ],
    ));
    assert!(findings.is_empty());
    // Junctions by id: 1, 3, 4, 5, 6.
    assert_eq!(ends(&s), [(0, 1), (1, 2), (1, 3), (3, 4), (4, 4)]);
    assert_eq!(s.way, [10, 10, 11, 12, 12]);
    assert_eq!(s.shape[bereik::ids::EdgeId(0)].len(), 3);
    assert_eq!(s.shape[bereik::ids::EdgeId(4)].len(), 4);
    assert_eq!(s.component, [0; 5]);
    // 0.001° along the parallel of 52°: N cos φ · λ with N = a/√(1 − e² sin² φ).
    let (a, e2) = (6_378_137.0f64, 0.006_694_379_990_141_3);
    let phi = 52f64.to_radians();
    let metres = a / (1.0 - e2 * phi.sin().powi(2)).sqrt() * phi.cos() * 0.001f64.to_radians();
    assert!((f64::from(s.length_mm[1]) - metres * 1000.0).abs() < 1.0);
    assert_eq!(s.length_mm[0], s.length_mm[2]);
}

#[test]
fn ways_that_cross_without_a_node_do_not_meet() {
    let mut r = records(4, &[]);
    r.add_node(9, [50_025_000, 519_990_000]);
    r.add_node(10, [50_025_000, 520_010_000]);
    let walk = WayUse {
        flags: FOOT,
        ..WayUse::default()
    };
    r.add_way(1, &walk, &[1, 2, 3, 4]);
    r.add_way(2, &walk, &[9, 10]);
    let (s, _) = Streets::build(r);
    assert_eq!(s.component_size, [2, 2]);
    assert_eq!(s.component, [0, 0, 1, 1]);
}

#[test]
fn a_closed_node_cuts_and_a_stile_only_stops_wheelchairs() {
    let ways: &[(i64, &[i64], &str)] = &[(10, &[1, 2, 3], "highway=path")];
    let mut r = records(3, ways);
    r.closed_nodes.push(2);
    let (s, _) = Streets::build(r);
    assert_eq!(s.component_size, [2, 2]);
    assert_eq!(s.edges(), 2);

    let mut r = records(3, ways);
    r.no_wheelchair_nodes.push(2);
    let (s, _) = Streets::build(r);
    assert_eq!(s.component_size, [5]);
    assert_eq!(s.length_mm.iter().filter(|l| **l == 0).count(), 2);
    // Without the closed joints the two sides are apart.
    let open = |e: &usize| s.flags[*e] & NO_WHEELCHAIR == 0;
    let mut reached = vec![0u32];
    for _ in 0..s.edges() {
        for e in (0..s.edges()).filter(open) {
            let (a, b) = (s.from[e].0, s.to[e].0);
            for (a, b) in [(a, b), (b, a)] {
                if reached.contains(&a) && !reached.contains(&b) {
                    reached.push(b);
                }
            }
        }
    }
    let far = s
        .node_position
        .iter()
        .position(|p| p[0] == 50_030_000)
        .unwrap();
    assert!(!reached.contains(&(far as u32)));
}

#[test]
fn components_are_numbered_by_size_and_cycle_only_ways_join_nothing() {
    let (s, _) = Streets::build(records(
        9,
        &[
            (1, &[1, 2], "highway=path"),
            (2, &[3, 4], "highway=path"),
            (3, &[4, 5], "highway=path"),
            (4, &[2, 3], "highway=cycleway foot=no"),
            (5, &[8, 9], "highway=cycleway foot=no"),
            (6, &[6, 7], "highway=path"),
        ],
    ));
    assert_eq!(s.component, [1, 1, 0, 0, 0, 2, 2, u32::MAX, u32::MAX]);
    assert_eq!(s.component_size, [3, 2, 2]);
}

#[test]
fn a_ferrys_duration_is_shared_by_length() {
    let (s, _) = Streets::build(records(
        5,
        &[
            (1, &[1, 2, 4, 5], "route=ferry duration=00:10"),
            (2, &[2, 3], "highway=path"),
            (3, &[3, 4], "highway=path"),
        ],
    ));
    let parts: Vec<u32> = (0..s.edges())
        .filter(|e| s.way[*e] == 1)
        .map(|e| s.duration_s[e])
        .collect();
    assert_eq!(parts, [150, 300, 150]);
    assert!((0..s.edges()).all(|e| s.way[e] == 1 || s.duration_s[e] == 0));
}

#[test]
fn nodes_in_one_place_and_ways_that_go_nowhere() {
    let mut r = records(2, &[]);
    r.add_node(3, [50_020_000, 520_000_000]); // where 2 is
    let walk = WayUse {
        flags: FOOT,
        ..WayUse::default()
    };
    r.add_way(1, &walk, &[1, 1, 2, 2]);
    r.add_way(2, &walk, &[2, 3]);
    r.add_way(3, &walk, &[3, 2, 3]);
    let (s, _) = Streets::build(r);
    assert_eq!(s.component_size, [3]);
    assert_eq!(s.length_mm.iter().filter(|l| **l == 0).count(), 3);
    let (empty, findings) = Streets::build(StreetRecords::new("nothing"));
    assert_eq!(
        (empty.nodes(), empty.edges(), findings.is_empty()),
        (0, 0, true)
    );
}

#[test]
fn an_edge_longer_than_its_column_holds_is_left_out_and_named() {
    let mut r = StreetRecords::new("far");
    r.add_node(1, [0, 0]);
    r.add_node(2, [1_790_000_000, 0]);
    r.add_way(
        1,
        &WayUse {
            flags: FOOT,
            ..WayUse::default()
        },
        &[1, 2],
    );
    let (s, findings) = Streets::build(r);
    assert_eq!(s.edges(), 0);
    assert_eq!(findings.counts().next().unwrap().0, "street-edge-too-long");
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    let ways: [(i64, &[i64], &str); 3] = [
        (10, &[1, 2, 3, 4], "highway=residential"),
        (11, &[3, 5], "highway=path"),
        (12, &[5, 6, 7, 2], "route=ferry duration=9"),
    ];
    let clean = Streets::build(records(7, &ways));
    let mut turned = records(0, &[ways[2], ways[0], ways[1]]);
    for id in (1..=7).rev() {
        turned.add_node(id, [50_000_000 + 10_000 * id as i32, 520_000_000]);
    }
    assert_eq!(Streets::build(turned), clean);
}

#[test]
fn the_street_rules_of_the_conformance_case() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/conformance/street_rules/network.osm.pbf");
    let (records, findings) = read_streets(&file).unwrap();
    assert!(findings.is_empty());
    let (s, findings) = Streets::build(records);
    assert!(findings.is_empty());
    assert_eq!(s.component_size.len(), 1);
    // A direct way of 400 m there is, or is not, for each corridor from south to north.
    let open: Vec<bool> = (0..14)
        .map(|k| {
            let lat = 52.1 + 0.008_987_2 * f64::from(k);
            (0..s.edges()).any(|e| {
                let [a, b] = [s.position(s.from[e]), s.position(s.to[e])];
                let near = |p: bereik::units::LonLat| (p.lat - lat).abs() < 1e-4;
                s.flags[e] & FOOT != 0
                    && near(a)
                    && near(b)
                    && s.length_mm[e].abs_diff(400_000) < 2_000
            })
        })
        .collect();
    let expected = [
        true, false, false, false, false, true, true, true, true, true, true, false, false, true,
    ];
    assert_eq!(open, expected);
}

#[test]
fn the_outline_of_a_square_is_walked_along() {
    let mut t = Town::new();
    for (id, at) in [
        (1, [5.0, 52.0]),
        (2, [5.01, 52.0]),
        (3, [5.01, 52.01]),
        (4, [5.0, 52.01]),
    ] {
        t.node(id, at, &[]);
    }
    t.node(5, [5.02, 52.0], &[])
        .way(10, &[1, 2, 3], &[])
        .way(11, &[3, 4, 1], &[("building", "yes")])
        .way(12, &[2, 5], &[("highway", "footway")])
        .way(13, &[4, 5], &[])
        .relation(
            20,
            &[(1, 10, "outer"), (1, 11, "outer")],
            &[("type", "multipolygon"), ("highway", "pedestrian")],
        )
        .relation(
            21,
            &[(1, 13, "outer")],
            &[("type", "multipolygon"), ("landuse", "grass")],
        );
    let bytes = t.file();
    let (records, findings) = read_streets_from(Source::bytes(Path::new("town"), &bytes)).unwrap();
    assert!(findings.is_empty());
    assert_eq!(
        records.ways.iter().map(|w| w.id).collect::<Vec<_>>(),
        [10, 11, 12]
    );
    let (s, _) = Streets::build(records);
    assert_eq!(s.component_size.len(), 1);
    assert!(s.flags.iter().all(|f| *f == FOOT));
}

#[test]
fn a_platform_drawn_apart_is_left_out_and_one_at_a_street_is_kept() {
    let ways: [(i64, &[i64], &str); 4] = [
        (1, &[1, 2], "highway=path"),
        (2, &[2, 3], "railway=platform"),
        (3, &[3, 4], "highway=corridor"),
        (4, &[5, 6], "public_transport=platform"),
    ];
    let (s, findings) = Streets::build(records(6, &ways));
    assert_eq!(s.way, [1, 2, 3]);
    let counts: Vec<_> = findings.counts().collect();
    assert_eq!(counts, [("street-area-apart", "town", 1)]);
    // A gate nobody may pass joins nothing.
    let mut r = records(6, &ways);
    r.closed_nodes.push(3);
    let (s, _) = Streets::build(r);
    assert_eq!(s.way, [1, 2]);
}
