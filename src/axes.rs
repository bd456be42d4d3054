//! The axes that values of a study stand along, each with ids of its own, and what holds values along one or two of them.
//!
//! Nearly every number of a study belongs to a slot, a persona, a group or a service, and all of these are counted from
//! zero: as bare numbers they could stand in for one another unnoticed.

use crate::ids::{Id, ids};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

ids! {
    /// A home, in the order of its file.
    HomeId,
    /// A slot (part of a day), in the order of the study.
    SlotId,
    /// A persona, in the order of the study.
    PersonaId,
    /// A service people need to reach, in the order of the study: what they travel for. (A service of the timetable, a
    /// calendar, is a [`ServiceId`](crate::ids::ServiceId).)
    PurposeId,
    /// A group of people, households or dwellings, in the order of the study.
    GroupId,
    /// A level of areas, fine to coarse.
    LevelId,
    /// A shift (working hours), in the order of the study.
    ShiftId,
    /// A reading: what is measured of a service, by form and percentile.
    ReadingId,
    /// A row of statuses: one for each service, about its main reading, and behind those one for each reading at a
    /// further percentile.
    StatusId,
}

impl From<PurposeId> for StatusId {
    fn from(service: PurposeId) -> Self {
        Self(service.0)
    }
}

/// The first `n` ids of an axis.
pub fn first<I: Id>(n: usize) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone {
    (0..n).map(I::new)
}

/// One value for each id of an axis.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdVec<I, T> {
    values: Vec<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> IdVec<I, T> {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            values: Vec::new(),
            id: PhantomData,
        }
    }
    /// The same value `n` times.
    pub fn filled(value: T, n: usize) -> Self
    where
        T: Clone,
    {
        vec![value; n].into()
    }
    /// The ids that have a value.
    pub fn ids(
        &self,
    ) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone + use<I, T> {
        first(self.values.len())
    }
    /// Values with their ids.
    pub fn by_id(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator + Clone {
        self.ids().zip(&self.values)
    }
    /// The value of an id, if it has one.
    pub fn get(&self, id: I) -> Option<&T> {
        self.values.get(id.index())
    }
    /// The same, to be changed.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.values.get_mut(id.index())
    }
    /// The first id with such a value.
    pub fn find(&self, is: impl FnMut(&T) -> bool) -> Option<I> {
        self.values.iter().position(is).map(I::new)
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.values[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.values[id.index()]
    }
}

impl<I, T> Deref for IdVec<I, T> {
    type Target = Vec<T>;
    #[inline]
    fn deref(&self) -> &Vec<T> {
        &self.values
    }
}

impl<I, T> DerefMut for IdVec<I, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.values
    }
}

impl<I, T: Serialize> Serialize for IdVec<I, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.values.serialize(to)
    }
}

impl<'de, I, T: Deserialize<'de>> Deserialize<'de> for IdVec<I, T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self {
            values,
            id: PhantomData,
        }
    }
}

impl<I, T: PartialEq, const N: usize> PartialEq<[T; N]> for IdVec<I, T> {
    fn eq(&self, other: &[T; N]) -> bool {
        self.values == other
    }
}

impl<I, T, const N: usize> From<[T; N]> for IdVec<I, T> {
    fn from(values: [T; N]) -> Self {
        Vec::from(values).into()
    }
}

impl<I, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<V: IntoIterator<Item = T>>(values: V) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<I, T> IntoIterator for IdVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;
    fn into_iter(self) -> Self::IntoIter {
        self.values.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a IdVec<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut IdVec<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.values.iter_mut()
    }
}

/// One value for each pair of ids of two axes, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid<A, B, T> {
    values: Vec<T>,
    rows: usize,
    columns: usize,
    ids: PhantomData<(A, B)>,
}

impl<A: Id, B: Id, T> Grid<A, B, T> {
    /// Makes each value, row by row.
    pub fn from_fn(rows: usize, columns: usize, mut value: impl FnMut(A, B) -> T) -> Self {
        let made = Self::try_from_fn(rows, columns, |a, b| {
            Ok::<T, std::convert::Infallible>(value(a, b))
        });
        made.unwrap_or_else(|never| match never {})
    }
    /// As [`Grid::from_fn`], until the first error.
    ///
    /// # Errors
    /// Those of `value`.
    pub fn try_from_fn<E>(
        rows: usize,
        columns: usize,
        mut value: impl FnMut(A, B) -> Result<T, E>,
    ) -> Result<Self, E> {
        let mut values = Vec::with_capacity(rows * columns);
        for a in first(rows) {
            for b in first(columns) {
                values.push(value(a, b)?);
            }
        }
        Ok(Self {
            values,
            rows,
            columns,
            ids: PhantomData,
        })
    }
    /// The same value everywhere.
    pub fn filled(value: T, rows: usize, columns: usize) -> Self
    where
        T: Clone,
    {
        Self {
            values: vec![value; rows * columns],
            rows,
            columns,
            ids: PhantomData,
        }
    }
    /// The value of a pair of ids, if it has one.
    pub fn get(&self, (a, b): (A, B)) -> Option<&T> {
        let there = a.index() < self.rows && b.index() < self.columns;
        there.then(|| &self[(a, b)])
    }
    /// The ids of rows.
    pub fn row_ids(&self) -> impl ExactSizeIterator<Item = A> + Clone + use<A, B, T> {
        first(self.rows)
    }
    /// The ids of columns.
    pub fn column_ids(&self) -> impl ExactSizeIterator<Item = B> + Clone + use<A, B, T> {
        first(self.columns)
    }
    /// A row, by columns.
    #[inline]
    pub fn row(&self, a: A) -> &[T] {
        &self.values[a.index() * self.columns..][..self.columns]
    }
    /// The same, to be changed.
    #[inline]
    pub fn row_mut(&mut self, a: A) -> &mut [T] {
        &mut self.values[a.index() * self.columns..][..self.columns]
    }
    /// A column, by rows.
    pub fn column(&self, b: B) -> impl ExactSizeIterator<Item = &T> {
        self.row_ids().map(move |a| &self[(a, b)])
    }
    /// Puts the values of a column, by rows.
    pub fn set_column(&mut self, b: B, values: IdVec<A, T>) {
        for (a, value) in self.row_ids().zip(values) {
            self[(a, b)] = value;
        }
    }
    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &[T]> + Clone {
        self.row_ids().map(|a| self.row(a))
    }
    /// Values with their ids, row by row.
    pub fn iter(&self) -> impl Iterator<Item = ((A, B), &T)> {
        let ids = self
            .row_ids()
            .flat_map(|a| self.column_ids().map(move |b| (a, b)));
        ids.zip(&self.values)
    }
    /// All values, row by row.
    pub fn values(&self) -> &[T] {
        &self.values
    }
    /// The same, to be changed.
    pub fn values_mut(&mut self) -> &mut [T] {
        &mut self.values
    }
    /// Adds columns with copies of a value, up to so many.
    pub fn widen(&mut self, columns: usize, value: T)
    where
        T: Clone,
    {
        let mut values = Vec::with_capacity(self.rows * columns);
        for row in self.rows() {
            values.extend_from_slice(row);
            values.resize(values.len() + columns - self.columns, value.clone());
        }
        (self.values, self.columns) = (values, columns);
    }
}

impl<A, B, T> Default for Grid<A, B, T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            rows: 0,
            columns: 0,
            ids: PhantomData,
        }
    }
}

impl<A: Id, B: Id, T> Index<(A, B)> for Grid<A, B, T> {
    type Output = T;
    #[inline]
    fn index(&self, (a, b): (A, B)) -> &T {
        &self.row(a)[b.index()]
    }
}

impl<A: Id, B: Id, T> IndexMut<(A, B)> for Grid<A, B, T> {
    #[inline]
    fn index_mut(&mut self, (a, b): (A, B)) -> &mut T {
        &mut self.row_mut(a)[b.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_keeps_its_rows_when_columns_come() {
        let cell = |slot: SlotId, persona: PersonaId| slot.0 * 10 + persona.0;
        let mut grid = Grid::from_fn(2, 2, cell);
        grid.widen(3, 7);
        assert_eq!(grid.row(SlotId(0)), [0, 1, 7]);
        assert_eq!(grid.row(SlotId(1)), [10, 11, 7]);
        grid.set_column(PersonaId(1), [4, 5].into());
        assert_eq!(grid.values(), [0, 4, 7, 10, 5, 7]);
        assert_eq!(grid[(SlotId(1), PersonaId(1))], 5);
        // A column too far is none, not the next row's first.
        assert_eq!(grid.get((SlotId(0), PersonaId(3))), None);
        assert_eq!(grid.iter().last(), Some(((SlotId(1), PersonaId(2)), &7)));
    }

    #[test]
    fn a_list_is_counted_by_its_ids() {
        let list: IdVec<GroupId, &str> = ["all", "poor"].into();
        assert_eq!(list.find(|name| *name == "poor"), Some(GroupId(1)));
        assert_eq!(list.by_id().next_back(), Some((GroupId(1), &"poor")));
        assert_eq!(list.get(GroupId(2)), None);
    }
}
