//! The blocks of a file, with the limits of the format applied before anything is allocated.

use std::io::Read;

use super::format::blob_header;
use super::pbf::Source;
use super::wire::{Fault, Value, fields};
use crate::diagnostics::{self, Error, Term, Text};

/// A block header is shorter than this (format specification).
const HEADER_LIMIT: u32 = 64 << 10;
/// A block is shorter than this, compressed and not (format specification).
pub(super) const BLOB_LIMIT: u64 = 32 << 20;
/// Blocks decoded at once.
const BATCH: usize = 64;
/// Compressed bytes held at once, if that is fewer blocks.
const BATCH_BYTES: usize = 64 << 20;

/// A block as it stands in the file.
pub(super) struct Frame {
    /// Counted from 1.
    pub number: usize,
    /// First byte in the file.
    pub offset: u64,
    /// What it is.
    pub kind: Kind,
    /// Content as it is compressed.
    pub blob: Vec<u8>,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// The first.
    Header,
    /// Of elements.
    Data,
    /// To be passed over (format specification).
    Other,
}

/// An error for a block.
pub(super) fn broken(source: Source<'_>, number: usize, offset: u64, fault: &str) -> Error {
    diagnostics::Fault::StreetFileDamaged
        .at(
            source.name(),
            format!("block {number}, at byte {offset}: {fault}"),
        )
        .hint(
            "the file is cut short or damaged: download it again, \
         or check it with `osmium fileinfo --extended`",
        )
        .into()
}

/// The blocks of a file, one after the other.
pub(super) struct Frames<'a> {
    reader: Box<dyn Read + Send + 'a>,
    source: Source<'a>,
    number: usize,
    offset: u64,
    fault: Option<Error>,
}

impl<'a> Frames<'a> {
    /// # Errors
    /// When the file can't be opened.
    pub(super) fn open(source: Source<'a>) -> Result<Self, Error> {
        Ok(Self {
            reader: source.open()?,
            source,
            number: 0,
            offset: 0,
            fault: None,
        })
    }
    /// At most `length` bytes; the buffer grows with what is there, not with what is claimed.
    fn take(&mut self, length: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.reader
            .by_ref()
            .take(length)
            .read_to_end(&mut bytes)
            .map_err(|e| self.source.unreadable(e))?;
        Ok(bytes)
    }
    /// The next blocks; none at the end of the file. What is wrong with a block further on
    /// comes to light when the blocks before it have been handed out.
    pub(super) fn batch(&mut self) -> Result<Vec<Frame>, Error> {
        let mut batch = Vec::new();
        let mut held = 0;
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        while batch.len() < BATCH && held < BATCH_BYTES {
            match self.next() {
                Ok(Some(frame)) => {
                    held += frame.blob.len();
                    batch.push(frame);
                }
                Ok(None) => break,
                Err(e) if batch.is_empty() => return Err(e),
                Err(e) => {
                    self.fault = Some(e);
                    break;
                }
            }
        }
        Ok(batch)
    }
    /// The next block; none at the end of the file.
    fn next(&mut self) -> Result<Option<Frame>, Error> {
        let (number, offset) = (self.number + 1, self.offset);
        let source = self.source;
        let fault = |text: &str| broken(source, number, offset, text);
        let start = self.take(4)?;
        if start.is_empty() {
            return if number == 1 {
                Err(not_pbf(self.source, "the file is empty"))
            } else {
                Ok(None)
            };
        }
        let Ok(length) = <[u8; 4]>::try_from(start.as_slice()) else {
            return Err(if number == 1 {
                not_pbf(self.source, "the file is too short for OpenStreetMap PBF")
            } else {
                fault("the file ends within a length")
            });
        };
        let length = u32::from_be_bytes(length);
        if number == 1
            && let Some(format) = other_format(&start)
        {
            return Err(not_pbf(self.source, &format!("this looks like {format}")));
        }
        if length == 0 || length >= HEADER_LIMIT {
            let text = format!("its header claims {length} bytes, 1 to 65535 are allowed");
            return Err(if number == 1 {
                not_pbf(self.source, "this is not OpenStreetMap PBF")
            } else {
                fault(&text)
            });
        }
        let header = self.take(u64::from(length))?;
        if header.len() as u64 != u64::from(length) {
            return Err(fault("the file ends within its header"));
        }
        let (kind, size) = match kind_and_size(&header).map(|(k, n)| (k.to_vec(), n)) {
            Ok(header) => header,
            Err(_) if number == 1 => {
                return Err(not_pbf(self.source, "this is not OpenStreetMap PBF"));
            }
            Err(text) => return Err(fault(&text)),
        };
        if number == 1 && kind.as_slice() != b"OSMHeader" {
            return Err(not_pbf(
                self.source,
                "the first block is no OpenStreetMap header",
            ));
        }
        let blob = self.take(size)?;
        if blob.len() as u64 != size {
            return Err(fault(&format!(
                "{size} bytes are claimed and {} are left",
                blob.len()
            )));
        }
        self.number = number;
        self.offset = offset
            .saturating_add(4 + u64::from(length))
            .saturating_add(size);
        let kind = match kind.as_slice() {
            b"OSMHeader" => Kind::Header,
            b"OSMData" => Kind::Data,
            _ => Kind::Other,
        };
        Ok(Some(Frame {
            number,
            offset,
            kind,
            blob,
        }))
    }
}

fn not_pbf(source: Source<'_>, problem: &str) -> Error {
    diagnostics::Fault::StreetFileDamaged
        .at(source.name(), problem)
        .hint(Text::from(Term::Osm).and(
            " takes OpenStreetMap PBF (.osm.pbf); other OpenStreetMap files are \
             converted by `osmium cat IN -o OUT.osm.pbf`",
        ))
        .into()
}

/// What other file a beginning belongs to.
fn other_format(start: &[u8]) -> Option<&'static str> {
    match start {
        [b'<', ..] | [0xef, 0xbb, 0xbf, b'<'] => Some("XML"),
        [b'P', b'K', 3 | 5, _] => Some("a zip archive"),
        [0x1f, 0x8b, ..] => Some("a gzip file"),
        [b'B', b'Z', b'h', _] => Some("a bzip2 file"),
        [0x28, 0xb5, 0x2f, 0xfd] => Some("a zstd file"),
        [b'{' | b'[', ..] => Some("JSON"),
        [0xff, 0xe0, ..] => Some("an o5m file"),
        _ => None,
    }
}

/// Kind and size of the block that follows.
fn kind_and_size(bytes: &[u8]) -> Result<(&[u8], u64), Fault> {
    let (mut kind, mut size) = (None, None);
    let mut all = fields(bytes);
    while let Some((field, value)) = all.next()? {
        match (field, value) {
            (blob_header::KIND, Value::Bytes(b)) => kind = Some(b),
            (blob_header::SIZE, Value::Varint(v)) => size = Some(v),
            _ => {}
        }
    }
    let (Some(kind), Some(size)) = (kind, size) else {
        return Err("its header has no kind or no size".into());
    };
    if size > BLOB_LIMIT {
        return Err(format!(
            "{size} bytes are claimed, {BLOB_LIMIT} are allowed"
        ));
    }
    Ok((kind, size))
}
