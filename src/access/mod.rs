//! How travel times become values: what is measured ([`form`], [`reading`]), when places are open ([`open`]), and
//! the one [evaluator] behind `access`, studies, comparisons, lifelines and profiles.

pub mod evaluator;
pub mod form;
pub mod open;
pub mod query;
pub mod reading;
