//! `bereik compare`: a study before and after the edits of one or more scenarios.
//!
//! The base is computed once. A scenario's network shares what its edits leave alone, and only values that
//! can differ are computed anew ([`invalidated`]); [`checks`] proves it when asked to.

pub mod affected;
pub mod changed;
pub mod changes;
pub mod checks;
pub mod factorial;
pub mod invalidated;
pub mod journeys;
mod noted;
mod page;
mod results;
pub mod tables;

pub use results::{results, run, sum_up};

use super::study::access::{Invalidated, Reuse};
use super::study::inputs::{self, Inputs};
use super::study::{Results, access, profile, shifts};
use crate::diagnostics::{Error, Fault, Finding, Findings, InputError};
use crate::input::scenario::{Edit, Scenario};
use crate::input::study::Study;
use crate::scenario::{Edited, Effect, Touched, apply};
use crate::watch::Progress;
use checks::Check;
use invalidated::Comparing;
use std::collections::BTreeSet;

/// A base and what scenarios make of it.
pub struct Comparison {
    /// The study as it is.
    pub base: Results,
    /// In the order given.
    pub scenarios: Vec<Outcome>,
    /// Every combination of events, if asked for.
    pub stacked: Option<factorial::Stacked>,
    /// What must hold for the base itself.
    pub checks: Vec<Check>,
}

/// A scenario, computed.
pub struct Outcome {
    /// The scenario.
    pub scenario: Scenario,
    /// The study with the scenario's personas.
    pub study: Study,
    /// What each edit touched.
    pub touched: Vec<Touched>,
    /// Results of the base for the scenario's homes, where it adds any; else those of the comparison.
    pub extended: Option<Results>,
    /// Its results. Homes of the base come first, in their order.
    pub results: Results,
    /// How much was computed anew.
    pub recomputed: Recomputed,
    /// What must hold, and whether it does.
    pub checks: Vec<Check>,
}

impl Outcome {
    /// The base to hold it against.
    pub fn before<'a>(&'a self, comparison: &'a Comparison) -> &'a Results {
        self.extended.as_ref().unwrap_or(&comparison.base)
    }

    /// What all edits together can do to travel times.
    pub fn effect(&self) -> Effect {
        (self.touched.iter()).fold(Effect::Nothing, |e, t| e.and(t.effect))
    }
}

/// How much of a scenario was computed anew; the rest was taken from the base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Homes computed anew, summed over slots and personas.
    pub homes: u64,
    /// Homes times slots and personas.
    pub of_homes: u64,
    /// Whether everything was computed a second time in full and found equal.
    pub verified: bool,
}

/// What is asked of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Compute every scenario in full as well: it must come out the same.
    pub verify: bool,
    /// Compute every combination of events ([`factorial`]).
    pub factorial: bool,
    /// Find out whom trips can matter to even where it is likely to take longer than computing everything anew. The
    /// results are the same: for tests.
    pub sift: bool,
}

/// Computes a study and its scenarios.
///
/// # Errors
/// What readers refuse; edits that select nothing or contradict; a scenario made for other feeds; a
/// difference found by `verify`.
pub fn compute(
    study: &Study,
    scenarios: Vec<Scenario>,
    asked: Options,
    progress: &Progress,
) -> Result<Comparison, Error> {
    told_apart(&scenarios)?;
    if asked.factorial {
        factorial::events(&scenarios.iter().collect::<Vec<_>>())?;
    }
    let inputs = inputs::read(study, progress)?;
    let refused = scenarios
        .iter()
        .flat_map(|s| other_feeds(s, &inputs))
        .collect();
    Error::all(refused)?;
    // Edits are tried before hours are spent on the base.
    let made = scenarios
        .iter()
        .map(|scenario| {
            let edits: Vec<&Edit> = scenario.edits.iter().collect();
            apply(study, &inputs, &edits)
        })
        .collect::<Result<Vec<_>, _>>()?;
    if asked.factorial {
        factorial::try_out(study, &inputs, &scenarios)?;
    }
    let mut base = crate::run::study::compute_of(study, inputs, progress)?;
    let checks = vec![checks::empty(study, &base, progress)?];
    let mut outcomes = Vec::new();
    for (scenario, made) in scenarios.into_iter().zip(made) {
        let _phase = progress.phase(format!("scenario {:?}", scenario.name), 0);
        let edits: Vec<&Edit> = scenario.edits.iter().collect();
        let computed = computed(study, &base, made, &edits, asked, progress)?;
        outcomes.push(Outcome {
            checks: checks::of(study, &base, &computed),
            scenario,
            study: computed.study,
            touched: computed.touched,
            extended: computed.extended,
            results: computed.results,
            recomputed: computed.recomputed,
        });
    }
    let stacked = match asked.factorial {
        true => Some(factorial::run(study, &base, &outcomes, progress)?),
        false => None,
    };
    for outcome in &outcomes {
        let more = new_findings(&base, outcome);
        base.findings.append(more);
        base.findings.append(noted::of(study, outcome));
    }
    Ok(Comparison {
        base,
        scenarios: outcomes,
        stacked,
        checks,
    })
}

/// Refuses scenarios that rows of tables would not tell apart.
fn told_apart(scenarios: &[Scenario]) -> Result<(), Error> {
    let real = |s: &Scenario| s.file.canonicalize().ok();
    for (n, second) in scenarios.iter().enumerate() {
        for first in &scenarios[..n] {
            let files = (first.file.display(), second.file.display());
            if real(first).is_some_and(|file| real(second) == Some(file)) {
                return Err(Error::usage(
                    Fault::ScenarioTwice,
                    format!(
                        "{}: the same scenario is given twice ({}); leave one out",
                        files.1, files.0
                    ),
                ));
            }
            if first.name.trim() == second.name.trim() {
                return Err(Error::usage(
                    Fault::ScenarioTwice,
                    format!(
                        "{} and {}: both scenarios are called {:?}; give one another name ([scenario], key name)",
                        files.0, files.1, first.name
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// What was odd in a scenario and not in its base, with the scenario's name.
fn new_findings(base: &Results, outcome: &Outcome) -> Findings {
    let key = |f: &Finding| format!("{f:?}");
    let both = |r: &Results| -> Vec<Finding> {
        let network = r.inputs.network.findings.iter();
        network.chain(r.findings.iter()).cloned().collect()
    };
    let mut known: BTreeSet<String> = both(base).iter().map(key).collect();
    let mut out = Findings::default();
    for finding in both(&outcome.results) {
        if known.insert(key(&finding)) {
            let record = format!("scenario {:?}: {}", outcome.scenario.name, finding.record);
            out.push(Finding { record, ..finding });
        }
    }
    out
}

/// Feeds of a scenario that are not those of the study.
fn other_feeds(scenario: &Scenario, inputs: &Inputs) -> Vec<InputError> {
    let name = |path: &str| {
        let file = std::path::Path::new(path).file_name();
        file.unwrap_or_default().to_string_lossy().into_owned()
    };
    let read: Vec<(String, &str)> = (inputs.network.inputs.iter())
        .map(|f| (name(&f.path), f.sha256.as_str()))
        .collect();
    let mut problems = Vec::new();
    for feed in &scenario.feeds {
        let found = read.iter().find(|(n, _)| *n == feed.name);
        let problem = match found {
            Some((_, sha256)) if *sha256 == feed.sha256 => continue,
            Some((_, sha256)) => Fault::ScenarioOutdated.at(scenario.file.display().to_string(),
                format!("this scenario was made for another edition of {}", feed.name),
            )
            .value(format!("sha256:{}", feed.sha256))
            .hint(format!(
                "the study's has sha256:{sha256}; look through the edits and put in the new checksum"
            )),
            None => {
                let names: Vec<&str> = read.iter().map(|(n, _)| n.as_str()).collect();
                Fault::ScenarioOutdated.at(scenario.file.display().to_string(),
                    "the study has no such feed",
                )
                .value(&feed.name)
                .hint(format!("it has: {}", names.join(", ")))
            }
        };
        let problem = problem.field("scenario.feeds");
        problems.push(match feed.line {
            Some(line) => problem.line(line),
            None => problem,
        });
    }
    problems
}

/// A set of edits, computed.
pub struct Computed {
    /// The study with edited personas.
    pub study: Study,
    /// What each edit touched.
    pub touched: Vec<Touched>,
    /// Results of the base for the homes that the edits add, where they add any.
    pub extended: Option<Results>,
    /// Its results. Homes of the base come first, in their order.
    pub results: Results,
    /// How much was computed anew.
    pub recomputed: Recomputed,
}

/// Computes what edits made of a base; shows no phases of its own.
///
/// # Errors
/// A date outside every feed's calendar; a difference found by `verify`; [`Error::Cancelled`].
pub fn computed(
    study: &Study,
    base: &Results,
    made: Edited,
    edits: &[&Edit],
    asked: Options,
    progress: &Progress,
) -> Result<Computed, Error> {
    let progress = progress.hushed();
    let extended = extended(study, base, &made.inputs, &progress)?;
    let before = extended.as_ref().unwrap_or(base);
    let mut against = Comparing::new(
        study,
        before,
        &made.study,
        &made.inputs,
        edits,
        (made.effect, made.streets),
        &progress,
    );
    against.sift = asked.sift;
    let (results, recomputed) = recompute(&against, &made.inputs)?;
    let mut recomputed = recomputed;
    if asked.verify {
        let full = crate::run::study::compute_of(&made.study, made.inputs.clone(), &progress)?;
        checks::verify(&results, &full)?;
        recomputed.verified = true;
    }
    Ok(Computed {
        study: made.study,
        touched: made.touched,
        extended,
        results,
        recomputed,
    })
}

/// The base with homes that only the scenario has; nobody lives there yet.
fn extended(
    study: &Study,
    base: &Results,
    inputs: &Inputs,
    progress: &Progress,
) -> Result<Option<Results>, Error> {
    let known = base.inputs.homes.len();
    if inputs.homes.len() == known {
        return Ok(None);
    }
    let mut all = base.inputs.clone();
    all.homes = inputs.homes.clone();
    all.areas.clone_from(&inputs.areas);
    for row in &mut all.weights {
        row.resize(inputs.homes.len(), Some(0.0));
    }
    debug_assert!((inputs.weights.iter()).all(|row| row.len() == inputs.homes.len()));
    all.ranks.clone_from(&inputs.ranks);
    let mut padded = base.clone();
    padded.make_room(inputs.homes.len());
    padded.inputs = all;
    let against = Comparing::new(
        study,
        base,
        study,
        &padded.inputs,
        &[],
        (Effect::Nothing, false),
        progress,
    );
    let against = Comparing {
        base: &padded,
        ..against
    };
    Ok(Some(recompute(&against, &padded.inputs)?.0))
}

/// Computes anew what must be, and takes the rest over.
fn recompute(against: &Comparing, inputs: &Inputs) -> Result<(Results, Recomputed), Error> {
    let (study, base, progress) = (against.study, against.base, against.progress);
    let mut findings = inputs.findings.clone();
    let slots = against.slots()?;
    let reuse = Reuse {
        access: &base.access,
        invalidated: &slots,
    };
    let access = access::compute(study, inputs, Some(&reuse), &mut findings, progress)?;
    let shifts = shifts::compute(
        study,
        inputs,
        Some(&shifts::Reuse {
            jobs: &base.shifts,
            invalidated: &|hiring| against.shift(hiring),
        }),
        progress,
    )?;
    let days = against.profiles()?;
    let reuse = profile::Reuse {
        profiles: &base.profiles,
        invalidated: &days,
    };
    let profiles = profile::compute(study, inputs, &access, Some(&reuse), progress)?;
    let flagged = |invalidated: &Invalidated| match invalidated.services.contains(&true) {
        true => invalidated.homes.len(),
        false => invalidated.homes.iter().filter(|h| **h).count(),
    };
    let recomputed = Recomputed {
        homes: slots.values().iter().map(|a| flagged(a) as u64).sum(),
        of_homes: (slots.values().iter()).map(|a| a.homes.len() as u64).sum(),
        verified: false,
    };
    let results = Results {
        inputs: inputs.clone(),
        access,
        shifts,
        profiles,
        findings,
    };
    Ok((results, recomputed))
}
