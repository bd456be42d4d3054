//! GeoPackage (OGC 12-128): an SQLite file with feature layers. Only ever read.

use std::path::Path;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::{Feature, Features, MAX_FEATURES, wkb};
use crate::diagnostics::{Error, Fault, InputError};
use crate::input::crs::Crs;
use crate::input::delimited::file_name;

/// Reads a layer of a GeoPackage.
pub fn read(path: &Path, layer: Option<&str>) -> Result<Features, Error> {
    let file = file_name(path);
    let about = std::fs::metadata(path).map_err(|e| Error::io(path, "read", e))?;
    if !about.is_file() {
        return Err(Fault::NotAFile.at(&file, "is not a file").into());
    }
    let damaged = |e: rusqlite::Error| {
        Fault::GeodataDamaged
            .at(&file, format!("cannot be read as a GeoPackage: {e}"))
            .hint("was the file written to its end?")
    };
    let db = open(path).map_err(damaged)?;
    // The names of real tables: a view could compute without end.
    let mut tables = Vec::new();
    {
        let mut query = db
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
            .map_err(damaged)?;
        let mut rows = query.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let (Ok(name), Ok(sql)) = (row.get::<_, String>(0), row.get::<_, String>(1)) else {
                continue;
            };
            if !sql
                .trim_start()
                .to_ascii_uppercase()
                .starts_with("CREATE VIRTUAL")
            {
                tables.push(name);
            }
        }
    }
    let is_table = |name: &str| tables.iter().any(|t| t.eq_ignore_ascii_case(name));
    for needed in [
        "gpkg_contents",
        "gpkg_geometry_columns",
        "gpkg_spatial_ref_sys",
    ] {
        if !is_table(needed) {
            return Err(Fault::FormatUnknown
                .at(&file, format!("is no GeoPackage: it has no table {needed}"))
                .into());
        }
    }
    let table = choose(&db, &file, layer)?;
    if !is_table(&table) {
        return Err(Fault::LayerUnknown
            .at(&file, "has a layer that is not a table")
            .field("layer")
            .value(&table)
            .hint("export the layer to a GeoPackage of its own")
            .into());
    }
    let name = if layer.is_some() {
        format!("{file} ({table})")
    } else {
        file.clone()
    };
    let (geometry, srs): (String, i64) = db
        .query_row(
            "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?1)",
            [&table],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(damaged)?;
    let crs = crs_of(&db, &name, srs)?;
    let list = features(&db, &name, &table, &geometry)?;
    Ok(Features {
        file: name,
        crs,
        list,
    })
}

/// Opens for reading only. `immutable` keeps SQLite from looking for locks and journals, so that
/// a file in a folder without write permission can be read; not where a write-ahead log waits.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let waiting = std::fs::metadata(&log).is_ok_and(|m| m.len() > 0);
    let db = match path
        .canonicalize()
        .ok()
        .filter(|_| !waiting)
        .and_then(|p| uri(&p))
    {
        Some(uri) => Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    Ok(db)
}

/// The path as an SQLite URI; none where it can't be written as one.
fn uri(path: &Path) -> Option<String> {
    use std::fmt::Write;
    let text = path.to_str()?;
    if !text.starts_with('/') {
        return None;
    }
    let mut uri = "file:".to_owned();
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.') {
            uri.push(b as char);
        } else {
            write!(uri, "%{b:02X}").ok()?;
        }
    }
    Some(uri + "?immutable=1")
}

/// The layer asked for, or the only one.
fn choose(db: &Connection, file: &str, layer: Option<&str>) -> Result<String, InputError> {
    let damaged = |e: rusqlite::Error| {
        Fault::GeodataDamaged.at(file, format!("cannot be read as a GeoPackage: {e}"))
    };
    let mut query = db
        .prepare(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features' ORDER BY table_name",
        )
        .map_err(damaged)?;
    let names = query
        .query_map([], |row| row.get::<_, String>(0))
        .and_then(|rows| rows.take(10_000).collect::<Result<Vec<_>, _>>())
        .map_err(damaged)?;
    let known = || format!("its layers: {}", names.join(", "));
    match (layer, names.as_slice()) {
        (_, []) => Err(Fault::Empty.at(file, "has no layer of features")),
        (Some(wanted), _) if names.iter().any(|n| n == wanted) => Ok(wanted.to_owned()),
        (Some(wanted), _) => Err(Fault::LayerUnknown
            .at(file, "has no such layer")
            .field("layer")
            .value(wanted)
            .hint(known())),
        (None, [only]) => Ok(only.clone()),
        (None, _) => Err(Fault::LayerUnknown
            .at(file, "has several layers")
            .hint(format!("{}; name the one to use", known()))),
    }
}

/// The system a layer says it is in; none for "undefined" (-1 and 0).
fn crs_of(db: &Connection, file: &str, srs: i64) -> Result<Option<Crs>, InputError> {
    if srs <= 0 {
        return Ok(None);
    }
    let found: Option<(String, i64)> = db
        .query_row(
            "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
            [srs],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(|e| Fault::GeodataDamaged.at(file, format!("cannot be read as a GeoPackage: {e}")))?;
    let unknown = |problem: String| {
        Fault::CrsUnknown
            .at(file, problem)
            .field("srs_id")
            .value(srs.to_string())
            .hint("export the layer in WGS 84 (EPSG:4326) or RD New (EPSG:28992)")
    };
    match found {
        Some((organisation, code)) if organisation.eq_ignore_ascii_case("EPSG") => {
            Crs::parse(&format!("EPSG:{code}"))
                .map(Some)
                .map_err(unknown)
        }
        Some((organisation, code)) => Err(unknown(format!(
            "is in the coordinate reference system {organisation}:{code}, which is not known here"
        ))),
        None => Err(unknown(
            "has a layer in a coordinate reference system it does not define".to_owned(),
        )),
    }
}

/// An SQL identifier in quotation marks.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn features(
    db: &Connection,
    file: &str,
    table: &str,
    geometry: &str,
) -> Result<Vec<Feature>, InputError> {
    let damaged = |e: rusqlite::Error| {
        Fault::GeodataDamaged
            .at(file, format!("cannot be read as a GeoPackage: {e}"))
            .hint("was the file written to its end?")
    };
    // Plain columns only; computed ones are not listed.
    let mut names: Vec<Arc<str>> = Vec::new();
    {
        let mut query = db
            .prepare(&format!("PRAGMA table_info({})", quoted(table)))
            .map_err(damaged)?;
        let mut rows = query.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            names.push(Arc::from(row.get::<_, String>(1).map_err(damaged)?));
        }
    }
    let shape = names.iter().position(|n| n.eq_ignore_ascii_case(geometry));
    let Some(shape) = shape else {
        return Err(Fault::GeodataDamaged
            .at(file, "has a layer without its geometry column")
            .value(geometry));
    };
    let rowid = ["rowid", "_rowid_", "oid"]
        .into_iter()
        .find(|r| !names.iter().any(|n| n.eq_ignore_ascii_case(r)))
        .ok_or_else(|| Fault::GeodataDamaged.at(file, "has a layer without usable row numbers"))?;
    let columns: Vec<String> = names.iter().map(|n| quoted(n)).collect();
    let sql = format!(
        "SELECT {rowid}, {} FROM {} ORDER BY {rowid}",
        columns.join(", "),
        quoted(table)
    );
    let mut query = db.prepare(&sql).map_err(damaged)?;
    let mut rows = query.query([]).map_err(damaged)?;
    let mut list = Vec::new();
    let mut last: Option<i64> = None;
    while let Some(row) = rows.next().map_err(damaged)? {
        let key: i64 = row.get(0).map_err(damaged)?;
        // In a damaged file pages may point in circles.
        if last.is_some_and(|l| l >= key) {
            return Err(Fault::GeodataDamaged.at(file, "is damaged: its rows are out of order"));
        }
        last = Some(key);
        let line = list.len() as u64 + 1;
        if line > MAX_FEATURES {
            return Err(Fault::TooLarge.at(file, format!("has more than {MAX_FEATURES} features")));
        }
        let mut properties = Vec::with_capacity(names.len());
        let mut found = Ok(None);
        for (i, name) in names.iter().enumerate() {
            let value = row.get_ref(i + 1).map_err(damaged)?;
            if i == shape {
                found = match value {
                    ValueRef::Null => Ok(None),
                    ValueRef::Blob(blob) => wkb::read(blob),
                    _ => Err("its geometry is not binary".to_owned()),
                };
                continue;
            }
            let text = match value {
                ValueRef::Null => String::new(),
                ValueRef::Integer(v) => v.to_string(),
                ValueRef::Real(v) => v.to_string(),
                ValueRef::Text(bytes) => std::str::from_utf8(bytes)
                    .map_err(|_| {
                        Fault::NotText
                            .at(file, "holds text that is not UTF-8")
                            .line(line)
                            .field(&**name)
                            .value(String::from_utf8_lossy(bytes))
                    })?
                    .to_owned(),
                // Binary columns have no use here.
                ValueRef::Blob(_) => String::new(),
            };
            properties.push((Arc::clone(name), text));
        }
        list.push(Feature {
            line,
            id: Some(key.to_string()),
            properties,
            geometry: found,
        });
    }
    Ok(list)
}
