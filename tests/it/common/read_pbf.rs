//! A plain reader of sound OpenStreetMap PBF files, sharing no code with the engine's: it decodes
//! the messages that files are written with, and panics at what is wrong.

use super::pbf::{Blob, BlobHeader, Block, Dense};
use prost::Message;
use std::io::Read;
use std::path::Path;

/// An element of a file.
pub enum Element<'a> {
    /// A node by itself.
    Node(Node<'a>),
    /// One of a column of nodes.
    DenseNode(Node<'a>),
    Way(Way<'a>),
    Relation,
}

pub struct Node<'a> {
    pub id: i64,
    /// Longitude, latitude, nanodegrees.
    nano: [i64; 2],
    pub tags: Vec<(&'a str, &'a str)>,
}

impl Node<'_> {
    pub fn lon(&self) -> f64 {
        1e-9 * self.nano[0] as f64
    }
    pub fn lat(&self) -> f64 {
        1e-9 * self.nano[1] as f64
    }
    /// Longitude, latitude, 1e-7 degrees, the rest cut off.
    pub fn decimicro(&self) -> [i32; 2] {
        self.nano.map(|nano| (nano / 100) as i32)
    }
}

pub struct Way<'a> {
    pub id: i64,
    pub refs: Vec<i64>,
    pub tags: Vec<(&'a str, &'a str)>,
}

/// Calls `each` with all elements of a file, in its order.
pub fn for_each(path: &Path, mut each: impl FnMut(Element<'_>)) {
    let file = std::fs::read(path).expect("the street file");
    let mut rest = file.as_slice();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let (header, tail) = tail.split_at(u32::from_be_bytes(*length) as usize);
        let header = BlobHeader::decode(header).expect("a block header");
        let (blob, tail) = tail.split_at(header.size as usize);
        rest = tail;
        if header.kind == "OSMData" {
            let blob = Blob::decode(blob).expect("a blob");
            let block = Block::decode(content(blob).as_slice()).expect("a block");
            of_block(&block, &mut each);
        }
    }
}

fn content(blob: Blob) -> Vec<u8> {
    blob.raw.unwrap_or_else(|| {
        let mut out = Vec::new();
        let packed = blob.zlib.expect("raw or zlib");
        flate2::read::ZlibDecoder::new(packed.as_slice())
            .read_to_end(&mut out)
            .expect("a packed block");
        out
    })
}

fn of_block(block: &Block, each: &mut impl FnMut(Element<'_>)) {
    let text = |n: usize| std::str::from_utf8(&block.strings.s[n]).expect("UTF-8");
    let tags = |keys: &[u32], vals: &[u32]| {
        let pairs = keys.iter().zip(vals);
        pairs
            .map(|(k, v)| (text(*k as usize), text(*v as usize)))
            .collect()
    };
    for group in &block.groups {
        if let Some(dense) = &group.dense {
            for (id, nano, tags) in columns(block, dense) {
                let tags = tags.iter().map(|(k, v)| (text(*k), text(*v))).collect();
                each(Element::DenseNode(Node { id, nano, tags }));
            }
        }
        for node in &group.nodes {
            each(Element::Node(Node {
                id: node.id,
                nano: nano(block, node.lon, node.lat),
                tags: tags(&node.keys, &node.vals),
            }));
        }
        for way in &group.ways {
            each(Element::Way(Way {
                id: way.id,
                refs: sums(&way.refs),
                tags: tags(&way.keys, &way.vals),
            }));
        }
        group.relations.iter().for_each(|_| each(Element::Relation));
    }
}

/// Id, longitude and latitude in nanodegrees, and tags by numbers of strings.
type Row = (i64, [i64; 2], Vec<(usize, usize)>);

fn columns(block: &Block, dense: &Dense) -> Vec<Row> {
    let mut strings = dense.keys_vals.iter().map(|n| *n as usize);
    let places = sums(&dense.lon).into_iter().zip(sums(&dense.lat));
    let rows = sums(&dense.id).into_iter().zip(places);
    rows.map(|(id, (lon, lat))| {
        let mut tags = Vec::new();
        while let Some(key) = strings.next().filter(|key| *key != 0) {
            tags.push((key, strings.next().expect("a value")));
        }
        (id, nano(block, lon, lat), tags)
    })
    .collect()
}

fn nano(block: &Block, lon: i64, lat: i64) -> [i64; 2] {
    let unit = i64::from(block.granularity());
    [
        block.lon_offset() + unit * lon,
        block.lat_offset() + unit * lat,
    ]
}

fn sums(differences: &[i64]) -> Vec<i64> {
    let mut now = 0;
    let add = |d: &i64| {
        now += d;
        now
    };
    differences.iter().map(add).collect()
}
