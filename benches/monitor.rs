//! What the monitor's dataset costs over the computing it holds, and how fast and large its Parquet is: tables in
//! Markdown.
//!
//! `BEREIK_STUDY=polderland/study.toml BEREIK_REGION=gemeente cargo bench -p bereik-benches --bench monitor`. Times are those of
//! processors, all threads together (on Linux; elsewhere on the clock), without reading and building.

use bereik::diagnostics::{Error, Findings};
use bereik::input::monitor::{Edition, Monitor};
use bereik::input::study::read_study;
use bereik::output::columns::{Values, write};
use bereik::run::monitor::{self, Options};
use bereik::run::study::{access, inputs, shifts};
use bereik::watch::Progress;
use bereik_benches::{from_the_top, timed};
use std::path::PathBuf;

/// Rows of the table that is written to measure writing.
const ROWS: usize = 4_000_000;

/// Each is done so often; the least counts.
const TIMES: usize = 3;

/// Bytes of the files in a folder and those in it.
fn bytes(folder: &std::path::Path) -> u64 {
    let Ok(list) = std::fs::read_dir(folder) else {
        return 0;
    };
    let size = |e: std::fs::DirEntry| match e.path().is_dir() {
        true => bytes(&e.path()),
        false => e.metadata().map_or(0, |m| m.len()),
    };
    list.flatten().map(size).sum()
}

fn main() -> Result<(), Error> {
    from_the_top();
    let path = std::env::var_os("BEREIK_STUDY").map_or_else(
        || PathBuf::from("examples/rhein-neckar/monitor-study.toml"),
        PathBuf::from,
    );
    let level = std::env::var("BEREIK_REGION").unwrap_or_else(|_| "square".into());
    let Ok(study) = read_study(&path) else {
        println!("{}: not there, or its data aren't; skipped", path.display());
        return Ok(());
    };
    let Some(region) = study.areas.find(|a| a.level == level) else {
        println!("{}: no areas of level {level:?}; skipped", path.display());
        return Ok(());
    };
    let silent = Progress::silent();
    let scratch = tempfile::tempdir().map_err(|e| Error::io(&std::env::temp_dir(), "create", e))?;
    let (mut raw_s, mut whole_s, mut again_s) = (f64::MAX, f64::MAX, f64::MAX);
    let (mut rows, mut size, mut homes) = (0, 0, 0);
    for time in 0..TIMES {
        let (read, read_s) = timed(|| inputs::read(&study, &silent))?;
        homes = read.homes.len();
        let (_, took) = timed(|| {
            let mut findings = Findings::default();
            access::compute(&study, &read, None, &mut findings, &silent)?;
            shifts::compute(&study, &read, None, &silent)
        })?;
        raw_s = raw_s.min(took);
        let output = scratch.path().join(time.to_string());
        let monitor = Monitor {
            file: path.clone(),
            title: study.title.clone(),
            output: output.clone(),
            base_edition: 0,
            region: level.clone(),
            memory: None,
            editions: vec![Edition {
                name: "now".into(),
                study: study.clone(),
                region,
            }],
            crosswalks: Vec::new(),
        };
        let options = Options {
            threads: None,
            memory: None,
            shard: None,
        };
        let (_, took) = timed(|| monitor::run(&monitor, &options, &silent))?;
        whole_s = whole_s.min(took - read_s);
        // Nothing is left to be computed: what looking costs.
        again_s = again_s.min(timed(|| monitor::run(&monitor, &options, &silent))?.1);
        let text = std::fs::read(output.join("dataset.json"));
        let ledger: serde_json::Value =
            serde_json::from_slice(&text.unwrap_or_default()).unwrap_or_default();
        let files = ledger["files"].as_array().into_iter().flatten();
        rows = files.filter_map(|f| f["rows"].as_u64()).sum();
        size = bytes(&output.join("values")) + bytes(&output.join("shifts"));
    }
    println!(
        "{}: {homes} homes, {} slots, {} personas, {} threads\n",
        study.title,
        study.slots.len(),
        study.personas.len(),
        rayon::current_num_threads()
    );
    println!("| computing alone, s | the monitor, s | more, % | run again, s | rows | MB |");
    println!("| --- | --- | --- | --- | --- | --- |");
    println!(
        "| {raw_s:.2} | {whole_s:.2} | {:.1} | {again_s:.2} | {rows} | {:.2} |\n",
        (whole_s / raw_s - 1.0) * 100.0,
        size as f64 / 1e6
    );

    // A large part: as many rows as homes of a country have in some slots, numbers that don't repeat.
    let ids: Vec<String> = (0..ROWS / 10).map(|i| format!("E{i:07}")).collect();
    let word = |words: &[&'static str]| Values::Words {
        words: words.to_vec(),
        rows: (0..ROWS).map(|r| (r * words.len() / ROWS) as u32).collect(),
    };
    let value = |r: usize| ((r as u64 * 2_654_435_761) % 1_000_003) as f64 / 60.0;
    let columns = [
        (
            "home",
            Values::Text(
                (0..ROWS)
                    .map(|r| Some(ids[r % ids.len()].as_str()))
                    .collect(),
            ),
        ),
        ("persona", word(&["on foot"])),
        ("service", word(&["A&E", "GP", "jobs", "pharmacy"])),
        ("measure", word(&["nearest", "cumulative"])),
        ("value", Values::Number((0..ROWS).map(value).collect())),
        (
            "below_norm",
            Values::Truth((0..ROWS).map(|r| Some(value(r) > 9000.0)).collect()),
        ),
        ("status", word(&["ok"])),
    ];
    let file = scratch.path().join("rows.parquet");
    let mut best = f64::MAX;
    for _ in 0..TIMES {
        let (_, took) = timed(|| write(&file, &columns, &[])?.publish())?;
        best = best.min(took);
    }
    let size = std::fs::metadata(&file).map_or(0, |m| m.len()) as f64;
    println!("| rows written | s | million rows/s | MB per million rows |");
    println!("| --- | --- | --- | --- |");
    println!(
        "| {ROWS} | {best:.2} | {:.1} | {:.1} |",
        ROWS as f64 / 1e6 / best,
        size / (ROWS as f64 / 1e6) / 1e6
    );
    Ok(())
}
