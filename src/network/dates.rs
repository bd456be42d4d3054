//! On which dates a feed runs how many trips, however long its calendars are: stretches of dates that are alike by
//! day of the week, never a list of dates.

use super::timetable::{Timetable, weekday};
use crate::ids::{FeedId, Id, ServiceId};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// On which dates a feed runs how many trips.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedDates {
    /// First and last date of its calendars, those without a trip included; none for a feed that never runs.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// First and last date that `feed_info.txt` vouches for; none where it doesn't say.
    pub vouched: (Option<NaiveDate>, Option<NaiveDate>),
    stretches: Vec<Stretch>,
}

/// Dates on which, by day of the week, the same number of trips runs: calendars may be as long as they like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stretch {
    /// First and last day of the common era.
    from: i32,
    to: i32,
    /// Trips by day of the week, Monday first.
    trips: [u64; 7],
}

/// Dates of one day of the week, or of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateCount {
    /// Dates with a trip.
    pub dates: u64,
    /// Fewest and most trips on such a date.
    pub least: u64,
    /// See `least`.
    pub most: u64,
    /// The first date with the most.
    pub busiest: NaiveDate,
}

fn date_of(day: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(day)
}

impl Stretch {
    /// First and last day of a day of the week within, and how many there are.
    fn days(&self, day_of_week: usize) -> Option<(i32, i32, u64)> {
        let first = self.from + (day_of_week as i32 - weekday(self.from) as i32).rem_euclid(7);
        let weeks = (self.to - first).div_euclid(7);
        (weeks >= 0).then(|| (first, first + weeks * 7, weeks as u64 + 1))
    }
}

impl FeedDates {
    /// Trips on a date.
    pub fn trips_on(&self, date: NaiveDate) -> u64 {
        let day = date.num_days_from_ce();
        let at = self.stretches.partition_point(|s| s.to < day);
        match self.stretches.get(at) {
            Some(s) if s.from <= day => s.trips[weekday(day) as usize],
            _ => 0,
        }
    }
    /// Dates with a trip of some days of the week, Monday 0; none where there is none.
    pub fn count(&self, weekdays: std::ops::Range<usize>) -> Option<DateCount> {
        let mut sum: Option<DateCount> = None;
        for s in &self.stretches {
            for day in weekdays.clone() {
                let trips = s.trips[day];
                let Some((first, _, dates)) = s.days(day).filter(|_| trips > 0) else {
                    continue;
                };
                let Some(first) = date_of(first) else {
                    continue;
                };
                let sum = sum.get_or_insert(DateCount {
                    dates: 0,
                    least: trips,
                    most: trips,
                    busiest: first,
                });
                sum.dates += dates;
                sum.least = sum.least.min(trips);
                if (trips, std::cmp::Reverse(first)) > (sum.most, std::cmp::Reverse(sum.busiest)) {
                    (sum.most, sum.busiest) = (trips, first);
                }
            }
        }
        sum
    }
    /// Dates with a trip, in order, each with its number of trips.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, u64)> {
        (self.stretches.iter())
            .flat_map(|s| (s.from..=s.to).map(|day| (day, s.trips[weekday(day) as usize])))
            .filter(|(_, trips)| *trips > 0)
            .filter_map(|(day, trips)| date_of(day).map(|date| (date, trips)))
    }
    /// First and last day, of the common era, that are in its calendars and that it vouches for.
    fn covered(&self) -> Option<(i32, i32)> {
        let (first, last) = self.span?;
        let from = self.vouched.0.map_or(first, |d| d.max(first));
        let to = self.vouched.1.map_or(last, |d| d.min(last));
        Some((from.num_days_from_ce(), to.num_days_from_ce()))
    }
    /// Whether it says that it does not vouch for a date.
    pub(super) fn disowns(&self, date: NaiveDate) -> bool {
        self.vouched.0.is_some_and(|from| date < from) || self.vouched.1.is_some_and(|to| to < date)
    }
    /// The period it vouches for, in words.
    pub fn vouched_words(&self) -> Option<String> {
        match self.vouched {
            (None, None) => None,
            (Some(from), Some(to)) => Some(format!("{from} to {to}")),
            (Some(from), None) => Some(format!("from {from}")),
            (None, Some(to)) => Some(format!("up to {to}")),
        }
    }
}

/// First and last day on which a service runs, whether it has trips or not.
fn span(t: &Timetable, service: ServiceId) -> Option<(i32, i32)> {
    let (w, removed) = (
        t.service_weekly[service.index()],
        &t.service_removed[service],
    );
    let runs = |day: &i32| w.has(*day) && removed.binary_search(day).is_err();
    // A week without a removed day has one that runs, so few are looked at.
    let weekly = (w.days & 0x7f != 0)
        .then(|| {
            (w.from..=w.to)
                .find(runs)
                .zip((w.from..=w.to).rev().find(runs))
        })
        .flatten();
    let added = &t.service_added[service];
    let added = added.first().copied().zip(added.last().copied());
    (weekly.into_iter().chain(added)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

/// Days on which trips begin or cease to run: by day and day of the week, how many more trips.
type Changes = BTreeMap<i32, [i64; 7]>;

/// Adds the trips of a service to the changes of its feed.
fn add_changes(t: &Timetable, service: ServiceId, trips: i64, changes: &mut Changes) {
    let w = t.service_weekly[service.index()];
    if w.from <= w.to {
        for (day, trips) in [(w.from, trips), (w.to.saturating_add(1), -trips)] {
            let change = changes.entry(day).or_default();
            for (k, change) in change.iter_mut().enumerate() {
                *change += if w.days >> k & 1 == 1 { trips } else { 0 };
            }
        }
    }
    let added = &t.service_added[service];
    let new = added.iter().filter(|d| !w.has(**d)).map(|d| (*d, trips));
    let gone = (t.service_removed[service].iter())
        .filter(|d| w.has(**d) && added.binary_search(d).is_err())
        .map(|d| (*d, -trips));
    for (day, trips) in new.chain(gone) {
        let k = weekday(day) as usize;
        changes.entry(day).or_default()[k] += trips;
        changes.entry(day.saturating_add(1)).or_default()[k] -= trips;
    }
}

fn stretches(changes: &Changes) -> Vec<Stretch> {
    let mut trips = [0i64; 7];
    let mut out = Vec::with_capacity(changes.len());
    let ends = changes.keys().skip(1);
    for ((from, change), end) in changes.iter().zip(ends) {
        for (trips, change) in trips.iter_mut().zip(change) {
            *trips += change;
        }
        out.push(Stretch {
            from: *from,
            to: end - 1,
            trips: trips.map(|n| u64::try_from(n).unwrap_or(0)),
        });
    }
    out
}

/// Dates with service per feed, `[FeedId]`.
pub fn service_dates(t: &Timetable) -> Vec<FeedDates> {
    let mut per_service = vec![0i64; t.service_id.len()];
    for s in &t.trip_service {
        per_service[s.index()] += 1;
    }
    let mut out = vec![FeedDates::default(); t.feed_name.len()];
    let mut changes = vec![Changes::new(); t.feed_name.len()];
    let mut spans = vec![None; t.feed_name.len()];
    for (s, &trips) in per_service.iter().enumerate() {
        let id = ServiceId::new(s);
        let feed = t.service_feed[s].index();
        let both = spans[feed].into_iter().chain(span(t, id));
        spans[feed] = both.reduce(|a: (i32, i32), b| (a.0.min(b.0), a.1.max(b.1)));
        if trips > 0 {
            add_changes(t, id, trips, &mut changes[feed]);
        }
    }
    for (f, dates) in out.iter_mut().enumerate() {
        dates.span = spans[f].and_then(|(from, to)| date_of(from).zip(date_of(to)));
        dates.vouched = t.vouched(FeedId::new(f));
        dates.stretches = stretches(&changes[f]);
    }
    out
}

/// What to do where [`best_date`] finds none.
pub const NO_COMMON_DATE: &str = "no date is covered by all timetables (their calendars, and the periods that feed_info.txt vouches for); leave one out, or take timetables of one period";

/// A date of all feeds together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommonDate {
    /// The date.
    pub date: NaiveDate,
    /// Feeds with a trip.
    pub feeds: usize,
    /// Trips of all feeds.
    pub trips: u64,
}

/// Stretches of all feeds together, within what every feed that ever runs covers: first and last day, and by day of
/// the week feeds that run and trips.
fn together(dates: &[FeedDates]) -> Vec<(Stretch, [usize; 7])> {
    let covered = dates.iter().filter_map(FeedDates::covered);
    let common = covered.reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)));
    let Some((first, last)) = common.filter(|(first, last)| first <= last) else {
        return Vec::new();
    };
    let all = dates.iter().flat_map(|d| &d.stretches);
    let mut begins: Vec<i32> = all.flat_map(|s| [s.from, s.to + 1]).collect();
    begins.push(first);
    begins.retain(|day| (first..=last).contains(day));
    begins.push(last + 1);
    begins.sort_unstable();
    begins.dedup();
    let mut out = Vec::with_capacity(begins.len());
    let mut at = vec![0; dates.len()];
    for (&from, &next) in begins.iter().zip(begins.iter().skip(1)) {
        let (mut trips, mut feeds) = ([0; 7], [0; 7]);
        for (d, at) in dates.iter().zip(&mut at) {
            while d.stretches.get(*at).is_some_and(|s| s.to < from) {
                *at += 1;
            }
            let Some(s) = d.stretches.get(*at).filter(|s| s.from <= from) else {
                continue;
            };
            for k in 0..7 {
                trips[k] += s.trips[k];
                feeds[k] += usize::from(s.trips[k] > 0);
            }
        }
        let to = next - 1;
        out.push((Stretch { from, to, trips }, feeds));
    }
    out
}

/// The best date of all feeds by a rank, the first of the best: among those that every feed covers and vouches for.
/// `pick` says which day, of the first to the last of a day of the week that are alike, comes into question.
fn best<R: Ord>(
    dates: &[FeedDates],
    pick: impl Fn(i32, i32) -> i32,
    rank: impl Fn(&CommonDate) -> Option<R>,
) -> Option<CommonDate> {
    let mut found: Option<((R, std::cmp::Reverse<NaiveDate>), CommonDate)> = None;
    for (s, feeds) in together(dates) {
        for k in (0..7).filter(|k| s.trips[*k] > 0) {
            let Some((first, last, _)) = s.days(k) else {
                continue;
            };
            let Some(date) = date_of(pick(first, last)) else {
                continue;
            };
            let common = CommonDate {
                date,
                feeds: feeds[k],
                trips: s.trips[k],
            };
            let Some(rank) = rank(&common) else { continue };
            let rank = (rank, std::cmp::Reverse(date));
            if found.as_ref().is_none_or(|(most, _)| rank > *most) {
                found = Some((rank, common));
            }
        }
    }
    found.map(|(_, common)| common)
}

/// A date to begin with: most feeds run, then most trips, then a Tuesday, then the first. Every feed covers it.
pub fn best_date(dates: &[FeedDates]) -> Option<CommonDate> {
    let tuesday = |d: &CommonDate| d.date.weekday() == chrono::Weekday::Tue;
    best(
        dates,
        |first, _| first,
        |d| Some((d.feeds, d.trips, tuesday(d))),
    )
}

/// The date nearest to another that every feed covers, on which most feeds run, and at least half the trips of the
/// busiest such date; for a hint.
pub(super) fn busiest_near(dates: &[FeedDates], date: NaiveDate) -> Option<NaiveDate> {
    let most = best_date(dates)?;
    let day = date.num_days_from_ce();
    let nearest = |first: i32, last: i32| {
        // Of days a week apart the one beside `day`: the nearest whole number of weeks.
        let weeks = (2 * (i64::from(day) - i64::from(first)) + 7).div_euclid(14);
        let near = i64::from(first) + 7 * weeks;
        near.clamp(i64::from(first), i64::from(last)) as i32
    };
    let near = |d: &CommonDate| std::cmp::Reverse((d.date - date).num_days().abs());
    let full = |d: &CommonDate| d.feeds == most.feeds && d.trips * 2 >= most.trips;
    best(dates, nearest, |d| full(d).then(|| near(d))).map(|d| d.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::gtfs::{Feed, Service, Trip};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// A feed of calendars, each with so many trips.
    fn feed(services: Vec<(Service, usize)>) -> Feed {
        let trips = services.iter().enumerate().flat_map(|(s, (_, n))| {
            let trip = Trip {
                service: s as u32,
                ..Trip::default()
            };
            std::iter::repeat_n(trip, *n)
        });
        Feed {
            trips: trips.collect(),
            routes: vec![Default::default()],
            services: services.into_iter().map(|(s, _)| s).collect(),
            ..Feed::default()
        }
    }

    fn weekly(days: [bool; 7], from: NaiveDate, to: NaiveDate) -> Service {
        Service {
            weekly: Some((days, from, to)),
            ..Service::default()
        }
    }

    #[test]
    fn stretches_count_what_going_through_all_dates_counts() {
        // Monday 5 January 2026 to Sunday 1 February: workdays, weekends, one service by dates alone.
        let (from, to) = (day(2026, 1, 5), day(2026, 2, 1));
        let mut work = weekly([true, true, true, true, true, false, false], from, to);
        work.removed = vec![day(2026, 1, 6), day(2026, 1, 10)];
        work.added = vec![day(2026, 1, 11), day(2026, 1, 12), day(2026, 3, 3)];
        let rest = weekly(
            [false, false, false, false, false, true, true],
            day(2026, 1, 10),
            to,
        );
        let only = Service {
            added: vec![day(2026, 1, 6), day(2026, 1, 7)],
            ..Service::default()
        };
        let idle = weekly([true; 7], day(2025, 12, 1), day(2025, 12, 2));
        let feed = feed(vec![(work, 3), (rest, 2), (only, 5), (idle, 0)]);
        let t = Timetable::merge(std::slice::from_ref(&feed));
        let dates = &service_dates(&t)[0];
        let mut expected = Vec::new();
        let mut date = day(2025, 11, 1);
        while date < day(2026, 4, 1) {
            let n = (feed.trips.iter())
                .filter(|trip| feed.services[trip.service as usize].runs_on(date))
                .count() as u64;
            assert_eq!(dates.trips_on(date), n, "{date}");
            if n > 0 {
                expected.push((date, n));
            }
            date = date.succ_opt().unwrap();
        }
        assert_eq!(dates.iter().collect::<Vec<_>>(), expected);
        assert_eq!(dates.span, Some((day(2025, 12, 1), day(2026, 3, 3))));
        // Tuesdays: 5 on the 6th, 3 on the 13th, the 20th, the 27th and 3 March.
        let tuesdays = DateCount {
            dates: 5,
            least: 3,
            most: 5,
            busiest: day(2026, 1, 6),
        };
        assert_eq!(dates.count(1..2), Some(tuesdays));
        assert_eq!(dates.count(0..7).unwrap().dates, expected.len() as u64);
    }

    #[test]
    fn two_thousand_calendars_of_all_years_take_no_time() {
        let always = weekly([true; 7], day(1, 1, 1), day(9999, 12, 31));
        let services = vec![(always, 1); 2000];
        let t = Timetable::merge(&[feed(services)]);
        let begun = std::time::Instant::now();
        let dates = service_dates(&t);
        assert_eq!(dates[0].span, Some((day(1, 1, 1), day(9999, 12, 31))));
        assert_eq!(dates[0].trips_on(day(2026, 3, 10)), 2000);
        // From 1 January 1 to 31 December 9999: 3,652,059 dates.
        assert_eq!(dates[0].count(0..7).unwrap().dates, 3_652_059);
        let near = busiest_near(&dates, day(2026, 3, 10));
        assert_eq!(near, Some(day(2026, 3, 10)));
        assert!(begun.elapsed().as_secs() < 5);
    }

    #[test]
    fn a_date_proposed_is_one_that_every_feed_covers_and_vouches_for() {
        let (jan, feb, mar) = (day(2026, 1, 1), day(2026, 2, 1), day(2026, 3, 1));
        // The first feed is busiest in January, when the second has no calendar yet.
        let a = feed(vec![
            (weekly([true; 7], jan, feb), 9),
            (weekly([true; 7], jan, mar), 2),
        ]);
        let b = feed(vec![(weekly([true; 7], feb, day(2026, 12, 31)), 1)]);
        let of = |feeds: &[Feed]| service_dates(&Timetable::merge(feeds));
        let best = best_date(&of(&[a.clone(), b.clone()])).unwrap();
        assert_eq!((best.date, best.feeds, best.trips), (feb, 2, 12));
        assert_eq!(
            busiest_near(&of(&[a.clone(), b.clone()]), day(2025, 1, 1)),
            Some(feb)
        );
        // The second vouches for no more than 10 to 20 February: three trips then, a Tuesday first.
        let mut vouched = b.clone();
        vouched.vouched = (Some(day(2026, 2, 10)), Some(day(2026, 2, 20)));
        let dates = of(&[a.clone(), vouched.clone()]);
        let best = best_date(&dates).unwrap();
        assert_eq!((best.date, best.trips), (day(2026, 2, 10), 3));
        assert_eq!(
            busiest_near(&dates, day(2026, 6, 1)),
            Some(day(2026, 2, 20))
        );
        // No date of both.
        vouched.vouched = (Some(day(2026, 4, 1)), None);
        assert_eq!(best_date(&of(&[a, vouched])), None);
        // A feed that never runs does not count.
        let never = feed(vec![(Service::default(), 1)]);
        assert!(best_date(&of(&[b, never])).is_some());
    }
}
