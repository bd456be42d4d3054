//! A document with a change from another file put in. Every value keeps the file it stands in, so
//! that messages name the right one and paths are relative to it.

use super::{Content, Document, Node, Place, Step};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A table of another document that changes a document.
pub(crate) struct Overlay {
    node: Node,
    part: Part,
}

/// A place of a document whose value another file put in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    place: Place,
    /// The file as the user named it.
    file: String,
    /// What its paths are relative to.
    folder: PathBuf,
    /// What stands before the key in messages: where in the file the change is.
    prefix: String,
}

impl Overlay {
    /// The table at a place of a document, or no change where there is none. `prefix` is said before
    /// every key; paths in the change are relative to `folder`.
    pub(crate) fn new(from: &Document, place: &Place, prefix: String, folder: &Path) -> Self {
        let nothing = || Node {
            line: 0,
            content: Content::Table(Vec::new()),
        };
        Overlay {
            node: from.at(place).cloned().unwrap_or_else(nothing),
            part: Part {
                place: Place::root(),
                file: from.file.clone(),
                folder: folder.to_owned(),
                prefix,
            },
        }
    }

    /// Whether the change says something about a key.
    pub(crate) fn has(&self, place: &Place) -> bool {
        let mut node = Some(&self.node);
        for step in place.steps() {
            node = match step {
                Step::Key(key) => node.and_then(|node| node.get(key)),
                Step::Index(_) => None,
            };
        }
        node.is_some()
    }
}

impl Document {
    /// Puts a change in: tables are merged key by key, lists and values replaced; JSON's null takes a key out.
    pub(crate) fn overlay(&mut self, change: &Overlay) {
        let mut places = Vec::new();
        merge(&mut self.root, &change.node, &Place::root(), &mut places);
        self.parts.extend(places.into_iter().map(|place| Part {
            place,
            ..change.part.clone()
        }));
    }

    /// Takes a key out, where it is there.
    pub(crate) fn remove(&mut self, place: &Place) {
        let Some((Step::Key(last), front)) = place.steps().split_last() else {
            return;
        };
        let mut node = Some(&mut self.root);
        for step in front {
            node = node.and_then(|node| match (step, &mut node.content) {
                (Step::Key(key), Content::Table(entries)) => {
                    entries.iter_mut().find(|e| e.0 == *key).map(|e| &mut e.1)
                }
                _ => None,
            });
        }
        if let Some(Content::Table(entries)) = node.map(|node| &mut node.content) {
            entries.retain(|e| e.0 != *last);
        }
    }

    /// The part that a place, or the nearest table around it that is there, belongs to.
    fn part_of(&self, place: &Place) -> Option<&Part> {
        let mut place = place.clone();
        while self.at(&place).is_none() {
            place = place.parent()?;
        }
        self.parts.iter().find(|part| place.is_within(&part.place))
    }

    /// The file in which a place stands.
    pub(super) fn file_of(&self, place: &Place) -> &str {
        self.part_of(place).map_or(&self.file, |part| &part.file)
    }

    /// What is said before the key of a place.
    pub(super) fn prefix_of(&self, place: &Place) -> &str {
        self.part_of(place).map_or("", |part| &part.prefix)
    }

    /// The folder of the file in which a place stands, where that is not the document's own.
    pub(super) fn folder_of(&self, place: &Place) -> Option<&Path> {
        self.part_of(place).map(|part| part.folder.as_path())
    }
}

fn merge(base: &mut Node, change: &Node, place: &Place, replaced: &mut Vec<Place>) {
    let (Content::Table(entries), Content::Table(changes)) = (&mut base.content, &change.content)
    else {
        *base = change.clone();
        replaced.push(place.clone());
        return;
    };
    for (key, node) in changes {
        if node.content == Content::Scalar(Value::Null) {
            entries.retain(|e| e.0 != *key);
            continue;
        }
        let at = place.to(key.as_str());
        match entries.iter_mut().find(|e| e.0 == *key) {
            Some((_, old)) => merge(old, node, &at, replaced),
            None => {
                entries.push((key.clone(), node.clone()));
                replaced.push(at);
            }
        }
    }
}
