//! Which trips differ between two timetables, one made of the other by edits.

use crate::ids::{Id, TripId};
use crate::network::Network;
use crate::network::timetable::{Frequency, NONE, Timetable, TransferRule};
use std::collections::BTreeMap;

/// What differs between the networks of a base and a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Trips, of the base and of the scenario, `[TripId]`: those that are not the same in both, and those
    /// tied to them by blocks and transfer rules. What runs in both otherwise is the same, at the same places.
    Trips(Vec<bool>, Vec<bool>),
    /// More than that: nothing of the base can be taken over.
    All,
}

impl Difference {
    /// Compares two networks on the same streets.
    pub fn between(base: &Network, scenario: &Network) -> Difference {
        let pathways = base.timetable.pathways.len() + scenario.timetable.pathways.len();
        // Pathways can tie several links to one stop, which the search for homes doesn't know.
        if pathways > 0
            || base.component_open != scenario.component_open
            || base.max_snap_m() != scenario.max_snap_m()
        {
            return Difference::All;
        }
        let (old, new) = (&base.timetable, &scenario.timetable);
        match Twins::of(old, new) {
            Some(mut twins) => {
                twins.spread(old, new);
                let [gone, come] = twins.changed;
                Difference::Trips(gone, come)
            }
            None => Difference::All,
        }
    }

    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        match self {
            Difference::Trips(old, new) => !old.contains(&true) && !new.contains(&true),
            Difference::All => false,
        }
    }
}

/// Trips of the same id in both timetables.
struct Twins {
    /// `[side][TripId]`: the trip of that id on the other side, or [`NONE`].
    twin: [Vec<u32>; 2],
    /// `[side][TripId]`.
    changed: [Vec<bool>; 2],
}

impl Twins {
    /// Compares trip by trip; none where more than trips differs.
    fn of(old: &Timetable, new: &Timetable) -> Option<Twins> {
        let moved = moved_stops(old, new)?;
        let same_routes = (0..old.route_id.len()).all(|r| {
            old.route_id.get(r) == new.route_id.get(r) && old.route_kind[r] == new.route_kind[r]
        });
        if new.route_id.len() < old.route_id.len() || !same_routes {
            return None;
        }
        let key = |t: &Timetable, trip: usize| {
            let feed = t.feed_of(TripId::new(trip)).index();
            (feed, t.trip_id.get(trip).to_owned())
        };
        let ids: BTreeMap<(usize, String), usize> =
            (0..new.trips()).map(|t| (key(new, t), t)).collect();
        let mut twins = Twins {
            twin: [vec![NONE; old.trips()], vec![NONE; new.trips()]],
            changed: [vec![false; old.trips()], vec![true; new.trips()]],
        };
        for o in 0..old.trips() {
            let Some(&n) = ids.get(&key(old, o)) else {
                twins.changed[0][o] = true;
                continue;
            };
            (twins.twin[0][o], twins.twin[1][n]) = (n as u32, o as u32);
            let (a, b) = (TripId::new(o), TripId::new(n));
            let same = old.calls[a] == new.calls[b]
                && !old.calls[a].iter().any(|c| moved[c.stop.index()])
                && old.trip_route[o] == new.trip_route[n]
                && old.trip_wheelchair[o] == new.trip_wheelchair[n]
                && same_days(old, o, new, n)
                && same_streams(old.frequencies_of(a), new.frequencies_of(b));
            (twins.changed[0][o], twins.changed[1][n]) = (!same, !same);
        }
        twins.compare_rules(old, new)?;
        Some(twins)
    }

    /// Marks trips that rules name on one side only; none where other rules differ.
    fn compare_rules(&mut self, old: &Timetable, new: &Timetable) -> Option<()> {
        let names_trips = |r: &&TransferRule| r.from_trip != NONE || r.to_trip != NONE;
        let plain = |t: &Timetable| -> Vec<TransferRule> {
            let rules = t.transfers.iter().filter(|r| !names_trips(r));
            rules.copied().collect()
        };
        if plain(old) != plain(new) {
            return None;
        }
        let named = |t: &Timetable| -> Vec<TransferRule> {
            t.transfers.iter().filter(names_trips).copied().collect()
        };
        // Rules of the old timetable in the numbers of the new.
        let renamed = |r: &TransferRule| {
            let twin = |t: u32| self.twin[0].get(t as usize).copied().unwrap_or(NONE);
            TransferRule {
                from_trip: twin(r.from_trip),
                to_trip: twin(r.to_trip),
                ..*r
            }
        };
        let (rules_old, rules_new) = (named(old), named(new));
        let lost = |r: &TransferRule| {
            let gone = |t: u32| t != NONE && self.twin[0][t as usize] == NONE;
            gone(r.from_trip) || gone(r.to_trip)
        };
        let kept: Vec<TransferRule> = (rules_old.iter().filter(|r| !lost(r)))
            .map(renamed)
            .collect();
        if kept != rules_new {
            for (side, rules) in [(0, &rules_old), (1, &rules_new)] {
                for r in rules {
                    for trip in [r.from_trip, r.to_trip].into_iter().filter(|t| *t != NONE) {
                        self.changed[side][trip as usize] = true;
                    }
                }
            }
        }
        Some(())
    }

    /// Spreads changes to trips that a vehicle goes on as, and to twins, until nothing more changes.
    fn spread(&mut self, old: &Timetable, new: &Timetable) {
        loop {
            let before = self.changed.clone();
            for (side, t) in [(0, old), (1, new)] {
                let mut blocks = BTreeMap::new();
                for (trip, block) in t.trip_block.iter().enumerate() {
                    if *block != NONE && self.changed[side][trip] {
                        blocks.insert(*block, ());
                    }
                }
                for (trip, block) in t.trip_block.iter().enumerate() {
                    self.changed[side][trip] |= blocks.contains_key(block);
                }
                for (a, b, _) in t.seat_rules() {
                    let ends = [a.index(), b.index()];
                    let any = ends.iter().any(|e| self.changed[side][*e]);
                    ends.iter().for_each(|e| self.changed[side][*e] |= any);
                }
                let other = 1 - side;
                for (trip, twin) in self.twin[side].iter().enumerate() {
                    if *twin != NONE && self.changed[side][trip] {
                        self.changed[other][*twin as usize] = true;
                    }
                }
            }
            if before == self.changed {
                return;
            }
        }
    }
}

/// Stops of the new timetable that are not where they were, `[StopId]`; none where the stops of the
/// old one are not the first of the new one.
fn moved_stops(old: &Timetable, new: &Timetable) -> Option<Vec<bool>> {
    if new.stops() < old.stops() || old.feed_zone != new.feed_zone {
        return None;
    }
    let mut moved = vec![false; new.stops()];
    for (s, moved) in moved.iter_mut().enumerate().take(old.stops()) {
        let same = old.stop_id.get(s) == new.stop_id.get(s)
            && old.stop_kind[s] == new.stop_kind[s]
            && old.stop_parent[s] == new.stop_parent[s]
            && old.stop_wheelchair[s] == new.stop_wheelchair[s]
            && old.stop_access[s] == new.stop_access[s];
        if !same {
            return None;
        }
        let bits = |t: &Timetable| t.stop_position[s].map(f64::to_bits);
        *moved = bits(old) != bits(new);
    }
    Some(moved)
}

fn same_days(old: &Timetable, o: usize, new: &Timetable, n: usize) -> bool {
    let (a, b) = (old.trip_service[o], new.trip_service[n]);
    old.service_weekly[a.index()] == new.service_weekly[b.index()]
        && old.service_added[a] == new.service_added[b]
        && old.service_removed[a] == new.service_removed[b]
}

fn same_streams(old: &[Frequency], new: &[Frequency]) -> bool {
    let plain = |f: &Frequency| (f.start, f.end, f.headway, f.exact);
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| plain(a) == plain(b))
}
