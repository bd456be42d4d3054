//! Values of one kind each: places, areas, stops, selectors.

use super::typed::*;
use super::*;
use crate::input::areas::{self, AreaLayer, AreaOptions};
use crate::input::crs::{Crs, looks_like_rd};
use crate::input::document::{Place, nearest};
use crate::input::resolver::{Names, Resolver};
use crate::input::study::Study;
use crate::input::study::typed::{Minutes, OneOrMany};
use geo::{LineString, Polygon};
use std::path::Path;

/// Everything needed to judge the edits of a scenario.
pub(super) struct Reader<'d, 's> {
    pub r: Resolver<'d>,
    pub study: &'s Study,
    /// Levels of areas read so far; none where that failed.
    pub levels: BTreeMap<usize, Option<AreaLayer>>,
    /// Names of new lines so far.
    pub lines: Names,
}

/// A place as typed.
#[derive(Default)]
pub(super) struct Spot {
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub x: Option<f64>,
    pub y: Option<f64>,
    pub crs: Option<String>,
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

    fn system(&mut self, place: &Place, crs: Option<&String>) -> Option<Crs> {
        match crs {
            None => Some(Crs::wgs84()),
            Some(text) => Crs::parse(text)
                .map_err(|message| self.problem(place, message, ""))
                .ok(),
        }
    }

    /// Two coordinates as a place.
    fn convert(&mut self, place: &Place, crs: &Crs, x: f64, y: f64) -> Option<LonLat> {
        let found = crs.to_wgs84(x, y);
        if found.is_none() {
            let hint = if !crs.is_wgs84() {
                "are the coordinates in the order x, y?"
            } else if looks_like_rd(x, y) {
                "these look like Dutch RD New metres: give x, y and crs = \"EPSG:28992\""
            } else {
                "degrees run from -180 to 180 (lon) and -90 to 90 (lat); for metres give x, y and their crs"
            };
            let problem = format!("{x}, {y} is not a position in {}", crs.name());
            self.problem(place, problem, hint);
        }
        found
    }

    /// The place of a table with `lon` and `lat`, or `x`, `y` and `crs`.
    pub fn spot(&mut self, table: &Place, spot: Spot) -> Option<LonLat> {
        let given = |key: &str| self.r.problems.is_given(&table.to(key));
        let degrees = given("lon") || given("lat");
        let metres = given("x") || given("y");
        if degrees && metres {
            let key = if given("x") { "x" } else { "y" };
            let hint = "give lon and lat, or x, y and crs";
            self.problem(
                &table.to(key),
                "given together with degrees (lon, lat)",
                hint,
            );
            return None;
        }
        if !degrees && !metres {
            let at = table.to("lon");
            if !["lon", "lat", "x", "y"]
                .iter()
                .any(|key| self.r.problems.is_meant(&table.to(*key)))
            {
                let hint = "say where: lon and lat in degrees, or x, y and crs = \"EPSG:…\"";
                self.problem(&at, "is missing", hint);
            }
            return None;
        }
        let keys = if metres { ["x", "y"] } else { ["lon", "lat"] };
        for key in keys {
            self.r.problems.missing(&table.to(key));
        }
        if !metres {
            if spot.crs.is_some() {
                let hint = "leave it out, or give x and y";
                self.problem(&table.to("crs"), "has no meaning with lon and lat", hint);
            }
            let (lon, lat) = (spot.lon?, spot.lat?);
            return self.convert(&table.to("lon"), &Crs::wgs84(), lon, lat);
        }
        if spot.crs.is_none() {
            self.r.problems.missing(&table.to("crs"));
            return None;
        }
        let crs = self.system(&table.to("crs"), spot.crs.as_ref())?;
        let (x, y) = (spot.x?, spot.y?);
        self.convert(&table.to("x"), &crs, x, y)
    }

    /// The places of a list of pairs; all of them, or none where one is wrong.
    pub fn pairs(
        &mut self,
        table: &Place,
        key: &str,
        pairs: &[Pair],
        crs: Option<&String>,
    ) -> Option<Vec<LonLat>> {
        let crs = self.system(&table.to("crs"), crs)?;
        let list = table.to(key);
        let mut out = Vec::with_capacity(pairs.len());
        for (i, Pair(pair)) in pairs.iter().enumerate() {
            let [x, y] = pair.as_slice() else {
                continue;
            };
            out.push(self.convert(&list.to(i), &crs, *x, *y)?);
        }
        Some(out)
    }

    /// An area by level and code, by file or by its corners.
    pub fn area(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let ways = ["level", "file", "polygon"];
        let given: Vec<&str> = ways
            .into_iter()
            .filter(|key| self.r.problems.is_given(&place.to(*key)))
            .collect();
        match given.as_slice() {
            [] => {
                let hint = "write { level = \"buurt\", code = \"…\" }, { file = \"zone.geojson\" } or { polygon = [[lon, lat], …] }";
                self.problem(place, "names no area", hint);
                return None;
            }
            [_] => {}
            [_, second, ..] => {
                let hint = "give one of level, file and polygon";
                self.problem(&place.to(*second), "given together with another way", hint);
                return None;
            }
        }
        let only = given.first().copied().unwrap_or_default();
        for (key, with) in [
            ("code", &["level", "file"][..]),
            ("code_column", &["file"]),
            ("layer", &["file"]),
            ("crs", &["file", "polygon"]),
        ] {
            if !with.contains(&only) && self.r.problems.is_given(&place.to(key)) {
                let problem = format!("has no meaning with {only}");
                self.problem(&place.to(key), problem, "leave it out");
            }
        }
        match only {
            "level" => self.area_of_level(place, table),
            "file" => self.area_of_file(place, table),
            _ => self.area_of_corners(place, table),
        }
    }

    fn area_of_level(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let name = table.level?;
        if table.code.is_none() {
            self.r.problems.missing(&place.to("code"));
        }
        let at = place.to("level");
        let study = self.study;
        if study.areas.is_empty() {
            let hint = "give the study [[areas]], or write { file = … } or { polygon = … }";
            self.problem(&at, "the study has no areas", hint);
            return None;
        }
        let levels = &study.areas;
        let level = self
            .r
            .reference(&at, &name, "level of areas", levels, |a| &a.level)?;
        if !self.levels.contains_key(&level) {
            let wanted = study.areas.get(level)?;
            let options = AreaOptions {
                level: wanted.level.clone(),
                code: wanted.code.clone(),
                name: wanted.name.clone(),
                crs: wanted.crs.clone(),
                layer: wanted.layer.clone(),
                missing: Vec::new(),
            };
            // The study's own run tells what is odd about the file.
            let layer = match areas::read_areas(&wanted.path, &options) {
                Ok((layer, _)) => Some(layer),
                Err(error) => self.unreadable(&at, &error),
            };
            self.levels.insert(level, layer);
        }
        let codes = texts(table.code);
        let layer = self.levels.get(&level)?.as_ref()?;
        let shapes = pick(&mut self.r, &place.to("code"), &codes, layer)?;
        Some(Area {
            name: format!("{name} {}", codes.join(", ")),
            shape: Arc::new(shapes),
        })
    }

    fn area_of_file(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let name = table.file?;
        let at = place.to("file");
        let path = self.r.file(&at, &name, false);
        let layer = self.r.layer(place, table.layer, &path);
        if let Some(text) = &table.crs {
            self.system(&place.to("crs"), Some(text))?;
        }
        if table.code.is_some() && table.code_column.is_none() {
            self.r.problems.missing(&place.to("code_column"));
        }
        if table.code_column.is_some() && table.code.is_none() {
            self.r.problems.missing(&place.to("code"));
        }
        if self.r.problems.any_within(place) {
            return None;
        }
        let Some(column) = table.code_column else {
            return match areas::read_shape(&path, layer.as_deref(), table.crs.as_deref()) {
                Ok(shape) => Some(Area {
                    name,
                    shape: Arc::new(shape),
                }),
                Err(error) => self.unreadable(&at, &error),
            };
        };
        let options = AreaOptions {
            level: name.clone(),
            code: column,
            crs: table.crs,
            layer,
            ..AreaOptions::default()
        };
        let (layer, findings) = match areas::read_areas(&path, &options) {
            Ok(read) => read,
            Err(error) => return self.unreadable(&at, &error),
        };
        let codes = texts(table.code);
        // A part that can't be used makes the area another one than was meant.
        let lost = findings.iter().find(|f| {
            f.severity != crate::diagnostics::Severity::Note && codes.contains(&f.record)
        });
        if let Some(lost) = lost {
            let problem = format!("area {:?}: {}", lost.record, lost.message);
            self.problem(&place.to("code"), problem, "mend the file");
            return None;
        }
        let shapes = pick(&mut self.r, &place.to("code"), &codes, &layer)?;
        Some(Area {
            name: format!("{} {}", name, codes.join(", ")),
            shape: Arc::new(shapes),
        })
    }

    /// The problem with another file, told as one of the key that names it.
    fn unreadable<T>(&mut self, place: &Place, error: &crate::diagnostics::Error) -> Option<T> {
        let text = error.to_string();
        let (problem, hint) = text.split_once("\nhint: ").unwrap_or((&text, ""));
        self.problem(place, format!("can't be used: {problem}"), hint);
        None
    }

    fn area_of_corners(&mut self, place: &Place, table: AreaTable) -> Option<Area> {
        let pairs = table.polygon?;
        let at = place.to("polygon");
        let corners = self.pairs(place, "polygon", &pairs, table.crs.as_ref())?;
        let ring: LineString<f64> = corners.iter().map(|p| (p.lon, p.lat)).collect();
        let polygon = Polygon::new(ring, Vec::new());
        if !areas::has_three_corners(polygon.exterior()) {
            self.problem(&at, "has fewer than three different corners", "");
            return None;
        }
        if areas::crosses_itself(polygon.exterior()) {
            let hint = "give the corners in the order in which one walks around the area";
            self.problem(&at, "its edges cross each other", hint);
            return None;
        }
        Some(Area {
            name: "the polygon".to_owned(),
            shape: Arc::new(MultiPolygon(vec![polygon])),
        })
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
                each = vec![self.r.minutes(&at, Some(minutes), 0.0); hops];
            }
            Some(OneOrMany::Many(list)) => {
                if list.len() != hops {
                    let problem = format!("has {} values for {hops} hops", list.len());
                    let hint = "give one for each hop from stop to stop, or a single value for all";
                    self.problem(&at, problem, hint);
                }
                for (i, Minutes(minutes)) in list.into_iter().enumerate() {
                    each.push(self.r.minutes(&at.to(i), Some(minutes), 0.0));
                }
            }
        }
        Pace::Each(each)
    }
}

/// The polygons of some codes; an unknown code is a problem.
fn pick(
    r: &mut Resolver<'_>,
    place: &Place,
    codes: &[String],
    layer: &AreaLayer,
) -> Option<MultiPolygon<f64>> {
    let mut shapes = MultiPolygon(Vec::new());
    let mut complete = !codes.is_empty();
    for code in codes {
        if let Some(area) = layer.areas.iter().find(|area| area.code == *code) {
            shapes.0.extend(area.shape.0.iter().cloned());
            continue;
        }
        complete = false;
        let by_name = layer.areas.iter().find(|area| area.name == *code);
        let known: Vec<&str> = layer.areas.iter().map(|area| area.code.as_str()).collect();
        let hint = match (by_name, nearest(code, &known)) {
            (Some(area), _) => format!("give its code: {:?}", area.code),
            (None, Some(near)) => format!("did you mean {near:?}?"),
            (None, None) => {
                let first: Vec<&str> = known.iter().take(5).copied().collect();
                format!("codes look like: {}", first.join(", "))
            }
        };
        let problem = format!("there is no area with code {code:?} in {}", layer.file);
        r.problems.add(place, problem, hint);
    }
    complete.then_some(shapes)
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
