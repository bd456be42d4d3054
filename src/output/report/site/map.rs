//! The map of the sites: streets, stops, homes by norms missed, and the sites with their ranks.

use super::data::SiteData;
use super::words::Say;
use crate::output::report::backdrop;
use crate::output::report::data::{MapData, Xy};
use crate::output::report::geometry::View;
use crate::output::report::html::{Html, Plain};
use crate::output::report::messages::Msg;
use std::fmt::Write as _;

/// Sites with their rank on the map; the others are dots.
const NUMBERED: usize = 20;

/// The map, or a line saying why there is none.
pub fn section(data: &SiteData) -> Html {
    let w = data.words();
    let around = MapData {
        cells: data
            .map
            .homes
            .iter()
            .map(|h| h.0)
            .chain(data.map.sites.iter().copied())
            .collect(),
        ..MapData::default()
    };
    let Some(view) = View::of(&around) else {
        return Html::of("<p class=\"none\">{}</p>", &[&w.html(Msg::MapNone)]);
    };
    let slot = data.slots.first().map_or("?", |s| &s.name);
    let mut out = Html::of(
        "<figure class=\"map sitemap\"><p class=\"title\" id=\"map-title\">{}</p><input type=\"checkbox\" class=\"t\" id=\"t-homes\" checked><label for=\"t-homes\">{}</label> <input type=\"checkbox\" class=\"t\" id=\"t-stops\"><label for=\"t-stops\">{}</label><div class=\"frame\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"map-title\"><g>",
        &[
            &data.say(Say::MapHow, &[&slot]),
            &w.html(Msg::ShowHomes),
            &w.html(Msg::ShowStops),
            &(view.width as usize),
            &(view.height as usize),
        ],
    );
    let (paths, coarse) = backdrop::streets(&data.map.streets, &view);
    for (d, class) in paths.iter().zip(["sl", "st", "sm", "sr"]) {
        out.put("<path class=\"{}\" d=\"{}\"/>", &[&class, d]);
    }
    out.put(
        "</g><path class=\"stops\" d=\"{}\"/><g class=\"homes\">",
        &[&dots(&view, data.map.stops.iter())],
    );
    for (class, wanted) in [
        ("mx", None),
        ("m0", Some(0)),
        ("m1", Some(1)),
        ("m2", Some(2)),
        ("m3", Some(3)),
    ] {
        let homes = data
            .map
            .homes
            .iter()
            .filter(|h| h.1.map(|n| n.min(3)) == wanted);
        out.put(
            "<path class=\"{}\" d=\"{}\"/>",
            &[&class, &dots(&view, homes.map(|h| &h.0))],
        );
    }
    out.put("</g><g>", &[]);
    let numbered = |i: usize| {
        let site = data.sites.get(i);
        site.is_some_and(|s| s.missed.is_some() && (i < NUMBERED || s.chosen.is_some()))
    };
    let others = data
        .map
        .sites
        .iter()
        .enumerate()
        .filter(|(i, _)| !numbered(*i));
    out.put(
        "<path class=\"more\" d=\"{}\"/>",
        &[&dots(&view, others.map(|o| o.1))],
    );
    // The best last, so that they lie on top.
    for i in (0..data.map.sites.len()).rev().filter(|i| numbered(*i)) {
        let (Some(site), Some((x, y))) = (data.sites.get(i), view.point(data.map.sites[i])) else {
            continue;
        };
        let class = if site.chosen.is_some() {
            "site on"
        } else {
            "site"
        };
        out.put(
            "<g class=\"{}\" transform=\"translate({} {})\"><circle r=\"24\"/><text dy=\".36em\">{}</text><title>{}</title></g>",
            &[&class, &Plain(f64::from(x)), &Plain(f64::from(y)), &(i + 1), &data.name(site)],
        );
    }
    out.put("</g></svg>", &[]);
    out.add(backdrop::scale_bar(w, &view));
    out.put("</div><figcaption>", &[]);
    out.add(legend(data, (0..data.sites.len()).any(|i| !numbered(i))));
    if coarse {
        out.put("<p>{}</p>", &[&w.html(Msg::MapCoarse)]);
    }
    out.put(
        "<p class=\"credit\">{}</p></figcaption></figure>\n",
        &[&data.credits.join(" · ")],
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

fn legend(data: &SiteData, more: bool) -> Html {
    let mut out = Html::of(
        "<div class=\"legend\"><div><h4>{}</h4><ul>",
        &[&data.say(Say::LegendSites, &[])],
    );
    let mut site = |class: &'static str, say: Say| {
        out.put(
            "<li><svg class=\"key\" viewBox=\"-38 -28 76 56\" aria-hidden=\"true\"><g class=\"{}\"><circle r=\"24\"/><text dy=\".36em\">1</text></g></svg>{}</li>",
            &[&class, &data.say(say, &[])],
        );
    };
    site("site", Say::LegendSite);
    if data.chosen.as_ref().is_some_and(|c| !c.sites.is_empty()) {
        site("site on", Say::LegendChosen);
    }
    if more {
        out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"more\" d=\"M13 9h0\"/></svg>{}</li>", &[&data.say(Say::LegendMore, &[])]);
    }
    out.put(
        "</ul></div><div><h4>{}</h4><ul>",
        &[&data.say(Say::LegendHomes, &[])],
    );
    for (class, say) in [
        ("m0", Say::Missed0),
        ("m1", Say::Missed1),
        ("m2", Say::Missed2),
        ("m3", Say::Missed3),
        ("mx", Say::NoValue),
    ] {
        out.put("<li><svg class=\"key homes\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"{}\" d=\"M13 9h0\"/></svg>{}</li>", &[&class, &data.say(say, &[])]);
    }
    out.put("<li><svg class=\"key\" viewBox=\"0 0 26 18\" aria-hidden=\"true\"><path class=\"stops\" d=\"M13 9h0\"/></svg>{}</li></ul></div></div>", &[&data.say(Say::Stops, &[])]);
    out
}
