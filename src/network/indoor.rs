//! Stations with `pathways.txt`: how long it takes between the platforms and the entrances.
//!
//! A platform that pathways connect to an entrance is reached from the street through its
//! entrances only; between platforms of a station one may walk the pathways. Pathways with a
//! `traversal_time` take that; others their length, else the straight line, at walking speed.

use super::links::StreetLink;
use super::timetable::{NONE, Timetable};
use crate::ids::{Id, StopId};
use crate::input::gtfs::StopKind;
use crate::units::{Seconds, Speed};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Walking inside stations, whole seconds from stop to stop.
pub struct Indoor {
    edges: BTreeMap<StopId, Vec<(StopId, u32)>>,
}

/// A stairway and an escalator, which a wheelchair can't use.
const STAIRS: u32 = 2;
const ESCALATOR: u32 = 4;

impl Indoor {
    /// Reads the pathways, for walkers of a speed, or for wheelchairs (no stairs, no escalators).
    pub fn new(t: &Timetable, speed: Speed, wheelchair: bool) -> Self {
        let mut edges: BTreeMap<StopId, Vec<(StopId, u32)>> = BTreeMap::new();
        for p in &t.pathways {
            if wheelchair && (p.mode == STAIRS || p.mode == ESCALATOR) {
                continue;
            }
            let straight = || match t.position(p.from).zip(t.position(p.to)) {
                Some((a, b)) => (a.distance_m(b) * 1000.0).round() as u32,
                None => 0,
            };
            let seconds = match (p.time_s, p.length_mm) {
                (NONE, NONE) => speed.time_for(straight()).0,
                (NONE, mm) => speed.time_for(mm).0,
                (s, _) => s,
            };
            edges.entry(p.from).or_default().push((p.to, seconds));
            if p.both_ways == 1 {
                edges.entry(p.to).or_default().push((p.from, seconds));
            }
        }
        Self { edges }
    }

    /// Whether there is anything to walk.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Shortest times from a stop to everything its pathways reach, itself left out; by stop.
    pub fn from(&self, stop: StopId) -> BTreeMap<StopId, u32> {
        let mut best = BTreeMap::from([(stop, 0)]);
        let mut heap = BinaryHeap::from([Reverse((0u32, stop))]);
        while let Some(Reverse((d, at))) = heap.pop() {
            if best.get(&at).is_some_and(|&b| d > b) {
                continue;
            }
            for &(to, s) in self.edges.get(&at).map_or(&[][..], |v| v) {
                let next = d.saturating_add(s);
                if best.get(&to).is_none_or(|&b| next < b) {
                    best.insert(to, next);
                    heap.push(Reverse((next, to)));
                }
            }
        }
        best.remove(&stop);
        best
    }
}

/// Replaces the links of platforms that have a way to an entrance by links through their
/// entrances. `links[stop]` are the plain links, entrances included.
pub fn through_entrances(t: &Timetable, indoor: &Indoor, links: &mut [Vec<StreetLink>]) {
    if indoor.is_empty() {
        return;
    }
    let entrance = |s: StopId| t.kind(s) == StopKind::Entrance;
    let plain: Vec<Vec<StreetLink>> = links.to_vec();
    let platforms: Vec<StopId> = (0..t.stops())
        .map(StopId::new)
        .filter(|s| t.kind(*s) == StopKind::Stop)
        .collect();
    let mut arriving: BTreeMap<StopId, Vec<(StopId, u32)>> = BTreeMap::new();
    for e in (0..t.stops()).map(StopId::new).filter(|s| entrance(*s)) {
        for (stop, seconds) in indoor.from(e) {
            arriving.entry(stop).or_default().push((e, seconds));
        }
    }
    for p in platforms {
        let inwards = arriving.get(&p).cloned().unwrap_or_default();
        let outwards: Vec<(StopId, u32)> = indoor
            .from(p)
            .into_iter()
            .filter(|(s, _)| entrance(*s))
            .collect();
        let mut through = Vec::new();
        for (ways, list) in [(1, inwards), (2, outwards)] {
            for (e, seconds) in list {
                through.extend(plain[e.index()].iter().map(|l| StreetLink {
                    fixed_s: seconds,
                    ways,
                    ..*l
                }));
            }
        }
        if !through.is_empty() {
            links[p.index()] = through;
        }
    }
}

/// Longest time indoors that is still a walk within the budget.
pub fn within(seconds: u32, budget: Seconds) -> bool {
    seconds <= budget.0
}
