//! When: slots, shifts and the 24-hour picture.

use super::typed::*;
use super::*;
use crate::axes::first;
use crate::ids::Id;
use crate::input::document::Place;
use crate::travel::Direction;

/// Longest window, hours: a departure every minute costs time and memory.
const LONGEST_WINDOW_H: i32 = 24;

impl Resolver<'_> {
    fn day_window(&mut self, place: &Place, text: &str) -> Option<(ClockTime, ClockTime)> {
        let window = self.window(place, text)?;
        if window.1.0 - window.0.0 > LONGEST_WINDOW_H * 3600 {
            let problem = format!("longer than {LONGEST_WINDOW_H} hours");
            self.problems.add(place, problem, "make several slots");
            return None;
        }
        Some(window)
    }

    pub fn slots(&mut self, tables: Vec<SlotTable>, date: NaiveDate) -> Vec<Slot> {
        let list = Place::root().to("slot");
        let mut names = Names::new();
        let mut slots = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let (direction, key, text) = match (table.depart, table.arrive) {
                (_, Some(_)) if self.problems.is_given(&place.to("depart")) => {
                    self.problems.add(
                        &place.to("arrive"),
                        "given together with depart",
                        "make two slots",
                    );
                    (Direction::Arrive, "arrive", None)
                }
                (_, Some(text)) => (Direction::Arrive, "arrive", Some(text)),
                (depart, None) => {
                    if depart.is_none() && !self.problems.is_given(&place.to("arrive")) {
                        self.problems.missing(&place.to("depart"));
                    }
                    (Direction::Depart, "depart", depart)
                }
            };
            let (start, end) = text
                .and_then(|text| self.day_window(&place.to(key), &text))
                .unwrap_or_default();
            slots.push(Slot {
                name: self.unique(&place, "name", table.name, &mut names, i),
                date: table
                    .date
                    .and_then(|text| self.date(&place.to("date"), &text))
                    .unwrap_or(date),
                window: Window {
                    direction,
                    start_s: start.0,
                    end_s: end.0,
                    step_s: 60,
                },
            });
        }
        slots
    }

    pub fn shifts(
        &mut self,
        tables: Vec<ShiftTable>,
        date: NaiveDate,
        services: &[Service],
    ) -> Vec<Shift> {
        let list = Place::root().to("shift");
        let mut names = Names::new();
        let mut shifts = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let start = self
                .required(&place, "start", table.start)
                .and_then(|text| self.clock(&place.to("start"), &text));
            let end = self
                .required(&place, "end", table.end)
                .and_then(|text| self.clock(&place.to("end"), &text));
            let (start, end) = match (start, end) {
                (Some(start), Some(end)) => self.working_hours(&place, start, end),
                _ => Default::default(),
            };
            let days = self.days(&place.to("days"), &table.days);
            let given = table
                .date
                .and_then(|text| self.date(&place.to("date"), &text));
            let on = given.unwrap_or(date);
            if !days.contains(on)
                && !self
                    .problems
                    .any_within(&Place::root().to("study").to("date"))
            {
                let key = if given.is_some() { "date" } else { "days" };
                self.problems.add(
                    &place.to(key),
                    format!(
                        "{on} is a {}, on which the shift doesn't start",
                        on.format("%A")
                    ),
                    "give the shift a date on one of its days",
                );
            }
            let jobs_place = place.to("jobs");
            let jobs = self.required(&place, "jobs", table.jobs);
            let (mut service, mut column) = (PurposeId(0), None);
            if let Some(jobs) = jobs {
                column = jobs.column;
                if let Some(name) = self.required(&jobs_place, "service", jobs.service) {
                    let at = jobs_place.to("service");
                    service = self
                        .reference(&at, &name, "service", services, |s| &s.name)
                        .unwrap_or_default();
                }
                let from_map = services
                    .get(service.index())
                    .is_some_and(|s| matches!(s.source, Source::Osm { .. }));
                if column.is_some() && from_map {
                    self.problems.add(
                        &jobs_place.to("column"),
                        "the service comes from the street file, which has no columns",
                        "leave the column out, or give the service a file",
                    );
                }
            }
            shifts.push(Shift {
                name: self.unique(&place, "name", table.name, &mut names, i),
                date: on,
                days,
                start,
                end,
                service,
                column,
                arrive_within: self
                    .minutes(&place.to("arrive_within_min"), table.arrive_within_min),
                leave_after: self.minutes(&place.to("leave_after_min"), table.leave_after_min),
                leave_within: self.minutes(&place.to("leave_within_min"), table.leave_within_min),
                max_trip: self.minutes(&place.to("max_trip_min"), table.max_trip_min),
                compare: self
                    .day_window(&place.to("compare"), &table.compare)
                    .unwrap_or_default(),
            });
        }
        shifts
    }

    /// Start and end on one clock; an end before the start is the next day's.
    fn working_hours(
        &mut self,
        place: &Place,
        start: ClockTime,
        end: ClockTime,
    ) -> (ClockTime, ClockTime) {
        let day = Seconds(24 * 3600);
        if start == end {
            self.problems.add(
                &place.to("end"),
                "the shift ends when it starts",
                "write a whole day as start = \"08:00\", end = \"32:00\"",
            );
        }
        let end = if end < start { end + day } else { end };
        if end > start + day || start >= ClockTime(0) + day {
            self.problems.add(
                &place.to("end"),
                "a shift starts before 24:00 and lasts at most 24 hours",
                "write the times of the day on which it starts; an end before the start is the next day",
            );
        }
        (start, end)
    }

    pub fn profile(
        &mut self,
        table: ProfileTable,
        date: NaiveDate,
        services: &[Service],
        personas: &[Persona],
    ) -> Profile {
        let place = Place::root().to("profile");
        let named = table.services.map(|names| {
            self.references(&place.to("services"), &names, "service", services, |s| {
                &s.name
            })
        });
        let step = Seconds(table.step_min * 60);
        let at = place.to("window");
        let window = self.day_window(&at, &table.window).unwrap_or_default();
        let length = (window.1 - window.0).unwrap_or_default();
        if !length.0.is_multiple_of(step.0) {
            self.problems.add(
                &place.to("step_min"),
                format!(
                    "{} minutes are no whole number of steps of {} minutes",
                    length.0 / 60,
                    step.0 / 60
                ),
                "choose a step that divides the window, such as 15, 30 or 60",
            );
        }
        let persona = table.persona.and_then(|name| {
            self.reference(&place.to("persona"), &name, "persona", personas, |p| {
                &p.name
            })
        });
        let mut dates = Vec::new();
        for (i, text) in table.dates.into_iter().flatten().enumerate() {
            let at = place.to("dates").to(i);
            if let Some(day) = self.date(&at, &text) {
                if dates.contains(&day) {
                    self.problems
                        .add(&at, "the same date twice", "name each date once");
                }
                dates.push(day);
            }
        }
        if dates.is_empty() {
            dates.push(date);
        }
        Profile {
            services: named.unwrap_or_else(|| first(services.len()).collect()),
            step,
            window,
            persona: persona.unwrap_or_default(),
            dates,
        }
    }
}
