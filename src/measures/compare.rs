//! Before and after: who gains, who loses, who falls below the norm.

use super::norm::Norm;
use super::sample::Unknown;

/// People by what a change does to their level. Counts are people unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// People whose level is known before and after.
    pub people: f64,
    /// Better off: more access or less time, by more than the tolerance.
    pub winners: f64,
    /// Worse off.
    pub losers: f64,
    /// Neither.
    pub unchanged: f64,
    /// At or above the norm before, below it after.
    pub fell_below: f64,
    /// Below the norm before, not after.
    pub rose_above: f64,
    /// Below the norm before.
    pub below_before: f64,
    /// Below the norm after.
    pub below_after: f64,
    /// `Σ P_i a_i` before, in people times level; `+∞` for times when anybody is not reached.
    sum_before: f64,
    sum_after: f64,
    /// What was left out: a level unknown before or after.
    pub unknown: Unknown,
}

impl Change {
    /// Adds people with their level before and after, as the norm takes it (`None`: unknown; a time
    /// of `+∞`: not reached). Differences up to `tolerance`, in the unit of the level, are none.
    pub fn add(
        &mut self,
        norm: Norm,
        tolerance: f64,
        before: Option<f64>,
        after: Option<f64>,
        people: Option<f64>,
    ) {
        let levels = before.zip(after);
        let levels = levels.filter(|(b, a)| !b.is_nan() && !a.is_nan());
        let Some(((before, after), people)) = self.unknown.admit(levels, people) else {
            return;
        };
        self.people += people;
        // Equal levels first: ∞ − ∞ is not a number.
        if before == after || (after - before).abs() <= tolerance {
            self.unchanged += people;
        } else if norm.better(after, before) {
            self.winners += people;
        } else {
            self.losers += people;
        }
        let (was, is) = (norm.missed(before), norm.missed(after));
        for (hit, sum) in [
            (was, &mut self.below_before),
            (is, &mut self.below_after),
            (!was && is, &mut self.fell_below),
            (was && !is, &mut self.rose_above),
        ] {
            if hit {
                *sum += people;
            }
        }
        self.sum_before += people * before;
        self.sum_after += people * after;
    }

    /// Mean level before and after, weighted by people, in the unit of the level; none without
    /// people. `+∞` for times when anybody is not reached: then show medians.
    pub fn means(&self) -> Option<(f64, f64)> {
        let per_person = |sum: f64| sum / self.people;
        (self.people > 0.0).then(|| (per_person(self.sum_before), per_person(self.sum_after)))
    }

    /// Mean change a person; none without people or with anybody unreached.
    pub fn mean_change(&self) -> Option<f64> {
        let (before, after) = self.means()?;
        Some(after - before).filter(|d| d.is_finite())
    }

    /// Net number of people pushed below the norm (negative: lifted above it).
    pub fn net_below(&self) -> f64 {
        self.below_after - self.below_before
    }
}

#[cfg(test)]
mod tests {
    use super::super::norm::time_level;
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn before_and_after_by_hand() {
        let mut c = Change::default();
        for (before, after, people) in [
            (Some(120.0), Some(80.0), Some(10.0)),
            (Some(90.0), Some(100.0), Some(20.0)),
            (Some(50.0), Some(40.0), Some(30.0)),
            (Some(200.0), Some(200.5), Some(40.0)),
            (None, Some(5.0), Some(3.0)),
            (Some(5.0), Some(5.0), None),
        ] {
            c.add(Norm::AtLeast(100.0), 0.5, before, after, people);
        }
        assert_eq!((c.winners, c.losers, c.unchanged), (20.0, 40.0, 40.0));
        assert_eq!((c.fell_below, c.rose_above), (10.0, 20.0));
        assert_eq!(
            (c.below_before, c.below_after, c.net_below()),
            (50.0, 40.0, -10.0)
        );
        // (−40·10 + 10·20 − 10·30 + 0.5·40) / 100.
        assert_close(c.mean_change().unwrap(), -4.8);
        assert_eq!(c.unknown.weight_without_value, 3.0);
        assert_eq!(c.unknown.rows_without_weight, 1);
    }

    #[test]
    fn the_unreached_can_win_and_lose() {
        let mut c = Change::default();
        let norm = Norm::Within(1800);
        for (before, after, people) in [
            (None, None, 1.0),
            (None, Some(1800), 2.0),
            (Some(1700), None, 4.0),
            (Some(1700), Some(1600), 8.0),
        ] {
            let (b, a) = (time_level(before), time_level(after));
            c.add(norm, 60.0, Some(b), Some(a), Some(people));
        }
        assert_eq!((c.winners, c.losers, c.unchanged), (10.0, 4.0, 1.0));
        assert_eq!((c.fell_below, c.rose_above), (4.0, 2.0));
        assert_eq!(c.mean_change(), None);
        assert_eq!(Change::default().means(), None);
    }

    proptest! {
        #[test]
        fn everybody_is_somewhere(rows in prop::collection::vec((0u32..9, 0u32..9, 0u32..9), 0..30)) {
            let mut c = Change::default();
            let mut back = Change::default();
            let norm = Norm::AtLeast(5.0);
            for (b, a, w) in rows {
                let [b, a, w] = [b, a, w].map(|v| Some(f64::from(v)));
                c.add(norm, 0.0, b, a, w);
                back.add(norm, 0.0, a, b, w);
            }
            prop_assert_eq!(c.winners + c.losers + c.unchanged, c.people);
            prop_assert_eq!(c.net_below(), c.fell_below - c.rose_above);
            prop_assert_eq!((c.winners, c.fell_below), (back.losers, back.rose_above));
            let change = c.mean_change().unwrap_or(0.0) + back.mean_change().unwrap_or(0.0);
            prop_assert!(close(change, 0.0));
        }
    }
}
