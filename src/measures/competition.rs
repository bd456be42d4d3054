//! Access where people compete for the same places: 2SFCA, E2SFCA, BFCA, spatial availability.
//!
//! All go over the pairs of origin and destination twice: once to see how much demand falls on each
//! destination, once to hand its supply out. So a run needs only one origin's row at a time:
//! [`Demand::add`] for every origin in order, [`Demand::against`] the supply, then [`Shares::of`]
//! for every origin. Rows are (destination, weight f(t) within 0 to 1); a destination not reached
//! is simply not in the row.

use super::decay::Decay;
use super::travel_time::UNREACHED;

/// Which measure of access under competition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// Two-step floating catchment area: `R_j = O_j / Σ_i P_i f_ij`, `A_i = Σ_j R_j f_ij`, supply a
    /// person. Luo & Wang 2003, "Measures of spatial accessibility to health care in a GIS
    /// environment", *Environment and Planning B* 30(6). With [`Decay::Rings`] it is the enhanced
    /// one (E2SFCA; Luo & Qi 2009, *Health & Place* 15(4)).
    TwoStep,
    /// Balanced floating catchment area, supply a person: weights sum to 1 over each origin's
    /// destinations in step one, `R_j = O_j / Σ_i P_i f_ij / Σ_k f_ik`, and over each destination's
    /// origins in step two, `A_i = Σ_j R_j f_ij / Σ_k f_kj`. Páez, Higgins & Vivona 2019, "Demand
    /// and level of service inflation in floating catchment area methods", *PLOS ONE* 14(6).
    Balanced,
    /// Spatial availability, in units of supply: `V_i = Σ_j O_j P_i f_ij / Σ_k P_k f_kj`, so that
    /// `Σ_i V_i = Σ_j O_j` over the destinations that somebody reaches. A person's part,
    /// `V_i / P_i`, is the 2SFCA. Soukhov, Páez, Higgins & Mohamed 2023, "Introducing spatial
    /// availability", *PLOS ONE* 18(1), with its α = 1.
    SpatialAvailability,
}

/// First pass: the demand on each destination.
#[derive(Clone, Debug)]
pub struct Demand {
    method: Method,
    /// Σ_i of people times weight, per destination.
    people: Vec<f64>,
    /// Σ_i of weight, per destination.
    weight: Vec<f64>,
    unknown: usize,
}

impl Demand {
    /// No demand yet on any of `destinations` destinations.
    pub fn new(method: Method, destinations: usize) -> Self {
        Self {
            method,
            people: vec![0.0; destinations],
            weight: vec![0.0; destinations],
            unknown: 0,
        }
    }

    /// Adds an origin: how many people live there (`None`: unknown; they then ask for nothing and
    /// are counted) and its row of (destination, weight). The order of origins fixes the sums.
    pub fn add(&mut self, people: Option<f64>, row: &[(u32, f64)]) {
        let Some(people) = people else {
            self.unknown += 1;
            return;
        };
        let total = match self.method {
            Method::Balanced => row.iter().fold(0.0, |s, (_, f)| s + f),
            Method::TwoStep | Method::SpatialAvailability => 1.0,
        };
        if total <= 0.0 {
            return;
        }
        for &(j, f) in row {
            let j = j as usize;
            if let (Some(p), Some(w)) = (self.people.get_mut(j), self.weight.get_mut(j)) {
                *p += people * f / total;
                *w += f;
            }
        }
    }

    /// Origins of which it is not known how many people live there.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// Puts supply `O_j` against demand. Destinations nobody asks for give nothing (Σ = 0) and make
    /// up [`Shares::unclaimed`].
    pub fn against(self, supply: &[f64]) -> Shares {
        let mut unclaimed = 0.0;
        let ratio = supply
            .iter()
            .zip(self.people.iter().zip(&self.weight))
            .map(|(&o, (&p, &w))| {
                let by = match self.method {
                    Method::Balanced => p * w,
                    Method::TwoStep | Method::SpatialAvailability => p,
                };
                if by > 0.0 && (o / by).is_finite() {
                    o / by
                } else {
                    unclaimed += o;
                    0.0
                }
            })
            .collect();
        Shares {
            method: self.method,
            ratio,
            unclaimed,
        }
    }
}

/// Second pass: what each origin gets.
#[derive(Clone, Debug)]
pub struct Shares {
    method: Method,
    ratio: Vec<f64>,
    unclaimed: f64,
}

impl Shares {
    /// The measure for an origin with that many people and that row. When it is unknown how many,
    /// only the 2SFCA has a value: the others hand out to those who were counted in.
    pub fn of(&self, people: Option<f64>, row: &[(u32, f64)]) -> Option<f64> {
        let each = row.iter().fold(0.0, |sum, &(j, f)| {
            sum + self.ratio.get(j as usize).unwrap_or(&0.0) * f
        });
        match self.method {
            Method::SpatialAvailability => people.map(|p| p * each),
            Method::Balanced => people.map(|_| each),
            Method::TwoStep => Some(each),
        }
    }

    /// Whether anybody asks for a destination that offers something.
    pub fn is_asked(&self, destination: usize) -> bool {
        self.ratio.get(destination).is_some_and(|r| *r > 0.0)
    }

    /// Supply that nobody reaches: `Σ_j O_j` of the destinations without demand.
    pub fn unclaimed(&self) -> f64 {
        self.unclaimed
    }
}

/// A pair of origin and destination that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Position of the origin.
    pub origin: u32,
    /// Position of the destination.
    pub destination: u32,
    /// Travel time, seconds.
    pub seconds: u32,
}

/// Access under competition for all origins at once, `[origin]`, in the unit of the method.
///
/// `people` is `[origin]`, `supply` is `[destination]`; pairs may come in any order (sums run by
/// origin, then in the order given). Pairs outside either list are left out.
pub fn competitive_access(
    method: Method,
    reaches: &[Reach],
    people: &[Option<f64>],
    supply: &[f64],
    decay: &Decay,
) -> Vec<Option<f64>> {
    let mut rows: Vec<Vec<(u32, f64)>> = vec![Vec::new(); people.len()];
    for r in reaches {
        if (r.destination as usize) < supply.len()
            && r.seconds != UNREACHED
            && let Some(row) = rows.get_mut(r.origin as usize)
        {
            row.push((r.destination, decay.weight(r.seconds)));
        }
    }
    let mut demand = Demand::new(method, supply.len());
    for (&p, row) in people.iter().zip(&rows) {
        demand.add(p, row);
    }
    let shares = demand.against(supply);
    people
        .iter()
        .zip(&rows)
        .map(|(&p, row)| shares.of(p, row))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    fn reach(list: &[(u32, u32, u32)]) -> Vec<Reach> {
        let pair = |&(origin, destination, seconds)| Reach {
            origin,
            destination,
            seconds,
        };
        list.iter().map(pair).collect()
    }

    #[track_caller]
    fn check(method: Method, decay: &Decay, expected: &[f64]) {
        // Origins: 100, 300, 50 people. Destinations: 10, 20 and 5 places; nobody reaches the third.
        let reaches = reach(&[(0, 0, 300), (0, 1, 900), (1, 1, 300), (2, 1, 1900)]);
        let people = [Some(100.0), Some(300.0), Some(50.0)];
        let found = competitive_access(method, &reaches, &people, &[10.0, 20.0, 5.0], decay);
        for (found, expected) in found.into_iter().zip(expected) {
            assert_close(found.unwrap(), *expected);
        }
    }

    #[test]
    fn two_steps_by_hand() {
        // Within 30 min: R_0 = 10/100, R_1 = 20/400. A = 0.15, 0.05, 0.
        let step = Decay::Step { cutoff_s: 1800 };
        check(Method::TwoStep, &step, &[0.15, 0.05, 0.0]);
        // Rings 10 min 1, 20 min ½: R_0 = 10/100; R_1 = 20/(50 + 300) = 2/35.
        // A_0 = 0.1 + ½·2/35, A_1 = 2/35.
        let rings = Decay::rings(vec![(600, 1.0), (1200, 0.5)]).unwrap();
        check(
            Method::TwoStep,
            &rings,
            &[0.1 + 1.0 / 35.0, 2.0 / 35.0, 0.0],
        );
    }

    #[test]
    fn balanced_by_hand() {
        // Within 30 min. Origin 0 splits its 100 people over two destinations, origin 1 sends all
        // 300 to the second. Demand 50 and 350. R = 0.2 and 20/350. Step two: destination 0 serves
        // one origin, destination 1 two: A_0 = 0.2 + ½·20/350, A_1 = ½·20/350.
        let step = Decay::Step { cutoff_s: 1800 };
        let half = 10.0 / 350.0;
        check(Method::Balanced, &step, &[0.2 + half, half, 0.0]);
    }

    #[test]
    fn spatial_availability_by_hand() {
        // All 10 places to origin 0; the 20 split 100 : 300. Together 30; 5 places unclaimed.
        let step = Decay::Step { cutoff_s: 1800 };
        check(Method::SpatialAvailability, &step, &[15.0, 15.0, 0.0]);
    }

    #[test]
    fn no_demand_gives_nothing_instead_of_infinity() {
        for method in [
            Method::TwoStep,
            Method::Balanced,
            Method::SpatialAvailability,
        ] {
            let mut demand = Demand::new(method, 2);
            demand.add(Some(0.0), &[(0, 1.0)]);
            demand.add(Some(10.0), &[(1, 0.0)]);
            demand.add(None, &[(1, 1.0)]);
            assert_eq!(demand.unknown(), 1);
            let shares = demand.against(&[3.0, 4.0]);
            assert_eq!(shares.unclaimed(), 7.0);
            assert_eq!(shares.of(Some(10.0), &[(0, 1.0), (1, 1.0)]), Some(0.0));
        }
    }

    #[test]
    fn unknown_people_have_no_availability_and_take_none() {
        let step = Decay::Step { cutoff_s: 60 };
        let found = competitive_access(
            Method::SpatialAvailability,
            &reach(&[(0, 0, 60), (1, 0, 60), (9, 0, 1), (0, 9, 1)]),
            &[None, Some(5.0)],
            &[8.0],
            &step,
        );
        assert_eq!(found, [None, Some(8.0)]);
    }

    proptest! {
        #[test]
        fn what_is_handed_out_adds_up(
            pairs in prop::collection::btree_map((0u32..6, 0u32..5), 0u32..4000, 0..25),
            people in prop::collection::vec(0u32..100, 6),
            supply in prop::collection::vec(0u32..50, 5),
        ) {
            let reaches: Vec<Reach> = pairs
                .into_iter()
                .map(|((origin, destination), seconds)| Reach { origin, destination, seconds })
                .collect();
            let people: Vec<Option<f64>> = people.into_iter().map(|p| Some(f64::from(p))).collect();
            let supply: Vec<f64> = supply.into_iter().map(f64::from).collect();
            let decay = Decay::Linear { zero_at_s: 3600 };
            let run = |m| competitive_access(m, &reaches, &people, &supply, &decay);
            let asked = |j: u32| {
                reaches.iter().any(|r| {
                    r.destination == j && r.seconds < 3600 && people[r.origin as usize] > Some(0.0)
                })
            };
            let claimed: f64 = (0..5u32).filter(|&j| asked(j)).map(|j| supply[j as usize]).sum();
            let available = run(Method::SpatialAvailability);
            let sum: f64 = available.iter().flatten().sum();
            prop_assert!(close(sum, claimed), "{sum} handed out of {claimed}");
            // Weighted by people the 2SFCA hands out the same, and a person's part is equal.
            for ((v, a), p) in available.iter().zip(run(Method::TwoStep)).zip(&people) {
                prop_assert!(close(v.unwrap(), a.unwrap() * p.unwrap()));
            }
        }

        #[test]
        fn balancing_keeps_people_and_service(
            f in prop::collection::vec(prop::collection::vec(0.01f64..1.0, 3), 1..6),
        ) {
            // Each origin's people are split, not copied; each level of service is handed out once.
            let row = |f: &[f64]| (0u32..).zip(f.iter().copied()).collect::<Vec<_>>();
            let mut demand = Demand::new(Method::Balanced, 3);
            for f in &f {
                demand.add(Some(10.0), &row(f));
            }
            prop_assert!(close(demand.people.iter().sum(), 10.0 * f.len() as f64));
            let service: f64 = demand.people.iter().map(|d| 6.0 / d).sum();
            let shares = demand.against(&[6.0; 3]);
            let given: f64 = f.iter().map(|f| shares.of(Some(10.0), &row(f)).unwrap()).sum();
            prop_assert!(close(given, service));
        }
    }
}
