//! Messages whose names for settings and work are left to the reader's side.

use std::borrow::Cow;
use std::fmt;

/// Something that each way of using the engine calls by a name of its own: a setting, or a piece of work. The command line knows
/// `--max-snap` where a caller of the library knows `max_snap_m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The coordinate reference system of columns `x` and `y`.
    Crs,
    /// How far points and stops may be from a street, in metres.
    MaxSnap,
    /// The street data.
    Osm,
    /// The file or folder that results are written to.
    Output,
    /// That everything is computed a second time, as a check.
    Verify,
    /// That every combination of events is computed.
    Factorial,
    /// Most memory to be used.
    Memory,
    /// The share of the regions that one process computes.
    Shard,
    /// The level of areas that is reported.
    Level,
    /// The number of threads.
    Threads,
    /// The file of candidate sites.
    Candidates,
    /// The distance between the points of a grid of candidates, in metres.
    Grid,
    /// The file of areas that a grid of candidates is laid over.
    Within,
    /// Building a network file.
    Build,
    /// Building a network file, said to somebody who has none.
    BuildFirst,
    /// Building a network file with links up to a length in metres.
    BuildWithin(String),
    /// Computing a monitor, or going on with it.
    Monitor,
    /// Computing one shard of a monitor.
    MonitorShard,
}

impl Term {
    /// The name that the library has for it.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Term::Crs => "crs",
            Term::MaxSnap => "max_snap_m",
            Term::Osm => "osm",
            Term::Output => "output",
            Term::Verify => "verify",
            Term::Factorial => "factorial",
            Term::Memory => "memory",
            Term::Shard => "shard",
            Term::Level => "level",
            Term::Threads => "threads",
            Term::Candidates => "candidates",
            Term::Grid => "grid_m",
            Term::Within => "within",
            Term::Build | Term::BuildFirst => "`build`",
            Term::BuildWithin(metres) => return format!("`build` and max_snap_m {metres}").into(),
            Term::Monitor => "`monitor::run`",
            Term::MonitorShard => "`monitor::run` with a shard",
        })
    }
}

/// How a reader's side calls the terms of a message; [`Term::name`] is the library's own.
pub type Naming<'a> = &'a dyn Fn(&Term) -> Cow<'static, str>;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Term(Term),
}

/// Words of a message with [`Term`]s between them. [`fmt::Display`] names these as the library does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Box<[Part]>);

impl Text {
    /// The text with more words, a term or another text behind it.
    pub fn and(self, more: impl Into<Text>) -> Text {
        let mut parts = self.0.into_vec();
        parts.extend(more.into().0);
        Text(parts.into())
    }

    /// The whole text, with the names that somebody has for its terms.
    pub fn named(&self, naming: Naming) -> String {
        let parts = self.0.iter();
        parts
            .map(|part| match part {
                Part::Words(words) => Cow::Borrowed(words.as_str()),
                Part::Term(term) => naming(term),
            })
            .collect()
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Self {
        Text([Part::Words(words.into())].into())
    }
}

impl From<Term> for Text {
    fn from(term: Term) -> Self {
        Text([Part::Term(term)].into())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.named(&Term::name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Term, Text};

    #[test]
    fn each_side_has_its_own_names() {
        let text = Text::from("raise ")
            .and(Term::MaxSnap)
            .and(", or ".to_owned());
        let text = text.and(Text::from(Term::BuildWithin("5".to_owned())));
        assert_eq!(
            text.to_string(),
            "raise max_snap_m, or `build` and max_snap_m 5"
        );
        let other = text.named(&|term| match term {
            Term::MaxSnap => "--max-snap".into(),
            other => format!("{other:?}").into(),
        });
        assert_eq!(other, "raise --max-snap, or BuildWithin(\"5\")");
    }
}
