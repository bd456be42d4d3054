//! What a study has read, in memory and lined up: homes with weights, areas, destinations, and the network. It is what
//! edits are made on; `run::study::inputs` reads it.

use crate::access::open::Hours;
use crate::axes::{GroupId, HomeId, IdVec, LevelId, PurposeId, ShiftId, first};
use crate::diagnostics::Findings;
use crate::input::areas::AreaLayer;
use crate::input::points::PointSet;
use crate::network::Network;
use crate::units::LonLat;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// Homes, areas and destinations of a study, and the network.
#[derive(Clone)]
pub struct Inputs {
    /// The network.
    pub network: Network,
    /// Homes in the order of their file.
    pub homes: PointSet,
    /// Weights by group and home; none where not known.
    pub weights: IdVec<GroupId, IdVec<HomeId, Option<f64>>>,
    /// Rank variables (income …), by rank and home.
    pub ranks: Vec<IdVec<HomeId, Option<f64>>>,
    /// Area levels, fine to coarse.
    pub areas: IdVec<LevelId, Areas>,
    /// All destinations, service by service.
    pub places: Places,
    /// Per service, in the order of the study.
    pub services: IdVec<PurposeId, ServiceData>,
    /// Jobs per shift, `[shift][place of its service]`.
    pub shift_jobs: IdVec<ShiftId, Vec<f64>>,
    /// Everything odd, the network's findings first.
    pub findings: Findings,
    /// Files read.
    pub files: Vec<FileRead>,
}

impl Inputs {
    /// All homes.
    pub fn home_ids(&self) -> impl DoubleEndedIterator<Item = HomeId> + ExactSizeIterator + Clone {
        first(self.homes.len())
    }
}

/// A level of areas and which home lies in which.
#[derive(Clone)]
pub struct Areas {
    /// The polygons.
    pub layer: Arc<AreaLayer>,
    /// Area of each home; none outside all.
    pub of_home: IdVec<HomeId, Option<usize>>,
}

/// Destinations.
#[derive(Clone, Default)]
pub struct Places {
    /// Ids as in the file; OpenStreetMap objects as `node/1`.
    pub ids: Vec<String>,
    /// Names, empty where there is none.
    pub names: Vec<String>,
    /// Positions.
    pub positions: Vec<LonLat>,
}

/// The destinations of one service.
#[derive(Clone)]
pub struct ServiceData {
    /// Which of [`Inputs::places`].
    pub places: Range<usize>,
    /// What each offers.
    pub supply: Vec<f64>,
    /// When each is open.
    pub hours: Vec<Hours>,
}

/// A file that was read.
#[derive(Clone)]
pub struct FileRead {
    /// Key in the study file.
    pub role: String,
    /// The path as resolved.
    pub path: PathBuf,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}
