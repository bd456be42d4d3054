//! From the file as typed to a [`Study`]: defaults, references, contradictions.

use super::service::services;
use super::typed::*;
use super::*;
use crate::diagnostics::InputError;
use crate::input::clock;
use crate::input::document::{Checked, Place, Problems, check, nearest};
use crate::routing::{Bicycle, Direction, Wheelchair};
use crate::units::Speed;

/// Longest window, hours: a departure every minute costs time and memory.
const LONGEST_WINDOW_H: i32 = 24;

/// Everything needed to judge a value: where problems go, and what paths are relative to.
pub(super) struct Resolver<'d> {
    pub problems: Problems<'d>,
    base: PathBuf,
    look_for_files: bool,
}

/// Resolves a document; problems of the schema check and of the meaning come together.
pub(super) fn resolve(
    document: &Document,
    path: &Path,
    look_for_files: bool,
) -> Result<Study, Error> {
    let schema = json_schema();
    let Checked { value, problems } = check(document, &schema);
    let typed: StudyFile = serde_json::from_value(value)
        .map_err(|e| InputError::new(&document.file, format!("cannot be understood: {e}")))?;
    let file = std::path::absolute(path).map_err(|e| Error::io(path, "find", e))?;
    let mut r = Resolver {
        problems,
        base: file.parent().unwrap_or(Path::new("/")).to_owned(),
        look_for_files,
    };
    let study = r.study(typed, file);
    r.problems.into_result()?;
    Ok(study)
}

impl Resolver<'_> {
    fn study(&mut self, typed: StudyFile, file: PathBuf) -> Study {
        let root = Place::root();
        for (key, given) in [
            ("study", typed.study.is_some()),
            ("network", typed.network.is_some()),
            ("homes", typed.homes.is_some()),
            ("slot", typed.slot.is_some()),
            ("service", typed.service.is_some()),
        ] {
            if !given {
                self.problems.missing(&root.to(key));
            }
        }
        let place = root.to("study");
        let table = typed.study.unwrap_or_default();
        let title = table.title.unwrap_or_else(|| {
            let stem = file.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        });
        // Any date does where none could be read: there is a problem then, and no study comes out.
        let date = self
            .required(&place, "date", table.date)
            .and_then(|text| self.date(&place.to("date"), &text))
            .unwrap_or_default();
        let percentiles = self.percentiles(&place, table.percentiles);
        let network_table = typed.network.unwrap_or_default();
        let max_snap_m = network_table.max_snap_m.unwrap_or(500.0);
        let island_junctions = network_table.island_junctions.unwrap_or(40) as usize;
        let unknown_is_accessible = network_table
            .wheelchair_unknown_is_accessible
            .unwrap_or(true);
        let network = self.network(network_table);
        let homes = self.homes(typed.homes.unwrap_or_default());
        let areas = self.areas(typed.areas.unwrap_or_default());
        let personas = self.personas(typed.persona, unknown_is_accessible);
        let slots = self.slots(typed.slot.unwrap_or_default(), date);
        let services = services(
            self,
            typed.service.unwrap_or_default(),
            &Surroundings {
                network: &network,
                homes: &homes,
                slots: &slots,
                personas: &personas,
                percentile: percentiles.first().copied().unwrap_or(50),
            },
        );
        let shifts = self.shifts(typed.shift.unwrap_or_default(), date, &services);
        let profile = typed
            .profile
            .map(|table| self.profile(table, date, &services, &personas));
        let report = self.report(typed.report.unwrap_or_default(), &title, &areas, &homes);
        Study {
            file,
            title,
            date,
            language: table.language.unwrap_or_default(),
            percentiles,
            usual: table.usual.unwrap_or_default(),
            network,
            max_snap_m,
            island_junctions,
            wheelchair_unknown_is_accessible: unknown_is_accessible,
            homes,
            areas,
            personas,
            slots,
            services,
            shifts,
            profile,
            report,
        }
    }

    fn percentiles(&mut self, place: &Place, given: Option<OneOrMany<Percentile>>) -> Vec<u8> {
        let mut list: Vec<u8> = Vec::new();
        for Percentile(p) in given.map_or(vec![Percentile(50)], OneOrMany::into_vec) {
            if list.contains(&p) {
                let place = place.to("percentiles");
                let problem = format!("{p} is given twice");
                self.problems.add(&place, problem, "");
            } else {
                list.push(p);
            }
        }
        list
    }

    fn network(&mut self, table: NetworkTable) -> NetworkInput {
        let place = Place::root().to("network");
        if let Some(file) = table.file {
            let at = place.to("file");
            if table.osm.is_some() || table.gtfs.is_some() {
                self.problems.add(
                    &at,
                    "given together with osm or gtfs",
                    "give either the built network, or osm and gtfs",
                );
            }
            return NetworkInput::Built(self.file(&at, &file, false));
        }
        let osm = self
            .required(&place, "osm", table.osm)
            .map(|osm| self.file(&place.to("osm"), &osm, false))
            .unwrap_or_default();
        let at = place.to("gtfs");
        let given = self.required(&place, "gtfs", table.gtfs);
        let single = matches!(given, Some(OneOrMany::One(_)));
        let mut gtfs = Vec::new();
        for (i, feed) in given.into_iter().flat_map(OneOrMany::into_vec).enumerate() {
            let at = if single { at.clone() } else { at.to(i) };
            let path = self.file(&at, &feed, true);
            if gtfs.contains(&path) {
                self.problems
                    .add(&at, "the same timetable twice", "name each feed once");
            }
            gtfs.push(path);
        }
        NetworkInput::Sources { osm, gtfs }
    }

    fn homes(&mut self, table: HomesTable) -> Homes {
        let place = Place::root().to("homes");
        let path = self
            .required(&place, "file", table.file)
            .map(|file| self.file(&place.to("file"), &file, false))
            .unwrap_or_default();
        let file = PointFile {
            layer: self.layer(&place, table.layer, &path),
            crs: self.crs(&place, table.crs),
            id: table.id.unwrap_or_else(|| "id".to_owned()),
            path,
        };
        let missing = table.missing.into_iter().flat_map(OneOrMany::into_vec);
        let columns = |map: Option<ColumnMap>| -> Vec<(String, String)> {
            map.into_iter()
                .flatten()
                .filter_map(|(name, column)| Some((name, column.as_str()?.to_owned())))
                .collect()
        };
        let mut groups: Vec<Group> = Vec::new();
        for (name, column) in columns(table.groups) {
            if name.trim().is_empty() {
                let hint = "write: everyone = \"inhabitants\"";
                self.problems
                    .add(&place.to("groups"), "a group has no name", hint);
            }
            groups.push(Group {
                name,
                column: Some(column),
            });
        }
        if groups.is_empty() {
            groups.push(Group {
                name: "homes".to_owned(),
                column: None,
            });
        }
        Homes {
            file,
            missing: missing.map(|cell| cell.to_string()).collect(),
            groups,
            ranks: columns(table.ranks),
        }
    }

    fn areas(&mut self, tables: Vec<AreaTable>) -> Vec<AreaLevel> {
        let list = Place::root().to("areas");
        let mut names = Names::new();
        let mut areas = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let path = self
                .required(&place, "file", table.file)
                .map(|file| self.file(&place.to("file"), &file, false))
                .unwrap_or_default();
            areas.push(AreaLevel {
                level: self.unique(&place, "level", table.level, &mut names, i),
                layer: self.layer(&place, table.layer, &path),
                crs: self.crs(&place, table.crs),
                code: self
                    .required(&place, "code", table.code)
                    .unwrap_or_default(),
                name: table.name,
                year: table.year,
                path,
            });
        }
        areas
    }

    fn personas(&mut self, tables: Option<Vec<PersonaTable>>, unknown: bool) -> Vec<Persona> {
        let list = Place::root().to("persona");
        let mut names = Names::new();
        let tables = tables.unwrap_or_else(|| {
            vec![PersonaTable {
                name: Some("on foot".to_owned()),
                ..PersonaTable::default()
            }]
        });
        let mut personas = Vec::new();
        for (i, table) in tables.into_iter().enumerate() {
            let place = list.to(i);
            let wheelchair = table.wheelchair.unwrap_or(false);
            if table.unknown_is_accessible.is_some() && !wheelchair {
                self.problems.add(
                    &place.to("unknown_is_accessible"),
                    "has no meaning without a wheelchair",
                    "add wheelchair = true, or leave the key out",
                );
            }
            if wheelchair && table.bicycle.is_some() {
                self.problems.add(
                    &place.to("bicycle"),
                    "given together with wheelchair = true",
                    "make two personas",
                );
            }
            personas.push(Persona {
                name: self.unique(&place, "name", table.name, &mut names, i),
                traveller: Traveller {
                    walk: self.speed(&place.to("walk_kmh"), table.walk_kmh, 4.8),
                    max_walk: self.minutes(&place.to("max_walk_min"), table.max_walk_min, 30.0),
                    max_trip: self.minutes(&place.to("max_trip_min"), table.max_trip_min, 120.0),
                    max_rides: table.max_rides.unwrap_or(8),
                    board_slack: Seconds(table.board_slack_s.unwrap_or(60)),
                    bicycle: table.bicycle.map(|b| self.bicycle(&place.to("bicycle"), b)),
                    wheelchair: wheelchair.then(|| Wheelchair {
                        unknown_is_accessible: table.unknown_is_accessible.unwrap_or(unknown),
                    }),
                },
            });
        }
        personas
    }

    fn bicycle(&mut self, place: &Place, table: BicycleTable) -> Bicycle {
        let bicycle = Bicycle {
            access: table.access.unwrap_or(true),
            egress: table.egress.unwrap_or(false),
            speed: self.speed(&place.to("kmh"), table.kmh, 14.0),
            max: self.minutes(&place.to("max_min"), table.max_min, 20.0),
        };
        if !bicycle.access && !bicycle.egress {
            self.problems.add(
                place,
                "a bicycle for neither the first nor the last leg",
                "set access or egress to true, or leave the bicycle out",
            );
        }
        bicycle
    }

    fn slots(&mut self, tables: Vec<SlotTable>, date: NaiveDate) -> Vec<Slot> {
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
                .and_then(|text| self.window(&place.to(key), &text))
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

    fn shifts(
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
            let days = table.days.as_deref().unwrap_or("mo-su");
            let days = Weekdays::parse(days).unwrap_or_else(|message| {
                self.problems.add(&place.to("days"), message, "");
                Weekdays::ALL
            });
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
            let (mut service, mut column) = (0, None);
            if let Some(jobs) = jobs {
                column = jobs.column;
                if let Some(name) = self.required(&jobs_place, "service", jobs.service) {
                    let at = jobs_place.to("service");
                    service = self
                        .reference(&at, &name, "service", services, |s| &s.name)
                        .unwrap_or(0);
                }
                let from_map = services
                    .get(service)
                    .is_some_and(|s| matches!(s.source, Source::Osm { .. }));
                if column.is_some() && from_map {
                    self.problems.add(
                        &jobs_place.to("column"),
                        "the service comes from the street file, which has no columns",
                        "leave the column out, or give the service a file",
                    );
                }
            }
            let compare = table.compare.as_deref().unwrap_or("09:00-17:00");
            shifts.push(Shift {
                name: self.unique(&place, "name", table.name, &mut names, i),
                date: on,
                days,
                start,
                end,
                service,
                column,
                arrive_within: self.minutes(
                    &place.to("arrive_within_min"),
                    table.arrive_within_min,
                    30.0,
                ),
                leave_after: self.minutes(&place.to("leave_after_min"), table.leave_after_min, 0.0),
                leave_within: self.minutes(
                    &place.to("leave_within_min"),
                    table.leave_within_min,
                    30.0,
                ),
                max_trip: self.minutes(&place.to("max_trip_min"), table.max_trip_min, 75.0),
                compare: self
                    .window(&place.to("compare"), compare)
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

    fn profile(
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
        let step = Seconds(table.step_min.unwrap_or(60) * 60);
        let at = place.to("window");
        let window = table.window.as_deref().unwrap_or("00:00-24:00");
        let window = self.window(&at, window).unwrap_or_default();
        let length = (window.1 - window.0).unwrap_or_default();
        if length.0 % step.0 != 0 {
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
            services: named.unwrap_or_else(|| (0..services.len()).collect()),
            step,
            window,
            persona: persona.unwrap_or(0),
            dates,
        }
    }

    fn report(
        &mut self,
        table: ReportTable,
        title: &str,
        areas: &[AreaLevel],
        homes: &Homes,
    ) -> Report {
        let place = Place::root().to("report");
        let level = table.level.and_then(|name| {
            self.reference(&place.to("level"), &name, "level of areas", areas, |a| {
                &a.level
            })
        });
        Report {
            title: table.title.unwrap_or_else(|| title.to_owned()),
            top_pockets: table.top_pockets.unwrap_or(10) as usize,
            min_people: table.min_people.unwrap_or(50.0),
            level: level.or((!areas.is_empty()).then_some(0)),
            group: self.group(&place.to("group"), table.group, homes),
        }
    }
}

/// What a service may refer to.
pub(super) struct Surroundings<'a> {
    pub network: &'a NetworkInput,
    pub homes: &'a Homes,
    pub slots: &'a [Slot],
    pub personas: &'a [Persona],
    pub percentile: u8,
}

/// Values of one kind each.
impl Resolver<'_> {
    /// A key that must be there.
    pub fn required<T>(&mut self, table: &Place, key: &str, value: Option<T>) -> Option<T> {
        // A missing table was said to be missing as a whole.
        if value.is_none() && self.problems.is_given(table) {
            self.problems.missing(&table.to(key));
        }
        value
    }

    /// A name that must be there and be the only one of its kind.
    pub fn unique(
        &mut self,
        table: &Place,
        key: &str,
        name: Option<String>,
        names: &mut Names,
        index: usize,
    ) -> String {
        let name = self.required(table, key, name).unwrap_or_default();
        if !name.is_empty() && names.insert(name.clone(), index).is_some() {
            self.problems.add(
                &table.to(key),
                format!("another one has this {key}"),
                "names must differ",
            );
        }
        name
    }

    /// The index of what a name refers to.
    pub fn reference<T>(
        &mut self,
        place: &Place,
        name: &str,
        kind: &str,
        list: &[T],
        name_of: impl Fn(&T) -> &String,
    ) -> Option<usize> {
        let found = list.iter().position(|item| name_of(item) == name);
        if found.is_none() {
            let names: Vec<&str> = list.iter().map(|item| name_of(item).as_str()).collect();
            let hint = match nearest(name, &names) {
                Some(near) => format!("did you mean {near:?}?"),
                None => format!("there are: {}", names.join(", ")),
            };
            self.problems
                .add(place, format!("there is no such {kind}"), hint);
        }
        found
    }

    /// The indexes of several names, ascending; a name given twice is a problem.
    pub fn references<T>(
        &mut self,
        place: &Place,
        names: &[String],
        kind: &str,
        list: &[T],
        name_of: impl Fn(&T) -> &String,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for (i, name) in names.iter().enumerate() {
            let at = place.to(i);
            match self.reference(&at, name, kind, list, &name_of) {
                Some(index) if found.contains(&index) => {
                    self.problems.add(&at, "named twice", "name each once");
                }
                Some(index) => found.push(index),
                None => {}
            }
        }
        found.sort_unstable();
        found
    }

    /// A group by name; else "everyone", else the first.
    pub fn group(&mut self, place: &Place, name: Option<String>, homes: &Homes) -> usize {
        name.and_then(|name| self.reference(place, &name, "group", &homes.groups, |g| &g.name))
            .or_else(|| homes.groups.iter().position(|g| g.name == "everyone"))
            .unwrap_or(0)
    }

    pub fn date(&mut self, place: &Place, text: &str) -> Option<NaiveDate> {
        self.read(place, clock::parse_date(text))
    }

    pub fn clock(&mut self, place: &Place, text: &str) -> Option<ClockTime> {
        self.read(place, clock::parse_clock(text))
    }

    pub fn window(&mut self, place: &Place, text: &str) -> Option<(ClockTime, ClockTime)> {
        let window = self.read(place, clock::parse_window(text))?;
        if window.1.0 - window.0.0 > LONGEST_WINDOW_H * 3600 {
            let problem = format!("longer than {LONGEST_WINDOW_H} hours");
            self.problems.add(place, problem, "make several slots");
            return None;
        }
        Some(window)
    }

    fn read<T>(&mut self, place: &Place, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.problems.add(place, message, ""))
            .ok()
    }

    /// Minutes as seconds; decimals must come to whole seconds.
    pub fn minutes(&mut self, place: &Place, given: Option<f64>, default: f64) -> Seconds {
        let seconds = given.unwrap_or(default) * 60.0;
        if (seconds - seconds.round()).abs() > 1e-6 {
            self.problems.add(
                place,
                "comes to no whole number of seconds",
                "round it, for example to one decimal",
            );
        }
        // The schema bounds minutes far below the limit.
        Seconds(seconds.round() as u32)
    }

    fn speed(&mut self, place: &Place, given: Option<f64>, default: f64) -> Speed {
        Speed::from_kmh(given.unwrap_or(default)).unwrap_or_else(|| {
            self.problems.add(place, "out of range", "");
            Traveller::default().walk
        })
    }

    pub fn crs(&mut self, table: &Place, crs: Option<String>) -> Option<String> {
        let crs = crs?;
        let code = crs.trim().to_ascii_uppercase();
        let digits = code.strip_prefix("EPSG:").unwrap_or_default();
        if digits.len() > 6 || digits.parse::<u32>().is_err() || digits.starts_with('+') {
            self.problems.add(
                &table.to("crs"),
                "not a coordinate system",
                "write \"EPSG:\" and its number, such as \"EPSG:28992\" (Dutch RD New)",
            );
        }
        Some(code)
    }

    pub fn layer(&mut self, table: &Place, layer: Option<String>, file: &Path) -> Option<String> {
        let geopackage = file
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("gpkg"));
        if layer.is_some() && !geopackage && !file.as_os_str().is_empty() {
            self.problems.add(
                &table.to("layer"),
                "only a GeoPackage has layers",
                "leave it out, or give a .gpkg file",
            );
        }
        layer
    }

    /// A path made absolute; that the file is there is checked where asked for.
    pub fn file(&mut self, place: &Place, name: &str, folder_too: bool) -> PathBuf {
        if name.trim().is_empty() || name.contains('\0') {
            self.problems.add(
                place,
                "not a file name",
                "give a path relative to this file",
            );
            return PathBuf::new();
        }
        // Without the `.` and the doubled separators, so that one file has one name.
        let path: PathBuf = self.base.join(name).components().collect();
        if !self.look_for_files {
            return path;
        }
        let problem = match std::fs::metadata(&path) {
            Ok(found) if found.is_file() || (folder_too && found.is_dir()) => return path,
            Ok(found) if found.is_dir() => "is a folder, not a file".to_owned(),
            Ok(_) => "is not a file".to_owned(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                "there is no such file".to_owned()
            }
            Err(e) => format!("cannot be looked at: {e}"),
        };
        let hint = match similar_file(&path) {
            Some(near) => format!("did you mean {near:?}?"),
            None => format!("looked for {}", path.display()),
        };
        self.problems.add(place, problem, hint);
        path
    }
}

/// The file beside a missing one with the most similar name.
fn similar_file(path: &Path) -> Option<String> {
    const MOST_LOOKED_AT: usize = 1000;
    let entries = std::fs::read_dir(path.parent()?).ok()?;
    let mut names: Vec<String> = entries
        .take(MOST_LOOKED_AT)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    nearest(path.file_name()?.to_str()?, &names).map(str::to_owned)
}
