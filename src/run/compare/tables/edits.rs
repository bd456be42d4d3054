//! Tables of edits, checks and stacked effects.

use super::super::factorial::Stacked;
use super::Summed;
use crate::diagnostics::Error;
use crate::input::scenario::given::{AsWritten, in_words};
use crate::input::scenario::{Change, TimetableEdit};
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::table::{Format, Schema, Value};
use crate::run::compare::factorial;
use crate::run::study::summary::Key;
use crate::run::study::tables::{done, key_columns, table};

pub(super) fn edits(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let schema = Schema::new()
        .label("scenario")
        .int("edit")
        .label("name")
        .text("kind")
        .label("what")
        .label("why")
        .label("lines")
        .int("trips")
        .int("stops")
        .number("departures_week", 1)
        .number("vehicle_hours_week", 2)
        .number("vehicle_km_week", 1)
        .number("hours_beyond_map", 2)
        .number("km_beyond_map", 1)
        .int("street_edges")
        .int("destinations")
        .int("homes")
        .people("people");
    let mut t = table(out, "edits.csv", Format::Csv, &schema)?;
    for (_, outcome, _) in summed.each() {
        for (n, (edit, touched)) in
            (outcome.scenario.edits.iter().zip(&outcome.touched)).enumerate()
        {
            let lines: Vec<&str> = touched.lines.iter().map(String::as_str).collect();
            let lines = lines.join(", ");
            let what = in_words(&edit.place.given, &AsWritten);
            let count = |n: u64| Value::Int(n as i64);
            t.row(&[
                Value::Text(&outcome.scenario.name),
                count(n as u64 + 1),
                Value::Text(&edit.name),
                Value::Text(edit.change.kind().word()),
                Value::Text(&what),
                Value::Text(&edit.why),
                Value::Text(&lines),
                // Rides from stop to stop stand for vehicles on demand: they are no trips of a timetable.
                match edit.change {
                    Change::Timetable(TimetableEdit::OnDemand(_)) => Value::Empty,
                    _ => count(touched.trips),
                },
                count(touched.stops),
                Value::Number(touched.departures_week),
                Value::Number(touched.vehicle_hours_week),
                Value::Number(touched.vehicle_km_week),
                Value::Number(touched.beyond_map_week[0]),
                Value::Number(touched.beyond_map_week[1]),
                count(touched.street_edges),
                count(touched.places),
                count(touched.homes),
                Value::Number(touched.people),
            ])?;
        }
    }
    done(t, out)
}

pub(super) fn checks(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
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
fn row_names<'a>(study: &'a Study, row: &factorial::Row) -> [Value<'a>; 4] {
    let Key {
        slot,
        persona,
        group,
        service,
    } = row.key;
    let service = match row.indicator {
        factorial::Indicator::MissesAtLeast(_) => "all essential services",
        _ => study.services[service].name.as_str(),
    };
    [
        Value::Text(&study.homes.groups[group].name),
        Value::Text(&study.personas[persona].name),
        Value::Text(&study.slots[slot].name),
        Value::Text(service),
    ]
}

pub(super) fn combinations(
    study: &Study,
    stacked: &Stacked,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let schema = key_columns(Schema::new())
        .text("indicator")
        .text("unit")
        .label("events")
        .number("value", 4)
        .number("change", 4)
        .number("interaction", 4)
        .people("people_left_out");
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

pub(super) fn shares(
    study: &Study,
    stacked: &Stacked,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
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
