//! A walk over protobuf bytes that never trusts a length.
//!
//! [`fields`] and [`numbers`] say what is wrong with a message; checks are made of them. [`Numbers`]
//! and [`Messages`] hand out what is in a message that was checked, straight from its bytes; in
//! any other they end where the message is wrong.

/// One field of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value<'a> {
    /// Wire type 0.
    Varint(u64),
    /// Wire type 2.
    Bytes(&'a [u8]),
    /// Wire types 1 and 5: nothing in the format uses them.
    Fixed,
}

/// What is wrong with a message, in words.
pub(super) type Fault = String;

/// The fields of a message, one after the other.
#[derive(Clone)]
pub(super) struct Fields<'a> {
    rest: &'a [u8],
}

/// The fields of `bytes`.
pub(super) fn fields(bytes: &[u8]) -> Fields<'_> {
    Fields { rest: bytes }
}

impl<'a> Fields<'a> {
    fn varint(&mut self) -> Result<u64, Fault> {
        let (value, used) = varint(self.rest)?;
        self.rest = self.rest.get(used..).unwrap_or_default();
        Ok(value)
    }
    fn take(&mut self, length: u64) -> Result<&'a [u8], Fault> {
        let split = usize::try_from(length)
            .ok()
            .and_then(|n| self.rest.split_at_checked(n));
        let Some((head, tail)) = split else {
            return Err(format!(
                "a field claims {length} bytes where {} are left",
                self.rest.len()
            ));
        };
        self.rest = tail;
        Ok(head)
    }
    /// The next field number and value; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u32, Value<'a>)>, Fault> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let tag = self.varint()?;
        let field = u32::try_from(tag)
            .ok()
            .map(|tag| tag >> 3)
            .filter(|n| *n > 0)
            .ok_or("a field number is out of range")?;
        let value = match tag & 7 {
            0 => Value::Varint(self.varint()?),
            1 => {
                self.take(8)?;
                Value::Fixed
            }
            2 => {
                let length = self.varint()?;
                Value::Bytes(self.take(length)?)
            }
            5 => {
                self.take(4)?;
                Value::Fixed
            }
            other => return Err(format!("wire type {other} is not used by the format")),
        };
        Ok(Some((field, value)))
    }
    /// The next value of a field; none at the end, and where the message is wrong.
    fn find(&mut self, field: u32) -> Option<Value<'a>> {
        while let Ok(Some((number, value))) = self.next() {
            if number == field {
                return Some(value);
            }
        }
        None
    }
}

/// The messages in one field of a message.
#[derive(Clone)]
pub(super) struct Messages<'a> {
    rest: Fields<'a>,
    field: u32,
}

impl<'a> Messages<'a> {
    pub(super) fn of(message: &'a [u8], field: u32) -> Self {
        Self {
            rest: fields(message),
            field,
        }
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = &'a [u8];
    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            if let Value::Bytes(message) = self.rest.find(self.field)? {
                return Some(message);
            }
        }
    }
}

/// The numbers in one field of a message, packed or not, in however many parts.
#[derive(Clone)]
pub(super) struct Numbers<'a> {
    packed: &'a [u8],
    rest: Fields<'a>,
    field: u32,
}

impl<'a> Numbers<'a> {
    pub(super) fn of(message: &'a [u8], field: u32) -> Self {
        Self {
            packed: &[],
            rest: fields(message),
            field,
        }
    }
}

impl Iterator for Numbers<'_> {
    type Item = u64;
    #[inline]
    fn next(&mut self) -> Option<u64> {
        while self.packed.is_empty() {
            match self.rest.find(self.field)? {
                Value::Varint(v) => return Some(v),
                Value::Bytes(packed) => self.packed = packed,
                Value::Fixed => {}
            }
        }
        let (value, used) = varint(self.packed).ok()?;
        self.packed = self.packed.get(used..).unwrap_or_default();
        Some(value)
    }
}

/// The number in a field that holds one: where it is given again, the last.
pub(super) fn number(message: &[u8], field: u32) -> Option<u64> {
    let (mut all, mut last) = (fields(message), None);
    while let Some(value) = all.find(field) {
        if let Value::Varint(v) = value {
            last = Some(v);
        }
    }
    last
}

/// A base-128 number at the start of `bytes`, and how many bytes it takes.
#[inline(always)]
fn varint(bytes: &[u8]) -> Result<(u64, usize), Fault> {
    match bytes {
        [a, ..] if *a < 0x80 => Ok((u64::from(*a), 1)),
        [a, b, ..] if *b < 0x80 => Ok((u64::from(a & 0x7f) | u64::from(*b) << 7, 2)),
        _ => long_varint(bytes),
    }
}

#[inline(never)]
fn long_varint(bytes: &[u8]) -> Result<(u64, usize), Fault> {
    let mut value = 0u64;
    for (i, &byte) in bytes.iter().take(10).enumerate() {
        let part = u64::from(byte & 0x7f);
        if i == 9 && part > 1 {
            break;
        }
        value |= part << (7 * i);
        if byte < 0x80 {
            return Ok((value, i + 1));
        }
    }
    Err("a number has no end".into())
}

/// Calls `each` with every number of a repeated field, packed or not.
#[inline]
pub(super) fn numbers(
    value: Value<'_>,
    mut each: impl FnMut(u64) -> Result<(), Fault>,
) -> Result<u64, Fault> {
    match value {
        Value::Varint(v) => {
            each(v)?;
            Ok(1)
        }
        Value::Bytes(mut bytes) => {
            let mut count = 0;
            while !bytes.is_empty() {
                let (v, used) = varint(bytes)?;
                bytes = bytes.get(used..).unwrap_or_default();
                each(v)?;
                count += 1;
            }
            Ok(count)
        }
        Value::Fixed => Err("a list of numbers has the wrong wire type".into()),
    }
}

/// A signed number from how it is written.
#[inline]
pub(super) fn zigzag(v: u64) -> i64 {
    ((v >> 1) as i64) ^ -((v & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_numbers_that_lie_are_faults() {
        assert_eq!(varint(&[0x96, 0x01]).unwrap(), (150, 2));
        assert!(varint(&[0x80; 20]).is_err());
        assert!(varint(&[]).is_err());
        // Field 2, length 5, three bytes.
        assert!(fields(&[0x12, 5, 1, 2, 3]).next().is_err());
        assert!(fields(&[0x13]).next().is_err());
        // Field 2^29, which is one more than there are.
        assert!(fields(&[0x80, 0x80, 0x80, 0x80, 0x10, 1]).next().is_err());
        assert_eq!(zigzag(1), -1);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
    }

    #[test]
    fn lists_come_whole_however_they_are_written() {
        // Field 1: 150, then 1 and 2 packed, then none packed, then 3; field 2 in between.
        let message = [8, 0x96, 1, 0x10, 7, 0x0a, 2, 1, 2, 0x0a, 0, 0x10, 9, 8, 3];
        let of = |field| Numbers::of(&message, field).collect::<Vec<_>>();
        assert_eq!(of(1), [150, 1, 2, 3]);
        assert_eq!(of(2), [7, 9]);
        assert!(of(3).is_empty());
        assert_eq!(number(&message, 2), Some(9));
        assert_eq!(number(&message, 3), None);
        let lists: Vec<&[u8]> = Messages::of(&message, 1).collect();
        assert_eq!(lists, [&[1, 2][..], &[]]);
    }

    #[test]
    fn what_is_wrong_ends_a_list() {
        // A number without an end, in a list and instead of a field.
        let mut cut = Numbers::of(&[0x0a, 2, 5, 0x80, 8, 6], 1);
        assert_eq!([cut.next(), cut.next(), cut.next()], [Some(5), None, None]);
        assert_eq!(Numbers::of(&[8, 4, 8, 0x80], 1).collect::<Vec<_>>(), [4]);
        assert_eq!(number(&[8, 4, 0x0a, 9, 1], 1), Some(4));
        assert_eq!(Messages::of(&[0x0a, 9, 1], 1).next(), None);
    }
}
