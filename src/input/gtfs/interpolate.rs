//! Times of calls that have none: between the departure before and the arrival after.

/// Times between `departure` at an earlier call and `arrival` at a later one for the calls
/// between, in whole seconds, nearest (halves up); they never go back.
///
/// `measures` hold the way covered by the earlier call, by each call between and by the later call.
/// The first of them that is of use counts: it has a number for each, never falls, and ends higher than
/// it begins. Times are in proportion to it; without any they are spread evenly.
pub fn between(departure: i32, arrival: i32, calls: usize, measures: &[&[f64]]) -> Vec<i32> {
    let span = i64::from(arrival) - i64::from(departure);
    let useful = measures.iter().copied().find(|m| rises(m, calls));
    if let Some(way) = useful
        && let Some((from, to)) = way.first().zip(way.last())
    {
        let inner = way.iter().skip(1).take(calls);
        let times = inner.map(|x| {
            let share = ((x - from) / (to - from)).clamp(0.0, 1.0);
            clamp(departure, (span as f64 * share).round() as i64)
        });
        return times.collect();
    }
    let parts = calls as i64 + 1;
    (1..=calls as i64)
        .map(|k| clamp(departure, (2 * span * k + parts).div_euclid(2 * parts)))
        .collect()
}

/// Whether a measure of `calls` between two others tells how far apart they are.
pub fn rises(measure: &[f64], calls: usize) -> bool {
    let ends = measure.first().zip(measure.last());
    measure.len() == calls.saturating_add(2)
        && measure.iter().all(|m| m.is_finite())
        && measure.is_sorted()
        && ends.is_some_and(|(from, to)| to > from && (to - from).is_finite())
}

/// `departure + offset`; both are bounded by the reader, so nothing is ever cut off.
fn clamp(departure: i32, offset: i64) -> i32 {
    let sum = i64::from(departure).saturating_add(offset);
    i32::try_from(sum).unwrap_or(if sum < 0 { i32::MIN } else { i32::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spread_by_the_first_measure_of_use_or_evenly() {
        let check = |from, to, n, m: &[&[f64]], want: &[i32]| {
            assert_eq!(between(from, to, n, m), want, "{m:?}");
        };
        check(100, 200, 1, &[], &[150]);
        check(0, 100, 2, &[], &[33, 67]);
        check(0, 3, 1, &[], &[2]); // halves up
        check(-100, -40, 2, &[], &[-80, -60]);
        check(-3, 0, 1, &[], &[-1]); // halves up below zero too
        check(10, 10, 3, &[], &[10, 10, 10]);
        check(0, 100, 1, &[&[0.0, 0.28, 1.0]], &[28]);
        check(0, 100, 2, &[&[5.0, 5.0, 6.0, 7.0]], &[0, 50]);
        // Of no use: it falls, it doesn't grow, it is no number, it is too long for one, one is missing.
        for bad in [
            &[0.0, 2.0, 1.0][..],
            &[1.0, 1.0, 1.0],
            &[0.0, f64::NAN, 1.0],
            &[-1e308, 0.0, 1e308],
            &[0.0, 1.0],
            &[],
        ] {
            check(0, 99, 1, &[bad], &[50]);
            check(0, 100, 1, &[bad, &[0.0, 3.0, 4.0]], &[75]);
            check(0, 100, 1, &[&[0.0, 1.0, 4.0], bad], &[25]);
        }
    }
}
