//! What a study measures and counts, on a small made-up town: every setting is obeyed by every measure and table, and
//! what isn't known is counted and said.

mod known;
mod sentences;
mod settings;
mod town;
