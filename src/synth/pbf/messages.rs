//! The messages of OpenStreetMap PBF for writing, as far as the generator and the tests need them.
//!
//! Tests also read with them what was written, apart from the reader (`input::osm`), which takes no
//! message at its word and has the field numbers it needs in `input::osm::format`.

use prost::Message;

/// What the next block is, and how long.
#[derive(Clone, PartialEq, Message)]
pub struct BlobHeader {
    #[prost(string, required, tag = "1")]
    pub kind: String,
    #[prost(int32, required, tag = "3")]
    pub size: i32,
}

/// A block's content as it is packed, in one of several ways.
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

/// The first block.
#[derive(Clone, PartialEq, Message)]
pub struct Header {
    #[prost(message, optional, tag = "1")]
    pub bbox: Option<BBox>,
    #[prost(string, repeated, tag = "4")]
    pub required: Vec<String>,
    #[prost(string, repeated, tag = "5")]
    pub optional: Vec<String>,
    #[prost(string, optional, tag = "16")]
    pub program: Option<String>,
}

/// Bounds in nanodegrees.
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

/// A block of elements. Coordinates are offset + granularity × value, nanodegrees.
#[derive(Clone, PartialEq, Message)]
pub struct Block {
    #[prost(message, required, tag = "1")]
    pub strings: Strings,
    #[prost(message, repeated, tag = "2")]
    pub groups: Vec<Group>,
    #[prost(int32, optional, tag = "17", default = "100")]
    pub granularity: Option<i32>,
    #[prost(int64, optional, tag = "19")]
    pub lat_offset: Option<i64>,
    #[prost(int64, optional, tag = "20")]
    pub lon_offset: Option<i64>,
}

/// The strings of a block; elements have their numbers. Number 0 is empty.
#[derive(Clone, PartialEq, Message)]
pub struct Strings {
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub s: Vec<Vec<u8>>,
}

/// Elements, by custom of one kind.
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

/// A node by itself.
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

/// Nodes as columns of differences; tags are key, value, …, 0 for each node in turn.
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

/// Who touched each of the nodes last, and when; differences but for the version.
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

/// Who touched an element last, and when.
#[derive(Clone, PartialEq, Message)]
pub struct Info {
    #[prost(int32, optional, tag = "1")]
    pub version: Option<i32>,
    #[prost(int64, optional, tag = "2")]
    pub timestamp: Option<i64>,
    #[prost(int64, optional, tag = "3")]
    pub changeset: Option<i64>,
    #[prost(int32, optional, tag = "4")]
    pub uid: Option<i32>,
    #[prost(uint32, optional, tag = "5")]
    pub user: Option<u32>,
}

/// A way: its nodes as differences, with their places where the file has them on its ways.
#[derive(Clone, PartialEq, Message)]
pub struct Way {
    #[prost(int64, required, tag = "1")]
    pub id: i64,
    #[prost(uint32, repeated, tag = "2")]
    pub keys: Vec<u32>,
    #[prost(uint32, repeated, tag = "3")]
    pub vals: Vec<u32>,
    #[prost(message, optional, tag = "4")]
    pub info: Option<Info>,
    #[prost(sint64, repeated, tag = "8")]
    pub refs: Vec<i64>,
    #[prost(sint64, repeated, tag = "9")]
    pub lat: Vec<i64>,
    #[prost(sint64, repeated, tag = "10")]
    pub lon: Vec<i64>,
}

/// A relation: members as differences, with kind (0 node, 1 way, 2 relation) and role of each.
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
