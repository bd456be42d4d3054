//! Who may use a street, and how: bits that the readers set and the network keeps for each edge
//! ([`crate::network::streets::Streets::flags`]).

/// Walkable (always both ways).
pub const FOOT: u16 = 1;
/// Cyclable from `from` to `to`.
pub const BIKE_FORWARD: u16 = 2;
/// Cyclable from `to` to `from`.
pub const BIKE_BACK: u16 = 4;
/// Steps: closed to wheelchairs; a bicycle can't be pushed there.
pub const STEPS: u16 = 8;
/// `wheelchair=no`.
pub const NO_WHEELCHAIR: u16 = 16;
/// `wheelchair=yes|designated|limited`; without this and the one above nothing is known.
pub const WHEELCHAIR: u16 = 32;
/// Ferry: `duration_s` holds instead of the length where not zero.
pub const FERRY: u16 = 64;
/// In a tunnel: catches a point only where nothing else is near.
pub const TUNNEL: u16 = 256;
