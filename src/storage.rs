//! Columns: long arrays of plain records, held in memory or lying in a mapped file.
//!
//! A [`Column`] reads like a slice wherever it lies. Copies of one that is shared or mapped cost
//! nothing; one that is changed is copied into memory of its own first.

use bytemuck::Pod;
use std::fmt;
use std::fs::File;
use std::ops::{Deref, DerefMut, Range};
use std::sync::Arc;
use std::time::SystemTime;

/// How a network file begins.
pub(crate) const MAGIC: &[u8; 8] = b"bereik\r\n";

/// A file mapped into memory, read only.
///
/// The pages are the system's: processes that map the same file share them, and they are given up
/// when memory is short. **The file must not be cut short or overwritten in place while it is
/// mapped**: the system ends a process that reads behind the end of a mapped file (SIGBUS).
/// Replacing it by a rename is harmless, the mapping keeps the old file. That is how bereik writes.
#[derive(Debug)]
pub struct Mapping {
    map: memmap2::Mmap,
    file: File,
    /// Length and time of the last change when it was mapped.
    was: Option<(u64, SystemTime)>,
}

impl Mapping {
    /// Maps a whole file.
    ///
    /// # Errors
    /// When the system can't map it: pipes, empty files, some network drives.
    pub fn new(file: &File) -> std::io::Result<Mapping> {
        // SAFETY: the mapping is read only and private to this type, which hands out shared slices
        // alone. What the type system can't promise is that no other program writes into the file
        // while it is mapped: bereik itself never does (files are written beside their target and
        // renamed), and others are asked not to, above and in the manual. Every bit pattern is a
        // valid value of the types read from it (`Pod`), ids are checked after loading, and text
        // is checked whenever it is read, so that even a file changed in spite of that gives no
        // invalid value, at worst an index out of bounds, which panics.
        let map = unsafe { memmap2::Mmap::map(file)? };
        let file = file.try_clone()?;
        let was = stamp(&file);
        Ok(Mapping { map, file, was })
    }

    /// Whether nobody has written into the file since, by its length and the time of its last change.
    pub fn is_intact(&self) -> bool {
        stamp(&self.file) == self.was
    }
}

/// Length and time of the last change of an open file, whatever its name is by now; none where the system has none.
fn stamp(file: &File) -> Option<(u64, SystemTime)> {
    let about = file.metadata().ok()?;
    Some((about.len(), about.modified().ok()?))
}

impl Deref for Mapping {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.map
    }
}

/// A long array of plain records.
pub struct Column<T>(Store<T>);

enum Store<T> {
    Owned(Vec<T>),
    Shared(Arc<Vec<T>>),
    Mapped {
        file: Arc<Mapping>,
        at: Range<usize>,
        /// Bytes as records; tried on these very bytes when the column was made.
        view: fn(&[u8]) -> &[T],
    },
}

impl<T> Column<T> {
    /// An empty column.
    pub const fn new() -> Self {
        Column(Store::Owned(Vec::new()))
    }
    /// From now on copies of this column share its memory.
    pub fn share(&mut self) {
        if let Store::Owned(rows) = &mut self.0 {
            rows.shrink_to_fit();
            self.0 = Store::Shared(Arc::new(std::mem::take(rows)));
        }
    }
    /// Whether it lies in a mapped file.
    pub fn is_mapped(&self) -> bool {
        matches!(self.0, Store::Mapped { .. })
    }
    /// Whether both are the same memory.
    pub fn shares_with(&self, other: &Self) -> bool {
        std::ptr::eq(&**self, &**other)
    }
}

impl<T: Pod> Column<T> {
    /// The bytes `at` of a mapped file as records; none when they are out of range, not aligned,
    /// or not a whole number of records.
    pub fn mapped(file: &Arc<Mapping>, at: Range<usize>) -> Option<Self> {
        bytemuck::try_cast_slice::<u8, T>(file.get(at.clone())?).ok()?;
        Some(Column(Store::Mapped {
            file: Arc::clone(file),
            at,
            view: bytemuck::cast_slice::<u8, T>,
        }))
    }
}

impl<T: Clone> Column<T> {
    /// The rows, to be changed.
    fn owned(&mut self) -> &mut Vec<T> {
        if !matches!(self.0, Store::Owned(_)) {
            self.0 = Store::Owned(self.to_vec());
        }
        match &mut self.0 {
            Store::Owned(rows) => rows,
            _ => unreachable!("made owned above"),
        }
    }
    /// Adds a row.
    pub fn push(&mut self, row: T) {
        self.owned().push(row);
    }
    /// Adds rows.
    pub fn extend_from_slice(&mut self, rows: &[T]) {
        self.owned().extend_from_slice(rows);
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match &self.0 {
            Store::Owned(rows) => rows,
            Store::Shared(rows) => rows,
            Store::Mapped { file, at, view } => view(&file[at.clone()]),
        }
    }
}

impl<T: Clone> DerefMut for Column<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        self.owned()
    }
}

impl<T: Clone> Clone for Column<T> {
    fn clone(&self) -> Self {
        Column(match &self.0 {
            Store::Owned(rows) => Store::Owned(rows.clone()),
            Store::Shared(rows) => Store::Shared(Arc::clone(rows)),
            Store::Mapped { file, at, view } => Store::Mapped {
                file: Arc::clone(file),
                at: at.clone(),
                view: *view,
            },
        })
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(rows: Vec<T>) -> Self {
        Column(Store::Owned(rows))
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Column(Store::Owned(rows.into_iter().collect()))
    }
}

impl<T: Clone> Extend<T> for Column<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, rows: I) {
        self.owned().extend(rows);
    }
}

impl<'a, T> IntoIterator for &'a Column<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for Column<T> {
    fn eq(&self, other: &Self) -> bool {
        self[..] == other[..]
    }
}

impl<T: Eq> Eq for Column<T> {}

impl<T: PartialEq, const N: usize> PartialEq<[T; N]> for Column<T> {
    fn eq(&self, other: &[T; N]) -> bool {
        self[..] == other[..]
    }
}

impl<T: PartialEq> PartialEq<Vec<T>> for Column<T> {
    fn eq(&self, other: &Vec<T>) -> bool {
        self[..] == other[..]
    }
}

impl<T: fmt::Debug> fmt::Debug for Column<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self[..].fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(bytes: &[u8]) -> Arc<Mapping> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        Arc::new(Mapping::new(&file).unwrap())
    }

    #[test]
    fn a_mapped_column_reads_like_an_owned_one() {
        let rows: Vec<u32> = (0..100).collect();
        let map = file(bytemuck::cast_slice(&rows));
        let column = Column::<u32>::mapped(&map, 0..400).unwrap();
        assert!(column.is_mapped());
        assert_eq!(column, Column::from(rows));
        assert_eq!(column[7], 7);
        let copy = column.clone();
        drop((map, column));
        assert_eq!(
            copy.iter().sum::<u32>(),
            4950,
            "the last copy keeps the file"
        );
    }

    #[test]
    fn what_does_not_fit_is_no_column() {
        let map = file(&[0; 64]);
        assert!(Column::<u32>::mapped(&map, 4..64).is_some());
        assert!(Column::<u32>::mapped(&map, 2..10).is_none(), "not aligned");
        assert!(Column::<u32>::mapped(&map, 0..7).is_none(), "not whole");
        assert!(Column::<u32>::mapped(&map, 0..68).is_none(), "too long");
        assert!(Column::<u32>::mapped(&map, 60..usize::MAX - 3).is_none());
    }

    #[test]
    fn a_changed_copy_leaves_the_others_as_they_are() {
        let map = file(bytemuck::cast_slice(&[1u16, 2, 3, 4]));
        let mapped = Column::<u16>::mapped(&map, 0..8).unwrap();
        let mut shared = Column::from(vec![1u16, 2, 3, 4]);
        shared.share();
        for column in [mapped, shared] {
            let mut copy = column.clone();
            assert!(copy.shares_with(&column));
            copy.push(5);
            copy[0] = 9;
            assert_eq!(copy[..], [9, 2, 3, 4, 5]);
            assert_eq!(column[..], [1, 2, 3, 4]);
            assert!(!copy.shares_with(&column));
        }
    }
}
