//! Parquet files as bereik writes them, read column by column.
//!
//! Nothing that a file says of itself is believed: every column must have the rows that the file claims, what is read is
//! bounded by the file's length, and a panic of the crate that reads is an error like any other.

use crate::diagnostics::{Error, Fault, InputError, Term, Text};
use parquet::basic::Type as Physical;
use parquet::column::reader::{ColumnReader, get_typed_column_reader};
use parquet::data_type::{BoolType, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

/// Rows a byte of a file, at most: bereik's own have a few.
const ROWS_A_BYTE: u64 = 256;

/// Rows of a file however short.
const ROWS_ANYWAY: u64 = 1 << 16;

/// Bytes of all texts of a column, at most.
const MOST_TEXT: usize = 1 << 30;

/// Rows read at once.
const AT_ONCE: usize = 1 << 12;

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
        let name = path.display().to_string();
        let meta = std::fs::metadata(path).map_err(|e| Error::io(path, "read", e))?;
        if !meta.is_file() {
            return Err(damaged(&name, "it is no ordinary file").into());
        }
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
        let most = (meta.len().saturating_mul(ROWS_A_BYTE)).saturating_add(ROWS_ANYWAY);
        let read = quietly(|| Self::from_file(file, &name, names, most));
        match read {
            Some(table) => Ok(table?),
            None => Err(damaged(&name, "its parts contradict each other").into()),
        }
    }

    fn from_file(
        file: std::fs::File,
        name: &str,
        names: &[&str],
        most: u64,
    ) -> Result<Table, InputError> {
        let wrong = |e: parquet::errors::ParquetError| damaged(name, &e.to_string());
        let reader = SerializedFileReader::new(file).map_err(wrong)?;
        let about = reader.metadata().file_metadata();
        let claimed = about.num_rows();
        let rows = (u64::try_from(claimed).ok())
            .filter(|rows| *rows <= most)
            .and_then(|rows| usize::try_from(rows).ok());
        let Some(rows) = rows else {
            let problem = format!("it claims {claimed} rows, which it is too short for");
            return Err(damaged(name, &problem));
        };
        let schema = about.schema_descr_ptr();
        let mut columns: Vec<(String, Values)> = Vec::new();
        for i in 0..schema.num_columns() {
            let column = schema.column(i);
            if !names.is_empty() && !names.contains(&column.name()) {
                continue;
            }
            let of_column = |problem: &str| {
                let column = column.name();
                damaged(name, &format!("column {column:?} {problem}"))
            };
            if column.max_rep_level() > 0 || column.path().parts().len() > 1 {
                return Err(of_column("holds lists or parts"));
            }
            let levels = (column.max_def_level(), rows);
            let values = read_column(&reader, i, (column.physical_type(), levels))
                .map_err(wrong)?
                .map_err(of_column)?;
            columns.push((column.name().to_owned(), values));
        }
        if let Some(missing) = names.iter().find(|n| !columns.iter().any(|(c, _)| c == *n)) {
            return Err(damaged(name, &format!("there is no column {missing:?}")));
        }
        Ok(Table {
            file: name.to_owned(),
            rows,
            columns,
        })
    }

    fn column(&self, name: &str) -> Result<&Values, InputError> {
        let found = self.columns.iter().find(|(n, _)| n == name);
        found.map(|(_, values)| values).ok_or_else(|| {
            Fault::DatasetDamaged.at(&self.file, format!("there is no column {name:?}"))
        })
    }

    fn other(&self, name: &str) -> InputError {
        Fault::DatasetDamaged.at(&self.file, format!("column {name:?} is of another type"))
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

fn damaged(file: &str, problem: &str) -> InputError {
    Fault::DatasetDamaged
        .at(file, format!("cannot be read as Parquet: {problem}"))
        .hint(
            Text::from("the file is damaged, or not bereik's; ")
                .and(Term::Monitor)
                .and(" makes it anew"),
        )
}

thread_local! {
    /// Whether a panic of this thread is caught, and not told.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Does something that may panic; nothing is printed then.
fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |about| {
            if !CAUGHT.get() {
                told(about);
            }
        }));
    });
    CAUGHT.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    CAUGHT.set(false);
    done
}

/// What is wrong with a column.
type Wrong = &'static str;

const LONGER: Wrong = "has more values than the file has rows";
const SHORTER: Wrong = "has fewer values than the file has rows";

/// All values of one column: its physical type, the level at which there is a value, and how many there must be.
fn read_column(
    reader: &SerializedFileReader<std::fs::File>,
    column: usize,
    (physical, (level, rows)): (Physical, (i16, usize)),
) -> Result<Result<Values, Wrong>, parquet::errors::ParquetError> {
    let mut values = match physical {
        Physical::BYTE_ARRAY => Values::Text(Vec::new()),
        Physical::INT64 => Values::Int(Vec::new()),
        Physical::DOUBLE => Values::Number(Vec::new()),
        Physical::BOOLEAN => Values::Truth(Vec::new()),
        _ => return Ok(Err("is of another type")),
    };
    let mut left = rows;
    let mut text_left = MOST_TEXT;
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let column = group.get_column_reader(column)?;
        let read = match &mut values {
            Values::Text(list) => {
                let mut text = |bytes: parquet::data_type::ByteArray| {
                    text_left = text_left.checked_sub(bytes.len())?;
                    Some(String::from_utf8(bytes.data().to_vec()).ok())
                };
                let add = |v: Option<_>| match v {
                    None => kept(list, None),
                    Some(bytes) => text(bytes).is_some_and(|text| kept(list, text)),
                };
                part::<ByteArrayType>(column, (level, left), add)?
            }
            Values::Int(list) => part::<Int64Type>(column, (level, left), |v| kept(list, v))?,
            Values::Number(list) => part::<DoubleType>(column, (level, left), |v| kept(list, v))?,
            Values::Truth(list) => part::<BoolType>(column, (level, left), |v| kept(list, v))?,
        };
        match read {
            Ok(read) => left -= read,
            Err(problem) => return Ok(Err(problem)),
        }
    }
    Ok(match left {
        0 => Ok(values),
        _ => Err(SHORTER),
    })
}

fn kept<T>(list: &mut Vec<Option<T>>, value: Option<T>) -> bool {
    list.push(value);
    true
}

/// Adds the values of one row group, and says how many rows it has, at most `most`; `add` says whether there is room.
fn part<T: DataType>(
    column: ColumnReader,
    (level, most): (i16, usize),
    mut add: impl FnMut(Option<T::T>) -> bool,
) -> Result<Result<usize, Wrong>, parquet::errors::ParquetError> {
    let mut reader = get_typed_column_reader::<T>(column);
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    let mut rows = 0usize;
    loop {
        levels.clear();
        values.clear();
        let (read, _, _) = reader.read_records(AT_ONCE, Some(&mut levels), None, &mut values)?;
        if read == 0 {
            return Ok(Ok(rows));
        }
        rows = rows.saturating_add(read);
        if rows > most {
            return Ok(Err(LONGER));
        }
        let mut found = values.drain(..);
        for row in 0..read {
            // A column without levels has a value in every row.
            let there = level == 0 || levels.get(row) == Some(&level);
            let value = if there { found.next() } else { None };
            if there && value.is_none() {
                return Ok(Err(SHORTER));
            }
            if !add(value) {
                return Ok(Err("holds more text than can be kept"));
            }
        }
    }
}
