//! Faster, slower, longer at stops: `adjust-speed`, `adjust-dwell`.

use super::draft::{Draft, Trip, is_public};
use super::names::stops_named;
use super::tally::Tally;
use super::trips::clock;
use crate::diagnostics::Error;
use crate::ids::StopId;
use crate::input::scenario::{Dwell, Edit, Selector, StopRef, StopSelector};
use crate::network::timetable::Call;
use std::collections::BTreeSet;

/// A stretch of a trip, from call to call.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretch {
    /// The stops that its first call can be at; none: from the first.
    from: Option<Vec<StopId>>,
    /// The stops that its last call can be at; none: to the last.
    to: Option<Vec<StopId>>,
}

impl Stretch {
    /// Calls at which it begins and ends in a trip: the first call at one of the stops `from`, and
    /// the first behind it at one of the stops `to`. None where the trip doesn't call so.
    pub fn within(&self, trip: &Trip) -> Option<(Option<usize>, Option<usize>)> {
        let calls_at = |stops: &Vec<StopId>, after: Option<usize>| {
            let mut calls = trip
                .calls
                .iter()
                .enumerate()
                .skip(after.map_or(0, |n| n + 1));
            calls
                .find(|(_, c)| is_public(c) && stops.contains(&c.stop))
                .map(|(n, _)| n)
        };
        let from = match &self.from {
            Some(stops) => Some(calls_at(stops, None)?),
            None => None,
        };
        let to = match &self.to {
            Some(stops) => Some(calls_at(stops, from)?),
            None => None,
        };
        Some((from, to))
    }
}

impl Draft<'_> {
    /// The stretch between two stops.
    pub fn stretch(
        &self,
        edit: &Edit,
        from: Option<&StopRef>,
        to: Option<&StopRef>,
    ) -> Result<Stretch, Error> {
        let stops = |key, stop: Option<&StopRef>| match stop {
            Some(StopRef::Known(name)) => Ok(Some(stops_named(&self.t, edit, key, name)?)),
            // What an edit before this one made.
            Some(StopRef::New { at, .. }) => match self.place(*at) {
                Some(stop) => Ok(Some(vec![stop])),
                None => Err(edit
                    .problem(
                        key,
                        "there is no stop at that place yet, so that no vehicle calls there",
                    )
                    .hint("name a stop of the timetable")),
            },
            None => Ok(None),
        };
        Ok(Stretch {
            from: stops("from", from)?,
            to: stops("to", to)?,
        })
    }

    pub fn adjust_speed(
        &mut self,
        edit: &Edit,
        select: &Selector,
        factor: f64,
        ends: (Option<&StopRef>, Option<&StopRef>),
        tally: &mut Tally,
    ) -> Result<(), Error> {
        if !(factor.is_finite() && factor > 0.0) {
            return Err(edit
                .problem("factor", "must be above 0")
                .value(factor.to_string())
                .into());
        }
        let stretch = self.stretch(edit, ends.0, ends.1)?;
        let matters = |trip: &Trip| stretch.within(trip).is_some();
        let chosen = self.select(edit, "select", select, matters, NOT_BETWEEN)?;
        for n in chosen {
            let trip = &self.trips[n];
            let Some((from, to)) = stretch.within(trip) else {
                continue;
            };
            let last = to.unwrap_or(trip.calls.len());
            let calls = repaced(&trip.calls, |k, run, stand| {
                let inside = from.unwrap_or(0) < k && k <= last;
                let run = if inside {
                    rounded(run as f64 / factor)
                } else {
                    run
                };
                (run, stand)
            });
            self.set_calls(edit, "factor", n, calls, tally)?;
        }
        Ok(())
    }

    pub fn adjust_dwell(
        &mut self,
        edit: &Edit,
        select: &Selector,
        which: Option<&StopSelector>,
        dwell: Dwell,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let stops: Option<BTreeSet<StopId>> = match which {
            Some(which) => Some(self.stops(edit, which)?),
            None => None,
        };
        let key = match dwell {
            Dwell::Set(_) => "dwell_s",
            Dwell::Times(_) => "factor",
        };
        if let Dwell::Times(times) = dwell
            && !(times.is_finite() && times >= 0.0)
        {
            return Err(edit
                .problem(key, "must not be negative")
                .value(times.to_string())
                .into());
        }
        // Neither the first call nor the last, but for those only passed.
        let between = |trip: &Trip| {
            let mut public = (0..trip.calls.len()).filter(|n| is_public(&trip.calls[*n]));
            let (first, last) = (public.next(), public.next_back());
            first
                .zip(last)
                .map_or(0..0, |(first, last)| first + 1..last)
        };
        let adjusts =
            |call: &Call| is_public(call) && stops.as_ref().is_none_or(|s| s.contains(&call.stop));
        let matters = |trip: &Trip| between(trip).any(|n| adjusts(&trip.calls[n]));
        let none = "selected, but none calls at the stops between its first and its last call";
        let chosen = self.select(edit, "select", select, matters, none)?;
        if let Some(which) = which {
            self.each_one_place(edit, which, &self.called_by(&chosen))?;
        }
        for n in chosen {
            let trip = &self.trips[n];
            let middle = between(trip);
            let calls = repaced(&trip.calls, |k, run, stand| {
                let stand = match dwell {
                    _ if !(middle.contains(&k) && adjusts(&trip.calls[k])) => stand,
                    Dwell::Set(time) => i64::from(time.0),
                    Dwell::Times(times) => rounded(stand as f64 * times),
                };
                (run, stand)
            });
            self.set_calls(edit, key, n, calls, tally)?;
        }
        Ok(())
    }
}

/// Said of selected trips where no trip calls at both ends of a stretch.
pub(super) const NOT_BETWEEN: &str = "selected, but none calls at these stops in this order";

/// To the nearest whole second, halves up.
fn rounded(seconds: f64) -> i64 {
    // Casts of floats saturate; what is too far is found by the check of times.
    (seconds + 0.5).floor() as i64
}

/// Calls with other times between and at stops, the departure from the first staying. `pace` is
/// asked for each call behind the first: its number, the seconds to it and those stood there.
fn repaced(calls: &[Call], mut pace: impl FnMut(usize, i64, i64) -> (i64, i64)) -> Vec<Call> {
    let mut out: Vec<Call> = Vec::with_capacity(calls.len());
    let mut at = 0;
    for (k, call) in calls.iter().enumerate() {
        let Some(before) = k.checked_sub(1).map(|b| &calls[b]) else {
            at = i64::from(call.departure);
            out.push(*call);
            continue;
        };
        let run = i64::from(call.arrival) - i64::from(before.departure);
        let stand = i64::from(call.departure) - i64::from(call.arrival);
        let (run, stand) = pace(k, run, stand);
        let arrival = at.saturating_add(run);
        at = arrival.saturating_add(stand);
        out.push(Call {
            arrival: clock(arrival),
            departure: clock(at),
            ..*call
        });
    }
    out
}
