//! What the page of `bereik monitor explain` shows. Shares are 0 to 1; causes stand in the order timetable, facilities,
//! people, boundaries; the last part is what only one edition publishes.

use crate::axes::{GroupId, IdVec, PurposeId, SlotId};
use crate::output::report::kit::backdrop::Backdrop;
use crate::output::report::kit::head::{Input, PageHead};

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExplainData {
    /// The study, on the day of the later edition and with the people of the earlier one. Its files are in
    /// [`ExplainData::inputs`].
    pub head: PageHead,
    /// Names of the two editions.
    pub names: [String; 2],
    /// Usual service days, ISO.
    pub dates: [String; 2],
    /// Name of the edition whose norms hold.
    pub base: String,
    /// Name of the edition whose ranks hold.
    pub ranks: String,
    /// Whether streets differ as well as the timetable.
    pub streets_differ: bool,
    /// Counterfactual runs that were made.
    pub runs: usize,
    /// How many each group has in either edition.
    pub totals: IdVec<GroupId, [f64; 2]>,
    /// Changes of the whole region for the first persona, every group.
    pub changes: Vec<Change>,
    /// Jobs by shift of the whole region for the first persona: by shift, then group.
    pub shifts: Vec<ShiftChange>,
    /// The map.
    pub map: Option<AreaMap>,
    /// Where groups left and arrived, whole region.
    pub displacement: Vec<Displaced>,
    /// Areas of the report's level where most of a group left or arrived.
    pub places: Vec<PlaceMoved>,
    /// Share of a group that misses norms from which on an area is a pocket.
    pub pocket_share: f64,
    /// New pockets.
    pub pockets: Vec<Pocket>,
    /// Areas that improved while some lost.
    pub diverging: Vec<Diverging>,
    /// What can't be compared: kind, name with its level, edition, why.
    pub incomparable: Vec<[String; 4]>,
    /// Values of every edition; empty where there are only two.
    pub series: Vec<Series>,
    /// Source files of either edition.
    pub inputs: [Vec<Input>; 2],
}

/// People below a norm, or who miss several, and why their number changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Of whom.
    pub group: GroupId,
    /// Where to; none: who misses norms at all.
    pub service: Option<PurposeId>,
    /// At least so many norms, where there is no service.
    pub misses: usize,
    /// When.
    pub slot: SlotId,
    /// People in either edition.
    pub value: [f64; 2],
    /// Causes.
    pub causes: [f64; 5],
    /// People left out as unknown.
    pub left_out: f64,
}

/// Jobs of a shift with a way there and home, and why their number changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShiftChange {
    /// Name of the shift.
    pub shift: String,
    /// Of whom.
    pub group: GroupId,
    /// Mean over the group in either edition.
    pub mean: [f64; 2],
    /// Causes of the change of the mean.
    pub causes: [f64; 5],
    /// People who can hold none of the jobs, in either edition; none where that isn't known.
    pub none: Option<[f64; 2]>,
}

/// Areas and what is drawn on them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaMap {
    /// The level.
    pub level: String,
    /// The outlines of the areas.
    pub backdrop: Backdrop,
    /// Names.
    pub names: Vec<String>,
    /// Services and slots, those that changed most first.
    pub layers: Vec<Layer>,
}

/// Shares of the main group below the norm of a service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layer {
    /// Where to.
    pub service: PurposeId,
    /// When.
    pub slot: SlotId,
    /// Before, after and each part, `[area]`.
    pub values: [Vec<Option<f64>>; 7],
}

/// A group's moves in the whole region.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Displaced {
    /// Of whom.
    pub group: GroupId,
    /// People who left cells and who arrived.
    pub moved: [f64; 2],
    /// Service, slot, unit (`true`: minutes), mean there and here, and shares below the norm there and here.
    pub access: Vec<Moved>,
}

/// What was had there and is had here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moved {
    /// Where to.
    pub service: PurposeId,
    /// When.
    pub slot: SlotId,
    /// Whether means are minutes.
    pub minutes: bool,
    /// Mean of those who get there.
    pub mean: [Option<f64>; 2],
    /// Shares below the norm.
    pub below: [Option<f64>; 2],
}

/// People who left an area's cells, or arrived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceMoved {
    /// The area.
    pub name: String,
    /// Of whom.
    pub group: GroupId,
    /// Left and arrived.
    pub moved: [f64; 2],
}

/// A new pocket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pocket {
    /// Level and name.
    pub area: [String; 2],
    /// Code: areas of one name are apart.
    pub code: String,
    /// Of whom.
    pub group: GroupId,
    /// When.
    pub slot: SlotId,
    /// People in either edition.
    pub people: [f64; 2],
    /// Shares that miss norms.
    pub share: [Option<f64>; 2],
    /// Names of services whose norm most miss.
    pub missed: Vec<String>,
    /// Causes of the change in people who miss norms.
    pub causes: Option<[f64; 5]>,
}

/// An area whose average improved while a group lost.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diverging {
    /// Level and name.
    pub area: [String; 2],
    /// Where to.
    pub service: PurposeId,
    /// When.
    pub slot: SlotId,
    /// Of whom.
    pub group: GroupId,
    /// Whether means are minutes.
    pub minutes: bool,
    /// Mean of the main group.
    pub mean: [f64; 2],
    /// Mean of the group.
    pub group_mean: [Option<f64>; 2],
    /// Its shares below the norm.
    pub group_share: [Option<f64>; 2],
}

/// Share of the main group below the norm of a service through the editions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Service.
    pub service: String,
    /// Slot.
    pub slot: String,
    /// Edition and value, in their order.
    pub points: Vec<(String, Option<f64>)>,
}
