//! The network file: one versioned, checksummed file that is mapped, not read.
//!
//! Layout: magic (8 bytes), format version (u32), a mark of the byte order (u32), length of the
//! writer's version text (u32), zero (u32), that text padded to 8, length of the whole file (u64),
//! columns, and last the [`checksum`] of everything before it (u64). Numbers are in the byte order
//! of the machine that wrote, which the mark tells; 32 and 64 bits make no difference.
//!
//! Opening checks everything: header, length, the checksum of all bytes, that offsets never fall and
//! that ids are in range. So a damaged file is an error, and what is read later needs no checks.

use super::Network;
use super::columns::{Reader, Stored, Writer, checksum};
use super::findings::{load_findings, store_findings};
use super::inputs::{changed, load_inputs, store_inputs};
pub use super::inputs::{fingerprint, fingerprint_bytes};
use crate::diagnostics::{Error, Fault, InputError, Term, Text};
use crate::storage::{MAGIC, Mapping};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

/// Raised with every change of the columns.
pub const FORMAT: u32 = 5;
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Reads otherwise on a machine of the other byte order.
const ORDER: u32 = 0x0102_0304;
/// Bytes of the checksum at the end.
const SUM: usize = 8;

impl Network {
    /// Writes the network file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let mut count = Writer::new(None);
        self.store(0, &mut count);
        let mut writer = Writer::new(Some(out));
        self.store(count.written() + SUM as u64, &mut writer);
        writer.finish()
    }

    /// The bytes of a network file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing into memory does not fail.
        let _ = self.write(&mut bytes);
        bytes
    }

    fn store(&self, length: u64, w: &mut Writer) {
        w.bytes(MAGIC);
        for n in [FORMAT, ORDER, VERSION.len() as u32, 0] {
            w.bytes(&n.to_ne_bytes());
        }
        w.bytes(VERSION.as_bytes());
        w.align();
        w.bytes(&length.to_ne_bytes());
        self.streets.store(w);
        self.street_index.store(w);
        self.timetable.store(w);
        self.stop_links.store(w);
        self.stop_walks.store(w);
        self.component_open.store(w);
        self.stop_parts.store(w);
        store_inputs(&self.inputs, w);
        store_findings(&self.findings, w);
        self.max_snap_m.store(w);
        self.island_junctions.store(w);
        self.walks_mm_per_hour.store(w);
        self.walks_budget_s.store(w);
    }

    /// Reads the bytes of a network file; `name` is for messages.
    ///
    /// # Errors
    /// When it isn't a network file, is of another format version, cut short or damaged.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Network, InputError> {
        read(name, bytes, None)
    }

    /// Opens a network file and checks that the inputs it was made from, where they are still in
    /// their place, have not changed since. The file is mapped: see [`Mapping`] for what must not
    /// be done to it meanwhile. What can't be mapped (a pipe) is read.
    ///
    /// # Errors
    /// As [`Network::from_bytes`], and when an input has changed or the file can't be read.
    pub fn open(path: &Path) -> Result<Network, Error> {
        let failed = |e| Error::io(path, "read", e);
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(failed)?;
        let network = match Mapping::new(&file) {
            Ok(mapping) => {
                let mapping = Arc::new(mapping);
                let mut network = read(&name, &mapping, Some(&mapping))?;
                network.mapped = Some((mapping, name.clone()));
                network
            }
            Err(_) => {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map_err(failed)?;
                read(&name, &bytes, None)?
            }
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        for input in &network.inputs {
            let place = folder.join(&input.path);
            if place.exists() && changed(path, &place, input).unwrap_or(false) {
                return Err(Fault::NetworkFileOutdated
                    .at(
                        name,
                        format!(
                            "was built from another {}: that file has changed since",
                            place.display()
                        ),
                    )
                    .hint(
                        Text::from("build it again with ")
                            .and(Term::Build)
                            .and(", or move the changed input away"),
                    )
                    .into());
            }
        }
        Ok(network)
    }
}

/// Reads a file's bytes; with a mapping its columns stay where they are.
fn read(name: &str, bytes: &[u8], mapping: Option<&Arc<Mapping>>) -> Result<Network, InputError> {
    let again = |code: Fault, problem: String| {
        code.at(name, problem)
            .hint(Text::from("build it again with ").and(Term::Build))
    };
    let damaged = |what: &str| {
        again(
            Fault::NetworkFileDamaged,
            format!("the network file is {what}"),
        )
    };
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| {
        Fault::NetworkFileUnknown
            .at(name, "not a bereik network file")
            .hint(Text::from("make one with ").and(Term::BuildFirst))
    })?;
    let short = || damaged("cut short");
    let (format, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let (order, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    if u32::from_ne_bytes(*order) == ORDER.swap_bytes() {
        return Err(again(
            Fault::NetworkFileOutdated,
            "made on a machine of the other byte order".to_owned(),
        ));
    }
    let format = u32::from_ne_bytes(*format);
    if format != FORMAT {
        return Err(again(
            Fault::NetworkFileOutdated,
            format!(
                "made by another version of bereik (file format {format}, this program reads {FORMAT})"
            ),
        ));
    }
    let (text, rest) = rest.split_first_chunk::<4>().ok_or_else(short)?;
    let text = u32::from_ne_bytes(*text) as usize;
    let rest = text
        .checked_next_multiple_of(8)
        .and_then(|n| rest.get(n.checked_add(4)?..))
        .ok_or_else(short)?;
    let (length, columns) = rest.split_first_chunk::<8>().ok_or_else(short)?;
    match (bytes.len() as u64).cmp(&u64::from_ne_bytes(*length)) {
        std::cmp::Ordering::Less => return Err(short()),
        std::cmp::Ordering::Greater => return Err(damaged("longer than it should be")),
        std::cmp::Ordering::Equal => {}
    }
    let (summed, sum) = bytes.split_last_chunk::<SUM>().ok_or_else(short)?;
    if checksum(summed) != u64::from_le_bytes(*sum) {
        return Err(damaged("damaged: its checksum does not match"));
    }
    let start = bytes.len() - columns.len();
    let mut r = Reader::new(bytes, start, summed.len(), mapping);
    let network = load(&mut r).filter(|n| r.is_done() && n.fits());
    network.ok_or_else(|| damaged("damaged: its tables do not fit together"))
}

fn load(r: &mut Reader) -> Option<Network> {
    Some(Network {
        streets: Stored::load(r)?,
        street_index: Stored::load(r)?,
        timetable: Stored::load(r)?,
        stop_links: Stored::load(r)?,
        stop_walks: Stored::load(r)?,
        component_open: Stored::load(r)?,
        stop_parts: Stored::load(r)?,
        inputs: load_inputs(r)?,
        findings: load_findings(r)?,
        max_snap_m: Stored::load(r)?,
        island_junctions: Stored::load(r)?,
        walks_mm_per_hour: Stored::load(r)?,
        walks_budget_s: Stored::load(r)?,
        cut_off: Vec::new(),
        mapped: None,
    })
}
