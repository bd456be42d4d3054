//! What an edit does, with every default filled in: one variant for each kind of edit. Services, groups and personas are
//! numbers in the order of the study.

use crate::axes::{GroupId, PersonaId, PurposeId};
use crate::input::clock::Weekdays;
use crate::input::inside::Ready;
use crate::travel::Setting;
use crate::units::{LonLat, Seconds, Speed};
use chrono::NaiveDate;
use geo::MultiPolygon;
use std::sync::Arc;

/// What an edit does, by what it changes.
// There are few edits.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The timetables.
    Timetable(TimetableEdit),
    /// The streets.
    Streets(StreetEdit),
    /// Destinations.
    Places(PlaceEdit),
    /// Homes and who lives there.
    Homes(HomeEdit),
    /// How people travel.
    Persona(PersonaEdit),
}

impl Change {
    /// The places at which it puts something, each with the key of the table it stands in (`""`: the edit's own).
    pub fn places(&self) -> Vec<(String, LonLat)> {
        let of_stops = |key: &str, stops: &[StopRef]| -> Vec<(String, LonLat)> {
            let new = stops.iter().enumerate().filter_map(|(n, stop)| match stop {
                StopRef::New { at, .. } => Some((format!("{key}.{n}"), *at)),
                StopRef::Known(_) => None,
            });
            new.collect()
        };
        let own = |place: &LonLat| vec![(String::new(), *place)];
        match self {
            Change::Timetable(TimetableEdit::MoveStop { to, .. }) => own(to),
            Change::Timetable(TimetableEdit::AddLine(line)) => of_stops("stops", &line.stops),
            Change::Timetable(TimetableEdit::Reroute { via, .. }) => of_stops("via", via),
            Change::Timetable(TimetableEdit::OnDemand(what)) => of_stops("hubs", &what.hubs),
            Change::Places(PlaceEdit::Open { at, .. }) => own(at),
            Change::Places(PlaceEdit::Move { to, .. }) => own(to),
            Change::Homes(HomeEdit::Add { at, .. }) => own(at),
            _ => Vec::new(),
        }
    }
}

/// A change of timetables. Times are seconds since noon minus twelve hours of the service day.
#[derive(Clone, Debug, PartialEq)]
pub enum TimetableEdit {
    /// `remove-trips`: the selected vehicles don't run.
    RemoveTrips {
        /// Which.
        select: Selector,
    },
    /// `remove-stops`: the selected vehicles pass some stops without calling; their other times stay.
    /// What keeps fewer than two calls doesn't run.
    RemoveStops {
        /// Which vehicles.
        select: Selector,
        /// At which stops.
        stops: StopSelector,
    },
    /// `close-stop`: all vehicles of all lines pass the stops.
    CloseStop {
        /// Which stops.
        stops: StopSelector,
    },
    /// `move-stop`: one stop at another place; times stay.
    MoveStop {
        /// Which; one.
        stops: StopSelector,
        /// Where to.
        to: LonLat,
    },
    /// `thin-out`: of the selected vehicles of each line, direction and calendar, in the order of
    /// departure, only the first, the (n+1)th … run.
    ThinOut {
        /// Which.
        select: Selector,
        /// n, at least 2.
        keep_every: u32,
    },
    /// `set-headway`: the selected vehicles of each line, direction and calendar are replaced by
    /// one every so often.
    SetHeadway {
        /// Which.
        select: Selector,
        /// Time between vehicles, positive.
        headway: Seconds,
        /// First departure; none: that of the first vehicle replaced.
        first: Option<i32>,
    },
    /// `adjust-speed`: run times between calls are divided by a factor; time at stops stays, and so
    /// does the departure from the first call (or from `from`).
    AdjustSpeed {
        /// Which.
        select: Selector,
        /// Above 1 is faster; positive.
        factor: f64,
        /// Only from this stop on.
        from: Option<StopRef>,
        /// Only up to this stop.
        to: Option<StopRef>,
    },
    /// `adjust-dwell`: time at stops between the first and the last call.
    AdjustDwell {
        /// Which.
        select: Selector,
        /// At which stops; none: at all.
        stops: Option<StopSelector>,
        /// How.
        dwell: Dwell,
    },
    /// `shift-times`: all times later, or earlier (negative).
    ShiftTimes {
        /// Which.
        select: Selector,
        /// By how much, seconds.
        by_s: i32,
    },
    /// `reroute`: the calls between two stops (both stay) are replaced by others. Without `from` all
    /// before `to`, without `to` all behind `from`: so a line is made longer or shorter.
    Reroute {
        /// Which.
        select: Selector,
        /// Last call that stays before the change.
        from: Option<StopRef>,
        /// First call that stays behind it.
        to: Option<StopRef>,
        /// Calls in between, may be empty.
        via: Vec<StopRef>,
        /// How long each new hop takes.
        pace: Pace,
        /// Time at each new stop.
        dwell: Seconds,
    },
    /// `add-line`.
    AddLine(NewLine),
    /// `merge-lines`: a vehicle of the first that ends where one of the second begins goes on as that:
    /// one trip, without a change.
    MergeLines {
        /// First part.
        first: Selector,
        /// Second part.
        second: Selector,
        /// Longest time between the two.
        max_wait: Seconds,
    },
    /// `on-demand`: in an area, between any two of its stops and between those and some others, a
    /// vehicle comes a fixed time after it is called and drives straight there.
    OnDemand(OnDemand),
}

/// Which vehicles: all that meet every condition. Of a list one is enough; an empty list, or none, is no condition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selector {
    /// File names of feeds.
    pub feed: Vec<String>,
    /// Operators, by name.
    pub agency: Vec<String>,
    /// Lines, by number (short name), long name or id.
    pub route: Vec<String>,
    /// Kinds of vehicle.
    pub mode: Vec<Mode>,
    /// `direction_id`.
    pub direction: Vec<u8>,
    /// Headsigns.
    pub headsign: Vec<String>,
    /// `trip_id`s.
    pub trip: Vec<String>,
    /// Stops called at, by id or name (all stops of that name; a station means its platforms).
    pub stop: Vec<String>,
    /// First stop, by id or name.
    pub first_stop: Vec<String>,
    /// Last stop, by id or name.
    pub last_stop: Vec<String>,
    /// Calls at a stop in here.
    pub area: Option<Area>,
    /// Departure from the first call, `[from, to)`, seconds; none: at any time. An open end is the
    /// least or the largest number there is.
    pub departs: Option<(i32, i32)>,
    /// Service days by day of the week; none: all.
    pub days: Option<Weekdays>,
    /// Service days by date; with `days` both must hold.
    pub dates: Vec<NaiveDate>,
}

/// Which stops: by id, name or place. A station means its platforms.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StopSelector {
    /// Ids or names.
    pub stop: Vec<String>,
    /// In here.
    pub area: Option<Area>,
}

/// A stop of the timetable, or a new one.
#[derive(Clone, Debug, PartialEq)]
pub enum StopRef {
    /// By id or name. Of several of one name, which must lie together, that one which the trip calls at, or the nearest to the stop before.
    Known(String),
    /// A place for a new stop. The same place is the same stop.
    New {
        /// Its name; may be empty.
        name: String,
        /// Where.
        at: LonLat,
    },
}

/// A kind of vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Tram, light rail.
    Tram,
    /// Metro, subway.
    Metro,
    /// Train.
    Rail,
    /// Bus, trolleybus and coach.
    Bus,
    /// Ferry.
    Ferry,
    /// Cable tram, gondola, funicular.
    Cable,
}

/// How time at stops changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dwell {
    /// So long.
    Set(Seconds),
    /// So many times as long.
    Times(f64),
}

/// How long hops between stops take.
#[derive(Clone, Debug, PartialEq)]
pub enum Pace {
    /// Each hop, in order.
    Each(Vec<Seconds>),
    /// The straight line at this speed.
    Speed(Speed),
}

/// A new line.
#[derive(Clone, Debug, PartialEq)]
pub struct NewLine {
    /// Its number; unique among the lines of the scenario.
    pub line: String,
    /// Kind of vehicle.
    pub mode: Mode,
    /// Operator; empty: the scenario.
    pub agency: String,
    /// Stops in order, at least two.
    pub stops: Vec<StopRef>,
    /// Also the other way round, with the hops in reverse.
    pub both_ways: bool,
    /// How long hops take.
    pub pace: Pace,
    /// Time at each stop between.
    pub dwell: Seconds,
    /// Days of the week.
    pub days: Weekdays,
    /// Departures from the first stop (both ways from either end), seconds, ascending.
    pub departures: Vec<i32>,
}

/// Transport on demand.
#[derive(Clone, Debug, PartialEq)]
pub struct OnDemand {
    /// What it is called.
    pub line: String,
    /// Where it picks up and sets down: at the stops in here.
    pub area: Area,
    /// Stops outside that it serves as well; may be empty.
    pub hubs: Vec<StopRef>,
    /// Time from the call to the pick-up.
    pub pick_up: Seconds,
    /// Speed in a straight line.
    pub speed: Speed,
    /// Hours of service `[from, to)`, seconds.
    pub hours: (i32, i32),
    /// Days of the week.
    pub days: Weekdays,
}

/// Polygons by which something is selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// What it is called in messages.
    pub name: String,
    /// WGS 84 degrees.
    pub shape: Arc<MultiPolygon<f64>>,
}

impl Area {
    /// Whether a place lies in it (or on its edge). For many places see [`Area::ready`].
    pub fn contains(&self, place: LonLat) -> bool {
        use geo::Intersects;
        self.shape
            .intersects(&geo::Point::new(place.lon, place.lat))
    }
    /// To ask of places whether they lie in it (or on its edge).
    pub fn ready(&self) -> Ready<'_> {
        Ready::new(&self.shape)
    }
}

/// A change of streets.
#[derive(Clone, Debug, PartialEq)]
pub enum StreetEdit {
    /// `add-path`: a footpath or bridge; each end is joined to the nearest place on a walkable street.
    AddPath {
        /// From end to end, at least two.
        points: Vec<LonLat>,
        /// Whether one may cycle there, both ways.
        bicycle: bool,
        /// Whether a wheelchair can pass; none: nothing is known.
        wheelchair: Option<bool>,
    },
    /// `close-street`: nobody passes. An edge of the street graph (junction to junction) is closed as a whole.
    CloseStreet {
        /// OpenStreetMap ways.
        ways: Vec<i64>,
        /// The walkable street nearest to each of these.
        at: Vec<LonLat>,
        /// All with a point in here.
        area: Option<Area>,
    },
}

/// A change of destinations.
#[derive(Clone, Debug, PartialEq)]
pub enum PlaceEdit {
    /// `open`: a new destination.
    Open {
        /// Of which service.
        service: PurposeId,
        /// Id, not in use.
        id: String,
        /// Name; may be empty.
        name: String,
        /// Where.
        at: LonLat,
        /// What it offers, not negative.
        supply: f64,
        /// Opening hours in OpenStreetMap's syntax; none: always.
        hours: Option<String>,
    },
    /// `close`.
    Close {
        /// Of which service.
        service: PurposeId,
        /// Which.
        which: PlaceSelector,
    },
    /// `move`.
    Move {
        /// Of which service.
        service: PurposeId,
        /// Which; one.
        which: PlaceSelector,
        /// Where to.
        to: LonLat,
    },
    /// `resize`: what each offers, never below nothing. Jobs of shifts change in proportion; added to nothing, they are all the jobs there.
    Resize {
        /// Of which service.
        service: PurposeId,
        /// Which.
        which: PlaceSelector,
        /// How.
        by: Amount,
    },
    /// `set-hours`.
    SetHours {
        /// Of which service.
        service: PurposeId,
        /// Which.
        which: PlaceSelector,
        /// OpenStreetMap's syntax.
        hours: String,
    },
    /// `merge`: several become one: what they offer moves to another, and they close.
    Merge {
        /// Of which service.
        service: PurposeId,
        /// Which close.
        which: PlaceSelector,
        /// Id of the one that stays.
        into: String,
    },
}

impl PlaceEdit {
    /// The service whose destinations change.
    pub fn service(&self) -> PurposeId {
        let (PlaceEdit::Open { service, .. }
        | PlaceEdit::Close { service, .. }
        | PlaceEdit::Move { service, .. }
        | PlaceEdit::Resize { service, .. }
        | PlaceEdit::SetHours { service, .. }
        | PlaceEdit::Merge { service, .. }) = self;
        *service
    }
}

/// Which destinations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceSelector {
    /// Ids or names.
    pub id: Vec<String>,
    /// In here; with `id` both must hold.
    pub area: Option<Area>,
}

/// How a number changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Becomes this.
    Set(f64),
    /// Plus this (negative: minus).
    Add(f64),
    /// Times this.
    Times(f64),
}

/// A change of homes.
#[derive(Clone, Debug, PartialEq)]
pub enum HomeEdit {
    /// `add-homes`: a new home at a place.
    Add {
        /// Id, not in use.
        id: String,
        /// Where.
        at: LonLat,
        /// Group and weight (people, households or dwellings), not negative.
        weights: Vec<(GroupId, f64)>,
    },
    /// `remove-homes`: demolished.
    Remove {
        /// Which.
        which: HomeSelector,
        /// Groups; empty: all.
        groups: Vec<GroupId>,
        /// Share that goes, above 0 up to 1.
        share: f64,
    },
    /// `move-group`: people of one group from some homes to others, shared out in proportion to the
    /// group's own weights there (evenly where it has none). Who lives where the others go stays.
    MoveGroup {
        /// Group.
        group: GroupId,
        /// Which homes they leave, in proportion to their weights.
        from: HomeSelector,
        /// Where they go.
        to: HomeSelector,
        /// How many.
        how_many: HowMany,
    },
}

/// How many move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HowMany {
    /// A share of those there, above 0 up to 1.
    Share(f64),
    /// This many; not more than there are.
    Count(f64),
}

/// Which homes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HomeSelector {
    /// Ids.
    pub id: Vec<String>,
    /// In here; with `id` both must hold.
    pub area: Option<Area>,
}

/// `set-persona`: how one of the study's personas travels; other settings stay.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonaEdit {
    /// Whose.
    pub persona: PersonaId,
    /// What becomes of which setting, as it is held.
    pub settings: Vec<(Setting, u32)>,
}
