//! From settings to results: loading, batches over origins, studies.

pub mod compare;
pub mod lifelines;
pub mod linking;
pub mod load;
pub mod monitor;
pub mod site;
pub mod study;
pub mod tables;
