//! The frame of a page: what is around its parts, its header with facts, and the account of its data.

use super::head::{FindingRow, Input, PageHead, Slot};
use super::html::{self, Cell, Html, Piece, definitions, details, own, table};
use super::messages::Msg;
use super::words::Words;
use crate::axes::PurposeId;
use crate::diagnostics::Severity;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A page around a body: security policy, style and script, banner and footer.
pub fn page(head: &PageHead, title: &str, more_style: &'static str, body: Html) -> String {
    let w = head.words();
    let hash = html::base64(&Sha256::digest(SCRIPT.as_bytes()));
    let mut page = Html::of(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\"><meta name=\"generator\" content=\"{}\"><title>{}</title><style>\n{}{}</style></head><body>\n<a class=\"skip\" href=\"#main\">{}</a>",
        &[
            &w.code(),
            &hash,
            &head.program,
            &title,
            &own(STYLE),
            &own(more_style),
            &w.html(Msg::Skip),
        ],
    );
    if head.fictional {
        page.put(
            "<p class=\"fictional\" role=\"note\">{}</p>",
            &[&w.html(Msg::Fictional)],
        );
    }
    page.add(body);
    page.put("<footer>", &[]);
    for line in &head.credits {
        page.put("<p>{}</p>", &[line]);
    }
    if head.fictional {
        page.put("<p>{}</p>", &[&w.html(Msg::Fictional)]);
    }
    page.put(
        "<p>{}</p></footer>\n<script>{}</script></body></html>\n",
        &[
            &w.fill(Msg::MadeWith, &[("program", &head.program)]),
            &own(SCRIPT),
        ],
    );
    page.into_string()
}

/// A header, contents, and parts: the id, title and content of each. `hidden` is drawn out of sight.
pub fn parts(w: Words, header: Html, hidden: Html, parts: Vec<(&'static str, Html, Html)>) -> Html {
    let mut page = header;
    page.put("<nav aria-label=\"{}\"><ul>", &[&w.html(Msg::Contents)]);
    for (id, title, _) in &parts {
        page.put("<li><a href=\"#{}\">{}</a></li>", &[id, title]);
    }
    page.put("</ul></nav>\n<main id=\"main\">\n", &[]);
    page.add(hidden);
    for (id, title, part) in &parts {
        page.put(
            "<section class=\"part\" id=\"{}\"><h2>{}</h2>\n{}</section>\n",
            &[id, title, part],
        );
    }
    page.put("</main>\n", &[]);
    page
}

/// The header: what kind of page it is, its title, what it is about, what to beware of, and [`facts`]; `unlinked` is how
/// many homes are not known, out of how many, where the page knows it.
pub fn header(
    head: &PageHead,
    [kind, lead]: [&Html; 2],
    title: &str,
    unlinked: Option<(usize, usize)>,
    facts: Html,
) -> Html {
    Html::of(
        "<header><p class=\"eyebrow\">{}</p><h1>{}</h1><p class=\"lead\">{}</p>{}{}</header>\n",
        &[kind, &title, lead, &beware(head, unlinked), &facts],
    )
}

/// What a reader must know before any figure: that much is not known, and that the data have serious faults. Nothing
/// where neither is so.
fn beware(head: &PageHead, unlinked: Option<(usize, usize)>) -> Html {
    /// From this share of homes on it is said at the top that they are not known.
    const MANY: f64 = 0.05;
    let w = head.words();
    let mut list = Vec::new();
    if let Some((unlinked, homes)) = unlinked
        && homes > 0
        && unlinked as f64 >= MANY * homes as f64
    {
        let share = w.pct(unlinked as f64 / homes as f64);
        let [unlinked, homes] = [unlinked, homes].map(|n| w.number(n as f64));
        list.push(w.fill(
            Msg::NotKnown,
            &[
                ("unlinked", &unlinked),
                ("homes", &homes),
                ("share", &share),
            ],
        ));
    }
    let serious = Severity::Serious.word();
    let serious = head.findings.iter().filter(|f| f.severity == serious);
    let serious = serious.count();
    if serious > 0 {
        list.push(w.fill(Msg::Serious, &[("count", &w.number(serious as f64))]));
    }
    match list.is_empty() {
        true => Html::new(),
        false => html::bullets_of("beware", list),
    }
}

/// Facts in a list: the word for each and what it holds, one piece of markup an entry.
pub fn facts<const N: usize>(list: [(Html, Vec<Html>); N]) -> Html {
    let mut out = Html::of("<dl class=\"facts\">", &[]);
    for (word, entries) in list.iter().filter(|(_, entries)| !entries.is_empty()) {
        out.put("<div><dt>{}</dt><dd>", &[word]);
        for entry in entries {
            out.put("<span>{}</span>", &[entry]);
        }
        out.put("</dd></div>", &[]);
    }
    out.put("</dl>", &[]);
    out
}

/// The fact that names slots, with their day and hours.
pub fn fact_of_slots<'a>(w: Words, slots: impl Iterator<Item = &'a Slot>) -> (Html, Vec<Html>) {
    let entry = |slot: &Slot| {
        let when = match slot.arrive {
            true => Msg::SlotArrive,
            false => Msg::SlotDepart,
        };
        let when = w.fill(when, &[("window", &slot.window)]);
        let pieces: [&dyn Piece; 3] = [&slot.name, &w.date(&slot.date), &when];
        Html::of("<b>{}</b><br><small>{}, {}</small>", &pieces)
    };
    (w.html(Msg::FactSlots), slots.map(entry).collect())
}

/// The fact that names all groups, with how much each counts.
pub fn fact_of_groups(head: &PageHead) -> (Html, Vec<Html>) {
    let w = head.words();
    let entries = head.groups.iter().map(|g| {
        let pieces: [&dyn Piece; 3] = [&w.group(g), &w.int(g.total), &w.units(g.unit, g.total)];
        Html::of("<b>{}</b> {} {}", &pieces)
    });
    (w.html(Msg::FactGroups), entries.collect())
}

/// The fact that names all personas, with their settings.
pub fn fact_of_personas(head: &PageHead) -> (Html, Vec<Html>) {
    let entries = head.personas.iter().map(|p| {
        let note = p.note.as_deref().unwrap_or_default();
        Html::of(
            "<b>{}</b><br><small class=\"wrap\">{}</small>",
            &[&p.name, &note],
        )
    });
    (head.words().html(Msg::FactPersonas), entries.collect())
}

/// What the numbers of a page do not say, under a title.
pub fn limits(title: &Html, list: impl IntoIterator<Item = Html>) -> Html {
    Html::of("<h3>{}</h3>{}", &[title, &html::bullets_of("limits", list)])
}

/// Some services with what is measured of them and their norm.
pub fn norms(head: &PageHead, services: impl Iterator<Item = PurposeId>) -> Html {
    let w = head.words();
    let services = services.filter_map(|i| head.services.get(i));
    let list = services.map(|s| {
        let text = Html::of("{}; {}", &[&w.measure(s), &w.norm(s)]);
        (Html::of("{}", &[&s.name]), text)
    });
    Html::of(
        "<h3>{}</h3>{}",
        &[&w.html(Msg::NormsTitle), &definitions(list)],
    )
}

/// What was odd in the data, and the files it came from.
pub fn data_account(head: &PageHead) -> Html {
    let w = head.words();
    let mut out = w.title(Msg::DataTitle);
    out.add(findings(w, &head.findings));
    out.add(inputs(w, &w.html(Msg::InputsTitle), &head.inputs));
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
    let rows = list.iter().map(|f| {
        let severity = match f.severity.as_str() {
            "note" => w.html(Msg::SeverityNote),
            "warning" => w.html(Msg::SeverityWarning),
            "serious" => Html::of("<strong>{}</strong>", &[&w.html(Msg::SeveritySerious)]),
            _ => Html::of("{}", &[&f.severity]),
        };
        vec![
            Cell::text(&severity),
            w.count(f.count as f64),
            Cell::text(&f.file),
            Cell::text(&Html::of("<code>{}</code>", &[&f.code])),
            Cell::text(&f.example),
        ]
    });
    let total: f64 = list.iter().map(|f| f.count as f64).sum();
    let kinds: BTreeSet<&str> = list.iter().map(|f| f.code.as_str()).collect();
    let kinds = w.number(kinds.len() as f64);
    let said = w.fill(
        Msg::FindingsSome,
        &[("findings", &w.number(total)), ("kinds", &kinds)],
    );
    let mut out = Html::of("<p>{}</p>", &[&said]);
    let caption = w.html(Msg::FindingsCaption);
    out.add(table(&caption, &heads, rows.collect(), true));
    out
}

/// Files with their checksums, folded away under a title.
pub fn inputs(w: Words, title: &Html, list: &[Input]) -> Html {
    let heads = [Msg::Role, Msg::File, Msg::Size, Msg::Note, Msg::Hash].map(|m| w.html(m));
    let rows = list.iter().map(|i| {
        let size = i.bytes as f64 / 1e6;
        let text = w.dec(size, if size < 10.0 { 2 } else { 0 });
        vec![
            Cell::text(&i.role),
            Cell::text(&i.path),
            Cell::number(&format!("{text}\u{a0}MB"), Some(size)),
            Cell::text(&i.note.as_deref().unwrap_or("–")),
            Cell::text(&Html::of("<code class=\"hash\">{}</code>", &[&i.sha256])),
        ]
    });
    details(title, &table(title, &heads, rows.collect(), false))
}
