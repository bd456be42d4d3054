//! The railway: stations, tracks, fast trains and stopping trains.

use super::land::Land;
use super::lattice::mixed;
use super::lines::{Call, Kind, Line, Station, Stop, Transit};
use super::roads::Roads;
use crate::synth::geom::*;
use std::collections::BTreeMap;

/// A stretch of track between two junction towns.
struct Track {
    ends: [usize; 2],
    /// Stations in order, ends included.
    stations: Vec<u32>,
    metres: f64,
}

/// Lays tracks between the larger towns and runs trains on them.
pub fn lay_out(land: &Land, roads: &Roads, out: &mut Transit) {
    let n = land.towns.len();
    let towns = (n * 105 / 1_000).max(3).min(n);
    if towns < 2 {
        return;
    }
    let at: Vec<P> = (0..towns).map(|t| land.towns[t].at).collect();
    let mut builder = Builder {
        land,
        roads,
        taken: BTreeMap::new(),
        out,
    };
    let central: Vec<u32> = (0..towns)
        .map(|t| {
            let name = &land.towns[t].name;
            let large = land.towns[t].people > 90_000.0;
            let name = if large {
                format!("{name} Centraal")
            } else {
                name.clone()
            };
            builder.station(at[t], &name)
        })
        .collect();
    let mut tracks = Vec::new();
    for a in 0..towns {
        for b in a + 1..towns {
            let d = dist(at[a], at[b]);
            // No third town is nearer to both: the relative neighbourhood graph, connected.
            if (0..towns).all(|c| dist(at[a], at[c]).max(dist(at[b], at[c])) >= d) {
                let stations = builder.between(&at, &central, [a, b], towns);
                tracks.push(Track {
                    ends: [a, b],
                    stations,
                    metres: d * 1.06,
                });
            }
        }
    }
    for track in &tracks {
        let line: Vec<P> = (track.stations.iter())
            .map(|s| out.stations[*s as usize].at)
            .collect();
        out.tracks.push(smooth(&line, 160.0));
    }
    intercities(land, &tracks, &central, towns, out);
    sprinters(&tracks, &at, out);
}

struct Builder<'a> {
    land: &'a Land,
    roads: &'a Roads<'a>,
    taken: BTreeMap<u32, u32>,
    out: &'a mut Transit,
}

/// Platforms of a station.
const PLATFORMS: u32 = 4;

impl Builder<'_> {
    /// The station at the main road nearest to a place; made if need be.
    fn station(&mut self, p: P, name: &str) -> u32 {
        let node = self.roads.nearest(p);
        if let Some(&known) = self.taken.get(&node) {
            return known;
        }
        let at = add(self.roads.at(node), [22.0, 18.0]);
        let id = self.out.stations.len() as u32;
        for k in 0..PLATFORMS {
            self.out.stops.push(Stop {
                name: name.to_owned(),
                at: add(at, [3.0 * f64::from(k), 11.0 * f64::from(k)]),
                station: Some(id),
                platform: (k + 1).to_string(),
            });
        }
        self.out.stations.push(Station {
            name: name.to_owned(),
            at,
        });
        self.taken.insert(node, id);
        id
    }
    /// Stations from one town to another: suburbs and villages on the way.
    fn between(&mut self, at: &[P], central: &[u32], [a, b]: [usize; 2], towns: usize) -> Vec<u32> {
        let whole = dist(at[a], at[b]);
        let mut stops: Vec<(f64, P, String)> = Vec::new();
        for (end, t0) in [(a, 0.0), (b, 1.0)] {
            let town = &self.land.towns[end];
            let far = town.radius * 0.6;
            if town.radius > 1_900.0 && far < whole * 0.45 {
                let side: &str = ["Zuid", "Oost", "West", "Noord"][(a + b + end) % 4];
                let t = (t0 - far / whole).abs();
                stops.push((t, mix(at[a], at[b], t), format!("{} {side}", town.name)));
            }
        }
        for v in towns..self.land.towns.len() {
            let town = &self.land.towns[v];
            let (t, foot) = nearest(town.at, at[a], at[b]);
            if dist(foot, town.at) < 1_300.0 && town.people > 2_200.0 {
                stops.push((t, town.at, town.name.clone()));
            }
        }
        stops.sort_by(|x, y| x.0.total_cmp(&y.0));
        let mut list = vec![central[a]];
        let mut last = 0.0;
        for (t, p, name) in stops {
            if (t - last) * whole > 1_700.0 && (1.0 - t) * whole > 1_700.0 {
                let s = self.station(p, &name);
                if !list.contains(&s) && s != central[b] {
                    list.push(s);
                    last = t;
                }
            }
        }
        list.push(central[b]);
        list
    }
}

/// Fast trains between the largest cities.
fn intercities(land: &Land, tracks: &[Track], central: &[u32], towns: usize, out: &mut Transit) {
    let large = (towns / 9).max(2);
    let calls_at = (towns / 4).max(2);
    let mut made = Vec::new();
    for a in 0..large {
        let (dists, from) = distances(tracks, towns, a);
        let mut others: Vec<usize> = (0..large).filter(|&b| b != a).collect();
        // Not the nearest, not the farthest.
        others.sort_by(|&x, &y| {
            let wish = |b: usize| (dists[b] - 85_000.0).abs();
            wish(x).total_cmp(&wish(y))
        });
        for &b in others.iter().take(2) {
            let pair = [a.min(b), a.max(b)];
            if made.contains(&pair) || !dists[b].is_finite() {
                continue;
            }
            made.push(pair);
            let mut stations = vec![(central[b], 0.0)];
            let (mut t, mut metres) = (b, 0.0);
            while t != a {
                let Some(k) = from[t] else { break };
                let track: &Track = &tracks[k];
                t = track.ends[usize::from(track.ends[0] == t)];
                metres += track.metres;
                if t < calls_at || t == a {
                    stations.push((central[t], metres));
                    metres = 0.0;
                }
            }
            let main = made.len() <= 4 && land.towns[a].people > 200_000.0;
            let kind = if main {
                Kind::MainIntercity
            } else {
                Kind::Intercity
            };
            run_train(kind, made.len(), &stations, out);
        }
    }
}

/// Distances over the tracks from a town, and the track by which each is reached.
fn distances(tracks: &[Track], towns: usize, from: usize) -> (Vec<f64>, Vec<Option<usize>>) {
    let mut far = vec![f64::INFINITY; towns];
    let mut by = vec![None; towns];
    far[from] = 0.0;
    // Few towns and tracks: rounds until nothing gets better.
    loop {
        let mut better = false;
        for (k, track) in tracks.iter().enumerate() {
            for [a, b] in [track.ends, [track.ends[1], track.ends[0]]] {
                let d = far[a] + track.metres;
                if d < far[b] {
                    far[b] = d;
                    by[b] = Some(k);
                    better = true;
                }
            }
        }
        if !better {
            return (far, by);
        }
    }
}

/// Stopping trains: every track has one, over as straight a way as there is.
fn sprinters(tracks: &[Track], at: &[P], out: &mut Transit) {
    const LONGEST_M: f64 = 75_000.0;
    let mut used = vec![false; tracks.len()];
    for k in 0..tracks.len() {
        if used[k] {
            continue;
        }
        used[k] = true;
        let mut chain = vec![(k, false)];
        let mut metres = tracks[k].metres;
        // Onwards from the far end, then turned round and onwards from the other.
        for _ in 0..2 {
            while let Some(&(last, back)) = chain.last() {
                let ends = tracks[last].ends;
                let (from, here) = if back {
                    (ends[1], ends[0])
                } else {
                    (ends[0], ends[1])
                };
                let ahead = unit(sub(at[here], at[from]));
                let next = (0..tracks.len())
                    .filter(|&t| !used[t] && tracks[t].ends.contains(&here))
                    .map(|t| {
                        let back = tracks[t].ends[1] == here;
                        let to = tracks[t].ends[usize::from(!back)];
                        (dot(unit(sub(at[to], at[here])), ahead), t, back)
                    })
                    .filter(|n| n.0 > 0.2 && metres + tracks[n.1].metres < LONGEST_M)
                    .max_by(|x, y| x.0.total_cmp(&y.0));
                let Some((_, t, back)) = next else { break };
                used[t] = true;
                metres += tracks[t].metres;
                chain.push((t, back));
            }
            chain.reverse();
            for link in &mut chain {
                link.1 = !link.1;
            }
        }
        let mut stations: Vec<(u32, f64)> = Vec::new();
        for (t, back) in chain {
            let track = &tracks[t];
            let mut list = track.stations.clone();
            if back {
                list.reverse();
            }
            for s in list {
                let Some(&(last, _)) = stations.last() else {
                    stations.push((s, 0.0));
                    continue;
                };
                if last != s {
                    let [p, q] = [last, s].map(|s| out.stations[s as usize].at);
                    stations.push((s, dist(p, q) * 1.06));
                }
            }
        }
        run_train(Kind::Sprinter, k, &stations, out);
    }
}

/// Adds a train both ways; `stations` with metres from the one before.
fn run_train(kind: Kind, number: usize, stations: &[(u32, f64)], out: &mut Transit) {
    if stations.len() < 2 {
        return;
    }
    let (speed, lost, dwell) = match kind {
        Kind::Sprinter => (31.0, 50.0, 60),
        _ => (37.0, 80.0, 120),
    };
    let calls = [false, true].map(|back| {
        let n = stations.len();
        (0..n)
            .map(|k| {
                let (station, metres) = if back {
                    let metres = if k == 0 { 0.0 } else { stations[n - k].1 };
                    (stations[n - 1 - k].0, metres)
                } else {
                    stations[k]
                };
                // Trains run by the minute.
                let run = ((metres / speed + lost) / 60.0).ceil() as u32 * 60;
                let platform = mixed(number as u64, i64::from(station), i64::from(back)) % 2;
                let platform = 2 * (platform as u32) + u32::from(back);
                Call {
                    stop: station * PLATFORMS + platform,
                    run: if k == 0 { 0 } else { run },
                    dwell: if k == 0 || k + 1 == n { 0 } else { dwell },
                    metres: if k == 0 { 0 } else { metres as u32 },
                }
            })
            .collect::<Vec<Call>>()
    });
    let name = |k: Option<&(u32, f64)>| {
        k.map(|k| out.stations[k.0 as usize].name.clone())
            .unwrap_or_default()
    };
    let ends = [name(stations.last()), name(stations.first())];
    let label = if kind == Kind::Sprinter {
        "Sprinter"
    } else {
        "Intercity"
    };
    out.lines.push(Line {
        kind,
        number: label.to_owned(),
        ends,
        operator: 0,
        calls,
    });
}
