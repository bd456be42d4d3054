//! Jobs by shift: a job counts only if one gets there in time *and* home again afterwards.

use super::travel_time::UNREACHED;

/// Seconds of a day.
const DAY_S: i32 = 24 * 3600;

/// When a shift is and how much time around it is acceptable. Clock times are seconds of the
/// service day on which the shift starts (noon minus twelve hours); they may be negative or pass 24
/// h.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    start_s: i32,
    end_s: i32,
    /// w: arrive at most this long before the start, seconds.
    pub arrive_within_s: u32,
    /// b: from the end until one can leave, seconds.
    pub leave_after_s: u32,
    /// Leave at most this long after that, seconds; none: whenever.
    pub leave_within_s: Option<u32>,
    /// T: longest travel time of either trip, seconds.
    pub max_trip_s: u32,
}

impl Shift {
    /// A shift from `start_s` to `end_s`, clock times 0 to 24 h. One that ends at or before its
    /// start ends the next day: its people go home on the timetable of the next morning. None
    /// outside 0 to 24 h.
    pub fn new(
        start_s: i32,
        end_s: i32,
        arrive_within_s: u32,
        leave_after_s: u32,
        leave_within_s: Option<u32>,
        max_trip_s: u32,
    ) -> Option<Self> {
        let day = 0..=DAY_S;
        (day.contains(&start_s) && day.contains(&end_s)).then(|| Self {
            start_s,
            end_s: if end_s <= start_s {
                end_s + DAY_S
            } else {
                end_s
            },
            arrive_within_s,
            leave_after_s,
            leave_within_s,
            max_trip_s,
        })
    }

    /// When one may arrive at work, seconds, both ends included: [start − w, start].
    pub fn arrival_s(&self) -> (i32, i32) {
        let first = self.start_s.saturating_sub_unsigned(self.arrive_within_s);
        (first, self.start_s)
    }

    /// When one may leave for home, seconds, both ends included: from end + b on.
    pub fn leaving_s(&self) -> (i32, i32) {
        let first = self.end_s.saturating_add_unsigned(self.leave_after_s);
        let last = self
            .leave_within_s
            .map_or(i32::MAX, |w| first.saturating_add_unsigned(w));
        (first, last)
    }

    /// Whether the shift ends on the day after it starts.
    pub fn ends_next_day(&self) -> bool {
        self.end_s > DAY_S
    }

    /// Which of the two ways works, given the trips to work and home between one pair (any that are
    /// not worse than others in both times are enough). `A_i^s = Σ_j O_j^s [both]`.
    pub fn served(
        &self,
        to_work: impl IntoIterator<Item = Trip>,
        home: impl IntoIterator<Item = Trip>,
    ) -> Served {
        let (first, last) = self.arrival_s();
        let (from, until) = self.leaving_s();
        let there = |t: Trip| (first..=last).contains(&t.arrive_s) && self.short_enough(t);
        let back = |t: Trip| (from..=until).contains(&t.leave_s) && self.short_enough(t);
        Served {
            there: to_work.into_iter().any(there),
            back: home.into_iter().any(back),
        }
    }

    fn short_enough(&self, t: Trip) -> bool {
        // i64: from i32::MIN to i32::MAX is longer than i32.
        let seconds = i64::from(t.arrive_s) - i64::from(t.leave_s);
        (0..=i64::from(self.max_trip_s)).contains(&seconds)
    }
}

/// A trip on the clock of the day on which the shift starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trip {
    /// Leaving the door, seconds.
    pub leave_s: i32,
    /// Arriving at the other door, seconds.
    pub arrive_s: i32,
}

impl Trip {
    /// Out of the travel times (seconds, [`UNREACHED`]) of an arrival window: deadlines
    /// `first_s`, `first_s + step_s`, … The time before a deadline that is spent waiting there
    /// counts as travel, so ask for deadlines a minute apart.
    pub fn by_deadlines(
        first_s: i32,
        step_s: u32,
        times: &[u32],
    ) -> impl Iterator<Item = Trip> + '_ {
        let reached = clock(first_s, step_s)
            .zip(times)
            .filter(|(_, t)| **t != UNREACHED);
        reached.map(|(at, t)| Trip {
            leave_s: at.saturating_sub_unsigned(*t),
            arrive_s: at,
        })
    }

    /// Out of the travel times (seconds, [`UNREACHED`]) of a departure window.
    pub fn by_departures(
        first_s: i32,
        step_s: u32,
        times: &[u32],
    ) -> impl Iterator<Item = Trip> + '_ {
        let reached = clock(first_s, step_s)
            .zip(times)
            .filter(|(_, t)| **t != UNREACHED);
        reached.map(|(at, t)| Trip {
            leave_s: at,
            arrive_s: at.saturating_add_unsigned(*t),
        })
    }
}

fn clock(first_s: i32, step_s: u32) -> impl Iterator<Item = i32> {
    std::iter::successors(Some(first_s), move |t| t.checked_add_unsigned(step_s))
}

/// Which ways of a shift work for a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Served {
    /// To work in time.
    pub there: bool,
    /// Home afterwards.
    pub back: bool,
}

/// Jobs of a shift as seen from one home, in units of supply.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ShiftAccess {
    /// `A^s`: there in time and home again.
    pub both: f64,
    /// There, but no way home.
    pub there_only: f64,
    /// A way home, but none there.
    pub back_only: f64,
}

impl ShiftAccess {
    /// Adds a destination with its jobs on that shift.
    pub fn add(&mut self, jobs: f64, served: Served) {
        match (served.there, served.back) {
            (true, true) => self.both += jobs,
            (true, false) => self.there_only += jobs,
            (false, true) => self.back_only += jobs,
            (false, false) => {}
        }
    }

    /// Access to the shift over access to the same jobs by day; none where the day gives none.
    pub fn ratio_to(&self, day: &ShiftAccess) -> Option<f64> {
        (day.both > 0.0).then(|| self.both / day.both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const H: i32 = 3600;

    fn night() -> Shift {
        // 22:00 to 06:00, there from 21:30, leaving 06:10 to 06:40, 75 minutes each way.
        Shift::new(22 * H, 6 * H, 1800, 600, Some(1800), 75 * 60).unwrap()
    }

    fn trip(leave_min: i32, arrive_min: i32) -> Trip {
        Trip {
            leave_s: leave_min * 60,
            arrive_s: arrive_min * 60,
        }
    }

    #[track_caller]
    fn check(to_work: Trip, home: Trip, there: bool, back: bool) {
        assert_eq!(night().served([to_work], [home]), Served { there, back });
    }

    #[test]
    fn a_night_shift_goes_home_the_next_morning() {
        assert!(night().ends_next_day());
        assert_eq!(night().leaving_s(), (30 * H + 600, 30 * H + 2400));
        // Minutes: 21:30 is 1290, 22:00 1320; next day 06:10 is 1810, 06:40 1840.
        check(trip(1245, 1320), trip(1810, 1885), true, true);
        // A minute late, a minute early for leaving.
        check(trip(1246, 1321), trip(1809, 1850), false, false);
        // Too early at work; leaving too late.
        check(trip(1250, 1289), trip(1841, 1850), false, false);
        // 76 minutes.
        check(trip(1244, 1320), trip(1810, 1886), false, false);
        // 06:15 of the same calendar day is before the shift, not after it.
        check(trip(1290, 1300), trip(375, 400), true, false);
        // A trip that arrives before it leaves is none.
        check(trip(1310, 1300), trip(1820, 1815), false, false);
    }

    #[test]
    fn a_day_shift_stays_on_its_day() {
        let day = Shift::new(8 * H, 16 * H, 1800, 0, None, H as u32).unwrap();
        assert!(!day.ends_next_day());
        assert_eq!(day.arrival_s(), (7 * H + 1800, 8 * H));
        assert_eq!(day.leaving_s(), (16 * H, i32::MAX));
        // Round the clock: 24 hours.
        let long = Shift::new(8 * H, 8 * H, 0, 0, None, 0).unwrap();
        assert_eq!(long.leaving_s().0, 32 * H);
        assert!(Shift::new(-1, 5, 0, 0, None, 0).is_none());
        assert!(Shift::new(0, 25 * H, 0, 0, None, 0).is_none());
    }

    #[test]
    fn windows_become_trips() {
        let times = [UNREACHED, 600];
        let deadline: Vec<Trip> = Trip::by_deadlines(1290 * 60, 60, &times).collect();
        assert_eq!(deadline, [trip(1281, 1291)]);
        let departure: Vec<Trip> = Trip::by_departures(1290 * 60, 60, &times).collect();
        assert_eq!(departure, [trip(1291, 1301)]);
    }

    #[test]
    fn what_fails_is_told_apart() {
        let mut night = ShiftAccess::default();
        for (jobs, there, back) in [
            (8.0, true, true),
            (4.0, true, false),
            (2.0, false, true),
            (1.0, false, false),
        ] {
            night.add(jobs, Served { there, back });
        }
        let expected = ShiftAccess {
            both: 8.0,
            there_only: 4.0,
            back_only: 2.0,
        };
        assert_eq!(night, expected);
        let day = ShiftAccess {
            both: 16.0,
            ..ShiftAccess::default()
        };
        assert_eq!(night.ratio_to(&day), Some(0.5));
        assert_eq!(night.ratio_to(&ShiftAccess::default()), None);
    }
}
