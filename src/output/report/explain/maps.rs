//! Where: areas before, after, and the part of each cause, in small maps of one scale.

use super::super::backdrop;
use super::super::data::MapData;
use super::super::geometry::View;
use super::super::html::Html;
use super::super::map::{AREA_CLASSES, BREAKS};
use super::data::{AreaMap, ExplainData, Layer};
use super::words::Say;

/// Most services and slots drawn.
const LAYERS: usize = 3;
/// Differences from which on a class begins, as shares.
const POINTS: [f64; 3] = [0.01, 0.10, 0.25];
/// With more areas, names would make the page heavy.
const NAMED: usize = 2_000;

/// The maps, or a line saying why there are none.
pub fn section(data: &ExplainData) -> Html {
    let w = data.words();
    let none = || Html::of("<p class=\"none\">{}</p>", &[&w.html(Say::MapsNone)]);
    let Some(map) = data.map.as_ref().filter(|m| !m.layers.is_empty()) else {
        return none();
    };
    let drawn = MapData {
        areas: map.areas.clone(),
        ..MapData::default()
    };
    let Some(view) = View::of(&drawn) else {
        return none();
    };
    let mut out = Html::of(
        "<svg class=\"ground\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>",
        &[],
    );
    out.add(backdrop::outlines(&drawn, &view, map.areas.len()));
    out.put(
        "</defs></svg>\n<p class=\"what\">{}</p>",
        &[&w.fill(Say::MapsHow, &[&data.group(data.main), &map.level])],
    );
    for layer in map.layers.iter().take(LAYERS) {
        let title = w.fill(
            Say::MapTitle,
            &[&data.service(layer.service), &data.slot(layer.slot)],
        );
        out.put("<h3>{}</h3><div class=\"six\">", &[&title]);
        for which in 0..2 + data.parts() {
            out.add(small(data, map, layer, which, &view));
        }
        out.put("</div>", &[]);
    }
    out.add(legend(data));
    out
}

fn small(data: &ExplainData, map: &AreaMap, layer: &Layer, which: usize, view: &View) -> Html {
    let w = data.words();
    let title = match which {
        0 | 1 => data.names[which].clone(),
        k => w.capital(data.cause(k - 2)),
    };
    let mut out = Html::of(
        "<figure class=\"mini\"><figcaption>{}</figcaption><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\"><g class=\"areas\">",
        &[
            &title,
            &(view.width as usize),
            &(view.height as usize),
            &title,
        ],
    );
    for (i, name) in map.names.iter().enumerate().take(map.areas.len()) {
        let value = layer.values[which].get(i).copied().flatten();
        let class = match (which, value) {
            (0 | 1, None) => "kx",
            (0 | 1, Some(v)) => AREA_CLASSES[BREAKS.iter().filter(|b| v >= **b).count().min(4)],
            (_, None) => "dx",
            (_, Some(v)) => change(v),
        };
        if map.names.len() <= NAMED {
            let text = match (which, value) {
                (_, None) => w.text(Say::NoValue).to_owned(),
                (0 | 1, Some(v)) => w.pct(v),
                (_, Some(v)) => w.signed(v * 100.0, 1),
            };
            out.put(
                "<use class=\"{}\" href=\"#a{}\"><title>{}: {}</title></use>",
                &[&class, &i, name, &text],
            );
        } else {
            out.put("<use class=\"{}\" href=\"#a{}\"/>", &[&class, &i]);
        }
    }
    out.put("</g></svg></figure>", &[]);
    out
}

/// The class of a difference in shares: more below the norm is worse.
fn change(v: f64) -> &'static str {
    const WORSE: [&str; 4] = ["d0", "w1", "w2", "w3"];
    const BETTER: [&str; 4] = ["d0", "b1", "b2", "b3"];
    // What is stated as 1 point must not fail by rounding.
    let steps = POINTS.iter().filter(|p| v.abs() >= **p - 1e-12).count();
    if v > 0.0 { WORSE[steps] } else { BETTER[steps] }
}

fn legend(data: &ExplainData) -> Html {
    let w = data.words();
    let mut shares: Vec<(&str, Html)> = vec![("k0", w.fill(Say::UnderClass, &[&w.pct(BREAKS[0])]))];
    for (class, from) in AREA_CLASSES.iter().skip(1).zip(BREAKS) {
        shares.push((class, w.fill(Say::FromClass, &[&w.pct(from)])));
    }
    shares.push(("kx", w.html(Say::NoValue)));
    let points = |k: usize| w.amount(POINTS[k] * 100.0);
    let mut causes = Vec::new();
    for (k, class) in [(2, "w3"), (1, "w2"), (0, "w1")] {
        causes.push((class, w.fill(Say::Worse, &[&points(k)])));
    }
    causes.push(("d0", w.fill(Say::Hardly, &[&points(0)])));
    for (k, class) in [(0, "b1"), (1, "b2"), (2, "b3")] {
        causes.push((class, w.fill(Say::Better, &[&points(k)])));
    }
    let mut out = Html::of("<div class=\"legend two\">", &[]);
    for (head, list) in [(Say::LegendShare, shares), (Say::LegendCause, causes)] {
        out.put("<div><h4>{}</h4><ul>", &[&w.html(head)]);
        for (class, text) in list {
            out.put(
                "<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><rect class=\"{}\" x=\"1\" y=\"1\" width=\"24\" height=\"16\"/></svg>{}</li>",
                &[&class, &text],
            );
        }
        out.put("</ul></div>", &[]);
    }
    out.put("</div>", &[]);
    out
}
