//! Shared by the integration tests: the slow reference router, towns to run it on, and
//! loaders that share no code with the engine's readers.
#![allow(dead_code)]

pub mod builder;
pub mod compare;
pub mod describe;
pub mod dice;
pub mod linking;
pub mod mini_gtfs;
pub mod mini_osm;
pub mod pbf;
pub mod plain_access;
pub mod random;
pub mod read_pbf;
pub mod reference;
pub mod shrink;
pub mod stations;
pub mod timetable;
pub mod town;
pub mod walking;

/// A traveller's setting by its key in files.
pub fn setting(key: &str) -> bereik::travel::Setting {
    let mut all = bereik::travel::SETTINGS.into_iter();
    all.find(|setting| setting.key == key).expect("a setting")
}

/// Every n-th row of a table, header and all.
pub fn thinned(from: &std::path::Path, to: &std::path::Path, n: usize) {
    let text = std::fs::read_to_string(from).expect("a table");
    let keep = text
        .lines()
        .enumerate()
        .filter(|(i, _)| *i == 0 || i % n == 1);
    let text: String = keep.map(|(_, line)| format!("{line}\n")).collect();
    std::fs::write(to, text).expect("written");
}

/// A Python that has these modules: that of `BEREIK_READERS`, else the one that `.ci/run` makes.
pub fn python_with(modules: &str) -> Option<std::path::PathBuf> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = root.join("target/readers/bin/python");
    let python = std::env::var_os("BEREIK_READERS").map_or(made, std::path::PathBuf::from);
    let has = std::process::Command::new(&python)
        .args(["-c", &format!("import {modules}")])
        .output();
    has.is_ok_and(|o| o.status.success()).then_some(python)
}

/// The JSON Schema published as `docs/<name>` is this one; it is written anew where BEREIK_WRITE_SCHEMA is set.
pub fn schema_is_published(name: &str, schema: &serde_json::Value) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    let current = format!("{}\n", serde_json::to_string_pretty(schema).expect("JSON"));
    if std::env::var_os("BEREIK_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &current).expect("docs");
    }
    let published = std::fs::read_to_string(&path).expect("a published schema");
    assert!(
        published == current,
        "docs/{name} is out of date: run this test with BEREIK_WRITE_SCHEMA=1"
    );
}
