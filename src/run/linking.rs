//! Points that are far from every street: all of them is an error, many a serious finding.

use crate::diagnostics::{Finding, InputError};
use crate::input::lost::{self, Given, Met};
use crate::network::Network;

/// West, south, east, north of all junctions, degrees; none without streets.
pub fn extent(n: &Network) -> Option<[f64; 4]> {
    let all = &n.streets.node_position;
    let by = |k: usize, f: fn(i32, i32) -> i32| {
        all.iter()
            .map(|p| p[k])
            .reduce(f)
            .map(|x| f64::from(x) / 1e7)
    };
    Some([
        by(0, i32::min)?,
        by(1, i32::min)?,
        by(0, i32::max)?,
        by(1, i32::max)?,
    ])
}

/// Whether the box of some points and that of the streets have a place in common.
pub fn touch(given: &Given, n: &Network) -> bool {
    let boxes = lost::bounds(given.positions).zip(extent(n));
    boxes.is_some_and(|(a, b)| lost::touch(a, b))
}

/// Judges that so many of some points could not be linked to a network's streets.
///
/// # Errors
/// When none could, with the likely cause.
pub fn judge(given: &Given, lost: usize, network: &Network) -> Result<Option<Finding>, InputError> {
    let what = format!(
        "lie farther than {} m from any walkable street",
        network.max_snap_m()
    );
    let met = Met {
        what: "streets",
        bounds: extent(network),
        lost: &what,
        code: "points-many-not-linked",
        action: "without a value: are the streets of the same region, and is the map whole?",
    };
    lost::judge(given, lost, &met)
}
