//! `feed_info.txt`: the period that a feed vouches for.

use super::archive::Source;
use super::reader::optional;
use super::tables::Row;
use super::values;
use crate::diagnostics::{Error, Findings};
use chrono::NaiveDate;

/// First and last date, inclusive; none where the feed doesn't say.
pub type Period = (Option<NaiveDate>, Option<NaiveDate>);

/// The period of the first row.
pub fn read(source: &mut dyn Source, findings: &mut Findings) -> Result<Period, Error> {
    let Some(mut table) = optional(source, "feed_info.txt")? else {
        return Ok((None, None));
    };
    let start = table.column("feed_start_date");
    let end = table.column("feed_end_date");
    let Some(row) = table.next(findings)? else {
        return Ok((None, None));
    };
    let from = date(&row, start, "feed_start_date", findings);
    let to = date(&row, end, "feed_end_date", findings);
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        let message = "feed_start_date is after feed_end_date";
        row.warn(
            findings,
            "unreadable-value",
            "",
            message,
            "both read as empty",
        );
        return Ok((None, None));
    }
    Ok((from, to))
}

fn date(
    row: &Row<'_>,
    column: Option<usize>,
    name: &str,
    findings: &mut Findings,
) -> Option<NaiveDate> {
    let text = values::undotted(row.bytes(column));
    if text.is_empty() {
        return None;
    }
    let date = values::date(text);
    if date.is_none() {
        let message = format!("{name} = \"{}\" is no date YYYYMMDD", row.shown(column));
        row.warn(findings, "unreadable-value", "", message, "read as empty");
    }
    date
}
