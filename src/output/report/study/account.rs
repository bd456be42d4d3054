//! What the numbers do not say, how they were made, what was wrong with the data, and words.

use super::data::{ReportData, Unlinked};
use super::words::Say;
use crate::output::report::kit::head::Service;
use crate::output::report::kit::page::{findings, inputs, limits};
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Piece, definitions, details, table};

/// Limits, method, data problems, inputs, settings, glossary.
pub fn section(data: &ReportData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let emergency = head.services.iter().any(|s| s.emergency);
    let ambulance = emergency.then_some(w.html(Msg::LimitAmbulance));
    let mut general = vec![w.html(Msg::LimitTimetable), w.html(Msg::LimitNorms)];
    general.extend(open_hours(data));
    if head.groups.len() > 1 {
        general.extend([w.html(Say::LimitUnits), w.html(Say::LimitRelative)]);
    }
    general.extend([w.html(Say::LimitCells), w.html(Say::LimitFares)]);
    let said = ambulance.into_iter().chain(general);
    let remarks = data.remarks.iter().map(|r| Html::of("{}", &[r]));
    let mut out = limits(w.html(Msg::LimitsTitle), said.chain(remarks));
    let usual = match data.percentile {
        50 => w.html(Say::UsualMedian),
        p => w.fill(Say::UsualPercentile, &[("percentile", &p.to_string())]),
    };
    out.add(w.title(Say::MethodTitle));
    out.say(w.fill(Say::MethodText, &[("usual", &usual)]));
    out.add(services(data));
    out.add(w.title(Msg::DataTitle));
    out.add(linked(data));
    out.add(findings(w, &head.findings));
    out.add(inputs(w, w.html(Msg::InputsTitle), &head.inputs));
    out.add(settings(data));
    out.add(w.title(Say::GlossaryTitle));
    let glossary = [
        (w.html(Msg::Norm), Say::GlossNorm),
        (w.html(Msg::Headcount), Say::GlossHeadcount),
        (w.html(Msg::Gap), Say::GlossGap),
        (w.html(Say::Severity), Say::GlossSeverity),
        (w.html(Msg::Median), Say::GlossMedian),
        (w.html(Say::Spread), Say::GlossSpread),
        (w.html(Msg::Gini), Say::GlossGini),
        (w.html(Say::Palma), Say::GlossPalma),
        (w.html(Say::Concentration), Say::GlossConcentration),
        (w.html(Say::Theil), Say::GlossTheil),
        (w.html(Msg::Slot), Say::GlossSlot),
        (w.html(Msg::Persona), Say::GlossPersona),
    ];
    out.add(definitions(
        glossary.map(|(term, meaning)| (term, w.html(meaning))),
    ));
    out
}

/// Which places are taken to be open at any hour, where opening hours count for others.
fn open_hours(data: &ReportData) -> Vec<Html> {
    let w = data.head.words();
    let services = || data.head.services.iter();
    let names = |always: bool| -> Vec<String> {
        let of = services().filter(|s| (s.always_open == s.places) == always);
        of.map(|s| s.name.clone()).collect()
    };
    let (always, others) = (names(true), names(false));
    if others.is_empty() {
        return vec![w.html(Say::LimitOpenNone)];
    }
    let mut out = Vec::new();
    if !always.is_empty() {
        let values: [&dyn Piece; 2] = [&w.list(&others), &w.list(&always)];
        out.push(w.fill(
            Say::LimitOpenSome,
            &[("services", values[0]), ("others", values[1])],
        ));
    }
    let partly = services().filter(|s| s.always_open > 0 && s.always_open < s.places);
    out.extend(partly.map(|s| {
        let [unknown, places] = [s.always_open, s.places].map(|n| w.number(n as f64));
        w.fill(
            Say::LimitOpenPartly,
            &[
                ("service", &s.name),
                ("unknown", &unknown),
                ("places", &places),
            ],
        )
    }));
    out
}

/// The services, what is measured of each and its norm.
fn services(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let heads = [
        w.html(Msg::Service),
        w.html(Say::Measured),
        w.html(Msg::Norm),
        w.html(Say::Places),
    ];
    let row = |s: &Service| {
        let better = match s.in_minutes() {
            true => Say::LessIsBetter,
            false => Say::MoreIsBetter,
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
    table(w.html(Say::ServicesCaption), &heads, rows, false)
}

fn linked(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let homes = [data.homes.linked, data.homes.cells].map(|n| w.number(n as f64));
    let said = w.fill(
        Say::HomesLinked,
        &[("linked", &homes[0]), ("homes", &homes[1])],
    );
    let mut out = Blocks::new();
    out.say(said);
    let mut list = |msg: Say, unlinked: &Unlinked| {
        if unlinked.count == 0 {
            return;
        }
        let [count, total] = [unlinked.count, unlinked.total].map(|n| w.int(n as f64));
        let mut said = w.fill(msg, &[("unlinked", &count), ("all", &total)]);
        for (i, name) in unlinked.first.iter().take(20).enumerate() {
            let before = if i == 0 { " " } else { ", " };
            said.put("{}<code>{}</code>", &[&before, name]);
        }
        let more = unlinked.count.saturating_sub(unlinked.first.len().min(20));
        if more > 0 && !unlinked.first.is_empty() {
            said.put(
                " {}",
                &[&w.fill(Msg::AndMore, &[("more", &w.int(more as f64))])],
            );
        }
        out.say(said);
    };
    list(Say::HomesUnlinked, &data.unlinked_homes);
    list(Say::StopsUnlinked, &data.unlinked_stops);
    out
}

fn settings(data: &ReportData) -> Blocks {
    let w = data.head.words();
    if data.settings.is_empty() {
        return Blocks::new();
    }
    let heads = [Say::Setting, Say::SettingValue].map(|m| w.html(m));
    let rows = data.settings.iter().map(|(key, value)| {
        vec![
            Cell::text(&Html::of("<code>{}</code>", &[key])),
            Cell::text(value),
        ]
    });
    let title = w.html(Say::SettingsTitle);
    let table = table(title.clone(), &heads, rows.collect(), false);
    details(title, table)
}
