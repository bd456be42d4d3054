//! `bereik monitor`: a study over several editions.

pub mod explain;
