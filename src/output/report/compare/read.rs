//! What the numbers say: which combination is the headline, which hours, and how before and after
//! are written.

use super::super::study::data::ReportData;
use super::data::*;
use super::messages::Say;
use crate::axes::{GroupId, PersonaId, PurposeId, SlotId};
use crate::output::report::kit::words::Number;
use crate::output::report::kit::{Html, Msg, first_largest};

/// A combination of service, slot and persona.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
}

/// The combination of a row.
pub fn key_of(r: &GroupRow) -> Key {
    Key {
        service: r.service,
        slot: r.slot,
        persona: r.persona,
    }
}

/// Whether anybody is better or worse off, or moved, in a row.
pub fn changed(r: &GroupRow) -> bool {
    [r.fell, r.rose, r.winners, r.losers, r.arrived, r.left]
        .iter()
        .any(|v| *v > 0.0)
}

/// Whether nothing changes for anybody in this study.
pub fn nothing_changes(s: &Scenario) -> bool {
    let shifts = s.shifts.iter().flatten();
    let hours = s.hours.iter().flatten().flat_map(|h| &h.points);
    !s.groups.iter().any(changed)
        && s.stacking.iter().all(|r| r.before == r.after)
        && shifts.into_iter().all(|r| !shift_changed(r))
        && hours
            .into_iter()
            .all(|p| same(&p.p50) && p.below.before == p.below.after)
}

/// Whether a pair is the same before and after.
pub fn same<T: PartialEq>(pair: &Pair<T>) -> bool {
    pair.before == pair.after
}

/// Whether a shift changes for anybody.
pub fn shift_changed(r: &ShiftChange) -> bool {
    !(same(&r.jobs_p50) && same(&r.none) && same(&r.total))
}

/// How much a row moves, the worst first: falls below the norm, losers, rises, winners.
fn weight_of(r: &GroupRow) -> [f64; 4] {
    [r.fell, r.losers, r.rose, r.winners]
}

/// The rows of a list from the one that moves most to the one that moves least; equal ones in
/// their own order.
pub fn most_first<'a>(rows: impl Iterator<Item = &'a GroupRow>) -> Vec<&'a GroupRow> {
    let mut rows: Vec<&GroupRow> = rows.collect();
    rows.sort_by(|a, b| {
        let pairs = weight_of(b).into_iter().zip(weight_of(a));
        pairs.fold(std::cmp::Ordering::Equal, |o, (x, y)| {
            o.then(x.total_cmp(&y))
        })
    });
    rows
}

/// The rows of the main group and the main persona.
pub fn main_rows<'a>(data: &'a CompareData, s: &'a Scenario) -> impl Iterator<Item = &'a GroupRow> {
    let study = &data.study;
    (s.groups.iter()).filter(|r| study.head.is_main(r.persona, r.group))
}

/// Service, slot and persona in which most people of the main group fall below the norm (then: are
/// worse off, rise, are better off); of another group or persona when nothing moves for those.
pub fn headline(data: &CompareData, s: &Scenario) -> Option<Key> {
    let main = most_first(main_rows(data, s).filter(|r| changed(r)));
    let any = || most_first(s.groups.iter().filter(|r| changed(r)));
    let first = main.first().or(any().first()).map(|r| key_of(r));
    first.or(main_rows(data, s).next().map(key_of))
}

/// The row of a combination and group.
pub fn row(s: &Scenario, key: Key, group: GroupId) -> Option<&GroupRow> {
    s.groups.iter().find(|r| {
        (r.service, r.slot, r.persona, r.group) == (key.service, key.slot, key.persona, group)
    })
}

/// The hours in which the share below the norm changes most.
#[derive(Clone, Debug, PartialEq)]
pub struct Peak<'a> {
    /// Of which line through the day.
    pub series: &'a HourSeries,
    /// From, minutes after midnight.
    pub from: u32,
    /// Until, minutes after midnight.
    pub to: u32,
    /// Share below the norm at the worst time, 0–1.
    pub share: Pair<f64>,
}

/// The hours around the largest change of the share below the norm in which it is at least half as
/// large; of the main group, and of the given service if the profile has it. None when it stays
/// under half a percent.
pub fn peak<'a>(data: &CompareData, s: &'a Scenario, service: PurposeId) -> Option<Peak<'a>> {
    let all = (s.hours.iter().flatten()).filter(|h| h.group == data.study.head.main_group);
    let of: Vec<Peak> = all.filter_map(peak_of).collect();
    let size = |p: &Peak| (p.share.after - p.share.before).abs();
    let wanted = of.iter().find(|p| p.series.service == service);
    let largest = first_largest(&of, |p| size(p));
    wanted.or(largest).cloned()
}

fn peak_of(series: &HourSeries) -> Option<Peak<'_>> {
    let change = |p: &HourPoint| {
        let (b, a) = p.below.before.zip(p.below.after)?;
        (b.is_finite() && a.is_finite()).then_some(a - b)
    };
    let points = &series.points;
    let changes = points.iter().enumerate();
    let changes = changes.filter_map(|(i, p)| Some((i, change(p)?)));
    let (at, most) = first_largest(changes, |x| x.1.abs()).filter(|x| x.1.abs() >= 0.005)?;
    let as_large = |p: &HourPoint| change(p).is_some_and(|c| c / most >= 0.5);
    let first = (points[..at].iter())
        .rposition(|p| !as_large(p))
        .map_or(0, |i| i + 1);
    let behind = &points[at..];
    let last = at
        + behind
            .iter()
            .position(|p| !as_large(p))
            .unwrap_or(behind.len())
        - 1;
    let (first, last, top) = (points.get(first)?, points.get(last)?, points.get(at)?);
    Some(Peak {
        series,
        from: first.minute,
        to: last.minute.saturating_add(series.step_min),
        share: Pair {
            before: top.below.before?,
            after: top.below.after?,
        },
    })
}

/// Weight that misses at least so many norms.
pub fn at_least(by_count: &[f64], norms: usize) -> f64 {
    by_count.iter().skip(norms).sum()
}

/// The stacking of the main group and persona that changes most in those who miss at least so many.
pub fn worst_stacking<'a>(
    data: &CompareData,
    s: &'a Scenario,
    norms: usize,
) -> Option<&'a StackingChange> {
    let study = &data.study;
    let change = |r: &StackingChange| at_least(&r.after, norms) - at_least(&r.before, norms);
    let of_main = s.stacking.iter();
    let of_main = of_main.filter(|r| study.head.is_main(r.persona, r.group));
    first_largest(of_main, |r| change(r).abs())
}

/// How before and after are written.
impl ReportData {
    /// A weight; what is more than nothing is never shown as 0.
    pub fn weight(&self, v: f64) -> Number {
        if v > 0.0 && v < 0.5 {
            Number::new(1.0, "<1".to_owned())
        } else {
            self.head.words().number(v)
        }
    }
    /// A difference of weights.
    pub fn weight_change(&self, v: f64) -> String {
        if v != 0.0 && v.abs() < 0.5 {
            let sign = if v > 0.0 { "+" } else { "−" };
            format!("{sign}<1")
        } else {
            self.head.words().signed(v, 0)
        }
    }
    /// Two texts with an arrow; one when they are the same.
    pub fn pair_of(&self, before: &str, after: &str) -> String {
        if before == after {
            before.to_owned()
        } else {
            format!("{before} → {after}")
        }
    }
    /// A pair of values of a service; a dash when nobody is there.
    pub fn values(&self, service: PurposeId, pair: Pair<Option<f64>>, anybody: bool) -> String {
        if !anybody {
            return "–".to_owned();
        }
        let of = self.head.services.get(service);
        let text = |v: Option<f64>| self.head.words().value(of, v.filter(|v| v.is_finite()));
        self.pair_of(&text(pair.before), &text(pair.after))
    }
    /// A pair of shares of wholes.
    pub fn shares(&self, part: Pair<Option<f64>>, whole: Pair<f64>) -> String {
        let w = self.head.words();
        let text = |p: Option<f64>, of: f64| p.map_or("–".to_owned(), |p| w.pct_of(p, of));
        self.pair_of(
            &text(part.before, whole.before),
            &text(part.after, whole.after),
        )
    }
    /// A pair of indexes.
    pub fn indexes(&self, pair: Pair<Option<f64>>) -> String {
        let text = |v: Option<f64>| v.map_or("–".to_owned(), |v| self.head.words().dec(v, 2));
        self.pair_of(&text(pair.before), &text(pair.after))
    }
    /// An amount of a service's unit: `12 min`, `1.240 reachable`.
    pub fn amount_of(&self, service: PurposeId, v: f64) -> String {
        let w = self.head.words();
        if self.head.in_minutes(service) {
            let decimals = usize::from(v.abs() < 10.0);
            format!("{}\u{a0}min", w.dec(v, decimals))
        } else {
            let decimals = usize::from(v.abs() < 10.0 && v.fract() != 0.0);
            format!("{} {}", w.dec(v, decimals), w.text(Say::Reachable))
        }
    }
    /// A service with what is measured of it in small.
    pub fn service_cell(&self, service: PurposeId) -> Html {
        let Some(of) = self.head.services.get(service) else {
            return Html::of("?", &[]);
        };
        let w = self.head.words();
        let norm = if of.norm.is_some() {
            w.fill(Say::NormIs, &[("norm", &w.norm(of))])
        } else {
            w.html(Msg::NormNone)
        };
        Html::of("{}<br><small class=\"wrap\">{}</small>", &[&of.name, &norm])
    }
    /// A group with its unit in small.
    pub fn group_cell(&self, group: GroupId) -> Html {
        let (name, unit) = (self.head.group(group), self.head.unit(group));
        if name == unit {
            return Html::text(&name);
        }
        Html::of("{} <small>{}</small>", &[&name, &unit])
    }
}

impl GroupRow {
    /// Weight before and after: those in both, and who left or arrived.
    pub fn totals(&self) -> Pair<f64> {
        Pair {
            before: self.people + self.left,
            after: self.people + self.arrived,
        }
    }
    /// Whether anybody is there before or after.
    pub fn anybody(&self) -> bool {
        self.people + self.left + self.arrived > 0.0
    }
}
