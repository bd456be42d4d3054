//! Events alone and together: every combination, what they add to each other, and each one's share.

use super::data::*;
use super::messages::Say;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Plain, Tag, definitions, table};

/// Most outcomes shown.
const OUTCOMES: usize = 8;
/// With more events, only the base, single events and all together are listed.
const ALL_UP_TO: usize = 4;

/// All combinations of the scenario's events.
pub fn section(data: &CompareData, s: &Scenario) -> Blocks {
    let w = data.study.head.words();
    let mut out = w.what(Say::TogetherHow, &[]);
    let Some(f) = &s.factorial else {
        return out;
    };
    out.add(definitions(f.events.iter().map(|e| {
        let edits = w.fill(Say::EventEdits, &[("edits", &w.list(&e.edits))]);
        (Html::of("{}", &[&e.name]), edits)
    })));
    let k = f.events.len();
    let full = |o: &&Outcome| k <= 12 && o.values.len() == 1 << k;
    let shown: Vec<&Outcome> = f.outcomes.iter().filter(full).take(OUTCOMES).collect();
    if shown.is_empty() {
        out.add(w.none(Say::TogetherNone, &[]));
    }
    for o in shown {
        out.add(outcome(data, f, o));
    }
    out
}

/// The names of a combination's events.
fn names(data: &CompareData, f: &Factorial, c: usize) -> String {
    let w = data.study.head.words();
    let list: Vec<String> = (f.events.iter().enumerate())
        .filter(|(e, _)| c >> e & 1 == 1)
        .map(|(_, e)| e.name.clone())
        .collect();
    if list.is_empty() {
        w.text(Say::NoEvent).to_owned()
    } else {
        list.join(" + ")
    }
}

fn outcome(data: &CompareData, f: &Factorial, o: &Outcome) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let k = f.events.len();
    let all = o.values.len() - 1;
    let unit = match o.unit {
        OutcomeUnit::People => study.head.unit(o.group),
        OutcomeUnit::Minutes { .. } => w.text(Say::UnitMinutes),
        OutcomeUnit::Opportunities => w.text(Say::Reachable),
    };
    let change = |v: f64| match o.unit {
        OutcomeUnit::People => study.weight_change(v),
        _ => w.signed(v, 1),
    };
    let value = |v: f64| match o.unit {
        OutcomeUnit::People => study.weight(v).to_string(),
        _ => w.dec(v, 1),
    };
    let with_unit = |text: String| format!("{text}\u{a0}{unit}");
    let service = match o.service {
        Some(s) => study.head.service(s).to_owned(),
        None => w.text(Msg::PickAll).to_owned(),
    };
    let title = match (o.unit, o.service) {
        (OutcomeUnit::People, Some(_)) => Say::OutcomePeople,
        (OutcomeUnit::People, None) => Say::OutcomeStacked,
        (OutcomeUnit::Minutes { .. }, _) => Say::OutcomeMinutes,
        (OutcomeUnit::Opportunities, _) => Say::OutcomeReach,
    };
    let title = w.fill_some(
        title,
        &[
            ("service", &service),
            ("slot", &study.head.slot(o.slot)),
            ("group", &study.head.group(o.group)),
            ("unit", &unit),
        ],
    );
    let mut out = Blocks::new();
    out.head(3, title);
    if let OutcomeUnit::Minutes { left_out } = o.unit
        && left_out > 0.0
    {
        out.add(w.what(
            Say::LeftOut,
            &[
                ("people", &w.number(left_out)),
                ("unit", &study.head.units(o.group, left_out)),
            ],
        ));
    }
    let at = |c: usize| o.values.get(c).copied().unwrap_or(0.0);
    let more = |c: usize| at(c) - at(0);
    // Together against each alone: the sentence that matters.
    let alone: f64 = (0..k).map(|e| more(1 << e)).sum();
    if k > 1 {
        let beyond = more(all) - alone;
        let worse = match o.unit {
            OutcomeUnit::Opportunities => -beyond,
            _ => beyond,
        };
        let msg = if change(beyond) == "0" {
            Say::TogetherSame
        } else if worse > 0.0 {
            Say::TogetherWorse
        } else {
            Say::TogetherLess
        };
        let said = w.fill_some(
            msg,
            &[
                ("together", &with_unit(change(more(all)))),
                ("added", &with_unit(change(alone))),
                ("beyond", &with_unit(change(beyond))),
            ],
        );
        out.say(said);
    }
    let combos = (0..=all).filter(|c| k <= ALL_UP_TO || *c == all || c.count_ones() <= 1);
    let mut combos: Vec<usize> = combos.collect();
    combos.sort_by_key(|c| (c.count_ones(), *c));
    let top = (o.values.iter()).fold(0.0f64, |m, v| if v.is_finite() { m.max(*v) } else { m });
    let interactions = o.interactions.len() == o.values.len();
    let mut heads = vec![
        w.html(Say::Combination),
        Html::new(),
        w.fill(Say::ValueIn, &[("unit", &unit)]),
        w.fill(Say::AgainstBase, &[("unit", &unit)]),
    ];
    if interactions {
        heads.push(w.html(Say::BeyondParts));
    }
    let rows = combos
        .into_iter()
        .map(|c| {
            let effect = o.interactions.get(c).copied().filter(|_| c != 0);
            let mut cells = vec![
                Cell::text(&names(data, f, c)),
                Cell::wide(bar(at(0), at(c), top, o.unit)),
                Cell::number(&value(at(c)), Some(at(c))),
                Cell::number(&change(more(c)), Some(more(c))),
            ];
            if interactions {
                // Of a single event this is its main effect, already in the column before.
                let shown = effect.filter(|_| c.count_ones() > 1);
                cells.push(Cell::number(&shown.map_or("–".to_owned(), &change), effect));
            }
            cells
        })
        .collect();
    out.add(table(w.html(Say::CombinationsCaption), &heads, rows, false));
    if o.shapley.len() == k && k > 0 {
        let list: Vec<String> = (f.events.iter().zip(&o.shapley))
            .map(|(e, v)| format!("{} {}", e.name, with_unit(change(*v))))
            .collect();
        out.say(w.fill(
            Say::Shares,
            &[
                ("all", &with_unit(change(more(all)))),
                ("shares", &w.list(&list)),
            ],
        ));
    }
    out.within(Tag::Section, "outcome")
}

/// What there was before, and what comes on top (or goes).
fn bar(base: f64, value: f64, top: f64, unit: OutcomeUnit) -> Html {
    let share = |v: f64| {
        if top > 0.0 && v.is_finite() {
            (v / top).clamp(0.0, 1.0) * 100.0
        } else {
            0.0
        }
    };
    let (from, to) = (share(base.min(value)), share(base.max(value)));
    let more_is_worse = unit != OutcomeUnit::Opportunities;
    let class = if (value > base) == more_is_worse {
        "w2"
    } else {
        "b2"
    };
    Html::of(
        "<svg class=\"split\" width=\"100%\" height=\"16\" aria-hidden=\"true\"><rect class=\"base\" width=\"{}%\" height=\"16\"/><rect class=\"{}\" x=\"{}%\" width=\"{}%\" height=\"16\"/></svg>",
        &[&Plain(from), &class, &Plain(from), &Plain(to - from)],
    )
}
