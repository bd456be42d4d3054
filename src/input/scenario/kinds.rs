//! The kinds of edit: which keys each has, and which of them it needs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Keys every edit has.
pub const COMMON: [&str; 3] = ["name", "kind", "why"];

/// Keys of one kind of edit, those of every edit left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Must all be given.
    pub required: &'static [&'static str],
    /// May be given.
    pub optional: &'static [&'static str],
    /// Exactly one of these must be given.
    pub one_of: &'static [&'static str],
    /// At least one of these must be given.
    pub some_of: &'static [&'static str],
    /// Has a place: `lon` and `lat`, or `x` and `y` with `crs`.
    pub place: bool,
}

/// Keys of a place.
const PLACE: [&str; 5] = ["lon", "lat", "x", "y", "crs"];

impl Keys {
    const NONE: Keys = Keys {
        required: &[],
        optional: &[],
        one_of: &[],
        some_of: &[],
        place: false,
    };

    /// All of them, in the order in which they are told to people.
    pub fn all(self) -> Vec<&'static str> {
        let place: &[&str] = if self.place { &PLACE } else { &[] };
        [
            self.required,
            self.one_of,
            self.some_of,
            place,
            self.optional,
        ]
        .concat()
    }
}

macro_rules! kinds {
    ($($(#[doc = $about:literal])+ $name:ident $word:literal { $($field:ident: $value:expr),* $(,)? })+) => {
        /// What an edit does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        pub enum KindWord {
            $($(#[doc = $about])+ #[serde(rename = $word)] $name,)+
        }

        impl KindWord {
            /// All kinds.
            pub const ALL: &'static [KindWord] = &[$(KindWord::$name),+];

            /// As it stands in the file.
            pub fn word(self) -> &'static str {
                match self { $(KindWord::$name => $word,)+ }
            }

            /// Its keys.
            pub fn keys(self) -> Keys {
                match self {
                    $(KindWord::$name => Keys { $($field: $value,)* ..Keys::NONE },)+
                }
            }
        }
    };
}

kinds! {
    /// The selected vehicles don't run.
    RemoveTrips "remove-trips" { required: &["select"] }
    /// The selected vehicles pass some stops without calling.
    RemoveStops "remove-stops" { required: &["select", "stops"] }
    /// All vehicles pass the stops.
    CloseStop "close-stop" { required: &["stops"] }
    /// One stop at another place.
    MoveStop "move-stop" { required: &["stops"], place: true }
    /// Of the selected vehicles only every n-th runs.
    ThinOut "thin-out" { required: &["select", "keep_every"] }
    /// The selected vehicles are replaced by one every so often.
    SetHeadway "set-headway" { required: &["select", "headway_min"], optional: &["first"] }
    /// The selected vehicles drive faster or slower.
    AdjustSpeed "adjust-speed" { required: &["select", "factor"], optional: &["from", "to"] }
    /// The selected vehicles stand longer or shorter at stops.
    AdjustDwell "adjust-dwell" {
        required: &["select"], one_of: &["dwell_s", "factor"], optional: &["stops"],
    }
    /// The selected vehicles run later or earlier.
    ShiftTimes "shift-times" { required: &["select", "shift_min"] }
    /// The selected vehicles call at other stops on a part of their way.
    Reroute "reroute" {
        required: &["select"], some_of: &["from", "to"],
        optional: &["via", "hop_min", "speed_kmh", "dwell_s"],
    }
    /// A new line.
    AddLine "add-line" {
        required: &["line", "mode", "stops"], one_of: &["hop_min", "speed_kmh"],
        some_of: &["departures", "bands"],
        optional: &["agency", "both_ways", "dwell_s", "days"],
    }
    /// Vehicles of one line go on as those of another.
    MergeLines "merge-lines" { required: &["select", "onto"], optional: &["max_wait_min"] }
    /// Transport on demand in an area.
    OnDemand "on-demand" {
        required: &["line", "area", "pick_up_min", "speed_kmh", "hours"],
        optional: &["hubs", "days"],
    }
    /// A footpath or bridge.
    AddPath "add-path" { required: &["points"], optional: &["crs", "bicycle", "wheelchair"] }
    /// Nobody passes a street.
    CloseStreet "close-street" { some_of: &["ways", "at", "area"], optional: &["crs"] }
    /// A new destination.
    Open "open" {
        required: &["service", "id"], place: true,
        optional: &["place_name", "supply", "opening_hours"],
    }
    /// Destinations close.
    Close "close" { required: &["service"], some_of: &["id", "area"] }
    /// A destination at another place.
    Move "move" { required: &["service", "id"], place: true }
    /// Destinations offer more or less.
    Resize "resize" {
        required: &["service"], some_of: &["id", "area"], one_of: &["set", "add", "factor"],
    }
    /// Destinations open at other hours.
    SetHours "set-hours" { required: &["service", "opening_hours"], some_of: &["id", "area"] }
    /// Several destinations become one.
    Merge "merge" { required: &["service", "into"], some_of: &["id", "area"] }
    /// A new home.
    AddHomes "add-homes" { required: &["id", "groups"], place: true }
    /// Homes are demolished.
    RemoveHomes "remove-homes" { some_of: &["id", "area"], optional: &["groups", "share"] }
    /// People of a group move from some homes to others.
    MoveGroup "move-group" { required: &["group", "from", "to"], one_of: &["share", "count"] }
    /// A persona travels otherwise.
    SetPersona "set-persona" {
        required: &["persona"],
        some_of: &[
            "walk_kmh", "max_walk_min", "max_walk_only_min", "max_transfer_min", "max_trip_min", "max_rides", "board_slack_s",
        ],
    }
}
