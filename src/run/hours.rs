//! Opening hours of all destinations on the clock of one window.

use crate::diagnostics::Findings;
use crate::input::opening::OpeningHours;
use crate::input::points::PointSet;
use crate::input::study::HoursUnknown;
use crate::measures::travel_time::UNREACHED;
use crate::travel::{Direction, Window};
use crate::units::Seconds;
use chrono::NaiveDate;
use std::collections::HashMap;

/// When each destination is open, from the start of a window until the last possible arrival.
#[derive(Clone, Debug)]
pub struct Hours {
    window: Window,
    /// `[destination]`: which of `open`; none: open at all hours.
    of: Vec<Option<u32>>,
    /// Half-open intervals, sorted and apart, seconds since noon minus 12 h of the service day.
    open: Vec<Vec<(i32, i32)>>,
}

impl Hours {
    /// Reads the hours of `destinations` from the texts of a column, one per destination, in
    /// OpenStreetMap's syntax. A text that is empty or can't be read is named in `findings`, and the
    /// destination counts as `unknown` says.
    pub fn read(
        destinations: &PointSet,
        texts: &[&str],
        (date, window, max_trip): (NaiveDate, Window, Seconds),
        unknown: HoursUnknown,
        findings: &mut Findings,
    ) -> Self {
        let until = i64::from(window.end_s) + i64::from(max_trip.0) + 1;
        let until = until.min(i64::from(i32::MAX)) as i32;
        let mut open: Vec<Vec<(i32, i32)>> = Vec::new();
        // Many destinations share one text.
        let mut known: HashMap<&str, Result<u32, String>> = HashMap::new();
        let of = texts
            .iter()
            .enumerate()
            .map(|(d, &text)| {
                let read = known.entry(text).or_insert_with(|| {
                    let hours = OpeningHours::parse(text)?;
                    open.push(hours.open_intervals(date, window.start_s, until));
                    Ok(open.len() as u32 - 1)
                });
                match read {
                    Ok(at) => Some(*at),
                    Err(problem) => {
                        findings.warn(
                            "opening-hours-unknown",
                            &destinations.file,
                            destinations.lines.get(d).copied(),
                            destinations.ids.get(d).cloned().unwrap_or_default(),
                            format!("opening hours {text:?}: {problem}"),
                            match unknown {
                                HoursUnknown::Open => "counts as open at all hours",
                                HoursUnknown::Closed => "counts as closed",
                            },
                        );
                        match unknown {
                            HoursUnknown::Open => None,
                            HoursUnknown::Closed => Some(u32::MAX),
                        }
                    }
                }
            })
            .collect();
        Self { window, of, open }
    }

    /// Destinations with hours that are closed all the time, from the start of the window until the last possible arrival.
    pub fn always_closed(&self) -> usize {
        let empty = |which: &u32| self.open.get(*which as usize).is_some_and(Vec::is_empty);
        self.of
            .iter()
            .flatten()
            .filter(|which| empty(which))
            .count()
    }

    /// Strikes out the times at which a destination is closed: departing, on arrival; arriving, at
    /// the deadline. `row` is a stretch of its travel times, from step `first` of the window on.
    pub fn strike(&self, destination: usize, first: usize, row: &mut [u32]) {
        let Some(Some(which)) = self.of.get(destination) else {
            return;
        };
        let intervals = self.open.get(*which as usize).map_or(&[][..], |o| o);
        let step = i64::from(self.window.step_s);
        let mut at = i64::from(self.window.start_s) + first as i64 * step;
        for t in row {
            let moment = match self.window.direction {
                Direction::Depart => at.saturating_add(i64::from(*t)),
                Direction::Arrive => at,
            };
            if !open_at(intervals, moment) {
                *t = UNREACHED;
            }
            at += step;
        }
    }
}

/// Whether sorted half-open intervals hold a moment.
pub fn open_at(intervals: &[(i32, i32)], moment: i64) -> bool {
    let next = intervals.partition_point(|i| i64::from(i.0) <= moment);
    next > 0 && moment < i64::from(intervals[next - 1].1)
}
