//! The field numbers of OpenStreetMap PBF that reading needs, message by message.
//!
//! For writing they stand once more in `synth::pbf::messages`: the derive macro there takes
//! numbers as they are written only, no constants.

/// `BlobHeader`: what the next block is.
pub(super) mod blob_header {
    pub const KIND: u32 = 1;
    pub const SIZE: u32 = 3;
}

/// `Blob`: a block's content as it is packed.
pub(super) mod blob {
    pub const RAW: u32 = 1;
    pub const RAW_SIZE: u32 = 2;
    pub const ZLIB: u32 = 3;
    pub const LZMA: u32 = 4;
    pub const BZIP2: u32 = 5;
    pub const LZ4: u32 = 6;
    pub const ZSTD: u32 = 7;
}

/// `HeaderBlock`: what the file holds.
pub(super) mod header {
    pub const BOX: u32 = 1;
    pub const REQUIRED: u32 = 4;
    pub const OPTIONAL: u32 = 5;
    pub const PROGRAM: u32 = 16;
    pub const SOURCE: u32 = 17;
    pub const REPLICATION_URL: u32 = 34;
}

/// `PrimitiveBlock`: a table of strings, and groups of elements.
pub(super) mod block {
    pub const STRINGS: u32 = 1;
    pub const GROUP: u32 = 2;
    pub const GRANULARITY: u32 = 17;
    pub const DATE_GRANULARITY: u32 = 18;
    pub const LAT_OFFSET: u32 = 19;
    pub const LON_OFFSET: u32 = 20;
}

/// `StringTable`.
pub(super) mod strings {
    pub const TEXT: u32 = 1;
}

/// `PrimitiveGroup`.
pub(super) mod group {
    pub const NODE: u32 = 1;
    pub const DENSE: u32 = 2;
    pub const WAY: u32 = 3;
    pub const RELATION: u32 = 4;
    pub const CHANGESET: u32 = 5;
}

/// What `Node`, `Way`, `Relation` and `ChangeSet` have alike.
pub(super) mod element {
    pub const ID: u32 = 1;
    pub const KEYS: u32 = 2;
    pub const VALUES: u32 = 3;
    pub const INFO: u32 = 4;
}

/// `Node`.
pub(super) mod node {
    pub const LAT: u32 = 8;
    pub const LON: u32 = 9;
}

/// `Way`.
pub(super) mod way {
    pub const REFS: u32 = 8;
    pub const LATS: u32 = 9;
    pub const LONS: u32 = 10;
}

/// `Relation`.
pub(super) mod relation {
    pub const ROLES: u32 = 8;
    pub const MEMBERS: u32 = 9;
    pub const KINDS: u32 = 10;
}

/// `DenseNodes`.
pub(super) mod dense {
    pub const IDS: u32 = 1;
    pub const INFO: u32 = 5;
    pub const LATS: u32 = 8;
    pub const LONS: u32 = 9;
    pub const TAGS: u32 = 10;
}

/// `Info` of an element and `DenseInfo` of all of a group.
pub(super) mod info {
    pub const VERSION: u32 = 1;
    pub const TIMESTAMP: u32 = 2;
    pub const CHANGESET: u32 = 3;
    pub const USER: u32 = 4;
    pub const USER_NAME: u32 = 5;
    pub const VISIBLE: u32 = 6;
}
