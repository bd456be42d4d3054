//! What one origin reaches: cumulative access, gravity, the n-th nearest, and both readings of
//! "usual".
//!
//! Everywhere `times` and `supply` run over the same destinations in the same order: travel time in
//! seconds ([`UNREACHED`] where none), supply `O_j` in jobs, places or facilities, finite and not
//! negative. Were one longer than the other, the surplus would be left out.

use super::travel_time::{Percentile, UNREACHED};

/// Access `A = Σ_j O_j f(t_j)`, in units of supply, of `(O_j, f(t_j))` (Hansen 1959, "How accessibility shapes
/// land use", *Journal of the American Institute of Planners* 25(2)). With [`Decay::Step`](super::decay::Decay::Step) it is
/// cumulative opportunities, the cutoff inclusive; with [`Decay::Interval`](super::decay::Decay::Interval) their mean over
/// whole-minute cutoffs (Tomasiello et al. 2023).
pub fn weighted(places: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    places.into_iter().fold(0.0, |sum, (o, w)| sum + o * w)
}

/// Dual access: the shortest time within which at least `n` of supply is reached,
/// `D(n) = min t: Σ_j O_j [t_j ≤ t] ≥ n`, seconds. None when so much is not reached at all: "not
/// reached" is an answer, never a large number. Cui & Levinson 2020, "Primal and dual access",
/// *Geographical Analysis* 52(3).
///
/// `pairs` are (time, supply); `n` may be a fraction. Sums that miss it by less than a thousand-millionth part of it count as
/// enough, so that ten supplies of 0.1 make 1. Nothing (`n` ≤ 0) is reached in no time.
pub fn nth_nearest(pairs: impl Iterator<Item = (u32, f64)> + Clone, n: f64) -> Option<u32> {
    if n <= 0.0 {
        return Some(0);
    }
    let offers = || {
        let pairs = pairs.clone();
        pairs.filter(|&(t, o)| t != UNREACHED && o > 0.0)
    };
    let enough = n - n * 1e-9;
    // The common case, one facility: the nearest is it, without sorting.
    if offers().all(|(_, o)| o >= enough) {
        return offers().map(|(t, _)| t).min();
    }
    let mut near: Vec<(u32, usize)> = offers()
        .enumerate()
        .map(|(rank, (t, _))| (t, rank))
        .collect();
    near.sort_unstable();
    let amounts: Vec<f64> = offers().map(|(_, o)| o).collect();
    let mut sum = 0.0;
    near.into_iter()
        .find(|&(_, rank)| {
            sum += amounts[rank];
            sum >= enough
        })
        .map(|(t, _)| t)
}

/// A percentile of what each departure of a window gives, for the second reading of "usual": nearest rank over the
/// departures sorted from the *best* to the *worst*, so that a higher percentile is a worse departure, as with travel
/// time: at least p % of the departures are this good or better. Best is most, or least where `less_is_better` (times).
/// None for an empty window; the order of `values` is changed.
///
/// (The first reading is access at the percentile travel time: [`percentiles_into`](super::travel_time::percentiles_into),
/// then [`weighted`]. It can pair times that never occur together, so the two differ.)
pub fn of_departures(values: &mut [f64], p: Percentile, less_is_better: bool) -> Option<f64> {
    let k = p.index(values.len())?;
    let (_, value, _) = values.select_nth_unstable_by(k, |a, b| match less_is_better {
        true => a.total_cmp(b),
        false => b.total_cmp(a),
    });
    Some(*value)
}

/// Longest travel time of [`transport_performance`]: 45 minutes, in seconds.
pub const PERFORMANCE_TIME_S: u32 = 45 * 60;
/// Radius of "nearby" in [`transport_performance`], metres in a straight line.
pub const PERFORMANCE_RADIUS_M: f64 = 11_250.0;

/// Transport performance of one origin: people reached within 45 minutes / people living within
/// 11.25 km in a straight line. `places` are (people, travel time in seconds, distance in metres),
/// the origin's own cell included. None when nobody lives nearby. May pass 1 where fast lines reach
/// beyond the circle. The paper shows it times 100; a city's is the mean over its cells weighted by
/// people. Poelman, Dijkstra & Ackermans 2020, *How many people can you reach by public transport,
/// bicycle or on foot in European cities?*, European Commission, WP 01/2020.
pub fn transport_performance(
    places: impl IntoIterator<Item = (f64, Option<u32>, f64)>,
) -> Option<f64> {
    let (mut reached, mut nearby) = (0.0, 0.0);
    for (people, time, metres) in places {
        if time.is_some_and(|t| t <= PERFORMANCE_TIME_S) {
            reached += people;
        }
        if metres <= PERFORMANCE_RADIUS_M {
            nearby += people;
        }
    }
    (nearby > 0.0).then(|| reached / nearby)
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::super::travel_time::{percentile, reached};
    use super::*;
    use crate::measures::decay::Decay;
    use proptest::prelude::*;

    fn gravity(times: &[u32], supply: &[f64], decay: &Decay) -> f64 {
        weighted(
            supply
                .iter()
                .copied()
                .zip(times.iter().map(|t| decay.weight(*t))),
        )
    }

    fn cumulative(times: &[u32], supply: &[f64], cutoff_s: u32) -> f64 {
        gravity(times, supply, &Decay::Step { cutoff_s })
    }

    fn nth(times: &[u32], supply: &[f64], n: f64) -> Option<u32> {
        nth_nearest(times.iter().copied().zip(supply.iter().copied()), n)
    }

    /// What each departure gives, `[place]` by its supply and times.
    fn departures(places: &[(f64, &[u32])], decay: &Decay) -> Vec<f64> {
        let at = |m: usize| weighted(places.iter().map(|(o, t)| (*o, decay.weight(t[m]))));
        (0..places.first().map_or(0, |(_, t)| t.len()))
            .map(at)
            .collect()
    }

    // Supplies are powers of two: the sum names exactly what was reached.
    const TIMES: [u32; 5] = [1800, 60, UNREACHED, 1801, 600];
    const SUPPLY: [f64; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];

    #[test]
    fn the_cutoff_is_inclusive_and_the_unreached_never_count() {
        for (cutoff, expected) in [
            (59, 0.0),
            (60, 2.0),
            (1799, 18.0),
            (1800, 19.0),
            (1801, 27.0),
            (u32::MAX, 27.0),
        ] {
            assert_eq!(cumulative(&TIMES, &SUPPLY, cutoff), expected);
        }
    }

    #[test]
    fn the_interval_is_the_mean_over_whole_minutes() {
        // Cutoffs 29, 30, 31: 18, 19, 27. Mean 64/3.
        let decay = Decay::Interval {
            from_min: 29,
            to_min: 31,
        };
        assert_close(gravity(&TIMES, &SUPPLY, &decay), 64.0 / 3.0);
    }

    #[test]
    fn gravity_by_hand() {
        // Half-life 10 min: 1·2⁻³ + 2·2⁻⁰·¹ + 8·2^(−3.00167) + 16·2⁻¹.
        let expected = 0.125 + 2.0 * 0.5f64.powf(0.1) + 8.0 * 0.5f64.powf(1801.0 / 600.0) + 8.0;
        let decay = Decay::Exponential { half_life_s: 600 };
        assert_close(gravity(&TIMES, &SUPPLY, &decay), expected);
    }

    #[test]
    fn the_nth_nearest_counts_supply() {
        // By time: 60 s (2), 600 s (16), 1800 s (1), 1801 s (8); 4 are not reached.
        for (n, expected) in [
            (0.0, Some(0)),
            (0.5, Some(60)),
            (2.0, Some(60)),
            (2.5, Some(600)),
            (18.0, Some(600)),
            (19.0, Some(1800)),
            (27.0, Some(1801)),
            (27.5, None),
        ] {
            assert_eq!(nth(&TIMES, &SUPPLY, n), expected, "n {n}");
        }
        assert_eq!(nth(&[300, 200], &[0.0, 0.0], 1.0), None);
        assert_eq!(nth(&[], &[], 1.0), None);
        // Seven tenths are less than 0.7 in floating point.
        assert_eq!(nth(&[9; 7], &[0.1; 7], 0.7), Some(9));
    }

    #[test]
    fn the_two_readings_of_usual_differ() {
        // Two departures; shop A takes 10 then 40 minutes, shop B 40 then 10. At each departure one
        // is within 30 minutes: usual access is 1. But each shop's median (number ceil(½·2) = 1 of
        // 10, 40) is 10 minutes, so at the median travel time there are 2.
        let (a, b) = ([600, 2400], [2400, 600]);
        let step = Decay::Step { cutoff_s: 1800 };
        let mut access = departures(&[(1.0, &a), (1.0, &b)], &step);
        assert_eq!(
            of_departures(&mut access, Percentile::MEDIAN, false),
            Some(1.0)
        );
        let medians = [a, b].map(|mut t| percentile(&mut t, Percentile::MEDIAN).unwrap());
        assert_eq!(gravity(&medians, &[1.0, 1.0], &step), 2.0);
    }

    #[test]
    fn a_higher_percentile_is_a_worse_departure() {
        let places: [(f64, &[u32]); 2] =
            [(8.0, &[60, 60, 60, UNREACHED]), (1.0, &[61, 60, 61, 60])];
        let access = departures(&places, &Decay::Step { cutoff_s: 60 });
        // 8, 9, 8, 1; from the best: 9 8 8 1.
        for (p, expected) in [(25, 9.0), (26, 8.0), (75, 8.0), (76, 1.0)] {
            let p = Percentile::new(p).unwrap();
            assert_eq!(of_departures(&mut access.clone(), p, false), Some(expected));
        }
        // Of times the shortest is best: 1 8 8 9.
        let p = Percentile::new(25).unwrap();
        assert_eq!(of_departures(&mut access.clone(), p, true), Some(1.0));
        assert_eq!(of_departures(&mut [], p, false), None);
    }

    #[test]
    fn transport_performance_by_hand() {
        // Reached: 100 + 300 (far but fast). Nearby: 100 + 200. 400/300.
        let places = [
            (100.0, Some(2700), 11_250.0),
            (200.0, Some(2701), 5_000.0),
            (300.0, Some(1200), 20_000.0),
            (400.0, None, 30_000.0),
        ];
        assert_close(transport_performance(places).unwrap(), 4.0 / 3.0);
        assert_eq!(transport_performance([(5.0, Some(1), 20_000.0)]), None);
    }

    /// `D(n)` as it is written: the first of all times at which the sum is enough.
    fn slow_nearest(times: &[u32], supply: &[f64], n: f64) -> Option<u32> {
        let mut candidates: Vec<u32> = times.iter().copied().filter_map(reached).collect();
        candidates.sort_unstable();
        candidates
            .into_iter()
            .find(|&t| cumulative(times, supply, t) >= n)
    }

    fn destinations() -> impl Strategy<Value = (Vec<u32>, Vec<f64>)> {
        let time = prop_oneof![4 => 0u32..5000, 1 => Just(UNREACHED)];
        prop::collection::vec((time, (0u32..20).prop_map(f64::from)), 0..40)
            .prop_map(|d| d.into_iter().unzip())
    }

    proptest! {
        #[test]
        fn more_time_never_reaches_less((t, o) in destinations(), a in 0u32..6000, b in 0u32..6000) {
            prop_assert!(cumulative(&t, &o, a.min(b)) <= cumulative(&t, &o, a.max(b)));
        }

        #[test]
        fn shorter_times_never_reach_less((t, o) in destinations(), saved in 0u32..600) {
            let faster: Vec<u32> =
                t.iter().map(|&t| reached(t).map_or(t, |t| t.saturating_sub(saved))).collect();
            for decay in [
                Decay::Step { cutoff_s: 1800 },
                Decay::Interval { from_min: 20, to_min: 40 },
                Decay::Linear { zero_at_s: 3600 },
                Decay::Gaussian { sd_s: 900 },
            ] {
                prop_assert!(gravity(&faster, &o, &decay) >= gravity(&t, &o, &decay));
            }
        }

        #[test]
        fn the_interval_is_a_mean((t, o) in destinations(), from_min in 0u16..60, more in 0u16..40) {
            let to_min = from_min + more;
            let sum: f64 =
                (from_min..=to_min).map(|m| cumulative(&t, &o, u32::from(m) * 60)).sum();
            let mean = sum / f64::from(more + 1);
            let found = gravity(&t, &o, &Decay::Interval { from_min, to_min });
            prop_assert!(close(found, mean));
        }

        #[test]
        fn nearest_is_its_definition((t, o) in destinations(), n in 1u32..100) {
            let n = f64::from(n);
            let found = nth(&t, &o, n);
            prop_assert_eq!(found, slow_nearest(&t, &o, n));
            // Primal and dual: so much is reached within D(n), and less within a second less.
            if let Some(d) = found {
                prop_assert!(cumulative(&t, &o, d) >= n);
                prop_assert!(d == 0 || cumulative(&t, &o, d - 1) < n);
            }
        }

        #[test]
        fn usual_access_is_sorting(
            rows in prop::collection::vec((0u32..9, prop::collection::vec(0u32..3000, 12)), 0..10),
            p in 1u8..=99,
        ) {
            let step = Decay::Step { cutoff_s: 1500 };
            let places: Vec<(f64, &[u32])> =
                rows.iter().map(|(o, times)| (f64::from(*o), &times[..])).collect();
            let mut access = departures(&places, &step);
            access.resize(12, 0.0);
            let mut sorted: Vec<f64> = (0..12)
                .map(|d| rows.iter().filter(|(_, t)| t[d] <= 1500).map(|(o, _)| f64::from(*o)).sum())
                .collect();
            sorted.sort_by(|a, b| b.total_cmp(a));
            let rank = (1..=12).find(|r| 100 * r >= 12 * usize::from(p)).unwrap();
            let found = of_departures(&mut access, Percentile::new(p).unwrap(), false);
            prop_assert_eq!(found, Some(sorted[rank - 1]));
        }
    }
}
