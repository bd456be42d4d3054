//! Where and when: worst-off pockets, hidden poor, the 24-hour profile, shifts.

use super::data::{Pocket, Profile, ProfileSeries, ReportData};
use super::findings::threshold;
use super::words::Say;
use crate::axes::{GroupId, PurposeId, SlotId};
use crate::output::report::kit::charts::{self, Hours, Line};
use crate::output::report::kit::{Blocks, Cell, Html, Msg, Words, table};

/// Most rows of hidden poor.
const HIDDEN: usize = 25;

/// The worst-off areas by name.
pub fn pockets(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let Some(pockets) = &data.pockets else {
        return Blocks::new();
    };
    let mut out = w.title(Say::PocketsTitle);
    let (fewest, unit) = (
        w.number(data.least_people),
        data.head.units(data.head.main_group, data.least_people),
    );
    if pockets.is_empty() {
        out.add(w.none(Say::PocketsEmpty, &[("fewest", &fewest), ("unit", &unit)]));
        return out;
    }
    out.add(w.what(
        Say::PocketsHow,
        &[
            ("group", &data.head.main_name()),
            ("traveller", &data.head.traveller()),
            ("least", &threshold(data)),
            ("shown", &w.number(pockets.len() as f64)),
        ],
    ));
    if data.too_small > 0 {
        let small = w.number(data.too_small as f64);
        out.add(w.what(
            Say::PocketsSmall,
            &[("areas", &small), ("fewest", &fewest), ("unit", &unit)],
        ));
    }
    if pockets.iter().any(|p| p.unknown.iter().any(|n| *n > 0)) {
        out.add(w.what(Say::PocketsUnknown, &[]));
    }
    let groups = data.head.groups_main_first();
    let heads = [Msg::PocketArea, Msg::PocketShare, Msg::Slot];
    let mut heads: Vec<Html> = heads.into_iter().map(|m| w.html(m)).collect();
    heads.extend(groups.iter().map(|&g| {
        Html::of(
            "{}<br><small>{}</small>",
            &[&data.head.group(g), &data.head.unit(g)],
        )
    }));
    heads.push(w.html(Say::PocketMissed));
    let rows = pockets
        .iter()
        .enumerate()
        .map(|(i, p)| {
            let code = data
                .areas
                .as_ref()
                .and_then(|a| a.list.get(p.area))
                .map_or("", |a| &a.code);
            let mut cells = vec![
                Cell::text(&Html::of(
                    "<span class=\"num\">{}</span> {} <small>{}</small>",
                    &[&(i + 1), &data.area_name(p.area), &code],
                )),
                w.share(Some(p.share)),
                Cell::text(&data.head.slot(p.slot)),
            ];
            for &g in &groups {
                cells.push(weight(w, p, g));
            }
            cells.push(Cell::wide(missed(data, &p.missed)));
            cells
        })
        .collect();
    out.add(table(w.html(Say::PocketsCaption), &heads, rows, true));
    out
}

/// How many of a group live in an area: at least so many where that is not known of all its homes.
fn weight(w: Words, pocket: &Pocket, group: GroupId) -> Cell {
    let known = pocket.by_group.get(group).copied().flatten();
    let unknown = pocket.unknown.get(group).copied().unwrap_or(0) > 0;
    match known {
        Some(v) if v > 0.0 && unknown => {
            let said = w.fill(Say::PocketAtLeast, &[("people", &w.int(v))]);
            Cell::number(&said, known)
        }
        _ if unknown => Cell::number(&w.html(Say::PocketNotKnown), None),
        known => Cell::known(known, |v| w.int(v)),
    }
}

/// "A&E: always; GP: evening and Sunday".
fn missed(data: &ReportData, missed: &[(PurposeId, Vec<SlotId>)]) -> Html {
    let w = data.head.words();
    let mut out = Html::of("<ul class=\"missed\">", &[]);
    for (service, slots) in missed {
        let when = if slots.len() >= data.head.slots.len() && slots.len() > 1 {
            w.text(Say::AllSlots).to_owned()
        } else {
            let names: Vec<String> = slots
                .iter()
                .map(|s| data.head.slot(*s).to_owned())
                .collect();
            w.list(&names)
        };
        out.put(
            "<li><b>{}</b>: {}</li>",
            &[&data.head.service(*service), &when],
        );
    }
    out.put("</ul>", &[]);
    out
}

/// People below the norm where the average is above it.
pub fn hidden_poor(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let Some(rows) = &data.hidden_poor else {
        return Blocks::new();
    };
    let mut out = w.heading(Say::HiddenTitle, Say::HiddenHow, &[]);
    let mut of_main: Vec<_> = rows
        .iter()
        .filter(|r| r.persona == data.head.main_persona)
        .collect();
    if of_main.is_empty() {
        out.add(w.none(Say::HiddenEmpty, &[]));
        return out;
    }
    of_main.sort_by(|a, b| b.below.total_cmp(&a.below));
    out.add(w.cut(Say::HiddenCut, HIDDEN, of_main.len()));
    let heads = [
        w.html(Msg::PocketArea),
        w.html(Msg::Service),
        w.html(Msg::Slot),
        w.html(Msg::Below),
        w.html(Say::OutOf),
        w.html(Say::AreaMean),
        w.html(Msg::WorstTenth),
    ];
    let cells = of_main
        .iter()
        .take(HIDDEN)
        .map(|r| {
            let of = data.head.services.get(r.service);
            vec![
                Cell::text(&data.area_name(r.area)),
                Cell::text(&data.head.service(r.service)),
                Cell::text(&data.head.slot(r.slot)),
                w.count(r.below),
                w.count(r.total),
                Cell::number(&w.value(of, Some(r.mean)), Some(r.mean)),
                Cell::number(&w.value(of, r.worst_tenth), r.worst_tenth),
            ]
        })
        .collect();
    let caption = w.fill(
        Say::HiddenCaption,
        &[
            ("group", &data.head.main_name()),
            ("traveller", &data.head.traveller()),
        ],
    );
    out.add(table(caption, &heads, cells, true));
    out
}

/// Access hour by hour.
pub fn profile(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let charts = |p| Blocks::joined(data.head.services.ids().filter_map(|s| chart(data, p, s)));
    let drawn = data.profiles.iter().map(|p| (p, charts(p)));
    let drawn: Vec<_> = drawn.filter(|(_, charts)| !charts.is_empty()).collect();
    let mut out = Blocks::new();
    if drawn.is_empty() {
        return out;
    }
    out.add(w.title(Msg::ProfileTitle));
    for (i, (profile, charts)) in drawn.into_iter().enumerate() {
        out.add(day(data, profile, i == 0));
        out.add(charts.grouped("charts"));
    }
    out
}

/// What the charts of a date are of; with the keys of their lines where these come first.
fn day(data: &ReportData, profile: &Profile, keys_too: bool) -> Blocks {
    let w = data.head.words();
    let mut out = w.what(
        Say::ProfileHow,
        &[
            ("date", &w.date(&profile.date)),
            ("minutes", &(profile.step_min as usize)),
            ("traveller", &data.head.persona(profile.persona)),
            ("group", &data.head.main_name()),
        ],
    );
    if !keys_too {
        return out;
    }
    let mut keys = Html::of("<ul class=\"keys\">", &[]);
    for (n, g) in data.head.groups_main_first().into_iter().enumerate() {
        if profile.series.iter().any(|s| s.group == g) {
            let line = charts::line_key(charts::line_class(n));
            keys.put("<li>{}{}</li>", &[&line, &data.head.group(g)]);
        }
    }
    keys.put("<li><svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><rect class=\"band\" width=\"34\" height=\"12\"/></svg>{}</li><li><svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><path class=\"gap g0\" d=\"M1 6h32\"/></svg>{}</li></ul>", &[
        &w.fill(Say::ProfileBand, &[("group", &data.head.main_name())]),
        &w.html(Say::ProfileGap),
    ]);
    out.add(Blocks::furniture(keys));
    out
}

/// Shifts: can one get there in time and home again?
pub fn shifts(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let rows: Vec<Vec<Cell>> = data
        .shifts
        .iter()
        .flatten()
        .map(|r| {
            vec![
                Cell::text(&Html::of("{} <small>{}</small>", &[&r.shift, &r.hours])),
                Cell::text(&data.head.persona(r.persona)),
                Cell::text(&data.head.group(r.group)),
                w.count(r.jobs_p50),
                Cell::known(r.ratio_to_day, |v| w.pct(v)),
                w.share((r.total > 0.0).then(|| r.none / r.total)),
                w.count(r.none),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Blocks::new();
    }
    let heads = [
        w.html(Msg::Shift),
        w.html(Msg::Persona),
        w.html(Msg::Group),
        w.html(Msg::ShiftJobs),
        w.html(Say::ShiftRatio),
        w.html(Msg::ShiftNobody),
        w.html(Say::ShiftCount),
    ];
    let mut out = w.heading(Msg::ShiftTitle, Msg::ShiftHow, &[]);
    out.add(table(w.html(Msg::ShiftCaption), &heads, rows, true));
    out
}

/// Hour by hour for one service: the median of each group, P10 to P90 of the main group as a
/// band, and below it when half of a group reaches nothing.
fn chart(data: &ReportData, profile: &Profile, service: PurposeId) -> Option<Blocks> {
    let w = data.head.words();
    let of = data.head.services.get(service)?;
    let groups = data.head.groups_main_first().into_iter().enumerate();
    let series: Vec<(usize, &ProfileSeries)> = groups
        .filter_map(|(n, group)| {
            let mut all = profile.series.iter().filter(|s| !s.points.is_empty());
            Some((n, all.find(|s| (s.service, s.group) == (service, group))?))
        })
        .collect();
    let highest = series
        .iter()
        .flat_map(|(_, s)| &s.points)
        .flat_map(|p| [p.p50, p.p90, p.p10])
        .flatten()
        .filter(|v| v.is_finite())
        .fold(0.0, f64::max);
    let lines = series.iter().map(|(n, s)| Line {
        name: Html::text(&data.head.group(s.group)),
        class: charts::line_class(*n),
        points: (s.points.iter())
            .map(|p| (p.minute, charts::reached(p.p50, of.in_minutes())))
            .collect(),
    });
    let chart = Hours {
        title: &of.name,
        about: w.measure(of),
        aria: w.fill(Say::ProfileAria, &[("service", &of.name)]),
        lines: lines.collect(),
        band: series.first().map(|(_, s)| {
            let points = s.points.iter();
            points.map(|p| (p.minute, [p.p10, p.p90])).collect()
        }),
        norm: of.norm_value(),
        highest,
        unit: "",
        step: profile.step_min,
        strips: true,
    };
    charts::hours(w, &chart)
}
