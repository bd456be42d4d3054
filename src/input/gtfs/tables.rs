//! One table of a feed as checked rows: header, separators, encodings, rows that don't fit. Why homes and destinations are
//! read by another reader is said in `input/delimited.rs`.

use super::bounded::{Bounded, END, MOST_ROW_BYTES, Meter};
use crate::diagnostics::{Error, Fault, Findings, shorten};
use csv::ByteRecord;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;
use std::io::Read;
use std::rc::Rc;

/// Most bytes of one field; a row with a longer one is left out.
pub const MOST_FIELD_BYTES: usize = 64 << 10;

/// A table being read row by row.
pub struct Table<'a> {
    label: String,
    reader: csv::Reader<Bounded<Box<dyn Read + 'a>>>,
    meter: Rc<Meter>,
    columns: Vec<String>,
    /// Fields a row must have: as many as up to the last column that every row needs.
    least: Cell<usize>,
    record: ByteRecord,
    /// Rows met so far, blank ones and the header left out.
    rows: u64,
    line: u64,
    /// Lines the current row takes, less one.
    more_lines: u64,
}

/// A row that has a value (perhaps empty) for every column that all rows need; those behind them
/// may be left out, and read as empty.
pub struct Row<'t> {
    record: &'t ByteRecord,
    label: &'t str,
    /// Columns of the header.
    columns: usize,
    /// Line it begins on, counted from 1.
    pub line: u64,
}

impl<'a> Table<'a> {
    /// Reads the header; none where the file holds nothing at all.
    ///
    /// # Errors
    /// When the bytes can't be read, or are no comma-separated text in UTF-8 (UTF-16, another
    /// separator), or a column is named twice.
    pub fn open(label: String, mut bytes: Box<dyn Read + 'a>) -> Result<Option<Self>, Error> {
        let mut head = Vec::new();
        bytes
            .by_ref()
            .take(3)
            .read_to_end(&mut head)
            .map_err(|e| unreadable(&label, &e.to_string()))?;
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(Fault::NotText
                .at(label, "is UTF-16 text")
                .hint("save it as UTF-8")
                .into());
        }
        if head == b"\xef\xbb\xbf" {
            head.clear();
        }
        let bytes: Box<dyn Read + 'a> = Box::new(std::io::Cursor::new(head).chain(bytes));
        let meter = Rc::new(Meter::default());
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 << 10)
            .from_reader(Bounded::new(bytes, Rc::clone(&meter)));
        let mut table = Self {
            label,
            reader,
            meter,
            columns: Vec::new(),
            least: Cell::new(0),
            record: ByteRecord::new(),
            rows: 0,
            line: 0,
            more_lines: 0,
        };
        let Some(line) = table.advance()? else {
            return Ok(None);
        };
        table.take_header(line)?;
        table.rows = 0;
        Ok(Some(table))
    }

    fn take_header(&mut self, line: u64) -> Result<(), Error> {
        let refuse = |problem: &str| Fault::NotText.at(&self.label, problem).line(line);
        if self.record.as_slice().contains(&0) {
            return Err(refuse("is no text in UTF-8 (it holds zero bytes)")
                .hint("save it as comma-separated text in UTF-8")
                .into());
        }
        let columns: Vec<String> = self
            .record
            .iter()
            .map(|name| String::from_utf8_lossy(name.trim_ascii()).into_owned())
            .collect();
        if let [only] = columns.as_slice()
            && let Some(other) = only.chars().find(|c| matches!(c, ';' | '\t' | '|'))
        {
            return Err(refuse(&format!("is separated by {other:?}, not by commas"))
                .value(only.as_str())
                .hint("save it with commas between the fields")
                .into());
        }
        let mut seen = HashSet::with_capacity(columns.len());
        for name in &columns {
            if !name.is_empty() && !seen.insert(name.as_str()) {
                return Err(refuse("this column is there twice")
                    .field(name.as_str())
                    .hint("keep one of the two")
                    .into());
            }
        }
        self.columns = columns;
        Ok(())
    }

    /// `feed.zip/stops.txt`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Where a column is; none where the table has no such column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }

    /// Where a column is that must be there, and up to which every row must have fields.
    ///
    /// # Errors
    /// When it isn't.
    pub fn require(&self, name: &str) -> Result<usize, Error> {
        let place = self.require_column(name)?;
        self.least.set(self.least.get().max(place + 1));
        Ok(place)
    }

    /// Where a column is that must be there; a row may leave it out with all behind it.
    ///
    /// # Errors
    /// When it isn't.
    pub fn require_column(&self, name: &str) -> Result<usize, Error> {
        self.column(name).ok_or_else(|| {
            Fault::ColumnMissing
                .at(&self.label, "this column is missing")
                .line(1)
                .field(name)
                .hint(format!(
                    "the columns are: {}",
                    shorten(&self.columns.join(", "))
                ))
                .into()
        })
    }

    /// Goes to the next row that is not blank and gives its line; none at the end.
    ///
    /// # Errors
    /// When the bytes can't be read, a row is too long, or a quotation mark is never closed.
    pub fn advance(&mut self) -> Result<Option<u64>, Error> {
        loop {
            let before = self.reader.position().line();
            let found = self.reader.read_byte_record(&mut self.record);
            match found {
                Ok(true) => {}
                // The end mark is a row, so there is always one more before the end.
                Ok(false) => return Ok(None),
                Err(_) if self.meter.too_long() => {
                    let problem = format!("a row is longer than {MOST_ROW_BYTES} bytes");
                    return Err(Fault::TableMalformed
                        .at(&self.label, problem)
                        .line(before)
                        .hint("look for a quotation mark that is not closed from this line on")
                        .into());
                }
                Err(e) => return Err(unreadable(&self.label, &io_reason(&e))),
            }
            let after = self.reader.position();
            self.meter.row_ends(after.byte());
            self.more_lines = count_lines(self.record.as_slice());
            // Counted from the end: blank lines before a row belong to no row.
            self.line = after
                .line()
                .saturating_sub(1)
                .saturating_sub(self.more_lines)
                .max(1);
            if self.meter.is_end(after.byte()) {
                if self.record.len() == 1 && self.record.get(0) == Some(END) {
                    return Ok(None);
                }
                return Err(Fault::TableMalformed
                    .at(&self.label, "a quotation mark is never closed")
                    .line(self.line.saturating_add(1)) // no line end closed the row
                    .hint("close it, or write a quotation mark within quotes twice")
                    .into());
            }
            if !self.record.as_slice().trim_ascii().is_empty() {
                self.rows += 1;
                return Ok(Some(self.line));
            }
        }
    }

    /// Why the current row does not fit its header; none when it does.
    ///
    /// # Errors
    /// When it also takes several lines: then a stray quotation mark has swallowed other rows, of
    /// which nothing is known.
    pub fn misfit(&self) -> Result<Option<String>, Error> {
        let why = self.misfit_reason();
        match why {
            Some(why) if self.more_lines > 0 => {
                let until = self.line.saturating_add(self.more_lines);
                let problem = format!("{why}; a quotation mark opened here closes on line {until}");
                Err(Fault::TableMalformed
                    .at(&self.label, problem)
                    .line(self.line)
                    .hint("close it on its own line, or write a quotation mark in quotes twice")
                    .into())
            }
            why => Ok(why),
        }
    }

    fn misfit_reason(&self) -> Option<String> {
        let fields = self.record.len();
        let spare = || self.record.iter().skip(self.columns.len());
        if fields < self.least.get() || spare().any(|f| !f.trim_ascii().is_empty()) {
            return Some(field_count(fields, self.columns.len()));
        }
        if self.record.as_slice().len() > MOST_FIELD_BYTES
            && self.record.iter().any(|f| f.len() > MOST_FIELD_BYTES)
        {
            return Some(format!("a field longer than {MOST_FIELD_BYTES} bytes"));
        }
        None
    }

    /// How many rows were met so far, whether they fit or not.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The current row.
    pub fn row(&self) -> Row<'_> {
        Row {
            record: &self.record,
            label: &self.label,
            columns: self.columns.len(),
            line: self.line,
        }
    }

    /// The next row that fits its header; others are left out and named.
    ///
    /// # Errors
    /// As [`Table::advance`].
    pub fn next(&mut self, findings: &mut Findings) -> Result<Option<Row<'_>>, Error> {
        while self.advance()?.is_some() {
            match self.misfit()? {
                None => return Ok(Some(self.row())),
                Some(why) => self.row().name_misfit(findings, why, "row left out"),
            }
        }
        Ok(None)
    }
}

impl<'t> Row<'t> {
    /// The table it is in: `feed.zip/stops.txt`.
    pub fn label(&self) -> &'t str {
        self.label
    }

    /// A field without the spaces around it; empty where the column is missing.
    pub fn bytes(&self, column: Option<usize>) -> &[u8] {
        column
            .and_then(|c| self.record.get(c))
            .unwrap_or_default()
            .trim_ascii()
    }

    /// Whether the row is long enough to have a field in a column.
    pub fn reaches(&self, column: Option<usize>) -> bool {
        column.is_some_and(|c| c < self.record.len())
    }

    /// Why a row that does not reach a column it needs does not fit.
    pub fn too_short(&self) -> String {
        field_count(self.record.len(), self.columns)
    }

    /// A field for a message.
    pub fn shown(&self, column: Option<usize>) -> String {
        shorten(&String::from_utf8_lossy(self.bytes(column)))
    }

    /// A warning about this row.
    pub fn warn(
        &self,
        findings: &mut Findings,
        code: &'static str,
        record: impl Into<String>,
        message: impl Into<String>,
        action: impl Into<String>,
    ) {
        findings.warn(code, self.label, Some(self.line), record, message, action);
    }

    /// Names a row that does not fit its header.
    pub fn name_misfit(&self, findings: &mut Findings, why: String, action: &str) {
        let record = shorten(&String::from_utf8_lossy(
            self.record.get(0).unwrap_or_default(),
        ));
        self.warn(findings, "wrong-number-of-fields", record, why, action);
    }
}

/// Most bytes of an id.
const MOST_ID_BYTES: usize = 1024;

/// An id as text: of a sane length, without control characters (a line break in an id is the trace of a stray
/// quotation mark). Where it is not UTF-8 its odd bytes are spelled out, so that two ids are one only where their
/// bytes are.
pub fn id_text(bytes: &[u8]) -> Result<Cow<'_, str>, &'static str> {
    if bytes.len() > MOST_ID_BYTES {
        return Err("is too long for an id");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.chars().any(char::is_control) => Err("holds a control character"),
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) => Ok(Cow::Owned(bytes.escape_ascii().to_string())),
    }
}

/// An id as the bytes it goes by: [`id_text`] where that spells bytes out, else as it stands.
pub fn id_key(bytes: &[u8]) -> Cow<'_, [u8]> {
    match id_text(bytes) {
        Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        _ => Cow::Borrowed(bytes),
    }
}

fn field_count(fields: usize, columns: usize) -> String {
    format!("{fields} fields where the header has {columns}")
}

/// Bytes that are no id, so that they can be read and differ where the bytes do.
pub fn escaped(bytes: &[u8]) -> String {
    shorten(&bytes.escape_ascii().to_string())
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&b| b == b'\n').count() as u64
}

fn io_reason(e: &csv::Error) -> String {
    match e.kind() {
        csv::ErrorKind::Io(io) => io.to_string(),
        _ => e.to_string(),
    }
}

fn unreadable(label: &str, reason: &str) -> Error {
    Fault::NotAZip
        .at(label, format!("cannot be read: {reason}"))
        .hint("the file is damaged or cut short; fetch it again")
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Result<Option<Table<'_>>, Error> {
        Table::open("f.zip/t.txt".into(), Box::new(bytes))
    }

    /// Lines and first fields of the rows that fit, then what was found.
    fn rows(bytes: &[u8]) -> Result<(Vec<(u64, String)>, Findings), Error> {
        let mut out = Vec::new();
        let mut findings = Findings::default();
        if let Some(mut table) = table(bytes)? {
            for column in ["a", "b"].into_iter().filter(|c| table.column(c).is_some()) {
                table.require(column)?;
            }
            while let Some(row) = table.next(&mut findings)? {
                out.push((row.line, row.shown(Some(0))));
            }
        }
        Ok((out, findings))
    }

    #[test]
    fn lines_are_right_whatever_the_line_ends_and_blank_lines() {
        let text = "\na,b\n1,x\n\n\n2,\"y\nz\"\n , \n3,y";
        let want = [(3, "1"), (6, "2"), (9, "3")].map(|(l, s)| (l, s.to_owned()));
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                for last in ["", end] {
                    let text = format!("{mark}{}{last}", text.replace('\n', end));
                    let (got, findings) = rows(text.as_bytes()).unwrap();
                    assert_eq!(got, want, "{text:?}");
                    assert!(findings.is_empty());
                }
            }
        }
    }

    #[test]
    fn trailing_commas_are_harmless_and_other_misfits_are_named() {
        assert_eq!(rows(b"a,b\n1,2,\n3,4,, \n").unwrap().0.len(), 2);
        assert_eq!(rows(b"a,b,\n1,2\n3,4,\n").unwrap().0.len(), 2);
        let (got, findings) = rows(b"a,b\n1\n2,3,4\n9,10\n").unwrap();
        assert_eq!(got, [(4, "9".to_owned())]);
        let lines: Vec<_> = findings.iter().map(|f| f.line.unwrap()).collect();
        assert_eq!(lines, [2, 3]);
        // Rows were swallowed: which ones, nobody knows.
        let e = rows(b"a,b\n1,2\n5,\"6\n7,8\n9\",10\n")
            .unwrap_err()
            .to_string();
        assert!(
            e.contains("line 3") && e.contains("closes on line 5"),
            "{e}"
        );
    }

    #[test]
    fn what_no_row_needs_may_be_left_out_at_its_end() {
        let (got, findings) = rows(b"a,b,c,d\n1,2\n3,4,5\n6,7,8,9\n10\n11,12,13,14,15\n").unwrap();
        let want = [(2, "1"), (3, "3"), (4, "6")].map(|(l, s)| (l, s.to_owned()));
        assert_eq!(got, want);
        let lines: Vec<_> = findings.iter().map(|f| f.line.unwrap()).collect();
        assert_eq!(lines, [5, 6]);
    }

    #[test]
    fn a_hundred_thousand_columns_are_read_in_no_time() {
        let names: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
        let begun = std::time::Instant::now();
        let text = format!("a,{}\n1\n", names.join(","));
        assert_eq!(rows(text.as_bytes()).unwrap().0.len(), 1);
        let twice = format!("{},c7\n", names.join(","));
        let e = table(twice.as_bytes())
            .err()
            .map(|e| e.to_string())
            .unwrap();
        assert!(e.contains("c7: this column is there twice"), "{e}");
        assert!(begun.elapsed().as_secs() < 10);
    }

    #[test]
    fn ids_that_are_not_utf_8_differ_where_their_bytes_do() {
        assert_eq!(id_text(b"C\xe9").unwrap(), "C\\xe9");
        assert_ne!(id_key(b"C\xe9"), id_key(b"C\xe8"));
        assert_eq!(id_key("Cé".as_bytes()).as_ref(), "Cé".as_bytes());
        assert!(id_text(b"a\nb").is_err());
    }

    #[test]
    fn an_open_quotation_mark_is_refused_where_it_is() {
        for text in [
            "a,b\n1,2\n3,\"4\n5,6\n",
            "a,b\n1,2\n3,\"4",
            "a,b\n1,2\n3,4\"\n\"",
        ] {
            let e = rows(text.as_bytes()).unwrap_err().to_string();
            assert!(e.contains("never closed"), "{e}");
        }
        let long = format!("a,b\n1,2\n3,\"{}", "x,y\n".repeat(400_000));
        let e = rows(long.as_bytes()).unwrap_err().to_string();
        assert!(e.contains("line 3") && e.contains("longer than"), "{e}");
        let blank = format!("a,b\n{}", "\n".repeat(3_000_000));
        assert!(rows(blank.as_bytes()).is_err());
    }

    #[test]
    fn the_end_mark_in_the_data_ends_nothing() {
        let mark = String::from_utf8(END.to_vec()).unwrap();
        let (got, findings) = rows(format!("a\n{mark}\n1\n{mark}\n2\n").as_bytes()).unwrap();
        assert_eq!(got.len(), 4);
        assert!(findings.is_empty());
    }

    #[test]
    fn a_long_field_costs_its_row_only() {
        let text = format!("a,b\n1,{}\n2,x\n", "y".repeat(MOST_FIELD_BYTES + 1));
        let (got, findings) = rows(text.as_bytes()).unwrap();
        assert_eq!((got.len(), findings.iter().count()), (1, 1));
    }

    #[test]
    fn other_separators_and_encodings_are_refused() {
        for (bytes, part) in [
            (&b"stop_id;stop_name\n1;2\n"[..], "';'"),
            (b"stop_id\tstop_name\n", "'\\t'"),
            (b"a,b,a\n", "twice"),
            (b"\xff\xfea\0,\0", "UTF-16"),
            (b"\xfe\xff\0a\0,", "UTF-16"),
            (b"a\0,\0b\0\n", "zero bytes"),
        ] {
            let e = table(bytes).err().map(|e| e.to_string()).unwrap();
            assert!(e.contains(part), "{e}");
        }
        for nothing in [&b""[..], b"\n\n", b"\xef\xbb\xbf", b" \r\n"] {
            assert!(table(nothing).unwrap().is_none());
        }
    }
}
