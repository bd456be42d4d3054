//! JSON to the tree, with lines.
//!
//! serde_json parses; where it is comes from counting the line breaks it has read.

use super::{Content, Node};
use crate::diagnostics::{Fault, InputError};
use serde::de::{Deserialize, DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};
use std::cell::Cell;
use std::fmt;
use std::io::Read;

/// Parses JSON.
pub(super) fn parse(text: &str, file: &str) -> Result<Node, Vec<InputError>> {
    let line = Cell::new(1);
    let reader = CountingReader {
        rest: text.as_bytes(),
        line: &line,
        broke: false,
    };
    let mut parser = serde_json::Deserializer::from_reader(reader);
    let root = Seed { line: &line }.deserialize(&mut parser);
    root.and_then(|node| parser.end().map(|()| node))
        .map_err(|error| {
            let message = error.to_string();
            // The place is given on its own.
            let message = message.split(" at line ").next().unwrap_or(&message);
            vec![
                Fault::SyntaxInvalid
                    .at(file, format!("not valid JSON: {message}"))
                    .line(error.line().max(1) as u64),
            ]
        })
}

/// Hands out one byte at a time and counts the line breaks before the last one handed out: the
/// parser looks at most one byte ahead.
struct CountingReader<'a> {
    rest: &'a [u8],
    line: &'a Cell<u64>,
    broke: bool,
}

impl Read for CountingReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let (Some((&byte, rest)), Some(slot)) = (self.rest.split_first(), out.first_mut()) else {
            return Ok(0);
        };
        if self.broke {
            self.line.set(self.line.get() + 1);
        }
        self.broke = byte == b'\n';
        *slot = byte;
        self.rest = rest;
        Ok(1)
    }
}

struct Seed<'a> {
    line: &'a Cell<u64>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;
    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Node, D::Error> {
        parser.deserialize_any(self)
    }
}

impl Seed<'_> {
    fn scalar<E>(&self, value: Value) -> Result<Node, E> {
        Ok(Node {
            line: self.line.get(),
            content: Content::Scalar(value),
        })
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Node, E> {
        self.scalar(Value::Bool(truth))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Node, E> {
        self.scalar(Value::from(number))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Node, E> {
        self.scalar(Value::from(number))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        let number = Number::from_f64(number).ok_or_else(|| E::custom("number out of range"))?;
        self.scalar(Value::Number(number))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        self.scalar(Value::String(text.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let line = self.line.get();
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(Seed { line: self.line })? {
            items.push(item);
        }
        Ok(Node {
            line,
            content: Content::List(items),
        })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let line = self.line.get();
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(Key(key)) = access.next_key()? {
            let line = self.line.get();
            let mut node = access.next_value_seed(Seed { line: self.line })?;
            node.line = line;
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format!("key {key:?} is given twice")));
            }
            entries.push((key, node));
        }
        Ok(Node {
            line,
            content: Content::Table(entries),
        })
    }
}

struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(parser: D) -> Result<Self, D::Error> {
        String::deserialize(parser).map(Key)
    }
}
