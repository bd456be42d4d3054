//! Lines on the streets: the way each takes, where it stops, how long it drives.

use super::geom::*;
use super::plan::{Class, LinePlan, Plan, Spell, Vehicle};
use super::weave::{Node, Web};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Where lines stop: a pair of stops on both sides of a street.
#[derive(Clone, Debug)]
pub struct Place {
    /// Town and name, as on the sign.
    pub name: String,
    /// Direction of the street; side 0 is for driving this way.
    pub along: P,
    /// Where the stops are, where used.
    pub stops: [Option<P>; 2],
    /// GTFS `wheelchair_boarding`.
    pub wheelchair: u8,
}

/// One direction of a line.
#[derive(Clone, Debug)]
pub struct Run {
    /// Place and side of each call.
    pub calls: Vec<(u32, usize)>,
    /// Seconds from the first departure to (arrival, departure) at each call, off peak.
    pub times: Vec<(u32, u32)>,
    /// The way taken.
    pub shape: Vec<P>,
}

/// A line, both directions.
#[derive(Clone, Debug)]
pub struct Line {
    /// Index into [`Plan::lines`].
    pub plan: usize,
    /// There and back.
    pub runs: [Run; 2],
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Transit {
    /// Places with stops.
    pub places: Vec<Place>,
    /// Lines.
    pub lines: Vec<Line>,
}

/// Metres between stops: in a town, and outside.
fn spacing(vehicle: Vehicle) -> [f64; 2] {
    match vehicle {
        Vehicle::Tram => [370.0, 500.0],
        Vehicle::Bus => [340.0, 700.0],
        Vehicle::Express => [1_000.0, 2_600.0],
        Vehicle::Country => [420.0, 1_300.0],
        Vehicle::Minibus => [290.0, 500.0],
    }
}

/// Mean speed between stops, km/h: in a town, and outside.
fn speed(vehicle: Vehicle, class: Class) -> [f64; 2] {
    let [town, outside] = match vehicle {
        Vehicle::Tram => [23.0, 30.0],
        Vehicle::Bus => [25.0, 48.0],
        Vehicle::Express => [32.0, 62.0],
        Vehicle::Country => [28.0, 56.0],
        Vehicle::Minibus => [22.0, 40.0],
    };
    let narrow = if class.main() { 1.0 } else { 0.8 };
    [town * narrow, outside * narrow]
}

/// Seconds at a stop.
fn dwell(vehicle: Vehicle) -> u32 {
    match vehicle {
        Vehicle::Tram => 18,
        Vehicle::Minibus => 20,
        _ => 14,
    }
}

/// Finds the way and the stops of every line of the plan.
pub fn lay_out(plan: &Plan, web: &Web) -> Transit {
    let mut maker = Maker {
        plan,
        web,
        transit: Transit::default(),
        at_node: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    for (k, line) in plan.lines.iter().enumerate() {
        if let Some(runs) = maker.line(line) {
            maker.transit.lines.push(Line { plan: k, runs });
        }
    }
    maker.transit
}

struct Maker<'a> {
    plan: &'a Plan,
    web: &'a Web,
    transit: Transit,
    at_node: BTreeMap<Node, u32>,
    /// Names given and where.
    names: BTreeMap<String, P>,
}

impl Maker<'_> {
    fn line(&mut self, line: &LinePlan) -> Option<[Run; 2]> {
        let path = self.path(line)?;
        let built: Vec<bool> = path
            .iter()
            .map(|&n| self.built(self.web.nodes[n as usize]))
            .collect();
        let halts = self.halts(line.vehicle, &path, &built);
        if halts.len() < 2 {
            return None;
        }
        let there = self.run(line.vehicle, &path, &built, &halts);
        let back_path: Vec<Node> = path.iter().rev().copied().collect();
        let back_built: Vec<bool> = built.iter().rev().copied().collect();
        let back_halts: Vec<usize> = halts.iter().rev().map(|i| path.len() - 1 - i).collect();
        let back = self.run(line.vehicle, &back_path, &back_built, &back_halts);
        Some([there, back])
    }

    /// Whether a point is in or at the edge of a quarter.
    fn built(&self, p: P) -> bool {
        self.plan.quarters.iter().any(|q| {
            let [x0, y0, x1, y1] = bounds(&q.outline);
            p[0] > x0 - 90.0
                && p[0] < x1 + 90.0
                && p[1] > y0 - 90.0
                && p[1] < y1 + 90.0
                && (inside(p, &q.outline) || distance_to_line(p, &q.outline) < 90.0)
        })
    }

    /// Nodes along the line's points, without there-and-back spikes.
    fn path(&self, line: &LinePlan) -> Option<Vec<Node>> {
        let stops_at: Vec<Node> = line
            .via
            .iter()
            .filter_map(|&p| {
                let fits = |w: &super::weave::Way| w.class.drivable() && w.class != Class::Living;
                self.web.nearest_node(p, fits).map(|(n, _)| n)
            })
            .collect();
        let mut path: Vec<Node> = Vec::new();
        for w in stops_at.windows(2) {
            for n in self.shortest(w[0], w[1])? {
                if path.last() == Some(&n) {
                    continue;
                }
                if path.len() >= 2 && path[path.len() - 2] == n {
                    path.pop();
                } else {
                    path.push(n);
                }
            }
        }
        Some(path)
    }

    /// The quickest way for a bus, which likes main roads.
    fn shortest(&self, from: Node, to: Node) -> Option<Vec<Node>> {
        let cost = |class: Class| match class {
            Class::Primary | Class::Secondary => 10,
            Class::Tertiary => 12,
            Class::Unclassified => 14,
            Class::Residential => 22,
            Class::Living => 45,
            _ => 0,
        };
        let mut best: Vec<u64> = vec![u64::MAX; self.web.nodes.len()];
        let mut before: Vec<Node> = vec![Node::MAX; self.web.nodes.len()];
        let mut heap = BinaryHeap::from([(Reverse(0u64), from)]);
        best[from as usize] = 0;
        while let Some((Reverse(d), n)) = heap.pop() {
            if n == to {
                break;
            }
            if d > best[n as usize] {
                continue;
            }
            for &(m, w) in &self.web.next[n as usize] {
                let class = self.web.ways[w as usize].class;
                if !class.drivable() {
                    continue;
                }
                let metres = dist(self.web.nodes[n as usize], self.web.nodes[m as usize]);
                let next = d + (metres * 10.0) as u64 * cost(class) + 1;
                if next < best[m as usize] {
                    best[m as usize] = next;
                    before[m as usize] = n;
                    heap.push((Reverse(next), m));
                }
            }
        }
        let mut path = vec![to];
        while let Some(&n) = path.last() {
            if n == from {
                path.reverse();
                return Some(path);
            }
            let m = before[n as usize];
            if m == Node::MAX {
                return None;
            }
            path.push(m);
        }
        None
    }

    /// Positions in the path at which the line stops. Stops of earlier lines are shared.
    fn halts(&mut self, vehicle: Vehicle, path: &[Node], built: &[bool]) -> Vec<usize> {
        let step = |i: usize| {
            dist(
                self.web.nodes[path[i - 1] as usize],
                self.web.nodes[path[i] as usize],
            )
        };
        let mut halts = vec![0];
        let mut since = 0.0;
        for i in 1..path.len() {
            since += step(i);
            let every = spacing(vehicle)[usize::from(!built[i])];
            let exists = self.at_node.contains_key(&path[i]);
            let last = i + 1 == path.len();
            if exists && since >= 0.62 * every {
                halts.push(i);
                since = 0.0;
                continue;
            }
            if last {
                if since < 0.45 * every && halts.len() > 1 {
                    halts.pop();
                }
                halts.push(i);
                continue;
            }
            if since < every {
                continue;
            }
            // A stop just ahead is shared rather than doubled.
            let mut ahead = 0.0;
            let shared = (i + 1..path.len()).map_while(|j| {
                ahead += step(j);
                (ahead < 0.5 * every).then_some(j)
            });
            let wait = shared
                .into_iter()
                .any(|j| self.at_node.contains_key(&path[j]) || j + 1 == path.len());
            let on_bridge = self.web.next[path[i] as usize]
                .iter()
                .any(|&(_, w)| self.web.ways[w as usize].bridge);
            if !wait && !on_bridge {
                halts.push(i);
                since = 0.0;
            }
        }
        for &i in &halts {
            let along = unit(sub(
                self.web.nodes[path[(i + 1).min(path.len() - 1)] as usize],
                self.web.nodes[path[i.saturating_sub(1)] as usize],
            ));
            self.place(path[i], along);
        }
        halts
    }

    /// The place at a node, made if need be.
    fn place(&mut self, node: Node, along: P) -> u32 {
        if let Some(&p) = self.at_node.get(&node) {
            return p;
        }
        let name = self.name(node);
        let id = self.transit.places.len() as u32;
        // Most stops in towns are raised; in the country many are a pole in the grass.
        let chance = hash01(77, i64::from(node), 0);
        let built = self.built(self.web.nodes[node as usize]);
        let wheelchair = match (built, chance) {
            (true, c) if c < 0.86 => 1,
            (true, c) if c < 0.95 => 0,
            (false, c) if c < 0.25 => 1,
            (false, c) if c < 0.5 => 0,
            _ => 2,
        };
        self.transit.places.push(Place {
            name,
            along,
            stops: [None, None],
            wheelchair,
        });
        self.at_node.insert(node, id);
        id
    }

    /// Named after what is there: the station, the hospital, the market, else a side street.
    fn name(&mut self, node: Node) -> String {
        let at = self.web.nodes[node as usize];
        let town = self.town(at);
        let mut wishes: Vec<String> = Vec::new();
        let station = self.plan.stations.iter().find(|s| dist(s.at, at) < 190.0);
        if let Some(s) = station {
            wishes.push(format!("Station {}", s.name));
        }
        if let Some(h) = self
            .plan
            .hospitals
            .iter()
            .find(|h| h.emergency && dist(h.at, at) < 230.0)
        {
            wishes.push(h.name.to_owned());
        }
        if norm(at) < 130.0 {
            wishes.push("Markt".to_owned());
        }
        let mut here: Vec<&super::weave::Way> = self.web.next[node as usize]
            .iter()
            .map(|&(_, w)| &self.web.ways[w as usize])
            .collect();
        // The lesser street names the stop.
        here.sort_by_key(|w| Reverse(w.class));
        wishes.extend(
            here.iter()
                .filter(|w| !w.name.is_empty())
                .map(|w| w.name.clone()),
        );
        for &(m, _) in &self.web.next[node as usize] {
            let around = self.web.next[m as usize]
                .iter()
                .map(|&(_, w)| &self.web.ways[w as usize].name);
            wishes.extend(around.filter(|n| !n.is_empty()).cloned());
        }
        for wish in &wishes {
            let name = format!("{town}, {wish}");
            let free = self.names.get(&name).is_none_or(|&p| dist(p, at) < 170.0);
            if free {
                self.names.entry(name.clone()).or_insert(at);
                return name;
            }
        }
        let base = wishes
            .first()
            .cloned()
            .unwrap_or_else(|| "Halte".to_owned());
        (2..)
            .map(|n| format!("{town}, {base} {n}"))
            .find(|name| self.names.insert(name.clone(), at).is_none())
            .unwrap_or(base)
    }

    /// The town a point belongs to: of the nearest quarter, or the country area.
    fn town(&self, p: P) -> &'static str {
        let quarter = self
            .plan
            .quarters
            .iter()
            .map(|q| {
                let d = if inside(p, &q.outline) {
                    0.0
                } else {
                    distance_to_line(p, &q.outline)
                };
                (d, q.town)
            })
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let country = self
            .plan
            .countryside
            .iter()
            .map(|c| (dist(c.0, p), c.1))
            .min_by(|a, b| a.0.total_cmp(&b.0));
        match (quarter, country) {
            (Some((d, town)), _) if d < 500.0 => town,
            (_, Some((_, town))) => town,
            (Some((_, town)), None) => town,
            (None, None) => self.plan.name,
        }
    }

    /// Stops and times of one direction.
    fn run(&mut self, vehicle: Vehicle, path: &[Node], built: &[bool], halts: &[usize]) -> Run {
        let mut run = Run {
            calls: Vec::new(),
            times: Vec::new(),
            shape: path.iter().map(|&n| self.web.nodes[n as usize]).collect(),
        };
        let mut clock = 0.0;
        let mut from = 0;
        for (k, &i) in halts.iter().enumerate() {
            for j in from + 1..=i {
                let (a, b) = (path[j - 1], path[j]);
                let class = self.web.next[a as usize]
                    .iter()
                    .find(|(m, _)| *m == b)
                    .map_or(Class::Residential, |&(_, w)| {
                        self.web.ways[w as usize].class
                    });
                let kmh = speed(vehicle, class)[usize::from(!(built[j] && built[j - 1]))];
                clock += dist(self.web.nodes[a as usize], self.web.nodes[b as usize]) / (kmh / 3.6);
            }
            from = i;
            let behind = self.web.nodes[path[i.saturating_sub(1)] as usize];
            let ahead = self.web.nodes[path[(i + 1).min(path.len() - 1)] as usize];
            let driving = unit(sub(ahead, behind));
            let id = self.at_node.get(&path[i]).copied().unwrap_or_default();
            let at = self.web.nodes[path[i] as usize];
            let place = &mut self.transit.places[id as usize];
            let side = usize::from(dot(driving, place.along) < 0.0);
            // On the right, a little past the corner.
            let right = [driving[1], -driving[0]];
            let pole = add(at, add(scale(right, 5.0), scale(driving, 8.0)));
            place.stops[side].get_or_insert(pole);
            run.calls.push((id, side));
            let arrival = clock.round() as u32;
            let ends = k == 0 || k + 1 == halts.len();
            let wait = if ends { 0 } else { dwell(vehicle) };
            clock += f64::from(wait);
            run.times.push((arrival, arrival + wait));
        }
        run
    }
}

/// Departures in seconds of the service day; `shift_min` moves the pattern.
pub fn departures(spells: &[Spell], shift_min: u32) -> Vec<u32> {
    let mut out: Vec<u32> = Vec::new();
    for s in spells {
        let mut t = s.from + shift_min.min(s.every.saturating_sub(1));
        while t < s.to {
            // Not closer after the seam of two spells than the first one's headway allows.
            if out.last().is_none_or(|&l| t * 60 >= l + 4 * 60) {
                out.push(t * 60);
            }
            t += s.every.max(1);
        }
    }
    out
}

/// How much longer a street takes at this time of day, in percent.
pub fn slower(vehicle: Vehicle, departure: u32) -> u32 {
    let busy = (7 * 3600..9 * 3600).contains(&departure)
        || (15 * 3600 + 1800..18 * 3600).contains(&departure);
    match (vehicle, busy) {
        (Vehicle::Tram, true) => 4,
        (_, true) => 11,
        (_, false) => 0,
    }
}
