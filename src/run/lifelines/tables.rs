//! Tables of lifelines, and their manifest.

use super::cut::{Cut, Kind, Named};
use super::effort::WeeklyCost;
use super::{Base, Lifelines, Work};
use super::{CaseId, NormId};
use crate::axes::{GroupId, HomeId, IdVec, PersonaId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::network::mode::VehicleKind;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::report::lifelines::data::OfKind;
use crate::output::style::Style;
use crate::output::table::{Format, GeometryKind, Schema, Shape, Value};
use crate::run::study::access::Marks;
use crate::run::study::inputs::Inputs;
use crate::run::study::tables::{FINDINGS, Names, table, write_findings};
use crate::watch::Progress;
use serde_json::json;
use std::collections::BTreeSet;

/// The tables of a results folder.
pub const TABLES: [&Declared; 4] = [&LIFELINES, &RANKING, &HOMES_MAP, &FINDINGS];

const HOMES_MAP: Declared = Declared {
    files: &[("homes.gpkg", Format::GeoPackage)],
    row: field::ROW_OF_HANGING_MAP,
    parts: &[
        Part::Once(&[field::HOME]),
        Part::Each(&[field::PEOPLE_GROUP, field::HANGING_KIND]),
    ],
};

const RANKING: Declared = Declared {
    files: &[("ranking.csv", Format::Csv)],
    row: field::ROW_OF_RANKING,
    parts: &[Part::Once(&[
        field::KIND_OF_CUT,
        field::RANK_IN_TABLE,
        field::ID,
        field::NAME,
        field::MODE,
        field::GROUP,
        field::FALLING_BELOW_ANY,
        field::WORST_SLOT,
        field::WORST_SERVICE,
        field::FALLING_BELOW_THERE,
        field::VEHICLE_HOURS,
        field::VEHICLE_KM,
        field::PEOPLE_COUNTED,
    ])],
};

const LIFELINES: Declared = Declared {
    files: &[("lifelines.csv", Format::Csv)],
    row: field::ROW_OF_LIFELINES,
    parts: &[Part::Once(&[
        field::KIND_OF_CUT,
        field::ID,
        field::NAME,
        field::MODE,
        field::SLOT,
        field::PERSONA,
        field::SERVICE,
        field::GROUP,
        field::PEOPLE_BELOW_BEFORE,
        field::PEOPLE_FALLING_BELOW,
        field::HOMES_CHECKED,
        field::HOMES_RECOMPUTED,
        field::HOMES_FALLING,
        field::VEHICLE_HOURS,
        field::VEHICLE_KM,
        field::PEOPLE_COUNTED,
    ])],
};

/// Homes as points, by how many norms hang on a single thing of each kind, for a map program: a row for each, as in the
/// file of homes.
///
/// # Errors
/// What can't be written.
pub fn homes_map(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    kinds: &[OfKind],
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let groups = &lifelines.asked.groups;
    let mut names = Names::taken(&["fid", "geom", "home"]);
    let of_study = groups.iter().map(|g| &study.homes.groups[*g]);
    let mut fields = names.of_groups(&field::PEOPLE_GROUP, of_study);
    let mut styles = Vec::new();
    for kind in &lifelines.asked.kinds {
        let hanging = names.field(&field::HANGING_KIND, &[("KIND", kind.word())]);
        let title = format!("{}: {}", hanging.heading(study.language), kind.word());
        styles.push(Style::norms_missed(title, hanging.name.to_string()));
        fields.push(hanging);
    }
    let schema = Schema {
        geometry: Some(GeometryKind::Point),
        styles,
        ..HOMES_MAP.schema_with(|_| fields.clone())
    };
    let mut t = out.table(&HOMES_MAP, Format::GeoPackage, &schema)?;
    for home in inputs.home_ids() {
        let at = home.index();
        let mut values = vec![Value::Text(&inputs.homes.ids[at])];
        for group in groups {
            values.push(inputs.weights[*group][home].into());
        }
        for of_kind in kinds {
            let hanging = of_kind.threads.get(at).copied().flatten();
            values.push(hanging.map_or(Value::Empty, |n| Value::Int(n as i64)));
        }
        t.row_with(&values, Some(Shape::Point(inputs.homes.positions[at])))?;
    }
    out.end(t)
}

/// One line, stop or trip in the ranking.
pub struct Ranked {
    /// What goes.
    pub cut: Cut,
    /// How it is called.
    pub named: Named,
    /// People of the group that is ranked by who fall below any norm in any slot, as the study's
    /// first persona; each home once.
    pub people: f64,
    /// Case and service where most of them fall, and how many.
    pub worst: Option<(CaseId, NormId, f64)>,
    /// What a week is spared without it.
    pub effort: Option<WeeklyCost>,
}

/// The group that is ranked by: that of the study's headlines if asked for, else the first asked for.
pub fn main_group(study: &Study, lifelines: &Lifelines) -> GroupId {
    let groups = &lifelines.asked.groups;
    let headlines = groups.iter().find(|g| **g == study.report.group);
    headlines.or(groups.first()).copied().unwrap_or(GroupId(0))
}

/// How much homes weigh; unknown weighs nothing.
pub(super) fn people(
    weights: &IdVec<HomeId, Option<f64>>,
    homes: impl Iterator<Item = HomeId>,
) -> f64 {
    // From nothing: an empty sum of floating point is minus zero.
    homes.fold(0.0, |sum, h| {
        sum + weights.get(h).copied().flatten().unwrap_or(0.0)
    })
}

/// People of a group of whom it is known whether they meet some norm asked for, as the study's first persona: whom
/// `bereik run` counts. Homes that aren't linked are in no figure.
pub(super) fn counted(inputs: &Inputs, lifelines: &Lifelines, group: GroupId) -> f64 {
    let weights = &inputs.weights[group];
    let cases = lifelines.asked.cases.iter().zip(&lifelines.base);
    let bases: Vec<&Base> = (cases.filter(|(case, _)| case.persona == PersonaId(0)))
        .map(|(_, base)| base)
        .collect();
    let known = |home: &HomeId| {
        let any = |rows: &[Marks]| rows.iter().any(|row| row.get(*home) == Some(&true));
        bases
            .iter()
            .any(|base| any(&base.meets) || any(&base.misses))
    };
    people(weights, weights.ids().filter(known))
}

fn flagged(flags: &Marks) -> impl Iterator<Item = HomeId> + '_ {
    flags.ids().filter(|h| flags[*h])
}

/// Everything of one kind from most people to fewest; ties by what comes first in the timetable.
pub fn ranking(study: &Study, inputs: &Inputs, lifelines: &Lifelines, kind: Kind) -> Vec<Ranked> {
    let t = &inputs.network.timetable;
    let weights = &inputs.weights[main_group(study, lifelines)];
    let cases = &lifelines.asked.cases;
    let mut all: Vec<Ranked> = (lifelines.outcomes.iter())
        .filter(|(cut, _)| cut.kind() == kind)
        .map(|(cut, outcome)| {
            let of_main = outcome
                .fallen
                .iter()
                .filter(|(key, _)| cases[key.0].persona == PersonaId(0));
            let mut fallen = BTreeSet::new();
            let mut worst: Option<(CaseId, NormId, f64)> = None;
            for (&(case, service), homes) in of_main {
                let n = people(weights, homes.iter().copied());
                if n > 0.0 && worst.is_none_or(|w| n > w.2) {
                    worst = Some((case, service, n));
                }
                fallen.extend(homes.iter().copied());
            }
            Ranked {
                cut: *cut,
                named: cut.named(t),
                people: people(weights, fallen.into_iter()),
                worst,
                effort: cut.effort(&lifelines.efforts, t),
            }
        })
        .collect();
    all.sort_by(|a, b| b.people.total_cmp(&a.people).then(a.cut.cmp(&b.cut)));
    all
}

fn number(value: Option<f64>) -> Value<'static> {
    value.map_or(Value::Empty, Value::Number)
}

/// Writes `lifelines.csv` and `ranking.csv`.
///
/// # Errors
/// What can't be written.
pub fn write(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    details(study, inputs, lifelines, out)?;
    write_findings(&inputs.findings, out)?;
    let mut t = table(out, &RANKING)?;
    let group = &study.homes.groups[main_group(study, lifelines)].name;
    let everybody = counted(inputs, lifelines, main_group(study, lifelines));
    for kind in &lifelines.asked.kinds {
        let all = ranking(study, inputs, lifelines, *kind);
        for (rank, r) in all.iter().enumerate() {
            let worst = r.worst.map(|(c, s, n)| {
                let case = &lifelines.asked.cases[c];
                let service = &study.services[case.services[s]].name;
                (&study.slots[case.slot].name, service, n)
            });
            t.row(&[
                Value::Text(kind.word()),
                Value::Int(rank as i64 + 1),
                Value::Text(&r.named.id),
                Value::Text(&r.named.name),
                Value::Text(r.named.vehicle.map_or("", VehicleKind::word)),
                Value::Text(group),
                Value::Number(r.people),
                worst.map_or(Value::Empty, |w| Value::Text(w.0)),
                worst.map_or(Value::Empty, |w| Value::Text(w.1)),
                number(worst.map(|w| w.2)),
                number(r.effort.map(|e| e.hours)),
                number(r.effort.map(|e| e.km)),
                Value::Number(everybody),
            ])?;
        }
    }
    out.end(t)?;
    out.add_workbook(&study.title, study.language)
}

/// `lifelines.csv`: all lines, and the stops and trips without which anybody was in doubt.
fn details(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut rows = table(out, &LIFELINES)?;
    let t = &inputs.network.timetable;
    let asked = &lifelines.asked;
    // The same for everything that goes: people below and all people by group, and homes checked.
    type Today = (Vec<[f64; 2]>, usize);
    let today: IdVec<CaseId, IdVec<NormId, Today>> = (lifelines.base.iter())
        .map(|base| {
            let both = base.misses.iter().zip(&base.meets);
            both.map(|(misses, meets)| {
                let below = |g: &GroupId| people(&inputs.weights[*g], flagged(misses));
                let above = |g: &GroupId| people(&inputs.weights[*g], flagged(meets));
                let by_group = asked.groups.iter();
                let by_group = by_group.map(|g| [below(g), below(g) + above(g)]);
                (by_group.collect(), flagged(meets).count())
            })
            .collect()
        })
        .collect();
    for (cut, outcome) in &lifelines.outcomes {
        if outcome.recomputed.is_empty() && cut.kind() != Kind::Line {
            continue;
        }
        let named = cut.named(t);
        let effort = cut.effort(&lifelines.efforts, t);
        for (c, case) in asked.cases.by_id() {
            for (s, &service) in case.services.by_id() {
                let recomputed = outcome.recomputed.get(&(c, s)).copied();
                if recomputed.is_none() && cut.kind() != Kind::Line {
                    continue;
                }
                let fallen = outcome.fallen.get(&(c, s)).map_or(&[][..], |f| f);
                let (below, checked) = &today[c][s];
                for (&g, [below, all]) in asked.groups.iter().zip(below) {
                    let homes = fallen.iter().copied();
                    rows.row(&[
                        Value::Text(cut.kind().word()),
                        Value::Text(&named.id),
                        Value::Text(&named.name),
                        Value::Text(named.vehicle.map_or("", VehicleKind::word)),
                        Value::Text(&study.slots[case.slot].name),
                        Value::Text(&study.personas[case.persona].name),
                        Value::Text(&study.services[service].name),
                        Value::Text(&study.homes.groups[g].name),
                        Value::Number(*below),
                        Value::Number(people(&inputs.weights[g], homes)),
                        Value::Int(*checked as i64),
                        Value::Int(recomputed.unwrap_or(0) as i64),
                        Value::Int(fallen.len() as i64),
                        number(effort.map(|e| e.hours)),
                        number(effort.map(|e| e.km)),
                        Value::Number(*all),
                    ])?;
                }
            }
        }
    }
    out.end(rows)
}

/// `manifest.json`: what was asked of what, and what it took.
pub fn manifest(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    work: &Work,
    verified: Option<usize>,
    progress: &Progress,
) -> serde_json::Value {
    let asked = &lifelines.asked;
    let files: Vec<_> = (inputs.files.iter())
        .map(|f| json!({"role": f.role, "path": f.path.display().to_string(), "bytes": f.bytes, "sha256": f.sha256}))
        .collect();
    let cases: Vec<_> = (asked.cases.iter())
        .map(|case| {
            let services = case.services.iter();
            json!({
                "slot": study.slots[case.slot].name,
                "persona": study.personas[case.persona].name,
                "services": services.map(|x| study.services[*x].name.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let groups = asked
        .groups
        .iter()
        .map(|g| study.homes.groups[*g].name.as_str());
    let seconds: serde_json::Map<String, serde_json::Value> = (progress.timings().into_iter())
        .map(|(name, took)| (name, json!((took.as_secs_f64() * 1000.0).round() / 1000.0)))
        .collect();
    json!({
        "program": format!("bereik {}", env!("CARGO_PKG_VERSION")),
        "command": "lifelines",
        "study": study.file.display().to_string(),
        "inputs": files,
        "kinds": asked.kinds.iter().map(|k| k.word()).collect::<Vec<_>>(),
        "cases": cases,
        "groups": groups.collect::<Vec<_>>(),
        "ranked_by_group": study.homes.groups[main_group(study, lifelines)].name,
        "pairs_of_homes_and_things": work.pairs,
        "pairs_computed_anew": work.in_doubt,
        "networks_made": work.networks,
        "verified_in_full": verified,
        "seconds": seconds,
        "threads": rayon::current_num_threads(),
    })
}
