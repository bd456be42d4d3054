//! `calendar.txt` and `calendar_dates.txt`: on which dates a service runs.

use super::Service;
use super::archive::Source;
use super::losses;
use super::projection::{Kind, Projection};
use super::reader::optional;
use super::rows::{CalendarDateRow, CalendarRow, ExceptionType};
use crate::diagnostics::{Error, Fault, Findings};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Services by id. Either table may be missing, not both.
pub fn read(
    source: &mut dyn Source,
    feed: &str,
    findings: &mut Findings,
) -> Result<Vec<Service>, Error> {
    let mut services: BTreeMap<String, Service> = BTreeMap::new();
    let weekly = read_weekly(source, &mut services, findings)?;
    let dates = read_dates(source, &mut services, findings)?;
    if !weekly && !dates {
        return Err(Fault::TableMissing
            .at(
                feed,
                "has neither calendar.txt nor calendar_dates.txt with a row in it",
            )
            .hint("without a calendar it is unknown on which dates trips run")
            .into());
    }
    if services.is_empty() {
        let found: Vec<String> = findings.summary().into_iter().take(3).collect();
        let problem = "all rows of calendar.txt and calendar_dates.txt were left out";
        return Err(Fault::FeedUnusable
            .at(feed, problem)
            .hint(format!("what was found: {}", found.join(" | ")))
            .into());
    }
    Ok(services
        .into_iter()
        .map(|(id, service)| Service { id, ..service })
        .collect())
}

/// Gives whether there is any row.
fn read_weekly(
    source: &mut dyn Source,
    services: &mut BTreeMap<String, Service>,
    findings: &mut Findings,
) -> Result<bool, Error> {
    let Some(mut table) = optional(source, "calendar.txt")? else {
        return Ok(false);
    };
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let mut wanted = vec![("service_id", Kind::Id)];
    for day in DAYS {
        table.require(day)?;
        wanted.push((day, Kind::Digit));
    }
    wanted.extend([("start_date", Kind::Date), ("end_date", Kind::Date)]);
    let mut columns = Projection::new(&table, &wanted)?;
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<CalendarRow>(&row, findings) else {
            continue;
        };
        if services.contains_key(&raw.service_id) {
            row.warn(
                findings,
                "duplicate-id",
                columns.record(&row),
                "this service_id is there twice",
                "row left out",
            );
            continue;
        }
        let (from, to) = (raw.start_date, raw.end_date);
        let span = (from <= to).then_some((from, to));
        if span.is_none() {
            let message = format!("start_date {from} is after end_date {to}");
            row.warn(
                findings,
                "calendar-ends-before-it-starts",
                columns.record(&row),
                message,
                "its weekdays left out",
            );
        }
        let days = [
            raw.monday,
            raw.tuesday,
            raw.wednesday,
            raw.thursday,
            raw.friday,
            raw.saturday,
            raw.sunday,
        ];
        services.insert(
            raw.service_id,
            Service {
                weekly: span.map(|(from, to)| (days, from, to)),
                ..Service::default()
            },
        );
    }
    let (rows, kept) = (table.rows(), services.len());
    losses::weigh(table.label(), rows, kept, "", findings)?;
    Ok(rows > 0)
}

/// Gives whether there is any row.
fn read_dates(
    source: &mut dyn Source,
    services: &mut BTreeMap<String, Service>,
    findings: &mut Findings,
) -> Result<bool, Error> {
    let Some(mut table) = optional(source, "calendar_dates.txt")? else {
        return Ok(false);
    };
    table.require("exception_type")?;
    let mut columns = Projection::new(
        &table,
        &[
            ("service_id", Kind::Id),
            ("date", Kind::Date),
            ("exception_type", Kind::Digit),
        ],
    )?;
    let mut exceptions: BTreeMap<(String, NaiveDate), ExceptionType> = BTreeMap::new();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<CalendarDateRow>(&row, findings) else {
            continue;
        };
        let date = raw.date;
        match exceptions.entry((raw.service_id, date)) {
            std::collections::btree_map::Entry::Vacant(free) => {
                free.insert(raw.exception_type);
            }
            std::collections::btree_map::Entry::Occupied(taken) => {
                let what = if *taken.get() == raw.exception_type {
                    "twice"
                } else {
                    "both added and removed"
                };
                row.warn(
                    findings,
                    "duplicate-date",
                    columns.record(&row),
                    format!("{date} is {what}"),
                    "the later row left out",
                );
            }
        }
    }
    let (rows, kept) = (table.rows(), exceptions.len());
    losses::weigh(table.label(), rows, kept, "", findings)?;
    // In order of date within a service, so the lists are sorted and without doubles.
    for ((id, date), exception) in exceptions {
        let service = services.entry(id).or_default();
        match exception {
            ExceptionType::Added => service.added.push(date),
            ExceptionType::Removed => service.removed.push(date),
        }
    }
    Ok(rows > 0)
}
