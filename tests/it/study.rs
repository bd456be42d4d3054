//! The study file: what it accepts, what it refuses and in which words.

use bereik::axes::{LevelId, PersonaId, PurposeId, ShiftId, SlotId};
use bereik::input::study::*;
use bereik::measures::norm::Norm as Level;
use bereik::travel::{Bicycle, Direction, Traveller, Wheelchair, Window};
use bereik::units::{ClockTime, Seconds, Speed};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::Path;

const SAMPLE: &str = include_str!("../../fixtures/study/polderland.toml");

/// The least a study needs, one thing a line so that faults are easy to place.
const LEAST: &str = r#"[study]
date = 2026-03-10
[network]
osm = "a.osm.pbf"
gtfs = "a.zip"
[homes]
file = "homes.csv"
[[slot]]
name = "morning"
depart = "07:00-09:00"
[[service]]
name = "jobs"
file = "jobs.csv"
"#;

fn read(text: &str) -> Study {
    parse_study(text.as_bytes(), Path::new("/data/study.toml"))
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refuse(text: &[u8], name: &str) -> String {
    match parse_study(text, Path::new(name)) {
        Ok(study) => panic!("accepted: {study:#?}"),
        Err(error) => {
            assert!(!error.problems().is_empty(), "{error}");
            error.to_string()
        }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_sample_of_the_design_is_a_study() {
    let study = read(SAMPLE);
    assert_eq!(study.language, Language::Nl);
    assert_eq!(study.date, day("2026-03-10"));
    assert_eq!(
        study.network,
        NetworkInput::Sources {
            osm: "/data/polderland.osm.pbf".into(),
            gtfs: vec![
                "/data/bus-tram.gtfs.zip".into(),
                "/data/train.gtfs.zip".into()
            ],
        }
    );
    assert_eq!(study.homes.missing, [-99997.0, -99999999.0]);
    let groups: Vec<_> = study.homes.groups.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(groups, ["everyone", "social_housing", "low_income"]);
    assert_eq!(study.areas[LevelId(0)].year, Some(2025));
    let speed = |kmh| Speed::from_kmh(kmh).unwrap();
    assert_eq!(
        study
            .personas
            .iter()
            .map(|p| p.traveller.clone())
            .collect::<Vec<_>>(),
        [
            Traveller {
                max_walk: Seconds(1200),
                ..Traveller::default()
            },
            Traveller {
                bicycle: Some(Bicycle {
                    access: true,
                    egress: false,
                    speed: speed(14.0),
                    max: Seconds(1200),
                }),
                ..Traveller::default()
            },
            Traveller {
                walk: speed(3.5),
                wheelchair: Some(Wheelchair {
                    unknown_is_accessible: true,
                }),
                ..Traveller::default()
            },
        ]
    );
    assert_eq!(study.slots[SlotId(2)].date, day("2026-03-15"));
    assert_eq!(
        study.slots[SlotId(1)].window,
        Window {
            direction: Direction::Depart,
            start_s: 21 * 3600,
            end_s: 23 * 3600,
            step_s: 60,
        }
    );
    let jobs = &study.services[PurposeId(0)];
    assert_eq!(
        jobs.measure,
        Measure::Cumulative {
            cutoffs: vec![Seconds(1800), Seconds(2700), Seconds(3600)]
        }
    );
    assert_eq!(
        jobs.norm,
        Some(Norm {
            level: Level::AtLeast(10_000.0),
            cutoff: Some(Seconds(2700)),
        })
    );
    assert!(jobs.essential);
    assert_eq!(jobs.slots, [0, 1, 2].map(SlotId));
    let emergency = &study.services[PurposeId(1)];
    assert_eq!(emergency.conditions[0].values, ["yes"]);
    assert_eq!(emergency.open.as_ref().unwrap().column, "opening_hours");
    let gp = &study.services[PurposeId(2)];
    assert!(matches!(&gp.source, Source::Osm { path, tags }
        if path == Path::new("/data/polderland.osm.pbf") && tags[0].column == "amenity"));
    assert_eq!(gp.measure, Measure::Nearest { n: 3.0 });
    let night = &study.shifts[ShiftId(0)];
    assert_eq!(night.start, ClockTime(22 * 3600));
    assert_eq!(night.end, ClockTime(30 * 3600));
    assert_eq!(night.column.as_deref(), Some("jobs_night"));
    let profile = study.profile.as_ref().unwrap();
    assert_eq!(profile.services, [0, 1].map(PurposeId));
    assert_eq!(profile.step, Seconds(1800));
    assert_eq!(study.inputs().len(), 8);
}

#[test]
fn what_is_left_out_gets_its_default() {
    let study = read(LEAST);
    assert_eq!(study.title, "study");
    assert_eq!(study.percentiles, [50]);
    assert_eq!(study.personas.len(), 1);
    assert_eq!(study.personas[PersonaId(0)].name, "on foot");
    assert_eq!(study.personas[PersonaId(0)].traveller, Traveller::default());
    assert_eq!(study.max_snap_m, 500.0);
    assert_eq!(study.island_junctions, 40);
    assert_eq!(
        *study.homes.groups,
        [Group {
            name: "homes".into(),
            column: None,
            share: None,
        }]
    );
    assert!(study.profile.is_none() && study.shifts.is_empty() && study.areas.is_empty());
    assert!(!study.services[PurposeId(0)].essential);
    assert_eq!(study.report.title, "study");
}

/// Every `default` the schema promises is the one that is filled in.
#[test]
fn the_schemas_defaults_are_those_filled_in() {
    let text = format!(
        "{LEAST}norm = {{ cutoff_min = 45, at_least = 5 }}\n[[persona]]\nname = \"x\"\nbicycle = {{}}\n\
         [[shift]]\nname = \"s\"\nstart = \"06:00\"\nend = \"14:00\"\njobs = {{ service = \"jobs\" }}\n[profile]\n"
    );
    let value = effective(&read(&text));
    let mut seen = 0;
    compare(&json_schema(), &value, "", &mut seen);
    assert!(seen >= 25, "only {seen} defaults compared");

    fn compare(schema: &Value, value: &Value, place: &str, seen: &mut usize) {
        if let Some(default) = schema.get("default") {
            assert_eq!(default, value, "{place}");
            *seen += 1;
        }
        if let (Some(keys), Some(table)) = (schema["properties"].as_object(), value.as_object()) {
            for (key, schema) in keys {
                match table.get(key) {
                    Some(value) => compare(schema, value, &format!("{place}.{key}"), seen),
                    None => assert!(schema.get("default").is_none(), "{place}.{key}"),
                }
            }
        }
        for value in value.as_array().into_iter().flatten() {
            compare(&schema["items"], value, place, seen);
        }
    }
}

#[test]
fn effective_settings_read_back_to_the_same_study() {
    let more = r#"
        [[service]]
        name = "gravity"
        file = "g.gpkg"
        layer = "l"
        crs = "epsg:28992"
        where = { kind = ["a", 3, true], other = "*" }
        measure = "gravity"
        decay = { kind = "logistic", inflection_min = 30, sd_min = 7.5 }
        norm = { at_least = 2.5 }
        percentile = 90
        slots = ["morning"]
        [[service]]
        name = "interval"
        osm = { shop = ["supermarket", "convenience"] }
        measure = "interval"
        interval_min = [15, 60]
        [[service]]
        name = "competition"
        file = "c.csv"
        measure = "2sfca"
        [[persona]]
        name = "p"
        wheelchair = true
        unknown_is_accessible = false
        [[slot]]
        name = "there by nine"
        arrive = "25:00-30:00"
        [[shift]]
        name = "weekend"
        start = "06:00"
        end = "14:30"
        days = "sa-su"
        date = 2026-03-14
        jobs = { service = "jobs", column = "early" }
        [profile]
        window = "05:00-29:00"
        dates = ["2026-03-10", "2026-03-15"]
        [report]
        top_pockets = 3
    "#;
    for text in [
        LEAST.to_owned(),
        SAMPLE.to_owned(),
        format!("{LEAST}{more}"),
    ] {
        let study = read(&text);
        let value = effective(&study);
        let written = value.to_string();
        let mut again = parse_study(written.as_bytes(), Path::new("/data/study.json"))
            .unwrap_or_else(|e| panic!("{e}\n{value:#}"));
        again.file = study.file.clone();
        assert_eq!(again, study);
        assert_eq!(effective(&again), value);
    }
}

/// Layout, comments, marks of editors and the order of keys mean nothing.
#[test]
fn harmless_differences_change_nothing() {
    let clean = read(SAMPLE);
    let crlf = SAMPLE.replace('\n', "\r\n");
    let mark = format!("\u{feff}{SAMPLE}");
    let comments: String = SAMPLE.lines().map(|l| format!("{l} # «é»\n\n")).collect();
    // Keys of each table in the opposite order.
    let mut tables: Vec<Vec<&str>> = vec![Vec::new()];
    for line in SAMPLE.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if line.starts_with('[') {
            tables.push(vec![line]);
        } else {
            tables.last_mut().unwrap().push(line);
        }
    }
    let mut shuffled = String::new();
    for table in tables.iter().filter(|t| !t.is_empty()) {
        shuffled += &format!("{}\n", table[0]);
        // The order of groups is that of the report.
        let keep = table[0].starts_with("[homes.groups]");
        let mut keys: Vec<_> = table[1..].to_vec();
        if !keep {
            keys.reverse();
        }
        for key in keys {
            shuffled += &format!("{key}\n");
        }
    }
    assert_ne!(shuffled, SAMPLE);
    for text in [crlf, mark, comments, shuffled] {
        assert_eq!(read(&text), clean, "{text}");
    }
}

#[test]
fn json_with_the_same_keys_is_the_same_study() {
    let table: toml::Table = SAMPLE.parse().unwrap();
    let mut value = serde_json::to_value(table).unwrap();
    plain_dates(&mut value);
    // This parser sorts keys; the order of groups is that of the file.
    let groups = json!({"everyone": "inhabitants", "social_housing": "social_dwellings",
        "low_income": "low_income_households"});
    value["homes"]["groups"] = groups;
    value["$schema"] = json!("study.schema.json");
    value["report"] = Value::Null;
    let mut study = parse_study(
        serde_json::to_string_pretty(&value).unwrap().as_bytes(),
        Path::new("/data/study.JSON"),
    )
    .unwrap();
    study.file = "/data/study.toml".into();
    assert_eq!(study, read(SAMPLE));

    /// TOML's dates come out wrapped.
    fn plain_dates(value: &mut Value) {
        if let Some(date) = value.get("$__toml_private_datetime") {
            *value = date.clone();
        }
        match value {
            Value::Object(table) => table.values_mut().for_each(plain_dates),
            Value::Array(list) => list.iter_mut().for_each(plain_dates),
            _ => {}
        }
    }
}

/// One fault each in the least study: a line replaced by others, and the whole message.
#[test]
fn faults_are_told_with_line_key_value_and_what_to_do() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "file = \"jobs.csv\"",
            "fiel = \"jobs.csv\"",
            "study.toml, line 13, service \"jobs\" fiel = \"jobs.csv\": unknown key\nhint: did you mean \"file\"?",
        ),
        (
            "[[slot]]",
            "[[slots]]",
            "study.toml, line 8, slots: unknown key\nhint: did you mean \"slot\"?",
        ),
        (
            "name = \"morning\"",
            "name = \"morning\"\nqzx = 1",
            "study.toml, line 10, slot \"morning\" qzx = \"1\": unknown key\nhint: keys here: name, date, depart, arrive",
        ),
        (
            "date = 2026-03-10",
            "date = \"10-03-2026\"",
            "study.toml, line 2, study.date = \"10-03-2026\": expected a date YYYY-MM-DD: write 2026-03-10\nhint: The usual service day, YYYY-MM-DD, in the timetable's own time zone. Required.",
        ),
        (
            "date = 2026-03-10",
            "title = \"x\"",
            "study.toml, line 1, study.date: is missing\nhint: The usual service day, YYYY-MM-DD, in the timetable's own time zone. Required.",
        ),
        (
            "date = 2026-03-10",
            "date = 2026-03-10\nlanguage = \"de\"",
            "study.toml, line 3, study.language = \"de\": must be one of: nl, en\nhint: Language of the report: nl or en. Default: en.",
        ),
        (
            "date = 2026-03-10",
            "date = 2026-03-10\npercentiles = [50, 100]",
            "study.toml, line 3, study.percentiles number 2 = \"100\": must be at least 1 and at most 99\nhint: ",
        ),
        (
            "date = 2026-03-10",
            "date = 2026-03-10\npercentiles = [50, 50]",
            "study.toml, line 3, study.percentiles: 50 is given twice\nhint: ",
        ),
        (
            "date = 2026-03-10",
            "date = 2026-03-10\npercentiles = 50.5",
            "study.toml, line 3, study.percentiles = \"50.5\": must be a whole number or a list, but is a number with decimals\nhint: ",
        ),
        (
            "osm = \"a.osm.pbf\"",
            "file = \"a.bereik\"",
            "study.toml, line 4, network.file = \"a.bereik\": given together with osm or gtfs\nhint: give either the built network, or osm and gtfs",
        ),
        (
            "gtfs = \"a.zip\"",
            "gtfs = []",
            "study.toml, line 5, network.gtfs: the list is empty\nhint: Timetables",
        ),
        (
            "gtfs = \"a.zip\"",
            "gtfs = [\"a.zip\", \"./a.zip\"]",
            "study.toml, line 5, network.gtfs number 2 = \"./a.zip\": the same timetable twice\nhint: name each feed once",
        ),
        (
            "gtfs = \"a.zip\"",
            "",
            "study.toml, line 3, network.gtfs: is missing\nhint: Timetables",
        ),
        (
            "gtfs = \"a.zip\"",
            "gtfs = \"a.zip\"\nmax_snap_m = nan",
            "study.toml, line 6, max_snap_m = \"nan\": must be a finite number\nhint: ",
        ),
        (
            "gtfs = \"a.zip\"",
            "gtfs = \"a.zip\"\nmax_snap_m = 0",
            "study.toml, line 6, network.max_snap_m = \"0\": must be at least 1 and at most 10000\nhint: A point or stop farther",
        ),
        (
            "gtfs = \"a.zip\"",
            "gtfs = \"a.zip\"\nisland_junctions = 99999999999999999999",
            "study.toml, line 6, island_junctions = \"99999999999999999999\": the number is too large\nhint: ",
        ),
        (
            "file = \"homes.csv\"",
            "file = \"homes.csv\"\ncrs = \"RD\"",
            "study.toml, line 8, homes.crs = \"RD\": not a coordinate system\nhint: write \"EPSG:\" and its number",
        ),
        (
            "file = \"homes.csv\"",
            "file = \"homes.csv\"\nlayer = \"x\"",
            "study.toml, line 8, homes.layer = \"x\": only a GeoPackage has layers\nhint: ",
        ),
        (
            "file = \"homes.csv\"",
            "file = \"homes.csv\"\ngroups = { a = 3 }",
            "study.toml, line 8, homes.groups.a = \"3\": must be text in quotes or a table, but is a number\nhint: ",
        ),
        (
            "file = \"homes.csv\"",
            "file = \"homes.csv\"\ngroups = { a = { share = \"P_OLD\" } }",
            "study.toml, line 8, homes.groups.a.of: is missing\nhint: Column with the people",
        ),
        (
            "file = \"homes.csv\"",
            "file = \"homes.csv\"\ngroups = { a = { share = \"P_OLD\", off = \"all\" } }",
            "study.toml, line 8, homes.groups.a.off = \"all\": unknown key\nhint: did you mean \"of\"?",
        ),
        (
            "file = \"homes.csv\"",
            "file = 3",
            "study.toml, line 7, homes.file = \"3\": must be text in quotes, but is a number\nhint: Table of homes",
        ),
        (
            "depart = \"07:00-09:00\"",
            "depart = \"22:00-02:00\"",
            "study.toml, line 10, slot \"morning\" depart = \"22:00-02:00\": the window ends before it starts; a window past midnight is written 22:00-26:00\nhint: ",
        ),
        (
            "depart = \"07:00-09:00\"",
            "depart = \"00:00-24:01\"",
            "study.toml, line 10, slot \"morning\" depart = \"00:00-24:01\": longer than 24 hours\nhint: make several slots",
        ),
        (
            "depart = \"07:00-09:00\"",
            "depart = \"07:00-09:00\"\narrive = \"07:00-09:00\"",
            "study.toml, line 11, slot \"morning\" arrive = \"07:00-09:00\": given together with depart\nhint: make two slots",
        ),
        (
            "depart = \"07:00-09:00\"",
            "",
            "study.toml, line 8, slot \"morning\" depart: is missing\nhint: ",
        ),
        (
            "name = \"morning\"",
            "name = \" \"",
            "study.toml, line 9, slot \" \" name = \" \": is empty\nhint: Name, unique. Required.",
        ),
        (
            "[[service]]",
            "[[slot]]\nname = \"morning\"\ndepart = \"1:00-2:00\"\n[[service]]",
            "study.toml, line 12, slot \"morning\" name = \"morning\": another one has this name\nhint: names must differ",
        ),
        (
            "file = \"jobs.csv\"",
            "column = \"n\"",
            "study.toml, line 11, service \"jobs\" file: is missing\nhint: Table of destinations",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nosm = { shop = \"yes\" }",
            "study.toml, line 13, service \"jobs\" file = \"jobs.csv\": given together with osm, but is no street file\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "osm = {}",
            "study.toml, line 13, service \"jobs\" osm: names no tag\nhint: write: osm = { amenity = \"doctors\" }",
        ),
        (
            "file = \"jobs.csv\"",
            "osm = { shop = \"yes\" }\ncolumn = \"n\"",
            "study.toml, line 14, service \"jobs\" column = \"n\": has no meaning with osm\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"cumulativ\"",
            "study.toml, line 14, service \"jobs\" measure = \"cumulativ\": must be one of: cumulative, interval, gravity, nearest, 2sfca\nhint: did you mean \"cumulative\"?",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"nearest\"\ncutoffs_min = [30]",
            "study.toml, line 15, service \"jobs\" cutoffs_min: has no meaning with measure = \"nearest\"\nhint: leave it out, or set measure = \"cumulative\"",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\ncutoffs_min = [30, 30.0]",
            "study.toml, line 14, service \"jobs\" cutoffs_min number 2 = \"30.0\": the same cutoff twice\nhint: name each once",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\ncutoffs_min = [30.001]",
            "study.toml, line 14, service \"jobs\" cutoffs_min number 1 = \"30.001\": comes to no whole number of seconds\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\ncutoffs_min = [\n30,\n-1]",
            "study.toml, line 16, service \"jobs\" cutoffs_min number 2 = \"-1\": must be more than 0 and at most 720\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\ncutoffs_min = [150]",
            "study.toml, line 14, service \"jobs\" cutoffs_min: 150 minutes is more than the longest trip of persona \"on foot\", 120 minutes\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"gravity\"",
            "study.toml, line 11, service \"jobs\" decay: is missing\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"gravity\"\ndecay = { kind = \"linear\", sd_min = 3 }",
            "2 problems\nstudy.toml, line 15, service \"jobs\" decay.zero_min: is missing\nhint: For linear: where the weight reaches 0, minutes. Required for linear.\nstudy.toml, line 15, service \"jobs\" decay.sd_min = \"3\": has no meaning for this kind\nhint: this kind has: zero_min",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"interval\"\ninterval_min = [60, 30]",
            "study.toml, line 15, service \"jobs\" interval_min: the first cutoff is not before the last\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nmeasure = \"interval\"\ninterval_min = [60]",
            "study.toml, line 15, service \"jobs\" interval_min: needs at least 2 values, has 1\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nnorm = { within_min = 15, at_least = 3, cutoff_min = 30 }",
            "study.toml, line 14, service \"jobs\" norm.within_min = \"15\": has no meaning with measure = \"cumulative\"\nhint: for this measure write: norm = { cutoff_min = 45, at_least = 10000 }",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nnorm = { at_least = 3 }",
            "study.toml, line 14, service \"jobs\" norm.cutoff_min: is missing\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nessential = true",
            "study.toml, line 14, service \"jobs\" essential = \"true\": true, but there is no norm to miss\nhint: ",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nslots = [\"mornin\"]",
            "study.toml, line 14, service \"jobs\" slots number 1 = \"mornin\": there is no such slot\nhint: did you mean \"morning\"?",
        ),
        (
            "file = \"jobs.csv\"",
            "file = \"jobs.csv\"\nhours_unknown = \"closed\"",
            "study.toml, line 14, service \"jobs\" hours_unknown = \"closed\": has no meaning without open\nhint: ",
        ),
        (
            "[homes]",
            "[[persona]]\nname = \"p\"\nwalk_kmh = 50\n[homes]",
            "study.toml, line 8, persona \"p\" walk_kmh = \"50\": must be at least 0.5 and at most 15\nhint: Walking speed, km/h. Default: 4.8.",
        ),
        (
            "[homes]",
            "[[persona]]\nname = \"p\"\nwheelchair = \"yes\"\n[homes]",
            "study.toml, line 8, persona \"p\" wheelchair = \"yes\": must be true or false, but is text\nhint: ",
        ),
        (
            "[homes]",
            "[[persona]]\nname = \"p\"\nbicycle = { access = false }\n[homes]",
            "study.toml, line 8, persona \"p\" bicycle: a bicycle for neither the first nor the last leg\nhint: ",
        ),
        (
            "[homes]",
            "[[persona]]\nname = \"p\"\nwheelchair = true\nbicycle = {}\n[homes]",
            "study.toml, line 9, persona \"p\" bicycle: given together with wheelchair = true\nhint: make two personas",
        ),
        (
            "[homes]",
            "[profile]\nservices = [\"jobs\", \"GP\"]\n[homes]",
            "study.toml, line 7, profile.services number 2 = \"GP\": there is no such service\nhint: there are: jobs",
        ),
        (
            "[homes]",
            "[profile]\nstep_min = 7\n[homes]",
            "study.toml, line 7, profile.step_min = \"7\": 1440 minutes are no whole number of steps of 7 minutes\nhint: ",
        ),
        (
            "[homes]",
            "[[shift]]\nname = \"n\"\nstart = \"22:00\"\nend = \"22:00\"\njobs = { service = \"jobs\" }\n[homes]",
            "study.toml, line 9, shift \"n\" end = \"22:00\": the shift ends when it starts\nhint: ",
        ),
        (
            "[homes]",
            "[[shift]]\nname = \"n\"\nstart = \"22:00\"\nend = \"6:00\"\ndays = \"sa,su\"\njobs = { service = \"jobs\" }\n[homes]",
            "study.toml, line 10, shift \"n\" days = \"sa,su\": 2026-03-10 is a Tuesday, on which the shift doesn't start\nhint: give the shift a date on one of its days",
        ),
        (
            "[homes]",
            "[[shift]]\nname = \"n\"\nstart = \"22:00\"\nend = \"6:00\"\njobs = { service = \"work\" }\n[homes]",
            "study.toml, line 10, shift \"n\" jobs.service = \"work\": there is no such service\nhint: there are: jobs",
        ),
        (
            "[homes]",
            "[report]\nlevel = \"buurt\"\n[homes]",
            "study.toml, line 7, report.level = \"buurt\": there is no such level of areas\nhint: ",
        ),
        (
            "[homes]",
            "[homes]\n[homes]",
            "study.toml, line 7: not valid TOML: duplicate key",
        ),
        ("[homes]", "[homes", "study.toml, line 6: not valid TOML: "),
    ];
    for (line, replacement, expected) in cases {
        assert_eq!(LEAST.matches(line).count(), 1, "{line}");
        let text = LEAST.replace(line, replacement);
        let message = refuse(text.as_bytes(), "study.toml");
        let complete = !expected.ends_with(": ") && expected.contains('\n');
        let fits = message == *expected || message.starts_with(expected);
        assert!(
            fits,
            "{replacement}\n--- found\n{message}\n--- expected\n{expected}"
        );
        // One fault is told once.
        let told = message.matches("\nhint: ").count();
        if complete && !expected.starts_with("2 ") {
            assert_eq!(told, 1, "{replacement}\n{message}");
        }
    }
}

#[test]
fn all_problems_are_told_at_once_in_the_order_of_the_file() {
    let text = LEAST
        .replace("2026-03-10", "\"2026-02-30\"")
        .replace("osm = ", "oms = ")
        .replace("07:00-09:00", "07:00")
        .replace(
            "jobs.csv\"",
            "jobs.csv\"\ncutoffs_min = []\nslots = [\"x\"]",
        );
    let message = refuse(text.as_bytes(), "study.toml");
    let lines: Vec<&str> = message
        .lines()
        .filter(|line| line.starts_with("study.toml"))
        .map(|line| line.split(':').next().unwrap())
        .collect();
    assert!(message.starts_with("5 problems\n"), "{message}");
    assert_eq!(
        lines,
        [
            "study.toml, line 2, study.date = \"2026-02-30\"",
            "study.toml, line 4, network.oms = \"a.osm.pbf\"",
            "study.toml, line 10, slot \"morning\" depart = \"07",
            "study.toml, line 14, service \"jobs\" cutoffs_min",
            "study.toml, line 15, service \"jobs\" slots number 1 = \"x\"",
        ]
    );
}

#[test]
fn files_that_are_no_study_are_refused() {
    for (bytes, name, part) in [
        (&b""[..], "s.toml", "5 problems\ns.toml, study: is missing"),
        (
            b"[study]\ntitle = \"\xff\"",
            "s.toml",
            "s.toml, line 2: not UTF-8 text",
        ),
        (b"\xff\xfe[\0", "s.toml", "s.toml, line 1: not UTF-8 text"),
        (
            b"study = 3",
            "s.toml",
            "s.toml, line 1, study = \"3\": must be a table, but is a number",
        ),
        (b"[]", "s.json", "s.json: must be a table, but is a list"),
        (b"", "s.json", "s.json, line 1: not valid JSON: EOF"),
        (
            b"{\n\"study\": {},\n\"study\": {}}",
            "s.json",
            "s.json, line 3: not valid JSON: key \"study\" is given twice",
        ),
        (
            b"{\n\"study\": {\n\"date\": 5,\n\"titel\": \"x\"\n}}",
            "s.json",
            "s.json, line 3, study.date = \"5\": must be text",
        ),
        (
            b"{\n\"study\": {\n\"date\": 5,\n\"titel\": \"x\"\n}}",
            "s.json",
            "s.json, line 4, study.titel = \"x\": unknown key\nhint: did you mean \"title\"?",
        ),
        (b"{} {}", "s.json", "trailing characters"),
        (
            b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
            "study.xlsx",
            "study.xlsx: is a workbook or document of an office program, not a settings file\nhint: give the text file",
        ),
        (
            b"PK\x03\x04....stop_times.txt",
            "feed.zip",
            "is a timetable (GTFS), not",
        ),
        (
            b"SQLite format 3\0...",
            "homes.gpkg",
            "is a GeoPackage or another database, not",
        ),
        (
            b"\0\0\0\x0d\x0a\x09OSMHeader",
            "a.osm.pbf",
            "is a street file (.osm.pbf), not",
        ),
        (b"id,lon,lat\n1,5,52\n", "homes.csv", "is a table, not"),
        (
            b"{\"type\": \"FeatureCollection\"}",
            "areas.geojson",
            "is GeoJSON, not",
        ),
        (
            b"{\"version\":1,\"kind\":{\"text\":\"x\"},\"beware\":[],\"study\":\"x\"}\n",
            "report.json",
            "report.json: is a page of results as data (report.json), not a settings file",
        ),
        (
            b"[scenario]\nname = \"cut\"\n[[edit]]\nname = \"a\"\n",
            "cut.toml",
            "cut.toml: is a scenario, not a study\nhint: it has [scenario], [edit]; a study has [study], [network], [homes]",
        ),
        (
            b"[monitor]\n[[edition]]\n",
            "m.toml",
            "m.toml: is a monitor, not a study",
        ),
        (b"{\"study\": 1e999}", "s.json", "out of range"),
    ] {
        let message = refuse(bytes, name);
        assert!(message.contains(part), "{message}\n--- expected\n{part}");
    }
    let deep = "[".repeat(100_000);
    refuse(deep.as_bytes(), "s.json");
    refuse(format!("a = {deep}").as_bytes(), "s.toml");
    refuse(&vec![b'#'; 5 << 20], "s.toml");
    // Far too many of a thing.
    let slots = "[[slot]]\n".repeat(51);
    let message = refuse(format!("{LEAST}{slots}").as_bytes(), "s.toml");
    assert!(message.contains("at most 50 allowed, has 52"), "{message}");
}

/// A file cut off anywhere or with a byte changed is read or refused, never more.
#[test]
fn damaged_files_do_no_harm() {
    for (text, name) in [
        (SAMPLE.to_owned(), "s.toml"),
        (effective(&read(SAMPLE)).to_string(), "s.json"),
    ] {
        let bytes = text.as_bytes();
        for cut in (0..bytes.len()).step_by(7) {
            let _ = parse_study(&bytes[..cut], Path::new(name));
            let mut flipped = bytes.to_vec();
            flipped[cut] ^= 1 << (cut % 8);
            let _ = parse_study(&flipped, Path::new(name));
        }
    }
}

#[test]
fn missing_files_are_named_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.toml");
    std::fs::write(&path, LEAST).unwrap();
    std::fs::write(folder.path().join("home.csv"), "").unwrap();
    std::fs::create_dir(folder.path().join("a.zip")).unwrap();
    std::fs::create_dir(folder.path().join("jobs.csv")).unwrap();
    let message = read_study(&path).unwrap_err().to_string();
    for part in [
        "3 problems",
        "line 4, network.osm = \"a.osm.pbf\": there is no such file\nhint: looked for ",
        "line 7, homes.file = \"homes.csv\": there is no such file\nhint: did you mean \"home.csv\"?",
        "line 13, service \"jobs\" file = \"jobs.csv\": is a folder, not a file",
    ] {
        assert!(message.contains(part), "{message}\n--- expected\n{part}");
    }
    std::fs::write(folder.path().join("a.osm.pbf"), "").unwrap();
    std::fs::write(folder.path().join("homes.csv"), "").unwrap();
    std::fs::remove_dir(folder.path().join("jobs.csv")).unwrap();
    std::fs::write(folder.path().join("jobs.csv"), "").unwrap();
    let study = read_study(&path).unwrap();
    assert_eq!(study.file, path);
    for input in study.inputs() {
        assert!(input.is_absolute() && input.exists(), "{input:?}");
    }
    assert!(matches!(
        read_study(&folder.path().join("other.toml")),
        Err(bereik::diagnostics::Error::Io { .. })
    ));
}

#[test]
fn text_from_the_file_reaches_no_terminal_raw() {
    let text = LEAST.replace("\"morning\"", "\"\\u001b[31m\"\n\"\\u001b[2J\" = 1");
    let message = refuse(text.as_bytes(), "study.toml");
    assert!(
        message.chars().all(|c| c == '\n' || !c.is_control()),
        "{message:?}"
    );
}

#[test]
fn conditions_compare_text() {
    let condition = |values: &[&str]| Condition {
        column: "c".into(),
        values: values.iter().map(|v| v.to_string()).collect(),
    };
    let yes = condition(&["yes", "3"]);
    assert!(yes.meets(Some("yes")) && yes.meets(Some(" 3 ")));
    assert!(!yes.meets(Some("no")) && !yes.meets(None) && !yes.meets(Some("yes;no")));
    assert!(yes.meets_tag(Some("no; yes")) && !yes.meets_tag(None));
    let any = condition(&["*"]);
    assert!(any.meets(Some("x")) && !any.meets(Some(" ")) && !any.meets(None));
}

/// Every key in the schema, by table: `persona.bicycle` and `kmh`.
fn keys_of_the_schema() -> Vec<(String, String)> {
    fn walk(schema: &Value, place: &str, keys: &mut Vec<(String, String)>) {
        for branch in schema["anyOf"].as_array().into_iter().flatten() {
            walk(branch, place, keys);
        }
        if schema["items"].is_object() {
            walk(&schema["items"], place, keys);
        }
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            keys.push((place.to_owned(), key.clone()));
            let about = inner["description"].as_str().unwrap_or_default();
            assert!(
                ["Required", "Default: "]
                    .iter()
                    .any(|word| about.contains(word)),
                "{place}.{key} says neither default nor that it is required: {about}"
            );
            for (unit, word) in [
                ("_min", "minutes"),
                ("_kmh", "km/h"),
                ("_m", "metres"),
                ("_s", "seconds"),
            ] {
                assert!(
                    !key.ends_with(unit) || about.contains(word),
                    "{place}.{key}: {about}"
                );
            }
            let inner_place = if place.is_empty() {
                key.clone()
            } else {
                format!("{place}.{key}")
            };
            walk(inner, &inner_place, keys);
        }
    }
    let mut keys = Vec::new();
    walk(&json_schema(), "", &mut keys);
    keys.retain(|(place, key)| !(place.is_empty() && key != "$schema"));
    keys.sort();
    keys
}

#[test]
fn the_published_schema_is_current() {
    crate::common::schema_is_published("study.schema.json", &json_schema());
}

/// `docs/study-file.md` has a section for each table and a row for each key, no more and no fewer.
#[test]
fn every_key_is_documented() {
    let text = include_str!("../../docs/study-file.md");
    let mut documented = Vec::new();
    let mut place = None;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            place = heading
                .split('`')
                .nth(1)
                .map(|table| table.trim_matches(['[', ']']).to_owned());
        } else if line.starts_with("## ") {
            place = None;
        } else if let (Some(place), Some(row)) = (&place, line.strip_prefix("| `")) {
            documented.push((place.clone(), row.split('`').next().unwrap().to_owned()));
        }
    }
    documented.sort();
    assert_eq!(documented, keys_of_the_schema());
    // Defaults are said in the same words.
    let schema = json_schema();
    fn defaults(schema: &Value, list: &mut Vec<(String, String)>) {
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(default) = inner.get("default") {
                let default = match default {
                    Value::String(text) => text.clone(),
                    other => other.to_string().trim_end_matches(".0").to_owned(),
                };
                list.push((key.clone(), default));
            }
            defaults(inner, list);
            defaults(&inner["items"], list);
        }
    }
    let mut list = Vec::new();
    defaults(&schema, &mut list);
    for (key, default) in list {
        assert!(
            text.lines()
                .any(|line| line.starts_with(&format!("| `{key}`"))
                    && line.ends_with(&format!("| {default} |"))),
            "{key}: no row ends with its default {default}"
        );
    }
}

/// The example in the documentation is a study.
#[test]
fn the_documented_example_is_a_study() {
    let text = include_str!("../../docs/study-file.md");
    let example = text
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let study = read(example);
    assert!(study.services.len() >= 3 && study.profile.is_some() && study.shifts.len() == 1);
}
