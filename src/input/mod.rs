//! Readers: files in, plain checked records and findings out.

pub mod areas;
pub mod clock;
pub mod columns;
pub mod crosswalk;
pub mod crs;
pub mod delimited;
pub mod document;
pub mod features;
pub mod gtfs;
pub mod inside;
pub mod lost;
pub mod monitor;
pub mod number;
pub mod opening;
pub mod osm;
pub mod outline;
pub mod points;
pub(crate) mod resolver;
pub mod scenario;
pub mod study;
