//! The risk of transport poverty by the nine variables of CBS and PBL.

/// The nine variables, each scored 0 (no added risk), 1 or 2 (most). Kampert, Nijenhuis,
/// Nijland, Uitbeijerse & Verhoeven 2019, *Indicator risico op vervoersarmoede*, CBS and PBL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// Whether the household has a motor vehicle.
    MotorVehicle,
    /// Distance to a public transport stop.
    DistanceToStop,
    /// Distance to facilities.
    DistanceToFacilities,
    /// Distance to family.
    DistanceToFamily,
    /// Income.
    Income,
    /// Socio-economic category.
    SocioEconomicCategory,
    /// Migration background.
    MigrationBackground,
    /// Health.
    Health,
    /// Household composition, with age.
    HouseholdComposition,
}

impl Variable {
    /// All nine, in the order of the scores.
    pub const ALL: [Variable; 9] = [
        Variable::MotorVehicle,
        Variable::DistanceToStop,
        Variable::DistanceToFacilities,
        Variable::DistanceToFamily,
        Variable::Income,
        Variable::SocioEconomicCategory,
        Variable::MigrationBackground,
        Variable::Health,
        Variable::HouseholdComposition,
    ];
}

/// Classes of the mean score: up to 0.5, 1, 1.5 and 2, the bound included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskClass {
    /// 0 to 0.5.
    VeryLow,
    /// Above 0.5, to 1.
    Low,
    /// Above 1, to 1.5.
    High,
    /// Above 1.5, to 2.
    VeryHigh,
}

/// The risk of one household (or the average household of a cell).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// Mean of the nine scores, 0 to 2.
    pub score: f64,
    /// Its class.
    pub class: RiskClass,
}

/// Mean of the nine scores and its class. None when any is unknown or not 0, 1 or 2: a mean of
/// fewer would be of another scale. Classes are decided on whole numbers, so a mean of 0.5 is never
/// 0.5000001.
pub fn risk(scores: &[Option<u8>; 9]) -> Option<Risk> {
    let sum = scores
        .iter()
        .try_fold(0u8, |sum, score| score.filter(|s| *s <= 2).map(|s| sum + s))?;
    let class = match 2 * sum {
        0..=9 => RiskClass::VeryLow,
        10..=18 => RiskClass::Low,
        19..=27 => RiskClass::High,
        _ => RiskClass::VeryHigh,
    };
    Some(Risk {
        score: f64::from(sum) / 9.0,
        class,
    })
}

/// Scores a level by two bounds: 0 below `one_from`, 1 from there, 2 from `two_from` on. For what
/// the engine adds: not how far the stop is but how long one travels from it (`+∞`, not reached,
/// scores 2). For levels where more is better give both bounds and the level negated. None for NaN.
pub fn score(level: f64, one_from: f64, two_from: f64) -> Option<u8> {
    (!level.is_nan()).then(|| u8::from(level >= one_from).max(2 * u8::from(level >= two_from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sum: u8) -> [Option<u8>; 9] {
        // As many twos as fit, then a one.
        std::array::from_fn(|v| Some((sum.saturating_sub(2 * v as u8)).min(2)))
    }

    #[test]
    fn classes_include_their_upper_bound() {
        // 0.5 · 9 = 4.5, 1 · 9 = 9, 1.5 · 9 = 13.5.
        for (sum, class) in [
            (0, RiskClass::VeryLow),
            (4, RiskClass::VeryLow),
            (5, RiskClass::Low),
            (9, RiskClass::Low),
            (10, RiskClass::High),
            (13, RiskClass::High),
            (14, RiskClass::VeryHigh),
            (18, RiskClass::VeryHigh),
        ] {
            let found = risk(&of(sum)).unwrap();
            assert_eq!((found.class, found.score), (class, f64::from(sum) / 9.0));
        }
        assert_eq!(Variable::ALL.len(), of(0).len());
    }

    #[test]
    fn one_unknown_variable_leaves_no_score() {
        let mut scores = of(9);
        scores[3] = None;
        assert_eq!(risk(&scores), None);
        scores[3] = Some(3);
        assert_eq!(risk(&scores), None);
    }

    #[test]
    fn scores_by_bounds() {
        for (level, expected) in [
            (899.0, Some(0)),
            (900.0, Some(1)),
            (1800.0, Some(2)),
            (f64::INFINITY, Some(2)),
            (f64::NAN, None),
        ] {
            assert_eq!(score(level, 900.0, 1800.0), expected);
        }
    }
}
