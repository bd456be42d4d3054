//! Indicators in every combination of causes, and the share of each cause in their change.

use super::runs::Runs;
use super::union::Union;
use super::units::Unit;
use super::{BOUNDARIES, CAUSES, PARTS, PEOPLE, PUBLISHED};
use crate::axes::{Grid, GroupId, HomeId, IdVec, PersonaId, PurposeId, ShiftId, SlotId};
use crate::input::study::Study;
use crate::measures::fgt::fgt;
use crate::measures::sample::{Sample, usable_weight};
use crate::measures::shapley::Factorial;
use crate::measures::travel_time::Percentile;
use crate::run::study::Results;
use crate::run::study::summary::{Key, counted_by_slot, keys, missed, norm};
use rayon::prelude::*;

/// The combination with everything of the later edition.
pub const LATER: usize = (1 << CAUSES) - 1;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indicator {
    /// People below the norm of a service.
    BelowNorm,
    /// Their share of the group, 0 to 1.
    ShareBelow,
    /// Mean level of a service: minutes or supply. For minutes, of homes that reach it in every combination.
    Mean,
    /// Median level of a service: minutes or supply.
    Median,
    /// People who miss at least so many norms of the services that count in the stacking.
    MissesAtLeast(usize),
    /// Mean jobs of a shift with a way there and home.
    ShiftJobsMean,
    /// Their median.
    ShiftJobsMedian,
    /// People who can hold no job of a shift.
    ShiftNone,
}

impl Indicator {
    /// The word in tables.
    pub fn word(self) -> String {
        match self {
            Indicator::BelowNorm => "below_norm".into(),
            Indicator::ShareBelow => "share_below_norm".into(),
            Indicator::Mean => "mean".into(),
            Indicator::Median => "median".into(),
            Indicator::MissesAtLeast(n) => format!("misses_{n}_norms_or_more"),
            Indicator::ShiftJobsMean => "shift_jobs_mean".into(),
            Indicator::ShiftJobsMedian => "shift_jobs_median".into(),
            Indicator::ShiftNone => "shift_without_any_job".into(),
        }
    }
}

/// What an indicator is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A service in a slot.
    Service(PurposeId),
    /// All services that count in the stacking of a slot.
    Stacking,
    /// A shift; the slot means nothing.
    Shift(ShiftId),
}

/// An indicator of one group in one unit, and the share of each cause in its change.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Index into the units.
    pub unit: usize,
    /// What is counted.
    pub indicator: Indicator,
    /// Of what.
    pub about: About,
    /// When; the first slot for shifts.
    pub slot: SlotId,
    /// Who travels.
    pub persona: PersonaId,
    /// Of whom.
    pub group: GroupId,
    /// `people`, `share`, `minutes` or `opportunities`.
    pub unit_of: &'static str,
    /// Value in the earlier edition and the later; none where there is none.
    pub value: [Option<f64>; 2],
    /// Change due to timetable, facilities, people and boundaries, and by what only one edition publishes; together the
    /// change. None where it can't be split.
    pub causes: Option<[f64; PARTS]>,
    /// People left out in either edition, the larger: of unknown level, or for a mean in minutes those who don't get
    /// there in some combination.
    pub left_out: f64,
    /// Why there is no change to explain.
    pub why: Option<&'static str>,
}

impl Row {
    /// The change.
    pub fn change(&self) -> Option<f64> {
        self.value[1].zip(self.value[0]).map(|(b, a)| b - a)
    }
}

/// All rows, by unit: services by slot, persona, group and service; stacking; shifts.
pub fn rows(study: &Study, union: &Union, runs: &Runs, units: &[Unit]) -> Vec<Row> {
    let all = All::new(study, union, runs);
    let of_unit: Vec<Vec<Row>> = (0..units.len())
        .into_par_iter()
        .map(|u| all.unit(u, &units[u]))
        .collect();
    of_unit.into_iter().flatten().collect()
}

struct All<'a> {
    study: &'a Study,
    union: &'a Union,
    runs: &'a Runs,
    keys: Vec<Key>,
    /// Services that count in the stacking, by slot.
    stacked: IdVec<SlotId, Vec<PurposeId>>,
    /// Whether a service is reached in all runs, by slot, persona, service and home; empty for supply.
    reached: Grid<SlotId, PersonaId, IdVec<PurposeId, IdVec<HomeId, bool>>>,
    /// Norms missed, by run, slot, persona and home.
    counts: Vec<Grid<SlotId, PersonaId, IdVec<HomeId, Option<u8>>>>,
    /// Whether only one edition tells how many of a group live in a home, by group and home.
    told_once: IdVec<GroupId, IdVec<HomeId, bool>>,
}

/// Which homes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    /// All, as `run` counts them.
    All,
    /// Those whose number both editions tell.
    Both,
}

/// An indicator in every combination, over the homes whose number both editions tell; and in the earlier and the later
/// edition over all homes.
struct Swapped<T> {
    both: [T; 1 << CAUSES],
    ends: [T; 2],
}

impl<const N: usize> Swapped<[One; N]> {
    fn one(&self, i: usize) -> Swapped<One> {
        Swapped {
            both: self.both.each_ref().map(|x| x[i]),
            ends: self.ends.each_ref().map(|x| x[i]),
        }
    }
}

/// One indicator's value, and people left out of it.
#[derive(Clone, Copy, Default)]
struct One {
    value: Option<f64>,
    left_out: f64,
}

impl One {
    fn of(value: Option<f64>, left_out: f64) -> One {
        One { value, left_out }
    }
}

impl<'a> All<'a> {
    fn new(study: &'a Study, union: &'a Union, runs: &'a Runs) -> Self {
        let first = &runs.results[0];
        let stacked = counted_by_slot(study, first);
        let homes = || crate::axes::first(union.homes.len());
        let (slots, personas) = (study.slots.len(), study.personas.len());
        let reached = Grid::from_fn(slots, personas, |slot, persona| {
            let of_service = |s: PurposeId| {
                let reading = first.access.main[s];
                if !first.access.readings[reading].is_time() {
                    return IdVec::new();
                }
                let finite = |run: &Results, home| {
                    let level = run.access.slices[(slot, persona)].level(reading, home);
                    level.is_some_and(f64::is_finite)
                };
                homes()
                    .map(|h| runs.results.iter().all(|run| finite(run, h)))
                    .collect()
            };
            study.services.ids().map(of_service).collect()
        });
        let counts = (runs.results.iter())
            .map(|run| {
                Grid::from_fn(slots, personas, |slot, persona| {
                    let slice = &run.access.slices[(slot, persona)];
                    let count = |home| {
                        let missed = missed(run, slice, &stacked[slot], home);
                        let all: Option<Vec<bool>> = missed.into_iter().collect();
                        all.map(|m| m.iter().filter(|x| **x).count() as u8)
                    };
                    homes().map(count).collect()
                })
            })
            .collect();
        Self {
            study,
            union,
            runs,
            keys: keys(study),
            reached,
            stacked,
            counts,
            told_once: study
                .homes
                .groups
                .ids()
                .map(|g| union.told_once(g))
                .collect(),
        }
    }

    /// An indicator of a group in every combination; causes that aren't active change nothing.
    fn swapped<T: Copy + Default>(
        &self,
        unit: &Unit,
        (active, group): (usize, GroupId),
        of: impl Fn(usize, Counted) -> T,
    ) -> Swapped<T> {
        let both = combinations(active, |c| of(c, Counted::Both));
        let once = (unit.members.iter().flatten()).any(|(h, _)| self.told_once[group][*h]);
        let ends = match once {
            true => [of(0, Counted::All), of(LATER, Counted::All)],
            false => [both[0], both[LATER]],
        };
        Swapped { both, ends }
    }

    fn unit(&self, u: usize, unit: &Unit) -> Vec<Row> {
        let mut active = self.runs.active;
        if !unit.same_border() {
            active |= BOUNDARIES;
        }
        let lived_in = |group: GroupId| {
            let edition = |e: usize| {
                let weights = &self.union.weights[e][group];
                (unit.members[e].iter())
                    .any(|(h, _)| usable_weight(weights[*h]).is_some_and(|w| w > 0.0))
            };
            edition(0) || edition(1)
        };
        let groups: IdVec<GroupId, bool> = self.study.homes.groups.ids().map(lived_in).collect();
        // The whole region is one unit, so the work is divided within it too; the order of rows stays.
        let mut rows: Vec<Row> = (self.keys.par_iter().filter(|k| groups[k.group]))
            .flat_map_iter(|key| self.service(u, unit, active, *key))
            .collect();
        let lived_in: Vec<GroupId> = groups.ids().filter(|g| groups[*g]).collect();
        let personas = self.study.personas.ids();
        let who: Vec<(PersonaId, GroupId)> = personas
            .flat_map(|p| lived_in.iter().map(move |g| (p, *g)))
            .collect();
        rows.par_extend(
            each(self.stacked.ids(), &who)
                .par_iter()
                .flat_map_iter(|at| {
                    let most = 2.min(self.stacked[at.0].len());
                    (1..=most).map(|n| self.stacking(u, unit, active, *at, n))
                }),
        );
        rows.par_extend(
            (each(self.study.shifts.ids(), &who).par_iter())
                .flat_map_iter(|at| self.shift(u, unit, active, *at)),
        );
        rows
    }

    /// `(home, weight)` of a combination.
    fn people<'b>(
        &'b self,
        unit: &'b Unit,
        group: GroupId,
        (combination, counted): (usize, Counted),
    ) -> impl Iterator<Item = (HomeId, Option<f64>)> + 'b {
        let weights = &self.union.weights[usize::from(combination & PEOPLE != 0)][group];
        let members = &unit.members[usize::from(combination & BOUNDARIES != 0)];
        let once = &self.told_once[group];
        (members.iter())
            .filter(move |(h, _)| counted == Counted::All || !once[*h])
            .map(|(h, share)| (*h, weights[*h].map(|w| w * share)))
    }

    fn service(&self, u: usize, unit: &Unit, active: usize, key: Key) -> Vec<Row> {
        let first = &self.runs.results[0];
        let reading = first.access.main[key.service];
        let time = first.access.readings[reading].is_time();
        let per = if time { 60.0 } else { 1.0 };
        let norm = norm(first, key.service);
        let reached = &self.reached[(key.slot, key.persona)][key.service];
        let all = self.swapped(unit, (active, key.group), |c, counted| {
            let slice = &self.runs.of(c).access.slices[(key.slot, key.persona)];
            let rows: Vec<_> = self
                .people(unit, key.group, (c, counted))
                .map(|(h, w)| (slice.level(reading, h), w))
                .collect();
            let sample = Sample::new(rows.iter().copied());
            let unknown = sample.unknown().weight_without_value;
            let below = norm.map(|norm| fgt(norm, rows.iter().copied()).0);
            let median = sample.quantile(Percentile::MEDIAN).map(|v| v / per);
            let mean = match time {
                false => One::of(sample.mean(), unknown),
                true => {
                    let there = self.people(unit, key.group, (c, counted)).zip(&rows);
                    let there = there.filter(|((h, _), _)| reached[*h]).map(|(_, row)| *row);
                    let some = Sample::new(there);
                    let others = sample.weight() - some.weight();
                    One::of(some.mean().map(|v| v / per), unknown + others.max(0.0))
                }
            };
            [
                One::of(below.map(|f| f.sums[0]), unknown),
                One::of(below.and_then(|f| f.headcount()), unknown),
                mean,
                One::of(median, unknown),
            ]
        });
        let level = if time { "minutes" } else { "opportunities" };
        let indicators = [
            (Indicator::BelowNorm, "people"),
            (Indicator::ShareBelow, "share"),
            (Indicator::Mean, level),
            (Indicator::Median, level),
        ];
        let about = About::Service(key.service);
        let at = (u, about, key.slot, key.persona, key.group);
        (indicators.into_iter().enumerate())
            .filter(|(i, _)| norm.is_some() || *i > 1)
            .map(|(i, indicator)| row(at, indicator, all.one(i)))
            .collect()
    }

    fn stacking(
        &self,
        u: usize,
        unit: &Unit,
        active: usize,
        (slot, persona, group): (SlotId, PersonaId, GroupId),
        n: usize,
    ) -> Row {
        let all = self.swapped(unit, (active, group), |c, counted| {
            let counts = &self.counts[self.runs.index(c)][(slot, persona)];
            let (mut people, mut unknown) = (0.0, 0.0);
            for (home, weight) in self.people(unit, group, (c, counted)) {
                let weight = usable_weight(weight).unwrap_or(0.0);
                match counts[home] {
                    Some(count) if usize::from(count) >= n => people += weight,
                    Some(_) => {}
                    None => unknown += weight,
                }
            }
            One::of(Some(people), unknown)
        });
        let at = (u, About::Stacking, slot, persona, group);
        row(at, (Indicator::MissesAtLeast(n), "people"), all)
    }

    fn shift(
        &self,
        u: usize,
        unit: &Unit,
        active: usize,
        (shift, persona, group): (ShiftId, PersonaId, GroupId),
    ) -> Vec<Row> {
        let all = self.swapped(unit, (active, group), |c, counted| {
            let jobs = &self.runs.of(c).shifts[(shift, persona)].access;
            let people = self.people(unit, group, (c, counted));
            let sample = Sample::new(people.map(|(h, w)| (jobs[h].map(|j| j.both), w)));
            let unknown = sample.unknown().weight_without_value;
            let none = sample.rows().iter().filter(|r| r.value <= 0.0);
            [
                One::of(sample.mean(), unknown),
                One::of(sample.quantile(Percentile::MEDIAN), unknown),
                One::of(Some(none.fold(0.0, |s, r| s + r.weight)), unknown),
            ]
        });
        let indicators = [
            (Indicator::ShiftJobsMean, "opportunities"),
            (Indicator::ShiftJobsMedian, "opportunities"),
            (Indicator::ShiftNone, "people"),
        ];
        let at = (u, About::Shift(shift), SlotId(0), persona, group);
        (indicators.into_iter().enumerate())
            .map(|(i, indicator)| row(at, indicator, all.one(i)))
            .collect()
    }
}

/// Everything of a list for everyone.
fn each<I: Copy>(
    list: impl Iterator<Item = I>,
    who: &[(PersonaId, GroupId)],
) -> Vec<(I, PersonaId, GroupId)> {
    list.flat_map(|i| who.iter().map(move |(p, g)| (i, *p, *g)))
        .collect()
}

/// A value for every combination; causes that aren't active change nothing.
fn combinations<T: Copy + Default>(active: usize, of: impl Fn(usize) -> T) -> [T; 1 << CAUSES] {
    let mut all = [T::default(); 1 << CAUSES];
    for c in 0..all.len() {
        let distinct = c & active;
        all[c] = if distinct == c { of(c) } else { all[distinct] };
    }
    all
}

fn row(
    (unit, about, slot, persona, group): (usize, About, SlotId, PersonaId, GroupId),
    (indicator, unit_of): (Indicator, &'static str),
    all: Swapped<One>,
) -> Row {
    let finite = |one: One| one.value.filter(|v| v.is_finite());
    let value = all.ends.map(finite);
    let values: Option<Vec<f64>> = all.both.into_iter().map(finite).collect();
    let shares = values.and_then(Factorial::new).map(|f| f.shapley());
    let of_both = [all.both[0], all.both[LATER]].map(finite);
    // What is left of the change when those are left out whose number only one edition tells.
    let causes = match (shares.as_deref(), value, of_both) {
        (Some([t, f, p, b]), [Some(from), Some(to)], [Some(x), Some(y)]) => {
            let mut parts = [*t, *f, *p, *b, 0.0];
            parts[PUBLISHED] = (to - y) + (x - from);
            Some(parts)
        }
        _ => None,
    };
    let not_reached = |one: One| one.value.is_some_and(|v| !v.is_finite());
    let known = |values: [Option<f64>; 2]| values.iter().all(Option::is_some);
    let why = match causes {
        Some(_) => None,
        None if all.ends.into_iter().any(not_reached) => Some("half of them do not get there"),
        None if !known(value) => Some("nobody of the group in one edition"),
        None if all.both.iter().all(|one| one.value.is_none()) => {
            Some("no home has a known number in both editions")
        }
        None => Some("no value in some combination of the two editions"),
    };
    let [from, to] = all.ends;
    Row {
        unit,
        indicator,
        about,
        slot,
        persona,
        group,
        unit_of,
        value,
        causes,
        left_out: from.left_out.max(to.left_out),
        why,
    }
}
