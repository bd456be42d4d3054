//! Lays out stops and the lines that call there.

use super::land::Land;
use super::lattice::{mixed, share_of};
use super::rails;
use super::roads::{Along, Roads, Step};
use crate::synth::geom::*;
use std::collections::HashMap;

/// What runs on a line, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Fast train.
    Intercity,
    /// Fast train on a main axis.
    MainIntercity,
    /// Train that calls everywhere.
    Sprinter,
    /// Metro.
    Metro,
    /// Tram.
    Tram,
    /// City bus of a large city.
    Big,
    /// City bus.
    City,
    /// Fast bus between towns.
    Express,
    /// Regional bus between towns.
    Strong,
    /// Regional bus.
    Weak,
    /// Small bus to villages.
    Village,
    /// Night bus after Friday and Saturday.
    Night,
    /// Night bus of every night.
    EveryNight,
}

impl Kind {
    /// `route_type` in GTFS.
    pub fn route_type(self) -> &'static str {
        match self {
            Kind::Intercity | Kind::MainIntercity | Kind::Sprinter => "2",
            Kind::Metro => "1",
            Kind::Tram => "0",
            _ => "3",
        }
    }
    /// Metres a second between stops, and seconds lost at a stop.
    fn speed(self, along: Along) -> (f64, f64) {
        match (self, along) {
            (Kind::Metro, _) => (16.0, 24.0),
            (Kind::Tram, _) => (8.2, 18.0),
            (Kind::Night | Kind::EveryNight, Along::City | Along::Town) => (9.5, 12.0),
            (_, Along::City) => (7.8, 15.0),
            (_, Along::Town) => (8.6, 15.0),
            (_, Along::Village) => (10.5, 14.0),
            (_, Along::Country) => (14.5, 12.0),
        }
    }
}

/// A stop or platform.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Where.
    pub at: P,
    /// Its station, index into [`Transit::stations`].
    pub station: Option<u32>,
    /// Platform, may be empty.
    pub platform: String,
}

/// A railway station.
#[derive(Clone, Debug)]
pub struct Station {
    /// Its name.
    pub name: String,
    /// Where.
    pub at: P,
}

/// A call of a line: from the one before, seconds and metres.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Index into [`Transit::stops`].
    pub stop: u32,
    /// Running time from the stop before, seconds.
    pub run: u32,
    /// Time at the stop, seconds.
    pub dwell: u32,
    /// Distance from the stop before, metres.
    pub metres: u32,
}

/// A line with its calls in both directions.
#[derive(Clone, Debug)]
pub struct Line {
    /// What runs on it.
    pub kind: Kind,
    /// Public number or name.
    pub number: String,
    /// Both ends.
    pub ends: [String; 2],
    /// Operator.
    pub operator: u8,
    /// Calls out and back.
    pub calls: [Vec<Call>; 2],
}

/// Stops, stations and lines.
#[derive(Default)]
pub struct Transit {
    /// Stops and platforms.
    pub stops: Vec<Stop>,
    /// Railway stations.
    pub stations: Vec<Station>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Railway tracks, to draw.
    pub tracks: Vec<Vec<P>>,
}

/// Number of bus operators; the railway is number 0.
pub const OPERATORS: u8 = 9;

struct Planner<'a> {
    land: &'a Land,
    roads: Roads<'a>,
    /// Stop by edge (axis, node), slot and side.
    known: HashMap<(u8, u32, u8, bool), u32>,
    out: Transit,
}

/// Lays out all lines.
pub fn lay_out(land: &Land) -> Transit {
    let roads = Roads::new(land);
    let mut out = Transit::default();
    rails::lay_out(land, &roads, &mut out);
    let mut planner = Planner {
        land,
        roads,
        known: HashMap::new(),
        out,
    };
    planner.cities();
    planner.regions();
    planner.out
}

impl Planner<'_> {
    /// Lattice steps at which lines of a kind call on an edge.
    fn slots(&self, kind: Kind, step: Step) -> &'static [u8] {
        let along = self.roads.along(step);
        let parity = (step.node + u32::from((step.node / 2).is_multiple_of(2))) % 2;
        match (kind, along) {
            (Kind::Metro, _) => [&[6u8][..], &[]][parity as usize],
            (Kind::Express, Along::City | Along::Town) => &[1],
            (Kind::Express, _) => [&[3][..], &[]][parity as usize],
            // 300 and 600 m by turns: some 400 m.
            (_, Along::City | Along::Town) => [&[1, 5][..], &[3]][parity as usize],
            (_, Along::Village) => &[3],
            (_, Along::Country) => [&[3][..], &[]][parity as usize],
        }
    }

    /// The stop at a step of an edge, on the side where vehicles going `back` or not pass.
    fn stop(&mut self, step: Step, slot: u8, metro: bool) -> u32 {
        let key = (step.axis as u8, step.node, slot, step.back);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let land = self.land;
        let (i, j) = self.roads.vertex_on(step.axis, step.node, i32::from(slot));
        let (i2, j2) = if step.axis == 0 {
            (i + 1, j)
        } else {
            (i, j + 1)
        };
        let (a, b) = (land.vertex(i, j), land.vertex(i2, j2));
        let u = unit(sub(b, a));
        // Right of the direction of travel.
        let side = if step.back {
            [-u[1], u[0]]
        } else {
            [u[1], -u[0]]
        };
        let off = if metro { 11.0 } else { 5.5 };
        let at = add(land.middle(i, j, step.axis, a, b), scale(side, off));
        let (line, along) = if step.axis == 0 { (j, i) } else { (i, j) };
        // The crossing street gives the name where it runs along a line of its own.
        let street = if slot <= 1 || slot == 5 {
            land.street_name(1 - step.axis, along.div_euclid(4) * 4, line)
        } else {
            land.street_name(step.axis, line, along)
        };
        let town = self.town_at(at);
        let name = match (metro, town) {
            (true, Some(t)) => format!("{t}, Metro {street}"),
            (false, Some(t)) => format!("{t}, {street}"),
            (_, None) => street,
        };
        let id = self.out.stops.len() as u32;
        self.out.stops.push(Stop {
            name,
            at,
            station: None,
            platform: String::new(),
        });
        self.known.insert(key, id);
        id
    }

    fn town_at(&self, p: P) -> Option<&str> {
        let spot = self.land.spot(p)?;
        Some(&self.land.towns[spot.town as usize].name)
    }

    /// Calls along a path.
    fn calls(&mut self, kind: Kind, path: &[Step]) -> Vec<Call> {
        let leg = f64::from(super::roads::LEG);
        let mut calls: Vec<Call> = Vec::new();
        let (mut metres, mut seconds) = (0.0, 0.0);
        for step in path {
            let along = self.roads.along(*step);
            let (speed, lost) = kind.speed(along);
            let end = self.roads.at(step.node);
            let (i, j) = self
                .roads
                .vertex_on(step.axis, step.node, super::roads::LEG);
            // Bends make an edge a little longer than the straight line.
            let length = dist(end, self.land.vertex(i, j)) * 1.03;
            let mut done = 0.0;
            let mut slots = self.slots(kind, *step).to_vec();
            if step.back {
                slots.reverse();
            }
            for slot in slots {
                let place = (f64::from(slot) + 0.5) / leg;
                let place = if step.back { 1.0 - place } else { place };
                metres += (place - done) * length;
                seconds += (place - done) * length / speed;
                done = place;
                let stop = self.stop(*step, slot, kind == Kind::Metro);
                let first = calls.is_empty();
                calls.push(Call {
                    stop,
                    run: if first {
                        0
                    } else {
                        (seconds + lost) as u32 + 1
                    },
                    dwell: 0,
                    metres: if first { 0 } else { metres as u32 },
                });
                (metres, seconds) = (0.0, 0.0);
            }
            metres += (1.0 - done) * length;
            seconds += (1.0 - done) * length / speed;
        }
        calls
    }

    /// Adds a line along a path, both ways.
    fn line(&mut self, kind: Kind, number: String, operator: u8, path: &[Step]) {
        let back: Vec<Step> = path
            .iter()
            .rev()
            .map(|s| Step {
                back: !s.back,
                ..*s
            })
            .collect();
        let calls = [self.calls(kind, path), self.calls(kind, &back)];
        if calls.iter().any(|c| c.len() < 3) {
            return;
        }
        let name = |c: &[Call]| {
            c.last()
                .map(|c| self.out.stops[c.stop as usize].name.clone())
        };
        let ends = [&calls[0], &calls[1]].map(|c| name(c).unwrap_or_default());
        self.out.lines.push(Line {
            kind,
            number,
            ends,
            operator,
            calls,
        });
    }

    fn through(&mut self, via: &[u32], taste: u64) -> Vec<Step> {
        let mut path = Vec::new();
        for w in via.windows(2) {
            path.extend(self.roads.way(w[0], w[1], taste));
        }
        path
    }

    fn operator(&self, town: usize) -> u8 {
        // Concessions are regions of some 45 km.
        let u = scale(
            sub(self.land.towns[town].at, self.land.origin),
            1.0 / 45_000.0,
        );
        1 + (mixed(self.land.seed ^ 0xA1, u[0] as i64, u[1] as i64) % u64::from(OPERATORS)) as u8
    }

    /// Lines within towns: through the centre from one side to another.
    fn cities(&mut self) {
        for t in 0..self.land.towns.len() {
            let town = self.land.towns[t].clone();
            if town.people < 22_000.0 {
                continue;
            }
            let wish = (town.people / 22_500.0).round().max(2.0) as usize;
            let (metros, trams) = match town.people as u32 {
                460_000.. => (5, wish / 4),
                250_000.. => (0, wish / 3),
                _ => (0, 0),
            };
            let centre = self.roads.nearest(town.at);
            let operator = self.operator(t);
            for n in 0..wish {
                let dice = mixed(self.land.seed ^ 0xA2, t as i64, n as i64);
                let turn = 360.0 * (n as f64 * 0.381_966 + share_of(dice) * 0.15);
                let bend = 140.0 + 80.0 * share_of(mixed(dice, 1, 0));
                let ends = [turn, turn + bend].map(|a| {
                    let far = 0.78 + 0.2 * share_of(mixed(dice, a as i64, 2));
                    self.roads.nearest(polar(town.at, town.radius * far, a))
                });
                let kind = if n < metros {
                    Kind::Metro
                } else if n < metros + trams {
                    Kind::Tram
                } else if town.people > 110_000.0 {
                    Kind::Big
                } else {
                    Kind::City
                };
                // In large cities not every line touches the very centre.
                let middle = if n % 3 == 2 && town.radius > 2_500.0 {
                    let aside = polar(town.at, town.radius * 0.35, turn + bend / 2.0);
                    self.roads.nearest(aside)
                } else {
                    centre
                };
                let path = self.through(&[ends[0], middle, ends[1]], dice);
                let number = match kind {
                    Kind::Metro => format!("M{}", n + 1),
                    _ => (n + 1).to_string(),
                };
                self.line(kind, number, operator, &path);
                let nights = (town.people / 60_000.0) as usize;
                if kind == Kind::Big && town.people > 150_000.0 && n % 3 == 0 && n / 3 < nights {
                    let kind = if town.people > 460_000.0 && n % 2 == 0 {
                        Kind::EveryNight
                    } else {
                        Kind::Night
                    };
                    self.line(kind, format!("N{}", n + 1), operator, &path);
                }
            }
        }
    }

    /// Lines between towns, by way of the villages.
    fn regions(&mut self) {
        let n = self.land.towns.len();
        let hubs = (n * 55 / 1_000).clamp(n.min(2), n);
        let nodes: Vec<u32> = (0..n)
            .map(|t| self.roads.nearest(self.land.towns[t].at))
            .collect();
        let mut served = vec![false; n];
        let at = |t: usize| self.land.towns[t].at;
        let mut count = 0;
        for t in 0..n {
            if served[t] {
                continue;
            }
            let here = at(t);
            let mut near: Vec<usize> = (0..hubs).filter(|&h| h != t).collect();
            near.sort_by(|&a, &b| dist(at(a), here).total_cmp(&dist(at(b), here)));
            near.truncate(7);
            // Hubs have lines to several neighbours, villages from one hub to another behind.
            let pairs: Vec<(usize, Option<usize>)> = if t < hubs {
                (near.iter().filter(|&&h| h > t).take(2).map(|&h| (h, None))).collect()
            } else {
                let Some(&a) = near.first() else { continue };
                let towards = unit(sub(at(a), here));
                let b = near[1..].iter().copied().find(|&b| {
                    dot(unit(sub(at(b), here)), towards) < 0.1
                        && dist(at(b), here) < 1.6 * dist(at(a), here) + 4_000.0
                });
                // Half of them end in the village.
                let onward = mixed(self.land.seed ^ 0xA5, t as i64, 0) & 1 == 0;
                vec![(a, b.filter(|_| onward))]
            };
            for (a, b) in pairs {
                count += 1;
                let dice = mixed(self.land.seed ^ 0xA3, t as i64, a as i64);
                // Regional lines share the good roads.
                let taste = self.land.seed ^ 0xA4;
                let mut via = vec![nodes[a], nodes[t]];
                via.extend(b.map(|b| nodes[b]));
                let path = self.through(&via, taste);
                let mut small = 0.0f64;
                let passed: Vec<P> = path.iter().map(|s| self.roads.at(s.node)).collect();
                for (v, served) in served.iter_mut().enumerate().skip(hubs) {
                    let on_way = passed.iter().any(|p| dist(*p, at(v)) < 1_500.0);
                    if on_way {
                        *served = true;
                        small = small.max(self.land.towns[v].people);
                    }
                }
                let kind = if t < hubs {
                    Kind::Strong
                } else if small > 12_000.0 {
                    [Kind::Strong, Kind::Weak][(dice >> 3 & 1) as usize]
                } else if small > 5_500.0 {
                    Kind::Weak
                } else {
                    Kind::Village
                };
                let operator = self.operator(a);
                let number = (100 + count % 800).to_string();
                self.line(kind, number, operator, &path);
                let far = dist(here, at(a));
                if t < hubs && far > 9_000.0 && dice & 3 == 0 {
                    let number = (300 + count % 100).to_string();
                    self.line(Kind::Express, number, operator, &path);
                }
            }
            served[t] = true;
        }
    }
}
