//! More of what the page shows: trips in steps, events alone and together, checks. Part of
//! [`super::data`], whose conventions hold here too.

use crate::axes::{GroupId, PersonaId, PurposeId, SlotId};
use crate::network::mode::VehicleKind;
use serde::Serialize;

/// A trip from one home before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct JourneyPair {
    /// Name of the area; empty without areas.
    pub place: String,
    /// The home's id.
    pub home: String,
    /// Weight of the main group there, where known.
    pub people: Option<f64>,
    /// Which service.
    pub service: PurposeId,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// When one wants to leave, or be there by, minutes after midnight of the slot's service day.
    pub at_min: u32,
    /// Whether that is when one wants to be there by.
    pub arrive: bool,
    /// Before. `None`: no trip within the limits.
    pub before: Option<Trip>,
    /// After. `None`: no trip within the limits.
    pub after: Option<Trip>,
}

/// One trip in steps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Trip {
    /// The destination's name or id.
    pub to: String,
    /// Travel time with the wait at the start, or before the deadline, minutes.
    pub minutes: f64,
    /// When one leaves, minutes after midnight of the service day.
    pub leave_min: f64,
    /// How long before the deadline one is there, minutes; part of `minutes`.
    pub early_min: f64,
    /// In order of time.
    pub steps: Vec<Step>,
}

/// A step of a trip. Clock times are minutes after midnight of the service day; 24:00 and later go on counting.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// On foot.
    Walk {
        /// Minutes.
        min: f64,
    },
    /// By bicycle.
    Cycle {
        /// Minutes.
        min: f64,
    },
    /// Waiting.
    Wait {
        /// Minutes.
        min: f64,
    },
    /// In a vehicle.
    Ride {
        /// The line as people call it.
        line: String,
        /// Kind of vehicle.
        mode: VehicleKind,
        /// Stop boarded at.
        from: String,
        /// Stop left at.
        to: String,
        /// Clock, minutes after midnight.
        depart: u32,
        /// Clock, minutes after midnight.
        arrive: u32,
    },
}

/// All combinations of the events of a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Factorial {
    /// The events; at most twelve.
    pub events: Vec<Event>,
    /// What was measured of each combination, the most telling first; the first eight are shown.
    pub outcomes: Vec<Outcome>,
}

/// A named group of edits.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Event {
    /// Its name.
    pub name: String,
    /// Names of its edits.
    pub edits: Vec<String>,
}

/// One number for each combination of events, for one group, slot and persona.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// Place in `services`. `None`: all norms together, then `unit` is `People` and counts those who
    /// miss at least two norms (one, when only one service has a norm).
    pub service: Option<PurposeId>,
    /// Which slot.
    pub slot: SlotId,
    /// Which persona.
    pub persona: PersonaId,
    /// Which group.
    pub group: GroupId,
    /// What the numbers are.
    pub unit: OutcomeUnit,
    /// Per combination, 2^k of them: number c has the events of the bits of c; 0 is the base.
    pub values: Vec<f64>,
    /// Per combination: what its events do beyond all that fewer of them do (of one event its main
    /// effect; entry 0 is not used). Length 2^k, or empty: not shown.
    pub interactions: Vec<f64>,
    /// Per event its Shapley share of the whole change. Length k, or empty: not shown.
    pub shapley: Vec<f64>,
}

/// What an [`Outcome`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeUnit {
    /// Weight below the norm; more is worse.
    #[default]
    People,
    /// Mean minutes a person, of those who get there in every combination; more is worse.
    Minutes {
        /// Weight left out: those who do not get there in every combination.
        left_out: f64,
    },
    /// Mean opportunities a person; more is better.
    Opportunities,
}

/// What must hold between base and scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// The scenario without edits gives the base.
    #[default]
    EmptyChangesNothing,
    /// What only takes service away makes no trip shorter and no value better.
    RemovingNeverHelps,
    /// What only adds service makes no trip longer and no value worse.
    AddingNeverHurts,
    /// Homes that were not computed anew have the same values when they are.
    PartEqualsWhole,
}

/// One check.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Check {
    /// What must hold.
    pub kind: CheckKind,
    /// How many values were compared; 0: the check does not apply to this scenario.
    pub checked: u64,
    /// How many broke the rule.
    pub violations: u64,
    /// The first that did, in words.
    pub example: Option<String>,
}

/// How much was computed anew: homes times slots times personas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Work {
    /// Computed anew.
    pub computed: u64,
    /// All there are.
    pub all: u64,
    /// Whether a full run gave the same. `None`: no full run was made.
    pub verified: Option<bool>,
}
