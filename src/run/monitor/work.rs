//! The work on an edition: what is there, what is missing, and computing that.

use super::begin::{self, Begun};
use super::budget;
use super::explain::say::tell;
use super::layout::{self, Unit};
use super::ledger::{self, Known, There};
use super::parts::Parts;
use super::record::EditionRecord;
use super::settings::Hashes;
use super::{Done, Options};
use crate::axes::{HomeId, IdVec, PersonaId};
use crate::diagnostics::{Error, Fault, Findings, Term, Text};
use crate::ids::Id;
use crate::input::monitor::Edition;
use crate::input::study::{NetworkInput, Study};
use crate::run::study::inputs::Inputs;
use crate::run::study::shifts::{self, ShiftJobs};
use crate::units::LonLat;
use crate::watch::Progress;
use rayon::prelude::*;
use std::path::Path;

/// Begins every edition, or sees that it is as it was begun: what is wrong with the last is told before the first is
/// computed. What was read is kept where there is one edition only: several together may not fit into memory.
///
/// # Errors
/// As [`begin::begin`].
pub fn begin_all(
    editions: &[Edition],
    folder: &Path,
    options: &Options,
    progress: &Progress,
) -> Result<Vec<Begun>, Error> {
    let (wanted, mut hashes) = (pool(options.threads)?, Hashes::default());
    let mut out = Vec::new();
    for edition in editions {
        let mut begun = wanted.install(|| begin::begin(edition, folder, &mut hashes, progress))?;
        begun.inputs = begun.inputs.filter(|_| editions.len() == 1);
        out.push(begun);
    }
    Ok(out)
}

/// Brings an edition up to date, or a shard's part of it.
///
/// # Errors
/// As [`super::run`].
pub fn edition(
    edition: &Edition,
    begun: Begun,
    folder: &Path,
    options: &Options,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<Done, Error> {
    let wanted = pool(options.threads)?;
    let Begun {
        record,
        study,
        inputs,
    } = begun;
    let ours: Vec<Unit> = (Unit::all(&record).into_iter())
        .filter(|unit| options.shard.is_none_or(|shard| shard.has(unit.region())))
        .collect();
    let missing = wanted.install(|| missing(folder, &record, &ours, progress, findings))?;
    let mut done = Done {
        edition: edition.name.clone(),
        found: ours.len() - missing.len(),
        computed: missing.len(),
        threads: 0,
    };
    if missing.is_empty() {
        return Ok(done);
    }
    super::reopen(folder)?;
    let inputs = match inputs {
        Some(inputs) => inputs,
        None => wanted.install(|| begin::read(&record, &study, progress))?,
    };
    let (regions, homes) = begin::regions(&study, &inputs, edition.region);
    if regions != record.regions {
        // The inputs are the same, so only another program could read them otherwise.
        return Err(Fault::DatasetDamaged
            .at(
                layout::place(folder, &layout::record_of(&edition.name))
                    .display()
                    .to_string(),
                "tells of other regions than the inputs have",
            )
            .hint("the file is damaged: begin the edition anew, or restore it")
            .into());
    }
    let largest = regions.iter().map(|r| r.homes).max().unwrap_or(0);
    let network_bytes = match (&record.network, &study.network) {
        (Some(network), _) => network.bytes,
        (None, NetworkInput::Built(path)) => std::fs::metadata(path).map_or(0, |m| m.len()),
        (None, _) => 0,
    };
    let need = budget::need(&study, &inputs, network_bytes, largest);
    let threads = budget::threads(need, options.memory, wanted.current_num_threads())?;
    tracing::info!(
        edition = %edition.name,
        fixed_bytes = need.fixed,
        bytes_per_thread = need.per_thread,
        threads,
        "memory"
    );
    done.threads = threads;
    let jobs = (study.shifts.iter())
        .map(|s| inputs.services[s.service].places.len())
        .max()
        .unwrap_or(0);
    let work = Work {
        parts: Parts {
            folder,
            record: &record,
            study: &study,
            inputs: &inputs,
        },
        homes: &homes,
        missing: &missing,
        at_once: budget::homes_at_once(need, options.memory, threads, jobs),
        progress,
    };
    drop(wanted);
    pool(Some(threads))?.install(|| work.all())?;
    tell(&edition.name, &begin::odd(&study, &inputs)?, findings);
    Ok(done)
}

fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, Error> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(n) = threads {
        pool = pool.num_threads(n);
    }
    pool.build().map_err(|e| {
        Error::usage(
            Fault::OptionInvalid,
            Text::from(Term::Threads).and(format!(": {e}")),
        )
    })
}

/// The units that are not there, whole and unchanged.
fn missing(
    folder: &Path,
    record: &EditionRecord,
    units: &[Unit],
    progress: &Progress,
    findings: &mut Findings,
) -> Result<Vec<Unit>, Error> {
    let phase = progress.phase("checking what is there", units.len());
    let looked: Vec<Result<Looked, Error>> = (units.par_iter())
        .map(|unit| {
            let there = look(folder, record, *unit);
            phase.advance(1)?;
            there
        })
        .collect();
    let mut out = Vec::new();
    for (unit, there) in units.iter().zip(looked) {
        match there? {
            Looked::Whole => continue,
            Looked::Not => {}
            Looked::Damaged(message) => findings.warn(
                "part-of-dataset-damaged",
                folder.display().to_string(),
                None,
                unit.path(record),
                message,
                "computed anew",
            ),
        }
        out.push(*unit);
    }
    Ok(out)
}

/// Whether a unit is there, as it was written.
enum Looked {
    Whole,
    Not,
    Damaged(&'static str),
}

fn look(folder: &Path, record: &EditionRecord, unit: Unit) -> Result<Looked, Error> {
    let entry = match ledger::known(folder, record, unit)? {
        Known::Finished(entry) => entry,
        Known::Not => return Ok(Looked::Not),
        Known::Damaged(_) => return Ok(Looked::Damaged("its entry in the ledger is damaged")),
        Known::Foreign(problem) => return Err(problem.into()),
    };
    Ok(match ledger::look(folder, &entry.file)? {
        There::Whole => Looked::Whole,
        There::Missing => Looked::Damaged("the file is missing"),
        There::Changed => Looked::Damaged("the file is not the one that was written"),
    })
}

/// What is missing of an edition, and what it takes to compute it.
pub(super) struct Work<'a> {
    pub parts: Parts<'a>,
    /// Homes of each region, in the order of rows.
    pub homes: &'a [Vec<HomeId>],
    pub missing: &'a [Unit],
    /// Homes whose shifts are computed at once.
    at_once: usize,
    progress: &'a Progress,
}

impl Work<'_> {
    fn all(&self) -> Result<(), Error> {
        for unit in self.missing {
            if let Unit::Homes(region) = unit {
                self.parts.homes(*region, &self.homes[*region])?;
            }
        }
        let mut personas = self.study().personas.ids();
        personas
            .clone()
            .try_for_each(|persona| self.values(persona))?;
        personas.try_for_each(|persona| self.shifts(persona))
    }

    pub fn study(&self) -> &Study {
        self.parts.study
    }

    pub fn inputs(&self) -> &Inputs {
        self.parts.inputs
    }

    /// Regions of missing units of a kind, ascending.
    pub fn regions(&self, of: impl Fn(Unit) -> bool) -> Vec<usize> {
        let units = self.missing.iter().filter(|unit| of(**unit));
        units.map(|unit| unit.region()).collect()
    }

    pub fn phase(&self, what: &str, homes: usize) -> crate::watch::Phase<'_> {
        let name = format!("{}: {what}", self.parts.record.edition);
        self.progress.phase(name, homes)
    }

    /// Jobs by shift of a persona: some homes at a time, each region written when its last has come.
    fn shifts(&self, persona: PersonaId) -> Result<(), Error> {
        let regions =
            self.regions(|unit| matches!(unit, Unit::Shifts { persona: p, .. } if p == persona));
        if regions.is_empty() {
            return Ok(());
        }
        let inputs = self.inputs();
        let mut study = self.study().clone();
        let travels = study.personas[persona].clone();
        let what = format!("shifts, {}", travels.name);
        study.personas = vec![travels].into();
        let points: Vec<LonLat> = (regions.iter().flat_map(|r| &self.homes[*r]))
            .map(|home| inputs.homes.positions[home.index()])
            .collect();
        let phase = self.phase(&what, points.len());
        let fresh = || IdVec::filled(ShiftJobs::default(), study.shifts.len());
        let mut gathered = fresh();
        let (mut next, mut from) = (0, 0);
        while from < points.len() {
            let some = &points[from..(from + self.at_once).min(points.len())];
            let silent = Progress::silent();
            let jobs = shifts::compute_at(&study, inputs, &inputs.network, some, &silent)?;
            from += some.len();
            let mut taken = 0;
            while taken < some.len() {
                let homes = &self.homes[regions[next]];
                let have = gathered.first().map_or(0, |g| g.access.len());
                let more = (homes.len() - have).min(some.len() - taken);
                for ((shift, _), part) in jobs.iter() {
                    let to = &mut gathered[shift];
                    to.access
                        .extend_from_slice(&part.access.as_slice()[taken..taken + more]);
                    to.by_day
                        .extend_from_slice(&part.by_day.as_slice()[taken..taken + more]);
                }
                taken += more;
                phase.advance(more as u64)?;
                if have + more == homes.len() {
                    let whole = std::mem::replace(&mut gathered, fresh());
                    self.parts.shifts(persona, regions[next], homes, &whole)?;
                    next += 1;
                }
            }
        }
        Ok(())
    }
}
