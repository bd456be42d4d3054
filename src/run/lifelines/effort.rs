//! What running trips takes in a week, and what is spared when some of them go. Trips that are the same (same stops,
//! same times, same day) are one vehicle: it is spared only when all of them go, and once.

use crate::ids::{Id, RouteId, TripId};
use crate::network::calendar::monday_of;
use crate::network::copies::Copies;
use crate::network::timetable::Timetable;
use crate::network::vehicles::vehicles_a_day;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What running something takes in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeeklyCost {
    /// Hours between first departure and last arrival, all vehicles.
    pub hours: f64,
    /// Kilometres in straight lines from call to call, all vehicles.
    pub km: f64,
}

impl WeeklyCost {
    /// So many times as much; added.
    fn add(&mut self, other: WeeklyCost, times: f64) {
        self.hours += times * other.hours;
        self.km += times * other.km;
    }
}

/// The same vehicle under several trips.
struct Shared {
    /// The trips that run together, two or more.
    trips: Vec<TripId>,
    /// What the vehicle takes on the days of the week on which they all run.
    week: WeeklyCost,
}

/// What all trips take in the week (Monday to Sunday) of a date.
#[derive(Default)]
pub struct WeeklyCosts {
    /// `[trip]`, each as if it ran alone.
    week: Vec<WeeklyCost>,
    shared: Vec<Shared>,
    /// Places among [`WeeklyCosts::shared`].
    by_trip: BTreeMap<TripId, Vec<usize>>,
    by_line: BTreeMap<RouteId, Vec<usize>>,
}

impl WeeklyCosts {
    /// Those of a timetable.
    pub fn new(t: &Timetable, date: NaiveDate) -> Self {
        let week: Vec<NaiveDate> = monday_of(date).iter_days().take(7).collect();
        let days: Vec<usize> = (0..t.service_id.len())
            .map(|s| week.iter().filter(|d| t.runs_on(Id::new(s), **d)).count())
            .collect();
        let a_day = a_day(t);
        let mut efforts = WeeklyCosts::default();
        for (x, each) in a_day.iter().enumerate() {
            let mut all = WeeklyCost::default();
            all.add(*each, days[t.trip_service[x].index()] as f64);
            efforts.week.push(all);
        }
        let copies = Copies::new(t);
        let mut together: BTreeMap<Vec<TripId>, usize> = BTreeMap::new();
        for day in week {
            let mut of_first: BTreeMap<TripId, Vec<TripId>> = BTreeMap::new();
            for (copy, first) in copies.on(t, day) {
                of_first
                    .entry(first)
                    .or_insert_with(|| vec![first])
                    .push(copy);
            }
            for trips in of_first.into_values() {
                *together.entry(trips).or_default() += 1;
            }
        }
        for (trips, days) in together {
            let at = efforts.shared.len();
            let mut week = WeeklyCost::default();
            week.add(a_day[trips[0].index()], days as f64);
            for trip in &trips {
                efforts.by_trip.entry(*trip).or_default().push(at);
                let line = efforts
                    .by_line
                    .entry(t.trip_route[trip.index()])
                    .or_default();
                if line.last() != Some(&at) {
                    line.push(at);
                }
            }
            efforts.shared.push(Shared { trips, week });
        }
        efforts
    }

    /// What is spared without a trip.
    pub fn of_trip(&self, trip: TripId) -> WeeklyCost {
        let mut all = self.week.get(trip.index()).copied().unwrap_or_default();
        for at in self.by_trip.get(&trip).into_iter().flatten() {
            all.add(self.shared[*at].week, -1.0);
        }
        all.rounded()
    }

    /// What is spared without some lines.
    pub fn of_lines(&self, lines: &[RouteId], t: &Timetable) -> WeeklyCost {
        let goes = |x: usize| lines.contains(&t.trip_route[x]);
        let mut all = WeeklyCost::default();
        for (_, each) in self.week.iter().enumerate().filter(|(x, _)| goes(*x)) {
            all.add(*each, 1.0);
        }
        let mut touched: Vec<usize> = (lines.iter())
            .filter_map(|line| self.by_line.get(line))
            .flatten()
            .copied()
            .collect();
        touched.sort_unstable();
        touched.dedup();
        for shared in touched.into_iter().map(|at| &self.shared[at]) {
            let gone = shared.trips.iter().filter(|x| goes(x.index())).count();
            let spared = usize::from(gone == shared.trips.len());
            all.add(shared.week, spared as f64 - gone as f64);
        }
        all.rounded()
    }
}

impl WeeklyCost {
    /// What is left of a sum that should be nothing is nothing.
    fn rounded(self) -> WeeklyCost {
        let clean = |v: f64| if v.abs() < 1e-9 { 0.0 } else { v };
        WeeklyCost {
            hours: clean(self.hours),
            km: clean(self.km),
        }
    }
}

/// What each trip takes on a day, with all its vehicles where it runs by frequency.
fn a_day(t: &Timetable) -> Vec<WeeklyCost> {
    let of_trip = |trip: TripId| {
        let calls = &t.calls[trip];
        let times = vehicles_a_day(t.frequencies_of(trip)) as f64;
        let lasts = match (calls.first(), calls.last()) {
            (Some(a), Some(b)) => f64::from(b.arrival) - f64::from(a.departure),
            _ => 0.0,
        };
        let hops = calls
            .windows(2)
            .map(|w| match (t.position(w[0].stop), t.position(w[1].stop)) {
                (Some(a), Some(b)) => a.distance_m(b),
                _ => 0.0,
            });
        WeeklyCost {
            hours: times * lasts / 3600.0,
            km: times * hops.sum::<f64>() / 1000.0,
        }
    };
    (0..t.trips()).map(TripId::new).map(of_trip).collect()
}
