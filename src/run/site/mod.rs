//! `bereik site`: places for new homes, ranked by what those who come to live there could reach, and
//! by how much of that is left when a line goes.

pub mod candidates;
pub mod choice;
mod ladder;
pub mod lines;
mod page;
mod stock;
pub mod survival;
pub mod tables;

use super::study::access::{self, Slice};
use super::study::inputs::{self, FileRead};
use super::study::{self, shifts};
use crate::axes::{Grid, HomeId, IdVec, PersonaId, PurposeId, ShiftId, SlotId};
use crate::diagnostics::{Error, Findings};
use crate::ids::Id;
use crate::input::study::{Site, Study};
use crate::network::file::fingerprint;
use crate::output::fields::file_names;
use crate::watch::Progress;
use candidates::Candidates;
use choice::Chosen;
use std::path::Path;
use stock::Points;
pub use stock::{Rung, Stock};
use survival::Losses;

/// Everything `bereik site` computes. Values by candidate stand in the order of the file.
pub struct Results {
    /// Inputs, the access of the study's homes, and all findings.
    pub study: study::Results,
    /// The question.
    pub site: Site,
    /// The places.
    pub candidates: Candidates,
    /// Whether each is linked to a street.
    pub linked: Vec<bool>,
    /// Access by slot and persona, with candidates for homes.
    pub access: Grid<SlotId, PersonaId, Slice>,
    /// Jobs by shift and persona, with candidates for homes.
    pub shifts: Grid<ShiftId, PersonaId, shifts::ShiftJobs>,
    /// Services whose norms count, by slot: essential ones.
    pub counted: IdVec<SlotId, Vec<PurposeId>>,
    /// Existing stock.
    pub stock: Stock,
    /// What is lost with lines.
    pub losses: Losses,
    /// How each candidate scores.
    pub scores: Vec<Score>,
    /// Candidates from best to worst.
    pub order: Vec<usize>,
    /// The sites chosen together, if asked for.
    pub chosen: Option<Chosen>,
}

/// What a candidate is ranked by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Norms missed, by slot and persona; none where unknown.
    pub missed: Grid<SlotId, PersonaId, Option<usize>>,
    /// Sum over slots and personas, each counting the same; none where unknown.
    pub norms_missed: Option<usize>,
    /// Mean percentile position in the region over slots, personas and services (main readings).
    pub in_region: Option<f64>,
    /// The same among existing stock.
    pub among_stock: Option<f64>,
    /// Mean share of all homes that is worse off, over the same.
    pub region_worse_off: Option<f64>,
    /// Mean share of existing stock that is worse off.
    pub stock_worse_off: Option<f64>,
}

impl Results {
    /// How many norms count in a slot and for a persona.
    pub fn norms(&self, slot: SlotId) -> usize {
        self.counted[slot].len()
    }
    /// How many norms are counted over all slots and personas.
    pub fn all_norms(&self) -> usize {
        let each = self.access.iter();
        each.map(|((slot, _), _)| self.norms(slot)).sum()
    }
}

/// Norms missed at a point of a slice; none where one isn't known.
fn missed(
    results: &study::Results,
    slice: &Slice,
    services: &[PurposeId],
    at: usize,
) -> Option<usize> {
    let flags = study::summary::missed(results, slice, services, HomeId::new(at));
    let known: Option<Vec<bool>> = flags.into_iter().collect();
    known.map(|k| k.iter().filter(|m| **m).count())
}

/// Reads and computes.
///
/// # Errors
/// What readers refuse; candidates that are none, or none of which lies in the region; unknown
/// lines; more sites to choose than there are.
pub fn compute(study: &Study, site: &Site, progress: &Progress) -> Result<Results, Error> {
    let mut more = Findings::default();
    let given = candidates::read(study, site, &mut more)?;
    if let Some(c) = &given {
        candidates::enough(study, site, c)?;
    }
    let mut inputs = inputs::read(study, progress)?;
    inputs.files.extend(files(site)?);
    let mut findings = inputs.findings.clone();
    findings.append(more);
    let candidates = match given {
        Some(candidates) => candidates,
        None => {
            let grid = candidates::grid(study, site, &inputs.homes.positions, &inputs.network)?;
            candidates::enough(study, site, &grid)?;
            grid
        }
    };
    let linked = candidates.linked(&inputs.network, &mut findings)?;
    let cuts = survival::named(study, site, &inputs.network)?;
    let own = stock::file(study, site, &mut findings)?;
    let access = access::compute(study, &inputs, None, &mut findings, progress)?;
    let mut results = study::Results {
        inputs,
        access,
        shifts: Grid::default(),
        profiles: Vec::new(),
        findings,
    };
    let at = Points {
        study,
        inputs: &results.inputs,
        access: &results.access,
    };
    let slices = at.slices("access of candidates", &candidates.positions, progress)?;
    let stock = stock::read(study, site, &results, own, progress)?;
    let network = &results.inputs.network;
    let jobs = shifts::compute_at(
        study,
        &results.inputs,
        network,
        &candidates.positions,
        progress,
    )?;
    let counted = study::summary::counted_by_slot(study, &results);
    let scores: Vec<Score> = (0..candidates.ids.len())
        .map(|i| score(study, &results, &slices, &counted, &stock, i))
        .collect();
    let order = ranked(&scores);
    let question = survival::Question {
        study,
        site,
        results: &results,
        candidates: &candidates,
        access: &slices,
        counted: &counted,
        order: &order,
        linked: &linked,
    };
    let losses = survival::compute(&question, cuts, progress)?;
    let chosen = choice::choose(
        study,
        site,
        &results,
        (&candidates, &slices),
        &stock,
        &counted,
    )?;
    if losses.left_out > 0 {
        results.findings.push(crate::diagnostics::Finding {
            severity: crate::diagnostics::Severity::Note,
            code: "candidate-without-cuts".into(),
            file: candidates.file.clone(),
            line: None,
            record: String::new(),
            message: format!(
                "no line was cut for {} candidates that do not rank among the best {}",
                losses.left_out, site.survive_top
            ),
            action: "their columns about a lost line are empty; raise survive_top to fill them"
                .into(),
        });
    }
    Ok(Results {
        study: results,
        site: site.clone(),
        candidates,
        linked,
        access: slices,
        shifts: jobs,
        counted,
        stock,
        losses,
        scores,
        order,
        chosen,
    })
}

/// Name, size and hash of the files that `bereik run` doesn't read.
fn files(site: &Site) -> Result<Vec<FileRead>, Error> {
    let candidates = site.candidates.iter().map(|f| ("candidates", &f.path));
    let stock = site
        .compare_with
        .iter()
        .map(|s| ("compare_with", &s.file.path));
    let within = site.within.iter().map(|path| ("within", path));
    (candidates.chain(stock).chain(within))
        .map(|(role, path)| {
            let (bytes, sha256) = fingerprint(path).map_err(|e| Error::io(path, "read", e))?;
            Ok(FileRead {
                role: role.into(),
                path: path.clone(),
                bytes,
                sha256,
            })
        })
        .collect()
}

fn score(
    study: &Study,
    results: &study::Results,
    slices: &Grid<SlotId, PersonaId, Slice>,
    counted: &IdVec<SlotId, Vec<PurposeId>>,
    stock: &Stock,
    i: usize,
) -> Score {
    let mut score = Score {
        missed: Grid::filled(None, study.slots.len(), study.personas.len()),
        ..Score::default()
    };
    let mut sum = Some(0);
    let (mut region, mut among) = (Vec::new(), Vec::new());
    let (mut worse, mut worse_stock) = (Vec::new(), Vec::new());
    for ((s, p), slice) in slices.iter() {
        let missed = missed(results, slice, &counted[s], i);
        sum = sum.zip(missed).map(|(a, b)| a + b);
        score.missed[(s, p)] = missed;
        for x in study
            .services
            .ids()
            .filter(|x| study.services[*x].slots.contains(&s))
        {
            let reading = results.access.main[x];
            let rung = stock.rung(s, p, reading);
            if let Some(level) = slice.level(reading, HomeId::new(i)) {
                region.extend(rung.in_region(level));
                among.extend(rung.among_stock(level));
                worse.extend(rung.region_worse_off(level));
                worse_stock.extend(rung.stock_worse_off(level));
            }
        }
    }
    let mean = |v: &[f64]| (!v.is_empty()).then(|| v.iter().sum::<f64>() / v.len() as f64);
    // A point without a street has no level anywhere, also where no norm is counted.
    score.norms_missed = sum.filter(|_| !region.is_empty());
    score.in_region = mean(&region);
    score.among_stock = mean(&among);
    score.region_worse_off = mean(&worse);
    score.stock_worse_off = mean(&worse_stock);
    score
}

/// Fewest norms missed first, then the best mean position in the region, then the order of the file;
/// what is unknown stands last.
fn ranked(scores: &[Score]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |s: &Score| s.norms_missed.unwrap_or(usize::MAX);
        let access = |s: &Score| s.in_region.unwrap_or(-1.0);
        let (a, b) = (&scores[a], &scores[b]);
        key(a).cmp(&key(b)).then(access(b).total_cmp(&access(a)))
    });
    order
}

/// Files of a results folder.
pub fn results() -> Vec<&'static str> {
    file_names(&tables::TABLES)
}

/// Computes and writes the results folder: everything appears at the end, or nothing. Gives the best
/// sites in words.
///
/// # Errors
/// As [`compute`], and what can't be written.
pub fn run(
    study: &Study,
    site: &Site,
    folder: &Path,
    progress: &Progress,
) -> Result<(Results, Vec<String>), Error> {
    let mut out = crate::output::atomic::ResultsFolder::of(folder, results())?;
    let results = compute(study, site, progress)?;
    results.study.inputs.network.check_intact()?;
    let _phase = progress.phase("writing results", 0);
    tables::write(study, &results, &mut out)?;
    let data = page::data(study, &results);
    out.add_page(
        &crate::output::report::site::page(&data),
        study.report.annex,
    )?;
    let manifest = study::tables::manifest(study, &results.study, progress);
    progress.stayed(out.publish(manifest)?);
    let words = crate::output::report::site::headlines(&data);
    Ok((results, words))
}
