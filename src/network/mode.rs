//! What a GTFS `route_type` is: the one table of kinds of vehicle, and the one set of words for them.
//!
//! Source: the GTFS reference on `routes.txt`, and Google's extended route types, which come in families of a hundred.

use crate::input::scenario::Mode;
use serde::Serialize;

/// The kind of vehicle that runs on a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VehicleKind {
    /// Tram, light rail in the street.
    Tram,
    /// A tram that a cable pulls.
    CableTram,
    /// Metro, underground, urban railway.
    Metro,
    /// Monorail.
    Monorail,
    /// Train, suburban railway.
    Rail,
    /// Bus.
    Bus,
    /// Coach.
    Coach,
    /// Trolleybus.
    Trolleybus,
    /// Bus on demand.
    OnDemandBus,
    /// Ferry, other boats in public transport.
    Ferry,
    /// Aerial lift: gondola, suspended cable car.
    AerialLift,
    /// Funicular.
    Funicular,
    /// Taxi, shared taxi.
    Taxi,
    /// Aircraft.
    Aircraft,
    /// What GTFS has no name for, or what can't be read.
    #[default]
    Other,
}

impl VehicleKind {
    /// That of a `route_type`, extended types included.
    pub fn of(route_type: u16) -> Self {
        match route_type {
            0 | 900..=999 => Self::Tram,
            5 => Self::CableTram,
            12 | 405 => Self::Monorail,
            1 | 400..=699 => Self::Metro,
            2 | 100..=199 | 300..=399 => Self::Rail,
            715 => Self::OnDemandBus,
            3 | 700..=799 => Self::Bus,
            200..=299 => Self::Coach,
            11 | 800..=899 => Self::Trolleybus,
            4 | 1000..=1099 | 1200..=1299 => Self::Ferry,
            6 | 1300..=1399 => Self::AerialLift,
            7 | 1400..=1499 => Self::Funicular,
            1500..=1599 => Self::Taxi,
            1100..=1199 => Self::Aircraft,
            _ => Self::Other,
        }
    }

    /// Its word in tables and on the terminal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tram => "tram",
            Self::CableTram => "cable tram",
            Self::Metro => "metro",
            Self::Monorail => "monorail",
            Self::Rail => "rail",
            Self::Bus => "bus",
            Self::Coach => "coach",
            Self::Trolleybus => "trolleybus",
            Self::OnDemandBus => "on-demand bus",
            Self::Ferry => "ferry",
            Self::AerialLift => "aerial lift",
            Self::Funicular => "funicular",
            Self::Taxi => "taxi",
            Self::Aircraft => "aircraft",
            Self::Other => "other",
        }
    }

    /// The mode by which scenario files select it; none for aircraft, taxis and what is unknown.
    pub fn mode(self) -> Option<Mode> {
        match self {
            Self::Tram => Some(Mode::Tram),
            Self::Metro | Self::Monorail => Some(Mode::Metro),
            Self::Rail => Some(Mode::Rail),
            Self::Bus | Self::Coach | Self::Trolleybus | Self::OnDemandBus => Some(Mode::Bus),
            Self::Ferry => Some(Mode::Ferry),
            Self::CableTram | Self::AerialLift | Self::Funicular => Some(Mode::Cable),
            Self::Taxi | Self::Aircraft | Self::Other => None,
        }
    }

    /// Fastest believable speed between two stops, km/h; none for aircraft.
    pub fn fastest_kmh(self) -> Option<f64> {
        match self {
            Self::Rail => Some(400.0),
            Self::Aircraft => None,
            _ => Some(150.0),
        }
    }
}

/// The `route_type` of a new line of a mode.
pub fn route_type(mode: Mode) -> u16 {
    match mode {
        Mode::Tram => 0,
        Mode::Metro => 1,
        Mode::Rail => 2,
        Mode::Bus => 3,
        Mode::Ferry => 4,
        Mode::Cable => 5,
    }
}

/// The `route_type` of transport on demand (extended types: "Demand and Response Bus Service").
pub const ON_DEMAND: u16 = 715;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_lines_have_the_mode_that_is_asked() {
        for mode in [
            Mode::Tram,
            Mode::Metro,
            Mode::Rail,
            Mode::Bus,
            Mode::Ferry,
            Mode::Cable,
        ] {
            assert_eq!(VehicleKind::of(route_type(mode)).mode(), Some(mode));
        }
        assert_eq!(VehicleKind::of(ON_DEMAND), VehicleKind::OnDemandBus);
    }

    #[test]
    fn route_types_have_a_kind() {
        for (route_type, kind, mode) in [
            (0, VehicleKind::Tram, Some(Mode::Tram)),
            (1, VehicleKind::Metro, Some(Mode::Metro)),
            (2, VehicleKind::Rail, Some(Mode::Rail)),
            (3, VehicleKind::Bus, Some(Mode::Bus)),
            (4, VehicleKind::Ferry, Some(Mode::Ferry)),
            (12, VehicleKind::Monorail, Some(Mode::Metro)),
            (109, VehicleKind::Rail, Some(Mode::Rail)),
            (204, VehicleKind::Coach, Some(Mode::Bus)),
            (300, VehicleKind::Rail, Some(Mode::Rail)),
            (401, VehicleKind::Metro, Some(Mode::Metro)),
            (405, VehicleKind::Monorail, Some(Mode::Metro)),
            (600, VehicleKind::Metro, Some(Mode::Metro)),
            (715, VehicleKind::OnDemandBus, Some(Mode::Bus)),
            (800, VehicleKind::Trolleybus, Some(Mode::Bus)),
            (900, VehicleKind::Tram, Some(Mode::Tram)),
            (1000, VehicleKind::Ferry, Some(Mode::Ferry)),
            (1101, VehicleKind::Aircraft, None),
            (1400, VehicleKind::Funicular, Some(Mode::Cable)),
            (1501, VehicleKind::Taxi, None),
            (32_767, VehicleKind::Other, None),
        ] {
            let found = VehicleKind::of(route_type);
            assert_eq!((found, found.mode()), (kind, mode), "{route_type}");
        }
    }

    #[test]
    fn trains_may_be_faster_than_buses() {
        let fastest = |route_type| VehicleKind::of(route_type).fastest_kmh();
        assert_eq!(fastest(3), Some(150.0));
        assert_eq!(fastest(2), Some(400.0));
        assert_eq!(fastest(101), Some(400.0));
        assert_eq!(fastest(1100), None);
    }
}
