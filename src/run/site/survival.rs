//! What is left of a site's access when a line that serves it goes.

use super::candidates::Candidates;
use super::lines::Lines;
use super::missed;
use crate::axes::{Grid, HomeId, IdVec, PersonaId, PurposeId, ReadingId, ShiftId, SlotId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::{Site, Study};
use crate::measures::shift::ShiftAccess;
use crate::network::Network;
use crate::run::study::access::{At, Slice};
use crate::run::study::{self, shifts};
use crate::units::LonLat;
use crate::watch::Progress;
use std::collections::BTreeSet;

/// A line to lose; where one name stands for several lines, all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Its name.
    pub name: String,
    /// `route_id`s.
    pub ids: Vec<String>,
    /// Operator, where there is one; empty otherwise.
    pub operator: String,
    lines: Vec<usize>,
}

/// What a line's loss leaves of one candidate, slot and persona.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    /// Index into [`Losses::cuts`].
    pub cut: usize,
    /// Norms missed without it; none where unknown.
    pub missed: Option<usize>,
    /// Values without it.
    pub values: IdVec<ReadingId, f64>,
    /// Share of the access to the slot's first service that goes, 0 to 1.
    pub share: f64,
}

/// What the loss of the weakest line over all slots leaves of one candidate and persona.
#[derive(Clone, Debug, PartialEq)]
pub struct Weakest {
    /// Index into [`Losses::cuts`].
    pub cut: usize,
    /// Norms missed without it, by slot; none where unknown.
    pub missed: IdVec<SlotId, Option<usize>>,
    /// Jobs without it, by shift.
    pub shifts: IdVec<ShiftId, Option<ShiftAccess>>,
}

/// All losses.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// Lines that were cut.
    pub cuts: Vec<Cut>,
    /// The line whose loss costs most in a slot, by slot and persona, `[candidate]`; none where no line can
    /// be boarded or none was cut.
    pub by_slot: Grid<SlotId, PersonaId, Vec<Option<Loss>>>,
    /// The line whose loss costs most over all slots, by persona, `[candidate]`.
    pub weakest: IdVec<PersonaId, Vec<Option<Weakest>>>,
    /// Candidates for which no line was cut, as they don't rank high enough.
    pub left_out: usize,
}

/// What survival is asked of.
pub struct Question<'a> {
    /// The study.
    pub study: &'a Study,
    /// The question.
    pub site: &'a Site,
    /// The study's inputs and readings.
    pub results: &'a study::Results,
    /// The candidates.
    pub candidates: &'a Candidates,
    /// Their access with all lines.
    pub access: &'a Grid<SlotId, PersonaId, Slice>,
    /// Services whose norms count, by slot.
    pub counted: &'a IdVec<SlotId, Vec<PurposeId>>,
    /// Candidates from best to worst.
    pub order: &'a [usize],
    /// Whether each is linked.
    pub linked: &'a [bool],
}

/// The lines that are named; none where they are those near each candidate.
///
/// # Errors
/// A name that no line has.
pub fn named(study: &Study, site: &Site, network: &Network) -> Result<Option<Vec<Cut>>, Error> {
    if site.survive.is_empty() {
        return Ok(None);
    }
    let lines = Lines::new(&network.timetable);
    let file = study.file.display().to_string();
    let mut cuts: Vec<Cut> = Vec::new();
    for name in &site.survive {
        let found = lines.find(name, &file)?;
        if !cuts.iter().any(|c| c.lines == found) {
            cuts.push(cut(&lines, found));
        }
    }
    Ok(Some(cuts))
}

fn cut(lines: &Lines, which: Vec<usize>) -> Cut {
    let first = which.first().map(|l| &lines.list[*l]);
    Cut {
        name: first.map_or(String::new(), |l| l.name.clone()),
        operator: first.map_or(String::new(), |l| l.operator.clone()),
        ids: which
            .iter()
            .flat_map(|l| lines.list[*l].ids.clone())
            .collect(),
        lines: which,
    }
}

/// How bad a loss is: norms lost, then the share of access.
type Cost = (i64, f64);

fn worse(a: Cost, b: Cost) -> bool {
    a.0 > b.0 || (a.0 == b.0 && a.1 > b.1)
}

/// Cuts lines one after another and keeps the worst loss of each candidate.
///
/// # Errors
/// None but a date outside every calendar, which the study would have refused.
pub fn compute(
    q: &Question,
    named: Option<Vec<Cut>>,
    progress: &Progress,
) -> Result<Losses, Error> {
    let (study, inputs) = (q.study, &q.results.inputs);
    let (slots, personas, all) = (
        study.slots.len(),
        study.personas.len(),
        q.candidates.ids.len(),
    );
    let lines = Lines::new(&inputs.network.timetable);
    let most = if named.is_some() {
        all
    } else {
        q.site.survive_top
    };
    let linked: Vec<usize> = q.order.iter().copied().filter(|i| q.linked[*i]).collect();
    let mut which: Vec<usize> = linked.iter().copied().take(most).collect();
    which.sort_unstable();
    let points = |list: &[usize]| -> Vec<LonLat> {
        list.iter().map(|i| q.candidates.positions[*i]).collect()
    };
    // Which cuts serve a candidate, `[candidate]`.
    let mut serving: Grid<SlotId, PersonaId, _> =
        Grid::filled(vec![Vec::new(); all], slots, personas);
    let cuts = match named {
        Some(cuts) => {
            let every: Vec<usize> = (0..cuts.len()).collect();
            for i in &which {
                let each = serving.values_mut().iter_mut();
                each.for_each(|by| by[*i] = every.clone());
            }
            cuts
        }
        None => {
            let at = points(&which);
            let mut seen = BTreeSet::new();
            for (s, slot) in study.slots.by_id() {
                for (p, persona) in study.personas.by_id() {
                    let near = lines.boardable(&inputs.network, persona, slot, &at);
                    for (i, near) in which.iter().zip(near) {
                        seen.extend(near.iter().copied());
                        serving[(s, p)][*i] = near;
                    }
                }
            }
            let number: Vec<usize> = seen.into_iter().collect();
            for near in serving.values_mut().iter_mut().flatten().flatten() {
                *near = number.binary_search(near).unwrap_or(0);
            }
            number
                .into_iter()
                .map(|line| cut(&lines, vec![line]))
                .collect()
        }
    };
    let mut losses = Losses {
        by_slot: Grid::filled(vec![None; all], slots, personas),
        weakest: IdVec::filled(vec![None; all], personas),
        left_out: linked.len() - which.len(),
        cuts,
    };
    let mut costs = IdVec::<PersonaId, Vec<Option<Cost>>>::filled(vec![None; all], personas);
    let phase = progress.phase("losing lines", losses.cuts.len());
    for c in 0..losses.cuts.len() {
        let serves = |s: SlotId, p: PersonaId, i: usize| serving[(s, p)][i].contains(&c);
        let touched: Vec<usize> = (which.iter().copied())
            .filter(|i| serving.values().iter().any(|by| by[*i].contains(&c)))
            .collect();
        let network = lines.cut(&inputs.network, &losses.cuts[c].lines);
        let at = points(&touched);
        let after = Grid::try_from_fn(slots, personas, |slot, persona| {
            let at_slot = At {
                study,
                inputs,
                network: &network,
                readings: &q.results.access.readings,
                main: &q.results.access.main,
                slot,
                persona,
            };
            at_slot.slice(Some(&at), &|| Ok(())).map(|(slice, _)| slice)
        })?;
        for (n, &i) in touched.iter().enumerate() {
            for p in study.personas.ids() {
                let each: IdVec<SlotId, (Loss, Cost)> = (study.slots.ids())
                    .map(|s| loss(q, (s, p, i), c, &after[(s, p)], n))
                    .collect();
                let sum = each
                    .iter()
                    .fold((0, 0.0), |a, (_, b)| (a.0 + b.0, a.1 + b.1));
                if study.slots.ids().any(|s| serves(s, p, i))
                    && costs[p][i].is_none_or(|known| worse(sum, known))
                {
                    costs[p][i] = Some(sum);
                    losses.weakest[p][i] = Some(Weakest {
                        cut: c,
                        missed: each.iter().map(|(l, _)| l.missed).collect(),
                        shifts: IdVec::filled(None, study.shifts.len()),
                    });
                }
                for (s, (loss, cost)) in study.slots.ids().zip(each) {
                    let known = &mut losses.by_slot[(s, p)][i];
                    let before = known.as_ref().map(|k| cost_of(q, (s, p, i), k));
                    if serves(s, p, i) && before.is_none_or(|before| worse(cost, before)) {
                        *known = Some(loss);
                    }
                }
            }
        }
        phase.advance(1)?;
    }
    drop(phase);
    jobs(q, &lines, &mut losses, progress)?;
    Ok(losses)
}

fn cost_of(q: &Question, (s, p, i): (SlotId, PersonaId, usize), loss: &Loss) -> Cost {
    let before = missed(q.results, &q.access[(s, p)], &q.counted[s], i);
    let norms = loss
        .missed
        .zip(before)
        .map_or(0, |(a, b)| a as i64 - b as i64);
    (norms, loss.share)
}

fn loss(
    q: &Question,
    (s, p, i): (SlotId, PersonaId, usize),
    cut: usize,
    after: &Slice,
    n: usize,
) -> (Loss, Cost) {
    let before = &q.access[(s, p)];
    let first = (q.study.services).find(|service| service.slots.contains(&s));
    let share = first.map_or(0.0, |service| {
        let r = q.results.access.main[service];
        let after = after.level(r, HomeId::new(n));
        let levels = before.level(r, HomeId::new(i)).zip(after);
        levels.map_or(0.0, |(before, after)| {
            if q.results.access.readings[r].is_time() {
                lost(after, before)
            } else {
                lost(before, after)
            }
        })
    });
    let loss = Loss {
        cut,
        missed: missed(q.results, after, &q.counted[s], n),
        values: after.values.column(HomeId::new(n)).copied().collect(),
        share,
    };
    let cost = cost_of(q, (s, p, i), &loss);
    (loss, cost)
}

/// The share of the larger number that the smaller falls short of it, 0 to 1.
fn lost(large: f64, small: f64) -> f64 {
    match (large.is_finite(), small.is_finite()) {
        (false, true) => 1.0,
        (true, true) if large > 0.0 => (1.0 - small / large).clamp(0.0, 1.0),
        _ => 0.0,
    }
}

/// Jobs by shift of each candidate and persona without its weakest line.
fn jobs(
    q: &Question,
    lines: &Lines,
    losses: &mut Losses,
    progress: &Progress,
) -> Result<(), Error> {
    if q.study.shifts.is_empty() {
        return Ok(());
    }
    for c in 0..losses.cuts.len() {
        let mut network = None;
        for p in q.study.personas.ids() {
            let of_line: Vec<usize> = (0..q.candidates.ids.len())
                .filter(|i| losses.weakest[p][*i].as_ref().is_some_and(|w| w.cut == c))
                .collect();
            if of_line.is_empty() {
                continue;
            }
            let cut = network
                .get_or_insert_with(|| lines.cut(&q.results.inputs.network, &losses.cuts[c].lines));
            let points: Vec<LonLat> = of_line.iter().map(|i| q.candidates.positions[*i]).collect();
            let one = Study {
                personas: vec![q.study.personas[p].clone()].into(),
                ..q.study.clone()
            };
            let by_shift = shifts::compute_at(&one, &q.results.inputs, cut, &points, progress)?;
            for ((shift, _), jobs) in by_shift.iter() {
                for (n, i) in of_line.iter().enumerate() {
                    if let Some(weakest) = &mut losses.weakest[p][*i] {
                        weakest.shifts[shift] = jobs.access.get(HomeId::new(n)).copied().flatten();
                    }
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_lost() {
        assert_eq!(lost(100.0, 25.0), 0.75);
        assert_eq!(lost(0.0, 0.0), 0.0);
        // Times: longer without the line, at worst not there at all.
        assert_eq!(lost(1200.0, 600.0), 0.5);
        assert_eq!(lost(f64::INFINITY, 600.0), 1.0);
        assert_eq!(lost(f64::INFINITY, f64::INFINITY), 0.0);
    }

    #[test]
    fn norms_come_before_access() {
        assert!(worse((2, 0.0), (1, 1.0)));
        assert!(worse((1, 0.6), (1, 0.5)));
        assert!(!worse((1, 0.5), (1, 0.5)));
    }
}
