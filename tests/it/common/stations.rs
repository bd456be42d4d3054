//! The reference's stations: by which doors one gets from the street to each stop and back, and how
//! long it takes indoors. Written from `cli-contract.md` ("Stations"); slow and plain.

use super::reference::Person;
use super::timetable::stop_bases;
use bereik::input::gtfs::{Access, Feed, Pathway, Stop, StopAccess, StopKind};

/// A place where one comes from the street, or goes to it, on the way to or from a stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Door {
    /// Whose place on the street it is: an entrance, a station, or the stop itself. Through all feeds.
    pub at: usize,
    /// Seconds of pathways between there and the stop.
    pub seconds: i64,
    /// Millimetres straight between there and the stop.
    pub mm: u32,
}

/// All stops of all feeds, by their number through the feeds.
pub struct Stations {
    /// Doors by which one gets to the stop.
    pub into: Vec<Vec<Door>>,
    /// Doors by which one leaves it.
    pub out: Vec<Vec<Door>>,
    /// Seconds along pathways from stop to stop; none where there is no way.
    pub indoors: Vec<Vec<(usize, i64)>>,
}

/// The stations of a town for one person.
pub fn stations(feeds: &[Feed], person: &Person) -> Stations {
    let mut all = Stations {
        into: Vec::new(),
        out: Vec::new(),
        indoors: Vec::new(),
    };
    for (feed, base) in feeds.iter().zip(stop_bases(feeds)) {
        let open = times(feed, person.walk, |p| {
            person.wheelchair.is_none() || (p.mode != 2 && p.mode != 4)
        });
        let anybody = times(feed, person.walk, |_| true);
        for s in 0..feed.stops.len() {
            let (into, out) = doors(feed, s, person, &open, &anybody);
            let numbered = |list: Vec<Door>| -> Vec<Door> {
                (list.into_iter())
                    .map(|d| Door {
                        at: base + d.at,
                        ..d
                    })
                    .collect()
            };
            all.into.push(numbered(into));
            all.out.push(numbered(out));
            let reached = (0..feed.stops.len()).filter(|&q| q != s);
            let ways = reached.filter_map(|q| open[s][q].map(|seconds| (base + q, seconds)));
            all.indoors.push(ways.collect());
        }
    }
    all
}

fn metres(a: &Stop, b: &Stop) -> Option<f64> {
    Some(a.position?.distance_m(b.position?))
}

fn mm(metres: f64) -> u32 {
    (metres * 1000.0).round() as u32
}

/// Shortest times along the pathways that are open, from each stop to each (0 to itself).
fn times(feed: &Feed, walk: u32, open: impl Fn(&Pathway) -> bool) -> Vec<Vec<Option<i64>>> {
    let n = feed.stops.len();
    // Pathways of a boarding area are its platform's.
    let owner = |s: u32| match feed.stops[s as usize] {
        Stop {
            kind: StopKind::BoardingArea,
            parent: Some(platform),
            ..
        } => platform as usize,
        _ => s as usize,
    };
    let mut best: Vec<Vec<Option<i64>>> = vec![vec![None; n]; n];
    for (s, row) in best.iter_mut().enumerate() {
        row[s] = Some(0);
    }
    for p in feed.pathways.iter().filter(|p| open(p)) {
        let (from, to) = (owner(p.from_stop), owner(p.to_stop));
        let length = p.length_m.or_else(|| {
            let end = |s: u32, owner: usize| {
                let own = &feed.stops[s as usize];
                if own.position.is_some() {
                    own
                } else {
                    &feed.stops[owner]
                }
            };
            metres(end(p.from_stop, from), end(p.to_stop, to))
        });
        let walked = |m: f64| (u64::from(mm(m)) * 3600).div_ceil(u64::from(walk)) as i64;
        let seconds = p.time.map_or_else(|| length.map_or(0, walked), i64::from);
        let mut note = |a: usize, b: usize| {
            best[a][b] = best[a][b].into_iter().chain([seconds]).min();
        };
        note(from, to);
        if p.both_ways {
            note(to, from);
        }
    }
    for via in 0..n {
        for a in 0..n {
            for b in 0..n {
                if let (Some(x), Some(y)) = (best[a][via], best[via][b]) {
                    best[a][b] = best[a][b].into_iter().chain([x + y]).min();
                }
            }
        }
    }
    best
}

/// Doors into and out of a stop.
fn doors(
    feed: &Feed,
    s: usize,
    person: &Person,
    open: &[Vec<Option<i64>>],
    anybody: &[Vec<Option<i64>>],
) -> (Vec<Door>, Vec<Door>) {
    let stop = &feed.stops[s];
    let own = Door {
        at: s,
        seconds: 0,
        mm: 0,
    };
    let entrances: Vec<usize> = (0..feed.stops.len())
        .filter(|&e| feed.stops[e].kind == StopKind::Entrance)
        .collect();
    let passable = |e: usize| person.wheelchair.is_none() || feed.stops[e].wheelchair != Access::No;
    let joined = stop.kind == StopKind::Stop
        && entrances
            .iter()
            .any(|&e| anybody[e][s].is_some() || anybody[s][e].is_some());
    if joined {
        let by = |seconds: &dyn Fn(usize) -> Option<i64>| -> Vec<Door> {
            let ways = entrances.iter().copied().filter(|&e| passable(e));
            let mut list: Vec<Door> = ways
                .filter_map(|e| {
                    seconds(e).map(|seconds| Door {
                        at: e,
                        seconds,
                        mm: 0,
                    })
                })
                .collect();
            if stop.access == StopAccess::Street {
                list.push(own);
            }
            list
        };
        return (by(&|e| open[e][s]), by(&|e| open[s][e]));
    }
    if stop.kind == StopKind::Stop
        && stop.access == StopAccess::Entrances
        && let Some(station) = stop.parent
    {
        let of_station = entrances
            .iter()
            .copied()
            .filter(|&e| feed.stops[e].parent == Some(station));
        let all: Vec<usize> = of_station.collect();
        let ends = if all.is_empty() {
            vec![station as usize]
        } else {
            all.into_iter().filter(|&e| passable(e)).collect()
        };
        let straight = ends.into_iter().filter_map(|at| {
            let mm = mm(metres(&feed.stops[at], stop)?);
            Some(Door { at, seconds: 0, mm })
        });
        let list: Vec<Door> = straight.collect();
        return (list.clone(), list);
    }
    (vec![own], vec![own])
}
