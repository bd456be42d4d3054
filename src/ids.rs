//! Strong internal ids and the container that accepts only its own id.
//!
//! Ids are dense `u32` indices, numbered in an order that depends on the input alone
//! (never on thread timing). External ids (GTFS, OpenStreetMap, the user's own) are
//! text or `i64` and never mix with these.

use crate::storage::Column;
use std::marker::PhantomData;
use std::ops::{Index, Range};

/// A dense index type: the position of a record in the table it numbers.
pub trait Id: Copy + Eq + Ord {
    /// The id of position `index`. Panics when the table has more than `u32::MAX` rows,
    /// which readers refuse before.
    fn new(index: usize) -> Self;
    /// The position this id stands for.
    fn index(self) -> usize;
}

/// For lists whose positions cannot be taken for those of another.
impl Id for usize {
    #[inline]
    fn new(index: usize) -> Self {
        index
    }
    #[inline]
    fn index(self) -> usize {
        self
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, bytemuck::Pod, bytemuck::Zeroable, Default, serde::Serialize)]
        #[repr(transparent)]
        pub struct $name(pub u32);
        impl $crate::ids::Id for $name {
            #[inline]
            fn new(index: usize) -> Self {
                assert!(index <= u32::MAX as usize, "more records than ids");
                $name(index as u32)
            }
            #[inline]
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use ids;

ids! {
    /// A timetable feed, in the order given on the command line.
    FeedId,
    /// A stop of the merged timetable (stations, entrances and platforms alike).
    StopId,
    /// A route (line) of the merged timetable.
    RouteId,
    /// A trip of the merged timetable, of whatever service day.
    TripId,
    /// A service (calendar) of the merged timetable.
    ServiceId,
    /// A junction of the street graph.
    NodeId,
    /// A street edge between two junctions (one record for both directions).
    EdgeId,
}

/// A table of lists, laid out flat: the list of row `i` is `items[start[i]..start[i + 1]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jagged<I, T> {
    start: Column<u32>,
    items: Column<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> Jagged<I, T> {
    /// A table without rows.
    pub fn new() -> Self {
        Self {
            start: vec![0].into(),
            items: Column::new(),
            id: PhantomData,
        }
    }
    /// Adds a row with the given items and gives its id.
    pub fn push(&mut self, row: impl IntoIterator<Item = T>) -> I
    where
        T: Clone,
    {
        let id = I::new(self.start.len() - 1);
        self.items.extend(row);
        assert!(
            self.items.len() <= u32::MAX as usize,
            "more items than a jagged table holds"
        );
        self.start.push(self.items.len() as u32);
        id
    }
    /// Builds from flat columns; none when they don't fit together (`start` must begin at 0,
    /// never fall, and end at the number of items).
    pub fn from_parts(start: Vec<u32>, items: Vec<T>) -> Option<Self> {
        Self::from_columns(start.into(), items.into())
    }
    /// As [`Jagged::from_parts`], from columns wherever they lie.
    pub fn from_columns(start: Column<u32>, items: Column<T>) -> Option<Self> {
        let fits = start.first() == Some(&0)
            && start.is_sorted()
            && start.last().is_some_and(|&n| n as usize == items.len());
        fits.then_some(Self {
            start,
            items,
            id: PhantomData,
        })
    }
    /// The flat columns: offsets (one more than rows) and items.
    #[inline]
    pub fn parts(&self) -> (&[u32], &[T]) {
        (&self.start, &self.items)
    }
    /// Number of rows.
    #[inline]
    pub fn len(&self) -> usize {
        self.start.len() - 1
    }
    /// Whether the table has no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Where the items of `row` lie in the flat column.
    #[inline]
    pub fn range(&self, row: I) -> Range<usize> {
        let start = &self.start[..];
        start[row.index()] as usize..start[row.index() + 1] as usize
    }
    /// From now on copies of this table share its memory.
    pub fn share(&mut self) {
        self.start.share();
        self.items.share();
    }
    /// Whether both are the same memory.
    pub fn shares_with(&self, other: &Self) -> bool {
        self.start.shares_with(&other.start) && self.items.shares_with(&other.items)
    }
}

impl<I: Id, T> Default for Jagged<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> Index<I> for Jagged<I, T> {
    type Output = [T];
    #[inline]
    fn index(&self, row: I) -> &[T] {
        &self.items[self.range(row)]
    }
}
