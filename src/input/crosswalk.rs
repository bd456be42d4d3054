//! Crosswalks: which code of an area of one year is which of another.

use super::delimited::{Rows, file_name, read_bytes, text_of};
use crate::diagnostics::{Error, Fault};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What became of the areas of a level. Codes that it doesn't mention are unchanged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crosswalk {
    /// The level.
    pub level: String,
    /// The file, for messages.
    pub file: String,
    /// In the order of the file.
    pub rows: Vec<Recoded>,
}

/// One code that became another, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recoded {
    /// Code before.
    pub from: String,
    /// Code after.
    pub to: String,
    /// Part of the area before that belongs to the area after, above 0 to 1; none: not stated.
    pub share: Option<f64>,
}

/// How far above 1 the shares of a code may come by rounding.
const ROUNDING: f64 = 1e-3;

/// Reads a table with the columns `from`, `to` and perhaps `share`.
///
/// # Errors
/// A column that isn't there, an empty code, a share that is none, shares of a code above 1 together, a pair given
/// twice; with file and line.
pub fn read_crosswalk(path: &Path, level: &str) -> Result<Crosswalk, Error> {
    let file = file_name(path);
    let bytes = read_bytes(path)?;
    let text = text_of(&file, &bytes)?;
    let mut rows = Rows::new(&file, text)?;
    let mut fields: Vec<Cow<str>> = Vec::new();
    rows.next_row(&mut fields)?;
    let heads: Vec<String> = fields.iter().map(|f| f.trim().to_owned()).collect();
    let column = |name: &str| heads.iter().position(|h| h == name);
    let needed = |name: &str| {
        column(name).ok_or_else(|| {
            Fault::ColumnMissing
                .at(&file, format!("has no column {name:?}"))
                .hint("a crosswalk has the columns from and to, and share where an area was split")
        })
    };
    let (from, to, share) = (needed("from")?, needed("to")?, column("share"));
    let mut out = Crosswalk {
        level: level.to_owned(),
        file: file.clone(),
        rows: Vec::new(),
    };
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    let mut sums: BTreeMap<String, (f64, u64)> = BTreeMap::new();
    while let Some(line) = rows.next_row(&mut fields)? {
        let field = |at: usize| fields.get(at).map_or("", |f| f.trim());
        let wrong = |column: &str, value: &str, problem: &str| {
            Fault::ValueInvalid
                .at(&file, problem)
                .line(line)
                .field(column)
                .value(value)
        };
        let (a, b) = (field(from), field(to));
        if a.is_empty() || b.is_empty() {
            let hint = "leave out codes that came or went: they can't be compared";
            problems.push(wrong("from, to", "", "has no code").hint(hint));
            continue;
        }
        if !seen.insert((a.to_owned(), b.to_owned())) {
            problems.push(wrong("from, to", &format!("{a} {b}"), "is given twice"));
        }
        let text = share.map_or("", field);
        let part = match text.replace(',', ".").parse::<f64>() {
            _ if text.is_empty() => None,
            Ok(s) if s > 0.0 && s <= 1.0 => Some(s),
            _ => {
                let problem = "is no share above 0 and at most 1";
                problems.push(wrong("share", text, problem));
                continue;
            }
        };
        let sum = sums.entry(a.to_owned()).or_insert((0.0, line));
        *sum = (sum.0 + part.unwrap_or(0.0), line);
        out.rows.push(Recoded {
            from: a.to_owned(),
            to: b.to_owned(),
            share: part,
        });
    }
    for (code, (sum, line)) in sums {
        if sum > 1.0 + ROUNDING {
            problems.push(
                Fault::ValueInvalid
                    .at(&file, format!("the shares of this code make {sum}"))
                    .line(line)
                    .field("share")
                    .value(code)
                    .hint("the shares of a code make at most 1 together"),
            );
        }
    }
    Error::all(problems)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Crosswalk, Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("crosswalk.csv");
        std::fs::write(&path, text).expect("written");
        read_crosswalk(&path, "gemeente")
    }

    #[test]
    fn codes_are_text_and_shares_may_be_left_out() {
        let read = read("from;to;share\nGM0001;0002;0,25\nGM0001;GM0003;\n").expect("a crosswalk");
        let row = |from: &str, to: &str, share| Recoded {
            from: from.into(),
            to: to.into(),
            share,
        };
        let expected = [
            row("GM0001", "0002", Some(0.25)),
            row("GM0001", "GM0003", None),
        ];
        assert_eq!(read.rows, expected);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, said) in [
            ("a,to\n", "no column \"from\""),
            ("from,to\nA,\n", "line 2"),
            ("from,to,share\nA,B,2\n", "no share above 0"),
            ("from,to,share\nA,B,.7\nA,C,.6\n", "make 1.2999"),
            ("from,to\nA,B\nA,B\n", "is given twice"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
