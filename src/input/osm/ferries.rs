//! How long ferries take where it does not stand in the way itself, or stands in several.
//!
//! A duration of a relation is that of all its ways together. One that is repeated on ways which
//! are one crossing (parts between which nobody can get off) counts once. It is shared out over the
//! ways by length.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Relation;
use super::records::StreetRecords;
use super::tags::{Tags, duration};
use crate::diagnostics::{Finding, Findings, Severity, printable, shorten};
use crate::input::osm::flag;
use crate::units::degrees;

/// A relation `route=ferry` with a duration.
pub(super) struct Route {
    id: i64,
    duration: String,
    ways: Vec<i64>,
}

impl Route {
    /// Of a relation with these tags; none when it is no ferry or has no duration.
    pub(super) fn read(relation: &Relation<'_>, tags: Tags<'_>) -> Option<Self> {
        if !tags.is("type", "route") || !tags.is("route", "ferry") {
            return None;
        }
        let aboard = |role: &str| !role.starts_with("platform") && !role.starts_with("stop");
        let ways = relation.ways();
        let ways = ways.filter(|(_, role)| aboard(role.unwrap_or_default()));
        let mut seen = BTreeSet::new();
        Some(Self {
            id: relation.id(),
            duration: tags.get("duration")?.to_owned(),
            ways: ways
                .map(|(id, _)| id)
                .filter(|id| seen.insert(*id))
                .collect(),
        })
    }
}

/// Gives ferries the durations of their relations, and counts once what is repeated. The ways
/// must be sorted.
pub(super) fn settle(records: &mut StreetRecords, routes: Vec<Route>, findings: &mut Findings) {
    let mut settled = BTreeSet::new();
    // The relation of the fewest ways says most of each.
    let mut routes: Vec<(Vec<usize>, Route)> = routes
        .into_iter()
        .map(|route| (ferries_of(records, &route), route))
        .filter(|(ways, _)| !ways.is_empty())
        .collect();
    routes.sort_by_key(|(ways, route)| (ways.len(), route.id));
    for (ways, route) in routes {
        let unused = by_relation(records, &ways, &route, &mut settled);
        if let Err((message, action)) = unused {
            findings.warn(
                "ferry-relation-duration",
                records.file.clone(),
                None,
                format!("relation/{}", route.id),
                message,
                action,
            );
        }
    }
    for ways in crossings(records, &settled) {
        let Some(first) = ways.first().and_then(|w| records.ways.get(*w)) else {
            continue;
        };
        let (way, seconds) = (first.id, first.duration_s);
        findings.push(Finding {
            severity: Severity::Note,
            code: "ferry-duration-repeated".into(),
            file: records.file.clone(),
            line: None,
            record: format!("way/{way}"),
            message: format!(
                "is one crossing together with {} more of the same duration",
                plural(ways.len() - 1)
            ),
            action: "it was counted once, shared out by length".to_owned(),
        });
        share(records, &ways, seconds);
    }
}

fn plural(ways: usize) -> String {
    match ways {
        1 => "1 way".to_owned(),
        n => format!("{n} ways"),
    }
}

/// The ways of a relation that are ferries one may use, by their places in the records.
fn ferries_of(records: &StreetRecords, route: &Route) -> Vec<usize> {
    let place = |id: &i64| records.ways.binary_search_by_key(id, |w| w.id).ok();
    let ferry = |w: &usize| {
        let way = records.ways.get(*w);
        way.is_some_and(|w| w.flags & flag::FERRY != 0)
    };
    route.ways.iter().filter_map(place).filter(ferry).collect()
}

/// Uses a relation's duration where its ways need one; else says why not, and what was done.
fn by_relation(
    records: &mut StreetRecords,
    ways: &[usize],
    route: &Route,
    settled: &mut BTreeSet<usize>,
) -> Result<(), (String, &'static str)> {
    const UNUSED: &str = "the durations of its ways were used, as far as they have any";
    let own = |records: &StreetRecords, w: usize| records.ways.get(w).map_or(0, |w| w.duration_s);
    let lacking: Vec<usize> = (ways.iter().copied())
        .filter(|w| own(records, *w) == 0)
        .collect();
    let all_same = |seconds: u32| {
        let mut stated = ways.iter().filter(|w| !lacking.contains(w));
        ways.len() > 1 && stated.all(|w| own(records, *w) == seconds && !settled.contains(w))
    };
    let seconds = duration(&route.duration);
    if lacking.is_empty() && !seconds.is_some_and(all_same) {
        return Ok(());
    }
    let Some(seconds) = seconds else {
        let value = printable(&shorten(&route.duration));
        return Err((
            format!("has a duration that can't be read: {value}"),
            UNUSED,
        ));
    };
    let there = |id: &i64| records.way(*id).is_some();
    if !route.ways.iter().all(there) {
        let problem = "has a duration, but not all of its ways are in the file and open to all";
        return Err((problem.to_owned(), UNUSED));
    }
    if !is_one_line(records, ways) {
        let problem = "has a duration, but its ways are not one line from end to end";
        return Err((problem.to_owned(), UNUSED));
    }
    let (over, left) = if all_same(seconds) || lacking.len() == ways.len() {
        (ways.to_vec(), seconds)
    } else {
        let stated: u32 = ways.iter().map(|w| own(records, *w)).sum();
        if stated >= seconds {
            let problem =
                "has a duration that is no longer than those of some of its ways together";
            return Err((problem.to_owned(), UNUSED));
        }
        (lacking, seconds - stated)
    };
    share(records, &over, left);
    settled.extend(over);
    Ok(())
}

/// First and last node of a way; none of one that ends where it begins.
fn ends(records: &StreetRecords, way: usize) -> Option<[i64; 2]> {
    let nodes = records.nodes_of(records.ways.get(way)?);
    let (a, b) = (*nodes.first()?, *nodes.last()?);
    (a != b).then_some([a, b])
}

/// Whether ways join end to end into one line without branches.
fn is_one_line(records: &StreetRecords, ways: &[usize]) -> bool {
    let mut at: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for &way in ways {
        let Some(ends) = ends(records, way) else {
            return ways.len() == 1;
        };
        for node in ends {
            at.entry(node).or_default().push(way);
        }
    }
    // A line of n ways has n + 1 ends and joints, and is in one piece.
    at.values().all(|w| w.len() < 3) && at.len() == ways.len() + 1 && chains(at).len() == 1
}

/// Groups ways that meet at the given nodes, each with its ways ascending.
fn chains(at: BTreeMap<i64, Vec<usize>>) -> Vec<Vec<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for ways in at.into_values() {
        for &way in &ways {
            next.entry(way).or_default().extend(&ways);
        }
    }
    let mut chains = Vec::new();
    while let Some((&first, _)) = next.first_key_value() {
        let (mut chain, mut open) = (BTreeSet::new(), vec![first]);
        while let Some(way) = open.pop() {
            chain.insert(way);
            open.extend(next.remove(&way).unwrap_or_default());
        }
        chains.push(chain.into_iter().collect());
    }
    chains
}

/// Ferries of equal duration that meet where nobody can get on or off: each group is one crossing.
fn crossings(records: &StreetRecords, settled: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut at: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (w, way) in records.ways.iter().enumerate() {
        if way.flags & flag::FERRY != 0 {
            for node in ends(records, w).into_iter().flatten() {
                at.entry(node).or_default().push(w);
            }
        }
    }
    let same = |ways: &[usize]| {
        let [a, b] = ways else { return false };
        let seconds = |w: &usize| {
            let way = records.ways.get(*w).filter(|_| !settled.contains(w));
            way.map_or(0, |w| w.duration_s)
        };
        a != b && seconds(a) == seconds(b) && seconds(a) > 0
    };
    at.retain(|_, ways| same(ways));
    if at.is_empty() {
        return Vec::new();
    }
    let mut uses: BTreeMap<i64, u32> = BTreeMap::new();
    for node in &records.refs {
        if at.contains_key(node) {
            *uses.entry(*node).or_default() += 1;
        }
    }
    at.retain(|node, _| uses.get(node) == Some(&2));
    let joints = at.clone();
    let mut chains = chains(at);
    // Ways in a ring have no ends to sail between.
    chains.retain(|chain| {
        let within = joints
            .values()
            .filter(|w| w.iter().all(|w| chain.contains(w)));
        within.count() + 1 == chain.len()
    });
    chains
}

/// Shares a duration out over ways by length, whole seconds that add up to it; each takes at
/// least one.
fn share(records: &mut StreetRecords, ways: &[usize], seconds: u32) {
    let lengths: Vec<f64> = ways.iter().map(|w| length_m(records, *w)).collect();
    let total: f64 = lengths.iter().sum();
    let (mut run, mut given) = (0.0, 0u32);
    for (k, (&way, length)) in ways.iter().zip(&lengths).enumerate() {
        run += length;
        let part = if total > 0.0 {
            run / total
        } else {
            (k + 1) as f64 / ways.len() as f64
        };
        let due = (f64::from(seconds) * part).round() as u32;
        if let Some(way) = records.ways.get_mut(way) {
            way.duration_s = due.saturating_sub(given).max(1);
        }
        given = due;
    }
}

/// Geodesic length of a way along the nodes that are there, metres.
fn length_m(records: &StreetRecords, way: usize) -> f64 {
    let Some(way) = records.ways.get(way) else {
        return 0.0;
    };
    let nodes = records.nodes_of(way).iter();
    let places: Vec<_> = nodes.filter_map(|n| records.position(*n)).collect();
    places
        .windows(2)
        .map(|pair| match pair {
            [a, b] => degrees(*a).distance_m(degrees(*b)),
            _ => 0.0,
        })
        .sum()
}
