//! What is odd about a network once streets and timetables are together: it is used as it is, and told.

use super::Network;
use super::mode::VehicleKind;
use super::timetable::{Call, Timetable};
use crate::ids::{Id, StopId, TripId};
use crate::units::{ClockTime, LonLat};
use std::collections::HashMap;

/// Rounding of short hops makes any speed; below this length nobody gains by it, metres.
const SHORT_M: f64 = 300.0;

/// A hop of at least this long, seconds, that is also slower than [`SLOWEST_KMH`], and a call of at least
/// [`LONGEST_CALL_S`] are no travel: mostly a.m. is written for p.m.
const LONG_HOP_S: i64 = 2 * 3600;
/// See [`LONG_HOP_S`], kilometres an hour as the crow flies: slower than on foot.
const SLOWEST_KMH: f64 = 3.0;
/// See [`LONG_HOP_S`], seconds.
const LONGEST_CALL_S: i64 = 6 * 3600;

/// Seconds a hop may really take longer than its times say: a minute where both are whole minutes.
fn rounding_s(from: &Call, to: &Call) -> f64 {
    if from.departure % 60 == 0 && to.arrival % 60 == 0 {
        60.0
    } else {
        1.0
    }
}

/// Trips of a feed that are too fast or too slow somewhere.
#[derive(Default)]
struct Odd {
    trips: u64,
    too_fast: u64,
    fast: Option<(TripId, Call, Call, f64)>,
    too_slow: u64,
    slow: Option<(TripId, Call, Call)>,
}

impl Network {
    /// Platforms at which vehicles call that pathways only lead to, or only away from.
    pub(super) fn report_platforms(&mut self) {
        let t = &self.timetable;
        let doors = self.doors();
        for (s, _) in t.served().iter().enumerate().filter(|(_, served)| **served) {
            let stop = StopId::new(s);
            let Some(no_way_in) = doors.one_way(t, stop) else {
                continue;
            };
            let (message, action) = if no_way_in {
                (
                    "its pathways lead out to an entrance, and none leads in",
                    "nobody gets there from the street; check is_bidirectional",
                )
            } else {
                (
                    "its pathways lead in from an entrance, and none leads out",
                    "nobody gets from there to the street; check is_bidirectional",
                )
            };
            self.findings.warn(
                "platform-one-way",
                format!("{}/pathways.txt", t.feed_name.get(t.stop_feed[s].index())),
                None,
                format!("{} {:?}", t.stop_id.get(s), t.stop_name.get(s)),
                message,
                action,
            );
        }
    }

    /// One warning for each feed with vehicles faster than any there are, and one for those slower than walking.
    pub(super) fn report_speeds(&mut self) {
        let t = &self.timetable;
        let mut feeds: Vec<Odd> = (0..t.feed_name.len()).map(|_| Odd::default()).collect();
        let mut known: HashMap<(StopId, StopId), Option<f64>> = HashMap::new();
        for trip in (0..t.trips()).map(TripId::new) {
            let Some(feed) = feeds.get_mut(t.feed_of(trip).index()) else {
                continue;
            };
            feed.trips += 1;
            let mut length = |from, to| {
                let known = known.entry((from, to));
                *known.or_insert_with(|| metres(t, from, to))
            };
            if let Some((from, to)) = slow_hop(&t.calls[trip], &mut length) {
                feed.too_slow += 1;
                feed.slow = feed.slow.or(Some((trip, from, to)));
            }
            let route_type = t.route_kind[t.trip_route[trip.index()].index()];
            let Some(limit) = VehicleKind::of(route_type).fastest_kmh() else {
                continue;
            };
            let hop = (t.calls[trip].windows(2)).find_map(|w| {
                let metres = length(w[0].stop, w[1].stop);
                let kmh = speed_kmh(&w[0], &w[1], metres?)?;
                (kmh > limit).then_some((trip, w[0], w[1], kmh))
            });
            if hop.is_some() {
                feed.too_fast += 1;
                feed.fast = feed.fast.or(hop);
            }
        }
        for (f, feed) in feeds.iter().enumerate() {
            if let Some((trip, from, to)) = feed.slow {
                self.findings.warn(
                    "trip-too-slow",
                    format!("{}/stop_times.txt", t.feed_name.get(f)),
                    None,
                    format!("trip {}", t.trip_id.get(trip.index())),
                    format!(
                        "from {:?} at {} to {:?} at {}, slower than on foot; {} of the feed's {} trips are so somewhere, perhaps a.m. for p.m.",
                        t.stop_label(from.stop),
                        ClockTime(from.departure),
                        t.stop_label(to.stop),
                        ClockTime(to.arrival),
                        feed.too_slow,
                        feed.trips
                    ),
                    "times used as they are",
                );
            }
            let Some((trip, from, to, kmh)) = feed.fast else {
                continue;
            };
            self.findings.warn(
                "trip-too-fast",
                format!("{}/stop_times.txt", t.feed_name.get(f)),
                None,
                format!("trip {}", t.trip_id.get(trip.index())),
                format!(
                    "{kmh:.0} km/h from {:?} to {:?} ({} s); {} of the feed's {} trips are faster somewhere than vehicles of their kind go",
                    t.stop_label(from.stop),
                    t.stop_label(to.stop),
                    i64::from(to.arrival) - i64::from(from.departure),
                    feed.too_fast,
                    feed.trips
                ),
                "times used as they are; travel times over such hops are too short",
            );
        }
    }
}

/// A hop of a trip that takes hours and is slower than walking, or a call that takes hours, as from and to there.
fn slow_hop(
    calls: &[Call],
    length: &mut impl FnMut(StopId, StopId) -> Option<f64>,
) -> Option<(Call, Call)> {
    let seconds = |from: i32, to: i32| i64::from(to) - i64::from(from);
    let inner = calls.iter().skip(1).rev().skip(1);
    let stay = inner
        .rev()
        .find(|c| seconds(c.arrival, c.departure) >= LONGEST_CALL_S);
    if let Some(call) = stay {
        let (from, to) = (
            Call {
                departure: call.arrival,
                ..*call
            },
            Call {
                arrival: call.departure,
                ..*call
            },
        );
        return Some((from, to));
    }
    calls.windows(2).find_map(|w| {
        let seconds = seconds(w[0].departure, w[1].arrival);
        if seconds < LONG_HOP_S {
            return None;
        }
        let kmh = length(w[0].stop, w[1].stop)? / seconds as f64 * 3.6;
        (kmh < SLOWEST_KMH).then_some((w[0], w[1]))
    })
}

fn metres(t: &Timetable, from: StopId, to: StopId) -> Option<f64> {
    let at = |stop| -> Option<LonLat> { t.position(stop) };
    Some(at(from)?.distance_m(at(to)?))
}

/// Straight-line speed of a hop; none where it is too short to tell.
fn speed_kmh(from: &Call, to: &Call, metres: f64) -> Option<f64> {
    let seconds = f64::from(to.arrival) - f64::from(from.departure) + rounding_s(from, to);
    (metres >= SHORT_M && seconds > 0.0).then(|| metres / seconds * 3.6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(time: i32) -> Call {
        Call {
            stop: StopId(0),
            arrival: time,
            departure: time,
            flags: 3,
        }
    }

    #[test]
    fn whole_minutes_hide_up_to_a_minute() {
        // 1.5 km at one and the same minute: 90 km/h is possible; to the second it is not.
        let kmh = speed_kmh(&call(600), &call(600), 1500.0).unwrap();
        assert!((kmh - 90.0).abs() < 1e-9);
        let kmh = speed_kmh(&call(601), &call(610), 1500.0).unwrap();
        assert!((kmh - 540.0).abs() < 1e-9);
        assert_eq!(speed_kmh(&call(601), &call(601), 200.0), None);
    }

    #[test]
    fn hours_slower_than_on_foot_are_too_slow() {
        let slow = |calls: &[Call], metres| {
            let found = slow_hop(calls, &mut |_, _| Some(metres));
            found.map(|(from, to)| (from.departure, to.arrival))
        };
        // 2 km in 12 h 5 min: 08:00 to 20:05, meant to be 08:05.
        assert_eq!(
            slow(&[call(28_800), call(72_300)], 2000.0),
            Some((28_800, 72_300))
        );
        // 5 km in two hours are 2.5 km/h, 7 km 3.5; what takes less than two hours may be as slow as it likes.
        assert_eq!(slow(&[call(0), call(7200)], 5000.0), Some((0, 7200)));
        assert_eq!(slow(&[call(0), call(7200)], 7000.0), None);
        assert_eq!(slow(&[call(0), call(7199)], 10.0), None);
        // Standing for twelve hours on the way; before the first departure nobody minds.
        let stays = |departure| Call {
            departure,
            ..call(600)
        };
        let trip = [call(0), stays(600 + 43_200), call(44_400)];
        assert_eq!(slow(&trip, 9000.0), Some((600, 43_800)));
        assert_eq!(slow(&[stays(43_800), call(44_400)], 9000.0), None);
    }
}
