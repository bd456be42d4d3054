//! A small street loader for the fixtures' plain tags, sharing no code with the engine's reader:
//! every stretch between two neighbouring points of a walkable way is a street of its own.

use super::read_pbf::{Element, for_each};
use super::walking::Street;
use bereik::units::LonLat;
use std::collections::HashMap;
use std::path::Path;

/// Positions of the points, and the walkable streets between them.
pub fn load(path: &Path) -> (Vec<LonLat>, Vec<Street>) {
    let mut position: HashMap<i64, LonLat> = HashMap::new();
    let mut ways: Vec<Vec<i64>> = Vec::new();
    let mut seen = |id: i64, lon: f64, lat: f64| {
        position.insert(id, LonLat::new(lon, lat).expect("a position"));
    };
    for_each(path, |element| match element {
        Element::Node(n) | Element::DenseNode(n) => seen(n.id, n.lon(), n.lat()),
        Element::Way(w) => {
            let tags: HashMap<&str, &str> = w.tags.into_iter().collect();
            if walkable(&tags) {
                ways.push(w.refs);
            }
        }
        Element::Relation => {}
    });
    let mut number: HashMap<i64, usize> = HashMap::new();
    let mut nodes: Vec<LonLat> = Vec::new();
    let mut streets: Vec<Street> = Vec::new();
    for way in ways {
        let ends: Vec<usize> = way
            .iter()
            .map(|id| {
                *number.entry(*id).or_insert_with(|| {
                    nodes.push(position[id]);
                    nodes.len() - 1
                })
            })
            .collect();
        for pair in ends.windows(2) {
            streets.push(Street {
                ends: [pair[0], pair[1]],
                bend: None,
                mm: (nodes[pair[0]].distance_m(nodes[pair[1]]) * 1000.0).round() as u32,
                foot: true,
                wheels: true,
                bike: [true, true],
                push: true,
                ferry: false,
                tunnel: false,
            });
        }
    }
    (nodes, streets)
}

fn walkable(tags: &HashMap<&str, &str>) -> bool {
    let by_class = match tags.get("highway").copied() {
        None
        | Some(
            "motorway" | "motorway_link" | "proposed" | "construction" | "cycleway" | "busway",
        ) => false,
        Some(_) => true,
    };
    let by_access = !matches!(tags.get("access").copied(), Some("no" | "private"));
    match tags.get("foot").copied() {
        Some("yes" | "designated" | "permissive") => tags.contains_key("highway"),
        Some("no" | "private" | "use_sidepath") => false,
        _ => by_class && by_access,
    }
}
