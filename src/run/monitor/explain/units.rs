//! Areas that can be compared between editions, by code through a crosswalk.

use super::align::Incomparable;
use super::codes::Origins;
use super::union::Union;
use super::{Edition, Options};
use crate::axes::{HomeId, IdVec, LevelId, first};
use crate::diagnostics::Findings;
use crate::input::study::Study;
use std::collections::BTreeMap;

/// The whole region, or an area that both editions have.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Level and area of the later edition; none for the whole region.
    pub area: Option<(LevelId, usize)>,
    /// Code in the later edition; empty for the whole region.
    pub code: String,
    /// Name in the later edition.
    pub name: String,
    /// Homes that count with their share, by the division of either edition.
    pub members: [Vec<(HomeId, f64)>; 2],
    /// Whether a share between 0 and 1 of an earlier area counts.
    pub by_share: bool,
}

impl Unit {
    /// Whether both divisions have the same homes in it.
    pub fn same_border(&self) -> bool {
        self.members[0] == self.members[1]
    }
}

/// The whole region, then the areas of every level (or the one asked for) in the order of the later edition; and
/// areas that can't be compared.
pub fn units(
    study: &Study,
    editions: [&Edition; 2],
    levels: [&IdVec<LevelId, LevelId>; 2],
    union: &Union,
    asked: &Options,
    findings: &mut Findings,
) -> (Vec<Unit>, Vec<Incomparable>) {
    let everybody: Vec<(HomeId, f64)> = first(union.homes.len()).map(|h| (h, 1.0)).collect();
    let mut units = vec![Unit {
        area: None,
        code: String::new(),
        name: String::new(),
        members: [everybody.clone(), everybody],
        by_share: false,
    }];
    let mut missing = Vec::new();
    for (l, level) in study.areas.by_id() {
        if asked
            .level
            .as_ref()
            .is_some_and(|wanted| *wanted != level.level)
        {
            continue;
        }
        let crosswalk = asked.crosswalks.iter().find(|c| c.level == level.level);
        let years = [0, 1].map(|e| editions[e].study.areas[levels[e][l]].year);
        // One file may hold the areas of several years, in layers or columns.
        let [a, b] = [0, 1].map(|e| &editions[e].study.areas[levels[e][l]]);
        let same_file = (&a.path, &a.layer, &a.code) == (&b.path, &b.layer, &b.code);
        if years == [None, None] && crosswalk.is_none() && !same_file {
            findings.warn(
                "area-year-unknown",
                &union.areas[1][l].layer.file,
                None,
                &level.level,
                "neither edition states the year of these areas",
                "the same code is taken for the same area",
            );
        }
        let declared = crosswalk.is_some() || years[0] == years[1] || same_file;
        let codes = [0, 1].map(|e| -> Vec<&str> {
            let areas = union.areas[e][l].layer.areas.iter();
            areas.map(|a| a.code.as_str()).collect()
        });
        let names = [0, 1].map(|e| editions[e].name.as_str());
        let origins = Origins::new([&codes[0], &codes[1]], crosswalk, declared, names);
        let homes = [0, 1].map(|e| union.homes_by_area(e, l));
        let places: BTreeMap<&str, usize> = (codes[0].iter().enumerate())
            .map(|(i, code)| (*code, i))
            .collect();
        let mut used: Vec<&str> = Vec::new();
        let mut left_out = |code: &str, e: usize, why: String| {
            missing.push(Incomparable {
                kind: "area",
                level: level.level.clone(),
                name: code.to_owned(),
                edition: editions[e].name.clone(),
                why,
            });
        };
        for (a, code) in codes[1].iter().copied().enumerate() {
            if let Some(why) = origins.unclear.get(code) {
                left_out(code, 1, why.clone());
                continue;
            }
            let Some(from) = origins.made_of.get(code) else {
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
            let mut before: Vec<(HomeId, f64)> = earlier
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
        for code in (codes[0].iter().copied()).filter(|c| used.binary_search(c).is_err()) {
            let why = match (origins.why_left_out(code, names[1]), declared) {
                (Some(why), _) => why,
                (None, true) => format!("edition {:?} has no area that it went into", names[1]),
                (None, false) => format!(
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
