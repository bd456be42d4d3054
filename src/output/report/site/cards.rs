//! A card for each of the best sites: services by time of day, norms, jobs, and what survives.

use super::data::{Reached, Site, SiteData};
use super::words::Say;
use crate::output::report::kit::head::Service;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Piece, Tag, bullets, table};

/// Cards on the page; the sites chosen together get one as well.
const CARDS: usize = 5;

/// The cards.
pub fn section(data: &SiteData) -> Blocks {
    let w = data.head.words();
    let mut out = w.what(Say::CardsHow, &[("traveller", &data.head.traveller())]);
    let mut cards = Blocks::new();
    for (i, site) in data.sites.iter().enumerate() {
        if site.missed.is_some() && (i < CARDS || site.chosen.is_some()) {
            cards.add(card(data, i, site));
        }
    }
    out.add(cards.grouped("sitecards"));
    out
}

fn card(data: &SiteData, i: usize, site: &Site) -> Blocks {
    let w = data.head.words();
    let dwellings = w.number_or_dash(site.dwellings);
    let missed = w.int(site.missed.unwrap_or(0) as f64);
    let mut out = Blocks::new();
    let title: [&dyn Piece; 2] = [&(i + 1), &data.name(site)];
    out.head(3, Html::of("<span class=\"num\">{}</span>{}", &title));
    let lead = match data.norms {
        0 => Say::CardLeadNoNorms,
        _ => Say::CardLead,
    };
    let lead = w.fill_some(
        lead,
        &[
            ("dwellings", &dwellings),
            ("missed", &missed),
            ("norms", &w.number(data.norms as f64)),
        ],
    );
    out.say_as("what", lead);
    let mut heads = vec![w.html(Msg::Service)];
    for (s, slot) in data.head.slots.by_id() {
        let line = match site.lines.get(s).and_then(Option::as_ref) {
            Some(line) => w.fill(Say::LineOf, &[("line", line)]),
            None if data.survive.is_empty() => w.html(Say::NoLineShort),
            None => Html::new(),
        };
        heads.push(Html::of("{}<br><small>{}</small>", &[&slot.name, &line]));
    }
    let mut rows = Vec::new();
    for (x, service) in data.head.services.by_id() {
        let mut row = vec![Cell::text(&service.name)];
        for s in data.head.slots.ids() {
            let reached = site.values.get((s, x)).copied().flatten();
            row.push(cell(data, service, reached));
        }
        rows.push(row);
    }
    for (p, persona) in data.head.personas.by_id() {
        let mut row = vec![Cell::text(
            &w.fill(Say::MissedBy, &[("traveller", &persona.name)]),
        )];
        for s in data.head.slots.ids() {
            let missed = site.by_slot.get((p, s)).copied().flatten();
            let norms = data.counted.get(s).map_or(0, Vec::len);
            let text = missed.map_or("–".to_owned(), |m| format!("{m} / {norms}"));
            row.push(Cell::number(&text, missed.map(|m| m as f64)));
        }
        rows.push(row);
    }
    out.add(table(Html::text(&data.name(site)), &heads, rows, false));
    if !data.shifts.is_empty() {
        out.head(4, w.html(Say::JobsTitle));
        let mut list = Vec::new();
        for (shift, (now, after)) in data.shifts.iter().zip(&site.jobs) {
            let now = w.number_or_dash(*now);
            let line = site.weakest.as_ref().map(|l| &l.0);
            let sentence = match (after, line) {
                (Some(after), Some(line)) => w.fill(
                    Say::JobsRowAfter,
                    &[
                        ("shift", shift),
                        ("jobs", &now),
                        ("left", &w.int(*after)),
                        ("line", line),
                    ],
                ),
                _ => w.fill(Say::JobsRow, &[("shift", shift), ("jobs", &now)]),
            };
            list.push(sentence);
        }
        out.add(bullets(list));
    }
    out.within(Tag::Article, "sitecard")
}

/// What is reached, shaded where the norm is missed, and what is left without the line.
fn cell(data: &SiteData, service: &Service, reached: Option<Reached>) -> Cell {
    let w = data.head.words();
    let Some(r) = reached else {
        return Cell::dash();
    };
    let text = |v: Option<f64>| w.value(Some(service), v);
    let now = Html::of(
        "<span class=\"chip {}\">{}</span>",
        &[
            &if r.missed == Some(true) { "h2" } else { "h0" },
            &text(r.value),
        ],
    );
    let mut cell = match r.after {
        Some((after, missed)) if after != r.value => {
            let worse = missed == Some(true) && r.missed != Some(true);
            let class = if worse { "chip h2" } else { "" };
            Html::of(
                "{} → <span class=\"{}\">{}</span>",
                &[&now, &class, &text(after)],
            )
        }
        _ => now,
    };
    if let Some(position) = r.stock_worse_off {
        let text = w.pct(position / 100.0);
        cell.put(
            "<small>{}</small>",
            &[&w.fill(Say::AmongStockRow, &[("share", &text)])],
        );
    }
    Cell::number(&cell, r.value)
}
