//! Figures by group, area, hour and shift.

use super::super::Results;
use super::super::profile::DayProfile;
use super::super::summary::{Key, Summary};
use super::super::tables::{share_stacked, shift_rows};
use super::{is_time, shown};
use crate::axes::{GroupId, HomeId, IdVec, LevelId, PersonaId, SlotId};
use crate::input::study::{Profile as AskedProfile, Study};
use crate::measures::sample::Sample;
use crate::measures::travel_time::Percentile;
use crate::output::report::kit::first_largest;
use crate::output::report::study::data::*;
use crate::travel::Direction;

pub(super) fn levels(results: &Results, summary: &Summary) -> Vec<LevelRow> {
    (summary.groups.iter())
        .map(|r| {
            let time = is_time(results, r.key.service);
            let [p10, p50, p90] = r.spread.quantiles.map(|v| shown(time, v));
            let Key {
                slot,
                persona,
                group,
                service,
            } = r.key;
            LevelRow {
                service,
                slot,
                persona,
                group,
                p10,
                p50,
                p90,
                not_reached: r.not_reached,
            }
        })
        .collect()
}

pub(super) fn poverty(summary: &Summary) -> Vec<PovertyRow> {
    (summary.groups.iter())
        .filter_map(|r| {
            let f = r.fgt?;
            let Key {
                slot,
                persona,
                group,
                service,
            } = r.key;
            Some(PovertyRow {
                service,
                slot,
                persona,
                group,
                total: f.people,
                below: f.sums[0],
                headcount: f.headcount()?,
                gap: f.gap()?,
                severity: f.severity()?,
            })
        })
        .collect()
}

/// People without any vehicle to board within walking reach.
pub(super) fn availability(study: &Study, results: &Results) -> Vec<AvailabilityRow> {
    let mut rows = Vec::new();
    for ((slot, persona), slice) in results.access.slices.iter() {
        if study.slots[slot].window.direction == Direction::Arrive {
            continue;
        }
        for (group, weights) in results.inputs.weights.by_id() {
            // Of a home that isn't linked nothing is known, also not that nothing leaves.
            let known = slice.rode.by_id().map(|(home, rode)| {
                let mut of = slice.status.column(home);
                let linked = of.all(|s| *s != crate::routing::job::Status::NotLinked);
                linked.then(|| f64::from(u8::from(*rode)))
            });
            let sample = Sample::new(known.zip(weights.iter().copied()));
            let without = sample
                .rows()
                .iter()
                .filter(|r| r.value <= 0.0)
                .fold(0.0, |s, r| s + r.weight);
            rows.push(AvailabilityRow {
                slot,
                persona,
                group,
                total: sample.weight(),
                without,
            });
        }
    }
    rows
}

pub(super) fn areas(study: &Study, results: &Results, level: LevelId) -> Areas {
    let weights = &results.inputs.weights[study.report.group];
    let layer = &results.inputs.areas[level];
    let mut people = vec![0.0; layer.layer.areas.len()];
    for (area, w) in layer.of_home.iter().zip(weights) {
        if let (Some(a), Some(w)) = (area, w) {
            people[*a] += w.max(0.0);
        }
    }
    Areas {
        level: study.areas[level].level.clone(),
        year: study.areas[level].year.map(i32::from),
        list: (layer.layer.areas.iter().zip(people))
            .map(|(a, people)| Area {
                code: a.code.clone(),
                name: a.name.clone(),
                people,
            })
            .collect(),
    }
}

/// The hours of each date asked for.
pub(super) fn profiles(study: &Study, results: &Results) -> Vec<Profile> {
    let asked = study.profile.iter();
    asked
        .flat_map(|asked| (results.profiles.iter()).map(move |day| profile(asked, day, results)))
        .collect()
}

fn profile(asked: &AskedProfile, day: &DayProfile, results: &Results) -> Profile {
    let quantile = |s: &Sample, p: u8| Percentile::new(p).and_then(|p| s.quantile(p));
    let mut series = Vec::new();
    for (i, &service) in asked.services.iter().enumerate() {
        let time = is_time(results, service);
        for (group, weights) in results.inputs.weights.by_id() {
            let points = (day.starts_s.iter().zip(&day.values[i]))
                .map(|(start, values)| {
                    let known = values.iter().map(|v| Some(*v).filter(|v| !v.is_nan()));
                    let sample = Sample::new(known.zip(weights.iter().copied()));
                    let at = |p| shown(time, quantile(&sample, p));
                    ProfilePoint {
                        minute: (*start / 60).max(0) as u32,
                        p10: at(10),
                        p50: at(50),
                        p90: at(90),
                    }
                })
                .collect();
            series.push(ProfileSeries {
                service,
                group,
                points,
            });
        }
    }
    Profile {
        persona: asked.persona,
        date: day.date.to_string(),
        step_min: asked.step.0 / 60,
        series,
    }
}

/// Homes of each area of a level of which the weight in a group is not known, by group.
fn weights_unknown(results: &Results, level: LevelId) -> IdVec<GroupId, Vec<usize>> {
    let layer = &results.inputs.areas[level];
    let of_group = |weights: &IdVec<HomeId, Option<f64>>| {
        let mut out = vec![0; layer.layer.areas.len()];
        let homes = layer.of_home.iter().zip(weights);
        for area in homes.filter_map(|(area, weight)| area.filter(|_| weight.is_none())) {
            out[area] += 1;
        }
        out
    };
    results.inputs.weights.iter().map(of_group).collect()
}

/// The worst-off areas, and how many that would be among them are too small to be listed.
pub(super) fn pockets(
    study: &Study,
    results: &Results,
    summary: &Summary,
    level: LevelId,
) -> (Vec<Pocket>, usize) {
    let group = study.report.group;
    let layer = &results.inputs.areas[level];
    let unknown = weights_unknown(results, level);
    let mut too_small = 0;
    let mut found: Vec<(f64, f64, Pocket)> = Vec::new();
    for area in 0..layer.layer.areas.len() {
        let at = Some((level, area));
        let shares = study
            .slots
            .ids()
            .filter_map(|s| share_stacked(summary, at, s, PersonaId(0), group).map(|x| (s, x)));
        let worst = first_largest(shares, |x| x.1);
        let Some((slot, share)) = worst.filter(|w| w.1 > 0.0) else {
            continue;
        };
        let by_group: IdVec<GroupId, Option<f64>> = study
            .homes
            .groups
            .ids()
            .map(|g| {
                summary
                    .stacking(at, slot, PersonaId(0), g)
                    .map(|s| s.people())
            })
            .collect();
        let people = by_group[group].unwrap_or(0.0);
        if people <= 0.0 || people < study.report.min_people {
            too_small += usize::from(people > 0.0);
            continue;
        }
        let mut missed = Vec::new();
        for service in study.services.ids() {
            let by_most = |s: &SlotId| {
                let key = Key {
                    slot: *s,
                    persona: PersonaId(0),
                    group,
                    service,
                };
                summary
                    .area(level, area, key)
                    .and_then(|r| r.fgt)
                    .and_then(|f| f.headcount())
                    .is_some_and(|h| h >= 0.5)
            };
            let slots: Vec<SlotId> = study
                .slots
                .ids()
                .filter(|s| summary.stacked[*s].contains(&service))
                .filter(by_most)
                .collect();
            if !slots.is_empty() {
                missed.push((service, slots));
            }
        }
        // Worst first: how much is missed over all slots, then how many people.
        let depth: f64 = study
            .slots
            .ids()
            .filter_map(|s| {
                summary
                    .stacking(at, s, PersonaId(0), group)
                    .and_then(|x| x.mean_count())
            })
            .fold(0.0, |a, b| a + b);
        found.push((
            depth,
            people,
            Pocket {
                area,
                by_group,
                unknown: unknown.iter().map(|of_group| of_group[area]).collect(),
                share,
                slot,
                missed,
            },
        ));
    }
    found.sort_by(|a, b| {
        (b.0, b.1)
            .partial_cmp(&(a.0, a.1))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let pockets = found.into_iter().map(|f| f.2);
    (pockets.take(study.report.top_pockets).collect(), too_small)
}

pub(super) fn hidden_poor(
    study: &Study,
    results: &Results,
    summary: &Summary,
    level: LevelId,
) -> Vec<HiddenPoorRow> {
    let group = study.report.group;
    let mut rows: Vec<HiddenPoorRow> = (summary.areas.iter())
        .filter(|r| {
            r.level == level
                && r.key.group == group
                && r.key.persona == PersonaId(0)
                && r.hidden_poor > 0.0
        })
        .filter_map(|r| {
            let time = is_time(results, r.key.service);
            Some(HiddenPoorRow {
                area: r.area,
                service: r.key.service,
                slot: r.key.slot,
                persona: r.key.persona,
                below: r.hidden_poor,
                total: r.spread.people,
                mean: shown(time, r.spread.mean)?,
                worst_tenth: shown(time, r.worst_tenth),
            })
        })
        .collect();
    rows.sort_by(|a, b| {
        let by_people = b
            .below
            .partial_cmp(&a.below)
            .unwrap_or(std::cmp::Ordering::Equal);
        by_people.then((a.area, a.service, a.slot).cmp(&(b.area, b.service, b.slot)))
    });
    rows
}

pub(super) fn shifts(study: &Study, results: &Results) -> Vec<ShiftRow> {
    (shift_rows(results).into_iter().filter(|r| r.area.is_none()))
        .map(|r| {
            let s = &study.shifts[r.shift];
            ShiftRow {
                shift: s.name.clone(),
                hours: s.hours(),
                persona: r.persona,
                group: r.group,
                jobs_p50: r.jobs.unwrap_or(0.0),
                ratio_to_day: r.ratio,
                none: r.none,
                total: r.people,
            }
        })
        .collect()
}
