//! Timetables with trips left out or at other times. Stops, lines and calendars stay as they are,
//! with their ids, and are shared.

use super::checks::LATEST_S;
use super::timetable::{Call, Frequency, NONE, Timetable, TransferRule};
use crate::diagnostics::{Fault, InputError};
use crate::ids::{Id, Jagged, TripId};
use crate::storage::Column;

/// What becomes of a trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// As it is.
    Keep,
    /// Left out, with the transfer rules that name it.
    Remove,
    /// So many seconds later, or earlier (negative); all vehicles of a trip with frequencies.
    Shift(i32),
}

impl Timetable {
    /// The timetable without some trips. Trips behind them get lower ids.
    pub fn without(&self, gone: impl Fn(TripId) -> bool) -> Timetable {
        let gone: Vec<bool> = (0..self.trips()).map(|t| gone(TripId::new(t))).collect();
        self.kept(&gone)
    }

    /// The timetable with each trip kept, left out or shifted. Columns that stay as they are are
    /// shared with this timetable.
    ///
    /// # Errors
    /// When a shifted trip would run some years from its service day.
    pub fn edited(&self, edit: impl Fn(TripId) -> Edit) -> Result<Timetable, InputError> {
        let edits: Vec<Edit> = (0..self.trips()).map(|t| edit(TripId::new(t))).collect();
        let shifted = self.shifted(&edits)?;
        let gone: Vec<bool> = edits.iter().map(|e| *e == Edit::Remove).collect();
        Ok(shifted.kept(&gone))
    }

    fn shifted(&self, edits: &[Edit]) -> Result<Timetable, InputError> {
        let mut out = self.clone();
        let by = |trip: usize| match edits[trip] {
            Edit::Shift(seconds) => seconds,
            _ => 0,
        };
        if (0..edits.len()).all(|t| by(t) == 0) {
            return Ok(out);
        }
        let mut calls = Vec::with_capacity(self.calls.parts().1.len());
        for trip in 0..edits.len() {
            for call in &self.calls[TripId::new(trip)] {
                calls.push(Call {
                    arrival: self.later(trip, call.arrival, by(trip))?,
                    departure: self.later(trip, call.departure, by(trip))?,
                    ..*call
                });
            }
        }
        let rows: Column<u32> = self.calls.parts().0.to_vec().into();
        out.calls = Jagged::from_columns(rows, calls.into()).unwrap_or_default();
        out.frequencies = (self.frequencies.iter())
            .map(|f| {
                let trip = f.trip.index();
                Ok(Frequency {
                    start: self.later(trip, f.start, by(trip))?,
                    end: self.later(trip, f.end, by(trip))?,
                    ..*f
                })
            })
            .collect::<Result<_, InputError>>()?;
        Ok(out)
    }

    fn later(&self, trip: usize, time: i32, by: i32) -> Result<i32, InputError> {
        let later = time.checked_add(by);
        let possible = later.filter(|t| by == 0 || t.unsigned_abs() <= LATEST_S);
        possible.ok_or_else(|| {
            let feed = self.feed_name.get(self.feed_of(TripId::new(trip)).index());
            let id = self.trip_id.get(trip);
            Fault::TimeOutOfRange
                .at(feed, format!("trip {id} cannot run {by} s later"))
                .hint("shift trips by hours, not by years")
        })
    }

    fn kept(&self, gone: &[bool]) -> Timetable {
        let mut out = self.clone();
        if !gone.contains(&true) {
            return out;
        }
        let mut new = vec![NONE; gone.len()];
        let kept: Vec<usize> = (0..gone.len()).filter(|t| !gone[*t]).collect();
        for (n, trip) in kept.iter().enumerate() {
            new[*trip] = n as u32;
        }
        fn pick<T: Clone>(column: &Column<T>, kept: &[usize]) -> Column<T> {
            kept.iter().map(|t| column[*t].clone()).collect()
        }
        out.trip_id = kept.iter().map(|t| self.trip_id.get(*t)).collect();
        out.trip_headsign = kept.iter().map(|t| self.trip_headsign.get(*t)).collect();
        out.trip_route = pick(&self.trip_route, &kept);
        out.trip_service = pick(&self.trip_service, &kept);
        out.trip_direction = pick(&self.trip_direction, &kept);
        out.trip_block = pick(&self.trip_block, &kept);
        out.trip_wheelchair = pick(&self.trip_wheelchair, &kept);
        out.calls = Jagged::new();
        for trip in &kept {
            let calls = &self.calls[TripId::new(*trip)];
            out.calls.push(calls.iter().copied());
        }
        out.frequencies = (self.frequencies.iter())
            .filter(|f| !gone[f.trip.index()])
            .map(|f| Frequency {
                trip: TripId(new[f.trip.index()]),
                ..*f
            })
            .collect();
        let named = |trip: u32| new.get(trip as usize).copied().unwrap_or(NONE);
        out.transfers = (self.transfers.iter())
            .filter(|r| {
                let lost = |trip: u32| trip != NONE && named(trip) == NONE;
                !lost(r.from_trip) && !lost(r.to_trip)
            })
            .map(|r| TransferRule {
                from_trip: named(r.from_trip),
                to_trip: named(r.to_trip),
                ..*r
            })
            .collect();
        out
    }
}
