//! What the report shows, as plain values. The run fills it; nothing in here reads files or routes.
//!
//! As services, slots, personas and groups ([`PageHead`]), areas are named once, in a list; everywhere else they are
//! meant by their place in that list. What does not exist is shown as `?`, never a panic.

use crate::axes::{GroupId, IdVec, PersonaId, PurposeId, SlotId};
use crate::output::report::kit::backdrop::Backdrop;
use crate::output::report::kit::geometry::Xy;
use crate::output::report::kit::head::PageHead;
use serde::Serialize;

/// Everything `report.html` shows. `None` means that the study does not have it; an empty list
/// inside `Some` means that it was computed and nothing was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportData {
    /// The study.
    pub head: PageHead,
    /// Percentile of travel time over a slot that values and norms are of; 50 is the median.
    pub percentile: u8,
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
    /// The areas of the level the report is by.
    pub areas: Option<Areas>,
    /// Geometry and values for the maps.
    pub map: Option<MapData>,
    /// The 24-hour picture of each date asked for.
    pub profiles: Vec<Profile>,
    /// The worst-off areas, worst first; all are listed. A dozen reads well, and as many are numbered on the map.
    pub pockets: Option<Vec<Pocket>>,
    /// Weight of the main group from which on an area is in `pockets`.
    pub least_people: f64,
    /// Areas where somebody misses that many norms, left out of `pockets` because fewer live there.
    pub too_small: usize,
    /// People below the norm in areas that are above it on average.
    pub hidden_poor: Option<Vec<HiddenPoorRow>>,
    /// Access to jobs by shift.
    pub shifts: Option<Vec<ShiftRow>>,
    /// Homes that could not be linked to the streets.
    pub unlinked_homes: Unlinked,
    /// Stops that could not be linked to the streets.
    pub unlinked_stops: Unlinked,
    /// Effective settings, defaults included: name with unit, value.
    pub settings: Vec<(String, String)>,
    /// Remarks of the study's own author or of the run, shown with the limits.
    pub remarks: Vec<String>,
}

impl ReportData {
    /// An area's name, its code when it has none; `?` when there is none.
    pub fn area_name(&self, i: usize) -> &str {
        let area = self.areas.as_ref().and_then(|a| a.list.get(i));
        area.map_or("?", |a| match a.name.trim().is_empty() {
            true => &a.code,
            false => &a.name,
        })
    }
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
/// In the unit of the service's measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct LevelRow {
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
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
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
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
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Weight that misses 0, 1, 2 … norms.
    pub by_count: Vec<f64>,
}

/// Inequality of access over the main group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct DistributionRow {
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
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
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Weight counted.
    pub total: f64,
    /// Weight without any departure within walking reach in the slot.
    pub without: f64,
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

/// Geometry and values for the maps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapData {
    /// Streets, stops, the outlines of [`Areas::list`], and homes.
    pub backdrop: Backdrop,
    /// Destinations worth drawing.
    pub destinations: Vec<Destination>,
    /// Values per slot and persona.
    pub layers: Vec<MapLayer>,
}

/// A destination on the map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Destination {
    /// Which service.
    pub service: PurposeId,
    /// Its name or id.
    pub name: String,
    /// Where.
    pub at: Xy,
}

/// Map values of one slot and persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MapLayer {
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Per home: bit s is set when the norm of service s is missed. `None`: no value.
    pub missed: Vec<Option<u64>>,
    /// Per area: share of the main group that misses at least two norms (one, when only one service has a norm), 0–1.
    pub area_stacked: Vec<Option<f64>>,
    /// Per service, per area: share of the main group below that norm, 0–1.
    pub area_below: IdVec<PurposeId, Vec<Option<f64>>>,
}

/// The 24-hour picture of one persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Profile {
    /// Which persona.
    pub persona: PersonaId,
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
    /// Which service.
    pub service: PurposeId,
    /// Which group.
    pub group: GroupId,
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
    /// Weight per group, in the order of `groups`, as far as it is known.
    pub by_group: IdVec<GroupId, Option<f64>>,
    /// Homes there of which the weight in a group is not known, in the order of `groups`.
    pub unknown: IdVec<GroupId, usize>,
    /// Share of the main group that misses at least two norms in the slot in which that is most, 0–1.
    pub share: f64,
    /// The slot `share` is of.
    pub slot: SlotId,
    /// Services missed by most people there, with the slots in which.
    pub missed: Vec<(PurposeId, Vec<SlotId>)>,
}

/// People below the norm in an area that is above it on average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HiddenPoorRow {
    /// Place in `Areas::list`.
    pub area: usize,
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
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
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Median jobs that can be held: there in time and home again.
    pub jobs_p50: f64,
    /// Median of the ratio to the same jobs by day, 0–…; `None` where by day nothing is reached.
    pub ratio_to_day: Option<f64>,
    /// Weight that can hold no job of this shift.
    pub none: f64,
    /// Weight counted.
    pub total: f64,
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
