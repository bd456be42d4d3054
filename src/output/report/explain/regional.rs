//! The regional view: who moved where, new pockets, averages that hide losers, and what can't be compared.

use super::data::ExplainData;
use super::words::Say;
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Words, table};

/// Most rows of a table on the page.
const SHOWN: usize = 25;
/// Most areas named where people left or arrived.
const PLACES: usize = 12;

fn mean(w: Words, minutes: bool, v: Option<f64>) -> String {
    match v {
        Some(v) if minutes => format!("{}\u{a0}min", w.dec(v, 1)),
        Some(v) if v.abs() < 10.0 => w.dec(v, 2),
        Some(v) => w.int(v),
        None => "–".to_owned(),
    }
}

fn share(w: Words, v: Option<f64>) -> String {
    v.map_or("–".to_owned(), |v| w.pct(v))
}

/// Sentences for the summary.
pub fn brief(data: &ExplainData) -> Vec<Html> {
    let w = data.head.words();
    let mut out = Vec::new();
    // Of everyone it says little: a region grows.
    for d in data
        .displacement
        .iter()
        .filter(|d| d.group != data.head.main_group)
    {
        let [left, arrived] = d.moved.map(|v| w.int(v));
        let group = w.capital(&data.head.group(d.group));
        let mut said = w.fill(
            Say::MovedBrief,
            &[
                ("group", &group),
                ("fewer", &left),
                ("unit", &data.head.units(d.group, d.moved[0])),
                ("more", &arrived),
            ],
        );
        // The norm whose share differs most between there and here.
        let gap = |m: &super::data::Moved| match m.below {
            [Some(a), Some(b)] => (b - a).abs(),
            _ => 0.0,
        };
        let most = d.access.iter().max_by(|a, b| gap(a).total_cmp(&gap(b)));
        if let Some(m) = most.filter(|m| gap(m) >= 0.01) {
            said.put(
                " {}",
                &[&w.fill(
                    Say::MovedAccess,
                    &[
                        ("there", &share(w, m.below[0])),
                        ("service", &data.head.service(m.service)),
                        ("slot", &data.head.slot(m.slot)),
                        ("here", &share(w, m.below[1])),
                    ],
                )],
            );
        }
        out.push(said);
    }
    if !data.pockets.is_empty() {
        let mut areas: Vec<_> = (data.pockets.iter())
            .map(|p| (&p.area[0], &p.code))
            .collect();
        areas.sort();
        areas.dedup();
        out.push(w.fill(Say::PocketsBrief, &[("areas", &w.int(areas.len() as f64))]));
    }
    if !data.diverging.is_empty() {
        out.push(w.fill(
            Say::DivergingBrief,
            &[("times", &w.number(data.diverging.len() as f64))],
        ));
    }
    out
}

/// Who moved where.
pub fn moved(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut out = w.what(
        Say::MovedHow,
        &[("from", &data.names[0]), ("to", &data.names[1])],
    );
    if data.displacement.is_empty() {
        out.add(w.none(Say::MovedNone, &[]));
        return out;
    }
    let heads = [
        w.html(Msg::Group),
        w.html(Say::Left),
        w.html(Say::Arrived),
        w.html(Msg::Norm),
        w.html(Say::Slot),
        w.html(Say::There),
        w.html(Say::Here),
        w.html(Say::BelowThere),
        w.html(Say::BelowHere),
    ];
    let mut rows = Vec::new();
    for d in &data.displacement {
        for m in &d.access {
            rows.push(vec![
                Cell::text(&w.capital(&data.head.group(d.group))),
                w.count(d.moved[0]),
                w.count(d.moved[1]),
                Cell::text(&data.head.service(m.service)),
                Cell::text(&data.head.slot(m.slot)),
                Cell::number(&mean(w, m.minutes, m.mean[0]), m.mean[0]),
                Cell::number(&mean(w, m.minutes, m.mean[1]), m.mean[1]),
                Cell::known(m.below[0], |v| w.pct(v)),
                Cell::known(m.below[1], |v| w.pct(v)),
            ]);
        }
    }
    out.add(table(w.html(Say::MovedCaption), &heads, rows, true));
    let heads = [
        w.html(Msg::PocketArea),
        w.html(Msg::Group),
        w.html(Say::Left),
        w.html(Say::Arrived),
    ];
    let rows = (data
        .places
        .iter()
        .take(PLACES * data.head.groups.len().max(1)))
    .map(|p| {
        vec![
            Cell::text(&p.name),
            Cell::text(&w.capital(&data.head.group(p.group))),
            w.count(p.moved[0]),
            w.count(p.moved[1]),
        ]
    })
    .collect();
    out.add(table(w.html(Say::PlacesCaption), &heads, rows, true));
    out
}

/// New pockets, and areas whose average improved while some lost.
pub fn pockets(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut out = w.what(
        Say::PocketsHow,
        &[
            ("from", &data.names[0]),
            ("share", &w.pct(data.pocket_share)),
        ],
    );
    if data.pockets.is_empty() {
        out.add(w.none(Say::PocketsNone, &[]));
    } else {
        let [from, to] = &data.names;
        let heads = [
            w.html(Msg::PocketArea),
            w.html(Msg::Group),
            w.html(Say::Slot),
            Html::of("{}, {}", &[&w.html(Say::PeopleNow), from]),
            Html::of("{}, {}", &[&w.html(Say::PeopleNow), to]),
            Html::of("{}, {}", &[&w.html(Msg::PocketShare), from]),
            Html::of("{}, {}", &[&w.html(Msg::PocketShare), to]),
            w.html(Say::Most),
            w.html(Say::MainCause),
        ];
        let rows = (data.pockets.iter().take(SHOWN))
            .map(|p| {
                let largest = p.causes.map(|c| {
                    let k = (0..c.len()).fold(0, |best, k| if c[k] > c[best] { k } else { best });
                    format!("{} {}", data.cause(k), w.signed(c[k], 0))
                });
                vec![
                    Cell::text(&Html::of("{} <small>{}</small>", &[&p.area[1], &p.area[0]])),
                    Cell::text(&w.capital(&data.head.group(p.group))),
                    Cell::text(&data.head.slot(p.slot)),
                    w.count(p.people[0]),
                    w.count(p.people[1]),
                    Cell::known(p.share[0], |v| w.pct(v)),
                    Cell::known(p.share[1], |v| w.pct(v)),
                    Cell::text(&p.missed.join(", ")),
                    Cell::text(&largest.unwrap_or("–".to_owned())),
                ]
            })
            .collect();
        out.add(table(w.html(Say::PocketsCaption), &heads, rows, true));
        out.add(w.cut(Say::PocketsMore, SHOWN, data.pockets.len()));
    }
    out.add(w.heading(
        Say::DivergingTitle,
        Say::DivergingHow,
        &[("group", &data.head.main_name())],
    ));
    if data.diverging.is_empty() {
        out.add(w.none(Say::DivergingNone, &[]));
        return out;
    }
    let heads = [
        w.html(Msg::PocketArea),
        w.html(Msg::Norm),
        w.html(Say::Slot),
        w.html(Say::Average),
        w.html(Msg::Group),
        w.html(Say::OfGroup),
        w.html(Say::GroupShare),
    ];
    let rows = (data.diverging.iter().take(SHOWN))
        .map(|d| {
            let pair = |v: [Option<f64>; 2]| {
                format!(
                    "{} → {}",
                    mean(w, d.minutes, v[0]),
                    mean(w, d.minutes, v[1])
                )
            };
            let shares = format!(
                "{} → {}",
                share(w, d.group_share[0]),
                share(w, d.group_share[1])
            );
            vec![
                Cell::text(&Html::of("{} <small>{}</small>", &[&d.area[1], &d.area[0]])),
                Cell::text(&data.head.service(d.service)),
                Cell::text(&data.head.slot(d.slot)),
                Cell::text(&pair(d.mean.map(Some))),
                Cell::text(&w.capital(&data.head.group(d.group))),
                Cell::text(&pair(d.group_mean)),
                Cell::text(&shares),
            ]
        })
        .collect();
    out.add(table(w.html(Say::DivergingCaption), &heads, rows, true));
    out.add(w.cut(Say::DivergingMore, SHOWN, data.diverging.len()));
    out
}

/// What can't be compared.
pub fn incomparable(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let mut out = w.title(Say::NotTitle);
    if data.incomparable.is_empty() {
        out.say(w.html(Say::NotNone));
        return out;
    }
    let heads = [
        w.html(Msg::Kind),
        w.html(Say::Name),
        w.html(Say::Edition),
        w.html(Say::Reason),
    ];
    let rows = (data.incomparable.iter().take(SHOWN))
        .map(|x| x.iter().map(|text| Cell::text(text)).collect())
        .collect();
    out.add(table(w.html(Say::NotCaption), &heads, rows, false));
    out.add(w.cut(Say::NotMore, SHOWN, data.incomparable.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::super::data::Pocket;
    use super::*;
    use crate::axes::GroupId;
    use crate::output::report::kit::html::plain_text;

    /// Two areas of one name are two; an area that is a pocket of two groups is one.
    #[test]
    fn pockets_are_counted_by_code() {
        let pocket = |code: &str, group: GroupId| Pocket {
            area: ["buurt".into(), "Centrum".into()],
            code: code.into(),
            group,
            ..Pocket::default()
        };
        let data = ExplainData {
            pockets: vec![
                pocket("BU1", GroupId(0)),
                pocket("BU1", GroupId(1)),
                pocket("BU2", GroupId(0)),
            ],
            ..ExplainData::default()
        };
        let said: Vec<String> = brief(&data).iter().map(plain_text).collect();
        assert!(said.iter().any(|line| line.ends_with(": 2.")), "{said:?}");
    }
}
