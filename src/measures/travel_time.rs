//! Percentiles of travel time over the departures of a window.

/// The travel time of a departure at which the place is not reached. Sorts behind every time.
pub const UNREACHED: u32 = u32::MAX;

/// Seconds as they are held in rows: [`UNREACHED`] where there is none.
pub fn seconds_or_unreached(time: Option<u32>) -> u32 {
    time.unwrap_or(UNREACHED)
}

/// Seconds out of a row: none for [`UNREACHED`].
pub fn reached(seconds: u32) -> Option<u32> {
    (seconds != UNREACHED).then_some(seconds)
}

/// A whole percentile, 1 to 99, or 100 for the longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentile(u8);

impl Percentile {
    /// The median.
    pub const MEDIAN: Percentile = Percentile(50);

    /// The percentile; none outside 1 to 100.
    pub fn new(p: u8) -> Option<Self> {
        (1..=100).contains(&p).then_some(Self(p))
    }

    /// The number itself.
    pub fn get(self) -> u8 {
        self.0
    }

    /// Nearest rank among `n` values, counted from 0: `ceil(p/100 · n) − 1`, in whole numbers
    /// because 0.07 · 100 is more than 7 in floating point. None when `n` is 0.
    pub fn index(self, n: usize) -> Option<usize> {
        // p ≤ 100, so the rank is at most n; u128 because p · n may pass the end of usize.
        let rank = (u128::from(self.0) * n as u128).div_ceil(100);
        (rank as usize).checked_sub(1)
    }
}

/// Travel times at `percentiles`, seconds, in the order asked; none where that one is unreached.
///
/// `times` has one entry a departure, seconds, [`UNREACHED`] counted as longest; its order is
/// changed. Percentile p is number `ceil(p/100 · n)` of the n times sorted from short to long
/// (nearest rank; method 1 of Hyndman & Fan 1996, "Sample quantiles in statistical packages", *The
/// American Statistician* 50(4)). `out` is cleared first. Linear in the departures for each
/// percentile.
pub fn percentiles_into(times: &mut [u32], percentiles: &[Percentile], out: &mut Vec<Option<u32>>) {
    out.clear();
    // What an earlier selection put in place narrows the next one to one side of it.
    let mut placed: Option<usize> = None;
    for p in percentiles {
        let Some(k) = p.index(times.len()) else {
            out.push(None);
            continue;
        };
        match placed {
            Some(at) if at == k => {}
            Some(at) if at < k => {
                times[at + 1..].select_nth_unstable(k - at - 1);
            }
            Some(at) => {
                times[..at].select_nth_unstable(k);
            }
            None => {
                times.select_nth_unstable(k);
            }
        }
        placed = Some(k);
        out.push(reached(times[k]));
    }
}

/// The travel time at one percentile, seconds; see [`percentiles_into`].
pub fn percentile(times: &mut [u32], p: Percentile) -> Option<u32> {
    let k = p.index(times.len())?;
    reached(*times.select_nth_unstable(k).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(n: u8) -> Percentile {
        Percentile::new(n).unwrap()
    }

    /// The definition, word for word: sort, then count to the smallest rank with 100·rank ≥ p·n.
    fn slow(times: &[u32], p: Percentile) -> Option<u32> {
        let mut sorted: Vec<Option<u32>> = times.iter().map(|&t| reached(t)).collect();
        sorted.sort_by_key(|t| (t.is_none(), *t));
        (1..=sorted.len())
            .find(|rank| 100 * rank >= usize::from(p.get()) * sorted.len())
            .and_then(|rank| sorted[rank - 1])
    }

    #[test]
    fn nearest_rank_counts_the_unreached_as_longest() {
        // Five departures, sorted 300 400 500 – –. p20 is number 1, p21 number ceil(1.05) = 2,
        // p50 number ceil(2.5) = 3, p60 number 3, p61 number 4: unreached.
        let times = [500, UNREACHED, 300, UNREACHED, 400];
        for (percent, expected) in [
            (1, Some(300)),
            (20, Some(300)),
            (21, Some(400)),
            (50, Some(500)),
            (60, Some(500)),
            (61, None),
            (99, None),
        ] {
            assert_eq!(
                percentile(&mut times.clone(), p(percent)),
                expected,
                "p{percent}"
            );
        }
    }

    #[test]
    fn ranks_are_whole_number_arithmetic() {
        // In floating point 0.07 · 100 = 7.000000000000001, whose ceiling is 8.
        assert_eq!(p(7).index(100), Some(6));
        assert_eq!(p(50).index(120), Some(59));
        assert_eq!(p(99).index(1), Some(0));
        assert_eq!(p(50).index(0), None);
        assert_eq!(p(99).index(usize::MAX).map(|k| k < usize::MAX), Some(true));
    }

    #[test]
    fn only_1_to_100_are_percentiles() {
        assert!(Percentile::new(0).is_none() && Percentile::new(101).is_none());
        assert_eq!(Percentile::new(50), Some(Percentile::MEDIAN));
    }

    #[test]
    fn an_empty_window_has_no_travel_time() {
        let mut out = vec![Some(1)];
        percentiles_into(&mut [], &[p(5), p(95)], &mut out);
        assert_eq!(out, [None, None]);
    }

    proptest! {
        #[test]
        fn selection_is_sorting(
            times in prop::collection::vec(prop_oneof![4 => 0u32..50, 1 => Just(UNREACHED)], 0..200),
            asked in prop::collection::vec(1u8..=99, 0..8),
        ) {
            let asked: Vec<Percentile> = asked.into_iter().map(p).collect();
            let expected: Vec<Option<u32>> = asked.iter().map(|&p| slow(&times, p)).collect();
            let mut out = Vec::new();
            percentiles_into(&mut times.clone(), &asked, &mut out);
            prop_assert_eq!(&out, &expected);
            for (&p, expected) in asked.iter().zip(expected) {
                prop_assert_eq!(percentile(&mut times.clone(), p), expected);
            }
        }
    }
}
