//! A small town with a timetable as GTFS text, ways to change that text by hand, and the question
//! whether a scenario gives the same travel times. Shares nothing with the scenario's own code.
#![allow(dead_code)] // each test program uses its part

pub mod faults;
pub mod laws;
mod one_place;

use crate::common::builder::{TownBuilder, clock};
use crate::common::compare::{Times, engine, network};
use crate::common::town::{Town, at_metres};
use bereik::input::clock::Weekdays;
use bereik::input::gtfs::{self, Feed};
use bereik::input::scenario::{Change, Edit, Selector, Stands, TimetableEdit};
use bereik::network::timetable::Timetable;
use bereik::routing::Tuning;
use bereik::scenario::{Touched, timetable};
use bereik::travel::Direction;
use bereik::units::LonLat;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};

/// A row of a table by its columns.
pub type Row = BTreeMap<String, String>;

/// Tables of a feed as text, row by row.
#[derive(Clone)]
pub struct Text(pub BTreeMap<&'static str, Vec<Row>>);

/// A row out of `column=value` words.
pub fn row(text: &str) -> Row {
    let pairs = text
        .split(' ')
        .map(|w| w.split_once('=').expect("column=value"));
    pairs.map(|(c, v)| (c.to_owned(), v.to_owned())).collect()
}

impl Text {
    pub fn rows(&mut self, table: &'static str) -> &mut Vec<Row> {
        self.0.entry(table).or_default()
    }
    pub fn push(&mut self, table: &'static str, text: &str) {
        self.rows(table).push(row(text));
    }
    /// The trips' ids for which something holds.
    pub fn trips(&self, holds: impl Fn(&Row) -> bool) -> Vec<String> {
        let rows = self.0["trips.txt"].iter().filter(|r| holds(r));
        rows.map(|r| r["trip_id"].clone()).collect()
    }
    /// Departure from the first call, seconds.
    pub fn leaves(&self, trip: &str) -> i32 {
        let rows = self.0["stop_times.txt"].iter();
        let times = rows
            .filter(|r| r["trip_id"] == trip)
            .map(|r| clock(&r["departure_time"]));
        times.min().expect("a call")
    }
    pub fn drop_trips(&mut self, ids: &[String]) {
        for table in ["trips.txt", "stop_times.txt", "frequencies.txt"] {
            self.rows(table).retain(|r| !ids.contains(&r["trip_id"]));
        }
        let named = |r: &Row| ids.contains(&r["from_trip_id"]) || ids.contains(&r["to_trip_id"]);
        self.rows("transfers.txt").retain(|r| !named(r));
    }
    /// The calls of a trip in order: `(stop, arrival, departure)`.
    pub fn calls(&self, trip: &str) -> Vec<(String, i32, i32)> {
        let rows = self.0["stop_times.txt"]
            .iter()
            .filter(|r| r["trip_id"] == trip);
        rows.map(|r| {
            let at = |c: &str| clock(&r[c]);
            (
                r["stop_id"].clone(),
                at("arrival_time"),
                at("departure_time"),
            )
        })
        .collect()
    }
    /// Gives a trip these calls.
    pub fn set_calls(&mut self, trip: &str, calls: &[(String, i32, i32)]) {
        self.rows("stop_times.txt").retain(|r| r["trip_id"] != trip);
        for (n, (stop, arrival, departure)) in calls.iter().enumerate() {
            self.push(
                "stop_times.txt",
                &format!(
                    "trip_id={trip} stop_id={stop} stop_sequence={n} arrival_time={} departure_time={}",
                    time(*arrival),
                    time(*departure)
                ),
            );
        }
    }
    pub fn add_trip(&mut self, words: &str, id: &str, calls: &[(&str, i32, i32)]) {
        self.push("trips.txt", &format!("trip_id={id} {words}"));
        let calls: Vec<_> = calls
            .iter()
            .map(|(s, a, d)| ((*s).to_owned(), *a, *d))
            .collect();
        self.set_calls(id, &calls);
    }
    fn zipped(&self) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, rows) in &self.0 {
            let columns: std::collections::BTreeSet<&String> =
                rows.iter().flat_map(|r| r.keys()).collect();
            let line = |cells: Vec<&str>| cells.join(",") + "\n";
            let mut text = line(columns.iter().map(|c| c.as_str()).collect());
            for row in rows {
                text += &line(
                    columns
                        .iter()
                        .map(|c| row.get(*c).map_or("", |v| v))
                        .collect(),
                );
            }
            let options = zip::write::SimpleFileOptions::default();
            zip.start_file(*name, options).expect("a file");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("a zip").into_inner()
    }
    pub fn feed(&self) -> Feed {
        let (feed, findings) = gtfs::read_zip_bytes("town.zip", &self.zipped()).expect("a feed");
        // Cutting lines and moving trips leaves rules about nothing and blocks that overlap.
        let due = ["transfer-without-effect", "block-overlaps"];
        assert!(
            findings.iter().all(|f| due.contains(&f.code.as_ref())),
            "{:?}",
            findings.summary()
        );
        feed
    }
    /// The town with this timetable.
    pub fn town(&self) -> Town {
        let mut town = streets();
        town.feeds = vec![self.feed()];
        town
    }
}

/// `HH:MM:SS`.
pub fn time(s: i32) -> String {
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// Where things are, metres east and north.
pub const PLACES: [(&str, (f64, f64)); 11] = [
    ("A", (0.0, 0.0)),
    ("B", (1500.0, 0.0)),
    ("C1", (3000.0, 0.0)),
    ("C2", (3000.0, 100.0)),
    ("D", (4500.0, 0.0)),
    ("E", (6000.0, 0.0)),
    ("F", (6000.0, 1500.0)),
    ("G", (6000.0, 3000.0)),
    ("H", (3000.0, 1500.0)),
    // No stops yet.
    ("M", (1500.0, 1500.0)),
    ("N", (7500.0, 0.0)),
];

fn at(name: &str) -> (f64, f64) {
    PLACES.iter().find(|p| p.0 == name).expect("a place").1
}

/// Longitude and latitude of a place, as text.
pub fn degrees(name: &str) -> [String; 2] {
    let (x, y) = at(name);
    at_metres(x, y).map(|d| format!("{:.7}", f64::from(d) / 1e7))
}

/// A place as a scenario takes it.
pub fn place(name: &str) -> LonLat {
    let [lon, lat] = degrees(name).map(|d| d.parse().expect("a number"));
    LonLat::new(lon, lat).expect("a position")
}

fn streets() -> Town {
    let mut town = TownBuilder::new()
        .street(&["A", "B", "C1", "D", "E", "N"].map(at))
        .street(&["C1", "C2", "H"].map(at))
        .street(&["B", "M", "H"].map(at))
        .street(&["E", "F", "G"].map(at))
        .person(|p| (p.max_walk, p.slack) = (900, 90))
        .window("07:30", 50);
    for (_, place) in PLACES {
        town = town.origin(place).destination(place);
    }
    town.build()
}

/// Line 1 along A … E and back with a block on to line 2, every ten minutes on weekdays and every
/// twenty on other days; line 2 E, F, G; line 3 by headway A, H, E; line 4 by exact headway C2, H, C1;
/// an evening trip past midnight. Every line has its own calendar.
pub fn base() -> Text {
    let mut t = Text(BTreeMap::new());
    for (id, name) in [("X", "TownBus"), ("Y", "Rails")] {
        t.push(
            "agency.txt",
            &format!("agency_id={id} agency_name={name} agency_url=http://x.example agency_timezone=Europe/Amsterdam"),
        );
    }
    let [lon, lat] = degrees("C1");
    t.push(
        "stops.txt",
        &format!("stop_id=C stop_name=Central stop_lon={lon} stop_lat={lat} location_type=1"),
    );
    for (id, _) in &PLACES[..9] {
        let [lon, lat] = degrees(id);
        let parent = if id.starts_with('C') { "C" } else { "" };
        t.push(
            "stops.txt",
            &format!("stop_id={id} stop_name=stop-{id} stop_lon={lon} stop_lat={lat} location_type=0 parent_station={parent}"),
        );
    }
    for (id, agency, short, kind) in [
        ("r1", "X", "1", 3),
        ("r2", "Y", "2", 0),
        ("r3", "X", "3", 3),
        ("r4", "X", "4", 700),
    ] {
        t.push(
            "routes.txt",
            &format!("route_id={id} agency_id={agency} route_short_name={short} route_long_name=long-{short} route_type={kind}"),
        );
    }
    let week = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    for (id, days) in [("WK", "1111100"), ("WE", "0000011"), ("ALL", "1111111")] {
        let on: Vec<String> = week
            .iter()
            .zip(days.chars())
            .map(|(d, on)| format!("{d}={on}"))
            .collect();
        let on = on.join(" ");
        t.push(
            "calendar.txt",
            &format!("service_id={id} {on} start_date=20250101 end_date=20251231"),
        );
    }
    // Thursday 13 March runs as a weekend; Sunday 16 March is left out of "ALL".
    for (id, date, kind) in [
        ("WK", 20250313, 2),
        ("WE", 20250313, 1),
        ("ALL", 20250316, 2),
    ] {
        t.push(
            "calendar_dates.txt",
            &format!("service_id={id} date={date} exception_type={kind}"),
        );
    }
    for (service, every) in [("WK", 600), ("WE", 1200)] {
        let mut leaves = 7 * 3600;
        while leaves < 10 * 3600 {
            let stops = ["A", "B", "C1", "D", "E"];
            for direction in 0..2 {
                let mut at = leaves + 120 * direction;
                let mut calls = Vec::new();
                for n in 0..5 {
                    let stop = stops[if direction == 0 { n } else { 4 - n }];
                    let stands = if stop == "C1" { 30 } else { 0 };
                    calls.push((stop, at, at + stands));
                    at += stands + 240;
                }
                let headsign = if direction == 0 { "stop-E" } else { "stop-A" };
                let block = if direction == 0 {
                    format!("{service}{leaves}")
                } else {
                    String::new()
                };
                let words = format!(
                    "route_id=r1 service_id={service} direction_id={direction} trip_headsign={headsign} block_id={block}"
                );
                t.add_trip(
                    &words,
                    &format!("1-{service}-{direction}-{}", leaves / 60),
                    &calls,
                );
            }
            // The same vehicle goes on as line 2, which runs every day: only these in a block.
            let from = leaves + 1050;
            let calls = [
                ("E", from, from),
                ("F", from + 200, from + 220),
                ("G", from + 420, from + 420),
            ];
            let words = format!(
                "route_id=r2 service_id={service} direction_id=0 trip_headsign=stop-G block_id={service}{leaves}"
            );
            t.add_trip(&words, &format!("2-{service}-{}", leaves / 60), &calls);
            leaves += every;
        }
    }
    for n in 0..8 {
        let from = 7 * 3600 + 1200 * n;
        let calls = [
            ("G", from, from),
            ("F", from + 200, from + 200),
            ("E", from + 400, from + 400),
        ];
        t.add_trip(
            "route_id=r2 service_id=ALL direction_id=1 trip_headsign=stop-E",
            &format!("2-back-{n}"),
            &calls,
        );
    }
    t.add_trip(
        "route_id=r3 service_id=ALL direction_id=0 trip_headsign=stop-E",
        "3",
        &[("A", 0, 0), ("H", 500, 520), ("E", 1100, 1100)],
    );
    t.add_trip(
        "route_id=r4 service_id=WK direction_id=0 trip_headsign=stop-C1",
        "4",
        &[("C2", 3600, 3600), ("H", 3700, 3720), ("C1", 3900, 3900)],
    );
    for (trip, start, end, headway, exact) in [
        ("3", "06:00:00", "08:00:00", 840, 0),
        ("3", "08:00:00", "10:00:00", 1260, 0),
        ("4", "07:03:00", "09:10:00", 540, 1),
    ] {
        t.push(
            "frequencies.txt",
            &format!("trip_id={trip} start_time={start} end_time={end} headway_secs={headway} exact_times={exact}"),
        );
    }
    let late = 25 * 3600;
    t.add_trip(
        "route_id=r1 service_id=WK direction_id=0 trip_headsign=stop-E",
        "1-late",
        &[("A", late, late), ("E", late + 900, late + 900)],
    );
    t.push("transfers.txt", "from_stop_id=E to_stop_id=E transfer_type=2 min_transfer_time=200 from_trip_id=1-WK-0-450 to_trip_id=2-WK-470");
    t.push("transfers.txt", "from_stop_id=C to_stop_id=C transfer_type=2 min_transfer_time=45 from_trip_id= to_trip_id=");
    t
}

/// Wednesday, Thursday (runs as a weekend), Saturday, Sunday.
pub const DATES: [(i32, u32, u32); 4] =
    [(2025, 3, 12), (2025, 3, 13), (2025, 3, 15), (2025, 3, 16)];

pub fn date((y, m, d): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).expect("a date")
}

/// Travel times of a town on the dates, both ways; where nothing runs on a date the answer says so.
fn all_times(town: &Town, network: &bereik::network::Network) -> Vec<Result<Times, String>> {
    let mut out = Vec::new();
    for day in DATES {
        let town = Town {
            date: date(day),
            ..town.clone()
        };
        for direction in [Direction::Depart, Direction::Arrive] {
            out.push(engine(&town, network, direction, Tuning::default()));
        }
    }
    out
}

/// Travel times by date and direction of a feed as it stands.
pub fn by_hand(text: &Text) -> Vec<Result<Times, String>> {
    let town = text.town();
    all_times(&town, &network(&town))
}

/// Travel times of the base changed by a scenario, the timetable, and what the edits touched.
pub fn by_scenario(
    base: &Text,
    edits: &[Edit],
) -> (Vec<Result<Times, String>>, Timetable, Vec<Touched>) {
    let town = base.town();
    let built = network(&town);
    let before = built.timetable.clone();
    let edits: Vec<&Edit> = edits.iter().collect();
    let (after, touched) =
        timetable::apply(&built.timetable, date(DATES[0]), &edits).expect("possible edits");
    assert_eq!(built.timetable, before, "the base is never changed");
    let after = after.expect("a timetable");
    let changed = built.with_timetable(after.clone());
    // What is written can be opened: all checks of a network file hold.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("changed.bereik");
    std::fs::write(&file, changed.to_bytes()).expect("written");
    bereik::network::Network::open(&file).expect("a sound network");
    (all_times(&town, &changed), after, touched)
}

/// The scenario gives the times of the feed edited by hand, which differ from those of the base.
#[track_caller]
pub fn same(edits: &[Edit], hand: impl FnOnce(&mut Text)) -> Vec<Touched> {
    let (got, _, touched) = by_scenario(&base(), edits);
    let mut text = base();
    hand(&mut text);
    let due = by_hand(&text);
    for (n, (got, due)) in got.iter().zip(&due).enumerate() {
        if let (Ok(g), Ok(d)) = (got, due) {
            let town = text.town();
            let why = crate::common::compare::differences(&town, g, d);
            assert!(
                why.is_empty(),
                "date {}, way {}: {}",
                n / 2,
                n % 2,
                why.join("\n")
            );
        }
        assert!(got == due, "date {}, way {}: {got:?} {due:?}", n / 2, n % 2);
    }
    assert!(due != by_hand(&base()), "the edit matters to no answer");
    touched
}

pub fn edit(name: &str, what: TimetableEdit) -> Edit {
    Edit {
        name: name.into(),
        why: String::new(),
        change: Change::Timetable(what),
        place: Stands {
            file: "what-if.toml".into(),
            lines: BTreeMap::from([
                (String::new(), 10),
                ("select".into(), 12),
                ("select.route".into(), 13),
            ]),
            ..Stands::default()
        },
    }
}

pub fn days(text: &str) -> Option<Weekdays> {
    Some(Weekdays::parse(text).expect("days"))
}

/// Vehicles of a line in a direction.
pub fn line(route: &str, direction: u8) -> Selector {
    Selector {
        route: vec![route.into()],
        direction: vec![direction],
        ..Selector::default()
    }
}
