//! `bereik run`: a study from file to results.

pub mod access;
mod dates;
pub mod edited;
pub mod inputs;
pub mod page;
pub mod profile;
pub mod readings;
pub mod shifts;
pub mod summary;
pub mod tables;

use super::progress::Progress;
use crate::diagnostics::{Error, Findings};
use crate::input::study::Study;
use access::Access;
use inputs::Inputs;
use std::path::Path;

/// Everything a study computes.
pub struct Results {
    /// What was read.
    pub inputs: Inputs,
    /// Values per home.
    pub access: Access,
    /// Jobs by shift, `[shift][persona]`.
    pub shifts: Vec<Vec<shifts::ShiftJobs>>,
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
    let inputs = inputs::read(study, progress)?;
    let mut findings = inputs.findings.clone();
    let access = access::compute(study, &inputs, &mut findings, progress)?;
    let shifts = shifts::compute(study, &inputs, progress)?;
    let profiles = profile::compute(study, &inputs, &access, progress)?;
    Ok(Results {
        inputs,
        access,
        shifts,
        profiles,
        findings,
    })
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
    let mut out = crate::output::atomic::ResultsFolder::create(folder)?;
    let results = compute(study, progress)?;
    let _phase = progress.phase("writing results", 0);
    let summary = summary::Summary::new(study, &results);
    tables::write(study, &results, &summary, &mut out)?;
    let data = page::report(study, &results, &summary);
    let headlines = page::headlines(&data);
    out.add_bytes(
        "report.html",
        crate::output::report::render(&data).as_bytes(),
    )?;
    out.add_bytes(
        "manifest.json",
        &tables::manifest(study, &results, progress),
    )?;
    out.publish()?;
    Ok((results, headlines))
}
