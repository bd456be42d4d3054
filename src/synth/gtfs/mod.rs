//! Writes the timetables as GTFS archives, with fixed time stamps: same plan, same bytes.

mod streets;
mod trains;

pub use streets::write_streets;
pub use trains::{platform, track_direction, write_trains};

use super::plan::{Hours, Spell};
use crate::diagnostics::Error;
use std::io::{Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// First and last day of the timetable.
const DATES: [&str; 2] = ["20260105", "20260705"];
/// Holidays with Sunday service: Easter Monday, King's Day, Ascension, Whit Monday.
const HOLIDAYS: [&str; 4] = ["20260406", "20260427", "20260514", "20260525"];

/// How much was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Rows of `stops.txt`.
    pub stops: usize,
    /// Rows of `trips.txt`.
    pub trips: usize,
    /// Vehicle trips of an ordinary weekday (one of each trip given by headway).
    pub weekday_trips: usize,
}

/// Takes a trip: its line or train, service id, direction, number and start in seconds.
type TakeTrip<'a> = &'a mut dyn FnMut(usize, &str, usize, usize, u32) -> Result<(), csv::Error>;

/// A GTFS archive under way: one table after another, row by row.
pub struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    path: std::path::PathBuf,
}

impl<W: Write + Seek> Archive<W> {
    /// A new archive; `path` is for messages.
    pub fn new(out: W, path: &Path) -> Self {
        Self {
            zip: ZipWriter::new(out),
            path: path.to_owned(),
        }
    }
    /// Writes a table from rows that the closure hands over.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn table(
        &mut self,
        name: &str,
        header: &[&str],
        rows: impl FnOnce(&mut dyn FnMut(&[&str]) -> Result<(), csv::Error>) -> Result<(), csv::Error>,
    ) -> Result<(), Error> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        let fail = |e: std::io::Error| Error::io(&self.path, "write", e);
        self.zip
            .start_file(name, options)
            .map_err(|e| fail(std::io::Error::other(e)))?;
        let mut table = csv::Writer::from_writer(&mut self.zip);
        let done = table
            .write_record(header)
            .and_then(|()| rows(&mut |row| table.write_record(row)))
            .and_then(|()| table.flush().map_err(csv::Error::from));
        done.map_err(|e| fail(std::io::Error::other(e)))
    }
    /// Writes a table, which may be larger than 4 GB, from rows that are text already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn long_table(
        &mut self,
        name: &str,
        rows: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .large_file(true);
        let fail = |e: std::io::Error| Error::io(&self.path, "write", e);
        self.zip
            .start_file(name, options)
            .map_err(|e| fail(std::io::Error::other(e)))?;
        rows(&mut self.zip).map_err(fail)
    }
    /// Writes the directory of the archive.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<(), Error> {
        let path = self.path;
        let fail = |e| Error::io(&path, "write", e);
        let mut out = self
            .zip
            .finish()
            .map_err(|e| fail(std::io::Error::other(e)))?;
        out.flush().map_err(fail)
    }
}

fn clock(seconds: u32) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A coordinate as text.
pub fn degree(d: f64) -> String {
    format!("{d:.6}")
}

/// Columns of `calendar.txt`.
pub const CALENDAR: [&str; 10] = [
    "service_id",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "start_date",
    "end_date",
];

/// Columns of `calendar_dates.txt`.
pub const CALENDAR_DATES: [&str; 3] = ["service_id", "date", "exception_type"];

/// Day types with their service ids.
fn day_types(hours: &Hours) -> [(&'static str, &[Spell]); 4] {
    [
        ("weekday", &hours.weekday),
        ("saturday", &hours.saturday),
        ("sunday", &hours.sunday),
        ("weekend-night", &hours.weekend_night),
    ]
}

fn calendars<W: Write + Seek>(archive: &mut Archive<W>) -> Result<(), Error> {
    archive.table("calendar.txt", &CALENDAR, |row| {
        for (id, days) in [
            ("weekday", "1111100"),
            ("saturday", "0000010"),
            ("sunday", "0000001"),
            ("weekend-night", "0000110"),
        ] {
            let mut record = vec![id];
            record.extend((0..7).map(|d| &days[d..=d]));
            record.extend(DATES);
            row(&record)?;
        }
        Ok(())
    })?;
    archive.table("calendar_dates.txt", &CALENDAR_DATES, |row| {
        for date in HOLIDAYS {
            row(&["sunday", date, "1"])?;
            row(&["weekday", date, "2"])?;
        }
        Ok(())
    })
}

/// Writes `feed_info.txt`.
///
/// # Errors
/// When it cannot be written.
pub fn feed_info<W: Write + Seek>(archive: &mut Archive<W>) -> Result<(), Error> {
    let header = [
        "feed_publisher_name",
        "feed_publisher_url",
        "feed_lang",
        "feed_start_date",
        "feed_end_date",
        "feed_version",
    ];
    archive.table("feed_info.txt", &header, |row| {
        row(&[
            "bereik synth (fictional data)",
            "https://example.org/bereik",
            "nl",
            DATES[0],
            DATES[1],
            "fictional",
        ])
    })
}
