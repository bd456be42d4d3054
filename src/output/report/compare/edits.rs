//! The edits and what they touched and save; what must hold, and how it was computed.

use super::data::*;
use super::keys::kind;
use super::messages::Say;
use crate::input::scenario::given::in_words as in_words_of;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, bold, definitions, table};

/// Most lines named for one edit.
const LINES: usize = 8;

fn lines(data: &CompareData, e: &Edit) -> Option<String> {
    named(data, &e.lines)
}

/// The first of some names in a row, and how many more there are; none without any.
fn named(data: &CompareData, names: &[String]) -> Option<String> {
    let w = data.study.head.words();
    if names.is_empty() {
        return None;
    }
    if names.len() <= LINES {
        return Some(w.list(names));
    }
    let more = w.number((names.len() - LINES) as f64);
    let mut list = names[..LINES].to_vec();
    list.push(plain_text(&w.fill(Say::OtherLines, &[("count", &more)])));
    Some(w.list(&list))
}

/// An edit in a line: what, which lines, why.
pub fn in_words(data: &CompareData, e: &Edit) -> Html {
    let w = data.study.head.words();
    let mut out = Html::of("{}", &[&kind(w, &e.kind)]);
    if let Some(lines) = lines(data, e) {
        let count = w.number(e.lines.len() as f64);
        let said = w.fill(Say::OnLines, &[("count", &count), ("lines", &lines)]);
        out.put(" ({})", &[&said]);
    }
    if let Some(places) = named(data, &e.places) {
        out.put(": <b>{}</b>", &[&places]);
    }
    out.put(" <small>{}</small>", &[&e.name]);
    if !e.given.is_empty() {
        out.put("<br><small>{}</small>", &[&in_words_of(&e.given, &w)]);
    }
    if !e.why.is_empty() {
        out.put("<br>{}", &[&w.fill(Say::Why, &[("reason", &e.why)])]);
    }
    out
}

/// Whether an edit is transport on demand, of which nobody knows how much will run.
pub fn on_demand(e: &Edit) -> bool {
    e.kind == "on-demand"
}

/// What a scenario saves or costs in vehicle-hours, in a sentence or two.
pub fn saving(data: &CompareData, s: &Scenario) -> Html {
    let w = data.study.head.words();
    let mut out = saved(data, s);
    let decimals = |x: f64| usize::from(x.abs() < 10.0);
    let [hours, km] = s.saves.beyond_map_week.map(f64::abs);
    if hours >= 0.05 || km >= 0.05 {
        let [hours, km] = [hours, km].map(|x| w.dec(x, decimals(x)));
        let said = w.fill(Say::BeyondMap, &[("hours", &hours), ("km", &km)]);
        out.put(" {}", &[&said]);
    }
    if s.edits.iter().any(on_demand) {
        out.put(" {}", &[&w.html(Say::NotOnDemand)]);
    }
    out
}

fn saved(data: &CompareData, s: &Scenario) -> Html {
    let w = data.study.head.words();
    let v = s.saves;
    let decimals = |x: f64| usize::from(x.abs() < 10.0);
    let hours = format!(
        "{} {}",
        w.dec(v.hours_week.abs(), decimals(v.hours_week)),
        w.text(Say::VehicleHours)
    );
    let departures = w.signed(v.departures_week, 0);
    let km = w.signed(v.km_week, decimals(v.km_week));
    let none = |x: f64| x.abs() < 0.05;
    if none(v.hours_week) && none(v.departures_week) && none(v.km_week) {
        let touched = s.edits.iter().filter(|e| !on_demand(e));
        return match touched.map(|e| e.trips).sum::<u64>() {
            0 => w.html(Say::SavesNothing),
            trips => w.fill(Say::SavesThen, &[("trips", &w.int(trips as f64))]),
        };
    }
    let msg = if none(v.hours_week) {
        Say::SavesNoHours
    } else if v.hours_week < 0.0 {
        Say::Saves
    } else {
        Say::Costs
    };
    w.fill_some(
        msg,
        &[
            ("hours", &bold(&hours)),
            ("departures", &departures),
            ("km", &km),
        ],
    )
}

/// The table of edits.
pub fn section(data: &CompareData, s: &Scenario) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    if !s.reason.is_empty() && data.scenarios.len() == 1 {
        out.say(Html::text(&s.reason));
    }
    out.say(saving(data, s));
    if s.edits.is_empty() {
        out.add(w.none(Say::NoEdits, &[]));
        return out;
    }
    out.add(w.what(Say::EditsHow, &[]));
    let heads = [
        w.html(Say::EditHead),
        w.html(Say::LinesHead),
        w.html(Say::TripsHead),
        w.html(Say::StopsHead),
        w.html(Say::DeparturesHead),
        w.html(Say::HoursHead),
        w.html(Say::KmHead),
        w.html(Say::OtherHead),
    ];
    let vehicles = |v: &Vehicles| {
        let cell = |x: f64, decimals| Cell::number(&w.signed(x, decimals), Some(x));
        let few = |x: f64| usize::from(x.abs() < 100.0);
        [
            cell(
                v.departures_week,
                few(v.departures_week) * usize::from(v.departures_week.fract() != 0.0),
            ),
            cell(v.hours_week, few(v.hours_week)),
            cell(v.km_week, few(v.km_week)),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = s
        .edits
        .iter()
        .map(|e| {
            let mut name = Html::of(
                "<span class=\"room\"><b>{}</b></span>{}",
                &[&e.name, &kind(w, &e.kind)],
            );
            if !e.given.is_empty() {
                let what = in_words_of(&e.given, &w);
                name.put("<br><small class=\"wrap\">{}</small>", &[&what]);
            }
            if !e.why.is_empty() {
                let why = w.fill(Say::Why, &[("reason", &e.why)]);
                name.put("<br><small class=\"wrap\">{}</small>", &[&why]);
            }
            let mut cells = vec![
                Cell::text(&name),
                Cell::text(&lines(data, e).unwrap_or("–".to_owned())),
                // Rides from stop to stop stand for vehicles on demand: they are no trips of a timetable.
                match on_demand(e) {
                    true => Cell::dash(),
                    false => w.count(e.trips as f64),
                },
                w.count(e.stops as f64),
            ];
            cells.extend(vehicles(&e.vehicles));
            cells.push(Cell::text(&other(data, e)));
            cells
        })
        .collect();
    if rows.len() > 1 {
        let mut total = vec![
            Cell::text(&Html::of("<b>{}</b>", &[&w.html(Say::Total)])),
            Cell::text(&""),
            // Several edits may touch the same trips and stops.
            Cell::text(&""),
            Cell::text(&""),
        ];
        total.extend(vehicles(&s.saves));
        total.push(Cell::text(&""));
        rows.push(total);
    }
    out.add(table(w.html(Say::EditsCaption), &heads, rows, false));
    out
}

/// Destinations, homes, people and streets touched.
fn other(data: &CompareData, e: &Edit) -> String {
    let (study, w) = (&data.study, data.study.head.words());
    let mut list = Vec::new();
    if let Some(places) = named(data, &e.places) {
        list.push(format!("{}: {places}", w.text(Say::PlacesTouched)));
    }
    for (n, msg) in [
        (e.homes, Say::HomesTouched),
        (e.street_edges, Say::EdgesTouched),
    ] {
        if n > 0 {
            list.push(format!("{}: {}", w.text(msg), w.int(n as f64)));
        }
    }
    if e.people > 0.0 {
        let unit = study.head.main_unit();
        list.push(format!("{unit}: {}", study.weight(e.people)));
    }
    if list.is_empty() {
        "–".to_owned()
    } else {
        list.join(", ")
    }
}

/// What must hold between base and scenario, and whether it does.
pub fn checks(data: &CompareData, s: &Scenario) -> Blocks {
    let w = data.study.head.words();
    let mut out = w.what(Say::ChecksHow, &[]);
    if s.checks.is_empty() {
        out.add(w.none(Say::ChecksNone, &[]));
    } else {
        let heads = [
            w.html(Say::CheckHead),
            w.html(Say::CheckResult),
            w.html(Say::CheckedHead),
            w.html(Say::BrokenHead),
            w.html(Msg::Example),
        ];
        let rows = s.checks.iter().map(|c| check(data, c)).collect();
        out.add(table(w.html(Say::ChecksCaption), &heads, rows, false));
    }
    let work = s.work;
    if work.all > 0 {
        let (computed, all) = (work.computed as f64, work.all as f64);
        let say = match work.computed == work.all {
            true => Say::WorkAll,
            false => Say::WorkDone,
        };
        let said = w.fill_some(
            say,
            &[
                ("computed", &w.int(computed)),
                ("all", &w.int(all)),
                ("rest", &w.int(all - computed)),
            ],
        );
        out.say(said);
    }
    match work.verified {
        Some(true) => out.say(w.html(Say::Verified)),
        Some(false) => out.say(Html::of(
            "<strong class=\"bad\">{}</strong>",
            &[&w.html(Say::VerifiedNot)],
        )),
        None => out.say(w.html(Say::NotVerified)),
    }
    out
}

/// What must hold, in words.
pub fn rule(kind: CheckKind) -> Say {
    match kind {
        CheckKind::EmptyChangesNothing => Say::CheckEmpty,
        CheckKind::RemovingNeverHelps => Say::CheckRemoving,
        CheckKind::AddingNeverHurts => Say::CheckAdding,
        CheckKind::PartEqualsWhole => Say::CheckPart,
    }
}

fn check(data: &CompareData, c: &Check) -> Vec<Cell> {
    let w = data.study.head.words();
    let result = if c.violations > 0 {
        Html::of(
            "<strong class=\"bad\">{}</strong>",
            &[&w.html(Say::CheckBroken)],
        )
    } else if c.checked == 0 {
        w.html(Say::CheckNotHere)
    } else {
        Html::of(
            "<span class=\"good\">{}</span>",
            &[&w.html(Say::CheckHolds)],
        )
    };
    vec![
        Cell::text(&w.html(rule(c.kind))),
        Cell::text(&result),
        w.count(c.checked as f64),
        w.count(c.violations as f64),
        Cell::text(&c.example.as_deref().unwrap_or("–")),
    ]
}

/// How before and after were compared, in words; in the account of the page.
pub fn method(data: &CompareData) -> Blocks {
    let w = data.study.head.words();
    let mut out = w.title(Say::MethodTitle);
    out.say(w.html(Say::MethodText));
    let glossary = [
        (Say::FallsBelow, Say::GlossFell),
        (Say::RisesAbove, Say::GlossRose),
        (Say::WorseOff, Say::GlossLosers),
        (Say::CutOffHead, Say::GlossCutOff),
        (Say::TenthIs, Say::GlossTenth),
        (Say::HoursHead, Say::GlossHours),
        (Say::Shapley, Say::GlossShapley),
    ];
    out.add(definitions(
        glossary.map(|(term, meaning)| (w.html(term), w.html(meaning))),
    ));
    let files = data.scenarios.iter().filter(|s| !s.file.is_empty());
    let list: Vec<String> = files.map(|s| format!("{} ({})", s.name, s.file)).collect();
    if !list.is_empty() {
        out.say(w.fill(Say::ScenarioFiles, &[("files", &w.list(&list))]));
    }
    out
}
