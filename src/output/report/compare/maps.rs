//! Where: before, after and the difference side by side.

use crate::axes::PurposeId;
use crate::output::report::kit::backdrop::{Backdrop, out_of_sight, scale_bar};
use crate::output::report::kit::{Blocks, Html, Plain, Series, Tag};
use std::collections::BTreeMap;

use super::change_map::{CHANGES, Scale};
use super::data::*;
use super::messages::Say;
use crate::output::report::kit::geometry::{View, centre, path_of_dots};
use crate::output::report::kit::map::{mark, pointed};
use crate::output::report::study::data::{Destination, MapData};

/// Most maps of one scenario.
const LAYERS: usize = 6;
/// With more areas, names would make the page heavy: no names when pointing at them.
const NAMED: usize = 2_000;
/// With more destinations of a service, they would hide the map.
const PLACES: usize = 30;
/// With more areas that are better off, pluses would hide the map.
const PLUSES: usize = 150;

/// Number of areas drawn; 0: homes are drawn instead.
fn areas(data: &CompareData, backdrop: &Backdrop) -> usize {
    let list = data.study.areas.as_ref();
    list.map_or(0, |list| backdrop.areas.len().min(list.list.len()))
}

/// What all maps of the page share, drawn once and out of sight.
pub fn ground(data: &CompareData) -> Html {
    let drawn = data.scenarios.iter().any(|s| !s.layers.is_empty());
    let map = data.study.map.as_ref().filter(|_| drawn);
    let Some((map, view)) = map.and_then(|m| Some((&m.backdrop, m.backdrop.view()?))) else {
        return Html::new();
    };
    let mut out = map.outlines(&view, areas(data, map));
    out.add(map.land.water(&view, true));
    out.add(map.streets(&view, true).0);
    out_of_sight(&out)
}

/// The maps of a scenario.
pub fn section(data: &CompareData, s: &Scenario) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let mut out = w.title(Say::MapsTitle);
    let drawn = study
        .map
        .as_ref()
        .and_then(|m| Some((m, m.backdrop.view()?)));
    let (Some((map, view)), false) = (drawn, s.layers.is_empty()) else {
        out.add(w.none(Say::MapsNone, &[]));
        return out;
    };
    let areas = areas(data, &map.backdrop);
    out.say_as("what", how(data, s, areas));
    let mut explained: Vec<Scale> = Vec::new();
    for layer in s.layers.iter().take(LAYERS) {
        let scale = Scale::of(study, layer);
        let mut maps = triple(data, s, map, &view, layer, areas);
        if explained.contains(&scale) {
            maps.add(w.what(Say::LegendAbove, &[]));
        } else {
            maps.add(Blocks::furniture(legend(data, &scale, areas == 0)));
            explained.push(scale);
        }
        out.add(maps.within(Tag::Section, "triple"));
    }
    if s.layers.len() > LAYERS {
        let more = w.number((s.layers.len() - LAYERS) as f64);
        out.add(w.what(Say::MapsMore, &[("more", &more)]));
    }
    out.say_as("credit", Html::text(&study.head.credits.join(" · ")));
    out
}

/// How to read the maps: what is not on them is not explained.
fn how(data: &CompareData, s: &Scenario, areas: usize) -> Html {
    let w = data.study.head.words();
    let mut out = w.html(Say::MapsHow);
    let better = |layer: &ChangeLayer| {
        let scale = Scale::of(&data.study, layer);
        let change = |i| scale.change(spot(&layer.before, i), spot(&layer.after, i));
        (0..areas).any(|i| CHANGES[..4].contains(&change(i)))
    };
    if s.layers.iter().take(LAYERS).any(better) {
        out.put(" {}", &[&w.html(Say::MapsPlus)]);
    }
    if areas > 0 && s.pockets.iter().any(|p| !p.is_empty()) {
        out.put(" {}", &[&w.html(Say::MapsNumbers)]);
    }
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
) -> Blocks {
    let (study, w) = (&data.study, data.study.head.words());
    let scale = Scale::of(study, layer);
    let homes = areas == 0;
    let count = if homes {
        map.backdrop.homes.len()
    } else {
        areas
    };
    let title = match (layer.shown, homes) {
        (Shown::ShareBelow, false) => Say::MapShare,
        (Shown::ShareBelow, true) => Say::MapHomes,
        (Shown::Value, false) => Say::MapValue,
        (Shown::Value, true) => Say::MapValueHomes,
    };
    let measure = study
        .head
        .services
        .get(layer.service)
        .map_or(Html::of("?", &[]), |s| w.measure(s));
    let title = w.fill_some(
        title,
        &[
            ("service", &study.head.service(layer.service)),
            ("group", &study.head.main_name()),
            ("slot", &study.head.slot(layer.slot)),
            ("traveller", &study.head.persona(layer.persona)),
            ("measure", &measure),
        ],
    );
    let mut out = Html::of("<div class=\"three\">", &[]);
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
            "<figure class=\"mini\"><figcaption><b>{}</b></figcaption><div class=\"frame\"><svg viewBox=\"{}\" role=\"img\" aria-label=\"{}\">",
            &[&w.html(head), view, &w.html(head)],
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
            // The map of the difference is the large one.
            out.add(map.backdrop.land.names(view, [].iter()));
            out.add(pluses(map, view, &of_class, areas));
            out.add(numbers(s, map, view, layer, areas));
        } else {
            let after = s.destinations.as_deref().filter(|_| which == 1);
            let list = after.unwrap_or(&map.destinations);
            out.add(places(list, view, layer.service));
        }
        out.put("</svg>", &[]);
        if which == 0 {
            out.add(scale_bar(w, view));
        }
        out.put("</div>", &[]);
        if difference && !homes && areas <= NAMED {
            out.add(pointed(w));
        }
        out.put("</figure>", &[]);
    }
    out.put("</div>{}", &[&map.backdrop.outside(w, view)]);
    let shows = [(Say::Before, &layer.before), (Say::After, &layer.after)];
    let shows = shows.map(|(when, spots)| {
        let values = spots.iter().enumerate().filter(|_| !homes).take(count);
        let values = values.map(|(i, spot)| (study.area_name(i).to_owned(), spot.value()));
        Series::new(w.html(when), values)
    });
    let mut blocks = Blocks::new();
    blocks.head(4, title);
    blocks.add(Blocks::map(out, shows.into()));
    blocks
}

/// The classes of a layer in words.
fn legend(data: &CompareData, scale: &Scale, homes: bool) -> Html {
    let study = &data.study;
    let w = study.head.words();
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
    let text = |list: &[Spot]| scale.text(&data.study, spot(list, i));
    data.study
        .pair_of(&text(&layer.before), &text(&layer.after))
}

/// Homes as one path of dots per class.
fn dots(map: &MapData, view: &View, of_class: &BTreeMap<&str, Vec<usize>>) -> Html {
    let mut out = Html::of("<g class=\"dots\">", &[]);
    for (class, list) in of_class {
        let homes = list.iter().filter_map(|i| map.backdrop.homes.get(*i));
        let d = path_of_dots(view, homes);
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
        let outline = map.backdrop.areas.get(i).map(Vec::as_slice);
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
fn places(list: &[Destination], view: &View, service: PurposeId) -> Html {
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
        let outline = map.backdrop.areas.get(pocket.area);
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
