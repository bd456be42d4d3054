//! Points from GeoJSON and GeoPackage features.

use std::path::Path;
use std::sync::Arc;

use geo::{BoundingRect, Coord, Geometry, MultiPolygon};

use super::csv::{Read, on_earth};
use super::{PointColumn, PointOptions, PointSet, no_duplicates};
use crate::diagnostics::{Error, Fault, Findings, InputError, Text};
use crate::input::crs::Crs;
use crate::input::features::{self, Feature, interior};

pub(super) fn read(path: &Path, options: &PointOptions) -> Result<Read, Error> {
    let source = features::read(path, options.layer.as_deref())?;
    let crs = source.system(options.crs.as_deref())?;
    let wanted = options.id_column.as_deref();
    let id_name = wanted.unwrap_or("id");
    let mut set = PointSet {
        file: source.file.clone(),
        ..PointSet::default()
    };
    let mut findings = Findings::default();
    let mut first: Option<InputError> = None;
    let mut keep = Vec::with_capacity(source.list.len());
    let mut columns: std::collections::HashMap<Arc<str>, usize> = std::collections::HashMap::new();
    for feature in &source.list {
        let id = id_of(feature, wanted).ok_or_else(|| {
            Fault::IdMissing
                .at(&source.file, "has a feature without an id")
                .line(feature.line)
                .field(id_name)
                .hint("give it a property \"id\", or name the property to use")
        })?;
        let row = set.ids.len();
        for (name, value) in feature.properties.iter().filter(|(n, _)| &**n != id_name) {
            let at = *columns.entry(Arc::clone(name)).or_insert_with(|| {
                set.columns.push(PointColumn::new(name));
                set.columns.len() - 1
            });
            if let Some(column) = set.columns.get_mut(at) {
                column.fill(row);
                column.push(value);
            }
        }
        set.ids.push(id);
        set.lines.push(feature.line);
        let position = match &feature.geometry {
            Ok(Some(g)) => coordinate(g).and_then(|c| {
                on_earth(&crs, c.x, c.y)
                    .map_err(|(p, hint)| (format!("{}, {} {p}", c.x, c.y), hint))
            }),
            Ok(None) => Err(("it has no geometry".to_owned(), None)),
            Err(problem) => Err((problem.clone(), None)),
        };
        match position {
            Ok(p) => {
                keep.push(true);
                set.positions.push(p);
                set.widths_m.push(width_m(&crs, feature));
            }
            Err((problem, hint)) => {
                let mut e = Fault::PositionInvalid
                    .at(&set.file, problem)
                    .line(feature.line)
                    .field("geometry");
                if let Some(hint) = hint {
                    e = e.hint(hint);
                }
                keep.push(false);
                leave_out(&mut findings, &set.ids[row], &e);
                first = first.or(Some(e));
            }
        }
    }
    let rows = set.ids.len();
    set.columns.iter_mut().for_each(|c| c.fill(rows));
    no_duplicates(&set.file, id_name, &set.ids, &set.lines)?;
    keep_only(&mut set, &keep);
    if set.widths_m.iter().all(|w| *w == 0.0) {
        set.widths_m.clear();
    }
    Ok((set, findings, first))
}

/// The property with the id, else the feature's own id.
fn id_of(feature: &Feature, wanted: Option<&str>) -> Option<String> {
    let own = || feature.id.clone();
    match wanted {
        Some(name) => feature.property(name).map(str::to_owned),
        None => feature
            .property("id")
            .filter(|t| !t.trim().is_empty())
            .map(str::to_owned)
            .or_else(own),
    }
    .filter(|t| !t.trim().is_empty())
}

/// The position that stands for a geometry, in the file's coordinates.
fn coordinate(geometry: &Geometry<f64>) -> Result<Coord<f64>, (String, Option<Text>)> {
    let other = |what: &str| {
        Err((
            format!("its geometry is {what}, not a point or polygon"),
            None,
        ))
    };
    match geometry {
        Geometry::Point(p) => Ok(p.0),
        Geometry::MultiPoint(m) => match m.0.as_slice() {
            [one] => Ok(one.0),
            _ => other("several points"),
        },
        Geometry::Polygon(p) => interior::inside(&MultiPolygon(vec![p.clone()]))
            .ok_or_else(|| ("its polygon is empty".to_owned(), None)),
        Geometry::MultiPolygon(m) => {
            interior::inside(m).ok_or_else(|| ("its polygon is empty".to_owned(), None))
        }
        _ => other("a line"),
    }
}

/// The longer side of the box around a polygon, metres; 0 for a point.
fn width_m(crs: &Crs, feature: &Feature) -> f64 {
    let bounds = match &feature.geometry {
        Ok(Some(g @ (Geometry::Polygon(_) | Geometry::MultiPolygon(_)))) => g.bounding_rect(),
        _ => None,
    };
    let side = |a: (f64, f64), b: (f64, f64)| {
        let ends = crs.to_wgs84(a.0, a.1).zip(crs.to_wgs84(b.0, b.1));
        ends.map_or(0.0, |(a, b)| a.distance_m(b))
    };
    bounds.map_or(0.0, |b| {
        let (low, high) = (b.min(), b.max());
        let (x, y) = ((low.x + high.x) / 2.0, (low.y + high.y) / 2.0);
        side((low.x, y), (high.x, y)).max(side((x, low.y), (x, high.y)))
    })
}

/// Names a point that is left out.
pub(super) fn leave_out(findings: &mut Findings, id: &str, e: &InputError) {
    let mut message = String::new();
    if let Some(field) = &e.field {
        message += field;
        message += " ";
    }
    if let Some(value) = e.value.as_deref().filter(|v| !v.is_empty()) {
        message += &format!("= {value:?} ");
    }
    message += &e.problem.to_string();
    if let Some(hint) = &e.hint {
        message += &format!(" ({hint})");
    }
    findings.warn(
        "point-without-position",
        &e.file,
        e.line,
        id,
        message,
        "left out",
    );
}

/// Takes the points out whose mark is false; positions hold the kept ones already.
pub(super) fn keep_only(set: &mut PointSet, keep: &[bool]) {
    if keep.iter().all(|&k| k) {
        return;
    }
    let mut marks = keep.iter();
    set.ids.retain(|_| marks.next() == Some(&true));
    let mut marks = keep.iter();
    set.lines.retain(|_| marks.next() == Some(&true));
    for column in &mut set.columns {
        let mut kept = PointColumn::new(&column.name);
        for (value, _) in column.values().zip(keep).filter(|(_, k)| **k) {
            kept.push(value);
        }
        *column = kept;
    }
}

impl PointColumn {
    /// Adds empty values until there are `rows`.
    fn fill(&mut self, rows: usize) {
        self.ends.resize(rows.max(self.ends.len()), self.text.len());
    }
}
