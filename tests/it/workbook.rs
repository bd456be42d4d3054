//! The workbook of a results folder, read by another program: what stands in it is what stands in the CSV files.

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
fn the_workbook_says_what_the_tables_say() {
    let Some(python) = python_with("openpyxl") else {
        eprintln!(
            "SKIPPED: no Python with openpyxl (.ci/run makes one; BEREIK_READERS names another)"
        );
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    synth::generate(Size::Town, 3, at).expect("a town");
    thinned(&at.join("homes.csv"), &at.join("homes.csv"), 10);
    done(&["run", "study.toml", "-o", "run", "--lang", "nl"], at);
    done(&["lifelines", "study.toml", "-o", "lifelines"], at);
    for results in ["run", "lifelines"] {
        let output = Command::new(&python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/workbook.py"))
            .arg(at.join(results))
            .output()
            .expect("Python runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let aside = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{results}: {said}{aside}");
        assert!(said.contains("cells equal"), "{said}");
        println!("{results}: {said}");
    }
}
