//! OpenStreetMap: streets and places from PBF files.

mod barriers;
mod block;
mod check;
mod ferries;
pub mod flag;
mod format;
mod frames;
pub mod landscape;
pub mod pbf;
pub mod places;
pub mod records;
mod rings;
pub mod tags;
mod wire;

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostics::{Error, Fault, Finding, Findings, Severity, printable, shorten};
use barriers::Gates;
use block::Block;
use ferries::Route;
use landscape::{BlockLandscape, NamedPlace};
use pbf::{Located, Source, Want, scan};
use rayon::slice::ParallelSliceMut;
pub(crate) use records::Finder;
pub use records::{ClosedRecord, StreetRecords, WayRecord};
use tags::{
    Closure, Oddity, Tags, WayUse, closure, is_private, node_blocks, node_stops_wheelchair, way_use,
};

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
    /// Nodes whose positions stand in the ways.
    located: Vec<Located>,
    /// Ends of ways closed to the public: node, way.
    private_ends: Vec<(i64, i64)>,
    ferry_routes: Vec<Route>,
    /// Squares and other areas open to walkers: use, ways of the outline.
    areas: Vec<(WayUse, Vec<i64>)>,
    oddities: Vec<(String, Oddity)>,
    not_utf8: Vec<String>,
    landscape: BlockLandscape,
}

/// What a block has of the nodes needed.
#[derive(Default)]
struct BlockNodes {
    /// Place among those needed, and position.
    nodes: Vec<(u32, [i32; 2])>,
    closed: Vec<i64>,
    no_wheelchair: Vec<i64>,
    /// Those of both that are barriers.
    barriers: Vec<i64>,
    impossible: Vec<(i64, f64, f64)>,
    not_utf8: Vec<String>,
    /// Nodes of the landscape: place among those needed for it, and position.
    scenery: Vec<(u32, [i32; 2])>,
    places: Vec<(i64, NamedPlace)>,
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
    let mut located: Vec<Located> = Vec::new();
    let mut landscape = landscape::Draft::default();
    let mut gates = Gates::default();
    let mut ferry_routes: Vec<Route> = Vec::new();
    // Of ferries without a duration of their own: a relation may have it.
    let mut ferry_oddities: Vec<(String, Oddity)> = Vec::new();
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
            match oddity {
                Oddity::FerryDuration(_) => ferry_oddities.push((record, oddity)),
                _ => note(&mut findings, &file, record, &oddity),
            }
        }
        located.extend(block.located);
        landscape.add(block.landscape);
        gates.private_ends.extend(block.private_ends);
        ferry_routes.extend(block.ferry_routes);
        not_utf8(&mut findings, &file, block.not_utf8);
        if records.refs.len() + records.closed_refs.len() > REFS_LIMIT {
            return Err(Fault::TooLarge
                .at(&file, "the file has too many streets to hold")
                .hint("cut out your region with `osmium extract`")
                .into());
        }
        Ok(())
    })?;
    // The outlines of areas are walked along, unless they are streets already.
    for way in &records.ways {
        areas.remove(&way.id);
    }
    let shores = landscape.wanted();
    if !areas.is_empty() || !shores.is_empty() {
        let outline = |block: &Block<'_>| {
            pbf::ways(block, |id| areas.contains_key(&id) || shores.contains(&id))
        };
        scan(source, Some(&contents), Want::Ways, outline, |ways| {
            for line in ways {
                if let Some(may) = areas.get(&line.id) {
                    records.add_way(line.id, may, &line.nodes);
                    located.extend(line.located.iter().copied());
                }
                if shores.contains(&line.id) {
                    landscape.line(line);
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
    let scenery = landscape.needed();
    let mut spots: Vec<Option<[i32; 2]>> = vec![None; scenery.len()];
    scan(
        source,
        Some(&contents),
        Want::Nodes,
        |block| block_nodes(block, &needed, &scenery),
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
            for (place, position) in block.scenery {
                if let Some(spot) = spots.get_mut(place as usize) {
                    spot.get_or_insert(position);
                }
            }
            landscape.places(block.places);
            records.closed_nodes.extend(block.closed);
            records.no_wheelchair_nodes.extend(block.no_wheelchair);
            gates.barriers.extend(block.barriers);
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
    records.landscape = landscape.finish(&scenery, spots);
    place_by_ways(&needed, &mut positions, located, &mut twice);
    twice.sort_unstable();
    for id in twice {
        records::node_twice(&file, id, &mut findings);
    }
    missing_nodes(&file, &positions, &mut findings)?;
    let mut there = positions.iter().map(|p| *p != UNSEEN);
    needed.retain(|_| there.next().unwrap_or(false));
    positions.retain(|p| *p != UNSEEN);
    records.node_ids = needed;
    records.node_positions = positions;
    records.sort(&mut findings);
    gates.judge(&mut records, &mut findings);
    ferries::settle(&mut records, ferry_routes, &mut findings);
    for (record, oddity) in ferry_oddities {
        let way = record.strip_prefix("way/").and_then(|id| id.parse().ok());
        if way.is_none_or(|id| records.way(id).is_none_or(|w| w.duration_s == 0)) {
            note(&mut findings, &file, record, &oddity);
        }
    }

    let known = |id: &i64| records.node_ids.binary_search(id).is_ok();
    let walkable = records.ways.iter().any(|way| {
        way.flags & flag::FOOT != 0
            && records
                .nodes_of(way)
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if a != b && known(a) && known(b)))
    });
    if !walkable {
        return Err(Fault::StreetsMissing
            .at(&file, "the file has no street to walk on")
            .hint(
                "take an extract with the highways and all their nodes \
                 (`osmium tags-filter IN w/highway` keeps both)",
            )
            .into());
    }
    Ok((records, findings))
}

/// Places the nodes that stand in no node of the file, but in its ways (`LocationsOnWays`).
fn place_by_ways(
    needed: &[i64],
    positions: &mut [[i32; 2]],
    mut located: Vec<Located>,
    twice: &mut Vec<i64>,
) {
    // Stable, so that the first in the file counts.
    located.par_sort_by_key(|l| l.0);
    let mut finder = Finder::new(needed);
    for same in located.chunk_by(|a, b| a.0 == b.0) {
        let Some((id, place)) = same.first() else {
            continue;
        };
        let known = finder.find(*id).and_then(|i| positions.get_mut(i));
        let Some(known) = known.filter(|k| **k == UNSEEN) else {
            continue;
        };
        *known = *place;
        if same.iter().any(|l| l.1 != *place) {
            twice.push(*id);
        }
    }
}

/// Refuses a file in which most nodes of the streets are missing, and says loudly when many are.
fn missing_nodes(file: &str, positions: &[[i32; 2]], findings: &mut Findings) -> Result<(), Error> {
    let all = positions.len();
    let missing = positions.iter().filter(|p| **p == UNSEEN).count();
    let problem =
        format!("{missing} of the {all} nodes of its streets are not in the file, or not on Earth");
    if missing * 2 > all {
        return Err(Fault::StreetsMissing.at(file, problem)
            .hint(
                "streets lie where their nodes lie: make the extract with `osmium extract` as it is \
                 (not `--strategy simple`), and filter with `osmium tags-filter` without -R; \
                 `osmium add-locations-to-ways` may leave the nodes out only where their places stand in the ways",
            )
            .into());
    }
    if missing * 3 > all {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "street-nodes-missing".into(),
            file: file.to_owned(),
            line: None,
            record: String::new(),
            message: problem,
            action: "the ways were cut around them".to_owned(),
        });
    }
    Ok(())
}

fn block_ways(block: &Block<'_>) -> BlockWays {
    let mut out = BlockWays::default();
    let mut odd = Vec::new();
    let mut buffer = Vec::new();
    for way in block.ways() {
        let damaged = way.tags(&mut buffer);
        out.landscape.way(&way, Tags(&buffer));
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
            if may.is_none() {
                out.located.extend(way.located());
            }
        }
        let Some(may) = may else {
            if is_private(Tags(&buffer)) {
                let ends = [way.refs().next(), way.refs().last()];
                let ends = ends.into_iter().flatten();
                out.private_ends.extend(ends.map(|node| (node, way.id())));
            }
            continue;
        };
        if damaged {
            out.not_utf8.push(name());
        }
        let before = out.refs.len();
        out.refs.extend(way.refs());
        out.located.extend(way.located());
        out.ways.push((way.id(), may, out.refs.len() - before));
    }
    for relation in block.relations() {
        let damaged = relation.tags(&mut buffer);
        let tags = Tags(&buffer);
        out.ferry_routes.extend(Route::read(&relation, tags));
        // Relations of ferries hold lines that have their own tags.
        if !tags.is("type", "multipolygon") || tags.get("route").is_some() {
            continue;
        }
        out.landscape.relation(&relation, tags);
        let may = way_use(tags, &mut odd).filter(|m| m.flags & flag::FOOT != 0);
        let name = || format!("relation/{}", relation.id());
        out.oddities.extend(odd.drain(..).map(|o| (name(), o)));
        let Some(mut may) = may else { continue };
        if damaged {
            out.not_utf8.push(name());
        }
        // Nobody cycles along the edge of a square.
        may.flags &= !(flag::BIKE_FORWARD | flag::BIKE_BACK);
        let ways = relation.ways().map(|(id, _)| id);
        out.areas.push((may, ways.collect()));
    }
    out
}

fn block_nodes(block: &Block<'_>, needed: &[i64], scenery: &[i64]) -> BlockNodes {
    let mut out = BlockNodes {
        places: landscape::places(block),
        ..BlockNodes::default()
    };
    let mut buffer = Vec::new();
    let (mut finder, mut shown) = (Finder::new(needed), Finder::new(scenery));
    for node in block.nodes() {
        let id = node.id;
        if let Some(place) = shown.find(id).and_then(|i| u32::try_from(i).ok())
            && let Some(position) = node.position()
        {
            out.scenery.push((place, position));
        }
        let Some(place) = finder.find(id).and_then(|i| u32::try_from(i).ok()) else {
            continue;
        };
        let Some(position) = node.position() else {
            let [lon, lat] = node.nano.map(|nano| nano as f64 * 1e-9);
            out.impossible.push((id, lon, lat));
            continue;
        };
        out.nodes.push((place, position));
        if node.tags(&mut buffer) {
            out.not_utf8.push(format!("node/{id}"));
        }
        let tags = Tags(&buffer);
        if node_blocks(tags) {
            out.closed.push(id);
        } else if node_stops_wheelchair(tags) {
            out.no_wheelchair.push(id);
        } else {
            continue;
        }
        if tags.get("barrier").is_some() {
            out.barriers.push(id);
        }
    }
    out
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
