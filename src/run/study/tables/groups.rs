//! Tables by group and area: level, spread and poverty.

use super::super::Results;
use super::super::summary::{Key, Summary};
use super::times::shift_rows;
use super::{amount, done, table};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, Schema, Value};

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
pub(super) fn spread_columns(schema: Schema) -> Schema {
    schema
        .text("unit")
        .number("people", 1)
        .number("people_unknown", 1)
        .mixed("mean")
        .mixed("p10")
        .mixed("p50")
        .mixed("p90")
}

pub(super) fn spread_values<'a>(
    results: &Results,
    service: usize,
    spread: &Spread,
) -> Vec<Value<'a>> {
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

pub(super) fn groups(
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

pub(super) fn areas(
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

pub(super) fn poverty(
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
