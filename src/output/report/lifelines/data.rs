//! What the page of `bereik lifelines` shows.

use crate::axes::{GroupId, IdVec, PersonaId, PurposeId, SlotId};
use crate::network::mode::VehicleKind;
use crate::output::report::kit::backdrop::Backdrop;
use crate::output::report::kit::geometry::Xy;
use crate::output::report::kit::head::PageHead;

/// The page. Counts of people are of those who fall below a norm; unless it says otherwise, of the
/// main group, travelling as the first persona, each home once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LifelinesData {
    /// The study, with the groups that were asked for. The main one is the one that is ranked by.
    pub head: PageHead,
    /// Homes that could not be linked to the streets, and all homes.
    pub unlinked: (usize, usize),
    /// People of each group of whom it is known whether they meet a norm.
    pub counted: IdVec<GroupId, f64>,
    /// Norms that were looked at: slot, and its services.
    pub norms: Vec<(SlotId, Vec<PurposeId>)>,
    /// What may go, kind by kind.
    pub kinds: Vec<OfKind>,
    /// The region.
    pub map: Backdrop,
    /// Pairs of a home that meets a norm and a thing that may go, and those computed anew.
    pub pairs: (u64, u64),
    /// How many were computed in full and found equal; none where that wasn't asked for.
    pub verified: Option<usize>,
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
    /// People who would fall if some one of them went, by group.
    pub hang: IdVec<GroupId, f64>,
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
    pub people: IdVec<GroupId, f64>,
    /// People by slot, any service.
    pub by_slot: IdVec<SlotId, f64>,
    /// People by service, any slot.
    pub by_service: IdVec<PurposeId, f64>,
    /// People by persona, any slot and service.
    pub by_persona: IdVec<PersonaId, f64>,
    /// Slot and service in which most fall, and how many.
    pub worst: Option<(SlotId, PurposeId, f64)>,
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
