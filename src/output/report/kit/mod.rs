//! What all pages are built of: safe HTML, words and numbers in both languages, the head of a page, maps and charts.

mod annex;
pub mod backdrop;
pub mod blocks;
pub(super) mod charts;
pub mod findings;
pub mod geometry;
pub mod head;
pub mod html;
pub mod land;
pub(super) mod map;
pub mod messages;
pub mod page;
pub(super) mod words;

pub(super) use blocks::{
    Blocks, Cell, Series, Tag, bullets, bullets_of, definitions, details, facts, folded, in_full,
    table, values,
};
pub(super) use html::{Html, Piece, Plain, bold};
pub(super) use messages::Message;
pub(crate) use messages::Msg;
pub(super) use page::{
    Page, Part, data_account, fact_of_groups, fact_of_personas, fact_of_slots, limits, norms,
};
pub(crate) use words::Words;

/// The one of which something is largest; of equal ones the first.
pub fn first_largest<T>(list: impl IntoIterator<Item = T>, size: impl Fn(&T) -> f64) -> Option<T> {
    let larger = |best: Option<T>, x: T| match best {
        Some(best) if size(&best) >= size(&x) => Some(best),
        _ => Some(x),
    };
    list.into_iter().fold(None, larger)
}
