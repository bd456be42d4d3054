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
/// entrances. `links[stop]` are the plain links, entrances included; `usable` is what the traveller
/// can walk, `all` what anybody can: a platform whose ways out are all closed to the traveller
/// (stairs, for a wheelchair) has no link at all.
pub fn through_entrances(
    t: &Timetable,
    all: &Indoor,
    usable: &Indoor,
    links: &mut [Vec<StreetLink>],
) {
    if all.is_empty() {
        return;
    }
    let plain: Vec<Vec<StreetLink>> = links.to_vec();
    let entrances: Vec<StopId> = (0..t.stops())
        .map(StopId::new)
        .filter(|s| t.kind(*s) == StopKind::Entrance && !plain[s.index()].is_empty())
        .collect();
    // Ways in by platform, for anybody and for the traveller.
    let inwards = |indoor: &Indoor| {
        let mut ways: BTreeMap<StopId, Vec<(StopId, u32)>> = BTreeMap::new();
        for &e in &entrances {
            for (stop, seconds) in indoor.from(e) {
                ways.entry(stop).or_default().push((e, seconds));
            }
        }
        ways
    };
    let outwards = |indoor: &Indoor, platform: StopId| -> Vec<(StopId, u32)> {
        let reached = indoor.from(platform).into_iter();
        reached
            .filter(|(s, _)| entrances.binary_search(s).is_ok())
            .collect()
    };
    let (in_all, in_usable) = (inwards(all), inwards(usable));
    for p in (0..t.stops())
        .map(StopId::new)
        .filter(|s| t.kind(*s) == StopKind::Stop)
    {
        if !in_all.contains_key(&p) && outwards(all, p).is_empty() {
            continue;
        }
        let ways_in = in_usable.get(&p).cloned().unwrap_or_default();
        let mut through = Vec::new();
        for (ways, list) in [(1, ways_in), (2, outwards(usable, p))] {
            for (e, seconds) in list {
                let by = |l: &StreetLink| StreetLink {
                    fixed_s: seconds,
                    ways,
                    ..*l
                };
                through.extend(plain[e.index()].iter().map(by));
            }
        }
        links[p.index()] = through;
    }
}

/// Longest time indoors that is still a walk within the budget.
pub fn within(seconds: u32, budget: Seconds) -> bool {
    seconds <= budget.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::EdgeId;
    use crate::input::gtfs::{Feed, Pathway, Stop};

    const SPEED: Speed = Speed {
        mm_per_hour: 3_600_000,
    };

    /// Entrances 0 and 1, platforms 2, 3 and 4; platform 4 has no pathways.
    fn station(pathways: Vec<Pathway>) -> Timetable {
        let stop = |i: usize| Stop {
            id: i.to_string(),
            kind: if i < 2 {
                StopKind::Entrance
            } else {
                StopKind::Stop
            },
            ..Stop::default()
        };
        Timetable::merge(&[Feed {
            stops: (0..5).map(stop).collect(),
            pathways,
            ..Feed::default()
        }])
    }

    fn way(from_stop: u32, to_stop: u32, mode: u8, both_ways: bool, time: Option<u32>) -> Pathway {
        Pathway {
            from_stop,
            to_stop,
            mode,
            both_ways,
            time,
            length_m: Some(90.0),
        }
    }

    fn link(edge: u32) -> StreetLink {
        StreetLink {
            at: [0.0; 2],
            edge: EdgeId(edge),
            along_mm: 0,
            off_mm: 0,
            fixed_s: 0,
            ways: 3,
            foot_off_mm: 0,
        }
    }

    /// `(edge, seconds, ways)` of each stop's links, every stop linked to the edge of its number.
    fn links(t: &Timetable, wheelchair: bool) -> Vec<Vec<(u32, u32, u32)>> {
        let mut links: Vec<Vec<StreetLink>> = (0..5).map(|e| vec![link(e)]).collect();
        let (all, usable) = (
            Indoor::new(t, SPEED, false),
            Indoor::new(t, SPEED, wheelchair),
        );
        through_entrances(t, &all, &usable, &mut links);
        let plain = |l: &StreetLink| (l.edge.0, l.fixed_s, l.ways);
        links
            .iter()
            .map(|list| list.iter().map(plain).collect())
            .collect()
    }

    #[test]
    fn platforms_are_reached_through_their_entrances() {
        // Stairs of 40 s from entrance 0 to platform 2 and on, 90 m at 1 m/s, to platform 3; an
        // escalator up from platform 3 to entrance 1.
        let t = station(vec![
            way(0, 2, 2, true, Some(40)),
            way(2, 3, 1, true, None),
            way(3, 1, 4, false, Some(20)),
        ]);
        let got = links(&t, false);
        assert_eq!(got[2], [(0, 40, 1), (0, 40, 2), (1, 110, 2)]);
        assert_eq!(got[3], [(0, 130, 1), (0, 130, 2), (1, 20, 2)]);
        assert_eq!(got[4], [(4, 0, 3)], "without pathways the plain link stays");
        assert_eq!(
            Indoor::new(&t, SPEED, false).from(StopId(2))[&StopId(3)],
            90
        );
    }

    #[test]
    fn stairs_only_means_no_link_for_a_wheelchair() {
        let t = station(vec![
            way(0, 2, 2, true, Some(300)),
            way(1, 3, 5, true, Some(60)),
        ]);
        let got = links(&t, true);
        assert!(got[2].is_empty());
        assert_eq!(got[3], [(1, 60, 1), (1, 60, 2)], "the lift stays open");
        assert_eq!(got[4], [(4, 0, 3)]);
    }
}
