//! What a block must be like before it is decoded.
//!
//! `osmpbf` decodes blocks, but adds deltas, multiplies coordinates and unwraps member types
//! without checking, and keeps the last of messages that protobuf would put together.
//! [`check_block`] goes over the bytes of a block first, so that only blocks on which that is
//! safe, and whose decoded size is bounded, reach it.

use super::wire::{Fault, Value, fields, numbers, zigzag};

/// Running sum of deltas, with the range it passes through.
#[derive(Default)]
struct Sum {
    now: i64,
    least: i64,
    most: i64,
    count: u64,
}

impl Sum {
    fn add(&mut self, value: Value<'_>, what: &str) -> Result<(), Fault> {
        self.count += numbers(value, |v| {
            self.now = self
                .now
                .checked_add(zigzag(v))
                .ok_or_else(|| format!("{what} overflow"))?;
            self.least = self.least.min(self.now);
            self.most = self.most.max(self.now);
            Ok(())
        })?;
        Ok(())
    }
    fn within_i32(&self, what: &str) -> Result<(), Fault> {
        if i32::try_from(self.least).is_err() || i32::try_from(self.most).is_err() {
            return Err(format!("{what} overflow"));
        }
        Ok(())
    }
}

/// What kinds of elements a block holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    /// Nodes, dense or not.
    pub nodes: bool,
    /// Ways.
    pub ways: bool,
    /// Relations.
    pub relations: bool,
}

/// Largest memory a decoded block may take, bytes (an estimate). Blocks as programs write them
/// (8,000 elements) take a few megabytes.
const DECODED_LIMIT: u64 = 384 << 20;
/// Estimated memory of a decoded element and of an unknown field.
const ELEMENT_BYTES: u64 = 256;

#[derive(Default)]
struct Check {
    strings: u64,
    granularity: i64,
    offsets: [i64; 2],
    decoded: u64,
    kinds: Kinds,
}

/// Goes over an uncompressed `PrimitiveBlock` and says what it holds.
///
/// # Errors
/// When a length, an index into the string table, a sum of deltas, a coordinate or a member
/// type is out of range, lists that belong together differ in length, or the block would
/// take too much memory.
pub(super) fn check_block(bytes: &[u8]) -> Result<Kinds, Fault> {
    let mut check = Check {
        granularity: 100,
        ..Check::default()
    };
    // The numbers that the groups depend on may stand behind them.
    let mut table_there = false;
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        match (field, value) {
            (1, Value::Bytes(table)) => {
                once(&mut table_there, "its table of strings")?;
                let mut strings = fields(table);
                while let Some((field, value)) = strings.next()? {
                    match (field, value) {
                        (1, Value::Bytes(s)) => {
                            check.strings += 1;
                            check.grow(48 + s.len() as u64)?;
                        }
                        _ => check.grow(ELEMENT_BYTES)?,
                    }
                }
            }
            (2, Value::Bytes(_)) => check.grow(ELEMENT_BYTES)?,
            (17, Value::Varint(v)) => check.granularity = i64::from(v as i32),
            (18, Value::Varint(_)) => {}
            (19, Value::Varint(v)) => check.offsets[0] = v as i64,
            (20, Value::Varint(v)) => check.offsets[1] = v as i64,
            _ => check.grow(ELEMENT_BYTES)?,
        }
    }
    if check.granularity <= 0 {
        return Err(format!(
            "the granularity is {}, not a positive number",
            check.granularity
        ));
    }
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        if let (2, Value::Bytes(group)) = (field, value) {
            check.group(group)?;
        }
    }
    Ok(check.kinds)
}

/// Goes over an uncompressed `HeaderBlock`.
///
/// # Errors
/// When a length is out of range or the header would take too much memory.
pub(super) fn check_header_size(bytes: &[u8]) -> Result<(), Fault> {
    let mut check = Check::default();
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        check.grow(ELEMENT_BYTES)?;
        match (field, value) {
            // The box.
            (1, Value::Bytes(b)) => check.unknown(b)?,
            (_, Value::Bytes(b)) => check.grow(b.len() as u64)?,
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a second message where there may be one.
fn once(there: &mut bool, what: &str) -> Result<(), Fault> {
    if std::mem::replace(there, true) {
        return Err(format!("{what} stands there twice"));
    }
    Ok(())
}

impl Check {
    fn grow(&mut self, by: u64) -> Result<(), Fault> {
        self.decoded += by;
        if self.decoded > DECODED_LIMIT {
            return Err("it holds more than one block may (write the file anew)".into());
        }
        Ok(())
    }
    /// Space for a list of numbers, of which the decoder reserves one per byte.
    fn grow_list(&mut self, value: Value<'_>) -> Result<(), Fault> {
        match value {
            Value::Bytes(b) => self.grow(8 * b.len() as u64),
            _ => self.grow(16),
        }
    }
    fn string(&self, index: u64, what: &str) -> Result<(), Fault> {
        if index < self.strings {
            return Ok(());
        }
        Err(format!(
            "{what} points to string {index} of {}",
            self.strings
        ))
    }
    fn place(&self, axis: usize, value: i64) -> Result<(), Fault> {
        self.granularity
            .checked_mul(value)
            .and_then(|v| v.checked_add(self.offsets.get(axis).copied().unwrap_or_default()))
            .map(drop)
            .ok_or_else(|| "a coordinate overflows".into())
    }
    fn group(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let mut dense = Dense::default();
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            self.grow(ELEMENT_BYTES)?;
            match (field, value) {
                (1, Value::Bytes(b)) => {
                    self.kinds.nodes = true;
                    self.element(b, Element::Node)?;
                }
                (2, Value::Bytes(b)) => {
                    once(&mut dense.there, "a group's dense nodes")?;
                    self.kinds.nodes = true;
                    self.dense(b, &mut dense)?;
                }
                (3, Value::Bytes(b)) => {
                    self.kinds.ways = true;
                    self.element(b, Element::Way)?;
                }
                (4, Value::Bytes(b)) => {
                    self.kinds.relations = true;
                    self.element(b, Element::Relation)?;
                }
                (_, Value::Bytes(b)) => self.unknown(b)?,
                _ => {}
            }
        }
        dense.end(self)
    }
    fn element(&mut self, bytes: &[u8], kind: Element) -> Result<(), Fault> {
        let [mut keys, mut values, mut roles, mut types] = [0u64; 4];
        let mut refs = Sum::default();
        let mut places: [Sum; 2] = Default::default();
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (kind, field, value) {
                (_, 1, Value::Varint(_)) => {}
                (_, 2, _) => {
                    self.grow_list(value)?;
                    keys += numbers(value, |v| self.string(u64::from(v as u32), "a key"))?;
                }
                (_, 3, _) => {
                    self.grow_list(value)?;
                    values += numbers(value, |v| self.string(u64::from(v as u32), "a value"))?;
                }
                (_, 4, Value::Bytes(b)) => self.info(b)?,
                (Element::Node, 8 | 9, Value::Varint(v)) => {
                    self.place(usize::from(field == 9), zigzag(v))?;
                }
                (Element::Way, 8, _) => {
                    self.grow_list(value)?;
                    refs.add(value, "node references")?;
                }
                (Element::Way, 9, _) => {
                    self.grow_list(value)?;
                    places[0].add(value, "latitudes")?;
                }
                (Element::Way, 10, _) => {
                    self.grow_list(value)?;
                    places[1].add(value, "longitudes")?;
                }
                (Element::Relation, 8, _) => {
                    self.grow_list(value)?;
                    roles += numbers(value, |v| self.string(v, "a role"))?;
                }
                (Element::Relation, 9, _) => {
                    self.grow_list(value)?;
                    refs.add(value, "member references")?;
                }
                (Element::Relation, 10, _) => {
                    self.grow_list(value)?;
                    types += numbers(value, |v| match v {
                        0..=2 => Ok(()),
                        _ => Err(format!("a member has the unknown type {v}")),
                    })?;
                }
                _ => self.grow(ELEMENT_BYTES)?,
            }
        }
        if keys != values {
            return Err(format!("an element has {keys} keys and {values} values"));
        }
        if kind == Element::Relation && (roles != refs.count || types != refs.count) {
            return Err("a relation's lists of members differ in length".into());
        }
        if kind == Element::Way {
            self.located(refs.count, &places)?;
        }
        Ok(())
    }
    /// The places of a way's nodes, where the file has them on its ways.
    fn located(&self, nodes: u64, places: &[Sum; 2]) -> Result<(), Fault> {
        let [lat, lon] = [places[0].count, places[1].count];
        if (lat, lon) != (0, 0) && (lat, lon) != (nodes, nodes) {
            return Err(format!(
                "a way of {nodes} nodes has {lat} latitudes and {lon} longitudes"
            ));
        }
        for (axis, sum) in places.iter().enumerate() {
            self.place(axis, sum.least)?;
            self.place(axis, sum.most)?;
        }
        Ok(())
    }
    /// Who changed an element, and when.
    fn info(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.grow(ELEMENT_BYTES)?;
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            if !matches!((field, value), (1..=6, Value::Varint(_))) {
                self.grow(ELEMENT_BYTES)?;
            }
        }
        Ok(())
    }
    /// Space for a message that the format has and nobody reads.
    fn unknown(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.grow(ELEMENT_BYTES / 2 * bytes.len() as u64)
    }
    fn dense(&mut self, bytes: &[u8], dense: &mut Dense) -> Result<(), Fault> {
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            if !matches!(field, 1 | 5 | 8 | 9 | 10) {
                self.grow(ELEMENT_BYTES)?;
            }
            self.grow_list(value)?;
            match (field, value) {
                (1, _) => dense.id.add(value, "node ids")?,
                (8, _) => dense.place[0].add(value, "latitudes")?,
                (9, _) => dense.place[1].add(value, "longitudes")?,
                (10, _) => {
                    numbers(value, |v| {
                        if dense.awaits_value {
                            dense.awaits_value = false;
                            self.string(v, "a value")
                        } else if v == 0 {
                            dense.ends += 1;
                            Ok(())
                        } else {
                            dense.awaits_value = true;
                            dense.tagged = true;
                            self.string(v, "a key")
                        }
                    })?;
                }
                (5, Value::Bytes(info)) => {
                    once(&mut dense.info_there, "the history of dense nodes")?;
                    let mut all = fields(info);
                    while let Some((field, value)) = all.next()? {
                        if !matches!(field, 1..=6) {
                            self.grow(ELEMENT_BYTES)?;
                        }
                        self.grow_list(value)?;
                        match field {
                            2 => dense.timestamp.add(value, "timestamps")?,
                            3 => dense.changeset.add(value, "changesets")?,
                            4 => dense.user.add(value, "user ids")?,
                            5 => dense.name.add(value, "user names")?,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Element {
    Node,
    Way,
    Relation,
}

/// The dense nodes of a group.
#[derive(Default)]
struct Dense {
    there: bool,
    info_there: bool,
    id: Sum,
    place: [Sum; 2],
    timestamp: Sum,
    changeset: Sum,
    user: Sum,
    name: Sum,
    awaits_value: bool,
    tagged: bool,
    ends: u64,
}

impl Dense {
    fn end(self, check: &Check) -> Result<(), Fault> {
        let n = self.id.count;
        let [lat, lon] = &self.place;
        if lat.count != n || lon.count != n {
            return Err(format!(
                "{n} nodes have {} latitudes and {} longitudes",
                lat.count, lon.count
            ));
        }
        // Blocks without any tag may leave the list out.
        if self.awaits_value || ((self.tagged || self.ends > 0) && self.ends != n) {
            return Err(format!("{n} nodes have {} lists of tags", self.ends));
        }
        for (axis, sum) in self.place.iter().enumerate() {
            check.place(axis, sum.least)?;
            check.place(axis, sum.most)?;
        }
        // `osmpbf` adds these as 32 bits.
        self.user.within_i32("user ids")?;
        self.name.within_i32("user names")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_past_the_strings_is_a_fault() {
        // String table of one string; one way with key 0 and value 1.
        let block = [
            0x0a, 2, 0x0a, 0, 0x12, 10, 0x1a, 8, 8, 1, 0x12, 1, 0, 0x1a, 1, 1,
        ];
        let fault = check_block(&block).unwrap_err();
        assert!(fault.contains("string 1 of 1"), "{fault}");
        let mut good = block;
        good[15] = 0;
        assert!(check_block(&good).unwrap().ways);
    }

    #[test]
    fn messages_given_twice_are_faults() {
        // Protobuf puts them together, `osmpbf` keeps the last.
        for (block, what) in [
            (&[0x0a, 0, 0x0a, 0][..], "table of strings"),
            (&[0x0a, 0, 0x12, 4, 0x12, 0, 0x12, 0], "dense nodes"),
            (&[0x0a, 0, 0x12, 6, 0x12, 4, 0x2a, 0, 0x2a, 0], "history"),
        ] {
            let fault = check_block(block).unwrap_err();
            assert!(
                fault.contains(what) && fault.contains("twice"),
                "{what}: {fault}"
            );
        }
        assert!(check_block(&[0x0a, 0, 0x12, 2, 0x12, 0]).unwrap().nodes);
    }

    #[test]
    fn fields_nobody_reads_take_no_memory_without_bound() {
        let wrap = |field: u8, content: &[u8]| {
            let mut out = vec![field << 3 | 2];
            let mut n = content.len();
            while n >= 0x80 {
                out.push(n as u8 | 0x80);
                n >>= 7;
            }
            out.push(n as u8);
            out.extend_from_slice(content);
            out
        };
        // Field 15, number 0, again and again.
        let junk = [0x78, 0].repeat(2 << 20);
        let groups = [
            wrap(5, &junk),           // a changeset
            wrap(1, &wrap(4, &junk)), // the history of a node
            wrap(2, &junk),           // dense nodes
            wrap(2, &wrap(5, &junk)), // their history
            wrap(3, &junk),           // a way
        ];
        for group in &groups {
            let fault = check_block(&wrap(2, group)).unwrap_err();
            assert!(fault.contains("more than one block may"), "{fault}");
        }
        assert!(check_header_size(&junk).is_err());
        assert!(check_header_size(&wrap(1, &junk)).is_err());
        assert!(check_header_size(&wrap(4, b"DenseNodes")).is_ok());
    }
}
