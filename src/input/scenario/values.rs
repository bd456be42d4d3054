//! Values of one kind each: stops, selectors, how long hops take.

use super::ground::Spot;
use super::typed::*;
use super::*;
use crate::axes::LevelId;
use crate::input::areas::AreaLayer;
use crate::input::document::Place;
use crate::input::resolver::{Names, Resolver};
use crate::input::study::Study;
use crate::input::study::typed::{Minutes, OneOrMany};
use crate::units::Speed;
use std::path::Path;

/// Everything needed to judge the edits of a scenario.
pub(super) struct Reader<'d, 's> {
    pub r: Resolver<'d>,
    pub study: &'s Study,
    /// Levels of areas read so far; none where that failed.
    pub levels: BTreeMap<LevelId, Option<AreaLayer>>,
    /// Whether any edit moves a group, who may come to live in new homes.
    pub groups_move: bool,
    /// Names of new lines so far.
    pub lines: Names,
}

pub(super) fn texts(given: Option<OneOrMany<Text>>) -> Vec<String> {
    let list = given.into_iter().flat_map(OneOrMany::into_vec);
    list.map(|Text(text)| text).collect()
}

impl Reader<'_, '_> {
    pub fn problem(&mut self, place: &Place, problem: impl Into<String>, hint: &str) {
        self.r.problems.add(place, problem, hint);
    }

    /// Where the key of a list or a single value stands.
    fn nth(&self, place: &Place, n: usize) -> Place {
        let item = place.to(n);
        if self.r.problems.is_given(&item) {
            item
        } else {
            place.clone()
        }
    }

    /// Text that isn't empty.
    fn word(&mut self, place: &Place, text: String) -> Option<String> {
        if text.trim().is_empty() {
            self.problem(place, "is empty", "");
            return None;
        }
        Some(text)
    }

    /// A stop, known or new.
    pub fn stop(&mut self, place: &Place, value: StopValue) -> Option<StopRef> {
        match value {
            StopValue::Known(text) => self.word(place, text).map(StopRef::Known),
            StopValue::New(table) => {
                let spot = Spot {
                    lon: table.lon,
                    lat: table.lat,
                    x: table.x,
                    y: table.y,
                    crs: table.crs,
                };
                let at = self.spot(place, spot)?;
                let name = table.name.unwrap_or_default();
                Some(StopRef::New { name, at })
            }
        }
    }

    /// Stops in order; all of them, or none where one is wrong.
    pub fn stop_list(&mut self, place: &Place, list: Vec<StopValue>) -> Vec<StopRef> {
        let stops = list.into_iter().enumerate();
        stops
            .filter_map(|(i, stop)| self.stop(&place.to(i), stop))
            .collect()
    }

    /// Stops by which calls are selected.
    pub fn stops(&mut self, place: &Place, value: StopsValue) -> StopSelector {
        match value {
            StopsValue::One(text) => StopSelector {
                stop: self.word(place, text).into_iter().collect(),
                area: None,
            },
            StopsValue::Many(list) => {
                let mut stop = Vec::new();
                for (i, value) in list.into_iter().enumerate() {
                    let at = self.nth(place, i);
                    match value {
                        StopValue::Known(text) => stop.extend(self.word(&at, text)),
                        StopValue::New(_) => {
                            let hint = "write ids or names; a new place is for add-line, reroute and on-demand";
                            self.problem(&at, "is a new stop", hint);
                        }
                    }
                }
                StopSelector { stop, area: None }
            }
            StopsValue::Table(table) => {
                if table.stop.is_none() && table.area.is_none() {
                    self.no_condition(place, "stop or area");
                }
                let area = table.area;
                StopSelector {
                    stop: texts(table.stop),
                    area: area.and_then(|area| self.area(&place.to("area"), area)),
                }
            }
        }
    }

    fn no_condition(&mut self, place: &Place, keys: &str) {
        if !self.r.problems.any_within(place) {
            self.problem(place, "selects nothing", &format!("give {keys}"));
        }
    }

    /// Homes by id, area or both.
    pub fn homes(&mut self, place: &Place, table: HomesTable) -> HomeSelector {
        if table.id.is_none() && table.area.is_none() {
            self.no_condition(place, "id or area");
        }
        let area = table.area;
        HomeSelector {
            id: texts(table.id),
            area: area.and_then(|area| self.area(&place.to("area"), area)),
        }
    }

    /// Which vehicles.
    pub fn select(&mut self, place: &Place, table: SelectTable) -> Selector {
        if table == SelectTable::default() && !self.r.problems.any_within(place) {
            let hint = "if all vehicles are meant, write so: select = { mode = [\"tram\", \"metro\", \"rail\", \"bus\", \"ferry\", \"cable\"] }";
            self.problem(place, "has no condition", hint);
        }
        let departs = self.departs(place, &table);
        let modes = table.mode.into_iter().flat_map(OneOrMany::into_vec);
        let directions = table.direction.into_iter().flat_map(OneOrMany::into_vec);
        let days = table.days.map(|text| self.r.days(&place.to("days"), &text));
        let mut dates = Vec::new();
        let given = table.dates.into_iter().flat_map(OneOrMany::into_vec);
        for (i, text) in given.enumerate() {
            let at = self.nth(&place.to("dates"), i);
            let Some(date) = self.r.date(&at, &text) else {
                continue;
            };
            if dates.contains(&date) {
                self.problem(&at, "the same date twice", "name each date once");
            } else if days.is_some_and(|days| !days.contains(date)) {
                let problem = format!("{date} is a {}, which days leaves out", date.format("%A"));
                self.problem(&at, problem, "give dates on these days, or leave days out");
            }
            dates.push(date);
        }
        Selector {
            feed: texts(table.feed),
            agency: texts(table.agency),
            route: texts(table.route),
            mode: modes.map(mode).collect(),
            direction: directions.map(|Direction(d)| d).collect(),
            headsign: texts(table.headsign),
            trip: texts(table.trip),
            stop: texts(table.stop),
            first_stop: texts(table.first_stop),
            last_stop: texts(table.last_stop),
            area: table
                .area
                .and_then(|area| self.area(&place.to("area"), area)),
            departs,
            days,
            dates,
        }
    }

    fn departs(&mut self, place: &Place, table: &SelectTable) -> Option<(i32, i32)> {
        let (after, before) = (&table.departs_after, &table.departs_before);
        if let Some(text) = &table.between {
            let at = place.to("between");
            if after.is_some() || before.is_some() {
                let hint = "give either between, or departs_after and departs_before";
                self.problem(
                    &at,
                    "given together with departs_after or departs_before",
                    hint,
                );
            }
            let (start, end) = self.r.window(&at, text)?;
            return Some((start.0, end.0));
        }
        if after.is_none() && before.is_none() {
            return None;
        }
        let mut clock = |key: &str, text: &Option<String>, none: i32| match text {
            Some(text) => self.r.clock(&place.to(key), text).map(|time| time.0),
            None => Some(none),
        };
        let from = clock("departs_after", after, i32::MIN);
        let to = clock("departs_before", before, i32::MAX);
        let (from, to) = (from?, to?);
        if from >= to {
            let hint = "past midnight goes on counting: 25:30 is half past one at night";
            let at = place.to("departs_before");
            self.problem(&at, "is not after departs_after", hint);
        }
        Some((from, to))
    }

    /// How long hops take: one value for all, or each; or a speed in a straight line.
    pub fn pace(
        &mut self,
        place: &Place,
        hop_min: Option<OneOrMany<Minutes>>,
        speed_kmh: Option<f64>,
        hops: usize,
    ) -> Pace {
        if let Some(kmh) = speed_kmh {
            return Pace::Speed(speed(kmh));
        }
        let at = place.to("hop_min");
        let mut each = Vec::new();
        match hop_min {
            None => {}
            Some(OneOrMany::One(Minutes(minutes))) => {
                each = vec![self.r.minutes(&at, minutes); hops];
            }
            Some(OneOrMany::Many(list)) => {
                if list.len() != hops {
                    let problem = format!("has {} values for {hops} hops", list.len());
                    let hint = "give one for each hop from stop to stop, or a single value for all";
                    self.problem(&at, problem, hint);
                }
                for (i, Minutes(minutes)) in list.into_iter().enumerate() {
                    each.push(self.r.minutes(&at.to(i), minutes));
                }
            }
        }
        Pace::Each(each)
    }
}

/// The name of a file without its ending.
pub(super) fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

pub(super) fn mode(word: ModeWord) -> Mode {
    match word {
        ModeWord::Tram => Mode::Tram,
        ModeWord::Metro => Mode::Metro,
        ModeWord::Rail | ModeWord::Train => Mode::Rail,
        ModeWord::Bus => Mode::Bus,
        ModeWord::Ferry => Mode::Ferry,
        ModeWord::Cable => Mode::Cable,
    }
}

/// A speed of a vehicle; the schema keeps it from 1 to 400 km/h.
pub(super) fn speed(kmh: f64) -> Speed {
    Speed {
        mm_per_hour: (kmh * 1e6).round() as u32,
    }
}
