//! From street records to the street graph.
//!
//! A junction is a node that two usable ways share, that one way uses twice, or where a way
//! ends. Edges run from junction to junction. At a node that is closed to walkers each way
//! ends on its own: it gets as many junctions, in one place, as ways come there.

use petgraph::unionfind::UnionFind;
use rayon::prelude::*;

use super::closed;
use super::landscape::Landscape;
use super::streets::Streets;
use crate::diagnostics::{Finding, Findings, Severity};
use crate::ids::{Jagged, NodeId};
use crate::input::osm::flag;
use crate::input::osm::{Finder, StreetRecords, WayRecord};
use crate::units::degrees;

/// Index of a node among the records; this one for nodes that are not there.
const MISSING: u32 = u32::MAX;
/// Ways and pieces worked on at once, and by one thread: what they become is held twice.
const BATCH: usize = 1 << 18;
const SHARE: usize = 1 << 12;

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

/// What is left of the records once ids have become indices.
struct Ground {
    file: String,
    ways: Vec<WayRecord>,
    positions: Vec<[i32; 2]>,
    /// Nodes closed to walkers, sorted.
    closed: Vec<u32>,
    /// Nodes wheelchairs can't pass, sorted.
    no_wheelchair: Vec<u32>,
    /// Nodes of these two lists and the ways that pass them all the same, sorted.
    through: Vec<(u32, u32)>,
    /// Nodes of all pieces, one piece after the other.
    nodes: Vec<u32>,
    pieces: Vec<Piece>,
}

/// A stretch of a way without missing nodes, or an edge: which of [`Ground::nodes`] it has.
#[derive(Clone, Copy)]
struct Piece {
    way: u32,
    from: u32,
    to: u32,
}

/// An edge before its ends are numbered.
struct Raw {
    piece: Piece,
    length_m: f64,
    duration_s: u32,
}

/// `n` in 32 bits, in which pieces count nodes. The reader of streets refuses a file with so many
/// references to nodes that this could not hold.
fn count(n: usize) -> u32 {
    assert!(n < MISSING as usize, "more street nodes than a graph holds");
    n as u32
}

impl Ground {
    fn way(&self, piece: &Piece) -> &WayRecord {
        &self.ways[piece.way as usize]
    }
    /// Whether a way passes a node with a barrier, which stands in another way there.
    fn passes(&self, node: u32, way: u32) -> bool {
        self.through.binary_search(&(node, way)).is_ok()
    }
    fn nodes_of(&self, piece: &Piece) -> &[u32] {
        &self.nodes[piece.from as usize..piece.to as usize]
    }
}

impl Streets {
    /// Makes the graph: junctions, edges with geodesic lengths (WGS 84), walking components.
    /// What had to be left out comes back as findings.
    pub fn build(mut records: StreetRecords) -> (Streets, Findings) {
        let mut findings = Findings::default();
        records.sort(&mut findings);
        let mut closed = closed::Draft::new(&records);
        records.closed = Vec::new();
        records.closed_refs = Vec::new();
        let landscape = Landscape::new(std::mem::take(&mut records.landscape));
        let mut ground = ground(records, &mut findings);
        drop_apart(&mut ground, &mut findings);
        let roles = roles(&ground);
        let mut streets = number(&ground, &roles, &mut closed, &mut findings);
        drop(roles);
        let Ground { positions, .. } = ground;
        components(&mut streets);
        streets.landscape = landscape;
        streets.closed = closed.finish(&streets, &positions);
        (streets, findings)
    }

    /// Finds the walking components anew, after edges were added or closed.
    pub fn find_components(&mut self) {
        components(self);
    }
}

/// Turns ids into indices, cuts each way around nodes that are not there, and drops points that
/// don't move.
fn ground(records: StreetRecords, findings: &mut Findings) -> Ground {
    let ids = &records.node_ids;
    let mut nodes: Vec<u32> = Vec::with_capacity(records.refs.len());
    let mut pieces: Vec<Piece> = Vec::with_capacity(records.ways.len());
    // Per way: its pieces and how many of its nodes are missing.
    struct Cut {
        nodes: Vec<u32>,
        ends: Vec<(u32, u32)>,
        missing: Vec<u32>,
    }
    for (b, batch) in records.ways.chunks(BATCH).enumerate() {
        let cut: Vec<Cut> = batch
            .par_chunks(SHARE)
            .enumerate()
            .map(|(s, ways)| {
                let mut finder = Finder::new(ids);
                let mut cut = Cut {
                    nodes: Vec::new(),
                    ends: Vec::new(),
                    missing: Vec::with_capacity(ways.len()),
                };
                for (w, record) in ways.iter().enumerate() {
                    let way = count(b * BATCH + s * SHARE + w);
                    let (mut from, mut missing) = (cut.nodes.len(), 0);
                    let end = |cut: &mut Cut, from: &mut usize| {
                        if cut.nodes.len() - *from > 1 {
                            cut.ends.push((way, count(cut.nodes.len())));
                        } else {
                            cut.nodes.truncate(*from);
                        }
                        *from = cut.nodes.len();
                    };
                    for id in records.nodes_of(record) {
                        match finder.find(*id) {
                            Some(i) => {
                                let i = count(i);
                                if cut.nodes.len() == from || cut.nodes.last() != Some(&i) {
                                    cut.nodes.push(i);
                                }
                            }
                            None => {
                                missing += 1;
                                end(&mut cut, &mut from);
                            }
                        }
                    }
                    end(&mut cut, &mut from);
                    cut.missing.push(missing);
                }
                cut
            })
            .collect();
        for (s, cut) in cut.into_iter().enumerate() {
            let base = nodes.len();
            let first_way = b * BATCH + s * SHARE;
            let mut from = base;
            let mut has_piece = vec![false; cut.missing.len()];
            for (way, end) in cut.ends {
                let to = base + end as usize;
                has_piece[way as usize - first_way] = true;
                pieces.push(Piece {
                    way,
                    from: count(from),
                    to: count(to),
                });
                from = to;
            }
            nodes.extend_from_slice(&cut.nodes);
            for (w, (missing, has_piece)) in cut.missing.into_iter().zip(has_piece).enumerate() {
                let record = &records.ways[first_way + w];
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
                } else if !has_piece {
                    findings.warn(
                        "street-way-degenerate",
                        &records.file,
                        None,
                        name(),
                        "has fewer than two different nodes",
                        "left out",
                    );
                }
            }
        }
    }
    let indices = |list: &[i64]| -> Vec<u32> {
        let mut finder = Finder::new(ids);
        let found = list.iter().filter_map(|id| finder.find(*id));
        found.map(count).collect()
    };
    let (closed, no_wheelchair) = (
        indices(&records.closed_nodes),
        indices(&records.no_wheelchair_nodes),
    );
    let mut through: Vec<(u32, u32)> = (records.through.iter())
        .filter_map(|(node, way)| {
            let node = ids.binary_search(node).ok()?;
            let way = records.ways.binary_search_by_key(way, |w| w.id).ok()?;
            Some((count(node), count(way)))
        })
        .collect();
    through.sort_unstable();
    Ground {
        closed,
        no_wheelchair,
        through,
        nodes,
        pieces,
        file: records.file,
        ways: records.ways,
        positions: records.node_positions,
    }
}

/// Leaves out platforms, areas and the like that no street leads to.
fn drop_apart(ground: &mut Ground, findings: &mut Findings) {
    let needs_street = |p: &Piece| ground.way(p).needs_street;
    if !ground.pieces.iter().any(needs_street) {
        return;
    }
    let n = ground.positions.len();
    let mut closed = vec![false; n];
    for &node in &ground.closed {
        closed[node as usize] = true;
    }
    let on_foot = |p: &&Piece| ground.way(p).flags & flag::FOOT != 0;
    let mut sets = UnionFind::<u32>::new(count(n) as usize);
    for piece in ground.pieces.iter().filter(on_foot) {
        for pair in ground.nodes_of(piece).windows(2) {
            let cut = |n: u32| closed[n as usize] && !ground.passes(n, piece.way);
            if let [a, b] = pair
                && !cut(*a)
                && !cut(*b)
            {
                sets.union(*a, *b);
            }
        }
    }
    drop(closed);
    let set_of = sets.into_labeling();
    let mut street = vec![false; n];
    for piece in ground.pieces.iter().filter(on_foot) {
        if !ground.way(piece).needs_street {
            for node in ground.nodes_of(piece) {
                street[set_of[*node as usize] as usize] = true;
            }
        }
    }
    let mut pieces = std::mem::take(&mut ground.pieces);
    pieces.retain(|piece| {
        let way = ground.way(piece);
        let nodes = ground.nodes_of(piece);
        let joined = |node: &u32| street[set_of[*node as usize] as usize];
        let keep = !way.needs_street || nodes.iter().any(joined);
        if !keep {
            findings.push(Finding {
                severity: Severity::Note,
                code: "street-area-apart".into(),
                file: ground.file.clone(),
                line: None,
                record: format!("way/{}", way.id),
                message: "is a platform, pier, corridor or area joined to no street".into(),
                action: "left out".into(),
            });
        }
        keep
    });
    ground.pieces = pieces;
}

fn roles(ground: &Ground) -> Vec<Role> {
    let mut roles = vec![Role::Unused; ground.positions.len()];
    for piece in &ground.pieces {
        let nodes = ground.nodes_of(piece);
        let last = nodes.len() - 1;
        for (k, &node) in nodes.iter().enumerate() {
            let role = &mut roles[node as usize];
            *role = if *role == Role::Unused && k > 0 && k < last {
                Role::Shape
            } else {
                Role::Junction
            };
        }
    }
    for (nodes, new) in [
        (&ground.no_wheelchair, Role::NoWheelchair),
        (&ground.closed, Role::Closed),
    ] {
        for &node in nodes {
            let role = &mut roles[node as usize];
            if *role != Role::Unused {
                *role = new;
            }
        }
    }
    roles
}

/// Cuts pieces at junctions and measures them. In order of way and place on the way; the pieces
/// of a way must be there together.
fn edges(ground: &Ground, pieces: &[Piece], roles: &[Role]) -> Vec<Raw> {
    let cut: Vec<Vec<Raw>> = pieces
        .par_chunks(SHARE)
        .map(|pieces| {
            let mut out = Vec::new();
            for piece in pieces {
                let mut from = piece.from;
                for at in piece.from + 1..piece.to {
                    let node = ground.nodes[at as usize];
                    if roles[node as usize] != Role::Shape {
                        let piece = Piece {
                            way: piece.way,
                            from,
                            to: at + 1,
                        };
                        out.push(Raw {
                            length_m: length_m(ground, &piece),
                            piece,
                            duration_s: 0,
                        });
                        from = at;
                    }
                }
            }
            out
        })
        .collect();
    let mut edges = Vec::with_capacity(cut.iter().map(Vec::len).sum());
    edges.extend(cut.into_iter().flatten());
    for edges in edges.chunk_by_mut(|a: &Raw, b| a.piece.way == b.piece.way) {
        let duration = edges.first().map_or(0, |e| ground.way(&e.piece).duration_s);
        if duration > 0 {
            share(duration, edges);
        }
    }
    edges
}

/// Sum of the geodesic lengths from point to point, metres.
fn length_m(ground: &Ground, piece: &Piece) -> f64 {
    ground
        .nodes_of(piece)
        .windows(2)
        .map(|pair| match pair {
            [a, b] => {
                let at = |i: u32| degrees(ground.positions[i as usize]);
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

/// Edges as columns, while they are being numbered.
#[derive(Default)]
struct Columns {
    node_position: Vec<[i32; 2]>,
    from: Vec<NodeId>,
    to: Vec<NodeId>,
    length_mm: Vec<u32>,
    duration_s: Vec<u32>,
    flags: Vec<u16>,
    way: Vec<i64>,
    class: Vec<u8>,
    shape_end: Vec<u32>,
    shape: Vec<[i32; 2]>,
}

/// Numbers the junctions by OpenStreetMap id and lays the edges out in columns.
fn number(
    ground: &Ground,
    roles: &[Role],
    closed: &mut closed::Draft,
    findings: &mut Findings,
) -> Streets {
    let mut out = Columns::default();
    let mut node_of = vec![MISSING; roles.len()];
    for (i, role) in roles.iter().enumerate() {
        let passed = |i: usize| {
            let first = ground.through.partition_point(|t| t.0 < count(i));
            ground.through.get(first).is_some_and(|t| t.0 == count(i))
        };
        if matches!(role, Role::Junction | Role::NoWheelchair) || *role == Role::Closed && passed(i)
        {
            node_of[i] = count(out.node_position.len());
            out.node_position.push(ground.positions[i]);
        }
    }
    // The joints at nodes that stop wheelchairs: each end of an edge there has a junction of
    // its own, joined to the node by an edge of no length.
    let mut joints: Vec<(NodeId, NodeId, u32)> = Vec::new();
    let mut rest = ground.pieces.as_slice();
    while let Some(last) = rest.get(rest.len().min(BATCH).saturating_sub(1)) {
        // A batch holds whole ways.
        let many = rest.partition_point(|p| p.way <= last.way);
        let (batch, after) = rest.split_at(many);
        rest = after;
        for edge in edges(ground, batch, roles) {
            let nodes = ground.nodes_of(&edge.piece);
            let (Some(&first), Some(&last)) = (nodes.first(), nodes.last()) else {
                continue;
            };
            let way = ground.way(&edge.piece);
            let length = (edge.length_m * 1000.0).round();
            if !(0.0..=f64::from(u32::MAX)).contains(&length) {
                findings.warn(
                    "street-edge-too-long",
                    &ground.file,
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
                Role::Closed | Role::NoWheelchair if ground.passes(i, edge.piece.way) => {
                    NodeId(node_of[i as usize])
                }
                role => {
                    let own = NodeId(count(out.node_position.len()));
                    out.node_position.push(ground.positions[i as usize]);
                    if role == Role::NoWheelchair {
                        joints.push((NodeId(node_of[i as usize]), own, edge.piece.way));
                    }
                    own
                }
            };
            let (from, to) = (end(first), end(last));
            closed.meet(nodes, from, way.flags);
            out.from.push(from);
            out.to.push(to);
            out.length_mm.push(length as u32);
            out.duration_s.push(edge.duration_s);
            out.flags.push(way.flags);
            out.way.push(way.id);
            out.class.push(way.class);
            out.end_shape(nodes.iter().map(|i| ground.positions[*i as usize]));
        }
    }
    for (node, own, way) in joints {
        let way = &ground.ways[way as usize];
        let position = out.node_position[node.0 as usize];
        out.from.push(node);
        out.to.push(own);
        out.length_mm.push(0);
        out.duration_s.push(0);
        out.flags
            .push((way.flags & !flag::WHEELCHAIR) | flag::NO_WHEELCHAIR);
        out.way.push(way.id);
        out.class.push(way.class);
        out.end_shape([position, position]);
    }
    out.into_streets()
}

impl Columns {
    fn end_shape(&mut self, points: impl IntoIterator<Item = [i32; 2]>) {
        if self.shape_end.is_empty() {
            self.shape_end.push(0);
        }
        self.shape.extend(points);
        self.shape_end.push(count(self.shape.len()));
    }
    fn into_streets(self) -> Streets {
        Streets {
            node_position: self.node_position.into(),
            from: self.from.into(),
            to: self.to.into(),
            length_mm: self.length_mm.into(),
            duration_s: self.duration_s.into(),
            flags: self.flags.into(),
            way: self.way.into(),
            class: self.class.into(),
            shape: Jagged::from_parts(self.shape_end, self.shape).unwrap_or_default(),
            ..Streets::default()
        }
    }
}

/// Finds the walking components and numbers them by size.
fn components(streets: &mut Streets) {
    let n = streets.nodes();
    let mut sets = UnionFind::<u32>::new(count(n) as usize);
    let mut walked = vec![false; n];
    for e in 0..streets.edges() {
        if streets.flags[e] & flag::FOOT != 0 {
            let (a, b) = (streets.from[e].0, streets.to[e].0);
            sets.union(a, b);
            walked[a as usize] = true;
            walked[b as usize] = true;
        }
    }
    let set_of = sets.into_labeling();
    let mut size = vec![0u32; n];
    // In order of their lowest junctions, whichever junction stands for them.
    let mut sets: Vec<u32> = Vec::new();
    for (&set, _) in set_of.iter().zip(&walked).filter(|(_, walked)| **walked) {
        let size = &mut size[set as usize];
        if *size == 0 {
            sets.push(set);
        }
        *size += 1;
    }
    // The sort is stable.
    sets.sort_by_key(|set| std::cmp::Reverse(size[*set as usize]));
    streets.component_size = sets.iter().map(|set| size[*set as usize]).collect();
    let mut rank = size;
    for (k, set) in sets.iter().enumerate() {
        rank[*set as usize] = k as u32;
    }
    streets.component = (set_of.iter().zip(walked))
        .map(
            |(&set, walked)| {
                if walked { rank[set as usize] } else { u32::MAX }
            },
        )
        .collect();
}
