//! The summary of several scenarios: a row each.

use super::super::study::findings::threshold;
use super::data::*;
use super::messages::Say;
use super::read::*;
use super::sentences::when_and_where;
use super::summary::{norms, sides};
use crate::output::report::kit::{Blocks, Cell, Html, Piece, bullets_of, table};

/// Of so many scenarios hours and places are told, so that the sheet stays one.
const TOLD: usize = 4;

/// A row per scenario.
pub fn of_many(data: &CompareData, many: &[Scenario]) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let unit = study.head.main_unit();
    let least = threshold(study);
    let small = |msg: Say, pieces: &[&dyn Piece]| {
        Html::of(
            "{}<br><small class=\"wrap\">{}</small>",
            &[&w.html(msg), &Html::of("{}", pieces)],
        )
    };
    let heads = [
        w.html(Say::Scenario),
        small(Say::FallsBelow, &[&unit]),
        small(Say::RisesAbove, &[&unit]),
        small(Say::WorseOff, &[&unit]),
        Html::of(
            "{}<br><small>{}</small>",
            &[&w.fill(Say::MissesAtLeast, &[("least", &least)]), &unit],
        ),
        w.html(Say::HoursAWeek),
        w.html(Say::MostIn),
    ];
    let body = many
        .iter()
        .enumerate()
        .map(|(n, s)| {
            let name = Html::of("<a href=\"#s{}\">{}</a>", &[&(n + 1), &s.name]);
            let hours = Cell::number(
                &w.signed(
                    s.saves.hours_week,
                    usize::from(s.saves.hours_week.abs() < 10.0),
                ),
                Some(s.saves.hours_week),
            );
            if nothing_changes(s) {
                let dash = || Cell::number(&"0", Some(0.0));
                let none = Cell::text(&w.html(Say::NothingShort));
                return vec![
                    Cell::text(&name),
                    dash(),
                    dash(),
                    dash(),
                    dash(),
                    hours,
                    none,
                ];
            }
            let r = headline(data, s).and_then(|k| row(s, k, study.head.main_group));
            let count = |v: Option<f64>| Cell::known(v, |v| study.weight(v));
            let stacked = worst_stacking(data, s, least)
                .map(|r| at_least(&r.after, least) - at_least(&r.before, least));
            let place = s.pockets.iter().flatten().next();
            let most = match (r, place) {
                (Some(r), place) => {
                    let mut text = Html::of(
                        "{}, {}",
                        &[&study.head.service(r.service), &study.head.slot(r.slot)],
                    );
                    if let Some(p) = place {
                        text.put("; {}", &[&study.area_name(p.area)]);
                    }
                    text
                }
                (None, _) => Html::of("–", &[]),
            };
            vec![
                Cell::text(&name),
                count(r.map(|r| r.fell)),
                count(r.map(|r| r.rose)),
                count(r.map(|r| r.losers)),
                Cell::known(stacked, |v| study.weight_change(v)),
                hours,
                Cell::text(&most),
            ]
        })
        .collect();
    let mut out = Blocks::new();
    out.say(w.fill(
        Say::ManyIntro,
        &[
            ("scenarios", &many.len()),
            ("group", &study.head.main_name()),
        ],
    ));
    out.add(table(w.html(Say::ManyCaption), &heads, body, false));
    let rows = many.iter().filter_map(|s| {
        let key = headline(data, s).filter(|_| !nothing_changes(s))?;
        let r = row(s, key, study.head.main_group)?;
        let head = Html::of(
            "{}<br><small class=\"wrap\">{}, {}</small>",
            &[
                &s.name,
                &study.head.service(key.service),
                &study.head.slot(key.slot),
            ],
        );
        Some((head, r))
    });
    let mut told = Vec::new();
    for s in many.iter().take(TOLD).filter(|s| !nothing_changes(s)) {
        let list = when_and_where(data, s);
        if !list.is_empty() {
            let mut item = Html::of("<b>{}</b>:", &[&s.name]);
            for sentence in list {
                item.put(" {}", &[&sentence]);
            }
            told.push(item);
        }
    }
    if !told.is_empty() {
        out.add(bullets_of("brief", told));
    }
    let tops = many.iter().filter_map(|s| {
        let key = headline(data, s).filter(|_| !nothing_changes(s))?;
        let slot = study.head.slot(key.slot);
        let head = Html::of("{}<br><small class=\"wrap\">{}</small>", &[&s.name, &slot]);
        Some((head, s, key))
    });
    out.add(norms(data, w.html(Say::Scenario), tops.collect()));
    out.add(sides(data, rows.collect(), w.html(Say::Scenario), None));
    out
}
