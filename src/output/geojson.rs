//! GeoJSON (RFC 7946): one feature per line, WGS 84 with seven decimals (a centimetre), outer
//! rings anticlockwise.

use std::io::Write;
use std::path::{Path, PathBuf};

use geo::{LineString, MultiPolygon};

use super::atomic::{AtomicFile, Ready};
use super::csv::number;
use super::table::{Cell, ColumnType, Schema, Shape};
use crate::diagnostics::Error;

pub(super) struct GeoJsonTable {
    out: AtomicFile,
    path: PathBuf,
    /// `"name":` per column.
    names: Vec<String>,
    line: Vec<u8>,
    first: bool,
}

impl GeoJsonTable {
    pub(super) fn create(path: &Path, schema: &Schema) -> Result<Self, Error> {
        let mut out = AtomicFile::create(path)?;
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")
            .map_err(|e| Error::io(path, "write", e))?;
        let quoted = |name: &str| {
            let mut text = Vec::new();
            string(&mut text, name);
            text.push(b':');
            String::from_utf8_lossy(&text).into_owned()
        };
        Ok(GeoJsonTable {
            out,
            path: path.to_owned(),
            names: schema.columns.iter().map(|c| quoted(&c.name)).collect(),
            line: Vec::new(),
            first: true,
        })
    }

    pub(super) fn row<'a>(
        &mut self,
        cells: impl Iterator<Item = (ColumnType, Cell<'a>)>,
        shape: Option<Shape>,
    ) -> Result<(), Error> {
        let line = &mut self.line;
        line.clear();
        line.extend(if self.first { &b"\n"[..] } else { b",\n" });
        self.first = false;
        line.extend(b"{\"type\":\"Feature\",\"properties\":{");
        for (i, ((kind, cell), name)) in cells.zip(&self.names).enumerate() {
            if i > 0 {
                line.push(b',');
            }
            line.extend(name.as_bytes());
            match cell {
                Cell::Empty => line.extend(b"null"),
                Cell::Text(t) => string(line, t),
                other => number(line, kind, other),
            }
        }
        line.extend(b"},\"geometry\":");
        match shape {
            None => line.extend(b"null"),
            Some(Shape::Point(p)) => {
                line.extend(b"{\"type\":\"Point\",\"coordinates\":");
                position(line, p.lon, p.lat);
                line.push(b'}');
            }
            Some(Shape::Area(area)) => {
                line.extend(b"{\"type\":\"MultiPolygon\",\"coordinates\":[");
                rings(line, area);
                line.extend(b"]}");
            }
        }
        line.push(b'}');
        self.out
            .write_all(line)
            .map_err(|e| Error::io(&self.path, "write", e))
    }

    pub(super) fn ready(mut self) -> Result<Ready, Error> {
        self.out
            .write_all(b"\n]}\n")
            .map_err(|e| Error::io(&self.path, "write", e))?;
        self.out.ready()
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    // Writing to memory can't fail, and a string can always be written.
    let _ = serde_json::to_writer(out, text);
}

fn position(out: &mut Vec<u8>, lon: f64, lat: f64) {
    let kind = ColumnType::Number { decimals: 7 };
    out.push(b'[');
    for (i, v) in [lon, lat].into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        number(out, kind, Cell::Fixed((v * 1e7).round() as i64));
    }
    out.push(b']');
}

fn rings(out: &mut Vec<u8>, area: &MultiPolygon<f64>) {
    for (i, polygon) in area.0.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        out.push(b'[');
        ring(out, polygon.exterior(), true);
        for inner in polygon.interiors() {
            out.push(b',');
            ring(out, inner, false);
        }
        out.push(b']');
    }
}

fn ring(out: &mut Vec<u8>, ring: &LineString<f64>, anticlockwise: bool) {
    let twice_area: f64 = ring
        .lines()
        .map(|l| l.start.x * l.end.y - l.end.x * l.start.y)
        .sum();
    let turn = (twice_area < 0.0) == anticlockwise && twice_area != 0.0;
    out.push(b'[');
    let n = ring.0.len();
    for i in 0..n {
        if i > 0 {
            out.push(b',');
        }
        let c = ring.0[if turn { n - 1 - i } else { i }];
        position(out, c.x, c.y);
    }
    out.push(b']');
}
