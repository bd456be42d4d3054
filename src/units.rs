//! Quantities that must not be mixed up: clock times, durations, lengths, positions.

use std::fmt;

/// A clock time in whole seconds since noon minus twelve hours of a service day (GTFS).
/// May be negative (the evening before) and may pass 24 h.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ClockTime(pub i32);

/// A duration in whole seconds, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seconds(pub u32);

impl std::ops::Add<Seconds> for ClockTime {
    type Output = ClockTime;
    #[inline]
    fn add(self, d: Seconds) -> ClockTime {
        ClockTime(self.0.saturating_add_unsigned(d.0))
    }
}

impl std::ops::Sub<Seconds> for ClockTime {
    type Output = ClockTime;
    #[inline]
    fn sub(self, d: Seconds) -> ClockTime {
        ClockTime(self.0.saturating_sub_unsigned(d.0))
    }
}

impl std::ops::Sub<ClockTime> for ClockTime {
    type Output = Option<Seconds>;
    /// The duration from `earlier` to `self`; none when it is not earlier.
    #[inline]
    fn sub(self, earlier: ClockTime) -> Option<Seconds> {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0))
            .ok()
            .map(Seconds)
    }
}

impl fmt::Display for ClockTime {
    /// `HH:MM:SS`, `HH:MM` on whole minutes; past midnight goes on counting (`25:10`).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let s = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", s / 3600, s / 60 % 60)?;
        if !s.is_multiple_of(60) {
            write!(f, ":{:02}", s % 60)?;
        }
        Ok(())
    }
}

impl Seconds {
    /// In minutes.
    pub fn minutes(self) -> f64 {
        f64::from(self.0) / 60.0
    }

    /// Minutes with two decimals, as tables show them (nearest, halves up).
    pub fn minutes_text(self) -> String {
        let hundredths = (u64::from(self.0) * 100 + 30) / 60;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// A position in WGS 84 degrees; always finite and within ±180, ±90.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLat {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
}

impl LonLat {
    /// A position; none when not finite or out of range.
    pub fn new(lon: f64, lat: f64) -> Option<Self> {
        ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
            .then_some(Self { lon, lat })
    }
    /// Geodesic distance on WGS 84, metres (Karney 2013, by way of geographiclib).
    pub fn distance_m(self, other: LonLat) -> f64 {
        use geographiclib_rs::{Geodesic, InverseGeodesic};
        Geodesic::wgs84().inverse(self.lat, self.lon, other.lat, other.lon)
    }
}

/// A speed in whole millimetres an hour, so that walking times are exact integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed {
    /// Millimetres an hour; positive.
    pub mm_per_hour: u32,
}

impl Speed {
    /// In kilometres per hour.
    pub fn kmh(self) -> f64 {
        f64::from(self.mm_per_hour) / 1e6
    }

    /// From km/h; none outside 0.1 to 100.
    pub fn from_kmh(kmh: f64) -> Option<Self> {
        (0.1..=100.0).contains(&kmh).then(|| Self {
            mm_per_hour: (kmh * 1e6).round() as u32,
        })
    }
    /// Time for a length, rounded up to whole seconds: one walking leg.
    #[inline]
    pub fn time_for(self, length_mm: u32) -> Seconds {
        Seconds(
            (u64::from(length_mm) * 3600)
                .div_ceil(u64::from(self.mm_per_hour))
                .min(u64::from(u32::MAX)) as u32,
        )
    }
    /// Longest length in mm whose time, rounded up, is at most `time` (saturating).
    #[inline]
    pub fn reach_mm(self, time: Seconds) -> u32 {
        (u64::from(time.0) * u64::from(self.mm_per_hour) / 3600).min(u64::from(u32::MAX)) as u32
    }
}

/// Degrees of a position in 1e-7 degrees.
pub fn degrees(p: [i32; 2]) -> LonLat {
    LonLat {
        lon: f64::from(p[0]) / 1e7,
        lat: f64::from(p[1]) / 1e7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_of_exactly_its_budget_is_within_it() {
        let v = Speed::from_kmh(4.8).unwrap();
        assert_eq!(v.time_for(80_000), Seconds(60));
        assert_eq!(v.time_for(80_001), Seconds(61));
        assert_eq!(v.reach_mm(Seconds(60)), 80_000);
        for s in 1..2000 {
            let reach = v.reach_mm(Seconds(s));
            assert!(v.time_for(reach) <= Seconds(s) && v.time_for(reach + 1) > Seconds(s));
        }
    }

    #[test]
    fn minutes_have_two_decimals_rounded_to_nearest() {
        for (s, text) in [
            (0, "0.00"),
            (1, "0.02"),
            (59, "0.98"),
            (60, "1.00"),
            (1470, "24.50"),
            (20, "0.33"),
        ] {
            assert_eq!(Seconds(s).minutes_text(), text);
        }
    }

    #[test]
    fn clock_times_go_on_past_midnight() {
        assert_eq!(ClockTime(25 * 3600 + 600).to_string(), "25:10");
        assert_eq!(ClockTime(8 * 3600 + 90).to_string(), "08:01:30");
    }
}
