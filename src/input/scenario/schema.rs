//! The JSON Schema of the scenario file.

use super::kinds::{COMMON, KindWord};
use super::typed::ScenarioFile;
use crate::input::study::schema::schema_of;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The schema of a scenario file, for editors and for the check of the file itself. No references: every key
/// is described where it stands. The keys of each kind of edit are in it as conditions, for editors;
/// the reader has its own words for them.
pub fn json_schema() -> Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(with_kinds).clone()
}

fn with_kinds() -> Value {
    let mut schema = schema_of::<ScenarioFile>();
    let rules = KindWord::ALL.iter().map(|kind| {
        let keys = kind.keys();
        let allowed = [&COMMON[..], &keys.all()].concat();
        json!({
            "if": { "properties": { "kind": { "const": kind.word() } }, "required": ["kind"] },
            "then": { "required": keys.required, "propertyNames": { "enum": allowed } },
        })
    });
    let rules: Vec<Value> = rules.collect();
    if let Some(Value::Object(edit)) = schema.pointer_mut("/properties/edit/items") {
        edit.insert("required".to_owned(), json!(["name", "kind"]));
        edit.insert("allOf".to_owned(), Value::Array(rules));
    }
    schema
}
