//! What the page of `bereik compare` shows, as plain values. Whoever ran base and scenarios fills it;
//! nothing in here reads files or routes.
//!
//! Services, slots, personas, groups and areas are those of [`CompareData::study`] and meant by
//! their place in its lists; a place that does not exist is shown as `?`.
//!
//! *Values* are in the unit of the service's measure: minutes for `Measure::Nearest` (less is
//! better), opportunities otherwise (more is better). *Weights* are in the unit of the group
//! (people, households, dwellings, homes). Before is the base, after the scenario; a difference is
//! after less before.

use super::super::study::data::{Destination, ReportData};
pub use super::told::*;
use crate::axes::{GroupId, IdVec, PersonaId, PurposeId, SlotId};
use crate::input::scenario::given::Given;
use serde::Serialize;

/// Everything the page shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CompareData {
    /// The study, as its own report has it: its head, homes, areas (names and weights), the backdrop of its map, unlinked
    /// homes and stops, settings and remarks are shown here too. Its tables of results are not; they may be empty.
    pub study: ReportData,
    /// Per service, in its unit: differences up to so much count as none, for winners and losers, but for
    /// those that cross the norm. None given: 0.
    pub tolerance: IdVec<PurposeId, f64>,
    /// Areas with a smaller weight of the main group are not named as worst hit.
    pub least_people: f64,
    /// The scenarios, in the order given.
    pub scenarios: Vec<Scenario>,
}

/// One scenario and what it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Why it is looked at; may be empty.
    pub reason: String,
    /// The scenario file's name, for the account; may be empty.
    pub file: String,
    /// What was edited, in order. Empty: the base again.
    pub edits: Vec<Edit>,
    /// What all edits together do to the service that is run.
    pub saves: Vehicles,
    /// Change per slot, persona, group and service. A combination that was not computed has no row.
    pub groups: Vec<GroupRow>,
    /// How many norms are missed at once. Empty: no service has a norm.
    pub stacking: Vec<StackingChange>,
    /// Change per area of the report's level, for the main group and main persona. `None`: the
    /// study names no areas.
    pub areas: Option<Vec<AreaRow>>,
    /// Maps, those that change most first; the first six are drawn.
    pub layers: Vec<ChangeLayer>,
    /// Destinations of the scenario worth drawing, all services. `None`: those of the study's map.
    pub destinations: Option<Vec<Destination>>,
    /// Hour by hour. `None`: the study asks for no daily profile.
    pub hours: Option<Vec<HourSeries>>,
    /// Jobs by shift. `None`: the study describes no shifts.
    pub shifts: Option<Vec<ShiftChange>>,
    /// The worst-hit areas, worst first; the first twelve are shown. `None`: the study names no areas. Empty:
    /// nobody is worse off in any of at least `least_people`.
    pub pockets: Option<Vec<HitArea>>,
    /// Trips before and after from some of the worst-hit homes; the first eight are shown.
    pub journeys: Vec<JourneyPair>,
    /// All combinations of the scenario's events. `None`: not asked for.
    pub factorial: Option<Factorial>,
    /// What must hold between base and scenario, and whether it does.
    pub checks: Vec<Check>,
    /// How much was computed anew.
    pub work: Work,
}

/// Service that is run, after less before: negative is saved, positive is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Vehicles {
    /// Departures of vehicles a week.
    pub departures_week: f64,
    /// Hours of vehicles between first departure and last arrival, a week.
    pub hours_week: f64,
    /// Kilometres of vehicles in straight lines between calls, a week.
    pub km_week: f64,
    /// Of these hours and kilometres, those beyond the street map.
    pub beyond_map_week: [f64; 2],
}

/// One edit and what it touched.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Edit {
    /// Its name in the scenario file.
    pub name: String,
    /// The kind as the scenario file writes it, e.g. `remove-trips`. Known kinds are shown in words.
    pub kind: String,
    /// The reason; may be empty.
    pub why: String,
    /// Its own keys as the scenario file writes them.
    pub given: Vec<(String, Given)>,
    /// Lines touched, as people call them.
    pub lines: Vec<String>,
    /// Trips of the timetable removed, changed or added.
    pub trips: u64,
    /// Stops closed, moved or added, or at which calls were removed or added.
    pub stops: u64,
    /// What this edit does to the service that is run.
    pub vehicles: Vehicles,
    /// Street edges closed or added.
    pub street_edges: u64,
    /// Names of the destinations touched.
    pub places: Vec<String>,
    /// Homes touched.
    pub homes: u64,
    /// Weight of the main group added, removed or moved. At least 0.
    pub people: f64,
}

/// The same number before and after. `None` is said at each field that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Pair<T> {
    /// In the base.
    pub before: T,
    /// In the scenario.
    pub after: T,
}

/// What changes for one group, service, slot and persona.
///
/// Before is over all of the group's homes in the base with a known value, after over all in the
/// scenario: weights of `people + left` and `people + arrived`. Winners, losers, unchanged, fell and rose are over those who are in both (`people`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct GroupRow {
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Weight in base and scenario with a known value in both; winners + losers + unchanged.
    pub people: f64,
    /// Weight that is only in the scenario (moved in, new homes).
    pub arrived: f64,
    /// Weight that is only in the base (moved away, demolished).
    pub left: f64,
    /// Median value. `None`: at least half reach nothing (or nobody is in the group).
    pub p50: Pair<Option<f64>>,
    /// The worst-off tenth: the value that the worst-off tenth does no better than; P90 of minutes, P10 of
    /// opportunities. `None`: that tenth reaches nothing.
    pub worst_tenth: Pair<Option<f64>>,
    /// Mean value. `None`: some do not reach, so that there is no mean of minutes; or nobody.
    pub mean: Pair<Option<f64>>,
    /// Weight below the norm. `None`: the service has no norm.
    pub below: Pair<Option<f64>>,
    /// Weight of `people` at or above the norm before and below it after; 0 without a norm.
    pub fell: f64,
    /// Weight of `people` below the norm before and not after; 0 without a norm.
    pub rose: f64,
    /// Weight of `people` better off by more than the tolerance.
    pub winners: f64,
    /// Weight of `people` worse off by more than the tolerance.
    pub losers: f64,
    /// Weight of `people` that is neither.
    pub unchanged: f64,
    /// Part of `losers`: something was reached before and nothing is after.
    pub cut_off: f64,
    /// Part of `winners`: nothing was reached before and something is after.
    pub connected: f64,
    /// Mean loss of the losers who reach something before and after, in the service's unit,
    /// positive. `None`: there are none.
    pub mean_loss: Option<f64>,
    /// Mean gain of the winners who reach something before and after, positive. `None`: there are none.
    pub mean_gain: Option<f64>,
    /// Population-weighted Gini, 0–1. `None`: not computed, or some times are not reached.
    pub gini: Pair<Option<f64>>,
    /// FGT1, the mean distance from the norm, 0–1. `None`: no norm.
    pub gap: Pair<Option<f64>>,
}

/// How many norms are missed at once, for one slot, persona and group.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StackingChange {
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Weight that misses 0, 1, 2 … norms before.
    pub before: Vec<f64>,
    /// The same after.
    pub after: Vec<f64>,
}

/// What changes in one area, for the main group and the main persona.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct AreaRow {
    /// Place in the study's areas.
    pub area: usize,
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Weight of the main group in base and scenario with a known value in both.
    pub people: f64,
    /// Median value. `None`: at least half reach nothing.
    pub p50: Pair<Option<f64>>,
    /// Weight that fell below the norm; 0 without a norm.
    pub fell: f64,
    /// Weight that rose above the norm; 0 without a norm.
    pub rose: f64,
    /// Weight that is worse off by more than the tolerance.
    pub losers: f64,
    /// Weight that is better off by more than the tolerance.
    pub winners: f64,
}

/// What a map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Share of the main group below the norm, 0–1. Of a single home: 0 or 1.
    #[default]
    ShareBelow,
    /// The value in the service's unit: of an area its median, of a home its own.
    Value,
}

/// A value on a map.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    /// Nobody lives there, or nothing is known.
    #[default]
    Unknown,
    /// Not reached. Only of minutes.
    NotReached,
    /// A share (0–1) or a value.
    Of(f64),
}

impl Spot {
    /// The share or value; none where it is not known or not reached.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Of(v) => Some(v),
            Self::Unknown | Self::NotReached => None,
        }
    }
}

/// Before and after of one service, slot and persona, per area, or per home where the study names
/// no areas.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangeLayer {
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// What is shown.
    pub shown: Shown,
    /// In the order of the study's areas (of `map.cells` without areas). What lacks is unknown.
    pub before: Vec<Spot>,
    /// The same after.
    pub after: Vec<Spot>,
}

/// Before and after through one day, for one persona, service and group.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HourSeries {
    /// Service day, `YYYY-MM-DD`.
    pub date: String,
    /// Which persona.
    pub persona: PersonaId,
    /// Which service.
    pub service: PurposeId,
    /// Which group.
    pub group: GroupId,
    /// Minutes between points.
    pub step_min: u32,
    /// In order of time.
    pub points: Vec<HourPoint>,
}

/// One time of departure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct HourPoint {
    /// Departure, minutes after midnight of the service day.
    pub minute: u32,
    /// Median value. `None`: at least half reach nothing.
    pub p50: Pair<Option<f64>>,
    /// Share of the group below the norm, 0–1. `None`: no norm.
    pub below: Pair<Option<f64>>,
}

/// Jobs of one shift, for one group and persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ShiftChange {
    /// Name of the shift.
    pub shift: String,
    /// Start and end, e.g. `22:00-06:00`.
    pub hours: String,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// Median of the jobs that can be held: there in time and home again. `None`: nobody in the group.
    pub jobs_p50: Pair<Option<f64>>,
    /// Weight that can hold no job of this shift.
    pub none: Pair<f64>,
    /// Weight counted.
    pub total: Pair<f64>,
}

/// One of the worst-hit areas, for the service and slot that hit it worst.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HitArea {
    /// Place in the study's areas.
    pub area: usize,
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Weight of each group there in the base, in the order of `groups`. `None`: unknown.
    pub by_group: IdVec<GroupId, Option<f64>>,
    /// Weight of the main group there that is in both.
    pub people: f64,
    /// Part of `people` that fell below the norm.
    pub fell: f64,
    /// Part of `people` that is worse off by more than the tolerance.
    pub losers: f64,
    /// Part of `losers`: something was reached before and nothing is after.
    pub cut_off: f64,
    /// Mean loss of the losers who reach something before and after, in the service's unit, positive.
    /// `None`: there are none.
    pub mean_loss: Option<f64>,
}
