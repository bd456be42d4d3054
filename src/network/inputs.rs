//! What a network was made from, and whether that has changed since.

use super::InputFile;
use super::columns::{Reader, Stored, Strings, Writer};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) fn store_inputs(inputs: &[InputFile], w: &mut Writer) {
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

pub(super) fn load_inputs(r: &mut Reader) -> Option<Vec<InputFile>> {
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

/// Whether an input differs from what the network was made of. A file of the same size that is
/// older than the network file counts as unchanged without reading it.
pub(super) fn changed(network: &Path, place: &Path, input: &InputFile) -> std::io::Result<bool> {
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
    Ok((bytes, hex(hash)))
}

/// Size and SHA-256 of bytes in memory.
pub fn fingerprint_bytes(bytes: &[u8]) -> (u64, String) {
    (bytes.len() as u64, hex(Sha256::new().chain_update(bytes)))
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}
