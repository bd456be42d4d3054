//! Shared by the integration tests: the slow reference router, towns to run it on, and
//! loaders that share no code with the engine's readers.
#![allow(dead_code)]

pub mod linking;
pub mod mini_gtfs;
pub mod mini_osm;

pub mod reference;

pub mod timetable;

pub mod walking;
