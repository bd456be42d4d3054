//! What the maps show.

use super::{MAPS, Page, has_norm, is_time};
use crate::axes::{LevelId, PersonaId};
use crate::measures::fgt::Fgt;
use crate::output::report::compare::data::{self, Spot};
use crate::run::study::Results;
use crate::run::study::summary::{Key, Summary};

impl Page<'_> {
    /// Keys of the main group and persona that change, most people first.
    pub(super) fn changed_keys(&self) -> Vec<Key> {
        let group = self.study.report.group;
        let mut rows: Vec<(f64, f64, Key)> = (self.changes.groups.iter())
            .filter(|r| r.key.group == group && r.key.persona == PersonaId(0))
            .map(|r| {
                let c = &r.change;
                let crossed = match has_norm(self.before, r.key.service) {
                    true => c.fell_below + c.rose_above,
                    false => 0.0,
                };
                (crossed, c.losers + c.winners, r.key)
            })
            .filter(|(crossed, moved, _)| crossed + moved > 0.0)
            .collect();
        rows.sort_by(|a, b| {
            let order = b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1));
            order.then(a.2.cmp(&b.2))
        });
        rows.into_iter().map(|r| r.2).collect()
    }

    pub(super) fn layers(&self, level: Option<LevelId>) -> Vec<data::ChangeLayer> {
        let keys = self.changed_keys().into_iter().take(MAPS);
        keys.map(|key| {
            // Where nobody crosses the norm, shares below it would show no change at all.
            let norm = has_norm(self.before, key.service) && self.crosses(key);
            let spots = |results: &Results, summary: &Summary| match level {
                Some(level) => self.area_spots(level, summary, key, norm),
                None => self.home_spots(results, key, norm),
            };
            data::ChangeLayer {
                service: key.service,
                slot: key.slot,
                persona: key.persona,
                shown: match norm {
                    true => data::Shown::ShareBelow,
                    false => data::Shown::Value,
                },
                before: spots(self.before, &self.changes.before),
                after: spots(self.after, &self.changes.after),
            }
        })
        .collect()
    }

    /// Whether anybody comes below the norm or above it.
    fn crosses(&self, key: Key) -> bool {
        let mut rows = self.changes.groups.iter().filter(|r| r.key == key);
        rows.any(|r| r.change.fell_below + r.change.rose_above > 0.0)
    }

    pub(super) fn area_spots(
        &self,
        level: LevelId,
        summary: &Summary,
        key: Key,
        norm: bool,
    ) -> Vec<Spot> {
        let time = is_time(self.before, key.service);
        let areas = self.after.inputs.areas[level].layer.areas.len();
        (0..areas)
            .map(|area| {
                let Some(row) = summary.area(level, area, key) else {
                    return Spot::Unknown;
                };
                let share = row.fgt.as_ref().and_then(Fgt::headcount);
                let median = row.spread.quantiles[1];
                match (norm, share, median) {
                    (true, Some(share), _) => Spot::Of(share),
                    (false, _, Some(m)) if m.is_infinite() => Spot::NotReached,
                    (false, _, Some(m)) => Spot::Of(if time { m / 60.0 } else { m }),
                    _ => Spot::Unknown,
                }
            })
            .collect()
    }

    pub(super) fn home_spots(&self, results: &Results, key: Key, norm: bool) -> Vec<Spot> {
        let reading = results.access.main[key.service];
        let slice = &results.access.slices[(key.slot, key.persona)];
        let limit = results.access.readings[reading].norm.filter(|_| norm);
        let time = is_time(results, key.service);
        // The map draws the homes of the base.
        (self.comparison.base.inputs.home_ids())
            .map(|home| match (slice.level(reading, home), limit) {
                (None, _) => Spot::Unknown,
                (Some(v), Some(norm)) => Spot::Of(f64::from(u8::from(norm.missed(v)))),
                (Some(v), None) if v.is_infinite() => Spot::NotReached,
                (Some(v), None) => Spot::Of(if time { v / 60.0 } else { v }),
            })
            .collect()
    }
}
