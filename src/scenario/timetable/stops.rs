//! Stops: `remove-stops`, `close-stop`, `move-stop`.
//!
//! A stop at which a vehicle does not call any more stays in its trip as one that it passes, where
//! nobody boards or alights. So its other times stay, and so does who may stay seated at the end.

use super::draft::{Draft, Trip, is_public};
use super::names::{stops_in, stops_named};
use super::select::count;
use super::tally::Tally;
use crate::diagnostics::Error;
use crate::ids::{Id, StopId};
use crate::input::scenario::{Edit, Selector, StopSelector};
use crate::units::LonLat;
use std::collections::BTreeSet;

/// Whether a vehicle calls at one of some stops.
fn calls_at(trip: &Trip, stops: &BTreeSet<StopId>) -> bool {
    trip.calls
        .iter()
        .any(|c| is_public(c) && stops.contains(&c.stop))
}

impl Draft<'_> {
    pub fn remove_stops(
        &mut self,
        edit: &Edit,
        select: &Selector,
        which: &StopSelector,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let stops = self.stops(edit, which)?;
        let matters = |trip: &Trip| calls_at(trip, &stops);
        let chosen = self.select(
            edit,
            "select",
            select,
            matters,
            "selected, but none calls at the stops",
        )?;
        self.each_one_place(edit, which, &self.called_by(&chosen))?;
        self.pass(edit, &chosen, &stops, tally)
    }

    pub fn close_stop(
        &mut self,
        edit: &Edit,
        which: &StopSelector,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let stops = self.served(edit, which)?;
        let chosen = self.alive().filter(|(_, t)| calls_at(t, &stops));
        let chosen: Vec<usize> = chosen.map(|(n, _)| n).collect();
        self.pass(edit, &chosen, &stops, tally)?;
        tally.stops = stops;
        Ok(())
    }

    /// The stops of a selector that vehicles call at; each value must have one.
    fn served(&self, edit: &Edit, which: &StopSelector) -> Result<BTreeSet<StopId>, Error> {
        let stops = self.stops(edit, which)?;
        let called = self.called_at();
        let mut problems = Vec::new();
        for value in &which.stop {
            let of_value = stops_named(&self.t, edit, "stops", value)?;
            if !of_value.iter().any(|s| called.contains(s)) {
                problems.push(edit.problem("stops", "no vehicle calls there").value(value));
            }
        }
        if let Some(area) = &which.area {
            let inside = stops_in(&self.t, edit, "stops.area", area)?;
            if !inside.iter().any(|s| called.contains(s)) {
                let stops = count(inside.len(), "stop", "stops");
                let problem = format!(
                    "no vehicle calls at the {stops} in the area {:?}",
                    area.name
                );
                problems.push(edit.problem("stops.area", problem));
            }
        }
        Error::all(problems)?;
        self.each_one_place(edit, which, &called)?;
        let served: BTreeSet<StopId> = stops.intersection(&called).copied().collect();
        if served.is_empty() {
            return Err(edit.problem("stops", "no vehicle calls there").into());
        }
        Ok(served)
    }

    /// Lets trips pass stops without calling; what keeps fewer than two calls is left out.
    fn pass(
        &mut self,
        edit: &Edit,
        chosen: &[usize],
        stops: &BTreeSet<StopId>,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        for &n in chosen {
            let mut calls = self.trips[n].calls.to_vec();
            let passed: BTreeSet<StopId> = calls
                .iter_mut()
                .filter(|c| is_public(c) && stops.contains(&c.stop))
                .map(|call| {
                    call.flags = 0;
                    call.stop
                })
                .collect();
            if calls.iter().filter(|c| is_public(c)).count() < 2 {
                self.remove(n, tally);
            } else {
                self.set_calls(edit, "stops", n, calls, tally)?;
            }
            tally.stops.extend(passed);
        }
        Ok(())
    }

    pub fn move_stop_to(
        &mut self,
        edit: &Edit,
        which: &StopSelector,
        to: LonLat,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let stops = self.stops(edit, which)?;
        let ids: Vec<&str> = stops
            .iter()
            .map(|s| self.t.stop_id.get(s.index()))
            .collect();
        let [stop] = stops.iter().copied().collect::<Vec<_>>()[..] else {
            let shown = ids.iter().take(8).copied().collect::<Vec<_>>().join(", ");
            let more = if ids.len() > 8 { ", …" } else { "" };
            return Err(edit
                .problem(
                    "stops",
                    format!(
                        "one stop is moved at a time; this selects {}: {shown}{more}",
                        ids.len()
                    ),
                )
                .hint("name the one that is meant by its id")
                .into());
        };
        let one = BTreeSet::from([stop]);
        let touched = self.alive().filter(|(_, t)| calls_at(t, &one));
        let touched: Vec<usize> = touched.map(|(n, _)| n).collect();
        if touched.is_empty() {
            return Err(edit.problem("stops", "no vehicle calls there").into());
        }
        for n in &touched {
            tally.count(self, *n, -1);
        }
        self.move_stop(stop, [to.lon, to.lat]);
        for n in &touched {
            tally.count(self, *n, 1);
        }
        // Their rows of the timetable stay as they are.
        tally.trips.clear();
        tally.stops = one;
        Ok(())
    }
}
