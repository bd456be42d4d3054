//! Findings in the network file.

use super::columns::{Reader, Stored, Strings, Writer};
use crate::diagnostics::{Finding, Findings, Severity};

const SEVERITIES: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Serious];

pub(super) fn store_findings(findings: &Findings, w: &mut Writer) {
    let text = |f: fn(&Finding) -> &str| findings.iter().map(f).collect::<Strings>();
    findings
        .iter()
        .map(|f| f.severity as u8)
        .collect::<Vec<u8>>()
        .store(w);
    text(|f| &f.code).store(w);
    text(|f| &f.file).store(w);
    findings
        .iter()
        .map(|f| f.line.unwrap_or(0))
        .collect::<Vec<u64>>()
        .store(w);
    text(|f| &f.record).store(w);
    text(|f| &f.message).store(w);
    text(|f| &f.action).store(w);
    findings
        .counts()
        .map(|(code, _, _)| code)
        .collect::<Strings>()
        .store(w);
    findings
        .counts()
        .map(|(_, file, _)| file)
        .collect::<Strings>()
        .store(w);
    findings
        .counts()
        .map(|(_, _, n)| n)
        .collect::<Vec<u64>>()
        .store(w);
}

pub(super) fn load_findings(r: &mut Reader) -> Option<Findings> {
    let severity = Vec::<u8>::load(r)?;
    let (code, file, line) = (Strings::load(r)?, Strings::load(r)?, Vec::<u64>::load(r)?);
    let (record, message, action) = (Strings::load(r)?, Strings::load(r)?, Strings::load(r)?);
    let (codes, files, counts) = (Strings::load(r)?, Strings::load(r)?, Vec::<u64>::load(r)?);
    let n = severity.len();
    if [
        code.len(),
        file.len(),
        line.len(),
        record.len(),
        message.len(),
        action.len(),
    ]
    .iter()
    .any(|m| *m != n)
        || codes.len() != counts.len()
        || files.len() != counts.len()
    {
        return None;
    }
    let mut findings = Findings::default();
    for i in 0..n {
        findings.push(Finding {
            severity: *SEVERITIES.get(usize::from(severity[i]))?,
            code: code.get(i).to_owned().into(),
            file: file.get(i).into(),
            line: Some(line[i]).filter(|l| *l > 0),
            record: record.get(i).into(),
            message: message.get(i).into(),
            action: action.get(i).into(),
        });
    }
    let listed: std::collections::BTreeMap<(String, String), u64> = findings
        .counts()
        .map(|(c, f, n)| ((c.to_owned(), f.to_owned()), n))
        .collect();
    for (i, &n) in counts.iter().enumerate() {
        let known = listed
            .get(&(codes.get(i).to_owned(), files.get(i).to_owned()))
            .copied()
            .unwrap_or(0);
        if n > known {
            findings.add_unlisted(
                codes.get(i).to_owned().into(),
                files.get(i).into(),
                n - known,
            );
        }
    }
    Some(findings)
}
