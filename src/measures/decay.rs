//! How much an opportunity counts for at a given travel time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::f64::consts::{LN_2, PI};

/// The decays that users name, in study files and options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "DecayWord")]
pub enum Kind {
    /// 1 up to `cutoff_min`, 0 beyond.
    Step,
    /// From 1 at 0 minutes in a straight line to 0 at `zero_min`.
    Linear,
    /// Halved every `half_life_min`.
    Exponential,
    /// g(0) / g(t) with g(t) = 1 + exp(π (t − `inflection_min`) / (√3 `sd_min`)).
    Logistic,
    /// exp(−t² / (2 `sd_min`²)).
    Gaussian,
    /// (`full_min` / t)^`exponent`, and 1 up to `full_min`.
    Power,
}

/// The unit of a parameter. Parameters are held as whole numbers, so that decays can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Minutes, held as seconds.
    Minutes,
    /// A number without a unit, held as thousandths.
    Number,
}

/// What shapes a decay.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in study files, where `_min` is added to minutes.
    pub name: &'static str,
    /// What users write it in.
    pub unit: Unit,
    /// What it is.
    pub meaning: &'static str,
    /// A value that makes sense, in its unit.
    pub example: u32,
}

impl Parameter {
    const fn minutes(name: &'static str, meaning: &'static str, example: u32) -> Self {
        Self {
            name,
            unit: Unit::Minutes,
            meaning,
            example,
        }
    }

    /// Its key in study files.
    pub fn key(&self) -> String {
        match self.unit {
            Unit::Minutes => format!("{}_min", self.name),
            Unit::Number => self.name.to_owned(),
        }
    }

    /// A value as users write it, of one that is held.
    pub fn given(&self, held: u32) -> f64 {
        match self.unit {
            Unit::Minutes => f64::from(held) / 60.0,
            Unit::Number => f64::from(held) / 1000.0,
        }
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] = [
        Kind::Step,
        Kind::Linear,
        Kind::Exponential,
        Kind::Logistic,
        Kind::Gaussian,
        Kind::Power,
    ];

    /// The word that users write.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Step => "step",
            Kind::Linear => "linear",
            Kind::Exponential => "exponential",
            Kind::Logistic => "logistic",
            Kind::Gaussian => "gaussian",
            Kind::Power => "power",
        }
    }

    /// The weight at travel time t.
    pub fn formula(self) -> &'static str {
        match self {
            Kind::Step => "1 up to the cutoff, 0 beyond",
            Kind::Linear => "from 1 at 0 minutes in a straight line to 0 at the parameter",
            Kind::Exponential => "halved every so many minutes",
            Kind::Logistic => "g(0) / g(t) with g(t) = 1 + exp(pi (t - inflection) / (sqrt(3) sd))",
            Kind::Gaussian => "1 / exp(t^2 / (2 sd^2))",
            Kind::Power => "(full / t)^exponent, and 1 up to full",
        }
    }

    /// Its parameters, in their order.
    pub fn parameters(self) -> &'static [Parameter] {
        const STEP: [Parameter; 1] = [Parameter::minutes(
            "cutoff",
            "the longest time that counts",
            30,
        )];
        const LINEAR: [Parameter; 1] = [Parameter::minutes("zero", "where the weight is 0", 60)];
        const EXPONENTIAL: [Parameter; 1] = [Parameter::minutes("half_life", "the half-life", 10)];
        const LOGISTIC: [Parameter; 2] = [
            Parameter::minutes("inflection", "inflection", 40),
            Parameter::minutes("sd", "standard deviation", 10),
        ];
        const POWER: [Parameter; 2] = [
            Parameter::minutes("full", "the longest time that counts in full", 5),
            Parameter {
                name: "exponent",
                unit: Unit::Number,
                meaning: "the exponent",
                example: 1,
            },
        ];
        const GAUSSIAN: [Parameter; 1] = [Parameter::minutes("sd", "the standard deviation", 15)];
        match self {
            Kind::Step => &STEP,
            Kind::Linear => &LINEAR,
            Kind::Exponential => &EXPONENTIAL,
            Kind::Logistic => &LOGISTIC,
            Kind::Gaussian => &GAUSSIAN,
            Kind::Power => &POWER,
        }
    }
}

/// A decay function f: travel time → weight. Every weight is within 0 to 1 and none is larger than
/// that of a shorter time. All parameters are seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Decay {
    /// 1 up to and including `cutoff_s`, 0 beyond: cumulative opportunities.
    Step {
        /// Longest time that counts.
        cutoff_s: u32,
    },
    /// From 1 at zero seconds straight down to 0: `max(0, 1 − t / zero_at)`.
    Linear {
        /// First time that counts for nothing.
        zero_at_s: u32,
    },
    /// `2^(−t / half_life)`.
    Exponential {
        /// Time at which the weight is ½.
        half_life_s: u32,
    },
    /// Upper tail of a logistic distribution with that mean and standard deviation, scaled to 1 at
    /// zero seconds: `g(0) / g(t)` with `g(t) = 1 + exp(π (t − inflection) / (√3 sd))`, as in R5.
    Logistic {
        /// Mean: where the curve is steepest.
        inflection_s: u32,
        /// Standard deviation: the smaller, the nearer to a step.
        sd_s: u32,
    },
    /// `exp(−t² / (2 sd²))`.
    Gaussian {
        /// Standard deviation of the bell curve whose right half this is.
        sd_s: u32,
    },
    /// Inverse power, as in the gravity models of old (Hansen 1959): `(full / t)^exponent`, and 1 up to `full`, so that no
    /// place next door outweighs all others.
    Power {
        /// Longest time that counts in full.
        full_s: u32,
        /// Thousandths of the exponent.
        exponent_thousandths: u32,
    },
    /// Share of the whole-minute cutoffs `from_min`, …, `to_min` (both included) that the time is
    /// within: summed over destinations, the mean of cumulative access over those cutoffs
    /// (Tomasiello et al. 2023, "A time interval metric for cumulative opportunity accessibility",
    /// *Applied Geography* 157). No cutoffs (`from_min` after `to_min`): 0.
    Interval {
        /// Shortest cutoff, minutes.
        from_min: u16,
        /// Longest cutoff, minutes.
        to_min: u16,
    },
    /// Rings of constant weight (E2SFCA): (longest time, weight), the first that holds; 0 beyond
    /// the last.
    Rings(Vec<(u32, f64)>),
}

impl Decay {
    /// A decay of its kind and parameters, as they are held (see [`Unit`]); none unless there are as many as the kind has.
    pub fn new(kind: Kind, parameters: &[u32]) -> Option<Self> {
        Some(match (kind, parameters) {
            (Kind::Step, &[cutoff_s]) => Decay::Step { cutoff_s },
            (Kind::Linear, &[zero_at_s]) => Decay::Linear { zero_at_s },
            (Kind::Exponential, &[half_life_s]) => Decay::Exponential { half_life_s },
            (Kind::Logistic, &[inflection_s, sd_s]) => Decay::Logistic { inflection_s, sd_s },
            (Kind::Gaussian, &[sd_s]) => Decay::Gaussian { sd_s },
            (Kind::Power, &[full_s, exponent_thousandths]) => Decay::Power {
                full_s,
                exponent_thousandths,
            },
            _ => return None,
        })
    }

    /// Its kind and parameters, as they are held; none for what users don't name as a decay.
    pub fn parts(&self) -> Option<(Kind, Vec<u32>)> {
        Some(match *self {
            Decay::Step { cutoff_s } => (Kind::Step, vec![cutoff_s]),
            Decay::Linear { zero_at_s } => (Kind::Linear, vec![zero_at_s]),
            Decay::Exponential { half_life_s } => (Kind::Exponential, vec![half_life_s]),
            Decay::Logistic { inflection_s, sd_s } => (Kind::Logistic, vec![inflection_s, sd_s]),
            Decay::Gaussian { sd_s } => (Kind::Gaussian, vec![sd_s]),
            Decay::Power {
                full_s,
                exponent_thousandths,
            } => (Kind::Power, vec![full_s, exponent_thousandths]),
            Decay::Interval { .. } | Decay::Rings(_) => return None,
        })
    }

    /// The longest time with any weight, seconds; [`u32::MAX`] where weights never end.
    pub fn longest_s(&self) -> u32 {
        match self {
            Decay::Step { cutoff_s } => *cutoff_s,
            Decay::Interval { to_min, .. } => u32::from(*to_min) * 60,
            Decay::Rings(rings) => rings.last().map_or(0, |(longest, _)| *longest),
            Decay::Linear { zero_at_s } => *zero_at_s,
            Decay::Exponential { .. }
            | Decay::Logistic { .. }
            | Decay::Gaussian { .. }
            | Decay::Power { .. } => u32::MAX,
        }
    }

    /// Rings out of (longest time, seconds; weight); none unless times rise strictly and weights
    /// are within 0 to 1 and never rise. Luo & Qi 2009, "An enhanced two-step floating catchment
    /// area (E2SFCA) method", *Health & Place* 15(4).
    pub fn rings(rings: Vec<(u32, f64)>) -> Option<Self> {
        let in_order = rings
            .windows(2)
            .all(|w| w[0].0 < w[1].0 && w[0].1 >= w[1].1);
        let in_range = rings.iter().all(|(_, w)| (0.0..=1.0).contains(w));
        (!rings.is_empty() && in_order && in_range).then_some(Decay::Rings(rings))
    }

    /// The weight of a travel time of `seconds`, 0 to 1. A parameter of zero seconds leaves only
    /// what is reached in zero seconds (for the logistic: up to the inflection).
    /// [`UNREACHED`](super::travel_time::UNREACHED) has weight 0.
    pub fn weight(&self, seconds: u32) -> f64 {
        if seconds == super::travel_time::UNREACHED {
            return 0.0;
        }
        let t = f64::from(seconds);
        match *self {
            Decay::Step { cutoff_s } => f64::from(u8::from(seconds <= cutoff_s)),
            Decay::Interval { from_min, to_min } => {
                // The cutoffs that hold run from the first whole minute not below t.
                let first = seconds.div_ceil(60).max(u32::from(from_min));
                let behind_last = u32::from(to_min) + 1;
                let all = behind_last.saturating_sub(u32::from(from_min)).max(1);
                f64::from(behind_last.saturating_sub(first)) / f64::from(all)
            }
            Decay::Rings(ref rings) => rings
                .iter()
                .find(|(longest, _)| seconds <= *longest)
                .map_or(0.0, |(_, w)| *w),
            _ if seconds == 0 => 1.0,
            Decay::Linear { zero_at_s: z } if seconds >= z => 0.0,
            Decay::Linear { zero_at_s: z } => 1.0 - t / f64::from(z),
            // A parameter of 0 makes t / 0 = ∞, and exp(−∞) = 0.
            Decay::Exponential { half_life_s } => (-LN_2 * (t / f64::from(half_life_s))).exp(),
            Decay::Power {
                full_s,
                exponent_thousandths,
            } => {
                let full = f64::from(full_s) / t;
                full.min(1.0).powf(f64::from(exponent_thousandths) / 1000.0)
            }
            Decay::Gaussian { sd_s } => {
                let z = t / f64::from(sd_s);
                (-0.5 * z * z).exp()
            }
            Decay::Logistic {
                inflection_s,
                sd_s: 0,
            } => f64::from(u8::from(seconds <= inflection_s)),
            Decay::Logistic { inflection_s, sd_s } => {
                let steep = PI / (3f64.sqrt() * f64::from(sd_s));
                let g = |t: f64| 1.0 + (steep * (t - f64::from(inflection_s))).exp();
                g(0.0) / g(t)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::assert_close;
    use super::super::travel_time::UNREACHED;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_is_its_parameters() {
        for kind in Kind::ALL {
            let parameters: Vec<u32> = (600..).take(kind.parameters().len()).collect();
            let decay = Decay::new(kind, &parameters).unwrap();
            assert_eq!(decay.parts(), Some((kind, parameters)));
            assert_eq!(Decay::new(kind, &[]), None);
            let word = serde_json::to_value(kind).unwrap();
            assert_eq!(word, kind.word());
        }
    }

    fn power(full_s: u32, exponent_thousandths: u32) -> Decay {
        Decay::new(Kind::Power, &[full_s, exponent_thousandths]).unwrap()
    }

    #[test]
    fn values_by_hand() {
        let cases = [
            (Decay::Step { cutoff_s: 1800 }, 1800, 1.0),
            (Decay::Step { cutoff_s: 1800 }, 1801, 0.0),
            (Decay::Linear { zero_at_s: 3600 }, 900, 0.75),
            // Five minutes count in full; at twenty, a quarter of the way back, (1/4)^1.5 = 1/8.
            (power(300, 1500), 300, 1.0),
            (power(300, 1500), 1200, 0.125),
            (Decay::Linear { zero_at_s: 3600 }, 3600, 0.0),
            (Decay::Exponential { half_life_s: 600 }, 1200, 0.25),
            // Of the cutoffs 30, 31, 32 the last two hold 30 min 1 s.
            (
                Decay::Interval {
                    from_min: 30,
                    to_min: 32,
                },
                1801,
                2.0 / 3.0,
            ),
            // One standard deviation: e^−½.
            (Decay::Gaussian { sd_s: 900 }, 900, 0.606_530_659_712_633_4),
            // At the inflection g is 2: ½ · (1 + e^(−π·1800/(√3·600))) = ½ · (1 + e^−5.441398)
            // = ½ · 1.0043334.
            (
                Decay::Logistic {
                    inflection_s: 1800,
                    sd_s: 600,
                },
                1800,
                0.502_166_709_6,
            ),
        ];
        for (f, t, expected) in cases {
            assert!((f.weight(t) - expected).abs() < 1e-8, "{f:?} at {t}");
        }
    }

    #[test]
    fn rings_are_inclusive_and_checked() {
        let f = Decay::rings(vec![(600, 1.0), (1200, 0.68), (1800, 0.22)]).unwrap();
        for (t, w) in [
            (0, 1.0),
            (600, 1.0),
            (601, 0.68),
            (1800, 0.22),
            (1801, 0.0),
            (UNREACHED, 0.0),
        ] {
            assert_close(f.weight(t), w);
        }
        assert!(Decay::rings(vec![]).is_none());
        assert!(Decay::rings(vec![(600, 0.5), (1200, 0.6)]).is_none());
        assert!(Decay::rings(vec![(600, 0.5), (600, 0.4)]).is_none());
        assert!(Decay::rings(vec![(600, f64::NAN)]).is_none());
    }

    #[test]
    fn a_parameter_of_zero_leaves_only_what_is_at_the_door() {
        for f in [
            Decay::Linear { zero_at_s: 0 },
            Decay::Exponential { half_life_s: 0 },
            Decay::Gaussian { sd_s: 0 },
            Decay::Logistic {
                inflection_s: 0,
                sd_s: 0,
            },
        ] {
            assert_eq!((f.weight(0), f.weight(1)), (1.0, 0.0), "{f:?}");
        }
    }

    fn any_decay() -> impl Strategy<Value = Decay> {
        let s = 0u32..10_000;
        prop_oneof![
            s.clone().prop_map(|cutoff_s| Decay::Step { cutoff_s }),
            s.clone().prop_map(|zero_at_s| Decay::Linear { zero_at_s }),
            s.clone()
                .prop_map(|half_life_s| Decay::Exponential { half_life_s }),
            s.clone().prop_map(|sd_s| Decay::Gaussian { sd_s }),
            (s.clone(), s).prop_map(|(inflection_s, sd_s)| Decay::Logistic { inflection_s, sd_s }),
            (0u16..200, 0u16..200)
                .prop_map(|(from_min, to_min)| Decay::Interval { from_min, to_min }),
            Just(Decay::rings(vec![(60, 1.0), (600, 0.5), (601, 0.5)]).unwrap()),
        ]
    }

    proptest! {
        #[test]
        fn weights_are_shares_and_never_rise(
            f in any_decay(), a in 0u32..20_000, b in prop_oneof![0u32..20_000, Just(UNREACHED)],
        ) {
            let (near, far) = (f.weight(a.min(b)), f.weight(a.max(b)));
            prop_assert!((0.0..=1.0).contains(&near) && (0.0..=1.0).contains(&far));
            prop_assert!(far == 0.0 || a.max(b) <= f.longest_s());
            prop_assert!(near >= far, "{f:?}: {near} at {}, {far} at {}", a.min(b), a.max(b));
        }
    }
}
