//! A small writer of OpenStreetMap PBF for tests: exact control over every byte of a block.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::Write;

pub use bereik::synth::pbf::messages::*;
use prost::Message;

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
            required,
            ..Header::default()
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
