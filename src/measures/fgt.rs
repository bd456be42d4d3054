//! Foster-Greer-Thorbecke measures of transport poverty, and whose share is whose.

use super::norm::Norm;
use super::sample::Unknown;

/// Sums over people from which the three measures follow; adding two adds their people.
///
/// `FGT_a = Σ_i P_i d_i^a / Σ_i P_i` with the relative deficit `d_i` of [`Norm::deficit`] and `0^0
/// = 0`: a = 0 counts heads, a = 1 is the gap, a = 2 the severity. Foster, Greer & Thorbecke 1984,
/// *Econometrica* 52(3). The accessibility poverty index of Martens & Bastiaanssen 2019 ("An index
/// to measure accessibility poverty risk", in Lucas et al., *Measuring Transport Equity*) is of
/// this family.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fgt {
    /// People whose level is known.
    pub people: f64,
    /// `Σ P_i d_i^a` for a = 0, 1, 2. The first is the number of people below the norm.
    pub sums: [f64; 3],
}

impl Fgt {
    /// Adds people with a relative deficit (0 to 1).
    pub fn add(&mut self, deficit: f64, people: f64) {
        self.people += people;
        if deficit > 0.0 {
            self.sums[0] += people;
            self.sums[1] += people * deficit;
            self.sums[2] += people * deficit * deficit;
        }
    }

    /// Adds the people of another.
    pub fn merge(&mut self, other: &Fgt) {
        self.people += other.people;
        for (mine, theirs) in self.sums.iter_mut().zip(other.sums) {
            *mine += theirs;
        }
    }

    fn per_person(&self, sum: f64) -> Option<f64> {
        (self.people > 0.0).then(|| sum / self.people)
    }

    /// FGT_0: share of people below the norm, 0 to 1; none without people.
    pub fn headcount(&self) -> Option<f64> {
        self.per_person(self.sums[0])
    }

    /// FGT_1: mean deficit over *all* people, 0 to 1.
    pub fn gap(&self) -> Option<f64> {
        self.per_person(self.sums[1])
    }

    /// FGT_2: mean squared deficit over all people, 0 to 1; weighs those far below most.
    pub fn severity(&self) -> Option<f64> {
        self.per_person(self.sums[2])
    }

    /// This part's share of the whole's sum for a = 0, 1, 2; none where the whole is zero. Of parts
    /// that make up the whole, the shares sum to 1.
    pub fn share_of(&self, whole: &Fgt) -> [Option<f64>; 3] {
        std::array::from_fn(|a| (whole.sums[a] > 0.0).then(|| self.sums[a] / whole.sums[a]))
    }
}

/// FGT of a whole and of the parts it is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decomposition {
    /// Everybody: the sum of the parts and of those outside.
    pub total: Fgt,
    /// One for each part, in order.
    pub parts: Vec<Fgt>,
    /// Rows that belong to no part.
    pub outside: Fgt,
    /// What was left out as unknown.
    pub unknown: Unknown,
}

/// Splits transport poverty over areas, or over groups that don't overlap.
///
/// Rows are (part, level, people): the part's number below `parts` (none or beyond: outside), the
/// level as the norm takes it (`None`: unknown), and how many people. Because FGT is additive, `FGT
/// = Σ_g (P_g / P) FGT_g`, each part's share of the total follows from [`Fgt::share_of`]. Groups
/// that overlap (low incomes, social housing) each need a call of their own: their shares would sum
/// to more than 1.
pub fn decompose(
    norm: Norm,
    parts: usize,
    rows: impl IntoIterator<Item = (Option<usize>, Option<f64>, Option<f64>)>,
) -> Decomposition {
    let mut d = Decomposition {
        parts: vec![Fgt::default(); parts],
        ..Decomposition::default()
    };
    for (part, level, people) in rows {
        let known = d.unknown.admit(level.filter(|l| !l.is_nan()), people);
        if let Some((level, people)) = known {
            let part = part.and_then(|g| d.parts.get_mut(g));
            part.unwrap_or(&mut d.outside)
                .add(norm.deficit(level), people);
        }
    }
    for part in d.parts.iter().chain([&d.outside]) {
        d.total.merge(part);
    }
    d
}

/// FGT of all rows of (level, people) together, and what was left out; see [`decompose`].
pub fn fgt(
    norm: Norm,
    rows: impl IntoIterator<Item = (Option<f64>, Option<f64>)>,
) -> (Fgt, Unknown) {
    let d = decompose(norm, 0, rows.into_iter().map(|(level, w)| (None, level, w)));
    (d.total, d.unknown)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_three_by_hand() {
        // Norm 100. 50 people at 100 (d 0), 30 at 50 (½), 20 at 0 (1); 7 without a level, one row
        // without a weight. FGT_0 = 50/100, FGT_1 = (15 + 20)/100, FGT_2 = (7.5 + 20)/100.
        let rows = [
            (Some(100.0), Some(50.0)),
            (Some(50.0), Some(30.0)),
            (Some(0.0), Some(20.0)),
            (None, Some(7.0)),
            (Some(0.0), None),
        ];
        let (f, unknown) = fgt(Norm::AtLeast(100.0), rows);
        assert_eq!(f.sums[0], 50.0);
        assert_close(f.headcount().unwrap(), 0.5);
        assert_close(f.gap().unwrap(), 0.35);
        assert_close(f.severity().unwrap(), 0.275);
        assert_eq!(unknown.rows_without_weight, 1);
        assert_eq!(unknown.weight_without_value, 7.0);
    }

    #[test]
    fn nobody_is_not_poor_nor_rich() {
        let (f, _) = fgt(Norm::Within(60), []);
        assert_eq!((f.headcount(), f.gap(), f.severity()), (None, None, None));
        assert_eq!(f.share_of(&f), [None; 3]);
    }

    #[test]
    fn shares_by_hand() {
        // Times, limit 600 s. Area 0: 10 people at 900 (½), 10 at 500. Area 1: 5 not reached (1).
        // Outside: 5 at 750 (¼). Heads 10, 5, 5 of 20; gaps 5, 5, 1.25 of 11.25.
        let d = decompose(
            Norm::Within(600),
            2,
            [
                (Some(0), Some(900.0), Some(10.0)),
                (Some(0), Some(500.0), Some(10.0)),
                (Some(1), Some(f64::INFINITY), Some(5.0)),
                (None, Some(750.0), Some(5.0)),
            ],
        );
        assert_eq!(d.total.people, 30.0);
        let share = |f: &Fgt, a: usize| f.share_of(&d.total)[a].unwrap();
        assert_close(share(&d.parts[0], 0), 0.5);
        assert_close(share(&d.parts[1], 1), 5.0 / 11.25);
        assert_close(share(&d.outside, 1), 1.25 / 11.25);
    }

    proptest! {
        #[test]
        fn parts_make_up_the_whole(
            rows in prop::collection::vec((prop::option::of(0usize..4), 0u32..200, 0u32..50), 1..60),
        ) {
            let norm = Norm::AtLeast(100.0);
            let rows: Vec<_> = rows
                .into_iter()
                .map(|(g, level, w)| (g, Some(f64::from(level)), Some(f64::from(w))))
                .collect();
            let d = decompose(norm, 4, rows.iter().copied());
            let (whole, _) = fgt(norm, rows.iter().map(|r| (r.1, r.2)));
            for a in 0..3 {
                prop_assert!(close(whole.sums[a], d.total.sums[a]));
                let parts = d.parts.iter().chain([&d.outside]);
                let shares: Vec<f64> = parts.filter_map(|p| p.share_of(&d.total)[a]).collect();
                if d.total.sums[a] > 0.0 {
                    prop_assert!(close(shares.iter().sum(), 1.0));
                }
                // Weighted by people the parts' own measures give the total: Σ (P_g/P) FGT_g.
                let parts = d.parts.iter().chain([&d.outside]).filter(|p| p.people > 0.0);
                let mean: f64 =
                    parts.map(|p| p.people / d.total.people * (p.sums[a] / p.people)).sum();
                if d.total.people > 0.0 {
                    prop_assert!(close(mean, whole.sums[a] / whole.people));
                }
            }
            // Severity ≤ gap ≤ headcount, because deficits are shares.
            prop_assert!(whole.sums[2] <= whole.sums[1] && whole.sums[1] <= whole.sums[0]);
        }
    }
}
