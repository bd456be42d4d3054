//! The reference's timetable: the vehicles of all service days, which of them are one vehicle,
//! and the transfer rules in their order of precedence. Written from `cli-contract.md`.

use bereik::input::gtfs::{Access, Feed, TransferKind};
use chrono::{Days, NaiveDate, TimeZone};

/// One vehicle: a trip on a service day, or a row of `frequencies.txt` with `exact_times=0`.
/// Clock times in seconds on the clock of the date asked about.
#[derive(Clone, Debug)]
pub struct Vehicle {
    pub feed: usize,
    pub trip: usize,
    pub route: usize,
    pub wheelchair: Access,
    pub calls: Vec<Halt>,
    /// `(start, end, headway)` where one waits half a headway; times as at the first call.
    pub headway: Option<(i64, i64, i64)>,
    /// Vehicles this one goes on as, with its passengers seated.
    pub goes_on_as: Vec<usize>,
}

/// A call of a vehicle. `stop` counts through all feeds.
#[derive(Clone, Copy, Debug)]
pub struct Halt {
    pub stop: usize,
    pub arrival: i64,
    pub departure: i64,
    pub boards: bool,
    pub alights: bool,
}

/// Seconds from noon minus twelve hours of `date` in zone `first` to that of `day` in `zone`.
fn day_offset(date: NaiveDate, first: chrono_tz::Tz, day: NaiveDate, zone: chrono_tz::Tz) -> i64 {
    let noon = |d: NaiveDate, z: chrono_tz::Tz| {
        z.from_local_datetime(&d.and_hms_opt(12, 0, 0).expect("noon"))
            .earliest()
            .expect("there is a noon every day")
            .timestamp()
    };
    noon(day, zone) - noon(date, first)
}

/// Where the stops of each feed begin in the numbering through all feeds.
pub fn stop_bases(feeds: &[Feed]) -> Vec<usize> {
    let mut base = 0;
    feeds
        .iter()
        .map(|f| {
            base += f.stops.len();
            base - f.stops.len()
        })
        .collect()
}

/// All vehicles that could be on the road on the clock of `date` from `from` to `until` seconds.
pub fn vehicles(feeds: &[Feed], date: NaiveDate, from: i64, until: i64) -> Vec<Vehicle> {
    let mut out: Vec<Vehicle> = Vec::new();
    let bases = stop_bases(feeds);
    for (f, feed) in feeds.iter().enumerate() {
        // How many days before and after can still (or already) have vehicles on the road.
        let calls = feed.calls.iter().map(|c| i64::from(c.departure));
        let ends = feed.frequencies.iter().map(|q| i64::from(q.end));
        let longest = calls.chain(ends).max().unwrap_or(0) * 2;
        let before = u64::try_from((longest - from).max(0) / 80_000 + 2).expect("not negative");
        let after = u64::try_from(until.max(0) / 80_000 + 2).expect("not negative");
        let mut day = date - Days::new(before);
        while day <= date + Days::new(after) {
            let zone = feeds[0].timezone;
            let offset = day_offset(date, zone, day, feed.timezone);
            out.extend(vehicles_of_day(f, feed, day, offset, bases[f], out.len()));
            day = day + Days::new(1);
        }
    }
    out
}

fn vehicles_of_day(
    f: usize,
    feed: &Feed,
    day: NaiveDate,
    offset: i64,
    stop_base: usize,
    first: usize,
) -> Vec<Vehicle> {
    let mut out: Vec<Vehicle> = Vec::new();
    // The vehicle of each trip of this day that has no frequencies: those can be joined.
    let mut scheduled: Vec<Option<usize>> = vec![None; feed.trips.len()];
    for (t, trip) in feed.trips.iter().enumerate() {
        if !feed.services[trip.service as usize].runs_on(day) {
            continue;
        }
        let calls = &feed.calls[trip.calls.clone()];
        let vehicle = |shift: i64| Vehicle {
            feed: f,
            trip: t,
            route: trip.route as usize,
            wheelchair: trip.wheelchair,
            calls: calls
                .iter()
                .map(|c| Halt {
                    stop: stop_base + c.stop as usize,
                    arrival: i64::from(c.arrival) + offset + shift,
                    departure: i64::from(c.departure) + offset + shift,
                    boards: c.boards,
                    alights: c.alights,
                })
                .collect(),
            headway: None,
            goes_on_as: Vec::new(),
        };
        let mut rows = feed
            .frequencies
            .iter()
            .filter(|q| q.trip as usize == t)
            .peekable();
        if rows.peek().is_none() {
            scheduled[t] = Some(out.len());
            out.push(vehicle(0));
        }
        let leaves = calls.first().map_or(0, |c| i64::from(c.departure));
        for row in rows {
            let (start, end, every) = (
                i64::from(row.start),
                i64::from(row.end),
                i64::from(row.headway),
            );
            if row.exact {
                let mut at = start;
                while at < end {
                    out.push(vehicle(at - leaves));
                    at += every;
                }
            } else {
                let mut v = vehicle(0);
                v.headway = Some((start + offset, end + offset, every));
                out.push(v);
            }
        }
    }
    for (t, next) in joins(feed, &scheduled) {
        let (a, b) = (scheduled[t].expect("joined"), scheduled[next]);
        out[a].goes_on_as.push(first + b.expect("joined"));
    }
    out
}

/// Pairs of trips of one day between which one stays seated.
fn joins(feed: &Feed, scheduled: &[Option<usize>]) -> Vec<(usize, usize)> {
    let runs = |t: usize| scheduled[t].is_some();
    let first_call = |t: usize| feed.calls[feed.trips[t].calls.start];
    let last_call = |t: usize| feed.calls[feed.trips[t].calls.end - 1];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for t in (0..feed.trips.len()).filter(|&t| runs(t)) {
        let Some(block) = feed.trips[t].block else {
            continue;
        };
        // In order of start; trips that start together in order of the file.
        let key = |t: usize| (first_call(t).departure, t);
        let next = (0..feed.trips.len())
            .filter(|&n| runs(n) && feed.trips[n].block == Some(block) && key(n) > key(t))
            .min_by_key(|&n| key(n));
        if let Some(n) = next
            && first_call(n).stop == last_call(t).stop
            && first_call(n).departure >= last_call(t).arrival
        {
            pairs.push((t, n));
        }
    }
    for rule in &feed.transfers {
        let (Some(a), Some(b)) = (rule.from_trip, rule.to_trip) else {
            continue;
        };
        let (a, b) = (a as usize, b as usize);
        if !runs(a) || !runs(b) {
            continue;
        }
        match rule.kind {
            TransferKind::InSeat if first_call(b).departure >= last_call(a).arrival => {
                pairs.push((a, b));
            }
            _ => {}
        }
    }
    pairs.retain(|&(a, b)| {
        !feed.transfers.iter().any(|r| {
            r.kind == TransferKind::NotInSeat
                && r.from_trip == Some(a as u32)
                && r.to_trip == Some(b as u32)
        })
    });
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What a rule says of a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// Walk and slack, as without a rule.
    Usual,
    /// The walk alone.
    Timed,
    /// At least so many seconds, instead of walk and slack.
    AtLeast(i64),
    Never,
}

/// A rule for changes from one stop to another.
#[derive(Clone, Debug)]
pub struct Rule {
    pub from_route: Option<usize>,
    pub to_route: Option<usize>,
    pub from_trip: Option<usize>,
    pub to_trip: Option<usize>,
    pub order: Order,
}

impl Rule {
    /// Whether it holds for a change between these vehicles.
    pub fn holds(&self, a: &Vehicle, b: &Vehicle) -> bool {
        self.from_trip.is_none_or(|t| t == a.trip)
            && self.to_trip.is_none_or(|t| t == b.trip)
            && self.from_route.is_none_or(|r| r == a.route)
            && self.to_route.is_none_or(|r| r == b.route)
    }
}

/// The rules of `feed` for changes from `from` to `to` (stops of that feed), the one that goes
/// first in front.
pub fn rules_between(feed: &Feed, from: usize, to: usize) -> Vec<Rule> {
    // 0 where the row names the stop itself, 1 its station; none where it names another.
    let level = |named: Option<u32>, stop: usize| -> Option<u32> {
        let named = named?;
        if named as usize == stop {
            return Some(0);
        }
        (feed.stops[stop].parent == Some(named)).then_some(1)
    };
    let mut found: Vec<((u32, u32, u32, usize), Rule)> = Vec::new();
    for (line, r) in feed.transfers.iter().enumerate() {
        let order = match r.kind {
            TransferKind::Recommended => Order::Usual,
            TransferKind::Timed => Order::Timed,
            TransferKind::MinTime => Order::AtLeast(i64::from(r.min_time)),
            TransferKind::Forbidden => Order::Never,
            TransferKind::InSeat | TransferKind::NotInSeat => continue,
        };
        let (Some(a), Some(b)) = (level(r.from_stop, from), level(r.to_stop, to)) else {
            continue;
        };
        let (ft, tt) = (r.from_trip.is_some(), r.to_trip.is_some());
        let (fr, tr) = (r.from_route.is_some(), r.to_route.is_some());
        let rank = if ft && tt {
            0
        } else if (ft && tr) || (fr && tt) {
            1
        } else if ft || tt {
            2
        } else if fr && tr {
            3
        } else if fr || tr {
            4
        } else {
            5
        };
        let some = |x: Option<u32>| x.map(|x| x as usize);
        found.push((
            (rank, a, b, line),
            Rule {
                from_route: some(r.from_route),
                to_route: some(r.to_route),
                from_trip: some(r.from_trip),
                to_trip: some(r.to_trip),
                order,
            },
        ));
    }
    found.sort_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, rule)| rule).collect()
}
