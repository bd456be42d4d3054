//! `stop_times.txt`, read as a stream: nothing is kept of a row but a few numbers.
//!
//! No type of `rows` stands for its rows: this is by far the longest table, and strings would be made for each.

use super::Stop;
use super::archive::Source;
use super::assemble::Assembler;
use super::losses;
use super::ondemand::{Appointments, Continuous, Flex};
use super::projection::note_dotted;
use super::reader::required;
use super::stops::Stops;
use super::tables::{Row, Table, escaped};
use super::trips::{Drafts, Named};
use super::values;
use crate::diagnostics::{Error, Fault, Findings};
use std::cell::Cell;

/// Most calls of a trip; one with more is left out.
pub const MOST_CALLS: u32 = 10_000;

/// A time that is not given.
pub const MISSING: i32 = i32::MIN;

/// A row.
#[derive(Clone, Copy)]
pub struct Line {
    /// `stop_sequence`.
    pub sequence: u32,
    /// Place in the list of stops.
    pub stop: u32,
    /// Seconds, or [`MISSING`] (both are or none is).
    pub arrival: i32,
    /// Seconds, or [`MISSING`].
    pub departure: i32,
    /// Line in the file.
    pub line: u32,
    /// Boarding is possible.
    pub boards: bool,
    /// Alighting is possible.
    pub alights: bool,
    /// A time or the stop can't be read: the call is lost.
    pub lost: bool,
}

/// A row as it is kept: 20 bytes.
struct Packed {
    sequence: u32,
    /// The stop, and above it the marks.
    stop: u32,
    arrival: i32,
    departure: i32,
    line: u32,
}

/// Marks of a packed row; stops are numbered below them.
const BOARDS: u32 = 1 << 31;
const ALIGHTS: u32 = 1 << 30;
const LOST: u32 = 1 << 29;

/// Rows of one trip that follow one another in the file.
#[derive(Clone, Copy)]
pub struct Run {
    /// The trip.
    pub trip: u32,
    /// Its first row.
    pub from: u32,
    /// The row behind its last.
    pub to: u32,
}

/// All rows, in the order of the file.
pub struct Rows {
    pub label: String,
    rows: Vec<Packed>,
    /// Whose rows they are.
    pub runs: Vec<Run>,
    /// `shape_dist_traveled` of each row, NaN where there is none; empty without the column.
    distances: Vec<f64>,
    /// A row has no time: distances are needed to fill it in.
    timeless: bool,
}

impl Rows {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Hands out calls trip by trip.
    pub fn by_trip(mut self, stops: &[Stop]) -> Assembler<'_> {
        if !self.timeless {
            self.distances = Vec::new();
        }
        Assembler::new(self, stops)
    }
    /// Adds a row of a trip; false when it is one too many, or its stop is.
    fn push(&mut self, trip: u32, line: &Line) -> bool {
        let Ok(row) = u32::try_from(self.rows.len()) else {
            return false;
        };
        let Some(next) = row.checked_add(1).filter(|_| line.stop < LOST) else {
            return false;
        };
        self.timeless |= line.arrival == MISSING;
        let mark = |on: bool, bit: u32| if on { bit } else { 0 };
        self.rows.push(Packed {
            sequence: line.sequence,
            stop: line.stop
                | mark(line.boards, BOARDS)
                | mark(line.alights, ALIGHTS)
                | mark(line.lost, LOST),
            arrival: line.arrival,
            departure: line.departure,
            line: line.line,
        });
        match self.runs.last_mut() {
            Some(run) if run.trip == trip => run.to = next,
            _ => self.runs.push(Run {
                trip,
                from: row,
                to: next,
            }),
        }
        true
    }
    /// The rows of a run, each with its distance.
    pub fn lines(&self, run: &Run) -> impl Iterator<Item = (Line, f64)> {
        let range = run.from as usize..run.to as usize;
        let rows = self.rows.get(range.clone()).unwrap_or_default();
        let distances = self.distances.get(range).unwrap_or_default().iter();
        let distances = distances.copied().chain(std::iter::repeat(f64::NAN));
        rows.iter().zip(distances).map(|(row, distance)| {
            let line = Line {
                sequence: row.sequence,
                stop: row.stop & (LOST - 1),
                arrival: row.arrival,
                departure: row.departure,
                line: row.line,
                boards: row.stop & BOARDS != 0,
                alights: row.stop & ALIGHTS != 0,
                lost: row.stop & LOST != 0,
            };
            (line, distance)
        })
    }
}

struct Columns {
    trip: Option<usize>,
    stop: Option<usize>,
    sequence: Option<usize>,
    arrival: Option<usize>,
    departure: Option<usize>,
    pickup: Option<usize>,
    drop_off: Option<usize>,
    distance: Option<usize>,
    flex: Flex,
    /// It has been said that whole numbers are written with decimals.
    dotted: Cell<bool>,
    /// Calls at stops where vehicles only pass.
    passes: Cell<u64>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Result<Self, Error> {
        let flex = Flex::of(table);
        let trip = Some(table.require("trip_id")?);
        let sequence = Some(table.require("stop_sequence")?);
        // Trips on demand call at areas, and have no times.
        let stop = if flex.any() {
            table.require_column("stop_id")?
        } else {
            table.require("stop_id")?
        };
        Ok(Self {
            trip,
            stop: Some(stop),
            sequence,
            arrival: Some(table.require_column("arrival_time")?),
            departure: Some(table.require_column("departure_time")?),
            pickup: table.column("pickup_type"),
            drop_off: table.column("drop_off_type"),
            distance: table.column("shape_dist_traveled"),
            flex,
            dotted: Cell::new(false),
            passes: Cell::new(0),
        })
    }
    /// Trip and place, for messages.
    fn record(&self, row: &Row<'_>) -> String {
        format!(
            "trip_id {} stop_sequence {}",
            row.shown(self.trip),
            row.shown(self.sequence)
        )
    }
}

/// Reads `stop_times.txt`.
pub fn read(
    source: &mut dyn Source,
    feed: &str,
    drafts: &mut Drafts,
    stops: &mut Stops,
    findings: &mut Findings,
) -> Result<Rows, Error> {
    let mut table = required(source, feed, "stop_times.txt")?;
    let columns = Columns::of(&table)?;
    let mut rows = Rows {
        label: table.label().to_owned(),
        rows: Vec::new(),
        runs: Vec::new(),
        distances: Vec::new(),
        timeless: false,
    };
    let mut counts = vec![0u32; drafts.list.len()];
    // Rows of a trip mostly stand together: the last trip is found without looking it up.
    let mut last: (Vec<u8>, Option<u32>) = (Vec::new(), None);
    let mut continuous = Continuous::of(&table);
    let mut appointments = Appointments::default();
    let (mut on_demand, mut lost) = (0, 0);
    while let Some(line) = table.advance()? {
        let row = table.row();
        let id = row.bytes(columns.trip);
        if let Some(why) = table.misfit()? {
            row.name_misfit(findings, why, "row left out, and its trip where known");
            drafts.doubt(id, || format!("row {line} of {} does not fit", row.label()));
            continue;
        }
        if last.1.is_none() || last.0 != id {
            last.0.clear();
            last.0.extend_from_slice(id);
            last.1 = match drafts.find(id) {
                Named::Trip(i) => Some(i),
                Named::LeftOut => None,
                Named::Unknown => {
                    drafts.leave_out(id);
                    let record = format!("trip_id {}", escaped(id));
                    let plain = values::undotted(id);
                    let message = match drafts.find(plain) {
                        Named::Trip(_) if plain.len() < id.len() => {
                            "trips.txt has this trip_id without the decimals only (ids are text)"
                        }
                        _ => "this trip_id is not in trips.txt",
                    };
                    row.warn(
                        findings,
                        "unknown-trip",
                        record,
                        message,
                        "its calls left out",
                    );
                    None
                }
            };
        }
        let Some(trip) = last.1 else { continue };
        if columns.flex.has(&row) {
            on_demand += 1;
            drafts.call_on_demand(trip);
            continue;
        }
        let Some(count) = counts.get_mut(trip as usize) else {
            continue;
        };
        if *count >= MOST_CALLS {
            drafts.doubt(id, || format!("it has more than {MOST_CALLS} calls"));
            continue;
        }
        let Some(sequence) = values::whole(row.bytes(columns.sequence)) else {
            let message = format!(
                "stop_sequence = \"{}\" is no whole number",
                row.shown(columns.sequence)
            );
            row.warn(
                findings,
                "unreadable-value",
                columns.record(&row),
                message,
                "trip left out",
            );
            drafts.doubt(id, || {
                format!("its row {line} of {} cannot be placed", row.label())
            });
            continue;
        };
        *count += 1;
        let read = columns.read(&row, sequence, stops, findings);
        continuous.count(&row);
        if columns.by_appointment(&row) {
            appointments.count(&row);
        }
        lost += usize::from(read.lost);
        if !rows.push(trip, &read) {
            let problem = "has more rows or stops than any timetable";
            return Err(Fault::TooLarge.at(&rows.label, problem).line(line).into());
        }
        if columns.distance.is_some() {
            rows.distances.push(columns.distance(&row, findings));
        }
    }
    continuous.tell(&rows.label, "calls", findings);
    appointments.tell(&rows.label, findings);
    let used = rows.len() + on_demand - lost;
    losses::weigh(&rows.label, table.rows(), used, "call", findings)?;
    let what = "calls are at no known stop, where nobody can board or alight";
    let passes = columns.passes.get();
    losses::loud(&rows.label, passes, table.rows(), what, findings);
    Ok(rows)
}

impl Columns {
    fn read(
        &self,
        row: &Row<'_>,
        sequence: u32,
        stops: &mut Stops,
        findings: &mut Findings,
    ) -> Line {
        let mut lost = false;
        let stop = row.bytes(self.stop);
        let (stop, usable) = if stop.is_empty() {
            lost = true;
            let message = "stop_id is empty";
            row.warn(
                findings,
                "call-without-stop",
                self.record(row),
                message,
                "call left out",
            );
            (0, false)
        } else {
            stops.call_at(stop, row, findings)
        };
        if !usable {
            self.passes.set(self.passes.get() + 1);
        }
        let mut time = |column, name: &str| match row.bytes(column) {
            b"" => MISSING,
            text => values::clock(text).unwrap_or_else(|| {
                lost = true;
                row.warn(
                    findings,
                    "impossible-time",
                    self.record(row),
                    format!(
                        "{name} = \"{}\" {}",
                        row.shown(column),
                        values::no_clock(text)
                    ),
                    "call left out",
                );
                MISSING
            }),
        };
        let mut arrival = time(self.arrival, "arrival_time");
        let mut departure = time(self.departure, "departure_time");
        if arrival == MISSING {
            arrival = departure;
        }
        if departure == MISSING {
            departure = arrival;
        }
        let mut allowed = |column, name: &str| {
            let written = row.bytes(column);
            let code = values::undotted(written);
            if code.len() < written.len() {
                self.note_dotted(row, name, written, findings);
            }
            match code {
                b"" | b"0" | b"2" | b"3" => usable,
                b"1" => false,
                _ => {
                    row.warn(
                        findings,
                        "unknown-value",
                        self.record(row),
                        format!("{name} = \"{}\" is none of 0 to 3", row.shown(column)),
                        "read as empty (possible)",
                    );
                    usable
                }
            }
        };
        let boards = allowed(self.pickup, "pickup_type");
        let alights = allowed(self.drop_off, "drop_off_type");
        let number = row.bytes(self.sequence);
        if number.contains(&b'.') {
            self.note_dotted(row, "stop_sequence", number, findings);
        }
        Line {
            sequence,
            stop,
            arrival,
            departure,
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
            boards,
            alights,
            lost,
        }
    }

    /// Says, once, that whole numbers are written with decimals.
    fn note_dotted(&self, row: &Row<'_>, name: &str, written: &[u8], findings: &mut Findings) {
        if !self.dotted.replace(true) {
            note_dotted(row, name, written, self.record(row), findings);
        }
    }

    /// Whether boarding or alighting here must be agreed on before.
    fn by_appointment(&self, row: &Row<'_>) -> bool {
        let agreed = |column| matches!(values::undotted(row.bytes(column)), b"2" | b"3");
        agreed(self.pickup) || agreed(self.drop_off)
    }

    /// `shape_dist_traveled`, NaN where there is none.
    fn distance(&self, row: &Row<'_>, findings: &mut Findings) -> f64 {
        match row.bytes(self.distance) {
            b"" => f64::NAN,
            text => values::decimal(text).unwrap_or_else(|| {
                row.warn(
                    findings,
                    "bad-distance",
                    self.record(row),
                    format!(
                        "shape_dist_traveled = \"{}\" is no number",
                        row.shown(self.distance)
                    ),
                    "read as empty",
                );
                f64::NAN
            }),
        }
    }
}
