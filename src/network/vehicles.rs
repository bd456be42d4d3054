//! Which vehicle runs when. Service days, trips, `frequencies.txt`, feeds in other time zones and blocks
//! are put together here and nowhere else: who asks for a stretch of time gets the vehicles that are
//! under way in it, each with what brings the times of its trip onto the axis of the query.
//!
//! A trip with rows in `frequencies.txt` runs only as these say. With `exact_times=1` each start is a
//! vehicle with a timetable; without, vehicles come by headway, as a stream. Only trips with a
//! timetable of their own take part in blocks and staying seated.

use super::calendar::Axis;
use super::timetable::{Call, Frequency, NONE, Timetable, transfer_kind};
use crate::ids::{FeedId, Id, ServiceId, TripId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// A trip of the timetable on one service day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Run {
    /// Which trip.
    pub trip: TripId,
    /// What to add to the trip's times to bring them onto the axis, seconds.
    pub offset_s: i32,
}

/// How a vehicle comes by its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It runs at the times of its trip.
    Timetabled,
    /// It is one start of a row of `frequencies.txt` with exact times.
    Exact,
    /// It is no single vehicle: vehicles come by headway, without a timetable.
    Stream(Stream),
}

/// Vehicles by headway; the template is the trip they are like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// The earliest departure from the first call, seconds on the axis.
    pub start_s: i32,
    /// The end of departures from the first call, exclusive, seconds on the axis.
    pub end_s: i32,
    /// Seconds between vehicles.
    pub headway_s: u32,
}

/// A vehicle, or a stream of them, on one service day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vehicle {
    /// The trip. Its offset is the vehicle's own; of a stream it is that of the service day.
    pub run: Run,
    /// By what it runs.
    pub how: How,
}

impl Vehicle {
    /// When it leaves from call number `at` of its trip's calls, seconds on the axis: the one moment of
    /// a vehicle with a timetable; of a stream, all at which somebody who is ready finds it running.
    pub fn departs(&self, calls: &[Call], at: usize) -> Range<i32> {
        match self.how {
            How::Stream(s) => {
                let since = calls[at].departure - calls[0].departure;
                s.start_s + since..s.end_s + since
            }
            How::Timetabled | How::Exact => {
                let leaves = calls[at].departure + self.run.offset_s;
                leaves..leaves + 1
            }
        }
    }
}

/// The vehicles of a timetable. Made once, it can be asked for many stretches of time.
pub struct Vehicles<'t> {
    timetable: &'t Timetable,
    /// Whether a trip runs as `frequencies.txt` says, `[TripId]`.
    by_frequency: Vec<bool>,
    /// The first departure and the last arrival of any vehicle, seconds on the clock of its own
    /// service day.
    extent: (i32, i32),
}

/// First departure and last arrival of a trip, seconds; none of one that calls only once, which
/// carries nobody.
fn ends(calls: &[Call]) -> Option<(i32, i32)> {
    match calls {
        [first, .., last] => Some((first.departure, last.arrival)),
        _ => None,
    }
}

impl<'t> Vehicles<'t> {
    /// Those of a timetable.
    pub fn new(t: &'t Timetable) -> Self {
        let mut by_frequency = vec![false; t.trips()];
        for f in &t.frequencies {
            by_frequency[f.trip.index()] = true;
        }
        let own = (0..t.trips()).filter(|x| !by_frequency[*x]);
        let own = own.filter_map(|x| ends(&t.calls[TripId::new(x)]));
        // Nobody boards a stream after its end, so what the headway adds for the last of it is of no account.
        let rows = t.frequencies.iter().filter_map(|f| {
            let (first, last) = ends(&t.calls[f.trip])?;
            Some((f.start, f.end.saturating_add(last - first)))
        });
        let extent = (own.chain(rows)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Self {
            timetable: t,
            by_frequency,
            extent: extent.unwrap_or_default(),
        }
    }

    /// The service days on which anything runs and of which vehicles may be under way between two
    /// moments, both inclusive, seconds on an axis; in the order of their dates.
    pub fn days<'a>(
        &'a self,
        axis: &'a Axis,
        from_s: i32,
        to_s: i32,
    ) -> impl Iterator<Item = ServiceDay<'a>> {
        let t = self.timetable;
        let (earliest, latest) = self.extent;
        let dates = axis.days(from_s, to_s, earliest, latest);
        dates.filter_map(move |date| {
            let runs = t.services_on(&[date]);
            let feeds = (0..t.feed_name.len()).map(FeedId::new);
            runs.contains(&true).then(|| ServiceDay {
                vehicles: self,
                from_s: from_s.into(),
                to_s: to_s.into(),
                runs,
                offset_s: feeds.map(|f| axis.offset(f, date)).collect(),
            })
        })
    }
}

/// One service day, for the stretch of time that was asked about.
pub struct ServiceDay<'a> {
    vehicles: &'a Vehicles<'a>,
    /// The stretch, inclusive, seconds on the axis.
    from_s: i64,
    to_s: i64,
    /// Whether a service runs on this day, `[ServiceId]`.
    runs: Vec<bool>,
    /// What to add to times of a feed on this day to bring them onto the axis, seconds, `[FeedId]`.
    offset_s: Vec<i32>,
}

impl ServiceDay<'_> {
    /// The vehicles of this day that are under way in the stretch: first those of trips with a timetable of their
    /// own, in the order of the trips, then those of `frequencies.txt`, row by row.
    pub fn vehicles(&self) -> impl Iterator<Item = Vehicle> {
        let t = self.vehicles.timetable;
        let trips = (0..t.trips()).map(TripId::new);
        let own = trips.filter_map(|trip| self.timetabled(trip));
        own.chain(t.frequencies.iter().flat_map(|f| self.of_row(f)))
    }

    /// Of these the vehicles of one trip.
    pub fn of_trip(&self, trip: TripId) -> impl Iterator<Item = Vehicle> {
        let rows = self.vehicles.timetable.frequencies_of(trip).iter();
        let own = self.timetabled(trip).into_iter();
        own.chain(rows.flat_map(|f| self.of_row(f)))
    }

    fn runs(&self, trip: TripId) -> bool {
        self.runs[self.vehicles.timetable.trip_service[trip.index()].index()]
    }

    /// Whether a trip runs today at times of its own.
    fn scheduled(&self, trip: TripId) -> bool {
        !self.vehicles.by_frequency[trip.index()] && self.runs(trip)
    }

    fn run(&self, trip: TripId) -> Run {
        let feed = self.vehicles.timetable.feed_of(trip);
        Run {
            trip,
            offset_s: self.offset_s[feed.index()],
        }
    }

    fn timetabled(&self, trip: TripId) -> Option<Vehicle> {
        if !self.scheduled(trip) {
            return None;
        }
        let (first, last) = ends(&self.vehicles.timetable.calls[trip])?;
        let run = self.run(trip);
        let on_axis = |s: i32| i64::from(s) + i64::from(run.offset_s);
        let how = How::Timetabled;
        (on_axis(first) <= self.to_s && on_axis(last) >= self.from_s)
            .then_some(Vehicle { run, how })
    }

    fn of_row(&self, f: &Frequency) -> impl Iterator<Item = Vehicle> + use<> {
        let ends = (self.runs(f.trip)).then(|| ends(&self.vehicles.timetable.calls[f.trip]));
        let ends = ends.flatten();
        let (first, last) = ends.unwrap_or_default();
        let run = self.run(f.trip);
        let offset = i64::from(run.offset_s);
        // Departures from the first call, on the clock of the service day, of what is under way in time.
        let from = self.from_s - offset - (i64::from(last) - i64::from(first));
        let to = self.to_s - offset;
        let (start, headway) = (i64::from(f.start), i64::from(f.headway.max(1)));
        let stream = Stream {
            start_s: (start + offset) as i32,
            end_s: (i64::from(f.end) + offset) as i32,
            headway_s: f.headway,
        };
        let in_time = f.start < f.end && start <= to && i64::from(f.end) >= from;
        let (numbers, exact) = match ends {
            None => (0..0, true),
            Some(_) if f.is_exact() => (f.starts_before(from)..f.starts_before(to + 1), true),
            Some(_) => (0..i64::from(in_time), false),
        };
        numbers.map(move |n| match exact {
            true => Vehicle {
                run: Run {
                    offset_s: (offset + start + n * headway - i64::from(first)) as i32,
                    ..run
                },
                how: How::Exact,
            },
            false => Vehicle {
                run,
                how: How::Stream(stream),
            },
        })
    }

    /// Which trips one vehicle runs one after the other, so that one stays seated: by blocks, and by
    /// rows of type 4 and 5 in `transfers.txt`. All of this day, whenever they run.
    pub fn joins(&self) -> Vec<(Run, Run)> {
        let t = self.vehicles.timetable;
        let mut blocks: BTreeMap<u32, Vec<TripId>> = BTreeMap::new();
        for (trip, &block) in t.trip_block.iter().enumerate() {
            let trip = TripId::new(trip);
            if block != NONE && self.scheduled(trip) {
                blocks.entry(block).or_default().push(trip);
            }
        }
        let mut joined = Vec::new();
        for trips in blocks.values_mut() {
            trips.sort_by_key(|x| (t.calls[*x].first().map(|c| c.departure), *x));
            let pairs = trips.windows(2).map(|pair| (pair[0], pair[1]));
            joined.extend(pairs.filter(|(a, b)| goes_on(&t.calls[*a], &t.calls[*b])));
        }
        if !t.transfers.is_empty() {
            self.heed_seat_rules(&mut joined);
        }
        let runs = joined.into_iter().map(|(a, b)| (self.run(a), self.run(b)));
        runs.collect()
    }

    /// Adds the pairs that rows of type 4 join, and leaves out those that rows of type 5 part.
    fn heed_seat_rules(&self, joined: &mut Vec<(TripId, TripId)>) {
        let t = self.vehicles.timetable;
        let mut said: HashSet<(TripId, TripId)> = HashSet::new();
        let mut known: HashSet<(TripId, TripId)> = joined.iter().copied().collect();
        let mut parted: HashSet<(TripId, TripId)> = HashSet::new();
        for (a, b, seated) in t.seat_rules() {
            // The first row about a pair holds.
            if !self.scheduled(a) || !self.scheduled(b) || !said.insert((a, b)) {
                continue;
            }
            if !seated {
                parted.insert((a, b));
            } else if let (Some(end), Some(begin)) = (t.calls[a].last(), t.calls[b].first())
                && begin.departure >= end.arrival
                && known.insert((a, b))
            {
                joined.push((a, b));
            }
        }
        joined.retain(|pair| !parted.contains(pair));
    }
}

/// Whether the vehicle of a trip goes on as the next trip of its block: from the stop where it ended,
/// and not before it arrived there.
pub fn goes_on(before: &[Call], after: &[Call]) -> bool {
    let joint = before.last().zip(after.first());
    joint.is_some_and(|(end, begin)| end.stop == begin.stop && begin.departure >= end.arrival)
}

impl Timetable {
    /// Whether each service runs on any of some dates, `[ServiceId]`.
    pub fn services_on<'d>(
        &self,
        dates: impl IntoIterator<Item = &'d NaiveDate> + Copy,
    ) -> Vec<bool> {
        let services = (0..self.service_id.len()).map(ServiceId::new);
        let runs = services.map(|s| dates.into_iter().any(|date| self.runs_on(s, *date)));
        runs.collect()
    }

    /// The rows of `frequencies.txt` by which a trip runs; none of a trip with a timetable of its own.
    pub fn frequencies_of(&self, trip: TripId) -> &[Frequency] {
        let rows = &self.frequencies[..];
        let rows = &rows[rows.partition_point(|f| f.trip < trip)..];
        &rows[..rows.partition_point(|f| f.trip == trip)]
    }

    /// The pairs of trips that `transfers.txt` joins into one vehicle (type 4: true) or parts (type 5:
    /// false), row by row.
    pub fn seat_rules(&self) -> impl Iterator<Item = (TripId, TripId, bool)> {
        let rules = self.transfers.iter().filter(|r| r.is_about_seats());
        let rules = rules.filter(|r| r.from_trip != NONE && r.to_trip != NONE);
        rules.map(|r| {
            let seated = r.kind == transfer_kind::IN_SEAT;
            (TripId(r.from_trip), TripId(r.to_trip), seated)
        })
    }
}

impl Frequency {
    /// Whether each vehicle has a timetable (`exact_times=1`); without, only the headway is known.
    pub fn is_exact(&self) -> bool {
        self.exact != 0
    }

    /// Departures from the first call, seconds; without exact times one every headway.
    pub fn starts(&self) -> impl Iterator<Item = i32> + use<> {
        (self.start..self.end).step_by(self.headway.max(1) as usize)
    }

    /// How many of [`Frequency::starts`] lie before a moment on the clock of the service day.
    pub fn starts_before(&self, at: i64) -> i64 {
        let (start, headway) = (i64::from(self.start), i64::from(self.headway.max(1)));
        let since = at.min(self.end.into()) - start;
        (since.max(0) + headway - 1) / headway
    }
}

/// How many vehicles a trip with these rows of `frequencies.txt` has on a day: one without any.
/// Without exact times the last interval counts as begun.
pub fn vehicles_a_day(rows: &[Frequency]) -> i64 {
    match rows {
        [] => 1,
        rows => rows.iter().map(|f| f.starts_before(f.end.into())).sum(),
    }
}

#[cfg(test)]
mod tests;
