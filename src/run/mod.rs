//! From settings to results: loading, batches over origins, studies.

pub mod access;
pub mod hours;
pub mod load;
pub mod progress;
pub mod site;
pub mod study;
