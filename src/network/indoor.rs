//! Stations: how long it takes between platforms and entrances by `pathways.txt`, and which
//! platforms are reached from the street through entrances only.
//!
//! A platform that pathways connect to an entrance is reached from the street through its
//! entrances only, unless `stop_access` says that the street leads to it too; between platforms of a
//! station one may walk the pathways. Pathways with a `traversal_time` take that; others their length,
//! else the straight line, at walking speed. Pathways of a boarding area are its platform's.
//!
//! Work grows with entrances times pathways, and with platforms times pathways: a search starts from
//! each of them once.

use super::links::StreetLink;
use super::timetable::{NONE, Timetable};
use crate::ids::{Id, Jagged, StopId};
use crate::input::gtfs::{Access, StopAccess, StopKind};
use crate::units::{Seconds, Speed};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Walking inside stations, whole seconds from stop to stop.
pub struct Indoor {
    wheelchair: bool,
    /// Stops with pathways, sorted; the rest goes by place in this list.
    stops: Vec<StopId>,
    /// Pathways as they may be walked, and the other way about: `(other end, seconds)`.
    ways: [Jagged<StopId, (u32, u32)>; 2],
}

/// Which way pathways are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Follow {
    /// From a stop to others.
    Out = 0,
    /// From others to the stop.
    Into = 1,
}

/// Memory of searches indoors, to be used again.
#[derive(Default)]
pub struct IndoorScratch {
    best: Vec<u32>,
    touched: Vec<u32>,
    heap: BinaryHeap<Reverse<(u32, u32)>>,
}

/// A stairway and an escalator, which a wheelchair can't use.
const STAIRS: u32 = 2;
const ESCALATOR: u32 = 4;

/// The platform of a boarding area; any other stop itself.
pub fn platform(t: &Timetable, stop: StopId) -> StopId {
    match (t.kind(stop), t.stop_parent[stop.index()]) {
        (StopKind::BoardingArea, parent) if parent != NONE => StopId(parent),
        _ => stop,
    }
}

impl Indoor {
    /// Reads the pathways, for walkers of a speed, or for wheelchairs (no stairs, no escalators).
    pub fn new(t: &Timetable, speed: Speed, wheelchair: bool) -> Self {
        let mut edges: Vec<(StopId, StopId, u32)> = Vec::new();
        for p in &t.pathways {
            if wheelchair && (p.mode == STAIRS || p.mode == ESCALATOR) {
                continue;
            }
            let (from, to) = (platform(t, p.from), platform(t, p.to));
            // A boarding area need not say where it is.
            let at = |end: StopId, platform| t.position(end).or_else(|| t.position(platform));
            let straight = || match at(p.from, from).zip(at(p.to, to)) {
                Some((a, b)) => (a.distance_m(b) * 1000.0).round() as u32,
                None => 0,
            };
            let seconds = match (p.time_s, p.length_mm) {
                (NONE, NONE) => speed.time_for(straight()).0,
                (NONE, mm) => speed.time_for(mm).0,
                (s, _) => s,
            };
            edges.push((from, to, seconds));
            if p.both_ways == 1 {
                edges.push((to, from, seconds));
            }
        }
        let mut stops: Vec<StopId> = edges.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        stops.sort_unstable();
        stops.dedup();
        let place = |stop: StopId| stops.partition_point(|s| *s < stop) as u32;
        let placed: Vec<(u32, u32, u32)> = (edges.iter())
            .map(|(a, b, seconds)| (place(*a), place(*b), *seconds))
            .collect();
        let turned: Vec<_> = placed.iter().map(|&(a, b, s)| (b, a, s)).collect();
        let ways = [placed, turned].map(|list| by_start(stops.len(), list));
        Self {
            wheelchair,
            stops,
            ways,
        }
    }

    /// Whether there is anything to walk.
    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    /// Shortest times between a stop and everything that pathways join it to within `longest`, itself
    /// left out: `(stop, seconds)`, by stop.
    pub fn search(
        &self,
        scratch: &mut IndoorScratch,
        stop: StopId,
        follow: Follow,
        longest: Seconds,
        out: &mut Vec<(StopId, u32)>,
    ) {
        out.clear();
        let Ok(start) = self.stops.binary_search(&stop) else {
            return;
        };
        let IndoorScratch {
            best,
            touched,
            heap,
        } = scratch;
        best.resize(self.stops.len(), u32::MAX);
        let start = start as u32;
        best[start as usize] = 0;
        touched.push(start);
        heap.push(Reverse((0, start)));
        let ways = &self.ways[follow as usize];
        while let Some(Reverse((d, at))) = heap.pop() {
            if d > best[at as usize] {
                continue;
            }
            for &(to, s) in &ways[StopId(at)] {
                let next = d.saturating_add(s);
                let known = &mut best[to as usize];
                if next <= longest.0 && next < *known {
                    if *known == u32::MAX {
                        touched.push(to);
                    }
                    *known = next;
                    heap.push(Reverse((next, to)));
                }
            }
        }
        touched.sort_unstable();
        for at in touched.drain(..) {
            let seconds = std::mem::replace(&mut best[at as usize], u32::MAX);
            if at != start {
                out.push((self.stops[at as usize], seconds));
            }
        }
    }

    /// The stops that pathways lead to from any of some (or from which they lead there).
    fn joined(&self, from: &[StopId], follow: Follow) -> Vec<StopId> {
        let mut seen = vec![false; self.stops.len()];
        let mut open: Vec<u32> = Vec::new();
        for stop in from {
            open.extend(self.stops.binary_search(stop).map(|at| at as u32));
        }
        let mut out = Vec::new();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at as usize], true) {
                out.push(self.stops[at as usize]);
                open.extend(self.ways[follow as usize][StopId(at)].iter().map(|w| w.0));
            }
        }
        out
    }
}

/// Edges `(from, to, seconds)` by where they start.
fn by_start(stops: usize, mut edges: Vec<(u32, u32, u32)>) -> Jagged<StopId, (u32, u32)> {
    edges.sort_unstable();
    let mut start = vec![0u32; stops + 1];
    for (from, _, _) in &edges {
        start[*from as usize + 1] += 1;
    }
    for s in 0..stops {
        start[s + 1] += start[s];
    }
    let items = edges.into_iter().map(|(_, to, s)| (to, s)).collect();
    Jagged::from_parts(start, items).unwrap_or_default()
}

/// How stops and the street are joined.
pub struct Doors {
    /// All entrances, by stop.
    entrances: Vec<StopId>,
    /// Bit 0: pathways lead to it from an entrance; bit 1: from it to one; `[StopId]`, platforms only.
    ways: Vec<u8>,
    /// Platforms without pathways to an entrance that are reached through entrances all the same
    /// (`stop_access` 0), with these: those of the station, or where it has none the station itself.
    straight: Vec<(StopId, Vec<StopId>)>,
}

impl Doors {
    /// Looks at stations; `all` are the pathways as anybody may walk them.
    pub fn new(t: &Timetable, all: &Indoor) -> Self {
        let of_kind = |kind| {
            (0..t.stops())
                .map(StopId::new)
                .filter(move |s| t.kind(*s) == kind)
        };
        let entrances: Vec<StopId> = of_kind(StopKind::Entrance).collect();
        let mut ways = vec![0u8; t.stops()];
        for (follow, bit) in [(Follow::Out, 1), (Follow::Into, 2)] {
            for stop in all.joined(&entrances, follow) {
                if t.kind(stop) == StopKind::Stop {
                    ways[stop.index()] |= bit;
                }
            }
        }
        let mut of_station: BTreeMap<u32, Vec<StopId>> = BTreeMap::new();
        for e in &entrances {
            let station = t.stop_parent[e.index()];
            if station != NONE {
                of_station.entry(station).or_default().push(*e);
            }
        }
        let straight = of_kind(StopKind::Stop)
            .filter(|s| ways[s.index()] == 0 && t.stop_access(*s) == StopAccess::Entrances)
            .filter_map(|s| {
                let station = t.stop_parent[s.index()];
                let doors = of_station.get(&station).cloned();
                let known = station != NONE && t.kind(StopId(station)) == StopKind::Station;
                known.then(|| (s, doors.unwrap_or_else(|| vec![StopId(station)])))
            })
            .collect();
        Self {
            entrances,
            ways,
            straight,
        }
    }

    /// Stops whose own position is linked to the street, or asked for by a platform of theirs: stops,
    /// entrances, stations at which vehicles call or whose platforms are reached from there.
    pub fn linked(&self, t: &Timetable, served: &[bool]) -> Vec<bool> {
        let mut linked: Vec<bool> = (0..t.stops())
            .map(|s| match t.kind(StopId::new(s)) {
                StopKind::Stop | StopKind::Entrance => true,
                StopKind::Station => served[s],
                StopKind::Node | StopKind::BoardingArea => false,
            })
            .collect();
        for door in self.straight.iter().flat_map(|(_, doors)| doors) {
            linked[door.index()] = true;
        }
        linked
    }

    /// Stops that the street reaches through entrances (or from the station's position) only, `[StopId]`.
    pub fn closed_to_the_street(&self, t: &Timetable) -> Vec<bool> {
        let mut closed: Vec<bool> = (self.ways.iter().enumerate())
            .map(|(s, ways)| *ways != 0 && t.stop_access(StopId::new(s)) != StopAccess::Street)
            .collect();
        for (platform, _) in &self.straight {
            closed[platform.index()] = true;
        }
        closed
    }

    /// Of a platform reached by pathways only, which way there are none: none into it (`Some(true)`), or none
    /// out of it (`Some(false)`).
    pub fn one_way(&self, t: &Timetable, platform: StopId) -> Option<bool> {
        let ways = self.ways[platform.index()];
        let pathways_only = t.stop_access(platform) != StopAccess::Street;
        (pathways_only && (ways == 1 || ways == 2)).then_some(ways == 2)
    }
}

/// Replaces the links of platforms that are reached through entrances by links through their
/// entrances. `links[stop]` are the plain links ([`Doors::linked`]); `usable` is what the traveller can
/// walk: a platform whose ways out are all closed to the traveller (stairs or a closed entrance, for a wheelchair)
/// has no link at all. Stations at which no vehicle calls have none afterwards.
pub fn through_entrances(
    t: &Timetable,
    doors: &Doors,
    usable: &Indoor,
    served: &[bool],
    links: &mut [Vec<StreetLink>],
) {
    let open =
        |e: &StopId| !(usable.wheelchair && t.stop_wheelchair[e.index()] == Access::No as u8);
    // Ways in and out by platform, entrance after entrance.
    let mut through = [0, 1].map(|_| vec![Vec::<StreetLink>::new(); t.stops()]);
    let (mut scratch, mut found) = (IndoorScratch::default(), Vec::new());
    // Place by place, so that links at one place follow one another in each list.
    let mut linked: Vec<(&StreetLink, StopId)> = (doors.entrances.iter())
        .filter(|e| open(e))
        .filter_map(|e| Some((links[e.index()].first()?, *e)))
        .collect();
    linked.sort_unstable_by_key(|(l, e)| (l.edge, l.along_mm, l.at.map(f64::to_bits), *e));
    for (_, e) in linked {
        let plain = &links[e.index()];
        for follow in [Follow::Out, Follow::Into] {
            let (way, through) = (1 << follow as u32, &mut through[follow as usize]);
            usable.search(&mut scratch, e, follow, Seconds(NONE - 1), &mut found);
            for &(stop, seconds) in &found {
                if doors.ways[stop.index()] == 0 {
                    continue;
                }
                let list = &mut through[stop.index()];
                for l in plain {
                    let link = StreetLink {
                        fixed_s: seconds,
                        ways: way,
                        ..*l
                    };
                    add_useful(list, link);
                }
            }
        }
    }
    let mut straight: Vec<(StopId, Vec<StreetLink>)> = Vec::new();
    for (platform, ends) in &doors.straight {
        let mut list = Vec::new();
        for end in ends
            .iter()
            .filter(|e| t.kind(**e) == StopKind::Station || open(e))
        {
            let Some((a, b)) = t.position(*end).zip(t.position(*platform)) else {
                continue;
            };
            let mm = (a.distance_m(b) * 1000.0).round() as u32;
            list.extend(links[end.index()].iter().map(|l| StreetLink {
                off_mm: l.off_mm.saturating_add(mm),
                beyond_mm: mm,
                ..*l
            }));
        }
        straight.push((*platform, list));
    }
    for (s, list) in links.iter_mut().enumerate() {
        let stop = StopId::new(s);
        if t.kind(stop) == StopKind::Station && !served[s] {
            list.clear();
        }
        if doors.ways[s] != 0 {
            if t.stop_access(stop) != StopAccess::Street {
                list.clear();
            }
            for ways in &mut through {
                list.append(&mut ways[s]);
            }
        }
    }
    for (platform, list) in straight {
        links[platform.index()] = list;
    }
}

/// Adds a link unless one just before it, at the same place of the same street, is as good; takes out
/// those that it is better than. So many entrances at one place count as one.
fn add_useful(list: &mut Vec<StreetLink>, link: StreetLink) {
    let at = |l: &StreetLink| (l.edge, l.along_mm, l.at.map(f64::to_bits));
    let beats = |a: &StreetLink, b: &StreetLink| {
        at(a) == at(b) && a.fixed_s <= b.fixed_s && a.off_mm <= b.off_mm
    };
    let here = list.iter().rev().take_while(|l| at(l) == at(&link)).count();
    let mut others = list.split_off(list.len() - here);
    if !others.iter().any(|l| beats(l, &link)) {
        others.retain(|l| !beats(&link, l));
        others.push(link);
    }
    list.append(&mut others);
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
            beyond_mm: 0,
            unused: 0,
        }
    }

    /// `(edge, seconds, ways)` of each stop's links, every stop linked to the edge of its number.
    fn links(t: &Timetable, wheelchair: bool) -> Vec<Vec<(u32, u32, u32)>> {
        let mut links: Vec<Vec<StreetLink>> = (0..5).map(|e| vec![link(e)]).collect();
        let (all, usable) = (
            Indoor::new(t, SPEED, false),
            Indoor::new(t, SPEED, wheelchair),
        );
        let doors = Doors::new(t, &all);
        through_entrances(t, &doors, &usable, &[false; 5], &mut links);
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
        let (mut scratch, mut found) = (IndoorScratch::default(), Vec::new());
        let mut from_2 = |longest| {
            let indoor = Indoor::new(&t, SPEED, false);
            let longest = Seconds(longest);
            indoor.search(&mut scratch, StopId(2), Follow::Out, longest, &mut found);
            found.clone()
        };
        assert_eq!(
            from_2(110),
            [(StopId(0), 40), (StopId(1), 110), (StopId(3), 90)]
        );
        assert_eq!(
            from_2(109),
            [(StopId(0), 40), (StopId(3), 90)],
            "the limit is inclusive"
        );
    }

    #[test]
    fn entrances_at_one_place_of_a_street_count_as_one() {
        // Three hundred entrances at one place, a pathway from each to each of as many platforms: the links
        // of a platform are those through the nearest, in and out.
        let n = 300;
        let stop = |i: u32| Stop {
            id: i.to_string(),
            kind: if i < n {
                StopKind::Entrance
            } else {
                StopKind::Stop
            },
            ..Stop::default()
        };
        let hub = n * 2;
        let ways = (0..2 * n).map(|i| way(i, hub, 1, true, Some(1 + i % 50)));
        let t = Timetable::merge(&[Feed {
            stops: (0..=hub).map(stop).collect(),
            pathways: ways.collect(),
            ..Feed::default()
        }]);
        let indoor = Indoor::new(&t, SPEED, false);
        let mut links = vec![vec![link(7)]; t.stops()];
        let served = vec![true; t.stops()];
        through_entrances(&t, &Doors::new(&t, &indoor), &indoor, &served, &mut links);
        for platform in n..2 * n {
            let seconds = 1 + (1 + platform % 50);
            let got: Vec<_> = links[platform as usize]
                .iter()
                .map(|l| (l.fixed_s, l.ways))
                .collect();
            assert_eq!(got, [(seconds, 1), (seconds, 2)]);
        }
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
