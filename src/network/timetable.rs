//! The merged timetable: all feeds in one set of flat columns, ids apart per feed.
//!
//! Rows keep the order of their feed, feeds the order given; nothing depends on a hash map.

use super::columns::{Strings, stored};
use crate::ids::{FeedId, Id, Jagged, RouteId, ServiceId, StopId, TripId};
use crate::input::gtfs::{self, Access, Feed, StopAccess, StopKind};
use crate::storage::Column;
use crate::travel::Wheelchair;
use crate::units::LonLat;
use bytemuck::{Pod, Zeroable};
use chrono::{Datelike, NaiveDate};

/// Stands for "none" in columns of ids.
pub const NONE: u32 = u32::MAX;

/// A call of a trip; times in seconds on the clock of the trip's service day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Call {
    /// Where.
    pub stop: StopId,
    /// Arrival, seconds since noon minus 12 h.
    pub arrival: i32,
    /// Departure, seconds since noon minus 12 h.
    pub departure: i32,
    /// Bit 0: boarding allowed; bit 1: alighting allowed.
    pub flags: u32,
}

impl Call {
    /// Whether one may board here.
    pub fn boards(&self) -> bool {
        self.flags & 1 != 0
    }
    /// Whether one may alight here.
    pub fn alights(&self) -> bool {
        self.flags & 2 != 0
    }
}

/// A stream of vehicles by headway, or of scheduled trips at a headway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Frequency {
    /// The template.
    pub trip: TripId,
    /// First departure at the first call, seconds since noon minus 12 h.
    pub start: i32,
    /// End, exclusive, seconds.
    pub end: i32,
    /// Seconds between vehicles.
    pub headway: u32,
    /// 1 for `exact_times=1`.
    pub exact: u32,
}

/// A row of `transfers.txt`; [`NONE`] where a qualifier is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct TransferRule {
    /// Stop or station.
    pub from_stop: u32,
    /// Stop or station.
    pub to_stop: u32,
    /// Route of the trip one leaves.
    pub from_route: u32,
    /// Route of the trip one boards.
    pub to_route: u32,
    /// Trip one leaves.
    pub from_trip: u32,
    /// Trip one boards.
    pub to_trip: u32,
    /// GTFS `transfer_type`, 0 to 5.
    pub kind: u32,
    /// Seconds.
    pub min_time: u32,
}

impl TransferRule {
    /// Whether it is about staying seated (types 4 and 5), not about a change.
    pub fn is_about_seats(&self) -> bool {
        self.kind == transfer_kind::IN_SEAT || self.kind == transfer_kind::NOT_IN_SEAT
    }
}

/// A row of `pathways.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct Pathway {
    /// One end.
    pub from: StopId,
    /// The other end.
    pub to: StopId,
    /// GTFS `pathway_mode`.
    pub mode: u32,
    /// 1 where it may be walked both ways.
    pub both_ways: u32,
    /// Seconds, [`NONE`] where not given.
    pub time_s: u32,
    /// Millimetres, [`NONE`] where not given.
    pub length_mm: u32,
}

/// What a service (calendar) is made of; dates as days of the common era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Weekly {
    /// Bit 0 Monday … bit 6 Sunday.
    pub days: u32,
    /// First day.
    pub from: i32,
    /// Last day, inclusive.
    pub to: i32,
}

impl Weekly {
    /// Whether it has a day of the common era, whatever is added or removed.
    pub fn has(&self, day: i32) -> bool {
        (self.from..=self.to).contains(&day) && self.days >> weekday(day) & 1 == 1
    }
}

/// Day of the week, Monday 0, of a day of the common era (day 1 was a Monday).
pub fn weekday(day: i32) -> u32 {
    (i64::from(day) - 1).rem_euclid(7) as u32
}

/// All feeds in one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timetable {
    /// File names of the feeds, `[FeedId]`.
    pub feed_name: Strings,
    /// IANA time zones of the feeds, `[FeedId]`.
    pub feed_zone: Strings,
    /// First and last day that `feed_info.txt` vouches for, as days of the common era; the smallest and largest number
    /// where it doesn't say, `[FeedId]`.
    pub feed_vouched: Column<[i32; 2]>,
    /// Operators' names, all feeds.
    pub agency_name: Strings,
    /// `stop_id`, `[StopId]`.
    pub stop_id: Strings,
    /// `stop_name`, `[StopId]`.
    pub stop_name: Strings,
    /// `platform_code`, `[StopId]`.
    pub stop_platform: Strings,
    /// Feed, `[StopId]`.
    pub stop_feed: Column<FeedId>,
    /// Longitude and latitude in degrees, not a number where there is none, `[StopId]`.
    pub stop_position: Column<[f64; 2]>,
    /// [`StopKind`] as a number, `[StopId]`.
    pub stop_kind: Column<u8>,
    /// Parent, or [`NONE`], `[StopId]`.
    pub stop_parent: Column<u32>,
    /// [`Access`] as a number, `[StopId]`.
    pub stop_wheelchair: Column<u8>,
    /// [`StopAccess`] as a number, `[StopId]`.
    pub stop_access: Column<u8>,
    /// `route_id`, `[RouteId]`.
    pub route_id: Strings,
    /// `route_short_name`, `[RouteId]`.
    pub route_short: Strings,
    /// `route_long_name`, `[RouteId]`.
    pub route_long: Strings,
    /// Operator (row of `agency_name`) or [`NONE`], `[RouteId]`.
    pub route_agency: Column<u32>,
    /// GTFS `route_type`, `[RouteId]`.
    pub route_kind: Column<u16>,
    /// `service_id`, `[ServiceId]`.
    pub service_id: Strings,
    /// Feed, `[ServiceId]`.
    pub service_feed: Column<FeedId>,
    /// Weekly calendar (no days where there is none), `[ServiceId]`.
    pub service_weekly: Column<Weekly>,
    /// Days added, sorted.
    pub service_added: Jagged<ServiceId, i32>,
    /// Days removed, sorted.
    pub service_removed: Jagged<ServiceId, i32>,
    /// `trip_id`, `[TripId]`.
    pub trip_id: Strings,
    /// `trip_headsign`, `[TripId]`.
    pub trip_headsign: Strings,
    /// Line, `[TripId]`.
    pub trip_route: Column<RouteId>,
    /// Calendar, `[TripId]`.
    pub trip_service: Column<ServiceId>,
    /// `direction_id`, 255 where not given, `[TripId]`.
    pub trip_direction: Column<u8>,
    /// Block, numbered over all feeds, or [`NONE`], `[TripId]`.
    pub trip_block: Column<u32>,
    /// [`Access`] as a number, `[TripId]`.
    pub trip_wheelchair: Column<u8>,
    /// Calls of each trip in order.
    pub calls: Jagged<TripId, Call>,
    /// Frequencies, sorted by trip.
    pub frequencies: Column<Frequency>,
    /// Transfer rules, feed by feed, in file order.
    pub transfers: Column<TransferRule>,
    /// Pathways.
    pub pathways: Column<Pathway>,
}

stored!(Timetable {
    feed_name,
    feed_zone,
    feed_vouched,
    agency_name,
    stop_id,
    stop_name,
    stop_platform,
    stop_feed,
    stop_position,
    stop_kind,
    stop_parent,
    stop_wheelchair,
    stop_access,
    route_id,
    route_short,
    route_long,
    route_agency,
    route_kind,
    service_id,
    service_feed,
    service_weekly,
    service_added,
    service_removed,
    trip_id,
    trip_headsign,
    trip_route,
    trip_service,
    trip_direction,
    trip_block,
    trip_wheelchair,
    calls,
    frequencies,
    transfers,
    pathways,
});

impl Timetable {
    /// Puts feeds together, in the order given.
    pub fn merge(feeds: &[Feed]) -> Timetable {
        let mut t = Timetable::default();
        let mut blocks = 0;
        for (f, feed) in feeds.iter().enumerate() {
            let (stop0, added) = t.add(FeedId::new(f), feed, blocks);
            blocks += added;
            t.add_calls(stop0, &feed.trips, &feed.calls);
        }
        t.sort_frequencies();
        t
    }

    /// As [`Timetable::merge`]; each feed is given up as soon as it is in, and the calls of the
    /// first, which may be the only one, keep their place in memory.
    pub fn merge_owned(feeds: impl IntoIterator<Item = Feed>) -> Timetable {
        let mut t = Timetable::default();
        let mut blocks = 0;
        for (f, mut feed) in feeds.into_iter().enumerate() {
            let (stop0, added) = t.add(FeedId::new(f), &feed, blocks);
            blocks += added;
            let trips = std::mem::take(&mut feed.trips);
            let calls = std::mem::take(&mut feed.calls);
            drop(feed);
            // Readers leave the calls in the order of the trips, without gaps.
            let mut end = 0;
            let in_order = trips.iter().all(|trip| {
                let follows = trip.calls.start == end && trip.calls.end >= end;
                end = trip.calls.end;
                follows
            }) && end == calls.len();
            if f > 0 || !in_order || u32::try_from(end).is_err() {
                t.add_calls(stop0, &trips, &calls);
                continue;
            }
            let start = std::iter::once(0).chain(trips.iter().map(|trip| trip.calls.end as u32));
            let calls = calls.into_iter().map(|c| call(stop0, &c)).collect();
            t.calls = Jagged::from_parts(start.collect(), calls).unwrap_or_default();
        }
        t.sort_frequencies();
        t
    }

    fn add_calls(&mut self, stop0: usize, trips: &[gtfs::Trip], calls: &[gtfs::Call]) {
        for trip in trips {
            let calls = &calls[trip.calls.clone()];
            self.calls.push(calls.iter().map(|c| call(stop0, c)));
        }
    }

    fn sort_frequencies(&mut self) {
        self.frequencies
            .sort_by_key(|f| (f.trip, f.start, f.end, f.headway, f.exact));
    }

    /// Adds one feed but for its calls; gives its first stop and the number of blocks it has.
    fn add(&mut self, id: FeedId, feed: &Feed, first_block: u32) -> (usize, u32) {
        let (stop0, route0, service0, trip0) = (
            self.stop_id.len(),
            self.route_id.len(),
            self.service_id.len(),
            self.trip_id.len(),
        );
        let agency0 = self.agency_name.len() as u32;
        let stop = |i: u32| StopId::new(stop0 + i as usize);
        let route = |i: u32| RouteId::new(route0 + i as usize);
        let trip = |i: u32| TripId::new(trip0 + i as usize);
        self.feed_name.push(&feed.name);
        self.feed_zone.push(feed.timezone.name());
        let (from, to) = feed.vouched;
        self.feed_vouched.push([
            from.map_or(i32::MIN, |d| d.num_days_from_ce()),
            to.map_or(i32::MAX, |d| d.num_days_from_ce()),
        ]);
        for a in &feed.agencies {
            self.agency_name.push(&a.name);
        }
        for s in &feed.stops {
            self.stop_id.push(&s.id);
            self.stop_name.push(&s.name);
            self.stop_platform.push(&s.platform);
            self.stop_feed.push(id);
            self.stop_position
                .push(s.position.map_or([f64::NAN; 2], |p| [p.lon, p.lat]));
            self.stop_kind.push(s.kind as u8);
            self.stop_parent.push(s.parent.map_or(NONE, |p| stop(p).0));
            self.stop_wheelchair.push(s.wheelchair as u8);
            self.stop_access.push(s.access as u8);
        }
        for r in &feed.routes {
            self.route_id.push(&r.id);
            self.route_short.push(&r.short_name);
            self.route_long.push(&r.long_name);
            self.route_agency
                .push(r.agency.map_or(NONE, |a| agency0 + a));
            self.route_kind.push(r.kind);
        }
        for s in &feed.services {
            self.service_id.push(&s.id);
            self.service_feed.push(id);
            self.service_weekly.push(match s.weekly {
                Some((days, from, to)) => Weekly {
                    days: days
                        .iter()
                        .enumerate()
                        .map(|(i, &on)| u32::from(on) << i)
                        .sum(),
                    from: from.num_days_from_ce(),
                    to: to.num_days_from_ce(),
                },
                None => Weekly {
                    days: 0,
                    from: 0,
                    to: -1,
                },
            });
            self.service_added
                .push(s.added.iter().map(|d| d.num_days_from_ce()));
            self.service_removed
                .push(s.removed.iter().map(|d| d.num_days_from_ce()));
        }
        let mut blocks = 0;
        for t in &feed.trips {
            self.trip_id.push(&t.id);
            self.trip_headsign.push(&t.headsign);
            self.trip_route.push(route(t.route));
            self.trip_service
                .push(ServiceId::new(service0 + t.service as usize));
            self.trip_direction.push(t.direction.unwrap_or(u8::MAX));
            blocks = blocks.max(t.block.map_or(0, |b| b + 1));
            self.trip_block
                .push(t.block.map_or(NONE, |b| first_block + b));
            self.trip_wheelchair.push(t.wheelchair as u8);
        }
        self.frequencies
            .extend(feed.frequencies.iter().map(|q| Frequency {
                trip: trip(q.trip),
                start: q.start,
                end: q.end,
                headway: q.headway,
                exact: u32::from(q.exact),
            }));
        self.transfers
            .extend(feed.transfers.iter().map(|r| TransferRule {
                from_stop: r.from_stop.map_or(NONE, |s| stop(s).0),
                to_stop: r.to_stop.map_or(NONE, |s| stop(s).0),
                from_route: r.from_route.map_or(NONE, |s| route(s).0),
                to_route: r.to_route.map_or(NONE, |s| route(s).0),
                from_trip: r.from_trip.map_or(NONE, |s| trip(s).0),
                to_trip: r.to_trip.map_or(NONE, |s| trip(s).0),
                kind: r.kind as u32,
                min_time: r.min_time,
            }));
        self.pathways.extend(feed.pathways.iter().map(|p| Pathway {
            from: stop(p.from_stop),
            to: stop(p.to_stop),
            mode: u32::from(p.mode),
            both_ways: u32::from(p.both_ways),
            time_s: p.time.unwrap_or(NONE),
            length_mm: p.length_m.map_or(NONE, |m| {
                (m * 1000.0).round().min(f64::from(NONE - 1)) as u32
            }),
        }));
        (stop0, blocks)
    }

    /// Number of stops, stations and entrances.
    pub fn stops(&self) -> usize {
        self.stop_id.len()
    }
    /// Number of trips.
    pub fn trips(&self) -> usize {
        self.trip_id.len()
    }
    /// Where a stop is; none where the feed doesn't say.
    pub fn position(&self, stop: StopId) -> Option<LonLat> {
        let [lon, lat] = self.stop_position[stop.index()];
        LonLat::new(lon, lat)
    }
    /// What a stop is.
    pub fn kind(&self, stop: StopId) -> StopKind {
        match self.stop_kind[stop.index()] {
            1 => StopKind::Station,
            2 => StopKind::Entrance,
            3 => StopKind::Node,
            4 => StopKind::BoardingArea,
            _ => StopKind::Stop,
        }
    }
    /// How a stop is reached from the street.
    pub fn stop_access(&self, stop: StopId) -> StopAccess {
        match self.stop_access[stop.index()] {
            1 => StopAccess::Entrances,
            2 => StopAccess::Street,
            _ => StopAccess::Unsaid,
        }
    }
    /// Feed of a trip.
    pub fn feed_of(&self, trip: TripId) -> FeedId {
        self.service_feed[self.trip_service[trip.index()].index()]
    }
    /// First and last date that a feed vouches for; none where it doesn't say.
    pub fn vouched(&self, feed: FeedId) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let [from, to] = self.feed_vouched[feed.index()];
        let date = NaiveDate::from_num_days_from_ce_opt;
        (date(from), date(to))
    }
    /// Whether vehicles call at a stop on a service of any date.
    pub fn served(&self) -> Vec<bool> {
        let mut served = vec![false; self.stops()];
        for call in self.calls.parts().1 {
            served[call.stop.index()] = true;
        }
        served
    }
    /// Whether a service runs on a date.
    pub fn runs_on(&self, service: ServiceId, date: NaiveDate) -> bool {
        let day = date.num_days_from_ce();
        if self.service_added[service].binary_search(&day).is_ok() {
            return true;
        }
        self.service_weekly[service.index()].has(day)
            && self.service_removed[service].binary_search(&day).is_err()
    }
    /// Whether a wheelchair user can use something with this mark.
    pub fn accessible(mark: u8, unknown_is_accessible: bool) -> bool {
        match mark {
            m if m == Access::Yes as u8 => true,
            m if m == Access::No as u8 => false,
            _ => unknown_is_accessible,
        }
    }
    /// Whether a traveller, in a wheelchair or not, can use something with this mark.
    pub fn open_to(wheelchair: Option<Wheelchair>, mark: u8) -> bool {
        wheelchair.is_none_or(|w| Self::accessible(mark, w.unknown_is_accessible))
    }
    /// Line name as a passenger knows it: short name, else long name, else id.
    pub fn line_name(&self, route: RouteId) -> &str {
        let r = route.index();
        [self.route_short.get(r), self.route_long.get(r)]
            .into_iter()
            .find(|n| !n.is_empty())
            .unwrap_or(self.route_id.get(r))
    }
    /// Name of a line's operator; empty where the feed names none.
    pub fn operator(&self, route: RouteId) -> &str {
        let row = self.route_agency[route.index()] as usize;
        match row < self.agency_name.len() {
            true => self.agency_name.get(row),
            false => "",
        }
    }
    /// A line with its operator, as a passenger tells it from another of the same name.
    pub fn line_and_operator(&self, route: RouteId) -> String {
        let name = self.line_name(route);
        match self.operator(route) {
            "" => name.to_owned(),
            operator => format!("{name} ({operator})"),
        }
    }
    /// Name of a stop as a passenger knows it, its id where it has none.
    pub fn stop_label(&self, stop: StopId) -> &str {
        let name = self.stop_name.get(stop.index());
        if name.is_empty() {
            self.stop_id.get(stop.index())
        } else {
            name
        }
    }
}

/// A call of a feed whose first stop is `stop0`.
fn call(stop0: usize, c: &gtfs::Call) -> Call {
    Call {
        stop: StopId::new(stop0 + c.stop as usize),
        arrival: c.arrival,
        departure: c.departure,
        flags: u32::from(c.boards) | u32::from(c.alights) << 1,
    }
}

/// The kinds of transfer rules, as numbers of GTFS.
pub mod transfer_kind {
    use super::gtfs::TransferKind;
    /// Walk and slack, as without a rule.
    pub const RECOMMENDED: u32 = TransferKind::Recommended as u32;
    /// The walk alone: the vehicle one boards waits.
    pub const TIMED: u32 = TransferKind::Timed as u32;
    /// Takes at least this long.
    pub const MIN_TIME: u32 = TransferKind::MinTime as u32;
    /// Not possible.
    pub const FORBIDDEN: u32 = TransferKind::Forbidden as u32;
    /// Stay seated.
    pub const IN_SEAT: u32 = TransferKind::InSeat as u32;
    /// Not the same vehicle.
    pub const NOT_IN_SEAT: u32 = TransferKind::NotInSeat as u32;
}
