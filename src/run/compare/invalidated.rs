//! What of the base no longer holds in a scenario.

use super::affected::{Side, horizon, sides, trips_between};
use super::changed::Difference;
use crate::access::form::Form;
use crate::access::open;
use crate::axes::{Grid, GroupId, HomeId, IdVec, PersonaId, PurposeId, ReadingId, SlotId};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::scenario::{Change, Edit};
use crate::input::study::{Slot, Study};
use crate::routing::Tuning;
use crate::routing::job::{Question, from_destinations};
use crate::run::study::Results;
use crate::run::study::access::{Invalidated, Marks, question};
use crate::run::study::inputs::Inputs;
use crate::run::study::measured::tried;
use crate::run::study::profile::day_slot;
use crate::run::study::shifts::Hiring;
use crate::scenario::Effect;
use crate::travel::Window;
use crate::watch::Progress;
use chrono::NaiveDate;
use rayon::prelude::*;

/// A scenario beside its base, ready to say what must be computed anew.
pub struct Comparing<'a> {
    /// The base's study.
    pub base_study: &'a Study,
    /// The scenario's.
    pub study: &'a Study,
    /// Results of the base, of the same homes.
    pub base: &'a Results,
    /// Inputs of the scenario.
    pub inputs: &'a Inputs,
    /// Services whose destinations are edited.
    pub edited: IdVec<PurposeId, bool>,
    /// Homes that the base does not have; their values in `base` are those of nobody.
    pub added: Marks,
    /// Groups whose weights differ.
    pub moved: IdVec<GroupId, bool>,
    /// What the edits of timetable and streets can do.
    pub effect: Effect,
    /// Timetables on both sides; none when all must be computed anew.
    pub sides: Option<[Side<'a>; 2]>,
    /// Whether to ask them even where it is likely to take longer than computing everything anew.
    pub sift: bool,
    /// Who may call the work off.
    pub progress: &'a Progress,
}

/// Searching from a stop for whom a trip can matter to takes about as much time as some origins: many homes are
/// looked at over a long window. Where it would take more than a third of computing everything anew, that is done.
const ORIGINS_A_STOP: usize = 12;

/// Services whose destinations some edits change.
pub fn edited_services(study: &Study, edits: &[&Edit]) -> IdVec<PurposeId, bool> {
    let mut out = IdVec::filled(false, study.services.len());
    for edit in edits {
        if let Change::Places(place) = &edit.change
            && let Some(flag) = out.get_mut(place.service())
        {
            *flag = true;
        }
    }
    out
}

impl<'a> Comparing<'a> {
    /// Lines up a scenario with its base. `streets` says whether streets differ.
    pub fn new(
        base_study: &'a Study,
        base: &'a Results,
        study: &'a Study,
        inputs: &'a Inputs,
        edits: &[&Edit],
        (effect, streets): (Effect, bool),
        progress: &'a Progress,
    ) -> Self {
        let known = base.inputs.homes.len();
        let moved = (base.inputs.weights.iter().zip(&inputs.weights))
            .map(|(before, after)| before != after)
            .collect();
        let difference = if streets {
            Difference::All
        } else {
            Difference::between(&base.inputs.network, &inputs.network)
        };
        Self {
            base_study,
            study,
            base,
            inputs,
            edited: edited_services(study, edits),
            added: (0..inputs.homes.len()).map(|h| h >= known).collect(),
            moved,
            effect,
            sides: sides(
                &base.inputs.network,
                &inputs.network,
                &difference,
                &inputs.homes.positions,
            ),
            sift: false,
            progress,
        }
    }

    fn homes(&self) -> usize {
        self.inputs.homes.len()
    }

    fn persona_changed(&self, persona: PersonaId) -> bool {
        self.base_study.personas[persona] != self.study.personas[persona]
    }

    /// Points that a computation for some services searches from.
    fn sources(&self, services: &[PurposeId]) -> usize {
        let places = services
            .iter()
            .map(|x| self.inputs.services[*x].places.len());
        let places = places.sum::<usize>();
        match from_destinations(self.homes(), places) {
            true => places,
            false => self.homes(),
        }
    }

    /// Stops to search from for whom trips that run wholly between two moments can matter to.
    fn stops(&self, sides: &[Side], date: NaiveDate, between: (i32, i32)) -> usize {
        let stops = sides.iter().map(|side| side.boarded_at(date, between));
        stops.sum()
    }

    /// Whether searching from so many stops spares more than it takes.
    fn pays(&self, stops: usize, sources: usize) -> bool {
        self.sift || stops * ORIGINS_A_STOP <= sources
    }

    /// Homes to which the edited timetable can matter in a slot. `horizons_s` are asked for only
    /// where a trip that differs runs.
    fn by_timetable(
        &self,
        slot: &Slot,
        persona: PersonaId,
        services: &[PurposeId],
        horizons_s: impl Fn() -> IdVec<HomeId, Option<u32>>,
    ) -> Result<Marks, Error> {
        let Some(sides) = &self.sides else {
            return Ok(IdVec::filled(true, self.homes()));
        };
        let question = question(&self.study.personas[persona], slot);
        let between = trips_between(&slot.window, question.traveller.max_trip);
        match self.stops(sides, slot.date, between) {
            0 => return Ok(self.added.clone()),
            stops if !self.pays(stops, self.sources(services)) => {
                return Ok(IdVec::filled(true, self.homes()));
            }
            _ => {}
        }
        let horizons = horizons_s();
        self.marked("slot or day", |some, marks| {
            for side in sides {
                side.mark((persona, &question, between), &horizons, some, marks)?;
            }
            Ok(())
        })
    }

    /// The homes that are marked, unless most of a few that are tried are: then all homes.
    fn marked(
        &self,
        of: &str,
        mark: impl Fn(Option<&[HomeId]>, &mut Marks) -> Result<(), Error>,
    ) -> Result<Marks, Error> {
        let tried: Vec<HomeId> = tried(self.homes()).into_iter().map(HomeId::new).collect();
        let mut marks = self.added.clone();
        if !self.sift && !tried.is_empty() {
            mark(Some(&tried), &mut marks)?;
            let found = tried.iter().filter(|home| marks[**home]).count();
            if found * 4 >= 3 * tried.len() {
                let tried = tried.len();
                tracing::info!(
                    "{of}: trips that differ can matter to {found} of {tried} homes tried"
                );
                return Ok(IdVec::filled(true, self.homes()));
            }
        }
        mark(None, &mut marks)?;
        let found = marks.iter().filter(|m| **m).count();
        tracing::info!(
            "{of}: trips that differ can matter to {found} of {} homes",
            marks.len()
        );
        Ok(marks)
    }

    /// First and last departure of a window for which a trip that differs can matter; none: all.
    fn departures_s(&self, slot: &Slot, persona: PersonaId) -> Option<(i32, i32)> {
        let max_trip = self.study.personas[persona].traveller.max_trip;
        let sides = self
            .sides
            .as_ref()
            .filter(|_| !self.added.contains(&true))?;
        let between = trips_between(&slot.window, max_trip);
        let boarded = sides.iter().filter_map(|s| s.boarded(slot.date, between));
        boarded
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .map(|(first, last)| (first.saturating_sub_unsigned(max_trip.0), last))
    }

    /// The longest trip that can matter to each home, over all values of some readings.
    fn horizons(
        &self,
        (slot, persona): (&Slot, PersonaId),
        services: &[PurposeId],
        values: impl Fn(ReadingId, HomeId) -> Vec<f64> + Sync,
    ) -> IdVec<HomeId, Option<u32>> {
        let max_trip = self.study.personas[persona].traveller.max_trip;
        let only_removes = matches!(self.effect, Effect::Removes | Effect::Nothing);
        let readings = &self.base.access.readings;
        // What is open at some times only.
        let opens: IdVec<PurposeId, bool> = (self.inputs.services.iter())
            .map(|data| {
                let open = open::during(&data.hours, slot.date, &slot.window, max_trip);
                open.iter().flatten().any(|times| !times.is_empty())
            })
            .collect();
        let of_home = |home: HomeId| {
            let mut longest = None;
            for (r, reading) in readings.by_id() {
                // Competition is computed anew for everybody.
                let competes = reading.form.competes();
                if competes || !services.contains(&reading.service) {
                    continue;
                }
                let opens = opens[reading.service];
                for value in values(r, home) {
                    let one = horizon(&reading.form, value, opens, only_removes, max_trip);
                    longest = longest.max(one);
                }
            }
            longest
        };
        let all = (0..self.homes()).into_par_iter();
        all.map(|home| of_home(HomeId::new(home)))
            .collect::<Vec<_>>()
            .into()
    }

    /// What must be computed anew in the slots.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn slots(&self) -> Result<Grid<SlotId, PersonaId, Invalidated>, Error> {
        let (slots, personas) = (&self.study.slots, &self.study.personas);
        Grid::try_from_fn(slots.len(), personas.len(), |s, p| {
            self.progress.wanted()?;
            if self.persona_changed(p) {
                return Ok(self.all());
            }
            let (slot, measured) = (&slots[s], self.study.measured_in(s));
            let slice = &self.base.access.slices[(s, p)];
            let homes = self.by_timetable(slot, p, &measured, || {
                let value = |r: ReadingId, home: HomeId| slice.values.get((r, home)).copied();
                self.horizons((slot, p), &measured, |r, home| {
                    vec![value(r, home).unwrap_or(f64::INFINITY)]
                })
            })?;
            Ok(Invalidated {
                services: self.services(homes.contains(&true)),
                homes,
                departures_s: None,
            })
        })
    }

    /// What must be computed anew in the profile, `[date]`.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn profiles(&self) -> Result<Vec<Invalidated>, Error> {
        let Some(profile) = &self.study.profile else {
            return Ok(Vec::new());
        };
        let mut out = Vec::new();
        for (d, date) in profile.dates.iter().enumerate() {
            self.progress.wanted()?;
            if self.persona_changed(profile.persona) {
                out.push(self.all());
                continue;
            }
            let slot = day_slot(profile, *date);
            let day = &self.base.profiles[d];
            let main = &self.base.access.main;
            let homes = self.by_timetable(&slot, profile.persona, &profile.services, || {
                self.horizons((&slot, profile.persona), &profile.services, |r, home| {
                    let i = profile.services.iter().position(|s| main[*s] == r);
                    let bins = i.map(|i| &day.values[i]).into_iter().flatten();
                    bins.map(|bin| bin.get(home).copied().unwrap_or(f64::INFINITY))
                        .collect()
                })
            })?;
            let services = self.services(homes.contains(&true));
            let departures_s = self.departures_s(&slot, profile.persona);
            out.push(Invalidated {
                services,
                homes,
                departures_s,
            });
        }
        Ok(out)
    }

    /// The homes whose ways to and from work at some hours must be looked at anew.
    ///
    /// # Errors
    /// A date outside every feed's calendar.
    pub fn shift(&self, hiring: &Hiring) -> Result<Marks, Error> {
        self.progress.wanted()?;
        let all = self.edited[hiring.service] || self.persona_changed(hiring.persona);
        let Some(sides) = self.sides.as_ref().filter(|_| !all) else {
            return Ok(IdVec::filled(true, self.homes()));
        };
        let mut traveller = self.study.personas[hiring.persona].traveller.clone();
        traveller.max_trip = hiring.max_trip;
        let question = |window| Question {
            date: hiring.date,
            window,
            traveller: traveller.clone(),
            tuning: Tuning::default(),
        };
        let longest = IdVec::filled(Some(hiring.max_trip.0), self.homes());
        let within = |w: &Window| (w.start_s, w.end_s);
        for window in [&hiring.there, &hiring.back] {
            let stops = self.stops(sides, hiring.date, within(window));
            if !self.pays(stops, self.homes()) {
                return Ok(IdVec::filled(true, self.homes()));
            }
        }
        let (there, back) = (question(hiring.there), question(hiring.back));
        self.marked("shift", |some, marks| {
            for side in sides {
                let asked = (hiring.persona, &there, within(&hiring.there));
                side.mark(asked, &longest, some, marks)?;
                let asked = (hiring.persona, &back, within(&hiring.back));
                side.mark_ways_home(asked, some, marks)?;
            }
            Ok(())
        })
    }

    fn all(&self) -> Invalidated {
        Invalidated {
            services: IdVec::filled(true, self.study.services.len()),
            homes: IdVec::filled(true, self.homes()),
            departures_s: None,
        }
    }

    /// Services to be computed anew for all homes, given whether any home changes otherwise.
    fn services(&self, any_home: bool) -> IdVec<PurposeId, bool> {
        let mut out = self.edited.clone();
        for reading in &self.base.access.readings {
            if let Form::TwoStep(_, group) = &reading.form {
                out[reading.service] |= any_home || self.moved[*group];
            }
        }
        out
    }
}
