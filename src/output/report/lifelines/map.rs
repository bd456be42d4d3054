//! Maps: homes by what hangs on a single thing, and those that can least be missed.

use super::data::{LifelinesData, Thing};
use super::words::Say;
use crate::output::report::backdrop;
use crate::output::report::data::{MapData, Xy};
use crate::output::report::geometry::{View, path_of_lines};
use crate::output::report::html::Html;
use crate::output::report::messages::Msg;
use std::fmt::Write as _;

/// Most small maps of a kind.
const SMALL: usize = 6;

fn view(data: &LifelinesData) -> Option<View> {
    View::of(&MapData {
        cells: data.map.homes.clone(),
        ..MapData::default()
    })
}

/// Streets, drawn once and out of sight; the maps repeat them.
pub fn ground(data: &LifelinesData) -> Html {
    let Some(view) = view(data) else {
        return Html::new();
    };
    let mut out = Html::of(
        "<svg class=\"ground\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>",
        &[],
    );
    let streets = MapData {
        streets: data.map.streets.clone(),
        ..MapData::default()
    };
    out.add(backdrop::ground(&streets, &view).0);
    out.put("</defs></svg>\n", &[]);
    out
}

/// Homes by the number of norms that hang on a single thing of the first kind, or a line saying why
/// there is no map.
pub fn section(data: &LifelinesData) -> Html {
    let w = data.words();
    let (Some(view), Some(of_kind)) = (view(data), data.kinds.first()) else {
        return Html::of("<p class=\"none\">{}</p>", &[&w.html(Msg::MapNone)]);
    };
    let one = w.html(of_kind.kind.one());
    let mut out = Html::of(
        "<figure class=\"map\"><p class=\"title\" id=\"map-title\">{}</p><input type=\"checkbox\" class=\"t\" id=\"t-homes\" checked><label for=\"t-homes\">{}</label> <input type=\"checkbox\" class=\"t\" id=\"t-stops\"><label for=\"t-stops\">{}</label><div class=\"frame\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"map-title\"><use href=\"#streets\"/><path class=\"stops\" d=\"{}\"/><g class=\"homes\">",
        &[
            &w.fill(Say::MapHow, &[&one, &data.persona()]),
            &w.html(Msg::ShowHomes),
            &w.html(Msg::ShowStops),
            &(view.width as usize),
            &(view.height as usize),
            &dots(&view, data.map.stops.iter()),
        ],
    );
    for (class, wanted) in [
        ("mx", None),
        ("m0", Some(0)),
        ("m1", Some(1)),
        ("m2", Some(2)),
        ("m3", Some(3)),
    ] {
        let homes = data.map.homes.iter().zip(&of_kind.threads);
        let homes = homes.filter(|(_, n)| n.map(|n| n.min(3)) == wanted);
        out.put(
            "<path class=\"{}\" d=\"{}\"/>",
            &[&class, &dots(&view, homes.map(|h| h.0))],
        );
    }
    out.put("</g></svg>", &[]);
    out.add(backdrop::scale_bar(w, &view));
    out.put(
        "</div><figcaption><div class=\"legend two\"><div><h4>{}</h4><ul>",
        &[&w.fill(Say::LegendThreads, &[&one])],
    );
    for (class, say) in [
        ("m0", Say::Threads0),
        ("m1", Say::Threads1),
        ("m2", Say::Threads2),
        ("m3", Say::Threads3),
        ("mx", Say::NoNorm),
    ] {
        out.put("<li><svg class=\"key homes\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"M13 9h0\"/></svg>{}</li>", &[&class, &w.html(say)]);
    }
    out.put("</ul></div><div><ul><li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"stops\" d=\"M13 9h0\"/></svg>{}</li></ul></div></div><p class=\"credit\">{}</p></figcaption></figure>\n", &[&w.html(Say::StopsKey), &data.credits.join(" · ")]);
    out
}

/// A small map each of the first few: where it runs, and who falls without it.
pub fn minis(data: &LifelinesData, needed: &[&Thing], many: &Html) -> Html {
    let w = data.words();
    let Some(view) = view(data).filter(|_| !needed.is_empty()) else {
        return Html::new();
    };
    let shown = needed.len().min(SMALL);
    let mut out = Html::of(
        "<p class=\"what\">{}</p><div class=\"minis life\">",
        &[&w.fill(
            Say::MinisHow,
            &[&w.int(shown as f64), many, &data.group(data.main)],
        )],
    );
    for (i, thing) in needed.iter().take(shown).enumerate() {
        let ways = thing.ways.iter().map(Vec::as_slice);
        let homes = thing.homes.iter();
        let homes = homes.filter_map(|h| data.map.homes.get(*h as usize));
        // One point is a stop: a line of no length with round ends.
        let way = match thing.ways.as_slice() {
            [one] if one.len() == 1 => dots(&view, one.iter()),
            _ => path_of_lines(&view, ways, 1.0),
        };
        let name = data.name(thing);
        out.put(
            "<figure class=\"mini\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\"><use href=\"#streets\"/><path class=\"way{}\" d=\"{}\"/><path class=\"falls\" d=\"{}\"/></svg><figcaption><b>{}. {}</b><br>{} {}</figcaption></figure>",
            &[
                &(view.width as usize),
                &(view.height as usize),
                &name,
                &(if thing.vehicle.is_none() { " halt" } else { "" }),
                &way,
                &dots(&view, homes),
                &(i + 1),
                &name,
                &w.int(data.people(thing)),
                &data.unit(),
            ],
        );
    }
    out.put(
        "</div><ul class=\"keys\"><li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"way\" d=\"M3 9h20\"/></svg>{}</li><li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"falls\" d=\"M13 9h0\"/></svg>{}</li></ul>",
        &[&w.html(Say::MiniLine), &w.html(Say::MiniHome)],
    );
    out
}

fn dots<'a>(view: &View, points: impl Iterator<Item = &'a Xy>) -> String {
    let mut d = String::new();
    for (x, y) in points.filter_map(|p| view.point(*p)) {
        let _ = write!(d, "M{x} {y}h0");
    }
    d
}
