//! From settings to results: loading, batches over origins, studies.

pub mod load;
pub mod progress;
pub mod study;
