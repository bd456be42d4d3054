//! The homes of both editions as one list, with the weights of either and the areas of either.

use super::align::Picks;
use crate::axes::{GroupId, HomeId, IdVec, LevelId};
use crate::diagnostics::Findings;
use crate::ids::Id;
use crate::input::points::PointSet;
use crate::input::study::{Group, Study};
use crate::measures::sample::{Sample, usable_weight};
use crate::measures::travel_time::Percentile;
use crate::run::study::inputs::{Areas, Inputs};
use crate::units::LonLat;
use std::collections::HashMap;

/// Homes of one id that lie farther apart than this, metres, are two homes.
const SAME_PLACE_M: f64 = 1.0;
/// Between the name of a group and the rank of whose lowest fifth a part of it is made.
pub const LOWEST_BY: &str = ": lowest fifth by ";
/// Share of the people, percent, that makes up the lowest part by a rank.
const LOWEST: u8 = 20;

/// Homes of both editions: those of the earlier one in its order, then those that only the later one has.
#[derive(Clone, Default)]
pub struct Union {
    /// The homes.
    pub homes: PointSet,
    /// By edition, group and home; 0 where the edition has no such home, none where not known.
    pub weights: [IdVec<GroupId, IdVec<HomeId, Option<f64>>>; 2],
    /// Areas of either edition's division, by level.
    pub areas: [IdVec<LevelId, Areas>; 2],
}

/// Whether two places are the same, to a metre.
fn same_place(a: LonLat, b: LonLat) -> bool {
    const METRES: f64 = 111_320.0;
    let dx = (a.lon - b.lon) * METRES * a.lat.to_radians().cos();
    let dy = (a.lat - b.lat) * METRES;
    dx.hypot(dy) <= SAME_PLACE_M
}

/// Puts homes together. For each rank, `study` gets one more group: those of the report's group in homes of the
/// lowest fifth. Ranks and the limit of the fifth are the base's; only homes that it lacks have the other's rank.
pub fn union(
    study: &mut Study,
    inputs: [&Inputs; 2],
    picks: &[Picks; 2],
    base: usize,
    findings: &mut Findings,
) -> Union {
    let mut homes = inputs[0].homes.clone();
    let first = homes.len();
    let known: HashMap<&str, HomeId> = (inputs[0].homes.ids.iter().zip(inputs[0].home_ids()))
        .map(|(id, home)| (id.as_str(), home))
        .collect();
    let later = &inputs[1].homes;
    // Place in the union of each home of the later edition.
    let place: Vec<HomeId> = (later.ids.iter().zip(&later.positions))
        .map(|(id, at)| {
            let same = known.get(id.as_str()).copied();
            same.filter(|i| same_place(inputs[0].homes.positions[i.index()], *at))
                .unwrap_or_else(|| {
                    homes.push(id.clone(), *at);
                    HomeId::new(homes.len() - 1)
                })
        })
        .collect();
    let n = homes.len();
    let spread = |edition: usize, values: &[Option<f64>], absent: Option<f64>| {
        let mut out = IdVec::<HomeId, _>::filled(absent, n);
        for (i, v) in values.iter().enumerate() {
            out[if edition == 0 {
                HomeId::new(i)
            } else {
                place[i]
            }] = *v;
        }
        out
    };
    let mut has = [0, 1].map(|_| IdVec::<HomeId, bool>::filled(false, n));
    has[0].iter_mut().take(first).for_each(|has| *has = true);
    place.iter().for_each(|i| has[1][*i] = true);
    let mut weights = [0, 1].map(|e| -> IdVec<GroupId, IdVec<HomeId, Option<f64>>> {
        let of = |g: &GroupId| spread(e, &inputs[e].weights[*g], Some(0.0));
        picks[e].groups.iter().map(of).collect()
    });
    for r in 0..study.homes.ranks.len() {
        let ranks = [0, 1].map(|e| spread(e, &inputs[e].ranks[picks[e].ranks[r]], None));
        let people = &weights[base][study.report.group];
        let sample = Sample::new(ranks[base].iter().copied().zip(people.iter().copied()));
        let Some(limit) = Percentile::new(LOWEST).and_then(|p| sample.quantile(p)) else {
            let of = &study.homes.groups[study.report.group].name;
            findings.warn(
                "rank-unknown",
                &inputs[base].homes.file,
                None,
                format!("rank {:?}", study.homes.ranks[r].0),
                format!("of nobody of {of:?} the number in this column is known"),
                "the lowest fifth by it is left out",
            );
            continue;
        };
        let lowest = [0, 1].map(|e| -> IdVec<HomeId, Option<f64>> {
            let people = weights[e][study.report.group].by_id();
            people
                .map(|(h, w)| {
                    let from = if has[base][h] { base } else { 1 - base };
                    match ranks[from][h] {
                        Some(rank) if rank <= limit => *w,
                        Some(_) => Some(0.0),
                        None if *w == Some(0.0) => *w,
                        None => None,
                    }
                })
                .collect()
        });
        for (all, lowest) in weights.iter_mut().zip(lowest) {
            all.push(lowest);
        }
        let (name, column) = &study.homes.ranks[r];
        let of = &study.homes.groups[study.report.group];
        let lowest = Group {
            name: format!("{}{LOWEST_BY}{name}", of.name),
            // Says what the weight counts, as the group's own column does.
            column: Some(of.column.clone().unwrap_or_else(|| column.clone())),
            share: None,
        };
        study.homes.groups.push(lowest);
    }
    let areas = [0, 1].map(|e| -> IdVec<LevelId, Areas> {
        let of = |l: &LevelId| {
            let layer = inputs[e].areas[*l].layer.clone();
            let of_home = homes.positions.iter().map(|p| layer.locate(*p)).collect();
            Areas { layer, of_home }
        };
        picks[e].levels.iter().map(of).collect()
    });
    Union {
        homes,
        weights,
        areas,
    }
}

impl Union {
    /// Homes of each area of a level by the division of an edition.
    pub fn homes_by_area(&self, edition: usize, level: LevelId) -> Vec<Vec<HomeId>> {
        let areas = &self.areas[edition][level];
        let mut homes = vec![Vec::new(); areas.layer.areas.len()];
        for (home, area) in areas.of_home.by_id() {
            if let Some(list) = area.and_then(|a| homes.get_mut(a)) {
                list.push(home);
            }
        }
        homes
    }

    /// Homes whose weight for a group only one edition tells. A home that an edition lacks counts for nobody
    /// there, which is known.
    pub fn told_once(&self, group: GroupId) -> IdVec<HomeId, bool> {
        let known = |w: &Option<f64>| usable_weight(*w).is_some();
        let [a, b] = [0, 1].map(|e| &self.weights[e][group]);
        a.iter().zip(b).map(|(a, b)| known(a) != known(b)).collect()
    }

    /// Homes of an edition whose weight for a group is not known.
    pub fn unknown(&self, edition: usize, group: GroupId) -> usize {
        self.weights[edition][group]
            .iter()
            .filter(|w| w.is_none())
            .count()
    }
}
