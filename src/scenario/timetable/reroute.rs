//! `reroute`: other calls between two stops, before one or behind one.

use super::draft::{Draft, Trip, is_public, open_call};
use super::pace::NOT_BETWEEN;
use super::tally::Tally;
use super::trips::{clock, later};
use crate::diagnostics::{Error, InputError};
use crate::ids::{FeedId, Id, StopId};
use crate::input::scenario::{Edit, Pace, Selector, StopRef};
use crate::network::timetable::Call;
use crate::units::{Seconds, Speed};

/// What a reroute asks for.
#[derive(Clone, Copy)]
pub(super) struct Reroute<'e> {
    pub from: Option<&'e StopRef>,
    pub to: Option<&'e StopRef>,
    pub via: &'e [StopRef],
    pub pace: &'e Pace,
    pub dwell: Seconds,
}

impl Draft<'_> {
    pub fn reroute(
        &mut self,
        edit: &Edit,
        select: &Selector,
        how: Reroute,
        tally: &mut Tally,
    ) -> Result<(), Error> {
        let hops = how.via.len() + usize::from(how.from.is_some() && how.to.is_some());
        if how.from.is_none() && how.to.is_none() {
            let problem = "a reroute needs the stop where it begins (from), the one where it ends (to), or both";
            return Err(edit.problem("", problem).into());
        }
        check_hops(edit, how.pace, hops)?;
        let stretch = self.stretch(edit, how.from, how.to)?;
        let matters = |trip: &Trip| stretch.within(trip).is_some();
        let chosen = self.select(edit, "select", select, matters, NOT_BETWEEN)?;
        let mut via = None;
        let mut far_apart: Vec<Option<InputError>> = Vec::new();
        for n in chosen {
            let trip = &self.trips[n];
            let Some((from, to)) = stretch.within(trip) else {
                continue;
            };
            let feed = self.t.service_feed[trip.service.index()];
            if via.is_none() {
                let stops = self.all_candidates(edit, "via", how.via, feed)?;
                let far = |(stop, of_it): (&StopRef, &Vec<StopId>)| {
                    self.far_apart_of(edit, "via", stop, of_it)
                };
                far_apart = how.via.iter().zip(&stops).map(far).collect();
                via = Some(stops);
            }
            let old = self.trips[n].calls.to_vec();
            let via = via.as_deref().unwrap_or_default();
            // Where the trip calls at one of them that one is meant.
            for (of_it, far) in via.iter().zip(&far_apart) {
                if let Some(far) = far
                    && !old.iter().any(|c| of_it.contains(&c.stop))
                {
                    return Err(far.clone().into());
                }
            }
            let stops = self.resolved(&old, from, to, via);
            let calls = self.rerouted(edit, &old, (from, to), &stops, how)?;
            if calls.iter().filter(|c| is_public(c)).count() < 2 {
                let problem = format!(
                    "{} would keep fewer than two calls",
                    self.describe(&self.trips[n])
                );
                return Err(edit.problem("", problem).into());
            }
            self.set_calls(edit, "hop_min", n, calls, tally)?;
        }
        Ok(())
    }

    /// The stops that each of some references can mean.
    pub fn all_candidates(
        &mut self,
        edit: &Edit,
        key: &str,
        stops: &[StopRef],
        feed: FeedId,
    ) -> Result<Vec<Vec<StopId>>, Error> {
        stops
            .iter()
            .map(|s| self.candidates(edit, key, s, feed))
            .collect()
    }

    /// One stop for each reference: that which the trip calls at, else the nearest to the stop
    /// before (or, before the first call that stays, to the stop behind).
    fn resolved(
        &mut self,
        old: &[Call],
        from: Option<usize>,
        to: Option<usize>,
        via: &[Vec<StopId>],
    ) -> Vec<StopId> {
        let own = |stop: &&StopId| old.iter().any(|c| c.stop == **stop);
        let mut next = |candidates: &Vec<StopId>, near: StopId| {
            let called = candidates.iter().find(own).copied();
            called
                .or_else(|| self.nearest_to(candidates, near))
                .unwrap_or(near)
        };
        let at = |n: usize| old.get(n).map(|c| c.stop);
        if let Some(mut near) = from.and_then(at) {
            let mut stops = Vec::with_capacity(via.len());
            for candidates in via {
                near = next(candidates, near);
                stops.push(near);
            }
            return stops;
        }
        let Some(mut near) = to.and_then(at) else {
            return Vec::new();
        };
        let mut stops = Vec::with_capacity(via.len());
        for candidates in via.iter().rev() {
            near = next(candidates, near);
            stops.push(near);
        }
        stops.reverse();
        stops
    }

    /// The calls of a trip with those between two of them replaced. Times before stay; those behind
    /// move as a whole. Without a beginning the times from `to` on stay.
    fn rerouted(
        &mut self,
        edit: &Edit,
        old: &[Call],
        (from, to): (Option<usize>, Option<usize>),
        stops: &[StopId],
        how: Reroute,
    ) -> Result<Vec<Call>, Error> {
        let ends = (from.and_then(|n| old.get(n)), to.and_then(|n| old.get(n)));
        let way: Vec<StopId> = (ends.0.map(|c| c.stop).into_iter())
            .chain(stops.iter().copied())
            .chain(ends.1.map(|c| c.stop))
            .collect();
        let hops = self.hop_times(edit, how.pace, &way)?;
        let dwell = i64::from(how.dwell.0);
        let head = from.map_or(&[][..], |n| &old[..=n]);
        let tail = to.map_or(&[][..], |n| &old[n..]);
        // The new calls from nought, and what comes behind them.
        let (mut at, mut new) = (0, Vec::with_capacity(stops.len()));
        let mut hops = hops.into_iter();
        for (n, stop) in stops.iter().enumerate() {
            if from.is_some() || n > 0 {
                at += hops.next().unwrap_or(0);
            }
            let ends_here = from.is_none() && n == 0 || to.is_none() && n + 1 == stops.len();
            let leaves = if ends_here { at } else { at + dwell };
            new.push(open_call(*stop, clock(at), clock(leaves)));
            at = leaves;
        }
        at += hops.next().unwrap_or(0);
        let begins = match ends {
            (Some(from), _) => i64::from(from.departure),
            (None, Some(to)) => i64::from(to.arrival) - at,
            (None, None) => 0,
        };
        let behind = match ends {
            (Some(_), Some(to)) => begins + at - i64::from(to.arrival),
            _ => 0,
        };
        let mut calls = head.to_vec();
        calls.extend(later(&new, begins));
        calls.extend(later(tail, behind));
        // What was the end of the line may not be any more: one may go on from there now.
        if !stops.is_empty() {
            let ends_here = |n: Option<usize>, end: usize| n == Some(end);
            if ends_here(from, old.len().saturating_sub(1)) {
                calls[head.len() - 1].flags = 3;
            }
            if ends_here(to, 0) {
                let n = calls.len() - tail.len();
                calls[n].flags = 3;
            }
        }
        Ok(calls)
    }

    /// How long the hops between stops take, seconds.
    pub fn hop_times(
        &mut self,
        edit: &Edit,
        pace: &Pace,
        way: &[StopId],
    ) -> Result<Vec<i64>, Error> {
        let speed = match pace {
            Pace::Each(times) => return Ok(times.iter().map(|t| i64::from(t.0)).collect()),
            Pace::Speed(speed) => *speed,
        };
        let hops = way.windows(2).map(|hop| {
            let metres = self.hop_m(hop[0], hop[1]).ok_or_else(|| {
                let lost = hop.iter().find(|s| self.t.position(**s).is_none());
                let stop = lost.map_or("", |s| self.t.stop_label(*s));
                let problem =
                    format!("the way to stop {stop:?} can't be measured: it has no position");
                edit.problem("speed_kmh", problem)
                    .hint("give the time of each hop (hop_min)")
            })?;
            Ok(straight(metres, speed))
        });
        hops.collect()
    }
}

/// Time for a straight line, whole seconds, rounded up.
pub(super) fn straight(metres: f64, speed: Speed) -> i64 {
    // Half the earth's girth is 2e10 mm.
    let mm = (metres * 1000.0).round() as u64;
    mm.saturating_mul(3600)
        .div_ceil(u64::from(speed.mm_per_hour.max(1))) as i64
}

/// Whether as many times are given as there are hops.
pub(super) fn check_hops(edit: &Edit, pace: &Pace, hops: usize) -> Result<(), Error> {
    match pace {
        Pace::Each(times) if times.len() != hops => {
            let problem = format!(
                "{} times are given for {hops} hops between stops",
                times.len()
            );
            Err(edit
                .problem("hop_min", problem)
                .hint("one for each hop, in their order")
                .into())
        }
        _ => Ok(()),
    }
}
