//! The columns a raw record type reads, picked from a table and made safe for it.
//!
//! The record types of `gtfs-structures` give up a whole row for any bad field, also for one
//! nobody needs (a colour), and want UTF-8. So they are given only the columns used here,
//! without the spaces around, and with hopeless values of unimportant columns blanked and named.

use super::tables::{Row, Table, escaped, id_text};
use super::values;
use crate::diagnostics::{Error, Finding, Findings, Severity};
use csv::StringRecord;
use serde::de::DeserializeOwned;

/// How a column is treated before the raw type sees it.
#[derive(Clone, Copy)]
pub enum Kind {
    /// An id that must be there: not UTF-8 or empty costs the row.
    Id,
    /// An id that may be empty: not UTF-8 costs the row.
    Ref,
    /// Text to show: read lossily where not UTF-8.
    Text,
    /// One of these (or empty); another value is blanked and named.
    Code(&'static [&'static str]),
    /// A whole number up to 32 767; another value is named and replaced by this one.
    Number(&'static str),
    /// A whole number of digits or empty; anything else costs the row.
    Whole,
    /// `YYYYMMDD`; anything else costs the row.
    Date,
    /// Left to the raw type; what it refuses costs the row.
    Raw,
    /// Always blank: the raw type wants the column, this program doesn't.
    Blank,
}

/// Picks columns out of a table for a raw record type.
pub struct Projection {
    headers: StringRecord,
    columns: Vec<(&'static str, Kind, Option<usize>)>,
    fields: StringRecord,
}

impl Projection {
    /// The columns to read. Those of kind [`Kind::Id`] must be in the table, others read as empty
    /// where missing. The first column names the row in messages.
    ///
    /// # Errors
    /// When the column of an id is missing.
    pub fn new(table: &Table<'_>, columns: &[(&'static str, Kind)]) -> Result<Self, Error> {
        let mut picked = Vec::with_capacity(columns.len());
        for &(name, kind) in columns {
            let place = match kind {
                Kind::Id | Kind::Date => Some(table.require(name)?),
                Kind::Blank => None,
                _ => table.column(name),
            };
            picked.push((name, kind, place));
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
            Some(&(name, _, place)) => format!("{name} {}", row.shown(place)),
            None => String::new(),
        }
    }

    /// A row as a raw record; none where it must be left out, which is named.
    pub fn read<T: DeserializeOwned>(
        &mut self,
        row: &Row<'_>,
        findings: &mut Findings,
    ) -> Option<T> {
        self.fields.clear();
        for &(name, kind, place) in &self.columns {
            let bytes = row.bytes(place);
            let problem = match kind {
                Kind::Id if bytes.is_empty() => Some("is empty"),
                Kind::Id | Kind::Ref => id_text(bytes).err(),
                Kind::Whole if !bytes.is_empty() && values::whole(bytes).is_none() => {
                    Some("is no whole number")
                }
                Kind::Date if !values::date_shaped(bytes) => Some("is no date YYYYMMDD"),
                _ => None,
            };
            if let Some(problem) = problem {
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
            let text = String::from_utf8_lossy(bytes);
            let lossy = matches!(text, std::borrow::Cow::Owned(_));
            match kind {
                Kind::Blank => self.fields.push_field(""),
                Kind::Number(substitute)
                    if values::whole(bytes).is_none_or(|n| i16::try_from(n).is_err()) =>
                {
                    let message = format!("{name} = \"{}\" is no such number", escaped(bytes));
                    row.warn(
                        findings,
                        "unknown-value",
                        self.record(row),
                        message,
                        "taken as unknown",
                    );
                    self.fields.push_field(substitute);
                }
                Kind::Code(known) if !text.is_empty() && !known.contains(&text.as_ref()) => {
                    let message = format!("{name} = \"{}\" is not known", escaped(bytes));
                    row.warn(
                        findings,
                        "unknown-value",
                        self.record(row),
                        message,
                        "read as empty",
                    );
                    self.fields.push_field("");
                }
                _ => {
                    if lossy {
                        findings.push(Finding {
                            severity: Severity::Note,
                            code: "text-not-utf-8".into(),
                            file: row.label().to_owned(),
                            line: Some(row.line),
                            record: self.record(row),
                            message: format!("{name} = \"{}\" is not UTF-8", escaped(bytes)),
                            action: "read with replacement characters".to_owned(),
                        });
                    }
                    self.fields.push_field(&text);
                }
            }
        }
        match self.fields.deserialize(Some(&self.headers)) {
            Ok(raw) => Some(raw),
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
