//! From a comparison to a results folder: people, areas and journeys, tables, page and manifest.

use super::changes::{self, Changes};
use super::tables::{self, Summed};
use super::{Comparison, Options, compute, journeys, page};
use crate::diagnostics::{Error, Findings};
use crate::input::scenario::Scenario;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::file_names;
use crate::watch::Progress;
use std::path::Path;

/// Files of a results folder.
pub fn results() -> Vec<&'static str> {
    file_names(&tables::TABLES)
}

/// Pockets whose worst-hit home's journey is told; without areas, homes.
const TOLD: usize = 3;

/// Compares and writes a results folder: everything appears at the end, or nothing. Gives what was odd, and
/// some lines about what came out.
///
/// # Errors
/// As [`compute`], and what can't be written.
pub fn run(
    study: &Study,
    scenarios: Vec<Scenario>,
    asked: Options,
    folder: &Path,
    progress: &Progress,
) -> Result<(Findings, Vec<String>), Error> {
    let mut out = ResultsFolder::of(folder, results())?;
    let comparison = compute(study, scenarios, asked, progress)?;
    let summed = sum_up(study, &comparison)?;
    comparison.base.inputs.network.check_intact()?;
    let _phase = progress.phase("writing results", 0);
    tables::write(&summed, &mut out)?;
    let data = page::data(&summed, asked);
    out.add_page(
        &crate::output::report::compare::page(&data),
        study.report.annex,
    )?;
    progress.stayed(out.publish(manifest(study, &summed, progress))?);
    Ok((
        comparison.base.findings.clone(),
        crate::output::report::compare::headlines(&data),
    ))
}

/// From values to people, areas and journeys.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn sum_up<'a>(study: &'a Study, comparison: &'a Comparison) -> Result<Summed<'a>, Error> {
    let changes: Vec<Changes> = (comparison.scenarios.iter())
        .map(|outcome| Changes::new(comparison, outcome))
        .collect();
    let (group, level) = (study.report.group, study.report.level);
    let pockets: Vec<Vec<changes::Pocket>> = (changes.iter())
        .map(|c| level.map_or(Vec::new(), |level| changes::pockets(study, c, group, level)))
        .collect();
    let journeys = (comparison.scenarios.iter().zip(&changes).zip(&pockets))
        .map(|((outcome, changes), pockets)| {
            journeys::of(comparison, outcome, changes, pockets, TOLD)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Summed {
        study,
        comparison,
        changes,
        pockets,
        journeys,
    })
}

/// `manifest.json`: that of the study, with the scenarios.
fn manifest(study: &Study, summed: &Summed, progress: &Progress) -> serde_json::Value {
    let mut value = crate::run::study::tables::manifest(study, &summed.comparison.base, progress);
    let scenarios: Vec<_> = (summed.comparison.scenarios.iter())
        .map(|o| {
            let file = &o.scenario.file;
            let sha256 = crate::network::file::fingerprint(file)
                .map(|f| f.1)
                .unwrap_or_default();
            serde_json::json!({
                "name": o.scenario.name,
                "reason": o.scenario.reason,
                "path": file.display().to_string(),
                "sha256": sha256,
                "edits": o.scenario.edits.iter().map(|e| &e.name).collect::<Vec<_>>(),
                "homes_computed_anew": o.recomputed.homes,
                "homes_in_all": o.recomputed.of_homes,
                "verified": o.recomputed.verified,
            })
        })
        .collect();
    value["scenarios"] = scenarios.into();
    value
}
