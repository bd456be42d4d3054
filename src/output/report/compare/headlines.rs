//! What a comparison comes to, in a few lines for the terminal, in the language of the page.

use super::data::*;
use super::edits::{on_demand, rule};
use super::messages::Say;
use super::read::*;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::messages::Values;
use crate::output::report::kit::{Message, Msg};

/// Services and slots named in a scenario's lines at most.
const NAMED: usize = 3;

/// A few lines a scenario.
pub fn headlines(data: &CompareData) -> Vec<String> {
    let mut out = Vec::new();
    for s in &data.scenarios {
        let head = &data.study.head;
        let values: Values = &[
            ("scenario", &s.name),
            ("group", &head.main_name()),
            ("traveller", &head.traveller()),
        ];
        out.push(line(data, Say::TermScenario, values));
        out.extend(of(data, s).into_iter().map(|line| format!("  {line}")));
    }
    let (w, unlinked) = (data.study.head.words(), &data.study.unlinked_homes);
    if unlinked.count > 0 {
        let [unlinked, homes] = [unlinked.count, unlinked.total].map(|n| w.number(n as f64));
        let values: Values = &[("unlinked", &unlinked), ("homes", &homes)];
        out.push(line(data, Say::TermUnknown, values));
    }
    out
}

/// A message with its places filled, as plain text.
fn line(data: &CompareData, msg: impl Message, values: Values) -> String {
    plain_text(&data.study.head.words().fill(msg, values))
}

/// How much a row moves: people who come below a norm or above it; without one who are worse off, or better.
fn moves(r: &GroupRow) -> f64 {
    match r.below.before {
        Some(_) => r.fell + r.rose,
        None => r.losers.max(r.winners),
    }
}

fn of(data: &CompareData, s: &Scenario) -> Vec<String> {
    let study = &data.study;
    let group = study.head.main_name();
    let mut out = Vec::new();
    if study.head.services.iter().all(|s| s.norm.is_none()) {
        out.push(line(data, Msg::NoNorms, &[]));
    }
    let units = |count: f64| study.head.units(study.head.main_group, count);
    let mut rows: Vec<&GroupRow> = (main_rows(data, s)).filter(|r| moves(r) > 0.0).collect();
    rows.sort_by(|a, b| moves(b).total_cmp(&moves(a)));
    if rows.is_empty() {
        let most = |f: fn(&GroupRow) -> f64| main_rows(data, s).map(f).fold(0.0, f64::max);
        let (losers, winners) = (most(|r| r.losers), most(|r| r.winners));
        out.push(if losers + winners > 0.0 {
            let (unit, losers, winners) =
                (units(losers), study.weight(losers), study.weight(winners));
            line(
                data,
                Say::TermNobody,
                &[
                    ("group", &group),
                    ("losers", &losers),
                    ("unit", &unit),
                    ("winners", &winners),
                ],
            )
        } else {
            line(data, Say::TermSame, &[("group", &group)])
        });
    }
    out.extend(rows.iter().take(NAMED).map(|r| of_row(data, r)));
    // Also those in which nobody crosses a norm.
    let changed = main_rows(data, s).filter(|r| r.losers + r.winners > 0.0);
    let more = changed.count().saturating_sub(rows.len().min(NAMED));
    if !rows.is_empty() && more > 0 {
        let more = study.head.words().number(more as f64);
        out.push(line(data, Say::TermMore, &[("more", &more)]));
    }
    out.extend(s.pockets.iter().flatten().next().map(|p| {
        let (count, what) = match p.fell > 0.0 {
            true => (p.fell, Say::FallShort),
            false => (p.losers, Say::LoseShort),
        };
        let count = format!("{} {}", study.weight(count), units(count));
        let what = study.head.words().text(what);
        line(
            data,
            Say::TermWorst,
            &[
                ("area", &study.area_name(p.area)),
                ("people", &count),
                ("what", &what),
                ("service", &study.head.service(p.service)),
                ("slot", &study.head.slot(p.slot)),
            ],
        )
    }));
    out.extend(saved(data, s));
    out.extend(broken(data, s));
    out
}

fn of_row(data: &CompareData, r: &GroupRow) -> String {
    let study = &data.study;
    let (service, slot) = (study.head.service(r.service), study.head.slot(r.slot));
    let [losers, winners] = [r.losers, r.winners].map(|v| study.weight(v));
    let (Some(before), Some(after)) = (r.below.before, r.below.after) else {
        return line(
            data,
            Say::TermNoNorm,
            &[
                ("service", &service),
                ("slot", &slot),
                ("losers", &losers),
                ("unit", &study.head.units(r.group, r.losers)),
                ("winners", &winners),
            ],
        );
    };
    let unit = study.head.units(r.group, r.fell);
    let [fallen, risen, before, after] = [r.fell, r.rose, before, after].map(|v| study.weight(v));
    line(
        data,
        Say::TermNet,
        &[
            ("service", &service),
            ("slot", &slot),
            ("fallen", &fallen),
            ("unit", &unit),
            ("risen", &risen),
            ("before", &before),
            ("after", &after),
            ("losers", &losers),
            ("winners", &winners),
        ],
    )
}

fn saved(data: &CompareData, s: &Scenario) -> Option<String> {
    let (w, v) = (data.study.head.words(), s.saves);
    if v.hours_week == 0.0 {
        return None;
    }
    let msg = match v.hours_week < 0.0 {
        true => Say::TermSaves,
        false => Say::TermCosts,
    };
    let (hours, km) = (w.dec(v.hours_week.abs(), 1), w.int(v.km_week.abs()));
    let mut said = line(data, msg, &[("hours", &hours), ("km", &km)]);
    if s.edits.iter().any(on_demand) {
        said += &format!(" ({})", w.text(Say::TermNotOnDemand));
    }
    Some(said)
}

fn broken(data: &CompareData, s: &Scenario) -> Vec<String> {
    let w = data.study.head.words();
    let count = |n: u64| w.int(n as f64);
    (s.checks.iter().filter(|c| c.violations > 0))
        .map(|c| {
            let example = c.example.as_deref().unwrap_or("–");
            let rule = w.text(rule(c.kind)).trim_end_matches('.');
            let (broken, checked) = (count(c.violations), count(c.checked));
            line(
                data,
                Say::TermBroken,
                &[
                    ("rule", &rule),
                    ("broken", &broken),
                    ("checked", &checked),
                    ("example", &example),
                ],
            )
        })
        .collect()
}
