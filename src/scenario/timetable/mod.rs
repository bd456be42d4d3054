//! Edits of timetables: `remove-trips` and all others of [`TimetableEdit`], applied in their order.
//!
//! The base is never changed. A `Draft` holds its trips by reference; a new timetable is put
//! together of it at the end. Stops, lines, operators and calendars of the base keep their ids, new
//! ones come behind; trips keep their order.
//!
//! **Days.** Service days are those of the feed's calendar: a trip at 25:10 belongs to the day
//! before midnight. A selector with `days` or `dates` means those service days of a trip only: the
//! trip is split in two, with calendars that have each date of the old one once.
//!
//! **Times.** A selector's band is on the clock of the trip's service day, of the departure from
//! its first call. Of a trip with frequencies it means the vehicles that leave within it: intervals are
//! clipped, scheduled vehicles are told apart, the trip is split.
//!
//! **Blocks.** Both parts of a split trip stay in its block. Where a trip of a block is left out, the
//! trips before and behind it don't become one vehicle unless they were by way of it.

mod assemble;
mod conditions;
mod days;
mod draft;
mod fleet;
mod headway;
mod lines;
mod merge;
mod names;
mod one_place;
mod pace;
mod reroute;
mod select;
mod stops;
mod tally;
mod trips;

use super::{Effect, Touched};
use crate::diagnostics::Error;
use crate::input::scenario::{Change, Edit, TimetableEdit};
use crate::network::timetable::Timetable;
use chrono::{Datelike, NaiveDate};
use draft::Draft;
use reroute::Reroute;
use tally::Tally;

/// The timetable after some edits, made in their order, and what each of them touched.
///
/// One [`Touched`] for each edit given; that of an edit of something else is empty. No timetable
/// where no edit is one of timetables. Departures, hours and kilometres of vehicles are those of
/// the week from Monday to Sunday that has `week_of` in it, after less before. Each vehicle of
/// frequencies counts; of a row without exact times its length by its headway, rounded up.
/// Transport on demand has no timetabled vehicles and counts nothing.
///
/// # Errors
/// When an edit selects nothing, names what there is not, or makes times that can't be: the error
/// names the edit, its line, the key, and what would be nearest.
pub fn apply(
    base: &Timetable,
    week_of: NaiveDate,
    edits: &[&Edit],
) -> Result<(Option<Timetable>, Vec<Touched>), Error> {
    apply_on(base, &[], week_of, edits)
}

/// As [`apply`]; `on_map` says of each stop whether it is joined to the streets (of stops behind its end it is taken to
/// be), so that vehicles beyond the street map are told apart.
///
/// # Errors
/// As [`apply`].
pub fn apply_on(
    base: &Timetable,
    on_map: &[bool],
    week_of: NaiveDate,
    edits: &[&Edit],
) -> Result<(Option<Timetable>, Vec<Touched>), Error> {
    let change = |edit: &&Edit| matches!(edit.change, Change::Timetable(_));
    let Some(first) = edits.iter().copied().find(|e| change(e)) else {
        return Ok((None, vec![Touched::default(); edits.len()]));
    };
    let names = edits.iter().map(|e| e.name.clone()).collect();
    let mut draft = Draft::new(base, week_of, names);
    draft.on_map = on_map;
    let mut touched = Vec::with_capacity(edits.len());
    for (n, edit) in edits.iter().enumerate() {
        let Change::Timetable(what) = &edit.change else {
            touched.push(Touched::default());
            continue;
        };
        draft.now = n as u32;
        let mut tally = Tally::default();
        make(&mut draft, edit, what, &mut tally)?;
        touched.push(tally.touched(&draft, effect(what)));
    }
    Ok((Some(draft.finish(&first.place.file)?), touched))
}

/// Dates in a few words: one by one, or how many from when to when on which days of the week.
pub fn describe_dates<'d>(dates: impl Iterator<Item = &'d NaiveDate>) -> String {
    days::describe(&dates.map(Datelike::num_days_from_ce).collect())
}

/// What an edit can do to travel times. Passing a stop without calling takes a choice away and
/// leaves all other times.
fn effect(edit: &TimetableEdit) -> Effect {
    match edit {
        TimetableEdit::RemoveTrips { .. }
        | TimetableEdit::RemoveStops { .. }
        | TimetableEdit::CloseStop { .. }
        | TimetableEdit::ThinOut { .. } => Effect::Removes,
        TimetableEdit::AddLine(_) | TimetableEdit::OnDemand(_) => Effect::Adds,
        TimetableEdit::SetHeadway { .. }
        | TimetableEdit::AdjustSpeed { .. }
        | TimetableEdit::AdjustDwell { .. }
        | TimetableEdit::ShiftTimes { .. }
        | TimetableEdit::Reroute { .. }
        | TimetableEdit::MergeLines { .. }
        | TimetableEdit::MoveStop { .. } => Effect::Changes,
    }
}

fn make(
    draft: &mut Draft,
    edit: &Edit,
    what: &TimetableEdit,
    tally: &mut Tally,
) -> Result<(), Error> {
    match what {
        TimetableEdit::RemoveTrips { select } => draft.remove_trips(edit, select, tally),
        TimetableEdit::RemoveStops { select, stops } => {
            draft.remove_stops(edit, select, stops, tally)
        }
        TimetableEdit::CloseStop { stops } => draft.close_stop(edit, stops, tally),
        TimetableEdit::MoveStop { stops, to } => draft.move_stop_to(edit, stops, *to, tally),
        TimetableEdit::ThinOut { select, keep_every } => {
            draft.thin_out(edit, select, *keep_every, tally)
        }
        TimetableEdit::SetHeadway {
            select,
            headway,
            first,
        } => draft.set_headway(edit, select, *headway, *first, tally),
        TimetableEdit::AdjustSpeed {
            select,
            factor,
            from,
            to,
        } => draft.adjust_speed(edit, select, *factor, (from.as_ref(), to.as_ref()), tally),
        TimetableEdit::AdjustDwell {
            select,
            stops,
            dwell,
        } => draft.adjust_dwell(edit, select, stops.as_ref(), *dwell, tally),
        TimetableEdit::ShiftTimes { select, by_s } => draft.shift_times(edit, select, *by_s, tally),
        TimetableEdit::Reroute {
            select,
            from,
            to,
            via,
            pace,
            dwell,
        } => {
            let how = Reroute {
                from: from.as_ref(),
                to: to.as_ref(),
                via,
                pace,
                dwell: *dwell,
            };
            draft.reroute(edit, select, how, tally)
        }
        TimetableEdit::AddLine(line) => draft.add_line(edit, line, tally),
        TimetableEdit::MergeLines {
            first,
            second,
            max_wait,
        } => draft.merge_lines(edit, (first, second), *max_wait, tally),
        TimetableEdit::OnDemand(what) => draft.on_demand(edit, what, tally),
    }
}
