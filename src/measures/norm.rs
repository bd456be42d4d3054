//! Norms: how much access is enough, and how far below it a level is.

/// A norm for one service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Norm {
    /// At least this much access, in units of supply.
    AtLeast(f64),
    /// Within this travel time, seconds, inclusive. A level is then seconds, `+∞` when not reached.
    Within(u32),
}

/// A travel time as a level: seconds, `+∞` when not reached.
pub fn time_level(time: Option<u32>) -> f64 {
    time.map_or(f64::INFINITY, f64::from)
}

impl Norm {
    /// Whether a level misses the norm.
    pub fn missed(self, level: f64) -> bool {
        match self {
            Norm::AtLeast(z) => level < z,
            Norm::Within(z) => level > f64::from(z),
        }
    }

    /// Relative deficit, 0 to 1; more than 0 exactly where the norm is missed.
    ///
    /// Access A below z: `(z − A) / z`. Time t above z: `min(1, (t − z) / z)`, and 1 when not
    /// reached. The normalised gap of Foster, Greer & Thorbecke 1984, "A class of decomposable
    /// poverty measures", *Econometrica* 52(3). A time limit of zero is missed by 1 or not at all.
    pub fn deficit(self, level: f64) -> f64 {
        if !self.missed(level) {
            return 0.0;
        }
        match self {
            Norm::AtLeast(z) => ((z - level) / z).min(1.0),
            // z = 0 gives (t − 0) / 0 = ∞, capped; ∞ / z likewise.
            Norm::Within(z) => ((level - f64::from(z)) / f64::from(z)).min(1.0),
        }
    }

    /// Whether a level is that of somebody who reaches anything: some access, or a time.
    pub fn reaches(self, level: f64) -> bool {
        match self {
            Norm::AtLeast(_) => level > 0.0,
            Norm::Within(_) => level.is_finite(),
        }
    }

    /// Whether `a` is better than `b`: more access or less time.
    pub fn better(self, a: f64, b: f64) -> bool {
        match self {
            Norm::AtLeast(_) => a > b,
            Norm::Within(_) => a < b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::assert_close;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn deficits_by_hand() {
        for (norm, level, expected) in [
            (Norm::AtLeast(10_000.0), 10_000.0, 0.0),
            (Norm::AtLeast(10_000.0), 7_500.0, 0.25),
            (Norm::AtLeast(10_000.0), 0.0, 1.0),
            (Norm::AtLeast(0.0), 0.0, 0.0),
            (Norm::Within(2700), 2700.0, 0.0),
            (Norm::Within(2700), 3375.0, 0.25),
            (Norm::Within(2700), 9000.0, 1.0),
            (Norm::Within(2700), time_level(None), 1.0),
            (Norm::Within(0), 1.0, 1.0),
            (Norm::Within(0), 0.0, 0.0),
        ] {
            assert_close(norm.deficit(level), expected);
        }
    }

    proptest! {
        #[test]
        fn a_deficit_is_a_share_and_positive_only_below(z in 0u32..5000, level in 0u32..20_000) {
            for norm in [Norm::AtLeast(f64::from(z)), Norm::Within(z)] {
                let d = norm.deficit(f64::from(level));
                prop_assert!((0.0..=1.0).contains(&d));
                prop_assert_eq!(d > 0.0, norm.missed(f64::from(level)));
            }
        }
    }
}
