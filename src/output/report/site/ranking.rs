//! The ranked table, and the sites chosen together.

use super::data::{Site, SiteData};
use super::words::Say;
use crate::output::report::html::{Cell, Html, Piece, table};

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
    let w = data.words();
    match missed {
        None => Cell::number(&"–", None),
        Some(n) => {
            let share = n as f64 / norms.max(1) as f64;
            let class = if n == 0 {
                0
            } else {
                crate::output::report::map::class_of(share).max(1)
            };
            Cell::shaded(&w.int(n as f64), n as f64, class)
        }
    }
}

/// The table of all sites.
pub fn section(data: &SiteData) -> Html {
    let w = data.words();
    let head = |say: Say| data.say(say, &[]);
    let mut heads = vec![
        head(Say::Place),
        head(Say::Rank),
        head(Say::Dwellings),
        head(Say::Missed),
    ];
    // Which slots, for all travellers together: the columns add up to the one before.
    for slot in &data.slots {
        heads.push(Html::of("{}", &[&slot.name]));
    }
    heads.extend([
        head(Say::AmongStock),
        head(Say::InRegion),
        head(Say::Survives),
    ]);
    for shift in &data.shifts {
        heads.push(data.say(Say::Jobs, &[shift]));
    }
    let personas = data.personas.len();
    let row = |(i, site): (usize, &Site)| {
        let rank = site.missed.map(|_| (i + 1) as f64);
        let mut name = Html::of("{}", &[&data.name(site)]);
        if site.missed.is_none() {
            name.put(" <small>{}</small>", &[&head(Say::NotLinked)]);
        }
        let number = |v: Option<f64>| Cell::number(&v.map_or("–".to_owned(), |v| w.int(v)), v);
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
        for s in 0..data.slots.len() {
            let all: Option<Vec<usize>> = site
                .by_slot
                .iter()
                .map(|by| by.get(s).copied().flatten())
                .collect();
            let norms = data.counted.get(s).map_or(0, Vec::len) * personas;
            row.push(shaded(data, all.map(|v| v.iter().sum()), norms));
        }
        row.extend([share(site.stock_worse_off), share(site.region_worse_off)]);
        row.push(match &site.weakest {
            Some((line, now, after)) => {
                let mut text = change(&w.int(*now as f64), Some(&w.int(*after as f64)));
                text.put("<br><small>{}</small>", &[&data.say(Say::LineOf, &[line])]);
                Cell::number(&text, Some(*after as f64))
            }
            None => Cell::number(&"–", None),
        });
        for (now, after) in &site.jobs {
            let text = now.map_or("–".to_owned(), |v| w.int(v));
            let after = after.map(|v| w.int(v));
            row.push(Cell::number(&change(&text, after.as_deref()), *now));
        }
        row
    };
    let rows = data.sites.iter().enumerate().take(SHOWN).map(row).collect();
    let mut out = Html::of(
        "<p class=\"what\">{}</p><div class=\"ranks\">",
        &[&head(Say::RankingHow)],
    );
    out.add(table(&head(Say::Ranking), &heads, rows, true));
    out.put("</div>", &[]);
    if data.sites.len() > SHOWN {
        let pieces: [&dyn Piece; 2] = [&w.int(SHOWN as f64), &w.int(data.sites.len() as f64)];
        out.put(
            "<p class=\"what\">{}</p>",
            &[&data.say(Say::RankingCut, &pieces)],
        );
    }
    out
}

/// The sites chosen together.
pub fn chosen(data: &SiteData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    let Some(c) = &data.chosen else { return out };
    let limit = match data.move_within_km {
        Some(km) => data.say(Say::TogetherLimit, &[&w.amount(km)]),
        None => Html::new(),
    };
    let below = format!("{} {}", w.int(c.below), data.stock.1);
    out.put(
        "<p class=\"what\">{}</p>",
        &[&data.say(
            Say::TogetherHow,
            &[
                &w.int(c.asked as f64),
                &data.lift_slots(),
                &below,
                &limit,
                &data.persona(),
            ],
        )],
    );
    if c.unknown > 0.0 {
        let unknown = format!("{} {}", w.int(c.unknown), data.stock.1);
        out.put(
            "<p class=\"what\">{}</p>",
            &[&data.say(Say::TogetherUnknown, &[&unknown])],
        );
    }
    if c.sites.is_empty() {
        out.put(
            "<p class=\"none\">{}</p>",
            &[&data.say(Say::ChosenNone, &[&data.lift_slots(), &data.persona()])],
        );
        return out;
    }
    let heads = [
        Say::Place,
        Say::Order,
        Say::Rank,
        Say::Dwellings,
        Say::Lifts,
        Say::LiftsAll,
    ]
    .map(|s| data.say(s, &[]));
    let mut sum = 0.0;
    let rows = (c.sites.iter().enumerate())
        .filter_map(|(n, (at, gain))| Some((n, at, data.sites.get(*at)?, gain)))
        .map(|(n, at, site, gain)| {
            sum += gain;
            let number = |v: f64| Cell::number(&w.int(v), Some(v));
            vec![
                Cell::text(&data.name(site)),
                number(n as f64 + 1.0),
                number(*at as f64 + 1.0),
                number(site.dwellings.unwrap_or(0.0)),
                number(*gain),
                number(sum),
            ]
        })
        .collect();
    out.add(table(&data.say(Say::Together, &[]), &heads, rows, false));
    let reached = if c.at_most > 0.0 {
        c.lifted / c.at_most
    } else {
        1.0
    };
    let pieces: [&dyn Piece; 4] = [
        &w.pct(c.share),
        &w.int(c.at_most),
        &w.pct(reached),
        &w.int(c.all),
    ];
    out.put("<p>{}</p>", &[&data.say(Say::TogetherBound, &pieces)]);
    if c.sites.len() < c.asked {
        let few = w.int(c.sites.len() as f64);
        out.put("<p>{}</p>", &[&data.say(Say::TogetherFew, &[&few])]);
    }
    out
}
