//! The multimodal network: streets, timetable and the links between them.
//!
//! Primary data (streets, timetable) come from [`crate::input`]; everything else is derived from
//! them by [`Network::build`] alone.

pub mod calendar;
mod checks;
pub mod closed;
pub mod columns;
pub mod copies;
pub mod cycling;
mod dates;
pub mod edit;
pub mod file;
mod findings;
mod gaps;
pub mod indoor;
mod inputs;
pub mod landscape;
pub mod links;
pub mod mode;
mod near;
pub mod parts;
pub mod piles;
pub mod rules;
mod sanity;
mod street_build;
pub mod street_index;
pub mod streets;
mod swap;
pub mod timetable;
pub(crate) mod together;
mod touch;
pub mod vehicles;
pub mod walk;

use crate::diagnostics::{Error, Fault, Findings, Term, Text};
use crate::ids::{Id, Jagged, StopId};
use crate::input::gtfs::Feed;
use crate::storage::{Column, Mapping};
use crate::travel::{ISLAND_JUNCTIONS, MAX_SNAP_M, Traveller};
use crate::units::{LonLat, Seconds, Speed};
pub(crate) use checks::LATEST_S;
use columns::Stored;
use indoor::{Doors, Follow, Indoor, IndoorScratch};
use links::{Linker, StreetLink};
use piles::Piles;
use rayon::prelude::*;
use std::sync::Arc;
use street_index::StreetIndex;
use streets::Streets;
use timetable::{NONE, Timetable};
use together::Together;
use walk::{Heading, Mode, Places, Profile, WalkScratch};

/// Settings of a build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildOptions {
    /// A point or stop farther than this from a walkable street is not linked, metres.
    pub max_snap_m: f64,
    /// Walking components of fewer junctions are small: without a stop they are left out, with one they catch only
    /// what is far from larger ones.
    pub island_junctions: u32,
    /// Walks between stops are stored for walkers of this speed …
    pub walk: Speed,
    /// … and legs of at most this time; none stores no walks.
    pub max_walk: Option<Seconds>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        let traveller = Traveller::default();
        Self {
            max_snap_m: MAX_SNAP_M,
            island_junctions: ISLAND_JUNCTIONS,
            walk: traveller.walk,
            max_walk: Some(traveller.max_walk),
        }
    }
}

/// A file the network was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Path, relative to the network file's folder where it is stored.
    pub path: String,
    /// Size in bytes (of all files in a folder).
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Streets, timetable and links.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The street graph.
    pub streets: Streets,
    /// Walkable streets by place, for links.
    pub street_index: StreetIndex,
    /// All feeds.
    pub timetable: Timetable,
    /// Links of each stop to the streets; none where it isn't linked.
    pub stop_links: Jagged<StopId, StreetLink>,
    /// Walking distances between stops that vehicles call at, by stop: `(stop, millimetres)`;
    /// each stop's walk to itself left out, and stops that share those of another ([`piles`]).
    pub stop_walks: Jagged<StopId, [u32; 2]>,
    /// What a walking component catches, `[component]`: values of [`links::part`].
    pub component_open: Column<u8>,
    /// Walking components that a stop would lie on, were they all alike; by stop.
    stop_parts: Jagged<StopId, u32>,
    /// What the network was made from.
    pub inputs: Vec<InputFile>,
    /// Oddities met on the way.
    pub findings: Findings,
    max_snap_m: f64,
    island_junctions: u32,
    walks_mm_per_hour: u32,
    /// Longest stored walk; [`NONE`] where none are stored.
    walks_budget_s: u32,
    /// What walking components caught before a closed street cut them off, `[component]`: values of
    /// [`links::part`]. Empty where nothing was edited; not stored.
    cut_off: Vec<u8>,
    /// The file that columns lie in, and its name; none where all are in memory.
    mapped: Option<(Arc<Mapping>, String)>,
}

/// Why a point isn't linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotLinked {
    /// No walkable street within the snapping distance.
    TooFar,
}

impl Network {
    /// Refuses what was computed if somebody has written into the network's file meanwhile: nobody knows which bytes
    /// were read before and which after. To be asked before results are kept.
    ///
    /// # Errors
    /// That, with the file's name.
    pub fn check_intact(&self) -> Result<(), Error> {
        match &self.mapped {
            Some((file, name)) if !file.is_intact() => {
                Err(Fault::FileChanged.at(name, "was written into while it was in use")
                    .hint(Text::from("nothing computed from it was kept; run again, and put a new network in its place by renaming (").and(Term::Build).and(" does), not by copying over it"))
                    .into())
            }
            _ => Ok(()),
        }
    }

    /// Links feeds to streets, prunes islands and stores walks between stops. What is odd goes
    /// into [`Network::findings`], behind those of the readers.
    pub fn build(
        streets: Streets,
        feeds: &[Feed],
        findings: Findings,
        options: &BuildOptions,
    ) -> Network {
        Self::assemble(streets, Timetable::merge(feeds), findings, options)
    }

    /// As [`Network::build`], of a timetable put together already.
    pub fn assemble(
        streets: Streets,
        timetable: Timetable,
        findings: Findings,
        options: &BuildOptions,
    ) -> Network {
        Self::assemble_with(streets, timetable, findings, options, Vec::new())
    }

    fn assemble_with(
        mut streets: Streets,
        timetable: Timetable,
        findings: Findings,
        options: &BuildOptions,
        cut_off: Vec<u8>,
    ) -> Network {
        streets.share();
        let street_index = timed("street index", || StreetIndex::new(&streets));
        let mut network = Network {
            street_index,
            streets,
            timetable,
            findings,
            max_snap_m: options.max_snap_m,
            island_junctions: options.island_junctions,
            walks_mm_per_hour: options.walk.mm_per_hour,
            walks_budget_s: options.max_walk.map_or(NONE, |s| s.0),
            cut_off,
            ..Network::default()
        };
        let links = timed("linking stops", || network.link_stops());
        network.stop_links = jagged(&links);
        network.report_stops();
        network.report_reach();
        network.report_platforms();
        timed("islands", || network.report_islands());
        network.report_speeds();
        network.report_zones();
        network.report_copies();
        network.stop_walks = match options.max_walk {
            Some(budget) => timed("walks between stops", || {
                network.walks_between_stops(options.walk, budget, false)
            }),
            None => jagged(&vec![Vec::new(); network.timetable.stops()]),
        };
        network.share();
        network
    }

    /// From now on copies of this network share its memory; built and opened ones do.
    pub fn share(&mut self) {
        self.streets.share();
        self.street_index.share();
        self.timetable.share();
        self.stop_links.share();
        self.stop_walks.share();
        self.component_open.share();
        self.stop_parts.share();
    }

    /// Farthest link, metres.
    pub fn max_snap_m(&self) -> f64 {
        self.max_snap_m
    }

    /// The settings it was built with.
    pub fn options(&self) -> BuildOptions {
        BuildOptions {
            max_snap_m: self.max_snap_m,
            island_junctions: self.island_junctions,
            walk: self.walks_speed(),
            max_walk: (self.walks_budget_s != NONE).then_some(Seconds(self.walks_budget_s)),
        }
    }

    /// Links of all stops and entrances, by stop. On the way says on which parts of the streets they
    /// would lie, and what those catch.
    fn link_stops(&mut self) -> Vec<Vec<StreetLink>> {
        let wanted = self
            .doors()
            .linked(&self.timetable, &self.timetable.served());
        let mut links = self.link_stops_by(&self.any_street(), &wanted);
        let mut plain = links.clone();
        self.through_entrances(&mut plain);
        self.stop_parts = self.parts_of(&plain);
        self.judge_parts();
        let linker = self.linker(false);
        links.par_iter_mut().enumerate().for_each(|(s, links)| {
            if !self.lie_open(links) {
                *links = self.link_stop_by(&linker, StopId::new(s));
            }
        });
        self.through_entrances(&mut links);
        links
    }

    fn through_entrances(&self, links: &mut [Vec<StreetLink>]) {
        let t = &self.timetable;
        let indoor = Indoor::new(t, self.walks_speed(), false);
        let doors = Doors::new(t, &indoor);
        indoor::through_entrances(t, &doors, &indoor, &t.served(), links);
    }

    /// How stops and the street are joined.
    pub fn doors(&self) -> Doors {
        let t = &self.timetable;
        Doors::new(t, &Indoor::new(t, self.walks_speed(), false))
    }

    /// Stops that share the walks of another at the same point.
    pub fn piles(&self) -> Piles {
        Piles::new(&self.timetable, || self.doors(), piles::FEWEST)
    }

    /// Stops that walks are searched from and to: vehicles call at them or at one that shares their walks.
    pub fn walked_to(&self) -> Vec<bool> {
        self.piles().gathered(&self.timetable.served())
    }

    /// Links to any walkable street, islands too.
    fn any_street(&self) -> Linker<'_> {
        Linker::new(&self.streets, &self.street_index, false, None)
    }

    /// The plain links of some of the stops; none of the others.
    fn link_stops_by(&self, linker: &Linker, wanted: &[bool]) -> Vec<Vec<StreetLink>> {
        (0..self.timetable.stops())
            .into_par_iter()
            .map(|s| match wanted[s] {
                true => self.link_stop_by(linker, StopId::new(s)),
                false => Vec::new(),
            })
            .collect()
    }

    /// The plain link of a stop.
    fn link_stop_by(&self, linker: &Linker, stop: StopId) -> Vec<StreetLink> {
        self.timetable
            .position(stop)
            .and_then(|p| linker.link(p, self.max_snap_m))
            .into_iter()
            .collect()
    }

    fn walks_speed(&self) -> Speed {
        Speed {
            mm_per_hour: self.walks_mm_per_hour,
        }
    }

    fn report_stops(&mut self) {
        let t = &self.timetable;
        let closed = self.doors().closed_to_the_street(t);
        // Where vehicles only pass (the reader has named those stops) nothing is lost.
        let mut used = vec![false; t.stops()];
        for call in t.calls.parts().1.iter().filter(|c| c.flags != 0) {
            used[call.stop.index()] = true;
        }
        for (s, _) in used.iter().enumerate().filter(|(_, used)| **used) {
            let stop = StopId::new(s);
            if !self.stop_links[stop].is_empty() {
                continue;
            }
            let why = match t.position(stop) {
                _ if closed[s] => format!(
                    "it is reached through entrances only, and none has a walkable street within {} m",
                    self.max_snap_m
                ),
                Some(_) => format!("no walkable street within {} m", self.max_snap_m),
                None => "it has no usable position".to_owned(),
            };
            self.findings.warn(
                "stop-not-linked",
                format!("{}/stops.txt", t.feed_name.get(t.stop_feed[s].index())),
                None,
                format!("{} {:?}", t.stop_id.get(s), t.stop_name.get(s)),
                why,
                "kept for changing vehicles there; not reached on foot",
            );
        }
    }

    /// Walking component a link lies on.
    pub fn component_of(&self, link: &StreetLink) -> u32 {
        self.streets.component[self.streets.from[link.edge.index()].index()]
    }

    /// A linker for points: walkable streets, islands left out; for wheelchair users only what
    /// they can use.
    pub fn linker(&self, wheelchair: bool) -> Linker<'_> {
        let open = Some(&self.component_open[..]);
        Linker::new(&self.streets, &self.street_index, wheelchair, open)
    }

    /// Links of points, in their order; none where no street is near enough.
    pub fn link_points(&self, linker: &Linker, points: &[LonLat]) -> Vec<Option<StreetLink>> {
        points
            .par_iter()
            .map(|p| linker.link(*p, self.max_snap_m))
            .collect()
    }

    /// Links of the stops as a traveller uses them.
    pub fn stop_links_for(&self, wheelchair: bool) -> Vec<Vec<StreetLink>> {
        if !wheelchair {
            return (0..self.timetable.stops())
                .map(|s| self.stop_links[StopId::new(s)].to_vec())
                .collect();
        }
        let t = &self.timetable;
        let usable = Indoor::new(t, self.walks_speed(), true);
        let (doors, served) = (self.doors(), t.served());
        let mut links = self.link_stops_by(&self.linker(true), &doors.linked(t, &served));
        indoor::through_entrances(t, &doors, &usable, &served, &mut links);
        links
    }

    /// Whether the stored walks serve walkers of this speed and longest leg.
    pub fn covers(&self, walk: Speed, max_walk: Seconds) -> bool {
        let fixed = self.timetable.pathways.len()
            + self.streets.duration_s.iter().filter(|s| **s > 0).count();
        let same_speed = walk.mm_per_hour == self.walks_mm_per_hour;
        self.walks_budget_s != NONE
            && (same_speed || fixed == 0)
            && walk.reach_mm(max_walk) <= self.walks_speed().reach_mm(Seconds(self.walks_budget_s))
    }

    /// Walks between stops that vehicles call at: `(stop, millimetres)` by stop, at most `budget` long.
    pub fn walks_between_stops(
        &self,
        walk: Speed,
        budget: Seconds,
        wheelchair: bool,
    ) -> Jagged<StopId, [u32; 2]> {
        let mode = if wheelchair {
            Mode::Wheelchair
        } else {
            Mode::Foot
        };
        let profile = Profile::new(&self.streets, mode, walk);
        let served = self.walked_to();
        let mut links = self.stop_links_for(wheelchair);
        for (list, served) in links.iter_mut().zip(&served) {
            if !served {
                list.clear();
            }
        }
        let places = Places::new(&profile, self.streets.nodes(), links.iter().cloned(), true);
        let indoor = Indoor::new(&self.timetable, walk, wheelchair);
        let together = Together::new(&self.timetable, &self.doors(), &served);
        // Stops of one share are searched with one memory, and their walks laid out at once.
        let parts: Vec<(Vec<u32>, Vec<[u32; 2]>)> = links
            .par_chunks(STOPS_AT_ONCE)
            .enumerate()
            .map_init(
                || {
                    (
                        WalkScratch::default(),
                        IndoorScratch::default(),
                        Vec::new(),
                        Vec::new(),
                    )
                },
                |(scratch, inside, found, ways), (share, links)| {
                    let (mut ends, mut walks) = (Vec::with_capacity(links.len()), Vec::new());
                    for (k, links) in links.iter().enumerate() {
                        let s = share * STOPS_AT_ONCE + k;
                        found.clear();
                        if !links.is_empty() {
                            scratch.search(&profile, &places, links, budget, Heading::Out, found);
                        }
                        if served[s] && !indoor.is_empty() {
                            indoor.search(inside, StopId::new(s), Follow::Out, budget, ways);
                            let ways = ways.iter().filter(|(to, _)| served[to.index()]);
                            found.extend(
                                ways.map(|(to, time)| (to.0, walk.reach_mm(Seconds(*time)))),
                            );
                        }
                        found.extend(together.with(StopId::new(s)).map(|to| (to.0, 0)));
                        // The shortest first, which is kept.
                        found.sort_unstable();
                        found.dedup_by_key(|(to, _)| *to);
                        let others = found.iter().filter(|(to, _)| *to as usize != s);
                        walks.extend(others.map(|(to, mm)| [*to, *mm]));
                        ends.push(walks.len() as u32);
                    }
                    (ends, walks)
                },
            )
            .collect();
        let mut out = Jagged::new();
        for (ends, walks) in parts {
            let mut from = 0;
            for to in ends {
                out.push(walks[from..to as usize].iter().copied());
                from = to as usize;
            }
        }
        out
    }
}

/// Stops whose walks are searched and laid out together.
const STOPS_AT_ONCE: usize = 64;

/// Does something and logs how long it took.
fn timed<T>(phase: &'static str, work: impl FnOnce() -> T) -> T {
    let begun = std::time::Instant::now();
    let out = work();
    tracing::info!(phase, seconds = begun.elapsed().as_secs_f64(), "end");
    out
}

fn jagged<T: Copy>(rows: &[Vec<T>]) -> Jagged<StopId, T> {
    let mut out = Jagged::new();
    for row in rows {
        out.push(row.iter().copied());
    }
    out
}
