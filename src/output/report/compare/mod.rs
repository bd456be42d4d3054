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

use crate::output::report::kit::{self, Html, Msg, Words};
use crate::output::report::study::{account, facts};
pub use data::CompareData;
use data::Scenario;
pub use headlines::headlines;
use messages::Say;

const STYLE: &str = include_str!("compare.css");

/// The whole page as HTML text. Never fails: what the data lack is left out with a line saying why.
pub fn render(data: &CompareData) -> String {
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
    let mut body = kit::header(
        head,
        [&w.html(Say::Eyebrow), &lead],
        title,
        Some((study.unlinked_homes.count, study.unlinked_homes.total)),
        Html::new(),
    );
    body.add(contents(data));
    body.add(maps::ground(data));
    body.put(
        "<main id=\"main\">\n<section class=\"part sheet\" id=\"summary\"><h2>{}</h2>",
        &[&w.html(Say::Summary)],
    );
    body.add(summary::section(data));
    body.put("</section>\n", &[]);
    for (n, s) in data.scenarios.iter().enumerate() {
        body.add(scenario(data, s, n));
    }
    body.put(
        "<section class=\"part\" id=\"account\"><h2>{}</h2>",
        &[&w.html(Msg::Account)],
    );
    body.add(edits::method(data));
    body.add(facts(study));
    body.add(account(study));
    body.put("</section></main>\n", &[]);
    kit::page(head, title, STYLE, body)
}

/// Where the contents lead: the scenarios, or the parts of the only one.
fn contents(data: &CompareData) -> Html {
    let w = data.study.head.words();
    let mut out = Html::of(
        "<nav aria-label=\"{}\"><ul><li><a href=\"#summary\">{}</a></li>",
        &[&w.html(Msg::Contents), &w.html(Say::Summary)],
    );
    if let [one] = data.scenarios.as_slice() {
        for (id, title) in parts(w, one) {
            out.put("<li><a href=\"#s1-{}\">{}</a></li>", &[&id, &title]);
        }
    } else {
        for (n, s) in data.scenarios.iter().enumerate() {
            out.put("<li><a href=\"#s{}\">{}</a></li>", &[&(n + 1), &s.name]);
        }
    }
    out.put(
        "<li><a href=\"#account\">{}</a></li></ul></nav>\n",
        &[&w.html(Msg::Account)],
    );
    out
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

/// One scenario: everything but the summary.
fn scenario(data: &CompareData, s: &Scenario, n: usize) -> Html {
    let w = data.study.head.words();
    let id = n + 1;
    let many = data.scenarios.len() > 1;
    let mut out = Html::new();
    if many {
        out.put(
            "<section class=\"part title\" id=\"s{}\"><p class=\"eyebrow\">{}</p><h2>{}</h2>",
            &[
                &id,
                &w.fill(
                    Say::ScenarioOf,
                    &[("number", &id), ("scenarios", &data.scenarios.len())],
                ),
                &s.name,
            ],
        );
        if !s.reason.is_empty() {
            out.put("<p>{}</p>", &[&s.reason]);
        }
        out.add(summary::in_brief(data, s));
        out.put("<p>{}</p>", &[&edits::saving(data, s)]);
        out.put("<p class=\"inside\">", &[]);
        for (part, title) in parts(w, s) {
            out.put("<a href=\"#s{}-{}\">{}</a> ", &[&id, &part, &title]);
        }
        out.put("</p></section>\n", &[]);
    }
    for (part, title) in parts(w, s) {
        out.put(
            "<section class=\"part\" id=\"s{}-{}\"><h2>{}</h2>",
            &[&id, &part, &title],
        );
        if many {
            out.put("<p class=\"of\">{}</p>", &[&s.name]);
        }
        match part {
            "where" => {
                out.add(maps::section(data, s, n));
                out.add(places::pockets(data, s));
                out.add(places::journeys(data, s));
                out.add(places::areas(data, s));
            }
            "who" => {
                out.add(who::norms(data, s));
                out.add(winners::winners(data, s));
                out.add(who::stacking(data, s));
                out.add(who::sides(data, s));
                out.add(who::everything(data, s));
            }
            "when" => {
                out.add(when::hours(data, s));
                out.add(when::shifts(data, s));
            }
            "together" => out.add(factorial::section(data, s)),
            "edits" => out.add(edits::section(data, s)),
            _ => out.add(edits::checks(data, s)),
        }
        out.put("</section>\n", &[]);
    }
    out
}
