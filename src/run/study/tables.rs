//! The tables of a results folder.

use super::Results;
use super::summary::{Key, Summary, norm};
use crate::diagnostics::{Error, Findings};
use crate::input::study::{Study, effective};
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::measures::sample::Sample;
use crate::output::GeoPackage;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, GeometryKind, Schema, Shape, TableWriter, Target, Value};
use crate::run::progress::Progress;
use serde_json::json;

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    access(study, results, "access.parquet", Format::Parquet, out)?;
    access(study, results, "access.csv", Format::Csv, out)?;
    groups(study, results, summary, out)?;
    areas(study, results, summary, out)?;
    if !results.inputs.areas.is_empty() {
        geopackage(study, results, summary, out)?;
    }
    poverty(study, results, summary, out)?;
    profile(study, results, out)?;
    findings(results, out)
}

/// Begins a table of a results folder.
pub(crate) fn table(
    out: &ResultsFolder,
    name: &str,
    format: Format,
    schema: &Schema,
) -> Result<TableWriter, Error> {
    TableWriter::create(&Target::File(out.path(name), format), schema)
}

/// Ends it.
pub(crate) fn done(table: TableWriter, out: &mut ResultsFolder) -> Result<(), Error> {
    if let Some(ready) = table.ready()? {
        out.add(ready);
    }
    Ok(())
}

fn access(
    study: &Study,
    results: &Results,
    name: &str,
    format: Format,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = Schema::new()
        .text("home")
        .text("persona")
        .text("slot")
        .text("service")
        .text("measure")
        .text("cutoff")
        .mixed("access")
        .number("minutes", 2)
        .int("norm_missed")
        .text("status");
    let mut t = table(out, name, format, &schema)?;
    let a = &results.access;
    for (home, id) in results.inputs.homes.ids.iter().enumerate() {
        for (p, persona) in study.personas.iter().enumerate() {
            for (s, slot) in study.slots.iter().enumerate() {
                let slice = &a.slices[s][p];
                for (r, reading) in a.readings.iter().enumerate() {
                    let service = &study.services[reading.service];
                    if !service.slots.contains(&s) {
                        continue;
                    }
                    let level = slice.level(r, home);
                    let value = level.filter(|v| v.is_finite());
                    let (sum, time) = if reading.is_time() {
                        (None, value)
                    } else {
                        (value, None)
                    };
                    let missed = reading
                        .norm
                        .zip(level)
                        .map(|(norm, level)| norm.missed(level));
                    t.row(&[
                        Value::Text(id),
                        Value::Text(&persona.name),
                        Value::Text(&slot.name),
                        Value::Text(&service.name),
                        Value::Text(reading.measure),
                        Value::Text(&reading.cutoff),
                        amount(sum),
                        time.map(|s| s / 60.0).into(),
                        missed.map_or(Value::Empty, |m| Value::Int(i64::from(m))),
                        Value::Text(slice.status[reading.service][home].word()),
                    ])?;
                }
            }
        }
    }
    done(t, out)
}

/// An amount of access: 6 significant digits, as `bereik access` gives it. Decimals would not do,
/// for jobs run into the hundred thousands and doctors per head (2SFCA) into the thousandths.
pub(crate) fn amount<'a>(v: Option<f64>) -> Value<'a> {
    v.map_or(Value::Empty, |v| Value::significant(v, 6))
}

/// Names that begin every summary row.
pub(crate) fn key_columns(schema: Schema) -> Schema {
    schema
        .label("group")
        .label("persona")
        .label("slot")
        .label("service")
}

/// The names of a key.
pub(crate) fn key_values<'a>(study: &'a Study, key: Key) -> [Value<'a>; 4] {
    [
        Value::Text(&study.homes.groups[key.group].name),
        Value::Text(&study.personas[key.persona].name),
        Value::Text(&study.slots[key.slot].name),
        Value::Text(&study.services[key.service].name),
    ]
}

/// The columns of level and dispersion. Times are minutes; a quantile that isn't reached is empty.
fn spread_columns(schema: Schema) -> Schema {
    schema
        .text("unit")
        .number("people", 1)
        .number("people_unknown", 1)
        .mixed("mean")
        .mixed("p10")
        .mixed("p50")
        .mixed("p90")
}

fn spread_values<'a>(results: &Results, service: usize, spread: &Spread) -> Vec<Value<'a>> {
    let reading = &results.access.readings[results.access.main[service]];
    let time = reading.is_time();
    let shown = |v: Option<f64>| -> Value<'a> {
        amount(
            v.filter(|v| v.is_finite())
                .map(|v| if time { v / 60.0 } else { v }),
        )
    };
    let unit = match reading.measure {
        _ if time => "minutes",
        "2sfca" => "opportunities per head",
        _ => "opportunities",
    };
    let [p10, p50, p90] = spread.quantiles;
    vec![
        Value::Text(unit),
        Value::Number(spread.people),
        Value::Number(spread.unknown.weight_without_value),
        shown(spread.mean),
        shown(p10),
        shown(p50),
        shown(p90),
    ]
}

fn fgt_columns(schema: Schema) -> Schema {
    schema
        .number("below_norm", 1)
        .number("headcount", 4)
        .number("gap", 4)
        .number("severity", 4)
}

fn fgt_values<'a>(fgt: Option<&Fgt>) -> [Value<'a>; 4] {
    [
        fgt.map(|f| f.sums[0]).into(),
        fgt.and_then(Fgt::headcount).into(),
        fgt.and_then(Fgt::gap).into(),
        fgt.and_then(Fgt::severity).into(),
    ]
}

fn groups(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = fgt_columns(spread_columns(key_columns(Schema::new())).number("not_reached", 1))
        .number("gini", 4)
        .number("palma", 4)
        .number("concentration", 4)
        .number("theil", 4)
        .number("theil_between_areas", 4);
    let mut t = table(out, "groups.csv", Format::Csv, &schema)?;
    for row in &summary.groups {
        let mut values = key_values(study, row.key).to_vec();
        values.extend(spread_values(results, row.key.service, &row.spread));
        values.push(Value::Number(row.not_reached));
        values.extend(fgt_values(row.fgt.as_ref()));
        let dispersion = [
            row.spread.gini,
            row.palma,
            row.concentration,
            row.theil.map(|t| t.0),
            row.theil.map(|t| t.1),
        ];
        values.extend(dispersion.into_iter().map(Value::from));
        t.row(&values)?;
    }
    done(t, out)
}

fn areas(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = Schema::new()
        .label("level")
        .text("code")
        .label("name")
        .int("year");
    let schema = fgt_columns(spread_columns(key_columns(schema))).number("hidden_poor", 1);
    let mut t = table(out, "areas.csv", Format::Csv, &schema)?;
    for row in &summary.areas {
        let level = &study.areas[row.level];
        let area = &results.inputs.areas[row.level].layer.areas[row.area];
        let mut values = vec![
            Value::Text(&level.level),
            Value::Text(&area.code),
            Value::Text(&area.name),
            level
                .year
                .map_or(Value::Empty, |y| Value::Int(i64::from(y))),
        ];
        values.extend(key_values(study, row.key));
        values.extend(spread_values(results, row.key.service, &row.spread));
        values.extend(fgt_values(row.fgt.as_ref()));
        values.push(Value::Number(row.hidden_poor));
        t.row(&values)?;
    }
    done(t, out)
}

/// A column name GIS programs take without quoting: letters, digits and `_`.
pub(crate) fn column_name(parts: &[&str]) -> String {
    let mut name = String::new();
    for c in parts.join("_").chars() {
        match c {
            c if c.is_ascii_alphanumeric() => name.extend(c.to_lowercase()),
            '&' => name.push_str("and"),
            _ if !name.ends_with('_') => name.push('_'),
            _ => {}
        }
    }
    name.trim_matches('_').to_owned()
}

/// A layer per level: people by group, and for the main group and each slot and persona the share
/// below each norm and the share that misses two norms or more.
fn geopackage(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut package = GeoPackage::create(&out.path("areas.gpkg"))?;
    let group = study.report.group;
    for (l, level) in study.areas.iter().enumerate() {
        let areas = &results.inputs.areas[l];
        let mut taken = std::collections::BTreeSet::from([
            "fid".to_owned(),
            "geom".into(),
            "code".into(),
            "name".into(),
        ]);
        let mut unique = |parts: &[&str]| {
            let base = column_name(parts);
            let name = (1..)
                .map(|n| {
                    if n == 1 {
                        base.clone()
                    } else {
                        format!("{base}_{n}")
                    }
                })
                .find(|n| !taken.contains(n));
            let name = name.unwrap_or(base);
            taken.insert(name.clone());
            name
        };
        let mut schema = Schema::new()
            .text("code")
            .text("name")
            .geometry(GeometryKind::MultiPolygon);
        for g in &study.homes.groups {
            schema = schema.number(unique(&["n", &g.name]), 1);
        }
        let mut keys = Vec::new();
        for slot in 0..study.slots.len() {
            for persona in 0..study.personas.len() {
                let names = [
                    study.slots[slot].name.as_str(),
                    study.personas[persona].name.as_str(),
                ];
                schema = schema.number(unique(&["missed2", names[0], names[1]]), 4);
                keys.push((slot, persona, None));
                for &service in &summary.stacked[slot] {
                    schema = schema.number(
                        unique(&["below", &study.services[service].name, names[0], names[1]]),
                        4,
                    );
                    keys.push((slot, persona, Some(service)));
                }
            }
        }
        let mut layer = package.layer(&level.level, &schema)?;
        for (a, area) in areas.layer.areas.iter().enumerate() {
            let mut values = vec![Value::Text(&area.code), Value::Text(&area.name)];
            for weights in &results.inputs.weights {
                let inside = areas
                    .of_home
                    .iter()
                    .zip(weights)
                    .filter(|(x, _)| **x == Some(a));
                let sample = Sample::new(inside.map(|(_, w)| (Some(0.0), *w)));
                values.push(Value::Number(sample.weight()));
            }
            for &(slot, persona, service) in &keys {
                values.push(match service {
                    None => share_stacked(summary, Some((l, a)), slot, persona, group).into(),
                    Some(service) => {
                        let key = Key {
                            slot,
                            persona,
                            group,
                            service,
                        };
                        summary
                            .area(l, a, key)
                            .and_then(|r| r.fgt)
                            .and_then(|f| f.headcount())
                            .into()
                    }
                });
            }
            package.row(&mut layer, &values, Some(Shape::Area(&area.shape)))?;
        }
        package.close(layer)?;
    }
    out.add(package.ready()?);
    Ok(())
}

/// Share that misses two norms or more (one, where only one counts).
pub fn share_stacked(
    summary: &Summary,
    area: Option<(usize, usize)>,
    slot: usize,
    persona: usize,
    group: usize,
) -> Option<f64> {
    let stacking = summary.stacking(area, slot, persona, group)?;
    let people = stacking.people();
    let least = summary.stacked[slot].len().clamp(1, 2);
    (people > 0.0).then(|| stacking.at_least(least) / people)
}

fn poverty(
    study: &Study,
    results: &Results,
    summary: &Summary,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = Schema::new().label("level").text("code").label("name");
    let schema = key_columns(schema)
        .text("indicator")
        .number("value", 4)
        .number("people", 1);
    let mut t = table(out, "poverty.csv", Format::Csv, &schema)?;
    let region = [Value::Text("region"), Value::Empty, Value::Empty];
    let place = |area: Option<(usize, usize)>| match area {
        None => region,
        Some((l, a)) => {
            let area = &results.inputs.areas[l].layer.areas[a];
            [
                Value::Text(&study.areas[l].level),
                Value::Text(&area.code),
                Value::Text(&area.name),
            ]
        }
    };
    let mut put =
        |place: [Value; 3], key: &[Value], indicator: &str, value: Option<f64>, people: f64| {
            let mut row = place.to_vec();
            row.extend(key);
            row.extend([Value::Text(indicator), value.into(), Value::Number(people)]);
            t.row(&row)
        };
    let three = |f: &Fgt| {
        [
            ("headcount", f.headcount()),
            ("gap", f.gap()),
            ("severity", f.severity()),
        ]
    };
    for row in &summary.groups {
        let Some(f) = &row.fgt else { continue };
        let key = key_values(study, row.key);
        put(region, &key, "below_norm", Some(f.sums[0]), f.people)?;
        for (name, value) in three(f) {
            put(region, &key, name, value, f.people)?;
        }
        let hidden = |l: usize| {
            summary
                .areas
                .iter()
                .filter(|r| r.level == l && r.key == row.key)
                .fold(0.0, |s, r| s + r.hidden_poor)
        };
        for (l, level) in study.areas.iter().enumerate() {
            put(
                region,
                &key,
                &format!("hidden_poor_{}", level.level),
                Some(hidden(l)),
                f.people,
            )?;
        }
    }
    for row in &summary.areas {
        let Some(f) = &row.fgt else { continue };
        let key = key_values(study, row.key);
        let at = place(Some((row.level, row.area)));
        put(at, &key, "below_norm", Some(f.sums[0]), f.people)?;
        for (name, value) in three(f) {
            put(at, &key, name, value, f.people)?;
        }
        let whole = summary.group(row.key).and_then(|g| g.fgt);
        let share = whole.and_then(|w| f.share_of(&w)[0]);
        put(at, &key, "share_of_all_below", share, f.people)?;
        put(at, &key, "hidden_poor", Some(row.hidden_poor), f.people)?;
    }
    for row in &summary.stacks {
        let key = [
            Value::Text(&study.homes.groups[row.group].name),
            Value::Text(&study.personas[row.persona].name),
            Value::Text(&study.slots[row.slot].name),
            Value::Text("all essential services"),
        ];
        let people = row.stacking.people();
        for (n, w) in row.stacking.by_count.iter().enumerate() {
            put(
                place(row.area),
                &key,
                &format!("misses_{n}_norms"),
                Some(*w),
                people,
            )?;
        }
        put(
            place(row.area),
            &key,
            "mean_norms_missed",
            row.stacking.mean_count(),
            people,
        )?;
    }
    for row in shift_rows(results) {
        let key = [
            Value::Text(&study.homes.groups[row.group].name),
            Value::Text(&study.personas[row.persona].name),
            Value::Text(&study.shifts[row.shift].name),
            Value::Text(&study.services[study.shifts[row.shift].service].name),
        ];
        put(
            place(row.area),
            &key,
            "shift_jobs_median",
            row.jobs,
            row.people,
        )?;
        put(
            place(row.area),
            &key,
            "shift_ratio_to_day_median",
            row.ratio,
            row.people,
        )?;
        put(
            place(row.area),
            &key,
            "shift_without_any_job",
            Some(row.none),
            row.people,
        )?;
        put(
            place(row.area),
            &key,
            "shift_there_but_not_home_median",
            row.there_only,
            row.people,
        )?;
    }
    done(t, out)
}

/// Jobs of a shift for one group, in the region or an area.
pub struct ShiftSummary {
    /// Level and area; none for the region.
    pub area: Option<(usize, usize)>,
    /// Index into [`Study::shifts`].
    pub shift: usize,
    /// Index into [`Study::personas`].
    pub persona: usize,
    /// Index into the groups.
    pub group: usize,
    /// Weight counted.
    pub people: f64,
    /// Median jobs with a way there and home.
    pub jobs: Option<f64>,
    /// Median of the ratio to the same jobs by day.
    pub ratio: Option<f64>,
    /// Weight that can hold no job of the shift.
    pub none: f64,
    /// Median jobs one gets to, but not home from.
    pub there_only: Option<f64>,
}

/// Shift summaries of the region and of the areas of every level.
pub fn shift_rows(results: &Results) -> Vec<ShiftSummary> {
    let mut rows = Vec::new();
    let everybody: Vec<usize> = (0..results.inputs.homes.len()).collect();
    let mut places = vec![(None, everybody)];
    for (l, areas) in results.inputs.areas.iter().enumerate() {
        let mut members = vec![Vec::new(); areas.layer.areas.len()];
        for (home, area) in areas.of_home.iter().enumerate() {
            area.map(|a| members[a].push(home)).unwrap_or_default();
        }
        places.extend(
            members
                .into_iter()
                .enumerate()
                .map(|(a, homes)| (Some((l, a)), homes)),
        );
    }
    for (shift, by_persona) in results.shifts.iter().enumerate() {
        for (persona, jobs) in by_persona.iter().enumerate() {
            for (group, weights) in results.inputs.weights.iter().enumerate() {
                for (area, homes) in &places {
                    let sample = |f: &dyn Fn(usize) -> Option<f64>| {
                        Sample::new(homes.iter().map(|&h| (f(h), weights[h])))
                    };
                    let both = sample(&|h| jobs.access[h].map(|a| a.both));
                    if both.weight() <= 0.0 {
                        continue;
                    }
                    let median =
                        |s: &Sample| s.quantile(crate::measures::travel_time::Percentile::MEDIAN);
                    rows.push(ShiftSummary {
                        area: *area,
                        shift,
                        persona,
                        group,
                        people: both.weight(),
                        jobs: median(&both),
                        ratio: median(&sample(&|h| {
                            jobs.access[h]
                                .zip(jobs.by_day[h])
                                .and_then(|(a, day)| a.ratio_to(&day))
                        })),
                        none: both
                            .rows()
                            .iter()
                            .filter(|r| r.value <= 0.0)
                            .fold(0.0, |s, r| s + r.weight),
                        there_only: median(&sample(&|h| jobs.access[h].map(|a| a.there_only))),
                    });
                }
            }
        }
    }
    rows
}

fn profile(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    let Some(profile) = &study.profile else {
        return Ok(());
    };
    let schema = Schema::new()
        .text("date")
        .text("time")
        .label("persona")
        .label("group")
        .label("service");
    let mut t = table(out, "profile.csv", Format::Csv, &spread_columns(schema))?;
    for day in &results.profiles {
        let date = day.date.to_string();
        for (i, &service) in profile.services.iter().enumerate() {
            for (g, group) in study.homes.groups.iter().enumerate() {
                for (step, start) in day.starts_s.iter().enumerate() {
                    let values = day.values[i][step]
                        .iter()
                        .map(|v| Some(*v).filter(|v| !v.is_nan()));
                    let sample = Sample::new(values.zip(results.inputs.weights[g].iter().copied()));
                    let clock = crate::units::ClockTime(*start).to_string();
                    let mut row = vec![
                        Value::Text(&date),
                        Value::Text(&clock),
                        Value::Text(&study.personas[profile.persona].name),
                        Value::Text(&group.name),
                        Value::Text(&study.services[service].name),
                    ];
                    row.extend(spread_values(results, service, &Spread::of(&sample)));
                    t.row(&row)?;
                }
            }
        }
    }
    done(t, out)
}

/// `findings.csv`.
pub(crate) fn findings(results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    write_findings(&results.findings, out)
}

/// `findings.csv` of any findings.
pub(crate) fn write_findings(findings: &Findings, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .text("severity")
        .text("code")
        .label("file")
        .int("line")
        .label("record")
        .label("message")
        .label("action")
        .int("count");
    let mut t = table(out, "findings.csv", Format::Csv, &schema)?;
    let mut listed: std::collections::BTreeMap<(&str, &str), u64> =
        std::collections::BTreeMap::new();
    for f in findings.iter() {
        *listed.entry((&f.code, &f.file)).or_default() += 1;
        t.row(&[
            Value::Text(f.severity.word()),
            Value::Text(&f.code),
            Value::Text(&f.file),
            f.line.map_or(Value::Empty, |l| Value::Int(l as i64)),
            Value::Text(&f.record),
            Value::Text(&f.message),
            Value::Text(&f.action),
            Value::Int(1),
        ])?;
    }
    for (code, file, n) in findings.counts() {
        let more = n - listed.get(&(code, file)).copied().unwrap_or(0).min(n);
        if more > 0 {
            t.row(&[
                Value::Text("warning"),
                Value::Text(code),
                Value::Text(file),
                Value::Empty,
                Value::Empty,
                Value::Text("more of this kind, not listed"),
                Value::Text("as those listed"),
                Value::Int(more as i64),
            ])?;
        }
    }
    done(t, out)
}

/// `manifest.json`: what the results were made of and with.
pub fn manifest(study: &Study, results: &Results, progress: &Progress) -> Vec<u8> {
    let inputs: Vec<_> = (results.inputs.files.iter())
        .map(|f| json!({"role": f.role, "path": f.path.display().to_string(), "bytes": f.bytes, "sha256": f.sha256}))
        .collect();
    let timings: serde_json::Map<String, serde_json::Value> = (progress.timings().into_iter())
        .map(|(name, took)| (name, json!((took.as_secs_f64() * 1000.0).round() / 1000.0)))
        .collect();
    let n = &results.inputs.network;
    let value = json!({
        "program": format!("bereik {}", env!("CARGO_PKG_VERSION")),
        "network_format": crate::network::file::FORMAT,
        "inputs": inputs,
        "network_inputs": n.inputs.iter().map(|i| json!({"path": i.path, "bytes": i.bytes, "sha256": i.sha256})).collect::<Vec<_>>(),
        "settings": effective(study),
        "counts": {
            "homes": results.inputs.homes.len(),
            "destinations": results.inputs.places.ids.len(),
            "stops": n.timetable.stops(),
            "trips": n.timetable.trips(),
            "street_edges": n.streets.edges(),
            "findings": results.findings.counts().map(|c| c.2).sum::<u64>(),
        },
        "norms_counted_per_slot": study.slots.iter().enumerate().map(|(s, slot)| {
            let names: Vec<&str> = (0..study.services.len())
                .filter(|&x| study.services[x].essential && study.services[x].slots.contains(&s) && norm(results, x).is_some())
                .map(|x| study.services[x].name.as_str())
                .collect();
            json!({"slot": slot.name, "services": names})
        }).collect::<Vec<_>>(),
        "seconds": timings,
        "threads": rayon::current_num_threads(),
    });
    let mut text = serde_json::to_vec_pretty(&value).unwrap_or_default();
    text.push(b'\n');
    text
}
