//! What the reader of a comparison must know about an edit that went well.

use super::Outcome;
use super::affected::trips_between;
use crate::diagnostics::{Finding, Findings, Severity};
use crate::input::scenario::{Change, Edit, TimetableEdit};
use crate::input::study::Study;
use crate::scenario::Touched;
use crate::scenario::timetable::describe_dates;
use crate::units::Seconds;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Findings about the edits of a scenario.
pub fn of(study: &Study, outcome: &Outcome) -> Findings {
    let mut out = Findings::default();
    let looked_at = looked_at(study);
    for (edit, touched) in outcome.scenario.edits.iter().zip(&outcome.touched) {
        if let Change::Timetable(TimetableEdit::OnDemand(what)) = &edit.change {
            let message = format!(
                "the vehicles of {:?} come on demand: how many there are, how long and how far they drive is not known",
                what.line
            );
            let action = "not in the departures, vehicle-hours and kilometres of this scenario";
            let finding = (Severity::Note, "on-demand-not-counted", message, action);
            out.push(about(outcome, edit, finding));
        }
        if let Some(message) = on_no_day(&looked_at, touched) {
            let action = "this edit changes nothing here; give the study a slot on such a day";
            let finding = (Severity::Serious, "edit-on-no-study-day", message, action);
            out.push(about(outcome, edit, finding));
        }
    }
    out
}

fn about(
    outcome: &Outcome,
    edit: &Edit,
    (severity, code, message, action): (Severity, &'static str, String, &str),
) -> Finding {
    Finding {
        severity,
        code: code.into(),
        file: outcome.scenario.file.display().to_string(),
        line: edit.place.lines.get("").copied(),
        record: format!("scenario {:?}: edit {:?}", outcome.scenario.name, edit.name),
        message,
        action: action.to_owned(),
    }
}

/// The days that a study looks at, with first and last second of its trips on their clocks.
type Days = Vec<(NaiveDate, (i32, i32))>;

fn looked_at(study: &Study) -> Days {
    let max_trip = study.personas.iter().map(|p| p.traveller.max_trip).max();
    let max_trip = max_trip.unwrap_or(Seconds(0));
    let slots = study.slots.iter();
    let slots = slots.map(|s| (s.date, trips_between(&s.window, max_trip)));
    let days = study.profile.iter().flat_map(|p| {
        let (from, to) = p.window;
        let between = (from.0, to.0.saturating_add_unsigned(max_trip.0));
        p.dates.iter().map(move |date| (*date, between))
    });
    let shifts = study.shifts.iter().map(|s| {
        let before = s.arrive_within.0.saturating_add(s.max_trip.0);
        let behind = [s.leave_after, s.leave_within, s.max_trip];
        let behind = behind.iter().fold(0u32, |sum, s| sum.saturating_add(s.0));
        let from = s.start.0.saturating_sub_unsigned(before);
        (s.date, (from, s.end.0.saturating_add_unsigned(behind)))
    });
    slots.chain(days).chain(shifts).collect()
}

/// What to say of an edit whose trips run on none of the days looked at, nor from one of the days
/// beside them into it.
fn on_no_day(looked_at: &Days, touched: &Touched) -> Option<String> {
    if touched.days.is_empty() || meets(looked_at, &touched.days) {
        return None;
    }
    Some(format!(
        "its trips run on {}; the study looks at {}",
        describe_dates(touched.days.keys()),
        describe_dates(looked_at.iter().map(|(date, _)| date)),
    ))
}

fn meets(looked_at: &Days, days: &BTreeMap<NaiveDate, (i32, i32)>) -> bool {
    looked_at.iter().any(|(date, (from, to))| {
        days.iter().any(|(day, (first, last))| {
            let away = day.signed_duration_since(*date).num_days();
            let on_clock = |s: &i32| i64::from(*s) + away * 86_400;
            away == 0 || on_clock(first) <= i64::from(*to) && on_clock(last) >= i64::from(*from)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn touched(days: &[(u32, (i32, i32))]) -> Touched {
        Touched {
            days: days.iter().map(|(d, span)| (day(*d), *span)).collect(),
            ..Touched::default()
        }
    }

    #[test]
    fn trips_past_midnight_matter_to_the_day_behind() {
        let hour = 3600;
        let sunday = vec![(day(15), (10 * hour, 13 * hour))];
        let night = vec![(day(15), (hour / 2, 2 * hour))];
        let saturday = |last| touched(&[(14, (6 * hour, last * hour))]);
        let said = on_no_day(&sunday, &saturday(25)).unwrap();
        assert!(
            said.contains("2026-03-14") && said.contains("2026-03-15"),
            "{said}"
        );
        assert_eq!(on_no_day(&night, &saturday(25)), None);
        assert!(on_no_day(&night, &saturday(24)).is_some());
        assert_eq!(on_no_day(&sunday, &touched(&[(15, (0, hour))])), None);
        // A slot after midnight meets the trips of the morning behind it.
        let late = vec![(day(14), (23 * hour, 31 * hour))];
        assert_eq!(
            on_no_day(&late, &touched(&[(15, (6 * hour, 9 * hour))])),
            None
        );
        assert!(on_no_day(&late, &touched(&[(15, (8 * hour, 9 * hour))])).is_some());
        // An edit of something else touches no trips.
        assert_eq!(on_no_day(&sunday, &Touched::default()), None);
    }
}
