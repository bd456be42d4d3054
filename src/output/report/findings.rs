//! The findings in sentences, by the three words of the EU definition (Regulation 2023/955,
//! art. 2(2)), with level, threshold and dispersion side by side.

use std::collections::BTreeMap;

use super::data::{ProfilePoint, ReportData, StackingRow};
use super::html::{Html, Piece, own};
use super::messages::Msg;

/// How many norms one must miss to be counted in the headline: two, or one when only one norm counts.
pub fn threshold(data: &ReportData) -> usize {
    normed(data).clamp(1, 2)
}

/// Norms that can be missed at once: those that count, in the slot with most of them.
pub fn normed(data: &ReportData) -> usize {
    let counted = data.stacking.iter().map(norms_of).max();
    counted.unwrap_or_else(|| data.services.iter().filter(|s| s.norm.is_some()).count())
}

/// Norms that count in a row.
fn norms_of(row: &StackingRow) -> usize {
    row.by_count.len().saturating_sub(1)
}

/// As [`threshold`], in the slot of a row: fewer services may be measured then.
pub fn threshold_of(row: &StackingRow) -> usize {
    norms_of(row).clamp(1, 2)
}

/// Weight that misses at least the threshold, and the weight counted.
pub fn stacked(row: &StackingRow) -> (f64, f64) {
    (
        row.by_count.iter().skip(threshold_of(row)).sum(),
        row.by_count.iter().sum(),
    )
}

/// The row of a slot, persona and group.
pub fn stacking_row(
    data: &ReportData,
    slot: usize,
    persona: usize,
    group: usize,
) -> Option<&StackingRow> {
    data.stacking
        .iter()
        .find(|r| r.slot == slot && r.persona == persona && r.group == group)
}

/// Share that misses at least the threshold; none where nobody was counted.
pub fn stacked_share(data: &ReportData, slot: usize, persona: usize, group: usize) -> Option<f64> {
    let (below, total) = stacked(stacking_row(data, slot, persona, group)?);
    (total > 0.0).then(|| below / total)
}

/// The slots in which the main group misses most and least, for the main persona.
pub fn worst_and_best(data: &ReportData) -> (usize, usize) {
    let shares: Vec<(usize, f64)> = (0..data.slots.len())
        .filter_map(|s| {
            stacked_share(data, s, data.main_persona, data.main_group).map(|share| (s, share))
        })
        .collect();
    let worst = shares
        .iter()
        .fold(None::<(usize, f64)>, |best, &x| match best {
            Some(b) if b.1 >= x.1 => Some(b),
            _ => Some(x),
        });
    let least = shares
        .iter()
        .fold(None::<(usize, f64)>, |best, &x| match best {
            Some(b) if b.1 <= x.1 => Some(b),
            _ => Some(x),
        });
    (worst.map_or(0, |x| x.0), least.map_or(0, |x| x.0))
}

/// The service whose norm the main group misses most in a slot.
pub fn most_missed(data: &ReportData, slot: usize) -> Option<usize> {
    data.poverty
        .iter()
        .filter(|r| r.slot == slot && r.persona == data.main_persona && r.group == data.main_group)
        .fold(None::<(usize, f64)>, |best, r| match best {
            Some(b) if b.1 >= r.headcount => Some(b),
            _ => Some((r.service, r.headcount)),
        })
        .map(|b| b.0)
}

/// The main group first, then the others.
pub fn groups_main_first(data: &ReportData) -> Vec<usize> {
    let mut order: Vec<usize> = (0..data.groups.len()).collect();
    order.sort_by_key(|&g| (g != data.main_group, g));
    order
}

fn strong(piece: &dyn Piece) -> Html {
    Html::of("<strong>{}</strong>", &[piece])
}

/// The section "in brief".
pub fn section(data: &ReportData) -> Html {
    let w = data.words();
    let mut out = Html::new();
    let wide = if data.affordability.is_none() {
        " two"
    } else {
        ""
    };
    out.put("<div class=\"eu{}\">", &[&own(wide)]);
    for (head, explain, items, empty) in [
        (
            Msg::Availability,
            Msg::AvailabilityWhat,
            availability(data),
            Msg::AvailabilityNone,
        ),
        (
            Msg::Accessibility,
            Msg::AccessibilityWhat,
            accessibility(data),
            Msg::AccessibilityNone,
        ),
        (
            Msg::Affordability,
            Msg::AffordabilityWhat,
            affordability(data),
            Msg::AffordabilityNone,
        ),
    ] {
        out.put(
            "<section><h3>{}</h3><p class=\"what\">{}</p>",
            &[&w.html(head), &w.html(explain)],
        );
        if items.is_empty() {
            out.put("<p class=\"none\">{}</p>", &[&w.html(empty)]);
        } else {
            out.put("<ul>", &[]);
            for item in items {
                out.put("<li>{}</li>", &[&item]);
            }
            out.put("</ul>", &[]);
        }
        out.put("</section>\n", &[]);
    }
    out.put("</div>", &[]);
    out.add(three_sides(data));
    out
}

fn availability(data: &ReportData) -> Vec<Html> {
    let w = data.words();
    let mut out = Vec::new();
    let rows = data.availability.as_deref().unwrap_or_default();
    // The main group and the one that is worst off; the tables have the others.
    let share = |g: usize| {
        rows.iter()
            .filter(|r| r.group == g && r.persona == data.main_persona && r.total > 0.0)
            .map(|r| r.without / r.total)
            .fold(0.0, f64::max)
    };
    let others = groups_main_first(data).into_iter().skip(1);
    let worst_other = others.max_by(|a, b| share(*a).total_cmp(&share(*b)).then(b.cmp(a)));
    for group in std::iter::once(data.main_group).chain(worst_other) {
        let mut of_group: Vec<_> = rows
            .iter()
            .filter(|r| r.group == group && r.persona == data.main_persona && r.total > 0.0)
            .collect();
        of_group.sort_by(|a, b| (b.without / b.total).total_cmp(&(a.without / a.total)));
        if let (Some(worst), Some(best)) = (of_group.first(), of_group.last()) {
            out.push(w.fill(
                Msg::AvailWithout,
                &[
                    &strong(&w.int(worst.without)),
                    &w.int(worst.total),
                    &data.group_unit(group),
                    &strong(&w.capital(&data.group_name(group))),
                    &strong(&w.pct_of(worst.without, worst.total)),
                    &data.slot_name(worst.slot),
                    &data.slot_name(best.slot),
                    &w.pct_of(best.without, best.total),
                ],
            ));
        }
    }
    for ((from, to, group), services) in gaps(data) {
        out.push(w.fill(
            Msg::AvailGap,
            &[
                &strong(&clock(from)),
                &strong(&clock(to)),
                &data.group_name(group),
                &w.list(&services),
            ],
        ));
    }
    let (slot, _) = worst_and_best(data);
    let most = data
        .levels
        .iter()
        .filter(|r| r.slot == slot && r.persona == data.main_persona && r.group == data.main_group)
        .max_by(|a, b| {
            a.not_reached
                .total_cmp(&b.not_reached)
                .then(b.service.cmp(&a.service))
        });
    if let Some(row) = most
        && row.not_reached > 0.0
    {
        // Of the people of whom it is known: homes that aren't linked are in no share.
        let total = stacking_row(data, row.slot, row.persona, row.group)
            .map(|r| r.by_count.iter().sum())
            .filter(|known: &f64| *known >= row.not_reached)
            .or_else(|| data.groups.get(row.group).map(|g| g.total))
            .unwrap_or(0.0);
        out.push(w.fill(
            Msg::AvailNotReached,
            &[
                &strong(&data.service_name(row.service)),
                &data.slot_name(slot),
                &strong(&w.int(row.not_reached)),
                &w.int(total),
                &data.group_unit(row.group),
                &w.pct_of(row.not_reached, total),
            ],
        ));
    }
    out
}

/// The hours in which the median reaches nothing, with the services that share them: of each
/// service the group with the longest gap.
fn gaps(data: &ReportData) -> BTreeMap<(u32, u32, usize), Vec<String>> {
    let mut out: BTreeMap<_, Vec<String>> = BTreeMap::new();
    let Some(profile) = &data.profile else {
        return out;
    };
    for service in 0..data.services.len() {
        let mut best: Option<(u32, u32, usize)> = None;
        for series in profile.series.iter().filter(|s| s.service == service) {
            if let Some((from, to)) = longest_gap(&series.points, profile.step_min)
                && best.is_none_or(|(a, b, _)| to - from > b - a)
            {
                best = Some((from, to, series.group));
            }
        }
        if let Some(key) = best {
            let name = data.service_name(service).to_owned();
            out.entry(key).or_default().push(name);
        }
    }
    out
}

/// The longest run of points where the median reaches nothing, minutes after midnight; none
/// when shorter than an hour.
fn longest_gap(points: &[ProfilePoint], step: u32) -> Option<(u32, u32)> {
    let mut best: Option<(u32, u32)> = None;
    let mut start: Option<u32> = None;
    for p in points {
        if p.p50
            .is_none_or(|v| v <= 0.0 && p.p90.is_none_or(|x| x <= 0.0))
        {
            let from = *start.get_or_insert(p.minute);
            let to = p.minute.saturating_add(step);
            if best.is_none_or(|(a, b)| to.saturating_sub(from) > b - a) {
                best = Some((from, to.max(from)));
            }
        } else {
            start = None;
        }
    }
    best.filter(|(a, b)| b - a >= 60)
}

/// Minutes after midnight as a clock time; 24:00 and later go on counting.
pub fn clock(minute: u32) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

fn accessibility(data: &ReportData) -> Vec<Html> {
    let w = data.words();
    let mut out = Vec::new();
    let (worst, best) = worst_and_best(data);
    let persona = data.main_persona;
    for group in groups_main_first(data) {
        let Some(row) = stacking_row(data, worst, persona, group) else {
            continue;
        };
        let (below, total) = stacked(row);
        let pieces: [&dyn Piece; 9] = [
            &strong(&w.int(below)),
            &w.int(total),
            &data.group_unit(group),
            &strong(&w.capital(&data.group_name(group))),
            &strong(&w.pct_of(below, total)),
            &threshold_of(row),
            &norms_of(row),
            &data.slot_name(worst),
            &data.slot_name(best),
        ];
        let mut sentence = w.fill(Msg::AccessStacked, &pieces);
        if let Some(share) = stacked_share(data, best, persona, group)
            && best != worst
        {
            sentence.add(w.fill(
                Msg::AccessStackedBest,
                &[&data.slot_name(best), &w.pct(share)],
            ));
        }
        sentence.put(".", &[]);
        out.push(sentence);
    }
    if let Some(service) = most_missed(data, worst)
        && let Some(row) = data.poverty.iter().find(|r| {
            (r.service, r.slot, r.persona, r.group) == (service, worst, persona, data.main_group)
        })
        && let Some(s) = data.services.get(service)
    {
        out.push(w.fill(
            Msg::AccessMostMissed,
            &[
                &strong(&s.name),
                &w.norm(s),
                &strong(&w.pct(row.headcount)),
                &data.group_name(data.main_group),
                &data.slot_name(worst),
            ],
        ));
    }
    if let Some(pocket) = data.pockets.as_ref().and_then(|p| p.first()) {
        let row = stacking_row(data, pocket.slot, persona, data.main_group);
        let least = row.map_or_else(|| threshold(data), threshold_of);
        out.push(w.fill(
            Msg::AccessPocket,
            &[
                &strong(&data.area_name(pocket.area)),
                &strong(&w.pct(pocket.share)),
                &data.group_name(data.main_group),
                &least,
                &data.slot_name(pocket.slot),
            ],
        ));
    }
    let shift = data
        .shifts
        .iter()
        .flatten()
        .filter(|r| r.persona == persona && r.group == data.main_group && r.none > 0.0)
        .max_by(|a, b| (a.none / a.total).total_cmp(&(b.none / b.total)));
    if let Some(row) = shift {
        out.push(w.fill(
            Msg::AccessShift,
            &[
                &strong(&row.shift),
                &row.hours,
                &strong(&w.int(row.none)),
                &w.int(row.total),
                &data.group_unit(row.group),
                &strong(&w.pct_of(row.none, row.total)),
            ],
        ));
    }
    out
}

fn affordability(data: &ReportData) -> Vec<Html> {
    let w = data.words();
    let rows = data.affordability.as_deref().unwrap_or_default();
    rows.iter()
        .map(|r| {
            w.fill(
                Msg::AffordAbove,
                &[
                    &strong(&w.int(r.above)),
                    &w.int(r.total),
                    &data.group_unit(r.group),
                    &data.group_name(r.group),
                    &strong(&w.pct_of(r.above, r.total)),
                    &w.pct(r.norm),
                    &r.fare_p50_eur.map_or("–".to_owned(), |v| w.dec(v, 2)),
                    &r.burden_p50.map_or("–".to_owned(), |v| w.pct(v)),
                ],
            )
        })
        .collect()
}

/// Level, threshold and dispersion of the most missed service in the worst slot, by group.
fn three_sides(data: &ReportData) -> Html {
    let w = data.words();
    let (slot, _) = worst_and_best(data);
    let mut out = Html::new();
    let Some(service) = most_missed(data, slot) else {
        return out;
    };
    let of = data.services.get(service);
    let groups = groups_main_first(data);
    let level = |g: usize| {
        data.levels.iter().find(|r| {
            (r.service, r.slot, r.persona, r.group) == (service, slot, data.main_persona, g)
        })
    };
    let below = |g: usize| {
        data.poverty.iter().find(|r| {
            (r.service, r.slot, r.persona, r.group) == (service, slot, data.main_persona, g)
        })
    };
    let spread = data
        .distribution
        .iter()
        .find(|r| (r.service, r.slot, r.persona) == (service, slot, data.main_persona));
    out.put(
        "<div class=\"sides\"><h3>{}</h3><p class=\"what\">{}</p><div class=\"tiles\">",
        &[
            &w.fill(
                Msg::SidesTitle,
                &[&data.service_name(service), &data.slot_name(slot)],
            ),
            &w.html(Msg::SidesHow),
        ],
    );
    for (head, what) in [
        (Msg::SideLevel, Msg::SideLevelWhat),
        (Msg::SideThreshold, Msg::SideThresholdWhat),
        (Msg::SideDispersion, Msg::SideDispersionWhat),
    ] {
        out.put(
            "<div class=\"tile\"><h4>{}</h4><p class=\"what\">{}</p><dl>",
            &[&w.html(head), &w.html(what)],
        );
        for &g in &groups {
            let value = match head {
                Msg::SideLevel => level(g).map(|r| w.value(of, r.p50)),
                Msg::SideThreshold => below(g).map(|r| w.pct(r.headcount)),
                _ => level(g).map(|r| format!("{} – {}", w.value(of, r.p10), w.value(of, r.p90))),
            };
            if let Some(value) = value {
                out.put(
                    "<div><dt>{}</dt><dd>{}</dd></div>",
                    &[&data.group_name(g), &value],
                );
            }
        }
        if head == Msg::SideDispersion
            && let Some(gini) = spread.and_then(|r| r.gini)
        {
            out.put(
                "<div><dt>{}</dt><dd>{}</dd></div>",
                &[&w.html(Msg::Gini), &w.dec(gini, 2)],
            );
        }
        out.put("</dl></div>", &[]);
    }
    out.put("</div></div>", &[]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_shorter_than_an_hour_are_none() {
        let point = |minute, p50| ProfilePoint {
            minute,
            p50,
            ..ProfilePoint::default()
        };
        let day = [
            point(0, None),
            point(30, None),
            point(60, Some(5.0)),
            point(90, None),
            point(120, None),
            point(150, None),
            point(180, Some(3.0)),
        ];
        assert_eq!(longest_gap(&day, 30), Some((90, 180)));
        assert_eq!(longest_gap(&day[2..4], 30), None);
        assert_eq!(longest_gap(&[], 30), None);
        assert_eq!(clock(1450), "24:10");
    }
}
