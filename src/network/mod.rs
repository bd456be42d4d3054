//! The multimodal network: streets, timetable and the links between them.
//!
//! Primary data (streets, timetable) come from [`crate::input`]; everything else is derived from
//! them by [`Network::build`] alone.

pub mod calendar;
mod checks;
pub mod columns;
pub mod copies;
pub mod edit;
pub mod file;
mod findings;
pub mod indoor;
mod inputs;
pub mod links;
pub mod rules;
mod sanity;
mod street_build;
pub mod street_index;
pub mod streets;
mod swap;
pub mod timetable;
pub mod walk;

use crate::diagnostics::{Error, Finding, Findings, InputError, Severity};
use crate::ids::{Id, Jagged, StopId};
use crate::input::gtfs::{Feed, StopKind};
use crate::storage::{Column, Mapping};
use crate::units::{LonLat, Seconds, Speed};
pub(crate) use checks::LATEST_S;
use columns::Stored;
use indoor::Indoor;
use links::{Linker, StreetLink};
use rayon::prelude::*;
use std::sync::Arc;
use street_index::StreetIndex;
use streets::Streets;
use timetable::{NONE, Timetable};
use walk::{Heading, Mode, Places, Profile, WalkScratch};

/// Settings of a build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildOptions {
    /// A point or stop farther than this from a walkable street is not linked, metres.
    pub max_snap_m: f64,
    /// Walking components of fewer junctions that hold no stop are left out.
    pub island_junctions: u32,
    /// Walks between stops are stored for walkers of this speed …
    pub walk: Speed,
    /// … and legs of at most this time; none stores no walks.
    pub max_walk: Option<Seconds>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            max_snap_m: 500.0,
            island_junctions: 40,
            walk: Speed {
                mm_per_hour: 4_800_000,
            },
            max_walk: Some(Seconds(30 * 60)),
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
    /// each stop's walk to itself left out.
    pub stop_walks: Jagged<StopId, [u32; 2]>,
    /// Whether points may link to a walking component, `[component]`.
    pub component_open: Column<u8>,
    /// What the network was made from.
    pub inputs: Vec<InputFile>,
    /// Oddities met on the way.
    pub findings: Findings,
    max_snap_m: f64,
    island_junctions: u32,
    walks_mm_per_hour: u32,
    /// Longest stored walk; [`NONE`] where none are stored.
    walks_budget_s: u32,
    /// Walking components that are no islands whatever their size, `[component]`: what a closed
    /// street has cut off. Empty where there are none; not stored.
    cut_off: Vec<bool>,
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
                Err(InputError::new(name, "was written into while it was in use")
                    .hint("nothing computed from it was kept; run again, and put a new network in its place by renaming (`bereik build` does), not by copying over it")
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
        cut_off: Vec<bool>,
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
        network.prune_islands(&links);
        network.stop_links = jagged(&links);
        network.report_stops();
        network.report_islands();
        network.report_speeds();
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

    /// Links of all stops and entrances to any walkable street, by stop.
    fn link_stops(&self) -> Vec<Vec<StreetLink>> {
        let mut links = self.link_stops_by(&self.any_street());
        let indoor = Indoor::new(&self.timetable, self.walks_speed(), false);
        indoor::through_entrances(&self.timetable, &indoor, &indoor, &mut links);
        links
    }

    /// Links to any walkable street, islands too.
    fn any_street(&self) -> Linker<'_> {
        Linker::new(&self.streets, &self.street_index, false, None)
    }

    fn link_stops_by(&self, linker: &Linker) -> Vec<Vec<StreetLink>> {
        (0..self.timetable.stops())
            .into_par_iter()
            .map(|s| self.link_stop_by(linker, StopId::new(s)))
            .collect()
    }

    /// The plain link of a stop or entrance; none of anything else.
    fn link_stop_by(&self, linker: &Linker, stop: StopId) -> Vec<StreetLink> {
        let t = &self.timetable;
        if !matches!(t.kind(stop), StopKind::Stop | StopKind::Entrance) {
            return Vec::new();
        }
        t.position(stop)
            .and_then(|p| linker.link(p, self.max_snap_m))
            .into_iter()
            .collect()
    }

    fn walks_speed(&self) -> Speed {
        Speed {
            mm_per_hour: self.walks_mm_per_hour,
        }
    }

    /// Closes components that are small and hold no stop.
    fn prune_islands(&mut self, links: &[Vec<StreetLink>]) {
        let s = &self.streets;
        let mut holds = vec![false; s.component_size.len()];
        for link in links.iter().flatten() {
            if let Some(h) = holds.get_mut(s.component[s.from[link.edge.index()].index()] as usize)
            {
                *h = true;
            }
        }
        let open: Vec<u8> = (s.component_size.iter().zip(&holds))
            .enumerate()
            // The largest component is no island, however small the town.
            .map(|(c, (&size, &holds))| {
                let cut_off = self.cut_off.get(c) == Some(&true);
                u8::from(c == 0 || holds || cut_off || size >= self.island_junctions)
            })
            .collect();
        let closed = open.iter().filter(|o| **o == 0).count();
        if closed > 0 {
            let junctions: u64 = (s.component_size.iter().zip(&open))
                .filter(|(_, o)| **o == 0)
                .map(|(n, _)| u64::from(*n))
                .sum();
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
        self.component_open = open.into();
    }

    fn report_stops(&mut self) {
        let t = &self.timetable;
        for (s, _) in t.served().iter().enumerate().filter(|(_, served)| **served) {
            let stop = StopId::new(s);
            if !self.stop_links[stop].is_empty() {
                continue;
            }
            let why = match t.position(stop) {
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
        let mut links = self.link_stops_by(&self.linker(true));
        let all = Indoor::new(&self.timetable, self.walks_speed(), false);
        let usable = Indoor::new(&self.timetable, self.walks_speed(), true);
        indoor::through_entrances(&self.timetable, &all, &usable, &mut links);
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
        let served = self.timetable.served();
        let mut links = self.stop_links_for(wheelchair);
        for (list, served) in links.iter_mut().zip(&served) {
            if !served {
                list.clear();
            }
        }
        let places = Places::new(&profile, self.streets.nodes(), links.iter().cloned(), true);
        let indoor = Indoor::new(&self.timetable, walk, wheelchair);
        // Stops of one share are searched with one memory, and their walks laid out at once.
        let parts: Vec<(Vec<u32>, Vec<[u32; 2]>)> = links
            .par_chunks(STOPS_AT_ONCE)
            .enumerate()
            .map_init(
                || (WalkScratch::default(), Vec::new()),
                |(scratch, found), (share, links)| {
                    let (mut ends, mut walks) = (Vec::with_capacity(links.len()), Vec::new());
                    for (k, links) in links.iter().enumerate() {
                        let s = share * STOPS_AT_ONCE + k;
                        found.clear();
                        if !links.is_empty() {
                            scratch.search(&profile, &places, links, budget, Heading::Out, found);
                        }
                        if served[s] && !indoor.is_empty() {
                            let ways = indoor.from(StopId::new(s));
                            let ways = ways.into_iter().filter(|(to, seconds)| {
                                served[to.index()] && indoor::within(*seconds, budget)
                            });
                            found.extend(
                                ways.map(|(to, time)| (to.0, walk.reach_mm(Seconds(time)))),
                            );
                            // The shortest first, which is kept.
                            found.sort_unstable();
                            found.dedup_by_key(|(to, _)| *to);
                        }
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
