//! What is odd about a feed whose rows are each in order: it is used as it is, and told.

use super::{Call, Feed, Frequency, TransferKind, TransferRule, Trip};
use crate::diagnostics::{Finding, Findings, Severity};
use crate::units::ClockTime;
use std::collections::{BTreeMap, HashSet};

/// Says what is odd about a feed as a whole.
pub fn review(feed: &Feed, findings: &mut Findings) {
    services(feed, findings);
    frequencies(feed, findings);
    blocks(feed, findings);
    transfers(feed, findings);
}

/// Trips whose calendar has no date.
fn services(feed: &Feed, findings: &mut Findings) {
    let mut trips = vec![0u32; feed.services.len()];
    for trip in &feed.trips {
        if let Some(n) = trips.get_mut(trip.service as usize) {
            *n += 1;
        }
    }
    for (service, trips) in feed.services.iter().zip(trips) {
        if trips == 0 || service.ever_runs() {
            continue;
        }
        let table = match service.weekly {
            Some(_) => "calendar.txt",
            None => "calendar_dates.txt",
        };
        findings.warn(
            "service-never-runs",
            format!("{}/{table}", feed.name),
            None,
            format!("service_id {}", service.id),
            format!("it runs on no date, and {trips} trips have it"),
            "they never run",
        );
    }
}

/// Rows of one trip whose spans overlap.
fn frequencies(feed: &Feed, findings: &mut Findings) {
    // The row of the trip before that ends last.
    let mut last: Option<&Frequency> = None;
    for f in &feed.frequencies {
        if let Some(before) = last.filter(|b| b.trip == f.trip) {
            if f.start < before.end {
                let id = feed.trips.get(f.trip as usize).map(|t| t.id.as_str());
                findings.warn(
                    "frequencies-overlap",
                    format!("{}/frequencies.txt", feed.name),
                    None,
                    format!("trip_id {}", id.unwrap_or_default()),
                    format!(
                        "the rows from {} to {} and from {} to {} overlap",
                        ClockTime(before.start),
                        ClockTime(before.end),
                        ClockTime(f.start),
                        ClockTime(f.end)
                    ),
                    "each row runs on its own, so that more vehicles run than either says",
                );
            }
            if before.end >= f.end {
                continue;
            }
        }
        last = Some(f);
    }
}

/// Runs of one block: when they start and end, and the trip.
type Runs<'f> = Vec<(i32, i32, &'f Trip)>;

/// Trips of one block and calendar that one vehicle cannot both make.
fn blocks(feed: &Feed, findings: &mut Findings) {
    let templates: HashSet<u32> = feed.frequencies.iter().map(|f| f.trip).collect();
    let mut blocks: BTreeMap<(u32, u32), Runs> = BTreeMap::new();
    for (i, trip) in (0u32..).zip(&feed.trips) {
        if let (Some(block), Some(calls)) = (trip.block, feed.calls.get(trip.calls.clone()))
            && let (Some(first), Some(last)) = (calls.first(), calls.last())
            && !templates.contains(&i)
        {
            let trips = blocks.entry((block, trip.service)).or_default();
            trips.push((first.departure, last.arrival, trip));
        }
    }
    for mut trips in blocks.into_values() {
        trips.sort_by_key(|(from, to, _)| (*from, *to));
        let mut last: Option<(i32, &Trip)> = None;
        for (from, to, trip) in trips {
            if let Some((until, before)) = last
                && from < until
            {
                findings.warn(
                    "block-overlaps",
                    format!("{}/trips.txt", feed.name),
                    None,
                    format!("trip_id {}", trip.id),
                    format!(
                        "it starts at {}, before trip {} of the same block arrives at {}",
                        ClockTime(from),
                        before.id,
                        ClockTime(until)
                    ),
                    "both run; nobody stays seated from the one to the other",
                );
            }
            if last.is_none_or(|(until, _)| to > until) {
                last = Some((to, trip));
            }
        }
    }
}

/// Rules that no change of vehicles can ever meet.
fn transfers(feed: &Feed, findings: &mut Findings) {
    if feed.transfers.is_empty() {
        return;
    }
    let served = Served::of(feed);
    for rule in &feed.transfers {
        if let Some(why) = without_effect(feed, &served, rule) {
            findings.push(Finding {
                severity: Severity::Note,
                code: "transfer-without-effect".into(),
                file: format!("{}/transfers.txt", feed.name),
                line: None,
                record: named(feed, rule),
                message: why,
                action: "kept; it changes nothing".into(),
            });
        }
    }
}

/// Where vehicles call.
struct Served {
    /// Per row of `stops.txt`: a vehicle calls there, or at a stop of this station.
    places: Vec<bool>,
    /// The same by line, where rules name lines.
    by_route: HashSet<(u32, u32)>,
}

impl Served {
    fn of(feed: &Feed) -> Self {
        let routes = |r: &TransferRule| r.from_route.into_iter().chain(r.to_route);
        let named: HashSet<u32> = feed.transfers.iter().flat_map(routes).collect();
        let mut served = Self {
            places: vec![false; feed.stops.len()],
            by_route: HashSet::new(),
        };
        for trip in &feed.trips {
            let named = named.contains(&trip.route);
            for place in calls(feed, trip).iter().flat_map(|c| places(feed, c)) {
                if let Some(served) = served.places.get_mut(place as usize) {
                    *served = true;
                }
                if named {
                    served.by_route.insert((trip.route, place));
                }
            }
        }
        served
    }
}

fn calls<'f>(feed: &'f Feed, trip: &Trip) -> &'f [Call] {
    feed.calls.get(trip.calls.clone()).unwrap_or_default()
}

/// The stop of a call, and its station.
fn places(feed: &Feed, call: &Call) -> impl Iterator<Item = u32> + use<> {
    let parent = feed.stops.get(call.stop as usize).and_then(|s| s.parent);
    std::iter::once(call.stop).chain(parent)
}

/// Why a rule changes nothing; none where it may.
fn without_effect(feed: &Feed, served: &Served, rule: &TransferRule) -> Option<String> {
    let trip = |i: Option<u32>| i.and_then(|i| feed.trips.get(i as usize));
    let ends = [
        ("from", rule.from_stop, rule.from_route, rule.from_trip),
        ("to", rule.to_stop, rule.to_route, rule.to_trip),
    ];
    for (end, stop, route, of_trip) in ends {
        let Some(stop) = stop else { continue };
        if served.places.get(stop as usize) != Some(&true) {
            return Some(format!("no vehicle calls at {end}_stop_id"));
        }
        if let Some(trip) = trip(of_trip) {
            let mut there = calls(feed, trip).iter().flat_map(|c| places(feed, c));
            if !there.any(|place| place == stop) {
                return Some(format!("{end}_trip_id does not call at {end}_stop_id"));
            }
        } else if route.is_some_and(|r| !served.by_route.contains(&(r, stop))) {
            return Some(format!("{end}_route_id does not call at {end}_stop_id"));
        }
    }
    if rule.kind == TransferKind::InSeat
        && let (Some(from), Some(to)) = (trip(rule.from_trip), trip(rule.to_trip))
        && let (Some(last), Some(first)) = (calls(feed, from).last(), calls(feed, to).first())
        && first.departure < last.arrival
    {
        return Some("to_trip_id leaves before from_trip_id arrives".to_owned());
    }
    None
}

/// What a rule names, for messages.
fn named(feed: &Feed, rule: &TransferRule) -> String {
    let stop = |i: u32| feed.stops.get(i as usize).map(|s| s.id.as_str());
    let route = |i: u32| feed.routes.get(i as usize).map(|r| r.id.as_str());
    let trip = |i: u32| feed.trips.get(i as usize).map(|t| t.id.as_str());
    let names = [
        ("from_stop_id", rule.from_stop.and_then(stop)),
        ("to_stop_id", rule.to_stop.and_then(stop)),
        ("from_route_id", rule.from_route.and_then(route)),
        ("to_route_id", rule.to_route.and_then(route)),
        ("from_trip_id", rule.from_trip.and_then(trip)),
        ("to_trip_id", rule.to_trip.and_then(trip)),
    ];
    let named: Vec<String> = (names.into_iter())
        .filter_map(|(name, id)| id.map(|id| format!("{name} {id}")))
        .collect();
    named.join(" ")
}
