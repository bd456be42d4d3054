//! Which sites together lift most households above the norms.

use super::candidates::Candidates;
use super::{Stock, missed};
use crate::axes::{Grid, IdVec, PersonaId, PurposeId, SlotId};
use crate::diagnostics::{Error, Fault};
use crate::input::study::{Site, Study};
use crate::measures::siting::{Choice, Siting};
use crate::run::study;
use crate::run::study::access::Slice;
use crate::units::LonLat;

/// The persona a household is taken to be.
pub(super) const MAIN: PersonaId = PersonaId(0);

/// The sites chosen and who they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The choice; plots are indexes of candidates.
    pub choice: Choice,
    /// How many were asked for.
    pub asked: usize,
    /// Households (weight of the stock) that miss a norm.
    pub below: f64,
    /// Households of which that isn't known.
    pub unknown: f64,
    /// Of those below the norm, the ones that could be lifted if every candidate were built on.
    pub all: f64,
    /// Candidates that meet every norm, with dwellings: those that lift anybody.
    pub lifting: Vec<usize>,
}

/// Whether every norm is met at a point in all slots that count; none where one isn't known.
fn meets(
    site: &Site,
    results: &study::Results,
    slices: &Grid<SlotId, PersonaId, Slice>,
    counted: &IdVec<SlotId, Vec<PurposeId>>,
    i: usize,
) -> Option<bool> {
    let in_slots =
        (site.slots.iter()).map(|&s| missed(results, &slices[(s, MAIN)], &counted[s], i));
    let known: Option<Vec<usize>> = in_slots.collect();
    known.map(|k| k.iter().all(|n| *n == 0))
}

/// Chooses sites, where asked to.
///
/// # Errors
/// When no norm counts in the slots that households are lifted in.
pub fn choose(
    study: &Study,
    site: &Site,
    results: &study::Results,
    (candidates, slices): (&Candidates, &Grid<SlotId, PersonaId, Slice>),
    stock: &Stock,
    counted: &IdVec<SlotId, Vec<PurposeId>>,
) -> Result<Option<Chosen>, Error> {
    let Some(asked) = site.choose else {
        return Ok(None);
    };
    if site.slots.iter().all(|s| counted[*s].is_empty()) {
        let names: Vec<&str> = site
            .slots
            .iter()
            .map(|s| study.slots[*s].name.as_str())
            .collect();
        return Err(Fault::NormMissing
            .at(
                study.file.display().to_string(),
                format!(
                    "no essential service has a norm in the slot {}",
                    names.join(", ")
                ),
            )
            .field("site choose")
            .hint("give services a norm, or name other slots: [site] slots = [...]")
            .into());
    }
    let lifting: Vec<usize> = (0..candidates.ids.len())
        .filter(|&i| candidates.dwellings[i].is_some_and(|d| d > 0.0))
        .filter(|&i| meets(site, results, slices, counted, i) == Some(true))
        .collect();
    let room: Vec<f64> = (lifting.iter())
        .map(|i| candidates.dwellings[*i].unwrap_or(0.0))
        .collect();
    let within = site.move_within_km.map(|km| km * 1000.0);
    let (homes, access) = (
        stock.positions(&results.inputs),
        stock.slices(&results.access),
    );
    let (mut below, mut unknown) = (0.0, 0.0);
    let mut rows = Vec::new();
    for (i, weight) in stock.weights.iter().enumerate() {
        let Some(weight) = weight.filter(|w| *w > 0.0) else {
            continue;
        };
        match meets(site, results, access, counted, i) {
            None => unknown += weight,
            Some(true) => {}
            Some(false) => {
                below += weight;
                let near = (0..lifting.len())
                    .filter(|&p| is_near(homes[i], candidates.positions[lifting[p]], within));
                rows.push((weight, near.collect()));
            }
        }
    }
    let siting = Siting::new(rows, &room);
    let mut choice = siting.greedy(asked);
    choice.plots.iter_mut().for_each(|p| *p = lifting[*p]);
    Ok(Some(Chosen {
        choice,
        asked,
        below,
        unknown,
        all: siting.all(),
        lifting,
    }))
}

/// Whether two places lie within so many metres; always without a limit.
fn is_near(a: LonLat, b: LonLat, within: Option<f64>) -> bool {
    let Some(limit) = within else { return true };
    // A degree of latitude is never shorter than this, so most need no exact distance.
    (a.lat - b.lat).abs() * 110_500.0 <= limit && a.distance_m(b) <= limit
}
