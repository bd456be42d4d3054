//! Apache Parquet, written column by column. Every column is optional; texts are UTF-8 strings, whole numbers 64-bit
//! integers, other numbers doubles; zstd; statistics; a row group per million rows. `parquet` hands in the tables that
//! are written row by row, a monitor whole partitions with truth values, geometry and metadata.

use super::atomic::{AtomicFile, Ready};
use crate::diagnostics::Error;
use crate::units::LonLat;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows per row group.
pub(super) const ROWS: usize = 1 << 20;

/// The values of a column, one a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Values<'a> {
    /// Texts that repeat: which of the words, per row.
    Words {
        /// The words.
        words: Vec<&'a str>,
        /// An index into them per row.
        rows: Vec<u32>,
    },
    /// Texts; none where there is none.
    Text(Vec<Option<&'a str>>),
    /// Whole numbers.
    Int(Vec<Option<i64>>),
    /// Numbers in full; not a number counts as none.
    Number(Vec<f64>),
    /// Truth values.
    Truth(Vec<Option<bool>>),
    /// Points as WKB, longitude and latitude.
    Point(Vec<LonLat>),
}

impl Values<'_> {
    fn len(&self) -> usize {
        match self {
            Values::Words { rows, .. } => rows.len(),
            Values::Text(list) => list.len(),
            Values::Int(list) => list.len(),
            Values::Number(list) => list.len(),
            Values::Truth(list) => list.len(),
            Values::Point(list) => list.len(),
        }
    }

    fn physical(&self) -> (Physical, Option<LogicalType>) {
        match self {
            Values::Words { .. } | Values::Text(_) => {
                (Physical::BYTE_ARRAY, Some(LogicalType::String))
            }
            Values::Int(_) => (Physical::INT64, None),
            Values::Number(_) => (Physical::DOUBLE, None),
            Values::Truth(_) => (Physical::BOOLEAN, None),
            Values::Point(_) => (Physical::BYTE_ARRAY, None),
        }
    }
}

/// Writes a whole table: columns of one length by name, and key-value metadata. The file appears
/// when what is returned is published.
///
/// # Errors
/// What can't be written; columns of different lengths.
pub fn write(
    path: &Path,
    columns: &[(&str, Values)],
    metadata: &[(&str, String)],
) -> Result<Ready, Error> {
    let mut writer = Writer::create(path, columns, metadata)?;
    writer.add(columns)?;
    writer.ready()
}

/// A file being written, some rows after the others.
pub(super) struct Writer {
    file: SerializedFileWriter<AtomicFile>,
    path: PathBuf,
}

impl Writer {
    /// Begins a file with columns of these names and kinds, and key-value metadata; the values are not written yet.
    ///
    /// # Errors
    /// What can't be written.
    pub fn create(
        path: &Path,
        columns: &[(&str, Values)],
        metadata: &[(&str, String)],
    ) -> Result<Self, Error> {
        let file = AtomicFile::create(path)?;
        let begun = begin(file, columns, metadata).map_err(|e| failed(path, e))?;
        Ok(Self {
            file: begun,
            path: path.to_owned(),
        })
    }

    /// Adds rows: a value of each column, of one length. They begin a row group.
    ///
    /// # Errors
    /// What can't be written; columns of different lengths.
    pub fn add(&mut self, columns: &[(&str, Values)]) -> Result<(), Error> {
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        if columns.iter().any(|(_, values)| values.len() != rows) {
            let e = io::Error::other("columns of different lengths");
            return Err(Error::io(&self.path, "write", e));
        }
        for first in (0..rows).step_by(ROWS) {
            let last = (first + ROWS).min(rows);
            row_group(&mut self.file, columns, first..last).map_err(|e| failed(&self.path, e))?;
        }
        Ok(())
    }

    /// Brings everything to disk without letting the file appear yet.
    ///
    /// # Errors
    /// What can't be written.
    pub fn ready(self) -> Result<Ready, Error> {
        let file = self.file.into_inner();
        file.map_err(|e| failed(&self.path, e))?.ready()
    }
}

fn failed(path: &Path, e: ParquetError) -> Error {
    let source = match e {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(e) => *e,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    };
    Error::io(path, "write", source)
}

fn begin(
    file: AtomicFile,
    columns: &[(&str, Values)],
    metadata: &[(&str, String)],
) -> Result<SerializedFileWriter<AtomicFile>, ParquetError> {
    let mut fields = Vec::new();
    for (name, values) in columns {
        let (physical, logical) = values.physical();
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    let root = Type::group_type_builder("table")
        .with_fields(fields)
        .build()?;
    let pairs = metadata.iter().map(|(key, value)| KeyValue {
        key: (*key).to_owned(),
        value: Some(value.clone()),
    });
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by("bereik".to_owned())
        .set_key_value_metadata((!metadata.is_empty()).then(|| pairs.collect()))
        .build();
    SerializedFileWriter::new(file, Arc::new(root), Arc::new(properties))
}

fn row_group(
    file: &mut SerializedFileWriter<AtomicFile>,
    columns: &[(&str, Values)],
    rows: Range<usize>,
) -> Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    for (_, values) in columns {
        let Some(mut column) = group.next_column()? else {
            break;
        };
        // Texts of a batch are laid out at once; a batch bounds that.
        for from in rows.clone().step_by(BATCH) {
            batch(&mut column, values, from..(from + BATCH).min(rows.end))?;
        }
        column.close()?;
    }
    group.close().map(|_| ())
}

/// Values handed over at once: a multiple of what `parquet` takes at once itself, so that the bytes don't depend on it.
const BATCH: usize = 1 << 16;

fn batch(
    column: &mut parquet::file::writer::SerializedColumnWriter<'_>,
    values: &Values,
    rows: Range<usize>,
) -> Result<(), ParquetError> {
    fn levels<T>(list: &[Option<T>]) -> Vec<i16> {
        list.iter().map(|v| i16::from(v.is_some())).collect()
    }
    match values {
        Values::Words { words, rows: which } => {
            let words: Vec<ByteArray> = words.iter().map(|w| ByteArray::from(*w)).collect();
            let list: Vec<ByteArray> = (which[rows].iter())
                .filter_map(|w| words.get(*w as usize).cloned())
                .collect();
            let there = vec![1; list.len()];
            column
                .typed::<ByteArrayType>()
                .write_batch(&list, Some(&there), None)?;
        }
        Values::Text(list) => {
            let list = &list[rows];
            // One allocation that all texts of the batch share.
            let all: String = list.iter().copied().flatten().collect();
            let all = ByteArray::from(all.into_bytes());
            let mut from = 0;
            let texts = list.iter().flatten().map(|text| {
                let at = from;
                from += text.len();
                all.slice(at, text.len())
            });
            let texts: Vec<ByteArray> = texts.collect();
            column
                .typed::<ByteArrayType>()
                .write_batch(&texts, Some(&levels(list)), None)?;
        }
        Values::Int(list) => {
            let list = &list[rows];
            let there: Vec<i64> = list.iter().flatten().copied().collect();
            column
                .typed::<Int64Type>()
                .write_batch(&there, Some(&levels(list)), None)?;
        }
        Values::Number(list) => {
            let list = &list[rows];
            let there: Vec<f64> = list.iter().copied().filter(|v| !v.is_nan()).collect();
            let levels: Vec<i16> = list.iter().map(|v| i16::from(!v.is_nan())).collect();
            column
                .typed::<DoubleType>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Values::Truth(list) => {
            let list = &list[rows];
            let there: Vec<bool> = list.iter().flatten().copied().collect();
            column
                .typed::<BoolType>()
                .write_batch(&there, Some(&levels(list)), None)?;
        }
        Values::Point(list) => {
            let texts: Vec<ByteArray> = list[rows].iter().map(|p| wkb(*p).into()).collect();
            let there = vec![1; texts.len()];
            column
                .typed::<ByteArrayType>()
                .write_batch(&texts, Some(&there), None)?;
        }
    }
    Ok(())
}

/// A point as well-known binary, little-endian.
fn wkb(p: LonLat) -> Vec<u8> {
    let mut bytes = vec![1, 1, 0, 0, 0];
    bytes.extend_from_slice(&p.lon.to_le_bytes());
    bytes.extend_from_slice(&p.lat.to_le_bytes());
    bytes
}

/// The value of the metadata key `geo` for points in a column, as GeoParquet 1.1 has it: longitude and
/// latitude on WGS 84 (OGC:CRS84).
pub fn geo_metadata(column: &str, points: &[LonLat]) -> String {
    let bound = |of: fn(&LonLat) -> f64, pick: fn(f64, f64) -> f64| {
        points.iter().map(of).reduce(pick).unwrap_or(0.0)
    };
    let (lon, lat) = (|p: &LonLat| p.lon, |p: &LonLat| p.lat);
    let bbox = [
        bound(lon, f64::min),
        bound(lat, f64::min),
        bound(lon, f64::max),
        bound(lat, f64::max),
    ];
    let axis = |name: &str, short: &str, direction: &str| serde_json::json!({"name": name, "abbreviation": short, "direction": direction, "unit": "degree"});
    let crs = serde_json::json!({
        "$schema": "https://proj.org/schemas/v0.5/projjson.schema.json",
        "type": "GeographicCRS",
        "name": "WGS 84 longitude-latitude",
        "datum": {
            "type": "GeodeticReferenceFrame",
            "name": "World Geodetic System 1984",
            "ellipsoid": {
                "name": "WGS 84",
                "semi_major_axis": 6378137,
                "inverse_flattening": 298.257223563
            }
        },
        "coordinate_system": {
            "subtype": "ellipsoidal",
            "axis": [
                axis("Geodetic longitude", "Lon", "east"),
                axis("Geodetic latitude", "Lat", "north")
            ]
        },
        "id": {"authority": "OGC", "code": "CRS84"}
    });
    serde_json::json!({
        "version": "1.1.0",
        "primary_column": column,
        "columns": {
            column: {
                "encoding": "WKB",
                "geometry_types": ["Point"],
                "crs": crs,
                "bbox": bbox
            }
        }
    })
    .to_string()
}
