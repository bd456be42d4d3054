//! Whom averages hide: norms missed at once, and the poor in areas that do well on average.

use std::collections::BTreeMap;

use super::fgt::Fgt;
use super::norm::Norm;
use super::sample::{Sample, Unknown};
use super::travel_time::Percentile;

/// Most services a [`Stacking`] takes.
pub const MAX_SERVICES: usize = 64;

/// How many norms people miss at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Stacking {
    /// People by the number of norms they miss, `[0 to k]`.
    pub by_count: Vec<f64>,
    /// People who miss the norm of each service, `[k]`.
    pub by_service: Vec<f64>,
    /// People by which norms they miss: bit s is service s.
    pub by_combination: BTreeMap<u64, f64>,
    /// Rows left out: one service not known is enough.
    pub unknown: Unknown,
}

impl Stacking {
    /// Nobody yet, for k services (at most [`MAX_SERVICES`]; more: none).
    pub fn new(services: usize) -> Option<Self> {
        (services <= MAX_SERVICES).then(|| Self {
            by_count: vec![0.0; services + 1],
            by_service: vec![0.0; services],
            by_combination: BTreeMap::new(),
            unknown: Unknown::default(),
        })
    }

    /// Adds an origin: for each service whether its norm is missed (`None`: unknown), `[k]`, and
    /// how many people live there. A list of another length counts as unknown.
    pub fn add(&mut self, missed: &[Option<bool>], people: Option<f64>) {
        let fits = missed.len() == self.by_service.len();
        let known: Option<Vec<bool>> = if fits {
            missed.iter().copied().collect()
        } else {
            None
        };
        let Some((missed, people)) = self.unknown.admit(known, people) else {
            return;
        };
        let mut combination = 0u64;
        for (s, sum) in self.by_service.iter_mut().enumerate() {
            if missed[s] {
                *sum += people;
                combination |= 1 << s;
            }
        }
        self.by_count[combination.count_ones() as usize] += people;
        *self.by_combination.entry(combination).or_default() += people;
    }

    /// People counted.
    pub fn people(&self) -> f64 {
        self.by_count.iter().fold(0.0, |s, p| s + p)
    }

    /// People who miss `n` norms or more.
    pub fn at_least(&self, n: usize) -> f64 {
        self.by_count.iter().skip(n).fold(0.0, |s, p| s + p)
    }

    /// Mean number of norms missed a person; none without people.
    pub fn mean_count(&self) -> Option<f64> {
        let people = self.people();
        let missed = self.by_service.iter().fold(0.0, |s, p| s + p);
        (people > 0.0).then(|| missed / people)
    }
}

/// One area: its average beside what the average hides.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaPoverty {
    /// Mean level weighted by people; `+∞` for times when anybody does not get there; none without
    /// people.
    pub mean: Option<f64>,
    /// Level of the worst-off tenth: P10 of access, P90 of travel time (`+∞`: not reached).
    pub worst_tenth: Option<f64>,
    /// Poverty within the area.
    pub fgt: Fgt,
    /// Whether the mean meets the norm; none without people.
    pub mean_meets_norm: Option<bool>,
    /// What was left out.
    pub unknown: Unknown,
}

impl AreaPoverty {
    /// The hidden poor: people below the norm in an area whose average meets it.
    pub fn hidden_poor(&self) -> f64 {
        if self.mean_meets_norm == Some(true) {
            self.fgt.sums[0]
        } else {
            0.0
        }
    }
}

/// The average of each of `areas` areas beside the people below the norm in it, `[area]`.
///
/// Rows are (area, level, people), the level as the norm takes it. Rows outside every area are left
/// out. An area where anybody at all cannot get there has no mean travel time that meets a norm:
/// its poor are not hidden.
pub fn by_area(
    norm: Norm,
    areas: usize,
    rows: impl IntoIterator<Item = (Option<usize>, Option<f64>, Option<f64>)>,
) -> Vec<AreaPoverty> {
    let mut members: Vec<Vec<(Option<f64>, Option<f64>)>> = vec![Vec::new(); areas];
    for (area, level, people) in rows {
        if let Some(area) = area.and_then(|a| members.get_mut(a)) {
            area.push((level, people));
        }
    }
    let tail = Percentile::new(match norm {
        Norm::AtLeast(_) => 10,
        Norm::Within(_) => 90,
    });
    members
        .into_iter()
        .map(|rows| {
            let sample = Sample::new(rows);
            let mut fgt = Fgt::default();
            for r in sample.rows() {
                fgt.add(norm.deficit(r.value), r.weight);
            }
            let mean = sample.mean();
            AreaPoverty {
                mean,
                worst_tenth: tail.and_then(|p| sample.quantile(p)),
                fgt,
                mean_meets_norm: mean.map(|m| !norm.missed(m)),
                unknown: sample.unknown(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{assert_close, close};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stacking_by_hand() {
        let mut s = Stacking::new(3).unwrap();
        let (y, n) = (Some(true), Some(false));
        s.add(&[n, n, n], Some(50.0));
        s.add(&[y, n, y], Some(20.0));
        s.add(&[y, y, y], Some(10.0));
        s.add(&[n, y, n], Some(20.0));
        s.add(&[y, None, n], Some(4.0));
        s.add(&[y, y, y], None);
        s.add(&[y], Some(1.0));
        assert_eq!(s.by_count, [50.0, 20.0, 20.0, 10.0]);
        assert_eq!(s.by_service, [30.0, 30.0, 30.0]);
        assert_eq!(s.by_combination[&0b101], 20.0);
        assert_eq!((s.people(), s.at_least(2)), (100.0, 30.0));
        assert_close(s.mean_count().unwrap(), 0.9);
        assert_eq!(s.unknown.weight_without_value, 5.0);
        assert_eq!(s.unknown.rows_without_weight, 1);
        assert!(Stacking::new(65).is_none() && Stacking::new(64).is_some());
        assert_eq!(Stacking::new(0).unwrap().mean_count(), None);
    }

    #[test]
    fn the_average_hides_people() {
        // Norm 100. Area 0: 80 people at 200, 20 at 40: mean 168, yet 20 are below; P10 is 40.
        // Area 1: 10 people at 50: mean 50, nobody is hidden. Area 2: nobody.
        let areas = by_area(
            Norm::AtLeast(100.0),
            3,
            [
                (Some(0), Some(200.0), Some(80.0)),
                (Some(1), Some(50.0), Some(10.0)),
                (Some(0), Some(40.0), Some(20.0)),
                (None, Some(0.0), Some(99.0)),
                (Some(7), Some(0.0), Some(99.0)),
            ],
        );
        assert_close(areas[0].mean.unwrap(), 168.0);
        assert_eq!(areas[0].worst_tenth, Some(40.0));
        assert_eq!(areas[0].hidden_poor(), 20.0);
        assert_close(areas[0].fgt.gap().unwrap(), 0.2 * 0.6);
        assert_eq!((areas[1].hidden_poor(), areas[1].fgt.sums[0]), (0.0, 10.0));
        assert_eq!((areas[2].mean, areas[2].mean_meets_norm), (None, None));
    }

    #[test]
    fn the_unreached_are_in_the_tail_of_times() {
        // 85 people in 10 min, 15 not at all: P90 is "not reached" and there is no mean that fits.
        let rows = [
            (Some(0), Some(600.0), Some(85.0)),
            (Some(0), Some(f64::INFINITY), Some(15.0)),
        ];
        let area = &by_area(Norm::Within(900), 1, rows)[0];
        assert_eq!(area.worst_tenth, Some(f64::INFINITY));
        assert_eq!(area.mean_meets_norm, Some(false));
        // 95 in 10 min and 5 in 30: mean 660 s is fine, 5 are hidden.
        let rows = [
            (Some(0), Some(600.0), Some(95.0)),
            (Some(0), Some(1800.0), Some(5.0)),
        ];
        let area = &by_area(Norm::Within(900), 1, rows)[0];
        assert_eq!((area.worst_tenth, area.hidden_poor()), (Some(600.0), 5.0));
    }

    proptest! {
        #[test]
        fn stacking_counts_everybody_once(
            rows in prop::collection::vec((prop::collection::vec(any::<bool>(), 4), 0u32..50), 0..30),
        ) {
            let mut s = Stacking::new(4).unwrap();
            for (missed, people) in &rows {
                let missed: Vec<Option<bool>> = missed.iter().copied().map(Some).collect();
                s.add(&missed, Some(f64::from(*people)));
            }
            let people: f64 = rows.iter().map(|r| f64::from(r.1)).sum();
            prop_assert_eq!(s.people(), people);
            prop_assert_eq!(s.by_combination.values().sum::<f64>(), people);
            // Norms missed, counted by person and by service.
            let by_count: f64 = (0u32..).zip(&s.by_count).map(|(n, p)| f64::from(n) * p).sum();
            prop_assert!(close(by_count, s.by_service.iter().sum()));
        }
    }
}
