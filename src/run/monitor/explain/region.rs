//! The regional view: who was moved from where to where, new pockets, and averages that improved while some lost.

use super::Options;
use super::PARTS;
use super::runs::Runs;
use super::union::Union;
use super::units::Unit;
use super::values::{About, Indicator, LATER, Row};
use crate::axes::{GroupId, HomeId, LevelId, PersonaId, PurposeId, SlotId};
use crate::input::study::Study;
use crate::measures::fgt::fgt;
use crate::measures::poverty::Stacking;
use crate::measures::sample::{Sample, usable_weight};
use crate::run::study::Results;
use crate::run::study::summary::{counted_by_slot, missed, norm};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The persona of the regional view: the study's first.
const MAIN: PersonaId = PersonaId(0);

/// Where a group left and where it arrived, cell by cell, within the whole region or an area of the later division.
#[derive(Clone, Debug, PartialEq)]
pub struct Displaced {
    /// Level and area; none for the whole region.
    pub area: Option<(LevelId, usize)>,
    /// Of whom.
    pub group: GroupId,
    /// Fewer people, summed over the cells that have fewer.
    pub left: f64,
    /// More people, summed over the cells that have more.
    pub arrived: f64,
    /// Cells of which the number isn't known in one edition.
    pub unknown: usize,
    /// What those who left had there, and those who arrived have here.
    pub access: Vec<Moved>,
}

/// One service in one slot, for the first persona.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// When.
    pub slot: SlotId,
    /// Where to.
    pub service: PurposeId,
    /// Where people left, with the timetable and facilities of the earlier edition.
    pub there: Seen,
    /// Where people arrived, with those of the later edition.
    pub here: Seen,
}

/// Access of some people.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Mean of those who get there, in minutes or supply.
    pub mean: Option<f64>,
    /// Share that doesn't get there, 0 to 1; of supply: that reaches none.
    pub not_reached: Option<f64>,
    /// Share below the norm, 0 to 1; none without a norm.
    pub below: Option<f64>,
}

/// Displacement of every group: the whole region, then the areas of each level (or the one asked for).
pub fn displacement(study: &Study, union: &Union, runs: &Runs, asked: &Options) -> Vec<Displaced> {
    type Place = (Option<(LevelId, usize)>, Vec<HomeId>);
    let mut places: Vec<Place> = vec![(None, crate::axes::first(union.homes.len()).collect())];
    for (l, level) in study.areas.by_id() {
        if asked.level.as_ref().is_some_and(|x| *x != level.level) {
            continue;
        }
        let of_level = union.homes_by_area(1, l).into_iter().enumerate();
        places.extend(of_level.map(|(a, homes)| (Some((l, a)), homes)));
    }
    let groups = study.homes.groups.ids();
    let asked: Vec<(GroupId, usize)> = groups
        .flat_map(|g| (0..places.len()).map(move |p| (g, p)))
        .collect();
    (asked.par_iter())
        .map(|(group, place)| {
            let (area, homes) = &places[*place];
            displaced(study, union, runs, *area, homes, *group)
        })
        .filter(|d| d.left > 0.0 || d.arrived > 0.0)
        .collect()
}

fn displaced(
    study: &Study,
    union: &Union,
    runs: &Runs,
    area: Option<(LevelId, usize)>,
    homes: &[HomeId],
    group: GroupId,
) -> Displaced {
    let (mut left, mut arrived, mut unknown) = (Vec::new(), Vec::new(), 0);
    for &home in homes {
        let [a, b] = [0, 1].map(|e| usable_weight(union.weights[e][group][home]));
        match a.zip(b).map(|(a, b)| b - a) {
            Some(net) if net < 0.0 => left.push((home, -net)),
            Some(net) if net > 0.0 => arrived.push((home, net)),
            Some(_) => {}
            None => unknown += 1,
        }
    }
    let sum = |list: &[(HomeId, f64)]| list.iter().fold(0.0, |s, x| s + x.1);
    let mut access = Vec::new();
    for slot in study.slots.ids() {
        for service in study
            .services
            .ids()
            .filter(|s| study.services[*s].slots.contains(&slot))
        {
            access.push(Moved {
                slot,
                service,
                there: seen(runs.of(0), slot, service, &left),
                here: seen(runs.of(LATER), slot, service, &arrived),
            });
        }
    }
    Displaced {
        area,
        group,
        left: sum(&left),
        arrived: sum(&arrived),
        unknown,
        access,
    }
}

fn seen(run: &Results, slot: SlotId, service: PurposeId, people: &[(HomeId, f64)]) -> Seen {
    let reading = run.access.main[service];
    let time = run.access.readings[reading].is_time();
    let slice = &run.access.slices[(slot, MAIN)];
    let rows = || {
        people
            .iter()
            .map(|(h, w)| (slice.level(reading, *h), Some(*w)))
    };
    let all = Sample::new(rows());
    let nothing = |v: f64| if time { v.is_infinite() } else { v <= 0.0 };
    let without = (all.rows().iter().filter(|r| nothing(r.value))).fold(0.0, |s, r| s + r.weight);
    let some = Sample::new(rows().map(|(v, w)| (v.filter(|v| v.is_finite()), w)));
    Seen {
        mean: some.mean().map(|v| if time { v / 60.0 } else { v }),
        not_reached: (all.weight() > 0.0).then(|| without / all.weight()),
        below: norm(run, service).and_then(|n| fgt(n, rows()).0.headcount()),
    }
}

/// An area that is a pocket of a group in the later edition and was none in the earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPocket {
    /// Index into the units.
    pub unit: usize,
    /// Of whom.
    pub group: GroupId,
    /// Slot in which most miss norms in the later edition.
    pub slot: SlotId,
    /// People of the group in either edition.
    pub people: [f64; 2],
    /// Share that misses two norms or more (one, where only one counts) in that slot; none without people.
    pub share: [Option<f64>; 2],
    /// Mean number of norms missed in the later edition, summed over slots.
    pub depth: f64,
    /// Services whose norm at least half miss in that slot in the later edition.
    pub missed: Vec<PurposeId>,
}

/// New pockets of every group and level, the worst first: by norms missed over all slots, then by people. A pocket has
/// at least the report's `min_people`, and in some slot at least [`Options::pocket_share`] of them miss norms.
pub fn new_pockets(
    study: &Study,
    union: &Union,
    runs: &Runs,
    units: &[Unit],
    asked: &Options,
) -> Vec<NewPocket> {
    let services = counted_by_slot(study, runs.of(0));
    let groups = study.homes.groups.ids();
    let places: Vec<(GroupId, usize)> = groups
        .flat_map(|g| {
            (0..units.len())
                .filter(|u| units[*u].area.is_some())
                .map(move |u| (g, u))
        })
        .collect();
    let mut found: Vec<NewPocket> = (places.par_iter())
        .filter_map(|(group, unit)| {
            let of = |e: usize| -> Vec<(SlotId, Stacking)> {
                let run = runs.of([0, LATER][e]);
                let slots = services.by_id();
                slots
                    .filter_map(|(slot, services)| {
                        let slice = &run.access.slices[(slot, MAIN)];
                        let mut stacking = Stacking::new(services.len())?;
                        for (home, share) in &units[*unit].members[e] {
                            let weight = union.weights[e][*group][*home].map(|w| w * share);
                            stacking.add(&missed(run, slice, services, *home), weight);
                        }
                        Some((slot, stacking))
                    })
                    .collect()
            };
            let (before, after) = (of(0), of(1));
            let share = |s: &Stacking| {
                let least = s.by_service.len().clamp(1, 2);
                (s.people() > 0.0).then(|| s.at_least(least) / s.people())
            };
            let enough = |s: &Stacking| s.people() > 0.0 && s.people() >= study.report.min_people;
            let is_one = |s: &Stacking| enough(s) && share(s) >= Some(asked.pocket_share);
            if before.iter().any(|(_, s)| is_one(s)) {
                return None;
            }
            // The same slots are left out of both.
            let (k, worst) = (after.iter().enumerate())
                .filter(|(_, (_, s))| is_one(s))
                .fold(None::<(usize, &(SlotId, Stacking))>, |best, x| match best {
                    Some(b) if share(&b.1.1) >= share(&x.1.1) => Some(b),
                    _ => Some(x),
                })?;
            let ((slot, worst), (_, before)) = (worst, &before[k]);
            let most = |k: &usize| worst.by_service[*k] >= worst.people() / 2.0;
            Some(NewPocket {
                unit: *unit,
                group: *group,
                slot: *slot,
                people: [before.people(), worst.people()],
                share: [share(before), share(worst)],
                depth: after
                    .iter()
                    .filter_map(|(_, s)| s.mean_count())
                    .fold(0.0, |a, b| a + b),
                missed: (services[*slot].iter().enumerate())
                    .filter_map(|(k, service)| most(&k).then_some(*service))
                    .collect(),
            })
        })
        .collect();
    let level = |p: &NewPocket| units[p.unit].area.map(|a| a.0);
    found.sort_by(|a, b| {
        (level(a).cmp(&level(b)))
            .then(a.group.cmp(&b.group))
            .then(b.depth.total_cmp(&a.depth))
            .then(b.people[1].total_cmp(&a.people[1]))
            .then(a.unit.cmp(&b.unit))
    });
    found
}

/// An area whose average improved while a group in it lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Diverging {
    /// Index into the units.
    pub unit: usize,
    /// Where to.
    pub service: PurposeId,
    /// When.
    pub slot: SlotId,
    /// The group that lost.
    pub group: GroupId,
    /// Mean of the report's group, minutes or supply.
    pub mean: [f64; 2],
    /// Mean of the group that lost.
    pub group_mean: [Option<f64>; 2],
    /// Its share below the norm, 0 to 1.
    pub group_share: [Option<f64>; 2],
    /// What the change of that share is due to; where it can't be split, none.
    pub causes: Option<[f64; PARTS]>,
}

/// Areas where the mean of the report's group improved by more than the tolerance, while another group's mean or share
/// below the norm got worse by more; for the first persona.
pub fn diverging(study: &Study, units: &[Unit], rows: &[Row], asked: &Options) -> Vec<Diverging> {
    (0..units.len())
        .into_par_iter()
        .filter(|u| units[*u].area.is_some())
        .flat_map_iter(|u| diverging_in(study, of_unit(rows, u), asked))
        .collect()
}

/// The same within one area, of which the rows are.
fn diverging_in(study: &Study, rows: &[Row], asked: &Options) -> Vec<Diverging> {
    let main = study.report.group;
    let mine = || rows.iter().filter(|r| r.persona == MAIN);
    let index: BTreeMap<(About, SlotId, GroupId, Indicator), &Row> = mine()
        .map(|r| ((r.about, r.slot, r.group, r.indicator), r))
        .collect();
    let mut out = Vec::new();
    for row in mine().filter(|r| (r.indicator, r.group) == (Indicator::Mean, main)) {
        let (About::Service(service), [Some(a), Some(b)]) = (row.about, row.value) else {
            continue;
        };
        if better_by(row.unit_of, a, b) <= asked.tolerance {
            continue;
        }
        for group in study.homes.groups.ids().filter(|g| *g != main) {
            let find = |indicator| index.get(&(row.about, row.slot, group, indicator)).copied();
            let (mean, share) = (find(Indicator::Mean), find(Indicator::ShareBelow));
            let value = |r: Option<&Row>| r.map_or([None, None], |r| r.value);
            let worse_mean = match value(mean) {
                [Some(a), Some(b)] => -better_by(row.unit_of, a, b) > asked.tolerance,
                _ => false,
            };
            let worse_share = match value(share) {
                [Some(a), Some(b)] => b - a > asked.share_tolerance,
                _ => false,
            };
            if worse_mean || worse_share {
                out.push(Diverging {
                    unit: row.unit,
                    service,
                    slot: row.slot,
                    group,
                    mean: [a, b],
                    group_mean: value(mean),
                    group_share: value(share),
                    causes: share.and_then(|r| r.causes),
                });
            }
        }
    }
    out
}

/// Rows of a unit.
pub fn of_unit(rows: &[Row], unit: usize) -> &[Row] {
    let first = rows.partition_point(|r| r.unit < unit);
    let end = rows.partition_point(|r| r.unit <= unit);
    &rows[first..end]
}

/// How much better a mean is: minutes less, or percent more.
fn better_by(unit: &str, from: f64, to: f64) -> f64 {
    match unit {
        "minutes" => from - to,
        _ if from > 0.0 => (to - from) / from * 100.0,
        _ if to > 0.0 => f64::INFINITY,
        _ => 0.0,
    }
}
