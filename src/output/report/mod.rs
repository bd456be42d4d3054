//! `report.html`: one self-contained page for a council member.
//!
//! [`render`] turns [`ReportData`] into the page. It reads nothing and fetches nothing; the page
//! has a security policy that forbids it to. Scripts only add comfort (switching map layers,
//! sorting tables); without them everything essential is there. Same data, same bytes.

pub mod compare;
pub mod data;
pub mod explain;
pub mod lifelines;
pub mod site;

mod backdrop;
mod charts;
pub(crate) mod findings;
mod geometry;
mod groups;
mod html;
mod map;
mod messages;
mod notes;
#[cfg(test)]
mod sample;
mod sections;
#[cfg(test)]
mod tests;
mod vehicles;
mod words;

use sha2::{Digest, Sha256};

pub use data::{Language, ReportData};
use html::{Html, own};
use messages::{Message, Msg};
use words::Words;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The whole page as HTML text. Never fails: what the data lack is left out with a line saying why.
pub fn render(data: &ReportData) -> String {
    let w = data.words();
    let mut body = header(data);
    body.put("<main id=\"main\">\n", &[]);
    for (id, title, parts) in [
        ("brief", Msg::Brief, vec![findings::section(data)]),
        (
            "where",
            Msg::Where,
            vec![map::section(data), sections::pockets(data)],
        ),
        (
            "when",
            Msg::When,
            vec![
                sections::profile(data),
                groups::slots(data),
                sections::shifts(data),
            ],
        ),
        (
            "who",
            Msg::Who,
            vec![
                groups::stacking(data),
                groups::levels(data),
                groups::personas(data),
                sections::hidden_poor(data),
                groups::distribution(data),
                groups::full_table(data),
            ],
        ),
        ("account", Msg::Account, vec![notes::section(data)]),
    ] {
        body.put(
            "<section class=\"part\" id=\"{}\"><h2>{}</h2>\n",
            &[&id, &w.html(title)],
        );
        for part in parts {
            body.add(part);
        }
        body.put("</section>\n", &[]);
    }
    body.put("</main>\n", &[]);
    page(&Shell::of(data), &data.title, "", body)
}

/// What is around the body of every page.
struct Shell<'a> {
    language: Language,
    program: &'a str,
    fictional: bool,
    credits: &'a [String],
}

impl<'a> Shell<'a> {
    fn of(data: &'a ReportData) -> Self {
        Shell {
            language: data.language,
            program: &data.program,
            fictional: data.fictional,
            credits: &data.credits,
        }
    }
}

/// A page around a body: head with the security policy, style and script, banner and footer.
fn page(shell: &Shell, title: &str, more_style: &'static str, body: Html) -> String {
    let w = Words(shell.language);
    let hash = html::base64(&Sha256::digest(SCRIPT.as_bytes()));
    let mut page = Html::of(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\"><meta name=\"generator\" content=\"{}\"><title>{}</title><style>\n{}{}</style></head><body>\n<a class=\"skip\" href=\"#main\">{}</a>",
        &[
            &w.code(),
            &hash,
            &shell.program,
            &title,
            &own(STYLE),
            &own(more_style),
            &w.html(Msg::Skip),
        ],
    );
    if shell.fictional {
        page.put(
            "<p class=\"fictional\" role=\"note\">{}</p>",
            &[&w.html(Msg::Fictional)],
        );
    }
    page.add(body);
    page.put("<footer>", &[]);
    for line in shell.credits {
        page.put("<p>{}</p>", &[line]);
    }
    if shell.fictional {
        page.put("<p>{}</p>", &[&w.html(Msg::Fictional)]);
    }
    page.put(
        "<p>{}</p></footer>\n<script>{}</script></body></html>\n",
        &[&w.fill(Msg::MadeWith, &[&shell.program]), &own(SCRIPT)],
    );
    page.into_string()
}

/// A header, contents, and parts: the id, title and content of each. `ground` is out of sight.
fn in_parts<M: Message>(
    w: Words,
    header: Html,
    ground: Html,
    parts: Vec<(&'static str, M, Html)>,
) -> Html {
    let mut page = header;
    page.put("<nav aria-label=\"{}\"><ul>", &[&w.html(Msg::Contents)]);
    for (id, title, _) in &parts {
        page.put("<li><a href=\"#{}\">{}</a></li>", &[id, &w.html(*title)]);
    }
    page.put("</ul></nav>\n<main id=\"main\">\n", &[]);
    page.add(ground);
    for (id, title, part) in parts {
        page.put(
            "<section class=\"part\" id=\"{}\"><h2>{}</h2>\n{}</section>\n",
            &[&id, &w.html(title), &part],
        );
    }
    page.put("</main>\n", &[]);
    page
}

fn header(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<header><p class=\"eyebrow\">{}</p><h1>{}</h1><p class=\"lead\">{}</p>",
        &[
            &w.html(Msg::Eyebrow),
            &data.title,
            &w.fill(
                Msg::Lead,
                &[
                    &w.date(&data.date),
                    &w.int(data.homes.cells as f64),
                    &w.int(data.services.len() as f64),
                ],
            ),
        ],
    );
    out.add(facts(data));
    out.put(
        "</header>\n<nav aria-label=\"{}\"><ul>",
        &[&w.html(Msg::Contents)],
    );
    for (id, title) in [
        ("brief", Msg::Brief),
        ("where", Msg::Where),
        ("when", Msg::When),
        ("who", Msg::Who),
        ("account", Msg::Account),
    ] {
        out.put("<li><a href=\"#{}\">{}</a></li>", &[&id, &w.html(title)]);
    }
    out.put("</ul></nav>\n", &[]);
    out
}

/// Slots, groups, personas and source files, each in a line.
fn facts(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of("<dl class=\"facts\">", &[]);
    let mut slots = Html::new();
    for slot in &data.slots {
        let when = if slot.arrive {
            w.fill(Msg::SlotArrive, &[&slot.window])
        } else {
            w.fill(Msg::SlotDepart, &[&slot.window])
        };
        slots.put(
            "<span><b>{}</b><br><small>{}, {}</small></span>",
            &[&slot.name, &w.date(&slot.date), &when],
        );
    }
    let mut groups = Html::new();
    for (i, group) in data.groups.iter().enumerate() {
        groups.put(
            "<span><b>{}</b> {} {}</span>",
            &[&w.group(group), &w.int(group.total), &data.group_unit(i)],
        );
    }
    let mut personas = Html::new();
    for persona in &data.personas {
        personas.put("<span><b>{}</b></span>", &[&persona.name]);
    }
    let mut inputs = Html::new();
    let mut named = std::collections::BTreeSet::new();
    for input in &data.inputs {
        // Folders are with the hashes, at the end of the page.
        let name = input.path.rsplit(['/', '\\']).next().unwrap_or_default();
        if named.insert(name) {
            inputs.put("<span>{}</span>", &[&name]);
        }
    }
    for (head, list) in [
        (Msg::FactSlots, slots),
        (Msg::FactGroups, groups),
        (Msg::FactPersonas, personas),
        (Msg::FactInputs, inputs),
    ] {
        if !list.is_empty() {
            out.put("<div><dt>{}</dt><dd>{}</dd></div>", &[&w.html(head), &list]);
        }
    }
    out.put("</dl>", &[]);
    out
}
