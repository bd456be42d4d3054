//! Apache Parquet: every column optional, texts as UTF-8 strings, whole numbers as 64-bit
//! integers, other numbers as doubles; zstd; a row group per million rows.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::atomic::{AtomicFile, Ready};
use super::table::{Cell, ColumnType, Schema, float};
use crate::diagnostics::Error;

/// Rows per row group.
const ROWS: usize = 1 << 20;
/// A row group is closed early when its texts take this many bytes.
const TEXT_BYTES: usize = 256 << 20;

/// The values of one column of a row group, without the empty ones, and which are there.
struct Buffer {
    there: Vec<i16>,
    values: Values,
}

enum Values {
    Text { bytes: Vec<u8>, ends: Vec<usize> },
    Int(Vec<i64>),
    Number(Vec<f64>),
}

pub(super) struct ParquetTable {
    writer: SerializedFileWriter<AtomicFile>,
    path: PathBuf,
    buffers: Vec<Buffer>,
    rows: usize,
    text_bytes: usize,
}

pub(super) fn failed(path: &Path, e: ParquetError) -> Error {
    let source = match e {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(e) => *e,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    };
    Error::io(path, "write", source)
}

impl ParquetTable {
    pub(super) fn create(path: &Path, schema: &Schema) -> Result<Self, Error> {
        Self::begin(path, schema).map_err(|e| match e {
            Begin::Parquet(e) => failed(path, e),
            Begin::File(e) => e,
        })
    }

    fn begin(path: &Path, schema: &Schema) -> Result<Self, Begin> {
        let mut fields = Vec::new();
        let mut buffers = Vec::new();
        for column in &schema.columns {
            let (physical, logical, values) = match column.kind {
                ColumnType::Text | ColumnType::Label => (
                    Physical::BYTE_ARRAY,
                    Some(LogicalType::String),
                    Values::Text {
                        bytes: Vec::new(),
                        ends: Vec::new(),
                    },
                ),
                ColumnType::Int => (Physical::INT64, None, Values::Int(Vec::new())),
                ColumnType::Number { .. } | ColumnType::Mixed | ColumnType::Exact => {
                    (Physical::DOUBLE, None, Values::Number(Vec::new()))
                }
            };
            let field = Type::primitive_type_builder(&column.name, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical)
                .build()?;
            fields.push(Arc::new(field));
            buffers.push(Buffer {
                there: Vec::new(),
                values,
            });
        }
        let root = Type::group_type_builder("table")
            .with_fields(fields)
            .build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by("bereik".to_owned())
            .build();
        let file = AtomicFile::create(path).map_err(Begin::File)?;
        let writer = SerializedFileWriter::new(file, Arc::new(root), Arc::new(properties))?;
        Ok(ParquetTable {
            writer,
            path: path.to_owned(),
            buffers,
            rows: 0,
            text_bytes: 0,
        })
    }

    pub(super) fn row<'a>(
        &mut self,
        cells: impl Iterator<Item = (ColumnType, Cell<'a>)>,
    ) -> Result<(), Error> {
        for (buffer, (kind, cell)) in self.buffers.iter_mut().zip(cells) {
            let there = match (&mut buffer.values, cell) {
                (Values::Text { bytes, ends }, Cell::Text(t)) => {
                    bytes.extend_from_slice(t.as_bytes());
                    ends.push(bytes.len());
                    self.text_bytes += t.len();
                    true
                }
                (Values::Int(list), Cell::Int(v)) => {
                    list.push(v);
                    true
                }
                (Values::Number(list), cell) => {
                    let decimals = match kind {
                        ColumnType::Number { decimals } => decimals,
                        _ => 0,
                    };
                    let value = float(decimals, cell);
                    list.extend(value);
                    value.is_some()
                }
                _ => false,
            };
            buffer.there.push(i16::from(there));
        }
        self.rows += 1;
        if self.rows == ROWS || self.text_bytes >= TEXT_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.rows > 0 {
            self.row_group().map_err(|e| failed(&self.path, e))?;
            self.rows = 0;
            self.text_bytes = 0;
        }
        Ok(())
    }

    fn row_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for buffer in &mut self.buffers {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            let there = Some(buffer.there.as_slice());
            match &mut buffer.values {
                Values::Text { bytes, ends } => {
                    // One allocation that all texts of the column share.
                    let all = ByteArray::from(std::mem::take(bytes));
                    let mut from = 0;
                    let texts: Vec<ByteArray> = ends
                        .drain(..)
                        .map(|to| {
                            let text = all.slice(from, to - from);
                            from = to;
                            text
                        })
                        .collect();
                    column
                        .typed::<ByteArrayType>()
                        .write_batch(&texts, there, None)?;
                }
                Values::Int(list) => {
                    column.typed::<Int64Type>().write_batch(list, there, None)?;
                    list.clear();
                }
                Values::Number(list) => {
                    column
                        .typed::<DoubleType>()
                        .write_batch(list, there, None)?;
                    list.clear();
                }
            }
            buffer.there.clear();
            column.close()?;
        }
        group.close().map(|_| ())
    }

    pub(super) fn ready(mut self) -> Result<Ready, Error> {
        self.flush()?;
        let ParquetTable { writer, path, .. } = self;
        writer.into_inner().map_err(|e| failed(&path, e))?.ready()
    }
}

enum Begin {
    Parquet(ParquetError),
    File(Error),
}

impl From<ParquetError> for Begin {
    fn from(e: ParquetError) -> Self {
        Begin::Parquet(e)
    }
}
