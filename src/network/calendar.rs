//! Which trips run when: service dates, and one time axis for all feeds and service days.
//!
//! The axis of a query is seconds since noon minus twelve hours of its date in the first feed's
//! time zone. Trips of other service days and zones are shifted onto it by what lies between the
//! two noons in absolute time, so the nights when clocks change come out right (GTFS, "Time").

use super::dates::busiest_near;
pub use super::dates::{
    CommonDate, DateCount, FeedDates, NO_COMMON_DATE, best_date, service_dates,
};
use super::timetable::Timetable;
use crate::diagnostics::{Fault, InputError};
use crate::ids::{FeedId, Id};
use chrono::{Datelike, Days, NaiveDate, TimeZone};
use chrono_tz::Tz;

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
        return Err(Fault::DateOutsideCalendar
            .at(
                (0..dates.len()).map(name).collect::<Vec<_>>().join(", "),
                format!("no timetable covers {date}: {}", spans.join("; ")),
            )
            .field("date")
            .value(date.to_string())
            .hint(match busiest_near(dates, date) {
                Some(d) => format!("choose a date with service, for example {d}"),
                None if dates.iter().all(|d| d.span.is_none()) => {
                    "check calendar.txt and calendar_dates.txt".to_owned()
                }
                None => NO_COMMON_DATE.to_owned(),
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
        } else if d.trips_on(date) == 0 {
            warnings.push(format!(
                "{} has no trip on {date} ({})",
                name(f),
                date.weekday()
            ));
        } else if d.disowns(date)
            && let Some(period) = d.vouched_words()
        {
            warnings.push(format!(
                "{date} is outside the period that {} vouches for in feed_info.txt ({period}): what runs may be incomplete",
                name(f)
            ));
        }
    }
    Ok(Coverage { warnings })
}

/// The Monday of the week that a date lies in.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    let days = Days::new(date.weekday().num_days_from_monday().into());
    date.checked_sub_days(days).unwrap_or(date)
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
