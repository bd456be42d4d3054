//! What the numbers do not say, how they were made, what was wrong with the data, and words.

use super::data::{FindingRow, Input, ReportData, Unlinked};
use super::html::{Cell, Html, table};
use super::messages::Msg;
use super::words::Words;

/// Limits, method, data problems, inputs, settings, glossary.
pub fn section(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><ul class=\"limits\">",
        &[&w.html(Msg::LimitsTitle)],
    );
    if data.services.iter().any(|s| s.emergency) {
        out.put("<li>{}</li>", &[&w.html(Msg::LimitAmbulance)]);
    }
    for msg in [
        Msg::LimitTimetable,
        Msg::LimitNorms,
        Msg::LimitUnits,
        Msg::LimitRelative,
        Msg::LimitCells,
    ] {
        out.put("<li>{}</li>", &[&w.html(msg)]);
    }
    if data.affordability.is_none() {
        out.put("<li>{}</li>", &[&w.html(Msg::LimitFares)]);
    }
    for remark in &data.remarks {
        out.put("<li>{}</li>", &[remark]);
    }
    let usual = match data.percentile {
        50 => w.html(Msg::UsualMedian),
        p => w.fill(Msg::UsualPercentile, &[&p.to_string()]),
    };
    out.put(
        "</ul><h3>{}</h3><p>{}</p>",
        &[
            &w.html(Msg::MethodTitle),
            &w.fill(Msg::MethodText, &[&usual]),
        ],
    );
    out.add(super::sections::services(data));
    out.put("<h3>{}</h3>", &[&w.html(Msg::DataTitle)]);
    out.add(linked(data));
    out.add(findings(w, &data.findings));
    out.add(inputs(w, &w.html(Msg::InputsTitle), &data.inputs));
    out.add(settings(data));
    out.put(
        "<h3>{}</h3><dl class=\"defs\">",
        &[&w.html(Msg::GlossaryTitle)],
    );
    for (term, meaning) in [
        (Msg::Norm, Msg::GlossNorm),
        (Msg::Headcount, Msg::GlossHeadcount),
        (Msg::Gap, Msg::GlossGap),
        (Msg::Severity, Msg::GlossSeverity),
        (Msg::Median, Msg::GlossMedian),
        (Msg::Spread, Msg::GlossSpread),
        (Msg::Gini, Msg::GlossGini),
        (Msg::Palma, Msg::GlossPalma),
        (Msg::Concentration, Msg::GlossConcentration),
        (Msg::Theil, Msg::GlossTheil),
        (Msg::Slot, Msg::GlossSlot),
        (Msg::Persona, Msg::GlossPersona),
    ] {
        out.put("<dt>{}</dt><dd>{}</dd>", &[&w.html(term), &w.html(meaning)]);
    }
    out.put("</dl>", &[]);
    out
}

fn linked(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<p>{}</p>",
        &[&w.fill(
            Msg::HomesLinked,
            &[
                &w.int(data.homes.linked as f64),
                &w.int(data.homes.cells as f64),
            ],
        )],
    );
    let mut list = |msg: Msg, unlinked: &Unlinked| {
        if unlinked.count == 0 {
            return;
        }
        out.put(
            "<p>{}",
            &[&w.fill(
                msg,
                &[&w.int(unlinked.count as f64), &w.int(unlinked.total as f64)],
            )],
        );
        for (i, name) in unlinked.first.iter().take(20).enumerate() {
            out.put(
                "{}<code>{}</code>",
                &[&if i == 0 { " " } else { ", " }, name],
            );
        }
        let more = unlinked.count.saturating_sub(unlinked.first.len().min(20));
        if more > 0 && !unlinked.first.is_empty() {
            out.put(" {}", &[&w.fill(Msg::AndMore, &[&w.int(more as f64)])]);
        }
        out.put("</p>", &[]);
    };
    list(Msg::HomesUnlinked, &data.unlinked_homes);
    list(Msg::StopsUnlinked, &data.unlinked_stops);
    out
}

/// What was odd in the inputs, by kind.
pub fn findings(w: Words, list: &[FindingRow]) -> Html {
    if list.is_empty() {
        return Html::of("<p>{}</p>", &[&w.html(Msg::FindingsNone)]);
    }
    let heads = [
        Msg::Severeness,
        Msg::Count,
        Msg::File,
        Msg::Kind,
        Msg::Example,
    ]
    .map(|m| w.html(m));
    let rows = list
        .iter()
        .map(|f| {
            let severity = match f.severity.as_str() {
                "note" => w.html(Msg::SeverityNote),
                "warning" => w.html(Msg::SeverityWarning),
                "serious" => Html::of("<strong>{}</strong>", &[&w.html(Msg::SeveritySerious)]),
                _ => Html::of("{}", &[&f.severity]),
            };
            vec![
                Cell::text(&severity),
                Cell::number(&w.int(f.count as f64), Some(f.count as f64)),
                Cell::text(&f.file),
                Cell::text(&Html::of("<code>{}</code>", &[&f.code])),
                Cell::text(&f.example),
            ]
        })
        .collect();
    let total: f64 = list.iter().map(|f| f.count as f64).sum();
    let mut out = Html::of(
        "<p>{}</p>",
        &[&w.fill(
            Msg::FindingsSome,
            &[&w.int(total), &w.int(list.len() as f64)],
        )],
    );
    out.add(table(&w.html(Msg::FindingsCaption), &heads, rows, true));
    out
}

/// Files with their checksums, folded away under a title.
pub fn inputs(w: Words, title: &Html, list: &[Input]) -> Html {
    let heads = [Msg::Role, Msg::File, Msg::Size, Msg::Note, Msg::Hash].map(|m| w.html(m));
    let rows = list
        .iter()
        .map(|i| {
            let size = i.bytes as f64 / 1e6;
            vec![
                Cell::text(&i.role),
                Cell::text(&i.path),
                Cell::number(
                    &format!("{}\u{a0}MB", w.dec(size, if size < 10.0 { 2 } else { 0 })),
                    Some(size),
                ),
                Cell::text(&i.note.as_deref().unwrap_or("–")),
                Cell::text(&Html::of("<code class=\"hash\">{}</code>", &[&i.sha256])),
            ]
        })
        .collect();
    let mut out = Html::of("<details><summary>{}</summary>", &[title]);
    out.add(table(title, &heads, rows, false));
    out.put("</details>", &[]);
    out
}

fn settings(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    if data.settings.is_empty() {
        return out;
    }
    let heads = [Msg::Setting, Msg::SettingValue].map(|m| w.html(m));
    let rows = data
        .settings
        .iter()
        .map(|(k, v)| {
            vec![
                Cell::text(&Html::of("<code>{}</code>", &[k])),
                Cell::text(v),
            ]
        })
        .collect();
    out.put(
        "<details><summary>{}</summary>",
        &[&w.html(Msg::SettingsTitle)],
    );
    out.add(table(&w.html(Msg::SettingsTitle), &heads, rows, false));
    out.put("</details>", &[]);
    out
}
