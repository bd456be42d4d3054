//! Why a run cannot go on.

use super::fault::Fault;
use super::text::{Naming, Term, Text};
use super::{bounded, one_line, shorten};
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Why a run cannot go on.
///
/// Match on [`Error::code`] to act on a kind of fault, show the [`fmt::Display`] text to people, and go through [`Error::problems`]
/// to show what is wrong beside the line of the file it is in. The text names settings as the library does;
/// [`Error::named`] puts other names in their place, such as options of a command line or fields of a form.
///
/// ```
/// use bereik::{Error, Fault, Network};
///
/// let error = Network::open("nowhere.bereik".as_ref()).unwrap_err();
/// assert_eq!(error.code(), Fault::FileNotFound);
/// assert_eq!(error.code().to_string(), "file-not-found");
/// assert!(error.to_string().starts_with("nowhere.bereik: cannot read: "));
/// ```
#[derive(Debug)]
pub enum Error {
    /// The inputs cannot give a result.
    Input(Box<InputError>),
    /// Several things wrong with the inputs, told at once.
    Inputs {
        /// At least two.
        list: Vec<InputError>,
    },
    /// The call itself is at fault, not the inputs: a setting, or settings that do not go together.
    Usage {
        /// The kind of fault.
        code: Fault,
        /// What is wrong, naming the setting and the range allowed.
        message: Text,
    },
    /// The system said no while reading or writing.
    Io {
        /// The file.
        path: PathBuf,
        /// `read`, `write`, `create` …
        action: &'static str,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Who watches the work no longer wants it.
    Cancelled,
}

impl From<InputError> for Error {
    fn from(e: InputError) -> Self {
        Error::Input(Box::new(e))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.named(&Term::name))
    }
}

impl Error {
    /// A call that is at fault.
    pub fn usage(code: Fault, message: impl Into<Text>) -> Self {
        Error::Usage {
            code,
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
    /// The kind of fault; of several problems that of the first.
    pub fn code(&self) -> Fault {
        match self {
            Error::Input(error) => error.code,
            Error::Inputs { list } => list.first().map_or(Fault::Io, |e| e.code),
            Error::Usage { code, .. } => *code,
            Error::Io { source, .. } => match source.kind() {
                ErrorKind::NotFound => Fault::FileNotFound,
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Fault::AccessDenied,
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::DiskFull,
                _ => Fault::Io,
            },
            Error::Cancelled => Fault::Cancelled,
        }
    }
    /// What is wrong with the inputs, each with its place; none where the fault lies elsewhere.
    pub fn problems(&self) -> &[InputError] {
        match self {
            Error::Input(error) => std::slice::from_ref(error),
            Error::Inputs { list } => list,
            _ => &[],
        }
    }
    /// The message, with the names that somebody has for its terms. Safe for a terminal.
    pub fn named(&self, naming: Naming) -> String {
        match self {
            Error::Input(error) => error.named(naming),
            Error::Inputs { list } => several(list, naming),
            Error::Usage { message, .. } => one_line(&message.named(naming)),
            Error::Io {
                path,
                action,
                source,
            } => {
                let path = one_line(&path.display().to_string());
                format!("{path}: cannot {action}: {source}")
            }
            Error::Cancelled => "stopped: the work is no longer wanted".to_owned(),
        }
    }
}

/// Most problems shown in one message; more are counted only.
const SHOWN_AT_ONCE: usize = 50;

fn several(list: &[InputError], naming: Naming) -> String {
    let mut text = format!("{} problems", list.len());
    for error in list.iter().take(SHOWN_AT_ONCE) {
        text += "\n";
        text += &error.named(naming);
    }
    if list.len() > SHOWN_AT_ONCE {
        text += &format!("\nand {} more", list.len() - SHOWN_AT_ONCE);
    }
    text
}

/// An input that makes the result meaningless: file, line, field, value, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct InputError {
    /// The kind of fault.
    pub code: Fault,
    /// File as the user named it; inside an archive `feed.zip/stops.txt`. Empty where no file is at fault.
    pub file: String,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// Column, key or property.
    pub field: Option<Box<str>>,
    /// The offending text.
    pub value: Option<Box<str>>,
    /// What is wrong.
    pub problem: Text,
    /// What to do about it.
    pub hint: Option<Text>,
}

impl Fault {
    /// An error of this kind about a file as a whole.
    pub fn at(self, file: impl Into<String>, problem: impl Into<Text>) -> InputError {
        InputError {
            code: self,
            file: file.into(),
            line: None,
            field: None,
            value: None,
            problem: problem.into(),
            hint: None,
        }
    }
}

impl InputError {
    /// The line it is on.
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }
    /// The column, key or property.
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into().into_boxed_str());
        self
    }
    /// The offending text.
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into().into_boxed_str());
        self
    }
    /// What to do.
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// The message, with the names that somebody has for its terms. Safe for a terminal.
    pub fn named(&self, naming: Naming) -> String {
        let mut text = bounded(&self.file, 200);
        if let Some(line) = self.line {
            text += &format!(", line {line}");
        }
        if let Some(field) = &self.field {
            text += &format!(", {}", bounded(field, 200));
        }
        if let Some(value) = &self.value {
            text += &format!(" = {:?}", shorten(value));
        }
        if !text.is_empty() {
            text += ": ";
        }
        text += &self.problem.named(naming);
        let mut text = one_line(&text);
        if let Some(hint) = &self.hint {
            text += "\nhint: ";
            text += &one_line(&hint.named(naming));
        }
        text
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.named(&Term::name))
    }
}
