//! Guarded reading of OpenStreetMap PBF: frames, limits, decompression, order.
//!
//! The frames and lengths are read with the limits of the format (`super::frames`); the block
//! is inflated within its limit, checked (`super::check`) and only then decoded by `osmpbf`.
//! Blocks are worked on in parallel while the next ones are read, and handed on in file order.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use osmpbf::{BlobReader, Element, PrimitiveBlock, Way};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::check::{Kinds, check_block, check_header_size};
use super::frames::{BLOB_LIMIT, Frame, Frames, Kind, broken};
use super::wire::{Fault, Value, fields};
use crate::diagnostics::{Error, InputError};

/// Where the bytes come from; it is read more than once.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    path: &'a Path,
    bytes: Option<&'a [u8]>,
}

impl<'a> Source<'a> {
    /// A file.
    pub fn file(path: &'a Path) -> Self {
        Self { path, bytes: None }
    }
    /// Bytes in memory, called `name` in messages.
    pub fn bytes(name: &'a Path, bytes: &'a [u8]) -> Self {
        Self {
            path: name,
            bytes: Some(bytes),
        }
    }
    /// An error of reading it.
    pub(super) fn unreadable(&self, e: std::io::Error) -> Error {
        Error::io(self.path, "read", e)
    }
    /// The name for messages.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }
    /// # Errors
    /// When it can't be opened.
    pub(super) fn open(&self) -> Result<Box<dyn Read + Send + 'a>, Error> {
        match self.bytes {
            Some(bytes) => Ok(Box::new(bytes)),
            None => {
                let file = File::open(self.path).map_err(|e| Error::io(self.path, "read", e))?;
                let kind = file.metadata().map(|m| m.is_file() || m.is_dir());
                if !kind.map_err(|e| Error::io(self.path, "read", e))? {
                    return Err(InputError::new(self.name(), "this is a pipe or a device")
                        .hint("the street file is read more than once: give an ordinary file")
                        .into());
                }
                Ok(Box::new(BufReader::with_capacity(1 << 20, file)))
            }
        }
    }
}

/// Which element kinds a pass looks at; blocks without them are checked but not decoded.
#[derive(Clone, Copy, Debug)]
pub(super) enum Want {
    /// Nodes only.
    Nodes,
    /// Ways only.
    Ways,
    /// Ways and relations.
    Lines,
    /// All three.
    All,
}

impl Want {
    fn nodes(self) -> bool {
        matches!(self, Want::Nodes | Want::All)
    }
    fn ways(self) -> bool {
        !matches!(self, Want::Nodes)
    }
    fn relations(self) -> bool {
        matches!(self, Want::Lines | Want::All)
    }
    fn any_of(self, kinds: Kinds) -> bool {
        self.nodes() && kinds.nodes
            || self.ways() && kinds.ways
            || self.relations() && kinds.relations
    }
}

/// What an earlier pass found in each block, so that a later one need not inflate all.
#[derive(Debug, Default)]
pub(super) struct Contents(Vec<Checked>);

/// What a block holds that has been checked.
#[derive(Clone, Copy, Debug)]
struct Checked {
    kinds: Kinds,
    /// Hash of its bytes: the file may change between two passes, and `osmpbf` must never see
    /// what has not been checked.
    hash: u64,
}

/// Goes through the file once: `visit` sees the blocks of interest, in parallel; `fold` gets
/// what it made of them, in file order. Gives what each block holds, for the next pass.
///
/// # Errors
/// When the file can't be read or is not a sound OpenStreetMap PBF; whatever `fold` says.
pub(super) fn scan<T: Send>(
    source: Source<'_>,
    known: Option<&Contents>,
    want: Want,
    visit: impl Fn(&PrimitiveBlock) -> T + Sync,
    mut fold: impl FnMut(T) -> Result<(), Error>,
) -> Result<Contents, Error> {
    let mut frames = Frames::open(source)?;
    // Blocks without the wanted kind are not looked into again.
    let seen = |frame: &Frame| known.and_then(|k| k.0.get(frame.number - 1)).copied();
    let work = |frame: &Frame| -> Result<(Checked, Option<T>), Error> {
        let earlier = seen(frame);
        if let Some(checked) = earlier.filter(|c| !want.any_of(c.kinds)) {
            return Ok((checked, None));
        }
        decode(frame, earlier, want, &visit)
            .map_err(|fault| broken(source, frame.number, frame.offset, &fault))
    };
    let mut contents = Contents::default();
    let mut batch = frames.batch()?;
    while !batch.is_empty() {
        // The next blocks are read while these are worked on.
        let (results, next) = rayon::join(
            || batch.par_iter().map(work).collect::<Vec<_>>(),
            || frames.batch(),
        );
        drop(batch);
        for result in results {
            let (checked, made) = result?;
            contents.0.push(checked);
            if let Some(made) = made {
                fold(made)?;
            }
        }
        batch = next?;
    }
    Ok(contents)
}

/// The uncompressed content of a block.
fn inflate(blob: &[u8]) -> Result<Vec<u8>, Fault> {
    let (mut raw, mut zlib, mut size) = (None, None, None);
    let mut all = fields(blob);
    while let Some((field, value)) = all.next()? {
        match (field, value) {
            (1, Value::Bytes(b)) => raw = Some(b),
            (2, Value::Varint(v)) => size = Some(v),
            (3, Value::Bytes(b)) => zlib = Some(b),
            (4, _) => return Err(packed("lzma")),
            (5, _) => return Err(packed("bzip2")),
            (6, _) => return Err(packed("lz4")),
            (7, _) => return Err(packed("zstd")),
            _ => {}
        }
    }
    if size.is_some_and(|n| n >= BLOB_LIMIT) {
        return Err(format!(
            "an uncompressed size of {} bytes is claimed, less than {BLOB_LIMIT} is allowed",
            size.unwrap_or_default()
        ));
    }
    let content = match (raw, zlib) {
        (Some(_), Some(_)) => return Err("its content is there twice".into()),
        (Some(raw), None) => raw.to_vec(),
        (None, Some(packed)) => {
            // Room for what is claimed, as far as what is there makes that likely.
            let likely = (size.unwrap_or(0) as usize).min(packed.len().saturating_mul(16));
            let mut content = Vec::with_capacity(likely.saturating_add(1));
            flate2::bufread::ZlibDecoder::new(packed)
                .take(BLOB_LIMIT)
                .read_to_end(&mut content)
                .map_err(|e| format!("it can't be uncompressed ({e})"))?;
            content
        }
        (None, None) => return Err("it has no content".into()),
    };
    if content.len() as u64 >= BLOB_LIMIT {
        return Err(format!(
            "uncompressed it is larger than the {BLOB_LIMIT} bytes allowed"
        ));
    }
    if let Some(claimed) = size.filter(|n| *n != content.len() as u64) {
        return Err(format!(
            "uncompressed it has {} bytes where {claimed} are claimed",
            content.len()
        ));
    }
    Ok(content)
}

fn packed(method: &str) -> Fault {
    format!(
        "it is compressed with {method}; only zlib is read \
         (`osmium cat IN -f pbf,pbf_compression=zlib -o OUT.osm.pbf` converts)"
    )
}

/// Inflates a block, checks it unless an earlier pass did, and visits it when it is of interest.
fn decode<T>(
    frame: &Frame,
    earlier: Option<Checked>,
    want: Want,
    visit: &impl Fn(&PrimitiveBlock) -> T,
) -> Result<(Checked, Option<T>), Fault> {
    let mut checked = Checked {
        kinds: Kinds::default(),
        hash: xxh3_64(&frame.blob),
    };
    if frame.kind == Kind::Other {
        return Ok((checked, None));
    }
    let content = inflate(&frame.blob)?;
    if frame.kind == Kind::Header {
        check_header(&content)?;
        return Ok((checked, None));
    }
    checked.kinds = match earlier {
        Some(earlier) if earlier.hash == checked.hash => earlier.kinds,
        _ => check_block(&content)?,
    };
    if !want.any_of(checked.kinds) {
        return Ok((checked, None));
    }
    let blob = reframed(&content, b"OSMData")?;
    drop(content);
    let block = blob
        .to_primitiveblock()
        .map_err(|e| format!("it can't be decoded ({e})"))?;
    drop(blob);
    Ok((checked, Some(visit(&block))))
}

/// Hands inflated content to `osmpbf` as an uncompressed block: it takes no content by itself,
/// and would inflate a compressed block once more.
fn reframed(content: &[u8], kind: &[u8]) -> Result<osmpbf::Blob, Fault> {
    let mut raw = vec![0x0a];
    push_varint(&mut raw, content.len() as u64);
    let mut header = vec![0x0a];
    push_varint(&mut header, kind.len() as u64);
    header.extend_from_slice(kind);
    header.push(0x18);
    push_varint(&mut header, (raw.len() + content.len()) as u64);
    let mut start = (header.len() as u32).to_be_bytes().to_vec();
    start.append(&mut header);
    start.append(&mut raw);
    match BlobReader::new(start.chain(content)).next() {
        Some(Ok(blob)) => Ok(blob),
        Some(Err(e)) => Err(format!("it can't be decoded ({e})")),
        None => Err("it can't be decoded".into()),
    }
}

fn push_varint(out: &mut Vec<u8>, mut v: u64) {
    while v >= 0x80 {
        out.push((v as u8) | 0x80);
        v >>= 7;
    }
    out.push(v as u8);
}

/// Refuses files that need what is not read here. The header's box is not looked at: real
/// files have wrong ones.
fn check_header(content: &[u8]) -> Result<(), Fault> {
    check_header_size(content).map_err(unreadable)?;
    let header = reframed(content, b"OSMHeader")?
        .to_headerblock()
        .map_err(|e| unreadable(e.to_string()))?;
    for feature in header.required_features() {
        match feature.as_str() {
            "OsmSchema-V0.6" | "DenseNodes" => {}
            "HistoricalInformation" => {
                return Err("this is a history file, with deleted and old versions \
                     (`osmium time-filter` makes an ordinary one)"
                    .into());
            }
            other => {
                return Err(format!(
                    "the file requires the feature {other:?}, which is not known here"
                ));
            }
        }
    }
    Ok(())
}

fn unreadable(fault: Fault) -> Fault {
    format!("the file header can't be decoded ({fault})")
}

/// Id, longitude and latitude (nanodegrees) of a node.
pub(super) fn node(element: &Element<'_>) -> Option<(i64, i64, i64)> {
    match element {
        Element::DenseNode(n) => Some((n.id(), n.nano_lon(), n.nano_lat())),
        Element::Node(n) => Some((n.id(), n.nano_lon(), n.nano_lat())),
        Element::Way(_) | Element::Relation(_) => None,
    }
}

/// A way's nodes, and where they lie as far as the way itself says so.
pub(super) struct Line {
    pub id: i64,
    pub nodes: Vec<i64>,
    pub located: Vec<Located>,
}

/// A node and its position, 1e-7 degrees `(lon, lat)`.
pub(super) type Located = (i64, [i32; 2]);

/// The ways that are `wanted`.
pub(super) fn ways(block: &PrimitiveBlock, wanted: impl Fn(i64) -> bool) -> Vec<Line> {
    let ways = block.groups().flat_map(|g| g.ways());
    ways.filter(|w| wanted(w.id()))
        .map(|w| Line {
            id: w.id(),
            nodes: w.refs().collect(),
            located: located(&w).collect(),
        })
        .collect()
}

/// The nodes whose position stands in the way (`LocationsOnWays`); none in other files. Programs
/// write a position off the Earth for a node that they did not find.
pub(super) fn located<'a>(way: &Way<'a>) -> impl Iterator<Item = Located> + use<'a> {
    let places = way.refs().zip(way.node_locations());
    places.filter_map(|(id, at)| Some((id, position(at.nano_lon(), at.nano_lat())?)))
}

/// A position from nanodegrees to 1e-7 degrees `(lon, lat)`, to the nearest; none when
/// outside ±180, ±90 degrees.
pub(super) fn position(nano_lon: i64, nano_lat: i64) -> Option<[i32; 2]> {
    const DEGREE: i64 = 1_000_000_000;
    if nano_lon.abs_diff(0) > 180 * DEGREE as u64 || nano_lat.abs_diff(0) > 90 * DEGREE as u64 {
        return None;
    }
    let tenth_micro = |nano: i64| i32::try_from((nano + 50).div_euclid(100)).ok();
    Some([tenth_micro(nano_lon)?, tenth_micro(nano_lat)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one uncompressed block.
    fn file(block: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for (kind, content) in [("OSMHeader", &[][..]), ("OSMData", block)] {
            let mut blob = vec![0x0a];
            push_varint(&mut blob, content.len() as u64);
            blob.extend_from_slice(content);
            let mut header = vec![0x0a, kind.len() as u8];
            header.extend_from_slice(kind.as_bytes());
            header.push(0x18);
            push_varint(&mut header, blob.len() as u64);
            out.extend((header.len() as u32).to_be_bytes());
            out.extend(header);
            out.extend(blob);
        }
        out
    }

    #[test]
    fn a_file_that_changes_between_two_passes_is_checked_again() {
        // A table of one string, a relation with one member: its type is the last byte.
        let relation = [8, 1, 0x42, 1, 0, 0x4a, 1, 2, 0x52, 1, 1];
        let mut block = vec![0x0a, 2, 0x0a, 0, 0x12, 13, 0x22, 11];
        block.extend(relation);
        let before = file(&block);
        let pass = |bytes: &[u8], known: Option<&Contents>| {
            let mut members = 0;
            let contents = scan(
                Source::bytes(Path::new("two-passes"), bytes),
                known,
                Want::Lines,
                |block| {
                    let relations = block.groups().flat_map(|g| g.relations());
                    relations.flat_map(|r| r.members()).count()
                },
                |n| {
                    members += n;
                    Ok(())
                },
            )?;
            Ok::<_, Error>((contents, members))
        };
        let (contents, members) = pass(&before, None).unwrap();
        assert_eq!(members, 1);
        assert_eq!(pass(&before, Some(&contents)).unwrap().1, 1);
        // A type that `osmpbf` would panic at.
        if let Some(kind) = block.last_mut() {
            *kind = 3;
        }
        let fault = pass(&file(&block), Some(&contents)).err().unwrap();
        assert!(fault.to_string().contains("unknown type 3"), "{fault}");
    }
}
