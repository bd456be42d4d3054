//! Tables: typed columns, written row by row to CSV, Parquet, GeoJSON or GeoPackage.

use std::path::{Path, PathBuf};

use geo::MultiPolygon;

use super::atomic::Ready;
use super::fields::Field;
use super::style::Style;
use super::workbook::Sheet;
use super::{csv, geojson, gpkg, parquet};
use crate::diagnostics::Error;
use crate::units::LonLat;

/// What a column holds. Every column may have empty values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text, written exactly as it is: ids, codes, words of our own.
    Text,
    /// Text from data that people read in a spreadsheet (names). In CSV one that a spreadsheet
    /// would take for a formula gets an apostrophe in front; elsewhere it stays as it is.
    Label,
    /// Whole numbers.
    Int,
    /// Numbers rounded to that many decimals (at most 15; nearest, halves away from zero).
    /// All formats hold the same rounded value.
    Number {
        /// Decimals.
        decimals: u8,
    },
    /// Numbers of several kinds (counts, minutes, ratios), each with decimals of its own; see
    /// [`Value::significant`].
    Mixed,
    /// Numbers as they are (people, dwellings): with all decimals they have, of 15 digits.
    Exact,
}

/// What the geometry of every row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    /// Points.
    Point,
    /// Areas.
    MultiPolygon,
}

/// The columns of a table, and its geometry where it has one (WGS 84).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// The columns, in order.
    pub columns: Vec<Field>,
    /// The geometry; CSV and Parquet leave it out.
    pub geometry: Option<GeometryKind>,
    /// How a map program may show it, the first at once; GeoPackage only.
    pub styles: Vec<Style>,
}

impl Schema {
    /// A table without columns yet.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a text column.
    pub fn text(self, name: impl Into<String>) -> Self {
        self.column(name, ColumnType::Text)
    }
    /// Adds a column of names from data.
    pub fn label(self, name: impl Into<String>) -> Self {
        self.column(name, ColumnType::Label)
    }
    /// Adds a column of whole numbers.
    pub fn int(self, name: impl Into<String>) -> Self {
        self.column(name, ColumnType::Int)
    }
    /// Adds a column of numbers with so many decimals.
    pub fn number(self, name: impl Into<String>, decimals: u8) -> Self {
        self.column(name, ColumnType::Number { decimals })
    }
    /// Adds a column of numbers of several kinds.
    pub fn mixed(self, name: impl Into<String>) -> Self {
        self.column(name, ColumnType::Mixed)
    }
    /// Adds a column of people, households or dwellings, written as they are.
    pub fn people(self, name: impl Into<String>) -> Self {
        self.column(name, ColumnType::Exact)
    }
    /// Adds a column of results.
    pub fn field(mut self, field: &Field) -> Self {
        self.columns.push(field.clone());
        self
    }
    /// Adds a column.
    pub fn column(mut self, name: impl Into<String>, kind: ColumnType) -> Self {
        let name = std::borrow::Cow::Owned(name.into());
        self.columns.push(Field::plain(name, kind));
        self
    }
    /// Gives every row a geometry.
    pub fn geometry(mut self, kind: GeometryKind) -> Self {
        self.geometry = Some(kind);
        self
    }
}

/// One value of a row. It must fit its column; an [`Value::Int`] may also stand in a number column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Empty,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number; not finite counts as no value.
    Number(f64),
    /// A number in units of the column's last decimal: `Fixed(2450)` is 24.50 where there are two.
    Fixed(i64),
    /// A number in a mixed column: units of its own last decimal, and how many decimals (at most
    /// 15). `Scaled(2450, 2)` is 24.50.
    Scaled(i64, u8),
}

/// Most decimals a number is written with.
const MOST_DECIMALS: u8 = 15;

impl Value<'_> {
    /// A number for a mixed column as a column of [people](Schema::people) has it.
    pub fn exact(v: f64) -> Self {
        Value::significant(v, DIGITS)
    }

    /// A number for a mixed column with so many significant digits (nearest, halves away from
    /// zero): the whole part always in full, no zeros behind the last decimal, whole numbers
    /// without a point. Not finite counts as no value.
    pub fn significant(v: f64, digits: u8) -> Self {
        if !v.is_finite() {
            return Value::Empty;
        }
        let (mut decimals, mut size) = (0, v.abs());
        // A whole number has no decimals to look for.
        while v != v.trunc() && size < scale(digits.saturating_sub(1)) && decimals < MOST_DECIMALS {
            size *= 10.0;
            decimals += 1;
        }
        let units = (v * scale(decimals)).round();
        if units.abs() >= EXACT {
            return Value::Number(v);
        }
        let mut units = units as i64;
        while decimals > 0 && units % 10 == 0 {
            units /= 10;
            decimals -= 1;
        }
        Value::Scaled(units, decimals)
    }
}

impl<'a> From<Option<f64>> for Value<'a> {
    fn from(v: Option<f64>) -> Self {
        v.map_or(Value::Empty, Value::Number)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(v: &'a str) -> Self {
        Value::Text(v)
    }
}

/// The geometry of one row, WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape<'a> {
    /// A place.
    Point(LonLat),
    /// An area.
    Area(&'a MultiPolygon<f64>),
}

/// A value brought into its column's form, the same for all formats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Int(i64),
    /// In units of 10^-decimals.
    Fixed(i64),
    /// In units of 10^-decimals, with decimals of its own.
    Scaled(i64, u8),
    /// Too large for that.
    Float(f64),
}

/// Digits of numbers that are written as they are: more than that a sum of fractions can't vouch for.
const DIGITS: u8 = 15;

/// A number as a column of [people](Schema::people) has it, for a message.
pub fn plain(v: f64) -> String {
    let mut out = Vec::new();
    csv::number(
        &mut out,
        ColumnType::Exact,
        cell(ColumnType::Exact, Value::Number(v)),
    );
    String::from_utf8(out).unwrap_or_default()
}

/// Whole numbers below this are exact in floating point.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn cell<'a>(kind: ColumnType, value: Value<'a>) -> Cell<'a> {
    match (kind, value) {
        (_, Value::Empty) => Cell::Empty,
        (ColumnType::Text | ColumnType::Label, Value::Text(t)) => Cell::Text(t),
        (ColumnType::Int, Value::Int(v)) => Cell::Int(v),
        (ColumnType::Number { .. }, Value::Fixed(v)) => Cell::Fixed(v),
        (ColumnType::Number { decimals }, Value::Int(v)) => {
            match v.checked_mul(10i64.saturating_pow(decimals.into())) {
                Some(v) => Cell::Fixed(v),
                None => Cell::Float(v as f64),
            }
        }
        (ColumnType::Number { decimals }, Value::Number(v)) => {
            let units = (v * scale(decimals)).round();
            if !v.is_finite() {
                Cell::Empty
            } else if units.abs() < EXACT {
                Cell::Fixed(units as i64)
            } else {
                Cell::Float(v)
            }
        }
        (ColumnType::Mixed, Value::Scaled(v, decimals)) => {
            Cell::Scaled(v, decimals.min(MOST_DECIMALS))
        }
        (ColumnType::Mixed, Value::Int(v)) => Cell::Scaled(v, 0),
        (ColumnType::Mixed, Value::Number(v)) if !v.is_finite() => Cell::Empty,
        (ColumnType::Mixed, Value::Number(v)) => Cell::Float(v),
        (ColumnType::Exact, value @ Value::Int(_)) => cell(ColumnType::Mixed, value),
        (ColumnType::Exact, Value::Number(v)) => cell(ColumnType::Mixed, Value::exact(v)),
        // A mistake in our own code, not in data.
        (kind, value) => panic!("a {kind:?} column can't hold {value:?}"),
    }
}

pub(super) fn scale(decimals: u8) -> f64 {
    10f64.powi(decimals.into())
}

/// A cell of a number column as a floating point number.
pub(super) fn float(decimals: u8, cell: Cell) -> Option<f64> {
    match cell {
        Cell::Fixed(units) => Some(units as f64 / scale(decimals)),
        Cell::Scaled(units, decimals) => Some(units as f64 / scale(decimals)),
        Cell::Float(v) => Some(v),
        Cell::Int(v) => Some(v as f64),
        Cell::Empty | Cell::Text(_) => None,
    }
}

/// Where a table goes and in which format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Standard output, as CSV.
    Stdout,
    /// A file; its ending says the format.
    File(PathBuf, Format),
}

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `.csv`: RFC 4180, UTF-8, lines end in LF.
    Csv,
    /// `.parquet`: zstd, one row group per million rows.
    Parquet,
    /// `.geojson`: RFC 7946.
    GeoJson,
    /// `.gpkg`: GeoPackage 1.3, one layer called like the file.
    GeoPackage,
}

impl Target {
    /// From `-o`: standard output without it, else the format by the file's ending.
    /// GeoJSON and GeoPackage are only for tables with a geometry.
    pub fn new(output: Option<&Path>, geometry: bool) -> Result<Self, Error> {
        let Some(path) = output else {
            return Ok(Target::Stdout);
        };
        let endings = if geometry {
            ".csv, .parquet, .geojson or .gpkg"
        } else {
            ".csv or .parquet"
        };
        let format = match crate::input::features::ending(path).as_str() {
            "csv" => Format::Csv,
            "parquet" => Format::Parquet,
            "geojson" if geometry => Format::GeoJson,
            "gpkg" if geometry => Format::GeoPackage,
            "geojson" | "gpkg" => {
                let problem = format!("this table has no geometry; the name must end in {endings}");
                return Err(super::atomic::refused(path, &problem));
            }
            _ => {
                let problem = format!("the ending picks the format; it must be {endings}");
                return Err(super::atomic::refused(path, &problem));
            }
        };
        Ok(Target::File(path.to_owned(), format))
    }
}

/// Writes a table row by row, in memory that doesn't grow with the rows (Parquet holds up to a
/// million). The file appears with [`TableWriter::finish`] only; dropped before, nothing stays.
pub struct TableWriter {
    kinds: Vec<ColumnType>,
    sink: Sink,
    /// The same rows, for the workbook.
    sheet: Option<Sheet>,
}

enum Sink {
    Csv(csv::CsvTable),
    Parquet(Box<parquet::ParquetTable>),
    GeoJson(geojson::GeoJsonTable),
    GeoPackage(Box<gpkg::GeoPackage>, gpkg::Layer),
}

impl TableWriter {
    /// Begins a table.
    ///
    /// Panics on more than 15 decimals: that is a mistake in the caller.
    pub fn create(target: &Target, schema: &Schema) -> Result<Self, Error> {
        let sane = |c: &Field| !matches!(c.kind, ColumnType::Number { decimals: 16.. });
        assert!(schema.columns.iter().all(sane), "at most 15 decimals");
        let sink = match target {
            Target::Stdout => Sink::Csv(csv::CsvTable::stdout(schema)?),
            Target::File(path, Format::Csv) => Sink::Csv(csv::CsvTable::create(path, schema)?),
            Target::File(path, Format::Parquet) => {
                Sink::Parquet(Box::new(parquet::ParquetTable::create(path, schema)?))
            }
            Target::File(path, Format::GeoJson) => {
                Sink::GeoJson(geojson::GeoJsonTable::create(path, schema)?)
            }
            Target::File(path, Format::GeoPackage) => {
                let mut package = gpkg::GeoPackage::create(path)?;
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let layer = package.layer(&name, schema)?;
                Sink::GeoPackage(Box::new(package), layer)
            }
        };
        Ok(TableWriter {
            kinds: schema.columns.iter().map(|c| c.kind).collect(),
            sink,
            sheet: None,
        })
    }

    /// Keeps its rows for a workbook as well.
    pub(super) fn with_sheet(self, sheet: Sheet) -> Self {
        TableWriter {
            sheet: Some(sheet),
            ..self
        }
    }

    /// The rows that were kept.
    pub(super) fn take_sheet(&mut self) -> Option<Sheet> {
        self.sheet.take()
    }

    /// Adds a row: one value per column.
    ///
    /// Panics when the values don't fit the columns: that is a mistake in the caller.
    pub fn row(&mut self, values: &[Value]) -> Result<(), Error> {
        self.row_with(values, None)
    }

    /// Adds a row with its geometry; none where the place is not known.
    pub fn row_with(&mut self, values: &[Value], shape: Option<Shape>) -> Result<(), Error> {
        assert_eq!(values.len(), self.kinds.len(), "one value per column");
        let cells = self
            .kinds
            .iter()
            .zip(values)
            .map(|(&k, &v)| (k, cell(k, v)));
        if let Some(sheet) = &mut self.sheet {
            sheet.row(cells.clone());
        }
        match &mut self.sink {
            Sink::Csv(table) => table.row(cells),
            Sink::Parquet(table) => table.row(cells),
            Sink::GeoJson(table) => table.row(cells, shape),
            Sink::GeoPackage(package, layer) => package.row(layer, values, shape),
        }
    }

    /// Brings everything to disk without letting the file appear yet.
    pub fn ready(self) -> Result<Option<Ready>, Error> {
        match self.sink {
            Sink::Csv(table) => table.ready(),
            Sink::Parquet(table) => table.ready().map(Some),
            Sink::GeoJson(table) => table.ready().map(Some),
            Sink::GeoPackage(package, layer) => {
                let mut package = *package;
                package.close(layer)?;
                package.ready().map(Some)
            }
        }
    }

    /// Brings everything to disk and lets the file appear.
    pub fn finish(self) -> Result<(), Error> {
        match self.ready()? {
            Some(ready) => ready.publish(),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_picks_the_format() {
        let format = |name: &str, geometry| match Target::new(Some(Path::new(name)), geometry) {
            Ok(Target::File(_, format)) => Some(format),
            Ok(Target::Stdout) => panic!("not asked for"),
            Err(e) => {
                assert_eq!(e.code(), crate::diagnostics::Fault::OutputRefused);
                None
            }
        };
        assert_eq!(format("a.csv", false), Some(Format::Csv));
        assert_eq!(format("a.PARQUET", false), Some(Format::Parquet));
        assert_eq!(format("a.geojson", true), Some(Format::GeoJson));
        assert_eq!(format("a.gpkg", true), Some(Format::GeoPackage));
        for (name, geometry) in [
            ("a.gpkg", false),
            ("a.xlsx", true),
            ("a", true),
            (".csv", true),
        ] {
            assert_eq!(format(name, geometry), None, "{name}");
        }
        assert_eq!(Target::new(None, false).unwrap(), Target::Stdout);
    }

    #[test]
    fn numbers_are_rounded_once_for_all_formats() {
        let two = ColumnType::Number { decimals: 2 };
        assert_eq!(cell(two, Value::Number(1.005)), Cell::Fixed(100));
        assert_eq!(cell(two, Value::Number(-0.001)), Cell::Fixed(0));
        assert_eq!(cell(two, Value::Number(24.5)), Cell::Fixed(2450));
        assert_eq!(cell(two, Value::Int(3)), Cell::Fixed(300));
        assert_eq!(cell(two, Value::Number(f64::NAN)), Cell::Empty);
        assert_eq!(cell(two, Value::Number(1e300)), Cell::Float(1e300));
        assert_eq!(
            cell(two, Value::Int(i64::MAX)),
            Cell::Float(i64::MAX as f64)
        );
        assert_eq!(float(2, Cell::Fixed(2450)), Some(24.5));
    }

    #[test]
    fn people_are_written_as_they_are() {
        for (v, expected) in [
            (140.0, "140"),
            (1.63 + 4.94, "6.57"),
            (0.1 + 0.2, "0.3"),
            (0.004, "0.004"),
            (17_543_210.25, "17543210.25"),
            (1e300, &format!("{:.0}", 1e300)),
            (f64::NAN, ""),
        ] {
            assert_eq!(plain(v), expected, "{v}");
        }
        assert_eq!(cell(ColumnType::Exact, Value::Int(7)), Cell::Scaled(7, 0));
    }

    #[test]
    fn significant_digits_keep_the_whole_part_and_drop_zeros() {
        for (v, expected) in [
            (0.0, Value::Scaled(0, 0)),
            (337_921.0, Value::Scaled(337_921, 0)),
            (12_345_678.4, Value::Scaled(12_345_678, 0)),
            (1234.5678, Value::Scaled(123_457, 2)),
            (-1234.5, Value::Scaled(-12_345, 1)),
            (0.5, Value::Scaled(5, 1)),
            (0.000_512_345_67, Value::Scaled(512_346, 9)),
            (1e-30, Value::Scaled(0, 0)),
            (1e300, Value::Number(1e300)),
            (f64::INFINITY, Value::Empty),
        ] {
            assert_eq!(Value::significant(v, 6), expected, "{v}");
        }
        assert_eq!(
            cell(ColumnType::Mixed, Value::Scaled(5, 1)),
            Cell::Scaled(5, 1)
        );
        assert_eq!(float(0, Cell::Scaled(2450, 2)), Some(24.5));
    }
}
