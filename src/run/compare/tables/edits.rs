//! Tables of edits, checks and stacked effects.

use super::super::factorial::Stacked;
use super::Summed;
use crate::diagnostics::Error;
use crate::input::scenario::given::{AsWritten, in_words};
use crate::input::scenario::{Change, TimetableEdit};
use crate::input::study::Study;
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, Value};
use crate::run::compare::factorial;
use crate::run::study::summary::Key;
use crate::run::study::tables::{KEY, table};

pub(super) const EDITS: Declared = Declared {
    files: &[("edits.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_EDITS,
    parts: &[Part::Once(&[
        field::SCENARIO,
        field::EDIT,
        field::NAME,
        field::KIND_OF_EDIT,
        field::WHAT,
        field::WHY,
        field::LINES,
        field::TRIPS,
        field::STOPS,
        field::DEPARTURES_WEEK,
        field::VEHICLE_HOURS_CHANGE,
        field::VEHICLE_KM_CHANGE,
        field::HOURS_BEYOND_MAP,
        field::KM_BEYOND_MAP,
        field::STREET_EDGES,
        field::DESTINATIONS,
        field::HOMES,
        field::PEOPLE_MOVED,
    ])],
};

pub(super) const CHECKS: Declared = Declared {
    files: &[("checks.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_CHECKS,
    parts: &[Part::Once(&[
        field::SCENARIO,
        field::RULE,
        field::LOOKED_AT,
        field::BROKEN,
        field::EXAMPLE,
    ])],
};

pub(super) const FACTORIAL: Declared = Declared {
    files: &[("factorial.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_FACTORIAL,
    parts: &[
        KEY,
        Part::Once(&[
            field::INDICATOR,
            field::UNIT,
            field::EVENTS,
            field::VALUE_OF_COMBINATION,
            field::CHANGE_OF_COMBINATION,
            field::INTERACTION,
            field::PEOPLE_LEFT_OUT,
        ]),
    ],
};

pub(super) const SHARES: Declared = Declared {
    files: &[("shares.csv", Format::Csv)],
    row: field::ROW_OF_COMPARE_SHARES,
    parts: &[
        KEY,
        Part::Once(&[
            field::INDICATOR,
            field::UNIT,
            field::EVENT,
            field::ALONE,
            field::SHAPLEY_SHARE,
            field::ALL_TOGETHER,
        ]),
    ],
};

pub(super) fn edits(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &EDITS)?;
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
                count(touched.places.len() as u64),
                count(touched.homes),
                Value::Number(touched.people),
            ])?;
        }
    }
    out.end(t)
}

pub(super) fn checks(summed: &Summed, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &CHECKS)?;
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
    out.end(t)
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
    let mut t = table(out, &FACTORIAL)?;
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
    out.end(t)
}

pub(super) fn shares(
    study: &Study,
    stacked: &Stacked,
    out: &mut ResultsFolder,
) -> Result<(), Error> {
    let mut t = table(out, &SHARES)?;
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
    out.end(t)
}
