//! Maps as inline SVG from plain geometry: streets by class, areas shaded, homes, stops,
//! destinations. Whole-number coordinates in a view 2,000 units wide keep them small.

use super::data::{Destination, MapData, MapLayer, ReportData};
use super::findings::{
    norms_of, stacked_share, stacking_row, threshold, threshold_of, worst_and_best,
};
use super::words::Say;
use crate::axes::{PurposeId, SlotId};
use crate::diagnostics::printable;
use crate::ids::Id;
use crate::output::report::kit::backdrop::scale_bar;
use crate::output::report::kit::geometry::{View, Xy, centre};
use crate::output::report::kit::html::json;
use crate::output::report::kit::map::{
    AREA_CLASSES, BREAKS, box_key, class_of, dot_key, end, home_dots, home_key, home_keys, mark,
    names_switch, pointed, toggles,
};
use crate::output::report::kit::words::Number;
use crate::output::report::kit::{Blocks, Html, Msg, Piece, Plain, Series};
use std::collections::BTreeMap;

/// Norms missed at a home: of all services, or of one, of which a miss counts as three. None without a value.
fn missed(layer: &MapLayer, service: Option<PurposeId>, home: usize) -> Option<usize> {
    let mask = layer.missed.get(home).copied().flatten()?;
    Some(match service {
        None => mask.count_ones() as usize,
        Some(s) => (mask.checked_shr(s.0)).map_or(0, |m| 3 * (m & 1) as usize),
    })
}

/// What the homes of a layer show, one sign a home: the number of norms missed (3: three or more), `x` without a value.
fn home_signs(layer: &MapLayer, service: Option<PurposeId>, homes: usize) -> String {
    let sign = |home| match missed(layer, service, home) {
        None => 'x',
        Some(n) => ['0', '1', '2', '3'][n.min(3)],
    };
    (0..homes).map(sign).collect()
}

/// The homes of a layer as dots.
fn layer_dots(view: &View, homes: &[Xy], layer: &MapLayer) -> Html {
    let all = homes.iter().enumerate();
    home_dots(view, all.map(|(i, at)| (at, missed(layer, None, i))))
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

fn area_class(percent: f64) -> &'static str {
    if percent < 0.0 {
        "kx"
    } else {
        AREA_CLASSES[class_of(percent / 100.0).min(4)]
    }
}

/// The maps: one with layers to switch, and one small map per slot.
pub fn blocks(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let Some(map) = &data.map else {
        return w.none(Msg::MapNone, &[]);
    };
    let (worst, _) = worst_and_best(data);
    let mut layers = map.layers.iter();
    let shown = layers.find(|l| (l.slot, l.persona) == (worst, data.head.main_persona));
    let shown = shown.or(map.layers.first());
    let (Some(layer), Some(view)) = (shown, map.backdrop.view()) else {
        return w.none(Msg::MapNone, &[]);
    };
    let areas = match data.areas {
        Some(_) => map.backdrop.areas.len(),
        None => 0,
    };
    let shows = shows(data, map, layer, areas);
    let mut out = Blocks::map(main_map(data, map, layer, &view, areas), shows);
    out.add(small_maps(data, map, &view, areas));
    out
}

/// What the large map shows at first: the share of each area, and homes by the number of norms missed.
fn shows(data: &ReportData, map: &MapData, layer: &MapLayer, areas: usize) -> Vec<Series> {
    let title = title(data, layer, areas);
    if areas > 0 {
        let share = |i: usize| layer.area_stacked.get(i).copied().flatten();
        let shares = (0..areas).map(|i| (data.area_name(i).to_owned(), share(i)));
        return vec![Series::new(title, shares)];
    }
    let homes = 0..map.backdrop.homes.len();
    let mut counts = BTreeMap::new();
    for missed in homes.filter_map(|home| missed(layer, None, home)) {
        *counts.entry(missed).or_insert(0.0) += 1.0;
    }
    let counts = counts
        .into_iter()
        .map(|(n, homes)| (n.to_string(), Some(homes)));
    vec![Series::new(title, counts)]
}

/// What a layer of the large map is of.
fn title(data: &ReportData, layer: &MapLayer, areas: usize) -> Html {
    data.head.words().fill_some(
        title_of(areas, false),
        &[
            ("group", &data.head.main_name()),
            ("least", &threshold(data)),
            ("slot", &data.head.slot(layer.slot)),
            ("traveller", &data.head.persona(layer.persona)),
        ],
    )
}

/// The title's message: over areas or over homes, of all norms or of one service.
fn title_of(areas: usize, one: bool) -> Say {
    match (areas > 0, one) {
        (true, false) => Say::MapTitle,
        (true, true) => Say::MapTitleOne,
        (false, false) => Say::MapTitleHomes,
        (false, true) => Say::MapTitleHomesOne,
    }
}

/// More services than this hide the homes; they are drawn on demand.
const FEW_PLACES: usize = 30;

fn main_map(data: &ReportData, map: &MapData, layer: &MapLayer, view: &View, areas: usize) -> Html {
    let w = data.head.words();
    let shading = percents(&layer.area_stacked, areas);
    let title = title(data, layer, areas);
    let mut switches = Vec::new();
    if areas > 0 {
        switches.push(("t-areas", w.html(Say::ShowAreas), true));
    }
    // An area's shade says nothing of how many live there: the homes show it.
    switches.push(("t-homes", w.html(Msg::ShowHomes), true));
    if !map.destinations.is_empty() {
        let few = map.destinations.len() <= FEW_PLACES;
        switches.push(("t-places", w.html(Say::ShowPlaces), few));
    }
    switches.push(("t-stops", w.html(Msg::ShowStops), false));
    switches.extend(names_switch(w, &map.backdrop.land));
    let mut out = Html::of(
        "<figure class=\"map\"><p class=\"title\" id=\"map-title\" aria-live=\"polite\">{}</p><div class=\"pick\" id=\"map-pick\" hidden></div>{} <div class=\"frame\"><svg viewBox=\"{}\" role=\"img\" aria-labelledby=\"map-title map-desc\"><desc id=\"map-desc\">{}</desc><defs>{}",
        &[
            &title,
            &toggles(&switches),
            view,
            &w.html(Say::MapDesc),
            &map.backdrop.outlines(view, areas),
        ],
    );
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
    out.add(map.backdrop.land.water(view, true));
    let (streets, coarse) = map.backdrop.streets(view, true);
    out.add(streets);
    out.add(map.backdrop.stop_dots(view));
    out.put("<g class=\"homes\" id=\"homes\">", &[]);
    out.add(layer_dots(view, &map.backdrop.homes, layer));
    out.put("</g>", &[]);
    let numbers = pocket_places(data, map, areas);
    let marks = map.destinations.iter().map(|d| &d.at);
    let marks = marks.filter(|_| map.destinations.len() <= FEW_PLACES);
    let taken = marks.chain(numbers.iter().map(|n| &n.1));
    out.add(map.backdrop.land.names(view, taken));
    out.put("<g class=\"places\">", &[]);
    for Destination { service, name, at } in &map.destinations {
        if let Some((x, y)) = view.point(*at) {
            out.put(
                "<g class=\"dest\" data-s=\"{}\" transform=\"translate({} {})\"><path d=\"{}\"><title>{}: {}</title></path></g>",
                &[&service.index(), &Plain(f64::from(x)), &Plain(f64::from(y)), &mark(*service), &data.head.service(*service), name],
            );
        }
    }
    out.put("</g><g class=\"pockets\">", &[]);
    for (number, at) in numbers {
        if let Some((x, y)) = view.point(at) {
            out.put(
                "<g class=\"pocket\" transform=\"translate({} {})\"><circle r=\"19\"/><text dy=\".36em\">{}</text></g>",
                &[&Plain(f64::from(x)), &Plain(f64::from(y)), &number],
            );
        }
    }
    out.put("</g></svg>", &[]);
    out.add(scale_bar(w, view));
    out.put("</div>{}<figcaption>", &[&pointed(w)]);
    out.add(legend(data, map, areas));
    let outside = map.backdrop.outside(w, view);
    out.add(end(w, outside, coarse, &data.head.credits));
    out.put(
        "<script type=\"application/json\" id=\"map-data\">{}</script>\n",
        &[&layers_json(data, map, layer, view, areas)],
    );
    out
}

/// The numbers of the weakest areas, and where they stand.
fn pocket_places(data: &ReportData, map: &MapData, areas: usize) -> Vec<(usize, Xy)> {
    let pockets = data.pockets.iter().flatten().enumerate().take(12);
    let place = |area: usize| {
        let outline = map.backdrop.areas.get(area).filter(|_| area < areas);
        outline.and_then(|rings| centre(rings))
    };
    pockets
        .filter_map(|(i, pocket)| Some((i + 1, place(pocket.area)?)))
        .collect()
}

fn legend(data: &ReportData, map: &MapData, areas: usize) -> Html {
    let w = data.head.words();
    let mut out = Html::of("<div class=\"legend\">", &[]);
    if areas > 0 {
        out.put(
            "<div><h3 id=\"lg-areas\">{}</h3><ul>",
            &[&w.fill(
                Say::LegendAreas,
                &[
                    ("group", &data.head.main_name()),
                    ("least", &threshold(data)),
                ],
            )],
        );
        let mut from = 0.0;
        for (i, class) in AREA_CLASSES.iter().enumerate() {
            let to = BREAKS.get(i).copied().unwrap_or(1.0);
            let text = if i == 0 {
                w.fill(Msg::ClassUnder, &[("to", &w.pct(to))])
            } else if i == 4 {
                w.fill(Msg::ClassOver, &[("from", &w.pct(from))])
            } else {
                w.fill(
                    Msg::ClassBetween,
                    &[("from", &w.int(from * 100.0)), ("to", &w.pct(to))],
                )
            };
            out.add(box_key(class, &text));
            from = to;
        }
        out.add(box_key("kx", &w.html(Msg::NoValue)));
        out.put("</ul><p>{}</p></div>", &[&w.html(Say::ClassesWhy)]);
    }
    out.put(
        "<div><h3>{}</h3><ul class=\"lg-stack\">",
        &[&w.html(Msg::LegendHomes)],
    );
    let missed = [Msg::Missed0, Msg::Missed1, Msg::Missed2, Msg::Missed3];
    out.add(home_keys(w, missed, Msg::NoValue));
    out.put("</ul><ul class=\"lg-one\" hidden>", &[]);
    for (class, msg) in [
        ("m0", Msg::NormMet),
        ("m3", Msg::NormMissed),
        ("mx", Msg::NoValue),
    ] {
        out.add(home_key(class, &w.html(msg)));
    }
    out.put(
        "</ul></div><div><h3>{}</h3><ul>",
        &[&w.html(Say::LegendPlaces)],
    );
    for (i, service) in data.head.services.by_id() {
        if map.destinations.iter().any(|d| d.service == i) {
            out.put("<li><svg class=\"key\" viewBox=\"-26 -18 52 36\" aria-hidden=\"true\"><g class=\"dest\"><path d=\"{}\"/></g></svg>{}</li>", &[&mark(i), &service.name]);
        }
    }
    if !map.backdrop.stops.is_empty() {
        out.add(dot_key("stops", &w.html(Say::Stops)));
    }
    if areas > 0 && data.pockets.as_ref().is_some_and(|p| !p.is_empty()) {
        out.put("<li><svg class=\"key\" viewBox=\"-26 -20 52 40\" aria-hidden=\"true\"><g class=\"pocket\"><circle r=\"18\"/><text dy=\".36em\">1</text></g></svg>{}</li>", &[&w.html(Say::LegendPockets)]);
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
    let w = data.head.words();
    let homes = &map.backdrop.homes;
    let services: Vec<PurposeId> = data
        .head
        .services
        .ids()
        .filter(|s| data.head.services[*s].norm.is_some())
        .collect();
    let layers: Vec<_> = map
        .layers
        .iter()
        .map(|l| {
            let one: Vec<_> = services
                .iter()
                .map(|&s| {
                    let below = l.area_below.get(s).map_or(&[][..], Vec::as_slice);
                    serde_json::json!({"h": home_signs(l, Some(s), homes.len()), "a": numbers(&percents(below, areas))})
                })
                .collect();
            serde_json::json!({
                "slot": l.slot, "persona": l.persona,
                "all": {"h": home_signs(l, None, homes.len()), "a": numbers(&percents(&l.area_stacked, areas))},
                "one": one,
            })
        })
        .collect();
    let points: Vec<i32> = homes
        .iter()
        .flat_map(|at| view.point(*at).map_or([-99, -99], |(x, y)| [x, y]))
        .collect();
    let group = data.head.main_name();
    let names =
        |list: &mut dyn Iterator<Item = &str>| -> Vec<String> { list.map(printable).collect() };
    // What the script fills in itself: the group, how many norms or the service, the slot, the traveller.
    let places: [(&str, &dyn Piece); 5] = [
        ("group", &"{0}"),
        (
            "least",
            &Number::new(threshold(data) as f64, "{1}".to_owned()),
        ),
        ("service", &"{1}"),
        ("slot", &"{2}"),
        ("traveller", &"{3}"),
    ];
    let template = |say: Say| w.fill_some(say, &places).into_string();
    json(&serde_json::json!({
        "words": {
            "service": w.text(Say::PickService), "slot": w.text(Say::PickSlot), "persona": w.text(Say::PickPersona),
            "all": w.text(Msg::PickAll), "none": w.text(Msg::NoValue),
            "titleAll": template(title_of(areas, false)), "titleOne": template(title_of(areas, true)),
            "legendAll": template(Say::LegendAreas), "legendOne": template(Say::LegendAreasOne),
        },
        "group": printable(&group),
        "least": threshold(data),
        "breaks": BREAKS.map(|b| (b * 100.0).round()),
        "services": services.iter().map(|&s| serde_json::json!([s, printable(data.head.service(s))])).collect::<Vec<_>>(),
        "slots": names(&mut data.head.slots.iter().map(|s| s.name.as_str())),
        "personas": names(&mut data.head.personas.iter().map(|p| p.name.as_str())),
        "areas": names(&mut (0..areas).map(|i| data.area_name(i))),
        "cells": points,
        "shown": [shown.slot, shown.persona],
        "layers": layers,
    }))
}

fn small_maps(data: &ReportData, map: &MapData, view: &View, areas: usize) -> Blocks {
    let w = data.head.words();
    let of = |slot: SlotId| {
        let mut layers = map.layers.iter();
        layers.find(|l| (l.slot, l.persona) == (slot, data.head.main_persona))
    };
    let layers: Vec<&MapLayer> = data.head.slots.ids().filter_map(of).collect();
    if layers.len() < 2 {
        return Blocks::new();
    }
    let how = match areas {
        0 => Say::SmallMapsHomes,
        _ => Say::SmallMapsAreas,
    };
    let mut out = w.heading(Say::SmallMaps, how, &[]);
    let mut minis = Blocks::new();
    for layer in layers {
        let mut drawing = Html::of(
            "<figure class=\"mini\"><svg viewBox=\"{}\" role=\"img\" aria-label=\"{}\">",
            &[view, &data.head.slot(layer.slot)],
        );
        drawing.add(small_map(map, layer, view, areas));
        let mut caption = Html::of("<b>{}</b>", &[&data.head.slot(layer.slot)]);
        let group = data.head.main_group;
        if let Some(share) = stacked_share(data, layer.slot, layer.persona, group)
            && let Some(row) = stacking_row(data, layer.slot, layer.persona, group)
        {
            let said = w.fill(
                Say::SmallMapShare,
                &[
                    ("share", &w.pct(share)),
                    ("least", &threshold_of(row)),
                    ("norms", &norms_of(row)),
                ],
            );
            caption.put(" {}", &[&said]);
        }
        drawing.put("</svg><figcaption>{}</figcaption></figure>", &[&caption]);
        let shows = match areas {
            0 => vec![Series::new(caption, [])],
            _ => shows(data, map, layer, areas),
        };
        minis.add(Blocks::picture(drawing, shows));
    }
    out.add(minis.grouped("minis"));
    out
}

/// What a small map draws of a layer.
fn small_map(map: &MapData, layer: &MapLayer, view: &View, areas: usize) -> Html {
    let mut out = Html::new();
    if areas > 0 {
        out.put("<g class=\"areas\">", &[]);
        for (i, percent) in percents(&layer.area_stacked, areas).into_iter().enumerate() {
            out.put(
                "<use href=\"#a{}\" class=\"{}\"/>",
                &[&i, &area_class(percent)],
            );
        }
        out.put("</g><use href=\"#water\"/>", &[]);
    } else {
        let begin = "<use href=\"#water\"/><use href=\"#st\"/><g class=\"homes\">";
        out.put(begin, &[]);
        out.add(layer_dots(view, &map.backdrop.homes, layer));
        out.put("</g>", &[]);
    }
    out.put("<use href=\"#sm\"/><use href=\"#sr\"/>", &[]);
    out
}
