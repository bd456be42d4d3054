//! Values of every edition, for a line through time.

use super::align::{Aligned, align};
use super::values::{About, Indicator, LATER, Row, rows};
use super::{
    Edition, Explained, ONLY_REGION, Options, first_date, meaning, read, region, runs, say, union,
    units,
};
use crate::axes::PersonaId;
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::study::Study;
use crate::run::study::inputs::FileRead;
use crate::watch::Progress;
use chrono::NaiveDate;

/// The persona of the series: the study's first.
const MAIN: PersonaId = PersonaId(0);

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

/// An edition of the series that is not one of the two compared.
pub struct Other {
    /// Name.
    pub name: String,
    /// Service day of its first slot.
    pub date: NaiveDate,
    /// Files read.
    pub files: Vec<FileRead>,
}

/// Values of all editions in their order, held against the norms that hold. Others than the two are compared with that
/// one of them whose settings hold; what they lack and what is odd about them is noted with their name. Editions that
/// can't be compared at all are left out with a finding.
///
/// # Errors
/// What readers refuse.
pub fn series(
    explained: &mut Explained,
    pair: [&Edition; 2],
    all: &[Edition],
    asked: &Options,
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
        let base = pair[asked.base];
        let main = explained.study.personas[MAIN].name.clone();
        let aligned = align([base, edition], 0).map_err(|e| e.to_string());
        let mut aligned = match aligned {
            Ok(a) if a.study.personas.iter().any(|p| p.name == main) => a,
            other => {
                let why = other.err();
                explained.findings.push(Finding {
                    severity: Severity::Serious,
                    code: "edition-not-comparable".into(),
                    file: "editions".into(),
                    line: None,
                    record: format!("edition {:?}", edition.name),
                    message: why.unwrap_or_else(|| format!("it has no persona {main:?}")),
                    action: "left out of the series".into(),
                });
                continue;
            }
        };
        // The series is of the whole region, without parts by rank: those would have limits of their own.
        aligned
            .missing
            .retain(|x| !matches!(x.kind, "level" | "rank"));
        aligned.lost_group = None;
        let mut findings = Findings::default();
        let (both, norms) = ([base, edition], asked.norms.as_ref());
        say::alike(
            both,
            0,
            norms,
            &aligned,
            "left out of the series",
            &mut findings,
        );
        meaning::definitions(both, &aligned, &mut findings);
        let Aligned {
            mut study,
            picks: [_, picks],
            missing,
            ..
        } = aligned;
        for x in missing {
            if !explained.incomparable.contains(&x) {
                explained.incomparable.push(x);
            }
        }
        study.homes.ranks.clear();
        let personas = study.personas.into_iter();
        study.personas = personas.filter(|p| p.name == main).collect();
        let read = read(&edition.study, progress)?;
        let its = [&explained.runs.of([0, LATER][asked.base]).inputs, &read];
        let options = its.map(|i| i.network.options());
        say::built([&base.name, &edition.name], options, &mut findings);
        meaning::modes(both, its, &mut findings);
        let (inputs, date) = ([&read, &read], first_date(&edition.study, &picks));
        let picks = [picks.clone(), picks];
        let homes = union::union(&mut study, inputs, &picks, 0, &mut findings);
        let studies = [&edition.study; 2];
        let made = runs::run(&study, studies, inputs, &picks, &homes, progress)?;
        let nowhere = Options {
            level: Some(ONLY_REGION.to_owned()),
            ..asked.clone()
        };
        let levels = picks.each_ref().map(|p| &p.levels);
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
        say::tell(&edition.name, &findings, &mut explained.findings);
        say::people(&edition.name, 0, &study, &homes, &mut explained.findings);
        say::tell(&edition.name, &read.findings, &mut explained.findings);
        say::tell(&edition.name, &made.findings[0], &mut explained.findings);
        explained.others.push(Other {
            name: edition.name.clone(),
            date,
            files: read.files,
        });
    }
    Ok(out)
}

/// Rows of the region as points. Means in minutes stand for other people in each comparison and make no series.
fn points(study: &Study, edition: &str, rows: &[Row], e: usize, out: &mut Vec<Point>) {
    let no_series = |r: &Row| r.indicator == Indicator::Mean && r.unit_of == "minutes";
    for row in (rows.iter()).filter(|r| r.persona == MAIN && !no_series(r)) {
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
