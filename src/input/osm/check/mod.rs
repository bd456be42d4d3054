//! What a block must be like before its elements are read.
//!
//! Elements are read as if nothing could be wrong with them ([`super::block`]). [`check_block`] goes
//! over every byte of a block first, so that only sound ones get there: all lengths, numbers of
//! strings and sums are in range, nothing stands twice that may stand once, nothing that must be
//! there is missing, and the elements are not too many.

mod dense;
mod element;
mod header;

use super::format::{block, group, strings};
use super::wire::{Fault, Value, fields, numbers, zigzag};
use dense::Dense;
use element::{Kind, changeset};
pub(super) use header::check_header;

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

/// A number that the format keeps within 32 bits.
fn within_i32(v: u64, what: &str) -> Result<i32, Fault> {
    i32::try_from(v as i64).map_err(|_| format!("{what} overflows"))
}

/// Refuses what must be there and is not.
fn required(there: bool, what: &str) -> Result<(), Fault> {
    if there {
        return Ok(());
    }
    Err(format!("it can't be decoded ({what})"))
}

/// Refuses a second message where there may be one.
fn once(there: &mut bool, what: &str) -> Result<(), Fault> {
    if std::mem::replace(there, true) {
        return Err(format!("{what} stands there twice"));
    }
    Ok(())
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

/// Most memory that the elements of a block may take, bytes, if a record is made of each (an
/// estimate): two bytes are an element, so that a small file could ask for gigabytes. Blocks as
/// programs write them (8,000 elements) take a few megabytes.
const DECODED_LIMIT: u64 = 384 << 20;
/// Estimated memory of an element and of an unknown field.
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
/// type is out of range, lists that belong together differ in length, an element lacks its id or
/// place, or the block would take too much memory.
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
            (block::STRINGS, Value::Bytes(table)) => {
                once(&mut table_there, "its table of strings")?;
                check.table(table)?;
            }
            (block::GROUP, Value::Bytes(_)) => check.grow(ELEMENT_BYTES)?,
            (block::GRANULARITY, Value::Varint(v)) => {
                check.granularity = v as i64;
            }
            (block::DATE_GRANULARITY, Value::Varint(v)) => {
                within_i32(v, "the granularity of times")?;
            }
            (block::LAT_OFFSET, Value::Varint(v)) => check.offsets[0] = v as i64,
            (block::LON_OFFSET, Value::Varint(v)) => check.offsets[1] = v as i64,
            _ => check.grow(ELEMENT_BYTES)?,
        }
    }
    if check.granularity <= 0 {
        return Err(format!(
            "the granularity is {}, not a positive number",
            check.granularity
        ));
    }
    within_i32(check.granularity as u64, "the granularity")?;
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        if let (block::GROUP, Value::Bytes(group)) = (field, value) {
            check.group(group)?;
        }
    }
    let empty = check.kinds == Kinds::default();
    required(table_there || empty, "it has no table of strings")?;
    Ok(check.kinds)
}

impl Check {
    fn table(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (field, value) {
                (strings::TEXT, Value::Bytes(text)) => {
                    self.strings += 1;
                    self.grow(48 + text.len() as u64)?;
                }
                _ => self.grow(ELEMENT_BYTES)?,
            }
        }
        Ok(())
    }
    fn grow(&mut self, by: u64) -> Result<(), Fault> {
        self.decoded += by;
        if self.decoded > DECODED_LIMIT {
            return Err("it holds more than one block may (write the file anew)".into());
        }
        Ok(())
    }
    /// Space for a list of numbers, of which each byte may be one.
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
                (group::NODE, Value::Bytes(b)) => {
                    self.kinds.nodes = true;
                    self.element(b, Kind::Node)?;
                }
                (group::DENSE, Value::Bytes(b)) => {
                    self.kinds.nodes = true;
                    dense.check(b, self)?;
                }
                (group::WAY, Value::Bytes(b)) => {
                    self.kinds.ways = true;
                    self.element(b, Kind::Way)?;
                }
                (group::RELATION, Value::Bytes(b)) => {
                    self.kinds.relations = true;
                    self.element(b, Kind::Relation)?;
                }
                (_, Value::Bytes(b)) => {
                    self.unknown(b)?;
                    if field == group::CHANGESET {
                        changeset(b)?;
                    }
                }
                _ => {}
            }
        }
        dense.end(self)
    }
    /// Space for a message that the format has and nobody reads.
    fn unknown(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.grow(ELEMENT_BYTES / 2 * bytes.len() as u64)
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
        // Protobuf has them put together, which reading element by element does not.
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
        assert!(check_header(&junk).is_err());
        assert!(check_header(&wrap(1, &junk)).is_err());
        assert!(check_header(&wrap(4, b"DenseNodes")).is_ok());
    }
    #[test]
    fn what_must_be_there_is_asked_for() {
        // A table of one string, then a group of one element.
        let with = |element: &[u8]| {
            let n = element.len() as u8;
            [&[0x0a, 2, 0x0a, 0, 0x12, n], element].concat()
        };
        for (element, fault) in [
            (&[0x1a, 0][..], "an element has no id"),
            (&[0x22, 0], "an element has no id"),
            (&[0x0a, 4, 0x40, 1, 0x48, 1], "an element has no id"),
            (&[0x0a, 4, 8, 1, 0x48, 1], "a node has no position"),
            (&[0x0a, 4, 8, 1, 0x40, 1], "a node has no position"),
            (&[0x2a, 0], "a changeset has no id"),
        ] {
            let text = check_block(&with(element)).unwrap_err();
            assert!(text.contains(fault), "{text}");
        }
        assert!(check_block(&with(&[0x0a, 6, 8, 1, 0x40, 1, 0x48, 1])).is_ok());
        // Without strings, which an empty block may do without.
        let text = check_block(&[0x12, 4, 0x1a, 2, 8, 1]).unwrap_err();
        assert!(text.contains("no table of strings"), "{text}");
        assert_eq!(check_block(&[]).unwrap(), Kinds::default());
    }

    #[test]
    fn numbers_of_32_bits_stay_within_them() {
        let big = [0xff, 0xff, 0xff, 0xff, 0x7f];
        let wrap = |field: u8, content: &[u8]| {
            let start = [field << 3 | 2, content.len() as u8];
            [&start, content].concat()
        };
        let history = |field: u8| wrap(4, &[&[field << 3], &big[..]].concat());
        let way = |info: Vec<u8>| wrap(2, &wrap(3, &[vec![8, 1], info].concat()));
        let of = |way: Vec<u8>| check_block(&[wrap(1, &wrap(1, b"")), way].concat());
        for (field, what) in [(1, "version"), (4, "user id"), (5, "user name")] {
            let text = of(way(history(field))).unwrap_err();
            assert!(text.contains(what) && text.contains("overflows"), "{text}");
        }
        assert!(of(way(history(2))).is_ok());
        let granularity = [&[0x88, 1], &big[..]].concat();
        let text = check_block(&granularity).unwrap_err();
        assert!(text.contains("the granularity overflows"), "{text}");
    }
}
