//! The scenario file as typed: what the keys are called, what each may hold, and what it means.
//!
//! The JSON Schema is made from these structs. The table that all kinds of edit share stands in `kinds`, with the keys
//! that each kind has and needs.

use super::kinds::EditTable;
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
