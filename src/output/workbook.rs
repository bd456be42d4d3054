//! One workbook of all tables of a results folder, for people: a sheet a table with real numbers and dates, headings in
//! their language, and a note at each heading that says the column's name in the other files, its unit and its meaning.
//!
//! The same tables give the same bytes: no time stamps of the run.

use super::atomic::{AtomicFile, Ready};
use super::fields::{Declared, Field, Unit, in_language};
use super::table::{Cell, ColumnType, float};
use crate::diagnostics::Error;
use crate::input::study::Language;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError,
};
use std::io::Write;
use std::path::Path;

/// The file in a results folder.
pub const WORKBOOK: &str = "results.xlsx";

/// Rows of a sheet, at most. Longer tables are for programs; the first sheet says where they are.
const MOST_ROWS: usize = 100_000;

/// Characters that a cell holds, at most.
const LONGEST_TEXT: usize = 32_767;

/// Characters wide that a column is, at least and at most.
const WIDTHS: (usize, usize) = (9, 44);

/// A value that is kept until the workbook is written.
#[derive(Clone, Debug, PartialEq)]
enum Kept {
    Empty,
    Text(String),
    Number(f64),
}

/// The rows of one table.
#[derive(Debug)]
pub struct Sheet {
    file: &'static str,
    row: [&'static str; 2],
    fields: Vec<Field>,
    cells: Vec<Kept>,
    rows: usize,
}

impl Sheet {
    /// For the rows of a table that is written to a file.
    pub(super) fn new(declared: &Declared, file: &'static str, fields: Vec<Field>) -> Self {
        Sheet {
            file,
            row: declared.row,
            fields,
            cells: Vec::new(),
            rows: 0,
        }
    }

    /// Adds a row.
    pub(super) fn row<'a>(&mut self, cells: impl Iterator<Item = (ColumnType, Cell<'a>)>) {
        self.rows += 1;
        if self.rows > MOST_ROWS {
            self.cells = Vec::new();
            return;
        }
        self.cells.extend(cells.map(|(kind, cell)| match cell {
            Cell::Empty => Kept::Empty,
            Cell::Text(text) => Kept::Text(text.to_owned()),
            number => {
                let decimals = match kind {
                    ColumnType::Number { decimals } => decimals,
                    _ => 0,
                };
                float(decimals, number).map_or(Kept::Empty, Kept::Number)
            }
        }));
    }

    fn is_there(&self) -> bool {
        self.rows <= MOST_ROWS
    }

    /// What its tab is called: the file without its ending.
    fn name(&self) -> &'static str {
        self.file.split('.').next().unwrap_or(self.file)
    }
}

/// Words of the first two sheets.
struct Words {
    contents: &'static str,
    columns: &'static str,
    sheet: &'static str,
    row: &'static str,
    rows: &'static str,
    heading: &'static str,
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    too_long: &'static str,
    name_note: &'static str,
    unit_note: &'static str,
}

const NL: Words = Words {
    contents: "Inhoud",
    columns: "Kolommen",
    sheet: "Blad",
    row: "Een rij is",
    rows: "Rijen",
    heading: "Kop",
    name: "Kolom in CSV en Parquet",
    unit: "Eenheid",
    meaning: "Betekenis",
    too_long: "te lang voor een blad; staat in",
    name_note: "Kolom",
    unit_note: "Eenheid",
};

const EN: Words = Words {
    contents: "Contents",
    columns: "Columns",
    sheet: "Sheet",
    row: "A row is",
    rows: "Rows",
    heading: "Heading",
    name: "Column in CSV and Parquet",
    unit: "Unit",
    meaning: "Meaning",
    too_long: "too long for a sheet; see",
    name_note: "Column",
    unit_note: "Unit",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::Nl => &NL,
        Language::En => &EN,
    }
}

/// Writes the workbook of these tables.
///
/// # Errors
/// What can't be written.
pub(super) fn write(
    path: &Path,
    title: &str,
    sheets: &[Sheet],
    language: Language,
) -> Result<Ready, Error> {
    let bytes = workbook(title, sheets, language).map_err(|e| {
        let cause = std::io::Error::other(e.to_string());
        Error::io(path, "write", cause)
    })?;
    let mut file = AtomicFile::create(path)?;
    file.write_all(&bytes)
        .map_err(|e| Error::io(path, "write", e))?;
    file.ready()
}

fn workbook(title: &str, sheets: &[Sheet], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(cut(title, 255));
    book.set_properties(&properties.set_creation_datetime(&fixed));
    contents(book.add_worksheet(), title, sheets, language)?;
    for sheet in sheets.iter().filter(|s| s.is_there()) {
        table(book.add_worksheet(), sheet, language)?;
    }
    columns(book.add_worksheet(), sheets, language)?;
    book.save_to_buffer()
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some(_) => text.chars().take(longest - 1).chain(['…']).collect(),
    }
}

fn bold() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

/// The first sheet: the title, and which tables there are.
fn contents(
    out: &mut Worksheet,
    title: &str,
    sheets: &[Sheet],
    language: Language,
) -> Result<(), XlsxError> {
    let words = words(language);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    out.set_name(words.contents)?;
    out.write_string_with_format(0, 0, cut(title, LONGEST_TEXT), &Format::new().set_bold())?;
    for (column, word) in [words.sheet, words.row, words.rows].iter().enumerate() {
        out.write_string_with_format(2, column as u16, *word, &bold())?;
    }
    for (n, sheet) in sheets.iter().enumerate() {
        let at = n as u32 + 3;
        out.write_string_with_format(at, 0, sheet.name(), &wrapped)?;
        let row = in_language(sheet.row, language);
        let row = match sheet.is_there() {
            true => row.to_owned(),
            false => format!("{row} ({} {})", words.too_long, sheet.file),
        };
        out.write_string_with_format(at, 1, row, &wrapped)?;
        out.write_number_with_format(at, 2, sheet.rows as f64, &wrapped)?;
    }
    out.set_column_width(0, 22)?;
    out.set_column_width(1, 90)?;
    Ok(())
}

/// The last sheet: what each column means.
fn columns(out: &mut Worksheet, sheets: &[Sheet], language: Language) -> Result<(), XlsxError> {
    let words = words(language);
    out.set_name(words.columns)?;
    let heads = [
        words.sheet,
        words.heading,
        words.name,
        words.unit,
        words.meaning,
    ];
    for (column, word) in heads.iter().enumerate() {
        out.write_string_with_format(0, column as u16, *word, &bold())?;
    }
    let all = (sheets.iter()).flat_map(|sheet| sheet.fields.iter().map(move |f| (sheet, f)));
    for (n, (sheet, field)) in all.enumerate() {
        let texts = [
            sheet.name(),
            field.heading(language),
            &field.name,
            field.unit.word(language),
            field.meaning(language),
        ];
        for (column, text) in texts.iter().enumerate() {
            out.write_string(n as u32 + 1, column as u16, cut(text, LONGEST_TEXT))?;
        }
    }
    for (column, width) in [18, 30, 30, 14, 100].iter().enumerate() {
        out.set_column_width(column as u16, *width)?;
    }
    out.set_freeze_panes(1, 0)?;
    Ok(())
}

/// One table.
fn table(out: &mut Worksheet, sheet: &Sheet, language: Language) -> Result<(), XlsxError> {
    out.set_name(sheet.name())?;
    let words = words(language);
    let formats: Vec<Format> = sheet.fields.iter().map(shown).collect();
    for (column, field) in sheet.fields.iter().enumerate() {
        let unit = field.unit.word(language);
        let heading = headed(field, language);
        let mut note = format!("{}: {}", words.name_note, field.name);
        if !unit.is_empty() {
            note += &format!("\n{}: {unit}", words.unit_note);
        }
        note += &format!("\n{}", field.meaning(language));
        let column = column as u16;
        out.write_string_with_format(0, column, &heading, &bold())?;
        out.insert_note(
            0,
            column,
            &Note::new(note)
                .add_author_prefix(false)
                .set_width(320)
                .set_height(130),
        )?;
        // A heading that is long wraps: half of it is wide enough.
        let width = (heading.chars().count() / 2 + 2).max(widest(sheet, usize::from(column)));
        out.set_column_width(column, width.clamp(WIDTHS.0, WIDTHS.1) as f64)?;
    }
    let wide = sheet.fields.len().max(1);
    for (n, row) in sheet.cells.chunks(wide).enumerate() {
        for (column, cell) in row.iter().enumerate() {
            put(
                out,
                (n as u32 + 1, column as u16),
                cell,
                &sheet.fields[column],
                &formats[column],
            )?;
        }
    }
    out.set_freeze_panes(1, 0)?;
    if sheet.rows > 0 {
        out.autofilter(0, 0, sheet.rows as u32, wide as u16 - 1)?;
    }
    Ok(())
}

/// What people call a column, with its unit where that says more.
fn headed(field: &Field, language: Language) -> String {
    let (heading, unit) = (field.heading(language), field.unit.word(language));
    let says_more = field.unit != Unit::OfRow && heading.to_lowercase() != unit;
    match says_more && !unit.is_empty() {
        true => format!("{heading} ({unit})"),
        false => heading.to_owned(),
    }
}

/// Characters of a column's longest text among its first rows.
fn widest(sheet: &Sheet, column: usize) -> usize {
    let rows = sheet.cells.chunks(sheet.fields.len().max(1)).take(200);
    let wide = rows.map(|row| match &row[column] {
        Kept::Text(text) => text.chars().count() + 1,
        _ => 0,
    });
    wide.max().unwrap_or(0)
}

/// How a column's numbers are shown; what they are is not changed by it.
fn shown(field: &Field) -> Format {
    let digits = match (field.unit, field.kind) {
        (Unit::Date, _) => "yyyy-mm-dd".to_owned(),
        (Unit::Clock, _) => "[hh]:mm".to_owned(),
        (Unit::None, ColumnType::Int) => "0".to_owned(),
        (_, ColumnType::Int) => "#,##0".to_owned(),
        (_, ColumnType::Number { decimals: 0 }) => "#,##0".to_owned(),
        (_, ColumnType::Number { decimals }) => {
            format!("#,##0.{}", "0".repeat(decimals.into()))
        }
        (_, ColumnType::Exact) => "#,##0.##########".to_owned(),
        _ => return Format::new(),
    };
    Format::new().set_num_format(digits)
}

fn put(
    out: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Kept,
    field: &Field,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Kept::Empty => {}
        Kept::Number(value) => {
            out.write_number_with_format(row, column, *value, format)?;
        }
        Kept::Text(text) => match in_time(text, field.unit) {
            Some(time) => {
                out.write_number_with_format(row, column, time, format)?;
            }
            None if text.is_empty() => {}
            None => {
                out.write_string(row, column, cut(text, LONGEST_TEXT))?;
            }
        },
    }
    Ok(())
}

/// A day or a time of day as a spreadsheet counts it: in days.
fn in_time(text: &str, unit: Unit) -> Option<f64> {
    match unit {
        Unit::Date => Some(ExcelDateTime::parse_from_str(text).ok()?.to_excel()),
        Unit::Clock => {
            let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
            let (hours, minutes) = (parts.next()??, parts.next()??);
            let seconds = parts.next().flatten().unwrap_or(0);
            Some(f64::from(hours * 3600 + minutes * 60 + seconds) / 86_400.0)
        }
        _ => None,
    }
}
