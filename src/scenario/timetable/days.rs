//! Service days of calendars: which a selection means, and calendars split by them.
//!
//! Service days are those of the feed's calendar: a trip at 25:10 belongs to the day before midnight.

use super::draft::Draft;
use crate::ids::{Id, ServiceId};
use crate::input::clock::Weekdays;
use crate::input::scenario::Selector;
use crate::network::calendar::monday_of;
use crate::network::timetable::{Timetable, Weekly, weekday};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Days listed of a calendar that is longer.
const LONGEST_CALENDAR: i32 = 20_000;

/// A set of service days; dates as days of the common era.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Days {
    /// Bit 0 Monday … bit 6 Sunday.
    weekdays: u32,
    /// Sorted; none: all dates of those weekdays.
    dates: Option<Vec<i32>>,
}

/// A calendar within and without some days; none where nothing is left.
pub(super) type Halves = (Option<ServiceId>, Option<ServiceId>);

/// Bits of weekdays, Monday lowest.
pub(super) fn bits(days: Weekdays) -> u32 {
    let monday = NaiveDate::from_isoywd_opt(2024, 1, chrono::Weekday::Mon);
    let week = monday.into_iter().flat_map(|d| d.iter_days().take(7));
    week.enumerate()
        .map(|(n, d)| u32::from(days.contains(d)) << n)
        .sum()
}

impl Days {
    /// The days that a selector asks for; none: all.
    pub fn of(select: &Selector) -> Option<Days> {
        if select.days.is_none() && select.dates.is_empty() {
            return None;
        }
        let dates: BTreeSet<i32> = select
            .dates
            .iter()
            .map(Datelike::num_days_from_ce)
            .collect();
        Some(Days {
            weekdays: select.days.map_or(0x7f, bits),
            dates: (!dates.is_empty()).then(|| dates.into_iter().collect()),
        })
    }
    /// The dates, where it is a list of them; not empty.
    pub fn dates(&self) -> Option<&[i32]> {
        self.dates.as_deref()
    }
    fn contains(&self, day: i32) -> bool {
        self.weekdays >> weekday(day) & 1 == 1
            && (self.dates.as_ref()).is_none_or(|d| d.binary_search(&day).is_ok())
    }
}

/// A calendar, to be changed.
struct Calendar {
    weekly: Weekly,
    added: Vec<i32>,
    removed: Vec<i32>,
}

fn calendar(t: &Timetable, service: ServiceId) -> Calendar {
    Calendar {
        weekly: t.service_weekly[service.index()],
        added: t.service_added[service].to_vec(),
        removed: t.service_removed[service].to_vec(),
    }
}

impl Calendar {
    /// Whether it runs on a day.
    fn runs(&self, day: i32) -> bool {
        self.added.binary_search(&day).is_ok()
            || self.weekly.has(day) && self.removed.binary_search(&day).is_err()
    }
    /// Whether there is a day at all.
    fn runs_ever(&self) -> bool {
        let w = self.weekly;
        let on = |n: u32| w.days >> n & 1 == 1;
        // Days of each weekday in the range, by arithmetic: calendars may be open-ended.
        let pattern: i64 = (0..7)
            .filter(|n| on(*n))
            .map(|n| {
                let first = i64::from(w.from) + (7 + i64::from(n) - i64::from(weekday(w.from))) % 7;
                if first > i64::from(w.to) {
                    0
                } else {
                    (i64::from(w.to) - first) / 7 + 1
                }
            })
            .sum();
        let removed = self.removed.iter().filter(|d| self.weekly.has(**d)).count();
        !self.added.is_empty() || pattern > removed as i64
    }
    fn within(&self, days: &Days) -> Calendar {
        let keep = |list: &[i32]| list.iter().copied().filter(|d| days.contains(*d)).collect();
        match &days.dates {
            None => Calendar {
                weekly: Weekly {
                    days: self.weekly.days & days.weekdays,
                    ..self.weekly
                },
                added: keep(&self.added),
                removed: keep(&self.removed),
            },
            Some(dates) => {
                let on = dates.iter().copied();
                Calendar {
                    weekly: Weekly {
                        days: 0,
                        from: 0,
                        to: -1,
                    },
                    added: on.filter(|d| days.contains(*d) && self.runs(*d)).collect(),
                    removed: Vec::new(),
                }
            }
        }
    }
    fn without(&self, days: &Days) -> Calendar {
        let keep = |list: &[i32]| {
            list.iter()
                .copied()
                .filter(|d| !days.contains(*d))
                .collect()
        };
        match &days.dates {
            None => Calendar {
                weekly: Weekly {
                    days: self.weekly.days & !days.weekdays,
                    ..self.weekly
                },
                added: keep(&self.added),
                removed: keep(&self.removed),
            },
            Some(dates) => {
                let more = dates.iter().copied();
                let more = more.filter(|d| days.contains(*d) && self.weekly.has(*d));
                let removed: BTreeSet<i32> = self.removed.iter().copied().chain(more).collect();
                Calendar {
                    weekly: self.weekly,
                    added: keep(&self.added),
                    removed: removed.into_iter().collect(),
                }
            }
        }
    }
}

impl Draft<'_> {
    /// Whether a calendar runs on one of some days.
    pub fn runs_within(&self, service: ServiceId, days: &Days) -> bool {
        calendar(&self.t, service).within(days).runs_ever()
    }
    /// A calendar in two; calendars that are needed are made once.
    pub fn halves(&mut self, service: ServiceId, days: &Days) -> Halves {
        let question = (service, days.clone());
        if let Some(known) = self.halves.get(&question) {
            return *known;
        }
        let whole = calendar(&self.t, service);
        let (within, without) = (whole.within(days), whole.without(days));
        let halves = match (within.runs_ever(), without.runs_ever()) {
            (false, _) => (None, Some(service)),
            (true, false) => (Some(service), None),
            (true, true) => {
                let stem = format!("{}~", self.t.service_id.get(service.index()));
                let feed = self.t.service_feed[service.index()];
                let mut add = |c: Calendar| {
                    let id = self.fresh_id(&stem, 1);
                    self.t.service_id.push(&id);
                    self.t.service_feed.push(feed);
                    self.t.service_weekly.push(c.weekly);
                    self.t.service_added.push(c.added);
                    self.t.service_removed.push(c.removed)
                };
                (Some(add(within)), Some(add(without)))
            }
        };
        self.halves.insert(question, halves);
        halves
    }
    /// The dates of some calendars, as [`dates`] lists them.
    pub fn dates_of(&self, services: impl IntoIterator<Item = ServiceId>) -> BTreeSet<i32> {
        let services: BTreeSet<ServiceId> = services.into_iter().collect();
        services
            .into_iter()
            .flat_map(|s| dates(&self.t, s, self.week))
            .collect()
    }
}

/// The dates of a calendar; of a weekly pattern longer than [`LONGEST_CALENDAR`] days so many around a week.
pub(super) fn dates(t: &Timetable, service: ServiceId, around: Week) -> BTreeSet<i32> {
    let c = calendar(t, service);
    let (from, to) = (c.weekly.from, c.weekly.to);
    let latest = to.saturating_sub(LONGEST_CALENDAR).max(from);
    let middle = around.monday.num_days_from_ce();
    let begin = (middle.saturating_sub(LONGEST_CALENDAR / 2)).clamp(from, latest);
    let end = to.min(begin.saturating_add(LONGEST_CALENDAR));
    let weekly = (begin..=end).filter(|d| c.runs(*d));
    weekly.chain(c.added.iter().copied()).collect()
}

/// A date as people write it.
pub(super) fn date_text(day: i32) -> String {
    NaiveDate::from_num_days_from_ce_opt(day).map_or_else(String::new, |d| d.to_string())
}

/// Dates in a few words.
pub(super) fn describe(dates: &BTreeSet<i32>) -> String {
    let all: Vec<String> = dates.iter().take(6).map(|d| date_text(*d)).collect();
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if dates.len() > all.len() => {
            let words = ["mo", "tu", "we", "th", "fr", "sa", "su"];
            let on: BTreeSet<u32> = dates.iter().map(|d| weekday(*d)).collect();
            let on: Vec<&str> = on
                .into_iter()
                .filter_map(|n| words.get(n as usize))
                .copied()
                .collect();
            format!(
                "{} dates from {} to {} ({})",
                dates.len(),
                date_text(*first),
                date_text(*last),
                on.join(", ")
            )
        }
        _ if all.is_empty() => "no date at all".to_owned(),
        _ => all.join(", "),
    }
}

/// The week that vehicles are counted in, Monday to Sunday.
#[derive(Clone, Copy, Debug)]
pub(super) struct Week {
    monday: NaiveDate,
}

impl Week {
    /// The week with a date in it.
    pub fn of(date: NaiveDate) -> Week {
        Week {
            monday: monday_of(date),
        }
    }
    /// On which days of it a calendar runs.
    pub fn on(self, t: &Timetable, service: ServiceId) -> [bool; 7] {
        let mut on = [false; 7];
        for (on, day) in on.iter_mut().zip(self.monday.iter_days()) {
            *on = t.runs_on(service, day);
        }
        on
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn runs(c: &Calendar, day: i32) -> bool {
        c.added.contains(&day) || c.weekly.has(day) && !c.removed.contains(&day)
    }

    #[test]
    fn of_a_calendar_of_all_years_the_dates_around_the_week_are_listed() {
        use crate::input::gtfs::{Feed, Service};
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let always = Service {
            weekly: Some(([true; 7], day(1, 1, 1), day(9999, 12, 31))),
            ..Service::default()
        };
        let t = Timetable::merge(&[Feed {
            services: vec![always],
            ..Feed::default()
        }]);
        for asked in [day(2026, 3, 10), day(1, 1, 1), day(9999, 12, 31)] {
            let listed = dates(&t, ServiceId::new(0), Week::of(asked));
            assert!(listed.contains(&asked.num_days_from_ce()), "{asked}");
            assert_eq!(listed.len(), LONGEST_CALENDAR as usize + 1);
        }
    }

    proptest! {
        #[test]
        fn the_two_halves_have_each_date_of_the_calendar_once(
            weekly in (0u32..128, 738_000i32..738_030, -2i32..40),
            added in proptest::collection::btree_set(738_000i32..738_070, 0..9),
            removed in proptest::collection::btree_set(738_000i32..738_070, 0..9),
            weekdays in 0u32..128,
            dates in proptest::option::of(proptest::collection::btree_set(738_000i32..738_070, 1..9)),
        ) {
            let whole = Calendar {
                weekly: Weekly { days: weekly.0, from: weekly.1, to: weekly.1 + weekly.2 },
                added: added.into_iter().collect(),
                removed: removed.into_iter().collect(),
            };
            let days = Days { weekdays, dates: dates.map(|d| d.into_iter().collect()) };
            let (within, without) = (whole.within(&days), whole.without(&days));
            let mut ever = [false; 3];
            for day in 737_990..738_090 {
                let on = runs(&whole, day);
                prop_assert_eq!(runs(&within, day), on && days.contains(day));
                prop_assert_eq!(runs(&without, day), on && !days.contains(day));
                for (ever, c) in ever.iter_mut().zip([&whole, &within, &without]) {
                    *ever |= runs(c, day);
                }
            }
            prop_assert_eq!([whole.runs_ever(), within.runs_ever(), without.runs_ever()], ever);
        }
    }

    #[test]
    fn days_of_the_week_are_those_of_the_calendar() {
        for (text, due) in [("mo", 1), ("sa,su", 0x60), ("mo-su", 0x7f), ("we", 4)] {
            assert_eq!(bits(Weekdays::parse(text).unwrap()), due, "{text}");
        }
        let wednesday = NaiveDate::from_ymd_opt(2026, 3, 11).unwrap();
        assert_eq!(weekday(wednesday.num_days_from_ce()), 2);
        assert_eq!(Week::of(wednesday).monday.to_string(), "2026-03-09");
    }
}
