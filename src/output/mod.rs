//! Writers: tables and whole files. This module alone knows output formats.

pub mod atomic;
pub mod columns;
mod csv;
mod failpoint;
pub mod fields;
mod geojson;
mod gpkg;
mod older;
mod parquet;
pub mod report;
pub mod results;
pub mod style;
pub mod table;
pub mod workbook;

pub use gpkg::{GeoPackage, Layer};
pub use table::{ColumnType, GeometryKind, Schema, Shape, TableWriter, Target, Value};
