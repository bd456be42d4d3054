//! Thousands of stops at one point (a feed without positions of its own, a whole town at its centre)
//! share their walks: those of the first of them are stored and searched, the others go by it. So work
//! and memory grow with the stops, not with their square.
//!
//! That changes no travel time. The stops of a pile have the same links and are no walk apart, so who is at one
//! is at all of them; and no row of `transfers.txt`, no pathway and no `stop_access` tells them apart.

use super::indoor::Doors;
use super::timetable::{NONE, Timetable};
use crate::ids::{Id, StopId};
use crate::input::gtfs::{StopAccess, StopKind};
use std::collections::HashMap;

/// Fewer stops at a point are each searched for themselves: that is nothing, and keeps their names apart.
pub const FEWEST: usize = 64;

/// For each stop the one whose walks it shares: itself but for the stops of piles.
pub struct Piles {
    first: Vec<StopId>,
    /// The stops of each pile by its first, that one included.
    members: HashMap<StopId, Vec<StopId>>,
}

impl Piles {
    /// Looks for piles of at least `fewest` stops.
    pub fn new(t: &Timetable, doors: impl FnOnce() -> Doors, fewest: usize) -> Piles {
        let first: Vec<StopId> = (0..t.stops()).map(StopId::new).collect();
        let mut piles = Piles {
            first,
            members: HashMap::new(),
        };
        let mut at: HashMap<[u64; 2], Vec<StopId>> = HashMap::new();
        for stop in (0..t.stops()).map(StopId::new) {
            let plain = t.kind(stop) == StopKind::Stop && t.stop_access(stop) == StopAccess::Unsaid;
            if let Some(p) = t.position(stop).filter(|_| plain) {
                at.entry([p.lon.to_bits(), p.lat.to_bits()])
                    .or_default()
                    .push(stop);
            }
        }
        at.retain(|_, stops| stops.len() >= fewest);
        if at.is_empty() {
            return piles;
        }
        let apart = told_apart(t);
        let doors = doors();
        let closed = doors.closed_to_the_street(t);
        for stops in at.into_values() {
            let alike: Vec<StopId> = (stops.into_iter())
                .filter(|s| !closed[s.index()] && !apart[s.index()])
                .collect();
            if let Some(&first) = alike.first()
                && alike.len() >= fewest
            {
                for stop in &alike {
                    piles.first[stop.index()] = first;
                }
                piles.members.insert(first, alike);
            }
        }
        piles
    }

    /// The stop whose walks a stop shares.
    pub fn first(&self, stop: StopId) -> StopId {
        self.first[stop.index()]
    }

    /// Whether there is no pile.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// All stops that share the walks of this one; none where there are no others.
    pub fn members(&self, first: StopId) -> &[StopId] {
        self.members.get(&first).map_or(&[], |m| m)
    }

    /// Of marks of stops those of whom walks are searched: a pile is marked at its first where any of it is.
    pub fn gathered(&self, marks: &[bool]) -> Vec<bool> {
        let mut out = vec![false; marks.len()];
        for (stop, _) in marks.iter().enumerate().filter(|(_, marked)| **marked) {
            out[self.first[stop].index()] = true;
        }
        out
    }
}

/// Stops that a row of `transfers.txt` about changes names, itself or by its station.
fn told_apart(t: &Timetable) -> Vec<bool> {
    let mut named = vec![false; t.stops()];
    for r in &t.transfers {
        if r.is_about_seats() {
            continue;
        }
        for stop in [r.from_stop, r.to_stop] {
            if let Some(named) = named.get_mut(stop as usize) {
                *named = true;
            }
        }
    }
    (0..t.stops())
        .map(|s| {
            let parent = t.stop_parent[s];
            named[s] || (parent != NONE && named.get(parent as usize) == Some(&true))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::gtfs::{Feed, Stop, TransferKind, TransferRule};
    use crate::network::indoor::Indoor;
    use crate::units::{LonLat, Speed};

    #[test]
    fn stops_at_one_point_that_nothing_tells_apart_share_their_walks() {
        // Stops 0 to 4 at one point, 5 elsewhere; a row names stop 1, stop 3 is an entrance, 4 has a
        // `stop_access`. So 0 and 2 are a pile.
        let stop = |i: usize| Stop {
            id: i.to_string(),
            position: LonLat::new(if i < 5 { 5.0 } else { 5.1 }, 52.0),
            kind: if i == 3 {
                StopKind::Entrance
            } else {
                StopKind::Stop
            },
            access: if i == 4 {
                StopAccess::Street
            } else {
                StopAccess::Unsaid
            },
            ..Stop::default()
        };
        let rule = TransferRule {
            from_stop: Some(1),
            to_stop: Some(5),
            from_route: None,
            to_route: None,
            from_trip: None,
            to_trip: None,
            kind: TransferKind::Forbidden,
            min_time: 0,
        };
        let t = Timetable::merge(&[Feed {
            stops: (0..6).map(stop).collect(),
            transfers: vec![rule],
            ..Feed::default()
        }]);
        let speed = Speed {
            mm_per_hour: 3_600_000,
        };
        let piles = |fewest| {
            Piles::new(
                &t,
                || Doors::new(&t, &Indoor::new(&t, speed, false)),
                fewest,
            )
        };
        let two = piles(2);
        let first: Vec<u32> = (0..6).map(|s| two.first(StopId(s)).0).collect();
        assert_eq!(first, [0, 1, 0, 3, 4, 5]);
        assert_eq!(two.members(StopId(0)), [StopId(0), StopId(2)]);
        let marked = [false, true, true, false, false, false];
        assert_eq!(
            two.gathered(&marked),
            [true, true, false, false, false, false]
        );
        assert!(piles(3).is_empty());
    }
}
