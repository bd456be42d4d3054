//! Maps: homes by what hangs on a single thing, and those that can least be missed.

use super::data::{LifelinesData, OfKind, Thing};
use super::words::Say;
use crate::output::report::kit::backdrop::{out_of_sight, scale_bar};
use crate::output::report::kit::geometry::{path_of_dots, path_of_lines};
use crate::output::report::kit::map::{begin, dot_key, end, home_dots, home_keys, path_key};
use crate::output::report::kit::{Blocks, Html, Msg, Series};
use std::collections::BTreeMap;

/// Most small maps of a kind.
const SMALL: usize = 6;

/// Streets, drawn once and out of sight; the maps repeat them.
pub fn ground(data: &LifelinesData) -> Html {
    let view = data.map.view();
    view.map_or(Html::new(), |view| {
        let mut drawn = data.map.land.water(&view, true);
        drawn.add(data.map.streets(&view, true).0);
        out_of_sight(&drawn)
    })
}

/// Homes by the number of norms that hang on a single thing of the first kind, or a line saying why
/// there is no map.
pub fn blocks(data: &LifelinesData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let (Some(view), Some(of_kind)) = (data.map.view(), data.kinds.first()) else {
        return w.none(Msg::MapNone, &[]);
    };
    let one = w.html(of_kind.kind.one());
    let title = w.fill(
        Say::MapHow,
        &[("one", &one), ("traveller", &head.traveller())],
    );
    let mut out = begin(w, &view, &data.map.land, "", &title);
    out.put("<use href=\"#water\"/><use href=\"#streets\"/>", &[]);
    out.add(data.map.stop_dots(&view));
    let homes = data.map.homes.iter().zip(of_kind.threads.iter().copied());
    out.put(
        "<g class=\"homes\">{}</g>{}</svg>",
        &[
            &home_dots(&view, homes),
            &data.map.land.names(&view, [].iter()),
        ],
    );
    out.add(scale_bar(w, &view));
    out.put(
        "</div><figcaption><div class=\"legend two\"><div><h3>{}</h3><ul>",
        &[&w.fill(Say::LegendThreads, &[("one", &one)])],
    );
    let counts = [Msg::Count0, Msg::Count1, Msg::Count2, Msg::Count3];
    out.add(home_keys(w, counts, Say::NoNorm));
    out.put(
        "</ul></div><div><ul>{}</ul></div></div>",
        &[&dot_key("stops", &w.html(Msg::ShowStops))],
    );
    let outside = data.map.outside(w, &view);
    out.add(end(w, outside, false, &head.credits));
    let mut counts = BTreeMap::new();
    for norms in of_kind.threads.iter().flatten() {
        *counts.entry(*norms).or_insert(0.0) += 1.0;
    }
    let counts = counts
        .into_iter()
        .map(|(n, homes)| (n.to_string(), Some(homes)));
    Blocks::map(out, vec![Series::new(title, counts)])
}

/// A small map each of the first few: where it runs, and who falls without it.
pub fn minis(data: &LifelinesData, of_kind: &OfKind, needed: &[&Thing]) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let Some(view) = data.map.view().filter(|_| !needed.is_empty()) else {
        return Blocks::new();
    };
    let shown = needed.len().min(SMALL);
    let mut out = w.what(
        Say::MinisHow,
        &[
            ("count", &w.number(shown as f64)),
            ("many", &of_kind.kind.many(w, shown)),
            ("group", &head.main_name()),
        ],
    );
    let mut minis = Blocks::new();
    for (i, thing) in needed.iter().take(shown).enumerate() {
        let homes = thing.homes.iter();
        let homes = homes.filter_map(|h| data.map.homes.get(*h as usize));
        // One point is a stop: a line of no length with round ends.
        let way = match thing.ways.as_slice() {
            [one] if one.len() == 1 => path_of_dots(&view, one.iter()),
            ways => path_of_lines(&view, ways.iter().map(Vec::as_slice), 1.0),
        };
        let name = data.name(thing);
        let drawing = Html::of(
            "<figure class=\"mini\"><svg viewBox=\"{}\" role=\"img\" aria-label=\"{}\"><use href=\"#water\"/><use href=\"#streets\"/><path class=\"way{}\" d=\"{}\"/><path class=\"falls\" d=\"{}\"/></svg><figcaption><b>{}. {}</b><br>{} {}</figcaption></figure>",
            &[
                &view,
                &name,
                &(if thing.vehicle.is_none() { " halt" } else { "" }),
                &way,
                &path_of_dots(&view, homes),
                &(i + 1),
                &name,
                &w.int(data.people(thing)),
                &head.main_unit(),
            ],
        );
        let people = (head.main_unit().to_owned(), Some(data.people(thing)));
        let shows = Series::new(name, [people]);
        minis.add(Blocks::picture(drawing, vec![shows]));
    }
    out.add(minis.grouped("minis life"));
    let mut keys = Html::of("<ul class=\"keys\">", &[]);
    keys.add(path_key("way", "M3 9h20", &w.html(Say::MiniLine)));
    keys.add(dot_key("falls", &w.html(Say::MiniHome)));
    keys.put("</ul>", &[]);
    out.add(Blocks::furniture(keys));
    out
}
