//! Which vehicles a selector means. Trips of which it means some days or some vehicles of their
//! frequencies only are split, so that what is selected are whole trips.

use super::conditions::{Condition, Test, rows_within};
use super::days::{Days, date_text, describe};
use super::draft::{Draft, Trip};
use crate::diagnostics::{Error, InputError};
use crate::input::scenario::{Edit, Selector};
use std::collections::{BTreeMap, BTreeSet};

impl Draft<'_> {
    /// The trips that a selector means, split off where it means a part of them only.
    ///
    /// `key` is where the selector stands in the edit. Only trips for which `matters` holds are
    /// taken, and split; `otherwise` says what none of those selected does.
    ///
    /// # Errors
    /// When a value of the selector matches nothing, when nothing meets all conditions, and when
    /// what meets them was removed by an edit before.
    pub fn select(
        &mut self,
        edit: &Edit,
        key: &str,
        select: &Selector,
        matters: impl Fn(&Trip) -> bool,
        otherwise: &str,
    ) -> Result<Vec<usize>, Error> {
        let days = Days::of(select);
        let conditions = self.conditions(edit, key, select, days.as_ref())?;
        let meets = |trip: &Trip| {
            !trip.calls.is_empty() && conditions.iter().all(|c| c.test.holds(self, trip))
        };
        let all = self.alive().filter(|(_, t)| meets(t));
        let all: Vec<usize> = all.map(|(n, _)| n).collect();
        if all.is_empty() {
            return Err(self.nothing(edit, key, &conditions, days.as_ref()).into());
        }
        self.each_date(edit, key, select, &all)?;
        self.selected_in_one_place(edit, key, select, &all)?;
        let chosen: Vec<usize> = all
            .iter()
            .copied()
            .filter(|n| matters(&self.trips[*n]))
            .collect();
        if chosen.is_empty() {
            let problem = format!("{} {otherwise}", count(all.len(), "trip is", "trips are"));
            return Err(edit.problem(key, problem).into());
        }
        let chosen = chosen
            .into_iter()
            .map(|n| self.part(n, days.as_ref(), select.departs));
        Ok(chosen.collect())
    }

    /// The part of a trip that runs on some days and leaves within a band: the trip itself, or
    /// what is split off. Some part must.
    fn part(&mut self, trip: usize, days: Option<&Days>, band: Option<(i32, i32)>) -> usize {
        let mut part = trip;
        if let Some(days) = days {
            let service = self.trips[part].service;
            if let (Some(within), Some(without)) = self.halves(service, days) {
                part = self.split(part, |rest, part| {
                    rest.service = without;
                    part.service = within;
                });
            }
        }
        if let Some((from, to)) = band
            && !self.trips[part].rows.is_empty()
        {
            let (within, others) = rows_within(&self.trips[part], from, to);
            if !within.is_empty() && !others.is_empty() {
                part = self.split(part, |rest, part| {
                    rest.rows = others.into();
                    part.rows = within.into();
                });
            }
        }
        part
    }

    /// Each date must be one on which a selected trip runs.
    fn each_date(
        &self,
        edit: &Edit,
        at: &str,
        select: &Selector,
        found: &[usize],
    ) -> Result<(), Error> {
        if select.dates.is_empty() {
            return Ok(());
        }
        let services: BTreeSet<_> = found.iter().map(|n| self.trips[*n].service).collect();
        let mut problems = Vec::new();
        for date in &select.dates {
            let in_days = select.days.is_none_or(|days| days.contains(*date));
            if !in_days || !services.iter().any(|s| self.t.runs_on(*s, *date)) {
                let runs = describe(&self.dates_of(services.iter().copied()));
                problems.push(
                    edit.problem(
                        &format!("{at}.dates"),
                        "none of the selected trips runs on that date, or it is none of the days",
                    )
                    .value(date.to_string())
                    .hint(format!("they run on {runs}")),
                );
            }
        }
        Error::all(problems)
    }

    /// Why nothing is selected.
    fn nothing(
        &self,
        edit: &Edit,
        at: &str,
        conditions: &[Condition],
        days: Option<&Days>,
    ) -> InputError {
        let meets = |trip: &Trip, but: Option<&str>| {
            let others = conditions.iter().filter(|c| Some(c.key) != but);
            !trip.calls.is_empty() && others.into_iter().all(|c| c.test.holds(self, trip))
        };
        let mut removed: BTreeMap<u32, usize> = BTreeMap::new();
        for trip in self.trips.iter().filter(|t| meets(t, None)) {
            *removed.entry(trip.gone.unwrap_or(self.now)).or_default() += 1;
        }
        if !removed.is_empty() {
            let by = removed.iter().map(|(by, trips)| {
                let name = self.edits.get(*by as usize).map_or("", String::as_str);
                format!(
                    "edit {name:?} removed or replaced {}",
                    count(*trips, "trip", "trips")
                )
            });
            let by: Vec<String> = by.collect();
            return edit
                .problem(
                    at,
                    format!("nothing that this selects is left: {}", by.join(", ")),
                )
                .hint("edits are made in their order; put this one first, or leave one out");
        }
        if let Some(c) = conditions
            .iter()
            .find(|c| matches!(c.test, Test::Service(_)))
        {
            let rest = self.alive().filter(|(_, t)| meets(t, Some(c.key)));
            let services: BTreeSet<_> = rest.map(|(_, t)| t.service).collect();
            if !services.is_empty() {
                let runs = describe(&self.dates_of(services));
                let wanted = days.and_then(|d| d.dates()).map(|d| date_text(d[0]));
                let error = edit
                    .problem(
                        &format!("{at}.{}", c.key),
                        format!("the selected trips never run then; they run on {runs}"),
                    )
                    .hint("service days are those of the feed's calendar: a trip at 25:10 belongs to the day before");
                return match wanted {
                    Some(date) => error.value(date),
                    None => error,
                };
            }
        }
        let each: Vec<String> = conditions
            .iter()
            .map(|c| {
                let trips = self.alive().filter(|(_, t)| c.test.holds(self, t)).count();
                format!("{} alone selects {}", c.key, count(trips, "trip", "trips"))
            })
            .collect();
        if each.is_empty() {
            return edit.problem(at, "the timetables have no trip left");
        }
        edit.problem(
            at,
            format!("no trip meets all conditions: {}", each.join(", ")),
        )
    }
}

/// A number with its noun.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
