//! Who: the sections that compare groups, slots and personas.

use super::charts;
use super::data::{LevelRow, PovertyRow, ReportData};
use super::findings::{
    groups_main_first, stacked, stacked_share, stacking_row, threshold, threshold_of,
    worst_and_best,
};
use super::html::{Cell, Html, Piece, table};
use super::map::class_of;
use super::messages::Msg;

/// Most rows a full table shows; the rest is in the result files.
const FULL_ROWS: usize = 2_000;

fn share_cell(data: &ReportData, share: Option<f64>) -> Cell {
    match share {
        Some(s) => Cell::shaded(&data.words().pct(s), s, class_of(s)),
        None => Cell::number(&"–", None),
    }
}

fn headcount(data: &ReportData, key: (usize, usize, usize, usize)) -> Option<&PovertyRow> {
    data.poverty
        .iter()
        .find(|r| (r.service, r.slot, r.persona, r.group) == key)
}

fn level(data: &ReportData, key: (usize, usize, usize, usize)) -> Option<&LevelRow> {
    data.levels
        .iter()
        .find(|r| (r.service, r.slot, r.persona, r.group) == key)
}

/// Services that have a norm, by place.
fn with_norm(data: &ReportData) -> Vec<usize> {
    (0..data.services.len())
        .filter(|s| data.services[*s].norm.is_some())
        .collect()
}

/// Stacked bars: how many norms are missed at once, by slot and group.
pub fn stacking(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Msg::StackTitle),
            &w.fill(Msg::StackHow, &[&data.persona_name(data.main_persona)]),
        ],
    );
    if data.stacking.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::StackNone)]);
        return out;
    }
    out.add(charts::stack_keys(data));
    out.put("<div class=\"bars\">", &[]);
    for slot in 0..data.slots.len() {
        out.put("<h4>{}</h4>", &[&w.capital(data.slot_name(slot))]);
        for group in groups_main_first(data) {
            if let Some(row) = stacking_row(data, slot, data.main_persona, group) {
                let (below, total) = stacked(row);
                let pieces: [&dyn Piece; 4] = [
                    &threshold_of(row),
                    &w.int(below),
                    &w.int(total),
                    &data.group_unit(group),
                ];
                out.put(
                    "<div class=\"bar\"><span>{}</span>{}<span class=\"end\">{}</span></div>",
                    &[
                        &data.group_name(group),
                        &charts::stack(data, &row.by_count),
                        &w.fill(Msg::StackRow, &pieces),
                    ],
                );
            }
        }
    }
    out.put("</div>\n", &[]);
    out
}

/// Slots side by side: one shaded table per group.
pub fn slots(data: &ReportData) -> Html {
    let persona = data.main_persona;
    let names: Vec<&str> = data.slots.iter().map(|s| s.name.as_str()).collect();
    let mut out = heading(data, Msg::SlotsTitle, Msg::SlotsHow);
    if names.len() < 2 {
        out.put(
            "<p class=\"none\">{}</p>",
            &[&data.words().html(Msg::SlotsNone)],
        );
        return out;
    }
    out.add(comparison(data, &names, &|i| (i, persona)));
    out
}

/// Personas side by side in the worst slot: one shaded table per group.
pub fn personas(data: &ReportData) -> Html {
    let w = data.words();
    let (slot, _) = worst_and_best(data);
    let names: Vec<&str> = data.personas.iter().map(|p| p.name.as_str()).collect();
    let mut out = Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[
            &w.html(Msg::PersonasTitle),
            &w.fill(Msg::PersonasHow, &[&data.slot_name(slot)]),
        ],
    );
    if names.len() < 2 {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::PersonasNone)]);
        return out;
    }
    out.add(comparison(data, &names, &|i| (slot, i)));
    out.put("<dl class=\"defs\">", &[]);
    for p in data.personas.iter() {
        if let Some(note) = &p.note {
            out.put("<dt>{}</dt><dd>{}</dd>", &[&p.name, note]);
        }
    }
    out.put("</dl>", &[]);
    out
}

fn heading(data: &ReportData, title: Msg, how: Msg) -> Html {
    let w = data.words();
    Html::of(
        "<h3>{}</h3><p class=\"what\">{}</p>",
        &[&w.html(title), &w.html(how)],
    )
}

fn comparison(
    data: &ReportData,
    names: &[&str],
    slot_persona: &dyn Fn(usize) -> (usize, usize),
) -> Html {
    let w = data.words();
    let mut heads = vec![w.html(Msg::Service)];
    heads.extend(names.iter().map(|n| Html::of("{}", &[n])));
    let mut out = Html::of("<div class=\"pair\">", &[]);
    for group in groups_main_first(data) {
        let row = |name: Html, share: &dyn Fn(usize, usize) -> Option<f64>| -> Vec<Cell> {
            let mut cells = vec![Cell::text(&name)];
            for i in 0..names.len() {
                let (slot, persona) = slot_persona(i);
                cells.push(share_cell(data, share(slot, persona)));
            }
            cells
        };
        let mut rows = vec![row(
            Html::of(
                "<strong>{}</strong>",
                &[&w.fill(Msg::AtLeastRow, &[&threshold(data)])],
            ),
            &|slot, persona| stacked_share(data, slot, persona, group),
        )];
        for service in with_norm(data) {
            rows.push(row(
                Html::of("{}", &[&data.service_name(service)]),
                &|slot, persona| {
                    headcount(data, (service, slot, persona, group)).map(|r| r.headcount)
                },
            ));
        }
        let caption = w.fill(
            Msg::ShareBelowCaption,
            &[&data.group_name(group), &data.group_unit(group)],
        );
        out.add(table(&caption, &heads, rows, false));
    }
    out.put("</div>", &[]);
    out
}

/// Level, threshold and dispersion side by side: one table per slot, the worst one open.
pub fn levels(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = heading(data, Msg::LevelsTitle, Msg::LevelsHow);
    if data.levels.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::LevelsNone)]);
        return out;
    }
    let (worst, _) = worst_and_best(data);
    let mut order: Vec<usize> = (0..data.slots.len()).collect();
    order.sort_by_key(|&s| (s != worst, s));
    for slot in order {
        let rows = level_rows(data, slot);
        if rows.is_empty() {
            continue;
        }
        let heads = [
            Msg::Service,
            Msg::Group,
            Msg::Median,
            Msg::Headcount,
            Msg::Gap,
            Msg::Severity,
            Msg::Spread,
            Msg::RangeColumn,
        ]
        .map(|m| w.html(m));
        let open = if slot == worst { " open" } else { "" };
        let caption = w.fill(
            Msg::LevelsCaption,
            &[&data.slot_name(slot), &data.persona_name(data.main_persona)],
        );
        out.put(
            "<details{}><summary>{}</summary>",
            &[&super::html::own(open), &w.capital(data.slot_name(slot))],
        );
        out.add(table(&caption, &heads, rows, true));
        out.put("</details>\n", &[]);
    }
    out
}

fn level_rows(data: &ReportData, slot: usize) -> Vec<Vec<Cell>> {
    let w = data.words();
    let mut rows = Vec::new();
    for (i, service) in data.services.iter().enumerate() {
        // One scale per service over all slots, so that the tables compare.
        let top = data
            .levels
            .iter()
            .filter(|r| r.service == i)
            .flat_map(|r| [r.p10, r.p50, r.p90])
            .flatten()
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        let (top, _) = charts::nice(top);
        for group in groups_main_first(data) {
            let key = (i, slot, data.main_persona, group);
            let Some(l) = level(data, key) else { continue };
            let p = headcount(data, key);
            let fgt = |v: Option<f64>| Cell::number(&v.map_or("–".to_owned(), |v| w.dec(v, 2)), v);
            rows.push(vec![
                Cell::text(&service.name),
                Cell::text(&data.group_name(group)),
                Cell::number(&w.value(Some(service), l.p50), l.p50),
                share_cell(data, p.map(|p| p.headcount)),
                fgt(p.map(|p| p.gap)),
                fgt(p.map(|p| p.severity)),
                Cell::number(
                    &format!(
                        "{} – {}",
                        w.value(Some(service), l.p10),
                        w.value(Some(service), l.p90)
                    ),
                    l.p90,
                ),
                Cell::wide(charts::range(service, [l.p10, l.p50, l.p90], top)),
            ]);
        }
    }
    rows
}

/// Inequality over the main group.
pub fn distribution(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = heading(data, Msg::DistTitle, Msg::DistHow);
    let mut rows = Vec::new();
    let of_main = data
        .distribution
        .iter()
        .filter(|r| r.persona == data.main_persona);
    for r in of_main {
        let cell = |v: Option<f64>| Cell::number(&v.map_or("–".to_owned(), |v| w.dec(v, 2)), v);
        rows.push(vec![
            Cell::text(&data.service_name(r.service)),
            Cell::text(&data.slot_name(r.slot)),
            cell(r.gini),
            cell(r.palma),
            cell(r.concentration),
            cell(r.theil),
            match r.theil_between {
                Some(v) => Cell::number(&w.pct(v), Some(v)),
                None => Cell::number(&"–", None),
            },
        ]);
    }
    if rows.is_empty() {
        out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::DistNone)]);
        return out;
    }
    let ranked = data
        .distribution
        .iter()
        .any(|r| r.palma.is_some() || r.concentration.is_some());
    match &data.rank {
        Some(rank) if ranked => {
            out.put(
                "<p class=\"what\">{}</p>",
                &[&w.fill(Msg::DistRank, &[rank])],
            );
        }
        Some(_) => {}
        None => out.put("<p class=\"none\">{}</p>", &[&w.html(Msg::DistNoRanks)]),
    }
    let heads = [
        Msg::Service,
        Msg::Slot,
        Msg::Gini,
        Msg::Palma,
        Msg::Concentration,
        Msg::Theil,
        Msg::TheilBetween,
    ]
    .map(|m| w.html(m));
    let caption = w.fill(
        Msg::DistCaption,
        &[
            &data.group_name(data.main_group),
            &data.persona_name(data.main_persona),
        ],
    );
    out.put("<details><summary>{}</summary>", &[&caption]);
    out.add(table(&caption, &heads, rows, true));
    out.put("</details>", &[]);
    out
}

/// Every combination, for who wants to look one up.
pub fn full_table(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    if data.poverty.is_empty() {
        return out;
    }
    let heads = [
        Msg::Service,
        Msg::Slot,
        Msg::Persona,
        Msg::Group,
        Msg::Below,
        Msg::OutOf,
        Msg::Headcount,
        Msg::Gap,
        Msg::Severity,
    ]
    .map(|m| w.html(m));
    let rows = data
        .poverty
        .iter()
        .take(FULL_ROWS)
        .map(|r| {
            vec![
                Cell::text(&data.service_name(r.service)),
                Cell::text(&data.slot_name(r.slot)),
                Cell::text(&data.persona_name(r.persona)),
                Cell::text(&data.group_name(r.group)),
                Cell::number(&w.int(r.below), Some(r.below)),
                Cell::number(&w.int(r.total), Some(r.total)),
                share_cell(data, Some(r.headcount)),
                Cell::number(&w.dec(r.gap, 3), Some(r.gap)),
                Cell::number(&w.dec(r.severity, 3), Some(r.severity)),
            ]
        })
        .collect();
    out.put(
        "<details class=\"full\"><summary>{}</summary><p class=\"what\">{}</p>",
        &[&w.html(Msg::FullTitle), &w.html(Msg::FullHow)],
    );
    if data.poverty.len() > FULL_ROWS {
        out.put(
            "<p>{}</p>",
            &[&w.fill(
                Msg::FullCut,
                &[&w.int(FULL_ROWS as f64), &w.int(data.poverty.len() as f64)],
            )],
        );
    }
    out.add(table(&w.html(Msg::FullTitle), &heads, rows, true));
    out.put("</details>", &[]);
    out
}
