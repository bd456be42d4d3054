//! The network file: one versioned, checksummed file.
//!
//! Layout: magic (8 bytes), format version (u32), length of the writer's version text (u32) and
//! that text padded to 8, length of the columns (u64), XXH3 of all other bytes (u64), columns.

use super::columns::{Reader, Stored, Strings, Writer};
use super::timetable::{Call, NONE};
use super::{InputFile, Network};
use crate::diagnostics::{Error, Finding, Findings, InputError, Severity};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

const MAGIC: &[u8; 8] = b"bereik\r\n";
/// Raised with every change of the columns.
pub const FORMAT: u32 = 2;
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Network {
    /// The bytes of a network file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut w = Writer::default();
        self.streets.store(&mut w);
        self.timetable.store(&mut w);
        self.stop_links.store(&mut w);
        self.stop_walks.store(&mut w);
        self.component_open.store(&mut w);
        store_inputs(&self.inputs, &mut w);
        store_findings(&self.findings, &mut w);
        self.max_snap_m.store(&mut w);
        self.island_junctions.store(&mut w);
        self.walks_mm_per_hour.store(&mut w);
        self.walks_budget_s.store(&mut w);
        let columns = w.bytes;
        let mut out = Vec::with_capacity(columns.len() + 64);
        out.extend(MAGIC);
        out.extend(FORMAT.to_le_bytes());
        out.extend((VERSION.len() as u32).to_le_bytes());
        out.extend(VERSION.as_bytes());
        out.resize(out.len().next_multiple_of(8), 0);
        out.extend((columns.len() as u64).to_le_bytes());
        out.extend(checksum(&out, &columns).to_le_bytes());
        out.extend(columns);
        out
    }

    /// Reads the bytes of a network file; `name` is for messages.
    ///
    /// # Errors
    /// When it isn't a network file, is of another format version, cut short or damaged.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Network, InputError> {
        let damaged = |what: &str| {
            InputError::new(name, format!("the network file is {what}"))
                .hint("build it again with `bereik build`")
        };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| {
            InputError::new(name, "not a bereik network file")
                .hint("make one with `bereik build --osm FILE --gtfs FILE -o FILE.bereik`")
        })?;
        let (format, rest) = number::<4>(rest).ok_or_else(|| damaged("cut short"))?;
        let format = u32::from_le_bytes(format);
        if format != FORMAT {
            return Err(InputError::new(
                name,
                format!("made by another version of bereik (file format {format}, this program reads {FORMAT})"),
            )
            .hint("build it again with `bereik build`"));
        }
        let (length, rest) = number::<4>(rest).ok_or_else(|| damaged("cut short"))?;
        let text = (u32::from_le_bytes(length) as usize).next_multiple_of(8);
        let rest = rest.get(text..).ok_or_else(|| damaged("cut short"))?;
        let (length, rest) = number::<8>(rest).ok_or_else(|| damaged("cut short"))?;
        let head = bytes.get(..bytes.len() - rest.len()).unwrap_or_default();
        let (sum, columns) = number::<8>(rest).ok_or_else(|| damaged("cut short"))?;
        match (columns.len() as u64).cmp(&u64::from_le_bytes(length)) {
            std::cmp::Ordering::Less => return Err(damaged("cut short")),
            std::cmp::Ordering::Greater => return Err(damaged("longer than it should be")),
            std::cmp::Ordering::Equal => {}
        }
        if checksum(head, columns) != u64::from_le_bytes(sum) {
            return Err(damaged("damaged: its checksum does not match"));
        }
        let mut r = Reader::new(columns);
        let network = load(&mut r).filter(|n| r.is_done() && n.fits());
        network.ok_or_else(|| damaged("damaged: its tables do not fit together"))
    }

    /// Cheap checks that columns belong together: same number of rows, ids in range.
    fn fits(&self) -> bool {
        let (s, t) = (&self.streets, &self.timetable);
        let (nodes, edges, stops, trips) = (s.nodes() as u32, s.edges(), t.stops(), t.trips());
        let rows = |n: usize, all: &[usize]| all.iter().all(|m| *m == n);
        rows(
            edges,
            &[
                s.to.len(),
                s.length_mm.len(),
                s.duration_s.len(),
                s.flags.len(),
                s.way.len(),
                s.class.len(),
                s.shape.len(),
            ],
        ) && s.from.iter().chain(&s.to).all(|n| n.0 < nodes)
            && s.component.len() == nodes as usize
            && self.component_open.len() == s.component_size.len()
            && (s.component.iter()).all(|c| *c == NONE || (*c as usize) < s.component_size.len())
            && self.max_snap_m.is_finite()
            && self.walks_mm_per_hour > 0
            && (t.stop_parent.iter()).all(|p| *p == NONE || (*p as usize) < stops)
            && (t.route_agency.iter()).all(|a| *a == NONE || (*a as usize) < t.agency_name.len())
            && rows(
                stops,
                &[
                    t.stop_name.len(),
                    t.stop_platform.len(),
                    t.stop_feed.len(),
                    t.stop_position.len(),
                    t.stop_kind.len(),
                    t.stop_parent.len(),
                    t.stop_wheelchair.len(),
                    self.stop_links.len(),
                    self.stop_walks.len(),
                ],
            )
            && rows(
                trips,
                &[
                    t.trip_headsign.len(),
                    t.trip_route.len(),
                    t.trip_service.len(),
                    t.trip_direction.len(),
                    t.trip_block.len(),
                    t.trip_wheelchair.len(),
                    t.calls.len(),
                ],
            )
            && rows(
                t.route_id.len(),
                &[
                    t.route_short.len(),
                    t.route_long.len(),
                    t.route_agency.len(),
                    t.route_kind.len(),
                ],
            )
            && rows(
                t.service_id.len(),
                &[
                    t.service_feed.len(),
                    t.service_weekly.len(),
                    t.service_added.len(),
                    t.service_removed.len(),
                ],
            )
            && t.feed_name.len() == t.feed_zone.len()
            && t.service_feed
                .iter()
                .chain(&t.stop_feed)
                .all(|f| (f.0 as usize) < t.feed_name.len())
            && t.calls
                .parts()
                .1
                .iter()
                .all(|c| (c.stop.0 as usize) < stops)
            && t.trip_route
                .iter()
                .all(|r| (r.0 as usize) < t.route_id.len())
            && t.trip_service
                .iter()
                .all(|s| (s.0 as usize) < t.service_id.len())
            && t.calls
                .parts()
                .0
                .windows(2)
                .all(|w| in_time(&t.calls.parts().1[w[0] as usize..w[1] as usize]))
            && t.frequencies.iter().all(|f| {
                (f.trip.0 as usize) < trips
                    && f.headway > 0
                    && f.start.unsigned_abs().max(f.end.unsigned_abs()) <= LATEST_S
            })
            && t.pathways
                .iter()
                .all(|p| (p.from.0 as usize) < stops && (p.to.0 as usize) < stops)
            && self
                .stop_links
                .parts()
                .1
                .iter()
                .all(|l| (l.edge.0 as usize) < edges)
            && self
                .stop_walks
                .parts()
                .1
                .iter()
                .all(|w| (w[0] as usize) < stops)
    }

    /// Reads a network file and checks that the inputs it was made from, where they are still in
    /// their place, have not changed since.
    ///
    /// # Errors
    /// As [`Network::from_bytes`], and when an input has changed or the file can't be read.
    pub fn open(path: &Path) -> Result<Network, Error> {
        let bytes = std::fs::read(path).map_err(|e| Error::io(path, "read", e))?;
        let network = Network::from_bytes(&path.display().to_string(), &bytes)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for input in &network.inputs {
            let place = folder.join(&input.path);
            if place.exists() && changed(path, &place, input).unwrap_or(false) {
                return Err(InputError::new(
                    path.display().to_string(),
                    format!(
                        "was built from another {}: that file has changed since",
                        place.display()
                    ),
                )
                .hint("build it again with `bereik build`, or move the changed input away")
                .into());
            }
        }
        Ok(network)
    }

    /// Writes the network file into an open file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        out.write_all(&self.to_bytes())
    }
}

/// Clock times lie within this of the service day's begin, seconds (some years).
const LATEST_S: u32 = 1 << 28;

/// Whether a trip never goes back in time, at times that can be.
fn in_time(calls: &[Call]) -> bool {
    calls
        .iter()
        .all(|c| c.arrival <= c.departure && c.arrival.unsigned_abs() <= LATEST_S)
        && calls.iter().all(|c| c.departure.unsigned_abs() <= LATEST_S)
        && calls.windows(2).all(|w| w[0].departure <= w[1].arrival)
}

/// XXH3 over the bytes before and after the checksum itself.
fn checksum(head: &[u8], columns: &[u8]) -> u64 {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    hash.update(head);
    hash.update(columns);
    hash.digest()
}

fn number<const N: usize>(bytes: &[u8]) -> Option<([u8; N], &[u8])> {
    bytes
        .split_first_chunk::<N>()
        .map(|(head, tail)| (*head, tail))
}

fn load(r: &mut Reader) -> Option<Network> {
    Some(Network {
        streets: Stored::load(r)?,
        timetable: Stored::load(r)?,
        stop_links: Stored::load(r)?,
        stop_walks: Stored::load(r)?,
        component_open: Stored::load(r)?,
        inputs: load_inputs(r)?,
        findings: load_findings(r)?,
        max_snap_m: Stored::load(r)?,
        island_junctions: Stored::load(r)?,
        walks_mm_per_hour: Stored::load(r)?,
        walks_budget_s: Stored::load(r)?,
    })
}

fn store_inputs(inputs: &[InputFile], w: &mut Writer) {
    inputs
        .iter()
        .map(|i| i.path.as_str())
        .collect::<Strings>()
        .store(w);
    inputs
        .iter()
        .map(|i| i.bytes)
        .collect::<Vec<u64>>()
        .store(w);
    inputs
        .iter()
        .map(|i| i.sha256.as_str())
        .collect::<Strings>()
        .store(w);
}

fn load_inputs(r: &mut Reader) -> Option<Vec<InputFile>> {
    let (paths, bytes, hashes) = (Strings::load(r)?, Vec::<u64>::load(r)?, Strings::load(r)?);
    (paths.len() == bytes.len() && hashes.len() == bytes.len()).then(|| {
        (0..bytes.len())
            .map(|i| InputFile {
                path: paths.get(i).into(),
                bytes: bytes[i],
                sha256: hashes.get(i).into(),
            })
            .collect()
    })
}

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Serious];

fn store_findings(findings: &Findings, w: &mut Writer) {
    let text = |f: fn(&Finding) -> &str| findings.iter().map(f).collect::<Strings>();
    findings
        .iter()
        .map(|f| f.severity as u8)
        .collect::<Vec<u8>>()
        .store(w);
    text(|f| &f.code).store(w);
    text(|f| &f.file).store(w);
    findings
        .iter()
        .map(|f| f.line.unwrap_or(0))
        .collect::<Vec<u64>>()
        .store(w);
    text(|f| &f.record).store(w);
    text(|f| &f.message).store(w);
    text(|f| &f.action).store(w);
    findings
        .counts()
        .map(|(code, _, _)| code)
        .collect::<Strings>()
        .store(w);
    findings
        .counts()
        .map(|(_, file, _)| file)
        .collect::<Strings>()
        .store(w);
    findings
        .counts()
        .map(|(_, _, n)| n)
        .collect::<Vec<u64>>()
        .store(w);
}

fn load_findings(r: &mut Reader) -> Option<Findings> {
    let severity = Vec::<u8>::load(r)?;
    let (code, file, line) = (Strings::load(r)?, Strings::load(r)?, Vec::<u64>::load(r)?);
    let (record, message, action) = (Strings::load(r)?, Strings::load(r)?, Strings::load(r)?);
    let (codes, files, counts) = (Strings::load(r)?, Strings::load(r)?, Vec::<u64>::load(r)?);
    let n = severity.len();
    if [
        code.len(),
        file.len(),
        line.len(),
        record.len(),
        message.len(),
        action.len(),
    ]
    .iter()
    .any(|m| *m != n)
        || codes.len() != counts.len()
        || files.len() != counts.len()
    {
        return None;
    }
    let mut findings = Findings::default();
    for i in 0..n {
        findings.push(Finding {
            severity: *SEVERITIES.get(usize::from(severity[i]))?,
            code: code.get(i).to_owned().into(),
            file: file.get(i).into(),
            line: Some(line[i]).filter(|l| *l > 0),
            record: record.get(i).into(),
            message: message.get(i).into(),
            action: action.get(i).into(),
        });
    }
    let listed: std::collections::BTreeMap<(String, String), u64> = findings
        .counts()
        .map(|(c, f, n)| ((c.to_owned(), f.to_owned()), n))
        .collect();
    for (i, &n) in counts.iter().enumerate() {
        let known = listed
            .get(&(codes.get(i).to_owned(), files.get(i).to_owned()))
            .copied()
            .unwrap_or(0);
        if n > known {
            findings.add_unlisted(
                codes.get(i).to_owned().into(),
                files.get(i).into(),
                n - known,
            );
        }
    }
    Some(findings)
}

/// Whether an input differs from what the network was made of. A file of the same size that is
/// older than the network file counts as unchanged without reading it.
fn changed(network: &Path, place: &Path, input: &InputFile) -> std::io::Result<bool> {
    let files = files_of(place)?;
    let mut bytes = 0;
    let mut newest = std::time::SystemTime::UNIX_EPOCH;
    for f in &files {
        let m = std::fs::metadata(f)?;
        bytes += m.len();
        newest = newest.max(m.modified()?).max(moved_in(&m));
    }
    if bytes != input.bytes {
        return Ok(true);
    }
    if newest < std::fs::metadata(network)?.modified()? {
        return Ok(false);
    }
    Ok(fingerprint(place)?.1 != input.sha256)
}

/// When the file came to be what it is under this name: an older file put in its place keeps its
/// time of change, but not this one. The epoch where the system does not say.
fn moved_in(m: &std::fs::Metadata) -> std::time::SystemTime {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let since = std::time::Duration::new(
            u64::try_from(m.ctime()).unwrap_or(0),
            u32::try_from(m.ctime_nsec()).unwrap_or(0).min(999_999_999),
        );
        std::time::SystemTime::UNIX_EPOCH + since
    }
    #[cfg(not(unix))]
    {
        let _ = m;
        std::time::SystemTime::UNIX_EPOCH
    }
}

/// The files of an input: itself, or the tables directly in a folder, by name. Other files in the
/// folder (the network file, perhaps) are no part of a timetable.
fn files_of(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(path)?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.is_file() && p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    Ok(files)
}

/// Size in bytes and SHA-256 of a file; of a folder, over its tables' (`.txt`) names and contents.
///
/// # Errors
/// When reading fails.
pub fn fingerprint(path: &Path) -> std::io::Result<(u64, String)> {
    let folder = path.is_dir();
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; 1 << 16];
    for file in files_of(path)? {
        if folder {
            hash.update(file.file_name().unwrap_or_default().as_encoded_bytes());
            hash.update([0]);
        }
        let mut f = std::fs::File::open(&file)?;
        loop {
            let n = f.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            bytes += n as u64;
            hash.update(&buffer[..n]);
        }
    }
    let hex = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok((bytes, hex))
}
