//! Sixteen labels side by side: what several searches that share one flow of control carry.
//!
//! Plain loops over fixed arrays; compiled for AVX2 a step over 16-bit labels is one instruction.

/// Number of labels side by side.
pub const LANES: usize = 16;

/// Low bits of a label that count rides.
const RIDE_BITS: u32 = 5;

/// Rides a packed label can count.
pub const MOST_RIDES: u32 = (1 << RIDE_BITS) - 1;

/// A label as it is stored: how late one left (more is better), and below it how many more rides
/// may be counted, so that of two equal departures the one with fewer rides is greater. 0 is nobody.
pub trait Word: Copy + Ord + Default + Send + Sync + 'static {
    /// The greatest departure that fits.
    const MOST: u32;
    /// Packs a departure (1 to [`Word::MOST`]) before any ride.
    fn pack(left: u32) -> Self;
    /// The least label of a departure.
    fn floor(left: u32) -> Self;
    /// The departure; 0 for nobody.
    fn left(self) -> u32;
    /// Rides counted so far; only for labels that aren't 0.
    fn rides(self) -> u32;
    /// One ride more; 0 where no more can be counted.
    fn ride(self) -> Self;
}

macro_rules! words {
    ($($t:ty),*) => {$(
        impl Word for $t {
            const MOST: u32 = (<$t>::MAX >> RIDE_BITS) as u32;
            #[inline(always)]
            fn pack(left: u32) -> Self {
                ((left << RIDE_BITS) | MOST_RIDES) as $t
            }
            #[inline(always)]
            fn floor(left: u32) -> Self {
                (left << RIDE_BITS) as $t
            }
            #[inline(always)]
            fn left(self) -> u32 {
                u32::from(self >> RIDE_BITS)
            }
            #[inline(always)]
            fn rides(self) -> u32 {
                MOST_RIDES - (u32::from(self) & MOST_RIDES)
            }
            #[inline(always)]
            fn ride(self) -> Self {
                if self & (MOST_RIDES as $t) == 0 { 0 } else { self.wrapping_sub(1) }
            }
        }
    )*};
}
words!(u16, u32);

/// Labels of [`LANES`] searches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, align(32))]
pub struct Lanes<W>(pub [W; LANES]);

impl<W: Word> Lanes<W> {
    /// The greater of each pair.
    #[inline(always)]
    pub fn max(self, other: Self) -> Self {
        let mut out = self;
        for (a, b) in out.0.iter_mut().zip(other.0) {
            *a = (*a).max(b);
        }
        out
    }

    /// Whether there is anybody.
    #[inline(always)]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// Whether any label is greater than its counterpart.
    #[inline(always)]
    pub fn beats(self, other: Self) -> bool {
        self.max(other) != other
    }

    /// Which labels are greater than their counterparts, a bit each.
    #[inline(always)]
    pub fn better(self, other: Self) -> u32 {
        let mut bits = 0;
        for (i, (a, b)) in self.0.iter().zip(other.0).enumerate() {
            bits |= u32::from(*a > b) << i;
        }
        bits
    }

    /// Without those below `least` (of [`Word::floor`]).
    #[inline(always)]
    pub fn since(self, least: W) -> Self {
        let mut out = self;
        for a in &mut out.0 {
            *a = if *a < least { W::default() } else { *a };
        }
        out
    }

    /// Everybody takes a ride; the count is in the labels.
    #[inline(always)]
    pub fn ride(self) -> Self {
        let mut out = self;
        for a in &mut out.0 {
            *a = a.ride();
        }
        out
    }

    /// Everybody takes a ride; the count is the lane within groups of `layers` lanes (a power of
    /// two), and who has taken the most is left behind.
    #[inline(always)]
    pub fn ride_up(self, layers: usize) -> Self {
        let mut out = Self::default();
        for i in 1..LANES {
            out.0[i] = if i & (layers - 1) == 0 {
                W::default()
            } else {
                self.0[i - 1]
            };
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_beats_earlier_and_fewer_rides_beat_more() {
        let early = u16::pack(3);
        let late = u16::pack(4);
        assert!(late.ride().ride() > early && early > early.ride());
        assert_eq!((late.left(), late.rides()), (4, 0));
        assert_eq!((late.ride().left(), late.ride().rides()), (4, 1));
        assert_eq!(u16::MOST, 2047);
        assert_eq!(u16::pack(u16::MOST), u16::MAX);
    }

    #[test]
    fn rides_run_out() {
        let mut label = u32::pack(1);
        for n in 1..=MOST_RIDES {
            label = label.ride();
            assert_eq!((label.left(), label.rides()), (1, n));
        }
        assert_eq!(label.ride(), 0);
    }

    #[test]
    fn layers_move_up_within_their_group() {
        let lanes = Lanes(std::array::from_fn(|i| u16::pack(1 + i as u32)));
        let up = lanes.ride_up(4);
        for i in 0..LANES {
            let expected = if i % 4 == 0 { 0 } else { lanes.0[i - 1] };
            assert_eq!(up.0[i], expected);
        }
    }

    #[test]
    fn since_drops_the_early() {
        let mut lanes = Lanes::default();
        lanes.0[2] = u16::pack(5).ride();
        lanes.0[7] = u16::pack(4);
        let kept = lanes.since(u16::floor(5));
        assert_eq!((kept.0[2], kept.0[7]), (lanes.0[2], 0));
    }
}
