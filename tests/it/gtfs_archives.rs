//! Where feeds come from: damaged, odd and hostile archives and folders.

use crate::gtfs_common;

use bereik::input::gtfs;
use gtfs_common::*;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

fn clean_zip() -> Vec<u8> {
    zip_of(&clean())
}

fn refused(bytes: &[u8]) -> String {
    gtfs::read_zip_bytes("feed.zip", bytes)
        .err()
        .map(|e| e.to_string())
        .unwrap_or_default()
}

#[test]
fn every_prefix_is_refused_cleanly() {
    let bytes = clean_zip();
    for n in 0..bytes.len() {
        let e = refused(&bytes[..n]);
        assert!(e.starts_with("feed.zip"), "{n} bytes: {e:?}");
    }
}

#[test]
fn a_flipped_bit_gives_the_feed_or_a_clean_refusal() {
    let bytes = clean_zip();
    let want = expected();
    let mut refusals = 0;
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << bit;
            match gtfs::read_zip_bytes("feed.zip", &bytes) {
                Ok((feed, _)) => assert_eq!(feed, want, "byte {at} bit {bit}"),
                Err(e) => {
                    refusals += 1;
                    assert!(e.to_string().starts_with("feed.zip"), "{e}");
                }
            }
        }
    }
    assert!(refusals > bytes.len(), "{refusals}");
}

/// Stored, so that every flip reaches the tables; the checksum must catch what the rows do not.
#[test]
fn a_flipped_bit_in_a_stored_table_is_caught() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in clean() {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let from = bytes.windows(4).position(|w| w == b"t1,0").unwrap();
    for at in from..from + 200 {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        assert!(!refused(&bytes).is_empty(), "byte {at}");
    }
}

#[test]
fn tables_may_lie_in_one_folder_only() {
    let want = expected();
    let within = |folder: &str| -> Vec<(String, String)> {
        let tables = clean().into_iter();
        tables.map(|(n, t)| (format!("{folder}{n}"), t)).collect()
    };
    for folder in ["feed/", "feed\\"] {
        let (feed, _) = gtfs::read_zip_bytes("feed.zip", &zip_of(&within(folder))).unwrap();
        assert_eq!(feed, want, "{folder}");
    }
    let mut mac = within("feed/");
    mac.extend(within("__MACOSX/"));
    assert_eq!(
        gtfs::read_zip_bytes("feed.zip", &zip_of(&mac)).unwrap().0,
        want
    );
    for folder in ["../", "/", "a/b/", "../../", "C:/"] {
        let e = refused(&zip_of(&within(folder)));
        assert!(
            e.contains("no GTFS table") && e.contains("agency.txt"),
            "{folder}: {e}"
        );
    }
    let mut two = within("a/");
    two.extend(within("b/"));
    assert!(refused(&zip_of(&two)).contains("several feeds"));
    assert!(refused(&zip_of(&[("inner.zip", clean_zip())])).contains("inner.zip"));
    // At the root they win over a folder beside them.
    let mut both = within("");
    both.extend(within("old/"));
    assert_eq!(
        gtfs::read_zip_bytes("feed.zip", &zip_of(&both)).unwrap().0,
        want
    );
    // A table in the folder is named with it.
    let mut broken = within("feed/");
    broken[1].1 = String::new();
    let e = refused(&zip_of(&broken));
    assert!(e.starts_with("feed.zip/feed/stops.txt: is empty"), "{e}");
}

#[test]
fn other_files_are_no_archives() {
    for bytes in [
        &b""[..],
        b"stop_id,stop_name\n",
        b"7z\xbc\xaf\x27\x1c",
        b"\x1f\x8b\x08",
        &[0; 4096],
    ] {
        let e = refused(bytes);
        assert!(
            e.contains("no readable zip archive") && e.contains("hint"),
            "{e}"
        );
    }
}

/// Sets a field of the directory entry of a table.
fn patched(name: &str, offset: usize, value: &[u8]) -> Vec<u8> {
    let mut bytes = clean_zip();
    let entry = (0..bytes.len())
        .rev()
        .find(|&i| {
            bytes[i..].starts_with(b"PK\x01\x02") && bytes[i + 46..].starts_with(name.as_bytes())
        })
        .unwrap();
    bytes[entry + offset..entry + offset + value.len()].copy_from_slice(value);
    bytes
}

#[test]
fn encrypted_linked_and_oddly_packed_tables_are_refused_by_name() {
    for (offset, value, part) in [
        (8, &[1u8, 0][..], "is encrypted"),
        (10, &[12, 0], "method"), // bzip2
        (10, &[99, 0], "feed.zip"),
    ] {
        let e = refused(&patched("stops.txt", offset, value));
        assert!(e.starts_with("feed.zip") && e.contains(part), "{e}");
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in clean() {
        if name == "stops.txt" {
            let options = SimpleFileOptions::default();
            zip.add_symlink(name, "/etc/passwd", options).unwrap();
        } else {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    let e = refused(&zip.finish().unwrap().into_inner());
    assert!(e.starts_with("feed.zip/stops.txt: is a link"), "{e}");
}

#[test]
fn a_bomb_is_refused_and_not_unpacked() {
    let mut tables = clean();
    let row = format!("t1,08:03:00,08:03:00,C,7,,,{}\n", " ".repeat(4000));
    tables[6].1 += &row.repeat((80 << 20) / row.len());
    let e = refused(&zip_of(&tables));
    assert!(
        e.starts_with("feed.zip/stop_times.txt") && e.contains("zip bomb"),
        "{e}"
    );
    let mut tables = clean();
    tables[1].1 += &"x".repeat(3 << 20);
    let e = refused(&zip_of(&tables));
    assert!(
        e.starts_with("feed.zip/stops.txt, line 11") && e.contains("longer than"),
        "{e}"
    );
    // More calls than a trip can have: the trip goes, the memory stays.
    let mut tables = clean();
    for n in 10..10_020 {
        tables[6].1 += &format!("t1,08:10:00,08:10:00,C,{n},,,\n");
    }
    let (feed, findings) = read(&tables).unwrap();
    assert!(feed.trips.iter().all(|t| t.id != "t1"));
    assert_eq!(
        findings.iter().map(|f| f.code.as_ref()).collect::<Vec<_>>(),
        ["trip-in-doubt", "transfer-without-effect"] // no other trip calls at S2
    );
}

#[test]
fn a_directory_that_claims_millions_of_files_is_refused() {
    let mut bytes = clean_zip();
    let end = bytes.len() - 22;
    let old = bytes.split_off(end);
    // A 64-bit end of directory that claims a billion entries.
    let place = bytes.len() as u64;
    bytes.extend(b"PK\x06\x06");
    bytes.extend(44u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend(1_000_000_000u64.to_le_bytes());
    bytes.extend(1_000_000_000u64.to_le_bytes());
    bytes.extend([0; 16]);
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(place.to_le_bytes());
    bytes.extend([1, 0, 0, 0]);
    bytes.extend(old);
    assert!(refused(&bytes).contains("claims to hold more than"));
}

#[test]
fn folders_are_read_with_the_links_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.zip"); // the name does not matter
    std::fs::create_dir(&path).unwrap();
    for (name, text) in clean() {
        std::fs::write(path.join(name), text).unwrap();
    }
    assert_eq!(gtfs::read(&path).unwrap().0, expected());
    let said = || {
        gtfs::read(&path)
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default()
    };
    #[cfg(unix)]
    {
        std::fs::rename(path.join("stops.txt"), folder.path().join("stops.txt")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("stops.txt"), path.join("stops.txt"))
            .unwrap();
        // A folder is its user's own, and so are the links in it.
        assert_eq!(gtfs::read(&path).unwrap().0, expected());
        std::fs::remove_file(path.join("stops.txt")).unwrap();
        for (target, what) in [
            ("gone.txt", "is a link to a file that is not there"),
            ("/dev/zero", "is not a file"),
        ] {
            std::os::unix::fs::symlink(target, path.join("stops.txt")).unwrap();
            assert!(
                said().starts_with(&format!("feed.zip/stops.txt: {what}")),
                "{}",
                said()
            );
            std::fs::remove_file(path.join("stops.txt")).unwrap();
        }
        let link = folder.path().join("link");
        std::fs::rename(folder.path().join("stops.txt"), path.join("stops.txt")).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(gtfs::read(&link).unwrap().0.stops, expected().stops);
    }
    std::fs::remove_file(path.join("stops.txt")).unwrap();
    assert!(
        said().starts_with("feed.zip/stops.txt: is missing"),
        "{}",
        said()
    );
    std::fs::create_dir(path.join("stops.txt")).unwrap();
    assert!(
        said().starts_with("feed.zip/stops.txt: is not a file"),
        "{}",
        said()
    );
    assert!(gtfs::read(&folder.path().join("nothing.zip")).is_err());
    #[cfg(unix)]
    assert!(gtfs::read(std::path::Path::new("/dev/null")).is_err());
}

#[test]
fn a_table_twice_in_an_archive_is_named() {
    // Two entries of one name, as a careless script packs them: the second is written under a name as long, then renamed
    // in the bytes.
    let twice = |first: &str, second: &str| {
        let mut tables: Vec<(String, String)> = (clean().into_iter())
            .map(|(n, t)| (n.to_owned(), t))
            .collect();
        tables.push((first.to_owned(), "a\n1\n".to_owned()));
        let mut bytes = zip_of(&tables);
        for at in 0..bytes.len() {
            if bytes[at..].starts_with(first.as_bytes()) {
                bytes[at..at + first.len()].copy_from_slice(second.as_bytes());
            }
        }
        bytes
    };
    let e = refused(&twice("stopz.txt", "stops.txt"));
    assert!(e.starts_with("feed.zip/stops.txt: is there twice"), "{e}");
    // Of a file that is no table it is nobody's concern.
    let mut tables: Vec<(&str, String)> = clean();
    tables.push(("notes.md", String::new()));
    tables.push(("notez.md", String::new()));
    let mut bytes = zip_of(&tables);
    for at in 0..bytes.len() {
        if bytes[at..].starts_with(b"notez.md") {
            bytes[at + 4] = b's';
        }
    }
    let (feed, findings) = gtfs::read_zip_bytes("feed.zip", &bytes).unwrap();
    assert_eq!(feed, expected());
    assert!(findings.is_empty());
    // In another folder, or but for capitals: not read, and named.
    let mut tables: Vec<(&str, String)> = clean();
    tables.push(("old/stops.txt", "stop_id\n".to_owned()));
    tables.push(("Feed_Info.txt", "feed_start_date\n20260101\n".to_owned()));
    let (feed, findings) = gtfs::read_zip_bytes("feed.zip", &zip_of(&tables)).unwrap();
    assert_eq!(feed, expected());
    let named: Vec<_> = findings
        .iter()
        .map(|f| (f.code.as_ref(), f.file.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("file-not-read", "feed.zip/Feed_Info.txt"),
            ("file-not-read", "feed.zip/old/stops.txt")
        ]
    );
}
