//! A slow, obvious router to judge the engine by, written from `cli-contract.md` alone.
//!
//! One search answers one origin and one departure second. It keeps, for every vehicle and call,
//! whether (and for vehicles that come by headway: how early) one can be on board when it leaves
//! that call, ride by ride, and corrects these labels until none improves. Arriving by a deadline
//! is the same search asked again for other departure seconds.

use super::stations::{Door, stations};
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

/// Where doors are on the street, and the seconds indoors behind them.
fn doors(town: &RefTown, doors: &[Door]) -> Vec<(Place, i64)> {
    let place = |d: &Door| {
        let beyond = d.mm;
        let place = Place {
            beyond,
            ..town.stops[d.at]
        };
        (place, d.seconds)
    };
    doors.iter().map(place).collect()
}

/// The doors of all stops, one after the other.
struct Doors {
    owners: Vec<usize>,
    places: Vec<Place>,
    inside: Vec<i64>,
    stops: usize,
}

impl Doors {
    fn new(town: &RefTown, of: &[Vec<Door>]) -> Self {
        let mut all = Doors {
            owners: Vec::new(),
            places: Vec::new(),
            inside: Vec::new(),
            stops: of.len(),
        };
        for (stop, list) in of.iter().enumerate() {
            for (place, seconds) in doors(town, list) {
                all.owners.push(stop);
                all.places.push(place);
                all.inside.push(seconds);
            }
        }
        all
    }

    /// Of times by door the shortest by stop.
    fn by_stop(&self, times: Vec<Option<i64>>) -> Vec<Option<i64>> {
        let mut best = vec![None; self.stops];
        for (stop, time) in self.owners.iter().zip(times) {
            best[*stop] = quickest([best[*stop], time]);
        }
        best
    }
}

fn quickest(ways: impl IntoIterator<Item = Option<i64>>) -> Option<i64> {
    ways.into_iter().flatten().min()
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
        let transfer = person.max_transfer.unwrap_or(person.max_walk);
        let transfer = transfer.min(person.max_walk);
        let walk_only = person.max_walk_only.unwrap_or(person.max_walk);
        // Legs of which so many seconds, for each of the others, are spent indoors.
        let by = |streets: &[Street], mode, a: &Place, b: &[Place], inside: &[i64], longest| {
            let walked = legs(streets, mode, a, b, longest).into_iter();
            let all = walked
                .zip(inside)
                .map(|(w, s)| w.map(|w| w + s).filter(|w| *w <= longest));
            all.collect::<Vec<Option<i64>>>()
        };
        let on_foot = |a: &Place, b: &[Place], inside: &[i64], longest| {
            by(&town.streets, foot, a, b, inside, longest)
        };
        let ride = |streets: &[Street],
                    has: fn(&Cycling) -> bool,
                    a: &Place,
                    b: &[Place],
                    inside: &[i64]| {
            let Some(c) = person.bicycle.filter(has) else {
                return vec![None; b.len()];
            };
            let ride = Mode::Bike {
                ride: c.speed,
                walk,
            };
            by(streets, ride, a, b, inside, c.max)
        };
        // By bicycle where one has one, and on foot still.
        let faster = |a: Vec<Option<i64>>, b: Vec<Option<i64>>| -> Vec<Option<i64>> {
            let both = a.into_iter().zip(b);
            both.map(|(a, b)| quickest([a, b])).collect()
        };
        let from_home = |a: &Place, b: &[Place], inside: &[i64], longest| {
            faster(
                on_foot(a, b, inside, longest),
                ride(&town.streets, |c| c.access, a, b, inside),
            )
        };
        let station = stations(&town.feeds, person);
        // The places on the street where the doors of stops are.
        let into = Doors::new(town, &station.into);
        let out = Doors::new(town, &station.out);
        // At the other end the bicycle stands where one goes to: the same leg backwards.
        let back = reversed(&town.streets);
        let ridden_back: Vec<Vec<Option<i64>>> = (town.destinations.iter())
            .map(|d| out.by_stop(ride(&back, |c| c.egress, d, &out.places, &out.inside)))
            .collect();
        let bases = stop_bases(&town.feeds);
        let home = |stop: usize| {
            let f = bases.iter().rposition(|&b| b <= stop).expect("bases");
            (f, stop - bases[f])
        };
        let mut walks = Vec::new();
        let mut rules = Vec::new();
        for p in 0..town.stops.len() {
            // At one position there is nothing to walk, linked or not, but for those behind doors.
            let open = |s: usize| station.into[s].iter().any(|d| d.at == s);
            let same = |q: usize| {
                let (a, b) = (town.stops[p].at, town.stops[q].at);
                a.is_some() && a == b && open(p) && open(q)
            };
            let mut walk = vec![None; town.stops.len()];
            for (from, seconds) in doors(town, &station.out[p]) {
                let inside: Vec<i64> = into.inside.iter().map(|s| s + seconds).collect();
                let times = into.by_stop(on_foot(&from, &into.places, &inside, transfer));
                walk = faster(walk, times);
            }
            let indoors = station.indoors[p].iter();
            for &(q, seconds) in indoors.filter(|(_, s)| *s <= transfer) {
                walk[q] = quickest([walk[q], Some(seconds)]);
            }
            let near: Vec<(usize, i64)> = (walk.into_iter().enumerate())
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
                .map(|o| into.by_stop(from_home(o, &into.places, &into.inside, person.max_walk)))
                .collect(),
            egress: (stop_open.iter().enumerate())
                .map(|(p, &open)| {
                    let n = town.destinations.len();
                    if open {
                        let mut walked = vec![None; n];
                        for (from, inside) in doors(town, &station.out[p]) {
                            let inside = vec![inside; n];
                            let times =
                                on_foot(&from, &town.destinations, &inside, person.max_walk);
                            walked = faster(walked, times);
                        }
                        faster(walked, ridden_back.iter().map(|back| back[p]).collect())
                    } else {
                        vec![None; town.destinations.len()]
                    }
                })
                .collect(),
            direct: (town.origins.iter())
                .map(|o| {
                    let inside = vec![0; town.destinations.len()];
                    from_home(o, &town.destinations, &inside, walk_only)
                })
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
                    Some(Order::Timed) => at + walk,
                    Some(Order::Usual) | None => at + walk + self.person.slack,
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
