//! `transfers.txt` and `pathways.txt`.

use super::archive::Source;
use super::losses;
use super::projection::{Kind, Projection};
use super::reader::{Index, note, optional};
use super::rows::{PathwayRow, TransferRow};
use super::stops::Stops;
use super::tables::{Row, id_key};
use super::values;
use super::{Pathway, Route, StopKind, TransferKind, TransferRule, Trip};
use crate::diagnostics::{Error, Findings};
use std::collections::BTreeSet;

/// Longest `min_transfer_time` or `traversal_time` taken for one, seconds (ten days).
const LONGEST: u32 = 864_000;

/// The places a transfer names; `None` holds for all.
type Key = [Option<u32>; 6];

/// Rules, sorted by what they name.
pub fn read(
    source: &mut dyn Source,
    stops: &Stops,
    routes: &[Route],
    trips: &[Trip],
    findings: &mut Findings,
) -> Result<Vec<TransferRule>, Error> {
    let mut rules = Vec::new();
    let Some(mut table) = optional(source, "transfers.txt")? else {
        return Ok(rules);
    };
    table.require_column("transfer_type")?;
    if table.column("from_trip_id").is_none() {
        // Only rules between two trips can do without stops.
        table.require("from_stop_id")?;
        table.require("to_stop_id")?;
    }
    // Read beside the row, by the bytes of the ids.
    let names = [
        ("from_stop_id", table.column("from_stop_id")),
        ("to_stop_id", table.column("to_stop_id")),
        ("from_route_id", table.column("from_route_id")),
        ("to_route_id", table.column("to_route_id")),
        ("from_trip_id", table.column("from_trip_id")),
        ("to_trip_id", table.column("to_trip_id")),
    ];
    let mut columns = Projection::new(
        &table,
        &[
            ("from_stop_id", Kind::Ref),
            ("to_stop_id", Kind::Ref),
            ("transfer_type", Kind::Digit),
            ("min_transfer_time", Kind::Whole),
        ],
    )?;
    let find = |name: &str, id: &[u8]| match name {
        "from_stop_id" | "to_stop_id" => stops.row(id),
        "from_route_id" | "to_route_id" => place(routes, id, |r| &r.id),
        _ => place(trips, id, |t| &t.id),
    };
    let mut seen: BTreeSet<Key> = BTreeSet::new();
    while let Some(row) = table.next(findings)? {
        let record = || record(&row, &names);
        let Some(raw) = columns.read::<TransferRow>(&row, findings) else {
            continue;
        };
        let kind = raw.transfer_type;
        let mut key: Key = [None; 6];
        let mut problem = None;
        for (slot, (name, column)) in key.iter_mut().zip(names) {
            let id = row.bytes(column);
            if !id.is_empty() {
                *slot = find(name, id);
                if slot.is_none() && problem.is_none() {
                    let shown = row.shown(column);
                    problem = Some(format!("{name} = {shown:?} is unknown or was left out"));
                }
            }
        }
        let min_time = match kind {
            TransferKind::MinTime => raw.min_transfer_time.unwrap_or(0),
            _ => 0,
        };
        let problem = problem.or_else(|| misuse(kind, &key, stops, min_time));
        if let Some(problem) = problem {
            row.warn(findings, "bad-transfer", record(), problem, "row left out");
            continue;
        }
        if !seen.insert(key) {
            let message = "a rule for the same stops, routes and trips stands before it";
            row.warn(
                findings,
                "duplicate-transfer",
                record(),
                message,
                "row left out",
            );
            continue;
        }
        let [from_stop, to_stop, from_route, to_route, from_trip, to_trip] = key;
        rules.push(TransferRule {
            from_stop,
            to_stop,
            from_route,
            to_route,
            from_trip,
            to_trip,
            kind,
            min_time,
        });
    }
    losses::weigh_named(table.label(), table.rows(), findings);
    rules.sort_by_key(|r| {
        (
            [r.from_stop, r.to_stop],
            [r.from_route, r.to_route],
            [r.from_trip, r.to_trip],
        )
    });
    Ok(rules)
}

/// What is wrong with a rule whose references are all known.
fn misuse(kind: TransferKind, key: &Key, stops: &Stops, min_time: u32) -> Option<String> {
    let [from_stop, to_stop, _, _, from_trip, to_trip] = key;
    let seat = matches!(kind, TransferKind::InSeat | TransferKind::NotInSeat);
    if seat && (from_trip.is_none() || to_trip.is_none() || from_trip == to_trip) {
        return Some("types 4 and 5 need two trips".to_owned());
    }
    if !seat && (from_stop.is_none() || to_stop.is_none()) {
        return Some("types 0 to 3 need two stops".to_owned());
    }
    for stop in [from_stop, to_stop].into_iter().flatten() {
        let kind = stops.list.get(*stop as usize).map(|s| s.kind);
        if !matches!(kind, Some(StopKind::Stop | StopKind::Station)) {
            return Some("only stops and stations have transfers".to_owned());
        }
    }
    (min_time > LONGEST).then(|| format!("min_transfer_time = {min_time} is longer than ten days"))
}

/// Reads `pathways.txt`.
pub fn read_pathways(
    source: &mut dyn Source,
    stops: &Stops,
    findings: &mut Findings,
) -> Result<Vec<Pathway>, Error> {
    let mut list = Vec::new();
    let Some(mut table) = optional(source, "pathways.txt")? else {
        return Ok(list);
    };
    table.require("pathway_mode")?;
    table.require("is_bidirectional")?;
    let length_column = table.column("length");
    let mut columns = Projection::new(
        &table,
        &[
            ("pathway_id", Kind::Id),
            ("from_stop_id", Kind::Id),
            ("to_stop_id", Kind::Id),
            ("pathway_mode", Kind::Digit),
            ("is_bidirectional", Kind::Digit),
            ("traversal_time", Kind::Whole),
        ],
    )?;
    let mut seen = Index::new();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<PathwayRow>(&row, findings) else {
            continue;
        };
        let ends = stops
            .row(raw.from_stop_id.as_bytes())
            .zip(stops.row(raw.to_stop_id.as_bytes()));
        // Beside the row: a bad one is told as a bad pathway, and after what else is wrong with it.
        let length = match row.bytes(length_column) {
            b"" => Ok(None),
            text => values::decimal(text)
                .filter(|l| (0.0..=1e6).contains(l))
                .map(Some)
                .ok_or(()),
        };
        let problem = if !note(&mut seen, raw.pathway_id.as_bytes(), list.len()) {
            "this pathway_id is there twice".to_owned()
        } else if raw.traversal_time.is_some_and(|t| t > LONGEST) {
            "traversal_time is longer than ten days".to_owned()
        } else {
            match (ends, length) {
                (None, _) => "from_stop_id or to_stop_id is not in stops.txt".to_owned(),
                (_, Err(())) => format!("length = \"{}\" is no length", row.shown(length_column)),
                (Some((from_stop, to_stop)), Ok(length_m)) => {
                    list.push(Pathway {
                        from_stop,
                        to_stop,
                        mode: raw.pathway_mode,
                        both_ways: raw.is_bidirectional,
                        time: raw.traversal_time,
                        length_m,
                    });
                    continue;
                }
            }
        };
        row.warn(
            findings,
            "bad-pathway",
            columns.record(&row),
            problem,
            "row left out",
        );
    }
    losses::weigh_named(table.label(), table.rows(), findings);
    list.sort_by(|a, b| {
        let key = |p: &Pathway| (p.from_stop, p.to_stop, p.mode, p.both_ways, p.time);
        let length = |p: &Pathway| p.length_m.unwrap_or(-1.0);
        key(a)
            .cmp(&key(b))
            .then_with(|| length(a).total_cmp(&length(b)))
    });
    Ok(list)
}

/// Where an id is in a list sorted by id.
fn place<T>(list: &[T], id: &[u8], id_of: impl Fn(&T) -> &str) -> Option<u32> {
    let id = id_key(id);
    list.binary_search_by(|item| id_of(item).as_bytes().cmp(&id))
        .ok()
        .and_then(|i| u32::try_from(i).ok())
}

/// What a row names, for messages.
fn record(row: &Row<'_>, names: &[(&str, Option<usize>)]) -> String {
    let named: Vec<String> = names
        .iter()
        .filter(|(_, column)| !row.bytes(*column).is_empty())
        .map(|(name, column)| format!("{name} {}", row.shown(*column)))
        .collect();
    named.join(" ")
}
