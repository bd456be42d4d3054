//! Maps as inline SVG from plain geometry: streets by class, areas shaded, homes, stops,
//! destinations. Whole-number coordinates in a view 2,000 units wide keep them small.

use std::fmt::Write as _;

use super::backdrop::{ground, outlines, scale_bar};
use super::data::{Destination, MapData, MapLayer, ReportData, Xy};
use super::findings::{stacked_share, threshold, worst_and_best};
use super::geometry::{View, centre};
use super::html::{Html, Plain, json};
use super::messages::Msg;

/// Upper bounds of the first four classes of shares; the fifth goes to 1. The same for every
/// map, so that maps may be compared.
pub const BREAKS: [f64; 4] = [0.10, 0.25, 0.50, 0.75];

/// The class of a share, 0 to 4.
pub fn class_of(share: f64) -> usize {
    BREAKS.iter().filter(|b| share >= **b).count()
}

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
pub fn mark(service: usize) -> &'static str {
    MARKS[service % MARKS.len()]
}

/// What the homes of a layer show: one sign per home: the number of norms missed (3: three or
/// more) over all services, `0` or `3` for one service, `x` without a value.
fn home_signs(layer: &MapLayer, service: Option<usize>, cells: usize) -> String {
    (0..cells)
        .map(
            |i| match (layer.missed.get(i).copied().flatten(), service) {
                (None, _) => 'x',
                (Some(mask), None) => match mask.count_ones() {
                    0 => '0',
                    1 => '1',
                    2 => '2',
                    _ => '3',
                },
                (Some(mask), Some(s)) => {
                    let bit = u32::try_from(s).ok().and_then(|s| mask.checked_shr(s));
                    if bit.is_some_and(|m| m & 1 == 1) {
                        '3'
                    } else {
                        '0'
                    }
                }
            },
        )
        .collect()
}

/// Homes as one path of dots per sign; drawn by round line ends.
fn home_paths(view: &View, cells: &[Xy], signs: &str) -> Html {
    let mut out = Html::new();
    for (sign, class) in [
        ('x', "mx"),
        ('0', "m0"),
        ('1', "m1"),
        ('2', "m2"),
        ('3', "m3"),
    ] {
        let mut d = String::new();
        for (at, s) in cells.iter().zip(signs.chars()) {
            if s == sign
                && let Some((x, y)) = view.point(*at)
            {
                let _ = write!(d, "M{x} {y}h0");
            }
        }
        out.put("<path class=\"{}\" d=\"{}\"/>", &[&class, &d]);
    }
    out
}

/// The share to shade an area by; whole percents, −1 where there is none. A half stands for what rounds to none or all
/// and is not quite: `<1%`, `>99%`.
fn percents(shares: &[Option<f64>], areas: usize) -> Vec<f64> {
    let percent = |s: f64| match (s.clamp(0.0, 1.0) * 100.0).round_ties_even() {
        0.0 if s > 0.0 => 0.5,
        100.0 if s < 1.0 => 99.5,
        whole => whole,
    };
    (0..areas)
        .map(|i| match shares.get(i).copied().flatten() {
            Some(s) if s.is_finite() => percent(s),
            _ => -1.0,
        })
        .collect()
}

/// A percentage of [`percents`] as text; the script has the same.
fn percent_text(percent: f64) -> String {
    match percent {
        0.5 => "<1%".to_owned(),
        99.5 => ">99%".to_owned(),
        whole => format!("{whole}%"),
    }
}

/// Percents for the script, whole ones without a point.
fn numbers(percents: &[f64]) -> Vec<serde_json::Value> {
    let number = |p: &f64| match p.fract() == 0.0 {
        true => serde_json::json!(*p as i32),
        false => serde_json::json!(p),
    };
    percents.iter().map(number).collect()
}

/// Style classes of areas by [`class_of`], light to dark.
pub const AREA_CLASSES: [&str; 5] = ["k0", "k1", "k2", "k3", "k4"];

fn area_class(percent: f64) -> &'static str {
    if percent < 0.0 {
        "kx"
    } else {
        AREA_CLASSES[class_of(percent / 100.0).min(4)]
    }
}

/// The maps: one with layers to switch, and one small map per slot.
pub fn section(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    let (worst, _) = worst_and_best(data);
    let Some(map) = &data.map else {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::MapNone)]);
        return out;
    };
    let shown = map
        .layers
        .iter()
        .find(|l| l.slot == worst && l.persona == data.main_persona)
        .or(map.layers.first());
    let (Some(layer), Some(view)) = (shown, View::of(map)) else {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::MapNone)]);
        return out;
    };
    let areas = if data.areas.is_some() {
        map.areas.len()
    } else {
        0
    };
    out.add(main_map(data, map, layer, &view, areas));
    out.add(small_maps(data, map, &view, areas));
    out
}

/// The title's message: over areas or over homes, of all norms or of one service.
fn title_of(areas: usize, one: bool) -> Msg {
    match (areas > 0, one) {
        (true, false) => Msg::MapTitle,
        (true, true) => Msg::MapTitleOne,
        (false, false) => Msg::MapTitleHomes,
        (false, true) => Msg::MapTitleHomesOne,
    }
}

/// More services than this hide the homes; they are drawn on demand.
const FEW_PLACES: usize = 30;

fn main_map(data: &ReportData, map: &MapData, layer: &MapLayer, view: &View, areas: usize) -> Html {
    let w = data.words();
    let shading = percents(&layer.area_stacked, areas);
    let title = w.fill(
        title_of(areas, false),
        &[
            &data.group_name(data.main_group),
            &threshold(data),
            &data.slot_name(layer.slot),
            &data.persona_name(layer.persona),
        ],
    );
    let mut out = Html::of(
        "<figure class=\"map\"><p class=\"title\" id=\"map-title\" aria-live=\"polite\">{}</p>",
        &[&title],
    );
    out.put("<div class=\"pick\" id=\"map-pick\" hidden></div>", &[]);
    let mut toggle = |id: &'static str, msg: Msg, on: bool| {
        out.put(
            "<input type=\"checkbox\" class=\"t\" id=\"{}\"{}><label for=\"{}\">{}</label> ",
            &[
                &id,
                &super::html::own(if on { " checked" } else { "" }),
                &id,
                &w.html(msg),
            ],
        );
    };
    if areas > 0 {
        toggle("t-areas", Msg::ShowAreas, true);
    }
    // An area's shade says nothing of how many live there: the homes show it.
    toggle("t-homes", Msg::ShowHomes, true);
    if !map.destinations.is_empty() {
        toggle(
            "t-places",
            Msg::ShowPlaces,
            map.destinations.len() <= FEW_PLACES,
        );
    }
    toggle("t-stops", Msg::ShowStops, false);
    out.put(
        "<div class=\"frame\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"map-title map-desc\"><desc id=\"map-desc\">{}</desc><defs>",
        &[&(view.width as usize), &(view.height as usize), &w.html(Msg::MapDesc)],
    );
    out.add(outlines(map, view, areas));
    out.put("</defs><g class=\"areas\" id=\"areas\">", &[]);
    for (i, percent) in shading.iter().enumerate() {
        let value = if *percent < 0.0 {
            w.text(Msg::NoValue).to_owned()
        } else {
            percent_text(*percent)
        };
        out.put(
            "<use href=\"#a{}\" class=\"{}\"><title>{}: {}</title></use>",
            &[&i, &area_class(*percent), &data.area_name(i), &value],
        );
    }
    out.put("</g>", &[]);
    let (ground, coarse) = ground(map, view);
    out.add(ground);
    let mut stops = String::new();
    for (x, y) in map.stops.iter().filter_map(|at| view.point(*at)) {
        let _ = write!(stops, "M{x} {y}h0");
    }
    out.put("<path class=\"stops\" d=\"{}\"/>", &[&stops]);
    out.put("<g class=\"homes\" id=\"homes\">", &[]);
    let signs = home_signs(layer, None, map.cells.len());
    out.add(home_paths(view, &map.cells, &signs));
    out.put("</g><g class=\"places\">", &[]);
    for Destination { service, name, at } in &map.destinations {
        if let Some((x, y)) = view.point(*at) {
            out.put(
                "<g class=\"dest\" data-s=\"{}\" transform=\"translate({} {})\"><path d=\"{}\"><title>{}: {}</title></path></g>",
                &[service, &Plain(f64::from(x)), &Plain(f64::from(y)), &mark(*service), &data.service_name(*service), name],
            );
        }
    }
    out.put("</g><g class=\"pockets\">", &[]);
    for (i, pocket) in data.pockets.iter().flatten().enumerate().take(12) {
        let outline = map.areas.get(pocket.area).filter(|_| pocket.area < areas);
        if let Some((x, y)) = outline.and_then(|rings| view.point(centre(rings)?)) {
            out.put(
                "<g class=\"pocket\" transform=\"translate({} {})\"><circle r=\"19\"/><text dy=\".36em\">{}</text></g>",
                &[&Plain(f64::from(x)), &Plain(f64::from(y)), &(i + 1)],
            );
        }
    }
    out.put("</g></svg>", &[]);
    out.add(scale_bar(w, view));
    out.put("</div><figcaption>", &[]);
    out.add(legend(data, map, areas));
    if coarse {
        out.put("<p>{}</p>", &[&w.html(Msg::MapCoarse)]);
    }
    out.put(
        "<p class=\"credit\">{}</p></figcaption></figure>\n",
        &[&data.credits.join(" · ")],
    );
    out.put(
        "<script type=\"application/json\" id=\"map-data\">{}</script>\n",
        &[&layers_json(data, map, layer, view, areas)],
    );
    out
}

fn legend(data: &ReportData, map: &MapData, areas: usize) -> Html {
    let w = data.words();
    let mut out = Html::of("<div class=\"legend\">", &[]);
    if areas > 0 {
        out.put(
            "<div><h4 id=\"lg-areas\">{}</h4><ul>",
            &[&w.fill(
                Msg::LegendAreas,
                &[&data.group_name(data.main_group), &threshold(data)],
            )],
        );
        let mut from = 0.0;
        for (i, class) in AREA_CLASSES.iter().enumerate() {
            let to = BREAKS.get(i).copied().unwrap_or(1.0);
            let text = if i == 0 {
                w.fill(Msg::ClassUnder, &[&w.pct(to)])
            } else if i == 4 {
                w.fill(Msg::ClassOver, &[&w.pct(from)])
            } else {
                w.fill(Msg::ClassBetween, &[&w.int(from * 100.0), &w.pct(to)])
            };
            out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><rect class=\"{}\" x=\"1\" y=\"1\" width=\"24\" height=\"16\"/></svg>{}</li>", &[class, &text]);
            from = to;
        }
        out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><rect class=\"kx\" x=\"1\" y=\"1\" width=\"24\" height=\"16\"/></svg>{}</li></ul><p>{}</p></div>", &[&w.html(Msg::NoValue), &w.html(Msg::ClassesWhy)]);
    }
    out.put(
        "<div><h4>{}</h4><ul class=\"lg-stack\">",
        &[&w.html(Msg::LegendHomes)],
    );
    for (class, msg) in [
        ("m0", Msg::Missed0),
        ("m1", Msg::Missed1),
        ("m2", Msg::Missed2),
        ("m3", Msg::Missed3),
        ("mx", Msg::NoValue),
    ] {
        out.put("<li><svg class=\"key homes\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"M13 9h0\"/></svg>{}</li>", &[&class, &w.html(msg)]);
    }
    out.put("</ul><ul class=\"lg-one\" hidden>", &[]);
    for (class, msg) in [
        ("m0", Msg::NormMet),
        ("m3", Msg::NormMissed),
        ("mx", Msg::NoValue),
    ] {
        out.put("<li><svg class=\"key homes\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"M13 9h0\"/></svg>{}</li>", &[&class, &w.html(msg)]);
    }
    out.put(
        "</ul></div><div><h4>{}</h4><ul>",
        &[&w.html(Msg::LegendPlaces)],
    );
    for (i, service) in data.services.iter().enumerate() {
        if map.destinations.iter().any(|d| d.service == i) {
            out.put("<li><svg class=\"key\" viewBox=\"-26 -18 52 36\" aria-hidden=\"true\"><g class=\"dest\"><path d=\"{}\"/></g></svg>{}</li>", &[&mark(i), &service.name]);
        }
    }
    if !map.stops.is_empty() {
        out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"stops\" d=\"M13 9h0\"/></svg>{}</li>", &[&w.html(Msg::Stops)]);
    }
    if areas > 0 && data.pockets.as_ref().is_some_and(|p| !p.is_empty()) {
        out.put("<li><svg class=\"key\" viewBox=\"-26 -20 52 40\" aria-hidden=\"true\"><g class=\"pocket\"><circle r=\"18\"/><text dy=\".36em\">1</text></g></svg>{}</li>", &[&w.html(Msg::LegendPockets)]);
    }
    out.put("</ul></div></div>", &[]);
    out
}

/// The values behind the layer switch. Only reading this, never fetching.
fn layers_json(
    data: &ReportData,
    map: &MapData,
    shown: &MapLayer,
    view: &View,
    areas: usize,
) -> Html {
    let w = data.words();
    let cells = map.cells.len();
    let services: Vec<usize> = (0..data.services.len())
        .filter(|s| data.services[*s].norm.is_some())
        .collect();
    let layers: Vec<_> = map
        .layers
        .iter()
        .map(|l| {
            let one: Vec<_> = services
                .iter()
                .map(|&s| {
                    let below = l.area_below.get(s).map_or(&[][..], Vec::as_slice);
                    serde_json::json!({"h": home_signs(l, Some(s), cells), "a": numbers(&percents(below, areas))})
                })
                .collect();
            serde_json::json!({
                "slot": l.slot, "persona": l.persona,
                "all": {"h": home_signs(l, None, cells), "a": numbers(&percents(&l.area_stacked, areas))},
                "one": one,
            })
        })
        .collect();
    let points: Vec<i32> = map
        .cells
        .iter()
        .flat_map(|at| view.point(*at).map_or([-99, -99], |(x, y)| [x, y]))
        .collect();
    let group = data.group_name(data.main_group);
    let names = |list: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        list.map(crate::diagnostics::printable).collect()
    };
    json(&serde_json::json!({
        "words": {
            "service": w.text(Msg::PickService), "slot": w.text(Msg::PickSlot), "persona": w.text(Msg::PickPersona),
            "all": w.text(Msg::PickAll), "none": w.text(Msg::NoValue),
            "titleAll": w.text(title_of(areas, false)), "titleOne": w.text(title_of(areas, true)),
            "legendAll": w.text(Msg::LegendAreas), "legendOne": w.text(Msg::LegendAreasOne),
        },
        "group": crate::diagnostics::printable(&group),
        "least": threshold(data),
        "breaks": BREAKS.map(|b| (b * 100.0).round()),
        "services": services.iter().map(|&s| serde_json::json!([s, crate::diagnostics::printable(data.service_name(s))])).collect::<Vec<_>>(),
        "slots": names(&mut data.slots.iter().map(|s| s.name.as_str())),
        "personas": names(&mut data.personas.iter().map(|p| p.name.as_str())),
        "areas": names(&mut (0..areas).map(|i| data.area_name(i))),
        "cells": points,
        "shown": [shown.slot, shown.persona],
        "layers": layers,
    }))
}

fn small_maps(data: &ReportData, map: &MapData, view: &View, areas: usize) -> Html {
    let w = data.words();
    let mut out = Html::new();
    let layers: Vec<&MapLayer> = (0..data.slots.len())
        .filter_map(|slot| {
            map.layers
                .iter()
                .find(|l| l.slot == slot && l.persona == data.main_persona)
        })
        .collect();
    if layers.len() < 2 {
        return out;
    }
    out.put(
        "<h3>{}</h3><p class=\"what\">{}</p><div class=\"minis\">",
        &[
            &w.html(Msg::SmallMaps),
            &w.html(if areas > 0 {
                Msg::SmallMapsAreas
            } else {
                Msg::SmallMapsHomes
            }),
        ],
    );
    for layer in layers {
        let name = data.slot_name(layer.slot);
        out.put(
            "<figure class=\"mini\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
            &[&(view.width as usize), &(view.height as usize), &name],
        );
        if areas > 0 {
            out.put("<g class=\"areas\">", &[]);
            for (i, percent) in percents(&layer.area_stacked, areas).into_iter().enumerate() {
                out.put(
                    "<use href=\"#a{}\" class=\"{}\"/>",
                    &[&i, &area_class(percent)],
                );
            }
            out.put("</g>", &[]);
        } else {
            out.put("<use href=\"#st\"/><g class=\"homes\">", &[]);
            let signs = home_signs(layer, None, map.cells.len());
            out.add(home_paths(view, &map.cells, &signs));
            out.put("</g>", &[]);
        }
        out.put(
            "<use href=\"#water\"/><use href=\"#sm\"/><use href=\"#sr\"/></svg><figcaption><b>{}</b>",
            &[&name],
        );
        let share = stacked_share(data, layer.slot, layer.persona, data.main_group);
        if let Some(share) = share {
            out.put(" {}", &[&w.fill(Msg::SmallMapShare, &[&w.pct(share)])]);
        }
        out.put("</figcaption></figure>", &[]);
    }
    out.put("</div>\n", &[]);
    out
}
