//! Values of settings files, one kind each: names, dates, times, durations, files. A value that won't
//! do is noted with its place, so that all problems of a file are told at once.

use super::clock::{self, Weekdays};
use super::document::{Place, Problems, nearest};
use crate::ids::Id;
use crate::travel::{SETTINGS, Setting, Traveller, Unit};
use crate::units::{ClockTime, Seconds, Speed};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Positions by name, for references.
pub(crate) type Names = BTreeMap<String, usize>;

/// Everything needed to judge a value: where problems go, and what paths are relative to.
pub(crate) struct Resolver<'d> {
    pub problems: Problems<'d>,
    pub base: PathBuf,
    pub look_for_files: bool,
}

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
    pub fn reference<I: Id, T>(
        &mut self,
        place: &Place,
        name: &str,
        kind: &str,
        list: &[T],
        name_of: impl Fn(&T) -> &String,
    ) -> Option<I> {
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
        found.map(I::new)
    }

    /// The indexes of several names, ascending; a name given twice is a problem.
    pub fn references<I: Id, T>(
        &mut self,
        place: &Place,
        names: &[String],
        kind: &str,
        list: &[T],
        name_of: impl Fn(&T) -> &String,
    ) -> Vec<I> {
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

    pub fn date(&mut self, place: &Place, text: &str) -> Option<NaiveDate> {
        self.read(place, clock::parse_date(text))
    }

    pub fn clock(&mut self, place: &Place, text: &str) -> Option<ClockTime> {
        self.read(place, clock::parse_clock(text))
    }

    /// Start and end (excluded) of a window, in this order.
    pub fn window(&mut self, place: &Place, text: &str) -> Option<(ClockTime, ClockTime)> {
        self.read(place, clock::parse_window(text))
    }

    pub fn days(&mut self, place: &Place, text: &str) -> Weekdays {
        self.read(place, Weekdays::parse(text))
            .unwrap_or(Weekdays::ALL)
    }

    fn read<T>(&mut self, place: &Place, read: Result<T, String>) -> Option<T> {
        read.map_err(|message| self.problems.add(place, message, ""))
            .ok()
    }

    /// Minutes as seconds; decimals must come to whole seconds.
    pub fn minutes(&mut self, place: &Place, given: f64) -> Seconds {
        // The schema bounds minutes far below the limit.
        Seconds(self.whole_seconds(place, given) as u32)
    }

    /// The same for minutes that may be negative, as seconds.
    pub fn whole_seconds(&mut self, place: &Place, minutes: f64) -> f64 {
        let seconds = minutes * 60.0;
        if (seconds - seconds.round()).abs() > 1e-6 {
            self.problems.add(
                place,
                "comes to no whole number of seconds",
                "round it, for example to one decimal",
            );
        }
        seconds.round()
    }

    pub fn speed(&mut self, place: &Place, given: f64) -> Speed {
        Speed::from_kmh(given).unwrap_or_else(|| {
            self.problems.add(place, "out of range", "");
            Traveller::default().walk
        })
    }

    /// What a table says of how somebody travels: its settings with their values as they are held.
    pub fn settings(&mut self, place: &Place, table: &impl Serialize) -> Vec<(Setting, u32)> {
        let table = serde_json::to_value(table).unwrap_or_default();
        let mut list = Vec::new();
        for setting in SETTINGS {
            let at = place.to(setting.key);
            let Some(given) = table.get(setting.key).and_then(Value::as_f64) else {
                continue;
            };
            let held = match setting.unit {
                Unit::KmPerHour => self.speed(&at, given).mm_per_hour,
                Unit::Minutes => self.minutes(&at, given).0,
                // Whole numbers, as the schema has them.
                Unit::Seconds | Unit::Rides => given as u32,
            };
            list.push((setting, held));
        }
        list
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
        let base = self.problems.folder_of(place).unwrap_or(&self.base);
        let path: PathBuf = base.join(name).components().collect();
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
        self.problems.no_file(place, problem, hint);
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
