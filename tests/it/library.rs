//! The library as a stranger uses it.

#[path = "../../examples/access.rs"]
mod access_example;

#[test]
fn the_example_runs_and_stops_when_it_is_called_off() {
    access_example::main().expect("ten homes");
    let text = include_str!("../../examples/access.rs");
    assert!(
        text.lines().count() <= 40,
        "short enough to be read at once"
    );
}

/// What the front page re-exports: enough to work with, few enough to know.
#[test]
fn the_front_page_has_some_forty_names() {
    let page = include_str!("../../src/lib.rs");
    let names: usize = (page.lines().filter(|l| l.starts_with("pub use ")))
        .map(|l| l.matches(',').count() + 1)
        .sum();
    assert!((30..=45).contains(&names), "{names} names");
}
