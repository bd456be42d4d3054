//! Values of fields: times, dates and numbers, stricter than their parsers are.
//!
//! `csv` reads `0x10` and `+5` as numbers, and `f64` reads `inf` and `NaN`; nothing bounds a time. Hence these.

use chrono::NaiveDate;

/// Farthest a time may lie from its service day, hours (the longest train rides take a week).
pub const MOST_HOURS: i32 = 240;

/// A clock time `H:MM:SS` to `HHH:MM:SS`, seconds. GTFS knows no time before its service day.
pub fn clock(text: &[u8]) -> Option<i32> {
    // As nearly all are written.
    if let &[h1, h0, b':', m1, m0, b':', s1, s0] = text
        && let Some(hours) = two_digits(h1, h0)
        && let Some(minutes) = two_digits(m1, m0).filter(|m| *m < 60)
        && let Some(seconds) = two_digits(s1, s0).filter(|s| *s < 60)
    {
        return Some(hours * 3600 + minutes * 60 + seconds);
    }
    let mut parts = text.split(|&b| b == b':');
    let (h, m, s) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !(1..=3).contains(&h.len()) || m.len() != 2 || s.len() != 2 {
        return None;
    }
    let part = |t: &[u8]| whole(t).and_then(|n| i32::try_from(n).ok());
    let (h, m, s) = (part(h)?, part(m)?, part(s)?);
    let sound = m < 60 && s < 60 && (h < MOST_HOURS || (h == MOST_HOURS && m == 0 && s == 0));
    sound.then(|| h * 3600 + m * 60 + s)
}

/// Why a text is no clock time, for messages.
pub fn no_clock(text: &[u8]) -> &'static str {
    let positive = text.strip_prefix(b"-").and_then(clock);
    if positive.is_some() {
        "is negative, which no time of GTFS is"
    } else {
        "is no time H:MM:SS"
    }
}

fn two_digits(tens: u8, ones: u8) -> Option<i32> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i32::from(tens & 15) * 10 + i32::from(ones & 15))
}

/// A whole number that was written with decimals (`1.0`, as data frames do) without them; any
/// other text as it is.
pub fn undotted(text: &[u8]) -> &[u8] {
    let Some(at) = text.iter().position(|b| *b == b'.') else {
        return text;
    };
    let (digits, decimals) = text.split_at(at);
    let noughts = decimals.get(1..).unwrap_or_default();
    let whole = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    if whole && !noughts.is_empty() && noughts.iter().all(|b| *b == b'0') {
        digits
    } else {
        text
    }
}

/// A whole number of digits only, or with noughts for decimals.
pub fn whole(text: &[u8]) -> Option<u32> {
    let text = undotted(text);
    if (1..=9).contains(&text.len()) {
        return text.iter().try_fold(0, |n, b| {
            b.is_ascii_digit().then(|| n * 10 + u32::from(b & 15))
        });
    }
    if text.is_empty() || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// A finite number.
pub fn decimal(text: &[u8]) -> Option<f64> {
    let n: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    n.is_finite().then_some(n)
}

/// Whether a date is written as eight digits, of the years 1 to 9999.
pub fn date_shaped(text: &[u8]) -> bool {
    text.len() == 8 && text.iter().all(u8::is_ascii_digit) && !text.starts_with(b"0000")
}

/// A date `YYYYMMDD`.
pub fn date(text: &[u8]) -> Option<NaiveDate> {
    let number = whole(text).filter(|_| date_shaped(text))?;
    let year = i32::try_from(number / 10_000).ok()?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_strictly() {
        for (text, seconds) in [
            ("00:00:00", Some(0)),
            ("8:05:09", Some(8 * 3600 + 309)),
            ("25:10:00", Some(90_600)),
            ("172:35:42", Some(621_342)),
            ("240:00:00", Some(864_000)),
            ("240:00:01", None),
            ("-24:00:00", None),
            ("-22:48:33", None),
            ("-00:00:01", None),
            ("-0:00:00", None),
            ("08:60:00", None),
            ("08:00:60", None),
            ("99:99:99", None),
            ("08:00", None),
            ("8:0:0", None),
            ("08:00:00:00", None),
            ("+8:00:00", None),
            ("--8:00:00", None),
            ("1000:00:00", None),
            ("99999999999:00:00", None),
            (":00:00", None),
            ("", None),
            ("-", None),
            ("08 :00:00", None),
            ("٠٨:00:00", None),
        ] {
            assert_eq!(clock(text.as_bytes()), seconds, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_strictly() {
        for text in [
            "",
            "-1",
            "+5",
            "0x10",
            "1.5",
            "1.",
            ".0",
            "1.0.0",
            "1.01",
            "-1.0",
            "1,0",
            "1e3",
            "4294967296",
            "٣",
        ] {
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
        for (text, number) in [("0042", 42), ("1.0", 1), ("0.00", 0), ("86400.0", 86_400)] {
            assert_eq!(whole(text.as_bytes()), Some(number), "{text}");
        }
        for text in ["", "NaN", "inf", "-inf", "infinity", "1e999", "52,1", "abc"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
        assert_eq!(decimal(b"-1.5e1"), Some(-15.0));
        assert!(date_shaped(b"20260310") && !date_shaped(b"2026310") && !date_shaped(b"+2026310"));
        assert_eq!(date(b"20260310"), NaiveDate::from_ymd_opt(2026, 3, 10));
        assert_eq!(
            (date(b"20260229"), date(b"20261301"), date(b"2026-3-1")),
            (None, None, None)
        );
        assert!(date_shaped(b"00010101") && date_shaped(b"99991231") && !date_shaped(b"00001231"));
    }
}
