//! A small streaming writer of OpenStreetMap PBF.
//!
//! Written after the format description on the OpenStreetMap wiki: a header block, then blocks
//! of dense nodes, ways and relations, each with its own string table, zlib-packed.

pub mod messages;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use prost::Message;
use std::collections::HashMap;
use std::io::{self, Write};

use messages::{BBox, Blob, BlobHeader, Block, Dense, Group, Header, Info, Strings, Way};

/// Entities a block, as usual.
const BLOCK: usize = 8000;

/// Tags of an object, in the order they are written.
pub type Tags = Vec<(&'static str, String)>;

/// Who last touched an object, and when. Readers of streets pass over it, but most files have it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Version of the object.
    pub version: i32,
    /// Seconds since 1970.
    pub timestamp: i64,
    /// Number of the upload.
    pub changeset: i64,
    /// Number of the account; its name is made of it.
    pub uid: i32,
}

/// Strings of one block and their numbers; number 0 stays empty, as the format asks.
#[derive(Default)]
struct Numbered {
    number: HashMap<String, u32>,
    list: Vec<Vec<u8>>,
}

impl Numbered {
    fn get(&mut self, text: &str) -> u32 {
        if self.list.is_empty() {
            self.list.push(Vec::new());
        }
        if let Some(&n) = self.number.get(text) {
            return n;
        }
        let n = self.list.len() as u32;
        self.list.push(text.as_bytes().to_vec());
        self.number.insert(text.to_owned(), n);
        n
    }
    fn take(&mut self) -> Strings {
        self.number.clear();
        let mut s = std::mem::take(&mut self.list);
        if s.is_empty() {
            s.push(Vec::new());
        }
        Strings { s }
    }
}

/// Writes nodes, then ways, each in order of id. Nothing but the block at hand is kept.
pub struct PbfWriter<W: Write> {
    out: W,
    strings: Numbered,
    nodes: Dense,
    last: [i64; 3],
    ways: Vec<Way>,
    stamp: Option<Stamp>,
    stamped: (Stamp, i32),
}

impl<W: Write> PbfWriter<W> {
    /// Writes the header. `bounds` is west, south, east, north in degrees.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(mut out: W, bounds: [f64; 4]) -> io::Result<Self> {
        let nano = |d: f64| (d * 1e9).round() as i64;
        let header = Header {
            bbox: Some(BBox {
                left: nano(bounds[0]),
                right: nano(bounds[2]),
                top: nano(bounds[3]),
                bottom: nano(bounds[1]),
            }),
            required: vec!["OsmSchema-V0.6".into(), "DenseNodes".into()],
            optional: vec!["Sort.Type_then_ID".into()],
            program: Some("bereik synth (fictional data)".into()),
        };
        blob(&mut out, "OSMHeader", &header.encode_to_vec())?;
        Ok(Self {
            out,
            strings: Numbered::default(),
            nodes: Dense::default(),
            last: [0; 3],
            ways: Vec::new(),
            stamp: None,
            stamped: Default::default(),
        })
    }
    /// Stamps the objects that follow. Either all nodes of a file are stamped or none.
    pub fn stamp(&mut self, stamp: Stamp) {
        self.stamp = Some(stamp);
    }
    /// Adds a node; `position` in 1e-7 degrees `(lon, lat)`.
    ///
    /// # Errors
    /// When a full block cannot be written.
    pub fn node<V: AsRef<str>>(
        &mut self,
        id: i64,
        position: [i32; 2],
        tags: &[(&'static str, V)],
    ) -> io::Result<()> {
        let now = [id, i64::from(position[1]), i64::from(position[0])];
        self.nodes.id.push(now[0] - self.last[0]);
        self.nodes.lat.push(now[1] - self.last[1]);
        self.nodes.lon.push(now[2] - self.last[2]);
        self.last = now;
        for (k, v) in tags {
            let pair = [self.strings.get(k), self.strings.get(v.as_ref())];
            self.nodes.keys_vals.extend(pair.map(|n| n as i32));
        }
        self.nodes.keys_vals.push(0);
        if let Some(stamp) = self.stamp {
            let user = self.strings.get(&user(stamp)) as i32;
            let (last, last_user) = self.stamped;
            let info = self.nodes.info.get_or_insert_default();
            info.version.push(stamp.version);
            info.timestamp.push(stamp.timestamp - last.timestamp);
            info.changeset.push(stamp.changeset - last.changeset);
            info.uid.push(stamp.uid - last.uid);
            info.user.push(user - last_user);
            self.stamped = (stamp, user);
        }
        if self.nodes.id.len() >= BLOCK {
            self.flush()?;
        }
        Ok(())
    }
    /// Adds a way through nodes by their ids.
    ///
    /// # Errors
    /// When a full block cannot be written.
    pub fn way<V: AsRef<str>>(
        &mut self,
        id: i64,
        refs: &[i64],
        tags: &[(&'static str, V)],
    ) -> io::Result<()> {
        if !self.nodes.id.is_empty() {
            self.flush()?;
        }
        let mut last = 0;
        let refs = refs
            .iter()
            .map(|&r| {
                let d = r - last;
                last = r;
                d
            })
            .collect();
        let keys = tags.iter().map(|(k, _)| self.strings.get(k)).collect();
        let vals = tags
            .iter()
            .map(|(_, v)| self.strings.get(v.as_ref()))
            .collect();
        let info = self.stamp.map(|stamp| Info {
            version: Some(stamp.version),
            timestamp: Some(stamp.timestamp),
            changeset: Some(stamp.changeset),
            uid: Some(stamp.uid),
            user: Some(self.strings.get(&user(stamp))),
        });
        self.ways.push(Way {
            id,
            keys,
            vals,
            info,
            refs,
            ..Way::default()
        });
        if self.ways.len() >= BLOCK {
            self.flush()?;
        }
        Ok(())
    }
    /// Writes what is left.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.out.flush()
    }
    fn flush(&mut self) -> io::Result<()> {
        let nodes = std::mem::take(&mut self.nodes);
        let ways = std::mem::take(&mut self.ways);
        self.last = [0; 3];
        self.stamped = Default::default();
        if nodes.id.is_empty() && ways.is_empty() {
            return Ok(());
        }
        let block = Block {
            strings: self.strings.take(),
            groups: vec![Group {
                dense: (!nodes.id.is_empty()).then_some(nodes),
                ways,
                ..Group::default()
            }],
            ..Block::default()
        };
        blob(&mut self.out, "OSMData", &block.encode_to_vec())
    }
}

fn user(stamp: Stamp) -> String {
    format!("mapper{}", stamp.uid)
}

/// One length-prefixed header and its packed data.
fn blob(out: &mut impl Write, kind: &str, raw: &[u8]) -> io::Result<()> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(raw)?;
    let too_long = |_| io::Error::other("block too long for the format");
    let data = Blob {
        raw_size: Some(i32::try_from(raw.len()).map_err(too_long)?),
        zlib: Some(packer.finish()?),
        ..Blob::default()
    }
    .encode_to_vec();
    let header = BlobHeader {
        kind: kind.to_owned(),
        size: i32::try_from(data.len()).map_err(too_long)?,
    }
    .encode_to_vec();
    out.write_all(&(header.len() as u32).to_be_bytes())?;
    out.write_all(&header)?;
    out.write_all(&data)
}
