//! The command line as users, scripts and workflow engines meet it: the built program, run on the
//! conformance towns and on broken variants of them made here.

mod data;
mod network;
mod output;
pub mod tool;
mod usage;
