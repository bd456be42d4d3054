//! What the report shows, out of a study's results.

use super::Results;
use super::inputs::Inputs;
use super::readings::readings;
use super::summary::{Key, Summary, missed};
use super::tables::{share_stacked, shift_rows};
use crate::diagnostics::Findings;
use crate::ids::{EdgeId, StopId};
use crate::input::study::{Language as StudyLanguage, Measure as StudyMeasure, Persona, Study};
use crate::measures::norm::Norm as Level;
use crate::measures::sample::Sample;
use crate::measures::travel_time::Percentile;
use crate::network::Network;
use crate::network::streets::degrees;
use crate::output::report::data::*;
use crate::routing::Direction;
use crate::units::{ClockTime, LonLat};
use std::collections::{BTreeMap, BTreeSet};

/// Seconds on the inside become minutes on the page; "not reached" becomes none.
fn shown(time: bool, v: Option<f64>) -> Option<f64> {
    v.filter(|v| v.is_finite())
        .map(|v| if time { v / 60.0 } else { v })
}

/// A flat projection around the region's middle, metres; good for drawing only.
pub(crate) struct Flat {
    origin: LonLat,
    metres: [f64; 2],
}

impl Flat {
    pub(crate) fn around(points: &[LonLat]) -> Self {
        let n = points.len().max(1) as f64;
        let lon = points.iter().fold(0.0, |s, p| s + p.lon) / n;
        let lat = points.iter().fold(0.0, |s, p| s + p.lat) / n;
        let metres = [111_320.0 * lat.to_radians().cos(), 110_950.0];
        Self {
            origin: LonLat { lon, lat },
            metres,
        }
    }
    pub(crate) fn at(&self, p: LonLat) -> Xy {
        (
            (p.lon - self.origin.lon) * self.metres[0],
            (p.lat - self.origin.lat) * self.metres[1],
        )
    }
}

/// Everything for the report.
pub fn report(study: &Study, results: &Results, summary: &Summary) -> ReportData {
    let inputs = &results.inputs;
    let group = study.report.group;
    let level = study.report.level;
    let first_slot = &results.access.slices[0][0];
    let linked = first_slot.status.first().map_or(0, |s| {
        s.iter()
            .filter(|x| **x != crate::routing::job::Status::NotLinked)
            .count()
    });
    ReportData {
        language: language(study),
        title: study.report.title.clone(),
        fictional: study.fictional,
        program: format!("bereik {}", env!("CARGO_PKG_VERSION")),
        date: study.date.to_string(),
        inputs: files(study, inputs),
        credits: credits(study),
        groups: groups(study, inputs),
        main_group: group,
        personas: study
            .personas
            .iter()
            .map(|p| persona(p, study.language))
            .collect(),
        main_persona: 0,
        slots: slots(study),
        services: services(study, inputs),
        homes: Homes {
            cells: inputs.homes.len(),
            linked,
        },
        levels: levels(results, summary),
        poverty: poverty(summary),
        stacking: (summary.stacks.iter().filter(|r| r.area.is_none()))
            .map(|r| StackingRow {
                slot: r.slot,
                persona: r.persona,
                group: r.group,
                by_count: r.stacking.by_count.clone(),
            })
            .collect(),
        distribution: (summary.groups.iter().filter(|r| r.key.group == group))
            .map(|r| DistributionRow {
                service: r.key.service,
                slot: r.key.slot,
                persona: r.key.persona,
                gini: r.spread.gini,
                palma: r.palma,
                concentration: r.concentration,
                theil: r.theil.map(|t| t.0),
                theil_between: r
                    .theil
                    .and_then(|(t, between)| (t > 0.0).then(|| between / t)),
            })
            .collect(),
        availability: Some(availability(study, results)),
        affordability: None,
        areas: level.map(|l| areas(study, results, l)),
        map: Some(map(study, results, summary)),
        profile: profile(study, results),
        pockets: level.map(|l| pockets(study, results, summary, l)),
        hidden_poor: level.map(|l| hidden_poor(study, results, summary, l)),
        shifts: (!study.shifts.is_empty()).then(|| shifts(study, results)),
        findings: findings(&results.findings),
        unlinked_homes: unlinked(inputs.homes.len(), results, "home-not-linked"),
        unlinked_stops: {
            let served = inputs
                .network
                .timetable
                .served()
                .iter()
                .filter(|s| **s)
                .count();
            unlinked(served, results, "stop-not-linked")
        },
        settings: settings(study),
        remarks: Vec::new(),
    }
}

/// The language of a study's pages.
pub(crate) fn language(study: &Study) -> Language {
    match study.language {
        StudyLanguage::Nl => Language::Nl,
        StudyLanguage::En => Language::En,
    }
}

/// All groups, with how much each counts.
pub(crate) fn groups(study: &Study, inputs: &Inputs) -> Vec<Group> {
    (study.homes.groups.iter().zip(&inputs.weights))
        .map(|(g, w)| Group {
            name: g.name.clone(),
            unit: unit(&g.name, g.column.as_deref()),
            total: Sample::new(w.iter().map(|w| (Some(0.0), *w))).weight(),
        })
        .collect()
}

/// All slots.
pub(crate) fn slots(study: &Study) -> Vec<Slot> {
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
pub(crate) fn unit(name: &str, column: Option<&str>) -> Unit {
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

pub(crate) fn persona(
    p: &Persona,
    language: StudyLanguage,
) -> crate::output::report::data::Persona {
    let t = &p.traveller;
    let minutes = |s: crate::units::Seconds| f64::from(s.0) / 60.0;
    let kmh = |v: crate::units::Speed| f64::from(v.mm_per_hour) / 1e6;
    let dutch = language == StudyLanguage::Nl;
    let number = |v: f64| {
        let text = v.to_string();
        if dutch { text.replace('.', ",") } else { text }
    };
    let (walk, trip, bicycle, wheelchair) = if dutch {
        ("per keer lopen", "per reis", "fiets", "rolstoel")
    } else {
        ("a walk", "a trip", "bicycle", "wheelchair")
    };
    let mut note = format!(
        "{} km/h, ≤ {} min {walk}, ≤ {} min {trip}",
        number(kmh(t.walk)),
        number(minutes(t.max_walk)),
        number(minutes(t.max_trip))
    );
    if let Some(b) = t.bicycle {
        note += &format!(
            "; {bicycle} {} km/h, ≤ {} min",
            number(kmh(b.speed)),
            number(minutes(b.max))
        );
    }
    if t.wheelchair.is_some() {
        note += &format!("; {wheelchair}");
    }
    crate::output::report::data::Persona {
        name: p.name.clone(),
        note: Some(note),
    }
}

/// Files in the order of the study, each once with everything it is used for.
pub(crate) fn files(study: &Study, inputs: &Inputs) -> Vec<Input> {
    let folder = study.file.parent();
    let mut list: Vec<Input> = Vec::new();
    for f in &inputs.files {
        let path = folder
            .and_then(|d| f.path.strip_prefix(d).ok())
            .unwrap_or(&f.path)
            .display()
            .to_string();
        match list.iter_mut().find(|known| known.path == path) {
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

pub(crate) fn credits(study: &Study) -> Vec<String> {
    // Made-up streets owe nothing to anybody.
    if study.fictional {
        Vec::new()
    } else {
        vec!["© OpenStreetMap contributors, ODbL 1.0".into()]
    }
}

pub(crate) fn services(study: &Study, inputs: &Inputs) -> Vec<Service> {
    let (readings, main) = readings(study);
    (study.services.iter().enumerate())
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
                        cutoff_min: reading.cutoff.parse().unwrap_or(0.0),
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
                emergency: emergency.iter().any(|w| name.contains(w)),
            }
        })
        .collect()
}

fn is_time(results: &Results, service: usize) -> bool {
    results.access.readings[results.access.main[service]].is_time()
}

fn levels(results: &Results, summary: &Summary) -> Vec<LevelRow> {
    (summary.groups.iter())
        .map(|r| {
            let time = is_time(results, r.key.service);
            let [p10, p50, p90] = r.spread.quantiles.map(|v| shown(time, v));
            let Key {
                slot,
                persona,
                group,
                service,
            } = r.key;
            LevelRow {
                service,
                slot,
                persona,
                group,
                p10,
                p50,
                p90,
                not_reached: r.not_reached,
            }
        })
        .collect()
}

fn poverty(summary: &Summary) -> Vec<PovertyRow> {
    (summary.groups.iter())
        .filter_map(|r| {
            let f = r.fgt?;
            let Key {
                slot,
                persona,
                group,
                service,
            } = r.key;
            Some(PovertyRow {
                service,
                slot,
                persona,
                group,
                total: f.people,
                below: f.sums[0],
                headcount: f.headcount()?,
                gap: f.gap()?,
                severity: f.severity()?,
            })
        })
        .collect()
}

/// People without any vehicle to board within walking reach.
fn availability(study: &Study, results: &Results) -> Vec<AvailabilityRow> {
    let mut rows = Vec::new();
    for (slot, by_persona) in results.access.slices.iter().enumerate() {
        if study.slots[slot].window.direction == Direction::Arrive {
            continue;
        }
        for (persona, slice) in by_persona.iter().enumerate() {
            for (group, weights) in results.inputs.weights.iter().enumerate() {
                // Of a home that isn't linked nothing is known, also not that nothing leaves.
                let known = slice.rode.iter().enumerate().map(|(home, rode)| {
                    let linked = (slice.status.iter())
                        .all(|of| of.get(home) != Some(&crate::routing::job::Status::NotLinked));
                    linked.then(|| f64::from(u8::from(*rode)))
                });
                let sample = Sample::new(known.zip(weights.iter().copied()));
                let without = sample
                    .rows()
                    .iter()
                    .filter(|r| r.value <= 0.0)
                    .fold(0.0, |s, r| s + r.weight);
                rows.push(AvailabilityRow {
                    slot,
                    persona,
                    group,
                    total: sample.weight(),
                    without,
                    per_hour_p50: None,
                });
            }
        }
    }
    rows
}

fn areas(study: &Study, results: &Results, level: usize) -> Areas {
    let weights = &results.inputs.weights[study.report.group];
    let layer = &results.inputs.areas[level];
    let mut people = vec![0.0; layer.layer.areas.len()];
    for (area, w) in layer.of_home.iter().zip(weights) {
        if let (Some(a), Some(w)) = (area, w) {
            people[*a] += w.max(0.0);
        }
    }
    Areas {
        level: study.areas[level].level.clone(),
        year: study.areas[level].year.map(i32::from),
        list: (layer.layer.areas.iter().zip(people))
            .map(|(a, people)| Area {
                code: a.code.clone(),
                name: a.name.clone(),
                people,
            })
            .collect(),
    }
}

/// Most destinations of one service drawn on the map: more would hide the rest.
const DRAWN: usize = 60;

/// Destinations worth drawing, on the flat map around some homes.
pub fn destinations(inputs: &Inputs, around: &[LonLat]) -> Vec<Destination> {
    let flat = Flat::around(around);
    let mut destinations = Vec::new();
    for (service, data) in inputs.services.iter().enumerate() {
        if data.places.len() > DRAWN {
            continue;
        }
        for place in data.places.clone() {
            let name = &inputs.places.names[place];
            let name = if name.is_empty() {
                &inputs.places.ids[place]
            } else {
                name
            };
            destinations.push(Destination {
                service,
                name: name.clone(),
                at: flat.at(inputs.places.positions[place]),
            });
        }
    }
    destinations
}

/// The streets, as lines to draw.
pub(crate) fn streets(network: &Network, flat: &Flat) -> Vec<(StreetClass, Vec<Xy>)> {
    let s = &network.streets;
    (0..s.edges())
        .map(|e| {
            let class = match s.class[e] {
                2 => StreetClass::Main,
                1 => StreetClass::Through,
                _ => StreetClass::Local,
            };
            let line = s.shape[EdgeId(e as u32)].iter();
            (class, line.map(|p| flat.at(degrees(*p))).collect())
        })
        .collect()
}

/// The stops at which anything calls.
pub(crate) fn stops(network: &Network, flat: &Flat) -> Vec<Xy> {
    let t = &network.timetable;
    let served = t.served();
    (0..t.stops() as u32)
        .filter(|&i| served[i as usize])
        .filter_map(|i| t.position(StopId(i)).map(|p| flat.at(p)))
        .collect()
}

fn map(study: &Study, results: &Results, summary: &Summary) -> MapData {
    let inputs = &results.inputs;
    let flat = Flat::around(&inputs.homes.positions);
    let rings = |a: &crate::input::areas::Area| -> Vec<Vec<Xy>> {
        let ring = |r: &geo::LineString<f64>| {
            r.coords()
                .map(|c| flat.at(LonLat { lon: c.x, lat: c.y }))
                .collect::<Vec<Xy>>()
        };
        (a.shape.iter())
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring))
            .collect()
    };
    let destinations = destinations(inputs, &inputs.homes.positions);
    let level = study.report.level;
    MapData {
        frame: None,
        streets: streets(&inputs.network, &flat),
        water: Vec::new(),
        stops: stops(&inputs.network, &flat),
        areas: level.map_or(Vec::new(), |l| {
            inputs.areas[l].layer.areas.iter().map(rings).collect()
        }),
        cells: inputs.homes.positions.iter().map(|p| flat.at(*p)).collect(),
        destinations,
        layers: layers(study, results, summary),
    }
}

fn layers(study: &Study, results: &Results, summary: &Summary) -> Vec<MapLayer> {
    let group = study.report.group;
    let mut layers = Vec::new();
    for slot in 0..study.slots.len() {
        let services = &summary.stacked[slot];
        for persona in 0..study.personas.len() {
            let slice = &results.access.slices[slot][persona];
            let mask = |home: usize| {
                let flags = missed(results, slice, services, home);
                let known: Option<Vec<bool>> = flags.into_iter().collect();
                known.map(|k| {
                    k.iter()
                        .zip(services)
                        .filter(|(m, s)| **m && **s < 64)
                        .fold(0u64, |bits, (_, s)| bits | 1 << s)
                })
            };
            let places = study
                .report
                .level
                .map_or(0, |l| results.inputs.areas[l].layer.areas.len());
            let level = study.report.level.unwrap_or(0);
            let below = |service: usize| -> Vec<Option<f64>> {
                let key = Key {
                    slot,
                    persona,
                    group,
                    service,
                };
                (0..places)
                    .map(|a| {
                        summary
                            .area(level, a, key)
                            .and_then(|r| r.fgt)
                            .and_then(|f| f.headcount())
                    })
                    .collect()
            };
            layers.push(MapLayer {
                slot,
                persona,
                missed: (0..results.inputs.homes.len()).map(mask).collect(),
                area_stacked: (0..places)
                    .map(|a| share_stacked(summary, Some((level, a)), slot, persona, group))
                    .collect(),
                area_below: (0..study.services.len()).map(below).collect(),
            });
        }
    }
    layers
}

fn profile(study: &Study, results: &Results) -> Option<Profile> {
    let asked = study.profile.as_ref()?;
    let day = results.profiles.first()?;
    let quantile = |s: &Sample, p: u8| Percentile::new(p).and_then(|p| s.quantile(p));
    let mut series = Vec::new();
    for (i, &service) in asked.services.iter().enumerate() {
        let time = is_time(results, service);
        for (group, weights) in results.inputs.weights.iter().enumerate() {
            let points = (day.starts_s.iter().zip(&day.values[i]))
                .map(|(start, values)| {
                    let known = values.iter().map(|v| Some(*v).filter(|v| !v.is_nan()));
                    let sample = Sample::new(known.zip(weights.iter().copied()));
                    let at = |p| shown(time, quantile(&sample, p));
                    ProfilePoint {
                        minute: (*start / 60).max(0) as u32,
                        p10: at(10),
                        p50: at(50),
                        p90: at(90),
                    }
                })
                .collect();
            series.push(ProfileSeries {
                service,
                group,
                points,
            });
        }
    }
    Some(Profile {
        persona: asked.persona,
        date: day.date.to_string(),
        step_min: asked.step.0 / 60,
        series,
    })
}

fn pockets(study: &Study, results: &Results, summary: &Summary, level: usize) -> Vec<Pocket> {
    let group = study.report.group;
    let layer = &results.inputs.areas[level];
    let mut found: Vec<(f64, f64, Pocket)> = Vec::new();
    for area in 0..layer.layer.areas.len() {
        let at = Some((level, area));
        let by_group: Vec<Option<f64>> = (0..study.homes.groups.len())
            .map(|g| summary.stacking(at, 0, 0, g).map(|s| s.people()))
            .collect();
        let people = by_group[group].unwrap_or(0.0);
        if people <= 0.0 || people < study.report.min_people {
            continue;
        }
        let shares = (0..study.slots.len())
            .filter_map(|s| share_stacked(summary, at, s, 0, group).map(|x| (s, x)));
        let worst = shares.fold(None::<(usize, f64)>, |best, x| match best {
            Some(b) if b.1 >= x.1 => Some(b),
            _ => Some(x),
        });
        let Some((slot, share)) = worst.filter(|w| w.1 > 0.0) else {
            continue;
        };
        let mut missed = Vec::new();
        for service in 0..study.services.len() {
            let by_most = |s: &usize| {
                let key = Key {
                    slot: *s,
                    persona: 0,
                    group,
                    service,
                };
                summary
                    .area(level, area, key)
                    .and_then(|r| r.fgt)
                    .and_then(|f| f.headcount())
                    .is_some_and(|h| h >= 0.5)
            };
            let slots: Vec<usize> = (0..study.slots.len())
                .filter(|s| summary.stacked[*s].contains(&service))
                .filter(by_most)
                .collect();
            if !slots.is_empty() {
                missed.push((service, slots));
            }
        }
        // Worst first: how much is missed over all slots, then how many people.
        let depth: f64 = (0..study.slots.len())
            .filter_map(|s| {
                summary
                    .stacking(at, s, 0, group)
                    .and_then(|x| x.mean_count())
            })
            .fold(0.0, |a, b| a + b);
        found.push((
            depth,
            people,
            Pocket {
                area,
                by_group,
                share,
                slot,
                missed,
            },
        ));
    }
    found.sort_by(|a, b| {
        (b.0, b.1)
            .partial_cmp(&(a.0, a.1))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    found
        .into_iter()
        .map(|f| f.2)
        .take(study.report.top_pockets)
        .collect()
}

fn hidden_poor(
    study: &Study,
    results: &Results,
    summary: &Summary,
    level: usize,
) -> Vec<HiddenPoorRow> {
    let group = study.report.group;
    let mut rows: Vec<HiddenPoorRow> = (summary.areas.iter())
        .filter(|r| {
            r.level == level && r.key.group == group && r.key.persona == 0 && r.hidden_poor > 0.0
        })
        .filter_map(|r| {
            let time = is_time(results, r.key.service);
            Some(HiddenPoorRow {
                area: r.area,
                service: r.key.service,
                slot: r.key.slot,
                persona: r.key.persona,
                below: r.hidden_poor,
                total: r.spread.people,
                mean: shown(time, r.spread.mean)?,
                worst_tenth: shown(time, r.worst_tenth),
            })
        })
        .collect();
    rows.sort_by(|a, b| {
        let by_people = b
            .below
            .partial_cmp(&a.below)
            .unwrap_or(std::cmp::Ordering::Equal);
        by_people.then((a.area, a.service, a.slot).cmp(&(b.area, b.service, b.slot)))
    });
    rows.truncate(20);
    rows
}

fn shifts(study: &Study, results: &Results) -> Vec<ShiftRow> {
    (shift_rows(results).into_iter().filter(|r| r.area.is_none()))
        .map(|r| {
            let s = &study.shifts[r.shift];
            ShiftRow {
                shift: s.name.clone(),
                hours: format!("{}-{}", s.start, ClockTime(s.end.0 % (24 * 3600))),
                persona: r.persona,
                group: r.group,
                jobs_p50: r.jobs.unwrap_or(0.0),
                ratio_to_day: r.ratio,
                none: r.none,
                total: r.people,
            }
        })
        .collect()
}

/// What was odd, one row a kind and file.
pub(crate) fn findings(all: &Findings) -> Vec<FindingRow> {
    let mut seen = BTreeSet::new();
    let counts: BTreeMap<(&str, &str), u64> = all.counts().map(|(c, f, n)| ((c, f), n)).collect();
    (all.iter())
        .filter(|f| seen.insert((f.code.as_ref(), f.file.as_str())))
        .map(|f| FindingRow {
            severity: f.severity.word().into(),
            code: f.code.to_string(),
            file: f.file.clone(),
            count: counts
                .get(&(f.code.as_ref(), f.file.as_str()))
                .copied()
                .unwrap_or(1),
            example: format!("{} {}; {}", f.record, f.message, f.action)
                .trim()
                .to_owned(),
        })
        .collect()
}

fn unlinked(total: usize, results: &Results, code: &str) -> Unlinked {
    let of_kind = || results.findings.iter().filter(|f| f.code == code);
    let count = results
        .findings
        .counts()
        .filter(|c| c.0 == code)
        .map(|c| c.2 as usize)
        .sum();
    Unlinked {
        count,
        total,
        first: of_kind().take(5).map(|f| f.record.clone()).collect(),
    }
}

fn settings(study: &Study) -> Vec<(String, String)> {
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

/// The main figures in sentences, for the terminal.
pub struct Headlines(pub Vec<String>);

/// Who misses how much, when it is worst and when best, and where.
pub fn headlines(data: &ReportData) -> Headlines {
    let mut lines = Vec::new();
    let dutch = data.language == Language::Nl;
    let percent = |x: f64| format!("{:.0}%", 100.0 * x);
    let normed = data.services.iter().filter(|s| s.norm.is_some()).count();
    let threshold = normed.clamp(1, 2);
    for (g, group) in data.groups.iter().enumerate().filter(|_| normed > 0) {
        let mut by_slot = Vec::new();
        for (s, slot) in data.slots.iter().enumerate() {
            let row = data
                .stacking
                .iter()
                .find(|r| (r.slot, r.persona, r.group) == (s, data.main_persona, g));
            let Some(row) = row else { continue };
            let total: f64 = row.by_count.iter().sum();
            let missing: f64 = row.by_count.iter().skip(threshold).sum();
            if total > 0.0 {
                by_slot.push(format!("{} {}", slot.name, percent(missing / total)));
            }
        }
        if !by_slot.is_empty() {
            let what = match (normed, dutch) {
                (1, true) => "haalt de norm niet",
                (1, false) => "missing the norm",
                (_, true) => "haalt twee of meer normen niet",
                (_, false) => "missing two norms or more",
            };
            lines.push(format!(
                "{}: {what}: {}",
                group.name.replace('_', " "),
                by_slot.join(", ")
            ));
        }
    }
    for shift in data
        .shifts
        .iter()
        .flatten()
        .filter(|s| s.persona == data.main_persona && s.group == data.main_group)
    {
        if shift.total > 0.0 {
            let what = if dutch {
                "kan geen enkele baan vervullen"
            } else {
                "can hold no job at all"
            };
            lines.push(format!(
                "{} ({}): {} {what}",
                shift.shift,
                shift.hours,
                percent(shift.none / shift.total)
            ));
        }
    }
    if let (Some(pockets), Some(areas)) = (&data.pockets, &data.areas) {
        let names: Vec<&str> = pockets
            .iter()
            .take(3)
            .filter_map(|p| areas.list.get(p.area))
            .map(|a| a.name.as_str())
            .collect();
        if !names.is_empty() {
            let what = if dutch { "slechtst af" } else { "worst off" };
            lines.push(format!("{what}: {}", names.join(", ")));
        }
    }
    Headlines(lines)
}
