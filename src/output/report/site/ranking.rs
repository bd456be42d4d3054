//! The ranked table, and the sites chosen together.

use super::data::{Site, SiteData};
use super::words::Say;
use crate::output::report::kit::map::class_of;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, table};

/// Most sites of the table on the page.
const SHOWN: usize = 200;

/// `now → after`; only `now` where no line was cut.
pub fn change(now: &str, after: Option<&str>) -> Html {
    match after {
        Some(after) if after != now => Html::of("{}<small> → {}</small>", &[&now, &after]),
        _ => Html::of("{}", &[&now]),
    }
}

/// The shade of so many norms missed of so many.
fn shaded(data: &SiteData, missed: Option<usize>, norms: usize) -> Cell {
    let w = data.head.words();
    missed.map_or_else(Cell::dash, |n| {
        let share = n as f64 / norms.max(1) as f64;
        let class = class_of(share).max(usize::from(n > 0));
        Cell::shaded(&w.int(n as f64), n as f64, class)
    })
}

/// The table of all sites.
pub fn section(data: &SiteData) -> Blocks {
    let w = data.head.words();
    let mut heads = vec![
        w.html(Say::Place),
        w.html(Msg::Rank),
        w.html(Say::Dwellings),
        w.html(Say::Missed),
    ];
    // Which slots, for all travellers together: the columns add up to the one before.
    for slot in &data.head.slots {
        heads.push(Html::of("{}", &[&slot.name]));
    }
    heads.extend([
        w.html(Say::AmongStock),
        w.html(Say::InRegion),
        w.html(Say::Survives),
    ]);
    for shift in &data.shifts {
        heads.push(w.fill(Say::Jobs, &[("shift", shift)]));
    }
    let personas = data.head.personas.len();
    let row = |(i, site): (usize, &Site)| {
        let rank = site.missed.map(|_| (i + 1) as f64);
        let mut name = Html::of("{}", &[&data.name(site)]);
        if site.missed.is_none() {
            name.put(" <small>{}</small>", &[&w.html(Say::NotLinked)]);
        }
        let number = |v: Option<f64>| Cell::known(v, |v| w.int(v));
        let share = |v: Option<f64>| {
            let text = v.map_or("–".to_owned(), |v| w.pct(v / 100.0));
            Cell::number(&text, v)
        };
        let mut row = vec![
            Cell::text(&name),
            number(rank),
            number(site.dwellings),
            shaded(data, site.missed, data.norms),
        ];
        for s in data.head.slots.ids() {
            let of = |p| site.by_slot.get((p, s)).copied().flatten();
            let all: Option<Vec<usize>> = site.by_slot.row_ids().map(of).collect();
            let norms = data.counted.get(s).map_or(0, Vec::len) * personas;
            row.push(shaded(data, all.map(|v| v.iter().sum()), norms));
        }
        row.extend([share(site.stock_worse_off), share(site.region_worse_off)]);
        row.push(match &site.weakest {
            Some((line, now, after)) => {
                let mut text = change(&w.int(*now as f64), Some(&w.int(*after as f64)));
                text.put(
                    "<br><small>{}</small>",
                    &[&w.fill(Say::LineOf, &[("line", line)])],
                );
                Cell::number(&text, Some(*after as f64))
            }
            None => Cell::dash(),
        });
        for (now, after) in &site.jobs {
            let text = now.map_or("–".to_owned(), |v| w.int(v));
            let after = after.map(|v| w.int(v));
            row.push(Cell::number(&change(&text, after.as_deref()), *now));
        }
        row
    };
    let rows = data.sites.iter().enumerate().take(SHOWN).map(row).collect();
    let mut out = w.what(Say::RankingHow, &[]);
    out.add(table(w.html(Msg::Ranking), &heads, rows, true).grouped("ranks"));
    out.add(w.cut(Say::RankingCut, SHOWN, data.sites.len()));
    out
}

/// The sites chosen together.
pub fn chosen(data: &SiteData) -> Blocks {
    let w = data.head.words();
    let mut out = Blocks::new();
    let Some(c) = &data.chosen else { return out };
    let limit = match data.move_within_km {
        Some(km) => w.fill(Say::TogetherLimit, &[("km", &w.amount(km))]),
        None => Html::new(),
    };
    let below = format!("{} {}", w.int(c.below), w.units(data.stock.1, c.below));
    out.add(w.what(
        Say::TogetherHow,
        &[
            ("sites", &w.number(c.asked as f64)),
            ("slots", &data.lift_slots()),
            ("below", &below),
            ("limit", &limit),
            ("traveller", &data.head.traveller()),
        ],
    ));
    if c.unknown > 0.0 {
        let unknown = format!("{} {}", w.int(c.unknown), w.units(data.stock.1, c.unknown));
        out.add(w.what(Say::TogetherUnknown, &[("unknown", &unknown)]));
    }
    if c.sites.is_empty() {
        out.add(w.none(
            Say::ChosenNone,
            &[
                ("slots", &data.lift_slots()),
                ("traveller", &data.head.traveller()),
            ],
        ));
        return out;
    }
    let heads = [
        w.html(Say::Place),
        w.html(Say::Order),
        w.html(Msg::Rank),
        w.html(Say::Dwellings),
        w.html(Say::Lifts),
        w.html(Say::LiftsAll),
    ];
    let mut sum = 0.0;
    let rows = (c.sites.iter().enumerate())
        .filter_map(|(n, (at, gain))| Some((n, at, data.sites.get(*at)?, gain)))
        .map(|(n, at, site, gain)| {
            sum += gain;
            vec![
                Cell::text(&data.name(site)),
                w.count(n as f64 + 1.0),
                w.count(*at as f64 + 1.0),
                Cell::known(site.dwellings, |v| w.int(v)),
                w.count(*gain),
                w.count(sum),
            ]
        })
        .collect();
    out.add(table(w.html(Say::Together), &heads, rows, false));
    let reached = if c.at_most > 0.0 {
        c.lifted / c.at_most
    } else {
        1.0
    };
    let bound = w.fill(
        Say::TogetherBound,
        &[
            ("share", &w.pct(c.share)),
            ("most", &w.int(c.at_most)),
            ("proven", &w.pct(reached)),
            ("everywhere", &w.int(c.all)),
        ],
    );
    out.say(bound);
    if c.sites.len() < c.asked {
        let few = w.number(c.sites.len() as f64);
        out.say(w.fill(Say::TogetherFew, &[("sites", &few)]));
    }
    out
}
