//! A level per row with the people it stands for, and what is known of them as a whole.

use super::travel_time::Percentile;

/// What a sum of weights may lack of an exact tie, as a part of it: 0.7 and 0.3 of people don't add up to the last digit.
const ROUNDING: f64 = 1e-12;

/// One level and how many people (households, dwellings) have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The level: access, deficit, or travel time in seconds with `+∞` for "not reached". Never
    /// NaN.
    pub value: f64,
    /// How many have it; finite and more than 0.
    pub weight: f64,
}

/// What was left out of a sample because it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unknown {
    /// Rows without a usable weight (missing, negative, not a number): of unknown size.
    pub rows_without_weight: usize,
    /// Rows of known weight without a level.
    pub rows_without_value: usize,
    /// The weight of those.
    pub weight_without_value: f64,
}

impl Unknown {
    /// Whether nothing was left out.
    pub fn is_empty(&self) -> bool {
        self.rows_without_weight == 0 && self.rows_without_value == 0
    }

    /// Sorts a row: the weight and value to go on with, or none and a count here. Rows of weight
    /// zero stand for nobody: neither used nor counted.
    pub fn admit<V>(&mut self, value: Option<V>, weight: Option<f64>) -> Option<(V, f64)> {
        match (value, usable_weight(weight)) {
            (_, None) => {
                self.rows_without_weight += 1;
                None
            }
            (_, Some(0.0)) => None,
            (None, Some(w)) => {
                self.rows_without_value += 1;
                self.weight_without_value += w;
                None
            }
            (Some(v), Some(w)) => Some((v, w)),
        }
    }
}

/// A weight that can be summed: known, finite, not negative. Codes for "no value" (−99997) that
/// slipped through are not people.
pub fn usable_weight(weight: Option<f64>) -> Option<f64> {
    // `+ 0.0` turns −0 into 0.
    weight
        .filter(|w| w.is_finite() && *w >= 0.0)
        .map(|w| w + 0.0)
}

/// A weighted sample in the order its rows came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    rows: Vec<Row>,
    unknown: Unknown,
}

impl Sample {
    /// Out of (level, weight). `None`, and NaN, mean unknown: left out and counted. A level of zero
    /// is a level. Rows of weight zero stand for nobody and change nothing.
    pub fn new(rows: impl IntoIterator<Item = (Option<f64>, Option<f64>)>) -> Self {
        let mut unknown = Unknown::default();
        let rows = rows
            .into_iter()
            .filter_map(|(value, weight)| {
                let (value, weight) = unknown.admit(value.filter(|v| !v.is_nan()), weight)?;
                Some(Row { value, weight })
            })
            .collect();
        Self { rows, unknown }
    }

    /// The rows that are known, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What was left out.
    pub fn unknown(&self) -> Unknown {
        self.unknown
    }

    /// The weight of the known rows.
    pub fn weight(&self) -> f64 {
        self.rows.iter().fold(0.0, |sum, r| sum + r.weight)
    }

    /// Weighted mean `Σ P_i A_i / Σ P_i`, in the unit of the level; none without known rows, `+∞`
    /// with anybody at `+∞`.
    pub fn mean(&self) -> Option<f64> {
        let weight = self.weight();
        let sum = self.rows.iter().fold(0.0, |s, r| s + r.weight * r.value);
        (weight > 0.0).then(|| sum / weight)
    }

    /// Weighted quantile by nearest rank: the smallest level that at least p % of the people have
    /// or stay below, `min v: 100 · Σ P_i [A_i ≤ v] ≥ p · Σ P_i`. A level somebody has, never one
    /// in between. None without known rows.
    pub fn quantile(&self, p: Percentile) -> Option<f64> {
        let sorted = self.sorted();
        let goal = f64::from(p.get()) * sorted.iter().fold(0.0, |s, r| s + r.weight);
        let mut sum = 0.0;
        let at = sorted.iter().find(|r| {
            sum += r.weight;
            100.0 * sum >= goal * (1.0 - ROUNDING)
        });
        // Rounding may leave the last sum a hair below the goal.
        at.or(sorted.last()).map(|r| r.value)
    }

    /// The rows from low to high; equal levels in the order given.
    pub(super) fn sorted(&self) -> Vec<Row> {
        let mut rows = self.rows.clone();
        rows.sort_by(|a, b| a.value.total_cmp(&b.value));
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::assert_close;
    use super::*;

    fn p(n: u8) -> Percentile {
        Percentile::new(n).unwrap()
    }

    #[test]
    fn unknown_is_counted_and_zero_kept() {
        let s = Sample::new([
            (Some(0.0), Some(10.0)),
            (Some(6.0), Some(20.0)),
            (None, Some(5.0)),
            (Some(f64::NAN), Some(2.0)),
            (Some(9.0), None),
            (Some(9.0), Some(-99_997.0)),
            (Some(9.0), Some(0.0)),
            (None, Some(-0.0)),
        ]);
        assert_eq!((s.rows().len(), s.weight()), (2, 30.0));
        assert_close(s.mean().unwrap(), 4.0);
        let expected = Unknown {
            rows_without_weight: 2,
            rows_without_value: 2,
            weight_without_value: 7.0,
        };
        assert_eq!(s.unknown(), expected);
        assert!(!s.unknown().is_empty());
    }

    #[test]
    fn quantiles_count_people_not_rows() {
        // 10 people at 0, 30 at 5, 60 at 7.
        let s =
            Sample::new([(7.0, 60.0), (0.0, 10.0), (5.0, 30.0)].map(|(v, w)| (Some(v), Some(w))));
        for (percent, expected) in [(10, 0.0), (11, 5.0), (40, 5.0), (41, 7.0), (99, 7.0)] {
            assert_eq!(s.quantile(p(percent)), Some(expected), "p{percent}");
        }
    }

    #[test]
    fn nobody_has_no_mean() {
        let s = Sample::new([(Some(1.0), Some(0.0))]);
        assert_eq!((s.mean(), s.quantile(p(50))), (None, None));
        assert!(s.unknown().is_empty());
    }

    #[test]
    fn the_unreached_stay_the_longest() {
        let s =
            Sample::new([(f64::INFINITY, 40.0), (600.0, 60.0)].map(|(v, w)| (Some(v), Some(w))));
        assert_eq!(s.quantile(p(60)), Some(600.0));
        assert_eq!(s.quantile(p(61)), Some(f64::INFINITY));
        assert_eq!(s.mean(), Some(f64::INFINITY));
    }
}
