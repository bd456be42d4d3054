//! The first sheet: what a council needs to know, in short sentences and two small tables.

use super::data::*;
use super::edits::saving;
use super::messages::Say;
use super::read::*;
use super::sentences::sentences;
use super::who;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, bold, bullets, bullets_of, table};

/// Most combinations of service and slot in the table of the summary.
const ROWS: usize = 4;
/// Most edits named in the summary.
const EDITS: usize = 4;

/// The summary of all scenarios.
pub fn section(data: &CompareData) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    match data.scenarios.as_slice() {
        [] => out.add(w.none(Say::NoScenarios, &[])),
        [one] => {
            out.add(plan(data, one));
            out.add(in_brief(data, one));
            if !nothing_changes(one) {
                let (keys, more) = tops(data, one);
                let rows = keys.into_iter();
                let rows = rows.map(|k| (Html::of("{}", &[&data.study.head.slot(k.slot)]), one, k));
                out.add(norms(data, w.html(Msg::Slot), rows.collect()));
                if more > 0 {
                    let more = w.fill(Say::NormsMore, &[("more", &w.number(more as f64))]);
                    out.say_as("what", more);
                }
                let keys = headline(data, one);
                let rows = keys.into_iter().flat_map(|key| {
                    let groups = data.study.head.groups_main_first().into_iter();
                    groups.filter_map(move |g| Some((data.study.group_cell(g), row(one, key, g)?)))
                });
                out.add(sides(data, rows.collect(), w.html(Msg::Group), keys));
            }
        }
        many => out.add(super::side_by_side::of_many(data, many)),
    }
    out.add(unknown(data));
    out
}

/// What the plan is and what it saves.
fn plan(data: &CompareData, s: &Scenario) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    if !s.reason.is_empty() {
        out.say_as("reason", Html::text(&s.reason));
    }
    let mut plan = w.title(Say::ThePlan);
    if s.edits.is_empty() {
        plan.say(w.html(Say::NoEdits));
    }
    let edits = s.edits.iter().take(EDITS);
    let mut list: Vec<Html> = edits.map(|e| super::edits::in_words(data, e)).collect();
    if s.edits.len() > EDITS {
        let more = w.int((s.edits.len() - EDITS) as f64);
        list.push(w.fill(Msg::AndMore, &[("more", &more)]));
    }
    plan.add(bullets(list));
    let mut saved = w.title(Say::TheSaving);
    saved.say(saving(data, s));
    let both = Blocks::joined([plan, saved].map(|half| half.grouped("text")));
    out.add(both.grouped("cols"));
    out
}

/// Who notices, in sentences.
pub fn in_brief(data: &CompareData, s: &Scenario) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    if nothing_changes(s) {
        out.say_as("nothing", w.html(Say::NothingChanges));
        return out;
    }
    let traveller = headline(data, s).map_or(data.study.head.main_persona, |k| k.persona);
    let traveller = data.study.head.persona(traveller);
    let of = w.fill(Say::OfTraveller, &[("traveller", &traveller)]);
    let title = w.html(Say::WhoNotices);
    out.head(3, Html::of("{} <small>{}</small>", &[&title, &of]));
    out.add(bullets_of("brief", sentences(data, s)));
    let small = (data.study.head.services.iter().zip(&data.tolerance))
        .filter(|(service, _)| service.in_minutes())
        .map(|(_, t)| *t)
        .fold(0.0, f64::max);
    if small > 0.0 {
        let note = w.fill(Say::SmallCounts, &[("minutes", &w.amount(small))]);
        out.say_as("what", note);
    }
    out
}

/// The combinations of the summary, those of most people, and how many more there are. Those that are left out are of
/// fewer people than those shown.
fn tops(data: &CompareData, s: &Scenario) -> (Vec<Key>, usize) {
    let rows = most_first(main_rows(data, s).filter(|r| r.fell > 0.0 || r.rose > 0.0));
    let keys = rows.iter().take(ROWS).map(|r| key_of(r)).collect();
    (keys, rows.len().saturating_sub(ROWS))
}

/// People per group that fall below which norm, in which slot; each row is headed by its first cell.
pub fn norms(data: &CompareData, first: Html, rows: Vec<(Html, &Scenario, Key)>) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    if rows.is_empty() {
        return Blocks::new();
    }
    let groups = study.head.groups_main_first();
    let mut heads = vec![first, w.html(Say::WhichNorm)];
    heads.extend(groups.iter().map(|&g| study.group_cell(g)));
    let body = rows
        .into_iter()
        .map(|(head, s, key)| {
            let norm = (study.head.services.get(key.service)).map_or(Html::new(), |s| w.norm(s));
            let what = Html::of(
                "{}<br><small class=\"wrap\">{}</small>",
                &[&study.head.service(key.service), &norm],
            );
            let mut cells = vec![Cell::text(&head), Cell::text(&what)];
            cells.extend(
                groups
                    .iter()
                    .map(|&g| who::crossing(data, row(s, key, g), false)),
            );
            cells
        })
        .collect();
    {
        let traveller = study.head.traveller();
        let caption = w.fill(Say::NormsCaption, &[("traveller", &traveller)]);
        table(caption, &heads, body, false)
    }
}

/// Level, threshold and dispersion in one small table; each row is headed by the first cell.
pub fn sides(
    data: &CompareData,
    rows: Vec<(Html, &GroupRow)>,
    first: Html,
    key: Option<Key>,
) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    if rows.is_empty() {
        return Blocks::new();
    }
    // Of travel times that not everybody has there is no Gini: then the column says nothing.
    let gini = (rows.iter()).any(|(_, r)| r.gini.before.or(r.gini.after).is_some());
    let mut heads = vec![
        first,
        two_lines(data, Msg::SideLevel, Say::LevelIs),
        two_lines(data, Msg::SideThreshold, Say::ThresholdIs),
        two_lines(data, Msg::SideDispersion, Say::TenthIs),
    ];
    if gini {
        heads.push(two_lines(data, Msg::SideDispersion, Say::GiniIs));
    }
    let body = rows
        .into_iter()
        .map(|(head, r)| {
            let mut cells = vec![
                Cell::text(&head),
                Cell::number(&study.values(r.service, r.p50, r.anybody()), None),
                Cell::number(&study.shares(r.below, r.totals()), None),
                Cell::number(&study.values(r.service, r.worst_tenth, r.anybody()), None),
            ];
            if gini {
                cells.push(Cell::number(&study.indexes(r.gini), None));
            }
            cells
        })
        .collect();
    let caption = match key {
        Some(k) => w.fill(
            Say::SidesCaption,
            &[
                ("service", &study.head.service(k.service)),
                ("slot", &study.head.slot(k.slot)),
                ("traveller", &study.head.persona(k.persona)),
            ],
        ),
        None => w.html(Say::SidesCaptionMany),
    };
    let mut out = table(caption, &heads, body, false);
    out.add(w.what(Say::SidesHow, &[]));
    out
}

fn two_lines(data: &CompareData, head: Msg, small: Say) -> Html {
    let w = data.study.head.words();
    Html::of(
        "{}<br><small class=\"wrap\">{}</small>",
        &[&w.html(head), &w.html(small)],
    )
}

/// What is not known: the short list.
fn unknown(data: &CompareData) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut list = Vec::new();
    let broken: u64 = (data.scenarios.iter())
        .flat_map(|s| &s.checks)
        .map(|c| c.violations)
        .sum();
    if broken > 0
        || data
            .scenarios
            .iter()
            .any(|s| s.work.verified == Some(false))
    {
        list.push(bold(&w.html(Say::UnknownBroken)));
    }
    if study.head.services.iter().any(|s| s.emergency) {
        list.push(w.html(Msg::LimitAmbulance));
    }
    list.extend([w.html(Say::UnknownBehaviour), w.html(Msg::LimitNorms)]);
    let unlinked = study.unlinked_homes.count;
    if unlinked > 0 {
        let [unlinked, homes] = [unlinked, study.unlinked_homes.total].map(|n| w.number(n as f64));
        let said = w.fill(
            Say::UnknownHomes,
            &[("unlinked", &unlinked), ("homes", &homes)],
        );
        list.push(said);
    }
    let mut out = w.title(Say::UnknownTitle);
    out.add(bullets_of("unknown", list));
    out
}
