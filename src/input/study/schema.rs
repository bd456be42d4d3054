//! The JSON Schema of the study file.

use super::typed::StudyFile;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::sync::OnceLock;

/// The schema of a study file, for editors and for the check of the file itself. No references: every key is
/// described where it stands.
pub fn json_schema() -> Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(schema_of::<StudyFile>).clone()
}

/// The schema of a settings file made from its structs: keys that may be left out rather than null.
pub(crate) fn schema_of<T: schemars::JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    tidy(&mut schema);
    schema
}

/// A default as its key's description has it.
fn in_words(default: &Value) -> String {
    match default {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}

/// Says a key's default in its description. Takes out `null` as an alternative, number formats that editors don't know, and line breaks of our source.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(list) => list.iter_mut().for_each(tidy),
        Value::Object(table) => {
            table.values_mut().for_each(tidy);
            if table.get("type").is_some() {
                table.shift_remove("format");
            }
            // None is how a key is left out, not a value.
            if table.get("default") == Some(&Value::Null) {
                table.shift_remove("default");
            }
            let default = table.get("default").map(in_words);
            if let Some(Value::String(about)) = table.get_mut("description") {
                *about = about.split_whitespace().collect::<Vec<_>>().join(" ");
                if let Some(default) = default.filter(|_| !about.contains("Default: ")) {
                    *about += &format!(" Default: {default}.");
                }
            }
            if let Some(Value::Array(types)) = table.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    table.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(words)) = table.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            // A plain value in a list, or one of two forms, is described by its key.
            if let Some(Value::Object(item)) = table.get_mut("items")
                && !item.contains_key("properties")
            {
                item.shift_remove("description");
            }
            let Some(Value::Array(mut branches)) = table.shift_remove("anyOf") else {
                return;
            };
            branches.retain(|branch| branch.get("type") != Some(&Value::from("null")));
            if branches.len() > 1 {
                for branch in branches.iter_mut().filter_map(Value::as_object_mut) {
                    branch.shift_remove("description");
                }
                table.insert("anyOf".to_owned(), Value::Array(branches));
            } else if let Some(Value::Object(only)) = branches.pop() {
                // What the key says goes before what its type says.
                for (key, value) in only {
                    table.entry(key).or_insert(value);
                }
            }
        }
        _ => {}
    }
}
