//! Norms of an edition that is itself not compared.

use super::Edition;
use super::align::alike;
use crate::diagnostics::{Error, Fault, InputError};
use crate::input::study::{Measure, Norm, Study};
use std::collections::BTreeSet;

/// Whose norms hold, where that is neither of the two editions compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NormsOf {
    /// Name of the edition.
    pub edition: String,
    /// Its services; a service that it lacks keeps the norm it has.
    pub services: BTreeSet<String>,
    /// Edition and service of which the norm was another.
    pub replaced: BTreeSet<(String, String)>,
}

/// Gives every edition the norms of `base`, for services of the same name. `pair` are the two that are compared; what
/// others measure otherwise stays as it is, since they are left out of the series for it.
///
/// # Errors
/// A service that both of the pair have and one of them measures otherwise than the base; a norm that lies beyond their
/// longest trip.
pub fn take_norms(
    editions: &mut [Edition],
    pair: [usize; 2],
    base: &Edition,
) -> Result<NormsOf, Error> {
    let names = |e: &Edition| -> BTreeSet<String> {
        e.study.services.iter().map(|s| s.name.clone()).collect()
    };
    let mut norms = NormsOf {
        edition: base.name.clone(),
        services: names(base),
        replaced: BTreeSet::new(),
    };
    let compared: Vec<BTreeSet<String>> = (pair.iter().filter_map(|e| editions.get(*e)))
        .map(names)
        .collect();
    let mut problems = Vec::new();
    for (e, edition) in editions.iter_mut().enumerate() {
        for s in edition.study.services.ids() {
            let service = &edition.study.services[s];
            let same_name = base.study.services.iter().find(|x| x.name == service.name);
            let Some(of) = same_name else { continue };
            if (service.norm, service.essential) == (of.norm, of.essential) {
                continue;
            }
            let problem =
                of.norm.and_then(
                    |norm| match alike([&base.study, &edition.study], of, service) {
                        true => beyond_trips(&edition.study, norm),
                        false => Some("it is measured otherwise there".to_owned()),
                    },
                );
            if let Some(problem) = problem {
                if pair.contains(&e) && compared.iter().all(|c| c.contains(&service.name)) {
                    problems.push(not_taken(edition, base, &service.name, &problem));
                }
                continue;
            }
            let service = &mut edition.study.services[s];
            service.norm = of.norm;
            service.essential = of.essential;
            let cutoff = of.norm.and_then(|norm| norm.cutoff);
            if let (Measure::Cumulative { cutoffs }, Some(cutoff)) = (&mut service.measure, cutoff)
                && !cutoffs.contains(&cutoff)
            {
                cutoffs.push(cutoff);
            }
            let replaced = (edition.name.clone(), service.name.clone());
            norms.replaced.insert(replaced);
        }
    }
    Error::all(problems)?;
    Ok(norms)
}

/// Why a norm asks for more than the longest trip of some persona.
fn beyond_trips(study: &Study, norm: Norm) -> Option<String> {
    let asked = norm.asks()?;
    let shortest = study.personas.iter().min_by_key(|p| p.traveller.max_trip)?;
    (asked > shortest.traveller.max_trip).then(|| {
        format!(
            "its {} minutes are more than the longest trip of persona {:?}, {} minutes",
            asked.minutes(),
            shortest.name,
            shortest.traveller.max_trip.minutes()
        )
    })
}

fn not_taken(edition: &Edition, base: &Edition, service: &str, problem: &str) -> InputError {
    let file = edition.study.file.display().to_string();
    let text = format!(
        "edition {:?} can't take the norm of the base edition {:?} ({}): {problem}",
        edition.name,
        base.name,
        base.study.file.display()
    );
    Fault::EditionsDiffer.at(file, text)
        .field(format!("service {service:?} norm"))
        .hint("make the settings equal, or make one of the two editions that are compared the base_edition")
}
