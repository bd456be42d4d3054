//! Towns drawn by chance from a seed, made to be awkward: ties, loops, overtaking, limits that
//! bind, rules that contradict each other.

use super::dice::Dice;
use super::reference::{Cycling, Person};
use super::town::{
    EVERY_DAY, MAX_SNAP, NEVER, TODAY, TOMORROW, Town, YESTERDAY, add_ghost, add_trip, at_metres,
    empty_feed, plain_street,
};
use super::walking::Street;
use bereik::input::gtfs::{
    Access, Feed, Frequency, Pathway, Route, Stop, StopAccess, StopKind, TransferKind, TransferRule,
};
use chrono::NaiveDate;

/// Which extra a town may draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    OnFoot,
    Wheelchair,
    Bicycle,
    /// On foot, with stops and points off the streets.
    OffStreet,
    /// Like that, on foot or in a wheelchair, with islands, ferries and tunnels.
    Parts,
}

/// The town of a seed. Off the streets some towns are uncertain by a millimetre; the next is
/// drawn then.
pub fn town(seed: u64, flavour: Flavour) -> Town {
    (0..1000)
        .map(|again: u64| draw(seed ^ (flavour as u64) << 40 ^ again << 50, flavour))
        .find(Town::is_certain)
        .expect("a town that is certain")
}

fn draw(seed: u64, flavour: Flavour) -> Town {
    let dice = &mut Dice::new(seed);
    // In a round town walks and timetables are whole minutes, so that much happens at once.
    let round = dice.chance(40);
    let date = dice.pick(&[(2025, 3, 12), (2025, 3, 12), (2025, 3, 30), (2025, 10, 26)]);
    let date = NaiveDate::from_ymd_opt(date.0, date.1, date.2).expect("a date");
    let (mut nodes, mut streets) = streets(dice, round, flavour);
    let grid = nodes.len();
    let apart = flavour == Flavour::Parts;
    let middles = if apart {
        take_apart(dice, &mut nodes, &mut streets)
    } else {
        Vec::new()
    };
    let junctions = nodes.len();
    // Some metres from the middle of a ferry, a tunnel or a street of an island.
    for [x, y] in middles {
        let mut shift = || dice.between(-600, 600) as i32;
        nodes.push([x + shift(), y + shift()]);
    }
    if flavour == Flavour::OffStreet {
        // A tenth of a millidegree is some ten metres.
        for far in [300, 1000, 1000, 3000, 8000, 80_000] {
            let [x, y] = dice.pick(&nodes[..junctions]);
            let mut shift = || dice.between(-far, far) as i32;
            nodes.push([x + shift(), y + shift()]);
        }
        // Neighbours of those, that a straight line may join to them.
        for near in [0, 300, 2000, 2000, 6000] {
            let [x, y] = dice.pick(&nodes[junctions..]);
            let mut shift = || dice.between(-near, near) as i32;
            nodes.push([x + shift(), y + shift()]);
        }
    }

    let mut feeds = Vec::new();
    let start = 60 * dice.pick(&[8 * 60, 8 * 60 + 7, 5, 23 * 60 + 45, 24 * 60 + 15]);
    for f in 0..if dice.chance(25) { 2 } else { 1 } {
        let elsewhere = f == 1 && dice.chance(40);
        let zone = if elsewhere {
            chrono_tz::Europe::London
        } else {
            chrono_tz::Europe::Amsterdam
        };
        let mut feed = empty_feed(&format!("feed{f}"), zone, date);
        // London's clock runs an hour behind on all dates used here.
        let clock = start - if elsewhere { 3600 } else { 0 };
        fill(dice, &mut feed, &nodes, clock, round, flavour);
        add_ghost(&mut feed);
        feeds.push(feed);
    }
    // Half of the points are where a stop is.
    let points = |dice: &mut Dice, low, high| -> Vec<usize> {
        (0..dice.between(low, high))
            .map(|_| {
                let stop = feeds[0].stops[dice.below(4)].position;
                let at = |n: &usize| Some(bereik::units::degrees(nodes[*n])) == stop;
                let node = (0..nodes.len()).find(at).filter(|_| dice.chance(60));
                node.unwrap_or_else(|| dice.below(nodes.len()))
            })
            .collect()
    };
    let (origins, destinations) = (points(dice, 2, 4), points(dice, 4, 8));
    for n in 0..grid {
        anchor(&nodes[..grid], &mut streets, n);
    }
    let person = person(dice, flavour);
    for p in feeds.iter_mut().flat_map(|f| &mut f.pathways) {
        // A length was drawn as the seconds it takes.
        p.length_m = p.length_m.map(|s| s * f64::from(person.walk) / 3_600_000.0);
    }
    let town = Town {
        origins,
        destinations,
        island: if apart {
            dice.pick(&[0, 3, 4, 6, 40])
        } else {
            0
        },
        snap: if apart {
            dice.pick(&[MAX_SNAP, 150.0, 60.0])
        } else {
            MAX_SNAP
        },
        date,
        person,
        start,
        count: dice.between(2, 5),
        step: dice.pick(&[60, 60, 60, 37, 240]),
        nodes,
        streets,
        feeds,
    };
    assert!(matches!(flavour, Flavour::OffStreet | Flavour::Parts) || town.is_anchored());
    town
}

fn person(dice: &mut Dice, flavour: Flavour) -> Person {
    Person {
        walk: dice.pick(&[4_800_000, 4_800_000, 3_600_000, 5_130_000]),
        max_walk: dice.pick(&[0, 60, 120, 180, 300, 600]),
        max_walk_only: dice.chance(40).then(|| dice.pick(&[0, 75, 240, 900])),
        max_transfer: dice.chance(40).then(|| dice.pick(&[0, 30, 90, 150, 900])),
        max_trip: dice.pick(&[600, 1200, 1800, 3000, 5400]),
        max_rides: dice.pick(&[0, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 8]),
        slack: dice.pick(&[0, 0, 30, 60, 60, 180]),
        bicycle: (flavour == Flavour::Bicycle).then(|| {
            let access = dice.chance(70);
            Cycling {
                access,
                egress: !access || dice.chance(50),
                speed: dice.pick(&[15_000_000, 12_500_000]),
                max: dice.pick(&[60, 120, 300, 600]),
            }
        }),
        wheelchair: match flavour {
            Flavour::Wheelchair => Some(dice.chance(50)),
            Flavour::Parts if dice.chance(30) => Some(dice.chance(50)),
            _ => None,
        },
    }
}

/// A grid with gaps, steps, ways closed to some, bridges, double streets and dead-end loops.
fn streets(dice: &mut Dice, round: bool, flavour: Flavour) -> (Vec<[i32; 2]>, Vec<Street>) {
    let (w, h) = (dice.between(3, 5) as usize, dice.between(3, 5) as usize);
    // Most towns are spread out: where all can be walked, little else is tried.
    let (block, low) = dice.pick(&[(80.0, 60), (240.0, 150), (400.0, 250), (800.0, 500)]);
    let line = |dice: &mut Dice, n: usize| -> Vec<f64> {
        let mut at = 0.0;
        (0..n)
            .map(|_| {
                at += if round {
                    block
                } else {
                    dice.between(low, 2 * low) as f64
                };
                at
            })
            .collect()
    };
    let (xs, ys) = (line(dice, w), line(dice, h));
    let metres: Vec<(f64, f64)> = (0..w * h).map(|n| (xs[n % w], ys[n / w])).collect();
    let nodes: Vec<[i32; 2]> = metres.iter().map(|&(x, y)| at_metres(x, y)).collect();
    let mut streets = Vec::new();
    let steps = if flavour == Flavour::Bicycle { 30 } else { 10 };
    let mut add = |dice: &mut Dice, a: usize, b: usize, bends: bool| {
        let bend = bends.then(|| {
            let away = dice.between(10, 90) as f64;
            let ((x, y), (u, v)) = (metres[a], metres[b]);
            at_metres((x + u) / 2.0 + away, (y + v) / 2.0 + away)
        });
        let foot = !dice.chance(5);
        let push = foot && !dice.chance(steps);
        let bike = !foot || (push && dice.chance(70));
        let one_way = dice.chance(25);
        streets.push(Street {
            foot,
            wheels: push && !dice.chance(12),
            bike: [bike, bike && !one_way],
            push,
            ..plain_street(&nodes, [a, b], bend)
        });
    };
    for n in 0..w * h {
        for next in [
            (n % w + 1 < w).then_some(n + 1),
            (n + w < w * h).then_some(n + w),
        ] {
            if let Some(next) = next.filter(|_| dice.chance(80)) {
                add(dice, n, next, false);
                if dice.chance(8) {
                    add(dice, next, n, true);
                }
            }
        }
    }
    for _ in 0..dice.below(3) {
        // A bridge: crosses what lies between without meeting it.
        let (a, b) = (dice.below(w * h), dice.below(w * h));
        let clear =
            (0..w * h).all(|n| n == a || n == b || off(metres[n], metres[a], metres[b]) > 3.0);
        if a != b && clear {
            add(dice, a, b, false);
        }
    }
    if dice.chance(15) {
        // A street that comes back to where it began.
        let n = dice.below(w * h);
        let bend = at_metres(metres[n].0 + 30.0, metres[n].1 - 20.0);
        streets.push(plain_street(&nodes, [n, n], Some(bend)));
    }
    (nodes, streets)
}

/// Adds islands of a few streets, ferries to them or elsewhere, and puts streets into tunnels. Gives the middles
/// of all those.
fn take_apart(
    dice: &mut Dice,
    nodes: &mut Vec<[i32; 2]>,
    streets: &mut Vec<Street>,
) -> Vec<[i32; 2]> {
    let grid = nodes.len();
    for _ in 0..dice.between(1, 3) {
        // A tenth of a millidegree is some ten metres.
        let far = dice.pick(&[3000, 8000, 30_000]);
        let [x, y] = dice.pick(&nodes[..grid]);
        let mut shift = || dice.between(-far, far) as i32;
        let mut at = [x + shift(), y + shift()];
        nodes.push(at);
        for _ in 0..dice.between(1, 4) {
            at = [
                at[0] + dice.between(2000, 9000) as i32,
                at[1] + dice.between(-6000, 6000) as i32,
            ];
            nodes.push(at);
            let last = nodes.len() - 1;
            let street = plain_street(nodes, [last - 1, last], None);
            streets.push(Street {
                wheels: !dice.chance(20),
                ..street
            });
        }
    }
    for s in streets.iter_mut() {
        s.tunnel = s.foot && dice.chance(15);
    }
    for _ in 0..dice.below(3) {
        let (a, b) = (dice.below(nodes.len()), dice.below(grid));
        if a != b {
            streets.push(Street {
                ferry: true,
                ..plain_street(nodes, [a, b], None)
            });
        }
    }
    let odd = |s: &&Street| s.ferry || s.tunnel || s.ends[0] >= grid;
    let middle = |s: &Street| [0, 1].map(|k| (nodes[s.ends[0]][k] + nodes[s.ends[1]][k]) / 2);
    let all: Vec<[i32; 2]> = streets.iter().filter(odd).map(middle).collect();
    (0..6).map(|_| dice.pick(&all)).collect()
}

/// Distance of a place from the straight line between two others, metres.
fn off(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let long = dx * dx + dy * dy;
    let share = ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / long.max(1e-9);
    let share = share.clamp(0.0, 1.0);
    (p.0 - a.0 - share * dx).hypot(p.1 - a.1 - share * dy)
}

/// Sees to it that a street open to all touches the junction, so that its link is certain.
fn anchor(nodes: &[[i32; 2]], streets: &mut Vec<Street>, node: usize) {
    let touching = |s: &&mut Street| s.ends.contains(&node) && s.ends[0] != s.ends[1];
    if streets
        .iter_mut()
        .filter(touching)
        .any(|s| s.foot && s.wheels && s.push)
    {
        return;
    }
    if let Some(s) = streets.iter_mut().find(touching) {
        (s.foot, s.wheels, s.push) = (true, true, true);
        return;
    }
    // To the next junction of the row, so that the street touches no other.
    let beside = |n: usize| n < nodes.len() && nodes[n][1] == nodes[node][1];
    let other = if beside(node + 1) { node + 1 } else { node - 1 };
    streets.push(plain_street(nodes, [node, other], None));
}

fn access(dice: &mut Dice, flavour: Flavour) -> Access {
    if flavour == Flavour::Wheelchair {
        dice.pick(&[
            Access::Unknown,
            Access::Yes,
            Access::Yes,
            Access::Yes,
            Access::No,
        ])
    } else {
        Access::Unknown
    }
}

/// Stops, lines, blocks, frequencies and rules.
fn fill(
    dice: &mut Dice,
    feed: &mut Feed,
    nodes: &[[i32; 2]],
    clock: i64,
    round: bool,
    flavour: Flavour,
) {
    let at = |node: usize| Some(bereik::units::degrees(nodes[node]));
    let count = dice.between(4, 8) as usize;
    for s in 0..count {
        let mut position = at(dice.below(nodes.len()));
        if s > 0 && dice.chance(12) {
            position = feed.stops[dice.below(s)].position;
        }
        if dice.chance(6) {
            position = None;
        }
        feed.stops.push(Stop {
            id: format!("s{s}"),
            position,
            wheelchair: access(dice, flavour),
            ..Stop::default()
        });
    }
    for s in 0..dice.below(3) {
        let station = feed.stops.len() as u32;
        feed.stops.push(Stop {
            id: format!("station{s}"),
            position: at(dice.below(nodes.len())),
            kind: StopKind::Station,
            ..Stop::default()
        });
        for _ in 0..3 {
            feed.stops[dice.below(count)].parent = Some(station);
        }
    }
    stations(dice, feed, count, nodes, flavour);
    let lines = dice.between(2, 7) as usize;
    for r in 0..lines {
        feed.routes.push(Route {
            id: format!("L{r}"),
            agency: Some(0),
            short_name: format!("L{r}"),
            kind: 3,
            ..Route::default()
        });
    }
    for r in 0..lines {
        line(dice, feed, count, r as u32, clock, round);
    }
    for block in 0..dice.pick(&[0, 3, 6, 10]) {
        chain(dice, feed, count, block, round);
    }
    for _ in 0..dice.below(3) {
        frequency(dice, feed, count, clock, round);
    }
    // Feeds name a station or an entrance where they mean a stop there.
    let doors: Vec<u32> = (0..feed.stops.len() as u32)
        .filter(|&s| {
            let kind = feed.stops[s as usize].kind;
            matches!(kind, StopKind::Station | StopKind::Entrance)
        })
        .collect();
    if !doors.is_empty() && dice.chance(30) {
        for call in &mut feed.calls {
            if dice.chance(6) {
                call.stop = dice.pick(&doors);
            }
        }
    }
    for _ in 0..dice.pick(&[0, 6, 16, 30]) {
        rule(dice, feed, count);
    }
    for trip in &mut feed.trips {
        trip.wheelchair = access(dice, flavour);
    }
}

/// Entrances, boarding areas, pathways and `stop_access` of the stations there are.
///
/// Pathways take whole multiples of 36 s, which are whole millimetres at all speeds drawn: a leg through
/// them is certain to the second.
fn stations(dice: &mut Dice, feed: &mut Feed, count: usize, nodes: &[[i32; 2]], flavour: Flavour) {
    let at = |node: usize| Some(bereik::units::degrees(nodes[node]));
    for station in count as u32..feed.stops.len() as u32 {
        if dice.chance(40) {
            continue;
        }
        let platforms: Vec<u32> = (0..count as u32)
            .filter(|&s| feed.stops[s as usize].parent == Some(station))
            .collect();
        if platforms.is_empty() {
            continue;
        }
        for &p in &platforms {
            // Off the streets a straight line more would make lengths uncertain.
            if dice.chance(40) && flavour != Flavour::OffStreet {
                feed.stops[p as usize].access = dice.pick(&[
                    StopAccess::Entrances,
                    StopAccess::Entrances,
                    StopAccess::Street,
                ]);
            }
        }
        let mut ends = platforms.clone();
        let add = |feed: &mut Feed, ends: &mut Vec<u32>, stop: Stop| {
            ends.push(feed.stops.len() as u32);
            feed.stops.push(stop);
        };
        for e in 0..dice.below(3) {
            let entrance = Stop {
                id: format!("entrance{station}-{e}"),
                position: at(dice.below(nodes.len())),
                kind: StopKind::Entrance,
                parent: Some(station),
                wheelchair: access(dice, flavour),
                ..Stop::default()
            };
            add(feed, &mut ends, entrance);
        }
        for (kind, parents) in [
            (StopKind::BoardingArea, &platforms),
            (StopKind::Node, &vec![station]),
        ] {
            if dice.chance(50) {
                let inside = Stop {
                    id: format!("{kind:?}{station}"),
                    kind,
                    parent: Some(dice.pick(parents)),
                    ..Stop::default()
                };
                add(feed, &mut ends, inside);
            }
        }
        for _ in 0..dice.below(7) {
            let (from_stop, to_stop) = (dice.pick(&ends), dice.pick(&ends));
            let seconds = 36 * dice.pick(&[0, 1, 1, 2, 4]) as u32;
            let by_length = dice.chance(30);
            feed.pathways.push(Pathway {
                from_stop,
                to_stop,
                mode: dice.pick(&[1, 1, 2, 4, 5, 6]),
                both_ways: dice.chance(60),
                time: (!by_length).then_some(seconds),
                length_m: by_length.then_some(f64::from(seconds)),
            });
        }
    }
}

/// Stops of a line, with the seconds to each and the seconds stood there; loops included.
fn course(dice: &mut Dice, stops: usize, round: bool) -> Vec<(u32, i32, i32)> {
    (0..dice.between(2, 6))
        .map(|_| {
            let (hop, stand) = if round {
                (dice.pick(&[0, 60, 60, 120]), dice.pick(&[0, 0, 60]))
            } else {
                let any = dice.below(240) as i32;
                (dice.pick(&[0, 20, 45, 90, any]), dice.pick(&[0, 0, 15]))
            };
            (dice.below(stops) as u32, hop, stand)
        })
        .collect()
}

/// Calls of a trip along `course`, leaving its first stop at `leaves`.
fn calls(
    dice: &mut Dice,
    course: &[(u32, i32, i32)],
    leaves: i32,
    share: (i32, i32),
) -> Vec<(u32, i32, i32, bool, bool)> {
    let mut at = leaves;
    (course.iter().enumerate())
        .map(|(i, &(stop, hop, stand))| {
            let arrival = if i == 0 {
                at
            } else {
                at + hop * share.0 / share.1
            };
            at = arrival + if i == 0 { 0 } else { stand };
            (stop, arrival, at, !dice.chance(8), !dice.chance(8))
        })
        .collect()
}

/// A service and what to add to the clock of the date so that its trips run about then.
fn service(dice: &mut Dice, earliest: i64) -> (u32, i32) {
    match dice.below(10) {
        0 if dice.chance(70) => (YESTERDAY, 86_400),
        1 if earliest >= 86_400 => (TOMORROW, -86_400),
        2 => (EVERY_DAY, 0),
        3 if earliest >= 86_400 => (EVERY_DAY, -86_400),
        4 if dice.chance(30) => (NEVER, 0),
        5 if dice.chance(30) => (EVERY_DAY, 86_400),
        _ => (TODAY, 0),
    }
}

fn line(dice: &mut Dice, feed: &mut Feed, stops: usize, route: u32, clock: i64, round: bool) {
    let course = course(dice, stops, round);
    let mut leaves = clock + 60 * dice.between(-3, 12);
    let every = dice.pick(&[60, 120, 180, 300]);
    for _ in 0..dice.between(1, 8) {
        let (service, shift) = service(dice, leaves);
        // Some trips go much faster or slower: they overtake, or are overtaken.
        let share = dice.pick(&[(1, 1), (1, 1), (1, 1), (1, 3), (3, 1)]);
        let jitter = if round { 0 } else { dice.between(0, 20) };
        let at = (leaves + jitter).max(0) as i32 + shift;
        let calls = calls(dice, &course, at, share);
        add_trip(feed, route, service, None, &calls);
        leaves += if dice.chance(10) { 0 } else { every };
    }
}

/// A block: a trip, and one or two that follow it, most of them from where it ends.
fn chain(dice: &mut Dice, feed: &mut Feed, stops: usize, block: u32, round: bool) {
    let mut t = dice.below(feed.trips.len());
    feed.trips[t].block = Some(block);
    for _ in 0..dice.between(1, 2) {
        let last = feed.calls[feed.trips[t].calls.end - 1];
        let mut course = course(dice, stops, round);
        if dice.chance(80) {
            course[0].0 = last.stop;
        }
        let wait = dice.pick(&[0, 0, 30, 120, 120, -60]);
        let route = dice.below(feed.routes.len()) as u32;
        let service = if dice.chance(90) {
            feed.trips[t].service
        } else {
            EVERY_DAY
        };
        let calls = calls(dice, &course, (last.arrival + wait).max(0), (1, 1));
        let in_block = dice.chance(70);
        let next = add_trip(feed, route, service, in_block.then_some(block), &calls);
        if !in_block || dice.chance(35) {
            let kind = if in_block {
                TransferKind::NotInSeat
            } else {
                TransferKind::InSeat
            };
            feed.transfers.push(TransferRule {
                from_stop: Some(last.stop),
                to_stop: Some(course[0].0),
                from_route: None,
                to_route: None,
                from_trip: Some(t as u32),
                to_trip: Some(next),
                kind,
                min_time: 0,
            });
        }
        t = next as usize;
    }
}

fn frequency(dice: &mut Dice, feed: &mut Feed, stops: usize, clock: i64, round: bool) {
    let course = course(dice, stops, round);
    let route = dice.below(feed.routes.len()) as u32;
    let (service, shift) = service(dice, clock);
    let template = dice.pick(&[0, 6 * 3600, clock as i32]);
    let calls = calls(dice, &course, template, (1, 1));
    let trip = add_trip(feed, route, service, None, &calls);
    let mut start = (clock as i32 + shift + 60 * dice.between(-20, 10) as i32).max(0);
    for _ in 0..dice.between(1, 2) {
        let end = start + dice.between(60, 2400) as i32;
        feed.frequencies.push(Frequency {
            trip,
            start,
            end,
            headway: dice.pick(&[61, 120, 185, 300, 601]),
            exact: dice.chance(40),
        });
        start = end + dice.pick(&[0, 0, 300]);
    }
}

fn rule(dice: &mut Dice, feed: &mut Feed, stops: usize) {
    // Stations are rows behind the stops; of what else is there no row can speak.
    let any = |dice: &mut Dice| loop {
        let stop = dice.below(feed.stops.len());
        if matches!(feed.stops[stop].kind, StopKind::Stop | StopKind::Station) {
            break stop as u32;
        }
    };
    let from = any(dice);
    let to = if dice.chance(45) { from } else { any(dice) };
    let mut row = TransferRule {
        from_stop: Some(from),
        to_stop: Some(to),
        from_route: None,
        to_route: None,
        from_trip: None,
        to_trip: None,
        kind: dice.pick(&[
            TransferKind::MinTime,
            TransferKind::MinTime,
            TransferKind::Forbidden,
            TransferKind::Timed,
            TransferKind::Recommended,
        ]),
        min_time: dice.pick(&[0, 0, 20, 75, 180, 400]),
    };
    if row.kind != TransferKind::MinTime {
        row.min_time = 0;
    }
    debug_assert!(stops <= feed.stops.len());
    // Trips that really call there, or the row would never matter.
    let calling = |stop: u32| -> Vec<u32> {
        let here = |s: u32| s == stop || feed.stops[s as usize].parent == Some(stop);
        (0..feed.trips.len())
            .filter(|&t| (feed.calls[feed.trips[t].calls.clone()].iter()).any(|c| here(c.stop)))
            .map(|t| t as u32)
            .collect()
    };
    for (side, stop) in [from, to].into_iter().enumerate() {
        let trips = calling(stop);
        if trips.is_empty() {
            continue;
        }
        let trip = dice.pick(&trips);
        let route = feed.trips[trip as usize].route;
        let (trip, route) = match dice.below(8) {
            0 => (Some(trip), None),
            1 => (None, Some(route)),
            2 => (Some(trip), Some(route)),
            _ => (None, None),
        };
        if side == 0 {
            (row.from_trip, row.from_route) = (trip, route);
        } else {
            (row.to_trip, row.to_route) = (trip, route);
        }
    }
    feed.transfers.push(row);
}
