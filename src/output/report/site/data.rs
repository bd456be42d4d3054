//! What the page of `bereik site` shows. All lists of sites stand from best to worst.

use crate::axes::{Grid, IdVec, PersonaId, PurposeId, ShiftId, SlotId};
use crate::output::report::kit::backdrop::Backdrop;
use crate::output::report::kit::geometry::Xy;
use crate::output::report::kit::head::{PageHead, Unit};

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteData {
    /// The study.
    pub head: PageHead,
    /// Homes that could not be linked to the streets, and all homes.
    pub unlinked: (usize, usize),
    /// Services whose norms count, by slot.
    pub counted: IdVec<SlotId, Vec<PurposeId>>,
    /// Slots in which every norm must be met for a household to be lifted.
    pub lift_slots: Vec<SlotId>,
    /// Shifts by name.
    pub shifts: IdVec<ShiftId, String>,
    /// Existing stock: name, what is counted, and how many.
    pub stock: (String, Unit, f64),
    /// The sites.
    pub sites: Vec<Site>,
    /// Norms over all slots and personas.
    pub norms: usize,
    /// The map.
    pub map: SiteMap,
    /// The sites chosen together.
    pub chosen: Option<Chosen>,
    /// Farthest a household moves, kilometres; none: any distance.
    pub move_within_km: Option<f64>,
    /// Lines named to be lost.
    pub survive: Vec<String>,
}

/// One site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// Id.
    pub id: String,
    /// Name; empty where there is none.
    pub name: String,
    /// Dwellings.
    pub dwellings: Option<f64>,
    /// Norms missed over all slots and personas; none where unknown.
    pub missed: Option<usize>,
    /// Norms missed, by persona and slot.
    pub by_slot: Grid<PersonaId, SlotId, Option<usize>>,
    /// Share of existing stock that is worse off, 0 to 100.
    pub stock_worse_off: Option<f64>,
    /// Share of all homes that is worse off, 0 to 100.
    pub region_worse_off: Option<f64>,
    /// The line whose loss costs the main persona most over all slots: name, norms met now and without.
    pub weakest: Option<(String, usize, usize)>,
    /// What is reached by the main persona, by slot and service; none where not measured.
    pub values: Grid<SlotId, PurposeId, Option<Reached>>,
    /// The weakest line of each slot.
    pub lines: IdVec<SlotId, Option<String>>,
    /// Jobs by shift of the main persona: now, and without its weakest line.
    pub jobs: IdVec<ShiftId, (Option<f64>, Option<f64>)>,
    /// Its number among the sites chosen, from 1.
    pub chosen: Option<usize>,
}

/// One service in one slot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reached {
    /// Minutes or supply; none: not reached.
    pub value: Option<f64>,
    /// Whether the norm is missed; none without a norm.
    pub missed: Option<bool>,
    /// Share of existing stock that is worse off, 0 to 100.
    pub stock_worse_off: Option<f64>,
    /// Without the slot's weakest line, and whether the norm is missed then; none where no line was cut.
    pub after: Option<(Option<f64>, Option<bool>)>,
}

/// What is drawn, in metres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteMap {
    /// Streets, stops and homes.
    pub backdrop: Backdrop,
    /// Norms missed at each home in the first slot by the main persona; none where that isn't known.
    pub missed: Vec<Option<usize>>,
    /// Sites, in the order of [`SiteData::sites`].
    pub sites: Vec<Xy>,
}

/// The sites chosen together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// How many were asked for.
    pub asked: usize,
    /// Place in [`SiteData::sites`] and households lifted beyond those before.
    pub sites: Vec<(usize, f64)>,
    /// Households lifted.
    pub lifted: f64,
    /// No choice of as many lifts more.
    pub at_most: f64,
    /// The share of the best that the method never falls below.
    pub share: f64,
    /// Households below a norm.
    pub below: f64,
    /// Households of which that isn't known.
    pub unknown: f64,
    /// Households lifted if every site were built on.
    pub all: f64,
}
