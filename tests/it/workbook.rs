//! The workbook and the map files of a results folder, read by other programs: what stands in them is what stands in the
//! CSV files.

use crate::common::{python_with, thinned};
use bereik::synth::{self, Size};
use std::path::Path;
use std::process::Command;

fn done(arguments: &[&str], folder: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_bereik"))
        .args(arguments)
        .arg("--quiet")
        .current_dir(folder)
        .output()
        .expect("the program runs");
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {aside}");
}

#[test]
fn workbook_and_maps_say_what_the_tables_say() {
    let Some(python) = python_with("openpyxl, geopandas, pyogrio, jsonschema") else {
        eprintln!(
            "SKIPPED: no Python with openpyxl, geopandas and jsonschema (.ci/run makes one; BEREIK_READERS names another)"
        );
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    synth::generate(Size::Town, 3, at).expect("a town");
    thinned(&at.join("homes.csv"), &at.join("homes.csv"), 25);
    done(&["run", "study.toml", "-o", "run", "--lang", "nl"], at);
    done(&["lifelines", "study.toml", "-o", "lifelines"], at);
    let cut = "[scenario]\nname = \"No line 1\"\n[[edit]]\nname = \"cut\"\nkind = \"remove-trips\"\nselect = { route = \"1\" }\n";
    std::fs::write(at.join("cut.toml"), cut).expect("a scenario");
    let compare = [
        "compare",
        "study.toml",
        "cut.toml",
        "-o",
        "compare",
        "--annex",
    ];
    done(&compare, at);
    let read = |script: &str, results: &str, said: &str| {
        let output = Command::new(&python)
            .arg(
                Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("tests/it")
                    .join(script),
            )
            .arg(at.join(results))
            .output()
            .expect("Python runs");
        let out = String::from_utf8_lossy(&output.stdout);
        let aside = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{results}: {out}{aside}");
        assert!(out.contains(said), "{out}");
        println!("{results}: {out}");
    };
    for results in ["run", "lifelines", "compare"] {
        read("workbook.py", results, "cells equal");
        read("maps.py", results, "homes and times agree");
        read("schema.py", results, "valid by its schema");
    }
}
