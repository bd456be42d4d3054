//! The same trips twice: trips with the same stops at the same times that run on the same day, in
//! one feed (under two lines or operators) or in two.
//!
//! Travel times are what they are with one of them. Whatever counts trips (headways, savings, which
//! line somebody needs) counts them once: it asks [`Copies`] which trips are alike and, for a date,
//! which of them run beside another.
//!
//! *Alike* are trips whose calls are at the same stops, at the same times, with boarding and
//! alighting allowed at the same calls; of trips by headway also the rows of `frequencies.txt` are
//! the same. Feeds of different time zones have no trips alike. Of one feed two stops are the same
//! where they are one stop or at one position; of two feeds also where they lie within
//! [`SAME_STOP_M`] of each other (the nearest holds). A trip by headway is never like one with a
//! timetable.

use super::Network;
use super::timetable::Timetable;
use crate::ids::{FeedId, Id, RouteId, ServiceId, StopId, TripId};
use crate::units::LonLat;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Stops of two feeds this near to each other are the same, metres.
pub const SAME_STOP_M: f64 = 25.0;

/// Which trips of a timetable are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// The first trip that is like it (itself where there is none before it), `[TripId]`.
    first: Vec<TripId>,
    /// Trips alike, two or more, by class in the order of the first, in order within.
    classes: Vec<Vec<TripId>>,
}

impl Copies {
    /// Compares all trips of a timetable. One pass over its calls.
    pub fn new(t: &Timetable) -> Copies {
        let place = places(t);
        let mut zones: HashMap<&str, u32> = HashMap::new();
        let zone: Vec<u32> = (0..t.feed_name.len())
            .map(|f| {
                let next = zones.len() as u32;
                *zones.entry(t.feed_zone.get(f)).or_insert(next)
            })
            .collect();
        let key = |trip: TripId, key: &mut Vec<i64>| {
            let calls = &t.calls[trip];
            let rows = t.frequencies_of(trip);
            // Of trips by headway only the time under way counts, and their rows.
            let first = calls.first().filter(|_| !rows.is_empty());
            let zero = first.map_or(0, |first| i64::from(first.departure));
            key.clear();
            key.push(i64::from(zone[t.feed_of(trip).index()]));
            key.push(rows.len() as i64);
            for f in rows {
                key.extend([f.start, f.end].map(i64::from));
                key.extend([f.headway, f.exact].map(i64::from));
            }
            let last = calls.len().wrapping_sub(1);
            for (i, c) in calls.iter().enumerate() {
                let boards = c.boards() && i != last;
                let alights = c.alights() && i != 0;
                // When one arrives at the first call and leaves the last is of no account.
                let arrival = if i == 0 { c.departure } else { c.arrival };
                let departure = if i == last { c.arrival } else { c.departure };
                key.extend([
                    i64::from(place[c.stop.index()].0),
                    i64::from(arrival) - zero,
                    i64::from(departure) - zero,
                    i64::from(boards) | i64::from(alights) << 1,
                ]);
            }
        };
        // First trips by a hash of what they are; those that share one by chance are told apart.
        let mut known: HashMap<u64, Vec<TripId>> = HashMap::new();
        let mut first: Vec<TripId> = Vec::with_capacity(t.trips());
        let mut alike: BTreeMap<TripId, Vec<TripId>> = BTreeMap::new();
        let (mut mine, mut other) = (Vec::new(), Vec::new());
        for trip in (0..t.trips()).map(TripId::new) {
            key(trip, &mut mine);
            let mut hasher = DefaultHasher::new();
            mine.hash(&mut hasher);
            let firsts = known.entry(hasher.finish()).or_default();
            let same = firsts.iter().copied().find(|f| {
                key(*f, &mut other);
                mine == other
            });
            match same {
                Some(f) => alike.entry(f).or_insert_with(|| vec![f]).push(trip),
                None => firsts.push(trip),
            }
            first.push(same.unwrap_or(trip));
        }
        Copies {
            first,
            classes: alike.into_values().collect(),
        }
    }

    /// The first trip of the timetable that is like this one, itself where there is none before it:
    /// trips alike, and only those, give the same. Whether they run on the same day is not said.
    pub fn class(&self, trip: TripId) -> TripId {
        self.first.get(trip.index()).copied().unwrap_or(trip)
    }

    /// The trips that run on a date beside another that is like them, each with the first such in
    /// the timetable, which itself is not among them: leave these out, and every vehicle is counted once.
    pub fn on(&self, t: &Timetable, date: NaiveDate) -> BTreeMap<TripId, TripId> {
        self.of(|trip| t.runs_on(t.trip_service[trip.index()], date))
    }

    /// As [`Copies::on`], of the trips for which `runs` holds.
    pub fn of(&self, runs: impl Fn(TripId) -> bool) -> BTreeMap<TripId, TripId> {
        let mut out = BTreeMap::new();
        for class in &self.classes {
            let mut running = class.iter().copied().filter(|trip| runs(*trip));
            if let Some(first) = running.next() {
                out.extend(running.map(|copy| (copy, first)));
            }
        }
        out
    }

    /// Each trip that runs on some day on which one before it that is like it runs too, with the
    /// first such one. Looked at are [`DAYS_COMPARED`] days about the last of their calendars to begin.
    pub fn on_any_day(&self, t: &Timetable) -> Vec<(TripId, TripId)> {
        let mut days = Days::default();
        let mut out = Vec::new();
        for class in &self.classes {
            let from = days_from(t, class);
            // In the order of the trips: the days of those before, and the first trip of each service.
            let mut before: Vec<(ServiceId, TripId)> = Vec::new();
            let mut taken = [0u64; WORDS];
            for &trip in class {
                let service = t.trip_service[trip.index()];
                let mine = days.of(t, service, from);
                if share_one(&mine, &taken) {
                    let first = before
                        .iter()
                        .find(|(other, _)| share_one(&mine, &days.of(t, *other, from)));
                    out.extend(first.map(|(_, first)| (trip, *first)));
                }
                taken.iter_mut().zip(mine).for_each(|(a, b)| *a |= b);
                if before.last().is_none_or(|(last, _)| *last != service) {
                    before.push((service, trip));
                }
            }
        }
        out
    }
}

/// Days looked at for whether two services run on the same one: five and a half years.
pub const DAYS_COMPARED: usize = 64 * WORDS;
const WORDS: usize = 32;

/// First day looked at of trips alike, so that most of the days lie before the last calendar to begin.
fn days_from(t: &Timetable, class: &[TripId]) -> i32 {
    let begins = class.iter().filter_map(|trip| {
        let service = t.trip_service[trip.index()];
        let w = t.service_weekly[service.index()];
        let added = t.service_added[service].first().copied();
        added
            .into_iter()
            .chain((w.days != 0).then_some(w.from))
            .min()
    });
    let from = begins
        .max()
        .unwrap_or(0)
        .saturating_sub(DAYS_COMPARED as i32 * 3 / 4);
    // In steps, so that many classes look at the same days.
    from.div_euclid(256).saturating_mul(256)
}

fn share_one(a: &[u64; WORDS], b: &[u64; WORDS]) -> bool {
    a.iter().zip(b).any(|(a, b)| a & b != 0)
}

/// The days of services from a first day on, a bit a day, made when asked for.
#[derive(Default)]
struct Days {
    known: HashMap<(ServiceId, i32), [u64; WORDS]>,
}

impl Days {
    fn of(&mut self, t: &Timetable, service: ServiceId, from: i32) -> [u64; WORDS] {
        *self
            .known
            .entry((service, from))
            .or_insert_with(|| days_of(t, service, from))
    }
}

fn days_of(t: &Timetable, service: ServiceId, from: i32) -> [u64; WORDS] {
    let mut bits = [0u64; WORDS];
    let place = |day: i32| {
        let day = usize::try_from(i64::from(day) - i64::from(from)).ok()?;
        (day < DAYS_COMPARED).then_some((day / 64, 1u64 << (day % 64)))
    };
    let w = t.service_weekly[service.index()];
    let last = from.saturating_add(DAYS_COMPARED as i32 - 1);
    for day in w.from.max(from)..=w.to.min(last) {
        if w.has(day)
            && let Some((word, bit)) = place(day)
        {
            bits[word] |= bit;
        }
    }
    for (word, bit) in t.service_removed[service].iter().filter_map(|d| place(*d)) {
        bits[word] &= !bit;
    }
    for (word, bit) in t.service_added[service].iter().filter_map(|d| place(*d)) {
        bits[word] |= bit;
    }
    bits
}

/// For each stop the first that is the same place.
pub(crate) fn places(t: &Timetable) -> Vec<StopId> {
    let mut exact: HashMap<(FeedId, [u64; 2]), StopId> = HashMap::new();
    let mut anywhere: HashMap<[u64; 2], StopId> = HashMap::new();
    // Positions of the feeds before, by cells of at least the distance looked for.
    let mut cells: HashMap<[i64; 2], Vec<StopId>> = HashMap::new();
    let mut waiting: Vec<(FeedId, StopId, LonLat)> = Vec::new();
    let mut out = Vec::with_capacity(t.stops());
    for stop in (0..t.stops()).map(StopId::new) {
        let feed = t.stop_feed[stop.index()];
        let Some(at) = t.position(stop) else {
            out.push(stop);
            continue;
        };
        // Stops stand feed by feed: those of one feed are no neighbours of one another.
        if waiting.first().is_some_and(|(f, _, _)| *f != feed) {
            for (_, stop, at) in waiting.drain(..) {
                cells.entry(cell(at)).or_default().push(stop);
            }
        }
        let bits = [at.lon, at.lat].map(f64::to_bits);
        if let Some(same) = exact.get(&(feed, bits)).or_else(|| anywhere.get(&bits)) {
            out.push(*same);
            continue;
        }
        let near = nearest(t, &cells, at).unwrap_or(stop);
        exact.insert((feed, bits), near);
        anywhere.entry(bits).or_insert(near);
        if near == stop {
            waiting.push((feed, stop, at));
        }
        out.push(near);
    }
    out
}

/// Side of a cell in degrees: over [`SAME_STOP_M`] of latitude, and of longitude up to 84 degrees.
const CELL: [f64; 2] = [0.0025, 0.000_25];

fn cell(at: LonLat) -> [i64; 2] {
    [
        (at.lon / CELL[0]).floor() as i64,
        (at.lat / CELL[1]).floor() as i64,
    ]
}

/// The nearest stop within [`SAME_STOP_M`]; of several as near the first.
fn nearest(t: &Timetable, cells: &HashMap<[i64; 2], Vec<StopId>>, at: LonLat) -> Option<StopId> {
    let [x, y] = cell(at);
    let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| [x + dx, y + dy]));
    let stops = around.filter_map(|c| cells.get(&c)).flatten().copied();
    let far = |stop: StopId| Some((t.position(stop)?.distance_m(at), stop));
    stops
        .filter_map(far)
        .filter(|(m, _)| *m <= SAME_STOP_M)
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, stop)| stop)
}

/// Code of the finding about trips that are there twice.
pub(super) const CODE: &str = "trips-twice";

impl Network {
    /// One finding for each two lines (or one) whose trips are the same.
    pub(super) fn report_copies(&mut self) {
        let t = &self.timetable;
        let mut pairs: BTreeMap<(RouteId, RouteId), (u64, TripId, TripId)> = BTreeMap::new();
        for (copy, first) in Copies::new(t).on_any_day(t) {
            let lines = [copy, first].map(|trip| t.trip_route[trip.index()]);
            let entry = pairs.entry((lines[0], lines[1]));
            entry.or_insert((0, copy, first)).0 += 1;
        }
        for ((line, other), (trips, copy, first)) in pairs {
            let feed = |trip: TripId| t.feed_name.get(t.feed_of(trip).index());
            let elsewhere = match (feed(copy), feed(first)) {
                (a, b) if a == b => String::new(),
                (_, b) => format!(" of {b}"),
            };
            let of = if line == other {
                "other trips of the same line".to_owned()
            } else {
                format!("trips of line {}{elsewhere}", t.line_and_operator(other))
            };
            self.findings.warn(
                CODE,
                format!("{}/trips.txt", feed(copy)),
                None,
                format!("line {}", t.line_and_operator(line)),
                format!(
                    "{trips} of its trips have the same stops and times, on the same days, as {of} (trip {} as trip {})",
                    t.trip_id.get(copy.index()),
                    t.trip_id.get(first.index()),
                ),
                "kept; travel times don't change by it; check whether one line is there twice",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::gtfs::{Call, Feed, Frequency, Route, Service, Stop, Trip};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).expect("a date")
    }

    /// Stops 0 and 1 a kilometre apart, and trips `(line, service, minute of departure)` of ten
    /// minutes. Service 0 runs on Mondays to Fridays of March 2026, 1 on the 14th and 15th (Saturday and
    /// Sunday), 2 on the 15th and on Monday the 16th.
    fn feed(shift_deg: f64, trips: &[(u32, u32, i32)]) -> Feed {
        let mut feed = Feed {
            stops: (0..2)
                .map(|i| Stop {
                    id: i.to_string(),
                    position: LonLat::new(5.0 + shift_deg, 52.0 + 0.01 * f64::from(i)),
                    ..Stop::default()
                })
                .collect(),
            routes: vec![Route::default(), Route::default()],
            services: vec![
                Service {
                    weekly: Some((
                        [true, true, true, true, true, false, false],
                        day(1),
                        day(31),
                    )),
                    ..Service::default()
                },
                Service {
                    added: vec![day(14), day(15)],
                    ..Service::default()
                },
                Service {
                    added: vec![day(15), day(16)],
                    ..Service::default()
                },
            ],
            ..Feed::default()
        };
        for &(route, service, minute) in trips {
            let first = feed.calls.len();
            for (stop, at) in [(0, minute * 60), (1, minute * 60 + 600)] {
                feed.calls.push(Call {
                    stop,
                    arrival: at,
                    departure: at,
                    boards: true,
                    alights: true,
                });
            }
            feed.trips.push(Trip {
                route,
                service,
                calls: first..first + 2,
                ..Trip::default()
            });
        }
        feed
    }

    fn pairs(copies: impl IntoIterator<Item = (TripId, TripId)>) -> Vec<(u32, u32)> {
        copies.into_iter().map(|(a, b)| (a.0, b.0)).collect()
    }

    #[test]
    fn trips_alike_on_a_common_day_are_copies() {
        // Trips 0, 1, 3 and 4 are alike. 0 runs on working days, 1 at the weekend, 3 on Sunday the
        // 15th and Monday the 16th, 4 as 0; 2 leaves a minute later.
        let all = [
            (0, 0, 480),
            (0, 1, 480),
            (0, 0, 481),
            (1, 2, 480),
            (1, 0, 480),
        ];
        let t = Timetable::merge(&[feed(0.0, &all)]);
        let copies = Copies::new(&t);
        let class: Vec<u32> = (0..5).map(|i| copies.class(TripId(i)).0).collect();
        assert_eq!(class, [0, 0, 2, 0, 0]);
        assert_eq!(pairs(copies.on(&t, day(14))), []);
        assert_eq!(pairs(copies.on(&t, day(15))), [(3, 1)]);
        assert_eq!(pairs(copies.on(&t, day(16))), [(3, 0), (4, 0)]);
        assert_eq!(pairs(copies.on(&t, day(17))), [(4, 0)]);
        // 1 shares no day with 0; 3 shares the 16th with 0.
        assert_eq!(pairs(copies.on_any_day(&t)), [(3, 0), (4, 0)]);
    }

    #[test]
    fn two_feeds_name_the_same_stops_a_few_metres_apart() {
        // 0.0002 degrees of longitude are 13.7 m at 52 degrees, 0.001 are 69 m.
        let copies = |shift_deg: f64| {
            let one = feed(0.0, &[(0, 0, 480)]);
            let t = Timetable::merge(&[one, feed(shift_deg, &[(0, 0, 480)])]);
            pairs(Copies::new(&t).on_any_day(&t))
        };
        assert_eq!(copies(0.0), [(1, 0)]);
        assert_eq!(copies(0.0002), [(1, 0)]);
        assert_eq!(copies(0.001), []);
    }

    #[test]
    fn what_one_may_do_at_a_call_and_headways_tell_trips_apart() {
        let two = || feed(0.0, &[(0, 0, 480), (1, 0, 480)]);
        let same =
            |feed: Feed| Copies::new(&Timetable::merge(&[feed])).class(TripId(1)) == TripId(0);
        assert!(same(two()));
        let mut no_boarding = two();
        no_boarding.calls[2].boards = false;
        assert!(!same(no_boarding));
        // Nobody boards at the last call anyway.
        let mut at_the_end = two();
        at_the_end.calls[3].boards = false;
        assert!(same(at_the_end));
        let rows = |trip, headway| Frequency {
            trip,
            start: 36_000,
            end: 40_000,
            headway,
            exact: false,
        };
        let mut headways = two();
        headways.frequencies = vec![rows(0, 600), rows(1, 600)];
        // Of a template only the time under way counts: this one is written an hour later.
        for c in &mut headways.calls[2..4] {
            c.arrival += 3600;
            c.departure += 3600;
        }
        assert!(same(headways.clone()));
        headways.frequencies[1].headway = 601;
        assert!(!same(headways.clone()));
        headways.frequencies.pop();
        assert!(!same(headways));
    }
}
