//! The regional view: who moved where, new pockets, averages that hide losers, and what can't be compared.

use super::super::html::{Cell, Html, table};
use super::super::words::Words;
use super::data::ExplainData;
use super::words::Say;

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
    let w = data.words();
    let mut out = Vec::new();
    // Of everyone it says little: a region grows.
    for d in data.displacement.iter().filter(|d| d.group != data.main) {
        let [left, arrived] = d.moved.map(|v| w.int(v));
        let group = w.capital(data.group(d.group));
        let mut said = w.fill(
            Say::MovedBrief,
            &[&group, &left, &data.unit(d.group), &arrived],
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
                        &share(w, m.below[0]),
                        &data.service(m.service),
                        &data.slot(m.slot),
                        &share(w, m.below[1]),
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
        out.push(w.fill(Say::PocketsBrief, &[&w.int(areas.len() as f64)]));
    }
    if !data.diverging.is_empty() {
        out.push(w.fill(Say::DivergingBrief, &[&w.int(data.diverging.len() as f64)]));
    }
    out
}

/// Who moved where.
pub fn moved(data: &ExplainData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<p class=\"what\">{}</p>",
        &[&w.fill(Say::MovedHow, &[&data.names[0], &data.names[1]])],
    );
    if data.displacement.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Say::MovedNone)]);
        return out;
    }
    let heads = [
        Say::Group,
        Say::Left,
        Say::Arrived,
        Say::Norm,
        Say::Slot,
        Say::There,
        Say::Here,
        Say::BelowThere,
        Say::BelowHere,
    ]
    .map(|s| w.html(s));
    let mut rows = Vec::new();
    for d in &data.displacement {
        for m in &d.access {
            rows.push(vec![
                Cell::text(&w.capital(data.group(d.group))),
                Cell::number(&w.int(d.moved[0]), Some(d.moved[0])),
                Cell::number(&w.int(d.moved[1]), Some(d.moved[1])),
                Cell::text(&data.service(m.service)),
                Cell::text(&data.slot(m.slot)),
                Cell::number(&mean(w, m.minutes, m.mean[0]), m.mean[0]),
                Cell::number(&mean(w, m.minutes, m.mean[1]), m.mean[1]),
                Cell::number(&share(w, m.below[0]), m.below[0]),
                Cell::number(&share(w, m.below[1]), m.below[1]),
            ]);
        }
    }
    out.add(table(&w.html(Say::MovedCaption), &heads, rows, true));
    let heads = [Say::Area, Say::Group, Say::Left, Say::Arrived].map(|s| w.html(s));
    let rows = (data.places.iter().take(PLACES * data.groups.len().max(1)))
        .map(|p| {
            vec![
                Cell::text(&p.name),
                Cell::text(&w.capital(data.group(p.group))),
                Cell::number(&w.int(p.moved[0]), Some(p.moved[0])),
                Cell::number(&w.int(p.moved[1]), Some(p.moved[1])),
            ]
        })
        .collect();
    out.add(table(&w.html(Say::PlacesCaption), &heads, rows, true));
    out
}

/// New pockets, and areas whose average improved while some lost.
pub fn pockets(data: &ExplainData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<p class=\"what\">{}</p>",
        &[&w.fill(
            Say::PocketsHow,
            &[&data.names[0], &w.pct(data.pocket_share)],
        )],
    );
    if data.pockets.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Say::PocketsNone)]);
    } else {
        let [from, to] = &data.names;
        let heads = [
            w.html(Say::Area),
            w.html(Say::Group),
            w.html(Say::Slot),
            Html::of("{}, {}", &[&w.html(Say::PeopleNow), from]),
            Html::of("{}, {}", &[&w.html(Say::PeopleNow), to]),
            Html::of("{}, {}", &[&w.html(Say::Misses), from]),
            Html::of("{}, {}", &[&w.html(Say::Misses), to]),
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
                    Cell::text(&w.capital(data.group(p.group))),
                    Cell::text(&data.slot(p.slot)),
                    Cell::number(&w.int(p.people[0]), Some(p.people[0])),
                    Cell::number(&w.int(p.people[1]), Some(p.people[1])),
                    Cell::number(&share(w, p.share[0]), p.share[0]),
                    Cell::number(&share(w, p.share[1]), p.share[1]),
                    Cell::text(&p.missed.join(", ")),
                    Cell::text(&largest.unwrap_or("–".to_owned())),
                ]
            })
            .collect();
        out.add(table(&w.html(Say::PocketsCaption), &heads, rows, true));
        out.add(more(w, Say::PocketsMore, data.pockets.len()));
    }
    out.put(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Say::DivergingTitle),
            &w.fill(Say::DivergingHow, &[&data.group(data.main)]),
        ],
    );
    if data.diverging.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Say::DivergingNone)]);
        return out;
    }
    let heads = [
        Say::Area,
        Say::Norm,
        Say::Slot,
        Say::Average,
        Say::Group,
        Say::OfGroup,
        Say::GroupShare,
    ]
    .map(|s| w.html(s));
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
                Cell::text(&data.service(d.service)),
                Cell::text(&data.slot(d.slot)),
                Cell::text(&pair(d.mean.map(Some))),
                Cell::text(&w.capital(data.group(d.group))),
                Cell::text(&pair(d.group_mean)),
                Cell::text(&shares),
            ]
        })
        .collect();
    out.add(table(&w.html(Say::DivergingCaption), &heads, rows, true));
    out.add(more(w, Say::DivergingMore, data.diverging.len()));
    out
}

fn more(w: Words, say: Say, all: usize) -> Html {
    if all <= SHOWN {
        return Html::new();
    }
    let (shown, all) = (w.int(SHOWN as f64), w.int(all as f64));
    Html::of("<p class=\"what\">{}</p>", &[&w.fill(say, &[&shown, &all])])
}

/// What can't be compared.
pub fn incomparable(data: &ExplainData) -> Html {
    let w = data.words();
    let mut out = Html::of("<h3>{}</h3>", &[&w.html(Say::NotTitle)]);
    if data.incomparable.is_empty() {
        out.put("<p>{}</p>", &[&w.html(Say::NotNone)]);
        return out;
    }
    let heads = [Say::Kind, Say::Name, Say::Edition, Say::Reason].map(|s| w.html(s));
    let rows = (data.incomparable.iter().take(SHOWN))
        .map(|x| x.iter().map(|text| Cell::text(text)).collect())
        .collect();
    out.add(table(&w.html(Say::NotCaption), &heads, rows, false));
    out.add(more(w, Say::NotMore, data.incomparable.len()));
    out
}

#[cfg(test)]
mod tests {
    use super::super::data::Pocket;
    use super::*;

    /// Two areas of one name are two; an area that is a pocket of two groups is one.
    #[test]
    fn pockets_are_counted_by_code() {
        let pocket = |code: &str, group: usize| Pocket {
            area: ["buurt".into(), "Centrum".into()],
            code: code.into(),
            group,
            ..Pocket::default()
        };
        let data = ExplainData {
            pockets: vec![pocket("BU1", 0), pocket("BU1", 1), pocket("BU2", 0)],
            ..ExplainData::default()
        };
        let said: Vec<String> = brief(&data).iter().map(super::super::plain_text).collect();
        assert!(said.iter().any(|line| line.ends_with(": 2.")), "{said:?}");
    }
}
