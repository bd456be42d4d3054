//! Writers: tables and whole files. This module alone knows output formats.

pub mod atomic;
pub mod columns;
mod csv;
mod geojson;
mod gpkg;
mod parquet;
pub mod report;
pub mod table;

pub use gpkg::{GeoPackage, Layer};
pub use table::{Column, ColumnType, GeometryKind, Schema, Shape, TableWriter, Target, Value};
