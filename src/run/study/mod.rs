//! `bereik run`: a study from file to results.

pub mod access;
pub mod coverage;
mod dates;
mod doubtful;
pub mod inputs;
pub(in crate::run) mod measured;
pub mod page;
mod people;
pub mod profile;
pub mod shifts;
pub mod summary;
mod supply;
pub mod tables;

use crate::axes::{Grid, PersonaId, ShiftId};
use crate::diagnostics::{Error, Findings};
use crate::input::study::Study;
use crate::output::fields::file_names;
use crate::watch::Progress;
use access::Access;
use inputs::Inputs;
use std::path::Path;

/// Everything a study computes.
#[derive(Clone)]
pub struct Results {
    /// What was read.
    pub inputs: Inputs,
    /// Values per home.
    pub access: Access,
    /// Jobs by shift and persona.
    pub shifts: Grid<ShiftId, PersonaId, shifts::ShiftJobs>,
    /// Access over the day.
    pub profiles: Vec<profile::DayProfile>,
    /// All findings of the run.
    pub findings: Findings,
}

/// Reads and computes a study.
///
/// # Errors
/// What readers refuse; dates outside every calendar.
pub fn compute(study: &Study, progress: &Progress) -> Result<Results, Error> {
    compute_of(study, inputs::read(study, progress)?, progress)
}

/// Computes a study whose inputs were read already, at the first percentile of each service.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute_of(study: &Study, inputs: Inputs, progress: &Progress) -> Result<Results, Error> {
    let mut findings = inputs.findings.clone();
    let access = access::compute(study, &inputs, None, &mut findings, progress)?;
    with_access(study, inputs, access, findings, progress)
}

/// As [`compute_of`], at all percentiles that the study asks for, not at the first alone.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute_at_all(
    study: &Study,
    inputs: Inputs,
    progress: &Progress,
) -> Result<Results, Error> {
    let mut findings = inputs.findings.clone();
    let access = access::compute_at_all(study, &inputs, &mut findings, progress)?;
    with_access(study, inputs, access, findings, progress)
}

fn with_access(
    study: &Study,
    inputs: Inputs,
    access: Access,
    findings: Findings,
    progress: &Progress,
) -> Result<Results, Error> {
    let shifts = shifts::compute(study, &inputs, None, progress)?;
    let profiles = profile::compute(study, &inputs, &access, None, progress)?;
    Ok(Results {
        inputs,
        access,
        shifts,
        profiles,
        findings,
    })
}

/// Files of a results folder.
pub fn results() -> Vec<&'static str> {
    file_names(&tables::TABLES)
}

/// Computes a study and writes its results folder: everything appears at the end, or nothing.
///
/// # Errors
/// As [`compute`], and what can't be written.
pub fn run(
    study: &Study,
    folder: &Path,
    progress: &Progress,
) -> Result<(Results, page::Headlines), Error> {
    let mut out = crate::output::atomic::ResultsFolder::of(folder, results())?;
    let results = compute_at_all(study, inputs::read(study, progress)?, progress)?;
    results.inputs.network.check_intact()?;
    let _phase = progress.phase("writing results", 0);
    let summary = summary::Summary::new(study, &results);
    tables::write(study, &results, &summary, &mut out)?;
    let data = page::report(study, &results, &summary);
    let headlines = page::headlines(&data);
    out.add_page(
        &crate::output::report::study::page(&data),
        study.report.annex,
    )?;
    progress.stayed(out.publish(tables::manifest(study, &results, progress))?);
    Ok((results, headlines))
}

impl Results {
    /// Makes room for homes behind the present ones, with no values yet.
    pub fn make_room(&mut self, homes: usize) {
        for slice in self.access.slices.values_mut() {
            slice.values.widen(homes, f64::NAN);
            slice
                .status
                .widen(homes, crate::routing::job::Status::NotLinked);
            slice.rode.resize(homes, false);
        }
        for jobs in self.shifts.values_mut() {
            jobs.access.resize(homes, None);
            jobs.by_day.resize(homes, None);
        }
        for row in self
            .profiles
            .iter_mut()
            .flat_map(|p| &mut p.values)
            .flatten()
        {
            row.resize(homes, f64::NAN);
        }
    }
}
