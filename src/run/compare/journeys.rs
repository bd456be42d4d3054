//! Journeys before and after, for homes that a scenario hits hard.

use super::changes::Pocket;
use super::{Comparison, Outcome};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::network::Network;
use crate::routing::Window;
use crate::routing::job::{Job, Kept, Question, UNREACHED};
use crate::routing::journey::{self, Journey, Leg};
use crate::run::study::Results;
use crate::run::study::access::question;
use crate::run::study::readings::{Kind, Lens, Matters, Steps, View, open_during, rows_of};
use crate::run::study::summary::Key;
use crate::units::LonLat;

/// A part of a journey, for people to read.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// On foot.
    Walk {
        /// Seconds.
        seconds: u32,
    },
    /// By bicycle.
    Cycle {
        /// Seconds.
        seconds: u32,
    },
    /// At a stop.
    Wait {
        /// Seconds.
        seconds: u32,
    },
    /// In a vehicle.
    Ride {
        /// Line as passengers call it.
        line: String,
        /// `route_type` of GTFS.
        mode: u16,
        /// Stop one boards at.
        from: String,
        /// Stop one alights at.
        to: String,
        /// Clock, seconds.
        depart_s: i64,
        /// Clock, seconds.
        arrive_s: i64,
        /// Staying in the vehicle of the step before, which goes on as this.
        seated: bool,
    },
}

/// One home's way to one service, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The home.
    pub home: usize,
    /// Level and area it lies in.
    pub area: (usize, usize),
    /// Persona, slot and service; and the group that is hit.
    pub key: Key,
    /// Departure (or deadline) asked for, seconds on the clock of the slot's date.
    pub at_s: i32,
    /// Where to, how long, and how; none where there is no way within the limits.
    pub before: Option<Trip>,
    /// The same after.
    pub after: Option<Trip>,
}

/// A way.
#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    /// Name or id of the destination.
    pub to: String,
    /// Travel time as the study counts it, seconds.
    pub seconds: u32,
    /// Clock of leaving and of being there, seconds.
    pub clock_s: (i64, i64),
    /// Steps in order.
    pub steps: Vec<Step>,
}

/// Journeys of the home hit worst in each of some pockets.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn of(
    comparison: &Comparison,
    outcome: &Outcome,
    pockets: &[Pocket],
) -> Result<Vec<Pair>, Error> {
    let (before, after) = (outcome.before(comparison), &outcome.results);
    let mut out = Vec::new();
    for pocket in pockets {
        let Some(home) = worst_home(before, after, pocket) else {
            continue;
        };
        let old = Look::at(&outcome.study, before, pocket.key, home)?;
        let new = Look::at(&outcome.study, after, pocket.key, home)?;
        let Some((place, step)) = lost(before, pocket.key, &old, &new) else {
            continue;
        };
        let study = &outcome.study;
        let at_s = old.start_s + step as i32 * 60;
        // After, to the destination that is best at that moment then, which may be another.
        let then = match before.access.readings[before.access.main[pocket.key.service]].kind {
            Kind::Nearest(_) => new.nearest(step),
            _ => new.place_of(&old.ids[place]),
        };
        out.push(Pair {
            home,
            area: pocket.area,
            key: pocket.key,
            at_s,
            before: trip(study, before, pocket.key, home, at_s, Some(place))?,
            after: trip(study, after, pocket.key, home, at_s, then)?,
        });
    }
    Ok(out)
}

/// The home of a pocket where most people fall below the norm, or else lose most; ties go to the first.
fn worst_home(before: &Results, after: &Results, pocket: &Pocket) -> Option<usize> {
    let key = pocket.key;
    let reading = before.access.main[key.service];
    let time = before.access.readings[reading].is_time();
    let norm = before.access.readings[reading].norm;
    let level = |r: &Results, h| r.access.slices[key.slot][key.persona].level(reading, h);
    let of_home = &after.inputs.areas.get(pocket.area.0)?.of_home;
    let mut worst: Option<((f64, f64), usize)> = None;
    for (home, area) in of_home.iter().enumerate() {
        if *area != Some(pocket.area.1) {
            continue;
        }
        let (Some(b), Some(a)) = (level(before, home), level(after, home)) else {
            continue;
        };
        let people = after.inputs.weights[key.group][home].unwrap_or(0.0);
        let loss = match time {
            _ if a == b => continue,
            // Losing all is worse than any time.
            true if a.is_infinite() => f64::MAX,
            true => a - b,
            false => b - a,
        };
        if loss <= 0.0 || people <= 0.0 {
            continue;
        }
        let fell = norm.is_some_and(|n| !n.missed(b) && n.missed(a));
        let order = (if fell { people } else { 0.0 }, loss);
        if worst.is_none_or(|(w, _)| order.partial_cmp(&w) == Some(std::cmp::Ordering::Greater)) {
            worst = Some((order, home));
        }
    }
    worst.map(|w| w.1)
}

/// One home's travel times to the places of one service.
struct Look {
    start_s: i32,
    ids: Vec<String>,
    supply: Vec<f64>,
    usual: Vec<u32>,
    /// `[place][step]`.
    rows: Vec<Vec<u32>>,
}

impl Look {
    fn at(study: &Study, results: &Results, key: Key, home: usize) -> Result<Look, Error> {
        let (slot, persona) = (&study.slots[key.slot], &study.personas[key.persona]);
        let inputs = &results.inputs;
        let data = &inputs.services[key.service];
        let (rows, first_row) = rows_of(inputs, &[key.service]);
        let from = [inputs.homes.positions[home]];
        let job = Job::new(&inputs.network, question(persona, slot), &from, &rows)?;
        let open = open_during(data, slot.date, &slot.window, persona.traveller.max_trip.0);
        let lens = Lens {
            usual: study.usual,
            service: &study.services[key.service],
            data,
            first_row: first_row[key.service],
            open: &open,
            window: &slot.window,
            matters: Matters::ALL,
        };
        let steps = Steps {
            first: 0,
            len: job.steps(),
        };
        let mut look = Look {
            start_s: slot.window.start_s,
            ids: inputs.places.ids[data.places.clone()].to_vec(),
            supply: data.supply.clone(),
            usual: Vec::new(),
            rows: Vec::new(),
        };
        job.for_each_origin(
            Kept::PerPair,
            |_, times| {
                let mut view = View::with_rows();
                lens.look(times, steps, &mut view);
                view
            },
            |_, view| {
                look.usual = view.usual().to_vec();
                look.rows = (0..look.usual.len())
                    .map(|p| view.row(p).to_vec())
                    .collect();
                Ok::<(), Error>(())
            },
        )?;
        Ok(look)
    }

    /// The place that is nearest at a step, among those that offer anything.
    fn nearest(&self, step: usize) -> Option<usize> {
        let time = |p: usize| self.rows[p].get(step).copied().unwrap_or(UNREACHED);
        (0..self.rows.len())
            .filter(|p| self.supply[*p] > 0.0 && time(*p) != UNREACHED)
            .min_by_key(|p| (time(*p), *p))
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|i| i == id)
    }
}

/// The place that a home loses, and a departure that takes as long as usual before: for the nearest
/// the nearest, else the one that offers most of those whose travel time changes.
fn lost(before: &Results, key: Key, old: &Look, new: &Look) -> Option<(usize, usize)> {
    let kind = &before.access.readings[before.access.main[key.service]].kind;
    let reached = |p: &usize| old.supply[*p] > 0.0 && old.usual[*p] != UNREACHED;
    let places = (0..old.usual.len()).filter(reached);
    let place = match kind {
        Kind::Nearest(_) => places.min_by_key(|p| (old.usual[*p], *p)),
        _ => places
            .filter(|p| {
                let now = new
                    .place_of(&old.ids[*p])
                    .map_or(UNREACHED, |q| new.usual[q]);
                now > old.usual[*p] && weight(kind, now) < weight(kind, old.usual[*p])
            })
            .max_by(|a, b| old.supply[*a].total_cmp(&old.supply[*b]).then(b.cmp(a))),
    }?;
    let usual = old.usual[place];
    let step = old.rows[place].iter().position(|t| *t == usual)?;
    Some((place, step))
}

fn weight(kind: &Kind, time: u32) -> f64 {
    match kind {
        Kind::Sum(decay) | Kind::TwoStep(decay, _) => decay.weight(time),
        Kind::Nearest(_) => 0.0,
    }
}

fn trip(
    study: &Study,
    results: &Results,
    key: Key,
    home: usize,
    at_s: i32,
    place: Option<usize>,
) -> Result<Option<Trip>, Error> {
    let Some(place) = place else {
        return Ok(None);
    };
    let inputs = &results.inputs;
    let at = inputs.services[key.service].places.start + place;
    let (slot, persona) = (&study.slots[key.slot], &study.personas[key.persona]);
    let asked = Question {
        window: Window {
            start_s: at_s,
            end_s: at_s.saturating_add(60),
            ..slot.window
        },
        ..question(persona, slot)
    };
    let to: LonLat = inputs.places.positions[at];
    let found = journey::find(&inputs.network, &asked, inputs.homes.positions[home], to)?;
    let name = match &inputs.places.names[at] {
        name if name.is_empty() => &inputs.places.ids[at],
        name => name,
    };
    Ok(found.map(|j| Trip {
        to: name.clone(),
        seconds: j.travel_s,
        clock_s: (j.start_s, j.end_s),
        steps: steps(&inputs.network, &j),
    }))
}

fn steps(network: &Network, journey: &Journey) -> Vec<Step> {
    let t = &network.timetable;
    let seconds = |s: i64| u32::try_from(s).unwrap_or(0);
    let mut out = Vec::new();
    let mut now = journey.start_s;
    for leg in &journey.legs {
        match leg {
            Leg::Walk {
                start_s,
                end_s,
                by_bicycle,
                ..
            } => {
                let seconds = seconds(end_s - start_s);
                out.push(match by_bicycle {
                    true => Step::Cycle { seconds },
                    false => Step::Walk { seconds },
                });
            }
            Leg::Ride {
                run,
                board,
                alight,
                start_s,
                end_s,
                seated,
                ..
            } => {
                if *start_s > now && !seated {
                    out.push(Step::Wait {
                        seconds: seconds(start_s - now),
                    });
                }
                let route = t.trip_route[run.trip.index()];
                let stop = |call: usize| t.stop_label(t.calls[run.trip][call].stop).to_owned();
                out.push(Step::Ride {
                    line: t.line_name(route).to_owned(),
                    mode: t.route_kind[route.index()],
                    from: stop(*board),
                    to: stop(*alight),
                    depart_s: *start_s,
                    arrive_s: *end_s,
                    seated: *seated,
                });
            }
        }
        now = leg.end_s();
    }
    // A walk of no time at a stop's own door says nothing.
    out.retain(|s| !matches!(s, Step::Walk { seconds: 0 } | Step::Cycle { seconds: 0 }));
    out
}
