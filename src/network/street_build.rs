//! From street records to the street graph.
//!
//! A junction is a node that two usable ways share, that one way uses twice, or where a way
//! ends. Edges run from junction to junction. At a node that is closed to walkers each way
//! ends on its own: it gets as many junctions, in one place, as ways come there.

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use super::streets::{Streets, degrees, flag};
use crate::diagnostics::{Finding, Findings, Severity};
use crate::ids::NodeId;
use crate::input::osm::StreetRecords;

/// Index of a node among the records; this one for nodes that are not there.
const MISSING: u32 = u32::MAX;

/// How a node of the records takes part in the graph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Unused,
    /// Inside one way, once.
    Shape,
    Junction,
    /// Ways end here without meeting.
    Closed,
    /// Ways meet here, but not for wheelchairs.
    NoWheelchair,
}

/// A stretch of a way without missing nodes: indices into the records' nodes.
struct Piece {
    way: usize,
    nodes: Vec<u32>,
}

/// An edge before its ends are numbered.
struct Raw {
    way: usize,
    nodes: Vec<u32>,
    length_m: f64,
    duration_s: u32,
}

impl Streets {
    /// Makes the graph: junctions, edges with geodesic lengths (WGS 84), walking components.
    /// What had to be left out comes back as findings.
    pub fn build(mut records: StreetRecords) -> (Streets, Findings) {
        let mut findings = Findings::default();
        records.sort(&mut findings);
        let mut pieces = pieces(&records, &mut findings);
        drop_apart(&records, &mut pieces, &mut findings);
        let roles = roles(&records, &pieces);
        let edges = edges(&records, &pieces, &roles);
        drop(pieces);
        let mut streets = number(&records, &roles, edges, &mut findings);
        components(&mut streets);
        (streets, findings)
    }
}

/// Cuts each way around nodes that are not there, and drops points that don't move.
fn pieces(records: &StreetRecords, findings: &mut Findings) -> Vec<Piece> {
    let per_way: Vec<(Vec<Piece>, usize)> = records
        .ways
        .par_iter()
        .enumerate()
        .map(|(way, record)| {
            let mut out = Vec::new();
            let mut missing = 0;
            let mut nodes: Vec<u32> = Vec::new();
            let mut end = |nodes: &mut Vec<u32>| {
                let nodes = std::mem::take(nodes);
                if nodes.len() > 1 {
                    out.push(Piece { way, nodes });
                }
            };
            for id in records.nodes_of(record) {
                let found = records.node_ids.binary_search(id).ok();
                match found.and_then(|i| u32::try_from(i).ok()) {
                    Some(i) if i != MISSING => {
                        if nodes.last() != Some(&i) {
                            nodes.push(i);
                        }
                    }
                    _ => {
                        missing += 1;
                        end(&mut nodes);
                    }
                }
            }
            end(&mut nodes);
            (out, missing)
        })
        .collect();
    let mut all = Vec::new();
    for (record, (pieces, missing)) in records.ways.iter().zip(per_way) {
        let name = || format!("way/{}", record.id);
        if missing > 0 {
            findings.warn(
                "street-node-missing",
                &records.file,
                None,
                name(),
                format!("{missing} of its {} nodes are not in the file", record.refs),
                "the way was cut around them",
            );
        } else if pieces.is_empty() {
            findings.warn(
                "street-way-degenerate",
                &records.file,
                None,
                name(),
                "has fewer than two different nodes",
                "left out",
            );
        }
        all.extend(pieces);
    }
    all
}

/// Leaves out platforms, areas and the like that no street leads to.
fn drop_apart(records: &StreetRecords, pieces: &mut Vec<Piece>, findings: &mut Findings) {
    let mut sets = UnionFind::<u32>::new(records.node_ids.len());
    let closed = |node: u32| {
        let id = records.node_ids[node as usize];
        records.closed_nodes.binary_search(&id).is_ok()
    };
    for piece in pieces.iter() {
        if records.ways[piece.way].flags & flag::FOOT == 0 {
            continue;
        }
        for pair in piece.nodes.windows(2) {
            if let [a, b] = pair
                && !closed(*a)
                && !closed(*b)
            {
                sets.union(*a, *b);
            }
        }
    }
    let root = sets.into_labeling();
    let mut street = vec![false; root.len()];
    for piece in pieces.iter() {
        let way = &records.ways[piece.way];
        if way.flags & flag::FOOT != 0 && !way.needs_street {
            for node in &piece.nodes {
                street[root[*node as usize] as usize] = true;
            }
        }
    }
    pieces.retain(|piece| {
        let way = &records.ways[piece.way];
        let joined = |node: &u32| street[root[*node as usize] as usize];
        let keep = !way.needs_street || piece.nodes.iter().any(joined);
        if !keep {
            findings.push(Finding {
                severity: Severity::Note,
                code: "street-area-apart".into(),
                file: records.file.clone(),
                line: None,
                record: format!("way/{}", way.id),
                message: "is a platform, pier, corridor or area joined to no street".into(),
                action: "left out".into(),
            });
        }
        keep
    });
}

fn roles(records: &StreetRecords, pieces: &[Piece]) -> Vec<Role> {
    let mut roles = vec![Role::Unused; records.node_ids.len()];
    for piece in pieces {
        let last = piece.nodes.len() - 1;
        for (k, &node) in piece.nodes.iter().enumerate() {
            let role = &mut roles[node as usize];
            *role = if *role == Role::Unused && k > 0 && k < last {
                Role::Shape
            } else {
                Role::Junction
            };
        }
    }
    for (ids, new) in [
        (&records.no_wheelchair_nodes, Role::NoWheelchair),
        (&records.closed_nodes, Role::Closed),
    ] {
        for id in ids {
            if let Ok(i) = records.node_ids.binary_search(id)
                && roles[i] != Role::Unused
            {
                roles[i] = new;
            }
        }
    }
    roles
}

/// Cuts the pieces at junctions and measures them. In order of way and place on the way.
fn edges(records: &StreetRecords, pieces: &[Piece], roles: &[Role]) -> Vec<Raw> {
    let mut edges: Vec<Raw> = pieces
        .par_iter()
        .flat_map_iter(|piece| {
            let mut out = Vec::new();
            let mut nodes: Vec<u32> = Vec::new();
            for &node in &piece.nodes {
                nodes.push(node);
                if nodes.len() > 1 && roles[node as usize] != Role::Shape {
                    let length_m = length_m(records, &nodes);
                    out.push(Raw {
                        way: piece.way,
                        nodes: std::mem::replace(&mut nodes, vec![node]),
                        length_m,
                        duration_s: 0,
                    });
                }
            }
            out
        })
        .collect();
    for edges in edges.chunk_by_mut(|a, b| a.way == b.way) {
        let duration = edges
            .first()
            .and_then(|e| records.ways.get(e.way))
            .map_or(0, |w| w.duration_s);
        if duration > 0 {
            share(duration, edges);
        }
    }
    edges
}

/// Sum of the geodesic lengths from point to point, metres.
fn length_m(records: &StreetRecords, nodes: &[u32]) -> f64 {
    nodes
        .windows(2)
        .map(|pair| match pair {
            [a, b] => {
                let at = |i: u32| degrees(records.node_positions[i as usize]);
                at(*a).distance_m(at(*b))
            }
            _ => 0.0,
        })
        .sum()
}

/// Shares the crossing time of a ferry over the parts of its way by length. The parts add up
/// to the whole, but each takes at least a second.
fn share(duration_s: u32, edges: &mut [Raw]) {
    let total: f64 = edges.iter().map(|e| e.length_m).sum();
    let (mut run, mut given) = (0.0, 0u32);
    for edge in edges {
        run += edge.length_m;
        let part = if total > 0.0 { run / total } else { 1.0 };
        let due = (f64::from(duration_s) * part).round() as u32;
        edge.duration_s = due.saturating_sub(given).max(1);
        given = due;
    }
}

/// Numbers the junctions by OpenStreetMap id and lays the edges out in columns.
fn number(
    records: &StreetRecords,
    roles: &[Role],
    edges: Vec<Raw>,
    findings: &mut Findings,
) -> Streets {
    let mut out = Streets::default();
    let mut node_of = vec![MISSING; roles.len()];
    for (i, role) in roles.iter().enumerate() {
        if matches!(role, Role::Junction | Role::NoWheelchair) {
            node_of[i] = out.node_position.len() as u32;
            out.node_position.push(records.node_positions[i]);
        }
    }
    // The joints at nodes that stop wheelchairs: each end of an edge there has a junction of
    // its own, joined to the node by an edge of no length.
    let mut joints: Vec<(NodeId, NodeId, usize)> = Vec::new();
    for edge in edges {
        let (Some(&first), Some(&last)) = (edge.nodes.first(), edge.nodes.last()) else {
            continue;
        };
        let way = &records.ways[edge.way];
        let length = (edge.length_m * 1000.0).round();
        if !(0.0..=f64::from(u32::MAX)).contains(&length) {
            findings.warn(
                "street-edge-too-long",
                &records.file,
                None,
                format!("way/{}", way.id),
                format!(
                    "runs {:.0} km between two junctions",
                    edge.length_m / 1000.0
                ),
                "that part was left out",
            );
            continue;
        }
        if length == 0.0 && first == last {
            continue;
        }
        let mut end = |i: u32| match roles[i as usize] {
            Role::Junction => NodeId(node_of[i as usize]),
            // Who only cycles needs no way round.
            Role::NoWheelchair if way.flags & flag::FOOT == 0 => NodeId(node_of[i as usize]),
            role => {
                let own = NodeId(out.node_position.len() as u32);
                out.node_position.push(records.node_positions[i as usize]);
                if role == Role::NoWheelchair {
                    joints.push((NodeId(node_of[i as usize]), own, edge.way));
                }
                own
            }
        };
        let (from, to) = (end(first), end(last));
        out.from.push(from);
        out.to.push(to);
        out.length_mm.push(length as u32);
        out.duration_s.push(edge.duration_s);
        out.flags.push(way.flags);
        out.way.push(way.id);
        out.class.push(way.class);
        out.shape.push(
            edge.nodes
                .iter()
                .map(|i| records.node_positions[*i as usize]),
        );
    }
    for (node, own, way) in joints {
        let way = &records.ways[way];
        let position = out.node_position[node.0 as usize];
        out.from.push(node);
        out.to.push(own);
        out.length_mm.push(0);
        out.duration_s.push(0);
        out.flags
            .push((way.flags & !(flag::WHEELCHAIR | flag::FERRY)) | flag::NO_WHEELCHAIR);
        out.way.push(way.id);
        out.class.push(way.class);
        out.shape.push([position, position]);
    }
    out
}

/// Finds the walking components and numbers them by size.
fn components(streets: &mut Streets) {
    let n = streets.nodes();
    let mut sets = UnionFind::<u32>::new(n);
    let mut walked = vec![false; n];
    for e in 0..streets.edges() {
        if streets.flags[e] & flag::FOOT != 0 {
            let (a, b) = (streets.from[e].0, streets.to[e].0);
            sets.union(a, b);
            walked[a as usize] = true;
            walked[b as usize] = true;
        }
    }
    let root = sets.into_labeling();
    let mut size = vec![0u32; n];
    let mut lowest: Vec<u32> = Vec::new();
    let mut first = vec![MISSING; n];
    for node in 0..n {
        if !walked[node] {
            continue;
        }
        let r = root[node] as usize;
        if size[r] == 0 {
            first[r] = node as u32;
            lowest.push(root[node]);
        }
        size[r] += 1;
    }
    // `lowest` is in order of each component's lowest junction; the sort is stable.
    lowest.sort_by_key(|r| std::cmp::Reverse(size[*r as usize]));
    let mut rank = vec![u32::MAX; n];
    for (k, r) in lowest.iter().enumerate() {
        rank[*r as usize] = k as u32;
    }
    streets.component = (0..n)
        .map(|node| {
            if walked[node] {
                rank[root[node] as usize]
            } else {
                u32::MAX
            }
        })
        .collect();
    streets.component_size = lowest.iter().map(|r| size[*r as usize]).collect();
}
