//! The worst-hit areas and their trips.

use super::super::changes::Pocket;
use super::super::journeys;
use super::{Page, is_time, shown, trip};
use crate::axes::{HomeId, IdVec};
use crate::ids::Id;
use crate::output::report::compare::data::{self};

impl Page<'_> {
    pub(super) fn pocket(&self, p: &Pocket) -> data::HitArea {
        let time = is_time(self.before, p.key.service);
        let change = self.changes.area(p.area.0, p.area.1, p.key);
        let of_home = &self.before.inputs.areas[p.area.0].of_home;
        let people = |weights: &IdVec<HomeId, Option<f64>>| {
            let here = of_home
                .iter()
                .zip(weights)
                .filter(|(a, _)| **a == Some(p.area.1));
            let known: Vec<f64> = here.filter_map(|(_, w)| *w).collect();
            (!known.is_empty()).then(|| known.iter().sum())
        };
        data::HitArea {
            area: p.area.1,
            service: p.key.service,
            slot: p.key.slot,
            persona: p.key.persona,
            by_group: self.before.inputs.weights.iter().map(people).collect(),
            people: p.people,
            fell: p.fell_below,
            losers: p.losers,
            cut_off: change.map_or(0.0, |c| c.cut_off),
            mean_loss: shown(time, change.and_then(|c| c.mean_loss_and_gain()[0])),
        }
    }

    pub(super) fn journey(&self, pair: &journeys::Pair) -> data::JourneyPair {
        let inputs = &self.after.inputs;
        data::JourneyPair {
            place: (pair.area).map_or(String::new(), |(level, area)| {
                inputs.areas[level].layer.areas[area].name.clone()
            }),
            home: inputs.homes.ids[pair.home.index()].clone(),
            people: inputs.weights[self.study.report.group][pair.home],
            service: pair.key.service,
            slot: pair.key.slot,
            persona: pair.key.persona,
            at_min: (pair.at_s / 60).max(0) as u32,
            arrive: pair.arrive,
            before: pair.before.as_ref().map(trip),
            after: pair.after.as_ref().map(trip),
        }
    }
}
