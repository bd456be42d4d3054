//! Who: winners and losers, whether they cross a norm or not.

use super::super::findings::groups_main_first;
use super::super::html::{Cell, Html, Piece, Plain, table};
use super::super::messages::Msg;
use super::data::*;
use super::messages::Say;
use super::read::*;
use super::who::{ROWS, cut, in_order};

/// Winners and losers, whether they cross a norm or not.
pub fn winners(data: &CompareData, s: &Scenario) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Say::WinnersTitle),
            &w.fill(
                Say::WinnersHow,
                &[&study.persona_name(study.main_persona), &tolerances(data)],
            ),
        ],
    );
    let rows: Vec<&GroupRow> = (in_order(data, s).into_iter())
        .filter(|r| r.winners > 0.0 || r.losers > 0.0)
        .collect();
    if rows.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Say::WinnersNobody)]);
        return out;
    }
    out.put("<ul class=\"keys\">", &[]);
    for (class, msg) in [
        ("w2", Say::WorseOff),
        ("d0", Say::Unchanged),
        ("b2", Say::BetterOff),
    ] {
        out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><rect class=\"{}\" x=\"1\" y=\"1\" width=\"24\" height=\"16\"/></svg>{}</li>", &[&class, &w.html(msg)]);
    }
    out.put("</ul>", &[]);
    let main: Vec<&GroupRow> = (rows.iter().copied())
        .filter(|r| r.group == study.main_group)
        .collect();
    if main.is_empty() || main.len() == rows.len() {
        out.add(winners_table(data, &rows));
    } else {
        out.add(winners_table(data, &main));
        let others: Vec<&GroupRow> = (rows.iter().copied())
            .filter(|r| r.group != study.main_group)
            .collect();
        out.put(
            "<details><summary>{}</summary>{}</details>",
            &[&w.html(Say::OtherGroups), &winners_table(data, &others)],
        );
    }
    let moved: Vec<&GroupRow> = (in_order(data, s).into_iter())
        .filter(|r| r.arrived > 0.0 || r.left > 0.0)
        .collect();
    // Who moved is the same for every service: once a group is enough.
    for g in groups_main_first(study) {
        if let Some(r) = moved.iter().find(|r| r.group == g) {
            let pieces: [&dyn Piece; 3] = [
                &study.group_name(g),
                &study.weight(r.arrived),
                &study.weight(r.left),
            ];
            out.put(
                "<p class=\"what\">{}</p>",
                &[&w.fill(Say::MovedGroup, &pieces)],
            );
        }
    }
    out
}

/// A row per combination; with the group, where there are several.
fn winners_table(data: &CompareData, rows: &[&GroupRow]) -> Html {
    let (study, w) = (&data.study, data.study.words());
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
                        &[&w.fill(Say::OnAverage, &[&amount])],
                    );
                }
                Cell::number(&text, Some(v))
            };
            let mut cells = vec![
                Cell::text(&study.service_name(r.service)),
                Cell::text(&study.slot_name(r.slot)),
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
    let mut out = table(&caption, &heads, body, true);
    out.add(cut(data, rows.len(), ROWS));
    out
}

/// "Hospital: 1 min; jobs: 10": differences that count as none.
fn tolerances(data: &CompareData) -> String {
    let study = &data.study;
    let list: Vec<String> = (0..study.services.len())
        .map(|i| {
            let v = data.tolerance.get(i).copied().unwrap_or(0.0);
            format!("{} {}", study.service_name(i), study.amount_of(i, v))
        })
        .collect();
    study.words().list(&list)
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
