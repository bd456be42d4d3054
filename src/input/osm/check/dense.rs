//! The dense nodes of a group: lists that belong together.

use super::super::format::{dense, info};
use super::super::wire::{Fault, Value, fields, numbers};
use super::{Check, ELEMENT_BYTES, Sum, once, within_i32};

/// What has been seen of the dense nodes of a group.
#[derive(Default)]
pub(super) struct Dense {
    there: bool,
    id: Sum,
    place: [Sum; 2],
    awaits_value: bool,
    tagged: bool,
    ends: u64,
    history_there: bool,
    history: History,
}

/// Who changed each, and when. Nobody reads it, but sums are kept within their type.
#[derive(Default)]
struct History {
    timestamp: Sum,
    changeset: Sum,
    user: Sum,
    name: Sum,
}

impl Dense {
    pub(super) fn check(&mut self, bytes: &[u8], check: &mut Check) -> Result<(), Fault> {
        once(&mut self.there, "a group's dense nodes")?;
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            check.grow_list(value)?;
            match (field, value) {
                (dense::IDS, _) => self.id.add(value, "node ids")?,
                (dense::LATS, _) => self.place[0].add(value, "latitudes")?,
                (dense::LONS, _) => self.place[1].add(value, "longitudes")?,
                (dense::TAGS, _) => self.tags(value, check)?,
                (dense::INFO, Value::Bytes(b)) => {
                    once(&mut self.history_there, "the history of dense nodes")?;
                    self.history.check(b, check)?;
                }
                (dense::INFO, _) => {}
                _ => check.grow(ELEMENT_BYTES)?,
            }
        }
        Ok(())
    }
    /// Keys and values in turn, with a zero behind those of each node.
    fn tags(&mut self, value: Value<'_>, check: &Check) -> Result<(), Fault> {
        numbers(value, |v| {
            if self.awaits_value {
                self.awaits_value = false;
                check.string(v, "a value")
            } else if v == 0 {
                self.ends += 1;
                Ok(())
            } else {
                self.awaits_value = true;
                self.tagged = true;
                check.string(v, "a key")
            }
        })?;
        Ok(())
    }
    /// What can be told at the end of the group only.
    pub(super) fn end(self, check: &Check) -> Result<(), Fault> {
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
        // The format has these as 32 bits.
        self.history.user.within_i32("user ids")?;
        self.history.name.within_i32("user names")
    }
}

impl History {
    fn check(&mut self, bytes: &[u8], check: &mut Check) -> Result<(), Fault> {
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            check.grow_list(value)?;
            match (field, value) {
                (info::VERSION | info::VISIBLE, Value::Fixed) => {}
                (info::VERSION, _) => {
                    numbers(value, |v| within_i32(v, "a version").map(drop))?;
                }
                (info::TIMESTAMP, _) => self.timestamp.add(value, "timestamps")?,
                (info::CHANGESET, _) => self.changeset.add(value, "changesets")?,
                (info::USER, _) => self.user.add(value, "user ids")?,
                (info::USER_NAME, _) => self.name.add(value, "user names")?,
                (info::VISIBLE, _) => drop(numbers(value, |_| Ok(()))?),
                _ => check.grow(ELEMENT_BYTES)?,
            }
        }
        Ok(())
    }
}
