//! Places by tags.

use crate::common::pbf;

use std::path::Path;

use bereik::input::osm::pbf::Source;
use bereik::input::osm::places::{Place, TagFilter, read_places_from};
use pbf::Town;

fn places(town: &Town, filters: &[TagFilter]) -> (Vec<Vec<Place>>, String) {
    let bytes = town.file();
    let source = Source::bytes(Path::new("town"), &bytes);
    let (places, findings) = read_places_from(source, filters).unwrap();
    let codes: Vec<&str> = findings.iter().map(|f| f.code.as_ref()).collect();
    (places, codes.join(" "))
}

#[test]
fn places_from_points_outlines_and_areas() {
    let mut t = Town::new();
    let gp = ("amenity", "doctors");
    t.node(
        1,
        [5.0, 52.0],
        &[
            gp,
            ("name", "Jansen"),
            ("opening_hours", "Mo-Fr 08:00-17:00"),
        ],
    )
    .node(2, [5.1, 52.0], &[("amenity", "clinic;doctors")])
    .node(
        3,
        [5.2, 52.0],
        &[("amenity", "hospital"), ("emergency", "yes")],
    )
    .node(
        4,
        [5.3, 52.0],
        &[("amenity", "hospital"), ("emergency", "no")],
    )
    // A square of 0.01° with a hole in the west half.
    .node(11, [5.40, 52.00], &[])
    .node(12, [5.41, 52.00], &[])
    .node(13, [5.41, 52.01], &[])
    .node(14, [5.40, 52.01], &[])
    .node(15, [5.401, 52.001], &[])
    .node(16, [5.407, 52.001], &[])
    .node(17, [5.407, 52.009], &[])
    .node(18, [5.401, 52.009], &[])
    .way(21, &[11, 12, 13, 14, 11], &[gp, ("name", "closed way")])
    .way(22, &[11, 12, 13], &[gp])
    .way(23, &[13, 14, 11], &[("building", "yes")])
    .way(24, &[15, 16, 17, 18, 15], &[])
    .way(25, &[98, 99], &[gp])
    .way(26, &[11, 13, 98], &[gp])
    .relation(
        31,
        &[
            (1, 22, "outer"),
            (1, 23, "outer"),
            (1, 24, "inner"),
            (0, 1, "label"),
        ],
        &[("type", "multipolygon"), gp],
    )
    .relation(32, &[(1, 77, "outer")], &[("type", "multipolygon"), gp])
    .relation(33, &[(1, 21, "")], &[("type", "site"), gp]);
    let filters = [
        TagFilter::of(&[gp]),
        TagFilter::of(&[("amenity", "hospital"), ("emergency", "yes")]),
        TagFilter::of(&[]),
        TagFilter {
            tags: vec![("amenity".into(), vec!["hospital".into(), "clinic".into()])],
        },
    ];
    let (found, codes) = places(&t, &filters);
    let ids = |k: usize| {
        found[k]
            .iter()
            .map(|p| p.id.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    // Way 22 is part of the outline of relation 31, and counts with it.
    assert_eq!(ids(0), "node/1 node/2 way/21 way/26 relation/31");
    assert_eq!(ids(1), "node/3");
    assert_eq!(ids(2), "");
    assert_eq!(ids(3), "node/2 node/3 node/4");
    assert_eq!(
        codes,
        "place-position place-incomplete place-outline place-no-area"
    );
    let first = &found[0][0];
    assert_eq!(first.name, "Jansen");
    assert_eq!(first.opening_hours.as_deref(), Some("Mo-Fr 08:00-17:00"));
    assert_eq!(first.tags[0], ("amenity".into(), "doctors".into()));
    assert!((first.position.lon - 5.0).abs() < 1e-9);
    let area = &found[0][4].position;
    assert!(
        area.lon > 5.407 && area.lon < 5.41,
        "beside the hole, at {area:?}"
    );
    let closed = &found[0][2].position;
    assert!((closed.lon - 5.405).abs() < 1e-6);
}

#[test]
fn inside_points_agree_with_geo() {
    use geo::{Contains, Coord, LineString, Point, Polygon};
    use rand::{RngExt, SeedableRng};
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    for round in 0..200 {
        // Star-shaped rings: simple, often far from convex.
        let n = rng.random_range(3..40);
        let ring: Vec<[f64; 2]> = (0..n)
            .map(|k| {
                let turn = std::f64::consts::TAU * f64::from(k) / f64::from(n);
                let r = rng.random_range(0.0005..0.02);
                [5.0 + r * turn.cos(), 52.0 + r * turn.sin()]
            })
            .collect();
        let mut t = Town::new();
        for (k, at) in ring.iter().enumerate() {
            t.node(k as i64 + 1, *at, &[]);
        }
        let mut refs: Vec<i64> = (1..=i64::from(n)).collect();
        refs.push(1);
        t.way(1, &refs, &[("leisure", "park")]);
        let (found, _) = places(&t, &[TagFilter::of(&[("leisure", "park")])]);
        let p = found[0][0].position;
        let line: Vec<Coord> = ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        let polygon = Polygon::new(LineString(line), vec![]);
        assert!(polygon.contains(&Point::new(p.lon, p.lat)), "round {round}");
    }
}
