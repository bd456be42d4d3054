//! The elements of a block, read straight from its bytes.
//!
//! [`super::wire::check_block`] says whether a block is sound; what is read here is checked
//! again as far as safety goes (sums, lengths), so that a file that changes between two passes
//! does no harm. Lists of numbers may be packed or not, and come in several parts (protobuf
//! puts them together).

use super::pbf::Want;
use super::wire::{Fault, Value, fields, numbers, zigzag};

/// A block: its texts, and where its groups of elements are.
pub(super) struct Block<'a> {
    /// Texts; none for those that are not UTF-8.
    strings: Vec<Option<&'a str>>,
    groups: Vec<&'a [u8]>,
    granularity: i64,
    /// Of latitudes and longitudes, nanodegrees.
    offset: [i64; 2],
}

/// What an element is.
pub(super) enum Shape<'s> {
    /// A node, in nanodegrees.
    Node {
        /// Longitude.
        lon: i64,
        /// Latitude.
        lat: i64,
    },
    /// A way over these nodes.
    Way(&'s [i64]),
    /// A relation.
    Relation(&'s [Member<'s>]),
}

/// A member of a relation.
pub(super) struct Member<'s> {
    /// Id of the member.
    pub id: i64,
    /// Whether it is a way.
    pub is_way: bool,
    /// Its role; none where it is not UTF-8.
    pub role: Option<&'s str>,
}

/// An element.
pub(super) struct Element<'s> {
    /// Its id.
    pub id: i64,
    /// Key and value of each tag, for [`Block::tags`].
    pub tags: &'s [(u32, u32)],
    /// What it is.
    pub shape: Shape<'s>,
}

/// Lists of one element, used again for the next.
#[derive(Default)]
struct Lists {
    keys: Vec<u32>,
    values: Vec<u32>,
    tags: Vec<(u32, u32)>,
    numbers: Vec<i64>,
    roles: Vec<u32>,
    types: Vec<u32>,
}

impl Lists {
    fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
        self.tags.clear();
        self.numbers.clear();
        self.roles.clear();
        self.types.clear();
    }
    fn join_tags(&mut self) {
        let pairs = self.keys.iter().copied().zip(self.values.iter().copied());
        self.tags.extend(pairs);
    }
}

impl<'a> Block<'a> {
    /// Reads the texts and finds the groups.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut block = Block {
            strings: Vec::new(),
            groups: Vec::new(),
            granularity: 100,
            offset: [0; 2],
        };
        let mut table_there = false;
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (field, value) {
                (1, Value::Bytes(table)) => {
                    table_there = true;
                    let mut strings = fields(table);
                    while let Some((field, value)) = strings.next()? {
                        if let (1, Value::Bytes(s)) = (field, value) {
                            block.strings.push(std::str::from_utf8(s).ok());
                        }
                    }
                }
                (2, Value::Bytes(group)) => block.groups.push(group),
                (17, Value::Varint(v)) => block.granularity = i64::from(v as i32),
                (19, Value::Varint(v)) => block.offset[0] = v as i64,
                (20, Value::Varint(v)) => block.offset[1] = v as i64,
                _ => {}
            }
        }
        if !table_there {
            return Err("it has no table of strings".into());
        }
        Ok(block)
    }

    /// Puts the tags of an element into `out`; tells whether one was left out because it is not
    /// UTF-8.
    pub(super) fn tags<'b>(
        &'b self,
        element: &Element<'_>,
        out: &mut Vec<(&'b str, &'b str)>,
    ) -> bool {
        out.clear();
        let text = |i: u32| self.strings.get(i as usize).copied().flatten();
        let mut damaged = false;
        for &(k, v) in element.tags {
            match (text(k), text(v)) {
                (Some(k), Some(v)) => out.push((k, v)),
                _ => damaged = true,
            }
        }
        damaged
    }

    /// Calls `each` with the elements of the kinds wanted: group by group, nodes first, then
    /// ways, then relations.
    ///
    /// # Errors
    /// Where the bytes are not sound.
    pub(super) fn elements(
        &self,
        want: Want,
        mut each: impl FnMut(Element<'_>),
    ) -> Result<(), Fault> {
        let mut lists = Lists::default();
        for group in &self.groups {
            if want.nodes() {
                self.dense(group, &mut lists, &mut each)?;
            }
            for kind in [1, 3, 4] {
                let wanted = match kind {
                    1 => want.nodes(),
                    3 => want.ways(),
                    _ => want.relations(),
                };
                if !wanted {
                    continue;
                }
                let mut all = fields(group);
                while let Some((field, value)) = all.next()? {
                    if field == kind
                        && let Value::Bytes(bytes) = value
                    {
                        lists.clear();
                        self.element(kind, bytes, &mut lists, &mut each)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn nano(&self, axis: usize, value: i64) -> Result<i64, Fault> {
        (self.granularity.checked_mul(value))
            .and_then(|v| v.checked_add(self.offset.get(axis).copied()?))
            .ok_or_else(|| "a coordinate overflows".into())
    }

    fn element(
        &self,
        kind: u32,
        bytes: &[u8],
        lists: &mut Lists,
        each: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Fault> {
        let (mut id, mut lat, mut lon) = (None, None, None);
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (kind, field, value) {
                (1, 1, Value::Varint(v)) => id = Some(zigzag(v)),
                (_, 1, Value::Varint(v)) => id = Some(v as i64),
                (_, 2, _) => push(&mut lists.keys, value)?,
                (_, 3, _) => push(&mut lists.values, value)?,
                (1, 8, Value::Varint(v)) => lat = Some(zigzag(v)),
                (1, 9, Value::Varint(v)) => lon = Some(zigzag(v)),
                (3, 8, _) | (4, 9, _) => push_zigzag(&mut lists.numbers, value)?,
                (4, 8, _) => push(&mut lists.roles, value)?,
                (4, 10, _) => push(&mut lists.types, value)?,
                _ => {}
            }
        }
        let id = id.ok_or("it can't be decoded (an element has no id)")?;
        lists.join_tags();
        if kind == 1 {
            let (Some(lat), Some(lon)) = (lat, lon) else {
                return Err("it can't be decoded (a node has no position)".into());
            };
            let (lat, lon) = (self.nano(0, lat)?, self.nano(1, lon)?);
            each(Element {
                id,
                tags: &lists.tags,
                shape: Shape::Node { lon, lat },
            });
            return Ok(());
        }
        add_up(&mut lists.numbers, "references")?;
        if kind == 3 {
            each(Element {
                id,
                tags: &lists.tags,
                shape: Shape::Way(&lists.numbers),
            });
            return Ok(());
        }
        let role = |i: &u32| self.strings.get(*i as usize).copied().flatten();
        let kinds = lists.roles.iter().zip(&lists.types);
        let members: Vec<Member<'_>> = (lists.numbers.iter().zip(kinds))
            .map(|(&id, (i, &kind))| Member {
                id,
                is_way: kind == 1,
                role: role(i),
            })
            .collect();
        each(Element {
            id,
            tags: &lists.tags,
            shape: Shape::Relation(&members),
        });
        Ok(())
    }

    /// The dense nodes of a group.
    fn dense(
        &self,
        group: &[u8],
        lists: &mut Lists,
        each: &mut impl FnMut(Element<'_>),
    ) -> Result<(), Fault> {
        let [mut ids, mut lats, mut lons] = [const { Vec::new() }; 3];
        let mut tags: Vec<u32> = Vec::new();
        let mut all = fields(group);
        while let Some((field, value)) = all.next()? {
            let (2, Value::Bytes(bytes)) = (field, value) else {
                continue;
            };
            let mut dense = fields(bytes);
            while let Some((field, value)) = dense.next()? {
                match field {
                    1 => push_zigzag(&mut ids, value)?,
                    8 => push_zigzag(&mut lats, value)?,
                    9 => push_zigzag(&mut lons, value)?,
                    10 => push(&mut tags, value)?,
                    _ => {}
                }
            }
        }
        add_up(&mut ids, "node ids")?;
        add_up(&mut lats, "latitudes")?;
        add_up(&mut lons, "longitudes")?;
        let mut tags = tags.iter().copied();
        for (id, (lat, lon)) in ids.into_iter().zip(lats.into_iter().zip(lons)) {
            lists.tags.clear();
            while let Some(key) = tags.next().filter(|k| *k != 0) {
                lists.tags.push((key, tags.next().unwrap_or_default()));
            }
            let (lat, lon) = (self.nano(0, lat)?, self.nano(1, lon)?);
            each(Element {
                id,
                tags: &lists.tags,
                shape: Shape::Node { lon, lat },
            });
        }
        Ok(())
    }
}

/// Adds the numbers of a field as 32 bits.
fn push(list: &mut Vec<u32>, value: Value<'_>) -> Result<(), Fault> {
    numbers(value, |v| {
        list.push(v as u32);
        Ok(())
    })?;
    Ok(())
}

/// Adds the signed numbers of a field.
fn push_zigzag(list: &mut Vec<i64>, value: Value<'_>) -> Result<(), Fault> {
    numbers(value, |v| {
        list.push(zigzag(v));
        Ok(())
    })?;
    Ok(())
}

/// Turns differences into what they add up to.
fn add_up(list: &mut [i64], what: &str) -> Result<(), Fault> {
    let mut sum = 0i64;
    for v in list {
        sum = (sum.checked_add(*v)).ok_or_else(|| format!("{what} overflow"))?;
        *v = sum;
    }
    Ok(())
}
