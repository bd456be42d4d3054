//! Parquet files as bereik writes them, read column by column.

use crate::diagnostics::{Error, InputError};
use parquet::basic::Type as Physical;
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{BoolType, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::path::Path;

/// The values of a column, one a row; none where there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Texts. Bytes that are no text count as none.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Int(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// Truth values.
    Truth(Vec<Option<bool>>),
}

/// A table in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The file, for messages.
    pub file: String,
    /// Number of rows.
    pub rows: usize,
    columns: Vec<(String, Values)>,
}

impl Table {
    /// Reads some columns of a file, or all with none named. Other kinds of columns than those of
    /// [`Values`] are refused.
    ///
    /// # Errors
    /// When the file can't be read, is damaged, or lacks a column.
    pub fn read(path: &Path, names: &[&str]) -> Result<Table, Error> {
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
        let name = path.display().to_string();
        let damaged = |e: &dyn std::fmt::Display| {
            InputError::new(&name, format!("cannot be read as Parquet: {e}"))
                .hint("the file is damaged, or not bereik's; `bereik monitor run` makes it anew")
        };
        let reader = SerializedFileReader::new(file).map_err(|e| damaged(&e))?;
        let schema = reader.metadata().file_metadata().schema_descr_ptr();
        let mut columns = Vec::new();
        for i in 0..schema.num_columns() {
            let column = schema.column(i);
            if names.is_empty() || names.contains(&column.name()) {
                let values = read_column(&reader, i, column.physical_type())
                    .map_err(|e| damaged(&e))?
                    .ok_or_else(|| damaged(&format!("column {:?}", column.name())))?;
                columns.push((column.name().to_owned(), values));
            }
        }
        if let Some(missing) = names.iter().find(|n| !columns.iter().any(|(c, _)| c == *n)) {
            return Err(damaged(&format!("there is no column {missing:?}")).into());
        }
        let rows = reader.metadata().file_metadata().num_rows();
        Ok(Table {
            file: name,
            rows: usize::try_from(rows).unwrap_or(0),
            columns,
        })
    }

    fn column(&self, name: &str) -> Result<&Values, InputError> {
        let found = self.columns.iter().find(|(n, _)| n == name);
        found
            .map(|(_, values)| values)
            .ok_or_else(|| InputError::new(&self.file, format!("there is no column {name:?}")))
    }

    fn other(&self, name: &str) -> InputError {
        InputError::new(&self.file, format!("column {name:?} is of another type"))
    }

    /// A column of texts; where there is none, the empty text.
    ///
    /// # Errors
    /// When there is no such column of texts.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, InputError> {
        match self.column(name)? {
            Values::Text(list) => Ok(list.iter().map(|t| t.as_deref().unwrap_or("")).collect()),
            _ => Err(self.other(name)),
        }
    }

    /// A column of numbers.
    ///
    /// # Errors
    /// When there is no such column of numbers.
    pub fn numbers(&self, name: &str) -> Result<&[Option<f64>], InputError> {
        match self.column(name)? {
            Values::Number(list) => Ok(list),
            _ => Err(self.other(name)),
        }
    }

    /// A column of truth values.
    ///
    /// # Errors
    /// When there is no such column of truth values.
    pub fn truths(&self, name: &str) -> Result<&[Option<bool>], InputError> {
        match self.column(name)? {
            Values::Truth(list) => Ok(list),
            _ => Err(self.other(name)),
        }
    }
}

/// All values of one column; none where it is of no kind that bereik writes.
fn read_column(
    reader: &SerializedFileReader<std::fs::File>,
    column: usize,
    physical: Physical,
) -> Result<Option<Values>, parquet::errors::ParquetError> {
    let mut values = match physical {
        Physical::BYTE_ARRAY => Values::Text(Vec::new()),
        Physical::INT64 => Values::Int(Vec::new()),
        Physical::DOUBLE => Values::Number(Vec::new()),
        Physical::BOOLEAN => Values::Truth(Vec::new()),
        _ => return Ok(None),
    };
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let column = group.get_column_reader(column)?;
        match &mut values {
            Values::Text(list) => {
                let text = |bytes: parquet::data_type::ByteArray| {
                    String::from_utf8(bytes.data().to_vec()).ok()
                };
                let part = part::<ByteArrayType>(column, rows)?;
                list.extend(part.into_iter().map(|v| v.and_then(text)));
            }
            Values::Int(list) => list.extend(part::<Int64Type>(column, rows)?),
            Values::Number(list) => list.extend(part::<DoubleType>(column, rows)?),
            Values::Truth(list) => list.extend(part::<BoolType>(column, rows)?),
        }
    }
    Ok(Some(values))
}

fn part<T: DataType>(
    column: ColumnReader,
    rows: usize,
) -> Result<Vec<Option<T::T>>, parquet::errors::ParquetError> {
    let mut reader = get_typed_column_reader::<T>(column);
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    loop {
        let (read, _, _) =
            reader.read_records(rows.max(1), Some(&mut levels), None, &mut values)?;
        if read == 0 {
            break;
        }
    }
    let mut values = values.into_iter();
    Ok(levels
        .into_iter()
        .map(|level| if level > 0 { values.next() } else { None })
        .collect())
}
