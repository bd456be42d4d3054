//! Towns for tests: streets in metres, a timetable in seconds, people and windows. Built by hand
//! in `builder.rs`, by chance in `random.rs`.
//!
//! Stops and points lie on junctions, so that their links are beyond dispute (no metre off the
//! street, at the end of a street) and engine and reference agree to the second. Or they lie
//! off the streets, where no leg is within millimetres of lasting a second more or less.

use super::linking::Ground;
use super::reference::{Person, RefTown};
use super::walking::{Mode, Place, Street, legs, over_streets, straight};
use bereik::ids::{EdgeId, Jagged, NodeId};
use bereik::input::gtfs::{Agency, Call, Feed, Route, Service, Stop, StopKind, Trip};
use bereik::input::osm::flag;
use bereik::network::streets::Streets;
use bereik::units::LonLat;
use chrono::{Days, NaiveDate};

/// Farthest link of most towns, metres.
pub const MAX_SNAP: f64 = 500.0;

/// A town, a person and the windows asked about.
#[derive(Clone, Debug)]
pub struct Town {
    /// Junctions in 1e-7 degrees (lon, lat), and behind them other places.
    pub nodes: Vec<[i32; 2]>,
    pub streets: Vec<Street>,
    pub feeds: Vec<Feed>,
    /// Junctions one starts from and goes to.
    pub origins: Vec<usize>,
    pub destinations: Vec<usize>,
    /// Parts of the streets of fewer junctions are small.
    pub island: usize,
    /// Farthest link, metres.
    pub snap: f64,
    pub date: NaiveDate,
    pub person: Person,
    /// First departure (or deadline), their number and the seconds between them.
    pub start: i64,
    pub count: i64,
    pub step: i64,
}

/// Services every town's feeds have, by index.
pub const TODAY: u32 = 0;
pub const YESTERDAY: u32 = 1;
pub const TOMORROW: u32 = 2;
pub const EVERY_DAY: u32 = 3;
pub const NEVER: u32 = 4;

/// The services above, for `date`.
pub fn services(date: NaiveDate) -> Vec<Service> {
    let on = |id: &str, day: NaiveDate| Service {
        id: id.into(),
        added: vec![day],
        ..Service::default()
    };
    let weekly = Some(([true; 7], date - Days::new(60), date + Days::new(60)));
    vec![
        on("today", date),
        on("yesterday", date - Days::new(1)),
        on("tomorrow", date + Days::new(1)),
        Service {
            id: "every-day".into(),
            weekly,
            ..Service::default()
        },
        Service {
            id: "never".into(),
            weekly,
            removed: (-7..=7)
                .map(|d: i64| date + chrono::Duration::days(d))
                .collect(),
            ..Service::default()
        },
    ]
}

/// Metres east and north of the towns' corner, in 1e-7 degrees.
///
/// Towns are drawn 0.025 % too small: positions are whole 1e-7 degrees (about a centimetre), and so
/// a street of 80 m is never a millimetre too long to be walked in the minute it should take. A leg
/// lasts whole seconds rounded up, which makes good for it exactly.
pub fn at_metres(x: f64, y: f64) -> [i32; 2] {
    // Radii of curvature of WGS 84 at 52.1 degrees north, in metres a degree.
    let (east, north) = (68_524.9, 111_269.2);
    [
        ((5.1 + x * 0.99975 / east) * 1e7).round() as i32,
        ((52.1 + y * 0.99975 / north) * 1e7).round() as i32,
    ]
}

fn degrees(p: [i32; 2]) -> LonLat {
    bereik::units::degrees(p)
}

/// A street open to all, as long as its geodesic on WGS 84.
pub fn plain_street(nodes: &[[i32; 2]], ends: [usize; 2], bend: Option<[i32; 2]>) -> Street {
    let shape: Vec<LonLat> = [nodes[ends[0]]]
        .into_iter()
        .chain(bend)
        .chain([nodes[ends[1]]])
        .map(degrees)
        .collect();
    let metres: f64 = shape.windows(2).map(|w| w[0].distance_m(w[1])).sum();
    Street {
        ends,
        bend,
        mm: (metres * 1000.0).round() as u32,
        foot: true,
        wheels: true,
        bike: [true, true],
        push: true,
        ferry: false,
        tunnel: false,
    }
}

impl Town {
    /// Position of a junction.
    pub fn position(&self, node: usize) -> LonLat {
        degrees(self.nodes[node])
    }
    /// Departures or deadlines.
    pub fn times(&self) -> Vec<i64> {
        (0..self.count)
            .map(|i| self.start + i * self.step)
            .collect()
    }
    /// The town as the reference takes it, linked by the tests' own linking.
    pub fn reference(&self) -> RefTown {
        let nodes = self.positions();
        let ground = self.ground(&nodes);
        self.reference_linked(|p| ground.link(p))
    }
    fn positions(&self) -> Vec<LonLat> {
        self.nodes.iter().map(|&p| degrees(p)).collect()
    }
    /// What catches points; `nodes` are the positions of the town's.
    fn ground<'a>(&'a self, nodes: &'a [LonLat]) -> Ground<'a> {
        let linked = |s: &&Stop| matches!(s.kind, StopKind::Stop | StopKind::Entrance);
        let stops = self.feeds.iter().flat_map(|f| &f.stops).filter(linked);
        let stops: Vec<LonLat> = stops.filter_map(|s| s.position).collect();
        Ground::new(nodes, &self.streets, &stops, self.island, self.snap)
    }
    /// The town as the reference takes it, with links given from outside.
    pub fn reference_linked(&self, place: impl Fn(LonLat) -> Place) -> RefTown {
        RefTown {
            streets: self.streets.clone(),
            stops: (self.feeds.iter().flat_map(|f| &f.stops))
                .map(|s| s.position.map(&place).unwrap_or_default())
                .collect(),
            origins: (self.origins.iter())
                .map(|&n| place(self.position(n)))
                .collect(),
            destinations: (self.destinations.iter())
                .map(|&n| place(self.position(n)))
                .collect(),
            feeds: self.feeds.clone(),
        }
    }
    /// The streets as the engine takes them; street `i` is edge `i`.
    pub fn to_streets(&self) -> Streets {
        let ends = self.streets.iter().flat_map(|s| s.ends);
        let junctions = ends.max().map_or(0, |n| n + 1);
        let mut out = Streets {
            node_position: self.nodes[..junctions].to_vec().into(),
            shape: Jagged::new(),
            ..Streets::default()
        };
        for (i, s) in self.streets.iter().enumerate() {
            let [a, b] = s.ends;
            out.from.push(NodeId(a as u32));
            out.to.push(NodeId(b as u32));
            out.length_mm.push(s.mm);
            out.duration_s.push(0);
            let mut flags = 0;
            for (set, bit) in [
                (s.foot, flag::FOOT),
                (s.bike[0], flag::BIKE_FORWARD),
                (s.bike[1], flag::BIKE_BACK),
                (s.foot && !s.push, flag::STEPS),
                (s.foot && s.push && !s.wheels, flag::NO_WHEELCHAIR),
                (s.ferry, flag::FERRY),
                (s.tunnel, flag::TUNNEL),
            ] {
                if set {
                    flags |= bit;
                }
            }
            out.flags.push(flags);
            out.way.push(1000 + i as i64);
            out.class.push(1);
            let shape = [self.nodes[a]].into_iter().chain(s.bend);
            let _: EdgeId = out.shape.push(shape.chain([self.nodes[b]]));
        }
        components(&mut out);
        out
    }
    /// Junctions at which there is a stop or a point.
    pub fn used_nodes(&self) -> Vec<usize> {
        let stops = self.feeds.iter().flat_map(|f| &f.stops).filter_map(|s| {
            let p = s.position?;
            (0..self.nodes.len()).find(|&n| self.position(n) == p)
        });
        (self.origins.iter().chain(&self.destinations).copied())
            .chain(stops)
            .collect()
    }
    /// Whether engine and reference must agree to the second.
    pub fn is_certain(&self) -> bool {
        self.is_anchored() || self.is_clear()
    }
    /// Whether links on foot and in a wheelchair are certain, and no walk is within 5 mm of lasting a
    /// second more or less, wherever stops and points lie.
    fn is_clear(&self) -> bool {
        if self.person.bicycle.is_some() {
            return false;
        }
        let nodes = self.positions();
        let ground = self.ground(&nodes);
        // Who holds which part is a matter of links on foot.
        let mut modes = vec![Mode::Foot { walk: 3600 }];
        if self.person.wheelchair.is_some() {
            modes.push(Mode::Wheels { walk: 3600 });
        }
        let wheels = modes.len() > 1;
        let linked = |n: usize| {
            let at = nodes[n];
            ground.is_clear(at, |_| true) && (!wheels || ground.is_clear(at, |s| s.wheels))
        };
        if !self.used_nodes().into_iter().all(linked) {
            return false;
        }
        let town = self.reference();
        let places = [town.origins, town.stops, town.destinations].concat();
        let second = i64::from(self.person.walk);
        let clear = |mode: Mode, from: &Place| {
            // At 3600 mm an hour, seconds are millimetres.
            let all = legs(&town.streets, mode, from, &places, i64::MAX);
            all.into_iter().flatten().all(|mm| {
                let over = (mm * 3600) % second;
                mm == 0 || (over > 5 * 3600 && second - over > 5 * 3600)
            })
        };
        // Nor any straight line within 2 cm of being too long to join two places, where that matters.
        let joins_are_clear = |mode: Mode, from: &Place| {
            let ways = over_streets(&town.streets, mode, from, &places);
            ways.into_iter().zip(&places).all(|(way, to)| {
                straight(mode, from, to).is_none_or(|(line, links)| {
                    line.abs_diff(links) > 20 || way.is_some_and(|way| way <= line + 5)
                })
            })
        };
        (modes.iter()).all(|mode| {
            (places.iter()).all(|from| joins_are_clear(*mode, from) && clear(*mode, from))
        })
    }
    /// Whether every stop and point lies on a street open to all, so that its link is certain. Not in a town
    /// with streets that catch some points only.
    pub fn is_anchored(&self) -> bool {
        if self.island > 0 || self.streets.iter().any(|s| s.ferry || s.tunnel) {
            return false;
        }
        let open = |node: usize| {
            let mut touching = self.streets.iter().filter(|s| s.ends.contains(&node));
            touching.any(|s| s.foot && s.wheels && s.push)
        };
        self.used_nodes().into_iter().all(open)
    }
}

/// Fills in the walking components: by size, largest first, ties by lowest junction.
fn components(s: &mut Streets) {
    let mut group: Vec<usize> = (0..s.nodes()).collect();
    let foot: Vec<(usize, usize)> = (0..s.edges())
        .filter(|&e| s.flags[e] & flag::FOOT != 0)
        .map(|e| (s.from[e].0 as usize, s.to[e].0 as usize))
        .collect();
    let mut changed = true;
    while changed {
        changed = false;
        for &(a, b) in &foot {
            let least = group[a].min(group[b]);
            changed |= group[a] != group[b];
            (group[a], group[b]) = (least, least);
        }
    }
    let on_foot = |n: usize| foot.iter().any(|&(a, b)| a == n || b == n);
    let mut sizes: Vec<(std::cmp::Reverse<usize>, usize)> = (0..s.nodes())
        .filter(|&n| group[n] == n && on_foot(n))
        .map(|n| {
            (
                std::cmp::Reverse(group.iter().filter(|&&g| g == n).count()),
                n,
            )
        })
        .collect();
    sizes.sort_unstable();
    s.component = (0..s.nodes())
        .map(|n| {
            let place = sizes.iter().position(|&(_, root)| root == group[n]);
            place.map_or(u32::MAX, |c| c as u32)
        })
        .collect();
    s.component_size = sizes.iter().map(|(n, _)| n.0 as u32).collect();
}

/// Adds a trip of `(stop, arrival, departure, boards, alights)`; gives its index.
pub fn add_trip(
    feed: &mut Feed,
    route: u32,
    service: u32,
    block: Option<u32>,
    calls: &[(u32, i32, i32, bool, bool)],
) -> u32 {
    let start = feed.calls.len();
    feed.calls.extend(
        calls
            .iter()
            .map(|&(stop, arrival, departure, boards, alights)| Call {
                stop,
                arrival,
                departure,
                boards,
                alights,
            }),
    );
    feed.trips.push(Trip {
        id: format!("t{}", feed.trips.len()),
        route,
        service,
        block,
        calls: start..feed.calls.len(),
        ..Trip::default()
    });
    feed.trips.len() as u32 - 1
}

/// An empty feed with the usual services.
pub fn empty_feed(name: &str, zone: chrono_tz::Tz, date: NaiveDate) -> Feed {
    Feed {
        name: name.into(),
        timezone: zone,
        agencies: vec![Agency {
            id: "a".into(),
            name: "Town Transit".into(),
        }],
        services: services(date),
        ..Feed::default()
    }
}

/// Gives a feed service on all days: a trip every day between two stops nobody gets to. Without
/// any trip on a date the engine rightly refuses that date.
pub fn add_ghost(feed: &mut Feed) {
    let route = feed.routes.len() as u32;
    feed.routes.push(Route {
        id: "ghost".into(),
        agency: Some(0),
        short_name: "ghost".into(),
        kind: 3,
        ..Route::default()
    });
    let first = feed.stops.len() as u32;
    for id in ["nowhere", "nowhere-else"] {
        feed.stops.push(Stop {
            id: id.into(),
            ..Stop::default()
        });
    }
    let noon = 12 * 3600;
    let calls = [
        (first, noon, noon, true, true),
        (first + 1, noon + 60, noon + 60, true, true),
    ];
    add_trip(feed, route, EVERY_DAY, None, &calls);
}
