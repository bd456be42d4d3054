//! Opening hours in OpenStreetMap's syntax (`Mo-Fr 08:00-18:00; Sa 09:00-13:00`), evaluated on the
//! clock of a service day.
//!
//! What the model does where the syntax needs knowledge it doesn't have:
//!
//! * *Holidays.* No holiday calendar is known: `PH` and `SH` rules never apply, so `PH off` changes
//!   nothing and a study on a public holiday sees the hours of that day of the week.
//! * *Sun.* Without a position `sunrise` is 07:00, `sunset` 19:00, `dawn` 06:00 and `dusk` 20:00.
//! * *Comments.* Hours with a comment beside them count (`Mo-Fr 09:00-17:00 "by appointment"`). A comment
//!   in the place of hours doesn't: alone it can't be read, as a fallback (`|| "by appointment"`) it is
//!   closed. Hours marked `unknown` are closed.
//! * *Open end* (`20:00+`) counts as open until midnight.
//! * *Clock changes.* Hours are wall-clock time; on the two nights a year when the clocks change, those
//!   before the change are taken up to an hour off.

use chrono::{Days, NaiveDate};
use opening_hours::RuleKind;
use std::sync::Arc;

/// Longest text read, characters; OpenStreetMap itself stops at 255.
pub const LONGEST_TEXT: usize = 2_000;

const DAY_S: i32 = 24 * 3600;

/// Opening hours of one destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    rules: opening_hours::OpeningHours,
    /// Comments that stand in the place of hours: the parser reads them as open all day.
    bare_comments: Vec<Arc<str>>,
}

impl OpeningHours {
    /// Reads opening hours.
    ///
    /// # Errors
    /// One sentence on why the text can't be read. What then holds for the destination is the
    /// caller's to decide (in a study: `hours_unknown`).
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().count() > LONGEST_TEXT {
            return Err(format!("longer than {LONGEST_TEXT} characters"));
        }
        let text = text.trim();
        if text.is_empty() {
            return Err("empty".to_owned());
        }
        let rules = text
            .parse::<opening_hours::OpeningHours>()
            .map_err(|error| reason(text, &error.to_string()))?;
        let mut bare_comments = Vec::new();
        // `24/7 "ring"` and `open "ring"` parse to the same rule as a bare `"ring"`.
        let lower = text.to_ascii_lowercase();
        if !lower.contains("24/7") && !lower.contains("open") {
            let expression = rules.get_expression();
            for rule in &expression.rules {
                if rule.kind == RuleKind::Open && rule.is_constant() && !rule.comment.is_empty() {
                    bare_comments.push(rule.comment.clone());
                }
            }
            if bare_comments.len() == expression.rules.len() {
                return Err("only a comment, no hours".to_owned());
            }
        }
        Ok(Self {
            rules,
            bare_comments,
        })
    }

    /// When it is open within `[from_s, to_s)`: half-open intervals, sorted and merged, in seconds
    /// since noon minus twelve hours of `date`. The window may start before the day and end days after.
    pub fn open_intervals(&self, date: NaiveDate, from_s: i32, to_s: i32) -> Vec<(i32, i32)> {
        let mut open: Vec<(i32, i32)> = Vec::new();
        if from_s >= to_s {
            return open;
        }
        for day in from_s.div_euclid(DAY_S)..=(to_s - 1).div_euclid(DAY_S) {
            let shift = Days::new(u64::from(day.unsigned_abs()));
            let that_day = if day < 0 {
                date.checked_sub_days(shift)
            } else {
                date.checked_add_days(shift)
            };
            let Some(that_day) = that_day else { continue };
            let midnight = i64::from(day) * i64::from(DAY_S);
            // A day's schedule holds what reaches into it from the day before.
            for span in self.rules.schedule_at(that_day) {
                if span.kind != RuleKind::Open || self.bare_comments.contains(&span.comment) {
                    continue;
                }
                let at = |minutes: u16| {
                    let s = midnight + i64::from(minutes) * 60;
                    s.clamp(i64::from(from_s), i64::from(to_s)) as i32
                };
                let (start, end) = (
                    at(span.range.start.mins_from_midnight()),
                    at(span.range.end.mins_from_midnight()),
                );
                if start >= end {
                    continue;
                }
                match open.last_mut() {
                    Some(last) if last.1 >= start => last.1 = last.1.max(end),
                    _ => open.push((start, end)),
                }
            }
        }
        open
    }

    /// Whether it is open at one moment of the clock of `date`.
    pub fn is_open(&self, date: NaiveDate, at_s: i32) -> bool {
        !self
            .open_intervals(date, at_s, at_s.saturating_add(1))
            .is_empty()
    }
}

/// The parser's report as one sentence: where it stopped understanding.
fn reason(text: &str, report: &str) -> String {
    let column = report.split("--> 1:").nth(1).and_then(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<usize>().ok()
    });
    let rest: String = column
        .map(|c| text.chars().skip(c.saturating_sub(1)).take(20).collect())
        .unwrap_or_default();
    if rest.is_empty() {
        return "not in OpenStreetMap's opening_hours syntax".to_owned();
    }
    format!("not in OpenStreetMap's opening_hours syntax from {rest:?} on")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Tuesday.
    fn tuesday() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, 10).unwrap()
    }

    /// Hours against what is open on Tuesday's clock, all in minutes.
    fn check(text: &str, from_h: i32, to_h: i32, expected_min: &[(i32, i32)]) {
        let hours = OpeningHours::parse(text).unwrap();
        let found = hours.open_intervals(tuesday(), from_h * 3600, to_h * 3600);
        let expected: Vec<_> = expected_min.iter().map(|(a, b)| (a * 60, b * 60)).collect();
        assert_eq!(found, expected, "{text}");
    }

    const H: i32 = 60;

    #[test]
    fn hours_of_one_day() {
        for (text, expected) in [
            ("24/7", &[(0, 24 * H)] as &[_]),
            ("00:00-24:00", &[(0, 24 * H)]),
            ("Mo-Su", &[(0, 24 * H)]),
            ("Mo-Fr 08:00-18:00", &[(8 * H, 18 * H)]),
            ("Mo-Fr 08:00-18:00,12:00-14:00", &[(8 * H, 18 * H)]),
            ("Tu 10:00-10:15,10:15-10:30", &[(10 * H, 10 * H + 30)]),
            ("Sa-Su 10:00-12:00", &[]),
            ("Mo-Fr 08:00-18:00; Tu off", &[]),
            ("24/7; Tu off", &[]),
            (
                "Mo-Fr 10:00-18:00, Tu 19:00-21:00",
                &[(10 * H, 18 * H), (19 * H, 21 * H)],
            ),
            ("Apr-Sep 08:00-18:00", &[]),
            // No holiday is known.
            ("PH 10:00-12:00", &[]),
            ("Mo-Fr 08:00-18:00; PH off", &[(8 * H, 18 * H)]),
            // No position is known.
            ("sunrise-sunset", &[(7 * H, 19 * H)]),
            ("dawn-dusk", &[(6 * H, 20 * H)]),
            ("20:00+", &[(20 * H, 24 * H)]),
            ("08:00-18:00 unknown", &[]),
            ("08:00-18:00 \"by appointment\"", &[(8 * H, 18 * H)]),
            ("24/7 \"ring the bell\"", &[(0, 24 * H)]),
        ] {
            check(text, 0, 24, expected);
        }
    }

    #[test]
    fn windows_that_pass_midnight_or_start_before_it() {
        check("24/7", -24, 72, &[(-24 * H, 72 * H)]);
        check(
            "Mo-Fr 22:00-06:00",
            -24,
            48,
            &[(-2 * H, 6 * H), (22 * H, 30 * H), (46 * H, 48 * H)],
        );
        // Wednesday closed: the night from Tuesday still ends at 6.
        check("Tu 22:00-30:00", -24, 48, &[(22 * H, 30 * H)]);
        check("Tu 10:00-48:00", 0, 72, &[(10 * H, 48 * H)]);
        // Sunday to Monday, over the end of the week.
        check("Mo 09:00-10:00", -24, 0, &[(-15 * H, -14 * H)]);
        check("24/7", 5, 5, &[]);
        check("24/7", 6, 5, &[]);
    }

    #[test]
    fn the_last_second_is_outside() {
        let hours = OpeningHours::parse("08:00-18:00").unwrap();
        assert!(hours.is_open(tuesday(), 8 * 3600));
        assert!(!hours.is_open(tuesday(), 8 * 3600 - 1));
        assert!(hours.is_open(tuesday(), 18 * 3600 - 1));
        assert!(!hours.is_open(tuesday(), 18 * 3600));
        assert!(hours.is_open(tuesday(), 32 * 3600));
        assert!(!hours.is_open(tuesday(), i32::MAX));
    }

    #[test]
    fn a_comment_in_the_place_of_hours_is_not_open() {
        let text = "Mo 08:00-12:00 || \"by appointment\"";
        check(text, 0, 24, &[]);
        check(text, -24, 0, &[(-16 * H, -12 * H)]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for (text, message) in [
            ("", "empty"),
            ("  ", "empty"),
            ("\"by appointment\"", "only a comment, no hours"),
            (
                "Mo-Fr 8-18",
                "not in OpenStreetMap's opening_hours syntax from \"8-18\" on",
            ),
            (
                "maandag 08:00-18:00 en op afspraak",
                "not in OpenStreetMap's opening_hours syntax from \"maandag 08:00-18:00 \" on",
            ),
        ] {
            assert_eq!(OpeningHours::parse(text).err().as_deref(), Some(message));
        }
        assert!(OpeningHours::parse(&"Mo 08:00-09:00;".repeat(1000)).is_err());
        assert!(OpeningHours::parse("\u{0}\u{1b}[31m").is_err());
    }

    const PIECES: [&str; 36] = [
        "Mo",
        "Tu",
        "-",
        ",",
        ";",
        " ",
        "24/7",
        "10:00",
        "26:00",
        "48:00",
        "+",
        "PH",
        "SH",
        "off",
        "sunrise",
        "(sunset+01:00)",
        "||",
        "\"x\"",
        "Jan",
        "Feb 29",
        "2026",
        "easter",
        "week 1",
        "week 53",
        "/2",
        "[1]",
        "[-1]",
        " +1 day",
        "(sunrise-20:00)",
        "/30",
        "unknown",
        "easter -400 days",
        "Dec 31",
        "9999",
        "1900",
        "é",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        /// No text and no date brings the crate down; intervals are sorted, apart and inside.
        #[test]
        fn any_text_is_read_or_refused(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..9),
            days in -40_000i64..400_000,
            from in -300_000i32..300_000,
            length in 0i32..300_000,
        ) {
            if let Ok(hours) = OpeningHours::parse(&pieces.concat()) {
                let date = tuesday() + chrono::TimeDelta::days(days);
                let open = hours.open_intervals(date, from, from + length);
                for &(a, b) in &open {
                    prop_assert!(from <= a && a < b && b <= from + length);
                }
                for w in open.windows(2) {
                    prop_assert!(w[0].1 < w[1].0);
                }
            }
        }
    }
}
