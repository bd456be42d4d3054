//! Measures: numbers in, numbers out. Nothing here reads files, sees stops or knows a network.
//!
//! Two rules hold everywhere. What is *unknown* (a missing weight, a level that could not be
//! computed) is left out and counted, never read as zero; what is *zero* stays in, because those
//! are the people a study is about. And every sum runs over the rows in the order given, so the
//! same rows give the same bytes.
//!
//! Levels of access are counts (`f64`, more is better). Travel times are whole seconds, with
//! [`UNREACHED`](travel_time::UNREACHED) or `None` where a place is not reached; where people are
//! compared against a norm ([`norm::Norm`]) a time is a level too, and "not reached" is `+∞`.

pub mod affordability;
pub mod compare;
pub mod competition;
pub mod decay;
pub mod equity;
pub mod fgt;
pub mod norm;
pub mod opportunity;
pub mod poverty;
pub mod risk;
pub mod sample;
pub mod shapley;
pub mod shift;
pub mod siting;
pub mod supply;
pub mod travel_time;

#[cfg(test)]
mod test_support;
