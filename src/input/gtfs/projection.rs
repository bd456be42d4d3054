//! The columns that a type of [`super::rows`] reads, picked from a table.
//!
//! Such a type refuses the row for any field it can't read, and wants UTF-8. What a bad value costs is said here, column
//! by column: the row, or only the value, which is then blanked and named.

use super::tables::{Row, Table, escaped, id_text};
use super::values;
use crate::diagnostics::{Error, Finding, Findings, Severity};
use csv::StringRecord;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// What a column holds, and what a bad value of it costs.
#[derive(Clone, Copy)]
pub enum Kind {
    /// An id that must be there: empty costs the row.
    Id,
    /// An id that may be empty.
    Ref,
    /// Text, read lossily where not UTF-8.
    Text,
    /// One of these (or empty); another value is blanked and named.
    Code(&'static [&'static str]),
    /// A whole number up to 32 767; another value, empty too, is blanked and named.
    Number,
    /// A whole number of digits or empty; anything else costs the row.
    Whole,
    /// `YYYYMMDD` of the years 1 to 9999; anything else costs the row.
    Date,
    /// A code that the type of the row reads; what it refuses costs the row.
    Digit,
}

impl Kind {
    /// Whether it is a whole number, which may be written `1.0`.
    fn is_number(self) -> bool {
        matches!(
            self,
            Kind::Code(_) | Kind::Number | Kind::Whole | Kind::Date | Kind::Digit
        )
    }
}

struct Picked {
    name: &'static str,
    kind: Kind,
    /// Where it is in the table, if there.
    place: Option<usize>,
    /// It has been said that its numbers are written with decimals.
    dotted: bool,
}

/// Picks columns out of a table for a type of row.
pub struct Projection {
    headers: StringRecord,
    columns: Vec<Picked>,
    fields: StringRecord,
}

/// What becomes of a field.
enum Field<'a> {
    /// This text.
    Text(Cow<'a, str>),
    /// Read as empty: what was wrong with it, and what is said to be done.
    Blanked(&'static str, &'static str),
    /// The row is left out, for this reason.
    Hopeless(&'static str),
}

impl Projection {
    /// The columns to read. Those of kinds [`Kind::Id`] and [`Kind::Date`] must be in the table and in each row, others
    /// read as empty where missing. The first column names the row in messages.
    ///
    /// # Errors
    /// When a column that must be there is missing.
    pub fn new(table: &Table<'_>, columns: &[(&'static str, Kind)]) -> Result<Self, Error> {
        let mut picked = Vec::with_capacity(columns.len());
        for &(name, kind) in columns {
            let place = match kind {
                Kind::Id | Kind::Date => Some(table.require(name)?),
                _ => table.column(name),
            };
            picked.push(Picked {
                name,
                kind,
                place,
                dotted: false,
            });
        }
        Ok(Self {
            headers: columns.iter().map(|&(name, _)| name).collect(),
            columns: picked,
            fields: StringRecord::new(),
        })
    }

    /// The id that names a row in messages: `stop_id X`.
    pub fn record(&self, row: &Row<'_>) -> String {
        match self.columns.first() {
            Some(first) => format!("{} {}", first.name, row.shown(first.place)),
            None => String::new(),
        }
    }

    /// A row; none where it must be left out, which is named.
    pub fn read<T: DeserializeOwned>(
        &mut self,
        row: &Row<'_>,
        findings: &mut Findings,
    ) -> Option<T> {
        self.fields.clear();
        for at in 0..self.columns.len() {
            let column = self.columns.get(at)?;
            let (name, kind) = (column.name, column.kind);
            let mut bytes = row.bytes(column.place);
            if kind.is_number() {
                let written = bytes;
                bytes = values::undotted(written);
                if bytes.len() < written.len() && !column.dotted {
                    note_dotted(row, name, written, self.record(row), findings);
                    if let Some(column) = self.columns.get_mut(at) {
                        column.dotted = true;
                    }
                }
            }
            let text = match judge(kind, bytes) {
                Field::Text(text) => {
                    if let Cow::Owned(_) = text {
                        self.note_bytes(row, name, kind, bytes, findings);
                    }
                    text
                }
                Field::Blanked(problem, action) => {
                    let message = format!("{name} = \"{}\" {problem}", escaped(bytes));
                    row.warn(findings, "unknown-value", self.record(row), message, action);
                    Cow::Borrowed("")
                }
                Field::Hopeless(problem) => {
                    let message = format!("{name} = \"{}\" {problem}", escaped(bytes));
                    row.warn(
                        findings,
                        "unreadable-value",
                        self.record(row),
                        message,
                        "row left out",
                    );
                    return None;
                }
            };
            self.fields.push_field(&text);
        }
        match self.fields.deserialize(Some(&self.headers)) {
            Ok(fields) => Some(fields),
            Err(e) => {
                let message = self.reason(&e);
                row.warn(
                    findings,
                    "unreadable-value",
                    self.record(row),
                    message,
                    "row left out",
                );
                None
            }
        }
    }

    /// Says how bytes are read that are no UTF-8.
    fn note_bytes(
        &self,
        row: &Row<'_>,
        name: &str,
        kind: Kind,
        bytes: &[u8],
        findings: &mut Findings,
    ) {
        let (severity, code, action) = match kind {
            Kind::Id | Kind::Ref => (
                Severity::Warning,
                "id-not-utf-8",
                "kept, with these bytes spelled out; save the feed as UTF-8",
            ),
            _ => (
                Severity::Note,
                "text-not-utf-8",
                "read with replacement characters",
            ),
        };
        findings.push(Finding {
            severity,
            code: code.into(),
            file: row.label().to_owned(),
            line: Some(row.line),
            record: self.record(row),
            message: format!("{name} = \"{}\" is not UTF-8", escaped(bytes)),
            action: action.to_owned(),
        });
    }

    fn reason(&self, e: &csv::Error) -> String {
        if let csv::ErrorKind::Deserialize { err, .. } = e.kind()
            && let Some(at) = err.field().and_then(|f| usize::try_from(f).ok())
            && let (Some(name), Some(value)) = (self.headers.get(at), self.fields.get(at))
        {
            return format!("{name} = {value:?} cannot be used: {}", err.kind());
        }
        e.to_string()
    }
}

/// Says, once a column, that whole numbers are written with decimals.
pub fn note_dotted(
    row: &Row<'_>,
    name: &str,
    written: &[u8],
    record: String,
    findings: &mut Findings,
) {
    findings.push(Finding {
        severity: Severity::Note,
        code: "whole-number-with-decimals".into(),
        file: row.label().to_owned(),
        line: Some(row.line),
        record,
        message: format!(
            "{name} = \"{}\": whole numbers of this column are written with decimals",
            escaped(written)
        ),
        action: "read as whole numbers".to_owned(),
    });
}

fn judge(kind: Kind, bytes: &[u8]) -> Field<'_> {
    match kind {
        Kind::Id if bytes.is_empty() => Field::Hopeless("is empty"),
        Kind::Id | Kind::Ref => match id_text(bytes) {
            Ok(text) => Field::Text(text),
            Err(problem) => Field::Hopeless(problem),
        },
        Kind::Whole if !bytes.is_empty() && values::whole(bytes).is_none() => {
            Field::Hopeless("is no whole number")
        }
        Kind::Date if !values::date_shaped(bytes) => Field::Hopeless("is no date YYYYMMDD"),
        Kind::Number if values::whole(bytes).is_none_or(|n| i16::try_from(n).is_err()) => {
            Field::Blanked("is no such number", "taken as unknown")
        }
        Kind::Code(known)
            if !bytes.is_empty() && !known.iter().any(|code| code.as_bytes() == bytes) =>
        {
            Field::Blanked("is not known", "read as empty")
        }
        _ => Field::Text(String::from_utf8_lossy(bytes)),
    }
}
