//! Who travels, and when: what settings, readers and routing all speak of.

use crate::units::{Seconds, Speed};

/// How one traveller moves: speeds and limits. All limits are inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Traveller {
    /// Walking speed.
    pub walk: Speed,
    /// Longest single walking leg.
    pub max_walk: Seconds,
    /// Longest walk all the way, without a ride; none for [`Traveller::max_walk`].
    pub max_walk_only: Option<Seconds>,
    /// Longest walk between two rides; none for [`Traveller::max_walk`], which it is never above.
    pub max_transfer: Option<Seconds>,
    /// Longest door-to-door travel time.
    pub max_trip: Seconds,
    /// Most vehicles boarded in one trip; 0: on foot, or by one's own bicycle.
    pub max_rides: u32,
    /// Least time between reaching a stop and boarding there.
    pub board_slack: Seconds,
    /// A bicycle for the first and/or the last leg.
    pub bicycle: Option<Bicycle>,
    /// In a wheelchair.
    pub wheelchair: Option<Wheelchair>,
}

impl Traveller {
    /// Longest walk all the way, without a ride.
    pub fn walk_only(&self) -> Seconds {
        self.max_walk_only.unwrap_or(self.max_walk)
    }

    /// Longest walk between two rides.
    pub fn transfer(&self) -> Seconds {
        let longest = self.max_transfer.unwrap_or(self.max_walk);
        longest.min(self.max_walk)
    }
}

/// A bicycle as access and/or egress leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bicycle {
    /// From home to the first stop (and all the way, without a ride).
    pub access: bool,
    /// From the last stop to the destination.
    pub egress: bool,
    /// Riding speed.
    pub speed: Speed,
    /// Longest leg by bicycle.
    pub max: Seconds,
}

/// What a wheelchair user avoids: steps, `wheelchair=no`, stops and trips marked not accessible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wheelchair {
    /// Stops and trips of which nothing is known count as accessible.
    pub unknown_is_accessible: bool,
}

/// The unit of a setting in files and on the command line. Inside it is held in whole millimetres an hour, seconds or
/// vehicles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Kilometres per hour.
    KmPerHour,
    /// Minutes.
    Minutes,
    /// Seconds.
    Seconds,
    /// A number of vehicles.
    Rides,
}

/// A number by which somebody travels, under the name that study and scenario files have for it. What files, edits and
/// manifests do with such numbers goes through [`SETTINGS`]; only pages and options have words of their own.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Its key in files.
    pub key: &'static str,
    /// Its unit in files.
    pub unit: Unit,
    /// Whether less of it helps: everything that was within reach stays so when it falls.
    pub less_helps: bool,
    get: fn(&Traveller) -> Option<u32>,
    set: fn(&mut Traveller, u32),
    in_force: fn(&Traveller) -> u32,
}

/// All of them, in the order of the files.
pub const SETTINGS: [Setting; 7] = [
    Setting {
        key: "walk_kmh",
        unit: Unit::KmPerHour,
        less_helps: false,
        get: |t| Some(t.walk.mm_per_hour),
        set: |t, held| t.walk.mm_per_hour = held,
        in_force: |t| t.walk.mm_per_hour,
    },
    Setting {
        key: "max_walk_min",
        unit: Unit::Minutes,
        less_helps: false,
        get: |t| Some(t.max_walk.0),
        set: |t, held| t.max_walk = Seconds(held),
        in_force: |t| t.max_walk.0,
    },
    Setting {
        key: "max_walk_only_min",
        unit: Unit::Minutes,
        less_helps: false,
        get: |t| t.max_walk_only.map(|s| s.0),
        set: |t, held| t.max_walk_only = Some(Seconds(held)),
        in_force: |t| t.walk_only().0,
    },
    Setting {
        key: "max_transfer_min",
        unit: Unit::Minutes,
        less_helps: false,
        get: |t| t.max_transfer.map(|s| s.0),
        set: |t, held| t.max_transfer = Some(Seconds(held)),
        in_force: |t| t.transfer().0,
    },
    Setting {
        key: "max_trip_min",
        unit: Unit::Minutes,
        less_helps: false,
        get: |t| Some(t.max_trip.0),
        set: |t, held| t.max_trip = Seconds(held),
        in_force: |t| t.max_trip.0,
    },
    Setting {
        key: "max_rides",
        unit: Unit::Rides,
        less_helps: false,
        get: |t| Some(t.max_rides),
        set: |t, held| t.max_rides = held,
        in_force: |t| t.max_rides,
    },
    Setting {
        key: "board_slack_s",
        unit: Unit::Seconds,
        less_helps: true,
        get: |t| Some(t.board_slack.0),
        set: |t, held| t.board_slack = Seconds(held),
        in_force: |t| t.board_slack.0,
    },
];

impl Setting {
    /// What a traveller has been given; none where it depends on another setting.
    pub fn get(&self, traveller: &Traveller) -> Option<u32> {
        (self.get)(traveller)
    }

    /// Gives it to a traveller.
    pub fn set(&self, traveller: &mut Traveller, held: u32) {
        (self.set)(traveller, held);
    }

    /// What holds for a traveller, given or not.
    pub fn in_force(&self, traveller: &Traveller) -> u32 {
        (self.in_force)(traveller)
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl std::fmt::Debug for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

/// Farthest that a point or stop may be from a walkable street where nothing else is said, metres.
pub const MAX_SNAP_M: f64 = 500.0;

/// Parts of the streets with fewer junctions than this are islands where nothing else is said.
pub const ISLAND_JUNCTIONS: u32 = 40;

impl Default for Bicycle {
    /// The defaults of files and of the command line.
    fn default() -> Self {
        Self {
            access: true,
            egress: false,
            speed: Speed {
                mm_per_hour: 14_000_000,
            },
            max: Seconds(20 * 60),
        }
    }
}

impl Default for Traveller {
    /// The defaults of files and of the command line.
    fn default() -> Self {
        Self {
            walk: Speed {
                mm_per_hour: 4_800_000,
            },
            max_walk: Seconds(30 * 60),
            max_walk_only: None,
            max_transfer: None,
            max_trip: Seconds(120 * 60),
            max_rides: 8,
            board_slack: Seconds(60),
            bicycle: None,
            wheelchair: None,
        }
    }
}

/// Which end of the trip the window fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A departure at every step of the window.
    Depart,
    /// An arrival deadline at every step of the window.
    Arrive,
}

/// A departure (or deadline) window on the clock of the service day: `start`, `start + step`, … before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Departing or arriving.
    pub direction: Direction,
    /// First departure or deadline, seconds since noon minus 12 h of the service day.
    pub start_s: i32,
    /// End, exclusive.
    pub end_s: i32,
    /// Seconds between departures; 60 everywhere in the command line.
    pub step_s: u32,
}

impl Window {
    /// A departure at every whole minute of `[start, end)`, seconds since noon minus 12 h of the service day.
    pub fn departures(start_s: i32, end_s: i32) -> Self {
        Self {
            direction: Direction::Depart,
            start_s,
            end_s,
            step_s: 60,
        }
    }

    /// An arrival deadline at every whole minute of `[start, end)`.
    pub fn deadlines(start_s: i32, end_s: i32) -> Self {
        Self {
            direction: Direction::Arrive,
            ..Self::departures(start_s, end_s)
        }
    }
}
