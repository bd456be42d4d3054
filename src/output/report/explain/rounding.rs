//! Numbers as they are shown: rounded so that what stands beside each other still adds up.

/// A change as it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown<const N: usize> {
    /// Before and after.
    pub ends: [f64; 2],
    /// After minus before, as shown.
    pub change: f64,
    /// Parts; together the change.
    pub causes: [f64; N],
}

/// Rounds to so many decimals. Before and after are rounded as numbers are; the causes by largest remainder, so that
/// they make the difference of the two (Hamilton's method of apportionment). A cause that does nothing stays nothing.
pub fn shown<const N: usize>(ends: [f64; 2], causes: [f64; N], decimals: usize) -> Shown<N> {
    let scale = 10_f64.powi(decimals as i32);
    // As text is rounded: a half goes to the even digit.
    let ends = ends.map(|v| (v * scale).round_ties_even());
    let change = ends[1] - ends[0];
    let exact = causes.map(|c| c * scale);
    let mut whole = exact.map(f64::floor);
    let mut order: Vec<usize> = (0..N).filter(|k| exact[*k] != 0.0).collect();
    let rest = |k: usize| exact[k] - exact[k].floor();
    // What is nearest to the next number comes first; of equals, the first cause.
    order.sort_by(|a, b| rest(*b).total_cmp(&rest(*a)).then(a.cmp(b)));
    let mut lacking = change - whole.iter().sum::<f64>();
    if lacking.is_finite() && !order.is_empty() {
        let mut turn = 0;
        while lacking >= 1.0 {
            whole[order[turn % order.len()]] += 1.0;
            (lacking, turn) = (lacking - 1.0, turn + 1);
        }
        while lacking <= -1.0 {
            turn += 1;
            whole[order[order.len() - 1 - (turn - 1) % order.len()]] -= 1.0;
            lacking += 1.0;
        }
    }
    Shown {
        ends: ends.map(|v| v / scale),
        change: change / scale,
        causes: whole.map(|v| v / scale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_adds_up() {
        // Halves, as Shapley values of two causes often have.
        let s = shown([100.0, 3466.0], [2370.5, 879.5, 116.0, 0.0], 0);
        assert_eq!(s.causes.iter().sum::<f64>(), 3366.0);
        assert_eq!((s.causes, s.change), ([2371.0, 879.0, 116.0, 0.0], 3366.0));
        // The ends' own rounding counts too.
        let s = shown([0.4, 1.5], [1.1, 0.0, 0.0, 0.0], 0);
        assert_eq!((s.ends, s.causes), ([0.0, 2.0], [2.0, 0.0, 0.0, 0.0]));
        let s = shown([2.0, 2.0], [-1.5, 1.5, 0.0, 0.0], 0);
        assert_eq!(s.causes.iter().sum::<f64>(), 0.0);
        assert_eq!(shown([5.0, 5.0], [0.0; 4], 1).causes, [0.0; 4]);
        let mut x = 7_u64;
        let mut next = || {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (x >> 40) as f64 / 1000.0 - 8000.0
        };
        for decimals in [0, 1] {
            for _ in 0..2000 {
                let causes = [next(), next(), 0.0, next()];
                let from = next();
                let to = from + causes.iter().sum::<f64>();
                let s = shown([from, to], causes, decimals);
                let unit = 0.1_f64.powi(decimals as i32);
                assert!((s.causes.iter().sum::<f64>() - s.change).abs() < 1e-6);
                assert!((s.ends[1] - s.ends[0] - s.change).abs() < 1e-6);
                let near = s
                    .causes
                    .iter()
                    .zip(causes)
                    .all(|(a, b)| (a - b).abs() < unit * 1.001);
                assert!(near && s.causes[2] == 0.0, "{causes:?} {s:?}");
            }
        }
    }
}
