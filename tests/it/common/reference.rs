//! A slow, obvious router to judge the engine by, written from `cli-contract.md` alone.
//!
//! One search answers one origin and one departure second. It keeps, for every vehicle and call,
//! whether (and for vehicles that come by headway: how early) one can be on board when it leaves
//! that call, ride by ride, and corrects these labels until none improves. Arriving by a deadline
//! is the same search asked again for other departure seconds.

use super::timetable::{Order, Rule, Vehicle, rules_between, stop_bases, vehicles};
use super::walking::{Mode, Place, Street, legs, reversed};
use bereik::input::gtfs::{Access, Feed};
use chrono::NaiveDate;

/// Streets, feeds and where everything touches the streets.
#[derive(Clone, Debug)]
pub struct RefTown {
    pub streets: Vec<Street>,
    pub feeds: Vec<Feed>,
    /// Of the stops of all feeds, one after the other.
    pub stops: Vec<Place>,
    pub origins: Vec<Place>,
    pub destinations: Vec<Place>,
}

/// Who travels. Times in seconds, speeds in millimetres an hour; limits are inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub walk: u32,
    pub max_walk: i64,
    /// Longest walk without a ride, and between two; as the longest walk where not given.
    pub max_walk_only: Option<i64>,
    pub max_transfer: Option<i64>,
    pub max_trip: i64,
    pub max_rides: u32,
    pub slack: i64,
    pub bicycle: Option<Cycling>,
    /// In a wheelchair; the value: whether stops and trips of which nothing is known can be used.
    pub wheelchair: Option<bool>,
}

/// A bicycle for the way to the first stop (or all the way) and from the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cycling {
    pub access: bool,
    pub egress: bool,
    pub speed: u32,
    pub max: i64,
}

/// A town prepared for one person and one stretch of time.
pub struct Reference<'a> {
    town: &'a RefTown,
    person: &'a Person,
    vehicles: Vec<Vehicle>,
    /// Per stop: the calls at which one could board, as (departure, vehicle, call), in order.
    boardings: Vec<Vec<(i64, usize, usize)>>,
    /// Per stop: (other stop or itself, seconds of walking).
    walks: Vec<Vec<(usize, i64)>>,
    /// Per stop and stop of `walks`: the rules that may hold.
    rules: Vec<Vec<Vec<Rule>>>,
    /// `[origin][stop]`, `[stop][destination]`, `[origin][destination]`, seconds.
    access: Vec<Vec<Option<i64>>>,
    egress: Vec<Vec<Option<i64>>>,
    direct: Vec<Vec<Option<i64>>>,
}

impl<'a> Reference<'a> {
    /// Prepares for departures from `from` on and arrivals until `until`, seconds on the clock
    /// of `date`.
    pub fn new(
        town: &'a RefTown,
        person: &'a Person,
        date: NaiveDate,
        from: i64,
        until: i64,
    ) -> Self {
        let vehicles = vehicles(&town.feeds, date, from, until);
        let usable = |a: Access| match person.wheelchair {
            None => true,
            Some(unknown) => a == Access::Yes || (unknown && a == Access::Unknown),
        };
        let stop_open: Vec<bool> = town
            .feeds
            .iter()
            .flat_map(|f| &f.stops)
            .map(|s| usable(s.wheelchair))
            .collect();
        let mut boardings = vec![Vec::new(); town.stops.len()];
        for (v, vehicle) in vehicles.iter().enumerate() {
            // Nobody stays on after the last call, so nobody boards there.
            let last = vehicle.calls.len() - 1;
            for (i, call) in vehicle.calls[..last].iter().enumerate() {
                // Half-headway vehicles leave at any time: they come last, and always.
                let when = vehicle.headway.map_or(call.departure, |_| i64::MAX);
                if call.boards && stop_open[call.stop] && usable(vehicle.wheelchair) {
                    boardings[call.stop].push((when, v, i));
                }
            }
        }
        for at in &mut boardings {
            at.sort_unstable();
        }

        let walk = person.walk;
        let foot = match person.wheelchair {
            None => Mode::Foot { walk },
            Some(_) => Mode::Wheels { walk },
        };
        let on_foot = |a: &Place, b: &[Place], longest| legs(&town.streets, foot, a, b, longest);
        let transfer = person.max_transfer.unwrap_or(person.max_walk);
        let walk_only = person.max_walk_only.unwrap_or(person.max_walk);
        // By bicycle where one has one, and on foot still.
        let faster = |a: Vec<Option<i64>>, b: Vec<Option<i64>>| -> Vec<Option<i64>> {
            let both = a.into_iter().zip(b);
            both.map(|(a, b)| a.into_iter().chain(b).min()).collect()
        };
        let ride = |streets: &[Street], has: fn(&Cycling) -> bool, a: &Place, b: &[Place]| {
            let Some(c) = person.bicycle.filter(has) else {
                return vec![None; b.len()];
            };
            let ride = Mode::Bike {
                ride: c.speed,
                walk,
            };
            legs(streets, ride, a, b, c.max)
        };
        let from_home = |a: &Place, b: &[Place], longest| {
            faster(
                on_foot(a, b, longest),
                ride(&town.streets, |c| c.access, a, b),
            )
        };
        // At the other end the bicycle stands where one goes to: the same leg backwards.
        let back = reversed(&town.streets);
        let ridden_back: Vec<Vec<Option<i64>>> = (town.destinations.iter())
            .map(|d| ride(&back, |c| c.egress, d, &town.stops))
            .collect();
        let bases = stop_bases(&town.feeds);
        let home = |stop: usize| {
            let f = bases.iter().rposition(|&b| b <= stop).expect("bases");
            (f, stop - bases[f])
        };
        let mut walks = Vec::new();
        let mut rules = Vec::new();
        for p in 0..town.stops.len() {
            // At one position there is nothing to walk, linked or not.
            let same =
                |q: usize| town.stops[p].at.is_some() && town.stops[p].at == town.stops[q].at;
            let near: Vec<(usize, i64)> =
                on_foot(&town.stops[p], &town.stops, transfer.min(person.max_walk))
                    .into_iter()
                    .enumerate()
                    .map(|(q, w)| (q, if q == p || same(q) { Some(0) } else { w }))
                    .filter_map(|(q, w)| w.map(|w| (q, w)))
                    .collect();
            rules.push(
                near.iter()
                    .map(|&(q, _)| {
                        let ((f, a), (g, b)) = (home(p), home(q));
                        if f == g {
                            rules_between(&town.feeds[f], a, b)
                        } else {
                            Vec::new()
                        }
                    })
                    .collect(),
            );
            walks.push(near);
        }
        Self {
            town,
            person,
            boardings,
            walks,
            rules,
            access: (town.origins.iter())
                .map(|o| from_home(o, &town.stops, person.max_walk))
                .collect(),
            egress: (town.stops.iter().zip(&stop_open).enumerate())
                .map(|(s, (stop, &open))| {
                    if open {
                        let walked = on_foot(stop, &town.destinations, person.max_walk);
                        faster(walked, ridden_back.iter().map(|back| back[s]).collect())
                    } else {
                        vec![None; town.destinations.len()]
                    }
                })
                .collect(),
            direct: (town.origins.iter())
                .map(|o| from_home(o, &town.destinations, walk_only))
                .collect(),
            vehicles: {
                let mut vehicles = vehicles;
                // Where one cannot get off: calls without drop-off, stops out of bounds.
                for v in &mut vehicles {
                    for c in &mut v.calls {
                        c.alights &= stop_open[c.stop];
                    }
                }
                let open: Vec<bool> = vehicles.iter().map(|v| usable(v.wheelchair)).collect();
                for v in &mut vehicles {
                    v.goes_on_as.retain(|&n| open[n]);
                }
                vehicles
            },
        }
    }

    /// Travel time in seconds to every destination, leaving at `t`.
    pub fn depart(&self, origin: usize, t: i64) -> Vec<Option<u32>> {
        self.arrivals(origin, t, t + self.person.max_trip)
            .into_iter()
            .map(|a| a.map(|a| u32::try_from(a - t).expect("no arrival before leaving")))
            .collect()
    }

    /// Seconds from the latest moment of leaving to the deadline, per destination.
    ///
    /// Who leaves earlier can wait and do the same, so whether one makes it flips once
    /// as one leaves later: the flip is found by halving.
    pub fn arrive(&self, origin: usize, deadline: i64) -> Vec<Option<u32>> {
        let first = deadline - self.person.max_trip;
        let mut asked = std::collections::BTreeMap::new();
        (0..self.town.destinations.len())
            .map(|d| {
                let mut makes_it = |t: i64| {
                    asked
                        .entry(t)
                        .or_insert_with(|| self.arrivals(origin, t, deadline))[d]
                        .is_some()
                };
                if !makes_it(first) {
                    return None;
                }
                let (mut makes, mut fails) = (first, deadline + 1);
                while fails - makes > 1 {
                    let middle = makes + (fails - makes) / 2;
                    if makes_it(middle) {
                        makes = middle;
                    } else {
                        fails = middle;
                    }
                }
                Some(u32::try_from(deadline - makes).expect("not after the deadline"))
            })
            .collect()
    }

    /// Earliest arrival at every destination when leaving at `t`; none where later than `until`.
    pub fn arrivals(&self, origin: usize, t: i64, until: i64) -> Vec<Option<i64>> {
        let mut best: Vec<Option<i64>> = (self.direct[origin].iter())
            .map(|w| w.map(|w| t + w).filter(|&a| a <= until))
            .collect();
        // Per vehicle and call: by how many seconds the vehicle one is on runs behind the times of
        // its trip when leaving that call (not 0 only where it comes by headway); least so far.
        let mut on_board: Vec<Vec<Option<i64>>> =
            (self.vehicles.iter().map(|v| vec![None; v.calls.len()])).collect();
        let mut boarded: Vec<(usize, usize, i64)> = Vec::new();
        for (stop, walk) in self.access[origin].iter().enumerate() {
            let Some(walk) = walk else { continue };
            for &(_, v, i) in &self.boardings[stop] {
                let ready = t + walk + self.person.slack;
                boarded.extend(self.board(v, i, ready).map(|late| (v, i, late)));
            }
        }
        for _ride in 0..self.person.max_rides {
            let got_off = self.ride(&mut on_board, boarded, until);
            for &(v, j, at) in &got_off {
                let stop = self.vehicles[v].calls[j].stop;
                for (b, w) in best.iter_mut().zip(&self.egress[stop]) {
                    let there = w.map(|w| at + w).filter(|&a| a <= until);
                    *b = b.iter().copied().chain(there).min();
                }
            }
            boarded = Vec::new();
            for (v, j, at) in got_off {
                self.change(&on_board, v, j, at, until, &mut boarded);
            }
        }
        best
    }

    /// Rides on from the boardings, staying seated where vehicles go on as others; gives where
    /// and when one can get off: (vehicle, call, time).
    fn ride(
        &self,
        on_board: &mut [Vec<Option<i64>>],
        mut boarded: Vec<(usize, usize, i64)>,
        until: i64,
    ) -> Vec<(usize, usize, i64)> {
        let mut got_off = Vec::new();
        while let Some((v, i, late)) = boarded.pop() {
            if on_board[v][i].is_some_and(|l| l <= late) {
                continue; // been on board here no later, with no more rides
            }
            on_board[v][i] = Some(late);
            let vehicle = &self.vehicles[v];
            let at = vehicle.calls[i + 1].arrival + late;
            if at > until {
                continue;
            }
            if vehicle.calls[i + 1].alights {
                got_off.push((v, i + 1, at));
            }
            if i + 2 < vehicle.calls.len() {
                boarded.push((v, i + 1, late));
            } else {
                boarded.extend(vehicle.goes_on_as.iter().map(|&n| (n, 0, 0)));
            }
        }
        got_off
    }

    /// All boardings that follow from getting off `v` at call `j` at time `at`.
    fn change(
        &self,
        on_board: &[Vec<Option<i64>>],
        v: usize,
        j: usize,
        at: i64,
        until: i64,
        boarded: &mut Vec<(usize, usize, i64)>,
    ) {
        let from = &self.vehicles[v];
        let stop = from.calls[j].stop;
        for (&(other, walk), rules) in self.walks[stop].iter().zip(&self.rules[stop]) {
            let at_stop = &self.boardings[other];
            let first = at_stop.partition_point(|&(departure, ..)| departure < at);
            for &(departure, w, i) in &at_stop[first..] {
                if departure > until && self.vehicles[w].headway.is_none() {
                    continue;
                }
                let to = &self.vehicles[w];
                let same = to.feed == from.feed;
                let rule = rules.iter().find(|r| same && r.holds(from, to));
                let ready = match rule.map(|r| r.order) {
                    Some(Order::Never) => continue,
                    Some(Order::AtLeast(least)) => at + least.max(walk),
                    None => at + walk + self.person.slack,
                };
                if let Some(late) = self.board(w, i, ready)
                    && on_board[w][i].is_none_or(|l| late < l)
                {
                    boarded.push((w, i, late));
                }
            }
        }
    }

    /// How far behind its trip's times the vehicle is on which one leaves call `i` of `v`, being
    /// ready there at `ready`; none when there is none to board any more.
    fn board(&self, v: usize, i: usize, ready: i64) -> Option<i64> {
        let vehicle = &self.vehicles[v];
        let departure = vehicle.calls[i].departure;
        match vehicle.headway {
            None => (ready <= departure).then_some(0),
            Some((start, end, every)) => {
                let offset = departure - vehicle.calls[0].departure;
                let from = ready.max(start + offset);
                // Half a headway, in whole seconds, rounded up.
                (from < end + offset).then(|| from + (every + 1) / 2 - departure)
            }
        }
    }
}
