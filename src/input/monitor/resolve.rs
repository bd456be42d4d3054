//! From the file as typed to a [`Monitor`]: defaults, references, and the study of each edition.

use super::typed::*;
use super::*;
use crate::input::document::{Checked, Overlay, Place, Settings, check, expect};
use crate::input::resolver::{Names, Resolver};
use crate::input::study::read_changed;
use std::collections::BTreeMap;

/// Longest name of an edition as part of a file name, bytes.
const LONGEST_NAME: usize = 120;

pub(super) fn resolve(document: &Document, path: &Path) -> Result<Monitor, Error> {
    expect(document, Settings::Monitor)?;
    let schema = json_schema();
    let Checked { value, problems } = check(document, &schema);
    let typed: MonitorFile = serde_json::from_value(value).map_err(|e| {
        Fault::SettingInvalid.at(&document.file, format!("cannot be understood: {e}"))
    })?;
    let file = std::path::absolute(path).map_err(|e| Error::io(path, "find", e))?;
    let mut r = Resolver {
        problems,
        base: file.parent().unwrap_or(Path::new("/")).to_owned(),
        look_for_files: true,
    };
    let mut elsewhere = Vec::new();
    let monitor = r.monitor(typed, file, document, &mut elsewhere)?;
    let mut list = r.problems.into_list();
    // A fault of a study that several editions share is told once.
    for error in elsewhere {
        if !list.contains(&error) {
            list.push(error);
        }
    }
    Error::all(list)?;
    Ok(monitor)
}

impl Resolver<'_> {
    fn monitor(
        &mut self,
        typed: MonitorFile,
        file: PathBuf,
        document: &Document,
        elsewhere: &mut Vec<InputError>,
    ) -> Result<Monitor, Error> {
        let root = Place::root();
        for (key, given) in [
            ("monitor", typed.monitor.is_some()),
            ("edition", typed.edition.is_some()),
        ] {
            if !given {
                self.problems.missing(&root.to(key));
            }
        }
        let place = root.to("monitor");
        let table = typed.monitor.unwrap_or_default();
        let title = table.title.unwrap_or_else(|| {
            let stem = file.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        });
        let output = table.output.unwrap_or_else(|| "monitor".to_owned());
        if output.contains('\0') {
            self.problems.add(
                &place.to("output"),
                "not a folder name",
                "give a path relative to this file",
            );
        }
        let output: PathBuf = self.base.join(&output).components().collect();
        let region = self
            .required(&place, "region", table.region)
            .unwrap_or_default();
        let memory = table.memory.and_then(|text| {
            memory::parse(&text)
                .map_err(|problem| self.problems.add(&place.to("memory"), problem, ""))
                .ok()
        });
        let mut editions = Vec::new();
        let mut listed = Vec::new();
        let mut names = Names::new();
        for (i, table) in typed.edition.unwrap_or_default().into_iter().enumerate() {
            let at = root.to("edition").to(i);
            let name = self.unique(&at, "name", table.name, &mut names, i);
            if name.len() > LONGEST_NAME {
                self.problems
                    .add(&at.to("name"), "too long for a part of file names", "");
            }
            let capitals =
                |other: &&String| **other != name && other.to_lowercase() == name.to_lowercase();
            if let Some(other) = listed.iter().find(capitals) {
                self.problems.add(
                    &at.to("name"),
                    format!("differs from edition {other:?} in capitals only"),
                    "choose another name: Windows and macOS take both for one file",
                );
            }
            listed.push(name.clone());
            let Some(study) = self.required(&at, "study", table.study) else {
                continue;
            };
            let study = self.file(&at.to("study"), &study, false);
            // What is known to be wrong would only be told again.
            if self.problems.any_within(&at.to("study"))
                || self.problems.any_within(&at.to("change"))
            {
                continue;
            }
            let prefix = format!("edition {name:?} change.");
            let change = Overlay::new(document, &at.to("change"), prefix, &self.base);
            let study = match read_changed(&study, &change) {
                Ok(study) => study,
                Err(Error::Input(error)) => {
                    elsewhere.push(*error);
                    continue;
                }
                Err(Error::Inputs { list }) => {
                    elsewhere.extend(list);
                    continue;
                }
                Err(other) => return Err(other),
            };
            let level = study.areas.find(|area| area.level == region);
            if level.is_none() && !region.is_empty() {
                let levels: Vec<&str> = study.areas.iter().map(|a| a.level.as_str()).collect();
                let hint = if levels.is_empty() {
                    "its study has no [[areas]]; add the level there".to_owned()
                } else {
                    format!("there are: {}", levels.join(", "))
                };
                let problem = format!("edition {name:?} has no such level of areas");
                self.problems.add(&place.to("region"), problem, hint);
            }
            editions.push(Edition {
                name,
                study,
                region: level.unwrap_or_default(),
            });
        }
        let base = table.base_edition.and_then(|name| {
            self.reference(&place.to("base_edition"), &name, "edition", &listed, |n| n)
        });
        let mut crosswalks = Vec::new();
        let mut known = BTreeMap::new();
        for (i, table) in typed.crosswalk.unwrap_or_default().into_iter().enumerate() {
            let at = root.to("crosswalk").to(i);
            let of = (table.level.clone(), table.from.clone(), table.to.clone());
            let file = table.file.clone().unwrap_or_default();
            // What isn't given is missing, and told as that.
            if let (Some(level), Some(from), Some(to)) = &of {
                match known.get(&of) {
                    Some(first) => self.problems.add(
                        &at.to("file"),
                        format!(
                            "a second crosswalk of level {level:?} from {from:?} to {to:?}, beside {first:?}"
                        ),
                        "join the two tables into one file, and leave out this [[crosswalk]]",
                    ),
                    None => _ = known.insert(of, file),
                }
            }
            crosswalks.push(self.crosswalk(&at, table, &listed, &editions));
        }
        Ok(Monitor {
            file,
            title,
            output,
            base_edition: base.unwrap_or(0),
            region,
            memory,
            editions,
            crosswalks,
        })
    }

    fn crosswalk(
        &mut self,
        at: &Place,
        table: CrosswalkTable,
        listed: &[String],
        editions: &[Edition],
    ) -> Crosswalk {
        let level = self.required(at, "level", table.level).unwrap_or_default();
        let known = |e: &Edition| e.study.areas.iter().any(|area| area.level == level);
        if !level.is_empty() && !editions.is_empty() && !editions.iter().any(known) {
            self.problems.add(
                &at.to("level"),
                "no edition has such a level of areas",
                "name a level of the studies' [[areas]]",
            );
        }
        let mut end = |key: &str, name: Option<String>| {
            self.required(at, key, name)
                .and_then(|name| self.reference(&at.to(key), &name, "edition", listed, |n| n))
        };
        let (from, to) = (end("from", table.from), end("to", table.to));
        if from.is_some() && from == to {
            self.problems
                .add(&at.to("to"), "the same edition as from", "name another one");
        }
        let file = self
            .required(at, "file", table.file)
            .map(|file| self.file(&at.to("file"), &file, false))
            .unwrap_or_default();
        Crosswalk {
            level,
            from: from.unwrap_or(0),
            to: to.unwrap_or(0),
            file,
        }
    }
}
