//! What lies under every map of a page: outlines of areas, water, streets, and the scale. Drawn
//! once; small maps repeat it by reference.

use super::data::{MapData, StreetClass, Xy};
use super::geometry::{View, path_of_lines, path_of_rings};
use super::html::{Html, Plain};
use super::messages::Msg;
use super::words::Words;

/// Most bytes the streets may take.
const STREET_BUDGET: usize = 1_000_000;

/// The outlines of the first so many areas, with ids `a0`, `a1` …; for a `<defs>`.
pub fn outlines(map: &MapData, view: &View, areas: usize) -> Html {
    let mut out = Html::new();
    for (i, rings) in map.areas.iter().enumerate().take(areas) {
        out.put(
            "<path id=\"a{}\" d=\"{}\"/>",
            &[&i, &path_of_rings(view, rings)],
        );
    }
    out
}

/// Water and streets, with the ids `water`, `streets`, `sl`, `st`, `sm` and `sr`; and whether the
/// smallest streets were left out.
pub fn ground(map: &MapData, view: &View) -> (Html, bool) {
    let mut out = Html::of("<g id=\"water\">", &[]);
    for rings in &map.water {
        out.put(
            "<path class=\"water\" d=\"{}\"/>",
            &[&path_of_rings(view, rings)],
        );
    }
    let (paths, coarse) = streets(&map.streets, view);
    out.put("</g><g id=\"streets\">", &[]);
    for (d, class) in paths.iter().zip(["sl", "st", "sm", "sr"]) {
        out.put(
            "<path id=\"{}\" class=\"{}\" d=\"{}\"/>",
            &[&class, &class, d],
        );
    }
    out.put("</g>", &[]);
    (out, coarse)
}

/// Paths of streets by class, the smallest first, and whether those were left out.
pub fn streets(streets: &[(StreetClass, Vec<Xy>)], view: &View) -> ([String; 4], bool) {
    const CLASSES: [StreetClass; 4] = [
        StreetClass::Local,
        StreetClass::Through,
        StreetClass::Main,
        StreetClass::Rail,
    ];
    let mut paths: [String; 4] = Default::default();
    for tolerance in [1.0, 2.5, 6.0] {
        for (path, class) in paths.iter_mut().zip(CLASSES) {
            let lines = streets.iter().filter(|s| s.0 == class);
            *path = path_of_lines(view, lines.map(|s| s.1.as_slice()), tolerance);
        }
        if paths.iter().map(String::len).sum::<usize>() <= STREET_BUDGET {
            return (paths, false);
        }
    }
    // A country rather than a town: the smallest streets would be a grey blur anyway.
    paths[0].clear();
    (paths, true)
}

/// A bar of a round length, about a fifth of the map's width, and the north arrow.
pub fn scale_bar(w: Words, view: &View) -> Html {
    let fifth = view.metres / 5.0;
    let power = 10f64.powf(fifth.max(1.0).log10().floor());
    let length = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|m| m * power)
        .find(|m| *m <= fifth)
        .unwrap_or(power);
    let text = if length >= 1000.0 {
        format!("{} km", w.amount(length / 1000.0))
    } else {
        format!("{} m", w.amount(length))
    };
    Html::of(
        "<div class=\"scale\" style=\"width:{}%\"><span>{}</span></div><div class=\"north\" role=\"img\" aria-label=\"{}\">{}</div>",
        &[
            &Plain(length / view.metres * 100.0),
            &text,
            &w.html(Msg::NorthUp),
            &Html::of("<span aria-hidden=\"true\">{}<br>▲</span>", &[&"N"]),
        ],
    )
}
