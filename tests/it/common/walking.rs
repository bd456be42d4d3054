//! The reference's streets: how long one leg between two links takes. Slow and plain: distances
//! are corrected over all streets until none gets shorter.

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
    /// On foot.
    pub foot: Option<Link>,
    /// In a wheelchair.
    pub wheels: Option<Link>,
    /// With a bicycle.
    pub bike: Option<Link>,
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
    /// Riding where one may cycle, pushing at walking speed elsewhere and off the street.
    Bike {
        ride: u32,
        walk: u32,
    },
}

impl Mode {
    fn link(self, place: &Place) -> Option<Link> {
        match self {
            Mode::Foot { .. } => place.foot,
            Mode::Wheels { .. } => place.wheels,
            Mode::Bike { .. } => place.bike,
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
        }
    }
    /// What `mm` millimetres on foot off the street count for.
    fn off_street(self, mm: u64) -> u64 {
        match self {
            Mode::Bike { ride, walk } => (mm * u64::from(ride)).div_ceil(u64::from(walk)),
            _ => mm,
        }
    }
    /// Whole seconds of a leg of that length, rounded up.
    fn seconds(self, length: u64) -> i64 {
        let speed = match self {
            Mode::Foot { walk } | Mode::Wheels { walk } => walk,
            Mode::Bike { ride, .. } => ride,
        };
        i64::try_from((length * 3600).div_ceil(u64::from(speed))).expect("a leg of sane length")
    }
}

/// Seconds from one place to each of the others; none where it can't be reached or takes more
/// than `longest` seconds.
pub fn legs(
    streets: &[Street],
    mode: Mode,
    from: &Place,
    to: &[Place],
    longest: i64,
) -> Vec<Option<i64>> {
    let Some(start) = mode.link(from) else {
        return vec![None; to.len()];
    };
    let nodes = streets
        .iter()
        .flat_map(|s| s.ends)
        .max()
        .map_or(0, |n| n + 1);
    let mut best: Vec<Option<u64>> = vec![None; nodes];
    let on = &streets[start.street];
    let off = mode.off_street(u64::from(start.off));
    for (end, direction, mm) in [(0, 1, start.along), (1, 0, on.mm - start.along)] {
        if let Some(length) = mode.length(on, direction, mm) {
            lower(&mut best[on.ends[end]], off + length);
        }
    }
    let mut changed = true;
    while changed {
        changed = false;
        for s in streets {
            for direction in [0, 1] {
                let (a, b) = (s.ends[direction], s.ends[1 - direction]);
                if let (Some(here), Some(length)) = (best[a], mode.length(s, direction, s.mm)) {
                    changed |= lower(&mut best[b], here + length);
                }
            }
        }
    }
    to.iter()
        .map(|place| {
            let end = mode.link(place)?;
            let street = &streets[end.street];
            let mut ways: Vec<u64> = Vec::new();
            for (from, direction, mm) in [(0, 0, end.along), (1, 1, street.mm - end.along)] {
                let length = mode.length(street, direction, mm);
                ways.extend(best[street.ends[from]].zip(length).map(|(d, l)| d + l));
            }
            if end.street == start.street {
                let direction = usize::from(end.along < start.along);
                let length = mode.length(street, direction, end.along.abs_diff(start.along));
                ways.extend(length.map(|l| off + l));
            }
            let last = mode.off_street(u64::from(end.off));
            let seconds = mode.seconds(ways.into_iter().min()? + last);
            (seconds <= longest).then_some(seconds)
        })
        .collect()
}

/// Keeps the smaller; whether it got smaller.
fn lower(best: &mut Option<u64>, length: u64) -> bool {
    let better = best.is_none_or(|b| length < b);
    if better {
        *best = Some(length);
    }
    better
}
