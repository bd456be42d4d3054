//! Who: winners and losers, whether they cross a norm or not.

use super::data::*;
use super::messages::Say;
use super::who::{ROWS, in_order};
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Plain, charts, details, table};

/// Winners and losers, whether they cross a norm or not.
pub fn winners(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.heading(
        Say::WinnersTitle,
        Say::WinnersHow,
        &[
            ("traveller", &study.head.traveller()),
            ("small", &tolerances(data)),
        ],
    );
    let rows: Vec<&GroupRow> = (in_order(data, s).into_iter())
        .filter(|r| r.winners > 0.0 || r.losers > 0.0)
        .collect();
    if rows.is_empty() {
        out.add(w.none(Say::WinnersNobody, &[]));
        return out;
    }
    out.add(charts::box_keys(
        w,
        &[
            ("w2", Say::WorseOff),
            ("d0", Say::Unchanged),
            ("b2", Say::BetterOff),
        ],
    ));
    let main: Vec<&GroupRow> = (rows.iter().copied())
        .filter(|r| r.group == study.head.main_group)
        .collect();
    if main.is_empty() || main.len() == rows.len() {
        out.add(winners_table(data, &rows));
    } else {
        out.add(winners_table(data, &main));
        let others: Vec<&GroupRow> = (rows.iter().copied())
            .filter(|r| r.group != study.head.main_group)
            .collect();
        let table = winners_table(data, &others);
        out.add(details(w.html(Say::OtherGroups), table));
    }
    let moved: Vec<&GroupRow> = (in_order(data, s).into_iter())
        .filter(|r| r.arrived > 0.0 || r.left > 0.0)
        .collect();
    // Who moved is the same for every service: once a group is enough.
    for g in study.head.groups_main_first() {
        if let Some(r) = moved.iter().find(|r| r.group == g) {
            out.add(w.what(
                Say::MovedGroup,
                &[
                    ("group", &study.head.group(g)),
                    ("arrived", &study.weight(r.arrived)),
                    ("left", &study.weight(r.left)),
                ],
            ));
        }
    }
    out
}

/// A row per combination; with the group, where there are several.
fn winners_table(data: &CompareData, rows: &[&GroupRow]) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let first = rows.first().map(|r| r.group);
    let one_group = rows.iter().all(|r| Some(r.group) == first);
    let mut heads = vec![w.html(Msg::Service), w.html(Msg::Slot)];
    if !one_group {
        heads.push(w.html(Msg::Group));
    }
    heads.extend(
        [
            Say::SplitHead,
            Say::WorseOff,
            Say::CutOffHead,
            Say::BetterOff,
            Say::ConnectedHead,
        ]
        .map(|m| w.html(m)),
    );
    let body = rows
        .iter()
        .take(ROWS)
        .map(|r| {
            let count = |v: f64, mean: Option<f64>| {
                let mut text = Html::of("{}", &[&study.weight(v)]);
                if v > 0.0 {
                    text.put(" <small>{}</small>", &[&w.pct_of(v, r.people)]);
                }
                if let Some(mean) = mean {
                    let amount = study.amount_of(r.service, mean);
                    text.put(
                        "<br><small>{}</small>",
                        &[&w.fill(Say::OnAverage, &[("amount", &amount)])],
                    );
                }
                Cell::number(&text, Some(v))
            };
            let mut cells = vec![
                Cell::text(&study.head.service(r.service)),
                Cell::text(&study.head.slot(r.slot)),
            ];
            if !one_group {
                cells.push(Cell::text(&study.group_cell(r.group)));
            }
            cells.extend([
                Cell::wide(split(r)),
                count(r.losers, r.mean_loss),
                count(r.cut_off, None),
                count(r.winners, r.mean_gain),
                count(r.connected, None),
            ]);
            cells
        })
        .collect();
    let mut caption = w.html(Say::WinnersTitle);
    if let Some(r) = rows.first().filter(|_| one_group) {
        caption.put(": {}", &[&study.group_cell(r.group)]);
    }
    let mut out = table(caption, &heads, body, true);
    out.add(w.cut(Say::RowsCut, ROWS, rows.len()));
    out
}

/// "Hospital: 1 min; jobs: 10": differences that count as none.
fn tolerances(data: &CompareData) -> String {
    let study = &data.study;
    let list: Vec<String> = study
        .head
        .services
        .ids()
        .map(|i| {
            let v = data.tolerance.get(i).copied().unwrap_or(0.0);
            format!("{} {}", study.head.service(i), study.amount_of(i, v))
        })
        .collect();
    study.head.words().list(&list)
}

/// Losers, unchanged and winners as parts of a bar.
fn split(r: &GroupRow) -> Html {
    let mut out = Html::of(
        "<svg class=\"split\" width=\"100%\" height=\"16\" aria-hidden=\"true\">",
        &[],
    );
    let mut from = 0.0;
    for (class, weight) in [("w2", r.losers), ("d0", r.unchanged), ("b2", r.winners)] {
        if r.people > 0.0 && weight > 0.0 && weight.is_finite() {
            let share = weight / r.people * 100.0;
            out.put(
                "<rect class=\"{}\" x=\"{}%\" width=\"{}%\" height=\"16\"/>",
                &[&class, &Plain(from), &Plain(share)],
            );
            from += share;
        }
    }
    out.put("</svg>", &[]);
    out
}
