//! How columns are laid down in, and taken up from, the network file.
//!
//! Every table of the network is made of columns of plain numbers, lists of them, and text.
//! A column is written as its number of items (u64) and its bytes, aligned to 8, so that it is
//! used where it lies in a mapped file.

use crate::ids::{Id, Jagged};
use crate::storage::{Column, Mapping};
use bytemuck::Pod;
use rayon::prelude::*;
use std::io::Write;
use std::sync::Arc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Many short texts in one buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strings {
    ends: Column<u32>,
    text: Column<u8>,
}

impl Strings {
    /// Adds a text.
    pub fn push(&mut self, s: &str) {
        self.text.extend_from_slice(s.as_bytes());
        assert!(
            self.text.len() <= u32::MAX as usize,
            "more text than a column holds"
        );
        self.ends.push(self.text.len() as u32);
    }
    /// Text number `i`.
    pub fn get(&self, i: usize) -> &str {
        let ends = &self.ends[..];
        let start = if i == 0 { 0 } else { ends[i - 1] as usize };
        // Checked when it was read; again, as mapped bytes are not ours.
        std::str::from_utf8(&self.text[start..ends[i] as usize]).unwrap_or_default()
    }
    /// Number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
    /// The texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
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

/// Bytes that are hashed as one; hashes of blocks can be taken side by side.
const BLOCK: usize = 1 << 20;

/// The checksum of a network file: XXH3 (64 bits) of the XXH3s of its blocks of 1 MiB, the last one
/// shorter, each as 8 bytes, little end first.
pub fn checksum(bytes: &[u8]) -> u64 {
    let blocks: Vec<u8> = bytes
        .par_chunks(BLOCK)
        .flat_map_iter(|block| xxh3_64(block).to_le_bytes())
        .collect();
    xxh3_64(&blocks)
}

/// Columns on their way into a file, hashed as they go. After an error nothing more is written.
pub struct Writer<'w> {
    out: Option<&'w mut dyn Write>,
    /// Bytes so far.
    written: u64,
    block: Xxh3,
    in_block: usize,
    sums: Vec<u8>,
    error: Option<std::io::Error>,
}

impl<'w> Writer<'w> {
    /// Writes into `out`, or only counts.
    pub fn new(out: Option<&'w mut dyn Write>) -> Self {
        Self {
            out,
            written: 0,
            block: Xxh3::new(),
            in_block: 0,
            sums: Vec::new(),
            error: None,
        }
    }
    /// Bytes so far.
    pub fn written(&self) -> u64 {
        self.written
    }
    /// Writes bytes as they are.
    pub fn bytes(&mut self, mut bytes: &[u8]) {
        self.written += bytes.len() as u64;
        let Some(out) = &mut self.out else { return };
        if self.error.is_some() {
            return;
        }
        if let Err(error) = out.write_all(bytes) {
            self.error = Some(error);
            return;
        }
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.in_block));
            self.block.update(now);
            self.in_block += now.len();
            if self.in_block == BLOCK {
                self.end_block();
            }
            bytes = later;
        }
    }
    /// Zeros up to the next multiple of 8.
    pub fn align(&mut self) {
        let n = self.written.wrapping_neg() % 8;
        self.bytes(&[0; 8][..n as usize]);
    }
    fn end_block(&mut self) {
        self.sums.extend(self.block.digest().to_le_bytes());
        self.block = Xxh3::new();
        self.in_block = 0;
    }
    /// Ends with the [`checksum`] of all bytes.
    ///
    /// # Errors
    /// When a write failed, now or before.
    pub fn finish(mut self) -> std::io::Result<()> {
        if self.in_block > 0 {
            self.end_block();
        }
        let sum = xxh3_64(&self.sums).to_le_bytes();
        self.bytes(&sum);
        self.error.map_or(Ok(()), Err)
    }
}

/// Columns being read; never reads past the end, never allocates more than what is there.
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    mapping: Option<&'a Arc<Mapping>>,
}

impl<'a> Reader<'a> {
    /// Reads columns from `at` to `end` of a file's bytes. Columns of a mapped file stay where they
    /// are, others are copied.
    pub fn new(bytes: &'a [u8], at: usize, end: usize, mapping: Option<&'a Arc<Mapping>>) -> Self {
        Self {
            bytes,
            at,
            end: end.min(bytes.len()),
            mapping,
        }
    }
    /// Whether all columns were read.
    pub fn is_done(&self) -> bool {
        self.at == self.end
    }
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(n).filter(|e| *e <= self.end)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }
    /// The bytes of the next column.
    fn column<T>(&mut self) -> Option<&'a [u8]> {
        let n = u64::from_le_bytes(self.take(8)?.try_into().ok()?);
        let len = usize::try_from(n).ok()?.checked_mul(size_of::<T>())?;
        let raw = self.take(len)?;
        self.take(padding(len))?;
        Some(raw)
    }
}

/// Something that can be laid down in, and taken up from, a network file.
/// Loading gives none when the bytes don't fit; the file's checksum makes that a rare event.
pub trait Stored: Sized {
    /// Appends to the file.
    fn store(&self, out: &mut Writer);
    /// Takes the next thing from the file.
    fn load(from: &mut Reader) -> Option<Self>;
    /// From now on copies share memory.
    fn share(&mut self) {}
}

fn padding(n: usize) -> usize {
    n.wrapping_neg() % 8
}

fn store_rows<T: Pod>(rows: &[T], out: &mut Writer) {
    out.bytes(&(rows.len() as u64).to_le_bytes());
    out.bytes(bytemuck::cast_slice(rows));
    out.align();
}

impl<T: Pod> Stored for Vec<T> {
    fn store(&self, out: &mut Writer) {
        store_rows(self, out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        Some(bytemuck::allocation::pod_collect_to_vec(
            from.column::<T>()?,
        ))
    }
}

impl<T: Pod> Stored for Column<T> {
    fn store(&self, out: &mut Writer) {
        store_rows(self, out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        let Some(mapping) = from.mapping else {
            return Some(Vec::load(from)?.into());
        };
        // The items lie behind their number.
        let start = from.at.checked_add(8)?;
        let raw = from.column::<T>()?;
        Column::mapped(mapping, start..start.checked_add(raw.len())?)
    }
    fn share(&mut self) {
        Column::share(self);
    }
}

impl Stored for Strings {
    fn store(&self, out: &mut Writer) {
        self.ends.store(out);
        self.text.store(out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        let out = Self {
            ends: Stored::load(from)?,
            text: Stored::load(from)?,
        };
        let (ends, text) = (&out.ends[..], std::str::from_utf8(&out.text).ok()?);
        let fits = ends.is_sorted()
            && ends.last().map_or(0, |&e| e as usize) == text.len()
            && ends.iter().all(|&e| text.is_char_boundary(e as usize));
        fits.then_some(out)
    }
    fn share(&mut self) {
        self.ends.share();
        self.text.share();
    }
}

macro_rules! stored_numbers {
    ($($t:ty),*) => {$(
        impl Stored for $t {
            fn store(&self, out: &mut Writer) {
                store_rows(&[*self], out);
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
        store_rows(start, out);
        store_rows(items, out);
    }
    fn load(from: &mut Reader) -> Option<Self> {
        Jagged::from_columns(Column::load(from)?, Column::load(from)?)
    }
    fn share(&mut self) {
        Jagged::share(self);
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
            fn share(&mut self) {
                let $name { $($field),* } = self;
                $( $crate::network::columns::Stored::share($field); )*
            }
        }
    };
}
pub(crate) use stored;

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Sample {
        a: Column<u16>,
        b: Strings,
        c: Jagged<crate::ids::StopId, u32>,
        d: u32,
    }
    stored!(Sample { a, b, c, d });

    fn sample() -> Sample {
        let mut c = Jagged::new();
        c.push([1, 2, 3]);
        c.push([]);
        Sample {
            a: vec![1, 2, 3].into(),
            b: ["één", "", "three"].into_iter().collect(),
            c,
            d: 7,
        }
    }

    fn bytes(sample: &Sample) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut out = Writer::new(Some(&mut bytes));
        sample.store(&mut out);
        out.finish().unwrap();
        bytes
    }

    #[test]
    fn columns_come_back_and_every_cut_is_noticed() {
        let (sample, bytes) = (sample(), bytes(&sample()));
        let end = bytes.len() - 8;
        let mut reader = Reader::new(&bytes, 0, end, None);
        assert_eq!(Sample::load(&mut reader), Some(sample));
        assert!(reader.is_done());
        for n in 0..end {
            assert!(
                Sample::load(&mut Reader::new(&bytes, 0, n, None)).is_none(),
                "cut at {n}"
            );
        }
    }

    #[test]
    fn mapped_columns_stay_where_they_are() {
        let (sample, bytes) = (sample(), bytes(&sample()));
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        let map = Arc::new(Mapping::new(&file).unwrap());
        let got = Sample::load(&mut Reader::new(&map, 0, bytes.len() - 8, Some(&map))).unwrap();
        assert_eq!(got, sample);
        assert!(got.a.is_mapped() && got.b.text.is_mapped());
        let copy = got.clone();
        assert!(copy.a.shares_with(&got.a) && copy.c.shares_with(&got.c));
        // What was built shares its memory from the moment it is told to.
        let mut built = sample;
        assert!(!built.clone().a.shares_with(&built.a));
        built.share();
        assert!(built.clone().c.shares_with(&built.c));
    }

    #[test]
    fn what_is_counted_is_what_is_written_and_hashed() {
        let mut long = sample();
        long.a = (0..3 * BLOCK).map(|i| (i * 7) as u16).collect();
        let bytes = bytes(&long);
        let mut count = Writer::new(None);
        long.store(&mut count);
        assert_eq!(count.written() + 8, bytes.len() as u64);
        let (rest, sum) = bytes.split_at(bytes.len() - 8);
        assert_eq!(checksum(rest).to_le_bytes(), sum);
        assert_ne!(checksum(&rest[1..]).to_le_bytes(), sum);
    }

    #[test]
    fn a_failing_write_is_told() {
        struct Full(usize);
        impl Write for Full {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                let n = bytes.len().min(self.0);
                self.0 -= n;
                Ok(n)
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let size = bytes(&sample()).len();
        for room in 0..=size {
            let mut full = Full(room);
            let mut out = Writer::new(Some(&mut full));
            sample().store(&mut out);
            assert_eq!(out.finish().is_ok(), room == size);
        }
    }
}
