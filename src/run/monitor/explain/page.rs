//! What the page of `bereik monitor explain` shows, out of its results.

use super::region::{Seen, of_unit};
use super::tables::people_who_miss;
use super::union::LOWEST_BY;
use super::values::{About, Indicator, Row};
use super::{Explained, Options};
use crate::axes::{LevelId, PersonaId, PurposeId, SlotId};
use crate::output::report::explain::data::{
    AreaMap, Change, Displaced, Diverging, ExplainData, Layer, Moved, PlaceMoved, Pocket, Series,
    ShiftChange,
};
use crate::output::report::kit::backdrop::Backdrop;
use crate::output::report::kit::head::PageHead;
use crate::run::study::page::{Flat, files, head, is_time, outlines};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Areas named where most of a group left or arrived.
const PLACES: usize = 6;
/// Layers of the map.
const LAYERS: usize = 3;

/// Everything for the page.
pub fn data(e: &Explained, asked: &Options) -> ExplainData {
    let study = &e.study;
    let level = asked.level.as_ref().map_or(study.report.level, |wanted| {
        study.areas.find(|a| a.level == *wanted)
    });
    ExplainData {
        head: head_of(e),
        names: e.names.clone(),
        dates: e.dates.map(|d| d.to_string()),
        base: e.norms_of.clone(),
        ranks: e.ranks_of.clone(),
        streets_differ: e.streets_differ,
        runs: e.runs.results.len(),
        totals: study
            .homes
            .groups
            .ids()
            .map(|g| {
                [0, 1].map(|edition: usize| {
                    let known = e.union.weights[edition][g].iter().flatten();
                    known.fold(0.0, |s, w| s + w)
                })
            })
            .collect(),
        changes: changes(e),
        shifts: shifts(e),
        map: level.map(|l| map(e, l)),
        displacement: displacement(e),
        places: level.map_or(Vec::new(), |l| places(e, l)),
        pocket_share: asked.pocket_share,
        pockets: pockets(e),
        diverging: diverging(e),
        incomparable: (e.incomparable.iter())
            .map(|x| {
                let name = match x.level.is_empty() {
                    true => x.name.clone(),
                    false => format!("{} ({})", x.name, x.level),
                };
                [x.kind.to_owned(), name, x.edition.clone(), x.why.clone()]
            })
            .collect(),
        series: series(e),
        inputs: e.files.each_ref().map(|read| files(read, named)),
    }
}

/// The name of a file without its folders.
fn named(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn head_of(e: &Explained) -> PageHead {
    let mut head = head(&e.study, &e.runs.of(0).inputs, &e.findings);
    head.date = e.dates[1].to_string();
    for group in &mut head.groups {
        if let Some((of, rank)) = group.name.split_once(LOWEST_BY) {
            (group.lowest_by, group.name) = (Some(rank.to_owned()), of.to_owned());
        }
    }
    head
}

fn changes(e: &Explained) -> Vec<Change> {
    let mut out = Vec::new();
    for row in of_unit(&e.rows, 0)
        .iter()
        .filter(|r| r.persona == PersonaId(0))
    {
        let (service, misses) = match (row.indicator, row.about) {
            (Indicator::BelowNorm, About::Service(s)) => (Some(s), 0),
            (Indicator::MissesAtLeast(n), _) => (None, n),
            _ => continue,
        };
        if let (Some(causes), [Some(a), Some(b)]) = (row.causes, row.value) {
            out.push(Change {
                group: row.group,
                service,
                misses,
                slot: row.slot,
                value: [a, b],
                causes,
                left_out: row.left_out,
            });
        }
    }
    out
}

/// Jobs by shift: by shift, then group.
fn shifts(e: &Explained) -> Vec<ShiftChange> {
    let rows = of_unit(&e.rows, 0);
    let mut out = Vec::new();
    for (i, shift) in e.study.shifts.by_id() {
        let of_shift = |r: &&Row| r.persona == PersonaId(0) && r.about == About::Shift(i);
        for mean in
            (rows.iter().filter(of_shift)).filter(|r| r.indicator == Indicator::ShiftJobsMean)
        {
            let (Some(causes), [Some(a), Some(b)]) = (mean.causes, mean.value) else {
                continue;
            };
            let none = (rows.iter().filter(of_shift))
                .find(|r| r.indicator == Indicator::ShiftNone && r.group == mean.group);
            out.push(ShiftChange {
                shift: shift.name.clone(),
                group: mean.group,
                mean: [a, b],
                causes,
                none: none.and_then(|r| Some([r.value[0]?, r.value[1]?])),
            });
        }
    }
    out
}

fn map(e: &Explained, level: LevelId) -> AreaMap {
    let areas = &e.union.areas[1][level].layer.areas;
    let flat = Flat::around(&e.union.homes.positions);
    let mut layers: BTreeMap<(PurposeId, SlotId), (f64, Layer)> = BTreeMap::new();
    for row in &e.rows {
        let (About::Service(service), Indicator::ShareBelow) = (row.about, row.indicator) else {
            continue;
        };
        let Some((l, area)) = e.units[row.unit].area else {
            continue;
        };
        if l != level || row.persona != PersonaId(0) || row.group != e.study.report.group {
            continue;
        }
        let (changed, layer) = layers.entry((service, row.slot)).or_insert_with(|| {
            let values = std::array::from_fn(|_| vec![None; areas.len()]);
            (
                0.0,
                Layer {
                    service,
                    slot: row.slot,
                    values,
                },
            )
        });
        layer.values[0][area] = row.value[0];
        layer.values[1][area] = row.value[1];
        for (k, cause) in row.causes.into_iter().flatten().enumerate() {
            *changed += cause.abs();
            layer.values[2 + k][area] = Some(cause);
        }
    }
    let mut layers: Vec<(f64, Layer)> = layers.into_values().collect();
    layers.sort_by(|a, b| b.0.total_cmp(&a.0));
    // Each service in the slot where it changed most.
    let mut seen = BTreeSet::new();
    layers.retain(|l| seen.insert(l.1.service));
    AreaMap {
        level: e.study.areas[level].level.clone(),
        backdrop: Backdrop {
            areas: outlines(areas, &flat),
            ..Backdrop::default()
        },
        names: areas.iter().map(|a| a.name.clone()).collect(),
        layers: layers.into_iter().take(LAYERS).map(|l| l.1).collect(),
    }
}

/// The whole region, in the first slot.
fn displacement(e: &Explained) -> Vec<Displaced> {
    let of_region = e.displacement.iter().filter(|d| d.area.is_none());
    of_region
        .map(|d| Displaced {
            group: d.group,
            moved: [d.left, d.arrived],
            access: (d.access.iter().filter(|m| m.slot == SlotId(0)))
                .map(|m| {
                    let both = |f: fn(&Seen) -> Option<f64>| [f(&m.there), f(&m.here)];
                    Moved {
                        service: m.service,
                        slot: m.slot,
                        minutes: is_time(e.runs.of(0), m.service),
                        mean: both(|s| s.mean),
                        below: both(|s| s.below),
                    }
                })
                .collect(),
        })
        .collect()
}

fn places(e: &Explained, level: LevelId) -> Vec<PlaceMoved> {
    let mut out = Vec::new();
    for group in e.study.homes.groups.ids() {
        let mut list: Vec<_> = (e.displacement.iter())
            .filter(|d| d.group == group && d.area.is_some_and(|a| a.0 == level))
            .collect();
        let net = |d: &super::region::Displaced| (d.arrived - d.left).abs();
        list.sort_by(|a, b| net(b).total_cmp(&net(a)));
        for d in list.into_iter().take(PLACES) {
            let name = d
                .area
                .and_then(|(l, a)| e.union.areas[1][l].layer.areas.get(a));
            out.push(PlaceMoved {
                name: name.map_or(String::new(), |a| a.name.clone()),
                group,
                moved: [d.left, d.arrived],
            });
        }
    }
    out
}

/// Level and name of a unit.
fn area(e: &Explained, unit: usize) -> [String; 2] {
    let unit = &e.units[unit];
    let level = unit
        .area
        .map_or(String::new(), |(l, _)| e.study.areas[l].level.clone());
    [level, unit.name.clone()]
}

fn pockets(e: &Explained) -> Vec<Pocket> {
    (e.pockets.iter())
        .map(|p| Pocket {
            area: area(e, p.unit),
            code: e.units[p.unit].code.clone(),
            group: p.group,
            slot: p.slot,
            people: p.people,
            share: p.share,
            missed: p
                .missed
                .iter()
                .map(|s| e.study.services[*s].name.clone())
                .collect(),
            causes: people_who_miss(e, p.unit, p.slot, p.group).and_then(|r| r.causes),
        })
        .collect()
}

fn diverging(e: &Explained) -> Vec<Diverging> {
    (e.diverging.iter())
        .map(|d| Diverging {
            area: area(e, d.unit),
            service: d.service,
            slot: d.slot,
            group: d.group,
            minutes: is_time(e.runs.of(0), d.service),
            mean: d.mean,
            group_mean: d.group_mean,
            group_share: d.group_share,
        })
        .collect()
}

/// Shares of the main group below each norm, where there are more than two editions.
fn series(e: &Explained) -> Vec<Series> {
    let editions: BTreeSet<&str> = e.series.iter().map(|p| p.edition.as_str()).collect();
    let mut out: Vec<Series> = Vec::new();
    if editions.len() < 3 {
        return out;
    }
    let group = &e.study.homes.groups[e.study.report.group].name;
    let of_main = e.series.iter();
    for p in of_main.filter(|p| p.indicator == Indicator::ShareBelow && p.group == *group) {
        let at = out
            .iter()
            .position(|s| s.service == p.service && s.slot == p.slot);
        let point = (p.edition.clone(), p.value);
        match at.and_then(|i| out.get_mut(i)) {
            Some(series) => series.points.push(point),
            None => out.push(Series {
                service: p.service.clone(),
                slot: p.slot.clone(),
                points: vec![point],
            }),
        }
    }
    out
}
