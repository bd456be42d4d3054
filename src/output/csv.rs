//! CSV as RFC 4180 has it, in UTF-8; lines end in LF.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::atomic::{AtomicFile, Ready};
use super::table::{Cell, ColumnType, Schema};
use crate::diagnostics::{Error, printable_lines};

/// Rows are collected to about this many bytes before they are written.
const BATCH: usize = 1 << 16;

enum Out {
    File(AtomicFile),
    Stdout(io::Stdout),
}

pub(super) struct CsvTable {
    out: Out,
    path: PathBuf,
    batch: Vec<u8>,
}

impl CsvTable {
    pub(super) fn stdout(schema: &Schema) -> Result<Self, Error> {
        Self::begin(
            Out::Stdout(io::stdout()),
            Path::new("standard output"),
            schema,
        )
    }

    pub(super) fn create(path: &Path, schema: &Schema) -> Result<Self, Error> {
        Self::begin(Out::File(AtomicFile::create(path)?), path, schema)
    }

    fn begin(out: Out, path: &Path, schema: &Schema) -> Result<Self, Error> {
        let mut table = CsvTable {
            out,
            path: path.to_owned(),
            batch: Vec::with_capacity(BATCH + 4096),
        };
        for (i, column) in schema.columns.iter().enumerate() {
            if i > 0 {
                table.batch.push(b',');
            }
            text(&mut table.batch, &column.name);
        }
        table.batch.push(b'\n');
        Ok(table)
    }

    pub(super) fn row<'a>(
        &mut self,
        cells: impl Iterator<Item = (ColumnType, Cell<'a>)>,
    ) -> Result<(), Error> {
        let begins = self.batch.len();
        for (i, (kind, cell)) in cells.enumerate() {
            if i > 0 {
                self.batch.push(b',');
            }
            match cell {
                Cell::Text(t) if kind == ColumnType::Label && is_formula(t) => {
                    text(&mut self.batch, &format!("'{t}"));
                }
                Cell::Text(t) => text(&mut self.batch, t),
                other => number(&mut self.batch, kind, other),
            }
        }
        if self.batch.len() == begins {
            // A blank line would be passed over by readers.
            self.batch.extend(b"\"\"");
        }
        self.batch.push(b'\n');
        if self.batch.len() >= BATCH {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn flush(&mut self) -> Result<(), Error> {
        match &mut self.out {
            Out::File(file) => file.write_all(&self.batch),
            Out::Stdout(out) => {
                let mut out = out.lock();
                // Somebody reads it: what a terminal would obey is written out. Programs get the text itself.
                if out.is_terminal() {
                    self.batch =
                        printable_lines(&String::from_utf8_lossy(&self.batch)).into_bytes();
                }
                out.write_all(&self.batch).and_then(|()| out.flush())
            }
        }
        .map_err(|e| Error::io(&self.path, "write", e))?;
        self.batch.clear();
        Ok(())
    }

    pub(super) fn ready(mut self) -> Result<Option<Ready>, Error> {
        self.flush()?;
        match self.out {
            Out::File(file) => file.ready().map(Some),
            Out::Stdout(_) => Ok(None),
        }
    }
}

/// Whether a spreadsheet would compute a text instead of showing it.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// A text field, in quotation marks where it needs them.
fn text(out: &mut Vec<u8>, text: &str) {
    // Spaces at the ends stay as they are, but some readers take them off without the marks.
    let marks = text
        .bytes()
        .any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
        || text.starts_with(' ')
        || text.ends_with(' ');
    if !marks {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    for b in text.bytes() {
        if b == b'"' {
            out.push(b'"');
        }
        out.push(b);
    }
    out.push(b'"');
}

/// A number with exactly the decimals of its column, or its own in a mixed one.
pub(super) fn number(out: &mut Vec<u8>, kind: ColumnType, cell: Cell) {
    let decimals = match kind {
        ColumnType::Number { decimals } => usize::from(decimals.min(15)),
        _ => 0,
    };
    match cell {
        Cell::Empty | Cell::Text(_) => {}
        Cell::Int(v) => digits(out, v, 0),
        Cell::Fixed(units) => digits(out, units, decimals),
        Cell::Scaled(units, decimals) => digits(out, units, decimals.into()),
        Cell::Float(v) => out.extend(format!("{v:.decimals$}").bytes()),
    }
}

fn digits(out: &mut Vec<u8>, units: i64, decimals: usize) {
    if units < 0 {
        out.push(b'-');
    }
    // 20 digits for 64 bits, or a zero before 15 decimals.
    let mut text = [b'0'; 24];
    let mut from = text.len();
    let mut rest = units.unsigned_abs();
    while rest > 0 || text.len() - from <= decimals {
        from -= 1;
        text[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let point = text.len() - decimals;
    out.extend_from_slice(&text[from..point]);
    if decimals > 0 {
        out.push(b'.');
        out.extend_from_slice(&text[point..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_exactly_their_decimals() {
        let show = |units, decimals| {
            let mut out = Vec::new();
            digits(&mut out, units, decimals);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(show(0, 0), "0");
        assert_eq!(show(0, 2), "0.00");
        assert_eq!(show(5, 2), "0.05");
        assert_eq!(show(-5, 2), "-0.05");
        assert_eq!(show(2450, 2), "24.50");
        assert_eq!(show(i64::MIN, 0), "-9223372036854775808");
        assert_eq!(show(i64::MAX, 15), "9223.372036854775807");
    }

    #[test]
    fn texts_come_back_exactly() {
        for t in [
            "",
            "007",
            " a ",
            "a,b",
            "say \"x\"",
            "two\nlines",
            "cr\r",
            "é",
            "=1+1",
        ] {
            let mut out = Vec::new();
            text(&mut out, t);
            out.extend(b",x\n");
            let mut reader = ::csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(&out[..]);
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!(&record[0], t);
        }
    }
}
