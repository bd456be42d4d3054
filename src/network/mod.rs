//! The multimodal network: streets, timetable and the links between them.

mod street_build;
pub mod streets;

use crate::diagnostics::Findings;
use crate::input::gtfs::Feed;
use streets::Streets;

/// Settings of a build.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildOptions {
    /// A point or stop farther than this from a walkable street is not linked, metres.
    pub max_snap_m: f64,
    /// Walking components of fewer junctions that hold no stop are left out.
    pub island_junctions: usize,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            max_snap_m: 500.0,
            island_junctions: 40,
        }
    }
}

/// Streets, timetable and links.
pub struct Network {}

impl Network {
    /// Links feeds to streets. Oddities come back as findings.
    pub fn build(
        _streets: Streets,
        _feeds: Vec<Feed>,
        _options: &BuildOptions,
    ) -> (Network, Findings) {
        (Network {}, Findings::default())
    }
}
