//! What helps a reader find home on a map and is no street: water, railways, and the names of places.
//!
//! Taken from the street file in the same passes as the streets. It is for drawing only, so what is damaged or cut off is
//! left out without a finding, and lines are thinned to what a map can show.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Block, Relation, Way};
use super::pbf::{Line, Located};
use super::records::Finder;
use super::rings::{self, Spot};
use super::tags::Tags;

/// Water, railways and names as read, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LandscapeRecords {
    /// Lines and rings with what they are, 1e-7 degrees `(lon, lat)`. Rings are closed; outlines of water run against the
    /// clock and islands in it with the clock, so that overlapping water adds up and islands stay dry.
    pub shapes: Vec<(Shape, Vec<[i32; 2]>)>,
    /// Named places.
    pub places: Vec<NamedPlace>,
}

/// What a line of the landscape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A ring around water, or around an island in it.
    Water,
    /// The middle of a river or canal.
    River,
    /// The edge of water whose area is not known: a coast, or a lake that the file has a part of.
    Shore,
    /// A railway above ground.
    Rail,
}

impl Shape {
    /// All of them, in the order of their numbers in files.
    pub const ALL: [Shape; 4] = [Shape::Water, Shape::River, Shape::Shore, Shape::Rail];
}

/// A place with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// How important it is, 0 the most: see [`place_rank`].
    pub rank: u8,
    /// Who live there, as far as the file says; 0 where it does not.
    pub people: u32,
    /// 1e-7 degrees `(lon, lat)`.
    pub position: [i32; 2],
    /// What it is called.
    pub name: String,
}

/// Most node references kept for the landscape: more than any country needs, and few enough for any memory.
const REFS_LIMIT: usize = 1 << 26;
/// Water that covers less is left out, square metres.
const SMALLEST_M2: f64 = 2_000.0;
/// Points nearer to the one before are left out, metres.
const THIN_M: f64 = 4.0;
/// A gap in the outline of water is bridged when it is at most this part of the outline that is there: the ends of a
/// river where the file was cut out, but not half a lake.
const BRIDGED: f64 = 0.1;
/// With more loose pieces, an outline is too broken to be put together.
const PIECES: usize = 200;
/// So many areas may have a way around them in common: neighbours share one. With more, a small file would make a large
/// network of one way drawn over and over.
const SHARED: usize = 4;
/// Longer names are no names.
const NAME_CHARS: usize = 40;

/// How important a value of `place` is on a map; none for those that are not drawn.
pub fn place_rank(place: &str) -> Option<u8> {
    Some(match place {
        "city" => 0,
        "town" => 1,
        "village" | "suburb" | "borough" => 2,
        "quarter" => 3,
        "neighbourhood" | "hamlet" => 4,
        _ => return None,
    })
}

/// How a way or a relation is drawn; none for most.
fn shape_of(tags: Tags<'_>) -> Option<Shape> {
    let (mut natural, mut waterway, mut railway, mut landuse) = (None, None, None, None);
    for (key, value) in tags.0 {
        match *key {
            "natural" => natural = Some(*value),
            "waterway" => waterway = Some(*value),
            "railway" => railway = Some(*value),
            "landuse" => landuse = Some(*value),
            _ => {}
        }
    }
    let shape = match (natural, waterway, railway, landuse) {
        (Some("water" | "bay" | "strait"), ..) => Shape::Water,
        (Some("coastline"), ..) => Shape::Shore,
        (_, Some("riverbank" | "dock"), ..) | (.., Some("reservoir")) => Shape::Water,
        (_, Some("river" | "canal"), ..) => Shape::River,
        (_, _, Some("rail" | "light_rail" | "subway" | "narrow_gauge"), _) => Shape::Rail,
        _ => return None,
    };
    let hidden = tags.get("tunnel").is_some_and(|v| v != "no")
        || tags.is("intermittent", "yes")
        || match shape {
            // Sidings and yards.
            Shape::Rail => tags.get("service").is_some(),
            // Nobody finds home by a ditch or a basin of a sewage plant, and there are many.
            Shape::Water => matches!(
                tags.get("water"),
                Some("ditch" | "drain" | "stream" | "wastewater" | "fountain" | "pool")
            ),
            _ => false,
        };
    (!hidden).then_some(shape)
}

/// What a block has of the landscape in ways and relations.
#[derive(Default)]
pub(super) struct BlockLandscape {
    ways: Vec<(Shape, Line)>,
    areas: Vec<(i64, Members)>,
}

/// The ways around an area.
struct Members {
    outer: Vec<i64>,
    inner: Vec<i64>,
}

impl BlockLandscape {
    /// Takes a way, if it is drawn.
    pub(super) fn way(&mut self, way: &Way<'_>, tags: Tags<'_>) {
        let Some(shape) = shape_of(tags) else { return };
        let nodes: Vec<i64> = way.refs().collect();
        if shape == Shape::Water && (nodes.len() < 4 || nodes.first() != nodes.last()) {
            return;
        }
        let (id, located) = (way.id(), way.located().collect());
        self.ways.push((shape, Line { id, nodes, located }));
    }
    /// Takes a multipolygon, if it is drawn.
    pub(super) fn relation(&mut self, relation: &Relation<'_>, tags: Tags<'_>) {
        if shape_of(tags) != Some(Shape::Water) {
            return;
        }
        let (mut outer, mut inner) = (Vec::new(), Vec::new());
        for (way, role) in relation.ways() {
            match role {
                Some("inner") => inner.push(way),
                _ => outer.push(way),
            }
        }
        self.areas.push((relation.id(), Members { outer, inner }));
    }
}

/// The landscape while its nodes are still sought.
#[derive(Default)]
pub(super) struct Draft {
    /// Ways that are drawn themselves.
    drawn: BTreeMap<i64, Shape>,
    areas: BTreeMap<i64, Members>,
    /// Nodes of these ways and of those around areas.
    nodes: BTreeMap<i64, Vec<i64>>,
    refs: usize,
    located: Vec<Located>,
    places: Vec<(i64, NamedPlace)>,
}

impl Draft {
    /// Adds what a block has.
    pub(super) fn add(&mut self, block: BlockLandscape) {
        for (shape, line) in block.ways {
            let id = line.id;
            if self.line(line) {
                self.drawn.entry(id).or_insert(shape);
            }
        }
        for (id, members) in block.areas {
            self.areas.entry(id).or_insert(members);
        }
    }
    /// Keeps the nodes of a way; false where there is no room for more.
    pub(super) fn line(&mut self, line: Line) -> bool {
        self.refs += line.nodes.len();
        if self.refs > REFS_LIMIT {
            return false;
        }
        self.nodes.entry(line.id).or_insert(line.nodes);
        self.located.extend(line.located);
        true
    }
    /// Ways around water that were not met as water themselves.
    pub(super) fn wanted(&self) -> BTreeSet<i64> {
        let members = self.areas.values();
        let ways = members.flat_map(|m| m.outer.iter().chain(&m.inner));
        ways.filter(|w| !self.nodes.contains_key(w))
            .copied()
            .collect()
    }
    /// The nodes needed, in order.
    pub(super) fn needed(&self) -> Vec<i64> {
        let mut nodes: Vec<i64> = self.nodes.values().flatten().copied().collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }
    /// Adds named places, by node.
    pub(super) fn places(&mut self, places: Vec<(i64, NamedPlace)>) {
        self.places.extend(places);
    }
    /// Puts it all together; `spots` are positions of `needed`, as far as they are known.
    pub(super) fn finish(
        mut self,
        needed: &[i64],
        mut spots: Vec<Option<Spot>>,
    ) -> LandscapeRecords {
        // What stands in the ways counts where the node itself is not there.
        for (node, spot) in &self.located {
            if let Ok(i) = needed.binary_search(node) {
                spots[i].get_or_insert(*spot);
            }
        }
        let atlas = Atlas { needed, spots };
        let mut shapes = Vec::new();
        for (id, shape) in &self.drawn {
            let nodes = self.nodes.get(id).map_or(&[][..], Vec::as_slice);
            match shape {
                Shape::Water => atlas.ring(nodes, false, &mut shapes),
                _ => atlas.lines(nodes, *shape, &mut shapes),
            }
        }
        let mut drawn: BTreeMap<i64, usize> = BTreeMap::new();
        for members in self.areas.values() {
            for (ways, island) in [(&members.outer, false), (&members.inner, true)] {
                let mut again = |w: &&i64| {
                    let times = drawn.entry(**w).or_default();
                    *times += 1;
                    *times <= SHARED
                };
                let known = ways.iter().filter(&mut again);
                let known = known.filter_map(|w| self.nodes.get(w));
                let lines: Vec<&[i64]> = known.map(Vec::as_slice).collect();
                atlas.area(&lines, island, &mut shapes);
            }
        }
        self.places.sort_by_key(|p| p.0);
        self.places.dedup_by_key(|p| p.0);
        LandscapeRecords {
            shapes,
            places: self.places.into_iter().map(|p| p.1).collect(),
        }
    }
}

/// Where nodes lie.
struct Atlas<'a> {
    needed: &'a [i64],
    spots: Vec<Option<Spot>>,
}

impl Atlas<'_> {
    /// The stretches of a line whose nodes are known.
    fn known(&self, nodes: &[i64]) -> Vec<Vec<Spot>> {
        let mut finder = Finder::new(self.needed);
        let spots = nodes.iter().map(|n| self.spots[finder.find(*n)?]);
        let spots: Vec<Option<Spot>> = spots.collect();
        let runs = spots.split(Option::is_none);
        runs.map(|run| run.iter().flatten().copied().collect())
            .collect()
    }
    /// Draws a line as far as its nodes are known.
    fn lines(&self, nodes: &[i64], shape: Shape, out: &mut Vec<(Shape, Vec<Spot>)>) {
        let thinned = self.known(nodes).into_iter().map(|line| thin(&line));
        out.extend(thinned.filter(|l| l.len() > 1).map(|l| (shape, l)));
    }
    /// Draws a closed ring of nodes; its edges only, where some of them are missing.
    fn ring(&self, nodes: &[i64], island: bool, out: &mut Vec<(Shape, Vec<Spot>)>) {
        match self.known(nodes).as_slice() {
            [whole] if whole.len() == nodes.len() => closed(whole.clone(), island, out),
            _ => self.lines(nodes, Shape::Shore, out),
        }
    }
    /// Draws an area, or islands in it, out of the ways around it.
    fn area(&self, ways: &[&[i64]], island: bool, out: &mut Vec<(Shape, Vec<Spot>)>) {
        let (whole, open) = rings::join(ways);
        for nodes in whole {
            self.ring(&nodes, island, out);
        }
        let loose: Vec<Vec<Spot>> = open.iter().flat_map(|nodes| self.known(nodes)).collect();
        let (bridged, shores) = bridge(loose);
        for ring in bridged {
            closed(ring, island, out);
        }
        let thinned = shores.into_iter().map(|line| thin(&line));
        out.extend(thinned.filter(|l| l.len() > 1).map(|l| (Shape::Shore, l)));
    }
}

/// Draws a closed ring that is not too small, running the way that [`LandscapeRecords::shapes`] says.
fn closed(ring: Vec<Spot>, island: bool, out: &mut Vec<(Shape, Vec<Spot>)>) {
    let mut ring = thin(&ring);
    let area = area_m2(&ring);
    if ring.len() < 4 || area.abs() < SMALLEST_M2 {
        return;
    }
    if (area > 0.0) == island {
        ring.reverse();
    }
    out.push((Shape::Water, ring));
}

/// Closes loose pieces of outlines into rings across gaps that are short beside the whole. Gives the rings, and the
/// pieces that are left. From the end of a piece it goes on at the nearest end of any piece; as rivers are longer than
/// wide, that is the other bank where the file was cut out.
fn bridge(pieces: Vec<Vec<Spot>>) -> (Vec<Vec<Spot>>, Vec<Vec<Spot>>) {
    let length = |line: &Vec<Spot>| -> f64 {
        let steps = line.iter().zip(line.iter().skip(1));
        steps.map(|(a, b)| metres(*a, *b)).sum()
    };
    let mut left: Vec<Vec<Spot>> = pieces.into_iter().filter(|p| p.len() > 1).collect();
    if left.len() > PIECES {
        return (Vec::new(), left);
    }
    let longest_gap = BRIDGED * left.iter().map(length).sum::<f64>();
    let (mut rings, mut shores) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let mut line = left.remove(0);
        while let [Some(start), Some(end)] = [line.first(), line.last()].map(|s| s.copied()) {
            let mut nearest = (metres(end, start), None);
            for (i, piece) in left.iter().enumerate() {
                for (turned, at) in [(false, piece.first()), (true, piece.last())] {
                    let gap = at.map_or(f64::INFINITY, |at| metres(end, *at));
                    if gap < nearest.0 {
                        nearest = (gap, Some((i, turned)));
                    }
                }
            }
            match nearest {
                (gap, Some((i, turned))) if gap <= longest_gap => {
                    let mut next = left.remove(i);
                    if turned {
                        next.reverse();
                    }
                    line.append(&mut next);
                }
                (gap, None) if gap <= longest_gap => {
                    line.push(start);
                    rings.push(std::mem::take(&mut line));
                    break;
                }
                _ => {
                    shores.push(std::mem::take(&mut line));
                    break;
                }
            }
        }
    }
    (rings, shores)
}

/// East and north from one position to another, metres; good for the short ways within one shape.
fn step(from: Spot, to: Spot) -> [f64; 2] {
    /// Metres per 1e-7 degrees of latitude.
    const UNIT_M: f64 = 0.011_1;
    let shrink = (f64::from(from[1]) * 1e-7).to_radians().cos();
    [
        (f64::from(to[0]) - f64::from(from[0])) * UNIT_M * shrink,
        (f64::from(to[1]) - f64::from(from[1])) * UNIT_M,
    ]
}

fn metres(a: Spot, b: Spot) -> f64 {
    let [x, y] = step(a, b);
    x.hypot(y)
}

/// The area of a closed ring in square metres, negative where it runs with the clock.
fn area_m2(ring: &[Spot]) -> f64 {
    let Some(&origin) = ring.first() else {
        return 0.0;
    };
    let pairs = ring.iter().zip(ring.iter().skip(1));
    let cross = pairs.map(|(a, b)| {
        let ([ax, ay], [bx, by]) = (step(origin, *a), step(origin, *b));
        ax * by - bx * ay
    });
    cross.sum::<f64>() / 2.0
}

/// Leaves out points that lie near the one kept before; the ends stay.
fn thin(line: &[Spot]) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::with_capacity(line.len());
    for (i, spot) in line.iter().enumerate() {
        let last = i + 1 == line.len();
        let near = out.last().is_some_and(|p| metres(*p, *spot) < THIN_M);
        if near && last && out.len() > 1 {
            out.pop();
        }
        if !near || last {
            out.push(*spot);
        }
    }
    out
}

/// Named places among the nodes of a block.
pub(super) fn places(block: &Block<'_>) -> Vec<(i64, NamedPlace)> {
    // Most blocks hold no such text at all.
    if !block.has_text("place") {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut buffer = Vec::new();
    for node in block.nodes() {
        node.tags(&mut buffer);
        let tags = Tags(&buffer);
        let Some(rank) = tags.get("place").and_then(place_rank) else {
            continue;
        };
        let (Some(name), Some(position)) = (tags.get("name"), node.position()) else {
            continue;
        };
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS {
            continue;
        }
        let people = tags.get("population").and_then(|p| p.parse().ok());
        let place = NamedPlace {
            rank,
            people: people.unwrap_or(0),
            position,
            name: name.to_owned(),
        };
        out.push((node.id, place));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Positions of nodes on the equator, in steps of about 100 m: node `10 x + y`.
    fn draft(drawn: &[(i64, Shape, &[i64])], areas: &[(i64, &[i64], &[i64])]) -> LandscapeRecords {
        let mut draft = Draft::default();
        for (id, shape, nodes) in drawn {
            draft.drawn.insert(*id, *shape);
            draft.nodes.insert(*id, nodes.to_vec());
        }
        for (id, outer, inner) in areas {
            let (outer, inner) = (outer.to_vec(), inner.to_vec());
            draft.areas.insert(*id, Members { outer, inner });
        }
        let needed = draft.needed();
        let spot = |n: &i64| (*n < 1000).then(|| [(n / 10) as i32 * 9000, (n % 10) as i32 * 9000]);
        let spots = needed.iter().map(spot).collect();
        draft.finish(&needed, spots)
    }

    fn with(ways: &[(i64, &[i64])], areas: &[(i64, &[i64], &[i64])]) -> LandscapeRecords {
        let mut lines: Vec<(i64, Shape, &[i64])> = Vec::new();
        lines.extend(ways.iter().map(|(id, nodes)| (*id, Shape::Rail, *nodes)));
        let mut all = draft(&lines, areas);
        all.shapes.retain(|s| s.0 != Shape::Rail);
        all
    }

    #[test]
    fn ways_become_rings_that_run_against_the_clock_and_islands_with_it() {
        // A lake of two ways, one the wrong way about, with an island.
        let ways: [(i64, &[i64]); 3] = [
            (1, &[0, 90, 99]),
            (2, &[0, 9, 99]),
            (3, &[33, 63, 66, 36, 33]),
        ];
        let lake = with(&ways, &[(7, &[1, 2], &[3])]);
        let areas: Vec<(Shape, f64)> = lake
            .shapes
            .iter()
            .map(|(shape, ring)| (*shape, (area_m2(ring) / 9_980.0).round()))
            .collect();
        assert_eq!(areas, [(Shape::Water, 81.0), (Shape::Water, -9.0)]);
        // A closed way by itself, whatever its direction.
        let pond = draft(&[(4, Shape::Water, &[0, 9, 99, 90, 0])], &[]);
        assert!(area_m2(&pond.shapes[0].1) > 0.0);
    }

    #[test]
    fn a_river_cut_off_at_both_ends_is_closed_and_half_a_lake_is_not() {
        let banks: [(i64, &[i64]); 2] = [(1, &[0, 100, 200, 300, 900]), (2, &[901, 301, 101, 1])];
        let river = with(&banks, &[(7, &[1, 2], &[])]);
        assert_eq!(river.shapes.len(), 1);
        assert_eq!(river.shapes[0].0, Shape::Water);
        let half = with(&[(1, &[0, 50, 55, 5])], &[(7, &[1], &[])]);
        assert_eq!(half.shapes.len(), 1);
        assert_eq!(half.shapes[0].0, Shape::Shore);
    }

    #[test]
    fn where_nodes_are_missing_only_the_edge_is_drawn() {
        let lake = draft(&[(4, Shape::Water, &[0, 90, 99, 1234, 0])], &[]);
        let kinds: Vec<(Shape, usize)> = lake.shapes.iter().map(|s| (s.0, s.1.len())).collect();
        assert_eq!(kinds, [(Shape::Shore, 3)]);
    }

    #[test]
    fn a_way_is_not_drawn_over_and_over() {
        let ways: [(i64, &[i64]); 1] = [(1, &[0, 90, 99, 9, 0])];
        let members: &[i64] = &[1];
        let areas: Vec<(i64, &[i64], &[i64])> = (0..50).map(|id| (id, members, &[][..])).collect();
        assert_eq!(with(&ways, &areas).shapes.len(), SHARED);
    }

    #[test]
    fn lines_are_thinned_and_puddles_left_out() {
        let line = [[0, 0], [100, 0], [9000, 0], [9100, 0], [9200, 0]];
        assert_eq!(thin(&line), [[0, 0], [9200, 0]]);
        assert_eq!(thin(&line[..2]), [[0, 0], [100, 0]]);
        let mut out = Vec::new();
        let puddle = vec![[0, 0], [2000, 0], [2000, 2000], [0, 2000], [0, 0]];
        closed(puddle, false, &mut out);
        assert!(out.is_empty());
    }

    #[test]
    fn only_what_is_seen_from_above_is_drawn() {
        let shape = |tags: &[(&'static str, &'static str)]| shape_of(Tags(tags));
        assert_eq!(shape(&[("waterway", "river")]), Some(Shape::River));
        let tunnel = [("waterway", "river"), ("tunnel", "culvert")];
        assert_eq!(shape(&tunnel), None);
        assert_eq!(shape(&[("railway", "rail")]), Some(Shape::Rail));
        assert_eq!(shape(&[("railway", "rail"), ("service", "yard")]), None);
        assert_eq!(shape(&[("natural", "water"), ("water", "ditch")]), None);
        assert_eq!(shape(&[("highway", "path")]), None);
    }
}
