//! What every page says of a study: its settings, groups, slots, services, files and findings.

use super::super::inputs::{FileRead, Inputs};
use crate::access::open::Hours;
use crate::access::reading::readings;
use crate::axes::{GroupId, IdVec, PersonaId, PurposeId, SlotId};
use crate::diagnostics::{Finding, Findings};
use crate::input::study::{Measure as StudyMeasure, Persona as StudyPersona, Study};
use crate::measures::norm::Norm as Level;
use crate::measures::sample::Sample;
use crate::output::report::kit::head::*;
use crate::output::report::kit::html::plain_text;
use crate::output::report::kit::{Msg, Words};
use crate::output::report::study::data::Unlinked;
use crate::travel::Direction;
use crate::units::{ClockTime, Seconds};
use std::path::Path;

/// What every page says of a study: all of it, with the people of these inputs.
pub(crate) fn head(study: &Study, inputs: &Inputs, odd: &Findings) -> PageHead {
    PageHead {
        language: study.language,
        title: study.report.title.clone(),
        fictional: study.fictional,
        program: format!("bereik {}", env!("CARGO_PKG_VERSION")),
        date: study.date.to_string(),
        inputs: files(&inputs.files, |path| {
            let folder = study.file.parent();
            let within = folder.and_then(|d| path.strip_prefix(d).ok());
            within.unwrap_or(path).display().to_string()
        }),
        credits: credits(study),
        groups: groups(study, inputs),
        main_group: study.report.group,
        personas: (study.personas.iter())
            .map(|p| persona(p, Words(study.language)))
            .collect(),
        main_persona: PersonaId(0),
        slots: slots(study),
        services: services(study, inputs),
        findings: findings(odd),
    }
}

/// All groups, with how much each counts.
fn groups(study: &Study, inputs: &Inputs) -> IdVec<GroupId, Group> {
    (study.homes.groups.iter().zip(&inputs.weights))
        .map(|(g, w)| Group {
            name: g.name.clone(),
            unit: unit(&g.name, g.column.as_deref()),
            lowest_by: None,
            total: Sample::new(w.iter().map(|w| (Some(0.0), *w))).weight(),
        })
        .collect()
}

/// All slots.
fn slots(study: &Study) -> IdVec<SlotId, Slot> {
    (study.slots.iter())
        .map(|s| Slot {
            name: s.name.clone(),
            date: s.date.to_string(),
            window: format!(
                "{}-{}",
                ClockTime(s.window.start_s),
                ClockTime(s.window.end_s)
            ),
            arrive: s.window.direction == Direction::Arrive,
        })
        .collect()
}

/// Whether a group's weight counts people, households or dwellings, by its name and column.
fn unit(name: &str, column: Option<&str>) -> Unit {
    let Some(column) = column else {
        return Unit::Homes;
    };
    let text = format!("{name} {column}").to_lowercase();
    let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if any(&["dwelling", "woning", "address", "adres"]) {
        Unit::Dwellings
    } else if any(&["household", "huishouden"]) {
        Unit::Households
    } else {
        Unit::People
    }
}

fn persona(p: &StudyPersona, w: Words) -> Persona {
    let t = &p.traveller;
    let minutes = |d: Seconds| w.exact(d.minutes());
    let (speed, walk, trip) = (
        w.exact(t.walk.kmh()),
        minutes(t.max_walk),
        minutes(t.max_trip),
    );
    let mut note = w.fill(
        Msg::PersonaNote,
        &[("speed", &speed), ("walk", &walk), ("trip", &trip)],
    );
    for (limit, say) in [
        (t.max_walk_only, Msg::PersonaWalkOnly),
        (t.max_transfer.map(|_| t.transfer()), Msg::PersonaChanging),
    ] {
        if let Some(limit) = limit {
            note.add(w.fill(say, &[("minutes", &minutes(limit))]));
        }
    }
    if let Some(b) = t.bicycle {
        let (speed, most) = (w.exact(b.speed.kmh()), minutes(b.max));
        note.add(w.fill(
            Msg::PersonaBicycle,
            &[("speed", &speed), ("minutes", &most)],
        ));
    }
    if let Some(wheelchair) = t.wheelchair {
        note.add(w.html(match wheelchair.unknown_is_accessible {
            true => Msg::PersonaWheelchairUnknown,
            false => Msg::PersonaWheelchair,
        }));
    }
    Persona {
        name: p.name.clone(),
        note: Some(plain_text(&note)),
        max_walk_min: t.max_walk.minutes(),
        max_trip_min: t.max_trip.minutes(),
    }
}

/// Files in the order they were read, each once with everything it is used for; `named` gives a path as it is shown.
pub(crate) fn files(read: &[FileRead], named: impl Fn(&Path) -> String) -> Vec<Input> {
    let mut list: Vec<Input> = Vec::new();
    for f in read {
        let path = named(&f.path);
        let mut known = list.iter_mut();
        match known.find(|known| (&known.path, &known.sha256) == (&path, &f.sha256)) {
            Some(known) => known.role += &format!(", {}", f.role),
            None => list.push(Input {
                role: f.role.clone(),
                path,
                sha256: f.sha256.clone(),
                bytes: f.bytes,
                note: None,
            }),
        }
    }
    list
}

fn credits(study: &Study) -> Vec<String> {
    // Made-up streets owe nothing to anybody.
    if study.fictional {
        Vec::new()
    } else {
        vec!["© OpenStreetMap contributors, ODbL 1.0".into()]
    }
}

fn services(study: &Study, inputs: &Inputs) -> IdVec<PurposeId, Service> {
    let (readings, main) = readings(study);
    study
        .services
        .by_id()
        .map(|(s, service)| {
            let reading = &readings[main[s]];
            let emergency = ["a&e", "seh", "emergency", "spoed", "eerste hulp"];
            let name = service.name.to_lowercase();
            Service {
                name: service.name.clone(),
                measure: match &service.measure {
                    StudyMeasure::Nearest { n } => Measure::Nearest {
                        n: n.round().max(1.0) as u32,
                    },
                    StudyMeasure::Cumulative { .. } => Measure::Cumulative {
                        cutoff_min: (reading.form.decay())
                            .map_or(0.0, |d| f64::from(d.longest_s()) / 60.0),
                    },
                    _ => Measure::Score,
                },
                norm: reading.norm.map(|n| match n {
                    Level::Within(s) => Norm::Within {
                        minutes: f64::from(s) / 60.0,
                    },
                    Level::AtLeast(value) => Norm::AtLeast { value },
                }),
                places: inputs.services[s].supply.len(),
                always_open: (inputs.services[s].hours.iter())
                    .filter(|h| matches!(h, Hours::Always))
                    .count(),
                emergency: emergency.iter().any(|w| name.contains(w)),
            }
        })
        .collect()
}

/// What was odd, one row a kind and file, the most serious first.
fn findings(all: &Findings) -> Vec<FindingRow> {
    let row = |(f, count): (&Finding, u64)| FindingRow {
        severity: f.severity.word().into(),
        code: f.code.to_string(),
        file: f.file.clone(),
        count,
        example: format!("{} {}; {}", f.record, f.message, f.action)
            .trim()
            .to_owned(),
    };
    all.kinds().into_iter().map(row).collect()
}

/// The code of the finding that a home could not be linked.
pub(super) const HOME_NOT_LINKED: &str = "home-not-linked";

/// Homes that could not be linked to the streets, and all homes.
pub(crate) fn unlinked_homes(inputs: &Inputs, findings: &Findings) -> (usize, usize) {
    let all = inputs.homes.len();
    (unlinked(all, findings, HOME_NOT_LINKED).count, all)
}

pub(super) fn unlinked(total: usize, findings: &Findings, code: &str) -> Unlinked {
    let of_kind = || findings.iter().filter(|f| f.code == code);
    let counts = findings.counts().filter(|c| c.0 == code);
    let count = counts.map(|c| c.2 as usize).sum();
    Unlinked {
        count,
        total,
        first: of_kind().take(5).map(|f| f.record.clone()).collect(),
    }
}

pub(super) fn settings(study: &Study) -> Vec<(String, String)> {
    fn flatten(prefix: &str, value: &serde_json::Value, out: &mut Vec<(String, String)>) {
        match value {
            serde_json::Value::Object(map) => {
                for (k, v) in map {
                    flatten(
                        &if prefix.is_empty() {
                            k.clone()
                        } else {
                            format!("{prefix}.{k}")
                        },
                        v,
                        out,
                    );
                }
            }
            serde_json::Value::Array(list) if list.iter().any(|v| v.is_object()) => {
                for (i, v) in list.iter().enumerate() {
                    let name = v
                        .get("name")
                        .or_else(|| v.get("level"))
                        .and_then(|n| n.as_str());
                    flatten(
                        &format!("{prefix}[{}]", name.unwrap_or(&i.to_string())),
                        v,
                        out,
                    );
                }
            }
            serde_json::Value::Null => {}
            serde_json::Value::String(s) => out.push((prefix.to_owned(), s.clone())),
            other => out.push((prefix.to_owned(), other.to_string())),
        }
    }
    let mut out = Vec::new();
    flatten("", &crate::input::study::effective(study), &mut out);
    // Paths are with the inputs, by name; absolute ones say where somebody's files are.
    out.retain(|(k, _)| {
        !["file", "osm", "gtfs", "study"]
            .iter()
            .any(|x| k.split('.').next_back() == Some(x))
    });
    out
}
