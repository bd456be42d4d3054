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

impl Default for Traveller {
    /// The defaults of the command line.
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
