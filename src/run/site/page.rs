//! What the page of `bereik site` shows, out of its results.

use super::Results;
use crate::input::study::Study;
use crate::measures::sample::Sample;
use crate::measures::siting::greedy_share;
use crate::output::report::data::Unit;
use crate::output::report::site::data::{Chosen, Reached, Site, SiteData, SiteMap};
use crate::output::report::site::{group_word, unit_word};
use crate::run::study::page::{
    Flat, credits, files, findings, language, persona, services, slots, stops, streets, unit,
};

/// The persona whose values are shown.
const MAIN: usize = 0;

/// Everything for the page.
pub fn data(study: &Study, results: &Results) -> SiteData {
    let language = language(study);
    let stock_unit = match &results.site.compare_with {
        Some(_) => Unit::Dwellings,
        None => {
            let group = &study.homes.groups[results.site.group];
            unit(&group.name, group.column.as_deref())
        }
    };
    let stock = Sample::new(results.stock.weights.iter().map(|w| (Some(0.0), *w))).weight();
    SiteData {
        language,
        title: study.report.title.clone(),
        fictional: study.fictional,
        program: format!("bereik {}", env!("CARGO_PKG_VERSION")),
        date: study.date.to_string(),
        inputs: files(study, &results.study.inputs),
        credits: credits(study),
        services: services(study, &results.study.inputs),
        counted: results.counted.clone(),
        slots: slots(study),
        lift_slots: results.site.slots.clone(),
        personas: (study.personas.iter())
            .map(|p| persona(p, study.language))
            .map(|p| (p.name, p.note))
            .collect(),
        shifts: study.shifts.iter().map(|s| s.name.clone()).collect(),
        stock: (
            match results.site.compare_with {
                Some(_) => results.stock.name.clone(),
                None => group_word(language, &results.stock.name, stock_unit),
            },
            unit_word(language, stock_unit),
            stock,
        ),
        candidates: results.candidates.file.clone(),
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
            lifting: c.lifting.len(),
        }),
        move_within_km: results.site.move_within_km,
        survive: results.site.survive.clone(),
        findings: findings(&results.study.findings),
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
        .and_then(|_| met(score.missed.iter().map(|by| by[MAIN]).collect()));
    let weakest = results.losses.weakest[MAIN][i].as_ref();
    let losses = || results.losses.by_slot.iter().map(|by| by[MAIN][i].as_ref());
    Site {
        id: results.candidates.ids[i].clone(),
        name: results.candidates.names[i].clone(),
        dwellings: results.candidates.dwellings[i],
        missed: score.norms_missed,
        by_slot: (0..study.personas.len())
            .map(|p| {
                let known = score.norms_missed.is_some();
                score
                    .missed
                    .iter()
                    .map(|by| by[p].filter(|_| known))
                    .collect()
            })
            .collect(),
        stock_worse_off: score.stock_worse_off,
        region_worse_off: score.region_worse_off,
        weakest: weakest.and_then(|w| {
            let after = met(w.missed.clone());
            Some((cuts[w.cut].name.clone(), now?, after?))
        }),
        values: (losses().enumerate())
            .map(|(s, loss)| {
                (0..study.services.len())
                    .map(|x| reached(study, results, (s, x, i), loss))
                    .collect()
            })
            .collect(),
        lines: losses()
            .map(|l| l.map(|l| cuts[l.cut].name.clone()))
            .collect(),
        jobs: (results.shifts.iter().enumerate())
            .map(|(s, by)| {
                let after = weakest.and_then(|w| w.shifts[s]);
                (by[MAIN].access[i].map(|a| a.both), after.map(|a| a.both))
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
    (s, x, i): (usize, usize, usize),
    loss: Option<&super::survival::Loss>,
) -> Option<Reached> {
    if !study.services[x].slots.contains(&s) {
        return None;
    }
    let r = results.study.access.main[x];
    let reading = &results.study.access.readings[r];
    let level = results.access[s][MAIN].level(r, i)?;
    let shown = |v: f64| {
        Some(v)
            .filter(|v| v.is_finite())
            .map(|v| if reading.is_time() { v / 60.0 } else { v })
    };
    let missed = |v: f64| reading.norm.map(|n| n.missed(v));
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
    SiteMap {
        streets: streets(&inputs.network, &flat),
        stops: stops(&inputs.network, &flat),
        homes: (inputs.homes.positions.iter().enumerate())
            .map(|(i, p)| {
                let slice = &results.study.access.slices[0][MAIN];
                (
                    flat.at(*p),
                    super::missed(&results.study, slice, &results.counted[0], i),
                )
            })
            .collect(),
        sites: (results.order.iter())
            .map(|i| flat.at(results.candidates.positions[*i]))
            .collect(),
    }
}
