//! New services: `add-line`, `on-demand`.

use super::days::{bits, dates};
use super::draft::{Draft, NO_BLOCK, Own, Trip, open_call};
use super::headway::MOST_TRIPS;
use super::names::stops_in;
use super::reroute::{check_hops, straight};
use super::tally::Tally;
use super::trips::{clock, later};
use crate::diagnostics::Error;
use crate::ids::{FeedId, Id, RouteId, ServiceId, StopId};
use crate::input::clock::Weekdays;
use crate::input::scenario::{Edit, NewLine, OnDemand, StopRef};
use crate::network::calendar::service_dates;
use crate::network::mode::{ON_DEMAND, route_type};
use crate::network::timetable::{Call, Frequency, NONE, Weekly};
use crate::units::ClockTime;
use chrono::Datelike;
use std::collections::BTreeSet;

impl Draft<'_> {
    pub fn add_line(
        &mut self,
        edit: &Edit,
        line: &NewLine,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let hops = line.stops.len().saturating_sub(1);
        if hops == 0 {
            return Err(edit
                .problem("stops", "a line needs two stops at least")
                .into());
        }
        if line.departures.is_empty() {
            return Err(edit.problem("departures", "the line never departs").into());
        }
        check_hops(edit, &line.pace, hops)?;
        let feed = self.feed_of(edit, "stops", &line.stops)?;
        let stops = self.all_candidates(edit, "stops", &line.stops, feed)?;
        let far = (line.stops.iter().zip(&stops))
            .filter_map(|(stop, of_it)| self.far_apart_of(edit, "stops", stop, of_it));
        Error::all(far.collect())?;
        let stops = self.nearest_in_turn(&stops);
        if let Some(twice) = stops.windows(2).find(|w| w[0] == w[1]) {
            let problem = format!(
                "the line calls twice in succession at {:?}",
                self.t.stop_label(twice[0])
            );
            return Err(edit.problem("stops", problem).into());
        }
        let service = self.new_calendar(edit, &line.line, line.days, feed)?;
        let route = self.new_route(edit, &line.line, route_type(line.mode), &line.agency)?;
        let mut ways = vec![(0, stops.clone(), self.hop_times(edit, &line.pace, &stops)?)];
        if line.both_ways {
            let mut back = ways.clone();
            for (direction, stops, hops) in &mut back {
                *direction = 1;
                stops.reverse();
                hops.reverse();
            }
            ways.extend(back);
        }
        if line.departures.len().saturating_mul(ways.len()) > MOST_TRIPS {
            let problem = format!("this makes more than {MOST_TRIPS} trips");
            return Err(edit.problem("departures", problem).into());
        }
        for (direction, stops, hops) in ways {
            let mut at = 0;
            let mut calls = Vec::with_capacity(stops.len());
            for (n, stop) in stops.iter().enumerate() {
                at += n
                    .checked_sub(1)
                    .and_then(|n| hops.get(n))
                    .copied()
                    .unwrap_or(0);
                let stands = if n == 0 || n == hops.len() {
                    0
                } else {
                    i64::from(line.dwell.0)
                };
                calls.push(open_call(*stop, clock(at), clock(at + stands)));
                at += stands;
            }
            let headsign = stops
                .last()
                .map_or("", |s| self.t.stop_label(*s))
                .to_owned();
            for departs in &line.departures {
                let calls = later(&calls, i64::from(*departs));
                let trip = self.new_trip((route, service, direction), &line.line, &headsign, calls);
                self.check(edit, "departures", &trip, &trip.calls)?;
                self.add(trip, tally);
            }
        }
        Ok(())
    }

    pub fn on_demand(
        &mut self,
        edit: &Edit,
        what: &OnDemand,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let inside = stops_in(&self.t, edit, "area", &what.area)?;
        let feed = self.t.stop_feed[inside[0].index()];
        let mut hubs: BTreeSet<StopId> = BTreeSet::new();
        for hub in &what.hubs {
            let stops = self.candidates(edit, "hubs", hub, feed)?;
            if let Some(far) = self.far_apart_of(edit, "hubs", hub, &stops) {
                return Err(far.into());
            }
            if let Some(lost) = stops.iter().find(|s| self.t.position(**s).is_none()) {
                let problem = format!(
                    "stop {:?} has no position",
                    self.t.stop_id.get(lost.index())
                );
                return Err(edit.problem("hubs", problem).into());
            }
            hubs.extend(stops);
        }
        let served: BTreeSet<StopId> = inside.iter().copied().collect();
        let hubs: Vec<StopId> = hubs.difference(&served).copied().collect();
        let pairs = inside.len() * (inside.len() - 1 + 2 * hubs.len());
        if pairs == 0 {
            let problem = "there is only one stop in the area, and no hub: no trip is possible";
            return Err(edit.problem("area", problem).into());
        }
        if pairs > MOST_TRIPS {
            let problem = format!(
                "{} stops in the area and {} hubs make {pairs} pairs of stops, more than {MOST_TRIPS}",
                inside.len(),
                hubs.len()
            );
            return Err(edit
                .problem("area", problem)
                .hint("choose a smaller area")
                .into());
        }
        let (from_s, to_s) = what.hours;
        if from_s >= to_s {
            let problem = "the hours of service end before they begin";
            return Err(edit
                .problem("hours", problem)
                .value(ClockTime(from_s).to_string())
                .into());
        }
        // One who is ready waits half a headway.
        let headway = what.pick_up.0.checked_mul(2).map(|h| h.max(1));
        let headway = headway.ok_or_else(|| edit.problem("pick_up_min", "is too long"))?;
        let service = self.new_calendar(edit, &what.line, what.days, feed)?;
        let route = self.new_route(edit, &what.line, ON_DEMAND, "")?;
        self.on_demand.insert(route);
        let all: Vec<StopId> = inside.iter().chain(&hubs).copied().collect();
        for (n, &from) in all.iter().enumerate() {
            for (m, &to) in all.iter().enumerate() {
                if n == m || n >= inside.len() && m >= inside.len() {
                    continue;
                }
                let metres = self.hop_m(from, to).unwrap_or(f64::INFINITY);
                let ride = straight(metres, what.speed).max(1);
                let arrives = clock(i64::from(from_s).saturating_add(ride));
                let calls = vec![
                    open_call(from, from_s, from_s),
                    open_call(to, arrives, arrives),
                ];
                let headsign = self.t.stop_label(to).to_owned();
                let mut trip =
                    self.new_trip((route, service, u8::MAX), &what.line, &headsign, calls);
                trip.rows = vec![Frequency {
                    trip: Id::new(0),
                    start: from_s,
                    end: to_s,
                    headway,
                    exact: 0,
                }]
                .into();
                self.check(edit, "hours", &trip, &trip.calls)?;
                self.add(trip, tally);
            }
        }
        Ok(())
    }

    /// The feed that a new line belongs to: of its first stop that is known, else the first feed.
    fn feed_of(&self, edit: &Edit, key: &str, stops: &[StopRef]) -> Result<FeedId, Error> {
        for stop in stops {
            if let StopRef::Known(name) = stop {
                let named = super::names::stops_named(&self.t, edit, key, name)?;
                if let Some(stop) = named.first() {
                    return Ok(self.t.stop_feed[stop.index()]);
                }
            }
        }
        if self.t.feed_name.is_empty() {
            let problem = "there is no timetable that the line could be part of";
            return Err(edit.problem("", problem).into());
        }
        Ok(FeedId(0))
    }

    /// One stop for each reference: the nearest to the stop before; the first is the one nearest
    /// to what the second can be.
    fn nearest_in_turn(&mut self, stops: &[Vec<StopId>]) -> Vec<StopId> {
        let mut out: Vec<StopId> = Vec::with_capacity(stops.len());
        for (n, candidates) in stops.iter().enumerate() {
            let chosen = match (out.last().copied(), stops.get(n + 1)) {
                (Some(before), _) => self.nearest_to(candidates, before),
                (None, Some(next)) => {
                    let mut best: Option<(f64, StopId)> = None;
                    for &stop in candidates {
                        let near = self.nearest_to(next, stop);
                        let metres = near
                            .and_then(|s| self.hop_m(stop, s))
                            .unwrap_or(f64::INFINITY);
                        if best.is_none_or(|(least, _)| metres < least) {
                            best = Some((metres, stop));
                        }
                    }
                    best.map(|(_, stop)| stop)
                }
                (None, None) => candidates.first().copied(),
            };
            out.extend(chosen);
        }
        out
    }

    /// A calendar for days of the week, over all dates of a feed.
    fn new_calendar(
        &mut self,
        edit: &Edit,
        line: &str,
        days: Weekdays,
        feed: FeedId,
    ) -> Result<ServiceId, Error> {
        let spans = self.spans.get_or_insert_with(|| {
            service_dates(self.base)
                .into_iter()
                .map(|d| d.span)
                .collect()
        });
        let Some((from, to)) = spans.get(feed.index()).copied().flatten() else {
            let feed = self.t.feed_name.get(feed.index());
            let problem =
                format!("{feed} has no service on any date, so that the line would not either");
            return Err(edit.problem("", problem).into());
        };
        let weekly = Weekly {
            days: bits(days),
            from: from.num_days_from_ce(),
            to: to.num_days_from_ce(),
        };
        let id = self.fresh_id(&format!("scenario:{line}~days"), 1);
        let t = &mut self.t;
        t.service_id.push(&id);
        t.service_feed.push(feed);
        t.service_weekly.push(weekly);
        t.service_added.push([]);
        let service = t.service_removed.push([]);
        if dates(t, service, self.week).is_empty() {
            let problem = format!(
                "the line never runs: none of these days lies between {from} and {to}, the dates of the timetable"
            );
            return Err(edit.problem("days", problem).value(days.to_string()).into());
        }
        Ok(service)
    }

    /// A new line of an operator, who is appended where there is none of that name.
    fn new_route(
        &mut self,
        edit: &Edit,
        line: &str,
        kind: u16,
        agency: &str,
    ) -> Result<RouteId, Error> {
        let id = format!("scenario:{line}");
        if self.t.route_id.iter().any(|r| r == id) {
            let problem = "another edit adds a line of that name";
            return Err(edit.problem("line", problem).value(line).into());
        }
        let agency = if agency.is_empty() {
            "scenario"
        } else {
            agency
        };
        let t = &mut self.t;
        let known = t.agency_name.iter().position(|a| a == agency);
        let agency = known.unwrap_or_else(|| {
            t.agency_name.push(agency);
            t.agency_name.len() - 1
        });
        t.route_id.push(&id);
        t.route_short.push(line);
        t.route_long.push("");
        t.route_agency.push(u32::try_from(agency).unwrap_or(NONE));
        t.route_kind.push(kind);
        Ok(RouteId::new(t.route_id.len() - 1))
    }

    fn new_trip<'d>(
        &mut self,
        (route, service, direction): (RouteId, ServiceId, u8),
        line: &str,
        headsign: &str,
        calls: Vec<Call>,
    ) -> Trip<'d> {
        Trip {
            key: self.next_key(),
            calls: calls.into(),
            rows: Vec::new().into(),
            route,
            service,
            direction,
            block: NO_BLOCK,
            wheelchair: 0,
            gone: None,
            own: Some(Box::new(Own {
                id: Some(self.fresh_id(&format!("scenario:{line}~"), 1)),
                headsign: Some(headsign.to_owned()),
                absorbed: None,
            })),
        }
    }
}
