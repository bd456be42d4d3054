//! Lists of an element that are walked when they are wanted.

use super::super::format::element;
use super::super::wire::{Numbers, zigzag};

/// The numbers of the strings of an element's tags: key, value.
#[derive(Clone)]
pub(super) enum Tags<'b> {
    /// Keys and values in lists of their own.
    Listed(Numbers<'b>, Numbers<'b>),
    /// Keys and values in turn up to a zero, with those of the nodes that follow.
    Dense(Numbers<'b>),
    /// The end of such.
    Over,
}

impl<'b> Tags<'b> {
    pub(super) fn listed(element: &'b [u8]) -> Self {
        let [keys, values] = [element::KEYS, element::VALUES].map(|f| Numbers::of(element, f));
        Tags::Listed(keys, values)
    }
}

impl Iterator for Tags<'_> {
    type Item = (u64, u64);
    fn next(&mut self) -> Option<(u64, u64)> {
        match self {
            Tags::Listed(keys, values) => keys.next().zip(values.next()),
            Tags::Dense(numbers) => {
                let tag = dense_tag(numbers);
                if tag.is_none() {
                    *self = Tags::Over;
                }
                tag
            }
            Tags::Over => None,
        }
    }
}

/// The next tag of a dense node; none where they end with a zero.
pub(super) fn dense_tag(numbers: &mut Numbers<'_>) -> Option<(u64, u64)> {
    let key = numbers.next().filter(|key| *key != 0)?;
    Some((key, numbers.next()?))
}

/// What the differences in a field add up to, one after the other.
pub(super) struct Sums<'b> {
    differences: Numbers<'b>,
    now: i64,
}

impl<'b> Sums<'b> {
    pub(super) fn of(message: &'b [u8], field: u32) -> Self {
        Self {
            differences: Numbers::of(message, field),
            now: 0,
        }
    }
}

impl Iterator for Sums<'_> {
    type Item = i64;
    fn next(&mut self) -> Option<i64> {
        self.now = self.now.saturating_add(zigzag(self.differences.next()?));
        Some(self.now)
    }
}
