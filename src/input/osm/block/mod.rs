//! The elements of a block, read straight from its bytes as they are asked for.
//!
//! A block comes here once it was checked ([`super::check`]). Nothing is copied but the places of
//! its strings: elements are views of their bytes, lists are walked when they are wanted. Sums
//! and products keep within their type all the same, whatever the bytes.

mod lists;

use super::format::{block, dense, element, group, node, relation, strings, way};
use super::pbf::{Located, position};
use super::wire::{Fault, Messages, Numbers, Value, fields, number, zigzag};
use lists::{Sums, Tags, dense_tag};

/// A block that was checked.
pub(super) struct Block<'a> {
    /// Texts by number; none for those that are not UTF-8.
    strings: Vec<Option<&'a str>>,
    groups: Messages<'a>,
    scale: Scale,
}

/// How coordinates are written.
#[derive(Clone, Copy)]
struct Scale {
    /// Nanodegrees a unit.
    granularity: i64,
    /// Nanodegrees of latitude 0 and of longitude 0.
    lat: i64,
    lon: i64,
}

impl Scale {
    fn nano(&self, [lon, lat]: [i64; 2]) -> [i64; 2] {
        let nano = |units: i64, offset| {
            self.granularity
                .saturating_mul(units)
                .saturating_add(offset)
        };
        [nano(lon, self.lon), nano(lat, self.lat)]
    }
}

impl<'a> Block<'a> {
    /// Finds the strings and the numbers that all elements depend on.
    ///
    /// # Errors
    /// Where a length is out of range.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, Fault> {
        let mut texts = Vec::new();
        let mut scale = Scale {
            granularity: 100,
            lat: 0,
            lon: 0,
        };
        let mut all = fields(bytes);
        while let Some((field, value)) = all.next()? {
            match (field, value) {
                (block::STRINGS, Value::Bytes(table)) => {
                    let table = Messages::of(table, strings::TEXT);
                    texts.extend(table.map(|s| std::str::from_utf8(s).ok()));
                }
                (block::GRANULARITY, Value::Varint(v)) => scale.granularity = v as i64,
                (block::LAT_OFFSET, Value::Varint(v)) => scale.lat = v as i64,
                (block::LON_OFFSET, Value::Varint(v)) => scale.lon = v as i64,
                _ => {}
            }
        }
        Ok(Self {
            strings: texts,
            groups: Messages::of(bytes, block::GROUP),
            scale,
        })
    }
    /// All elements, group by group: in each nodes, then ways, then relations.
    pub(super) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        self.groups.clone().flat_map(|group| {
            let nodes = self.nodes_of(group).map(Element::Node);
            let ways = self.ways_of(group).map(Element::Way);
            let relations = self.relations_of(group).map(Element::Relation);
            nodes.chain(ways).chain(relations)
        })
    }
    /// All nodes, dense or not.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.groups.clone().flat_map(|group| self.nodes_of(group))
    }
    /// All ways.
    pub(super) fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        self.groups.clone().flat_map(|group| self.ways_of(group))
    }
    /// All relations.
    pub(super) fn relations(&self) -> impl Iterator<Item = Relation<'_>> {
        let groups = self.groups.clone();
        groups.flat_map(|group| self.relations_of(group))
    }

    fn nodes_of<'b>(&'b self, group: &'b [u8]) -> impl Iterator<Item = Node<'b>> {
        let dense = Messages::of(group, group::DENSE).flat_map(|nodes| DenseNodes::of(self, nodes));
        let single = Messages::of(group, group::NODE).map(|bytes| self.node(bytes));
        dense.chain(single)
    }
    fn ways_of<'b>(&'b self, group: &'b [u8]) -> impl Iterator<Item = Way<'b>> {
        let ways = Messages::of(group, group::WAY);
        ways.map(|bytes| Way { block: self, bytes })
    }
    fn relations_of<'b>(&'b self, group: &'b [u8]) -> impl Iterator<Item = Relation<'b>> {
        let relations = Messages::of(group, group::RELATION);
        relations.map(|bytes| Relation { block: self, bytes })
    }
    fn node<'b>(&'b self, bytes: &'b [u8]) -> Node<'b> {
        let signed = |field| number(bytes, field).map(zigzag).unwrap_or_default();
        Node {
            block: self,
            id: signed(element::ID),
            nano: self.scale.nano([signed(node::LON), signed(node::LAT)]),
            tags: Tags::listed(bytes),
        }
    }
    /// Whether this is one of its strings.
    pub(super) fn has_text(&self, text: &str) -> bool {
        self.strings.contains(&Some(text))
    }
    fn text(&self, number: u64) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        self.strings.get(number).copied().flatten()
    }
    /// Puts tags into `out`; tells whether one was left out because it is not UTF-8.
    fn read<'b>(&'b self, tags: Tags<'_>, out: &mut Vec<(&'b str, &'b str)>) -> bool {
        out.clear();
        let mut damaged = false;
        for (key, value) in tags {
            match (self.text(key), self.text(value)) {
                (Some(key), Some(value)) => out.push((key, value)),
                _ => damaged = true,
            }
        }
        damaged
    }
}

/// A node, a way or a relation.
pub(super) enum Element<'b> {
    Node(Node<'b>),
    Way(Way<'b>),
    Relation(Relation<'b>),
}

impl<'b> Element<'b> {
    /// Puts its tags into `out`; tells whether one was left out because it is not UTF-8.
    pub(super) fn tags(&self, out: &mut Vec<(&'b str, &'b str)>) -> bool {
        match self {
            Element::Node(node) => node.tags(out),
            Element::Way(way) => way.tags(out),
            Element::Relation(relation) => relation.tags(out),
        }
    }
}

/// A node.
pub(super) struct Node<'b> {
    block: &'b Block<'b>,
    pub id: i64,
    /// Longitude and latitude, nanodegrees; they may be off the Earth.
    pub nano: [i64; 2],
    tags: Tags<'b>,
}

impl<'b> Node<'b> {
    /// As [`Element::tags`].
    pub(super) fn tags(&self, out: &mut Vec<(&'b str, &'b str)>) -> bool {
        self.block.read(self.tags.clone(), out)
    }
    /// Its position, 1e-7 degrees `(lon, lat)`; none off the Earth.
    pub(super) fn position(&self) -> Option<[i32; 2]> {
        position(self.nano)
    }
}

/// A way.
pub(super) struct Way<'b> {
    block: &'b Block<'b>,
    bytes: &'b [u8],
}

impl<'b> Way<'b> {
    pub(super) fn id(&self) -> i64 {
        number(self.bytes, element::ID).unwrap_or_default() as i64
    }
    /// As [`Element::tags`].
    pub(super) fn tags(&self, out: &mut Vec<(&'b str, &'b str)>) -> bool {
        self.block.read(Tags::listed(self.bytes), out)
    }
    /// Its nodes.
    pub(super) fn refs(&self) -> impl Iterator<Item = i64> + use<'b> {
        Sums::of(self.bytes, way::REFS)
    }
    /// The nodes whose position stands in the way (`LocationsOnWays`); none in other files. Programs
    /// write a position off the Earth for a node that they did not find.
    pub(super) fn located(&self) -> impl Iterator<Item = Located> + use<'b> {
        let scale = self.block.scale;
        let [lons, lats] = [way::LONS, way::LATS].map(|field| Sums::of(self.bytes, field));
        let places = lons.zip(lats);
        self.refs()
            .zip(places)
            .filter_map(move |(id, (lon, lat))| Some((id, position(scale.nano([lon, lat]))?)))
    }
}

/// A relation.
pub(super) struct Relation<'b> {
    block: &'b Block<'b>,
    bytes: &'b [u8],
}

impl<'b> Relation<'b> {
    pub(super) fn id(&self) -> i64 {
        number(self.bytes, element::ID).unwrap_or_default() as i64
    }
    /// As [`Element::tags`].
    pub(super) fn tags(&self, out: &mut Vec<(&'b str, &'b str)>) -> bool {
        self.block.read(Tags::listed(self.bytes), out)
    }
    /// Those of its members that are ways: id and role. The role is none where it is not UTF-8.
    pub(super) fn ways(&self) -> impl Iterator<Item = (i64, Option<&'b str>)> + use<'b> {
        const WAY: u64 = 1;
        let block = self.block;
        let members = Sums::of(self.bytes, relation::MEMBERS);
        let kinds = Numbers::of(self.bytes, relation::KINDS);
        let roles = Numbers::of(self.bytes, relation::ROLES);
        (members.zip(kinds).zip(roles))
            .filter(|((_, kind), _)| *kind == WAY)
            .map(|((id, _), role)| (id, block.text(role)))
    }
}

/// The dense nodes of a group: columns of differences.
struct DenseNodes<'b> {
    block: &'b Block<'b>,
    ids: Sums<'b>,
    lons: Sums<'b>,
    lats: Sums<'b>,
    tags: Numbers<'b>,
}

impl<'b> DenseNodes<'b> {
    fn of(block: &'b Block<'b>, bytes: &'b [u8]) -> Self {
        Self {
            block,
            ids: Sums::of(bytes, dense::IDS),
            lons: Sums::of(bytes, dense::LONS),
            lats: Sums::of(bytes, dense::LATS),
            tags: Numbers::of(bytes, dense::TAGS),
        }
    }
}

impl<'b> Iterator for DenseNodes<'b> {
    type Item = Node<'b>;
    fn next(&mut self) -> Option<Node<'b>> {
        let units = |lon, lat| self.block.scale.nano([lon, lat]);
        let (id, lon, lat) = (self.ids.next()?, self.lons.next()?, self.lats.next()?);
        let tags = Tags::Dense(self.tags.clone());
        while dense_tag(&mut self.tags).is_some() {}
        Some(Node {
            block: self.block,
            id,
            nano: units(lon, lat),
            tags,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::check_block;
    use super::*;
    use crate::synth::pbf::messages;
    use prost::Message;

    /// A block with elements of all kinds, a second string that is not UTF-8 and another scale.
    fn bytes() -> Vec<u8> {
        let strings = [&b""[..], b"highway", b"path", b"outer", &[0xff]];
        let node = messages::Node {
            id: -4,
            keys: vec![1],
            vals: vec![2],
            lat: 7,
            lon: -3,
        };
        let dense = messages::Dense {
            id: vec![5, 1, -3],
            lat: vec![10, 1, 1],
            lon: vec![20, -1, -1],
            keys_vals: vec![0, 1, 2, 1, 4, 0, 0],
            ..Default::default()
        };
        let way = messages::Way {
            id: 10,
            keys: vec![1],
            vals: vec![2],
            refs: vec![5, 1],
            lat: vec![10, 90_000_000],
            lon: vec![20, 1],
            ..Default::default()
        };
        let relation = messages::Relation {
            id: 20,
            roles: vec![3, 3, 4],
            members: vec![10, 1, 1],
            kinds: vec![1, 0, 1],
            ..Default::default()
        };
        messages::Block {
            strings: messages::Strings {
                s: strings.map(<[u8]>::to_vec).to_vec(),
            },
            groups: vec![messages::Group {
                nodes: vec![node],
                dense: Some(dense),
                ways: vec![way],
                relations: vec![relation],
            }],
            granularity: Some(1000),
            lat_offset: Some(500),
            lon_offset: None,
        }
        .encode_to_vec()
    }

    /// All that can be asked of a block.
    fn all(bytes: &[u8]) -> Result<Vec<String>, Fault> {
        let block = Block::new(bytes)?;
        let mut tags = Vec::new();
        let told = block.elements().map(|element| {
            let damaged = element.tags(&mut tags);
            let what = match &element {
                Element::Node(n) => format!("n{} {:?}", n.id, n.nano),
                Element::Way(w) => {
                    let (refs, located): (Vec<_>, Vec<_>) =
                        (w.refs().collect(), w.located().collect());
                    format!("w{} {refs:?} {located:?}", w.id())
                }
                Element::Relation(r) => format!("r{} {:?}", r.id(), r.ways().collect::<Vec<_>>()),
            };
            format!("{what} {tags:?} {damaged}")
        });
        Ok(told.collect())
    }

    #[test]
    fn elements_come_out_as_they_were_written() {
        let bytes = bytes();
        check_block(&bytes).unwrap();
        let path = "[(\"highway\", \"path\")]";
        assert_eq!(
            all(&bytes).unwrap(),
            [
                "n5 [20000, 10500] [] false".to_owned(),
                format!("n6 [19000, 11500] {path} true"),
                "n3 [18000, 12500] [] false".to_owned(),
                format!("n-4 [-3000, 7500] {path} false"),
                // The second node is not on Earth.
                format!("w10 [5, 6] [(5, [200, 105])] {path} false"),
                "r20 [(10, Some(\"outer\")), (12, None)] [] false".to_owned(),
            ]
        );
    }

    #[test]
    fn whatever_the_bytes_reading_ends_without_harm() {
        // Not checked: what is made of them may be wrong, but it must come out.
        let whole = bytes();
        for at in 0..whole.len() {
            let _ = all(&whole[..at]);
            for change in [1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xff] {
                let mut bad = whole.clone();
                bad[at] ^= change;
                let _ = all(&bad);
            }
            let mut long = whole.clone();
            long.splice(at..=at, [0xff; 9]);
            let _ = all(&long);
        }
    }
}
