//! Towns by hand.

use super::reference::Person;
use super::town::{
    MAX_SNAP, TODAY, Town, add_ghost, add_trip, at_metres, empty_feed, plain_street,
};
use bereik::input::gtfs::{Frequency, Route, Stop, StopKind, TransferKind, TransferRule};
use chrono::NaiveDate;

/// Builds a town by hand: places in metres, clock times as `HH:MM` or `HH:MM:SS`.
pub struct TownBuilder {
    town: Town,
    metres: Vec<(f64, f64)>,
}

/// Seconds of `HH:MM` or `HH:MM:SS`.
pub fn clock(text: &str) -> i32 {
    let mut parts = text.split(':').map(|p| p.parse::<i32>().expect("a time"));
    let mut next = || parts.next().unwrap_or(0);
    next() * 3600 + next() * 60 + next()
}

impl TownBuilder {
    /// An empty town on Wednesday 12 March 2025, with the command line's default person.
    pub fn new() -> Self {
        let date = NaiveDate::from_ymd_opt(2025, 3, 12).expect("a date");
        Self {
            town: Town {
                nodes: Vec::new(),
                streets: Vec::new(),
                feeds: vec![empty_feed("town", chrono_tz::Europe::Amsterdam, date)],
                origins: Vec::new(),
                destinations: Vec::new(),
                island: 0,
                snap: MAX_SNAP,
                date,
                person: Person {
                    walk: 4_800_000,
                    max_walk: 1800,
                    max_walk_only: None,
                    max_transfer: None,
                    max_trip: 7200,
                    max_rides: 8,
                    slack: 60,
                    bicycle: None,
                    wheelchair: None,
                },
                start: 8 * 3600,
                count: 1,
                step: 60,
            },
            metres: Vec::new(),
        }
    }
    /// The junction at a place, new where there is none yet.
    fn node(&mut self, at: (f64, f64)) -> usize {
        if let Some(n) = self.metres.iter().position(|&m| m == at) {
            return n;
        }
        self.metres.push(at);
        self.town.nodes.push(at_metres(at.0, at.1));
        self.metres.len() - 1
    }
    /// A street through junctions; streets that cross elsewhere do not meet (a bridge).
    pub fn street(mut self, through: &[(f64, f64)]) -> Self {
        for pair in through.windows(2) {
            let ends = [self.node(pair[0]), self.node(pair[1])];
            let street = plain_street(&self.town.nodes, ends, None);
            self.town.streets.push(street);
        }
        self
    }
    /// A stop on a junction.
    pub fn stop(mut self, id: &str, at: (f64, f64)) -> Self {
        let node = self.node(at);
        let position = Some(self.town.position(node));
        self.town.feeds[0].stops.push(Stop {
            id: id.into(),
            position,
            kind: StopKind::Stop,
            ..Stop::default()
        });
        self
    }
    fn stop_index(&self, id: &str) -> u32 {
        let stops = &self.town.feeds[0].stops;
        stops.iter().position(|s| s.id == id).expect("a known stop") as u32
    }
    /// A line whose trips pass its stops so many seconds after each of the departures.
    pub fn line(mut self, name: &str, stops: &[(&str, i32)], departures: &[&str]) -> Self {
        let route = self.route(name);
        for departure in departures {
            let calls: Vec<(u32, i32, i32, bool, bool)> = stops
                .iter()
                .map(|&(id, after)| {
                    let at = clock(departure) + after;
                    (self.stop_index(id), at, at, true, true)
                })
                .collect();
            add_trip(&mut self.town.feeds[0], route, TODAY, None, &calls);
        }
        self
    }
    /// A line that comes every `headway` seconds from `from` to `until`, half a headway's wait.
    pub fn frequent(
        mut self,
        name: &str,
        stops: &[(&str, i32)],
        from: &str,
        until: &str,
        headway: u32,
    ) -> Self {
        self = self.line(name, stops, &[from]);
        let feed = &mut self.town.feeds[0];
        feed.frequencies.push(Frequency {
            trip: feed.trips.len() as u32 - 1,
            start: clock(from),
            end: clock(until),
            headway,
            exact: false,
        });
        self
    }
    fn route(&mut self, name: &str) -> u32 {
        let routes = &mut self.town.feeds[0].routes;
        if let Some(r) = routes.iter().position(|r| r.id == name) {
            return r as u32;
        }
        routes.push(Route {
            id: name.into(),
            agency: Some(0),
            short_name: name.into(),
            kind: 3,
            ..Route::default()
        });
        routes.len() as u32 - 1
    }
    /// A transfer rule between stops.
    pub fn rule(mut self, from: &str, to: &str, kind: TransferKind, min_time: u32) -> Self {
        let (from, to) = (self.stop_index(from), self.stop_index(to));
        self.town.feeds[0].transfers.push(TransferRule {
            from_stop: Some(from),
            to_stop: Some(to),
            from_route: None,
            to_route: None,
            from_trip: None,
            to_trip: None,
            kind,
            min_time,
        });
        self
    }
    /// A place one starts from.
    pub fn origin(mut self, at: (f64, f64)) -> Self {
        let node = self.node(at);
        self.town.origins.push(node);
        self
    }
    /// A place one goes to.
    pub fn destination(mut self, at: (f64, f64)) -> Self {
        let node = self.node(at);
        self.town.destinations.push(node);
        self
    }
    /// Departures (or deadlines) from `first`, one a minute.
    pub fn window(mut self, first: &str, minutes: i64) -> Self {
        (self.town.start, self.town.count) = (i64::from(clock(first)), minutes);
        self
    }
    /// Changes the person.
    pub fn person(mut self, change: impl FnOnce(&mut Person)) -> Self {
        change(&mut self.town.person);
        self
    }
    /// The town, with service every day.
    pub fn build(mut self) -> Town {
        add_ghost(&mut self.town.feeds[0]);
        assert!(
            self.town.is_certain(),
            "every stop and point lies on a street, or its links are beyond doubt"
        );
        self.town
    }
}
