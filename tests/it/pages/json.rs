//! Pages as data: `report.json` says what `report.html` says.

use super::{compare_sample, sample, text_of};
use crate::common::schema_is_published;
use bereik::input::study::Language;
use bereik::output::report::kit::page::Page;
use bereik::output::report::{compare, study};
use serde_json::Value;

#[test]
fn the_published_schema_is_current() {
    schema_is_published("report.schema.json", &Page::schema());
}

/// All texts of blocks, as they stand in the JSON.
fn texts<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|x| texts(x, out)),
        Value::Object(map) => {
            // What drawings show stands in them as lines and colours.
            if map.get("block").and_then(Value::as_str) == Some("picture") {
                return;
            }
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("text", Value::String(text)) => out.push(text),
                    ("said", _) => {}
                    _ => texts(value, out),
                }
            }
        }
        _ => {}
    }
}

fn says_the_same(page: &Page) {
    let json = page.json();
    assert_eq!(json, page.json(), "the same twice");
    let value: Value = serde_json::from_str(&json).expect("JSON");
    let mut list = Vec::new();
    texts(&value["parts"], &mut list);
    texts(&value["facts"], &mut list);
    let shown = text_of(&page.html());
    let lacking: Vec<&&str> = list.iter().filter(|text| !shown.contains(**text)).collect();
    assert!(lacking.is_empty(), "not on the page: {lacking:?}");
    assert!(list.len() > 100, "only {} texts", list.len());
    // Every part has what its page has, and nothing stands beside them.
    let parts = value["parts"].as_array().expect("parts");
    assert_eq!(parts.len(), page.parts.len());
    assert!(
        parts
            .iter()
            .all(|part| part["blocks"].as_array().is_some_and(|b| !b.is_empty()))
    );
}

#[test]
fn the_json_says_what_the_page_says() {
    for language in [Language::Nl, Language::En] {
        let data = sample::with_pockets(sample::region(language).0);
        says_the_same(&study::page(&data));
        says_the_same(&compare::page(&compare_sample::one(language)));
        says_the_same(&compare::page(&compare_sample::many(language)));
    }
}

#[test]
fn drawings_tell_their_values() {
    let data = sample::with_pockets(sample::region(Language::En).0);
    let value: Value = serde_json::from_str(&study::page(&data).json()).expect("JSON");
    let part = |id: &str| {
        let parts = value["parts"].as_array().expect("parts");
        parts.iter().find(|p| p["id"] == id).expect("the part")["blocks"].to_string()
    };
    // The first area of the map with its share, and the first hour of the day.
    let area = data.area_name(0);
    assert!(
        part("where").contains(&format!("{{\"of\":\"{area}\",\"value\":")),
        "{area}"
    );
    assert!(part("when").contains("{\"of\":\"0:00\",\"value\":"));
}
