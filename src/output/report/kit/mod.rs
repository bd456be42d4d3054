//! What all pages are built of: safe HTML, words and numbers in both languages, the head of a page, maps and charts.

pub mod backdrop;
pub(super) mod charts;
pub mod geometry;
pub mod head;
pub mod html;
pub mod land;
pub(super) mod map;
pub mod messages;
pub(super) mod page;
pub(super) mod words;

pub(super) use html::{
    Cell, Html, Piece, Plain, bold, bullets, bullets_of, definitions, details, table,
};
pub(super) use messages::Message;
pub(crate) use messages::Msg;
pub(super) use page::{
    data_account, fact_of_groups, fact_of_personas, fact_of_slots, facts, header, limits, norms,
    page, parts,
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
