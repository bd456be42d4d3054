//! Elements one by one.

use super::super::format::{element, info, node, relation, way};
use super::super::wire::{Fault, Value, fields, number, numbers, zigzag};
use super::{Check, ELEMENT_BYTES, Sum, required, within_i32};

/// What an element is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Node,
    Way,
    Relation,
}

impl Check {
    pub(super) fn element(&mut self, bytes: &[u8], kind: Kind) -> Result<(), Fault> {
        let [mut id, mut lat, mut lon] = [false; 3];
        let [mut keys, mut values, mut roles, mut types] = [0u64; 4];
        let mut refs = Sum::default();
        let mut places: [Sum; 2] = Default::default();
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (kind, field, value) {
                (_, element::ID, Value::Varint(_)) => id = true,
                (_, element::KEYS, _) => {
                    self.grow_list(value)?;
                    keys += numbers(value, |v| self.string(v, "a key"))?;
                }
                (_, element::VALUES, _) => {
                    self.grow_list(value)?;
                    values += numbers(value, |v| self.string(v, "a value"))?;
                }
                (_, element::INFO, Value::Bytes(b)) => self.info(b)?,
                (Kind::Node, node::LAT, Value::Varint(v)) => {
                    lat = true;
                    self.place(0, zigzag(v))?;
                }
                (Kind::Node, node::LON, Value::Varint(v)) => {
                    lon = true;
                    self.place(1, zigzag(v))?;
                }
                (Kind::Way, way::REFS, _) => {
                    self.grow_list(value)?;
                    refs.add(value, "node references")?;
                }
                (Kind::Way, way::LATS, _) => {
                    self.grow_list(value)?;
                    places[0].add(value, "latitudes")?;
                }
                (Kind::Way, way::LONS, _) => {
                    self.grow_list(value)?;
                    places[1].add(value, "longitudes")?;
                }
                (Kind::Relation, relation::ROLES, _) => {
                    self.grow_list(value)?;
                    roles += numbers(value, |v| self.string(v, "a role"))?;
                }
                (Kind::Relation, relation::MEMBERS, _) => {
                    self.grow_list(value)?;
                    refs.add(value, "member references")?;
                }
                (Kind::Relation, relation::KINDS, _) => {
                    self.grow_list(value)?;
                    types += numbers(value, |v| match v {
                        0..=2 => Ok(()),
                        _ => Err(format!("a member has the unknown type {v}")),
                    })?;
                }
                _ => self.grow(ELEMENT_BYTES)?,
            }
        }
        if keys != values {
            return Err(format!("an element has {keys} keys and {values} values"));
        }
        if kind == Kind::Relation && (roles != refs.count || types != refs.count) {
            return Err("a relation's lists of members differ in length".into());
        }
        if kind == Kind::Way {
            self.located(refs.count, &places)?;
        }
        required(id, "an element has no id")?;
        let placed = kind != Kind::Node || lat && lon;
        required(placed, "a node has no position")
    }
    /// The places of a way's nodes, where the file has them on its ways.
    fn located(&self, nodes: u64, places: &[Sum; 2]) -> Result<(), Fault> {
        let [lat, lon] = [places[0].count, places[1].count];
        if (lat, lon) != (0, 0) && (lat, lon) != (nodes, nodes) {
            return Err(format!(
                "a way of {nodes} nodes has {lat} latitudes and {lon} longitudes"
            ));
        }
        for (axis, sum) in places.iter().enumerate() {
            self.place(axis, sum.least)?;
            self.place(axis, sum.most)?;
        }
        Ok(())
    }
    /// Who changed an element, and when.
    fn info(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.grow(ELEMENT_BYTES)?;
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (field, value) {
                (info::VERSION, Value::Varint(v)) => drop(within_i32(v, "a version")?),
                (info::USER, Value::Varint(v)) => drop(within_i32(v, "a user id")?),
                (info::USER_NAME, Value::Varint(v)) => {
                    u32::try_from(v).map_err(|_| "a user name overflows")?;
                }
                (info::TIMESTAMP | info::CHANGESET | info::VISIBLE, Value::Varint(_)) => {}
                _ => self.grow(ELEMENT_BYTES)?,
            }
        }
        Ok(())
    }
}

/// An upload. Nobody reads it, but a block with a broken one is not to be trusted.
pub(super) fn changeset(bytes: &[u8]) -> Result<(), Fault> {
    let mut all = fields(bytes);
    while all.next()?.is_some() {}
    let id = number(bytes, element::ID);
    required(id.is_some(), "a changeset has no id")
}
