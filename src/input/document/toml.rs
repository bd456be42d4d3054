//! TOML to the tree.

use super::{Content, Node};
use crate::diagnostics::{Fault, InputError};
use serde_json::{Number, Value};
use toml::de::{DeTable, DeValue};

/// Most syntax errors shown; the first one often causes the rest.
const MOST_ERRORS: usize = 5;

/// Parses TOML 1.1.
pub(super) fn parse(text: &str, file: &str) -> Result<Node, Vec<InputError>> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors
            .iter()
            .take(MOST_ERRORS)
            .map(|error| {
                let problem =
                    Fault::SyntaxInvalid.at(file, format!("not valid TOML: {}", error.message()));
                match error.span() {
                    Some(span) => problem.line(lines.at(span.start)),
                    None => problem,
                }
            })
            .collect());
    }
    let mut problems = Vec::new();
    let mut reader = Reader {
        text,
        file,
        lines: &lines,
        problems: &mut problems,
        key: String::new(),
    };
    let root = reader.table(table.get_ref(), 1);
    if problems.is_empty() {
        Ok(root)
    } else {
        Err(problems)
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    lines: &'a Lines,
    problems: &'a mut Vec<InputError>,
    /// The key being read.
    key: String,
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>, line: u64) -> Node {
        let mut entries: Vec<_> = table.iter().collect();
        // The parser sorts by key; the order of the file is what the user meant.
        entries.sort_by_key(|(key, _)| key.span().start);
        let entries = entries
            .into_iter()
            .map(|(key, value)| {
                let line = self.lines.at(key.span().start);
                self.key = key.get_ref().to_string();
                let node = self.value(value.get_ref(), value.span(), line);
                (key.get_ref().to_string(), node)
            })
            .collect();
        Node {
            line,
            content: Content::Table(entries),
        }
    }

    fn value(&mut self, value: &DeValue<'_>, span: std::ops::Range<usize>, line: u64) -> Node {
        let scalar = match value {
            DeValue::Table(table) => return self.table(table, line),
            DeValue::Array(items) => {
                let items = items
                    .iter()
                    .map(|item| {
                        let span = item.span();
                        let line = self.lines.at(span.start);
                        self.value(item.get_ref(), span, line)
                    })
                    .collect();
                return Node {
                    line,
                    content: Content::List(items),
                };
            }
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Boolean(truth) => Value::Bool(*truth),
            // Dates and times as written.
            DeValue::Datetime(datetime) => Value::String(
                self.text
                    .get(span)
                    .map_or_else(|| datetime.to_string(), str::to_owned),
            ),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(n) => Value::from(n),
                    Err(_) => self.refuse(line, number.as_str(), "the number is too large"),
                }
            }
            DeValue::Float(number) => {
                let parsed = number.as_str().parse().ok().and_then(Number::from_f64);
                match parsed {
                    Some(n) => Value::Number(n),
                    None => self.refuse(line, number.as_str(), "must be a finite number"),
                }
            }
        };
        Node {
            line,
            content: Content::Scalar(scalar),
        }
    }

    fn refuse(&mut self, line: u64, value: &str, problem: &str) -> Value {
        self.problems.push(
            Fault::SettingInvalid
                .at(self.file, problem)
                .line(line)
                .field(&self.key)
                .value(value)
                .hint("write a number within the range of the key"),
        );
        Value::Null
    }
}

/// Where lines begin.
struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self {
            starts: newlines.map(|(i, _)| i + 1).collect(),
        }
    }
    /// The line of a byte, counted from 1.
    fn at(&self, byte: usize) -> u64 {
        1 + self.starts.partition_point(|&start| start <= byte) as u64
    }
}
