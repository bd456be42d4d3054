//! Where: before, after and the difference side by side.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::backdrop;
use super::super::data::{Destination, MapData};
use super::super::geometry::{View, centre};
use super::super::html::{Html, Piece, Plain};
use super::super::map::mark;
use super::change_map::{CHANGES, Scale};
use super::data::*;
use super::messages::Say;

/// Most maps of one scenario.
const LAYERS: usize = 6;
/// With more areas, names would make the page heavy: no names when pointing at them.
const NAMED: usize = 2_000;
/// With more destinations of a service, they would hide the map.
const PLACES: usize = 30;
/// With more areas that are better off, pluses would hide the map.
const PLUSES: usize = 150;

/// Number of areas drawn; 0: homes are drawn instead.
fn areas(data: &CompareData, map: &MapData) -> usize {
    match &data.study.areas {
        Some(list) => map.areas.len().min(list.list.len()),
        None => 0,
    }
}

/// What all maps of the page share, drawn once and out of sight.
pub fn ground(data: &CompareData) -> Html {
    let drawn = data.scenarios.iter().any(|s| !s.layers.is_empty());
    let (Some(map), true) = (&data.study.map, drawn) else {
        return Html::new();
    };
    let Some(view) = View::of(map) else {
        return Html::new();
    };
    let mut out = Html::of(
        "<svg class=\"ground\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>",
        &[],
    );
    out.add(backdrop::outlines(map, &view, areas(data, map)));
    out.add(backdrop::ground(map, &view).0);
    out.put("</defs></svg>\n", &[]);
    out
}

/// The maps of a scenario.
pub fn section(data: &CompareData, s: &Scenario, n: usize) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let mut out = Html::of("<h3>{}</h3>", &[&w.html(Say::MapsTitle)]);
    let drawn = study.map.as_ref().and_then(|m| Some((m, View::of(m)?)));
    let (Some((map, view)), false) = (drawn, s.layers.is_empty()) else {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Say::MapsNone)]);
        return out;
    };
    out.put("<p class=\"what\">{}</p>", &[&w.html(Say::MapsHow)]);
    let areas = areas(data, map);
    let mut explained: Vec<Scale> = Vec::new();
    for (i, layer) in s.layers.iter().take(LAYERS).enumerate() {
        let id = format!("m{}-{}", n + 1, i + 1);
        let scale = Scale::of(study, layer);
        out.add(triple(data, s, map, &view, layer, areas, &id));
        if explained.contains(&scale) {
            out.put("<p class=\"what\">{}</p>", &[&w.html(Say::LegendAbove)]);
        } else {
            out.add(legend(data, &scale, areas == 0));
            explained.push(scale);
        }
        out.put("</section>\n", &[]);
    }
    if s.layers.len() > LAYERS {
        let more = w.int((s.layers.len() - LAYERS) as f64);
        out.put(
            "<p class=\"what\">{}</p>",
            &[&w.fill(Say::MapsMore, &[&more])],
        );
    }
    out.put("<p class=\"credit\">{}</p>", &[&study.credits.join(" · ")]);
    out
}

fn spot(list: &[Spot], i: usize) -> Spot {
    list.get(i).copied().unwrap_or_default()
}

fn triple(
    data: &CompareData,
    s: &Scenario,
    map: &MapData,
    view: &View,
    layer: &ChangeLayer,
    areas: usize,
    id: &str,
) -> Html {
    let (study, w) = (&data.study, data.study.words());
    let scale = Scale::of(study, layer);
    let homes = areas == 0;
    let count = if homes { map.cells.len() } else { areas };
    let title = match (layer.shown, homes) {
        (Shown::ShareBelow, false) => Say::MapShare,
        (Shown::ShareBelow, true) => Say::MapHomes,
        (Shown::Value, false) => Say::MapValue,
        (Shown::Value, true) => Say::MapValueHomes,
    };
    let measure = study
        .services
        .get(layer.service)
        .map_or(Html::of("?", &[]), |s| w.measure(s));
    let pieces: [&dyn Piece; 5] = [
        &study.service_name(layer.service),
        &study.group_name(study.main_group),
        &study.slot_name(layer.slot),
        &study.persona_name(layer.persona),
        &measure,
    ];
    let mut out = Html::of(
        "<section class=\"triple\" aria-labelledby=\"{}\"><h4 id=\"{}\">{}</h4><div class=\"three\">",
        &[&id, &id, &w.fill(title, &pieces)],
    );
    for (which, head) in [Say::Before, Say::After, Say::Difference]
        .into_iter()
        .enumerate()
    {
        let difference = which == 2;
        let class = |i: usize| {
            let (b, a) = (spot(&layer.before, i), spot(&layer.after, i));
            match which {
                0 => scale.class(b),
                1 => scale.class(a),
                _ => scale.change(b, a),
            }
        };
        let mut of_class: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for i in 0..count {
            of_class.entry(class(i)).or_default().push(i);
        }
        out.put(
            "<figure class=\"mini\"><figcaption><b>{}</b></figcaption><div class=\"frame\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
            &[
                &w.html(head),
                &(view.width as usize),
                &(view.height as usize),
                &w.html(head),
            ],
        );
        if homes {
            out.put("<use href=\"#water\"/><use href=\"#streets\"/>", &[]);
            out.add(dots(map, view, &of_class));
        } else {
            out.put("<g class=\"areas\">", &[]);
            for (class, list) in &of_class {
                out.put("<g class=\"{}\">", &[class]);
                for &i in list {
                    if difference && areas <= NAMED {
                        let values = study_pair(data, &scale, layer, i);
                        out.put(
                            "<use href=\"#a{}\"><title>{}: {}</title></use>",
                            &[&i, &study.area_name(i), &values],
                        );
                    } else {
                        out.put("<use href=\"#a{}\"/>", &[&i]);
                    }
                }
                out.put("</g>", &[]);
            }
            out.put(
                "</g><use href=\"#water\"/><use href=\"#sm\"/><use href=\"#sr\"/>",
                &[],
            );
        }
        if difference {
            out.add(pluses(map, view, &of_class, areas));
            out.add(numbers(s, map, view, layer, areas));
        } else {
            let after = s.destinations.as_deref().filter(|_| which == 1);
            let list = after.unwrap_or(&map.destinations);
            out.add(places(list, view, layer.service));
        }
        out.put("</svg>", &[]);
        if which == 0 {
            out.add(backdrop::scale_bar(study.words(), view));
        }
        out.put("</div></figure>", &[]);
    }
    out.put("</div>", &[]);
    out
}

/// The classes of a layer in words.
fn legend(data: &CompareData, scale: &Scale, homes: bool) -> Html {
    let study = &data.study;
    let w = study.words();
    let mut out = Html::of("<div class=\"legend two\">", &[]);
    let key = if homes { "dots" } else { "boxes" };
    for (head, list) in [
        (Say::LegendBoth, scale.legend(study, homes)),
        (Say::LegendDifference, scale.change_legend(study, homes)),
    ] {
        out.put("<div><h5>{}</h5><ul class=\"{}\">", &[&w.html(head), &key]);
        for (class, text) in list {
            out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><g class=\"{}\">", &[&class]);
            if homes {
                out.put("<path d=\"M13 9h0\"/>", &[]);
            } else {
                out.put("<rect x=\"1\" y=\"1\" width=\"24\" height=\"16\"/>", &[]);
            }
            out.put("</g></svg>{}</li>", &[&text]);
        }
        out.put("</ul></div>", &[]);
    }
    out.put("</div>", &[]);
    out
}

/// A place before and after, in words.
fn study_pair(data: &CompareData, scale: &Scale, layer: &ChangeLayer, i: usize) -> String {
    use super::read::Written;
    let text = |list: &[Spot]| scale.text(&data.study, spot(list, i));
    data.study
        .pair_of(&text(&layer.before), &text(&layer.after))
}

/// Homes as one path of dots per class.
fn dots(map: &MapData, view: &View, of_class: &BTreeMap<&str, Vec<usize>>) -> Html {
    let mut out = Html::of("<g class=\"dots\">", &[]);
    for (class, list) in of_class {
        let mut d = String::new();
        for (x, y) in list.iter().filter_map(|i| view.point(*map.cells.get(*i)?)) {
            let _ = write!(d, "M{x} {y}h0");
        }
        out.put("<g class=\"{}\"><path d=\"{}\"/></g>", &[class, &d]);
    }
    out.put("</g>", &[]);
    out
}

/// A plus on areas that are better off, so that the map can be read without colours.
fn pluses(map: &MapData, view: &View, of_class: &BTreeMap<&str, Vec<usize>>, areas: usize) -> Html {
    let better = of_class
        .iter()
        .filter(|(class, _)| CHANGES[..4].contains(class));
    let better: Vec<usize> = better.flat_map(|(_, list)| list).copied().collect();
    let mut out = Html::new();
    if areas == 0 || better.len() > PLUSES {
        return out;
    }
    for i in better {
        let outline = map.areas.get(i).map(Vec::as_slice);
        if let Some((x, y)) = outline.and_then(|rings| view.point(centre(rings)?)) {
            out.put(
                "<text class=\"plus\" x=\"{}\" y=\"{}\" dy=\".36em\">+</text>",
                &[&Plain(f64::from(x)), &Plain(f64::from(y))],
            );
        }
    }
    out
}

/// The destinations of a service, when they are few.
fn places(list: &[Destination], view: &View, service: usize) -> Html {
    let mut out = Html::new();
    let of: Vec<_> = list.iter().filter(|d| d.service == service).collect();
    if of.len() > PLACES {
        return out;
    }
    for d in of {
        if let Some((x, y)) = view.point(d.at) {
            out.put(
                "<g class=\"dest\" transform=\"translate({} {})\"><path d=\"{}\"><title>{}</title></path></g>",
                &[&Plain(f64::from(x)), &Plain(f64::from(y)), &mark(service), &d.name],
            );
        }
    }
    out
}

/// The numbers of the worst-hit areas, on the map of what hit them.
fn numbers(s: &Scenario, map: &MapData, view: &View, layer: &ChangeLayer, areas: usize) -> Html {
    let mut out = Html::new();
    let pockets = s.pockets.iter().flatten().take(super::places::POCKETS);
    for (i, pocket) in pockets.enumerate() {
        let here = (pocket.service, pocket.slot, pocket.persona)
            == (layer.service, layer.slot, layer.persona);
        let outline = map.areas.get(pocket.area);
        if let Some((x, y)) = outline
            .filter(|_| here && pocket.area < areas)
            .and_then(|rings| view.point(centre(rings)?))
        {
            out.put(
                "<g class=\"pocket\" transform=\"translate({} {})\"><circle r=\"19\"/><text dy=\".36em\">{}</text></g>",
                &[&Plain(f64::from(x)), &Plain(f64::from(y)), &(i + 1)],
            );
        }
    }
    out
}
