//! The pages: safe, self-contained, the same every time, in both languages; and what their sentences
//! say. They are made of samples, without a study.

mod compare;
mod compare_sample;
mod json;
mod kinds;
mod lifelines;
mod sample;
mod site;
mod study;

use bereik::output::report::kit::head::Language;

/// A page of each kind that is made of a sample, with a name for it.
pub fn samples(language: Language) -> [(&'static str, String); 6] {
    [
        ("run", study::page(language)),
        ("compare", compare::whole(language)),
        ("lifelines", lifelines::whole(language)),
        ("site", site::whole(language)),
        ("annex-run", study::annex(language)),
        ("annex-compare", compare::annex(language)),
    ]
}
