//! The scenario file as typed: what the keys are called, what each may hold, and what it means.
//!
//! The JSON Schema is made from these structs. All kinds of edit share one table; which keys a kind
//! has and needs is said in `kinds`.

use crate::input::study::typed::{Minutes, OneOrMany};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A bereik scenario: edits to the timetables, streets, destinations and homes of a study. Paths are relative to the
/// file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "bereik scenario")]
pub struct ScenarioFile {
    /// Where an editor finds the schema of this file; has no effect. Default: none.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// The scenario as a whole. Default: its defaults.
    pub scenario: Option<ScenarioTable>,
    /// Edits, made in this order. Default: none, the study as it is.
    #[schemars(length(max = 1000))]
    pub edit: Option<Vec<EditTable>>,
    /// Named groups of edits whose combinations a factorial run compares. Default: none.
    #[schemars(length(max = 30))]
    pub event: Option<Vec<EventTable>>,
}

/// The scenario as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioTable {
    /// What it is called in tables and reports. Default: the name of the file.
    #[schemars(length(min = 1, max = 200))]
    pub name: Option<String>,
    /// Why it is looked at; goes into the report. Default: none.
    #[schemars(length(max = 2000))]
    pub reason: Option<String>,
    /// Feeds the scenario was made for: a file name and "sha256:" with 64 hexadecimal digits each; with another file of
    /// that name it is refused. Default: any feed.
    pub feeds: Option<BTreeMap<String, String>>,
}

/// A named group of edits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// Names of its edits. Required.
    #[schemars(length(min = 1, max = 1000))]
    pub edits: Option<Vec<String>>,
}

/// Text that isn't empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Text(#[schemars(length(min = 1, max = 200))] pub String);

/// A whole number of 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Direction(#[schemars(range(min = 0, max = 1))] pub u8);

/// A kind of vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModeWord {
    /// Tram, light rail.
    Tram,
    /// Metro, subway.
    Metro,
    /// Train.
    Rail,
    /// The same as rail.
    Train,
    /// Bus, trolleybus and coach.
    Bus,
    /// Ferry.
    Ferry,
    /// Cable tram, gondola, funicular.
    Cable,
}

/// One edit. Which keys it has depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// What is done. Required.
    pub kind: Option<super::kinds::KindWord>,
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
    #[schemars(extend("default" = "mo-su"))]
    pub days: Option<String>,
    /// For add-line: departures from the first stop (both ways: from either end), each HH:MM. Required, unless bands are
    /// given.
    #[schemars(length(min = 1, max = 2000))]
    pub departures: Option<Vec<String>>,
    /// For add-line: departures every so often. Required, unless departures are given.
    #[schemars(length(min = 1, max = 50))]
    pub bands: Option<Vec<BandTable>>,
    /// For merge-lines: longest time between arrival and going on, minutes. Default: 10.
    #[schemars(range(min = 0, max = 240), extend("default" = 10.0))]
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
    #[schemars(range(min = 0, max = 1e12), extend("default" = 1.0))]
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

/// Which vehicles: all that meet every key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectTable {
    /// File names of timetables, one or a list. Default: all.
    pub feed: Option<OneOrMany<Text>>,
    /// Operators by name, one or a list. Default: all.
    pub agency: Option<OneOrMany<Text>>,
    /// Lines by number, long name or id, one or a list. Default: all.
    pub route: Option<OneOrMany<Text>>,
    /// Kinds of vehicle, one or a list: tram, metro, rail (or train), bus, ferry, cable. Default: all.
    pub mode: Option<OneOrMany<ModeWord>>,
    /// Directions as in the timetable, 0 or 1. Default: both.
    pub direction: Option<OneOrMany<Direction>>,
    /// Headsigns, one or a list. Default: all.
    pub headsign: Option<OneOrMany<Text>>,
    /// Trips by id, one or a list. Default: all.
    pub trip: Option<OneOrMany<Text>>,
    /// Stops called at, by id or name, one or a list; of several one is enough. Default: any.
    pub stop: Option<OneOrMany<Text>>,
    /// First stop, by id or name, one or a list. Default: any.
    pub first_stop: Option<OneOrMany<Text>>,
    /// Last stop, by id or name, one or a list. Default: any.
    pub last_stop: Option<OneOrMany<Text>>,
    /// Calls at a stop in here. Default: anywhere.
    pub area: Option<AreaTable>,
    /// Departs from its first stop at this time or later, HH:MM. Default: any time.
    pub departs_after: Option<String>,
    /// Departs from its first stop before this time, HH:MM. Default: any time.
    pub departs_before: Option<String>,
    /// Departs from its first stop in this window, HH:MM-HH:MM, end excluded. Default: any time.
    pub between: Option<String>,
    /// Service days by day of the week, such as mo-fr or sa,su. Default: all.
    pub days: Option<String>,
    /// Service days, each YYYY-MM-DD, one or a list; with days both must hold. Default: all.
    pub dates: Option<OneOrMany<String>>,
}

/// Departures every so often.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandTable {
    /// First departure and end (excluded), HH:MM-HH:MM. Required.
    pub between: Option<String>,
    /// Time between departures, minutes. Required.
    pub headway_min: Option<Minutes>,
}

/// Polygons, given in one of three ways.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaTable {
    /// One of the study's levels of areas. Required, unless file or polygon is given.
    pub level: Option<String>,
    /// A file with polygons, .gpkg or .geojson. Required, unless level or polygon is given.
    pub file: Option<String>,
    /// Corners in order, each [lon, lat] (with crs: [x, y]). Required, unless level or file is given.
    #[schemars(length(min = 3, max = 10_000))]
    pub polygon: Option<Vec<Pair>>,
    /// Codes of areas, one or a list. Required with level and with code_column. Default: the whole file.
    pub code: Option<OneOrMany<Text>>,
    /// With file: the column with the code. Required with file and code. Default: none.
    #[schemars(length(min = 1))]
    pub code_column: Option<String>,
    /// With file: layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// With file or polygon: coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
}

/// Two coordinates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair(#[schemars(length(min = 2, max = 2))] pub Vec<f64>);

/// Stops, by id, name or place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StopsValue {
    /// One.
    One(String),
    /// Several.
    Many(#[schemars(length(min = 1, max = 1000))] Vec<StopValue>),
    /// By condition.
    Table(StopsTable),
}

/// Which stops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopsTable {
    /// Ids or names, one or a list. Required, unless area is given.
    pub stop: Option<OneOrMany<Text>>,
    /// Stops in here; with stop both must hold. Required, unless stop is given.
    pub area: Option<AreaTable>,
}

/// A stop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StopValue {
    /// By id or name.
    Known(String),
    /// A new one.
    New(StopTable),
}

/// A new stop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopTable {
    /// Its name. Default: none.
    #[schemars(length(max = 200))]
    pub name: Option<String>,
    /// Longitude, degrees east. Required, unless x is given.
    pub lon: Option<f64>,
    /// Latitude, degrees north. Required, unless y is given.
    pub lat: Option<f64>,
    /// First coordinate, in the units of crs. Required, unless lon is given.
    pub x: Option<f64>,
    /// Second coordinate, in the units of crs. Required, unless lat is given.
    pub y: Option<f64>,
    /// Coordinate system of x and y, "EPSG:" and a number. Required with x and y.
    pub crs: Option<String>,
}

/// One end of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum EndValue {
    /// A stop.
    Stop(String),
    /// Homes.
    Homes(HomesTable),
}

/// Which homes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomesTable {
    /// Ids, one or a list. Required, unless area is given.
    pub id: Option<OneOrMany<Text>>,
    /// Homes in here; with id both must hold. Required, unless id is given.
    pub area: Option<AreaTable>,
}

/// Groups with or without weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GroupsValue {
    /// One.
    One(String),
    /// Several.
    Many(#[schemars(length(min = 1, max = 100))] Vec<String>),
    /// Group and weight.
    Weights(BTreeMap<String, Weight>),
}

/// People, households or dwellings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Weight(#[schemars(range(min = 0, max = 1e12))] pub f64);
