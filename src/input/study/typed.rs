//! The study file as typed: what the keys are called, what each may hold, and what it means.
//!
//! These structs are read from and written to files, and the JSON Schema is made from them. A key that may be left out
//! and has one default for all studies holds that default here, and nowhere else; the schema shows it. Keys that depend on
//! others are options, and are settled when the study is resolved, where what is required is decided too.

use crate::measures::decay::Kind as DecayKind;
use crate::travel::{Bicycle, ISLAND_JUNCTIONS, MAX_SNAP_M, Traveller};
use crate::units::Seconds;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days of the week where none are given.
pub const EVERY_DAY: &str = "mo-su";

/// One value or a list of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// A single value.
    One(T),
    /// A list.
    Many(#[schemars(length(min = 1, max = 1000))] Vec<T>),
}

impl<T> OneOrMany<T> {
    /// As a list.
    pub fn into_vec(self) -> Vec<T> {
        match self {
            OneOrMany::One(value) => vec![value],
            OneOrMany::Many(list) => list,
        }
    }
}

/// A cell of a table: text, number or truth value; compared as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A truth value, `true` or `false`.
    Truth(bool),
    /// A number as written.
    Number(#[schemars(with = "f64")] serde_json::Number),
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cell::Text(text) => f.write_str(text),
            Cell::Truth(truth) => write!(f, "{truth}"),
            Cell::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Columns or tags, and the values that count.
pub type Conditions = BTreeMap<String, OneOrMany<Cell>>;

/// Names for columns, in the order of the file.
pub type ColumnMap = serde_json::Map<String, serde_json::Value>;

/// Language of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    #[default]
    En,
}

/// What "usually" means over the departures of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Usual {
    /// Access at the percentile travel time.
    #[default]
    TravelTime,
    /// The percentile over departures of access.
    Access,
}

/// How access to a service is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MeasureWord {
    /// What is reached within each cutoff.
    #[default]
    Cumulative,
    /// The mean of that over cutoffs from a to b.
    Interval,
    /// Weighted by travel time.
    Gravity,
    /// Minutes to the n-th nearest.
    Nearest,
    /// Two-step floating catchment area: supply per person who competes for it.
    #[serde(rename = "2sfca")]
    TwoStep,
}

/// What holds for a destination of which the opening hours are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HoursUnknown {
    /// It counts as open at all hours.
    #[default]
    Open,
    /// It is left out.
    Closed,
}

/// A bereik study: who can get where, when, without a car. Paths are relative to the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "bereik study")]
pub struct StudyFile {
    /// Where an editor finds the schema of this file; has no effect. Default: none.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// The study as a whole. Required.
    pub study: Option<StudyTable>,
    /// Streets and timetables. Required.
    pub network: Option<NetworkTable>,
    /// Where people live: cells, addresses or area points. Required.
    pub homes: Option<HomesTable>,
    /// Levels of areas to report by, fine to coarse. Default: none.
    #[schemars(length(max = 20))]
    pub areas: Option<Vec<AreaTable>>,
    /// Who travels; the first is the main one. Default: one, "on foot", with the defaults.
    #[schemars(length(min = 1, max = 20))]
    pub persona: Option<Vec<PersonaTable>>,
    /// When; the first is the main one. Required.
    #[schemars(length(min = 1, max = 50))]
    pub slot: Option<Vec<SlotTable>>,
    /// Where to. Required.
    #[schemars(length(min = 1, max = 100))]
    pub service: Option<Vec<ServiceTable>>,
    /// Working hours for which the way there and the way home must both be possible. Default: none.
    #[schemars(length(max = 50))]
    pub shift: Option<Vec<ShiftTable>>,
    /// The 24-hour picture. Default: left out, not made; an empty table makes it with its defaults.
    pub profile: Option<ProfileTable>,
    /// The report. Default: its defaults.
    pub report: Option<ReportTable>,
    /// Places compared for new homes, for `bereik site`. Default: left out, none; the command line may give them.
    pub site: Option<SiteTable>,
}

/// The study as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StudyTable {
    /// The question, in one line. Default: the name of the file.
    #[schemars(length(min = 1, max = 200))]
    pub title: Option<String>,
    /// The usual service day, YYYY-MM-DD, in the timetable's own time zone. Required.
    pub date: Option<String>,
    /// Language of the report: nl or en.
    pub language: Language,
    /// Percentiles of travel time over the departures of a slot, whole numbers 1 to 99: one or a list. Tables of
    /// `bereik run` have rows for each; norms, pages and other commands use the first. Default: 50.
    pub percentiles: Option<OneOrMany<Percentile>>,
    /// What "usually" means: "travel-time" is access at the percentile travel time, "access" the percentile over
    /// departures of access.
    pub usual: Usual,
    /// Whether the region is made up; the report then says so above everything, true or false.
    pub fictional: bool,
}

/// A percentile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Percentile(#[schemars(range(min = 1, max = 99))] pub u8);

/// Streets and timetables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NetworkTable {
    /// Street data, .osm.pbf. Required, unless `file` is given.
    pub osm: Option<String>,
    /// Timetables: GTFS .zip files or folders, one or a list. Required, unless `file` is given.
    pub gtfs: Option<OneOrMany<String>>,
    /// A network built before with `bereik build`, instead of osm and gtfs. Default: none.
    pub file: Option<String>,
    /// A point or stop farther than this from a walkable street is not linked, metres.
    #[schemars(range(min = 1, max = 10_000))]
    pub max_snap_m: f64,
    /// Parts of the street network of fewer junctions than this are small: without a stop they are left out, with one
    /// they catch only what is far from larger parts, junctions.
    #[schemars(range(min = 0, max = 100_000))]
    pub island_junctions: u32,
    /// Whether stops and trips of which nothing is known count as accessible for a wheelchair; a persona may differ.
    pub wheelchair_unknown_is_accessible: bool,
}

impl Default for NetworkTable {
    fn default() -> Self {
        NetworkTable {
            osm: None,
            gtfs: None,
            file: None,
            max_snap_m: MAX_SNAP_M,
            island_junctions: ISLAND_JUNCTIONS,
            wheelchair_unknown_is_accessible: true,
        }
    }
}

/// Where people live.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomesTable {
    /// Table of homes: .csv with id, and lon, lat or x, y; .geojson or .gpkg. Required.
    pub file: Option<String>,
    /// Layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// Coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
    /// Column or property with the id. Default: id, else the feature's own id.
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// Codes that mean "no value", such as -99997 of Statistics Netherlands. Default: none.
    pub missing: Option<OneOrMany<f64>>,
    /// Groups: a name for each column with people, households or dwellings; for a share in percent, and the column it is a
    /// share of, { share = "P_65_EO_JR", of = "AANT_INW" }. Default: one group "homes" in which each home counts as 1.
    #[schemars(with = "Option<BTreeMap<String, GroupColumn>>")]
    pub groups: Option<ColumnMap>,
    /// Ranks: a name for each column homes are ordered by, for the Palma ratio and the concentration index. Pages, and the
    /// columns `palma` and `concentration`, use the one named "income", else the first. Default: none.
    #[schemars(with = "Option<BTreeMap<String, ColumnName>>")]
    pub ranks: Option<ColumnMap>,
}

/// What a group counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum GroupColumn {
    /// All that stands in a column.
    Column(ColumnName),
    /// A share of it.
    Share(ShareTable),
}

/// A share of people, households or dwellings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareTable {
    /// Column with the share, percent. Required.
    #[schemars(length(min = 1))]
    pub share: Option<String>,
    /// Column with the people, households or dwellings it is a share of. Required.
    #[schemars(length(min = 1))]
    pub of: Option<String>,
}

/// Name of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ColumnName(#[schemars(length(min = 1))] pub String);

/// A level of areas to report by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaTable {
    /// What these areas are called, such as "buurt" or "municipality". Required.
    #[schemars(length(min = 1, max = 100))]
    pub level: Option<String>,
    /// Polygons: .gpkg or .geojson. Required.
    pub file: Option<String>,
    /// Layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// Column with the code; text, so leading zeros stay. Required.
    #[schemars(length(min = 1))]
    pub code: Option<String>,
    /// Column with the name. Default: the code is shown.
    #[schemars(length(min = 1))]
    pub name: Option<String>,
    /// Year of the area division, as codes change. Default: not stated.
    #[schemars(range(min = 1800, max = 2999))]
    pub year: Option<u16>,
    /// Coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
}

/// Who travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonaTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// Walking speed, km/h.
    #[schemars(range(min = 0.5, max = 15))]
    pub walk_kmh: f64,
    /// Longest single walking leg, minutes.
    #[schemars(range(min = 0, max = 240))]
    pub max_walk_min: f64,
    /// Longest walk all the way, without a ride, minutes; may exceed `max_walk_min`. Default: as `max_walk_min`.
    #[schemars(range(min = 0, max = 240))]
    pub max_walk_only_min: Option<f64>,
    /// Longest walk between two rides, minutes; larger values count as `max_walk_min`. Default: as `max_walk_min`.
    #[schemars(range(min = 0, max = 240))]
    pub max_transfer_min: Option<f64>,
    /// Longest travel time from door to door, minutes.
    #[schemars(range(min = 1, max = 720))]
    pub max_trip_min: f64,
    /// Most vehicles boarded in one trip; 0: none, on foot or by one's own bicycle.
    #[schemars(range(min = 0, max = 30))]
    pub max_rides: u32,
    /// Least time between reaching a stop and boarding there, seconds.
    #[schemars(range(min = 0, max = 3600))]
    pub board_slack_s: u32,
    /// A bicycle for the first or the last leg. Default: none.
    pub bicycle: Option<BicycleTable>,
    /// In a wheelchair: no steps, no stops and trips marked as not accessible.
    pub wheelchair: bool,
    /// With `wheelchair`: whether stops and trips of which nothing is known count as accessible. Default: as in network.
    pub unknown_is_accessible: Option<bool>,
}

impl Default for PersonaTable {
    fn default() -> Self {
        let t = Traveller::default();
        PersonaTable {
            name: None,
            walk_kmh: t.walk.kmh(),
            max_walk_min: t.max_walk.minutes(),
            max_walk_only_min: t.max_walk_only.map(Seconds::minutes),
            max_transfer_min: t.max_transfer.map(Seconds::minutes),
            max_trip_min: t.max_trip.minutes(),
            max_rides: t.max_rides,
            board_slack_s: t.board_slack.0,
            bicycle: None,
            wheelchair: t.wheelchair.is_some(),
            unknown_is_accessible: None,
        }
    }
}

/// A bicycle for the first or the last leg.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BicycleTable {
    /// From home to the first stop, and all the way without a ride.
    pub access: bool,
    /// From the last stop to the destination.
    pub egress: bool,
    /// Riding speed, km/h.
    #[schemars(range(min = 3, max = 50))]
    pub kmh: f64,
    /// Longest leg by bicycle, minutes.
    #[schemars(range(min = 0, max = 240))]
    pub max_min: f64,
}

impl Default for BicycleTable {
    fn default() -> Self {
        Bicycle::default().into()
    }
}

impl From<Bicycle> for BicycleTable {
    fn from(b: Bicycle) -> Self {
        BicycleTable {
            access: b.access,
            egress: b.egress,
            kmh: b.speed.kmh(),
            max_min: b.max.minutes(),
        }
    }
}

/// When.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// Service day, YYYY-MM-DD. Default: the study's date.
    pub date: Option<String>,
    /// Departure window HH:MM-HH:MM, end excluded, a departure at every whole minute; past 24:00 is the night
    /// after. Required, unless `arrive` is given.
    pub depart: Option<String>,
    /// Window of arrival deadlines HH:MM-HH:MM, instead of `depart`. Default: none.
    pub arrive: Option<String>,
}

/// Where to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ServiceTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// Table of destinations: .csv with id, and lon, lat or x, y; .geojson or .gpkg. With `osm`: the .osm.pbf the tags
    /// are read from. Required, unless `osm` is given.
    pub file: Option<String>,
    /// Layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// Coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
    /// Column or property with the id. Default: id, else the feature's own id.
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// Column with what each destination offers: jobs, places, beds. Default: each destination counts as 1.
    #[schemars(length(min = 1))]
    pub column: Option<String>,
    /// Destinations straight from the street file: tags and the values that count, one or a list; "*" is any value.
    /// Required, unless `file` is given.
    pub osm: Option<Conditions>,
    /// Only rows whose columns hold these values, one or a list; "*" is any value. Default: all rows.
    #[serde(rename = "where")]
    pub only: Option<Conditions>,
    /// How access is measured: cumulative, interval, gravity, nearest or 2sfca.
    pub measure: MeasureWord,
    /// For cumulative: what is reached within each of these, minutes. Default: 30, 45 and 60.
    #[schemars(length(min = 1, max = 20))]
    pub cutoffs_min: Option<Vec<Minutes>>,
    /// For interval: first and last cutoff of the mean, whole minutes. Required for interval.
    #[schemars(length(min = 2, max = 2))]
    pub interval_min: Option<Vec<WholeMinutes>>,
    /// For gravity and 2sfca: the weight by travel time. Required for gravity. Default for 2sfca: a step of 30 minutes.
    pub decay: Option<DecayTable>,
    /// For nearest: which one counts, 1 for the nearest; with `column` the amount to be reached. Default: 1.
    #[schemars(range(max = 1e12), extend("exclusiveMinimum" = 0))]
    pub n: Option<f64>,
    /// For 2sfca: the group that competes. Default: the group "everyone", else the first.
    pub demand: Option<String>,
    /// Percentile of travel time for this service, 1 to 99, instead of the study's. Default: the study's.
    #[schemars(range(min = 1, max = 99))]
    pub percentile: Option<u8>,
    /// What is enough. Default: no norm.
    pub norm: Option<NormTable>,
    /// Column (with `osm`: tag) with opening hours in OpenStreetMap's syntax. Default: always open.
    #[schemars(length(min = 1))]
    pub open: Option<String>,
    /// With `open`: whether destinations with no hours or unreadable ones count as "open" at all hours or are left out
    /// ("closed"). Default: open.
    pub hours_unknown: Option<HoursUnknown>,
    /// Whether missing the norm counts in the stacking of missed services. Default: true with a norm.
    pub essential: Option<bool>,
    /// Names of the slots the service is measured in. Default: all.
    #[schemars(length(min = 1))]
    pub slots: Option<Vec<String>>,
}

/// A duration in minutes; decimals are fine down to whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Minutes(#[schemars(range(max = 720), extend("exclusiveMinimum" = 0))] pub f64);

/// A duration in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WholeMinutes(#[schemars(range(min = 0, max = 720))] pub u32);

/// The weight by travel time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecayTable {
    /// Its form: step, linear, exponential, logistic, gaussian or power. Required.
    pub kind: Option<DecayKind>,
    /// For step: the last travel time that counts, minutes. Required for step.
    pub cutoff_min: Option<Minutes>,
    /// For linear: where the weight reaches 0, minutes. Required for linear.
    pub zero_min: Option<Minutes>,
    /// For exponential: where the weight is a half, minutes. Required for exponential.
    pub half_life_min: Option<Minutes>,
    /// For logistic: where the curve is steepest, minutes. Required for logistic.
    pub inflection_min: Option<Minutes>,
    /// For logistic and gaussian: the standard deviation, minutes. Required for logistic and gaussian.
    pub sd_min: Option<Minutes>,
    /// For power: the longest travel time that counts in full, minutes. Required for power.
    pub full_min: Option<Minutes>,
    /// For power: the exponent, such as 1 or 1.5. Required for power.
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0))]
    pub exponent: Option<f64>,
}

impl DecayTable {
    /// Its parameters by key.
    pub fn parameters(&self) -> [(&'static str, Option<f64>); 7] {
        let min = |given: Option<Minutes>| given.map(|m| m.0);
        [
            ("cutoff_min", min(self.cutoff_min)),
            ("zero_min", min(self.zero_min)),
            ("half_life_min", min(self.half_life_min)),
            ("inflection_min", min(self.inflection_min)),
            ("sd_min", min(self.sd_min)),
            ("full_min", min(self.full_min)),
            ("exponent", self.exponent),
        ]
    }

    /// Writes one of them.
    pub fn set(&mut self, key: &str, value: f64) {
        match key {
            "cutoff_min" => self.cutoff_min = Some(Minutes(value)),
            "zero_min" => self.zero_min = Some(Minutes(value)),
            "half_life_min" => self.half_life_min = Some(Minutes(value)),
            "inflection_min" => self.inflection_min = Some(Minutes(value)),
            "sd_min" => self.sd_min = Some(Minutes(value)),
            "full_min" => self.full_min = Some(Minutes(value)),
            "exponent" => self.exponent = Some(value),
            _ => {}
        }
    }
}

/// What is enough.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NormTable {
    /// Access below this is too little, in the unit of the measure. Required, but for nearest.
    #[schemars(range(max = 1e12), extend("exclusiveMinimum" = 0))]
    pub at_least: Option<f64>,
    /// For cumulative: the cutoff the norm is about, minutes. Default: the only cutoff.
    pub cutoff_min: Option<Minutes>,
    /// For nearest: a longer travel time is too long, minutes. Required for nearest.
    pub within_min: Option<Minutes>,
}

/// Working hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ShiftTable {
    /// Name, unique. Required.
    #[schemars(length(min = 1, max = 100))]
    pub name: Option<String>,
    /// When work starts, HH:MM. Required.
    pub start: Option<String>,
    /// When work ends, HH:MM; before start means the next day. Required.
    pub end: Option<String>,
    /// Days of the week on which the shift starts, such as mo-fr or sa,su.
    pub days: String,
    /// Service day on which the shift starts, YYYY-MM-DD; one of `days`. Default: the study's date.
    pub date: Option<String>,
    /// The jobs worked in this shift. Required.
    pub jobs: Option<JobsTable>,
    /// How long before the start one may arrive, minutes.
    #[schemars(range(min = 1, max = 240))]
    pub arrive_within_min: f64,
    /// Time needed after the end before one can leave, minutes.
    #[schemars(range(min = 0, max = 240))]
    pub leave_after_min: f64,
    /// How long after that one leaves at the latest, minutes.
    #[schemars(range(min = 1, max = 240))]
    pub leave_within_min: f64,
    /// Longest travel time of either trip, minutes; never longer than the persona's own.
    #[schemars(range(min = 1, max = 720))]
    pub max_trip_min: f64,
    /// Working hours by day, HH:MM-HH:MM, that the shift is compared with on the same date.
    pub compare: String,
}

impl Default for ShiftTable {
    fn default() -> Self {
        ShiftTable {
            name: None,
            start: None,
            end: None,
            days: EVERY_DAY.to_owned(),
            date: None,
            jobs: None,
            arrive_within_min: 30.0,
            leave_after_min: 0.0,
            leave_within_min: 30.0,
            max_trip_min: 75.0,
            compare: "09:00-17:00".to_owned(),
        }
    }
}

/// The jobs worked in a shift.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobsTable {
    /// Name of the service with the jobs. Required.
    pub service: Option<String>,
    /// Column of that service's file with the jobs of this shift. Default: the service's own column.
    #[schemars(length(min = 1))]
    pub column: Option<String>,
}

/// The 24-hour picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProfileTable {
    /// Names of the services shown. Default: all.
    #[schemars(length(min = 1))]
    pub services: Option<Vec<String>>,
    /// Length of a step, minutes; a departure at every whole minute in it.
    #[schemars(range(min = 5, max = 240))]
    pub step_min: u32,
    /// Hours shown, HH:MM-HH:MM; past 24:00 is the night after.
    pub window: String,
    /// Name of the persona. Default: the first.
    pub persona: Option<String>,
    /// Service days shown, each YYYY-MM-DD. Default: the study's date.
    #[schemars(length(min = 1, max = 14))]
    pub dates: Option<Vec<String>>,
}

impl Default for ProfileTable {
    fn default() -> Self {
        ProfileTable {
            services: None,
            step_min: 60,
            window: "00:00-24:00".to_owned(),
            persona: None,
            dates: None,
        }
    }
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReportTable {
    /// Title above the report. Default: the study's title.
    #[schemars(length(min = 1, max = 200))]
    pub title: Option<String>,
    /// How many of the worst-off pockets are named.
    #[schemars(range(min = 0, max = 1000))]
    pub top_pockets: u32,
    /// Areas with fewer people than this are not named as pockets, people (or what the group counts).
    #[schemars(range(min = 0, max = 1e9))]
    pub min_people: f64,
    /// Area level whose areas are the pockets. Default: the first.
    pub level: Option<String>,
    /// Group the headlines are about. Default: the group "everyone", else the first.
    pub group: Option<String>,
}

impl Default for ReportTable {
    fn default() -> Self {
        ReportTable {
            title: None,
            top_pockets: 10,
            min_people: 50.0,
            level: None,
            group: None,
        }
    }
}

/// Places compared for new homes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SiteTable {
    /// The candidates: points or plots. Default: none.
    pub candidates: Option<CandidatesTable>,
    /// Candidates on a grid, so many metres apart, instead of `candidates`; only where there is a street. Default: none.
    #[schemars(range(min = 25, max = 50_000))]
    pub grid_m: Option<f64>,
    /// Polygons the grid is laid over: .gpkg or .geojson. Default: the box around the homes.
    pub within: Option<String>,
    /// Group of the homes that stands for the existing stock, and for the households to be rehoused. Default: the group
    /// of social housing, else the report's.
    pub group: Option<String>,
    /// Existing stock in a table of its own, instead of `group`. Default: none.
    pub compare_with: Option<StockTable>,
    /// How many sites are chosen together so that they lift most households above the norms. Default: none are.
    #[schemars(range(min = 1, max = 1000))]
    pub choose: Option<u32>,
    /// Names of the slots in which every norm must be met for a household to count as above the norms. Default: the
    /// first slot.
    #[schemars(length(min = 1))]
    pub slots: Option<Vec<String>>,
    /// How far from its present home a household may be rehoused in a straight line, kilometres. Default: no limit.
    #[schemars(range(max = 1000), extend("exclusiveMinimum" = 0))]
    pub move_within_km: Option<f64>,
    /// Lines to lose, by short name, long name or id, one or a list; each is cut on its own. Default: every line that
    /// can be boarded within walking reach of the site.
    pub survive: Option<OneOrMany<String>>,
    /// For how many of the best candidates lines are cut, where `survive` names none.
    #[schemars(range(min = 0, max = 100_000))]
    pub survive_top: u32,
}

impl Default for SiteTable {
    fn default() -> Self {
        SiteTable {
            candidates: None,
            grid_m: None,
            within: None,
            group: None,
            compare_with: None,
            choose: None,
            slots: None,
            move_within_km: None,
            survive: None,
            survive_top: 50,
        }
    }
}

/// The candidates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidatesTable {
    /// Table of candidates: .csv with id, and lon, lat or x, y; .geojson or .gpkg. A plot counts at a point inside it.
    /// Required.
    pub file: Option<String>,
    /// Layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// Coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
    /// Column or property with the id. Default: id, else the feature's own id.
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// Column with the dwellings that can be built. Default: each candidate counts as 1.
    #[schemars(length(min = 1))]
    pub dwellings: Option<String>,
}

/// Existing stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StockTable {
    /// Table of dwellings or of places with dwellings: .csv with id, and lon, lat or x, y; .geojson or .gpkg. Required.
    pub file: Option<String>,
    /// Layer of a GeoPackage. Default: its only layer.
    pub layer: Option<String>,
    /// Coordinate system, "EPSG:" and a number. Default: the file's own, else EPSG:4326 (lon, lat).
    pub crs: Option<String>,
    /// Column or property with the id. Default: id, else the feature's own id.
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// Column with the number of dwellings (or households). Default: each row counts as 1.
    #[schemars(length(min = 1))]
    pub weight: Option<String>,
}
