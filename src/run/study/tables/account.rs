//! What was odd, and what was read, asked and done.

use super::super::Results;
use super::super::summary::counted;
use super::table;
use crate::diagnostics::{Error, Findings};
use crate::input::study::{Study, effective};
use crate::output::atomic::ResultsFolder;
use crate::output::fields::{self as field, Declared, Part};
use crate::output::table::{Format, TableWriter, Value};
use crate::watch::Progress;
use serde_json::json;

/// `findings.csv`.
pub(crate) fn findings(results: &Results, out: &mut ResultsFolder) -> Result<(), Error> {
    write_findings(&results.findings, out)
}

/// `findings.csv` of any findings.
pub(crate) fn write_findings(findings: &Findings, out: &mut ResultsFolder) -> Result<(), Error> {
    let mut t = table(out, &FINDINGS)?;
    findings_rows(findings, &str::to_owned, &mut t)?;
    out.end(t)
}

/// The table of findings, the same for all commands.
pub(crate) const FINDINGS: Declared = Declared {
    files: &[("findings.csv", Format::Csv)],
    row: field::ROW_OF_FINDINGS,
    parts: &[Part::Once(&[
        field::SEVERITY_OF_FINDING,
        field::CODE_OF_FINDING,
        field::FILE,
        field::LINE,
        field::RECORD,
        field::MESSAGE,
        field::ACTION,
        field::COUNT,
    ])],
};

/// Rows of a table of findings; `name` is what a file is called in it.
pub(crate) fn findings_rows(
    findings: &Findings,
    name: &impl Fn(&str) -> String,
    t: &mut TableWriter,
) -> Result<(), Error> {
    let mut listed: std::collections::BTreeMap<(&str, &str), u64> =
        std::collections::BTreeMap::new();
    for f in findings.iter() {
        *listed.entry((&f.code, &f.file)).or_default() += 1;
        t.row(&[
            Value::Text(f.severity.word()),
            Value::Text(&f.code),
            Value::Text(&name(&f.file)),
            f.line.map_or(Value::Empty, |l| Value::Int(l as i64)),
            Value::Text(&f.record),
            Value::Text(&f.message),
            Value::Text(&f.action),
            Value::Int(1),
        ])?;
    }
    for (code, file, n) in findings.counts() {
        let more = n - listed.get(&(code, file)).copied().unwrap_or(0).min(n);
        if more > 0 {
            t.row(&[
                Value::Text("warning"),
                Value::Text(code),
                Value::Text(&name(file)),
                Value::Empty,
                Value::Empty,
                Value::Text("more of this kind, not listed"),
                Value::Text("as those listed"),
                Value::Int(more as i64),
            ])?;
        }
    }
    Ok(())
}

/// `manifest.json`: what the results were made of and with.
pub fn manifest(study: &Study, results: &Results, progress: &Progress) -> serde_json::Value {
    let inputs: Vec<_> = (results.inputs.files.iter())
        .map(|f| json!({"role": f.role, "path": f.path.display().to_string(), "bytes": f.bytes, "sha256": f.sha256}))
        .collect();
    let timings: serde_json::Map<String, serde_json::Value> = (progress.timings().into_iter())
        .map(|(name, took)| (name, json!((took.as_secs_f64() * 1000.0).round() / 1000.0)))
        .collect();
    let n = &results.inputs.network;
    json!({
        "program": format!("bereik {}", env!("CARGO_PKG_VERSION")),
        "network_format": crate::network::file::FORMAT,
        "inputs": inputs,
        "network_inputs": n.inputs.iter().map(|i| json!({"path": i.path, "bytes": i.bytes, "sha256": i.sha256})).collect::<Vec<_>>(),
        "settings": effective(study),
        "counts": {
            "homes": results.inputs.homes.len(),
            "destinations": results.inputs.places.ids.len(),
            "stops": n.timetable.stops(),
            "trips": n.timetable.trips(),
            "street_edges": n.streets.edges(),
            "findings": results.findings.counts().map(|c| c.2).sum::<u64>(),
        },
        "norms_counted_per_slot": study.slots.by_id().map(|(s, slot)| {
            let counted = counted(study, results, s).into_iter();
            let names: Vec<&str> = counted.map(|x| study.services[x].name.as_str()).collect();
            json!({"slot": slot.name, "services": names})
        }).collect::<Vec<_>>(),
        "seconds": timings,
        "threads": rayon::current_num_threads(),
    })
}
