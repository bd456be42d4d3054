//! Which k places to build on, so that most households can be rehoused above a norm.
//!
//! Households below the norm stand in rows (so many of them in the same home); plots have room for
//! so many; a row says which plots its households may move to. What a set S of plots lifts is the
//! most households that can be rehoused at once, each once: a maximum flow,
//!
//! `f(S) = min_{T ⊆ S} (room of T + households that may move to some plot of S outside T)`
//!
//! (max-flow min-cut, Ford & Fulkerson 1956). `f` never falls when a plot is added and its gains never
//! rise: it is the rank of a polymatroid (Edmonds 1970). So adding the plot of the largest gain k
//! times gives at least `1 − 1/e` of the best possible (Nemhauser, Wolsey & Fisher 1978, "An analysis
//! of approximations for maximizing submodular set functions I", *Mathematical Programming* 14).
//! What was found is usually nearer: [`Choice::at_most`] bounds the best from above for the case in hand.

use std::collections::BTreeMap;

/// Households are counted in thousandths inside: whole numbers, so that flows end and are exact.
const UNITS: f64 = 1000.0;

/// Households that may be rehoused, and the plots.
#[derive(Clone, Debug)]
pub struct Siting {
    /// Rows that may move to the same plots, together: how many, and those plots, ascending.
    classes: Vec<(u64, Vec<u32>)>,
    /// Classes that may move to a plot, `[plot]`: the class, and the plot's place in its list.
    movers: Vec<Vec<(u32, u32)>>,
    room: Vec<u64>,
}

/// What greedy choice found.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The plots in the order chosen; fewer than asked where no other lifts anybody.
    pub plots: Vec<usize>,
    /// Households that each lifts beyond those before it.
    pub gains: Vec<f64>,
    /// Households lifted by all of them.
    pub lifted: f64,
    /// No choice of as many plots lifts more households than this.
    pub at_most: f64,
}

/// Share of the best possible that greedy choice never falls below, `1 − 1/e`.
pub fn greedy_share() -> f64 {
    1.0 - (-1.0f64).exp()
}

fn units(v: f64) -> u64 {
    // Unknown and negative amounts are nobody.
    if v > 0.0 {
        (v.min(1e12) * UNITS).round() as u64
    } else {
        0
    }
}

fn households(units: u64) -> f64 {
    units as f64 / UNITS
}

/// Who has been rehoused where.
#[derive(Clone)]
struct Flow {
    /// Households not rehoused, `[class]`.
    left: Vec<u64>,
    /// Room left, `[plot]`; of plots that are not chosen none.
    room: Vec<u64>,
    /// Rehoused, `[class][place of the plot in its list]`.
    moved: Vec<Vec<u64>>,
    /// Chains of moves made since last forgotten: the amount, and steps (class, from, to) by place.
    log: Vec<(u64, Vec<Step>)>,
}

/// A class moves from one plot of its list (none: from where it lives) to another.
#[derive(Clone, Copy)]
struct Step {
    class: u32,
    from: Option<u32>,
    to: u32,
}

impl Siting {
    /// Rows of households with the plots they may move to, and the room of each plot in
    /// households. Numbers are taken to the thousandth; plots that don't exist are left out.
    pub fn new(rows: impl IntoIterator<Item = (f64, Vec<usize>)>, room: &[f64]) -> Self {
        let mut classes: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
        for (weight, plots) in rows {
            let mut plots: Vec<u32> = (plots.into_iter())
                .filter(|p| *p < room.len())
                .map(|p| p as u32)
                .collect();
            plots.sort_unstable();
            plots.dedup();
            *classes.entry(plots).or_default() += units(weight);
        }
        let classes: Vec<(u64, Vec<u32>)> = (classes.into_iter())
            .filter(|(plots, weight)| *weight > 0 && !plots.is_empty())
            .map(|(plots, weight)| (weight, plots))
            .collect();
        let mut movers = vec![Vec::new(); room.len()];
        for (c, (_, plots)) in classes.iter().enumerate() {
            for (at, plot) in plots.iter().enumerate() {
                movers[*plot as usize].push((c as u32, at as u32));
            }
        }
        Siting {
            classes,
            movers,
            room: room.iter().map(|r| units(*r)).collect(),
        }
    }

    /// Households that could be rehoused if every plot were built on.
    pub fn all(&self) -> f64 {
        let every: Vec<usize> = (0..self.room.len()).collect();
        self.lifted(&every)
    }

    /// Households that a set of plots lifts; plots that don't exist count for nothing.
    pub fn lifted(&self, plots: &[usize]) -> f64 {
        let mut flow = self.start();
        let mut seen = vec![false; self.room.len()];
        let mut sum = 0;
        for &plot in plots {
            if seen.get(plot) == Some(&false) {
                seen[plot] = true;
                sum += self.open(&mut flow, plot);
                flow.log.clear();
            }
        }
        households(sum)
    }

    /// Chooses up to `k` plots, each time the one that lifts most beyond those chosen; of equal ones
    /// the first.
    pub fn greedy(&self, k: usize) -> Choice {
        let mut flow = self.start();
        // What a plot can still add at most: gains only fall, so an old gain is a bound.
        let mut bound: Vec<u64> = (0..self.room.len())
            .map(|plot| self.gain(&mut flow, plot))
            .collect();
        let mut chosen = vec![false; self.room.len()];
        let (mut plots, mut gains, mut lifted) = (Vec::new(), Vec::new(), 0u64);
        let mut at_most = units(self.all()).min(top(&bound, k));
        while plots.len() < k {
            let mut best: Option<(u64, usize)> = None;
            let mut order: Vec<usize> = (0..bound.len()).filter(|p| !chosen[*p]).collect();
            order.sort_by_key(|p| (std::cmp::Reverse(bound[*p]), *p));
            for plot in order {
                // None behind this one can add more, nor as much with a lower number.
                if best.is_some_and(|(gain, at)| (bound[plot], at) < (gain, plot)) {
                    break;
                }
                bound[plot] = self.gain(&mut flow, plot);
                let better = match best {
                    None => true,
                    Some((gain, at)) => bound[plot] > gain || (bound[plot] == gain && plot < at),
                };
                if better {
                    best = Some((bound[plot], plot));
                }
            }
            let Some((gain, plot)) = best.filter(|(gain, _)| *gain > 0) else {
                break;
            };
            self.open(&mut flow, plot);
            flow.log.clear();
            chosen[plot] = true;
            bound[plot] = 0;
            lifted += gain;
            plots.push(plot);
            gains.push(households(gain));
            // The best k add to any set at most what they add one by one.
            at_most = at_most.min(lifted + top(&bound, k));
        }
        let share = households(lifted) / greedy_share();
        Choice {
            plots,
            gains,
            lifted: households(lifted),
            at_most: households(at_most).min(share).max(households(lifted)),
        }
    }

    fn start(&self) -> Flow {
        Flow {
            left: self.classes.iter().map(|c| c.0).collect(),
            room: vec![0; self.room.len()],
            moved: self.classes.iter().map(|c| vec![0; c.1.len()]).collect(),
            log: Vec::new(),
        }
    }

    /// What a plot would add.
    fn gain(&self, flow: &mut Flow, plot: usize) -> u64 {
        let gain = self.open(flow, plot);
        while let Some((amount, steps)) = flow.log.pop() {
            self.shift(flow, &steps, amount, true);
        }
        flow.room[plot] = 0;
        gain
    }

    /// Opens a plot and rehouses as many as possible; gives how many more that are.
    fn open(&self, flow: &mut Flow, plot: usize) -> u64 {
        flow.room[plot] = self.room[plot];
        let mut sum = 0;
        while flow.room[plot] > 0
            && let Some(steps) = self.path(flow, plot)
        {
            let mut amount = flow.room[plot];
            for step in &steps {
                amount = amount.min(match step.from {
                    None => flow.left[step.class as usize],
                    Some(from) => flow.moved[step.class as usize][from as usize],
                });
            }
            self.shift(flow, &steps, amount, false);
            flow.room[plot] -= amount;
            sum += amount;
            flow.log.push((amount, steps));
        }
        sum
    }

    fn shift(&self, flow: &mut Flow, steps: &[Step], amount: u64, back: bool) {
        for step in steps {
            let class = step.class as usize;
            let (mut add, mut take) = (0, amount);
            if back {
                (add, take) = (amount, 0);
            }
            let source = match step.from {
                None => &mut flow.left[class],
                Some(from) => &mut flow.moved[class][from as usize],
            };
            *source = *source + add - take;
            let target = &mut flow.moved[class][step.to as usize];
            *target = *target + take - add;
        }
    }

    /// The shortest chain of moves that puts somebody not yet rehoused somewhere and ends in `plot`.
    fn path(&self, flow: &Flow, plot: usize) -> Option<Vec<Step>> {
        /// How a plot was come to: the class that would leave it, and where that class would go.
        type Came = Option<(u32, u32, u32)>;
        let mut came: BTreeMap<u32, Came> = BTreeMap::from([(plot as u32, None)]);
        let mut seen = vec![false; self.classes.len()];
        let mut queue = std::collections::VecDeque::from([plot as u32]);
        while let Some(at) = queue.pop_front() {
            for &(class, to) in &self.movers[at as usize] {
                if std::mem::replace(&mut seen[class as usize], true) {
                    continue;
                }
                if flow.left[class as usize] > 0 {
                    let mut steps = vec![Step {
                        class,
                        from: None,
                        to,
                    }];
                    let mut at = at;
                    while let Some(Some((class, from, to))) = came.get(&at).copied() {
                        steps.push(Step {
                            class,
                            from: Some(from),
                            to,
                        });
                        at = self.classes[class as usize].1[to as usize];
                    }
                    return Some(steps);
                }
                for (from, next) in self.classes[class as usize].1.iter().enumerate() {
                    if flow.moved[class as usize][from] > 0 && !came.contains_key(next) {
                        came.insert(*next, Some((class, from as u32, to)));
                        queue.push_back(*next);
                    }
                }
            }
        }
        None
    }
}

/// The sum of the k largest.
fn top(values: &[u64], k: usize) -> u64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    sorted.iter().take(k).sum()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    /// Rows as (households, bits of plots), and rooms.
    type Case = (Vec<(f64, usize)>, Vec<f64>);

    fn siting((rows, room): &Case) -> Siting {
        let plots = |bits: usize| {
            (0..room.len())
                .filter(move |p| bits >> p & 1 == 1)
                .collect()
        };
        Siting::new(rows.iter().map(|(w, bits)| (*w, plots(*bits))), room)
    }

    /// The formula of the module, over all subsets.
    fn slow((rows, room): &Case, set: usize) -> f64 {
        let subsets = (0..1usize << room.len()).filter(|t| t & !set == 0);
        let cut = |t: usize| {
            let inside = (0..room.len()).filter(|p| t >> p & 1 == 1);
            let can_move = rows.iter().filter(|(_, bits)| bits & set & !t != 0);
            inside.map(|p| room[p]).sum::<f64>() + can_move.map(|r| r.0).sum::<f64>()
        };
        subsets.map(cut).fold(f64::INFINITY, f64::min)
    }

    fn list(set: usize) -> Vec<usize> {
        (0..usize::BITS as usize)
            .filter(|p| set >> p & 1 == 1)
            .collect()
    }

    #[test]
    fn households_make_room_for_each_other() {
        // The first row may move to either plot, the second to the first plot only.
        let case = (vec![(10.0, 0b11), (10.0, 0b01)], vec![10.0, 10.0]);
        let s = siting(&case);
        assert_close(s.lifted(&[0]), 10.0);
        assert_close(s.lifted(&[0, 1]), 20.0);
        assert_close(s.lifted(&[1, 1, 7]), 10.0);
        let choice = s.greedy(5);
        assert_eq!(choice.plots, [0, 1]);
        assert_eq!(choice.gains, [10.0, 10.0]);
        assert_close(choice.at_most, 20.0);
    }

    #[test]
    fn without_limits_it_is_room_against_households() {
        let rows = (0..50).map(|_| (2.5, vec![0, 1, 2, 3]));
        let s = Siting::new(rows, &[30.0, 80.0, 40.0, f64::NAN]);
        let choice = s.greedy(2);
        assert_eq!(choice.plots, [1, 2]);
        assert_close(choice.lifted, 120.0);
        assert_close(choice.at_most, 120.0);
        // The third lifts the five that are left, the fourth nobody.
        let choice = s.greedy(4);
        assert_eq!((choice.plots.len(), choice.lifted), (3, 125.0));
        assert_close(choice.at_most, 125.0);
    }

    #[test]
    fn nobody_to_rehouse_is_nobody_lifted() {
        let s = Siting::new([(-3.0, vec![0]), (4.0, vec![])], &[10.0]);
        let choice = s.greedy(1);
        assert_eq!(
            (choice.plots.len(), choice.lifted, choice.at_most),
            (0, 0.0, 0.0)
        );
    }

    fn cases() -> impl Strategy<Value = Case> {
        (1usize..=6).prop_flat_map(|plots| {
            let row = (0u32..40, 0usize..1 << plots).prop_map(|(w, b)| (f64::from(w) / 4.0, b));
            let room = (0u32..60).prop_map(|r| f64::from(r) / 4.0);
            (
                prop::collection::vec(row, 0..9),
                prop::collection::vec(room, plots),
            )
        })
    }

    proptest! {
        #[test]
        fn what_is_lifted_is_the_smallest_cut(case in cases(), set in 0usize..64) {
            let set = set & ((1 << case.1.len()) - 1);
            prop_assert!(close(siting(&case).lifted(&list(set)), slow(&case, set)));
        }

        /// f(A + x) − f(A) ≥ f(B + x) − f(B) ≥ 0 for A within B.
        #[test]
        fn gains_never_rise(case in cases(), a in 0usize..64, b in 0usize..64, x in 0usize..6) {
            let every = (1 << case.1.len()) - 1;
            let (b, x) = (b & every, 1 << (x % case.1.len()));
            let a = a & b;
            let s = siting(&case);
            let f = |set: usize| s.lifted(&list(set));
            let (small, large) = (f(a | x) - f(a), f(b | x) - f(b));
            prop_assert!(large >= -1e-9 && small >= large - 1e-9);
        }

        #[test]
        fn greedy_keeps_its_word(case in cases(), k in 0usize..5) {
            let s = siting(&case);
            let choice = s.greedy(k);
            prop_assert!(choice.plots.len() <= k);
            prop_assert!(close(s.lifted(&choice.plots), choice.lifted));
            prop_assert!(close(choice.gains.iter().sum(), choice.lifted));
            let best = (0..1usize << case.1.len())
                .filter(|set| set.count_ones() as usize <= k)
                .map(|set| slow(&case, set))
                .fold(0.0, f64::max);
            prop_assert!(choice.lifted >= greedy_share() * best - 1e-9);
            prop_assert!(choice.lifted <= best + 1e-9);
            prop_assert!(best <= choice.at_most + 1e-9, "{best} > {}", choice.at_most);
        }

        /// Each greedy step takes the largest gain, the first of equal ones.
        #[test]
        fn lazy_choice_is_greedy_choice(case in cases(), k in 1usize..6) {
            let s = siting(&case);
            let mut plain: Vec<usize> = Vec::new();
            while plain.len() < k {
                let now = s.lifted(&plain);
                let gain = |p: usize| {
                    let more = [&plain[..], &[p]].concat();
                    units(s.lifted(&more)) - units(now)
                };
                let best = (0..case.1.len())
                    .filter(|p| !plain.contains(p))
                    .map(|p| (gain(p), p))
                    .max_by_key(|(g, p)| (*g, std::cmp::Reverse(*p)));
                match best.filter(|(g, _)| *g > 0) {
                    Some((_, p)) => plain.push(p),
                    None => break,
                }
            }
            prop_assert_eq!(s.greedy(k).plots, plain);
        }
    }
}
