//! What went wrong with an input, as values.
//!
//! A [`Finding`] is "this record is bad, it was left out (or mended), carry on and say so".
//! An [`Error`] is "this run cannot continue". Nothing is dropped without one or the other.

mod error;
mod fault;
mod text;

pub use error::{Error, InputError};
pub use fault::Fault;
pub use text::{Naming, Term, Text};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Notes those there are.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|f| self.push(f));
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
    /// Each kind of a file once: its first finding, and how many there are. The most serious kinds come first, and of
    /// those that matter as much the ones found first.
    pub fn kinds(&self) -> Vec<(&Finding, u64)> {
        let mut seen = BTreeSet::new();
        let first = |f: &&Finding| seen.insert((f.code.clone(), f.file.clone()));
        let mut kinds: Vec<(&Finding, u64)> = (self.list.iter().filter(first))
            .map(|f| {
                let count = self.counts.get(&(f.code.clone(), f.file.clone()));
                (f, count.copied().unwrap_or(1))
            })
            .collect();
        kinds.sort_by_key(|(f, _)| std::cmp::Reverse(f.severity));
        kinds
    }
    /// One line per kind: severity, count, first example. Safe for a terminal.
    pub fn summary(&self) -> Vec<String> {
        let line = |(f, n): (&Finding, u64)| {
            let place = f.line.map(|l| format!(" line {l}")).unwrap_or_default();
            let more = if n > 1 {
                format!(" (and {} more of this kind)", n - 1)
            } else {
                String::new()
            };
            let record = if f.record.is_empty() {
                String::new()
            } else {
                format!(" {}", shorten(&f.record))
            };
            one_line(&format!(
                "{}: {}{place}:{record} {}; {}{more} [{}]",
                f.severity.word(),
                bounded(&f.file, 200),
                bounded(&f.message, 600),
                bounded(&f.action, 400),
                f.code
            ))
        };
        self.kinds().into_iter().map(line).collect()
    }
}

/// Characters that a terminal or a page obeys, or that show as nothing: controls, marks of direction,
/// invisible joiners, tags, and what is no character.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Text from outside made safe for a terminal: characters that a terminal obeys (line breaks, escape
/// sequences, bidirectional overrides) or that show as nothing become `\u{…}`.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Most characters of a line made of text from outside.
const LINE: usize = 2000;

/// [`printable`] text of a length that can be read: what a line on a terminal or in a message is.
pub fn one_line(text: &str) -> String {
    bounded(&printable(text), LINE)
}

/// Lines made safe for a terminal one by one; the line breaks between them stay.
pub fn printable_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&printable(line));
    }
    out
}

/// JSON that means the same and is safe for a terminal: hidden characters in its strings are written `\uXXXX`.
pub fn printable_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_hidden(c) {
            // Outside strings JSON has no control characters but line breaks; within, they are escaped already.
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            out += &format!("\\u{unit:04x}");
        }
    }
    out
}

/// At most 120 characters of a value, for messages.
pub fn shorten(value: &str) -> String {
    bounded(value, 120)
}

fn bounded(text: &str, most: usize) -> String {
    // Bytes are at least as many as characters.
    if text.len() <= most || text.chars().count() <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most - 3).collect();
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\r\u{9b}31m\u{202e}evil\u{2066}\u{61c}\u{200f}\u{ad}\u{2063}\u{e0041}\u{fff9}\u{85}";

    #[test]
    fn nothing_a_terminal_obeys_is_left() {
        for text in [
            printable(HOSTILE),
            one_line(HOSTILE),
            printable_lines(HOSTILE),
        ] {
            assert!(!text.chars().any(is_hidden), "{text}");
            assert!(
                text.contains("evil") && text.contains("\\u{202e}"),
                "{text}"
            );
        }
        let names = "Zoë – ’s-Gravenhage, Ōsaka 大阪, שלום, \u{645}\u{631}\u{62d}\u{628}\u{627} 🚋";
        assert_eq!(one_line(names), names);
        assert_eq!(printable_lines("a\nb\tc\n"), "a\nb\\u{9}c\n");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({"name": HOSTILE, "b": [1, "\n"]});
        let text = printable_json(&serde_json::to_string_pretty(&value).unwrap());
        assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)), "{text}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }

    #[test]
    fn messages_are_of_a_length_that_can_be_read() {
        let long = "ab\u{1b}".repeat(1_000_000);
        let mut findings = Findings::default();
        findings.warn("kind", &long, Some(1), &long, &long, &long);
        let error = Fault::Io
            .at(&long, &long)
            .field(&long)
            .value(&long)
            .hint(&long);
        let list = vec![error.clone(), error.clone()];
        for text in [
            findings.summary().join("\n"),
            error.to_string(),
            Error::Inputs { list }.to_string(),
            Error::usage(Fault::Io, &long).to_string(),
            one_line(&long),
        ] {
            assert!(text.chars().count() < 10_000, "{}", text.len());
            assert!(!text.contains('\u{1b}'));
        }
        assert_eq!(shorten(&"é".repeat(120)).chars().count(), 120);
        assert_eq!(shorten(&"é".repeat(121)).chars().count(), 118);
    }
}
