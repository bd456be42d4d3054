//! `trips.txt` and `frequencies.txt`, and trips put together with their calls.

use super::archive::Source;
use super::losses;
use super::projection::{Kind, Projection};
use super::reader::{Index, note, optional, required};
use super::rows::{FrequencyRow, TripRow};
use super::stop_times::Rows;
use super::tables::id_key;
use super::values;
use super::{Access, Call, Frequency, Route, Service, Stop, Trip};
use crate::diagnostics::{Error, Findings};
use std::collections::{BTreeMap, HashMap};

/// A trip before its calls are known.
pub struct Draft {
    pub id: String,
    route: u32,
    service: u32,
    headsign: String,
    direction: Option<u8>,
    block: String,
    wheelchair: Access,
    /// Line in `trips.txt`.
    line: u64,
    /// `frequencies.txt` has a row for it, sound or not: it never runs as a plain trip.
    template: bool,
    /// Rows of `stop_times.txt` that are calls on demand, which are not modelled.
    on_demand: u32,
    /// Why its calls can't be trusted: a row of it can't be read or placed.
    pub doubt: Option<String>,
}

/// What an id in another table means.
pub enum Named {
    /// A trip at this place.
    Trip(u32),
    /// A trip that was left out and named.
    LeftOut,
    /// Nothing known.
    Unknown,
}

/// Trips sorted by id, and where each id is.
pub struct Drafts {
    pub list: Vec<Draft>,
    label: String,
    index: HashMap<Box<[u8]>, Option<u32>>,
}

impl Drafts {
    /// What `id` means.
    pub fn find(&self, id: &[u8]) -> Named {
        match self.index.get(id_key(id).as_ref()) {
            Some(Some(i)) => Named::Trip(*i),
            Some(None) => Named::LeftOut,
            None => Named::Unknown,
        }
    }
    /// Marks an id as named, so that it is named once.
    pub fn leave_out(&mut self, id: &[u8]) {
        let key = id_key(id).into_owned().into_boxed_slice();
        self.index.entry(key).or_insert(None);
    }
    /// Counts a call on demand of a trip.
    pub fn call_on_demand(&mut self, trip: u32) {
        if let Some(draft) = self.list.get_mut(trip as usize) {
            draft.on_demand = draft.on_demand.saturating_add(1);
        }
    }
    /// Says why the calls of a trip can't be trusted; the first reason counts.
    pub fn doubt(&mut self, id: &[u8], why: impl FnOnce() -> String) {
        if let Named::Trip(i) = self.find(id)
            && let Some(draft) = self.list.get_mut(i as usize)
            && draft.doubt.is_none()
        {
            draft.doubt = Some(why());
        }
    }
}

/// Reads `trips.txt`.
pub fn read(
    source: &mut dyn Source,
    feed: &str,
    routes: &[Route],
    services: &[Service],
    findings: &mut Findings,
) -> Result<Drafts, Error> {
    let mut table = required(source, feed, "trips.txt")?;
    let id_column = Some(table.require("trip_id")?);
    let mut columns = Projection::new(
        &table,
        &[
            ("trip_id", Kind::Id),
            ("route_id", Kind::Id),
            ("service_id", Kind::Id),
            ("trip_headsign", Kind::Text),
            ("direction_id", Kind::Code(&["0", "1"])),
            ("block_id", Kind::Ref),
            ("wheelchair_accessible", Kind::Code(&["0", "1", "2"])),
        ],
    )?;
    let mut drafts = Drafts {
        list: Vec::new(),
        label: table.label().to_owned(),
        index: HashMap::new(),
    };
    let mut seen = Index::new();
    while let Some(row) = table.next(findings)? {
        let Some(raw) = columns.read::<TripRow>(&row, findings) else {
            drafts.leave_out(row.bytes(id_column));
            continue;
        };
        let id = raw.trip_id.as_bytes();
        let problem = if !note(&mut seen, id, drafts.list.len()) {
            Err(("duplicate-id", "this trip_id is there twice".to_owned()))
        } else {
            let route = routes.binary_search_by(|r| r.id.cmp(&raw.route_id));
            let service = services.binary_search_by(|s| s.id.cmp(&raw.service_id));
            match (route, service) {
                (Ok(r), Ok(s)) => Ok((r as u32, s as u32)),
                (Err(_), _) => Err((
                    "unknown-route",
                    format!(
                        "route_id = {:?} is no usable row of routes.txt",
                        raw.route_id
                    ),
                )),
                _ => Err((
                    "unknown-service",
                    format!("service_id = {:?} is in no calendar", raw.service_id),
                )),
            }
        };
        match problem {
            Ok((route, service)) => drafts.list.push(Draft {
                id: raw.trip_id,
                route,
                service,
                headsign: raw.trip_headsign,
                direction: raw.direction_id,
                block: raw.block_id,
                wheelchair: raw.wheelchair_accessible,
                line: row.line,
                template: false,
                on_demand: 0,
                doubt: None,
            }),
            Err((code, message)) => {
                if code != "duplicate-id" {
                    drafts.leave_out(id);
                }
                row.warn(
                    findings,
                    code,
                    columns.record(&row),
                    message,
                    "row left out",
                );
            }
        }
    }
    let (rows, kept) = (table.rows(), drafts.list.len());
    losses::weigh(&drafts.label, rows, kept, "trip", findings)?;
    drafts.list.sort_by(|a, b| a.id.cmp(&b.id));
    for (i, draft) in (0u32..).zip(&drafts.list) {
        drafts.index.insert(draft.id.as_bytes().into(), Some(i));
    }
    Ok(drafts)
}

/// Most departures of one row with `exact_times=1`, each of which becomes a trip.
const MOST_DEPARTURES: u32 = 20_000;

/// Reads `frequencies.txt`; trips are places in the drafts.
pub fn read_frequencies(
    source: &mut dyn Source,
    drafts: &mut Drafts,
    findings: &mut Findings,
) -> Result<Vec<Frequency>, Error> {
    let mut list = Vec::new();
    let Some(mut table) = optional(source, "frequencies.txt")? else {
        return Ok(list);
    };
    for column in ["start_time", "end_time", "headway_secs"] {
        table.require(column)?;
    }
    let id_column = Some(table.require("trip_id")?);
    let mut columns = Projection::new(
        &table,
        &[
            ("trip_id", Kind::Id),
            ("start_time", Kind::Text),
            ("end_time", Kind::Text),
            ("headway_secs", Kind::Whole),
            ("exact_times", Kind::Digit),
        ],
    )?;
    let mut seen = std::collections::BTreeSet::new();
    while table.advance()?.is_some() {
        let row = table.row();
        let named = drafts.find(row.bytes(id_column));
        // Whatever is wrong with the row, its trip is no plain trip.
        if let Named::Trip(i) = named
            && let Some(draft) = drafts.list.get_mut(i as usize)
        {
            draft.template = true;
        }
        if let Some(why) = table.misfit()? {
            row.name_misfit(findings, why, "row left out");
            continue;
        }
        let Some(raw) = columns.read::<FrequencyRow>(&row, findings) else {
            continue;
        };
        let record = columns.record(&row);
        let trip = match named {
            Named::Trip(i) => i,
            Named::LeftOut => continue,
            Named::Unknown => {
                let message = "this trip_id is not in trips.txt";
                row.warn(findings, "unknown-trip", record, message, "row left out");
                continue;
            }
        };
        let (start, end) = (&raw.start_time, &raw.end_time);
        let span = values::clock(start.as_bytes()).zip(values::clock(end.as_bytes()));
        let problem = match span {
            None => no_span(start, end),
            Some((from, to)) if to <= from => {
                format!("end_time = {end:?} is not after start_time = {start:?}")
            }
            Some(_) if raw.headway_secs == 0 => "headway_secs is 0".to_owned(),
            Some((from, to))
                if raw.exact_times && to.abs_diff(from) / raw.headway_secs > MOST_DEPARTURES =>
            {
                format!("it makes more than {MOST_DEPARTURES} departures")
            }
            Some((from, to)) => {
                let exact = raw.exact_times;
                if seen.insert((trip, from, to, raw.headway_secs, exact)) {
                    list.push(Frequency {
                        trip,
                        start: from,
                        end: to,
                        headway: raw.headway_secs,
                        exact,
                    });
                    continue;
                }
                row.warn(
                    findings,
                    "duplicate-row",
                    record,
                    "this row is there twice",
                    "row left out",
                );
                continue;
            }
        };
        row.warn(findings, "bad-frequency", record, problem, "row left out");
    }
    losses::weigh(table.label(), table.rows(), list.len(), "", findings)?;
    Ok(list)
}

/// Which of two times is none, and why.
fn no_span(start: &str, end: &str) -> String {
    let (name, text) = match values::clock(start.as_bytes()) {
        None => ("start_time", start),
        Some(_) => ("end_time", end),
    };
    format!("{name} = {text:?} {}", values::no_clock(text.as_bytes()))
}

/// Trips with their calls and frequencies.
pub struct Finished {
    pub trips: Vec<Trip>,
    pub calls: Vec<Call>,
    pub frequencies: Vec<Frequency>,
}

impl Finished {
    /// How many trips nobody can travel on: no stop to board at has one to alight at behind it.
    pub fn useless(&self) -> usize {
        let useful = |calls: &[Call]| {
            let mut calls = calls.iter();
            calls.any(|c| c.boards) && calls.any(|c| c.alights)
        };
        let calls = |trip: &Trip| self.calls.get(trip.calls.clone()).unwrap_or_default();
        self.trips.iter().filter(|t| !useful(calls(t))).count()
    }
}

/// Puts trips, calls and frequencies together; trips that can't run are left out and named.
pub fn finish(
    drafts: Drafts,
    rows: Rows,
    mut frequencies: Vec<Frequency>,
    stops: &[Stop],
    findings: &mut Findings,
) -> Finished {
    let mut runs = vec![false; drafts.list.len()];
    for f in &frequencies {
        if let Some(runs) = runs.get_mut(f.trip as usize) {
            *runs = true;
        }
    }
    let mut calls = Vec::with_capacity(rows.len());
    let mut trips = Vec::with_capacity(drafts.list.len());
    let mut place: Vec<Option<u32>> = vec![None; drafts.list.len()];
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut assembler = rows.by_trip(stops);
    for (i, draft) in (0u32..).zip(drafts.list) {
        let runs = runs.get(i as usize).copied().unwrap_or(false);
        let first = calls.len();
        let result = if let Some(why) = draft.doubt {
            Err(("trip-in-doubt", why))
        } else if draft.template && !runs {
            let why = "none of its rows in frequencies.txt is usable".to_owned();
            Err(("template-without-frequency", why))
        } else {
            assembler.calls_of(i, &draft.id, &mut calls, findings)
        };
        if let Err(refusal) = result {
            let (code, why) = match draft.on_demand {
                0 => refusal,
                n => ("trip-on-demand", on_demand(n)),
            };
            calls.truncate(first);
            findings.warn(
                code,
                drafts.label.as_str(),
                Some(draft.line),
                format!("trip_id {}", draft.id),
                why,
                "trip left out",
            );
            continue;
        }
        if draft.on_demand > 0 {
            findings.warn(
                "call-on-demand",
                drafts.label.as_str(),
                Some(draft.line),
                format!("trip_id {}", draft.id),
                on_demand(draft.on_demand),
                "these calls left out; the trip runs between its calls at stops and times",
            );
        }
        if let Some(place) = place.get_mut(i as usize) {
            *place = u32::try_from(trips.len()).ok();
        }
        if !draft.block.is_empty() {
            blocks.entry(draft.block).or_default().push(trips.len());
        }
        trips.push(Trip {
            id: draft.id,
            route: draft.route,
            service: draft.service,
            headsign: draft.headsign,
            direction: draft.direction,
            block: None,
            wheelchair: draft.wheelchair,
            calls: first..calls.len(),
        });
    }
    let (all, left) = (place.len() as u64, trips.len() as u64);
    let what = "trips were left out";
    losses::loud(&drafts.label, all - left, all, what, findings);
    // Blocks are numbered by their ids.
    for (number, members) in (0u32..).zip(blocks.into_values()) {
        for trip in members {
            if let Some(trip) = trips.get_mut(trip) {
                trip.block = Some(number);
            }
        }
    }
    // Frequencies of trips left out go with them; the trips have been named.
    frequencies.retain_mut(|f| match place.get(f.trip as usize) {
        Some(Some(trip)) => {
            f.trip = *trip;
            true
        }
        _ => false,
    });
    frequencies.sort_by_key(|f| (f.trip, f.start, f.end, f.headway, f.exact));
    Finished {
        trips,
        calls,
        frequencies,
    }
}

/// What calls on demand are.
fn on_demand(calls: u32) -> String {
    format!(
        "{calls} of its calls are on demand (GTFS-Flex: start_pickup_drop_off_window, location_id and the like in stop_times.txt), which is not modelled"
    )
}
