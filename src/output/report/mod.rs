//! Self-contained HTML pages for a council member: one a command, all built of one [`kit`].
//!
//! Each page's `page` turns its data into a [`kit::page::Page`] of blocks, from which `report.html` is drawn and
//! `report.json` written. It reads nothing and fetches nothing; the page has a security policy that forbids it to. Scripts only add comfort (switching map layers,
//! sorting tables); without them everything essential is there. Same data, same bytes.

pub mod compare;
pub mod explain;
pub mod kit;
pub mod lifelines;
pub mod site;
pub mod study;
