//! Reading a whole feed, table by table, in the order in which they refer to one another.

use super::archive::{self, Archive, Source};
use super::tables::Table;
use super::{Feed, feed_info, losses, review};
use super::{calendar, operators, stop_times, stops, transfers, trips};
use crate::diagnostics::{Error, Fault, Findings};
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
/// When the archive or a needed table is missing, empty, damaged, encrypted, a link within an archive, in another
/// encoding or with another separator, when a needed column is missing, when the first agency's
/// time zone is unknown, or when nothing of a kind is left: no place, no usable row of a needed table, no trip.
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
    source.oddities(f);
    let vouched = feed_info::read(source, f)?;
    let (agencies, timezone) = operators::read_agencies(source, name, f)?;
    let mut stops = stops::read(source, name, f)?;
    let routes = operators::read_routes(source, name, &agencies, f)?;
    let services = calendar::read(source, name, f)?;
    let mut drafts = trips::read(source, name, &routes, &services, f)?;
    let rows = trips::read_frequencies(source, &mut drafts, f)?;
    let calls = stop_times::read(source, name, &mut drafts, &mut stops, f)?;
    let trips = trips::finish(drafts, calls, rows, &stops.list, f);
    if trips.trips.is_empty() {
        return Err(nothing_left(name, "has no usable trip", &findings));
    }
    let useless = trips.useless();
    if useless == trips.trips.len() {
        let problem = "has no trip on which one can board at one stop and alight at a later one";
        return Err(nothing_left(name, problem, &findings));
    }
    let label = format!("{name}/stop_times.txt");
    let what = "trips have no stop to board at with one to alight at behind it";
    let all = trips.trips.len() as u64;
    losses::loud(&label, useless as u64, all, what, &mut findings);
    let transfers = transfers::read(source, &stops, &routes, &trips.trips, &mut findings)?;
    let pathways = transfers::read_pathways(source, &stops, &mut findings)?;
    let feed = Feed {
        name: name.to_owned(),
        timezone,
        vouched,
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
    review::review(&feed, &mut findings);
    Ok((feed, findings))
}

/// A feed of which nothing of a kind is left, with what was found on the way.
fn nothing_left(name: &str, problem: &str, findings: &Findings) -> Error {
    let mut findings = findings.clone();
    findings.retain(|code| code != losses::SHARE_LOST);
    let mut kinds = findings.summary();
    kinds.truncate(5);
    Fault::FeedUnusable
        .at(name, problem)
        .hint(format!("what was found: {}", kinds.join(" | ")))
        .into()
}

/// Opens a table that must be there and hold something.
pub fn required<'a>(
    source: &'a mut dyn Source,
    feed: &str,
    table: &str,
) -> Result<Table<'a>, Error> {
    match source.open(table)? {
        None => Err(Fault::TableMissing
            .at(format!("{feed}/{table}"), "is missing")
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

/// A needed table that holds no row.
pub fn refuse_empty(label: &str) -> Error {
    Fault::Empty
        .at(label, "is empty")
        .hint("the feed may have been cut; fetch it again")
        .into()
}
