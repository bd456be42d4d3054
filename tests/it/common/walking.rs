//! The reference's streets: how long one leg between two links takes. Slow and plain: distances
//! are corrected over all streets until none gets shorter.

use bereik::units::LonLat;

/// A street between two junctions. Lengths in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Junctions at its two ends; a link's offset counts from the first.
    pub ends: [usize; 2],
    /// A place it bends at on the way, in 1e-7 degrees; else it is straight.
    pub bend: Option<[i32; 2]>,
    /// Length.
    pub mm: u32,
    /// One may walk here (both ways).
    pub foot: bool,
    /// A wheelchair passes (only where `foot`).
    pub wheels: bool,
    /// One may cycle from the first end to the second, and back.
    pub bike: [bool; 2],
    /// A bicycle can be pushed here (walkable and no steps).
    pub push: bool,
    /// A ferry: it catches no points.
    pub ferry: bool,
    /// In a tunnel: catches points where there is nothing else.
    pub tunnel: bool,
}

/// Where a point or stop touches the streets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Index of the street.
    pub street: usize,
    /// Millimetres along it from its first end.
    pub along: u32,
    /// Millimetres straight from the point to that place.
    pub off: u32,
}

/// The links of one point or stop; none where nothing usable is near enough.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Where it lies.
    pub at: Option<LonLat>,
    /// On foot.
    pub foot: Option<Link>,
    /// In a wheelchair.
    pub wheels: Option<Link>,
    /// With a bicycle.
    pub bike: Option<Link>,
    /// Millimetres walked straight on behind the place, from an entrance to its platform.
    pub beyond: u32,
}

/// How a leg is travelled; speeds in millimetres an hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    Foot {
        walk: u32,
    },
    Wheels {
        walk: u32,
    },
    /// Riding where one may cycle, pushing at walking speed elsewhere and off the street; the bicycle is left
    /// once, at any junction, and one walks on.
    Bike {
        ride: u32,
        walk: u32,
    },
    /// The rest of a leg by bicycle, on foot.
    Left {
        ride: u32,
        walk: u32,
    },
}

impl Mode {
    fn link(self, place: &Place) -> Option<Link> {
        match self {
            Mode::Foot { .. } => place.foot,
            Mode::Wheels { .. } => place.wheels,
            Mode::Bike { .. } | Mode::Left { .. } => place.bike,
        }
    }
    /// What `mm` millimetres of a street count for, at the speed of this mode: direction 0 from its
    /// first end to its second, 1 back. None where it is closed. Pushing a bicycle counts as
    /// riding the longer way that takes as long, in whole millimetres, rounded up.
    fn length(self, street: &Street, direction: usize, mm: u32) -> Option<u64> {
        let mm = u64::from(mm);
        match self {
            Mode::Foot { .. } => street.foot.then_some(mm),
            Mode::Wheels { .. } => (street.foot && street.wheels).then_some(mm),
            Mode::Bike { .. } => {
                let ridden = street.bike[direction].then_some(mm);
                let pushed = street.push.then_some(self.off_street(mm));
                ridden.into_iter().chain(pushed).min()
            }
            Mode::Left { .. } => street.foot.then_some(self.off_street(mm)),
        }
    }
    /// The same of the part between a junction and a link; at the very junction nothing of the street
    /// is used.
    fn part(self, street: &Street, direction: usize, mm: u32) -> Option<u64> {
        if mm == 0 {
            return Some(0);
        }
        self.length(street, direction, mm)
    }
    /// What `mm` millimetres on foot off the street count for.
    fn off_street(self, mm: u64) -> u64 {
        match self {
            Mode::Bike { ride, walk } | Mode::Left { ride, walk } => {
                (mm * u64::from(ride)).div_ceil(u64::from(walk))
            }
            _ => mm,
        }
    }
    /// Whole seconds of a leg of that length, rounded up.
    fn seconds(self, length: u64) -> i64 {
        let speed = match self {
            Mode::Foot { walk } | Mode::Wheels { walk } => walk,
            Mode::Bike { ride, .. } | Mode::Left { ride, .. } => ride,
        };
        i64::try_from((length * 3600).div_ceil(u64::from(speed))).expect("a leg of sane length")
    }
}

/// The longest straight line that may join two places, millimetres.
const LONGEST_JOIN: u64 = 100_000;

/// Millimetres of the straight line between two places, and of both their links together (own and on foot, the
/// shorter); none where one isn't linked.
pub fn straight(mode: Mode, a: &Place, b: &Place) -> Option<(u64, u64)> {
    let line = (a.at?.distance_m(b.at?) * 1000.0).round() as u64;
    let both = |a: Option<Link>, b: Option<Link>| Some(u64::from(a?.off) + u64::from(b?.off));
    let (own, on_foot) = (both(mode.link(a), mode.link(b))?, both(a.foot, b.foot)?);
    Some((line, own.min(on_foot)))
}

/// What the straight line counts for that joins two places.
fn join(mode: Mode, a: &Place, b: &Place) -> Option<u64> {
    let (line, links) = straight(mode, a, b)?;
    let beyond = u64::from(a.beyond) + u64::from(b.beyond);
    (line <= links.min(LONGEST_JOIN)).then(|| mode.off_street(line + beyond))
}

/// Seconds from one place to each of the others; none where it can't be reached or takes more
/// than `longest` seconds. A bicycle stands where one comes from.
pub fn legs(
    streets: &[Street],
    mode: Mode,
    from: &Place,
    to: &[Place],
    longest: i64,
) -> Vec<Option<i64>> {
    over_streets(streets, mode, from, to)
        .into_iter()
        .zip(to)
        .map(|(length, place)| {
            let shortest = length.into_iter().chain(join(mode, from, place)).min()?;
            let seconds = mode.seconds(shortest);
            (seconds <= longest).then_some(seconds)
        })
        .collect()
}

/// What the ways over the streets from one place to each of the others count for.
pub fn over_streets(
    streets: &[Street],
    mode: Mode,
    from: &Place,
    to: &[Place],
) -> Vec<Option<u64>> {
    let Some(start) = mode.link(from) else {
        return vec![None; to.len()];
    };
    let nodes = streets
        .iter()
        .flat_map(|s| s.ends)
        .max()
        .map_or(0, |n| n + 1);
    // One goes on in a later mode, never in an earlier one.
    let modes = match mode {
        Mode::Bike { ride, walk } => vec![mode, Mode::Left { ride, walk }],
        _ => vec![mode],
    };
    let mut best: Vec<Vec<Option<u64>>> = vec![vec![None; nodes]; modes.len()];
    let on = &streets[start.street];
    let off = mode.off_street(u64::from(start.off + from.beyond));
    for (end, direction, mm) in [(0, 1, start.along), (1, 0, on.mm - start.along)] {
        if let Some(length) = mode.part(on, direction, mm) {
            lower(&mut best[0][on.ends[end]], off + length);
        }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for (k, mode) in modes.iter().enumerate() {
            for s in streets {
                for direction in [0, 1] {
                    let (a, b) = (s.ends[direction], s.ends[1 - direction]);
                    if let (Some(here), Some(length)) =
                        (best[k][a], mode.length(s, direction, s.mm))
                    {
                        changed |= lower(&mut best[k][b], here + length);
                    }
                }
            }
            if k + 1 < modes.len() {
                let (with, without) = best.split_at_mut(k + 1);
                for (here, there) in with[k].iter().zip(&mut without[0]) {
                    if let Some(here) = here {
                        changed |= lower(there, *here);
                    }
                }
            }
        }
    }
    to.iter()
        .map(|place| {
            let end = mode.link(place)?;
            let street = &streets[end.street];
            let mut ways: Vec<u64> = Vec::new();
            for (mode, best) in modes.iter().zip(&best) {
                for (from, direction, mm) in [(0, 0, end.along), (1, 1, street.mm - end.along)] {
                    let length = mode.part(street, direction, mm);
                    ways.extend(best[street.ends[from]].zip(length).map(|(d, l)| d + l));
                }
            }
            if end.street == start.street {
                let direction = usize::from(end.along < start.along);
                let length = mode.part(street, direction, end.along.abs_diff(start.along));
                ways.extend(length.map(|l| off + l));
            }
            let last = mode.off_street(u64::from(end.off + place.beyond));
            Some(ways.into_iter().min()? + last)
        })
        .collect()
}

/// The streets as one finds them coming from the other end.
pub fn reversed(streets: &[Street]) -> Vec<Street> {
    let turn = |s: &Street| Street {
        bike: [s.bike[1], s.bike[0]],
        ..s.clone()
    };
    streets.iter().map(turn).collect()
}

/// Keeps the smaller; whether it got smaller.
fn lower(best: &mut Option<u64>, length: u64) -> bool {
    let better = best.is_none_or(|b| length < b);
    if better {
        *best = Some(length);
    }
    better
}
