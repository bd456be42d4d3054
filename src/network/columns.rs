//! Flat columns and how they are laid down in the network file.
//!
//! Every table of the network is made of columns of plain numbers, lists of them, and text.
//! A column is written as its number of items (u64) and its bytes, aligned to 8, so that a
//! later version can map the file instead of reading it.

use crate::ids::{Id, IdVec, Jagged};
use bytemuck::Pod;

/// Many short texts in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    ends: Vec<u32>,
    text: String,
}

impl Strings {
    /// Adds a text.
    pub fn push(&mut self, s: &str) {
        self.text.push_str(s);
        assert!(
            self.text.len() <= u32::MAX as usize,
            "more text than a column holds"
        );
        self.ends.push(self.text.len() as u32);
    }
    /// Text number `i`.
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.text[start..self.ends[i] as usize]
    }
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl<'a> FromIterator<&'a str> for Strings {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> Self {
        let mut out = Strings::default();
        for t in texts {
            out.push(t);
        }
        out
    }
}

/// Columns being written.
#[derive(Default)]
pub struct Writer {
    /// The bytes so far.
    pub bytes: Vec<u8>,
}

/// Columns being read; never reads past the end, never allocates more than what is there.
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first column.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }
    /// Whether all columns were read.
    pub fn is_done(&self) -> bool {
        self.bytes.is_empty()
    }
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.bytes.split_at_checked(n)?;
        self.bytes = tail;
        Some(head)
    }
}

/// Something that can be laid down in, and taken up from, a network file.
/// Loading gives none when the bytes don't fit; the file's checksum makes that a rare event.
pub trait Stored: Sized {
    /// Appends to the file.
    fn store(&self, out: &mut Writer);
    /// Takes the next thing from the file.
    fn load(from: &mut Reader) -> Option<Self>;
}

fn padding(n: usize) -> usize {
    n.wrapping_neg() % 8
}

impl<T: Pod> Stored for Vec<T> {
    fn store(&self, out: &mut Writer) {
        out.bytes.extend((self.len() as u64).to_le_bytes());
        let raw: &[u8] = bytemuck::cast_slice(self);
        out.bytes.extend(raw);
        out.bytes.resize(out.bytes.len() + padding(raw.len()), 0);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        let n = u64::from_le_bytes(from.take(8)?.try_into().ok()?);
        let len = usize::try_from(n).ok()?.checked_mul(size_of::<T>())?;
        let raw = from.take(len)?;
        from.take(padding(len))?;
        Some(bytemuck::allocation::pod_collect_to_vec(raw))
    }
}

impl Stored for Strings {
    fn store(&self, out: &mut Writer) {
        self.ends.store(out);
        self.text.clone().into_bytes().store(out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        let ends = Vec::<u32>::load(from)?;
        let text = String::from_utf8(Vec::<u8>::load(from)?).ok()?;
        let fits = ends.windows(2).all(|w| w[0] <= w[1])
            && ends.last().map_or(0, |&e| e as usize) == text.len()
            && ends.iter().all(|&e| text.is_char_boundary(e as usize));
        fits.then_some(Self { ends, text })
    }
}

impl Stored for String {
    fn store(&self, out: &mut Writer) {
        self.clone().into_bytes().store(out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        String::from_utf8(Vec::<u8>::load(from)?).ok()
    }
}

macro_rules! stored_numbers {
    ($($t:ty),*) => {$(
        impl Stored for $t {
            fn store(&self, out: &mut Writer) {
                vec![*self].store(out);
            }
            fn load(from: &mut Reader) -> Option<Self> {
                match Vec::<$t>::load(from)?[..] {
                    [x] => Some(x),
                    _ => None,
                }
            }
        }
    )*};
}
stored_numbers!(u32, u64, i32, f64);

impl<I: Id, T: Pod> Stored for Jagged<I, T> {
    fn store(&self, out: &mut Writer) {
        let (start, items) = self.parts();
        start.to_vec().store(out);
        items.to_vec().store(out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        Jagged::from_parts(Vec::load(from)?, Vec::load(from)?)
    }
}

impl<I: Id, T: Pod> Stored for IdVec<I, T> {
    fn store(&self, out: &mut Writer) {
        self.rows().to_vec().store(out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        Some(IdVec::from(Vec::load(from)?))
    }
}

/// Implements [`Stored`] field by field, in the order given.
macro_rules! stored {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::network::columns::Stored for $name {
            fn store(&self, out: &mut $crate::network::columns::Writer) {
                let $name { $($field),* } = self;
                $( $field.store(out); )*
            }
            fn load(from: &mut $crate::network::columns::Reader) -> Option<Self> {
                $( let $field = $crate::network::columns::Stored::load(from)?; )*
                Some($name { $($field),* })
            }
        }
    };
}
pub(crate) use stored;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Sample {
        a: Vec<u16>,
        b: Strings,
        c: Jagged<crate::ids::StopId, u32>,
        d: u32,
    }
    stored!(Sample { a, b, c, d });

    #[test]
    fn columns_come_back_and_every_cut_is_noticed() {
        let mut c = Jagged::new();
        c.push([1, 2, 3]);
        c.push([]);
        let sample = Sample {
            a: vec![1, 2, 3],
            b: ["één", "", "three"].into_iter().collect(),
            c,
            d: 7,
        };
        let mut out = Writer::default();
        sample.store(&mut out);
        let mut reader = Reader::new(&out.bytes);
        assert_eq!(Sample::load(&mut reader), Some(sample));
        assert!(reader.is_done());
        for n in 0..out.bytes.len() {
            assert!(
                Sample::load(&mut Reader::new(&out.bytes[..n])).is_none(),
                "cut at {n}"
            );
        }
    }
}
