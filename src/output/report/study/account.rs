//! What the numbers do not say, how they were made, what was wrong with the data, and words.

use super::data::{ReportData, Unlinked};
use crate::output::report::kit::head::Service;
use crate::output::report::kit::page::{findings, inputs, limits};
use crate::output::report::kit::{Cell, Html, Msg, Piece, definitions, details, table};

/// Limits, method, data problems, inputs, settings, glossary.
pub fn section(data: &ReportData) -> Html {
    let (head, w) = (&data.head, data.head.words());
    let emergency = head.services.iter().any(|s| s.emergency);
    let ambulance = emergency.then_some(Msg::LimitAmbulance);
    let general = [
        Msg::LimitTimetable,
        Msg::LimitNorms,
        Msg::LimitUnits,
        Msg::LimitRelative,
        Msg::LimitCells,
        Msg::LimitFares,
    ];
    let said = ambulance.into_iter().chain(general).map(|m| w.html(m));
    let remarks = data.remarks.iter().map(|r| Html::of("{}", &[r]));
    let mut out = limits(&w.html(Msg::LimitsTitle), said.chain(remarks));
    let usual = match data.percentile {
        50 => w.html(Msg::UsualMedian),
        p => w.fill(Msg::UsualPercentile, &[&p.to_string()]),
    };
    out.add(w.title(Msg::MethodTitle));
    out.put("<p>{}</p>", &[&w.fill(Msg::MethodText, &[&usual])]);
    out.add(services(data));
    out.add(w.title(Msg::DataTitle));
    out.add(linked(data));
    out.add(findings(w, &head.findings));
    out.add(inputs(w, &w.html(Msg::InputsTitle), &head.inputs));
    out.add(settings(data));
    out.add(w.title(Msg::GlossaryTitle));
    let glossary = [
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
    ];
    out.add(definitions(
        glossary.map(|(term, meaning)| (w.html(term), w.html(meaning))),
    ));
    out
}

/// The services, what is measured of each and its norm.
fn services(data: &ReportData) -> Html {
    let w = data.head.words();
    let heads = [Msg::Service, Msg::Measured, Msg::Norm, Msg::Places].map(|m| w.html(m));
    let row = |s: &Service| {
        let better = match s.in_minutes() {
            true => Msg::LessIsBetter,
            false => Msg::MoreIsBetter,
        };
        let measured: [&dyn Piece; 2] = [&w.measure(s), &w.html(better)];
        vec![
            Cell::text(&s.name),
            Cell::text(&Html::of("{} <small>{}</small>", &measured)),
            Cell::text(&w.norm(s)),
            w.count(s.places as f64),
        ]
    };
    let rows = data.head.services.iter().map(row).collect();
    table(&w.html(Msg::ServicesCaption), &heads, rows, false)
}

fn linked(data: &ReportData) -> Html {
    let w = data.head.words();
    let homes = [data.homes.linked, data.homes.cells].map(|n| w.int(n as f64));
    let said = w.fill(Msg::HomesLinked, &[&homes[0], &homes[1]]);
    let mut out = Html::of("<p>{}</p>", &[&said]);
    let mut list = |msg: Msg, unlinked: &Unlinked| {
        if unlinked.count == 0 {
            return;
        }
        let [count, total] = [unlinked.count, unlinked.total].map(|n| w.int(n as f64));
        out.put("<p>{}", &[&w.fill(msg, &[&count, &total])]);
        for (i, name) in unlinked.first.iter().take(20).enumerate() {
            let before = if i == 0 { " " } else { ", " };
            out.put("{}<code>{}</code>", &[&before, name]);
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

fn settings(data: &ReportData) -> Html {
    let w = data.head.words();
    if data.settings.is_empty() {
        return Html::new();
    }
    let heads = [Msg::Setting, Msg::SettingValue].map(|m| w.html(m));
    let rows = data.settings.iter().map(|(key, value)| {
        vec![
            Cell::text(&Html::of("<code>{}</code>", &[key])),
            Cell::text(value),
        ]
    });
    let title = w.html(Msg::SettingsTitle);
    details(&title, &table(&title, &heads, rows.collect(), false))
}
