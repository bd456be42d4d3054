//! bereik: who can get where, when, without a car?

pub mod diagnostics;
pub mod ids;
pub mod input;
pub mod measures;
pub mod network;
pub mod output;
pub mod routing;
pub mod run;
pub mod scenario;
pub mod storage;
pub mod synth;
pub mod travel;
pub mod units;
pub mod watch;
