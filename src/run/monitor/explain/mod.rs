//! `bereik monitor explain`: the change between two editions, and what it is due to.
//!
//! Every indicator is computed in all sixteen combinations of the earlier and the later timetable, facilities, homes
//! and boundaries, and its change is split by the mean effect of each over all orders in which they may come (Shapley;
//! [`crate::measures::shapley`]). Only timetable and facilities need routing: four runs over the homes of both editions
//! together, in which weights and areas are then swapped. Settings, norms and ranks are those of the base edition.

pub mod align;
pub mod codes;
pub mod page;
pub mod region;
pub mod runs;
pub mod series;
pub mod tables;
pub mod union;
pub mod units;
pub mod values;

use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::crosswalk::Crosswalk;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::report::explain as report;
use crate::run::progress::Progress;
use crate::run::study::inputs::{self, FileRead, Inputs};
use align::{Aligned, Incomparable, align};
use chrono::Datelike;
use region::{Displaced, Diverging, NewPocket};
use runs::Runs;
use series::Point;
use std::path::Path;
use union::Union;
use units::Unit;
use values::Row;

/// Number of causes.
pub const CAUSES: usize = 4;
/// Bit of the timetable (and the streets) in a combination.
pub const TIMETABLE: usize = 1;
/// Bit of facilities and jobs.
pub const FACILITIES: usize = 2;
/// Bit of where people live.
pub const PEOPLE: usize = 4;
/// Bit of boundaries and codes of areas.
pub const BOUNDARIES: usize = 8;

/// Files of a results folder.
pub const RESULTS: [&str; 10] = [
    "explain.csv",
    "explain.parquet",
    "displacement.csv",
    "pockets.csv",
    "diverging.csv",
    "not_comparable.csv",
    "series.csv",
    "findings.csv",
    "report.html",
    "manifest.json",
];

/// An edition: a study and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Name, such as a year.
    pub name: String,
    /// The study.
    pub study: Study,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Edition whose settings, norms and ranks hold: 0 the earlier, 1 the later.
    pub base: usize,
    /// Only areas of this level; none: of all levels.
    pub level: Option<String>,
    /// Crosswalks between the two editions' codes.
    pub crosswalks: Vec<Crosswalk>,
    /// Share of a group below the norm, 0 to 1, from which on an area is a pocket.
    pub pocket_share: f64,
    /// Changes of a mean up to this count as none: minutes for times, percent for supply.
    pub tolerance: f64,
    /// Changes of a share up to this count as none, 0 to 1.
    pub share_tolerance: f64,
}

impl Default for Asked {
    fn default() -> Self {
        Asked {
            base: 0,
            level: None,
            crosswalks: Vec::new(),
            pocket_share: 0.5,
            tolerance: 1.0,
            share_tolerance: 0.01,
        }
    }
}

/// The change between two editions, explained.
pub struct Explained {
    /// What both have in common, with the base's settings and the later edition's area levels.
    pub study: Study,
    /// Names of the two editions.
    pub names: [String; 2],
    /// Service days of the first slot.
    pub dates: [chrono::NaiveDate; 2],
    /// Homes of both.
    pub union: Union,
    /// The runs.
    pub runs: Runs,
    /// The region and its areas.
    pub units: Vec<Unit>,
    /// Indicators with their causes: by unit, then as in [`values::rows`].
    pub rows: Vec<Row>,
    /// Where groups left and where they arrived.
    pub displacement: Vec<Displaced>,
    /// Pockets that were none.
    pub pockets: Vec<NewPocket>,
    /// Areas whose average improved while some lost.
    pub diverging: Vec<Diverging>,
    /// Values of all editions.
    pub series: Vec<Point>,
    /// What can't be compared.
    pub incomparable: Vec<Incomparable>,
    /// Whether the streets differ, so that the first cause is timetable and streets.
    pub streets_differ: bool,
    /// Files read by either edition.
    pub files: [Vec<FileRead>; 2],
    /// Everything odd.
    pub findings: Findings,
}

/// Computes the change from one edition to another. `all` are the editions of the series in their order, those two among
/// them; empty: only the two.
///
/// # Errors
/// What readers refuse; editions that can't be compared at all; a level that there isn't.
pub fn compute(
    from: &Edition,
    to: &Edition,
    all: &[Edition],
    asked: &Asked,
    progress: &Progress,
) -> Result<Explained, Error> {
    let editions = [from, to];
    let Aligned {
        mut study,
        picks,
        missing: mut incomparable,
        frozen,
    } = align(editions, asked.base)?;
    known_level(&study, asked)?;
    let read = [
        inputs::read(&from.study, progress)?,
        inputs::read(&to.study, progress)?,
    ];
    let inputs = [&read[0], &read[1]];
    let mut findings = Findings::default();
    say_alike(
        editions,
        asked.base,
        &study,
        &picks,
        &incomparable,
        &frozen,
        &mut findings,
    );
    let union = union::union(&mut study, inputs, &picks, asked.base);
    let studies = [&from.study, &to.study];
    let runs = runs::run(&study, studies, inputs, &picks, &union, progress)?;
    let phase = progress.phase("summing up causes", 0);
    let levels = [&picks[0].levels[..], &picks[1].levels[..]];
    let (units, areas) = units::units(&study, editions, levels, &union, asked, &mut findings);
    incomparable.extend(areas);
    let rows = values::rows(&study, &union, &runs, &units);
    let displacement = region::displacement(&study, &union, &runs, asked);
    let pockets = region::new_pockets(&study, &union, &runs, &units, asked);
    let diverging = region::diverging(&study, &units, &rows, asked);
    drop(phase);
    say_people(editions, &study, &union, &mut findings);
    for (e, edition) in editions.into_iter().enumerate() {
        for f in inputs[e].findings.iter().chain(runs.findings[e].iter()) {
            let record = format!("edition {:?}: {}", edition.name, f.record);
            findings.push(Finding {
                record,
                ..f.clone()
            });
        }
    }
    let mut explained = Explained {
        names: editions.map(|e| e.name.clone()),
        dates: [0, 1].map(|e| {
            let first = picks[e]
                .slots
                .first()
                .and_then(|s| studies[e].slots.get(*s));
            first.map_or(studies[e].date, |s| s.date)
        }),
        streets_differ: streets(inputs[0]) != streets(inputs[1]),
        files: [inputs[0].files.clone(), inputs[1].files.clone()],
        study,
        union,
        runs,
        units,
        rows,
        displacement,
        pockets,
        diverging,
        series: Vec::new(),
        incomparable,
        findings,
    };
    explained.series = series::series(&mut explained, editions, all, asked, progress)?;
    Ok(explained)
}

/// Computes and writes a results folder: everything appears at the end, or nothing. Gives what the page says in brief too.
///
/// # Errors
/// As [`compute`], and what can't be written.
pub fn run(
    from: &Edition,
    to: &Edition,
    all: &[Edition],
    asked: &Asked,
    folder: &Path,
    progress: &Progress,
) -> Result<(Explained, Vec<String>), Error> {
    let mut out = ResultsFolder::create(folder)?;
    let explained = compute(from, to, all, asked, progress)?;
    let _phase = progress.phase("writing results", 0);
    let data = page::data(&explained, asked);
    tables::write(
        &explained,
        &report::render(&data),
        asked,
        progress,
        &mut out,
    )?;
    out.publish()?;
    Ok((explained, report::headlines(&data)))
}

/// Refuses a level that the editions don't both have.
fn known_level(study: &Study, asked: &Asked) -> Result<(), Error> {
    let Some(level) = &asked.level else {
        return Ok(());
    };
    let names: Vec<&str> = study.areas.iter().map(|a| a.level.as_str()).collect();
    if names.contains(&level.as_str()) {
        return Ok(());
    }
    Err(Error::usage(format!(
        "--level {level:?}: both editions have the levels {}",
        names.join(", ")
    )))
}

/// Checksums of the street files a network was made of.
fn streets(inputs: &Inputs) -> Vec<&str> {
    let files = inputs.network.inputs.iter();
    (files.filter(|f| f.path.to_lowercase().ends_with(".pbf")))
        .map(|f| f.sha256.as_str())
        .collect()
}

fn say_alike(
    editions: [&Edition; 2],
    base: usize,
    study: &Study,
    picks: &[align::Picks; 2],
    incomparable: &[Incomparable],
    frozen: &[String],
    findings: &mut Findings,
) {
    for x in incomparable {
        let record = format!("{} {:?}", x.kind, x.name);
        let message = format!("is in edition {:?} only: {}", x.edition, x.why);
        findings.warn(
            "not-comparable",
            "editions",
            None,
            record,
            message,
            "left out of the comparison",
        );
    }
    for name in frozen {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "norm-frozen".into(),
            file: "editions".into(),
            line: None,
            record: format!("service {name:?}"),
            message: "the editions have different norms, or differ in whether it is essential"
                .into(),
            action: format!(
                "both are held against the norm of edition {:?}",
                editions[base].name
            ),
        });
    }
    for (k, service) in study.services.iter().enumerate() {
        let slots = |e: usize| -> Vec<&str> {
            let study = &editions[e].study;
            let of = &study.services[picks[e].services[k]];
            let mut names: Vec<&str> = of
                .slots
                .iter()
                .map(|s| study.slots[*s].name.as_str())
                .collect();
            names.sort_unstable();
            names
        };
        if slots(0) != slots(1) {
            findings.warn(
                "slots-differ",
                "editions",
                None,
                format!("service {:?}", service.name),
                "is measured in other slots in each edition",
                "compared in those that both have",
            );
        }
    }
    for (k, slot) in study.slots.iter().enumerate() {
        let day = |e: usize| editions[e].study.slots[picks[e].slots[k]].date;
        if day(0).weekday() != day(1).weekday() {
            findings.push(Finding {
                severity: Severity::Serious,
                code: "other-weekday".into(),
                file: "editions".into(),
                line: None,
                record: format!("slot {:?}", slot.name),
                message: format!(
                    "{} is a {}, {} a {}",
                    day(0),
                    day(0).weekday(),
                    day(1),
                    day(1).weekday()
                ),
                action:
                    "compared all the same: what differs by the day of the week counts as timetable"
                        .into(),
            });
        }
    }
}

fn say_people(editions: [&Edition; 2], study: &Study, union: &Union, findings: &mut Findings) {
    for (e, edition) in editions.into_iter().enumerate() {
        for (g, group) in study.homes.groups.iter().enumerate() {
            let n = union.unknown(e, g);
            if n > 0 {
                let record = format!("edition {:?}: group {:?}", edition.name, group.name);
                let message = format!("{n} homes have no known number");
                findings.warn(
                    "weight-unknown",
                    "homes",
                    None,
                    record,
                    message,
                    "left out of the figures of this group",
                );
            }
        }
    }
}

/// Gives every edition the norms of one of them, for services of the same name: norms frozen in an edition that is
/// itself not compared.
pub fn take_norms(editions: &mut [Edition], base: usize) {
    let Some(base) = editions.get(base).map(|e| e.study.clone()) else {
        return;
    };
    for service in editions.iter_mut().flat_map(|e| &mut e.study.services) {
        if let Some(of) = base.services.iter().find(|s| s.name == service.name) {
            service.norm = of.norm;
            service.essential = of.essential;
        }
    }
}
