//! Homes and destinations that may be linked to the wrong street.

use super::inputs::Inputs;
use crate::diagnostics::Findings;
use crate::network::links::StreetLink;
use crate::network::parts::{APART, Doubts, NEAR_CLOSED};

/// What is done about them.
const ACTION: &str = "linked there all the same; are the streets right, and the position?";

/// Notes them; links are those of a study's homes and destinations.
pub(super) fn note_doubtful(
    inputs: &Inputs,
    homes: &[Option<StreetLink>],
    places: &[Option<StreetLink>],
    findings: &mut Findings,
) {
    let (network, all) = (&inputs.network, &inputs.homes);
    let codes = ["home-on-private-road", "home-on-island"];
    for (code, home, message) in told(network.doubts(&all.positions, homes), codes) {
        // Homes of a scenario stand in no file.
        let line = Some(all.lines[home]).filter(|line| *line > 0);
        findings.warn(code, &all.file, line, &all.ids[home], message, ACTION);
    }
    let codes = ["destination-on-private-road", "destination-on-island"];
    let all = &inputs.places;
    for (code, place, message) in told(network.doubts(&all.positions, places), codes) {
        let id = &all.ids[place];
        findings.warn(code, "destinations", None, id, message, ACTION);
    }
}

/// Code, place in the list and message of each, with codes for ways closed to most and for parts.
fn told(doubts: Doubts, codes: [&'static str; 2]) -> Vec<(&'static str, usize, String)> {
    let near = (doubts.near_closed.iter())
        .map(|d| (codes[0], d.point, format!("{NEAR_CLOSED}: {}", d.words())));
    let apart =
        (doubts.apart.iter()).map(|d| (codes[1], d.point, format!("{APART}: {}", d.words())));
    near.chain(apart).collect()
}
