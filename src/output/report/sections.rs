//! Where and when: worst-off pockets, hidden poor, the 24-hour profile, shifts.

use super::charts;
use super::data::{Measure, ReportData};
use super::findings::{groups_main_first, threshold};
use super::html::{Cell, Html, Piece, table};
use super::map::class_of;
use super::messages::Msg;

/// Most rows of hidden poor.
const HIDDEN: usize = 25;

fn none(data: &ReportData, msg: Msg) -> Html {
    Html::of("<p class=\"none\">{}</p>", &[&data.words().html(msg)])
}

/// The worst-off areas by name.
pub fn pockets(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of("<h3>{}</h3>", &[&w.html(Msg::PocketsTitle)]);
    let Some(pockets) = &data.pockets else {
        out.add(none(data, Msg::PocketsNoAreas));
        return out;
    };
    if pockets.is_empty() {
        out.add(none(data, Msg::PocketsEmpty));
        return out;
    }
    out.put(
        "<p class=\"what\">{}</p>",
        &[&w.fill(
            Msg::PocketsHow,
            &[&data.group_name(data.main_group), &threshold(data)],
        )],
    );
    let groups = groups_main_first(data);
    let heads = [Msg::PocketArea, Msg::PocketShare, Msg::Slot];
    let mut heads: Vec<Html> = heads.into_iter().map(|m| w.html(m)).collect();
    heads.extend(groups.iter().map(|&g| {
        Html::of(
            "{}<br><small>{}</small>",
            &[&data.group_name(g), &data.group_unit(g)],
        )
    }));
    heads.push(w.html(Msg::PocketMissed));
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
                Cell::shaded(&w.pct(p.share), p.share, class_of(p.share)),
                Cell::text(&data.slot_name(p.slot)),
            ];
            for &g in &groups {
                let weight = p.by_group.get(g).copied().flatten();
                cells.push(Cell::number(
                    &weight.map_or("–".to_owned(), |v| w.int(v)),
                    weight,
                ));
            }
            cells.push(Cell::wide(missed(data, &p.missed)));
            cells
        })
        .collect();
    out.add(table(&w.html(Msg::PocketsCaption), &heads, rows, true));
    out
}

/// "A&E: always; GP: evening and Sunday".
fn missed(data: &ReportData, missed: &[(usize, Vec<usize>)]) -> Html {
    let w = data.words();
    let mut out = Html::of("<ul class=\"missed\">", &[]);
    for (service, slots) in missed {
        let when = if slots.len() >= data.slots.len() && slots.len() > 1 {
            w.text(Msg::AllSlots).to_owned()
        } else {
            let names: Vec<String> = slots
                .iter()
                .map(|s| data.slot_name(*s).to_owned())
                .collect();
            w.list(&names)
        };
        out.put(
            "<li><b>{}</b>: {}</li>",
            &[&data.service_name(*service), &when],
        );
    }
    out.put("</ul>", &[]);
    out
}

/// People below the norm where the average is above it.
pub fn hidden_poor(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[&w.html(Msg::HiddenTitle), &w.html(Msg::HiddenHow)],
    );
    let Some(rows) = &data.hidden_poor else {
        out.add(none(data, Msg::HiddenNoAreas));
        return out;
    };
    let mut of_main: Vec<_> = rows
        .iter()
        .filter(|r| r.persona == data.main_persona)
        .collect();
    if of_main.is_empty() {
        out.add(none(data, Msg::HiddenEmpty));
        return out;
    }
    of_main.sort_by(|a, b| b.below.total_cmp(&a.below));
    if of_main.len() > HIDDEN {
        out.put(
            "<p class=\"what\">{}</p>",
            &[&w.fill(
                Msg::HiddenCut,
                &[&w.int(HIDDEN as f64), &w.int(of_main.len() as f64)],
            )],
        );
    }
    let heads = [
        Msg::PocketArea,
        Msg::Service,
        Msg::Slot,
        Msg::Below,
        Msg::OutOf,
        Msg::AreaMean,
        Msg::WorstTenth,
    ]
    .map(|m| w.html(m));
    let cells = of_main
        .iter()
        .take(HIDDEN)
        .map(|r| {
            let of = data.services.get(r.service);
            vec![
                Cell::text(&data.area_name(r.area)),
                Cell::text(&data.service_name(r.service)),
                Cell::text(&data.slot_name(r.slot)),
                Cell::number(&w.int(r.below), Some(r.below)),
                Cell::number(&w.int(r.total), Some(r.total)),
                Cell::number(&w.value(of, Some(r.mean)), Some(r.mean)),
                Cell::number(&w.value(of, r.worst_tenth), r.worst_tenth),
            ]
        })
        .collect();
    let caption = w.fill(
        Msg::HiddenCaption,
        &[
            &data.group_name(data.main_group),
            &data.persona_name(data.main_persona),
        ],
    );
    out.add(table(&caption, &heads, cells, true));
    out
}

/// Access hour by hour.
pub fn profile(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of("<h3>{}</h3>", &[&w.html(Msg::ProfileTitle)]);
    let charts: Vec<Html> = data
        .profile
        .iter()
        .flat_map(|p| (0..data.services.len()).filter_map(|s| charts::profile(data, p, s)))
        .collect();
    let Some(profile) = data.profile.as_ref().filter(|_| !charts.is_empty()) else {
        out.add(none(data, Msg::ProfileNone));
        return out;
    };
    out.put(
        "<p class=\"what\">{}</p><ul class=\"keys\">",
        &[&w.fill(
            Msg::ProfileHow,
            &[
                &w.date(&profile.date),
                &profile.step_min.to_string(),
                &data.persona_name(profile.persona),
                &data.group_name(data.main_group),
            ],
        )],
    );
    for (n, g) in groups_main_first(data).into_iter().enumerate() {
        if profile.series.iter().any(|s| s.group == g) {
            out.put(
                "<li>{}{}</li>",
                &[&charts::line_key(n), &data.group_name(g)],
            );
        }
    }
    out.put("<li><svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><rect class=\"band\" width=\"34\" height=\"12\"/></svg>{}</li><li><svg class=\"key\" viewBox=\"0 0 34 12\" aria-hidden=\"true\"><path class=\"gap g0\" d=\"M1 6h32\"/></svg>{}</li></ul><div class=\"charts\">", &[
        &w.fill(Msg::ProfileBand, &[&data.group_name(data.main_group)]),
        &w.html(Msg::ProfileGap),
    ]);
    for chart in charts {
        out.add(chart);
    }
    out.put("</div>", &[]);
    out
}

/// Shifts: can one get there in time and home again?
pub fn shifts(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[&w.html(Msg::ShiftTitle), &w.html(Msg::ShiftHow)],
    );
    let rows: Vec<Vec<Cell>> = data
        .shifts
        .iter()
        .flatten()
        .map(|r| {
            let share = if r.total > 0.0 {
                Some(r.none / r.total)
            } else {
                None
            };
            vec![
                Cell::text(&Html::of("{} <small>{}</small>", &[&r.shift, &r.hours])),
                Cell::text(&data.persona_name(r.persona)),
                Cell::text(&data.group_name(r.group)),
                Cell::number(&w.int(r.jobs_p50), Some(r.jobs_p50)),
                Cell::number(
                    &r.ratio_to_day.map_or("–".to_owned(), |v| w.pct(v)),
                    r.ratio_to_day,
                ),
                match share {
                    Some(s) => Cell::shaded(&w.pct(s), s, class_of(s)),
                    None => Cell::number(&"–", None),
                },
                Cell::number(&w.int(r.none), Some(r.none)),
            ]
        })
        .collect();
    if rows.is_empty() {
        out.add(none(data, Msg::ShiftNone));
        return out;
    }
    let heads = [
        Msg::Shift,
        Msg::Persona,
        Msg::Group,
        Msg::ShiftJobs,
        Msg::ShiftRatio,
        Msg::ShiftNobody,
        Msg::ShiftCount,
    ]
    .map(|m| w.html(m));
    out.add(table(&w.html(Msg::ShiftCaption), &heads, rows, true));
    out
}

/// The services, what is measured of each and its norm.
pub fn services(data: &ReportData) -> Html {
    let w = data.words();
    let heads = [Msg::Service, Msg::Measured, Msg::Norm, Msg::Places].map(|m| w.html(m));
    let rows = data
        .services
        .iter()
        .map(|s| {
            let unit: &dyn Piece = match s.measure {
                Measure::Nearest { .. } => &w.html(Msg::LessIsBetter),
                _ => &w.html(Msg::MoreIsBetter),
            };
            vec![
                Cell::text(&s.name),
                Cell::text(&Html::of("{} <small>{}</small>", &[&w.measure(s), unit])),
                Cell::text(&w.norm(s)),
                Cell::number(&w.int(s.places as f64), Some(s.places as f64)),
            ]
        })
        .collect();
    table(&w.html(Msg::ServicesCaption), &heads, rows, false)
}
