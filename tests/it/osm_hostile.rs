//! Street files that are cut, damaged or lie: an error that can be acted on, never a panic.

use crate::common::pbf;

use std::path::Path;

use bereik::diagnostics::Error;
use bereik::input::osm::pbf::Source;
use bereik::input::osm::places::{TagFilter, read_places_from};
use bereik::input::osm::{StreetRecords, read_streets_from};
use bereik::network::streets::Streets;
use pbf::*;

fn town() -> Town {
    let mut t = Town::new();
    t.node(1, [5.0, 52.0], &[])
        .node(
            2,
            [5.001, 52.0],
            &[("barrier", "gate"), ("access", "private")],
        )
        .node(3, [5.002, 52.0], &[])
        .node(
            4,
            [5.002, 52.001],
            &[("amenity", "doctors"), ("name", "Huisarts")],
        )
        .way(10, &[1, 2, 3], &[("highway", "residential")])
        .way(11, &[3, 4], &[("highway", "footway"), ("bicycle", "yes")])
        .relation(
            20,
            &[(1, 11, "outer")],
            &[("type", "multipolygon"), ("amenity", "doctors")],
        );
    t
}

fn streets(bytes: &[u8]) -> Result<StreetRecords, String> {
    let source = Source::bytes(Path::new("town.osm.pbf"), bytes);
    read_streets_from(source).map(|r| r.0).map_err(|e| {
        assert!(matches!(e, Error::Input(_)), "{e}");
        let text = e.to_string();
        assert!(
            text.starts_with("town.osm.pbf: ") && text.contains("hint: "),
            "{text}"
        );
        text
    })
}

/// Reads by every way there is; what comes out may be wrong, but it must come out.
fn survive(bytes: &[u8]) {
    if let Ok(records) = streets(bytes) {
        let (graph, _) = Streets::build(records);
        assert_eq!(graph.from.len(), graph.shape.len());
    }
    let source = Source::bytes(Path::new("town.osm.pbf"), bytes);
    let filter = TagFilter::of(&[("amenity", "doctors")]);
    let _ = read_places_from(source, &[filter]);
}

fn refused(bytes: &[u8], because: &str) {
    let text = streets(bytes).expect_err(because);
    assert!(text.contains(because), "{because:?} not in: {text}");
}

fn with_block(block: &Block) -> Vec<u8> {
    [header(&["OsmSchema-V0.6"]), raw_block(block)].concat()
}

#[test]
fn dense_and_single_nodes_and_any_packing_give_the_same() {
    let t = town();
    let clean = streets(&t.file()).unwrap();
    assert_eq!(clean.ways.len(), 2);
    assert_eq!(clean.closed_nodes, [2]);
    assert_eq!(clean.node_positions[0], [50_000_000, 520_000_000]);
    assert_eq!(streets(&with_block(&t.dense())).unwrap(), clean);
    assert_eq!(streets(&with_block(&t.sparse())).unwrap(), clean);
    // Elements in any order, spread over blocks, with unknown blocks in between.
    let mut file = header(&[]);
    let block = t.dense();
    for group in block.groups.iter().rev() {
        let one = Block {
            groups: vec![group.clone()],
            ..block.clone()
        };
        file.extend(zlib_block(&one));
        file.extend(frame("Whatever", b"not for us"));
    }
    assert_eq!(streets(&file).unwrap(), clean);
    // Another granularity and offset.
    let mut coarse = t.sparse();
    coarse.granularity = Some(50);
    coarse.lat_offset = Some(1_000_000_000);
    for node in &mut coarse.groups[0].nodes {
        node.lat = (node.lat * 100 - 1_000_000_000) / 50;
        node.lon *= 2;
    }
    assert_eq!(streets(&with_block(&coarse)).unwrap(), clean);
}

#[test]
fn every_prefix_is_refused_or_ends_between_blocks() {
    let file = town().file();
    let first = header(&["OsmSchema-V0.6", "DenseNodes"]).len();
    for n in 0..file.len() {
        let text = streets(&file[..n]).expect_err("a cut file");
        if n == first {
            assert!(text.contains("no street to walk on"), "{text}");
        } else if n > first {
            assert!(text.contains("block 2, at byte"), "{text}");
        }
        survive(&file[..n]);
    }
}

#[test]
fn flipped_bits_never_panic() {
    // Uncompressed, so that the damage reaches the block itself.
    for file in [
        with_block(&town().dense()),
        with_block(&town().sparse()),
        town().file(),
    ] {
        for at in 0..file.len() {
            for change in [0x01u8, 0x02, 0x04, 0x08, 0x10, 0x40, 0x80, 0xff] {
                let mut bad = file.clone();
                bad[at] ^= change;
                survive(&bad);
            }
        }
    }
}

#[test]
fn bytes_put_in_or_taken_out_never_panic() {
    use prost::Message;
    // Framed anew, so that the frame is right and the block is not.
    let whole = |content: Vec<u8>| [header(&[]), frame("OSMData", &raw(content))].concat();
    let file = town().dense().encode_to_vec();
    for at in 0..file.len() {
        let mut less = file.clone();
        less.remove(at);
        survive(&whole(less));
        for byte in [0x00, 0x7f, 0xff] {
            let mut more = file.clone();
            more.insert(at, byte);
            survive(&whole(more));
        }
    }
}

#[test]
fn other_files_are_named() {
    refused(b"", "the file is empty");
    refused(b"PK\x03\x04whatever", "a zip archive");
    refused(b"<?xml version='1.0'?><osm/>", "XML");
    refused(b"\x1f\x8b\x08\x00\x00\x00", "a gzip file");
    refused(b"{\"type\": 1}", "JSON");
    refused(b"id,lon,lat\n1,5,52\n", "not OpenStreetMap PBF");
    refused(&[0, 0], "too short");
    refused(&raw_block(&town().dense()), "no OpenStreetMap header");
}

#[test]
fn lengths_that_lie_are_refused_before_anything_is_allocated() {
    let start = header(&[]);
    let with = |rest: &[u8]| [start.as_slice(), rest].concat();
    refused(&with(&[0, 1, 0, 0]), "65536 bytes");
    refused(&with(&[0xff; 4]), "4294967295 bytes");
    refused(&with(&[0; 4]), "0 bytes");
    let huge = |size: i32| {
        use prost::Message;
        let header = BlobHeader {
            kind: "OSMData".into(),
            size,
        }
        .encode_to_vec();
        with(&[&(header.len() as u32).to_be_bytes(), header.as_slice()].concat())
    };
    refused(&huge(i32::MAX), "2147483647 bytes are claimed");
    refused(&huge(-1), "bytes are claimed");
    refused(&huge(32 << 20), "and 0 are left");
    refused(&with(&frame("OSMData", b"")), "no content");
}

#[test]
fn sizes_and_methods_of_compression_are_checked() {
    use prost::Message;
    let file = |blob: Blob| [header(&[]), frame("OSMData", &blob.encode_to_vec())].concat();
    let content = town().dense().encode_to_vec();
    for lie in [0, content.len() as i32 - 1, content.len() as i32 + 1] {
        let blob = Blob {
            raw_size: Some(lie),
            zlib: Some(deflate(&content)),
            ..Blob::default()
        };
        refused(&file(blob), "are claimed");
    }
    let blob = Blob {
        raw_size: Some(-5),
        zlib: Some(deflate(&content)),
        ..Blob::default()
    };
    refused(&file(blob), "is allowed");
    let blob = Blob {
        zlib: Some(deflate(&vec![0; 40 << 20])),
        ..Blob::default()
    };
    refused(&file(blob), "larger than");
    let blob = Blob {
        zlib: Some(b"nonsense".to_vec()),
        ..Blob::default()
    };
    refused(&file(blob), "can't be uncompressed");
    let blob = Blob {
        zstd: Some(vec![1, 2, 3]),
        ..Blob::default()
    };
    refused(&file(blob), "zstd");
    refused(&file(Blob::default()), "no content");
    // A small file that would take gigabytes once decoded: millions of empty ways.
    let mut bomb = Block::default().encode_to_vec();
    let ways: Vec<u8> = [0x1a, 2, 8, 1].repeat(4 << 20);
    let mut group = vec![0x12];
    prost::encoding::encode_varint(ways.len() as u64, &mut group);
    bomb.extend(group);
    bomb.extend(ways);
    let blob = Blob {
        zlib: Some(deflate(&bomb)),
        ..Blob::default()
    };
    refused(&file(blob), "more than one block may");
}

#[test]
fn features_not_known_are_refused() {
    let block = raw_block(&town().dense());
    refused(
        &[header(&["HistoricalInformation"]), block.clone()].concat(),
        "history file",
    );
    refused(
        &[header(&["OsmSchema-V0.7"]), block].concat(),
        "OsmSchema-V0.7",
    );
}

#[test]
fn indices_and_sums_out_of_range_are_refused() {
    let change = |edit: &dyn Fn(&mut Block)| {
        let mut block = town().dense();
        edit(&mut block);
        with_block(&block)
    };
    let dense = |edit: &dyn Fn(&mut Dense)| change(&|b| edit(b.groups[0].dense.as_mut().unwrap()));
    refused(
        &change(&|b| b.groups[1].ways[0].keys[0] = 99),
        "string 99 of",
    );
    refused(
        &change(&|b| b.groups[1].ways[0].vals[0] = u32::MAX),
        "points to string",
    );
    refused(
        &change(&|b| b.groups[1].ways[0].vals.push(0)),
        "1 keys and 2 values",
    );
    refused(
        &change(&|b| b.groups[1].ways[0].refs = vec![i64::MAX, 1]),
        "overflow",
    );
    refused(
        &change(&|b| b.groups[3].relations[0].kinds[0] = 3),
        "unknown type 3",
    );
    refused(
        &change(&|b| b.groups[3].relations[0].roles[0] = -1),
        "points to string",
    );
    refused(
        &change(&|b| b.groups[3].relations[0].roles.clear()),
        "differ in length",
    );
    refused(&change(&|b| b.granularity = Some(0)), "granularity is 0");
    refused(
        &change(&|b| b.granularity = Some(i32::MAX)),
        "4 of the 4 nodes of its streets are not in the file, or not on Earth",
    );
    refused(
        &change(&|b| b.lat_offset = Some(i64::MAX)),
        "coordinate overflows",
    );
    refused(&dense(&|d| d.id[1] = i64::MAX), "node ids overflow");
    refused(&dense(&|d| d.lat[1] = i64::MAX), "latitudes overflow");
    refused(
        &dense(&|d| d.lon[1] = i64::MAX / 50),
        "coordinate overflows",
    );
    refused(&dense(&|d| d.lat.truncate(3)), "4 nodes have 3 latitudes");
    refused(&dense(&|d| d.keys_vals.truncate(7)), "lists of tags");
    refused(&dense(&|d| d.keys_vals[1] = -3), "points to string");
    refused(
        &dense(&|d| d.info.as_mut().unwrap().uid = vec![i32::MAX; 4]),
        "user ids overflow",
    );
    refused(
        &dense(&|d| d.info.as_mut().unwrap().timestamp = vec![i64::MAX; 4]),
        "timestamps overflow",
    );
}

#[test]
fn what_is_locally_wrong_is_left_out_and_named() {
    let read = |block: &Block| {
        let bytes = with_block(block);
        let source = Source::bytes(Path::new("town.osm.pbf"), &bytes);
        let (records, mut findings) = read_streets_from(source).unwrap();
        let (graph, built) = Streets::build(records);
        findings.append(built);
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_ref()).collect();
        (graph, codes.join(" "))
    };
    let mut t = Town::new();
    t.node(1, [5.0, 52.0], &[])
        .node(2, [5.001, 52.0], &[])
        .node(3, [5.002, 52.0], &[])
        .node(4, [5.003, 52.0], &[])
        .node(5, [5.004, 91.0], &[])
        .node(6, [5.004, 52.0], &[])
        .node(7, [5.005, 52.0], &[])
        .way(10, &[1, 2, 99, 3, 4, 5, 6, 7], &[("highway", "path")])
        .way(11, &[4], &[("highway", "path")])
        .way(12, &[4, 4, 4], &[("highway", "path")]);
    let (graph, codes) = read(&t.dense());
    assert_eq!(
        codes,
        "street-node-position street-node-missing street-way-degenerate street-way-degenerate"
    );
    assert_eq!((graph.nodes(), graph.edges()), (6, 3));
    assert_eq!(graph.component_size, [2, 2, 2]);
    // A tag that is not UTF-8, the same way and node in two versions.
    let mut block = t.dense();
    block.strings.s.push(vec![0xff, 0xfe]);
    let bad = block.strings.s.len() as u32 - 1;
    block.groups[1].ways[0].keys.push(bad);
    block.groups[1].ways[0].vals.push(bad);
    let mut again = block.groups[1].clone();
    again.ways[0].refs.pop();
    block.groups.push(again);
    let (same, codes) = read(&block);
    assert_eq!(same, graph);
    assert!(
        codes.contains("street-tag-not-utf8") && codes.contains("street-way-twice"),
        "{codes}"
    );
}

#[test]
fn several_faults_at_once_never_panic() {
    use rand::{RngExt, SeedableRng};
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(11);
    use prost::Message;
    let blocks = [
        town().dense().encode_to_vec(),
        town().sparse().encode_to_vec(),
    ];
    for round in 0..20_000 {
        let mut bad = blocks[round % 2].clone();
        for _ in 0..rng.random_range(1..6) {
            let at = rng.random_range(0..bad.len());
            match rng.random_range(0..4) {
                0 => bad[at] = rng.random(),
                1 => drop(bad.remove(at)),
                2 => bad.insert(at, rng.random()),
                // A long number, as overflows need.
                _ => drop(bad.splice(at..=at, [0xff; 8])),
            }
        }
        survive(&[header(&[]), frame("OSMData", &raw(bad))].concat());
    }
}
