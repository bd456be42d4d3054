//! Access of every home, per slot and persona: the heart of a study.

use super::inputs::Inputs;
use super::readings::{Kind, Lens, Open, Reading, Steps, View, open_during, readings, rows_of};
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::input::study::{Persona, Slot, Study};
use crate::measures::competition::{Demand, Method, Shares};
use crate::network::calendar::{check_date, service_dates};
use crate::routing::Tuning;
use crate::routing::job::{Job, Kept, Question, Status};
use crate::run::progress::Progress;
use crate::units::LonLat;

/// Values of all homes.
#[derive(Clone)]
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

/// What of values computed before no longer holds, for one slot and persona.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anew {
    /// Services whose values are computed anew for all homes, `[service]`.
    pub services: Vec<bool>,
    /// Homes whose values for all services are computed anew, `[home]`.
    pub homes: Vec<bool>,
}

/// Values computed before, and what of them no longer holds.
pub struct Reuse<'a> {
    /// Of the same homes, services, slots and personas.
    pub access: &'a Access,
    /// `[slot][persona]`.
    pub anew: &'a [Vec<Anew>],
}

/// Computes access for all slots and personas; with `reuse`, only what must be computed anew.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute(
    study: &Study,
    inputs: &Inputs,
    reuse: Option<&Reuse>,
    findings: &mut Findings,
    progress: &Progress,
) -> Result<Access, Error> {
    let (readings, main) = readings(study);
    note_unlinked(study, inputs, findings);
    let homes = inputs.homes.len();
    let all: Vec<usize> = (0..homes).collect();
    let mut slices = Vec::new();
    let runs = study.slots.len() * study.personas.len();
    let phase = progress.phase("access by slot and persona", runs * homes);
    let measure = Measure {
        study,
        inputs,
        readings: &readings,
        main: &main,
    };
    for (s, slot) in study.slots.iter().enumerate() {
        note_warnings(inputs, slot, findings)?;
        let measured: Vec<usize> = (0..study.services.len())
            .filter(|&x| study.services[x].slots.contains(&s))
            .collect();
        let mut row = Vec::new();
        for p in 0..study.personas.len() {
            let done = || phase.advance(1);
            let Some(reuse) = reuse else {
                row.push(measure.slice(s, p, &measured, &all, &done)?);
                continue;
            };
            let anew = &reuse.anew[s][p];
            let mut slice = reuse.access.slices[s][p].clone();
            let flagged = |flags: &[bool], i: usize| flags.get(i) == Some(&true);
            let some: Vec<usize> = (0..homes).filter(|h| flagged(&anew.homes, *h)).collect();
            let (whole, rest): (Vec<usize>, Vec<usize>) = (measured.iter())
                .partition(|x| some.len() == homes || flagged(&anew.services, **x));
            for (services, homes) in [(&whole, &all), (&rest, &some)] {
                if !services.is_empty() && !homes.is_empty() {
                    let part = measure.slice(s, p, services, homes, &|| ())?;
                    slice.take_over(part, services, homes, &readings);
                }
            }
            phase.advance(homes as u64);
            row.push(slice);
        }
        slices.push(row);
    }
    drop(phase);
    Ok(Access {
        readings,
        main,
        slices,
    })
}

/// What is measured, of whom.
pub struct Measure<'a> {
    /// The question.
    pub study: &'a Study,
    /// Homes, network and destinations.
    pub inputs: &'a Inputs,
    /// The study's readings ([`readings`]).
    pub readings: &'a [Reading],
    /// Per service, the main one.
    pub main: &'a [usize],
}

impl Measure<'_> {
    /// Values of some homes and services in one slot for one persona, in the order of `homes`; what
    /// is not asked for is not a number. Services with competition need all homes.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn slice(
        &self,
        slot: usize,
        persona: usize,
        services: &[usize],
        homes: &[usize],
        done: &(impl Fn() + Sync),
    ) -> Result<Slice, Error> {
        let Measure {
            study,
            inputs,
            readings,
            main,
        } = self;
        let (slot, persona) = (&study.slots[slot], &study.personas[persona]);
        let (rows, first_row) = rows_of(inputs, services);
        let positions: Vec<LonLat> = homes.iter().map(|h| inputs.homes.positions[*h]).collect();
        let job = Job::new(&inputs.network, question(persona, slot), &positions, &rows)?;
        let all = Steps {
            first: 0,
            len: job.steps(),
        };
        let open: Vec<Vec<Open>> = (inputs.services.iter())
            .map(|data| open_during(data, slot.date, &slot.window, persona.traveller.max_trip.0))
            .collect();
        let lens = |x: usize| Lens {
            usual: study.usual,
            service: &study.services[x],
            data: &inputs.services[x],
            first_row: first_row[x],
            open: &open[x],
            window: &slot.window,
        };
        let shares = shares(inputs, &job, readings, services, &lens, all)?;
        let mut slice = Slice {
            values: vec![Vec::with_capacity(homes.len()); readings.len()],
            status: vec![Vec::with_capacity(homes.len()); study.services.len()],
            rode: Vec::with_capacity(homes.len()),
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
                    for (r, reading) in readings.iter().enumerate().filter(|(_, r)| r.service == x)
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
                done();
                Ok::<(), Error>(())
            },
        )?;
        Ok(slice)
    }
}

impl Slice {
    /// Takes over what was computed anew for some services and homes.
    fn take_over(
        &mut self,
        part: Slice,
        services: &[usize],
        homes: &[usize],
        readings: &[Reading],
    ) {
        for (r, _) in (readings.iter().enumerate()).filter(|(_, r)| services.contains(&r.service)) {
            for (home, value) in homes.iter().zip(&part.values[r]) {
                self.values[r][*home] = *value;
            }
        }
        for x in services {
            for (home, status) in homes.iter().zip(&part.status[*x]) {
                self.status[*x][*home] = *status;
            }
        }
        for (home, rode) in homes.iter().zip(part.rode) {
            self.rode[*home] = rode;
        }
    }
}

/// First step of the 2SFCA: what everybody together asks of each destination.
pub(in crate::run) fn shares<'a>(
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

fn note_warnings(inputs: &Inputs, slot: &Slot, findings: &mut Findings) -> Result<(), Error> {
    let timetable = &inputs.network.timetable;
    let coverage = check_date(timetable, &service_dates(timetable), slot.date)?;
    for message in coverage.warnings {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "no-service-that-day".into(),
            file: "timetable".into(),
            line: None,
            record: format!("slot {:?}", slot.name),
            message,
            action: "computed with what runs".into(),
        });
    }
    Ok(())
}

/// Homes and destinations that the first persona can't be linked to.
fn note_unlinked(study: &Study, inputs: &Inputs, findings: &mut Findings) {
    let network = &inputs.network;
    let wheelchair = study.personas[0].traveller.wheelchair.is_some();
    let linker = network.linker(wheelchair);
    let unlinked = |positions: &[LonLat]| -> Vec<usize> {
        let links = network.link_points(&linker, positions);
        (0..links.len()).filter(|i| links[*i].is_none()).collect()
    };
    let far = format!(
        "farther than {} m from any walkable street",
        network.max_snap_m()
    );
    for home in unlinked(&inputs.homes.positions) {
        findings.warn(
            "home-not-linked",
            &inputs.homes.file,
            Some(inputs.homes.lines[home]),
            &inputs.homes.ids[home],
            &far,
            "has no values; its people are counted as unknown",
        );
    }
    for place in unlinked(&inputs.places.positions) {
        findings.warn(
            "destination-not-linked",
            "destinations",
            None,
            &inputs.places.ids[place],
            &far,
            "reached by nobody",
        );
    }
}
