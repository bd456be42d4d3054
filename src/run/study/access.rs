//! Access of every home, per slot and persona: the heart of a study.

use super::doubtful::{note_doubtful, of_service};
use super::inputs::{Inputs, rows_of};
use super::measured::{Measuring, Shared, statuses};
use super::supply;
use crate::access::evaluator::Unclaimed;
use crate::access::reading::{Reading, Readings, readings, readings_at_all};
use crate::axes::{Grid, HomeId, IdVec, PersonaId, PurposeId, ReadingId, SlotId, StatusId, first};
use crate::diagnostics::{Error, Finding, Findings, Severity};
use crate::ids::Id;
use crate::input::lost::Given;
use crate::input::study::{Persona, Slot, Study};
use crate::network::Network;
use crate::network::calendar::{check_date, service_dates};
use crate::network::links::StreetLink;
use crate::routing::Tuning;
use crate::routing::job::{Job, Question, Status};
use crate::routing::legs::End;
use crate::run::linking;
use crate::units::LonLat;
use crate::watch::Progress;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Values of all homes.
#[derive(Clone)]
pub struct Access {
    /// What was measured.
    pub readings: IdVec<ReadingId, Reading>,
    /// Per service, the reading that norms and reports use.
    pub main: IdVec<PurposeId, ReadingId>,
    /// By slot and persona.
    pub slices: Grid<SlotId, PersonaId, Slice>,
}

/// Values of one slot and persona. Homes are those of the study, or points that were asked about in their place.
#[derive(Clone, Debug, Default)]
pub struct Slice {
    /// By reading and home: supply, or seconds with `+∞` for not reached; not a number where the
    /// home isn't linked or the service isn't measured in the slot.
    pub values: Grid<ReadingId, HomeId, f64>,
    /// See [`Reading::status`].
    pub status: Grid<StatusId, HomeId, Status>,
    /// Supply nobody asks for, by reading; none where homes don't compete.
    pub unclaimed: IdVec<ReadingId, Option<Unclaimed>>,
    /// Whether any vehicle can be boarded within walking reach.
    pub rode: IdVec<HomeId, bool>,
}

impl Slice {
    /// The level of a home as measures take it; none where unknown.
    pub fn level(&self, reading: ReadingId, home: HomeId) -> Option<f64> {
        self.values
            .get((reading, home))
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

/// Some homes, by a mark on each.
pub type Marks = IdVec<HomeId, bool>;

/// What of values computed before no longer holds, for one slot and persona.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invalidated {
    /// Services whose values are computed anew for all homes.
    pub services: IdVec<PurposeId, bool>,
    /// Homes whose values for all services are computed anew.
    pub homes: Marks,
    /// The departures at which those homes must be, first and last, seconds on the clock of the date; none: all. Only
    /// profiles look at it.
    pub departures_s: Option<(i32, i32)>,
}

impl Invalidated {
    /// What to compute: some services for all homes, and the others for some homes; without what is
    /// nothing. Where no service is measured, homes still are linked or not, and can ride or can't.
    pub fn parts(
        &self,
        services: &[PurposeId],
        homes: usize,
    ) -> Vec<(Vec<PurposeId>, Vec<HomeId>)> {
        let some: Vec<HomeId> = (first(homes))
            .filter(|h| self.homes.get(*h) == Some(&true))
            .collect();
        if services.is_empty() {
            let part = (Vec::new(), some);
            return Some(part)
                .filter(|(_, homes)| !homes.is_empty())
                .into_iter()
                .collect();
        }
        let anew = |x: &PurposeId| some.len() == homes || self.services.get(*x) == Some(&true);
        let (whole, rest): (Vec<PurposeId>, Vec<PurposeId>) =
            services.iter().partition(|x| anew(x));
        let mut parts = vec![(whole, first(homes).collect()), (rest, some)];
        parts.retain(|(services, homes)| !services.is_empty() && !homes.is_empty());
        parts
    }
}

/// Values computed before, and what of them no longer holds.
pub struct Reuse<'a> {
    /// Of the same homes, services, slots and personas.
    pub access: &'a Access,
    /// By slot and persona.
    pub invalidated: &'a Grid<SlotId, PersonaId, Invalidated>,
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
    compute_readings(study, inputs, readings(study), reuse, findings, progress)
}

/// As [`compute`], at all percentiles asked for.
///
/// # Errors
/// A date outside every feed's calendar.
pub fn compute_at_all(
    study: &Study,
    inputs: &Inputs,
    findings: &mut Findings,
    progress: &Progress,
) -> Result<Access, Error> {
    let readings = readings_at_all(study);
    compute_readings(study, inputs, readings, None, findings, progress)
}

fn compute_readings(
    study: &Study,
    inputs: &Inputs,
    (readings, main): Readings,
    reuse: Option<&Reuse>,
    findings: &mut Findings,
    progress: &Progress,
) -> Result<Access, Error> {
    note_unlinked(study, inputs, findings)?;
    let homes = inputs.homes.len();
    // The homes of a persona are linked, and their legs found, once for all slots.
    let mut jobs = Jobs::default();
    let runs = study.slots.len() * study.personas.len();
    let phase = progress.phase("access by slot and persona", runs * homes);
    let (slots, personas) = (study.slots.len(), study.personas.len());
    let slices = Grid::try_from_fn(slots, personas, |slot, persona| {
        if persona == PersonaId(0) {
            note_warnings(inputs, &study.slots[slot], findings)?;
            supply::note_closed(study, inputs, slot, findings);
        }
        let measured = study.measured_in(slot);
        let at = At {
            study,
            inputs,
            network: &inputs.network,
            readings: &readings,
            main: &main,
            slot,
            persona,
        };
        let Some(reuse) = reuse else {
            let job = jobs.job(&at, &measured)?;
            return at.of_homes(job, &measured, None, &|| phase.advance(1));
        };
        let mut slice = reuse.access.slices[(slot, persona)].clone();
        for (services, homes) in reuse.invalidated[(slot, persona)].parts(&measured, homes) {
            let job = jobs.job(&at, &services)?;
            let part = at.of_homes(job, &services, Some(&homes), &|| Ok(()))?;
            slice.take_over(part, (&services, &measured), &homes, &readings);
        }
        phase.advance(homes as u64)?;
        Ok::<Slice, Error>(slice)
    })?;
    drop(phase);
    let access = Access {
        readings,
        main,
        slices,
    };
    supply::note_unclaimed(study, &access, findings);
    Ok(access)
}

/// One slot and persona of a study, on the study's network or another with the same streets.
pub struct At<'a> {
    /// The study.
    pub study: &'a Study,
    /// What it reads.
    pub inputs: &'a Inputs,
    /// The network to travel on.
    pub network: &'a Network,
    /// What is measured.
    pub readings: &'a IdVec<ReadingId, Reading>,
    /// Per service, the reading that statuses are about.
    pub main: &'a IdVec<PurposeId, ReadingId>,
    /// The slot.
    pub slot: SlotId,
    /// The persona.
    pub persona: PersonaId,
}

impl<'a> At<'a> {
    /// The values of some points in the place of the homes (none: of the homes themselves), and the
    /// job that made them. Who competes for what is offered (2SFCA) is always the study's homes.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn slice(
        &self,
        points: Option<&[LonLat]>,
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<(Slice, Job<'a>), Error> {
        self.services(&self.study.measured_in(self.slot), points, done)
    }

    /// The same for some services only; values of others are not numbers.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn services(
        &self,
        services: &[PurposeId],
        points: Option<&[LonLat]>,
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<(Slice, Job<'a>), Error> {
        let homes = &self.inputs.homes.positions;
        let job = self.job(services, points.unwrap_or(homes))?;
        let slice = if points.is_some() && self.compete(services) {
            let everybody = self.job(services, homes)?;
            self.measured(&job, &everybody, services, done)?
        } else {
            self.measured(&job, &job, services, done)?
        };
        Ok((slice, job))
    }

    /// The same for some of the homes (none: for all), by a job for all homes and these services at any slot of
    /// the persona.
    fn of_homes(
        &self,
        job: &Job<'a>,
        services: &[PurposeId],
        some: Option<&[HomeId]>,
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<Slice, Error> {
        let slot = &self.study.slots[self.slot];
        let max_trip = self.study.personas[self.persona].traveller.max_trip;
        let at = |some| job.at(slot.date, slot.window, max_trip, some);
        let some = some.filter(|some| some.len() < self.inputs.homes.len());
        let rows: Option<Vec<usize>> = some.map(|homes| homes.iter().map(|h| h.index()).collect());
        let today = at(rows.as_deref().map(|homes| (End::Origin, homes)))?;
        if some.is_some() && self.compete(services) {
            return self.measured(&today, &at(None)?, services, done);
        }
        self.measured(&today, &today, services, done)
    }

    /// A job from some points to the places of some services.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub(in crate::run) fn job(
        &self,
        services: &[PurposeId],
        points: &[LonLat],
    ) -> Result<Job<'a>, Error> {
        let persona = &self.study.personas[self.persona];
        let slot = &self.study.slots[self.slot];
        let (rows, _) = rows_of(self.inputs, services);
        Job::new(self.network, question(persona, slot), points, &rows)
    }

    /// Whether homes compete for any of some services.
    pub(in crate::run) fn compete(&self, services: &[PurposeId]) -> bool {
        let competes = |r: &Reading| r.form.competes() && services.contains(&r.service);
        self.readings.iter().any(competes)
    }

    /// What all homes together ask of the places of some services they compete for; `everybody` is a job for all homes
    /// and those services, at any slot of the persona.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub(in crate::run) fn shares(
        &self,
        everybody: &Job<'a>,
        services: &[PurposeId],
    ) -> Result<Shared, Error> {
        Measuring::new(self, services).shares(everybody)
    }

    /// Works through the origins of a job for some services at any slot of the persona; `take` gets, in their order, each one's
    /// values by reading and statuses by service, as in [`Slice`]. Who competes is told by [`At::shares`].
    ///
    /// # Errors
    /// A date outside every feed's calendar; those of `take`, which stops the work.
    pub(in crate::run) fn stream(
        &self,
        job: &Job<'a>,
        services: &[PurposeId],
        shares: &Shared,
        mut take: impl FnMut(usize, IdVec<ReadingId, f64>, IdVec<StatusId, Status>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let measuring = Measuring::new(self, services);
        measuring.those_of(job, shares, |point, (values, status, _)| {
            take(point, values, status)
        })
    }

    /// The values of the origins of a job; `everybody` is the same job for all homes.
    fn measured(
        &self,
        job: &Job<'a>,
        everybody: &Job<'a>,
        services: &[PurposeId],
        done: &(impl Fn() -> Result<(), Error> + Sync),
    ) -> Result<Slice, Error> {
        let origins = job.origin_links().len();
        let mut slice = Slice {
            values: Grid::filled(f64::NAN, self.readings.len(), origins),
            status: Grid::filled(Status::Ok, statuses(self.study, self.readings), origins),
            rode: Vec::with_capacity(origins).into(),
            unclaimed: IdVec::new(),
        };
        let measuring = Measuring::new(self, services);
        let shares = measuring.each(job, everybody, |origin, (values, status, rode)| {
            slice.values.set_column(HomeId::new(origin), values);
            slice.status.set_column(HomeId::new(origin), status);
            slice.rode.push(rode);
            done()?;
            Ok(())
        })?;
        slice.unclaimed = measuring.unclaimed(&shares);
        Ok(slice)
    }
}

/// Homes whose legs are kept between slots, at most: some kilobytes each.
pub(super) const MOST_KEPT: usize = 1 << 15;

/// Jobs for all homes, one for each persona and list of services, as made for the first slot.
#[derive(Default)]
struct Jobs<'a>(BTreeMap<(PersonaId, Vec<PurposeId>), Job<'a>>);

impl<'a> Jobs<'a> {
    fn job(&mut self, at: &At<'a>, services: &[PurposeId]) -> Result<&Job<'a>, Error> {
        Ok(match self.0.entry((at.persona, services.to_vec())) {
            Entry::Occupied(job) => job.into_mut(),
            Entry::Vacant(free) => {
                let homes = &at.inputs.homes.positions;
                let job = at.job(services, homes)?;
                free.insert(match homes.len() <= MOST_KEPT {
                    true => job.keeping_legs(End::Origin),
                    false => job,
                })
            }
        })
    }
}

impl Slice {
    /// Takes over what was computed anew for some services and homes, of those that are measured in the slot. The
    /// status of the others says whether a home is linked: the same in every part.
    fn take_over(
        &mut self,
        part: Slice,
        (services, measured): (&[PurposeId], &[PurposeId]),
        homes: &[HomeId],
        readings: &IdVec<ReadingId, Reading>,
    ) {
        for (r, _) in readings
            .by_id()
            .filter(|(_, r)| services.contains(&r.service))
        {
            for (home, value) in homes.iter().zip(part.values.row(r)) {
                self.values[(r, *home)] = *value;
            }
            self.unclaimed[r] = part.unclaimed[r];
        }
        let others = measured.iter().filter(|x| !services.contains(x));
        let kept: Vec<StatusId> = others.map(|x| (*x).into()).collect();
        for x in (part.status.row_ids()).filter(|x| !kept.contains(x)) {
            for (home, status) in homes.iter().zip(part.status.row(x)) {
                self.status[(x, *home)] = *status;
            }
        }
        for (home, rode) in homes.iter().zip(part.rode) {
            self.rode[*home] = rode;
        }
    }
}

/// Notes what is odd about the day of a slot: feeds that hardly run on it.
///
/// # Errors
/// A date outside every feed's calendar.
pub(in crate::run) fn note_warnings(
    inputs: &Inputs,
    slot: &Slot,
    findings: &mut Findings,
) -> Result<(), Error> {
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

/// Homes and destinations that the first persona can't be linked to, or perhaps not to their own street.
///
/// # Errors
/// When all of a kind are unlinked, with the likely cause.
pub(in crate::run) fn note_unlinked(
    study: &Study,
    inputs: &Inputs,
    findings: &mut Findings,
) -> Result<(), Error> {
    let network = &inputs.network;
    let wheelchair = study.personas[PersonaId(0)].traveller.wheelchair.is_some();
    let linker = network.linker(wheelchair);
    let [home_links, place_links] = [&inputs.homes.positions, &inputs.places.positions]
        .map(|positions| network.link_points(&linker, positions));
    let unlinked = |links: &[Option<StreetLink>]| -> Vec<usize> {
        (0..links.len()).filter(|i| links[*i].is_none()).collect()
    };
    let far = format!(
        "farther than {} m from any walkable street",
        network.max_snap_m()
    );
    let homes = unlinked(&home_links);
    let given = Given {
        what: "homes",
        file: &inputs.homes.file,
        positions: &inputs.homes.positions,
    };
    if let Some(finding) = linking::judge(&given, homes.len(), network)? {
        findings.push(finding);
    }
    for home in homes {
        findings.warn(
            "home-not-linked",
            &inputs.homes.file,
            // Homes of a scenario stand in no file.
            Some(inputs.homes.lines[home]).filter(|line| *line > 0),
            &inputs.homes.ids[home],
            &far,
            "has no values; its people are counted as unknown",
        );
    }
    let places = unlinked(&place_links);
    for (service, data) in study.services.iter().zip(&inputs.services) {
        let of = |list: &[usize]| list.iter().filter(|p| data.places.contains(p)).count();
        let given = Given {
            what: "destinations",
            file: &format!("service {:?}", service.name),
            positions: &inputs.places.positions[data.places.clone()],
        };
        match linking::judge(&given, of(&places), network) {
            Ok(finding) => finding.into_iter().for_each(|f| findings.push(f)),
            // A national list, of which none lies in this region: nobody gets there, which is a result.
            Err(e) if linking::touch(&given, network) => findings.push(Finding {
                severity: Severity::Serious,
                code: "service-out-of-reach".into(),
                file: study.file.display().to_string(),
                line: None,
                record: service.name.clone(),
                message: e.problem.to_string(),
                action: "nobody reaches this service".to_owned(),
            }),
            Err(e) => return Err(e.into()),
        }
    }
    for place in places {
        findings.warn(
            "destination-not-linked",
            of_service(study, inputs, place),
            None,
            &inputs.places.ids[place],
            &far,
            "reached by nobody",
        );
    }
    note_doubtful(study, inputs, &home_links, &place_links, findings);
    Ok(())
}
