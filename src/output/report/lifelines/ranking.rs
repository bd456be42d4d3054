//! Lines, stops or trips from the one to be missed least: small maps, the ranking, and when, for
//! what and for whom.

use super::data::{LifelinesData, OfKind, Thing};
use super::words::Say;
use super::{by_hour, each, effort, map, needed};
use crate::output::report::html::{Cell, Html, table};
use crate::output::report::map::class_of;

/// Most rows of the ranking on the page.
const SHOWN: usize = 50;
/// Most rows told in detail.
const DETAILED: usize = 15;

/// All about one kind.
pub fn section(data: &LifelinesData, of_kind: &OfKind) -> Html {
    let w = data.words();
    let needed = needed(data, of_kind);
    let (one, many) = (w.html(of_kind.kind.one()), w.html(of_kind.kind.many()));
    if of_kind.ranked.is_empty() {
        let all = w.int(of_kind.all as f64);
        return Html::of(
            "<p class=\"none\">{}</p>",
            &[&w.fill(Say::Nobody, &[&all, &many])],
        );
    }
    let mut out = map::minis(data, &needed, &many);
    out.put(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Say::RankingTitle),
            &w.fill(Say::RankingHow, &[&one, &data.persona()]),
        ],
    );
    out.add(ranking(data, of_kind));
    if of_kind.ranked.len() > SHOWN {
        let pieces = [w.int(SHOWN as f64), w.int(of_kind.ranked.len() as f64)];
        out.put(
            "<p class=\"what\">{}</p>",
            &[&w.fill(Say::RankingCut, &[&pieces[0], &pieces[1]])],
        );
    }
    if !needed.is_empty() {
        out.add(detail(data, &needed, &many));
    }
    out
}

/// A count of people, shaded by its share of all of the main group.
fn people(data: &LifelinesData, n: f64, most: f64) -> Cell {
    let w = data.words();
    if n <= 0.0 {
        return Cell::number(&w.int(0.0), Some(0.0));
    }
    let class = class_of(n / most.max(n)).max(1);
    Cell::shaded(&w.int(n), n, class)
}

fn named(data: &LifelinesData, thing: &Thing) -> Cell {
    let name = data.name(thing);
    Cell::text(&Html::of("{} <small>{}</small>", &[&name, &thing.id]))
}

fn ranking(data: &LifelinesData, of_kind: &OfKind) -> Html {
    let w = data.words();
    let mut heads = vec![w.fill(of_kind.kind.part().1, &[]), w.html(Say::Rank)];
    for i in 0..data.groups.len() {
        heads.push(Html::of("{}", &[&w.capital(&data.group(i))]));
    }
    heads.push(w.html(Say::Worst));
    let runs = of_kind.ranked.iter().any(|t| t.effort.is_some());
    if runs {
        heads.extend([Say::Hours, Say::Km, Say::Each].map(|s| w.html(s)));
    }
    let most = |g: usize| {
        let of = |t: &Thing| t.people.get(g).copied().unwrap_or(0.0);
        of_kind.ranked.iter().map(of).fold(0.0, f64::max)
    };
    let mosts: Vec<f64> = (0..data.groups.len()).map(most).collect();
    let rows = (of_kind.ranked.iter().take(SHOWN).enumerate())
        .map(|(i, thing)| {
            let rank = (i + 1) as f64;
            let mut row = vec![named(data, thing), Cell::number(&w.int(rank), Some(rank))];
            for (n, most) in thing.people.iter().zip(&mosts) {
                row.push(people(data, *n, *most));
            }
            row.push(Cell::text(&match thing.worst {
                Some((slot, service, n)) => Html::of(
                    "{} <small>{}: {}</small>",
                    &[&data.service(service), &data.slot(slot), &w.int(n)],
                ),
                None => Html::of("–", &[]),
            }));
            if runs {
                let number = |v: Option<f64>, text: Option<String>| {
                    Cell::number(&text.unwrap_or("–".into()), v)
                };
                let (hours, km) = (thing.effort.map(|e| e.0), thing.effort.map(|e| e.1));
                let each = each(data, thing);
                row.push(number(hours, hours.map(|v| effort(w, v))));
                row.push(number(km, km.map(|v| effort(w, v))));
                row.push(number(each, each.map(|v| by_hour(w, v))));
            }
            row
        })
        .collect();
    boxed(table(&w.html(Say::RankingTitle), &heads, rows, true))
}

fn boxed(table: Html) -> Html {
    Html::of("<div class=\"ranks\">{}</div>", &[&table])
}

/// In which slot, for which service, as which traveller.
fn detail(data: &LifelinesData, needed: &[&Thing], many: &Html) -> Html {
    let w = data.words();
    let slots: Vec<usize> = data.norms.iter().map(|n| n.0).collect();
    let looked_at = |x: &usize| data.norms.iter().any(|(_, services)| services.contains(x));
    let services: Vec<usize> = (0..data.services.len()).filter(looked_at).collect();
    let personas = match data.personas.len() {
        1 => 0,
        n => n,
    };
    let who = match personas {
        0 => Html::new(),
        _ => w.html(Say::WhenPersonas),
    };
    let mut heads = vec![w.capital(&crate::output::report::html::plain_text(many))];
    heads.extend(slots.iter().map(|s| data.slot(*s).to_owned()));
    heads.extend(services.iter().map(|x| data.service(*x).to_owned()));
    heads.extend(data.personas.iter().take(personas).map(|p| p.name.clone()));
    let heads: Vec<Html> = heads.iter().map(|h| Html::of("{}", &[h])).collect();
    let most = needed.first().map_or(0.0, |t| data.people(t));
    let rows = (needed.iter().take(DETAILED))
        .map(|thing| {
            let at = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(0.0);
            let mut row = vec![named(data, thing)];
            row.extend((slots.iter()).map(|s| people(data, at(&thing.by_slot, *s), most)));
            row.extend((services.iter()).map(|x| people(data, at(&thing.by_service, *x), most)));
            row.extend((0..personas).map(|p| people(data, at(&thing.by_persona, p), most)));
            row
        })
        .collect();
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Say::WhenTitle),
            &w.fill(Say::WhenHow, &[many, &data.group(data.main), &who]),
        ],
    );
    out.add(boxed(table(&w.html(Say::WhenTitle), &heads, rows, true)));
    out
}
