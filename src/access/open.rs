//! When places are open on the clock of a window.

use crate::diagnostics::Findings;
use crate::input::opening::OpeningHours;
use crate::input::points::PointSet;
use crate::input::study::HoursUnknown;
use crate::measures::travel_time::UNREACHED;
use crate::travel::{Direction, Window};
use crate::units::Seconds;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::sync::Arc;

/// When a place is open from the start of a window until the last possible arrival: half-open intervals, sorted and
/// apart, seconds since noon minus 12 h of the service day; none for always.
pub type Open = Option<Arc<[(i32, i32)]>>;

/// Opening hours of a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Hours {
    /// Open, or nothing is asked.
    Always,
    /// Not known, and then counted as closed.
    Never,
    /// As written.
    Known(Arc<OpeningHours>),
}

impl Hours {
    /// When a place is open during a window, for trips of at most `max_trip`.
    pub fn during(&self, date: NaiveDate, window: &Window, max_trip: Seconds) -> Open {
        // The last arrival is before it: no trip leaves at the window's end.
        let to = window.end_s.saturating_add_unsigned(max_trip.0);
        match self {
            Hours::Always => None,
            Hours::Never => Some([].into()),
            Hours::Known(hours) => Some(hours.open_intervals(date, window.start_s, to))
                .filter(|open| open[..] != [(window.start_s, to)])
                .map(Arc::from),
        }
    }
}

/// When each of some places is open during a window.
pub fn during(hours: &[Hours], date: NaiveDate, window: &Window, max_trip: Seconds) -> Vec<Open> {
    // Many places share their hours.
    let mut known: HashMap<*const OpeningHours, Open> = HashMap::new();
    let mut of = |hours: &Hours| match hours {
        Hours::Known(same) => {
            let open = || hours.during(date, window, max_trip);
            known.entry(Arc::as_ptr(same)).or_insert_with(open).clone()
        }
        hours => hours.during(date, window, max_trip),
    };
    hours.iter().map(&mut of).collect()
}

/// How many places have hours that are known, and how many of those are closed all through the window, until the last
/// arrival.
pub fn known_and_closed(hours: &[Hours], open: &[Open]) -> (usize, usize) {
    let known = hours.iter().zip(open);
    let known = known.filter(|(hours, _)| matches!(hours, Hours::Known(_)));
    let closed = |(_, open): &(_, &Open)| open.as_ref().is_some_and(|o| o.is_empty());
    (known.clone().count(), known.filter(closed).count())
}

/// The hours of `destinations` from the texts of a column, one per destination, in OpenStreetMap's syntax. A text that is
/// empty or can't be read is named in `findings`, and the destination counts as `unknown` says.
pub fn read(
    destinations: &PointSet,
    texts: &[&str],
    unknown: HoursUnknown,
    findings: &mut Findings,
) -> Vec<Hours> {
    let mut read: HashMap<&str, Result<Hours, String>> = HashMap::new();
    let mut all = Vec::with_capacity(texts.len());
    for (d, &text) in texts.iter().enumerate() {
        let parsed = read
            .entry(text)
            .or_insert_with(|| Ok(Hours::Known(Arc::new(OpeningHours::parse(text)?))));
        let problem = match parsed {
            Ok(hours) => {
                all.push(hours.clone());
                continue;
            }
            Err(problem) => problem,
        };
        let (hours, action) = match unknown {
            HoursUnknown::Open => (Hours::Always, "counts as open at all hours"),
            HoursUnknown::Closed => (Hours::Never, "counts as closed"),
        };
        findings.warn(
            "opening-hours-unknown",
            &destinations.file,
            destinations.lines.get(d).copied(),
            destinations.ids.get(d).cloned().unwrap_or_default(),
            format!("opening hours {text:?}: {problem}"),
            action,
        );
        all.push(hours);
    }
    all
}

/// Whether a place is open for somebody who sets out (or must be there) at a step of a window and is under way for
/// `time_s`.
pub fn is_open(open: &[(i32, i32)], window: &Window, step: usize, time_s: u32) -> bool {
    let at = i64::from(window.start_s) + step as i64 * i64::from(window.step_s);
    let moment = match window.direction {
        Direction::Depart => at + i64::from(time_s),
        Direction::Arrive => at,
    };
    let next = open.partition_point(|i| i64::from(i.0) <= moment);
    next > 0 && moment < i64::from(open[next - 1].1)
}

/// Strikes out the times at which a place is closed: departing, on arrival; arriving, at the deadline. `row` is a
/// stretch of its travel times, from step `first` of the window on. Whether anything was struck out.
pub fn strike(open: &[(i32, i32)], window: &Window, first: usize, row: &mut [u32]) -> bool {
    let mut struck = false;
    for (m, t) in row.iter_mut().enumerate().filter(|(_, t)| **t != UNREACHED) {
        if !is_open(open, window, first + m, *t) {
            *t = UNREACHED;
            struck = true;
        }
    }
    struck
}
