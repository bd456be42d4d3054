//! Lifelines: how many people would fall below a norm if a line, a stop or a single trip went, and
//! only that.
//!
//! Exact, without running the study once for each. Homes that can't fall are told from trips that
//! are traced once (`doubt`); only the others are computed anew, on the network without the thing.

pub mod cut;
mod doubt;
pub mod effort;
mod levels;
mod page;
pub mod tables;

use crate::axes::{GroupId, HomeId, IdVec, PersonaId, PurposeId, SlotId, first};
use crate::diagnostics::{Error, Fault, Findings, InputError, Term, Text};
use crate::ids::{Id, ids};
use crate::input::document::nearest;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::file_names;
use crate::output::report::lifelines as report;
use crate::routing::job::Job;
use crate::run::study::access::{Marks, note_unlinked};
use crate::run::study::inputs::{self, Inputs};
use crate::watch::Progress;
use cut::{Cut, Kind};
use effort::WeeklyCosts;
use levels::Context;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// What is asked. Empty lists of names mean all.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What may go.
    pub kinds: Vec<Kind>,
    /// Slots, by name.
    pub slots: Vec<String>,
    /// Services, by name; without a norm a service counts only when it isn't named.
    pub services: Vec<String>,
    /// Groups, by name.
    pub groups: Vec<String>,
}

ids! {
    /// One of [`Scope::cases`].
    CaseId,
    /// One of [`Case::services`]: a norm that may be missed.
    NormId,
}

/// A slot and a persona, with the services that have a norm there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The slot.
    pub slot: SlotId,
    /// The persona.
    pub persona: PersonaId,
    /// The services, ascending.
    pub services: IdVec<NormId, PurposeId>,
}

/// What is asked of which parts of a study.
#[derive(Clone, Debug)]
pub struct Scope {
    /// What may go.
    pub kinds: Vec<Kind>,
    /// Slots and personas.
    pub cases: IdVec<CaseId, Case>,
    /// The groups; the first is the one that is ranked by.
    pub groups: Vec<GroupId>,
}

/// Today's levels of one case.
pub struct Base {
    /// Whether each home meets the norm.
    pub meets: IdVec<NormId, Marks>,
    /// Whether each home misses it.
    pub misses: IdVec<NormId, Marks>,
}

/// What becomes of homes when one thing goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// How many homes were computed anew.
    pub recomputed: BTreeMap<(CaseId, NormId), usize>,
    /// Homes that fall below the norm, ascending; none is empty.
    pub fallen: BTreeMap<(CaseId, NormId), Vec<HomeId>>,
}

/// Everything found.
pub struct Lifelines {
    /// What was asked.
    pub asked: Scope,
    /// Today, per case.
    pub base: IdVec<CaseId, Base>,
    /// Everything that may go: for those that no home relies on, nothing.
    pub outcomes: BTreeMap<Cut, Outcome>,
    /// Hours and kilometres a week.
    pub efforts: WeeklyCosts,
}

/// How much work it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Pairs of something that may go and a home that meets a norm, over cases and services.
    pub pairs: u64,
    /// Of those, computed anew.
    pub in_doubt: u64,
    /// Networks made.
    pub networks: u64,
}

impl Scope {
    /// Finds what is named in a study.
    ///
    /// # Errors
    /// Names that the study hasn't; a service without a norm; no norm at all.
    pub fn new(study: &Study, options: &Options) -> Result<Self, Error> {
        let slots = study.slots.iter().map(|s| s.name.as_str()).collect();
        let slots = named(study, "slot", &options.slots, slots)?;
        let all = study.services.iter().map(|s| s.name.as_str()).collect();
        let services = named(study, "service", &options.services, all)?;
        let groups = study.homes.groups.iter().map(|g| g.name.as_str()).collect();
        let groups = named(study, "group", &options.groups, groups)?;
        let without = |x: &&PurposeId| study.services[**x].norm.is_none();
        if let Some(x) = services.iter().find(without)
            && !options.services.is_empty()
        {
            let name = study.services[*x].name.as_str();
            return Err(problem(
                Fault::NormMissing,
                study,
                format!("service {name:?} has no norm"),
            )
            .field("service.norm")
            .hint("add `norm = { … }` to the service in the study file")
            .into());
        }
        let mut cases = IdVec::new();
        for &slot in &slots {
            let measured: IdVec<NormId, PurposeId> = (services.iter().copied())
                .filter(|&x| {
                    let service = &study.services[x];
                    service.norm.is_some() && service.slots.contains(&slot)
                })
                .collect();
            if !measured.is_empty() {
                cases.extend(study.personas.ids().map(|persona| Case {
                    slot,
                    persona,
                    services: measured.clone(),
                }));
            }
        }
        if cases.is_empty() {
            return Err(problem(
                Fault::NormMissing,
                study,
                "no service has a norm in the slots asked for",
            )
            .field("service.norm")
            .hint("lifelines are told by who falls below a norm: give a service one")
            .into());
        }
        Ok(Self {
            kinds: options.kinds.clone(),
            cases,
            groups,
        })
    }
}

fn problem(code: Fault, study: &Study, what: impl Into<Text>) -> InputError {
    code.at(study.file.display().to_string(), what)
}

/// The indexes of names; all where none is given.
fn named<I: Id>(
    study: &Study,
    what: &str,
    names: &[String],
    known: Vec<&str>,
) -> Result<Vec<I>, Error> {
    if names.is_empty() {
        return Ok(first(known.len()).collect());
    }
    let find = |name: &String| {
        known
            .iter()
            .position(|k| k == name)
            .map(I::new)
            .ok_or_else(|| {
                let hint = match nearest(name, &known) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("there are: {}", known.join(", ")),
                };
                problem(
                    Fault::NameUnknown,
                    study,
                    format!("the study has no {what} of this name"),
                )
                .field(what)
                .value(name.clone())
                .hint(hint)
            })
    };
    let mut found = names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Today's levels of all cases.
fn bases(
    context: &Context,
    asked: &Scope,
    progress: &Progress,
) -> Result<IdVec<CaseId, Base>, Error> {
    let phase = progress.phase("access today", asked.cases.len());
    let one = |case: &Case| {
        let levels = context.levels(
            &context.job(&context.inputs.network, case)?,
            None,
            case,
            &case.services,
        )?;
        let misses: IdVec<NormId, Marks> = (levels.iter().zip(&case.services))
            .map(|(row, x)| row.iter().map(|l| context.missed(*x, *l)).collect())
            .collect();
        let meets = (levels.iter().zip(&misses))
            .map(|(row, misses)| {
                let known = row.iter().zip(misses);
                known.map(|(l, missed)| !l.is_nan() && !missed).collect()
            })
            .collect();
        phase.advance(1)?;
        Ok(Base { meets, misses })
    };
    asked.cases.iter().map(one).collect()
}

/// Ranks what may go, and says how much work it was.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn find(
    study: &Study,
    inputs: &Inputs,
    asked: Scope,
    progress: &Progress,
) -> Result<(Lifelines, Work), Error> {
    let context = Context::new(study, inputs);
    let base = bases(&context, &asked, progress)?;
    let homes = inputs.homes.len();
    let phase = progress.phase("tracing trips", asked.cases.len() * homes);
    // By cut, then case and service.
    let mut doubts: BTreeMap<Cut, Vec<(CaseId, NormId, Vec<HomeId>)>> = BTreeMap::new();
    for ((c, case), base) in asked.cases.by_id().zip(&base) {
        // Where residents compete, the trips of all who have a level count.
        let looked: IdVec<NormId, Marks> =
            (case.services.iter().zip(&base.meets).zip(&base.misses))
                .map(|((x, meets), misses)| match context.competes(*x) {
                    true => (meets.iter().zip(misses)).map(|(a, b)| *a || *b).collect(),
                    false => meets.clone(),
                })
                .collect();
        for (cut, of_cut) in doubt::find(&context, case, &looked, &asked.kinds, &phase)? {
            let of_cut = of_cut.into_iter().map(|(s, homes)| (c, s, homes));
            doubts.entry(cut).or_default().extend(of_cut);
        }
    }
    drop(phase);
    let phase = progress.phase("without one after another", doubts.len());
    let doubts: Vec<_> = doubts.into_iter().collect();
    let today = today(&context, &asked)?;
    let outcomes: Result<Vec<(Cut, Outcome)>, Error> = (doubts.par_iter())
        .map(|(cut, of_cut)| {
            let outcome = recompute(&context, (&asked, &today), &base, *cut, of_cut)?;
            phase.advance(1)?;
            Ok((*cut, outcome))
        })
        .collect();
    drop(phase);
    let mut found: BTreeMap<Cut, Outcome> = (Cut::all(&inputs.network.timetable, &asked.kinds))
        .into_iter()
        .map(|cut| (cut, Outcome::default()))
        .collect();
    let networks = doubts.len() as u64;
    found.extend(outcomes?);
    let meeting = base.iter().flat_map(|b| &b.meets).flatten();
    let pairs = meeting.filter(|m| **m).count() as u64 * found.len() as u64;
    let recomputed = found.values().flat_map(|o| o.recomputed.values());
    let in_doubt = recomputed.map(|n| *n as u64).sum();
    let efforts = WeeklyCosts::new(&inputs.network.timetable, study.date);
    Ok((
        Lifelines {
            asked,
            base,
            outcomes: found,
            efforts,
        },
        Work {
            pairs,
            in_doubt,
            networks,
        },
    ))
}

/// The jobs of all cases, from which those without something take over what they can.
fn today<'a>(context: &Context<'a>, asked: &Scope) -> Result<IdVec<CaseId, Job<'a>>, Error> {
    let network = &context.inputs.network;
    (asked
        .cases
        .iter()
        .map(|case| context.job_for_norms(network, case)))
    .collect()
}

/// Computes the homes in doubt without one thing.
fn recompute(
    context: &Context,
    (asked, today): (&Scope, &IdVec<CaseId, Job>),
    base: &IdVec<CaseId, Base>,
    cut: Cut,
    doubts: &[(CaseId, NormId, Vec<HomeId>)],
) -> Result<Outcome, Error> {
    let network = cut.searchable(&context.inputs.network);
    let mut outcome = Outcome::default();
    for of_case in doubts.chunk_by(|a, b| a.0 == b.0) {
        let c = of_case[0].0;
        let case = &asked.cases[c];
        let services: Vec<PurposeId> = of_case.iter().map(|d| case.services[d.1]).collect();
        let mut homes: Vec<HomeId> = (of_case.iter()).flat_map(|d| d.2.iter().copied()).collect();
        homes.sort_unstable();
        homes.dedup();
        let levels = context.levels_without(&network, (&today[c], case), &services, &homes)?;
        for ((row, service), (_, s, doubtful)) in levels.iter().zip(&services).zip(of_case) {
            let fallen: Vec<HomeId> = (homes.iter().zip(row))
                .filter(|(h, level)| base[c].meets[*s][**h] && context.missed(*service, **level))
                .map(|(h, _)| *h)
                .collect();
            let met = |h: &&HomeId| base[c].meets[*s][**h];
            let n = doubtful.iter().filter(met).count();
            outcome.recomputed.insert((c, *s), n);
            if !fallen.is_empty() {
                outcome.fallen.insert((c, *s), fallen);
            }
        }
    }
    Ok(outcome)
}

/// Who falls when one thing goes, by computing every home anew: what [`find`] must agree with.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn naive(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    cut: Cut,
) -> Result<BTreeMap<(CaseId, NormId), Vec<HomeId>>, Error> {
    let context = Context::new(study, inputs);
    let network = cut.network(&inputs.network);
    let mut all = BTreeMap::new();
    for ((c, case), base) in lifelines.asked.cases.by_id().zip(&lifelines.base) {
        let job = context.job(&network, case)?;
        let levels = context.levels(&job, None, case, &case.services)?;
        for ((s, service), row) in case.services.by_id().zip(&levels) {
            let below = row.iter().map(|level| context.missed(*service, *level));
            let fallen: Vec<HomeId> = (base.meets[s].by_id().zip(below))
                .filter(|((_, met), below)| **met && *below)
                .map(|((home, _), _)| home)
                .collect();
            if !fallen.is_empty() {
                all.insert((c, s), fallen);
            }
        }
    }
    Ok(all)
}

/// Files of a results folder.
pub fn results() -> Vec<&'static str> {
    file_names(&tables::TABLES)
}

/// Reads a study, finds its lifelines and writes their folder: everything appears at the end, or
/// nothing. With `check`, after [`verify`]. Gives the ranking in words, `top` of each kind.
///
/// # Errors
/// As [`find`] and [`verify`]; what readers refuse and what can't be written.
pub fn run(
    study: &Study,
    options: &Options,
    (top, check): (usize, bool),
    folder: &Path,
    progress: &Progress,
) -> Result<(Vec<String>, Findings), Error> {
    let asked = Scope::new(study, options)?;
    let mut out = ResultsFolder::of(folder, results())?;
    let mut inputs = inputs::read(study, progress)?;
    let mut findings = std::mem::take(&mut inputs.findings);
    note_unlinked(study, &inputs, &mut findings)?;
    inputs.findings = findings;
    let (lifelines, work) = find(study, &inputs, asked, progress)?;
    let verified = match check {
        true => Some(verify(study, &inputs, &lifelines, progress)?),
        false => None,
    };
    inputs.network.check_intact()?;
    tables::write(study, &inputs, &lifelines, &mut out)?;
    let page = page::data(study, &inputs, &lifelines, &work, verified);
    tables::homes_map(study, &inputs, &lifelines, &page.kinds, &mut out)?;
    out.add_page(&report::page(&page), study.report.annex)?;
    let manifest = tables::manifest(study, &inputs, &lifelines, &work, verified, progress);
    progress.stayed(out.publish(manifest)?);
    Ok((report::headlines(&page, top), inputs.findings))
}

/// Checks everything that may go against [`naive`].
///
/// # Errors
/// The first that differs, and with how many others.
pub fn verify(
    study: &Study,
    inputs: &Inputs,
    lifelines: &Lifelines,
    progress: &Progress,
) -> Result<usize, Error> {
    let phase = progress.phase(
        "verifying: the whole study without each",
        lifelines.outcomes.len(),
    );
    let all: Vec<(&Cut, &Outcome)> = lifelines.outcomes.iter().collect();
    let differ = all.par_iter().map(|(cut, outcome)| {
        let due = naive(study, inputs, lifelines, **cut)?;
        phase.advance(1)?;
        Ok((due != outcome.fallen).then_some(**cut))
    });
    let differ: Vec<Cut> = (differ.collect::<Result<Vec<_>, Error>>()?.into_iter())
        .flatten()
        .collect();
    match differ.first() {
        None => Ok(all.len()),
        Some(first) => {
            let named = first.named(&inputs.network.timetable);
            let (kind, more) = (first.kind().word(), differ.len() - 1);
            Err(problem(
                Fault::VerificationFailed,
                study,
                Text::from(Term::Verify).and(format!(
                    ": without {kind} {} ({}) other homes fall below a norm than was found, and so without {more} others",
                    named.id, named.name
                )),
            )
            .hint("this is a fault of bereik: please report it with the study")
            .into())
        }
    }
}
