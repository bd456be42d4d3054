//! Lines, stops or trips from the one to be missed least: small maps, the ranking, and when, for
//! what and for whom.

use super::data::{LifelinesData, OfKind, Thing};
use super::words::Say;
use super::{by_hour, each, effort, looked_at, map, needed};
use crate::axes::{GroupId, PurposeId, SlotId, first};
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::map::class_of;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, table};

/// Most rows of the ranking on the page.
const SHOWN: usize = 50;
/// Most rows told in detail.
const DETAILED: usize = 15;

/// All about one kind.
pub fn section(data: &LifelinesData, of_kind: &OfKind) -> Blocks {
    let w = data.head.words();
    let needed = needed(data, of_kind);
    let one = w.html(of_kind.kind.one());
    if of_kind.ranked.is_empty() {
        let all = w.number(of_kind.all as f64);
        let many = of_kind.kind.many(w, of_kind.all);
        return w.none(Say::Nobody, &[("tried", &all), ("many", &many)]);
    }
    let mut out = map::minis(data, of_kind, &needed);
    out.add(w.heading(
        Msg::Ranking,
        Say::RankingHow,
        &[("one", &one), ("traveller", &data.head.traveller())],
    ));
    out.add(ranking(data, of_kind));
    out.add(w.cut(Say::RankingCut, SHOWN, of_kind.ranked.len()));
    if !needed.is_empty() {
        out.add(detail(data, of_kind, &needed));
    }
    out
}

/// A count of people, shaded by its share of all of the main group.
fn people(data: &LifelinesData, n: f64, most: f64) -> Cell {
    let w = data.head.words();
    if n <= 0.0 {
        return w.count(0.0);
    }
    let class = class_of(n / most.max(n)).max(1);
    Cell::shaded(&w.int(n), n, class)
}

fn named(data: &LifelinesData, thing: &Thing) -> Cell {
    let name = data.name(thing);
    Cell::text(&Html::of("{} <small>{}</small>", &[&name, &thing.id]))
}

fn ranking(data: &LifelinesData, of_kind: &OfKind) -> Blocks {
    let w = data.head.words();
    let mut heads = vec![w.fill(of_kind.kind.part().1, &[]), w.html(Msg::Rank)];
    for i in data.head.groups.ids() {
        heads.push(Html::of("{}", &[&w.capital(&data.head.group(i))]));
    }
    heads.push(w.html(Say::Worst));
    let runs = of_kind.ranked.iter().any(|t| t.effort.is_some());
    if runs {
        heads.extend([Say::Hours, Say::Km, Say::Each].map(|s| w.html(s)));
    }
    let most = |g: GroupId| {
        let of = |t: &Thing| t.people.get(g).copied().unwrap_or(0.0);
        of_kind.ranked.iter().map(of).fold(0.0, f64::max)
    };
    let mosts: Vec<f64> = data.head.groups.ids().map(most).collect();
    let rows = (of_kind.ranked.iter().take(SHOWN).enumerate())
        .map(|(i, thing)| {
            let rank = (i + 1) as f64;
            let mut row = vec![named(data, thing), w.count(rank)];
            for (n, most) in thing.people.iter().zip(&mosts) {
                row.push(people(data, *n, *most));
            }
            row.push(Cell::text(&match thing.worst {
                Some((slot, service, n)) => Html::of(
                    "{} <small>{}: {}</small>",
                    &[
                        &data.head.service(service),
                        &data.head.slot(slot),
                        &w.int(n),
                    ],
                ),
                None => Html::of("–", &[]),
            }));
            if runs {
                let (hours, km) = thing.effort.unzip();
                row.push(Cell::known(hours, |v| effort(w, v)));
                row.push(Cell::known(km, |v| effort(w, v)));
                row.push(Cell::known(each(data, thing), |v| by_hour(w, v)));
            }
            row
        })
        .collect();
    table(w.html(Msg::Ranking), &heads, rows, true).grouped("ranks")
}

/// In which slot, for which service, as which traveller.
fn detail(data: &LifelinesData, of_kind: &OfKind, needed: &[&Thing]) -> Blocks {
    let w = data.head.words();
    let slots: Vec<SlotId> = data.norms.iter().map(|n| n.0).collect();
    let services: Vec<PurposeId> = looked_at(data).collect();
    let personas = match data.head.personas.len() {
        1 => 0,
        n => n,
    };
    let who = match personas {
        0 => Html::new(),
        _ => w.html(Say::WhenPersonas),
    };
    let mut heads = vec![plain_text(&w.html(of_kind.kind.part().1))];
    heads.extend(slots.iter().map(|s| data.head.slot(*s).to_owned()));
    heads.extend(services.iter().map(|x| data.head.service(*x).to_owned()));
    heads.extend(
        data.head
            .personas
            .iter()
            .take(personas)
            .map(|p| p.name.clone()),
    );
    let heads: Vec<Html> = heads.iter().map(|h| Html::of("{}", &[h])).collect();
    let most = needed.first().map_or(0.0, |t| data.people(t));
    let rows = (needed.iter().take(DETAILED))
        .map(|thing| {
            let mut row = vec![named(data, thing)];
            let mut add = |n: Option<&f64>| row.push(people(data, n.copied().unwrap_or(0.0), most));
            slots.iter().for_each(|s| add(thing.by_slot.get(*s)));
            services.iter().for_each(|x| add(thing.by_service.get(*x)));
            first(personas).for_each(|p| add(thing.by_persona.get(p)));
            row
        })
        .collect();
    let mut out = w.heading(
        Say::WhenTitle,
        Say::WhenHow,
        &[
            ("many", &of_kind.kind.many(w, needed.len())),
            ("group", &data.head.main_name()),
            ("travellers", &who),
        ],
    );
    let table = table(w.html(Say::WhenTitle), &heads, rows, true);
    out.add(table.grouped("ranks"));
    out
}
