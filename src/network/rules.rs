//! `transfers.txt` as a function: what a change between two stops takes, by who leaves which trip
//! and boards which.
//!
//! Trips that no rule tells apart at a stop form one *class* there; a feed without rules on routes
//! or trips has one class per stop. Precedence after GTFS ("transfers.txt", linked trips): both
//! trips, trip and route, one trip, both routes, one route, stops only; then a stop's own row
//! before its station's; then the order of the file.

use super::timetable::{NONE, Timetable, TransferRule, transfer_kind};
use crate::ids::{Id, RouteId, StopId, TripId};
use crate::input::gtfs::StopKind;
use std::collections::HashMap;

/// Which side of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The trip one leaves.
    From,
    /// The trip one boards.
    To,
}

/// What a rule says of one change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Nothing, or type 0: walk and slack.
    Default,
    /// Takes the walk, without slack.
    Timed,
    /// Takes the longer of this many seconds and the walk, without slack.
    MinTime(u32),
    /// Not possible.
    Forbidden,
}

/// A trip or route that rules name at a stop, on one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Route(u32),
    Trip(u32),
}

/// Classes of trips at one stop, on one side: class 0 is "named by no rule".
#[derive(Default)]
struct Classes {
    names: Vec<Name>,
    /// Sets of names met so far; the position is the class.
    sets: Vec<Vec<Name>>,
}

/// A rule with what it is ordered by: rank, own stop before station, place in the file.
type Listed = (u8, u8, usize, TransferRule);

/// All rules on changes, ready to be asked.
pub struct Rules {
    by_pair: HashMap<(StopId, StopId), Vec<TransferRule>>,
    classes: [HashMap<StopId, Classes>; 2],
}

fn rank(r: &TransferRule) -> u8 {
    match (
        r.from_trip != NONE,
        r.to_trip != NONE,
        r.from_route != NONE,
        r.to_route != NONE,
    ) {
        (true, true, _, _) => 0,
        (true, false, _, true) | (false, true, true, _) => 1,
        (true, false, _, false) | (false, true, false, _) => 2,
        (false, false, true, true) => 3,
        (false, false, true, false) | (false, false, false, true) => 4,
        (false, false, false, false) => 5,
    }
}

impl Rules {
    /// Rules of types 0 to 3, spread over the stops of the stations they name.
    pub fn new(t: &Timetable) -> Self {
        let members = members(t);
        let of = |stop: u32| members.get(&stop).map_or(&[][..], |m| m);
        let mut listed: HashMap<(StopId, StopId), Vec<Listed>> = HashMap::new();
        let mut names: [HashMap<StopId, Vec<Name>>; 2] = [HashMap::new(), HashMap::new()];
        for (order, r) in t.transfers.iter().enumerate() {
            if r.kind == transfer_kind::IN_SEAT || r.kind == transfer_kind::NOT_IN_SEAT {
                continue;
            }
            for &(from, from_station) in of(r.from_stop) {
                for &(to, to_station) in of(r.to_stop) {
                    let own = u8::from(from_station) * 2 + u8::from(to_station);
                    listed
                        .entry((from, to))
                        .or_default()
                        .push((rank(r), own, order, *r));
                }
            }
        }
        let mut by_pair = HashMap::with_capacity(listed.len());
        for (pair, mut rules) in listed {
            rules.sort_by_key(|(rank, own, order, _)| (*rank, *own, *order));
            // Type 0 behind all others says what holds without a rule.
            while (rules.last()).is_some_and(|(_, _, _, r)| r.kind == transfer_kind::RECOMMENDED) {
                rules.pop();
            }
            if rules.is_empty() {
                continue;
            }
            for (_, _, _, r) in &rules {
                for (side, stop, route, trip) in [
                    (0, pair.0, r.from_route, r.from_trip),
                    (1, pair.1, r.to_route, r.to_trip),
                ] {
                    if route != NONE || trip != NONE {
                        let at = names[side].entry(stop).or_default();
                        at.extend((route != NONE).then_some(Name::Route(route)));
                        at.extend((trip != NONE).then_some(Name::Trip(trip)));
                    }
                }
            }
            let rules: Vec<TransferRule> = rules.into_iter().map(|(_, _, _, r)| r).collect();
            by_pair.insert(pair, rules);
        }
        let classes = names.map(|side| {
            side.into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(stop, mut names)| {
                    names.sort_unstable();
                    names.dedup();
                    (
                        stop,
                        Classes {
                            names,
                            sets: vec![Vec::new()],
                        },
                    )
                })
                .collect()
        });
        Self { by_pair, classes }
    }

    /// The class of a trip at a stop on one side; new classes are numbered as they are met.
    pub fn class(&mut self, side: Side, stop: StopId, route: RouteId, trip: TripId) -> u32 {
        let Some(classes) = self.classes[side as usize].get_mut(&stop) else {
            return 0;
        };
        let set: Vec<Name> = [Name::Route(route.0), Name::Trip(trip.0)]
            .into_iter()
            .filter(|n| classes.names.binary_search(n).is_ok())
            .collect();
        let known = classes.sets.iter().position(|s| *s == set);
        known.unwrap_or_else(|| {
            classes.sets.push(set);
            classes.sets.len() - 1
        }) as u32
    }

    /// What holds for a change from a trip of class `leaving` at `from` to one of class
    /// `boarding` at `to`.
    pub fn order(&self, from: StopId, leaving: u32, to: StopId, boarding: u32) -> Order {
        let Some(rules) = self.by_pair.get(&(from, to)) else {
            return Order::Default;
        };
        let holds = |side: Side, stop: StopId, class: u32, route: u32, trip: u32| {
            let set = match self.classes[side as usize].get(&stop) {
                Some(c) => &c.sets[class as usize][..],
                None => &[],
            };
            (route == NONE || set.contains(&Name::Route(route)))
                && (trip == NONE || set.contains(&Name::Trip(trip)))
        };
        rules
            .iter()
            .find(|r| {
                holds(Side::From, from, leaving, r.from_route, r.from_trip)
                    && holds(Side::To, to, boarding, r.to_route, r.to_trip)
            })
            .map_or(Order::Default, |r| match r.kind {
                transfer_kind::FORBIDDEN => Order::Forbidden,
                transfer_kind::TIMED => Order::Timed,
                transfer_kind::RECOMMENDED => Order::Default,
                _ => Order::MinTime(r.min_time),
            })
    }
}

/// For every stop or station, the stops where vehicles call that a rule naming it holds for, and
/// whether it holds by way of the station.
fn members(t: &Timetable) -> HashMap<u32, Vec<(StopId, bool)>> {
    let mut members: HashMap<u32, Vec<(StopId, bool)>> = HashMap::new();
    if t.transfers.is_empty() {
        return members;
    }
    let served = t.served();
    for stop in (0..t.stops()).map(StopId::new) {
        let counts = match t.kind(stop) {
            StopKind::Stop => true,
            // They count as a stop where vehicles call there.
            StopKind::Station | StopKind::Entrance => served[stop.index()],
            StopKind::Node | StopKind::BoardingArea => false,
        };
        if !counts {
            continue;
        }
        members.entry(stop.0).or_default().push((stop, false));
        let mut parent = t.stop_parent[stop.index()];
        // Readers leave no circles; the bound is for files made by others.
        for _ in 0..4 {
            if parent == NONE || parent as usize >= t.stops() {
                break;
            }
            members.entry(parent).or_default().push((stop, true));
            parent = t.stop_parent[parent as usize];
        }
    }
    members
}
