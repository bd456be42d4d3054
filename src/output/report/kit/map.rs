//! What maps of all pages have in common: classes of shares, marks, homes by norms missed, toggles and legends.

use super::geometry::{View, Xy, path_of_dots};
use super::html::{Html, Piece, own};
use super::land::Land;
use super::messages::{Message, Msg};
use super::words::Words;
use crate::axes::PurposeId;
use crate::ids::Id;

pub use crate::output::style::{SHARE_BREAKS as BREAKS, class_of};

/// Style classes of areas by [`class_of`], light to dark.
pub const AREA_CLASSES: [&str; 5] = ["k0", "k1", "k2", "k3", "k4"];
/// Style classes of homes: without a value, then with none, one, two, and three or more.
const HOME_CLASSES: [&str; 5] = ["mx", "m0", "m1", "m2", "m3"];

/// Marks of services on the map: shapes that differ without colour, about 28 units wide.
const MARKS: [&str; 8] = [
    "M-5-14h10v9h9v10h-9v9h-10v-9h-9v-10h9z",
    "M-11-11h22v22h-22z",
    "M0-14 14 11h-28z",
    "M0-15 15 0 0 15-15 0z",
    "M0 14-14-11h28z",
    "M-7-13h14l8 13-8 13h-14l-8-13z",
    "M-15-7h30v14h-30z",
    "M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0z",
];

/// The mark of a service, for maps and legends.
pub fn mark(service: PurposeId) -> &'static str {
    MARKS[service.index() % MARKS.len()]
}

/// Homes as one path of dots per class, by a number of norms each; none where nothing is known.
pub fn home_dots<'a>(view: &View, homes: impl Iterator<Item = (&'a Xy, Option<usize>)>) -> Html {
    let mut by_class: [Vec<&Xy>; 5] = Default::default();
    for (at, norms) in homes {
        by_class[norms.map_or(0, |n| 1 + n.min(3))].push(at);
    }
    let mut out = Html::new();
    for (class, list) in HOME_CLASSES.iter().zip(by_class) {
        let d = path_of_dots(view, list.into_iter());
        out.put("<path class=\"{}\" d=\"{}\"/>", &[class, &d]);
    }
    out
}

/// What the classes of [`home_dots`] mean: the words for none, one, two, and three or more, and for no value.
pub fn home_keys(w: Words, counts: [Msg; 4], unknown: impl Message) -> Html {
    let mut out = Html::new();
    for (class, msg) in HOME_CLASSES.iter().skip(1).zip(counts) {
        out.add(home_key(class, &w.html(msg)));
    }
    out.add(home_key(HOME_CLASSES[0], &w.html(unknown)));
    out
}

/// A dot of a class of homes in a legend.
pub fn home_key(class: &str, text: &Html) -> Html {
    Html::of(
        "<li><svg class=\"key homes\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"M13 9h0\"/></svg>{}</li>",
        &[&class, text],
    )
}

/// A dot of a style class in a legend.
pub fn dot_key(class: &str, text: &Html) -> Html {
    path_key(class, "M13 9h0", text)
}

/// A line of a style class in a legend.
pub fn path_key(class: &str, d: &str, text: &Html) -> Html {
    Html::of(
        "<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"{}\"/></svg>{}</li>",
        &[&class, &d, text],
    )
}

/// A box of a style class in a legend.
pub fn box_key(class: &str, text: &Html) -> Html {
    Html::of(
        "<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><rect class=\"{}\" x=\"1\" y=\"1\" width=\"24\" height=\"16\"/></svg>{}</li>",
        &[&class, text],
    )
}

/// Switches for what is drawn: id, label, and whether it is on at first.
pub fn toggles(list: &[(&str, Html, bool)]) -> Html {
    let mut out = Html::new();
    for (id, label, on) in list {
        let space = if out.is_empty() { "" } else { " " };
        let checked = own(if *on { " checked" } else { "" });
        let pieces: [&dyn Piece; 5] = [&space, id, &checked, id, label];
        out.put(
            "{}<input type=\"checkbox\" class=\"t\" id=\"{}\"{}><label for=\"{}\">{}</label>",
            &pieces,
        );
    }
    out
}

/// The switch for names of places, where there are any.
pub fn names_switch(w: Words, land: &Land) -> Option<(&'static str, Html, bool)> {
    (!land.names.is_empty()).then(|| ("t-names", w.html(Msg::ShowNames), true))
}

/// The page's one large map up to what is drawn on it: title, switches for homes and stops, the view. The caller ends it.
pub fn begin(w: Words, view: &View, land: &Land, more: &str, title: &Html) -> Html {
    let mut switches = vec![
        ("t-homes", w.html(Msg::ShowHomes), true),
        ("t-stops", w.html(Msg::ShowStops), false),
    ];
    switches.extend(names_switch(w, land));
    Html::of(
        "<figure class=\"map{}\"><p class=\"title\" id=\"map-title\">{}</p>{}<div class=\"frame\"><svg viewBox=\"{}\" role=\"img\" aria-labelledby=\"map-title\">",
        &[&more, title, &toggles(&switches), view],
    )
}

/// The line below a map in which the script says what lies under the pointer; without it, there is none.
pub fn pointed(w: Words) -> Html {
    Html::of(
        "<p class=\"pointed\" hidden>{}</p>",
        &[&w.html(Msg::MapPoint)],
    )
}

/// The end of a large map, behind its legend: remarks on homes outside of it and on the smallest streets where those were
/// left out, and whom to credit.
pub fn end(w: Words, outside: Html, coarse: bool, credits: &[String]) -> Html {
    let mut out = outside;
    if coarse {
        out.put("<p>{}</p>", &[&w.html(Msg::MapCoarse)]);
    }
    out.put(
        "<p class=\"credit\">{}</p></figcaption></figure>\n",
        &[&credits.join(" · ")],
    );
    out
}
