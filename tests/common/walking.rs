//! The reference's streets: how long one leg between two links takes. Slow and plain: distances
//! are corrected over all streets until none gets shorter.

/// A street between two junctions. Lengths in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Street {
    /// Junctions at its two ends; a link's offset counts from the first.
    pub ends: [usize; 2],
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
    /// Cost of one millimetre of a street: direction 0 from its first end to its second, 1 back.
    /// None where it is closed.
    fn cost(self, street: &Street, direction: usize) -> Option<u128> {
        match self {
            Mode::Foot { .. } => street.foot.then_some(1),
            Mode::Wheels { .. } => (street.foot && street.wheels).then_some(1),
            Mode::Bike { ride, walk } => {
                // A millimetre ridden takes 1/ride hours: `walk` parts of 1/(ride * walk).
                let ridden = street.bike[direction].then_some(u128::from(walk));
                let pushed = street.push.then_some(u128::from(ride));
                ridden.into_iter().chain(pushed).min()
            }
        }
    }
    fn off_street_cost(self) -> u128 {
        match self {
            Mode::Bike { ride, .. } => u128::from(ride),
            _ => 1,
        }
    }
    /// Whole seconds of a leg of that cost, rounded up.
    fn seconds(self, cost: u128) -> i64 {
        let per_hour = match self {
            Mode::Foot { walk } | Mode::Wheels { walk } => u128::from(walk),
            Mode::Bike { ride, walk } => u128::from(ride) * u128::from(walk),
        };
        i64::try_from((cost * 3600).div_ceil(per_hour)).expect("a leg of sane length")
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
    let mut best: Vec<Option<u128>> = vec![None; nodes];
    let on = &streets[start.street];
    let off = u128::from(start.off) * mode.off_street_cost();
    if let Some(c) = mode.cost(on, 1) {
        lower(&mut best[on.ends[0]], off + c * u128::from(start.along));
    }
    if let Some(c) = mode.cost(on, 0) {
        lower(
            &mut best[on.ends[1]],
            off + c * u128::from(on.mm - start.along),
        );
    }
    let mut changed = true;
    while changed {
        changed = false;
        for s in streets {
            for direction in [0, 1] {
                let (a, b) = (s.ends[direction], s.ends[1 - direction]);
                if let (Some(here), Some(c)) = (best[a], mode.cost(s, direction)) {
                    changed |= lower(&mut best[b], here + c * u128::from(s.mm));
                }
            }
        }
    }
    to.iter()
        .map(|place| {
            let end = mode.link(place)?;
            let street = &streets[end.street];
            let last = u128::from(end.off) * mode.off_street_cost();
            let mut ways: Vec<u128> = Vec::new();
            if let (Some(d), Some(c)) = (best[street.ends[0]], mode.cost(street, 0)) {
                ways.push(d + c * u128::from(end.along));
            }
            if let (Some(d), Some(c)) = (best[street.ends[1]], mode.cost(street, 1)) {
                ways.push(d + c * u128::from(street.mm - end.along));
            }
            if end.street == start.street {
                let direction = usize::from(end.along < start.along);
                if let Some(c) = mode.cost(street, direction) {
                    ways.push(off + c * u128::from(end.along.abs_diff(start.along)));
                }
            }
            let seconds = mode.seconds(ways.into_iter().min()? + last);
            (seconds <= longest).then_some(seconds)
        })
        .collect()
}

/// Keeps the smaller; whether it got smaller.
fn lower(best: &mut Option<u128>, cost: u128) -> bool {
    let better = best.is_none_or(|b| cost < b);
    if better {
        *best = Some(cost);
    }
    better
}
