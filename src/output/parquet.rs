//! Tables as Parquet: rows are kept as columns until there are enough of them for a row group of [`super::columns`].

use super::atomic::Ready;
use super::columns::{ROWS, Values, Writer};
use super::fields::Field;
use super::table::{Cell, ColumnType, Schema, float};
use crate::diagnostics::Error;
use std::path::Path;

/// A row group is closed early when its texts take this many bytes.
const TEXT_BYTES: usize = 256 << 20;

/// The rows of one column that are not written yet.
enum Buffer {
    /// All texts, and where each ends; none where there is none.
    Text(String, Vec<Option<usize>>),
    Int(Vec<Option<i64>>),
    /// Not a number where there is none.
    Number(Vec<f64>),
}

impl Buffer {
    fn of(column: &Field) -> Self {
        match column.kind {
            ColumnType::Text | ColumnType::Label => Buffer::Text(String::new(), Vec::new()),
            ColumnType::Int => Buffer::Int(Vec::new()),
            ColumnType::Number { .. } | ColumnType::Mixed | ColumnType::Exact => {
                Buffer::Number(Vec::new())
            }
        }
    }

    /// Adds a value; how many bytes of text it has.
    fn add(&mut self, kind: ColumnType, cell: Cell) -> usize {
        match (self, cell) {
            (Buffer::Text(all, ends), Cell::Text(text)) => {
                all.push_str(text);
                ends.push(Some(all.len()));
                return text.len();
            }
            (Buffer::Text(_, ends), _) => ends.push(None),
            (Buffer::Int(list), Cell::Int(v)) => list.push(Some(v)),
            (Buffer::Int(list), _) => list.push(None),
            (Buffer::Number(list), cell) => {
                let decimals = match kind {
                    ColumnType::Number { decimals } => decimals,
                    _ => 0,
                };
                list.push(float(decimals, cell).unwrap_or(f64::NAN));
            }
        }
        0
    }

    /// The values; numbers are taken out.
    fn values(&mut self) -> Values<'_> {
        match self {
            Buffer::Text(all, ends) => {
                let mut from = 0;
                let texts = ends.iter().map(|end| {
                    let text = all.get(from..(*end)?)?;
                    from += text.len();
                    Some(text)
                });
                Values::Text(texts.collect())
            }
            Buffer::Int(list) => Values::Int(std::mem::take(list)),
            Buffer::Number(list) => Values::Number(std::mem::take(list)),
        }
    }
}

pub(super) struct ParquetTable {
    writer: Writer,
    columns: Vec<Field>,
    buffers: Vec<Buffer>,
    rows: usize,
    text_bytes: usize,
}

impl ParquetTable {
    pub(super) fn create(path: &Path, schema: &Schema) -> Result<Self, Error> {
        let columns = schema.columns.clone();
        let mut buffers = empty(&columns);
        let writer = Writer::create(path, &named(&columns, &mut buffers), &[])?;
        Ok(ParquetTable {
            writer,
            columns,
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
            self.text_bytes += buffer.add(kind, cell);
        }
        self.rows += 1;
        if self.rows == ROWS || self.text_bytes >= TEXT_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let mut full = std::mem::replace(&mut self.buffers, empty(&self.columns));
        (self.rows, self.text_bytes) = (0, 0);
        self.writer.add(&named(&self.columns, &mut full))
    }

    pub(super) fn ready(mut self) -> Result<Ready, Error> {
        self.flush()?;
        self.writer.ready()
    }
}

fn empty(columns: &[Field]) -> Vec<Buffer> {
    columns.iter().map(Buffer::of).collect()
}

fn named<'a>(columns: &'a [Field], buffers: &'a mut [Buffer]) -> Vec<(&'a str, Values<'a>)> {
    let names = columns.iter().map(|c| c.name.as_ref());
    names.zip(buffers.iter_mut().map(Buffer::values)).collect()
}
