//! What each of several events does, alone and together: all combinations of k events.

/// Most events: 2^12 runs are more than anybody makes.
pub const MAX_EVENTS: usize = 12;

/// An indicator for every combination of k events. Entry `c` is the indicator with exactly the
/// events of the bits of `c`: 0 is the base, `0b101` the first and third together.
#[derive(Clone, Debug, PartialEq)]
pub struct Factorial {
    events: usize,
    values: Vec<f64>,
}

impl Factorial {
    /// Out of 2^k values; none unless their number is such a power (k at most [`MAX_EVENTS`]) and
    /// all are finite.
    pub fn new(values: Vec<f64>) -> Option<Self> {
        let events = values.len().checked_ilog2()? as usize;
        let fits = values.len() == 1 << events && events <= MAX_EVENTS;
        (fits && values.iter().all(|v| v.is_finite())).then_some(Self { events, values })
    }

    /// How many events.
    pub fn events(&self) -> usize {
        self.events
    }

    /// The indicator with the events of a combination; none for an event that does not exist.
    pub fn value(&self, combination: usize) -> Option<f64> {
        self.values.get(combination).copied()
    }

    /// The change from the base to the combination, `Δ(S) = v(S) − v(∅)`, in units of the
    /// indicator; none for an event that does not exist.
    pub fn change(&self, combination: usize) -> Option<f64> {
        self.values.get(combination).map(|v| v - self.values[0])
    }

    /// What the events of a combination do beyond all that fewer of them do, in units of the
    /// indicator: for one event its main effect `Δ(A)`, for two `Δ(AB) − Δ(A) − Δ(B)`, for more
    /// `Σ_{T ⊆ S} (−1)^{|S|−|T|} v(T)` (Harsanyi's dividend). Summed over all subsets of S but the
    /// empty one they make `Δ(S)`. None for an event that does not exist.
    pub fn interaction(&self, combination: usize) -> Option<f64> {
        self.values.get(combination)?;
        let sign = |c: usize| 1.0 - 2.0 * f64::from((combination ^ c).count_ones() % 2);
        let subsets = (0..=combination).filter(|c| c & !combination == 0);
        Some(subsets.fold(0.0, |sum, c| sum + sign(c) * self.values[c]))
    }

    /// Each event's Shapley share of the change with all events, `[k]`, in units of the indicator:
    /// `φ_e = Σ_{S ∌ e} |S|! (k − |S| − 1)! / k! · (v(S ∪ e) − v(S))`, its mean effect over all
    /// orders in which the events may come. They sum to `Δ(all)`. Shapley 1953, "A value for
    /// n-person games"; as a decomposition Shorrocks 2013, *Journal of Economic Inequality* 11(1).
    pub fn shapley(&self) -> Vec<f64> {
        let k = self.events;
        // |S|! (k − |S| − 1)! / k! = 1 / (k · C(k − 1, |S|)).
        let weights: Vec<f64> = (0..k)
            .scan(1.0, |choose, size| {
                let weight = 1.0 / (k as f64 * *choose);
                *choose = *choose * (k - 1 - size) as f64 / (size + 1) as f64;
                Some(weight)
            })
            .collect();
        (0..k)
            .map(|e| {
                let bit = 1usize << e;
                let without = (0..self.values.len()).filter(|c| c & bit == 0);
                without.fold(0.0, |sum, c| {
                    let effect = self.values[c | bit] - self.values[c];
                    sum + weights[c.count_ones() as usize] * effect
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_events_by_hand() {
        // People below the norm: 100; without the bus 130; hospital moved 150; both 220.
        let f = Factorial::new(vec![100.0, 130.0, 150.0, 220.0]).unwrap();
        assert_eq!((f.change(0b11), f.change(0b100)), (Some(120.0), None));
        assert_eq!(f.interaction(0b01), Some(30.0));
        assert_eq!(f.interaction(0b10), Some(50.0));
        // 120 − 30 − 50.
        assert_eq!(f.interaction(0b11), Some(40.0));
        assert_eq!(f.interaction(0b100), None);
        // Bus: ½·30 + ½·(220 − 150).
        let shares = f.shapley();
        assert_close(shares[0], 50.0);
        assert_close(shares[1], 70.0);
    }

    #[test]
    fn only_full_tables() {
        for n in [0, 3, 5, 1 << 13] {
            assert!(Factorial::new(vec![0.0; n]).is_none(), "{n}");
        }
        assert!(Factorial::new(vec![0.0, f64::NAN]).is_none());
        let base_only = Factorial::new(vec![7.0]).unwrap();
        assert_eq!((base_only.events(), base_only.shapley()), (0, vec![]));
    }

    /// The mean over all orders, one order at a time.
    fn slow_shapley(v: &[f64], k: usize) -> Vec<f64> {
        fn orders(k: usize) -> Vec<Vec<usize>> {
            if k == 0 {
                return vec![vec![]];
            }
            let shorter = orders(k - 1);
            let insert = |o: &Vec<usize>, at: usize| {
                let mut o = o.clone();
                o.insert(at, k - 1);
                o
            };
            shorter
                .iter()
                .flat_map(|o| (0..k).map(move |at| insert(o, at)))
                .collect()
        }
        let all = orders(k);
        let mut sums = vec![0.0; k];
        for order in &all {
            let mut done = 0;
            for &e in order {
                sums[e] += v[done | 1 << e] - v[done];
                done |= 1 << e;
            }
        }
        sums.iter().map(|s| s / all.len() as f64).collect()
    }

    proptest! {
        #[test]
        fn shares_add_up((k, values) in (1usize..=5).prop_flat_map(|k| {
            (Just(k), prop::collection::vec(-1000.0f64..1000.0, 1 << k))
        })) {
            let f = Factorial::new(values.clone()).unwrap();
            let shares = f.shapley();
            let all = (1usize << k) - 1;
            prop_assert!(close(shares.iter().sum(), f.change(all).unwrap()));
            for (fast, slow) in shares.iter().zip(slow_shapley(&values, k)) {
                prop_assert!(close(*fast, slow));
            }
            let effects: f64 = (1..=all).filter_map(|c| f.interaction(c)).sum();
            prop_assert!(close(effects, f.change(all).unwrap()));
        }

        #[test]
        fn an_event_that_does_nothing_gets_nothing(values in prop::collection::vec(-9.0f64..9.0, 8)) {
            // The fourth event changes nothing in any combination.
            let f = Factorial::new([&values[..], &values[..]].concat()).unwrap();
            prop_assert_eq!(f.shapley()[3], 0.0);
        }
    }
}
