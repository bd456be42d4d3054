//! The tables of a results folder of `bereik site`.

use super::Results;
use super::choice::MAIN;
use super::survival::Losses;
use crate::axes::HomeId;
use crate::diagnostics::Error;
use crate::ids::Id;
use crate::input::study::Study;
use crate::measures::siting::greedy_share;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Field, Part};
use crate::output::style::Style;
use crate::output::table::{Format, GeometryKind, Shape, Value};
use crate::run::study::tables::{FINDINGS, LEVEL, Names, READING, amount, findings, table};

/// The tables of a results folder.
pub const TABLES: [&Declared; 5] = [&SITES, &ACCESS, &SHIFTS, &CHOSEN, &FINDINGS];

const SITES: Declared = Declared {
    files: &[
        ("sites.csv", Format::Csv),
        ("sites.gpkg", Format::GeoPackage),
        ("sites.geojson", Format::GeoJson),
    ],
    row: field::ROW_OF_SITES,
    parts: &[
        Part::Once(&[
            field::RANK_IN_TABLE,
            field::ID,
            field::NAME,
            field::LON,
            field::LAT,
            field::DWELLINGS,
            field::SITE_STATUS,
            field::NORMS,
            field::SITE_NORMS_MISSED,
            field::SITE_IN_REGION,
            field::SITE_AMONG_STOCK,
            field::REGION_WORSE_OFF,
            field::STOCK_WORSE_OFF,
            field::CHOSEN,
        ]),
        Part::Each(&[
            field::MISSED_PERSONA_SLOT,
            field::WEAKEST_LINE_PERSONA,
            field::NORMS_MET_PERSONA,
            field::NORMS_MET_WITHOUT_PERSONA,
            field::JOBS_SHIFT_PERSONA,
            field::JOBS_WITHOUT_SHIFT_PERSONA,
        ]),
    ],
};

const ACCESS: Declared = Declared {
    files: &[("site_access.csv", Format::Csv)],
    row: field::ROW_OF_SITE_ACCESS,
    parts: &[
        Part::Once(&[field::ID]),
        READING,
        LEVEL,
        Part::Once(&[
            field::LEVEL_AMONG_STOCK,
            field::LEVEL_IN_REGION,
            field::LEVEL_STOCK_WORSE_OFF,
            field::STOCK_P10,
            field::STOCK_P50,
            field::STOCK_P90,
            field::LOST_LINE,
            field::LOST_OPERATOR,
            field::LOST_ROUTES,
            field::ACCESS_AFTER,
            field::MINUTES_AFTER,
            field::NORM_MISSED_AFTER,
        ]),
    ],
};

const SHIFTS: Declared = Declared {
    files: &[("site_shifts.csv", Format::Csv)],
    row: field::ROW_OF_SITE_SHIFTS,
    parts: &[Part::Once(&[
        field::ID,
        field::PERSONA,
        field::SHIFT,
        field::JOBS,
        field::THERE_ONLY,
        field::BACK_ONLY,
        field::JOBS_BY_DAY,
        field::LOST_LINE,
        field::LOST_ROUTES,
        field::JOBS_AFTER,
    ])],
};

const CHOSEN: Declared = Declared {
    files: &[("chosen.csv", Format::Csv)],
    row: field::ROW_OF_SITE_CHOSEN,
    parts: &[Part::Once(&[
        field::ORDER,
        field::ID,
        field::NAME,
        field::DWELLINGS,
        field::LIFTED,
        field::LIFTED_SO_FAR,
        field::AT_MOST,
        field::GREEDY_SHARE,
        field::HOUSEHOLDS_BELOW,
        field::PERSONA,
    ])],
};

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    for (_, format) in SITES.files {
        sites(study, results, *format, out)?;
    }
    access(study, results, out)?;
    shifts(study, results, out)?;
    chosen(study, results, out)?;
    findings(&results.study, out)?;
    out.add_workbook(&study.title, study.language)
}

/// The columns of each traveller.
fn of_travellers(study: &Study) -> Vec<Field> {
    let mut names = Names::default();
    let mut fields = Vec::new();
    for persona in &study.personas {
        let of = ("PERSONA", persona.name.as_str());
        for slot in &study.slots {
            let of = [of, ("SLOT", slot.name.as_str())];
            fields.push(names.field(&field::MISSED_PERSONA_SLOT, &of));
        }
        fields.push(names.field(&field::WEAKEST_LINE_PERSONA, &[of]));
        fields.push(names.field(&field::NORMS_MET_PERSONA, &[of]));
        fields.push(names.field(&field::NORMS_MET_WITHOUT_PERSONA, &[of]));
        for shift in &study.shifts {
            let of = [of, ("SHIFT", shift.name.as_str())];
            fields.push(names.field(&field::JOBS_SHIFT_PERSONA, &of));
            fields.push(names.field(&field::JOBS_WITHOUT_SHIFT_PERSONA, &of));
        }
    }
    fields
}

fn sites(
    study: &Study,
    results: &Results,
    format: Format,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let geometry = (format != Format::Csv).then_some(GeometryKind::Point);
    let mut schema = SITES.schema_with(|_| of_travellers(study));
    schema.geometry = geometry;
    if format == Format::GeoPackage {
        let missed = &field::SITE_NORMS_MISSED;
        let (heading, name) = (missed.heading(study.language), missed.name.to_string());
        schema.styles = vec![Style::norms_of(
            heading.to_owned(),
            name,
            results.all_norms(),
        )];
    }
    let mut t = out.table(&SITES, format, &schema)?;
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
        for p in study.personas.ids() {
            row.extend(score.missed.column(p).map(|missed| int(*missed)));
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
            row.push(int(met(&mut score.missed.column(p).copied())));
            row.push(int(weakest.and_then(|w| met(&mut w.missed.iter().copied()))));
            for s in study.shifts.ids() {
                let now = results.shifts[(s, p)].access[HomeId::new(i)];
                row.push(amount(now.map(|a| a.both)));
                let after = weakest.and_then(|w| w.shifts[s]);
                row.push(amount(after.map(|a| a.both)));
            }
        }
        t.row_with(&row, geometry.map(|_| Shape::Point(c.positions[i])))?;
    }
    out.end(t)
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
    let mut t = table(out, &ACCESS)?;
    let a = &results.study.access;
    for &i in &results.order {
        for (p, persona) in study.personas.by_id() {
            for (s, slot) in study.slots.by_id() {
                let (slice, home) = (&results.access[(s, p)], HomeId::new(i));
                let loss = results.losses.by_slot[(s, p)][i].as_ref();
                let routes = loss.map_or(String::new(), |l| line_ids(&results.losses, l.cut));
                for (r, reading) in a.readings.by_id() {
                    let service = &study.services[reading.service];
                    if !service.slots.contains(&s) {
                        continue;
                    }
                    let time = reading.is_time();
                    let now = slice.level(r, home);
                    let after = loss
                        .and_then(|l| l.values.get(r).copied())
                        .filter(|v| !v.is_nan());
                    let missed = |v: Option<f64>| reading.missed(v);
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
                        Value::Text(slice.status[(reading.service.into(), home)].word()),
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
    out.end(t)
}

fn shifts(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &SHIFTS)?;
    for &i in &results.order {
        for (p, persona) in study.personas.by_id() {
            let weakest = results.losses.weakest[p][i].as_ref();
            let routes = weakest.map_or(String::new(), |w| line_ids(&results.losses, w.cut));
            for (s, shift) in study.shifts.by_id() {
                let jobs = &results.shifts[(s, p)];
                let (now, by_day) = (jobs.access[HomeId::new(i)], jobs.by_day[HomeId::new(i)]);
                t.row(&[
                    Value::Text(&results.candidates.ids[i]),
                    Value::Text(&persona.name),
                    Value::Text(&shift.name),
                    amount(now.map(|a| a.both)),
                    amount(now.map(|a| a.there_only)),
                    amount(now.map(|a| a.back_only)),
                    amount(by_day.map(|a| a.both)),
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
    out.end(t)
}

/// The sites chosen, and in the last row all of them with the bounds.
fn chosen(study: &Study, results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    // Households are taken to travel as this one.
    let persona = study.personas.get(MAIN).map_or("", |p| p.name.as_str());
    let mut t = table(out, &CHOSEN)?;
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
    out.end(t)
}
