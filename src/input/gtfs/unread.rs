//! Files of a feed that are not read, though their publisher may think so.

use super::archive::TABLES;
use super::ondemand;
use crate::diagnostics::{Finding, Findings, Severity, shorten};

/// Why a file that is not read is worth a word.
pub enum Odd {
    /// A table but for capitals.
    Capitals(&'static str),
    /// A file of services on demand.
    OnDemand,
    /// A table that is in another folder of the archive too.
    Elsewhere(&'static str),
}

/// What is odd about a file name, if anything.
pub fn odd(file: &str) -> Option<Odd> {
    if ondemand::FILES.contains(&file) {
        return Some(Odd::OnDemand);
    }
    let table = TABLES.into_iter().find(|t| t.eq_ignore_ascii_case(file))?;
    (table != file).then_some(Odd::Capitals(table))
}

impl Odd {
    /// Says it.
    pub fn tell(&self, feed: &str, entry: &str, findings: &mut Findings) {
        let (severity, code, message) = match self {
            Odd::Capitals(table) => (
                Severity::Warning,
                "file-not-read",
                format!("names of tables are written in small letters: {table}"),
            ),
            Odd::OnDemand => (
                Severity::Note,
                "on-demand-not-modelled",
                "services on demand (GTFS-Flex) are not modelled".to_owned(),
            ),
            Odd::Elsewhere(table) => (
                Severity::Warning,
                "file-not-read",
                format!("{table} is in the archive more than once, in other folders"),
            ),
        };
        findings.push(Finding {
            severity,
            code: code.into(),
            file: format!("{feed}/{}", shorten(entry)),
            line: None,
            record: String::new(),
            message,
            action: "not read".to_owned(),
        });
    }
}
