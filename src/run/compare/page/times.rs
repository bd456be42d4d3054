//! By hour and by shift.

use super::super::tables::at_hour;
use super::{Page, has_norm, is_time, shown};
use crate::measures::equity::Spread;
use crate::output::report::compare::data::{self, Pair};
use crate::run::study::Results;
use crate::run::study::tables::{ShiftSummary, shift_rows};
use std::collections::BTreeMap;

impl Page<'_> {
    pub(super) fn hours(&self) -> Option<Vec<data::HourSeries>> {
        let profile = self.study.profile.as_ref()?;
        let group = self.study.report.group;
        let mut out = Vec::new();
        for (d, day) in self.after.profiles.iter().enumerate() {
            for (i, &service) in profile.services.iter().enumerate() {
                let time = is_time(self.before, service);
                let norm = has_norm(self.before, service);
                let at = |results: &Results, step: usize| {
                    let (sample, below) = at_hour(results, [d, i, step], (service, group));
                    let median = Spread::of(&sample).quantiles[1];
                    let people = sample.weight();
                    let share = (norm && people > 0.0).then(|| below / people);
                    (shown(time, median), share)
                };
                let point = |(step, start): (usize, &i32)| {
                    let (was, below) = at(self.before, step);
                    let (is, below_now) = at(self.after, step);
                    data::HourPoint {
                        minute: (*start / 60).max(0) as u32,
                        p50: Pair {
                            before: was,
                            after: is,
                        },
                        below: Pair {
                            before: below,
                            after: below_now,
                        },
                    }
                };
                out.push(data::HourSeries {
                    date: day.date.to_string(),
                    persona: profile.persona,
                    service,
                    group,
                    step_min: profile.step.0 / 60,
                    points: day.starts_s.iter().enumerate().map(point).collect(),
                });
            }
        }
        Some(out)
    }

    pub(super) fn shifts(&self) -> Vec<data::ShiftChange> {
        let key = |r: &ShiftSummary| (r.shift, r.persona, r.group);
        let region = |results: &Results| -> BTreeMap<_, ShiftSummary> {
            let rows = shift_rows(results).into_iter();
            rows.filter(|r| r.area.is_none())
                .map(|r| (key(&r), r))
                .collect()
        };
        let before = region(self.before);
        (region(self.after).into_values())
            .map(|after| {
                let was = before.get(&key(&after));
                let shift = &self.study.shifts[after.shift];
                data::ShiftChange {
                    shift: shift.name.clone(),
                    hours: shift.hours(),
                    persona: after.persona,
                    group: after.group,
                    jobs_p50: Pair {
                        before: was.and_then(|r| r.jobs),
                        after: after.jobs,
                    },
                    none: Pair {
                        before: was.map_or(0.0, |r| r.none),
                        after: after.none,
                    },
                    total: Pair {
                        before: was.map_or(0.0, |r| r.people),
                        after: after.people,
                    },
                }
            })
            .collect()
    }
}
