//! The tables of a results folder of `bereik site`.

use super::Results;
use super::choice::MAIN;
use super::survival::Losses;
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::siting::greedy_share;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, GeometryKind, Schema, Shape, TableWriter, Target, Value};
use crate::run::study::tables::{amount, column_name, done, findings, table};

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    for (name, format) in [
        ("sites.csv", Format::Csv),
        ("sites.gpkg", Format::GeoPackage),
        ("sites.geojson", Format::GeoJson),
    ] {
        sites(study, results, name, format, out)?;
    }
    access(study, results, out)?;
    shifts(study, results, out)?;
    chosen(study, results, out)?;
    findings(&results.study, out)
}

/// Names of columns, no two the same.
#[derive(Default)]
struct Names(std::collections::BTreeSet<String>);

impl Names {
    fn unique(&mut self, parts: &[&str]) -> String {
        let base = column_name(parts);
        let mut name = base.clone();
        let mut n = 1;
        while !self.0.insert(name.clone()) {
            n += 1;
            name = format!("{base}_{n}");
        }
        name
    }
}

fn sites(
    study: &Study,
    results: &Results,
    name: &str,
    format: Format,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let geometry = (format != Format::Csv).then_some(GeometryKind::Point);
    let mut schema = Schema::new()
        .int("rank")
        .text("id")
        .label("name")
        .number("lon", 6)
        .number("lat", 6)
        .people("dwellings")
        .text("status")
        .int("norms")
        .int("norms_missed")
        .number("in_region", 1)
        .number("among_stock", 1)
        .number("region_worse_off", 1)
        .number("stock_worse_off", 1)
        .int("chosen");
    schema.geometry = geometry;
    let mut names = Names::default();
    for persona in &study.personas {
        let p = persona.name.as_str();
        for slot in &study.slots {
            schema = schema.int(names.unique(&["missed", p, &slot.name]));
        }
        schema = schema
            .label(names.unique(&["weakest_line", p]))
            .int(names.unique(&["norms_met", p]))
            .int(names.unique(&["norms_met_without_it", p]));
        for shift in &study.shifts {
            schema = schema
                .mixed(names.unique(&["jobs", &shift.name, p]))
                .mixed(names.unique(&["jobs", &shift.name, p, "without_it"]));
        }
    }
    let target = Target::File(out.path(name), format);
    let mut t = TableWriter::create(&target, &schema)?;
    let int = |v: Option<usize>| v.map_or(Value::Empty, |v| Value::Int(v as i64));
    for (rank, &i) in results.order.iter().enumerate() {
        let (c, score) = (&results.candidates, &results.scores[i]);
        let known = score.norms_missed.is_some();
        let chosen = results
            .chosen
            .as_ref()
            .and_then(|c| c.choice.plots.iter().position(|p| *p == i));
        let mut row = vec![
            if known {
                Value::Int(rank as i64 + 1)
            } else {
                Value::Empty
            },
            Value::Text(&c.ids[i]),
            Value::Text(&c.names[i]),
            Value::Number(c.positions[i].lon),
            Value::Number(c.positions[i].lat),
            c.dwellings[i].into(),
            Value::Text(if results.linked[i] {
                "ok"
            } else {
                "not_linked"
            }),
            Value::Int(results.all_norms() as i64),
            int(score.norms_missed),
            score.in_region.into(),
            score.among_stock.into(),
            score.region_worse_off.into(),
            score.stock_worse_off.into(),
            int(chosen.map(|at| at + 1)),
        ];
        for p in 0..study.personas.len() {
            row.extend(score.missed.iter().map(|by| int(by[p])));
            let met = |missed: &mut dyn Iterator<Item = Option<usize>>| {
                let all: Option<Vec<usize>> = missed.collect();
                let norms: usize = results.counted.iter().map(Vec::len).sum();
                all.filter(|_| known)
                    .map(|m| norms.saturating_sub(m.iter().sum()))
            };
            let weakest = results.losses.weakest[p][i].as_ref();
            row.push(weakest.map_or(Value::Empty, |w| {
                Value::Text(&results.losses.cuts[w.cut].name)
            }));
            row.push(int(met(&mut score.missed.iter().map(|by| by[p]))));
            row.push(int(weakest.and_then(|w| met(&mut w.missed.iter().copied()))));
            for (s, by_persona) in results.shifts.iter().enumerate() {
                row.push(amount(by_persona[p].access[i].map(|a| a.both)));
                let after = weakest.and_then(|w| w.shifts[s]);
                row.push(amount(after.map(|a| a.both)));
            }
        }
        t.row_with(&row, geometry.map(|_| Shape::Point(c.positions[i])))?;
    }
    done(t, out)
}

/// A level as the two columns `access` and `minutes` have it.
fn level<'a>(time: bool, v: Option<f64>) -> [Value<'a>; 2] {
    let v = v.filter(|v| v.is_finite());
    if time {
        [Value::Empty, v.map(|s| s / 60.0).into()]
    } else {
        [amount(v), Value::Empty]
    }
}

fn flag<'a>(v: Option<bool>) -> Value<'a> {
    v.map_or(Value::Empty, |m| Value::Int(i64::from(m)))
}

fn line_ids(losses: &Losses, cut: usize) -> String {
    losses.cuts[cut].ids.join(" ")
}

fn access(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .text("id")
        .text("persona")
        .text("slot")
        .text("service")
        .text("measure")
        .text("cutoff")
        .mixed("access")
        .number("minutes", 2)
        .int("norm_missed")
        .text("status")
        .number("among_stock", 1)
        .number("in_region", 1)
        .number("stock_worse_off", 1)
        .mixed("stock_p10")
        .mixed("stock_p50")
        .mixed("stock_p90")
        .label("lost_line")
        .label("lost_operator")
        .text("lost_routes")
        .mixed("access_after")
        .number("minutes_after", 2)
        .int("norm_missed_after");
    let mut t = table(out, "site_access.csv", Format::Csv, &schema)?;
    let a = &results.study.access;
    for &i in &results.order {
        for (p, persona) in study.personas.iter().enumerate() {
            for (s, slot) in study.slots.iter().enumerate() {
                let slice = &results.access[s][p];
                let loss = results.losses.by_slot[s][p][i].as_ref();
                let routes = loss.map_or(String::new(), |l| line_ids(&results.losses, l.cut));
                for (r, reading) in a.readings.iter().enumerate() {
                    let service = &study.services[reading.service];
                    if !service.slots.contains(&s) {
                        continue;
                    }
                    let time = reading.is_time();
                    let now = slice.level(r, i);
                    let after = loss
                        .and_then(|l| l.values.get(r).copied())
                        .filter(|v| !v.is_nan());
                    let missed = |v: Option<f64>| reading.norm.zip(v).map(|(n, v)| n.missed(v));
                    let rung = results.stock.rung(s, p, r);
                    let [access, minutes] = level(time, now);
                    let [access_after, minutes_after] = level(time, after);
                    let quantile = |n: usize| {
                        let v = rung.quantiles[n].filter(|v| v.is_finite());
                        amount(v.map(|v| if time { v / 60.0 } else { v }))
                    };
                    let (line, operator) = match loss.map(|l| &results.losses.cuts[l.cut]) {
                        Some(cut) => (Value::Text(&cut.name), Value::Text(&cut.operator)),
                        None => (Value::Empty, Value::Empty),
                    };
                    t.row(&[
                        Value::Text(&results.candidates.ids[i]),
                        Value::Text(&persona.name),
                        Value::Text(&slot.name),
                        Value::Text(&service.name),
                        Value::Text(reading.measure),
                        Value::Text(&reading.cutoff),
                        access,
                        minutes,
                        flag(missed(now)),
                        Value::Text(slice.status[reading.service][i].word()),
                        now.and_then(|v| rung.among_stock(v)).into(),
                        now.and_then(|v| rung.in_region(v)).into(),
                        now.and_then(|v| rung.stock_worse_off(v)).into(),
                        quantile(0),
                        quantile(1),
                        quantile(2),
                        line,
                        operator,
                        if loss.is_some() {
                            Value::Text(&routes)
                        } else {
                            Value::Empty
                        },
                        access_after,
                        minutes_after,
                        flag(missed(after)),
                    ])?;
                }
            }
        }
    }
    done(t, out)
}

fn shifts(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .text("id")
        .text("persona")
        .text("shift")
        .mixed("jobs")
        .mixed("there_only")
        .mixed("back_only")
        .mixed("jobs_by_day")
        .label("lost_line")
        .text("lost_routes")
        .mixed("jobs_after");
    let mut t = table(out, "site_shifts.csv", Format::Csv, &schema)?;
    for &i in &results.order {
        for (p, persona) in study.personas.iter().enumerate() {
            let weakest = results.losses.weakest[p][i].as_ref();
            let routes = weakest.map_or(String::new(), |w| line_ids(&results.losses, w.cut));
            for (s, shift) in study.shifts.iter().enumerate() {
                let jobs = &results.shifts[s][p];
                let now = jobs.access[i];
                t.row(&[
                    Value::Text(&results.candidates.ids[i]),
                    Value::Text(&persona.name),
                    Value::Text(&shift.name),
                    amount(now.map(|a| a.both)),
                    amount(now.map(|a| a.there_only)),
                    amount(now.map(|a| a.back_only)),
                    amount(jobs.by_day[i].map(|a| a.both)),
                    weakest.map_or(Value::Empty, |w| {
                        Value::Text(&results.losses.cuts[w.cut].name)
                    }),
                    if weakest.is_some() {
                        Value::Text(&routes)
                    } else {
                        Value::Empty
                    },
                    amount(weakest.and_then(|w| w.shifts[s]).map(|a| a.both)),
                ])?;
            }
        }
    }
    done(t, out)
}

/// The sites chosen, and in the last row all of them with the bounds.
fn chosen(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .int("order")
        .text("id")
        .label("name")
        .people("dwellings")
        .people("lifted")
        .people("lifted_so_far")
        .people("at_most")
        .number("greedy_share", 4)
        .people("households_below")
        .label("persona");
    // Households are taken to travel as this one.
    let persona = study.personas.get(MAIN).map_or("", |p| p.name.as_str());
    let mut t = table(out, "chosen.csv", Format::Csv, &schema)?;
    if let Some(chosen) = &results.chosen {
        let c = &results.candidates;
        let mut sum = 0.0;
        for (n, (&i, gain)) in chosen
            .choice
            .plots
            .iter()
            .zip(&chosen.choice.gains)
            .enumerate()
        {
            sum += gain;
            t.row(&[
                Value::Int(n as i64 + 1),
                Value::Text(&c.ids[i]),
                Value::Text(&c.names[i]),
                c.dwellings[i].into(),
                Value::Number(*gain),
                Value::Number(sum),
                Value::Empty,
                Value::Empty,
                Value::Empty,
                Value::Text(persona),
            ])?;
        }
        let dwellings = chosen
            .choice
            .plots
            .iter()
            .filter_map(|i| c.dwellings[*i])
            .sum();
        t.row(&[
            Value::Empty,
            Value::Text("all"),
            Value::Empty,
            Value::Number(dwellings),
            Value::Number(chosen.choice.lifted),
            Value::Number(chosen.choice.lifted),
            Value::Number(chosen.choice.at_most),
            Value::Number(greedy_share()),
            Value::Number(chosen.below),
            Value::Text(persona),
        ])?;
    }
    done(t, out)
}
