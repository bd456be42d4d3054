//! Programs of others that read a monitor's dataset.

pub mod readers;
