//! At which moment of a window a home's trips before and after are told.

use crate::access::evaluator::Scratch;
use crate::access::form::Form;
use crate::axes::HomeId;
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::{Study, Usual};
use crate::routing::job::{Job, Kept, UNREACHED};
use crate::run::study::Results;
use crate::run::study::access::question;
use crate::run::study::inputs::rows_of;
use crate::run::study::measured::evaluator;
use crate::run::study::summary::Key;
use std::cmp::Ordering;

/// One home's travel times to the places of one service.
pub(super) struct Look {
    pub(super) start_s: i32,
    ids: Vec<String>,
    supply: Vec<f64>,
    usual: Vec<u32>,
    /// `[place][step]`.
    rows: Vec<Vec<u32>>,
}

impl Look {
    pub(super) fn at(
        study: &Study,
        results: &Results,
        key: Key,
        home: HomeId,
    ) -> Result<Look, Error> {
        let (slot, persona) = (&study.slots[key.slot], &study.personas[key.persona]);
        let inputs = &results.inputs;
        let data = &inputs.services[key.service];
        let (rows, first_row) = rows_of(inputs, &[key.service]);
        let from = [inputs.homes.positions[home.index()]];
        let job = Job::new(&inputs.network, question(persona, slot), &from, &rows)?;
        let by = |usual| {
            let rows = (key.service, first_row[key.service]);
            let when = (slot.date, slot.window, persona.traveller.max_trip);
            let percentile = study.services[key.service].percentile();
            evaluator((study, inputs), rows, when, &[percentile]).by(usual)
        };
        let (at_percentile, at_departures) = (by(Usual::TravelTime), by(Usual::Access));
        let steps = 0..job.steps();
        let places = data.supply.len();
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
                let mut s = Scratch::default();
                let mut usual = vec![UNREACHED; places];
                at_percentile.layers(times, &steps, true, &mut s, |_, reached, _| {
                    (reached.iter()).for_each(|(place, t)| usual[*place as usize] = *t);
                });
                let mut rows = vec![vec![UNREACHED; steps.len()]; places];
                at_departures.layers(times, &steps, true, &mut s, |step, reached, _| {
                    (reached.iter()).for_each(|(place, t)| rows[*place as usize][step] = *t);
                });
                (usual, rows)
            },
            |_, found| {
                (look.usual, look.rows) = found;
                Ok::<(), Error>(())
            },
        )?;
        Ok(look)
    }

    /// The place that makes `n` reached at a step, and the time to it.
    fn nth(&self, step: usize, n: f64) -> Option<(usize, u32)> {
        let time = |p: usize| self.rows[p].get(step).copied().unwrap_or(UNREACHED);
        let mut places: Vec<(u32, usize)> = (0..self.rows.len())
            .filter(|p| self.supply[*p] > 0.0 && time(*p) != UNREACHED)
            .map(|p| (time(p), p))
            .collect();
        places.sort_unstable();
        let mut sum = 0.0;
        let found = places.into_iter().find(|(_, p)| {
            sum += self.supply[*p];
            sum >= n
        });
        found.map(|(time, place)| (place, time))
    }

    fn steps(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        self.ids.iter().position(|i| i == id)
    }
}

/// A step of the window, the place of the trip before and that of the trip after, where there is one.
type Way = (usize, usize, Option<usize>);

/// A step of the window, the place that a home goes to before and the one after: the step at which both trips
/// together are nearest to what the home has before and after; of equal ones the earliest. For the
/// nearest, places are those that are nearest at that step, which may be two; else the one that
/// offers most of those that it loses.
pub(super) fn telling(
    form: &Form,
    levels: [Option<f64>; 2],
    old: &Look,
    new: &Look,
) -> Option<Way> {
    let seconds = |time: u32| match time {
        UNREACHED => f64::INFINITY,
        time => f64::from(time),
    };
    let mut best: Option<(Distance, Way)> = None;
    let mut consider = |way: Way, times: [f64; 2], usual: [f64; 2]| {
        let distance = distance(times, usual);
        if best.is_none_or(|b| distance.partial_cmp(&b.0) == Some(Ordering::Less)) {
            best = Some((distance, way));
        }
    };
    if let Form::Nearest(n) = form {
        let usual = levels.map(|l| l.unwrap_or(f64::INFINITY));
        for step in 0..old.steps() {
            let Some((place, time)) = old.nth(step, *n) else {
                continue;
            };
            let then = new.nth(step, *n);
            let after = then.map_or(f64::INFINITY, |t| f64::from(t.1));
            consider(
                (step, place, then.map(|t| t.0)),
                [f64::from(time), after],
                usual,
            );
        }
    } else {
        let place = lost(form, old, new)?;
        let then = new.place_of(&old.ids[place]);
        let after = then.map_or(UNREACHED, |p| new.usual[p]);
        let usual = [old.usual[place], after].map(seconds);
        for (step, time) in old.rows[place].iter().enumerate() {
            if *time == UNREACHED {
                continue;
            }
            let row = then.and_then(|p| new.rows[p].get(step).copied());
            let times = [*time, row.unwrap_or(UNREACHED)].map(seconds);
            consider((step, place, then), times, usual);
        }
    }
    best.map(|b| b.1)
}

/// How many trips are there where usually there is none, or the other way round, or lose nothing where
/// usually something is lost; and seconds.
type Distance = (u8, f64);

/// How far two times are from the usual ones.
fn distance(times: [f64; 2], usual: [f64; 2]) -> Distance {
    let worse = |t: [f64; 2]| t[1] > t[0];
    let mut sum = (u8::from(worse(usual) && !worse(times)), 0.0);
    for (time, usual) in times.into_iter().zip(usual) {
        match (time.is_finite(), usual.is_finite()) {
            (true, true) => sum.1 += (time - usual).abs(),
            (false, false) => {}
            _ => sum.0 += 1,
        }
    }
    sum
}

/// Of a sum, the place that offers most of those whose travel time costs a home something.
fn lost(form: &Form, old: &Look, new: &Look) -> Option<usize> {
    (0..old.usual.len())
        .filter(|p| old.supply[*p] > 0.0 && old.usual[*p] != UNREACHED)
        .filter(|p| {
            let now = new
                .place_of(&old.ids[*p])
                .map_or(UNREACHED, |q| new.usual[q]);
            now > old.usual[*p] && weight(form, now) < weight(form, old.usual[*p])
        })
        .max_by(|a, b| old.supply[*a].total_cmp(&old.supply[*b]).then(b.cmp(a)))
}

fn weight(form: &Form, time: u32) -> f64 {
    form.decay().map_or(0.0, |decay| decay.weight(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(supply: &[f64], rows: &[&[u32]]) -> Look {
        Look {
            start_s: 0,
            ids: (0..rows.len()).map(|p| p.to_string()).collect(),
            supply: supply.to_vec(),
            usual: rows.iter().map(|r| r[0]).collect(),
            rows: rows.iter().map(|r| r.to_vec()).collect(),
        }
    }

    #[test]
    fn the_moment_is_like_what_is_usual_before_and_after() {
        let form = Form::Nearest(1.0);
        let old = look(&[1.0], &[&[2400, 2400, 2500, 2400]]);
        let new = look(&[1.0], &[&[2520, UNREACHED, 3100, 3105]]);
        // Usually 40 minutes before and 51:45 after: not the first that takes 40 minutes before.
        let levels = [Some(2400.0), Some(3105.0)];
        let told = |levels| telling(&form, levels, &old, &new);
        assert_eq!(told(levels), Some((3, 0, Some(0))));
        // Who usually has no trip left is shown a moment without.
        let levels = [Some(2400.0), Some(f64::INFINITY)];
        assert_eq!(told(levels), Some((1, 0, None)));
        // A moment that loses nothing shows nothing, however near it is to both.
        let levels = [Some(2400.0), Some(2460.0)];
        let kept = look(&[1.0], &[&[2400, 2430]]);
        let now = look(&[1.0], &[&[2400, 2520]]);
        assert_eq!(telling(&form, levels, &kept, &now), Some((1, 0, Some(0))));
        // Equal ones: the earliest.
        let same = look(&[1.0], &[&[60, 60, 60]]);
        let levels = [Some(60.0); 2];
        assert_eq!(telling(&form, levels, &same, &same), Some((0, 0, Some(0))));
    }

    #[test]
    fn the_nth_is_reached_by_what_places_offer() {
        let two = look(&[1.0, 2.0, 0.0], &[&[600], &[900], &[60]]);
        assert_eq!(two.nth(0, 1.0), Some((0, 600)));
        assert_eq!(two.nth(0, 2.0), Some((1, 900)));
        assert_eq!(two.nth(0, 4.0), None);
    }
}
