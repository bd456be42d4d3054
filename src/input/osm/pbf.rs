//! Guarded reading of OpenStreetMap PBF: frames, limits, decompression, order.
//!
//! The frames and lengths are read with the limits of the format (`super::frames`); the block
//! is inflated within its limit, checked (`super::check`) and only then are its elements read
//! (`super::block`). Blocks are worked on in parallel while the next ones are read, and handed on
//! in file order.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::block::Block;
use super::check::{Kinds, check_block, check_header};
use super::format::blob;
use super::frames::{BLOB_LIMIT, Frame, Frames, Kind, broken};
use super::wire::{Fault, Value, fields};
use crate::diagnostics::{self, Error};

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
                    return Err(diagnostics::Fault::NotAFile
                        .at(self.name(), "this is a pipe or a device")
                        .hint("the street file is read more than once: give an ordinary file")
                        .into());
                }
                Ok(Box::new(BufReader::with_capacity(1 << 20, file)))
            }
        }
    }
}

/// Which element kinds a pass looks at; blocks without them are checked but not visited.
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
    /// Hash of its bytes: the file may change between two passes, and no elements are read from
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
    visit: impl Fn(&Block<'_>) -> T + Sync,
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
            (blob::RAW, Value::Bytes(b)) => raw = Some(b),
            (blob::RAW_SIZE, Value::Varint(v)) => size = Some(v),
            (blob::ZLIB, Value::Bytes(b)) => zlib = Some(b),
            (blob::LZMA, _) => return Err(packed("lzma")),
            (blob::BZIP2, _) => return Err(packed("bzip2")),
            (blob::LZ4, _) => return Err(packed("lz4")),
            (blob::ZSTD, _) => return Err(packed("zstd")),
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
    visit: &impl Fn(&Block<'_>) -> T,
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
    Ok((checked, Some(visit(&Block::new(&content)?))))
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
pub(super) fn ways(block: &Block<'_>, wanted: impl Fn(i64) -> bool) -> Vec<Line> {
    block
        .ways()
        .map(|way| (way.id(), way))
        .filter(|(id, _)| wanted(*id))
        .map(|(id, way)| Line {
            id,
            nodes: way.refs().collect(),
            located: way.located().collect(),
        })
        .collect()
}

/// A position from nanodegrees to 1e-7 degrees `(lon, lat)`, to the nearest; none when
/// outside ±180, ±90 degrees.
pub(super) fn position([nano_lon, nano_lat]: [i64; 2]) -> Option<[i32; 2]> {
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

    fn push_varint(out: &mut Vec<u8>, mut v: u64) {
        while v >= 0x80 {
            out.push((v as u8) | 0x80);
            v >>= 7;
        }
        out.push(v as u8);
    }

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
                |block| block.relations().flat_map(|r| r.ways()).count(),
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
        // A type that there is not.
        if let Some(kind) = block.last_mut() {
            *kind = 3;
        }
        let fault = pass(&file(&block), Some(&contents)).err().unwrap();
        assert!(fault.to_string().contains("unknown type 3"), "{fault}");
    }
}
