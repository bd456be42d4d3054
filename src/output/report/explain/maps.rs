//! Where: areas before, after, and the part of each cause, in small maps of one scale.

use super::data::{AreaMap, ExplainData, Layer};
use super::words::Say;
use crate::output::report::kit::backdrop::out_of_sight;
use crate::output::report::kit::geometry::View;
use crate::output::report::kit::map::{AREA_CLASSES, BREAKS, box_key, class_of, pointed};
use crate::output::report::kit::{Blocks, Html, Msg, Series};

/// Most services and slots drawn.
const LAYERS: usize = 3;
/// Differences from which on a class begins, as shares.
const POINTS: [f64; 3] = [0.01, 0.10, 0.25];
/// With more areas, names would make the page heavy.
const NAMED: usize = 2_000;

/// The map that can be drawn, and its view.
fn drawn(data: &ExplainData) -> Option<(&AreaMap, View)> {
    let map = data.map.as_ref().filter(|m| !m.layers.is_empty())?;
    Some((map, map.backdrop.view()?))
}

/// What all maps share, drawn once and out of sight.
pub fn ground(data: &ExplainData) -> Html {
    drawn(data).map_or(Html::new(), |(map, view)| {
        let areas = map.backdrop.areas.len();
        out_of_sight(&map.backdrop.outlines(&view, areas))
    })
}

/// The maps, or a line saying why there are none.
pub fn blocks(data: &ExplainData) -> Blocks {
    let w = data.head.words();
    let Some((map, view)) = drawn(data) else {
        return w.none(Say::MapsNone, &[]);
    };
    let mut out = w.what(
        Say::MapsHow,
        &[("group", &data.head.main_name()), ("level", &map.level)],
    );
    for layer in map.layers.iter().take(LAYERS) {
        let title = w.fill(
            Say::MapTitle,
            &[
                ("service", &data.head.service(layer.service)),
                ("slot", &data.head.slot(layer.slot)),
            ],
        );
        out.head(3, title);
        let small = |which| small(data, map, layer, which, &view);
        let six = Blocks::joined((0..2 + data.parts()).map(small));
        out.add(six.grouped("six"));
        out.add(Blocks::furniture(pointed(w)));
    }
    out.add(Blocks::furniture(legend(data)));
    out
}

fn small(data: &ExplainData, map: &AreaMap, layer: &Layer, which: usize, view: &View) -> Blocks {
    let w = data.head.words();
    let title = match which {
        0 | 1 => data.names[which].clone(),
        k => w.capital(data.cause(k - 2)),
    };
    let mut out = Html::of(
        "<figure class=\"mini\"><figcaption>{}</figcaption><svg viewBox=\"{}\" role=\"img\" aria-label=\"{}\"><g class=\"areas\">",
        &[&title, view, &title],
    );
    for (i, name) in map.names.iter().enumerate().take(map.backdrop.areas.len()) {
        let value = layer.values[which].get(i).copied().flatten();
        let class = match (which, value) {
            (0 | 1, None) => "kx",
            (0 | 1, Some(v)) => AREA_CLASSES[class_of(v)],
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
    let values = map.names.iter().zip(&layer.values[which]);
    let values = values.map(|(name, value)| (name.clone(), *value));
    Blocks::map(out, vec![Series::new(Html::text(&title), values)])
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
    let w = data.head.words();
    // From one number on, up to the next one, which begins the next class.
    let range = |from: &str, to: Option<&str>| match to {
        Some(to) => w.fill(Msg::ClassBetween, &[("from", &from), ("to", &to)]),
        None => w.fill(Msg::ClassOver, &[("from", &from)]),
    };
    let mut shares: Vec<(&str, Html)> =
        vec![("k0", w.fill(Msg::ClassUnder, &[("to", &w.pct(BREAKS[0]))]))];
    for (i, class) in AREA_CLASSES.iter().enumerate().skip(1) {
        let from = BREAKS[i - 1];
        shares.push(match BREAKS.get(i) {
            Some(to) => (class, range(&w.int(from * 100.0), Some(&w.pct(*to)))),
            None => (class, range(&w.pct(from), None)),
        });
    }
    shares.push(("kx", w.html(Say::NoValue)));
    let points = |k: usize| w.amount(POINTS[k] * 100.0);
    let by = |k: usize| {
        let next = (k + 1 < POINTS.len()).then(|| points(k + 1));
        range(&points(k), next.as_deref())
    };
    let mut causes = Vec::new();
    for (k, class) in [(2, "w3"), (1, "w2"), (0, "w1")] {
        causes.push((class, w.fill(Say::Worse, &[("points", &by(k))])));
    }
    causes.push(("d0", w.fill(Say::Hardly, &[("points", &points(0))])));
    for (k, class) in [(0, "b1"), (1, "b2"), (2, "b3")] {
        causes.push((class, w.fill(Say::Better, &[("points", &by(k))])));
    }
    let mut out = Html::of("<div class=\"legend two\">", &[]);
    let heads = [w.html(Msg::Below), w.html(Say::LegendCause)];
    for (head, list) in heads.iter().zip([shares, causes]) {
        out.put("<div><h4>{}</h4><ul>", &[head]);
        for (class, text) in list {
            out.add(box_key(class, &text));
        }
        out.put("</ul></div>", &[]);
    }
    out.put("</div>", &[]);
    out
}
