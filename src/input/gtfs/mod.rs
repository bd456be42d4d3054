//! A GTFS feed read into plain records: every row checked, oddities as findings.
//!
//! Indices are positions within this feed; merging feeds is the network's job. Every table is
//! sorted by its ids, so a feed whose rows stand in another order reads to an equal [`Feed`].

mod archive;
mod assemble;
mod bounded;
mod calendar;
mod feed_info;
mod interpolate;
mod losses;
mod ondemand;
mod operators;
mod projection;
mod reader;
mod review;
mod rows;
mod stop_times;
mod stops;
mod tables;
mod transfers;
mod trips;
mod unread;
mod values;

pub use reader::{read, read_zip_bytes};

use crate::units::LonLat;
use chrono::NaiveDate;

/// One feed, checked. Rows left out are named in the findings beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feed {
    /// File or folder name as the user gave it (last component), for messages.
    pub name: String,
    /// Time zone of the feed's agencies; of the first in the file where they differ.
    pub timezone: chrono_tz::Tz,
    /// First and last date that `feed_info.txt` vouches for, inclusive; none where it doesn't say.
    pub vouched: (Option<NaiveDate>, Option<NaiveDate>),
    /// Operators.
    pub agencies: Vec<Agency>,
    /// All rows of `stops.txt`: stops, stations, entrances, nodes, boarding areas. Behind them,
    /// without name and position, the stops that are called at but have no row: vehicles only pass.
    pub stops: Vec<Stop>,
    /// Lines.
    pub routes: Vec<Route>,
    /// Calendars (`calendar.txt` and `calendar_dates.txt` put together).
    pub services: Vec<Service>,
    /// Trips with at least two calls.
    pub trips: Vec<Trip>,
    /// Calls of all trips; trip `t` owns `calls[t.calls]`, in order of `stop_sequence`.
    pub calls: Vec<Call>,
    /// Rows of `frequencies.txt`; their trips run only as these say.
    pub frequencies: Vec<Frequency>,
    /// Rows of `transfers.txt`.
    pub transfers: Vec<TransferRule>,
    /// Rows of `pathways.txt`.
    pub pathways: Vec<Pathway>,
}

/// An operator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agency {
    /// `agency_id`, empty where the feed has none.
    pub id: String,
    /// `agency_name`.
    pub name: String,
}

/// What a row of `stops.txt` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum StopKind {
    /// A stop or platform: vehicles call here.
    #[default]
    Stop = 0,
    /// A station that groups stops.
    Station = 1,
    /// An entrance of a station.
    Entrance = 2,
    /// A generic node of a station's pathways.
    Node = 3,
    /// A boarding area of a platform.
    BoardingArea = 4,
}

/// What a feed says of wheelchairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Access {
    /// Nothing is said.
    #[default]
    Unknown = 0,
    /// Accessible.
    Yes = 1,
    /// Not accessible.
    No = 2,
}

/// How a platform is reached from the street (`stop_access`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum StopAccess {
    /// Nothing is said: through entrances where pathways join it to one, else from the street.
    #[default]
    Unsaid = 0,
    /// 0: through entrances only.
    Entrances = 1,
    /// 1: from the street, and through entrances.
    Street = 2,
}

/// A row of `stops.txt`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stop {
    /// `stop_id`.
    pub id: String,
    /// `stop_name`, may be empty.
    pub name: String,
    /// `platform_code`, may be empty.
    pub platform: String,
    /// Position; none where missing or unusable (then the stop is not linked).
    pub position: Option<LonLat>,
    /// What it is.
    pub kind: StopKind,
    /// `parent_station` as an index into `stops`; never a circle.
    pub parent: Option<u32>,
    /// `wheelchair_boarding`, inherited from the station where 0 or empty.
    pub wheelchair: Access,
    /// `stop_access` of a stop or platform of a station; of others nothing is said.
    pub access: StopAccess,
}

/// A row of `routes.txt`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Route {
    /// `route_id`.
    pub id: String,
    /// Index into `agencies`.
    pub agency: Option<u32>,
    /// `route_short_name`.
    pub short_name: String,
    /// `route_long_name`.
    pub long_name: String,
    /// `route_type`, extended types included; [`Route::UNKNOWN_KIND`] where it can't be read.
    pub kind: u16,
}

impl Route {
    /// Stands for a `route_type` that can't be read.
    pub const UNKNOWN_KIND: u16 = 32_767;
}

/// On which dates a `service_id` runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// `service_id`.
    pub id: String,
    /// Weekdays of `calendar.txt`, Monday first, with first and last date (inclusive).
    pub weekly: Option<([bool; 7], NaiveDate, NaiveDate)>,
    /// Dates added by `calendar_dates.txt`, sorted, no doubles.
    pub added: Vec<NaiveDate>,
    /// Dates removed by `calendar_dates.txt`, sorted, no doubles.
    pub removed: Vec<NaiveDate>,
}

impl Service {
    /// Whether it runs on any date.
    pub fn ever_runs(&self) -> bool {
        let Some((days, from, to)) = self.weekly else {
            return !self.added.is_empty();
        };
        // A week without a removed date runs, so few dates are looked at.
        let mut dates = from.iter_days().take_while(|d| *d <= to);
        !self.added.is_empty() || (days.contains(&true) && dates.any(|d| self.runs_on(d)))
    }
    /// Whether it runs on `date`.
    pub fn runs_on(&self, date: NaiveDate) -> bool {
        use chrono::Datelike;
        if self.added.binary_search(&date).is_ok() {
            return true;
        }
        let weekly = self.weekly.is_some_and(|(days, from, to)| {
            from <= date && date <= to && days[date.weekday().num_days_from_monday() as usize]
        });
        weekly && self.removed.binary_search(&date).is_err()
    }
}

/// A row of `trips.txt` with its calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trip {
    /// `trip_id`.
    pub id: String,
    /// Index into `routes`.
    pub route: u32,
    /// Index into `services`.
    pub service: u32,
    /// `trip_headsign`.
    pub headsign: String,
    /// `direction_id`.
    pub direction: Option<u8>,
    /// `block_id` as a number of its own within the feed.
    pub block: Option<u32>,
    /// `wheelchair_accessible`.
    pub wheelchair: Access,
    /// Range in `calls`.
    pub calls: std::ops::Range<usize>,
}

/// A call of a trip at a stop. Times in seconds since noon minus 12 h of the service day;
/// all times are filled in (interpolated), and never go back along a trip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Index into `stops`: a stop, or a station or entrance that counts as one; a boarding area is
    /// mapped to its platform. Where the vehicle can only pass (unknown stop, node) nobody boards or alights.
    pub stop: u32,
    /// Arrival, seconds.
    pub arrival: i32,
    /// Departure, seconds, not before the arrival.
    pub departure: i32,
    /// `pickup_type` is not 1.
    pub boards: bool,
    /// `drop_off_type` is not 1.
    pub alights: bool,
}

/// A row of `frequencies.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// Index into `trips`.
    pub trip: u32,
    /// First departure from the first call, seconds.
    pub start: i32,
    /// End (exclusive), seconds; after `start`.
    pub end: i32,
    /// Headway, seconds, positive.
    pub headway: u32,
    /// `exact_times=1`.
    pub exact: bool,
}

/// What a row of `transfers.txt` orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TransferKind {
    /// Type 0: walk and slack, as without a row; takes its place in the order.
    Recommended = 0,
    /// Type 1: timed; the walk without slack.
    Timed = 1,
    /// Type 2: takes at least this long.
    MinTime = 2,
    /// Type 3: not possible.
    Forbidden = 3,
    /// Type 4: stay seated.
    InSeat = 4,
    /// Type 5: get off and board again.
    NotInSeat = 5,
}

/// A row of `transfers.txt`. Stops may be stations; an empty qualifier holds for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferRule {
    /// `from_stop_id` (may be absent for types 4 and 5).
    pub from_stop: Option<u32>,
    /// `to_stop_id` (may be absent for types 4 and 5).
    pub to_stop: Option<u32>,
    /// `from_route_id`.
    pub from_route: Option<u32>,
    /// `to_route_id`.
    pub to_route: Option<u32>,
    /// `from_trip_id`.
    pub from_trip: Option<u32>,
    /// `to_trip_id`.
    pub to_trip: Option<u32>,
    /// What it orders.
    pub kind: TransferKind,
    /// `min_transfer_time` of type 2, seconds, 0 where missing; 0 for other types, which don't read it.
    pub min_time: u32,
}

/// A row of `pathways.txt`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pathway {
    /// Index into `stops`.
    pub from_stop: u32,
    /// Index into `stops`.
    pub to_stop: u32,
    /// `pathway_mode`: 1 walkway, 2 stairs, 3 moving walkway, 4 escalator, 5 lift, 6 fare gate, 7 exit gate.
    pub mode: u8,
    /// Also the other way.
    pub both_ways: bool,
    /// `traversal_time`, seconds.
    pub time: Option<u32>,
    /// `length`, metres.
    pub length_m: Option<f64>,
}
