//! How much of a table was left out. A row is locally wrong; when all are, or a third, something is wrong with the
//! feed, and its user must not miss it.

use crate::diagnostics::{Error, Fault, Finding, Findings, Severity};

/// What is done with a row that is lost.
const ROW_LEFT_OUT: &str = "row left out";

/// Code of the finding that a large share is lost.
pub const SHARE_LOST: &str = "large-share-lost";

/// Weighs a table: of `rows` rows `kept` are used. A table without which a feed means nothing, and of which nothing is
/// left, is refused; `needed` says what its rows are, nothing for other tables.
///
/// # Errors
/// That, with what was found wrong.
pub fn weigh(
    label: &str,
    rows: u64,
    kept: usize,
    needed: &str,
    findings: &mut Findings,
) -> Result<(), Error> {
    let kept = kept as u64;
    if !needed.is_empty() && kept == 0 {
        return Err(match rows {
            0 => super::reader::refuse_empty(label),
            _ => {
                let problem = format!("has no usable {needed}: all {rows} rows were left out");
                let hint = cause(label, findings);
                Fault::FeedUnusable.at(label, problem).hint(hint).into()
            }
        });
    }
    let what = "rows were left out";
    loud(label, rows.saturating_sub(kept), rows, what, findings);
    Ok(())
}

/// As [`weigh`], for a table that a feed can do without, of whose lost rows each has been named once.
pub fn weigh_named(label: &str, rows: u64, findings: &mut Findings) {
    let named = (findings.iter()).filter(|f| f.file == label && f.action == ROW_LEFT_OUT);
    let lost = named.count() as u64;
    loud(label, lost, rows, "rows were left out", findings);
}

/// A loud finding where more than a third is lost; `what` says of what and how.
pub fn loud(label: &str, lost: u64, all: u64, what: &str, findings: &mut Findings) {
    if lost.saturating_mul(3) <= all {
        return;
    }
    findings.push(Finding {
        severity: Severity::Serious,
        code: SHARE_LOST.into(),
        file: label.to_owned(),
        line: None,
        record: String::new(),
        message: format!("{lost} of {all} {what}"),
        action: if lost == all {
            "nothing of it is used; see what else was found in this table".to_owned()
        } else {
            "the rest is used; see what else was found in this table".to_owned()
        },
    });
}

/// What was found wrong with a table, and what may be behind it.
fn cause(label: &str, findings: &Findings) -> String {
    let misfit = (findings.counts())
        .any(|(code, file, _)| file == label && code == "wrong-number-of-fields");
    let guess = if misfit {
        "perhaps decimals or names with commas in them, which need quotation marks; "
    } else {
        ""
    };
    let here = format!(": {label}");
    let found: Vec<String> = (findings.summary().into_iter())
        .filter(|line| line.contains(&here))
        .take(3)
        .collect();
    format!("{guess}what was found: {}", found.join(" | "))
}
