//! Who: below and above the norms, stacked norms, and the three sides.

use super::super::study::findings::{normed, threshold};
use super::data::*;
use super::messages::Say;
use super::read::*;
use crate::axes::{GroupId, PurposeId, SlotId};
use crate::output::report::kit::{Blocks, Cell, Html, Msg, charts, folded, in_full, table};

/// Most rows of a table; the rest is in the result files.
pub const ROWS: usize = 60;
/// Most rows of the table of everything.
const FULL: usize = 2_000;

/// The rows of all groups for the main persona, the combinations that move most first (by the main
/// group), within one the main group first.
pub fn in_order<'a>(data: &'a CompareData, s: &'a Scenario) -> Vec<&'a GroupRow> {
    let mut out = Vec::new();
    for r in most_first(main_rows(data, s)) {
        let groups = data.study.head.groups_main_first().into_iter();
        out.extend(groups.filter_map(|g| row(s, key_of(r), g)));
    }
    out
}

/// Who falls below and who rises above each norm.
pub fn norms(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.heading(
        Say::NormsTitle,
        Say::NormsHow,
        &[("traveller", &study.head.traveller())],
    );
    let with_norm = |r: &&GroupRow| r.below.before.is_some() || r.below.after.is_some();
    let mut keys: Vec<Key> = Vec::new();
    for r in in_order(data, s).into_iter().filter(with_norm) {
        if !keys.contains(&key_of(r)) {
            keys.push(key_of(r));
        }
    }
    let all = keys.len();
    let groups = study.head.groups_main_first();
    keys.retain(|k| {
        let of = groups.iter().filter_map(|&g| row(s, *k, g));
        of.into_iter()
            .any(|r| r.fell > 0.0 || r.rose > 0.0 || !same(&r.below))
    });
    if all == 0 {
        out.add(w.none(Msg::StackNone, &[]));
        return out;
    }
    if keys.is_empty() {
        out.add(w.none(Say::NormsNobody, &[]));
        return out;
    }
    let mut heads = vec![w.html(Msg::Service), w.html(Msg::Slot)];
    heads.extend(groups.iter().map(|&g| study.group_cell(g)));
    let body = keys
        .iter()
        .take(ROWS)
        .map(|k| {
            let mut cells = vec![
                Cell::text(&study.service_cell(k.service)),
                Cell::text(&study.head.slot(k.slot)),
            ];
            cells.extend(groups.iter().map(|&g| crossing(data, row(s, *k, g), true)));
            cells
        })
        .collect();
    out.add(table(w.html(Say::NormsTitle), &heads, body, true));
    out.add(w.cut(Say::RowsCut, ROWS, keys.len()));
    if all > keys.len() {
        let rest = w.number((all - keys.len()) as f64);
        out.add(w.what(Say::RestSame, &[("rest", &rest)]));
    }
    out
}

/// Who falls below and rises above a norm, and the share below it before and after.
pub fn crossing(data: &CompareData, r: Option<&GroupRow>, shares: bool) -> Cell {
    let (study, w) = (&data.study, data.study.head.words());
    let Some(r) = r.filter(|r| r.anybody()) else {
        return Cell::dash();
    };
    // Of the people in the row; where the shares below the norm stand beneath, these say more.
    let share_of = |people: f64| match shares {
        true => Html::new(),
        false => Html::of(" <small>({})</small>", &[&w.pct_of(people, r.people)]),
    };
    let mut text = Html::new();
    if r.fell > 0.0 || r.rose <= 0.0 {
        let said = w.fill(Say::FellSmall, &[("people", &study.weight(r.fell))]);
        text.put("{}{}", &[&said, &share_of(r.fell)]);
    }
    if r.rose > 0.0 {
        if !text.is_empty() {
            text.put("<br>", &[]);
        }
        let said = w.fill(Say::RoseSmall, &[("people", &study.weight(r.rose))]);
        text.put("{}{}", &[&said, &share_of(r.rose)]);
    }
    if shares {
        text.put(
            "<br><small>{}</small>",
            &[&w.fill(
                Say::ShareSmall,
                &[("share", &study.shares(r.below, r.totals()))],
            )],
        );
    }
    Cell::number(&text, Some(r.fell - r.rose))
}

/// Norms missed at once, before above after.
pub fn stacking(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.heading(
        Say::StackTitle,
        Say::StackHow,
        &[("traveller", &study.head.traveller())],
    );
    if s.stacking.is_empty() {
        out.add(w.none(Msg::StackNone, &[]));
        return out;
    }
    let (mut bars, mut same_slots) = (Blocks::new(), Vec::new());
    let least = threshold(study);
    for slot in study.head.slots.ids() {
        let of_slot: Vec<&StackingChange> = study
            .head
            .groups_main_first()
            .into_iter()
            .filter_map(|g| {
                (s.stacking.iter()).find(|r| {
                    r.slot == slot && r.persona == study.head.main_persona && r.group == g
                })
            })
            .collect();
        if of_slot.is_empty() {
            continue;
        }
        if of_slot.iter().all(|r| r.before == r.after) {
            same_slots.push(study.head.slot(slot).to_owned());
            continue;
        }
        bars.head(4, Html::text(&w.capital(study.head.slot(slot))));
        for r in of_slot {
            bars.say_as("stackname", study.group_cell(r.group));
            for (head, by_count) in [(Say::Before, &r.before), (Say::After, &r.after)] {
                let said = w.fill(
                    Msg::StackRow,
                    &[
                        ("least", &least),
                        ("people", &study.weight(at_least(by_count, least))),
                        ("all", &w.int(by_count.iter().sum())),
                        ("unit", &study.head.units(r.group, by_count.iter().sum())),
                    ],
                );
                bars.add(charts::stack(w, w.html(head), by_count, said));
            }
        }
    }
    if !bars.is_empty() {
        out.add(charts::stack_keys(w, normed(study)));
        out.add(bars.grouped("bars"));
    }
    if !same_slots.is_empty() {
        out.add(w.none(Say::SlotsSame, &[("slots", &w.list(&same_slots))]));
    }
    out
}

/// Level, threshold and dispersion before and after: a table per slot in which anything changes.
pub fn sides(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.heading(Msg::LevelsTitle, Say::LevelsHow, &[]);
    let heads = [
        w.html(Msg::Service),
        w.html(Msg::Group),
        w.html(Msg::Median),
        w.html(Say::MeanHead),
        w.html(Msg::Headcount),
        w.html(Msg::Gap),
        w.html(Msg::WorstTenth),
        w.html(Msg::Gini),
    ];
    let worst = headline(data, s).map(|k| k.slot);
    let mut order: Vec<SlotId> = study.head.slots.ids().collect();
    order.sort_by_key(|&t| (Some(t) != worst, t));
    for slot in order {
        let of_slot = |g: GroupId, service: PurposeId| {
            (s.groups.iter()).find(|r| {
                (r.slot, r.persona, r.group, r.service)
                    == (slot, study.head.main_persona, g, service)
            })
        };
        let mut rows: Vec<&GroupRow> = Vec::new();
        for service in study.head.services.ids() {
            let of = study.head.groups_main_first();
            let of: Vec<&GroupRow> = of.iter().filter_map(|&g| of_slot(g, service)).collect();
            if of.iter().any(|r| changed(r)) {
                rows.extend(of);
            }
        }
        if rows.is_empty() {
            continue;
        }
        let body = rows
            .into_iter()
            .map(|r| {
                let value = |p: Pair<Option<f64>>| {
                    Cell::number(&study.values(r.service, p, r.anybody()), p.after)
                };
                // No mean of minutes when some do not get there: a dash says less than "not reached".
                let mean = match (r.mean.before, r.mean.after) {
                    (Some(_), Some(_)) => value(r.mean),
                    _ => Cell::dash(),
                };
                vec![
                    Cell::text(&study.service_cell(r.service)),
                    Cell::text(&study.group_cell(r.group)),
                    value(r.p50),
                    mean,
                    Cell::number(&study.shares(r.below, r.totals()), r.below.after),
                    Cell::number(&study.indexes(r.gap), r.gap.after),
                    value(r.worst_tenth),
                    Cell::number(&study.indexes(r.gini), r.gini.after),
                ]
            })
            .collect();
        let caption = w.fill(
            Msg::LevelsCaption,
            &[
                ("slot", &study.head.slot(slot)),
                ("traveller", &study.head.traveller()),
            ],
        );
        let name = w.capital(study.head.slot(slot));
        let table = table(caption, &heads, body, true);
        out.add(folded(Some(slot) == worst, Html::text(&name), table));
    }
    out
}

/// Every combination, other personas included, for who wants to look one up.
pub fn everything(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    if s.groups.is_empty() {
        return Blocks::new();
    }
    let heads = [
        w.html(Msg::Service),
        w.html(Msg::Slot),
        w.html(Msg::Persona),
        w.html(Msg::Group),
        w.html(Msg::Median),
        w.html(Say::BelowCount),
        w.html(Say::FallsBelow),
        w.html(Say::RisesAbove),
        w.html(Say::WorseOff),
        w.html(Say::Unchanged),
        w.html(Say::BetterOff),
    ];
    let body = s
        .groups
        .iter()
        .take(FULL)
        .map(|r| {
            let count = |v: f64| Cell::number(&study.weight(v), Some(v));
            let text = |v: Option<f64>| v.map_or("–".to_owned(), |v| study.weight(v).to_string());
            let below = study.pair_of(&text(r.below.before), &text(r.below.after));
            vec![
                Cell::text(&study.head.service(r.service)),
                Cell::text(&study.head.slot(r.slot)),
                Cell::text(&study.head.persona(r.persona)),
                Cell::text(&study.group_cell(r.group)),
                Cell::number(&study.values(r.service, r.p50, r.anybody()), r.p50.after),
                Cell::number(&below, r.below.after),
                count(r.fell),
                count(r.rose),
                count(r.losers),
                count(r.unchanged),
                count(r.winners),
            ]
        })
        .collect();
    let title = w.html(Msg::FullTitle);
    let mut inside = w.cut(Say::RowsCut, FULL, s.groups.len());
    inside.add(table(title.clone(), &heads, body, true));
    in_full(title, inside)
}
