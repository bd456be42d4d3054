//! How access is spread: Gini, Theil, Palma, concentration index.
//!
//! Zeros stay in all of them: dropping those who reach nothing drops the worst off. Relative
//! measures say nothing of the level (gaps shrink when everybody loses service; Karner, Pereira &
//! Farber 2024), so show the mean and the headcount beside them. Levels must be finite and not
//! negative: otherwise none. Travel times, which may be `+∞`, have no Gini; take their deficits.

use super::sample::{Sample, Unknown};
use super::travel_time::Percentile;

/// Weight and mean of a sample fit for relative measures: finite, not negative, not all zero.
fn shares_base(sample: &Sample) -> Option<(f64, f64)> {
    let fit = |v: f64| v.is_finite() && v >= 0.0;
    let mean = sample.mean().filter(|&m| m.is_finite() && m > 0.0)?;
    let all_fit = sample.rows().iter().all(|r| fit(r.value));
    all_fit.then(|| (sample.weight(), mean))
}

/// Population-weighted Gini coefficient, 0 (all equal) to below 1: twice the area between the
/// Lorenz curve and the diagonal, `G = 1 − Σ_k (p_k − p_{k−1})(L_k + L_{k−1})` over people from the
/// least to the most access, with p the cumulative share of people and L of access. Gini 1912,
/// *Variabilità e mutabilità*; for access Lucas, van Wee & Maat 2016, *Transportation* 43(3). None
/// when all is zero.
pub fn gini(sample: &Sample) -> Option<f64> {
    let (people, mean) = shares_base(sample)?;
    let total = people * mean;
    let (mut below, mut area) = (0.0, 0.0);
    for r in sample.sorted() {
        let up_to = below + r.weight * r.value;
        area += r.weight / people * ((below + up_to) / total);
        below = up_to;
    }
    // Rounding may pass the ends by a hair.
    Some((1.0 - area).clamp(0.0, 1.0 - f64::EPSILON))
}

/// Level and dispersion side by side, as every table of a group shows them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// People whose level is known.
    pub people: f64,
    /// Weighted mean; none without people.
    pub mean: Option<f64>,
    /// Weighted 10th percentile, median and 90th ([`Sample::quantile`]).
    pub quantiles: [Option<f64>; 3],
    /// [`gini`].
    pub gini: Option<f64>,
    /// What was left out as unknown.
    pub unknown: Unknown,
}

impl Spread {
    /// Of a sample.
    pub fn of(sample: &Sample) -> Self {
        let quantile = |p| Percentile::new(p).and_then(|p| sample.quantile(p));
        Self {
            people: sample.weight(),
            mean: sample.mean(),
            quantiles: [10, 50, 90].map(quantile),
            gini: gini(sample),
            unknown: sample.unknown(),
        }
    }
}

/// Theil's T, split over parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Theil {
    /// The whole, 0 (all equal) to ln(people); `between + within`.
    pub total: f64,
    /// What would remain if everybody had their part's mean.
    pub between: f64,
    /// What lies within the parts.
    pub within: f64,
    /// Each part's contribution to `within`, `[part]`, then one more for those outside all parts.
    pub within_parts: Vec<f64>,
    /// What was left out as unknown.
    pub unknown: Unknown,
}

/// Theil-T index between and within `parts` (areas, say). Rows are (part, level, people).
///
/// `T = Σ_i (P_i/P)(A_i/μ) ln(A_i/μ)`, a zero contributing 0 but counting in P and μ; `T = Σ_g
/// (P_g/P)(μ_g/μ) ln(μ_g/μ) + Σ_g (P_g μ_g / P μ) T_g`. Theil 1967, *Economics and information
/// theory*. Those in no part (none, or beyond `parts`) count as one more part. None when all is
/// zero or a level is negative or infinite.
pub fn theil(
    parts: usize,
    rows: impl IntoIterator<Item = (Option<usize>, Option<f64>, Option<f64>)>,
) -> Option<Theil> {
    let mut members: Vec<Vec<(Option<f64>, Option<f64>)>> = vec![Vec::new(); parts + 1];
    let mut everybody = Vec::new();
    for (part, level, people) in rows {
        let part = part.filter(|&g| g < parts).unwrap_or(parts);
        members[part].push((level, people));
        everybody.push((level, people));
    }
    let everybody = Sample::new(everybody);
    let (people, mean) = shares_base(&everybody)?;
    // x ln x, with its limit at 0.
    let xlnx = |x: f64| if x > 0.0 { x * x.ln() } else { 0.0 };
    let index = |s: &Sample, people: f64, mean: f64| {
        let each = s.rows().iter();
        each.fold(0.0, |t, r| t + r.weight / people * xlnx(r.value / mean))
    };
    let (mut between, mut within, mut within_parts) = (0.0, 0.0, Vec::new());
    for rows in members {
        let part = Sample::new(rows);
        let weight = part.weight();
        let mut own = 0.0;
        if let Some(m) = part.mean().filter(|&m| m > 0.0) {
            between += weight / people * xlnx(m / mean);
            own = weight * m / (people * mean) * index(&part, weight, m).max(0.0);
        }
        within += own;
        within_parts.push(own);
    }
    Some(Theil {
        total: index(&everybody, people, mean).max(0.0),
        between: between.max(0.0),
        within,
        within_parts,
        unknown: everybody.unknown(),
    })
}

/// Levels with the people who have them and the rank variable that orders people.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    /// People of one value of the rank variable, from low to high: their number and mean level.
    ties: Vec<(f64, f64)>,
    /// What was left out: no weight, or no level or rank.
    pub unknown: Unknown,
}

impl Ranked {
    /// Out of (rank variable such as income, level, people). Those with equal income are one
    /// block with one mean level, so that the order of rows never matters.
    pub fn new(rows: impl IntoIterator<Item = (Option<f64>, Option<f64>, Option<f64>)>) -> Self {
        let mut unknown = Unknown::default();
        let mut known: Vec<(f64, f64, f64)> = rows
            .into_iter()
            .filter_map(|(rank, level, people)| {
                let both = rank.zip(level);
                let both = both.filter(|(r, l)| !r.is_nan() && l.is_finite());
                let ((rank, level), people) = unknown.admit(both, people)?;
                // `+ 0.0`: incomes of −0 and 0 are the same.
                Some((rank + 0.0, level, people))
            })
            .collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        let ties = known
            .chunk_by(|a, b| a.0 == b.0)
            .map(|block| {
                let people = block.iter().fold(0.0, |s, r| s + r.2);
                let sum = block.iter().fold(0.0, |s, r| s + r.1 * r.2);
                (people, sum / people)
            })
            .collect();
        Self { ties, unknown }
    }

    fn people(&self) -> f64 {
        self.ties.iter().fold(0.0, |s, t| s + t.0)
    }

    /// Mean level of the first `share` of people in the order of `blocks`; the block on the
    /// boundary gives the part of its people that is still needed.
    fn mean_of_first<'a>(
        blocks: impl Iterator<Item = &'a (f64, f64)>,
        people: f64,
        share: f64,
    ) -> f64 {
        let wanted = share * people;
        let (mut left, mut sum) = (wanted, 0.0);
        for &(weight, mean) in blocks {
            let taken = weight.min(left);
            sum += taken * mean;
            left -= taken;
            if left <= 0.0 {
                break;
            }
        }
        sum / (wanted - left.max(0.0))
    }

    /// Palma ratio of access: mean level of the 10 % with the highest income over that of the 40 %
    /// with the lowest. The block of equal incomes on a boundary is split, its people all having
    /// its mean. Palma 2011, "Homogeneous middles vs. heterogeneous tails", *Development and
    /// Change* 42(1); of means rather than shares, as usual for access (so 1 is equal). None
    /// without people.
    pub fn palma(&self) -> Option<Palma> {
        let people = self.people();
        (people > 0.0).then(|| {
            let best_off = Self::mean_of_first(self.ties.iter().rev(), people, 0.1);
            let poorest = Self::mean_of_first(self.ties.iter(), people, 0.4);
            Palma {
                best_off,
                poorest,
                ratio: (poorest > 0.0).then(|| best_off / poorest),
            }
        })
    }

    /// Concentration index `CI = (2/μ) Σ_i (P_i/P)(r_i − ½)(A_i − μ)`, −1 to 1: above 0 where
    /// access leans to high incomes. `r_i` is the fractional rank by income: the share of people
    /// below plus half of those equal, so ties share their mean rank. Kakwani, Wagstaff & van
    /// Doorslaer 1997, *Journal of Econometrics* 77(1). None when the mean is not positive.
    pub fn concentration(&self) -> Option<f64> {
        let (mean, sum) = self.covariance()?;
        (mean > 0.0).then(|| 2.0 / mean * sum)
    }

    /// Erreygers' corrected concentration index for a level bounded within `low` to `high`, `E = 4μ
    /// / (high − low) · CI`, −1 to 1: unlike CI it gives the same (mirrored) answer for access and
    /// for lack of it. Erreygers 2009, "Correcting the concentration index", *Journal of Health
    /// Economics* 28(2). None when the bounds don't hold the mean.
    pub fn erreygers(&self, low: f64, high: f64) -> Option<f64> {
        let (mean, sum) = self.covariance()?;
        let fits = low < high && (low..=high).contains(&mean);
        fits.then(|| 8.0 / (high - low) * sum)
    }

    /// The mean level μ and `Σ (P_i/P)(r_i − ½)(A_i − μ)`.
    fn covariance(&self) -> Option<(f64, f64)> {
        let people = self.people();
        if people <= 0.0 {
            return None;
        }
        let mean = self.ties.iter().fold(0.0, |s, &(w, a)| s + w * a) / people;
        let (mut below, mut sum) = (0.0, 0.0);
        for &(weight, level) in &self.ties {
            let rank = (below + weight / 2.0) / people;
            sum += weight / people * (rank - 0.5) * (level - mean);
            below += weight;
        }
        Some((mean, sum))
    }
}

/// The two ends of the Palma ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palma {
    /// Mean level of the best-off 10 % by income.
    pub best_off: f64,
    /// Mean level of the poorest 40 %.
    pub poorest: f64,
    /// The first over the second; none where the poorest 40 % reach nothing.
    pub ratio: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    fn sample(rows: &[(f64, f64)]) -> Sample {
        Sample::new(rows.iter().map(|&(v, w)| (Some(v), Some(w))))
    }

    fn ranked(rows: &[(f64, f64, f64)]) -> Ranked {
        Ranked::new(rows.iter().map(|&(r, v, w)| (Some(r), Some(v), Some(w))))
    }

    #[test]
    fn gini_by_hand() {
        // One in four has everything: p, L = ¾, 0; 1, 1. G = 1 − ¼·1 = ¾ = 1 − 1/n.
        assert_close(gini(&sample(&[(0.0, 3.0), (8.0, 1.0)])).unwrap(), 0.75);
        // 1, 2, 3: L = 1/6, 1/2, 1. G = 1 − ⅓(1/6 + 4/6 + 9/6) = 1 − 14/18.
        let g = gini(&sample(&[(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)])).unwrap();
        assert_close(g, 2.0 / 9.0);
        assert_close(gini(&sample(&[(0.3, 7.0), (0.3, 0.1)])).unwrap(), 0.0);
    }

    #[test]
    fn a_spread_by_hand() {
        // 10 people at 0, 80 at 5, 10 at 6: mean 4.6; P10 0, P50 5, P90 5.
        let s = Spread::of(&sample(&[(5.0, 80.0), (0.0, 10.0), (6.0, 10.0)]));
        assert_close(s.mean.unwrap(), 4.6);
        assert_eq!(s.quantiles, [Some(0.0), Some(5.0), Some(5.0)]);
        assert_eq!((s.people, s.unknown.is_empty()), (100.0, true));
        // Lorenz: 0 at 0.1, 4/4.6 at 0.9. G = 1 − 0.8·4/4.6 − 0.1·(4/4.6 + 1).
        assert_close(s.gini.unwrap(), 1.0 - 3.2 / 4.6 - 0.1 * (8.6 / 4.6));
    }

    #[test]
    fn nothing_to_share_has_no_inequality() {
        for rows in [
            &[][..],
            &[(0.0, 5.0)],
            &[(-1.0, 1.0), (4.0, 1.0)],
            &[(f64::INFINITY, 1.0)],
        ] {
            assert_eq!(gini(&sample(rows)), None);
            let rows = rows.iter().map(|&(v, w)| (None, Some(v), Some(w)));
            assert_eq!(theil(0, rows), None);
        }
    }

    #[test]
    fn theil_by_hand() {
        // Area 0: 1 person at 0, 1 at 4; area 1: 2 at 1. μ = 1.5, μ_0 = 2, μ_1 = 1.
        // T = ¼ · (4/1.5) ln(4/1.5) + ½ · (1/1.5) ln(1/1.5).
        // Between: ½·(4/3) ln(4/3) + ½·(2/3) ln(2/3); within: area 0 has share 4/6 and T_0 = ½·2 ln 2.
        let rows = [
            (Some(0), Some(0.0), Some(1.0)),
            (Some(0), Some(4.0), Some(1.0)),
            (Some(1), Some(1.0), Some(2.0)),
        ];
        let t = theil(2, rows).unwrap();
        let (a, b): (f64, f64) = (8.0 / 3.0, 2.0 / 3.0);
        assert_close(t.total, 0.25 * a * a.ln() + 0.5 * b * b.ln());
        let c: f64 = 4.0 / 3.0;
        assert_close(t.between, 0.5 * c * c.ln() + 0.5 * b * b.ln());
        assert_close(t.within, 2.0 / 3.0 * 2f64.ln());
        assert_close(t.within_parts[0], t.within);
    }

    #[test]
    fn palma_splits_the_block_on_the_boundary() {
        // 100 people by income: 30 at level 2, 20 at level 4, 45 at 5, 5 at 30.
        // Poorest 40: 30·2 + 10·4 = 100 / 40 = 2.5. Best 10: 5·30 + 5·5 = 175 / 10.
        let r = ranked(&[
            (10.0, 2.0, 30.0),
            (40.0, 30.0, 5.0),
            (20.0, 4.0, 20.0),
            (30.0, 5.0, 45.0),
        ]);
        let palma = r.palma().unwrap();
        assert_close(palma.poorest, 2.5);
        assert_close(palma.best_off, 17.5);
        assert_close(palma.ratio.unwrap(), 7.0);
    }

    #[test]
    fn equal_incomes_share() {
        // Everybody earns the same: both ends are the mean, whatever the order of rows.
        let r = ranked(&[(1.0, 0.0, 5.0), (1.0, 8.0, 5.0)]);
        assert_close(r.palma().unwrap().ratio.unwrap(), 1.0);
        assert_close(r.concentration().unwrap(), 0.0);
        let nothing = ranked(&[(1.0, 0.0, 9.0), (2.0, 8.0, 1.0)]);
        assert_eq!(nothing.palma().unwrap().ratio, None);
        assert_eq!(ranked(&[]).palma(), None);
    }

    #[test]
    fn concentration_by_hand() {
        // Two equal halves at 1 and 3, the richer more: ranks ¼ and ¾, μ = 2.
        // CI = (2/2) (½·(−¼)(−1) + ½·¼·1) = ¼. Bounds 0 to 4: E = 4·2/4 · ¼ = ½.
        let r = ranked(&[(5.0, 3.0, 10.0), (1.0, 1.0, 10.0)]);
        assert_close(r.concentration().unwrap(), 0.25);
        assert_close(r.erreygers(0.0, 4.0).unwrap(), 0.5);
        // Lack of access, 4 − A, has the mirrored E.
        let lack = ranked(&[(5.0, 1.0, 10.0), (1.0, 3.0, 10.0)]);
        assert_close(lack.erreygers(0.0, 4.0).unwrap(), -0.5);
        assert_eq!(r.erreygers(3.0, 4.0), None);
        assert_eq!(ranked(&[(1.0, 0.0, 1.0)]).concentration(), None);
    }

    #[test]
    fn a_person_without_income_is_counted_out() {
        let r = Ranked::new([
            (None, Some(1.0), Some(3.0)),
            (Some(1.0), None, Some(4.0)),
            (Some(1.0), Some(1.0), None),
            (Some(1.0), Some(2.0), Some(5.0)),
        ]);
        assert_eq!(r.unknown.rows_without_value, 2);
        assert_eq!(r.unknown.weight_without_value, 7.0);
        assert_eq!(r.unknown.rows_without_weight, 1);
        assert_close(r.palma().unwrap().best_off, 2.0);
    }

    /// Half the mean absolute difference over the mean: the definition of Gini's index.
    fn slow_gini(rows: &[(f64, f64)]) -> f64 {
        let people: f64 = rows.iter().map(|r| r.1).sum();
        let mean = rows.iter().map(|r| r.0 * r.1).sum::<f64>() / people;
        let pairs = rows.iter().flat_map(|a| rows.iter().map(move |b| (a, b)));
        let sum: f64 = pairs.map(|(a, b)| a.1 * b.1 * (a.0 - b.0).abs()).sum();
        sum / (2.0 * mean * people * people)
    }

    fn people() -> impl Strategy<Value = Vec<(f64, f64)>> {
        let row = (0u32..50, 1u32..30).prop_map(|(v, w)| (f64::from(v), f64::from(w)));
        prop::collection::vec(row, 1..30).prop_filter("somebody reaches something", |r| {
            r.iter().any(|r| r.0 > 0.0)
        })
    }

    proptest! {
        #[test]
        fn gini_is_a_share_and_invariant(rows in people(), scale in 0.1f64..1000.0) {
            let g = gini(&sample(&rows)).unwrap();
            prop_assert!((0.0..1.0).contains(&g));
            prop_assert!(close(g, slow_gini(&rows)));
            let scaled: Vec<_> = rows.iter().map(|&(v, w)| (v * scale, w)).collect();
            prop_assert!(close(g, gini(&sample(&scaled)).unwrap()));
            let mut twice = [&rows[..], &rows[..]].concat();
            prop_assert!(close(g, gini(&sample(&twice)).unwrap()));
            // Nobody changes nothing; somebody with nothing makes it worse.
            twice.push((7.0, 0.0));
            prop_assert!(close(g, gini(&sample(&twice)).unwrap()));
            twice.push((0.0, 1.0));
            prop_assert!(gini(&sample(&twice)).unwrap() > g);
        }

        #[test]
        fn theil_adds_up(rows in people(), areas in prop::collection::vec(0usize..5, 30)) {
            let rows: Vec<_> = rows
                .iter()
                .zip(areas)
                .map(|(&(v, w), g)| (Some(g), Some(v), Some(w)))
                .collect();
            // Four areas: those of number 4 are outside.
            let t = theil(4, rows.iter().copied()).unwrap();
            prop_assert!(close(t.total, t.between + t.within), "{t:?}");
            prop_assert!(close(t.within, t.within_parts.iter().sum()));
            prop_assert!(t.total >= 0.0 && t.within_parts.len() == 5);
            let again: Vec<_> = rows.iter().map(|&(g, v, w)| (g, v.map(|v| v * 9.0), w)).collect();
            prop_assert!(close(t.total, theil(4, again).unwrap().total));
        }

        #[test]
        fn ranked_by_access_itself_concentration_is_gini(rows in people()) {
            let r = Ranked::new(rows.iter().map(|&(v, w)| (Some(v), Some(v), Some(w))));
            let g = gini(&sample(&rows)).unwrap();
            prop_assert!(close(r.concentration().unwrap(), g));
            let reversed = Ranked::new(rows.iter().map(|&(v, w)| (Some(-v), Some(v), Some(w))));
            prop_assert!(close(reversed.concentration().unwrap(), -g));
        }

        #[test]
        fn the_order_of_rows_decides_nothing(
            rows in prop::collection::vec((0u32..4, 0u32..9, 1u32..9), 1..20),
        ) {
            let row = |&(r, v, w): &(u32, u32, u32)| (f64::from(r), f64::from(v), f64::from(w));
            let forth: Vec<_> = rows.iter().map(row).collect();
            let back: Vec<_> = rows.iter().rev().map(row).collect();
            let (a, b) = (ranked(&forth), ranked(&back));
            prop_assert!(close(a.palma().unwrap().best_off, b.palma().unwrap().best_off));
            prop_assert!(close(a.palma().unwrap().poorest, b.palma().unwrap().poorest));
            prop_assert!(close(a.erreygers(0.0, 9.0).unwrap(), b.erreygers(0.0, 9.0).unwrap()));
            // 40 % drawn one hundredth of a person at a time give the same mean.
            let mut sorted = forth.clone();
            sorted.sort_by(|x, y| x.0.total_cmp(&y.0));
            let people: f64 = forth.iter().map(|r| r.2).sum();
            let wanted = 0.4 * people;
            let mean_at = |income: f64| {
                let same = || forth.iter().filter(move |r| r.0 == income);
                same().map(|r| r.1 * r.2).sum::<f64>() / same().map(|r| r.2).sum::<f64>()
            };
            let (mut start, mut sum) = (0.0, 0.0);
            for r in &sorted {
                let part = (wanted - start).clamp(0.0, r.2);
                sum += part * mean_at(r.0);
                start += r.2;
            }
            prop_assert!(close(a.palma().unwrap().poorest, sum / wanted));
        }
    }
}
