//! Where the tables come from: a zip archive or a folder. Only the tables asked for are opened,
//! nothing is unpacked to disk, and no link within an archive is followed. A folder is its user's own: links in it are.

use super::unread::{Odd, odd};
use crate::diagnostics::{Error, Fault, Findings, shorten};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The tables this program reads.
pub const TABLES: [&str; 11] = [
    "agency.txt",
    "stops.txt",
    "routes.txt",
    "calendar.txt",
    "calendar_dates.txt",
    "trips.txt",
    "stop_times.txt",
    "frequencies.txt",
    "transfers.txt",
    "pathways.txt",
    "feed_info.txt",
];

/// A table is taken for a bomb when it comes out larger than this and [`MOST_RATIO`] times its
/// packed size. Timetables pack about 1:10; deflate can reach 1:1032.
const FREE_BYTES: u64 = 64 << 20;
/// See [`FREE_BYTES`].
const MOST_RATIO: u64 = 100;
/// Most entries of an archive.
const MOST_ENTRIES: u64 = 65_535;

/// A place tables come from.
pub trait Source {
    /// Opens a table: its name for messages and its bytes; none where it isn't there.
    ///
    /// # Errors
    /// When it is there and can't be read: encrypted, packed in an unknown way, damaged, a link within an archive.
    fn open(&mut self, table: &str) -> Result<Option<Opened<'_>>, Error>;

    /// Names files that their publisher may think are read, and are not.
    fn oddities(&self, findings: &mut Findings);
}

/// The name of a table for messages and its bytes.
pub type Opened<'a> = (String, Box<dyn Read + 'a>);

/// The feed at `path`, which the messages call `name`.
///
/// # Errors
/// When there is no file or folder of that name, or the file is no readable archive.
pub fn source(path: &Path, name: &str) -> Result<Box<dyn Source>, Error> {
    let meta = fs::metadata(path).map_err(|e| Error::io(path, "read", e))?;
    if meta.is_dir() {
        return Ok(Box::new(Folder {
            path: path.to_owned(),
            name: name.to_owned(),
        }));
    }
    if !meta.is_file() {
        return Err(Fault::NotAFile
            .at(name, "is neither a file nor a folder")
            .hint("name a GTFS archive (.zip) or the folder it was unpacked to")
            .into());
    }
    let file = File::open(path).map_err(|e| Error::io(path, "read", e))?;
    Ok(Box::new(Archive::new(name, BufReader::new(file))?))
}

struct Folder {
    path: PathBuf,
    name: String,
}

impl Source for Folder {
    fn open(&mut self, table: &str) -> Result<Option<Opened<'_>>, Error> {
        let path = self.path.join(table);
        let label = format!("{}/{table}", self.name);
        let meta = match fs::metadata(&path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                if fs::symlink_metadata(&path).is_ok() {
                    return Err(Fault::FileNotFound
                        .at(label, "is a link to a file that is not there")
                        .hint("mend the link, or put the file itself there")
                        .into());
                }
                return Ok(None);
            }
            other => other.map_err(|e| Error::io(&path, "read", e))?,
        };
        if !meta.is_file() {
            return Err(Fault::NotAFile.at(label, "is not a file").into());
        }
        let file = File::open(&path).map_err(|e| Error::io(&path, "read", e))?;
        Ok(Some((label, Box::new(file))))
    }

    fn oddities(&self, findings: &mut Findings) {
        // A folder that can't be listed has been, or will be, refused where a table is opened.
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter_map(|e| e.file_name().into_string().ok())
            .collect();
        names.sort();
        for name in names {
            if let Some(what) = odd(&name) {
                what.tell(&self.name, &name, findings);
            }
        }
    }
}

/// A zip archive with the tables at its root, or all in one folder.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    name: String,
    folder: String,
    /// Table to its place in the archive.
    places: BTreeMap<&'static str, usize>,
    /// Files that are not read and worth a word, by name.
    odd: BTreeMap<String, Odd>,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// When it is no zip archive, is cut short, holds no table, or holds several feeds.
    pub fn new(name: &str, mut bytes: R) -> Result<Self, Error> {
        let damaged = |reason: String| -> Error {
            Fault::NotAZip
                .at(name, format!("is no readable zip archive: {reason}"))
                .hint("it may be cut short, damaged, or of another kind; fetch it again")
                .into()
        };
        if claims_too_many(&mut bytes).map_err(|e| damaged(e.to_string()))? {
            let problem = format!("claims to hold more than {MOST_ENTRIES} files");
            return Err(Fault::TooLarge.at(name, problem).into());
        }
        let other = other_name(&mut bytes).map_err(|e| damaged(e.to_string()))?;
        if let Some(entry) = other {
            return Err(damaged(format!("it has two names for {entry}")));
        }
        let twice = table_twice(&mut bytes).map_err(|e| damaged(e.to_string()))?;
        if let Some(entry) = twice {
            return Err(Fault::FeedUnusable
                .at(format!("{name}/{entry}"), "is there twice")
                .hint("pack it anew with each table once")
                .into());
        }
        let zip = ZipArchive::new(bytes).map_err(|e| damaged(e.to_string()))?;
        let mut odd_files: BTreeMap<String, Odd> = BTreeMap::new();
        let mut folders: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
        let mut others = BTreeSet::new();
        for (i, entry) in zip.file_names().enumerate() {
            let Ok(entry) = entry else { continue };
            let entry = entry.replace('\\', "/");
            let (folder, file) = entry.rsplit_once('/').unwrap_or(("", &entry));
            let table = TABLES.iter().find(|t| **t == file);
            match table {
                Some(table) if within(folder, &entry) => {
                    let tables = folders.entry(folder.to_owned()).or_default();
                    if tables.insert(table, i).is_some() {
                        return Err(Fault::FeedUnusable
                            .at(format!("{name}/{entry}"), "is there twice")
                            .hint("pack it anew with each table once")
                            .into());
                    }
                }
                _ => {
                    if others.len() < 5 {
                        others.insert(shorten(&entry));
                    }
                    if within(folder, &entry)
                        && let Some(what) = odd(file)
                    {
                        odd_files.insert(entry.clone(), what);
                    }
                }
            }
        }
        let folder = if folders.contains_key("") {
            String::new()
        } else {
            let mut names = folders.keys();
            match (names.next(), names.next()) {
                (Some(one), None) => one.clone(),
                (Some(one), Some(other)) => {
                    let problem = format!("holds several feeds, in {one:?} and {other:?}");
                    return Err(Fault::FeedUnusable
                        .at(name, problem)
                        .hint("pack each as an archive of its own, or unpack and name the folder")
                        .into());
                }
                _ => {
                    let seen: Vec<String> = others.into_iter().collect();
                    return Err(Fault::FeedUnusable
                        .at(name, "holds no GTFS table at its root or in one folder")
                        .hint(format!("it holds: {}", seen.join(", ")))
                        .into());
                }
            }
        };
        let places = folders.remove(&folder).unwrap_or_default();
        for (other, tables) in folders {
            let again = tables.into_keys().filter(|t| places.contains_key(t));
            odd_files.extend(again.map(|t| (format!("{other}/{t}"), Odd::Elsewhere(t))));
        }
        Ok(Self {
            zip,
            name: name.to_owned(),
            folder,
            places,
            odd: odd_files,
        })
    }
}

/// Whether a folder is the root or directly beneath it (and no system's clutter).
fn within(folder: &str, entry: &str) -> bool {
    let root = folder.is_empty() && !entry.starts_with('/');
    let one = !folder.is_empty() && !folder.contains('/') && !folder.contains(':');
    root || (one && !matches!(folder, "." | ".." | "__MACOSX"))
}

impl<R: Read + Seek> Source for Archive<R> {
    fn open(&mut self, table: &str) -> Result<Option<Opened<'_>>, Error> {
        let Some(&place) = self.places.get(table) else {
            return Ok(None);
        };
        let label = if self.folder.is_empty() {
            format!("{}/{table}", self.name)
        } else {
            format!("{}/{}/{table}", self.name, self.folder)
        };
        let refuse = |problem: String, hint: &str| -> Error {
            Fault::NotAZip.at(&label, problem).hint(hint).into()
        };
        let entry = self.zip.by_index_data(place).map_err(|e| {
            refuse(
                format!("cannot be read: {e}"),
                "the archive is damaged; fetch it again",
            )
        })?;
        if entry.encrypted() {
            return Err(refuse("is encrypted".into(), "pack it without a password"));
        }
        if entry.is_symlink() {
            return Err(refuse(
                "is a link".into(),
                "links are not followed; pack the file itself",
            ));
        }
        if entry.is_dir() {
            return Err(refuse("is a folder".into(), "pack the file itself"));
        }
        let method = entry.compression();
        if !matches!(
            method,
            zip::CompressionMethod::Stored | zip::CompressionMethod::Deflated
        ) {
            return Err(refuse(
                format!("is packed by a method that is not read here ({method})"),
                "pack it anew with the usual method (deflate)",
            ));
        }
        let most = FREE_BYTES.max(entry.compressed_size().saturating_mul(MOST_RATIO));
        drop(entry);
        let file = self.zip.by_index(place).map_err(|e| {
            refuse(
                format!("cannot be read: {e}"),
                "the archive is damaged; fetch it again",
            )
        })?;
        let bytes = Unpacked {
            inner: file,
            left: most,
        };
        Ok(Some((label, Box::new(bytes))))
    }

    fn oddities(&self, findings: &mut Findings) {
        for (entry, what) in &self.odd {
            what.tell(&self.name, entry, findings);
        }
    }
}

/// Stops what comes out of an archive when it is far more than went in.
struct Unpacked<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(out)?;
        self.left = self.left.checked_sub(n as u64).ok_or_else(|| {
            io::Error::other(format!(
                "it unpacks to more than {MOST_RATIO} times its size, like a zip bomb"
            ))
        })?;
        Ok(n)
    }
}

/// Whether the end of the archive claims more entries than any timetable has. The archive crate
/// makes room for as many as a 64-bit directory claims.
fn claims_too_many<R: Read + Seek>(bytes: &mut R) -> io::Result<bool> {
    const MARK: &[u8] = b"PK\x06\x06";
    const LOCATOR: &[u8] = b"PK\x06\x07";
    let length = bytes.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(1 << 17);
    let claim = |record: &[u8]| {
        [24, 32].into_iter().any(|at| {
            number(record, at).is_some_and(|n| record.starts_with(MARK) && n > MOST_ENTRIES)
        })
    };
    bytes.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    bytes.take(1 << 17).read_to_end(&mut tail)?;
    let mut far = Vec::new();
    for at in 0..tail.len() {
        let record = tail.get(at..).unwrap_or_default();
        if claim(record) {
            return Ok(true);
        }
        if record.starts_with(LOCATOR)
            && let Some(place) = number(record, 8)
            && place < from
        {
            far.push(place);
        }
    }
    // A directory's end that is not near the end of the file: few claims can be honest.
    for place in far.into_iter().take(16) {
        bytes.seek(SeekFrom::Start(place))?;
        let mut record = Vec::new();
        bytes.take(40).read_to_end(&mut record)?;
        if claim(&record) {
            return Ok(true);
        }
    }
    bytes.seek(SeekFrom::Start(0))?;
    Ok(false)
}

/// A table that goes by another name in the directory than where it lies: the sign of a damaged
/// name, by which a table that may be missing would go missing in silence.
fn other_name<R: Read + Seek>(bytes: &mut R) -> zip::result::ZipResult<Option<String>> {
    let zip = ZipArchive::new(&mut *bytes)?;
    let mut entries = Vec::new();
    for i in 0..zip.len() {
        let entry = zip.by_index_data(i)?;
        entries.push((entry.header_start(), entry.name_raw().to_vec()));
    }
    drop(zip);
    let table = |name: &[u8]| {
        let file = name.rsplit(|b| matches!(b, b'/' | b'\\')).next();
        TABLES.into_iter().find(|t| Some(t.as_bytes()) == file)
    };
    for (start, name) in entries {
        bytes.seek(SeekFrom::Start(start))?;
        let mut header = [0; 30];
        bytes.read_exact(&mut header)?;
        let [.., low, high, _, _] = header;
        let mut local = Vec::new();
        let length = u16::from_le_bytes([low, high]);
        bytes.take(length.into()).read_to_end(&mut local)?;
        if table(&local) != table(&name) {
            return Ok(table(&local).or(table(&name)).map(str::to_owned));
        }
    }
    bytes.seek(SeekFrom::Start(0))?;
    Ok(None)
}

/// A table that the directory of an archive lists twice by one name; the archive crate keeps the last one only.
fn table_twice<R: Read + Seek>(bytes: &mut R) -> zip::result::ZipResult<Option<String>> {
    let zip = ZipArchive::new(&mut *bytes)?;
    let (twice, start) = (zip.has_duplicate_names(), zip.central_directory_start());
    drop(zip);
    let mut found = None;
    if twice {
        bytes.seek(SeekFrom::Start(start))?;
        let mut seen = BTreeSet::new();
        while found.is_none()
            && let Some(name) = next_name(bytes)?
        {
            let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
            if TABLES.contains(&file) && !seen.insert(name.clone()) {
                found = Some(name);
            }
        }
    }
    bytes.seek(SeekFrom::Start(0))?;
    Ok(found)
}

/// The name of the next entry of an archive's directory; none at its end.
fn next_name<R: Read>(bytes: &mut R) -> io::Result<Option<String>> {
    let mut header = Vec::new();
    bytes.by_ref().take(46).read_to_end(&mut header)?;
    let two = |at: usize| -> u64 {
        let low = header.get(at).copied().unwrap_or(0);
        let high = header.get(at + 1).copied().unwrap_or(0);
        u64::from(u16::from_le_bytes([low, high]))
    };
    if header.len() < 46 || !header.starts_with(b"PK\x01\x02") {
        return Ok(None);
    }
    let mut name = Vec::new();
    bytes.by_ref().take(two(28)).read_to_end(&mut name)?;
    let rest = two(30) + two(32);
    io::copy(&mut bytes.by_ref().take(rest), &mut io::sink())?;
    Ok(Some(String::from_utf8_lossy(&name).into_owned()))
}

fn number(bytes: &[u8], at: usize) -> Option<u64> {
    let eight: [u8; 8] = bytes.get(at..at.checked_add(8)?)?.try_into().ok()?;
    Some(u64::from_le_bytes(eight))
}
