//! `compare.html`: what one or more scenarios change, for whom, when and where; the first sheet of
//! paper is a summary for a council.
//!
//! Built of the same pieces as the study's own page ([`super`]).

pub mod data;

mod change_map;
pub mod edits;
mod factorial;
mod headlines;
pub(super) mod keys;
mod maps;
pub mod messages;
pub mod places;
pub mod read;
mod sentences;
mod side_by_side;
mod summary;
mod told;
mod when;
mod who;
mod winners;

use crate::output::report::kit::page::Listed;
use crate::output::report::kit::{Blocks, Html, Msg, Page, Part, Words};
use crate::output::report::study::{account, facts};
pub use data::CompareData;
use data::Scenario;
pub use headlines::headlines;
use messages::Say;

const STYLE: &str = include_str!("compare.css");

/// The whole page. What the data lack is left out with a line saying why.
pub fn page(data: &CompareData) -> Page<'_> {
    let (study, head) = (&data.study, &data.study.head);
    let w = head.words();
    let title = match data.scenarios.as_slice() {
        [one] => &one.name,
        _ => &head.title,
    };
    let lead = w.fill(
        Say::Lead,
        &[("study", &head.title), ("date", &w.date(&head.date))],
    );
    let unlinked = Some((study.unlinked_homes.count, study.unlinked_homes.total));
    let mut page = Page::new(head, title, [w.html(Say::Eyebrow), lead], unlinked);
    page.hidden = maps::ground(data);
    page.style = STYLE;
    let mut summary = Part::new("summary", w.html(Say::Summary), summary::section(data));
    summary.class = "sheet";
    page.parts.push(summary);
    for (n, s) in data.scenarios.iter().enumerate() {
        page.parts.extend(scenario(data, s, n));
    }
    let account = Blocks::joined([edits::method(data), facts(study), account(study)]);
    let account = Part::new("account", w.html(Msg::Account), account);
    page.parts.push(account);
    page
}

/// The parts of a scenario: name of the anchor and heading.
fn parts(w: Words, s: &Scenario) -> Vec<(&'static str, Html)> {
    let mut out = Vec::new();
    if !read::nothing_changes(s) {
        out.extend([
            ("where", w.html(Msg::Where)),
            ("who", w.html(Msg::Who)),
            ("when", w.html(Msg::When)),
        ]);
    }
    if s.factorial.is_some() {
        out.push(("together", w.html(Say::Together)));
    }
    out.push(("edits", w.html(Say::Edits)));
    out.push(("checks", w.html(Say::Checks)));
    out
}

/// One scenario: everything but the summary. One of several has a part of its own that leads to the others.
fn scenario(data: &CompareData, s: &Scenario, n: usize) -> Vec<Part> {
    let w = data.study.head.words();
    let id = n + 1;
    let many = data.scenarios.len() > 1;
    let mut out = Vec::new();
    if many {
        let mut title = Part::new(&format!("s{id}"), Html::text(&s.name), over(data, s, id));
        title.class = "title";
        title.listed = Listed::Over;
        title.of = w.fill(
            Say::ScenarioOf,
            &[("number", &id), ("scenarios", &data.scenarios.len())],
        );
        out.push(title);
    }
    for (part, title) in parts(w, s) {
        let mut part = Part::new(&format!("s{id}-{part}"), title, inside(data, s, part));
        if many {
            part.listed = Listed::Inside;
            part.of = Html::text(&s.name);
        }
        out.push(part);
    }
    out
}

/// What stands above the parts of one of several scenarios.
fn over(data: &CompareData, s: &Scenario, id: usize) -> Blocks {
    let w = data.study.head.words();
    let mut out = Blocks::new();
    if !s.reason.is_empty() {
        out.say(Html::text(&s.reason));
    }
    out.add(summary::in_brief(data, s));
    out.say(edits::saving(data, s));
    let mut links = Html::new();
    for (part, title) in parts(w, s) {
        links.put("<a href=\"#s{}-{}\">{}</a> ", &[&id, &part, &title]);
    }
    out.say_as("inside", links);
    out
}

/// What a part of a scenario holds.
fn inside(data: &CompareData, s: &Scenario, part: &str) -> Blocks {
    match part {
        "where" => Blocks::joined([
            maps::section(data, s),
            places::pockets(data, s),
            places::journeys(data, s),
            places::areas(data, s),
        ]),
        "who" => Blocks::joined([
            who::norms(data, s),
            winners::winners(data, s),
            who::stacking(data, s),
            who::sides(data, s),
            who::everything(data, s),
        ]),
        "when" => Blocks::joined([when::hours(data, s), when::shifts(data, s)]),
        "together" => factorial::section(data, s),
        "edits" => edits::section(data, s),
        _ => edits::checks(data, s),
    }
}
