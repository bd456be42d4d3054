//! `report.html` of a study: who gets where and when without a car.

mod account;
pub mod data;
pub(crate) mod findings;
mod groups;
mod map;
mod sections;
pub mod words;

use crate::output::report::kit::{self, Blocks, Html, Msg, Page, Part};
pub use account::section as account;
pub use data::ReportData;
use words::Say;

/// The whole page. What the data lack is left out with a line saying why.
pub fn page(data: &ReportData) -> Page<'_> {
    let (head, w) = (&data.head, data.head.words());
    let parts = [
        ("brief", Msg::Brief, vec![findings::section(data)]),
        (
            "where",
            Msg::Where,
            vec![map::blocks(data), sections::pockets(data)],
        ),
        (
            "when",
            Msg::When,
            vec![
                sections::profile(data),
                groups::slots(data),
                sections::shifts(data),
            ],
        ),
        (
            "who",
            Msg::Who,
            vec![
                groups::stacking(data),
                groups::levels(data),
                groups::personas(data),
                sections::hidden_poor(data),
                groups::distribution(data),
                groups::full_table(data),
            ],
        ),
        ("account", Msg::Account, vec![account(data)]),
    ];
    let lead = w.fill(
        Say::Lead,
        &[
            ("date", &w.date(&head.date)),
            ("homes", &w.number(data.homes.cells as f64)),
            ("services", &w.number(head.services.len() as f64)),
        ],
    );
    let unlinked = &data.unlinked_homes;
    let unlinked = Some((unlinked.count, unlinked.total));
    let mut page = Page::new(head, &head.title, [w.html(Say::Eyebrow), lead], unlinked);
    page.facts = facts(data);
    let part = |(id, title, list)| Part::new(id, w.html(title), Blocks::joined(list));
    page.parts = parts.map(part).into();
    // What the study doesn't ask for is not on the page.
    page.parts.retain(|part| !part.blocks.is_empty());
    page
}

/// Slots, groups, personas and source files, each in a line.
pub fn facts(data: &ReportData) -> Blocks {
    let (head, w) = (&data.head, data.head.words());
    let mut inputs = Vec::new();
    let mut named = std::collections::BTreeSet::new();
    for input in &head.inputs {
        // Folders are with the hashes, at the end of the page.
        let name = input.path.rsplit(['/', '\\']).next().unwrap_or_default();
        if named.insert(name) {
            inputs.push(Html::of("{}", &[&name]));
        }
    }
    kit::facts([
        kit::fact_of_slots(w, head.slots.iter()),
        kit::fact_of_groups(head),
        kit::fact_of_personas(head),
        (w.html(Say::FactInputs), inputs),
    ])
}
