//! The kinds of edit: the word for each, which keys it has and which of them it needs; and all keys as typed.

use super::change::*;
use super::typed::*;
use crate::input::study::typed::{EVERY_DAY, Minutes, OneOrMany};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keys every edit has.
pub const COMMON: [&str; 3] = ["name", "kind", "why"];

/// Keys of one kind of edit, those of every edit left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Must all be given.
    pub required: &'static [&'static str],
    /// May be given.
    pub optional: &'static [&'static str],
    /// Exactly one of these must be given.
    pub one_of: &'static [&'static str],
    /// At least one of these must be given.
    pub some_of: &'static [&'static str],
    /// Has a place: `lon` and `lat`, or `x` and `y` with `crs`.
    pub place: bool,
}

/// Keys of a place.
const PLACE: [&str; 5] = ["lon", "lat", "x", "y", "crs"];

impl Keys {
    const NONE: Keys = Keys {
        required: &[],
        optional: &[],
        one_of: &[],
        some_of: &[],
        place: false,
    };

    /// All of them, in the order in which they are told to people.
    pub fn all(self) -> Vec<&'static str> {
        let place: &[&str] = if self.place { &PLACE } else { &[] };
        [
            self.required,
            self.one_of,
            self.some_of,
            place,
            self.optional,
        ]
        .concat()
    }
}

macro_rules! kinds {
    ($($subject:ident {
        $($(#[doc = $about:literal])+ $name:ident $word:literal $change:pat => { $($field:ident: $value:expr),* $(,)? })+
    })+) => {
        /// What an edit does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum KindWord {
            $($($(#[doc = $about])+ #[serde(rename = $word)] $name,)+)+
        }

        /// What a kind of edit changes: each is filled in and applied in its own way.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Subject { $($subject,)+ }

        impl KindWord {
            /// All kinds.
            pub const ALL: &'static [KindWord] = &[$($(KindWord::$name),+),+];

            /// As it stands in the file.
            pub fn word(self) -> &'static str {
                match self { $($(KindWord::$name => $word,)+)+ }
            }

            /// What it changes.
            pub(super) fn subject(self) -> Subject {
                match self { $($(KindWord::$name)|+ => Subject::$subject,)+ }
            }

            /// Its keys.
            pub fn keys(self) -> Keys {
                match self {
                    $($(KindWord::$name => Keys { $($field: $value,)* ..Keys::NONE },)+)+
                }
            }
        }

        impl Change {
            /// What is done, as the file calls it.
            pub fn kind(&self) -> KindWord {
                match self { $($(Change::$subject($change) => KindWord::$name,)+)+ }
            }
        }
    };
}

kinds! {
    Timetable {
        /// The selected vehicles don't run.
        RemoveTrips "remove-trips" TimetableEdit::RemoveTrips { .. } => { required: &["select"] }
        /// The selected vehicles pass some stops without calling.
        RemoveStops "remove-stops" TimetableEdit::RemoveStops { .. } => { required: &["select", "stops"] }
        /// All vehicles pass the stops.
        CloseStop "close-stop" TimetableEdit::CloseStop { .. } => { required: &["stops"] }
        /// One stop at another place.
        MoveStop "move-stop" TimetableEdit::MoveStop { .. } => { required: &["stops"], place: true }
        /// Of the selected vehicles only every n-th runs.
        ThinOut "thin-out" TimetableEdit::ThinOut { .. } => { required: &["select", "keep_every"] }
        /// The selected vehicles are replaced by one every so often.
        SetHeadway "set-headway" TimetableEdit::SetHeadway { .. } => { required: &["select", "headway_min"], optional: &["first"] }
        /// The selected vehicles drive faster or slower.
        AdjustSpeed "adjust-speed" TimetableEdit::AdjustSpeed { .. } => { required: &["select", "factor"], optional: &["from", "to"] }
        /// The selected vehicles stand longer or shorter at stops.
        AdjustDwell "adjust-dwell" TimetableEdit::AdjustDwell { .. } => {
            required: &["select"], one_of: &["dwell_s", "factor"], optional: &["stops"],
        }
        /// The selected vehicles run later or earlier.
        ShiftTimes "shift-times" TimetableEdit::ShiftTimes { .. } => { required: &["select", "shift_min"] }
        /// The selected vehicles call at other stops on a part of their way.
        Reroute "reroute" TimetableEdit::Reroute { .. } => {
            required: &["select"], some_of: &["from", "to"],
            optional: &["via", "hop_min", "speed_kmh", "dwell_s"],
        }
        /// A new line.
        AddLine "add-line" TimetableEdit::AddLine(_) => {
            required: &["line", "mode", "stops"], one_of: &["hop_min", "speed_kmh"],
            some_of: &["departures", "bands"],
            optional: &["agency", "both_ways", "dwell_s", "days"],
        }
        /// Vehicles of one line go on as those of another.
        MergeLines "merge-lines" TimetableEdit::MergeLines { .. } => { required: &["select", "onto"], optional: &["max_wait_min"] }
        /// Transport on demand in an area.
        OnDemand "on-demand" TimetableEdit::OnDemand(_) => {
            required: &["line", "area", "pick_up_min", "speed_kmh", "hours"],
            optional: &["hubs", "days"],
        }
    }
    Streets {
        /// A footpath or bridge.
        AddPath "add-path" StreetEdit::AddPath { .. } => { required: &["points"], optional: &["crs", "bicycle", "wheelchair"] }
        /// Nobody passes a street.
        CloseStreet "close-street" StreetEdit::CloseStreet { .. } => { some_of: &["ways", "at", "area"], optional: &["crs"] }
    }
    Places {
        /// A new destination.
        Open "open" PlaceEdit::Open { .. } => {
            required: &["service", "id"], place: true,
            optional: &["place_name", "supply", "opening_hours"],
        }
        /// Destinations close.
        Close "close" PlaceEdit::Close { .. } => { required: &["service"], some_of: &["id", "area"] }
        /// A destination at another place.
        Move "move" PlaceEdit::Move { .. } => { required: &["service", "id"], place: true }
        /// Destinations offer more or less.
        Resize "resize" PlaceEdit::Resize { .. } => {
            required: &["service"], some_of: &["id", "area"], one_of: &["set", "add", "factor"],
        }
        /// Destinations open at other hours.
        SetHours "set-hours" PlaceEdit::SetHours { .. } => { required: &["service", "opening_hours"], some_of: &["id", "area"] }
        /// Several destinations become one.
        Merge "merge" PlaceEdit::Merge { .. } => { required: &["service", "into"], some_of: &["id", "area"] }
    }
    Homes {
        /// A new home.
        AddHomes "add-homes" HomeEdit::Add { .. } => { required: &["id", "groups"], place: true }
        /// Homes are demolished.
        RemoveHomes "remove-homes" HomeEdit::Remove { .. } => { some_of: &["id", "area"], optional: &["groups", "share"] }
        /// People of a group move from some homes to others.
        MoveGroup "move-group" HomeEdit::MoveGroup { .. } => { required: &["group", "from", "to"], one_of: &["share", "count"] }
    }
    Persona {
        /// A persona travels otherwise.
        SetPersona "set-persona" _ => {
            required: &["persona"],
            some_of: &[
                "walk_kmh", "max_walk_min", "max_walk_only_min", "max_transfer_min", "max_trip_min", "max_rides", "board_slack_s",
            ],
        }
    }
}

/// Longest wait of `merge-lines` where none is given, minutes.
pub(super) const MAX_WAIT_MIN: f64 = 10.0;

/// What a new destination offers where nothing is said.
pub(super) const SUPPLY: f64 = 1.0;

/// One edit. Which keys it has depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// What is done. Required.
    pub kind: Option<KindWord>,
    /// The reason; goes into the report. Default: none.
    #[schemars(length(max = 2000))]
    pub why: Option<String>,

    /// Which vehicles: all that meet every key of the table. Required.
    pub select: Option<SelectTable>,
    /// For merge-lines: which vehicles the others go on as. Required.
    pub onto: Option<SelectTable>,
    /// Stops: ids or names, one or a list; for add-line in order, each also as a table with a place; for all others also
    /// a table with `stop`, `area` or both. Required, but for adjust-dwell. Default there: all stops.
    pub stops: Option<StopsValue>,
    /// For thin-out: of so many vehicles one stays. Required.
    #[schemars(range(min = 2, max = 1000))]
    pub keep_every: Option<u32>,
    /// For set-headway: time between vehicles, minutes. Required.
    pub headway_min: Option<Minutes>,
    /// For set-headway: first departure, HH:MM. Default: that of the first vehicle replaced.
    pub first: Option<String>,
    /// Times as much: for adjust-speed the speed (above 1 is faster), for adjust-dwell the time at stops, for resize the
    /// supply. Required for adjust-speed; one of the ways to say it for the others.
    #[schemars(range(max = 1e6), extend("exclusiveMinimum" = 0))]
    pub factor: Option<f64>,
    /// For adjust-speed and reroute: the stop from which on, by id or name; for move-group: which homes people leave.
    /// Required for move-group. Default: from the first stop.
    pub from: Option<EndValue>,
    /// For adjust-speed and reroute: the stop up to which, by id or name; for move-group: which homes people go to.
    /// Required for move-group. Default: to the last stop.
    pub to: Option<EndValue>,
    /// Time at each stop, seconds. For adjust-dwell one of the ways to say it. Default for reroute and add-line: 0.
    #[schemars(range(min = 0, max = 3600))]
    pub dwell_s: Option<u32>,
    /// For shift-times: by how much later, minutes; negative is earlier; decimals down to whole seconds. Required.
    #[schemars(range(min = -1440, max = 1440))]
    pub shift_min: Option<f64>,
    /// For reroute: the stops in between, in order, each by id or name or as a table with a place. Default: none.
    #[schemars(length(max = 500))]
    pub via: Option<Vec<StopValue>>,
    /// For reroute and add-line: how long each new hop from stop to stop takes, minutes: one for all, or a list.
    /// Required, unless speed_kmh is given.
    pub hop_min: Option<OneOrMany<Minutes>>,
    /// Speed in a straight line from stop to stop, km/h. Required for on-demand; for reroute and add-line unless hop_min
    /// is given.
    #[schemars(range(min = 1, max = 400))]
    pub speed_kmh: Option<f64>,
    /// For add-line and on-demand: what the line is called, unique among the lines of the scenario. Required.
    #[schemars(length(min = 1, max = 100))]
    pub line: Option<String>,
    /// For add-line: kind of vehicle: tram, metro, rail (or train), bus, ferry or cable. Required.
    pub mode: Option<ModeWord>,
    /// For add-line: the operator. Default: the scenario itself.
    #[schemars(length(min = 1, max = 200))]
    pub agency: Option<String>,
    /// For add-line: also the other way round, true or false. Default: true.
    #[schemars(extend("default" = true))]
    pub both_ways: Option<bool>,
    /// For add-line and on-demand: days of the week, such as mo-fr or sa,su. Default: mo-su.
    #[schemars(extend("default" = EVERY_DAY))]
    pub days: Option<String>,
    /// For add-line: departures from the first stop (both ways: from either end), each HH:MM. Required, unless bands are
    /// given.
    #[schemars(length(min = 1, max = 2000))]
    pub departures: Option<Vec<String>>,
    /// For add-line: departures every so often. Required, unless departures are given.
    #[schemars(length(min = 1, max = 50))]
    pub bands: Option<Vec<BandTable>>,
    /// For merge-lines: longest time between arrival and going on, minutes. Default: 10.
    #[schemars(range(min = 0, max = 240), extend("default" = MAX_WAIT_MIN))]
    pub max_wait_min: Option<f64>,
    /// Polygons. For on-demand the area served; for close-street all streets with a point in it; for destinations and
    /// homes those in it (with id both must hold). Required for on-demand. Default for the others: none.
    pub area: Option<AreaTable>,
    /// For on-demand: stops outside the area that it serves as well, each by id or name or as a table with a place.
    /// Default: none.
    #[schemars(length(min = 1, max = 100))]
    pub hubs: Option<Vec<StopValue>>,
    /// For on-demand: time from the call to the pick-up, minutes. Required.
    #[schemars(range(min = 0, max = 240))]
    pub pick_up_min: Option<f64>,
    /// For on-demand: hours of service, HH:MM-HH:MM; past 24:00 is the night after. Required.
    pub hours: Option<String>,

    /// For add-path: the corners from end to end, each [lon, lat] (with crs: [x, y]). Required.
    #[schemars(length(min = 2, max = 1000))]
    pub points: Option<Vec<Pair>>,
    /// For add-path: whether one may cycle there, both ways, true or false. Default: false.
    #[schemars(extend("default" = false))]
    pub bicycle: Option<bool>,
    /// For add-path: whether a wheelchair can pass, true or false. Default: nothing is known.
    pub wheelchair: Option<bool>,
    /// For close-street: numbers of OpenStreetMap ways, one or a list. One of ways, at and area is required.
    pub ways: Option<OneOrMany<i64>>,
    /// For close-street: the walkable street nearest to each of these is closed, each [lon, lat] (with crs: [x, y]). One
    /// of ways, at and area is required.
    #[schemars(length(min = 1, max = 1000))]
    pub at: Option<Vec<Pair>>,

    /// Longitude of a place, degrees east. Required where a place is, unless x is given.
    pub lon: Option<f64>,
    /// Latitude of a place, degrees north. Required where a place is, unless y is given.
    pub lat: Option<f64>,
    /// First coordinate of a place, in the units of crs. Required where a place is, unless lon is given.
    pub x: Option<f64>,
    /// Second coordinate of a place, in the units of crs. Required where a place is, unless lat is given.
    pub y: Option<f64>,
    /// Coordinate system of x and y, points or at: "EPSG:" and a number. Required with x and y. Default for the others:
    /// EPSG:4326 (lon, lat).
    pub crs: Option<String>,

    /// For destinations: the study's service they belong to. Required.
    pub service: Option<String>,
    /// Ids, one or a list: of destinations (a name will do), or of homes; for open and add-homes the new one's. Required
    /// for open, add-homes and move; for the others unless area is given.
    pub id: Option<OneOrMany<Text>>,
    /// For open: the name of the new destination. Default: none.
    #[schemars(length(max = 200))]
    pub place_name: Option<String>,
    /// For open: what it offers, in the unit of the service's column. Default: 1.
    #[schemars(range(min = 0, max = 1e12), extend("default" = SUPPLY))]
    pub supply: Option<f64>,
    /// For open and set-hours: opening hours in OpenStreetMap's syntax. Required for set-hours. Default for open: always
    /// open.
    #[schemars(length(min = 1))]
    pub opening_hours: Option<String>,
    /// For resize: what each offers from now on. One of set, add and factor is required.
    #[schemars(range(min = 0, max = 1e12))]
    pub set: Option<f64>,
    /// For resize: how much more each offers; negative is less, but never below 0. One of set, add and factor is required.
    #[schemars(range(min = -1e12, max = 1e12))]
    pub add: Option<f64>,
    /// For merge: id of the destination that stays. Required.
    #[schemars(length(min = 1, max = 200))]
    pub into: Option<String>,

    /// For add-homes: a group of the study and its weight (people, households or dwellings) each. For remove-homes: the
    /// groups that go, one or a list. Required for add-homes. Default for remove-homes: all.
    pub groups: Option<GroupsValue>,
    /// For move-group: the study's group that moves. Required.
    pub group: Option<String>,
    /// For remove-homes and move-group: the share that goes, above 0 up to 1. Required for move-group, unless count is
    /// given. Default for remove-homes: 1.
    #[schemars(range(max = 1), extend("exclusiveMinimum" = 0))]
    pub share: Option<f64>,
    /// For move-group: how many go, in the unit of the group. Required, unless share is given.
    #[schemars(range(max = 1e12), extend("exclusiveMinimum" = 0))]
    pub count: Option<f64>,

    /// For set-persona: the study's persona. Required.
    pub persona: Option<String>,
    /// For set-persona: walking speed, km/h. Default: as in the study.
    #[schemars(range(min = 0.5, max = 15))]
    pub walk_kmh: Option<f64>,
    /// For set-persona: longest single walking leg, minutes. Default: as in the study.
    #[schemars(range(min = 0, max = 240))]
    pub max_walk_min: Option<f64>,
    /// For set-persona: longest walk all the way, without a ride, minutes. Default: as in the study.
    #[schemars(range(min = 0, max = 240))]
    pub max_walk_only_min: Option<f64>,
    /// For set-persona: longest walk between two rides, minutes. Default: as in the study.
    #[schemars(range(min = 0, max = 240))]
    pub max_transfer_min: Option<f64>,
    /// For set-persona: longest travel time from door to door, minutes. Default: as in the study.
    #[schemars(range(min = 1, max = 720))]
    pub max_trip_min: Option<f64>,
    /// For set-persona: most vehicles boarded in one trip. Default: as in the study.
    #[schemars(range(min = 0, max = 30))]
    pub max_rides: Option<u32>,
    /// For set-persona: least time between reaching a stop and boarding there, seconds. Default: as in the study.
    #[schemars(range(min = 0, max = 3600))]
    pub board_slack_s: Option<u32>,
}
