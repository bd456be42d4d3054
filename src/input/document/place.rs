//! Places in a document, and the problems found there.

use super::{Content, Document};
use crate::diagnostics::{Error, Fault, InputError};
use serde_json::Value;
use std::collections::BTreeSet;

/// One step into a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, counted from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Step::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// Steps from the root of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(Vec<Step>);

impl Place {
    /// The root.
    pub fn root() -> Self {
        Self::default()
    }
    /// One step further.
    pub fn to(&self, step: impl Into<Step>) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.into());
        Self(steps)
    }
    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
    pub(super) fn parent(&self) -> Option<Place> {
        let (_, front) = self.0.split_last()?;
        Some(Place(front.to_vec()))
    }
    pub(super) fn is_within(&self, outer: &Place) -> bool {
        self.0.starts_with(&outer.0)
    }
}

/// Most problems that are put into words; more are counted only.
const MOST_PROBLEMS: usize = 200;

/// Gathers every problem of a document, so that all are told at once.
pub struct Problems<'d> {
    document: &'d Document,
    schema: &'d Value,
    /// At most [`MOST_PROBLEMS`].
    list: Vec<InputError>,
    /// Where there is a problem, told or not.
    places: BTreeSet<Place>,
    /// Of unknown keys those that are probably meant.
    meant: BTreeSet<Place>,
}

impl<'d> Problems<'d> {
    /// None yet. The schema describes the keys.
    pub fn new(document: &'d Document, schema: &'d Value) -> Self {
        Self {
            document,
            schema,
            list: Vec::new(),
            places: BTreeSet::new(),
            meant: BTreeSet::new(),
        }
    }

    /// Whether a problem with this place needs no words: it has some, or there are too many.
    pub(super) fn is_told(&self, place: &Place) -> bool {
        self.list.len() >= MOST_PROBLEMS || self.places.contains(place)
    }

    /// A problem with the value (or the table) at a place. Without a hint the key is described.
    pub fn add(&mut self, place: &Place, problem: impl Into<String>, hint: impl Into<String>) {
        self.note(Fault::SettingInvalid, place, problem.into(), hint.into());
    }

    /// A path at which there is no file.
    pub fn no_file(&mut self, place: &Place, problem: String, hint: String) {
        self.note(Fault::FileNotFound, place, problem, hint);
    }

    fn note(&mut self, code: Fault, place: &Place, problem: String, hint: String) {
        // What was found wrong already is not judged again.
        let told = self.is_told(place);
        self.places.insert(place.clone());
        if told {
            return;
        }
        let mut error = code.at(self.document.file_of(place), problem);
        error.line = self.line(place);
        let label = self.document.prefix_of(place).to_owned() + &self.label(place);
        if !label.is_empty() {
            error = error.field(label);
        }
        if let Some(text) = self.document.at(place).and_then(|node| node.text()) {
            error = error.value(text);
        }
        let hint = if hint.is_empty() {
            super::check::describe(self.schema, place)
        } else {
            Some(hint)
        };
        if let Some(hint) = hint {
            error = error.hint(hint);
        }
        self.list.push(error);
    }

    /// A key the schema doesn't know, and the one probably meant.
    pub(super) fn unknown_key(&mut self, place: &Place, meant: Option<&str>, hint: String) {
        self.note(Fault::KeyUnknown, place, "unknown key".to_owned(), hint);
        if let (Some(meant), Some(table)) = (meant, place.parent()) {
            self.meant.insert(table.to(meant));
        }
    }

    /// Whether an unknown key is probably this one, misspelt.
    pub fn is_meant(&self, place: &Place) -> bool {
        self.meant.contains(place)
    }

    /// A key that must be there is not. Not said where it was given but found wrong, or misspelt.
    pub fn missing(&mut self, place: &Place) {
        if !self.is_meant(place) && !self.is_given(place) {
            self.note(
                Fault::KeyMissing,
                place,
                "is missing".to_owned(),
                String::new(),
            );
        }
    }

    /// Whether anything at or below a path was found wrong.
    pub fn any_within(&self, outer: &Place) -> bool {
        // What is within a place comes behind it, before anything else.
        let next = self.places.range(outer..).next();
        next.is_some_and(|place| place.is_within(outer))
    }

    /// The folder that paths at a place are relative to, where it is not that of the document.
    pub(crate) fn folder_of(&self, place: &Place) -> Option<&std::path::Path> {
        self.document.folder_of(place)
    }

    /// The line of a path, or of the nearest table around it.
    fn line(&self, path: &Place) -> Option<u64> {
        let mut path = Some(path.clone());
        while let Some(place) = path {
            if let Some(node) = self.document.at(&place) {
                // The root stands everywhere.
                return (!place.0.is_empty()).then_some(node.line);
            }
            path = place.parent();
        }
        None
    }

    /// A path in words: `service "jobs" norm.cutoff_min`; entries without a name are counted from 1.
    pub fn label(&self, path: &Place) -> String {
        let mut text = String::new();
        let mut place = Place::root();
        let mut after_index = false;
        for step in &path.0 {
            place = place.to(step.clone());
            match step {
                Step::Key(key) => {
                    if !text.is_empty() {
                        text.push(if after_index { ' ' } else { '.' });
                    }
                    text.push_str(key);
                    after_index = false;
                }
                Step::Index(index) => {
                    let name = self.document.at(&place).and_then(|node| {
                        ["name", "level"]
                            .iter()
                            .find_map(|key| node.get(key)?.text())
                    });
                    text += &match name {
                        Some(name) => format!(" {:?}", crate::diagnostics::shorten(&name)),
                        None => format!(" number {}", index.saturating_add(1)),
                    };
                    after_index = true;
                }
            }
        }
        text
    }

    /// Whether a key stands in the file.
    pub fn is_given(&self, path: &Place) -> bool {
        self.document
            .at(path)
            .is_some_and(|node| node.content != Content::Scalar(Value::Null))
    }

    /// All of them in the order of the file, as one error; nothing when there are none.
    ///
    /// # Errors
    /// The problems.
    pub fn into_result(self) -> Result<(), Error> {
        Error::all(self.into_list())
    }

    /// All of them in the order of the file.
    pub(crate) fn into_list(self) -> Vec<InputError> {
        let mut list = self.list;
        list.sort_by_key(|error| (error.file != self.document.file, error.line));
        let more = self.places.len() - list.len();
        if more > 0 {
            let problem = format!("{more} more problems, which are not told one by one");
            list.push(Fault::SettingInvalid.at(&self.document.file, problem));
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Syntax, check};
    use super::*;

    #[test]
    fn a_hundred_thousand_unknown_keys_are_counted_and_not_all_told() {
        let schema = serde_json::json!({
            "type": "object",
            "properties": { "title": { "type": "string" }, "service": { "type": "array", "items": {
                "type": "object", "properties": { "name": { "type": "string" } }
            } } }
        });
        let flat = |n: usize| {
            (0..n)
                .map(|k| format!("titel{k} = 1\n"))
                .collect::<String>()
        };
        let listed: String = (0..20_000)
            .map(|k| format!("[[service]]\nnaem{k} = 1\n"))
            .collect();
        let begun = std::time::Instant::now();
        for (text, all) in [(flat(3), 3), (flat(100_000), 100_000), (listed, 20_000)] {
            let document = Document::parse(text.as_bytes(), "s.toml", Syntax::Toml).unwrap();
            let problems = check(&document, &schema).problems;
            assert!(problems.is_meant(&Place::root().to("title")) || text.starts_with('['));
            assert!(problems.any_within(&Place::root()));
            assert!(!problems.any_within(&Place::root().to("title")));
            let list = problems.into_list();
            if all == 3 {
                assert_eq!(list.len(), 3);
                continue;
            }
            assert_eq!(list.len(), MOST_PROBLEMS + 1);
            let more = format!(
                "{} more problems, which are not told one by one",
                all - MOST_PROBLEMS
            );
            assert_eq!(list.last().map(|e| e.problem.to_string()), Some(more));
        }
        assert!(begun.elapsed().as_secs() < 10);
    }
}
