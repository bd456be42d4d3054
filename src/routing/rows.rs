//! From what one search found at stops to travel times at points: a row over the steps of a window.

use super::kernel::Scratch;
use super::lanes::Word;
use super::plan::Tick;
use super::sweep::Arrival;
use crate::network::timetable::NONE;

/// Lengths of rows are multiples of this: two lines of cache of 16-bit numbers.
const PAD: usize = 64;

/// Links looked at before it is found out again which others can matter.
const LINKS: usize = 8;

/// The steps of a window in terms of ticks: departures when searching from where trips start,
/// deadlines when searching from where they end (in time reversed).
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Tick of the first.
    pub first: u32,
    /// Ticks between steps.
    pub step: u32,
    /// How many.
    pub count: usize,
}

impl Steps {
    /// Tick of a step.
    pub fn tick(&self, m: usize) -> u32 {
        self.first + self.step * m as u32
    }
    /// Length of a row.
    pub fn stride(&self) -> usize {
        self.count.next_multiple_of(PAD)
    }
}

/// Travel times to the alighting nodes that one search reached, a row over the steps each;
/// [`Tick::NEVER`] where not within the longest trip, and behind the last step.
#[derive(Default)]
pub struct NodeRows<T> {
    stride: usize,
    /// Row of each node, or [`NONE`].
    row_of: Vec<u32>,
    touched: Vec<u32>,
    /// Per row: steps that are filled, always the first ones.
    filled: Vec<u32>,
    /// Per row: the shortest travel time in it.
    least: Vec<T>,
    values: Vec<T>,
    /// Low bits of the tick of each step.
    ticks: Vec<T>,
}

impl<T: Tick> NodeRows<T> {
    fn clear(&mut self, nodes: usize, stride: usize) {
        for node in self.touched.drain(..) {
            if let Some(row) = self.row_of.get_mut(node as usize) {
                *row = NONE;
            }
        }
        if self.row_of.len() != nodes {
            self.row_of.clear();
            self.row_of.resize(nodes, NONE);
        }
        self.stride = stride;
        self.filled.clear();
        self.least.clear();
        self.values.clear();
    }

    #[inline(always)]
    fn row(&mut self, node: u32) -> usize {
        let row = &mut self.row_of[node as usize];
        if *row == NONE {
            *row = self.filled.len() as u32;
            self.touched.push(node);
            self.filled.push(0);
            self.least.push(T::NEVER);
            self.values
                .resize(self.values.len() + self.stride, T::NEVER);
        }
        *row as usize
    }

    /// Whether a node is reached in any step.
    #[inline(always)]
    pub fn reaches(&self, node: u32) -> bool {
        self.row_of[node as usize] != NONE
    }

    /// Fills the rows from the arrivals of one search. Gives whether one of its labels took more than
    /// `max_rides` and won.
    pub fn expand<W: Word>(
        &mut self,
        log: &[Arrival<W>],
        nodes: usize,
        steps: &Steps,
        (max_trip, max_rides): (u32, u32),
        wide: bool,
    ) -> bool {
        #[cfg(target_arch = "x86_64")]
        if wide && std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just been asked for AVX2.
            return unsafe { self.expand_avx2(log, nodes, steps, max_trip, max_rides) };
        }
        self.expand_any(log, nodes, steps, max_trip, max_rides)
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn expand_avx2<W: Word>(
        &mut self,
        log: &[Arrival<W>],
        nodes: usize,
        steps: &Steps,
        max_trip: u32,
        max_rides: u32,
    ) -> bool {
        self.expand_any(log, nodes, steps, max_trip, max_rides)
    }

    #[inline(always)]
    fn expand_any<W: Word>(
        &mut self,
        log: &[Arrival<W>],
        nodes: usize,
        steps: &Steps,
        max_trip: u32,
        max_rides: u32,
    ) -> bool {
        self.clear(nodes, steps.stride());
        self.ticks.clear();
        self.ticks
            .extend((0..steps.count).map(|m| T::cut(steps.tick(m))));
        let mut suspect = false;
        // The first step from which a trip that ends at the arrival at hand isn't too long.
        let mut young = 0;
        let mut young_until = steps.tick(0).saturating_add(max_trip);
        for arrival in log {
            let label = arrival.label;
            let upto = (label.left() as usize).min(steps.count);
            while young_until < arrival.time {
                young += 1;
                young_until = steps.tick(young).saturating_add(max_trip);
            }
            if upto <= young {
                continue;
            }
            let row = self.row(arrival.node);
            let filled = self.filled[row] as usize;
            if upto <= filled {
                continue;
            }
            suspect |= label.rides() > max_rides;
            self.filled[row] = upto as u32;
            let from = filled.max(young);
            let first = row * self.stride;
            let shortest = T::cut(arrival.time.wrapping_sub(steps.tick(upto - 1)));
            self.least[row] = shortest.min(self.least[row]);
            // Both cut: the difference fits, whatever was cut off.
            let time = T::cut(arrival.time);
            let row = &mut self.values[first + from..first + upto];
            for (t, tick) in row.iter_mut().zip(&self.ticks[from..upto]) {
                *t = time.less(*tick);
            }
        }
        suspect
    }

    /// Whether a point with some links `(node, seconds)`, nearest first, may be reached within `limit` at any step:
    /// where it isn't, it can't.
    pub fn within(&self, links: &[(u32, u32)], limit: T) -> bool {
        let nearer = |(_, seconds): &&(u32, u32)| T::of(i64::from(*seconds)) <= limit;
        links.iter().take_while(nearer).any(|&(node, seconds)| {
            let row = self.row_of[node as usize];
            row != NONE && self.least[row as usize].plus(T::of(i64::from(seconds))) <= limit
        })
    }

    /// Takes the rows of a search of the window kernel over some of the steps.
    pub fn add<S: Tick>(
        &mut self,
        scratch: &Scratch<S>,
        nodes: usize,
        steps: &Steps,
        part: std::ops::Range<usize>,
        max_trip: u32,
    ) {
        if part.start == 0 {
            self.clear(nodes, steps.stride());
        }
        for &node in scratch.touched() {
            let row = self.row(node);
            let values = &mut self.values[row * self.stride..][part.clone()];
            for ((m, t), arrival) in part.clone().zip(values).zip(scratch.arrivals(node)) {
                let travel = arrival.get().saturating_sub(steps.tick(m));
                if *arrival < S::NEVER && travel <= max_trip {
                    *t = T::of(i64::from(travel));
                    self.least[row] = self.least[row].min(*t);
                }
            }
        }
    }

    /// Travel times of a point by its links `(node, seconds)`, nearest first, and, without a vehicle,
    /// in `direct` seconds ([`Tick::NEVER`] if not); what is longer than `max_trip` is not reached.
    /// `out` takes some whole blocks of [`PAD`] steps, from block `first` on.
    #[inline(always)]
    fn travel(&self, links: &[(u32, u32)], limits: (T, T), first: usize, out: &mut [T]) {
        let mut at = first * PAD;
        // Two blocks at a time as far as that goes: as much as registers hold.
        let (wide, narrow) = out.split_at_mut(out.len() / (2 * PAD) * (2 * PAD));
        for block in wide.chunks_exact_mut(2 * PAD) {
            self.block::<{ 2 * PAD }>(links, limits, at, block);
            at += 2 * PAD;
        }
        for block in narrow.chunks_exact_mut(PAD) {
            self.block::<PAD>(links, limits, at, block);
            at += PAD;
        }
    }

    // By place: where a zip of slices is compiled in another part of the crate, or in a dependency, it is called, and then
    // nothing here is done many at a time.
    #[allow(clippy::needless_range_loop)]
    #[inline(always)]
    fn block<const N: usize>(
        &self,
        links: &[(u32, u32)],
        (direct, max_trip): (T, T),
        at: usize,
        out: &mut [T],
    ) {
        // Held in registers.
        let mut best = [direct.min(max_trip.plus(T::cut(1))); N];
        // What is no shorter than this can't lower anything.
        let mut worst = best[0];
        for some in links.chunks(LINKS) {
            for &(node, seconds) in some {
                let row = self.row_of[node as usize];
                if row == NONE {
                    continue;
                }
                let seconds = T::of(i64::from(seconds));
                if self.least[row as usize].plus(seconds) >= worst {
                    continue;
                }
                let at = row as usize * self.stride + at;
                let Some(row) = self.values[at..].first_chunk::<N>() else {
                    continue;
                };
                for i in 0..N {
                    best[i] = best[i].min(row[i].plus(seconds));
                }
            }
            worst = T::default();
            for t in best {
                worst = worst.max(t);
            }
            // The rest are farther still.
            if some
                .last()
                .is_some_and(|(_, s)| T::of(i64::from(*s)) >= worst)
            {
                break;
            }
        }
        if let Some(out) = out.first_chunk_mut::<N>() {
            for i in 0..N {
                out[i] = if best[i] <= max_trip {
                    best[i]
                } else {
                    T::NEVER
                };
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn travel_avx2(&self, links: &[(u32, u32)], limits: (T, T), first: usize, out: &mut [T]) {
        self.travel(links, limits, first, out);
    }

    /// Travel times of a point over some steps, in `out`: as many as asked, plus some to fill blocks
    /// before and after. Gives where the first one asked for stands. `wide` for wide vectors where
    /// there are any.
    pub fn travel_times(
        &self,
        links: &[(u32, u32)],
        limits: (T, T),
        steps: std::ops::Range<usize>,
        wide: bool,
        out: &mut Vec<T>,
    ) -> usize {
        let (first, end) = (steps.start / PAD, steps.end.div_ceil(PAD));
        out.resize((end - first) * PAD, T::NEVER);
        #[cfg(target_arch = "x86_64")]
        if wide && std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just been asked for AVX2.
            unsafe { self.travel_avx2(links, limits, first, out) };
            return steps.start - first * PAD;
        }
        self.travel(links, limits, first, out);
        steps.start - first * PAD
    }
}

/// What one search with [`super::sweep::Scale::Ticks`] found: at each alighting node, the arrivals
/// in the order of time, each with the latest tick at which one can have left.
#[derive(Default)]
pub struct Stairs {
    start: Vec<u32>,
    /// `(arrival, left)`.
    items: Vec<(u32, u32)>,
    next: Vec<u32>,
    best: Vec<u32>,
    left: Vec<u32>,
}

impl Stairs {
    /// Takes the arrivals of one search; suspect as in [`NodeRows::expand`].
    pub fn expand<W: Word>(&mut self, log: &[Arrival<W>], nodes: usize, max_rides: u32) -> bool {
        let mut suspect = false;
        self.best.clear();
        self.best.resize(nodes, 0);
        self.start.clear();
        self.start.resize(nodes + 1, 0);
        for a in log {
            let l = a.label;
            let best = &mut self.best[a.node as usize];
            if l.left() > *best {
                *best = l.left();
                suspect |= l.rides() > max_rides;
                self.start[a.node as usize + 1] += 1;
            }
        }
        for n in 0..nodes {
            self.start[n + 1] += self.start[n];
        }
        self.next.clear();
        self.next.extend_from_slice(&self.start[..nodes]);
        self.best.fill(0);
        self.items.clear();
        self.items.resize(self.start[nodes] as usize, (0, 0));
        for a in log {
            let l = a.label;
            let node = a.node as usize;
            if l.left() > self.best[node] {
                self.best[node] = l.left();
                self.items[self.next[node] as usize] = (a.time, l.left());
                self.next[node] += 1;
            }
        }
        suspect
    }

    /// Whether a node is reached at all.
    pub fn reaches(&self, node: u32) -> bool {
        self.start[node as usize] < self.start[node as usize + 1]
    }

    /// Travel times of a point by its links `(node, seconds)`, per deadline in `steps`: the deadline
    /// less the latest tick at which one can have left; `direct` as in [`NodeRows::travel_times`].
    pub fn travel_times(
        &mut self,
        links: &[(u32, u32)],
        direct: u32,
        max_trip: u32,
        steps: &Steps,
        out: &mut [u32],
    ) {
        let left = &mut self.left;
        left.clear();
        left.resize(steps.count, 0);
        for &(node, seconds) in links {
            let items = self.start[node as usize] as usize..self.start[node as usize + 1] as usize;
            for &(arrival, when) in &self.items[items] {
                // The first deadline that is met.
                let late = arrival.saturating_add(seconds).saturating_sub(steps.first);
                let m = late.div_ceil(steps.step) as usize;
                match left.get_mut(m) {
                    Some(l) => *l = when.max(*l),
                    None => break,
                }
            }
        }
        let mut best = 0;
        for (m, (l, t)) in left.iter().zip(&mut *out).enumerate() {
            best = best.max(*l);
            let travel = match best {
                0 => u32::MAX,
                left => steps.tick(m) - left,
            };
            let travel = travel.min(direct);
            *t = if travel <= max_trip { travel } else { u32::MAX };
        }
    }
}

/// The value that `rank` others of a row don't exceed: number `rank` from 0 in order; more than `most` is [`Tick::NEVER`].
///
/// Found by halving the range of values and counting, which goes through the row in vectors
/// without moving anything.
pub fn ranked<T: Tick>(row: &[T], rank: usize, most: T, wide: bool) -> T {
    #[inline(always)]
    fn any<T: Tick>(row: &[T], rank: usize, most: T) -> T {
        let (mut low, mut high) = (T::NEVER, T::default());
        for &t in row {
            low = low.min(t);
            high = high.max(t);
        }
        if rank == 0 || low > most {
            return if low <= most { low } else { T::NEVER };
        }
        let within = |limit: u32| T::count_within(row, T::cut(limit)) > rank;
        // The answer is at least `low` and at most `high`.
        let (mut low, mut high) = (low.get(), high.min(most).get());
        if !within(high) {
            return T::NEVER;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if within(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        T::cut(low)
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn avx2<T: Tick>(row: &[T], rank: usize, most: T) -> T {
        any(row, rank, most)
    }
    #[cfg(target_arch = "x86_64")]
    if wide && std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has just been asked for AVX2.
        return unsafe { avx2(row, rank, most) };
    }
    any(row, rank, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ranks_are_those_of_sorting(
            row in prop::collection::vec(prop_oneof![4 => 0u16..400, 1 => Just(u16::MAX)], 1..300),
            rank in 0usize..320,
            most in 0u16..450,
        ) {
            let mut sorted = row.clone();
            sorted.sort_unstable();
            let due = sorted.get(rank).copied().filter(|t| *t <= most).unwrap_or(u16::MAX);
            let long: Vec<u32> = row.iter().map(|t| match *t {
                u16::MAX => u32::MAX,
                t => u32::from(t),
            }).collect();
            for wide in [false, true] {
                prop_assert_eq!(ranked(&row, rank, most, wide), due);
                let due = if due == u16::MAX { u32::MAX } else { u32::from(due) };
                prop_assert_eq!(ranked(&long, rank, u32::from(most), wide), due);
            }
        }
    }
}
