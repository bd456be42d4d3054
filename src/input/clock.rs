//! Clock times, windows, dates and days of the week as a user types them, on the command line
//! and in files. Errors are a sentence without the value: the caller knows where it stands.

use crate::units::ClockTime;
use chrono::{Datelike, NaiveDate};
use std::fmt;

/// Latest clock time accepted: three days after the service day began.
pub const LATEST_HOUR: u32 = 72;

/// The days a date may be in; timetables and the calendar of opening hours hold here.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2999;

/// Reads `HH:MM`, minutes with two digits; past 24:00 means the day after, up to 72:00.
///
/// # Errors
/// A sentence saying what is expected.
pub fn parse_clock(text: &str) -> Result<ClockTime, String> {
    let wrong =
        || "expected a clock time HH:MM, such as 07:30 or 25:15 (the night after)".to_owned();
    let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 {
        return Err(wrong());
    }
    let (hour, minute) = (
        digits(hour).ok_or_else(wrong)?,
        digits(minute).ok_or_else(wrong)?,
    );
    if minute > 59 {
        return Err("minutes run from 00 to 59".to_owned());
    }
    if hour > LATEST_HOUR || (hour == LATEST_HOUR && minute > 0) {
        return Err(format!("the latest time is {LATEST_HOUR}:00"));
    }
    i32::try_from(hour * 3600 + minute * 60)
        .map(ClockTime)
        .map_err(|_| wrong())
}

/// Reads a window `HH:MM-HH:MM`: start included, end excluded, start before end.
///
/// # Errors
/// A sentence saying what is expected; a window past midnight is shown how to be written.
pub fn parse_window(text: &str) -> Result<(ClockTime, ClockTime), String> {
    // A dash typed by a word processor is as clear as a hyphen.
    let (from, to) = text
        .split_once(['-', '\u{2013}'])
        .ok_or_else(|| "expected a window HH:MM-HH:MM, such as 07:00-09:00".to_owned())?;
    let (start, end) = (parse_clock(from)?, parse_clock(to)?);
    if start < end {
        return Ok((start, end));
    }
    if start == end {
        return Err("the window is empty: its end is its start".to_owned());
    }
    let next_day = ClockTime(end.0.saturating_add(24 * 3600));
    if next_day.0 <= LATEST_HOUR as i32 * 3600 && start < next_day {
        return Err(format!(
            "the window ends before it starts; a window past midnight is written {start}-{next_day}"
        ));
    }
    Err("the window ends before it starts".to_owned())
}

/// Reads a date `YYYY-MM-DD`.
///
/// # Errors
/// A sentence saying what is expected.
pub fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    let parts: Vec<&str> = text.split('-').collect();
    let made = |y: &str, m: &str, d: &str| {
        (y.len() == 4 && m.len() == 2 && d.len() == 2)
            .then(|| Some((digits(y)?, digits(m)?, digits(d)?)))
            .flatten()
    };
    if let [y, m, d] = parts.as_slice() {
        if let Some((year, month, day)) = made(y, m, d) {
            if !YEARS.contains(&year) {
                return Err(format!(
                    "the year must be {} to {}",
                    YEARS.start(),
                    YEARS.end()
                ));
            }
            return i32::try_from(year)
                .ok()
                .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
                .ok_or_else(|| "there is no such day in the calendar".to_owned());
        }
        if made(d, m, y).is_some() {
            return Err(format!("expected a date YYYY-MM-DD: write {d}-{m}-{y}"));
        }
    }
    Err("expected a date YYYY-MM-DD, such as 2026-03-10".to_owned())
}

/// A number of ASCII digits only; no sign, no space.
fn digits(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

const DAY_WORDS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

/// A set of days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays {
    /// Monday first.
    days: [bool; 7],
}

impl Weekdays {
    /// All seven.
    pub const ALL: Weekdays = Weekdays { days: [true; 7] };

    /// Reads `mo-fr`, `sa,su`, `fr-mo` (over the weekend): OpenStreetMap's two letters, in either case.
    ///
    /// # Errors
    /// A sentence saying what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = || "expected days such as mo-fr or sa,su (mo tu we th fr sa su)".to_owned();
        let day = |word: &str| {
            let word = word.trim().to_ascii_lowercase();
            DAY_WORDS.iter().position(|&d| d == word).ok_or_else(wrong)
        };
        let mut days = [false; 7];
        for part in text.split(',') {
            let (first, last) = match part.split_once('-') {
                Some((a, b)) => (day(a)?, day(b)?),
                None => (day(part)?, day(part)?),
            };
            let length = (last + 7 - first) % 7;
            for step in 0..=length {
                days[(first + step) % 7] = true;
            }
        }
        Ok(Self { days })
    }

    /// Whether a date falls on one of the days.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.days[date.weekday().num_days_from_monday() as usize]
    }
}

impl fmt::Display for Weekdays {
    /// Runs of days as `mo-fr,su`; reads back to the same set.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut day = 0;
        while day < 7 {
            let end = (day..7).find(|&d| !self.days[d]).unwrap_or(7);
            match end - day {
                0 => {}
                1 => parts.push(DAY_WORDS[day].to_owned()),
                _ => parts.push(format!("{}-{}", DAY_WORDS[day], DAY_WORDS[end - 1])),
            }
            day = end + 1;
        }
        f.write_str(&parts.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_times() {
        for (text, seconds) in [
            ("00:00", 0),
            ("07:30", 27_000),
            ("7:30", 27_000),
            (" 25:15 ", 90_900),
            ("72:00", 259_200),
        ] {
            assert_eq!(parse_clock(text), Ok(ClockTime(seconds)), "{text}");
        }
        for (text, part) in [
            ("", "HH:MM"),
            ("7", "HH:MM"),
            ("7:3", "HH:MM"),
            ("07:30:00", "HH:MM"),
            ("-1:00", "HH:MM"),
            ("+7:00", "HH:MM"),
            ("007:00", "HH:MM"),
            ("0７:00", "HH:MM"),
            ("07:60", "00 to 59"),
            ("72:01", "72:00"),
            ("99:00", "72:00"),
        ] {
            let message = parse_clock(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn windows() {
        for text in ["07:00-09:00", "07:00 – 09:00", "7:00-9:00"] {
            assert_eq!(
                parse_window(text),
                Ok((ClockTime(25_200), ClockTime(32_400))),
                "{text}"
            );
        }
        assert_eq!(
            parse_window("22:00-26:00").map(|w| w.1),
            Ok(ClockTime(93_600))
        );
        for (text, message) in [
            (
                "22:00-02:00",
                "the window ends before it starts; a window past midnight is written 22:00-26:00",
            ),
            ("70:00-60:00", "the window ends before it starts"),
            ("07:00-07:00", "the window is empty: its end is its start"),
            (
                "07:00",
                "expected a window HH:MM-HH:MM, such as 07:00-09:00",
            ),
        ] {
            assert_eq!(parse_window(text), Err(message.to_owned()), "{text}");
        }
        assert!(parse_window("07:00-09:00-10:00").is_err());
    }

    #[test]
    fn dates() {
        assert_eq!(
            parse_date("2026-03-10"),
            Ok(NaiveDate::from_ymd_opt(2026, 3, 10).unwrap())
        );
        for (text, part) in [
            ("10-03-2026", "write 2026-03-10"),
            ("2026-02-29", "no such day"),
            ("2026-13-01", "no such day"),
            ("2026-3-1", "YYYY-MM-DD"),
            ("0026-03-01", "year must be"),
            ("20260310", "YYYY-MM-DD"),
            ("", "YYYY-MM-DD"),
        ] {
            let message = parse_date(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn days_of_the_week() {
        let tuesday = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        for (text, shown) in [
            ("mo-su", "mo-su"),
            ("Mo-Fr", "mo-fr"),
            ("su,sa", "sa-su"),
            ("fr-mo", "mo,fr-su"),
            ("tu , th-fr", "tu,th-fr"),
        ] {
            let days = Weekdays::parse(text).unwrap();
            assert_eq!(days.to_string(), shown, "{text}");
            assert_eq!(Weekdays::parse(shown), Ok(days));
            assert_eq!(days.contains(tuesday), !["su,sa", "fr-mo"].contains(&text));
        }
        for text in ["", "monday", "mo-", "mo--fr", "ma-vr", "mo;tu"] {
            assert!(Weekdays::parse(text).is_err(), "{text}");
        }
    }
}
