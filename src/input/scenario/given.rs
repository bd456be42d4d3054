//! What an edit's own keys say, as they stand in the file, for people to read.

use super::kinds::COMMON;
use crate::input::document::{Content, Node};
use serde::Serialize;
use serde_json::Value;

/// A key's value as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Given {
    /// Text, number or truth value.
    Text(String),
    /// A list.
    List(Vec<Given>),
    /// So many places by coordinates.
    Corners(usize),
    /// A table, in the order of the file.
    Table(Vec<(String, Given)>),
}

/// How keys and values are called in a language.
pub trait Names {
    /// A key, such as `departs_after`.
    fn key(&self, key: &str) -> String;
    /// A value of a key, such as `mo-fr` of `days`.
    fn value(&self, key: &str, value: &str) -> String;
    /// Whether a key says something to people who don't write the file.
    fn told(&self, _key: &str) -> bool {
        true
    }
    /// So many more than are named.
    fn more(&self, count: usize) -> String;
    /// Most entries of a list that are named.
    fn most(&self) -> usize;
}

/// Keys and values as in the file, all of them.
pub struct AsWritten;

impl Names for AsWritten {
    fn key(&self, key: &str) -> String {
        key.to_owned()
    }
    fn value(&self, _: &str, value: &str) -> String {
        value.to_owned()
    }
    fn more(&self, count: usize) -> String {
        format!("{count} more")
    }
    fn most(&self) -> usize {
        usize::MAX
    }
}

impl Given {
    pub(super) fn of(key: &str, node: &Node) -> Given {
        match &node.content {
            Content::Scalar(Value::String(text)) => Given::Text(text.trim().to_owned()),
            Content::Scalar(value) => Given::Text(value.to_string()),
            Content::List(items) if CORNERS.contains(&key) => Given::Corners(items.len()),
            Content::List(items) => Given::List(items.iter().map(|n| Given::of(key, n)).collect()),
            Content::Table(entries) => Given::Table(entries_of(entries)),
        }
    }

    fn in_words(&self, key: &str, names: &dyn Names) -> String {
        match self {
            Given::Text(text) => names.value(key, text),
            Given::Corners(n) => n.to_string(),
            Given::List(items) => {
                let shown = items.iter().take(names.most());
                let mut list: Vec<String> = shown.map(|i| i.in_words(key, names)).collect();
                if items.len() > list.len() {
                    list.push(names.more(items.len() - list.len()));
                }
                list.join(", ")
            }
            Given::Table(entries) => {
                let told = entries.iter().filter(|(key, _)| names.told(key));
                let inner = told.map(|(key, value)| {
                    format!("{} {}", names.key(key), value.in_words(key, names))
                });
                format!("({})", inner.collect::<Vec<_>>().join("; "))
            }
        }
    }
}

/// An edit's own keys, without those that every edit has.
pub(super) fn of_edit(node: &Node) -> Vec<(String, Given)> {
    match &node.content {
        Content::Table(entries) => {
            let mut own = entries_of(entries);
            own.retain(|(key, _)| !COMMON.contains(&key.as_str()));
            own
        }
        _ => Vec::new(),
    }
}

fn entries_of(entries: &[(String, Node)]) -> Vec<(String, Given)> {
    let pair = |(key, node): &(String, Node)| (key.clone(), Given::of(key, node));
    entries.iter().map(pair).collect()
}

/// Keys and values in a line; what `select` holds stands by itself.
pub fn in_words(given: &[(String, Given)], names: &dyn Names) -> String {
    let mut parts = Vec::new();
    for (key, value) in given.iter().filter(|(key, _)| names.told(key)) {
        match (key.as_str(), value) {
            ("select", Given::Table(inner)) => parts.push(in_words(inner, names)),
            _ => parts.push(format!(
                "{}: {}",
                names.key(key),
                value.in_words(key, names)
            )),
        }
    }
    parts.retain(|p| !p.is_empty());
    parts.join("; ")
}

/// Keys with lists of coordinates.
pub(super) const CORNERS: [&str; 3] = ["points", "at", "polygon"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::document::{Document, Syntax};

    #[test]
    fn an_edit_is_told_by_its_own_keys() {
        let text = "name = \"n\"\nkind = \"k\"\nselect = { route = [\"5\", \"6\"], departs_after = \"20:00\" }\n\
                    headway_min = 30\npoints = [[1, 2], [3, 4]]\nstops = [\"a\", { name = \"b\", lon = 5.1 }]\n";
        let document = Document::parse(text.as_bytes(), "s.toml", Syntax::Toml).expect("TOML");
        let given = of_edit(&document.root);
        assert_eq!(
            in_words(&given, &AsWritten),
            "route: 5, 6; departs_after: 20:00; headway_min: 30; points: 2; stops: a, (name b; lon 5.1)"
        );
    }
}
