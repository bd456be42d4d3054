//! A page as data, and how it is drawn: header with facts, contents, parts, and the account of its data.

use super::blocks::{Blocks, Cell, bullets_of, definitions, details, table};
use super::findings::{file_name, kind};
use super::head::{FindingRow, Input, PageHead, Slot};
use super::html::{self, Html, Piece, own};
use super::messages::Msg;
use super::words::Words;
use crate::axes::PurposeId;
use crate::diagnostics::Severity;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The file of a page, drawn.
pub const HTML: &str = "report.html";
/// The file of a page as data.
pub const JSON: &str = "report.json";

/// The council annex of a page.
pub const ANNEX: &str = "annex.html";

const ANNEX_STYLE: &str = include_str!("annex.css");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A page as data: what is drawn as `report.html` and written as `report.json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "A page of bereik as data")]
pub struct Page<'a> {
    /// Version of this format.
    pub version: u32,
    /// The command it is of, in its language.
    pub kind: Html,
    /// Its title.
    pub title: &'a str,
    /// What it is about.
    pub lead: Html,
    /// What a reader must know before any figure.
    pub beware: Vec<Html>,
    /// Which study, slots, groups, travellers and files it is about.
    #[serde(flatten)]
    pub head: &'a PageHead,
    /// The facts below its title.
    pub facts: Blocks,
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// What several drawings share, out of sight.
    #[serde(skip)]
    pub hidden: Html,
    /// Style beside that of all pages.
    #[serde(skip)]
    pub style: &'static str,
    /// Whether it is the annex of a page.
    #[serde(skip)]
    pub annex: bool,
}

/// A part of a page, with a heading of its own.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct Part {
    /// Its anchor in the page.
    pub id: String,
    /// What it is a part of, where not of the page as a whole.
    #[serde(skip_serializing_if = "Html::is_empty")]
    #[schemars(default)]
    pub of: Html,
    /// Its heading.
    pub title: Html,
    /// What it holds.
    pub blocks: Blocks,
    /// How it stands in the contents of the page.
    #[serde(skip)]
    pub listed: Listed,
    /// Style class beside that of all parts.
    #[serde(skip)]
    pub class: &'static str,
}

/// How a part stands in the contents of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// By its title.
    #[default]
    Listed,
    /// Not, because what it is a part of is; its title stands above what it is of.
    Inside,
    /// As what the parts behind it are of.
    Over,
}

impl Part {
    /// A part of the page as a whole.
    pub fn new(id: &str, title: Html, blocks: Blocks) -> Self {
        Self {
            id: id.to_owned(),
            title,
            blocks,
            ..Self::default()
        }
    }
}

impl<'a> Page<'a> {
    /// Version of the format of [`Page::json`].
    const VERSION: u32 = 1;

    /// A page of a kind, about what `lead` says. `unlinked` is how many homes are not known, out of how many, where the
    /// page knows it.
    pub fn new(
        head: &'a PageHead,
        title: &'a str,
        [kind, lead]: [Html; 2],
        unlinked: Option<(usize, usize)>,
    ) -> Self {
        Self {
            version: Self::VERSION,
            kind,
            title,
            lead,
            beware: beware(head, unlinked),
            head,
            facts: Blocks::new(),
            parts: Vec::new(),
            hidden: Html::new(),
            style: "",
            annex: false,
        }
    }

    /// The JSON Schema of [`Page::json`], 2020-12.
    pub fn schema() -> serde_json::Value {
        let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
        generator.into_root_schema_for::<Page>().to_value()
    }

    /// The page as JSON. Nothing in it can fail to be written: all keys are texts.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The page as HTML: security policy, style and script, header, contents, parts and footer.
    pub fn html(&self) -> String {
        let (head, w) = (self.head, self.head.words());
        let hash = html::base64(&Sha256::digest(SCRIPT.as_bytes()));
        let mut page = Html::of(
            "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'\"><meta name=\"generator\" content=\"{}\"><title>{}</title><style>\n{}{}{}</style></head><body>\n<a class=\"skip\" href=\"#main\">{}</a>",
            &[
                &w.code(),
                &hash,
                &head.program,
                &self.title,
                &own(STYLE),
                &own(self.style),
                &own(if self.annex { ANNEX_STYLE } else { "" }),
                &w.html(Msg::Skip),
            ],
        );
        if head.fictional {
            page.put(
                "<aside class=\"fictional\">{}</aside>",
                &[&w.html(Msg::Fictional)],
            );
        }
        self.header(&mut page);
        if !self.annex {
            self.contents(&mut page);
        }
        page.put("<main id=\"main\">\n{}", &[&self.hidden]);
        for part in &self.parts {
            part.draw(&mut page);
        }
        page.put("</main>\n<footer>", &[]);
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

    /// What kind of page it is, its title, what it is about, what to beware of, and facts.
    fn header(&self, page: &mut Html) {
        let annex = match self.annex {
            true => Html::of("{} · ", &[&self.head.words().html(Msg::Annex)]),
            false => Html::new(),
        };
        page.put(
            "<header><p class=\"eyebrow\">{}{}</p><h1>{}</h1><p class=\"lead\">{}</p>",
            &[&annex, &self.kind, &self.title, &self.lead],
        );
        if !self.beware.is_empty() {
            page.add(bullets_of("beware", self.beware.iter().cloned()).html());
        }
        page.put("{}</header>\n", &[&self.facts.html()]);
    }

    /// Links to the parts.
    fn contents(&self, page: &mut Html) {
        let title = self.head.words().html(Msg::Contents);
        page.put("<nav aria-label=\"{}\"><ul>", &[&title]);
        for part in self.parts.iter().filter(|p| p.listed != Listed::Inside) {
            page.put("<li><a href=\"#{}\">{}</a></li>", &[&part.id, &part.title]);
        }
        page.put("</ul></nav>\n", &[]);
    }
}

impl Part {
    fn draw(&self, page: &mut Html) {
        let space = if self.class.is_empty() { "" } else { " " };
        page.put(
            "<section class=\"part{}{}\" id=\"{}\">",
            &[&space, &self.class, &self.id],
        );
        if self.listed == Listed::Over {
            page.put("<p class=\"eyebrow\">{}</p>", &[&self.of]);
        }
        page.put("<h2>{}</h2>\n", &[&self.title]);
        if self.listed == Listed::Inside {
            page.put("<p class=\"of\">{}</p>", &[&self.of]);
        }
        page.put("{}</section>\n", &[&self.blocks.html()]);
    }
}

/// What a reader must know before any figure: that much is not known, and that the data have serious faults. Nothing
/// where neither is so.
fn beware(head: &PageHead, unlinked: Option<(usize, usize)>) -> Vec<Html> {
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
    list
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
        let (name, total, units) = (w.group(g), w.int(g.total), w.units(g.unit, g.total));
        match name == w.unit(g.unit) {
            // "511 home locations" need no name before them.
            true => Html::of("<b>{}</b> {}", &[&total, &units]),
            false => Html::of("<b>{}</b> {} {}", &[&name, &total, &units]),
        }
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
pub fn limits(title: Html, list: impl IntoIterator<Item = Html>) -> Blocks {
    let mut out = Blocks::new();
    out.head(3, title);
    out.add(bullets_of("limits", list));
    out
}

/// Some services with what is measured of them and their norm.
pub fn norms(head: &PageHead, services: impl Iterator<Item = PurposeId>) -> Blocks {
    let w = head.words();
    let services = services.filter_map(|i| head.services.get(i));
    let list = services.map(|s| {
        let text = Html::of("{}; {}", &[&w.measure(s), &w.norm(s)]);
        (Html::of("{}", &[&s.name]), text)
    });
    let mut out = w.title(Msg::NormsTitle);
    out.add(definitions(list));
    out
}

/// What was odd in the data, and the files it came from.
pub fn data_account(head: &PageHead) -> Blocks {
    let w = head.words();
    let mut out = w.title(Msg::DataTitle);
    out.add(findings(w, &head.findings));
    out.add(inputs(w, w.html(Msg::InputsTitle), &head.inputs));
    out
}

/// What was odd in the inputs, by kind.
pub fn findings(w: Words, list: &[FindingRow]) -> Blocks {
    let mut out = Blocks::new();
    if list.is_empty() {
        out.say(w.html(Msg::FindingsNone));
        return out;
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
            Cell::text(&path(&file_name(&f.file))),
            Cell::text(&kind(w, &f.code)),
            Cell::text(&Html::of(
                "<span class=\"example\">{}</span>",
                &[&f.example],
            )),
        ]
    });
    let total: f64 = list.iter().map(|f| f.count as f64).sum();
    let kinds: BTreeSet<&str> = list.iter().map(|f| f.code.as_str()).collect();
    let kinds = w.number(kinds.len() as f64);
    let said = w.fill(
        Msg::FindingsSome,
        &[("findings", &w.number(total)), ("kinds", &kinds)],
    );
    out.say(said);
    let caption = w.html(Msg::FindingsCaption);
    out.add(table(caption, &heads, rows.collect(), true));
    out
}

/// A file's path, which may break anywhere: a long one would make its table wider than the sheet.
fn path(of: &str) -> Html {
    Html::of("<span class=\"path\">{}</span>", &[&of])
}

/// Files with their checksums, folded away under a title.
pub fn inputs(w: Words, title: Html, list: &[Input]) -> Blocks {
    let heads = [Msg::Role, Msg::File, Msg::Size, Msg::Note, Msg::Hash].map(|m| w.html(m));
    let rows = list.iter().map(|i| {
        let size = i.bytes as f64 / 1e6;
        let text = w.dec(size, if size < 10.0 { 2 } else { 0 });
        vec![
            Cell::text(&i.role),
            Cell::text(&path(&i.path)),
            Cell::number(&format!("{text}\u{a0}MB"), Some(size)),
            Cell::text(&i.note.as_deref().unwrap_or("–")),
            Cell::text(&Html::of("<code class=\"hash\">{}</code>", &[&i.sha256])),
        ]
    });
    let table = table(title.clone(), &heads, rows.collect(), false);
    details(title, table)
}
