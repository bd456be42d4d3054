//! What went wrong with an input, as values.
//!
//! A [`Finding`] is "this record is bad, it was left out (or mended), carry on and say so".
//! An [`Error`] is "this run cannot continue". Nothing is dropped without one or the other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// How much a finding matters to the reader of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the result is what it would have been.
    Note,
    /// Something was left out or assumed; results may differ from what the user expects.
    Warning,
    /// Loud: large parts are missing (a feed without service that day, say).
    Serious,
}

impl Severity {
    /// The word used in `findings.csv`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Serious => "serious",
        }
    }
}

/// One oddity of one record and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Short stable kind in kebab-case, e.g. `stop-without-position`.
    pub code: Cow<'static, str>,
    /// File the record is in; inside an archive `feed.zip/stops.txt`.
    pub file: String,
    /// Line in that file, counted from 1 with the header as line 1, where there is one.
    pub line: Option<u64>,
    /// The record: ids as they stand in the file.
    pub record: String,
    /// What is wrong, with the offending value.
    pub message: String,
    /// What was done: `left out`, `read as 0`, …
    pub action: String,
}

/// All findings of a run, in the order found; counted per kind, and bounded per kind in what is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
    counts: BTreeMap<(Cow<'static, str>, String), u64>,
}

/// Most findings kept per kind and file; more are counted only.
pub const KEPT_PER_KIND: u64 = 10_000;

impl Findings {
    /// Notes a finding.
    pub fn push(&mut self, finding: Finding) {
        let n = self
            .counts
            .entry((finding.code.clone(), finding.file.clone()))
            .or_default();
        *n += 1;
        if *n <= KEPT_PER_KIND {
            self.list.push(finding);
        }
    }
    /// Notes a warning in a few words.
    pub fn warn(
        &mut self,
        code: &'static str,
        file: impl Into<String>,
        line: Option<u64>,
        record: impl Into<String>,
        message: impl Into<String>,
        action: impl Into<String>,
    ) {
        self.push(Finding {
            severity: Severity::Warning,
            code: code.into(),
            file: file.into(),
            line,
            record: record.into(),
            message: message.into(),
            action: action.into(),
        });
    }
    /// Adds those of another reader behind these.
    pub fn append(&mut self, other: Findings) {
        for (key, n) in other.counts {
            *self.counts.entry(key).or_default() += n;
        }
        self.list.extend(other.list);
    }
    /// Keeps only findings of some kinds, by code.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.list.retain(|f| keep(&f.code));
        self.counts.retain(|(code, _), _| keep(code));
    }
    /// The findings kept, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter()
    }
    /// How many there were per kind and file, kept or not.
    pub fn counts(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.counts
            .iter()
            .map(|((code, file), n)| (code.as_ref(), file.as_str(), *n))
    }
    /// Notes that `n` more of a kind were found than are listed (when findings are read back).
    pub fn add_unlisted(&mut self, code: Cow<'static, str>, file: String, n: u64) {
        *self.counts.entry((code, file)).or_default() += n;
    }
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
    /// One line per kind: severity, count, first example. Safe for a terminal.
    pub fn summary(&self) -> Vec<String> {
        let mut kinds: Vec<(&str, &str)> = Vec::new();
        let mut first: BTreeMap<(&str, &str), &Finding> = BTreeMap::new();
        for f in &self.list {
            first
                .entry((f.code.as_ref(), f.file.as_str()))
                .or_insert_with(|| {
                    kinds.push((f.code.as_ref(), f.file.as_str()));
                    f
                });
        }
        kinds
            .iter()
            .map(|key| {
                let f = first[key];
                let n = self
                    .counts
                    .get(&(f.code.clone(), f.file.clone()))
                    .copied()
                    .unwrap_or(1);
                let place = f.line.map(|l| format!(" line {l}")).unwrap_or_default();
                let more = if n > 1 {
                    format!(" (and {} more of this kind)", n - 1)
                } else {
                    String::new()
                };
                let record = if f.record.is_empty() {
                    String::new()
                } else {
                    format!(" {}", f.record)
                };
                printable(&format!(
                    "{}: {}{place}:{record} {}; {}{more} [{}]",
                    f.severity.word(),
                    f.file,
                    f.message,
                    f.action,
                    f.code
                ))
            })
            .collect()
    }
}

/// Why a run cannot go on. `main` turns it into one message and an exit code.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs cannot give a result (exit 1).
    #[error(transparent)]
    Input(Box<InputError>),
    /// Several things wrong with the inputs, told at once (exit 1).
    #[error("{}", several(list))]
    Inputs {
        /// At least two.
        list: Vec<InputError>,
    },
    /// Wrong usage: an option or a combination of options (exit 2).
    #[error("{}", printable(message))]
    Usage {
        /// What is wrong, naming the option and the range allowed.
        message: String,
    },
    /// The system said no while reading or writing (exit 1).
    #[error("{}: cannot {action}: {source}", printable(&path.display().to_string()))]
    Io {
        /// The file.
        path: PathBuf,
        /// `read`, `write`, `create` …
        action: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl From<InputError> for Error {
    fn from(e: InputError) -> Self {
        Error::Input(Box::new(e))
    }
}

impl Error {
    /// Wrong usage.
    pub fn usage(message: impl Into<String>) -> Self {
        Error::Usage {
            message: message.into(),
        }
    }
    /// A failing read or write.
    pub fn io(path: &Path, action: &'static str, source: std::io::Error) -> Self {
        Error::Io {
            path: path.to_owned(),
            action,
            source,
        }
    }
    /// All problems as one error.
    ///
    /// # Errors
    /// When there are any.
    pub fn all(mut list: Vec<InputError>) -> Result<(), Error> {
        match list.len() {
            0 => Ok(()),
            1 => Err(list.remove(0).into()),
            _ => Err(Error::Inputs { list }),
        }
    }
    /// The exit code of the command-line contract: 1 inputs, 2 usage.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Usage { .. } => 2,
            _ => 1,
        }
    }
}

/// Most problems shown in one message; more are counted only.
const SHOWN_AT_ONCE: usize = 50;

fn several(list: &[InputError]) -> String {
    let mut text = format!("{} problems", list.len());
    for error in list.iter().take(SHOWN_AT_ONCE) {
        text += &format!("\n{error}");
    }
    if list.len() > SHOWN_AT_ONCE {
        text += &format!("\nand {} more", list.len() - SHOWN_AT_ONCE);
    }
    text
}

/// An input that makes the result meaningless: file, line, field, value, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct InputError {
    /// File as the user named it; inside an archive `feed.zip/stops.txt`.
    pub file: String,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Column, key or property.
    pub field: Option<String>,
    /// The offending text.
    pub value: Option<Box<str>>,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub hint: Option<Box<str>>,
}

impl InputError {
    /// A problem with a file as a whole.
    pub fn new(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            field: None,
            value: None,
            problem: problem.into(),
            hint: None,
        }
    }
    /// The line it is on.
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
    /// The column, key or property.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
    /// The offending text.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into().into_boxed_str());
        self
    }
    /// What to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into().into_boxed_str());
        self
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.file.clone();
        if let Some(line) = self.line {
            text += &format!(", line {line}");
        }
        if let Some(field) = &self.field {
            text += &format!(", {field}");
        }
        if let Some(value) = &self.value {
            text += &format!(" = {:?}", shorten(value));
        }
        text += &format!(": {}", self.problem);
        f.write_str(&printable(&text))?;
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {}", printable(hint))?;
        }
        Ok(())
    }
}

/// Text from outside made safe for a terminal: control characters (line breaks, escape
/// sequences, bidirectional overrides) become `\u{…}`.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        if hidden {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// At most 120 characters of a value, for messages.
pub fn shorten(value: &str) -> String {
    if value.chars().count() <= 120 {
        return value.to_owned();
    }
    let head: String = value.chars().take(117).collect();
    format!("{head}…")
}
