//! Edits of streets: paths added, streets closed. What comes out is the network of a map in which they
//! were drawn, or left out, with one difference: a part that a closed street cuts off stays
//! ([`Network::with_streets`]).

use super::{Effect, Touched};
use crate::diagnostics::{Error, InputError};
use crate::ids::{EdgeId, Id, Jagged, NodeId};
use crate::input::osm::flag;
use crate::input::outline::Outlines;
use crate::input::scenario::{Area, Change, Edit, StreetEdit};
use crate::network::Network;
use crate::network::links::{Joint, Linker};
use crate::network::street_index::StreetIndex;
use crate::network::streets::{Streets, length_mm};
use crate::units::LonLat;
use crate::units::degrees;
use geo::{BoundingRect, LineString};
use std::collections::{BTreeMap, BTreeSet};

/// Who may pass, in [`Streets::flags`].
const PASSABLE: u16 = flag::FOOT | flag::BIKE_FORWARD | flag::BIKE_BACK;

/// Makes the edits of streets, in their order; others are left to their own modules. Gives the
/// network as it is afterwards, none where no edit is of streets, and what each edit touched, one
/// entry per edit.
///
/// Both kinds may do both to travel times: who lives beside a new path, or beside a street that is
/// closed, sets out from another street than before.
///
/// # Errors
/// An end too far from a street, a way that isn't there, an area without a street, a street that an
/// earlier edit closed.
pub fn apply(network: &Network, edits: &[&Edit]) -> Result<(Option<Network>, Vec<Touched>), Error> {
    let mut draft: Option<Draft> = None;
    let mut touched = Vec::with_capacity(edits.len());
    for &edit in edits {
        let Change::Streets(change) = &edit.change else {
            touched.push(Touched::default());
            continue;
        };
        let draft = draft.get_or_insert_with(|| Draft {
            streets: network.streets.clone(),
            index: network.street_index.clone(),
            max_snap_m: network.max_snap_m(),
            paths: 0,
            closed_by: BTreeMap::new(),
        });
        let street_edges = match change {
            StreetEdit::AddPath {
                points,
                bicycle,
                wheelchair,
            } => {
                draft.add_path(edit, points, path_flags(*bicycle, *wheelchair))?;
                1
            }
            StreetEdit::CloseStreet { ways, at, area } => {
                draft.close(edit, ways, at, area.as_ref())? as u64
            }
        };
        touched.push(Touched {
            effect: Effect::Changes,
            street_edges,
            ..Touched::default()
        });
    }
    let network = draft.map(|mut draft| {
        draft.streets.find_components();
        network.with_streets(draft.streets)
    });
    Ok((network, touched))
}

fn path_flags(bicycle: bool, wheelchair: Option<bool>) -> u16 {
    let mut flags = flag::FOOT;
    if bicycle {
        flags |= flag::BIKE_FORWARD | flag::BIKE_BACK;
    }
    match wheelchair {
        Some(true) => flags | flag::WHEELCHAIR,
        Some(false) => flags | flag::NO_WHEELCHAIR,
        None => flags,
    }
}

/// Streets while they are edited.
struct Draft {
    streets: Streets,
    /// Of these streets; may hold closed ones, which a linker leaves out.
    index: StreetIndex,
    max_snap_m: f64,
    /// Paths added so far.
    paths: i64,
    /// Edges closed, by which edit.
    closed_by: BTreeMap<EdgeId, String>,
}

/// An edge to come.
struct NewEdge {
    ends: [NodeId; 2],
    length_mm: u32,
    duration_s: u32,
    shape: Vec<[i32; 2]>,
}

impl Draft {
    /// The nearest place on a walkable street: one that can be entered there, for the end of a path.
    fn joint(&self, edit: &Edit, key: &str, point: LonLat) -> Result<Joint, InputError> {
        let linker = match key {
            "at" => Linker::pointing(&self.streets, &self.index),
            _ => Linker::new(&self.streets, &self.index, false, None),
        };
        linker.joint(point, self.max_snap_m).ok_or_else(|| {
            let problem = format!(
                "{}, {} is farther than {} m from any walkable street",
                point.lon, point.lat, self.max_snap_m
            );
            edit.problem(key, problem)
                .hint("are the coordinates in the order lon, lat? Else lead the path to a street")
        })
    }

    fn add_path(&mut self, edit: &Edit, points: &[LonLat], flags: u16) -> Result<(), InputError> {
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
            return Err(edit.problem("points", "there are none"));
        };
        let joints = [
            self.joint(edit, "points", first)?,
            self.joint(edit, "points", last)?,
        ];
        let nodes = self.split(edit, &joints)?;
        let inner = points
            .iter()
            .map(|p| [p.lon, p.lat].map(|degree| (degree * 1e7).round() as i32));
        let mut shape = vec![joints[0].at];
        shape.extend(inner);
        shape.push(joints[1].at);
        shape.dedup();
        if shape.len() < 2 {
            let problem = "both ends join a street at the same place";
            return Err(edit.problem("points", problem));
        }
        let Some(length_mm) = length_mm(&shape) else {
            return Err(edit.problem("points", "the path is too long"));
        };
        self.paths += 1;
        let path = NewEdge {
            ends: nodes,
            length_mm,
            duration_s: 0,
            shape,
        };
        // Ways of a map have positive numbers.
        self.push(path, flags, -self.paths, 0);
        self.index = StreetIndex::new(&self.streets);
        Ok(())
    }

    /// Makes junctions of places on edges, cutting the edges there.
    fn split(&mut self, edit: &Edit, joints: &[Joint; 2]) -> Result<[NodeId; 2], InputError> {
        let mut nodes = [NodeId(0); 2];
        // Cuts within edges, in the order along them.
        let mut cuts: BTreeMap<(EdgeId, usize, u64), NodeId> = BTreeMap::new();
        for (node, joint) in nodes.iter_mut().zip(joints) {
            let shape = &self.streets.shape[joint.edge];
            let e = joint.edge.index();
            // On a point of the shape the cut counts as lying there, on either side of it.
            let piece = match shape.get(joint.piece + 1) {
                Some(next) if *next == joint.at => joint.piece + 1,
                _ => joint.piece,
            };
            let within = shape
                .get(piece)
                .map_or(0.0, |p| degrees(*p).distance_m(degrees(joint.at)));
            *node = if piece == 0 && within == 0.0 {
                self.streets.from[e]
            } else if piece + 1 >= shape.len() {
                self.streets.to[e]
            } else {
                // Distances are not negative: their bits are in the order of their size.
                let key = (joint.edge, piece, within.to_bits());
                match cuts.get(&key) {
                    Some(node) => *node,
                    None => {
                        let node = NodeId::new(self.streets.nodes());
                        self.streets.node_position.push(joint.at);
                        cuts.insert(key, node);
                        node
                    }
                }
            };
        }
        let edges: BTreeSet<EdgeId> = cuts.keys().map(|(edge, ..)| *edge).collect();
        let mut replaced: BTreeMap<EdgeId, NewEdge> = BTreeMap::new();
        let mut behind: Vec<(EdgeId, NewEdge)> = Vec::new();
        for edge in edges {
            let of_edge = cuts.iter().filter(|((e, ..), _)| *e == edge);
            let cuts: Vec<(usize, NodeId)> = of_edge.map(|((_, p, _), node)| (*p, *node)).collect();
            let pieces = self.pieces(edge, &cuts);
            let Some(pieces) = pieces else {
                return Err(edit.problem("points", "the street there can't be cut"));
            };
            for (k, piece) in pieces.into_iter().enumerate() {
                if k == 0 {
                    replaced.insert(edge, piece);
                } else {
                    behind.push((edge, piece));
                }
            }
        }
        self.replace(replaced);
        for (of, piece) in behind {
            let s = &self.streets;
            let (flags, way, class) = (s.flags[of.index()], s.way[of.index()], s.class[of.index()]);
            self.push(piece, flags, way, class);
        }
        Ok(nodes)
    }

    /// An edge cut at junctions on it, each behind a point of its shape; in order.
    fn pieces(&self, edge: EdgeId, cuts: &[(usize, NodeId)]) -> Option<Vec<NewEdge>> {
        let s = &self.streets;
        let e = edge.index();
        let shape = &s.shape[edge];
        let mut pieces = Vec::with_capacity(cuts.len() + 1);
        let (mut from, mut line, mut next) = (s.from[e], vec![*shape.first()?], 1);
        for &(behind, node) in cuts {
            line.extend_from_slice(shape.get(next..=behind).unwrap_or_default());
            next = next.max(behind + 1);
            line.push(s.node_position[node.index()]);
            line.dedup();
            pieces.push(NewEdge {
                ends: [from, node],
                length_mm: length_mm(&line)?,
                duration_s: 0,
                shape: line,
            });
            (from, line) = (node, vec![s.node_position[node.index()]]);
        }
        line.extend_from_slice(shape.get(next..)?);
        line.dedup();
        pieces.push(NewEdge {
            ends: [from, s.to[e]],
            length_mm: length_mm(&line)?,
            duration_s: 0,
            shape: line,
        });
        // A ferry's crossing time goes to the parts by their length; the parts add up to the whole,
        // but each takes at least a second.
        let whole = f64::from(s.duration_s[e]);
        if whole > 0.0 {
            let total: f64 = pieces.iter().map(|p| f64::from(p.length_mm)).sum();
            let (mut run, mut given) = (0.0, 0u32);
            for piece in &mut pieces {
                run += f64::from(piece.length_mm);
                let part = if total > 0.0 { run / total } else { 1.0 };
                let due = (whole * part).round() as u32;
                piece.duration_s = due.saturating_sub(given).max(1);
                given = due;
            }
        }
        Some(pieces)
    }

    /// Puts the first pieces of cut edges in the place of the edges.
    fn replace(&mut self, replaced: BTreeMap<EdgeId, NewEdge>) {
        if replaced.is_empty() {
            return;
        }
        let s = &mut self.streets;
        let old = std::mem::take(&mut s.shape);
        let mut shape = Jagged::new();
        for edge in (0..old.len()).map(EdgeId::new) {
            let points = replaced.get(&edge).map_or(&old[edge], |new| &new.shape);
            shape.push(points.iter().copied());
        }
        s.shape = shape;
        for (edge, new) in replaced {
            let e = edge.index();
            [s.from[e], s.to[e]] = new.ends;
            s.length_mm[e] = new.length_mm;
            s.duration_s[e] = new.duration_s;
        }
    }

    fn push(&mut self, edge: NewEdge, flags: u16, way: i64, class: u8) {
        let s = &mut self.streets;
        let [from, to] = edge.ends;
        s.from.push(from);
        s.to.push(to);
        s.length_mm.push(edge.length_mm);
        s.duration_s.push(edge.duration_s);
        s.flags.push(flags);
        s.way.push(way);
        s.class.push(class);
        s.shape.push(edge.shape);
    }

    /// Closes edges; how many.
    fn close(
        &mut self,
        edit: &Edit,
        ways: &[i64],
        at: &[LonLat],
        area: Option<&Area>,
    ) -> Result<usize, InputError> {
        let mut chosen: BTreeSet<EdgeId> = BTreeSet::new();
        let mut of_way: BTreeMap<i64, Vec<EdgeId>> =
            ways.iter().map(|way| (*way, Vec::new())).collect();
        if !of_way.is_empty() {
            for (e, way) in self.streets.way.iter().enumerate() {
                if let Some(edges) = of_way.get_mut(way) {
                    edges.push(EdgeId::new(e));
                }
            }
        }
        for (way, edges) in of_way {
            let open = edges.iter().filter(|e| self.is_open(**e));
            let open: Vec<EdgeId> = open.copied().collect();
            if open.is_empty() {
                let earlier = edges.iter().find_map(|e| self.closed_by.get(e));
                let problem = match earlier {
                    Some(by) => format!("way {way} is closed already, by {by}"),
                    None => format!("there is no street that is way {way}"),
                };
                let hint = "the number is in the address of the way on openstreetmap.org; or give a place: at = [[lon, lat]]";
                return Err(edit.problem("ways", problem).hint(hint));
            }
            chosen.extend(open);
        }
        for point in at {
            chosen.insert(self.joint(edit, "at", *point)?.edge);
        }
        if let Some(area) = area {
            let inside = self.edges_in(area);
            if inside.is_empty() {
                let problem = format!("there is no open street in {}", area.name);
                return Err(edit.problem("area", problem));
            }
            chosen.extend(inside);
        }
        if chosen.is_empty() {
            return Err(edit.problem("", "closes no street"));
        }
        for edge in &chosen {
            self.streets.flags[edge.index()] &= !PASSABLE;
            self.closed_by
                .insert(*edge, format!("edit {:?}", edit.name));
        }
        Ok(chosen.len())
    }

    fn is_open(&self, edge: EdgeId) -> bool {
        self.streets.flags[edge.index()] & PASSABLE != 0
    }

    /// Open edges of which any place lies in an area, ascending.
    fn edges_in(&self, area: &Area) -> Vec<EdgeId> {
        let Some(bounds) = area.shape.bounding_rect() else {
            return Vec::new();
        };
        let near = |shape: &[[i32; 2]]| {
            // The box of the line against that of the area.
            let range = |k: usize| {
                let each = shape.iter().map(|p| f64::from(p[k]) / 1e7);
                each.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)))
            };
            let ((west, east), (south, north)) = (range(0), range(1));
            west <= bounds.max().x
                && east >= bounds.min().x
                && south <= bounds.max().y
                && north >= bounds.min().y
        };
        let outlines = Outlines::new(&area.shape);
        let edges = (0..self.streets.edges()).map(EdgeId::new);
        edges
            .filter(|edge| {
                let shape = &self.streets.shape[*edge];
                self.is_open(*edge) && near(shape) && {
                    let points = shape.iter().map(|p| degrees(*p));
                    let line: LineString<f64> = points.map(|p| (p.lon, p.lat)).collect();
                    outlines.touches(&line)
                }
            })
            .collect()
    }
}
