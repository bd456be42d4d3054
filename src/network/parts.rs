//! Parts of the streets that no street joins to the rest (walking components): which of them catch points and
//! stops, what cuts them off, and which points may be linked to the wrong street.

use super::Network;
use super::closed::{NEARER_BY_M, Touch};
use super::gaps::{Gap, gaps};
use super::links::{StreetLink, part};
use crate::diagnostics::{Finding, Severity};
use crate::ids::{EdgeId, Id, Jagged, StopId};
use crate::units::LonLat;
use crate::units::degrees;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What [`Doubts::near_closed`] are, in words that go before the points.
pub const NEAR_CLOSED: &str = "nearer by more than 100 m to a way closed by private, permit, residents or the like than to the street linked to";
/// What [`Doubts::passed_over`] are, in words that go before the points.
pub const PASSED_OVER: &str = "nearer by more than 100 m to a small part of the streets that no street joins to the rest than to the street linked to";
/// What [`Doubts::apart`] are, in words that go before the points.
pub const APART: &str = "linked to a part of the streets that no street joins to the largest";

/// A point that is nearer to a way open to some only than to the street it is linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct NearClosed {
    /// Its place in the list.
    pub point: usize,
    /// OpenStreetMap id of the way.
    pub way: i64,
    /// How far the way is, metres …
    pub way_m: f64,
    /// … and the street.
    pub street_m: f64,
}

impl NearClosed {
    /// How far things are, in words.
    pub fn words(&self) -> String {
        let (way, street) = (self.way_m, self.street_m);
        format!("way/{} {way:.0} m away, the street {street:.0} m", self.way)
    }
}

/// A point that is nearer to a part of the streets that doesn't catch it than to the street it is linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct PassedOver {
    /// Its place in the list.
    pub point: usize,
    /// OpenStreetMap id of the nearest way of that part.
    pub way: i64,
    /// Junctions of the part.
    pub junctions: u32,
    /// How far the way is, metres …
    pub way_m: f64,
    /// … and the street.
    pub street_m: f64,
}

impl PassedOver {
    /// How large the part is and how far things are, in words.
    pub fn words(&self) -> String {
        let (n, way, street) = (self.junctions, self.way_m, self.street_m);
        format!(
            "way/{} on {n} junctions {way:.0} m away, the street {street:.0} m",
            self.way
        )
    }
}

/// A point linked to a part of the streets other than the largest.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// Its place in the list.
    pub point: usize,
    /// Junctions of the part.
    pub junctions: u32,
    gap: Gap,
}

impl Apart {
    /// How large the part is and how far from others, in words.
    pub fn words(&self) -> String {
        format!("{} junctions, {}", self.junctions, self.gap)
    }
}

/// Points that may be linked to the wrong street, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Doubts {
    /// Nearer by more than [`NEARER_BY_M`] to a way that only some may use.
    pub near_closed: Vec<NearClosed>,
    /// Nearer by more than that to a small part of the streets.
    pub passed_over: Vec<PassedOver>,
    /// On a part of the streets that nothing joins to the largest.
    pub apart: Vec<Apart>,
}

/// What is said of a point: its place in the list, and the words.
pub type Said = (usize, String);

impl Doubts {
    /// The kinds of doubts: what they are, in words that go before the points, and what is said of each point.
    pub fn kinds(&self) -> [(&'static str, Vec<Said>); 3] {
        let near = self.near_closed.iter().map(|d| (d.point, d.words()));
        let passed = self.passed_over.iter().map(|d| (d.point, d.words()));
        let apart = self.apart.iter().map(|d| (d.point, d.words()));
        [
            (NEAR_CLOSED, near.collect()),
            (PASSED_OVER, passed.collect()),
            (APART, apart.collect()),
        ]
    }
}

impl Network {
    /// Walking components that links lie on, by stop.
    pub(super) fn parts_of(&self, links: &[Vec<StreetLink>]) -> Jagged<StopId, u32> {
        let mut parts = Jagged::new();
        for links in links {
            parts.push(links.iter().map(|link| self.component_of(link)));
        }
        parts
    }

    /// Says what walking components catch: small ones on which no stop would lie nothing, other small ones
    /// what is far from the rest.
    pub(super) fn judge_parts(&mut self) {
        let sizes = &self.streets.component_size;
        let mut holds = vec![false; sizes.len()];
        for part in self.stop_parts.parts().1 {
            if let Some(holds) = holds.get_mut(*part as usize) {
                *holds = true;
            }
        }
        let judged = (sizes.iter().zip(holds))
            .enumerate()
            .map(|(c, (size, holds))| {
                let was = self.cut_off.get(c).copied().unwrap_or(part::LEFT_OUT);
                // The largest part is no island, however small the town.
                if c == 0 || *size >= self.island_junctions || was == part::OPEN {
                    part::OPEN
                } else if holds || was == part::SMALL {
                    part::SMALL
                } else {
                    part::LEFT_OUT
                }
            });
        self.component_open = judged.collect();
    }

    /// Whether links lie on parts that catch whatever is nearest to them.
    pub(super) fn lie_open(&self, links: &[StreetLink]) -> bool {
        let parts = links.iter().map(|link| self.component_of(link) as usize);
        { parts }.all(|c| self.component_open.get(c) == Some(&part::OPEN))
    }

    /// Names what is cut off: small parts together, stops on them, and larger parts one by one.
    pub(super) fn report_islands(&mut self) {
        self.report_left_out();
        let stops = self.stops_on_small_parts();
        let parts = (1u32..).zip(self.component_open.iter().skip(1));
        let islands: Vec<u32> = parts
            .filter(|(_, open)| **open == part::OPEN)
            .map(|(c, _)| c)
            .collect();
        if stops.is_empty() && islands.is_empty() {
            return;
        }
        let touches = self.streets.closed.touches(&self.streets.component);
        let wanted = stops.iter().map(|(_, part)| *part).chain(islands);
        let gaps = gaps(self, &wanted.collect());
        for (stop, part) in stops {
            let ways = touches.get(&part).map(Vec::as_slice).unwrap_or_default();
            self.report_stop(stop, part, ways, gaps.get(&part).map(|(_, gap)| gap));
        }
        for (part, (edge, gap)) in &gaps {
            if self.component_open.get(*part as usize) == Some(&part::OPEN) {
                self.report_island(*part, *edge, gap);
            }
        }
    }

    fn report_left_out(&mut self) {
        let parts = self
            .streets
            .component_size
            .iter()
            .zip(&self.component_open[..]);
        let sizes = parts.filter(|(_, open)| **open == part::LEFT_OUT);
        let (closed, junctions) = sizes.fold((0, 0), |(n, sum), (size, _)| {
            (n + 1, sum + u64::from(*size))
        });
        if closed > 0 {
            self.findings.push(Finding {
                severity: Severity::Note,
                code: "street-island".into(),
                file: "streets".into(),
                line: None,
                record: String::new(),
                message: format!(
                    "{closed} unconnected parts of the street network of fewer than {} junctions without a stop, {junctions} junctions together",
                    self.island_junctions
                ),
                action: "left out, so that they catch no point".into(),
            });
        }
    }

    /// Served stops that would lie on small parts only, and the largest of those.
    fn stops_on_small_parts(&self) -> Vec<(StopId, u32)> {
        let served = self.timetable.served();
        let stops = (0..served.len()).filter(|s| served[*s]).map(StopId::new);
        let small = |stop: StopId| {
            // Parts are numbered by size. A stop with an entrance elsewhere can be reached.
            let parts = &self.stop_parts[stop];
            let is_small = |c: &&u32| self.component_open.get(**c as usize) == Some(&part::SMALL);
            let all = parts.iter().filter(is_small).count() == parts.len();
            parts.iter().min().filter(|_| all).map(|c| (stop, *c))
        };
        stops.filter_map(small).collect()
    }

    fn report_stop(&mut self, stop: StopId, part: u32, ways: &[Touch], gap: Option<&Gap>) {
        let t = &self.timetable;
        let distance = |(at, way): &Touch| {
            let metres = t.position(stop).map(|p| p.distance_m(degrees(*at)));
            (metres.unwrap_or(f64::INFINITY), *way)
        };
        let nearest = ways.iter().map(distance);
        let nearest = nearest.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let why = match (nearest, gap) {
            (Some((_, way)), _) => format!("cut off by way/{way}, which is closed to walkers"),
            (None, Some(gap)) => format!("that no street joins to the rest: {gap}"),
            (None, None) => "that no street joins to the rest".to_owned(),
        };
        let elsewhere = (self.stop_links[stop].iter()).find(|link| self.component_of(link) != part);
        let action = match elsewhere {
            Some(link) => format!(
                "linked to a larger part instead, {:.0} m away; check the position of the stop and the streets there",
                f64::from(link.off_mm) / 1000.0
            ),
            None => "reached on foot from that part only; check the position of the stop and the streets there".to_owned(),
        };
        let junctions = self.part_junctions(part);
        self.findings.warn(
            "stop-on-island",
            format!(
                "{}/stops.txt",
                t.feed_name.get(t.stop_feed[stop.index()].index())
            ),
            None,
            format!(
                "{} {:?}",
                t.stop_id.get(stop.index()),
                t.stop_name.get(stop.index())
            ),
            format!("the nearest walkable street is part of {junctions} junctions {why}"),
            action,
        );
    }

    fn report_island(&mut self, part: u32, edge: EdgeId, gap: &Gap) {
        let at = self.streets.position(self.streets.from[edge.index()]);
        let way = self.streets.way[edge.index()];
        let junctions = self.part_junctions(part);
        self.findings.warn(
            "street-island-kept",
            "streets",
            None,
            format!("way/{way} at {:.5}, {:.5}", at.lon, at.lat),
            format!(
                "is on a part of {junctions} junctions that no street joins to the largest: {gap}"
            ),
            "kept; on foot only that part is reached from there",
        );
    }

    fn part_junctions(&self, part: u32) -> u32 {
        let sizes = &self.streets.component_size;
        sizes.get(part as usize).copied().unwrap_or(0)
    }

    /// Which points may be linked to the wrong street; `links` are theirs.
    pub fn doubts(&self, points: &[LonLat], links: &[Option<StreetLink>]) -> Doubts {
        let linked = || (points.par_iter().zip(links)).enumerate();
        let near_closed = linked().filter_map(|(point, (at, link))| {
            let street_m = f64::from(link.as_ref()?.off_mm) / 1000.0;
            let near_m = street_m - NEARER_BY_M;
            // Nearer by more than that, not just by it.
            let nearest = (near_m > 0.0).then(|| self.streets.closed.nearest(*at, near_m));
            let (way, way_m) = nearest.flatten().filter(|(_, m)| *m < near_m)?;
            Some(NearClosed {
                point,
                way,
                way_m,
                street_m,
            })
        });
        let near_closed = near_closed.collect();
        let any_street = self.any_street();
        let passed_over = linked().filter_map(|(point, (at, link))| {
            let link = link.as_ref()?;
            let street_m = f64::from(link.off_mm) / 1000.0;
            let near_m = street_m - NEARER_BY_M;
            let nearest = (near_m > 0.0).then(|| any_street.link(*at, near_m));
            let nearest = nearest.flatten()?;
            let part = self.component_of(&nearest);
            (part != self.component_of(link)).then(|| PassedOver {
                point,
                way: self.streets.way[nearest.edge.index()],
                junctions: self.part_junctions(part),
                way_m: f64::from(nearest.off_mm) / 1000.0,
                street_m,
            })
        });
        let passed_over = passed_over.collect();
        let parts = links.iter().enumerate().filter_map(|(point, link)| {
            let part = self.component_of(link.as_ref()?);
            (part != 0).then_some((point, part))
        });
        let parts: Vec<(usize, u32)> = parts.collect();
        let wanted: BTreeSet<u32> = parts.iter().map(|(_, part)| *part).collect();
        let gaps: BTreeMap<u32, (EdgeId, Gap)> = gaps(self, &wanted);
        let apart = parts.into_iter().map(|(point, part)| Apart {
            point,
            junctions: self.part_junctions(part),
            gap: gaps.get(&part).map_or(Gap::default(), |(_, gap)| *gap),
        });
        Doubts {
            near_closed,
            passed_over,
            apart: apart.collect(),
        }
    }
}
