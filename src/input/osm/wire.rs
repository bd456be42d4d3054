//! A walk over protobuf bytes that never trusts a length.

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
        let field = u32::try_from(tag >> 3)
            .ok()
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
        assert_eq!(zigzag(1), -1);
        assert_eq!(zigzag(u64::MAX), i64::MIN);
    }
}
