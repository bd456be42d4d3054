//! A study written back with every setting, defaults included, in the words of the file.

use super::typed::*;
use super::*;
use crate::ids::Id;
use crate::travel::{SETTINGS, Unit};
use crate::units::Speed;
use serde_json::Value;

/// Every effective setting of a study, as the JSON form of its file with nothing left out. Reading
/// it again gives the same study.
pub fn effective(study: &Study) -> Value {
    let mut value = serde_json::to_value(file_of(study)).unwrap_or_default();
    drop_nulls(&mut value);
    value
}

/// What is none has no key.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(table) => {
            table.retain(|_, value| !value.is_null());
            table.values_mut().for_each(drop_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

pub(super) fn text(path: &Path) -> Option<String> {
    Some(path.to_string_lossy().into_owned())
}

fn window_text(start: ClockTime, end: ClockTime) -> String {
    format!("{start}-{end}")
}

fn file_of(study: &Study) -> StudyFile {
    let (osm, gtfs, file) = match &study.network {
        NetworkInput::Sources { osm, gtfs } => {
            let gtfs = gtfs.iter().filter_map(|path| text(path)).collect();
            (text(osm), Some(OneOrMany::Many(gtfs)), None)
        }
        NetworkInput::Built(path) => (None, None, text(path)),
    };
    StudyFile {
        schema: None,
        study: Some(StudyTable {
            title: Some(study.title.clone()),
            date: Some(study.date.to_string()),
            language: study.language,
            percentiles: Some(OneOrMany::Many(
                study.percentiles.iter().map(|&p| Percentile(p)).collect(),
            )),
            usual: study.usual,
            fictional: study.fictional,
        }),
        network: Some(NetworkTable {
            osm,
            gtfs,
            file,
            max_snap_m: study.max_snap_m,
            island_junctions: u32::try_from(study.island_junctions).unwrap_or(u32::MAX),
            wheelchair_unknown_is_accessible: study.wheelchair_unknown_is_accessible,
        }),
        homes: Some(homes(&study.homes)),
        areas: Some(study.areas.iter().map(area).collect()),
        persona: Some(study.personas.iter().map(persona).collect()),
        slot: Some(study.slots.iter().map(slot).collect()),
        service: Some(study.services.iter().map(|s| service(study, s)).collect()),
        shift: Some(study.shifts.iter().map(|s| shift(study, s)).collect()),
        profile: study.profile.as_ref().map(|p| profile(study, p)),
        report: Some(ReportTable {
            title: Some(study.report.title.clone()),
            top_pockets: u32::try_from(study.report.top_pockets).unwrap_or(u32::MAX),
            min_people: study.report.min_people,
            level: study
                .report
                .level
                .and_then(|i| study.areas.get(i))
                .map(|area| area.level.clone()),
            group: group_name(study, study.report.group),
        }),
        site: study.site.as_ref().map(|s| super::site::table(study, s)),
    }
}

/// Name of a group, unless it is the one that stands in for none.
pub(super) fn group_name(study: &Study, index: GroupId) -> Option<String> {
    let group = study.homes.groups.get(index)?;
    group.column.as_ref().map(|_| group.name.clone())
}

fn homes(homes: &Homes) -> HomesTable {
    let mut groups = ColumnMap::new();
    for group in &homes.groups {
        let Some(column) = &group.column else {
            continue;
        };
        let value = match &group.share {
            None => Value::from(column.as_str()),
            Some(share) => serde_json::json!({"share": share, "of": column}),
        };
        groups.insert(group.name.clone(), value);
    }
    let ranks = homes.ranks.iter();
    HomesTable {
        file: text(&homes.file.path),
        layer: homes.file.layer.clone(),
        crs: homes.file.crs.clone(),
        id: homes.file.id.clone(),
        missing: (!homes.missing.is_empty()).then(|| OneOrMany::Many(homes.missing.clone())),
        groups: (!groups.is_empty()).then_some(groups),
        ranks: Some(
            ranks
                .map(|(name, column)| (name.clone(), Value::from(column.as_str())))
                .collect(),
        ),
    }
}

fn area(area: &AreaLevel) -> AreaTable {
    AreaTable {
        level: Some(area.level.clone()),
        file: text(&area.path),
        layer: area.layer.clone(),
        code: Some(area.code.clone()),
        name: area.name.clone(),
        year: area.year,
        crs: area.crs.clone(),
    }
}

fn persona(persona: &Persona) -> PersonaTable {
    let t = &persona.traveller;
    // What is none follows another setting, whatever that becomes.
    let settings = SETTINGS.iter().map(|setting| {
        let given = setting.get(t).map(|held| match setting.unit {
            Unit::KmPerHour => Value::from(Speed { mm_per_hour: held }.kmh()),
            Unit::Minutes => Value::from(Seconds(held).minutes()),
            Unit::Seconds | Unit::Rides => Value::from(held),
        });
        (setting.key.to_owned(), given.unwrap_or_default())
    });
    let settings = Value::Object(settings.collect());
    PersonaTable {
        name: Some(persona.name.clone()),
        bicycle: t.bicycle.map(BicycleTable::from),
        wheelchair: t.wheelchair.is_some(),
        unknown_is_accessible: t.wheelchair.map(|w| w.unknown_is_accessible),
        ..serde_json::from_value(settings).unwrap_or_default()
    }
}

fn slot(slot: &Slot) -> SlotTable {
    let window = window_text(ClockTime(slot.window.start_s), ClockTime(slot.window.end_s));
    let departs = slot.window.direction == crate::travel::Direction::Depart;
    SlotTable {
        name: Some(slot.name.clone()),
        date: Some(slot.date.to_string()),
        depart: departs.then(|| window.clone()),
        arrive: (!departs).then_some(window),
    }
}

fn conditions(list: &[Condition]) -> Option<Conditions> {
    let each = list.iter().map(|condition| {
        let values = condition.values.iter().cloned().map(Cell::Text).collect();
        (condition.column.clone(), OneOrMany::Many(values))
    });
    (!list.is_empty()).then(|| each.collect())
}

fn decay(decay: &Decay) -> DecayTable {
    let mut table = DecayTable::default();
    if let Some((kind, held)) = decay.parts() {
        table.kind = Some(kind);
        for (parameter, held) in kind.parameters().iter().zip(held) {
            table.set(&parameter.key(), parameter.given(held));
        }
    }
    table
}

fn service(study: &Study, service: &Service) -> ServiceTable {
    let mut table = ServiceTable {
        name: Some(service.name.clone()),
        only: conditions(&service.conditions),
        column: service.column.clone(),
        // A list is the study's; a service's own is one.
        percentile: match service.percentiles[..] {
            [own] => Some(own),
            _ => None,
        },
        norm: service.norm.map(|norm| {
            let (at_least, within_s) = match norm.level {
                Level::AtLeast(value) => (Some(value), None),
                Level::Within(seconds) => (None, Some(seconds)),
            };
            NormTable {
                at_least,
                cutoff_min: norm.cutoff.map(|c| Minutes(c.minutes())),
                within_min: within_s.map(|s| Minutes(Seconds(s).minutes())),
            }
        }),
        open: service.open.as_ref().map(|open| open.column.clone()),
        hours_unknown: service.open.as_ref().map(|open| open.unknown),
        essential: Some(service.essential),
        slots: Some(names(&service.slots, &study.slots, |slot| &slot.name)),
        ..ServiceTable::default()
    };
    match &service.source {
        Source::Table(file) => {
            table.file = text(&file.path);
            table.layer = file.layer.clone();
            table.crs = file.crs.clone();
            table.id = file.id.clone();
        }
        Source::Osm { path, tags } => {
            table.file = text(path);
            table.osm = conditions(tags);
        }
    }
    table.measure = match &service.measure {
        Measure::Cumulative { cutoffs } => {
            table.cutoffs_min = Some(cutoffs.iter().map(|&c| Minutes(c.minutes())).collect());
            MeasureWord::Cumulative
        }
        Measure::Interval { first, last } => {
            table.interval_min = Some(vec![WholeMinutes(first.0 / 60), WholeMinutes(last.0 / 60)]);
            MeasureWord::Interval
        }
        Measure::Gravity { decay: weight } => {
            table.decay = Some(decay(weight));
            MeasureWord::Gravity
        }
        Measure::Nearest { n } => {
            table.n = Some(*n);
            MeasureWord::Nearest
        }
        Measure::TwoStep {
            decay: weight,
            demand,
        } => {
            table.decay = Some(decay(weight));
            table.demand = group_name(study, *demand);
            MeasureWord::TwoStep
        }
    };
    table
}

fn shift(study: &Study, shift: &Shift) -> ShiftTable {
    ShiftTable {
        name: Some(shift.name.clone()),
        start: Some(shift.start.to_string()),
        end: Some(shift.end.to_string()),
        days: shift.days.to_string(),
        date: Some(shift.date.to_string()),
        jobs: Some(JobsTable {
            service: study.services.get(shift.service).map(|s| s.name.clone()),
            column: shift.column.clone(),
        }),
        arrive_within_min: shift.arrive_within.minutes(),
        leave_after_min: shift.leave_after.minutes(),
        leave_within_min: shift.leave_within.minutes(),
        max_trip_min: shift.max_trip.minutes(),
        compare: window_text(shift.compare.0, shift.compare.1),
    }
}

fn profile(study: &Study, profile: &Profile) -> ProfileTable {
    ProfileTable {
        services: Some(names(&profile.services, &study.services, |s| &s.name)),
        step_min: profile.step.0 / 60,
        window: window_text(profile.window.0, profile.window.1),
        persona: study.personas.get(profile.persona).map(|p| p.name.clone()),
        dates: Some(profile.dates.iter().map(NaiveDate::to_string).collect()),
    }
}

pub(super) fn names<I: Id, T>(
    indexes: &[I],
    list: &IdVec<I, T>,
    name: impl Fn(&T) -> &String,
) -> Vec<String> {
    let named = indexes.iter().filter_map(|&i| list.get(i));
    named.map(|item| name(item).clone()).collect()
}
