//! What lies under every map of a page: outlines of areas, streets, stops, homes, and the scale. Drawn once; small maps
//! repeat it by reference.

use super::geometry::{View, Xy, path_of_dots, path_of_lines, path_of_rings};
use super::html::{Html, Plain};
use super::land::Land;
use super::messages::Msg;
use super::words::Words;
use serde::Serialize;

/// Most bytes the streets may take.
const STREET_BUDGET: usize = 1_000_000;

/// Width classes of streets, widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StreetClass {
    /// Motorway, trunk, primary.
    Main,
    /// Secondary, tertiary.
    Through,
    /// Everything else one may walk.
    Local,
    /// Rail, tram, metro; drawn dashed.
    Rail,
}

/// The region, as all of its maps draw it, metres.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Backdrop {
    /// Street centre lines.
    pub streets: Vec<(StreetClass, Vec<Xy>)>,
    /// Stops at which anything calls.
    pub stops: Vec<Xy>,
    /// Outlines of the areas of a level: rings, even-odd. Empty: not drawn.
    pub areas: Vec<Vec<Vec<Xy>>>,
    /// Homes, linked or not.
    pub homes: Vec<Xy>,
    /// People of all groups at each home; empty: all homes count alike.
    pub people: Vec<f64>,
    /// Water and names.
    pub land: Land,
}

impl Backdrop {
    /// The view of where people live; of all areas where there are no homes. None when there are neither.
    pub fn view(&self) -> Option<View> {
        self.view_with(&[])
    }

    /// As [`Backdrop::view`], with places that have to be on the map.
    pub fn view_with(&self, places: &[Xy]) -> Option<View> {
        let areas = self.areas.iter().flatten().flatten();
        View::of_people(&self.homes, &self.people, areas, places.iter())
    }

    /// A line that says how many home locations lie outside of the map; nothing where all are on it.
    pub fn outside(&self, w: Words, view: &View) -> Html {
        match view.outside(&self.homes) {
            0 => Html::new(),
            n => Html::of(
                "<p class=\"beyond\">{}</p>",
                &[&w.fill(Msg::MapOutside, &[("count", &w.number(n as f64))])],
            ),
        }
    }

    /// The outlines of the first so many areas, with ids `a0`, `a1` …; for a `<defs>`.
    pub fn outlines(&self, view: &View, areas: usize) -> Html {
        let mut out = Html::new();
        for (i, rings) in self.areas.iter().enumerate().take(areas) {
            let d = path_of_rings(view, rings);
            out.put("<path id=\"a{}\" d=\"{}\"/>", &[&i, &d]);
        }
        out
    }

    /// Streets, and whether the smallest were left out. `named`: with the ids `streets`, `sl`, `st`, `sm` and `sr`, so that
    /// other maps can repeat them.
    pub fn streets(&self, view: &View, named: bool) -> (Html, bool) {
        let (paths, coarse) = street_paths(&self.streets, view);
        let id = |name: &str| match named {
            true => Html::of(" id=\"{}\"", &[&name]),
            false => Html::new(),
        };
        let mut out = Html::of("<g{}>", &[&id("streets")]);
        for (d, class) in paths.iter().zip(["sl", "st", "sm", "sr"]) {
            out.put("<path{} class=\"{}\" d=\"{}\"/>", &[&id(class), &class, d]);
        }
        out.put("</g>", &[]);
        (out, coarse)
    }

    /// The stops as dots.
    pub fn stop_dots(&self, view: &View) -> Html {
        let d = path_of_dots(view, self.stops.iter());
        Html::of("<path class=\"stops\" d=\"{}\"/>", &[&d])
    }
}

/// Paths of streets by class, the smallest first, and whether those were left out.
fn street_paths(streets: &[(StreetClass, Vec<Xy>)], view: &View) -> ([String; 4], bool) {
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

/// What all maps of a page share, drawn once and out of sight.
pub fn out_of_sight(drawn: &Html) -> Html {
    Html::of(
        "<svg class=\"ground\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>{}</defs></svg>\n",
        &[drawn],
    )
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
