//! What may go: a line, a stop or a single trip; the timetable without it.

use super::effort::{WeeklyCost, WeeklyCosts};
use crate::ids::{Id, Jagged, RouteId, StopId, TripId};
use crate::network::Network;
use crate::network::copies::Copies;
use crate::network::mode::VehicleKind;
use crate::network::timetable::{Call, Frequency, Timetable};
use crate::units::ClockTime;
use std::collections::BTreeMap;

/// A kind of thing that may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A route with all its trips.
    Line,
    /// A stop (a platform, where a station has several): no vehicle calls there.
    Stop,
    /// A trip, on all its days; with all its vehicles where it runs by frequency.
    Trip,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Line, Kind::Stop, Kind::Trip];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Line => "line",
            Kind::Stop => "stop",
            Kind::Trip => "trip",
        }
    }
}

/// One thing that may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// A line.
    Line(RouteId),
    /// Two lines that run the same trips: without one of them the other still does.
    Both(RouteId, RouteId),
    /// A stop.
    Stop(StopId),
    /// A trip.
    Trip(TripId),
}

/// How a cut is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Id in the feed.
    pub id: String,
    /// Name as a passenger knows it.
    pub name: String,
    /// What runs; none for a stop.
    pub vehicle: Option<VehicleKind>,
}

impl Cut {
    /// Of which kind.
    pub fn kind(self) -> Kind {
        match self {
            Cut::Line(_) | Cut::Both(..) => Kind::Line,
            Cut::Stop(_) => Kind::Stop,
            Cut::Trip(_) => Kind::Trip,
        }
    }

    /// Whether it is two lines together.
    pub fn is_pair(self) -> bool {
        matches!(self, Cut::Both(..))
    }

    /// Everything of some kinds: lines and stops with any trip, each two lines that run the same trips, and all trips.
    pub fn all(t: &Timetable, kinds: &[Kind]) -> Vec<Cut> {
        let mut out = Vec::new();
        if kinds.contains(&Kind::Line) {
            let mut runs = vec![false; t.route_id.len()];
            t.trip_route.iter().for_each(|r| runs[r.index()] = true);
            let lines = (0..runs.len()).filter(|r| runs[*r]);
            out.extend(lines.map(|r| Cut::Line(RouteId::new(r))));
            out.extend(alike(t).into_iter().map(|(a, b)| Cut::Both(a, b)));
        }
        if kinds.contains(&Kind::Stop) {
            let served = t.served();
            let stops = (0..served.len()).filter(|s| served[*s]);
            out.extend(stops.map(|s| Cut::Stop(StopId::new(s))));
        }
        if kinds.contains(&Kind::Trip) {
            out.extend((0..t.trips()).map(|x| Cut::Trip(TripId::new(x))));
        }
        out
    }

    /// The timetable without it. All other times stay.
    pub fn applied(self, t: &Timetable) -> Timetable {
        match self {
            Cut::Line(route) => t.without(|x| t.trip_route[x.index()] == route),
            Cut::Both(a, b) => t.without(|x| [a, b].contains(&t.trip_route[x.index()])),
            Cut::Trip(trip) => t.without(|x| x == trip),
            Cut::Stop(stop) => without_calls(t, |_, call| call.stop == stop),
        }
    }

    /// The network without it, as good as built anew.
    pub fn network(self, network: &Network) -> Network {
        network.with_timetable(self.applied(&network.timetable))
    }

    /// The network without it, for searching only: findings stay, and so do walks of stops at which
    /// nothing calls any more, which lead nowhere.
    pub fn searchable(self, network: &Network) -> Network {
        let mut without = network.clone();
        without.timetable = self.applied(&network.timetable);
        without
    }

    /// What the week (Monday to Sunday) of a date is spared without it; none for stops, at which
    /// vehicles would pass through.
    pub fn effort(self, efforts: &WeeklyCosts, t: &Timetable) -> Option<WeeklyCost> {
        match self {
            Cut::Stop(_) => None,
            Cut::Trip(trip) => Some(efforts.of_trip(trip)),
            Cut::Line(route) => Some(efforts.of_lines(&[route], t)),
            Cut::Both(a, b) => Some(efforts.of_lines(&[a, b], t)),
        }
    }

    /// How it is called.
    pub fn named(self, t: &Timetable) -> Named {
        match self {
            Cut::Line(route) => Named {
                id: t.route_id.get(route.index()).into(),
                name: t.line_name(route).into(),
                vehicle: Some(VehicleKind::of(t.route_kind[route.index()])),
            },
            Cut::Both(a, b) => {
                let [a, b] = [a, b].map(|route| Cut::Line(route).named(t));
                let alike = a.vehicle == b.vehicle;
                Named {
                    id: format!("{} + {}", a.id, b.id),
                    name: format!("{} + {}", a.name, b.name),
                    vehicle: a
                        .vehicle
                        .map(|kind| if alike { kind } else { VehicleKind::Other }),
                }
            }
            Cut::Stop(stop) => Named {
                id: t.stop_id.get(stop.index()).into(),
                name: t.stop_label(stop).into(),
                vehicle: None,
            },
            Cut::Trip(trip) => {
                let Journey { line, at, from, to } = journey(trip, t);
                let route = t.trip_route[trip.index()];
                Named {
                    id: t.trip_id.get(trip.index()).into(),
                    name: format!("{line}, {at} from {from} to {to}"),
                    vehicle: Some(VehicleKind::of(t.route_kind[route.index()])),
                }
            }
        }
    }
}

/// How a passenger tells a trip from others.
pub struct Journey<'a> {
    /// The line.
    pub line: &'a str,
    /// First departure.
    pub at: ClockTime,
    /// First stop.
    pub from: &'a str,
    /// Last stop.
    pub to: &'a str,
}

/// How a passenger tells a trip from others; stops are empty where it calls nowhere.
pub fn journey(trip: TripId, t: &Timetable) -> Journey<'_> {
    let calls = &t.calls[trip];
    let stop = |c: Option<&Call>| c.map_or("", |c| t.stop_label(c.stop));
    Journey {
        line: t.line_name(t.trip_route[trip.index()]),
        at: ClockTime(calls.first().map_or(0, |c| c.departure)),
        from: stop(calls.first()),
        to: stop(calls.last()),
    }
}

/// A timetable without some calls; trips that would call once or nowhere are left out. Trips by
/// frequency that lose their first call keep their times at the others.
pub fn without_calls(t: &Timetable, gone: impl Fn(TripId, &Call) -> bool) -> Timetable {
    let mut later = vec![0; t.trips()];
    let mut short = vec![false; t.trips()];
    let mut calls = Jagged::new();
    for x in 0..t.trips() {
        let trip = TripId::new(x);
        let all = &t.calls[trip];
        let kept: Vec<Call> = all.iter().filter(|c| !gone(trip, c)).copied().collect();
        short[x] = kept.len() < 2;
        if let (Some(was), Some(is)) = (all.first(), kept.first()) {
            later[x] = is.departure.saturating_sub(was.departure);
        }
        calls.push(kept);
    }
    let mut out = t.clone();
    out.calls = calls;
    out.frequencies = (t.frequencies.iter())
        .map(|f| Frequency {
            start: f.start.saturating_add(later[f.trip.index()]),
            end: f.end.saturating_add(later[f.trip.index()]),
            ..*f
        })
        .collect();
    out.without(|x| short[x.index()])
}

/// Each two lines of which at least half of the trips of one run as trips of the other on the same days as well, in the
/// order of the timetable.
pub fn alike(t: &Timetable) -> Vec<(RouteId, RouteId)> {
    let mut trips: BTreeMap<RouteId, usize> = BTreeMap::new();
    for route in t.trip_route.iter() {
        *trips.entry(*route).or_default() += 1;
    }
    let mut shared: BTreeMap<(RouteId, RouteId), usize> = BTreeMap::new();
    for (copy, first) in Copies::new(t).on_any_day(t) {
        let [a, b] = [copy, first].map(|trip| t.trip_route[trip.index()]);
        if a != b {
            *shared.entry((a.min(b), a.max(b))).or_default() += 1;
        }
    }
    let mostly = |((a, b), n): &((RouteId, RouteId), usize)| {
        let fewest = [a, b].into_iter().filter_map(|r| trips.get(r)).min();
        fewest.is_some_and(|all| n * 2 >= *all)
    };
    let pairs = shared.into_iter().filter(mostly);
    pairs.map(|(pair, _)| pair).collect()
}
