//! Edits of timetables.

use super::kinds::{KindWord, MAX_WAIT_MIN};
use super::typed::*;
use super::values::{Reader, mode, speed};
use super::*;
use crate::input::document::Place;
use crate::input::study::typed::EVERY_DAY;
use crate::units::Seconds;

/// Most departures of one new line and direction.
const MOST_DEPARTURES: usize = 5000;

impl Reader<'_, '_> {
    /// The edit, or none where a key it can't do without is missing (which was said).
    pub fn timetable(
        &mut self,
        place: &Place,
        kind: KindWord,
        mut t: EditTable,
    ) -> Option<TimetableEdit> {
        use KindWord as K;
        let select = t.select.take();
        let select = select.map(|table| self.select(&place.to("select"), table));
        let edit = match kind {
            K::RemoveTrips => TimetableEdit::RemoveTrips { select: select? },
            K::RemoveStops => {
                let stops = self.some_stops(place, t.stops);
                TimetableEdit::RemoveStops {
                    select: select?,
                    stops: stops?,
                }
            }
            K::CloseStop => TimetableEdit::CloseStop {
                stops: self.some_stops(place, t.stops)?,
            },
            K::MoveStop => {
                let to = self.spot(place, spot(&mut t));
                TimetableEdit::MoveStop {
                    stops: self.some_stops(place, t.stops)?,
                    to: to?,
                }
            }
            K::ThinOut => TimetableEdit::ThinOut {
                select: select?,
                keep_every: t.keep_every?,
            },
            K::SetHeadway => {
                let headway = t.headway_min.map(|m| m.0);
                let first = t.first.as_deref();
                TimetableEdit::SetHeadway {
                    headway: self
                        .r
                        .minutes(&place.to("headway_min"), headway.unwrap_or_default()),
                    first: first
                        .and_then(|text| self.r.clock(&place.to("first"), text))
                        .map(|time| time.0),
                    select: select?,
                }
            }
            K::AdjustSpeed => {
                self.not_as_it_is(place, t.factor);
                let from = self.end_stop(place, "from", t.from);
                let to = self.end_stop(place, "to", t.to);
                TimetableEdit::AdjustSpeed {
                    select: select?,
                    factor: t.factor?,
                    from,
                    to,
                }
            }
            K::AdjustDwell => {
                self.not_as_it_is(place, t.factor.filter(|_| t.dwell_s.is_none()));
                let stops = self.some_stops(place, t.stops);
                TimetableEdit::AdjustDwell {
                    select: select?,
                    stops,
                    dwell: match t.dwell_s {
                        Some(s) => Dwell::Set(Seconds(s)),
                        None => Dwell::Times(t.factor?),
                    },
                }
            }
            K::ShiftTimes => {
                let at = place.to("shift_min");
                let by = self.r.whole_seconds(&at, t.shift_min?);
                if by == 0.0 {
                    self.problem(&at, "shifts nothing", "");
                }
                TimetableEdit::ShiftTimes {
                    select: select?,
                    // The schema keeps it within a day.
                    by_s: by as i32,
                }
            }
            K::Reroute => self.reroute(place, select, t)?,
            K::AddLine => TimetableEdit::AddLine(self.add_line(place, t)?),
            K::MergeLines => {
                let onto = t.onto.map(|table| self.select(&place.to("onto"), table));
                TimetableEdit::MergeLines {
                    first: select?,
                    second: onto?,
                    max_wait: self.r.minutes(
                        &place.to("max_wait_min"),
                        t.max_wait_min.unwrap_or(MAX_WAIT_MIN),
                    ),
                }
            }
            K::OnDemand => TimetableEdit::OnDemand(self.on_demand(place, t)?),
            _ => return None,
        };
        Some(edit)
    }

    /// Refuses a factor of 1: an edit without effect is a mistake.
    pub fn not_as_it_is(&mut self, place: &Place, factor: Option<f64>) {
        if factor == Some(1.0) {
            self.problem(&place.to("factor"), "changes nothing", "");
        }
    }

    fn some_stops(&mut self, place: &Place, stops: Option<StopsValue>) -> Option<StopSelector> {
        stops.map(|stops| self.stops(&place.to("stops"), stops))
    }

    fn end_stop(&mut self, place: &Place, key: &str, end: Option<EndValue>) -> Option<StopRef> {
        match end? {
            EndValue::Stop(text) => self.stop(&place.to(key), StopValue::Known(text)),
            EndValue::Homes(_) => {
                let hint = "write the id or name of a stop";
                self.problem(&place.to(key), "is a table, not a stop", hint);
                None
            }
        }
    }

    fn reroute(
        &mut self,
        place: &Place,
        select: Option<Selector>,
        t: EditTable,
    ) -> Option<TimetableEdit> {
        let both = t.from.is_some() && t.to.is_some();
        let from = self.end_stop(place, "from", t.from);
        let to = self.end_stop(place, "to", t.to);
        if from.is_some() && from == to {
            let hint = "leave one of them out to change all up to there, or all from there on";
            self.problem(&place.to("to"), "is the same stop as from", hint);
        }
        let via = t.via.unwrap_or_default();
        let hops = via.len() + usize::from(both);
        if hops > 0 {
            self.one_pace(place);
        } else if t.hop_min.is_some() || t.speed_kmh.is_some() {
            let key = if t.hop_min.is_some() {
                "hop_min"
            } else {
                "speed_kmh"
            };
            let hint = "leave it out: the line is only made shorter";
            self.problem(&place.to(key), "there is no new hop", hint);
        }
        Some(TimetableEdit::Reroute {
            select: select?,
            from,
            to,
            via: self.stop_list(&place.to("via"), via),
            pace: self.pace(place, t.hop_min, t.speed_kmh, hops),
            dwell: Seconds(t.dwell_s.unwrap_or(0)),
        })
    }

    /// Exactly one of `hop_min` and `speed_kmh`.
    fn one_pace(&mut self, place: &Place) {
        let (hop, speed) = (place.to("hop_min"), place.to("speed_kmh"));
        let hint = "say how long the new hops take: hop_min or speed_kmh";
        match (
            self.r.problems.is_given(&hop),
            self.r.problems.is_given(&speed),
        ) {
            (true, true) => self.problem(&speed, "given together with hop_min", hint),
            (false, false) if !self.r.problems.is_meant(&hop) => {
                self.problem(&hop, "is missing", hint);
            }
            _ => {}
        }
    }

    fn new_line(&mut self, place: &Place, line: Option<String>) -> String {
        let line = line.unwrap_or_default();
        let n = self.lines.len();
        if !line.is_empty() && self.lines.insert(line.clone(), n).is_some() {
            let at = place.to("line");
            self.problem(&at, "another new line has this number", "lines must differ");
        }
        line
    }

    fn add_line(&mut self, place: &Place, t: EditTable) -> Option<NewLine> {
        let at = place.to("stops");
        let line = self.new_line(place, t.line);
        let stops = match t.stops? {
            StopsValue::Many(list) => list,
            StopsValue::One(text) => vec![StopValue::Known(text)],
            StopsValue::Table(_) => {
                let hint = "write a list: stops = [\"Station\", { name = \"New\", lon = 5.1, lat = 52.1 }]";
                self.problem(&at, "must be the stops in order", hint);
                return None;
            }
        };
        let n = stops.len();
        let stops = self.stop_list(&at, stops);
        if n < 2 {
            self.problem(&at, "a line needs at least two stops", "");
        }
        for (i, pair) in stops.windows(2).enumerate() {
            if let [a, b] = pair
                && a == b
                && stops.len() == n
            {
                let hint = "name each stop once where it is called at";
                self.problem(&at.to(i + 1), "the same stop twice in a row", hint);
            }
        }
        let departures = self.departures(place, t.departures, t.bands);
        let days = t.days.as_deref().unwrap_or(EVERY_DAY);
        Some(NewLine {
            line,
            agency: t.agency.unwrap_or_default(),
            stops,
            both_ways: t.both_ways.unwrap_or(true),
            pace: self.pace(place, t.hop_min, t.speed_kmh, n.saturating_sub(1)),
            dwell: Seconds(t.dwell_s.unwrap_or(0)),
            days: self.r.days(&place.to("days"), days),
            departures,
            mode: mode(t.mode?),
        })
    }

    /// Departures one by one and every so often, ascending.
    fn departures(
        &mut self,
        place: &Place,
        single: Option<Vec<String>>,
        bands: Option<Vec<BandTable>>,
    ) -> Vec<i32> {
        // Each with where it comes from.
        let mut all: Vec<(i32, Place)> = Vec::new();
        for (i, text) in single.into_iter().flatten().enumerate() {
            let at = place.to("departures").to(i);
            if let Some(time) = self.r.clock(&at, &text) {
                all.push((time.0, at));
            }
        }
        for (i, band) in bands.into_iter().flatten().enumerate() {
            let at = place.to("bands").to(i);
            let window = self.r.required(&at, "between", band.between);
            let window = window.and_then(|text| self.r.window(&at.to("between"), &text));
            let every = self.r.required(&at, "headway_min", band.headway_min);
            let (Some((start, end)), Some(every)) = (window, every) else {
                continue;
            };
            let headway = self.r.minutes(&at.to("headway_min"), every.0).0.max(1);
            let times = (start.0..end.0).step_by(headway as usize);
            all.extend(
                times
                    .take(MOST_DEPARTURES + 1)
                    .map(|time| (time, at.clone())),
            );
        }
        // Stable: of one time the first in the file goes first.
        all.sort_by_key(|(time, _)| *time);
        for pair in all.windows(2) {
            if let [(a, _), (b, at)] = pair
                && a == b
            {
                let problem = format!("a second departure at {}", crate::units::ClockTime(*b));
                let hint = "bands end before their second time; leave one of the two out";
                self.problem(at, problem, hint);
            }
        }
        if all.len() > MOST_DEPARTURES {
            let problem = format!("more than {MOST_DEPARTURES} departures a day");
            self.problem(&place.to("bands"), problem, "make the headway longer");
        }
        all.into_iter().map(|(time, _)| time).collect()
    }

    fn on_demand(&mut self, place: &Place, t: EditTable) -> Option<OnDemand> {
        let line = self.new_line(place, t.line);
        let area = t.area;
        let area = area.and_then(|area| self.area(&place.to("area"), area));
        let hubs = self.stop_list(&place.to("hubs"), t.hubs.unwrap_or_default());
        let pick_up = self
            .r
            .minutes(&place.to("pick_up_min"), t.pick_up_min.unwrap_or_default());
        let hours = t
            .hours
            .and_then(|text| self.r.window(&place.to("hours"), &text));
        let days = t.days.as_deref().unwrap_or(EVERY_DAY);
        let days = self.r.days(&place.to("days"), days);
        let (from, to) = hours?;
        Some(OnDemand {
            line,
            area: area?,
            hubs,
            pick_up,
            speed: speed(t.speed_kmh?),
            hours: (from.0, to.0),
            days,
        })
    }
}

/// The place of an edit.
pub(super) fn spot(t: &mut EditTable) -> super::ground::Spot {
    super::ground::Spot {
        lon: t.lon,
        lat: t.lat,
        x: t.x,
        y: t.y,
        crs: t.crs.take(),
    }
}
