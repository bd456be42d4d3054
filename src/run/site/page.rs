//! What the page of `bereik site` shows, out of its results.

use super::Results;
use crate::axes::{Grid, HomeId, PersonaId, PurposeId, SlotId};
use crate::ids::Id;
use crate::input::study::Study;
use crate::measures::sample::Sample;
use crate::measures::siting::greedy_share;
use crate::output::report::kit::head::Unit;
use crate::output::report::site::data::{Chosen, Reached, Site, SiteData, SiteMap};
use crate::run::study::page::{Flat, backdrop, head, shown, unlinked_homes};

/// The persona whose values are shown.
const MAIN: PersonaId = PersonaId(0);

/// Everything for the page.
pub fn data(study: &Study, results: &Results) -> SiteData {
    let head = head(study, &results.study.inputs, &results.study.findings);
    let counted = Sample::new(results.stock.weights.iter().map(|w| (Some(0.0), *w))).weight();
    let stock = match results.site.compare_with {
        Some(_) => (results.stock.name.clone(), Unit::Dwellings, counted),
        None => {
            let group = results.site.group;
            (head.group(group), head.groups[group].unit, counted)
        }
    };
    SiteData {
        unlinked: unlinked_homes(&results.study.inputs, &results.study.findings),
        head,
        stock,
        counted: results.counted.clone(),
        lift_slots: results.site.slots.clone(),
        shifts: study.shifts.iter().map(|s| s.name.clone()).collect(),
        sites: results
            .order
            .iter()
            .map(|&i| site(study, results, i))
            .collect(),
        norms: results.all_norms(),
        map: map(results),
        chosen: results.chosen.as_ref().map(|c| Chosen {
            asked: c.asked,
            sites: (c.choice.plots.iter().zip(&c.choice.gains))
                .filter_map(|(i, gain)| Some((results.order.iter().position(|x| x == i)?, *gain)))
                .collect(),
            lifted: c.choice.lifted,
            at_most: c.choice.at_most,
            share: greedy_share(),
            below: c.below,
            unknown: c.unknown,
            all: c.all,
        }),
        move_within_km: results.site.move_within_km,
        survive: results.site.survive.clone(),
    }
}

fn site(study: &Study, results: &Results, i: usize) -> Site {
    let score = &results.scores[i];
    let cuts = &results.losses.cuts;
    let met = |missed: Vec<Option<usize>>| -> Option<usize> {
        let norms: usize = results.counted.iter().map(Vec::len).sum();
        let known: Option<Vec<usize>> = missed.into_iter().collect();
        known.map(|k| norms.saturating_sub(k.iter().sum()))
    };
    let now = score
        .norms_missed
        .and_then(|_| met(score.missed.column(MAIN).copied().collect()));
    let weakest = results.losses.weakest[MAIN][i].as_ref();
    let loss = |s| results.losses.by_slot[(s, MAIN)][i].as_ref();
    Site {
        id: results.candidates.ids[i].clone(),
        name: results.candidates.names[i].clone(),
        // Without a column each place counts as 1, which says nothing of what can be built there.
        dwellings: (results.candidates.dwellings[i]).filter(|_| results.site.dwellings.is_some()),
        missed: score.norms_missed,
        by_slot: Grid::from_fn(study.personas.len(), study.slots.len(), |p, s| {
            score.missed[(s, p)].filter(|_| score.norms_missed.is_some())
        }),
        stock_worse_off: score.stock_worse_off,
        region_worse_off: score.region_worse_off,
        weakest: weakest.and_then(|w| {
            let after = met(w.missed.to_vec());
            Some((cuts[w.cut].name.clone(), now?, after?))
        }),
        values: Grid::from_fn(study.slots.len(), study.services.len(), |s, x| {
            reached(study, results, (s, x, i), loss(s))
        }),
        lines: (study.slots.ids())
            .map(|s| loss(s).map(|l| cuts[l.cut].name.clone()))
            .collect(),
        jobs: (study.shifts.ids())
            .map(|s| {
                let now = results.shifts[(s, MAIN)].access[HomeId::new(i)];
                let after = weakest.and_then(|w| w.shifts[s]);
                (now.map(|a| a.both), after.map(|a| a.both))
            })
            .collect(),
        chosen: (results.chosen.as_ref())
            .and_then(|c| c.choice.plots.iter().position(|p| *p == i))
            .map(|at| at + 1),
    }
}

fn reached(
    study: &Study,
    results: &Results,
    (s, x, i): (SlotId, PurposeId, usize),
    loss: Option<&super::survival::Loss>,
) -> Option<Reached> {
    if !study.services[x].slots.contains(&s) {
        return None;
    }
    let r = results.study.access.main[x];
    let reading = &results.study.access.readings[r];
    let level = results.access[(s, MAIN)].level(r, HomeId::new(i))?;
    let shown = |v: f64| shown(reading.is_time(), Some(v));
    let missed = |v: f64| reading.missed(Some(v));
    let after = loss
        .and_then(|l| l.values.get(r).copied())
        .filter(|v| !v.is_nan());
    Some(Reached {
        value: shown(level),
        missed: missed(level),
        stock_worse_off: results.stock.rung(s, MAIN, r).stock_worse_off(level),
        after: after.map(|v| (shown(v), missed(v))),
    })
}

fn map(results: &Results) -> SiteMap {
    let inputs = &results.study.inputs;
    let flat = Flat::around(&inputs.homes.positions);
    let slice = &results.study.access.slices[(SlotId(0), MAIN)];
    let missed = |home| super::missed(&results.study, slice, &results.counted[SlotId(0)], home);
    SiteMap {
        backdrop: backdrop(inputs, &flat),
        missed: (0..inputs.homes.len()).map(missed).collect(),
        sites: (results.order.iter())
            .map(|i| flat.at(results.candidates.positions[*i]))
            .collect(),
    }
}
