//! Points from delimited text.

use std::borrow::Cow;
use std::path::Path;

use super::{PointColumn, PointOptions, PointSet, find, no_duplicates};
use crate::diagnostics::{Error, Fault, Findings, InputError, Term, Text};
use crate::input::crs::{Crs, looks_like_rd};
use crate::input::delimited::{self, Rows};
use crate::input::features::MAX_FEATURES;
use crate::input::number::{NumberProblem, Style};
use crate::units::LonLat;

/// What [`read`] gives: points, findings, and why the first point left out was.
pub(super) type Read = (PointSet, Findings, Option<InputError>);

pub(super) fn read(path: &Path, options: &PointOptions) -> Result<Read, Error> {
    let asked = options.crs.as_deref().map(Crs::asked).transpose()?;
    let bytes = delimited::read_bytes(path)?;
    let file = delimited::file_name(path);
    let text = delimited::text_of(&file, &bytes)?;
    Ok(parse(&file, text, asked, options)?)
}

/// Where the wanted columns are.
struct Columns {
    id: usize,
    x: usize,
    y: usize,
    x_name: &'static str,
    y_name: &'static str,
    crs: Crs,
}

pub(super) fn parse(
    file: &str,
    text: &str,
    asked: Option<Crs>,
    options: &PointOptions,
) -> Result<Read, InputError> {
    if text.trim().is_empty() {
        return Err(Fault::Empty
            .at(file, "is empty")
            .hint("it needs columns id, lon, lat"));
    }
    let mut rows = Rows::new(file, text)?;
    let mut fields = Vec::new();
    let header_line = rows.next_row(&mut fields)?.unwrap_or(1);
    let header: Vec<String> = fields.iter().map(|f| f.to_string()).collect();
    for (i, name) in header.iter().enumerate() {
        if let Some(first) = header[..i].iter().position(|n| n == name && !n.is_empty()) {
            return Err(Fault::ColumnTwice
                .at(
                    file,
                    format!(
                        "has this column twice: as column {} and {}",
                        first + 1,
                        i + 1
                    ),
                )
                .line(header_line)
                .field(name));
        }
    }
    let id_name = options.id_column.as_deref().unwrap_or("id");
    let columns = locate(file, &header, id_name, asked, rows.separator())?;
    let mut set = PointSet {
        file: file.to_owned(),
        style: Style {
            comma_allowed: rows.separator() != ',',
            ..Style::default()
        },
        ..PointSet::default()
    };
    // Columns without a name (row numbers of some tools, stray separators) are passed over.
    let kept: Vec<usize> = (0..header.len())
        .filter(|i| ![columns.id, columns.x, columns.y].contains(i) && !header[*i].is_empty())
        .collect();
    set.columns = kept.iter().map(|&i| PointColumn::new(&header[i])).collect();

    let mut places: Vec<[Cow<str>; 2]> = Vec::new();
    while let Some(line) = rows.next_row(&mut fields)? {
        if fields.iter().all(|f| f.trim().is_empty()) {
            continue;
        }
        // Spreadsheets put stray separators behind a row.
        while fields.len() > header.len() && fields.last().is_some_and(|f| f.is_empty()) {
            fields.pop();
        }
        if fields.len() != header.len() {
            return Err(Fault::TableMalformed
                .at(
                    file,
                    format!(
                        "has {} fields where the header has {}",
                        fields.len(),
                        header.len()
                    ),
                )
                .line(line)
                .hint(too_many(&fields, &header, &columns, rows.separator())));
        }
        if set.ids.len() as u64 == MAX_FEATURES {
            return Err(Fault::TooLarge
                .at(file, format!("has more than {MAX_FEATURES} rows"))
                .line(line));
        }
        let field = |i: usize| fields.get(i).cloned().unwrap_or_default();
        let id = field(columns.id);
        if id.trim().is_empty() {
            return Err(Fault::IdMissing
                .at(file, "has a row without an id")
                .line(line)
                .field(id_name)
                .value(id)
                .hint("every point needs an id of its own"));
        }
        set.ids.push(id.into_owned());
        set.lines.push(line);
        places.push([field(columns.x), field(columns.y)]);
        for (column, &i) in set.columns.iter_mut().zip(&kept) {
            column.push(fields.get(i).map_or("", |f| f));
        }
    }
    no_duplicates(file, id_name, &set.ids, &set.lines)?;
    place(set, &places, &columns)
}

/// What to do about a row with another number of fields than the header.
fn too_many(fields: &[Cow<str>], header: &[String], at: &Columns, separator: char) -> String {
    let digits = |i: usize| {
        let text = fields
            .get(i)
            .map(|f| f.trim().trim_start_matches(['+', '-']));
        text.is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()))
    };
    // 4,85 and 52,1 without quotation marks are two fields each.
    let first = at.x.min(at.y);
    if separator == ',' && fields.len() > header.len() && (first..first + 4).all(digits) {
        return "the positions seem to have decimal commas: separate the columns by ; (Excel does where decimals are commas), or write decimal points".to_owned();
    }
    format!("put texts that hold {separator:?} in quotation marks")
}

fn locate(
    file: &str,
    header: &[String],
    id: &str,
    asked: Option<Crs>,
    separator: char,
) -> Result<Columns, InputError> {
    let has = |name: &str| header.iter().any(|n| n == name);
    let known = header.iter().map(String::as_str);
    let one_column = |e: InputError| {
        if header.len() > 1 {
            return e.line(1);
        }
        e.line(1).hint(format!(
            "the header has one column only; columns are separated by , or ; or a tab (read with {separator:?})"
        ))
    };
    let id = find(file, id, known.clone()).map_err(one_column)?;
    let (x_name, y_name, crs) = match asked {
        Some(crs) if has("x") && has("y") => ("x", "y", crs),
        Some(_) if has("lon") && has("lat") => ("lon", "lat", Crs::wgs84()),
        Some(crs) => ("x", "y", crs),
        None if has("x") && has("y") && !(has("lon") && has("lat")) => {
            return Err(Fault::CrsMissing
                .at(
                    file,
                    "has columns x and y, but it is not known what they are in",
                )
                .line(1)
                .hint(
                    Text::from("say so with ")
                        .and(Term::Crs)
                        .and(" (in a study file: crs), for Dutch RD New EPSG:28992"),
                ));
        }
        None => ("lon", "lat", Crs::wgs84()),
    };
    Ok(Columns {
        id,
        x: find(file, x_name, known.clone()).map_err(one_column)?,
        y: find(file, y_name, known).map_err(one_column)?,
        x_name,
        y_name,
        crs,
    })
}

/// Turns the position texts into places; leaves out the points that have none.
fn place(
    mut set: PointSet,
    places: &[[Cow<str>; 2]],
    columns: &Columns,
) -> Result<Read, InputError> {
    for [x, y] in places {
        set.style.note(x);
        set.style.note(y);
    }
    if columns.x_name == "lon" && set.style.maybe_thousands {
        // Degrees have no thousands.
        set.style.maybe_thousands = false;
        set.style.point = true;
    }
    let style = set.style;
    let mut findings = Findings::default();
    let mut first: Option<InputError> = None;
    let mut keep = Vec::with_capacity(places.len());
    for (i, [x, y]) in places.iter().enumerate() {
        let line = set.lines[i];
        let position = match (number(&style, x), number(&style, y)) {
            (Ok(x), Ok(y)) => on_earth(&columns.crs, x, y).map_err(|(problem, hint)| {
                let value = format!("{x}, {y}");
                let field = format!("{}, {}", columns.x_name, columns.y_name);
                let e = Fault::PositionInvalid
                    .at(&set.file, problem)
                    .line(line)
                    .field(field)
                    .value(value);
                match hint {
                    Some(hint) => e.hint(hint),
                    None => e,
                }
            }),
            (Err(e), _) if e.systematic => return Err(e.error(&set.file, line, columns.x_name, x)),
            (_, Err(e)) if e.systematic => return Err(e.error(&set.file, line, columns.y_name, y)),
            (Err(e), _) => Err(e.error(&set.file, line, columns.x_name, x)),
            (_, Err(e)) => Err(e.error(&set.file, line, columns.y_name, y)),
        };
        match position {
            Ok(p) => {
                keep.push(true);
                set.positions.push(p);
            }
            Err(e) => {
                keep.push(false);
                super::mapped::leave_out(&mut findings, &set.ids[i], &e);
                first = first.or(Some(e));
            }
        }
    }
    super::mapped::keep_only(&mut set, &keep);
    Ok((set, findings, first))
}

fn number(style: &Style, text: &str) -> Result<f64, NumberProblem> {
    if text.trim().is_empty() {
        return Err(NumberProblem {
            problem: "is empty: the point has no place".to_owned(),
            hint: "fill in the position, or take the row out".to_owned(),
            systematic: false,
        });
    }
    style.parse(text)
}

/// The place of a pair of numbers, or what is wrong with it and what to do.
pub(super) fn on_earth(crs: &Crs, x: f64, y: f64) -> Result<LonLat, (String, Option<Text>)> {
    if crs.is_wgs84() && x == 0.0 && y == 0.0 {
        let problem = "is 0, 0: a place in the ocean that stands for \"unknown\"".to_owned();
        return Err((problem, None));
    }
    if let Some(position) = crs.to_wgs84(x, y) {
        return Ok(position);
    }
    let hint = if crs.is_wgs84() && looks_like_rd(x, y) {
        let columns = "these look like Dutch RD New metres: call the columns x and y and give ";
        Some(Text::from(columns).and(Term::Crs).and(" EPSG:28992"))
    } else if crs.is_wgs84() && x.abs() <= 90.0 && y.abs() <= 180.0 {
        Some("are longitude and latitude swapped?".into())
    } else if crs.to_wgs84(y, x).is_some() {
        Some("are x and y swapped?".into())
    } else if !crs.is_wgs84() && LonLat::new(x, y).is_some() {
        let columns = "these look like degrees: call the columns lon and lat, and leave ";
        Some(Text::from(columns).and(Term::Crs).and(" out"))
    } else {
        None
    };
    Err((format!("is not a position in {}", crs.name()), hint))
}
