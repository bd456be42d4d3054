//! From values before and after to people: who gains, who loses, who falls below a norm, and where.

use super::{Comparison, Outcome};
use crate::axes::{GroupId, HomeId, LevelId, PersonaId, PurposeId};
use crate::input::study::Study;
use crate::measures::compare::Change;
use crate::measures::norm::Norm;
use crate::run::study::Results;
use crate::run::study::summary::{Key, Summary, keys, norm};
use rayon::prelude::*;

/// Differences of travel time up to this are none, seconds, unless they cross a norm.
pub const TOLERANCE_S: f64 = 60.0;

/// One group's change of access to one service.
#[derive(Clone, Debug)]
pub struct GroupChange {
    /// Which.
    pub key: Key,
    /// Who gains and loses.
    pub change: Change,
}

/// The same in one area.
#[derive(Clone, Debug)]
pub struct AreaChange {
    /// The level.
    pub level: LevelId,
    /// Area in that level.
    pub area: usize,
    /// Which.
    pub key: Key,
    /// Who gains and loses.
    pub change: Change,
}

/// What a scenario changes, in people.
pub struct Changes {
    /// By group, in the order of the keys.
    pub groups: Vec<GroupChange>,
    /// By area, in the order level, key, area; areas without people left out.
    pub areas: Vec<AreaChange>,
    /// Level, threshold and dispersion before.
    pub before: Summary,
    /// And after.
    pub after: Summary,
}

impl Changes {
    /// Of one scenario.
    pub fn new(comparison: &Comparison, outcome: &Outcome) -> Self {
        let (before, after) = (outcome.before(comparison), &outcome.results);
        let study = &outcome.study;
        let keys = keys(study);
        let groups = (keys.par_iter())
            .map(|key| GroupChange {
                key: *key,
                change: change(before, after, *key, |_| true),
            })
            .collect();
        let mut areas = Vec::new();
        for level in after.inputs.areas.ids() {
            let rows: Vec<Vec<AreaChange>> = (keys.par_iter())
                .map(|key| area_changes(before, after, level, *key))
                .collect();
            areas.extend(rows.into_iter().flatten());
        }
        Self {
            groups,
            areas,
            before: Summary::new(study, before),
            after: Summary::new(study, after),
        }
    }

    /// One group's change in one area.
    pub fn area(&self, level: LevelId, area: usize, key: Key) -> Option<&Change> {
        let place = |r: &AreaChange| (r.level, r.key, r.area);
        let at = self.areas.binary_search_by_key(&(level, key, area), place);
        at.ok().map(|i| &self.areas[i].change)
    }

    /// One group's change of access to one service.
    pub fn group(&self, key: Key) -> Option<&Change> {
        let at = self.groups.binary_search_by_key(&key, |r| r.key);
        at.ok().map(|i| &self.groups[i].change)
    }
}

/// The norm of a service, or which way is better where it has none; then what is counted below it is
/// taken out again.
fn sense(results: &Results, service: PurposeId) -> Norm {
    let reading = &results.access.readings[results.access.main[service]];
    norm(results, service).unwrap_or(if reading.is_time() {
        Norm::Within(u32::MAX)
    } else {
        Norm::AtLeast(0.0)
    })
}

fn add(total: &mut Change, before: &Results, after: &Results, key: Key, home: HomeId) {
    let reading = before.access.main[key.service];
    let tolerance = match before.access.readings[reading].is_time() {
        true => TOLERANCE_S,
        false => 0.0,
    };
    let level = |r: &Results| r.access.slices[(key.slot, key.persona)].level(reading, home);
    let people = |r: &Results| r.inputs.weights[key.group].get(home).copied().flatten();
    total.add(
        sense(before, key.service),
        tolerance,
        [level(before), level(after)],
        [people(before), people(after)],
    );
}

/// The change for some homes.
pub fn change(
    before: &Results,
    after: &Results,
    key: Key,
    counts: impl Fn(HomeId) -> bool,
) -> Change {
    let mut total = Change::default();
    for home in after.inputs.home_ids().filter(|h| counts(*h)) {
        add(&mut total, before, after, key, home);
    }
    of_norm(total, before, key)
}

/// Without a norm, "not reached" is not below one.
fn of_norm(total: Change, before: &Results, key: Key) -> Change {
    match norm(before, key.service) {
        Some(_) => total,
        None => total.without_norm(),
    }
}

fn area_changes(before: &Results, after: &Results, level: LevelId, key: Key) -> Vec<AreaChange> {
    let areas = &after.inputs.areas[level];
    let mut totals = vec![Change::default(); areas.layer.areas.len()];
    for (home, area) in areas.of_home.by_id() {
        if let Some(total) = area.and_then(|a| totals.get_mut(a)) {
            add(total, before, after, key, home);
        }
    }
    let lived_in = |c: &Change| c.people + c.arrived + c.left > 0.0;
    (totals.into_iter().enumerate())
        .filter(|(_, change)| lived_in(change))
        .map(|(area, change)| AreaChange {
            level,
            area,
            key,
            change: of_norm(change, before, key),
        })
        .collect()
}

/// A pocket: an area hit by a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pocket {
    /// Level and area.
    pub area: (LevelId, usize),
    /// The group, persona, slot and service that are hit most there.
    pub key: Key,
    /// People of the group who fall below the norm; nobody without one.
    pub fell_below: f64,
    /// Of how many.
    pub people: f64,
    /// People of the group who are worse off.
    pub losers: f64,
    /// People who are worse off for reaching nothing any more.
    pub cut_off: f64,
    /// Mean change of those who stay and get there before and after: seconds or supply a person.
    pub mean_change: Option<f64>,
}

/// The areas of the study's report level that are hit worst: most people of a group fallen below a
/// norm in any slot, for the study's first persona, then most worse off. Each area once, with what hits it most.
pub fn pockets(study: &Study, changes: &Changes, group: GroupId, level: LevelId) -> Vec<Pocket> {
    let mut worst: std::collections::BTreeMap<usize, Pocket> = Default::default();
    for row in &changes.areas {
        let c = &row.change;
        let asked = row.level == level && row.key.group == group && row.key.persona == PersonaId(0);
        if !asked || c.losers + c.fell_below <= 0.0 {
            continue;
        }
        let pocket = Pocket {
            area: (row.level, row.area),
            key: row.key,
            fell_below: c.fell_below,
            people: c.people,
            losers: c.losers,
            cut_off: c.cut_off,
            mean_change: c.mean_change_there(),
        };
        let order = |p: &Pocket| (p.fell_below, p.losers);
        let slot = worst.entry(row.area).or_insert(pocket);
        if order(&pocket).partial_cmp(&order(slot)) == Some(std::cmp::Ordering::Greater) {
            *slot = pocket;
        }
    }
    let mut list: Vec<Pocket> = worst.into_values().collect();
    list.retain(|p| p.people >= study.report.min_people);
    list.sort_by(|a, b| {
        (b.fell_below.total_cmp(&a.fell_below))
            .then(b.losers.total_cmp(&a.losers))
            .then(a.area.cmp(&b.area))
    });
    list
}
