//! Reads everything that a study needs into memory, lined up: homes with weights, areas, destinations.

use super::people;
use crate::access::open::Hours;
use crate::axes::{HomeId, IdVec, PurposeId, ShiftId};
use crate::diagnostics::{Error, Fault, Finding, Findings, InputError, Severity};
use crate::input::areas::{AreaLayer, AreaOptions, note_overlaps, read_areas};
use crate::input::lost::{self, Given, Met};
use crate::input::opening::OpeningHours;
use crate::input::osm::places::{Place, TagFilter, read_places};
use crate::input::points::{PointOptions, PointSet, read_points};
use crate::input::study::{
    Condition, HoursUnknown, NetworkInput, PointFile, Service, Source, Study,
};
use crate::network::file::fingerprint;
use crate::network::{BuildOptions, Network};
use crate::run::load::{self, NetworkSource};
pub use crate::scenario::inputs::{Areas, FileRead, Inputs, Places, ServiceData};
use crate::units::LonLat;
use crate::watch::Progress;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads everything.
///
/// # Errors
/// What any reader refuses; a column that isn't there.
pub fn read(study: &Study, progress: &Progress) -> Result<Inputs, Error> {
    let network = network(study, progress)?;
    super::dates::check(study, &network)?;
    let phase = progress.phase("reading homes, areas and destinations", 0);
    let mut findings = network.findings.clone();
    let homes = points(&study.homes.file, &study.homes.missing, &mut findings)?;
    let walk_m = longest_walk_m(study);
    findings.extend(lost::too_wide("homes", &homes, walk_m));
    let weights = (study.homes.groups.iter())
        .map(|group| people::weights(&homes, group, &mut findings))
        .collect::<Result<IdVec<_, _>, _>>()?;
    let ranks = (study.homes.ranks.iter())
        .map(|rank| people::rank(&homes, rank, &mut findings))
        .collect::<Result<Vec<_>, _>>()?;
    let mut areas = IdVec::new();
    for level in &study.areas {
        let options = AreaOptions {
            level: level.level.clone(),
            code: level.code.clone(),
            name: level.name.clone(),
            crs: level.crs.clone(),
            layer: level.layer.clone(),
            missing: Vec::new(),
        };
        let (layer, more) = read_areas(&level.path, &options)?;
        findings.append(more);
        note_overlaps(&layer, &mut findings);
        let of_home: IdVec<HomeId, Option<usize>> =
            homes.positions.iter().map(|p| layer.locate(*p)).collect();
        let outside = of_home.iter().filter(|a| a.is_none()).count();
        note_areas(&homes, &layer, outside, &mut findings)?;
        if areas.is_empty() {
            findings.extend(one_an_area(&homes, &layer, &of_home, walk_m));
        }
        if outside > 0 {
            let first = of_home
                .iter()
                .position(|a| a.is_none())
                .map_or("", |i| &homes.ids[i]);
            findings.warn(
                "home-outside-areas",
                &homes.file,
                None,
                first,
                format!(
                    "{outside} homes lie in none of the areas of level {:?}",
                    level.level
                ),
                "left out of the tables of that level, kept in all others",
            );
        }
        let layer = Arc::new(layer);
        areas.push(Areas { layer, of_home });
    }
    let mut places = Places::default();
    let mut services = IdVec::new();
    let mut shift_jobs = IdVec::filled(Vec::new(), study.shifts.len());
    let osm = osm_places(study, &mut findings)?;
    for (s, service) in study.services.by_id() {
        let wanted: Vec<ShiftId> = study
            .shifts
            .ids()
            .filter(|&i| study.shifts[i].service == s)
            .collect();
        let set = match &service.source {
            Source::Table(file) => table_places(study, service, file, &wanted, &mut findings)?,
            Source::Osm { path, .. } => {
                let list = osm.get(&s).map_or(&[][..], |l| l);
                tagged_places(service, path, list, &mut findings)?
            }
        };
        if set.ids.is_empty() {
            if let Source::Osm { path, tags } = &service.source {
                return Err(no_such_tags(service, path, tags, &osm, s).into());
            }
            findings.warn(
                "service-without-places",
                study.file.display().to_string(),
                None,
                &service.name,
                "no destination meets the conditions",
                "nobody reaches this service",
            );
        }
        for (i, jobs) in wanted.into_iter().zip(set.shift_jobs) {
            shift_jobs[i] = jobs;
        }
        let first = places.ids.len();
        places.ids.extend(set.ids);
        places.names.extend(set.names);
        places.positions.extend(set.positions);
        services.push(ServiceData {
            places: first..places.ids.len(),
            supply: set.supply,
            hours: set.hours,
        });
    }
    let files = files(study)?;
    drop(phase);
    Ok(Inputs {
        network,
        homes,
        weights,
        ranks,
        areas,
        places,
        services,
        shift_jobs,
        findings,
        files,
    })
}

/// No place on the map is what a service asks for.
fn no_such_tags(
    service: &Service,
    path: &Path,
    tags: &[Condition],
    osm: &BTreeMap<PurposeId, Vec<Place>>,
    number: PurposeId,
) -> InputError {
    let asked: Vec<String> = (tags.iter())
        .map(|tag| format!("{}={}", tag.column, tag.values.join("|")))
        .collect();
    let tagged = osm.get(&number).map_or(0, Vec::len);
    let file = path.display().to_string();
    let error = match tagged {
        0 => Fault::PlacesNotFound.at(file, "nothing in this file has these tags").hint(
            "check how the tags are written, and whether the file holds more than streets \
             (`osmium tags-filter` leaves out what it is not asked for); without such a place in the region, leave the service out",
        ),
        n => Fault::PlacesNotFound.at(file,
            format!("{n} places have these tags, and none of them meets the conditions of the service"),
        )
        .hint("look at the conditions and the column of the service"),
    };
    error
        .field(format!("service {:?} osm", service.name))
        .value(asked.join(" "))
}

/// The longest walk of anybody in the study, metres.
fn longest_walk_m(study: &Study) -> f64 {
    let travellers = study.personas.iter().map(|p| &p.traveller);
    let walks = travellers.map(|t| t.walk.reach_mm(t.max_walk));
    f64::from(walks.max().unwrap_or_default()) / 1000.0
}

/// A finding when most areas hold one home each and are wider than a walk: homes that stand for whole
/// neighbourhoods or municipalities.
fn one_an_area(
    homes: &PointSet,
    layer: &AreaLayer,
    of_home: &[Option<usize>],
    walk_m: f64,
) -> Option<Finding> {
    let mut held = vec![0u32; layer.areas.len()];
    for area in of_home.iter().flatten() {
        held[*area] += 1;
    }
    let with_homes = held.iter().filter(|n| **n > 0).count();
    let single: Vec<usize> = (0..held.len())
        .filter(|a| held[*a] == 1 && layer.width_m(*a) > walk_m)
        .collect();
    let first = single.first().filter(|_| single.len() * 2 > with_homes)?;
    Some(Finding {
        severity: Severity::Warning,
        code: "one-home-an-area".into(),
        file: homes.file.clone(),
        line: None,
        record: layer.areas[*first].code.clone(),
        message: format!(
            "{} of {with_homes} areas of level {:?} hold one home only and are wider than the longest walk of {walk_m:.0} m",
            single.len(),
            layer.level
        ),
        action: "computed from that one place; take smaller places".to_owned(),
    })
}

/// Homes that lie in no area, when they are many, or in several.
///
/// # Errors
/// When no home lies in any area, with the likely cause.
fn note_areas(
    homes: &PointSet,
    layer: &AreaLayer,
    outside: usize,
    findings: &mut Findings,
) -> Result<(), InputError> {
    let what = format!("lie in none of the areas of level {:?}", layer.level);
    let given = Given {
        what: "homes",
        file: &homes.file,
        positions: &homes.positions,
    };
    let met = Met {
        what: "areas",
        bounds: layer.bounds(),
        lost: &what,
        code: "homes-many-outside-areas",
        action: "left out of the tables of that level, kept in all others",
    };
    if let Some(finding) = lost::judge(&given, outside, &met)? {
        findings.push(finding);
    }
    let both: Vec<(usize, [usize; 2])> = (homes.positions.par_iter().enumerate())
        .filter_map(|(i, at)| Some((i, layer.overlap_at(*at)?)))
        .collect();
    if let Some((home, areas)) = both.first() {
        let [first, second] = areas.map(|a| &layer.areas[a].code);
        let much = lost::is_much(both.len(), homes.len());
        findings.push(Finding {
            severity: if much { Severity::Serious } else { Severity::Warning },
            code: "home-in-several-areas".into(),
            file: homes.file.clone(),
            line: None,
            record: homes.ids[*home].clone(),
            message: format!(
                "{} homes lie in more than one area of level {:?}, this one in {first:?} and {second:?}",
                both.len(),
                layer.level
            ),
            action: "counted for the first in the file".to_owned(),
        });
    }
    Ok(())
}

pub(in crate::run) fn network(study: &Study, progress: &Progress) -> Result<Network, Error> {
    let source = match &study.network {
        NetworkInput::Sources { osm, gtfs } => NetworkSource::Inputs {
            osm: osm.clone(),
            gtfs: gtfs.clone(),
        },
        NetworkInput::Built(path) => NetworkSource::File(path.clone()),
    };
    // Walks are stored for the walking persona with the longest changes, if there is one.
    let walkers = study
        .personas
        .iter()
        .map(|p| &p.traveller)
        .filter(|t| t.wheelchair.is_none());
    let longest = walkers.max_by_key(|t| t.walk.reach_mm(t.transfer()));
    let mut options = BuildOptions {
        max_snap_m: study.max_snap_m,
        island_junctions: study.island_junctions as u32,
        max_walk: None,
        ..BuildOptions::default()
    };
    if let Some(t) = longest {
        options.walk = t.walk;
        options.max_walk = Some(t.transfer());
    }
    match &source {
        // The file's own setting holds where the study has none of its own.
        NetworkSource::File(path) if study.max_snap_m == BuildOptions::default().max_snap_m => {
            load::open(path, progress)
        }
        _ => load::load(&source, &options, progress),
    }
}

fn points(file: &PointFile, missing: &[f64], findings: &mut Findings) -> Result<PointSet, Error> {
    let options = PointOptions {
        crs: file.crs.clone(),
        missing: missing.to_vec(),
        id_column: file.id.clone(),
        layer: file.layer.clone(),
    };
    let (set, more) = read_points(&file.path, &options)?;
    findings.append(more);
    Ok(set)
}

#[derive(Default)]
struct Found {
    ids: Vec<String>,
    names: Vec<String>,
    positions: Vec<LonLat>,
    supply: Vec<f64>,
    hours: Vec<Hours>,
    shift_jobs: Vec<Vec<f64>>,
}

fn table_places(
    study: &Study,
    service: &Service,
    file: &PointFile,
    shifts: &[ShiftId],
    findings: &mut Findings,
) -> Result<Found, Error> {
    let set = points(file, &study.homes.missing, findings)?;
    let supply = match &service.column {
        Some(column) => set.amounts(column)?,
        None => vec![Some(1.0); set.len()],
    };
    let mut jobs = Vec::new();
    for &shift in shifts {
        jobs.push(match &study.shifts[shift].column {
            Some(column) => set.amounts(column)?,
            None => supply.clone(),
        });
    }
    let conditions = service
        .conditions
        .iter()
        .map(|c| set.texts(&c.column))
        .collect::<Result<Vec<_>, _>>()?;
    let hours = service
        .open
        .as_ref()
        .map(|o| set.texts(&o.column))
        .transpose()?;
    let names = set.texts("name").unwrap_or_default();
    let mut found = Found {
        shift_jobs: vec![Vec::new(); shifts.len()],
        ..Found::default()
    };
    let mut unknown_jobs = vec![0; shifts.len()];
    let mut left_out = 0;
    for i in 0..set.len() {
        let meets = |(c, column): (&Condition, &Vec<&str>)| c.meets(column.get(i).copied());
        if !service.conditions.iter().zip(&conditions).all(meets) {
            left_out += 1;
            continue;
        }
        let Some(offers) = supply[i] else {
            findings.warn(
                "destination-without-amount",
                &set.file,
                Some(set.lines[i]),
                &set.ids[i],
                format!(
                    "no value in column {:?}",
                    service.column.as_deref().unwrap_or("")
                ),
                format!("left out of {:?}", service.name),
            );
            continue;
        };
        found.ids.push(set.ids[i].clone());
        found
            .names
            .push(names.get(i).copied().unwrap_or_default().to_owned());
        found.positions.push(set.positions[i]);
        found.supply.push(offers);
        let of_shifts = found.shift_jobs.iter_mut().zip(&jobs);
        for ((to, from), unknown) in of_shifts.zip(&mut unknown_jobs) {
            *unknown += usize::from(from[i].is_none());
            to.push(from[i].unwrap_or(0.0));
        }
        let text = hours.as_ref().and_then(|h| h.get(i).copied());
        found.hours.push(opening(
            service,
            text,
            &set.file,
            Some(set.lines[i]),
            &set.ids[i],
            findings,
        ));
    }
    note_left_out(service, &set.file, (left_out, set.len()), findings);
    for (&shift, unknown) in shifts.iter().zip(unknown_jobs).filter(|(_, n)| *n > 0) {
        let shift = &study.shifts[shift];
        findings.warn(
            "shift-jobs-unknown",
            &set.file,
            None,
            &shift.name,
            format!(
                "{unknown} of {} places have no value in column {:?}",
                found.ids.len(),
                shift.column.as_deref().unwrap_or("")
            ),
            "counted as no jobs of that shift",
        );
    }
    Ok(found)
}

/// Says how many places a service's conditions leave out.
fn note_left_out(
    service: &Service,
    file: &str,
    (left_out, of): (usize, usize),
    findings: &mut Findings,
) {
    if left_out > 0 {
        findings.push(Finding {
            severity: Severity::Note,
            code: "places-left-out-by-where".into(),
            file: file.to_owned(),
            line: None,
            record: service.name.clone(),
            message: format!("{left_out} of {of} places don't meet the conditions under `where`"),
            action: "left out, as asked".into(),
        });
    }
}

/// Destinations from street files: one pass over each file for all services.
fn osm_places(
    study: &Study,
    findings: &mut Findings,
) -> Result<BTreeMap<PurposeId, Vec<Place>>, Error> {
    let mut by_file: BTreeMap<&Path, Vec<(PurposeId, TagFilter)>> = BTreeMap::new();
    for (s, service) in study.services.by_id() {
        if let Source::Osm { path, tags } = &service.source {
            let tags = tags
                .iter()
                .map(|c| (c.column.clone(), c.values.clone()))
                .collect();
            by_file
                .entry(path)
                .or_default()
                .push((s, TagFilter { tags }));
        }
    }
    let mut out = BTreeMap::new();
    for (path, wanted) in by_file {
        let filters: Vec<TagFilter> = wanted.iter().map(|(_, f)| f.clone()).collect();
        let (lists, more) = read_places(path, &filters)?;
        findings.append(more);
        out.extend(wanted.into_iter().map(|(s, _)| s).zip(lists));
    }
    Ok(out)
}

fn tagged_places(
    service: &Service,
    path: &Path,
    list: &[Place],
    findings: &mut Findings,
) -> Result<Found, InputError> {
    let mut found = Found::default();
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut left_out = 0;
    for place in list {
        let tag = |key: &str| {
            place
                .tags
                .iter()
                .find(|(k, _)| k == key)
                .map(|(_, v)| v.as_str())
        };
        if !service
            .conditions
            .iter()
            .all(|c| c.meets_tag(tag(&c.column)))
        {
            left_out += 1;
            continue;
        }
        let offers = match &service.column {
            None => 1.0,
            Some(column) => match tag(column).and_then(|v| v.trim().parse::<f64>().ok()) {
                Some(x) if x.is_finite() && x >= 0.0 => x,
                _ => {
                    findings.warn(
                        "destination-without-amount",
                        &file,
                        None,
                        &place.id,
                        format!("no number in tag {column:?}"),
                        format!("left out of {:?}", service.name),
                    );
                    continue;
                }
            },
        };
        found.ids.push(place.id.clone());
        found.names.push(place.name.clone());
        found.positions.push(place.position);
        found.supply.push(offers);
        let text = service.open.as_ref().and_then(|o| tag(&o.column));
        found
            .hours
            .push(opening(service, text, &file, None, &place.id, findings));
    }
    note_left_out(service, &file, (left_out, list.len()), findings);
    Ok(found)
}

/// Opening hours of a destination, when the service asks for them.
fn opening(
    service: &Service,
    text: Option<&str>,
    file: &str,
    line: Option<u64>,
    id: &str,
    findings: &mut Findings,
) -> Hours {
    let Some(open) = &service.open else {
        return Hours::Always;
    };
    let problem = match text.map(str::trim).filter(|t| !t.is_empty()) {
        None => "opening hours are not given".to_owned(),
        Some(text) => match OpeningHours::parse(text) {
            Ok(hours) => return Hours::Known(std::sync::Arc::new(hours)),
            Err(why) => format!("opening hours {text:?} can't be read: {why}"),
        },
    };
    let (hours, action) = match open.unknown {
        HoursUnknown::Open => (Hours::Always, "counted as always open"),
        HoursUnknown::Closed => (Hours::Never, "counted as closed"),
    };
    findings.warn("opening-hours-unknown", file, line, id, problem, action);
    hours
}

/// The places of some services as one list of rows for a job, and where each service begins.
pub fn rows_of(inputs: &Inputs, services: &[PurposeId]) -> (Vec<LonLat>, IdVec<PurposeId, usize>) {
    let mut positions = Vec::new();
    let mut first = IdVec::filled(0, inputs.services.len());
    for &s in services {
        first[s] = positions.len();
        positions.extend_from_slice(&inputs.places.positions[inputs.services[s].places.clone()]);
    }
    (positions, first)
}

/// The files a study reads, each with the key it stands under, in the order of the file.
pub(in crate::run) fn roles(study: &Study) -> Vec<(String, PathBuf)> {
    let mut roles: Vec<(String, PathBuf)> = vec![("study".into(), study.file.clone())];
    match &study.network {
        NetworkInput::Sources { osm, gtfs } => {
            roles.push(("osm".into(), osm.clone()));
            roles.extend(gtfs.iter().map(|g| ("gtfs".into(), g.clone())));
        }
        NetworkInput::Built(path) => roles.push(("network".into(), path.clone())),
    }
    roles.push(("homes".into(), study.homes.file.path.clone()));
    roles.extend(
        study
            .areas
            .iter()
            .map(|a| (format!("areas: {}", a.level), a.path.clone())),
    );
    for s in &study.services {
        let path = match &s.source {
            Source::Table(file) => &file.path,
            Source::Osm { path, .. } => path,
        };
        roles.push((s.name.clone(), path.clone()));
    }
    roles
}

fn files(study: &Study) -> Result<Vec<FileRead>, Error> {
    let roles = roles(study);
    let mut known: BTreeMap<PathBuf, (u64, String)> = BTreeMap::new();
    let mut out = Vec::new();
    for (role, path) in roles {
        if !known.contains_key(&path) {
            let print = fingerprint(&path).map_err(|e| Error::io(&path, "read", e))?;
            known.insert(path.clone(), print);
        }
        let (bytes, sha256) = known.get(&path).cloned().unwrap_or_default();
        out.push(FileRead {
            role,
            path,
            bytes,
            sha256,
        });
    }
    Ok(out)
}
