//! What the report shows, as plain values. The run fills it; nothing in here reads files or routes.
//!
//! Services, slots, personas, groups and areas are named once, in lists; everywhere else they
//! are meant by their place in that list. A place that does not exist is shown as `?`, never a panic.

use serde::Serialize;

/// The language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    #[default]
    Nl,
    /// British English.
    En,
}

/// Everything `report.html` shows. `None` means that the study does not have it; an empty list
/// inside `Some` means that it was computed and nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportData {
    /// Language of headings, sentences and numbers. Names from the study stay as they are.
    pub language: Language,
    /// The study's title.
    pub title: String,
    /// Whether the region is made up: shows a banner that says so.
    pub fictional: bool,
    /// Program and version, e.g. `bereik 0.1.0`.
    pub program: String,
    /// The usual service day, `YYYY-MM-DD`.
    pub date: String,
    /// Percentile of travel time over a slot that values and norms are of; 50 is the median.
    pub percentile: u8,
    /// The files behind the result, in the order of the study file.
    pub inputs: Vec<Input>,
    /// Attribution lines, e.g. `© OpenStreetMap contributors, ODbL 1.0`.
    pub credits: Vec<String>,
    /// The groups, as weighted.
    pub groups: Vec<Group>,
    /// Place in `groups` of the one the others are compared with and maps are shaded by.
    pub main_group: usize,
    /// The personas.
    pub personas: Vec<Persona>,
    /// Place in `personas` of the one shown first.
    pub main_persona: usize,
    /// The time slots.
    pub slots: Vec<Slot>,
    /// The services, in the order of the study file. Norm masks have room for 64.
    pub services: Vec<Service>,
    /// What the homes table held and how much of it could be linked.
    pub homes: Homes,
    /// Level of access per service, slot, persona and group.
    pub levels: Vec<LevelRow>,
    /// Headcount, gap and severity per service, slot, persona and group.
    pub poverty: Vec<PovertyRow>,
    /// How many norms are missed at once, per slot, persona and group.
    pub stacking: Vec<StackingRow>,
    /// Name of the rank that the Palma ratio and the concentration index are by; none where the study has none.
    pub rank: Option<String>,
    /// Inequality over the main group, per service, slot and persona.
    pub distribution: Vec<DistributionRow>,
    /// Departures at the doorstep.
    pub availability: Option<Vec<AvailabilityRow>>,
    /// What the trips cost.
    pub affordability: Option<Vec<AffordabilityRow>>,
    /// The areas of the level the report is by.
    pub areas: Option<Areas>,
    /// Geometry and values for the maps.
    pub map: Option<MapData>,
    /// The 24-hour picture.
    pub profile: Option<Profile>,
    /// The worst-off areas, worst first; all are listed. A dozen reads well, and as many are numbered on the map.
    pub pockets: Option<Vec<Pocket>>,
    /// People below the norm in areas that are above it on average.
    pub hidden_poor: Option<Vec<HiddenPoorRow>>,
    /// Access to jobs by shift.
    pub shifts: Option<Vec<ShiftRow>>,
    /// Data problems, counted per kind and file.
    pub findings: Vec<FindingRow>,
    /// Homes that could not be linked to the streets.
    pub unlinked_homes: Unlinked,
    /// Stops that could not be linked to the streets.
    pub unlinked_stops: Unlinked,
    /// Effective settings, defaults included: name with unit, value.
    pub settings: Vec<(String, String)>,
    /// Remarks of the study's own author or of the run, shown with the limits.
    pub remarks: Vec<String>,
}

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Input {
    /// The key in the study file: `osm`, `gtfs`, `homes`, `areas`, a service's name.
    pub role: String,
    /// Path as the study file gives it.
    pub path: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// In words: rows, dates covered, edition.
    pub note: Option<String>,
}

/// What a group's weight counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Inhabitants.
    #[default]
    People,
    /// Households.
    Households,
    /// Dwellings.
    Dwellings,
    /// Home locations, each counted as one.
    Homes,
}

/// A group of people, households or dwellings.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Group {
    /// Name as the study gives it; underscores are shown as spaces.
    pub name: String,
    /// What is counted.
    pub unit: Unit,
    /// Total weight over all homes, linked or not.
    pub total: f64,
}

/// A kind of traveller.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Persona {
    /// Name as the study gives it.
    pub name: String,
    /// Its settings in words, e.g. `walks 4.8 km/h, at most 20 min a leg`.
    pub note: Option<String>,
}

/// A time slot.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Slot {
    /// Name as the study gives it.
    pub name: String,
    /// Its service day, `YYYY-MM-DD`.
    pub date: String,
    /// The window, e.g. `07:00-09:00`.
    pub window: String,
    /// Whether the window is one of arrivals instead of departures.
    pub arrive: bool,
}

/// What is measured for a service.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Minutes to the n-th nearest; less is better.
    Nearest {
        /// The n.
        n: u32,
    },
    /// Opportunities within so many minutes; more is better.
    Cumulative {
        /// The cutoff, minutes.
        cutoff_min: f64,
    },
    /// Another sum of opportunities (gravity, interval, competition); more is better.
    Score,
}

/// The norm of a service.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Norm {
    /// Reached within so many minutes.
    Within {
        /// The limit, minutes.
        minutes: f64,
    },
    /// At least so much of the measure.
    AtLeast {
        /// The least value.
        value: f64,
    },
}

/// An essential service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Service {
    /// Name as the study gives it.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// The norm, where it has one.
    pub norm: Option<Norm>,
    /// Places in the study.
    pub places: usize,
    /// Whether it is emergency care: adds the remark about the ambulance norm.
    pub emergency: bool,
}

/// The homes table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Homes {
    /// Rows read.
    pub cells: usize,
    /// Rows linked to the streets.
    pub linked: usize,
}

/// Level of access of one group for one service, slot and persona, weighted, over the homes of the group.
/// In minutes for [`Measure::Nearest`], opportunities otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LevelRow {
    /// Place in `services`.
    pub service: usize,
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Place in `groups`.
    pub group: usize,
    /// The value one in ten stays at or under. `None`: not reached.
    pub p10: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// The value nine in ten stay at or under.
    pub p90: Option<f64>,
    /// Weight without any reachable place.
    pub not_reached: f64,
}

/// The FGT family for one service, slot, persona and group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PovertyRow {
    /// Place in `services`.
    pub service: usize,
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Place in `groups`.
    pub group: usize,
    /// Weight of the group that has a value.
    pub total: f64,
    /// Weight below the norm.
    pub below: f64,
    /// FGT0, share 0–1.
    pub headcount: f64,
    /// FGT1, 0–1.
    pub gap: f64,
    /// FGT2, 0–1.
    pub severity: f64,
}

/// How many norms are missed at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StackingRow {
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Place in `groups`.
    pub group: usize,
    /// Weight that misses 0, 1, 2 … norms.
    pub by_count: Vec<f64>,
}

/// Inequality of access over the main group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct DistributionRow {
    /// Place in `services`.
    pub service: usize,
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Population-weighted Gini, 0–1.
    pub gini: Option<f64>,
    /// Palma ratio; needs a rank.
    pub palma: Option<f64>,
    /// Concentration index, −1 to 1; needs a rank.
    pub concentration: Option<f64>,
    /// Theil-T.
    pub theil: Option<f64>,
    /// The part of Theil-T that lies between areas, 0–1.
    pub theil_between: Option<f64>,
}

/// Departures within walking reach of home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct AvailabilityRow {
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Place in `groups`.
    pub group: usize,
    /// Weight counted.
    pub total: f64,
    /// Weight without any departure within walking reach in the slot.
    pub without: f64,
    /// Median departures an hour within walking reach.
    pub per_hour_p50: Option<f64>,
}

/// What trips cost one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct AffordabilityRow {
    /// Place in `groups`.
    pub group: usize,
    /// Weight counted.
    pub total: f64,
    /// Weight above the norm.
    pub above: f64,
    /// Median fare of the trips, euro.
    pub fare_p50_eur: Option<f64>,
    /// Median share of disposable income, 0–1.
    pub burden_p50: Option<f64>,
    /// The norm as a share of disposable income, 0–1.
    pub norm: f64,
}

/// The areas of the level the report is by.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Areas {
    /// Name of the level, e.g. `buurt`.
    pub level: String,
    /// Year of the boundaries.
    pub year: Option<i32>,
    /// The areas.
    pub list: Vec<Area>,
}

/// One area.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Area {
    /// Code; text.
    pub code: String,
    /// Name.
    pub name: String,
    /// Weight of the main group living there.
    pub people: f64,
}

/// A position in metres in any local metric projection: east, north.
pub type Xy = (f64, f64);

/// Width classes of streets, widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StreetClass {
    /// Motorway, trunk, primary.
    Main,
    /// Secondary, tertiary.
    Through,
    /// Everything else one may walk.
    Local,
    /// Rail, tram, metro; drawn dashed.
    Rail,
}

/// Geometry and values for the maps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapData {
    /// West, south, east, north of what to show; `None`: all homes and areas with a margin.
    pub frame: Option<[f64; 4]>,
    /// Street centre lines.
    pub streets: Vec<(StreetClass, Vec<Xy>)>,
    /// Water polygons: rings, even-odd.
    pub water: Vec<Vec<Vec<Xy>>>,
    /// Stops.
    pub stops: Vec<Xy>,
    /// Outlines in the order of `Areas::list`: rings, even-odd. Empty: not drawn.
    pub areas: Vec<Vec<Vec<Xy>>>,
    /// Homes, linked or not.
    pub cells: Vec<Xy>,
    /// Destinations worth drawing.
    pub destinations: Vec<Destination>,
    /// Values per slot and persona.
    pub layers: Vec<MapLayer>,
}

/// A destination on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Destination {
    /// Place in `services`.
    pub service: usize,
    /// Its name or id.
    pub name: String,
    /// Where.
    pub at: Xy,
}

/// Map values of one slot and persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapLayer {
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Per home: bit s is set when the norm of service s is missed. `None`: no value.
    pub missed: Vec<Option<u64>>,
    /// Per area: share of the main group that misses at least two norms (one, when only one service has a norm), 0–1.
    pub area_stacked: Vec<Option<f64>>,
    /// Per service, per area: share of the main group below that norm, 0–1.
    pub area_below: Vec<Vec<Option<f64>>>,
}

/// The 24-hour picture of one persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Profile {
    /// Place in `personas`.
    pub persona: usize,
    /// Service day, `YYYY-MM-DD`.
    pub date: String,
    /// Minutes between points.
    pub step_min: u32,
    /// One line per service and group.
    pub series: Vec<ProfileSeries>,
}

/// One line of the 24-hour picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProfileSeries {
    /// Place in `services`.
    pub service: usize,
    /// Place in `groups`.
    pub group: usize,
    /// In order of time.
    pub points: Vec<ProfilePoint>,
}

/// Access at one departure time, weighted over the group; in the unit of the service's measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ProfilePoint {
    /// Departure, minutes after midnight of the service day.
    pub minute: u32,
    /// The value one in ten stays at or under. `None`: not reached.
    pub p10: Option<f64>,
    /// The median. `None`: at least half the group reaches nothing.
    pub p50: Option<f64>,
    /// The value nine in ten stay at or under.
    pub p90: Option<f64>,
}

/// One of the worst-off areas.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pocket {
    /// Place in `Areas::list`.
    pub area: usize,
    /// Weight per group, in the order of `groups`.
    pub by_group: Vec<Option<f64>>,
    /// Share of the main group that misses at least two norms in the slot in which that is most, 0–1.
    pub share: f64,
    /// The slot `share` is of.
    pub slot: usize,
    /// Services missed by most people there, with the slots in which.
    pub missed: Vec<(usize, Vec<usize>)>,
}

/// People below the norm in an area that is above it on average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HiddenPoorRow {
    /// Place in `Areas::list`.
    pub area: usize,
    /// Place in `services`.
    pub service: usize,
    /// Place in `slots`.
    pub slot: usize,
    /// Place in `personas`.
    pub persona: usize,
    /// Weight of the main group below the norm.
    pub below: f64,
    /// Weight of the main group in the area.
    pub total: f64,
    /// Mean of the measure over the area.
    pub mean: f64,
    /// The worst-off tenth within the area: P90 of minutes, P10 of opportunities. `None`: not reached.
    pub worst_tenth: Option<f64>,
}

/// Access to jobs of one shift for one group and persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ShiftRow {
    /// Name of the shift.
    pub shift: String,
    /// Start and end, e.g. `22:00-06:00`.
    pub hours: String,
    /// Place in `personas`.
    pub persona: usize,
    /// Place in `groups`.
    pub group: usize,
    /// Median jobs that can be held: there in time and home again.
    pub jobs_p50: f64,
    /// Median of the ratio to the same jobs by day, 0–…; `None` where by day nothing is reached.
    pub ratio_to_day: Option<f64>,
    /// Weight that can hold no job of this shift.
    pub none: f64,
    /// Weight counted.
    pub total: f64,
}

/// Data problems of one kind in one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FindingRow {
    /// `note`, `warning` or `serious`.
    pub severity: String,
    /// The stable kind.
    pub code: String,
    /// The file.
    pub file: String,
    /// How many.
    pub count: u64,
    /// The first, in words, with what was done.
    pub example: String,
}

/// Points that could not be linked.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Unlinked {
    /// How many.
    pub count: usize,
    /// Out of how many.
    pub total: usize,
    /// The first of them by id or name.
    pub first: Vec<String>,
}
