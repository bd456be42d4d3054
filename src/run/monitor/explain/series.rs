//! Values of every edition, for a line through time.

use super::align::{Aligned, align};
use super::values::{About, Indicator, Row, rows};
use super::{Asked, Edition, Explained, region, runs, union, units};
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::study::Study;
use crate::run::progress::Progress;
use crate::run::study::inputs;

/// The persona of the series: the study's first.
const MAIN: usize = 0;

/// A value of one edition for the whole region and the first persona.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Name of the edition.
    pub edition: String,
    /// What is counted.
    pub indicator: Indicator,
    /// Name of the service; empty for the stacking.
    pub service: String,
    /// Name of the slot or shift.
    pub slot: String,
    /// Name of the group.
    pub group: String,
    /// `people`, `share`, `minutes` or `opportunities`.
    pub unit_of: &'static str,
    /// The value; none where there is none.
    pub value: Option<f64>,
}

/// Values of all editions in their order, held against the base's norms. Editions that can't be compared with the base
/// are left out with a finding.
///
/// # Errors
/// What readers refuse.
pub fn series(
    explained: &mut Explained,
    pair: [&Edition; 2],
    all: &[Edition],
    asked: &Asked,
    progress: &Progress,
) -> Result<Vec<Point>, Error> {
    let mut out = Vec::new();
    if all.is_empty() {
        for (e, edition) in pair.into_iter().enumerate() {
            points(
                &explained.study,
                &edition.name,
                region::of_unit(&explained.rows, 0),
                e,
                &mut out,
            );
        }
    }
    for edition in all {
        if let Some(e) = pair.iter().position(|p| p.name == edition.name) {
            points(
                &explained.study,
                &edition.name,
                region::of_unit(&explained.rows, 0),
                e,
                &mut out,
            );
            continue;
        }
        let Aligned {
            mut study,
            picks: [_, picks],
            ..
        } = match align([pair[asked.base], edition], 0) {
            Ok(aligned) => aligned,
            Err(error) => {
                explained.findings.push(Finding {
                    severity: Severity::Serious,
                    code: "edition-not-comparable".into(),
                    file: "editions".into(),
                    line: None,
                    record: format!("edition {:?}", edition.name),
                    message: error.to_string(),
                    action: "left out of the series".into(),
                });
                continue;
            }
        };
        // Parts by rank would have limits of their own.
        study.homes.ranks.clear();
        let read = inputs::read(&edition.study, progress)?;
        let both = [&read, &read];
        let picks = [picks.clone(), picks];
        let homes = union::union(&mut study, both, &picks, 0);
        let made = runs::run(&study, [&edition.study; 2], both, &picks, &homes, progress)?;
        let mut findings = Findings::default();
        let nowhere = Asked {
            level: Some(String::new()),
            ..asked.clone()
        };
        let levels = [&picks[0].levels[..], &picks[1].levels[..]];
        let (whole, _) = units::units(
            &study,
            [edition; 2],
            levels,
            &homes,
            &nowhere,
            &mut findings,
        );
        points(
            &study,
            &edition.name,
            &rows(&study, &homes, &made, &whole),
            0,
            &mut out,
        );
    }
    Ok(out)
}

/// Rows of the region as points. Means of times stand for different people in each comparison and make no series.
fn points(study: &Study, edition: &str, rows: &[Row], e: usize, out: &mut Vec<Point>) {
    for row in rows
        .iter()
        .filter(|r| r.persona == MAIN && r.indicator != Indicator::Mean)
    {
        let (service, slot) = match row.about {
            About::Service(s) => (&study.services[s].name[..], &study.slots[row.slot].name),
            About::Stacking => ("", &study.slots[row.slot].name),
            About::Shift(s) => {
                let shift = &study.shifts[s];
                (&study.services[shift.service].name[..], &shift.name)
            }
        };
        out.push(Point {
            edition: edition.to_owned(),
            indicator: row.indicator,
            service: service.to_owned(),
            slot: slot.clone(),
            group: study.homes.groups[row.group].name.clone(),
            unit_of: row.unit_of,
            value: row.value[e],
        });
    }
}
