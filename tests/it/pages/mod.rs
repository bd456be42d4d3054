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

/// The text of a page: without its tags, and with its characters as they were.
pub fn text_of(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let marks = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    marks
        .iter()
        .fold(out, |text, (mark, sign)| text.replace(mark, sign))
}
