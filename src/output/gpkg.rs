//! GeoPackage 1.3 (OGC 12-128r17): feature layers in WGS 84 that QGIS opens as they are.
//!
//! The same rows give the same bytes: no time stamps of the run, no journal, one page size.

use std::path::Path;

use geo::BoundingRect;
use geozero::{CoordDimensions, ToWkb};
use rusqlite::types::{Null, ToSqlOutput};
use rusqlite::{Connection, ToSql, params};

use super::atomic::{Ready, Scratch};
use super::table::{Cell, ColumnType, GeometryKind, Schema, Shape, Value, cell, float};
use crate::diagnostics::Error;

/// `last_change` of every layer: fixed, so that a run can be repeated to the byte.
const LAST_CHANGE: &str = "2000-01-01T00:00:00.000Z";

const WGS84: &str = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]"#;

/// The tables every GeoPackage has (annex C of the standard).
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
";

/// Where QGIS looks for the styles of layers.
const STYLES: &str = "
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME);
";

/// A GeoPackage being written, with one layer or several. It appears with
/// [`GeoPackage::finish`] only.
pub struct GeoPackage {
    // Before `scratch`: closed before the file is removed.
    db: Connection,
    scratch: Scratch,
    layers: Vec<String>,
    has_styles: bool,
}

/// A layer being written; hand it to [`GeoPackage::row`] and at last to [`GeoPackage::close`].
#[must_use = "a layer is complete only when closed"]
pub struct Layer {
    table: String,
    kinds: Vec<ColumnType>,
    has_geometry: bool,
    insert: String,
    /// `min_x, min_y, max_x, max_y` so far.
    extent: Option<[f64; 4]>,
}

impl GeoPackage {
    /// Begins the file.
    pub fn create(path: &Path) -> Result<Self, Error> {
        let scratch = Scratch::for_path(path)?;
        let begin = || -> rusqlite::Result<Connection> {
            let db = Connection::open(scratch.path())?;
            // The file is nobody else's before it is renamed, and thrown away on any error.
            db.execute_batch(
                "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                 PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY;
                 PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300; BEGIN;",
            )?;
            db.execute_batch(TABLES)?;
            let mut add =
                db.prepare("INSERT INTO gpkg_spatial_ref_sys VALUES (?1,?2,?3,?4,?5,?6)")?;
            let undefined = "undefined";
            add.execute(params![
                "Undefined Cartesian SRS",
                -1,
                "NONE",
                -1,
                undefined,
                "undefined Cartesian coordinate reference system"
            ])?;
            add.execute(params![
                "Undefined geographic SRS",
                0,
                "NONE",
                0,
                undefined,
                "undefined geographic coordinate reference system"
            ])?;
            add.execute(params![
                "WGS 84 geodetic",
                4326,
                "EPSG",
                4326,
                WGS84,
                "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid"
            ])?;
            drop(add);
            Ok(db)
        };
        let db = begin().map_err(|e| failed(&scratch, e))?;
        Ok(GeoPackage {
            db,
            scratch,
            layers: Vec::new(),
            has_styles: false,
        })
    }

    /// Begins a layer. Names that SQLite would take for another or for its own get a `_`.
    pub fn layer(&mut self, name: &str, schema: &Schema) -> Result<Layer, Error> {
        let mut table = if name.is_empty() {
            "layer".to_owned()
        } else {
            name.to_owned()
        };
        let lower = table.to_lowercase();
        if ["gpkg_", "sqlite_", "rtree_", "layer_styles"]
            .iter()
            .any(|p| lower.starts_with(p))
        {
            table.insert(0, '_');
        }
        distinct(&mut table, &self.layers);
        self.layers.push(table.to_lowercase());
        let geometry = schema.geometry.map(|kind| match kind {
            GeometryKind::Point => "POINT",
            GeometryKind::MultiPolygon => "MULTIPOLYGON",
        });
        let mut taken: Vec<String> = Vec::new();
        let mut names = Vec::new();
        for column in &schema.columns {
            let mut name = column.name.to_string();
            distinct(&mut name, &taken);
            taken.push(name.to_lowercase());
            names.push(name);
        }
        let mut own = |name: &str| {
            let mut name = name.to_owned();
            distinct(&mut name, &taken);
            taken.push(name.to_lowercase());
            name
        };
        let (key, shape) = (own("fid"), own("geom"));
        let mut definition = vec![format!(
            "{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            quoted(&key)
        )];
        definition.extend(geometry.map(|g| format!("{} {g}", quoted(&shape))));
        for (name, column) in names.iter().zip(&schema.columns) {
            let kind = match column.kind {
                ColumnType::Text | ColumnType::Label => "TEXT",
                ColumnType::Int => "INTEGER",
                ColumnType::Number { .. } | ColumnType::Mixed | ColumnType::Exact => "REAL",
            };
            definition.push(format!("{} {kind}", quoted(name)));
        }
        let mut columns: Vec<String> = geometry.iter().map(|_| quoted(&shape)).collect();
        columns.extend(names.iter().map(|n| quoted(n)));
        let insert = if columns.is_empty() {
            format!("INSERT INTO {} DEFAULT VALUES", quoted(&table))
        } else {
            let marks = vec!["?"; columns.len()].join(",");
            format!(
                "INSERT INTO {} ({}) VALUES ({marks})",
                quoted(&table),
                columns.join(",")
            )
        };
        let begin = || -> rusqlite::Result<()> {
            self.db.execute_batch(&format!(
                "CREATE TABLE {} ({})",
                quoted(&table),
                definition.join(", ")
            ))?;
            let data_type = if geometry.is_some() {
                "features"
            } else {
                "attributes"
            };
            self.db.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES (?1, ?2, ?1, ?3, ?4)",
                params![table, data_type, LAST_CHANGE, geometry.map(|_| 4326)],
            )?;
            if let Some(kind) = geometry {
                self.db.execute(
                    "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, 4326, 0, 0)",
                    params![table, shape, kind],
                )?;
            }
            Ok(())
        };
        begin().map_err(|e| failed(&self.scratch, e))?;
        if let Some(kind) = schema.geometry {
            let column = |name: &str| schema.columns.iter().position(|c| c.name == name);
            for style in &schema.styles {
                let Some(column) = column(&style.column) else {
                    continue;
                };
                let qml = style.qml(&names[column], kind);
                self.style(&table, &shape, &style.name, &qml)
                    .map_err(|e| failed(&self.scratch, e))?;
            }
        }
        Ok(Layer {
            table,
            kinds: schema.columns.iter().map(|c| c.kind).collect(),
            has_geometry: geometry.is_some(),
            insert,
            extent: None,
        })
    }

    /// Keeps a style of a layer; the first of a layer is the one it is shown by.
    fn style(&mut self, table: &str, shape: &str, name: &str, qml: &str) -> rusqlite::Result<()> {
        if !std::mem::replace(&mut self.has_styles, true) {
            self.db.execute_batch(STYLES)?;
            self.db.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) VALUES ('layer_styles', 'attributes', 'layer_styles', ?1, NULL)",
                params![LAST_CHANGE],
            )?;
        }
        self.db.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
             SELECT '', '', ?1, ?2, ?3, ?4, '', NOT EXISTS (SELECT 1 FROM layer_styles WHERE f_table_name = ?1), ?3, '', NULL, ?5",
            params![table, shape, name, qml, LAST_CHANGE],
        )?;
        Ok(())
    }

    /// Adds a row to a layer: one value per column, and its geometry.
    ///
    /// Panics when the values don't fit the columns: that is a mistake in the caller.
    pub fn row(
        &mut self,
        layer: &mut Layer,
        values: &[Value],
        shape: Option<Shape>,
    ) -> Result<(), Error> {
        assert_eq!(values.len(), layer.kinds.len(), "one value per column");
        let blob = match shape {
            Some(shape) if layer.has_geometry => Some(layer.blob(shape).map_err(|e| {
                Error::io(self.scratch.target(), "write", std::io::Error::other(e))
            })?),
            _ => None,
        };
        let insert = || -> rusqlite::Result<()> {
            let mut statement = self.db.prepare_cached(&layer.insert)?;
            let mut at = 0;
            if layer.has_geometry {
                at += 1;
                statement.raw_bind_parameter(at, &blob)?;
            }
            for (&kind, &value) in layer.kinds.iter().zip(values) {
                at += 1;
                statement.raw_bind_parameter(at, Bound(kind, cell(kind, value)))?;
            }
            statement.raw_execute().map(|_| ())
        };
        insert().map_err(|e| failed(&self.scratch, e))
    }

    /// Completes a layer: its extent becomes known.
    pub fn close(&mut self, layer: Layer) -> Result<(), Error> {
        let Some([x0, y0, x1, y1]) = layer.extent else {
            return Ok(());
        };
        self.db
            .execute(
                "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1",
                params![layer.table, x0, y0, x1, y1],
            )
            .map(|_| ())
            .map_err(|e| failed(&self.scratch, e))
    }

    /// Brings everything to disk without letting the file appear yet.
    pub fn ready(self) -> Result<Ready, Error> {
        let GeoPackage { db, scratch, .. } = self;
        db.flush_prepared_statement_cache();
        db.execute_batch("COMMIT")
            .map_err(|e| failed(&scratch, e))?;
        db.close().map_err(|(_, e)| failed(&scratch, e))?;
        scratch.ready()
    }

    /// Brings everything to disk and lets the file appear.
    pub fn finish(self) -> Result<(), Error> {
        self.ready()?.publish()
    }
}

impl Layer {
    /// The geometry as GeoPackage stores it; makes the extent grow.
    fn blob(&mut self, shape: Shape) -> Result<Vec<u8>, geozero::error::GeozeroError> {
        let (geometry, bounds): (geo::Geometry<f64>, Option<[f64; 4]>) = match shape {
            Shape::Point(p) => (
                geo::Point::new(p.lon, p.lat).into(),
                Some([p.lon, p.lat, p.lon, p.lat]),
            ),
            Shape::Area(area) => (
                area.clone().into(),
                area.bounding_rect()
                    .map(|b| [b.min().x, b.min().y, b.max().x, b.max().y]),
            ),
        };
        if let Some(b) = bounds {
            let e = self.extent.unwrap_or(b);
            self.extent = Some([
                e[0].min(b[0]),
                e[1].min(b[1]),
                e[2].max(b[2]),
                e[3].max(b[3]),
            ]);
        }
        // Points carry no envelope; for others it is min_x, max_x, min_y, max_y.
        let envelope = match (shape, bounds) {
            (Shape::Area(_), Some([x0, y0, x1, y1])) => vec![x0, x1, y0, y1],
            _ => Vec::new(),
        };
        geometry.to_gpkg_wkb(CoordDimensions::xy(), Some(4326), envelope)
    }
}

/// A cell as an SQL value.
struct Bound<'a>(ColumnType, Cell<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match (self.0, self.1) {
            (_, Cell::Text(t)) => t.into(),
            (ColumnType::Int, Cell::Int(v)) => v.into(),
            (ColumnType::Number { decimals }, cell) => match float(decimals, cell) {
                Some(v) => v.into(),
                None => Null.into(),
            },
            (ColumnType::Mixed | ColumnType::Exact, cell) => match float(0, cell) {
                Some(v) => v.into(),
                None => Null.into(),
            },
            _ => Null.into(),
        })
    }
}

/// Makes a name different from those taken (in lower case), as SQLite compares them.
fn distinct(name: &mut String, taken: &[String]) {
    while taken.contains(&name.to_lowercase()) {
        name.push('_');
    }
}

/// An SQL identifier in quotation marks.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\"").replace('\0', ""))
}

fn failed(scratch: &Scratch, e: rusqlite::Error) -> Error {
    let kind = match e.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => std::io::ErrorKind::StorageFull,
        _ => std::io::ErrorKind::Other,
    };
    Error::io(scratch.target(), "write", std::io::Error::new(kind, e))
}
