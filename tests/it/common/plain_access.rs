//! Access worked out plainly: all times of all places laid out, and every definition followed to the letter. What the
//! evaluator of the library does in layers and with limits must be the same, bit by bit.

use bereik::access::form::Form;
use bereik::access::open::{Open, is_open};
use bereik::input::study::Usual;
use bereik::measures::competition::{Demand, Method, Shares};
use bereik::routing::job::{Times, UNREACHED};
use bereik::travel::Window;
use std::ops::Range;

/// The places of one service.
pub struct Plain<'a> {
    pub usual: Usual,
    pub percentile: u8,
    pub supply: &'a [f64],
    pub first_row: usize,
    pub open: &'a [Open],
    pub window: &'a Window,
}

impl Plain<'_> {
    /// Travel times, seconds, `[place][step]`; [`UNREACHED`] where not reached or closed.
    pub fn rows(&self, times: &mut Times, steps: &Range<usize>) -> Vec<Vec<u32>> {
        let row = |place: usize| {
            let mut row = times.part(self.first_row + place, steps.clone()).to_vec();
            for (step, t) in steps.clone().zip(&mut row) {
                if let Some(open) = &self.open[place]
                    && (*t == UNREACHED || !is_open(open, self.window, step, *t))
                {
                    *t = UNREACHED;
                }
            }
            row
        };
        (0..self.supply.len()).map(row).collect()
    }

    /// Times of each place in every situation that counts, `[situation][place]`: at the percentile, or at each
    /// departure.
    fn situations(&self, rows: &[Vec<u32>]) -> Vec<Vec<u32>> {
        let steps = rows.first().map_or(0, Vec::len);
        match self.usual {
            Usual::TravelTime => {
                let at_percentile = |row: &Vec<u32>| {
                    let mut sorted = row.clone();
                    sorted.sort_unstable();
                    sorted[self.rank(steps)]
                };
                vec![rows.iter().map(at_percentile).collect()]
            }
            Usual::Access => (0..steps)
                .map(|m| rows.iter().map(|row| row[m]).collect())
                .collect(),
        }
    }

    /// Nearest rank, from 0.
    fn rank(&self, of: usize) -> usize {
        (usize::from(self.percentile) * of).div_ceil(100) - 1
    }

    /// What all homes (their people and times) leave of the places, by situation.
    pub fn shares(
        &self,
        form: &Form,
        homes: &[(Option<f64>, Vec<Vec<u32>>)],
    ) -> Option<Vec<Shares>> {
        let Form::TwoStep(decay, _) = form else {
            return None;
        };
        let mut demand: Vec<Demand> = Vec::new();
        for (people, rows) in homes {
            for (s, times) in self.situations(rows).iter().enumerate() {
                if demand.len() == s {
                    demand.push(Demand::new(Method::TwoStep, self.supply.len()));
                }
                let all = times.iter().enumerate();
                let weights: Vec<(u32, f64)> =
                    all.map(|(j, t)| (j as u32, decay.weight(*t))).collect();
                demand[s].add(*people, &weights);
            }
        }
        Some(demand.into_iter().map(|d| d.against(self.supply)).collect())
    }

    /// The value of a home: supply, or seconds with `+∞` for not reached.
    pub fn value(&self, form: &Form, rows: &[Vec<u32>], shares: Option<&[Shares]>) -> f64 {
        let places = 0..self.supply.len();
        let one = |(s, times): (usize, &Vec<u32>)| match form {
            Form::Sum(decay) => {
                let all = places
                    .clone()
                    .map(|j| self.supply[j] * decay.weight(times[j]));
                all.fold(0.0, |sum, x| sum + x)
            }
            Form::TwoStep(decay, _) => {
                let all = places.clone().map(|j| (j as u32, decay.weight(times[j])));
                let weights: Vec<(u32, f64)> = all.collect();
                shares.expect("shares")[s]
                    .of(None, &weights)
                    .expect("a value")
            }
            Form::Nearest(n) => {
                let mut near: Vec<(u32, usize)> = places
                    .clone()
                    .map(|j| (times[j], j))
                    .filter(|(t, _)| *t != UNREACHED)
                    .collect();
                near.sort_unstable();
                let mut sum = 0.0;
                let enough = near.into_iter().find(|(_, j)| {
                    sum += self.supply[*j];
                    sum >= n - n * 1e-9
                });
                enough.map_or(f64::INFINITY, |(t, _)| f64::from(t))
            }
        };
        let mut each: Vec<f64> = self.situations(rows).iter().enumerate().map(one).collect();
        if self.usual == Usual::TravelTime {
            return each[0];
        }
        // From the best departure to the worst.
        each.sort_by(|a, b| match form.is_time() {
            true => a.total_cmp(b),
            false => b.total_cmp(a),
        });
        each[self.rank(each.len())]
    }
}
