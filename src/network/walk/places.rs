//! What a search looks for: places (stops, destinations), those linked at one spot together.
//!
//! Hundreds of platforms are reached through each entrance of a large station. What it costs to get to the entrance is
//! worked out once for all of them: a search finds spots, and each spot its places.

use super::useful::MANY;
use super::{Profile, StreetLink};
use crate::ids::{EdgeId, Id, Jagged, NodeId};
use crate::network::near::NearBy;
use std::collections::HashMap;
use std::ops::Range;

/// A set of places (stops, destinations) found from the streets during a search.
pub struct Places {
    count: usize,
    /// `(place, cost from the junction to the place)` by junction.
    pub(in super::super) at_node: Jagged<NodeId, (u32, u32)>,
    /// The same on foot, where a bicycle may be left.
    pub(in super::super) walked: Option<Jagged<NodeId, (u32, u32)>>,
    /// In the order of [`key`].
    spots: Vec<Spot>,
    /// `(place, cost of the fixed time from the spot on)`, spot by spot.
    members: Vec<(u32, u32)>,
    near: NearBy,
    /// Of spots with many places those that a straight line joins to them, and its length.
    joined: HashMap<Key, Vec<(u32, u32)>>,
}

/// Where places are linked: an entrance of a station, or where a place is itself.
pub(super) struct Spot {
    /// The link that they share but for the fixed time on top, which is left out.
    pub link: StreetLink,
    /// Where its members begin, where those end that may be reached along a street sooner than by another link of
    /// theirs, and where all end. A straight line may join the others too.
    first: u32,
    useful: u32,
    end: u32,
}

/// What tells spots apart, edge by edge.
type Key = (EdgeId, u32, [u64; 2], [u32; 3]);

fn key(l: &StreetLink) -> Key {
    let apart = [l.off_mm, l.foot_off_mm, l.beyond_mm];
    (l.edge, l.along_mm, l.at.map(f64::to_bits), apart)
}

/// One place at a spot; whether another of its links stands in for this one along streets.
struct Entry {
    link: StreetLink,
    place: u32,
    fixed: u32,
    replaced: bool,
}

impl Places {
    /// Prepares places given by their links (`links[i]` of place `i`; none or several).
    /// `arriving` says whether searches go towards the places (else away from them).
    pub fn new(
        profile: &Profile,
        nodes: usize,
        links: impl IntoIterator<Item = Vec<StreetLink>>,
        arriving: bool,
    ) -> Self {
        let needed = if arriving { 1 } else { 2 };
        let mut count = 0;
        let mut at: Vec<(NodeId, u32, u32)> = Vec::new();
        let (mut walked, mut entries) = (Vec::new(), Vec::new());
        for (place, list) in links.into_iter().enumerate() {
            count = place + 1;
            let open = |l: &&StreetLink| l.ways & needed != 0;
            let entry = |link: &StreetLink, replaced| Entry {
                link: *link,
                place: place as u32,
                fixed: profile.fixed(link) as u32,
                replaced,
            };
            let useful = profile.useful(&list, !arriving);
            if useful.is_some() {
                entries.extend(list.iter().filter(open).map(|l| entry(l, true)));
            }
            for link in useful.as_ref().unwrap_or(&list).iter().filter(open) {
                entries.push(entry(link, false));
                let entry = |(node, mm): (NodeId, u64)| {
                    (node, place as u32, mm.min(u64::from(u32::MAX)) as u32)
                };
                let ends = profile.to_ends(link, !arriving);
                at.extend(ends.into_iter().flatten().map(entry));
                if let Some(on_foot) = &profile.on_foot {
                    let ends = profile.to_ends_at(on_foot.cost(link.edge), link, !arriving);
                    walked.extend(ends.into_iter().flatten().map(entry));
                }
            }
        }
        let (spots, members) = by_spot(entries);
        let mut places = Self {
            count,
            at_node: by_node(nodes, at),
            walked: profile.on_foot.as_ref().map(|_| by_node(nodes, walked)),
            near: NearBy::new(spots.iter().map(|s| &s.link)),
            joined: HashMap::new(),
            spots,
            members,
        };
        let many = |s: &&Spot| (s.end - s.first) as usize >= MANY;
        places.joined = (places.spots.iter().filter(many))
            .map(|s| (key(&s.link), places.straight(&s.link)))
            .collect();
        places
    }

    /// The numbers of the spots on an edge.
    pub(super) fn on(&self, edge: EdgeId) -> Range<usize> {
        let first = self.spots.partition_point(|s| s.link.edge < edge);
        let on_edge = self.spots[first..].iter();
        first..first + on_edge.take_while(|s| s.link.edge == edge).count()
    }

    /// A spot by its number.
    pub(super) fn spot(&self, number: usize) -> &Spot {
        &self.spots[number]
    }

    /// Number of spots.
    pub(super) fn spots(&self) -> usize {
        self.spots.len()
    }

    /// The places of a spot that are reached along a street, `(place, cost from the spot on)`.
    pub(super) fn along(&self, spot: usize) -> &[(u32, u32)] {
        let spot = &self.spots[spot];
        &self.members[spot.first as usize..spot.useful as usize]
    }

    /// The places of a spot that are reached by a straight line: all.
    pub(super) fn beside(&self, spot: usize) -> &[(u32, u32)] {
        let spot = &self.spots[spot];
        &self.members[spot.first as usize..spot.end as usize]
    }

    /// Calls `found` with each spot that a straight line joins to a link of a source, and the length of the line.
    /// A source with `many` links may be a station of which that is known beforehand.
    pub(super) fn each_joined(
        &self,
        link: &StreetLink,
        many: bool,
        mut found: impl FnMut(u32, u32),
    ) {
        let known = if many {
            self.joined.get(&key(link))
        } else {
            None
        };
        if let Some(joined) = known {
            joined.iter().for_each(|(spot, mm)| found(*spot, *mm));
            return;
        }
        self.near.each(link, |number| {
            if let Some(mm) = link.join_mm(&self.spots[number as usize].link) {
                found(number, mm);
            }
        });
    }

    fn straight(&self, link: &StreetLink) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        self.each_joined(link, false, |spot, mm| out.push((spot, mm)));
        out
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.count
    }
    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Spots in the order of their keys, and their members.
fn by_spot(mut entries: Vec<Entry>) -> (Vec<Spot>, Vec<(u32, u32)>) {
    entries.sort_unstable_by_key(|e| (key(&e.link), e.place, e.fixed, e.replaced));
    // A link that nothing stands in for is among all links of its place once more.
    entries.dedup_by_key(|e| (key(&e.link), e.place, e.fixed));
    let (mut spots, mut members) = (Vec::new(), Vec::with_capacity(entries.len()));
    for group in entries.chunk_by(|a, b| key(&a.link) == key(&b.link)) {
        let first = members.len() as u32;
        let of = |replaced: bool| {
            let some = group.iter().filter(move |e| e.replaced == replaced);
            some.map(|e| (e.place, e.fixed))
        };
        members.extend(of(false));
        let useful = members.len() as u32;
        members.extend(of(true));
        let link = StreetLink {
            fixed_s: 0,
            ..group[0].link
        };
        spots.push(Spot {
            link,
            first,
            useful,
            end: members.len() as u32,
        });
    }
    (spots, members)
}

/// `(junction, place, cost)` by junction.
fn by_node(nodes: usize, mut at: Vec<(NodeId, u32, u32)>) -> Jagged<NodeId, (u32, u32)> {
    at.sort_unstable();
    at.dedup_by_key(|(node, place, _)| (*node, *place));
    let mut start = vec![0u32; nodes + 1];
    for (n, _, _) in &at {
        start[n.index() + 1] += 1;
    }
    for n in 0..nodes {
        start[n + 1] += start[n];
    }
    let items = at.into_iter().map(|(_, p, mm)| (p, mm)).collect();
    Jagged::from_parts(start, items).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::useful::tests::{link, streets};
    use super::super::{Heading, Mode, WalkScratch};
    use super::*;
    use crate::units::{Seconds, Speed};
    use proptest::prelude::*;

    const SPEED: Speed = Speed {
        mm_per_hour: 4_800_000,
    };

    /// Entrances so near one another that straight lines join some.
    fn doors(least: usize, most: usize) -> impl Strategy<Value = Vec<StreetLink>> {
        let near = |l: StreetLink| StreetLink {
            at: [l.at[0] * 1e-5, l.at[1] * 1e-8],
            foot_off_mm: l.off_mm,
            ..l
        };
        prop::collection::vec(link().prop_map(near), least..most)
    }

    /// Links of stops, each through all doors, at times and in directions of its own.
    fn through(doors: &[StreetLink], times: &[Vec<(u32, u32)>]) -> Vec<Vec<StreetLink>> {
        let of_stop = |times: &Vec<(u32, u32)>| {
            let each = doors.iter().zip(times);
            each.map(|(door, &(fixed_s, ways))| StreetLink {
                fixed_s,
                ways,
                ..*door
            })
            .collect()
        };
        times.iter().map(of_stop).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn stops_that_share_doors_are_found_as_by_each_pair_of_links(
            doors in doors(6, 12),
            times in prop::collection::vec(prop::collection::vec((0..90u32, 1..4u32), 12), 9..12),
            others in doors(1, 10),
            wheelchair: bool,
        ) {
            let streets = streets();
            let mode = if wheelchair { Mode::Wheelchair } else { Mode::Foot };
            let profile = Profile::new(&streets, mode, SPEED);
            let stops = through(&doors, &times);
            let far = Seconds(7200);
            let mut scratch = WalkScratch::default();
            for heading in [Heading::Out, Heading::Into] {
                let arriving = heading == Heading::Out;
                let mut search = |places: &Places, source: &[StreetLink]| {
                    let mut found = Vec::new();
                    scratch.search(&profile, places, source, far, heading, &mut found);
                    found
                };
                let all = Places::new(&profile, 4, stops.iter().cloned(), arriving);
                // Each link alone: nothing to share, to sort out or to know beforehand.
                let alone = |l: &StreetLink| Places::new(&profile, 4, [vec![*l]], arriving);
                let alone: Vec<Vec<Places>> =
                    stops.iter().map(|links| links.iter().map(alone).collect()).collect();
                for source in [&stops[0], &others] {
                    let mut due = Vec::new();
                    for (stop, links) in alone.iter().enumerate() {
                        let pairs = links.iter().flat_map(|to| source.iter().map(move |from| (to, from)));
                        let costs = pairs.filter_map(|(to, from)| Some(search(to, &[*from]).first()?.1));
                        due.extend(costs.min().map(|mm| (stop as u32, mm)));
                    }
                    prop_assert_eq!(search(&all, source), due);
                }
            }
        }
    }

    #[test]
    fn spots_grow_with_doors_and_not_with_doors_times_platforms() {
        let streets = streets();
        let profile = Profile::new(&streets, Mode::Foot, SPEED);
        let door = |k: u32| StreetLink {
            at: [f64::from(k) * 1e-5, 0.0],
            edge: EdgeId(0),
            along_mm: k * 200,
            off_mm: 2_000,
            foot_off_mm: 2_000,
            ways: 3,
            ..bytemuck::Zeroable::zeroed()
        };
        let doors: Vec<StreetLink> = (0..400).map(door).collect();
        let times: Vec<Vec<(u32, u32)>> = (0..400u32)
            .map(|stop| (0..400).map(|k| (stop.abs_diff(k), 3)).collect())
            .collect();
        let places = Places::new(&profile, 4, through(&doors, &times), true);
        assert_eq!(places.spots(), 400);
        assert_eq!(places.members.len(), 400 * 400);
        // A door is 1.1 m from the next: four metres reach seven of them.
        let joined: usize = places.joined.values().map(Vec::len).sum();
        assert!(joined <= 400 * 8, "{joined}");
    }
}
