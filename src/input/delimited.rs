//! Text files of rows and fields: what spreadsheets and scripts call CSV (RFC 4180 and its Dutch cousins).
//!
//! The rows are split here and not by a general CSV reader because three things matter that those
//! leave open: the exact line of every row (quoted line breaks, CRLF), a quote that never closes
//! (it would swallow the rest of the file in silence), and which separator the file uses.
//!
//! There are two readers of rows because timetables and people's own tables ask for opposite things. The tables of a
//! feed (`input/gtfs/tables.rs`) are streamed out of an archive, may be larger than memory and no UTF-8, always use commas,
//! and one bad row of theirs is left out and named; the files read here are small enough to be held as one text, have
//! whatever separator a spreadsheet chose, and are refused as a whole when a quotation mark makes their rows doubtful.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::diagnostics::{Error, Fault, InputError};

/// Largest text file read, bytes.
pub const MAX_FILE_BYTES: u64 = 2 << 30;
/// Longest field, bytes.
pub const MAX_FIELD_BYTES: usize = 1 << 20;
/// Most columns.
pub const MAX_COLUMNS: usize = 10_000;

/// The name by which messages call a file.
pub fn file_name(path: &Path) -> String {
    path.display().to_string()
}

/// Reads a file of at most [`MAX_FILE_BYTES`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let read = |e| Error::io(path, "read", e);
    let file = File::open(path).map_err(read)?;
    let about = file.metadata().map_err(read)?;
    let name = file_name(path);
    if about.is_dir() {
        return Err(Fault::NotAFile.at(name, "is a folder, not a file").into());
    }
    let too_large = || {
        Fault::TooLarge
            .at(&name, "is larger than 2 GiB")
            .hint("split the file, or leave out columns")
    };
    if about.len() > MAX_FILE_BYTES {
        return Err(too_large().into());
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(read)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(too_large().into());
    }
    Ok(bytes)
}

/// The text of a file that must be UTF-8; a byte order mark is taken off.
pub fn text_of<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, InputError> {
    const SAVE: &str = "save the file as UTF-8 (in Excel: \"CSV UTF-8\")";
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Fault::NotText.at(file, "is UTF-16 text").hint(SAVE));
    }
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return Err(Fault::NotText
            .at(file, "holds zero bytes: UTF-16 or not a text file")
            .line(line_at(bytes, at))
            .hint(SAVE));
    }
    std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let from = bytes[..at]
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |i| i + 1);
        let until = (at + 20).min(bytes.len());
        let near = String::from_utf8_lossy(&bytes[from.max(at.saturating_sub(40))..until]);
        Fault::NotText
            .at(file, "is not UTF-8 text")
            .line(line_at(bytes, at))
            .value(near.lines().next().unwrap_or_default())
            .hint(SAVE)
    })
}

/// The line (from 1) of byte `at`.
fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|&&b| b == b'\n').count() as u64
}

/// The rows of a delimited text, one after another.
#[derive(Debug)]
pub struct Rows<'a> {
    file: &'a str,
    text: &'a str,
    at: usize,
    line: u64,
    separator: u8,
}

impl<'a> Rows<'a> {
    /// Finds out the separator from the header: the one of `,` `;` and tab that splits it into
    /// most fields. A first line `sep=;`, which spreadsheets write, settles it.
    pub fn new(file: &'a str, text: &'a str) -> Result<Self, InputError> {
        let mut rows = Rows {
            file,
            text,
            at: 0,
            line: 1,
            separator: b',',
        };
        let first = text.lines().next().unwrap_or_default();
        if let Some(&[separator @ (b',' | b';' | b'\t')]) =
            first.strip_prefix("sep=").map(str::as_bytes)
        {
            rows.separator = separator;
            rows.at = first.len();
            return Ok(rows);
        }
        let mut most = 0;
        let mut fields = Vec::new();
        let mut problem = None;
        for separator in [b',', b';', b'\t'] {
            let mut trial = Rows {
                separator,
                ..Rows {
                    file,
                    text,
                    at: 0,
                    line: 1,
                    separator,
                }
            };
            match trial.next_row(&mut fields) {
                Ok(_) if fields.len() > most => {
                    most = fields.len();
                    rows.separator = separator;
                }
                Ok(_) => {}
                Err(e) => problem = problem.or(Some(e)),
            }
        }
        match problem {
            Some(e) if most == 0 => Err(e),
            _ => Ok(rows),
        }
    }

    /// The separator in use: `,`, `;` or tab.
    pub fn separator(&self) -> char {
        self.separator as char
    }

    /// Puts the next row into `fields` and gives the line it begins on; none at the end.
    /// Blank lines are passed over.
    pub fn next_row(&mut self, fields: &mut Vec<Cow<'a, str>>) -> Result<Option<u64>, InputError> {
        fields.clear();
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.pass_line_end();
        }
        if self.at >= bytes.len() {
            return Ok(None);
        }
        let begins = self.line;
        loop {
            if fields.len() == MAX_COLUMNS {
                return Err(Fault::TableMalformed
                    .at(
                        self.file,
                        format!("has a row of more than {MAX_COLUMNS} fields"),
                    )
                    .line(begins));
            }
            let field = if bytes.get(self.at) == Some(&b'"') {
                self.quoted()?
            } else {
                let from = self.at;
                while bytes
                    .get(self.at)
                    .is_some_and(|&b| b != self.separator && b != b'\n' && b != b'\r')
                {
                    self.at += 1;
                }
                Cow::Borrowed(&self.text[from..self.at])
            };
            if field.len() > MAX_FIELD_BYTES {
                return Err(Fault::TableMalformed
                    .at(self.file, "has a field of more than 1 MiB")
                    .line(begins)
                    .hint("is a quotation mark missing or too many?"));
            }
            fields.push(field);
            match bytes.get(self.at) {
                Some(&b) if b == self.separator => self.at += 1,
                Some(_) => {
                    self.pass_line_end();
                    return Ok(Some(begins));
                }
                None => return Ok(Some(begins)),
            }
        }
    }

    /// A field in quotation marks; `self.at` is on the opening one.
    fn quoted(&mut self) -> Result<Cow<'a, str>, InputError> {
        let bytes = self.text.as_bytes();
        let begins = self.line;
        let mut part = self.at + 1;
        let mut out: Option<String> = None;
        self.at = part;
        loop {
            match bytes.get(self.at) {
                None => {
                    return Err(Fault::TableMalformed
                        .at(self.file, "has a quotation mark that is never closed")
                        .line(begins)
                        .hint("double a quotation mark that is part of the text"));
                }
                Some(b'"') if bytes.get(self.at + 1) == Some(&b'"') => {
                    out.get_or_insert_default()
                        .push_str(&self.text[part..=self.at]);
                    self.at += 2;
                    part = self.at;
                }
                Some(b'"') => break,
                Some(b'\n' | b'\r') => self.pass_line_end(),
                Some(_) => self.at += 1,
            }
        }
        let last = &self.text[part..self.at];
        let field = match out {
            None => Cow::Borrowed(last),
            Some(text) => Cow::Owned(text + last),
        };
        self.at += 1;
        match bytes.get(self.at) {
            None | Some(b'\n' | b'\r') => Ok(field),
            Some(&b) if b == self.separator => Ok(field),
            Some(_) => Err(Fault::TableMalformed
                .at(self.file, "has text after a closing quotation mark")
                .line(self.line)
                .value(field)
                .hint("double a quotation mark that is part of the text")),
        }
    }

    /// Steps over one line end: LF, CRLF or a lone CR.
    fn pass_line_end(&mut self) {
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'\r') && bytes.get(self.at + 1) == Some(&b'\n') {
            self.at += 1;
        }
        self.at += 1;
        self.line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, &[&str])]) {
        let mut rows = Rows::new("t.csv", text).unwrap();
        let mut fields = Vec::new();
        let mut got = Vec::new();
        while let Some(line) = rows.next_row(&mut fields).unwrap() {
            got.push((
                line,
                fields.iter().map(|f| f.to_string()).collect::<Vec<_>>(),
            ));
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|(l, f)| (*l, f.iter().map(|s| s.to_string()).collect::<Vec<_>>()))
            .collect();
        assert_eq!(got, expected, "{text:?}");
    }

    #[test]
    fn rows_know_their_line_whatever_the_line_ends() {
        check("a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("a,b\r\n\r\n1,2", &[(1, &["a", "b"]), (3, &["1", "2"])]);
        check("a,b\r1,2\r", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(
            "a,b\r\n\"x\r\ny\",2\r\n3,\r\n",
            &[(1, &["a", "b"]), (2, &["x\r\ny", "2"]), (4, &["3", ""])],
        );
    }

    #[test]
    fn quotes_hold_separators_and_quotes() {
        check(
            "a,b\n\"1,\"\"2\"\"\",x\"y\n",
            &[(1, &["a", "b"]), (2, &["1,\"2\"", "x\"y"])],
        );
        check("\"a;b\",c,d\n", &[(1, &["a;b", "c", "d"])]);
    }

    #[test]
    fn the_header_decides_the_separator() {
        check("a;b\n1,5;2\n", &[(1, &["a", "b"]), (2, &["1,5", "2"])]);
        check("a\tb\n1\t2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check("sep=;\r\na;b\n", &[(2, &["a", "b"])]);
        check("id\n7\n", &[(1, &["id"]), (2, &["7"])]);
    }

    #[test]
    fn broken_quotes_are_refused_with_their_line() {
        for (text, line) in [
            ("a,b\n1,\"2\n3,4\n", 2),
            ("a,b\n1,2\n\"3\"x,4\n", 3),
            ("\"a", 1),
        ] {
            let mut fields = Vec::new();
            let e = Rows::new("t.csv", text)
                .and_then(|mut rows| {
                    while rows.next_row(&mut fields)?.is_some() {}
                    Ok(())
                })
                .unwrap_err();
            assert_eq!(e.line, Some(line), "{text:?}: {e}");
        }
    }

    #[test]
    fn other_encodings_are_refused() {
        assert_eq!(text_of("f", b"\xef\xbb\xbfid").unwrap(), "id");
        assert!(text_of("f", b"\xff\xfei\0d\0").is_err());
        assert!(text_of("f", b"i\0d\0").is_err());
        let e = text_of("f", b"id\nCaf\xe9,1\n").unwrap_err();
        assert_eq!(e.line, Some(2));
        assert!(e.value.unwrap().starts_with("Caf"));
    }
}
