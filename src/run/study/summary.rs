//! From values per home to groups and areas: level, threshold and dispersion side by side.

use super::Results;
use super::access::Slice;
use crate::access::reading::at_all_percentiles;
use crate::axes::{GroupId, HomeId, IdVec, LevelId, PersonaId, PurposeId, ReadingId, SlotId};
use crate::input::study::Study;
use crate::measures::equity::{Ranked, Spread, theil};
use crate::measures::fgt::{Fgt, fgt};
use crate::measures::norm::Norm;
use crate::measures::poverty::{Stacking, by_area};
use crate::measures::sample::Sample;
use rayon::prelude::*;

/// Where in a study a number belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// When.
    pub slot: SlotId,
    /// Who travels.
    pub persona: PersonaId,
    /// Of whom.
    pub group: GroupId,
    /// Where to.
    pub service: PurposeId,
}

/// One group's access to one service: seconds (`+∞`: not reached) for times, else supply.
#[derive(Clone, Debug)]
pub struct GroupRow {
    /// Which.
    pub key: Key,
    /// What is measured.
    pub reading: ReadingId,
    /// Weight, mean, quantiles and Gini.
    pub spread: Spread,
    /// Weight that reaches nothing.
    pub not_reached: f64,
    /// Poverty; none without a norm, and at further percentiles.
    pub fgt: Option<Fgt>,
    /// By each rank of the study.
    pub ranks: Vec<ByRank>,
    /// Theil-T and the part between areas of the finest level.
    pub theil: Option<(f64, f64)>,
}

impl GroupRow {
    /// By the rank that pages and plain columns use.
    pub fn by_main_rank(&self, study: &Study) -> Option<ByRank> {
        self.ranks.get(study.homes.main_rank()?).copied()
    }
}

/// How access leans over people in the order of a rank.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByRank {
    /// Palma ratio.
    pub palma: Option<f64>,
    /// Concentration index.
    pub concentration: Option<f64>,
    /// Homes with people and a level of which the rank is not known: left out of both.
    pub homes_unknown: u64,
}

/// One group in one area.
#[derive(Clone, Debug)]
pub struct AreaRow {
    /// The level.
    pub level: LevelId,
    /// Area in that level.
    pub area: usize,
    /// Which.
    pub key: Key,
    /// What is measured.
    pub reading: ReadingId,
    /// Weight, mean, quantiles and Gini.
    pub spread: Spread,
    /// Poverty within the area; none without a norm.
    pub fgt: Option<Fgt>,
    /// Worst-off tenth, in the unit of the reading.
    pub worst_tenth: Option<f64>,
    /// People below the norm although the area's mean meets it.
    pub hidden_poor: f64,
}

/// Norms missed at once, in the whole region or an area.
#[derive(Clone, Debug)]
pub struct StackRow {
    /// Level and area; none for the region.
    pub area: Option<(LevelId, usize)>,
    /// When.
    pub slot: SlotId,
    /// Who travels.
    pub persona: PersonaId,
    /// Of whom.
    pub group: GroupId,
    /// The counts.
    pub stacking: Stacking,
}

/// All summaries.
pub struct Summary {
    /// By group.
    pub groups: Vec<GroupRow>,
    /// By area, in the order level, key, area; areas without people left out, known or not.
    pub areas: Vec<AreaRow>,
    /// As `groups` at further percentiles: by key, then in the order of percentiles.
    pub further_groups: Vec<GroupRow>,
    /// As `areas` at further percentiles: by level, key and area, then in the order of percentiles.
    pub further_areas: Vec<AreaRow>,
    /// Stacking of the region, then by area.
    pub stacks: Vec<StackRow>,
    /// Services that count in the stacking, per slot.
    pub stacked: IdVec<SlotId, Vec<PurposeId>>,
}

/// All keys of a study, ascending.
pub fn keys(study: &Study) -> Vec<Key> {
    let mut keys = Vec::new();
    for slot in study.slots.ids() {
        for persona in study.personas.ids() {
            for group in study.homes.groups.ids() {
                let measured = |s: &PurposeId| study.services[*s].slots.contains(&slot);
                for service in study.services.ids().filter(measured) {
                    keys.push(Key {
                        slot,
                        persona,
                        group,
                        service,
                    });
                }
            }
        }
    }
    keys
}

/// The norm of a service's main reading.
pub fn norm(results: &Results, service: PurposeId) -> Option<Norm> {
    results.access.readings[results.access.main[service]].norm
}

/// The services whose norms count in a slot (those that "all essential services" means there): essential, measured in
/// it, and with a norm.
pub fn counted(study: &Study, results: &Results, slot: SlotId) -> Vec<PurposeId> {
    let counts = |s: &PurposeId| {
        let service = &study.services[*s];
        service.essential && service.slots.contains(&slot) && norm(results, *s).is_some()
    };
    study.services.ids().filter(counts).collect()
}

/// [`counted`] for each slot.
pub fn counted_by_slot(study: &Study, results: &Results) -> IdVec<SlotId, Vec<PurposeId>> {
    study
        .slots
        .ids()
        .map(|slot| counted(study, results, slot))
        .collect()
}

impl Summary {
    /// Summarises.
    pub fn new(study: &Study, results: &Results) -> Self {
        let keys = keys(study);
        let stacked = counted_by_slot(study, results);
        let access = &results.access;
        let main: Vec<(Key, ReadingId)> =
            keys.iter().map(|k| (*k, access.main[k.service])).collect();
        let further: Vec<(Key, ReadingId)> = (main.iter())
            .flat_map(|(key, r)| {
                let others = at_all_percentiles(&access.readings, *r).into_iter().skip(1);
                others.map(|r| (*key, r))
            })
            .collect();
        let groups = |of: &[(Key, ReadingId)]| -> Vec<GroupRow> {
            let rows = of.par_iter().map(|(key, r)| group_row(results, *key, *r));
            rows.collect()
        };
        let areas = |of: &[(Key, ReadingId)]| -> Vec<AreaRow> {
            let mut areas = Vec::new();
            for level in results.inputs.areas.ids() {
                let rows: Vec<Vec<AreaRow>> = (of.par_iter())
                    .map(|(key, r)| area_rows(results, level, *key, *r))
                    .collect();
                areas.extend(rows.into_iter().flatten());
            }
            areas
        };
        let (groups, further_groups) = (groups(&main), groups(&further));
        let (areas, mut further_areas) = (areas(&main), areas(&further));
        further_areas.sort_by_key(|r| (r.level, r.key, r.area));
        let mut stacks = Vec::new();
        for (slot, services) in stacked.by_id() {
            for persona in study.personas.ids() {
                for group in study.homes.groups.ids() {
                    stacks.extend(stack_rows(results, services, slot, persona, group));
                }
            }
        }
        stacks.sort_by_key(|r| (r.area, r.slot, r.persona, r.group));
        Self {
            groups,
            areas,
            further_groups,
            further_areas,
            stacks,
            stacked,
        }
    }

    /// The stacking of the whole region, or of an area given by level and place.
    pub fn stacking(
        &self,
        area: Option<(LevelId, usize)>,
        slot: SlotId,
        persona: PersonaId,
        group: GroupId,
    ) -> Option<&Stacking> {
        let at = self
            .stacks
            .binary_search_by_key(&(area, slot, persona, group), |r| {
                (r.area, r.slot, r.persona, r.group)
            });
        at.ok().map(|i| &self.stacks[i].stacking)
    }

    /// One group's access to one service in one area.
    pub fn area(&self, level: LevelId, area: usize, key: Key) -> Option<&AreaRow> {
        let at = self
            .areas
            .binary_search_by_key(&(level, key, area), |r| (r.level, r.key, r.area));
        at.ok().map(|i| &self.areas[i])
    }

    /// One group's access to one service.
    pub fn group(&self, key: Key) -> Option<&GroupRow> {
        self.groups
            .binary_search_by_key(&key, |r| r.key)
            .ok()
            .map(|i| &self.groups[i])
    }
}

/// `(level, weight)` of all homes for one key and reading.
fn levels(results: &Results, key: Key, reading: ReadingId) -> Vec<(Option<f64>, Option<f64>)> {
    let slice = &results.access.slices[(key.slot, key.persona)];
    let weights = &results.inputs.weights[key.group];
    weights
        .by_id()
        .map(|(home, w)| (slice.level(reading, home), *w))
        .collect()
}

fn group_row(results: &Results, key: Key, r: ReadingId) -> GroupRow {
    let rows = levels(results, key, r);
    let reading = &results.access.readings[r];
    let sample = Sample::new(rows.iter().copied());
    let nothing = |v: f64| {
        if reading.is_time() {
            v.is_infinite()
        } else {
            v <= 0.0
        }
    };
    let not_reached = sample
        .rows()
        .iter()
        .filter(|r| nothing(r.value))
        .fold(0.0, |s, r| s + r.weight);
    // Relative measures of a travel time say nothing: more is worse, and "not reached" has no size.
    let relative = !reading.is_time();
    let by_rank = |rank: &IdVec<HomeId, Option<f64>>| {
        let all = (rank.iter().zip(&rows)).map(|(r, (level, w))| (*r, *level, *w));
        let unknown = |(rank, level, w): &(Option<f64>, Option<f64>, Option<f64>)| {
            rank.is_none() && level.is_some() && w.is_some_and(|w| w > 0.0)
        };
        let homes_unknown = all.clone().filter(unknown).count() as u64;
        let ranked = relative.then(|| Ranked::new(all));
        ByRank {
            palma: ranked.as_ref().and_then(|r| r.palma()?.ratio),
            concentration: ranked.as_ref().and_then(Ranked::concentration),
            homes_unknown,
        }
    };
    let split = results
        .inputs
        .areas
        .first()
        .filter(|_| relative)
        .and_then(|areas| {
            let parts = areas
                .of_home
                .iter()
                .zip(&rows)
                .map(|(a, (level, w))| (*a, *level, *w));
            theil(areas.layer.areas.len(), parts)
        });
    let mut spread = Spread::of(&sample);
    spread.gini = spread.gini.filter(|_| relative);
    GroupRow {
        key,
        reading: r,
        spread,
        not_reached,
        fgt: reading.norm.map(|norm| fgt(norm, rows.iter().copied()).0),
        ranks: results.inputs.ranks.iter().map(by_rank).collect(),
        theil: split.map(|t| (t.total, t.between)),
    }
}

fn area_rows(results: &Results, level: LevelId, key: Key, reading: ReadingId) -> Vec<AreaRow> {
    let areas = &results.inputs.areas[level];
    let rows = levels(results, key, reading);
    let n = areas.layer.areas.len();
    let mut members: Vec<Vec<(Option<f64>, Option<f64>)>> = vec![Vec::new(); n];
    for (area, row) in areas.of_home.iter().zip(&rows) {
        if let Some(m) = area.and_then(|a| members.get_mut(a)) {
            m.push(*row);
        }
    }
    let norm = results.access.readings[reading].norm;
    let parts = || {
        areas
            .of_home
            .iter()
            .zip(&rows)
            .map(|(a, (level, w))| (*a, *level, *w))
    };
    let poverty = norm.map(|norm| by_area(norm, n, parts()));
    (0..n)
        .filter_map(|area| {
            let sample = Sample::new(members[area].iter().copied());
            // Where people live of whom nothing is known is a row as well.
            if sample.weight() <= 0.0 && sample.unknown().is_empty() {
                return None;
            }
            let p = poverty.as_ref().and_then(|p| p.get(area));
            Some(AreaRow {
                level,
                area,
                key,
                reading,
                spread: Spread::of(&sample),
                fgt: p.map(|p| p.fgt),
                worst_tenth: p.and_then(|p| p.worst_tenth),
                hidden_poor: p.map_or(0.0, |p| p.hidden_poor()),
            })
        })
        .collect()
}

/// Which norms a home misses; none where one of them isn't known.
pub fn missed(
    results: &Results,
    slice: &Slice,
    services: &[PurposeId],
    home: HomeId,
) -> Vec<Option<bool>> {
    let one = |&s: &PurposeId| {
        let reading = results.access.main[s];
        results.access.readings[reading].missed(slice.level(reading, home))
    };
    services.iter().map(one).collect()
}

fn stack_rows(
    results: &Results,
    services: &[PurposeId],
    slot: SlotId,
    persona: PersonaId,
    group: GroupId,
) -> Vec<StackRow> {
    let slice = &results.access.slices[(slot, persona)];
    let weights = &results.inputs.weights[group];
    let Some(empty) = Stacking::new(services.len()) else {
        return Vec::new();
    };
    let mut region = empty.clone();
    let mut by_level: IdVec<LevelId, Vec<Option<Stacking>>> = results
        .inputs
        .areas
        .iter()
        .map(|a| vec![None; a.layer.areas.len()])
        .collect();
    for (home, weight) in weights.by_id() {
        let missed = missed(results, slice, services, home);
        region.add(&missed, *weight);
        for (level, areas) in results.inputs.areas.by_id() {
            if let Some(area) = areas.of_home[home] {
                by_level[level][area]
                    .get_or_insert_with(|| empty.clone())
                    .add(&missed, *weight);
            }
        }
    }
    let mut rows = vec![StackRow {
        area: None,
        slot,
        persona,
        group,
        stacking: region,
    }];
    for (level, areas) in by_level.ids().zip(by_level) {
        for (area, stacking) in areas.into_iter().enumerate() {
            let stacking = stacking.filter(|s| s.people() > 0.0 || !s.unknown.is_empty());
            rows.extend(stacking.map(|stacking| StackRow {
                area: Some((level, area)),
                slot,
                persona,
                group,
                stacking,
            }));
        }
    }
    rows
}
