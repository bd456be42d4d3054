//! The tables of a comparison.

use super::changes::{Changes, Pocket};
use super::factorial::Stacked;
use super::journeys::{Pair, Step, Trip};
use super::{Comparison, Outcome};
use crate::diagnostics::Error;
use crate::input::study::Study;
use crate::measures::compare::Change;
use crate::measures::equity::Spread;
use crate::measures::fgt::Fgt;
use crate::measures::sample::Sample;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, Schema, Value};
use crate::run::study::summary::Key;
use crate::run::study::tables::{amount, done, key_columns, key_values, shift_rows, table};
use crate::run::study::{Results, tables as study_tables};
use crate::units::ClockTime;

/// A comparison, summed up.
pub struct Summed<'a> {
    /// The study as it is.
    pub study: &'a Study,
    /// Base and scenarios.
    pub comparison: &'a Comparison,
    /// What each scenario changes.
    pub changes: Vec<Changes>,
    /// The pockets it hits worst, all of them, worst first.
    pub pockets: Vec<Vec<Pocket>>,
    /// Journeys of the worst.
    pub journeys: Vec<Vec<Pair>>,
}

impl Summed<'_> {
    fn each(&self) -> impl Iterator<Item = (usize, &Outcome, &Changes)> {
        let both = self.comparison.scenarios.iter().zip(&self.changes);
        both.enumerate().map(|(i, (o, c))| (i, o, c))
    }
}

/// Writes all tables; they appear with the folder.
///
/// # Errors
/// What can't be written.
pub fn write(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    homes(summed, "changes.parquet", Format::Parquet, out)?;
    homes(summed, "changes.csv", Format::Csv, out)?;
    groups(summed, out)?;
    areas(summed, out)?;
    hours(summed, out)?;
    shifts(summed, out)?;
    stacking(summed, out)?;
    pockets(summed, out)?;
    journeys(summed, out)?;
    edits(summed, out)?;
    checks(summed, out)?;
    if let Some(stacked) = &summed.comparison.stacked {
        combinations(summed.study, stacked, out)?;
        shares(summed.study, stacked, out)?;
    }
    study_tables::findings(&summed.comparison.base, out)
}

/// A level as tables show it: minutes or an amount; empty where not reached or unknown.
fn shown<'a>(time: bool, level: Option<f64>) -> Value<'a> {
    let level = level.filter(|v| v.is_finite());
    amount(level.map(|v| if time { v / 60.0 } else { v }))
}

fn unit(results: &Results, service: usize) -> (&'static str, bool) {
    let reading = &results.access.readings[results.access.main[service]];
    match reading.is_time() {
        true => ("minutes", true),
        false if reading.measure == "2sfca" => ("opportunities per head", false),
        false => ("opportunities", false),
    }
}

/// One row a home and reading: in the CSV those that differ, in the Parquet file all.
fn homes(
    summed: &Summed,
    name: &str,
    format: Format,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .text("home")
        .label("persona")
        .label("slot")
        .label("service")
        .text("measure")
        .text("cutoff")
        .text("unit")
        .mixed("before")
        .mixed("after")
        .mixed("difference")
        .int("missed_before")
        .int("missed_after")
        .text("status_before")
        .text("status_after");
    let mut t = table(out, name, format, &schema)?;
    for (_, outcome, _) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        let study = &outcome.study;
        for (home, id) in after.inputs.homes.ids.iter().enumerate() {
            for (p, persona) in study.personas.iter().enumerate() {
                for (s, slot) in study.slots.iter().enumerate() {
                    let (x, y) = (&before.access.slices[s][p], &after.access.slices[s][p]);
                    for (r, reading) in before.access.readings.iter().enumerate() {
                        let service = &study.services[reading.service];
                        let (a, b) = (x.level(r, home), y.level(r, home));
                        let same = a == b;
                        if !service.slots.contains(&s) || (same && format == Format::Csv) {
                            continue;
                        }
                        let time = reading.is_time();
                        let finite = a.zip(b).filter(|(a, b)| a.is_finite() && b.is_finite());
                        let missed = |level: Option<f64>| {
                            let missed = reading.norm.zip(level).map(|(n, l)| n.missed(l));
                            missed.map_or(Value::Empty, |m| Value::Int(i64::from(m)))
                        };
                        t.row(&[
                            Value::Text(&outcome.scenario.name),
                            Value::Text(id),
                            Value::Text(&persona.name),
                            Value::Text(&slot.name),
                            Value::Text(&service.name),
                            Value::Text(reading.measure),
                            Value::Text(&reading.cutoff),
                            Value::Text(unit(before, reading.service).0),
                            shown(time, a),
                            shown(time, b),
                            shown(time, finite.map(|(a, b)| b - a)),
                            missed(a),
                            missed(b),
                            Value::Text(x.status[reading.service][home].word()),
                            Value::Text(y.status[reading.service][home].word()),
                        ])?;
                    }
                }
            }
        }
    }
    done(t, out)
}

fn change_columns(schema: Schema) -> Schema {
    schema
        .number("people", 1)
        .number("fell_below", 1)
        .number("rose_above", 1)
        .number("below_before", 1)
        .number("below_after", 1)
        .number("worse_off", 1)
        .number("better_off", 1)
        .number("unchanged", 1)
        .number("moved_in", 1)
        .number("moved_in_below", 1)
        .number("moved_out", 1)
        .number("moved_out_below", 1)
        .number("people_unknown", 1)
}

fn change_values<'a>(c: &Change, norm: bool) -> Vec<Value<'a>> {
    let with_norm = |v: f64| match norm {
        true => Value::Number(v),
        false => Value::Empty,
    };
    vec![
        Value::Number(c.people),
        with_norm(c.fell_below),
        with_norm(c.rose_above),
        with_norm(c.below_before),
        with_norm(c.below_after),
        Value::Number(c.losers),
        Value::Number(c.winners),
        Value::Number(c.unchanged),
        Value::Number(c.arrived),
        with_norm(c.arrived_below),
        Value::Number(c.left),
        with_norm(c.left_below),
        Value::Number(c.unknown.weight_without_value),
    ]
}

fn level_columns(schema: Schema) -> Schema {
    ["mean", "p10", "p50", "p90"]
        .iter()
        .fold(schema.text("unit"), |schema, name| {
            let before = schema.mixed(format!("{name}_before"));
            before.mixed(format!("{name}_after"))
        })
}

fn level_values<'a>(
    (unit, time): (&'a str, bool),
    before: Option<&Spread>,
    after: Option<&Spread>,
) -> Vec<Value<'a>> {
    let four = |s: Option<&Spread>| {
        let [p10, p50, p90] = s.map_or([None; 3], |s| s.quantiles);
        [s.and_then(|s| s.mean), p10, p50, p90]
    };
    let mut out = vec![Value::Text(unit)];
    for (b, a) in four(before).into_iter().zip(four(after)) {
        out.extend([shown(time, b), shown(time, a)]);
    }
    out
}

fn norm_of(results: &Results, service: usize) -> bool {
    results.access.readings[results.access.main[service]]
        .norm
        .is_some()
}

fn groups(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = level_columns(change_columns(key_columns(Schema::new().label("scenario"))));
    let schema =
        ["gap", "severity", "gini", "palma", "theil"]
            .iter()
            .fold(schema, |schema, name| {
                let before = schema.number(format!("{name}_before"), 4);
                before.number(format!("{name}_after"), 4)
            });
    let mut t = table(out, "groups.csv", Format::Csv, &schema)?;
    for (_, outcome, changes) in summed.each() {
        let base = outcome.before(summed.comparison);
        for row in &changes.groups {
            let service = row.key.service;
            let (b, a) = (changes.before.group(row.key), changes.after.group(row.key));
            let mut values = vec![Value::Text(&outcome.scenario.name)];
            values.extend(key_values(&outcome.study, row.key));
            values.extend(change_values(&row.change, norm_of(base, service)));
            let (x, y) = (b.map(|r| &r.spread), a.map(|r| &r.spread));
            values.extend(level_values(unit(base, service), x, y));
            let pairs = [
                [b, a].map(|r| r.and_then(|r| r.fgt.as_ref()).and_then(Fgt::gap)),
                [b, a].map(|r| r.and_then(|r| r.fgt.as_ref()).and_then(Fgt::severity)),
                [b, a].map(|r| r.and_then(|r| r.spread.gini)),
                [b, a].map(|r| r.and_then(|r| r.palma)),
                [b, a].map(|r| r.and_then(|r| r.theil.map(|t| t.0))),
            ];
            values.extend(pairs.into_iter().flatten().map(Value::from));
            t.row(&values)?;
        }
    }
    done(t, out)
}

fn areas(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .label("level")
        .text("code")
        .label("name")
        .int("year");
    let schema = level_columns(change_columns(key_columns(schema)));
    let mut t = table(out, "areas.csv", Format::Csv, &schema)?;
    for (_, outcome, changes) in summed.each() {
        let base = outcome.before(summed.comparison);
        for row in &changes.areas {
            let level = &outcome.study.areas[row.level];
            let area = &outcome.results.inputs.areas[row.level].layer.areas[row.area];
            let year = level
                .year
                .map_or(Value::Empty, |y| Value::Int(i64::from(y)));
            let mut values = vec![
                Value::Text(&outcome.scenario.name),
                Value::Text(&level.level),
                Value::Text(&area.code),
                Value::Text(&area.name),
                year,
            ];
            let service = row.key.service;
            values.extend(key_values(&outcome.study, row.key));
            values.extend(change_values(&row.change, norm_of(base, service)));
            let spread = |s: &'_ crate::run::study::summary::Summary| {
                s.area(row.level, row.area, row.key).map(|r| r.spread)
            };
            let (b, a) = (spread(&changes.before), spread(&changes.after));
            values.extend(level_values(unit(base, service), b.as_ref(), a.as_ref()));
            t.row(&values)?;
        }
    }
    done(t, out)
}

/// Access of a group at one hour: people counted, median, people below the norm.
pub fn at_hour(
    results: &Results,
    [date, service, step]: [usize; 3],
    (which, group): (usize, usize),
) -> (Sample, f64) {
    let row = &results.profiles[date].values[service][step];
    let values = row.iter().map(|v| Some(*v).filter(|v| !v.is_nan()));
    let sample = Sample::new(values.zip(results.inputs.weights[group].iter().copied()));
    let norm = results.access.readings[results.access.main[which]].norm;
    let below = |v: f64| norm.is_some_and(|n| n.missed(v));
    let people = (sample.rows().iter())
        .filter(|r| below(r.value))
        .fold(0.0, |sum, r| sum + r.weight);
    (sample, people)
}

fn hours(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let Some(profile) = &summed.study.profile else {
        return Ok(());
    };
    let schema = Schema::new()
        .label("scenario")
        .text("date")
        .text("time")
        .label("persona")
        .label("group")
        .label("service")
        .number("people", 1)
        .number("below_before", 1)
        .number("below_after", 1);
    let mut t = table(out, "hours.csv", Format::Csv, &level_columns(schema))?;
    for (_, outcome, _) in summed.each() {
        let (before, after) = (outcome.before(summed.comparison), &outcome.results);
        for (d, day) in after.profiles.iter().enumerate() {
            let date = day.date.to_string();
            for (i, &service) in profile.services.iter().enumerate() {
                for (g, group) in outcome.study.homes.groups.iter().enumerate() {
                    for (step, start) in day.starts_s.iter().enumerate() {
                        let (was, below) = at_hour(before, [d, i, step], (service, g));
                        let (is, below_now) = at_hour(after, [d, i, step], (service, g));
                        let norm = norm_of(before, service);
                        let with_norm = |v: f64| match norm {
                            true => Value::Number(v),
                            false => Value::Empty,
                        };
                        let clock = ClockTime(*start).to_string();
                        let mut row = vec![
                            Value::Text(&outcome.scenario.name),
                            Value::Text(&date),
                            Value::Text(&clock),
                            Value::Text(&outcome.study.personas[profile.persona].name),
                            Value::Text(&group.name),
                            Value::Text(&outcome.study.services[service].name),
                            Value::Number(is.weight()),
                            with_norm(below),
                            with_norm(below_now),
                        ];
                        let (b, a) = (Spread::of(&was), Spread::of(&is));
                        row.extend(level_values(unit(before, service), Some(&b), Some(&a)));
                        t.row(&row)?;
                    }
                }
            }
        }
    }
    done(t, out)
}

fn shifts(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    if summed.study.shifts.is_empty() {
        return Ok(());
    }
    let schema = Schema::new()
        .label("scenario")
        .label("level")
        .text("code")
        .label("group")
        .label("persona")
        .label("shift")
        .number("people", 1)
        .mixed("jobs_median_before")
        .mixed("jobs_median_after")
        .number("without_any_job_before", 1)
        .number("without_any_job_after", 1);
    let mut t = table(out, "shifts.csv", Format::Csv, &schema)?;
    for (_, outcome, _) in summed.each() {
        let study = &outcome.study;
        let key = |r: &study_tables::ShiftSummary| (r.area, r.shift, r.persona, r.group);
        let before: std::collections::BTreeMap<_, _> =
            (shift_rows(outcome.before(summed.comparison)))
                .into_iter()
                .map(|r| (key(&r), r))
                .collect();
        for row in shift_rows(&outcome.results) {
            let was = before.get(&key(&row));
            let (level, code) = match row.area {
                None => ("region", ""),
                Some((l, a)) => (
                    study.areas[l].level.as_str(),
                    outcome.results.inputs.areas[l].layer.areas[a].code.as_str(),
                ),
            };
            t.row(&[
                Value::Text(&outcome.scenario.name),
                Value::Text(level),
                Value::Text(code),
                Value::Text(&study.homes.groups[row.group].name),
                Value::Text(&study.personas[row.persona].name),
                Value::Text(&study.shifts[row.shift].name),
                Value::Number(row.people),
                amount(was.and_then(|r| r.jobs)),
                amount(row.jobs),
                was.map(|r| r.none).into(),
                Value::Number(row.none),
            ])?;
        }
    }
    done(t, out)
}

fn stacking(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .label("level")
        .text("code")
        .label("group")
        .label("persona")
        .label("slot")
        .int("norms_missed")
        .number("people_before", 1)
        .number("people_after", 1);
    let mut t = table(out, "stacking.csv", Format::Csv, &schema)?;
    for (_, outcome, changes) in summed.each() {
        let study = &outcome.study;
        for row in &changes.after.stacks {
            let (level, code) = match row.area {
                None => ("region", ""),
                Some((l, a)) => (
                    study.areas[l].level.as_str(),
                    outcome.results.inputs.areas[l].layer.areas[a].code.as_str(),
                ),
            };
            let before = (changes.before).stacking(row.area, row.slot, row.persona, row.group);
            for (n, people) in row.stacking.by_count.iter().enumerate() {
                t.row(&[
                    Value::Text(&outcome.scenario.name),
                    Value::Text(level),
                    Value::Text(code),
                    Value::Text(&study.homes.groups[row.group].name),
                    Value::Text(&study.personas[row.persona].name),
                    Value::Text(&study.slots[row.slot].name),
                    Value::Int(n as i64),
                    before.and_then(|s| s.by_count.get(n).copied()).into(),
                    Value::Number(*people),
                ])?;
            }
        }
    }
    done(t, out)
}

fn pockets(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .int("rank")
        .label("level")
        .text("code")
        .label("name");
    let schema = key_columns(schema)
        .number("people", 1)
        .number("fell_below", 1)
        .number("worse_off", 1)
        .text("unit")
        .mixed("mean_change");
    let mut t = table(out, "pockets.csv", Format::Csv, &schema)?;
    for (i, outcome, _) in summed.each() {
        for (rank, p) in summed.pockets[i].iter().enumerate() {
            let area = &outcome.results.inputs.areas[p.area.0].layer.areas[p.area.1];
            let (unit, time) = unit(&outcome.results, p.key.service);
            let mut row = vec![
                Value::Text(&outcome.scenario.name),
                Value::Int(rank as i64 + 1),
                Value::Text(&outcome.study.areas[p.area.0].level),
                Value::Text(&area.code),
                Value::Text(&area.name),
            ];
            row.extend(key_values(&outcome.study, p.key));
            row.extend([
                Value::Number(p.people),
                Value::Number(p.fell_below),
                Value::Number(p.losers),
                Value::Text(unit),
                shown(time, p.mean_change),
            ]);
            t.row(&row)?;
        }
    }
    done(t, out)
}

fn clock(s: i64) -> String {
    ClockTime(s.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32).to_string()
}

/// A journey in one line of words.
pub fn in_words(trip: Option<&Trip>) -> String {
    let Some(trip) = trip else {
        return "no way within the limits".to_owned();
    };
    let minutes = |s: &u32| format!("{} min", s.div_ceil(60));
    let step = |step: &Step| match step {
        Step::Walk { seconds } => format!("walk {}", minutes(seconds)),
        Step::Cycle { seconds } => format!("cycle {}", minutes(seconds)),
        Step::Wait { seconds } => format!("wait {}", minutes(seconds)),
        Step::Ride {
            line,
            from,
            to,
            depart_s,
            arrive_s,
            seated,
            ..
        } => format!(
            "{}line {line} from {from} {} to {to} {}",
            if *seated { "stay seated, " } else { "" },
            clock(*depart_s),
            clock(*arrive_s)
        ),
    };
    trip.steps.iter().map(step).collect::<Vec<_>>().join("; ")
}

fn journeys(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new().label("scenario").text("home").label("area");
    let schema = key_columns(schema)
        .text("at")
        .label("to_before")
        .number("minutes_before", 2)
        .label("journey_before")
        .label("to_after")
        .number("minutes_after", 2)
        .label("journey_after");
    let mut t = table(out, "journeys.csv", Format::Csv, &schema)?;
    for (i, outcome, _) in summed.each() {
        for pair in &summed.journeys[i] {
            let inputs = &outcome.results.inputs;
            let area = &inputs.areas[pair.area.0].layer.areas[pair.area.1];
            let at = ClockTime(pair.at_s).to_string();
            let (before, after) = (pair.before.as_ref(), pair.after.as_ref());
            let (words, words_after) = (in_words(before), in_words(after));
            let minutes =
                |t: Option<&Trip>| -> Value { t.map(|t| f64::from(t.seconds) / 60.0).into() };
            let mut row = vec![
                Value::Text(&outcome.scenario.name),
                Value::Text(&inputs.homes.ids[pair.home]),
                Value::Text(&area.name),
            ];
            row.extend(key_values(&outcome.study, pair.key));
            row.extend([
                Value::Text(&at),
                Value::Text(before.map_or("", |t| &t.to)),
                minutes(before),
                Value::Text(&words),
                Value::Text(after.map_or("", |t| &t.to)),
                minutes(after),
                Value::Text(&words_after),
            ]);
            t.row(&row)?;
        }
    }
    done(t, out)
}

fn edits(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .int("edit")
        .label("name")
        .label("why")
        .label("lines")
        .int("trips")
        .int("stops")
        .number("departures_week", 1)
        .number("vehicle_hours_week", 2)
        .number("vehicle_km_week", 1)
        .int("street_edges")
        .int("destinations")
        .int("homes")
        .number("people", 1);
    let mut t = table(out, "edits.csv", Format::Csv, &schema)?;
    for (_, outcome, _) in summed.each() {
        for (n, (edit, touched)) in
            (outcome.scenario.edits.iter().zip(&outcome.touched)).enumerate()
        {
            let lines: Vec<&str> = touched.lines.iter().map(String::as_str).collect();
            let lines = lines.join(", ");
            let count = |n: u64| Value::Int(n as i64);
            t.row(&[
                Value::Text(&outcome.scenario.name),
                count(n as u64 + 1),
                Value::Text(&edit.name),
                Value::Text(&edit.why),
                Value::Text(&lines),
                count(touched.trips),
                count(touched.stops),
                Value::Number(touched.departures_week),
                Value::Number(touched.vehicle_hours_week),
                Value::Number(touched.vehicle_km_week),
                count(touched.street_edges),
                count(touched.places),
                count(touched.homes),
                Value::Number(touched.people),
            ])?;
        }
    }
    done(t, out)
}

fn checks(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .text("rule")
        .int("looked_at")
        .int("broken")
        .label("example");
    let mut t = table(out, "checks.csv", Format::Csv, &schema)?;
    let base = (summed.comparison.checks.iter()).map(|c| ("", c));
    let others = (summed.comparison.scenarios.iter())
        .flat_map(|o| o.checks.iter().map(|c| (o.scenario.name.as_str(), c)));
    for (scenario, check) in base.chain(others) {
        t.row(&[
            Value::Text(scenario),
            Value::Text(check.rule.word()),
            Value::Int(check.looked_at as i64),
            Value::Int(check.broken as i64),
            Value::Text(check.example.as_deref().unwrap_or("")),
        ])?;
    }
    done(t, out)
}

/// Names of a row of a factorial table; the service is that of all where norms are counted.
fn row_names<'a>(study: &'a Study, row: &super::factorial::Row) -> [Value<'a>; 4] {
    let Key {
        slot,
        persona,
        group,
        service,
    } = row.key;
    let service = match row.indicator {
        super::factorial::Indicator::MissesAtLeast(_) => "all essential services",
        _ => study.services[service].name.as_str(),
    };
    [
        Value::Text(&study.homes.groups[group].name),
        Value::Text(&study.personas[persona].name),
        Value::Text(&study.slots[slot].name),
        Value::Text(service),
    ]
}

fn combinations(study: &Study, stacked: &Stacked, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = key_columns(Schema::new())
        .text("indicator")
        .text("unit")
        .label("events")
        .number("value", 4)
        .number("change", 4)
        .number("interaction", 4)
        .number("people_left_out", 1);
    let mut t = table(out, "factorial.csv", Format::Csv, &schema)?;
    for row in &stacked.rows {
        let indicator = row.indicator.word();
        for combination in 0..1usize << stacked.events.len() {
            let events = stacked.names(combination);
            let value = row.factorial.value(combination);
            let mut values = row_names(study, row).to_vec();
            values.extend([
                Value::Text(&indicator),
                Value::Text(row.unit),
                Value::Text(&events),
                value.into(),
                row.factorial.change(combination).into(),
                (row.factorial.interaction(combination))
                    .filter(|_| combination > 0)
                    .into(),
                Value::Number(row.left_out),
            ]);
            t.row(&values)?;
        }
    }
    done(t, out)
}

fn shares(study: &Study, stacked: &Stacked, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = key_columns(Schema::new())
        .text("indicator")
        .text("unit")
        .label("event")
        .number("alone", 4)
        .number("shapley_share", 4)
        .number("all_together", 4);
    let mut t = table(out, "shares.csv", Format::Csv, &schema)?;
    for row in &stacked.rows {
        let indicator = row.indicator.word();
        let all = row.factorial.change((1 << stacked.events.len()) - 1);
        for (e, (name, share)) in (stacked.events.iter().zip(row.factorial.shapley())).enumerate() {
            let mut values = row_names(study, row).to_vec();
            values.extend([
                Value::Text(&indicator),
                Value::Text(row.unit),
                Value::Text(name),
                row.factorial.interaction(1 << e).into(),
                Value::Number(share),
                all.into(),
            ]);
            t.row(&values)?;
        }
    }
    done(t, out)
}
