//! Stops at one position: one changes between them without a walk.

use super::Network;
use super::links::StreetLink;
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

/// Whether a stop is tied to the street where it stands, or not at all: not through entrances.
fn stands_alone(links: &[StreetLink], at: LonLat) -> bool {
    let own = |l: &StreetLink| l.position() == at && l.ways == 3 && l.fixed_s == 0;
    links.is_empty() || links.iter().any(own)
}

impl Together {
    /// The stops of a network at one position with others.
    pub fn new(network: &Network) -> Self {
        let t = &network.timetable;
        let served = t.served();
        let mut stops: Vec<([u64; 2], StopId)> = (0..t.stops())
            .filter(|s| served[*s])
            .filter_map(|s| {
                let stop = StopId::new(s);
                let at = t.position(stop)?;
                stands_alone(&network.stop_links[stop], at).then(|| (bits(at), stop))
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
