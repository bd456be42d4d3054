//! Where a level stands among those of many people.

use crate::measures::sample::Sample;

/// The levels of a group from low to high, with the weight up to each.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// Level and the weight of it and all below.
    steps: Vec<(f64, f64)>,
    /// Whether more is worse, as with travel times.
    less_is_better: bool,
}

impl Ladder {
    /// Out of a sample; `times`: its levels are travel times.
    pub fn new(sample: &Sample, times: bool) -> Self {
        let mut rows = sample.rows().to_vec();
        rows.sort_by(|a, b| a.value.total_cmp(&b.value));
        let mut sum = 0.0;
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for row in rows {
            sum += row.weight;
            match steps.last_mut() {
                Some(last) if last.0 == row.value => last.1 = sum,
                _ => steps.push((row.value, sum)),
            }
        }
        Ladder {
            steps,
            less_is_better: times,
        }
    }

    /// Percentile position of a level, 0 to 100: the share that is worse off, and half of those
    /// equally well off. None without anybody, or without a level.
    pub fn position(&self, level: f64) -> Option<f64> {
        self.shares(level).map(|(worse, same)| worse + same / 2.0)
    }

    /// The share that is worse off than a level, 0 to 100. None without anybody, or without a level.
    pub fn worse_off(&self, level: f64) -> Option<f64> {
        self.shares(level).map(|(worse, _)| worse)
    }

    /// The shares that are worse off and equally well off, 0 to 100.
    fn shares(&self, level: f64) -> Option<(f64, f64)> {
        let all = self.steps.last().map(|s| s.1).filter(|w| *w > 0.0)?;
        if level.is_nan() {
            return None;
        }
        let upto = |n: usize| {
            n.checked_sub(1)
                .and_then(|i| self.steps.get(i))
                .map_or(0.0, |s| s.1)
        };
        let below = upto(self.steps.partition_point(|s| s.0 < level));
        let not_above = upto(self.steps.partition_point(|s| s.0 <= level));
        let (worse, same) = match self.less_is_better {
            false => (below, not_above - below),
            true => (all - not_above, not_above - below),
        };
        Some((100.0 * worse / all, 100.0 * same / all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_people_and_halve_equals() {
        let sample =
            Sample::new([(5.0, 30.0), (0.0, 10.0), (7.0, 60.0)].map(|(v, w)| (Some(v), Some(w))));
        let more = Ladder::new(&sample, false);
        for (level, expected) in [
            (-1.0, 0.0),
            (0.0, 5.0),
            (3.0, 10.0),
            (5.0, 25.0),
            (7.0, 70.0),
            (9.0, 100.0),
        ] {
            assert_eq!(more.position(level), Some(expected), "{level}");
        }
        let times = Ladder::new(&sample, true);
        for (level, expected) in [(0.0, 95.0), (6.0, 60.0), (f64::INFINITY, 0.0)] {
            assert_eq!(times.position(level), Some(expected), "{level}");
        }
        // Of 100, 10 have nothing, 30 have 5 and 60 have 7; who has as much is not worse off.
        for (level, expected) in [(0.0, 0.0), (5.0, 10.0), (6.0, 40.0), (9.0, 100.0)] {
            assert_eq!(more.worse_off(level), Some(expected), "{level}");
        }
        assert_eq!(times.worse_off(0.0), Some(90.0));
        assert_eq!(times.worse_off(f64::INFINITY), Some(0.0));
        assert_eq!(more.position(f64::NAN), None);
        assert_eq!(Ladder::default().position(1.0), None);
    }
}
