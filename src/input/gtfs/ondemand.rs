//! Service that does not simply come by at its time: trips on demand (GTFS-Flex), calls by appointment, stopping
//! between stops. What is not modelled is said; nothing of it runs as something else.

use super::tables::{Row, Table};
use super::values;
use crate::diagnostics::{Finding, Findings, Severity};

/// Files that only services on demand have.
pub const FILES: [&str; 4] = [
    "locations.geojson",
    "location_groups.txt",
    "location_group_stops.txt",
    "booking_rules.txt",
];

/// The columns of `stop_times.txt` that make a row one of a trip on demand.
const COLUMNS: [&str; 4] = [
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
    "location_group_id",
    "location_id",
];

/// Finds the rows of trips on demand.
pub struct Flex {
    columns: Vec<usize>,
}

impl Flex {
    /// Where the columns are.
    pub fn of(table: &Table<'_>) -> Self {
        Self {
            columns: COLUMNS.iter().filter_map(|c| table.column(c)).collect(),
        }
    }
    /// Whether a row calls within a window of time or in an area, not at a stop at a time.
    pub fn has(&self, row: &Row<'_>) -> bool {
        self.columns.iter().any(|c| !row.bytes(Some(*c)).is_empty())
    }
    /// Whether the table has any of the columns: stops and times may then be left out.
    pub fn any(&self) -> bool {
        !self.columns.is_empty()
    }
}

/// Rows of one kind: how many, and the line of the first.
#[derive(Default)]
pub struct Tally {
    rows: u64,
    first: Option<u64>,
}

impl Tally {
    /// Counts a row.
    pub fn count(&mut self, row: &Row<'_>) {
        self.rows += 1;
        self.first.get_or_insert(row.line);
    }
    /// A note about them, if there are any: `{rows} {what}`.
    pub fn tell(
        &self,
        label: &str,
        code: &'static str,
        what: &str,
        action: &str,
        findings: &mut Findings,
    ) {
        if self.rows == 0 {
            return;
        }
        findings.push(Finding {
            severity: Severity::Note,
            code: code.into(),
            file: label.to_owned(),
            line: self.first,
            record: String::new(),
            message: format!("{} {what}; the first is on this line", self.rows),
            action: action.to_owned(),
        });
    }
}

/// Calls that must be agreed on before.
#[derive(Default)]
pub struct Appointments(Tally);

impl Appointments {
    /// Counts a row with such a `pickup_type` or `drop_off_type`.
    pub fn count(&mut self, row: &Row<'_>) {
        self.0.count(row);
    }
    /// Says how they count.
    pub fn tell(&self, label: &str, findings: &mut Findings) {
        self.0.tell(
            label,
            "call-by-appointment",
            "calls must be agreed with the operator or the driver (pickup_type or drop_off_type 2 or 3)",
            "counted like other calls, as if everybody had booked",
            findings,
        );
    }
}

/// Rows that allow boarding or alighting between stops.
pub struct Continuous {
    columns: Vec<usize>,
    tally: Tally,
}

impl Continuous {
    /// Where the columns are.
    pub fn of(table: &Table<'_>) -> Self {
        let names = ["continuous_pickup", "continuous_drop_off"];
        Self {
            columns: names.iter().filter_map(|c| table.column(c)).collect(),
            tally: Tally::default(),
        }
    }
    /// Counts a row that says so.
    pub fn count(&mut self, row: &Row<'_>) {
        let between =
            |c: &usize| matches!(values::undotted(row.bytes(Some(*c))), b"0" | b"2" | b"3");
        if self.columns.iter().any(between) {
            self.tally.count(row);
        }
    }
    /// Says that it is not modelled; `what` are lines or calls.
    pub fn tell(&self, label: &str, what: &str, findings: &mut Findings) {
        self.tally.tell(
            label,
            "continuous-stopping",
            &format!("{what} allow boarding or alighting between stops (continuous_pickup, continuous_drop_off)"),
            "not modelled: boarding and alighting at stops only",
            findings,
        );
    }
}
