//! OpenStreetMap: streets and places from PBF files.

mod check;
mod frames;
pub mod pbf;
pub mod places;
pub mod records;
mod rings;
pub mod tags;
mod wire;

use std::collections::BTreeMap;
use std::path::Path;

use osmpbf::{Element, PrimitiveBlock, RelMemberType};

use crate::diagnostics::{Error, Finding, Findings, InputError, Severity, printable, shorten};
use crate::network::streets::flag;
use pbf::{Source, Want, scan};
use rayon::slice::ParallelSliceMut;
pub(crate) use records::Finder;
pub use records::{ClosedRecord, StreetRecords, WayRecord};
use tags::{Closure, Oddity, Tags, WayUse, closure, node_blocks, node_stops_wheelchair, way_use};

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
    /// Ways closed to walkers: id, why, number of references.
    closed: Vec<(i64, Closure, usize)>,
    closed_refs: Vec<i64>,
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
        let mut rest = block.closed_refs.as_slice();
        for (id, why, count) in &block.closed {
            let (nodes, tail) = rest.split_at_checked(*count).unwrap_or((rest, &[]));
            rest = tail;
            records.add_closed(*id, *why, nodes);
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
        if records.refs.len() + records.closed_refs.len() > REFS_LIMIT {
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
        let outline = |block: &PrimitiveBlock| pbf::ways(block, |id| areas.contains_key(&id));
        scan(source, Some(&contents), Want::Ways, outline, |ways| {
            for (id, nodes) in ways {
                if let Some(may) = areas.get(&id) {
                    records.add_way(id, may, &nodes);
                }
            }
            Ok(())
        })?;
    }
    // Of ways that nobody may walk on only the nodes matter that others have too.
    let mut needed = records.refs.clone();
    let some = |way: &&ClosedRecord| way.closure == Closure::OpenToSome;
    for way in records.closed.iter().filter(some) {
        needed.extend_from_slice(records.nodes_of_closed(way));
    }
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

fn block_ways(block: &PrimitiveBlock) -> BlockWays {
    let mut out = BlockWays::default();
    let mut odd = Vec::new();
    let mut buffer = Vec::new();
    for way in block.groups().flat_map(|g| g.ways()) {
        let damaged = text_of(block, way.raw_tags().map(unsigned), &mut buffer);
        let may = way_use(Tags(&buffer), &mut odd);
        let name = || format!("way/{}", way.id());
        out.oddities.extend(odd.drain(..).map(|o| (name(), o)));
        if may.as_ref().is_none_or(|m| m.flags & flag::FOOT == 0)
            && let Some(why) = closure(Tags(&buffer))
        {
            let before = out.closed_refs.len();
            out.closed_refs.extend(way.refs());
            let refs = out.closed_refs.len() - before;
            out.closed.push((way.id(), why, refs));
        }
        let Some(may) = may else { continue };
        if damaged {
            out.not_utf8.push(name());
        }
        let before = out.refs.len();
        out.refs.extend(way.refs());
        out.ways.push((way.id(), may, out.refs.len() - before));
    }
    for relation in block.groups().flat_map(|g| g.relations()) {
        let damaged = text_of(block, relation.raw_tags().map(unsigned), &mut buffer);
        let tags = Tags(&buffer);
        // Relations of ferries hold lines that have their own tags.
        if !tags.is("type", "multipolygon") || tags.get("route").is_some() {
            continue;
        }
        let may = way_use(tags, &mut odd).filter(|m| m.flags & flag::FOOT != 0);
        let name = || format!("relation/{}", relation.id());
        out.oddities.extend(odd.drain(..).map(|o| (name(), o)));
        let Some(mut may) = may else { continue };
        if damaged {
            out.not_utf8.push(name());
        }
        // Nobody cycles along the edge of a square.
        may.flags &= !(flag::BIKE_FORWARD | flag::BIKE_BACK);
        let ways = relation
            .members()
            .filter(|m| m.member_type == RelMemberType::Way);
        out.areas.push((may, ways.map(|m| m.member_id).collect()));
    }
    out
}

fn block_nodes(block: &PrimitiveBlock, needed: &[i64]) -> BlockNodes {
    let mut out = BlockNodes::default();
    let mut buffer = Vec::new();
    let mut finder = Finder::new(needed);
    for element in block.elements() {
        let Some((id, lon, lat)) = pbf::node(&element) else {
            continue;
        };
        let Some(place) = finder.find(id).and_then(|i| u32::try_from(i).ok()) else {
            continue;
        };
        let Some(position) = pbf::position(lon, lat) else {
            out.impossible
                .push((id, lon as f64 * 1e-9, lat as f64 * 1e-9));
            continue;
        };
        out.nodes.push((place, position));
        if tags_of(block, &element, &mut buffer) {
            out.not_utf8.push(format!("node/{id}"));
        }
        let tags = Tags(&buffer);
        if node_blocks(tags) {
            out.closed.push(id);
        } else if node_stops_wheelchair(tags) {
            out.no_wheelchair.push(id);
        }
    }
    out
}

/// Puts the tags of an element into `out`; tells whether one was left out because it is not
/// UTF-8.
fn tags_of<'a>(
    block: &'a PrimitiveBlock,
    element: &Element<'_>,
    out: &mut Vec<(&'a str, &'a str)>,
) -> bool {
    match element {
        Element::DenseNode(e) => {
            let tags = e.raw_tags().map(|(k, v)| (k as usize, v as usize));
            text_of(block, tags, out)
        }
        Element::Node(e) => text_of(block, e.raw_tags().map(unsigned), out),
        Element::Way(e) => text_of(block, e.raw_tags().map(unsigned), out),
        Element::Relation(e) => text_of(block, e.raw_tags().map(unsigned), out),
    }
}

fn unsigned((k, v): (u32, u32)) -> (usize, usize) {
    (k as usize, v as usize)
}

/// Like [`tags_of`], from the numbers of the strings.
fn text_of<'a>(
    block: &'a PrimitiveBlock,
    tags: impl Iterator<Item = (usize, usize)>,
    out: &mut Vec<(&'a str, &'a str)>,
) -> bool {
    out.clear();
    let strings = block.raw_stringtable();
    let text = |i: usize| strings.get(i).and_then(|s| std::str::from_utf8(s).ok());
    let mut damaged = false;
    for (k, v) in tags {
        match (text(k), text(v)) {
            (Some(k), Some(v)) => out.push((k, v)),
            _ => damaged = true,
        }
    }
    damaged
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
