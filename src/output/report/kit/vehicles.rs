//! The words for kinds of vehicle on pages.

use super::head::Language;
use super::messages::Message;
use crate::network::mode::VehicleKind;

/// What passengers call it; a line where the kind is not known.
impl Message for VehicleKind {
    fn text(self, language: Language) -> &'static str {
        let (nl, en) = match self {
            VehicleKind::Tram => ("tram", "tram"),
            VehicleKind::CableTram => ("kabeltram", "cable tram"),
            VehicleKind::Metro => ("metro", "metro"),
            VehicleKind::Monorail => ("monorail", "monorail"),
            VehicleKind::Rail => ("trein", "train"),
            VehicleKind::Bus => ("bus", "bus"),
            VehicleKind::Coach => ("touringcar", "coach"),
            VehicleKind::Trolleybus => ("trolleybus", "trolleybus"),
            VehicleKind::OnDemandBus => ("belbus", "on-demand bus"),
            VehicleKind::Ferry => ("veerboot", "ferry"),
            VehicleKind::AerialLift => ("kabelbaan", "cable car"),
            VehicleKind::Funicular => ("kabelspoor", "funicular"),
            VehicleKind::Taxi => ("taxi", "taxi"),
            VehicleKind::Aircraft => ("vliegtuig", "aircraft"),
            VehicleKind::Other => ("lijn", "line"),
        };
        match language {
            Language::Nl => nl,
            Language::En => en,
        }
    }
}
