//! OpenStreetMap: streets and places from PBF files.

mod block;
pub mod pbf;
pub mod places;
pub mod records;
mod rings;
pub mod tags;
mod wire;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostics::{Error, Finding, Findings, InputError, Severity, printable, shorten};
use crate::network::streets::flag;
use block::{Block, Shape};
use pbf::{Source, Want, scan};
use rayon::slice::ParallelSliceMut;
pub(crate) use records::Finder;
pub use records::{StreetRecords, WayRecord};
use tags::{Oddity, Tags, WayUse, node_blocks, node_stops_wheelchair, way_use};

/// Most node references of streets; more than any country has, and far fewer than the graph
/// could number.
const REFS_LIMIT: usize = 1 << 30;

/// Stands for a position that was not read yet; no place on Earth.
const UNSEEN: [i32; 2] = [i32::MIN; 2];

/// Reads who may use which way, and where the ways run, from an OpenStreetMap PBF file.
///
/// # Errors
/// When the file can't be read, is not a sound PBF, or has no street to walk on.
pub fn read_streets(path: &Path) -> Result<(StreetRecords, Findings), Error> {
    read_streets_from(Source::file(path))
}

/// What a block has of ways.
#[derive(Default)]
struct BlockWays {
    ways: Vec<(i64, WayUse, usize)>,
    refs: Vec<i64>,
    /// Squares and other areas open to walkers: use, ways of the outline.
    areas: Vec<(WayUse, Vec<i64>)>,
    oddities: Vec<(String, Oddity)>,
    not_utf8: Vec<String>,
}

/// What a block has of the nodes needed.
#[derive(Default)]
struct BlockNodes {
    /// Place among those needed, and position.
    nodes: Vec<(u32, [i32; 2])>,
    closed: Vec<i64>,
    no_wheelchair: Vec<i64>,
    impossible: Vec<(i64, f64, f64)>,
    not_utf8: Vec<String>,
}

/// Like [`read_streets`], from a file or from bytes.
///
/// # Errors
/// As [`read_streets`].
pub fn read_streets_from(source: Source<'_>) -> Result<(StreetRecords, Findings), Error> {
    let file = source.name();
    let mut records = StreetRecords::new(file.clone());
    let mut findings = Findings::default();

    // First the ways: they say which nodes are needed.
    let mut areas: BTreeMap<i64, WayUse> = BTreeMap::new();
    let contents = scan(source, None, Want::Lines, block_ways, |block: BlockWays| {
        let mut rest = block.refs.as_slice();
        for (id, may, count) in &block.ways {
            let (nodes, tail) = rest.split_at_checked(*count).unwrap_or((rest, &[]));
            rest = tail;
            records.add_way(*id, may, nodes);
        }
        for (may, outline) in block.areas {
            for way in outline {
                areas.entry(way).or_insert_with(|| may.clone());
            }
        }
        for (record, oddity) in block.oddities {
            note(&mut findings, &file, record, &oddity);
        }
        not_utf8(&mut findings, &file, block.not_utf8);
        if records.refs.len() > REFS_LIMIT {
            return Err(
                InputError::new(&file, "the file has too many streets to hold")
                    .hint("cut out your region with `osmium extract`")
                    .into(),
            );
        }
        Ok(())
    })?;
    // The outlines of areas are walked along, unless they are streets already.
    for way in &records.ways {
        areas.remove(&way.id);
    }
    if !areas.is_empty() {
        let outline = |block: &Block<'_>| {
            let mut ways: Vec<(i64, Vec<i64>)> = Vec::new();
            block.elements(Want::Ways, |e| {
                if let Shape::Way(nodes) = e.shape
                    && areas.contains_key(&e.id)
                {
                    ways.push((e.id, nodes.to_vec()));
                }
            })?;
            Ok(ways)
        };
        scan(source, Some(&contents), Want::Ways, outline, |ways| {
            for (id, nodes) in ways {
                if let Some(may) = areas.get(&id) {
                    records.add_way(id, may, &nodes);
                }
            }
            Ok(())
        })?;
    }
    let mut needed = records.refs.clone();
    needed.par_sort_unstable();
    needed.dedup();
    needed.shrink_to_fit();

    // Then the nodes, wherever they stand in the file.
    let mut positions = vec![UNSEEN; needed.len()];
    let mut twice: Vec<i64> = Vec::new();
    scan(
        source,
        Some(&contents),
        Want::Nodes,
        |block| block_nodes(block, &needed),
        |block: BlockNodes| {
            for (place, position) in block.nodes {
                let Some(known) = positions.get_mut(place as usize) else {
                    continue;
                };
                if *known == UNSEEN {
                    *known = position;
                } else if *known != position {
                    twice.extend(needed.get(place as usize));
                }
            }
            records.closed_nodes.extend(block.closed);
            records.no_wheelchair_nodes.extend(block.no_wheelchair);
            for (id, lon, lat) in block.impossible {
                findings.warn(
                    "street-node-position",
                    &file,
                    None,
                    format!("node/{id}"),
                    format!("lies at lon {lon}, lat {lat}, which is not on Earth"),
                    "left out",
                );
            }
            not_utf8(&mut findings, &file, block.not_utf8);
            Ok(())
        },
    )?;
    twice.sort_unstable();
    for id in twice {
        records::node_twice(&file, id, &mut findings);
    }
    let mut there = positions.iter().map(|p| *p != UNSEEN);
    needed.retain(|_| there.next().unwrap_or(false));
    positions.retain(|p| *p != UNSEEN);
    records.node_ids = needed;
    records.node_positions = positions;
    records.sort(&mut findings);

    let known = |id: &i64| records.node_ids.binary_search(id).is_ok();
    let walkable = records.ways.iter().any(|way| {
        way.flags & flag::FOOT != 0
            && records
                .nodes_of(way)
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if a != b && known(a) && known(b)))
    });
    if !walkable {
        return Err(InputError::new(&file, "the file has no street to walk on")
            .hint(
                "take an extract with the highways and all their nodes \
                 (`osmium tags-filter IN w/highway` keeps both)",
            )
            .into());
    }
    Ok((records, findings))
}

fn block_ways(block: &Block<'_>) -> Result<BlockWays, pbf::Fault> {
    let mut out = BlockWays::default();
    let mut odd = Vec::new();
    let mut buffer = Vec::new();
    let mut relations = BlockWays::default();
    block.elements(Want::Lines, |e| {
        let damaged = block.tags(&e, &mut buffer);
        let tags = Tags(&buffer);
        match e.shape {
            Shape::Node { .. } => {}
            Shape::Way(nodes) => {
                let may = way_use(tags, &mut odd);
                let name = || format!("way/{}", e.id);
                out.oddities.extend(odd.drain(..).map(|o| (name(), o)));
                let Some(may) = may else { return };
                if damaged {
                    out.not_utf8.push(name());
                }
                out.refs.extend_from_slice(nodes);
                out.ways.push((e.id, may, nodes.len()));
            }
            Shape::Relation(members) => {
                // Relations of ferries hold lines that have their own tags.
                if !tags.is("type", "multipolygon") || tags.get("route").is_some() {
                    return;
                }
                let may = way_use(tags, &mut odd).filter(|m| m.flags & flag::FOOT != 0);
                let name = || format!("relation/{}", e.id);
                let found = odd.drain(..).map(|o| (name(), o));
                relations.oddities.extend(found);
                let Some(mut may) = may else { return };
                if damaged {
                    relations.not_utf8.push(name());
                }
                // Nobody cycles along the edge of a square.
                may.flags &= !(flag::BIKE_FORWARD | flag::BIKE_BACK);
                let ways = members.iter().filter(|m| m.is_way);
                out.areas.push((may, ways.map(|m| m.id).collect()));
            }
        }
    })?;
    out.oddities.append(&mut relations.oddities);
    out.not_utf8.append(&mut relations.not_utf8);
    Ok(out)
}

fn block_nodes(block: &Block<'_>, needed: &[i64]) -> Result<BlockNodes, pbf::Fault> {
    let mut out = BlockNodes::default();
    let mut buffer = Vec::new();
    let mut finder = Finder::new(needed);
    block.elements(Want::Nodes, |e| {
        let Shape::Node { lon, lat } = e.shape else {
            return;
        };
        let Some(place) = finder.find(e.id).and_then(|i| u32::try_from(i).ok()) else {
            return;
        };
        let id = e.id;
        let Some(position) = pbf::position(lon, lat) else {
            out.impossible
                .push((id, lon as f64 * 1e-9, lat as f64 * 1e-9));
            return;
        };
        out.nodes.push((place, position));
        if e.tags.is_empty() {
            return;
        }
        if block.tags(&e, &mut buffer) {
            out.not_utf8.push(format!("node/{id}"));
        }
        let tags = Tags(&buffer);
        if node_blocks(tags) {
            out.closed.push(id);
        } else if node_stops_wheelchair(tags) {
            out.no_wheelchair.push(id);
        }
    })?;
    Ok(out)
}

fn not_utf8(findings: &mut Findings, file: &str, records: Vec<String>) {
    for record in records {
        findings.warn(
            "street-tag-not-utf8",
            file,
            None,
            record,
            "has a tag that is not UTF-8",
            "the tag was left out",
        );
    }
}

fn note(findings: &mut Findings, file: &str, record: String, oddity: &Oddity) {
    let show = |value: &str| printable(&shorten(value));
    let (severity, code, message, action) = match oddity {
        Oddity::Conditional(tag) => (
            Severity::Note,
            "street-conditional-access",
            format!(
                "may be used at certain times or by certain people: {}",
                show(tag)
            ),
            "its ordinary tags were used",
        ),
        Oddity::Seasonal(value) => (
            Severity::Note,
            "street-seasonal",
            format!("is there in a part of the year: seasonal={}", show(value)),
            "taken as open",
        ),
        Oddity::SeasonalFerry(value) => (
            Severity::Warning,
            "ferry-seasonal",
            format!("sails in a part of the year: seasonal={}", show(value)),
            "left out",
        ),
        Oddity::UnknownClass(value) => (
            Severity::Note,
            "street-class-unknown",
            format!("has an unknown class: highway={}", show(value)),
            "left out",
        ),
        Oddity::FerryDuration(value) if value.is_empty() => (
            Severity::Warning,
            "ferry-without-duration",
            "is a ferry without a duration".to_owned(),
            "its length counts as walked",
        ),
        Oddity::FerryDuration(value) => (
            Severity::Warning,
            "ferry-duration",
            format!("has a duration that can't be read: {}", show(value)),
            "its length counts as walked",
        ),
    };
    findings.push(Finding {
        severity,
        code: code.into(),
        file: file.to_owned(),
        line: None,
        record,
        message,
        action: action.to_owned(),
    });
}
