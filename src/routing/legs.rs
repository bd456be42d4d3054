//! Access and egress legs, and going all the way without a vehicle.

use super::Traveller;
use crate::ids::StopId;
use crate::network::Network;
use crate::network::links::StreetLink;
use crate::network::walk::{Heading, Mode, Places, Profile, WalkScratch};
use crate::units::Seconds;

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
    profile: Profile,
    places: Places,
    longest: Seconds,
    to_stops: bool,
    all_the_way: bool,
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
        let means = |mode, speed, longest, to_stops, all_the_way| {
            let profile = Profile::new(&network.streets, mode, speed);
            let links = stop_links
                .iter()
                .cloned()
                .chain(others.iter().map(|l| l.iter().copied().collect()));
            let places = Places::new(&profile, network.streets.nodes(), links, end == End::Origin);
            Means {
                profile,
                places,
                longest,
                to_stops,
                all_the_way,
            }
        };
        let foot = if wheelchair {
            Mode::Wheelchair
        } else {
            Mode::Foot
        };
        let mut list = vec![means(foot, traveller.walk, traveller.max_walk, true, true)];
        if let Some(b) = traveller.bicycle {
            let to_stops = if end == End::Origin {
                b.access
            } else {
                b.egress
            };
            // All the way by bicycle where it stands at the origin.
            if to_stops || b.access {
                list.push(means(
                    Mode::Bicycle {
                        pushing: traveller.walk,
                    },
                    b.speed,
                    b.max,
                    to_stops,
                    b.access,
                ));
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
            walk.search(
                &m.profile,
                &m.places,
                &[*link],
                m.longest,
                self.heading,
                found,
            );
            for &(place, mm) in &*found {
                let allowed = if place < self.stops {
                    m.to_stops
                } else {
                    m.all_the_way
                };
                if !allowed {
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
