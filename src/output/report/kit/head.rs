//! What every page says of the study it is about, as plain values.
//!
//! Services, slots, personas and groups are named once, in the lists of [`PageHead`]; everywhere else they are meant
//! by their ids. What does not exist is shown as `?`, never a panic.

use super::html::plain_text;
use super::messages::Msg;
use super::words::Words;
use crate::axes::{GroupId, IdVec, PersonaId, PurposeId, SlotId};
pub use crate::input::study::Language;
use schemars::JsonSchema;
use serde::Serialize;

/// What all pages have: which study, in which language, by which program, from which files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct PageHead {
    /// Language of headings, sentences and numbers. Names from the study stay as they are.
    pub language: Language,
    /// The study's title.
    #[serde(rename = "study")]
    pub title: String,
    /// Whether the region is made up: shows a banner that says so.
    pub fictional: bool,
    /// Program and version, e.g. `bereik 0.1.0`.
    pub program: String,
    /// The usual service day, `YYYY-MM-DD`.
    pub date: String,
    /// The files behind the result, in the order of the study file.
    pub inputs: Vec<Input>,
    /// Attribution lines, e.g. `© OpenStreetMap contributors, ODbL 1.0`.
    pub credits: Vec<String>,
    /// The groups, as weighted.
    #[schemars(with = "Vec<Group>")]
    pub groups: IdVec<GroupId, Group>,
    /// The one of them that the others are compared with and maps are shaded by.
    #[schemars(with = "u32")]
    pub main_group: GroupId,
    /// The personas.
    #[schemars(with = "Vec<Persona>")]
    pub personas: IdVec<PersonaId, Persona>,
    /// The one of them shown first.
    #[schemars(with = "u32")]
    pub main_persona: PersonaId,
    /// The time slots.
    #[schemars(with = "Vec<Slot>")]
    pub slots: IdVec<SlotId, Slot>,
    /// The services, in the order of the study file. Norm masks have room for 64.
    #[schemars(with = "Vec<Service>")]
    pub services: IdVec<PurposeId, Service>,
    /// Data problems, counted per kind and file.
    pub findings: Vec<FindingRow>,
}

/// The lists, looked up without trust in the places given.
impl PageHead {
    /// The words of the page's language.
    pub fn words(&self) -> Words {
        Words(self.language)
    }
    /// A service's name, `?` when there is none.
    pub fn service(&self, i: PurposeId) -> &str {
        self.services.get(i).map_or("?", |s| &s.name)
    }
    /// A slot's name, `?` when there is none.
    pub fn slot(&self, i: SlotId) -> &str {
        self.slots.get(i).map_or("?", |s| &s.name)
    }
    /// A persona's name, `?` when there is none.
    pub fn persona(&self, i: PersonaId) -> &str {
        self.personas.get(i).map_or("?", |p| &p.name)
    }
    /// What limits the trips of a persona, in words: not to get there is not to get there within these.
    pub fn limits(&self, i: PersonaId) -> String {
        let Some(p) = self.personas.get(i) else {
            return "?".to_owned();
        };
        let w = self.words();
        let [walk, trip] = [p.max_walk_min, p.max_trip_min].map(|min| w.exact(min));
        plain_text(&w.fill(Msg::TripLimits, &[("walk", &walk), ("trip", &trip)]))
    }
    /// A group's name to show, `?` when there is none.
    pub fn group(&self, i: GroupId) -> String {
        let group = self.groups.get(i);
        group.map_or("?".to_owned(), |g| self.words().group(g))
    }
    /// What a group counts.
    pub fn unit(&self, i: GroupId) -> &'static str {
        let unit = self.groups.get(i).map(|g| g.unit);
        self.words().unit(unit.unwrap_or_default())
    }
    /// What a group counts, as it stands behind a number.
    pub fn units(&self, i: GroupId, count: f64) -> String {
        let unit = self.groups.get(i).map(|g| g.unit);
        self.words().units(unit.unwrap_or_default(), count)
    }
    /// A group with what it counts in brackets; without where its name says that already.
    pub fn group_with_unit(&self, i: GroupId) -> String {
        let (name, unit) = (self.group(i), self.unit(i));
        match name == unit {
            true => name,
            false => format!("{name} ({unit})"),
        }
    }
    /// The main group's name to show.
    pub fn main_name(&self) -> String {
        self.group(self.main_group)
    }
    /// What the main group counts.
    pub fn main_unit(&self) -> &'static str {
        self.unit(self.main_group)
    }
    /// The name of the persona shown first.
    pub fn traveller(&self) -> &str {
        self.persona(self.main_persona)
    }
    /// Whether a figure is of the main group, travelling as the persona shown first.
    pub fn is_main(&self, persona: PersonaId, group: GroupId) -> bool {
        (persona, group) == (self.main_persona, self.main_group)
    }
    /// Whether a service is measured in minutes; not where there is no such service.
    pub fn in_minutes(&self, service: PurposeId) -> bool {
        self.services.get(service).is_some_and(Service::in_minutes)
    }
    /// Places of all groups, the main one first.
    pub fn groups_main_first(&self) -> Vec<GroupId> {
        let mut order: Vec<GroupId> = self.groups.ids().collect();
        order.sort_by_key(|&g| (g != self.main_group, g));
        order
    }
}

impl Service {
    /// Whether it is measured in minutes, of which less is better.
    pub fn in_minutes(&self) -> bool {
        matches!(self.measure, Measure::Nearest { .. })
    }
    /// Where the norm lies in the unit of the measure; none where it has no norm or one of another kind.
    pub fn norm_value(&self) -> Option<f64> {
        match (self.norm?, self.measure) {
            (Norm::Within { minutes }, Measure::Nearest { .. }) => Some(minutes),
            (Norm::AtLeast { value }, Measure::Cumulative { .. } | Measure::Score) => Some(value),
            _ => None,
        }
        .filter(|v| v.is_finite() && *v > 0.0)
    }
}

/// One input file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    /// Name as the study gives it; [`PageHead::group`] gives the name to show.
    pub name: String,
    /// What is counted.
    pub unit: Unit,
    /// Total weight over all homes, linked or not.
    pub total: f64,
    /// The rank by which this is the lowest fifth of the group of that name; none for a whole group.
    pub lowest_by: Option<String>,
}

/// A kind of traveller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Persona {
    /// Name as the study gives it.
    pub name: String,
    /// Its settings in words, e.g. `walks 4.8 km/h, at most 20 min a leg`.
    pub note: Option<String>,
    /// Longest single walk, minutes.
    pub max_walk_min: f64,
    /// Longest trip, minutes.
    pub max_trip_min: f64,
}

/// A time slot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Service {
    /// Name as the study gives it.
    pub name: String,
    /// What is measured.
    pub measure: Measure,
    /// The norm, where it has one.
    pub norm: Option<Norm>,
    /// Places in the study.
    pub places: usize,
    /// Places that count as open at any hour: opening hours don't count for the service, or these are not known.
    pub always_open: usize,
    /// Whether it is emergency care: adds the remark about the ambulance norm.
    pub emergency: bool,
}

/// Data problems of one kind in one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
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
