//! Stops at one position: one changes between them without a walk.

use super::indoor::Doors;
use super::timetable::Timetable;
use crate::ids::{Id, StopId};
use crate::units::LonLat;

/// Stops that vehicles call at by position, those reached through entrances left out.
pub(crate) struct Together {
    /// `(position, stop)`, in order.
    stops: Vec<([u64; 2], StopId)>,
    /// Where the group of each stop lies in that; empty where it is alone.
    groups: Vec<(u32, u32)>,
}

/// A position as bits that are equal where it is.
fn bits(at: LonLat) -> [u64; 2] {
    // Zero has a sign, which is of no account.
    [at.lon, at.lat].map(|x| (x + 0.0).to_bits())
}

impl Together {
    /// The stops of a timetable at one position with others, of those that are marked.
    pub fn new(t: &Timetable, doors: &Doors, served: &[bool]) -> Self {
        let closed = doors.closed_to_the_street(t);
        let mut stops: Vec<([u64; 2], StopId)> = (0..t.stops())
            .filter(|s| served[*s] && !closed[*s])
            .filter_map(|s| {
                let stop = StopId::new(s);
                t.position(stop).map(|at| (bits(at), stop))
            })
            .collect();
        stops.sort_unstable();
        let mut groups = vec![(0, 0); t.stops()];
        let mut first = 0;
        for group in stops.chunk_by(|a, b| a.0 == b.0) {
            let last = first + group.len();
            if group.len() > 1 {
                for (_, stop) in group {
                    groups[stop.index()] = (first as u32, last as u32);
                }
            }
            first = last;
        }
        Self { stops, groups }
    }

    /// The other stops where a stop is, in order.
    pub fn with(&self, stop: StopId) -> impl Iterator<Item = StopId> {
        let (first, last) = self.groups.get(stop.index()).copied().unwrap_or_default();
        let group = &self.stops[first as usize..last as usize];
        group.iter().map(|s| s.1).filter(move |s| *s != stop)
    }
}
