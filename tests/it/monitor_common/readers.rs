//! The dataset as other people's programs read it: pyarrow, DuckDB, geopandas, and GDAL in pyogrio, with and without its
//! own Parquet driver.

use super::{text, town};
use crate::common::python_with;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn other_programs_read_the_dataset() {
    let Some(python) = python_with("duckdb, geopandas, pyarrow, pyogrio") else {
        eprintln!(
            "SKIPPED: no Python with duckdb, geopandas, pyarrow and pyogrio (.ci/run makes one; BEREIK_READERS names another)"
        );
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let town = town();
    let scratch = tempfile::tempdir().expect("a folder");
    let output = Command::new(python)
        .arg(root.join("tests/it/monitor_common/readers.py"))
        .args([
            text(&town.folder.join("whole")),
            text(&root.join("docs/monitor.md")),
            text(scratch.path()),
        ])
        .output()
        .expect("Python runs");
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{aside}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");

    // As the page has it.
    let columns = |part: &str| -> Vec<(String, String)> {
        let columns = found["columns"][part].as_object().expect("columns");
        (columns.iter())
            .map(|(name, kind)| (name.clone(), kind.as_str().unwrap_or_default().to_owned()))
            .collect()
    };
    let due = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        (list.iter())
            .map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()))
            .collect()
    };
    let strings = ["home", "persona", "service", "measure", "cutoff"];
    let mut values: Vec<(&str, &str)> = strings.iter().map(|name| (*name, "string")).collect();
    values.extend([
        ("value", "double"),
        ("below_norm", "bool"),
        ("status", "string"),
    ]);
    assert_eq!(columns("values"), due(&values));
    let strings = ["home", "persona", "shift"].map(|name| (name, "string"));
    let jobs = ["jobs", "jobs_there_only", "jobs_back_only", "jobs_by_day"];
    let shifts = [&strings[..], &jobs.map(|name| (name, "double"))].concat();
    assert_eq!(columns("shifts"), due(&shifts));
    let homes = columns("homes");
    assert_eq!(homes[..2], due(&[("id", "string"), ("geometry", "binary")]));
    assert!(homes.contains(&("area_wijk".into(), "string".into())));
    assert_eq!(
        found["partitions"]["values"],
        serde_json::json!(["edition", "region", "slot"])
    );

    // All programs count what the ledger says.
    for part in ["values", "shifts", "homes"] {
        let due = rows(part);
        assert!(due > 0, "{part}");
        for (program, count) in found["rows"][part].as_object().expect("counts") {
            assert_eq!(count.as_u64(), Some(due), "{part} by {program}");
        }
        assert_eq!(found["statistics"][part], true, "{part}");
    }

    // The three questions of the page have answers.
    let answers = found["answers"].as_array().expect("answers");
    assert_eq!(answers.len(), 3);
    assert!(answers.iter().all(Value::is_array));
    assert!(answers[0].as_array().is_some_and(|rows| !rows.is_empty()));

    assert_eq!(found["crs"], serde_json::json!(["OGC:CRS84"]));
    let extent: Vec<f64> = (found["extent"].as_array().expect("four").iter())
        .filter_map(Value::as_f64)
        .collect();
    assert!(
        (5.0..6.5).contains(&extent[0]) && (52.0..53.0).contains(&extent[1]),
        "{extent:?}"
    );
    assert_eq!(found["gdal"]["features"], found["gdal"]["of"]);
    assert_eq!(found["gdal"]["geometry"], "Point");
}

/// GDAL's own Parquet driver: the folder that `.ci/run` makes, with a Python and the plugin.
fn gdal() -> Option<PathBuf> {
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/readers-gdal");
    let folder = std::env::var_os("BEREIK_GDAL").map_or(made, PathBuf::from);
    folder.join("ogr_Parquet.so").is_file().then_some(folder)
}

#[test]
fn gdals_parquet_driver_reads_the_dataset() {
    let Some(gdal) = gdal() else {
        eprintln!(
            "SKIPPED: no GDAL with Parquet (.ci/run makes one with tests/it/monitor_common/gdal_parquet.sh; BEREIK_GDAL names its folder)"
        );
        return;
    };
    let town = town();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/monitor_common/gdal.py");
    let output = Command::new(gdal.join("venv/bin/python"))
        .env("GDAL_DRIVER_PATH", &gdal)
        .arg(script)
        .arg(town.folder.join("whole"))
        .output()
        .expect("Python runs");
    let aside = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{aside}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["drivers"], serde_json::json!(["Parquet"]));
    for part in ["values", "shifts", "homes"] {
        assert_eq!(found["rows"][part], rows(part), "{part}");
    }
    // Every column of every row as pyarrow reads it.
    assert_eq!(found["unequal"], serde_json::json!([]));
    let has = |part: &str, name: &str, kind: &str| {
        let fields = found["fields"][part].as_array().expect("fields");
        fields.contains(&serde_json::json!([name, kind]))
    };
    assert!(has("values", "value", "float64") && has("values", "below_norm", "bool"));
    assert!(has("shifts", "jobs", "float64") && has("homes", "area_wijk", "object"));
    for layer in found["geometry"].as_array().expect("layers") {
        assert_eq!(layer[0], "Point");
        assert!(
            layer[1].as_str().is_some_and(|crs| crs.contains("CRS84")),
            "{layer}"
        );
    }
    for extent in found["extent"].as_array().expect("extents") {
        let at = |i: usize| extent[i].as_f64().unwrap_or(f64::NAN);
        assert!(
            (5.0..6.5).contains(&at(0)) && (52.0..53.0).contains(&at(1)),
            "{extent}"
        );
    }
}

/// Rows of a part as the ledger has them.
fn rows(part: &str) -> u64 {
    let ledger: Value = serde_json::from_slice(&town().whole["dataset.json"]).expect("JSON");
    let files = ledger["files"].as_array().expect("files").iter();
    let of_part = files.filter(|f| {
        let path = f["path"].as_str().unwrap_or_default();
        path.starts_with(&format!("{part}/"))
    });
    of_part
        .map(|f| f["rows"].as_u64().unwrap_or_default())
        .sum()
}
