//! Access and egress legs, and going all the way without a vehicle.

use crate::ids::StopId;
use crate::network::Network;
use crate::network::cycling::Stands;
use crate::network::links::StreetLink;
use crate::network::walk::{Heading, Mode, Places, Profile, WalkScratch};
use crate::travel::Traveller;
use crate::units::Seconds;
use std::sync::Arc;

/// Which end of a trip a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Trips start here: legs lead away from it.
    Origin,
    /// Trips end here: legs lead towards it.
    Destination,
}

/// One way of getting along the streets, and what it may be used for.
struct Means {
    profile: Arc<Profile>,
    places: Places,
    /// Where the bicycle stands, if it is one.
    stands: Option<Stands>,
    longest: Longest,
}

/// The longest legs of a means; none for what it isn't used for.
#[derive(Clone, Copy)]
struct Longest {
    to_stops: Option<Seconds>,
    all_the_way: Option<Seconds>,
}

/// Legs of the points at one end of trips: to (or from) stops, and all the way to (or from) the
/// points of the other end.
pub struct Legs {
    stops: u32,
    /// Stops and points.
    places: u32,
    heading: Heading,
    means: Vec<Means>,
}

/// What lies within one leg of a point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// `(stop, seconds)`, by stop; without boarding slack.
    pub stops: Vec<(StopId, u32)>,
    /// `(point of the other end, seconds)`, by point.
    pub direct: Vec<(u32, u32)>,
}

/// Memory of leg searches.
#[derive(Default)]
pub struct LegScratch {
    walk: WalkScratch,
    found: Vec<(u32, u32)>,
    /// Seconds by place, [`u32::MAX`] where none; and the places that have some.
    best: Vec<u32>,
    places: Vec<u32>,
}

impl Longest {
    /// The longest leg of any use; none without a use.
    fn longest(self) -> Option<Seconds> {
        self.to_stops.max(self.all_the_way)
    }
}

impl Legs {
    /// Prepares the legs of points at `end`; `others` are the links of the points of the other end.
    pub fn new(
        network: &Network,
        traveller: &Traveller,
        end: End,
        others: &[Option<StreetLink>],
    ) -> Self {
        let wheelchair = traveller.wheelchair.is_some();
        let served = network.walked_to();
        let stop_links: Vec<Vec<StreetLink>> =
            (network.stop_links_for(wheelchair).into_iter().zip(&served))
                .map(|(links, served)| if *served { links } else { Vec::new() })
                .collect();
        // What a means isn't used for is not looked for.
        let means = |profile: &Arc<Profile>, stands, longest: Longest| {
            let stops = stop_links.iter().map(|l| match longest.to_stops {
                Some(_) => l.clone(),
                None => Vec::new(),
            });
            let points = others.iter().map(|l| match longest.all_the_way {
                Some(_) => l.iter().copied().collect(),
                None => Vec::new(),
            });
            let (nodes, links) = (network.streets.nodes(), stops.chain(points));
            Means {
                places: Places::new(profile, nodes, links, end == End::Origin),
                profile: profile.clone(),
                stands,
                longest,
            }
        };
        let profile = |mode, speed| Arc::new(Profile::new(&network.streets, mode, speed));
        let foot = if wheelchair {
            Mode::Wheelchair
        } else {
            Mode::Foot
        };
        let on_foot = Longest {
            to_stops: Some(traveller.max_walk),
            all_the_way: (!others.is_empty()).then(|| traveller.walk_only()),
        };
        let mut list = vec![means(&profile(foot, traveller.walk), None, on_foot)];
        if let Some(b) = traveller.bicycle {
            let to_stops = if end == End::Origin {
                b.access
            } else {
                b.egress
            };
            // All the way by bicycle where it stands at the origin.
            let all_the_way = b.access && !others.is_empty();
            let longest = |to_stops: bool, all_the_way: bool| Longest {
                to_stops: to_stops.then_some(b.max),
                all_the_way: all_the_way.then_some(b.max),
            };
            let riding = Mode::Bicycle {
                pushing: traveller.walk,
            };
            let apart = [
                (Stands::AtSource, longest(to_stops, false)),
                (Stands::AtPlaces, longest(false, all_the_way)),
            ];
            let together = [(Stands::AtSource, longest(to_stops, all_the_way))];
            let uses = match end {
                End::Origin => &together[..],
                End::Destination => &apart[..],
            };
            let mut ridden = None;
            for (stands, longest) in uses {
                if longest.longest().is_some() {
                    let profile = ridden.get_or_insert_with(|| profile(riding, b.speed));
                    list.push(means(profile, Some(*stands), *longest));
                }
            }
        }
        let heading = if end == End::Origin {
            Heading::Out
        } else {
            Heading::Into
        };
        Self {
            stops: stop_links.len() as u32,
            places: (stop_links.len() + others.len()) as u32,
            heading,
            means: list,
        }
    }

    /// The legs of one point. Allocates nothing once `scratch` and `out` have served a point of the
    /// same legs with as much around it.
    pub fn reach(&self, scratch: &mut LegScratch, link: &StreetLink, out: &mut Reach) {
        let LegScratch {
            walk,
            found,
            best,
            places,
        } = scratch;
        if best.len() < self.places as usize {
            best.resize(self.places as usize, u32::MAX);
        }
        for m in &self.means {
            let Some(budget) = m.longest.longest() else {
                continue;
            };
            let (profile, links) = (&m.profile, &[*link]);
            match m.stands {
                None => walk.search(profile, &m.places, links, budget, self.heading, found),
                Some(stands) => walk.search_cycling(
                    profile,
                    &m.places,
                    links,
                    budget,
                    self.heading,
                    stands,
                    found,
                ),
            }
            let reach = |longest: Option<Seconds>| longest.map(|s| profile.speed().reach_mm(s));
            let to_stops = reach(m.longest.to_stops);
            let all_the_way = reach(m.longest.all_the_way);
            for &(place, mm) in &*found {
                let most = if place < self.stops {
                    to_stops
                } else {
                    all_the_way
                };
                if most.is_none_or(|most| mm > most) {
                    continue;
                }
                let seconds = m.profile.speed().time_for(mm).0;
                let best = &mut best[place as usize];
                if *best == u32::MAX {
                    places.push(place);
                }
                *best = seconds.min(*best);
            }
        }
        places.sort_unstable();
        out.clear();
        for place in places.drain(..) {
            let seconds = std::mem::replace(&mut best[place as usize], u32::MAX);
            match place.checked_sub(self.stops) {
                None => out.stops.push((StopId(place), seconds)),
                Some(point) => out.direct.push((point, seconds)),
            }
        }
    }
}

impl Reach {
    /// Nothing within a leg.
    pub fn clear(&mut self) {
        self.stops.clear();
        self.direct.clear();
    }
}
