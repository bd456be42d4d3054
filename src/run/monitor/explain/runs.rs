//! The counterfactual runs: the timetable of either edition with the facilities of either.

use super::align::Picks;
use super::union::Union;
use super::{CAUSES, FACILITIES, PEOPLE, TIMETABLE};
use crate::axes::{IdVec, PurposeId, ShiftId, StatusId};
use crate::diagnostics::{Error, Findings};
use crate::input::study::{Measure, Study};
use crate::run::study::access::{self, At};
use crate::run::study::inputs::{Inputs, Places, ServiceData};
use crate::run::study::{Results, shifts};
use crate::watch::Progress;

/// Access of all homes in every combination of causes that bears upon it.
pub struct Runs {
    /// Runs that were made.
    pub results: Vec<Results>,
    /// Which run a combination of timetable, facilities and people has; people only matter where they compete.
    at: [usize; 1 << CAUSES],
    /// Causes that differ at all between the editions, as bits; boundaries are not looked at here.
    pub active: usize,
    /// What was odd in the runs of either edition as it is.
    pub findings: [Findings; 2],
}

impl Runs {
    /// The run of a combination.
    pub fn of(&self, combination: usize) -> &Results {
        &self.results[self.at[combination]]
    }
    /// Its place among [`Runs::results`].
    pub fn index(&self, combination: usize) -> usize {
        self.at[combination]
    }
}

/// The study on the service days of an edition.
pub fn dated(study: &Study, edition: &Study, picks: &Picks) -> Study {
    let mut study = study.clone();
    study.date = edition.date;
    for (slot, at) in study.slots.iter_mut().zip(&picks.slots) {
        slot.date = edition.slots[*at].date;
    }
    for (shift, at) in study.shifts.iter_mut().zip(&picks.shifts) {
        shift.date = edition.shifts[*at].date;
        shift.days = edition.shifts[*at].days;
    }
    study
}

/// Destinations of an edition in the order of the common study.
fn facilities(
    inputs: &Inputs,
    picks: &Picks,
) -> (
    Places,
    IdVec<PurposeId, ServiceData>,
    IdVec<ShiftId, Vec<f64>>,
) {
    let services = picks.services.iter().map(|s| inputs.services[*s].clone());
    let jobs = picks.shifts.iter().map(|s| inputs.shift_jobs[*s].clone());
    (inputs.places.clone(), services.collect(), jobs.collect())
}

/// Whether destinations, what they offer and when are the same.
fn same_facilities(inputs: [&Inputs; 2], picks: &[Picks; 2]) -> bool {
    let shifts = (picks[0].shifts.iter().zip(&picks[1].shifts))
        .all(|(a, b)| inputs[0].shift_jobs[*a] == inputs[1].shift_jobs[*b]);
    let services = (picks[0].services.iter().zip(&picks[1].services)).all(|(a, b)| {
        let (a, b) = (&inputs[0].services[*a], &inputs[1].services[*b]);
        let places =
            |e: usize, s: &ServiceData| inputs[e].places.positions[s.places.clone()].to_vec();
        a.supply == b.supply && a.hours == b.hours && places(0, a) == places(1, b)
    });
    shifts && services
}

/// Whether both travel on the same networks, made in the same way, on the same days.
fn same_timetable(studies: &[Study; 2], inputs: [&Inputs; 2]) -> bool {
    let hashes =
        |i: &Inputs| -> Vec<String> { i.network.inputs.iter().map(|f| f.sha256.clone()).collect() };
    let days = |s: &Study| -> Vec<_> {
        (s.slots.iter().map(|x| x.date))
            .chain(s.shifts.iter().map(|x| x.date))
            .collect()
    };
    let same_network = hashes(inputs[0]) == hashes(inputs[1])
        && inputs[0].network.options() == inputs[1].network.options();
    same_network && days(&studies[0]) == days(&studies[1])
}

/// Makes the runs: four, or fewer where editions share timetable or facilities, and as many again for services
/// for which people compete.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn run(
    study: &Study,
    editions: [&Study; 2],
    inputs: [&Inputs; 2],
    picks: &[Picks; 2],
    union: &Union,
    progress: &Progress,
) -> Result<Runs, Error> {
    let dated = [0, 1].map(|e| dated(study, editions[e], &picks[e]));
    let mut active = 0;
    if !same_timetable(&dated, inputs) {
        active |= TIMETABLE;
    }
    if !same_facilities(inputs, picks) {
        active |= FACILITIES;
    }
    if union.weights[0] != union.weights[1] {
        active |= PEOPLE;
    }
    let competing: Vec<PurposeId> = study
        .services
        .ids()
        .filter(|s| matches!(study.services[*s].measure, Measure::TwoStep { .. }))
        .collect();
    let bears = match competing.is_empty() {
        true => active & !PEOPLE,
        false => active,
    };
    let mut runs = Runs {
        results: Vec::new(),
        at: [0; 1 << CAUSES],
        active,
        findings: Default::default(),
    };
    for combination in 0..1 << CAUSES {
        let distinct = combination & bears;
        if distinct < combination {
            runs.at[combination] = runs.at[distinct];
            continue;
        }
        let [t, f, p] =
            [TIMETABLE, FACILITIES, PEOPLE].map(|bit| usize::from(combination & bit != 0));
        let (places, services, shift_jobs) = facilities(inputs[f], &picks[f]);
        let of = Inputs {
            network: inputs[t].network.clone(),
            homes: union.homes.clone(),
            weights: union.weights[p].clone(),
            ranks: Vec::new(),
            areas: IdVec::new(),
            places,
            services,
            shift_jobs,
            findings: Findings::default(),
            files: Vec::new(),
        };
        let made = match p {
            0 => {
                let mut findings = Findings::default();
                let access = access::compute(&dated[t], &of, None, &mut findings, progress)?;
                let shifts = shifts::compute(&dated[t], &of, None, progress)?;
                Results {
                    inputs: of,
                    access,
                    shifts,
                    profiles: Vec::new(),
                    findings,
                }
            }
            // Only who competes differs.
            _ => {
                let without = &runs.results[runs.at[combination & !PEOPLE]];
                let mut made = Results {
                    inputs: of,
                    ..without.clone()
                };
                competed(&dated[t], &mut made, &competing)?;
                made
            }
        };
        runs.at[combination] = runs.results.len();
        runs.results.push(made);
    }
    runs.findings = [0, TIMETABLE | FACILITIES].map(|c| runs.of(c).findings.clone());
    Ok(runs)
}

/// Computes services anew for which people compete.
fn competed(study: &Study, results: &mut Results, services: &[PurposeId]) -> Result<(), Error> {
    for slot in study.slots.ids() {
        let measured: Vec<PurposeId> = (services.iter().copied())
            .filter(|s| study.services[*s].slots.contains(&slot))
            .collect();
        if measured.is_empty() {
            continue;
        }
        for persona in study.personas.ids() {
            let at = At {
                study,
                inputs: &results.inputs,
                network: &results.inputs.network,
                readings: &results.access.readings,
                main: &results.access.main,
                slot,
                persona,
            };
            let part = at.services(&measured, None, &|| Ok(()))?.0;
            let slice = &mut results.access.slices[(slot, persona)];
            for r in part.values.row_ids() {
                if measured.contains(&results.access.readings[r].service) {
                    slice.values.row_mut(r).copy_from_slice(part.values.row(r));
                }
            }
            for s in &measured {
                let row = StatusId::from(*s);
                slice
                    .status
                    .row_mut(row)
                    .copy_from_slice(part.status.row(row));
            }
        }
    }
    Ok(())
}
