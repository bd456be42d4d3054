//! Lines of a timetable as passengers know them, which of them can be boarded near a place, and
//! the network without one.

use crate::diagnostics::{Fault, InputError};
use crate::ids::{Id, RouteId, StopId, TripId};
use crate::input::study::{Persona, Slot};
use crate::network::Network;
use crate::network::calendar::Axis;
use crate::network::timetable::Timetable;
use crate::network::vehicles::Vehicles;
use crate::routing::legs::{End, LegScratch, Legs, Reach};
use crate::scenario::called::{folded_line, hint};
use crate::travel::{Direction, Traveller};
use crate::units::LonLat;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A line: all routes of one operator and mode with the same names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Short name, else long name, else id.
    pub name: String,
    /// Operator; empty where the feed has none.
    pub operator: String,
    /// `route_id` of its routes.
    pub ids: Vec<String>,
    /// Short and long name.
    names: [String; 2],
}

/// All lines of a timetable, in the order of their first route.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The lines.
    pub list: Vec<Line>,
    /// Line of a route, `[RouteId]`.
    of_route: Vec<usize>,
}

impl Lines {
    /// The lines of a timetable.
    pub fn new(t: &Timetable) -> Self {
        let mut known: BTreeMap<(u32, u16, &str, &str, &str), usize> = BTreeMap::new();
        let mut list: Vec<Line> = Vec::new();
        let mut of_route = Vec::with_capacity(t.route_id.len());
        for r in 0..t.route_id.len() {
            let (id, short, long) = (t.route_id.get(r), t.route_short.get(r), t.route_long.get(r));
            // Routes without any name are told apart by their ids.
            let alone = if short.is_empty() && long.is_empty() {
                id
            } else {
                ""
            };
            let agency = t.route_agency[r];
            let key = (agency, t.route_kind[r], short, long, alone);
            let line = *known.entry(key).or_insert_with(|| {
                let route = RouteId::new(r);
                list.push(Line {
                    name: t.line_name(route).to_owned(),
                    operator: t.operator(route).to_owned(),
                    ids: Vec::new(),
                    names: [short.to_owned(), long.to_owned()],
                });
                list.len() - 1
            });
            list[line].ids.push(id.to_owned());
            of_route.push(line);
        }
        Lines { list, of_route }
    }

    /// Line of a trip.
    fn of(&self, t: &Timetable, trip: TripId) -> usize {
        self.of_route[t.trip_route[trip.index()].index()]
    }

    /// The lines of a short name, long name or id, or else of a number or name as people write it.
    ///
    /// # Errors
    /// When there is none: which names are most like it.
    pub fn find(&self, name: &str, file: &str) -> Result<Vec<usize>, InputError> {
        let all = |is: &dyn Fn(&Line) -> bool| -> Vec<usize> {
            (0..self.list.len())
                .filter(|&i| is(&self.list[i]))
                .collect()
        };
        let found = all(&|l| {
            let called = |n: &String| !n.is_empty() && n == name;
            l.names.iter().chain(&l.ids).any(called)
        });
        if !found.is_empty() {
            return Ok(found);
        }
        let written = folded_line(name);
        let found = all(&|l| {
            let called = |n: &String| !written.is_empty() && folded_line(n) == written;
            l.names.iter().any(called)
        });
        if !found.is_empty() {
            return Ok(found);
        }
        let names = self.list.iter().flat_map(|l| l.names.iter().chain(&l.ids));
        let hint = hint(name, names.map(String::as_str));
        Err(Fault::NameUnknown
            .at(file, "no timetable of this study has such a line")
            .field("site survive")
            .value(name)
            .hint(hint))
    }

    /// The network on which some lines don't run.
    pub fn cut(&self, network: &Network, lines: &[usize]) -> Network {
        let t = &network.timetable;
        network.with_timetable(t.without(|trip| lines.contains(&self.of(t, trip))))
    }

    /// For each point the lines, ascending, that somebody who leaves it at the first moment of a slot
    /// can board at a stop within one leg, and that leave there before the last moment a trip of the
    /// slot may last to. Empty where a point isn't linked.
    pub fn boardable(
        &self,
        network: &Network,
        persona: &Persona,
        slot: &Slot,
        points: &[LonLat],
    ) -> Vec<Vec<usize>> {
        let traveller = &persona.traveller;
        let max_trip = traveller.max_trip.0;
        let (from, to) = match slot.window.direction {
            Direction::Depart => (
                slot.window.start_s,
                slot.window.end_s.saturating_add_unsigned(max_trip),
            ),
            Direction::Arrive => (
                slot.window.start_s.saturating_sub_unsigned(max_trip),
                slot.window.end_s,
            ),
        };
        let last = self.last_departures(network, traveller, slot, from, to);
        let links = network.link_points(&network.linker(traveller.wheelchair.is_some()), points);
        let legs = Legs::new(network, traveller, End::Origin, &[]);
        let slack = traveller.board_slack.0;
        (links.par_iter())
            .map_init(
                || (LegScratch::default(), Reach::default()),
                |(scratch, reach), link| {
                    let Some(link) = link else { return Vec::new() };
                    legs.reach(scratch, link, reach);
                    let mut lines: Vec<usize> = (reach.stops.iter())
                        .flat_map(|&(stop, seconds)| {
                            let ready = from.saturating_add_unsigned(seconds.saturating_add(slack));
                            let there = last.get(stop.index()).map_or(&[][..], Vec::as_slice);
                            there
                                .iter()
                                .filter(move |(_, at)| ready <= *at)
                                .map(|(line, _)| *line)
                        })
                        .collect();
                    lines.sort_unstable();
                    lines.dedup();
                    lines
                },
            )
            .collect()
    }

    /// The last departure of each line at each stop within `[from, to]` on the clock of the slot's date,
    /// `[stop]` by line.
    fn last_departures(
        &self,
        network: &Network,
        traveller: &Traveller,
        slot: &Slot,
        from: i32,
        to: i32,
    ) -> Vec<Vec<(usize, i32)>> {
        let t = &network.timetable;
        let axis = Axis::new(t, slot.date);
        let usable = |mark: u8| Timetable::open_to(traveller.wheelchair, mark);
        let mut last: Vec<BTreeMap<usize, i32>> = vec![BTreeMap::new(); t.stops()];
        let piles = network.piles();
        let mut note = |stop: StopId, line: usize, at: i32| {
            if (from..=to).contains(&at) && usable(t.stop_wheelchair[stop.index()]) {
                let best = last[piles.first(stop).index()].entry(line).or_insert(at);
                *best = at.max(*best);
            }
        };
        let all = Vehicles::new(t);
        for day in all.days(&axis, from, to) {
            for vehicle in day.vehicles() {
                let trip = vehicle.run.trip;
                if !usable(t.trip_wheelchair[trip.index()]) {
                    continue;
                }
                let (calls, line) = (&t.calls[trip], self.of(t, trip));
                // Nobody boards at the last call.
                for at in (0..calls.len() - 1).filter(|at| calls[*at].boards()) {
                    let departs = vehicle.departs(calls, at);
                    if departs.start <= to {
                        note(calls[at].stop, line, to.min(departs.end - 1));
                    }
                }
            }
        }
        last.into_iter()
            .map(|lines| lines.into_iter().collect())
            .collect()
    }
}
