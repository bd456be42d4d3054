//! What the page shows, out of a comparison.

mod maps;
mod stacked;
mod times;
mod worst;

use super::changes::{Changes, Pocket, TOLERANCE_S};
use super::checks::Rule;
use super::factorial::{Indicator, Row};
use super::journeys;
use super::tables::Summed;
use super::{Comparison, Options, Outcome};
use crate::axes::{LevelId, PersonaId, PurposeId};
use crate::input::scenario::{Change, Edit, Scenario};
use crate::input::study::Study;
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::network::mode::VehicleKind;
use crate::output::report::compare::data::{self, CompareData, Pair};
use crate::run::study::Results;
use crate::run::study::page::{self as study_page, is_time, shown};
use crate::run::study::summary::{Key, Summary};
use crate::scenario::Touched;

/// Maps drawn at most.
const MAPS: usize = 6;

/// Everything for the page.
pub fn data(summed: &Summed, asked: Options) -> CompareData {
    let (study, comparison) = (summed.study, summed.comparison);
    let base = Summary::new(study, &comparison.base);
    let time = |s: PurposeId| is_time(&comparison.base, s);
    let tolerance = |s| if time(s) { TOLERANCE_S / 60.0 } else { 0.0 };
    let scenarios = (comparison.scenarios.iter().zip(&summed.changes)).enumerate();
    CompareData {
        study: study_page::report(study, &comparison.base, &base),
        least_people: study.report.min_people,
        tolerance: study.services.ids().map(tolerance).collect(),
        scenarios: scenarios
            .map(|(i, (outcome, changes))| {
                let page = Page {
                    study: &outcome.study,
                    comparison,
                    outcome,
                    before: outcome.before(comparison),
                    after: &outcome.results,
                    changes,
                };
                page.scenario(&summed.pockets[i], &summed.journeys[i], asked)
            })
            .collect(),
    }
}

fn has_norm(results: &Results, service: PurposeId) -> bool {
    results.access.readings[results.access.main[service]]
        .norm
        .is_some()
}

fn vehicles(t: &Touched) -> data::Vehicles {
    data::Vehicles {
        departures_week: t.departures_week,
        hours_week: t.vehicle_hours_week,
        km_week: t.vehicle_km_week,
        beyond_map_week: t.beyond_map_week,
    }
}

fn edit(edit: &Edit, t: &Touched) -> data::Edit {
    data::Edit {
        name: edit.name.clone(),
        kind: edit.change.kind().word().to_owned(),
        why: edit.why.clone(),
        given: edit.place.given.clone(),
        lines: t.lines.iter().cloned().collect(),
        trips: t.trips,
        stops: t.stops,
        vehicles: vehicles(t),
        street_edges: t.street_edges,
        places: t.places.clone(),
        homes: t.homes,
        people: t.people.abs(),
    }
}

/// One scenario on the page.
struct Page<'a> {
    study: &'a Study,
    comparison: &'a Comparison,
    outcome: &'a Outcome,
    before: &'a Results,
    after: &'a Results,
    changes: &'a Changes,
}

impl Page<'_> {
    fn scenario(
        &self,
        pockets: &[Pocket],
        journeys: &[journeys::Pair],
        asked: Options,
    ) -> data::Scenario {
        let Scenario {
            name, reason, file, ..
        } = &self.outcome.scenario;
        let all = (self.outcome.touched.iter().cloned()).fold(Touched::default(), Touched::and);
        let file = file.file_name().unwrap_or_default();
        let level = self.study.report.level;
        data::Scenario {
            name: name.clone(),
            reason: reason.clone(),
            file: file.to_string_lossy().into_owned(),
            edits: (self.outcome.scenario.edits.iter())
                .zip(&self.outcome.touched)
                .map(|(e, t)| edit(e, t))
                .collect(),
            saves: vehicles(&all),
            groups: self.groups(),
            stacking: self.stacking(),
            areas: level.map(|level| self.areas(level)),
            layers: self.layers(level),
            destinations: (self.outcome.scenario.edits.iter())
                .any(|e| matches!(e.change, Change::Places(_)))
                .then(|| {
                    let homes = &self.comparison.base.inputs.homes.positions;
                    study_page::destinations(&self.after.inputs, homes)
                }),
            hours: self.hours(),
            shifts: (!self.study.shifts.is_empty()).then(|| self.shifts()),
            pockets: level.map(|_| pockets.iter().map(|p| self.pocket(p)).collect()),
            journeys: journeys.iter().map(|j| self.journey(j)).collect(),
            factorial: (self.comparison.stacked.as_ref()).map(|s| self.factorial(s)),
            checks: self.checks(asked),
            work: data::Work {
                computed: self.outcome.recomputed.homes,
                all: self.outcome.recomputed.of_homes,
                verified: asked.verify.then_some(self.outcome.recomputed.verified),
            },
        }
    }

    fn groups(&self) -> Vec<data::GroupRow> {
        let row = |key: Key, c: &crate::measures::compare::Change| {
            let time = is_time(self.before, key.service);
            let both = [&self.changes.before, &self.changes.after].map(|s| s.group(key));
            let spread = |f: &dyn Fn(&Spread) -> Option<f64>| {
                let [before, after] = both.map(|r| r.and_then(|r| f(&r.spread)));
                Pair {
                    before: shown(time, before),
                    after: shown(time, after),
                }
            };
            let pair = |f: &dyn Fn(&crate::run::study::summary::GroupRow) -> Option<f64>| {
                let [before, after] = both.map(|r| r.and_then(f));
                Pair { before, after }
            };
            let norm = has_norm(self.before, key.service);
            let [loss, gain] = c.mean_loss_and_gain();
            data::GroupRow {
                service: key.service,
                slot: key.slot,
                persona: key.persona,
                group: key.group,
                people: c.people,
                arrived: c.arrived,
                left: c.left,
                p50: spread(&|s| s.quantiles[1]),
                worst_tenth: spread(&|s| s.quantiles[if time { 2 } else { 0 }]),
                mean: spread(&|s| s.mean),
                below: Pair {
                    before: norm.then_some(c.below_before),
                    after: norm.then_some(c.below_after),
                },
                fell: c.fell_below,
                rose: c.rose_above,
                winners: c.winners,
                losers: c.losers,
                unchanged: c.unchanged,
                cut_off: c.cut_off,
                connected: c.connected,
                mean_loss: shown(time, loss),
                mean_gain: shown(time, gain),
                gini: pair(&|r| r.spread.gini),
                gap: pair(&|r| r.fgt.as_ref().and_then(Fgt::gap)),
            }
        };
        (self.changes.groups.iter())
            .map(|r| row(r.key, &r.change))
            .collect()
    }

    fn stacking(&self) -> Vec<data::StackingChange> {
        let rows = self
            .changes
            .after
            .stacks
            .iter()
            .filter(|r| r.area.is_none());
        rows.filter(|r| r.stacking.by_count.len() > 1)
            .map(|r| {
                let before = (self.changes.before).stacking(None, r.slot, r.persona, r.group);
                data::StackingChange {
                    slot: r.slot,
                    persona: r.persona,
                    group: r.group,
                    before: before.map_or(Vec::new(), |s| s.by_count.clone()),
                    after: r.stacking.by_count.clone(),
                }
            })
            .collect()
    }

    /// Rows of the main group and persona on a level, with their keys.
    fn main_areas(&self, level: LevelId) -> impl Iterator<Item = &super::changes::AreaChange> {
        let group = self.study.report.group;
        (self.changes.areas.iter()).filter(move |r| {
            r.level == level && r.key.group == group && r.key.persona == PersonaId(0)
        })
    }

    fn areas(&self, level: LevelId) -> Vec<data::AreaRow> {
        self.main_areas(level)
            .map(|r| {
                let time = is_time(self.before, r.key.service);
                let median = |s: &Summary| {
                    let row = s.area(level, r.area, r.key);
                    shown(time, row.and_then(|r| r.spread.quantiles[1]))
                };
                data::AreaRow {
                    area: r.area,
                    service: r.key.service,
                    slot: r.key.slot,
                    people: r.change.people,
                    p50: Pair {
                        before: median(&self.changes.before),
                        after: median(&self.changes.after),
                    },
                    fell: r.change.fell_below,
                    rose: r.change.rose_above,
                    losers: r.change.losers,
                    winners: r.change.winners,
                }
            })
            .collect()
    }

    fn edits_of(&self, event: &str) -> Vec<String> {
        let scenarios = &self.comparison.scenarios;
        let of_file = scenarios
            .iter()
            .find(|o| scenarios.len() > 1 && o.scenario.name == event);
        let edits = &of_file.unwrap_or(self.outcome).scenario.edits;
        let name = |e: &Edit| e.name.clone();
        let named = (self.outcome.scenario.events.iter()).find(|e| e.name == event);
        match (of_file, named) {
            (Some(_), _) => edits.iter().map(name).collect(),
            (None, Some(event)) => {
                let which = event.edits.iter().filter_map(|i| edits.get(*i));
                which.map(name).collect()
            }
            // Each edit is its own event.
            (None, None) => vec![event.to_owned()],
        }
    }

    fn checks(&self, asked: Options) -> Vec<data::Check> {
        let mut out = Vec::new();
        for check in self.comparison.checks.iter().chain(&self.outcome.checks) {
            out.push(data::Check {
                kind: match check.rule {
                    Rule::EmptyEdit => data::CheckKind::EmptyChangesNothing,
                    Rule::RemovingNeverShortens => data::CheckKind::RemovingNeverHelps,
                    Rule::AddingNeverLengthens => data::CheckKind::AddingNeverHurts,
                },
                checked: check.looked_at,
                violations: check.broken,
                example: check.example.clone(),
            });
        }
        if asked.verify {
            // A difference would have ended the run.
            out.push(data::Check {
                kind: data::CheckKind::PartEqualsWhole,
                checked: self.outcome.recomputed.of_homes,
                violations: 0,
                example: None,
            });
        }
        out
    }
}

fn outcome(row: &Row) -> data::Outcome {
    let combinations = (0..).map_while(|c| row.factorial.value(c));
    let values: Vec<f64> = combinations.collect();
    let interaction = |c| row.factorial.interaction(c).unwrap_or(0.0);
    data::Outcome {
        service: match row.indicator {
            Indicator::MissesAtLeast(_) => None,
            _ => Some(row.key.service),
        },
        slot: row.key.slot,
        persona: row.key.persona,
        group: row.key.group,
        unit: match (row.indicator, row.unit) {
            (Indicator::Mean, "minutes") => data::OutcomeUnit::Minutes {
                left_out: row.left_out,
            },
            (Indicator::Mean, _) => data::OutcomeUnit::Opportunities,
            _ => data::OutcomeUnit::People,
        },
        interactions: (0..values.len()).map(interaction).collect(),
        shapley: row.factorial.shapley(),
        values,
    }
}

fn clock_min(s: i64) -> u32 {
    u32::try_from(s.div_euclid(60)).unwrap_or(0)
}

fn trip(trip: &journeys::Trip) -> data::Trip {
    let min = |s: &u32| f64::from(*s) / 60.0;
    let step = |step: &journeys::Step| match step {
        journeys::Step::Walk { seconds } => data::Step::Walk { min: min(seconds) },
        journeys::Step::Cycle { seconds } => data::Step::Cycle { min: min(seconds) },
        journeys::Step::Wait { seconds } => data::Step::Wait { min: min(seconds) },
        journeys::Step::Ride {
            line,
            mode,
            from,
            to,
            depart_s,
            arrive_s,
            ..
        } => data::Step::Ride {
            line: line.clone(),
            mode: VehicleKind::of(*mode),
            from: from.clone(),
            to: to.clone(),
            depart: clock_min(*depart_s),
            arrive: clock_min(*arrive_s),
        },
    };
    data::Trip {
        to: trip.to.clone(),
        minutes: f64::from(trip.seconds) / 60.0,
        leave_min: trip.clock_s.0.max(0) as f64 / 60.0,
        early_min: min(&trip.early_s),
        steps: trip.steps.iter().map(step).collect(),
    }
}
