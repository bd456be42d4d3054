//! A small writer of OpenStreetMap PBF for tests: exact control over every byte of a block.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::Write;

use prost::Message;

#[derive(Clone, PartialEq, Message)]
pub struct BlobHeader {
    #[prost(string, tag = "1")]
    pub kind: String,
    #[prost(int32, required, tag = "3")]
    pub size: i32,
}

#[derive(Clone, PartialEq, Message)]
pub struct Blob {
    #[prost(bytes = "vec", optional, tag = "1")]
    pub raw: Option<Vec<u8>>,
    #[prost(int32, optional, tag = "2")]
    pub raw_size: Option<i32>,
    #[prost(bytes = "vec", optional, tag = "3")]
    pub zlib: Option<Vec<u8>>,
    #[prost(bytes = "vec", optional, tag = "7")]
    pub zstd: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Header {
    #[prost(message, optional, tag = "1")]
    pub bbox: Option<BBox>,
    #[prost(string, repeated, tag = "4")]
    pub required: Vec<String>,
}

#[derive(Clone, PartialEq, Message)]
pub struct BBox {
    #[prost(sint64, required, tag = "1")]
    pub left: i64,
    #[prost(sint64, required, tag = "2")]
    pub right: i64,
    #[prost(sint64, required, tag = "3")]
    pub top: i64,
    #[prost(sint64, required, tag = "4")]
    pub bottom: i64,
}

#[derive(Clone, PartialEq, Message)]
pub struct Block {
    #[prost(message, required, tag = "1")]
    pub strings: Strings,
    #[prost(message, repeated, tag = "2")]
    pub groups: Vec<Group>,
    #[prost(int32, optional, tag = "17")]
    pub granularity: Option<i32>,
    #[prost(int64, optional, tag = "19")]
    pub lat_offset: Option<i64>,
    #[prost(int64, optional, tag = "20")]
    pub lon_offset: Option<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Strings {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub s: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Group {
    #[prost(message, repeated, tag = "1")]
    pub nodes: Vec<Node>,
    #[prost(message, optional, tag = "2")]
    pub dense: Option<Dense>,
    #[prost(message, repeated, tag = "3")]
    pub ways: Vec<Way>,
    #[prost(message, repeated, tag = "4")]
    pub relations: Vec<Relation>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Node {
    #[prost(sint64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(sint64, required, tag = "8")]
    pub lat: i64,
    #[prost(sint64, required, tag = "9")]
    pub lon: i64,
}

#[derive(Clone, PartialEq, Message)]
pub struct Dense {
    #[prost(sint64, repeated, tag = "1")]
    pub id: Vec<i64>,
    #[prost(message, optional, tag = "5")]
    pub info: Option<DenseInfo>,
    #[prost(sint64, repeated, tag = "8")]
    pub lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    pub lon: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    pub keys_vals: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct DenseInfo {
    #[prost(int32, repeated, tag = "1")]
    pub version: Vec<i32>,
    #[prost(sint64, repeated, tag = "2")]
    pub timestamp: Vec<i64>,
    #[prost(sint64, repeated, tag = "3")]
    pub changeset: Vec<i64>,
    #[prost(sint32, repeated, tag = "4")]
    pub uid: Vec<i32>,
    #[prost(sint32, repeated, tag = "5")]
    pub user: Vec<i32>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Way {
    #[prost(int64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(sint64, repeated, tag = "8")]
    pub refs: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    pub lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "10")]
    pub lon: Vec<i64>,
}

#[derive(Clone, PartialEq, Message)]
pub struct Relation {
    #[prost(int64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(int32, repeated, tag = "8")]
    pub roles: Vec<i32>,
    #[prost(sint64, repeated, tag = "9")]
    pub members: Vec<i64>,
    #[prost(int32, repeated, tag = "10")]
    pub kinds: Vec<i32>,
}

/// Id, longitude and latitude, tags as string indices.
type TownNode = (i64, [f64; 2], Vec<(usize, usize)>);

/// A block under construction: elements in plain terms.
#[derive(Default)]
pub struct Town {
    strings: BTreeMap<String, usize>,
    pub block: Block,
    nodes: Vec<TownNode>,
}

pub type TagList<'a> = &'a [(&'a str, &'a str)];

impl Town {
    pub fn new() -> Self {
        let mut town = Self::default();
        town.string("");
        town
    }
    fn string(&mut self, s: &str) -> usize {
        let table = &mut self.block.strings.s;
        *self.strings.entry(s.to_owned()).or_insert_with(|| {
            table.push(s.as_bytes().to_vec());
            table.len() - 1
        })
    }
    fn tags(&mut self, tags: TagList<'_>) -> Vec<(usize, usize)> {
        tags.iter()
            .map(|(k, v)| (self.string(k), self.string(v)))
            .collect()
    }
    /// Longitude, latitude in degrees.
    pub fn node(&mut self, id: i64, at: [f64; 2], tags: TagList<'_>) -> &mut Self {
        let tags = self.tags(tags);
        self.nodes.push((id, at, tags));
        self
    }
    pub fn way(&mut self, id: i64, nodes: &[i64], tags: TagList<'_>) -> &mut Self {
        let (keys, vals) = self
            .tags(tags)
            .iter()
            .map(|t| (t.0 as u32, t.1 as u32))
            .unzip();
        let way = Way {
            id,
            keys,
            vals,
            refs: deltas(nodes),
            ..Way::default()
        };
        self.block.groups.push(Group {
            ways: vec![way],
            ..Group::default()
        });
        self
    }
    /// Members: kind (0 node, 1 way, 2 relation), id, role.
    pub fn relation(
        &mut self,
        id: i64,
        members: &[(i32, i64, &str)],
        tags: TagList<'_>,
    ) -> &mut Self {
        let (keys, vals) = self
            .tags(tags)
            .iter()
            .map(|t| (t.0 as u32, t.1 as u32))
            .unzip();
        let roles = members.iter().map(|m| self.string(m.2) as i32).collect();
        let relation = Relation {
            id,
            keys,
            vals,
            roles,
            members: deltas(&members.iter().map(|m| m.1).collect::<Vec<_>>()),
            kinds: members.iter().map(|m| m.0).collect(),
        };
        self.block.groups.push(Group {
            relations: vec![relation],
            ..Group::default()
        });
        self
    }
    /// The block, nodes dense.
    pub fn dense(&self) -> Block {
        let mut block = self.block.clone();
        let units = |k: usize| -> Vec<i64> {
            self.nodes
                .iter()
                .map(|n| (n.1[k] * 1e7).round() as i64)
                .collect()
        };
        let n = self.nodes.len();
        let dense = Dense {
            id: deltas(&self.nodes.iter().map(|n| n.0).collect::<Vec<_>>()),
            info: Some(DenseInfo {
                version: vec![1; n],
                timestamp: vec![1; n],
                changeset: vec![1; n],
                uid: vec![1; n],
                user: vec![0; n],
            }),
            lat: deltas(&units(1)),
            lon: deltas(&units(0)),
            keys_vals: self
                .nodes
                .iter()
                .flat_map(|n| n.2.iter().flat_map(|t| [t.0 as i32, t.1 as i32]).chain([0]))
                .collect(),
        };
        block.groups.insert(
            0,
            Group {
                dense: Some(dense),
                ..Group::default()
            },
        );
        block
    }
    /// The block, nodes one by one.
    pub fn sparse(&self) -> Block {
        let mut block = self.block.clone();
        let nodes = self.nodes.iter().map(|n| Node {
            id: n.0,
            keys: n.2.iter().map(|t| t.0 as u32).collect(),
            vals: n.2.iter().map(|t| t.1 as u32).collect(),
            lat: (n.1[1] * 1e7).round() as i64,
            lon: (n.1[0] * 1e7).round() as i64,
        });
        block.groups.insert(
            0,
            Group {
                nodes: nodes.collect(),
                ..Group::default()
            },
        );
        block
    }
    /// The block with all places in the ways (`LocationsOnWays`), and only nodes with tags beside. Of
    /// nodes that are not there the place is off the Earth.
    pub fn on_ways(&self) -> Block {
        let tagged = Town {
            nodes: self
                .nodes
                .iter()
                .filter(|n| !n.2.is_empty())
                .cloned()
                .collect(),
            block: self.block.clone(),
            ..Town::default()
        };
        let mut block = tagged.dense();
        let place = |id: i64, axis: usize| {
            let node = self.nodes.iter().find(|n| n.0 == id);
            node.map_or(i64::from(i32::MAX), |n| (n.1[axis] * 1e7).round() as i64)
        };
        for way in block.groups.iter_mut().flat_map(|g| &mut g.ways) {
            let nodes: Vec<i64> = (way.refs.iter())
                .scan(0, |id, d| {
                    *id += d;
                    Some(*id)
                })
                .collect();
            let along = |axis| deltas(&nodes.iter().map(|n| place(*n, axis)).collect::<Vec<_>>());
            (way.lat, way.lon) = (along(1), along(0));
        }
        block
    }
    /// A whole file: header and this block, compressed.
    pub fn file(&self) -> Vec<u8> {
        [
            header(&["OsmSchema-V0.6", "DenseNodes"]),
            zlib_block(&self.dense()),
        ]
        .concat()
    }
}

pub fn deltas(values: &[i64]) -> Vec<i64> {
    let mut before = 0i64;
    values
        .iter()
        .map(|v| {
            let d = v.wrapping_sub(before);
            before = *v;
            d
        })
        .collect()
}

pub fn frame(kind: &str, blob: &[u8]) -> Vec<u8> {
    let header = BlobHeader {
        kind: kind.into(),
        size: blob.len() as i32,
    }
    .encode_to_vec();
    let length = (header.len() as u32).to_be_bytes();
    [&length, header.as_slice(), blob].concat()
}

pub fn raw(content: Vec<u8>) -> Vec<u8> {
    Blob {
        raw: Some(content),
        ..Blob::default()
    }
    .encode_to_vec()
}

pub fn header(required: &[&str]) -> Vec<u8> {
    let required = required.iter().map(|s| (*s).to_owned()).collect();
    frame(
        "OSMHeader",
        &raw(Header {
            bbox: None,
            required,
        }
        .encode_to_vec()),
    )
}

pub fn raw_block(block: &Block) -> Vec<u8> {
    frame("OSMData", &raw(block.encode_to_vec()))
}

pub fn deflate(content: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(content).unwrap();
    out.finish().unwrap()
}

pub fn zlib_block(block: &Block) -> Vec<u8> {
    let content = block.encode_to_vec();
    let blob = Blob {
        raw_size: Some(content.len() as i32),
        zlib: Some(deflate(&content)),
        ..Blob::default()
    };
    frame("OSMData", &blob.encode_to_vec())
}
