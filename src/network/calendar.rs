//! Which trips run when: service dates, and one time axis for all feeds and service days.
//!
//! The axis of a query is seconds since noon minus twelve hours of its date in the first feed's
//! time zone. Trips of other service days and zones are shifted onto it by what lies between the
//! two noons in absolute time, so the nights when clocks change come out right (GTFS, "Time").

use super::timetable::Timetable;
use crate::diagnostics::InputError;
use crate::ids::{FeedId, Id, ServiceId};
use chrono::{Datelike, Days, NaiveDate, TimeZone};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Trips of one feed on one date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedDates {
    /// First and last date with a trip; none for a feed without any.
    pub span: Option<(NaiveDate, NaiveDate)>,
    /// Trips per date, for dates with at least one. At most [`LONGEST_CALENDAR`] days.
    pub trips: BTreeMap<NaiveDate, u32>,
}

/// Open-ended calendars are listed for at most this many days from their first date.
pub const LONGEST_CALENDAR: i32 = 20_000;

/// Dates with service per feed, `[FeedId]`.
pub fn service_dates(t: &Timetable) -> Vec<FeedDates> {
    let mut per_service = vec![0u32; t.service_id.len()];
    for s in &t.trip_service {
        per_service[s.index()] += 1;
    }
    let mut out = vec![FeedDates::default(); t.feed_name.len()];
    for (s, &trips) in per_service.iter().enumerate() {
        let id = ServiceId::new(s);
        let w = t.service_weekly[s];
        let dates = &mut out[t.service_feed[s].index()].trips;
        let weekly = w.from..=w.to.min(w.from.saturating_add(LONGEST_CALENDAR));
        let added = t.service_added[id].iter().copied();
        let days: std::collections::BTreeSet<i32> = weekly.chain(added).collect();
        for date in days
            .into_iter()
            .filter_map(NaiveDate::from_num_days_from_ce_opt)
        {
            if t.runs_on(id, date) {
                *dates.entry(date).or_default() += trips;
            }
        }
    }
    for d in &mut out {
        // A calendar without trips still covers its dates.
        d.span = d
            .trips
            .keys()
            .next()
            .copied()
            .zip(d.trips.keys().next_back().copied());
        d.trips.retain(|_, n| *n > 0);
    }
    out
}

/// How the feeds stand to a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Warnings: feeds that don't cover the date, or have no trip that day.
    pub warnings: Vec<String>,
}

/// Checks a date against the calendars.
///
/// # Errors
/// When the date is outside the calendar of every feed; the message shows which dates have service.
/// Its field is `date`: who asks knows better where the date came from.
pub fn check_date(
    t: &Timetable,
    dates: &[FeedDates],
    date: NaiveDate,
) -> Result<Coverage, InputError> {
    let name = |f: usize| t.feed_name.get(f);
    let covers = |d: &FeedDates| d.span.is_some_and(|(a, b)| a <= date && date <= b);
    let mut warnings = Vec::new();
    if !dates.is_empty() && !dates.iter().any(covers) {
        let spans: Vec<String> = (0..dates.len())
            .map(|f| match dates[f].span {
                Some((a, b)) => format!("{} has service from {a} to {b}", name(f)),
                None => format!("{} has no service on any date", name(f)),
            })
            .collect();
        return Err(InputError::new(
            (0..dates.len()).map(name).collect::<Vec<_>>().join(", "),
            format!("no timetable covers {date}: {}", spans.join("; ")),
        )
        .field("date")
        .value(date.to_string())
        .hint(match busiest_near(dates, date) {
            Some(d) => format!("choose a date with service, for example {d}"),
            None => "check calendar.txt and calendar_dates.txt".to_owned(),
        }));
    }
    for (f, d) in dates.iter().enumerate() {
        if !covers(d) {
            let others: Vec<&str> = (0..dates.len())
                .filter(|&g| covers(&dates[g]))
                .map(name)
                .collect();
            let span = d
                .span
                .map_or("no date at all".to_owned(), |(a, b)| format!("{a} to {b}"));
            warnings.push(format!(
                "{date} is outside the calendar of {} ({span}): it runs nothing; only {} counts",
                name(f),
                others.join(", ")
            ));
        } else if !d.trips.contains_key(&date) {
            warnings.push(format!(
                "{} has no trip on {date} ({})",
                name(f),
                date.weekday()
            ));
        }
    }
    Ok(Coverage { warnings })
}

/// The nearest date with at least half the trips of the busiest one, for a hint.
fn busiest_near(dates: &[FeedDates], date: NaiveDate) -> Option<NaiveDate> {
    let mut all: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for (d, n) in dates.iter().flat_map(|d| &d.trips) {
        *all.entry(*d).or_default() += n;
    }
    let most = all.values().copied().max()?;
    all.iter()
        .filter(|(_, n)| **n * 2 >= most)
        .map(|(d, _)| *d)
        .min_by_key(|d| ((*d - date).num_days().abs(), *d))
}

/// The time axis of a query.
#[derive(Clone, Debug)]
pub struct Axis {
    date: NaiveDate,
    zero: i64,
    zones: Vec<Tz>,
}

impl Axis {
    /// The axis of `date`, in the time zone of the first feed.
    pub fn new(t: &Timetable, date: NaiveDate) -> Self {
        let zones: Vec<Tz> = (0..t.feed_zone.len())
            .map(|f| t.feed_zone.get(f).parse().unwrap_or(Tz::UTC))
            .collect();
        let zero = noon_minus_12h(zones.first().copied().unwrap_or(Tz::UTC), date);
        Self { date, zero, zones }
    }
    /// The date it counts from.
    pub fn date(&self) -> NaiveDate {
        self.date
    }
    /// Time zone of the first feed.
    pub fn zone(&self) -> Tz {
        self.zones.first().copied().unwrap_or(Tz::UTC)
    }
    /// What to add to times of `feed` on service day `day` to bring them onto the axis, seconds.
    pub fn offset(&self, feed: FeedId, day: NaiveDate) -> i32 {
        (noon_minus_12h(self.zones[feed.index()], day) - self.zero)
            .clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32
    }
    /// Service days that can have a call in `[from, to]` (seconds on the axis), when no time of
    /// the feeds lies outside `[earliest, latest]` on its own service day.
    pub fn days(
        &self,
        from: i32,
        to: i32,
        earliest: i32,
        latest: i32,
    ) -> impl Iterator<Item = NaiveDate> + use<> {
        // Two days more on either side: time zones and clock changes shift by less than that.
        let back = (i64::from(latest) - i64::from(from)).div_euclid(86_400) + 2;
        let ahead = (i64::from(to) - i64::from(earliest)).div_euclid(86_400) + 2;
        let date = self.date;
        (-back..=ahead).filter_map(move |k| {
            let days = Days::new(k.unsigned_abs());
            if k < 0 {
                date.checked_sub_days(days)
            } else {
                date.checked_add_days(days)
            }
        })
    }
}

/// Absolute seconds of noon minus twelve hours.
fn noon_minus_12h(zone: Tz, date: NaiveDate) -> i64 {
    let noon = date.and_hms_opt(12, 0, 0).unwrap_or_default();
    let local = zone.from_local_datetime(&noon);
    // A noon that the clock skips or has twice exists nowhere today; if one comes, take the first.
    let absolute = local
        .earliest()
        .map_or_else(|| noon.and_utc().timestamp(), |t| t.timestamp());
    absolute - 12 * 3600
}
