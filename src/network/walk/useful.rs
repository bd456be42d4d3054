//! Links that can matter, of places with many (platforms of a station with many entrances).

use super::{CLOSED, Profile};
use crate::ids::Id;
use crate::network::links::StreetLink;

/// Fewer links are all looked at: that is nothing.
pub(super) const MANY: usize = 8;

impl Profile {
    /// Of the links of one place those by which something is reached sooner than by another on the same
    /// edge, on the way from the place (`leaving`) or to it. So what is looked at grows with the edges that
    /// entrances lie on, not with the entrances.
    pub(super) fn useful(&self, links: &[StreetLink], leaving: bool) -> Option<Vec<StreetLink>> {
        // Where a bicycle can be left, what costs least by bicycle says nothing about the rest on foot.
        if links.len() < MANY || self.on_foot.is_some() {
            return None;
        }
        let needed = if leaving { 2 } else { 1 };
        let mut list: Vec<StreetLink> = (links.iter().copied())
            .filter(|l| l.ways & needed != 0)
            .collect();
        list.sort_by_key(|l| (l.edge, l.along_mm, self.off(l)));
        let mut out = Vec::new();
        for on_edge in list.chunk_by(|a, b| a.edge == b.edge) {
            let e = on_edge[0].edge.index();
            // From the places along the edge that come first, then from those behind.
            let (up, down) = if leaving { (0, 1) } else { (1, 0) };
            let mut kept = self.beaten(on_edge.iter(), self.cost[e][up], e, false);
            kept.reverse();
            let mut kept = self.beaten(kept.iter(), self.cost[e][down], e, true);
            kept.reverse();
            out.append(&mut kept);
        }
        Some(out)
    }

    /// Whether an edge is walked at its length both ways, so that costs along it are sums of lengths.
    fn plain(&self, edge: usize) -> bool {
        let length = self.length_mm[edge];
        length != CLOSED && self.cost[edge] == [length; 2]
    }

    /// What it costs to get from the nearest of some links of one plain edge to any place on it, or
    /// back; none where the edge is no plain one.
    pub(super) fn slope(&self, links: &[StreetLink]) -> Option<Slope> {
        let edge = links.first()?.edge.index();
        if links.len() < MANY || !self.plain(edge) {
            return None;
        }
        let mut at: Vec<(u32, i64)> = (links.iter())
            .map(|l| {
                (
                    l.along_mm,
                    i64::try_from(self.off(l)).unwrap_or(i64::MAX / 4),
                )
            })
            .collect();
        at.sort_unstable();
        let least = |best: &mut i64, x: i64| {
            *best = x.min(*best);
            Some(*best)
        };
        let up = at.iter().map(|(along, off)| off - i64::from(*along));
        let mut before: Vec<i64> = up.scan(i64::MAX, least).collect();
        before.insert(0, i64::MAX);
        let down = at.iter().rev().map(|(along, off)| off + i64::from(*along));
        let mut behind: Vec<i64> = down.scan(i64::MAX, least).collect();
        behind.reverse();
        behind.push(i64::MAX);
        Some(Slope {
            at: at.into_iter().map(|(along, _)| along).collect(),
            before,
            behind,
        })
    }

    /// What it costs from there to another link of the edge.
    pub(super) fn to_one(&self, from: &Slope, link: &StreetLink) -> u64 {
        from.cost(link.along_mm).saturating_add(self.off(link))
    }

    /// The links of an edge, in order along it (`back`: against it), without those that one before them
    /// stands in for: to walk on from there costs no more.
    fn beaten<'a>(
        &self,
        links: impl Iterator<Item = &'a StreetLink>,
        cost: u32,
        edge: usize,
        back: bool,
    ) -> Vec<StreetLink> {
        if cost == CLOSED {
            return links.copied().collect();
        }
        let (cost, len) = (i128::from(cost), i128::from(self.length_mm[edge].max(1)));
        // Costs are cut to whole millimetres for each piece, but on edges walked at their length.
        let cut = if cost == len { 0 } else { 2 * len };
        let mut least: Option<i128> = None;
        let mut out = Vec::new();
        for l in links {
            let along = i128::from(l.along_mm) * if back { -1 } else { 1 };
            let off = i128::from(self.off(l)) * len;
            if least.is_some_and(|least| least + cost * along + cut <= off) {
                continue;
            }
            let start = off - cost * along;
            least = Some(least.map_or(start, |l| l.min(start)));
            out.push(*l);
        }
        out
    }
}

/// Costs along an edge from the nearest of many places on it.
pub(super) struct Slope {
    /// Where these are, in order.
    at: Vec<u32>,
    /// Of the first so many: the least of what each costs less where it is. One more than places.
    before: Vec<i64>,
    /// Of those from there on: the least of what each costs and where it is. One more than places.
    behind: Vec<i64>,
}

impl Slope {
    fn cost(&self, along_mm: u32) -> u64 {
        let k = self.at.partition_point(|a| *a <= along_mm);
        let along = i64::from(along_mm);
        let up = self.before[k].saturating_add(along);
        let down = self.behind[k].saturating_sub(along);
        u64::try_from(up.min(down)).unwrap_or(0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Heading, Mode, Places, WalkScratch};
    use super::*;
    use crate::ids::{EdgeId, NodeId};
    use crate::input::osm::flag;
    use crate::network::streets::Streets;
    use crate::units::{Seconds, Speed};
    use bytemuck::Zeroable;
    use proptest::prelude::*;

    /// Junctions 0 to 3 in a row: plain streets, and a ferry of a minute in the middle.
    pub fn streets() -> Streets {
        let mut s = Streets::default();
        for (e, (mm, duration, flags)) in [
            (90_000, 0, flag::FOOT | flag::BIKE_FORWARD),
            (
                70_001,
                60,
                flag::FOOT | flag::BIKE_FORWARD | flag::BIKE_BACK,
            ),
            (50_000, 0, flag::FOOT | flag::STEPS),
        ]
        .into_iter()
        .enumerate()
        {
            s.from.push(NodeId::new(e));
            s.to.push(NodeId::new(e + 1));
            s.length_mm.push(mm);
            s.duration_s.push(duration);
            s.flags.push(flags);
        }
        s.node_position = vec![[0, 0]; 4].into();
        s
    }

    pub fn link() -> impl Strategy<Value = StreetLink> {
        (0..3u32, 0..50u32, 0..30_000u32, 0..40u32, 1..4u32).prop_map(
            |(e, at, off, fixed, ways)| StreetLink {
                edge: EdgeId(e),
                along_mm: at * 1000,
                off_mm: off,
                fixed_s: fixed,
                ways,
                // Apart by more than a join is long.
                at: [f64::from(at), f64::from(off)],
                ..StreetLink::zeroed()
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_is_reached_later_by_the_useful_links_alone(
            links in prop::collection::vec(link(), 8..60),
            others in prop::collection::vec(link(), 1..7),
            mode in 0..3u32,
        ) {
            let (streets, speed) = (streets(), Speed { mm_per_hour: 4_800_000 });
            let bicycle = Mode::Bicycle { pushing: speed };
            let (mode, speed) = match mode {
                0 => (Mode::Foot, speed),
                1 => (Mode::Wheelchair, speed),
                _ => (bicycle, Speed { mm_per_hour: 14_000_000 }),
            };
            let profile = Profile::new(&streets, mode, speed);
            // Few links are never sorted out: each of the many as a place of its own gives what is due.
            let far = Seconds(7200);
            for heading in [Heading::Out, Heading::Into] {
                let arriving = heading == Heading::Out;
                let mut scratch = WalkScratch::default();
                let mut search = |places: Vec<Vec<StreetLink>>, source: &[StreetLink]| {
                    let places = Places::new(&profile, 4, places, arriving);
                    let mut found = Vec::new();
                    scratch.search(&profile, &places, source, far, heading, &mut found);
                    found
                };
                // One place with many links, sought from one with few, and the other way about.
                let due = search(links.iter().map(|l| vec![*l]).collect(), &others);
                let due = due.into_iter().map(|(_, mm)| mm).min();
                let got = search(vec![links.clone()], &others);
                prop_assert_eq!(got.first().map(|(_, mm)| *mm), due);
                let due = links.iter().filter_map(|l| {
                    search(vec![others.clone()], &[*l]).first().map(|(_, mm)| *mm)
                });
                let due = due.min();
                let got = search(vec![others.clone()], &links);
                prop_assert_eq!(got.first().map(|(_, mm)| *mm), due);
            }
        }
    }
}
