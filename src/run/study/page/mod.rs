//! What the report shows, out of a study's results.

mod about;
mod drawn;
mod rows;

pub(crate) use about::{files, head, unlinked_homes};
pub use drawn::destinations;
pub(crate) use drawn::{Flat, backdrop, outlines};

use super::Results;
use super::summary::Summary;
use crate::axes::{PersonaId, PurposeId, SlotId};
use crate::input::study::{Study, Usual};
use crate::output::report::kit::Words;
use crate::output::report::kit::html::plain_text;
use crate::output::report::study::data::*;
use crate::output::report::study::findings::{normed, stacked_share};
use crate::output::report::study::words::Say;
use about::{HOME_NOT_LINKED, settings, unlinked};
use drawn::map;
use rows::{areas, availability, hidden_poor, levels, pockets, poverty, profiles, shifts};

/// Seconds on the inside become minutes on the page; "not reached" becomes none.
pub(crate) fn shown(time: bool, v: Option<f64>) -> Option<f64> {
    v.filter(|v| v.is_finite())
        .map(|v| if time { v / 60.0 } else { v })
}

/// Everything for the report.
pub fn report(study: &Study, results: &Results, summary: &Summary) -> ReportData {
    let inputs = &results.inputs;
    let group = study.report.group;
    let level = study.report.level;
    let rank = study.homes.main_rank();
    let (pockets, too_small) = level.map(|l| pockets(study, results, summary, l)).unzip();
    let first_slot = &results.access.slices[(SlotId(0), PersonaId(0))];
    let linked = first_slot.status.rows().next().map_or(0, |s| {
        s.iter()
            .filter(|x| **x != crate::routing::job::Status::NotLinked)
            .count()
    });
    ReportData {
        head: head(study, inputs, &results.findings),
        percentile: study.percentiles.first().copied().unwrap_or(50),
        homes: Homes {
            cells: inputs.homes.len(),
            linked,
        },
        levels: levels(results, summary),
        poverty: poverty(summary),
        stacking: (summary.stacks.iter().filter(|r| r.area.is_none()))
            .map(|r| StackingRow {
                slot: r.slot,
                persona: r.persona,
                group: r.group,
                by_count: r.stacking.by_count.clone(),
            })
            .collect(),
        rank: rank.map(|r| study.homes.ranks[r].0.clone()),
        distribution: (summary.groups.iter().filter(|r| r.key.group == group))
            .map(|r| DistributionRow {
                service: r.key.service,
                slot: r.key.slot,
                persona: r.key.persona,
                gini: r.spread.gini,
                palma: r.by_main_rank(study).and_then(|r| r.palma),
                concentration: r.by_main_rank(study).and_then(|r| r.concentration),
                theil: r.theil.map(|t| t.0),
                theil_between: r
                    .theil
                    .and_then(|(t, between)| (t > 0.0).then(|| between / t)),
            })
            .collect(),
        availability: Some(availability(study, results)),
        areas: level.map(|l| areas(study, results, l)),
        map: Some(map(study, results, summary)),
        profiles: profiles(study, results),
        pockets,
        least_people: study.report.min_people,
        too_small: too_small.unwrap_or(0),
        hidden_poor: level.map(|l| hidden_poor(study, results, summary, l)),
        shifts: (!study.shifts.is_empty()).then(|| shifts(study, results)),
        unlinked_homes: unlinked(inputs.homes.len(), &results.findings, HOME_NOT_LINKED),
        unlinked_stops: {
            let served = inputs
                .network
                .timetable
                .served()
                .iter()
                .filter(|s| **s)
                .count();
            unlinked(served, &results.findings, "stop-not-linked")
        },
        settings: settings(study),
        remarks: remarks(study),
    }
}

/// What differs from what the page says of all values.
fn remarks(study: &Study) -> Vec<String> {
    let w = Words(study.language);
    let access = (study.usual == Usual::Access).then(|| w.html(Say::RemarkAccess));
    let usual = study.percentiles.first();
    let others = (study.services.iter()).filter(|s| s.percentiles.first() != usual);
    let others = others.map(|s| {
        let percentile = s.percentile().to_string();
        w.fill(
            Say::RemarkPercentile,
            &[("service", &s.name), ("percentile", &percentile)],
        )
    });
    access
        .into_iter()
        .chain(others)
        .map(|said| plain_text(&said))
        .collect()
}

/// Whether a service is measured in time.
pub(crate) fn is_time(results: &Results, service: PurposeId) -> bool {
    results.access.readings[results.access.main[service]].is_time()
}

/// The main figures in sentences, for the terminal.
pub struct Headlines(pub Vec<String>);

/// Who misses how much, when it is worst and when best, and where.
pub fn headlines(data: &ReportData) -> Headlines {
    let mut lines = Vec::new();
    let w = data.head.words();
    let normed = normed(data);
    for (g, group) in data.head.groups.by_id().filter(|_| normed > 0) {
        let share = |s| stacked_share(data, s, data.head.main_persona, g);
        let slots = data.head.slots.by_id();
        let by_slot: Vec<String> = slots
            .filter_map(|(s, slot)| Some(format!("{} {}", slot.name, w.pct(share(s)?))))
            .collect();
        if !by_slot.is_empty() {
            lines.push(w.fill(
                Say::TermMissing,
                &[
                    ("group", &w.group(group)),
                    ("traveller", &data.head.traveller()),
                    ("norms", &w.number(normed as f64)),
                    ("slots", &by_slot.join(", ")),
                ],
            ));
        }
    }
    for shift in data
        .shifts
        .iter()
        .flatten()
        .filter(|s| data.head.is_main(s.persona, s.group))
    {
        if shift.total > 0.0 {
            let share = w.pct(shift.none / shift.total);
            lines.push(w.fill(
                Say::TermShift,
                &[
                    ("shift", &shift.shift),
                    ("hours", &shift.hours),
                    ("share", &share),
                ],
            ));
        }
    }
    if let (Some(pockets), Some(areas)) = (&data.pockets, &data.areas) {
        let names: Vec<&str> = pockets
            .iter()
            .take(3)
            .filter_map(|p| areas.list.get(p.area))
            .map(|a| a.name.as_str())
            .collect();
        if !names.is_empty() {
            let least = w.number(data.least_people);
            lines.push(w.fill(
                Say::TermWorst,
                &[
                    ("least", &least),
                    (
                        "unit",
                        &data.head.units(data.head.main_group, data.least_people),
                    ),
                    ("areas", &names.join(", ")),
                ],
            ));
        }
    }
    Headlines(lines.iter().map(plain_text).collect())
}
