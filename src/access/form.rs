//! What is computed from travel times, and how it is named in tables.

use crate::axes::GroupId;
use crate::input::study;
use crate::measures::decay::Decay;
use crate::units::Seconds;

/// How one value of an origin comes about.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// `Σ_j O_j f(t_j)`, units of supply: cumulative (a step), interval and gravity access.
    Sum(Decay),
    /// Travel time until so much is reached, seconds.
    Nearest(f64),
    /// Two-step floating catchment area, supply per head: the weight, and who competes (the group of a study; a
    /// query has one).
    TwoStep(Decay, GroupId),
}

impl Form {
    /// Whether values are travel times: seconds inside, minutes in tables.
    pub fn is_time(&self) -> bool {
        matches!(self, Form::Nearest(_))
    }

    /// Whether origins compete for what is offered.
    pub fn competes(&self) -> bool {
        matches!(self, Form::TwoStep(..))
    }

    /// How travel times weigh; none where the shortest ones count by themselves.
    pub fn decay(&self) -> Option<&Decay> {
        match self {
            Form::Sum(decay) | Form::TwoStep(decay, _) => Some(decay),
            Form::Nearest(_) => None,
        }
    }

    /// What stands in the column `cutoff`: minutes; `15-45` for an interval, `40/10` for a logistic's inflection and
    /// standard deviation, `10/20/30` for rings; n for the nearest.
    pub fn cutoff(&self) -> String {
        // Seconds are at most two decimals of a minute in tables.
        let rounded = |x: f64| ((x * 100.0).round() / 100.0).to_string();
        let parameters: Vec<String> = match self {
            Form::Nearest(n) => return n.to_string(),
            Form::Sum(decay) | Form::TwoStep(decay, _) => match (decay, decay.parts()) {
                (Decay::Interval { from_min, to_min }, _) => return format!("{from_min}-{to_min}"),
                (_, Some((kind, held))) => (kind.parameters().iter().zip(held))
                    .map(|(p, held)| rounded(p.given(held)))
                    .collect(),
                (Decay::Rings(rings), None) => (rings.iter())
                    .map(|(s, _)| rounded(f64::from(*s) / 60.0))
                    .collect(),
                (_, None) => Vec::new(),
            },
        };
        parameters.join("/")
    }
}

/// A measure at one or more cutoffs (or parameters).
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its name in tables, the word of options and study files.
    pub name: &'static str,
    /// What is computed.
    pub forms: Vec<Form>,
}

impl Measure {
    /// Cumulative opportunities within each cutoff, `cumulative`.
    pub fn cumulative(cutoffs: &[Seconds]) -> Self {
        Self {
            name: "cumulative",
            forms: steps(cutoffs).map(Form::Sum).collect(),
        }
    }

    /// Mean of cumulative access over the whole-minute cutoffs from `from_min` to `to_min`, `interval`.
    pub fn interval(from_min: u16, to_min: u16) -> Self {
        Self {
            name: "interval",
            forms: vec![Form::Sum(Decay::Interval { from_min, to_min })],
        }
    }

    /// Gravity access with each decay, `gravity`.
    pub fn gravity(decays: Vec<Decay>) -> Self {
        Self {
            name: "gravity",
            forms: decays.into_iter().map(Form::Sum).collect(),
        }
    }

    /// Travel time to the n-th nearest, for each n, `nearest`.
    pub fn nearest(n: &[f64]) -> Self {
        Self {
            name: "nearest",
            forms: n.iter().copied().map(Form::Nearest).collect(),
        }
    }

    /// Two-step floating catchment area with each decay, `2sfca`; who competes is the query's, or a group of a study.
    pub fn two_step(decays: Vec<Decay>, demand: GroupId) -> Self {
        let form = |decay| Form::TwoStep(decay, demand);
        Self {
            name: "2sfca",
            forms: decays.into_iter().map(form).collect(),
        }
    }

    /// What a service of a study is measured by.
    pub fn of(measure: &study::Measure) -> Self {
        match measure {
            study::Measure::Cumulative { cutoffs } => Self::cumulative(cutoffs),
            study::Measure::Interval { first, last } => {
                Self::interval((first.0 / 60) as u16, (last.0 / 60) as u16)
            }
            study::Measure::Gravity { decay } => Self::gravity(vec![decay.clone()]),
            study::Measure::Nearest { n } => Self::nearest(&[*n]),
            study::Measure::TwoStep { decay, demand } => {
                Self::two_step(vec![decay.clone()], *demand)
            }
        }
    }
}

/// A step at each cutoff.
pub fn steps(cutoffs: &[Seconds]) -> impl Iterator<Item = Decay> {
    cutoffs.iter().map(|c| Decay::Step { cutoff_s: c.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutoffs_are_minutes_as_one_would_write_them() {
        let sum = |decay| Form::Sum(decay).cutoff();
        assert_eq!(sum(Decay::Step { cutoff_s: 1800 }), "30");
        assert_eq!(sum(Decay::Gaussian { sd_s: 450 }), "7.5");
        assert_eq!(sum(Decay::Linear { zero_at_s: 100 }), "1.67");
        let (inflection_s, sd_s) = (2400, 600);
        assert_eq!(sum(Decay::Logistic { inflection_s, sd_s }), "40/10");
        let (from_min, to_min) = (15, 45);
        assert_eq!(sum(Decay::Interval { from_min, to_min }), "15-45");
        assert_eq!(Form::Nearest(2.5).cutoff(), "2.5");
    }
}
