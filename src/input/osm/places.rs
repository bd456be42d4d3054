//! Places by OpenStreetMap tags: hospitals, supermarkets, schools …

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::block::{Block, Element, Relation};
use super::pbf::{self, Line, Located, Source, Want, scan};
use super::records::Finder;
use super::rings::{self, Spot};
use super::tags::Tags;
use crate::diagnostics::{Error, Findings};
use crate::units::LonLat;

/// Which elements count: those that have all of the keys, each with one of its values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagFilter {
    /// Keys with the values accepted for each, `*` for any. Without any key nothing matches.
    pub tags: Vec<(String, Vec<String>)>,
}

impl TagFilter {
    /// A filter of single values, such as `[("amenity", "hospital"), ("emergency", "yes")]`.
    pub fn of(tags: &[(&str, &str)]) -> Self {
        let own = |(k, v): &(&str, &str)| ((*k).to_owned(), vec![(*v).to_owned()]);
        Self {
            tags: tags.iter().map(own).collect(),
        }
    }
    /// Whether an element with these tags counts. Where a tag holds several values
    /// (`clinic;doctors`) one of them is enough.
    pub fn matches(&self, tags: Tags<'_>) -> bool {
        !self.tags.is_empty()
            && self.tags.iter().all(|(key, values)| {
                tags.get(key).is_some_and(|has| {
                    has.split(';')
                        .any(|part| values.iter().any(|v| v == part.trim() || v == "*"))
                })
            })
    }
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// `node/123`, `way/123` or `relation/123`.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
    /// Of nodes their position, of areas a point inside, of lines the middle.
    pub position: LonLat,
    /// Its `opening_hours`, in OpenStreetMap's syntax.
    pub opening_hours: Option<String>,
    /// All its tags, by key.
    pub tags: Vec<(String, String)>,
}

/// Reads the places of each filter, in order of type (nodes, ways, relations) and id. All
/// filters share the passes over the file.
///
/// # Errors
/// When the file can't be read or is not a sound PBF.
pub fn read_places(
    path: &Path,
    filters: &[TagFilter],
) -> Result<(Vec<Vec<Place>>, Findings), Error> {
    read_places_from(Source::file(path), filters)
}

/// An element that matches some filters.
struct Found {
    id: i64,
    filters: Vec<usize>,
    tags: Vec<(String, String)>,
    shape: Shape,
    /// Positions of its nodes that stand in itself.
    located: Vec<Located>,
}

enum Shape {
    Node(Option<Spot>),
    Way(Vec<i64>),
    Area {
        outer: Vec<i64>,
        inner: Vec<i64>,
    },
    /// A relation that is no area.
    Group,
}

impl Shape {
    fn rank(&self) -> u8 {
        match self {
            Shape::Node(_) => 0,
            Shape::Way(_) => 1,
            Shape::Area { .. } | Shape::Group => 2,
        }
    }
}

/// Like [`read_places`], from a file or from bytes.
///
/// # Errors
/// As [`read_places`].
pub fn read_places_from(
    source: Source<'_>,
    filters: &[TagFilter],
) -> Result<(Vec<Vec<Place>>, Findings), Error> {
    let file = source.name();
    let mut findings = Findings::default();
    let mut found: Vec<Found> = Vec::new();
    let contents = scan(
        source,
        None,
        Want::All,
        |block| matching(block, filters),
        |(block, damaged): (Vec<Found>, Vec<String>)| {
            found.extend(block);
            super::not_utf8(&mut findings, &file, damaged);
            Ok(())
        },
    )?;
    found.sort_by_key(|f| (f.shape.rank(), f.id));
    found.dedup_by_key(|f| (f.shape.rank(), f.id));

    // The ways of areas, as far as they are not there already.
    let mut wanted: BTreeSet<i64> = BTreeSet::new();
    for f in &found {
        if let Shape::Area { outer, inner } = &f.shape {
            wanted.extend(outer.iter().chain(inner));
        }
    }
    let mut ways: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut located: Vec<Located> = Vec::new();
    for f in &mut found {
        located.append(&mut f.located);
    }
    if !wanted.is_empty() {
        scan(
            source,
            Some(&contents),
            Want::Ways,
            |block| pbf::ways(block, |id| wanted.contains(&id)),
            |block: Vec<Line>| {
                for line in block {
                    located.extend(line.located);
                    ways.entry(line.id).or_insert(line.nodes);
                }
                Ok(())
            },
        )?;
    }

    let mut needed: Vec<i64> = ways.values().flatten().copied().collect();
    for f in &found {
        if let Shape::Way(nodes) = &f.shape {
            needed.extend(nodes);
        }
    }
    needed.sort_unstable();
    needed.dedup();
    let mut spots: BTreeMap<i64, Spot> = BTreeMap::new();
    if !needed.is_empty() {
        scan(
            source,
            Some(&contents),
            Want::Nodes,
            |block| positions(block, &needed),
            |block: Vec<(i64, Spot)>| {
                for (id, spot) in block {
                    spots.entry(id).or_insert(spot);
                }
                Ok(())
            },
        )?;
    }

    // What stands in the ways counts where the node itself is not there.
    for (id, spot) in located {
        spots.entry(id).or_insert(spot);
    }

    let mut finder = Placing {
        file,
        ways,
        spots,
        findings,
    };
    let mut out: Vec<Vec<Place>> = vec![Vec::new(); filters.len()];
    // The outline of an area may carry the area's tags again.
    let mut outlines: Vec<BTreeSet<i64>> = vec![BTreeSet::new(); filters.len()];
    for f in &found {
        if let Shape::Area { outer, .. } = &f.shape {
            for k in &f.filters {
                if let Some(set) = outlines.get_mut(*k) {
                    set.extend(outer);
                }
            }
        }
    }
    for f in found {
        let kind = match f.shape {
            Shape::Node(_) => "node",
            Shape::Way(_) => "way",
            Shape::Area { .. } | Shape::Group => "relation",
        };
        let id = format!("{kind}/{}", f.id);
        let is_way = matches!(f.shape, Shape::Way(_));
        let counts = |k: usize| !(is_way && outlines.get(k).is_some_and(|o| o.contains(&f.id)));
        if !f.filters.iter().any(|k| counts(*k)) {
            continue;
        }
        let Some(position) = finder.place(&id, &f.shape) else {
            continue;
        };
        let value = |key: &str| {
            let tag = f.tags.iter().find(|(k, _)| k == key);
            tag.map(|(_, v)| v.clone())
        };
        let place = Place {
            id,
            name: value("name").unwrap_or_default(),
            position,
            opening_hours: value("opening_hours"),
            tags: f.tags.clone(),
        };
        for k in f.filters.iter().filter(|k| counts(**k)) {
            if let Some(list) = out.get_mut(*k) {
                list.push(place.clone());
            }
        }
    }
    Ok((out, finder.findings))
}

/// The elements of a block that match a filter, and those that match with a damaged tag.
fn matching(block: &Block<'_>, filters: &[TagFilter]) -> (Vec<Found>, Vec<String>) {
    let (mut out, mut not_utf8) = (Vec::new(), Vec::new());
    let mut buffer = Vec::new();
    for element in block.elements() {
        let damaged = element.tags(&mut buffer);
        if buffer.is_empty() {
            continue;
        }
        let tags = Tags(&buffer);
        let matched: Vec<usize> = (0..filters.len())
            .filter(|k| filters.get(*k).is_some_and(|f| f.matches(tags)))
            .collect();
        if matched.is_empty() {
            continue;
        }
        let mut located = Vec::new();
        let (kind, id, shape) = match &element {
            Element::Node(n) => ("node", n.id, Shape::Node(n.position())),
            Element::Way(w) => {
                located.extend(w.located());
                ("way", w.id(), Shape::Way(w.refs().collect()))
            }
            Element::Relation(r) => {
                let area = matches!(tags.get("type"), Some("multipolygon" | "boundary"));
                let shape = if area { members(r) } else { Shape::Group };
                ("relation", r.id(), shape)
            }
        };
        if damaged {
            not_utf8.push(format!("{kind}/{id}"));
        }
        let mut tags: Vec<(String, String)> = buffer
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        tags.sort();
        out.push(Found {
            id,
            filters: matched,
            tags,
            shape,
            located,
        });
    }
    (out, not_utf8)
}

fn members(relation: &Relation<'_>) -> Shape {
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for (way, role) in relation.ways() {
        match role {
            // Old relations leave the role of the outline empty.
            Some("outer" | "") => outer.push(way),
            Some("inner") => inner.push(way),
            _ => {}
        }
    }
    Shape::Area { outer, inner }
}

/// Positions of the nodes in `needed`, as far as they are on Earth.
fn positions(block: &Block<'_>, needed: &[i64]) -> Vec<(i64, Spot)> {
    let mut finder = Finder::new(needed);
    block
        .nodes()
        .filter(|node| finder.find(node.id).is_some())
        .filter_map(|node| Some((node.id, node.position()?)))
        .collect()
}

struct Placing {
    file: String,
    ways: BTreeMap<i64, Vec<i64>>,
    spots: BTreeMap<i64, Spot>,
    findings: Findings,
}

impl Placing {
    fn warn(&mut self, code: &'static str, id: &str, message: &str, action: &str) {
        self.findings
            .warn(code, &self.file, None, id, message, action);
    }
    /// The point of a place; none, and a finding, when there is none.
    fn place(&mut self, id: &str, shape: &Shape) -> Option<LonLat> {
        let point = match shape {
            Shape::Node(spot) => {
                let spot = spot.map(|s| (f64::from(s[0]), f64::from(s[1])));
                if spot.is_none() {
                    self.warn("place-position", id, "does not lie on Earth", "left out");
                }
                spot
            }
            Shape::Way(nodes) => {
                let line: Vec<Spot> = self.line(nodes);
                if line.is_empty() {
                    self.warn(
                        "place-position",
                        id,
                        "none of its nodes is in the file",
                        "left out",
                    );
                    return None;
                }
                if line.len() < nodes.len() {
                    self.warn(
                        "place-incomplete",
                        id,
                        "some of its nodes are not in the file",
                        "placed by those that are",
                    );
                }
                let closed = nodes.len() > 3 && nodes.first() == nodes.last();
                let area = if closed {
                    closed_ring(line.clone())
                } else {
                    None
                };
                area.and_then(|ring| rings::inside(&ring, &[]))
                    .or_else(|| rings::halfway(&line))
            }
            Shape::Area { outer, inner } => self.area(id, outer, inner),
            Shape::Group => {
                self.warn(
                    "place-no-area",
                    id,
                    "is a relation that is no area, so that it has no place of its own",
                    "left out",
                );
                None
            }
        };
        let (x, y) = point?;
        LonLat::new(x / 1e7, y / 1e7)
    }
    fn line(&self, nodes: &[i64]) -> Vec<Spot> {
        nodes
            .iter()
            .filter_map(|n| self.spots.get(n).copied())
            .collect()
    }
    fn rings(&self, ways: &[i64]) -> (Vec<Vec<Spot>>, usize) {
        let lines: Vec<&[i64]> = ways
            .iter()
            .filter_map(|w| self.ways.get(w).map(Vec::as_slice))
            .collect();
        let absent = ways.len() - lines.len();
        let (rings, open) = rings::join(&lines);
        let complete: Vec<Vec<Spot>> = rings
            .iter()
            .map(|ring| self.line(ring))
            .zip(&rings)
            .filter(|(spots, ring)| spots.len() == ring.len())
            .map(|(spots, _)| spots)
            .collect();
        let faults = absent + open.len() + (rings.len() - complete.len());
        (complete, faults)
    }
    fn area(&mut self, id: &str, outer: &[i64], inner: &[i64]) -> Option<(f64, f64)> {
        let (outers, faults) = self.rings(outer);
        let largest = outers
            .iter()
            .enumerate()
            // The first of equally large ones.
            .max_by(|(i, a), (j, b)| rings::area(a).total_cmp(&rings::area(b)).then(j.cmp(i)))
            .map(|(_, ring)| ring);
        let point = largest.and_then(|ring| {
            let (holes, _) = self.rings(inner);
            // Holes of other outlines don't count here.
            let holes: Vec<Vec<Spot>> = holes
                .into_iter()
                .filter(|hole| within(ring, hole))
                .collect();
            rings::inside(ring, &holes).or_else(|| rings::inside(ring, &[]))
        });
        if point.is_none() {
            self.warn(
                "place-outline",
                id,
                "has no closed outline in the file",
                "left out",
            );
        } else if faults > 0 {
            self.warn(
                "place-incomplete",
                id,
                "parts of its outline are not in the file or not closed",
                "placed by the largest part that is",
            );
        }
        point
    }
}

/// Closes a ring that lost its end with a missing node.
fn closed_ring(mut ring: Vec<Spot>) -> Option<Vec<Spot>> {
    let first = *ring.first()?;
    if ring.last() != Some(&first) {
        ring.push(first);
    }
    Some(ring)
}

/// Whether the box of `inner` lies within that of `outer`.
fn within(outer: &[Spot], inner: &[Spot]) -> bool {
    let range = |ring: &[Spot], k: usize| {
        let values = || ring.iter().filter_map(move |p| p.get(k).copied());
        Some((values().min()?, values().max()?))
    };
    (0..2).all(|k| match (range(outer, k), range(inner, k)) {
        (Some((a, b)), Some((c, d))) => a <= c && d <= b,
        _ => false,
    })
}
