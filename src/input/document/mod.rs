//! A settings file (TOML, or JSON with the same keys) as a tree that knows its lines, and the check
//! of such a tree against a JSON Schema that names every problem at once.
//!
//! The schema is made from the structs the file is read into, so keys, types and ranges have one
//! source: what an editor is told is what the reader enforces.

mod check;
mod json;
mod overlay;
mod place;
mod recognise;
mod toml;

pub(crate) use check::nearest;
pub use check::{Checked, check};
pub(crate) use overlay::Overlay;
pub use place::{Place, Problems, Step};
pub(crate) use recognise::{Settings, expect};

use crate::diagnostics::{Error, Fault, InputError};
use serde_json::Value;

/// Largest file read, bytes; a study is a few kilobytes.
pub const LARGEST_FILE: u64 = 4 << 20;

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// Text, number, truth value or JSON's null. Dates and times of TOML are text.
    Scalar(Value),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file; keys are unique.
    Table(Vec<(String, Node)>),
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// Line of its key, or of itself in a list, counted from 1.
    pub line: u64,
    /// What it holds.
    pub content: Content,
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        match &self.content {
            Content::Table(entries) => entries.iter().find(|e| e.0 == key).map(|e| &e.1),
            _ => None,
        }
    }
    /// The value as a user would write it; none for lists and tables.
    fn text(&self) -> Option<String> {
        match &self.content {
            Content::Scalar(Value::String(text)) => Some(text.clone()),
            Content::Scalar(value) => Some(value.to_string()),
            _ => None,
        }
    }
}

/// Which syntax a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Syntax {
    /// JSON for the ending `.json`, else TOML.
    pub fn of(path: &std::path::Path) -> Self {
        let json = path
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        if json { Syntax::Json } else { Syntax::Toml }
    }
}

/// A file read and understood as TOML or JSON, not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The file as the user named it.
    pub file: String,
    pub(crate) root: Node,
    /// What another file put in; see [`Overlay`].
    parts: Vec<overlay::Part>,
}

impl Document {
    /// Reads a whole file, at most [`LARGEST_FILE`] bytes.
    ///
    /// # Errors
    /// When the file can't be read, is too large, or isn't text.
    pub fn read(path: &std::path::Path) -> Result<Vec<u8>, Error> {
        use std::io::Read;
        let file = std::fs::File::open(path).map_err(|e| Error::io(path, "read", e))?;
        let mut bytes = Vec::new();
        file.take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Error::io(path, "read", e))?;
        Ok(bytes)
    }

    /// Understands the bytes of the file at `path`, in the syntax of its ending.
    ///
    /// # Errors
    /// Every syntax error found, with its line.
    pub fn of(bytes: &[u8], path: &std::path::Path) -> Result<Document, Error> {
        let name = path.display().to_string();
        Self::parse(bytes, &name, Syntax::of(path)).or_else(|list| {
            Error::all(list)?;
            // Not reached: a refusal always has a reason.
            Err(Fault::SettingInvalid.at(name, "cannot be read").into())
        })
    }

    /// Understands the bytes of a file. A byte order mark and CRLF are harmless.
    ///
    /// # Errors
    /// Every syntax error found, with its line.
    pub fn parse(bytes: &[u8], file: &str, syntax: Syntax) -> Result<Document, Vec<InputError>> {
        if let Some(foreign) = recognise::foreign(bytes, file) {
            return Err(vec![foreign]);
        }
        let refuse = |problem: &str, hint: &str| vec![Fault::TooLarge.at(file, problem).hint(hint)];
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(refuse(
                "larger than 4 MiB",
                "this is no settings file; give the .toml or .json that names the data files",
            ));
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = 1 + before.iter().filter(|&&b| b == b'\n').count() as u64;
                return Err(vec![
                    Fault::NotText
                        .at(file, "not UTF-8 text")
                        .line(line)
                        .hint("save the file as UTF-8"),
                ]);
            }
        };
        let root = match syntax {
            Syntax::Toml => toml::parse(text, file)?,
            Syntax::Json => json::parse(text, file)?,
        };
        Ok(Document {
            file: file.to_owned(),
            root,
            parts: Vec::new(),
        })
    }

    /// The node at a path.
    pub(crate) fn at(&self, path: &Place) -> Option<&Node> {
        path.steps()
            .iter()
            .try_fold(&self.root, |node, step| match (step, &node.content) {
                (Step::Key(key), _) => node.get(key),
                (Step::Index(i), Content::List(items)) => items.get(*i),
                _ => None,
            })
    }

    /// Keys of the table at a path, in the order of the file.
    pub fn keys(&self, path: &Place) -> Vec<String> {
        match self.at(path).map(|node| &node.content) {
            Some(Content::Table(entries)) => entries.iter().map(|e| e.0.clone()).collect(),
            _ => Vec::new(),
        }
    }
}
