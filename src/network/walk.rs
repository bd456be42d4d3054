//! Walking (and cycling, and wheeling) over the streets: profiles, places tied to edges, and
//! bounded shortest paths from one place to all others.
//!
//! Costs are whole millimetres at the profile's speed: what takes a fixed time (a ferry, a
//! station's stairs) or goes at another pace (pushing a bicycle) counts as the length covered
//! in that time. Sums are exact, so a walk costs the same from either end.

mod places;
mod useful;

pub use places::Places;

use super::cycling::OnFoot;
use super::links::StreetLink;
use super::streets::Streets;
use crate::ids::{Id, Jagged, NodeId};
use crate::input::osm::flag;
use crate::storage::Column;
use crate::units::{Seconds, Speed};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How one moves over the streets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// On foot.
    Foot,
    /// In a wheelchair: no steps, no `wheelchair=no`.
    Wheelchair,
    /// By bicycle, pushed at this walking speed where cycling isn't allowed but walking is, and left at a
    /// junction where one walks on without it ([`super::cycling`]).
    Bicycle {
        /// Walking speed while pushing.
        pushing: Speed,
    },
}

/// Whether a wheelchair user can use an edge.
pub fn wheelable(flags: u16) -> bool {
    flags & flag::FOOT != 0 && flags & (flag::STEPS | flag::NO_WHEELCHAIR) == 0
}

#[derive(Clone, Copy)]
pub(super) struct Arc {
    pub to: NodeId,
    pub mm: u32,
}

/// Streets as one mode sees them.
pub struct Profile {
    speed: Speed,
    pushing: Speed,
    /// Cost of each edge forward and back, [`CLOSED`] where not allowed.
    cost: Vec<[u32; 2]>,
    length_mm: Column<u32>,
    ends: Vec<[NodeId; 2]>,
    out: Jagged<NodeId, Arc>,
    /// Only where costs differ by direction.
    into: Option<Jagged<NodeId, Arc>>,
    /// The streets of somebody who has left the bicycle; only where that opens any.
    pub(super) on_foot: Option<OnFoot>,
}

/// An edge that may not be used.
pub(super) const CLOSED: u32 = u32::MAX;

impl Profile {
    /// Prices all edges for a mode at a speed.
    pub fn new(streets: &Streets, mode: Mode, speed: Speed) -> Self {
        let pushing = match mode {
            Mode::Bicycle { pushing } => pushing,
            _ => speed,
        };
        let cost: Vec<[u32; 2]> = (0..streets.edges())
            .map(|e| {
                let flags = streets.flags[e];
                let plain = match streets.duration_s[e] {
                    0 => streets.length_mm[e],
                    s => millimetres_in(Seconds(s), speed),
                };
                let on_foot = flags & flag::FOOT != 0;
                match mode {
                    Mode::Foot => [if on_foot { plain } else { CLOSED }; 2],
                    Mode::Wheelchair => [if wheelable(flags) { plain } else { CLOSED }; 2],
                    Mode::Bicycle { .. } => {
                        let pushed =
                            match (on_foot && flags & flag::STEPS == 0, streets.duration_s[e]) {
                                (false, _) => CLOSED,
                                (true, 0) => scaled(streets.length_mm[e], pushing, speed),
                                (true, _) => plain,
                            };
                        [flag::BIKE_FORWARD, flag::BIKE_BACK].map(|bit| {
                            if flags & bit != 0 {
                                plain.min(pushed)
                            } else {
                                pushed
                            }
                        })
                    }
                }
            })
            .collect();
        let ends: Vec<[NodeId; 2]> = streets
            .from
            .iter()
            .zip(&streets.to)
            .map(|(&a, &b)| [a, b])
            .collect();
        let out = adjacency(streets.nodes(), &ends, &cost, false);
        let into = cost
            .iter()
            .any(|c| c[0] != c[1])
            .then(|| adjacency(streets.nodes(), &ends, &cost, true));
        let walked = |e: usize| match (streets.flags[e] & flag::FOOT != 0, streets.duration_s[e]) {
            (false, _) => CLOSED,
            (true, 0) => scaled(streets.length_mm[e], pushing, speed),
            (true, s) => millimetres_in(Seconds(s), speed),
        };
        let on_foot = match mode {
            Mode::Bicycle { .. } => OnFoot::new(streets.nodes(), &ends, &cost, walked),
            _ => None,
        };
        Self {
            speed,
            pushing,
            cost,
            length_mm: streets.length_mm.clone(),
            ends,
            out,
            into,
            on_foot,
        }
    }

    /// Speed the costs are counted at.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// Cost of getting from a link's point to the two ends of its edge (`leaving`), or from the
    /// ends to the point; none where the direction is closed.
    pub(super) fn to_ends(&self, link: &StreetLink, leaving: bool) -> [Option<(NodeId, u64)>; 2] {
        self.to_ends_at(self.cost[link.edge.index()], link, leaving)
    }

    /// The same where the edge costs that much forward and back.
    pub(super) fn to_ends_at(
        &self,
        cost: [u32; 2],
        link: &StreetLink,
        leaving: bool,
    ) -> [Option<(NodeId, u64)>; 2] {
        let e = link.edge.index();
        let off = self.off(link);
        let len = u64::from(self.length_mm[e]).max(1);
        let part = |dir: usize, mm: u64| match cost[dir] {
            // At the very junction nothing of a closed edge is used.
            CLOSED if mm == 0 => Some(off),
            CLOSED => None,
            c => Some(u64::from(c) * mm / len + off),
        };
        let along = u64::from(link.along_mm);
        // Towards `from` one goes back along the edge when leaving, forward when arriving.
        let (towards_from, towards_to) = if leaving { (1, 0) } else { (0, 1) };
        [
            part(towards_from, along).map(|c| (self.ends[e][0], c)),
            part(towards_to, len - along.min(len)).map(|c| (self.ends[e][1], c)),
        ]
    }

    /// Cost of the straight line and the fixed time of a link.
    fn off(&self, link: &StreetLink) -> u64 {
        self.off_street(link.off_mm) + self.fixed(link)
    }

    /// Cost of a straight line off the street.
    fn off_street(&self, mm: u32) -> u64 {
        u64::from(if self.pushing == self.speed {
            mm
        } else {
            scaled(mm, self.pushing, self.speed)
        })
    }

    /// Cost of the fixed time of a link.
    fn fixed(&self, link: &StreetLink) -> u64 {
        u64::from(millimetres_in(Seconds(link.fixed_s), self.speed))
    }

    /// What is beyond each junction in a direction of search.
    pub(super) fn arcs(&self, heading: Heading) -> &Jagged<NodeId, Arc> {
        match (heading, &self.into) {
            (Heading::Into, Some(into)) => into,
            _ => &self.out,
        }
    }

    /// Cost along the shared edge of two links, without the nodes at its ends.
    pub(super) fn along(&self, from: &StreetLink, to: &StreetLink) -> Option<u64> {
        let e = from.edge.index();
        let dir = usize::from(to.along_mm < from.along_mm);
        let mm = u64::from(to.along_mm.abs_diff(from.along_mm));
        match self.cost[e][dir] {
            // Both may be the same place: then nothing of the edge is used.
            CLOSED if mm > 0 => None,
            CLOSED => Some(self.off(from) + self.off(to)),
            c => Some(
                u64::from(c) * mm / u64::from(self.length_mm[e]).max(1)
                    + self.off(from)
                    + self.off(to),
            ),
        }
    }
}

/// Millimetres covered in a fixed time, so that they take at least that time and less than a millimetre more.
fn millimetres_in(time: Seconds, speed: Speed) -> u32 {
    (u64::from(time.0) * u64::from(speed.mm_per_hour) / 3600).min(u64::from(CLOSED - 1)) as u32
}

/// A length at one speed as the length that takes as long at another.
fn scaled(mm: u32, at: Speed, counted_at: Speed) -> u32 {
    (u64::from(mm) * u64::from(counted_at.mm_per_hour))
        .div_ceil(u64::from(at.mm_per_hour))
        .min(u64::from(CLOSED - 1)) as u32
}

pub(super) fn adjacency(
    nodes: usize,
    ends: &[[NodeId; 2]],
    cost: &[[u32; 2]],
    reversed: bool,
) -> Jagged<NodeId, Arc> {
    let mut start = vec![0u32; nodes + 1];
    let arcs = |e: usize| {
        let [a, b] = ends[e];
        let [forward, back] = if reversed {
            [cost[e][1], cost[e][0]]
        } else {
            cost[e]
        };
        [(a, b, forward), (b, a, back)]
            .into_iter()
            .filter(|(_, _, c)| *c != CLOSED)
    };
    for e in 0..ends.len() {
        for (from, _, _) in arcs(e) {
            start[from.index() + 1] += 1;
        }
    }
    for n in 0..nodes {
        start[n + 1] += start[n];
    }
    let mut next = start.clone();
    let mut items = vec![
        Arc {
            to: NodeId(0),
            mm: 0
        };
        start[nodes] as usize
    ];
    for e in 0..ends.len() {
        for (from, to, mm) in arcs(e) {
            items[next[from.index()] as usize] = Arc { to, mm };
            next[from.index()] += 1;
        }
    }
    Jagged::from_parts(start, items).unwrap_or_default()
}

/// Memory of a search, to be used again.
#[derive(Default)]
pub struct WalkScratch {
    pub(super) dist: Vec<u32>,
    touched: Vec<u32>,
    pub(super) heap: BinaryHeap<Reverse<(u32, u32)>>,
    best: Vec<u32>,
    found: Vec<u32>,
    /// Costs of getting to each spot along its street and by a straight line, and the spots that have any.
    spots: Vec<[u32; 2]>,
    met: Vec<u32>,
}

/// How one gets to a spot.
#[derive(Clone, Copy)]
enum By {
    Street = 0,
    Line = 1,
}

/// Which way a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// From the source to the places.
    Out,
    /// From the places to the source.
    Into,
}

impl Heading {
    /// The bit of [`StreetLink::ways`] that the source of a search needs.
    pub(super) fn needed(self) -> u32 {
        match self {
            Heading::Out => 2,
            Heading::Into => 1,
        }
    }
}

impl WalkScratch {
    /// Walks from (or to, by `heading`) a source to every place whose walk takes at most
    /// `budget`: `(place, millimetres)`, by place. The places must have been made for that
    /// heading (`arriving` for [`Heading::Out`]).
    pub fn search(
        &mut self,
        profile: &Profile,
        places: &Places,
        source: &[StreetLink],
        budget: Seconds,
        heading: Heading,
        out: &mut Vec<(u32, u32)>,
    ) {
        let limit = profile.speed.reach_mm(budget);
        let leaving = heading == Heading::Out;
        let arcs = profile.arcs(heading);
        self.begin(arcs.len(), places);
        let useful = profile.useful(source, leaving);
        let streets = useful.as_deref().unwrap_or(source);
        for on_edge in streets.chunk_by(|a, b| a.edge == b.edge) {
            let links = || on_edge.iter().filter(|l| l.ways & heading.needed() != 0);
            for link in links() {
                for (node, mm) in profile.to_ends(link, leaving).into_iter().flatten() {
                    self.reach(node.0, mm, limit);
                }
            }
            // Useful links all go the right way.
            match useful.as_ref().and_then(|_| profile.slope(on_edge)) {
                Some(many) => {
                    for spot in places.on(on_edge[0].edge) {
                        let mm = profile.to_one(&many, &places.spot(spot).link);
                        self.meet(spot, mm, limit, By::Street);
                    }
                }
                None => {
                    for link in links() {
                        self.meet_along(profile, places, link, limit, heading);
                    }
                }
            }
        }
        self.arrive_at_spots(profile, places, source, limit, heading);
        while let Some(Reverse((d, node))) = self.heap.pop() {
            if d > self.dist[node as usize] {
                continue;
            }
            for &(place, mm) in &places.at_node[NodeId(node)] {
                self.arrive(place, u64::from(d) + u64::from(mm), limit);
            }
            for arc in &arcs[NodeId(node)] {
                self.reach(arc.to.0, u64::from(d) + u64::from(arc.mm), limit);
            }
        }
        self.end(out);
    }

    /// Gets ready for so many labels.
    pub(super) fn begin(&mut self, labels: usize, places: &Places) {
        if self.dist.len() < labels {
            self.dist.resize(labels, u32::MAX);
        }
        if self.best.len() < places.len() {
            self.best.resize(places.len(), u32::MAX);
        }
        if self.spots.len() < places.spots() {
            self.spots.resize(places.spots(), [u32::MAX; 2]);
        }
    }

    /// Hands over what was found, by place, and forgets it.
    pub(super) fn end(&mut self, out: &mut Vec<(u32, u32)>) {
        out.clear();
        for node in self.touched.drain(..) {
            self.dist[node as usize] = u32::MAX;
        }
        self.found.sort_unstable();
        for place in self.found.drain(..) {
            out.push((place, self.best[place as usize]));
            self.best[place as usize] = u32::MAX;
        }
    }

    /// Meets the spots on the edge of a link.
    pub(super) fn meet_along(
        &mut self,
        profile: &Profile,
        places: &Places,
        link: &StreetLink,
        limit: u32,
        heading: Heading,
    ) {
        for spot in places.on(link.edge) {
            let other = &places.spot(spot).link;
            let (a, b) = match heading {
                Heading::Out => (link, other),
                Heading::Into => (other, link),
            };
            if let Some(mm) = profile.along(a, b) {
                self.meet(spot, mm, limit, By::Street);
            }
        }
    }

    /// Meets the spots that a straight line joins to the source.
    fn meet_straight(
        &mut self,
        profile: &Profile,
        places: &Places,
        source: &[StreetLink],
        limit: u32,
        heading: Heading,
    ) {
        for link in source.iter().filter(|l| l.ways & heading.needed() != 0) {
            let fixed = profile.fixed(link);
            places.each_joined(link, source.len() >= useful::MANY, |spot, mm| {
                let mm = profile.off_street(mm) + fixed;
                self.meet(spot as usize, mm, limit, By::Line);
            });
        }
    }

    /// Meets the spots beside the source, and arrives at the places of all spots met.
    pub(super) fn arrive_at_spots(
        &mut self,
        profile: &Profile,
        places: &Places,
        source: &[StreetLink],
        limit: u32,
        heading: Heading,
    ) {
        self.meet_straight(profile, places, source, limit, heading);
        let mut met = std::mem::take(&mut self.met);
        for spot in met.drain(..) {
            let spot = spot as usize;
            let [street, line] = std::mem::replace(&mut self.spots[spot], [u32::MAX; 2]);
            for (cost, members) in [(street, places.along(spot)), (line, places.beside(spot))] {
                if cost == u32::MAX {
                    continue;
                }
                for &(place, fixed) in members {
                    self.arrive(place, u64::from(cost) + u64::from(fixed), limit);
                }
            }
        }
        self.met = met;
    }

    fn meet(&mut self, spot: usize, mm: u64, limit: u32, by: By) {
        if mm > u64::from(limit) {
            return;
        }
        let costs = &mut self.spots[spot];
        if *costs == [u32::MAX; 2] {
            self.met.push(spot as u32);
        }
        let cost = &mut costs[by as usize];
        *cost = (*cost).min(mm as u32);
    }

    pub(super) fn reach(&mut self, node: u32, mm: u64, limit: u32) {
        if mm > u64::from(limit) {
            return;
        }
        let dist = &mut self.dist[node as usize];
        if (mm as u32) < *dist {
            if *dist == u32::MAX {
                self.touched.push(node);
            }
            *dist = mm as u32;
            self.heap.push(Reverse((mm as u32, node)));
        }
    }

    pub(super) fn arrive(&mut self, place: u32, mm: u64, limit: u32) {
        if mm > u64::from(limit) {
            return;
        }
        let best = &mut self.best[place as usize];
        if *best == u32::MAX {
            self.found.push(place);
        }
        *best = (*best).min(mm as u32);
    }
}
