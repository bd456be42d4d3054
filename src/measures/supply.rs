//! Supply at the doorstep: departures an hour, first and last, PTAL, catchments.

use std::collections::{BTreeMap, BTreeSet};

/// What kind of vehicle, as far as walking distances to it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Bus, coach, trolleybus.
    Bus,
    /// Tram and light rail in the street.
    Tram,
    /// Metro, monorail.
    Metro,
    /// Train.
    Train,
    /// Ferry, cable car, funicular and what else there is.
    Other,
}

/// What one pattern (trips with one stop sequence) offers at one stop within walking reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The stop.
    pub stop: u32,
    /// The pattern; each trip belongs to one.
    pub pattern: u32,
    /// The route the pattern belongs to.
    pub route: u32,
    /// The route's direction (0 or 1; 0 where not given).
    pub direction: u8,
    /// What runs.
    pub mode: Mode,
    /// Walk to the stop over the streets, metres.
    pub walk_m: f64,
    /// Departures at which one may board there, clock seconds of the service day (may pass 24 h).
    pub departures_s: Vec<i32>,
}

/// The calls that count at one's door: of each pattern that at the nearest stop, so that no vehicle
/// counts twice for stopping twice nearby. Ties go to the lower stop. Patterns in order of number.
fn nearest_calls(calls: &[Call]) -> Vec<&Call> {
    let mut nearest: BTreeMap<u32, &Call> = BTreeMap::new();
    for call in calls.iter().filter(|c| !c.departures_s.is_empty()) {
        let best = nearest.entry(call.pattern).or_insert(call);
        let order = call.walk_m.total_cmp(&best.walk_m);
        if order.then(call.stop.cmp(&best.stop)).is_lt() {
            *best = call;
        }
    }
    nearest.into_values().collect()
}

/// Departures within walking reach in each hour of the service day from `first_hour` on, `[hour]`;
/// both directions count, each vehicle once, at the nearest stop of its pattern. Hour h holds the
/// clock from h:00 up to but not including h + 1:00; 24 and more are the night after.
pub fn departures_by_hour(calls: &[Call], first_hour: i32, hours: usize) -> Vec<u32> {
    let mut counts = vec![0u32; hours];
    for call in nearest_calls(calls) {
        for &t in &call.departures_s {
            let hour = i64::from(t.div_euclid(3600)) - i64::from(first_hour);
            let count = usize::try_from(hour).ok().and_then(|h| counts.get_mut(h));
            if let Some(count) = count {
                *count = count.saturating_add(1);
            }
        }
    }
    counts
}

/// First and last departure of the service day within walking reach, clock seconds; none without
/// any.
pub fn first_and_last(calls: &[Call]) -> Option<(i32, i32)> {
    let times = || {
        nearest_calls(calls)
            .into_iter()
            .flat_map(|c| c.departures_s.iter().copied())
    };
    times().min().zip(times().max())
}

/// Parameters of PTAL as Transport for London sets them; see [`access_index`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ptal {
    /// Start of the hour looked at, clock seconds.
    pub from_s: i32,
    /// Its end, exclusive.
    pub to_s: i32,
    /// Walking speed, metres a minute.
    pub walk_m_per_min: f64,
    /// Longest walk to a bus, metres.
    pub bus_m: f64,
    /// Longest walk to tram, metro or train, metres.
    pub rail_m: f64,
    /// Minutes added to a bus's mean wait for unreliability.
    pub bus_delay_min: f64,
    /// The same for tram, metro, train.
    pub rail_delay_min: f64,
}

impl Default for Ptal {
    /// 08:15 to 09:15; 80 m/min; bus 640 m and 2 min; rail 960 m and 0.75 min.
    fn default() -> Self {
        Self {
            from_s: 8 * 3600 + 900,
            to_s: 9 * 3600 + 900,
            walk_m_per_min: 80.0,
            bus_m: 640.0,
            rail_m: 960.0,
            bus_delay_min: 2.0,
            rail_delay_min: 0.75,
        }
    }
}

/// PTAL's access index, equivalent doorstep departures an hour of sorts; 0 where nothing is in
/// reach.
///
/// For each route at its nearest stop within the mode's walk, in the direction with most
/// departures: total access time = walk + half the headway + delay (minutes), equivalent doorstep
/// frequency EDF = 30 / total. Of each mode the best route counts fully and the others half; modes
/// are summed. Ferries and the rest do not count. Transport for London 2010, *Measuring public
/// transport accessibility levels: PTALs summary*; 2015, *Assessing transport connectivity in
/// London*.
pub fn access_index(calls: &[Call], ptal: &Ptal) -> f64 {
    let hours = (f64::from(ptal.to_s) - f64::from(ptal.from_s)) / 3600.0;
    // Per (mode, route, direction, stop): walk and departures, patterns together.
    let mut stops: BTreeMap<(Mode, u32, u8, u32), (f64, u32)> = BTreeMap::new();
    for call in calls {
        let longest = match call.mode {
            Mode::Bus => ptal.bus_m,
            Mode::Tram | Mode::Metro | Mode::Train => ptal.rail_m,
            Mode::Other => continue,
        };
        let inside = |t: &&i32| (ptal.from_s..ptal.to_s).contains(*t);
        let n = call.departures_s.iter().filter(inside).count();
        if call.walk_m <= longest && n > 0 {
            let key = (call.mode, call.route, call.direction, call.stop);
            let (_, count) = stops.entry(key).or_insert((call.walk_m, 0));
            *count = count.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
    }
    // Per (mode, route, direction) the nearest stop; of equally near ones that with most departures.
    let mut nearest: BTreeMap<(Mode, u32, u8), (f64, u32)> = BTreeMap::new();
    for ((mode, route, direction, _), (walk, n)) in stops {
        let best = nearest.entry((mode, route, direction)).or_insert((walk, n));
        if walk < best.0 || (walk == best.0 && n > best.1) {
            *best = (walk, n);
        }
    }
    // Per (mode, route) the direction with most departures; of equal ones the nearer.
    let mut busiest: BTreeMap<(Mode, u32), (f64, u32)> = BTreeMap::new();
    for ((mode, route, _), (walk, n)) in nearest {
        let best = busiest.entry((mode, route)).or_insert((walk, n));
        if n > best.1 || (n == best.1 && walk < best.0) {
            *best = (walk, n);
        }
    }
    // Per mode the sum and the largest: best + ½ (sum − best).
    let mut modes: BTreeMap<Mode, (f64, f64)> = BTreeMap::new();
    for ((mode, _), (walk, n)) in busiest {
        let delay = if mode == Mode::Bus {
            ptal.bus_delay_min
        } else {
            ptal.rail_delay_min
        };
        let wait = 0.5 * 60.0 * hours / f64::from(n) + delay;
        let edf = 30.0 / (walk / ptal.walk_m_per_min + wait);
        let (sum, best) = modes.entry(mode).or_default();
        *sum += edf;
        *best = best.max(edf);
    }
    modes
        .values()
        .fold(0.0, |total, (sum, best)| total + 0.5 * (sum + best))
}

/// PTAL band of an access index: 0, 1a (up to 2.5), 1b (5), 2 (10), 3 (15), 4 (20), 5 (25), 6a
/// (40), 6b. Upper bounds are included.
pub fn ptal_band(access_index: f64) -> &'static str {
    const BANDS: [(f64, &str); 8] = [
        (0.0, "0"),
        (2.5, "1a"),
        (5.0, "1b"),
        (10.0, "2"),
        (15.0, "3"),
        (20.0, "4"),
        (25.0, "5"),
        (40.0, "6a"),
    ];
    BANDS
        .iter()
        .find(|(most, _)| access_index <= *most)
        .map_or("6b", |b| b.1)
}

/// Kinds of stop with a catchment of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Catchment {
    /// Bus or tram stop: 500 m.
    BusTram,
    /// Metro station: 1000 m.
    Metro,
    /// Railway station: 2000 m.
    Station,
    /// Intercity station: 3000 m.
    Intercity,
}

impl Catchment {
    /// Radius, metres, inclusive: rules of thumb of CROW, the Dutch transport knowledge platform,
    /// as the Netherlands Environmental Assessment Agency (PBL) applies them.
    pub fn radius_m(self) -> f64 {
        match self {
            Catchment::BusTram => 500.0,
            Catchment::Metro => 1000.0,
            Catchment::Station => 2000.0,
            Catchment::Intercity => 3000.0,
        }
    }
}

/// In which catchments a home lies, given the stops around it: kind and distance in metres. An
/// intercity station is also a station: give it under both.
pub fn catchments(stops: impl IntoIterator<Item = (Catchment, f64)>) -> BTreeSet<Catchment> {
    stops
        .into_iter()
        .filter(|(kind, metres)| *metres <= kind.radius_m())
        .map(|(kind, _)| kind)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::assert_close;
    use super::*;

    fn call(stop: u32, pattern: u32, mode: Mode, walk_m: f64, departures_s: Vec<i32>) -> Call {
        Call {
            stop,
            pattern,
            // Patterns 10 and 11 are the two directions of route 1, and so on.
            route: pattern / 10,
            direction: (pattern % 2) as u8,
            mode,
            walk_m,
            departures_s,
        }
    }

    fn at(minutes: &[i32]) -> Vec<i32> {
        minutes.iter().map(|m| m * 60).collect()
    }

    #[test]
    fn a_vehicle_counts_once_at_the_nearest_stop() {
        let calls = [
            call(1, 10, Mode::Bus, 300.0, at(&[420, 479, 480, 1500])),
            call(2, 10, Mode::Bus, 200.0, at(&[422, 481, 482, 1502])),
            call(3, 10, Mode::Bus, 100.0, vec![]),
            call(1, 11, Mode::Bus, 300.0, at(&[-30, 425])),
        ];
        // Pattern 10 at stop 2: 07:02, 08:01, 08:02, 25:02. Pattern 11: −0:30, 07:05.
        assert_eq!(departures_by_hour(&calls, 7, 2), [2, 2]);
        assert_eq!(departures_by_hour(&calls, -1, 27)[0], 1);
        assert_eq!(departures_by_hour(&calls, -1, 27)[26], 1);
        assert_eq!(first_and_last(&calls), Some((-1800, 1502 * 60)));
        assert_eq!(first_and_last(&calls[2..3]), None);
        assert_eq!(departures_by_hour(&[], i32::MIN, 1), [0]);
    }

    #[test]
    fn equally_near_stops_are_decided_by_number() {
        let one = call(1, 10, Mode::Bus, 200.0, at(&[430]));
        let two = call(2, 10, Mode::Bus, 200.0, at(&[431]));
        for calls in [[one.clone(), two.clone()], [two, one]] {
            assert_eq!(first_and_last(&calls), Some((430 * 60, 430 * 60)));
        }
    }

    #[test]
    fn ptal_by_hand() {
        // From 08:15 (495) to 09:15 (555).
        // Route 1, bus, 160 m: 2 min walk; direction 0 has 6 an hour: 5 + 2 min. EDF 30/9.
        //   Direction 1 has only 2 an hour; a farther stop does not count; 555 is outside.
        // Route 2, bus, 640 m: 8 min; 3 an hour: 10 + 2. EDF 30/20 = 1.5, counts half.
        // Route 3, bus, 641 m: too far. Route 4, train, 960 m: 12 min; 2 an hour: 15 + 0.75. EDF 30/27.75.
        // A ferry does not count.
        let calls = [
            call(
                1,
                10,
                Mode::Bus,
                160.0,
                at(&[495, 505, 515, 525, 535, 545, 555]),
            ),
            call(1, 11, Mode::Bus, 160.0, at(&[500, 530])),
            call(2, 10, Mode::Bus, 200.0, at(&[500; 30])),
            call(3, 20, Mode::Bus, 640.0, at(&[500, 520])),
            call(3, 22, Mode::Bus, 640.0, at(&[540])),
            call(4, 30, Mode::Bus, 641.0, at(&[500; 30])),
            call(5, 40, Mode::Train, 960.0, at(&[500, 530])),
            call(6, 50, Mode::Other, 10.0, at(&[500; 30])),
        ];
        let index = access_index(&calls, &Ptal::default());
        assert_close(index, 30.0 / 9.0 + 0.75 + 30.0 / 27.75);
        assert_eq!(ptal_band(index), "2");
        assert_eq!(ptal_band(access_index(&[], &Ptal::default())), "0");
    }

    #[test]
    fn bands_include_their_upper_bound() {
        for (index, band) in [
            (0.01, "1a"),
            (2.5, "1a"),
            (2.51, "1b"),
            (15.0, "3"),
            (25.1, "6a"),
            (40.0, "6a"),
            (40.1, "6b"),
        ] {
            assert_eq!(ptal_band(index), band);
        }
    }

    #[test]
    fn catchments_are_inclusive() {
        let found = catchments([
            (Catchment::BusTram, 500.0),
            (Catchment::Metro, 1000.1),
            (Catchment::Station, 2500.0),
            (Catchment::Intercity, 2500.0),
        ]);
        let expected = [Catchment::BusTram, Catchment::Intercity];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }
}
