//! What the page of `bereik lifelines` shows.

use super::super::data::{FindingRow, Group, Input, Language, Persona, Service, Slot};
use super::super::data::{StreetClass, Xy};
use crate::network::mode::VehicleKind;

/// The page. Counts of people are of those who fall below a norm; unless it says otherwise, of the
/// group [`LifelinesData::main`], travelling as the first persona, each home once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifelinesData {
    /// Language.
    pub language: Language,
    /// The study's title.
    pub title: String,
    /// Whether the region is made up.
    pub fictional: bool,
    /// Program and version.
    pub program: String,
    /// Usual service day, ISO.
    pub date: String,
    /// Source files.
    pub inputs: Vec<Input>,
    /// Sources that want to be named.
    pub credits: Vec<String>,
    /// Services of the study.
    pub services: Vec<Service>,
    /// Slots of the study.
    pub slots: Vec<Slot>,
    /// Personas of the study.
    pub personas: Vec<Persona>,
    /// Groups that were asked for.
    pub groups: Vec<Group>,
    /// People of each group of whom it is known whether they meet a norm.
    pub counted: Vec<f64>,
    /// The group that is ranked by, an index into `groups`.
    pub main: usize,
    /// Norms that were looked at: slot, and its services.
    pub norms: Vec<(usize, Vec<usize>)>,
    /// What may go, kind by kind.
    pub kinds: Vec<OfKind>,
    /// The region.
    pub map: Backdrop,
    /// Pairs of a home that meets a norm and a thing that may go, and those computed anew.
    pub pairs: (u64, u64),
    /// How many were computed in full and found equal; none where that wasn't asked for.
    pub verified: Option<usize>,
    /// Data problems.
    pub findings: Vec<FindingRow>,
}

/// Kinds of things that may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Lines.
    #[default]
    Line,
    /// Stops.
    Stop,
    /// Single trips.
    Trip,
}

/// All things of a kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfKind {
    /// Which kind.
    pub kind: Kind,
    /// How many were looked at.
    pub all: usize,
    /// Those without which somebody falls, most people first.
    pub ranked: Vec<Thing>,
    /// People who would fall if some one of them went, `[group]`.
    pub hang: Vec<f64>,
    /// Per home, how many of the norms it meets hang on a single one; none where it meets no norm.
    pub threads: Vec<Option<usize>>,
}

/// A line, stop or trip.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thing {
    /// Id in the feed.
    pub id: String,
    /// How passengers call it.
    pub name: Name,
    /// What runs; none for a stop.
    pub vehicle: Option<VehicleKind>,
    /// Whether it is two lines that run the same trips.
    pub pair: bool,
    /// People by group.
    pub people: Vec<f64>,
    /// People by slot, any service.
    pub by_slot: Vec<f64>,
    /// People by service, any slot.
    pub by_service: Vec<f64>,
    /// People by persona, any slot and service.
    pub by_persona: Vec<f64>,
    /// Slot and service in which most fall, and how many.
    pub worst: Option<(usize, usize, f64)>,
    /// Vehicle hours and kilometres a week.
    pub effort: Option<(f64, f64)>,
    /// Where it runs, in straight lines between calls; one point for a stop.
    pub ways: Vec<Vec<Xy>>,
    /// Homes of the group that fall, indexes into [`Backdrop::homes`].
    pub homes: Vec<u32>,
}

/// How passengers call a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// A line or a stop.
    Plain(String),
    /// A trip.
    Trip {
        /// Its line.
        line: String,
        /// First departure.
        at: String,
        /// First stop.
        from: String,
        /// Last stop.
        to: String,
    },
}

impl Default for Name {
    fn default() -> Self {
        Name::Plain(String::new())
    }
}

/// What is drawn under the maps, metres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Backdrop {
    /// Street centre lines.
    pub streets: Vec<(StreetClass, Vec<Xy>)>,
    /// Stops at which anything calls.
    pub stops: Vec<Xy>,
    /// Homes.
    pub homes: Vec<Xy>,
}
