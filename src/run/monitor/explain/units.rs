//! Areas that can be compared between editions, by code through a crosswalk.

use super::align::Incomparable;
use super::union::Union;
use super::{Asked, Edition};
use crate::diagnostics::Findings;
use crate::input::crosswalk::Crosswalk;
use crate::input::study::Study;
use std::collections::BTreeMap;

/// The whole region, or an area that both editions have.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Level and area of the later edition; none for the whole region.
    pub area: Option<(usize, usize)>,
    /// Code in the later edition; empty for the whole region.
    pub code: String,
    /// Name in the later edition.
    pub name: String,
    /// Homes that count with their share, by the division of either edition.
    pub members: [Vec<(usize, f64)>; 2],
    /// Whether a share between 0 and 1 of an earlier area counts.
    pub by_share: bool,
}

impl Unit {
    /// Whether both divisions have the same homes in it.
    pub fn same_border(&self) -> bool {
        self.members[0] == self.members[1]
    }
}

/// What a code of the later edition was made of: codes of the earlier one with their shares.
type Sources<'a> = BTreeMap<&'a str, Vec<(&'a str, f64)>>;

/// The whole region, then the areas of every level (or the one asked for) in the order of the later edition; and
/// areas that can't be compared.
pub fn units(
    study: &Study,
    editions: [&Edition; 2],
    levels: [&[usize]; 2],
    union: &Union,
    asked: &Asked,
    findings: &mut Findings,
) -> (Vec<Unit>, Vec<Incomparable>) {
    let everybody: Vec<(usize, f64)> = (0..union.homes.len()).map(|h| (h, 1.0)).collect();
    let mut units = vec![Unit {
        area: None,
        code: String::new(),
        name: String::new(),
        members: [everybody.clone(), everybody],
        by_share: false,
    }];
    let mut missing = Vec::new();
    for (l, level) in study.areas.iter().enumerate() {
        if asked
            .level
            .as_ref()
            .is_some_and(|wanted| *wanted != level.level)
        {
            continue;
        }
        let crosswalk = asked.crosswalks.iter().find(|c| c.level == level.level);
        let years = [0, 1].map(|e| editions[e].study.areas[levels[e][l]].year);
        let paths = [0, 1].map(|e| &editions[e].study.areas[levels[e][l]].path);
        if years == [None, None] && crosswalk.is_none() && paths[0] != paths[1] {
            findings.warn(
                "area-year-unknown",
                &union.areas[1][l].layer.file,
                None,
                &level.level,
                "neither edition states the year of these areas",
                "the same code is taken for the same area",
            );
        }
        let same_file = paths[0] == paths[1];
        let declared = crosswalk.is_some() || years[0] == years[1] || same_file;
        let (sources, unclear) = sources(union, l, crosswalk, declared);
        let homes = [0, 1].map(|e| homes_by_area(union, e, l));
        let places: BTreeMap<&str, usize> = (union.areas[0][l].layer.areas.iter().enumerate())
            .map(|(i, a)| (a.code.as_str(), i))
            .collect();
        let mut used: Vec<&str> = Vec::new();
        let codes = |e: usize| {
            union.areas[e][l]
                .layer
                .areas
                .iter()
                .map(|a| a.code.as_str())
        };
        let mut left_out = |code: &str, e: usize, why: String| {
            missing.push(Incomparable {
                kind: "area",
                level: level.level.clone(),
                name: code.to_owned(),
                edition: editions[e].name.clone(),
                why,
            });
        };
        for (a, code) in codes(1).enumerate() {
            if let Some(from) = unclear.get(code) {
                left_out(
                    code,
                    1,
                    format!(
                        "the crosswalk splits {from} over several areas and doesn't say in which shares"
                    ),
                );
                continue;
            }
            let Some(from) = sources.get(code) else {
                left_out(
                    code,
                    1,
                    match declared {
                        true => format!(
                            "edition {:?} has no area that it was made of",
                            editions[0].name
                        ),
                        false => format!(
                            "the division is of {} and was of {}; give a crosswalk for level {:?}",
                            year(years[1]),
                            year(years[0]),
                            level.level
                        ),
                    },
                );
                continue;
            };
            used.extend(from.iter().map(|f| f.0));
            let earlier = from
                .iter()
                .filter_map(|(code, share)| Some((*places.get(code)?, *share)));
            let mut before: Vec<(usize, f64)> = earlier
                .flat_map(|(i, share)| homes[0][i].iter().map(move |h| (*h, share)))
                .collect();
            before.sort_unstable_by_key(|m| m.0);
            let after = homes[1][a].iter().map(|h| (*h, 1.0)).collect();
            let area = &union.areas[1][l].layer.areas[a];
            units.push(Unit {
                area: Some((l, a)),
                code: code.to_owned(),
                name: area.name.clone(),
                members: [before, after],
                by_share: from.iter().any(|f| f.1 < 1.0),
            });
        }
        used.sort_unstable();
        for code in codes(0).filter(|c| used.binary_search(c).is_err()) {
            let why = match declared {
                true => format!(
                    "edition {:?} has no area that it went into",
                    editions[1].name
                ),
                false => format!(
                    "the division was of {} and is of {}; give a crosswalk for level {:?}",
                    year(years[0]),
                    year(years[1]),
                    level.level
                ),
            };
            left_out(code, 0, why);
        }
    }
    (units, missing)
}

fn year(year: Option<u16>) -> String {
    year.map_or("a year not stated".to_owned(), |y| y.to_string())
}

/// What each later code was made of, and later codes of which that isn't clear with the code that is split.
fn sources<'a>(
    union: &'a Union,
    level: usize,
    crosswalk: Option<&'a Crosswalk>,
    declared: bool,
) -> (Sources<'a>, BTreeMap<&'a str, &'a str>) {
    let codes = |e: usize| {
        union.areas[e][level]
            .layer
            .areas
            .iter()
            .map(|a| a.code.as_str())
    };
    let known: [std::collections::BTreeSet<&str>; 2] = [0, 1].map(|e| codes(e).collect());
    let rows = crosswalk.map_or(&[][..], |c| &c.rows);
    // National crosswalks hold more than a region.
    let here = || rows.iter().filter(|r| known[0].contains(r.from.as_str()));
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    here().for_each(|r| *parts.entry(&r.from).or_default() += 1);
    let (mut sources, mut unclear) = (Sources::new(), BTreeMap::new());
    for row in here().filter(|r| known[1].contains(r.to.as_str())) {
        match row.share {
            Some(share) => sources
                .entry(row.to.as_str())
                .or_default()
                .push((row.from.as_str(), share)),
            None if parts[row.from.as_str()] == 1 => {
                sources
                    .entry(row.to.as_str())
                    .or_default()
                    .push((row.from.as_str(), 1.0));
            }
            None => {
                unclear.insert(row.to.as_str(), row.from.as_str());
            }
        }
    }
    // What a crosswalk doesn't mention is unchanged.
    let became: std::collections::BTreeSet<&str> = rows.iter().map(|r| r.to.as_str()).collect();
    for code in codes(1).filter(|c| declared && known[0].contains(c)) {
        if !parts.contains_key(code) && !became.contains(code) {
            sources.insert(code, vec![(code, 1.0)]);
        }
    }
    (sources, unclear)
}

/// Homes of each area of a level by the division of an edition.
fn homes_by_area(union: &Union, edition: usize, level: usize) -> Vec<Vec<usize>> {
    let areas = &union.areas[edition][level];
    let mut homes = vec![Vec::new(); areas.layer.areas.len()];
    for (home, area) in areas.of_home.iter().enumerate() {
        if let Some(list) = area.and_then(|a| homes.get_mut(a)) {
            list.push(home);
        }
    }
    homes
}
