//! Times of calls that have none: between the departure before and the arrival after.

/// Times between `departure` at an earlier call and `arrival` at a later one for the calls
/// between, in whole seconds, nearest (halves up); they never go back.
///
/// `distance` holds `shape_dist_traveled` of the earlier call, of each call between and of the
/// later call, where all have it: times are then in proportion to it. Without it, or where it
/// goes back or does not grow (the second value is then false), they are spread evenly.
pub fn between(
    departure: i32,
    arrival: i32,
    calls: usize,
    distance: Option<&[f64]>,
) -> (Vec<i32>, bool) {
    let span = i64::from(arrival) - i64::from(departure);
    let last = distance.and_then(|d| d.first().copied().zip(d.last().copied()));
    if let (Some(d), Some((from, to))) = (distance, last) {
        let rises = d.is_sorted()
            && to > from
            && (to - from).is_finite()
            && d.len() == calls.saturating_add(2);
        if rises {
            let inner = d.iter().skip(1).take(calls);
            let times = inner.map(|x| {
                let share = ((x - from) / (to - from)).clamp(0.0, 1.0);
                clamp(departure, (span as f64 * share).round() as i64)
            });
            return (times.collect(), true);
        }
    }
    let parts = calls as i64 + 1;
    let times = (1..=calls as i64)
        .map(|k| clamp(departure, (2 * span * k + parts).div_euclid(2 * parts)))
        .collect();
    (times, distance.is_none())
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
    fn times_are_spread_evenly_or_by_distance() {
        let check = |from, to, n, d: Option<&[f64]>, want: &[i32], used| {
            assert_eq!(between(from, to, n, d), (want.to_vec(), used), "{d:?}");
        };
        check(100, 200, 1, None, &[150], true);
        check(0, 100, 2, None, &[33, 67], true);
        check(0, 3, 1, None, &[2], true); // halves up
        check(-100, -40, 2, None, &[-80, -60], true);
        check(-3, 0, 1, None, &[-1], true); // halves up below zero too
        check(10, 10, 3, None, &[10, 10, 10], true);
        check(0, 100, 1, Some(&[0.0, 0.28, 1.0]), &[28], true);
        check(0, 100, 2, Some(&[5.0, 5.0, 6.0, 7.0]), &[0, 50], true);
        check(0, 100, 1, Some(&[0.0, 2.0, 1.0]), &[50], false);
        check(0, 100, 1, Some(&[1.0, 1.0, 1.0]), &[50], false);
        check(0, 100, 1, Some(&[0.0, f64::NAN, 1.0]), &[50], false);
        check(0, 7, 1, Some(&[-1e308, 0.0, 1e308]), &[4], false);
    }
}
