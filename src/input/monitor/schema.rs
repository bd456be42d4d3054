//! The JSON Schema of the monitor file.

use super::typed::MonitorFile;
use crate::input::study::schema::schema_of;
use serde_json::Value;
use std::sync::OnceLock;

/// The schema of a monitor file, for editors and for the check of the file itself. No references: every key
/// is described where it stands, those of a change as in the study file.
pub fn json_schema() -> Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(schema_of::<MonitorFile>).clone()
}
