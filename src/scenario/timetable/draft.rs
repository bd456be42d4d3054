//! A timetable in the making: the trips of the base by reference, changed and new ones with calls of
//! their own; stops, lines, operators and calendars appended behind those of the base.

use super::tally::Tally;
use crate::diagnostics::{Error, InputError};
use crate::ids::{Id, RouteId, ServiceId, StopId, TripId};
use crate::input::scenario::Edit;
use crate::network::LATEST_S;
use crate::network::timetable::{Call, Frequency, NONE, Timetable};
use crate::network::vehicles::vehicles_a_day;
use crate::units::ClockTime;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A row of the timetable in the making.
#[derive(Clone, Debug)]
pub(super) struct Trip<'a> {
    /// Place in the order of trips: the base's trip that this is (a part of), or a number behind those.
    pub key: u32,
    pub calls: Cow<'a, [Call]>,
    /// Frequencies; who reads them pays no heed to their trip.
    pub rows: Cow<'a, [Frequency]>,
    pub route: RouteId,
    pub service: ServiceId,
    pub direction: u8,
    pub block: u32,
    pub wheelchair: u8,
    /// Number of the edit that removed it.
    pub gone: Option<u32>,
    pub own: Option<Box<Own>>,
}

/// What most trips have from the base.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    pub id: Option<String>,
    pub headsign: Option<String>,
    /// The base's trip that was merged into this one.
    pub absorbed: Option<u32>,
}

/// Whether a vehicle takes or leaves passengers at a call; else it only passes.
pub(super) fn is_public(call: &Call) -> bool {
    call.boards() || call.alights()
}

impl Trip<'_> {
    /// Calls at which the vehicle does not only pass.
    pub fn public(&self) -> impl DoubleEndedIterator<Item = &Call> {
        self.calls.iter().filter(|c| is_public(c))
    }
    /// First call (that is not only passed); none of a trip without calls.
    pub fn first(&self) -> Option<&Call> {
        self.public().next().or(self.calls.first())
    }
    /// Last call (that is not only passed).
    pub fn last(&self) -> Option<&Call> {
        self.public().next_back().or(self.calls.last())
    }
    /// Departure of the template, or of the only vehicle, from the first call.
    pub fn departs(&self) -> i32 {
        self.first().map_or(0, |c| c.departure)
    }
    /// From the departure that rows of frequencies speak of to that from the first call which is not only passed.
    pub fn lead(&self) -> i32 {
        let begins = self.calls.first().map_or(0, |c| c.departure);
        self.departs().saturating_sub(begins)
    }
    /// Vehicles on a day.
    pub fn vehicles(&self) -> i64 {
        vehicles_a_day(&self.rows)
    }
    pub fn own(&mut self) -> &mut Own {
        self.own.get_or_insert_default()
    }
}

/// The timetable in the making.
pub(super) struct Draft<'a> {
    pub base: &'a Timetable,
    /// Stops, lines, operators and calendars; no trips.
    pub t: Timetable,
    pub trips: Vec<Trip<'a>>,
    /// Names of the edits, by number.
    pub edits: Vec<String>,
    /// Number of the edit at work.
    pub now: u32,
    /// Calendars split before, by calendar and days.
    pub halves: HashMap<(ServiceId, super::days::Days), super::days::Halves>,
    /// Which days of the week that counts each calendar runs.
    pub week: super::days::Week,
    /// Vehicles in the week that counts.
    pub fleet: super::fleet::Fleet,
    /// Whether stops are joined to the streets; of those behind its end they are.
    pub on_map: &'a [bool],
    /// Lines on demand: they have no timetabled vehicles.
    pub on_demand: BTreeSet<RouteId>,
    /// Numbers of trips that go on within another.
    pub absorbed: BTreeSet<usize>,
    /// New stops by the bits of their longitude and latitude.
    pub places: HashMap<[u64; 2], StopId>,
    /// First and last date of each feed; looked up when first asked.
    pub spans: Option<Vec<Option<(NaiveDate, NaiveDate)>>>,
    /// Straight lines between stops, metres.
    hops: HashMap<(StopId, StopId), Option<f64>>,
    /// Ids in use that could be met when new ones are made.
    taken: HashSet<String>,
    serial: HashMap<String, u32>,
    next_key: u32,
}

impl<'a> Draft<'a> {
    pub fn new(base: &'a Timetable, week_of: NaiveDate, edits: Vec<String>) -> Self {
        let t = Timetable {
            calls: Default::default(),
            frequencies: Default::default(),
            ..without_trips(base)
        };
        let mut trips = Vec::with_capacity(base.trips());
        for key in 0..base.trips() {
            let trip = TripId::new(key);
            trips.push(Trip {
                key: key as u32,
                calls: Cow::Borrowed(&base.calls[trip]),
                rows: Cow::Borrowed(base.frequencies_of(trip)),
                route: base.trip_route[key],
                service: base.trip_service[key],
                direction: base.trip_direction[key],
                block: base.trip_block[key],
                wheelchair: base.trip_wheelchair[key],
                gone: None,
                own: None,
            });
        }
        let ours = |id: &&str| id.contains('~') || id.starts_with("scenario:");
        let ids = [
            &base.trip_id,
            &base.stop_id,
            &base.route_id,
            &base.service_id,
        ];
        let taken = ids.into_iter().flat_map(|ids| ids.iter().filter(ours));
        let week = super::days::Week::of(week_of);
        Draft {
            base,
            t,
            fleet: super::fleet::Fleet::new(base, &trips, week),
            trips,
            edits,
            now: 0,
            halves: HashMap::new(),
            week,
            on_map: &[],
            on_demand: BTreeSet::new(),
            absorbed: BTreeSet::new(),
            places: HashMap::new(),
            spans: None,
            hops: HashMap::new(),
            taken: taken.map(str::to_owned).collect(),
            serial: HashMap::new(),
            next_key: base.trips() as u32,
        }
    }

    /// `trip_id`.
    pub fn id<'d>(&'d self, trip: &'d Trip) -> &'d str {
        match trip.own.as_ref().and_then(|own| own.id.as_deref()) {
            Some(id) => id,
            None => self.base_id(trip).unwrap_or_default(),
        }
    }
    /// `trip_id` of the base's trip that this is (a part of).
    pub fn base_id(&self, trip: &Trip) -> Option<&'a str> {
        let key = trip.key as usize;
        (key < self.base.trips()).then(|| self.base.trip_id.get(key))
    }
    /// `trip_headsign`.
    pub fn headsign<'d>(&'d self, trip: &'d Trip) -> &'d str {
        match trip.own.as_ref().and_then(|own| own.headsign.as_deref()) {
            Some(headsign) => headsign,
            None => {
                let key = trip.key as usize;
                let known = key < self.base.trips();
                if known {
                    self.base.trip_headsign.get(key)
                } else {
                    ""
                }
            }
        }
    }
    /// A trip in a few words, for messages.
    pub fn describe(&self, trip: &Trip) -> String {
        format!(
            "trip {} of line {}",
            self.id(trip),
            self.t.line_name(trip.route)
        )
    }
    /// Trips that still run, with their numbers.
    pub fn alive(&self) -> impl Iterator<Item = (usize, &Trip<'a>)> {
        self.trips
            .iter()
            .enumerate()
            .filter(|(_, t)| t.gone.is_none())
    }
    /// A place behind all trips so far.
    pub fn next_key(&mut self) -> u32 {
        self.next_key = self.next_key.saturating_add(1);
        self.next_key - 1
    }
    /// `<stem><n>`, with the lowest n not used yet from `first` on.
    pub fn fresh_id(&mut self, stem: &str, first: u32) -> String {
        let n = self.serial.entry(stem.to_owned()).or_insert(first);
        loop {
            let id = format!("{stem}{n}");
            *n += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
    /// Straight line between two stops, metres; none where one has no position.
    pub fn hop_m(&mut self, from: StopId, to: StopId) -> Option<f64> {
        if let Some(known) = self.hops.get(&(from, to)) {
            return *known;
        }
        let (a, b) = (self.t.position(from), self.t.position(to));
        let metres = a.zip(b).map(|(a, b)| a.distance_m(b));
        self.hops.insert((from, to), metres);
        metres
    }
    /// Puts a stop somewhere else.
    pub fn move_stop(&mut self, stop: StopId, to: [f64; 2]) {
        self.t.stop_position[stop.index()] = to;
        self.hops.retain(|(a, b), _| *a != stop && *b != stop);
    }

    /// Splits a trip in two: what stays keeps its number and id, the number of the other is given.
    pub fn split(
        &mut self,
        trip: usize,
        other: impl FnOnce(&mut Trip<'a>, &mut Trip<'a>),
    ) -> usize {
        let mut part = self.trips[trip].clone();
        let stem = format!("{}~", self.base_id(&part).unwrap_or(self.id(&part)));
        part.own().id = Some(self.fresh_id(&stem, 2));
        other(&mut self.trips[trip], &mut part);
        self.trips.push(part);
        self.trips.len() - 1
    }
    /// Leaves a trip out.
    pub fn remove(&mut self, trip: usize, tally: &mut Tally) {
        tally.count(self, trip, -1);
        tally.stops_of(&self.trips[trip]);
        self.trips[trip].gone = Some(self.now);
    }
    /// Adds a trip behind all others.
    pub fn add(&mut self, trip: Trip<'a>, tally: &mut Tally) -> usize {
        self.trips.push(trip);
        let number = self.trips.len() - 1;
        tally.count(self, number, 1);
        tally.stops_of(&self.trips[number]);
        number
    }
    /// Gives a trip other calls. Frequencies go with the departure from the first of them.
    ///
    /// # Errors
    /// When times run backwards or lie beyond what a timetable can hold.
    pub fn set_calls(
        &mut self,
        edit: &Edit,
        key: &str,
        trip: usize,
        calls: Vec<Call>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let old = &self.trips[trip];
        self.check(edit, key, old, &calls)?;
        let begins = |calls: &[Call]| calls.first().map_or(0, |c| i64::from(c.departure));
        let by = begins(&calls) - begins(&old.calls);
        let mut rows = old.rows.clone();
        if by != 0 && !rows.is_empty() {
            for row in rows.to_mut() {
                let moved = |time: i32| {
                    let time = i32::try_from(i64::from(time) + by).ok();
                    let time = time.filter(|t| *t >= EARLIEST_S && t.unsigned_abs() <= LATEST_S);
                    time.ok_or_else(|| self.beyond(edit, key, old))
                };
                (row.start, row.end) = (moved(row.start)?, moved(row.end)?);
            }
        }
        tally.count(self, trip, -1);
        tally.changed_stops(&self.trips[trip].calls, &calls);
        let now = &mut self.trips[trip];
        now.calls = Cow::Owned(calls);
        now.rows = rows;
        tally.count(self, trip, 1);
        Ok(())
    }
    /// Gives a trip other frequencies.
    pub fn set_rows(&mut self, trip: usize, rows: Vec<Frequency>, tally: &mut Tally) {
        tally.count(self, trip, -1);
        self.trips[trip].rows = Cow::Owned(rows);
        tally.count(self, trip, 1);
    }

    /// Whether times are possible.
    pub fn check(&self, edit: &Edit, key: &str, trip: &Trip, calls: &[Call]) -> Result<(), Error> {
        let beyond = |t: i32| t < EARLIEST_S || t.unsigned_abs() > LATEST_S;
        if calls
            .iter()
            .any(|c| beyond(c.arrival) || beyond(c.departure))
        {
            return Err(self.beyond(edit, key, trip).into());
        }
        let stands = calls.iter().find(|c| c.departure < c.arrival);
        let runs = calls.windows(2).find(|w| w[1].arrival < w[0].departure);
        if let Some((from, to, stop)) = stands
            .map(|c| (c.arrival, c.departure, c.stop))
            .or(runs.map(|w| (w[0].departure, w[1].arrival, w[1].stop)))
        {
            let problem = format!(
                "{} would run backwards in time: from {} to {} at stop {:?}",
                self.describe(trip),
                ClockTime(from),
                ClockTime(to),
                self.t.stop_label(stop)
            );
            return Err(edit.problem(key, problem).into());
        }
        Ok(())
    }
    fn beyond(&self, edit: &Edit, key: &str, trip: &Trip) -> InputError {
        let problem = format!(
            "{} would run more than a day before its service day, or years after it",
            self.describe(trip)
        );
        edit.problem(key, problem)
    }
}

/// Earliest clock time of a trip, seconds.
pub(super) const EARLIEST_S: i32 = -86_400;

/// A call at which one may board and alight.
pub(super) fn open_call(stop: StopId, arrival: i32, departure: i32) -> Call {
    Call {
        stop,
        arrival,
        departure,
        flags: 3,
    }
}

/// No block.
pub(super) const NO_BLOCK: u32 = NONE;

/// Everything but trips.
fn without_trips(t: &Timetable) -> Timetable {
    Timetable {
        feed_name: t.feed_name.clone(),
        feed_zone: t.feed_zone.clone(),
        feed_vouched: t.feed_vouched.clone(),
        agency_name: t.agency_name.clone(),
        stop_id: t.stop_id.clone(),
        stop_name: t.stop_name.clone(),
        stop_platform: t.stop_platform.clone(),
        stop_feed: t.stop_feed.clone(),
        stop_position: t.stop_position.clone(),
        stop_kind: t.stop_kind.clone(),
        stop_parent: t.stop_parent.clone(),
        stop_wheelchair: t.stop_wheelchair.clone(),
        stop_access: t.stop_access.clone(),
        route_id: t.route_id.clone(),
        route_short: t.route_short.clone(),
        route_long: t.route_long.clone(),
        route_agency: t.route_agency.clone(),
        route_kind: t.route_kind.clone(),
        service_id: t.service_id.clone(),
        service_feed: t.service_feed.clone(),
        service_weekly: t.service_weekly.clone(),
        service_added: t.service_added.clone(),
        service_removed: t.service_removed.clone(),
        pathways: t.pathways.clone(),
        ..Timetable::default()
    }
}
