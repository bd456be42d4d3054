//! Services: where their destinations come from, how access to them is measured, what is enough.

use super::resolve::Surroundings;
use super::typed::*;
use super::*;
use crate::axes::first;
use crate::input::document::Place;
use crate::measures::decay::{Parameter, Unit};

/// Resolves all `[[service]]` tables.
pub(super) fn services(
    r: &mut Resolver<'_>,
    tables: Vec<ServiceTable>,
    around: &Surroundings<'_>,
) -> Vec<Service> {
    let list = Place::root().to("service");
    let mut names = Names::new();
    let tables = tables.into_iter().enumerate();
    tables
        .map(|(i, table)| service(r, &list.to(i), table, around, &mut names, i))
        .collect()
}

fn service(
    r: &mut Resolver<'_>,
    place: &Place,
    mut table: ServiceTable,
    around: &Surroundings<'_>,
    names: &mut Names,
    index: usize,
) -> Service {
    let name = r.unique(place, "name", table.name.take(), names, index);
    let source = source(r, place, &mut table, around);
    let norm = norm(r, place, &table);
    let measure = measure(r, place, &table, norm, around);
    within_trips(r, place, &measure, norm, around);
    if table.hours_unknown.is_some() && table.open.is_none() {
        r.problems.add(
            &place.to("hours_unknown"),
            "has no meaning without open",
            "add open = and the column with opening hours, or leave the key out",
        );
    }
    if table.essential == Some(true) && table.norm.is_none() {
        r.problems.add(
            &place.to("essential"),
            "true, but there is no norm to miss",
            "add a norm, or leave the key out",
        );
    }
    let slots = match table.slots {
        Some(names) => r.references(&place.to("slots"), &names, "slot", around.slots, |s| {
            &s.name
        }),
        None => first(around.slots.len()).collect(),
    };
    Service {
        name,
        source,
        conditions: conditions(r, &place.to("where"), table.only),
        column: table.column,
        measure,
        percentiles: match table.percentile {
            Some(own) => vec![own],
            None => around.percentiles.to_vec(),
        },
        norm,
        open: table.open.map(|column| Open {
            column,
            unknown: table.hours_unknown.unwrap_or_default(),
        }),
        essential: table.essential.unwrap_or(norm.is_some()),
        slots,
    }
}

fn source(
    r: &mut Resolver<'_>,
    place: &Place,
    table: &mut ServiceTable,
    around: &Surroundings<'_>,
) -> Source {
    let Some(tags) = table.osm.take() else {
        let path = r
            .required(place, "file", table.file.take())
            .map(|file| r.file(&place.to("file"), &file, false))
            .unwrap_or_default();
        return Source::Table(PointFile {
            layer: r.layer(place, table.layer.take(), &path),
            crs: r.crs(place, table.crs.take()),
            id: table.id.take(),
            path,
        });
    };
    for (key, given) in [
        ("layer", table.layer.is_some()),
        ("crs", table.crs.is_some()),
        ("id", table.id.is_some()),
        ("column", table.column.is_some()),
    ] {
        if given {
            r.problems.add(
                &place.to(key),
                "has no meaning with osm",
                "leave it out: objects of a street file count as 1 each and are in degrees",
            );
        }
    }
    let at = place.to("osm");
    if tags.is_empty() {
        r.problems.add(
            &at,
            "names no tag",
            "write: osm = { amenity = \"doctors\" }",
        );
    }
    let path = match (table.file.take(), around.network) {
        (Some(file), _) => {
            if !file.to_ascii_lowercase().ends_with(".pbf") {
                r.problems.add(
                    &place.to("file"),
                    "given together with osm, but is no street file",
                    "give either a table of destinations, or osm (with a .osm.pbf)",
                );
            }
            r.file(&place.to("file"), &file, false)
        }
        (None, NetworkInput::Sources { osm, .. }) => osm.clone(),
        (None, NetworkInput::Built(_)) => {
            r.problems.add(
                &at,
                "a built network holds no destinations",
                "add file = and the .osm.pbf to read them from",
            );
            PathBuf::new()
        }
    };
    Source::Osm {
        path,
        tags: conditions(r, &at, Some(tags)),
    }
}

fn conditions(r: &mut Resolver<'_>, place: &Place, given: Option<Conditions>) -> Vec<Condition> {
    let mut list = Vec::new();
    for (column, values) in given.into_iter().flatten() {
        let values: Vec<String> = values.into_vec().iter().map(Cell::to_string).collect();
        if column.trim().is_empty() {
            let hint = "write: column = \"value\"";
            r.problems.add(place, "a condition has no column", hint);
        }
        list.push(Condition { column, values });
    }
    list
}

/// Keys of the measures, and for which of them they have a meaning.
const KEYS: [(&str, &[MeasureWord]); 5] = [
    ("cutoffs_min", &[MeasureWord::Cumulative]),
    ("interval_min", &[MeasureWord::Interval]),
    ("decay", &[MeasureWord::Gravity, MeasureWord::TwoStep]),
    ("n", &[MeasureWord::Nearest]),
    ("demand", &[MeasureWord::TwoStep]),
];

fn word(measure: MeasureWord) -> &'static str {
    match measure {
        MeasureWord::Cumulative => "cumulative",
        MeasureWord::Interval => "interval",
        MeasureWord::Gravity => "gravity",
        MeasureWord::Nearest => "nearest",
        MeasureWord::TwoStep => "2sfca",
    }
}

fn measure(
    r: &mut Resolver<'_>,
    place: &Place,
    table: &ServiceTable,
    norm: Option<Norm>,
    around: &Surroundings<'_>,
) -> Measure {
    let measure = table.measure;
    for (key, meant_for) in KEYS {
        if r.problems.is_given(&place.to(key)) && !meant_for.contains(&measure) {
            let words: Vec<String> = meant_for
                .iter()
                .map(|&m| format!("measure = {:?}", word(m)))
                .collect();
            r.problems.add(
                &place.to(key),
                format!("has no meaning with measure = {:?}", word(measure)),
                format!("leave it out, or set {}", words.join(" or ")),
            );
        }
    }
    match measure {
        MeasureWord::Cumulative => Measure::Cumulative {
            cutoffs: cutoffs(r, place, table, norm),
        },
        MeasureWord::Interval => {
            let given = r.required(place, "interval_min", table.interval_min.as_ref());
            let (first, last) = match given.map(Vec::as_slice) {
                Some([first, last]) => (first.0, last.0),
                _ => (0, 1),
            };
            if first >= last {
                r.problems.add(
                    &place.to("interval_min"),
                    "the first cutoff is not before the last",
                    "write: interval_min = [30, 60]",
                );
            }
            Measure::Interval {
                first: Seconds(first * 60),
                last: Seconds(last * 60),
            }
        }
        MeasureWord::Gravity => {
            let given = r.required(place, "decay", table.decay.as_ref());
            Measure::Gravity {
                decay: decay(r, &place.to("decay"), given),
            }
        }
        MeasureWord::Nearest => Measure::Nearest {
            n: table.n.unwrap_or(1.0),
        },
        MeasureWord::TwoStep => Measure::TwoStep {
            decay: decay(r, &place.to("decay"), table.decay.as_ref()),
            demand: r.group(&place.to("demand"), table.demand.clone(), around.homes),
        },
    }
}

fn cutoffs(
    r: &mut Resolver<'_>,
    place: &Place,
    table: &ServiceTable,
    norm: Option<Norm>,
) -> Vec<Seconds> {
    let at = place.to("cutoffs_min");
    let mut list: Vec<Seconds> = Vec::new();
    match &table.cutoffs_min {
        None => list.extend([30, 45, 60].map(|m| Seconds(m * 60))),
        Some(given) => {
            for (i, &Minutes(minutes)) in given.iter().enumerate() {
                let cutoff = r.minutes(&at.to(i), minutes);
                if list.contains(&cutoff) {
                    r.problems
                        .add(&at.to(i), "the same cutoff twice", "name each once");
                } else {
                    list.push(cutoff);
                }
            }
        }
    }
    if let Some(cutoff) = norm.and_then(|norm| norm.cutoff)
        && !list.contains(&cutoff)
    {
        list.push(cutoff);
    }
    list
}

fn decay(r: &mut Resolver<'_>, place: &Place, given: Option<&DecayTable>) -> Decay {
    let default = Decay::Step { cutoff_s: 30 * 60 };
    let Some(table) = given else {
        return default;
    };
    let Some(kind) = r.required(place, "kind", table.kind) else {
        return default;
    };
    let of_kind = |key: &str| kind.parameters().iter().find(|p| p.key() == key);
    let mut values = Vec::new();
    for (key, value) in table.parameters() {
        let at = place.to(key);
        match (of_kind(key), value) {
            (Some(parameter), value) => {
                let given = r.required(place, key, value);
                let held = match parameter.unit {
                    Unit::Minutes => r.minutes(&at, given.unwrap_or(30.0)).0,
                    Unit::Number => (given.unwrap_or(1.0) * 1000.0).round() as u32,
                };
                if held == 0 {
                    let less = match parameter.unit {
                        Unit::Minutes => "shorter than a second",
                        Unit::Number => "less than a thousandth",
                    };
                    r.problems.add(&at, less, "");
                }
                values.push(held);
            }
            (None, Some(_)) => {
                let keys: Vec<String> = kind.parameters().iter().map(Parameter::key).collect();
                r.problems.add(
                    &at,
                    "has no meaning for this kind",
                    format!("this kind has: {}", keys.join(", ")),
                );
            }
            (None, None) => {}
        }
    }
    Decay::new(kind, &values).unwrap_or(default)
}

fn norm(r: &mut Resolver<'_>, place: &Place, table: &ServiceTable) -> Option<Norm> {
    let given = table.norm.as_ref()?;
    let measure = table.measure;
    let place = place.to("norm");
    let nearest = measure == MeasureWord::Nearest;
    for (key, wanted) in [
        ("within_min", nearest),
        ("at_least", !nearest),
        ("cutoff_min", measure == MeasureWord::Cumulative),
    ] {
        let at = place.to(key);
        if !wanted && r.problems.is_given(&at) {
            let right = match measure {
                MeasureWord::Nearest => "{ within_min = 15 }",
                MeasureWord::Cumulative => "{ cutoff_min = 45, at_least = 10000 }",
                _ => "{ at_least = 10000 }",
            };
            r.problems.add(
                &at,
                format!("has no meaning with measure = {:?}", word(measure)),
                format!("for this measure write: norm = {right}"),
            );
        }
    }
    if nearest {
        let within = r.required(&place, "within_min", given.within_min)?;
        let time = r.minutes(&place.to("within_min"), within.0);
        return Some(Norm {
            level: Level::Within(time.0),
            cutoff: None,
        });
    }
    let value = r.required(&place, "at_least", given.at_least)?;
    let mut cutoff = None;
    if measure == MeasureWord::Cumulative {
        // With one cutoff there is no doubt which one is meant.
        let only = match table.cutoffs_min.as_deref() {
            Some(&[only]) => Some(only),
            _ => None,
        };
        let minutes = r.required(&place, "cutoff_min", given.cutoff_min.or(only))?;
        cutoff = Some(r.minutes(&place.to("cutoff_min"), minutes.0));
    }
    Some(Norm {
        level: Level::AtLeast(value),
        cutoff,
    })
}

/// Nothing may be asked that lies beyond the longest trip of a persona: it could not be told from
/// what is never reached.
fn within_trips(
    r: &mut Resolver<'_>,
    place: &Place,
    measure: &Measure,
    norm: Option<Norm>,
    around: &Surroundings<'_>,
) {
    let Some(shortest) = around
        .personas
        .iter()
        .min_by_key(|persona| persona.traveller.max_trip)
    else {
        return;
    };
    let norm_cutoff = norm.and_then(|norm| norm.cutoff);
    let mut asked = Vec::new();
    match measure {
        Measure::Cumulative { cutoffs } => {
            // The norm's own cutoff is judged below.
            let own = cutoffs.iter().filter(|&&c| norm_cutoff != Some(c));
            let longest = own.copied().max().unwrap_or_default();
            asked.push((place.to("cutoffs_min"), longest));
        }
        Measure::Interval { last, .. } => asked.push((place.to("interval_min"), *last)),
        _ => {}
    }
    if let Some(time) = norm.and_then(|norm| norm.asks()) {
        let key = match norm_cutoff {
            Some(_) => "cutoff_min",
            None => "within_min",
        };
        asked.push((place.to("norm").to(key), time));
    }
    let limit = shortest.traveller.max_trip;
    for (at, time) in asked {
        if time > limit {
            r.problems.add(
                &at,
                format!(
                    "{} minutes is more than the longest trip of persona {:?}, {} minutes",
                    time.minutes(),
                    shortest.name,
                    limit.minutes()
                ),
                "raise max_trip_min, or ask for less",
            );
        }
    }
}
