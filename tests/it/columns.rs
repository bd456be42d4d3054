//! What is said of the columns of results: `docs/tables.md` is what the program declares.

use bereik::input::study::Language;
use bereik::output::fields::{Declared, Field};
use bereik::output::table::ColumnType;
use bereik::run::monitor::diff::DIFF;
use bereik::run::tables::{ACCESS, MATRIX};
use bereik::run::{compare, lifelines, monitor::explain, site, study};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// The commands with the tables that each writes.
fn commands() -> Vec<(&'static str, Vec<&'static Declared>)> {
    vec![
        ("run", study::tables::TABLES.to_vec()),
        ("compare", compare::tables::TABLES.to_vec()),
        ("lifelines", lifelines::tables::TABLES.to_vec()),
        ("site", site::tables::TABLES.to_vec()),
        ("monitor explain", explain::tables::TABLES.to_vec()),
        ("monitor diff", vec![&DIFF]),
        ("access", vec![&ACCESS]),
        ("matrix", vec![&MATRIX]),
    ]
}

fn holds(field: &Field) -> String {
    let kind = match field.kind {
        ColumnType::Text | ColumnType::Label => "text",
        ColumnType::Int => "whole number",
        ColumnType::Number { .. } | ColumnType::Mixed | ColumnType::Exact => "number",
    };
    match field.unit.word(Language::En) {
        "" => kind.to_owned(),
        unit => format!("{kind}: {unit}"),
    }
}

/// The page, made from the declarations.
fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    for (command, tables) in commands() {
        let _ = write!(out, "\n## `bereik {command}`\n");
        for table in tables {
            let files: Vec<String> = (table.files.iter())
                .map(|(name, _)| format!("`{name}`"))
                .collect();
            let files = match files.is_empty() {
                true => "What `-o` names".to_owned(),
                false => files.join(", "),
            };
            let columns: Vec<String> = (table.fields())
                .map(|field| format!("`{}`", field.name))
                .collect();
            let _ = write!(
                out,
                "\n**{files}**\n\nOne row: {}\n\nColumns: {}.\n",
                table.row(Language::En),
                columns.join(", ")
            );
        }
    }
    out.push_str("\n## Columns\n\n| column | holds | in Dutch · in English | what it means |\n| --- | --- | --- | --- |\n");
    for field in meanings() {
        let (nl, en) = (field.heading(Language::Nl), field.heading(Language::En));
        let row = [
            format!("`{}`", field.name),
            holds(field),
            format!("{nl} · {en}"),
            field.meaning(Language::En).to_owned(),
        ];
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

/// The different columns, in the order in which tables have them.
fn meanings() -> Vec<&'static Field> {
    let mut seen = BTreeSet::new();
    let tables = commands().into_iter().flat_map(|(_, tables)| tables);
    tables
        .flat_map(|table| table.fields())
        .filter(|field| seen.insert((field.name.as_ref(), field.meaning(Language::En))))
        .collect()
}

const INTRODUCTION: &str = "# Tables

What the tables of each command hold. Made from what the program declares: `BEREIK_WRITE_TABLES=1 cargo test --test it columns::` writes this page again.

All text is UTF-8. An empty cell is a value that is not there or not known, never 0. CSV and Parquet of one table have the same rows and values; numbers have a decimal point. Names in capitals
in the name of a column stand for names of the study. In a CSV, a name from your data that a spreadsheet would take for a formula has an apostrophe in front.

A column of the same name may mean something a little different in another table: then it stands at the end once for each meaning, in the order of the tables.
";

#[test]
fn the_page_is_what_is_declared() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/tables.md");
    let due = page();
    if std::env::var_os("BEREIK_WRITE_TABLES").is_some() {
        std::fs::write(&path, &due).expect("the page");
    }
    let there = std::fs::read_to_string(&path).expect("the page");
    assert!(
        there == due,
        "BEREIK_WRITE_TABLES=1 writes docs/tables.md again"
    );
}

#[test]
fn no_column_stands_twice_in_a_table_and_no_file_twice_in_a_folder() {
    for (command, tables) in commands() {
        let mut files = BTreeSet::new();
        for table in tables {
            let mut names = BTreeSet::new();
            for field in table.fields() {
                assert!(names.insert(&field.name), "{command}: {}", field.name);
                for language in [Language::Nl, Language::En] {
                    assert_ne!(field.heading(language), field.name, "has a heading");
                    let meaning = field.meaning(language);
                    assert!(meaning.ends_with('.'), "{}: {meaning}", field.name);
                }
            }
            for (name, _) in table.files {
                assert!(files.insert(*name), "{command}: {name}");
            }
        }
    }
}

/// A column that no table has is left over.
#[test]
fn every_column_is_in_a_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let declared = std::fs::read_to_string(root.join("output/fields.rs")).expect("the fields");
    let ids: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.strip_prefix("    ")?.split_once(": \""))
        .map(|(id, _)| id)
        .filter(|id| {
            id.chars()
                .all(|c| c.is_ascii_uppercase() || "_0123456789".contains(c))
        })
        .collect();
    assert!(ids.len() > 150, "{}", ids.len());
    let mut used = BTreeSet::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for part in text.split("field::").skip(1) {
                let end =
                    part.find(|c: char| !c.is_ascii_uppercase() && !"_0123456789".contains(c));
                used.insert(part[..end.unwrap_or(part.len())].to_owned());
            }
        }
    }
    let left: Vec<&str> = ids.into_iter().filter(|id| !used.contains(*id)).collect();
    assert!(left.is_empty(), "in no table: {left:?}");
}
