//! Points: origins, destinations and homes, with their ids, places and further columns.
//!
//! A file whose form is wrong (columns, ids, encoding, how numbers are written) is refused. A
//! single point without a usable place is left out and named in a finding.

mod csv;
mod mapped;

use std::collections::HashMap;
use std::path::Path;

use crate::diagnostics::{Error, Fault, Finding, Findings, InputError, Severity};
use crate::input::features;
use crate::input::lost;
use crate::input::number::{self, Style};
use crate::units::LonLat;

/// How a file of points is to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointOptions {
    /// System of the columns `x` and `y`, as `EPSG:28992`. Without it columns `lon` and `lat`
    /// (WGS 84) are wanted. Files that say themselves what they are in are read so.
    pub crs: Option<String>,
    /// Numbers that mean "no value", e.g. -99997.
    pub missing: Vec<f64>,
    /// Column or property with the id, instead of `id`.
    pub id_column: Option<String>,
    /// Layer of a GeoPackage; may be left out where there is only one.
    pub layer: Option<String>,
}

impl PointOptions {
    /// Of files whose columns `x` and `y` are in a coordinate system, as `EPSG:28992`.
    pub fn in_crs(crs: impl Into<String>) -> Self {
        Self {
            crs: Some(crs.into()),
            ..Self::default()
        }
    }
}

/// A further column, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointColumn {
    /// Its name as it stands in the file.
    pub name: String,
    text: String,
    ends: Vec<usize>,
}

impl PointColumn {
    fn new(name: &str) -> Self {
        PointColumn {
            name: name.to_owned(),
            ..PointColumn::default()
        }
    }
    fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }
    /// The values in the order of the points; empty where there is none.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        self.ends.iter().scan(0, |from, &to| {
            let value = self.text.get(*from..to).unwrap_or_default();
            *from = to;
            Some(value)
        })
    }
}

/// The points of a file, in its order. All lists have one entry per point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointSet {
    /// The file, for messages.
    pub file: String,
    /// Ids, exactly as they stand in the file; no two are the same.
    pub ids: Vec<String>,
    /// Where the points are.
    pub positions: Vec<LonLat>,
    /// The longer side of the polygon that a point stands for, metres; 0 where it is a point. Empty where
    /// all are.
    pub widths_m: Vec<f64>,
    /// Line (CSV, GeoJSON) or row (GeoPackage) of each point, from 1.
    pub lines: Vec<u64>,
    /// All columns but the id's and the position's (in GeoJSON and GeoPackage: all properties
    /// but the id), in the order of the file.
    pub columns: Vec<PointColumn>,
    missing: Vec<f64>,
    /// How numbers are written, as far as the positions tell.
    style: Style,
}

/// Reads points from a `.geojson`, `.json` or `.gpkg` file, or else CSV (separated by commas,
/// semicolons or tabs).
///
/// Errors: what makes the whole file unusable, with line, column, value and what to do.
/// Findings: points left out because they have no usable place.
pub fn read_points(path: &Path, options: &PointOptions) -> Result<(PointSet, Findings), Error> {
    let (mut set, mut findings, left_out) = if features::is_feature_file(path) {
        mapped::read(path, options)?
    } else {
        csv::read(path, options)?
    };
    set.missing = options.missing.clone();
    if set.ids.is_empty() {
        return Err(match left_out {
            Some(mut first) => {
                let all: u64 = findings.counts().map(|(_, _, n)| n).sum();
                if all > 1 {
                    first.code = Fault::PointsAllLost;
                    let none = format!("; none of the {all} points has a usable place");
                    first.problem = first.problem.and(none);
                }
                first.into()
            }
            None => Fault::Empty.at(&set.file, "has no points").into(),
        });
    }
    // All that was found is points without a place.
    let without = findings.counts().map(|(_, _, n)| n as usize).sum();
    if lost::is_much(without, set.len() + without) {
        let all = set.len() + without;
        findings.push(Finding {
            severity: Severity::Serious,
            code: "points-many-without-position".into(),
            file: set.file.clone(),
            line: None,
            record: String::new(),
            message: format!("{without} of its {all} points have no usable place"),
            action: "left out; look at how positions are written in this file".to_owned(),
        });
    }
    Ok((set, findings))
}

/// Refuses an id given twice, naming both lines.
fn no_duplicates(file: &str, field: &str, ids: &[String], lines: &[u64]) -> Result<(), InputError> {
    let mut seen: HashMap<&str, u64> = HashMap::with_capacity(ids.len());
    for (id, &line) in ids.iter().zip(lines) {
        if let Some(first) = seen.insert(id, line) {
            return Err(Fault::IdTwice
                .at(
                    file,
                    format!("is given twice: on line {first} and on line {line}"),
                )
                .line(line)
                .field(field)
                .value(id)
                .hint("every point needs an id of its own"));
        }
    }
    Ok(())
}

/// The column called exactly `name`, or an error that says which there are and the nearest.
pub(super) fn find<'a>(
    file: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, InputError> {
    if let Some(at) = known.clone().position(|n| n == name) {
        return Ok(at);
    }
    let mut error = Fault::ColumnMissing.at(file, format!("has no column {name:?}"));
    let score = |n: &str| {
        if n.trim().eq_ignore_ascii_case(name.trim()) {
            return 2.0;
        }
        strsim::jaro_winkler(&n.to_lowercase(), &name.to_lowercase())
    };
    let nearest = known
        .clone()
        .map(|n| (score(n), n))
        .filter(|(s, _)| *s > 0.75)
        .fold(None, |best: Option<(f64, &str)>, next| match best {
            Some(b) if b.0 >= next.0 => Some(b),
            _ => Some(next),
        });
    let mut list: Vec<&str> = known.take(40).collect();
    if list.len() == 40 {
        list[39] = "…";
    }
    let list = list.join(", ");
    error = error.hint(match nearest {
        Some((s, n)) if s > 1.5 => {
            format!("column {n:?} is written differently; names must be exact (columns: {list})")
        }
        Some((_, n)) => format!("did you mean {n:?}? (columns: {list})"),
        None => format!("its columns are: {list}"),
    });
    Err(error)
}

impl PointSet {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Adds a point that stands in no file: line 0, nothing in any column.
    pub fn push(&mut self, id: String, position: LonLat) {
        self.ids.push(id);
        self.positions.push(position);
        self.lines.push(0);
        if !self.widths_m.is_empty() {
            self.widths_m.push(0.0);
        }
        for column in &mut self.columns {
            column.push("");
        }
    }

    /// The column of that exact name.
    pub fn column(&self, name: &str) -> Result<&PointColumn, InputError> {
        let known = self.columns.iter().map(|c| c.name.as_str());
        let at = find(&self.file, name, known)?;
        Ok(&self.columns[at])
    }

    /// A column as text, one entry per point, empty where there is no value.
    pub fn texts(&self, name: &str) -> Result<Vec<&str>, InputError> {
        Ok(self.column(name)?.values().collect())
    }

    /// A column as numbers, one entry per point; none where the field is empty or holds one of
    /// the codes in [`PointOptions::missing`].
    ///
    /// Errors: no such column; something that is no number, or reads in two ways; a number that
    /// looks like a code for "no value" but isn't listed as one.
    pub fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>, InputError> {
        let column = self.column(name)?;
        let mut style = Style {
            comma_allowed: self.style.comma_allowed,
            ..Style::default()
        };
        column.values().for_each(|v| style.note(v));
        let style = style.with(self.style);
        column
            .values()
            .zip(&self.lines)
            .map(|(text, &line)| {
                if text.trim().is_empty() {
                    return Ok(None);
                }
                let value = style
                    .parse(text)
                    .map_err(|e| e.error(&self.file, line, name, text))?;
                if self.missing.contains(&value) {
                    return Ok(None);
                }
                if number::looks_like_missing(value) {
                    return Err(Fault::ValueInvalid
                        .at(
                            &self.file,
                            "looks like a code for \"no value\", as statistics offices use",
                        )
                        .line(line)
                        .field(name)
                        .value(text)
                        .hint(format!(
                            "if it is one, list it: missing = [{}]",
                            text.trim()
                        )));
                }
                Ok(Some(value))
            })
            .collect()
    }

    /// A column as amounts (people, dwellings, jobs): [`PointSet::numbers`] that refuses
    /// negative ones.
    pub fn amounts(&self, name: &str) -> Result<Vec<Option<f64>>, InputError> {
        let values = self.numbers(name)?;
        match values.iter().position(|v| v.is_some_and(|v| v < 0.0)) {
            None => Ok(values),
            Some(at) => Err(Fault::ValueInvalid
                .at(&self.file, "is an amount, but below zero")
                .line(self.lines[at])
                .field(name)
                .value(values[at].unwrap_or_default().to_string())
                .hint("if it is a code for \"no value\", list it under missing")),
        }
    }

    /// Whether longitude and latitude seem to be swapped: no point lies in the box
    /// `min_lon, min_lat, max_lon, max_lat`, but most would if they were.
    pub fn looks_swapped(&self, bounds: [f64; 4]) -> bool {
        lost::are_swapped(&self.positions, bounds)
    }
}
