//! Whether the dates of a study are dates of its timetables.

use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::network::Network;
use crate::network::calendar::{check_date, service_dates};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Checks every date that is asked about.
///
/// # Errors
/// Those outside the calendar of every feed, with the study's file and key, all together.
pub fn check(study: &Study, network: &Network) -> Result<(), Error> {
    let slots = study.slots.iter().map(|s| ("slot", &s.name, s.date));
    let shifts = study.shifts.iter().map(|s| ("shift", &s.name, s.date));
    let mut asked: Vec<(String, NaiveDate)> = (slots.chain(shifts))
        .map(|(table, name, date)| (format!("{table} {name:?} date"), date))
        .collect();
    let days = study.profile.iter().flat_map(|p| &p.dates);
    asked.extend(days.map(|date| ("profile.dates".to_owned(), *date)));
    let dates = service_dates(&network.timetable);
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for (key, date) in asked {
        // What has no date of its own has the study's: told once.
        let key = if date == study.date {
            "study.date".to_owned()
        } else {
            key
        };
        if !seen.insert((key.clone(), date)) {
            continue;
        }
        if let Err(mut error) = check_date(&network.timetable, &dates, date) {
            error.file = study.file.display().to_string();
            problems.push(error.field(key));
        }
    }
    Error::all(problems)
}
