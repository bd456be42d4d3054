//! The page of `bereik site`: the style, tables and map of the study's report.

mod cards;
pub mod data;
mod map;
mod ranking;
pub(super) mod words;

use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::{self, Blocks, Html, Msg, Page, Part, bullets_of};
use data::{Site, SiteData};
use words::Say;

const OWN_STYLE: &str = include_str!("style.css");

impl SiteData {
    /// A site's name, else its id.
    fn name<'a>(&self, site: &'a Site) -> &'a str {
        if site.name.is_empty() {
            &site.id
        } else {
            &site.name
        }
    }
    /// The slots in which households are lifted, in a row.
    fn lift_slots(&self) -> String {
        let w = self.head.words();
        let names: Vec<String> = (self.lift_slots.iter())
            .filter_map(|s| self.head.slots.get(*s))
            .map(|s| plain_text(&w.fill(Say::LiftSlot, &[("slot", &s.name)])))
            .collect();
        w.list(&names)
    }
    fn position(&self, v: Option<f64>) -> String {
        v.map_or("–".into(), |v| self.head.words().int(v))
    }
}

/// The whole page.
pub fn page(data: &SiteData) -> Page<'_> {
    let w = data.head.words();
    let mut page = begin(data);
    page.style = OWN_STYLE;
    let brief = bullets_of("said", sentences(data));
    page.parts = vec![
        Part::new("brief", w.html(Msg::Brief), brief),
        Part::new("ranking", w.html(Msg::Ranking), ranking::section(data)),
        Part::new("where", w.html(Say::Where), map::blocks(data)),
        Part::new("cards", w.html(Say::Cards), cards::section(data)),
    ];
    if data.chosen.is_some() {
        let chosen = ranking::chosen(data);
        page.parts
            .push(Part::new("together", w.html(Say::Together), chosen));
    }
    let account = Part::new("account", w.html(Msg::Account), account(data));
    page.parts.push(account);
    page
}

/// The page with what stands above its parts.
fn begin(data: &SiteData) -> Page<'_> {
    let (head, w) = (&data.head, data.head.words());
    let (name, unit, weight) = &data.stock;
    let unit = w.units(*unit, *weight);
    let stock = w.fill(
        Say::Stock,
        &[("stock", name), ("count", &w.int(*weight)), ("unit", &unit)],
    );
    let facts = kit::facts([
        kit::fact_of_slots(w, head.slots.iter()),
        kit::fact_of_personas(head),
        (w.html(Say::FactStock), vec![stock]),
    ]);
    let sites = w.number(data.sites.len() as f64);
    let lead = w.fill(
        Say::Lead,
        &[("sites", &sites), ("date", &w.date(&head.date))],
    );
    let mut page = Page::new(
        head,
        &head.title,
        [w.html(Say::Eyebrow), lead],
        Some(data.unlinked),
    );
    page.facts = facts;
    page
}

/// Sentences about the best site, what it can lose, and the sites chosen.
fn sentences(data: &SiteData) -> Vec<Html> {
    let w = data.head.words();
    let mut out = Vec::new();
    let known: Vec<&Site> = data.sites.iter().filter(|s| s.missed.is_some()).collect();
    if let Some(best) = known.first() {
        let norms = w.number(data.norms as f64);
        let missed = best.missed.unwrap_or(0);
        out.push(match missed {
            _ if data.norms == 0 => w.fill(Say::BestNoNorms, &[("site", &data.name(best))]),
            0 => w.fill(
                Say::BestAll,
                &[("site", &data.name(best)), ("norms", &norms)],
            ),
            n => w.fill(
                Say::Best,
                &[
                    ("site", &data.name(best)),
                    ("missed", &w.int(n as f64)),
                    ("norms", &norms),
                ],
            ),
        });
        out.push(w.fill(
            Say::BestStock,
            &[
                ("share", &data.position(best.stock_worse_off)),
                ("stock", &data.stock.0),
                ("of_all", &data.position(best.region_worse_off)),
                ("unit", &data.head.main_unit()),
                ("group", &data.head.main_name()),
            ],
        ));
        match &best.weakest {
            Some((line, now, after)) => out.push(w.fill(
                Say::Lose,
                &[
                    ("line", line),
                    ("met", &w.number(*now as f64)),
                    ("left", &w.int(*after as f64)),
                    ("traveller", &data.head.traveller()),
                ],
            )),
            // Where lines were named or cut for few sites, nothing can be said of the others.
            None if data.survive.is_empty() => out.push(w.html(Say::NoLine)),
            None => {}
        }
        if let Some(worst) = known.last().filter(|_| known.len() > 1) {
            let missed = w.int(worst.missed.unwrap_or(0) as f64);
            out.push(w.fill(
                Say::WorstToBest,
                &[("site", &data.name(worst)), ("missed", &missed)],
            ));
        }
    }
    if let Some(c) = &data.chosen {
        let first = c.sites.first().and_then(|s| data.sites.get(s.0));
        out.push(if c.sites.is_empty() {
            w.fill(
                Say::ChosenNone,
                &[
                    ("slots", &data.lift_slots()),
                    ("traveller", &data.head.traveller()),
                ],
            )
        } else {
            let (say, site) = match first {
                Some(site) if c.sites.len() == 1 => (Say::ChosenOne, data.name(site)),
                _ => (Say::ChosenBrief, ""),
            };
            w.fill_some(
                say,
                &[
                    ("site", &site),
                    ("sites", &w.int(c.sites.len() as f64)),
                    ("lifted", &w.int(c.lifted)),
                    ("below", &w.int(c.below)),
                    ("unit", &w.units(data.stock.1, c.below)),
                    ("most", &w.int(c.at_most)),
                    ("traveller", &data.head.traveller()),
                ],
            )
        });
    }
    out
}

/// The best five in a line each, for the terminal, then what the page says in brief.
pub fn headlines(data: &SiteData) -> Vec<String> {
    let w = data.head.words();
    let mut lines = Vec::new();
    let known = data.sites.iter().filter(|s| s.missed.is_some());
    for (i, site) in known.enumerate().take(5) {
        let say = match data.norms {
            0 => Say::TermNoNorms,
            _ => Say::TermSite,
        };
        let mut line = w.fill_some(
            say,
            &[
                ("rank", &(i + 1)),
                ("site", &data.name(site)),
                ("missed", &w.int(site.missed.unwrap_or(0) as f64)),
                ("norms", &w.number(data.norms as f64)),
            ],
        );
        let share = data.position(site.stock_worse_off);
        line.add(w.fill(Say::TermStock, &[("share", &share)]));
        if let Some((name, now, after)) = &site.weakest {
            line.add(w.fill(
                Say::TermWeakest,
                &[
                    ("line", name),
                    ("traveller", &data.head.traveller()),
                    ("left", after),
                    ("met", now),
                ],
            ));
        }
        lines.push(plain_text(&line));
    }
    if data.chosen.is_some()
        && let Some(last) = sentences(data).pop()
    {
        lines.push(plain_text(&last));
    }
    lines
}

fn account(data: &SiteData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let own = [
        Say::LimitRank,
        Say::LimitWeakest,
        Say::LimitPosition,
        Say::LimitPlace,
    ];
    let general = [Msg::LimitTimetable, Msg::LimitNorms].map(|m| w.html(m));
    let said = own.map(|m| w.html(m)).into_iter().chain(general);
    let mut out = kit::limits(w.html(Msg::LimitsShort), said);
    out.add(kit::norms(head, head.services.ids()));
    out.add(kit::data_account(head));
    out
}
