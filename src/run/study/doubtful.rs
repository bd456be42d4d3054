//! Homes and destinations that may be linked to the wrong street.

use super::inputs::Inputs;
use crate::diagnostics::Findings;
use crate::input::study::Study;
use crate::network::links::StreetLink;
use crate::network::parts::Doubts;

/// What is done about them.
const ACTION: &str = "linked there all the same; are the streets right, and the position?";

/// Notes them; links are those of a study's homes and destinations.
pub(super) fn note_doubtful(
    study: &Study,
    inputs: &Inputs,
    homes: &[Option<StreetLink>],
    places: &[Option<StreetLink>],
    findings: &mut Findings,
) {
    let (network, all) = (&inputs.network, &inputs.homes);
    let codes = ["home-on-private-road", "home-near-island", "home-on-island"];
    for (code, home, message) in told(network.doubts(&all.positions, homes), codes) {
        // Homes of a scenario stand in no file.
        let line = Some(all.lines[home]).filter(|line| *line > 0);
        findings.warn(code, &all.file, line, &all.ids[home], message, ACTION);
    }
    let codes = [
        "destination-on-private-road",
        "destination-near-island",
        "destination-on-island",
    ];
    let all = &inputs.places;
    for (code, place, message) in told(network.doubts(&all.positions, places), codes) {
        let id = &all.ids[place];
        let service = of_service(study, inputs, place);
        findings.warn(code, &service, None, id, message, ACTION);
    }
}

/// The service that a place is a destination of, as findings name it: places of several files and of the map stand in
/// one list.
pub(super) fn of_service(study: &Study, inputs: &Inputs, place: usize) -> String {
    let mut services = study.services.iter().zip(&inputs.services);
    let found = services.find(|(_, data)| data.places.contains(&place));
    found.map_or_else(String::new, |(service, _)| {
        format!("service {:?}", service.name)
    })
}

/// Code, place in the list and message of each; `codes` are those of the kinds of doubts.
fn told(doubts: Doubts, codes: [&'static str; 3]) -> Vec<(&'static str, usize, String)> {
    let mut all = Vec::new();
    for (code, (kind, said)) in codes.into_iter().zip(doubts.kinds()) {
        let message = |(point, words)| (code, point, format!("{kind}: {words}"));
        all.extend(said.into_iter().map(message));
    }
    all
}
