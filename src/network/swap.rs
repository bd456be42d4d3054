//! Another timetable on the same streets: links and walks between stops are taken over where
//! nothing that they depend on has changed.
//!
//! The link of a stop depends on its position and kind, on what the parts of the streets catch, and on the
//! pathways and entrances of its station; that of a station on vehicles calling there;
//! the walk between two stops on their links and positions, and on vehicles calling at both. So stops are
//! told by place, not by id. What comes out is what [`Network::build`] makes of the same streets and
//! timetable.

use super::columns::Stored;
use super::indoor::{Follow, Indoor, IndoorScratch, platform};
use super::links::{StreetLink, part};
use super::streets::Streets;
use super::timetable::{NONE, Timetable};
use super::together::Together;
use super::walk::{Heading, Mode, Places, Profile, WalkScratch};
use super::{Network, jagged};
use crate::diagnostics::Findings;
use crate::ids::{Id, Jagged, StopId};
use crate::input::gtfs::{Feed, StopKind};
use crate::units::{Seconds, Speed};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Findings that [`Network::build`] makes itself.
const BUILD_CODES: [&str; 10] = [
    "street-island",
    "street-island-kept",
    "stop-not-linked",
    "platform-one-way",
    "stop-on-island",
    "trip-too-fast",
    super::copies::CODE,
    "trip-too-slow",
    "many-stops-not-linked",
    "feeds-in-different-time-zones",
];

/// Codes of findings about streets begin with this.
const STREET_CODES: [&str; 3] = ["street-", "ferry-", "barrier-"];

impl Network {
    /// This network with other feeds, read with these findings. Shares streets; takes over links and
    /// walks of stops that stay. The result is that of [`Network::build`] with the same streets and
    /// options; [`Network::inputs`] are still those of this network.
    pub fn with_feeds(&self, feeds: &[Feed], findings: Findings) -> Network {
        let mut all = self.findings.clone();
        all.retain(|code| {
            STREET_CODES.iter().any(|c| code.starts_with(c)) && !BUILD_CODES.contains(&code)
        });
        all.append(findings);
        self.swapped(Timetable::merge(feeds), all)
    }

    /// As [`Network::with_feeds`], with an edited timetable ([`Timetable::edited`],
    /// [`Timetable::without`]) or any other; the readers' findings stay.
    pub fn with_timetable(&self, timetable: Timetable) -> Network {
        let mut all = self.findings.clone();
        all.retain(|code| !BUILD_CODES.contains(&code));
        self.swapped(timetable, all)
    }

    /// This network with edited streets: junctions of the same number in the same place, others only
    /// behind them. What is cut off from the rest by the edit catches what it caught before, however small
    /// it is: whoever lives there stays linked there, and isn't put across the water.
    pub fn with_streets(&self, streets: Streets) -> Network {
        let mut all = self.findings.clone();
        all.retain(|code| !BUILD_CODES.contains(&code));
        let mut cut_off = vec![part::LEFT_OUT; streets.component_size.len()];
        for (now, before) in streets.component.iter().zip(&self.streets.component[..]) {
            let was = self.component_open.get(*before as usize).copied();
            if let (Some(now), Some(was)) = (cut_off.get_mut(*now as usize), was)
                && *now != part::OPEN
                && was != part::LEFT_OUT
            {
                *now = was;
            }
        }
        let mut network = Network::assemble_with(
            streets,
            self.timetable.clone(),
            all,
            &self.options(),
            cut_off,
        );
        network.inputs = self.inputs.clone();
        network.mapped = self.mapped.clone();
        network
    }

    fn swapped(&self, mut timetable: Timetable, findings: Findings) -> Network {
        timetable.share();
        let mut network = Network {
            streets: self.streets.clone(),
            street_index: self.street_index.clone(),
            timetable,
            inputs: self.inputs.clone(),
            findings,
            max_snap_m: self.max_snap_m,
            island_junctions: self.island_junctions,
            walks_mm_per_hour: self.walks_mm_per_hour,
            walks_budget_s: self.walks_budget_s,
            cut_off: self.cut_off.clone(),
            mapped: self.mapped.clone(),
            ..Network::default()
        };
        let kept = Kept::new(&self.timetable, &network.timetable);
        let links = kept.links(self, &mut network);
        if network.component_open == self.component_open {
            network.component_open = self.component_open.clone();
        }
        if network.stop_parts == self.stop_parts {
            network.stop_parts = self.stop_parts.clone();
        }
        network.stop_links = if kept.all_stay && same(&links, &self.stop_links) {
            self.stop_links.clone()
        } else {
            jagged(&links)
        };
        network.report_stops();
        network.report_reach();
        network.report_platforms();
        network.report_islands();
        network.report_speeds();
        network.report_zones();
        network.report_copies();
        network.stop_walks = kept.walks(self, &network);
        network.share();
        network
    }
}

fn same(links: &[Vec<StreetLink>], old: &Jagged<StopId, StreetLink>) -> bool {
    links.len() == old.len()
        && (links.iter().enumerate()).all(|(s, l)| l[..] == old[StopId::new(s)])
}

/// Which stops stay.
struct Kept {
    /// For each stop the one that was at its place and of its kind, else [`NONE`].
    old: Vec<u32>,
    /// Every stop is the old one of the same number, and there are no others.
    all_stay: bool,
    /// The pathways are the same, between the same stops, and so are all other rules about who reaches
    /// the street through which entrance.
    same_pathways: bool,
    /// Ends of pathways (platforms for boarding areas), of old stops and of new ones.
    pathway_ends: [BTreeSet<StopId>; 2],
}

/// What a plain link depends on, and the stop.
fn places(t: &Timetable) -> Vec<([u64; 2], u8, u32)> {
    let mut places: Vec<_> = (t.stop_position.iter().zip(&t.stop_kind))
        .enumerate()
        .map(|(s, (position, kind))| (position.map(f64::to_bits), *kind, s as u32))
        .collect();
    places.par_sort_unstable();
    places
}

impl Kept {
    fn new(before: &Timetable, now: &Timetable) -> Kept {
        let mut old = vec![NONE; now.stops()];
        let befores = places(before);
        let mut next = befores.iter().peekable();
        // Of several at one place the first stays the first, and so on.
        for (position, kind, stop) in places(now) {
            while next.next_if(|b| (b.0, b.1) < (position, kind)).is_some() {}
            if let Some(b) = next.next_if(|b| (b.0, b.1) == (position, kind)) {
                old[stop as usize] = b.2;
            }
        }
        let all_stay = before.stops() == now.stops()
            && old.iter().enumerate().all(|(s, old)| *old as usize == s);
        let ends = |t: &Timetable| {
            let ends = t.pathways.iter().flat_map(|p| [p.from, p.to]);
            ends.map(|s| platform(t, s)).collect()
        };
        let pathway_ends: [BTreeSet<StopId>; 2] = [ends(before), ends(now)];
        let was = |stop: StopId| StopId(old[stop.index()]);
        // Links through entrances are listed by stop: the order must be the same too.
        let same_pathways = before.pathways.len() == now.pathways.len()
            && (now.pathways.iter().zip(&before.pathways)).all(|(p, b)| {
                let (from, to) = (was(p.from), was(p.to));
                *b == super::timetable::Pathway { from, to, ..*p }
            })
            && pathway_ends[1].iter().map(|s| was(*s)).is_sorted()
            && same_doors(before, now, &old);
        Kept {
            old,
            all_stay,
            same_pathways,
            pathway_ends,
        }
    }

    fn old(&self, stop: usize) -> Option<StopId> {
        self.old
            .get(stop)
            .filter(|o| **o != NONE)
            .map(|o| StopId(*o))
    }

    /// Links of the stops, as [`Network::build`] makes them.
    fn links(&self, before: &Network, now: &mut Network) -> Vec<Vec<StreetLink>> {
        if !self.same_pathways {
            return now.link_stops();
        }
        let any_street = now.any_street();
        let (t, served) = (&now.timetable, now.timetable.served());
        let were_served = before.timetable.served();
        // Stations have a link while vehicles call there.
        let kept = |s: usize| {
            let station = t.kind(StopId::new(s)) == StopKind::Station;
            self.old(s)
                .filter(|old| !station || were_served[old.index()] == served[s])
        };
        let kept: Vec<Option<StopId>> = (0..t.stops()).map(kept).collect();
        let linked = |s: usize| match t.kind(StopId::new(s)) {
            StopKind::Station => served[s],
            StopKind::Node | StopKind::BoardingArea => false,
            _ => true,
        };
        let fresh: Vec<Vec<StreetLink>> = (0..t.stops())
            .into_par_iter()
            .map(|s| match kept[s] {
                None if linked(s) => now.link_stop_by(&any_street, StopId::new(s)),
                _ => Vec::new(),
            })
            .collect();
        let mut parts = Jagged::new();
        for (s, links) in fresh.iter().enumerate() {
            match kept[s] {
                Some(old) => parts.push(before.stop_parts[old].iter().copied()),
                None => parts.push(links.iter().map(|link| now.component_of(link))),
            };
        }
        now.stop_parts = parts;
        now.judge_parts();
        // A stop more or less can make a small part catch what lay elsewhere.
        if now.component_open != before.component_open {
            return now.link_stops();
        }
        let linker = now.linker(false);
        fresh
            .into_par_iter()
            .enumerate()
            .map(|(s, links)| match kept[s] {
                Some(old) => before.stop_links[old].to_vec(),
                None if now.lie_open(&links) => links,
                None => now.link_stop_by(&linker, StopId::new(s)),
            })
            .collect()
    }

    /// Walks between stops, as [`Network::build`] makes them.
    fn walks(&self, before: &Network, now: &Network) -> Jagged<StopId, [u32; 2]> {
        let (walk, budget) = (now.walks_speed(), Seconds(now.walks_budget_s));
        let stops = now.timetable.stops();
        if budget.0 == NONE {
            return jagged(&vec![Vec::new(); stops]);
        }
        let (served, were_served) = (now.walked_to(), before.walked_to());
        let walks_stay = |s: usize, old: StopId| {
            let on_paths = |ends: &BTreeSet<StopId>, stop| ends.contains(&stop);
            were_served[old.index()]
                && now.stop_links[StopId::new(s)] == before.stop_links[old]
                && (self.same_pathways
                    || !(on_paths(&self.pathway_ends[0], old)
                        || on_paths(&self.pathway_ends[1], StopId::new(s))))
        };
        let mut role = vec![Role::Unserved; stops];
        for s in (0..stops).filter(|s| served[*s]) {
            role[s] = match self.old(s) {
                Some(old) if walks_stay(s, old) => Role::Stays(old),
                _ => Role::Fresh,
            };
        }
        let fresh = role.iter().filter(|r| **r == Role::Fresh).count();
        if fresh == 0 && self.all_stay && served == were_served {
            return before.stop_walks.clone();
        }
        let all = served.iter().filter(|s| **s).count();
        // A search from and one to each fresh stop, or one from each of all.
        if fresh * 2 >= all {
            return now.walks_between_stops(walk, budget, false);
        }
        let mut rows = taken_over(&before.stop_walks, &role, before.timetable.stops());
        if fresh > 0 {
            add_fresh(now, &role, walk, budget, &mut rows);
        }
        jagged(&rows)
    }
}

/// Whether entrances, boarding areas and platforms with a `stop_access` are the old ones, and of the
/// old stations.
fn same_doors(before: &Timetable, now: &Timetable, old: &[u32]) -> bool {
    let matters = |t: &Timetable, s: usize| {
        matches!(
            t.kind(StopId::new(s)),
            StopKind::Entrance | StopKind::BoardingArea
        ) || t.stop_access[s] != 0
    };
    if before.pathways.is_empty() && (0..before.stops()).all(|s| before.stop_access[s] == 0) {
        return (0..now.stops()).all(|s| now.stop_access[s] == 0);
    }
    let were = (0..before.stops()).filter(|s| matters(before, *s)).count();
    let (mut are, mut last) = (0, None);
    let same = (0..now.stops()).filter(|s| matters(now, *s)).all(|s| {
        are += 1;
        let was = old[s];
        let parent = match now.stop_parent[s] {
            NONE => NONE,
            p => old[p as usize],
        };
        let station_is_new = parent == NONE && now.stop_parent[s] != NONE;
        // Links through entrances stand in the order of these.
        let in_order = last.is_none_or(|last| last < was);
        last = Some(was);
        was != NONE
            && !station_is_new
            && in_order
            && before.stop_parent[was as usize] == parent
            && before.stop_access[was as usize] == now.stop_access[s]
    });
    same && were == are
}

/// What becomes of a stop's walks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// No vehicle calls there: no walks.
    Unserved,
    /// Those of this old stop, to stops that stay.
    Stays(StopId),
    /// To be found.
    Fresh,
}

/// Walks between stops that stay, by new stop.
fn taken_over(
    walks: &Jagged<StopId, [u32; 2]>,
    role: &[Role],
    old_stops: usize,
) -> Vec<Vec<[u32; 2]>> {
    let mut now = vec![NONE; old_stops];
    for (s, role) in role.iter().enumerate() {
        if let Role::Stays(old) = role {
            now[old.index()] = s as u32;
        }
    }
    let row = |role: &Role| {
        let Role::Stays(old) = role else {
            return Vec::new();
        };
        let walks = walks[*old].iter();
        let stays = walks.map(|[to, mm]| [now[*to as usize], *mm]);
        let mut row: Vec<[u32; 2]> = stays.filter(|[to, _]| *to != NONE).collect();
        row.sort_unstable();
        row
    };
    role.par_iter().map(row).collect()
}

/// Adds the walks from and to fresh stops.
fn add_fresh(
    network: &Network,
    role: &[Role],
    walk: Speed,
    budget: Seconds,
    rows: &mut [Vec<[u32; 2]>],
) {
    let profile = Profile::new(&network.streets, Mode::Foot, walk);
    let indoor = Indoor::new(&network.timetable, walk, false);
    let links_of = |wanted: fn(&Role) -> bool| {
        role.iter().enumerate().map(move |(s, role)| {
            let links = &network.stop_links[StopId::new(s)];
            if wanted(role) {
                links.to_vec()
            } else {
                Vec::new()
            }
        })
    };
    let served: Vec<bool> = role.iter().map(|r| *r != Role::Unserved).collect();
    let together = Together::new(&network.timetable, &network.doors(), &served);
    let nodes = network.streets.nodes();
    let served = Places::new(&profile, nodes, links_of(|r| *r != Role::Unserved), true);
    let staying = |r: &Role| matches!(r, Role::Stays(_));
    let stay = Places::new(&profile, nodes, links_of(staying), false);
    let indoors = |inside: &mut IndoorScratch, s: usize, wanted: &dyn Fn(&Role) -> bool| {
        let mut ways = Vec::new();
        indoor.search(inside, StopId::new(s), Follow::Out, budget, &mut ways);
        ways.retain(|(to, _)| wanted(&role[to.index()]));
        let ways = ways.into_iter();
        ways.map(|(to, seconds)| (to.0, walk.reach_mm(Seconds(seconds))))
            .collect::<Vec<(u32, u32)>>()
    };
    let found: Vec<(u32, u32, u32)> = role
        .par_iter()
        .enumerate()
        .map_init(
            || (WalkScratch::default(), IndoorScratch::default(), Vec::new()),
            |(scratch, inside, found), (s, role)| {
                let mut walks = Vec::new();
                let here = s as u32;
                match role {
                    Role::Unserved => {}
                    Role::Stays(_) => {
                        let to_fresh = indoors(inside, s, &|r| *r == Role::Fresh);
                        walks.extend(to_fresh.into_iter().map(|(to, mm)| (here, to, mm)));
                    }
                    Role::Fresh => {
                        let links = &network.stop_links[StopId::new(s)];
                        scratch.search(&profile, &served, links, budget, Heading::Out, found);
                        walks.extend(found.iter().map(|(to, mm)| (here, *to, *mm)));
                        scratch.search(&profile, &stay, links, budget, Heading::Into, found);
                        walks.extend(found.iter().map(|(from, mm)| (*from, here, *mm)));
                        let ways = indoors(inside, s, &|r| *r != Role::Unserved);
                        walks.extend(ways.into_iter().map(|(to, mm)| (here, to, mm)));
                        for other in together.with(StopId::new(s)) {
                            walks.extend([(here, other.0, 0), (other.0, here, 0)]);
                        }
                    }
                }
                walks
            },
        )
        .flatten_iter()
        .collect();
    let mut shortest: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for (from, to, mm) in found.into_iter().filter(|(from, to, _)| from != to) {
        let known = shortest.entry((from, to)).or_insert(mm);
        *known = mm.min(*known);
    }
    for ((from, to), mm) in shortest {
        rows[from as usize].push([to, mm]);
    }
    rows.par_iter_mut().for_each(|row| row.sort_unstable());
}
