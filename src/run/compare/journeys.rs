//! Journeys before and after, for homes that a scenario hits hard.

mod moment;

use super::changes::{Changes, Pocket};
use super::{Comparison, Outcome};
use crate::axes::{HomeId, LevelId, PersonaId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::measures::compare::Change;
use crate::network::Network;
use crate::routing::job::Question;
use crate::routing::journey::{self, Journey, Leg};
use crate::run::study::Results;
use crate::run::study::access::question;
use crate::run::study::summary::Key;
use crate::travel::{Direction, Window};
use crate::units::LonLat;
use moment::{Look, telling};

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
    pub home: HomeId,
    /// Level and area it lies in; none where the study names no areas.
    pub area: Option<(LevelId, usize)>,
    /// Persona, slot and service; and the group that is hit.
    pub key: Key,
    /// Departure or deadline asked for, seconds on the clock of the slot's date.
    pub at_s: i32,
    /// Whether that is a deadline.
    pub arrive: bool,
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
    /// How long before the deadline one is there, seconds; the travel time has it in it.
    pub early_s: u32,
    /// Steps in order.
    pub steps: Vec<Step>,
}

/// What a journey is told of: a group hit in an area, or anywhere.
#[derive(Clone, Copy)]
struct Hit {
    area: Option<(LevelId, usize)>,
    key: Key,
    /// Of the homes there, the first to be hit worst is 0.
    rank: usize,
}

/// Journeys of the home hit worst in each of some pockets; of a study without areas, of as many homes
/// that are hit worst of all.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn of(
    comparison: &Comparison,
    outcome: &Outcome,
    changes: &Changes,
    pockets: &[Pocket],
    most: usize,
) -> Result<Vec<Pair>, Error> {
    let (before, after) = (outcome.before(comparison), &outcome.results);
    let study = &outcome.study;
    let hits: Vec<Hit> = match (study.report.level, worst_key(study, changes)) {
        (None, Some(key)) => (0..most)
            .map(|rank| Hit {
                area: None,
                key,
                rank,
            })
            .collect(),
        _ => (pockets.iter().take(most))
            .map(|p| Hit {
                area: Some(p.area),
                key: p.key,
                rank: 0,
            })
            .collect(),
    };
    let mut out = Vec::new();
    for hit in hits {
        let key = hit.key;
        let Some(home) = worst_homes(before, after, hit).get(hit.rank).copied() else {
            continue;
        };
        let old = Look::at(study, before, key, home)?;
        let new = Look::at(study, after, key, home)?;
        let form = &before.access.readings[before.access.main[key.service]].form;
        let levels = [before, after].map(|r| level(r, key, home));
        let Some((step, place, then)) = telling(form, levels, &old, &new) else {
            continue;
        };
        let at_s = old.start_s + step as i32 * 60;
        out.push(Pair {
            home,
            area: hit.area,
            key,
            at_s,
            arrive: study.slots[key.slot].window.direction == Direction::Arrive,
            before: trip(study, before, key, home, at_s, Some(place))?,
            after: trip(study, after, key, home, at_s, then)?,
        });
    }
    Ok(out)
}

/// Where most of the study's main group fall below a norm, or else most are worse off; none where nobody is.
fn worst_key(study: &Study, changes: &Changes) -> Option<Key> {
    let order = |c: &Change| (c.fell_below, c.losers);
    let mut worst: Option<(Key, &Change)> = None;
    for row in &changes.groups {
        let c = &row.change;
        let asked = row.key.group == study.report.group && row.key.persona == PersonaId(0);
        if asked && c.losers > 0.0 && worst.is_none_or(|w| order(c) > order(w.1)) {
            worst = Some((row.key, c));
        }
    }
    worst.map(|w| w.0)
}

/// What a home has of a service: seconds or an amount.
fn level(results: &Results, key: Key, home: HomeId) -> Option<f64> {
    let reading = results.access.main[key.service];
    results.access.slices[(key.slot, key.persona)].level(reading, home)
}

/// The homes of a hit that lose, those first where most people fall below the norm, then those that lose most; ties in their own order.
fn worst_homes(before: &Results, after: &Results, hit: Hit) -> Vec<HomeId> {
    let key = hit.key;
    let reading = &before.access.readings[before.access.main[key.service]];
    let lies_in = |home: HomeId| match hit.area {
        None => true,
        Some((level, area)) => {
            let areas = after.inputs.areas.get(level);
            areas.is_some_and(|a| a.of_home.get(home) == Some(&Some(area)))
        }
    };
    let mut homes: Vec<((f64, f64), HomeId)> = Vec::new();
    for home in after.inputs.home_ids().filter(|h| lies_in(*h)) {
        let (Some(b), Some(a)) = (level(before, key, home), level(after, key, home)) else {
            continue;
        };
        let people = after.inputs.weights[key.group][home].unwrap_or(0.0);
        let loss = match reading.is_time() {
            _ if a == b => continue,
            // Losing all is worse than any time.
            true if a.is_infinite() => f64::MAX,
            true => a - b,
            false => b - a,
        };
        if loss <= 0.0 || people <= 0.0 {
            continue;
        }
        let fell =
            [Some(b), Some(a)].map(|level| reading.missed(level)) == [Some(false), Some(true)];
        homes.push(((if fell { people } else { 0.0 }, loss), home));
    }
    homes.sort_by(|(a, _), (b, _)| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    homes.into_iter().map(|h| h.1).collect()
}

fn trip(
    study: &Study,
    results: &Results,
    key: Key,
    home: HomeId,
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
    let found = journey::find(
        &inputs.network,
        &asked,
        inputs.homes.positions[home.index()],
        to,
    )?;
    let name = match &inputs.places.names[at] {
        name if name.is_empty() => &inputs.places.ids[at],
        name => name,
    };
    Ok(found.map(|j| Trip {
        to: name.clone(),
        seconds: j.travel_s,
        clock_s: (j.start_s, j.end_s),
        early_s: early(&j),
        steps: steps(&inputs.network, &j),
    }))
}

/// What a travel time has in it beyond the trip: when one must be there by a time, the wait at the end.
fn early(journey: &Journey) -> u32 {
    let on_way = u32::try_from(journey.end_s - journey.start_s).unwrap_or(0);
    journey.travel_s.saturating_sub(on_way)
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
