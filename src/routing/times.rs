//! Travel times of one point, worked out when they are asked for.

use super::job::UNREACHED;
use super::plan::Tick;
use super::rows::{NodeRows, Stairs, Steps, ranked};
use crate::ids::{Id, Jagged};
use crate::units::LonLat;
use std::ops::Range;

/// A point of the other end.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PointIndex(pub u32);
impl Id for PointIndex {
    fn new(i: usize) -> Self {
        PointIndex(i as u32)
    }
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// What was found at stops, or already at points.
pub(super) enum View<'a> {
    /// Rows of 16 bits at nodes.
    Short(&'a NodeRows<u16>),
    /// Rows of 32 bits at nodes.
    Long(&'a NodeRows<u32>),
    /// Arrivals at nodes.
    Stairs(&'a mut Stairs),
    /// Rows of travel times in seconds, `[point][step]`, in slices by point.
    Rows(&'a [Vec<u32>], usize),
}

/// Points of the other end in groups of neighbours, so that most of those far away are passed over at once.
#[derive(Default)]
pub(super) struct Groups {
    /// Points, neighbours together.
    order: Vec<u32>,
    /// Every node that a point of the group links to.
    nodes: Jagged<PointIndex, u32>,
}

impl Groups {
    /// Points in a group.
    const SIZE: usize = 32;

    /// Groups points by position.
    pub fn new(positions: &[LonLat], links: &Jagged<PointIndex, (u32, u32)>) -> Self {
        let order = along_a_curve(positions);
        let mut nodes = Jagged::new();
        let mut all = Vec::new();
        for group in order.chunks(Self::SIZE) {
            all.clear();
            for point in group {
                all.extend(links[PointIndex(*point)].iter().map(|(node, _)| *node));
            }
            all.sort_unstable();
            all.dedup();
            nodes.push(all.iter().copied());
        }
        Self { order, nodes }
    }

    fn mark(&self, reaches: impl Fn(u32) -> bool, marks: &mut [u64]) {
        for (g, group) in self.order.chunks(Self::SIZE).enumerate() {
            if self.nodes[PointIndex(g as u32)].iter().any(|n| reaches(*n)) {
                for point in group {
                    marks[*point as usize / 64] |= 1 << (point % 64);
                }
            }
        }
    }
}

/// Indices of points along a Z-order curve (Morton 1966), so that neighbours are near in the list too.
pub(super) fn along_a_curve(positions: &[LonLat]) -> Vec<u32> {
    fn spread(x: u32) -> u64 {
        let mut x = u64::from(x);
        for (shift, mask) in [
            (16, 0x0000_FFFF_0000_FFFF),
            (8, 0x00FF_00FF_00FF_00FF),
            (4, 0x0F0F_0F0F_0F0F_0F0F),
            (2, 0x3333_3333_3333_3333),
            (1, 0x5555_5555_5555_5555),
        ] {
            x = (x | (x << shift)) & mask;
        }
        x
    }
    let key = |p: &LonLat| {
        // Some 0.1 m; positions are checked to be on the globe.
        let cell = |degrees: f64| ((degrees + 360.0) * 1e6) as u32;
        spread(cell(p.lon)) | spread(cell(p.lat)) << 1
    };
    let mut order: Vec<u32> = (0..positions.len() as u32).collect();
    order.sort_by_key(|i| (key(&positions[*i as usize]), *i));
    order
}

/// Memory of [`Times`].
#[derive(Default)]
pub(super) struct Buffers {
    short: Vec<u16>,
    long: Vec<u32>,
    row: Vec<u32>,
    marks: Vec<u64>,
}

/// Travel times of one point: for every point of the other end, a row over the window.
pub struct Times<'a> {
    pub(super) view: View<'a>,
    /// Per point of the other end: nodes and seconds.
    pub(super) links: &'a Jagged<PointIndex, (u32, u32)>,
    pub(super) groups: &'a Groups,
    /// Seconds without a vehicle, or [`UNREACHED`], by point.
    pub(super) direct: &'a [u32],
    /// The points to which there is a way without a vehicle.
    pub(super) on_foot: &'a [(u32, u32)],
    pub(super) steps: Steps,
    /// Whether steps stand from last to first.
    pub(super) reversed: bool,
    pub(super) max_trip: u32,
    pub(super) wide: bool,
    pub(super) buffers: &'a mut Buffers,
    /// Whether any vehicle can be boarded within reach of the origin.
    pub rode: bool,
}

fn to_tick<T: Tick>(seconds: u32) -> T {
    T::of(i64::from(seconds))
}

impl Times<'_> {
    /// Number of steps of the window.
    pub fn steps(&self) -> usize {
        self.steps.count
    }

    /// Number of points of the other end.
    pub fn points(&self) -> usize {
        match &self.view {
            View::Rows(rows, _) => rows.len(),
            _ => self.direct.len(),
        }
    }

    /// Travel times to (or from) another point in seconds, one per departure (or deadline) of the
    /// window in order; [`UNREACHED`] where not reached within the limits.
    pub fn to(&mut self, other: usize) -> &[u32] {
        self.part(other, 0..self.steps.count)
    }

    /// As [`Times::to`], some steps of the window only.
    pub fn part(&mut self, other: usize, steps: Range<usize>) -> &[u32] {
        let count = self.steps.count;
        let inside = self.inside(&steps);
        let row = &mut self.buffers.row;
        if let View::Rows(rows, at) = self.view {
            return &rows[other][at * count..][steps];
        }
        row.clear();
        let links = &self.links[PointIndex(other as u32)];
        let direct = self.direct[other];
        match &mut self.view {
            View::Short(nodes) => {
                let out = &mut self.buffers.short;
                let limits = (to_tick(direct), to_tick(self.max_trip));
                let first = nodes.travel_times(links, limits, inside.clone(), self.wide, out);
                let found = &out[first..first + inside.len()];
                row.extend(found.iter().map(|t| match *t {
                    u16::MAX => UNREACHED,
                    t => u32::from(t),
                }));
            }
            View::Long(nodes) => {
                let out = &mut self.buffers.long;
                let limits = (direct, self.max_trip);
                let first = nodes.travel_times(links, limits, inside.clone(), self.wide, out);
                row.extend_from_slice(&out[first..first + inside.len()]);
            }
            View::Stairs(stairs) => {
                row.resize(count, UNREACHED);
                stairs.travel_times(links, direct, self.max_trip, &self.steps, row);
                row.copy_within(inside.clone(), 0);
                row.truncate(inside.len());
            }
            View::Rows(..) => {}
        }
        if self.reversed {
            row.reverse();
        }
        row
    }

    /// The travel times that stand at some ranks (from 0) when those over the window are sorted from
    /// short to long, seconds; [`UNREACHED`] where that one isn't reached. Ranks beyond the window are
    /// not reached.
    pub fn ranks(&mut self, other: usize, ranks: &[usize], out: &mut [u32]) {
        let (count, wide) = (self.steps.count, self.wide);
        let most = self.max_trip;
        if let View::Short(nodes) = &self.view {
            let links = &self.links[PointIndex(other as u32)];
            let direct = self.direct[other];
            let row = &mut self.buffers.short;
            if direct == UNREACHED && !links.iter().any(|(node, _)| nodes.reaches(*node)) {
                out.fill(UNREACHED);
                return;
            }
            let limits = (to_tick(direct), to_tick(most));
            nodes.travel_times(links, limits, 0..count, wide, row);
            // Whole vectors are faster than exact ends.
            row[count..].fill(u16::NEVER);
            for (rank, out) in ranks.iter().zip(out) {
                if *rank >= count {
                    *out = UNREACHED;
                    continue;
                }
                *out = match ranked(row, *rank, to_tick(most), wide) {
                    u16::MAX => UNREACHED,
                    t => u32::from(t),
                };
            }
            return;
        }
        let row = self.to(other);
        for (rank, out) in ranks.iter().zip(out) {
            *out = ranked(row, *rank, most, wide);
        }
    }

    /// As one of [`Times::ranks`], over some steps of the window only. What is longer than `limit_s`
    /// counts as not reached: the shorter the limit, the less there is to do.
    pub fn rank_within(
        &mut self,
        other: usize,
        steps: Range<usize>,
        rank: usize,
        limit_s: u32,
    ) -> u32 {
        let (most, wide) = (self.max_trip.min(limit_s), self.wide);
        let inside = self.inside(&steps);
        if let View::Short(nodes) = &self.view {
            let links = &self.links[PointIndex(other as u32)];
            let direct = self.direct[other];
            let limits = (to_tick(direct), to_tick(most));
            if rank >= inside.len() || (direct > most && !nodes.within(links, limits.1)) {
                return UNREACHED;
            }
            let row = &mut self.buffers.short;
            let first = nodes.travel_times(links, limits, inside.clone(), wide, row);
            // Whole vectors are faster than exact ends.
            row[..first].fill(u16::NEVER);
            row[first + inside.len()..].fill(u16::NEVER);
            return match ranked(row, rank, to_tick(most), wide) {
                u16::MAX => UNREACHED,
                t => u32::from(t),
            };
        }
        let row = self.part(other, steps);
        if rank >= row.len() {
            return UNREACHED;
        }
        ranked(row, rank, most, wide)
    }

    /// Whether another point may be reached within a time at any step; where this says no, it isn't.
    pub fn may_reach(&self, other: usize, within_s: u32) -> bool {
        let most = self.max_trip.min(within_s);
        let View::Short(nodes) = &self.view else {
            return true;
        };
        let links = &self.links[PointIndex(other as u32)];
        self.direct[other] <= most || nodes.within(links, to_tick(most))
    }

    /// Where some steps stand in rows at nodes.
    fn inside(&self, steps: &Range<usize>) -> Range<usize> {
        let count = self.steps.count;
        if self.reversed {
            count - steps.end..count - steps.start
        } else {
            steps.clone()
        }
    }

    /// The points of the other end that may be reached, in their order: all that are, and few others.
    pub fn nearby(&mut self, out: &mut Vec<u32>) {
        out.clear();
        let points = self.points();
        let marks = &mut self.buffers.marks;
        let groups = self.groups;
        marks.clear();
        marks.resize(points.div_ceil(64), 0);
        match &self.view {
            View::Rows(..) => {
                out.extend(0..points as u32);
                return;
            }
            _ if groups.order.is_empty() => {
                out.extend(0..points as u32);
                return;
            }
            View::Short(nodes) => groups.mark(|n| nodes.reaches(n), marks),
            View::Long(nodes) => groups.mark(|n| nodes.reaches(n), marks),
            View::Stairs(stairs) => groups.mark(|n| stairs.reaches(n), marks),
        }
        for (point, _) in self.on_foot {
            marks[*point as usize / 64] |= 1 << (point % 64);
        }
        for (i, word) in marks.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                out.push(i as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_together() {
        let p = |lon, lat| LonLat { lon, lat };
        let points = [p(5.0, 52.0), p(6.0, 53.0), p(5.0001, 52.0), p(6.0, 53.0001)];
        let order = along_a_curve(&points);
        let at = |i: u32| order.iter().position(|o| *o == i).unwrap();
        assert_eq!(at(0).abs_diff(at(2)), 1);
        assert_eq!(at(1).abs_diff(at(3)), 1);
    }
}
