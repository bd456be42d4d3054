//! The tables of a results folder of `bereik monitor explain`.

use super::region::{Seen, of_unit};
use super::series::Point;
use super::units::Unit;
use super::values::{About, Indicator, Row};
use super::{Explained, Options, PARTS, PUBLISHED};
use crate::axes::{GroupId, PersonaId, SlotId};
use crate::diagnostics::Error;
use crate::input::study::effective;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::report::kit::page::Page;
use crate::output::table::{Format, Schema, Value};
use crate::run::study::inputs::FileRead;
use crate::run::study::tables::{FINDINGS, amount, table, write_findings};
use crate::watch::Progress;
use serde_json::json;

/// The tables of a results folder.
pub const TABLES: [&Declared; 7] = [
    &EXPLAIN,
    &DISPLACEMENT,
    &POCKETS,
    &DIVERGING,
    &NOT_COMPARABLE,
    &SERIES,
    &FINDINGS,
];

/// The cause that has another name where streets differ as well.
const TIMETABLES: Part = Part::Each(&[field::TIMETABLE, field::TIMETABLE_AND_STREETS]);

/// The other causes.
const OTHER_CAUSES: Part = Part::Once(&[
    field::FACILITIES,
    field::PEOPLE_CAUSE,
    field::BOUNDARIES,
    field::PUBLISHED,
]);

const EXPLAIN: Declared = Declared {
    files: &[
        ("explain.parquet", Format::Parquet),
        ("explain.csv", Format::Csv),
    ],
    row: field::ROW_OF_EXPLAIN,
    parts: &[
        Part::Once(&[
            field::INDICATOR,
            field::UNIT,
            field::SERVICE,
            field::SLOT,
            field::PERSONA,
            field::GROUP,
            field::LEVEL,
            field::AREA,
            field::AREA_NAME,
            field::VALUE_FROM,
            field::VALUE_TO,
            field::CHANGE,
        ]),
        TIMETABLES,
        OTHER_CAUSES,
        Part::Once(&[field::LEFT_OUT, field::COMPARABLE]),
    ],
};

const DISPLACEMENT: Declared = Declared {
    files: &[("displacement.csv", Format::Csv)],
    row: field::ROW_OF_EXPLAIN_DISPLACEMENT,
    parts: &[Part::Once(&[
        field::LEVEL,
        field::AREA,
        field::AREA_NAME,
        field::GROUP,
        field::LEFT,
        field::ARRIVED,
        field::CELLS_UNKNOWN,
        field::SLOT,
        field::SERVICE,
        field::UNIT,
        field::THERE_MEAN,
        field::THERE_NOT_REACHED,
        field::THERE_BELOW_NORM,
        field::HERE_MEAN,
        field::HERE_NOT_REACHED,
        field::HERE_BELOW_NORM,
    ])],
};

const POCKETS: Declared = Declared {
    files: &[("pockets.csv", Format::Csv)],
    row: field::ROW_OF_EXPLAIN_POCKETS,
    parts: &[
        Part::Once(&[
            field::LEVEL,
            field::AREA,
            field::AREA_NAME,
            field::GROUP,
            field::SLOT,
            field::PEOPLE_FROM,
            field::PEOPLE_TO,
            field::SHARE_FROM,
            field::SHARE_TO,
            field::MISSED_BY_MOST,
            field::CHANGE,
        ]),
        TIMETABLES,
        OTHER_CAUSES,
    ],
};

const DIVERGING: Declared = Declared {
    files: &[("diverging.csv", Format::Csv)],
    row: field::ROW_OF_EXPLAIN_DIVERGING,
    parts: &[Part::Once(&[
        field::LEVEL,
        field::AREA,
        field::AREA_NAME,
        field::SERVICE,
        field::SLOT,
        field::AVERAGE_OF,
        field::MEAN_FROM,
        field::MEAN_TO,
        field::GROUP,
        field::GROUP_MEAN_FROM,
        field::GROUP_MEAN_TO,
        field::GROUP_BELOW_FROM,
        field::GROUP_BELOW_TO,
    ])],
};

const NOT_COMPARABLE: Declared = Declared {
    files: &[("not_comparable.csv", Format::Csv)],
    row: field::ROW_OF_EXPLAIN_NOT_COMPARABLE,
    parts: &[Part::Once(&[
        field::KIND_OF_LEFT_OUT,
        field::LEVEL,
        field::NAME,
        field::EDITION,
        field::WHY_LEFT_OUT,
    ])],
};

const SERIES: Declared = Declared {
    files: &[("series.csv", Format::Csv)],
    row: field::ROW_OF_EXPLAIN_SERIES,
    parts: &[Part::Once(&[
        field::EDITION,
        field::INDICATOR,
        field::UNIT,
        field::SERVICE,
        field::SLOT,
        field::GROUP,
        field::VALUE_OF_EDITION,
    ])],
};

/// Writes all tables and the page; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(e: &Explained, page: &Page, out: &mut ResultsFolder) -> Result<(), Error> {
    explain(e, Format::Parquet, out)?;
    explain(e, Format::Csv, out)?;
    displacement(e, out)?;
    pockets(e, out)?;
    diverging(e, out)?;
    not_comparable(e, out)?;
    series(&e.series, out)?;
    write_findings(&e.findings, out)?;
    out.add_workbook(&e.study.title, e.study.language)?;
    out.add_page(page, e.study.report.annex)
}

/// Level, code and name of a unit; the whole region has none.
fn place<'a>(e: &'a Explained, unit: &'a Unit) -> [Value<'a>; 3] {
    let level = unit.area.map_or("region", |(l, _)| &e.study.areas[l].level);
    [
        Value::Text(level),
        Value::Text(&unit.code),
        Value::Text(&unit.name),
    ]
}

/// What stands for the service of norms that are counted together.
const ALL_SERVICES: &str = "all essential services";

/// Service and slot (or shift) of a row.
fn about<'a>(e: &'a Explained, row: &Row) -> [Value<'a>; 2] {
    let study = &e.study;
    match row.about {
        About::Service(s) => [
            Value::Text(&study.services[s].name),
            Value::Text(&study.slots[row.slot].name),
        ],
        About::Stacking => [
            Value::Text(ALL_SERVICES),
            Value::Text(&study.slots[row.slot].name),
        ],
        About::Shift(s) => [
            Value::Text(&study.services[study.shifts[s].service].name),
            Value::Text(&study.shifts[s].name),
        ],
    }
}

/// Twelve significant digits: causes still add up to the change.
fn exact<'a>(v: Option<f64>) -> Value<'a> {
    v.map_or(Value::Empty, |v| Value::significant(v, 12))
}

/// The columns of a table with causes.
fn with_causes(e: &Explained, declared: &Declared) -> Schema {
    let cause = match e.streets_differ {
        true => field::TIMETABLE_AND_STREETS,
        false => field::TIMETABLE,
    };
    declared.schema_with(|_| vec![cause.clone()])
}

fn explain(e: &Explained, format: Format, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = with_causes(e, &EXPLAIN);
    let mut t = out.table(&EXPLAIN, format, &schema)?;
    for row in &e.rows {
        let unit = &e.units[row.unit];
        let word = row.indicator.word();
        let cause = |k: usize| exact(row.causes.map(|c| c[k]));
        let [service, slot] = about(e, row);
        let [level, code, area] = place(e, unit);
        let comparable = match row.why {
            Some(why) => format!("no: {why}"),
            None if unit.by_share => "by share of the crosswalk".to_owned(),
            None => "yes".to_owned(),
        };
        t.row(&[
            Value::Text(&word),
            Value::Text(row.unit_of),
            service,
            slot,
            Value::Text(&e.study.personas[row.persona].name),
            Value::Text(&e.study.homes.groups[row.group].name),
            level,
            code,
            area,
            exact(row.value[0]),
            exact(row.value[1]),
            exact(row.causes.and(row.change())),
            cause(0),
            cause(1),
            cause(2),
            cause(3),
            cause(PUBLISHED),
            exact(Some(row.left_out)),
            Value::Text(&comparable),
        ])?;
    }
    out.end(t)
}

fn displacement(e: &Explained, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &DISPLACEMENT)?;
    let first = e.runs.of(0);
    for d in &e.displacement {
        let area = d
            .area
            .map(|(l, a)| (&e.study.areas[l].level, &e.union.areas[1][l].layer.areas[a]));
        for m in &d.access {
            let time = first.access.readings[first.access.main[m.service]].is_time();
            let seen = |s: &Seen| [amount(s.mean), s.not_reached.into(), s.below.into()];
            let mut row = vec![
                Value::Text(area.map_or("region", |a| a.0)),
                Value::Text(area.map_or("", |a| &a.1.code)),
                Value::Text(area.map_or("", |a| &a.1.name)),
                Value::Text(&e.study.homes.groups[d.group].name),
                Value::Number(d.left),
                Value::Number(d.arrived),
                Value::Int(d.unknown as i64),
                Value::Text(&e.study.slots[m.slot].name),
                Value::Text(&e.study.services[m.service].name),
                Value::Text(if time { "minutes" } else { "opportunities" }),
            ];
            row.extend(seen(&m.there));
            row.extend(seen(&m.here));
            t.row(&row)?;
        }
    }
    out.end(t)
}

fn pockets(e: &Explained, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = with_causes(e, &POCKETS);
    let mut t = out.table(&POCKETS, Format::Csv, &schema)?;
    for p in &e.pockets {
        let unit = &e.units[p.unit];
        let names: Vec<&str> = (p.missed.iter())
            .map(|s| e.study.services[*s].name.as_str())
            .collect();
        let missed = names.join("; ");
        let row = people_who_miss(e, p.unit, p.slot, p.group);
        let mut values = place(e, unit).to_vec();
        values.extend([
            Value::Text(&e.study.homes.groups[p.group].name),
            Value::Text(&e.study.slots[p.slot].name),
            Value::Number(p.people[0]),
            Value::Number(p.people[1]),
            p.share[0].into(),
            p.share[1].into(),
            Value::Text(&missed),
            exact(row.and_then(|r| r.causes.and(r.change()))),
        ]);
        values.extend((0..PARTS).map(|k| exact(row.and_then(|r| r.causes).map(|c| c[k]))));
        t.row(&values)?;
    }
    out.end(t)
}

/// The row of people who miss two norms or more (one, where only one counts) in a unit, for the first persona.
pub fn people_who_miss(e: &Explained, unit: usize, slot: SlotId, group: GroupId) -> Option<&Row> {
    of_unit(&e.rows, unit).iter().rfind(|r| {
        matches!(r.indicator, Indicator::MissesAtLeast(_))
            && (r.slot, r.persona, r.group) == (slot, PersonaId(0), group)
    })
}

fn diverging(e: &Explained, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &DIVERGING)?;
    for d in &e.diverging {
        let mut values = place(e, &e.units[d.unit]).to_vec();
        values.extend([
            Value::Text(&e.study.services[d.service].name),
            Value::Text(&e.study.slots[d.slot].name),
            Value::Text(&e.study.homes.groups[e.study.report.group].name),
            amount(Some(d.mean[0])),
            amount(Some(d.mean[1])),
            Value::Text(&e.study.homes.groups[d.group].name),
            amount(d.group_mean[0]),
            amount(d.group_mean[1]),
            d.group_share[0].into(),
            d.group_share[1].into(),
        ]);
        t.row(&values)?;
    }
    out.end(t)
}

fn not_comparable(e: &Explained, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &NOT_COMPARABLE)?;
    for x in &e.incomparable {
        t.row(&[
            Value::Text(x.kind),
            Value::Text(&x.level),
            Value::Text(&x.name),
            Value::Text(&x.edition),
            Value::Text(&x.why),
        ])?;
    }
    out.end(t)
}

fn series(points: &[Point], out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &SERIES)?;
    for p in points {
        let word = p.indicator.word();
        t.row(&[
            Value::Text(&p.edition),
            Value::Text(&word),
            Value::Text(p.unit_of),
            Value::Text(match p.service.as_str() {
                "" => ALL_SERVICES,
                name => name,
            }),
            Value::Text(&p.slot),
            Value::Text(&p.group),
            exact(p.value),
        ])?;
    }
    out.end(t)
}

/// `manifest.json`: what was asked of what, and what it took.
pub fn manifest(e: &Explained, asked: &Options, progress: &Progress) -> serde_json::Value {
    let files = |list: &[FileRead]| -> Vec<serde_json::Value> {
        (list.iter())
            .map(|f| json!({"role": f.role, "path": f.path.display().to_string(), "bytes": f.bytes, "sha256": f.sha256}))
            .collect()
    };
    let timings: serde_json::Map<String, serde_json::Value> = (progress.timings().into_iter())
        .map(|(name, took)| (name, json!((took.as_secs_f64() * 1000.0).round() / 1000.0)))
        .collect();
    json!({
        "program": format!("bereik {}", env!("CARGO_PKG_VERSION")),
        "editions": (0..2).map(|i| json!({
            "name": e.names[i],
            "date": e.dates[i].to_string(),
            "inputs": files(&e.files[i]),
        })).collect::<Vec<_>>(),
        "series_editions": e.others.iter().map(|o| json!({
            "name": o.name,
            "date": o.date.to_string(),
            "inputs": files(&o.files),
        })).collect::<Vec<_>>(),
        "base_edition": e.norms_of,
        "ranks_edition": e.ranks_of,
        "streets_differ": e.streets_differ,
        "routing_runs": e.runs.results.len(),
        "level": asked.level,
        "crosswalks": asked.crosswalks.iter().map(|c| json!({"level": c.level, "file": c.file})).collect::<Vec<_>>(),
        "pocket_share": asked.pocket_share,
        "tolerance": asked.tolerance,
        "share_tolerance": asked.share_tolerance,
        "settings": effective(&e.study),
        "counts": {
            "homes": e.union.homes.len(),
            "areas": e.units.len() - 1,
            "rows": e.rows.len(),
            "findings": e.findings.counts().map(|c| c.2).sum::<u64>(),
        },
        "seconds": timings,
        "threads": rayon::current_num_threads(),
    })
}
