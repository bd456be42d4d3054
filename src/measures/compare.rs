//! Before and after: who gains, who loses, who falls below the norm.

use super::norm::Norm;
use super::sample::{Unknown, usable_weight};

/// People by what a change does to their level. Counts are people unless said otherwise. Who moves
/// is told apart from who stays: of an origin with people before and after, the lesser number stayed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// People who stay and whose level is known before and after.
    pub people: f64,
    /// Of those who stay, better off: more access or less time, by more than the tolerance or across
    /// the norm.
    pub winners: f64,
    /// Of those who stay, worse off.
    pub losers: f64,
    /// Of those who stay, neither.
    pub unchanged: f64,
    /// Of those who stay, at or above the norm before, below it after.
    pub fell_below: f64,
    /// Of those who stay, below the norm before, not after.
    pub rose_above: f64,
    /// People who came to live there.
    pub arrived: f64,
    /// Of these, below the norm after.
    pub arrived_below: f64,
    /// People who no longer live there.
    pub left: f64,
    /// Of these, below the norm before.
    pub left_below: f64,
    /// Below the norm before, of everybody there then.
    pub below_before: f64,
    /// Below the norm after, of everybody there then.
    pub below_after: f64,
    /// Of the losers: something was reached before, nothing is after.
    pub cut_off: f64,
    /// Of the winners: nothing was reached before, something is after.
    pub connected: f64,
    /// People and people times difference, of losers and of winners who reach something both times.
    lost: [f64; 2],
    won: [f64; 2],
    /// The same of all who stay and whose levels are finite, with the sign of the difference.
    there: [f64; 2],
    /// `Σ P_i a_i` before, in people times level; `+∞` for times when anybody is not reached.
    sum_before: f64,
    sum_after: f64,
    /// What was left out: a level unknown before or after.
    pub unknown: Unknown,
}

impl Change {
    /// Adds an origin with its level before and after, as the norm takes it (`None`: unknown; a time
    /// of `+∞`: not reached), and the people who live there before and after. Differences of level up
    /// to `tolerance`, in its unit, are none, but for those that cross the norm.
    pub fn add(
        &mut self,
        norm: Norm,
        tolerance: f64,
        levels: [Option<f64>; 2],
        people: [Option<f64>; 2],
    ) {
        let known = levels[0].zip(levels[1]);
        let known = known.filter(|(b, a)| !b.is_nan() && !a.is_nan());
        let most = people[0].zip(people[1]).map(|(b, a)| b.max(a));
        let Some(((before, after), _)) = self.unknown.admit(known, most) else {
            return;
        };
        let [was, is] = people.map(|p| usable_weight(p).unwrap_or(0.0));
        let stay = was.min(is);
        self.people += stay;
        if before.is_finite() && after.is_finite() {
            self.there[0] += stay;
            self.there[1] += stay * (after - before);
        }
        // Equal levels first: ∞ − ∞ is not a number.
        let [had, has] = [before, after].map(|level| norm.reaches(level));
        let (missed, misses) = (norm.missed(before), norm.missed(after));
        // Whoever crosses the norm is better or worse off, however small the step.
        let small = missed == misses && (after - before).abs() <= tolerance;
        if before == after || small {
            self.unchanged += stay;
        } else {
            let better = norm.better(after, before);
            let (all, ends, sums) = match better {
                true => (&mut self.winners, &mut self.connected, &mut self.won),
                false => (&mut self.losers, &mut self.cut_off, &mut self.lost),
            };
            *all += stay;
            if had && has {
                sums[0] += stay;
                sums[1] += stay * (after - before).abs();
            } else {
                *ends += stay;
            }
        }
        self.arrived += is - stay;
        self.left += was - stay;
        for (hit, sum, people) in [
            (missed, &mut self.below_before, was),
            (misses, &mut self.below_after, is),
            (!missed && misses, &mut self.fell_below, stay),
            (missed && !misses, &mut self.rose_above, stay),
            (misses, &mut self.arrived_below, is - stay),
            (missed, &mut self.left_below, was - stay),
        ] {
            if hit {
                *sum += people;
            }
        }
        // Nobody times "not reached" is nothing.
        for (sum, people, level) in [
            (&mut self.sum_before, was, before),
            (&mut self.sum_after, is, after),
        ] {
            if people > 0.0 {
                *sum += people * level;
            }
        }
    }

    /// The same without a norm: then nobody is below it, and nobody falls or rises.
    pub fn without_norm(self) -> Self {
        Self {
            fell_below: 0.0,
            rose_above: 0.0,
            arrived_below: 0.0,
            left_below: 0.0,
            below_before: 0.0,
            below_after: 0.0,
            ..self
        }
    }

    /// Mean level before and after, weighted by people, in the unit of the level; none without
    /// people. `+∞` for times when anybody is not reached: then show medians.
    pub fn means(&self) -> Option<(f64, f64)> {
        let (was, is) = (self.people + self.left, self.people + self.arrived);
        (was > 0.0 && is > 0.0).then(|| (self.sum_before / was, self.sum_after / is))
    }

    /// Mean change a person; none without people or with anybody unreached.
    pub fn mean_change(&self) -> Option<f64> {
        let (before, after) = self.means()?;
        Some(after - before).filter(|d| d.is_finite())
    }

    /// Mean change a person of those who stay and, for times, get there before and after; none where nobody does.
    pub fn mean_change_there(&self) -> Option<f64> {
        let [people, sum] = self.there;
        (people > 0.0).then(|| sum / people)
    }

    /// Mean loss a person of the losers, and mean gain of the winners, who reach something before and
    /// after; in the unit of the level, positive. None where there are none.
    pub fn mean_loss_and_gain(&self) -> [Option<f64>; 2] {
        [self.lost, self.won].map(|[people, sum]| (people > 0.0).then(|| sum / people))
    }

    /// Net number of people pushed below the norm (negative: lifted above it), movers included:
    /// `fell_below − rose_above + arrived_below − left_below`.
    pub fn net_below(&self) -> f64 {
        self.below_after - self.below_before
    }
}

#[cfg(test)]
mod tests {
    use super::super::norm::time_level;
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn before_and_after_by_hand() {
        let mut c = Change::default();
        for (before, after, people) in [
            (Some(120.0), Some(80.0), Some(10.0)),
            (Some(90.0), Some(100.0), Some(20.0)),
            (Some(50.0), Some(40.0), Some(30.0)),
            (Some(200.0), Some(200.5), Some(40.0)),
            (None, Some(5.0), Some(3.0)),
            (Some(5.0), Some(5.0), None),
        ] {
            c.add(Norm::AtLeast(100.0), 0.5, [before, after], [people; 2]);
        }
        assert_eq!((c.winners, c.losers, c.unchanged), (20.0, 40.0, 40.0));
        assert_eq!((c.fell_below, c.rose_above), (10.0, 20.0));
        assert_eq!(
            (c.below_before, c.below_after, c.net_below()),
            (50.0, 40.0, -10.0)
        );
        // (−40·10 + 10·20 − 10·30 + 0.5·40) / 100.
        assert_close(c.mean_change().unwrap(), -4.8);
        assert_eq!(c.unknown.weight_without_value, 3.0);
        assert_eq!(c.unknown.rows_without_weight, 1);
    }

    #[test]
    fn who_is_cut_off_is_in_no_mean_of_those_who_get_there() {
        let mut c = Change::default();
        // 10 people from 5 to 11 minutes, 30 from 5 to 7; 2 are cut off: (10·360 + 30·120) / 40.
        for (before, after, people) in [
            (300.0, 660.0, 10.0),
            (300.0, 420.0, 30.0),
            (300.0, f64::INFINITY, 2.0),
        ] {
            let levels = [Some(before), Some(after)];
            c.add(Norm::Within(600), 60.0, levels, [Some(people); 2]);
        }
        assert_eq!((c.mean_change(), c.cut_off), (None, 2.0));
        assert_eq!(c.mean_change_there(), Some(180.0));
        assert_eq!(Change::default().mean_change_there(), None);
    }

    #[test]
    fn a_small_step_across_the_norm_is_a_loss_or_a_gain() {
        let mut c = Change::default();
        for (before, after, people) in [
            (590.0, 610.0, 1.0),
            (610.0, 590.0, 2.0),
            (500.0, 520.0, 4.0),
        ] {
            let levels = [Some(before), Some(after)];
            c.add(Norm::Within(600), 60.0, levels, [Some(people); 2]);
        }
        assert_eq!((c.losers, c.winners, c.unchanged), (1.0, 2.0, 4.0));
        assert_eq!((c.fell_below, c.rose_above), (1.0, 2.0));
        assert_eq!(c.mean_loss_and_gain(), [Some(20.0), Some(20.0)]);
    }

    #[test]
    fn without_a_norm_nobody_is_below_it() {
        let mut c = Change::default();
        let levels = [Some(700.0), Some(f64::INFINITY)];
        c.add(Norm::Within(u32::MAX), 60.0, levels, [Some(3.0), Some(2.0)]);
        assert_eq!(c.fell_below, 2.0);
        let c = c.without_norm();
        assert_eq!((c.losers, c.cut_off, c.left), (2.0, 2.0, 1.0));
        assert_eq!(
            [c.fell_below, c.net_below(), c.below_after, c.left_below],
            [0.0; 4]
        );
    }

    #[test]
    fn the_unreached_can_win_and_lose() {
        let mut c = Change::default();
        let norm = Norm::Within(1800);
        for (before, after, people) in [
            (None, None, 1.0),
            (None, Some(1800), 2.0),
            (Some(1700), None, 4.0),
            (Some(1700), Some(1600), 8.0),
        ] {
            let (b, a) = (time_level(before), time_level(after));
            c.add(norm, 60.0, [Some(b), Some(a)], [Some(people); 2]);
        }
        assert_eq!((c.winners, c.losers, c.unchanged), (10.0, 4.0, 1.0));
        assert_eq!((c.fell_below, c.rose_above), (4.0, 2.0));
        assert_eq!((c.cut_off, c.connected), (4.0, 2.0));
        assert_eq!(c.mean_loss_and_gain(), [None, Some(100.0)]);
        assert_eq!(c.mean_change(), None);
        assert_eq!(Change::default().means(), None);
    }

    #[test]
    fn who_moves_is_told_apart_from_who_stays() {
        let (mut c, norm) = (Change::default(), Norm::Within(600));
        // 40 stay and lose, 10 leave a place that met the norm; 5 come to where nothing is reached.
        c.add(
            norm,
            0.0,
            [Some(500.0), Some(700.0)],
            [Some(50.0), Some(40.0)],
        );
        c.add(norm, 0.0, [Some(f64::INFINITY); 2], [Some(0.0), Some(5.0)]);
        assert_eq!((c.people, c.losers, c.unchanged), (40.0, 40.0, 0.0));
        assert_eq!((c.arrived, c.arrived_below), (5.0, 5.0));
        assert_eq!((c.left, c.left_below), (10.0, 0.0));
        assert_eq!((c.fell_below, c.rose_above), (40.0, 0.0));
        assert_eq!(
            (c.below_before, c.below_after, c.net_below()),
            (0.0, 45.0, 45.0)
        );
        assert_eq!(c.means().map(|m| m.0), Some(500.0));
        assert_eq!(c.mean_change(), None);
    }

    proptest! {
        #[test]
        fn movers_add_up(rows in prop::collection::vec((0u32..9, 0u32..9, 0u32..9, 0u32..9), 0..30)) {
            let mut c = Change::default();
            let mut totals = [0.0; 2];
            for (b, a, was, is) in rows {
                let [b, a, was, is] = [b, a, was, is].map(f64::from);
                c.add(Norm::AtLeast(5.0), 0.0, [Some(b), Some(a)], [Some(was), Some(is)]);
                totals = [totals[0] + was, totals[1] + is];
            }
            prop_assert_eq!([c.people + c.left, c.people + c.arrived], totals);
            prop_assert_eq!(
                c.net_below(),
                c.fell_below - c.rose_above + c.arrived_below - c.left_below
            );
        }

        #[test]
        fn everybody_is_somewhere(
            rows in prop::collection::vec((0u32..9, 0u32..9, 0u32..9), 0..30),
            tolerance in 0u32..4,
        ) {
            let tolerance = f64::from(tolerance);
            let mut c = Change::default();
            let mut back = Change::default();
            let norm = Norm::AtLeast(5.0);
            for (b, a, w) in rows {
                let [b, a, w] = [b, a, w].map(|v| Some(f64::from(v)));
                c.add(norm, tolerance, [b, a], [w; 2]);
                back.add(norm, tolerance, [a, b], [w; 2]);
            }
            prop_assert_eq!(c.winners + c.losers + c.unchanged, c.people);
            prop_assert_eq!(c.net_below(), c.fell_below - c.rose_above);
            prop_assert!(c.losers >= c.fell_below && c.winners >= c.rose_above);
            prop_assert_eq!((c.winners, c.fell_below), (back.losers, back.rose_above));
            let change = c.mean_change().unwrap_or(0.0) + back.mean_change().unwrap_or(0.0);
            prop_assert!(close(change, 0.0));
        }
    }
}
