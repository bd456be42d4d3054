//! Access of every home, per slot and persona: the heart of a study.

use super::inputs::Inputs;
use super::readings::{Kind, Lens, Open, Reading, Steps, View, open_during, readings, rows_of};
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::study::{Persona, Slot, Study};
use crate::measures::competition::{Demand, Method, Shares};
use crate::routing::Tuning;
use crate::routing::job::{Job, Kept, Question, Status};
use crate::run::progress::Progress;

/// Values of all homes.
pub struct Access {
    /// What was measured.
    pub readings: Vec<Reading>,
    /// Per service, the reading that norms and reports use.
    pub main: Vec<usize>,
    /// `[slot][persona]`.
    pub slices: Vec<Vec<Slice>>,
}

/// Values of one slot and persona.
#[derive(Clone, Debug, Default)]
pub struct Slice {
    /// `[reading][home]`: supply, or seconds with `+∞` for not reached; not a number where the
    /// home isn't linked or the service isn't measured in the slot.
    pub values: Vec<Vec<f64>>,
    /// `[service][home]`, of the main reading.
    pub status: Vec<Vec<Status>>,
    /// Whether any vehicle can be boarded within walking reach, `[home]`.
    pub rode: Vec<bool>,
}

impl Slice {
    /// The level of a home as measures take it; none where unknown.
    pub fn level(&self, reading: usize, home: usize) -> Option<f64> {
        self.values[reading]
            .get(home)
            .copied()
            .filter(|v| !v.is_nan())
    }
}

/// A traveller as routing takes one for a study.
pub fn question(persona: &Persona, slot: &Slot) -> Question {
    Question {
        date: slot.date,
        window: slot.window,
        traveller: persona.traveller.clone(),
        tuning: Tuning::default(),
    }
}

/// Computes access for all slots and personas.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    findings: &mut Findings,
    progress: &Progress,
) -> Result<Access, Error> {
    let (readings, main) = readings(study);
    let mut slices = Vec::new();
    let runs = study.slots.len() * study.personas.len();
    let phase = progress.phase("access by slot and persona", runs * inputs.homes.len());
    for (s, slot) in study.slots.iter().enumerate() {
        let mut row = Vec::new();
        for (p, persona) in study.personas.iter().enumerate() {
            let services: Vec<usize> = (0..study.services.len())
                .filter(|&x| study.services[x].slots.contains(&s))
                .collect();
            let (rows, first_row) = rows_of(inputs, &services);
            let job = Job::new(
                &inputs.network,
                question(persona, slot),
                &inputs.homes.positions,
                &rows,
            )?;
            if p == 0 {
                note_warnings(&job, slot, findings);
            }
            let all = Steps {
                first: 0,
                len: job.steps(),
            };
            let open: Vec<Vec<Open>> = (inputs.services.iter())
                .map(|data| {
                    open_during(data, slot.date, &slot.window, persona.traveller.max_trip.0)
                })
                .collect();
            let lens = |x: usize| Lens {
                usual: study.usual,
                service: &study.services[x],
                data: &inputs.services[x],
                first_row: first_row[x],
                open: &open[x],
                window: &slot.window,
            };
            let shares = shares(inputs, &job, &readings, &services, &lens, all)?;
            let mut slice = Slice {
                values: vec![Vec::with_capacity(inputs.homes.len()); readings.len()],
                status: vec![Vec::with_capacity(inputs.homes.len()); study.services.len()],
                rode: Vec::with_capacity(inputs.homes.len()),
            };
            job.for_each_origin(
                Kept::PerOrigin,
                |home, times| {
                    let mut view = View::default();
                    let mut values = vec![f64::NAN; readings.len()];
                    let linked = job.origin_links()[home].is_some();
                    let missing = if linked {
                        Status::Ok
                    } else {
                        Status::NotLinked
                    };
                    let mut status = vec![missing; study.services.len()];
                    for &x in services.iter().filter(|_| linked) {
                        let lens = lens(x);
                        lens.look(times, all, &mut view);
                        for (r, reading) in
                            readings.iter().enumerate().filter(|(_, r)| r.service == x)
                        {
                            values[r] = lens.value(&view, &reading.kind, all, shares[r].as_ref());
                            if r == main[x] {
                                status[x] =
                                    lens.status(&view, values[r], job.why_origin(home, times.rode));
                            }
                        }
                    }
                    (values, status, times.rode)
                },
                |_, (values, status, rode)| {
                    values
                        .into_iter()
                        .zip(&mut slice.values)
                        .for_each(|(v, to)| to.push(v));
                    status
                        .into_iter()
                        .zip(&mut slice.status)
                        .for_each(|(v, to)| to.push(v));
                    slice.rode.push(rode);
                    phase.advance(1);
                    Ok::<(), Error>(())
                },
            )?;
            if s == 0 && p == 0 {
                note_unlinked(inputs, &job, findings);
            }
            row.push(slice);
        }
        slices.push(row);
    }
    Ok(Access {
        readings,
        main,
        slices,
    })
}

/// First step of the 2SFCA: what everybody together asks of each destination.
fn shares<'a>(
    inputs: &Inputs,
    job: &Job,
    readings: &[Reading],
    services: &[usize],
    lens: &(impl Fn(usize) -> Lens<'a> + Sync),
    all: Steps,
) -> Result<Vec<Option<Shares>>, Error> {
    let mut out: Vec<Option<Shares>> = readings.iter().map(|_| None).collect();
    for (r, reading) in readings.iter().enumerate() {
        let Kind::TwoStep(decay, group) = &reading.kind else {
            continue;
        };
        if !services.contains(&reading.service) {
            continue;
        }
        let data = &inputs.services[reading.service];
        let mut demand = Demand::new(Method::TwoStep, data.supply.len());
        job.for_each_origin(
            Kept::PerPair,
            |_, times| {
                let (lens, mut view) = (lens(reading.service), View::default());
                lens.look(times, all, &mut view);
                lens.weights(&view, decay)
            },
            |home, row| {
                demand.add(inputs.weights[*group][home], &row);
                Ok::<(), Error>(())
            },
        )?;
        out[r] = Some(demand.against(&data.supply));
    }
    Ok(out)
}

fn note_warnings(job: &Job, slot: &Slot, findings: &mut Findings) {
    for w in &job.warnings {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "no-service-that-day".into(),
            file: "timetable".into(),
            line: None,
            record: format!("slot {:?}", slot.name),
            message: w.clone(),
            action: "computed with what runs".into(),
        });
    }
}

fn note_unlinked(inputs: &Inputs, job: &Job, findings: &mut Findings) {
    let far = format!(
        "farther than {} m from any walkable street",
        inputs.network.max_snap_m()
    );
    for (home, _) in job
        .origin_links()
        .iter()
        .enumerate()
        .filter(|(_, l)| l.is_none())
    {
        let action = "has no values; its people are counted as unknown";
        // Homes of a scenario stand in no file.
        let line = Some(inputs.homes.lines[home]).filter(|line| *line > 0);
        findings.warn(
            "home-not-linked",
            &inputs.homes.file,
            line,
            &inputs.homes.ids[home],
            &far,
            action,
        );
    }
    for (place, _) in job
        .destination_links()
        .iter()
        .enumerate()
        .filter(|(_, l)| l.is_none())
    {
        // In the first slot all services measured there stand one after another.
        let id = inputs.places.ids.get(place).map_or("", |s| s);
        findings.warn(
            "destination-not-linked",
            "destinations",
            None,
            id,
            &far,
            "reached by nobody",
        );
    }
}
