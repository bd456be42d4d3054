//! Reading a whole feed, table by table, in the order in which they refer to one another.

use super::Feed;
use super::archive::{self, Archive, Source};
use super::tables::Table;
use super::{calendar, operators, stop_times, stops, transfers, trips};
use crate::diagnostics::{Error, Findings, InputError};
use std::collections::HashMap;
use std::io::Cursor;
use std::path::Path;

/// Ids, as the bytes they are, to places in a table.
pub type Index = HashMap<Box<[u8]>, u32>;

/// Notes where an id is; false when it is there already.
pub fn note(index: &mut Index, id: &[u8], place: usize) -> bool {
    let Ok(place) = u32::try_from(place) else {
        return false;
    };
    if index.contains_key(id) {
        return false;
    }
    index.insert(id.into(), place);
    true
}

/// Reads a GTFS feed from a zip archive or an unpacked folder.
///
/// Rows that are wrong are left out and named in the findings; everything else keeps its exact
/// meaning. Results don't depend on the order of rows, on line ends, on a byte order mark, on
/// unknown columns or files.
///
/// # Errors
/// When the archive or a needed table is missing, empty, damaged, encrypted, a link, in another
/// encoding or with another separator, when a needed column is missing, when the first agency's
/// time zone is unknown, or when no usable trip is left.
pub fn read(path: &Path) -> Result<(Feed, Findings), Error> {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    );
    let mut source = archive::source(path, &name)?;
    read_from(source.as_mut(), &name)
}

/// Reads a zipped GTFS feed from memory; `name` stands for the file in messages.
///
/// # Errors
/// As [`read`].
pub fn read_zip_bytes(name: &str, bytes: &[u8]) -> Result<(Feed, Findings), Error> {
    let mut source = Archive::new(name, Cursor::new(bytes))?;
    read_from(&mut source, name)
}

fn read_from(source: &mut dyn Source, name: &str) -> Result<(Feed, Findings), Error> {
    let mut findings = Findings::default();
    let f = &mut findings;
    let (agencies, timezone) = operators::read_agencies(source, name, f)?;
    let mut stops = stops::read(source, name, f)?;
    let routes = operators::read_routes(source, name, &agencies, f)?;
    let services = calendar::read(source, name, f)?;
    let mut drafts = trips::read(source, name, &routes, &services, f)?;
    let rows = trips::read_frequencies(source, &mut drafts, f)?;
    let calls = stop_times::read(source, name, &mut drafts, &mut stops, f)?;
    let trips = trips::finish(drafts, calls, rows, &stops.list, f);
    if trips.trips.is_empty() {
        let kinds: Vec<String> = findings.summary().into_iter().take(5).collect();
        return Err(InputError::new(name, "has no usable trip")
            .hint(format!("what was left out: {}", kinds.join(" | ")))
            .into());
    }
    let transfers = transfers::read(source, &stops, &routes, &trips.trips, &mut findings)?;
    let pathways = transfers::read_pathways(source, &stops, &mut findings)?;
    let feed = Feed {
        name: name.to_owned(),
        timezone,
        agencies,
        stops: stops.list,
        routes,
        services,
        trips: trips.trips,
        calls: trips.calls,
        frequencies: trips.frequencies,
        transfers,
        pathways,
    };
    Ok((feed, findings))
}

/// Opens a table that must be there and hold something.
pub fn required<'a>(
    source: &'a mut dyn Source,
    feed: &str,
    table: &str,
) -> Result<Table<'a>, Error> {
    match source.open(table)? {
        None => Err(InputError::new(format!("{feed}/{table}"), "is missing")
            .hint("a GTFS feed cannot be read without it")
            .into()),
        Some((label, bytes)) => match Table::open(label.clone(), bytes)? {
            Some(table) => Ok(table),
            None => Err(refuse_empty(&label)),
        },
    }
}

/// Opens a table that may be missing or empty.
pub fn optional<'a>(source: &'a mut dyn Source, table: &str) -> Result<Option<Table<'a>>, Error> {
    match source.open(table)? {
        None => Ok(None),
        Some((label, bytes)) => Table::open(label, bytes),
    }
}

/// A needed table without rows.
pub fn refuse_empty(label: &str) -> Error {
    InputError::new(label, "is empty")
        .hint("the feed may have been cut; fetch it again")
        .into()
}
