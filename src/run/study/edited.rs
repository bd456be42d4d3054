//! TEMP
use super::inputs::Inputs;
use crate::diagnostics::Error;
use crate::input::scenario::{Change, Edit, PlaceEdit};
use crate::input::study::Study;
use crate::scenario::Touched;
pub fn apply(
    study: &Study,
    inputs: &Inputs,
    edits: &[&Edit],
) -> Result<(Study, Inputs, Vec<Touched>), Error> {
    let mut i = inputs.clone();
    let mut touched = vec![Touched::default(); edits.len()];
    for (k, e) in edits.iter().enumerate() {
        if let Change::Places(PlaceEdit::Close { service, which }) = &e.change {
            touched[k].effect = crate::scenario::Effect::Removes;
            for (n, place) in i.services[*service].places.clone().enumerate() {
                if which.id.contains(&i.places.ids[place]) {
                    i.services[*service].supply[n] = 0.0;
                }
            }
        }
    }
    Ok((study.clone(), i, touched))
}
