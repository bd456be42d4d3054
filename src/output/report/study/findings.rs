//! The findings in sentences, by the three words of the EU definition (Regulation 2023/955,
//! art. 2(2)), with level, threshold and dispersion side by side.

use crate::axes::{GroupId, PersonaId, PurposeId, SlotId};
use std::collections::BTreeMap;

use super::data::{LevelRow, PovertyRow, ProfilePoint, ReportData, StackingRow};
use super::words::Say;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::words::clock;
use crate::output::report::kit::{self, Blocks, Html, Msg, Tag, bold, bullets, first_largest};

/// How many norms one must miss to be counted in the headline: two, or one when only one norm counts.
pub fn threshold(data: &ReportData) -> usize {
    normed(data).clamp(1, 2)
}

/// Norms that can be missed at once: those that count, in the slot with most of them.
pub fn normed(data: &ReportData) -> usize {
    let counted = data.stacking.iter().map(norms_of).max();
    counted.unwrap_or_else(|| {
        data.head
            .services
            .iter()
            .filter(|s| s.norm.is_some())
            .count()
    })
}

/// Norms that count in a row.
pub fn norms_of(row: &StackingRow) -> usize {
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
    slot: SlotId,
    persona: PersonaId,
    group: GroupId,
) -> Option<&StackingRow> {
    data.stacking
        .iter()
        .find(|r| r.slot == slot && r.persona == persona && r.group == group)
}

/// Share that misses at least the threshold; none where nobody was counted.
pub fn stacked_share(
    data: &ReportData,
    slot: SlotId,
    persona: PersonaId,
    group: GroupId,
) -> Option<f64> {
    let (below, total) = stacked(stacking_row(data, slot, persona, group)?);
    (total > 0.0).then(|| below / total)
}

/// The slots in which the main group misses most and least, for the main persona.
pub fn worst_and_best(data: &ReportData) -> (SlotId, SlotId) {
    let share = |s| stacked_share(data, s, data.head.main_persona, data.head.main_group);
    let shares = || data.head.slots.ids().filter_map(|s| Some((s, share(s)?)));
    let worst = first_largest(shares(), |x| x.1);
    let best = first_largest(shares(), |x| -x.1);
    let [worst, best] = [worst, best].map(|x| x.map_or(SlotId(0), |x| x.0));
    (worst, best)
}

/// The row of the service whose norm the main group misses most in a slot.
fn most_missed(data: &ReportData, slot: SlotId) -> Option<&PovertyRow> {
    let rows = data.poverty.iter();
    let rows = rows.filter(|r| r.slot == slot && data.head.is_main(r.persona, r.group));
    first_largest(rows, |r| r.headcount)
}

/// Service, slot, persona and group.
type Key = (PurposeId, SlotId, PersonaId, GroupId);

/// Who misses the norm.
pub fn poverty(data: &ReportData, key: Key) -> Option<&PovertyRow> {
    let mut rows = data.poverty.iter();
    rows.find(|r| (r.service, r.slot, r.persona, r.group) == key)
}

/// The level of access.
pub fn level(data: &ReportData, key: Key) -> Option<&LevelRow> {
    let mut rows = data.levels.iter();
    rows.find(|r| (r.service, r.slot, r.persona, r.group) == key)
}

/// The section "in brief".
pub fn section(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let mut out = Blocks::new();
    for (head, explain, items, empty) in [
        (
            Say::Availability,
            Say::AvailabilityWhat,
            availability(data),
            Say::AvailabilityNone,
        ),
        (
            Say::Accessibility,
            Say::AccessibilityWhat,
            accessibility(data),
            Say::AccessibilityNone,
        ),
        (
            Say::Affordability,
            Say::AffordabilityWhat,
            Vec::new(),
            Say::AffordabilityNone,
        ),
    ] {
        let mut section = w.heading(head, explain, &[]);
        section.add(match items.is_empty() {
            true => w.none(empty, &[]),
            false => bullets(items),
        });
        out.add(section.within(Tag::Section, "text"));
    }
    let mut out = out.grouped("eu two");
    out.add(three_sides(data));
    out
}

fn availability(data: &ReportData) -> Vec<Html> {
    let w = data.head.words();
    let mut out = Vec::new();
    let rows = data.availability.as_deref().unwrap_or_default();
    // The main group and the one that is worst off; the tables have the others.
    let share = |g: GroupId| {
        rows.iter()
            .filter(|r| r.group == g && r.persona == data.head.main_persona && r.total > 0.0)
            .map(|r| r.without / r.total)
            .fold(0.0, f64::max)
    };
    let others = data.head.groups_main_first().into_iter().skip(1);
    let worst_other = others.max_by(|a, b| share(*a).total_cmp(&share(*b)).then(b.cmp(a)));
    for group in std::iter::once(data.head.main_group).chain(worst_other) {
        let mut of_group: Vec<_> = rows
            .iter()
            .filter(|r| r.group == group && r.persona == data.head.main_persona && r.total > 0.0)
            .collect();
        of_group.sort_by(|a, b| (b.without / b.total).total_cmp(&(a.without / a.total)));
        if let (Some(worst), Some(best)) = (of_group.first(), of_group.last()) {
            out.push(w.fill(
                Say::AvailWithout,
                &[
                    ("without", &bold(&w.int(worst.without))),
                    ("all", &w.int(worst.total)),
                    ("unit", &data.head.units(group, worst.total)),
                    ("group", &bold(&w.capital(&data.head.group(group)))),
                    ("share", &bold(&w.pct_of(worst.without, worst.total))),
                    ("slot", &data.head.slot(worst.slot)),
                    ("traveller", &data.head.traveller()),
                    ("best", &data.head.slot(best.slot)),
                    ("best_share", &w.pct_of(best.without, best.total)),
                ],
            ));
        }
    }
    out.extend(gaps(data));
    let (slot, _) = worst_and_best(data);
    let most = data
        .levels
        .iter()
        .filter(|r| r.slot == slot && data.head.is_main(r.persona, r.group))
        // Of an amount it would be who reaches none within its cutoff, which the limits of trips do not explain.
        .filter(|r| data.head.in_minutes(r.service))
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
            .or_else(|| data.head.groups.get(row.group).map(|g| g.total))
            .unwrap_or(0.0);
        out.push(w.fill(
            Say::AvailNotReached,
            &[
                ("service", &bold(&data.head.service(row.service))),
                ("slot", &data.head.slot(slot)),
                ("people", &w.number(row.not_reached).bold()),
                ("all", &w.int(total)),
                ("unit", &data.head.units(row.group, total)),
                ("share", &w.pct_of(row.not_reached, total)),
                ("traveller", &data.head.traveller()),
                ("limits", &data.head.limits(row.persona)),
            ],
        ));
    }
    out
}

/// When the median reaches nothing: of each date and service the group with the most hours, told together where date,
/// group and hours are the same.
fn gaps(data: &ReportData) -> Vec<Html> {
    let w = data.head.words();
    let mut out = Vec::new();
    for profile in &data.profiles {
        let mut of_day: BTreeMap<(GroupId, Hours), Vec<String>> = BTreeMap::new();
        for service in data.head.services.ids() {
            let of_service = profile.series.iter().filter(|s| s.service == service);
            let gaps = of_service.map(|s| (s.group, hours_without(&s.points, profile.step_min)));
            let length = |hours: &Hours| hours.iter().map(|(a, b)| b - a).sum::<u32>();
            let most = first_largest(gaps, |(_, hours)| f64::from(length(hours)));
            if let Some(key) = most.filter(|(_, hours)| !hours.is_empty()) {
                let name = data.head.service(service).to_owned();
                of_day.entry(key).or_default().push(name);
            }
        }
        for ((group, hours), services) in of_day {
            let when = match hours.as_slice() {
                [(0, to)] if *to >= 24 * 60 => w.html(Say::AllDay),
                _ => {
                    let between = |(a, b): &(u32, u32)| {
                        w.fill(Say::Between, &[("from", &clock(*a)), ("to", &clock(*b))])
                    };
                    let list: Vec<String> =
                        hours.iter().map(between).map(|t| plain_text(&t)).collect();
                    Html::text(&w.list(&list))
                }
            };
            out.push(w.fill(
                Say::AvailGap,
                &[
                    ("date", &w.date(&profile.date)),
                    ("when", &bold(&when)),
                    ("group", &data.head.group(group)),
                    ("traveller", &data.head.persona(profile.persona)),
                    ("services", &bold(&w.list(&services))),
                ],
            ));
        }
    }
    out
}

/// From and to, minutes after midnight.
type Hours = Vec<(u32, u32)>;

/// All runs of points where the median reaches nothing; those shorter than an hour are none.
fn hours_without(points: &[ProfilePoint], step: u32) -> Hours {
    let nothing = |p: &ProfilePoint| {
        p.p50
            .is_none_or(|v| v <= 0.0 && p.p90.is_none_or(|x| x <= 0.0))
    };
    let mut out: Hours = Vec::new();
    for p in points.iter().filter(|p| nothing(p)) {
        let to = p.minute.saturating_add(step);
        match out.last_mut() {
            Some(last) if last.1 == p.minute => last.1 = to,
            _ => out.push((p.minute, to)),
        }
    }
    out.retain(|(from, to)| to - from >= 60);
    out
}

fn accessibility(data: &ReportData) -> Vec<Html> {
    let w = data.head.words();
    let mut out = Vec::new();
    let (worst, best) = worst_and_best(data);
    let persona = data.head.main_persona;
    for group in data.head.groups_main_first() {
        let Some(row) = stacking_row(data, worst, persona, group) else {
            continue;
        };
        let (below, total) = stacked(row);
        // Who misses two of two norms misses both.
        let all = threshold_of(row) == norms_of(row);
        let mut sentence = w.fill_some(
            if all {
                Say::AccessStackedAll
            } else {
                Say::AccessStacked
            },
            &[
                ("people", &w.number(below).bold()),
                ("all", &w.int(total)),
                ("unit", &data.head.units(group, total)),
                ("group", &bold(&w.capital(&data.head.group(group)))),
                ("share", &bold(&w.pct_of(below, total))),
                ("least", &threshold_of(row)),
                ("norms", &norms_of(row)),
                ("slot", &data.head.slot(worst)),
                ("traveller", &data.head.traveller()),
            ],
        );
        if let Some(share) = stacked_share(data, best, persona, group)
            && let Some(best_row) = stacking_row(data, best, persona, group)
            && best != worst
        {
            sentence.add(w.fill(
                Say::AccessStackedBest,
                &[
                    ("slot", &data.head.slot(best)),
                    ("share", &w.pct(share)),
                    ("least", &threshold_of(best_row)),
                    ("norms", &norms_of(best_row)),
                ],
            ));
        }
        sentence.put(".", &[]);
        out.push(sentence);
    }
    if let Some(row) = most_missed(data, worst)
        && let Some(s) = data.head.services.get(row.service)
    {
        out.push(w.fill(
            Say::AccessMostMissed,
            &[
                ("service", &bold(&s.name)),
                ("norm", &w.norm(s)),
                ("share", &bold(&w.pct(row.headcount))),
                ("group", &data.head.main_name()),
                ("slot", &data.head.slot(worst)),
                ("traveller", &data.head.traveller()),
            ],
        ));
    }
    if let Some(pocket) = data.pockets.as_ref().and_then(|p| p.first()) {
        let row = stacking_row(data, pocket.slot, persona, data.head.main_group);
        let least = row.map_or_else(|| threshold(data), threshold_of);
        out.push(w.fill(
            Say::AccessPocket,
            &[
                ("area", &bold(&data.area_name(pocket.area))),
                ("share", &bold(&w.pct(pocket.share))),
                ("group", &data.head.main_name()),
                ("fewest", &w.number(data.least_people)),
                (
                    "unit",
                    &data.head.units(data.head.main_group, data.least_people),
                ),
                ("least", &least),
                ("slot", &data.head.slot(pocket.slot)),
            ],
        ));
    }
    let shifts = (data.shifts.iter().flatten())
        .filter(|r| data.head.is_main(r.persona, r.group) && r.none > 0.0);
    let shift = first_largest(shifts, |r| r.none / r.total);
    if let Some(row) = shift {
        out.push(w.fill(
            Say::AccessShift,
            &[
                ("shift", &bold(&row.shift)),
                ("hours", &row.hours),
                ("people", &w.number(row.none).bold()),
                ("all", &w.int(row.total)),
                ("unit", &data.head.units(row.group, row.total)),
                ("share", &bold(&w.pct_of(row.none, row.total))),
            ],
        ));
    }
    out
}

/// Level, threshold and dispersion of the most missed service in the worst slot, by group.
fn three_sides(data: &ReportData) -> Blocks {
    let w = data.head.words();
    let (slot, _) = worst_and_best(data);
    let Some(service) = most_missed(data, slot).map(|r| r.service) else {
        return Blocks::new();
    };
    let (of, persona) = (data.head.services.get(service), data.head.main_persona);
    let level = |g| level(data, (service, slot, persona, g));
    let below = |g| poverty(data, (service, slot, persona, g));
    let mut spread = data.distribution.iter();
    let spread = spread.find(|r| (r.service, r.slot, r.persona) == (service, slot, persona));
    let names = [data.head.service(service), data.head.slot(slot)];
    let mut out = Blocks::new();
    let title = w.fill(
        Say::SidesTitle,
        &[
            ("service", &names[0]),
            ("measure", &of.map_or(Html::new(), |s| w.measure(s))),
            ("slot", &names[1]),
            ("traveller", &data.head.traveller()),
        ],
    );
    out.head(3, title);
    out.add(w.what(Say::SidesHow, &[]));
    let mut tiles = Blocks::new();
    for (head, what) in [
        (Msg::SideLevel, Say::SideLevelWhat),
        (Msg::SideThreshold, Say::SideThresholdWhat),
        (Msg::SideDispersion, Say::SideDispersionWhat),
    ] {
        let mut tile = Blocks::new();
        tile.head(4, w.html(head));
        tile.add(w.what(what, &[]));
        let mut values = Vec::new();
        for g in data.head.groups_main_first() {
            let value = match head {
                Msg::SideLevel => level(g).map(|r| w.value(of, r.p50)),
                Msg::SideThreshold => below(g).map(|r| w.pct(r.headcount)),
                _ => level(g).map(|r| format!("{} – {}", w.value(of, r.p10), w.value(of, r.p90))),
            };
            if let Some(value) = value {
                values.push((Html::text(&data.head.group(g)), Html::text(&value)));
            }
        }
        if head == Msg::SideDispersion
            && let Some(gini) = spread.and_then(|r| r.gini)
        {
            let name = w.fill(Say::GiniOf, &[("group", &data.head.main_name())]);
            values.push((name, Html::text(&w.dec(gini, 2))));
        }
        tile.add(kit::values(values));
        tiles.add(tile.grouped("tile"));
    }
    out.add(tiles.grouped("tiles"));
    out.grouped("sides")
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
        assert_eq!(hours_without(&day, 30), [(0, 60), (90, 180)]);
        assert_eq!(hours_without(&day[2..4], 30), []);
        assert_eq!(hours_without(&[], 30), []);
    }
}
