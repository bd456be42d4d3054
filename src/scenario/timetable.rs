//! TEMP
use super::{Effect, Touched};
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::scenario::{Change, Edit, TimetableEdit};
use crate::network::timetable::Timetable;
use chrono::NaiveDate;
pub fn apply(
    base: &Timetable,
    _week: NaiveDate,
    edits: &[&Edit],
) -> Result<(Option<Timetable>, Vec<Touched>), Error> {
    let mut t = base.clone();
    let mut touched = Vec::new();
    let mut any = false;
    for e in edits {
        let mut x = Touched::default();
        if let Change::Timetable(TimetableEdit::RemoveTrips { select }) = &e.change {
            x.effect = Effect::Removes;
            any = true;
            let before = t.trips();
            t = t.without(|trip| {
                select
                    .route
                    .iter()
                    .any(|r| r == t.line_name(t.trip_route[trip.index()]))
                    && select
                        .departs
                        .is_none_or(|(a, _)| t.calls[trip][0].departure >= a)
            });
            x.trips = (before - t.trips()) as u64;
        }
        touched.push(x);
    }
    Ok((any.then_some(t), touched))
}
