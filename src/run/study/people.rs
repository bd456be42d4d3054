//! How many people of each group live where, and what orders them.

use crate::axes::{HomeId, IdVec};
use crate::diagnostics::{Error, Fault, Finding, Findings, Severity};
use crate::input::points::PointSet;
use crate::input::study::Group;

/// Weights of a group, one a home; none where not known.
pub(super) fn weights(
    homes: &PointSet,
    group: &Group,
    findings: &mut Findings,
) -> Result<IdVec<HomeId, Option<f64>>, Error> {
    let Some(column) = &group.column else {
        return Ok(IdVec::filled(Some(1.0), homes.len()));
    };
    let of = homes.amounts(column)?;
    let (weights, columns) = match &group.share {
        None => {
            note_shares(homes, group, (column, &of), findings);
            (of, format!("column {column:?}"))
        }
        Some(share) => {
            let shares = shares(homes, share, findings)?;
            let parts = of.iter().zip(&shares);
            let weights = parts.map(|(of, share)| Some((*of)? * (*share)? / 100.0));
            (
                weights.collect(),
                format!("columns {share:?} and {column:?}"),
            )
        }
    };
    note_unknown(
        "home-weight-unknown",
        homes,
        &weights,
        &format!(
            "have no value in {columns}, the weight of group {:?}",
            group.name
        ),
        "left out of that group and counted",
        findings,
    );
    Ok(weights.into())
}

/// What orders homes; none where not known.
pub(super) fn rank(
    homes: &PointSet,
    (name, column): &(String, String),
    findings: &mut Findings,
) -> Result<IdVec<HomeId, Option<f64>>, Error> {
    let values = homes.numbers(column)?;
    note_unknown(
        "home-rank-unknown",
        homes,
        &values,
        &format!("have no value in column {column:?}, the rank {name:?}"),
        "left out of the Palma ratio and the concentration index, and counted",
        findings,
    );
    Ok(values.into())
}

/// A column of shares, percent.
fn shares(
    homes: &PointSet,
    column: &str,
    findings: &mut Findings,
) -> Result<Vec<Option<f64>>, Error> {
    let shares = homes.amounts(column)?;
    if let Some(at) = shares.iter().position(|s| s.is_some_and(|s| s > 100.0)) {
        return Err(Fault::ValueInvalid
            .at(
                &homes.file,
                "is more than 100 %, so the column holds no shares",
            )
            .line(homes.lines[at])
            .field(column)
            .value(shares[at].unwrap_or_default().to_string())
            .hint("if it holds counts, name it as the group's column, without share and of")
            .into());
    }
    let most = shares.iter().flatten().fold(0.0, |a: f64, s| a.max(*s));
    if most > 0.0 && most <= 1.0 {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "shares-below-one".into(),
            file: homes.file.clone(),
            line: None,
            record: column.to_owned(),
            message: format!("no share is above {most}, as if they were parts of 1"),
            action: "read as percent; if they are parts of 1, multiply them by 100".into(),
        });
    }
    Ok(shares)
}

/// Whether a column is called as shares are: `P_` of Statistics Netherlands, or a word for percent.
fn named_as_share(column: &str) -> bool {
    let name = column.to_lowercase();
    name.contains('%')
        || ["p_", "perc", "pct"]
            .iter()
            .any(|start| name.starts_with(start))
}

/// Says that a column counted as people seems to hold shares.
fn note_shares(
    homes: &PointSet,
    group: &Group,
    (column, values): (&str, &[Option<f64>]),
    findings: &mut Findings,
) {
    let most = values.iter().flatten().fold(0.0, |a: f64, v| a.max(*v));
    if named_as_share(column) && most > 0.0 && most <= 100.0 {
        findings.push(Finding {
            severity: Severity::Serious,
            code: "shares-as-people".into(),
            file: homes.file.clone(),
            line: None,
            record: column.to_owned(),
            message: format!(
                "is the weight of group {:?}, but by its name and values (none above {most}) it holds shares, not people",
                group.name
            ),
            action: format!(
                "counted as people; for shares write {{ share = {column:?}, of = \u{2026} }} with the column they are shares of"
            ),
        });
    }
}

fn note_unknown(
    code: &'static str,
    homes: &PointSet,
    values: &[Option<f64>],
    what: &str,
    action: &str,
    findings: &mut Findings,
) {
    let unknown = values.iter().filter(|v| v.is_none()).count();
    let Some(first) = values.iter().position(Option::is_none) else {
        return;
    };
    findings.push(Finding {
        severity: match 3 * unknown > values.len() {
            true => Severity::Serious,
            false => Severity::Warning,
        },
        code: code.into(),
        file: homes.file.clone(),
        line: Some(homes.lines[first]).filter(|line| *line > 0),
        record: homes.ids[first].clone(),
        message: format!("{unknown} of {} homes {what}", values.len()),
        action: action.to_owned(),
    });
}
