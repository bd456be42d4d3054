//! What a trip costs and what that is of an income. Tariffs are data: none is written here.

use super::sample::Unknown;

/// Between checking out and checking in, seconds, for which the base fare is not asked again: 35
/// minutes, as on the Dutch OV-chipkaart.
pub const TRANSFER_WAIVER_S: u32 = 35 * 60;

/// The tariff of one operator. Amounts are millionths of a euro, so that prices per kilometre stay
/// exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tariff {
    /// Base fare of a ride.
    pub base_microeur: u64,
    /// Price of a kilometre.
    pub per_km_microeur: u64,
}

/// One ride of a trip, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ride {
    /// Whose tariff holds.
    pub tariff: Tariff,
    /// Length, metres.
    pub metres: u32,
    /// Checking in, clock seconds.
    pub board_s: i32,
    /// Checking out, clock seconds.
    pub alight_s: i32,
}

/// Fare of a trip in whole euro cents: for each ride base fare plus price per km times km, rounded
/// to cents, halves up; the base fare is waived where the ride is boarded within `waiver_s` seconds
/// (inclusive) after the ride before was left, whoever runs it. Walking costs nothing. None when a
/// fare is beyond what 64 bits hold.
pub fn fare_cents(rides: &[Ride], waiver_s: u32) -> Option<u64> {
    let mut total = 0u64;
    let mut left_at: Option<i32> = None;
    for ride in rides {
        let waived = left_at
            .is_some_and(|left| i64::from(ride.board_s) - i64::from(left) <= i64::from(waiver_s));
        let base = if waived { 0 } else { ride.tariff.base_microeur };
        // In thousandths of a microeuro: metres · (microeuro / 1000 m).
        let distance = u128::from(ride.tariff.per_km_microeur) * u128::from(ride.metres);
        let fine = u128::from(base) * 1000 + distance;
        // One cent is 10,000 microeuros.
        let cents = (fine + 5_000_000) / 10_000_000;
        total = total.checked_add(u64::try_from(cents).ok()?)?;
        left_at = Some(ride.alight_s);
    }
    Some(total)
}

/// Monthly burden `B = trips × fare / disposable income`, a share of income (0.1 is 10 %). `+∞`
/// where something must be paid out of no income; none when trips or income are negative or not
/// finite.
pub fn burden(trips_a_month: f64, fare_cents: u64, income_eur_a_month: f64) -> Option<f64> {
    let fits = |v: f64| v.is_finite() && v >= 0.0;
    if !fits(trips_a_month) || !fits(income_eur_a_month) {
        return None;
    }
    let spent = trips_a_month * (fare_cents as f64 / 100.0);
    Some(match (spent > 0.0, income_eur_a_month > 0.0) {
        (false, _) => 0.0,
        (true, false) => f64::INFINITY,
        (true, true) => spent / income_eur_a_month,
    })
}

/// People for whom a trip is too dear.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unaffordable {
    /// People whose burden is known.
    pub people: f64,
    /// Those above the norm.
    pub above: f64,
    /// What was left out, people without a trip to pay for (not reached) among them.
    pub unknown: Unknown,
}

impl Unaffordable {
    /// Share above the norm; none without people.
    pub fn share(&self) -> Option<f64> {
        (self.people > 0.0).then(|| self.above / self.people)
    }
}

/// Counts people whose burden passes `norm` (0.1 for 10 %; the norm itself is affordable). Rows are
/// (burden, people). Who cannot make the trip at all has no burden: they are counted as unknown
/// here and belong under accessibility.
pub fn unaffordable(
    norm: f64,
    rows: impl IntoIterator<Item = (Option<f64>, Option<f64>)>,
) -> Unaffordable {
    let mut u = Unaffordable::default();
    for (burden, people) in rows {
        if let Some((burden, people)) = u.unknown.admit(burden.filter(|b| !b.is_nan()), people) {
            u.people += people;
            if burden > norm {
                u.above += people;
            }
        }
    }
    u
}

#[cfg(test)]
mod tests {
    use super::super::test_support::assert_close;
    use super::*;

    // Invented: € 1.00 and € 0.20 a km; € 1.00 and € 0.155 a km.
    const BUS: Tariff = Tariff {
        base_microeur: 1_000_000,
        per_km_microeur: 200_000,
    };
    const TRAM: Tariff = Tariff {
        base_microeur: 1_000_000,
        per_km_microeur: 155_000,
    };

    fn ride(tariff: Tariff, metres: u32, board_s: i32, alight_s: i32) -> Ride {
        Ride {
            tariff,
            metres,
            board_s,
            alight_s,
        }
    }

    #[test]
    fn the_base_fare_is_asked_once_within_35_minutes() {
        // 1.00 + 5 · 0.20 = 2.00, then 3 · 0.155 = 0.465, rounded 0.47.
        let first = ride(BUS, 5000, 0, 600);
        for (board_s, cents) in [(600, 247), (600 + 2100, 247), (600 + 2101, 347)] {
            let second = ride(TRAM, 3000, board_s, board_s + 300);
            assert_eq!(fare_cents(&[first, second], TRANSFER_WAIVER_S), Some(cents));
        }
        assert_eq!(fare_cents(&[], TRANSFER_WAIVER_S), Some(0));
        assert_eq!(fare_cents(&[first], TRANSFER_WAIVER_S), Some(200));
    }

    #[test]
    fn the_waiver_counts_from_the_last_ride() {
        // Three rides, each 30 minutes after the one before: one base fare, though the third boards
        // 70 minutes after the first was left. No distance: 1.00.
        let rides = [0, 2400, 4800].map(|t| ride(BUS, 0, t, t + 600));
        assert_eq!(fare_cents(&rides, TRANSFER_WAIVER_S), Some(100));
        assert_eq!(fare_cents(&rides, 0), Some(300));
    }

    #[test]
    fn half_a_cent_is_rounded_up_and_giants_are_refused() {
        // 25 m at € 0.20 a km: 0.5 cent; with waived base.
        let free = Tariff {
            base_microeur: 0,
            ..BUS
        };
        assert_eq!(fare_cents(&[ride(free, 25, 0, 1)], 0), Some(1));
        assert_eq!(fare_cents(&[ride(free, 24, 0, 1)], 0), Some(0));
        let giant = Tariff {
            base_microeur: u64::MAX,
            per_km_microeur: u64::MAX,
        };
        assert_eq!(fare_cents(&[ride(giant, u32::MAX, 0, 1)], 0), None);
    }

    #[test]
    fn burdens_by_hand() {
        // 40 trips of € 2.50 out of € 1,000: 10 %.
        assert_close(burden(40.0, 250, 1000.0).unwrap(), 0.1);
        assert_eq!(burden(40.0, 250, 0.0), Some(f64::INFINITY));
        assert_eq!(burden(40.0, 0, 0.0), Some(0.0));
        assert_eq!(burden(40.0, 250, -99_997.0), None);
        assert_eq!(burden(f64::NAN, 250, 1000.0), None);
    }

    #[test]
    fn the_norm_itself_is_affordable() {
        let rows = [
            (Some(0.1), Some(60.0)),
            (Some(0.11), Some(30.0)),
            (Some(f64::INFINITY), Some(10.0)),
            (None, Some(5.0)),
            (Some(0.5), None),
        ];
        let u = unaffordable(0.1, rows);
        assert_eq!((u.people, u.above, u.share()), (100.0, 40.0, Some(0.4)));
        assert_eq!(u.unknown.weight_without_value, 5.0);
        assert_eq!(unaffordable(0.1, []).share(), None);
    }
}
