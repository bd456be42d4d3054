//! Edits of destinations.

use super::called::{folded, hint};
use super::inputs::{Inputs, Places, ServiceData};
use super::{Effect, Touched, named};
use crate::access::open::Hours;
use crate::axes::{IdVec, PurposeId, ShiftId};
use crate::diagnostics::{Error, InputError};
use crate::input::opening::OpeningHours;
use crate::input::scenario::{Amount, Edit, PlaceEdit, PlaceSelector};
use crate::input::study::Study;
use crate::units::LonLat;

/// One destination with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
struct Destination {
    id: String,
    name: String,
    at: LonLat,
    supply: f64,
    hours: Hours,
    /// Jobs of the shifts of its service, in the order of the study.
    jobs: Vec<f64>,
    /// The edit that opened it.
    opened: Option<String>,
}

/// A destination that an edit closed.
struct Closed {
    id: String,
    name: String,
    at: LonLat,
    by: String,
}

/// The destinations of one service.
struct List {
    service: String,
    open: Vec<Destination>,
    closed: Vec<Closed>,
    /// The shifts with jobs here.
    shifts: Vec<ShiftId>,
}

/// All destinations, while they are edited.
pub(super) struct Destinations(IdVec<PurposeId, List>);

impl Destinations {
    /// Those of a study.
    pub fn of(study: &Study, inputs: &Inputs) -> Self {
        let services = study.services.by_id().zip(&inputs.services);
        let lists = services.map(|((s, service), data)| {
            let of_service =
                |shift: &ShiftId| study.shifts.get(*shift).map(|x| x.service) == Some(s);
            let shifts: Vec<ShiftId> = study.shifts.ids().filter(of_service).collect();
            let rows = data.places.clone().enumerate();
            let open = rows.map(|(k, place)| Destination {
                id: inputs.places.ids[place].clone(),
                name: inputs.places.names[place].clone(),
                at: inputs.places.positions[place],
                supply: data.supply[k],
                hours: data.hours[k].clone(),
                jobs: shifts.iter().map(|&x| inputs.shift_jobs[x][k]).collect(),
                opened: None,
            });
            List {
                service: service.name.clone(),
                open: open.collect(),
                closed: Vec::new(),
                shifts,
            }
        });
        Destinations(lists.collect())
    }

    /// Puts them back, service by service as a study reads them.
    pub fn put(self, inputs: &mut Inputs) {
        let mut places = Places::default();
        let mut services = IdVec::new();
        for list in self.0 {
            let first = places.ids.len();
            let (mut supply, mut hours) = (Vec::new(), Vec::new());
            for &shift in &list.shifts {
                inputs.shift_jobs[shift].clear();
            }
            for destination in list.open {
                for (&shift, jobs) in list.shifts.iter().zip(destination.jobs) {
                    inputs.shift_jobs[shift].push(jobs);
                }
                places.ids.push(destination.id);
                places.names.push(destination.name);
                places.positions.push(destination.at);
                supply.push(destination.supply);
                hours.push(destination.hours);
            }
            services.push(ServiceData {
                places: first..places.ids.len(),
                supply,
                hours,
            });
        }
        inputs.places = places;
        inputs.services = services;
    }

    /// Makes one edit.
    pub fn apply(&mut self, edit: &Edit, change: &PlaceEdit) -> Result<Touched, Error> {
        let Some(list) = self.0.get_mut(change.service()) else {
            return Err(edit.problem("service", "there is no such service").into());
        };
        let (effect, places) = list.apply(edit, change)?;
        Ok(Touched {
            effect,
            places,
            ..Touched::default()
        })
    }
}

fn hours(edit: &Edit, text: &str) -> Result<Hours, InputError> {
    match OpeningHours::parse(text) {
        Ok(hours) => Ok(Hours::Known(std::sync::Arc::new(hours))),
        Err(why) => Err(edit
            .problem("opening_hours", format!("can't be read: {why}"))
            .value(text)),
    }
}

impl List {
    /// What it can do to travel times, and which destinations it touched.
    fn apply(
        &mut self,
        edit: &Edit,
        change: &PlaceEdit,
    ) -> Result<(Effect, Vec<String>), InputError> {
        match change {
            PlaceEdit::Open {
                id,
                name,
                at,
                supply,
                hours: opening,
                ..
            } => {
                self.not_in_use(edit, id)?;
                let opening = opening.as_deref().map(|text| hours(edit, text));
                self.open.push(Destination {
                    id: id.clone(),
                    name: name.clone(),
                    at: *at,
                    supply: *supply,
                    hours: opening.transpose()?.unwrap_or(Hours::Always),
                    // As a table without a column of their own: all it offers.
                    jobs: vec![*supply; self.shifts.len()],
                    opened: Some(named(edit)),
                });
                Ok((Effect::Adds, self.called(&[self.open.len() - 1])))
            }
            PlaceEdit::Close { which, .. } => {
                let chosen = self.chosen(edit, which)?;
                let names = self.called(&chosen);
                self.close(edit, &chosen);
                Ok((Effect::Removes, names))
            }
            PlaceEdit::Move { which, to, .. } => {
                let chosen = self.chosen(edit, which)?;
                let [one] = chosen.as_slice() else {
                    return Err(self.not_one(edit, "id", &chosen));
                };
                self.open[*one].at = *to;
                Ok((Effect::Changes, self.called(&chosen)))
            }
            PlaceEdit::Resize { which, by, .. } => {
                let chosen = self.chosen(edit, which)?;
                let effects = chosen.iter().map(|&k| self.open[k].resize(*by));
                Ok((
                    effects.fold(Effect::Nothing, Effect::and),
                    self.called(&chosen),
                ))
            }
            PlaceEdit::SetHours {
                which, hours: text, ..
            } => {
                let opening = hours(edit, text)?;
                let chosen = self.chosen(edit, which)?;
                for &k in &chosen {
                    self.open[k].hours = opening.clone();
                }
                Ok((Effect::Changes, self.called(&chosen)))
            }
            PlaceEdit::Merge { which, into, .. } => {
                let stays = self.by_id_or_name(edit, "into", into)?;
                let [stays] = stays.as_slice() else {
                    return Err(self.not_one(edit, "into", &stays));
                };
                let mut names = self.called(&[*stays]);
                let mut chosen = self.chosen(edit, which)?;
                chosen.retain(|k| k != stays);
                if chosen.is_empty() {
                    let problem = "selects none but the one that stays";
                    return Err(edit.problem(key_of(which), problem));
                }
                for &k in &chosen {
                    let (supply, jobs) = (self.open[k].supply, self.open[k].jobs.clone());
                    let stays = &mut self.open[*stays];
                    stays.supply += supply;
                    for (sum, jobs) in stays.jobs.iter_mut().zip(jobs) {
                        *sum += jobs;
                    }
                }
                names.extend(self.called(&chosen));
                self.close(edit, &chosen);
                Ok((Effect::Changes, names))
            }
        }
    }

    /// The names of destinations, ids of those without.
    fn called(&self, rows: &[usize]) -> Vec<String> {
        let called = |k: &usize| match self.open[*k].name.is_empty() {
            true => self.open[*k].id.clone(),
            false => self.open[*k].name.clone(),
        };
        rows.iter().map(called).collect()
    }

    fn not_in_use(&self, edit: &Edit, id: &str) -> Result<(), InputError> {
        let Some(other) = self.open.iter().find(|d| d.id == id) else {
            return Ok(());
        };
        let problem = match &other.opened {
            Some(by) => format!("{by} opened one with this id"),
            None => format!("service {:?} has one with this id", self.service),
        };
        Err(edit.problem("id", problem).value(id).hint(
            "choose another id, or make the edit that changes the one there (move, resize, set-hours)",
        ))
    }

    /// Rows of an id, or else of a name, or else of a name as people write it.
    fn by_id_or_name(&self, edit: &Edit, key: &str, text: &str) -> Result<Vec<usize>, InputError> {
        let rows = |is: &dyn Fn(&Destination) -> bool| -> Vec<usize> {
            let all = self.open.iter().enumerate();
            all.filter(|(_, d)| is(d)).map(|(k, _)| k).collect()
        };
        let mut found = rows(&|d| d.id == text);
        if found.is_empty() {
            found = rows(&|d| !d.name.is_empty() && d.name == text);
        }
        let written = folded(text);
        if found.is_empty() && !written.is_empty() {
            found = rows(&|d| folded(&d.name) == written);
        }
        if !found.is_empty() {
            return Ok(found);
        }
        let gone = self.closed.iter().rev();
        let mut gone = gone.filter(|c| c.id == text || (!c.name.is_empty() && c.name == text));
        if let Some(gone) = gone.next() {
            let problem = format!("{} closed it before", gone.by);
            let hint = "leave one of the two edits out, or change their order";
            return Err(edit.problem(key, problem).value(text).hint(hint));
        }
        let problem = format!("service {:?} has no such destination", self.service);
        let names = self.open.iter().map(|d| d.name.as_str());
        let ids = self.open.iter().map(|d| d.id.as_str());
        Err(edit
            .problem(key, problem)
            .value(text)
            .hint(hint(text, ids.chain(names))))
    }

    /// Rows that are selected, ascending; at least one.
    fn chosen(&self, edit: &Edit, which: &PlaceSelector) -> Result<Vec<usize>, InputError> {
        let mut chosen: Vec<usize> = Vec::new();
        if which.id.is_empty() {
            chosen = (0..self.open.len()).collect();
        }
        for (i, id) in which.id.iter().enumerate() {
            let item = format!("id.{i}");
            let key = if edit.place.lines.contains_key(&item) {
                &item
            } else {
                "id"
            };
            chosen.extend(self.by_id_or_name(edit, key, id)?);
        }
        chosen.sort_unstable();
        chosen.dedup();
        let Some(area) = &which.area else {
            return Ok(chosen);
        };
        let inside = area.ready();
        chosen.retain(|&k| inside.contains(self.open[k].at));
        if chosen.is_empty() {
            let closed = self.closed.iter().rev().find(|c| inside.contains(c.at));
            let closed = closed.map_or(String::new(), |c| format!(" any more: {} closed it", c.by));
            let problem = format!(
                "no such destination of service {:?} lies in {}{closed}",
                self.service, area.name
            );
            return Err(edit.problem("area", problem));
        }
        Ok(chosen)
    }

    fn not_one(&self, edit: &Edit, key: &str, chosen: &[usize]) -> InputError {
        let ids = chosen.iter().take(5).map(|&k| self.open[k].id.as_str());
        let ids: Vec<&str> = ids.collect();
        let problem = format!("{} destinations, but only one is meant here", chosen.len());
        edit.problem(key, problem)
            .hint(format!("give an id: {}", ids.join(", ")))
    }

    fn close(&mut self, edit: &Edit, rows: &[usize]) {
        let by = named(edit);
        let mut row = 0;
        let closed = &mut self.closed;
        self.open.retain(|d| {
            let stays = rows.binary_search(&row).is_err();
            row += 1;
            if !stays {
                closed.push(Closed {
                    id: d.id.clone(),
                    name: d.name.clone(),
                    at: d.at,
                    by: by.clone(),
                });
            }
            stays
        });
    }
}

impl Destination {
    fn resize(&mut self, by: Amount) -> Effect {
        let before = self.supply;
        let after = match by {
            Amount::Set(x) => x,
            Amount::Add(x) => before + x,
            Amount::Times(x) => before * x,
        }
        .max(0.0);
        self.supply = after;
        for jobs in &mut self.jobs {
            *jobs = match by {
                // All its jobs, and still all of them.
                _ if *jobs == before => after,
                Amount::Times(x) => *jobs * x,
                _ if before > 0.0 => *jobs * (after / before),
                _ => after,
            };
        }
        if after > before {
            Effect::Adds
        } else if after < before {
            Effect::Removes
        } else {
            Effect::Nothing
        }
    }
}

fn key_of(which: &PlaceSelector) -> &'static str {
    if which.id.is_empty() { "area" } else { "id" }
}
