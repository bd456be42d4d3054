//! The map of the sites: streets, stops, homes by norms missed, and the sites with their ranks.

use super::data::SiteData;
use super::words::Say;
use crate::axes::SlotId;
use crate::output::report::kit::backdrop::scale_bar;
use crate::output::report::kit::geometry::path_of_dots;
use crate::output::report::kit::map::{begin, dot_key, end, home_dots, home_keys, pointed};
use crate::output::report::kit::{Blocks, Html, Msg, Plain, Series};

/// Sites with their rank on the map; the others are dots.
const NUMBERED: usize = 20;

/// The map, or a line saying why there is none.
pub fn blocks(data: &SiteData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let map = &data.map;
    let Some(view) = map.backdrop.view_with(&map.sites) else {
        return w.none(Msg::MapNone, &[]);
    };
    let title = w.fill(Say::MapHow, &[("slot", &head.slot(SlotId(0)))]);
    let mut out = begin(w, &view, &map.backdrop.land, " sitemap", &title);
    out.add(map.backdrop.land.water(&view, false));
    let (streets, coarse) = map.backdrop.streets(&view, false);
    out.add(streets);
    out.add(map.backdrop.stop_dots(&view));
    let homes = map.backdrop.homes.iter().zip(map.missed.iter().copied());
    let names = map.backdrop.land.names(&view, map.sites.iter());
    out.put(
        "<g class=\"homes\">{}</g>{}<g>",
        &[&home_dots(&view, homes), &names],
    );
    let numbered = |i: usize| {
        let site = data.sites.get(i);
        site.is_some_and(|s| s.missed.is_some() && (i < NUMBERED || s.chosen.is_some()))
    };
    let others = map.sites.iter().enumerate().filter(|(i, _)| !numbered(*i));
    out.put(
        "<path class=\"more\" d=\"{}\"/>",
        &[&path_of_dots(&view, others.map(|o| o.1))],
    );
    // The best last, so that they lie on top.
    for i in (0..map.sites.len()).rev().filter(|i| numbered(*i)) {
        let (Some(site), Some((x, y))) = (data.sites.get(i), view.point(map.sites[i])) else {
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
    out.add(scale_bar(w, &view));
    out.put("</div>{}<figcaption>", &[&pointed(w)]);
    out.add(legend(data, (0..data.sites.len()).any(|i| !numbered(i))));
    let outside = map.backdrop.outside(w, &view);
    out.add(end(w, outside, coarse, &head.credits));
    let ranks = data.sites.iter().enumerate().map(|(i, site)| {
        let rank = site.missed.map(|_| (i + 1) as f64);
        (data.name(site).to_owned(), rank)
    });
    Blocks::map(out, vec![Series::new(w.html(Msg::Rank), ranks)])
}

fn legend(data: &SiteData, more: bool) -> Html {
    let w = data.head.words();
    let mut out = Html::of(
        "<div class=\"legend\"><div><h3>{}</h3><ul>",
        &[&w.html(Say::LegendSites)],
    );
    let mut site = |class: &'static str, say: Say| {
        out.put(
            "<li><svg class=\"key\" viewBox=\"-38 -28 76 56\" aria-hidden=\"true\"><g class=\"{}\"><circle r=\"24\"/><text dy=\".36em\">1</text></g></svg>{}</li>",
            &[&class, &w.html(say)],
        );
    };
    site("site", Say::LegendSite);
    if data.chosen.as_ref().is_some_and(|c| !c.sites.is_empty()) {
        site("site on", Say::LegendChosen);
    }
    if more {
        out.add(dot_key("more", &w.html(Say::LegendMore)));
    }
    out.put(
        "</ul></div><div><h3>{}</h3><ul>",
        &[&w.html(Msg::LegendHomes)],
    );
    let counts = [Msg::Count0, Msg::Count1, Msg::Count2, Msg::Count3];
    out.add(home_keys(w, counts, Msg::NoValue));
    out.add(dot_key("stops", &w.html(Msg::ShowStops)));
    out.put("</ul></div></div>", &[]);
    out
}
