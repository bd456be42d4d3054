//! Who: the sections that compare groups, slots and personas.

use super::data::{DistributionRow, ReportData};
use super::findings::{
    level, normed, poverty, stacked, stacked_share, stacking_row, threshold, threshold_of,
    worst_and_best,
};
use super::words::Say;
use crate::axes::{PersonaId, PurposeId, SlotId};
use crate::output::report::kit::messages::Values;
use crate::output::report::kit::{
    Blocks, Cell, Html, Msg, bold, charts, definitions, details, folded, in_full, table,
};

/// Most rows a full table shows; the rest is in the result files.
const FULL_ROWS: usize = 2_000;

/// Services that have a norm.
fn with_norm(data: &ReportData) -> Vec<PurposeId> {
    data.head
        .services
        .ids()
        .filter(|s| data.head.services[*s].norm.is_some())
        .collect()
}

/// Stacked bars: how many norms are missed at once, by slot and group.
pub fn stacking(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let mut out = w.heading(
        Say::StackTitle,
        Say::StackHow,
        &[("traveller", &data.head.traveller())],
    );
    if data.stacking.is_empty() {
        out.add(w.none(Msg::StackNone, &[]));
        return out;
    }
    out.add(charts::stack_keys(w, normed(data)));
    let mut bars = Blocks::new();
    for slot in data.head.slots.ids() {
        bars.head(4, Html::text(&w.capital(data.head.slot(slot))));
        for group in data.head.groups_main_first() {
            if let Some(row) = stacking_row(data, slot, data.head.main_persona, group) {
                let (below, total) = stacked(row);
                let said = w.fill(
                    Msg::StackRow,
                    &[
                        ("least", &threshold_of(row)),
                        ("people", &w.number(below)),
                        ("all", &w.int(total)),
                        ("unit", &data.head.units(group, total)),
                    ],
                );
                let group = Html::text(&data.head.group(group));
                bars.add(charts::stack(w, group, &row.by_count, said));
            }
        }
    }
    out.add(bars.grouped("bars"));
    out
}

/// Slots side by side: one shaded table per group.
pub fn slots(data: &ReportData) -> Blocks {
    let (w, persona) = (data.head.words(), data.head.main_persona);
    if data.head.slots.len() < 2 {
        return Blocks::new();
    }
    let mut out = w.heading(Say::SlotsTitle, Say::SlotsHow, &[]);
    let each = data.head.slots.by_id();
    out.add(comparison(
        data,
        Say::ShareBelowSlots,
        each.map(|(slot, s)| (s.name.as_str(), slot, persona)),
    ));
    out
}

/// Personas side by side in the worst slot: one shaded table per group.
pub fn personas(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let (slot, _) = worst_and_best(data);
    if data.head.personas.len() < 2 {
        return Blocks::new();
    }
    let mut out = w.heading(
        Say::PersonasTitle,
        Say::PersonasHow,
        &[("slot", &data.head.slot(slot))],
    );
    let each = data.head.personas.by_id();
    out.add(comparison(
        data,
        Say::ShareBelowPersonas,
        each.map(|(persona, p)| (p.name.as_str(), slot, persona)),
    ));
    let text = |text: &String| Html::of("{}", &[text]);
    let notes = data.head.personas.iter();
    let notes = notes.filter_map(|p| Some((text(&p.name), text(p.note.as_ref()?))));
    out.add(definitions(notes));
    out
}

/// Columns side by side, each with its name and what it is of.
fn comparison<'a>(
    data: &ReportData,
    caption: Say,
    columns: impl Iterator<Item = (&'a str, SlotId, PersonaId)> + Clone,
) -> Blocks {
    let w = data.head.words();
    let mut heads = vec![w.html(Msg::Service)];
    heads.extend(columns.clone().map(|(name, ..)| Html::of("{}", &[&name])));
    let mut out = Blocks::new();
    for group in data.head.groups_main_first() {
        let row = |name: Html, share: &dyn Fn(SlotId, PersonaId) -> Option<f64>| -> Vec<Cell> {
            let mut cells = vec![Cell::text(&name)];
            let shares = columns
                .clone()
                .map(|(_, slot, persona)| share(slot, persona));
            cells.extend(shares.map(|share| w.share(share)));
            cells
        };
        let mut rows = vec![row(
            bold(&w.fill(Say::AtLeastRow, &[("least", &threshold(data))])),
            &|slot, persona| stacked_share(data, slot, persona, group),
        )];
        for service in with_norm(data) {
            rows.push(row(
                Html::of("{}", &[&data.head.service(service)]),
                &|slot, persona| {
                    poverty(data, (service, slot, persona, group)).map(|r| r.headcount)
                },
            ));
        }
        let (worst, _) = worst_and_best(data);
        let values: Values = &[
            ("group", &data.head.group_with_unit(group)),
            ("slot", &data.head.slot(worst)),
            ("traveller", &data.head.traveller()),
        ];
        let caption = w.fill_some(caption, values);
        out.add(table(caption, &heads, rows, false));
    }
    out.grouped("pair")
}

/// Level, threshold and dispersion side by side: one table per slot, the worst one open.
pub fn levels(data: &ReportData) -> Blocks {
    let w = data.head.words();
    if data.levels.is_empty() {
        return Blocks::new();
    }
    let mut out = w.heading(Msg::LevelsTitle, Say::LevelsHow, &[]);
    let (worst, _) = worst_and_best(data);
    let mut order: Vec<SlotId> = data.head.slots.ids().collect();
    order.sort_by_key(|&s| (s != worst, s));
    for slot in order {
        let rows = level_rows(data, slot);
        if rows.is_empty() {
            continue;
        }
        let heads = [
            w.html(Msg::Service),
            w.html(Msg::Group),
            w.html(Msg::Median),
            w.html(Msg::Headcount),
            w.html(Msg::Gap),
            w.html(Say::Severity),
            w.html(Say::Spread),
            w.html(Say::RangeColumn),
        ];
        let caption = w.fill(
            Msg::LevelsCaption,
            &[
                ("slot", &data.head.slot(slot)),
                ("traveller", &data.head.traveller()),
            ],
        );
        let name = w.capital(data.head.slot(slot));
        let table = table(caption, &heads, rows, true);
        out.add(folded(slot == worst, Html::text(&name), table));
    }
    out
}

fn level_rows(data: &ReportData, slot: SlotId) -> Vec<Vec<Cell>> {
    let w = data.head.words();
    let mut rows = Vec::new();
    for (i, service) in data.head.services.by_id() {
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
        for group in data.head.groups_main_first() {
            let key = (i, slot, data.head.main_persona, group);
            let Some(l) = level(data, key) else { continue };
            let p = poverty(data, key);
            let fgt = |v: Option<f64>| Cell::known(v, |v| w.dec(v, 2));
            rows.push(vec![
                Cell::text(&service.name),
                Cell::text(&data.head.group(group)),
                Cell::number(&w.value(Some(service), l.p50), l.p50),
                w.share(p.map(|p| p.headcount)),
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
pub fn distribution(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let mut rows = Vec::new();
    // Of travel times that not everybody has, there is no measure of inequality.
    let any = |r: &DistributionRow| {
        let values = [r.gini, r.palma, r.concentration, r.theil, r.theil_between];
        values.iter().any(Option::is_some)
    };
    let of_main = data
        .distribution
        .iter()
        .filter(|r| r.persona == data.head.main_persona && any(r));
    for r in of_main {
        let cell = |v: Option<f64>| Cell::known(v, |v| w.dec(v, 2));
        rows.push(vec![
            Cell::text(&data.head.service(r.service)),
            Cell::text(&data.head.slot(r.slot)),
            cell(r.gini),
            cell(r.palma),
            cell(r.concentration),
            cell(r.theil),
            Cell::known(r.theil_between, |v| w.pct(v)),
        ]);
    }
    if rows.is_empty() {
        return Blocks::new();
    }
    let mut out = w.heading(Say::DistTitle, Say::DistHow, &[]);
    let ranked = data
        .distribution
        .iter()
        .any(|r| r.palma.is_some() || r.concentration.is_some());
    if let Some(rank) = data.rank.as_ref().filter(|_| ranked) {
        out.add(w.what(Say::DistRank, &[("rank", rank)]));
    }
    let heads = [
        w.html(Msg::Service),
        w.html(Msg::Slot),
        w.html(Msg::Gini),
        w.html(Say::Palma),
        w.html(Say::Concentration),
        w.html(Say::Theil),
        w.html(Say::TheilBetween),
    ];
    let caption = w.fill(
        Say::DistCaption,
        &[
            ("group", &data.head.main_name()),
            ("traveller", &data.head.traveller()),
        ],
    );
    let table = table(caption.clone(), &heads, rows, true);
    out.add(details(caption, table));
    out
}

/// Every combination, for who wants to look one up.
pub fn full_table(data: &ReportData) -> Blocks {
    let w = data.head.words();
    if data.poverty.is_empty() {
        return Blocks::new();
    }
    let heads = [
        w.html(Msg::Service),
        w.html(Msg::Slot),
        w.html(Msg::Persona),
        w.html(Msg::Group),
        w.html(Msg::Below),
        w.html(Say::OutOf),
        w.html(Msg::Headcount),
        w.html(Msg::Gap),
        w.html(Say::Severity),
    ];
    let rows = data
        .poverty
        .iter()
        .take(FULL_ROWS)
        .map(|r| {
            vec![
                Cell::text(&data.head.service(r.service)),
                Cell::text(&data.head.slot(r.slot)),
                Cell::text(&data.head.persona(r.persona)),
                Cell::text(&data.head.group(r.group)),
                w.count(r.below),
                w.count(r.total),
                w.share(Some(r.headcount)),
                Cell::number(&w.dec(r.gap, 3), Some(r.gap)),
                Cell::number(&w.dec(r.severity, 3), Some(r.severity)),
            ]
        })
        .collect();
    let title = w.html(Msg::FullTitle);
    let mut inside = w.what(Say::FullHow, &[]);
    if data.poverty.len() > FULL_ROWS {
        let rows = [FULL_ROWS, data.poverty.len()].map(|n| w.int(n as f64));
        let cut = w.fill(Say::FullCut, &[("shown", &rows[0]), ("all", &rows[1])]);
        inside.say(cut);
    }
    inside.add(table(title.clone(), &heads, rows, true));
    in_full(title, inside)
}
