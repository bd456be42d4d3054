//! Numbers as people and spreadsheets write them, without guessing.
//!
//! A file separated by commas has decimal points. A file separated by `;` or tabs may have decimal
//! commas, as Dutch spreadsheets write, and then points may be thousands: what can be read in two
//! ways is refused.

use crate::diagnostics::{Fault, InputError};

/// What speaks for a decimal comma or point in a group of numbers of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The file may have decimal commas: it is separated by something else.
    pub comma_allowed: bool,
    /// Some number has a decimal comma.
    pub comma: bool,
    /// Some number has a point that can't separate thousands.
    pub point: bool,
    /// Some number has a point that may separate thousands (`1.234`).
    pub maybe_thousands: bool,
}

impl Style {
    /// Takes note of one number.
    pub fn note(&mut self, text: &str) {
        if !self.comma_allowed {
            return;
        }
        let text = text.trim_matches(' ').trim_start_matches(['+', '-']);
        if text.contains(',') {
            self.comma = true;
        } else if text.contains('.') {
            if thousands(text) {
                self.maybe_thousands = true;
            } else {
                self.point = true;
            }
        }
    }

    /// What speaks for either in two groups of one file together.
    pub fn with(self, other: Style) -> Style {
        Style {
            comma_allowed: self.comma_allowed,
            comma: self.comma || other.comma,
            point: self.point || other.point,
            maybe_thousands: self.maybe_thousands,
        }
    }

    /// Reads a number; the error says what is wrong and what to do. Not for empty fields.
    pub fn parse(&self, text: &str) -> Result<f64, NumberProblem> {
        const PLAIN: &str = "write numbers without thousands separators";
        let trimmed = text.trim_matches(' ');
        let comma = trimmed.contains(',');
        let point = trimmed.contains('.');
        let systematic = |problem: &str, hint: &str| {
            Err(NumberProblem {
                problem: problem.to_owned(),
                hint: hint.to_owned(),
                systematic: true,
            })
        };
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ',' | 'e' | 'E');
        if trimmed.is_empty() || !trimmed.chars().all(digits) {
            return Err(NumberProblem {
                problem: "is not a number".to_owned(),
                hint: "leave the field empty where there is no value".to_owned(),
                systematic: false,
            });
        }
        if comma && point {
            return systematic("has a comma and a point: which are the decimals?", PLAIN);
        }
        if comma && !self.comma_allowed {
            return systematic(
                "has a comma; the decimals must follow a point in a file separated by commas",
                "write 4.85, or separate the columns by ; where numbers have decimal commas",
            );
        }
        if (comma && self.point) || (point && self.comma) {
            return systematic(
                "is ambiguous: numbers in this file have decimal commas and points both",
                PLAIN,
            );
        }
        if point && self.comma_allowed && self.maybe_thousands && !self.point {
            return systematic("may be thousands or decimals", PLAIN);
        }
        let plain = if comma {
            trimmed.replacen(',', ".", 1)
        } else {
            trimmed.to_owned()
        };
        match plain.parse::<f64>() {
            Ok(v) if v.is_finite() => Ok(v),
            Ok(_) => Err(NumberProblem {
                problem: "is too large".to_owned(),
                hint: PLAIN.to_owned(),
                systematic: false,
            }),
            Err(_) if plain.matches('.').count() > 1 || comma => {
                systematic("has more than one decimal sign", PLAIN)
            }
            Err(_) => Err(NumberProblem {
                problem: "is not a number".to_owned(),
                hint: PLAIN.to_owned(),
                systematic: false,
            }),
        }
    }
}

/// Why a text is not a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberProblem {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub hint: String,
    /// It lies in how the whole file is written, not in this one field.
    pub systematic: bool,
}

impl NumberProblem {
    /// The error for a field.
    pub fn error(self, file: &str, line: u64, field: &str, value: &str) -> InputError {
        Fault::ValueInvalid
            .at(file, self.problem)
            .line(line)
            .field(field)
            .value(value)
            .hint(self.hint)
    }
}

/// Whether a text without sign is digits in groups of three, as `1.234` or `12.345.678`.
fn thousands(text: &str) -> bool {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    (1..=3).contains(&first.len())
        && all_digits(first)
        && !first.starts_with('0')
        && groups.all(|g| g.len() == 3 && all_digits(g))
}

/// Whether a number looks like a code of the statistics office for "no value"
/// (-9999, -99997, -99999999 and their like).
pub fn looks_like_missing(value: f64) -> bool {
    if !(-1e12..=-9990.0).contains(&value) || value.fract() != 0.0 {
        return false;
    }
    let digits = format!("{}", -value);
    digits[..digits.len() - 1].bytes().all(|b| b == b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(comma_allowed: bool, all: &[&str]) -> Vec<Option<f64>> {
        let mut style = Style {
            comma_allowed,
            ..Style::default()
        };
        all.iter().for_each(|t| style.note(t));
        all.iter().map(|t| style.parse(t).ok()).collect()
    }

    #[test]
    fn decimal_points_and_commas() {
        assert_eq!(
            read(false, &["1.5", " -2 ", "+3", "1e3", ".5"]),
            [1.5, -2.0, 3.0, 1000.0, 0.5].map(Some)
        );
        assert_eq!(
            read(false, &["1,5", "nan", "inf", "", "1e999", "0x10", "1 000"]),
            [None; 7]
        );
        assert_eq!(
            read(true, &["1,5", "-2", "1,234"]),
            [1.5, -2.0, 1.234].map(Some)
        );
        assert_eq!(read(true, &["4.85", "52.123"]), [4.85, 52.123].map(Some));
    }

    #[test]
    fn what_reads_two_ways_is_refused() {
        assert_eq!(read(true, &["1.234,5"]), [None]);
        assert_eq!(read(true, &["1.234", "987"]), [None, Some(987.0)]);
        assert_eq!(read(true, &["1.234.567"]), [None]);
        assert_eq!(read(true, &["1,5", "2.25"]), [None, None]);
        assert_eq!(read(true, &["0.125", "1.234"]), [0.125, 1.234].map(Some));
        assert_eq!(read(true, &["1,2,3"]), [None]);
    }

    #[test]
    fn codes_for_no_value() {
        for v in [-9999.0, -99997.0, -99999999.0, -99995.0] {
            assert!(looks_like_missing(v), "{v}");
        }
        for v in [
            -1.0,
            -999.0,
            -9989.0,
            -12345.0,
            -99997.5,
            99997.0,
            f64::NEG_INFINITY,
        ] {
            assert!(!looks_like_missing(v), "{v}");
        }
    }
}
