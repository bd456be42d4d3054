//! `bereik monitor explain`: the change between two editions, and what it is due to.
//!
//! Every indicator is computed in all sixteen combinations of the earlier and the later timetable, facilities, homes
//! and boundaries, and its change is split by the mean effect of each over all orders in which they may come (Shapley;
//! [`crate::measures::shapley`]). Only timetable and facilities need routing: four runs over the homes of both editions
//! together, in which weights and areas are then swapped. Settings, norms and ranks are those of the base edition.

pub mod align;
pub mod codes;
pub mod meaning;
pub mod norms;
pub mod page;
pub mod region;
pub mod runs;
pub mod say;
pub mod series;
pub mod tables;
pub mod union;
pub mod units;
pub mod values;

use crate::diagnostics::{Error, Fault, Findings, Term, Text};
use crate::input::crosswalk::Crosswalk;
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::file_names;
use crate::output::report::explain as report;
use crate::run::study::inputs::{self, FileRead, Inputs};
use crate::watch::Progress;
use align::{Aligned, Incomparable, Picks, align};
use chrono::NaiveDate;
use norms::NormsOf;
use region::{Displaced, Diverging, NewPocket};
use runs::Runs;
use series::{Other, Point};
use std::path::Path;
use union::Union;
use units::Unit;
use values::Row;

/// Number of causes.
pub const CAUSES: usize = 4;
/// Parts that a change is split into: the causes, and what only one edition publishes.
pub const PARTS: usize = CAUSES + 1;
/// The part of those whose number only one edition publishes.
pub const PUBLISHED: usize = CAUSES;
/// Bit of the timetable (and the streets) in a combination.
pub const TIMETABLE: usize = 1;
/// Bit of facilities and jobs.
pub const FACILITIES: usize = 2;
/// Bit of where people live.
pub const PEOPLE: usize = 4;
/// Bit of boundaries and codes of areas.
pub const BOUNDARIES: usize = 8;

/// What [`Options::level`] says where no area is wanted.
pub const ONLY_REGION: &str = "region";

/// Files of a results folder.
pub fn results() -> Vec<&'static str> {
    file_names(&tables::TABLES)
}

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
pub struct Options {
    /// Edition whose settings, norms and ranks hold: 0 the earlier, 1 the later.
    pub base: usize,
    /// Edition whose norms hold in place of the base's, where it is neither of the two.
    pub norms: Option<NormsOf>,
    /// Only areas of this level, or no area ([`ONLY_REGION`]); none: of all levels.
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

impl Default for Options {
    fn default() -> Self {
        Options {
            base: 0,
            norms: None,
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
    pub dates: [NaiveDate; 2],
    /// Name of the edition whose norms hold.
    pub norms_of: String,
    /// Name of the edition whose settings and ranks hold.
    pub ranks_of: String,
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
    /// Editions of the series beside the two.
    pub others: Vec<Other>,
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
    asked: &Options,
    progress: &Progress,
) -> Result<Explained, Error> {
    let editions = [from, to];
    let aligned = align(editions, asked.base)?;
    known_level(&aligned.study, asked)?;
    let read = [read(&from.study, progress)?, read(&to.study, progress)?];
    let inputs = [&read[0], &read[1]];
    let mut findings = Findings::default();
    let (names, norms) = (editions.map(|e| e.name.as_str()), asked.norms.as_ref());
    let left_out = "left out of the comparison";
    say::alike(
        editions,
        asked.base,
        norms,
        &aligned,
        left_out,
        &mut findings,
    );
    let options = inputs.map(|i| i.network.options());
    say::built(names, options, &mut findings);
    say::unserved(editions, inputs, &aligned.picks, &mut findings);
    meaning::definitions(editions, &aligned, &mut findings);
    meaning::modes(editions, inputs, &mut findings);
    meaning::shares(&asked.crosswalks, &mut findings);
    let Aligned {
        mut study,
        picks,
        missing: mut incomparable,
        ..
    } = aligned;
    let union = union::union(&mut study, inputs, &picks, asked.base, &mut findings);
    meaning::homes(editions, inputs, &union, &mut findings);
    let studies = [&from.study, &to.study];
    let runs = runs::run(&study, studies, inputs, &picks, &union, progress)?;
    let phase = progress.phase("summing up causes", 0);
    let levels = picks.each_ref().map(|p| &p.levels);
    let (units, areas) = units::units(&study, editions, levels, &union, asked, &mut findings);
    incomparable.extend(areas);
    let rows = values::rows(&study, &union, &runs, &units);
    let displacement = region::displacement(&study, &union, &runs, asked);
    let pockets = region::new_pockets(&study, &union, &runs, &units, asked);
    let diverging = region::diverging(&study, &units, &rows, asked);
    drop(phase);
    for (e, name) in names.into_iter().enumerate() {
        say::people(name, e, &study, &union, &mut findings);
    }
    say::published(names, &study, &union, &mut findings);
    for (e, name) in names.into_iter().enumerate() {
        say::tell(name, &inputs[e].findings, &mut findings);
        say::tell(name, &runs.findings[e], &mut findings);
    }
    let mut explained = Explained {
        names: editions.map(|e| e.name.clone()),
        dates: [0, 1].map(|e| first_date(studies[e], &picks[e])),
        norms_of: norms.map_or(names[asked.base], |n| &n.edition).to_owned(),
        ranks_of: names[asked.base].to_owned(),
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
        others: Vec::new(),
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
    asked: &Options,
    folder: &Path,
    progress: &Progress,
) -> Result<(Explained, Vec<String>), Error> {
    let mut out = ResultsFolder::of(folder, results())?;
    let explained = compute(from, to, all, asked, progress)?;
    for run in &explained.runs.results {
        run.inputs.network.check_intact()?;
    }
    let _phase = progress.phase("writing results", 0);
    let data = page::data(&explained, asked);
    tables::write(&explained, &report::page(&data), &mut out)?;
    progress.stayed(out.publish(tables::manifest(&explained, asked, progress))?);
    Ok((explained, report::headlines(&data)))
}

/// Refuses a level that the editions don't both have.
fn known_level(study: &Study, asked: &Options) -> Result<(), Error> {
    let Some(level) = &asked.level else {
        return Ok(());
    };
    let mut names: Vec<&str> = study.areas.iter().map(|a| a.level.as_str()).collect();
    names.push(ONLY_REGION);
    if names.contains(&level.as_str()) {
        return Ok(());
    }
    let problem = format!(
        " {level:?}: both editions have the levels {}",
        names.join(", ")
    );
    Err(Error::usage(
        Fault::NameUnknown,
        Text::from(Term::Level).and(problem),
    ))
}

/// The level of a study that a name stands for: its own, or what the two letters of CBS's codes (`gm`, `wk`, `bu`)
/// stand for where it has no level of that name.
pub fn level_named(study: &Study, name: &str) -> String {
    let has = |level: &str| study.areas.iter().any(|a| a.level == level);
    let long: &[&str] = match name {
        "gm" => &["gemeente", "municipality"],
        "wk" => &["wijk", "district"],
        "bu" => &["buurt", "neighbourhood"],
        _ => &[],
    };
    let stands_for = long.iter().find(|long| !has(name) && has(long));
    stands_for.map_or(name, |long| long).to_owned()
}

/// Reads an edition. Amounts and ranks of homes are in it as numbers; the columns they stood in are not needed again,
/// and on a country they would be copied with every run.
fn read(study: &Study, progress: &Progress) -> Result<Inputs, Error> {
    let mut inputs = inputs::read(study, progress)?;
    inputs.homes.columns = Vec::new();
    Ok(inputs)
}

/// The service day of the first slot.
fn first_date(study: &Study, picks: &Picks) -> NaiveDate {
    let first = picks.slots.first().and_then(|s| study.slots.get(*s));
    first.map_or(study.date, |s| s.date)
}

/// What a network's streets were made of: checksums of the street files, and how points are linked to them.
fn streets(inputs: &Inputs) -> (Vec<&str>, f64, u32) {
    let files = inputs.network.inputs.iter();
    let sums = (files.filter(|f| f.path.to_lowercase().ends_with(".pbf")))
        .map(|f| f.sha256.as_str())
        .collect();
    let options = inputs.network.options();
    (sums, options.max_snap_m, options.island_junctions)
}
