//! What is in a results folder already: which files are bereik's, and which are the user's own.
//!
//! `manifest.json` lists the files of complete results with their checksums; `UNFINISHED.txt`, where a run was ended while it
//! replaced results, those of both. Nothing else in the folder is bereik's.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Value, json};

use crate::diagnostics::Error;
use crate::network::file::fingerprint;

/// Lists the files, and says that all are there.
pub(super) const MANIFEST: &str = "manifest.json";

/// Says that they are not.
pub(super) const MARKER: &str = "UNFINISHED.txt";

/// What the marker says; its first line is how it is known.
const WORDS: &str = "The results in this folder are unfinished: do not use them.

bereik was ended while it put new results in the place of older ones. Files here may belong to
the one or to the other. Give the same command again: it puts a whole set in their place, and
takes this file away.

Files of bereik in this folder, of the older and of the newer results (SHA-256, bytes, name):
";

/// Larger manifests are not ours.
const MOST_BYTES: u64 = 1 << 26;

/// A file of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) name: String,
    bytes: u64,
    sha256: String,
}

impl Listed {
    /// A file as it is now.
    pub(super) fn of(folder: &Path, name: &str) -> Result<Listed, Error> {
        let path = folder.join(name);
        let (bytes, sha256) = fingerprint(&path).map_err(|e| Error::io(&path, "read", e))?;
        Ok(Listed {
            name: name.to_owned(),
            bytes,
            sha256,
        })
    }

    pub(super) fn json(&self) -> Value {
        json!({"name": self.name, "bytes": self.bytes, "sha256": self.sha256})
    }

    /// Out of a manifest or marker; none where it can't be a file of ours.
    fn new(name: &str, bytes: u64, sha256: &str) -> Option<Listed> {
        // Names go into paths, and what they name may be removed: a file in the folder itself, never a hidden one.
        let plain = !name.is_empty()
            && !name.starts_with('.')
            && !name.contains(['/', '\\', ':', '\0'])
            && ![MANIFEST, MARKER].contains(&name);
        let hash = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_hexdigit());
        (plain && hash).then(|| Listed {
            name: name.to_owned(),
            bytes,
            sha256: sha256.to_owned(),
        })
    }
}

/// What a results folder says of its files.
#[derive(Debug, Default)]
pub(super) struct Older {
    listed: Vec<Listed>,
    /// Results of a version of bereik that listed no files: any name may be one.
    unlisted: bool,
    /// They are said to be unfinished.
    pub(super) marked: bool,
}

impl Older {
    /// Looks at a folder, which may be missing.
    ///
    /// # Errors
    /// When its manifest or marker can't be read or isn't bereik's.
    pub(super) fn read(folder: &Path) -> Result<Older, Error> {
        let mut older = Older::default();
        let marked = text_of(folder, MARKER)?;
        if let Some(text) = text_of(folder, MANIFEST)? {
            let Some((listed, unlisted)) = manifest(&text) else {
                return Err(own(folder, MANIFEST));
            };
            older.listed.extend(listed);
            older.unlisted = unlisted;
        }
        // Another run may have begun meanwhile to put its results in their place: then the manifest is gone, and the marker there.
        let marked = match marked {
            None => text_of(folder, MARKER)?,
            some => some,
        };
        if let Some(text) = marked {
            let Some(listed) = marker(&text) else {
                return Err(own(folder, MARKER));
            };
            older.listed.extend(listed);
            older.marked = true;
        }
        Ok(older)
    }

    fn knows(&self, name: &str) -> bool {
        self.unlisted
            || [MANIFEST, MARKER].contains(&name)
            || self.listed.iter().any(|l| l.name == name)
    }

    /// Refuses names that would be put over a file that isn't bereik's.
    ///
    /// # Errors
    /// The first of them.
    pub(super) fn refuse_own<'a>(
        &self,
        folder: &Path,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), Error> {
        for name in names {
            match fs::symlink_metadata(folder.join(name)) {
                // A folder or device is never bereik's; of a link, the link is.
                Ok(m) if !(m.is_file() || m.is_symlink()) || !self.knows(name) => {
                    return Err(own(folder, name));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Files that are listed and not among the new names, and are there: those that are as bereik wrote them, and
    /// those that have been changed since.
    pub(super) fn besides(
        &self,
        folder: &Path,
        new: &[String],
    ) -> Result<(Vec<String>, Vec<String>), Error> {
        let mut names: Vec<&str> = self.listed.iter().map(|l| l.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let (mut as_written, mut changed) = (Vec::new(), Vec::new());
        for name in names {
            let path = folder.join(name);
            if new.iter().any(|n| n == name) || !path.is_file() {
                continue;
            }
            let now = Listed::of(folder, name)?;
            match self.listed.contains(&now) {
                true => as_written.push(name.to_owned()),
                false => changed.push(name.to_owned()),
            }
        }
        Ok((as_written, changed))
    }

    /// What the marker says while `new` replaces the older files.
    pub(super) fn marker(&self, folder: &Path, new: &[Listed]) -> Result<String, Error> {
        let mut all = self.listed.clone();
        if self.unlisted {
            for name in new.iter().map(|l| &l.name) {
                if folder.join(name).is_file() {
                    all.push(Listed::of(folder, name)?);
                }
            }
        }
        let mut lines: Vec<String> = (all.iter().chain(new))
            .map(|l| format!("{} {} {}\n", l.sha256, l.bytes, l.name))
            .collect();
        lines.sort();
        lines.dedup();
        Ok(format!("{WORDS}{}", lines.concat()))
    }
}

/// A file of the folder that should be text; none where it isn't there.
fn text_of(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let path = folder.join(name);
    let text = || -> io::Result<Option<Vec<u8>>> {
        let about = fs::metadata(&path)?;
        if !about.is_file() || about.len() > MOST_BYTES {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        File::open(&path)?
            .take(MOST_BYTES)
            .read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    };
    match text() {
        Ok(Some(bytes)) => Ok(Some(bytes)),
        Ok(None) => Err(own(folder, name)),
        // Also of a link that leads nowhere: that is replaced.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io(&path, "read", e)),
    }
}

/// Files listed in a manifest, and whether it is of a version that listed none; nothing of somebody else's.
fn manifest(text: &[u8]) -> Option<(Vec<Listed>, bool)> {
    let value: Value = serde_json::from_slice(text).ok()?;
    let program = value.get("program")?.as_str()?;
    if !program.starts_with("bereik ") {
        return None;
    }
    let Some(files) = value.get("files") else {
        return Some((Vec::new(), true));
    };
    let listed = |file: &Value| {
        let text = |key: &str| file.get(key).and_then(Value::as_str);
        let bytes = file.get("bytes").and_then(Value::as_u64)?;
        Listed::new(text("name")?, bytes, text("sha256")?)
    };
    Some((files.as_array()?.iter().filter_map(listed).collect(), false))
}

/// Files listed in a marker; nothing of somebody else's.
fn marker(text: &[u8]) -> Option<Vec<Listed>> {
    let text = std::str::from_utf8(text).ok()?;
    let first = WORDS.lines().next()?;
    if text.lines().next() != Some(first) {
        return None;
    }
    let listed = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (sha256, bytes) = (parts.next()?, parts.next()?.parse().ok()?);
        Listed::new(parts.next()?, bytes, sha256)
    };
    Some(text.lines().filter_map(listed).collect())
}

fn own(folder: &Path, name: &str) -> Error {
    let problem = format!(
        "{name} would be replaced, but is no result of bereik (its {MANIFEST} doesn't list it); move it away or choose another folder"
    );
    super::atomic::refused(folder, &problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    #[test]
    fn names_that_lead_elsewhere_are_not_ours() {
        for name in [
            "../a.csv", "a/b", ".bashrc", "", "..", "C:x", "a\\b", MANIFEST, MARKER,
        ] {
            assert_eq!(Listed::new(name, 1, HASH), None, "{name}");
        }
        assert!(Listed::new("areas.csv", 1, HASH).is_some());
        assert_eq!(Listed::new("areas.csv", 1, "9f86"), None);
    }

    #[test]
    fn a_marker_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a b.csv"), "test").expect("written");
        // SHA-256 of "test".
        let new = Listed::of(folder.path(), "a b.csv").expect("a file");
        assert_eq!(new, Listed::new("a b.csv", 4, HASH).expect("a file"));
        let older = Older {
            listed: vec![Listed::new("old.csv", 7, HASH).expect("a file")],
            ..Older::default()
        };
        let text = older
            .marker(folder.path(), std::slice::from_ref(&new))
            .expect("a text");
        let back = marker(text.as_bytes()).expect("a marker");
        assert_eq!(back, [new, older.listed[0].clone()]);
        assert_eq!(marker(b"Unfinished symphony\n"), None);
        assert_eq!(marker(b"\xff"), None);
    }

    #[test]
    fn manifests_of_others_and_of_older_versions() {
        assert!(manifest(b"{}").is_none());
        assert!(manifest(b"not JSON").is_none());
        assert!(manifest(br#"{"program": "npm 1"}"#).is_none());
        assert!(manifest(br#"{"program": "bereik 1", "files": 3}"#).is_none());
        assert_eq!(
            manifest(br#"{"program": "bereik 0.1.0"}"#),
            Some((vec![], true))
        );
        let text = format!(
            r#"{{"program": "bereik 1", "files": [{{"name": "a.csv", "bytes": 4, "sha256": "{HASH}"}}, {{"name": "../b", "bytes": 4, "sha256": "{HASH}"}}, 5]}}"#
        );
        let listed = Listed::new("a.csv", 4, HASH).expect("a file");
        assert_eq!(manifest(text.as_bytes()), Some((vec![listed], false)));
    }
}
